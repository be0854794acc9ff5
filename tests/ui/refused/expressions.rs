//! Expressions that are not understood.
use jac::differentiable;

#[differentiable]
fn dereferenced(x: &(f64, f64)) -> f64 {
    *&x.0 + *Box::new(x.1)
}

#[differentiable]
fn range(x: f64) -> f64 {
    let range = (0..3).map(|i| i as f64 * x);
    let _pair = [range];
    x
}

#[differentiable]
fn cast_to_an_alias(x: f64) -> f64 {
    type Real = f32;
    x as Real as f64
}

#[differentiable]
fn not_safe(_x: f64) -> f64 {
    unsafe { std::hint::unreachable_unchecked() }
}

#[differentiable]
fn block_in_an_index(x: [f64; 3], n: usize) -> f64 {
    if n == 7 { x[(n > 1 && { n > 2 }) as usize] } else { x[const { 1 }] }
}

#[differentiable]
fn raw_address(x: f64) -> f64 {
    let _p = &raw const x;
    x
}

#[differentiable]
fn fast_inverse_square_root(x: f64) -> f64 {
    let half = 0x5fe6_eb50_c7b5_37a9_u64 - (x.to_bits() >> 1);
    let y = f64::from_bits(half);
    y * (1.5 - 0.5 * x * y * y)
}

#[differentiable]
fn of_the_same_bits(x: f64, y: f64) -> f64 {
    if x.to_bits() == y.to_bits() { x } else { y }
}

#[differentiable]
fn through_text(x: f64, y: f64) -> f64 {
    let text = format!("{x}");
    let read: f64 = text.parse().unwrap();
    println!("{text}");
    read * y
}

fn main() {}
