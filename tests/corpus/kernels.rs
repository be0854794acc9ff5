//! Kernels of physics, robotics and statistics, as users bring them.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// From spherical to Cartesian coordinates.
#[differentiable]
pub fn sph3(p: [f64; 3]) -> [f64; 3] {
    let [r, theta, phi] = p;
    [r * theta.sin() * phi.cos(), r * theta.sin() * phi.sin(), r * theta.cos()]
}

/// The motion model of a vehicle: position, heading, speed, turn rate and acceleration after a step.
#[differentiable]
pub fn ekf6(state: [f64; 6]) -> [f64; 6] {
    const DT: f64 = 0.05;
    let [px, py, theta, v, omega, a] = state;
    let vm = v + 0.5 * a * DT;
    let tm = theta + 0.5 * omega * DT;
    [
        px + vm * tm.cos() * DT,
        py + vm * tm.sin() * DT,
        theta + omega * DT,
        v + a * DT - 0.1 * v * v.abs() * DT,
        omega - 0.3 * omega * DT + 0.02 * v * theta.sin() * DT,
        0.9753099120283326 * a,
    ]
}

/// Forward kinematics of an arm with six joints: position and Euler angles.
#[differentiable]
pub fn arm6(q: [f64; 6]) -> [f64; 6] {
    const LENGTHS: [f64; 6] = [0.4, 0.35, 0.3, 0.25, 0.2, 0.1];
    let mut r = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut p = [0.0; 3];
    for i in 0..6 {
        let (s, c) = q[i].sin_cos();
        let joint = if i % 2 == 0 {
            [[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]]
        } else {
            [[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]
        };
        let mut next = [[0.0; 3]; 3];
        for row in 0..3 {
            for column in 0..3 {
                for k in 0..3 {
                    next[row][column] += r[row][k] * joint[k][column];
                }
            }
        }
        r = next;
        for row in 0..3 {
            p[row] += r[row][0] * LENGTHS[i] + r[row][2] * 0.05 * i as f64;
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

/// Row sums of the exponentials of a matrix.
#[differentiable]
pub fn exp_row_sums<const N: usize>(x: &[[f64; N]; N]) -> [f64; N] {
    let mut sums = [0.0; N];
    for i in 0..N {
        for j in 0..N {
            sums[i] += x[i][j].exp();
        }
    }
    sums
}

/// One layer of a perceptron.
#[differentiable]
pub fn layer<const M: usize, const N: usize>(w: &[[f64; N]; M], b: &[f64; M], x: &[f64; N]) -> [f64; M] {
    let mut y = *b;
    for i in 0..M {
        for j in 0..N {
            y[i] += w[i][j] * x[j];
        }
        y[i] = y[i].tanh();
    }
    y
}

/// Two layers and an affine one.
#[differentiable]
pub fn mlp(x: [f64; 3], w1: &[[f64; 3]; 4], w2: &[[f64; 4]; 2], b1: &[f64; 4], b2: &[f64; 2]) -> f64 {
    let hidden = layer(w1, b1, &x);
    let out = layer(w2, b2, &hidden);
    out[0] - 0.5 * out[1]
}

/// Right-hand side of Lorenz' system.
#[differentiable]
fn lorenz(s: [f64; 3], p: [f64; 3]) -> [f64; 3] {
    [p[0] * (s[1] - s[0]), s[0] * (p[1] - s[2]) - s[1], s[0] * s[1] - p[2] * s[2]]
}

/// Classical Runge–Kutta over it.
#[differentiable]
pub fn lorenz_rk4(state: [f64; 3], parameters: [f64; 3], h: f64, steps: usize) -> [f64; 3] {
    let mut s = state;
    for _ in 0..steps {
        let k1 = lorenz(s, parameters);
        let mut t = s;
        for i in 0..3 {
            t[i] = s[i] + 0.5 * h * k1[i];
        }
        let k2 = lorenz(t, parameters);
        for i in 0..3 {
            t[i] = s[i] + 0.5 * h * k2[i];
        }
        let k3 = lorenz(t, parameters);
        for i in 0..3 {
            t[i] = s[i] + h * k3[i];
        }
        let k4 = lorenz(t, parameters);
        for i in 0..3 {
            s[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    s
}

/// A vector rotated by a unit quaternion.
#[differentiable]
pub fn quaternion_rotate(q: [f64; 4], v: [f64; 3]) -> [f64; 3] {
    let [w, x, y, z] = q;
    let t = [2.0 * (y * v[2] - z * v[1]), 2.0 * (z * v[0] - x * v[2]), 2.0 * (x * v[1] - y * v[0])];
    [
        v[0] + w * t[0] + y * t[2] - z * t[1],
        v[1] + w * t[1] + z * t[0] - x * t[2],
        v[2] + w * t[2] + x * t[1] - y * t[0],
    ]
}

/// Rodrigues' rotation, safe near no rotation: what the series leave out is below rounding there, and what cancels beyond is not much yet.
#[differentiable]
pub fn rodrigues(axis_angle: [f64; 3], v: [f64; 3]) -> [f64; 3] {
    let mut squared = 0.0;
    for i in 0..3 {
        squared += axis_angle[i] * axis_angle[i];
    }
    let (a, b) = if squared > 1e-8 {
        let angle = squared.sqrt();
        (angle.sin() / angle, (1.0 - angle.cos()) / squared)
    } else {
        (1.0 - squared / 6.0, 0.5 - squared / 24.0)
    };
    let [x, y, z] = axis_angle;
    let c1 = [y * v[2] - z * v[1], z * v[0] - x * v[2], x * v[1] - y * v[0]];
    let c2 = [y * c1[2] - z * c1[1], z * c1[0] - x * c1[2], x * c1[1] - y * c1[0]];
    [v[0] + a * c1[0] + b * c2[0], v[1] + a * c1[1] + b * c2[1], v[2] + a * c1[2] + b * c2[2]]
}

/// Reprojection of a point by a camera: angle–axis rotation, focal length and radial distortion.
#[differentiable]
pub fn project(camera: [f64; 9], point: [f64; 3]) -> [f64; 2] {
    let mut p = rodrigues([camera[0], camera[1], camera[2]], point);
    for i in 0..3 {
        p[i] += camera[3 + i];
    }
    let (u, v) = (-p[0] / p[2], -p[1] / p[2]);
    let r2 = u * u + v * v;
    let distortion = 1.0 + r2 * (camera[7] + camera[8] * r2);
    [camera[6] * distortion * u, camera[6] * distortion * v]
}

/// Accelerations of bodies under gravity: symmetric updates of two elements at once.
#[differentiable]
pub fn n_body(positions: &[[f64; 3]], masses: &[f64], accelerations: &mut [[f64; 3]]) {
    for i in 0..positions.len() {
        accelerations[i] = [0.0; 3];
    }
    for i in 0..positions.len() {
        for j in i + 1..positions.len() {
            let mut d = [0.0; 3];
            let mut r2 = 1e-4;
            for k in 0..3 {
                d[k] = positions[j][k] - positions[i][k];
                r2 += d[k] * d[k];
            }
            let inverse = 1.0 / (r2 * r2.sqrt());
            for k in 0..3 {
                accelerations[i][k] += masses[j] * d[k] * inverse;
                accelerations[j][k] -= masses[i] * d[k] * inverse;
            }
        }
    }
}

/// The update of a Kalman filter's covariance with a scalar measurement, in place.
#[differentiable]
pub fn kalman_update(x: &mut [f64; 3], p: &mut [[f64; 3]; 3], h: [f64; 3], z: f64, noise: f64) -> f64 {
    let mut ph = [0.0; 3];
    let mut s = noise;
    let mut innovation = z;
    for i in 0..3 {
        for j in 0..3 {
            ph[i] += p[i][j] * h[j];
        }
        s += h[i] * ph[i];
        innovation -= h[i] * x[i];
    }
    for i in 0..3 {
        let gain = ph[i] / s;
        x[i] += gain * innovation;
        for j in 0..3 {
            p[i][j] -= gain * ph[j];
        }
    }
    -0.5 * (s.ln() + innovation * innovation / s)
}

/// The log density of a mixture of Gaussians in one dimension.
#[differentiable]
pub fn mixture(samples: &[f64], weights: [f64; 3], means: [f64; 3], log_scales: [f64; 3]) -> f64 {
    let mut total = 0.0;
    for n in 0..samples.len() {
        let mut terms = [0.0; 3];
        let mut largest = f64::NEG_INFINITY;
        for k in 0..3 {
            let z = (samples[n] - means[k]) * (-log_scales[k]).exp();
            terms[k] = weights[k] - log_scales[k] - 0.5 * z * z;
            largest = largest.max(terms[k]);
        }
        let mut sum = 0.0;
        for k in 0..3 {
            sum += (terms[k] - largest).exp();
        }
        total += largest + sum.ln();
    }
    total
}

/// A cell of an LSTM with one unit, run over a sequence.
#[differentiable]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[differentiable]
pub fn lstm(weights: &[[f64; 3]; 4], inputs: &[f64]) -> (f64, f64) {
    let mut hidden = 0.0;
    let mut cell = 0.0;
    for t in 0..inputs.len() {
        let mut gates = [0.0; 4];
        for g in 0..4 {
            gates[g] = weights[g][0] * inputs[t] + weights[g][1] * hidden + weights[g][2];
        }
        let forget = sigmoid(gates[0]);
        let ingate = sigmoid(gates[1]);
        let outgate = sigmoid(gates[2]);
        cell = forget * cell + ingate * gates[3].tanh();
        hidden = outgate * cell.tanh();
    }
    (hidden, cell)
}

/// A double pendulum's accelerations.
#[differentiable]
pub fn double_pendulum(state: [f64; 4], lengths: [f64; 2], masses: [f64; 2]) -> [f64; 4] {
    const G: f64 = 9.81;
    let [t1, t2, w1, w2] = state;
    let [l1, l2] = lengths;
    let (m1, m2) = (masses[0], masses[1]);
    let delta = t1 - t2;
    let denominator = 2.0 * m1 + m2 - m2 * (2.0 * delta).cos();
    let a1 = (-G * (2.0 * m1 + m2) * t1.sin()
        - m2 * G * (t1 - 2.0 * t2).sin()
        - 2.0 * delta.sin() * m2 * (w2 * w2 * l2 + w1 * w1 * l1 * delta.cos()))
        / (l1 * denominator);
    let a2 =
        2.0 * delta.sin() * (w1 * w1 * l1 * (m1 + m2) + G * (m1 + m2) * t1.cos() + w2 * w2 * l2 * m2 * delta.cos())
            / (l2 * denominator);
    [w1, w2, a1, a2]
}

/// Geodetic to Earth-centred coordinates (WGS 84).
#[differentiable]
pub fn geodetic(latitude: f64, longitude: f64, height: f64) -> [f64; 3] {
    const A: f64 = 6_378_137.0;
    const F: f64 = 1.0 / 298.257_223_563;
    const E2: f64 = F * (2.0 - F);
    let (sin, cos) = latitude.to_radians().sin_cos();
    let n = A / (1.0 - E2 * sin * sin).sqrt();
    let longitude = longitude.to_radians();
    [(n + height) * cos * longitude.cos(), (n + height) * cos * longitude.sin(), (n * (1.0 - E2) + height) * sin]
}

/// Robertson's stiff kinetics, in place as an ODE solver wants it.
#[differentiable]
pub fn robertson(_t: f64, y: &[f64; 3], dy: &mut [f64; 3]) {
    dy[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
    dy[2] = 3e7 * y[1] * y[1];
    dy[1] = -dy[0] - dy[2];
}

/// Pacejka's tyre with combined slip.
#[differentiable]
pub fn tyre(slip: f64, angle: f64, load: f64) -> (f64, f64) {
    const B: f64 = 10.0;
    const C: f64 = 1.9;
    const E: f64 = 0.97;
    let sigma = slip.hypot(angle.tan()) + 1e-9;
    let x = B * sigma;
    let force = load * (C * (x - E * (x - x.atan())).atan()).sin();
    (force * slip / sigma, force * angle.tan() / sigma)
}
