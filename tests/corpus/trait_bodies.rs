//! Functions that have a body in their trait, which types replace or not.

use jac::{Differentiable, differentiable};

#[allow(dead_code)]
pub mod models {
    use jac::differentiable;

    #[differentiable]
    pub trait Model: Clone {
        const GAIN: f64;

        fn rate(&self, t: f64) -> f64;

        fn change(&mut self, x: f64) -> f64;

        /// By what each type has.
        fn twice(&self, t: f64) -> f64 {
            let mut sum = Self::helper(t);
            for i in 0..2 {
                sum += self.rate(t * (i + 1) as f64) * Self::GAIN;
            }
            sum
        }

        /// By another that has a body.
        fn pair(&self, t: f64, y: &[f64; 2]) -> [f64; 2] {
            [self.twice(t) * y[0], y[1] + self.rate(y[0])]
        }

        fn helper(x: f64) -> f64 {
            x * x * Self::GAIN
        }

        fn changes(&mut self, x: f64) -> f64 {
            self.change(x) * self.change(0.5 * x)
        }

        fn consumed(self, x: f64) -> f64 {
            x * self.rate(x)
        }

        fn order(&self) -> usize {
            2
        }

        fn name(&self) -> &str {
            "model"
        }

        #[differentiable(skip)]
        fn print(&self) {
            println!("{} {}", self.name(), self.order());
        }

        #[differentiable(wrt(x))]
        fn of_data(&self, x: f64) -> f64 {
            x.sin() * self.order() as f64
        }
    }
}

use models::Model;

/// Replaces nothing.
#[derive(Clone, Debug, Differentiable)]
pub struct Plain {
    pub k: f64,
}

#[differentiable]
impl Model for Plain {
    const GAIN: f64 = 2.0;

    fn rate(&self, t: f64) -> f64 {
        self.k * t.sin()
    }

    fn change(&mut self, x: f64) -> f64 {
        self.k *= x;
        self.k * x
    }
}

/// Replaces all.
#[derive(Clone, Debug, Differentiable)]
pub struct Own {
    pub k: [f64; 2],
}

#[differentiable]
impl models::Model for Own {
    const GAIN: f64 = 3.0;

    fn rate(&self, t: f64) -> f64 {
        self.k[0] * t.cos()
    }

    fn change(&mut self, x: f64) -> f64 {
        self.k[1] += x;
        self.k[0] * x
    }

    fn twice(&self, t: f64) -> f64 {
        self.k[1] * t
    }

    fn pair(&self, t: f64, y: &[f64; 2]) -> [f64; 2] {
        [y[1] * self.k[0] * t, y[0]]
    }

    fn helper(x: f64) -> f64 {
        x.exp()
    }

    fn changes(&mut self, x: f64) -> f64 {
        self.k[0] *= 3.0 * x;
        self.k[1]
    }

    fn consumed(self, x: f64) -> f64 {
        self.k[0] * self.k[1] * x
    }

    fn order(&self) -> usize {
        3
    }

    #[differentiable(wrt(x))]
    fn of_data(&self, x: f64) -> f64 {
        x * x
    }
}

/// Replaces one, which others that it does not replace call.
#[derive(Clone, Debug, Differentiable)]
pub struct Some {
    pub k: f64,
}

#[differentiable]
impl Model for Some {
    const GAIN: f64 = -1.0;

    fn rate(&self, t: f64) -> f64 {
        self.k / (1.0 + t * t)
    }

    fn change(&mut self, x: f64) -> f64 {
        self.k += x * x;
        self.k
    }

    fn twice(&self, t: f64) -> f64 {
        self.k * t.sqrt()
    }
}

#[differentiable]
fn all<M: Model>(model: &M, t: f64) -> f64 {
    let mut moving = model.clone();
    let first = moving.changes(t) + moving.twice(t);
    let y = moving.pair(first, &[t, first]);
    let z = M::pair(model, t, &y);
    let data = jac::constant(model.clone());
    let sum = y[0] + y[1] * z[0] + M::helper(t) * model.order() as f64;
    sum + moving.consumed(z[1]) + data.of_data(t) * M::of_data(&data, z[0])
}

#[differentiable]
pub fn bodies(p: [f64; 2], t: f64) -> f64 {
    let own = Own { k: p };
    all(&Plain { k: p[0] }, t) + all(&own, t) * all(&Some { k: p[1] }, t)
}

/// What is changed, and what is given, is of a type that is known by its trait.
#[differentiable]
fn moved<M: Model>(model: M, t: f64) -> M {
    let mut model = model;
    let by = model.twice(t);
    change_twice(&mut model, by);
    model
}

#[differentiable]
fn change_twice<M: Model>(model: &mut M, t: f64) {
    let first = model.changes(t);
    model.change(0.1 * first);
}

#[differentiable]
pub fn given(p: [f64; 2], t: f64) -> f64 {
    moved(Plain { k: p[0] }, t).k * moved(Own { k: p }, t).twice(t) + moved(Some { k: p[1] }, t).k
}

#[differentiable]
pub trait Layer<const N: usize> {
    fn forward(&self, x: &[f64; N], out: &mut [f64; N]);

    fn through(&self, x: [f64; N]) -> [f64; N] {
        let mut out = [0.0; N];
        self.forward(&x, &mut out);
        out
    }

    fn weight(&self) -> f64 {
        self.through([1.0; N])[0]
    }
}

/// A trait of which all functions have bodies.
#[differentiable]
pub trait Measured: Layer<2> {
    fn measure(&self, t: f64) -> f64 {
        self.weight() * self.through([t, t * t])[1]
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Scale {
    pub k: [f64; 2],
}

#[differentiable]
impl Layer<2> for Scale {
    fn forward(&self, x: &[f64; 2], out: &mut [f64; 2]) {
        for i in 0..2 {
            out[i] = self.k[i] * x[i].sin();
        }
    }
}

#[differentiable]
impl Measured for Scale {}

#[derive(Clone, Debug, Differentiable)]
pub struct Chain<A, B> {
    pub a: A,
    pub b: B,
}

#[differentiable]
impl<A: Layer<2>, B: Layer<2>> Layer<2> for Chain<A, B> {
    fn forward(&self, x: &[f64; 2], out: &mut [f64; 2]) {
        let y = self.a.through(*x);
        self.b.forward(&y, out);
    }

    fn weight(&self) -> f64 {
        self.a.weight() * self.b.weight()
    }
}

#[differentiable]
impl<A: Measured, B: Layer<2>> Measured for Chain<A, B> {
    fn measure(&self, t: f64) -> f64 {
        self.a.measure(t) + self.weight()
    }
}

#[differentiable]
fn measured(layer: &impl Measured, t: f64) -> f64 {
    layer.measure(t) * layer.weight() + layer.through([t, 1.0])[0]
}

#[differentiable]
pub fn chained(k: [f64; 2], t: f64) -> f64 {
    let scale = Scale { k };
    let chain = Chain { a: scale.clone(), b: Chain { a: scale.clone(), b: Scale { k: [t, k[0]] } } };
    measured(&scale, t) + measured(&chain, t)
}
