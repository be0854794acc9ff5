//! Types without a tangent space.
use std::rc::Rc;

use jac::{Differentiable, differentiable};

#[derive(Clone)]
struct Camera {
    focal: f64,
}

#[differentiable]
fn parameter(camera: Camera, x: f64) -> f64 {
    camera.focal * x
}

#[differentiable]
fn reference(camera: &Camera, x: f64) -> f64 {
    camera.focal * x
}

#[differentiable]
fn result(x: f64) -> Option<f64> {
    x.into()
}

#[derive(Clone)]
enum Mode {
    Fast,
    Slow,
}

#[differentiable]
fn of_mode(x: f64, mode: Mode) -> f64 {
    match mode {
        Mode::Fast => x,
        Mode::Slow => x * x,
    }
}

#[derive(Clone, Differentiable)]
struct Boxed {
    x: f64,
    held: Rc<f64>,
}

fn main() {}
