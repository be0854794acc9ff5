//! Forms at the edge of the language: one function for each.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// A loop variable with the name of a parameter, and parameters that are patterns or unused.
#[differentiable]
pub fn patterns([a, b]: [f64; 2], (c, (d, _)): (f64, (f64, f64)), _unused: f64, _: f64) -> f64 {
    let mut sum = 0.0;
    for a in 0..3 {
        sum += b * a as f64 + c * sum;
    }
    sum * a - d
}

/// Imports inside the body, and constants that shadow imports.
#[differentiable]
pub fn local_items(x: f64) -> f64 {
    use std::f64::consts::LN_2;
    const SCALE: f64 = 2.5;
    const COUNT: usize = 3;
    let mut y = x * LN_2;
    for i in 0..COUNT {
        y = SCALE * y.sin() + i as f64;
    }
    y
}

/// A variable that is declared first and assigned later, in one arm or the other.
#[differentiable]
#[allow(clippy::needless_late_init)]
pub fn assigned_later(x: f64) -> f64 {
    let y;
    let z: f64;
    if x > 0.0 {
        y = x * x;
        z = y + 1.0;
    } else {
        z = -x;
        y = z * z * x;
    }
    y * z
}

/// Destructuring assignment.
#[differentiable]
pub fn exchanged(x: f64, y: f64) -> (f64, f64) {
    let (mut a, mut b) = (x, y);
    (a, b) = (b * a, a);
    for _ in 0..3 {
        (a, b) = (0.5 * b, a + b * b);
    }
    (a, b)
}

/// A unit, a tuple of one, and wildcards.
#[differentiable]
#[allow(clippy::let_unit_value)]
pub fn degenerate(x: (f64,), unit: ()) -> (f64,) {
    let (y,) = x;
    let _ = unit;
    let (z, _) = (y * y, y);
    (z * x.0,)
}

/// A length that only the caller's turbofish gives.
#[differentiable]
fn powers<const N: usize>(x: f64) -> [f64; N] {
    let mut powers = [1.0; N];
    for i in 1..N {
        powers[i] = powers[i - 1] * x;
    }
    powers
}

#[differentiable]
pub fn polynomial<const N: usize>(coefficients: [f64; N], x: f64) -> f64 {
    sum_of_products(coefficients, powers::<N>(x)) + powers::<4>(x)[3]
}

/// A parameter of the type that is not a length.
#[differentiable]
fn monomial<const DEGREE: i32, const NEGATE: bool>(x: f64) -> f64 {
    if NEGATE { -x.powi(DEGREE) } else { x.powi(DEGREE) }
}

#[differentiable]
pub fn cubic(x: f64) -> f64 {
    monomial::<3, false>(x) + monomial::<{ 1 + 1 }, true>(x)
}

#[differentiable]
fn sum_of_products<const N: usize>(x: [f64; N], y: [f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * y[i];
    }
    sum
}

/// Elements of one array exchanged by a destructuring assignment.
#[differentiable]
pub fn exchanged_elements(mut x: [f64; 2]) -> [f64; 2] {
    (x[0], x[1]) = (x[1] * 2.0, x[0] * x[1]);
    [x[0], x[1]] = [x[1], x[0] * x[0]];
    x
}

/// Methods of slices and integers besides `len`.
#[differentiable]
pub fn integer_methods(x: &[f64], n: usize) -> f64 {
    if x.is_empty() {
        return_value(1.0)
    } else {
        let i = n.min(x.len() - 1);
        let j = n.pow(2) % x.len();
        let k = n.wrapping_sub(1).trailing_zeros() as usize % x.len();
        x[i] * x[j] + x[k].sin()
    }
}

#[differentiable]
fn return_value(x: f64) -> f64 {
    x
}

/// Conversions by `From`, both ways of writing them.
#[differentiable]
pub fn conversions(x: f32, n: i32) -> f64 {
    let wide = f64::from(x);
    let k: f64 = n.into();
    wide * wide + f64::from(n) * wide + k
}

/// A swap of two elements by the method of slices.
#[differentiable]
pub fn swapped(x: &mut [f64; 3]) {
    x[1] *= x[0];
    x.swap(0, 2);
    x[0] += x[2] * x[1];
}

/// An `Option` that does not vary leads to what does.
#[allow(clippy::unnecessary_map_or)]
#[differentiable]
pub fn options_of_data(x: &[f64], k: Option<usize>, n: usize) -> f64 {
    let mut sum = k.map_or(x[0] * x[1], |k| x[k] * x[k]) + k.map(|k| x[k]).unwrap_or(0.5);
    let before = n.checked_sub(1);
    sum *= before.map_or_else(|| x[1].sin(), |k: usize| x[k].cos());
    for t in 0..x.len() {
        let parts = (0..2).map(|k| t.checked_sub(k + 1).map_or(0.0, |k| sum * x[k]));
        sum += parts.sum::<f64>();
        if t.checked_sub(n).and_then(|k| k.checked_sub(1)).map_or(true, |k| x[k] > 0.0) {
            sum += n.checked_sub(t).map(|k| x[k.min(2)] * sum).unwrap_or_default();
        }
    }
    sum
}

/// Patterns of tuples and arrays behind two references.
#[differentiable]
pub fn through_references(x: &[(f64, [f64; 2])]) -> f64 {
    let sum: f64 = x.iter().filter(|(a, [b, c])| a + b > *c).map(|(a, [b, c])| a * b * c).sum();
    let first = x.iter().take_while(|(a, _)| *a > 0.5).map(|(_, [b, _])| b * b).sum::<f64>();
    let found = x.iter().find(|(a, _)| *a < 1.0).map_or(0.0, |&(a, [_, c])| a * c);
    let last = x.iter().enumerate().filter(|(i, (a, _))| *i > 0 && *a > 1.0).map(|(_, (a, [b, _]))| a / b).sum::<f64>();
    sum * first + found * last
}

#[differentiable]
pub fn written_through_references(x: &mut [(f64, f64)], k: f64) {
    for (a, b) in x.iter_mut().filter(|(a, _)| *a > 1.0) {
        *a *= k;
        *b += *a * *b;
    }
}

/// Two lists, one behind the other, that are written through.
#[differentiable]
pub fn two_lists(x: &mut [f64], y: &mut [f64], k: f64) -> f64 {
    let mut sum = 0.5;
    for v in x.iter_mut().chain(y.iter_mut()) {
        if *v < 0.4 {
            continue;
        }
        if sum > 3.0 {
            break;
        }
        sum += *v;
        for i in 0..5 {
            if i == 2 {
                break;
            }
            *v *= k;
        }
    }
    x.iter_mut().chain(y).for_each(|v| *v *= sum + 0.5);
    sum
}

#[differentiable]
pub fn three_lists(x: f64) -> f64 {
    let (mut a, mut b, mut c) = ([x, 2.0], vec![x * x; 2], [x.sin(); 3]);
    let mut count = 0;
    'lists: for v in a.iter_mut().chain(b.iter_mut()).chain(&mut c) {
        count += 1;
        for k in 0..3 {
            if count == 2 {
                continue 'lists;
            }
            if count == 6 && k == 1 {
                break 'lists;
            }
            *v *= x + count as f64;
        }
    }
    a[0] * b[1] + a[1] * c[0] + b[0] * c[1] * c[2]
}

#[differentiable]
pub fn operators_by_path(x: &[f64]) -> f64 {
    let negative = [x[0], x[1]].map(std::ops::Neg::neg);
    let sum = x.iter().copied().fold(0.0, std::ops::Add::add);
    let product = x.iter().copied().reduce(std::ops::Mul::mul).unwrap_or(1.0);
    sum * product + negative[0] / x.iter().copied().fold(negative[1], std::ops::Sub::sub)
}

/// A pattern behind a reference: names for the parts.
#[differentiable]
pub fn pattern_behind_reference((r, t): &([f64; 2], [f64; 2])) -> f64 {
    let mut out = *t;
    out[0] += r[0] * r[1];
    for v in r {
        out[1] *= v;
    }
    out[0] * out[1]
}

#[differentiable]
pub fn patterns_behind_references([a, b, rest @ ..]: &[f64; 4], (p, q): &mut (f64, [f64; 2])) -> f64 {
    *p += *a * *b;
    q[1] *= rest[0];
    *p * q[1] + rest.iter().sum::<f64>()
}

const FIRST: f64 = 10.0;
const SECOND: f64 = 7.0;

/// Constants of inner blocks hide those around them, and are made of others that do.
#[differentiable]
pub fn constants_in_blocks(x: f64, n: usize) -> f64 {
    let mut sum = x * SECOND;
    {
        const FIRST: f64 = 2.0;
        {
            const THIRD: f64 = FIRST * 3.0;
            sum += x * THIRD;
        }
        sum += x * FIRST;
    }
    for i in 0..n {
        if i % 2 == 0 {
            const SECOND: f64 = 2.0;
            sum += x * x * SECOND;
        } else {
            const SECOND: f64 = 3.0;
            const LENGTH: usize = 2;
            {
                const FOURTH: f64 = SECOND;
                let mut values = vec![(FOURTH, x); LENGTH];
                values.push((SECOND, x));
                sum += values[0].1 * values[LENGTH].0;
            }
            sum *= SECOND;
        }
    }
    sum * SECOND + x * FIRST
}

/// What is made of itself, again and again: expansion takes time for each statement, and not for each way through them.
#[differentiable]
pub fn doubled_often(x: [f64; 3]) -> [f64; 3] {
    let a = x[0] * x[1] + x[2].sin();
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    let a = a + a;
    let a = a * 0.5;
    [a, a * x[1], -a]
}
