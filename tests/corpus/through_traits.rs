//! Methods of types that are known by a trait alone.
#![allow(clippy::needless_range_loop)]

use jac::{Differentiable, differentiable};

/// Traits that are imported, and named by a path.
pub mod models {
    use jac::differentiable;

    #[differentiable]
    pub trait Model {
        fn rate(&self, t: f64, y: &[f64; 2]) -> [f64; 2];

        fn energy(&self, y: &[f64]) -> f64;

        /// What has a body is no matter of derivatives.
        fn order(&self) -> usize {
            2
        }
    }

    /// The derivatives are found through those of which it is made.
    pub trait Named: Model {
        fn is_named(&self, name: &str) -> bool;
    }
}

use models::Model;

#[derive(Clone, Debug, Differentiable)]
pub struct Pendulum {
    pub stiffness: f64,
    pub damping: f64,
}

#[differentiable]
impl Model for Pendulum {
    fn rate(&self, t: f64, y: &[f64; 2]) -> [f64; 2] {
        [y[1], -self.stiffness * y[0].sin() - self.damping * y[1] + 0.1 * t.cos()]
    }

    fn energy(&self, y: &[f64]) -> f64 {
        0.5 * y[1] * y[1] - self.stiffness * y[0].cos()
    }
}

impl models::Named for Pendulum {
    fn is_named(&self, name: &str) -> bool {
        name == "pendulum"
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Oscillator {
    pub weights: Vec<f64>,
    pub count: usize,
}

#[differentiable]
impl models::Model for Oscillator {
    fn rate(&self, _: f64, y: &[f64; 2]) -> [f64; 2] {
        let mut force = 0.0;
        for i in 0..self.count {
            force -= self.weights[i] * y[0].powi(i as i32 + 1);
        }
        [y[1], force]
    }

    fn energy(&self, y: &[f64]) -> f64 {
        y[1] * self.weights[0]
    }
}

#[differentiable]
pub fn step<M: Model>(model: &M, t: f64, y: [f64; 2], h: f64) -> [f64; 2] {
    let half = model.rate(t, &y);
    let middle = [y[0] + 0.5 * h * half[0], y[1] + 0.5 * h * half[1]];
    let slope = model.rate(t + 0.5 * h, &middle);
    std::array::from_fn(|i| y[i] + h * slope[i])
}

/// Another function that is generic in the same way; the bound stands behind `where`.
#[differentiable]
pub fn solved<M>(model: &M, y: [f64; 2], steps: usize) -> f64
where
    M: models::Model,
{
    let mut y = y;
    let mut least = model.energy(&y);
    for i in 0..jac::constant(model.order()) * steps {
        y = step(model, i as f64 * 0.1, y, 0.1);
        let energy = model.energy(&y[..]);
        if energy < least {
            least = energy;
        }
    }
    least * y[0]
}

#[differentiable]
pub fn pendulum(p: [f64; 2], y: [f64; 2], steps: usize) -> f64 {
    let model = Pendulum { stiffness: p[0], damping: p[1] };
    solved(&model, y, steps)
}

#[differentiable]
pub fn oscillator(p: [f64; 3], y: [f64; 2], steps: usize) -> f64 {
    let model = Oscillator { weights: vec![p[0], p[1] * p[2], p[2]], count: 3 };
    solved(&model, y, steps) + solved(&Pendulum { stiffness: p[0], damping: 0.3 }, y, 2)
}

/// By way of what the bound is made of, and with other bounds beside it.
#[differentiable]
fn of_both<M: models::Named + Clone, N: Model + std::fmt::Debug>(one: &M, other: &N, y: [f64; 2]) -> f64 {
    let (a, b) = (one.clone().rate(y[0], &y), other.rate(y[1], &y));
    let factor = if one.is_named("pendulum") { 2.0 } else { y[0] };
    factor * a[1] * b[0] + other.energy(&a) * one.energy(&b)
}

#[differentiable]
pub fn both(p: [f64; 2], y: [f64; 2]) -> f64 {
    let one = Pendulum { stiffness: p[0] * p[1], damping: p[1] };
    let other = Oscillator { weights: vec![p[1], p[0]], count: 2 };
    of_both(&one, &other, y)
}

/// The model does not vary: it is one of the caller.
#[differentiable(wrt(y))]
fn of_data<M: Model>(model: &M, y: [f64; 2]) -> f64 {
    let slope = model.rate(0.3, &y);
    slope[0] * model.energy(&slope)
}

#[differentiable]
pub fn data(y: [f64; 2]) -> f64 {
    of_data(&Pendulum { stiffness: 1.3, damping: 0.2 }, y)
        * of_data(&Oscillator { weights: vec![0.5, 0.7], count: 2 }, y)
}

#[differentiable]
pub trait Layer<const N: usize> {
    /// What it writes.
    fn forward(&self, x: &[f64; N], out: &mut [f64; N]) -> f64;

    fn scale(&self, i: usize, x: f64) -> f64;
}

#[derive(Clone, Debug, Differentiable)]
pub struct Dense {
    pub weights: [[f64; 2]; 2],
    pub bias: [f64; 2],
}

#[differentiable]
impl Layer<2> for Dense {
    fn forward(&self, x: &[f64; 2], out: &mut [f64; 2]) -> f64 {
        for i in 0..2 {
            out[i] = self.bias[i] + 0.1 * out[i];
            for j in 0..2 {
                out[i] += self.weights[i][j] * x[j];
            }
        }
        out[0] * out[1]
    }

    fn scale(&self, i: usize, x: f64) -> f64 {
        self.bias[i] * x
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Tanh;

#[differentiable]
impl Layer<2> for Tanh {
    fn forward(&self, x: &[f64; 2], out: &mut [f64; 2]) -> f64 {
        for (out, x) in out.iter_mut().zip(x) {
            *out = x.tanh();
        }
        0.0
    }

    fn scale(&self, i: usize, x: f64) -> f64 {
        if i == 0 { x.sin() } else { x }
    }
}

/// A struct of types that are known by their trait.
#[derive(Clone, Debug, Differentiable)]
pub struct Chain<A, B> {
    pub a: A,
    pub b: B,
}

#[differentiable]
impl<A: Layer<2>, B: Layer<2>> Layer<2> for Chain<A, B> {
    fn forward(&self, x: &[f64; 2], out: &mut [f64; 2]) -> f64 {
        let mut middle = [x[1]; 2];
        let first = self.a.forward(x, &mut middle);
        first + self.b.forward(&middle, out)
    }

    fn scale(&self, i: usize, x: f64) -> f64 {
        self.b.scale(i, self.a.scale(1 - i, x))
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Learner<L> {
    pub layer: L,
    pub rate: f64,
}

#[differentiable]
impl<L: Layer<2> + Clone> Learner<L> {
    fn run(&self, x: [f64; 2]) -> f64 {
        let mut out = x;
        let sum = self.layer.forward(&x, &mut out);
        sum * self.rate + out[1]
    }

    fn slow(&mut self, by: f64) -> f64 {
        self.rate *= self.layer.scale(0, by);
        self.rate
    }

    fn hasten(&mut self, by: f64) {
        self.rate += self.layer.scale(1, by);
    }
}

#[differentiable]
pub fn learned(w: [[f64; 2]; 2], x: [f64; 2]) -> f64 {
    let second = [[w[1][0], 0.3], [w[0][1], w[1][1]]];
    let layer = Chain {
        a: Dense { weights: w, bias: [0.1, w[0][0]] },
        b: Chain { a: Tanh, b: Dense { weights: second, bias: [0.3, 0.4] } },
    };
    let mut learner = Learner { layer, rate: x[0] };
    let before = learner.run(x);
    let rate = learner.slow(x[1]);
    learner.hasten(before);
    0.1 * before * rate + learner.run(x)
}

/// Many of one type, in slices and lists.
#[differentiable]
fn through_all<L: Layer<2>>(layers: &[L], x: [f64; 2]) -> f64 {
    let mut x = x;
    let mut sum = 0.0;
    for layer in layers {
        let mut out = [sum, x[0]];
        sum += layer.forward(&x, &mut out);
        x = out;
    }
    sum + x[0] * layers.iter().map(|layer| layer.scale(0, x[1])).sum::<f64>()
}

#[differentiable]
pub fn deep(w: [[f64; 2]; 2], x: [f64; 2]) -> f64 {
    let one = Dense { weights: w, bias: [w[0][0], 0.2] };
    let layers = vec![one.clone(), Dense { weights: w, bias: x }, one];
    through_all(&layers, x)
}
