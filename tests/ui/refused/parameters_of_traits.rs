use jac::{Differentiable, Float, differentiable};

trait Layer {
    fn forward(&self, x: f64) -> f64;
}

/// The layers are known by their trait alone.
#[derive(Clone, Differentiable)]
struct Chain<A, B> {
    a: A,
    b: B,
}

#[differentiable]
impl<A: Layer, B: Layer> Layer for Chain<A, B> {
    fn forward(&self, x: f64) -> f64 {
        self.b.forward(self.a.forward(x))
    }
}

#[derive(Clone, Differentiable)]
struct Again<A> {
    a: A,
}

#[differentiable]
impl<A> Layer for Again<A>
where
    A: Layer + Clone,
{
    fn forward(&self, x: f64) -> f64 {
        self.a.forward(self.a.forward(x))
    }
}

trait Map<T> {
    fn map(&self, x: T) -> T;
}

#[derive(Clone, Differentiable)]
struct Tanh;

/// The parameter is that of the trait alone.
#[differentiable]
impl<T: Float> Map<T> for Tanh {
    fn map(&self, x: T) -> T {
        x.tanh()
    }
}

fn main() {}
