//! Traits that cannot have the attribute, or methods of theirs.
use jac::differentiable;

#[differentiable(order = 2)]
trait WithOptions {
    fn value(&self, x: f64) -> f64;
}

#[differentiable]
trait OfAnyType<T> {
    fn value(&self, x: T) -> T;
}

#[differentiable]
trait Methods {
    type State;

    fn boxed(self: Box<Self>, x: f64) -> f64;

    fn generic<const N: usize>(&self, x: [f64; N]) -> f64;

    fn with_state(&self, x: &Self::State) -> f64;

    #[differentiable(inactive)]
    fn with_options(&self, x: f64) -> f64;

    #[differentiable(wrt x)]
    fn with_other_options(&self, x: f64) -> f64;

    #[differentiable(skip)]
    fn left_out(&mut self, x: &Self::State);
}

fn main() {}
