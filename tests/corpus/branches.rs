//! `if`, as a statement and as a value: the branch taken is what is differentiated.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// The Huber loss.
#[differentiable]
pub fn huber(residual: f64, delta: f64) -> f64 {
    if residual.abs() <= delta { 0.5 * residual * residual } else { delta * (residual.abs() - 0.5 * delta) }
}

/// Softplus, stable on both sides.
#[differentiable]
pub fn softplus(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

/// Drag of a sphere: regimes by Reynolds number.
#[differentiable]
pub fn sphere_drag(reynolds: f64) -> f64 {
    if reynolds < 1.0 {
        24.0 / reynolds
    } else if reynolds < 1000.0 {
        24.0 / reynolds * (1.0 + 0.15 * reynolds.powf(0.687))
    } else if reynolds < 2.5e5 {
        0.44
    } else {
        0.1 + 1e-7 * reynolds
    }
}

/// A statement without `else` that overwrites.
#[differentiable]
#[allow(clippy::assign_op_pattern)]
pub fn reflect_at_wall(position: f64, velocity: f64, restitution: f64) -> (f64, f64) {
    let mut position = position + 0.1 * velocity;
    let mut velocity = velocity;
    if position < 0.0 {
        position = -restitution * position;
        velocity *= -restitution;
    }
    (position, velocity)
}

/// A branch that assigns several variables, some of them in one arm only.
#[differentiable]
pub fn branch_with_several_assignments(x: f64, y: f64) -> f64 {
    let mut a = x;
    let mut b = y;
    let mut c = x * y;
    if a < b {
        a = b * b;
        c += a;
        b = a * c;
    } else {
        b -= a * x;
        a *= b;
    }
    a * b + c
}

/// Conditions that join active and inactive values.
#[differentiable]
#[allow(clippy::neg_cmp_op_on_partial_ord)]
pub fn gated(x: f64, gain: f64, enabled: bool, mode: i32) -> f64 {
    let open = enabled && (x > 0.0 || mode == 2) && !(gain < 0.0);
    if open {
        gain * x
    } else if mode != 0 && x != 0.0 {
        x / gain
    } else {
        0.0
    }
}

/// Blocks as values, with locals of their own.
#[differentiable]
pub fn blocks(x: f64) -> f64 {
    let y = {
        let z = x.sin();
        let x = z * z;
        x + 1.0
    };
    let w = if y > 1.2 {
        let t = y - x;
        t * t
    } else {
        let t = y + x;
        let t = t * t;
        t * y
    };
    w + { y * x }
}

/// Nested conditions, each with its own effect.
#[differentiable]
pub fn minmod_limiter(left: f64, centre: f64, right: f64) -> f64 {
    let backward = centre - left;
    let forward = right - centre;
    let mut slope = 0.0;
    if backward * forward > 0.0 {
        if backward.abs() < forward.abs() {
            slope = backward;
        } else {
            slope = forward;
        }
        if slope > 1.0 {
            slope = 1.0 + 0.1 * (slope - 1.0);
        }
    }
    centre + 0.5 * slope
}

/// A tuple from a branch.
#[differentiable]
pub fn ordered(x: f64, y: f64) -> (f64, f64) {
    let (low, high) = if x < y { (x, y) } else { (y, x) };
    (high - low, low * high)
}

/// An array from a branch.
#[differentiable]
pub fn householder_sign(x: [f64; 2]) -> [f64; 2] {
    let norm = x[0].hypot(x[1]);
    let v = if x[0] < 0.0 { [x[0] - norm, x[1]] } else { [x[0] + norm, x[1]] };
    [v[0] / norm, v[1] / norm]
}

/// Brown and Conrady's atan2 by quadrant, as firmware writes it.
#[differentiable]
pub fn angle_by_quadrant(y: f64, x: f64) -> f64 {
    const PI: f64 = std::f64::consts::PI;
    let swap = y.abs() > x.abs();
    let ratio = if swap { x / y } else { y / x };
    let mut angle = ratio * (0.9724 - 0.1919 * ratio * ratio);
    if swap {
        if y > 0.0 {
            angle = PI / 2.0 - angle;
        } else {
            angle = -PI / 2.0 - angle;
        }
    } else if x < 0.0 {
        angle += if y >= 0.0 { PI } else { -PI };
    }
    angle
}

/// Both arms the same, and a condition without effect.
#[differentiable]
#[allow(clippy::if_same_then_else, clippy::needless_ifs)]
pub fn idle_branches(x: f64) -> f64 {
    let y = if x > 0.0 { x * x } else { x * x };
    if y > 3.0 {}
    let n = if y > 1.0 { 2 } else { 3 };
    y.powi(n)
}

/// A three-way clutch: conditions inside an expression.
#[differentiable]
pub fn dead_zone(x: f64, width: f64) -> f64 {
    (if x > width { x - width } else { 0.0 }) + (if x < -width { x + width } else { 0.0 }) * 2.0
}
