//! Times all crates on all functions, and writes the table of `docs/performance.md`.
//!
//! ```sh
//! cargo bench --manifest-path benches/rivals/Cargo.toml
//! ```

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::Criterion;
use rivals::plain;
use rivals::rivals::{
    Arm6, Ekf6, Filter64, Rosen10, Sph3, ad_trait_forward, ad_trait_reverse, differences, echidna_forward,
    echidna_reverse, num_dual,
};

const COLUMNS: [&str; 6] = ["value alone", "jac", "num-dual", "ad_trait", "echidna", "differences"];
const ROWS: [&str; 5] = ["sph3", "ekf6", "arm6", "rosen10", "filter64"];
const BEGIN: &str = "<!-- rivals: cargo bench --manifest-path benches/rivals/Cargo.toml -->";
const END: &str = "<!-- end of rivals -->";

fn point<const N: usize>() -> [f64; N] {
    std::array::from_fn(|i| 0.6 + 0.4 * (1.0 + i as f64).sin())
}

macro_rules! jacobians {
    ($criterion:ident; $($name:ident: $problem:ident, $inputs:literal, $outputs:literal;)*) => {$({
        let mut group = $criterion.benchmark_group(stringify!($name));
        let x = point::<$inputs>();
        group.bench_function("value alone", |b| b.iter(|| plain::$name(black_box(x))));
        group.bench_function("jac", |b| b.iter(|| plain::$name::value_and_jacobian(black_box(x))));
        group.bench_function("num-dual", |b| b.iter(|| num_dual::<$problem, $inputs, $outputs>(black_box(&x))));
        let by_ad_trait = ad_trait_forward::<$problem, $inputs, $outputs>();
        group.bench_function("ad_trait", |b| b.iter(|| by_ad_trait(black_box(&x))));
        group.bench_function("echidna", |b| b.iter(|| echidna_forward::<$problem, $inputs, $outputs>(black_box(&x))));
        group.bench_function("differences", |b| b.iter(|| differences(plain::$name, black_box(&x))));
        group.finish();
    })*};
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .without_plots()
        .configure_from_args();
    jacobians! {
        criterion;
        sph3: Sph3, 3, 3;
        ekf6: Ekf6, 6, 6;
        arm6: Arm6, 6, 6;
        rosen10: Rosen10, 10, 10;
    }
    let mut group = criterion.benchmark_group("filter64");
    let x = point::<64>();
    group.bench_function("value alone", |b| b.iter(|| plain::filter64(black_box(x))));
    group.bench_function("jac", |b| b.iter(|| plain::filter64::value_and_gradient(black_box(x))));
    group.bench_function("num-dual", |b| b.iter(|| num_dual::<Filter64, 64, 1>(black_box(&x))));
    let by_ad_trait = ad_trait_reverse::<Filter64, 64, 1>();
    group.bench_function("ad_trait", |b| b.iter(|| by_ad_trait(black_box(&x))));
    group.bench_function("echidna", |b| b.iter(|| echidna_reverse::<Filter64, 64>(black_box(&x))));
    group.bench_function("differences", |b| b.iter(|| differences(|x| [plain::filter64(x)], black_box(&x))));
    group.finish();
    criterion.final_summary();
    if std::env::args().any(|argument| argument == "--bench") {
        write_table();
    }
}

/// The median of what was measured last, in nanoseconds.
fn median(row: &str, column: &str) -> Option<f64> {
    let target = std::env::var("CARGO_TARGET_DIR")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    let file = target.join("criterion").join(row).join(column).join("new").join("estimates.json");
    let estimates: serde_json::Value = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

fn write_table() {
    let mut table = format!("| function | {} |\n|---|{}\n", COLUMNS.join(" | "), "---:|".repeat(COLUMNS.len()));
    for row in ROWS {
        let cells = COLUMNS.map(|column| median(row, column).map_or("–".to_owned(), |time| format!("{time:.1}")));
        table += &format!("| `{row}` | {} |\n", cells.join(" | "));
    }
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/performance.md");
    let text = fs::read_to_string(&document).expect("the document is there");
    let (before, rest) = text.split_once(BEGIN).expect("it has a place for the table");
    let (_, after) = rest.split_once(END).expect("it has an end of the table");
    fs::write(&document, format!("{before}{BEGIN}\n\n{table}\n{END}{after}")).expect("it can be written");
    print!("{table}");
}
