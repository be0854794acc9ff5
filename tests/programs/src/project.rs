//! The generated crates: written, compiled, run.
//!
//! A package in the target directory, with three files for each program (its expansion, its twin, and the glue to the checks), so that
//! errors of the compiler tell which program they are about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

use crate::entry::{Entry, entry_of};
use crate::errors::{attributed, without_names, without_numbers};
use crate::expand;
use crate::glue::glue_of;
use crate::program::Program;

/// What became of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The number of points that were checked, and why others were not.
    Passed(usize, Vec<String>),
    Failed(Failure),
}

impl Verdict {
    const NONE: Verdict = Verdict::Passed(0, Vec::new());
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `refused`, `compile`, `reverse`, ..
    pub kind: String,
    /// What another failure must have in common with this one to be the same.
    pub signature: String,
    pub message: String,
}

impl Failure {
    pub fn new(kind: &str, signature: &str, message: String) -> Failure {
        Failure { kind: kind.into(), signature: signature.into(), message }
    }

    /// The macro said that it does not support something.
    pub fn refusal(first: &str, message: String) -> Failure {
        Failure::new("refused", &without_names(first), message)
    }

    pub fn is_refusal(&self) -> bool {
        self.kind == "refused"
    }

    /// The program is no Rust.
    pub fn is_fault(&self) -> bool {
        self.kind == "generator"
    }

    /// The compiler rejects the program, or what the macro made of it.
    pub fn is_rejection(&self) -> bool {
        matches!(self.kind.as_str(), "compile" | "generator" | "twin-compile")
    }

    /// What the compiler said of a program.
    fn compiler(kind: &str, message: String) -> Failure {
        let first = message.lines().next().unwrap_or_default();
        Failure::new(kind, &without_names(first), message.clone())
    }
}

/// How much of a program is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// What the macro refuses.
    Macro,
    /// It compiles, as far as `cargo check` can tell.
    Types,
    Full,
}

pub struct Project {
    root: PathBuf,
    target: PathBuf,
    /// Another run would write the same files: it waits.
    _lock: fs::File,
}

/// A program that the macro accepts, and what is compiled of it.
struct Expanded {
    expansion: String,
    twin: String,
    entry: Entry,
}

impl Project {
    /// A package of this name in the target directory. If it `unwinds`, programs may panic, and derivatives are then to panic as well; others are left out
    /// where they panic.
    pub fn new(name: &str, unwinds: bool) -> io::Result<Project> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
        let root = target.join("programs").join(name);
        fs::create_dir_all(root.join("src"))?;
        let lock = fs::File::create(root.join("lock"))?;
        if lock.try_lock().is_err() {
            eprintln!("waiting for another run, which writes to {}", root.display());
            lock.lock()?;
        }
        fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock"))?;
        let path = |of: &str| workspace.join(of).display().to_string();
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n\
             jac = {{ path = {:?} }}\nchecker = {{ path = {:?} }}\n\n{}",
            path(""),
            path("tests/programs/checker"),
            PROFILE.replace("PANIC", if unwinds { "unwind" } else { "abort" }),
        );
        write(&root.join("Cargo.toml"), &manifest)?;
        Ok(Project { root, target: target.join("programs"), _lock: lock })
    }

    /// Keeps a failing program, and what was said of it.
    pub fn keep(&self, seed: u64, text: &str) -> io::Result<PathBuf> {
        let folder = self.target.join("failures");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("seed{seed}.rs"));
        fs::write(&path, text)?;
        Ok(path)
    }

    /// What becomes of each program. Programs that fail to compile are taken out until the rest compiles.
    pub fn check(&self, programs: &[Program], depth: Depth) -> io::Result<Vec<Verdict>> {
        let mut verdicts: BTreeMap<usize, Verdict> = BTreeMap::new();
        let mut expanded: BTreeMap<usize, Expanded> = BTreeMap::new();
        for (index, program) in programs.iter().enumerate() {
            match expand(program) {
                Err(failure) => drop(verdicts.insert(index, Verdict::Failed(failure))),
                Ok(_) if depth == Depth::Macro => drop(verdicts.insert(index, Verdict::Passed(0, Vec::new()))),
                Ok(parts) => drop(expanded.insert(index, parts)),
            }
        }
        while !expanded.is_empty() {
            self.write(programs, &expanded)?;
            let output = self.build(depth)?;
            if output.status.success() {
                if depth == Depth::Types {
                    verdicts.extend(expanded.keys().map(|index| (*index, Verdict::Passed(0, Vec::new()))));
                } else {
                    self.run(expanded.keys().copied().collect(), &mut verdicts)?;
                }
                break;
            }
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            let mut failures = attributed(&errors);
            failures.retain(|index, _| expanded.contains_key(index));
            if failures.is_empty() {
                self.blame(programs, &expanded, depth, &errors, &mut verdicts)?;
                break;
            }
            let suspects: Vec<usize> = failures.keys().copied().collect();
            let plain = self.refused_without_attributes(programs, &suspects)?;
            for (index, (letter, message)) in failures {
                expanded.remove(&index);
                let failure = match plain.get(&index) {
                    Some(message) => Failure::compiler("generator", message.clone()),
                    None => Failure::compiler(if letter == 'p' { "compile" } else { "twin-compile" }, message),
                };
                verdicts.insert(index, Verdict::Failed(failure));
            }
        }
        Ok(verdicts.into_values().collect())
    }

    /// Errors that name no program: each half on its own.
    fn blame(
        &self,
        programs: &[Program],
        expanded: &BTreeMap<usize, Expanded>,
        depth: Depth,
        errors: &str,
        verdicts: &mut BTreeMap<usize, Verdict>,
    ) -> io::Result<()> {
        let left: Vec<usize> = expanded.keys().copied().collect();
        if let [single] = left.as_slice() {
            verdicts.insert(*single, Verdict::Failed(Failure::compiler("compile", errors.to_string())));
            return Ok(());
        }
        for half in [&left[..left.len() / 2], &left[left.len() / 2..]] {
            let part: Vec<Program> = half.iter().map(|index| programs[*index].clone()).collect();
            for (index, verdict) in half.iter().zip(self.check(&part, depth)?) {
                verdicts.insert(*index, verdict);
            }
        }
        Ok(())
    }

    /// The programs that are no Rust even without attributes, and what the compiler says: faults of the generator.
    pub fn refused_without_attributes(
        &self,
        programs: &[Program],
        suspects: &[usize],
    ) -> io::Result<BTreeMap<usize, String>> {
        let folder = self.root.join("plain");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let mut refused: BTreeMap<usize, String> = BTreeMap::new();
        loop {
            let mut root = ALLOW.to_string();
            for index in suspects.iter().filter(|index| !refused.contains_key(index)) {
                root.push_str(&format!("mod p{index};\n"));
                let text = expand::plain(&programs[*index].text).unwrap_or_else(|failure| failure.message);
                write(&folder.join(format!("p{index}.rs")), &text)?;
            }
            write(&folder.join("lib.rs"), &root)?;
            let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
            let output = Command::new(rustc)
                .current_dir(&folder)
                .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--color=never", "lib.rs"])
                .output()?;
            if output.status.success() {
                return Ok(refused);
            }
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            let failures = attributed(&errors);
            if failures.is_empty() {
                return Err(io::Error::other(errors));
            }
            refused.extend(failures.into_iter().map(|(index, (_, message))| (index, message)));
        }
    }

    fn write(&self, programs: &[Program], expanded: &BTreeMap<usize, Expanded>) -> io::Result<()> {
        let source = self.root.join("src");
        let mut wanted: BTreeSet<String> = BTreeSet::from(["main.rs".to_string()]);
        let (mut modules, mut subjects, mut points) = (String::new(), String::new(), String::new());
        for (&index, parts) in expanded {
            let program = &programs[index];
            // Wider sweeps in turn: there are bugs of one width, but none of one program at one width.
            let wide = [2, 4, 3][index % 3];
            let glue = glue_of(index, program, &parts.entry, [&[1, wide], &[1, wide]]);
            for (letter, text) in [('p', &parts.expansion), ('t', &parts.twin), ('g', &glue)] {
                write(&source.join(format!("{letter}{index}.rs")), text)?;
                wanted.insert(format!("{letter}{index}.rs"));
                modules.push_str(&format!("mod {letter}{index};\n"));
            }
            for (number, stage) in program.stages.iter().enumerate() {
                subjects.push_str(&format!("        &g{index}::SUBJECT{number},\n"));
                for point in &stage.points {
                    let mut numbers = Vec::new();
                    point.iter().for_each(|datum| datum.numbers(&mut numbers));
                    let numbers: Vec<String> = numbers.iter().map(|number| format!("{number:?}")).collect();
                    points.push_str(&format!("p{index}.{number} {}\n", numbers.join(" ")));
                }
            }
        }
        let main = format!(
            "{ALLOW}\nmod harness {{\n    pub use checker::dual;\n}}\n{modules}\nfn main() {{\n    checker::main(&[\n{subjects}    ]);\n}}\n"
        );
        write(&source.join("main.rs"), &main)?;
        write(&self.root.join("points"), &points)?;
        for entry in fs::read_dir(&source)? {
            let entry = entry?;
            if !wanted.contains(&*entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn build(&self, depth: Depth) -> io::Result<Output> {
        let command = if depth == Depth::Types { "check" } else { "build" };
        let build = |offline: bool| {
            let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.current_dir(&self.root).args([command, "--keep-going", "--quiet", "--color=never"]);
            if offline {
                cargo.arg("--offline");
            }
            let flags = ["RUSTFLAGS", "CARGO_PROFILE_DEV_DEBUG", "CARGO_ENCODED_RUSTFLAGS"];
            for flag in flags {
                cargo.env_remove(flag);
            }
            cargo.env("CARGO_TARGET_DIR", &self.target).output()
        };
        let output = build(true)?;
        // The registry's files may be missing.
        if String::from_utf8_lossy(&output.stderr).contains("--offline") { build(false) } else { Ok(output) }
    }

    /// Runs the programs, again after each one that ends the process.
    fn run(&self, mut left: BTreeSet<usize>, verdicts: &mut BTreeMap<usize, Verdict>) -> io::Result<()> {
        let name = self.root.file_name().unwrap_or_default();
        let binary = self.target.join("debug").join(name);
        while !left.is_empty() {
            let names = left.iter().map(|index| format!("p{index}"));
            let output = Command::new(&binary).arg(self.root.join("points")).args(names).output()?;
            let mut running = None;
            let mut panicked = false;
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
                if verb == "panic" {
                    let (phase, message) = rest.split_once(' ').unwrap_or((rest, ""));
                    let message = message.replace("\\n", "\n");
                    let kind = format!("panic-{phase}");
                    // Where the program itself panics there is nothing to compare.
                    if let (Some(index), "primal") = (running, phase) {
                        if let Verdict::Passed(_, skipped) = verdicts.entry(index).or_insert(Verdict::NONE) {
                            skipped.push("panic".into());
                        }
                        panicked = true;
                    } else if let Some(index) = running {
                        let failure = Failure::new(&kind, &without_numbers(&message), message);
                        verdicts.insert(index, Verdict::Failed(failure));
                    }
                    continue;
                }
                let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                let Some(index) = name.strip_prefix('p').and_then(|name| name.parse::<usize>().ok()) else { continue };
                if verb == "run" {
                    running = Some(index);
                }
                let Verdict::Passed(points, skipped) = verdicts.entry(index).or_insert(Verdict::NONE) else { continue };
                match verb {
                    "ok" => *points += 1,
                    "skip" => skipped.push(rest.to_string()),
                    "fail" => {
                        let (kind, message) = rest.split_once(' ').unwrap_or((rest, ""));
                        let failure = Failure::new(kind, "", message.replace("\\n", "\n"));
                        verdicts.insert(index, Verdict::Failed(failure));
                    }
                    _ => {}
                }
            }
            if output.status.success() {
                return Ok(());
            }
            let Some(running) = running else {
                let message = String::from_utf8_lossy(&output.stderr).into_owned();
                return Err(io::Error::other(format!("{binary:?} does not run: {message}")));
            };
            // It crashed, unless it already said that it panicked.
            if !panicked && !matches!(verdicts.get(&running), Some(Verdict::Failed(_))) {
                let message = format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
                verdicts.insert(running, Verdict::Failed(Failure::new("crash", "", message)));
            }
            left.retain(|index| *index > running);
        }
        Ok(())
    }
}

fn expand(program: &Program) -> Result<Expanded, Failure> {
    let expansion = expand::expansion(&program.text)?;
    let twin = expand::twin(&program.text)?;
    let file = expand::parsed(&program.text)?;
    let entry = entry_of(&file).ok_or_else(|| Failure::new("generator", "no entry", program.text.clone()))?;
    Ok(Expanded { expansion, twin, entry })
}

const ALLOW: &str = "#![allow(warnings, clippy::all, unconditional_panic, arithmetic_overflow)]\n";

const PROFILE: &str = "[profile.dev]
opt-level = 0
debug = false
incremental = false
overflow-checks = true
panic = \"PANIC\"

[profile.dev.build-override]
opt-level = 0

[profile.dev.package.checker]
opt-level = 2
";

/// Only what changed is written, so that only that is compiled again.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    fs::write(path, text)
}
