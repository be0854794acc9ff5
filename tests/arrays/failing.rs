//! Numerical code with arrays that may fail.

use jac::differentiable;
use ndarray::{Array1, Array2, Axis, s};

#[differentiable]
pub fn cholesky(a: &Array2<f64>) -> Option<Array2<f64>> {
    let n = a.nrows();
    let mut l = Array2::<f64>::zeros((n, n));
    for i in 0..n {
        for j in 0..=i {
            let dot = l.slice(s![i, ..j]).dot(&l.slice(s![j, ..j]));
            if i == j {
                let d = a[[i, i]] - dot;
                if d <= 0.0 {
                    return None;
                }
                l[[i, j]] = d.sqrt();
            } else {
                l[[i, j]] = (a[[i, j]] - dot) / l[[j, j]];
            }
        }
    }
    Some(l)
}

#[differentiable]
pub fn forward(l: &Array2<f64>, b: &Array1<f64>) -> Result<Array1<f64>, String> {
    if l.nrows() != b.len() {
        return Err(format!("{} is not {}", l.nrows(), b.len()));
    }
    let mut x = b.clone();
    for i in 0..b.len() {
        let dot = l.slice(s![i, ..i]).dot(&x.slice(s![..i]));
        x[i] = (x[i] - dot) / l[[i, i]];
    }
    Ok(x)
}

#[differentiable]
pub fn log_likelihood(cov: &Array2<f64>, r: &Array1<f64>) -> Result<f64, String> {
    let l = cholesky(cov).ok_or("not positive")?;
    let z = forward(&l, r)?;
    Ok(-0.5 * z.dot(&z) - l.diag().mapv(f64::ln).sum())
}

#[differentiable]
pub fn mean_rows(x: &Array2<f64>) -> Option<Array1<f64>> {
    let m = x.mean_axis(Axis(0)).unwrap();
    let s = x.sum_axis(Axis(0));
    Some(&m * 2.0 + &s)
}
#[differentiable]
pub fn with_alternatives(x: &Array2<f64>, y: &Array1<f64>) -> f64 {
    let m = match mean_rows(x) {
        Some(m) => m.dot(y),
        None => 0.0,
    };
    let k = if let Ok(v) = forward(x, y) { v.sum() } else { y.sum() };
    let c = cholesky(x).map_or(1.0, |l| l[[1, 0]] * l[[0, 0]]);
    m + k * c + y.mean().unwrap_or(0.0)
}
