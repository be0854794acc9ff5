//! Functions of what is written with arrays in forms that have no derivative of their own.

use jac::differentiable;
use ndarray::{
    Array, Array0, Array1, Array2, Array3, ArrayD, ArrayView1, ArrayView2, ArrayView3, ArrayViewMut0, ArrayViewMut1,
    ArrayViewMut2, ArrayViewMut6, ArrayViewMutD, Axis, IxDyn, Zip, arr1, arr2, aview1, azip, concatenate, s, stack,
};

#[differentiable]
pub fn norm(v: ArrayView1<f64>) -> f64 {
    v.dot(&v).sqrt()
}

#[differentiable]
pub fn viewed(a: ArrayView2<'_, f64>, v: ArrayView1<'_, f64>, b: &Array1<f64>) -> Array1<f64> {
    let w = v;
    let same: ArrayView1<f64> = w;
    a.dot(&v) * norm(v) + b * norm(w) * norm(same) + norm(a.row(0)) * norm(b.view())
}

#[differentiable]
pub fn lines(x: &Array1<f64>, s: f64) -> Array2<f64> {
    let mut y = Array2::ones((3, 3));
    let k = 1;
    y.row_mut(k).assign(x);
    y.column_mut(k + 1).assign(&(x * x));
    y.row_mut(k).fill(s * s);
    y.row_mut(0).scaled_add(s, x);
    y.column_mut(0).mapv_inplace(|v| v * v * s);
    y.row_mut(2)[1] = x[0] * s;
    y.column_mut(1)[0] += x[2];
    y.diag_mut().assign(&(x * s));
    y.index_axis_mut(Axis(1), 2).assign(&x.mapv(f64::sin));
    y
}

/// Two of what is written with closures: each has elements of its own.
#[differentiable]
pub fn twice(m: &Array2<f64>, n: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    let first = (m * n).mapv(|v| v.sin());
    let second = (n + 1.0).mapv(|v| v * v);
    (second.mapv(|v| v.exp()), first + second)
}

/// Views with names: the index is that of when they were made, and they end where the array is read again.
#[differentiable]
pub fn named(x: &Array1<f64>) -> (f64, Array2<f64>) {
    let mut y = Array2::<f64>::zeros((2, 3));
    let mut z = y.clone();
    let mut k = 0;
    let mut r = y.row_mut(k);
    k += 1;
    let mut q = z.row_mut(k);
    r.assign(x);
    q.fill(x[1]);
    q *= 2.0;
    r += &(x * x);
    r[0] = x[2] * r[1];
    let sum = y.sum() + z.row(1).sum();
    let mut r = y.row_mut(k);
    r.assign(&(x * sum));
    (sum, y + z)
}

#[differentiable]
pub fn rows(m: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> {
    let mut y = m.clone();
    let mut carried = 1.0;
    for (i, mut row) in y.outer_iter_mut().enumerate() {
        row *= carried;
        row[0] = x[i] * row[1];
        carried += row.sum();
    }
    for mut column in y.columns_mut() {
        column += 0.5;
        column[1] = column[0] * carried;
    }
    for mut part in y.axis_iter_mut(Axis(0)) {
        part.assign(&(x * carried));
        if carried > 0.0 {
            part[1] *= carried;
        }
    }
    y
}

#[differentiable]
pub fn elements(m: &Array2<f64>, s: f64) -> Array2<f64> {
    let mut y = m * s;
    for v in y.iter_mut() {
        *v = *v * *v + s;
    }
    for (v, w) in y.iter_mut().zip(m.iter()) {
        *v *= w;
    }
    for v in &mut y {
        if *v > 1.0 {
            continue;
        }
        *v = v.sin();
    }
    y.map_inplace(|v| *v = v.exp());
    y.zip_mut_with(&m.row(1), |a, &b| *a += b * b);
    y.iter_mut().for_each(|v| *v *= s);
    if y.ncols() > 1 {
        y.swap([0, 1], [1, 0]);
    }
    y
}

#[differentiable]
pub fn zipped(m: &Array2<f64>, n: &Array2<f64>) -> Array2<f64> {
    let mut y = m.clone();
    Zip::from(&mut y).and(m).and(n).for_each(|y, &a, b| *y += a * b.sin());
    azip!((y in &mut y, &b in n) *y *= b);
    Zip::from(&y).and(n).map_collect(|a, b| a * b)
}

/// In logical order, where `ndarray` leaves the order open.
#[differentiable]
pub fn folded(m: &Array2<f64>, n: &Array2<f64>) -> f64 {
    let sum = Zip::from(m).and(&(n * 2.0)).fold(1.0, |sum, &a, &b| sum + a * b);
    let squares = n.fold(0.0, |a, v| a + v * v);
    sum * squares
}

#[differentiable]
pub fn gone_through(m: &Array2<f64>) -> f64 {
    let squares = m.outer_iter().map(|row| row.dot(&row)).sum::<f64>();
    let sums = m.rows().into_iter().map(|row| row.product()).fold(0.0, |sum, row| sum + row.sin());
    let both = m.t().to_owned();
    let pairs = m.rows().into_iter().zip(both.columns()).map(|(row, column)| row.dot(&column)).sum::<f64>();
    let mut weighted = 0.0;
    for ((i, j), v) in m.indexed_iter() {
        weighted += v * v * (i + 2 * j) as f64;
    }
    let mapped = m.map_axis(Axis(0), |column| column.sum() * column[0]);
    squares + sums * pairs + weighted + mapped.sum() + m.axis_iter(Axis(1)).map(|c| c[1]).sum::<f64>()
}

#[differentiable]
pub fn made(x: &Array1<f64>, s: f64) -> Array2<f64> {
    let a = Array1::from_shape_fn(x.len(), |i| if i == 0 { s } else { x[i] * x[i - 1] });
    let b = Array2::from_shape_fn((3, 3), |(i, j)| x[i] * x[j] + a[i]);
    let c = Array1::from_iter(x.iter().map(|v| v * v));
    let d = x.iter().zip(c.iter()).map(|(v, w)| v * w).collect::<Array1<f64>>();
    let e: Array1<f64> = x.iter().map(|v| v.exp()).collect();
    let f = Array1::from(vec![s, x[0], 2.0]);
    Array2::from_diag(&(c + d)) + b * e + Array2::from_diag(x).dot(&f) * x.mean().unwrap_or(0.0)
}

#[differentiable]
pub fn deep(x: &Array1<f64>) -> Array3<f64> {
    Array::from_shape_fn((2, 1, 3), |(i, j, k)| x[k] * (i + 1) as f64 + (j + k) as f64 * x[i])
}

#[differentiable]
pub fn listed(x: &[f64], z: &Array0<f64>) -> f64 {
    let v = ArrayView1::from(x);
    let a = ArrayView2::from_shape((2, 2), x).unwrap();
    let list = v.to_vec();
    a.dot(&a).sum() * z[()] + list[1] * list[2] + a.flatten().dot(&v) + v.sum_axis(Axis(0)).into_scalar()
}

#[differentiable]
pub fn dynamic(x: &ArrayD<f64>, y: &Array<f64, IxDyn>) -> ArrayD<f64> {
    let z = x * y + x.exp();
    &z * z.sum() + x.mapv(|v| v * v) / 2.0
}

#[differentiable]
pub fn filled(mut v: ArrayViewMut1<'_, f64>, x: &Array1<f64>, s: f64) -> f64 {
    v += x;
    v *= s;
    v[0] = x[0] * v[1];
    v.mapv_inplace(|e| e.sin());
    let w = &v * &v;
    w.sum()
}

#[differentiable]
pub fn scaled(v: &mut ArrayViewMut1<'_, f64>, s: f64) {
    *v *= s;
    v[0] += s;
    let squares = v.mapv(|e| e * e);
    v.scaled_add(s, &squares);
}

#[differentiable]
pub fn by_reference(v: &ArrayView2<f64>, x: &ArrayView1<'_, f64>) -> f64 {
    v.dot(x).sum() + (v * 2.0).sum() * x[0]
}

#[differentiable]
pub fn parts_of_view(mut v: ArrayViewMut2<f64>, x: &Array1<f64>) {
    for mut row in v.rows_mut() {
        row *= 2.0;
    }
    let mut first = v.row_mut(0);
    first += 1.0;
    v.row_mut(1).assign(x);
    for e in v.iter_mut() {
        *e = *e * *e;
    }
    Zip::from(&mut v).for_each(|e| *e = e.sin());
    azip!((e in v.view_mut()) *e *= 3.0);
}

#[differentiable]
pub fn of_many_axes(
    mut v: ArrayViewMut6<f64>,
    d: &ArrayView3<f64>,
    mut z: ArrayViewMut0<f64>,
    mut y: ArrayViewMutD<f64>,
) {
    v *= d.sum();
    z += d[[0, 0, 0]];
    y.fill(z[()]);
    v *= &v.mapv(f64::sin);
}

/// What is lent where a view is taken: an array, a part of one, a view that was given.
#[differentiable]
pub fn lent(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> {
    let mut y = a.clone();
    let p = filled(y.row_mut(0), x, 0.7);
    filled(y.slice_mut(s![1, ..]), x, p);
    let mut z = x.clone();
    scaled(&mut z.view_mut(), p);
    let q = filled(z.view_mut(), x, 0.3);
    lent_on(y.view_mut(), &z, q);
    let mut whole = y.view_mut();
    whole += 1.0;
    whole[[0, 0]] *= 3.0;
    by_reference(&y.view(), &z.view()) * y
}

#[differentiable]
pub fn lent_on(mut v: ArrayViewMut2<f64>, x: &Array1<f64>, s: f64) {
    parts_of_view(v.view_mut(), x);
    filled(v.column_mut(1), &arr1(&[s, x[0]]), s);
    parts_of_view(v, x);
}

/// Functions of `ndarray` by their bare names.
#[differentiable]
pub fn bare(x: &[f64], y: &Array1<f64>) -> Array2<f64> {
    let v = aview1(x);
    let both = concatenate(Axis(0), &[v.view(), y.view()]).unwrap();
    let beside = stack(Axis(1), &[y.view(), y.view()]).unwrap();
    arr2(&[[y[0], x[1]], [x[0] * y[1], 1.0]]) * both.sum() + beside.t().dot(&beside) * v.dot(&both.slice(s![..2]))
}

/// Each pass overwrites what the pass before has made: the reverse must take them in order.
#[differentiable]
pub fn overwritten_in_loops(m: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let n = x.len();
    let mut u = m.clone();
    for k in 0..n {
        for i in k + 1..n {
            let factor = u[[i, k]] / u[[k, k]];
            let line = u.row(k).to_owned();
            u.row_mut(i).scaled_add(-factor, &line);
        }
    }
    let mut y = x * &u.row(n - 1);
    for _ in 0..3 {
        let before = y.clone();
        y.slice_mut(s![1..]).assign(&(&before.slice(s![..-1]) * u[[0, 0]]));
    }
    for _ in 0..3 {
        let d = y.mapv(|v| v * v) * u[[1, 1]];
        y.assign(&d);
    }
    y
}
