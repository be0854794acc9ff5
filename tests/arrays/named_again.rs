//! Mutable views whose names others have too, that are borrowed from, and that become views of another shape.

use jac::differentiable;
use ndarray::{Array1, Array2, ArrayViewMut1, ArrayViewMut2, Axis, s};

/// Elements with the name of the view that they are of.
#[differentiable]
pub fn elements_of_the_name(x: &Array2<f64>) -> Array2<f64> {
    let mut out = Array2::zeros((2, 2));
    for mut o in out.rows_mut() {
        for o in o.iter_mut() {
            *o = 2.0 * x[[0, 0]] * x[[0, 1]];
        }
    }
    for mut o in out.columns_mut() {
        let k = o[0] + x[[1, 1]];
        for (o, &c) in o.iter_mut().zip([1.0, 2.0].iter()) {
            *o *= c * k;
        }
    }
    out
}

/// The name in closures, arms, conditions and blocks.
#[differentiable]
pub fn names_in_all_places(x: &Array2<f64>, k: f64) -> f64 {
    let mut out = x.clone();
    let mut s = 0.0;
    {
        let mut o = out.row_mut(0);
        s += o.iter().map(|o| o * o * k).sum::<f64>();
        o.iter_mut().for_each(|o| *o = *o * *o);
        {
            let o = k * 2.0;
            s += o * o;
        }
        s += match k {
            o if o > 10.0 => o,
            o => o * o,
        };
        if let Some(o) = Some(k) {
            s += o * o * o;
        }
        let twice = |o: f64| o * 2.0;
        o[1] *= twice(k);
        {
            let o = &mut o[0];
            *o *= k;
        }
        for out in [1.0, 2.0] {
            o[0] += out * k;
        }
    }
    for out in out.iter() {
        s += out * out;
    }
    s
}

/// Views with the name of the view that they are of, and another variable with the name behind them.
#[differentiable]
pub fn views_of_the_name(x: &Array1<f64>, k: f64) -> Array1<f64> {
    let mut a = x.clone();
    let mut v = a.slice_mut(s![1..]);
    for v in v.iter_mut() {
        *v = *v * *v;
    }
    let mut v = v.slice_mut(s![1..]);
    v[0] *= k * k;
    let v = v[0] * k;
    a[0] += v;
    a
}

/// Another variable has the name of the array while the view is there.
#[differentiable]
pub fn another_of_the_name(x: &Array2<f64>, k: f64) -> Array2<f64> {
    let mut a = x.clone();
    let b = {
        let mut t = a.slice_mut(s![1.., ..]);
        let a = k * k;
        t *= a;
        t.sum() + a
    };
    let mut t = a.row_mut(0);
    let (a, c) = (b * k, k);
    t *= a + c;
    x * t.sum() * a
}

/// What borrows from a view is written through behind the last mention of the view.
#[differentiable]
pub fn borrowed_from(x: &Array2<f64>, k: f64) -> Array2<f64> {
    let mut a = x.clone();
    {
        let mut r = a.row_mut(0);
        let q = &mut r;
        q[0] = k * k;
    }
    {
        let mut r = a.row_mut(1);
        let q = &mut r[0];
        *q *= k;
    }
    {
        let mut v = a.view_mut();
        let mut w = v.slice_mut(s![0..1, ..]);
        w[[0, 1]] *= k * k;
    }
    {
        let mut r = a.column_mut(1);
        let mut set = |i: usize, k: f64| r[i] += k * k;
        set(0, k);
        set(1, 2.0 * k);
    }
    {
        let mut r = a.row_mut(1);
        let elements = r.iter_mut();
        for o in elements {
            *o *= k;
        }
    }
    {
        let v = a.view_mut();
        let mut w = v;
        w[[1, 1]] *= k;
    }
    let r = a.row_mut(0);
    for o in r {
        *o *= *o * k;
    }
    a
}

/// Views that become others.
#[differentiable]
pub fn reshaped_views(x: &Array2<f64>, k: f64) -> Array2<f64> {
    let mut a = x.clone();
    let mut t = a.view_mut().reversed_axes();
    t *= k;
    t[[0, 1]] = k * k;
    let mut t = a.view_mut().permuted_axes([1, 0]);
    t[[1, 0]] *= k;
    let mut t = a.view_mut().insert_axis(Axis(1));
    t[[0, 0, 1]] *= 2.0 * k;
    let mut t = a.view_mut().into_shape_with_order(4).unwrap();
    t[1] *= k;
    let mut t = a.view_mut().index_axis_move(Axis(1), 0);
    t[1] *= 3.0 * k;
    let v = a.view_mut();
    let mut t = v.slice_move(s![.., 0..1]);
    t[[1, 0]] *= k;
    let v = a.slice_mut(s![0..1, ..]);
    let mut t = v.remove_axis(Axis(0));
    t[1] *= k;
    let mut t = a.view_mut().into_dyn();
    t[[0, 1]] *= k;
    let v = a.view_mut();
    let v = v.reversed_axes();
    let mut v = v.insert_axis(Axis(0));
    v[[0, 0, 1]] *= k;
    a
}

#[differentiable]
pub fn split_views(x: &Array2<f64>, k: f64) -> Array2<f64> {
    let mut a = x.clone();
    {
        let v = a.view_mut();
        let (mut p, mut q) = v.split_at(Axis(0), 1);
        p[[0, 0]] *= k;
        q *= 2.0;
    }
    {
        let (mut p, mut q) = a.slice_mut(s![.., 1..]).split_at(Axis(0), 1);
        for p in p.iter_mut() {
            *p *= k;
        }
        q *= 2.0 * k;
    }
    a
}

#[differentiable]
fn transposed_in_place(mut v: ArrayViewMut2<f64>, k: f64) {
    v *= k;
    let mut t = v.reversed_axes();
    t[[0, 1]] *= k;
}

#[differentiable]
pub fn parameters_that_become_others(x: &Array2<f64>, k: f64) -> Array2<f64> {
    let mut a = x.clone();
    transposed_in_place(a.view_mut(), k);
    let set = |mut a: ArrayViewMut1<f64>| a[0] = k * k;
    set(a.row_mut(1));
    a
}

/// Two arrays whose names have the same letters.
#[differentiable]
pub fn names_of_the_same_letters(x: &Array2<f64>, k: f64) -> Array2<f64> {
    let x1 = x * k;
    let x_1 = x * x;
    let mut a = Array2::zeros((4, 2));
    for ((mut o, p), q) in a.rows_mut().into_iter().zip(x1.iter()).zip(x_1.iter()) {
        o[0] = p * q;
        o[1] = *q;
    }
    a
}
