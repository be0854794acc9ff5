//! Straight-line scalar code.
//!
//! In all four families a function stands beside its derivatives as an expert writes them: value and tangent (`_jvp`), value and
//! cotangents (`_vjp`), value and Jacobian or gradient, of the same algorithm, in safe Rust. What the value has is used again, zeros
//! and ones of the structure cost nothing, and nothing allocates that need not.

use jac::differentiable;

use crate::measured;
use crate::vectors::{cross, dot, scale};

/// A vector rotated by a quaternion.
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

fn quaternion_rotate_jvp(q: [f64; 4], v: [f64; 3], dq: [f64; 4], dv: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    let ([w, u @ ..], [dw, du @ ..]) = (q, dq);
    let t = scale(2.0, cross(u, v));
    let (a, b) = (cross(du, v), cross(u, dv));
    let dt = [2.0 * (a[0] + b[0]), 2.0 * (a[1] + b[1]), 2.0 * (a[2] + b[2])];
    let (ut, dut, udt) = (cross(u, t), cross(du, t), cross(u, dt));
    let value = [v[0] + w * t[0] + ut[0], v[1] + w * t[1] + ut[1], v[2] + w * t[2] + ut[2]];
    let each = |i: usize| dv[i] + dw * t[i] + w * dt[i] + dut[i] + udt[i];
    (value, [each(0), each(1), each(2)])
}

fn quaternion_rotate_vjp(q: [f64; 4], v: [f64; 3], by: [f64; 3]) -> ([f64; 3], ([f64; 4], [f64; 3])) {
    let [w, u @ ..] = q;
    let t = scale(2.0, cross(u, v));
    let ut = cross(u, t);
    let value = [v[0] + w * t[0] + ut[0], v[1] + w * t[1] + ut[1], v[2] + w * t[2] + ut[2]];
    let bu = cross(by, u);
    let s = [2.0 * (w * by[0] + bu[0]), 2.0 * (w * by[1] + bu[1]), 2.0 * (w * by[2] + bu[2])];
    let (tb, vs, su) = (cross(t, by), cross(v, s), cross(s, u));
    let by_q = [dot(by, t), tb[0] + vs[0], tb[1] + vs[1], tb[2] + vs[2]];
    (value, (by_q, [by[0] + su[0], by[1] + su[1], by[2] + su[2]]))
}

fn quaternion_rotate_jacobian(q: [f64; 4], v: [f64; 3]) -> ([f64; 3], ([[f64; 4]; 3], [[f64; 3]; 3])) {
    let [w, u @ ..] = q;
    let u2 = scale(2.0, u);
    let t = cross(u2, v);
    let ut = cross(u, t);
    let value = [v[0] + w * t[0] + ut[0], v[1] + w * t[1] + ut[1], v[2] + w * t[2] + ut[2]];
    // −[2w·v + t]× − 2·v·uᵀ + 2·(u·v)·1
    let m = [2.0 * w * v[0] + t[0], 2.0 * w * v[1] + t[1], 2.0 * w * v[2] + t[2]];
    let d = dot(u2, v);
    let by_q = [
        [t[0], d - v[0] * u2[0], m[2] - v[0] * u2[1], -m[1] - v[0] * u2[2]],
        [t[1], -m[2] - v[1] * u2[0], d - v[1] * u2[1], m[0] - v[1] * u2[2]],
        [t[2], m[1] - v[2] * u2[0], -m[0] - v[2] * u2[1], d - v[2] * u2[2]],
    ];
    // 1 + 2w·[u]× + 2·(u·uᵀ − |u|²·1)
    let wu = scale(w, u2);
    let (xx, yy, zz) = (u[0] * u2[0], u[1] * u2[1], u[2] * u2[2]);
    let (xy, xz, yz) = (u[0] * u2[1], u[0] * u2[2], u[1] * u2[2]);
    let by_v = [
        [1.0 - yy - zz, xy - wu[2], xz + wu[1]],
        [xy + wu[2], 1.0 - xx - zz, yz - wu[0]],
        [xz - wu[1], yz + wu[0], 1.0 - xx - yy],
    ];
    (value, (by_q, by_v))
}

/// A point in the frame of a camera, as its picture: focal length and two radial distortion terms.
#[differentiable]
pub fn project(p: [f64; 3], camera: [f64; 3]) -> [f64; 2] {
    let [f, k1, k2] = camera;
    let a = p[0] / p[2];
    let b = p[1] / p[2];
    let rho = a * a + b * b;
    let d = f * (1.0 + rho * (k1 + rho * k2));
    [d * a, d * b]
}

fn project_jvp(p: [f64; 3], camera: [f64; 3], dp: [f64; 3], dc: [f64; 3]) -> ([f64; 2], [f64; 2]) {
    let [f, k1, k2] = camera;
    let inverse = 1.0 / p[2];
    let (a, b) = (p[0] * inverse, p[1] * inverse);
    let rho = a * a + b * b;
    let (g, l) = (k1 + rho * k2, 1.0 + rho * (k1 + rho * k2));
    let d = f * l;
    let (da, db) = ((dp[0] - a * dp[2]) * inverse, (dp[1] - b * dp[2]) * inverse);
    let drho = 2.0 * (a * da + b * db);
    let dd = dc[0] * l + f * (drho * (g + rho * k2) + rho * (dc[1] + rho * dc[2]));
    ([d * a, d * b], [dd * a + d * da, dd * b + d * db])
}

fn project_vjp(p: [f64; 3], camera: [f64; 3], by: [f64; 2]) -> ([f64; 2], ([f64; 3], [f64; 3])) {
    let [f, k1, k2] = camera;
    let inverse = 1.0 / p[2];
    let (a, b) = (p[0] * inverse, p[1] * inverse);
    let rho = a * a + b * b;
    let g = k1 + rho * k2;
    let l = 1.0 + rho * g;
    let d = f * l;
    let by_d = by[0] * a + by[1] * b;
    let by_k1 = f * by_d * rho;
    let by_rho = 2.0 * f * by_d * (g + rho * k2);
    let (by_a, by_b) = (d * by[0] + by_rho * a, d * by[1] + by_rho * b);
    let (bx, bty) = (by_a * inverse, by_b * inverse);
    ([d * a, d * b], ([bx, bty, -(bx * a + bty * b)], [by_d * l, by_k1, by_k1 * rho]))
}

fn project_jacobian(p: [f64; 3], camera: [f64; 3]) -> ([f64; 2], ([[f64; 3]; 2], [[f64; 3]; 2])) {
    let [f, k1, k2] = camera;
    let inverse = 1.0 / p[2];
    let (a, b) = (p[0] * inverse, p[1] * inverse);
    let rho = a * a + b * b;
    let g = k1 + rho * k2;
    let l = 1.0 + rho * g;
    let d = f * l;
    let e = 2.0 * f * (g + rho * k2) * inverse;
    let (ea, di) = (e * a, d * inverse);
    let (uu, uv, vv) = (di + ea * a, ea * b, di + e * b * b);
    let by_p = [[uu, uv, -(uu * a + uv * b)], [uv, vv, -(uv * a + vv * b)]];
    let (fa, fb) = (f * rho * a, f * rho * b);
    ([d * a, d * b], (by_p, [[l * a, fa, fa * rho], [l * b, fb, fb * rho]]))
}

/// Position on an orbit: semi-major axis, eccentricity, inclination, ascending node, argument of periapsis, true anomaly.
#[differentiable]
pub fn orbit(elements: [f64; 6]) -> [f64; 3] {
    let [a, e, i, node, periapsis, anomaly] = elements;
    let r = a * (1.0 - e * e) / (1.0 + e * anomaly.cos());
    let (st, ct) = (periapsis + anomaly).sin_cos();
    let (sn, cn) = node.sin_cos();
    let (si, ci) = i.sin_cos();
    [r * (cn * ct - sn * st * ci), r * (sn * ct + cn * st * ci), r * (st * si)]
}

/// What all derivatives have in common: the position, the columns of its Jacobian for inclination and argument, its direction, and
/// the partials of the radius for the three elements that it depends on.
fn orbit_parts(elements: [f64; 6]) -> ([f64; 3], [f64; 3], [f64; 3], [f64; 3], [f64; 3]) {
    let [a, e, i, node, periapsis, anomaly] = elements;
    let (sv, cv) = anomaly.sin_cos();
    let inverse = 1.0 / (1.0 + e * cv);
    let over = (1.0 - e * e) * inverse;
    let r = a * over;
    let (st, ct) = (periapsis + anomaly).sin_cos();
    let (sn, cn) = node.sin_cos();
    let (si, ci) = i.sin_cos();
    let (snci, cnci) = (sn * ci, cn * ci);
    let direction = [cn * ct - snci * st, sn * ct + cnci * st, st * si];
    let by_argument = [-r * (cn * st + snci * ct), r * (cnci * ct - sn * st), r * ct * si];
    let rst = r * st;
    let (rsi, by_z) = (rst * si, rst * ci);
    let by_inclination = [sn * rsi, -cn * rsi, by_z];
    let by_radius = [over, -(2.0 * a * e + r * cv) * inverse, r * e * sv * inverse];
    (scale(r, direction), by_inclination, by_argument, direction, by_radius)
}

fn orbit_jvp(elements: [f64; 6], d: [f64; 6]) -> ([f64; 3], [f64; 3]) {
    let (p, i, t, u, r) = orbit_parts(elements);
    let dr = r[0] * d[0] + r[1] * d[1] + r[2] * d[5];
    let dt = d[4] + d[5];
    let dx = u[0] * dr + i[0] * d[2] + t[0] * dt - p[1] * d[3];
    let dy = u[1] * dr + i[1] * d[2] + t[1] * dt + p[0] * d[3];
    (p, [dx, dy, u[2] * dr + i[2] * d[2] + t[2] * dt])
}

fn orbit_vjp(elements: [f64; 6], by: [f64; 3]) -> ([f64; 3], [f64; 6]) {
    let (p, i, t, u, r) = orbit_parts(elements);
    let (by_r, by_t) = (dot(u, by), dot(t, by));
    let by_node = p[0] * by[1] - p[1] * by[0];
    (p, [r[0] * by_r, r[1] * by_r, dot(i, by), by_node, by_t, by_t + r[2] * by_r])
}

fn orbit_jacobian(elements: [f64; 6]) -> ([f64; 3], [[f64; 6]; 3]) {
    let (p, i, t, u, r) = orbit_parts(elements);
    let row = |k: usize, node: f64| [r[0] * u[k], r[1] * u[k], i[k], node, t[k], t[k] + r[2] * u[k]];
    (p, [row(0, -p[1]), row(1, p[0]), row(2, 0.0)])
}

const MU: f64 = 3.986004418e5;
const J2: f64 = 1.5 * 1.08262668e-3 * 6378.137 * 6378.137;

/// Acceleration by an oblate planet.
#[differentiable]
pub fn gravity(p: [f64; 3]) -> [f64; 3] {
    let [x, y, z] = p;
    let r2 = x * x + y * y + z * z;
    let s = -MU / (r2 * r2.sqrt());
    let k = J2 / r2;
    let z2 = 5.0 * z * z / r2;
    let g = s * (1.0 + k * (1.0 - z2));
    [g * x, g * y, s * (1.0 + k * (3.0 - z2)) * z]
}

/// g, h, and what the derivative has in front of the position in the plane and along the axis, and of the axis.
fn gravity_parts(p: [f64; 3]) -> (f64, f64, f64, f64, f64) {
    let [x, y, z] = p;
    let inverse = 1.0 / (x * x + y * y + z * z);
    let s = -MU * inverse * inverse.sqrt();
    let k = J2 * inverse;
    let zi = z * inverse;
    let z2 = 5.0 * z * zi;
    let g = 1.0 + k * (1.0 - z2);
    let h = g + 2.0 * k;
    let si = s * inverse;
    let a = -2.0 * k * (1.0 - 2.0 * z2);
    (s * g, s * h, si * (a - 3.0 * g), si * (a - 4.0 * k - 3.0 * h), -10.0 * s * k * zi)
}

fn gravity_jvp(p: [f64; 3], d: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    let (g, h, a, c, b) = gravity_parts(p);
    let w = dot(p, d);
    let (plane, axis) = (a * w + b * d[2], c * w + b * d[2]);
    ([g * p[0], g * p[1], h * p[2]], [g * d[0] + p[0] * plane, g * d[1] + p[1] * plane, h * d[2] + p[2] * axis])
}

fn gravity_vjp(p: [f64; 3], by: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    let (g, h, a, c, b) = gravity_parts(p);
    let (q, zb) = (p[0] * by[0] + p[1] * by[1], p[2] * by[2]);
    let f = a * q + c * zb;
    ([g * p[0], g * p[1], h * p[2]], [g * by[0] + f * p[0], g * by[1] + f * p[1], h * by[2] + f * p[2] + b * (q + zb)])
}

fn gravity_jacobian(p: [f64; 3]) -> ([f64; 3], [[f64; 3]; 3]) {
    let [x, y, z] = p;
    let (g, h, a, c, b) = gravity_parts(p);
    let (ax, ay, cz) = (a * x, a * y, c * z);
    let axis = a * z + b;
    let xy = ax * y;
    let j = [[g + ax * x, xy, axis * x], [xy, g + ay * y, axis * y], [cz * x, cz * y, h + (cz + b) * z]];
    ([g * x, g * y, h * z], j)
}

/// Logarithm of a normal density.
#[differentiable]
pub fn log_density(x: f64, mean: f64, deviation: f64) -> f64 {
    let z = (x - mean) / deviation;
    -0.5 * z * z - deviation.ln() - 0.918_938_533_204_672_8
}

fn log_density_jvp(x: f64, mean: f64, deviation: f64, dx: f64, dm: f64, dd: f64) -> (f64, f64) {
    let inverse = 1.0 / deviation;
    let z = (x - mean) * inverse;
    let value = -0.5 * z * z - deviation.ln() - 0.918_938_533_204_672_8;
    (value, ((z * z - 1.0) * dd - z * (dx - dm)) * inverse)
}

fn log_density_vjp(x: f64, mean: f64, deviation: f64, by: f64) -> (f64, (f64, f64, f64)) {
    let inverse = 1.0 / deviation;
    let z = (x - mean) * inverse;
    let value = -0.5 * z * z - deviation.ln() - 0.918_938_533_204_672_8;
    let scaled = by * inverse;
    let by_mean = z * scaled;
    (value, (-by_mean, by_mean, by_mean * z - scaled))
}

fn log_density_gradient(x: f64, mean: f64, deviation: f64) -> (f64, (f64, f64, f64)) {
    let inverse = 1.0 / deviation;
    let z = (x - mean) * inverse;
    let value = -0.5 * z * z - deviation.ln() - 0.918_938_533_204_672_8;
    let by_mean = z * inverse;
    (value, (-by_mean, by_mean, by_mean * z - inverse))
}

/// Angle between two places on a sphere, given by latitude and longitude.
#[differentiable]
pub fn haversine(from: [f64; 2], to: [f64; 2]) -> f64 {
    let a = (0.5 * (to[0] - from[0])).sin();
    let b = (0.5 * (to[1] - from[1])).sin();
    let h = a * a + from[0].cos() * to[0].cos() * b * b;
    2.0 * h.sqrt().asin()
}

/// The angle, and its partials for both latitudes and the longitude of the second place.
fn haversine_parts(from: [f64; 2], to: [f64; 2]) -> (f64, f64, f64, f64) {
    let (a, ca) = (0.5 * (to[0] - from[0])).sin_cos();
    let (b, cb) = (0.5 * (to[1] - from[1])).sin_cos();
    let ((sf, cf), (st, ct)) = (from[0].sin_cos(), to[0].sin_cos());
    let cbb = cf * b * b;
    let h = a * a + cbb * ct;
    let slope = 1.0 / (h * (1.0 - h)).sqrt();
    let aca = a * ca;
    let by_to = (aca - cbb * st) * slope;
    let by_from = -(aca + ct * sf * b * b) * slope;
    (2.0 * h.sqrt().asin(), by_from, by_to, cf * ct * b * cb * slope)
}

fn haversine_jvp(from: [f64; 2], to: [f64; 2], df: [f64; 2], dt: [f64; 2]) -> (f64, f64) {
    let (value, f, t, l) = haversine_parts(from, to);
    (value, f * df[0] + t * dt[0] + l * (dt[1] - df[1]))
}

fn haversine_vjp(from: [f64; 2], to: [f64; 2], by: f64) -> (f64, ([f64; 2], [f64; 2])) {
    let (value, f, t, l) = haversine_parts(from, to);
    let l = by * l;
    (value, ([by * f, -l], [by * t, l]))
}

fn haversine_gradient(from: [f64; 2], to: [f64; 2]) -> (f64, ([f64; 2], [f64; 2])) {
    let (value, f, t, l) = haversine_parts(from, to);
    (value, ([f, -l], [t, l]))
}

measured! {
    "straight-line scalar";
    quaternion_rotate(q: [f64; 4] = [0.8, 0.3, -0.4, 0.33], v: [f64; 3] = [1.2, -0.7, 0.5];
        dq: [f64; 4] = [0.1, -0.2, 0.3, 0.4], dv: [f64; 3] = [0.3, 0.7, -0.2]; by: [f64; 3] = [1.0, -0.5, 0.25]) {
        tangent: quaternion_rotate::jvp(q, v, dq, dv), quaternion_rotate_jvp(q, v, dq, dv);
        adjoint: quaternion_rotate::vjp(q, v, by), quaternion_rotate_vjp(q, v, by);
        jacobian: quaternion_rotate::value_and_jacobian(q, v), quaternion_rotate_jacobian(q, v);
    }
    project(p: [f64; 3] = [0.3, -0.4, 2.5], c: [f64; 3] = [500.0, 0.02, -0.004];
        dp: [f64; 3] = [0.1, -0.2, 0.3], dc: [f64; 3] = [0.3, 0.7, -0.2]; by: [f64; 2] = [1.0, -0.5]) {
        tangent: project::jvp(p, c, dp, dc), project_jvp(p, c, dp, dc);
        adjoint: project::vjp(p, c, by), project_vjp(p, c, by);
        jacobian: project::value_and_jacobian(p, c), project_jacobian(p, c);
    }
    orbit(e: [f64; 6] = [7.0, 0.1, 0.9, 1.7, -0.6, 2.1]; de: [f64; 6] = [0.1, -0.2, 0.3, 0.4, -0.5, 0.6]; by: [f64; 3] = [1.0, -0.5, 0.25]) {
        tangent: orbit::jvp(e, de), orbit_jvp(e, de);
        adjoint: orbit::vjp(e, by), orbit_vjp(e, by);
        jacobian: orbit::value_and_jacobian(e), orbit_jacobian(e);
    }
    gravity(p: [f64; 3] = [7000.0, -1200.0, 900.0]; dp: [f64; 3] = [0.1, -0.2, 0.3]; by: [f64; 3] = [1.0, -0.5, 0.25]) {
        tangent: gravity::jvp(p, dp), gravity_jvp(p, dp);
        adjoint: gravity::vjp(p, by), gravity_vjp(p, by);
        jacobian: gravity::value_and_jacobian(p), gravity_jacobian(p);
    }
    log_density(x: f64 = 1.3, m: f64 = 0.4, s: f64 = 0.7; dx: f64 = 0.3, dm: f64 = -0.1, ds: f64 = 0.9; by: f64 = 1.5) {
        tangent: log_density::jvp(x, m, s, dx, dm, ds), log_density_jvp(x, m, s, dx, dm, ds);
        adjoint: log_density::vjp(x, m, s, by), log_density_vjp(x, m, s, by);
        gradient: log_density::value_and_gradient(x, m, s), log_density_gradient(x, m, s);
    }
    haversine(f: [f64; 2] = [0.8, 0.3], t: [f64; 2] = [-0.2, 1.1]; df: [f64; 2] = [0.1, -0.2], dt: [f64; 2] = [0.3, 0.7]; by: f64 = 1.5) {
        tangent: haversine::jvp(f, t, df, dt), haversine_jvp(f, t, df, dt);
        adjoint: haversine::vjp(f, t, by), haversine_vjp(f, t, by);
        gradient: haversine::value_and_gradient(f, t), haversine_gradient(f, t);
    }
}
