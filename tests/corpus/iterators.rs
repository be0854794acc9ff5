//! Chains of iterators: adaptors that depend on the items before, and every end.
#![allow(clippy::style, clippy::complexity, clippy::perf)]

use jac::differentiable;

#[differentiable]
pub fn filtered(x: &[f64], limit: f64) -> f64 {
    let above: f64 = x.iter().filter(|v| **v > limit).map(|v| v * v).sum();
    let below: f64 = x.iter().copied().filter(|&v| v <= limit).product();
    let both = x.iter().enumerate().filter(|(i, v)| i % 2 == 0 && **v > 0.0).map(|(i, v)| v * i as f64).sum::<f64>();
    above * below + both * limit
}

#[differentiable]
pub fn filter_mapped(x: &[f64], y: f64) -> f64 {
    x.iter().filter_map(|v| if *v > 0.0 { Some(v.ln() * y) } else { None }).sum::<f64>()
}

#[differentiable]
pub fn chained(x: &[f64], y: &[f64]) -> f64 {
    let mut total = 0.0;
    for (i, v) in x.iter().chain(y.iter()).enumerate() {
        total += v.sin() * (i as f64 + total);
    }
    let back = x.iter().chain(y).rev().fold(1.0, |a, b| a * 0.5 + b * b);
    let squares: f64 = x.iter().map(|v| v * v).chain(y.iter().map(|v| v * v * v)).skip(1).sum();
    total * back + squares + (0..3).chain(5..7).map(|k| k as f64 * total).sum::<f64>()
}

#[differentiable]
pub fn chunks_of_three(x: &[f64], y: &mut [f64]) -> f64 {
    let norms: f64 = x.chunks(3).map(|c| c.iter().map(|v| v * v).sum::<f64>().sqrt()).sum();
    for (k, part) in y.chunks_mut(2).enumerate() {
        let scale = part.len() as f64 + k as f64;
        for v in part.iter_mut() {
            *v *= scale * norms;
        }
    }
    norms
}

#[differentiable]
pub fn whiles(x: &[f64], limit: f64) -> f64 {
    let head: f64 = x.iter().take_while(|v| **v < limit).map(|v| v.exp()).sum();
    let tail: f64 = x.iter().skip_while(|v| **v < limit).map(|v| v * v).sum();
    let mapped: f64 = x.iter().map_while(|v| if *v < limit { Some(v * limit) } else { None }).sum();
    head * tail + mapped
}

#[differentiable]
pub fn counted_behind_a_filter(x: &[f64], w: &[f64]) -> f64 {
    let mut total = 0.0;
    for (rank, v) in x.iter().filter(|v| **v > 0.0).enumerate() {
        total += v * (rank + 1) as f64;
    }
    for (v, u) in x.iter().filter(|v| **v > 0.0).zip(w) {
        total += v * u;
    }
    for v in x.iter().filter(|v| **v > 0.0).skip(1).step_by(2).take(2) {
        total *= 1.0 + v;
    }
    total
}

#[differentiable]
pub fn left_early(x: &[f64], limit: f64) -> f64 {
    let mut total = 0.0;
    for v in x.iter().filter(|v| **v > 0.0) {
        if *v > limit {
            break;
        }
        if *v < 0.2 {
            continue;
        }
        total += v * v;
    }
    'rows: for (i, v) in x.iter().enumerate().filter(|(_, v)| **v != 0.0) {
        for w in x.iter().skip(i).take_while(|w| **w < limit) {
            if w * v > 1.0 {
                continue 'rows;
            }
            if w * v < -1.0 {
                break 'rows;
            }
            total += w * v;
        }
        total *= 1.5;
    }
    total
}

#[differentiable]
pub fn returned(x: &[f64]) -> f64 {
    for v in x.iter().filter(|v| **v > 0.0).skip(1) {
        if *v > 1.0 {
            return v * v;
        }
    }
    x.iter().sum::<f64>()
}

#[differentiable]
pub fn questions(x: &[f64], y: f64) -> f64 {
    let mut result = y;
    if x.iter().any(|v| *v > y) {
        result *= 2.0;
    }
    if x.iter().all(|v| v.abs() < 10.0) && !x.is_empty() {
        result += x[0];
    }
    let inside = x.iter().filter(|v| v.abs() < y).count();
    result *= inside as f64 + 1.0;
    if let Some(i) = x.iter().position(|v| *v < 0.0) {
        result -= x[i] * y;
    }
    match x.iter().find(|v| **v > 0.5) {
        Some(v) => result + v * v,
        None => result,
    }
}

#[differentiable]
pub fn extremes(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = x.iter().cloned().fold(f64::INFINITY, |a, b| a.min(b));
    let by = x.iter().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let total = x.iter().copied().min_by(|a, b| a.total_cmp(b)).unwrap();
    let named = x.iter().copied().max_by(f64::total_cmp).unwrap_or(0.0);
    let (index, value) = x.iter().enumerate().max_by(|(_, a), (_, b)| a.abs().partial_cmp(&b.abs()).unwrap()).unwrap();
    let (_, last) = x.iter().map(|v| (v * v, v * 2.0)).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    largest * smallest + by * total * named + value * index as f64 + last
}

#[differentiable]
pub fn reduced(x: &[f64], y: f64) -> f64 {
    let largest = x.iter().copied().reduce(f64::max).unwrap_or(y);
    let folded = x.iter().copied().reduce(|a, b| a * b + y).unwrap_or(1.0);
    let last = x.iter().last().copied().unwrap_or(y);
    largest * folded + last
}

#[differentiable]
pub fn collected(x: &[f64], y: f64) -> f64 {
    let squares: Vec<f64> = x.iter().map(|v| v * v * y).collect();
    let positive = x.iter().copied().filter(|v| *v > 0.0).collect::<Vec<_>>();
    let pairs: Vec<(f64, f64)> = squares.iter().zip(&positive).map(|(a, b)| (a * b, a + b)).collect();
    let mut total = positive.len() as f64 * y;
    for (a, b) in &pairs {
        total += a * b;
    }
    for i in 0..squares.len() {
        total += squares[i] * (i as f64);
    }
    total + pairs.iter().map(|p| p.0).sum::<f64>()
}

#[differentiable]
pub fn returned_vector(x: &[f64]) -> Vec<f64> {
    x.windows(2).map(|w| w[1] * w[0]).collect()
}

#[differentiable]
pub fn nested_vectors(x: &[f64], n: usize) -> f64 {
    let rows: Vec<Vec<f64>> = (0..n).map(|i| x.iter().skip(i).map(|v| v * (i + 1) as f64).collect()).collect();
    let mut total = 0.0;
    for row in &rows {
        total += row.iter().sum::<f64>() * row.len() as f64;
        for v in row {
            total += v * v;
        }
    }
    total + rows.iter().flatten().map(|v| v.sin()).sum::<f64>()
}

#[differentiable]
pub fn flat(x: &[f64], n: usize) -> f64 {
    let all: f64 = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| x[i] * x[j]).sum();
    let mut total = 0.0;
    for v in (0..n).flat_map(|i| x[i..].iter().take(2)) {
        if *v < 0.0 {
            continue;
        }
        if *v > 2.0 {
            break;
        }
        total = total * 0.5 + v;
    }
    all + total
}

#[differentiable]
pub fn unzipped(x: &[f64]) -> f64 {
    let (a, b): (Vec<f64>, Vec<f64>) = x.iter().map(|v| (v.sin(), v.cos())).unzip();
    a.iter().zip(b.iter()).map(|(s, c)| s * c).sum::<f64>() + a[0]
}

#[differentiable]
pub fn scanned(x: &[f64]) -> f64 {
    let sums: Vec<f64> = x
        .iter()
        .scan(0.0, |state, v| {
            *state += v * v;
            Some(*state)
        })
        .collect();
    sums.iter().product()
}

#[differentiable]
pub fn cycled(x: &[f64], w: &[f64]) -> f64 {
    let weighted: f64 = x.iter().zip(w.iter().cycle()).map(|(a, b)| a * b).sum();
    let indexed: f64 = x.iter().zip(1..).map(|(a, k)| a * k as f64).sum();
    let repeated: f64 = x.iter().zip(std::iter::repeat(w[0])).map(|(a, b)| a * b * b).sum();
    let once: f64 = std::iter::once(w[0]).chain(x.iter().copied()).map(|v| v * v).sum();
    weighted * indexed + repeated + once
}

#[differentiable]
pub fn held(x: &[f64], y: f64) -> f64 {
    let scaled = x.iter().map(|v| v * y);
    let total: f64 = scaled.sum();
    let mut rest = x.iter();
    let first = rest.next().copied().unwrap_or(y);
    let second = rest.next();
    let mut product = first * total;
    for v in rest {
        product = product * 0.5 + v * first;
    }
    if let Some(v) = second { product * v } else { product }
}

#[differentiable]
pub fn pulled(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut total = 1.0;
    while let Some(v) = it.next() {
        total *= 1.0 + v;
        if *v < 0.0 {
            it.next();
        }
    }
    total
}

#[differentiable]
pub fn values(x: [f64; 4], v: Vec<f64>) -> f64 {
    let mut total = 0.0;
    for a in x {
        total += a * a;
    }
    for (i, a) in x.into_iter().enumerate() {
        total += a * i as f64;
    }
    for [a, b] in [[x[0], x[1]], [x[2], x[3]]] {
        total += a * b;
    }
    for k in [1.0, 2.0, 3.0] {
        total *= k * x[0];
    }
    for a in v {
        total += a * total;
    }
    total
}

#[differentiable]
pub fn arrays(x: [f64; 3], y: &[f64; 3], k: f64) -> [f64; 3] {
    let squares = x.map(|v| v * v * k);
    let both: [f64; 3] = std::array::from_fn(|i| squares[i] * y[i]);
    let sines = y.map(f64::sin);
    let nested: [[f64; 2]; 3] = core::array::from_fn(|i| core::array::from_fn(|j| both[i] * (j as f64 + k)));
    let mut result = core::array::from_fn(|i| nested[i][0] + nested[i][1] * sines[i]);
    result[1] += [0usize, 2].map(|i| x[i]).iter().sum::<f64>();
    result
}

#[differentiable]
pub fn array_returned<const N: usize>(x: [f64; N]) -> [f64; N] {
    std::array::from_fn(|i| x[i] * x[(i + 1) % N])
}

#[differentiable]
pub fn structured(x: &[[f64; 2]], y: &mut [f64]) {
    for (out, [a, b]) in y.iter_mut().zip(x.iter().map(|p| [p[0] * p[1], p[0]])) {
        *out += a;
        *out *= b;
    }
    y.iter_mut().rev().enumerate().for_each(|(i, v)| *v *= (i + 1) as f64);
    for (a, b) in y.iter_mut().skip(1).zip(x.iter().rev()) {
        *a -= b[0];
        *a /= 2.0 + b[1] * b[1];
    }
}

#[differentiable]
pub fn taken_apart(x: &[f64], y: f64) -> f64 {
    let mut it = x.iter().map(|v| v * y).skip(1);
    let copy = it.clone();
    let first = it.next().unwrap_or(1.0);
    let third = it.nth(1).unwrap_or(y);
    let positive = x.iter().filter(|v| **v > 0.0);
    let squares: f64 = positive.clone().map(|v| v * v).sum();
    let number = positive.count() as f64;
    let rest: f64 = it.sum();
    first * third + rest * squares + copy.sum::<f64>() * number
}

const WEIGHTS: [f64; 3] = [0.5, 1.5, 2.5];

#[differentiable]
pub fn constants(x: [f64; 3]) -> f64 {
    let scaled = WEIGHTS.map(|w| w * x[0]);
    let both: f64 = WEIGHTS.iter().zip(&x).map(|(w, v)| w * v).sum();
    scaled.iter().sum::<f64>() * both + WEIGHTS.into_iter().zip(x).map(|(w, v)| w * v * v).sum::<f64>()
}

#[differentiable]
pub fn largest_of_some(x: &[f64]) -> f64 {
    let (k, v) = x
        .iter()
        .enumerate()
        .filter(|(i, _)| i % 2 == 1)
        .max_by(|a, b| a.1.partial_cmp(b.1).unwrap())
        .unwrap_or((0, &x[0]));
    let least = x.iter().filter(|v| **v > 0.0).copied().reduce(|a, b| a.min(b) * 1.5).unwrap_or(1.0);
    let pairs: f64 = x.iter().zip(x.iter().filter(|v| **v < 1.0)).map(|(a, b)| a * b).sum();
    let reversed = x.iter().filter(|v| **v > 0.0).rev().fold(1.0, |a, v| a * 0.5 + v);
    let last = x.iter().filter(|v| **v > 0.0).last().unwrap();
    let all = x.iter().filter(|v| **v < 1.0).chain(x).map(|v| v.sin()).sum::<f64>();
    v * k as f64 + least * pairs + reversed * last + all
}

#[differentiable]
pub fn windows_of_filters(x: &[f64], y: &mut [f64]) {
    for (row, out) in x.chunks(2).filter(|row| row[0] > 0.0).zip(y.iter_mut()) {
        *out += row.iter().product::<f64>();
    }
    for v in y.iter_mut().filter(|v| **v > 1.0) {
        *v *= *v;
    }
}

/// Of equal items, the first is the least, and the last is the greatest.
#[differentiable]
pub fn ties(x: &[f64]) -> f64 {
    let least = x.iter().enumerate().min_by_key(|(i, _)| i % 2).map(|(_, v)| *v).unwrap();
    let greatest = x.iter().enumerate().max_by_key(|(i, _)| i % 2).map(|(_, v)| *v).unwrap();
    let index = (0..x.len()).max().unwrap_or(0);
    least * greatest * 3.0 + greatest + x[index]
}

/// A closure that changes something behind a filter: called for what passes, one item after the other.
#[differentiable]
pub fn state_behind_a_filter(x: &[f64]) -> f64 {
    let mut seen = 1.0;
    let total: f64 = x
        .iter()
        .filter(|v| **v > 0.0)
        .map(|v| {
            seen *= 1.0 + v;
            seen * v
        })
        .take(2)
        .sum();
    total * seen
}

#[differentiable]
pub fn by_row(m: &[f64], n: usize, v: &[f64]) -> Vec<f64> {
    m.chunks_exact(n).map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>()).collect()
}

#[differentiable]
pub fn sums_of_integers(x: &[f64], sizes: &[usize]) -> f64 {
    let total: usize = sizes.iter().sum();
    let product = sizes.iter().product::<usize>();
    let largest = *sizes.iter().max().unwrap();
    x[total % x.len()] * product as f64 + x[largest % x.len()] * sizes.iter().map(|s| *s as f64).sum::<f64>()
}

#[differentiable]
pub fn chosen_by_iterators(x: &[f64], table: &[(f64, f64)]) -> f64 {
    let mut total = 0.0;
    for &v in x {
        let segment = table.windows(2).find(|w| w[0].0 <= v && v < w[1].0);
        total += match segment {
            Some(w) => w[0].1 + (v - w[0].0) / (w[1].0 - w[0].0) * (w[1].1 - w[0].1),
            None => v,
        };
    }
    total
}

/// More items than the array has that they come from.
#[differentiable]
pub fn more_than_there_were(x: f64) -> f64 {
    let values = [x, 2.0 * x, x * x, 1.0];
    let behind = values.windows(3).flatten().chain(values.iter()).map(|v| (v * values[1]).sin()).product::<f64>();
    let both = values.iter().flat_map(|&v| [v, v * x, v - x]).rev().map(|v| v * v.cos());
    let mut sum: f64 = 0.0;
    for v in values.chunks(2).flatten().zip(values.iter().cycle().skip(1)) {
        sum += v.0 * v.1 * sum.cos();
    }
    for (k, v) in both.enumerate() {
        sum += 0.1 * v * sum.sin() / (1.0 + k as f64);
    }
    behind + sum
}

/// Two closures in a row take the same item apart.
#[differentiable]
pub fn taken_apart_twice(x: [[f64; 2]; 3]) -> f64 {
    let low = x.into_iter().take_while(|&[a, _]| a > -5.0).take_while(|&[a, b]| a < b + 3.0);
    let high = x.into_iter().filter(|&[a, _]| a > 0.0).skip_while(|&[a, b]| a > b);
    low.map(|[a, b]| a * b.sin()).sum::<f64>() + high.map(|[a, b]| a.cos() * b * b).sum::<f64>()
}

/// Two lists of one, and what stays of lists.
#[differentiable]
pub fn parted_and_retained(x: &[f64]) -> f64 {
    let (low, high): (Vec<f64>, Vec<f64>) = x.iter().map(|v| v * v).partition(|v| *v < 0.3);
    let (even, odd): (Vec<usize>, Vec<usize>) = (0..x.len()).partition(|i| i % 2 == 0);
    let mut stays = x.to_vec();
    stays.retain(|v| *v > 0.25);
    stays.retain(|&v| v < 0.9 && v != x[0]);
    let mut indices: Vec<usize> = (0..x.len()).collect();
    indices.retain(|&i| x[i] > 0.2);
    let mut pairs: Vec<(usize, f64)> = x.iter().copied().enumerate().collect();
    pairs.retain(|(i, v)| *i > 1 && *v > 0.1);
    low.iter().sum::<f64>() * high.iter().product::<f64>()
        + even.iter().map(|&i| x[i].sin()).sum::<f64>() * odd.iter().map(|&i| x[i]).sum::<f64>()
        + stays.iter().enumerate().map(|(i, v)| v * (i as f64 + 1.0)).sum::<f64>()
        + indices.iter().map(|&i| x[i] * x[i]).sum::<f64>()
        + pairs.iter().map(|(i, v)| v.exp() * *i as f64).sum::<f64>()
}

/// Windows that are taken apart by `let else`, data that does not vary.
#[differentiable]
pub fn between_bounds(x: &[f64], bounds: &[usize]) -> f64 {
    let mut sum = 0.0;
    for window in bounds.windows(2) {
        let &[low, high] = window else { unreachable!() };
        sum += x[low..high].iter().map(|v| v * v).sum::<f64>() * x[low];
    }
    sum
}

/// From the end, behind stages that count: what they count is from the front.
#[differentiable]
pub fn counted_from_the_end(x: &[f64], y: &[f64]) -> f64 {
    let numbered =
        x.iter().inspect(|_| ()).enumerate().rev().map(|(i, v)| v * i as f64).fold(0.5, |a, b| a * 0.7 + b * b);
    let skipped = x.iter().inspect(|_| ()).skip(1).rev().fold(0.5, |a, b| a * 0.7 + b * b);
    let taken = x.iter().inspect(|_| ()).take(2).rev().fold(0.5, |a, b| a * 0.7 + b * b);
    let stepped = x.iter().inspect(|_| ()).step_by(2).rev().fold(0.5, |a, b| a * 0.7 + b * b);
    let pairs = x.iter().inspect(|_| ()).zip(y).rev().map(|(a, b)| a * b).fold(0.5, |a, b| a * 0.7 + b * b);
    numbered + 2.0 * skipped + 3.0 * taken + 4.0 * stepped + 5.0 * pairs
}
