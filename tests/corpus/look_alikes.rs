//! What has the names of the library's, and is of the user's: methods of integers and of structs, types and variants.
use jac::{Differentiable, differentiable};

/// A list with two sizes, none of which is a `usize` to a macro.
#[derive(Clone, Debug, Differentiable)]
pub struct Table {
    pub rows: usize,
    pub columns: usize,
    pub shift: i32,
    pub data: Vec<f64>,
}

/// The smaller and the larger of two integers that only the compiler knows, as bounds, as indices, and in arithmetic.
#[differentiable]
pub fn sizes_compared(data: &[f64], rows: usize, columns: usize, k: usize) -> f64 {
    let m = Table { rows, columns, shift: -1, data: data.to_vec() };
    let mut sum: f64 = (0..m.rows.min(m.columns)).map(|i| m.data[i] * m.data[i]).sum();
    let n = k.min(m.rows);
    sum += m.data[n].sin();
    let n = m.rows.min(m.data.len());
    sum += (0..n).map(|i| m.data[i] * i as f64).sum::<f64>();
    sum *= m.data[m.rows.clamp(0, 1)] * m.data[k.min(m.rows.min(3))];
    sum += m.data[usize::min(m.rows, k)] * m.data[usize::max(m.rows, m.columns)];
    sum * m.data[m.shift.unsigned_abs() as usize] * m.data[m.shift.rem_euclid(2) as usize]
}

#[differentiable]
fn total(m: &Table, k: usize) -> f64 {
    let mut sum: f64 = 0.0;
    for _ in 0..2 {
        let n = k.max(m.rows).min(m.columns);
        let weight = m.rows.min(m.columns) as f64;
        sum += m.data[n] * weight * sum.cos();
    }
    let from = m.rows.min(m.columns);
    let to = m.columns.max(from + 1);
    sum *= (from..to).map(|i| m.data[i]).product::<f64>();
    if m.rows.min(k) > 0 { sum * m.data[(m.shift.max(0) as usize).min(m.rows)] } else { sum }
}

#[differentiable]
pub fn sizes_in_loops(data: &[f64], rows: usize, columns: usize, k: usize) -> f64 {
    let m = Table { rows, columns, shift: -1, data: data.iter().map(|v| v * v).collect() };
    total(&m, k) * m.data[..m.rows.max(m.columns)].iter().sum::<f64>()
}

/// What owns a list, and has methods by the names of those of floats.
#[derive(Clone, Debug, Differentiable)]
pub struct Wave {
    pub phase: f64,
    pub parts: Vec<f64>,
}

#[differentiable]
impl Wave {
    fn exp(&self) -> f64 {
        self.phase.exp() * self.parts[0]
    }
    fn abs(&self) -> f64 {
        self.phase * self.parts[1]
    }
    fn ln(&self) -> Wave {
        Wave { phase: self.phase * self.parts[0], parts: self.parts.clone() }
    }
    fn powf(&self, by: f64) -> f64 {
        self.phase * by * by
    }
    fn mul_add(&self, by: f64, plus: f64) -> f64 {
        self.phase * by + plus * self.parts[0]
    }
    fn atan2(&self, other: &Wave) -> f64 {
        self.phase * other.parts[1]
    }
    fn hypot(&self, other: Wave) -> f64 {
        self.parts[0] * other.phase
    }
    fn clamp(&self, low: f64, high: f64) -> Wave {
        Wave { phase: self.phase * low, parts: vec![high * self.parts[0], low] }
    }
}

#[differentiable]
fn behind_references(v: &Wave, w: &Wave) -> f64 {
    let c = v.clamp(w.phase, 1.5);
    v.exp() + v.abs() * v.ln().phase + v.powf(2.0) * v.mul_add(w.phase, w.parts[0]) + c.phase * c.parts[0]
        - v.atan2(w) * v.hypot(w.clone())
}

#[differentiable]
fn changed_between(v: &mut Wave) -> f64 {
    v.phase *= 2.0;
    let first = v.exp();
    v.phase = first;
    v.abs() * v.powf(v.phase)
}

#[differentiable]
fn of_each(waves: &[Wave]) -> f64 {
    let mut sum = 0.5;
    for wave in waves {
        sum += if wave.phase > 0.0 { wave.exp() * wave.powf(sum) } else { wave.abs() };
    }
    sum + waves[0].clamp(waves[1].phase, 2.0).phase
}

#[differentiable]
pub fn methods_like_those_of_floats(x: f64, y: f64) -> f64 {
    let mut v = Wave { phase: x, parts: vec![y, x * y] };
    let w = Wave { phase: y, parts: vec![x * x, 0.5] };
    let sum = behind_references(&v, &w) * changed_between(&mut v);
    let both = [v, w];
    sum + of_each(&both)
}

/// A number with methods that floats have, too.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Angle(f64);

#[differentiable]
impl Angle {
    fn clamp(self, low: f64, high: f64) -> Angle {
        Angle(self.0.clamp(low, high) * low)
    }
    fn min(self, other: Angle) -> Angle {
        Angle(self.0 * other.0)
    }
    fn atan2(self, other: Angle) -> f64 {
        self.0 * other.0 * 3.0
    }
}

#[differentiable]
fn of_angles(a: Angle, b: Angle) -> f64 {
    a.clamp(b.0, 1.0).min(b).0 + a.atan2(b)
}

#[differentiable]
pub fn methods_of_a_number(x: f64, y: f64) -> f64 {
    of_angles(Angle(x), Angle(y))
}

/// Types by the names of some of the library's.
#[derive(Clone, Debug, Differentiable)]
pub struct Cell {
    pub depth: f64,
    pub speed: f64,
}

#[differentiable]
impl Cell {
    fn new(x: f64) -> Cell {
        Cell { depth: x * x, speed: 2.0 * x }
    }
    fn flux(&self) -> f64 {
        self.depth * self.speed
    }
    fn refined(&self) -> Cell {
        let finer = Cell::new(self.depth);
        Cell { depth: finer.depth, speed: finer.speed }
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Rc {
    pub resistance: f64,
    pub capacity: f64,
}

#[differentiable]
impl Rc {
    fn new(resistance: f64, capacity: f64) -> Self {
        Rc { resistance, capacity }
    }
    fn time(&self) -> f64 {
        self.resistance * self.capacity
    }
}

#[differentiable]
pub fn types_like_those_of_the_library(x: f64, y: f64) -> f64 {
    let cell: Cell = Cell::new(x);
    cell.flux() * cell.refined().speed + Rc::new(x, y).time()
}

/// Variants that have names of those of the library, behind the name of their type.
#[derive(Clone, Copy, Debug, Differentiable)]
pub enum Status {
    Ok(u32),
    Err,
}

#[differentiable]
pub fn variants_behind_their_type(x: f64, n: u32) -> f64 {
    let status = if n > 2 { Status::Ok(n) } else { Status::Err };
    match status {
        Status::Ok(n) => x * n as f64,
        Status::Err => x * x,
    }
}

/// Methods by the names that what proves calls unambiguous had.
#[differentiable]
trait Numbered {
    fn one(&self, x: f64) -> f64;
    fn other(&self, x: f64) -> f64;
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Scaling(f64);

#[differentiable]
impl Numbered for Scaling {
    fn one(&self, x: f64) -> f64 {
        self.0 * x.sin()
    }
    fn other(&self, x: f64) -> f64 {
        x / self.0
    }
}

#[differentiable]
pub fn methods_by_names_of_a_proof(x: f64, y: f64) -> f64 {
    let scaling = Scaling(y);
    scaling.one(x) + scaling.other(x * y * y)
}
