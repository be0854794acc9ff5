//! Idioms: lists that grow, stacks, recursion over positions, generic matrices, options that are fields.
use std::f64::consts::TAU;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use jac::{Differentiable, differentiable};

// ---- ADBench hand tracking, in small
#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Mat4(pub [[f64; 4]; 4]);

#[differentiable]
impl Mat4 {
    pub fn identity() -> Self {
        let mut m = [[0.0; 4]; 4];
        for (i, row) in m.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        Mat4(m)
    }
    pub fn rotation(angles: &[f64; 3]) -> Self {
        let [x, y, z] = *angles;
        let (sx, cx) = x.sin_cos();
        let (sy, cy) = y.sin_cos();
        let (sz, cz) = z.sin_cos();
        let mut out = Self::identity();
        out.0[0][0] = cy * cz;
        out.0[0][1] = -cx * sz + sx * sy * cz;
        out.0[0][2] = sx * sz + cx * sy * cz;
        out.0[1][0] = cy * sz;
        out.0[1][1] = cx * cz + sx * sy * sz;
        out.0[1][2] = -sx * cz + cx * sy * sz;
        out.0[2][0] = -sy;
        out.0[2][1] = sx * cy;
        out.0[2][2] = cx * cy;
        out
    }
    pub fn mul(&self, other: &Mat4) -> Mat4 {
        Mat4(std::array::from_fn(|i| std::array::from_fn(|j| (0..4).map(|k| self.0[i][k] * other.0[k][j]).sum())))
    }
    pub fn apply(&self, p: [f64; 3]) -> [f64; 3] {
        let h = [p[0], p[1], p[2], 1.0];
        let mut out = [0.0; 3];
        for (o, row) in out.iter_mut().zip(&self.0) {
            *o = row.iter().zip(&h).map(|(a, b)| a * b).sum();
        }
        out
    }
}

#[differentiable]
pub fn absolutes(relatives: &[Mat4], parents: &[i32]) -> Vec<Mat4> {
    let mut absolutes: Vec<Mat4> = Vec::with_capacity(parents.len());
    for (i, &parent) in parents.iter().enumerate() {
        if parent == -1 {
            absolutes.push(relatives[i]);
        } else {
            let m = absolutes[parent as usize].mul(&relatives[i]);
            absolutes.push(m);
        }
    }
    absolutes
}

#[differentiable]
pub fn hand(theta: &[f64], parents: &[i32], base: &[[f64; 3]], target: &[[f64; 3]]) -> Vec<f64> {
    let relatives: Vec<Mat4> =
        theta.chunks_exact(3).map(|t| Mat4::rotation(<&[f64; 3]>::try_from(t).unwrap())).collect();
    let abs = absolutes(&relatives, parents);
    let mut err = Vec::new();
    for (k, (b, t)) in base.iter().zip(target).enumerate() {
        let p = abs[k % abs.len()].apply(*b);
        err.extend(p.iter().zip(t).map(|(p, t)| t - p));
    }
    err
}

// ---- stack machine
#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub enum Op {
    Push(usize),
    Add,
    Mul,
    Sin,
    Dup,
}

#[differentiable]
pub fn stack_machine(ops: &[Op], x: &[f64]) -> Option<f64> {
    let mut stack: Vec<f64> = vec![];
    for op in ops {
        match *op {
            Op::Push(i) => stack.push(x[i]),
            Op::Add => {
                let b = stack.pop()?;
                let a = stack.pop()?;
                stack.push(a + b);
            }
            Op::Mul => {
                let (b, a) = (stack.pop()?, stack.pop()?);
                stack.push(a * b);
            }
            Op::Sin => {
                if let Some(top) = stack.last_mut() {
                    *top = top.sin();
                }
            }
            Op::Dup => {
                let top = *stack.last()?;
                stack.push(top);
            }
        }
    }
    stack.pop()
}

// ---- const generic matrix with operators
#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Matrix<const R: usize, const C: usize> {
    pub data: [[f64; C]; R],
}

#[differentiable]
impl<const R: usize, const C: usize, const K: usize> Mul<Matrix<C, K>> for Matrix<R, C> {
    type Output = Matrix<R, K>;
    fn mul(self, rhs: Matrix<C, K>) -> Matrix<R, K> {
        let mut data = [[0.0; K]; R];
        for i in 0..R {
            for j in 0..K {
                for k in 0..C {
                    data[i][j] += self.data[i][k] * rhs.data[k][j];
                }
            }
        }
        Matrix { data }
    }
}

#[differentiable]
impl<const R: usize, const C: usize> Add for Matrix<R, C> {
    type Output = Self;
    fn add(mut self, rhs: Self) -> Self {
        for (a, b) in self.data.iter_mut().flatten().zip(rhs.data.iter().flatten()) {
            *a += b;
        }
        self
    }
}

#[differentiable]
impl<const R: usize, const C: usize> Matrix<R, C> {
    pub fn transpose(&self) -> Matrix<C, R> {
        Matrix { data: std::array::from_fn(|j| std::array::from_fn(|i| self.data[i][j])) }
    }
    pub fn trace(&self) -> f64 {
        (0..R.min(C)).map(|i| self.data[i][i]).sum()
    }
    pub fn scale(mut self, s: f64) -> Self {
        self.data.iter_mut().for_each(|row| row.iter_mut().for_each(|v| *v *= s));
        self
    }
}

#[differentiable]
pub fn riccati_step(p: Matrix<2, 2>, a: Matrix<2, 2>, q: f64) -> Matrix<2, 2> {
    let noise = Matrix { data: [[q, 0.0], [0.0, q]] };
    let predicted = a * p * a.transpose() + noise;
    predicted.scale(1.0 / (1.0 + predicted.trace()))
}

// ---- slices of slices
#[differentiable]
pub fn layered(params: &[f64], sizes: &[usize], input: &[f64]) -> Vec<f64> {
    let mut activations = input.to_owned();
    let mut rest = params;
    for w in sizes.windows(2) {
        let &[n_in, n_out] = w else { unreachable!() };
        let (weights, tail) = rest.split_at(n_in * n_out);
        let (bias, tail) = tail.split_at(n_out);
        rest = tail;
        activations = weights
            .chunks(n_in)
            .zip(bias)
            .map(|(row, b)| (row.iter().zip(&activations).map(|(w, a)| w * a).sum::<f64>() + b).tanh())
            .collect();
    }
    activations
}

#[derive(Debug, Clone, Copy, PartialEq, Default, Differentiable)]
pub struct V3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

#[differentiable]
impl Add for V3 {
    type Output = V3;
    fn add(self, o: V3) -> V3 {
        V3 { x: self.x + o.x, y: self.y + o.y, z: self.z + o.z }
    }
}
#[differentiable]
impl Sub for V3 {
    type Output = V3;
    fn sub(self, o: V3) -> V3 {
        V3 { x: self.x - o.x, y: self.y - o.y, z: self.z - o.z }
    }
}
#[differentiable]
impl Neg for V3 {
    type Output = V3;
    fn neg(self) -> V3 {
        V3 { x: -self.x, y: -self.y, z: -self.z }
    }
}
#[differentiable]
impl Mul<f64> for V3 {
    type Output = V3;
    fn mul(self, s: f64) -> V3 {
        V3 { x: self.x * s, y: self.y * s, z: self.z * s }
    }
}
#[differentiable]
impl AddAssign for V3 {
    fn add_assign(&mut self, o: V3) {
        *self = *self + o;
    }
}
#[differentiable]
impl V3 {
    pub const ZERO: V3 = V3 { x: 0.0, y: 0.0, z: 0.0 };
    pub fn dot(self, o: V3) -> f64 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }
    pub fn norm(&self) -> f64 {
        self.dot(*self).sqrt()
    }
    pub fn cross(&self, o: &V3) -> V3 {
        V3 { x: self.y * o.z - self.z * o.y, y: self.z * o.x - self.x * o.z, z: self.x * o.y - self.y * o.x }
    }
    pub fn normalized(self) -> Option<V3> {
        let n = self.norm();
        (n > 1e-12).then(|| self * (1.0 / n))
    }
}

#[derive(Debug, Clone, PartialEq, Differentiable)]
pub struct Body {
    pub mass: f64,
    pub pos: V3,
    pub vel: V3,
}

#[differentiable]
pub fn accelerations(bodies: &[Body], g: f64) -> Vec<V3> {
    let mut acc = vec![V3::ZERO; bodies.len()];
    for i in 0..bodies.len() {
        for j in (i + 1)..bodies.len() {
            let d = bodies[j].pos - bodies[i].pos;
            let r2 = d.dot(d) + 1e-6;
            let inv = g / (r2 * r2.sqrt());
            acc[i] += d * (inv * bodies[j].mass);
            acc[j] += -d * (inv * bodies[i].mass);
        }
    }
    acc
}

#[differentiable]
pub fn leapfrog(bodies: &mut Vec<Body>, g: f64, dt: f64, steps: usize) {
    let mut a = accelerations(bodies, g);
    for _ in 0..steps {
        for (b, a) in bodies.iter_mut().zip(&a) {
            b.vel += *a * (0.5 * dt);
            let v = b.vel;
            b.pos += v * dt;
        }
        a = accelerations(bodies, g);
        for (b, a) in bodies.iter_mut().zip(a.iter()) {
            b.vel += *a * (0.5 * dt);
        }
    }
}

#[differentiable]
pub fn energy(bodies: &[Body], g: f64) -> f64 {
    let kinetic: f64 = bodies.iter().map(|b| 0.5 * b.mass * b.vel.dot(b.vel)).sum();
    let potential: f64 = bodies
        .iter()
        .enumerate()
        .flat_map(|(i, a)| bodies[i + 1..].iter().map(move |b| -g * a.mass * b.mass / (a.pos - b.pos).norm()))
        .sum();
    kinetic + potential
}

#[differentiable]
pub fn total(m: &[f64], p: &[f64], g: f64) -> f64 {
    let mut bodies: Vec<Body> = m
        .iter()
        .zip(p.chunks_exact(3))
        .map(|(&mass, p)| Body { mass, pos: V3 { x: p[0], y: p[1], z: p[2] }, vel: V3::default() })
        .collect();
    leapfrog(&mut bodies, g, 0.01, 3);
    energy(&bodies, g)
}

#[differentiable]
pub fn spline(knots: &[f64], values: &[f64], x: f64) -> f64 {
    let i = match knots.binary_search_by(|k| k.partial_cmp(&x).unwrap()) {
        Ok(i) => return values[i],
        Err(0) => return values[0],
        Err(i) if i == knots.len() => return *values.last().unwrap(),
        Err(i) => i - 1,
    };
    let t = (x - knots[i]) / (knots[i + 1] - knots[i]);
    let (h00, h01) = ((1.0 + 2.0 * t) * (1.0 - t).powi(2), t * t * (3.0 - 2.0 * t));
    h00 * values[i] + h01 * values[i + 1]
}

#[differentiable]
pub fn fft(re: &[f64], im: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let n = re.len();
    if n == 1 {
        return (re.to_vec(), im.to_vec());
    }
    let even =
        fft(&re.iter().step_by(2).copied().collect::<Vec<_>>(), &im.iter().step_by(2).copied().collect::<Vec<_>>());
    let odd = fft(
        &re.iter().skip(1).step_by(2).copied().collect::<Vec<_>>(),
        &im.iter().skip(1).step_by(2).copied().collect::<Vec<_>>(),
    );
    let mut out = (vec![0.0; n], vec![0.0; n]);
    for k in 0..n / 2 {
        let (s, c) = (-TAU * k as f64 / n as f64).sin_cos();
        let (tr, ti) = (c * odd.0[k] - s * odd.1[k], s * odd.0[k] + c * odd.1[k]);
        out.0[k] = even.0[k] + tr;
        out.1[k] = even.1[k] + ti;
        out.0[k + n / 2] = even.0[k] - tr;
        out.1[k + n / 2] = even.1[k] - ti;
    }
    out
}

#[differentiable]
pub fn power(fr: &[f64]) -> f64 {
    let zeros = vec![0.0; fr.len()];
    let (re, im) = fft(fr, &zeros);
    re.iter().zip(&im).map(|(a, b)| a.hypot(*b)).sum()
}
#[differentiable]
pub fn interp(table: &[(f64, f64)], x: f64) -> f64 {
    for pair in table.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        if x >= x0 && x < x1 {
            return y0 + (x - x0) / (x1 - x0) * (y1 - y0);
        }
    }
    table.last().map_or(0.0, |&(_, y)| y)
}
#[differentiable]
pub fn secant(a: f64, b: f64) -> f64 {
    let f = |x: f64| x * x * x - a * x - b;
    let (mut x0, mut x1) = (1.0, 2.0);
    let mut it = 0;
    let root = loop {
        let (f0, f1) = (f(x0), f(x1));
        if (x1 - x0).abs() < 1e-10 || it == 50 {
            break x1;
        }
        (x0, x1) = (x1, x1 - f1 * (x1 - x0) / (f1 - f0));
        it += 1;
    };
    root
}
#[differentiable]
pub fn matpow(m: [[f64; 2]; 2], mut n: u32) -> [[f64; 2]; 2] {
    fn mul(a: &[[f64; 2]; 2], b: &[[f64; 2]; 2]) -> [[f64; 2]; 2] {
        let mut c = [[0.0; 2]; 2];
        for (i, row) in c.iter_mut().enumerate() {
            for (j, v) in row.iter_mut().enumerate() {
                *v = (0..2).map(|k| a[i][k] * b[k][j]).sum();
            }
        }
        c
    }
    let mut result = [[1.0, 0.0], [0.0, 1.0]];
    let mut base = m;
    while n > 0 {
        if n & 1 == 1 {
            result = mul(&result, &base);
        }
        base = mul(&base, &base);
        n >>= 1;
    }
    result
}

/// What the caller may leave out, and does not vary.
#[differentiable(wrt(x))]
pub fn drag(x: f64, density: Option<f64>, table: &Option<Vec<f64>>, name: Option<&'static str>) -> f64 {
    let area = table.as_ref().map_or(1.0, |table| table.iter().sum::<f64>());
    let factor = if name == Some("sphere") { 0.47 } else { 1.05 };
    density.map_or(x, |density| 0.5 * density * x * x) * area * factor + density.unwrap_or(0.5) * x
}
