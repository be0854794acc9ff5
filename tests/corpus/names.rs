//! Shadowing and hostile names: nothing that a function calls its own may meet what is generated.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// Every `let` shadows the one before.
#[differentiable]
pub fn shadowed(x: f64) -> f64 {
    let x = x * 2.0;
    let x = x.sin() + x;
    let y = x;
    let x = [x, y * y];
    let x = x[0] * x[1];
    let (x, y) = (y - x, x);
    let x = {
        let x = x * y;
        x + 1.0
    };
    x * y
}

/// A loop variable, a branch and a block that shadow, and leave the outer variable alone.
#[differentiable]
pub fn shadowed_in_scopes(x: f64, n: usize) -> f64 {
    let mut y = x;
    for x in 0..n {
        let y_next = y * 0.5 + x as f64;
        let x = y_next * y;
        y = x / 3.0;
        let y = 7.0 * x;
        let _ = y;
    }
    if y > 0.0 {
        let x = y.sqrt();
        y += x;
    } else {
        let x = -y;
        y *= x;
    }
    x * y
}

/// Names that derivative code might choose.
#[differentiable]
#[allow(non_snake_case)]
pub fn usual_suspects(x: f64, x_dot: f64, x_bar: f64, W: f64) -> f64 {
    let slot = x * x_dot;
    let trace = slot + x_bar;
    let pullback = trace * W;
    let tangent = pullback.sin();
    let cotangent = tangent * slot;
    let seed = cotangent - x_dot;
    let result = seed * trace;
    let value = result + 1.0;
    let dx = value / W;
    let adjoint = dx * x_bar;
    let primal = adjoint + slot;
    primal * result
}

/// More of them, as generated names with numbers might look, and types.
#[differentiable]
#[allow(non_snake_case, clippy::just_underscores_and_digits)]
pub fn numbered(i_1: f64, x_1: f64) -> f64 {
    let _1 = i_1 * x_1;
    let __x = _1 + i_1;
    let t0 = __x * _1;
    let t1 = t0 - x_1;
    let Lanes = t1 * t0;
    let Sweep = Lanes + t1;
    let Args = Sweep * i_1;
    let args = Args - Lanes;
    let Self_ = args * 0.5;
    let F = Self_ + args;
    let N = F * 2.0;
    N * args + F
}

/// Names of the runtime, of crates and of the prelude as variables.
#[differentiable]
pub fn crates_and_functions(jac: f64, core: f64, std: f64) -> f64 {
    let zero_like = jac * core;
    let accumulate = zero_like + std;
    let zero = accumulate * jac;
    let take = zero - core;
    let drop = take * zero;
    let lanes = drop + take;
    let math = lanes.sin();
    let alloc = math * jac;
    let vec = alloc + 1.0;
    let sin = vec.cos();
    sin * vec + alloc
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

/// A local with the name of the function it is the result of, and the function's own name.
#[differentiable]
pub fn named_like_functions(x: f64) -> f64 {
    let square = square(x);
    let named_like_functions = square + x;
    named_like_functions * square
}

/// Keywords as names.
#[differentiable]
pub fn raw_identifiers(r#type: f64, r#match: f64) -> f64 {
    let r#loop = r#type * r#match;
    let r#fn = r#loop.exp();
    r#fn - r#type
}

/// And in what has no derivative: conditions, integers, arguments of macros.
#[differentiable]
pub fn raw_integers(r#type: f64, r#in: usize) -> f64 {
    let r#loop = r#in | 1;
    assert!(r#type < 10.0, "{}", r#type);
    let r#box = [r#type, r#type * r#type][r#loop % 2];
    if r#type > 0.5 && r#loop == 3 { r#box.powi(r#loop as i32) } else { r#box }
}

/// Letters beyond ASCII.
#[differentiable]
#[allow(non_snake_case)]
pub fn greek(θ: f64, ω: f64) -> f64 {
    let φ = θ * ω;
    let Δt = 0.1;
    φ.sin() * Δt + ω
}

/// Minimal annotations: what the compiler infers, generated code must let it infer.
#[differentiable]
#[allow(clippy::useless_vec)]
pub fn barely_annotated(x: f64, n: usize) -> f64 {
    let zero = 0.0;
    let mut a = [zero; 3];
    let mut b = (1.0, [2.0, 3.0]);
    let mut v = vec![0.0; 2];
    let mut total = 0.;
    total += zero;
    for i in 0..n {
        a[i % 3] += b.0;
        b.1[i % 2] *= x;
        b.0 = a[0] + b.1[1];
        v[i % 2] = b.0 - v[1];
        total += v[0] * 1e-1;
    }
    total + a[1] + v[1]
}

/// A function whose parameters and constants are in capitals, with a lint that it silences itself.
#[differentiable]
#[allow(non_snake_case)]
#[inline]
#[must_use]
pub fn capitals(K: f64, T: f64) -> f64 {
    const R: f64 = 8.314;
    K * (-R / T).exp()
}

pub mod hostile {
    //! A module in which the prelude is not what it seems.
    #![allow(dead_code, non_camel_case_types, missing_docs)]

    pub mod core {}
    pub mod std {}
    pub mod alloc {}
    pub mod jac {}
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Vec;
    pub struct Default;
    pub struct Clone;
    pub struct Copy;
    pub struct Fn;
    pub struct Iterator;
    pub struct Lanes;
    pub struct Space;
    pub struct Function;
    pub const ZERO: usize = 3;
    pub const W: usize = 2;

    pub fn drop() {}

    #[::jac::differentiable]
    pub fn rosenbrock(x: [f64; 2]) -> f64 {
        let mut sum = 0.0;
        for i in 1..W {
            sum += 100.0 * (x[i] - x[i - 1] * x[i - 1]).powi(2) + (1.0 - x[i - 1]).powi(2);
        }
        sum
    }
}

/// Calls into the hostile module.
#[differentiable]
pub fn from_hostile_module(x: f64, y: f64) -> f64 {
    hostile::rosenbrock([x, y]) * x
}

/// Names that generated code has for its own: in another order, so that one is made of the other.
#[differentiable]
pub fn like_generated_ones(arg_1: f64, arg: f64, arg_0: f64, slot: f64, elements: f64, seed_0: f64) -> f64 {
    let rows = arg_1 * arg.sin() + arg_0 * arg_0 * slot;
    let columns = rows * elements;
    rows * columns + seed_0 * arg_1
}

const DIGITS: usize = 3;

/// Constants of inner blocks in formats, beside others of their names.
#[differentiable]
#[allow(clippy::uninlined_format_args, clippy::to_string_in_format_args)]
pub fn constants_in_formats(x: f64, y: f64) -> f64 {
    let before = format!("{DIGITS}").len() as f64;
    let mut s = x;
    {
        const DIGITS: usize = 12345;
        assert!(x < DIGITS as f64, "{DIGITS} {x}");
        s *= format!("{DIGITS}").len() as f64 * y;
        s += format!("{0}{DIGITS:>9}", DIGITS).len() as f64 * x * y;
        s *= format!("{DIGITS}", DIGITS = 10).len() as f64;
    }
    s * before * y
}
