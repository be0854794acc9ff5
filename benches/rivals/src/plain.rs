//! Plain Rust, for `jac` and for finite differences.

use jac::differentiable;

/// Spherical coordinates to Cartesian ones.
#[differentiable]
pub fn sph3(s: [f64; 3]) -> [f64; 3] {
    let [r, theta, phi] = s;
    [r * theta.sin() * phi.cos(), r * theta.sin() * phi.sin(), r * theta.cos()]
}

/// A step of a vehicle: position, heading, speed, turn rate, acceleration.
#[differentiable]
pub fn ekf6(s: [f64; 6]) -> [f64; 6] {
    let dt = 0.05;
    let [px, py, heading, v, w, a] = s;
    let (vm, middle) = (v + 0.5 * a * dt, heading + 0.5 * w * dt);
    [
        px + vm * middle.cos() * dt,
        py + vm * middle.sin() * dt,
        heading + w * dt,
        v + a * dt - 0.1 * v * v.abs() * dt,
        w - 0.3 * w * dt + 0.02 * v * heading.sin() * dt,
        0.9753099120283326 * a,
    ]
}

const LENGTHS: [f64; 6] = [0.4, 0.35, 0.3, 0.25, 0.2, 0.1];

/// Forward kinematics of an arm with six joints.
#[differentiable]
pub fn arm6(q: [f64; 6]) -> [f64; 6] {
    let mut r = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut p = [0.0; 3];
    for i in 0..6 {
        let (s, c) = q[i].sin_cos();
        for k in 0..3 {
            if i % 2 == 0 {
                (r[k][0], r[k][1]) = (c * r[k][0] + s * r[k][1], c * r[k][1] - s * r[k][0]);
            } else {
                (r[k][0], r[k][2]) = (c * r[k][0] - s * r[k][2], c * r[k][2] + s * r[k][0]);
            }
            p[k] += LENGTHS[i] * r[k][0] + 0.05 * i as f64 * r[k][2];
        }
    }
    [p[0], p[1], p[2], r[2][1].atan2(r[2][2]), (-r[2][0]).asin(), r[1][0].atan2(r[0][0])]
}

/// Rosenbrock's residuals in ten dimensions.
#[differentiable]
pub fn rosen10(x: [f64; 10]) -> [f64; 10] {
    let mut residuals = [0.0; 10];
    for i in 0..9 {
        residuals[i] = 10.0 * (x[i + 1] - x[i] * x[i]);
    }
    residuals[9] = 1.0 - x[0];
    residuals
}

/// A low-pass filter: the sum of the squares of what is left.
#[differentiable]
pub fn filter64(x: [f64; 64]) -> f64 {
    let (mut state, mut energy) = (0.0, 0.0);
    for i in 0..64 {
        state += 0.1 * (x[i] - state);
        energy += state * state;
    }
    energy
}
