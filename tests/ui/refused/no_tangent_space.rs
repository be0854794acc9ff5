//! Types without a tangent space.
use jac::differentiable;

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

fn main() {}
