//! Small programs as people write them: interpreters, trees, graphs, statistics, searches.
#![allow(clippy::style, clippy::complexity, clippy::perf, clippy::too_many_arguments, clippy::excessive_precision)]

use jac::{Differentiable, differentiable};

#[differentiable]
pub fn laplacian(grid: &[Vec<f64>], i: usize, j: usize) -> f64 {
    grid[i - 1][j] + grid[i + 1][j] + grid[i][j - 1] + grid[i][j + 1] - 4.0 * grid[i][j]
}

#[differentiable]
pub fn gray_scott(u: &mut Vec<Vec<f64>>, v: &mut Vec<Vec<f64>>, feed: f64, kill: f64, steps: usize) {
    let (h, w) = (u.len(), u[0].len());
    for _ in 0..steps {
        let (u0, v0) = (u.clone(), v.clone());
        for i in 1..h - 1 {
            for j in 1..w - 1 {
                let uvv = u0[i][j] * v0[i][j].powi(2);
                u[i][j] = u0[i][j] + 0.2 * laplacian(&u0, i, j) - uvv + feed * (1.0 - u0[i][j]);
                v[i][j] = v0[i][j] + 0.1 * laplacian(&v0, i, j) + uvv - (feed + kill) * v0[i][j];
            }
        }
    }
}

#[differentiable]
pub fn bounce(h0: f64, v0: f64, e: f64, dt: f64, t_end: f64) -> f64 {
    let (mut h, mut v, mut t) = (h0, v0, 0.0);
    'outer: while t < t_end {
        let g = 9.81;
        let hn = h + v * dt - 0.5 * g * dt * dt;
        if hn < 0.0 {
            // time of contact
            let disc = v * v + 2.0 * g * h;
            let tc = (v + disc.sqrt()) / g;
            let vc = v - g * tc;
            h = 0.0;
            v = -e * vc;
            t += tc;
            if v < 0.05 {
                break 'outer;
            }
            continue;
        }
        v -= g * dt;
        h = hn;
        t += dt;
    }
    h + 0.1 * v
}

#[differentiable]
pub fn solve_dense<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for k in 0..N {
        let mut p = k;
        for i in k + 1..N {
            if a[i][k].abs() > a[p][k].abs() {
                p = i;
            }
        }
        a.swap(k, p);
        b.swap(k, p);
        for i in k + 1..N {
            let m = a[i][k] / a[k][k];
            for j in k..N {
                a[i][j] -= m * a[k][j];
            }
            b[i] -= m * b[k];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            b[i] -= a[i][j] * b[j];
        }
        b[i] /= a[i][i];
    }
    b
}

#[differentiable]
pub fn cox_de_boor(knots: &[f64], i: usize, p: usize, u: f64) -> f64 {
    if p == 0 {
        return if knots[i] <= u && u < knots[i + 1] { 1.0 } else { 0.0 };
    }
    let left = match knots[i + p] - knots[i] {
        d if d == 0.0 => 0.0,
        d => (u - knots[i]) / d * cox_de_boor(knots, i, p - 1, u),
    };
    let right = {
        let d = knots[i + p + 1] - knots[i + 1];
        if d == 0.0 { 0.0 } else { (knots[i + p + 1] - u) / d * cox_de_boor(knots, i + 1, p - 1, u) }
    };
    left + right
}

#[differentiable]
pub fn bspline(knots: &[f64], ctrl: &[[f64; 2]], u: f64) -> [f64; 2] {
    let p = knots.len() - ctrl.len() - 1;
    ctrl.iter().enumerate().fold([0.0; 2], |[x, y], (i, c)| {
        let b = cox_de_boor(knots, i, p, u);
        [x + b * c[0], y + b * c[1]]
    })
}

#[differentiable]
pub fn casteljau(points: &[[f64; 2]], t: f64) -> [f64; 2] {
    let mut b = points.to_vec();
    while b.len() > 1 {
        b = b.windows(2).map(|w| [(1.0 - t) * w[0][0] + t * w[1][0], (1.0 - t) * w[0][1] + t * w[1][1]]).collect();
    }
    b[0]
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub enum Op {
    Const(usize),
    Var(usize),
    Add(usize, usize),
    Mul(usize, usize),
    Sin(usize),
    Pow { base: usize, exp: i32 },
}

#[differentiable]
pub fn eval(nodes: &[Op], constants: &[f64], vars: &[f64], root: usize) -> f64 {
    match nodes[root] {
        Op::Const(i) => constants[i],
        Op::Var(i) => vars[i],
        Op::Add(l, r) => eval(nodes, constants, vars, l) + eval(nodes, constants, vars, r),
        Op::Mul(l, r) => eval(nodes, constants, vars, l) * eval(nodes, constants, vars, r),
        Op::Sin(a) => eval(nodes, constants, vars, a).sin(),
        Op::Pow { base, exp } => eval(nodes, constants, vars, base).powi(exp),
    }
}

#[differentiable]
pub fn eval_stack(code: &[Op], constants: &[f64], vars: &[f64]) -> Result<f64, String> {
    let mut stack: Vec<f64> = Vec::new();
    for op in code {
        let v = match *op {
            Op::Const(i) => constants[i],
            Op::Var(i) => *vars.get(i).ok_or_else(|| format!("no variable {i}"))?,
            Op::Add(..) => {
                let r = stack.pop().ok_or("empty".to_string())?;
                let l = stack.pop().ok_or("empty".to_string())?;
                l + r
            }
            Op::Mul(..) => {
                let (Some(r), Some(l)) = (stack.pop(), stack.pop()) else { return Err("empty".into()) };
                l * r
            }
            Op::Sin(_) => stack.pop().ok_or_else(|| String::from("empty"))?.sin(),
            Op::Pow { exp, .. } => stack.pop().map(|v| v.powi(exp)).ok_or(String::new())?,
        };
        stack.push(v);
    }
    stack.pop().ok_or_else(|| "nothing".to_owned())
}

#[differentiable]
pub fn stack_or_zero(code: &[Op], constants: &[f64], vars: &[f64]) -> f64 {
    eval_stack(code, constants, vars).unwrap_or(0.0)
}

#[differentiable]
pub fn felsenstein(
    children: &[(usize, usize)],
    lengths: &[f64],
    leaves: &[[f64; 2]],
    node: usize,
    rate: f64,
) -> [f64; 2] {
    let n = leaves.len();
    if node < n {
        return leaves[node];
    }
    let (a, b) = children[node - n];
    let mut out = [1.0; 2];
    for child in [a, b] {
        let like = felsenstein(children, lengths, leaves, child, rate);
        let e = (-rate * lengths[child]).exp();
        for (s, o) in out.iter_mut().enumerate() {
            *o *= (0..2).map(|d| if s == d { 0.5 + 0.5 * e } else { 0.5 - 0.5 * e } * like[d]).sum::<f64>();
        }
    }
    out
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub enum Kernel {
    Rbf,
    Matern32,
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Hyper {
    kernel: Kernel,
    log_scale: f64,
    log_signal: f64,
    log_noise: f64,
}

#[differentiable]
impl Hyper {
    fn k(&self, a: &[f64], b: &[f64]) -> f64 {
        let r2 = a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>() / (2.0 * self.log_scale).exp();
        (2.0 * self.log_signal).exp()
            * match self.kernel {
                Kernel::Rbf => (-0.5 * r2).exp(),
                Kernel::Matern32 => {
                    let s = (3.0 * r2 + 1e-12).sqrt();
                    (1.0 + s) * (-s).exp()
                }
            }
    }
}

#[differentiable]
pub fn cholesky(a: &mut [Vec<f64>]) -> Result<(), usize> {
    for i in 0..a.len() {
        for j in 0..=i {
            let s: f64 = (0..j).map(|k| a[i][k] * a[j][k]).sum();
            if i == j {
                let d = a[i][i] - s;
                if d <= 0.0 {
                    return Err(i);
                }
                a[i][i] = d.sqrt();
            } else {
                a[i][j] = (a[i][j] - s) / a[j][j];
            }
        }
    }
    Ok(())
}

#[differentiable]
pub fn marginal(h: &Hyper, x: &[Vec<f64>], y: &[f64]) -> Result<f64, usize> {
    let n = x.len();
    let mut k = vec![vec![0.0; n]; n];
    for (i, row) in k.iter_mut().enumerate() {
        for (j, v) in row.iter_mut().enumerate() {
            *v = h.k(&x[i], &x[j]);
            if i == j {
                *v += (2.0 * h.log_noise).exp();
            }
        }
    }
    cholesky(&mut k)?;
    let mut z = y.to_vec();
    for i in 0..n {
        let s = k[i][..i].iter().zip(&z[..i]).map(|(l, z)| l * z).sum::<f64>();
        z[i] = (z[i] - s) / k[i][i];
    }
    let logdet: f64 = (0..n).map(|i| k[i][i].ln()).sum();
    Ok(0.5 * z.iter().map(|z| z.powi(2)).sum::<f64>() + logdet + 0.5 * n as f64 * (2.0 * std::f64::consts::PI).ln())
}

#[differentiable]
pub fn nll(h: &Hyper, x: &[Vec<f64>], y: &[f64]) -> f64 {
    marginal(h, x, y).expect("positive definite")
}

#[differentiable]
pub fn garch(params: [f64; 4], returns: &[f64]) -> f64 {
    let [mu, omega, alpha, beta] = params;
    let var0 = returns.iter().map(|r| (r - mu).powi(2)).sum::<f64>() / returns.len() as f64;
    returns
        .iter()
        .scan(var0, |var, r| {
            let e = r - mu;
            let ll = -0.5 * ((2.0 * std::f64::consts::PI * *var).ln() + e * e / *var);
            *var = omega + alpha * e * e + beta * *var;
            Some(ll)
        })
        .sum()
}

#[differentiable]
pub fn weighted_quantile(x: &[f64], q: f64) -> f64 {
    let mut s = x.to_vec();
    s.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let pos = q * (s.len() - 1) as f64;
    let i = pos.floor() as usize;
    let f = pos - pos.floor();
    if i + 1 < s.len() { s[i] * (1.0 - f) + s[i + 1] * f } else { s[i] }
}

#[differentiable]
pub fn cox_partial(beta: &[f64], x: &[Vec<f64>], time: &[u32], event: &[bool]) -> f64 {
    let eta: Vec<f64> = x.iter().map(|r| r.iter().zip(beta).map(|(x, b)| x * b).sum()).collect();
    (0..x.len())
        .filter(|&i| event[i])
        .map(|i| {
            let risk: f64 = (0..x.len()).filter(|&j| time[j] >= time[i]).map(|j| eta[j].exp()).sum();
            eta[i] - risk.ln()
        })
        .sum()
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Sphere {
    c: [f64; 3],
    r: f64,
}

#[differentiable]
pub fn smooth_min(a: f64, b: f64, k: f64) -> f64 {
    let h = (0.5 + 0.5 * (b - a) / k).clamp(0.0, 1.0);
    b + h * (a - b) - k * h * (1.0 - h)
}

#[differentiable]
pub fn scene(p: [f64; 3], spheres: &[Sphere]) -> f64 {
    let floor = p[1] + 1.0;
    spheres.iter().fold(floor, |d, s| {
        let q = [p[0] - s.c[0], p[1] - s.c[1], p[2] - s.c[2]];
        smooth_min(d, q.iter().map(|v| v.powi(2)).sum::<f64>().sqrt() - s.r, 0.3)
    })
}

#[differentiable]
pub fn march(origin: [f64; 3], dir: [f64; 3], spheres: &[Sphere]) -> Option<f64> {
    let mut t = 0.0;
    for _ in 0..60 {
        let p = [origin[0] + t * dir[0], origin[1] + t * dir[1], origin[2] + t * dir[2]];
        let d = scene(p, spheres);
        if d < 1e-9 {
            return Some(t);
        }
        t += d;
        if t > 20.0 {
            break;
        }
    }
    None
}

#[differentiable]
pub fn depth(origin: [f64; 3], dir: [f64; 3], spheres: &[Sphere]) -> f64 {
    march(origin, dir, spheres).map_or(20.0, |t| t.min(20.0))
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct Complex {
    re: f64,
    im: f64,
}

#[differentiable]
impl std::ops::Add for Complex {
    type Output = Complex;
    fn add(self, o: Complex) -> Complex {
        Complex { re: self.re + o.re, im: self.im + o.im }
    }
}

#[differentiable]
impl std::ops::Sub for Complex {
    type Output = Complex;
    fn sub(self, o: Complex) -> Complex {
        Complex { re: self.re - o.re, im: self.im - o.im }
    }
}

#[differentiable]
impl std::ops::Mul for Complex {
    type Output = Complex;
    fn mul(self, o: Complex) -> Complex {
        Complex { re: self.re * o.re - self.im * o.im, im: self.re * o.im + self.im * o.re }
    }
}

#[differentiable]
pub fn fft(x: &[Complex]) -> Vec<Complex> {
    let n = x.len();
    if n == 1 {
        return vec![x[0]];
    }
    let even: Vec<Complex> = x.iter().step_by(2).copied().collect();
    let odd: Vec<Complex> = x.iter().skip(1).step_by(2).copied().collect();
    let (e, o) = (fft(&even), fft(&odd));
    let mut out = vec![Complex::default(); n];
    for k in 0..n / 2 {
        let ang = -2.0 * std::f64::consts::PI * k as f64 / n as f64;
        let t = Complex { re: ang.cos(), im: ang.sin() } * o[k];
        out[k] = e[k] + t;
        out[k + n / 2] = e[k] - t;
    }
    out
}

#[differentiable]
pub fn power(signal: &[f64]) -> Vec<f64> {
    let x: Vec<_> = signal.iter().map(|&re| Complex { re, im: 0.0 }).collect();
    fft(&x).iter().map(|c| c.re * c.re + c.im * c.im).collect()
}

#[differentiable]
pub fn split_recursive(x: &mut [f64]) -> f64 {
    if x.len() < 2 {
        return x.iter().sum();
    }
    let mid = x.len() / 2;
    let (l, r) = x.split_at_mut(mid);
    let a = split_recursive(l);
    let b = split_recursive(r);
    for (u, v) in l.iter_mut().zip(r.iter_mut()) {
        let t = *u;
        *u = t + *v * a;
        *v = t - *v * b;
    }
    a * b + l[0]
}

#[differentiable]
pub fn stack_walk(x: &[f64]) -> f64 {
    let mut stack = vec![(0usize, x.len(), 1.0)];
    let mut total = 0.0;
    while let Some((lo, hi, w)) = stack.pop() {
        if hi - lo == 1 {
            total += w * x[lo] * x[lo];
            continue;
        }
        let mid = (lo + hi) / 2;
        stack.push((lo, mid, w * x[mid]));
        stack.push((mid, hi, w + x[lo]));
    }
    total
}

#[differentiable]
pub fn shrink(x: &[f64]) -> f64 {
    let mut s = x;
    let mut acc = 0.0;
    while let [first, middle @ .., last] = s {
        acc = acc * 0.9 + first * last;
        s = middle;
    }
    if let [only] = s {
        acc += only;
    }
    acc
}

#[differentiable]
pub fn drain_pairs(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut s = 0.0;
    while v.len() >= 2 {
        let b = v.pop().unwrap();
        let a = v.remove(0);
        s += a * b;
        if s > 1.0 {
            v.push(s * 0.1);
        }
        if v.len() > 9 {
            break;
        }
    }
    s + v.iter().sum::<f64>()
}

#[differentiable]
pub fn newton<F: Fn(f64) -> f64, G: Fn(f64) -> f64>(f: F, df: G, mut x: f64) -> f64 {
    for _ in 0..30 {
        let dx = f(x) / df(x);
        x -= dx;
        if dx.abs() < 1e-14 {
            return x;
        }
    }
    x
}

#[differentiable]
pub fn cube_root(a: f64) -> f64 {
    newton(|x| x * x * x - a, |x| 3.0 * x * x, 1.0)
}

#[differentiable]
pub fn adaptive(f: &dyn Fn(f64) -> f64, a: f64, b: f64, tol: f64, depth: usize) -> f64 {
    let m = 0.5 * (a + b);
    let s = |l: f64, r: f64| (r - l) / 6.0 * (f(l) + 4.0 * f(0.5 * (l + r)) + f(r));
    let (whole, left, right) = (s(a, b), s(a, m), s(m, b));
    if depth == 0 || (left + right - whole).abs() < 15.0 * tol {
        left + right
    } else {
        adaptive(f, a, m, tol / 2.0, depth - 1) + adaptive(f, m, b, tol / 2.0, depth - 1)
    }
}

#[differentiable]
pub fn gauss_integral(k: f64, b: f64) -> f64 {
    adaptive(&|x| (-k * x * x).exp(), 0.0, b, 1e-4, 6)
}

#[derive(Clone, Debug, Default, Differentiable)]
pub struct Accumulator {
    sum: f64,
    history: Vec<f64>,
    peak: Option<f64>,
    n: usize,
}

#[differentiable]
impl Accumulator {
    fn push(&mut self, v: f64) {
        self.sum += v;
        self.n += 1;
        self.history.push(self.sum);
        self.peak = Some(match self.peak {
            Some(p) if p > v => p,
            _ => v,
        });
    }
    fn decay(&mut self, rate: f64) {
        for h in &mut self.history {
            *h *= rate;
        }
        self.sum *= rate;
    }
    fn mean(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum / self.n as f64 }
    }
}

#[differentiable]
pub fn accumulate(x: &[f64], rate: f64) -> f64 {
    let mut a = Accumulator::default();
    for &v in x {
        a.push(v);
        a.decay(rate);
    }
    a.mean() * a.peak.unwrap_or(0.0) + a.history.iter().sum::<f64>()
}

#[differentiable]
pub fn find(parent: &[usize], i: usize) -> usize {
    if parent[i] == i { i } else { find(parent, parent[i]) }
}

#[differentiable]
pub fn kruskal(points: &[(f64, f64)]) -> f64 {
    let n = points.len();
    let mut edges: Vec<(f64, usize, usize)> = Vec::new();
    for i in 0..n {
        for j in i + 1..n {
            let (dx, dy) = (points[i].0 - points[j].0, points[i].1 - points[j].1);
            edges.push(((dx * dx + dy * dy).sqrt(), i, j));
        }
    }
    edges.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
    let mut parent: Vec<usize> = (0..n).collect();
    let mut total = 0.0;
    for (w, i, j) in edges {
        let (a, b) = (find(&parent, i), find(&parent, j));
        if a != b {
            parent[a] = b;
            total += w;
        }
    }
    total
}

#[differentiable]
pub fn shortest(adj: &[Vec<(usize, f64)>], from: usize, to: usize) -> Option<f64> {
    let mut dist = vec![f64::INFINITY; adj.len()];
    let mut done = vec![false; adj.len()];
    dist[from] = 0.0;
    loop {
        let mut best: Option<usize> = None;
        for v in 0..adj.len() {
            if !done[v] && dist[v].is_finite() && best.map_or(true, |b| dist[v] < dist[b]) {
                best = Some(v);
            }
        }
        let u = best?;
        if u == to {
            return Some(dist[u]);
        }
        done[u] = true;
        for &(v, w) in &adj[u] {
            let d = dist[u] + w;
            if d < dist[v] {
                dist[v] = d;
            }
        }
    }
}

#[differentiable]
pub fn cost(adj: &[Vec<(usize, f64)>]) -> f64 {
    shortest(adj, 0, 3).unwrap_or(1e3).powi(2)
}

#[differentiable]
pub fn edit(a: &[f64], b: &[f64], gap: f64) -> f64 {
    let mut row: Vec<f64> = (0..=b.len()).map(|j| j as f64 * gap).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diag = row[0];
        row[0] = (i + 1) as f64 * gap;
        for (j, y) in b.iter().enumerate() {
            let up = row[j + 1];
            row[j + 1] = (diag + (x - y).powi(2)).min(up + gap).min(row[j] + gap);
            diag = up;
        }
    }
    *row.last().unwrap()
}

#[differentiable]
pub fn memo_partition(z: f64, n: usize) -> f64 {
    let mut memo: Vec<Option<f64>> = vec![None; n + 1];
    memo_rec(z, n, &mut memo)
}

#[differentiable]
pub fn memo_rec(z: f64, n: usize, memo: &mut Vec<Option<f64>>) -> f64 {
    if let Some(v) = memo[n] {
        return v;
    }
    let v = if n < 2 { z.powi(n as i32) } else { z * memo_rec(z, n - 1, memo) + 0.5 * memo_rec(z, n - 2, memo) };
    memo[n] = Some(v);
    v
}

#[differentiable]
pub fn householder(a: &mut [[f64; 3]; 3]) -> [f64; 3] {
    let mut diag = [0.0; 3];
    for k in 0..3 {
        let norm = (k..3).map(|i| a[i][k].powi(2)).sum::<f64>().sqrt();
        let alpha = if a[k][k] > 0.0 { -norm } else { norm };
        let mut v = [0.0; 3];
        for i in k..3 {
            v[i] = a[i][k];
        }
        v[k] -= alpha;
        let vv: f64 = v.iter().map(|x| x * x).sum();
        if vv < 1e-30 {
            diag[k] = a[k][k];
            continue;
        }
        for j in k..3 {
            let dot: f64 = (k..3).map(|i| v[i] * a[i][j]).sum();
            for i in k..3 {
                a[i][j] -= 2.0 * dot / vv * v[i];
            }
        }
        diag[k] = a[k][k];
    }
    diag
}

#[differentiable]
pub fn jacobi_eigen(mut a: [[f64; 3]; 3], sweeps: usize) -> [f64; 3] {
    for _ in 0..sweeps {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            if a[p][q].abs() < 1e-15 {
                continue;
            }
            let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
            let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
            let c = 1.0 / (t * t + 1.0).sqrt();
            let s = t * c;
            for k in 0..3 {
                let (x, y) = (a[k][p], a[k][q]);
                a[k][p] = c * x - s * y;
                a[k][q] = s * x + c * y;
            }
            for k in 0..3 {
                let (x, y) = (a[p][k], a[q][k]);
                a[p][k] = c * x - s * y;
                a[q][k] = s * x + c * y;
            }
        }
    }
    let mut e = [a[0][0], a[1][1], a[2][2]];
    e.sort_by(|x, y| y.partial_cmp(x).unwrap());
    e
}

#[differentiable]
pub fn lbm_d1q3(f: &mut [[f64; 3]], tau: f64, steps: usize) {
    const W: [f64; 3] = [4.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0];
    const E: [i32; 3] = [0, 1, -1];
    let n = f.len();
    for _ in 0..steps {
        for cell in f.iter_mut() {
            let rho: f64 = cell.iter().sum();
            let u = (cell[1] - cell[2]) / rho;
            for q in 0..3 {
                let eu = E[q] as f64 * u;
                let eq = W[q] * rho * (1.0 + 3.0 * eu + 4.5 * eu * eu - 1.5 * u * u);
                cell[q] -= (cell[q] - eq) / tau;
            }
        }
        let old = f.to_vec();
        for i in 0..n {
            for q in 0..3 {
                let from = (i as i32 - E[q]).rem_euclid(n as i32) as usize;
                f[i][q] = old[from][q];
            }
        }
    }
}

#[differentiable]
pub fn topo(deps: &[Vec<usize>], cost: &[f64]) -> f64 {
    let n = deps.len();
    let mut finish: Vec<Option<f64>> = vec![None; n];
    let mut left = n;
    while left > 0 {
        for i in 0..n {
            if finish[i].is_some() || !deps[i].iter().all(|&d| finish[d].is_some()) {
                continue;
            }
            let start = deps[i].iter().filter_map(|&d| finish[d]).fold(0.0, f64::max);
            finish[i] = Some(start + cost[i]);
            left -= 1;
        }
    }
    finish.into_iter().flatten().fold(0.0, f64::max)
}

#[differentiable]
pub fn tuple_state(x: f64) -> f64 {
    let mut s = (x, (1.0, [x; 2]), 0usize);
    while s.2 < 4 {
        (s.0, s.1.0) = (s.0 * s.1.0, s.1.0 + s.1.1[s.2 % 2]);
        s.1.1[s.2 % 2] *= x;
        s.2 += 1;
    }
    s.0 + s.1.1.iter().sum::<f64>()
}

#[differentiable]
pub fn strs(x: f64, mode: &str) -> Result<f64, String> {
    Ok(match mode {
        "sin" => x.sin(),
        "exp" => x.exp(),
        other if other.starts_with("pow") => x.powi(other[3..].parse::<i32>().map_err(|e| e.to_string())?),
        _ => return Err(format!("unknown {mode}")),
    })
}

#[differentiable]
pub fn all_modes(x: f64) -> f64 {
    ["sin", "pow3", "none"].iter().filter_map(|m| strs(x, m).ok()).sum()
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub enum Layer {
    Dense { rows: usize, cols: usize },
    Relu,
    Softplus,
}

#[differentiable]
pub fn forward(layers: &[Layer], params: &[f64], x: &[f64]) -> Vec<f64> {
    let mut x = x.to_vec();
    let mut p = params;
    for layer in layers {
        x = match layer {
            Layer::Dense { rows, cols } => {
                let (w, rest) = p.split_at(rows * cols);
                let (b, rest) = rest.split_at(*rows);
                p = rest;
                (0..*rows)
                    .map(|r| b[r] + w[r * cols..(r + 1) * cols].iter().zip(&x).map(|(w, x)| w * x).sum::<f64>())
                    .collect()
            }
            Layer::Relu => x.iter().map(|v| v.max(0.0)).collect(),
            Layer::Softplus => x.into_iter().map(|v| v.exp().ln_1p()).collect(),
        };
    }
    x
}

/// A sparse matrix by rows: a range with a name selects in two lists.
#[differentiable]
pub fn sparse_rows(starts: &[usize], columns: &[usize], values: &[f64], x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; starts.len() - 1];
    for (r, y) in y.iter_mut().enumerate() {
        let row = starts[r]..starts[r + 1];
        if row.start == row.end {
            continue;
        }
        *y = columns[row.clone()].iter().zip(&values[row.clone()]).map(|(&c, v)| v * x[c]).sum();
        for k in row.clone() {
            *y *= 1.0 + 0.1 * values[k];
        }
        *y += row.len() as f64 * x[r];
    }
    y
}

/// Ranges with names that parts are written by.
#[differentiable]
pub fn blocks(x: &mut [f64], width: usize) -> f64 {
    let mut total = 0.0;
    for b in 0..x.len() / width {
        let block = b * width..(b + 1) * width;
        let sum: f64 = x[block.clone()].iter().sum();
        for v in &mut x[block.clone()] {
            *v /= sum;
        }
        let (own, others) = x.split_at_mut(block.end);
        if let Some(next) = others.first_mut() {
            *next += own[block][0] * sum;
        }
        total += sum;
    }
    total
}

/// The names of ranges are given to other things, and asked.
#[differentiable]
pub fn renamed_ranges(x: &[f64], chosen: Option<usize>) -> f64 {
    let r = 0..2;
    let a = if let Some(r) = chosen { x[r] } else { x[r.clone()].iter().sum() };
    let b: f64 = (0..2).map(|r| x[r] * 2.0).sum();
    let c = match chosen {
        Some(r) => x[r] * x[r],
        None => x[r.clone()][1],
    };
    let mut d = 0.0;
    for r in r.clone() {
        d += x[r];
    }
    let e = {
        let s = x[r.clone()][0];
        let r = 1;
        s * x[r]
    };
    if r.contains(&1) {
        d *= x[r.start];
    }
    let mut end = 2;
    let before = 0..end;
    end += 1;
    let behind = 1..end;
    let part = &x[r];
    a * b + c * d + e * part[1] + x[before][1] * x[behind].iter().product::<f64>()
}

/// A loop without an end.
#[differentiable]
pub fn until_large(x: f64) -> f64 {
    let mut y = x;
    for i in 1.. {
        y = y * x + 1.0 / i as f64;
        if y > 5.0 {
            return y * i as f64;
        }
    }
    unreachable!()
}

#[differentiable]
pub fn even_powers(x: f64) -> f64 {
    let mut y = x;
    for i in (0u32..).step_by(2) {
        y += x.powi(i as i32);
        if y > 4.0 || i > 10 {
            break;
        }
    }
    y
}

#[differentiable]
pub fn interpreted(constants: &[f64], vars: &[f64]) -> f64 {
    let code =
        [Op::Var(0), Op::Const(0), Op::Mul(0, 1), Op::Var(1), Op::Sin(3), Op::Add(2, 4), Op::Pow { base: 5, exp: 3 }];
    eval(&code, constants, vars, 6)
        + stack_or_zero(&code, constants, vars) * vars[0]
        + stack_or_zero(&code[1..], constants, vars)
}

#[differentiable]
pub fn evidence(scales: [f64; 3], smooth: bool, x: &[Vec<f64>], y: &[f64]) -> f64 {
    let [log_scale, log_signal, log_noise] = scales;
    let kernel = if smooth { Kernel::Rbf } else { Kernel::Matern32 };
    nll(&Hyper { kernel, log_scale, log_signal, log_noise }, x, y)
}

#[differentiable]
pub fn layered(params: &[f64], x: &[f64]) -> Vec<f64> {
    let layers = [Layer::Dense { rows: 2, cols: 2 }, Layer::Softplus, Layer::Dense { rows: 1, cols: 2 }, Layer::Relu];
    forward(&layers, params, x)
}

#[differentiable]
pub fn rendered(origin: [f64; 3], dir: [f64; 3], centres: &[[f64; 3]], r: f64) -> f64 {
    let spheres: Vec<Sphere> = centres.iter().map(|&c| Sphere { c, r }).collect();
    depth(origin, dir, &spheres)
}
