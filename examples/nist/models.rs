//! The models, as a scientist would write them: an observation as a function of the parameters `b` at `x`.
//! The attribute makes the rows of each Jacobian: `misra1a::gradient(b, x)`.

use std::f64::consts::PI;

use jac::differentiable;

#[differentiable(wrt(b))]
pub fn misra1a(b: [f64; 2], x: f64) -> f64 {
    b[0] * (1.0 - (-b[1] * x).exp())
}

#[differentiable(wrt(b))]
pub fn misra1c(b: [f64; 2], x: f64) -> f64 {
    b[0] * (1.0 - 1.0 / (1.0 + 2.0 * b[1] * x).sqrt())
}

#[differentiable(wrt(b))]
pub fn chwirut2(b: [f64; 3], x: f64) -> f64 {
    (-b[0] * x).exp() / (b[1] + b[2] * x)
}

#[differentiable(wrt(b))]
pub fn danwood(b: [f64; 2], x: f64) -> f64 {
    b[0] * x.powf(b[1])
}

#[differentiable(wrt(b))]
pub fn lanczos3(b: [f64; 6], x: f64) -> f64 {
    b[0] * (-b[1] * x).exp() + b[2] * (-b[3] * x).exp() + b[4] * (-b[5] * x).exp()
}

#[differentiable(wrt(b))]
pub fn mgh09(b: [f64; 4], x: f64) -> f64 {
    b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3])
}

#[differentiable(wrt(b))]
pub fn mgh10(b: [f64; 3], x: f64) -> f64 {
    b[0] * (b[1] / (x + b[2])).exp()
}

#[differentiable(wrt(b))]
pub fn mgh17(b: [f64; 5], x: f64) -> f64 {
    b[0] + b[1] * (-x * b[3]).exp() + b[2] * (-x * b[4]).exp()
}

#[differentiable(wrt(b))]
pub fn rat42(b: [f64; 3], x: f64) -> f64 {
    b[0] / (1.0 + (b[1] - b[2] * x).exp())
}

#[differentiable(wrt(b))]
pub fn rat43(b: [f64; 4], x: f64) -> f64 {
    b[0] / (1.0 + (b[1] - b[2] * x).exp()).powf(1.0 / b[3])
}

#[differentiable(wrt(b))]
pub fn boxbod(b: [f64; 2], x: f64) -> f64 {
    b[0] * (1.0 - (-b[1] * x).exp())
}

#[differentiable(wrt(b))]
pub fn eckerle4(b: [f64; 3], x: f64) -> f64 {
    let z = (x - b[2]) / b[1];
    b[0] / b[1] * (-0.5 * z * z).exp()
}

#[differentiable(wrt(b))]
pub fn thurber(b: [f64; 7], x: f64) -> f64 {
    let numerator = b[0] + x * (b[1] + x * (b[2] + x * b[3]));
    let denominator = 1.0 + x * (b[4] + x * (b[5] + x * b[6]));
    numerator / denominator
}

#[differentiable(wrt(b))]
pub fn roszman1(b: [f64; 4], x: f64) -> f64 {
    b[0] - b[1] * x - (b[2] / (x - b[3])).atan() / PI
}
