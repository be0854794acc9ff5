//! Array code.

use jac::differentiable;

use crate::measured;

/// Inner product.
#[differentiable]
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * y[i];
    }
    sum
}

fn dot_jvp(x: &[f64], y: &[f64], dx: &[f64], dy: &[f64]) -> (f64, f64) {
    let (mut sum, mut tangent) = (0.0, 0.0);
    for ((x, y), (dx, dy)) in x.iter().zip(y).zip(dx.iter().zip(dy)) {
        sum += x * y;
        tangent += x * dy + dx * y;
    }
    (sum, tangent)
}

pub fn dot_vjp(x: &[f64], y: &[f64], by: f64) -> (f64, (Vec<f64>, Vec<f64>)) {
    let mut sum = 0.0;
    for (x, y) in x.iter().zip(y) {
        sum += x * y;
    }
    (sum, (y.iter().map(|y| by * y).collect(), x.iter().map(|x| by * x).collect()))
}

/// Half the square of A·x − b, A row by row.
#[differentiable]
pub fn misfit(a: &[f64], x: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (row, b) in a.chunks_exact(x.len()).zip(b) {
        let mut r = -b;
        for (a, x) in row.iter().zip(x) {
            r += a * x;
        }
        sum += 0.5 * r * r;
    }
    sum
}

fn misfit_jvp(a: &[f64], x: &[f64], b: &[f64], da: &[f64], dx: &[f64], db: &[f64]) -> (f64, f64) {
    let (mut sum, mut tangent) = (0.0, 0.0);
    let n = x.len();
    for ((row, b), (drow, db)) in a.chunks_exact(n).zip(b).zip(da.chunks_exact(n).zip(db)) {
        let (mut r, mut dr) = (-b, -db);
        for ((a, x), (da, dx)) in row.iter().zip(x).zip(drow.iter().zip(dx)) {
            r += a * x;
            dr += a * dx + da * x;
        }
        sum += 0.5 * r * r;
        tangent += r * dr;
    }
    (sum, tangent)
}

fn misfit_vjp(a: &[f64], x: &[f64], b: &[f64], by: f64) -> (f64, (Vec<f64>, Vec<f64>, Vec<f64>)) {
    let mut sum = 0.0;
    let (mut by_a, mut by_x, mut by_b) = (vec![0.0; a.len()], vec![0.0; x.len()], vec![0.0; b.len()]);
    let n = x.len();
    for ((row, b), (by_row, by_b)) in a.chunks_exact(n).zip(b).zip(by_a.chunks_exact_mut(n).zip(&mut by_b)) {
        let mut r = -b;
        for (a, x) in row.iter().zip(x) {
            r += a * x;
        }
        sum += 0.5 * r * r;
        let by_r = by * r;
        *by_b = -by_r;
        for ((a, x), (by_a, by_x)) in row.iter().zip(x).zip(by_row.iter_mut().zip(&mut by_x)) {
            *by_a = by_r * x;
            *by_x += by_r * a;
        }
    }
    (sum, (by_a, by_x, by_b))
}

/// Logarithm of a sum of exponentials.
#[differentiable]
pub fn log_sum_exp(x: &[f64]) -> f64 {
    let mut largest = x[0];
    for &x in x {
        if x > largest {
            largest = x;
        }
    }
    let mut sum = 0.0;
    for x in x {
        sum += (x - largest).exp();
    }
    largest + sum.ln()
}

fn largest(x: &[f64]) -> f64 {
    let mut largest = x[0];
    for &x in x {
        if x > largest {
            largest = x;
        }
    }
    largest
}

fn log_sum_exp_jvp(x: &[f64], d: &[f64]) -> (f64, f64) {
    // The largest one has no derivative: whatever is taken out is put back.
    let largest = largest(x);
    let (mut sum, mut tangent) = (0.0, 0.0);
    for (x, d) in x.iter().zip(d) {
        let e = (x - largest).exp();
        sum += e;
        tangent += e * d;
    }
    (largest + sum.ln(), tangent / sum)
}

fn log_sum_exp_vjp(x: &[f64], by: f64) -> (f64, Vec<f64>) {
    let largest = largest(x);
    let mut by_x: Vec<f64> = x.iter().map(|x| (x - largest).exp()).collect();
    let mut sum = 0.0;
    for e in &by_x {
        sum += e;
    }
    let factor = by / sum;
    by_x.iter_mut().for_each(|e| *e *= factor);
    (largest + sum.ln(), by_x)
}

/// A perceptron of two hidden layers.
#[differentiable(wrt(x))]
pub fn mlp(
    x: &[f64; 16],
    w1: &[[f64; 16]; 16],
    b1: &[f64; 16],
    w2: &[[f64; 16]; 16],
    b2: &[f64; 16],
    w3: &[[f64; 16]; 8],
    b3: &[f64; 8],
) -> [f64; 8] {
    let mut h = *b1;
    for i in 0..16 {
        for j in 0..16 {
            h[i] += w1[i][j] * x[j];
        }
        h[i] = h[i].tanh();
    }
    let mut g = *b2;
    for i in 0..16 {
        for j in 0..16 {
            g[i] += w2[i][j] * h[j];
        }
        g[i] = g[i].tanh();
    }
    let mut y = *b3;
    for i in 0..8 {
        for j in 0..16 {
            y[i] += w3[i][j] * g[j];
        }
    }
    y
}

type Square = [[f64; 16]; 16];

fn affine<const M: usize>(mut y: [f64; M], w: &[[f64; 16]; M], x: &[f64; 16]) -> [f64; M] {
    for (y, row) in y.iter_mut().zip(w) {
        for (w, x) in row.iter().zip(x) {
            *y += w * x;
        }
    }
    y
}

fn back<const M: usize>(w: &[[f64; 16]; M], by: &[f64; M]) -> [f64; 16] {
    let mut by_x = [0.0; 16];
    for (row, by) in w.iter().zip(by) {
        for (by_x, w) in by_x.iter_mut().zip(row) {
            *by_x += w * by;
        }
    }
    by_x
}

struct Net<'a> {
    w1: &'a Square,
    b1: &'a [f64; 16],
    w2: &'a Square,
    b2: &'a [f64; 16],
    w3: &'a [[f64; 16]; 8],
    b3: &'a [f64; 8],
}

impl Net<'_> {
    fn hidden(&self, x: &[f64; 16]) -> ([f64; 16], [f64; 16]) {
        let h = affine(*self.b1, self.w1, x).map(f64::tanh);
        (h, affine(*self.b2, self.w2, &h).map(f64::tanh))
    }
    fn jvp(&self, x: &[f64; 16], d: &[f64; 16]) -> ([f64; 8], [f64; 8]) {
        let (h, g) = self.hidden(x);
        let mut dh = affine([0.0; 16], self.w1, d);
        for (d, h) in dh.iter_mut().zip(h) {
            *d *= 1.0 - h * h;
        }
        let mut dg = affine([0.0; 16], self.w2, &dh);
        for (d, g) in dg.iter_mut().zip(g) {
            *d *= 1.0 - g * g;
        }
        (affine(*self.b3, self.w3, &g), affine([0.0; 8], self.w3, &dg))
    }
    fn vjp(&self, x: &[f64; 16], by: &[f64; 8]) -> ([f64; 8], [f64; 16]) {
        let (h, g) = self.hidden(x);
        let mut by_g = back(self.w3, by);
        for (by, g) in by_g.iter_mut().zip(g) {
            *by *= 1.0 - g * g;
        }
        let mut by_h = back(self.w2, &by_g);
        for (by, h) in by_h.iter_mut().zip(h) {
            *by *= 1.0 - h * h;
        }
        (affine(*self.b3, self.w3, &g), back(self.w1, &by_h))
    }
    fn jacobian(&self, x: &[f64; 16]) -> ([f64; 8], [[f64; 16]; 8]) {
        let (h, g) = self.hidden(x);
        let mut j = [[0.0; 16]; 8];
        for (row, w) in j.iter_mut().zip(self.w3) {
            let by_g: [f64; 16] = std::array::from_fn(|i| w[i] * (1.0 - g[i] * g[i]));
            let mut by_h = back(self.w2, &by_g);
            for (by, h) in by_h.iter_mut().zip(h) {
                *by *= 1.0 - h * h;
            }
            *row = back(self.w1, &by_h);
        }
        (affine(*self.b3, self.w3, &g), j)
    }
}

/// Half the square of L·x, the lower triangle packed row by row.
#[differentiable]
pub fn triangle(l: &[f64], x: &[f64]) -> f64 {
    let (mut sum, mut start) = (0.0, 0);
    for i in 0..x.len() {
        let end = start + i + 1;
        let mut y = 0.0;
        for (l, x) in l[start..end].iter().zip(x) {
            y += l * x;
        }
        sum += 0.5 * y * y;
        start = end;
    }
    sum
}

fn triangle_jvp(l: &[f64], x: &[f64], dl: &[f64], dx: &[f64]) -> (f64, f64) {
    let (mut sum, mut tangent, mut start) = (0.0, 0.0, 0);
    for i in 0..x.len() {
        let end = start + i + 1;
        let (mut y, mut dy) = (0.0, 0.0);
        for ((l, x), (dl, dx)) in l[start..end].iter().zip(x).zip(dl[start..end].iter().zip(dx)) {
            y += l * x;
            dy += l * dx + dl * x;
        }
        sum += 0.5 * y * y;
        tangent += y * dy;
        start = end;
    }
    (sum, tangent)
}

fn triangle_vjp(l: &[f64], x: &[f64], by: f64) -> (f64, (Vec<f64>, Vec<f64>)) {
    let (mut sum, mut start) = (0.0, 0);
    let (mut by_l, mut by_x) = (vec![0.0; l.len()], vec![0.0; x.len()]);
    for i in 0..x.len() {
        let end = start + i + 1;
        let row = &l[start..end];
        let mut y = 0.0;
        for (l, x) in row.iter().zip(x) {
            y += l * x;
        }
        sum += 0.5 * y * y;
        let by_y = by * y;
        for ((l, x), (by_l, by_x)) in row.iter().zip(x).zip(by_l[start..end].iter_mut().zip(&mut by_x)) {
            *by_l = by_y * x;
            *by_x += by_y * l;
        }
        start = end;
    }
    (sum, (by_l, by_x))
}

/// A step of the heat equation in one dimension, held at the ends: half the square of what it arrives at.
#[differentiable]
pub fn heat(u: &[f64], k: f64) -> f64 {
    let mut energy = 0.0;
    for i in 1..u.len() - 1 {
        let next = u[i] + k * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
        energy += 0.5 * next * next;
    }
    energy
}

fn heat_jvp(u: &[f64], k: f64, du: &[f64], dk: f64) -> (f64, f64) {
    let (mut energy, mut tangent) = (0.0, 0.0);
    for (u, du) in u.windows(3).zip(du.windows(3)) {
        let (curve, dcurve) = (u[0] - 2.0 * u[1] + u[2], du[0] - 2.0 * du[1] + du[2]);
        let next = u[1] + k * curve;
        energy += 0.5 * next * next;
        tangent += next * (du[1] + dk * curve + k * dcurve);
    }
    (energy, tangent)
}

fn heat_vjp(u: &[f64], k: f64, by: f64) -> (f64, (Vec<f64>, f64)) {
    let (mut energy, mut by_k) = (0.0, 0.0);
    let mut by_u = vec![0.0; u.len()];
    let middle = 1.0 - 2.0 * k;
    for i in 1..u.len() - 1 {
        let curve = u[i - 1] - 2.0 * u[i] + u[i + 1];
        let next = u[i] + k * curve;
        energy += 0.5 * next * next;
        let by_next = by * next;
        by_k += by_next * curve;
        let side = by_next * k;
        by_u[i - 1] += side;
        by_u[i] += by_next * middle;
        by_u[i + 1] += side;
    }
    (energy, (by_u, by_k))
}

/// Dirichlet's energy of a function on a square grid: half the squares of its differences.
#[differentiable]
pub fn dirichlet(u: &[f64], n: usize) -> f64 {
    let mut energy = 0.0;
    for i in 1..n {
        for j in 1..n {
            let across = u[i * n + j] - u[i * n + j - 1];
            let down = u[i * n + j] - u[(i - 1) * n + j];
            energy += 0.5 * (across * across + down * down);
        }
    }
    energy
}

fn dirichlet_jvp(u: &[f64], n: usize, d: &[f64]) -> (f64, f64) {
    let (mut energy, mut tangent) = (0.0, 0.0);
    for i in 1..n {
        let (above, row) = (&u[(i - 1) * n..i * n], &u[i * n..(i + 1) * n]);
        let (dabove, drow) = (&d[(i - 1) * n..i * n], &d[i * n..(i + 1) * n]);
        for j in 1..n {
            let (across, down) = (row[j] - row[j - 1], row[j] - above[j]);
            energy += 0.5 * (across * across + down * down);
            tangent += across * (drow[j] - drow[j - 1]) + down * (drow[j] - dabove[j]);
        }
    }
    (energy, tangent)
}

fn dirichlet_vjp(u: &[f64], n: usize, by: f64) -> (f64, Vec<f64>) {
    let mut energy = 0.0;
    let mut by_u = vec![0.0; u.len()];
    for i in 1..n {
        let (above, row) = (&u[(i - 1) * n..i * n], &u[i * n..(i + 1) * n]);
        let (by_above, by_row) = by_u[(i - 1) * n..(i + 1) * n].split_at_mut(n);
        for j in 1..n {
            let (across, down) = (row[j] - row[j - 1], row[j] - above[j]);
            energy += 0.5 * (across * across + down * down);
            let (by_across, by_down) = (by * across, by * down);
            by_row[j] += by_across + by_down;
            by_row[j - 1] -= by_across;
            by_above[j] -= by_down;
        }
    }
    (energy, by_u)
}

/// Row sums of the exponentials of a matrix.
#[differentiable]
pub fn exp_sums(x: &[[f64; 16]; 16]) -> [f64; 16] {
    let mut sums = [0.0; 16];
    for i in 0..16 {
        for j in 0..16 {
            sums[i] += x[i][j].exp();
        }
    }
    sums
}

fn exp_sums_jvp(x: &Square, d: &Square) -> ([f64; 16], [f64; 16]) {
    let (mut sums, mut tangent) = ([0.0; 16], [0.0; 16]);
    for i in 0..16 {
        for (x, d) in x[i].iter().zip(&d[i]) {
            let e = x.exp();
            sums[i] += e;
            tangent[i] += e * d;
        }
    }
    (sums, tangent)
}

fn exp_sums_vjp(x: &Square, by: &[f64; 16]) -> ([f64; 16], Square) {
    let (mut sums, mut by_x) = ([0.0; 16], [[0.0; 16]; 16]);
    for i in 0..16 {
        for (x, by_x) in x[i].iter().zip(&mut by_x[i]) {
            let e = x.exp();
            sums[i] += e;
            *by_x = by[i] * e;
        }
    }
    (sums, by_x)
}

fn exp_sums_jacobian(x: &Square, j: &mut [f64]) -> [f64; 16] {
    let mut sums = [0.0; 16];
    j.fill(0.0);
    for (i, row) in j.chunks_exact_mut(256).enumerate() {
        for (x, j) in x[i].iter().zip(&mut row[16 * i..]) {
            *j = x.exp();
            sums[i] += *j;
        }
    }
    sums
}

/// A smooth ramp, element by element.
#[differentiable]
pub fn softplus(x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| (1.0 + x.exp()).ln()).collect()
}

fn softplus_jvp(x: &[f64], d: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut y, mut tangent) = (Vec::with_capacity(x.len()), Vec::with_capacity(x.len()));
    for (x, d) in x.iter().zip(d) {
        let e = x.exp();
        y.push((1.0 + e).ln());
        tangent.push(d * (e / (1.0 + e)));
    }
    (y, tangent)
}

fn softplus_vjp(x: &[f64], mut by: Vec<f64>) -> (Vec<f64>, Vec<f64>) {
    let mut y = Vec::with_capacity(x.len());
    for (x, by) in x.iter().zip(&mut by) {
        let e = x.exp();
        y.push((1.0 + e).ln());
        *by *= e / (1.0 + e);
    }
    (y, by)
}

fn softplus_jacobian(x: &[f64], j: &mut [f64]) -> Vec<f64> {
    let n = x.len();
    j.fill(0.0);
    let mut y = Vec::with_capacity(n);
    for (i, x) in x.iter().enumerate() {
        let e = x.exp();
        y.push((1.0 + e).ln());
        j[i * n + i] = e / (1.0 + e);
    }
    y
}

fn matrix<const M: usize, const N: usize>(seed: f64) -> [[f64; N]; M] {
    std::array::from_fn(|i| std::array::from_fn(|j| 0.5 * (seed + 3.1 * i as f64 + 1.7 * j as f64).sin()))
}

fn wave(n: usize, seed: f64) -> Vec<f64> {
    (0..n).map(|i| (seed + 1.7 * i as f64).sin()).collect()
}

measured! {
    "array code";
    dot(x: Vec<f64> = wave(256, 0.3), y: Vec<f64> = wave(256, 0.5); dx: Vec<f64> = wave(256, 0.7), dy: Vec<f64> = wave(256, 0.9); by: f64 = 1.5) {
        tangent: dot::jvp(x, y, dx, dy), dot_jvp(x, y, dx, dy);
        adjoint: dot::vjp(x, y, by), dot_vjp(x, y, by);
        gradient: dot::value_and_gradient(x, y), dot_vjp(x, y, 1.0);
    }
    misfit(a: Vec<f64> = wave(1024, 0.3), x: Vec<f64> = wave(32, 0.5), b: Vec<f64> = wave(32, 0.6); da: Vec<f64> = wave(1024, 0.7), dx: Vec<f64> = wave(32, 0.9), db: Vec<f64> = wave(32, 0.8); by: f64 = 1.5) {
        tangent: misfit::jvp(a, x, b, da, dx, db), misfit_jvp(a, x, b, da, dx, db);
        adjoint: misfit::vjp(a, x, b, by), misfit_vjp(a, x, b, by);
        gradient: misfit::value_and_gradient(a, x, b), misfit_vjp(a, x, b, 1.0);
    }
    log_sum_exp(x: Vec<f64> = wave(256, 0.3); d: Vec<f64> = wave(256, 0.7); by: f64 = 1.5) {
        tangent: log_sum_exp::jvp(x, d), log_sum_exp_jvp(x, d);
        adjoint: log_sum_exp::vjp(x, by), log_sum_exp_vjp(x, by);
        gradient: log_sum_exp::value_and_gradient(x), log_sum_exp_vjp(x, 1.0);
    }
    mlp(x: Box<[f64; 16]> = Box::new(matrix::<1, 16>(0.1)[0]), w1: Box<Square> = Box::new(matrix(0.3)), b1: Box<[f64; 16]> = Box::new(matrix::<1, 16>(0.2)[0]),
        w2: Box<Square> = Box::new(matrix(0.5)), b2: Box<[f64; 16]> = Box::new(matrix::<1, 16>(0.7)[0]),
        w3: Box<[[f64; 16]; 8]> = Box::new(matrix(0.9)), b3: Box<[f64; 8]> = Box::new(matrix::<1, 8>(0.7)[0]);
        d: Box<[f64; 16]> = Box::new(matrix::<1, 16>(1.1)[0]); by: [f64; 8] = matrix::<1, 8>(1.9)[0]) {
        tangent: mlp::jvp(x, w1, b1, w2, b2, w3, b3, d), Net { w1, b1, w2, b2, w3, b3 }.jvp(x, d);
        adjoint: mlp::vjp(x, w1, b1, w2, b2, w3, b3, by), Net { w1, b1, w2, b2, w3, b3 }.vjp(x, &by);
        jacobian: mlp::value_and_jacobian(x, w1, b1, w2, b2, w3, b3), Net { w1, b1, w2, b2, w3, b3 }.jacobian(x);
    }
    triangle(l: Vec<f64> = wave(528, 0.3), x: Vec<f64> = wave(32, 0.5); dl: Vec<f64> = wave(528, 0.7), dx: Vec<f64> = wave(32, 0.9); by: f64 = 1.5) {
        tangent: triangle::jvp(l, x, dl, dx), triangle_jvp(l, x, dl, dx);
        adjoint: triangle::vjp(l, x, by), triangle_vjp(l, x, by);
        gradient: triangle::value_and_gradient(l, x), triangle_vjp(l, x, 1.0);
    }
    heat(u: Vec<f64> = wave(256, 0.3), k: f64 = 0.2; du: Vec<f64> = wave(256, 0.7), dk: f64 = 0.4; by: f64 = 1.5) {
        tangent: heat::jvp(u, k, du, dk), heat_jvp(u, k, du, dk);
        adjoint: heat::vjp(u, k, by), heat_vjp(u, k, by);
        gradient: heat::value_and_gradient(u, k), heat_vjp(u, k, 1.0);
    }
    dirichlet(u: Vec<f64> = wave(1024, 0.3), n: usize = 32; d: Vec<f64> = wave(1024, 0.7); by: f64 = 1.5) {
        tangent: dirichlet::jvp(u, n, d), dirichlet_jvp(u, n, d);
        adjoint: dirichlet::vjp(u, n, by), dirichlet_vjp(u, n, by);
        gradient: dirichlet::value_and_gradient(u, n), dirichlet_vjp(u, n, 1.0);
    }
    exp_sums(x: Box<Square> = Box::new(matrix(0.3)); d: Box<Square> = Box::new(matrix(0.7)); by: [f64; 16] = matrix::<1, 16>(1.9)[0]) {
        tangent: exp_sums::jvp(x, d), exp_sums_jvp(x, d);
        adjoint: exp_sums::vjp(x, by), exp_sums_vjp(x, &by);
        jacobian: into_buffer(16 * 256, |j| exp_sums::jacobian_into(x, j)), into_buffer(16 * 256, |j| exp_sums_jacobian(x, j));
    }
    softplus(x: Vec<f64> = wave(64, 0.3); d: Vec<f64> = wave(64, 0.7); by: Vec<f64> = wave(64, 1.9)) {
        tangent: softplus::jvp(x, d), softplus_jvp(x, d);
        adjoint: softplus::vjp(x, by.to_vec()), softplus_vjp(x, by.to_vec());
        jacobian: into_buffer(64 * 64, |j| softplus::jacobian_into(x, j)), into_buffer(64 * 64, |j| softplus_jacobian(x, j));
    }
}

/// A value, and a Jacobian in a buffer of the caller.
fn into_buffer<T>(size: usize, fill: impl Fn(&mut [f64]) -> T) -> (T, Vec<f64>) {
    let mut j = vec![0.0; size];
    let value = fill(&mut j);
    (value, j)
}
