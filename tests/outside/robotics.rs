//! Vectors, quaternions, matrices and bodies: structs with operators and methods.
use jac::{Differentiable, differentiable};
use std::ops::{Add, AddAssign, Div, Index, Mul, Neg, Sub};
#[derive(Clone, Copy, Debug, PartialEq, Default, Differentiable)]
pub struct Vec3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}
#[differentiable]
impl Vec3 {
    pub const ZERO: Vec3 = Vec3 { x: 0.0, y: 0.0, z: 0.0 };
    pub fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }
    pub fn dot(self, o: Self) -> f64 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }
    pub fn cross(self, o: Self) -> Self {
        Self::new(self.y * o.z - self.z * o.y, self.z * o.x - self.x * o.z, self.x * o.y - self.y * o.x)
    }
    pub fn norm(&self) -> f64 {
        self.dot(*self).sqrt()
    }
    pub fn normalized(&self) -> Vec3 {
        *self / self.norm()
    }
    pub fn lerp(self, o: Self, t: f64) -> Self {
        self + (o - self) * t
    }
}
#[differentiable]
impl Add for Vec3 {
    type Output = Vec3;
    fn add(self, o: Vec3) -> Vec3 {
        Vec3::new(self.x + o.x, self.y + o.y, self.z + o.z)
    }
}
#[differentiable]
impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Vec3 { x: self.x - o.x, y: self.y - o.y, z: self.z - o.z }
    }
}
#[differentiable]
impl Mul<f64> for Vec3 {
    type Output = Vec3;
    fn mul(self, s: f64) -> Vec3 {
        Vec3::new(self.x * s, self.y * s, self.z * s)
    }
}
#[differentiable]
impl Mul<Vec3> for f64 {
    type Output = Vec3;
    fn mul(self, v: Vec3) -> Vec3 {
        v * self
    }
}
#[differentiable]
impl Div<f64> for Vec3 {
    type Output = Vec3;
    fn div(self, s: f64) -> Vec3 {
        self * (1.0 / s)
    }
}
#[differentiable]
impl Neg for Vec3 {
    type Output = Vec3;
    fn neg(self) -> Vec3 {
        Vec3::new(-self.x, -self.y, -self.z)
    }
}
#[differentiable]
impl AddAssign for Vec3 {
    fn add_assign(&mut self, o: Vec3) {
        self.x += o.x;
        self.y += o.y;
        self.z += o.z;
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Quat {
    pub w: f64,
    pub v: Vec3,
}
#[differentiable]
impl Quat {
    pub fn from_axis_angle(axis: Vec3, angle: f64) -> Self {
        let (s, c) = (0.5 * angle).sin_cos();
        Quat { w: c, v: axis.normalized() * s }
    }
    pub fn rotate(&self, p: Vec3) -> Vec3 {
        let t = 2.0 * self.v.cross(p);
        p + self.w * t + self.v.cross(t)
    }
    pub fn conj(self) -> Quat {
        Quat { v: -self.v, ..self }
    }
}
#[differentiable]
impl Mul for Quat {
    type Output = Quat;
    fn mul(self, r: Quat) -> Quat {
        Quat { w: self.w * r.w - self.v.dot(r.v), v: self.w * r.v + r.w * self.v + self.v.cross(r.v) }
    }
}

#[differentiable]
pub fn chain_tip(angles: &[f64], links: &[f64]) -> Vec3 {
    let mut q = Quat { w: 1.0, v: Vec3::ZERO };
    let mut p = Vec3::default();
    for (i, (a, l)) in angles.iter().zip(links.iter()).enumerate() {
        let axis = if i % 2 == 0 { Vec3::new(0.0, 0.0, 1.0) } else { Vec3::new(0.0, 1.0, 0.0) };
        q = q * Quat::from_axis_angle(axis, *a);
        p += q.rotate(Vec3::new(*l, 0.0, 0.0));
    }
    p
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Body {
    pub pos: Vec3,
    pub vel: Vec3,
    pub mass: f64,
}

#[differentiable]
pub fn potential(bodies: &[Body]) -> f64 {
    let mut e = 0.0;
    for i in 0..bodies.len() {
        for j in i + 1..bodies.len() {
            let d = (bodies[i].pos - bodies[j].pos).norm();
            e -= bodies[i].mass * bodies[j].mass / d;
        }
    }
    e
}
#[differentiable]
pub fn kinetic(bodies: &[Body]) -> f64 {
    bodies.iter().map(|b| 0.5 * b.mass * b.vel.dot(b.vel)).sum()
}
#[differentiable]
pub fn energy(bodies: &[Body]) -> f64 {
    kinetic(bodies) + potential(bodies)
}

#[differentiable(wrt(bodies))]
pub fn leapfrog(bodies: &mut [Body], dt: f64) {
    let n = bodies.len();
    let mut acc = vec![Vec3::ZERO; n];
    for i in 0..n {
        for j in 0..n {
            if i == j {
                continue;
            }
            let d = bodies[j].pos - bodies[i].pos;
            let r2 = d.dot(d) + 1e-3;
            acc[i] += d * (bodies[j].mass / (r2 * r2.sqrt()));
        }
    }
    for (b, a) in bodies.iter_mut().zip(&acc) {
        b.vel += *a * dt;
        b.pos += b.vel * dt;
    }
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Mat3 {
    pub m: [[f64; 3]; 3],
}
#[differentiable]
impl Mat3 {
    pub fn identity() -> Self {
        let mut m = [[0.0; 3]; 3];
        for i in 0..3 {
            m[i][i] = 1.0;
        }
        Mat3 { m }
    }
    pub fn transpose(&self) -> Self {
        let mut r = Mat3 { m: [[0.0; 3]; 3] };
        for i in 0..3 {
            for j in 0..3 {
                r.m[i][j] = self.m[j][i];
            }
        }
        r
    }
    pub fn det(&self) -> f64 {
        let m = &self.m;
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    }
    pub fn trace(&self) -> f64 {
        (0..3).map(|i| self.m[i][i]).sum()
    }
}
#[differentiable]
impl Mul for &Mat3 {
    type Output = Mat3;
    fn mul(self, o: &Mat3) -> Mat3 {
        let mut r = [[0.0; 3]; 3];
        for i in 0..3 {
            for j in 0..3 {
                for k in 0..3 {
                    r[i][j] += self.m[i][k] * o.m[k][j];
                }
            }
        }
        Mat3 { m: r }
    }
}
#[differentiable]
impl Mul<Vec3> for Mat3 {
    type Output = Vec3;
    fn mul(self, v: Vec3) -> Vec3 {
        let r = |i: usize| self.m[i][0] * v.x + self.m[i][1] * v.y + self.m[i][2] * v.z;
        Vec3::new(r(0), r(1), r(2))
    }
}
#[differentiable]
impl Index<usize> for Mat3 {
    type Output = [f64; 3];
    fn index(&self, i: usize) -> &[f64; 3] {
        &self.m[i]
    }
}
#[differentiable]
pub fn rot_zyx(yaw: f64, pitch: f64, roll: f64) -> Mat3 {
    let (sy, cy) = yaw.sin_cos();
    let (sp, cp) = pitch.sin_cos();
    let (sr, cr) = roll.sin_cos();
    let rz = Mat3 { m: [[cy, -sy, 0.0], [sy, cy, 0.0], [0.0, 0.0, 1.0]] };
    let ry = Mat3 { m: [[cp, 0.0, sp], [0.0, 1.0, 0.0], [-sp, 0.0, cp]] };
    let rx = Mat3 { m: [[1.0, 0.0, 0.0], [0.0, cr, -sr], [0.0, sr, cr]] };
    &(&rz * &ry) * &rx
}
#[differentiable]
pub fn attitude_error(e: [f64; 3], target: &Mat3) -> f64 {
    let r = rot_zyx(e[0], e[1], e[2]);
    let d = &r.transpose() * target;
    (3.0 - d.trace()) + (d.det() - 1.0).powi(2) + d[0][1] * d[1][0]
}
