//! Formulas of one expression or a few: no control flow.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use jac::differentiable;

/// Boltzmann's constant in eV/K.
const BOLTZMANN: f64 = 8.617_333e-5;
const GAS_CONSTANT: f64 = 8.314_462_618;

/// The density of the normal distribution.
#[differentiable]
pub fn normal_density(x: f64, mean: f64, deviation: f64) -> f64 {
    let z = (x - mean) / deviation;
    (-0.5 * z * z).exp() / (deviation * (2.0 * PI).sqrt())
}

#[differentiable]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Planck's law in reduced units.
#[differentiable]
pub fn planck(frequency: f64, temperature: f64) -> f64 {
    2.0 * frequency.powi(3) / (frequency / temperature).exp_m1()
}

/// Kepler's equation: mean anomaly of an eccentric anomaly.
#[differentiable]
pub fn kepler(eccentric: f64, eccentricity: f64) -> f64 {
    eccentric - eccentricity * eccentric.sin()
}

/// Van der Waals' equation of state.
#[differentiable]
pub fn van_der_waals(volume: f64, temperature: f64, a: f64, b: f64) -> f64 {
    GAS_CONSTANT * temperature / (volume - b) - a / volume.powi(2)
}

/// Shockley's diode with series conductance.
#[differentiable]
pub fn diode_current(voltage: f64, temperature: f64) -> f64 {
    let thermal = BOLTZMANN * temperature;
    let saturation = 1e-12 * (temperature / 300.0).powf(1.5);
    saturation * (voltage / (1.8 * thermal)).exp_m1() + 1e-3 * voltage
}

/// Great-circle distance (haversine) on the unit sphere, angles in degrees.
#[differentiable]
pub fn haversine(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat1, lon1) = (from.0.to_radians(), from.1.to_radians());
    let (lat2, lon2) = (to.0.to_radians(), to.1.to_radians());
    let u = ((lat2 - lat1) / 2.0).sin();
    let v = ((lon2 - lon1) / 2.0).sin();
    let h = u * u + lat1.cos() * lat2.cos() * v.powi(2);
    2.0 * h.sqrt().asin()
}

/// The Lennard-Jones potential.
#[differentiable]
pub fn lennard_jones(r: f64, epsilon: f64, sigma: f64) -> f64 {
    let s6 = (sigma / r).powi(6);
    4.0 * epsilon * (s6 * s6 - s6)
}

/// Black and Scholes with a logistic approximation of the normal distribution.
#[differentiable]
pub fn call_option(spot: f64, strike: f64, rate: f64, volatility: f64, years: f64) -> f64 {
    let total = volatility * years.sqrt();
    let d1 = ((spot / strike).ln() + (rate + volatility * volatility / 2.0) * years) / total;
    let d2 = d1 - total;
    let n1 = 1.0 / (1.0 + (-1.702 * d1).exp());
    let n2 = 1.0 / (1.0 + (-1.702 * d2).exp());
    spot * n1 - strike * (-rate * years).exp() * n2
}

/// The isentropic flow relation: area ratio of a Mach number.
#[differentiable]
pub fn nozzle_area(mach: f64, gamma: f64) -> f64 {
    let half = (gamma - 1.0) / 2.0;
    let exponent = (gamma + 1.0) / (2.0 * (gamma - 1.0));
    ((1.0 + half * mach * mach) * (2.0 / (gamma + 1.0))).powf(exponent) / mach
}

/// Magnus' formula for the dew point.
#[differentiable]
pub fn dew_point(celsius: f64, humidity: f64) -> f64 {
    const A: f64 = 17.62;
    const B: f64 = 243.12;
    let gamma = humidity.ln() + A * celsius / (B + celsius);
    B * gamma / (A - gamma)
}

/// Thin-film resonance: every trigonometric function and its inverse.
#[differentiable]
pub fn trigonometry(x: f64) -> f64 {
    let inside = 0.9 * x.sin();
    inside.asin() + inside.acos().powi(2) + (x.tan() * 0.5).atan() + (x.cos() - 2.0).atan2(x)
}

/// Catenaries and rapidities: every hyperbolic function and its inverse.
#[differentiable]
pub fn hyperbolics(x: f64) -> f64 {
    let rapidity = (0.5 * x.tanh()).atanh();
    x.sinh() * rapidity + x.cosh().ln() - x.asinh() / (1.0 + x * x).acosh()
}

/// Every exponential, logarithm and root.
#[differentiable]
pub fn exponentials(x: f64, base: f64) -> f64 {
    let y = x.exp2() + x.exp() - (0.5 * x).exp_m1();
    y.ln() + y.log2() * y.log10() + x.ln_1p() / y.log(base) + y.cbrt() * y.sqrt() - y.recip()
}

/// Kinks away from the kink: each has a derivative almost everywhere.
#[differentiable]
pub fn piecewise(x: f64, y: f64) -> f64 {
    let wave = 2.0 * (x - (x + 0.5).floor()).abs();
    let saw = x.rem_euclid(1.5) - y % 0.7 + (3.0 * x).fract();
    let steps = x.ceil() * y + y.round() * x + x.trunc() + y.signum() * x;
    wave + saw * x.min(y) + x.max(y * y) * steps + x.copysign(y) + y.clamp(-0.5, 0.5)
}

/// Fused and plain products must differentiate alike.
#[differentiable]
pub fn fused(a: f64, b: f64, c: f64) -> f64 {
    a.mul_add(b, c) * (a * b + c) + b.hypot(c).mul_add(2.0, -a)
}

/// Functions by path: of the type, and of the crate `libm`.
#[differentiable]
pub fn paths(x: f64, y: f64) -> f64 {
    f64::sin(x) * f64::powi(y, 3) + f64::max(x, y) + libm::exp(-x) * libm::sqrt(f64::abs(y)) - libm::atan2(y, x)
        + libm::pow(y, 1.7)
        + std::f64::consts::E * x
}

/// Both at once.
#[differentiable]
pub fn rotate_by_sincos(angle: f64, x: f64, y: f64) -> (f64, f64) {
    let (s, c) = angle.sin_cos();
    (c * x - s * y, s * x + c * y)
}

/// A long chain that reuses its intermediate values.
#[differentiable]
pub fn dag(x: f64, y: f64) -> f64 {
    let a = x * y;
    let b = a + x;
    let c = a * b;
    let d = c / b - a;
    let e = d * d * c + b;
    e * a + d * b - c
}

/// A result that does not depend on one of the inputs, and one that ignores both.
#[differentiable]
pub fn partial_dependence(x: f64, y: f64) -> (f64, f64, f64) {
    let _unused = y.exp();
    (x * x, 3.0 * x - 2.0, TAU)
}

/// The input itself, and one input twice.
#[differentiable]
pub fn identity(x: f64) -> (f64, f64) {
    (x, x)
}

/// Operators on references to floats.
#[differentiable]
pub fn by_reference(x: &f64, y: &f64) -> f64 {
    let difference = x - y;
    let scaled = x * 2.0 + 3.0 / y;
    -x * difference + *x / *y + y.sin() * scaled
}

/// Deep nesting in one expression.
#[differentiable]
pub fn one_expression(x: f64) -> f64 {
    ((((x.sin() + 1.0).sqrt() * x).cos() - x / (1.0 + (x * x + FRAC_PI_2).ln())).exp() + -(-x)).powi(2)
        - (2.0 - (3.0 - (4.0 - x)))
}

/// Casts: through integers (no derivative), between float types (linear).
#[differentiable]
pub fn casts(x: f64, n: i32) -> f64 {
    let cell = x.floor() as i64;
    let weight = x - cell as f64;
    let whole = n as f64 / 3.0 + (n as u8) as f64;
    weight * weight * whole + cell as f64 * x + (n > 2) as i32 as f64 * x
}

/// Unusual but legal numbers: suffixes, underscores, exponents, integer powers of constants.
#[differentiable]
pub fn literals(x: f64) -> f64 {
    let a = 1_000.5e-3_f64 * x + 2f64;
    let b = 2.0_f64.powi(3) * a - 0x10 as f64;
    b * 1e0 + 7. * a
}
