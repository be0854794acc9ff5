//! Functions and closures that are passed to functions.
#![allow(
    clippy::needless_borrows_for_generic_args,
    clippy::redundant_closure,
    clippy::needless_range_loop,
    clippy::type_complexity
)]

use jac::{Differentiable, differentiable};

#[differentiable]
pub fn cube(x: f64) -> f64 {
    x * x * x
}

#[differentiable]
pub fn cube_slope(x: f64) -> f64 {
    3.0 * x * x
}

#[differentiable]
pub fn newton(f: impl Fn(f64) -> f64, df: impl Fn(f64) -> f64, x0: f64) -> f64 {
    let mut x = x0;
    for _ in 0..50 {
        let r = f(x);
        if r.abs() < 1e-13 {
            break;
        }
        x -= r / df(x);
    }
    x
}

#[differentiable]
fn newton_step(f: impl Fn(f64) -> f64, df: impl Fn(f64) -> f64, x: f64, c: f64) -> f64 {
    x - (f(x) - c) / df(x)
}

#[differentiable]
pub fn named(x: f64, c: f64) -> f64 {
    newton_step(cube, cube_slope, x, c) + newton_step(&cube, &cube_slope, c, 2.0)
}

#[differentiable]
pub fn root(v: [f64; 2]) -> f64 {
    newton(|x| x * x * v[1] - v[0], |x| 2.0 * x * v[1], 1.0)
}

#[differentiable]
pub fn rk4<F: Fn(f64, &[f64; 2]) -> [f64; 2]>(f: F, t: f64, y: &[f64; 2], h: f64) -> [f64; 2] {
    let k1 = f(t, y);
    let k2 = f(t + h / 2.0, &[y[0] + h / 2.0 * k1[0], y[1] + h / 2.0 * k1[1]]);
    let y3 = [y[0] + h / 2.0 * k2[0], y[1] + h / 2.0 * k2[1]];
    let k3 = f(t + h / 2.0, &y3);
    let k4 = f(t + h, &[y[0] + h * k3[0], y[1] + h * k3[1]]);
    let mut next = *y;
    for i in 0..2 {
        next[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    }
    next
}

#[differentiable]
fn pendulum(t: f64, y: &[f64; 2]) -> [f64; 2] {
    [y[1], -y[0].sin() + 0.1 * t.cos()]
}

#[differentiable]
pub fn swung(y0: [f64; 2], steps: usize) -> [f64; 2] {
    let mut y = y0;
    for i in 0..steps {
        y = rk4(pendulum, i as f64 * 0.1, &y, 0.1);
    }
    y
}

#[differentiable]
pub fn simulated(p: &[f64; 3], y0: [f64; 2]) -> [f64; 2] {
    let rhs = |t: f64, y: &[f64; 2]| [y[1], -p[0] * y[0] - p[1] * y[1] + p[2] * t.sin()];
    let mut y = y0;
    for i in 0..20 {
        y = if i % 2 == 0 { rk4(rhs, i as f64 * 0.1, &y, 0.1) } else { rk4(&rhs, i as f64 * 0.1, &y, 0.1) };
    }
    y
}

/// Nothing says what the closure takes.
#[differentiable]
pub fn unannotated(p: [f64; 3], y0: [f64; 2], h: f64) -> [f64; 2] {
    let mut y = y0;
    for i in 0..5 {
        y = rk4(|t, y| [y[1], -p[0] * y[0] - p[1] * y[1] + p[2] * t.sin()], i as f64 * 0.1, &y, h);
    }
    y
}

/// Where only the start varies, the square root of the time has no slope.
#[differentiable]
pub fn at_a_singular_time(y0: [f64; 2], k: f64) -> [f64; 2] {
    rk4(|t, y| [y[1] * t.sqrt(), -k * y[0]], 0.0, &y0, 0.1)
}

/// What is captured changes between calls, and so do values that a loop carries.
#[differentiable]
pub fn changing(x: f64, y: f64) -> f64 {
    let mut scale = y;
    let mut table = [x, y, x * y];
    let mut sum = 0.0;
    for k in 0..4 {
        sum += newton_step(|z| z * z * scale + table[k % 3], |z| 2.0 * z * scale + k as f64, x + 1.0, 0.5);
        scale *= 1.0 + x;
        table[k % 3] += sum * 0.1;
    }
    sum
}

#[differentiable]
pub fn moved(x: f64, y: f64) -> f64 {
    let mut k = x * y;
    let f = move |z: f64| z * k + x;
    k += 1.0;
    newton_step(f, |z| z.exp() * k, y, x) + f(k)
}

#[differentiable]
fn simpson(f: &impl Fn(f64) -> f64, a: f64, b: f64, depth: usize) -> f64 {
    let m = 0.5 * (a + b);
    let whole = (b - a) / 6.0 * (f(a) + 4.0 * f(m) + f(b));
    if depth == 0 {
        return whole;
    }
    simpson(f, a, m, depth - 1) + simpson(f, m, b, depth - 1)
}

#[differentiable]
pub fn integral(k: f64, c: f64, to: f64) -> f64 {
    simpson(&|x: f64| (x * k).sin() + c * x * x * x * x, 0.0, to, 3) + simpson(&cube, c, to, 1)
}

#[differentiable]
fn adaptive<F>(f: &F, a: f64, b: f64, eps: f64, depth: usize) -> f64
where
    F: Fn(f64) -> f64,
{
    let rule = |a: f64, b: f64| (b - a) / 6.0 * (f(a) + 4.0 * f(0.5 * (a + b)) + f(b));
    let m = 0.5 * (a + b);
    let (whole, left, right) = (rule(a, b), rule(a, m), rule(m, b));
    if depth == 0 || (left + right - whole).abs() < 15.0 * eps {
        return left + right + (left + right - whole) / 15.0;
    }
    adaptive(f, a, m, eps / 2.0, depth - 1) + adaptive(f, m, b, eps / 2.0, depth - 1)
}

#[differentiable]
pub fn adaptive_integral(p: [f64; 3]) -> f64 {
    adaptive(&|x: f64| p[0] / (1.0 + p[1] * x * x), 0.0, p[2], 1e-4, 12)
}

#[differentiable]
fn bisected(mut f: impl FnMut(f64) -> f64, mut a: f64, mut b: f64) -> f64 {
    while b - a > 1e-3 {
        let m = 0.5 * (a + b);
        if f(a) * f(m) <= 0.0 {
            b = m;
        } else {
            a = m;
        }
    }
    a - f(a) * (b - a) / (f(b) - f(a))
}

#[differentiable]
pub fn between(x: f64, y: f64) -> f64 {
    bisected(|z| z.exp() * y - x, 0.0, 3.0)
}

#[differentiable]
fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(f(x))
}

#[differentiable]
fn passed_on<F: Fn(f64) -> f64 + Copy>(f: F, x: f64) -> f64 {
    twice(f, twice(&f, x)) + twice(|z| f(z * x) - z, x) * f(0.25)
}

#[differentiable]
pub fn at_third_hand(x: f64, y: f64) -> f64 {
    passed_on(|z| (z * y).sin(), x) + passed_on(cube, y) + passed_on(f64::cos, x)
}

#[differentiable]
fn by_pointer(f: fn(f64) -> f64, x: f64) -> f64 {
    f(x) * x
}

#[differentiable]
fn by_object(f: &dyn Fn(f64, f64) -> f64, x: f64) -> f64 {
    f(x, 2.0) * x - f(2.0, x)
}

#[differentiable]
pub fn pointers(x: f64, y: f64) -> f64 {
    by_pointer(cube, x) * by_object(&|a, b| a * a * b * y, x) + by_object(&f64::powf, y)
}

#[differentiable]
fn over_parts(f: impl Fn(&[f64]) -> f64, x: &[f64], fixed: &[f64]) -> f64 {
    let mut sum = f(x);
    for i in 0..x.len() {
        sum += f(&x[i..]) * f(fixed);
    }
    sum
}

#[differentiable]
pub fn slices(x: &[f64], w: &[f64], k: f64) -> f64 {
    over_parts(|part| part.iter().zip(w).map(|(x, w)| x * x * w).sum::<f64>() * k, x, &[1.0, k])
}

#[differentiable]
fn total(part: &[f64]) -> f64 {
    part.iter().map(|x| x * x.exp()).sum()
}

#[differentiable]
pub fn named_slices(x: &[f64], k: f64) -> f64 {
    over_parts(total, x, &[0.5, 0.25]) * over_parts(&total, &[k], x)
}

/// The closure has loops, branches and calls of its own.
#[differentiable]
pub fn large(x: [f64; 3], n: usize) -> f64 {
    #[differentiable]
    fn weight(x: &[f64; 3], k: usize, z: f64) -> f64 {
        x[k % 3] * z.cos()
    }
    let polynomial = |z: f64| {
        let mut sum = 0.0;
        let mut power = 1.0;
        for k in 0..n {
            if k % 3 == 2 {
                power *= z;
                continue;
            }
            power *= z * x[k % 3];
            if power > 10.0 {
                return power.ln();
            }
            sum += weight(&x, k, power);
        }
        sum
    };
    twice(polynomial, x[0]) + twice(&polynomial, 5.0) * polynomial(0.5)
}

/// By value, of arrays and of tuples.
#[differentiable]
fn mapped(f: impl Fn([f64; 2], (f64, usize)) -> (f64, [f64; 2]), x: [f64; 2], k: f64) -> f64 {
    let (first, rest) = f(x, (k, 2));
    let (second, _) = f(rest, (first, 1));
    first * second + rest[0]
}

#[differentiable]
pub fn by_value(x: [f64; 2], k: f64) -> f64 {
    mapped(
        |mut a, (b, n)| {
            a[0] *= b;
            for _ in 0..n {
                a[1] += a[0] * k;
            }
            (a[0] - b, a)
        },
        x,
        k,
    ) + mapped(|[a, b], (c, _)| (a * b * c, [c, a]), x, k)
}

#[differentiable]
fn many<const N: usize>(f: impl Fn(usize, &[f64; N]) -> f64, x: &[f64; N]) -> [f64; N] {
    core::array::from_fn(|i| f(i, x))
}

#[differentiable]
pub fn generic(x: [f64; 3], k: f64) -> [f64; 3] {
    let y = many::<3>(|i, x| x[i] * x[(i + 1) % 3] * k, &x);
    many(|i, y: &[f64; 3]| y.iter().map(|v| v * x[i]).sum(), &y)
}

#[differentiable]
pub fn nothing_varies(x: f64) -> f64 {
    twice(|z| z * 0.5, 3.0) * x + twice(f64::sin, 0.3)
}

#[differentiable]
pub fn in_conditions(x: f64, y: f64) -> f64 {
    fn_in_conditions(|z| z * y, x)
}

#[differentiable]
fn fn_in_conditions(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let mut z = x;
    while f(z) > 0.1 && z > 0.0 {
        z = f(z) * 0.5;
    }
    let steps = if f(z) > 0.05 { 1 } else { 2 };
    z * steps as f64 + [1.0, 2.0, 3.0].map(&f)[steps]
}

#[derive(Clone, Copy, Differentiable)]
pub struct Spring {
    pub stiffness: f64,
    pub damping: f64,
    pub order: usize,
}

#[differentiable]
impl Spring {
    pub fn force(&self, y: &[f64; 2]) -> f64 {
        -self.stiffness * y[0].powi(self.order as i32) - self.damping * y[1]
    }

    pub fn pushed(&self, y0: [f64; 2], h: f64) -> [f64; 2] {
        rk4(|t, y: &[f64; 2]| [y[1], self.force(y) + self.damping * t], 0.5, &y0, h)
    }
}

#[differentiable]
pub fn of_a_struct(stiffness: f64, y0: [f64; 2]) -> [f64; 2] {
    let spring = Spring { stiffness, damping: 0.3 * stiffness, order: 3 };
    let mut y = spring.pushed(y0, 0.1);
    for _ in 0..3 {
        y = rk4(|_, y: &[f64; 2]| [y[1] * spring.damping, spring.force(y)], 0.0, &y, 0.2);
    }
    y
}

/// Nested closures, and closures around closures.
#[differentiable]
pub fn around(x: f64, y: f64) -> f64 {
    let outer = |a: f64| {
        let b = a * y;
        twice(|c| (c * b).sin() + twice(|d| d * b * x, c), a) * b
    };
    twice(outer, x) + twice(|a| outer(a) * 0.5, y)
}

/// Vectors in the environment, and in the closure.
#[differentiable]
pub fn vectors(x: &[f64], k: f64) -> f64 {
    let scaled: Vec<f64> = x.iter().map(|v| v * k).collect();
    let f = |z: f64| {
        let powers: Vec<f64> = scaled.iter().map(|v| v * z).collect();
        let mut sum = 0.0;
        for i in 0..powers.len() {
            sum += powers[i] * scaled[(i + 1) % scaled.len()];
        }
        sum
    };
    twice(f, k) + scaled.iter().sum::<f64>()
}

/// Of a closure that is chosen by a branch around the call.
#[differentiable]
pub fn in_branches(x: f64, n: usize) -> f64 {
    let mut z = x;
    for i in 0..n {
        if i % 2 == 0 {
            z = twice(|a| a.sin() * z, x);
        } else {
            z += newton_step(|a| a * a + z, |a| 2.0 * a, 1.0 + z, x);
        }
    }
    z
}

#[differentiable]
fn integrated<F: Fn(f64) -> f64, const N: usize>(f: F, a: f64, b: f64) -> f64 {
    let h = (b - a) / N as f64;
    let mut sum = 0.0;
    for i in 0..N {
        sum += f(a + (i as f64 + 0.5) * h) * h;
    }
    sum
}

#[differentiable]
pub fn with_generic_arguments(k: f64, to: f64) -> f64 {
    integrated::<_, 8>(|x| (x * k).sin(), 0.0, to) + integrated::<_, 4>(cube, k, to)
}

#[differentiable]
fn weighted(w: &[f64], x: &[f64]) -> f64 {
    let f = |z: f64| w.iter().zip(x).map(|(w, x)| w * x * z).sum::<f64>() + w[0] * z;
    twice(f, x[0]) + twice(|z| z * w[1], 0.5)
}

/// Where one of the slices that a closure captures does not vary.
#[differentiable]
pub fn half_captured(v: [f64; 4]) -> f64 {
    weighted(&[0.3, 0.4], &v[..2]) + weighted(&v[2..], &[0.7, 0.2])
}

#[differentiable]
fn until(f: impl Fn(f64) -> f64, mut x: f64, limit: f64) -> f64 {
    let mut n = 0;
    while x < limit && n < 50 {
        x = f(x);
        n += 1;
    }
    x
}

#[differentiable]
pub fn loops_in_loops(v: [f64; 3]) -> f64 {
    until(|x| x * v[0] + v[1], v[2], 5.0) + until(|x| until(|y| y + x * v[0], x, 3.0), v[1], 4.0)
}

#[differentiable]
pub fn moved_in_loops(v: [f64; 3]) -> f64 {
    let mut sum = v[0];
    for i in 0..3 {
        let k = sum * v[1];
        let g = move |mut z: f64| {
            for _ in 0..i {
                z += z * k;
            }
            z
        };
        sum += twice(g, v[2]);
        let k = 2.0;
        sum *= k * 0.5 + g(0.1);
    }
    sum
}

#[differentiable]
fn of_many(f: impl Fn(f64, usize, &[f64; 2], bool) -> (f64, usize), x: f64) -> f64 {
    let (a, n) = f(x, 2, &[x, 1.0], true);
    let (b, _) = f(a, n, &[a, x], false);
    a * b
}

#[differentiable]
pub fn arguments_of_all_kinds(v: [f64; 2]) -> f64 {
    of_many(|x, n, y, flag| if flag { (x * y[0] * v[0], n + 1) } else { (y[n % 2].sin() * v[1] + x, n) }, v[0])
}

#[differentiable]
fn called_rarely(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    if x > 0.5 { f(x) } else { x * 2.0 }
}

#[differentiable]
pub fn rarely(x: f64, y: f64) -> f64 {
    called_rarely(|z| z * y, x) + called_rarely(cube, y)
}

#[differentiable]
fn over_iterators(f: &dyn Fn(f64) -> f64, x: &[f64]) -> f64 {
    x.iter().map(|v| f(*v)).sum::<f64>() + x.iter().copied().map(f).sum::<f64>()
}

#[differentiable]
pub fn iterated(v: [f64; 3]) -> f64 {
    over_iterators(&|z| z * z * v[0], &v[1..])
}

/// In place: what a parameter is called with, it may write.
#[differentiable]
fn heun<F>(f: F, t: f64, y: &mut [f64], h: f64)
where
    F: Fn(f64, &[f64], &mut [f64]),
{
    let mut first = vec![0.0; y.len()];
    let mut second = vec![0.0; y.len()];
    f(t, y, &mut first);
    let next: Vec<f64> = y.iter().zip(&first).map(|(y, k)| y + h * k).collect();
    f(t + h, &next, &mut second);
    for i in 0..y.len() {
        y[i] += 0.5 * h * (first[i] + second[i]);
    }
}

#[differentiable]
pub fn in_place(p: &[f64; 2], y: &mut [f64]) {
    for i in 0..3 {
        heun(
            |t, y, slope| {
                for i in 0..y.len() {
                    slope[i] = p[0] * y[i] * t - p[1] * y[(i + 1) % y.len()];
                }
            },
            i as f64,
            y,
            0.1,
        );
    }
}

#[differentiable]
fn decay(t: f64, y: &[f64], slope: &mut [f64]) {
    for (slope, y) in slope.iter_mut().zip(y) {
        *slope = -y * y * t;
    }
}

/// What is written is added to, and gives a value too.
#[differentiable]
fn collecting(f: &impl Fn(f64, &mut f64, &mut [f64; 2]) -> f64, x: f64) -> f64 {
    let mut count = x;
    let mut sums = [0.5, x];
    let mut product = f(x, &mut count, &mut sums);
    for _ in 0..2 {
        product *= f(product, &mut count, &mut sums);
    }
    product + count * sums[0] - sums[1]
}

#[differentiable]
pub fn in_place_by_name(x: f64, k: f64, y: &mut [f64]) -> f64 {
    heun(decay, x, y, k);
    collecting(
        &|z: f64, count: &mut f64, sums: &mut [f64; 2]| {
            *count += z * k;
            sums[0] *= *count;
            sums[1] += x;
            z.sin() + sums[0]
        },
        x,
    )
}

#[differentiable]
fn recording(x: f64, out: &mut Vec<f64>) {
    out.push(x * x);
    out.push(x);
}

#[differentiable]
fn repeated(f: impl Fn(f64, &mut Vec<f64>), x: f64, out: &mut Vec<f64>) {
    for k in 0..3 {
        f(x * k as f64, out);
    }
    if out.len() > 5 {
        out.remove(1);
    }
}

#[differentiable]
fn summed<F: Fn(f64, &mut Vec<f64>)>(f: F, x: f64) -> f64 {
    let mut list = vec![x];
    repeated(&f, x, &mut list);
    f(list[1], &mut list);
    list.iter().map(|value| value * value).sum()
}

/// What is written gets longer and shorter.
#[differentiable]
pub fn lists(x: f64, k: f64) -> f64 {
    let mut list = Vec::new();
    repeated(recording, x, &mut list);
    repeated(
        |t, out: &mut Vec<f64>| {
            out.push(t * k);
            if out.len() > 2 {
                let last = out.pop().unwrap_or(0.0);
                out.push(last * k);
                recording(last, out);
            }
        },
        x,
        &mut list,
    );
    summed(recording, x)
        + summed(|t, out: &mut Vec<f64>| out.push(t * k + out[0]), x)
        + list.iter().map(|value| value * value).sum::<f64>()
}

#[differentiable]
fn bent(x: f64) -> f64 {
    x.cos() * x
}

#[differentiable]
fn flat(x: f64) -> f64 {
    0.5 * x + 0.1
}

#[differentiable]
fn squared(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * f(2.0 * x)
}

#[differentiable]
fn written(f: impl Fn(f64) -> f64, values: &mut [f64], g: impl Fn(f64) -> f64) -> f64 {
    values[0] = f(values[0]);
    values[1] *= g(values[0]);
    values[1]
}

/// Functions that are chosen and passed on, and not called.
#[differentiable]
pub fn chosen_and_passed(x: f64, n: usize) -> f64 {
    let mut sum = x;
    let mut values = [x, 0.3];
    for k in 0..n {
        let chosen = if k % 2 == 0 { bent } else { flat };
        let other = match k {
            0 => flat,
            1 => bent,
            _ => chosen,
        };
        if k == 5 {
            break;
        }
        sum += squared(&chosen, squared(other, sum * 0.3)) * 0.1 + written(chosen, &mut values, other);
        sum += written(other, &mut values, if k > 2 { chosen } else { bent });
    }
    sum * values[1] + squared(if n > 2 { f64::sin } else { bent }, x)
}

/// In a closure that is passed itself, and behind an exit.
#[differentiable]
pub fn chosen_within(x: f64, up: bool) -> f64 {
    let chosen = if x > 0.0 { bent } else { return x * x };
    let shadowed = if up { x } else { 2.0 * x };
    squared(|z| squared(chosen, z * x), shadowed) + squared(if up { flat } else { chosen }, bent(shadowed))
}

/// Recursion by way of a function that is passed.
#[differentiable]
fn applied(f: impl Fn(f64, usize) -> f64, x: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..2 {
        sum += f(x * (i as f64 + 0.5), n) * x;
    }
    sum
}

#[differentiable]
pub fn passing(x: f64, n: usize) -> f64 {
    if n == 0 { x } else { applied(passed, x, n - 1) }
}

#[differentiable]
fn passed(x: f64, n: usize) -> f64 {
    passing(x.cos(), n)
}

/// Chosen functions by other names; functions of tables, passed.
#[differentiable]
pub fn chosen_by_other_names(x: f64, k: usize) -> f64 {
    let chosen = match k {
        0 => bent,
        1 => f64::sin,
        _ => flat,
    };
    let again = chosen;
    let table = [bent, flat];
    let element = table[k % 2];
    let literal = [flat, bent, f64::exp][k];
    let mut sum = squared(again, x) * element(x) + squared(literal, x) * squared(&element, 0.5 * x);
    for function in [bent, flat, |z| z * z] {
        sum += squared(function, sum * 0.1);
    }
    for i in 0..3 {
        let other = table[(i + k) % 2];
        let renamed = other;
        sum *= renamed(x) + squared(table[i % 2], sum * 0.05);
    }
    sum + squared([bent, flat][k % 2], x) + again(x)
}

/// What is passed on in a loop is recorded with its pullback.
#[differentiable]
fn relaxed(f: &impl Fn(&[f64; 2]) -> [f64; 2], start: [f64; 2], steps: usize) -> [f64; 2] {
    let mut y = start;
    for i in 0..steps {
        if i % 3 == 2 {
            continue;
        }
        y = relaxed_once(f, &y, 0.5);
    }
    y
}

#[differentiable]
fn relaxed_once<F: Fn(&[f64; 2]) -> [f64; 2]>(f: F, y: &[f64; 2], by: f64) -> [f64; 2] {
    let next = f(y);
    [y[0] + by * (next[0] - y[0]), y[1] + by * (next[1] - y[1])]
}

#[differentiable]
pub fn passed_on_in_loops(a: [f64; 2], b: &[f64], steps: usize) -> [f64; 2] {
    relaxed(&|y| [a[0] * y[1].cos() + b[0], a[1] * y[0] * b[1]], [b[0], 1.0], steps)
}
