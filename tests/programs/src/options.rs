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
    /// The macro is run, the compiler is not: what is refused, in a moment.
    pub refusals: bool,
    /// The compiler checks types, nothing runs: what does not compile, in a fraction of the time.
    pub types: bool,
    /// Programs that the compiler rejects are counted and fail nothing: what is looked for are wrong derivatives.
    pub derivatives: bool,
    /// Programs are made of templates, too: enums, workspaces, methods and more.
    pub templates: bool,
    /// The programs are chains of iterators, whose closures may panic and count.
    pub chains: bool,
    /// The programs are printed and nothing else.
    pub print: bool,
}

const USAGE: &str = "programs [--seed S] [--count N] [--batch B] [--minimise M] [--keep] [--refusals] [--types] [--derivatives] [--templates] [--chains] [--print]";

pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        seed: 1,
        count: 100,
        batch: 100,
        minimise: 1,
        keep: false,
        refusals: false,
        types: false,
        derivatives: false,
        templates: false,
        chains: false,
        print: false,
    };
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
            "--refusals" => options.refusals = true,
            "--types" => options.types = true,
            "--derivatives" => options.derivatives = true,
            "--templates" => options.templates = true,
            "--chains" => options.chains = true,
            "--print" => options.print = true,
            _ => return Err(format!("unknown argument `{argument}`\n{USAGE}")),
        }
    }
    Ok(options)
}
