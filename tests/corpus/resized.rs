//! `Vec`s behind `&mut` that get longer and shorter.
#![allow(clippy::needless_range_loop)] // the loops are what is tested
use jac::{Differentiable, differentiable};
#[differentiable]
pub fn history(x: f64, out: &mut Vec<f64>) {
    out.push(x * x);
    out.push(x.sin());
}
/// Lent by a variable, twice, and read.
#[differentiable]
pub fn total(x: f64) -> f64 {
    let mut log = Vec::new();
    history(x, &mut log);
    history(2.0 * x * log[0], &mut log);
    let mut sum = 0.0;
    for (i, value) in log.iter().enumerate() {
        sum += value * value * (i as f64 + 1.0);
    }
    sum
}
/// Passed on by its name, in a loop; read in between, and made shorter.
#[differentiable]
pub fn passed_on(x: f64, out: &mut Vec<f64>) -> f64 {
    history(x, out);
    let before = out[out.len() - 1];
    for k in 0..3 {
        history(x * (k as f64) * out[0], out);
    }
    out.pop();
    before * out[0]
}
#[differentiable]
pub fn passed_on_twice(x: f64, y: f64) -> f64 {
    let mut log = vec![y * x];
    let a = passed_on(x, &mut log);
    log.truncate(4);
    let b = passed_on(a, &mut log);
    b + log.iter().map(|value| value * value).sum::<f64>()
}
/// Elements with parts; an early return.
#[differentiable]
pub fn integrate(x: f64, n: usize, log: &mut Vec<[f64; 2]>) -> f64 {
    let mut t = 0.0;
    let mut y = x;
    for _ in 0..n {
        if log.len() > 4 {
            log.clear();
        }
        log.push([t * x, y]);
        y = y + 0.1 * (y * x).sin();
        t += 0.1;
        if y > 1.2 {
            return y * log[0][1];
        }
    }
    y
}
#[differentiable]
pub fn integrated(x: f64, n: usize) -> f64 {
    let mut log = Vec::new();
    let y = integrate(x, n, &mut log);
    let mut sum = y;
    for point in &log {
        sum += point[0] * point[1];
    }
    let z = integrate(sum, 3, &mut log);
    sum + z + log.iter().map(|point| point[1]).sum::<f64>()
}
/// It grows on one side, and shrinks behind.
#[differentiable]
pub fn on_one_side(x: f64, out: &mut Vec<f64>) {
    if x > 0.5 {
        out.push(x);
    } else {
        out.push(1.0);
        out.push(x * x);
    }
    if out.len() > 3 {
        out.truncate(2);
        return;
    }
    out.push(x.exp());
}
#[differentiable]
pub fn on_both_sides(x: f64) -> f64 {
    let mut out = Vec::new();
    for i in 0..4 {
        if i != 2 {
            on_one_side(x * i as f64, &mut out);
        }
    }
    out.iter().map(|value| value * value * x).sum()
}
#[differentiable]
pub fn tree(x: f64, depth: usize, out: &mut Vec<f64>) {
    if depth == 0 {
        return;
    }
    out.push(x);
    tree(x.sin() * 1.5, depth - 1, out);
    out.push(x * out[0]);
    tree(x * 0.5, depth - 1, out);
}
#[differentiable]
pub fn walked(x: f64, depth: usize) -> f64 {
    let mut out = vec![x];
    tree(x, depth, &mut out);
    let mut sum = 0.0;
    for i in 0..out.len() {
        sum += out[i] * out[i] * (i as f64);
    }
    sum
}
/// All that changes a length.
#[differentiable]
pub fn operations(x: f64, values: &[f64], out: &mut Vec<f64>) -> f64 {
    let length = out.len();
    let first = out[0];
    out.extend(values.iter().map(|value| value * x));
    out.extend_from_slice(values);
    out.resize(length + 5, x);
    out.insert(1, x * first);
    let removed = out.remove(0);
    let last = out[out.len() - 1];
    let popped = out.pop().unwrap_or(0.0);
    out.truncate(5);
    let mut other = vec![x, x * x];
    out.append(&mut other);
    out.swap(0, 1);
    out.push(popped * removed);
    let third = out.swap_remove(2);
    out[0] += popped * first;
    out[0] * last + third
}
#[differentiable]
pub fn operated(x: f64, values: &[f64]) -> f64 {
    let mut out = vec![x, 2.0, x * 3.0];
    let a = operations(x, values, &mut out);
    let b = operations(a * 0.1, values, &mut out);
    a + b + out.iter().sum::<f64>()
}
/// Taken whole, and overwritten.
#[differentiable]
pub fn whole(x: f64, out: &mut Vec<f64>) -> f64 {
    let taken = std::mem::take(out);
    for value in &taken {
        out.push(value * x);
        out.push(value + x);
    }
    let first = out[0];
    *out = vec![x * first, out[1]];
    if x > 0.5 {
        *out = taken;
        out.push(first);
    }
    let before = std::mem::replace(out, vec![x, x * x, first]);
    out[1] *= before[0];
    before[before.len() - 1] * first
}
#[differentiable]
pub fn of_whole(x: f64) -> f64 {
    let mut out = vec![x, x * x];
    let a = whole(x, &mut out);
    out = vec![out[2], a];
    let b = whole(a, &mut out);
    b + out.iter().product::<f64>()
}
/// Two of them.
#[differentiable]
pub fn exchange(a: &mut Vec<f64>, b: &mut Vec<f64>, x: f64) {
    std::mem::swap(a, b);
    a.push(x);
    b.push(x * a[0]);
    if let Some(value) = a.pop() {
        b.push(value * value);
    }
}
#[differentiable]
pub fn copy_into(from: &Vec<f64>, to: &mut Vec<f64>, x: f64) {
    for value in from {
        to.push(value * x);
    }
}
#[differentiable]
pub fn exchanged(x: f64) -> f64 {
    let mut pair = (vec![x, x * 2.0], vec![x * x]);
    exchange(&mut pair.0, &mut pair.1, x);
    copy_into(&pair.0, &mut pair.1, x);
    let mut copy = pair.0.clone();
    exchange(&mut copy, &mut pair.1, x + 1.0);
    copy.iter().sum::<f64>() * pair.1.iter().map(|value| value * value).sum::<f64>()
}
/// One inside of another, and elements of a slice.
#[differentiable]
pub fn rows(x: f64, rows: &mut Vec<Vec<f64>>) {
    rows.push(vec![x; 3]);
    let last = rows.len() - 1;
    rows[last].push(x * x);
    history(x, &mut rows[0]);
    history(x * rows[last][3], &mut rows[last]);
    rows.push(Vec::new());
}
#[differentiable]
pub fn each(x: f64, rows: &mut [Vec<f64>]) {
    for row in rows.iter_mut() {
        row.push(x);
        history(x, row);
    }
    let (first, others) = rows.split_at_mut(1);
    copy_into(&others[0], &mut first[0], x);
    exchange(&mut first[0], &mut others[0], x);
}
#[differentiable]
pub fn all_rows(x: f64) -> f64 {
    let mut table = vec![vec![x]];
    rows(x, &mut table);
    rows(x * 2.0, &mut table);
    each(x, &mut table);
    each(x, &mut table[1..]);
    let mut sum = 0.0;
    for row in &table {
        for (i, value) in row.iter().enumerate() {
            sum += value * value * i as f64;
        }
    }
    sum
}
/// Made anew in each iteration.
#[differentiable]
pub fn buffers(x: f64, n: usize) -> f64 {
    let mut sum = x;
    for i in 0..n {
        let mut buffer = Vec::new();
        history(x * sum, &mut buffer);
        if i % 2 == 0 {
            history(sum, &mut buffer);
        }
        sum = sum * 0.5 + buffer.iter().map(|value| value * value).sum::<f64>() * 0.1;
    }
    sum
}
/// A stack of work, in a loop that asks for its length.
#[differentiable]
pub fn work(x: f64, stack: &mut Vec<f64>) -> f64 {
    let mut sum = 0.0;
    while let Some(value) = stack.pop() {
        sum += value * x;
        if value > 0.9 {
            stack.push(value * 0.5);
            stack.push(value * 0.25 * x);
        }
    }
    sum
}
#[differentiable]
pub fn worked(x: f64) -> f64 {
    let mut stack = vec![x * 4.0, 0.3];
    let a = work(x, &mut stack);
    while stack.len() < 5 {
        history(a * 0.3, &mut stack);
    }
    stack.iter().sum::<f64>() * a
}
/// By a closure of the function's own.
#[differentiable]
pub fn recorded(x: f64, out: &mut Vec<f64>) {
    let mut record = |value: f64| out.push(value * x);
    record(x);
    record(x * x);
}
/// What is given by value and lent, and what is only written.
#[differentiable(out(out))]
pub fn only_written(x: f64, out: &mut Vec<f64>) {
    out.clear();
    out.push(x);
    out.push(x * x);
}
#[differentiable]
pub fn given(mut values: Vec<f64>, x: f64) -> Vec<f64> {
    history(x, &mut values);
    values.remove(0);
    recorded(values[0], &mut values);
    let mut written = values.clone();
    only_written(x * values[1], &mut written);
    values.extend(written);
    values
}
#[differentiable]
pub fn of_given(x: f64) -> f64 {
    let values = given(vec![x, x * x], x);
    values.iter().enumerate().map(|(i, value)| value * value * (i as f64 + 1.0)).sum()
}
/// Integers beside it, whose type is inferred.
#[differentiable]
pub fn pointed(x: f64, indices: &mut Vec<usize>, values: &mut Vec<f64>) {
    indices.push(values.len());
    values.push(x);
    indices.push(0);
    values.push(x * x);
}
#[differentiable]
pub fn pointed_at(x: f64) -> f64 {
    let mut indices = Vec::new();
    let mut values = Vec::new();
    pointed(x, &mut indices, &mut values);
    indices.push(1);
    pointed(x * 2.0, &mut indices, &mut values);
    indices.push(3);
    let mut sum = 0.0;
    for i in 0..indices.len() {
        sum += values[indices[i]] * values[indices[i]] + x * indices[i] as f64;
    }
    sum
}
/// It may fail.
#[differentiable]
pub fn fallible(x: f64, out: &mut Vec<f64>) -> Option<f64> {
    out.push(x);
    if x > 1.5 {
        return None;
    }
    let result = out[0] * x;
    out.push(result);
    Some(result)
}
#[differentiable]
pub fn failed(x: f64) -> f64 {
    let mut out = Vec::new();
    let mut sum = x;
    for _ in 0..5 {
        match fallible(sum, &mut out) {
            Some(result) => sum = result + 0.5,
            None => break,
        }
    }
    sum + out.iter().map(|value| value * value).sum::<f64>()
}
#[derive(Clone, Debug, Default, PartialEq, Differentiable)]
pub struct State {
    pub position: f64,
    pub history: Vec<f64>,
    pub pairs: Vec<(f64, f64)>,
    pub steps: usize,
}
/// A field of what is behind `&mut`.
#[differentiable]
pub fn step(state: &mut State, dt: f64) {
    state.history.push(state.position * dt);
    state.position += dt * state.position.sin();
    state.steps += 1;
    let history = &mut state.history;
    history.push(dt);
    self::history(dt, history);
    if state.steps > 2 {
        state.pairs.push((state.position, dt));
        state.history.truncate(5);
        state.history = vec![state.history[0], state.history[3] * dt];
    }
}
#[differentiable]
pub fn steps(x: f64, n: usize) -> f64 {
    let mut state = State { position: x, history: Vec::new(), pairs: Vec::new(), steps: 0 };
    for i in 0..n {
        step(&mut state, 0.1 * x * (i + 1) as f64);
    }
    let State { position, history, pairs, .. } = state;
    history.iter().map(|value| value * value).sum::<f64>() + position + pairs.iter().map(|(a, b)| a * b).sum::<f64>()
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Deep {
    rows: Vec<Vec<f64>>,
    inner: (Vec<f64>, f64),
    pair: [Vec<f64>; 2],
    perhaps: Option<Vec<f64>>,
}
#[differentiable]
fn add(x: f64, out: &mut Vec<f64>) {
    out.push(x * x);
}
#[differentiable]
fn add_to_all(rows: &mut [Vec<f64>], x: f64) {
    for row in rows.iter_mut() {
        row.push(x);
    }
}
/// Parts of a variable.
#[differentiable]
pub fn deep(x: f64) -> f64 {
    let mut deep =
        Deep { rows: vec![vec![x], vec![]], inner: (vec![], x), pair: [vec![x], vec![]], perhaps: Some(vec![x]) };
    for i in 0..2 {
        add(x * i as f64, &mut deep.rows[i]);
        add(x + 1.0, &mut deep.pair[i]);
    }
    add(x, &mut deep.inner.0);
    if let Some(list) = &mut deep.perhaps {
        add(x * 3.0, list);
    }
    add_to_all(&mut deep.rows, x);
    add_to_all(&mut deep.rows[1..], x * 2.0);
    add_to_all(&mut deep.pair, x);
    let mut rows = vec![vec![x]; 3];
    for i in 0..3 {
        add(x, &mut rows[i]);
        add_to_all(&mut rows[i..], x * x);
    }
    let mut sum = 0.0;
    for row in &deep.rows {
        for value in row {
            sum += value * value;
        }
    }
    for row in &deep.pair {
        for value in row {
            sum += value * value * x;
        }
    }
    for (k, row) in rows.iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            sum += value * value * (k + 2 * j) as f64;
        }
    }
    if let Some(list) = &deep.perhaps {
        for value in list {
            sum *= value + 0.5;
        }
    }
    sum * deep.inner.0[0]
}
