//! Kernels of the benchmarks of ADBench and a filter, with structs and vectors of vectors.
use jac::{Differentiable, differentiable};

// --- ADBench hand tracking style
#[derive(Clone, Debug, Differentiable)]
pub struct Matrix {
    pub nrows: usize,
    pub ncols: usize,
    pub data: Vec<f64>,
}

#[differentiable]
impl Matrix {
    pub fn zeros(nrows: usize, ncols: usize) -> Self {
        Matrix { nrows, ncols, data: vec![0.0; nrows * ncols] }
    }
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.data[i + j * self.nrows]
    }
    pub fn set(&mut self, i: usize, j: usize, v: f64) {
        let n = self.nrows;
        self.data[i + j * n] = v;
    }
    pub fn identity(n: usize) -> Self {
        let mut m = Self::zeros(n, n);
        for i in 0..n {
            m.set(i, i, 1.0);
        }
        m
    }
    pub fn mul(&self, other: &Matrix) -> Matrix {
        let mut out = Matrix::zeros(self.nrows, other.ncols);
        for i in 0..self.nrows {
            for j in 0..other.ncols {
                let mut s = 0.0;
                for k in 0..self.ncols {
                    s += self.get(i, k) * other.get(k, j);
                }
                out.set(i, j, s);
            }
        }
        out
    }
    pub fn transpose(&self) -> Matrix {
        let mut out = Matrix::zeros(self.ncols, self.nrows);
        for i in 0..self.nrows {
            for j in 0..self.ncols {
                out.set(j, i, self.get(i, j));
            }
        }
        out
    }
    pub fn trace(&self) -> f64 {
        (0..self.nrows).map(|i| self.get(i, i)).sum()
    }
}

#[differentiable]
pub fn euler_to_rotation(xyz: &[f64]) -> Matrix {
    let (tx, ty, tz) = (xyz[0], xyz[1], xyz[2]);
    let mut rx = Matrix::identity(3);
    rx.set(1, 1, tx.cos());
    rx.set(2, 1, tx.sin());
    rx.set(1, 2, -tx.sin());
    rx.set(2, 2, tx.cos());
    let mut ry = Matrix::identity(3);
    ry.set(0, 0, ty.cos());
    ry.set(0, 2, ty.sin());
    ry.set(2, 0, -ty.sin());
    ry.set(2, 2, ty.cos());
    let mut rz = Matrix::identity(3);
    rz.set(0, 0, tz.cos());
    rz.set(1, 0, tz.sin());
    rz.set(0, 1, -tz.sin());
    rz.set(1, 1, tz.cos());
    rz.mul(&ry).mul(&rx)
}

#[differentiable]
pub fn relatives_to_absolutes(relatives: &[Matrix], parents: &[i32]) -> Vec<Matrix> {
    let mut absolutes: Vec<Matrix> = Vec::with_capacity(parents.len());
    for i in 0..parents.len() {
        if parents[i] == -1 {
            absolutes.push(relatives[i].clone());
        } else {
            let m = absolutes[parents[i] as usize].mul(&relatives[i]);
            absolutes.push(m);
        }
    }
    absolutes
}

#[differentiable]
pub fn hand(theta: &[f64], parents: &[i32]) -> f64 {
    let n = parents.len();
    let mut relatives = Vec::new();
    for b in 0..n {
        relatives.push(euler_to_rotation(&theta[3 * b..3 * b + 3]));
    }
    let absolutes = relatives_to_absolutes(&relatives, parents);
    let mut err = 0.0;
    for a in absolutes.iter() {
        err += a.trace().powi(2) + a.get(0, 2);
    }
    err
}

// --- LSTM with struct
#[differentiable]
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[differentiable]
pub fn lstm_model(hsize: usize, weight: &[f64], bias: &[f64], hidden: &mut [f64], cell: &mut [f64], input: &[f64]) {
    let mut gates = vec![0.0; 4 * hsize];
    let (forget, rest) = gates.split_at_mut(hsize);
    let (ingate, rest) = rest.split_at_mut(hsize);
    let (outgate, change) = rest.split_at_mut(hsize);
    for i in 0..hsize {
        forget[i] = sigmoid(input[i] * weight[i] + bias[i]);
        ingate[i] = sigmoid(hidden[i] * weight[hsize + i] + bias[hsize + i]);
        outgate[i] = sigmoid(input[i] * weight[2 * hsize + i] + bias[2 * hsize + i]);
        change[i] = (hidden[i] * weight[3 * hsize + i] + bias[3 * hsize + i]).tanh();
    }
    for i in 0..hsize {
        cell[i] = cell[i] * forget[i] + ingate[i] * change[i];
    }
    for i in 0..hsize {
        hidden[i] = outgate[i] * cell[i].tanh();
    }
}

#[differentiable]
pub fn lstm_objective(
    l: usize,
    b: usize,
    main_params: &[f64],
    extra_params: &[f64],
    state: &mut Vec<f64>,
    sequence: &[f64],
) -> f64 {
    let c = sequence.len() / b;
    let mut total = 0.0;
    let mut count = 0;
    let mut input = &sequence[..b];
    for t in 1..c {
        let mut ypred: Vec<f64> = input.iter().zip(extra_params).map(|(x, p)| x * p).collect();
        for i in 0..l {
            let (hidden, cell) = state[2 * b * i..2 * b * (i + 1)].split_at_mut(b);
            lstm_model(
                b,
                &main_params[8 * b * i..8 * b * i + 4 * b],
                &main_params[8 * b * i + 4 * b..8 * b * (i + 1)],
                hidden,
                cell,
                &ypred,
            );
            ypred.copy_from_slice(hidden);
        }
        let lse = ypred.iter().map(|y| y.exp()).sum::<f64>().ln();
        let gold = &sequence[t * b..(t + 1) * b];
        total += gold.iter().zip(ypred.iter()).map(|(g, y)| g * (y - lse)).sum::<f64>();
        count += b;
        input = gold;
    }
    -total / count as f64
}

// --- ba
#[differentiable]
pub fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[differentiable]
pub fn rodrigues_rotate(rot: &[f64; 3], pt: &[f64; 3]) -> [f64; 3] {
    let sqtheta: f64 = rot.iter().map(|r| r * r).sum();
    if sqtheta != 0.0 {
        let theta = sqtheta.sqrt();
        let (s, c) = theta.sin_cos();
        let w = rot.map(|r| r / theta);
        let w_cross_pt = cross(w, *pt);
        let tmp = w.iter().zip(pt.iter()).map(|(a, b)| a * b).sum::<f64>() * (1.0 - c);
        core::array::from_fn(|i| pt[i] * c + w_cross_pt[i] * s + w[i] * tmp)
    } else {
        let rc = cross(*rot, *pt);
        [pt[0] + rc[0], pt[1] + rc[1], pt[2] + rc[2]]
    }
}

#[differentiable]
pub fn project(cam: &[f64; 11], x: &[f64; 3]) -> [f64; 2] {
    let [r0, r1, r2, c0, c1, c2, f, u0, v0, k1, k2] = *cam;
    let [xo, yo, zo] = rodrigues_rotate(&[r0, r1, r2], &[x[0] - c0, x[1] - c1, x[2] - c2]);
    let mut xp = [xo / zo, yo / zo];
    let rsq = xp[0] * xp[0] + xp[1] * xp[1];
    let l = 1. + k1 * rsq + k2 * rsq * rsq;
    xp.iter_mut().for_each(|p| *p *= l);
    [xp[0] * f + u0, xp[1] * f + v0]
}

#[differentiable]
pub fn ba(
    cams: &[[f64; 11]],
    xs: &[[f64; 3]],
    w: &[f64],
    obs: &[(usize, usize)],
    feats: &[[f64; 2]],
) -> (Vec<[f64; 2]>, Vec<f64>) {
    let mut reproj = Vec::with_capacity(obs.len());
    let mut werr = vec![];
    for (k, &(c, p)) in obs.iter().enumerate() {
        let [u, v] = project(&cams[c], &xs[p]);
        reproj.push([w[k] * (u - feats[k][0]), w[k] * (v - feats[k][1])]);
        werr.push(1.0 - w[k] * w[k]);
    }
    (reproj, werr)
}

// gmm with Vec<Vec<f64>>
#[differentiable]
pub fn gmm(alphas: &[f64], means: &[Vec<f64>], icf: &[Vec<f64>], x: &[Vec<f64>], gamma: f64, m: i32) -> f64 {
    let k = alphas.len();
    let d = means[0].len();
    let n = x.len();
    let mut qdiags = vec![vec![0.0; d]; k];
    let mut sum_qs = vec![0.0; k];
    for i in 0..k {
        for j in 0..d {
            let q = icf[i][j];
            sum_qs[i] += q;
            qdiags[i][j] = q.exp();
        }
    }
    let mut slse = 0.0;
    for ix in 0..n {
        let mut main_term = vec![0.0; k];
        for ik in 0..k {
            let xc: Vec<f64> = x[ix].iter().zip(&means[ik]).map(|(a, b)| a - b).collect();
            let mut qxc = vec![0.0; d];
            let mut lidx = d;
            for i in 0..d {
                qxc[i] = qdiags[ik][i] * xc[i];
            }
            for i in 0..d {
                for j in (i + 1)..d {
                    qxc[j] += icf[ik][lidx] * xc[i];
                    lidx += 1;
                }
            }
            main_term[ik] = alphas[ik] + sum_qs[ik] - 0.5 * qxc.iter().map(|v| v.powi(2)).sum::<f64>();
        }
        slse += logsumexp(&main_term);
    }
    let lse_alphas = logsumexp(alphas);
    let wishart = wishart_prior(&qdiags, &sum_qs, icf, gamma, m);
    slse - n as f64 * lse_alphas + wishart
}
#[differentiable]
pub fn logsumexp(x: &[f64]) -> f64 {
    let mx = *x.iter().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let semx: f64 = x.iter().map(|&v| (v - mx).exp()).sum();
    semx.ln() + mx
}
#[differentiable]
pub fn wishart_prior(qdiags: &Vec<Vec<f64>>, sum_qs: &Vec<f64>, icf: &[Vec<f64>], gamma: f64, m: i32) -> f64 {
    let p = qdiags[0].len();
    let mut out = 0.0;
    for ik in 0..qdiags.len() {
        let frob = qdiags[ik].iter().map(|x| x * x).sum::<f64>() + icf[ik][p..].iter().map(|x| x * x).sum::<f64>();
        out += 0.5 * gamma * gamma * frob - m as f64 * sum_qs[ik];
    }
    out
}

// kalman with structs
#[derive(Clone, Copy, Differentiable)]
pub struct Kf {
    x: [f64; 2],
    p: [[f64; 2]; 2],
}
#[derive(Clone, Copy, Differentiable)]
pub struct KfParams {
    pub q: f64,
    pub r: f64,
    pub dt: f64,
}
#[differentiable]
impl Kf {
    fn new(x0: f64) -> Self {
        Self { x: [x0, 0.0], p: [[1.0, 0.0], [0.0, 1.0]] }
    }
    fn predict(&mut self, prm: &KfParams) {
        let f = [[1.0, prm.dt], [0.0, 1.0]];
        self.x = [self.x[0] + prm.dt * self.x[1], self.x[1]];
        let mut fp = [[0.0; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                for k in 0..2 {
                    fp[i][j] += f[i][k] * self.p[k][j];
                }
            }
        }
        let mut out = [[0.0; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                for k in 0..2 {
                    out[i][j] += fp[i][k] * f[j][k];
                }
            }
        }
        out[0][0] += prm.q;
        out[1][1] += prm.q;
        self.p = out;
    }
    fn update(&mut self, z: f64, prm: &KfParams) -> f64 {
        let s = self.p[0][0] + prm.r;
        let k = [self.p[0][0] / s, self.p[1][0] / s];
        let y = z - self.x[0];
        for i in 0..2 {
            self.x[i] += k[i] * y;
        }
        let p0 = self.p[0];
        for i in 0..2 {
            for j in 0..2 {
                self.p[i][j] -= k[i] * p0[j];
            }
        }
        0.5 * (y * y / s + s.ln())
    }
}
#[differentiable]
pub fn kf_nll(prm: KfParams, zs: &[f64]) -> f64 {
    let mut kf = Kf::new(zs[0]);
    let mut nll = 0.0;
    for &z in &zs[1..] {
        kf.predict(&prm);
        nll += kf.update(z, &prm);
    }
    nll
}
