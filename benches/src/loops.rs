//! Loops with carried state.

use jac::differentiable;

use crate::measured;
use crate::vectors::{add, scale};

/// A polynomial.
#[differentiable]
pub fn horner(c: &[f64], x: f64) -> f64 {
    let mut value = 0.0;
    for &a in c {
        value = value * x + a;
    }
    value
}

fn horner_jvp(c: &[f64], x: f64, dc: &[f64], dx: f64) -> (f64, f64) {
    let (mut value, mut tangent) = (0.0, 0.0);
    for (a, da) in c.iter().zip(dc) {
        tangent = tangent * x + value * dx + da;
        value = value * x + a;
    }
    (value, tangent)
}

fn horner_vjp(c: &[f64], x: f64, by: f64) -> (f64, (Vec<f64>, f64)) {
    let (mut value, mut slope) = (0.0, 0.0);
    for a in c {
        slope = slope * x + value;
        value = value * x + a;
    }
    let mut by_c = vec![0.0; c.len()];
    let mut power = by;
    for by_c in by_c.iter_mut().rev() {
        *by_c = power;
        power *= x;
    }
    (value, (by_c, by * slope))
}

/// The logistic map.
#[differentiable]
pub fn logistic(x: f64, r: f64, n: usize) -> f64 {
    let mut x = x;
    for _ in 0..n {
        x = r * x * (1.0 - x);
    }
    x
}

fn logistic_jvp(mut x: f64, r: f64, n: usize, mut dx: f64, dr: f64) -> (f64, f64) {
    for _ in 0..n {
        let y = x * (1.0 - x);
        dx = r * (1.0 - 2.0 * x) * dx + y * dr;
        x = r * y;
    }
    (x, dx)
}

pub fn logistic_vjp(mut x: f64, r: f64, n: usize, by: f64) -> (f64, (f64, f64)) {
    let mut states = vec![0.0; n];
    for state in &mut states {
        *state = x;
        x = r * x * (1.0 - x);
    }
    let (mut by_x, mut by_r) = (by, 0.0);
    for x in states.into_iter().rev() {
        by_r += x * (1.0 - x) * by_x;
        by_x *= r * (1.0 - 2.0 * x);
    }
    (x, (by_x, by_r))
}

/// A low-pass filter: the sum of the squares of what is left.
#[differentiable]
pub fn filter(x: &[f64], gain: f64) -> f64 {
    let (mut state, mut energy) = (0.0, 0.0);
    for &x in x {
        state += gain * (x - state);
        energy += state * state;
    }
    energy
}

fn filter_jvp(x: &[f64], gain: f64, dx: &[f64], dg: f64) -> (f64, f64) {
    let (mut s, mut ds, mut energy, mut tangent) = (0.0, 0.0, 0.0, 0.0);
    for (x, dx) in x.iter().zip(dx) {
        let step = x - s;
        ds += dg * step + gain * (dx - ds);
        s += gain * step;
        energy += s * s;
        tangent += 2.0 * s * ds;
    }
    (energy, tangent)
}

fn filter_vjp(x: &[f64], gain: f64, by: f64) -> (f64, (Vec<f64>, f64)) {
    let (mut s, mut energy) = (0.0, 0.0);
    let mut states = vec![0.0; x.len()];
    for (x, state) in x.iter().zip(&mut states) {
        *state = s;
        s += gain * (x - s);
        energy += s * s;
    }
    let mut by_x = vec![0.0; x.len()];
    let (mut by_s, mut by_gain) = (0.0, 0.0);
    for ((x, before), by_x) in x.iter().zip(&states).zip(&mut by_x).rev() {
        by_s += 2.0 * by * s;
        by_gain += by_s * (x - before);
        *by_x = gain * by_s;
        by_s -= *by_x;
        s = *before;
    }
    (energy, (by_x, by_gain))
}

/// A pendulum with friction by the classical Runge–Kutta method.
#[differentiable(wrt(state, friction))]
pub fn pendulum(state: [f64; 2], friction: f64, h: f64, steps: usize) -> [f64; 2] {
    let [mut angle, mut speed] = state;
    for _ in 0..steps {
        let (a1, s1) = (speed, -angle.sin() - friction * speed);
        let (a2, angle2) = (speed + 0.5 * h * s1, angle + 0.5 * h * a1);
        let s2 = -angle2.sin() - friction * a2;
        let (a3, angle3) = (speed + 0.5 * h * s2, angle + 0.5 * h * a2);
        let s3 = -angle3.sin() - friction * a3;
        let (a4, angle4) = (speed + h * s3, angle + h * a3);
        let s4 = -angle4.sin() - friction * a4;
        angle += h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4);
        speed += h / 6.0 * (s1 + 2.0 * s2 + 2.0 * s3 + s4);
    }
    [angle, speed]
}

fn pendulum_jvp(state: [f64; 2], friction: f64, h: f64, steps: usize, d: [f64; 2], df: f64) -> ([f64; 2], [f64; 2]) {
    let ([mut x, mut v], [mut dx, mut dv]) = (state, d);
    let half = 0.5 * h;
    let force = |x: f64, v: f64, dx: f64, dv: f64| {
        let (s, c) = x.sin_cos();
        (-s - friction * v, -c * dx - friction * dv - df * v)
    };
    for _ in 0..steps {
        let (s1, ds1) = force(x, v, dx, dv);
        let (v2, dv2) = (v + half * s1, dv + half * ds1);
        let (s2, ds2) = force(x + half * v, v2, dx + half * dv, dv2);
        let (v3, dv3) = (v + half * s2, dv + half * ds2);
        let (s3, ds3) = force(x + half * v2, v3, dx + half * dv2, dv3);
        let (v4, dv4) = (v + h * s3, dv + h * ds3);
        let (s4, ds4) = force(x + h * v3, v4, dx + h * dv3, dv4);
        x += h / 6.0 * (v + 2.0 * (v2 + v3) + v4);
        dx += h / 6.0 * (dv + 2.0 * (dv2 + dv3) + dv4);
        v += h / 6.0 * (s1 + 2.0 * (s2 + s3) + s4);
        dv += h / 6.0 * (ds1 + 2.0 * (ds2 + ds3) + ds4);
    }
    ([x, v], [dx, dv])
}

fn pendulum_vjp(state: [f64; 2], friction: f64, h: f64, steps: usize, by: [f64; 2]) -> ([f64; 2], ([f64; 2], f64)) {
    let [mut x, mut v] = state;
    let (half, sixth) = (0.5 * h, h / 6.0);
    // The cosines of the four stages, and their speeds: the reverse sweep needs nothing else.
    let mut stages = Vec::with_capacity(steps);
    for _ in 0..steps {
        let (n1, c1) = x.sin_cos();
        let s1 = -n1 - friction * v;
        let v2 = v + half * s1;
        let (n2, c2) = (x + half * v).sin_cos();
        let s2 = -n2 - friction * v2;
        let v3 = v + half * s2;
        let (n3, c3) = (x + half * v2).sin_cos();
        let s3 = -n3 - friction * v3;
        let v4 = v + h * s3;
        let (n4, c4) = (x + h * v3).sin_cos();
        let s4 = -n4 - friction * v4;
        stages.push([c1, c2, c3, c4, v, v2, v3, v4]);
        x += sixth * (v + 2.0 * (v2 + v3) + v4);
        v += sixth * (s1 + 2.0 * (s2 + s3) + s4);
    }
    let ([mut bx, mut bv], mut bf) = (by, 0.0);
    for [c1, c2, c3, c4, v1, v2, v3, v4] in stages.into_iter().rev() {
        let (x6, v6) = (sixth * bx, sixth * bv);
        // Stage by stage: cotangents of its force, its speed and its angle.
        let b4 = v6;
        let (bv4, bx4) = (x6 - friction * b4, -c4 * b4);
        let b3 = 2.0 * v6 + h * bv4;
        let (bv3, bx3) = (2.0 * x6 + h * bx4 - friction * b3, -c3 * b3);
        let b2 = 2.0 * v6 + half * bv3;
        let (bv2, bx2) = (2.0 * x6 + half * bx3 - friction * b2, -c2 * b2);
        let b1 = v6 + half * bv2;
        bf -= b4 * v4 + b3 * v3 + b2 * v2 + b1 * v1;
        bv += bv4 + bv3 + bv2 + x6 + half * bx2 - friction * b1;
        bx += bx4 + bx3 + bx2 - c1 * b1;
    }
    ([x, v], ([bx, bv], bf))
}

fn pendulum_jacobian(state: [f64; 2], friction: f64, h: f64, steps: usize) -> ([f64; 2], ([[f64; 2]; 2], [f64; 2])) {
    let [mut x, mut v] = state;
    let half = 0.5 * h;
    // By the initial angle, the initial speed, and the friction.
    let (mut dx, mut dv) = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]);
    let along = |a: [f64; 3], s: f64, b: [f64; 3]| add(a, scale(s, b));
    let force = |x: f64, v: f64, dx: [f64; 3], dv: [f64; 3]| {
        let (s, c) = x.sin_cos();
        let mut d = [-c * dx[0] - friction * dv[0], -c * dx[1] - friction * dv[1], -c * dx[2] - friction * dv[2]];
        d[2] -= v;
        (-s - friction * v, d)
    };
    for _ in 0..steps {
        let (s1, ds1) = force(x, v, dx, dv);
        let (v2, dv2) = (v + half * s1, along(dv, half, ds1));
        let (s2, ds2) = force(x + half * v, v2, along(dx, half, dv), dv2);
        let (v3, dv3) = (v + half * s2, along(dv, half, ds2));
        let (s3, ds3) = force(x + half * v2, v3, along(dx, half, dv2), dv3);
        let (v4, dv4) = (v + h * s3, along(dv, h, ds3));
        let (s4, ds4) = force(x + h * v3, v4, along(dx, h, dv3), dv4);
        for i in 0..3 {
            dx[i] += h / 6.0 * (dv[i] + 2.0 * (dv2[i] + dv3[i]) + dv4[i]);
            dv[i] += h / 6.0 * (ds1[i] + 2.0 * (ds2[i] + ds3[i]) + ds4[i]);
        }
        x += h / 6.0 * (v + 2.0 * (v2 + v3) + v4);
        v += h / 6.0 * (s1 + 2.0 * (s2 + s3) + s4);
    }
    ([x, v], ([[dx[0], dx[1]], [dv[0], dv[1]]], [dx[2], dv[2]]))
}

#[differentiable]
fn flow(s: [f64; 3], p: [f64; 3]) -> [f64; 3] {
    [p[0] * (s[1] - s[0]), s[0] * (p[1] - s[2]) - s[1], s[0] * s[1] - p[2] * s[2]]
}

/// Lorenz' system by the classical Runge–Kutta method.
#[differentiable(wrt(state, p))]
pub fn lorenz(state: [f64; 3], p: [f64; 3], h: f64, steps: usize) -> [f64; 3] {
    let mut s = state;
    for _ in 0..steps {
        let k1 = flow(s, p);
        let mut t = s;
        for i in 0..3 {
            t[i] = s[i] + 0.5 * h * k1[i];
        }
        let k2 = flow(t, p);
        for i in 0..3 {
            t[i] = s[i] + 0.5 * h * k2[i];
        }
        let k3 = flow(t, p);
        for i in 0..3 {
            t[i] = s[i] + h * k3[i];
        }
        let k4 = flow(t, p);
        for i in 0..3 {
            s[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    s
}

type Vector = [f64; 3];

fn along(a: Vector, s: f64, b: Vector) -> Vector {
    add(a, scale(s, b))
}

fn weighted(s: Vector, h: f64, k: [Vector; 4]) -> Vector {
    std::array::from_fn(|i| s[i] + h / 6.0 * (k[0][i] + 2.0 * (k[1][i] + k[2][i]) + k[3][i]))
}

fn flow_tangent(s: Vector, p: Vector, ds: Vector, dp: Vector) -> Vector {
    [
        dp[0] * (s[1] - s[0]) + p[0] * (ds[1] - ds[0]),
        ds[0] * (p[1] - s[2]) + s[0] * (dp[1] - ds[2]) - ds[1],
        ds[0] * s[1] + s[0] * ds[1] - dp[2] * s[2] - p[2] * ds[2],
    ]
}

fn lorenz_jvp(mut s: Vector, p: Vector, h: f64, steps: usize, mut ds: Vector, dp: Vector) -> (Vector, Vector) {
    let half = 0.5 * h;
    for _ in 0..steps {
        let (k1, d1) = (flow(s, p), flow_tangent(s, p, ds, dp));
        let (t, dt) = (along(s, half, k1), along(ds, half, d1));
        let (k2, d2) = (flow(t, p), flow_tangent(t, p, dt, dp));
        let (t, dt) = (along(s, half, k2), along(ds, half, d2));
        let (k3, d3) = (flow(t, p), flow_tangent(t, p, dt, dp));
        let (t, dt) = (along(s, h, k3), along(ds, h, d3));
        let (k4, d4) = (flow(t, p), flow_tangent(t, p, dt, dp));
        s = weighted(s, h, [k1, k2, k3, k4]);
        ds = weighted(ds, h, [d1, d2, d3, d4]);
    }
    (s, ds)
}

/// The cotangent of the state; that of the parameters is added to.
fn flow_cotangent(s: Vector, p: Vector, by: Vector, by_p: &mut Vector) -> Vector {
    by_p[0] += (s[1] - s[0]) * by[0];
    by_p[1] += s[0] * by[1];
    by_p[2] -= s[2] * by[2];
    let pb = p[0] * by[0];
    [(p[1] - s[2]) * by[1] + s[1] * by[2] - pb, pb - by[1] + s[0] * by[2], -s[0] * by[1] - p[2] * by[2]]
}

fn lorenz_vjp(mut s: Vector, p: Vector, h: f64, steps: usize, by: Vector) -> (Vector, (Vector, Vector)) {
    let (half, sixth) = (0.5 * h, h / 6.0);
    let mut stages = Vec::with_capacity(steps);
    for _ in 0..steps {
        let k1 = flow(s, p);
        let t2 = along(s, half, k1);
        let k2 = flow(t2, p);
        let t3 = along(s, half, k2);
        let k3 = flow(t3, p);
        let t4 = along(s, h, k3);
        let k4 = flow(t4, p);
        stages.push([s, t2, t3, t4]);
        s = weighted(s, h, [k1, k2, k3, k4]);
    }
    let (mut by_s, mut by_p) = (by, [0.0; 3]);
    for [s, t2, t3, t4] in stages.into_iter().rev() {
        let (once, twice) = (scale(sixth, by_s), scale(2.0 * sixth, by_s));
        let b4 = flow_cotangent(t4, p, once, &mut by_p);
        let b3 = flow_cotangent(t3, p, along(twice, h, b4), &mut by_p);
        let b2 = flow_cotangent(t2, p, along(twice, half, b3), &mut by_p);
        let b1 = flow_cotangent(s, p, along(once, half, b2), &mut by_p);
        by_s = add(add(by_s, b1), add(b2, add(b3, b4)));
    }
    (s, (by_s, by_p))
}

/// A row of the Jacobian of the flow, for all columns of what the state depends on: three for the initial state, three for the parameters.
type Wide = [f64; 6];

fn wide(f: impl Fn(usize) -> f64) -> Wide {
    std::array::from_fn(f)
}

fn flow_wide(s: Vector, p: Vector, d: &[Wide; 3]) -> [Wide; 3] {
    let (a, b) = (p[1] - s[2], s[1] - s[0]);
    let mut k = [
        wide(|c| p[0] * (d[1][c] - d[0][c])),
        wide(|c| a * d[0][c] - s[0] * d[2][c] - d[1][c]),
        wide(|c| s[1] * d[0][c] + s[0] * d[1][c] - p[2] * d[2][c]),
    ];
    k[0][3] += b;
    k[1][4] += s[0];
    k[2][5] -= s[2];
    k
}

fn lorenz_jacobian(mut s: Vector, p: Vector, h: f64, steps: usize) -> (Vector, ([Vector; 3], [Vector; 3])) {
    let half = 0.5 * h;
    let mut d: [Wide; 3] = [[0.0; 6]; 3];
    (d[0][0], d[1][1], d[2][2]) = (1.0, 1.0, 1.0);
    let step = |d: &[Wide; 3], h: f64, k: &[Wide; 3]| -> [Wide; 3] {
        std::array::from_fn(|r| wide(|c| d[r][c] + h * k[r][c]))
    };
    for _ in 0..steps {
        let (k1, d1) = (flow(s, p), flow_wide(s, p, &d));
        let t = along(s, half, k1);
        let (k2, d2) = (flow(t, p), flow_wide(t, p, &step(&d, half, &d1)));
        let t = along(s, half, k2);
        let (k3, d3) = (flow(t, p), flow_wide(t, p, &step(&d, half, &d2)));
        let t = along(s, h, k3);
        let (k4, d4) = (flow(t, p), flow_wide(t, p, &step(&d, h, &d3)));
        s = weighted(s, h, [k1, k2, k3, k4]);
        d = std::array::from_fn(|r| wide(|c| d[r][c] + h / 6.0 * (d1[r][c] + 2.0 * (d2[r][c] + d3[r][c]) + d4[r][c])));
    }
    (s, (d.map(|row| [row[0], row[1], row[2]]), d.map(|row| [row[3], row[4], row[5]])))
}

/// Kepler's equation by five iterations of Newton's method.
#[differentiable]
pub fn kepler(mean: f64, eccentricity: f64) -> f64 {
    let mut x = mean;
    for _ in 0..5 {
        let (s, c) = x.sin_cos();
        x -= (x - eccentricity * s - mean) / (1.0 - eccentricity * c);
    }
    x
}

fn kepler_jvp(mean: f64, e: f64, dm: f64, de: f64) -> (f64, f64) {
    let (mut x, mut dx) = (mean, dm);
    for _ in 0..5 {
        let (s, c) = x.sin_cos();
        let inverse = 1.0 / (1.0 - e * c);
        let q = (x - e * s - mean) * inverse;
        // The tangent of x in the numerator is that of the denominator's product with it.
        dx = (s * de + dm + q * (e * s * dx - c * de)) * inverse;
        x -= q;
    }
    (x, dx)
}

fn kepler_vjp(mean: f64, e: f64, by: f64) -> (f64, (f64, f64)) {
    let mut x = mean;
    let mut steps = [[0.0; 4]; 5];
    for step in &mut steps {
        let (s, c) = x.sin_cos();
        let inverse = 1.0 / (1.0 - e * c);
        let q = (x - e * s - mean) * inverse;
        *step = [s, c, inverse, q];
        x -= q;
    }
    let (mut by_x, mut by_m, mut by_e) = (by, 0.0, 0.0);
    for [s, c, inverse, q] in steps.into_iter().rev() {
        let scaled = by_x * inverse;
        by_m += scaled;
        by_e += scaled * (s - q * c);
        by_x = scaled * q * e * s;
    }
    (x, (by_m + by_x, by_e))
}

fn kepler_gradient(mean: f64, e: f64) -> (f64, (f64, f64)) {
    let (mut x, mut dm, mut de) = (mean, 1.0, 0.0);
    for _ in 0..5 {
        let (s, c) = x.sin_cos();
        let inverse = 1.0 / (1.0 - e * c);
        let q = (x - e * s - mean) * inverse;
        let feedback = q * e * s;
        dm = (1.0 + feedback * dm) * inverse;
        de = (s - q * c + feedback * de) * inverse;
        x -= q;
    }
    (x, (dm, de))
}

/// What is left of a value after changes by rates.
#[differentiable]
pub fn compound(rates: &[f64]) -> f64 {
    let mut value = 1.0;
    for r in rates {
        value *= 1.0 + r;
    }
    value
}

fn compound_jvp(rates: &[f64], d: &[f64]) -> (f64, f64) {
    let (mut value, mut tangent) = (1.0, 0.0);
    for (r, d) in rates.iter().zip(d) {
        tangent = tangent * (1.0 + r) + value * d;
        value *= 1.0 + r;
    }
    (value, tangent)
}

fn compound_vjp(rates: &[f64], by: f64) -> (f64, Vec<f64>) {
    let mut by_rates = vec![0.0; rates.len()];
    let mut value = 1.0;
    for (r, by_r) in rates.iter().zip(&mut by_rates) {
        *by_r = value;
        value *= 1.0 + r;
    }
    let mut by = by;
    for (by_r, r) in by_rates.iter_mut().zip(rates).rev() {
        *by_r *= by;
        by *= 1.0 + r;
    }
    (value, by_rates)
}

fn wave(n: usize, seed: f64) -> Vec<f64> {
    (0..n).map(|i| (seed + 1.7 * i as f64).sin()).collect()
}

measured! {
    "loops with carried state";
    horner(c: Vec<f64> = wave(256, 0.3), x: f64 = 0.9; dc: Vec<f64> = wave(256, 0.7), dx: f64 = 0.4; by: f64 = 1.5) {
        tangent: horner::jvp(c, x, dc, dx), horner_jvp(c, x, dc, dx);
        adjoint: horner::vjp(c, x, by), horner_vjp(c, x, by);
        gradient: horner::value_and_gradient(c, x), horner_vjp(c, x, 1.0);
    }
    logistic(x: f64 = 0.3, r: f64 = 3.2, n: usize = 64; dx: f64 = 0.7, dr: f64 = 0.4; by: f64 = 1.5) {
        tangent: logistic::jvp(x, r, n, dx, dr), logistic_jvp(x, r, n, dx, dr);
        adjoint: logistic::vjp(x, r, n, by), logistic_vjp(x, r, n, by);
        gradient: logistic::value_and_gradient(x, r, n), logistic_vjp(x, r, n, 1.0);
    }
    filter(x: Vec<f64> = wave(256, 0.3), g: f64 = 0.2; dx: Vec<f64> = wave(256, 0.7), dg: f64 = 0.4; by: f64 = 1.5) {
        tangent: filter::jvp(x, g, dx, dg), filter_jvp(x, g, dx, dg);
        adjoint: filter::vjp(x, g, by), filter_vjp(x, g, by);
        gradient: filter::value_and_gradient(x, g), filter_vjp(x, g, 1.0);
    }
    pendulum(s: [f64; 2] = [0.7, -0.2], f: f64 = 0.1, h: f64 = 0.05, n: usize = 64; ds: [f64; 2] = [0.3, 0.4], df: f64 = -0.6; by: [f64; 2] = [1.0, -0.5]) {
        tangent: pendulum::jvp(s, f, h, n, ds, df), pendulum_jvp(s, f, h, n, ds, df);
        adjoint: pendulum::vjp(s, f, h, n, by), pendulum_vjp(s, f, h, n, by);
        jacobian: pendulum::value_and_jacobian(s, f, h, n), pendulum_jacobian(s, f, h, n);
    }
    lorenz(s: [f64; 3] = [1.0, 2.0, 20.0], p: [f64; 3] = [10.0, 28.0, 8.0 / 3.0], h: f64 = 0.01, n: usize = 64; ds: [f64; 3] = [0.3, 0.4, -0.1], dp: [f64; 3] = [0.5, -0.6, 0.2]; by: [f64; 3] = [1.0, -0.5, 0.25]) {
        tangent: lorenz::jvp(s, p, h, n, ds, dp), lorenz_jvp(s, p, h, n, ds, dp);
        adjoint: lorenz::vjp(s, p, h, n, by), lorenz_vjp(s, p, h, n, by);
        jacobian: lorenz::value_and_jacobian(s, p, h, n), lorenz_jacobian(s, p, h, n);
    }
    kepler(m: f64 = 1.1, e: f64 = 0.4; dm: f64 = 0.3, de: f64 = -0.7; by: f64 = 1.5) {
        tangent: kepler::jvp(m, e, dm, de), kepler_jvp(m, e, dm, de);
        adjoint: kepler::vjp(m, e, by), kepler_vjp(m, e, by);
        gradient: kepler::value_and_gradient(m, e), kepler_gradient(m, e);
    }
    compound(r: Vec<f64> = wave(256, 0.3); d: Vec<f64> = wave(256, 0.7); by: f64 = 1.5) {
        tangent: compound::jvp(r, d), compound_jvp(r, d);
        adjoint: compound::vjp(r, by), compound_vjp(r, by);
        gradient: compound::value_and_gradient(r), compound_vjp(r, 1.0);
    }
}
