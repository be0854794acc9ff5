//! The parameters of a heater, found from a log of its temperature: a loop whose trip count is known at run time only, in reverse mode,
//! without a heap. The log has room for [`CAPACITY`] samples, and that is what the loop is capped at.

use jac::differentiable;

pub const CAPACITY: usize = 64;

/// What heats, what cools in proportion to the temperature above that of the room, and in proportion to its square.
pub type Parameters = [f32; 3];

/// The power of the heater, and the temperature that was measured after it.
pub type Sample = [f32; 2];

/// The time between two samples, in seconds.
pub const SECONDS: f32 = 0.05;

/// The sum of the squared differences between the measured and the simulated temperatures of the first `count` samples.
#[differentiable(wrt(parameters))]
pub fn misfit(parameters: &[f32; 3], log: &[[f32; 2]; CAPACITY], count: usize) -> f32 {
    let [gain, loss, convection] = *parameters;
    let mut temperature = 0.0;
    let mut misfit = 0.0;
    for k in 0..count.min(CAPACITY) {
        let [power, measured] = log[k];
        temperature += SECONDS * (gain * power - loss * temperature - convection * temperature * temperature);
        let difference = temperature - measured;
        misfit += difference * difference;
    }
    misfit
}

/// The misfit and its gradient, written by hand: the temperatures are stored, and read backwards.
#[inline(always)]
pub fn misfit_by_hand(parameters: &Parameters, log: &[Sample; CAPACITY], count: usize) -> (f32, Parameters) {
    let [gain, loss, convection] = *parameters;
    let count = count.min(CAPACITY);
    let mut before = [0.0; CAPACITY];
    let mut temperature = 0.0;
    let mut misfit = 0.0;
    for (sample, before) in log[..count].iter().zip(&mut before) {
        *before = temperature;
        temperature += SECONDS * (gain * sample[0] - loss * temperature - convection * temperature * temperature);
        let difference = temperature - sample[1];
        misfit += difference * difference;
    }
    let mut gradient = [0.0; 3];
    let mut adjoint = 0.0;
    for (sample, &before) in log[..count].iter().zip(&before[..count]).rev() {
        adjoint += 2.0 * (temperature - sample[1]);
        let slope = SECONDS * adjoint;
        gradient[0] += slope * sample[0];
        gradient[1] -= slope * before;
        gradient[2] -= slope * before * before;
        adjoint -= slope * (loss + 2.0 * convection * before);
        temperature = before;
    }
    (misfit, gradient)
}

/// The parameters after a number of steps down the gradient, each as long as the change of the gradient along the last one suggests
/// (Barzilai and Borwein, 1988), and the misfit there.
pub fn identify(
    derivatives: impl Fn(&Parameters, &[Sample; CAPACITY], usize) -> (f32, Parameters),
    log: &[Sample; CAPACITY],
    count: usize,
) -> (Parameters, f32) {
    let mut parameters = [2.0, 0.5, 0.1];
    let (mut misfit, mut gradient) = derivatives(&parameters, log, count);
    let mut step = 1e-3;
    for _ in 0..60 {
        let mut next = parameters;
        for k in 0..3 {
            next[k] -= step * gradient[k];
        }
        let (value, slope) = derivatives(&next, log, count);
        let (mut along, mut square) = (0.0, 0.0);
        for k in 0..3 {
            let change = slope[k] - gradient[k];
            along += (next[k] - parameters[k]) * change;
            square += change * change;
        }
        if square == 0.0 {
            break;
        }
        step = along.abs() / square;
        (parameters, misfit, gradient) = (next, value, slope);
    }
    (parameters, misfit)
}
