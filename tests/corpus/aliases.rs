//! Names for types in signatures, and items that functions read: constants inside of the body, statics outside.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

pub type Scalar = f64;
pub type Vec3 = [f64; 3];
pub type Matrix<const N: usize> = [[Scalar; N]; N];
pub type List = Vec<Vec3>;
pub type Index = usize;
pub type Offset = i32;
pub type Pair = (Scalar, Vec3);

pub static OFFSET: f64 = 2.0;
pub static TABLE: [f64; 3] = [1.0, 2.0, 4.0];
static LIMIT: usize = 2;

#[differentiable]
pub fn norm(v: Vec3) -> Scalar {
    (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt()
}

#[differentiable]
pub fn cross(a: &Vec3, b: &Vec3) -> Vec3 {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// An alias with a parameter, loops over it, and a name for the type of a local.
#[differentiable]
pub fn apply<const N: usize>(a: &Matrix<N>, x: [Scalar; N]) -> [Scalar; N] {
    let mut y: [Scalar; N] = [0.0; N];
    for i in 0..N {
        let mut sum: Scalar = 0.0;
        for k in 0..x.len() {
            sum += a[i][k] * x[k].sin();
        }
        y[i] = sum;
    }
    y
}

/// Through `&mut`; a list; a pair as argument and result.
#[differentiable]
pub fn scaled(factor: Scalar, list: &List, out: &mut Vec3) -> Pair {
    let mut last: Vec3 = [0.0, 1.0, 0.0];
    for row in list {
        for i in 0..row.len() {
            out[i] = out[i] * factor + row[i] * last[i];
        }
        last = cross(row, &*out);
    }
    (norm(last), last)
}

#[differentiable]
pub fn of_pair(pair: Pair) -> Scalar {
    let (scale, v) = pair;
    scale * norm(v)
}

/// Statics, and constants of the body with the names of statics.
#[differentiable]
pub fn statics(x: Vec3) -> Scalar {
    const STEPS: usize = 3;
    const HALF: f64 = 0.5;
    let mut sum = OFFSET * x[0];
    for i in 0..STEPS {
        if i < LIMIT {
            sum += TABLE[i] * x[i] * sum * HALF;
        }
    }
    sum * TABLE[2]
}

/// Elementary functions of what only an alias says that it is a float.
#[differentiable]
pub fn elementary(x: Scalar, y: Scalar, steps: i32) -> Scalar {
    let a = x * y;
    let mut sum = a.sin().max(x.exp()) + a.powi(3) + y.powf(x) + x.abs() + (a + x).sqrt();
    for k in 0..steps {
        sum = (sum * x).cos() + y.powi(k);
    }
    sum.tanh() + x.atan2(y) + a.hypot(sum) + x.min(2.0) + sum.floor() + y.ln_1p().copysign(x)
}

/// Integers behind aliases have methods of the same names.
#[differentiable]
pub fn whole(x: [Scalar; 3], n: Index, shift: Offset) -> Scalar {
    let last = n.min(2);
    let factor = shift.abs().max(1);
    let first = n.rem_euclid(2);
    x[last] * factor as f64 + shift.signum() as f64 * x[0] * x[1] + x[first]
}

/// Casts of what does not vary, to a type by another name.
#[differentiable]
pub fn cast(x: &[Scalar], n: usize) -> Scalar {
    let mut sum = 2 as Scalar * x[0];
    for i in 0..n as Index {
        sum += x[i] * x[i] * i as Scalar / x.len() as Scalar + (2 * i + 1) as Scalar;
    }
    sum * (n as Offset as Scalar)
}
