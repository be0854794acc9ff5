//! The gradients again, by hand, as an expert would write them for speed: each exponential and each
//! reciprocal is computed once. What the generated gradients are compared with, in digits and in time.

use std::f64::consts::FRAC_1_PI;

#[inline]
pub fn misra1a(b: [f64; 2], x: f64) -> [f64; 2] {
    let e = (-b[1] * x).exp();
    [1.0 - e, b[0] * x * e]
}

#[inline]
pub fn misra1c(b: [f64; 2], x: f64) -> [f64; 2] {
    let u = 1.0 + 2.0 * b[1] * x;
    let s = 1.0 / u.sqrt();
    [1.0 - s, b[0] * x * s * s * s]
}

#[inline]
pub fn chwirut2(b: [f64; 3], x: f64) -> [f64; 3] {
    let r = 1.0 / (b[1] + b[2] * x);
    let y = (-b[0] * x).exp() * r;
    [-x * y, -y * r, -x * y * r]
}

#[inline]
pub fn danwood(b: [f64; 2], x: f64) -> [f64; 2] {
    let l = x.ln();
    let p = (b[1] * l).exp();
    [p, b[0] * p * l]
}

#[inline]
pub fn lanczos3(b: [f64; 6], x: f64) -> [f64; 6] {
    let e = [(-b[1] * x).exp(), (-b[3] * x).exp(), (-b[5] * x).exp()];
    [e[0], -b[0] * x * e[0], e[1], -b[2] * x * e[1], e[2], -b[4] * x * e[2]]
}

#[inline]
pub fn mgh09(b: [f64; 4], x: f64) -> [f64; 4] {
    let r = 1.0 / (x * (x + b[2]) + b[3]);
    let q = x * (x + b[1]) * r;
    let s = b[0] * r;
    [q, s * x, -s * q * x, -s * q]
}

#[inline]
pub fn mgh10(b: [f64; 3], x: f64) -> [f64; 3] {
    let r = 1.0 / (x + b[2]);
    let t = b[1] * r;
    let e = t.exp();
    let s = b[0] * e * r;
    [e, s, -s * t]
}

#[inline]
pub fn mgh17(b: [f64; 5], x: f64) -> [f64; 5] {
    let e = [(-x * b[3]).exp(), (-x * b[4]).exp()];
    [1.0, e[0], e[1], -b[1] * x * e[0], -b[2] * x * e[1]]
}

#[inline]
pub fn rat42(b: [f64; 3], x: f64) -> [f64; 3] {
    let e = (b[1] - b[2] * x).exp();
    let r = 1.0 / (1.0 + e);
    let s = b[0] * e * r * r;
    [r, -s, s * x]
}

#[inline]
pub fn rat43(b: [f64; 4], x: f64) -> [f64; 4] {
    let e = (b[1] - b[2] * x).exp();
    let l = (1.0 + e).ln();
    let n = 1.0 / b[3];
    let p = (-l * n).exp();
    let s = b[0] * p * n;
    let t = s * e / (1.0 + e);
    [p, -t, t * x, s * n * l]
}

#[inline]
pub fn boxbod(b: [f64; 2], x: f64) -> [f64; 2] {
    misra1a(b, x)
}

#[inline]
pub fn eckerle4(b: [f64; 3], x: f64) -> [f64; 3] {
    let r = 1.0 / b[1];
    let z = (x - b[2]) * r;
    let p = (-0.5 * z * z).exp() * r;
    let s = b[0] * p * r;
    [p, s * (z * z - 1.0), s * z]
}

#[inline]
pub fn thurber(b: [f64; 7], x: f64) -> [f64; 7] {
    let r = 1.0 / (1.0 + x * (b[4] + x * (b[5] + x * b[6])));
    let y = (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) * r;
    let (r1, r2, r3) = (r * x, r * x * x, r * x * x * x);
    [r, r1, r2, r3, -y * r1, -y * r2, -y * r3]
}

#[inline]
pub fn roszman1(b: [f64; 4], x: f64) -> [f64; 4] {
    let u = x - b[3];
    let r = FRAC_1_PI / (u * u + b[2] * b[2]);
    [1.0, -x, -u * r, -b[2] * r]
}
