//! Loops that carry one number.

use jac::differentiable;

mod harness;
mod corpus {
    pub mod forwards;
}
twin::twins!("tests/corpus/forwards.rs");

derivatives! {
    forwards {
        smoothed(&u[..], alpha) { u = vec![0.7, -1.1, 2.0], alpha = 0.4; u = Vec::<f64>::new(), alpha = 0.4; }
        two_coefficients(&u[..], a, b) { u = vec![0.7, -1.1, 2.0], a = 0.4, b = 0.3; }
        in_two_variables(&c[..], x, y, n) {
            c = vec![0.7, -1.1, 2.0, 0.4, 0.9, -0.3, 0.2, 1.4, 0.8], x = 0.6, y = -0.7, n = 3usize;
            c = Vec::<f64>::new(), x = 0.6, y = -0.7, n = 0usize;
        }
        by_what_is_carried(&c[..], x, steps) { c = vec![0.7, -1.1, 2.0], x = 0.6, steps = 3usize; }
        quadratic(&c[..], x) { c = vec![0.7, -1.1, 2.0], x = 0.6; }
        with_its_own_coefficient(&c[..], x) { c = vec![0.7, -1.1, 2.0], x = 0.6; }
        with_slope(&c[..], x) { c = vec![0.7, -1.1, 2.0, 0.4], x = 0.6; }
        until_it_is_large(&c[..], x) { c = vec![0.7, 1.1, 2.0, 0.4], x = 0.6; c = vec![0.7, 0.1], x = 0.6; }
        single(&c[..], x) { c = vec![0.7f32, -1.1, 2.0], x = 0.6f32; c = vec![0.7f32], x = 0.0f32; }
    }
}

/// A coefficient of data: it is read again.
#[differentiable(wrt(x, a))]
pub fn weighed(weights: &[f64], x: f64, a: f64) -> f64 {
    let mut y = a;
    for w in weights {
        y = y * w * x - a;
    }
    y
}

#[test]
fn what_does_not_vary_is_read_again() {
    for (weights, x, a) in [(vec![0.7, -1.1, 2.0], 0.4, 0.3), (vec![0.0, 0.7], 0.0, 0.3), (vec![], 0.4, 0.3)] {
        let (by_x, by_a) = weighed::gradient(&weights, x, a);
        let tangents = [(1.0, 0.0), (0.0, 1.0)].map(|(dx, da)| weighed::jvp(&weights, x, a, dx, da).1);
        let h = 1e-6;
        let slopes = [
            (weighed(&weights, x + h, a) - weighed(&weights, x - h, a)) / (2.0 * h),
            (weighed(&weights, x, a + h) - weighed(&weights, x, a - h)) / (2.0 * h),
        ];
        for ((reverse, forward), slope) in [by_x, by_a].into_iter().zip(tangents).zip(slopes) {
            assert!((reverse - forward).abs() < 1e-14 && (reverse - slope).abs() < 1e-8, "{reverse} {forward} {slope}");
        }
    }
}
