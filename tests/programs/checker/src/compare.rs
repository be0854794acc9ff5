//! When numbers agree.

use crate::wire::Number;

/// Why a program failed: a word, and the numbers.
pub type Failure = (&'static str, String);

/// Programs whose numbers are single have other tolerances.
#[derive(Clone, Copy)]
pub struct Tolerance {
    /// Of derivatives, relative.
    pub error: f64,
    /// Comparisons closer than this may go either way.
    pub tie: f64,
    /// The perturbation that shows how well a derivative is determined.
    pub step: f64,
}

impl Tolerance {
    pub fn of(single: bool) -> Tolerance {
        if single {
            Tolerance { error: 2e-4, tie: 2e-4, step: 1e-6 }
        } else {
            Tolerance { error: 1e-9, tie: 1e-9, step: 1e-12 }
        }
    }
}

/// Rows by columns, row-major, and how far each element may be off besides rounding.
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub elements: Vec<f64>,
    pub slack: Vec<f64>,
}

impl Matrix {
    /// The product with a vector, and its slack.
    pub fn along(&self, direction: &[f64]) -> (Vec<f64>, Vec<f64>) {
        self.contracted(self.rows, |row, column| (row, direction[column]))
    }

    /// The product of a covector with it, and its slack.
    pub fn back(&self, cotangent: &[f64]) -> (Vec<f64>, Vec<f64>) {
        self.contracted(self.columns, |row, column| (column, cotangent[row]))
    }

    fn contracted(&self, length: usize, onto: impl Fn(usize, usize) -> (usize, f64)) -> (Vec<f64>, Vec<f64>) {
        let (mut product, mut slack) = (vec![0.0; length], vec![0.0; length]);
        for row in 0..self.rows {
            for column in 0..self.columns {
                let (target, factor) = onto(row, column);
                product[target] += self.elements[row * self.columns + column] * factor;
                slack[target] += (self.slack[row * self.columns + column] * factor).abs();
            }
        }
        (product, slack)
    }
}

pub fn same_value(way: &str, found: &[Number], primal: &[Number]) -> Result<(), Failure> {
    let same = found.len() == primal.len() && found.iter().zip(primal).all(|(&a, &b)| a.is_identical(b));
    if same { Ok(()) } else { Err(("value", format!("{way}: the value is {found:?}, the primal is {primal:?}"))) }
}

pub fn derivatives(
    kind: &'static str,
    way: &str,
    found: &[f64],
    expected: &[f64],
    slack: &[f64],
    tolerance: f64,
) -> Result<(), Failure> {
    let largest = expected.iter().fold(0.0f64, |largest, x| largest.max(x.abs()));
    let allowed = |k: usize| tolerance * (expected[k].abs() + 0.1 * (1.0 + largest)) + slack[k];
    let is_close = |k: usize| found.get(k).is_some_and(|found| (found - expected[k]).abs() <= allowed(k));
    let count = found.len().max(expected.len());
    let Some(bad) = (0..count).find(|&k| k >= expected.len() || !is_close(k)) else { return Ok(()) };
    Err((
        kind,
        format!(
            "{way}: element {bad} is {:?}, expected {:?}\n   found {found:?}\nexpected {expected:?}",
            found.get(bad),
            expected.get(bad)
        ),
    ))
}

/// Pseudo-random numbers from -1 to 1, multiples of 1/1024.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn number(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 53) as f64 / 1024.0 - 1.0
    }

    pub fn numbers(&mut self, count: usize) -> Vec<f64> {
        (0..count).map(|_| self.number()).collect()
    }
}
