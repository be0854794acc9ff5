//! Type parameters that are no floats, and what floats of unknown type do not do.
use jac::{Float, differentiable};

#[differentiable]
fn function<F: Fn(f64) -> f64>(f: F, x: f64) -> f64 {
    f(x)
}

#[differentiable(wrt(x))]
fn function_left_out<F>(_: &F, x: f64) -> f64
where
    F: FnOnce(f64) -> f64,
{
    x
}

#[differentiable]
fn three<A: Float, B: Float, C: Float>(a: A, b: B, c: C) -> (A, B, C) {
    (a, b, c)
}

#[differentiable]
fn sum_of_what<T: Float>(x: &[T]) -> T {
    x.iter().sum()
}

#[differentiable]
fn converted<T: Float>(x: f64) -> T {
    T::from_f64(x)
}

#[differentiable]
fn converted_back<T: Float>(x: T) -> f64 {
    x.to_f64()
}

trait Model {
    fn predict(&self, x: f64) -> f64;
    fn scale(x: f64) -> f64
    where
        Self: Sized;
}

#[differentiable(wrt(x))]
fn of_a_bound<M: Model>(model: &M, x: f64) -> f64 {
    model.predict(x) * M::scale(x)
}

#[differentiable(wrt(x))]
fn of_an_object(model: &dyn Model, x: f64) -> f64 {
    model.predict(x)
}

trait Scaled {
    fn scaled(x: Self) -> Self;
}

#[differentiable]
fn by_the_path_of_a_float<T: Float + Scaled>(x: T) -> T {
    <T as Scaled>::scaled(x)
}

fn main() {}
