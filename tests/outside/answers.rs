//! What a name, or `into`, gives is told by what stands around it: other arms of a `match`, and the type of what is returned.

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Hit {
    pub t: f64,
}

#[differentiable]
pub fn hit(x: f64) -> Option<Hit> {
    if x > 0.0 { Some(Hit { t: x.sqrt() }) } else { None }
}

#[differentiable]
pub fn nearest(x: f64, y: f64) -> f64 {
    let first = hit(x);
    let second = hit(y);
    let nearest = match (first, second) {
        (Some(a), Some(b)) => Some(if a.t < b.t { a } else { b }),
        (a, b) => a.or(b),
    };
    nearest.map(|h| h.t).unwrap_or(0.0)
}

#[differentiable]
pub fn smaller(a: Option<f64>, b: Option<f64>, x: f64) -> f64 {
    let smaller = match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    smaller.unwrap_or(x) * x
}

#[differentiable]
pub fn only_one(x: f64, y: f64) -> Option<f64> {
    let (a, b) = (hit(x), hit(y));
    match (a, b) {
        (Some(p), Some(q)) => Some(p.t + q.t),
        (one, None) | (None, one) => one.map(|h| h.t),
    }
}

#[differentiable]
pub fn farther(x: f64, y: f64) -> f64 {
    match hit(x) {
        Some(a) if a.t > y => a.t,
        other => other.or(hit(y)).map(|h| h.t * y).unwrap_or(x),
    }
}

#[differentiable]
pub fn many_methods(x: f64, y: f64) -> f64 {
    match (hit(x), hit(y)) {
        (Some(a), None) => a.t,
        (a, b) => {
            let either = a.or(b).map_or(y, |h| h.t);
            either + b.map_or(x, |h| h.t * x) + a.filter(|h| h.t > 0.5).map_or(x, |h| h.t * x)
        }
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

#[differentiable]
impl From<(f64, f64)> for Complex {
    fn from((r, angle): (f64, f64)) -> Self {
        Complex { re: r * angle.cos(), im: r * angle.sin() }
    }
}

#[differentiable]
impl Complex {
    pub fn squared(self) -> Self {
        let (r, angle) = (self.re.hypot(self.im), self.im.atan2(self.re));
        (r * r, 2.0 * angle).into()
    }
}

#[differentiable]
pub fn polar(r: f64, angle: f64) -> Complex {
    if angle < 0.0 {
        return (r, -angle).into();
    }
    match r {
        r if r > 1.0 => (1.0, angle).into(),
        _ => (r, angle * r).into(),
    }
}

#[differentiable]
pub fn perhaps_polar(r: f64, angle: f64) -> Result<(Complex, f64), String> {
    if r < 0.0 {
        return Err("no radius".into());
    }
    let turned = |by: f64| -> Complex { (r, angle + by).into() };
    let half = turned(0.5).squared();
    Ok(((half.re, half.im).into(), r))
}

#[differentiable]
pub fn sum_of_polar(radii: &[f64]) -> f64 {
    let numbers: Vec<Complex> = radii.iter().map(|&r| (r, 2.0 * r).into()).collect();
    let both: [Complex; 2] = [(radii[0], 0.3).into(), numbers[1]];
    numbers.iter().map(|z| z.re * z.im).sum::<f64>() + both[0].re * both[1].im
}
