//! Double buffers: references to what is read and what is written, which change places after each step.
use std::mem;

use jac::{Differentiable, differentiable};

#[differentiable]
pub fn step(u: &[f64], next: &mut [f64], k: f64) {
    let n = u.len();
    next[0] = u[0];
    next[n - 1] = u[n - 1];
    for i in 1..n - 1 {
        next[i] = u[i] + k * (u[i - 1] - 2.0 * u[i] * u[i] + u[i + 1]);
    }
}
#[differentiable]
pub fn two_lists(x: &[f64], k: f64, steps: usize) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![0.0; x.len()];
    let (mut cur, mut next) = (&mut a, &mut b);
    for _ in 0..steps {
        step(cur, next, k);
        std::mem::swap(&mut cur, &mut next);
    }
    cur.iter().enumerate().map(|(i, v)| v * v * i as f64).sum()
}
#[differentiable]
pub fn named_behind(x: &[f64], k: f64, steps: usize) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![0.3; x.len()];
    let (mut cur, mut next) = (&mut a, &mut b);
    for _ in 0..steps {
        step(cur, next, k);
        (cur, next) = (next, cur);
    }
    if steps % 2 == 0 { a[1] * b[2] } else { b[1] * a[0] * a[1] }
}
#[differentiable]
pub fn two_lets(x: &[f64; 4], k: f64, steps: usize) -> f64 {
    let mut a = *x;
    let mut b = [0.0; 4];
    let mut cur: &mut [f64; 4] = &mut a;
    let mut next: &mut [f64; 4] = &mut b;
    for i in 0..steps {
        step(&*cur, next, k);
        if i != 1 {
            mem::swap(&mut cur, &mut next);
        }
    }
    cur[1] * cur[2] + next[1]
}
#[differentiable]
pub fn of_caller(u: &mut [f64], scratch: &mut [f64], k: f64, steps: usize) {
    let (mut cur, mut next) = (u, scratch);
    for _ in 0..steps {
        step(cur, next, k);
        std::mem::swap(&mut cur, &mut next);
    }
}
#[differentiable]
pub fn of_caller_moved<'a>(mut u: &'a mut [f64], mut scratch: &'a mut [f64], k: f64, steps: usize) -> f64 {
    for _ in 0..steps {
        step(u, scratch, k);
        std::mem::swap(&mut u, &mut scratch);
    }
    u[1] * u[2]
}
#[differentiable]
pub fn of_caller_reborrowed(u: &mut [f64], k: f64, steps: usize) {
    let mut tmp = vec![0.0; u.len()];
    let (mut cur, mut next) = (&mut *u, &mut tmp[..]);
    for _ in 0..steps {
        step(cur, next, k);
        std::mem::swap(&mut cur, &mut next);
    }
    if steps % 2 == 1 {
        u.copy_from_slice(&tmp);
    }
}
#[differentiable]
pub fn three(x: &[f64], k: f64, steps: usize) -> f64 {
    let mut a = x.to_vec();
    let mut b = x.to_vec();
    let mut c = vec![0.0; x.len()];
    let n = x.len();
    {
        let (mut old, mut cur, mut new) = (&mut a, &mut b, &mut c);
        for _ in 0..steps {
            for i in 1..n - 1 {
                new[i] = 2.0 * cur[i] - old[i] + k * (cur[i - 1] - 2.0 * cur[i] + cur[i + 1]) * cur[i];
            }
            std::mem::swap(&mut old, &mut cur);
            std::mem::swap(&mut cur, &mut new);
        }
        cur[0] += 1.0;
    }
    a[1] * b[2] + c[1] * a[0] + b[0] * b[1]
}
#[derive(Clone, Debug, Differentiable)]
pub struct Solver {
    pub a: Vec<f64>,
    pub b: Vec<f64>,
    pub k: f64,
}
#[differentiable]
impl Solver {
    pub fn run(&mut self, steps: usize) -> f64 {
        let k = self.k;
        let (mut cur, mut next) = (&mut self.a, &mut self.b);
        for _ in 0..steps {
            step(cur, next, k);
            mem::swap(&mut cur, &mut next);
        }
        cur[1] * next[2]
    }
}
#[differentiable]
pub fn solver(s: &mut Solver, n: usize) -> f64 {
    s.run(n) * s.a[1]
}
#[differentiable]
pub fn early(x: &[f64], k: f64, steps: usize) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![0.0; x.len()];
    let (mut cur, mut next) = (&mut a, &mut b);
    for i in 0..steps {
        step(cur, next, k);
        if next[1] > 0.6 {
            return next[1] * cur[1];
        }
        std::mem::swap(&mut cur, &mut next);
        if i > 3 {
            break;
        }
    }
    cur[1] * cur[2] * next[1]
}
#[differentiable]
pub fn nested(x: &[f64], k: f64, steps: usize) -> f64 {
    let mut s = 0.0;
    let mut a = x.to_vec();
    let mut b = x.to_vec();
    for j in 0..3 {
        let (mut cur, mut next) = (&mut a, &mut b);
        for _ in 0..steps {
            step(cur, next, k);
            std::mem::swap(&mut cur, &mut next);
        }
        s += cur[1] * next[2] * (j as f64 + 1.0);
    }
    s * a[1] + b[2]
}
#[differentiable]
pub fn through_another(x: &[f64], k: f64, steps: usize) -> f64 {
    let mut a = x.to_vec();
    let mut b = x.to_vec();
    let r = &mut a;
    let (mut cur, mut next) = (&mut *r, &mut b);
    for _ in 0..steps {
        step(cur, next, k);
        std::mem::swap(&mut cur, &mut next);
    }
    r[1] * r[2]
}
