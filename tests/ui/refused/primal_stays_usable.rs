//! A function with a mistake is still a function, and what is said of its derivatives is not said again.
use jac::{Jacobian, differentiable};

mod model {
    use jac::differentiable;

    type Real = f64;

    #[differentiable]
    pub fn broken(x: [f64; 2], n: usize) -> f64 {
        let y = (x[0] * x[1]) as Real;
        y + n as f64
    }
}

use model::broken;

#[differentiable]
fn calls_it(x: f64) -> f64 {
    broken([x, x], 2) * x
}

fn main() {
    let value: f64 = broken([1.0, 2.0], 3);
    let j = broken::jacobian([1.0, 2.0], 3);
    let (y, dy) = broken::jvp([1.0, 2.0], 3, [1.0, 0.0]);
    let (_, (bx, by)) = broken::vjp([1.0, 2.0], 3, 1.0);
    println!("{value} {} {}", j[0], y + 2.0 * dy + bx[0]);
    let gradient: [f64; 2] = broken::gradient([1.0, 2.0], 3);
    let built = Jacobian::<broken>::new().strict(true).at(([1.0, 2.0], 3)).unwrap();
    let slope: f64 = calls_it::gradient(1.0);
    jac::check::check::<broken, _>(([1.0, 2.0], 3)).unwrap();
}
