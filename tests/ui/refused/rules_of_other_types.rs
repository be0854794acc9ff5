//! Rules that do not fit their functions, and a function that is not `jac::constant`.
use jac::differentiable;

fn jvp(x: f64, dx: f64) -> (f64, f64) {
    (x, dx)
}

#[differentiable(jvp = jvp)]
fn of_two(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiable(vjp = jvp)]
fn of_an_array(x: [f64; 2]) -> f64 {
    x[0]
}

#[differentiable(pullback = jvp)]
fn no_closure(x: f64) -> f64 {
    x
}

fn borrowing(x: &[f64]) -> (f64, impl Fn(f64) -> Vec<f64>) {
    (x[0], move |by| x.iter().map(|x| x * by).collect())
}

#[differentiable(pullback = borrowing)]
fn keeps_a_reference(x: &[f64]) -> f64 {
    x[0]
}

#[differentiable(jvp = missing)]
fn not_there(x: f64) -> f64 {
    x
}

mod own {
    use jac::differentiable;

    #[differentiable]
    pub fn constant(x: f64) -> f64 {
        3.0 * x
    }

    #[differentiable]
    pub fn by_name(x: f64) -> f64 {
        // Of something that does not vary, it may be called.
        constant(2.0) * constant(x)
    }
}

fn main() {}
