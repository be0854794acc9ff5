//! What is of the user's own types, by the names of what gives it; and fields that are marked as constant.
#![allow(clippy::redundant_closure, reason = "the forms are what is tested")]
use jac::{Differentiable, differentiable};
use std::ops::Mul;

/// With methods by the names of elementary functions, of slices and of iterators.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Rotor {
    pub w: f64,
    pub x: f64,
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Body {
    pub rotor: Rotor,
    pub rate: f64,
}

#[differentiable]
impl Rotor {
    fn scale(self, k: f64) -> Rotor {
        Rotor { w: self.w * k, x: self.x * k }
    }
    fn exp(self) -> Self {
        let n = self.w.exp();
        Rotor { w: n * self.x.cos(), x: n * self.x.sin() }
    }
    fn size(&self) -> f64 {
        self.w * self.w + 2.0 * self.x * self.x
    }
    fn len(&self) -> f64 {
        self.size().sqrt()
    }
    fn max(self) -> f64 {
        self.w.max(self.x)
    }
    fn last(&self) -> f64 {
        self.x * self.x
    }
}

#[differentiable]
impl Mul for Rotor {
    type Output = Rotor;
    fn mul(self, other: Rotor) -> Rotor {
        Rotor { w: self.w * other.w - self.x * other.x, x: self.w * other.x + self.x * other.w }
    }
}

#[differentiable]
fn made(x: f64) -> Rotor {
    Rotor { w: x, x: x.sin() }
}

/// Behind a method, behind a function, in a field, and in a variable.
#[differentiable]
pub fn elementary_names(x: f64, y: f64, k: f64) -> f64 {
    let (one, other) = (Rotor { w: x, x: y }, Rotor { w: y, x: x * k });
    let body = Body { rotor: one * other, rate: k };
    let turned = one.scale(-k).exp();
    let mut product = other * turned;
    for _ in 0..2 {
        product = product * body.rotor.scale(body.rate).exp();
    }
    let given = made(k);
    product.size() * made(x).exp().size() + body.rotor.exp().size() * given.exp().size()
}

/// What has these names of numbers stays arithmetic.
#[differentiable]
pub fn of_numbers(x: f64, y: f64, k: f64) -> f64 {
    let one = Rotor { w: x, x: y };
    let e = (one.size() * k).exp();
    e / x.max(y) + made(x).size().sqrt().max(0.1) * e
}

/// In chains over lists of them, by the types of parameters and of fields.
#[derive(Clone, Debug, Differentiable)]
pub struct Path {
    pub parts: Vec<Rotor>,
    pub weights: Vec<f64>,
}

/// Without the attribute, by a name that another type has with it.
impl Path {
    pub fn len(&self) -> usize {
        self.parts.len()
    }
}

#[differentiable]
fn counted(path: &Path, k: f64) -> f64 {
    k * path.len() as f64
}

#[differentiable]
fn walked(parts: &[Rotor], path: &Path) -> f64 {
    let lengths: f64 = parts.iter().map(|part| part.len()).sum();
    let products = path.parts.windows(2).map(|pair| pair[0].len() * pair[1].last()).sum::<f64>();
    let both = parts.iter().zip(&path.parts).fold(0.0, |sum, (a, b)| sum + a.len() * b.max());
    let mut rest = 0.0;
    for part in &path.parts {
        rest += part.len() * path.weights.len() as f64;
    }
    lengths * products + both * rest
}

#[differentiable]
pub fn chains(x: &[f64], k: f64) -> f64 {
    let parts: Vec<Rotor> = x.iter().map(|&x| made(x).scale(k)).collect();
    let path = Path { parts: x.iter().map(|&v| Rotor { w: v * k, x: v }).collect(), weights: x.to_vec() };
    walked(&parts, &path) * counted(&path, k) + parts.iter().map(|part| part.scale(k).max()).sum::<f64>()
}

/// Lists that are constant, of tuples as well, and what is passed on from such a field.
#[derive(Clone, Debug, Differentiable)]
pub struct Reaction {
    pub rate: f64,
    #[constant]
    pub reactants: Vec<(usize, f64)>,
    #[constant]
    pub table: Vec<f64>,
    #[constant]
    pub order: Order,
}

#[derive(Clone, Debug)]
pub enum Order {
    Once,
    Times(f64),
}

#[derive(Clone, Debug, Differentiable)]
pub struct Mechanism {
    pub reactions: Vec<Reaction>,
    pub heat: f64,
}

#[differentiable(wrt(x))]
fn ordered(order: &Order, x: f64) -> f64 {
    match order {
        Order::Once => x.sin(),
        Order::Times(n) => x * n,
    }
}

#[differentiable(wrt(x))]
fn interpolated(table: &[f64], x: f64) -> f64 {
    table[0] + table[1] * x
}

#[differentiable]
impl Reaction {
    fn speed(&self, c: &[f64]) -> f64 {
        let mut rate = self.rate;
        for &(i, nu) in &self.reactants {
            rate *= c[i].powf(nu);
        }
        rate * self.reactants.iter().fold(1.0, |sum, (i, nu)| sum + c[*i] * nu)
    }
    fn scaled(&self, c: &[f64]) -> f64 {
        let of_table =
            ordered(&self.order, c[0]) * self.table[1] + interpolated(&self.table, self.rate * self.table[0]);
        of_table * self.table.iter().zip(c).map(|(t, c)| t * c).sum::<f64>() * c[0].powf(self.reactants[0].1)
    }
}

#[differentiable]
fn produced(mechanism: &Mechanism, c: &[f64]) -> f64 {
    let first = &mechanism.reactions[0];
    let speeds: f64 = mechanism.reactions.iter().map(|reaction| reaction.speed(c) * reaction.table[1]).sum();
    speeds * first.scaled(c) * mechanism.heat + first.reactants[1].1 * c[1] * mechanism.reactions[1].table[0]
}

#[differentiable]
pub fn marked(c: &[f64], rate: f64, heat: f64) -> f64 {
    let once = Reaction { rate, reactants: vec![(0, 1.5), (1, 0.5)], table: vec![0.3, 0.7], order: Order::Once };
    let times = Reaction {
        rate: rate * rate,
        reactants: vec![(1, 2.0), (0, 1.0)],
        table: vec![0.9, 0.2],
        order: Order::Times(3.0),
    };
    produced(&Mechanism { reactions: vec![once, times], heat }, c)
}

/// Methods, and functions of a type, that take functions.
#[derive(Clone, Debug, Differentiable)]
pub struct Grid {
    pub n: usize,
    pub values: Vec<f64>,
}

#[differentiable]
impl Grid {
    fn map(&self, f: impl Fn(f64) -> f64) -> Grid {
        Grid { n: self.n, values: self.values.iter().map(|&x| f(x)).collect() }
    }
    fn joined<F: Fn(f64, f64) -> f64>(&self, other: &Grid, f: F) -> Grid {
        let mut out = self.clone();
        for i in 0..self.n {
            out.values[i] = f(self.values[i], other.values[i]);
        }
        out
    }
    fn update(&mut self, f: impl Fn(usize, f64) -> f64) {
        for i in 0..self.n {
            self.values[i] = f(i, self.values[i]);
        }
    }
    fn integral(self, f: &dyn Fn(f64) -> f64, h: f64) -> f64 {
        self.values.iter().map(|&x| f(x) * h).sum()
    }
    fn generated(n: usize, f: impl Fn(usize) -> f64) -> Self {
        Grid { n, values: (0..n).map(|i| f(i)).collect() }
    }
    fn total(&self) -> f64 {
        self.values.iter().sum()
    }
    fn scaled(&self, k: f64) -> Grid {
        self.map(|x| x * 2.0 * k)
    }
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn over(grid: &Grid, k: f64) -> f64 {
    let turned = grid.map(|x| (x * k).sin());
    let joined = turned.joined(grid, |a, b| a * b + k);
    let mut scaled = joined.scaled(k);
    scaled.update(|i, x| x * x + i as f64 * k);
    scaled.total() * grid.clone().integral(&|x| x.exp() * k, k * k) + turned.map(square).map(|x| x + k).total()
}

#[differentiable]
pub fn taking_functions(x: &[f64], k: f64) -> f64 {
    let grid = Grid { n: x.len(), values: x.to_vec() };
    over(&grid, k) * Grid::generated(3, |i| k * i as f64 + x[0]).map(f64::sin).total()
}

/// What is called again on a value that is made of the same type: a literal, what a method gives, and a variable.
#[derive(Clone, Debug, Differentiable)]
pub struct Curve {
    pub points: Vec<f64>,
}

#[differentiable]
impl Curve {
    fn halved(&self) -> Self {
        Curve { points: self.points.iter().map(|point| point * 0.5).collect() }
    }
    fn smoothed(&self, times: usize) -> Curve {
        if times == 0 {
            return self.clone();
        }
        let points = self.points.windows(2).map(|pair| 0.3 * pair[0] + 0.7 * pair[1] * pair[0]).collect();
        Curve { points }.smoothed(times - 1)
    }
    fn length(&self, times: usize) -> f64 {
        let sum: f64 = self.points.iter().map(|point| point.sin()).sum();
        if times == 0 { sum } else { sum * self.halved().length(times - 1) }
    }
    fn shifted(&self, by: f64, times: usize) -> f64 {
        let mut next = self.clone();
        if times == 0 {
            return next.points[0] * by;
        }
        next.points[0] += by;
        next.points[0] * next.shifted(by * by, times - 1)
    }
}

#[differentiable]
pub fn on_made_values(x: &[f64], by: f64, times: usize) -> f64 {
    let curve = Curve { points: x.to_vec() };
    curve.smoothed(times).length(times) * curve.shifted(by, times)
}

/// Integers of a struct that varies, in an error.
#[derive(Clone, Debug, Differentiable)]
pub struct Table {
    pub rows: usize,
    pub columns: usize,
    pub data: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Mismatch {
    Shape { expected: (usize, usize), got: (usize, usize) },
    Columns(String),
}

#[differentiable]
impl Table {
    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }
    pub fn applied(&self, other: &Table) -> Result<f64, Mismatch> {
        if self.columns != other.rows {
            return Err(Mismatch::Shape { expected: (self.columns, self.rows), got: other.shape() });
        }
        if other.columns > 2 {
            return Err(Mismatch::Columns(other.columns.to_string()));
        }
        let row = |i: usize| self.data[i * self.columns] * other.data[i % other.rows];
        Ok((0..self.rows).map(row).sum())
    }
}

#[differentiable]
pub fn shapes(x: &[f64], rows: usize, columns: usize) -> f64 {
    let table = Table { rows: 2, columns: 1, data: x.to_vec() };
    let other = Table { rows, columns, data: x.iter().map(|v| v * v).collect() };
    match table.applied(&other) {
        Ok(y) => y * x[0],
        Err(Mismatch::Shape { expected, got }) => x[1] * (expected.1 * got.0) as f64,
        Err(Mismatch::Columns(_)) => x[0] * x[1],
    }
}
