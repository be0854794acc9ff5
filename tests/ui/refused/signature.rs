//! Parameters, results and what stands in front of `fn`.
use jac::differentiable;

#[differentiable]
async fn asynchronous(x: f64) -> f64 {
    x
}

#[differentiable]
unsafe fn not_safe(x: f64) -> f64 {
    x
}

#[differentiable]
extern "C" fn foreign(x: f64) -> f64 {
    x
}

#[differentiable]
fn argument_of_some_type(_f: impl Fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn argument_of_any_type(_f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn function_pointer(_f: fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn returns_some_type(x: f64) -> impl Fn(f64) -> f64 {
    move |y| x * y
}

#[differentiable]
fn returns_any_type(x: f64) -> Box<dyn Fn(f64) -> f64> {
    Box::new(move |y| x * y)
}

#[differentiable(wrt(x))]
fn some_type_left_out(_f: impl Fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn raw_pointer(_x: *const f64) -> f64 {
    0.0
}

#[differentiable]
fn references_inside(_x: &[&mut f64], y: (&f64, f64), _z: &[&[&f64]], _w: &mut [&f64], _v: [&f64; 2]) -> f64 {
    y.1
}

#[differentiable]
fn returns_a_reference(x: &[f64]) -> &f64 {
    todo(x)
}

fn todo(x: &[f64]) -> &f64 {
    &x[0]
}

#[differentiable]
fn returns_references(x: &[f64]) -> (f64, &[f64]) {
    (x[0], x)
}

#[differentiable]
#[allow(clippy::too_many_arguments)]
#[rustfmt::skip]
fn many(a: f64, n: usize, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64, i: f64, j: f64, k: f64, l: f64, m: f64) -> f64 {
    a * b * c * d * e * f * g * h * i * j * k * l * m * n as f64
}

#[differentiable]
fn looked_up(x: &[f64], table: &std::collections::HashMap<u32, usize>) -> f64 {
    x[table[&1]]
}

#[differentiable]
#[rustfmt::skip]
#[allow(unused_variables, clippy::too_many_arguments)]
fn more_still(p0: u8, p1: u8, p2: u8, p3: u8, p4: u8, p5: u8, p6: u8, p7: u8, p8: u8, p9: u8, p10: u8, p11: u8, p12: u8, p13: u8, p14: u8, p15: u8, p16: u8, p17: u8, p18: u8, p19: u8, p20: u8, p21: u8, p22: u8, p23: u8, p24: u8, p25: u8, p26: u8, p27: u8, p28: u8, p29: u8, p30: u8, p31: u8, x: f64) -> f64 {
    x * x
}

#[differentiable]
fn perhaps(x: f64, weights: Option<&[f64]>) -> f64 {
    weights.map_or(x, |weights| x * weights[0])
}

#[differentiable(wrt(x))]
fn perhaps_left_out(x: f64, weights: Option<&[f64]>) -> f64 {
    if weights.is_some() { x } else { 0.0 }
}

struct View<'a> {
    x: &'a [f64],
}

#[differentiable]
fn holds_references(view: &View<'_>, scale: f64) -> f64 {
    view.x[0] * scale
}

fn main() {}
