//! Speaks the protocol of GradBench, a benchmark of tools for automatic differentiation: a JSON message a line on standard
//! input, an answer a line on standard output.
//!
//! ```text
//! cargo run --release --example gradbench < messages.jsonl
//! ```
//!
//! The problems are ordinary functions with `#[differentiable]`: `hello` (a square), `gmm` (a mixture of Gaussians), `ba` (bundle adjustment), `lstm`
//! (a recurrent network) and `ode` (a Runge–Kutta method). All but the first report the time of each run.

mod ba;
mod gmm;
mod hello;
mod lstm;
mod measure;
mod ode;
mod protocol;
mod sparse;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        writeln!(output, "{}", protocol::answer(&line))?;
        output.flush()?;
    }
    Ok(())
}
