//! Conversions between one's own types, numbers and arrays, of which a type has several.
#![allow(clippy::style, clippy::complexity)]

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Polar {
    pub r: f64,
    pub angle: f64,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Series<const N: usize> {
    pub terms: [f64; N],
    pub scale: f64,
}

#[differentiable]
impl From<[f64; 2]> for Point {
    fn from([x, y]: [f64; 2]) -> Point {
        Point { x, y: x * y }
    }
}

#[differentiable]
impl From<(f64, f64)> for Point {
    fn from(pair: (f64, f64)) -> Self {
        // By another one of its own.
        let other = Self::from([pair.1, pair.0]);
        Point { x: other.x * 2.0, y: other.y }
    }
}

#[differentiable]
impl From<Polar> for Point {
    fn from(p: Polar) -> Point {
        Point { x: p.r * p.angle.cos(), y: p.r * p.angle.sin() }
    }
}

#[differentiable]
impl From<&Polar> for Point {
    fn from(p: &Polar) -> Point {
        Point { x: p.angle, y: p.r * p.r }
    }
}

#[differentiable]
impl<'a> From<&'a [f64]> for Point {
    fn from(x: &'a [f64]) -> Point {
        Point { x: x.iter().sum(), y: x[0] }
    }
}

#[differentiable]
impl<const N: usize> From<[f64; N]> for Series<N> {
    fn from(terms: [f64; N]) -> Series<N> {
        Series { terms, scale: terms[0] }
    }
}

#[differentiable]
impl<const N: usize> From<f64> for Series<N> {
    fn from(x: f64) -> Series<N> {
        Series { terms: [x * x; N], scale: 1.0 }
    }
}

// To what the library defines.
#[differentiable]
impl From<Point> for [f64; 2] {
    fn from(p: Point) -> [f64; 2] {
        [p.x * p.y, p.y]
    }
}

#[differentiable]
impl From<Point> for (f64, f64) {
    fn from(p: Point) -> Self {
        (p.y, p.x * p.x)
    }
}

#[differentiable]
impl From<Point> for f64 {
    fn from(p: Point) -> f64 {
        p.x.sin() * p.y
    }
}

#[differentiable]
impl From<Polar> for f64 {
    fn from(p: Polar) -> f64 {
        p.r * p.r * p.angle
    }
}

#[differentiable]
impl From<&Point> for Vec<f64> {
    fn from(p: &Point) -> Vec<f64> {
        vec![p.x, p.y, p.x * p.y]
    }
}

#[differentiable]
pub fn of_several(x: f64, y: f64) -> f64 {
    let a = Point::from([x, y]);
    let b: Point = (y, x).into();
    let c: Point = Polar { r: x, angle: y }.into();
    let polar = Polar { r: y, angle: x };
    let d = Point::from(&polar);
    let e = Point::from(polar);
    a.x * a.y + b.x * b.y * b.y + c.x - c.y * d.x + d.y * e.x + e.y.sin()
}

#[differentiable]
pub fn of_slices(x: &[f64]) -> f64 {
    let p = Point::from(&x[1..]);
    let q = <Point as From<&[f64]>>::from(x);
    p.x * q.y + q.x * p.y
}

#[differentiable]
pub fn to_the_library(x: f64, y: f64) -> f64 {
    let p = Point { x, y };
    let a: [f64; 2] = p.into();
    let (b, c): (f64, f64) = p.into();
    let d: f64 = p.into();
    let e = f64::from(p) * f64::from(Polar { r: x, angle: y });
    let f = <[f64; 2] as From<Point>>::from(p);
    let g: Vec<f64> = <Vec<f64> as From<&Point>>::from(&p);
    a[0] * b + c * d + e * f[1] - a[1] * g[2]
}

#[differentiable]
pub fn generic(x: [f64; 3], y: f64) -> f64 {
    let s: Series<3> = x.into();
    let t = Series::<2>::from(y);
    let u = Series::from([y, x[1]]);
    let sum: f64 = s.terms.iter().sum();
    sum * s.scale + t.terms[1] * u.terms[0] * u.scale
}

#[differentiable]
pub fn mapped(x: &[f64]) -> f64 {
    let points: Vec<Point> = x.iter().map(|v| Point::from((*v, v * v))).collect();
    let mut sum = 0.0;
    for p in &points {
        let pair = <[f64; 2] as From<Point>>::from(*p);
        sum += pair[0] * pair[1];
    }
    sum
}

/// What is given by a function is converted by its type.
#[differentiable]
pub fn given(x: f64, up: bool) -> f64 {
    fn to_point(x: f64, up: bool) -> Point {
        if up { [x, 2.0].into() } else { (x, 3.0).into() }
    }
    let p = to_point(x, up);
    p.x * p.y
}
