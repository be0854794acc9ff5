//! A trait of one's own that does not say that its types are floats.
use jac::differentiable;

trait Number: Copy {
    fn twice(self) -> Self;
}

impl Number for f32 {
    fn twice(self) -> Self {
        self + self
    }
}

impl Number for f64 {
    fn twice(self) -> Self {
        self + self
    }
}

#[differentiable]
fn number<T: Number>(x: T) -> T {
    x
}

#[differentiable]
fn without_a_bound<T>(x: T) -> T {
    x
}

#[differentiable]
fn arithmetic<T: Copy + std::ops::Mul<Output = T>>(x: &[T], y: f64) -> f64 {
    let _ = x;
    y
}

// A kernel is data: `wrt` leaves it out.
#[differentiable(wrt(x))]
fn data<K: Clone>(_: K, x: f64) -> f64 {
    x
}

fn main() {}
