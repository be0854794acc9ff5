//! Linear algebra, with a matrix of one's own.

use jac::{Differentiable, differentiable};

use std::ops::{Add, Index, IndexMut, Mul, Neg, Sub};

#[derive(Debug, Clone, PartialEq, Differentiable)]
pub struct Matrix {
    rows: usize,
    cols: usize,
    data: Vec<f64>,
}

#[differentiable]
impl Matrix {
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Matrix { rows, cols, data: vec![0.0; rows * cols] }
    }

    pub fn identity(n: usize) -> Self {
        let mut m = Self::zeros(n, n);
        for i in 0..n {
            m[(i, i)] = 1.0;
        }
        m
    }

    pub fn from_rows(rows: &[Vec<f64>]) -> Self {
        let r = rows.len();
        let c = rows[0].len();
        let mut data = Vec::with_capacity(r * c);
        for row in rows {
            assert_eq!(row.len(), c, "ragged rows");
            data.extend_from_slice(row);
        }
        Matrix { rows: r, cols: c, data }
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

    pub fn matmul(&self, other: &Matrix) -> Matrix {
        assert_eq!(self.cols, other.rows);
        let mut out = Matrix::zeros(self.rows, other.cols);
        for i in 0..self.rows {
            for j in 0..other.cols {
                let mut acc = 0.0;
                for k in 0..self.cols {
                    acc += self[(i, k)] * other[(k, j)];
                }
                out[(i, j)] = acc;
            }
        }
        out
    }

    pub fn matvec(&self, v: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|i| (0..self.cols).map(|j| self[(i, j)] * v[j]).sum()).collect()
    }

    pub fn trace(&self) -> f64 {
        (0..self.rows.min(self.cols)).map(|i| self[(i, i)]).sum()
    }

    pub fn frobenius(&self) -> f64 {
        self.data.iter().map(|x| x * x).sum::<f64>().sqrt()
    }

    pub fn swap_rows(&mut self, a: usize, b: usize) {
        if a == b {
            return;
        }
        for j in 0..self.cols {
            self.data.swap(a * self.cols + j, b * self.cols + j);
        }
    }

    /// LU with partial pivoting.
    pub fn determinant(&self) -> f64 {
        assert!(self.rows == self.cols, "matrix must be square");
        let n = self.rows;
        let mut lu = self.clone();
        let mut sign = 1.0;
        for k in 0..n {
            let mut pivot = k;
            let mut largest = lu[(k, k)].abs();
            for i in (k + 1)..n {
                if lu[(i, k)].abs() > largest {
                    largest = lu[(i, k)].abs();
                    pivot = i;
                }
            }
            if largest == 0.0 {
                return 0.0;
            }
            if pivot != k {
                lu.swap_rows(pivot, k);
                sign = -sign;
            }
            for i in (k + 1)..n {
                let factor = lu[(i, k)] / lu[(k, k)];
                for j in k..n {
                    let v = lu[(k, j)];
                    lu[(i, j)] -= factor * v;
                }
            }
        }
        (0..n).fold(sign, |d, i| d * lu[(i, i)])
    }

    pub fn inverse(&self) -> Result<Matrix, String> {
        let n = self.rows;
        if self.cols != n {
            return Err(format!("not square: {}x{}", self.rows, self.cols));
        }
        let mut a = self.clone();
        let mut inv = Matrix::identity(n);
        for col in 0..n {
            let pivot = (col..n)
                .max_by(|&x, &y| a[(x, col)].abs().total_cmp(&a[(y, col)].abs()))
                .ok_or_else(|| "empty".to_string())?;
            if a[(pivot, col)].abs() < 1e-12 {
                return Err("singular".into());
            }
            a.swap_rows(col, pivot);
            inv.swap_rows(col, pivot);
            let p = a[(col, col)];
            for j in 0..n {
                a[(col, j)] /= p;
                inv[(col, j)] /= p;
            }
            for i in 0..n {
                if i != col {
                    let f = a[(i, col)];
                    for j in 0..n {
                        let (x, y) = (a[(col, j)], inv[(col, j)]);
                        a[(i, j)] -= f * x;
                        inv[(i, j)] -= f * y;
                    }
                }
            }
        }
        Ok(inv)
    }
}

#[differentiable]
impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (r, c): (usize, usize)) -> &f64 {
        &self.data[r * self.cols + c]
    }
}

#[differentiable]
impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (r, c): (usize, usize)) -> &mut f64 {
        &mut self.data[r * self.cols + c]
    }
}

#[differentiable]
impl Add<&Matrix> for &Matrix {
    type Output = Matrix;
    fn add(self, rhs: &Matrix) -> Matrix {
        assert_eq!(self.data.len(), rhs.data.len());
        let data = self.data.iter().zip(&rhs.data).map(|(a, b)| a + b).collect();
        Matrix { rows: self.rows, cols: self.cols, data }
    }
}

#[differentiable]
impl Sub for Matrix {
    type Output = Matrix;
    fn sub(self, rhs: Matrix) -> Matrix {
        let data = self.data.iter().zip(rhs.data.iter()).map(|(a, b)| a - b).collect::<Vec<_>>();
        Matrix { rows: self.rows, cols: self.cols, data }
    }
}

#[differentiable]
impl Mul for &Matrix {
    type Output = Matrix;
    fn mul(self, rhs: &Matrix) -> Matrix {
        self.matmul(rhs)
    }
}

#[differentiable]
impl Mul<f64> for Matrix {
    type Output = Matrix;
    fn mul(mut self, k: f64) -> Matrix {
        for v in self.data.iter_mut() {
            *v *= k;
        }
        self
    }
}

#[differentiable]
impl Neg for Matrix {
    type Output = Matrix;
    fn neg(self) -> Matrix {
        Matrix { rows: self.rows, cols: self.cols, data: self.data.into_iter().map(|x| -x).collect() }
    }
}

#[differentiable]
pub fn log_det_gram(rows: &[Vec<f64>], ridge: f64) -> f64 {
    let x = Matrix::from_rows(rows);
    let xt = x.transpose();
    let gram = &(&xt * &x) + &(Matrix::identity(x.cols) * ridge);
    gram.determinant().ln()
}

#[differentiable]
pub fn least_squares(x: &Matrix, y: &[f64]) -> Result<Vec<f64>, String> {
    let xt = x.transpose();
    let normal = xt.matmul(x);
    let inv = normal.inverse()?;
    Ok(inv.matvec(&xt.matvec(y)))
}

#[differentiable]
pub fn residual_norm(x: &Matrix, y: &[f64]) -> f64 {
    let beta = match least_squares(x, y) {
        Ok(b) => b,
        Err(_) => return f64::INFINITY,
    };
    let fit = x.matvec(&beta);
    fit.iter().zip(y).map(|(f, y)| (f - y).powi(2)).sum::<f64>() / (y.len() - beta.len()) as f64
}

#[differentiable]
pub fn commutator(a: &Matrix, b: &Matrix) -> f64 {
    let c = a * b - b * a;
    (-c).frobenius() + a.trace() * b.trace()
}

/// Householder QR; returns R's diagonal product.
#[differentiable]
pub fn householder(a: &mut Vec<Vec<f64>>) -> f64 {
    let m = a.len();
    let n = a[0].len();
    for k in 0..n.min(m - 1) {
        let norm = a[k..].iter().map(|row| row[k] * row[k]).sum::<f64>().sqrt();
        if norm == 0.0 {
            continue;
        }
        let alpha = if a[k][k] > 0.0 { -norm } else { norm };
        let mut v: Vec<f64> = (k..m).map(|i| a[i][k]).collect();
        v[0] -= alpha;
        let vv: f64 = v.iter().map(|x| x * x).sum();
        for j in k..n {
            let dot: f64 = v.iter().enumerate().map(|(i, vi)| vi * a[k + i][j]).sum();
            let beta = 2.0 * dot / vv;
            for (i, vi) in v.iter().enumerate() {
                a[k + i][j] -= beta * vi;
            }
        }
    }
    (0..n).map(|i| a[i][i]).product()
}

/// In-place Cholesky, C-like.
#[differentiable]
pub fn cholesky_flat(a: &mut [f64], n: usize) -> bool {
    for j in 0..n {
        let mut d = a[j * n + j];
        for k in 0..j {
            d -= a[j * n + k] * a[j * n + k];
        }
        if d <= 0.0 {
            return false;
        }
        a[j * n + j] = d.sqrt();
        for i in j + 1..n {
            let mut s = a[i * n + j];
            for k in 0..j {
                s -= a[i * n + k] * a[j * n + k];
            }
            a[i * n + j] = s / a[j * n + j];
        }
        for i in 0..j {
            a[i * n + j] = 0.0;
        }
    }
    true
}

#[differentiable]
pub fn mvn_logpdf(x: &[f64], mean: &[f64], cov: &[f64]) -> Option<f64> {
    let n = x.len();
    let mut l = cov.to_vec();
    if !cholesky_flat(&mut l, n) {
        return None;
    }
    let mut z = vec![0.0; n];
    for i in 0..n {
        let mut s = x[i] - mean[i];
        for k in 0..i {
            s -= l[i * n + k] * z[k];
        }
        z[i] = s / l[i * n + i];
    }
    let logdet = (0..n).map(|i| l[i * n + i].ln()).sum::<f64>() * 2.0;
    let maha = z.iter().map(|z| z * z).sum::<f64>();
    Some(-0.5 * (maha + logdet + n as f64 * (2.0 * std::f64::consts::PI).ln()))
}

#[differentiable(wrt(a))]
pub fn power_iteration(a: &[Vec<f64>], tol: f64) -> (f64, Vec<f64>) {
    let n = a.len();
    let mut v = vec![1.0 / (n as f64).sqrt(); n];
    let mut lambda;
    let mut iter = 0;
    loop {
        let w: Vec<f64> = a.iter().map(|row| row.iter().zip(&v).map(|(a, b)| a * b).sum()).collect();
        let norm = w.iter().fold(0.0, |acc: f64, x| acc + x * x).sqrt();
        let next: Vec<f64> = w.into_iter().map(|x| x / norm).collect();
        let delta = next.iter().zip(v.iter()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        v = next;
        lambda = norm;
        iter += 1;
        if delta < tol || iter >= 200 {
            break;
        }
    }
    (lambda, v)
}

/// Jacobi's eigenvalue algorithm of a symmetric matrix.
#[differentiable]
pub fn jacobi_eigenvalues<const N: usize>(mut a: [[f64; N]; N]) -> [f64; N] {
    for _sweep in 0..30 {
        let off: f64 = (0..N).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| a[i][j] * a[i][j]).sum();
        if off < 1e-24 {
            break;
        }
        for p in 0..N {
            for q in p + 1..N {
                if a[p][q].abs() < 1e-300 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for k in 0..N {
                    let (akp, akq) = (a[k][p], a[k][q]);
                    a[k][p] = c * akp - s * akq;
                    a[k][q] = s * akp + c * akq;
                }
                for k in 0..N {
                    let (apk, aqk) = (a[p][k], a[q][k]);
                    a[p][k] = c * apk - s * aqk;
                    a[q][k] = s * apk + c * aqk;
                }
            }
        }
    }
    let mut eig = [0.0; N];
    for (i, e) in eig.iter_mut().enumerate() {
        *e = a[i][i];
    }
    eig.sort_by(|x, y| y.partial_cmp(x).unwrap());
    eig
}

#[differentiable]
pub fn eigen3(a: [[f64; 3]; 3]) -> [f64; 3] {
    jacobi_eigenvalues(a)
}

#[differentiable]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    debug_assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[differentiable]
fn axpy(alpha: f64, x: &[f64], y: &mut [f64]) {
    y.iter_mut().zip(x.iter()).for_each(|(y, &x)| *y += alpha * x);
}

#[differentiable]
fn apply_laplacian(x: &[f64], shift: f64) -> Vec<f64> {
    let n = x.len();
    (0..n)
        .map(|i| {
            let left = if i > 0 { x[i - 1] } else { 0.0 };
            let right = x.get(i + 1).copied().unwrap_or(0.0);
            (2.0 + shift) * x[i] - left - right
        })
        .collect()
}

/// Conjugate gradients.
#[differentiable]
pub fn cg_laplacian(b: &[f64], shift: f64) -> Vec<f64> {
    let mut x = vec![0.0; b.len()];
    let mut r = b.to_vec();
    let mut p = r.clone();
    let mut rs_old = dot(&r, &r);
    let mut k = 0;
    while rs_old.sqrt() > 1e-10 && k < 2 * b.len() {
        let ap = apply_laplacian(&p, shift);
        let alpha = rs_old / dot(&p, &ap);
        axpy(alpha, &p, &mut x);
        axpy(-alpha, &ap, &mut r);
        let rs_new = dot(&r, &r);
        let beta = rs_new / rs_old;
        for (pi, ri) in p.iter_mut().zip(&r) {
            *pi = ri + beta * *pi;
        }
        rs_old = rs_new;
        k += 1;
    }
    x
}

/// Modified Gram–Schmidt on columns stored as Vec<[f64; 3]>.
#[differentiable]
pub fn gram_schmidt(vs: &[[f64; 3]]) -> Vec<[f64; 3]> {
    let mut basis: Vec<[f64; 3]> = Vec::new();
    for v in vs {
        let mut w = *v;
        for b in &basis {
            let proj: f64 = w.iter().zip(b.iter()).map(|(x, y)| x * y).sum();
            for (wi, bi) in w.iter_mut().zip(b) {
                *wi -= proj * bi;
            }
        }
        let norm = w.iter().map(|x| x.powi(2)).sum::<f64>().sqrt();
        if norm > 1e-10 {
            basis.push(w.map(|x| x / norm));
        }
    }
    basis
}

/// Gauss–Seidel until converged, with early return.
#[differentiable]
pub fn gauss_seidel(a: &[Vec<f64>], b: &[f64], x: &mut [f64]) -> Result<usize, f64> {
    let n = b.len();
    for iter in 1..=500usize {
        let mut change: f64 = 0.0;
        for i in 0..n {
            let sigma: f64 = a[i].iter().enumerate().filter(|&(j, _)| j != i).map(|(j, aij)| aij * x[j]).sum();
            let new = (b[i] - sigma) / a[i][i];
            change = change.max((new - x[i]).abs());
            x[i] = new;
        }
        if change < 1e-13 {
            return Ok(iter);
        }
    }
    Err(0.0)
}

#[differentiable]
pub fn gauss_seidel_sum(a: &[Vec<f64>], b: &[f64]) -> f64 {
    let mut x = vec![0.0; b.len()];
    match gauss_seidel(a, b, &mut x) {
        Ok(_) => x.iter().sum(),
        Err(e) => jac::constant(e),
    }
}

/// Matrix exponential by scaling and squaring.
#[differentiable]
pub fn expm2(a: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    fn mul(a: &[[f64; 2]; 2], b: &[[f64; 2]; 2]) -> [[f64; 2]; 2] {
        let mut c = [[0.0; 2]; 2];
        for (i, row) in c.iter_mut().enumerate() {
            for (j, cij) in row.iter_mut().enumerate() {
                *cij = (0..2).map(|k| a[i][k] * b[k][j]).sum();
            }
        }
        c
    }
    let norm = a.iter().map(|r| r.iter().map(|x| x.abs()).sum::<f64>()).fold(0.0, f64::max);
    let s = norm.log2().ceil().max(0.0) as i32 + 1;
    let scale = 0.5f64.powi(s);
    let x = a.map(|r| r.map(|v| v * scale));
    let mut term = [[1.0, 0.0], [0.0, 1.0]];
    let mut sum = term;
    for k in 1..=12 {
        term = mul(&term, &x);
        for i in 0..2 {
            for j in 0..2 {
                term[i][j] /= k as f64;
                sum[i][j] += term[i][j];
            }
        }
    }
    for _ in 0..s {
        sum = mul(&sum, &sum);
    }
    sum
}
