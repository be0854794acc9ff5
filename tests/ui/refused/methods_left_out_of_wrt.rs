//! Methods in method syntax that do not differentiate what they are called on, or that change what cannot be changed.
use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
struct Arm {
    gain: f64,
}

#[differentiable]
impl Arm {
    #[differentiable(wrt(q))]
    fn reach(&self, q: f64) -> f64 {
        self.gain * q
    }

    #[differentiable(wrt(self))]
    fn weight(&self, q: f64) -> f64 {
        self.gain * q
    }

    fn tune(&mut self, by: f64) -> f64 {
        self.gain *= by;
        self.gain
    }
}

#[differentiable]
fn receiver_varies(arm: &Arm, q: f64) -> f64 {
    arm.reach(q)
}

#[differentiable(wrt(q))]
fn argument_varies(arm: &Arm, q: f64) -> f64 {
    arm.weight(q)
}

/// Nobody sees what becomes of it.
#[differentiable]
fn changes_a_temporary(q: f64) -> f64 {
    Arm { gain: q }.tune(q)
}

/// It might be changed by the method.
#[differentiable]
fn receiver_is_mutable(q: f64) -> f64 {
    let mut arm = Arm { gain: 1.0 };
    arm.gain = 2.0;
    arm.reach(q)
}

fn main() {}
