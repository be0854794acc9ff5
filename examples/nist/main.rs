//! Fits fourteen of NIST's reference problems for nonlinear regression, with Jacobians by `#[differentiable]`.
//!
//! ```text
//! cargo run --release --example nist
//! ```
//!
//! The first table counts correct digits, from each of NIST's two starting points. The second table takes the
//! time of a Jacobian against a hand-written one and against central differences. The exit status is a failure
//! if a fit ends with fewer than eight of the eleven certified digits, or if a Jacobian differs from the
//! hand-written one by more than rounding.

mod by_hand;
mod data;
mod differences;
mod fit;
mod models;
mod report;
mod study;
mod timing;

use std::process::ExitCode;

use data::*;
use models::*;
use study::study;

fn main() -> ExitCode {
    let studies = [
        study(&MISRA1A, misra1a, misra1a::gradient, by_hand::misra1a),
        study(&MISRA1C, misra1c, misra1c::gradient, by_hand::misra1c),
        study(&CHWIRUT2, chwirut2, chwirut2::gradient, by_hand::chwirut2),
        study(&DANWOOD, danwood, danwood::gradient, by_hand::danwood),
        study(&LANCZOS3, lanczos3, lanczos3::gradient, by_hand::lanczos3),
        study(&MGH09, mgh09, mgh09::gradient, by_hand::mgh09),
        study(&MGH10, mgh10, mgh10::gradient, by_hand::mgh10),
        study(&MGH17, mgh17, mgh17::gradient, by_hand::mgh17),
        study(&RAT42, rat42, rat42::gradient, by_hand::rat42),
        study(&RAT43, rat43, rat43::gradient, by_hand::rat43),
        study(&BOXBOD, boxbod, boxbod::gradient, by_hand::boxbod),
        study(&ECKERLE4, eckerle4, eckerle4::gradient, by_hand::eckerle4),
        study(&THURBER, thurber, thurber::gradient, by_hand::thurber),
        study(&ROSZMAN1, roszman1, roszman1::gradient, by_hand::roszman1),
    ];
    report::fits(&studies);
    report::jacobians(&studies);
    report::verdict(&studies)
}
