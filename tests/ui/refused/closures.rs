//! Closures and references where they cannot stand.
use jac::differentiable;

#[differentiable]
fn stored(x: f64) -> f64 {
    let table = vec![|a: f64| a * x];
    x + table.iter().map(|f| f(x)).sum::<f64>()
}

#[differentiable]
fn asynchronous(x: f64) -> f64 {
    let _f = async |a: f64| a;
    x
}

#[differentiable]
fn in_a_variable(x: f64) -> f64 {
    let f = SQUARE;
    f(x)
}

const SQUARE: fn(f64) -> f64 = square;

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn wrong_count(x: [f64; 2]) -> f64 {
    x.iter().map(|a, b| a * b).sum()
}

#[differentiable]
fn chosen_slices(x: &[f64], y: &mut [f64], flag: bool) -> f64 {
    let part = if flag { x } else { &x[1..] };
    let other = if flag { &mut y[0] } else { &mut [1.0][0] };
    *other = part[0];
    part[1]
}

#[differentiable]
fn stored_references(x: f64, y: f64, n: usize) -> f64 {
    let both = [&x, &y];
    let mut sum = both[n] * both[1];
    for v in both {
        sum += v;
    }
    let pair = (&x, [(&y, 1)]);
    sum * pair.0
}

#[differentiable]
fn behind_and(x: f64, n: usize) -> f64 {
    let next = |k: usize| k + 1;
    x * (if n > 1 && next(n) > 2 { 2.0 } else { 1.0 }) * [1.0, 2.0][(n > 1 && next(n) > 2) as usize]
}

#[differentiable]
fn changes_what_is_read(x: [f64; 3]) -> f64 {
    let mut n = 0;
    let y = x[1] > x[n % { n += 1; 2 }];
    let z = n == { n += 1; n };
    if y && z { x[n] } else { x[0] }
}

#[differentiable]
fn chosen_with_what_a_way_declares(x: f64, up: Option<f64>) -> f64 {
    let f: &dyn Fn(f64) -> f64 = match up {
        Some(by) => &move |v| v * by,
        None => &|v| v,
    };
    f(x)
}

#[differentiable]
fn table_that_is_passed(x: f64, n: usize) -> f64 {
    let table = [square, f64::sin];
    called(&table) + table[n](x)
}

fn called(functions: &[fn(f64) -> f64; 2]) -> f64 {
    functions[0](2.0)
}

fn main() {}
