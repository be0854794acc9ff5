//! Messages of the compiler and of panics: which program they are about, and what they have in common.

use std::collections::BTreeMap;
use std::path::Path;

/// The message without what stands between backticks: names.
pub fn without_names(message: &str) -> String {
    message.split('`').step_by(2).collect::<Vec<_>>().join("..")
}

/// The message of a panic without its numbers.
pub fn without_numbers(message: &str) -> String {
    message.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The errors of the compiler, by the program that they mention, with the letter of the file.
pub fn attributed(errors: &str) -> BTreeMap<usize, (char, String)> {
    let mut found: BTreeMap<usize, (char, String)> = BTreeMap::new();
    let mut block = String::new();
    let mut finish = |block: &mut String| {
        if block.starts_with("error")
            && let Some((letter, index)) = mentioned(block)
        {
            found.entry(index).or_insert((letter, String::new())).1.push_str(block);
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

/// The program in whose file an error is: `--> src/p12.rs:3:4`.
fn mentioned(block: &str) -> Option<(char, usize)> {
    let lines = block.lines().map(str::trim_start).filter(|line| line.starts_with("--> ") || line.starts_with("::: "));
    let mut files = lines.filter_map(|line| line[4..].split(':').next());
    files.find_map(|file| {
        let stem = Path::new(file).file_stem()?.to_str()?;
        let letter = stem.chars().next()?;
        Some((letter, stem.strip_prefix(['p', 't', 'g'])?.parse().ok()?))
    })
}
