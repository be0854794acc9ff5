//! The tables, and what decides the exit status.

use std::process::ExitCode;

use crate::data::CERTIFIED_DIGITS;
use crate::study::{Digits, Study};

/// A fit is right with as many digits.
const REQUIRED_DIGITS: f64 = 8.0;
/// The generated and the hand-written Jacobian may differ by as much.
const ROUNDING: f64 = 1e-12;

pub fn fits(studies: &[Study]) {
    println!("Fits: digits of the parameters that agree with the {CERTIFIED_DIGITS} certified ones, the fewest");
    println!();
    println!("                     evalua-  Levenberg-            sum of  Jacobian      central");
    println!("data set    start      tions   Marquardt  polished  squares   by hand  differences");
    for study in studies {
        for (start, digits) in study.starts.iter().enumerate() {
            println!(
                "{:10}  {:5}  {:9}  {:10.1}  {:8.1}  {:7.1}  {:8.1}  {:11.1}{}",
                study.name,
                start + 1,
                digits.evaluations,
                digits.unpolished,
                digits.polished,
                digits.residual_sum_of_squares,
                digits.by_hand,
                digits.by_differences,
                remark(digits),
            );
        }
    }
    println!();
}

fn remark(digits: &Digits) -> &'static str {
    match (is_right(digits), digits.by_hand >= REQUIRED_DIGITS) {
        (true, _) => "",
        (false, true) => "  WRONG, and right by hand",
        (false, false) => "  WRONG, by hand too",
    }
}

pub fn jacobians(studies: &[Study]) {
    println!("Jacobians: time, and deviation from the one by hand");
    println!();
    println!("                        a row    time over     central      deviation");
    println!("data set        shape      ns    by hand's  differences'  from by hand");
    for study in studies {
        println!(
            "{:10}  {:6} × {}  {:8.1}  {:11.2}  {:12.1}  {:12.0e}",
            study.name,
            study.observations,
            study.parameters,
            study.times.row,
            study.times.over_by_hand,
            study.times.differences_over,
            study.deviation,
        );
    }
    println!();
}

pub fn verdict(studies: &[Study]) -> ExitCode {
    let fits: Vec<&Digits> = studies.iter().flat_map(|study| &study.starts).collect();
    let right = fits.iter().filter(|digits| is_right(digits)).count();
    let by_differences = fits.iter().filter(|digits| digits.by_differences >= REQUIRED_DIGITS);
    let fewest = fits.iter().map(|digits| digits.polished).fold(f64::INFINITY, f64::min);
    println!(
        "Fits: {right} of {} right to {REQUIRED_DIGITS} digits, the worst to {fewest:.1}; by central differences {}.",
        fits.len(),
        by_differences.count(),
    );
    println!(
        "Jacobians: {:.2} times the time of those by hand; central differences {:.1} times theirs (geometric means).",
        geometric_mean(studies, |study| study.times.over_by_hand),
        geometric_mean(studies, |study| study.times.differences_over),
    );
    let deviating = studies.iter().filter(|study| !is_rounding(study.deviation));
    let deviating: Vec<&str> = deviating.map(|study| study.name).collect();
    if !deviating.is_empty() {
        println!("WRONG, other than by hand: the Jacobians of {}.", deviating.join(", "));
    }
    if right == fits.len() && deviating.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn is_right(digits: &Digits) -> bool {
    digits.polished.min(digits.residual_sum_of_squares) >= REQUIRED_DIGITS
}

fn is_rounding(deviation: f64) -> bool {
    deviation <= ROUNDING
}

fn geometric_mean(studies: &[Study], quantity: impl Fn(&Study) -> f64) -> f64 {
    let sum: f64 = studies.iter().map(|study| quantity(study).ln()).sum();
    (sum / studies.len() as f64).exp()
}
