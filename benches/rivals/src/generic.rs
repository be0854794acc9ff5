//! The same functions over numbers of any crate.

use crate::numbers::Number;

pub fn sph3<T: Number>(s: [T; 3]) -> [T; 3] {
    let [r, theta, phi] = s;
    [r * theta.sin() * phi.cos(), r * theta.sin() * phi.sin(), r * theta.cos()]
}

pub fn ekf6<T: Number>(s: [T; 6]) -> [T; 6] {
    let dt = 0.05;
    let [px, py, heading, v, w, a] = s;
    let (vm, middle) = (v + a.times(0.5 * dt), heading + w.times(0.5 * dt));
    [
        px + (vm * middle.cos()).times(dt),
        py + (vm * middle.sin()).times(dt),
        heading + w.times(dt),
        v + a.times(dt) - (v * v.abs()).times(0.1 * dt),
        w - w.times(0.3 * dt) + (v * heading.sin()).times(0.02 * dt),
        a.times(0.9753099120283326),
    ]
}

const LENGTHS: [f64; 6] = [0.4, 0.35, 0.3, 0.25, 0.2, 0.1];

pub fn arm6<T: Number>(q: [T; 6]) -> [T; 6] {
    let (zero, one) = (T::lift(0.0), T::lift(1.0));
    let mut r = [[one, zero, zero], [zero, one, zero], [zero, zero, one]];
    let mut p = [zero; 3];
    for i in 0..6 {
        let (s, c) = q[i].sin_cos();
        for k in 0..3 {
            if i % 2 == 0 {
                (r[k][0], r[k][1]) = (c * r[k][0] + s * r[k][1], c * r[k][1] - s * r[k][0]);
            } else {
                (r[k][0], r[k][2]) = (c * r[k][0] - s * r[k][2], c * r[k][2] + s * r[k][0]);
            }
            p[k] = p[k] + r[k][0].times(LENGTHS[i]) + r[k][2].times(0.05 * i as f64);
        }
    }
    [p[0], p[1], p[2], r[2][1].atan2(r[2][2]), (-r[2][0]).asin(), r[1][0].atan2(r[0][0])]
}

pub fn rosen10<T: Number>(x: [T; 10]) -> [T; 10] {
    let mut residuals = [T::lift(0.0); 10];
    for i in 0..9 {
        residuals[i] = (x[i + 1] - x[i] * x[i]).times(10.0);
    }
    residuals[9] = T::lift(1.0) - x[0];
    residuals
}

pub fn filter64<T: Number>(x: [T; 64]) -> [T; 1] {
    let (mut state, mut energy) = (T::lift(0.0), T::lift(0.0));
    for i in 0..64 {
        state = state + (x[i] - state).times(0.1);
        energy = energy + state * state;
    }
    [energy]
}
