//! Operators of types that the macro does not see: what calls return, fields, and users' own types.

#![allow(clippy::op_ref)] // both forms are tested

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

use jac::{Differentiable, differentiable};

/// An integer that depends on what varies, by way of a call.
#[differentiable]
pub fn count_above(x: &[f64], limit: f64) -> usize {
    let mut count = 0;
    for v in x {
        if *v > limit {
            count += 1;
        }
    }
    count
}

/// Arithmetic of such integers, beside floats.
#[differentiable]
pub fn by_count(x: &[f64], limit: f64) -> f64 {
    let n = count_above(x, limit);
    let twice = n * 2 + 1;
    let mut rest = n;
    rest += 3;
    rest %= 2;
    let mut sum = x[0] * limit;
    if twice - rest > 2 {
        sum *= x[n - 1];
    }
    sum
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Camera {
    pub focal: f64,
    pub center: [f64; 2],
    pub steps: u32,
}

/// Floats and an integer in the fields of a struct, in a loop, changed in place.
#[differentiable]
pub fn through_fields(camera: Camera, x: &[f64]) -> f64 {
    let mut camera = camera;
    let mut total = 0.0;
    for v in x {
        total += camera.focal * v - camera.center[0] / (2.0 + camera.center[1] * camera.center[1]);
        camera.focal += 0.25 * v;
        camera.center[1] *= camera.focal;
        camera.center[0] -= -camera.focal;
        camera.steps += 1;
    }
    total % 7.5 + camera.center[0]
}

#[differentiable]
pub fn pair(x: f64, y: f64) -> (f64, f64) {
    (x * y, x - y)
}

/// What a call returns, overwritten and read again.
#[differentiable]
pub fn of_calls(x: f64, y: f64, n: usize) -> f64 {
    let mut p = pair(x, y);
    for _ in 0..n {
        let (a, b) = p;
        let shared = &p;
        let c = shared.0 * b + &a * &shared.1;
        p = pair(c, -b);
        p.0 += a * 0.5;
        p.1 /= 1.0 + a * a;
    }
    p.0 * p.1 - p.0 / 3.0
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Vec2 {
    pub x: f64,
    pub y: f64,
}

#[differentiable]
impl Add for Vec2 {
    type Output = Vec2;
    fn add(self, other: Self) -> Self {
        Vec2 { x: self.x + other.x, y: self.y + other.y }
    }
}

#[differentiable]
impl Sub<Vec2> for Vec2 {
    type Output = Self;
    fn sub(self, other: Vec2) -> Self::Output {
        Self { x: self.x - other.x, y: self.y - other.y }
    }
}

#[differentiable]
impl Mul<Vec2> for f64 {
    type Output = Vec2;
    fn mul(self, v: Vec2) -> Vec2 {
        Vec2 { x: self * v.x, y: self * v.y }
    }
}

#[differentiable]
impl Mul<f64> for Vec2 {
    type Output = Vec2;
    fn mul(self, by: f64) -> Vec2 {
        by * self
    }
}

/// The product of complex numbers, of references.
#[differentiable]
impl<'a> Mul<&'a Vec2> for &Vec2 {
    type Output = Vec2;
    fn mul(self, other: &'a Vec2) -> Vec2 {
        Vec2 { x: self.x * other.x - self.y * other.y, y: self.x * other.y + self.y * other.x }
    }
}

/// The inner product, of values.
#[differentiable]
impl Mul for Vec2 {
    type Output = f64;
    fn mul(self, other: Vec2) -> f64 {
        self.x * other.x + self.y * other.y
    }
}

#[differentiable]
impl Div<f64> for &Vec2 {
    type Output = Vec2;
    fn div(self, by: f64) -> Vec2 {
        *self * (1.0 / by)
    }
}

#[differentiable]
impl Neg for Vec2 {
    type Output = Vec2;
    fn neg(self) -> Vec2 {
        Vec2 { x: -self.x, y: -self.y }
    }
}

#[differentiable]
impl AddAssign for Vec2 {
    fn add_assign(&mut self, other: Vec2) {
        self.x += other.x;
        self.y += other.y;
    }
}

#[differentiable]
impl SubAssign<&Vec2> for Vec2 {
    fn sub_assign(&mut self, other: &Vec2) {
        self.x -= other.x;
        self.y -= other.y;
    }
}

#[differentiable]
impl MulAssign<f64> for Vec2 {
    fn mul_assign(&mut self, by: f64) {
        *self = *self * by;
    }
}

/// Every operator once, each operand used again after it.
#[differentiable]
pub fn all(a: Vec2, b: Vec2, s: f64) -> Vec2 {
    let sum = a + b;
    let product = &a * &sum;
    let mut r = -(product - b * s) + s * a;
    r += sum;
    r -= &product;
    r *= a * b;
    &r / (2.0 + s * s)
}

/// In a loop, with the state overwritten.
#[differentiable]
pub fn orbit(at: Vec2, velocity: Vec2, steps: usize) -> f64 {
    let mut at = at;
    let mut velocity = velocity;
    let mut path = 0.0;
    for _ in 0..steps {
        let r2 = at * at;
        velocity += -0.01 / (r2 * r2.sqrt()) * at;
        let moved = 0.1 * velocity;
        at += moved;
        path += moved * moved;
    }
    path + at * velocity
}

/// Elements of arrays and fields of structs, by value and by reference.
#[derive(Clone, Debug, Differentiable)]
pub struct Body {
    pub at: Vec2,
    pub trail: [Vec2; 3],
}

#[differentiable]
pub fn of_parts(body: &Body, points: &mut [Vec2], s: f64) -> f64 {
    let mut total = body.at * body.at;
    for (i, p) in body.trail.iter().enumerate() {
        points[i] += *p * s;
        points[i] -= p;
        let turned = p * &points[i];
        total += turned * body.trail[2 - i];
    }
    points[0] = -points[1];
    total
}

/// Branches, and a variable that only one of them writes.
#[differentiable]
pub fn chosen(a: Vec2, b: Vec2) -> Vec2 {
    let mut r = if a * b > 0.0 { a - b } else { 2.0 * b };
    if r * r > 1.0 {
        r = &r * &a;
    }
    r
}

#[differentiable]
pub fn all_of(a: [f64; 2], b: [f64; 2], s: f64) -> [f64; 2] {
    let r = all(Vec2 { x: a[0], y: a[1] }, Vec2 { x: b[0], y: b[1] }, s);
    [r.x, r.y]
}

#[differentiable]
pub fn orbit_of(at: [f64; 2], velocity: [f64; 2], steps: usize) -> f64 {
    orbit(Vec2 { x: at[0], y: at[1] }, Vec2 { x: velocity[0], y: velocity[1] }, steps)
}

#[differentiable]
pub fn fields_of(focal: f64, center: [f64; 2], x: &[f64]) -> f64 {
    through_fields(Camera { focal, center, steps: 3 }, x)
}

#[differentiable]
pub fn parts_of(a: [f64; 2], trail: &[[f64; 2]; 3], s: f64) -> f64 {
    let at = Vec2 { x: a[0], y: a[1] };
    let mut points = [at; 2 + 1];
    let mut body = Body { at, trail: [at; 3] };
    for (t, p) in body.trail.iter_mut().zip(trail) {
        *t = Vec2 { x: p[0], y: p[1] };
    }
    of_parts(&body, &mut points, s) + points[0] * points[2]
}

#[differentiable]
pub fn chosen_of(a: [f64; 2], b: [f64; 2]) -> f64 {
    let r = chosen(Vec2 { x: a[0], y: a[1] }, Vec2 { x: b[0], y: b[1] });
    r.x - 2.0 * r.y
}

/// One operand is constant, in each place.
#[differentiable]
pub fn beside_constants(a: [f64; 2], s: f64) -> f64 {
    let a = Vec2 { x: a[0], y: a[1] };
    let c = Vec2 { x: 0.5, y: -2.0 };
    let turned = &(&c * &a) * &c;
    let shifted = c - a;
    let scaled = s * c + c * 2.0;
    turned * shifted + (c * c) * s + scaled * -c
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Matrix<const R: usize, const C: usize> {
    pub rows: [[f64; C]; R],
}

/// A sum that is affine whatever it goes through: a copy, a buffer and a counter.
#[differentiable]
impl<const R: usize, const C: usize> Add for Matrix<R, C> {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        for (a, b) in self.rows.iter_mut().flatten().zip(other.rows.iter().flatten()) {
            *a += b;
        }
        self
    }
}

#[differentiable]
pub fn sum_of_matrices(a: [[f64; 3]; 2], b: [[f64; 3]; 2]) -> f64 {
    let sum = Matrix { rows: a } + Matrix { rows: b };
    sum.rows.iter().flatten().map(|v| v * v.sin()).sum()
}
