//! Bodies, joints, attitudes: small types with operators and methods.
use jac::{Differentiable, differentiable};
use std::f64::consts::PI;
use std::ops::*;

#[derive(Debug, Clone, Copy, PartialEq, Default, Differentiable)]
pub struct Vec2 {
    pub x: f64,
    pub y: f64,
}
#[differentiable]
impl Add for Vec2 {
    type Output = Vec2;
    fn add(self, o: Vec2) -> Vec2 {
        Vec2 { x: self.x + o.x, y: self.y + o.y }
    }
}
#[differentiable]
impl Sub for Vec2 {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self { x: self.x - o.x, y: self.y - o.y }
    }
}
#[differentiable]
impl Mul<f64> for Vec2 {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Self { x: self.x * k, y: self.y * k }
    }
}
#[differentiable]
impl Mul<Vec2> for f64 {
    type Output = Vec2;
    fn mul(self, v: Vec2) -> Vec2 {
        v * self
    }
}
#[differentiable]
impl Div<f64> for Vec2 {
    type Output = Self;
    fn div(self, k: f64) -> Self {
        self * (1.0 / k)
    }
}
#[differentiable]
impl Neg for Vec2 {
    type Output = Self;
    fn neg(self) -> Self {
        Vec2 { x: -self.x, y: -self.y }
    }
}
#[differentiable]
impl AddAssign for Vec2 {
    fn add_assign(&mut self, o: Self) {
        self.x += o.x;
        self.y += o.y;
    }
}
#[differentiable]
impl SubAssign for Vec2 {
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o;
    }
}
#[differentiable]
impl MulAssign<f64> for Vec2 {
    fn mul_assign(&mut self, k: f64) {
        self.x *= k;
        self.y *= k;
    }
}
#[differentiable]
impl Vec2 {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
    pub fn dot(self, o: Self) -> f64 {
        self.x * o.x + self.y * o.y
    }
    pub fn norm2(self) -> f64 {
        self.dot(self)
    }
    pub fn norm(&self) -> f64 {
        self.norm2().sqrt()
    }
    pub fn normalized(self) -> Self {
        self / self.norm()
    }
    pub fn rotate(self, a: f64) -> Self {
        let (s, c) = a.sin_cos();
        Self::new(c * self.x - s * self.y, s * self.x + c * self.y)
    }
}

#[derive(Clone, Copy, Differentiable)]
pub struct Particle {
    pub pos: Vec2,
    pub vel: Vec2,
    pub mass: f64,
    pub charge: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Differentiable)]
pub enum Integrator {
    Euler,
    SemiImplicit,
    Verlet { substeps: usize },
}

const G: f64 = 6.674e-2;
static SOFTENING: f64 = 1e-3;

#[differentiable]
pub fn accelerations(ps: &[Particle]) -> Vec<Vec2> {
    let mut acc = vec![Vec2::default(); ps.len()];
    for i in 0..ps.len() {
        for j in 0..i {
            let d = ps[j].pos - ps[i].pos;
            let r2 = d.norm2() + SOFTENING;
            let f = d * (G / (r2 * r2.sqrt()));
            acc[i] += f * ps[j].mass;
            acc[j] -= ps[i].mass * f;
        }
    }
    acc
}

#[differentiable]
pub fn simulate(ps: &mut Vec<Particle>, how: Integrator, steps: usize, dt: f64) -> f64 {
    for _ in 0..steps {
        match how {
            Integrator::Euler => {
                let a = accelerations(ps);
                for (p, a) in ps.iter_mut().zip(a) {
                    p.pos += p.vel * dt;
                    p.vel += a * dt;
                }
            }
            Integrator::SemiImplicit => {
                let a = accelerations(ps);
                for (p, a) in ps.iter_mut().zip(&a) {
                    p.vel += *a * dt;
                    p.pos += p.vel * dt;
                }
            }
            Integrator::Verlet { substeps } => {
                let h = dt / substeps as f64;
                for _ in 0..substeps {
                    let a = accelerations(ps);
                    ps.iter_mut().zip(a.iter()).for_each(|(p, &a)| {
                        p.vel += a * (0.5 * h);
                        p.pos += p.vel * h;
                    });
                    let a = accelerations(ps);
                    for (p, a) in ps.iter_mut().zip(a.into_iter()) {
                        p.vel += 0.5 * h * a;
                    }
                }
            }
        }
    }
    ps.iter().map(|p| 0.5 * p.mass * p.vel.norm2()).sum()
}

// Robot arm with joint enum
#[derive(Clone, Copy, Differentiable)]
pub enum Joint {
    Revolute,
    Prismatic,
}
#[differentiable]
pub fn planar_fk(kinds: &[Joint], q: &[f64], lengths: &[f64]) -> (Vec2, f64) {
    let mut pos = Vec2::new(0.0, 0.0);
    let mut heading = 0.0;
    for ((kind, &qi), &l) in kinds.iter().zip(q.iter()).zip(lengths.iter()) {
        let reach = match kind {
            Joint::Revolute => {
                heading += qi;
                l
            }
            Joint::Prismatic => l + qi,
        };
        pos += Vec2::new(reach, 0.0).rotate(heading);
    }
    while heading > PI {
        heading -= 2.0 * PI;
    }
    while heading <= -PI {
        heading += 2.0 * PI;
    }
    (pos, heading)
}

#[derive(Clone, Copy, Differentiable)]
pub struct Quat(f64, f64, f64, f64);
#[differentiable]
impl Mul for Quat {
    type Output = Quat;
    fn mul(self, r: Quat) -> Quat {
        let Quat(a, b, c, d) = self;
        let Quat(e, f, g, h) = r;
        Quat(
            a * e - b * f - c * g - d * h,
            a * f + b * e + c * h - d * g,
            a * g - b * h + c * e + d * f,
            a * h + b * g - c * f + d * e,
        )
    }
}
#[differentiable]
impl Quat {
    fn conj(&self) -> Quat {
        Quat(self.0, -self.1, -self.2, -self.3)
    }
    fn rotate(&self, v: [f64; 3]) -> [f64; 3] {
        let p = *self * Quat(0.0, v[0], v[1], v[2]) * self.conj();
        [p.1, p.2, p.3]
    }
    fn normalize(&mut self) {
        let n = (self.0.powi(2) + self.1.powi(2) + self.2.powi(2) + self.3.powi(2)).sqrt();
        self.0 /= n;
        self.1 /= n;
        self.2 /= n;
        self.3 /= n;
    }
    fn integrate(mut self, w: &[f64; 3], dt: f64) -> Self {
        let dq = self * Quat(0.0, w[0], w[1], w[2]);
        self.0 += 0.5 * dt * dq.0;
        self.1 += 0.5 * dt * dq.1;
        self.2 += 0.5 * dt * dq.2;
        self.3 += 0.5 * dt * dq.3;
        self.normalize();
        self
    }
}
#[differentiable]
pub fn attitude(w: &[[f64; 3]], g: [f64; 3]) -> [f64; 3] {
    let q = w.iter().fold(Quat(1.0, 0.0, 0.0, 0.0), |q, w| q.integrate(w, 0.01));
    q.rotate(g)
}

// matrix with const generics & Index
#[derive(Clone, Copy, Differentiable)]
pub struct Mat<const R: usize, const C: usize>(pub [[f64; C]; R]);
#[differentiable]
impl<const R: usize, const C: usize> Index<(usize, usize)> for Mat<R, C> {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.0[i][j]
    }
}
#[differentiable]
impl<const R: usize, const C: usize> IndexMut<(usize, usize)> for Mat<R, C> {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.0[i][j]
    }
}
#[differentiable]
impl<const R: usize, const K: usize, const C: usize> Mul<Mat<K, C>> for Mat<R, K> {
    type Output = Mat<R, C>;
    fn mul(self, rhs: Mat<K, C>) -> Mat<R, C> {
        let mut out = Mat([[0.0; C]; R]);
        for i in 0..R {
            for j in 0..C {
                for k in 0..K {
                    out[(i, j)] += self[(i, k)] * rhs[(k, j)];
                }
            }
        }
        out
    }
}
#[differentiable]
pub fn det(mut a: Mat<3, 3>) -> f64 {
    let mut sign = 1.0;
    let mut d = 1.0;
    for k in 0..3 {
        let mut p = k;
        for i in k + 1..3 {
            if a[(i, k)].abs() > a[(p, k)].abs() {
                p = i;
            }
        }
        if p != k {
            a.0.swap(p, k);
            sign = -sign;
        }
        if a[(k, k)] == 0.0 {
            return 0.0;
        }
        d *= a[(k, k)];
        for i in k + 1..3 {
            let f = a[(i, k)] / a[(k, k)];
            for j in k..3 {
                let t = a[(k, j)];
                a[(i, j)] -= f * t;
            }
        }
    }
    sign * d
}
#[differentiable]
pub fn prod_det(a: Mat<3, 2>, b: Mat<2, 3>) -> f64 {
    det(a * b) + (b * a)[(0, 1)]
}

// tree recursion
#[differentiable]
pub fn tree_sum(values: &[f64], left: &[i32], right: &[i32], node: usize) -> f64 {
    let l = if left[node] >= 0 { tree_sum(values, left, right, left[node] as usize) } else { 0.0 };
    let r = if right[node] > 0 { tree_sum(values, left, right, right[node] as usize) } else { 1.0 };
    values[node] * (l + 2.0 * r).tanh() + l * r
}

// trait impl
trait Energy {
    fn energy(&self) -> f64;
    fn kinetic(&self) -> f64;
}
#[differentiable]
impl Energy for Particle {
    fn energy(&self) -> f64 {
        self.kinetic() + self.charge / self.pos.norm()
    }
    fn kinetic(&self) -> f64 {
        self.mass * self.vel.norm2() / 2.0
    }
}
#[differentiable]
pub fn total_energy(ps: &[Particle; 2]) -> f64 {
    ps.iter().map(|p| p.energy()).sum::<f64>() + ps[0].energy() + ps.iter().map(|p| p.kinetic()).fold(0.0, f64::max)
}

#[differentiable]
pub fn sorted_median(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    s.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let n = s.len();
    if n % 2 == 1 { s[n / 2] } else { 0.5 * (s[n / 2 - 1] + s[n / 2]) }
}

#[differentiable]
pub fn tree2(values: &[f64], left: &[Option<usize>], node: usize) -> f64 {
    let l = match left[node] {
        Some(l) => tree2(values, left, l),
        None => 0.5,
    };
    values[node] * l.tanh()
}
