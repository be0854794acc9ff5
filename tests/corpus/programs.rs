//! What random programs found: each function is the smallest that failed.
#![allow(
    clippy::needless_range_loop,
    unused_assignments,
    clippy::redundant_closure_call,
    clippy::never_loop,
    clippy::eq_op,
    clippy::useless_vec,
    clippy::let_and_return,
    clippy::needless_late_init
)]

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Counted {
    pub x: f64,
    pub count: usize,
    pub parts: (u8, f64),
}

/// Integers in fields, cast: their tangents and cotangents are trivial.
#[differentiable]
pub fn cast_fields(counted: Counted, by: f64) -> f64 {
    let n = counted.count as f64;
    let mut sum = counted.x.sin() * n + (counted.count + 1) as f64 * by;
    sum += counted.parts.0 as f64 * counted.parts.1;
    sum
}

#[differentiable]
pub fn store_cast_fields(counted: &mut Counted) {
    (counted.x, counted.parts.1) = (counted.x * counted.count as f64, counted.parts.0 as f64);
    counted.x += counted.parts.1 * counted.count as f64;
}

#[differentiable]
pub fn fields_cast(x: f64, count: usize) -> f64 {
    let mut counted = Counted { x, count, parts: (3, 0.5 * x) };
    let before = cast_fields(counted, x);
    store_cast_fields(&mut counted);
    before * cast_fields(counted, before)
}

/// Of a parameter with floats, integers alone are read.
#[differentiable]
pub fn only_the_integer(pair: (usize, f64), x: f64) -> f64 {
    let n = pair.0 as f64;
    n * x
}

#[differentiable]
pub fn calls_only_the_integer(x: f64) -> f64 {
    only_the_integer((3, x), x) + only_the_integer((2, 0.5), x * x)
}

/// A variable whose type its other assignments tell.
#[differentiable]
pub fn told_by_another_version(x: f64) -> f64 {
    let mut a = x * x;
    let b = a.sin();
    a = 3.0;
    let c = (0.125 * a).powi(2).powf(x) + (a / (1.0 + a * a)).sin();
    a = if c > 2.0 { 0.5 } else { 0.25 };
    b * c + x * a.cos()
}

/// Closures whose type another call tells, or the place where the result goes.
#[differentiable]
pub fn told_by_another_call(x: f64) -> f64 {
    let half = |a| a * 0.5;
    let first = half(x);
    let second = half(3.0).sin();
    let quarter = |_: f64| 0.25;
    let third: f64 = quarter(x);
    let fourth = quarter(second).cos();
    first * second + third * fourth + (quarter)(x).exp() * x
}

/// A sum of literals.
#[differentiable]
pub fn sum_of_literals(x: f64, n: usize) -> f64 {
    let sum = (0..n).map(|_| 0.1).sum::<f64>().cos();
    let product = (0..n).map(|_| 1.5).product::<f64>().sqrt();
    x * sum + x * product
}

/// An index that is the length of a part of what is written.
#[differentiable]
pub fn last_of_each(x: &[f64; 6]) -> [f64; 6] {
    let mut pairs = ([0.5; 6], 0.0);
    for pair in pairs.0.chunks_exact_mut(2) {
        (pair[0], pair[pair.len() - 1]) = (x[1], x[2] * x[0]);
    }
    let mut rows = [[0.0; 3]; 2];
    for row in rows.iter_mut() {
        row[row.len() - 1] = x[5] * x[4];
        row[row.len() - 2] += x[3];
    }
    pairs.0[1] += rows[0][2] + rows[1][1];
    pairs.0
}

/// What is cast back gets its value later.
#[differentiable]
pub fn cast_later(x: &[f64], n: usize) -> f64 {
    let d;
    d = (x[n] as f32).min(0.5);
    let e;
    if x[0] > 0.0 {
        e = d;
    } else {
        e = x[0] as f32;
    }
    d as f64 * e as f64
}

/// Loops without a value, at the end of blocks that have one.
#[differentiable]
pub fn loops_at_the_end(x: f64, n: usize) -> f64 {
    let mut y = x;
    match n {
        0 => loop {
            y *= x;
            break;
        },
        1 => 'outer: loop {
            loop {
                y += x * x;
                if y > 2.0 {
                    break 'outer;
                }
            }
        },
        _ => {}
    }
    if n > 1 {
        let mut k = 0;
        loop {
            let step = loop {
                y = y.sin();
                break 0.5 * y;
            };
            y += step;
            k += 1;
            if k > n {
                break;
            }
        }
    }
    y
}

#[differentiable]
pub fn length_of(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    sum.sqrt()
}

/// Items of `iter` and `windows` of what may be written are passed on as what may be read.
#[differentiable]
pub fn normalise(rows: &mut [[f64; 2]]) {
    let mut longest = 0.25;
    for row in rows.iter() {
        longest = length_of(row).max(longest);
    }
    let lengths = rows.chunks(2).map(|pair| length_of(&pair[0])).sum::<f64>();
    for row in rows.iter_mut() {
        row[0] /= longest;
        row[1] *= lengths;
    }
}

/// Parts of a tuple of tuples that nothing but its parts is known of.
#[differentiable]
pub fn parts_of_tuples(x: f64, y: f64) -> f64 {
    let cosine = |a: f64| a.cos();
    let parts = ([cosine(x)], [x * y, -y], (cosine(y), [[x, 2.0], [0.5, y]]));
    let mut sum = parts.0[0] * parts.1[1] + parts.2.0;
    for k in 0..2 {
        sum += parts.2.1[k][1 - k].sin() * parts.1[k];
    }
    sum - parts.2.1[0].iter().sum::<f64>()
}

/// Literals of single precision among what is cast.
#[differentiable]
pub fn single_among_casts(x: f64) -> f32 {
    let several = vec![x.tanh() as f32, 2.0, 1.0 - (1.5 - 1.5)];
    several[0] * several[1] * several[2]
}

/// A `Vec` that is made of constants, and varies later.
#[differentiable]
pub fn collected_constants(x: &[f64], n: usize) -> f64 {
    let mut sums: Vec<f64> = x.iter().map(|_| 0.5).collect();
    let first = sums[0];
    let mut rows = (0..n).map(|_| vec![0.0; 2]).collect::<Vec<Vec<f64>>>();
    for (i, x) in x.iter().enumerate() {
        sums[i % 2] -= x * x;
        rows[i % n][1] += x.sin();
    }
    first * sums[0] * sums[1] + rows[0][1]
}

/// Literals that have their types from an annotation of a closure or of a tuple, or from a variable that they replace.
#[differentiable]
pub fn typed_elsewhere(x: f64) -> f64 {
    let constant = |_: f64| -> f64 { 1.5 };
    let parts: ((f64, f64), f64, f64) = ((0.5, x), 0.5, 0.25);
    let replaced = [x, 0.5].iter().fold(0.5, |mut sum: f64, part| {
        sum += part;
        let before = sum.sin();
        sum = 3.0;
        before * sum.tanh()
    });
    constant(x).sin() * parts.2.cosh() * parts.0.1 + parts.1.sqrt() * replaced
}

/// Literals whose type only an annotation tells, and of which the value depends on it.
#[differentiable]
#[allow(clippy::excessive_precision)] // this is what is tested
pub fn single_elsewhere(x: f32) -> f32 {
    let third = |_: f32| -> f32 { 0.3333333333333333 };
    if third(x).sqrt() == 0.3333333333333333_f32.sqrt() { x * x } else { x }
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Limits {
    pub upper: f64,
}

#[differentiable]
pub fn limits_of(upper: f64) -> Limits {
    Limits { upper: upper * upper }
}

/// Literals that a method of an unknown type follows, and arrays of literals whose elements are negated.
#[differentiable]
pub fn typed_by_order(x: &[f64; 3]) -> f64 {
    let limits = limits_of(x[2]);
    let bound = 0.5;
    let clamped = limits.upper.clamp(bound, bound.cos());
    let mut parts = [1.5; 4];
    let negated = -parts[1];
    parts = [0.5, parts.iter().map(|part| -part * x[1]).sum::<f64>(), x[0], 0.5];
    clamped * negated * parts[1] + parts[2] * parts[3]
}

/// A condition on a copy of what is behind a reference.
#[differentiable]
pub fn compared_copy(x: &f64) -> f64 {
    let copy = *x;
    if 0.5 <= copy { copy * copy } else { 2.0 * copy }
}

/// What a closure declares that it gives is the only word on the type of a literal.
#[differentiable]
pub fn declared_by_a_closure(x: f64) -> f64 {
    let mut scaled = x;
    let mut step = || -> f64 {
        scaled *= 0.125;
        0.1
    };
    let first = step();
    let second = step();
    let weights = vec![0.1; 3];
    (first * weights[1]).atan() + second * scaled
}

/// An array of literals, of which a product of elements is negated.
#[differentiable]
pub fn negated_product(x: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let mut parts = [0.5; 3];
        (parts[i], parts[2]) = (f64::sin(-(parts[i] * parts[i])), 0.125 * (0.5 + parts[i]));
        let rest = &mut parts[i % 2..];
        let last = rest.len() - 1;
        let before: f64 = std::mem::replace(&mut rest[last], x);
        sum += before * rest[last] * parts[2];
    }
    sum
}
