//! Arrays, nested arrays and `Vec`s as values.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// Residuals of Rosenbrock's function.
#[differentiable]
pub fn rosenbrock(x: [f64; 2]) -> [f64; 2] {
    [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]
}

#[differentiable]
pub fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// An array pattern.
#[differentiable]
pub fn spherical(point: [f64; 3]) -> [f64; 3] {
    let [x, y, z] = point;
    let r = (x * x + y * y + z * z).sqrt();
    [r, (z / r).acos(), y.atan2(x)]
}

#[differentiable]
pub fn softmax(x: [f64; 4]) -> [f64; 4] {
    let mut exponentials = [0.0; 4];
    let mut sum = 0.0;
    for i in 0..4 {
        exponentials[i] = x[i].exp();
        sum += exponentials[i];
    }
    for i in 0..4 {
        exponentials[i] /= sum;
    }
    exponentials
}

/// Nested arrays: the inverse of a 2×2 matrix.
#[differentiable]
pub fn inverse2(m: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let determinant = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    [[m[1][1] / determinant, -m[0][1] / determinant], [-m[1][0] / determinant, m[0][0] / determinant]]
}

#[differentiable]
pub fn multiply3(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let mut product = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                product[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    product
}

/// `[e; N]` of an active element, and of an active array.
#[differentiable]
pub fn repeated(x: f64) -> [[f64; 2]; 3] {
    let row = [x.sin(); 2];
    let mut rows = [row; 3];
    rows[1][0] *= x;
    rows[2] = [x * x, rows[1][0]];
    rows
}

/// Arrays are copied, then changed apart.
#[differentiable]
pub fn copied(x: [f64; 3]) -> [f64; 3] {
    let before = x;
    let mut after = before;
    after[0] = before[1] * before[2];
    let between = after;
    after[1] = between[0] * before[0];
    after[2] += after[1] * between[2];
    after
}

/// A parameter that is mutable, and returned.
#[differentiable]
pub fn cumulative(mut x: [f64; 5]) -> [f64; 5] {
    for i in 1..5 {
        x[i] += x[i - 1];
    }
    x
}

/// The same element, overwritten many times.
#[differentiable]
#[allow(clippy::assign_op_pattern)]
pub fn overwritten(x: [f64; 3]) -> [f64; 2] {
    let mut y = [x[0], x[1]];
    y[0] = y[0] * y[1];
    y[0] = y[0].sin() + x[2];
    y[1] = y[0] * y[0];
    y[0] = y[1] / x[0];
    y[1] *= y[0];
    y[1] = -y[1];
    y
}

/// Prefix sums and products in a new `Vec`.
#[differentiable]
pub fn prefixes(x: &[f64]) -> Vec<f64> {
    let mut result = vec![0.0; 2 * x.len()];
    let mut sum = 0.0;
    let mut product = 1.0;
    for i in 0..x.len() {
        sum += x[i];
        product *= x[i];
        result[i] = sum;
        result[x.len() + i] = product;
    }
    result
}

/// A `Vec` in, a `Vec` out.
#[differentiable]
pub fn differences(x: Vec<f64>) -> Vec<f64> {
    let n = x.len() - 1;
    let mut result = vec![0.0; n];
    for i in 0..n {
        result[i] = (x[i + 1] - x[i]) * x[i];
    }
    result
}

/// `vec![..]` with its elements listed, and with an active repeated element.
#[differentiable]
#[allow(clippy::useless_vec)]
pub fn listed(x: f64, n: usize) -> Vec<f64> {
    let powers = vec![x, x * x, x * x * x];
    let mut result = vec![powers[2]; n];
    for i in 0..n {
        result[i] *= powers[i % 3] + i as f64;
    }
    result
}

/// A `Vec` of rows.
#[differentiable]
pub fn outer(x: &[f64], y: &[f64]) -> Vec<Vec<f64>> {
    let mut rows = vec![vec![0.0; y.len()]; x.len()];
    for i in 0..x.len() {
        for j in 0..y.len() {
            rows[i][j] = x[i] * y[j] + x[i].sin();
        }
    }
    rows
}

/// A table of constants, and an index computed from integers.
#[differentiable]
pub fn savitzky_golay(x: [f64; 9]) -> [f64; 9] {
    const KERNEL: [f64; 5] = [-3.0, 12.0, 17.0, 12.0, -3.0];
    let mut smooth = x;
    for i in 2..x.len() - 2 {
        let mut sum = 0.0;
        for k in 0..KERNEL.len() {
            sum += KERNEL[k] * x[i + k - 2];
        }
        smooth[i] = sum / 35.0;
    }
    smooth
}

/// Lagrange's interpolation through given nodes.
#[differentiable]
pub fn lagrange(nodes: [f64; 4], values: [f64; 4], x: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..4 {
        let mut basis = 1.0;
        for j in 0..4 {
            if j != i {
                basis *= (x - nodes[j]) / (nodes[i] - nodes[j]);
            }
        }
        sum += basis * values[i];
    }
    sum
}

/// Newton's divided differences: the table is overwritten backwards.
#[differentiable]
pub fn divided_differences(nodes: [f64; 4], values: [f64; 4]) -> [f64; 4] {
    let mut table = values;
    for order in 1..4 {
        for i in (order..4).rev() {
            table[i] = (table[i] - table[i - 1]) / (nodes[i] - nodes[i - order]);
        }
    }
    table
}

/// Rank-three arrays.
#[differentiable]
pub fn contraction(tensor: &[[[f64; 2]; 3]; 2], x: [f64; 3]) -> [[f64; 2]; 2] {
    let mut result = [[0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..3 {
            for k in 0..2 {
                result[i][k] += tensor[i][j][k] * x[j] * x[j];
            }
        }
    }
    result
}

/// Arrays of one element, and a literal of one element.
#[differentiable]
pub fn single(x: [f64; 1]) -> [f64; 1] {
    [x[0] * x[0]]
}

/// The lengths decide; an empty slice gives the constant.
#[differentiable]
#[allow(clippy::len_zero)]
pub fn mean_or_one(x: &[f64]) -> f64 {
    if x.len() == 0 {
        1.0
    } else {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i];
        }
        sum / x.len() as f64
    }
}

/// An array moved out of a block.
#[differentiable]
pub fn normalised(x: [f64; 3]) -> [f64; 3] {
    let norm = {
        let mut squares = 0.0;
        for i in 0..3 {
            squares += x[i] * x[i];
        }
        squares.sqrt()
    };
    [x[0] / norm, x[1] / norm, x[2] / norm]
}

#[differentiable]
pub fn crossed(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// `map` of what a call gives, where the type behind it says that it is an array.
#[differentiable]
pub fn mapped_results(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    let twice: [f64; 3] = crossed(&a, &b).map(|c| 2.0 * c);
    if twice[0] > 1.0 {
        return crossed(&twice, &b).map(|c| c * c);
    }
    crossed(&a, &twice).map(|c| c * b[0]).map(|c| c + a[1])
}
