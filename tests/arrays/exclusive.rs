//! Arrays that are gone through by a reference that writes, where the type alone tells that it does.

use jac::differentiable;
use ndarray::{Array1, Array2, ArrayViewMut1, ArrayViewMut2, Zip, azip};

/// `&mut` of an array as it is, at each place where it can be gone through.
#[differentiable]
pub fn loops(a: &mut Array2<f64>, b: &Array2<f64>, k: f64) {
    for (v, w) in a.into_iter().zip(b) {
        *v *= w * k;
    }
    a.into_iter().enumerate().for_each(|(i, v)| *v += k * i as f64);
    for v in a {
        *v *= *v;
    }
}

#[differentiable]
pub fn vectors(a: &mut Array1<f64>, b: &mut Array1<f64>, k: f64) -> f64 {
    for v in a.into_iter() {
        *v *= k;
    }
    for (v, w) in a.iter_mut().zip(b) {
        let before = *v;
        *v *= *w;
        *w = before;
    }
    a.into_iter()
        .map(|v| {
            *v *= k;
            *v * *v
        })
        .sum()
}

#[differentiable]
pub fn zips(a: &mut Array2<f64>, b: &mut Array2<f64>) {
    Zip::indexed(&mut *a).and(&mut *b).for_each(|(i, j), v, w| *v *= *w * (i + 2 * j) as f64);
    Zip::from(a).and(b).for_each(|v, w| {
        *v += *w;
        *w *= *v;
    });
}

#[differentiable]
pub fn second(a: &Array2<f64>, b: &mut Array2<f64>, up: bool) {
    if up {
        Zip::from(a).and(b).for_each(|v, w| *w *= v);
    } else {
        azip!((w in b, v in a) *w += v * *w);
    }
}

/// What is folded and collected writes, too, or only reads.
#[differentiable]
pub fn folded(a: &mut Array2<f64>, b: &mut Array2<f64>) -> (f64, Array2<f64>) {
    let sum = Zip::from(&mut *b).and(&mut *a).fold(1.0, |sum, w, v| {
        let before = *v;
        *v = *w * sum;
        sum * 0.5 + before
    });
    let products = Zip::from(a).and(b).map_collect(|v, w| {
        *v *= 2.0;
        *v * *w
    });
    (sum, products)
}

#[differentiable]
pub fn read(a: &mut Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    Zip::from(a).and(b).map_collect(|v, w| *v * w)
}

/// By other names, and through views.
#[differentiable]
pub fn named(a: &mut Array2<f64>, b: &Array1<f64>, k: f64) -> f64 {
    let mut c = a.clone();
    let first = &mut c;
    Zip::from(first).for_each(|v| *v *= k);
    let second: &mut Array2<f64> = &mut c;
    for v in second.into_iter() {
        *v += k;
    }
    let row = c.row_mut(1);
    Zip::from(row).and(b).for_each(|v, w| *v *= w);
    let row = c.row_mut(0);
    for (v, w) in row.into_iter().zip(b) {
        *v *= w;
    }
    for row in c.rows_mut() {
        Zip::from(row).and(b).for_each(|v, w| *v -= w);
    }
    whole(c.view_mut(), k);
    line(c.row_mut(1), k);
    let last = a;
    for v in last {
        *v *= k;
    }
    c.sum()
}

#[differentiable]
pub fn whole(a: ArrayViewMut2<'_, f64>, k: f64) {
    for v in a {
        *v *= v.sin() * k;
    }
}

#[differentiable]
pub fn line(a: ArrayViewMut1<'_, f64>, k: f64) {
    Zip::from(a).for_each(|v| *v *= *v + k);
}
