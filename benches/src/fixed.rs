//! Small arrays of fixed size.

use jac::differentiable;

use crate::measured;
use crate::vectors::{add, cross, dot, scale, sub};

/// From spherical to Cartesian coordinates.
#[differentiable]
pub fn sph3(p: [f64; 3]) -> [f64; 3] {
    let [r, theta, phi] = p;
    [r * theta.sin() * phi.cos(), r * theta.sin() * phi.sin(), r * theta.cos()]
}

fn sph3_jvp(p: [f64; 3], d: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    let ((st, ct), (sp, cp)) = (p[1].sin_cos(), p[2].sin_cos());
    let (rs, rc) = (p[0] * st, p[0] * ct);
    let (drs, rsp) = (d[0] * st + rc * d[1], rs * d[2]);
    ([rs * cp, rs * sp, rc], [drs * cp - rsp * sp, drs * sp + rsp * cp, d[0] * ct - rs * d[1]])
}

fn sph3_vjp(p: [f64; 3], by: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    let ((st, ct), (sp, cp)) = (p[1].sin_cos(), p[2].sin_cos());
    let (rs, rc) = (p[0] * st, p[0] * ct);
    let plane = cp * by[0] + sp * by[1];
    ([rs * cp, rs * sp, rc], [st * plane + ct * by[2], rc * plane - rs * by[2], rs * (cp * by[1] - sp * by[0])])
}

fn sph3_jacobian(p: [f64; 3]) -> ([f64; 3], [[f64; 3]; 3]) {
    let ((st, ct), (sp, cp)) = (p[1].sin_cos(), p[2].sin_cos());
    let (rs, rc) = (p[0] * st, p[0] * ct);
    let (x, y) = (rs * cp, rs * sp);
    ([x, y, rc], [[st * cp, rc * cp, -y], [st * sp, rc * sp, x], [ct, -rs, 0.0]])
}

const DT: f64 = 0.05;

/// A vehicle after a step: position, heading, speed, turn rate, acceleration.
#[differentiable]
pub fn ekf6(state: [f64; 6]) -> [f64; 6] {
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

/// The value, and the entries of the Jacobian that are no constants: of the first two rows for heading and speed, of the fourth and
/// the fifth for speed, of the fifth for heading.
fn ekf6_parts(state: [f64; 6]) -> ([f64; 6], [f64; 4], [f64; 3]) {
    let [px, py, theta, v, omega, a] = state;
    let vm = v + (0.5 * DT) * a;
    let (sm, cm) = (theta + (0.5 * DT) * omega).sin_cos();
    let (st, ct) = theta.sin_cos();
    let (cd, sd) = (cm * DT, sm * DT);
    let (dx, dy) = (vm * cd, vm * sd);
    let slip = (0.1 * DT) * v.abs();
    let sway = (0.02 * DT) * st;
    let next = [
        px + dx,
        py + dy,
        theta + omega * DT,
        v + a * DT - slip * v,
        (1.0 - 0.3 * DT) * omega + sway * v,
        0.9753099120283326 * a,
    ];
    (next, [-dy, dx, cd, sd], [1.0 - 2.0 * slip, sway, (0.02 * DT) * v * ct])
}

fn ekf6_jvp(state: [f64; 6], d: [f64; 6]) -> ([f64; 6], [f64; 6]) {
    let (next, [xt, yt, xv, yv], [vv, wv, wt]) = ekf6_parts(state);
    let (dt, dv) = (d[2] + (0.5 * DT) * d[4], d[3] + (0.5 * DT) * d[5]);
    let tangent = [
        d[0] + xt * dt + xv * dv,
        d[1] + yt * dt + yv * dv,
        d[2] + DT * d[4],
        vv * d[3] + DT * d[5],
        (1.0 - 0.3 * DT) * d[4] + wv * d[3] + wt * d[2],
        0.9753099120283326 * d[5],
    ];
    (next, tangent)
}

fn ekf6_vjp(state: [f64; 6], by: [f64; 6]) -> ([f64; 6], [f64; 6]) {
    let (next, [xt, yt, xv, yv], [vv, wv, wt]) = ekf6_parts(state);
    let (bt, bv) = (xt * by[0] + yt * by[1], xv * by[0] + yv * by[1]);
    let cotangent = [
        by[0],
        by[1],
        by[2] + bt + wt * by[4],
        vv * by[3] + bv + wv * by[4],
        DT * by[2] + (0.5 * DT) * bt + (1.0 - 0.3 * DT) * by[4],
        DT * by[3] + (0.5 * DT) * bv + 0.9753099120283326 * by[5],
    ];
    (next, cotangent)
}

fn ekf6_jacobian(state: [f64; 6]) -> ([f64; 6], [[f64; 6]; 6]) {
    let (next, [xt, yt, xv, yv], [vv, wv, wt]) = ekf6_parts(state);
    const H: f64 = 0.5 * DT;
    let jacobian = [
        [1.0, 0.0, xt, xv, H * xt, H * xv],
        [0.0, 1.0, yt, yv, H * yt, H * yv],
        [0.0, 0.0, 1.0, 0.0, DT, 0.0],
        [0.0, 0.0, 0.0, vv, 0.0, DT],
        [0.0, 0.0, wt, wv, 1.0 - 0.3 * DT, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.9753099120283326],
    ];
    (next, jacobian)
}

const LENGTHS: [f64; 6] = [0.4, 0.35, 0.3, 0.25, 0.2, 0.1];

/// Forward kinematics of an arm with six joints: position and Euler angles.
#[differentiable]
pub fn arm6(q: [f64; 6]) -> [f64; 6] {
    let mut r = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut p = [0.0; 3];
    for i in 0..6 {
        let (s, c) = q[i].sin_cos();
        for k in 0..3 {
            // Even joints turn about z, odd ones about y.
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

struct Arm {
    value: [f64; 6],
    /// Axis of each joint, and its place.
    joints: [([f64; 3], [f64; 3]); 6],
    tip: [f64; 3],
    /// What a turn about an axis does to the three angles: the first two rows have no third entry, that of the last row is one.
    angles: [[f64; 2]; 3],
}

/// Derivatives of kinematics need no derivative of a rotation: a joint turns all that is behind it about its axis.
fn arm6_parts(q: [f64; 6]) -> Arm {
    let (mut x, mut y, mut z) = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]);
    let mut p = [0.0; 3];
    let mut joints = [([0.0; 3], [0.0; 3]); 6];
    for i in 0..6 {
        let (s, c) = q[i].sin_cos();
        if i % 2 == 0 {
            joints[i] = (z, p);
            (x, y) = (add(scale(c, x), scale(s, y)), sub(scale(c, y), scale(s, x)));
        } else {
            joints[i] = (y, p);
            (x, z) = (sub(scale(c, x), scale(s, z)), add(scale(c, z), scale(s, x)));
        }
        p = add(p, add(scale(LENGTHS[i], x), scale(0.05 * i as f64, z)));
    }
    let square = x[0] * x[0] + x[1] * x[1];
    let root = square.sqrt();
    let value = [p[0], p[1], p[2], y[2].atan2(z[2]), (-x[2]).asin(), x[1].atan2(x[0])];
    let (over, slope) = (1.0 / square, 1.0 / root);
    let (a, b) = (x[0] * over, x[1] * over);
    let angles = [[a, b], [-x[1] * slope, x[0] * slope], [-x[2] * a, -x[2] * b]];
    Arm { value, joints, tip: p, angles }
}

fn arm6_jvp(q: [f64; 6], d: [f64; 6]) -> ([f64; 6], [f64; 6]) {
    let Arm { value, joints, tip, angles } = arm6_parts(q);
    let (mut v, mut w) = ([0.0; 3], [0.0; 3]);
    for ((axis, place), d) in joints.iter().zip(d) {
        let turn = scale(d, *axis);
        w = add(w, turn);
        v = add(v, cross(turn, sub(tip, *place)));
    }
    let angle = |k: usize| angles[k][0] * w[0] + angles[k][1] * w[1];
    (value, [v[0], v[1], v[2], angle(0), angle(1), angle(2) + w[2]])
}

fn arm6_vjp(q: [f64; 6], by: [f64; 6]) -> ([f64; 6], [f64; 6]) {
    let Arm { value, joints, tip, angles } = arm6_parts(q);
    let by_p = [by[0], by[1], by[2]];
    let by_turn = |k: usize| angles[0][k] * by[3] + angles[1][k] * by[4] + angles[2][k] * by[5];
    let by_w = [by_turn(0), by_turn(1), by[5]];
    let each = |(axis, place): ([f64; 3], [f64; 3])| dot(axis, add(cross(sub(tip, place), by_p), by_w));
    (value, joints.map(each))
}

fn arm6_jacobian(q: [f64; 6]) -> ([f64; 6], [[f64; 6]; 6]) {
    let Arm { value, joints, tip, angles } = arm6_parts(q);
    let mut j = [[0.0; 6]; 6];
    for (i, (axis, place)) in joints.into_iter().enumerate() {
        let v = cross(axis, sub(tip, place));
        let angle = |k: usize| angles[k][0] * axis[0] + angles[k][1] * axis[1];
        (j[0][i], j[1][i], j[2][i]) = (v[0], v[1], v[2]);
        (j[3][i], j[4][i], j[5][i]) = (angle(0), angle(1), angle(2) + axis[2]);
    }
    (value, j)
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

fn rosen10_jvp(x: [f64; 10], d: [f64; 10]) -> ([f64; 10], [f64; 10]) {
    let (mut value, mut tangent) = ([0.0; 10], [0.0; 10]);
    for i in 0..9 {
        value[i] = 10.0 * (x[i + 1] - x[i] * x[i]);
        tangent[i] = 10.0 * d[i + 1] - 20.0 * x[i] * d[i];
    }
    (value[9], tangent[9]) = (1.0 - x[0], -d[0]);
    (value, tangent)
}

fn rosen10_vjp(x: [f64; 10], by: [f64; 10]) -> ([f64; 10], [f64; 10]) {
    let (mut value, mut cotangent) = ([0.0; 10], [0.0; 10]);
    for i in 0..9 {
        value[i] = 10.0 * (x[i + 1] - x[i] * x[i]);
        let scaled = 10.0 * by[i];
        cotangent[i] -= 2.0 * x[i] * scaled;
        cotangent[i + 1] = scaled;
    }
    value[9] = 1.0 - x[0];
    cotangent[0] -= by[9];
    (value, cotangent)
}

fn rosen10_jacobian(x: [f64; 10]) -> ([f64; 10], [[f64; 10]; 10]) {
    let (mut value, mut j) = ([0.0; 10], [[0.0; 10]; 10]);
    for i in 0..9 {
        value[i] = 10.0 * (x[i + 1] - x[i] * x[i]);
        j[i][i] = -20.0 * x[i];
        j[i][i + 1] = 10.0;
    }
    value[9] = 1.0 - x[0];
    j[9][0] = -1.0;
    (value, j)
}

type Matrix6 = [[f64; 6]; 6];

/// Covariance after a linear step: F·P·Fᵀ.
#[differentiable]
pub fn covariance(f: &[[f64; 6]; 6], p: &[[f64; 6]; 6]) -> [[f64; 6]; 6] {
    let mut m = [[0.0; 6]; 6];
    let mut next = [[0.0; 6]; 6];
    for i in 0..6 {
        for j in 0..6 {
            for k in 0..6 {
                m[i][j] += f[i][k] * p[k][j];
            }
        }
    }
    for i in 0..6 {
        for j in 0..6 {
            for k in 0..6 {
                next[i][j] += m[i][k] * f[j][k];
            }
        }
    }
    next
}

/// c + a·b
fn product(mut c: Matrix6, a: &Matrix6, b: &Matrix6) -> Matrix6 {
    for i in 0..6 {
        for k in 0..6 {
            for j in 0..6 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

fn transposed(a: &Matrix6) -> Matrix6 {
    std::array::from_fn(|i| std::array::from_fn(|j| a[j][i]))
}

const ZERO: Matrix6 = [[0.0; 6]; 6];

fn covariance_jvp(f: &Matrix6, p: &Matrix6, df: &Matrix6, dp: &Matrix6) -> (Matrix6, Matrix6) {
    let m = product(ZERO, f, p);
    let dm = product(product(ZERO, df, p), f, dp);
    let ft = transposed(f);
    (product(ZERO, &m, &ft), product(product(ZERO, &dm, &ft), &m, &transposed(df)))
}

fn covariance_vjp(f: &Matrix6, p: &Matrix6, by: &Matrix6) -> (Matrix6, (Matrix6, Matrix6)) {
    let m = product(ZERO, f, p);
    let ft = transposed(f);
    let by_m = product(ZERO, by, f);
    let by_f = product(product(ZERO, &transposed(by), &m), &by_m, &transposed(p));
    (product(ZERO, &m, &ft), (by_f, product(ZERO, &ft, &by_m)))
}

/// Inverse of a matrix.
#[differentiable]
pub fn inverse3(a: [[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let c0 = a[1][1] * a[2][2] - a[1][2] * a[2][1];
    let c1 = a[1][2] * a[2][0] - a[1][0] * a[2][2];
    let c2 = a[1][0] * a[2][1] - a[1][1] * a[2][0];
    let d = 1.0 / (a[0][0] * c0 + a[0][1] * c1 + a[0][2] * c2);
    [
        [c0 * d, (a[0][2] * a[2][1] - a[0][1] * a[2][2]) * d, (a[0][1] * a[1][2] - a[0][2] * a[1][1]) * d],
        [c1 * d, (a[0][0] * a[2][2] - a[0][2] * a[2][0]) * d, (a[0][2] * a[1][0] - a[0][0] * a[1][2]) * d],
        [c2 * d, (a[0][1] * a[2][0] - a[0][0] * a[2][1]) * d, (a[0][0] * a[1][1] - a[0][1] * a[1][0]) * d],
    ]
}

type Matrix3 = [[f64; 3]; 3];

/// −(a·b·c)
fn negative_product(a: &Matrix3, b: &Matrix3, c: &Matrix3) -> Matrix3 {
    let (mut m, mut n) = ([[0.0; 3]; 3], [[0.0; 3]; 3]);
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                m[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                n[i][j] -= m[i][k] * c[k][j];
            }
        }
    }
    n
}

fn inverse3_jvp(a: Matrix3, d: Matrix3) -> (Matrix3, Matrix3) {
    let b = inverse3(a);
    (b, negative_product(&b, &d, &b))
}

fn inverse3_vjp(a: Matrix3, by: Matrix3) -> (Matrix3, Matrix3) {
    let b = inverse3(a);
    let t = std::array::from_fn(|i| std::array::from_fn(|j| b[j][i]));
    (b, negative_product(&t, &by, &t))
}

fn inverse3_jacobian(a: Matrix3) -> (Matrix3, [[[[f64; 3]; 3]; 3]; 3]) {
    let b = inverse3(a);
    let mut j = [[[[0.0; 3]; 3]; 3]; 3];
    for i in 0..3 {
        for k in 0..3 {
            for m in 0..3 {
                for n in 0..3 {
                    j[i][k][m][n] = -b[i][m] * b[n][k];
                }
            }
        }
    }
    (b, j)
}

/// A matrix times a vector.
#[differentiable(wrt(x))]
pub fn apply8(a: &[[f64; 8]; 8], x: [f64; 8]) -> [f64; 8] {
    let mut y = [0.0; 8];
    for i in 0..8 {
        for j in 0..8 {
            y[i] += a[i][j] * x[j];
        }
    }
    y
}

fn apply8_plain(a: &[[f64; 8]; 8], x: [f64; 8]) -> [f64; 8] {
    let mut y = [0.0; 8];
    for (y, row) in y.iter_mut().zip(a) {
        for (a, x) in row.iter().zip(x) {
            *y += a * x;
        }
    }
    y
}

fn apply8_vjp(a: &[[f64; 8]; 8], x: [f64; 8], by: [f64; 8]) -> ([f64; 8], [f64; 8]) {
    let mut by_x = [0.0; 8];
    for (row, by) in a.iter().zip(by) {
        for (by_x, a) in by_x.iter_mut().zip(row) {
            *by_x += a * by;
        }
    }
    (apply8_plain(a, x), by_x)
}

fn matrix<const M: usize, const N: usize>(seed: f64) -> [[f64; N]; M] {
    std::array::from_fn(|i| std::array::from_fn(|j| (seed + 3.1 * i as f64 + 1.7 * j as f64).sin()))
}

measured! {
    "small fixed arrays";
    sph3(p: [f64; 3] = [1.5, 0.7, -0.4]; d: [f64; 3] = [0.1, -0.2, 0.3]; by: [f64; 3] = [1.0, -0.5, 0.25]) {
        tangent: sph3::jvp(p, d), sph3_jvp(p, d);
        adjoint: sph3::vjp(p, by), sph3_vjp(p, by);
        jacobian: sph3::value_and_jacobian(p), sph3_jacobian(p);
    }
    ekf6(s: [f64; 6] = [1.0, 2.0, 0.6, 3.0, 0.2, -0.5]; d: [f64; 6] = [0.1, -0.2, 0.3, 0.4, -0.5, 0.6]; by: [f64; 6] = [1.0, -0.5, 0.25, 0.7, -0.3, 0.9]) {
        tangent: ekf6::jvp(s, d), ekf6_jvp(s, d);
        adjoint: ekf6::vjp(s, by), ekf6_vjp(s, by);
        jacobian: ekf6::value_and_jacobian(s), ekf6_jacobian(s);
    }
    arm6(q: [f64; 6] = [0.3, -0.5, 0.7, 0.2, -0.4, 0.6]; d: [f64; 6] = [0.1, -0.2, 0.3, 0.4, -0.5, 0.6]; by: [f64; 6] = [1.0, -0.5, 0.25, 0.7, -0.3, 0.9]) {
        tangent: arm6::jvp(q, d), arm6_jvp(q, d);
        adjoint: arm6::vjp(q, by), arm6_vjp(q, by);
        jacobian: arm6::value_and_jacobian(q), arm6_jacobian(q);
    }
    rosen10(x: [f64; 10] = matrix::<1, 10>(0.3)[0]; d: [f64; 10] = matrix::<1, 10>(0.7)[0]; by: [f64; 10] = matrix::<1, 10>(1.1)[0]) {
        tangent: rosen10::jvp(x, d), rosen10_jvp(x, d);
        adjoint: rosen10::vjp(x, by), rosen10_vjp(x, by);
        jacobian: rosen10::value_and_jacobian(x), rosen10_jacobian(x);
    }
    covariance(f: Box<Matrix6> = Box::new(matrix(0.3)), p: Box<Matrix6> = Box::new(matrix(0.7)); df: [[f64; 6]; 6] = matrix(1.1), dp: [[f64; 6]; 6] = matrix(1.5); by: [[f64; 6]; 6] = matrix(1.9)) {
        tangent: covariance::jvp(f, p, df, dp), covariance_jvp(f, p, &df, &dp);
        adjoint: covariance::vjp(f, p, by), covariance_vjp(f, p, &by);
    }
    inverse3(a: [[f64; 3]; 3] = [[2.0, 0.3, -0.4], [0.5, 1.7, 0.2], [-0.3, 0.6, 2.2]]; d: [[f64; 3]; 3] = matrix(1.1); by: [[f64; 3]; 3] = matrix(1.9)) {
        tangent: inverse3::jvp(a, d), inverse3_jvp(a, d);
        adjoint: inverse3::vjp(a, by), inverse3_vjp(a, by);
        jacobian: inverse3::value_and_jacobian(a), inverse3_jacobian(a);
    }
    apply8(a: Box<[[f64; 8]; 8]> = Box::new(matrix(0.3)), x: [f64; 8] = matrix::<1, 8>(0.7)[0]; d: [f64; 8] = matrix::<1, 8>(1.1)[0]; by: [f64; 8] = matrix::<1, 8>(1.9)[0]) {
        tangent: apply8::jvp(a, x, d), (apply8_plain(a, x), apply8_plain(a, d));
        adjoint: apply8::vjp(a, x, by), apply8_vjp(a, x, by);
        jacobian: apply8::value_and_jacobian(a, x), (apply8_plain(a, x), *a);
    }
}
