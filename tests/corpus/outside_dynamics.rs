//! Right-hand sides, steps of integrators, small physics and robotics: as someone writes them who has the formulas.
#![allow(clippy::style, clippy::complexity, clippy::perf)]

use jac::differentiable;

#[differentiable]
pub fn lorenz(s: [f64; 3], sigma: f64, rho: f64, beta: f64) -> [f64; 3] {
    let [x, y, z] = s;
    [sigma * (y - x), x * (rho - z) - y, x * y - beta * z]
}

#[differentiable]
pub fn van_der_pol(_t: f64, y: &[f64], mu: f64, dydt: &mut [f64]) {
    dydt[0] = y[1];
    dydt[1] = mu * (1.0 - y[0].powi(2)) * y[1] - y[0];
}

#[differentiable]
pub fn robertson(y: &[f64; 3], k: &[f64; 3]) -> [f64; 3] {
    let r1 = k[0] * y[0];
    let r2 = k[1] * y[1] * y[2];
    let r3 = k[2] * y[1] * y[1];
    let mut d = [0.0; 3];
    d[0] = -r1 + r2;
    d[2] = r3;
    d[1] = -(d[0] + d[2]);
    d
}

/// One-dimensional, with fixed values at both ends.
#[differentiable]
pub fn brusselator(state: &[f64], a: f64, b: f64, d: f64, out: &mut [f64]) {
    let n = state.len() / 2;
    let (u, v) = state.split_at(n);
    let (du, dv) = out.split_at_mut(n);
    let h = 1.0 / (n + 1) as f64;
    let diffusion = d / (h * h);
    for i in 0..n {
        let left = if i == 0 { a } else { u[i - 1] };
        let right = if i == n - 1 { a } else { u[i + 1] };
        let left_v = if i == 0 { b / a } else { v[i - 1] };
        let right_v = if i == n - 1 { b / a } else { v[i + 1] };
        let reaction = u[i] * u[i] * v[i];
        du[i] = a + reaction - (b + 1.0) * u[i] + diffusion * (left - 2.0 * u[i] + right);
        dv[i] = b * u[i] - reaction + diffusion * (left_v - 2.0 * v[i] + right_v);
    }
}

#[differentiable]
pub fn n_body(positions: &[[f64; 3]], masses: &[f64]) -> Vec<[f64; 3]> {
    let mut accelerations = vec![[0.0; 3]; positions.len()];
    for (i, (p, acceleration)) in positions.iter().zip(accelerations.iter_mut()).enumerate() {
        for (j, q) in positions.iter().enumerate() {
            if i == j {
                continue;
            }
            let d = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
            let r2 = d.iter().map(|c| c * c).sum::<f64>() + 1e-3;
            let strength = masses[j] / (r2 * r2.sqrt());
            for k in 0..3 {
                acceleration[k] += strength * d[k];
            }
        }
    }
    accelerations
}

#[differentiable]
pub fn potential_energy(positions: &[[f64; 3]], masses: &[f64]) -> f64 {
    let mut energy = 0.0;
    for (i, p) in positions.iter().enumerate() {
        for (q, m) in positions[..i].iter().zip(masses) {
            let r = p.iter().zip(q).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
            energy -= masses[i] * m / r;
        }
    }
    energy
}

#[differentiable]
pub fn double_pendulum(state: [f64; 4], m: (f64, f64), l: (f64, f64)) -> [f64; 4] {
    const G: f64 = 9.81;
    let [t1, w1, t2, w2] = state;
    let delta = t2 - t1;
    let (sin, cos) = delta.sin_cos();
    let den1 = (m.0 + m.1) * l.0 - m.1 * l.0 * cos * cos;
    let den2 = (l.1 / l.0) * den1;
    let a1 = (m.1 * l.0 * w1 * w1 * sin * cos + m.1 * G * t2.sin() * cos + m.1 * l.1 * w2 * w2 * sin
        - (m.0 + m.1) * G * t1.sin())
        / den1;
    let a2 = (-m.1 * l.1 * w2 * w2 * sin * cos
        + (m.0 + m.1) * (G * t1.sin() * cos - l.0 * w1 * w1 * sin - G * t2.sin()))
        / den2;
    [w1, a1, w2, a2]
}

#[differentiable]
fn pendulum(state: &[f64; 2], length: f64, damping: f64) -> [f64; 2] {
    [state[1], -9.81 / length * state[0].sin() - damping * state[1]]
}

#[differentiable]
pub fn rk4_step(y: [f64; 2], h: f64, length: f64, damping: f64) -> [f64; 2] {
    let shifted = |k: &[f64; 2], c: f64| [y[0] + c * k[0], y[1] + c * k[1]];
    let k1 = pendulum(&y, length, damping);
    let k2 = pendulum(&shifted(&k1, h / 2.0), length, damping);
    let k3 = pendulum(&shifted(&k2, h / 2.0), length, damping);
    let k4 = pendulum(&shifted(&k3, h), length, damping);
    std::array::from_fn(|i| y[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]))
}

#[differentiable]
pub fn trajectory(y0: [f64; 2], length: f64, steps: usize) -> Vec<[f64; 2]> {
    let mut path = vec![y0];
    let mut y = y0;
    for _ in 0..steps {
        y = rk4_step(y, 0.05, length, 0.1);
        path.push(y);
    }
    path
}

/// With a workspace that the caller owns.
#[differentiable]
fn slopes(y: &[f64], k: f64, out: &mut [f64]) {
    let n = y.len();
    out[0] = -k * y[0];
    for i in 1..n {
        out[i] = k * (y[i - 1] - y[i]) * y[i];
    }
}

#[differentiable]
pub fn midpoint(y: &mut [f64], k: f64, h: f64, steps: usize, work: &mut [f64]) {
    let n = y.len();
    let (slope, half) = work.split_at_mut(n);
    for _ in 0..steps {
        slopes(&*y, k, slope);
        half.copy_from_slice(y);
        for (m, s) in half.iter_mut().zip(slope.iter()) {
            *m += 0.5 * h * s;
        }
        let mid = half.to_vec();
        slopes(&mid, k, slope);
        for (y, s) in y.iter_mut().zip(slope.iter()) {
            *y += h * *s;
        }
    }
}

#[differentiable]
pub fn euler_until_ground(mut height: f64, mut speed: f64, drag: f64) -> (f64, f64) {
    let dt = 0.01;
    let mut time = 0.0;
    let mut distance = 0.0;
    loop {
        let acceleration = -9.81 - drag * speed * speed.abs();
        speed += acceleration * dt;
        height += speed * dt;
        distance += speed.abs() * dt;
        time += dt;
        if height <= 0.0 || time > 5.0 {
            break;
        }
    }
    (time - height / speed, distance)
}

#[differentiable]
fn quaternion_product(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [
        a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
        a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
        a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
        a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
    ]
}

#[differentiable]
fn normalised(q: [f64; 4]) -> [f64; 4] {
    let norm = q.iter().map(|c| c * c).sum::<f64>().sqrt();
    q.map(|c| c / norm)
}

#[differentiable]
pub fn rotated(q: [f64; 4], v: [f64; 3]) -> [f64; 3] {
    let q = normalised(q);
    let conjugate = [q[0], -q[1], -q[2], -q[3]];
    let [_, x, y, z] = quaternion_product(quaternion_product(q, [0.0, v[0], v[1], v[2]]), conjugate);
    [x, y, z]
}

#[differentiable]
fn matrix_product(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let mut c = [[0.0; 4]; 4];
    for (i, row) in c.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            *entry = (0..4).map(|k| a[i][k] * b[k][j]).sum();
        }
    }
    c
}

#[differentiable]
fn denavit_hartenberg(theta: f64, d: f64, a: f64, alpha: f64) -> [[f64; 4]; 4] {
    let (st, ct) = theta.sin_cos();
    let (sa, ca) = alpha.sin_cos();
    [[ct, -st * ca, st * sa, a * ct], [st, ct * ca, -ct * sa, a * st], [0.0, sa, ca, d], [0.0, 0.0, 0.0, 1.0]]
}

#[differentiable]
pub fn forward_kinematics(joints: &[f64], links: &[(f64, f64, f64)]) -> [f64; 3] {
    let mut pose = [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]];
    for (theta, (d, a, alpha)) in joints.iter().zip(links) {
        let link = denavit_hartenberg(*theta, *d, *a, *alpha);
        pose = matrix_product(&pose, &link);
    }
    [pose[0][3], pose[1][3], pose[2][3]]
}

#[differentiable]
pub fn planar_arm(angles: &[f64], lengths: &[f64]) -> (f64, f64) {
    let sums = angles.iter().scan(0.0, |total, a| {
        *total += a;
        Some(*total)
    });
    sums.zip(lengths).fold((0.0, 0.0), |(x, y), (angle, l)| (x + l * angle.cos(), y + l * angle.sin()))
}

#[differentiable]
fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Rodrigues' formula, with the limit for small angles.
#[differentiable]
fn rodrigues(rotation: &[f64; 3], point: &[f64; 3]) -> [f64; 3] {
    let square: f64 = rotation.iter().map(|r| r * r).sum();
    if square < 1e-12 {
        let w = cross(rotation, point);
        return [point[0] + w[0], point[1] + w[1], point[2] + w[2]];
    }
    let theta = square.sqrt();
    let (sin, cos) = theta.sin_cos();
    let axis = rotation.map(|r| r / theta);
    let w = cross(&axis, point);
    let dot: f64 = axis.iter().zip(point).map(|(a, b)| a * b).sum();
    core::array::from_fn(|i| point[i] * cos + w[i] * sin + axis[i] * dot * (1.0 - cos))
}

/// The reprojection residual of bundle adjustment.
#[differentiable]
pub fn projected(camera: &[f64; 11], point: &[f64; 3], observed: &[f64; 2]) -> [f64; 2] {
    let rotation = [camera[0], camera[1], camera[2]];
    let centred = [point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]];
    let [x, y, z] = rodrigues(&rotation, &centred);
    let (u, v) = (x / z, y / z);
    let r2 = u * u + v * v;
    let distortion = 1.0 + camera[9] * r2 + camera[10] * r2 * r2;
    [u * distortion * camera[6] + camera[7] - observed[0], v * distortion * camera[6] + camera[8] - observed[1]]
}

#[differentiable]
pub fn kalman_step(x: [f64; 2], p: [[f64; 2]; 2], z: f64, dt: f64, q: f64, r: f64) -> ([f64; 2], [[f64; 2]; 2]) {
    let x = [x[0] + dt * x[1], x[1]];
    let p = [
        [p[0][0] + dt * (p[1][0] + p[0][1] + dt * p[1][1]) + q, p[0][1] + dt * p[1][1]],
        [p[1][0] + dt * p[1][1], p[1][1] + q],
    ];
    let innovation = z - x[0];
    let s = p[0][0] + r;
    let gain = [p[0][0] / s, p[1][0] / s];
    let mut state = x;
    let mut covariance = p;
    for (i, k) in gain.iter().enumerate() {
        state[i] += k * innovation;
        for (j, entry) in covariance[i].iter_mut().enumerate() {
            *entry -= k * p[0][j];
        }
    }
    (state, covariance)
}

#[differentiable]
pub fn low_pass(signal: &[f64], alpha: f64) -> Vec<f64> {
    let mut out = Vec::with_capacity(signal.len());
    let mut state = signal.first().copied().unwrap_or(0.0);
    for s in signal {
        state += alpha * (s - state);
        out.push(state);
    }
    out
}

#[differentiable]
pub fn biquad(signal: &mut [f64], b: [f64; 3], a: [f64; 2]) {
    let (mut z1, mut z2) = (0.0, 0.0);
    for s in signal.iter_mut() {
        let input = *s;
        let output = b[0] * input + z1;
        z1 = b[1] * input - a[0] * output + z2;
        z2 = b[2] * input - a[1] * output;
        *s = output;
    }
}

#[differentiable]
pub fn pid(setpoint: f64, measured: &[f64], gains: (f64, f64, f64), limit: f64) -> f64 {
    let (kp, ki, kd) = gains;
    let mut integral = 0.0;
    let mut previous = None;
    let mut effort = 0.0;
    for &m in measured {
        let error = setpoint - m;
        integral = (integral + error * 0.1).clamp(-limit, limit);
        let derivative = match previous {
            Some(p) => (error - p) / 0.1,
            None => 0.0,
        };
        previous = Some(error);
        let u = kp * error + ki * integral + kd * derivative;
        effort += u * u;
    }
    effort
}

#[differentiable]
pub fn lennard_jones(coordinates: &[f64], cutoff: f64) -> f64 {
    let count = coordinates.len() / 3;
    let atom = |i: usize| &coordinates[3 * i..3 * (i + 1)];
    let mut energy = 0.0;
    for i in 0..count {
        for j in 0..i {
            let r2: f64 = atom(i).iter().zip(atom(j)).map(|(a, b)| (a - b) * (a - b)).sum();
            if r2 > cutoff * cutoff {
                continue;
            }
            let s6 = 1.0 / (r2 * r2 * r2);
            energy += 4.0 * (s6 * s6 - s6);
        }
    }
    energy
}

#[differentiable]
pub fn spring_chain(x: &[f64], stiffness: f64, rest: f64) -> f64 {
    let stretch = x.windows(2).map(|w| w[1] - w[0] - rest);
    0.5 * stiffness * stretch.map(|s| s * s).sum::<f64>() + 9.81 * x.iter().sum::<f64>()
}

#[differentiable]
pub fn heat(u: &mut Vec<f64>, conductivity: &[f64], steps: usize) {
    for _ in 0..steps {
        let old = u.clone();
        for i in 1..old.len() - 1 {
            u[i] = old[i] + conductivity[i] * (old[i - 1] - 2.0 * old[i] + old[i + 1]);
        }
    }
}
