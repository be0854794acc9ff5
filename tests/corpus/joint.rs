//! Sums in loops, whose reverse runs in the loop itself where it can.
#![allow(clippy::needless_range_loop)] // as people write them

use jac::differentiable;

/// A term of a sum, which has something to record.
#[differentiable]
fn term(p: &[f64; 3], x: &[f64]) -> f64 {
    let mut square = 0.0;
    for i in 0..x.len() {
        let scaled = p[i % 3] * (x[i] - p[0]);
        square += scaled.sin() * scaled;
    }
    square - 1.0
}

/// Half the squares of what calls return.
#[differentiable]
pub fn of_calls(p: &[f64; 3], readings: &[f64]) -> f64 {
    let mut cost = 0.0;
    for reading in readings.chunks(2) {
        let r: f64 = term(p, reading);
        cost += 0.5 * r * r;
    }
    cost
}

/// An array by value, in loops of a fixed length.
#[differentiable]
pub fn by_value(p: [f64; 3], x: &[[f64; 3]; 4]) -> f64 {
    let mut cost = p[1];
    for i in 0..4 {
        let mut r = 0.0;
        for j in 0..3 {
            r += (p[j] * x[i][j]).exp() - p[0];
        }
        cost += r * r * r;
    }
    2.0 * cost + p[2]
}

/// Numbers by value, two sums, and a factor behind the loop.
#[differentiable]
pub fn two_sums(a: f64, b: f64, x: &[f64]) -> f64 {
    let (mut first, mut second) = (a, 0.0);
    for x in x {
        let e = (a * x).exp();
        first += e * b;
        second -= e * e + b * x;
    }
    3.0 * first - 0.5 * second
}

/// The cotangent of the sum is known after the loop only.
#[differentiable]
pub fn squared(a: f64, x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in x {
        sum += (a * x).sin() * x.cos();
    }
    sum * sum
}

/// The second loop wants the sum of the first one.
#[differentiable]
pub fn one_after_another(a: f64, x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in x {
        sum += (a * x).sin() * x;
    }
    let mut total = 0.0;
    for x in x {
        total += (sum * x).cos() * a;
    }
    total
}

/// Two loops over the same, neither of which wants the other.
#[differentiable]
pub fn beside_each_other(a: f64, x: &[f64]) -> f64 {
    let mut first = 0.0;
    for x in x {
        first += (a * x).sin() * x;
    }
    let mut second = 0.0;
    for (i, x) in x.iter().enumerate() {
        second += (i as f64 * x).cos() * a.sqrt() * x.sin();
    }
    first + second
}

/// Memory that the loop reads is overwritten behind it, and what is read there varies.
#[differentiable]
pub fn overwritten(x: &[f64], n: usize) -> f64 {
    let mut w = x.to_vec();
    let mut sum = 0.0;
    for i in 0..n {
        sum += w[i].sin() * w[0].exp() * x[i];
    }
    w[0] = x[1] * x[0];
    for i in 1..n {
        w[i] *= w[i - 1];
    }
    sum + w[n - 1] * w[0]
}

/// A state that is carried beside the sum, and an exit.
#[differentiable]
pub fn carried(x: &[f64], limit: f64) -> f64 {
    let (mut state, mut sum) = (0.5, 0.0);
    for x in x {
        state = state * x + 0.1;
        sum += state.sin() * x;
    }
    let mut until = 0.0;
    for x in x {
        if until > limit {
            break;
        }
        until += x.exp() * x;
    }
    sum + until
}

/// Branches, rows and neighbours.
#[differentiable]
pub fn branches(u: &[f64], n: usize, k: f64) -> f64 {
    let mut energy = 0.0;
    for i in 1..n {
        for j in 1..n {
            let across = u[i * n + j] - u[i * n + j - 1];
            if across > 0.0 {
                energy += (k * across).exp() * u[(i - 1) * n + j];
            } else if i != j {
                energy -= across * across * k;
            }
        }
        energy += 0.1 * u[i] * u[i] * k.sin();
    }
    energy
}

/// What a loop makes, a later one adds up: into an array, whose cotangents come first.
#[differentiable]
pub fn through_an_array(x: &[f64; 4], a: f64) -> f64 {
    let mut y = [0.0; 4];
    for i in 0..4 {
        y[i] = (x[i] * a).exp() + x[(i + 1) % 4];
    }
    let mut total = 0.0;
    for i in 0..4 {
        total += y[i].sin() * x[3 - i] * y[(i + 1) % 4];
    }
    total
}

/// In single precision, with a result that does not vary with the sum alone.
#[differentiable]
pub fn single(p: &[f32; 2], x: &[f32]) -> f32 {
    let mut sum = 0.0f32;
    for x in x {
        let e: f32 = (p[0] * x).exp();
        sum += e * e * p[1];
    }
    sum + p[0] * p[1]
}

/// A loop that never varies, and one in which nothing is nonlinear.
#[differentiable]
pub fn affine(x: &[f64], weights: &[f64; 3], n: usize) -> f64 {
    let mut count = 0.0;
    for i in 0..n {
        count += i as f64;
    }
    let mut sum = 0.0;
    for (i, x) in x.iter().enumerate() {
        sum += weights[i % 3] * x * count;
    }
    sum
}

/// Windows that meet: each begins where the one before ends.
#[differentiable]
pub fn meeting(l: &[f64], x: &[f64]) -> f64 {
    let (mut sum, mut start) = (0.0, 0);
    for i in 0..x.len() {
        let end = start + i + 1;
        let mut y = 0.0;
        for (l, x) in l[start..end].iter().zip(x) {
            y += l * x;
        }
        sum += y * y;
        start = end;
    }
    sum
}

/// Windows that have an element in common with the one before.
#[differentiable]
pub fn overlapping(l: &[f64], x: &[f64]) -> f64 {
    let (mut sum, mut start) = (0.0, 0);
    for i in 0..x.len() {
        let end = start + i + 2;
        let mut y = 0.0;
        for (l, x) in l[start..end].iter().zip(x) {
            y += l * x;
        }
        sum += y * y;
        start = end - 1;
    }
    sum
}

/// Windows that begin anew.
#[differentiable]
pub fn beginning_anew(l: &[f64], x: &[f64]) -> f64 {
    let (mut sum, mut start) = (0.0, 0);
    for i in 0..x.len() {
        let end = start + 2;
        let mut y = x[i];
        for l in &l[start..end] {
            y *= l;
        }
        sum += y * y;
        start = if i == 1 { 0 } else { end };
    }
    sum
}

/// Rows of a matrix, of which one column is read again.
#[differentiable]
pub fn rows(a: &[f64], b: &[f64], x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let mut y = 0.0;
        for (a, b) in a[i * n..i * n + n].iter().zip(&b[i * n..i * n + n]) {
            y += a * b;
        }
        sum += y * y * x[i] + a[i];
    }
    sum
}

/// Rows that are wider than they are apart.
#[differentiable]
pub fn wide_rows(a: &[f64], x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let mut y = 0.0;
        for a in &a[i * n..i * n + n + 1] {
            y += a * x[i];
        }
        sum += y * y;
    }
    sum
}

/// A row of which each element is read in two loops, and one that is read by all.
#[differentiable]
pub fn rows_twice(a: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for row in a.chunks_exact(n) {
        let (mut y, mut z) = (0.0, 0.0);
        for a in row {
            y += a * a;
        }
        for (a, first) in row.iter().zip(a) {
            z += a * first;
        }
        sum += y * z;
    }
    sum
}

/// Elements of a matrix, by both indices, and by one of them.
#[differentiable]
pub fn elements(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3], c: &[[f64; 3]; 3], d: &[[f64; 3]; 3]) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for i in 0..3 {
        for j in 0..3 {
            sums[i] += a[i][j].exp() * b[j][i] * b[i][j];
            sums[j] += c[j][i].sin() * d[i][i] * d[2 - j][i];
        }
    }
    sums
}

/// The same on one side of a branch, and on both.
#[differentiable]
pub fn elements_in_branches(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3], limit: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        if a[i][0] > limit {
            for j in 0..3 {
                sum += a[i][j].exp() * b[i][j];
            }
        } else {
            for j in 0..3 {
                sum += b[i][j] * b[i][j];
            }
        }
    }
    sum
}

/// Three loops, of which the inner two reach the same elements.
#[differentiable]
pub fn three_deep(a: &[[f64; 3]; 3], b: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        for j in 0..2 {
            for k in 0..3 {
                sum += a[i][k] * a[i][k] * b[j];
            }
        }
    }
    sum
}
