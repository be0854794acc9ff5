//! What is measured: each derivative as generated, and as written by hand, as a function of its own in the image. They are `extern "C"` and
//! have plain names, so that they can be found there.

use core::hint::black_box;

use crate::arm::{self, hand};
use crate::attitude::{ByHand, Derivatives, Generated, MEASUREMENTS, STATES, State};
use crate::calibration::{self, Parameters, cost, residual};
use crate::heater::{self, misfit};
use crate::jobs::{READINGS, readings, temperatures};
use crate::matrix::Matrix;

/// Shown all kernels.
pub trait Meter {
    /// `call` makes one call of the kernel, or of a function that does nothing and has the same parameters.
    fn kernel(&mut self, name: &str, call: &dyn Fn(Which));
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Kernel,
    Nothing,
}

macro_rules! kernels {
    ($(($($parameter:ident: $type:ty = $argument:expr),*) -> $result:ty {
        $generated:ident: $generate:expr, $by_hand:ident: $write:expr $(,)?
    })*) => {
        $(
            #[unsafe(no_mangle)]
            #[inline(never)]
            pub extern "C" fn $generated($($parameter: $type,)* result: &mut $result) {
                *result = $generate;
            }

            #[unsafe(no_mangle)]
            #[inline(never)]
            pub extern "C" fn $by_hand($($parameter: $type,)* result: &mut $result) {
                *result = $write;
            }
        )*

        /// The derivatives that are generated, as addresses.
        pub fn each_generated(visit: impl Fn(*const ())) {
            $(visit($generated as *const ());)*
        }

        /// Shows each kernel to the meter, with arguments that the compiler does not know.
        pub fn each(meter: &mut dyn Meter) {
            $({
                extern "C" fn nothing($(_: $type,)* _: &mut $result) {}
                // What computes them may take more stack than the kernel.
                $(let $parameter: $type = $argument;)*
                for (name, kernel) in [
                    (stringify!($generated), $generated as extern "C" fn($($type,)* &mut $result)),
                    (stringify!($by_hand), $by_hand),
                ] {
                    meter.kernel(name, &|which| {
                        let function = if which == Which::Kernel { kernel } else { nothing };
                        let mut result: $result = Default::default();
                        black_box(function)($(black_box($parameter),)* black_box(&mut result));
                    });
                }
            })*
        }
    };
}

const STATE: State = [0.9, 0.1, -0.3, 0.3, 0.01, 0.02, -0.01];

kernels! {
    (state: &State = &STATE, rate: &[f32; 3] = &[0.1, 0.2, 0.3], seconds: f32 = 0.01) -> Matrix<STATES, STATES> {
        generated_prediction: Generated::of_predict(state, rate, seconds),
        by_hand_prediction: ByHand::of_predict(state, rate, seconds),
    }
    (state: &State = &STATE) -> Matrix<MEASUREMENTS, STATES> {
        generated_measurement: Generated::of_measure(state),
        by_hand_measurement: ByHand::of_measure(state),
    }
    (angles: &[f32; 2] = &[0.3, 1.2]) -> ([f32; 2], Matrix<2, 2>) {
        generated_arm: hand::value_and_jacobian(*angles),
        by_hand_arm: arm::by_hand(*angles),
    }
    (parameters: &Parameters = &[0.1, 0.2, 0.3, 1.0, 0.9, 0.8], reading: &[f32; 3] = &[0.6, -0.3, 0.8]) -> (f32, Parameters) {
        generated_residual: residual::value_and_gradient(parameters, reading),
        by_hand_residual: calibration::residual_by_hand(parameters, reading),
    }
    (parameters: &Parameters = &[0.1, 0.2, 0.3, 1.0, 0.9, 0.8], all: &[[f32; 3]; READINGS] = &readings()) -> (f32, Parameters) {
        generated_cost: cost::value_and_gradient(parameters, all),
        by_hand_cost: calibration::cost_by_hand(parameters, all),
    }
    (parameters: &heater::Parameters = &[2.0, 0.5, 0.1], log: &[heater::Sample; heater::CAPACITY] = &temperatures(), count: usize = 50) -> (f32, heater::Parameters) {
        generated_misfit: misfit::value_and_gradient(parameters, log, count),
        by_hand_misfit: heater::misfit_by_hand(parameters, log, count),
    }
}
