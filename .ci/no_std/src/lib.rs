//! Derivatives without `std`. The panic handler is that of `std` if anything links it, and a second one is an error.
#![no_std]

use core::panic::PanicInfo;

use jac::differentiable;

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    loop {}
}

/// Arithmetic, a loop that records, and a kink: no feature is needed.
#[differentiable]
pub fn filter<const N: usize>(signal: [f64; N], rate: f64) -> f64 {
    let mut level = 0.0;
    for i in 0..N {
        level += rate * (signal[i] - level);
        level *= level.max(0.5);
    }
    level
}

const STEPS: usize = 500;

/// Records that stand on the stack where there is no other place: of many iterations, with calls and loops in them.
#[differentiable]
pub fn settled(signal: [f64; 2], rate: f64) -> f64 {
    let mut level = 1.0;
    for _ in 0..STEPS {
        level = filter([level, signal[0]], rate);
        for _ in 0..20 {
            level *= level * signal[1];
        }
    }
    for _ in 0..STEPS {
        level *= level * rate;
    }
    level
}

/// A rule, and what has no derivative.
#[differentiable(vjp = squares_vjp)]
pub fn squares(x: [f64; 2]) -> f64 {
    x[0] * x[0] + x[1] * x[1]
}

fn squares_vjp(x: [f64; 2], by: f64) -> (f64, [f64; 2]) {
    (squares(x), [2.0 * by * x[0], 2.0 * by * x[1]])
}

#[differentiable(inactive)]
pub fn limit(x: f64) -> bool {
    x > 1.0
}

#[differentiable]
pub fn limited(x: [f64; 2]) -> f64 {
    if limit(x[0]) { squares(x) } else { jac::constant(x[1]) * x[0] }
}

pub fn of_rules(x: [f64; 2]) -> ([f64; 2], f64) {
    (limited::gradient(x), limited::jvp(x, x).1)
}

pub fn derivatives(signal: [f64; 4], rate: f64) -> ([f64; 4], f64) {
    let (by_signal, _) = filter::gradient(signal, rate);
    let (_, tangent) = filter::jvp(signal, rate, signal, 1.0);
    let (by_settled, _) = settled::gradient([signal[0], signal[1]], rate);
    ([by_signal[0] + by_settled[0], by_signal[1] + by_settled[1], by_signal[2], by_signal[3]], tangent)
}

#[cfg(feature = "libm")]
pub mod with_libm {
    use jac::differentiable;

    #[differentiable]
    pub fn polar(x: [f64; 2]) -> [f64; 2] {
        [libm::hypot(x[0], x[1]), libm::atan2(x[1], x[0])]
    }

    #[differentiable]
    pub fn wave(x: f32) -> f32 {
        libm::sinf(x) * libm::powf(x, 1.5)
    }

    pub fn derivatives(x: [f64; 2]) -> ([[f64; 2]; 2], f32) {
        (polar::jacobian(x), wave::gradient(x[0] as f32))
    }
}

#[cfg(feature = "alloc")]
pub mod with_alloc {
    extern crate alloc;

    use alloc::vec::Vec;

    use jac::differentiable;

    #[differentiable]
    pub fn product(x: &[f64]) -> f64 {
        let mut product = 1.0;
        for i in 0..x.len() {
            product *= x[i];
        }
        product
    }

    /// A list that is made for the source.
    #[differentiable]
    pub fn sum_of_all(x: &[Option<f64>]) -> Option<f64> {
        let all: Option<Vec<f64>> = x.iter().copied().collect();
        Some(all?.iter().sum())
    }

    pub fn derivatives(x: &[f64]) -> (Vec<f64>, Option<Vec<f64>>) {
        (product::gradient(x), sum_of_all::gradient(&[Some(x[0]), None]))
    }
}
