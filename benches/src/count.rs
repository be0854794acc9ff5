//! Runs this program again under Callgrind, and reads what it counted.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::cases::{self, Case};

pub const COMPUTE: &str = "--compute";

/// Large memory is cleared and copied by loops. Valgrind takes a string instruction for as many as it moves bytes.
const NO_STRINGS: &str = "glibc.cpu.x86_rep_stosb_threshold=1000000000:glibc.cpu.x86_rep_movsb_threshold=1000000000";

/// A case, and the instructions of both computations.
pub struct Counted {
    pub case: Case,
    pub generated: u64,
    pub by_hand: u64,
}

impl Counted {
    pub fn ratio(&self) -> f64 {
        self.generated as f64 / self.by_hand as f64
    }
}

/// Each case whose name contains a text, generated and by hand: four calls of `counted`, as each computation is run twice.
///
/// # Panics
///
/// If a computation does.
pub fn compute_all(which: String) {
    // A stack of its own starts at a page. What is copied on that of the main thread is aligned as the environment's length has it.
    let thread = std::thread::spawn(move || {
        for case in cases::all().into_iter().filter(|case| case.name().contains(&which)) {
            (case.generated)();
            (case.by_hand)();
        }
    });
    thread.join().expect("all computations end");
}

/// Instructions of every case, in order.
///
/// # Errors
///
/// If Valgrind is not there, or says something else than expected.
pub fn count() -> Result<Vec<Counted>, Box<dyn Error>> {
    let directory = std::env::temp_dir().join(format!("jac-benches-{}", std::process::id()));
    fs::create_dir_all(&directory)?;
    let file = directory.join("counts");
    let mut argument = String::new();
    write!(argument, "--callgrind-out-file={}", file.display())?;
    // Counting is on inside of `counted` only, and whenever it is left a part of the file is written and the counters start anew.
    // Of two options with the same pattern Valgrind heeds one.
    let output = Command::new("valgrind")
        .env("GLIBC_TUNABLES", NO_STRINGS)
        .args([
            "--tool=callgrind",
            "--toggle-collect=*::counted*",
            "--dump-after=benches::cases::counted*",
            "--combine-dumps=yes",
        ])
        .arg(argument)
        .arg(std::env::current_exe()?)
        .arg(COMPUTE)
        .output()
        .map_err(|error| format!("cannot run valgrind, which counts instructions: {error}"))?;
    if !output.status.success() {
        return Err(format!("valgrind failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = fs::read_to_string(&file)?;
    fs::remove_dir_all(&directory)?;
    let totals: Result<Vec<u64>, _> =
        text.lines().filter_map(|line| line.strip_prefix("summary:")).map(|n| n.trim().parse()).collect();
    let totals = totals?;
    let cases = cases::all();
    if totals.len() != 4 * cases.len() + 1 {
        return Err(format!("valgrind counted {} computations of {}", totals.len(), 4 * cases.len()).into());
    }
    // What came first had memory to allocate and libraries to bind; the second of each pair is steady.
    let counted = cases.into_iter().zip(totals.chunks_exact(4));
    Ok(counted.map(|(case, calls)| Counted { case, generated: calls[1], by_hand: calls[3] }).collect())
}
