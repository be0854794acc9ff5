//! Ways out of a block while a mutable view of an array is there.
use jac::differentiable;
use ndarray::{Array2, Axis};

#[differentiable]
fn returned(x: &Array2<f64>) -> f64 {
    let mut y = x.clone();
    for mut row in y.rows_mut() {
        if row[0] > 0.5 {
            return row[0];
        }
        row[0] *= 2.0;
    }
    y.sum()
}

#[differentiable]
fn another_loop(x: &Array2<f64>) -> f64 {
    let mut y = x.clone();
    'outer: for i in 0..2 {
        for mut column in y.axis_iter_mut(Axis(1)) {
            if column[0] > 5.0 {
                continue 'outer;
            }
            column[0] *= 1.5 + i as f64;
        }
    }
    y.sum()
}

#[differentiable]
fn named(x: &Array2<f64>, y: &mut Array2<f64>) {
    for i in 0..2 {
        let mut row = y.row_mut(i);
        if row[0] > 5.0 {
            continue;
        }
        row[0] *= x[[0, 0]];
    }
}

fn main() {}
