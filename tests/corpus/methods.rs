//! Methods in method syntax: the receiver by value, by reference and in place, of the same block, of another, of another module.
#![allow(clippy::needless_range_loop, clippy::should_implement_trait)]

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Vec3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

#[differentiable]
impl Vec3 {
    pub fn new(x: f64, y: f64, z: f64) -> Vec3 {
        Vec3 { x, y, z }
    }

    pub fn dot_product(&self, other: &Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub fn squared(&self) -> f64 {
        self.dot_product(self)
    }

    pub fn norm(self) -> f64 {
        self.squared().sqrt()
    }

    pub fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub fn scaled(mut self, by: f64) -> Vec3 {
        self.scale(by);
        self
    }

    pub fn scale(&mut self, by: f64) {
        self.x *= by;
        self.y *= by;
        self.z *= by;
    }

    /// Each part by another, so that two bends in another order are something else.
    pub fn bend(&mut self, by: f64) {
        let turned = self.x * self.y.sin();
        self.x += by * self.y * self.z;
        self.y = turned * self.z + by;
        self.z *= self.x;
    }

    /// Changes the vector, and says by how much it was stretched.
    pub fn stretch(&mut self, along: f64) -> f64 {
        let before = self.norm();
        self.x += along * self.z;
        self.norm() / before
    }

    pub fn to_array(self) -> [f64; 3] {
        [self.x, self.y, self.z]
    }

    pub fn is_long(&self) -> bool {
        self.squared() > 1.0
    }
}

/// Receivers of all kinds, of another function than a method.
#[differentiable]
pub fn chain(a: [f64; 3], b: [f64; 3]) -> f64 {
    let a = Vec3::new(a[0], a[1], a[2]);
    let b = Vec3 { x: b[0], y: b[1], z: b[2] };
    a.cross(b).scaled(a.norm()).dot_product(&b.scaled(2.0).cross(a)) + b.squared()
}

/// In place, and read before and after.
#[differentiable]
pub fn in_place(a: [f64; 3], by: f64) -> [f64; 4] {
    let mut v = Vec3::new(a[0], a[1], a[2]);
    let before = v.squared();
    v.scale(by);
    let between = v.norm();
    let stretched = v.stretch(by * by);
    [before, between * before, stretched, v.dot_product(&v)]
}

/// A method that writes, in a loop, its result in the condition.
#[differentiable]
pub fn stretched_until(a: [f64; 3]) -> f64 {
    let mut v = Vec3::new(a[0], a[1], a[2]);
    let mut steps = 0;
    while v.stretch(0.5) > 1.05 && steps < 20 {
        steps += 1;
    }
    v.norm() * steps as f64
}

/// A chain of reads in a loop, of elements of an array of structs.
#[differentiable]
pub fn polygon(points: &[[f64; 3]]) -> f64 {
    let mut corners = [Vec3::new(0.0, 0.0, 0.0); 4];
    for k in 0..points.len() {
        corners[k % 4] = Vec3::new(points[k][0], points[k][1], points[k][2]).scaled(1.5);
    }
    let mut area = Vec3::new(0.0, 0.0, 0.0);
    for k in 0..4 {
        let next = corners[(k + 1) % 4];
        let part = corners[k].cross(next);
        area = Vec3::new(area.x + part.x, area.y + part.y, area.z + part.z);
        corners[k].scale(area.norm());
    }
    area.norm() + corners[3].to_array()[1]
}

/// A question decides, in front of and behind a change.
#[differentiable]
pub fn questions(a: [f64; 3], by: f64) -> f64 {
    let mut v = Vec3::new(a[0], a[1], a[2]);
    let long = v.is_long();
    v.scale(by);
    if v.is_long() && !long {
        v.norm()
    } else if long {
        v.squared()
    } else {
        by
    }
}

pub trait Field {
    type At;
    const SHARPNESS: u32;
    fn potential(&self, at: Self::At) -> f64;
    fn moved(self, by: f64) -> Self;
    fn weaken(&mut self, by: f64) -> f64;
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Well<const N: usize> {
    pub centre: [f64; N],
    pub depth: f64,
}

#[differentiable]
impl<const N: usize> Field for Well<N> {
    type At = [f64; N];
    const SHARPNESS: u32 = 2;

    fn potential(&self, at: Self::At) -> f64 {
        let mut squared = 0.0;
        for k in 0..N {
            squared += (at[k] - self.centre[k]) * (at[k] - self.centre[k]);
        }
        -self.depth * (-(Self::SHARPNESS as f64) * squared).exp()
    }

    fn moved(mut self, by: f64) -> Self {
        for k in 0..N {
            self.centre[k] += by * self.depth;
        }
        self.weaken(by);
        self
    }

    fn weaken(&mut self, by: f64) -> f64 {
        self.depth /= 1.0 + by * by;
        self.potential(self.centre)
    }
}

/// Methods of a trait.
#[differentiable]
pub fn of_a_trait(at: [f64; 2], depth: f64) -> f64 {
    let mut well = Well { centre: [0.5, depth * 0.25], depth };
    let before = well.potential(at);
    let moved = well.moved(before);
    let weakened = well.weaken(depth);
    moved.potential(at) * weakened + well.potential([moved.depth, at[1]])
}

pub use bodies::{orbit, through_references};

/// A struct with lists in it, of any number of them.
#[derive(Clone, Debug, Differentiable)]
pub struct Series<const N: usize> {
    pub terms: [Vec<f64>; N],
    pub scale: f64,
    pub used: usize,
}

#[differentiable]
impl<const N: usize> Series<N> {
    pub fn value(&self, x: f64) -> f64 {
        let mut total = 0.0;
        for list in self.terms.iter() {
            let mut sum = 0.0;
            for term in list.iter().rev() {
                sum = sum * x + term;
            }
            total += sum * self.scale;
        }
        total
    }

    pub fn advance(&mut self, x: f64) -> f64 {
        let value = self.value(x);
        self.terms[self.used % N][0] += 0.25 * value;
        self.used += 1;
        self.scale *= x;
        value
    }

    /// Takes it away.
    pub fn into_scale(self, x: f64) -> f64 {
        self.scale * x + self.terms[0][0]
    }

    pub fn weighted<const M: usize>(&self, weights: &[f64; M]) -> [f64; M] {
        let mut out = [self.scale; M];
        for k in 0..M {
            out[k] *= weights[k] + self.terms[k % N][0];
        }
        out
    }
}

/// Lists behind the receiver: kept where a method borrows them, and they are changed later.
#[differentiable]
pub fn series(a: &[f64], b: &[f64], x: f64) -> [f64; 4] {
    let mut s = Series { terms: [a.to_vec(), b.to_vec()], scale: x, used: 0 };
    let mut total = 0.0;
    for k in 0..3 {
        let before = s.value(x + k as f64);
        total += before * s.advance(0.5 * x);
    }
    let weighted = s.weighted::<3>(&[x, 2.0, total]);
    let after = s.value(total * 0.01);
    [total, after, weighted[0] * weighted[2], s.into_scale(x)]
}

/// A receiver by value, which an argument changes afterwards; and the same variable again.
#[differentiable]
pub fn shadowed(a: [f64; 3]) -> f64 {
    let v = Vec3::new(a[0], a[1], a[2]);
    let w = v.scaled(2.0);
    let v = v.cross(w.scaled(v.norm())).scaled(0.5);
    let mut u = v;
    for k in 0..3 {
        let u_before = u;
        u.scale(1.0 + 0.1 * k as f64);
        let v = u.cross(u_before.scaled(0.3)).scaled(2.0);
        u = Vec3::new(u.x + v.x, u.y + a[k], u.z);
    }
    v.norm() + u.squared()
}

/// Early exits between calls that write.
#[differentiable]
pub fn exits(a: [f64; 3], limit: f64) -> f64 {
    let mut v = Vec3::new(a[0], a[1], a[2]);
    for k in 0..10 {
        if v.stretch(0.3) < 1.0 {
            continue;
        }
        if v.norm() > limit {
            return v.dot_product(&v.scaled(0.5)) * k as f64;
        }
        v.scale(1.1);
    }
    v.norm()
}

/// Methods in closures, and behind branches.
#[differentiable]
pub fn in_closures(a: [f64; 3], t: f64) -> f64 {
    let v = Vec3::new(a[0], a[1], a[2]);
    let along = |s: f64| v.scaled(s).dot_product(&v);
    let mut w = v;
    let mut grow = |by: f64| {
        w.scale(by);
        w.norm()
    };
    let first = if t > 0.0 { along(t) } else { grow(t) };
    let times = [t, 2.0 * t];
    let sum: f64 = times.iter().map(|s| v.scaled(*s).norm()).sum();
    first + sum * grow(1.5)
}

pub mod bodies {
    //! Another module, where nothing is said about the methods.
    use super::Vec3;
    use jac::{Differentiable, differentiable};

    #[derive(Clone, Copy, Debug, Differentiable)]
    pub struct Body {
        pub at: Vec3,
        pub velocity: Vec3,
        pub mass: f64,
    }

    #[differentiable]
    impl Body {
        pub fn energy(&self) -> f64 {
            0.5 * self.mass * self.velocity.squared() - self.mass / self.at.norm()
        }

        pub fn drift(&mut self, step: f64) {
            self.at.x += step * self.velocity.x;
            self.at.y += step * self.velocity.y;
            self.at.z += step * self.velocity.z;
        }

        pub fn kick(&mut self, step: f64) -> f64 {
            let strength = -step / (self.at.squared() * self.at.norm());
            let pull = self.at.scaled(strength);
            self.velocity.x += pull.x;
            self.velocity.y += pull.y;
            self.velocity.z += pull.z;
            strength
        }

        pub fn leapfrog(&mut self, step: f64) -> f64 {
            self.drift(0.5 * step);
            let strength = self.kick(step);
            self.drift(0.5 * step);
            strength
        }
    }

    /// Orbits, with the energy on the way.
    #[differentiable]
    pub fn orbit(at: [f64; 3], velocity: [f64; 3], mass: f64, steps: usize) -> [f64; 2] {
        let mut body = Body {
            at: Vec3::new(at[0], at[1], at[2]),
            velocity: Vec3::new(velocity[0], velocity[1], velocity[2]),
            mass,
        };
        let mut worst = 0.0;
        let first = body.energy();
        for _ in 0..steps {
            let strength = body.leapfrog(0.1);
            worst += strength * (body.energy() - first);
        }
        [body.at.norm(), worst]
    }

    /// Behind a reference that may write, and one that may not.
    #[differentiable]
    pub fn through_references(state: &mut [f64; 3], other: &[f64; 3]) -> f64 {
        let mut v = Vec3::new(state[0], state[1], state[2]);
        let w = Vec3::new(other[0], other[1], other[2]);
        let a = &w;
        let b = &mut v;
        b.scale(a.norm());
        let product = b.dot_product(a);
        state[0] = b.x;
        state[2] = a.cross(*b).norm();
        product
    }
}

#[differentiable]
fn length_of(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in x {
        sum += x * x;
    }
    sum.sqrt()
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Line {
    pub slope: f64,
    pub offset: f64,
}

#[differentiable]
impl Line {
    pub fn at(&self, x: &[f64]) -> f64 {
        self.slope * length_of(x) + self.offset
    }
    pub fn adapt(&mut self, x: &[f64]) {
        self.slope *= self.at(x);
        let own = self.level(x);
        self.offset = own * x[0];
    }
    fn level(&self, x: &[f64]) -> f64 {
        self.offset + x[1]
    }
}

/// To methods, by method syntax and by path.
#[differentiable]
pub fn lent_by_name(slope: f64, offset: f64, y: &mut [f64]) -> f64 {
    let mut own = Line { slope, offset };
    let model = &mut own;
    let before = model.at(y);
    model.adapt(y);
    y[1] = before * model.slope;
    Line::at(model, y) + before
}

#[derive(Clone, Debug, Differentiable)]
pub struct Track {
    pub at: Vec3,
    pub weights: Vec<f64>,
    #[constant]
    pub number: i32,
}

/// What stands in front of `..` replaces the field of the base, whether it varies or not.
#[differentiable]
pub fn updated(a: [f64; 3], t: f64, n: usize) -> [f64; 6] {
    let mut v = Vec3::new(a[0], a[1], a[2]);
    let fixed = Vec3 { x: 1.0, ..v };
    v = Vec3 { y: 2.0, z: v.x * t, ..v };
    let one = 1.5;
    for _ in 0..n {
        v = Vec3 { x: one, ..v };
        v.z *= v.x + v.y * t;
    }
    let track = Track { at: v, weights: vec![t, a[0]], number: 1 };
    let still = Track { at: Vec3 { z: 0.5, ..track.at }, weights: vec![0.25, 0.5, 1.0], ..track.clone() };
    let moved = Track { at: fixed, number: 3, ..track };
    [
        fixed.squared(),
        v.squared() * fixed.x,
        still.at.squared() + still.weights[0] * still.weights[2],
        moved.at.x * t,
        moved.weights[0] * moved.weights[1] * f64::from(moved.number),
        still.at.x,
    ]
}

/// The same behind a reference.
#[differentiable]
fn reset(v: &mut Vec3, by: f64) {
    *v = Vec3 { x: 1.0, y: v.y * by, ..*v };
}

#[differentiable]
pub fn updated_in_place(a: [f64; 3], by: f64) -> [f64; 3] {
    let mut v = Vec3::new(a[0], a[1], a[2]);
    reset(&mut v, by);
    [v.x, v.y, v.z]
}

/// Elements of an array in a struct change places, while the struct is replaced elsewhere.
#[differentiable]
pub fn turned(a: [f64; 3], t: f64) -> f64 {
    let mut track = Track { at: Vec3::new(a[0], a[1], a[2]), weights: vec![t, a[0], 2.0], number: 1 };
    for i in 0..3 {
        if track.at.x > 0.5 {
            track = Track {
                at: Vec3 { x: t - 0.5, ..track.at },
                weights: vec![t * t, track.weights[i], a[1], t],
                number: 2,
            };
        } else {
            let weights = &mut track.weights;
            weights.reverse();
            weights[0] *= a[2];
            track.at.x += 0.4;
        }
    }
    track.weights[0] * track.weights[1] + track.at.squared()
}

/// A loop in whose body nothing but methods changes what they are called on: their reverse must not run in another order.
#[differentiable]
pub fn changed_by_methods_alone(a: [f64; 3], by: f64, n: usize) -> f64 {
    let mut v = Vec3::new(a[0], a[1], a[2]);
    for _ in 0..n {
        v.bend(by);
    }
    let mut lengths = [0.0; 2];
    for k in 0..2 {
        lengths[k] = v.squared() * by;
        v.bend(lengths[k]);
    }
    v.x + lengths[0] * lengths[1]
}
/// The last few of what it is given.
#[derive(Clone, Debug, Default, PartialEq, Differentiable)]
pub struct Ring {
    samples: Vec<f64>,
    sum: f64,
}
#[differentiable]
impl Ring {
    pub fn record(&mut self, x: f64) {
        self.samples.push(x * x);
        self.sum += x;
        if self.samples.len() > 3 {
            let old = self.samples.remove(0);
            self.sum -= old;
        }
    }
    pub fn record_both(&mut self, x: f64) {
        self.record(x);
        self.record(x.cos());
    }
    pub fn drained(&mut self) -> f64 {
        let samples = std::mem::take(&mut self.samples);
        let mut sum = 0.0;
        for sample in &samples {
            sum += sample * sample;
        }
        sum
    }
    pub fn mean(&self) -> f64 {
        self.sum / self.samples.len() as f64
    }
}
#[differentiable]
pub fn rings(x: f64, n: usize) -> f64 {
    let mut ring = Ring { samples: Vec::new(), sum: x };
    for i in 0..n {
        ring.record(x * (1.0 + i as f64));
        ring.record_both(x);
    }
    let mean = ring.mean();
    let drained = ring.drained();
    ring.record(mean * x);
    drained + ring.mean() * mean
}
#[differentiable]
pub fn many_rings(x: f64) -> f64 {
    let mut rings = vec![Ring { samples: vec![x], sum: x }, Ring { samples: Vec::new(), sum: 0.5 }];
    for ring in rings.iter_mut() {
        ring.record_both(x);
    }
    let mean = rings[0].mean();
    rings[1].record(x * mean);
    record_all(&mut rings, x);
    rings.iter().map(|ring| ring.mean() * ring.samples[0]).sum()
}
#[differentiable]
fn record_all(rings: &mut [Ring], x: f64) {
    for ring in rings.iter_mut() {
        ring.record(x);
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct LoadedSpring {
    pub stiffness: f64,
    #[constant]
    pub mass: f64,
    #[constant]
    pub coupling: [[f64; 2]; 2],
}

#[differentiable]
impl LoadedSpring {
    pub fn coupled(&self, i: usize, x: [f64; 2]) -> f64 {
        self.coupling[i].iter().zip(&x).map(|(k, x)| k * x).sum::<f64>() / self.mass
    }
    pub fn heavier(&self, by: f64) -> LoadedSpring {
        LoadedSpring { mass: self.mass * by, ..self.clone() }
    }
    pub fn load(&mut self, by: f64) {
        self.mass += by;
        self.coupling[1][0] = self.mass * by;
    }
}

/// Numbers that are constant are numbers to bodies, also where what varies is written to them.
#[differentiable]
pub fn constant_numbers(stiffness: f64, x: [f64; 2], by: f64) -> [f64; 3] {
    let spring = LoadedSpring { stiffness, mass: 2.0, coupling: [[1.0, -0.5], [0.25, 3.0]] };
    let mut heavier = spring.heavier(by);
    let mass = heavier.mass;
    let before = heavier.coupled(1, x) * mass;
    for _ in 0..3 {
        heavier.load(x[0]);
        heavier.stiffness *= heavier.mass;
    }
    [spring.stiffness * spring.mass.sqrt() * spring.coupled(0, x), before, heavier.coupled(1, x) * heavier.stiffness]
}
