//! Lists: of types of one's own, of integers and flags, in fields and results.
use jac::{Differentiable, differentiable};
use std::ops::Index;

// What is absent, and rows that lie anywhere
#[differentiable]
pub fn biased(x: [f64; 2], bias: Option<f64>) -> f64 {
    match bias {
        Some(bias) => x[0] * x[1] + bias * x[0],
        None => x[0] * x[1],
    }
}
#[differentiable]
pub fn offset(at: Option<[f64; 2]>, scale: f64) -> f64 {
    at.map_or(scale.sin(), |at| at[0] * scale + at[1])
}
#[derive(Clone, Debug, Differentiable)]
pub struct Layer {
    weight: f64,
    bias: Option<f64>,
}
pub fn layer(bias: Option<f64>) -> Layer {
    Layer { weight: 0.7, bias }
}
#[differentiable]
pub fn through(layer: &Layer, x: f64) -> f64 {
    let bias = if let Some(bias) = layer.bias { bias * bias } else { 0.5 };
    (layer.weight * x + bias).tanh()
}
#[differentiable]
pub fn energy_of_rows(rows: &[&[f64]], scale: f64) -> f64 {
    let mut sum = 0.0;
    for row in rows {
        for value in row.iter() {
            sum += scale * value * value;
        }
    }
    sum
}
#[differentiable]
pub fn corner(rows: &[&[f64]]) -> f64 {
    rows[0][0] * rows[1][1]
}

// A ring buffer with methods that have names of slices
#[derive(Clone, Debug, Differentiable)]
pub struct Ring {
    buf: [f64; 4],
    head: usize,
}
#[differentiable]
impl Ring {
    fn new() -> Self {
        Ring { buf: [0.0; 4], head: 0 }
    }
    fn record(&mut self, x: f64) {
        self.buf[self.head] = x;
        self.head = (self.head + 1) % 4;
    }
    fn len(&self) -> usize {
        4
    }
    fn last(&self) -> Option<f64> {
        Some(self.buf[(self.head + 3) % 4])
    }
    fn first(&self) -> f64 {
        self.buf[(self.head + 2) % 4]
    }
    fn swap(&mut self, a: usize, b: usize) {
        let (a, b) = ((self.head + a) % 4, (self.head + b) % 4);
        self.buf.swap(a, b);
    }
    fn fill(&mut self, x: f64) {
        self.buf[self.head] = x * x;
    }
}
#[differentiable]
impl Index<usize> for Ring {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.buf[i]
    }
}
#[differentiable]
pub fn recorded(x: f64, y: f64) -> f64 {
    let mut r = Ring::new();
    r.record(x);
    r.record(y);
    r.last().unwrap() * x
}
#[differentiable]
pub fn recorded_first(x: f64, y: f64) -> f64 {
    let mut r = Ring { buf: [x; 4], head: 2 };
    r.record(y * x);
    r.record(y);
    r.first() * x + r[0]
}
#[differentiable]
pub fn changed(x: f64, y: f64) -> f64 {
    let mut r = Ring::new();
    r.record(x);
    r.record(y);
    r.swap(1, 3);
    r.fill(y);
    r[0] * x + r[1].sin() + r[2] * r[3]
}
#[differentiable]
fn made(x: f64, y: f64) -> Ring {
    Ring { buf: [x, y, x * y, y * y], head: 1 }
}
#[differentiable]
pub fn by_path(x: f64, y: f64) -> f64 {
    let r = made(x, y);
    let value = Ring::last(&r).unwrap();
    let mut product = value * Ring::first(&r);
    for k in 0..r.len() {
        product += r[k] * x;
    }
    product
}

// Lists of integers and flags that functions give: neighbours, pivots, masks
#[differentiable]
fn positive(x: &[f64]) -> Vec<usize> {
    (0..x.len()).filter(|&i| x[i] > 0.0).collect()
}
#[differentiable]
fn selected(x: &[f64]) -> Vec<usize> {
    let mut found = Vec::new();
    for i in 0..x.len() {
        if x[i] > 0.0 {
            found.push(i);
        }
    }
    found
}
#[differentiable]
fn flags(x: &[f64]) -> Vec<bool> {
    x.iter().map(|v| *v > 0.0).collect()
}
#[differentiable]
fn neighbours(x: &[f64]) -> Vec<Vec<usize>> {
    let mut lists = Vec::new();
    for i in 0..x.len() {
        let near: Vec<usize> = (0..x.len()).filter(|&j| j != i && (x[i] - x[j]).abs() < 1.5).collect();
        lists.push(near);
    }
    lists
}
#[differentiable]
fn pivots(x: &mut [f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..x.len()).rev().collect();
    order.swap(0, 1);
    x[0] *= 2.0;
    order
}
#[differentiable]
fn perhaps(x: &[f64]) -> Option<Vec<usize>> {
    if x.is_empty() { None } else { Some(selected(x)) }
}
#[differentiable]
fn all(x: &[f64], list: &mut Vec<usize>) {
    for i in 0..x.len() {
        list.push(i);
    }
}
#[differentiable]
fn energy(x: &[f64], list: &[usize]) -> f64 {
    list.iter().enumerate().map(|(k, &i)| x[i] * x[i] * (k + 1) as f64).sum()
}
#[differentiable]
fn energy_of_owned(x: &[f64], list: Vec<usize>) -> f64 {
    energy(x, &list)
}
#[differentiable]
fn reversed(x: &[f64], list: &mut [usize]) -> f64 {
    list.reverse();
    energy(x, list)
}
#[differentiable]
fn masked(x: &[f64], mask: &[bool]) -> f64 {
    x.iter().zip(mask).filter(|(_, keep)| **keep).map(|(v, _)| v * v).sum()
}
#[derive(Clone, Debug, Differentiable)]
pub struct System {
    near: Vec<usize>,
    lists: Vec<Vec<usize>>,
    values: Vec<f64>,
}
#[differentiable]
fn system(x: &[f64]) -> System {
    System { near: positive(x), lists: neighbours(x), values: x.to_vec() }
}
#[differentiable]
pub fn given(x: &[f64]) -> f64 {
    energy(x, &positive(x)) + energy(x, &selected(x)[1..])
}
#[differentiable]
pub fn sliced(x: &[f64]) -> f64 {
    let list = selected(x);
    energy(x, &list[..]) * energy(x, &list[1..])
}
#[differentiable]
pub fn owned(x: &[f64]) -> f64 {
    let list = positive(x);
    let other = list.clone();
    energy_of_owned(x, list) + energy(x, &other).sin()
}
#[differentiable]
pub fn lent(x: &[f64]) -> f64 {
    let mut list = selected(x);
    reversed(x, &mut list) * x[list[0]]
}
#[differentiable]
pub fn in_fields(x: &[f64]) -> f64 {
    let s = system(x);
    let mut sum = energy(&s.values, &s.near);
    for (i, list) in s.lists.iter().enumerate() {
        sum += s.values[i] * energy(&s.values, list);
    }
    sum
}
#[differentiable]
pub fn in_lists(x: &[f64]) -> f64 {
    let lists = neighbours(x);
    lists.iter().map(|list| energy(x, list)).sum::<f64>() + lists[0].len() as f64 * x[0]
}
#[differentiable]
pub fn filled(x: &[f64]) -> f64 {
    let mut list = vec![];
    all(x, &mut list);
    energy(x, &list)
}
#[differentiable]
pub fn in_options(x: &[f64]) -> f64 {
    match perhaps(x) {
        Some(list) => energy(x, &list),
        None => 0.0,
    }
}
#[differentiable]
pub fn asked(x: &[f64]) -> Option<f64> {
    let list = perhaps(x)?;
    Some(energy(x, &list))
}
#[differentiable]
pub fn turned_round(x: &[f64]) -> f64 {
    let list: Vec<usize> = positive(x).into_iter().rev().collect();
    energy(x, &list)
}
#[differentiable]
pub fn pivoted(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    let order = pivots(&mut y);
    energy(&y, &order)
}
#[differentiable]
pub fn with_flags(x: &[f64]) -> f64 {
    let mask = flags(x);
    let mut sum = masked(x, &mask);
    for (v, &keep) in x.iter().zip(&mask) {
        if keep {
            sum += v * v * v;
        } else {
            sum -= v;
        }
    }
    sum
}

// Results of lists of integers and numbers
#[differentiable]
pub fn list_and_number(x: f64) -> (Vec<usize>, f64) {
    let list = vec![1];
    (list, x * x)
}
#[differentiable]
pub fn number_and_list(x: f64, y: f64) -> (f64, Vec<usize>) {
    let mut order: Vec<usize> = (0..3).collect();
    order.swap(0, 1);
    (x * y, order)
}
#[differentiable]
pub fn flags_and_number(x: f64, y: f64) -> (Vec<bool>, f64) {
    (vec![x > y], x * y)
}
#[differentiable]
pub fn lists_of_lists(x: f64, y: f64) -> (f64, Vec<Vec<usize>>) {
    (x * y, vec![vec![1]])
}
#[differentiable]
pub fn within_option(x: f64, y: f64) -> Option<(Vec<usize>, f64)> {
    Some((vec![1], x * y))
}
#[differentiable]
pub fn within_result(x: f64, y: f64) -> Result<(f64, Vec<usize>), String> {
    let order = vec![1usize];
    Ok((x * y, order))
}
#[differentiable]
pub fn taken_apart(x: f64, y: f64) -> f64 {
    let (value, order) = number_and_list(x, y);
    let (list, square) = list_and_number(value);
    square * x + energy(&[x, y, value], &order) * energy(&[x, y], &list)
}

// Fields that are taken and replaced
#[derive(Clone, Debug, Default, Differentiable)]
pub struct State {
    a: Vec<f64>,
    b: Vec<f64>,
    k: f64,
}
#[differentiable]
pub fn taken_and_replaced(x: f64, y: f64) -> f64 {
    let mut s = State { a: vec![x, y], b: vec![y], k: x };
    let v = std::mem::take(&mut s.a);
    s.a = v.iter().map(|e| e * s.k).collect();
    s.a[0] * s.a[1] + v[1] * s.b[0]
}
#[differentiable]
pub fn taken_in_a_loop(x: f64, y: f64) -> f64 {
    let mut s = State { a: vec![x, y, x * y], b: vec![], k: 1.1 };
    for step in 0..3 {
        let v = std::mem::take(&mut s.a);
        s.a = v.iter().take(3 - step).map(|e| e * e * s.k).collect();
        s.b = vec![s.a[0]; step + 1];
        s.k += s.b[step];
    }
    s.a[0] * s.k + s.b.iter().sum::<f64>()
}
#[differentiable]
pub fn longer_and_replaced(x: f64, y: f64) -> f64 {
    let mut s = State { a: vec![x], b: vec![y, x], k: y };
    s.a.push(y);
    s.b = s.a.iter().map(|e| e.sin()).collect();
    if x > y {
        s.a = vec![x * y; 3];
    }
    s.a.iter().sum::<f64>() * s.b[1] * s.k
}

// A clone that is no copy, and a result that is there on one side only
#[derive(Debug, Differentiable)]
pub struct Fresh {
    value: f64,
    history: Vec<f64>,
}
impl Clone for Fresh {
    fn clone(&self) -> Fresh {
        Fresh { value: self.value, history: vec![0.0; self.history.len()] }
    }
}
#[differentiable]
pub fn cloned_afresh(x: f64, y: f64) -> f64 {
    let s = Fresh { value: x, history: vec![y, x] };
    let c = s.clone();
    c.value * (1.0 + c.history[0]) + s.history[1]
}
#[differentiable]
pub fn cloned(x: f64, y: f64) -> f64 {
    let s = State { a: vec![x, y], b: vec![y], k: x };
    let mut c = s.clone();
    let states = vec![s, c.clone()];
    c.a[0] *= y;
    let copies = states.to_vec();
    c.a[0] * copies[1].a[1] + states[0].k
}
#[differentiable]
pub fn above_a_half(x: f64) -> Result<f64, String> {
    if x <= 0.5 { Err("too small".into()) } else { Ok(x * x) }
}
