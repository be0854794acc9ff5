//! Random programs: differentiated, run, and compared with the same programs over dual numbers.
//!
//! `cargo run --release -p programs -- --seed 1 --count 300`

mod entry;
mod errors;
mod expand;
mod generate;
mod glue;
mod minimise;
mod options;
mod print;
mod program;
mod project;
mod random;
mod reductions;
#[path = "../../twin/src/rewrite.rs"]
mod rewrite;
mod syntax;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::process::ExitCode;

use options::Options;
use program::Program;
use project::{Depth, Failure, Project, Verdict};

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
    if options.print {
        for seed in options.seed..options.seed + options.count {
            println!("// seed {seed}\n{}", described(&program(options, seed)));
        }
        return Ok(true);
    }
    let project = Project::new("generated", options.chains)?;
    // Panics of the macro are caught and reported.
    std::panic::set_hook(Box::new(|_| {}));
    let depth = match (options.refusals, options.types) {
        (true, _) => Depth::Macro,
        (false, true) => Depth::Types,
        (false, false) => Depth::Full,
    };
    let mut tally = Tally::default();
    let mut failed: Vec<(u64, Program, Failure)> = Vec::new();
    let seeds: Vec<u64> = (options.seed..options.seed + options.count).collect();
    for seeds in seeds.chunks(options.batch) {
        let programs: Vec<Program> = seeds.iter().map(|seed| program(options, *seed)).collect();
        let verdicts = project.check(&programs, depth)?;
        for ((seed, program), verdict) in seeds.iter().zip(programs).zip(verdicts) {
            tally.add(*seed, &verdict);
            if let Verdict::Failed(failure) = verdict {
                if !failure.is_refusal() {
                    let first = failure.message.lines().next().unwrap_or_default();
                    println!("seed {seed}: {}: {first}", failure.kind);
                }
                failed.push((*seed, program, failure));
            }
        }
        if depth == Depth::Full {
            println!("{} programs, {} failed, {} refused", tally.programs, tally.failed, tally.refused());
        }
    }
    report(options, failed)?;
    println!("{tally}");
    let fatal = if options.derivatives { tally.failed - tally.rejected } else { tally.failed };
    Ok(fatal == 0 && 20 * tally.no_rust <= tally.programs)
}

/// The program of a seed.
fn program(options: &Options, seed: u64) -> Program {
    if options.chains { generate::chains::program(seed) } else { generate::program(seed, options.templates) }
}

/// The text of a program and its points.
fn described(program: &Program) -> String {
    let mut text = program.text.clone();
    for stage in &program.stages {
        for (number, point) in stage.points.iter().enumerate() {
            let values: Vec<String> = point.iter().map(ToString::to_string).collect();
            text.push_str(&format!("// N = {}, point {number}: {}\n", stage.n, values.join("; ")));
        }
    }
    text
}

/// Prints the failures, a few of each kind made small.
fn report(options: &Options, failed: Vec<(u64, Program, Failure)>) -> io::Result<()> {
    let mut minimised: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut printed: BTreeSet<String> = BTreeSet::new();
    let project = Project::new("minimised", options.chains)?;
    for (seed, program, failure) in failed {
        let count = minimised.entry((failure.kind.clone(), failure.signature.clone())).or_default();
        *count += 1;
        if *count > options.minimise {
            continue;
        }
        let (program, failure) = minimise::minimise(&project, &program, &failure)?;
        if !printed.insert(program.text.clone()) {
            continue;
        }
        let message: String = failure.message.lines().map(|line| format!("// {line}\n")).collect();
        let text = format!("// seed {seed}: {}\n{}{message}", failure.kind, described(&program));
        println!("\n{text}");
        if options.keep {
            let path = project.keep(seed, &text)?;
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
    /// Those of them that the compiler rejects: there is no derivative that could be wrong.
    rejected: usize,
    /// Faults of the generator, which say nothing of derivatives: some may be.
    no_rust: usize,
    points: usize,
    /// Points that were left out, and why.
    skipped: BTreeMap<String, usize>,
    unchecked: usize,
    /// What the macro said, how often, and the first seed.
    refusals: BTreeMap<String, (usize, u64)>,
}

impl Tally {
    fn add(&mut self, seed: u64, verdict: &Verdict) {
        self.programs += 1;
        match verdict {
            Verdict::Failed(failure) if failure.is_refusal() => {
                self.refusals.entry(failure.signature.clone()).or_insert((0, seed)).0 += 1;
            }
            Verdict::Failed(failure) if failure.is_fault() => self.no_rust += 1,
            Verdict::Failed(failure) => {
                self.failed += 1;
                self.rejected += usize::from(failure.is_rejection());
            }
            Verdict::Passed(points, skipped) => {
                self.points += points;
                self.unchecked += usize::from(*points == 0);
                for why in skipped {
                    *self.skipped.entry(why.clone()).or_default() += 1;
                }
            }
        }
    }

    fn refused(&self) -> usize {
        self.refusals.values().map(|(count, _)| count).sum()
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut refusals: Vec<_> = self.refusals.iter().collect();
        refusals.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (message, (count, seed)) in refusals {
            writeln!(f, "refused {count} times, first with seed {seed}: {message}")?;
        }
        write!(f, "{} programs: {} failed", self.programs, self.failed)?;
        write!(f, " ({} of them do not compile), {} refused", self.rejected, self.refused())?;
        write!(f, ", {} points checked, skipped", self.points)?;
        for (why, count) in &self.skipped {
            write!(f, " {why} {count}")?;
        }
        write!(f, ", {} programs without a point, {} that are no Rust", self.unchecked, self.no_rust)
    }
}
