//! Tuples: as parameters, locals and results, nested, and assigned by field.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// A tuple parameter is one input.
#[differentiable]
pub fn complex_product(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// Julia's iteration: a carried tuple.
#[differentiable]
pub fn julia(z: (f64, f64), c: (f64, f64), n: usize) -> (f64, f64) {
    let mut z = z;
    for _ in 0..n {
        z = (z.0 * z.0 - z.1 * z.1 + c.0, 2.0 * z.0 * z.1 + c.1);
    }
    z
}

/// Fields are assigned one by one.
#[differentiable]
pub fn fields(x: f64, y: f64) -> (f64, f64, f64) {
    let mut t = (x, y, 0.0);
    t.2 = t.0 * t.1;
    t.0 += t.2;
    t.1 *= t.0;
    t.2 -= t.1 / t.0;
    t
}

/// Nested tuples and arrays, patterns through both.
#[differentiable]
pub fn nested(pose: ([f64; 2], (f64, f64))) -> (f64, [f64; 2]) {
    let ([x, y], (angle, scale)) = pose;
    let mut result = (angle.sin(), [x * scale, y]);
    result.1[1] *= pose.1.1;
    result.1[0] += result.0 * pose.0[1];
    result.0 /= scale;
    result
}

/// Integers travel with floats.
#[differentiable]
pub fn tagged(x: (f64, usize), table: [f64; 3]) -> (f64, usize) {
    let mut tagged = x;
    for i in 0..3 {
        tagged.0 *= table[tagged.1];
        tagged.1 = (tagged.1 + i) % 3;
    }
    (tagged.0, tagged.1)
}

/// An array of tuples.
#[differentiable]
pub fn shoelace(points: [(f64, f64); 4]) -> f64 {
    let mut twice = 0.0;
    for i in 0..points.len() {
        let (x0, y0) = points[i];
        let (x1, y1) = points[(i + 1) % 4];
        twice += x0 * y1 - x1 * y0;
    }
    0.5 * twice
}

/// The elements of an array of tuples change by field.
#[differentiable]
pub fn springs(particles: [(f64, f64); 3], stiffness: f64) -> [(f64, f64); 3] {
    let mut p = particles;
    for i in 0..3 {
        let j = (i + 1) % 3;
        let force = stiffness * (p[j].0 - p[i].0 - 1.0);
        p[i].1 += 0.1 * force;
        p[j].1 -= 0.1 * force;
        p[i].0 += 0.1 * p[i].1;
    }
    p
}

/// Orbital elements of a state vector (Kepler), with a tuple of vectors.
#[differentiable]
pub fn orbital_elements(state: ([f64; 3], [f64; 3]), mu: f64) -> (f64, f64, f64) {
    let (r, v) = state;
    let radius = (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]).sqrt();
    let speed2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
    let h = [r[1] * v[2] - r[2] * v[1], r[2] * v[0] - r[0] * v[2], r[0] * v[1] - r[1] * v[0]];
    let h2 = h[0] * h[0] + h[1] * h[1] + h[2] * h[2];
    let axis = 1.0 / (2.0 / radius - speed2 / mu);
    let eccentricity = (1.0 - h2 / (mu * axis)).sqrt();
    let inclination = (h[2] / h2.sqrt()).acos();
    (axis, eccentricity, inclination)
}
