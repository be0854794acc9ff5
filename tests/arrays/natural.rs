//! Numerical code as it is written with arrays: producers of all kinds, lanes, windows and chunks, shapes that change, and parts that are written.

use jac::{Differentiable, differentiable};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Array3, ArrayD, Axis, Slice, Zip, azip, s};

#[differentiable]
pub fn convolved(x: &Array1<f64>, k: &Array1<f64>) -> Array1<f64> {
    x.windows(k.len()).into_iter().map(|w| w.dot(k)).collect()
}

#[differentiable]
pub fn convolved_in_planes(image: &Array2<f64>, kernel: &Array2<f64>) -> Array2<f64> {
    let mut out = Array2::zeros((image.nrows() - 1, image.ncols() - 1));
    Zip::from(&mut out).and(image.windows(kernel.dim())).for_each(|o, window| {
        *o = (&window * kernel).sum();
    });
    let pooled = Zip::from(image.exact_chunks((2, 2))).map_collect(|chunk| chunk.mapv(|v| v * v).sum());
    let mut strided = 0.0;
    for window in image.windows_with_stride((2, 1), (1, 2)) {
        strided += window[[0, 0]] * window[[1, 0]];
    }
    out * pooled[[0, 1]] + strided
}

#[differentiable]
pub fn normalised(x: &Array2<f64>, gamma: &Array1<f64>) -> Array2<f64> {
    let largest = x.map_axis(Axis(1), |row| row.fold(f64::NEG_INFINITY, |a, &b| a.max(b)));
    let exponentials = (x - &largest.insert_axis(Axis(1))).exp();
    let sums = exponentials.sum_axis(Axis(1)).insert_axis(Axis(1));
    let mut y = exponentials / sums;
    Zip::from(y.rows_mut()).and(gamma).for_each(|mut row, &by| row *= by);
    Zip::from(y.columns_mut()).and(x.rows()).for_each(|mut column, row| column += &row);
    let norms = Zip::from(y.rows()).map_collect(|row| row.dot(&row).sqrt());
    Zip::from(y.diag_mut()).and(&norms).for_each(|v, n| *v *= n);
    Zip::from(&mut y).and_broadcast(gamma).for_each(|v, &by| *v += by * by);
    y
}

#[differentiable]
pub fn with_indices(x: &Array2<f64>, t: &Array3<f64>) -> f64 {
    let a = Zip::indexed(x).map_collect(|(i, j), &v| v * v * (i + 10 * j) as f64);
    let b = Zip::indexed(t).and(&(t * 2.0)).map_collect(|(i, j, k), &v, &w| v * w * (i + 10 * j + 100 * k) as f64);
    let c = Zip::indexed(x.rows()).map_collect(|i, row| row.sum() * i as f64);
    let mut d = x.clone();
    azip!((index (i, j), d in &mut d, &x in x) *d *= x + (i * j) as f64);
    for ((i, j), v) in d.indexed_iter_mut() {
        *v = *v * *v * (i + j) as f64;
    }
    let e = x.indexed_iter().filter(|((i, j), _)| i <= j).map(|(_, &v)| v * v).sum::<f64>();
    a.sum() + b.sum() * c.sum() + d.sum() + e
}

#[differentiable]
pub fn lanes(t: &Array3<f64>) -> Array2<f64> {
    let mut y = t.clone();
    for mut lane in y.lanes_mut(Axis(1)) {
        let sum = lane.sum();
        lane *= sum;
    }
    y.accumulate_axis_inplace(Axis(2), |&before, v| *v += before * before);
    for mut chunk in y.axis_chunks_iter_mut(Axis(2), 2) {
        let sum = chunk.sum();
        chunk += sum;
    }
    for mut chunk in y.exact_chunks_mut((1, 2, 1)) {
        chunk[[0, 0, 0]] *= chunk[[0, 1, 0]];
    }
    let products = y.fold_axis(Axis(1), 1.0, |&a, &v| a * v);
    let norms = (&y * 2.0).map_axis(Axis(1), |lane| lane.dot(&lane).sqrt());
    let moving = t.axis_windows(Axis(2), 2).into_iter().map(|w| w.product()).sum::<f64>();
    let mut halves = 0.0;
    for (i, half) in t.axis_chunks_iter(Axis(2), 2).enumerate() {
        halves += half.sum() * half.sum() * i as f64;
    }
    Zip::from(y.lanes(Axis(1))).and(t.lanes(Axis(1))).map_collect(|a, b| a.dot(&b)) * norms + products * moving + halves
}

#[differentiable]
pub fn side_by_side(a: &Array2<f64>, x: &Array1<f64>, order: &[usize]) -> Array2<f64> {
    let mut u = a.clone();
    for ((mut row, &by), (i, &j)) in u.rows_mut().into_iter().zip(x).zip(order.iter().enumerate()) {
        row *= by;
        row += &a.row(j);
        row[i] *= 2.0;
    }
    for (k, (mut column, row)) in u.columns_mut().into_iter().zip(a.outer_iter()).enumerate() {
        column.scaled_add(k as f64, &row);
    }
    for (v, w) in u.row_mut(1).iter_mut().zip(x.iter()) {
        *v *= w;
    }
    u.column_mut(0).iter_mut().for_each(|v| *v = *v * *v);
    for mut row in u.slice_mut(s![.., 1..]).rows_mut() {
        row *= 2.0;
    }
    let mut sum = 0.0;
    for (k, v) in a.iter().zip(&u).enumerate() {
        sum += v.0 * v.1 * k as f64;
    }
    for row in a.t().rows() {
        sum += row.dot(x);
    }
    u + (sum + a.dot(a).outer_iter().map(|row| row.dot(&row)).sum::<f64>())
}

#[differentiable]
pub fn rearranged(t: &Array3<f64>, order: &[usize]) -> Array3<f64> {
    let mut y = t.select(Axis(2), order);
    y.swap_axes(0, 1);
    y.invert_axis(Axis(0));
    let mut view = t.view();
    view.swap_axes(0, 1);
    &y * &view.select(Axis(2), &[1, 1, 0]) + y.triu(1) * y.tril(0)
}

#[differentiable]
pub fn of_no_type(x: &Array2<f64>) -> ArrayD<f64> {
    let d = x.clone().into_dyn();
    let column = x.dot(&(x.t().sum_axis(Axis(1)).insert_axis(Axis(1)))).remove_axis(Axis(1));
    let row = x.mapv(|v| v * v).index_axis_move(Axis(0), 1);
    &d * &d.sum_axis(Axis(0)) * column.dot(&row)
}

#[differentiable]
pub fn split(x: &Array2<f64>) -> f64 {
    let (a, b) = x.view().split_at(Axis(0), 1);
    let mut y = x.exp();
    let (mut c, mut d) = y.view_mut().split_at(Axis(1), 1);
    c *= b.sum();
    d.mapv_inplace(|v| v * v);
    d[[0, 0]] = c[[1, 0]];
    let (mut e, f) = y.multi_slice_mut((s![0, ..], s![1, ..]));
    e *= &f;
    y.slice_axis_mut(Axis(0), Slice::from(1..)).mapv_inplace(|v| v.sin());
    a.exp().sum() * y.sum() + x.slice_axis(Axis(1), Slice::from(..2)).product()
}

#[differentiable]
pub fn grown(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> {
    let mut c = Array2::zeros((0, a.ncols()));
    for row in a.rows() {
        c.push_row((&row * x).view()).unwrap();
    }
    c.append(Axis(0), a.view()).expect("as many columns");
    let sums = c.sum_axis(Axis(1));
    c.push_column(sums.view()).unwrap();
    let mut y = Array2::zeros(c.dim());
    (&c * &c).move_into(&mut y);
    x.assign_to(y.slice_mut(s![0, ..3]));
    y
}

#[differentiable]
pub fn scaled_products(a: &Array2<f64>, b: &Array2<f64>, alpha: f64, beta: f64) -> Array2<f64> {
    let mut c = b.mapv(f64::sin);
    for _ in 0..2 {
        general_mat_mul(alpha, a, b, beta, &mut c);
        general_mat_mul(1.0, &a.slice(s![..2, ..]), &b.t(), beta, &mut c.slice_mut(s![1.., ..]));
    }
    let mut y = a.row(0).to_owned();
    ndarray::linalg::general_mat_vec_mul(alpha, &c, &b.column(1), beta, &mut y);
    c * y
}

#[derive(Clone, Debug, Differentiable)]
pub struct Layer {
    pub weights: Array2<f64>,
    pub bias: Array1<f64>,
}

#[differentiable]
pub fn ends(x: &Array1<f64>, m: &Array2<f64>, layer: &Layer) -> f64 {
    let a = *x.first().unwrap();
    let b = x.last().copied().unwrap_or(0.0);
    let c = x.get(1).unwrap();
    let d = if let Some(v) = x.get(7) { *v } else { b };
    let e = m.get((1, 2)).map_or(0.0, |v| v * v);
    let mut sum = a * b * c + d * e + m.first().unwrap();
    for (row, b) in layer.weights.outer_iter().zip(layer.bias.iter()) {
        sum += row.dot(x) * b;
    }
    for v in m {
        sum += v.sin();
    }
    let slice = m.as_slice().unwrap();
    sum + slice[1] * slice[2] + layer.weights.outer_iter().map(|row| row.dot(&row)).sum::<f64>()
}

/// Parts that are empty.
#[differentiable]
pub fn empty_parts(x: &Array2<f64>) -> f64 {
    let mut sum = 0.0;
    for k in 0..3 {
        let top = x.slice(s![..k, ..]);
        let (a, b) = x.view().split_at(Axis(0), k);
        let middle = x.slice(s![.., k..k]);
        sum += top.mapv(|v| v * v).sum() + a.sum() * b.sum() + middle.t().sum() + a.t().dot(&a).sum();
    }
    sum
}

/// Loops over parts that are left, of chains that end in a loop, and labels that are data.
#[differentiable]
pub fn left(x: &Array2<f64>, labels: &Array1<usize>, mask: &Array2<bool>) -> Array2<f64> {
    let mut y = x.clone();
    Zip::from(&mut y).and(mask).for_each(|v, &keep| {
        if !keep {
            *v = 0.5 * *v * *v;
        }
    });
    for mut row in y.rows_mut() {
        if row.sum() < 0.2 {
            continue;
        }
        row *= 2.0;
        row[0] = row[1] * row[2];
    }
    for (i, (mut column, &label)) in y.columns_mut().into_iter().zip(labels).enumerate() {
        column += x[[i, label]];
        if i == 1 {
            column *= 3.0;
            break;
        }
        for k in 0..3 {
            if k == label {
                continue;
            }
            column[k] *= x[[k, i]];
        }
    }
    y.axis_iter_mut(Axis(0)).zip(x.column(0).iter()).for_each(|(mut row, &v)| row += v);
    let shape = (2, 3);
    let a = Array2::from_shape_fn(x.dim(), |(i, j)| x[[j, i]] * x[[i, j]]);
    let b = Array2::from_shape_fn(shape, |(i, j)| x[[i, j]] * (i + j) as f64);
    y + a * b.sum()
}

/// Names in patterns that are those of arrays.
#[differentiable]
pub fn shadowed(m: &Array2<f64>, x: &Array2<f64>, t: &Array3<f64>) -> f64 {
    let mut y = m.clone();
    for ((x, w), mut row) in m.outer_iter().zip(x.outer_iter()).zip(y.rows_mut()) {
        row *= x.dot(&w);
    }
    let mut s = 0.0;
    for ((i, j), x) in x.indexed_iter() {
        s += x * x * (i + 2 * j) as f64;
    }
    let mut z = x.clone();
    for ((i, j), x) in z.indexed_iter_mut() {
        *x *= (i + 2 * j) as f64;
    }
    let mut o = m.clone();
    Zip::from(o.rows_mut()).and(x.rows()).and(x.columns()).for_each(|mut m, x, t| m *= x.dot(&t));
    for (k, mut x) in o.outer_iter_mut().enumerate() {
        x += t[[0, 1, k]];
    }
    y.sum() * s + z.sum() + o.sum()
}

/// Arguments that change while the loop runs.
#[differentiable]
pub fn changing_arguments(x: &Array1<f64>, m: &Array2<f64>) -> f64 {
    let mut k = 2;
    let mut s = 0.0;
    for w in x.windows(k) {
        s += w.product() * k as f64;
        k += 1;
    }
    let mut a = 0;
    for l in m.axis_iter(Axis(a)) {
        s += l[0] * l[1];
        a = 1;
    }
    let mut n = 2;
    let mut y = m.clone();
    for mut c in y.axis_chunks_iter_mut(Axis(0), n) {
        c *= c.len() as f64;
        n = 1;
    }
    s + y.sum() * (a + n) as f64
}

/// Loops in loops, each left by its own `continue` and `break`, and by that of the other.
#[differentiable]
pub fn left_in_each_other(m: &Array2<f64>) -> Array2<f64> {
    let mut y = m.clone();
    let mut z = m.clone();
    'outer: for mut row in y.rows_mut() {
        row *= 2.0;
        for k in 0..3 {
            if row[k] < 0.0 {
                continue 'outer;
            }
            row[k] *= row[k];
        }
        row += 1.0;
    }
    for mut row in y.rows_mut() {
        for mut col in z.columns_mut() {
            if col[0] < 0.0 {
                continue;
            }
            col *= row[0];
            if col[1] > 3.0 {
                break;
            }
        }
        if row[1] > 3.0 {
            continue;
        }
        row *= 3.0;
    }
    y + z
}

#[derive(Clone, Debug, Differentiable)]
pub struct Measured {
    pub w: Vec<f64>,
    pub n: usize,
}

/// Lengths that are fields.
#[differentiable]
pub fn of_lengths_in_fields(w: &Vec<f64>) -> Array1<f64> {
    let sized = Measured { w: w.clone(), n: 2 };
    arrays_of_lengths(&sized)
}

#[differentiable]
fn arrays_of_lengths(p: &Measured) -> Array1<f64> {
    let mut a = Array1::<f64>::zeros(p.n + 1);
    let mut b = Array2::<f64>::zeros((p.n, 2));
    a[0] = p.w[0] * p.w[1];
    b[[1, 1]] = p.w[1] * p.w[2];
    a[1] = b.sum();
    a
}
