//! Matrices on the heap, and solvers that take functions.
use jac::{Differentiable, differentiable};
use std::ops::{Index, IndexMut};
#[derive(Clone, Debug, Differentiable)]
pub struct Matrix {
    pub rows: usize,
    pub cols: usize,
    pub data: Vec<f64>,
}
#[differentiable]
impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        assert!(i < self.rows && j < self.cols);
        &self.data[i * self.cols + j]
    }
}
#[differentiable]
impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.data[i * self.cols + j]
    }
}
#[differentiable]
impl Matrix {
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Matrix { rows, cols, data: vec![0.0; rows * cols] }
    }
    pub fn row(&self, i: usize) -> &[f64] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }
    pub fn at(&self, i: usize, j: usize) -> &f64 {
        &self.data[i * self.cols + j]
    }
    pub fn mul(&self, o: &Matrix) -> Matrix {
        let mut c = Matrix::zeros(self.rows, o.cols);
        for i in 0..self.rows {
            for j in 0..o.cols {
                for k in 0..self.cols {
                    c[(i, j)] += self[(i, k)] * o[(k, j)];
                }
            }
        }
        c
    }
    pub fn transpose(&self) -> Matrix {
        let mut t = Matrix::zeros(self.cols, self.rows);
        for i in 0..self.rows {
            for j in 0..self.cols {
                t[(j, i)] = self[(i, j)];
            }
        }
        t
    }
    pub fn trace(&self) -> f64 {
        (0..self.rows).map(|i| self[(i, i)]).sum()
    }
    pub fn matvec(&self, x: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|i| self.row(i).iter().zip(x).map(|(a, b)| a * b).sum()).collect()
    }
}
#[differentiable]
pub fn quad(m: &Matrix, x: &[f64]) -> f64 {
    let y = m.matvec(x);
    x.iter().zip(&y).map(|(a, b)| a * b).sum::<f64>() + m.mul(&m.transpose()).trace() + *m.at(0, 1)
}
#[differentiable]
pub fn cholesky_logdet(a: &Matrix) -> f64 {
    let n = a.rows;
    let mut l = Matrix::zeros(n, n);
    for i in 0..n {
        for j in 0..=i {
            let mut s = a[(i, j)];
            for k in 0..j {
                s -= l[(i, k)] * l[(j, k)];
            }
            l[(i, j)] = if i == j { s.sqrt() } else { s / l[(j, j)] };
        }
    }
    2.0 * (0..n).map(|i| l[(i, i)].ln()).sum::<f64>()
}
#[differentiable]
pub fn rk4_step<F: Fn(f64, &[f64]) -> Vec<f64>>(f: F, t: f64, y: &[f64], h: f64) -> Vec<f64> {
    let add = |a: &[f64], b: &[f64], s: f64| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a + s * b).collect() };
    let k1 = f(t, y);
    let k2 = f(t + h / 2.0, &add(y, &k1, h / 2.0));
    let k3 = f(t + h / 2.0, &add(y, &k2, h / 2.0));
    let k4 = f(t + h, &add(y, &k3, h));
    (0..y.len()).map(|i| y[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])).collect()
}
#[differentiable]
pub fn lotka_final(p: &[f64; 4], y0: [f64; 2]) -> f64 {
    let rhs = |_t: f64, y: &[f64]| vec![p[0] * y[0] - p[1] * y[0] * y[1], p[2] * y[0] * y[1] - p[3] * y[1]];
    let mut y = y0.to_vec();
    for i in 0..5 {
        y = rk4_step(&rhs, i as f64 * 0.1, &y, 0.1);
    }
    y[0] + 2.0 * y[1]
}
#[differentiable]
pub fn newton(f: impl Fn(f64) -> f64, df: impl Fn(f64) -> f64, mut x: f64) -> f64 {
    for _ in 0..30 {
        let d = f(x) / df(x);
        x -= d;
        if d.abs() < 1e-13 {
            break;
        }
    }
    x
}
#[differentiable]
pub fn cube_root(a: f64) -> f64 {
    newton(|x| x * x * x - a, |x| 3.0 * x * x, 1.0)
}
#[differentiable]
pub fn simpson_adaptive(f: &dyn Fn(f64) -> f64, a: f64, b: f64, eps: f64, depth: u32) -> f64 {
    let m = 0.5 * (a + b);
    let s = |a: f64, b: f64| (b - a) / 6.0 * (f(a) + 4.0 * f(0.5 * (a + b)) + f(b));
    let (whole, left, right) = (s(a, b), s(a, m), s(m, b));
    if depth == 0 || (left + right - whole).abs() < 15.0 * eps {
        left + right + (left + right - whole) / 15.0
    } else {
        simpson_adaptive(f, a, m, eps / 2.0, depth - 1) + simpson_adaptive(f, m, b, eps / 2.0, depth - 1)
    }
}
#[differentiable]
pub fn gaussian_area(mu: f64, sigma: f64) -> f64 {
    simpson_adaptive(&|x| (-0.5 * ((x - mu) / sigma).powi(2)).exp(), -1.0, 2.0, 1e-7, 12)
}
#[differentiable]
fn sq(x: f64) -> f64 {
    x * x
}
#[differentiable]
pub fn apply_twice<F>(f: F, x: f64) -> f64
where
    F: Fn(f64) -> f64,
{
    f(f(x))
}
#[differentiable]
pub fn compose(x: f64) -> f64 {
    apply_twice(sq, x) + apply_twice(f64::sin, x) + apply_twice(|v| v * x, 2.0)
}
#[differentiable]
pub fn map_vec(f: fn(f64) -> f64, v: &[f64]) -> f64 {
    v.iter().map(|&x| f(x)).sum()
}
#[differentiable]
pub fn use_map_vec(v: &[f64]) -> f64 {
    map_vec(sq, v)
}
