//! Closures in variables, functions by name, references in tuples and chosen by branches.
#![allow(
    clippy::redundant_closure,
    clippy::redundant_closure_call,
    clippy::let_and_return,
    clippy::needless_range_loop
)]
#![allow(clippy::blocks_in_conditions)]

use jac::differentiable;

#[differentiable]
pub fn bound(x: f64, y: f64) -> f64 {
    let c = x * y;
    let f = |a: f64, b| a * b + c;
    let product = f(x, y.sin()) * f(c, 2.0);
    let c = y;
    let g = |a| {
        let b = f(a, c);
        b * b
    };
    product + g(0.5) + c
}

/// A closure sees the names of where it was written.
#[differentiable]
pub fn shadowed(x: f64, y: f64) -> f64 {
    let a = x * 2.0;
    let f = |b| a * b;
    let a = y.cos();
    let b = a * 3.0;
    let mut sum = f(b) + a;
    for a in 1..4 {
        let x = a as f64;
        sum += f(x) * x;
    }
    let f = |a: f64| f(a) * a;
    sum * f(y)
}

#[differentiable]
pub fn mutable_state(x: [f64; 4]) -> f64 {
    let mut total = 1.0;
    let mut count = 0;
    let mut add = |v: f64| {
        total += v * v * total;
        count += 1;
        total
    };
    let first = add(x[0]);
    for i in 1..3 {
        if x[i] > 0.0 {
            add(x[i]);
        }
    }
    let last = add(x[3] * first);
    total * last + count as f64 * x[0]
}

/// `move` copies where it is written.
#[differentiable]
pub fn moved(x: f64, y: f64) -> f64 {
    let mut k = x;
    let f = move |a: f64| a * k;
    let g = |a: f64| a * a;
    k = g(y) * f(k);
    let mut n = k;
    let mut next = move || {
        n *= 1.5 + x;
        n
    };
    n += 1.0;
    let a = next();
    let b = next();
    a * b + n * k + f(y)
}

/// A closure that owns its state is copied with it.
#[differentiable]
pub fn forked(x: [f64; 3], s: f64) -> f64 {
    let mut n = s;
    let mut counter = move |v: f64| {
        n += v * n;
        n
    };
    let start = counter(x[0]);
    let sum: f64 = x.iter().copied().map(counter).sum();
    let mut other = counter;
    let after = other(x[1]) * counter(x[2]) * other(s);
    let kept: f64 = x.iter().map(|v| counter(*v)).sum();
    start + sum * after + kept * counter(1.0) + n
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn combine(a: f64, b: f64) -> f64 {
    a.sin() + a * b
}

#[differentiable]
pub fn by_name(x: &[f64], y: f64) -> f64 {
    let sines: f64 = x.iter().copied().map(f64::sin).map(square).sum();
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let combined = x.iter().copied().map(square).fold(y, combine);
    let halved = |v: f64| v * 0.5;
    let half: f64 = x.iter().copied().map(halved).map(&halved).product();
    sines + largest * combined + half
}

#[differentiable]
fn norm(v: &[f64]) -> f64 {
    v.iter().map(|c| c * c).sum::<f64>().sqrt()
}

#[differentiable]
fn area(size: (f64, f64)) -> f64 {
    size.0 * size.1
}

#[differentiable]
pub fn rows_by_name(x: &[f64], y: &[f64]) -> f64 {
    let norms: f64 = x.chunks_exact(2).map(norm).sum();
    let areas: f64 = x.iter().copied().zip(y.iter().copied()).map(area).sum();
    norms * areas
}

/// `return` leaves the closure and no more.
#[differentiable]
pub fn returning(x: &[f64], limit: f64) -> f64 {
    let clipped = |v: f64| -> f64 {
        if v > limit {
            return limit;
        }
        for k in 1..4 {
            if v * (k as f64) < -limit {
                return v * v / k as f64;
            }
        }
        v * limit
    };
    let mut sum = 0.0;
    for v in x {
        if clipped(*v) == limit {
            continue;
        }
        sum += clipped(*v) * clipped(v + 1.0);
        if sum > 50.0 {
            return sum * limit;
        }
    }
    sum + clipped(sum)
}

#[differentiable]
pub fn returning_nothing(x: &[f64], y: &mut [f64]) {
    let mut scale = 1.0;
    x.iter().zip(y.iter_mut()).for_each(|(a, b)| {
        if *a < 0.0 {
            return;
        }
        scale *= 1.0 + a;
        *b *= scale * a;
    });
    let mut bump = |i: usize| {
        if i >= y.len() {
            return;
        }
        y[i] += scale;
        scale *= 0.5;
    };
    bump(1);
    bump(77);
    bump(0);
}

#[differentiable]
pub fn slices(x: &[f64], y: &mut [f64], k: f64) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(p, q)| p * q).sum::<f64>();
    let scale = |v: &mut [f64], k: f64| {
        for e in v.iter_mut() {
            *e *= k;
        }
    };
    let before = dot(x, y);
    scale(y, k);
    scale(&mut y[1..], before);
    let at = |i: usize| &x[i];
    let row = |i: usize| &x[i..i + 2];
    before + dot(&x[1..], &y[..]) + at(1) * *at(0) + dot(row(0), row(1)) + row(1)[1].sin()
}

/// Each argument is evaluated once, from left to right.
#[differentiable]
pub fn argument_order(x: f64) -> f64 {
    let mut k = x;
    let f = |a: f64, b: f64, c: f64| a * b - c * c + a;
    let first = f(
        k,
        {
            k *= 3.0;
            k
        },
        k,
    );
    let second = f(
        {
            k += 1.0;
            k
        },
        k,
        {
            k *= x;
            k
        },
    );
    let g = |(a, b): (f64, f64), [c, d]: [f64; 2], mut e: f64| {
        e *= a;
        e + b * c / d
    };
    first * second + g((k, x), [x, 2.0], k) + k
}

#[differentiable]
pub fn conditions(x: [f64; 3], n: usize) -> f64 {
    let f = |i: usize| x[i] * x[(i + 1) % 3];
    let mut sum = 0.0;
    for i in 0..n {
        // Behind `&&`, nothing is evaluated that the function does not.
        if i < 3 && f(i) > 0.0 || i == 4 && !(f(1) < 0.0) {
            sum += f(i % 3).sin();
        }
        let positive = i >= 3 || f(i) > 0.0;
        if !positive {
            sum *= 1.0 + f(i);
        }
        if {
            sum *= 1.5;
            i % 2 == 0
        } {
            sum -= x[0];
        }
        if f(i % 3) > f((i + 1) % 3) {
            sum += x[if f(0) > 0.1 { 1 } else { 2 }];
        }
    }
    sum
}

/// A function inside of an expression, called where it is written.
#[differentiable]
pub fn immediate(x: f64, y: f64) -> f64 {
    let z = (|a: f64| a * y)(x);
    let pair = (|a: f64, b| (b * z, a))(x, y);
    pair.0 * pair.1.exp()
}

#[differentiable]
pub fn tuples_of_references(x: [f64; 3], y: &[f64], k: usize) -> f64 {
    let pair = (&x, y);
    let (first, second) = pair;
    let mixed = (&y[k..], x[0] * x[1], |a: f64| a * x[2]);
    let scaled = (mixed.2)(mixed.1);
    pair.0[0] * pair.1[1] + first[1] * second[0] + mixed.0[0] * mixed.1 + scaled
}

#[differentiable]
pub fn chosen_references(a: &[[f64; 2]; 3], b: [f64; 2], k: usize) -> f64 {
    let row = if k > 1 { &a[k] } else { &a[0] };
    let other = match k {
        0 => &b,
        1 => &a[1],
        _ => &a[2],
    };
    let part = if b[0] > 0.0 { &b[0..1] } else { &b[1..2] };
    let mut c = b;
    let target = if k == 2 { &mut c[1] } else { &mut c[0] };
    *target *= row[0];
    row[0] * row[1] + other[0] * other[1] + part[0] * c[0] * c[1]
}

/// The values of a tuple are those that it was made of.
#[differentiable]
pub fn tuples_of_branches(x: f64, y: f64, flag: bool) -> f64 {
    let mut u = x;
    let pair = if flag { (u, y) } else { (y, u * y) };
    u *= 2.0;
    let (a, (b, c)) = if x > y { (u, (x, 1.0)) } else { (1.0, (y, u)) };
    let mut d = {
        let inner = (u, a);
        u += inner.1;
        inner
    };
    d.0 += u;
    let (mut v, mut w) = (u, d.0);
    (v, w) = (w, v);
    pair.0 * pair.1 + a * b * c + d.0 * d.1 + v * v - w
}

#[differentiable]
pub fn none_called(x: f64) -> f64 {
    let unused = |a: f64| a * x;
    let none: [f64; 0] = [];
    let sum: f64 = none.iter().copied().map(unused).sum();
    sum + x * none.iter().copied().fold(x, combine)
}

/// A closure inside of a closure, in loops.
#[differentiable]
pub fn nested(x: &[f64], w: f64) -> f64 {
    let weigh = |k: f64| move |v: f64| v * k * w;
    let mut total = 0.0;
    for (i, a) in x.iter().enumerate() {
        let scaled = weigh(i as f64);
        let inner = |b: f64| {
            let both = |c: f64| scaled(c) + b * a;
            both(b) * both(1.0)
        };
        total += x.iter().map(|b| inner(*b)).sum::<f64>();
    }
    total
}

/// Closures of the name of one that they call.
#[differentiable]
pub fn of_the_same_name(x: f64, y: f64) -> f64 {
    let root = |a: f64| if a > 0.0 { Some(a.sqrt()) } else { None };
    let root = |a: f64| root(a * y - 1.0);
    let ratio = |a: f64, b: f64| if b > 0.0 { Ok(a / b) } else { Err("not positive") };
    let ratio = |a: f64| ratio(a, y - x);
    let square = |a: f64| a * a;
    let square = |a: f64| square(a + x);
    root(x).unwrap_or(y) + ratio(y).unwrap_or(x) + square(y)
}
