use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Celsius(f64);

#[derive(Clone, Copy, Differentiable)]
struct Fahrenheit(f64);

impl Fahrenheit {
    fn of(c: Celsius) -> Fahrenheit {
        Fahrenheit(c.0 * 1.8 + 32.0)
    }
}

/// The `impl` does not have the attribute.
#[differentiable]
fn converted(x: f64) -> f64 {
    let f = Fahrenheit::of(Celsius(x));
    f.0
}

fn main() {}
