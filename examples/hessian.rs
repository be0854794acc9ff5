//! What second derivatives cost: `cargo run --release --example hessian`.
//!
//! A function of a hundred variables with neighbours that interact; times are the smallest of many runs.

use std::array::from_fn;
use std::hint::black_box;
use std::time::{Duration, Instant};

use jac::{Jacobian, differentiable};

#[differentiable(order = 2)]
fn chain(x: [f64; 100]) -> f64 {
    let mut sum = 0.0;
    for i in 0..99 {
        let bend = x[i + 1] - x[i] * x[i];
        let stretch = 1.0 - x[i];
        sum += 100.0 * bend * bend + stretch * stretch + (x[i] * x[i + 1]).sin();
    }
    sum
}

fn smallest<R>(mut work: impl FnMut() -> R) -> Duration {
    let once = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..300).map(|_| once(&mut || drop(black_box(work())))).min().unwrap_or_default()
}

fn main() {
    let x: [f64; 100] = from_fn(|i| (i as f64 * 0.37).sin());
    let v: [f64; 100] = from_fn(|i| (i as f64 * 0.11).cos());
    let hessian = chain::hessian(x);
    let asymmetry = (0..100).flat_map(|i| (0..i).map(move |j| (i, j)));
    let asymmetry = asymmetry.map(|(i, j)| (hessian[i][j] - hessian[j][i]).abs()).fold(0.0, f64::max);
    let gradient = smallest(|| chain::gradient(black_box(x)));
    let report = |name: &str, time: Duration| {
        println!("{name:<34} {time:>10.2?}  {:6.1} gradients", time.as_secs_f64() / gradient.as_secs_f64());
    };
    report("value", smallest(|| chain(black_box(x))));
    report("gradient", gradient);
    report("product with the Hessian", smallest(|| chain::hvp(black_box(x), v)));
    report("Hessian, eight columns a sweep", smallest(|| chain::hessian(black_box(x))));
    let of_width = |vectorize| Jacobian::<Jacobian<chain>>::new().vectorize(vectorize);
    report("Hessian, one column a sweep", smallest(|| of_width(false).at(black_box(x))));
    println!("largest asymmetry: {asymmetry:e}");
}
