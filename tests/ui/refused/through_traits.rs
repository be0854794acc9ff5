//! Derivatives of methods that are found through a trait, where there are none.
use jac::{Differentiable, differentiable};

mod models {
    use jac::differentiable;

    #[differentiable]
    pub trait Model {
        fn rate(&self, t: f64) -> f64;

        #[differentiable(skip)]
        fn twice(&self, t: f64) -> f64 {
            2.0 * self.rate(t)
        }
    }
}

mod others {
    pub trait Model {
        fn rate(&self, t: f64) -> f64;
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Decay {
    k: f64,
}

impl models::Model for Decay {
    fn rate(&self, t: f64) -> f64 {
        self.k * t
    }
}

// A trait of the same name, which is another one.
#[differentiable]
impl others::Model for Decay {
    fn rate(&self, t: f64) -> f64 {
        self.k * t * t
    }
}

#[differentiable]
trait Table {
    #[differentiable(wrt(x))]
    fn look(&self, x: f64, y: f64) -> f64;
}

// With other options than the trait.
#[differentiable]
impl Table for Decay {
    fn look(&self, x: f64, y: f64) -> f64 {
        self.k * x * y
    }
}

#[differentiable]
fn left_out<M: models::Model>(model: &M, t: f64) -> f64 {
    model.twice(t)
}

#[differentiable(order = 2, wrt(t))]
fn of_second_order<M: models::Model>(model: &M, t: f64) -> f64 {
    model.rate(t)
}

#[differentiable]
fn by_path<M: others::Model>(model: &M, t: f64) -> f64 {
    M::rate(model, t)
}

#[differentiable(wrt(t))]
fn by_the_path_of_the_trait<M: others::Model>(model: &M, t: f64) -> f64 {
    <M as others::Model>::rate(model, t)
}

#[differentiable]
fn without_the_attribute<M: others::Model>(model: &M, t: f64) -> f64 {
    model.rate(t)
}

trait Steps {
    fn rate(self, t: f64) -> f64;
}

/// What is called is the other one.
#[differentiable]
fn two_of_one_name<M: models::Model + Steps + Copy>(model: M, t: f64) -> f64 {
    let model = model;
    model.rate(t)
}

fn main() {}
