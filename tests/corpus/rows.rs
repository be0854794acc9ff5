//! Slices of references: rows that lie somewhere, as parameters and passed on.
#![allow(clippy::needless_range_loop, clippy::explicit_auto_deref, clippy::needless_borrow, clippy::redundant_slicing)] // as people write
#![allow(clippy::explicit_counter_loop)]

use jac::differentiable;

#[differentiable]
pub fn by_index(rows: &[&[f64]]) -> f64 {
    let mut sum = 0.0;
    for i in 0..rows.len() {
        for j in 0..rows[i].len() {
            sum += rows[i][j] * rows[i][j].sin() * (i + 1) as f64;
        }
    }
    sum
}

#[differentiable]
pub fn iterated(rows: &[&[f64]], weights: &[f64]) -> f64 {
    let mut total = 1.0;
    for (row, w) in rows.iter().zip(weights) {
        let mut inner = 0.0;
        for v in row.iter() {
            inner += v * v;
        }
        for v in *row {
            inner += v.cos();
        }
        total *= inner + w;
    }
    total
}

#[differentiable]
pub fn summed(rows: &[&[f64]]) -> f64 {
    let all: f64 = rows.iter().map(|row| row.iter().sum::<f64>()).sum();
    let squares: f64 = rows.iter().flat_map(|row| row.iter()).map(|v| v * v).sum();
    all * squares
}

#[differentiable]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[differentiable]
pub fn gram(rows: &[&[f64]]) -> f64 {
    let mut total = 0.0;
    for (i, a) in rows.iter().enumerate() {
        for b in &rows[i..] {
            total += dot(a, b).tanh();
        }
        total += dot(rows[i], *a) * dot(&rows[0], &rows[i][..]);
    }
    total
}

#[differentiable]
pub fn passed_on(rows: &[&[f64]], k: f64) -> f64 {
    summed(&rows[1..]) * k + by_index(rows) + iterated(&rows[..2], rows[0])
}

#[differentiable]
pub fn into(rows: &[&[f64]], out: &mut [f64]) {
    for (row, out) in rows.iter().zip(out.iter_mut()) {
        let [first, .., last] = row else {
            *out = 0.5;
            continue;
        };
        *out += first * last;
        let row = *row;
        let copy = row.to_vec();
        *out *= copy[copy.len() / 2];
    }
}

#[differentiable]
pub fn of_arrays(points: &[&[f64; 3]], center: [f64; 3]) -> [f64; 2] {
    let mut result = [0.0; 2];
    for &point in points {
        let mut distance = 0.0;
        for k in 0..3 {
            let d = point[k] - center[k];
            distance += d * d;
        }
        result[0] += distance.sqrt();
    }
    for [x, y, z] in points.iter().copied() {
        result[1] += x * y * z;
    }
    for point in points {
        let p = **point;
        result[1] += p[0] / p[2];
    }
    result
}

#[differentiable]
pub fn of_tables(tables: &[&[[f64; 3]]]) -> f64 {
    let mut sum = 0.0;
    for table in tables {
        for row in table.iter() {
            sum += row[0] * row[1] - row[2];
        }
        if let Some(last) = table.last() {
            sum *= last[0];
        }
    }
    sum + tables.iter().map(|table| table.len() as f64).sum::<f64>()
}

#[differentiable]
pub fn of_scalars(values: &[&f64]) -> f64 {
    let mut sum = 0.0;
    for v in values {
        sum += **v * **v;
    }
    for &v in values {
        sum += v.sin() * *v;
    }
    values.iter().fold(sum, |sum, v| sum * **v) + *values[0] * 2.0
}

#[differentiable]
pub fn polynomial(rows: &[&[f64]], x: f64) -> f64 {
    let row = rows[rows.len() - 1];
    let mut value = 0.0;
    for c in row.iter().rev() {
        value = value * x + c;
    }
    let longest = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let chosen = if x > 0.0 { rows[0] } else { rows[1] };
    value * chosen[0] + longest as f64
}

#[differentiable]
pub fn recursive(rows: &[&[f64]], depth: usize) -> f64 {
    if rows.is_empty() || depth == 0 {
        return 1.0;
    }
    rows[0].iter().sum::<f64>() * recursive(&rows[1..], depth - 1)
}

const TABLE: [f64; 2] = [0.5, 1.5];

#[differentiable]
pub fn local(a: &[f64], b: &[f64; 2], k: f64) -> f64 {
    let rows = [&a[..2], b, &[k, k * k, 1.0][1..]];
    let first = rows[0];
    summed(&rows) * first[1] + by_index(&[a, &b[1..], &TABLE]) + rows[2][0] + (rows.len() * rows[1].len()) as f64
}

#[differentiable]
pub fn constant_rows(a: &[f64], level: f64) -> f64 {
    let fixed = [1.0, 2.0, level.floor()];
    let weights = &[&fixed[..], a];
    gram(&[&fixed[..2], &a[..2]]) + summed(weights) + summed(&[&fixed[..]])
}

#[differentiable]
pub fn written_later(a: &[f64], x: &mut [f64; 3]) -> f64 {
    let mut total = 0.0;
    let mut low = 0;
    for k in 0..3 {
        let rows = [&x[low..], &a[k..k + 1]];
        low += 1;
        total += summed(&rows);
        x[k] *= total;
    }
    let last = gram(&[&x[..2], &x[1..], &a[..2]]);
    x[2] = last;
    total + last
}

#[differentiable]
fn weighed(rows: &[&[f64]], out: &mut [f64]) -> f64 {
    for (out, row) in out.iter_mut().zip(rows) {
        *out += row[0] * row[1];
    }
    out[0]
}

#[differentiable]
pub fn beside_mutable(x: &mut [f64; 6], v: Vec<f64>) -> f64 {
    let (left, right) = x.split_at_mut(3);
    weighed(&[&right[..2], &right[1..], &v], left) * v[1]
}

#[differentiable]
pub fn points(p: [f64; 3], q: [f64; 3], c: [f64; 3]) -> [f64; 2] {
    let near = of_arrays(&[&p, &q, &p], c);
    let far = of_arrays(&[&q], [0.1, near[0], 0.3]);
    [near[1] + far[0], far[1]]
}

#[differentiable]
pub fn scalars(x: f64, y: f64) -> f64 {
    let both = [&x, &y];
    both[0] * both[1] + of_scalars(&both) + of_scalars(&[&x, &(x * y)])
}
