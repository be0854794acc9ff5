//! The table of costs: generated derivatives beside those written by hand.

use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::process::ExitCode;

use crate::image::Image;

/// How much more than by hand a generated derivative may take.
const INSTRUCTIONS: f64 = 1.05;
const TEXT: f64 = 1.15;
const STACK: f64 = 1.15;

/// The columns of memory: code, and the stack on the paths that ran and on any.
const OF_MEMORY: [usize; 3] = [1, 2, 3];

struct Cost {
    instructions: u64,
    /// Of its own code and what it calls, without `libm`.
    text: u64,
    /// On the paths that ran.
    stack: u64,
    /// On any path, without `libm`.
    stack_bound: Option<u64>,
}

/// Prints the table. Code and stack of the derivatives in `above` may be above the limits, and are marked then.
pub fn print(image: &Image, measured: &str, above: &[&str]) -> ExitCode {
    let measured = read_to_string(measured).expect("the measurements can be read");
    let costs: BTreeMap<&str, Cost> = measured.lines().map(|line| cost(image, line)).collect();
    println!(
        "| derivative | instructions | by hand | | code, bytes | by hand | | stack, bytes | by hand | | at most | by hand | |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    let mut within = !costs.is_empty();
    for (name, generated) in &costs {
        let Some(name) = name.strip_prefix("generated_") else { continue };
        let by_hand = &costs[format!("by_hand_{name}").as_str()];
        let columns = [
            (Some(generated.instructions), Some(by_hand.instructions), INSTRUCTIONS),
            (Some(generated.text), Some(by_hand.text), TEXT),
            (Some(generated.stack), Some(by_hand.stack), STACK),
            (generated.stack_bound, by_hand.stack_bound, STACK),
        ];
        print!("| {name} |");
        for (column, (generated, by_hand, limit)) in columns.into_iter().enumerate() {
            let is_limited = !(above.contains(&name) && OF_MEMORY.contains(&column));
            let ratio =
                generated.zip(by_hand).map_or(f64::INFINITY, |(generated, by_hand)| generated as f64 / by_hand as f64);
            let mark = match (ratio > limit, is_limited) {
                (false, _) => "",
                (true, true) => " (!)",
                (true, false) => " (above)",
            };
            let show = |value: Option<u64>| value.map_or("unbounded".to_string(), |value| value.to_string());
            print!(" {} | {} | {ratio:.2}{mark} |", show(generated), show(by_hand));
            within &= ratio <= limit || !is_limited;
        }
        println!();
    }
    if within {
        ExitCode::SUCCESS
    } else {
        println!(
            "(!): more than {INSTRUCTIONS} times the instructions, {TEXT} times the code, or {STACK} times the stack"
        );
        ExitCode::FAILURE
    }
}

fn cost<'a>(image: &Image, line: &'a str) -> (&'a str, Cost) {
    let [name, instructions, stack] = line.split(';').collect::<Vec<_>>()[..] else {
        panic!("not a measurement: {line}")
    };
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("not a number in {line}"));
    let root = image.roots(|function| function == name)[0];
    let libm = |name: &str| name.contains("libm");
    let own = image.reach(root, &libm).into_iter().map(|function| &image.functions[&function]);
    let text = own.filter(|function| !libm(&function.name)).map(|function| function.bytes).sum();
    let cost =
        Cost { instructions: number(instructions), text, stack: number(stack), stack_bound: image.stack(root, &libm) };
    (name, cost)
}
