//! Copies the sources of the macro, whose root cannot be a module of another crate: the copy declares its modules only.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let macros = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../../jac-macros/src");
    let copy = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("macros");
    println!("cargo::rerun-if-changed={}", macros.display());
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    copy_folder(&macros, &copy)?;
    let root = fs::read_to_string(macros.join("lib.rs"))?;
    let mut modules = String::new();
    let mut previous = "";
    for line in root.lines() {
        if line.starts_with("mod ") && !previous.starts_with("#[cfg(test)]") {
            modules.push_str(&format!("#[allow(warnings, clippy::all)]\n{line}\n"));
        }
        previous = line;
    }
    fs::write(copy.join("lib.rs"), modules)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
