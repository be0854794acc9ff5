//! The jobs, on made-up data. Each prints its results with their bits, and says whether it has reached its goal.

use core::fmt::{Result, Write};

use crate::arm::{self, hand};
use crate::attitude::{self, ByHand, Derivatives, Filter, Generated};
use crate::calibration::{self, residual};
use crate::heater::{self, misfit};

/// Runs all jobs. True if all of them succeeded.
pub fn run(out: &mut impl Write) -> core::result::Result<bool, core::fmt::Error> {
    let attitude = follow_attitude(out)?;
    let arm = follow_circle(out)?;
    let calibration = calibrate(out)?;
    let heater = identify(out)?;
    Ok(attitude & arm & calibration & heater)
}

fn print(out: &mut impl Write, name: &str, values: &[f32]) -> Result {
    write!(out, "{name:<24}")?;
    for value in values {
        write!(out, " {value:>10.6} {:08x}", value.to_bits())?;
    }
    writeln!(out)
}

fn verdict(out: &mut impl Write, name: &str, success: bool) -> core::result::Result<bool, core::fmt::Error> {
    writeln!(out, "{name:<24} {}", if success { "succeeded" } else { "FAILED" })?;
    Ok(success)
}

/// Numbers between -1 and 1 that look like noise.
struct Noise(u32);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / (1 << 23) as f32 - 1.0
    }

    fn next3(&mut self, scale: f32) -> [f32; 3] {
        [scale * self.next(), scale * self.next(), scale * self.next()]
    }
}

const SECONDS: f32 = 0.01;
const STEPS: usize = 2000;
const BIAS: [f32; 3] = [0.02, -0.015, 0.01];

/// Twenty seconds of a tumbling body: the filter must find its inclination and the bias of its gyroscope about the horizontal axes.
fn simulate<D: Derivatives>() -> Option<(attitude::State, Filter)> {
    let mut noise = Noise(1);
    let mut truth = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let mut filter = Filter::new();
    for step in 0..STEPS {
        // A triangle wave about each axis.
        let phase = (step % 400) as f32 / 200.0 - 1.0;
        let rate = [0.6 * phase, 0.5 - phase.abs(), 0.3];
        truth = attitude::predict(truth, rate, SECONDS);
        let [w, x, y, z, ..] = truth;
        let length = libm::sqrtf(w * w + x * x + y * y + z * z);
        for part in &mut truth[..4] {
            *part /= length;
        }
        let mut measured = noise.next3(0.005);
        let mut acceleration = noise.next3(0.02);
        let gravity = attitude::measure(truth);
        for i in 0..3 {
            measured[i] += rate[i] + BIAS[i];
            acceleration[i] += gravity[i];
        }
        filter.predict::<D>(&measured, SECONDS);
        if !filter.update::<D>(&acceleration) {
            return None;
        }
    }
    Some((truth, filter))
}

fn follow_attitude(out: &mut impl Write) -> core::result::Result<bool, core::fmt::Error> {
    let (Some((truth, filter)), Some((_, by_hand))) = (simulate::<Generated>(), simulate::<ByHand>()) else {
        return verdict(out, "attitude", false);
    };
    print(out, "attitude", &filter.state)?;
    for row in &filter.covariance {
        print(out, "attitude, covariance", row)?;
    }
    let (expected, found) = (attitude::measure(truth), attitude::measure(filter.state));
    let inclined = (0..3).all(|i| (expected[i] - found[i]).abs() < 0.02);
    let unbiased = (0..3).all(|i| (filter.state[4 + i] - BIAS[i]).abs() < 0.01);
    let agreed = (0..7).all(|i| (filter.state[i] - by_hand.state[i]).abs() < 1e-4);
    verdict(out, "attitude", inclined && unbiased && agreed)
}

/// The hand follows a circle, the arm starting far from it.
fn follow_circle(out: &mut impl Write) -> core::result::Result<bool, core::fmt::Error> {
    let mut angles = [0.3, 1.2];
    let mut by_hand = angles;
    let mut worst = 0.0_f32;
    for step in 0..200 {
        let phase = step as f32 * 0.0628;
        let target = [0.5 + 0.2 * libm::cosf(phase), 0.2 + 0.2 * libm::sinf(phase)];
        angles = arm::step(hand::value_and_jacobian, angles, target);
        by_hand = arm::step(arm::by_hand, by_hand, target);
        let [x, y] = hand(angles);
        if step >= 10 {
            worst = worst.max((x - target[0]).abs()).max((y - target[1]).abs());
        }
        if step % 50 == 49 {
            print(out, "arm", &[angles[0], angles[1], x, y])?;
        }
    }
    let agreed = (0..2).all(|i| (angles[i] - by_hand[i]).abs() < 1e-4);
    verdict(out, "arm", worst < 5e-3 && agreed)
}

pub const READINGS: usize = 24;

/// What an accelerometer with some offset and scale measures at rest, in many positions.
pub fn readings() -> [[f32; 3]; READINGS] {
    let mut noise = Noise(7);
    core::array::from_fn(|_| {
        let direction = noise.next3(1.0);
        let length = libm::sqrtf(direction.iter().map(|part| part * part).sum());
        let error = noise.next3(1e-4);
        core::array::from_fn(|i| OFFSETS[i] + direction[i] / length / SCALES[i] + error[i])
    })
}

const OFFSETS: [f32; 3] = [0.05, -0.08, 0.03];
const SCALES: [f32; 3] = [1.02, 0.97, 1.05];

fn calibrate(out: &mut impl Write) -> core::result::Result<bool, core::fmt::Error> {
    let readings = readings();
    let fitted = calibration::fit(residual::value_and_gradient, &readings);
    let by_hand = calibration::fit(calibration::residual_by_hand, &readings);
    let (Some((parameters, cost)), Some((by_hand, _))) = (fitted, by_hand) else {
        return verdict(out, "calibration", false);
    };
    print(out, "calibration", &parameters)?;
    print(out, "calibration, cost", &[cost])?;
    let (_, slope) = calibration::cost::value_and_gradient(&parameters, &readings);
    print(out, "calibration, slope", &slope)?;
    let found =
        (0..3).all(|i| (parameters[i] - OFFSETS[i]).abs() < 1e-3 && (parameters[3 + i] - SCALES[i]).abs() < 1e-3);
    let stationary = slope.iter().all(|part| part.abs() < 1e-4);
    let agreed = (0..6).all(|k| (parameters[k] - by_hand[k]).abs() < 1e-4);
    verdict(out, "calibration", found && stationary && agreed)
}

/// How many of the samples there are.
const SAMPLES: usize = 50;

/// A log of a heater that is switched.
pub fn temperatures() -> [heater::Sample; heater::CAPACITY] {
    const TRUTH: heater::Parameters = [3.0, 0.8, 0.2];
    let mut noise = Noise(3);
    let mut log = [[0.0; 2]; heater::CAPACITY];
    let mut temperature = 0.0_f32;
    for (k, sample) in log[..SAMPLES].iter_mut().enumerate() {
        let power = if k % 30 < 20 { 1.0 } else { 0.0 };
        let cooling = TRUTH[1] * temperature + TRUTH[2] * temperature * temperature;
        temperature += heater::SECONDS * (TRUTH[0] * power - cooling);
        *sample = [power, temperature + 0.01 * noise.next()];
    }
    log
}

fn identify(out: &mut impl Write) -> core::result::Result<bool, core::fmt::Error> {
    let log = temperatures();
    let (parameters, least) = heater::identify(misfit::value_and_gradient, &log, SAMPLES);
    let (by_hand, _) = heater::identify(heater::misfit_by_hand, &log, SAMPLES);
    print(out, "heater", &parameters)?;
    print(out, "heater, misfit", &[least])?;
    // The valley is flat: what rounding decides is where in it the steps end.
    let agreed = (0..3).all(|k| (parameters[k] - by_hand[k]).abs() < 1e-2);
    let (_, slope) = misfit::value_and_gradient(&parameters, &log, SAMPLES);
    print(out, "heater, slope", &slope)?;
    let stationary = slope.iter().all(|slope| slope.abs() < 1e-3);
    verdict(out, "heater", agreed && stationary && least < 1e-2)
}
