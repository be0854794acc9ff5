//! What is known by a bound alone: types without names, and paths of type parameters.

use jac::{Differentiable, differentiable};

#[differentiable]
pub trait Model {
    const GAIN: f64;
    const STEPS: usize;

    fn rate(&self, t: f64, y: &[f64; 2]) -> [f64; 2];
}

#[derive(Clone, Debug, Differentiable)]
pub struct Pendulum {
    pub stiffness: f64,
}

#[differentiable]
impl Model for Pendulum {
    const GAIN: f64 = 1.5;
    const STEPS: usize = 3;

    fn rate(&self, t: f64, y: &[f64; 2]) -> [f64; 2] {
        [y[1] * Self::GAIN, -self.stiffness * y[0].sin() + t]
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Decay {
    pub k: [f64; 2],
}

#[differentiable]
impl Model for Decay {
    const GAIN: f64 = -0.5;
    const STEPS: usize = 2;

    fn rate(&self, t: f64, y: &[f64; 2]) -> [f64; 2] {
        [-self.k[0] * y[0], -self.k[1] * y[1] * t]
    }
}

/// Of a model that has no name for its type, with a bound for loops that the type tells.
#[differentiable]
pub fn step(model: &impl Model, y: [f64; 2], h: f64) -> [f64; 2] {
    let k = model.rate(h, &y);
    [y[0] + h * k[0], y[1] + h * k[1]]
}

#[differentiable]
fn steps<M: Model>(model: &M, y: [f64; 2], h: f64) -> f64 {
    let mut y = y;
    for i in 0..M::STEPS {
        y = step(model, y, h * M::GAIN * (i + 1) as f64);
    }
    y[0] * y[1] * <M as Model>::GAIN
}

/// Several, each of a type of its own, behind references and in lists.
#[differentiable]
fn of_several(one: &impl Model, all: &[impl Model + Clone], last: impl Model + Clone, y: [f64; 2]) -> f64 {
    let mut y = step(one, y, 0.3);
    for model in all {
        y = step(model, y, 0.2);
    }
    let slope = last.rate(y[1], &y);
    slope[0] * slope[1]
}

#[differentiable]
pub fn several(p: [f64; 3], y: [f64; 2]) -> f64 {
    let pendulum = Pendulum { stiffness: p[0] };
    let decays = [Decay { k: [p[1], p[2]] }, Decay { k: [p[2], 0.3] }];
    of_several(&pendulum, &decays, Decay { k: [p[0], p[1]] }, y) + steps(&pendulum, y, p[1]) * steps(&decays[0], y, 0.2)
}

/// The model is data.
#[differentiable(wrt(y))]
fn of_data(model: &(impl Model + Clone), y: [f64; 2]) -> f64 {
    steps(model, y, 0.1) + step(model, y, 0.2)[1]
}

pub struct Solver {
    pub h: f64,
}

#[differentiable]
impl Solver {
    #[differentiable(wrt(model, y))]
    pub fn solved(&self, model: &impl Model, y: [f64; 2]) -> f64 {
        let slope = step(model, y, self.h);
        slope[0] * slope[1]
    }
}

#[differentiable]
pub fn solved(k: f64, y: [f64; 2]) -> f64 {
    let solver = Solver { h: 0.1 };
    let model = Pendulum { stiffness: k };
    solver.solved(&model, y) + of_data(&Decay { k: [0.3, 0.5] }, y)
}

/// What a type has besides methods with `&self`: functions that are called by a path, of `self`, and of another of the type.
#[differentiable]
pub trait State {
    fn from_parts(x: &[f64; 2], scale: f64) -> Self;

    fn weight(x: f64, out: &mut [f64]) -> f64;

    fn added(&self, other: &Self, factor: f64) -> Self;

    fn between(&self, all: &[Self; 2], x: f64) -> (f64, f64)
    where
        Self: Sized;

    fn consumed(self, x: f64) -> f64;

    fn advance(&mut self, x: f64) -> f64;

    fn set_to(&mut self, other: &Self);

    #[differentiable(wrt(x))]
    fn counted(self, x: f64) -> f64;
}

#[derive(Clone, Debug, Differentiable)]
pub struct Phase {
    pub position: f64,
    pub speed: f64,
    pub count: usize,
}

#[differentiable]
impl State for Phase {
    fn from_parts(x: &[f64; 2], scale: f64) -> Self {
        Phase { position: x[0] * scale, speed: x[1], count: 2 }
    }

    fn weight(x: f64, out: &mut [f64]) -> f64 {
        out[0] *= x;
        x.sin() * out[0]
    }

    fn added(&self, other: &Self, factor: f64) -> Self {
        let position = self.position + factor * other.position * self.speed;
        Phase { position, speed: self.speed - factor * other.speed, count: self.count + 1 }
    }

    fn between(&self, all: &[Self; 2], x: f64) -> (f64, f64) {
        (self.position * all[0].speed + x, all[1].position * x * self.speed)
    }

    fn consumed(self, x: f64) -> f64 {
        self.position * self.speed * x
    }

    fn advance(&mut self, x: f64) -> f64 {
        self.position += x * self.speed;
        self.speed *= x;
        self.count += 1;
        self.position.cos()
    }

    fn set_to(&mut self, other: &Self) {
        self.position = other.speed;
    }

    #[differentiable(wrt(x))]
    fn counted(self, x: f64) -> f64 {
        x * self.count as f64
    }
}

/// Of another shape, with a list.
#[derive(Clone, Debug, Differentiable)]
pub struct Samples {
    pub values: Vec<f64>,
}

#[differentiable]
impl State for Samples {
    fn from_parts(x: &[f64; 2], scale: f64) -> Self {
        Samples { values: vec![x[0], x[1] * scale, x[0] * x[1]] }
    }

    fn weight(x: f64, out: &mut [f64]) -> f64 {
        let last = out.len() - 1;
        out[last] += x * x;
        out[0]
    }

    fn added(&self, other: &Self, factor: f64) -> Self {
        let values = self.values.iter().zip(&other.values).map(|(a, b)| a * (1.0 + factor * b)).collect();
        Samples { values }
    }

    fn between(&self, all: &[Self; 2], x: f64) -> (f64, f64) {
        let sum: f64 = self.values.iter().sum();
        (sum * all[0].values[0], x * all[1].values[2] * sum)
    }

    fn consumed(self, x: f64) -> f64 {
        let mut values = self.values;
        values[0] *= x;
        values[0] * values[1]
    }

    fn advance(&mut self, x: f64) -> f64 {
        for value in &mut self.values {
            *value *= x;
        }
        self.values[1] * x
    }

    fn set_to(&mut self, other: &Self) {
        self.values[1] = other.values[0] * other.values[2];
    }

    #[differentiable(wrt(x))]
    fn counted(self, x: f64) -> f64 {
        x * self.values.len() as f64
    }
}

/// By paths, of the parameter and of the trait.
#[differentiable]
fn by_path<S: State + Clone>(state: &S, x: [f64; 2]) -> f64 {
    let mut out = x;
    let other = S::from_parts(&x, 0.7);
    let weight = S::weight(x[1], &mut out) + <S as State>::weight(x[0], &mut out[..]);
    let mut moving = S::added(state, &other, weight);
    let first = S::advance(&mut moving, x[0]);
    S::set_to(&mut moving, state);
    let (a, b) = <S as State>::between(&moving, &[other.clone(), state.clone()], out[1]);
    first * a + b * S::consumed(moving, out[0]) * S::counted(jac::constant(other.clone()), x[0])
}

/// In method syntax.
#[differentiable]
fn by_methods<S: State + Clone>(state: S, x: [f64; 2]) -> f64 {
    let mut state = state;
    let before = state.clone();
    let mut sum = 0.0;
    for i in 0..3 {
        let step = state.advance(0.5 * x[0] + 0.1 * i as f64);
        let next = state.added(&before, step);
        state.set_to(&next);
        let (a, b) = next.between(&[state.clone(), before.clone()], x[1]);
        sum += a * step + b;
    }
    sum * state.clone().consumed(x[1]) + jac::constant(before.clone()).counted(sum) * state.consumed(x[0])
}

#[differentiable]
pub fn phases(p: [f64; 2], x: [f64; 2]) -> f64 {
    let phase = Phase { position: p[0], speed: p[1], count: 1 };
    by_path(&phase, x) + by_methods(phase, x)
}

#[differentiable]
pub fn samples(p: [f64; 2], x: [f64; 2]) -> f64 {
    let samples = Samples { values: vec![p[0], p[1], p[0] * x[1]] };
    by_path(&samples, x) + by_methods(samples, x)
}
