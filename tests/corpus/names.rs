//! Shadowing and hostile names: nothing that a function calls its own may meet what is generated.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::{Differentiable, differentiable};

/// Every `let` shadows the one before.
#[differentiable]
pub fn shadowed(x: f64) -> f64 {
    let x = x * 2.0;
    let x = x.sin() + x;
    let y = x;
    let x = [x, y * y];
    let x = x[0] * x[1];
    let (x, y) = (y - x, x);
    let x = {
        let x = x * y;
        x + 1.0
    };
    x * y
}

/// A loop variable, a branch and a block that shadow, and leave the outer variable alone.
#[differentiable]
pub fn shadowed_in_scopes(x: f64, n: usize) -> f64 {
    let mut y = x;
    for x in 0..n {
        let y_next = y * 0.5 + x as f64;
        let x = y_next * y;
        y = x / 3.0;
        let y = 7.0 * x;
        let _ = y;
    }
    if y > 0.0 {
        let x = y.sqrt();
        y += x;
    } else {
        let x = -y;
        y *= x;
    }
    x * y
}

/// Names that derivative code might choose.
#[differentiable]
#[allow(non_snake_case)]
pub fn usual_suspects(x: f64, x_dot: f64, x_bar: f64, W: f64) -> f64 {
    let slot = x * x_dot;
    let trace = slot + x_bar;
    let pullback = trace * W;
    let tangent = pullback.sin();
    let cotangent = tangent * slot;
    let seed = cotangent - x_dot;
    let result = seed * trace;
    let value = result + 1.0;
    let dx = value / W;
    let adjoint = dx * x_bar;
    let primal = adjoint + slot;
    primal * result
}

/// More of them, as generated names with numbers might look, and types.
#[differentiable]
#[allow(non_snake_case, clippy::just_underscores_and_digits)]
pub fn numbered(i_1: f64, x_1: f64) -> f64 {
    let _1 = i_1 * x_1;
    let __x = _1 + i_1;
    let t0 = __x * _1;
    let t1 = t0 - x_1;
    let Lanes = t1 * t0;
    let Sweep = Lanes + t1;
    let Args = Sweep * i_1;
    let args = Args - Lanes;
    let Self_ = args * 0.5;
    let F = Self_ + args;
    let N = F * 2.0;
    N * args + F
}

/// Names of the runtime, of crates and of the prelude as variables.
#[differentiable]
pub fn crates_and_functions(jac: f64, core: f64, std: f64) -> f64 {
    let zero_like = jac * core;
    let accumulate = zero_like + std;
    let zero = accumulate * jac;
    let take = zero - core;
    let drop = take * zero;
    let lanes = drop + take;
    let math = lanes.sin();
    let alloc = math * jac;
    let vec = alloc + 1.0;
    let sin = vec.cos();
    sin * vec + alloc
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

/// A local with the name of the function it is the result of, and the function's own name.
#[differentiable]
pub fn named_like_functions(x: f64) -> f64 {
    let square = square(x);
    let named_like_functions = square + x;
    named_like_functions * square
}

/// Keywords as names.
#[differentiable]
pub fn raw_identifiers(r#type: f64, r#match: f64) -> f64 {
    let r#loop = r#type * r#match;
    let r#fn = r#loop.exp();
    r#fn - r#type
}

/// And in what has no derivative: conditions, integers, arguments of macros.
#[differentiable]
pub fn raw_integers(r#type: f64, r#in: usize) -> f64 {
    let r#loop = r#in | 1;
    assert!(r#type < 10.0, "{}", r#type);
    let r#box = [r#type, r#type * r#type][r#loop % 2];
    if r#type > 0.5 && r#loop == 3 { r#box.powi(r#loop as i32) } else { r#box }
}

/// Letters beyond ASCII.
#[differentiable]
#[allow(non_snake_case)]
pub fn greek(θ: f64, ω: f64) -> f64 {
    let φ = θ * ω;
    let Δt = 0.1;
    φ.sin() * Δt + ω
}

/// Minimal annotations: what the compiler infers, generated code must let it infer.
#[differentiable]
#[allow(clippy::useless_vec)]
pub fn barely_annotated(x: f64, n: usize) -> f64 {
    let zero = 0.0;
    let mut a = [zero; 3];
    let mut b = (1.0, [2.0, 3.0]);
    let mut v = vec![0.0; 2];
    let mut total = 0.;
    total += zero;
    for i in 0..n {
        a[i % 3] += b.0;
        b.1[i % 2] *= x;
        b.0 = a[0] + b.1[1];
        v[i % 2] = b.0 - v[1];
        total += v[0] * 1e-1;
    }
    total + a[1] + v[1]
}

/// A function whose parameters and constants are in capitals, with a lint that it silences itself.
#[differentiable]
#[allow(non_snake_case)]
#[inline]
#[must_use]
pub fn capitals(K: f64, T: f64) -> f64 {
    const R: f64 = 8.314;
    K * (-R / T).exp()
}

pub mod hostile {
    //! A module in which the prelude is not what it seems.
    #![allow(dead_code, non_camel_case_types, missing_docs)]

    pub mod core {}
    pub mod std {}
    pub mod alloc {}
    pub mod jac {}
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Vec;
    pub struct Default;
    pub struct Clone;
    pub struct Copy;
    pub struct Fn;
    pub struct Iterator;
    pub struct Lanes;
    pub struct Space;
    pub struct Function;
    pub const ZERO: usize = 3;
    pub const W: usize = 2;

    pub fn drop() {}

    #[::jac::differentiable]
    pub fn rosenbrock(x: [f64; 2]) -> f64 {
        let mut sum = 0.0;
        for i in 1..W {
            sum += 100.0 * (x[i] - x[i - 1] * x[i - 1]).powi(2) + (1.0 - x[i - 1]).powi(2);
        }
        sum
    }
}

/// Calls into the hostile module.
#[differentiable]
pub fn from_hostile_module(x: f64, y: f64) -> f64 {
    hostile::rosenbrock([x, y]) * x
}

/// Names that generated code has for its own: in another order, so that one is made of the other.
#[differentiable]
pub fn like_generated_ones(arg_1: f64, arg: f64, arg_0: f64, slot: f64, elements: f64, seed_0: f64) -> f64 {
    let rows = arg_1 * arg.sin() + arg_0 * arg_0 * slot;
    let columns = rows * elements;
    rows * columns + seed_0 * arg_1
}

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
        finer
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
