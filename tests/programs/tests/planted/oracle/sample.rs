//! What the twins are made of: `wrong` has the value of its namesake, and another derivative.

pub fn right(x: f64, y: &[f64]) -> f64 {
    x.sin() * y[0] + y[1]
}

pub fn wrong(x: f64, y: &[f64]) -> f64 {
    x.sin() * y[0] + y[1] + x * (x - 0.5)
}
