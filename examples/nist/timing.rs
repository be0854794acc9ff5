//! The time of a Jacobian over all observations, at the certified parameters.

use std::hint::black_box;
use std::iter::zip;
use std::time::Instant;

use crate::data::DataSet;

pub struct Times {
    /// Of a row of the generated Jacobian, in nanoseconds.
    pub row: f64,
    /// Generated over hand-written.
    pub over_by_hand: f64,
    /// Central differences over generated.
    pub differences_over: f64,
}

/// Medians of repetitions, in each of which the three take turns, so that ratios do not depend on the
/// machine's mood.
pub fn times<const N: usize, const M: usize>(
    data: &DataSet<N, M>,
    generated: impl Fn([f64; N], f64) -> [f64; N],
    by_hand: impl Fn([f64; N], f64) -> [f64; N],
    by_differences: impl Fn([f64; N], f64) -> [f64; N],
) -> Times {
    const REPETITIONS: usize = 31;
    let repetitions: Vec<[f64; 3]> = (0..=REPETITIONS)
        .map(|_| [row(data, &generated), row(data, &by_hand), row(data, &by_differences)])
        .skip(1)
        .collect();
    let median_of = |quantity: fn(&[f64; 3]) -> f64| median(repetitions.iter().map(quantity));
    Times {
        row: median_of(|[generated, ..]| *generated),
        over_by_hand: median_of(|[generated, by_hand, _]| generated / by_hand),
        differences_over: median_of(|[generated, _, differences]| differences / generated),
    }
}

/// Nanoseconds a row. The optimiser must see neither the data nor that nobody looks at the result.
fn row<const N: usize, const M: usize>(data: &DataSet<N, M>, gradient: impl Fn([f64; N], f64) -> [f64; N]) -> f64 {
    const ROWS: usize = 20_000;
    let calls = ROWS / M;
    let mut jacobian = [[0.0; N]; M];
    let start = Instant::now();
    for _ in 0..calls {
        let b = black_box(data.certified);
        let x: &[f64] = black_box(&data.x);
        for (row, &x) in zip(&mut jacobian, x) {
            *row = gradient(b, x);
        }
        black_box(&mut jacobian);
    }
    start.elapsed().as_nanos() as f64 / (calls * M) as f64
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
