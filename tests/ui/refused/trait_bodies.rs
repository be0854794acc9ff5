//! Functions that have a body in their trait, of which derivatives are not known to be those of what is called.
#![allow(dead_code)]
use jac::{Differentiable, differentiable};

#[differentiable]
trait Model {
    fn rate(&self, t: f64) -> f64;

    fn twice(&self, t: f64) -> f64 {
        2.0 * self.rate(t)
    }
}

macro_rules! another_body {
    () => {
        fn twice(&self, t: f64) -> f64 {
            t
        }
    };
}

#[derive(Clone, Differentiable)]
struct ByMacro {
    k: f64,
}

// What a macro in it stands for is not seen.
#[differentiable]
impl Model for ByMacro {
    fn rate(&self, t: f64) -> f64 {
        self.k * t
    }

    another_body!();
}

#[derive(Clone, Differentiable)]
struct LeftOut {
    k: f64,
}

#[differentiable]
impl Model for LeftOut {
    fn rate(&self, t: f64) -> f64 {
        self.k * t
    }

    #[differentiable(skip)]
    fn twice(&self, t: f64) -> f64 {
        t
    }
}

#[derive(Clone, Differentiable)]
struct Plain {
    k: f64,
}

#[differentiable]
impl Model for Plain {
    fn rate(&self, t: f64) -> f64 {
        self.k * t
    }
}

impl Plain {
    // It goes before that of the trait.
    fn twice(&self, t: f64) -> f64 {
        self.k * t * t
    }
}

#[differentiable]
fn of_a_type(model: &Plain, t: f64) -> f64 {
    model.twice(t) + Plain::twice(model, t)
}

#[differentiable]
trait Undifferentiable {
    fn value(&self, x: f64) -> f64 {
        x.to_string().len() as f64
    }
}

#[differentiable]
trait TooMany {
    fn a(x: f64) -> f64 {
        x
    }
    fn b(x: f64) -> f64 {
        x
    }
    fn c(x: f64) -> f64 {
        x
    }
    fn d(x: f64) -> f64 {
        x
    }
    fn e(x: f64) -> f64 {
        x
    }
    fn f(x: f64) -> f64 {
        x
    }
    fn g(x: f64) -> f64 {
        x
    }
    fn h(x: f64) -> f64 {
        x
    }
    fn i(x: f64) -> f64 {
        x
    }
}

fn main() {}
