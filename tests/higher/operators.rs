//! Operators of users' types at orders two to four: against the same functions over numbers, against hyper-dual numbers, and against closed forms.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

use jac::check::check;
use jac::{Differentiable, Float, Jacobian, differentiable};
use num_dual::{DualNum, HyperDual64};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiable(order = 3)]
impl Add for Vec3 {
    type Output = Vec3;
    fn add(self, other: Vec3) -> Vec3 {
        Vec3 { x: self.x + other.x, y: self.y + other.y, z: self.z + other.z }
    }
}

#[differentiable(order = 3)]
impl Sub<&Vec3> for Vec3 {
    type Output = Vec3;
    fn sub(self, other: &Vec3) -> Vec3 {
        Vec3 { x: self.x - other.x, y: self.y - other.y, z: self.z - other.z }
    }
}

#[differentiable(order = 3)]
impl Mul<Vec3> for f64 {
    type Output = Vec3;
    fn mul(self, v: Vec3) -> Vec3 {
        Vec3 { x: self * v.x, y: self * v.y, z: self * v.z }
    }
}

/// The inner product, of references.
#[differentiable(order = 3)]
impl<'a> Mul<&'a Vec3> for &Vec3 {
    type Output = f64;
    fn mul(self, other: &'a Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }
}

#[differentiable(order = 3)]
impl Div<f64> for Vec3 {
    type Output = Vec3;
    fn div(self, by: f64) -> Vec3 {
        (1.0 / by) * self
    }
}

#[differentiable(order = 3)]
impl Neg for Vec3 {
    type Output = Vec3;
    fn neg(self) -> Vec3 {
        Vec3 { x: -self.x, y: -self.y, z: -self.z }
    }
}

#[differentiable(order = 3)]
impl AddAssign for Vec3 {
    fn add_assign(&mut self, other: Vec3) {
        self.x += other.x;
        self.y += other.y;
        self.z += other.z;
    }
}

#[differentiable(order = 3)]
impl SubAssign<&Vec3> for Vec3 {
    fn sub_assign(&mut self, other: &Vec3) {
        *self = *self - other;
    }
}

#[differentiable(order = 3)]
impl MulAssign<f64> for Vec3 {
    fn mul_assign(&mut self, by: f64) {
        *self = by * *self;
    }
}

/// A power of each component: of one operand that varies, and not linear in it.
#[differentiable(order = 4)]
impl Rem<i32> for Vec3 {
    type Output = Vec3;
    fn rem(self, exponent: i32) -> Vec3 {
        Vec3 { x: self.x.powi(exponent), y: self.y.powi(exponent), z: self.z.powi(exponent) }
    }
}

/// Every operator, in a loop, with a branch, and through a call and a method.
#[differentiable(order = 3)]
fn mixed(p: [f64; 2], steps: usize) -> f64 {
    let mut at = Vec3 { x: p[0], y: p[1], z: p[0] * p[1] };
    let axis = Vec3 { x: 0.3, y: -0.7, z: 1.1 };
    let mut total = 0.0;
    for step in 0..steps {
        let moved = turned(at, p[1]) - &axis;
        at += p[0] * moved;
        at -= &(-axis / (2.0 + &at * &at));
        if step > 0 {
            at *= 0.5 + p[1];
        }
        total += &moved * &at;
    }
    total / at.length_squared()
}

#[differentiable(order = 3)]
fn turned(at: Vec3, by: f64) -> Vec3 {
    by.sin() * Vec3 { x: at.y, y: -at.x, z: at.z } + at
}

#[differentiable(order = 3)]
impl Vec3 {
    fn length_squared(&self) -> f64 {
        let own = *self + Vec3 { x: 1.0, y: 0.0, z: 0.0 };
        self * &own
    }
}

/// The same over numbers.
#[differentiable(order = 3)]
fn mixed_of_numbers(p: [f64; 2], steps: usize) -> f64 {
    let mut at = [p[0], p[1], p[0] * p[1]];
    let axis = [0.3, -0.7, 1.1];
    let mut total = 0.0;
    for step in 0..steps {
        let s = p[1].sin();
        let m = [s * at[1] + at[0] - axis[0], -s * at[0] + at[1] - axis[1], s * at[2] + at[2] - axis[2]];
        for i in 0..3 {
            at[i] += p[0] * m[i];
        }
        let norm = 2.0 + at[0] * at[0] + at[1] * at[1] + at[2] * at[2];
        for i in 0..3 {
            at[i] += axis[i] / norm;
        }
        if step > 0 {
            for i in 0..3 {
                at[i] *= 0.5 + p[1];
            }
        }
        total += m[0] * at[0] + m[1] * at[1] + m[2] * at[2];
    }
    total / (at[0] * (at[0] + 1.0) + at[1] * at[1] + at[2] * at[2])
}

fn mixed_twin(p: [HyperDual64; 2], steps: usize) -> HyperDual64 {
    let mut at = [p[0], p[1], p[0] * p[1]];
    let axis = [0.3, -0.7, 1.1];
    let mut total = p[0] * 0.0;
    for step in 0..steps {
        let s = p[1].sin();
        let m = [s * at[1] + at[0] - axis[0], -s * at[0] + at[1] - axis[1], s * at[2] + at[2] - axis[2]];
        let moved: [HyperDual64; 3] = std::array::from_fn(|i| at[i] + p[0] * m[i]);
        let norm = moved[0] * moved[0] + moved[1] * moved[1] + moved[2] * moved[2] + 2.0;
        at = std::array::from_fn(|i| moved[i] + HyperDual64::from(axis[i]) / norm);
        if step > 0 {
            at = at.map(|at| at * (p[1] + 0.5));
        }
        total += m[0] * at[0] + m[1] * at[1] + m[2] * at[2];
    }
    total / (at[0] * (at[0] + 1.0) + at[1] * at[1] + at[2] * at[2])
}

fn close(value: f64, expected: f64) {
    assert!((value - expected).abs() <= 1e-11 * (1.0 + expected.abs()), "{value} for {expected}");
}

const POINT: [f64; 2] = [0.4, -0.9];

#[test]
fn second_derivatives_agree_with_hyper_dual_numbers() {
    for steps in [0, 1, 2, 5] {
        let hessian = Jacobian::<Jacobian<mixed>>::new().at((POINT, steps)).unwrap();
        let v = [0.3, -1.2];
        let (value, product) = mixed::hvp(POINT, steps, v);
        assert_eq!(value, mixed(POINT, steps));
        for i in 0..2 {
            for j in 0..2 {
                let unit = |k: usize, of: usize| if k == of { 1.0 } else { 0.0 };
                let at = |k: usize| HyperDual64::new(POINT[k], unit(k, i), unit(k, j), 0.0);
                close(hessian[i][j], mixed_twin([at(0), at(1)], steps).eps1eps2);
            }
            close(product[i], hessian[i][0] * v[0] + hessian[i][1] * v[1]);
        }
    }
}

#[test]
fn third_derivatives_are_those_of_the_same_function_of_numbers() {
    let third = Jacobian::<Jacobian<Jacobian<mixed>>>::new().at((POINT, 3)).unwrap();
    let expected = Jacobian::<Jacobian<Jacobian<mixed_of_numbers>>>::new().at((POINT, 3)).unwrap();
    for i in 0..8 {
        let entry = |of: &[[[f64; 2]; 2]; 2]| of[i / 4][i / 2 % 2][i % 2];
        close(entry(&third), entry(&expected));
    }
}

#[differentiable(order = 4)]
fn powers(x: f64, y: f64) -> f64 {
    let powers = Vec3 { x, y, z: x } % 5;
    powers.x * powers.y
}

#[test]
fn an_operator_need_not_be_linear_in_the_one_operand_that_varies() {
    let (x, y) = (0.7_f64, -1.3_f64);
    let ((xx, xy), (yx, yy)) = powers::hessian(x, y);
    close(xx, 20.0 * x.powi(3) * y.powi(5));
    close(xy, 25.0 * x.powi(4) * y.powi(4));
    close(yx, xy);
    close(yy, 20.0 * x.powi(5) * y.powi(3));
    let ((((xxxx, _), _), _), (_, (_, (_, yyyy)))) =
        Jacobian::<Jacobian<Jacobian<Jacobian<powers>>>>::new().at((x, y)).unwrap();
    close(xxxx, 120.0 * x * y.powi(5));
    close(yyyy, 120.0 * x.powi(5) * y);
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Complex<T> {
    re: T,
    im: T,
}

#[differentiable(order = 3)]
impl<T: Float> Mul for Complex<T> {
    type Output = Complex<T>;
    fn mul(self, other: Complex<T>) -> Complex<T> {
        Complex { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }
}

#[differentiable(order = 3)]
impl<T: Float> AddAssign for Complex<T> {
    fn add_assign(&mut self, other: Complex<T>) {
        self.re += other.re;
        self.im += other.im;
    }
}

/// The real part of 1 + z + .. + zⁿ.
#[differentiable(order = 3)]
fn geometric<T: Float>(z: [T; 2], n: usize) -> T {
    let z = Complex { re: z[0], im: z[1] };
    let mut power = Complex { re: T::ONE, im: T::ZERO };
    let mut sum = power;
    for _ in 0..n {
        power = power * z;
        sum += power;
    }
    sum.re
}

/// Calls it with floats of both widths.
#[differentiable(order = 2)]
fn of_both(x: f64) -> f64 {
    geometric([x, 0.5], 3) + f64::from(geometric([x as f32, 0.25], 2))
}

#[test]
fn generic_operators_have_the_derivatives_of_complex_powers() {
    let (x, y) = (0.6_f64, -0.3_f64);
    // z³ + z² + z + 1: the second derivative is 6z + 2, and along y it is turned by i.
    let hessian = Jacobian::<Jacobian<geometric>>::new().at(([x, y], 3_usize)).unwrap();
    let expected = [[6.0 * x + 2.0, -6.0 * y], [-6.0 * y, -6.0 * x - 2.0]];
    for i in 0..4 {
        close(hessian[i / 2][i % 2], expected[i / 2][i % 2]);
    }
    let third = Jacobian::<Jacobian<Jacobian<geometric>>>::new().at(([x, y], 3_usize)).unwrap();
    assert_eq!(third[0][0], [6.0, 0.0]);
    assert_eq!(third[1][1], [-6.0, 0.0]);
    let narrow = Jacobian::<Jacobian<geometric>>::new().at(([0.5_f32, 0.25], 3_usize)).unwrap();
    assert_eq!(narrow, [[5.0, -1.5], [-1.5, -5.0]]);
    close(of_both::hessian(x), 6.0 * x + 2.0 + 2.0);
}

/// Derivatives of a function with operators, in the body of another one.
#[differentiable]
fn force_squared(p: [f64; 2]) -> f64 {
    let force = mixed::gradient(p, 2);
    force[0] * force[0] + force[1] * force[1]
}

/// What operators of structs make of derivatives.
#[differentiable(order = 2)]
fn of_derivatives(p: [f64; 2]) -> f64 {
    let force = mixed::gradient(p, 1);
    let force = Vec3 { x: force[0], y: force[1], z: 0.0 } / 2.0;
    &force * &force
}

#[test]
fn derivatives_are_called_of_functions_with_operators_and_among_operators() {
    check::<force_squared, _>(POINT).unwrap();
    check::<of_derivatives, _>(POINT).unwrap();
    let hessian = of_derivatives::hessian(POINT);
    let step = 1e-5;
    for i in 0..2 {
        let moved = |by: f64| {
            let mut at = POINT;
            at[i] += by;
            of_derivatives::gradient(at)
        };
        let (above, below) = (moved(step), moved(-step));
        for j in 0..2 {
            let difference = (above[j] - below[j]) / (2.0 * step);
            assert!((hessian[i][j] - difference).abs() <= 1e-7 * (1.0 + difference.abs()));
        }
    }
}

/// A polynomial, whose length is that of its operands.
#[derive(Clone, Debug, Differentiable)]
struct Polynomial {
    coefficients: Vec<f64>,
}

#[differentiable(order = 2)]
impl Mul for &Polynomial {
    type Output = Polynomial;
    fn mul(self, other: &Polynomial) -> Polynomial {
        let (m, n) = (self.coefficients.len(), other.coefficients.len());
        let mut coefficients = vec![0.0; m + n - 1];
        for i in 0..m {
            for j in 0..n {
                coefficients[i + j] += self.coefficients[i] * other.coefficients[j];
            }
        }
        Polynomial { coefficients }
    }
}

#[differentiable(order = 2)]
impl Mul<f64> for Polynomial {
    type Output = Polynomial;
    fn mul(self, by: f64) -> Polynomial {
        Polynomial { coefficients: self.coefficients.iter().map(|c| c * by).collect() }
    }
}

#[differentiable(order = 2)]
fn of_lists(x: [f64; 2]) -> f64 {
    let linear = Polynomial { coefficients: vec![x[0], x[1]] };
    let square = &linear * &linear;
    let scaled = square * x[0];
    scaled.coefficients[1] + scaled.coefficients[2]
}

#[test]
fn what_an_operator_gives_may_have_another_length_than_its_operands() {
    // 2 x² y + x y²
    let [x, y] = [0.7, -1.1];
    let expected = [[4.0 * y, 4.0 * x + 2.0 * y], [4.0 * x + 2.0 * y, 2.0 * x]];
    let (value, product) = of_lists::hvp([x, y], [1.0, 0.5]);
    close(value, 2.0 * x * x * y + x * y * y);
    for i in 0..2 {
        close(product[i], expected[i][0] + 0.5 * expected[i][1]);
    }
}

/// Fields, whose types the macro does not know: floats and an integer.
#[derive(Clone, Copy, Debug, Differentiable)]
struct Lens {
    focal: f64,
    center: f32,
    steps: u32,
}

#[differentiable(order = 4)]
fn of_fields(lens: Lens, x: f64) -> f64 {
    let twice = lens.steps * 2 + 1;
    let quotient = lens.focal / (1.0 + x * lens.focal);
    let rest = (quotient * x) % lens.focal - -quotient;
    let mut sum = rest * f64::from(lens.center) * f64::from(twice);
    sum /= lens.focal;
    sum
}

#[differentiable(order = 4)]
fn of_lens(p: [f64; 2]) -> f64 {
    of_fields(Lens { focal: p[0], center: 0.75, steps: 3 }, p[1])
}

#[differentiable(order = 4)]
fn of_numbers(p: [f64; 2]) -> f64 {
    let quotient = p[0] / (1.0 + p[1] * p[0]);
    ((quotient * p[1]) % p[0] + quotient) * 0.75 * 7.0 / p[0]
}

#[test]
fn fields_have_the_derivatives_of_numbers() {
    let [focal, x] = [1.3, 0.6];
    let expected = of_numbers::hessian([focal, x]);
    let lens = Lens { focal, center: 0.75, steps: 3 };
    for (focal_dot, x_dot) in [(1.0, 0.0), (0.0, 1.0)] {
        let direction = LensTangent { focal: focal_dot, center: 0.0, steps: () };
        let (value, (by_lens, by_x)) = of_fields::hvp(lens, x, direction, x_dot);
        close(value, of_numbers([focal, x]));
        close(by_lens.focal, focal_dot * expected[0][0] + x_dot * expected[0][1]);
        close(by_x, focal_dot * expected[1][0] + x_dot * expected[1][1]);
    }
    let fourth = Jacobian::<Jacobian<Jacobian<Jacobian<of_lens>>>>::new().at([focal, x]).unwrap();
    let expected = Jacobian::<Jacobian<Jacobian<Jacobian<of_numbers>>>>::new().at([focal, x]).unwrap();
    for i in 0..16 {
        let entry = |of: &[[[[f64; 2]; 2]; 2]; 2]| of[i / 8][i / 4 % 2][i / 2 % 2][i % 2];
        close(entry(&fourth), entry(&expected));
    }
}
