//! The calibration of an accelerometer: its offset and scale along each axis, such that a body at rest measures gravity in every position.
//!
//! Six parameters, fitted by Gauss and Newton's method with a bounded number of iterations.

use jac::differentiable;

use crate::matrix::solve;

pub const PARAMETERS: usize = 6;

pub type Parameters = [f32; PARAMETERS];

/// The square of the calibrated acceleration, in units of gravity, less one.
#[differentiable(wrt(parameters))]
pub fn residual(parameters: &[f32; PARAMETERS], reading: &[f32; 3]) -> f32 {
    let mut square = 0.0;
    for i in 0..3 {
        let calibrated = parameters[3 + i] * (reading[i] - parameters[i]);
        square += calibrated * calibrated;
    }
    square - 1.0
}

/// Half the sum of the squares of the residuals.
#[differentiable(wrt(parameters))]
pub fn cost<const N: usize>(parameters: &[f32; PARAMETERS], readings: &[[f32; 3]; N]) -> f32 {
    let mut cost = 0.0;
    for i in 0..N {
        let r: f32 = residual(parameters, &readings[i]);
        cost += 0.5 * r * r;
    }
    cost
}

/// The residual and its gradient, written by hand.
#[inline(always)]
pub fn residual_by_hand(parameters: &Parameters, reading: &[f32; 3]) -> (f32, Parameters) {
    let mut square = 0.0;
    let mut gradient = [0.0; PARAMETERS];
    for i in 0..3 {
        let scale = parameters[3 + i];
        let difference = reading[i] - parameters[i];
        let calibrated = scale * difference;
        square += calibrated * calibrated;
        gradient[i] = -2.0 * calibrated * scale;
        gradient[3 + i] = 2.0 * calibrated * difference;
    }
    (square - 1.0, gradient)
}

/// The cost and its gradient, written by hand.
#[inline(always)]
pub fn cost_by_hand<const N: usize>(parameters: &Parameters, readings: &[[f32; 3]; N]) -> (f32, Parameters) {
    let mut cost = 0.0;
    let mut gradient = [0.0; PARAMETERS];
    for reading in readings {
        let (r, slope) = residual_by_hand(parameters, reading);
        cost += 0.5 * r * r;
        for k in 0..PARAMETERS {
            gradient[k] += r * slope[k];
        }
    }
    (cost, gradient)
}

/// The parameters after at most ten iterations, and the cost; none if the readings do not determine the parameters.
pub fn fit<const N: usize>(
    derivatives: impl Fn(&Parameters, &[f32; 3]) -> (f32, Parameters),
    readings: &[[f32; 3]; N],
) -> Option<(Parameters, f32)> {
    let mut parameters = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    for _ in 0..10 {
        let mut normal = [[0.0; PARAMETERS]; PARAMETERS];
        let mut slope = [0.0; PARAMETERS];
        for reading in readings {
            let (r, gradient) = derivatives(&parameters, reading);
            for i in 0..PARAMETERS {
                slope[i] += gradient[i] * r;
                for j in 0..PARAMETERS {
                    normal[i][j] += gradient[i] * gradient[j];
                }
            }
        }
        let step = solve(&normal, &slope)?;
        let mut largest = 0.0_f32;
        for k in 0..PARAMETERS {
            parameters[k] -= step[k];
            largest = largest.max(step[k].abs());
        }
        if largest < 1e-6 {
            break;
        }
    }
    Some((parameters, cost(&parameters, readings)))
}
