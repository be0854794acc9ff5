//! How cost grows with trip counts, lengths and seeds, by the clock, as a chart in the documents.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use jac::{Workspace, differentiable};

use crate::arrays::{dot, dot_vjp};
use crate::chart::{Line, Panel, svg};
use crate::loops::{logistic, logistic_vjp};

const CHART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/scaling.svg");
/// Columns or rows that one sweep carries.
const LANES: usize = 8;
/// Outputs where inputs are few, inputs where outputs are.
const OTHERS: usize = 256;

/// As many outputs as asked for, of inputs in turn: what a sweep costs depends on neither number.
#[differentiable]
fn mixed(x: &[f64], outputs: usize) -> Vec<f64> {
    let n = x.len();
    let mut y = vec![0.0; outputs];
    for i in 0..256 {
        let mut value = 1.0;
        for j in 0..32 {
            value = value * x[(i + j) % n] + 0.5;
        }
        y[i % outputs] += value;
    }
    y
}

/// Nanoseconds of a call: the least of several.
fn time<R>(mut call: impl FnMut() -> R) -> f64 {
    const ENOUGH: f64 = 2e8;
    let mut least = f64::INFINITY;
    let mut total = 0.0;
    // Short calls are timed together.
    let mut calls = 1;
    while total < ENOUGH {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call());
        }
        let elapsed = start.elapsed().as_nanos() as f64;
        total += elapsed;
        least = least.min(elapsed / f64::from(calls));
        if elapsed < 1e5 {
            calls *= 2;
        }
    }
    least
}

fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.5 + 0.4 * (0.3 + 1.7 * i as f64).sin()).collect()
}

fn powers(low: u32, high: u32) -> impl Iterator<Item = usize> {
    (low..=high).map(|exponent| 10usize.pow(exponent))
}

/// Measures, and writes the chart.
///
/// # Errors
///
/// If the chart cannot be written.
pub fn record() -> Result<ExitCode, Box<dyn Error>> {
    let mut workspace = Workspace::new();
    let value = powers(1, 7).map(|n| (n as f64, time(|| logistic(black_box(0.3), 3.7, n)))).collect();
    let gradient = powers(1, 7)
        .map(|n| (n as f64, time(|| logistic::gradient_with(black_box(0.3), 3.7, n, &mut workspace))))
        .collect();
    let by_hand = powers(1, 7).map(|n| (n as f64, time(|| logistic_vjp(black_box(0.3), 3.7, n, 1.0))));
    let trips = Panel {
        title: "a loop: logistic",
        across: "iterations",
        up: "ns",
        logarithmic: true,
        lines: vec![
            Line { name: "value", points: value },
            Line { name: "gradient", points: gradient },
            Line { name: "gradient by hand", points: by_hand.collect() },
        ],
    };

    let arrays = |n| (numbers(n), numbers(n));
    let value = powers(0, 6).map(|n| {
        let (x, y) = arrays(n);
        (n as f64, time(|| dot(black_box(&x), &y)))
    });
    let gradient = powers(0, 6).map(|n| {
        let (x, y) = arrays(n);
        (n as f64, time(|| dot::gradient(black_box(&x), &y)))
    });
    let by_hand = powers(0, 6).map(|n| {
        let (x, y) = arrays(n);
        (n as f64, time(|| dot_vjp(black_box(&x), &y, 1.0)))
    });
    let lengths = Panel {
        title: "arrays: dot",
        across: "elements",
        up: "ns",
        logarithmic: true,
        lines: vec![
            Line { name: "value", points: value.collect() },
            Line { name: "gradient", points: gradient.collect() },
            Line { name: "gradient by hand", points: by_hand.collect() },
        ],
    };

    let seeds = (LANES..=16 * LANES).step_by(LANES);
    let jacobian = |inputs: usize, outputs: usize| {
        let x = numbers(inputs);
        let mut matrix = vec![0.0; inputs * outputs];
        let mut workspace = Workspace::new();
        time(|| drop(mixed::jacobian_into_with(black_box(&x), outputs, &mut matrix, &mut workspace))) / 1e3
    };
    let forward = seeds.clone().map(|inputs| ((inputs / LANES) as f64, jacobian(inputs, OTHERS)));
    let reverse = seeds.map(|outputs| ((outputs / LANES) as f64, jacobian(OTHERS, outputs)));
    let seeds = Panel {
        title: "Jacobians, few by 256",
        across: "sweeps: seeds / 8",
        up: "µs",
        logarithmic: false,
        lines: vec![
            Line { name: "few inputs: forward", points: forward.collect() },
            Line { name: "few outputs: reverse", points: reverse.collect() },
        ],
    };
    let panels = [trips, lengths, seeds];
    for panel in &panels {
        for line in &panel.lines {
            println!("{}, {}: {:?}", panel.title, line.name, line.points);
        }
    }
    fs::write(CHART, svg(&panels))?;
    Ok(ExitCode::SUCCESS)
}
