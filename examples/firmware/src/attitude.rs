//! An extended Kalman filter for the attitude of a body, from its gyroscope and accelerometer.
//!
//! Seven states: the quaternion that turns the body's axes into those of the world, and the bias of the gyroscope. The filter needs
//! two Jacobians, of the prediction and of the measurement; [`Derivatives`] gives them.

use jac::differentiable;

use crate::matrix::{Matrix, add_product_with_transpose, inverse, product, symmetrise};

pub const STATES: usize = 7;
pub const MEASUREMENTS: usize = 3;

pub type State = [f32; STATES];

/// The state after `seconds` at the measured angular rate.
#[differentiable(wrt(state))]
pub fn predict(state: State, rate: [f32; 3], seconds: f32) -> State {
    let half = 0.5 * seconds;
    let x = half * (rate[0] - state[4]);
    let y = half * (rate[1] - state[5]);
    let z = half * (rate[2] - state[6]);
    [
        state[0] - x * state[1] - y * state[2] - z * state[3],
        state[1] + x * state[0] + z * state[2] - y * state[3],
        state[2] + y * state[0] - z * state[1] + x * state[3],
        state[3] + z * state[0] + y * state[1] - x * state[2],
        state[4],
        state[5],
        state[6],
    ]
}

/// What the accelerometer of a body at rest measures, in units of gravity.
#[differentiable]
pub fn measure(state: State) -> [f32; MEASUREMENTS] {
    let [w, x, y, z] = [state[0], state[1], state[2], state[3]];
    [2.0 * (x * z - w * y), 2.0 * (w * x + y * z), w * w - x * x - y * y + z * z]
}

/// Where the filter takes its Jacobians from.
pub trait Derivatives {
    fn of_predict(state: &State, rate: &[f32; 3], seconds: f32) -> Matrix<STATES, STATES>;
    fn of_measure(state: &State) -> Matrix<MEASUREMENTS, STATES>;
}

/// From `#[differentiable]`.
pub enum Generated {}

impl Derivatives for Generated {
    #[inline(always)]
    fn of_predict(state: &State, rate: &[f32; 3], seconds: f32) -> Matrix<STATES, STATES> {
        predict::jacobian(*state, *rate, seconds)
    }

    #[inline(always)]
    fn of_measure(state: &State) -> Matrix<MEASUREMENTS, STATES> {
        measure::jacobian(*state)
    }
}

/// Written by hand.
pub enum ByHand {}

impl Derivatives for ByHand {
    #[inline(always)]
    fn of_predict(state: &State, rate: &[f32; 3], seconds: f32) -> Matrix<STATES, STATES> {
        let half = 0.5 * seconds;
        let x = half * (rate[0] - state[4]);
        let y = half * (rate[1] - state[5]);
        let z = half * (rate[2] - state[6]);
        let [a, b, c, d] = [half * state[0], half * state[1], half * state[2], half * state[3]];
        [
            [1.0, -x, -y, -z, b, c, d],
            [x, 1.0, z, -y, -a, d, -c],
            [y, -z, 1.0, x, -d, -a, b],
            [z, y, -x, 1.0, c, -b, -a],
            [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
        ]
    }

    #[inline(always)]
    fn of_measure(state: &State) -> Matrix<MEASUREMENTS, STATES> {
        let [w, x, y, z] = [2.0 * state[0], 2.0 * state[1], 2.0 * state[2], 2.0 * state[3]];
        [[-y, z, -w, x, 0.0, 0.0, 0.0], [x, w, z, y, 0.0, 0.0, 0.0], [w, -x, -y, z, 0.0, 0.0, 0.0]]
    }
}

pub struct Filter {
    pub state: State,
    pub covariance: Matrix<STATES, STATES>,
}

impl Filter {
    pub const fn new() -> Filter {
        let mut covariance = [[0.0; STATES]; STATES];
        let mut i = 0;
        while i < STATES {
            covariance[i][i] = if i < 4 { 0.1 } else { 0.01 };
            i += 1;
        }
        Filter { state: [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], covariance }
    }

    /// x ← f(x), P ← F·P·Fᵀ + Q
    pub fn predict<D: Derivatives>(&mut self, rate: &[f32; 3], seconds: f32) {
        let transition = D::of_predict(&self.state, rate, seconds);
        self.state = predict(self.state, *rate, seconds);
        let mut covariance = [[0.0; STATES]; STATES];
        for i in 0..STATES {
            covariance[i][i] = seconds * if i < 4 { 1e-5 } else { 1e-7 };
        }
        add_product_with_transpose(&mut covariance, &product(&transition, &self.covariance), &transition);
        self.covariance = covariance;
        symmetrise(&mut self.covariance);
        self.normalise();
    }

    /// x ← x + K·(z − h(x)), P ← P − K·H·P with K = P·Hᵀ·(H·P·Hᵀ + R)⁻¹. False if that inverse does not exist.
    pub fn update<D: Derivatives>(&mut self, acceleration: &[f32; MEASUREMENTS]) -> bool {
        let slope = D::of_measure(&self.state);
        let expected = measure(self.state);
        let projected = product(&slope, &self.covariance);
        let mut innovation = [[0.0; MEASUREMENTS]; MEASUREMENTS];
        for i in 0..MEASUREMENTS {
            innovation[i][i] = 1e-3;
        }
        add_product_with_transpose(&mut innovation, &projected, &slope);
        let Some(inverse) = inverse(&innovation) else { return false };
        let weighted = product(&inverse, &projected);
        for i in 0..STATES {
            for k in 0..MEASUREMENTS {
                self.state[i] += weighted[k][i] * (acceleration[k] - expected[k]);
            }
            for j in 0..STATES {
                for k in 0..MEASUREMENTS {
                    self.covariance[i][j] -= weighted[k][i] * projected[k][j];
                }
            }
        }
        symmetrise(&mut self.covariance);
        self.normalise();
        true
    }

    fn normalise(&mut self) {
        let [w, x, y, z, ..] = self.state;
        let scale = 1.0 / libm::sqrtf(w * w + x * x + y * y + z * z);
        for i in 0..4 {
            self.state[i] *= scale;
        }
    }
}

impl Default for Filter {
    fn default() -> Self {
        Self::new()
    }
}
