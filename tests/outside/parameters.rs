//! Structs with parameters, whose names and operators are like those of generated code; what is private has constructors of traits.
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use jac::{Differentiable, Float, differentiable};

// --- Names
pub mod images {
    use jac::{Differentiable, differentiable};

    #[derive(Clone, Copy, Differentiable)]
    struct Image<const W: usize, const H: usize> {
        px: [[f64; W]; H],
    }

    #[differentiable]
    fn contrast(image: &Image<2, 3>) -> f64 {
        image.px[0][1] * image.px[2][0] - image.px[1][1] * image.px[1][1]
    }

    pub fn contrast_of(pixels: [[f64; 2]; 3]) -> Result<(), jac::check::Disagreements> {
        jac::check::check::<contrast, _>(&Image { px: pixels })
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Window<W, Scalar> {
    x: W,
    weight: Scalar,
}

/// Work.
#[derive(Clone, Copy, Differentiable)]
struct W(f64);

#[differentiable]
impl Add for W {
    type Output = W;
    fn add(self, other: W) -> W {
        W(self.0 + other.0)
    }
}

#[differentiable]
impl Mul<f64> for W {
    type Output = W;
    fn mul(self, factor: f64) -> W {
        W(self.0 * factor)
    }
}

#[differentiable]
impl From<f64> for W {
    fn from(joules: f64) -> W {
        W(joules * joules)
    }
}

#[differentiable]
fn weighted(window: Window<f64, f64>) -> f64 {
    window.x * window.x * window.weight
}

#[differentiable]
fn work(x: f64, y: f64) -> f64 {
    let w = W::from(x) + W(y) * x;
    w.0 * y
}

pub fn weighted_of(x: f64, weight: f64) -> Result<(), jac::check::Disagreements> {
    jac::check::check::<weighted, _>(Window { x, weight })
}

pub fn work_of(x: f64, y: f64) -> Result<(), jac::check::Disagreements> {
    jac::check::check::<work, _>((x, y))
}

// --- Operators of a generic struct
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Vector<T> {
    x: T,
    y: T,
}

#[differentiable]
impl<T: Float> Add for Vector<T> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Vector { x: self.x + other.x, y: self.y + other.y }
    }
}

#[differentiable]
impl<T: Float> Sub for Vector<T> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Vector { x: self.x - other.x, y: self.y - other.y }
    }
}

#[differentiable]
impl<T> Mul<T> for Vector<T>
where
    T: Float,
{
    type Output = Vector<T>;
    fn mul(self, factor: T) -> Self {
        Vector { x: self.x * factor, y: self.y * factor }
    }
}

#[differentiable]
impl<'a, T: Float> Mul<&'a Vector<T>> for &'a Vector<T> {
    type Output = T;
    fn mul(self, other: &'a Vector<T>) -> T {
        self.x * other.x + self.y * other.y
    }
}

#[differentiable]
impl<T: Float> Neg for Vector<T> {
    type Output = Vector<T>;
    fn neg(self) -> Self::Output {
        Vector { x: -self.x, y: -self.y }
    }
}

#[differentiable]
impl<T: Float> AddAssign for Vector<T> {
    fn add_assign(&mut self, other: Self) {
        self.x += other.x;
        self.y += other.y;
    }
}

#[differentiable]
pub fn generic_operators(a: f64, b: f64) -> f64 {
    let v = Vector { x: a, y: a * b };
    let w = Vector { x: b, y: b * b };
    let mut u = -(v + w * a) - w;
    u += v * b;
    &u * &w
}

#[differentiable]
pub fn generic_operators_single(a: f32, b: f32) -> f32 {
    let v = Vector { x: a, y: b };
    let u = v * b - -v;
    &u * &v
}

#[differentiable]
pub fn squares<T: Float>(x: &[T]) -> T {
    let mut sum = T::ZERO;
    for &x in x {
        sum += x * x;
    }
    if sum > T::ZERO { sum * T::HALF } else { T::ONE }
}

// --- Several parameters
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Square<T, const N: usize> {
    rows: [[T; N]; N],
}

#[differentiable]
impl<T: Float, const N: usize> Mul<[T; N]> for &Square<T, N> {
    type Output = [T; N];
    fn mul(self, x: [T; N]) -> [T; N] {
        let mut product = x;
        for i in 0..N {
            let mut sum = T::ZERO;
            for k in 0..N {
                sum += self.rows[i][k] * x[k];
            }
            product[i] = sum;
        }
        product
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Mixed<A, B> {
    a: A,
    b: B,
}

#[differentiable]
impl<A: Float, B: Float> Add for Mixed<A, B> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Mixed { a: self.a + other.a, b: self.b + other.b }
    }
}

#[differentiable]
pub fn several(x: f64, y: f64) -> f64 {
    let v = &Square { rows: [[x, y], [y * y, x * x]] } * [x, y];
    let mixed = Mixed { a: v[0], b: 1.0f32 } + Mixed { a: v[1], b: 2.0f32 };
    mixed.a * v[1]
}

// --- Lifetimes of operands with a name
#[derive(Clone, Debug, Differentiable)]
pub struct Series {
    values: Vec<f64>,
}

#[differentiable]
impl<'a> Add<&'a Series> for &'a Series {
    type Output = Series;
    fn add(self, other: &Series) -> Series {
        Series { values: self.values.iter().zip(&other.values).map(|(a, b)| a + b).collect() }
    }
}

#[differentiable]
impl<'a, 'b: 'a> Sub<&'b Series> for &'a Series {
    type Output = Series;
    fn sub(self, other: &'b Series) -> Series {
        Series { values: self.values.iter().zip(&other.values).map(|(a, b)| a - b).collect() }
    }
}

#[differentiable]
impl<'a> AddAssign<&'a Series> for Series {
    fn add_assign(&mut self, other: &'a Series) {
        for i in 0..self.values.len() {
            self.values[i] += other.values[i];
        }
    }
}

#[differentiable]
pub fn series(a: f64, b: f64) -> f64 {
    let v = Series { values: vec![a, a * b] };
    let w = Series { values: vec![b, b * b] };
    let mut u = &v + &w;
    u += &w;
    let z = &u - &v;
    z.values[0] * u.values[1]
}

// --- Constructors of traits, of types that are not public
trait Make {
    fn make(size: f64) -> Self;
}

#[derive(Clone, Copy, Differentiable)]
struct Private(f64, f64);

#[derive(Clone, Copy, Differentiable)]
pub(crate) struct OfCrate<T>(T, T);

#[derive(Clone, Copy, Differentiable)]
struct Buffer<const N: usize>([f64; N]);

#[differentiable]
impl Private {
    pub fn new(x: f64) -> Private {
        Private(x, 2.0 * x)
    }
}

#[differentiable]
impl From<f64> for Private {
    fn from(x: f64) -> Private {
        Private(x, x * x)
    }
}

/// Of the conversions, one can have derivatives.
impl From<(f64, f64)> for Private {
    fn from(pair: (f64, f64)) -> Private {
        Private::from_pair(pair)
    }
}

#[differentiable]
impl Private {
    fn from_pair((x, y): (f64, f64)) -> Private {
        Private(x * y, y)
    }
}

#[differentiable]
impl Make for Private {
    fn make(size: f64) -> Self {
        Private(size.sin(), size)
    }
}

#[differentiable]
impl<T: Float> From<T> for OfCrate<T> {
    fn from(x: T) -> Self {
        OfCrate(x, x * x)
    }
}

#[differentiable]
impl<const N: usize> Make for Buffer<N> {
    fn make(size: f64) -> Self {
        Buffer([size * size; N])
    }
}

#[differentiable]
pub fn made(x: f64, y: f64) -> f64 {
    let (new, from, make) = (Private::new(x), Private::from(x * y), <Private as Make>::make(y));
    let buffer = <Buffer<3> as Make>::make(x);
    let pair = Private::from_pair((x, y));
    new.1 * from.1 + make.0 * buffer.0[2] + pair.0 * pair.1
}

#[differentiable]
pub fn made_generic(x: f64, y: f64) -> f64 {
    let made = OfCrate::from(x * y);
    made.0 * made.1 + y
}

/// By the names of the namesakes.
pub fn make_of(x: f64) -> [(f64, f64); 2] {
    let (from, make) = (Private_from_f64::jvp(x, 1.0).1, Private_make::jvp(x, 1.0).1);
    [(from.0, from.1), (make.0, make.1)]
}

// --- Workspaces of integers
/// Decomposes `a` in place, and returns the determinant.
#[differentiable]
fn decompose(a: &mut [[f64; 3]; 3], pivots: &mut [usize]) -> f64 {
    let mut determinant = 1.0;
    for k in 0..3 {
        pivots[k] = k;
    }
    for k in 0..3 {
        let mut largest = k;
        for i in k + 1..3 {
            if a[i][k].abs() > a[largest][k].abs() {
                largest = i;
            }
        }
        if largest != k {
            pivots.swap(k, largest);
            for j in 0..3 {
                let upper = a[k][j];
                a[k][j] = a[largest][j];
                a[largest][j] = upper;
            }
            determinant = -determinant;
        }
        determinant *= a[k][k];
        for i in k + 1..3 {
            a[i][k] /= a[k][k];
            for j in k + 1..3 {
                a[i][j] -= a[i][k] * a[k][j];
            }
        }
    }
    determinant
}

#[differentiable]
pub fn solved(a: &[[f64; 3]; 3], b: &[f64; 3]) -> f64 {
    let mut lu = *a;
    let mut pivots = [0usize; 3];
    let determinant = decompose(&mut lu, &mut pivots);
    let mut x = [0.0; 3];
    for i in 0..3 {
        x[i] = b[pivots[i]];
        for j in 0..i {
            x[i] -= lu[i][j] * x[j];
        }
    }
    for i in (0..3).rev() {
        for j in i + 1..3 {
            x[i] -= lu[i][j] * x[j];
        }
        x[i] /= lu[i][i];
    }
    x[0] * x[1] + x[2] * determinant
}

#[differentiable]
pub fn marked(x: &[f64], order: &mut Vec<usize>, seen: &mut [bool], counts: &mut [i32; 2]) -> f64 {
    order[0] = 1;
    seen[0] = true;
    counts[1] += 1;
    if seen[0] { x[0] * x[order[0]] } else { x[0] }
}

#[differentiable]
pub fn chosen(x: &[f64], order: Vec<usize>, mask: &Vec<bool>, rows: &[Vec<usize>]) -> f64 {
    let (mut workspace, mut seen, mut counts) = (order.clone(), vec![false; 2], [0; 2]);
    let first = marked(x, &mut workspace, &mut seen, &mut counts);
    if mask[0] { first * x[order[0]] } else { first * x[rows[0][workspace[0]]] }
}
