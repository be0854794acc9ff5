//! Index arithmetic: computed indices, index arrays, and index arrays that change while they are used.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use std::f64::consts::PI;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jac::differentiable;

/// A gather through a table of indices.
#[differentiable]
pub fn gather(x: &[f64], indices: &[usize]) -> f64 {
    let mut value = 1.0;
    for k in 0..indices.len() {
        value = 0.5 * value * x[indices[k]] + x[k % x.len()];
    }
    value
}

/// A scatter with repeated targets.
#[differentiable]
pub fn scatter(x: [f64; 4], targets: [usize; 4]) -> [f64; 3] {
    let mut bins = [0.1; 3];
    for k in 0..4 {
        bins[targets[k]] += x[k] * x[k];
        bins[(targets[k] + 1) % 3] *= x[k];
    }
    bins
}

/// A sparse matrix in compressed rows times a vector.
#[differentiable]
pub fn sparse_product(starts: &[usize], columns: &[usize], values: &[f64], x: &[f64]) -> Vec<f64> {
    let rows = starts.len() - 1;
    let mut y = vec![0.0; rows];
    for i in 0..rows {
        for k in starts[i]..starts[i + 1] {
            y[i] += values[k] * x[columns[k]];
        }
    }
    y
}

/// Selection sort of indices: the comparisons are active, the permutation is not.
#[differentiable]
#[allow(clippy::manual_swap)]
pub fn sorted_weights(x: [f64; 5]) -> [f64; 5] {
    let mut order = [0, 1, 2, 3, 4];
    for i in 0..5 {
        for j in i + 1..5 {
            if x[order[j]] < x[order[i]] {
                let swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }
    }
    let mut result = [0.0; 5];
    for i in 0..5 {
        result[i] = x[order[i]] * (i + 1) as f64 + x[i] * x[order[4 - i]];
    }
    result
}

/// A bubble sort of values, in place.
#[differentiable]
#[allow(clippy::manual_swap)]
pub fn bubble_sort(x: &mut [f64]) {
    for i in 0..x.len() {
        for j in 1..x.len() - i {
            if x[j - 1] > x[j] {
                let larger = x[j - 1];
                x[j - 1] = x[j];
                x[j] = larger;
            }
        }
    }
}

/// The index array is read, overwritten, and read again, two loops deep.
#[differentiable]
pub fn wandering(x: [f64; 4]) -> f64 {
    let mut next = [1, 2, 3, 0];
    let mut value = 0.3;
    for i in 0..4 {
        for j in 0..4 {
            value = value * x[next[j]] + 0.1 * x[next[(i + j) % 4]];
            next[j] = (next[j] + next[(j + 1) % 4] + i) % 4;
        }
        next[i] = (next[i] + 1) % 4;
        value += x[next[0]];
    }
    value
}

/// A pointer that walks, changed by an active condition.
#[differentiable]
pub fn random_walk(x: [f64; 5]) -> f64 {
    let mut position = 2usize;
    let mut sum = 0.0;
    for step in 0..7 {
        sum = 0.7 * sum + x[position] * (step as f64 + 1.0);
        if sum > 3.0 {
            position = (position + 2) % 5;
            sum -= 2.0 * x[position];
        } else {
            position = (position + 4) % 5;
        }
    }
    sum
}

/// The index is an element of a carried tuple and shrinks while it is used.
#[differentiable]
pub fn shrinking_index(x: &[f64]) -> f64 {
    let mut state = (x.len() - 1, 1.0);
    for _ in 1..x.len() {
        state.1 = state.1 * x[state.0] + 0.2;
        state.0 -= 1;
        state.1 += x[state.0].sin();
    }
    state.1
}

/// A row-major matrix in one slice.
#[differentiable]
pub fn row_major_product(a: &[f64], x: &[f64]) -> Vec<f64> {
    let columns = x.len();
    let rows = a.len() / columns;
    let mut y = vec![0.0; rows];
    for i in 0..rows {
        let offset = i * columns;
        for j in 0..columns {
            y[i] += a[offset + j] * x[j];
        }
    }
    y
}

/// Indices from bits: a fast Walsh–Hadamard transform in place.
#[differentiable]
pub fn walsh_hadamard(x: &mut [f64; 8]) {
    for stage in 0..3 {
        let half = 1 << stage;
        for block in (0..8).step_by(2 * half) {
            for k in block..block + half {
                let (a, b) = (x[k], x[k + half]);
                x[k] = a + b;
                x[k + half] = a - b;
            }
        }
    }
}

/// A radix-2 Fourier transform: bit reversal, then butterflies, real and imaginary parts in place.
#[differentiable]
pub fn fft(re: &mut [f64], im: &mut [f64], bits: usize) {
    let n = re.len();
    for i in 0..n {
        let mut j = 0;
        for bit in 0..bits {
            j |= ((i >> bit) & 1) << (bits - 1 - bit);
        }
        if i < j {
            let (r, s) = (re[i], im[i]);
            re[i] = re[j];
            im[i] = im[j];
            re[j] = r;
            im[j] = s;
        }
    }
    for stage in 1..=bits {
        let length = 1usize << stage;
        let half = length / 2;
        for start in (0..n).step_by(length) {
            for k in 0..half {
                let angle = -2.0 * PI * k as f64 / length as f64;
                let (s, c) = angle.sin_cos();
                let (upper, lower) = (start + k, start + k + half);
                let tr = c * re[lower] - s * im[lower];
                let ti = c * im[lower] + s * re[lower];
                re[lower] = re[upper] - tr;
                im[lower] = im[upper] - ti;
                re[upper] += tr;
                im[upper] += ti;
            }
        }
    }
}

/// Linear interpolation in a table: the cell is an inactive function of an active value.
#[differentiable]
pub fn table_lookup(table: &[f64], x: f64) -> f64 {
    let cells = table.len() - 1;
    let scaled = x * cells as f64;
    let mut cell = scaled.floor() as usize;
    if cell > cells - 1 {
        cell = cells - 1;
    }
    let t = scaled - cell as f64;
    table[cell] * (1.0 - t) + table[cell + 1] * t
}

/// The last index at which a condition held, found by a loop.
#[differentiable]
pub fn at_largest(x: &[f64], y: &[f64]) -> f64 {
    let mut best = 0;
    for i in 1..x.len() {
        if x[i] > x[best] {
            best = i;
        }
    }
    x[best] * y[best]
}

/// Integer parameters that the body changes, negative steps through signed arithmetic.
#[differentiable]
pub fn zigzag(x: &[f64], mut position: i64, mut direction: i64) -> f64 {
    let n = x.len() as i64;
    let mut product = 1.0;
    for _ in 0..2 * n {
        product *= 1.0 + 0.1 * x[position as usize];
        if position + direction < 0 || position + direction >= n {
            direction = -direction;
        }
        position += direction;
    }
    product
}

/// Dynamic programming over a triangle: indices of two arrays that swap their roles.
#[differentiable]
pub fn smooth_path(costs: [[f64; 4]; 4]) -> f64 {
    let mut best = [[0.0; 4]; 2];
    best[0][0] = costs[0][0];
    let mut now = 0;
    for row in 1..4 {
        let previous = now;
        now = 1 - now;
        for column in 0..=row {
            let left = if column > 0 { best[previous][column - 1] } else { 9.0 };
            let right = if column < row { best[previous][column] } else { 9.0 };
            best[now][column] = costs[row][column] - ((-left).exp() + (-right).exp()).ln();
        }
    }
    best[now][0] + best[now][3] * best[1 - now][1]
}

/// Searches: closures in integer code, whose parameters hide variables.
#[differentiable]
pub fn interpolated(xs: &[f64], ys: &[f64], x: f64, shift: f64) -> f64 {
    let v = x + shift;
    let i = xs.partition_point(|&v| v <= x + shift).clamp(1, xs.len() - 1);
    let k = match xs.binary_search_by(|v| v.partial_cmp(&x).unwrap()) {
        Ok(k) => k,
        Err(k) => k.min(xs.len() - 1),
    };
    let t = (v - xs[i - 1]) / (xs[i] - xs[i - 1]);
    ys[i - 1] * (1.0 - t) + ys[i] * t + ys[k] * v
}

/// Bookkeeping in maps: positions and counts of keys.
#[differentiable]
pub fn counted(x: &[f64], keys: &[u32]) -> f64 {
    let mut slot: HashMap<u32, usize> = HashMap::new();
    let mut count = HashMap::new();
    for (i, k) in keys.iter().enumerate() {
        *count.entry(*k).or_insert(0) += 1;
        slot.insert(*k, i);
    }
    let mut s = 1.0;
    for (i, v) in x.iter().enumerate() {
        if i == 2 {
            continue;
        }
        s = s * v.sin() + x[slot[&keys[i]]] * count[&keys[i]] as f64;
    }
    s * x[slot[&keys[0]]]
}

/// Read between changes, in loops that are left early, and gone through in order.
#[differentiable]
pub fn grouped(x: &[f64], keys: &[u32]) -> f64 {
    let mut index = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut sums = Vec::new();
    let mut s = 0.0;
    for (v, k) in x.iter().zip(keys) {
        let next = index.len();
        let i = *index.entry(*k).or_insert(next);
        if i == sums.len() {
            sums.push(0.0);
        }
        sums[i] += v * v;
        if !seen.insert(*k) {
            s += v;
            continue;
        }
        if seen.len() > 2 && seen.contains(k) {
            break;
        }
    }
    for (k, i) in &index {
        s = s * 0.5 + sums[*i] * *k as f64;
    }
    for i in index.values() {
        s *= sums[*i];
    }
    if let Some(i) = index.get(&keys[1]) {
        s += sums[*i];
    }
    let Some(&j) = index.get(&keys[0]) else { return s };
    match index.get(&77) {
        Some(_) => return 0.0,
        None => s += x[j],
    }
    s * x[index.get(&keys[1]).copied().unwrap_or(0)]
}

#[differentiable]
pub fn of_sets(x: &[f64], keys: &[u32]) -> Result<f64, &'static str> {
    let table: HashMap<u32, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, k) in keys.iter().enumerate() {
        groups.entry(*k % 2).or_default().push(i);
    }
    let mut s = 1.0;
    for (k, members) in &groups {
        let mut t = *k as f64 + 1.0;
        for m in members {
            t *= x[*m];
        }
        s += t * s;
    }
    let mut done: BTreeSet<u32> = table.keys().copied().collect();
    for k in 0..9u32 {
        if k > 0 && table.contains_key(&k) {
            s *= x[table[&k]];
            done.insert(k + 1);
        }
    }
    while let Some(k) = done.pop_first() {
        s += x[k as usize % x.len()] * k as f64;
    }
    let i = *table.get(&keys[0]).ok_or("no")?;
    Ok(s * x[i] + table.get(&99).map_or(1.0, |i| x[*i] * x[0]))
}

#[differentiable]
pub fn over_maps(x: &[f64], keys: &[u32]) -> f64 {
    let mut at = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (i, k) in keys.iter().enumerate() {
        at.insert(*k, i);
        seen.insert(*k);
    }
    let many = at.values().filter(|i| **i > 0).count();
    let squares: f64 = at.values().map(|&i| x[i] * x[i]).sum();
    let weighed = at.keys().zip(x).map(|(k, v)| v * *k as f64).fold(0.0, |a, b| a + b * squares);
    let later: f64 = at.iter().filter(|(k, _)| **k > 7).map(|(_, i)| x[*i]).sum();
    let waves: Vec<f64> = at.values().map(|i| x[*i].sin()).collect();
    let all: f64 = seen.iter().map(|k| x[at[k]]).product();
    squares * weighed + later * many as f64 + waves[0] * x[0] + all
}
