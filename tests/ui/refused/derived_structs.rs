//! What has no tangent space.
use jac::Differentiable;

#[derive(Differentiable)]
struct Borrowed<'a> {
    x: &'a f64,
}

#[derive(Differentiable)]
enum Shape {
    Circle(Real),
    Polygon { corners: u32, sides: Vec<Real> },
    Square,
}

#[derive(Differentiable)]
enum Generic<T> {
    One(T),
}

#[derive(Differentiable)]
enum Never {}

#[derive(Differentiable)]
union Bits {
    float: f64,
    integer: u64,
}

#[derive(Differentiable)]
struct Node {
    value: f64,
    next: Option<Box<Node>>,
}

#[derive(Differentiable)]
struct Tree {
    value: f64,
    branches: Vec<Self>,
}

#[derive(Differentiable)]
struct Chain {
    value: f64,
    link: dyn Fn(f64) -> f64,
}

#[derive(Differentiable)]
enum Expression {
    Constant(f64),
    Sum(Vec<Expression>),
}

#[derive(Differentiable)]
enum Clash {
    Sphere { r: f64 },
    Other { sphere_r: f64 },
}

type Real = f64;

fn main() {}
