//! Families: the derivatives of any order of functions of two arguments, with the order as an argument.
//!
//! The conventions at singular points are those of [`kinks`](crate::kinks), which has the first derivatives: the formula where it has a value,
//! else the limit, and 0 at the origin of `atan2`. Derivatives of derivatives are members of the same family, so that mixed
//! ones are one expression from either side, and Hessians are symmetric also there.

use crate::float::Float;

/// ∂ᵏ powi(x, n)/∂xᵏ = n (n−1) .. (n−k+1) xⁿ⁻ᵏ, and 0 also at x = 0 where the factor is 0.
#[cfg(any(feature = "std", feature = "libm"))]
#[inline]
pub fn powi_derivative<F: Float>(x: F, n: i32, k: u32) -> F {
    let mut factor = F::ONE;
    for step in 0..k {
        factor *= F::from_f64(f64::from(n) - f64::from(step));
    }
    if factor == F::ZERO {
        return F::ZERO;
    }
    match n.checked_sub_unsigned(k) {
        Some(exponent) => factor * x.powi(exponent),
        None => {
            let mut power = x.powi(n);
            for _ in 0..k {
                power /= x;
            }
            factor * power
        }
    }
}

/// The highest order of derivatives in one argument.
#[cfg(any(feature = "std", feature = "libm"))]
const HIGHEST: usize = 8;

/// ∂ⁱ⁺ʲ powf(x, y)/∂xⁱ∂yʲ: xʸ⁻ⁱ times a polynomial in ln x. What has the factor 0 does not count, also where ln x is infinite; 0 at
/// x = 0 for i = 0, j > 0 and y ≥ 0.
#[cfg(any(feature = "std", feature = "libm"))]
#[inline]
pub fn powf_derivative<F: Float>(x: F, y: F, i: u32, j: u32) -> F {
    let (i, j) = (i as usize, j as usize);
    // The derivatives of y (y−1) .. (y−i+1).
    let mut falling = [F::ZERO; HIGHEST];
    falling[0] = F::ONE;
    for step in 0..i {
        let next = y - F::from_f64(step as f64);
        for m in (0..=j).rev() {
            let before = if m == 0 { F::ZERO } else { F::from_f64(m as f64) * falling[m - 1] };
            falling[m] = falling[m] * next + before;
        }
    }
    if x == F::ZERO && i == 0 && j > 0 && y >= F::ZERO {
        return F::ZERO;
    }
    let exponent = y - F::from_f64(i as f64);
    if x == F::ZERO && exponent > F::ZERO {
        return F::ZERO;
    }
    let mut sum = F::ZERO;
    let mut choices = F::ONE;
    for (m, factor) in falling.into_iter().enumerate().take(j + 1) {
        let coefficient = choices * factor;
        choices = choices * F::from_f64((j - m) as f64) / F::from_f64((m + 1) as f64);
        if coefficient == F::ZERO {
            continue;
        }
        let mut term = coefficient;
        for _ in m..j {
            term *= x.ln();
        }
        sum += term;
        if x == F::ZERO {
            // The terms behind it are of a lower order in ln x.
            break;
        }
    }
    if sum == F::ZERO { F::ZERO } else { sum * x.powf(exponent) }
}

/// ∂ⁱ⁺ʲ atan2(y, x)/∂yⁱ∂xʲ, and 0 at the origin.
///
/// The angle is the imaginary part of ln z for z = x + ιy, and the derivatives of that are ιⁱ (−1)ⁿ⁻¹ (n−1)! / zⁿ for n = i + j.
#[inline]
pub fn atan2_derivative<F: Float>(y: F, x: F, i: u32, j: u32) -> F {
    let (x_size, y_size) = (x.copysign(F::ONE), y.copysign(F::ONE));
    let scale = if x_size > y_size { x_size } else { y_size };
    if scale == F::ZERO {
        return F::ZERO;
    }
    // 1 / z = (x − ιy) / |z|², of a size near 1.
    let (x, y) = (x / scale, y / scale);
    let square = x * x + y * y;
    let (real, imaginary) = (x / square, -y / square);
    let (mut a, mut b) = (F::ONE, F::ZERO);
    for step in 0..i + j {
        (a, b) = (a * real - b * imaginary, a * imaginary + b * real);
        let factor = F::from_f64(if step == 0 { 1.0 } else { -f64::from(step) });
        (a, b) = (a * factor / scale, b * factor / scale);
    }
    match i % 4 {
        0 => b,
        1 => a,
        2 => -b,
        _ => -a,
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    /// A derivative by central differences of the one before.
    fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
        let step = 1e-4;
        (8.0 * (f(x + step) - f(x - step)) - (f(x + 2.0 * step) - f(x - 2.0 * step))) / (12.0 * step)
    }

    #[track_caller]
    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * (1.0 + expected.abs()), "{found} instead of {expected}");
    }

    #[test]
    fn each_is_the_slope_of_the_one_before() {
        for x in [0.7, 1.9, -1.3] {
            for n in [-3, -1, 0, 1, 2, 3, 5] {
                assert_eq!(powi_derivative(x, n, 0), f64::powi(x, n));
                for k in 0..4 {
                    assert_close(powi_derivative(x, n, k + 1), slope(|x| powi_derivative(x, n, k), x));
                }
            }
        }
        for (x, y) in [(0.7, 2.5), (1.9, -1.5), (0.4, 3.0), (2.2, 0.0)] {
            assert_eq!(powf_derivative(x, y, 0, 0), f64::powf(x, y));
            for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (0, 2), (2, 1), (1, 2), (3, 0), (0, 3)] {
                assert_close(powf_derivative(x, y, i + 1, j), slope(|x| powf_derivative(x, y, i, j), x));
                assert_close(powf_derivative(x, y, i, j + 1), slope(|y| powf_derivative(x, y, i, j), y));
            }
        }
        for (y, x) in [(0.7, 2.5), (-1.9, 1.5), (0.4, -0.3), (-0.3, -0.8), (1.0, 0.0)] {
            assert_close(atan2_derivative(y, x, 1, 0), slope(|y| y.atan2(x), y));
            for (i, j) in [(0, 1), (1, 0), (1, 1), (2, 0), (0, 2), (2, 1), (1, 2), (3, 0), (0, 3)] {
                assert_close(atan2_derivative(y, x, i + 1, j), slope(|y| atan2_derivative(y, x, i, j), y));
                assert_close(atan2_derivative(y, x, i, j + 1), slope(|x| atan2_derivative(y, x, i, j), x));
            }
        }
    }

    #[test]
    fn singular_points() {
        // A factor of 0 counts, whatever it multiplies.
        assert_eq!(powi_derivative(0.0, 1, 2), 0.0);
        assert_eq!(powi_derivative(0.0, 2, 2), 2.0);
        assert_eq!(powi_derivative(0.0, 3, 2), 0.0);
        assert_eq!(powi_derivative(0.0, -1, 2), f64::INFINITY);
        assert_eq!(powi_derivative(1.0, i32::MIN, 2), 2_147_483_648.0 * 2_147_483_649.0);
        assert_eq!(powf_derivative(0.0, 1.0, 2, 0), 0.0);
        assert_eq!(powf_derivative(0.0, 0.0, 2, 0), 0.0);
        assert_eq!(powf_derivative(0.0, 2.0, 2, 0), 2.0);
        assert_eq!(powf_derivative(0.0, 1.5, 2, 0), f64::INFINITY);
        assert_eq!(powf_derivative(0.0, 2.0, 1, 1), 0.0);
        assert_eq!(powf_derivative(0.0, 1.0, 1, 1), f64::NEG_INFINITY);
        assert_eq!(powf_derivative(0.0, 0.0, 1, 1), f64::INFINITY);
        assert_eq!(powf_derivative(0.0, 0.5, 0, 2), 0.0);
        assert_eq!(powf_derivative(-2.0, 3.0, 2, 0), -12.0);
        // No digits are lost where the powers of the radius leave the range.
        assert_eq!(atan2_derivative(0.0, 0.0, 1, 1), 0.0);
        let tiny = 2.0_f64.powi(-400);
        let expected = atan2_derivative(0.3, 0.4, 1, 1);
        assert_eq!(atan2_derivative(0.3 * tiny, 0.4 * tiny, 1, 1), expected / tiny / tiny);
    }
}
