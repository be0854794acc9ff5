//! The command line.

pub struct Options {
    pub seed: u64,
    pub count: u64,
    /// Programs in one crate.
    pub batch: usize,
    /// Failures of one kind that are minimised.
    pub minimise: usize,
    /// Failing programs stay on disk.
    pub keep: bool,
}

const USAGE: &str = "programs [--seed S] [--count N] [--batch B] [--minimise M] [--keep]";

pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options { seed: 1, count: 100, batch: 75, minimise: 2, keep: false };
    while let Some(argument) = arguments.next() {
        let mut number = || -> Result<u64, String> {
            let value = arguments.next().ok_or_else(|| format!("`{argument}` takes a number\n{USAGE}"))?;
            value.parse().map_err(|_| format!("`{value}` is not a number\n{USAGE}"))
        };
        match argument.as_str() {
            "--seed" => options.seed = number()?,
            "--count" => options.count = number()?,
            "--batch" => options.batch = number()?.max(1) as usize,
            "--minimise" => options.minimise = number()? as usize,
            "--keep" => options.keep = true,
            _ => return Err(format!("unknown argument `{argument}`\n{USAGE}")),
        }
    }
    Ok(options)
}
