//! Random programs: `cargo run --release -p programs -- --seed 1 --count 300`.

mod generate;
mod print;
mod project;
mod random;
mod syntax;

use project::{Project, Verdict};

fn main() -> std::io::Result<()> {
    let args: Vec<u64> = std::env::args().skip(1).map(|s| s.parse().unwrap()).collect();
    let programs: Vec<_> = (args[0]..args[0] + args[1]).map(generate::program).collect();
    let project = Project::new("generated")?;
    let verdicts = project.check(&programs, args[2] as usize)?;
    for (index, verdict) in verdicts.iter().enumerate() {
        match verdict {
            Verdict::Passed(n, why) => println!("{index} passed {n} {why:?}"),
            Verdict::Failed(f) => println!("{index} FAILED {} {}\n{}", f.kind, f.signature, f.message),
        }
    }
    Ok(())
}
