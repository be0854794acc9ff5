//! The generated crates: written, compiled, run.
//!
//! One package with a binary for each batch, in the target directory. Every program is a module of its binary, in a file of its
//! own, so that errors of the compiler tell which program they are about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

use crate::errors::{attributed, compile_failure, panic_signature};
use crate::glue::glue_of;
use crate::print;
use crate::syntax::Program;

/// What became of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The number of points that were checked, and why others were not.
    Passed(usize, Vec<String>),
    Failed(Failure),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `compile`, `reverse`, ..
    pub kind: String,
    /// What another failure must have in common with this one to be the same.
    pub signature: String,
    pub message: String,
}

/// How much of a program is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// It compiles, as far as `cargo check` can tell.
    Types,
    /// With one lane.
    Narrow,
    Full,
}

pub struct Project {
    workspace: PathBuf,
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// A package of this name in the target directory.
    pub fn new(name: &str) -> io::Result<Project> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
        let root = target.join("programs").join(name);
        fs::create_dir_all(root.join("src"))?;
        fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock"))?;
        let path = |of: &str| workspace.join(of).display().to_string();
        let num_dual = dependency(&fs::read_to_string(workspace.join("Cargo.toml"))?, "num-dual");
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n\
             jac = {{ path = {:?} }}\njac-runtime = {{ path = {:?} }}\ntwin = {{ path = {:?} }}\n{num_dual}\n\n\
             [profile.dev]\nopt-level = 0\ndebug = false\nincremental = false\noverflow-checks = true\n\n\
             [profile.dev.build-override]\nopt-level = 2\n",
            path(""),
            path("jac-runtime"),
            path("tests/twin"),
        );
        write(&root.join("Cargo.toml"), &manifest)?;
        Ok(Project { workspace, root, target: target.join("programs") })
    }

    /// Keeps a failing program, and what was said of it.
    pub fn keep(&self, seed: u64, text: &str, message: &str) -> io::Result<PathBuf> {
        let folder = self.target.join("failures");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("seed{seed}.rs"));
        let message: String = message.lines().map(|line| format!("// {line}\n")).collect();
        fs::write(&path, format!("{message}{text}"))?;
        Ok(path)
    }

    /// What becomes of each program. Programs that fail to compile are taken out until the rest compiles.
    pub fn check(&self, programs: &[Program], batch: usize, depth: Depth) -> io::Result<Vec<Verdict>> {
        let mut verdicts: BTreeMap<usize, Verdict> = self.refused_by_rustc(programs)?;
        loop {
            let left: Vec<usize> = (0..programs.len()).filter(|index| !verdicts.contains_key(index)).collect();
            if left.is_empty() {
                break;
            }
            let batches: Vec<Vec<usize>> = left.chunks(batch.max(1)).map(<[usize]>::to_vec).collect();
            self.write(programs, &batches, depth)?;
            let output = self.build(depth)?;
            if output.status.success() && depth == Depth::Types {
                verdicts.extend(left.iter().map(|index| (*index, Verdict::Passed(0, Vec::new()))));
                break;
            }
            if output.status.success() {
                for (number, batch) in batches.iter().enumerate() {
                    self.run(number, batch, &mut verdicts)?;
                }
                break;
            }
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            let mut failures = attributed(&errors);
            failures.retain(|index, _| left.contains(index));
            if failures.is_empty() {
                self.blame(programs, &left, depth, &errors, &mut verdicts)?;
                continue;
            }
            for (index, message) in failures {
                verdicts.insert(index, Verdict::Failed(compile_failure("compile", message)));
            }
        }
        Ok(verdicts.into_values().collect())
    }

    /// Errors that name no program: each half on its own.
    fn blame(
        &self,
        programs: &[Program],
        left: &[usize],
        depth: Depth,
        errors: &str,
        verdicts: &mut BTreeMap<usize, Verdict>,
    ) -> io::Result<()> {
        if let [single] = left {
            verdicts.insert(*single, Verdict::Failed(compile_failure("compile", errors.to_string())));
            return Ok(());
        }
        for half in [&left[..left.len() / 2], &left[left.len() / 2..]] {
            let part: Vec<Program> = half.iter().map(|index| programs[*index].clone()).collect();
            for (index, verdict) in half.iter().zip(self.check(&part, part.len(), depth)?) {
                verdicts.insert(*index, verdict);
            }
        }
        Ok(())
    }

    /// The programs that are no Rust even without the attribute: faults of the generator.
    fn refused_by_rustc(&self, programs: &[Program]) -> io::Result<BTreeMap<usize, Verdict>> {
        let folder = self.root.join("plain");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let mut refused = BTreeMap::new();
        loop {
            let mut root = ALLOW.to_string();
            for (index, program) in programs.iter().enumerate().filter(|(index, _)| !refused.contains_key(index)) {
                root.push_str(&format!("mod p{index};\n"));
                write(&folder.join(format!("p{index}.rs")), &print::program(program, false))?;
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
            for (index, message) in failures {
                refused.insert(index, Verdict::Failed(compile_failure("generator", message)));
            }
        }
    }

    fn write(&self, programs: &[Program], batches: &[Vec<usize>], depth: Depth) -> io::Result<()> {
        let bins = self.root.join("src/bin");
        let harness = self.workspace.join("tests/harness/mod.rs");
        let checker = self.workspace.join("tests/programs/checker/mod.rs");
        let wanted: BTreeSet<String> = (0..batches.len()).map(|number| format!("batch{number}")).collect();
        if let Ok(existing) = fs::read_dir(&bins) {
            for entry in existing {
                let entry = entry?;
                if !wanted.contains(&*entry.file_name().to_string_lossy()) {
                    fs::remove_dir_all(entry.path())?;
                }
            }
        }
        for (number, batch) in batches.iter().enumerate() {
            let folder = bins.join(format!("batch{number}"));
            fs::create_dir_all(folder.join("corpus"))?;
            let (mut corpus, mut glue, mut twins, mut calls) = Default::default();
            for &index in batch {
                let program = &programs[index];
                write(&folder.join(format!("corpus/p{index}.rs")), &print::program(program, true))?;
                write(&folder.join(format!("check_p{index}.rs")), &glue_of(index, program, depth))?;
                corpus = format!("{corpus}    pub mod p{index};\n");
                glue = format!("{glue}mod check_p{index};\n");
                twins = format!("{twins}    \"src/bin/batch{number}/corpus/p{index}.rs\",\n");
                calls = format!("{calls}            \"p{index}\" => check_p{index}::check(),\n");
            }
            let main = format!(
                "{ALLOW}\n#[path = {harness:?}]\n#[macro_use]\nmod harness;\n#[path = {checker:?}]\nmod checker;\n\
                 mod corpus {{\n{corpus}}}\n{glue}twin::twins!(\n{twins});\n\n\
                 fn main() {{\n    checker::quiet();\n    checker::watch();\n    for program in std::env::args().skip(1) {{\n        \
                 checker::start(&program);\n        match program.as_str() {{\n{calls}        _ => {{}}\n        }}\n    }}\n}}\n"
            );
            write(&folder.join("main.rs"), &main)?;
        }
        Ok(())
    }

    fn build(&self, depth: Depth) -> io::Result<Output> {
        let command = if depth == Depth::Types { "check" } else { "build" };
        let build = |offline: bool| {
            let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.current_dir(&self.root).args([command, "--bins", "--keep-going", "--quiet", "--color=never"]);
            if offline {
                cargo.arg("--offline");
            }
            cargo.env("CARGO_TARGET_DIR", &self.target).env_remove("RUSTFLAGS").output()
        };
        let output = build(true)?;
        // The registry's files may be missing.
        if String::from_utf8_lossy(&output.stderr).contains("--offline") { build(false) } else { Ok(output) }
    }

    /// Runs a batch, again after each program that ends the process.
    fn run(&self, number: usize, batch: &[usize], verdicts: &mut BTreeMap<usize, Verdict>) -> io::Result<()> {
        let binary = self.target.join("debug").join(format!("batch{number}"));
        loop {
            let left = batch.iter().filter(|index| !verdicts.contains_key(index));
            let names: Vec<String> = left.map(|index| format!("p{index}")).collect();
            if names.is_empty() {
                return Ok(());
            }
            let output = Command::new(&binary).args(&names).output()?;
            let mut running = None;
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                let mut words = line.splitn(5, ' ');
                let verb = words.next().unwrap_or_default();
                let index = words.next().and_then(|name| name.strip_prefix('p')?.parse::<usize>().ok());
                let Some(index) = index else { continue };
                match verb {
                    "run" => running = Some(index),
                    "ok" => {
                        let checked = words.next().and_then(|count| count.parse().ok()).unwrap_or(0);
                        let skipped = words.flat_map(|words| words.split(' ')).map(ToString::to_string).collect();
                        // A program has a line for each of its stages.
                        let before = match verdicts.remove(&index) {
                            Some(Verdict::Failed(failure)) => {
                                verdicts.insert(index, Verdict::Failed(failure));
                                continue;
                            }
                            Some(Verdict::Passed(before, _)) => before,
                            None => 0,
                        };
                        verdicts.insert(index, Verdict::Passed(before + checked, skipped));
                    }
                    "fail" => {
                        let point = words.next().unwrap_or_default();
                        let kind = words.next().unwrap_or_default().to_string();
                        let message = words.next().unwrap_or_default().replace("\\n", "\n");
                        let signature =
                            if kind.starts_with("panic") { panic_signature(&message) } else { String::new() };
                        let message = format!("at point {point}: {message}");
                        verdicts.insert(index, Verdict::Failed(Failure { kind, signature, message }));
                    }
                    _ => {}
                }
            }
            if output.status.success() {
                return Ok(());
            }
            let Some(running) = running else { return Err(io::Error::other(format!("{binary:?} does not run"))) };
            let message = format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
            let failure = Failure { kind: "crash".into(), signature: String::new(), message };
            verdicts.insert(running, Verdict::Failed(failure));
        }
    }
}

const ALLOW: &str = "#![allow(warnings, clippy::all, unconditional_panic, arithmetic_overflow)]\n";

/// Only what changed is written, so that only that is compiled again.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    fs::write(path, text)
}

/// The line of a manifest that names a dependency.
fn dependency(manifest: &str, name: &str) -> String {
    let line = manifest.lines().find(|line| line.starts_with(name));
    line.unwrap_or_default().to_string()
}
