//! Counts the instructions of generated derivatives and of those that an expert writes, and holds their ratio against a table.
//!
//! ```sh
//! cargo run --release -p benches              # measures, and fails if a ratio got worse than the table says
//! cargo run --release -p benches -- --record  # measures, and writes the table and that of docs/performance.md
//! cargo run --release -p benches -- --memory  # writes the table of what loops record into docs/performance.md
//! cargo run --release -p benches -- --scaling # measures how cost grows, by the clock, and draws docs/scaling.svg
//! cargo run --release -p benches -- --compile # measures how long compiling takes, and writes the table into docs/performance.md
//! ```
//!
//! Valgrind counts, so that the figures are the same whatever else the machine does. Both computations of a case are compiled into one
//! program, with the default flags of a release, and give the same numbers.
// Some of the functions are written as people write them, and derivatives have as many parts as they have.
#![allow(clippy::needless_range_loop, clippy::too_many_arguments, clippy::type_complexity)]

mod arrays;
mod cases;
mod chart;
mod compile;
mod count;
mod fixed;
mod loops;
mod memory;
mod scalar;
mod scaling;
mod table;
mod vectors;

use std::error::Error;
use std::process::ExitCode;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => table::compare(&count::count()?),
        ["--record"] => table::record(&count::count()?),
        ["--memory"] => memory::record(),
        ["--scaling"] => scaling::record(),
        ["--compile"] => compile::record(),
        // What runs under Valgrind.
        [count::COMPUTE] | [count::COMPUTE, _] => {
            count::compute_all(arguments.get(1).cloned().unwrap_or_default());
            Ok(ExitCode::SUCCESS)
        }
        _ => Err("usage: benches [--record | --memory | --scaling | --compile]".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::cases;

    /// Both computations of each case give the same numbers, up to rounding.
    #[test]
    fn agree() {
        for case in cases::all() {
            let (generated, by_hand) = ((case.generated)(), (case.by_hand)());
            assert_eq!(generated.len(), by_hand.len(), "{}", case.name());
            let scale = by_hand.iter().fold(0.0_f64, |largest, number| largest.max(number.abs()));
            for (index, (a, b)) in generated.iter().zip(&by_hand).enumerate() {
                assert!(
                    (a - b).abs() <= 1e-11 * scale.max(a.abs()),
                    "{} at {index}: {a} generated, {b} by hand",
                    case.name()
                );
            }
        }
    }
}
