//! The table: what it says, and what is compared with it.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::process::{Command, ExitCode};

use crate::count::Counted;

const RECORDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/counts.tsv");
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/performance.md");
const BEGIN: &str = "<!-- counts: cargo run --release -p benches -- --record -->";
const END: &str = "<!-- end of counts -->";

/// A ratio may be this much larger than the recorded one.
const TOLERANCE: f64 = 1.02;
const HEAD: &str = "function\tderivative\tgenerated\tby hand\tratio";

/// Prints the counts, and fails if a ratio is worse than the table says, which compares what the same compiler made.
///
/// # Errors
///
/// If there is no table.
pub fn compare(counts: &[Counted]) -> Result<ExitCode, Box<dyn Error>> {
    print!("{}", markdown(counts));
    let recorded = fs::read_to_string(RECORDED)?;
    let (here, there) = (counted_with(), recorded.lines().next().unwrap_or_default());
    if here != there {
        println!("Not compared with the table, which was made by others: {there}, and here {here}");
        return Ok(ExitCode::SUCCESS);
    }
    let mut failures = 0;
    for counted in counts {
        let key = format!("{}\t{}\t", counted.case.function, counted.case.derivative);
        let before =
            recorded.lines().find_map(|line| line.strip_prefix(&key)?.rsplit('\t').next()?.parse::<f64>().ok());
        let (name, ratio) = (counted.case.name(), counted.ratio());
        match before {
            None => println!("{name}: not in the table, see --record"),
            Some(before) if ratio > before * TOLERANCE => println!("{name}: {ratio:.4}, and {before:.4} in the table"),
            Some(_) => continue,
        }
        failures += 1;
    }
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes the counts into the table, and into the document.
///
/// # Errors
///
/// If a file cannot be written, or the document has no place for the counts.
pub fn record(counts: &[Counted]) -> Result<ExitCode, Box<dyn Error>> {
    let mut table = format!("{}\n{HEAD}\n", counted_with());
    for counted in counts {
        let Counted { case, generated, by_hand } = counted;
        writeln!(table, "{}\t{}\t{generated}\t{by_hand}\t{:.4}", case.function, case.derivative, counted.ratio())?;
    }
    fs::write(RECORDED, table)?;
    let markdown = markdown(counts);
    replace(BEGIN, END, &markdown)?;
    print!("{markdown}");
    Ok(ExitCode::SUCCESS)
}

/// Writes what stands between two lines of the document.
///
/// # Errors
///
/// If the document does not have them, or cannot be written.
pub fn replace(begin: &str, end: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let document = fs::read_to_string(DOCUMENT)?;
    let (before, rest) = document.split_once(begin).ok_or_else(|| format!("docs/performance.md lacks {begin}"))?;
    let (_, after) = rest.split_once(end).ok_or_else(|| format!("docs/performance.md lacks {end}"))?;
    Ok(fs::write(DOCUMENT, format!("{before}{begin}\n\n{text}\n{end}{after}"))?)
}

/// The compiler and the mathematical functions that were counted: of others, the counts are others.
fn counted_with() -> String {
    let first_line = |program: &str| {
        let output = Command::new(program).arg("--version").output().ok();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        text.lines().next().unwrap_or_default().to_owned()
    };
    format!("# {}, {}", first_line("rustc"), first_line("ldd"))
}

/// A row for each function, a column for each derivative: generated / by hand = ratio.
fn markdown(counts: &[Counted]) -> String {
    let mut text = String::from("| function | tangent | adjoint | Jacobian or gradient |\n|---|---:|---:|---:|\n");
    let mut family = "";
    for cases in counts.chunk_by(|a, b| a.case.function == b.case.function && a.case.family == b.case.family) {
        if cases[0].case.family != family {
            family = cases[0].case.family;
            text += &format!("| *{family}* | | | |\n");
        }
        text += &format!("| `{}` |", cases[0].case.function);
        for derivative in [&["tangent"][..], &["adjoint"], &["jacobian", "gradient"]] {
            let found = cases.iter().find(|counted| derivative.contains(&counted.case.derivative));
            text += &found.map_or(" |".into(), |c| format!(" {} / {} = {:.2} |", c.generated, c.by_hand, c.ratio()));
        }
        text += "\n";
    }
    let mut ratios: Vec<f64> = counts.iter().map(Counted::ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let above = ratios.iter().filter(|&&ratio| ratio > 1.15).count();
    let (median, largest) = (ratios[ratios.len() / 2], ratios[ratios.len() - 1]);
    text += &format!("\nMedian of {} ratios: {median:.3}; largest: {largest:.2}; above 1.15: {above}.\n", ratios.len());
    text
}
