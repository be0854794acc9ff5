//! A planar arm with two joints, whose hand follows a path: each step turns the joints by what the Jacobian of the hand's position says.

use jac::differentiable;

pub const UPPER: f32 = 0.6;
pub const LOWER: f32 = 0.4;

/// The position of the hand.
#[differentiable]
pub fn hand(angles: [f32; 2]) -> [f32; 2] {
    let elbow = angles[0] + angles[1];
    [
        UPPER * libm::cosf(angles[0]) + LOWER * libm::cosf(elbow),
        UPPER * libm::sinf(angles[0]) + LOWER * libm::sinf(elbow),
    ]
}

/// The position of the hand, and its derivatives, written by hand.
#[inline(always)]
pub fn by_hand(angles: [f32; 2]) -> ([f32; 2], [[f32; 2]; 2]) {
    let elbow = angles[0] + angles[1];
    let (sine, cosine) = (UPPER * libm::sinf(angles[0]), UPPER * libm::cosf(angles[0]));
    let (sine_elbow, cosine_elbow) = (LOWER * libm::sinf(elbow), LOWER * libm::cosf(elbow));
    let position = [cosine + cosine_elbow, sine + sine_elbow];
    (position, [[-position[1], -sine_elbow], [position[0], cosine_elbow]])
}

/// One step towards the target, by damped least squares: Δ = Jᵀ·(J·Jᵀ + λ)⁻¹·(target − hand).
pub fn step(
    derivatives: impl Fn([f32; 2]) -> ([f32; 2], [[f32; 2]; 2]),
    angles: [f32; 2],
    target: [f32; 2],
) -> [f32; 2] {
    let (hand, [[a, b], [c, d]]) = derivatives(angles);
    let error = [target[0] - hand[0], target[1] - hand[1]];
    let (p, q, r) = (a * a + b * b + 1e-6, a * c + b * d, c * c + d * d + 1e-6);
    let scale = 1.0 / (p * r - q * q);
    let force = [scale * (r * error[0] - q * error[1]), scale * (p * error[1] - q * error[0])];
    [angles[0] + a * force[0] + c * force[1], angles[1] + b * force[0] + d * force[1]]
}
