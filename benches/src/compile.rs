//! How long the compiler takes for functions with the attribute, beside the same without it.
//!
//! A crate of many functions of typical size is written into the directory for temporary files, and built again and again with nothing changed but the
//! time of its file. Dependencies are built before. What is measured is the time of processors, as Linux tells it, so that it matters little what else the
//! machine does; with several code generation units it is more than the clock says.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::table;

const BEGIN: &str = "<!-- compile: cargo run --release -p benches -- --compile -->";
const END: &str = "<!-- end of compile -->";
const FUNCTIONS: usize = 300;
const REPEATED: usize = 3;

/// Functions of typical size. `NAME` is replaced; the second line is a call of a derivative.
const TEMPLATES: [(&str, &str); 6] = [
    (
        "fn NAME(q: [f64; 4], v: [f64; 3]) -> [f64; 3] {
            let [w, x, y, z] = q;
            let t = [2.0 * (y * v[2] - z * v[1]), 2.0 * (z * v[0] - x * v[2]), 2.0 * (x * v[1] - y * v[0])];
            [
                v[0] + w * t[0] + y * t[2] - z * t[1],
                v[1] + w * t[1] + z * t[0] - x * t[2],
                v[2] + w * t[2] + x * t[1] - y * t[0],
            ]
        }",
        "NAME::jacobian(black_box([0.5; 4]), [0.3; 3])",
    ),
    (
        "fn NAME(x: &[f64], gain: f64) -> f64 {
            let (mut state, mut energy) = (0.0, 0.0);
            for &x in x {
                state += gain * (x - state);
                if state > 1.0 {
                    state = 1.0 + (state - 1.0).tanh();
                }
                energy += state * state;
            }
            energy
        }",
        "NAME::gradient(black_box(&[0.5, 0.2][..]), 0.1)",
    ),
    (
        "fn NAME(state: [f64; 2], friction: f64, h: f64, steps: usize) -> [f64; 2] {
            let [mut angle, mut speed] = state;
            for _ in 0..steps {
                let middle = angle + 0.5 * h * speed;
                let force = -middle.sin() - friction * speed;
                angle += h * speed + 0.5 * h * h * force;
                speed += h * force;
            }
            [angle, speed]
        }",
        "NAME::jacobian(black_box([0.5, 0.1]), 0.1, 0.01, 10)",
    ),
    (
        "fn NAME(a: &[f64], x: &[f64], b: &[f64]) -> f64 {
            let mut sum = 0.0;
            for (row, b) in a.chunks_exact(x.len()).zip(b) {
                let mut r = -b;
                for (a, x) in row.iter().zip(x) {
                    r += a * x;
                }
                sum += 0.5 * r * r;
            }
            sum
        }",
        "NAME::gradient(black_box(&[0.5, 0.2][..]), &[0.5, 0.2][..], &[0.5][..])",
    ),
    (
        "fn NAME(point: [f64; 3], camera: [f64; 6]) -> [f64; 2] {
            let d = [point[0] - camera[0], point[1] - camera[1], point[2] - camera[2]];
            let (u, v) = (d[0] / d[2], d[1] / d[2]);
            let r2 = u * u + v * v;
            let distortion = 1.0 + camera[4] * r2 + camera[5] * r2 * r2;
            [camera[3] * distortion * u, camera[3] * distortion * v]
        }",
        "NAME::jacobian(black_box([0.5, 0.1, 3.0]), [0.1; 6])",
    ),
    (
        "fn NAME(x: &[f64; 8], w: &[[f64; 8]; 8], b: &[f64; 8]) -> f64 {
            let mut norm = 0.0;
            for i in 0..8 {
                let mut h = b[i];
                for j in 0..8 {
                    h += w[i][j] * x[j];
                }
                norm += h.tanh() * h;
            }
            norm.sqrt()
        }",
        "NAME::gradient(black_box(&[0.5; 8]), &[[0.1; 8]; 8], &[0.2; 8])",
    ),
];

/// What is compiled.
struct Crate {
    name: &'static str,
    has_attribute: bool,
    /// A derivative of each function is called, or else the function itself.
    uses_derivatives: bool,
}

impl Crate {
    fn source(&self) -> String {
        let mut source = String::from("#![allow(dead_code, unused_imports, clippy::all)]\nuse std::hint::black_box;\n");
        let mut calls = String::new();
        for index in 0..FUNCTIONS {
            let (function, call) = TEMPLATES[index % TEMPLATES.len()];
            let name = format!("function_{index}");
            let call = if self.uses_derivatives {
                call.to_owned()
            } else {
                call.replace("::jacobian", "").replace("::gradient", "")
            };
            if self.has_attribute {
                source += "#[jac::differentiable]\n";
            }
            writeln!(source, "pub {}", function.replace("NAME", &name)).expect("text can be written to");
            writeln!(calls, "    black_box({});", call.replace("NAME", &name)).expect("text can be written to");
        }
        format!("{source}fn main() {{\n{calls}}}\n")
    }

    /// Seconds that a command of Cargo takes if the source has changed: the least of several.
    fn seconds(&self, directory: &Path, arguments: &[&str]) -> Result<f64, Box<dyn Error>> {
        let project = directory.join(self.name);
        let source = project.join("src/main.rs");
        fs::create_dir_all(project.join("src"))?;
        let jac = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\njac = {{ path = {jac:?} }}\n[workspace]\n",
            self.name
        );
        fs::write(project.join("Cargo.toml"), manifest)?;
        let build = || -> Result<(), Box<dyn Error>> {
            fs::write(&source, self.source())?;
            let mut command = Command::new("cargo");
            command.args(arguments).current_dir(&project).env("CARGO_TARGET_DIR", directory.join("target"));
            let output = command.arg("--quiet").output()?;
            match output.status.success() {
                true => Ok(()),
                false => {
                    Err(String::from_utf8_lossy(&output.stderr).lines().take(20).collect::<Vec<_>>().join("\n").into())
                }
            }
        };
        build()?;
        let mut least = f64::INFINITY;
        for _ in 0..REPEATED {
            let before = of_children()?;
            build()?;
            least = least.min(of_children()? - before);
        }
        Ok(least)
    }
}

/// Seconds that processors have spent on programs that this one ran, and that have ended.
fn of_children() -> Result<f64, Box<dyn Error>> {
    const TICKS_A_SECOND: f64 = 100.0;
    let status = fs::read_to_string("/proc/self/stat")?;
    // Behind the name, which may hold spaces: field 3. Those of children are fields 16 and 17.
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Result<Vec<f64>, _> = fields.skip(13).take(2).map(str::parse).collect();
    Ok(ticks?.iter().sum::<f64>() / TICKS_A_SECOND)
}

/// Measures, and writes the table into the document.
///
/// # Errors
///
/// If what is written does not compile, or the document has no place for the table.
pub fn record() -> Result<ExitCode, Box<dyn Error>> {
    let directory: PathBuf = std::env::temp_dir().join(format!("jac-compile-{}", std::process::id()));
    let plain = Crate { name: "plain", has_attribute: false, uses_derivatives: false };
    let unused = Crate { name: "unused", has_attribute: true, uses_derivatives: false };
    let used = Crate { name: "used", has_attribute: true, uses_derivatives: true };
    let mut text = format!(
        "| {FUNCTIONS} functions | without the attribute | with it, derivatives not used | a derivative of each used | the attribute costs a function | a used derivative costs a function |\n\
         |---|---:|---:|---:|---:|---:|\n"
    );
    for (what, arguments) in [
        ("`cargo check`", &["check"][..]),
        ("`cargo build`", &["build"]),
        ("`cargo build --release`", &["build", "--release"]),
    ] {
        let seconds = [&plain, &unused, &used].map(|it| it.seconds(&directory, arguments));
        let [plain, unused, used] = seconds;
        let (plain, unused, used) = (plain?, unused?, used?);
        let each = |seconds: f64| 1e3 * (seconds - plain) / FUNCTIONS as f64;
        text += &format!(
            "| {what} | {plain:.2} s | {unused:.2} s | {used:.2} s | {:.1} ms | {:.1} ms |\n",
            each(unused),
            each(used)
        );
    }
    fs::remove_dir_all(&directory)?;
    table::replace(BEGIN, END, &text)?;
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}
