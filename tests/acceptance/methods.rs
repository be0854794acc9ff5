//! Numerical methods.

use jac::{Differentiable, differentiable};

use std::error::Error;
use std::f64::consts;

/// Stack machine.
#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub enum Op {
    Push(f64),
    Load(usize),
    Add,
    Sub,
    Mul,
    Dup,
    Swap,
    Sin,
}

#[differentiable(wrt(vars))]
pub fn run(program: &[Op], vars: &[f64]) -> Result<f64, String> {
    let mut stack: Vec<f64> = Vec::new();
    for (pc, op) in program.iter().enumerate() {
        match *op {
            Op::Push(c) => stack.push(c),
            Op::Load(i) => stack.push(*vars.get(i).ok_or_else(|| format!("no variable {i} at {pc}"))?),
            Op::Dup => {
                let top = *stack.last().ok_or("empty stack")?;
                stack.push(top);
            }
            Op::Swap => {
                let n = stack.len();
                if n < 2 {
                    return Err(format!("swap needs two at {pc}"));
                }
                stack.swap(n - 1, n - 2);
            }
            Op::Sin => {
                let x = stack.pop().ok_or("empty stack")?;
                stack.push(x.sin());
            }
            Op::Add | Op::Sub | Op::Mul => {
                let (Some(b), Some(a)) = (stack.pop(), stack.pop()) else {
                    return Err("stack underflow".to_owned());
                };
                stack.push(match op {
                    Op::Add => a + b,
                    Op::Sub => a - b,
                    _ => a * b,
                });
            }
        }
    }
    stack.pop().ok_or_else(|| String::from("no result"))
}

#[differentiable]
pub fn boxed_error(x: f64) -> Result<f64, Box<dyn Error>> {
    if x < 0.0 {
        return Err("negative".into());
    }
    let y = checked_log(x)?;
    Ok(y * x.sqrt())
}

#[differentiable]
fn checked_log(x: f64) -> Result<f64, String> {
    if x == 0.0 { Err(format!("log of zero")) } else { Ok(x.ln()) }
}

#[differentiable]
pub fn ackley(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (sum_sq, sum_cos) = x.iter().fold((0.0, 0.0), |(a, b), &v| (a + v * v, b + (consts::TAU * v).cos()));
    -20.0 * (-0.2 * (sum_sq / n).sqrt()).exp() - (sum_cos / n).exp() + 20.0 + consts::E
}

#[differentiable]
pub fn griewank(x: &[f64]) -> f64 {
    let s: f64 = x.iter().map(|&v| v.powi(2) / 4000.0).sum();
    let p: f64 = x.iter().enumerate().map(|(i, v)| (v / ((i + 1) as f64).sqrt()).cos()).product();
    1.0 + s - p
}

/// Golden-section minimum of a parametrised function: index of bracket only.
#[differentiable]
pub fn golden(a: f64, mut lo: f64, mut hi: f64) -> f64 {
    let f = |x: f64| (x - a).powi(2) + 0.1 * x.powi(4);
    let phi = (5f64.sqrt() - 1.0) / 2.0;
    let (mut c, mut d) = (hi - phi * (hi - lo), lo + phi * (hi - lo));
    while (hi - lo).abs() > 1e-3 {
        if f(c) < f(d) {
            hi = d;
            d = c;
            c = hi - phi * (hi - lo);
        } else {
            lo = c;
            c = d;
            d = lo + phi * (hi - lo);
        }
    }
    f(0.5 * (lo + hi))
}

#[differentiable]
fn bisect<F>(mut f: F, mut lo: f64, mut hi: f64) -> Option<f64>
where
    F: FnMut(f64) -> f64,
{
    let mut flo = f(lo);
    if flo * f(hi) > 0.0 {
        return None;
    }
    for _ in 0..60 {
        let mid = 0.5 * (lo + hi);
        let fm = f(mid);
        if fm == 0.0 || (hi - lo) < 1e-12 {
            return Some(mid);
        }
        if flo * fm < 0.0 {
            hi = mid;
        } else {
            lo = mid;
            flo = fm;
        }
    }
    Some(0.5 * (lo + hi))
}

#[differentiable]
fn secant<F: Fn(f64) -> f64>(f: F, x0: f64, x1: f64, tol: f64) -> Result<f64, String> {
    let (mut a, mut b) = (x0, x1);
    let (mut fa, mut fb) = (f(a), f(b));
    let mut count = 0;
    while fb.abs() > tol {
        count += 1;
        if count > 50 {
            return Err(format!("secant did not converge after {count} steps"));
        }
        let next = b - fb * (b - a) / (fb - fa);
        a = b;
        fa = fb;
        b = next;
        fb = f(b);
    }
    Ok(b)
}

#[differentiable]
pub fn peng_robinson_z(t: f64, p: f64, tc: f64, pc: f64, omega: f64) -> Result<f64, String> {
    const R: f64 = 8.314462618;
    let kappa = 0.37464 + 1.54226 * omega - 0.26992 * omega.powi(2);
    let alpha = (1.0 + kappa * (1.0 - (t / tc).sqrt())).powi(2);
    let a = 0.45724 * R.powi(2) * tc.powi(2) / pc * alpha;
    let b = 0.07780 * R * tc / pc;
    let (big_a, big_b) = (a * p / (R * t).powi(2), b * p / (R * t));
    let f = |z: f64| {
        z.powi(3) - (1.0 - big_b) * z.powi(2) + (big_a - 2.0 * big_b - 3.0 * big_b.powi(2)) * z
            - (big_a * big_b - big_b.powi(2) - big_b.powi(3))
    };
    secant(f, 1.1, 1.0, 1e-13)
}

/// Adaptive Simpson.
#[differentiable]
fn simpson_rec(
    f: &dyn Fn(f64) -> f64,
    a: f64,
    fa: f64,
    b: f64,
    fb: f64,
    m: f64,
    fm: f64,
    whole: f64,
    eps: f64,
    depth: u32,
) -> f64 {
    let (lm, rm) = (0.5 * (a + m), 0.5 * (m + b));
    let (flm, frm) = (f(lm), f(rm));
    let left = (m - a) / 6.0 * (fa + 4.0 * flm + fm);
    let right = (b - m) / 6.0 * (fm + 4.0 * frm + fb);
    let delta = left + right - whole;
    if depth == 0 || delta.abs() <= 15.0 * eps {
        left + right + delta / 15.0
    } else {
        simpson_rec(f, a, fa, m, fm, lm, flm, left, eps / 2.0, depth - 1)
            + simpson_rec(f, m, fm, b, fb, rm, frm, right, eps / 2.0, depth - 1)
    }
}

#[differentiable]
pub fn adaptive(f: &dyn Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let m = (a + b) / 2.0;
    let (fa, fm, fb) = (f(a), f(m), f(b));
    simpson_rec(f, a, fa, b, fb, m, fm, (b - a) / 6.0 * (fa + 4.0 * fm + fb), 1e-6, 10)
}

#[differentiable]
pub fn fresnel_like(x: f64, k: f64) -> f64 {
    adaptive(&|t| (k * t * t).sin(), 0.0, x)
}

#[differentiable]
pub fn romberg(a: f64, b: f64, k: f64) -> f64 {
    const LEVELS: usize = 5;
    let f = |x: f64| (-k * x * x).exp();
    let mut r = [[0.0; LEVELS]; LEVELS];
    let mut h = b - a;
    r[0][0] = 0.5 * h * (f(a) + f(b));
    for i in 1..LEVELS {
        h *= 0.5;
        let mut sum = 0.0;
        for j in (1..1 << i).step_by(2) {
            sum += f(a + j as f64 * h);
        }
        r[i][0] = 0.5 * r[i - 1][0] + h * sum;
        for j in 1..=i {
            let f4 = 4f64.powi(j as i32);
            r[i][j] = (f4 * r[i][j - 1] - r[i - 1][j - 1]) / (f4 - 1.0);
        }
    }
    r[LEVELS - 1][LEVELS - 1]
}

static NODES: &[(f64, f64)] = &[(-0.7745966692414834, 5.0 / 9.0), (0.0, 8.0 / 9.0), (0.7745966692414834, 5.0 / 9.0)];

#[differentiable]
pub fn gauss_legendre(a: f64, b: f64, p: f64) -> f64 {
    let (half, mid) = ((b - a) / 2.0, (b + a) / 2.0);
    NODES.iter().map(|&(x, w)| w * (mid + half * x).powf(p)).sum::<f64>() * half
}

#[differentiable]
pub fn kepler(mean_anomaly: f64, e: f64) -> f64 {
    let mut big_e = if e < 0.8 { mean_anomaly } else { consts::PI };
    loop {
        let delta = (big_e - e * big_e.sin() - mean_anomaly) / (1.0 - e * big_e.cos());
        big_e -= delta;
        if delta.abs() < 1e-14 {
            break big_e;
        }
    }
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Elements {
    pub a: f64,
    pub e: f64,
    pub i: f64,
    pub raan: f64,
    pub argp: f64,
    pub m0: f64,
}

#[differentiable]
pub fn position_at(el: &Elements, t: f64, mu: f64) -> [f64; 3] {
    let Elements { a, e, i, raan, argp, m0 } = *el;
    let n = (mu / a.powi(3)).sqrt();
    let m = (m0 + n * t).rem_euclid(consts::TAU);
    let ea = kepler(m, e);
    let nu = 2.0 * ((1.0 + e).sqrt() * (ea / 2.0).sin()).atan2((1.0 - e).sqrt() * (ea / 2.0).cos());
    let r = a * (1.0 - e * ea.cos());
    let u = argp + nu;
    [
        r * (raan.cos() * u.cos() - raan.sin() * u.sin() * i.cos()),
        r * (raan.sin() * u.cos() + raan.cos() * u.sin() * i.cos()),
        r * (u.sin() * i.sin()),
    ]
}

/// Stumpff functions.
#[differentiable]
fn stumpff(z: f64) -> (f64, f64) {
    if z > 1e-6 {
        let s = z.sqrt();
        ((1.0 - s.cos()) / z, (s - s.sin()) / s.powi(3))
    } else if z < -1e-6 {
        let s = (-z).sqrt();
        ((s.cosh() - 1.0) / -z, (s.sinh() - s) / s.powi(3))
    } else {
        (0.5, 1.0 / 6.0)
    }
}

/// Lambert's problem by universal variables and bisection.
#[differentiable]
pub fn lambert_z(r1: f64, r2: f64, dnu: f64, tof: f64) -> Option<f64> {
    let a = dnu.sin() * (r1 * r2 / (1.0 - dnu.cos())).sqrt();
    let y = |z: f64| {
        let (c, s) = stumpff(z);
        r1 + r2 + a * (z * s - 1.0) / c.sqrt()
    };
    let time = |z: f64| {
        let (c, s) = stumpff(z);
        let yz = y(z);
        ((yz / c).powf(1.5) * s + a * yz.sqrt()) - tof
    };
    let z = bisect(time, -1.0, 20.0)?;
    let polished = z - time(z) * 1e-4 / (time(z + 1e-4) - time(z));
    Some(polished)
}

/// Clenshaw, Legendre, Bessel-like recurrences.
#[differentiable]
pub fn clenshaw(c: &[f64], x: f64) -> f64 {
    let (b0, _) = c[1..].iter().rev().fold((0.0, 0.0), |(b1, b2), &ck| (2.0 * x * b1 - b2 + ck, b1));
    let b2 = {
        let mut it = (0.0, 0.0);
        for &ck in c.iter().skip(2).rev() {
            it = (2.0 * x * it.0 - it.1 + ck, it.0);
        }
        it.0
    };
    c[0] + x * b0 - b2
}

#[differentiable]
pub fn legendre(n: usize, x: f64) -> f64 {
    match n {
        0 => 1.0,
        1 => x,
        n => ((2 * n - 1) as f64 * x * legendre(n - 1, x) - (n - 1) as f64 * legendre(n - 2, x)) / n as f64,
    }
}
