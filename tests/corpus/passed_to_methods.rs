//! Functions and closures that are passed to methods and associated functions.
#![allow(clippy::style, clippy::complexity, clippy::needless_range_loop)]

use jac::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Debug)]
pub struct Stepper {
    pub h: f64,
    #[constant]
    pub steps: usize,
    pub evaluations: f64,
}

#[differentiable]
impl Stepper {
    pub fn new(h: f64, steps: usize) -> Self {
        Stepper { h, steps, evaluations: 0.0 }
    }

    /// One step of Heun's method.
    pub fn step(&self, f: impl Fn(f64, f64) -> f64, t: f64, y: f64) -> f64 {
        let k1 = f(t, y);
        let k2 = f(t + self.h, y + self.h * k1);
        y + 0.5 * self.h * (k1 + k2)
    }

    /// Passes on what it is passed, in a loop.
    pub fn solve<F: Fn(f64, f64) -> f64>(&self, f: F, y0: f64) -> f64 {
        let mut y = y0;
        for i in 0..self.steps {
            y = self.step(&f, i as f64 * self.h, y);
        }
        y
    }

    /// Counts what it does.
    pub fn advance(&mut self, f: &dyn Fn(f64) -> f64, y: &mut f64) {
        *y += self.h * f(*y);
        self.evaluations += 1.0;
        self.h *= 1.1;
    }

    pub fn at_once<F>(self, y: [f64; 2], f: F) -> [f64; 2]
    where
        F: Fn(&[f64; 2]) -> [f64; 2],
    {
        let slope = f(&y);
        [y[0] + self.h * slope[0], y[1] + self.h * slope[1]]
    }

    pub fn midpoint(f: fn(f64) -> f64, a: f64, b: f64) -> f64 {
        (b - a) * f(0.5 * (a + b))
    }

    pub fn both(&self, f: impl Fn(f64) -> f64, g: impl Fn(f64) -> f64, x: f64) -> f64 {
        f(g(x)) - self.h * g(f(x))
    }

    pub fn by_another(&self, f: impl Fn(f64) -> f64, x: f64) -> f64 {
        halved(&f, x) + self.both(|x| f(x) * self.h, |x| x * x, x)
    }
}

#[differentiable]
fn halved(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    0.5 * f(0.5 * x)
}

#[differentiable]
fn slope(x: f64) -> f64 {
    x.sin() - 0.1 * x
}

#[differentiable]
pub fn solved(k: f64, h: f64, y0: f64, steps: usize) -> f64 {
    let stepper = Stepper::new(h, steps);
    stepper.solve(|t, y| -k * y + t.cos(), y0)
}

/// The stepper is a parameter, and what is captured is a slice.
#[differentiable]
fn fitted_by(stepper: &Stepper, rates: &[f64], y0: f64) -> f64 {
    let mut total = 0.0;
    for r in rates {
        let last = stepper.solve(|t, y| rates[0] * t - r * y * y, y0);
        total += last * last;
    }
    total
}

#[differentiable]
pub fn fitted(h: f64, rates: &[f64], y0: f64) -> f64 {
    fitted_by(&Stepper::new(h, 5), rates, y0)
}

#[differentiable]
pub fn changing(h: f64, y0: f64, n: usize) -> f64 {
    let mut stepper = Stepper::new(h, n);
    let mut y = y0;
    for i in 0..n {
        if i % 2 == 0 {
            stepper.advance(&|y| y * h - y * y, &mut y);
        } else {
            stepper.advance(&slope, &mut y);
        }
    }
    y * stepper.h + stepper.evaluations
}

#[differentiable]
pub fn owned(h: f64, y: [f64; 2], w: f64) -> [f64; 2] {
    let oscillator = |y: &[f64; 2]| [y[1], -w * w * y[0]];
    let first = Stepper::new(h, 1).at_once(y, oscillator);
    Stepper::at_once(Stepper::new(2.0 * h, 1), first, &oscillator)
}

#[differentiable]
pub fn by_path(a: f64, b: f64) -> f64 {
    Stepper::midpoint(slope, a, b) + Stepper::midpoint(|x| x * x, b, a)
}

#[differentiable]
pub fn of_two(h: f64, x: f64) -> f64 {
    let stepper = Stepper::new(h, 0);
    stepper.both(slope, |x| x * h, x) + stepper.by_another(|x| x.exp() * h, x) + stepper.by_another(&slope, x)
}

/// What does not vary in the method: the time, whose root has no slope at the start.
#[differentiable(wrt(y0))]
pub fn at_a_singular_time(h: f64, y0: f64) -> f64 {
    let stepper = Stepper::new(h, 4);
    stepper.step(|t, y| t.sqrt() - y, 0.0, y0)
}

/// A method of the name that arrays have.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[differentiable]
impl Point {
    pub fn map(self, f: impl Fn(f64) -> f64) -> Point {
        Point { x: f(self.x), y: f(self.y) }
    }

    pub fn zip_with(&self, other: &Point, f: impl Fn(f64, f64) -> f64) -> Point {
        Point { x: f(self.x, other.x), y: f(self.y, other.y) }
    }

    pub fn norm(&self) -> f64 {
        self.map(|c| c * c).sum().sqrt()
    }

    pub fn sum(&self) -> f64 {
        self.x + self.y
    }
}

#[differentiable]
pub fn combined(p: [f64; 2], q: [f64; 2], s: f64) -> f64 {
    let p = Point { x: p[0], y: p[1] };
    let r = p.zip_with(&Point { x: q[0], y: q[1] }, |a, b| a * b - s);
    r.norm() * s
}

/// Generic over the size.
#[derive(Differentiable, Clone, Debug)]
pub struct Newton<const N: usize> {
    pub damping: [f64; N],
    #[constant]
    pub iterations: usize,
}

#[differentiable]
impl<const N: usize> Newton<N> {
    pub fn root(&self, f: impl Fn(&[f64; N], usize) -> (f64, f64), start: [f64; N]) -> [f64; N] {
        let mut x = start;
        for _ in 0..self.iterations {
            for i in 0..N {
                let (value, slope) = f(&x, i);
                if value.abs() < 1e-12 {
                    continue;
                }
                x[i] -= self.damping[i] * value / slope;
            }
        }
        x
    }
}

#[differentiable]
pub fn roots(damping: [f64; 2], a: [f64; 2]) -> [f64; 2] {
    let solver = Newton { damping, iterations: 3 };
    solver.root(|x, i| (x[i] * x[i] - a[i] * (1.0 + 0.1 * x[1 - i]), 2.0 * x[i]), [1.0, 2.0])
}

/// Where nothing varies, and where the receiver alone may change.
#[differentiable]
pub fn nothing_varies(x: f64) -> f64 {
    let mut stepper = Stepper::new(0.1, 3);
    let mut y = 0.5;
    stepper.advance(&|y| 2.0 * y, &mut y);
    let last = stepper.solve(|t, y| t - y, y);
    let area = Stepper::midpoint(slope, 0.1, 0.4) + stepper.clone().at_once([1.0, 2.0], |y| [y[1], -y[0]])[0];
    x * last * area * y * stepper.h
}

/// The function takes what is lent to it on to a method, which may take it either way.
#[differentiable]
pub fn lent(rates: &[f64], y: &mut [f64], h: f64) -> f64 {
    let integrator = Stepper::new(h, 2);
    let weights = [0.3, 0.7];
    let mut total = integrator.weighted(&weights, |w, r| w * r + rates[0], rates);
    for v in y.iter_mut() {
        integrator.advanced(|v, k| v * rates[k] - h, v, 1);
        total += *v;
    }
    total
}

#[differentiable]
impl Stepper {
    fn weighted(&self, weights: &[f64], f: impl Fn(f64, f64) -> f64, values: &[f64]) -> f64 {
        self.h * weights.iter().zip(values).map(|(w, v)| f(*w, *v)).sum::<f64>()
    }

    fn advanced<F: Fn(f64, usize) -> f64>(&self, f: F, v: &mut f64, k: usize) {
        if *v > 0.0 {
            *v += self.h * f(*v, k);
        } else {
            *v = f(*v * *v, 0);
        }
    }
}
