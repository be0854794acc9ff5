//! Whole-array operations: copies, fills, exchanges, and `Vec`s that get longer and shorter.
#![allow(clippy::style, clippy::complexity, clippy::perf)]

use jac::{Differentiable, differentiable};

#[differentiable]
pub fn pushed(x: &[f64], y: f64) -> f64 {
    let mut w = Vec::new();
    for v in x {
        w.push(v * y);
        if *v > 0.5 {
            w.push(v.sin());
        }
    }
    let mut total = w.len() as f64 * y;
    for i in 0..w.len() {
        total += w[i] * w[i] * (i + 1) as f64;
    }
    total
}

#[differentiable]
pub fn pushed_what_depends_on_it(x: f64, n: usize) -> Vec<f64> {
    let mut w = Vec::with_capacity(n + 1);
    w.push(x);
    for i in 0..n {
        let last = w[i];
        w.push(last * last + x);
        w[i] *= 0.5;
    }
    w
}

#[differentiable]
fn total(w: &[f64]) -> f64 {
    w.iter().map(|v| v * v).sum()
}

#[differentiable]
fn doubled(w: &mut Vec<f64>) {
    for v in w.iter_mut() {
        *v *= 2.0;
    }
}

/// The `Vec` is read as a whole while it grows.
#[differentiable]
pub fn seen_while_it_grows(x: f64, y: f64) -> f64 {
    let mut w = vec![x];
    let one = total(&w);
    w.push(y * one);
    let copy = w.clone();
    w.push(x * y);
    doubled(&mut w);
    let two = total(&w) * copy[1];
    w.push(two);
    total(&w) + total(&w[1..3]) * copy.len() as f64
}

#[differentiable]
pub fn stack(x: &[f64], ops: &[u8]) -> f64 {
    let mut stack: Vec<f64> = Vec::new();
    let mut next = 0;
    for op in ops {
        match op {
            0 => {
                stack.push(x[next]);
                next += 1;
            }
            1 => {
                let b = stack.pop().unwrap();
                let a = stack.pop().unwrap();
                stack.push(a * b);
            }
            2 => {
                let b = stack.pop().unwrap();
                let a = stack.pop().unwrap();
                stack.push(a + b.sin());
            }
            _ => {
                if let Some(top) = stack.last_mut() {
                    *top *= 1.5;
                }
            }
        }
    }
    let rest = stack.pop().unwrap_or(1.0);
    while let Some(v) = stack.pop() {
        next += (v > 0.0) as usize;
    }
    rest * next as f64
}

#[differentiable]
pub fn popped_in_a_loop(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    let mut total = 1.0;
    while let Some(v) = w.pop() {
        total = total * v + v;
        if w.len() % 3 == 2 {
            w.push(total * 0.1);
            total += w[0];
            w.pop();
        }
    }
    total
}

#[differentiable]
pub fn cut_and_grown(x: f64, y: f64, n: usize) -> f64 {
    let mut w = vec![x, y, x * y, x - y];
    let a = w[3] * w[2];
    w.truncate(n);
    w.resize(3, a);
    let b = w[2] * w[0];
    w.extend_from_slice(&[b, x]);
    w.extend(w.clone().iter().map(|v| v * 2.0));
    let c = w[w.len() - 1] + w[4];
    w.clear();
    w.push(c);
    w.resize(2, 0.0);
    w[1] = c * x;
    w[0] * w[1] + w.is_empty() as u8 as f64
}

#[differentiable]
pub fn inserted_and_removed(x: &[f64], y: f64) -> f64 {
    let mut w = x.to_vec();
    w.insert(1, y * y);
    w.insert(0, y);
    let gone = w.remove(2);
    let last = w.swap_remove(0);
    let mut other = vec![gone, last * y];
    w.append(&mut other);
    other.push(gone);
    let mut total = other[0] * other.len() as f64;
    for (i, v) in w.iter().enumerate() {
        total += v * v * (i + 1) as f64;
    }
    total
}

#[differentiable]
pub fn turned(x: &mut [f64], y: [f64; 3]) -> [f64; 3] {
    x.reverse();
    x.rotate_left(1);
    x[0] *= 2.0;
    x.swap(0, 2);
    let mut z = y;
    z.rotate_right(1);
    z[..2].reverse();
    z[0] *= x[1];
    z[1..].swap(0, 1);
    z
}

#[differentiable]
pub fn copied(x: &[f64], y: &mut [f64], n: usize) -> f64 {
    let mut w = [0.0; 6];
    w[..n].copy_from_slice(&x[..n]);
    w[n..].fill(x[0] * x[1]);
    let mut v = vec![1.0; 6];
    v.clone_from_slice(&w);
    v[1..3].copy_from_slice(&w[3..5]);
    y[..2].copy_from_slice(&v[1..3]);
    y[2..].fill(w[0]);
    y[0] *= y[1];
    w.iter().zip(&v).map(|(a, b)| a * b).sum()
}

#[differentiable]
pub fn exchanged(x: f64, y: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, y);
    for _ in 0..n {
        std::mem::swap(&mut a, &mut b);
        a *= 1.5;
        b += a * x;
    }
    let old = std::mem::replace(&mut a, b * b);
    let taken = core::mem::take(&mut b);
    let mut pair = (a, taken);
    std::mem::swap(&mut pair.0, &mut b);
    pair.1 *= b;
    let mut w = [x, y, 1.0];
    std::mem::swap(&mut w[1], &mut pair.1);
    let kept = std::mem::replace(&mut w[0], y);
    old + b * pair.1 + w[0] * w[1] * kept + pair.0
}

#[differentiable]
pub fn two_buffers(x: &[f64], steps: usize) -> f64 {
    let n = x.len();
    let mut now = x.to_vec();
    let mut next = vec![0.0; n];
    for _ in 0..steps {
        for i in 0..n {
            next[i] = now[i] + 0.1 * (now[(i + 1) % n] - now[i]) * now[i];
        }
        std::mem::swap(&mut now, &mut next);
    }
    now.iter().map(|v| v * v).sum::<f64>() + next[0]
}

/// Rows of different lengths change places.
#[differentiable]
pub fn rows_exchanged(x: f64, y: f64) -> f64 {
    let mut rows = vec![vec![x, y], vec![x * y], vec![y, x, 2.0]];
    rows[0][1] *= x;
    rows.swap(0, 2);
    rows[0][1] *= y;
    rows.swap(1, 0);
    let taken = std::mem::take(&mut rows[2]);
    rows[2].push(x - y);
    rows[2].extend_from_slice(&taken);
    let mut total = taken[1];
    for (i, row) in rows.iter().enumerate() {
        for v in row {
            total += v * v * (i + 1) as f64;
        }
    }
    let (mut a, mut b) = (vec![x, y], vec![total]);
    std::mem::swap(&mut a, &mut b);
    b[0] *= a[0];
    total + b[0] * b[1]
}

#[differentiable]
pub fn rows_pushed(x: &[f64], n: usize) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for i in 0..n {
        let mut row = Vec::new();
        for j in 0..=i {
            row.push(x[j] * x[i]);
        }
        if i % 2 == 1 {
            row.reverse();
        }
        rows.push(row);
    }
    rows[0].push(x[0]);
    let last = rows.pop().unwrap();
    let mut total = last[0];
    for row in &rows {
        total = total * 0.5 + row.iter().sum::<f64>() * row[0];
    }
    total
}

#[differentiable]
pub fn solved_with_pivots(a: &[f64], b: &[f64], n: usize) -> Vec<f64> {
    let mut m: Vec<Vec<f64>> = a.chunks(n).map(|row| row.to_vec()).collect();
    let mut x = b.to_vec();
    for k in 0..n {
        let p = (k..n).max_by(|&i, &j| m[i][k].abs().partial_cmp(&m[j][k].abs()).unwrap()).unwrap();
        m.swap(k, p);
        x.swap(k, p);
        for i in k + 1..n {
            let factor = m[i][k] / m[k][k];
            for j in k..n {
                let above = m[k][j];
                m[i][j] -= factor * above;
            }
            x[i] -= factor * x[k];
        }
    }
    for i in (0..n).rev() {
        let sum: f64 = (i + 1..n).map(|j| m[i][j] * x[j]).sum();
        x[i] = (x[i] - sum) / m[i][i];
    }
    x
}

#[differentiable]
pub fn pushed_on_one_way(x: f64, flag: bool) -> f64 {
    let mut w = vec![x];
    if flag {
        w.push(x * x);
    } else {
        w = vec![x.sin(), x, 3.0];
        w.push(x.cos());
    }
    let mut total = 0.0;
    for v in &w {
        total += v * x;
    }
    w.pop();
    total * w[w.len() - 1]
}

/// Pushed to in an inner block, made anew in each iteration.
#[differentiable]
pub fn made_anew(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..x.len() {
        let mut w = vec![x[i]];
        for j in 0..i {
            let v = w[j] * x[j];
            w.push(v + total);
        }
        if w.len() > 2 {
            w.truncate(2);
        }
        total += w.iter().sum::<f64>();
    }
    total
}

#[differentiable]
pub fn constants_pushed(x: f64) -> f64 {
    let mut w = Vec::new();
    w.push(1.0);
    w.push(2.0);
    let mut v = vec![0.5, x];
    v.push(3.0);
    v.push(w[1]);
    v[2] *= x * v[0];
    let mut counts: Vec<usize> = Vec::new();
    counts.push(3);
    counts.push(1);
    let k = counts.pop().unwrap();
    v[2] * v[k] + w[0] * x
}

#[differentiable]
pub fn tuples_pushed(x: &[f64]) -> f64 {
    let mut pairs = Vec::new();
    for (i, v) in x.iter().enumerate() {
        pairs.push((i, *v, v * v));
    }
    pairs.swap(0, 1);
    let (k, a, b) = pairs.pop().unwrap();
    pairs.iter().map(|p| p.1 * p.2).sum::<f64>() + a * b * k as f64
}

#[differentiable]
pub fn buckets(x: &[f64], limit: f64) -> f64 {
    let mut both: (Vec<f64>, Vec<f64>) = (Vec::new(), vec![limit]);
    let mut sides: [Vec<f64>; 2] = [vec![1.0], Vec::new()];
    let mut rows = vec![vec![limit]; 3];
    for (i, v) in x.iter().enumerate() {
        if *v > limit {
            both.0.push(v * v);
        } else {
            both.1.push(v * limit);
        }
        sides[i % 2].push(v * 2.0);
        rows[i % 3].push(v.sin());
    }
    both.1.pop();
    sides[0].truncate(2);
    rows[1].reverse();
    rows.swap(0, 1);
    let mut total = both.0.iter().product::<f64>() + both.1.iter().sum::<f64>();
    for row in &rows {
        total = total * 0.5 + row.iter().map(|v| v * v).sum::<f64>() * row.len() as f64;
    }
    total + sides.iter().map(|side| side.iter().sum::<f64>()).product::<f64>()
}

#[differentiable]
pub fn moved_on(x: f64, n: usize) -> Vec<f64> {
    let mut w = vec![x];
    for k in 0..n {
        let mut next = w;
        next.push(x * k as f64);
        if k == 2 {
            return next;
        }
        next[0] *= x;
        w = next;
    }
    w.push(x);
    w
}

#[differentiable]
pub fn swapped_with(x: &mut [f64], y: &mut [f64]) {
    x.swap_with_slice(y);
    x[0] *= y[0];
    let (left, right) = x.split_at_mut(1);
    std::mem::swap(&mut left[0], &mut right[0]);
    right[0] *= 2.0;
}

#[differentiable]
fn so_many(x: f64, n: usize) -> Vec<f64> {
    vec![x; n]
}

/// The length of a variable is that of what it was assigned last.
#[differentiable]
pub fn lengths_of_what_is_assigned(x: f64) -> f64 {
    let mut v = so_many(x, 2);
    let mut sum = v.len() as f64 * x;
    v = so_many(x, 3);
    for k in 0..v.len() {
        sum += x * k as f64;
    }
    let mut w = so_many(x, 5);
    if x > 0.5 {
        v = so_many(x, 4);
        std::mem::swap(&mut v, &mut w);
    }
    sum * x + v.len() as f64 * x.sin() + w.len() as f64 * x
}

/// What is exchanged is moved.
#[differentiable]
pub fn exchanged_lists(x: f64) -> f64 {
    let mut v = vec![x];
    let mut w = vec![0.25, x * x];
    std::mem::swap(&mut v, &mut w);
    let mut sum = 0.0;
    for _ in 0..w.len() {
        sum += if x > 0.5 { x } else { v[0].tanh() + v[1] };
    }
    sum
}

#[derive(Clone, Differentiable)]
pub struct Lists<T> {
    pub v: Vec<T>,
    pub w: Vec<T>,
}

/// Parts of one value that are lists change places; lists of lists become one.
#[differentiable]
pub fn lists_in_parts(x: f64, y: f64) -> f64 {
    let mut lists = Lists { v: vec![x, y], w: vec![y] };
    std::mem::swap(&mut lists.v, &mut lists.w);
    let mut pair = (vec![x, y], vec![y]);
    for _ in 0..3 {
        pair.0[0] *= y;
        std::mem::swap(&mut pair.0, &mut pair.1);
    }
    let copy = Vec::from(&pair.0[..]);
    let all: Vec<f64> = vec![copy, Vec::from([x, y, x * y]), lists.w].into_iter().flatten().collect();
    lists.v[0] * pair.1[0] + all.iter().map(|v| v * v * x).sum::<f64>()
}
