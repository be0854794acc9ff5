//! What has no tangent space.
use jac::Differentiable;

#[derive(Differentiable)]
struct Borrowed<'a> {
    x: &'a f64,
}

#[derive(Differentiable)]
enum Shape {
    Circle(f64),
}

fn main() {}
