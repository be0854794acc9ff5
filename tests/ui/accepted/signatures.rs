//! Signatures at the edge: no float, no parameter, no result, generics, lifetimes, excluded types.
use jac::differentiable;

#[differentiable]
fn nothing() -> f64 {
    2.0
}

#[differentiable]
fn integers(n: usize, flag: bool) -> f64 {
    if flag { n as f64 } else { nothing() }
}

/// What does not vary may still be asked for.
#[differentiable]
fn largest(x: &[f64]) -> usize {
    let mut largest = 0;
    for i in 0..x.len() {
        if x[i] > x[largest] {
            largest = i;
        }
    }
    largest
}

#[differentiable]
fn moved(x: &mut [f64]) -> bool {
    x[0] *= 2.0;
    x[0] > 1.0
}

#[differentiable]
fn unit(x: &mut [f64; 2]) -> () {
    x[1] *= x[0];
}

#[differentiable]
fn generic<'a, const N: usize, const UP: bool>(x: &'a [f64; N], k: &'a [usize; 1]) -> [f64; N]
where
    [f64; N]: Sized,
{
    let mut y = *x;
    if UP {
        y[k[0]] *= x[0];
    }
    y
}

struct Table {
    rows: Vec<f64>,
}

#[differentiable(wrt(x))]
fn excluded(x: f64, table: &Table, name: &str) -> f64 {
    if name == "square" { x * x } else { x * table.rows[0] }
}

trait Weight {
    fn of(&self, i: usize) -> f64;
}

impl Weight for f64 {
    fn of(&self, i: usize) -> f64 {
        *self * i as f64
    }
}

/// What is left out may be of a type that is not known, and a function.
#[differentiable(wrt(x))]
fn left_out(weight: &dyn Weight, _f: fn(usize) -> f64, x: [f64; 2]) -> f64 {
    x[0] * weight.of(1) + x[1] * x[0] * weight.of(2)
}

fn half(i: usize) -> f64 {
    0.5 * i as f64
}

#[differentiable]
fn calls_left_out(x: f64) -> f64 {
    // By its name it would be a function to differentiate.
    let pointer: fn(usize) -> f64 = half;
    left_out(&3.0, pointer, [x, x * x])
}

/// It stays one.
#[differentiable]
const fn cubed(x: f64) -> f64 {
    let mut y = x;
    y *= x;
    y * x
}

const EIGHT: f64 = cubed(2.0);

#[differentiable]
fn all(x: [f64; 2]) -> f64 {
    let mut y = x;
    let k = largest(&y);
    let far = moved(&mut y);
    if far {
        y[1] *= 2.0;
    }
    unit(&mut y);
    let z = generic::<2, true>(&y, &[1]);
    integers(3, true) * x[k] * z[0] * z[1]
}

fn main() {
    assert_eq!(EIGHT, 8.0);
    assert_eq!(cubed::gradient(2.0), 12.0);
    assert_eq!(left_out::gradient(&3.0, |i| i as f64, [2.0, 1.0]), [9.0, 12.0]);
    jac::check::check::<calls_left_out, _>(0.7).unwrap();
    jac::check::check::<all, _>([0.3, 0.8]).unwrap();
    jac::check::check::<all, _>([0.7, 0.8]).unwrap();
    let table = Table { rows: vec![3.0] };
    assert_eq!(excluded::gradient(2.0, &table, "square"), 4.0);
    assert_eq!(excluded::gradient(2.0, &table, ""), 3.0);
}
