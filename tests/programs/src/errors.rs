//! Messages of the compiler and of panics: which program they are about, and what they have in common.

use std::collections::BTreeMap;
use std::path::Path;

use crate::project::Failure;

/// What the compiler said of a program.
pub fn compile_failure(kind: &str, message: String) -> Failure {
    let first = message.lines().next().unwrap_or_default();
    // What stands between backticks are names.
    let signature = first.split('`').step_by(2).collect();
    Failure { kind: kind.into(), signature, message }
}

/// The message of a panic without its numbers.
pub fn panic_signature(message: &str) -> String {
    message.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The errors of the compiler, by the program that they mention.
pub fn attributed(errors: &str) -> BTreeMap<usize, String> {
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut block = String::new();
    let mut finish = |block: &mut String| {
        if block.starts_with("error")
            && let Some(index) = mentioned(block)
        {
            found.entry(index).or_default().push_str(block);
        }
        block.clear();
    };
    for line in errors.lines() {
        if line.starts_with("error") || line.starts_with("warning") {
            finish(&mut block);
        }
        block.push_str(line);
        block.push('\n');
    }
    finish(&mut block);
    found
}

/// The program in whose file an error is: `--> src/bin/batch0/p12.rs:3:4`.
fn mentioned(block: &str) -> Option<usize> {
    let lines = block.lines().map(str::trim_start).filter(|line| line.starts_with("--> ") || line.starts_with("::: "));
    let mut files = lines.filter_map(|line| line[4..].split(':').next());
    files.find_map(|file| {
        let stem = Path::new(file).file_stem()?.to_str()?;
        stem.strip_prefix("check_").unwrap_or(stem).strip_prefix('p')?.parse().ok()
    })
}
