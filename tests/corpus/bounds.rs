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
