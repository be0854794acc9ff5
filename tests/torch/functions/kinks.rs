//! Kinks and singular points. The functions that Rust has not are written as PyTorch defines them.

use jac::differentiable;
use ndarray::Array1;

use super::arrays::{median, norm, sorted};
use super::vectors::logsumexp;

#[differentiable]
pub fn nd_abs_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(f64::abs)
}

#[differentiable]
pub fn nd_leaky_relu_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| if x > 0.0 { x } else { 0.1 * x })
}

/// PyTorch's sign of 0 is 0.
#[differentiable]
pub fn nd_sign_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| if x == 0.0 { 0.0 * x } else { x.signum() })
}

#[differentiable]
pub fn nd_sqrt_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(f64::sqrt)
}

#[differentiable]
pub fn nd_pow0_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| x.powi(0))
}

#[differentiable]
pub fn nd_pow_half_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| x.powf(0.5))
}

#[differentiable]
pub fn nd_pow2_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| x.powi(2))
}

#[differentiable]
pub fn nd_powm1_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| x.powi(-1))
}

#[differentiable]
pub fn nd_log_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(f64::ln)
}

#[differentiable]
pub fn nd_asin_at_1_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| (x + 1.0).asin())
}

#[differentiable]
pub fn nd_acos_at_1_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| (x + 1.0).acos())
}

#[differentiable]
pub fn nd_softplus_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| x.exp().ln_1p())
}

#[differentiable]
pub fn nd_elu_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| if x > 0.0 { x } else { x.exp_m1() })
}

#[differentiable]
pub fn nd_selu_at0(x: [f64; 1]) -> [f64; 1] {
    const ALPHA: f64 = 1.673_263_242_354_377_2;
    const SCALE: f64 = 1.050_700_987_355_480_5;
    x.map(|x| if x > 0.0 { SCALE * x } else { SCALE * ALPHA * x.exp_m1() })
}

#[differentiable]
pub fn nd_hardtanh_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| (x - 1.0).clamp(-1.0, 1.0))
}

#[differentiable]
pub fn nd_relu6_at6_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| (x + 6.0).clamp(0.0, 6.0))
}

#[differentiable]
pub fn nd_floor_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(f64::floor)
}

#[differentiable]
pub fn nd_frac_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(f64::fract)
}

#[differentiable]
pub fn nd_sinc_at0(x: [f64; 1]) -> [f64; 1] {
    use core::f64::consts::PI;
    x.map(|x| if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) })
}

#[differentiable]
pub fn nd_x_log_x_at0(x: [f64; 1]) -> [f64; 1] {
    x.map(|x| x * x.ln())
}

#[differentiable]
pub fn nd_clamp_bounds(x: [f64; 5]) -> [f64; 5] {
    x.map(|x| x.clamp(-1.0, 1.0))
}

#[differentiable]
pub fn nd_max_tie_all(x: [f64; 4]) -> (f64, f64) {
    (x[0].max(x[1]).max(x[2]).max(x[3]), x[0].min(x[1]).min(x[2]).min(x[3]))
}

pub use nd_max_tie_all as nd_amax_tie;

#[differentiable]
pub fn nd_median_sort_tie(x: [f64; 3]) -> (f64, [f64; 3]) {
    (median(x), sorted(x))
}

#[differentiable]
pub fn nd_clamp_tensor_bounds(x: [f64; 3], low: [f64; 3], high: [f64; 3]) -> [f64; 3] {
    core::array::from_fn(|i| x[i].clamp(low[i], high[i]))
}

#[differentiable]
pub fn nd_norm2_at0(x: [f64; 2]) -> f64 {
    norm(&x)
}

#[differentiable]
pub fn nd_inf_norm_tie(x: [f64; 3]) -> f64 {
    x[0].abs().max(x[1].abs()).max(x[2].abs())
}

#[differentiable]
pub fn nd_pow_neg_base(x: [f64; 2], y: [f64; 2]) -> [f64; 2] {
    core::array::from_fn(|i| x[i].powf(y[i]))
}

#[differentiable]
pub fn nd_hypot_00(y: [f64; 1], x: [f64; 1]) -> [f64; 1] {
    [y[0].hypot(x[0])]
}

#[differentiable]
pub fn nd_fmod_multiple(x: [f64; 1], y: [f64; 1]) -> ([f64; 1], [f64; 1]) {
    ([x[0] % y[0]], [x[0] - y[0] * (x[0] / y[0]).floor()])
}

#[differentiable]
pub fn nd_var_single(x: &Array1<f64>) -> (f64, f64) {
    (x.var(1.0), x.std(1.0))
}

#[differentiable]
pub fn nd_lse_neg_inf(x: [f64; 2], y: [f64; 2]) -> (f64, f64) {
    (logsumexp(&x), logsumexp(&y))
}

#[differentiable]
pub fn nd_cumprod_zero(x: [f64; 3]) -> [f64; 3] {
    [x[0], x[0] * x[1], x[0] * x[1] * x[2]]
}
