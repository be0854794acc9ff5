//! Loops whose reverse may, or may not, run in any order, without checks of bounds, and with sums taken out.
#![allow(clippy::needless_range_loop)] // indices are what this is about
#![allow(clippy::assign_op_pattern)]

use jac::differentiable;

/// Each iteration reads what the one before wrote: the order matters.
#[differentiable]
pub fn in_place_recurrence(x: &mut [f64], factor: f64) {
    for i in 1..x.len() {
        x[i] = x[i] * factor + x[i - 1] * x[i - 1];
    }
}

/// The element behind is overwritten before it is read.
#[differentiable]
pub fn shifts(x: &mut [f64]) {
    for i in 0..x.len() - 1 {
        x[i + 1] = x[i] + 0.5 * x[i + 1];
    }
}

/// The loop does not run, and its offsets lie outside.
#[differentiable]
pub fn no_iterations(x: &[f64], n: usize, offset: usize) -> f64 {
    let mut sum = 1.0;
    for i in 0..n {
        sum += x[offset + i] * x[7];
    }
    sum * x[0]
}

/// Bounds are respected by a condition only.
#[differentiable]
pub fn guarded(x: &[f64], y: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        if i < x.len() {
            sum += x[i] * x[i];
        }
        if i >= 1 && i - 1 < y.len() {
            sum *= y[i - 1];
        }
    }
    sum
}

/// Offsets on both sides, an inclusive bound, and a lower one that is not zero.
#[differentiable]
pub fn stencil(x: &[f64], y: &mut [f64], low: usize, high: usize) {
    for i in low..=high {
        y[i - low] = x[i - 1] * x[i + 1] + y[i - low] * x[1 + i] - x[i];
    }
}

#[differentiable]
pub fn backwards(x: &[f64], y: &mut [f64]) {
    for i in (0..y.len()).rev() {
        y[i] = y[i] * x[i] + x[0];
    }
}

/// What is summed into one element is read in the same loop.
#[differentiable]
pub fn reads_the_sum(x: &[f64], total: &mut [f64]) {
    for i in 0..x.len() {
        total[0] += x[i] * x[i];
        total[1] += total[0] * x[i];
    }
}

/// One element of an input in all iterations, and its neighbours.
#[differentiable]
pub fn one_for_all(x: &[f64], k: usize, y: &mut [f64]) {
    for i in 0..y.len() {
        y[i] += x[k] * x[i] + y[i] * x[k];
    }
}

/// The reads of an element, with writes between some of them.
#[differentiable]
pub fn read_again(x: &mut [f64], i: usize, j: usize) -> f64 {
    let first = x[i] * x[j] + x[i];
    x[j] = first * x[i];
    let second = x[i] * x[j];
    let mut sum = second;
    for k in 0..3 {
        sum += x[i] * x[k];
        x[k] *= 1.5;
        sum *= x[k] + x[i];
    }
    if sum > 0.0 {
        x[i] = sum.sin();
    }
    sum + x[i] * x[j]
}

/// Rows of unequal lengths, in one buffer, and a counter that walks through it.
#[differentiable]
pub fn triangle(below: &[f64], v: &[f64], product: &mut [f64]) -> f64 {
    let mut next = 0;
    for (i, v) in v.iter().enumerate() {
        let rows = &mut product[i + 1..];
        for (product, entry) in rows.iter_mut().zip(&below[next..]) {
            *product += entry * v;
        }
        next += rows.len();
    }
    product.iter().map(|p| p * p).sum()
}

#[differentiable]
fn scaled(x: &[f64], by: &[f64], y: &mut [f64]) {
    for i in 0..y.len() {
        y[i] = y[i] * x[i] + by[i] * by[0];
    }
}

/// Two arguments are parts of one array, which a callee runs over.
#[differentiable]
pub fn overlapping(x: &[f64], y: &mut [f64]) {
    for _ in 0..2 {
        scaled(&x[1..], x, y);
        scaled(x, x, y);
    }
}

/// Copies of an argument that is overwritten, in loops of unknown length, one in the other.
#[differentiable]
pub fn scratch(x: &[f64], n: usize) -> f64 {
    let mut work = vec![0.0; x.len()];
    let mut total = 0.0;
    for i in 0..n {
        for j in 0..i {
            for k in 0..work.len() {
                work[k] = x[k] * (j as f64 + 1.0) + total;
            }
            let mut product = [1.0, 2.0, 0.5];
            total += triangle(&work, x, &mut product) * 0.001;
        }
    }
    total
}

/// Elements at the index of a loop, with what does not change added and taken away, in loops that include their end or never run.
#[differentiable]
pub fn grid(u: &[f64], n: usize, back: usize, out: &mut [f64]) -> f64 {
    let mut total = 0.0;
    for i in 1..n {
        for j in 1..=n - 1 {
            let middle = u[i * n + j];
            out[j - 1 + (i - 1) * n] += middle * (u[(i - 1) * n + j] - u[i * n + j - 1]);
            total += middle * u[j + i - back] * u[n + j - 1];
        }
        for j in n..=back {
            total += u[j - n + i] * u[i * back + j];
        }
    }
    total
}

/// Differences along a row, which starts where another loop has it.
#[differentiable]
pub fn rows(u: &[f64], width: usize, squares: &mut [f64]) {
    let mut start = 0;
    while start + width <= u.len() {
        for j in 0..=width - 1 {
            squares[j] += u[start + j] * u[j + start] - u[j] * u[start + width - 1];
        }
        start += width + 1;
    }
}

/// Counters of several types, with state to record.
#[differentiable]
pub fn counters(x: f64, n: i32) -> f64 {
    let mut s = x;
    for i in -2..n {
        s = (s * (i as f64 + 0.5)).sin();
    }
    for i in 0..=n {
        s = (s + i as f64 * s * s).cos();
    }
    for i in (1..n.max(1) as u8).rev() {
        s = s.sin() * i as f64;
    }
    for letter in 'a'..'d' {
        s = (s * (u32::from(letter) as f64 - 96.5)).exp() * 0.1;
    }
    for i in 3..n as i64 {
        for k in i..5 {
            s = s * s + 0.1 * k as f64 * s.cos();
        }
    }
    s
}

/// The inner loop writes what the outer one reads at its index.
#[differentiable]
pub fn written_inside(x: &[f64], w: &mut [f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..w.len() {
        for (j, v) in x.iter().enumerate().take(2) {
            w[j] += v.cos();
        }
        total += w[i] * w[i];
    }
    total
}

/// What is read in front of a loop that writes the array goes into the loop's start, its range and its body.
#[differentiable]
pub fn read_in_front(w: &mut [f64], n: usize) -> f64 {
    let mut state = w[0];
    for i in 0..n.min(w.len()) {
        w[i] = state * w[i];
        state += w[i];
    }
    let first = w[1];
    for i in 0..w.len() {
        w[i] *= first;
    }
    state * first + w[0]
}

/// The same on a `Vec` of the function's own.
#[differentiable]
pub fn local_list(x: &[f64]) -> f64 {
    let n = x.len();
    let mut y = vec![1.0; n];
    let mut sum = 0.0;
    for k in 0..3 {
        let before = y[0];
        for i in 0..n {
            y[i] = y[i] * x[i] + before;
        }
        for i in 1..n {
            y[i] -= y[i - 1] * x[i];
            sum += y[i] * (k + 1) as f64;
        }
    }
    sum
}

/// What is no input goes from one iteration to the next, as it was and as it will be, beside a counter.
#[differentiable]
#[allow(clippy::explicit_counter_loop, reason = "the counter is what is tested")]
pub fn handed_on_and_counted(x: &[f64], y: &mut [f64]) -> f64 {
    let mut k = 0;
    let mut weight: f64 = 0.7;
    let mut sum = 0.0;
    for i in 0..y.len() {
        let next = (weight * 0.9 + 0.3).sin();
        y[i] = x[k].sin() * weight + x[k].exp() * next;
        sum += x[k] * x[k] * next - x[i] * x[k] * weight;
        weight = next;
        k += 1;
    }
    sum
}
