//! Random programs: differentiated, run, and compared with the same programs over dual numbers.
//!
//! `cargo run --release -p programs -- --seed 1 --count 300`

mod errors;
mod generate;
mod glue;
mod minimise;
mod options;
mod print;
mod project;
mod random;
mod reductions;
mod syntax;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::process::ExitCode;

use options::Options;
use project::{Depth, Failure, Project, Verdict};
use syntax::Program;

fn main() -> ExitCode {
    let options = match options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// True if every program passed.
fn run(options: &Options) -> io::Result<bool> {
    let project = Project::new("generated")?;
    let mut tally = Tally::default();
    let mut failed: Vec<(u64, Program, Failure)> = Vec::new();
    let seeds: Vec<u64> = (options.seed..options.seed + options.count).collect();
    // Two batches at a time: a compiler for each of two cores.
    for seeds in seeds.chunks(2 * options.batch) {
        let programs: Vec<Program> = seeds.iter().map(|seed| generate::program(*seed)).collect();
        let verdicts = project.check(&programs, options.batch, Depth::Full)?;
        for ((seed, program), verdict) in seeds.iter().zip(programs).zip(verdicts) {
            tally.add(&verdict);
            if let Verdict::Failed(failure) = verdict {
                println!("seed {seed}: {} {}", failure.kind, failure.signature);
                failed.push((*seed, program, failure));
            }
        }
        println!("{} programs, {} failed", tally.programs, failed.len());
    }
    report(options, failed)?;
    println!("{tally}");
    Ok(tally.failed == 0)
}

/// Prints the failures, a few of each kind made small.
fn report(options: &Options, failed: Vec<(u64, Program, Failure)>) -> io::Result<()> {
    let mut minimised: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut printed: BTreeSet<String> = BTreeSet::new();
    let project = Project::new("minimised")?;
    for (seed, program, failure) in failed {
        let count = minimised.entry((failure.kind.clone(), failure.signature.clone())).or_default();
        *count += 1;
        if *count > options.minimise {
            continue;
        }
        let (program, failure) = minimise::minimise(&project, &program, &failure)?;
        let text = print::program(&program, true);
        if !printed.insert(text.clone()) {
            continue;
        }
        println!("\n==== seed {seed}: {}\n{text}", failure.kind);
        for (number, stage) in program.stages.iter().enumerate() {
            for (param, values) in program.entry().params.iter().zip(&stage.values) {
                println!("// stage {number}: {} = {}", param.name, values.join(" | "));
            }
        }
        println!("{}", failure.message);
        if options.keep {
            let path = project.keep(seed, &text, &failure.message)?;
            println!("kept as {}", path.display());
        }
    }
    Ok(())
}

/// What became of all programs.
#[derive(Default)]
struct Tally {
    programs: usize,
    failed: usize,
    points: usize,
    /// Points that were left out, and why.
    skipped: BTreeMap<String, usize>,
    unchecked: usize,
}

impl Tally {
    fn add(&mut self, verdict: &Verdict) {
        self.programs += 1;
        match verdict {
            Verdict::Failed(_) => self.failed += 1,
            Verdict::Passed(points, skipped) => {
                self.points += points;
                self.unchecked += usize::from(*points == 0);
                for why in skipped {
                    *self.skipped.entry(why.clone()).or_default() += 1;
                }
            }
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} programs: {} failed, {} points checked, skipped", self.programs, self.failed, self.points)?;
        for (why, count) in &self.skipped {
            write!(f, " {why} {count}")?;
        }
        write!(f, ", {} programs without a point", self.unchecked)
    }
}
