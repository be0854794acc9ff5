//! Single precision, and both precisions in one function.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

#[differentiable]
pub fn magnitude(x: [f32; 3]) -> f32 {
    (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]).sqrt()
}

/// A complementary filter as firmware runs it.
#[differentiable]
pub fn complementary_filter(gyro: &[f32], accelerometer: &[f32], dt: f32) -> f32 {
    const ALPHA: f32 = 0.98;
    let mut angle = 0.0;
    for i in 0..gyro.len() {
        angle = ALPHA * (angle + gyro[i] * dt) + (1.0 - ALPHA) * accelerometer[i];
    }
    angle
}

/// Unsuffixed literals take the type of what surrounds them.
#[differentiable]
pub fn thermistor(resistance: f32) -> f32 {
    let ratio = (resistance / 10_000.0).ln();
    let inverse = 1.0 / 298.15 + ratio / 3950.0;
    1.0 / inverse - 273.15
}

/// Sums in double precision of products in single.
#[differentiable]
pub fn mixed_dot(x: &[f32], y: &[f32]) -> f64 {
    let mut sum = 0.0f64;
    for i in 0..x.len() {
        sum += x[i] as f64 * y[i] as f64;
    }
    sum
}

/// From double to single and back.
#[differentiable]
pub fn round_trip(x: f64, y: f32) -> (f32, f64) {
    let narrow = x as f32 * y;
    let wide = narrow as f64 + x * x;
    (narrow.sin(), wide.sqrt())
}

/// Functions of `libm` in single precision, and methods by path.
#[differentiable]
pub fn single_paths(x: f32) -> f32 {
    libm::sinf(x) * f32::exp(-x) + libm::sqrtf(1.0 + x * x) + x.tanh().powi(2) + x.to_radians()
}

/// In place.
#[differentiable]
pub fn leaky_integrator(samples: &mut [f32; 6], leak: f32) {
    let mut state = 0.0;
    for i in 0..6 {
        state = leak * state + samples[i];
        samples[i] = state * state;
    }
}

/// A quaternion by half angles.
#[differentiable]
pub fn euler_to_quaternion(roll: f32, pitch: f32, yaw: f32) -> [f32; 4] {
    let (sr, cr) = (roll * 0.5).sin_cos();
    let (sp, cp) = (pitch * 0.5).sin_cos();
    let (sy, cy) = (yaw * 0.5).sin_cos();
    [cr * cp * cy + sr * sp * sy, sr * cp * cy - cr * sp * sy, cr * sp * cy + sr * cp * sy, cr * cp * sy - sr * sp * cy]
}
