//! A type of the user's that is generic over its float, its operators, and what is generic over both.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

use jac::{Differentiable, Float, differentiable};

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Complex<T> {
    re: T,
    im: T,
}

#[differentiable]
impl<T: Float> Complex<T> {
    pub fn new(re: T, im: T) -> Self {
        Complex { re, im }
    }

    pub fn conj(self) -> Self {
        Self::new(self.re, -self.im)
    }

    pub fn norm_sqr(&self) -> T {
        self.re * self.re + self.im * self.im
    }

    pub fn cube(self) -> Self {
        self * self * self
    }

    pub fn exp(self) -> Self {
        Complex { re: self.im.cos(), im: self.im.sin() } * self.re.exp()
    }
}

#[differentiable]
impl<T: Float> Add for Complex<T> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.re + other.re, self.im + other.im)
    }
}

#[differentiable]
impl<T: Float> Neg for Complex<T> {
    type Output = Complex<T>;
    fn neg(self) -> Complex<T> {
        Complex::new(-self.re, -self.im)
    }
}

#[differentiable]
impl<T: Float> Sub for Complex<T> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

#[differentiable]
impl<T: Float> Mul for Complex<T> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Complex { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }
}

#[differentiable]
impl<T: Float> Mul<T> for Complex<T> {
    type Output = Self;
    fn mul(self, factor: T) -> Self {
        Complex { re: self.re * factor, im: self.im * factor }
    }
}

#[differentiable]
impl<T: Float> Div for Complex<T> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let scaled = self * other.conj();
        scaled * (T::ONE / other.norm_sqr())
    }
}

#[differentiable]
impl<T: Float> MulAssign for Complex<T> {
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

#[differentiable]
impl<T: Float> AddAssign for Complex<T> {
    fn add_assign(&mut self, other: Self) {
        self.re += other.re;
        self.im += other.im;
    }
}

#[differentiable]
impl<T: Float> SubAssign for Complex<T> {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

/// The product of references is the inner product.
#[differentiable]
impl<'a, T: Float> Mul<&'a Complex<T>> for &Complex<T> {
    type Output = T;
    fn mul(self, other: &'a Complex<T>) -> T {
        self.re * other.re + self.im * other.im
    }
}

#[differentiable]
pub fn square<T: Float>(z: Complex<T>) -> Complex<T> {
    z * z
}

#[differentiable]
fn rational<T: Float>(z: Complex<T>, scale: T) -> Complex<T> {
    let mut cube = (-z * scale).cube();
    cube *= z;
    cube -= square(z);
    (cube + z) / (z.exp() - Complex::new(scale, scale))
}

#[differentiable]
fn horner<T: Float, const N: usize>(coefficients: &[Complex<T>; N], z: Complex<T>) -> Complex<T> {
    let mut value = Complex { re: T::ZERO, im: T::ZERO };
    for coefficient in coefficients {
        value = value * z + *coefficient;
    }
    value
}

#[differentiable]
fn rotate<T: Float>(points: &mut [Complex<T>], by: &[Complex<T>]) {
    for i in 0..by.len() {
        points[i] *= by[i];
        points[i] = points[i] - by[0];
    }
}

/// Numbers of another width, and a type that is not generic, beside those of the parameter.
#[differentiable]
fn mixed<T: Float>(z: Complex<T>, w: Complex<f64>) -> (T, f64) {
    let (a, b) = (z * z, w * w + w);
    (&a * &z, &b * &w)
}

#[differentiable]
pub fn of_double(x: f64, y: f64) -> f64 {
    let z = Complex { re: x, im: y };
    let w = rational(z, y) + horner(&[z, z * y, -z], z);
    let mut points = [w, z];
    rotate(&mut points, &[z, w * x]);
    let (a, b) = mixed(points[1], points[0]);
    a * b + points[0].re * w.im
}

#[differentiable]
pub fn of_single(x: f32, y: f32) -> f32 {
    let z = Complex { re: x, im: y };
    let w = rational(z, y) * square(z);
    w.re * w.im
}

/// The number of columns is a parameter, and what makes it is named by the type alone.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Row<const N: usize> {
    at: [f64; N],
}

#[differentiable]
impl<const N: usize> Row<N> {
    fn new(at: [f64; N]) -> Self {
        Row { at }
    }
}

#[differentiable]
impl<const N: usize> Add for Row<N> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let mut at = self.at;
        for i in 0..N {
            at[i] += other.at[i];
        }
        Self::new(at)
    }
}

#[differentiable]
impl<const N: usize> Mul for Row<N> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let mut at = self.at;
        for i in 0..N {
            at[i] *= other.at[i];
        }
        Row::new(at)
    }
}

#[differentiable]
fn twice<const N: usize>(row: Row<N>) -> Row<N> {
    row + Row::<N>::new(row.at)
}

#[differentiable]
pub fn of_rows(x: f64, y: f64) -> f64 {
    let (a, b) = (Row::new([x, y]), Row::new([y, x * y]));
    let c = twice((a + b) * a);
    c.at[0] * c.at[1]
}
