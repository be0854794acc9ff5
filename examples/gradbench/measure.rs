//! Runs a function as often as asked, and notes the time of each run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

/// How often to run.
#[derive(Clone, Copy, Deserialize)]
pub struct Repeat {
    #[serde(default)]
    min_runs: usize,
    #[serde(default)]
    min_seconds: f64,
}

/// The output of the last run, and the time of each.
pub struct Evaluation {
    pub output: Value,
    pub nanoseconds: Vec<u128>,
}

impl Repeat {
    /// A single run.
    pub const ONCE: Repeat = Repeat { min_runs: 1, min_seconds: 0.0 };

    /// Runs `function`, without `present`, which makes JSON of its result.
    pub fn run<R>(self, mut function: impl FnMut() -> R, present: impl FnOnce(R) -> Value) -> Evaluation {
        let mut nanoseconds = Vec::new();
        let mut total = Duration::ZERO;
        loop {
            let start = Instant::now();
            let result = black_box(function());
            let elapsed = start.elapsed();
            nanoseconds.push(elapsed.as_nanos());
            total += elapsed;
            if nanoseconds.len() >= self.min_runs && total.as_secs_f64() >= self.min_seconds {
                return Evaluation { output: present(result), nanoseconds };
            }
        }
    }
}
