//! Vectors, rays, bodies, complex numbers, kernels: object style.

use jac::{Differentiable, differentiable};

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Index, IndexMut, Mul, MulAssign, Neg, Sub, SubAssign};

#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Differentiable)]
pub struct Vec3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

#[differentiable]
impl Vec3 {
    pub const ZERO: Vec3 = Vec3 { x: 0.0, y: 0.0, z: 0.0 };
    pub const UP: Vec3 = Vec3::new(0.0, 0.0, 1.0);

    pub const fn new(x: f64, y: f64, z: f64) -> Self {
        Vec3 { x, y, z }
    }

    #[inline]
    pub fn dot(self, o: Self) -> f64 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }

    #[inline(always)]
    pub fn cross(self, o: Self) -> Self {
        Vec3 { x: self.y * o.z - self.z * o.y, y: self.z * o.x - self.x * o.z, z: self.x * o.y - self.y * o.x }
    }

    pub fn length(&self) -> f64 {
        self.dot(*self).sqrt()
    }

    pub fn normalized(self) -> Option<Self> {
        let l = self.length();
        if l > f64::EPSILON { Some(self / l) } else { None }
    }

    pub fn reflect(self, n: Vec3) -> Vec3 {
        self - 2.0 * self.dot(n) * n
    }

    pub fn to_array(self) -> [f64; 3] {
        [self.x, self.y, self.z]
    }
}

#[differentiable]
impl From<[f64; 3]> for Vec3 {
    fn from([x, y, z]: [f64; 3]) -> Self {
        Vec3 { x, y, z }
    }
}

#[differentiable]
impl From<Vec3> for [f64; 3] {
    fn from(v: Vec3) -> Self {
        [v.x, v.y, v.z]
    }
}

#[differentiable]
impl Add for Vec3 {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Vec3 { x: self.x + o.x, y: self.y + o.y, z: self.z + o.z }
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
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Vec3 { x: self.x * k, y: self.y * k, z: self.z * k }
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
    type Output = Self;
    fn div(self, k: f64) -> Self {
        self * (1.0 / k)
    }
}
#[differentiable]
impl Neg for Vec3 {
    type Output = Self;
    fn neg(self) -> Self {
        Vec3 { x: -self.x, y: -self.y, z: -self.z }
    }
}
#[differentiable]
impl AddAssign for Vec3 {
    fn add_assign(&mut self, o: Self) {
        self.x += o.x;
        self.y += o.y;
        self.z += o.z;
    }
}
#[differentiable]
impl SubAssign for Vec3 {
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o;
    }
}
#[differentiable]
impl MulAssign<f64> for Vec3 {
    fn mul_assign(&mut self, k: f64) {
        self.x *= k;
        self.y *= k;
        self.z *= k;
    }
}
#[differentiable]
impl Sum for Vec3 {
    fn sum<I: Iterator<Item = Vec3>>(iter: I) -> Self {
        iter.fold(Vec3::ZERO, |a, b| a + b)
    }
}
#[differentiable]
impl Index<usize> for Vec3 {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        match i {
            0 => &self.x,
            1 => &self.y,
            2 => &self.z,
            _ => panic!("index {i} out of range"),
        }
    }
}
#[differentiable]
impl IndexMut<usize> for Vec3 {
    fn index_mut(&mut self, i: usize) -> &mut f64 {
        match i {
            0 => &mut self.x,
            1 => &mut self.y,
            2 => &mut self.z,
            _ => panic!("index {i} out of range"),
        }
    }
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Ray {
    pub origin: Vec3,
    pub dir: Vec3,
}

#[differentiable]
impl Ray {
    pub fn at(&self, t: f64) -> Vec3 {
        self.origin + t * self.dir
    }
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Hit {
    pub t: f64,
    pub normal: Vec3,
}

#[differentiable]
pub trait Surface {
    fn intersect(&self, ray: &Ray) -> Option<Hit>;
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Sphere {
    pub center: Vec3,
    pub radius: f64,
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Plane {
    pub normal: Vec3,
    pub d: f64,
}

#[differentiable]
impl Surface for Sphere {
    fn intersect(&self, ray: &Ray) -> Option<Hit> {
        let oc = ray.origin - self.center;
        let b = oc.dot(ray.dir);
        let c = oc.dot(oc) - self.radius * self.radius;
        let disc = b * b - c;
        if disc < 0.0 {
            return None;
        }
        let sq = disc.sqrt();
        let t = [-b - sq, -b + sq].into_iter().find(|&t| t > 1e-4)?;
        let normal = (ray.at(t) - self.center) / self.radius;
        Some(Hit { t, normal })
    }
}

#[differentiable]
impl Surface for Plane {
    fn intersect(&self, ray: &Ray) -> Option<Hit> {
        let denom = self.normal.dot(ray.dir);
        if denom.abs() < 1e-9 {
            return None;
        }
        let t = (self.d - self.normal.dot(ray.origin)) / denom;
        (t > 1e-4).then_some(Hit { t, normal: self.normal })
    }
}

#[differentiable]
pub fn shade<S: Surface>(object: &S, ray: &Ray, light: Vec3) -> f64 {
    match object.intersect(ray) {
        Some(Hit { t, normal }) => {
            let p = ray.at(t);
            let l = (light - p).normalized().unwrap_or(Vec3::UP);
            let diffuse = normal.dot(l).max(0.0);
            let r = (-l).reflect(normal);
            let spec = r.dot(-ray.dir).max(0.0).powi(16);
            0.1 + 0.7 * diffuse + 0.2 * spec
        }
        None => 0.0,
    }
}

#[differentiable]
pub fn shade_both(s: Sphere, p: Plane, ray: Ray, light: Vec3) -> f64 {
    let first = s.intersect(&ray);
    let second = p.intersect(&ray);
    let nearest = match (first, second) {
        (Some(a), Some(b)) => Some(if a.t < b.t { a } else { b }),
        (a, b) => a.or(b),
    };
    nearest.map(|h| h.t).unwrap_or(0.0) + shade(&s, &ray, light) + shade(&p, &ray, light)
}

#[differentiable]
pub fn centroid(points: &[Vec3]) -> Vec3 {
    points.iter().copied().sum::<Vec3>() / points.len() as f64
}

#[differentiable]
pub fn polygon_area(points: &[Vec3]) -> f64 {
    let n = points.len();
    let mut total = Vec3::default();
    for i in 0..n {
        total += points[i].cross(points[(i + 1) % n]);
    }
    0.5 * total.length()
}

#[differentiable]
pub fn moment(points: &[[f64; 3]], masses: &[f64]) -> [f64; 3] {
    let total: f64 = masses.iter().sum();
    let mut c = Vec3::ZERO;
    for (p, &m) in points.iter().zip(masses) {
        c += m * Vec3::from(*p);
    }
    c *= 1.0 / total;
    let mut axes = Vec3::default();
    for i in 0..3 {
        axes[i] = points.iter().zip(masses).map(|(p, m)| m * (p[i] - c[i]).powi(2)).sum();
    }
    axes.to_array()
}

#[derive(Debug, Clone, Differentiable)]
pub struct Particle {
    pos: Vec3,
    vel: Vec3,
    mass: f64,
}

#[derive(Debug, Clone, Differentiable)]
pub struct World {
    particles: Vec<Particle>,
    gravity: Vec3,
    softening: f64,
}

#[differentiable]
impl World {
    pub fn new(gravity: Vec3) -> Self {
        World { particles: Vec::new(), gravity, softening: 1e-2 }
    }

    pub fn add(&mut self, pos: Vec3, vel: Vec3, mass: f64) -> usize {
        self.particles.push(Particle { pos, vel, mass });
        self.particles.len() - 1
    }

    fn acceleration(&self, i: usize) -> Vec3 {
        let me = &self.particles[i];
        self.particles
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(_, p)| {
                let d = p.pos - me.pos;
                let r2 = d.dot(d) + self.softening.powi(2);
                d * (p.mass / (r2 * r2.sqrt()))
            })
            .fold(self.gravity, |a, b| a + b)
    }

    pub fn step(&mut self, dt: f64) {
        let acc: Vec<Vec3> = (0..self.particles.len()).map(|i| self.acceleration(i)).collect();
        for (p, a) in self.particles.iter_mut().zip(acc) {
            p.vel += a * dt;
            p.pos += p.vel * dt;
        }
    }

    pub fn energy(&self) -> f64 {
        let kinetic: f64 = self.particles.iter().map(|p| 0.5 * p.mass * p.vel.dot(p.vel)).sum();
        let mut potential = 0.0;
        for (i, a) in self.particles.iter().enumerate() {
            for b in self.particles.iter().skip(i + 1) {
                potential -= a.mass * b.mass / (a.pos - b.pos).length();
            }
        }
        kinetic + potential
    }
}

#[differentiable]
pub fn simulate_world(masses: [f64; 3], speed: f64, steps: usize) -> f64 {
    let mut world = World::new(Vec3::new(0.0, 0.0, -0.1));
    for (i, &m) in masses.iter().enumerate() {
        let a = i as f64 * 2.1;
        world.add(
            Vec3 { x: a.cos(), y: a.sin(), z: 0.1 * i as f64 },
            Vec3 { x: -speed * a.sin(), y: speed * a.cos(), z: 0.0 },
            m,
        );
    }
    for _ in 0..steps {
        world.step(0.01);
    }
    world.energy()
}
