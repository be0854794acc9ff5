//! All that is asked of one data set: fits from both starts by three Jacobians, and what these cost.

use std::iter::zip;

use crate::data::{CERTIFIED_DIGITS, DataSet};
use crate::differences;
use crate::fit::fit;
use crate::timing::{Times, times};

pub struct Study {
    pub name: &'static str,
    pub parameters: usize,
    pub observations: usize,
    pub starts: [Digits; 2],
    /// Of the generated Jacobian from the hand-written one, relative to the largest element of its column.
    pub deviation: f64,
    pub times: Times,
}

/// How the fits from one start end: digits that agree with the certified ones, of the parameters where nothing
/// else is said, and of these the fewest.
pub struct Digits {
    pub evaluations: usize,
    /// Before polishing.
    pub unpolished: f64,
    pub polished: f64,
    pub residual_sum_of_squares: f64,
    pub by_hand: f64,
    pub by_differences: f64,
}

/// `gradient` is the generated one, of `model` in its parameters.
pub fn study<const N: usize, const M: usize>(
    data: &DataSet<N, M>,
    model: impl Fn([f64; N], f64) -> f64 + Copy,
    gradient: impl Fn([f64; N], f64) -> [f64; N] + Copy,
    by_hand: impl Fn([f64; N], f64) -> [f64; N] + Copy,
) -> Study {
    let by_differences = |b, x| differences::gradient(model, b, x);
    let starts = data.starts.map(|start| {
        let generated = fit(data, start, model, gradient);
        let by_hand = fit(data, start, model, by_hand);
        let by_differences = fit(data, start, model, by_differences);
        Digits {
            evaluations: generated.evaluations,
            unpolished: fewest_digits(generated.parameters, data.certified),
            polished: fewest_digits(generated.polished, data.certified),
            residual_sum_of_squares: digits(generated.residual_sum_of_squares, data.residual_sum_of_squares),
            by_hand: fewest_digits(by_hand.polished, data.certified),
            by_differences: fewest_digits(by_differences.polished, data.certified),
        }
    });
    Study {
        name: data.name,
        parameters: N,
        observations: M,
        starts,
        deviation: deviation(data.x.map(|x| gradient(data.certified, x)), data.x.map(|x| by_hand(data.certified, x))),
        times: times(data, gradient, by_hand, by_differences),
    }
}

fn fewest_digits<const N: usize>(values: [f64; N], certified: [f64; N]) -> f64 {
    zip(values, certified).map(|(value, certified)| digits(value, certified)).fold(CERTIFIED_DIGITS, f64::min)
}

/// The logarithm of the relative error, between none and all of the certified digits.
fn digits(value: f64, certified: f64) -> f64 {
    let relative_error = ((value - certified) / certified).abs();
    if relative_error.is_nan() {
        return 0.0;
    }
    (-relative_error.log10()).clamp(0.0, CERTIFIED_DIGITS)
}

fn deviation<const N: usize, const M: usize>(a: [[f64; N]; M], b: [[f64; N]; M]) -> f64 {
    let largest = |column: usize| b.iter().map(|row| row[column].abs()).fold(0.0, f64::max);
    (0..N)
        .flat_map(|column| {
            let scale = largest(column);
            zip(a, b).map(move |(a, b)| ((a[column] - b[column]) / scale).abs())
        })
        .max_by(f64::total_cmp)
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn digits_count_from_none_to_the_certified_ones() {
        assert_eq!(digits(2.0, 2.0), 11.0);
        assert_eq!(digits(1.0 + 1e-14, 1.0), 11.0);
        assert!((digits(1.000_01, 1.0) - 5.0).abs() < 1e-3);
        assert_eq!(digits(-3.0, 1.0), 0.0);
        assert_eq!(digits(f64::INFINITY, 1.0), 0.0);
        assert_eq!(digits(f64::NAN, 1.0), 0.0);
    }
}
