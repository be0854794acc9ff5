//! What the loops of the suite record for their reverse, in bytes for each iteration, beside what the expert's versions do.
//!
//! Measured as what one more iteration adds to the workspace of a derivative. The expert's figure is the size of what the version by hand
//! pushes or stores for an iteration, and reads again in its reverse.

use std::error::Error;
use std::process::ExitCode;

use jac::Workspace;

use crate::arrays::{dirichlet, dot, heat, log_sum_exp, misfit, triangle};
use crate::loops::{compound, filter, horner, logistic, lorenz, pendulum};
use crate::table;

const BEGIN: &str = "<!-- memory: cargo run --release -p benches -- --memory -->";
const END: &str = "<!-- end of memory -->";

struct Recorded {
    function: &'static str,
    /// What an iteration is.
    iteration: &'static str,
    /// Runs so many iterations.
    derivative: fn(usize, &mut Workspace),
    /// Bytes for each iteration.
    generated: usize,
    by_hand: usize,
    why: &'static str,
}

fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.5 * (0.3 + 1.7 * i as f64).sin()).collect()
}

const FLOAT: usize = size_of::<f64>();

const ALL: [Recorded; 12] = [
    Recorded {
        function: "horner",
        iteration: "a coefficient",
        derivative: |n, workspace| drop(horner::gradient_with(&numbers(n), 0.9, workspace)),
        generated: 0,
        by_hand: 0,
        why: "the derivative by `x` is carried forwards",
    },
    Recorded {
        function: "logistic",
        iteration: "a step",
        derivative: |n, workspace| {
            let _ = logistic::gradient_with(0.3, 3.7, n, workspace);
        },
        generated: FLOAT,
        by_hand: FLOAT,
        why: "the state",
    },
    Recorded {
        function: "filter",
        iteration: "a sample",
        derivative: |n, workspace| drop(filter::gradient_with(&numbers(n), 0.1, workspace)),
        generated: FLOAT,
        by_hand: FLOAT,
        why: "the state",
    },
    Recorded {
        function: "pendulum",
        iteration: "a step",
        derivative: |n, workspace| {
            let _ = pendulum::vjp_with([0.4, 0.1], 0.1, 0.01, n, [1.0, 0.5], workspace);
        },
        generated: 8 * FLOAT,
        by_hand: 8 * FLOAT,
        why: "cosines and speeds of the four stages",
    },
    Recorded {
        function: "lorenz",
        iteration: "a step",
        derivative: |n, workspace| {
            {
                let _ =
                    lorenz::vjp_with([1.0, 0.5, 0.2], [10.0, 28.0, 8.0 / 3.0], 0.01, n, [1.0, 0.5, 0.25], workspace);
            };
        },
        generated: 32 * FLOAT,
        by_hand: 12 * FLOAT,
        why: "four states; generated, what each call of `flow` keeps: two differences, and parameters again",
    },
    Recorded {
        function: "compound",
        iteration: "a rate",
        derivative: |n, workspace| drop(compound::gradient_with(&numbers(n), workspace)),
        generated: FLOAT,
        by_hand: FLOAT,
        why: "the value; by hand, where the gradient will stand",
    },
    Recorded {
        function: "dot",
        iteration: "an element",
        derivative: |n, workspace| drop(dot::gradient_with(&numbers(n), &numbers(n), workspace)),
        generated: 0,
        by_hand: 0,
        why: "",
    },
    Recorded {
        function: "misfit",
        iteration: "a row",
        derivative: |n, workspace| drop(misfit::gradient_with(&numbers(n * 3), &numbers(3), &numbers(n), workspace)),
        generated: 0,
        by_hand: 0,
        why: "both sweeps in one",
    },
    Recorded {
        function: "log_sum_exp",
        iteration: "an element",
        derivative: |n, workspace| drop(log_sum_exp::gradient_with(&numbers(n), workspace)),
        generated: FLOAT,
        by_hand: FLOAT,
        why: "the exponential",
    },
    Recorded {
        function: "triangle",
        iteration: "a row",
        derivative: |n, workspace| {
            drop(triangle::gradient_with(&numbers(n * (n + 1) / 2), &numbers(n), workspace));
        },
        generated: 0,
        by_hand: 0,
        why: "",
    },
    Recorded {
        function: "heat",
        iteration: "a point",
        derivative: |n, workspace| drop(heat::gradient_with(&numbers(n), 0.2, workspace)),
        generated: 0,
        by_hand: 0,
        why: "both sweeps in one",
    },
    Recorded {
        function: "dirichlet",
        iteration: "a row",
        derivative: |n, workspace| drop(dirichlet::gradient_with(&numbers(n * n), n, workspace)),
        generated: 0,
        by_hand: 0,
        why: "both sweeps in one",
    },
];

impl Recorded {
    /// Bytes for each iteration, as measured between two lengths.
    fn measured(&self) -> f64 {
        const FEW: usize = 100;
        const MORE: usize = 40;
        let mut workspace = Workspace::new();
        let mut bytes = |n: usize| {
            (self.derivative)(n, &mut workspace);
            workspace.recorded() as f64
        };
        (bytes(FEW + MORE) - bytes(FEW)) / MORE as f64
    }
}

/// Writes the table into the document.
///
/// # Errors
///
/// If a figure is not what is written here, or the document has no place for the table.
pub fn record() -> Result<ExitCode, Box<dyn Error>> {
    let mut text =
        String::from("| function | an iteration is | generated | by hand | what it is |\n|---|---|---:|---:|---|\n");
    for recorded in &ALL {
        let Recorded { function, iteration, generated, by_hand, why, .. } = recorded;
        if recorded.measured() != *generated as f64 {
            return Err(format!(
                "`{function}` records {} bytes, and not {generated} as written here",
                recorded.measured()
            )
            .into());
        }
        text += &format!("| `{function}` | {iteration} | {generated} | {by_hand} | {why} |\n");
    }
    table::replace(BEGIN, END, &text)?;
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn loops_record_what_the_table_says() {
        for recorded in &ALL {
            assert_eq!(recorded.measured(), recorded.generated as f64, "{}", recorded.function);
        }
    }
}
