//! Special functions that occur in derivatives: the derivatives of the logarithm of the gamma function.

use crate::float::Float;

/// Coefficients of the asymptotic series of ψ(x): −B₂ₖ / 2k, for x⁻²ᵏ. Abramowitz and Stegun, 6.3.18.
const DIGAMMA: [f64; 7] =
    [-1.0 / 12.0, 1.0 / 120.0, -1.0 / 252.0, 1.0 / 240.0, -1.0 / 132.0, 691.0 / 32_760.0, -1.0 / 12.0];

/// Coefficients of the asymptotic series of ψ′(x): B₂ₖ, for x⁻²ᵏ⁻¹. Abramowitz and Stegun, 6.4.12.
const TRIGAMMA: [f64; 7] = [1.0 / 6.0, -1.0 / 30.0, 1.0 / 42.0, -1.0 / 30.0, 5.0 / 66.0, -691.0 / 2730.0, 7.0 / 6.0];

/// From here on, the series have the precision of `f64`.
const LARGE: f64 = 10.0;

/// The digamma function ψ(x), the derivative of ln |Γ(x)|. At a pole: −∞ at 0, ∞ at −0, NaN at the negative integers, and at −∞.
///
/// Recurrence up to 10, then the asymptotic series; reflection for x < 0. The error is a few units in the last place of the
/// larger of 1 and |ψ(x)|, so that its relative error is large next to a root.
#[inline]
pub fn digamma<F: Float>(x: F) -> F {
    if x == F::ZERO {
        return -F::ONE / x;
    }
    if x < F::ZERO {
        return match angle(x) {
            Some(angle) => digamma(F::ONE - x) - F::from_f64(core::f64::consts::PI) * angle.cos() / angle.sin(),
            None => F::from_f64(f64::NAN),
        };
    }
    let mut shifted = x;
    let mut sum = F::ZERO;
    while shifted < F::from_f64(LARGE) {
        sum += F::ONE / shifted;
        shifted += F::ONE;
    }
    shifted.ln() - F::HALF / shifted + series(&DIGAMMA, shifted) - sum
}

/// The trigamma function ψ′(x), the derivative of [`digamma`]. ∞ at 0, NaN at the other poles, and at −∞.
#[inline]
pub fn trigamma<F: Float>(x: F) -> F {
    if x == F::ZERO {
        return F::ONE / (x * x);
    }
    if x < F::ZERO {
        return match angle(x) {
            Some(angle) => {
                let ratio = F::from_f64(core::f64::consts::PI) / angle.sin();
                ratio * ratio - trigamma(F::ONE - x)
            }
            None => F::from_f64(f64::NAN),
        };
    }
    let mut shifted = x;
    let mut sum = F::ZERO;
    while shifted < F::from_f64(LARGE) {
        sum += F::ONE / (shifted * shifted);
        shifted += F::ONE;
    }
    sum + F::ONE / shifted + F::HALF / (shifted * shifted) + series(&TRIGAMMA, shifted) / shifted
}

/// The `k`-th derivative of [`digamma`], for `k` = 2 and 3. NaN at the poles, except for the signed infinities at 0.
///
/// Recurrence, then the asymptotic series (Abramowitz and Stegun, 6.4.11); reflection for x < 0.
#[inline]
pub fn polygamma<F: Float>(x: F, k: u32) -> F {
    /// B₂ₘ
    const BERNOULLI: [f64; 8] =
        [1.0 / 6.0, -1.0 / 30.0, 1.0 / 42.0, -1.0 / 30.0, 5.0 / 66.0, -691.0 / 2730.0, 7.0 / 6.0, -3617.0 / 510.0];
    debug_assert!(k == 2 || k == 3, "higher orders are not generated");
    let even = k.is_multiple_of(2);
    let signed = |value: F| if even { -value } else { value };
    let factorial = F::from_f64(if even { 2.0 } else { 6.0 });
    let power = |x: F| if even { x * x } else { x * x * x };
    if x == F::ZERO {
        return signed(factorial / (power(x) * x));
    }
    if x < F::ZERO {
        let Some(angle) = angle(x) else { return F::from_f64(f64::NAN) };
        let cotangent = angle.cos() / angle.sin();
        let pi = F::from_f64(core::f64::consts::PI);
        let square = F::ONE + cotangent * cotangent;
        // The derivative of π cot(πx).
        let reflected = if even {
            pi * pi * pi * F::from_f64(2.0) * cotangent * square
        } else {
            -(pi * pi * pi * pi) * F::from_f64(2.0) * square * (F::ONE + F::from_f64(3.0) * cotangent * cotangent)
        };
        return if even { polygamma(F::ONE - x, k) } else { -polygamma(F::ONE - x, k) } - reflected;
    }
    let mut shifted = x;
    let mut sum = F::ZERO;
    while shifted < F::from_f64(2.0 * LARGE) {
        sum += factorial / (power(shifted) * shifted);
        shifted += F::ONE;
    }
    // (k−1)! / xᵏ + k! / 2xᵏ⁺¹ + Σ B₂ₘ (2m+k−1)! / (2m)! x²ᵐ⁺ᵏ
    let square = F::ONE / (shifted * shifted);
    let mut tail = F::ZERO;
    for (m, bernoulli) in BERNOULLI.iter().enumerate().rev() {
        let twice = 2.0 * (m as f64 + 1.0);
        let ratio = if even { twice + 1.0 } else { (twice + 1.0) * (twice + 2.0) };
        tail = (tail + F::from_f64(bernoulli * ratio)) * square;
    }
    let first = F::from_f64(if even { 1.0 } else { 2.0 });
    let total = (first + factorial * F::HALF / shifted + tail) / power(shifted);
    signed(sum + total)
}

/// `Σ coefficients[k] / x^(2k + 2)`
#[inline]
fn series<F: Float>(coefficients: &[f64], x: F) -> F {
    let factor = F::ONE / (x * x);
    let mut sum = F::ZERO;
    for coefficient in coefficients.iter().rev() {
        sum = (sum + F::from_f64(*coefficient)) * factor;
    }
    sum
}

/// π·x without whole turns; `None` if `x` is an integer or infinite.
#[inline]
fn angle<F: Float>(x: F) -> Option<F> {
    let fraction = x - x.floor();
    (fraction > F::ZERO).then(|| F::from_f64(core::f64::consts::PI) * fraction)
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::{digamma, polygamma, trigamma};

    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 4e-15 * (1.0 + expected.abs()), "{found} for {expected}");
    }

    /// Values of Abramowitz and Stegun, and of closed forms.
    #[test]
    fn known_values() {
        const EULER: f64 = 0.577_215_664_901_532_9;
        const PI: f64 = core::f64::consts::PI;
        assert_close(digamma(1.0), -EULER);
        assert_close(digamma(2.0), 1.0 - EULER);
        assert_close(digamma(0.5), -EULER - 2.0 * 2.0_f64.ln());
        assert_close(digamma(0.25), -EULER - PI / 2.0 - 3.0 * 2.0_f64.ln());
        assert_close(digamma(-0.5), 2.0 - EULER - 2.0 * 2.0_f64.ln());
        assert_close(trigamma(1.0), PI * PI / 6.0);
        assert_close(trigamma(0.5), PI * PI / 2.0);
        assert_close(trigamma(-0.5), PI * PI / 2.0 + 4.0);
        assert!((f64::from(digamma(0.5_f32)) + 1.963_510_026_021_423_5).abs() < 1e-6);
    }

    /// ψ(x + 1) = ψ(x) + 1/x, ψ′(x + 1) = ψ′(x) − 1/x², also across the border of the series.
    #[test]
    fn recurrences() {
        for x in [1e-6_f64, 0.3, 1.46, 3.0, 8.5, 9.999, 10.0, 55.5, 1e8, -0.1, -1.5, -7.25] {
            let (low, high) = (digamma(x), digamma(x + 1.0));
            assert!((high - low - 1.0 / x).abs() <= 1e-14 * (1.0 + low.abs() + high.abs()), "{x}");
            let (low, high) = (trigamma(x), trigamma(x + 1.0));
            assert!((high - low + 1.0 / (x * x)).abs() <= 1e-13 * (1.0 + low.abs() + high.abs()), "{x}");
        }
    }

    /// ψ″(1) = −2 ζ(3), ψ‴(1) = π⁴/15; each is the slope of the one before.
    #[test]
    fn higher_derivatives() {
        assert_close(polygamma(1.0, 2), -2.404_113_806_319_188_6);
        assert_close(polygamma(1.0, 3), core::f64::consts::PI.powi(4) / 15.0);
        let slope = |f: &dyn Fn(f64) -> f64, x: f64| {
            let step = 1e-4;
            (8.0 * (f(x + step) - f(x - step)) - (f(x + 2.0 * step) - f(x - 2.0 * step))) / (12.0 * step)
        };
        for x in [0.3, 1.0, 2.7, 19.99, 55.0, -0.4, -1.7, -6.2] {
            let (second, third) = (polygamma(x, 2), polygamma(x, 3));
            assert!((second - slope(&trigamma, x)).abs() <= 1e-9 * (1.0 + second.abs()), "{x}: {second}");
            assert!((third - slope(&|x| polygamma(x, 2), x)).abs() <= 1e-9 * (1.0 + third.abs()), "{x}: {third}");
        }
    }

    #[test]
    fn poles_and_ends() {
        assert_eq!(digamma(0.0_f64), f64::NEG_INFINITY);
        assert_eq!(digamma(-0.0_f64), f64::INFINITY);
        assert!(digamma(-3.0_f64).is_nan());
        assert!(digamma(f64::NEG_INFINITY).is_nan());
        assert!(digamma(f64::NAN).is_nan());
        assert_eq!(digamma(f64::INFINITY), f64::INFINITY);
        assert_eq!(trigamma(0.0_f64), f64::INFINITY);
        assert!(trigamma(-2.0_f64).is_nan());
        assert_eq!(trigamma(f64::INFINITY), 0.0);
    }
}
