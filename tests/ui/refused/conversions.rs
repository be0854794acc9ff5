use jac::{Differentiable, Float, differentiable};

/// What varies is no constant.
#[differentiable]
fn varied<T: Float>(x: &[T], y: f64) -> T {
    x[0] * T::from_f64(y)
}

#[derive(Clone, Copy, Differentiable)]
struct Celsius(f64);

#[derive(Clone, Copy, Differentiable)]
struct Fahrenheit(f64);

#[differentiable]
impl From<Celsius> for Fahrenheit {
    fn from(c: Celsius) -> Fahrenheit {
        Fahrenheit(c.0 * 1.8 + 32.0)
    }
}

#[differentiable]
fn degrees(f: Fahrenheit) -> f64 {
    f.0
}

/// The argument does not tell what is converted to.
#[differentiable]
fn untold(x: f64) -> f64 {
    degrees(Celsius(x).into())
}

fn main() {}
