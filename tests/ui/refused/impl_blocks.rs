//! Blocks of methods, and what is not differentiated in them.
use std::rc::Rc;

use jac::{Differentiable, differentiable};

#[derive(Clone, Differentiable)]
pub struct Arm {
    gain: f64,
}

#[differentiable]
impl Arm {
    pub fn name(&self) -> &str {
        "arm"
    }

    #[differentiable(wrt(this))]
    pub fn unknown_input(&self, q: f64) -> f64 {
        q
    }

    #[differentiable = 2]
    pub fn no_option(&self, q: f64) -> f64 {
        q
    }

    pub fn chained(&mut self, by: f64) -> &mut Self {
        self.gain *= by;
        self
    }

    pub fn shared(self: Rc<Self>, q: f64) -> f64 {
        q
    }

    #[differentiable(strict)]
    pub fn independent(&self, _q: f64) -> f64 {
        self.gain
    }
}

#[differentiable(wrt(q))]
impl Arm {
    pub fn option_of_the_block(&self, q: f64) -> f64 {
        q
    }
}

pub trait Norm {
    fn norm(&self) -> f64;
}

#[differentiable]
impl Norm for u32 {
    fn norm(&self) -> f64 {
        1.0
    }
}

#[differentiable]
impl std::ops::Deref for Arm {
    type Target = f64;
    fn deref(&self) -> &f64 {
        &self.gain
    }
}

fn main() {}
