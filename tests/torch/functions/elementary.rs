//! Scalars, and elementary functions of each element.

use jac::differentiable;

#[differentiable]
pub fn scalar_poly(x: f64) -> f64 {
    x.powi(3) - 2.0 * x + 1.0
}

#[differentiable]
pub fn scalar_compose(x: f64) -> f64 {
    x.exp().sin() / (1.0 + x * x)
}

#[differentiable]
pub fn scalar_two_in(x: f64, y: f64) -> f64 {
    x * y + x.sin()
}

#[differentiable]
pub fn scalar_two_in_two_out(r: f64, t: f64) -> (f64, f64) {
    (r * t.cos(), r * t.sin())
}

#[differentiable]
pub fn elem_exp(x: [f64; 3]) -> [f64; 3] {
    x.map(f64::exp)
}

#[differentiable]
pub fn elem_expm1(x: [f64; 3]) -> [f64; 3] {
    x.map(f64::exp_m1)
}

#[differentiable]
pub fn elem_log(x: [f64; 3]) -> [f64; 3] {
    x.map(f64::ln)
}

#[differentiable]
pub fn elem_log1p(x: [f64; 3]) -> [f64; 3] {
    x.map(f64::ln_1p)
}

#[differentiable]
pub fn elem_log2_log10(x: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (x.map(f64::log2), x.map(f64::log10))
}

#[differentiable]
pub fn elem_sqrt_rsqrt(x: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (x.map(f64::sqrt), x.map(|x| 1.0 / x.sqrt()))
}

#[differentiable]
pub fn elem_invtrig(x: [f64; 3]) -> ([f64; 3], [f64; 3], [f64; 3]) {
    (x.map(|x| (x / 4.0).asin()), x.map(|x| (x / 4.0).acos()), x.map(f64::atan))
}

#[differentiable]
pub fn elem_hyper(x: [f64; 3]) -> ([f64; 3], [f64; 3], [f64; 3]) {
    (x.map(f64::sinh), x.map(f64::cosh), x.map(f64::tanh))
}

#[differentiable]
pub fn elem_invhyper(x: [f64; 3]) -> ([f64; 3], [f64; 3], [f64; 3]) {
    (x.map(f64::asinh), x.map(|x| (x + 1.0).acosh()), x.map(|x| (x / 4.0).atanh()))
}

#[differentiable]
pub fn elem_sigmoid_softplus(x: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (x.map(|x| 1.0 / (1.0 + (-x).exp())), x.map(|x| x.exp().ln_1p()))
}

#[differentiable]
pub fn elem_erf(x: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (x.map(|x| libm::erf(x)), x.map(|x| libm::erfc(x)))
}

#[differentiable]
pub fn elem_gelu_silu_elu(x: [f64; 3]) -> ([f64; 3], [f64; 3], [f64; 3]) {
    (
        x.map(|x| 0.5 * x * (1.0 + libm::erf(x * core::f64::consts::FRAC_1_SQRT_2))),
        x.map(|x| x / (1.0 + (-x).exp())),
        x.map(|x| if x - 1.0 > 0.0 { x - 1.0 } else { (x - 1.0).exp_m1() }),
    )
}

#[differentiable]
pub fn elem_recip_neg(x: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (x.map(f64::recip), x.map(|x| -x))
}

#[differentiable]
pub fn elem_exp2_cbrt(x: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (x.map(f64::exp2), x.map(|x| x.powf(1.0 / 3.0)))
}

#[differentiable]
pub fn elem_lgamma(x: [f64; 3]) -> [f64; 3] {
    x.map(|x| libm::lgamma(x))
}

#[differentiable]
pub fn elem_pow_scalar_base(x: [f64; 3]) -> [f64; 3] {
    x.map(|x| 2.0_f64.powf(x))
}

#[differentiable]
pub fn elem_pow_neg_base_int(x: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (x.map(|x| x.powi(3)), x.map(|x| x.powi(-2)))
}

#[differentiable]
pub fn elem_atan2(y: [f64; 4], x: [f64; 4]) -> [f64; 4] {
    core::array::from_fn(|i| y[i].atan2(x[i]))
}

#[differentiable]
pub fn elem_hypot_div(x: [f64; 2], y: [f64; 2]) -> ([f64; 2], [f64; 2]) {
    (core::array::from_fn(|i| x[i].hypot(y[i])), core::array::from_fn(|i| x[i] / y[i]))
}

#[differentiable]
pub fn elem_minmax(x: [f64; 3], y: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (core::array::from_fn(|i| x[i].max(y[i])), core::array::from_fn(|i| x[i].min(y[i])))
}

/// PyTorch's remainder has the sign of the divisor.
#[differentiable]
pub fn elem_remainder_fmod(x: [f64; 3], y: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    (core::array::from_fn(|i| x[i] - y[i] * (x[i] / y[i]).floor()), core::array::from_fn(|i| x[i] % y[i]))
}

#[differentiable]
pub fn elem_floor_ceil_round_trunc(x: [f64; 2]) -> ([f64; 2], [f64; 2], [f64; 2], [f64; 2], [f64; 2]) {
    (x.map(f64::floor), x.map(f64::ceil), x.map(f64::round_ties_even), x.map(f64::trunc), x.map(f64::signum))
}

#[differentiable]
pub fn elem_frac_nan_to_num(x: [f64; 2]) -> ([f64; 2], [f64; 2]) {
    (x.map(f64::fract), x.map(|x| if x.is_nan() { 0.0 } else { x.clamp(f64::MIN, f64::MAX) }))
}

#[differentiable]
pub fn dtype_f32_in_f64_out(x: [f32; 2]) -> [f64; 2] {
    x.map(|x| x as f64 * 0.1)
}

#[differentiable]
pub fn dtype_two_inputs(x: [f32; 2], y: [f64; 2]) -> ([f64; 2], [f32; 2], [f64; 2]) {
    (core::array::from_fn(|i| x[i] as f64 * y[i]), x.map(|x| x * 2.0), y.map(|y| y * 2.0))
}

#[differentiable]
pub fn dtype_exp_f32(x: [f32; 3]) -> [f32; 3] {
    x.map(f32::exp)
}
