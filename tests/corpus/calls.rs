//! Calls of other differentiable functions: by any path, with values, references, slices and `&mut` arguments.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;
use neighbour::kinetic_energy;

use self::inner::{deeper, twice};

pub mod inner {
    //! Functions one and two modules below.

    use jac::differentiable;

    #[differentiable]
    pub fn twice(x: f64) -> f64 {
        2.0 * x
    }

    pub mod deeper {
        //! The one that calls back up.

        use jac::differentiable;

        #[differentiable]
        pub fn squash(x: f64) -> f64 {
            super::twice(x) / (1.0 + super::super::square(x))
        }
    }
}

#[differentiable]
pub fn square(x: f64) -> f64 {
    x * x
}

/// A callee that only this module sees.
#[differentiable]
fn private_cube(x: f64) -> f64 {
    x * square(x)
}

/// By name, module path, `self::`, imports, and an associated constant of the float type.
#[differentiable]
pub fn by_any_path(x: f64) -> f64 {
    square(x) + self::inner::twice(x) * twice(x) - deeper::squash(x) + private_cube(x) + f64::EPSILON
}

/// Functions of another crate, imported and by path.
#[differentiable]
pub fn across_crates(mass: f64, velocity: [f64; 3]) -> f64 {
    let energy = kinetic_energy(mass, &velocity);
    energy + neighbour::geometry::norm(&velocity) * neighbour::smooth_step(mass)
}

/// A buffer that another crate fills.
#[differentiable]
pub fn filled_by_a_neighbour(x: f64) -> [f64; 4] {
    let mut powers = [0.0; 4];
    neighbour::powers_into(x, &mut powers);
    neighbour::scale(&mut powers, x);
    powers
}

#[differentiable]
fn dot3(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[differentiable]
fn sub3(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

/// References to locals and parameters; results of calls as arguments.
#[differentiable]
pub fn triangle_area(a: [f64; 3], b: [f64; 3], c: [f64; 3]) -> f64 {
    let u = sub3(&b, &a);
    let v = sub3(&c, &a);
    let uu = dot3(&u, &u);
    let vv = dot3(&v, &v);
    let uv = dot3(&u, &v);
    0.5 * (uu * vv - square(uv)).sqrt()
}

#[differentiable]
fn length(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
    }
    sum.sqrt()
}

/// Sub-slices, with every form of range.
#[differentiable]
#[allow(clippy::redundant_slicing)]
pub fn norms_of_parts(x: &[f64], cut: usize) -> [f64; 4] {
    [length(&x[..cut]), length(&x[cut..]), length(&x[1..=cut]), length(x) * length(&x[..])]
}

#[differentiable]
fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
}

/// A callee that writes through sub-slices of a local.
#[differentiable]
pub fn written_by_parts(x: [f64; 6], a: f64) -> [f64; 6] {
    let mut y = [1.0; 6];
    axpy(a, &x[0..3], &mut y[3..6]);
    axpy(a * a, &x[3..6], &mut y[0..3]);
    axpy(y[0], &x[..], &mut y);
    y
}

/// The callee overwrites what the caller used before, and the caller what the callee used.
#[differentiable]
fn square_in_place(x: &mut [f64]) {
    for i in 0..x.len() {
        x[i] *= x[i];
    }
}

#[differentiable]
pub fn overwritten_by_callee(x: [f64; 2]) -> f64 {
    let mut y = x;
    let before = y[0] * y[1];
    square_in_place(&mut y);
    let after = y[0].sin() * before;
    square_in_place(&mut y);
    y[0] *= after;
    after + y[0] * y[1]
}

#[differentiable]
pub fn overwritten_by_caller(x: [f64; 3]) -> f64 {
    let mut v = x;
    let first = dot3(&v, &x);
    v[1] = first * v[0];
    let second = dot3(&v, &v);
    v = [second, first, v[1]];
    let mut s = length(&v);
    s *= s;
    v[0] = 0.0;
    s + dot3(&v, &x)
}

/// The same variable twice, by value, by reference, and as parts.
#[differentiable]
fn quotient(a: f64, b: f64) -> f64 {
    a / (1.0 + b * b)
}

#[differentiable]
fn quotient_of(a: &f64, b: &f64) -> f64 {
    a * *b + a.sin() / b
}

#[differentiable]
pub fn same_argument_twice(x: f64, y: [f64; 3]) -> f64 {
    let a = quotient(x, x);
    let b = quotient_of(&x, &x) + quotient_of(&y[1], &y[1]) + quotient_of(&y[0], &x);
    a + b + dot3(&y, &y)
}

/// Calls in loops, with carried state through the callee.
#[differentiable]
fn van_der_pol(state: [f64; 2], mu: f64) -> [f64; 2] {
    [state[1], mu * (1.0 - state[0] * state[0]) * state[1] - state[0]]
}

#[differentiable]
fn heun_step(state: [f64; 2], mu: f64, h: f64) -> [f64; 2] {
    let k1 = van_der_pol(state, mu);
    let predicted = [state[0] + h * k1[0], state[1] + h * k1[1]];
    let k2 = van_der_pol(predicted, mu);
    [state[0] + 0.5 * h * (k1[0] + k2[0]), state[1] + 0.5 * h * (k1[1] + k2[1])]
}

#[differentiable]
pub fn oscillator(state: [f64; 2], mu: f64, steps: usize) -> [f64; 2] {
    let mut state = state;
    for _ in 0..steps {
        state = heun_step(state, mu, 0.05);
    }
    state
}

/// A workspace handed down two calls, reused by each.
#[differentiable]
fn gather_squares(x: &[f64], workspace: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        workspace[i] = x[i] * x[i];
        sum += workspace[i];
    }
    sum
}

#[differentiable]
fn normalise_with(x: &[f64], workspace: &mut [f64]) -> f64 {
    let total = gather_squares(x, workspace);
    for i in 0..x.len() {
        workspace[i] /= total;
    }
    gather_squares(&x[1..], &mut workspace[1..]) + total
}

#[differentiable]
pub fn workspace_down_two_calls(x: [f64; 4]) -> [f64; 5] {
    let mut workspace = [0.0; 4];
    let a = normalise_with(&x, &mut workspace);
    let b = workspace[0] * workspace[3];
    let c = normalise_with(&x[..3], &mut workspace);
    [a, b, c, workspace[0], workspace[3]]
}

/// Functions without a float among their inputs stay plain calls.
fn index_of(i: usize, n: usize) -> usize {
    (3 * i + 1) % n
}

#[differentiable]
pub fn plain_integer_helper(x: [f64; 5]) -> f64 {
    let mut sum = 0.0;
    for i in 0..5 {
        sum += x[index_of(i, 5)] * x[i];
    }
    sum
}

/// Calls inside calls inside conditions.
#[differentiable]
pub fn composed(x: f64) -> f64 {
    if square(x) > twice(x) { square(twice(square(x))) } else { private_cube(-square(-x)) + quotient(square(x), x) }
}

/// Tuples through a call, and a result that is taken apart.
#[differentiable]
fn polar(x: f64, y: f64) -> (f64, f64) {
    (x.hypot(y), y.atan2(x))
}

#[differentiable]
fn cartesian(p: (f64, f64)) -> (f64, f64) {
    (p.0 * p.1.cos(), p.0 * p.1.sin())
}

#[differentiable]
pub fn complex_power(z: (f64, f64), exponent: f64) -> (f64, f64) {
    let (r, phi) = polar(z.0, z.1);
    cartesian((r.powf(exponent), exponent * phi))
}

/// A callee with a branch whose condition depends on the caller's loop.
#[differentiable]
fn leaky(x: f64, slope: f64) -> f64 {
    if x > 0.0 { x } else { slope * x }
}

#[differentiable]
pub fn layers(weights: &[[f64; 2]; 2], x: [f64; 2], depth: usize) -> [f64; 2] {
    let mut signal = x;
    for layer in 0..depth {
        let slope = 0.1 * layer as f64;
        signal = [
            leaky(weights[0][0] * signal[0] + weights[0][1] * signal[1], slope),
            leaky(weights[1][0] * signal[0] + weights[1][1] * signal[1], slope),
        ];
    }
    signal
}

/// A callee whose result is not used, though what it writes is.
#[differentiable]
pub fn unused_result(x: [f64; 3]) -> f64 {
    let mut workspace = [0.0; 3];
    gather_squares(&x, &mut workspace);
    let _ = gather_squares(&x[..1], &mut workspace[1..]);
    workspace[0] * workspace[1] + workspace[2]
}

/// Calls with constants alone.
#[differentiable]
pub fn constant_call(x: f64) -> f64 {
    let unit = square(3.0) / length(&[0.6, 0.8]);
    unit * x
}

/// Calls as index, bound and condition: inactive uses of active results.
#[differentiable]
pub fn inactive_uses_of_calls(x: [f64; 4]) -> f64 {
    let index = square(x[0]) as usize % 4;
    let mut value = x[index];
    for _ in 0..twice(x[1]) as usize {
        value = square(value) + x[2];
    }
    if quotient(x[3], value) > 0.0 { value } else { -value }
}

#[differentiable]
fn halved(x: &mut f64) -> bool {
    *x *= 0.5;
    *x > 0.2
}

/// Calls that write, in conditions, and behind what they write.
#[differentiable]
pub fn conditions_that_write(x: f64) -> f64 {
    let mut y = x;
    if !halved(&mut y) {
        return y * y;
    }
    while y > 0.5 && halved(&mut y) {
        y *= x.sin();
    }
    let z = y * (halved(&mut y) as u8 as f64 + 1.5) + y;
    z * if halved(&mut y) { 2.0 } else { y }
}

#[differentiable]
fn by_name(x: f64, name: &str) -> f64 {
    match name {
        "sine" => x.sin(),
        "square" => x * x,
        _ => x,
    }
}

/// Text in variables, in arrays and in loops over them.
#[differentiable]
pub fn names_of_modes(x: f64, n: usize) -> f64 {
    let names = ["sine", "square", "none"];
    let mut last = "square";
    let mut sum = x;
    for name in ["square", "sine"] {
        sum = by_name(sum, name) * x;
    }
    for k in 0..n {
        let name = match k {
            0 => "sine",
            1 => "square",
            _ => last,
        };
        sum += by_name(sum, name) * by_name(x, names[k % 3]) + by_name(sum, last);
        if k > 2 && name == "sine" {
            break;
        }
        last = if k == 1 { "sine" } else { "none" };
    }
    let first: &str = names[0];
    sum * by_name(x, first) * by_name(x, if n > 1 { "square" } else { last })
}
