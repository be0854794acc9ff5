//! Derivatives of shapes that have none, tangents of other shapes, and arguments that the checker cannot move.

use jac::check::check;
use jac::{Differentiable, Jacobian, differentiable};

#[differentiable]
fn pair(x: [f64; 2]) -> [f64; 2] {
    [x[0] * x[1], x[1]]
}

type Two = [f64; 2];

#[differentiable]
fn named_pair(x: [f64; 2]) -> Two {
    [x[0] * x[1], x[1]]
}

fn gradient_of_two() {
    named_pair::gradient([1.0, 2.0]);
}

#[derive(Clone, Copy, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiable]
fn to_struct(x: f64) -> Point {
    Point { x, y: x * x }
}

#[differentiable]
fn of_struct(point: Point) -> f64 {
    point.x * point.y
}

type Points = Vec<Point>;
type Pairs = Vec<(f64, f64)>;
type Maybe = [Option<f64>; 2];

#[differentiable]
fn listed(x: f64) -> Points {
    vec![Point { x, y: x * x }]
}

#[differentiable]
fn paired(x: f64) -> Pairs {
    vec![(x, x * x)]
}

#[differentiable]
fn of_pairs(x: [(f64, f64); 2]) -> f64 {
    x[0].0 * x[1].1
}

#[differentiable]
fn maybe(x: f64) -> Maybe {
    [Some(x * x), None]
}

fn blocks() {
    to_struct::jacobian(1.0);
    of_struct::jacobian(Point { x: 1.0, y: 2.0 });
    listed::jacobian(1.0);
    paired::jacobian(1.0);
    of_pairs::jacobian([(1.0, 2.0); 2]);
    maybe::jacobian(1.0);
}

#[differentiable]
fn named(x: Two) -> f64 {
    x[0] * x[1]
}

#[differentiable]
fn scaled(x: [f64; 2], by: &[f64]) -> f64 {
    x[0] * x[1] * by[0]
}

fn tangents() {
    scaled::jvp([1.0, 2.0], &[1.0], "x", &[1.0]);
    named::jvp([1.0, 2.0], 1.0);
    scaled::jvp([1.0, 2.0], &[1.0], [1.0; 2], 1.0);
}

fn plain(x: f64) -> f64 {
    x
}

enum Nothing {}

#[derive(Differentiable)]
struct Uncloned {
    x: f64,
}

#[differentiable]
fn of_uncloned(points: &[Uncloned]) -> f64 {
    points[0].x * points[0].x
}

struct Data(f64);

#[differentiable(wrt(x))]
fn with_data(x: f64, data: &Data) -> f64 {
    x * data.0
}

fn checks() {
    check::<pair, _>(0.5_f64).unwrap();
    check::<Nothing, _>(0.5_f64).unwrap();
    check::<of_uncloned, _>(&[Uncloned { x: 1.0 }][..]).unwrap();
    check::<with_data, (f64, &Data)>((0.5, &Data(1.0))).unwrap();
    check::<with_data, (f64, Data)>((0.5, Data(1.0))).unwrap();
}

fn of_other_arguments() {
    Jacobian::<pair>::new().at([1.0; 2]).unwrap();
    Jacobian::<Nothing>::new().at(1.0_f64).unwrap();
}

fn main() {}
