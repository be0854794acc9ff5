//! The checks of one program, compiled into the generated crates beside the harness.
//!
//! Everything is compared with the twin over dual numbers: Jacobians by both modes at every width, one direction and one
//! cotangent, and the dependence table. Points where rounding decides (near-ties, huge numbers) are left out.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jac_runtime::dependence::Dependence;
use jac_runtime::function::Function;

use crate::harness::Point;
use crate::harness::dual::{Dual, closest_tie};
use crate::harness::sweep::Derivative;
use crate::harness::values::{Leaf, Leaves, leaves_of};

thread_local! {
    static POINT: Cell<usize> = const { Cell::new(0) };
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The value of an argument at the current point.
pub fn pick<T, const POINTS: usize>(values: [T; POINTS]) -> T {
    let point = POINT.get();
    values.into_iter().nth(point).expect("the point exists")
}

/// The number of floats in a value.
pub fn floats(value: &impl Leaves) -> usize {
    leaves_of(value).iter().filter(|leaf| leaf.float().is_some()).count()
}

/// A parameter of the function under test.
pub struct Parameter {
    pub name: &'static str,
    pub floats: usize,
    /// It has a block in the Jacobian.
    pub input: bool,
    /// It is an output.
    pub written: bool,
}

/// What `Function` says of a function.
pub struct Table {
    pub dependence: &'static [Dependence],
    pub inputs: &'static [&'static str],
    pub outputs: &'static [&'static str],
}

/// The table of `F`, whose arguments are given for their type.
pub fn table<F: Function<A>, A>(_arguments: &A) -> Table {
    Table { dependence: F::DEPENDENCE, inputs: F::INPUTS, outputs: F::OUTPUTS }
}

/// What is known of the function at the current point.
pub struct Shape {
    pub parameters: Vec<Parameter>,
    /// The number of floats in the result; in each of its members, if it is a tuple.
    pub result: Vec<usize>,
    pub table: Table,
}

/// Programs whose numbers are single have other tolerances.
#[derive(Clone, Copy)]
struct Tolerance {
    /// Of derivatives, relative.
    error: f64,
    /// Comparisons closer than this may go either way.
    tie: f64,
    /// The perturbation that shows how well a derivative is determined.
    step: f64,
}

/// Why a program failed: a word, and the numbers.
type Failure = (&'static str, String);

/// A point that says nothing: a word.
enum Outcome {
    Checked,
    Skipped(&'static str),
    Failed(Failure),
}

/// Derivatives larger than this are left out.
const LARGEST: f64 = 1e7;

/// Checks a program at its points, and tells in one line what it found.
pub fn check(name: &str, single: bool, points: usize, point: &impl Point, shape: &dyn Fn() -> Shape) -> String {
    run(name, single, points, point, shape, &|primal, oracle, tolerance| {
        narrow(point, primal, oracle, tolerance)?;
        wide(point, primal, oracle, tolerance)
    })
}

/// The same with one lane only: what minimising needs.
pub fn check_narrow(name: &str, single: bool, points: usize, point: &impl Point, shape: &dyn Fn() -> Shape) -> String {
    run(name, single, points, point, shape, &|primal, oracle, tolerance| narrow(point, primal, oracle, tolerance))
}

type Derivatives<'a> = &'a dyn Fn(&[Leaf], &Oracle, Tolerance) -> Result<(), Failure>;

fn run(
    name: &str,
    single: bool,
    points: usize,
    point: &impl Point,
    shape: &dyn Fn() -> Shape,
    derivatives: Derivatives,
) -> String {
    let tolerance = if single {
        Tolerance { error: 2e-4, tie: 2e-4, step: 1e-6 }
    } else {
        Tolerance { error: 1e-9, tie: 1e-9, step: 1e-12 }
    };
    let mut checked = 0;
    let mut skipped = String::new();
    let mut before: Option<Vec<f64>> = None;
    for number in 0..points {
        POINT.set(number);
        match at_point(point, shape, derivatives, tolerance, &mut before) {
            Outcome::Checked => checked += 1,
            Outcome::Skipped(why) => {
                before = None;
                skipped = format!("{skipped} {why}");
            }
            Outcome::Failed((kind, message)) => {
                return format!("fail {name} {number} {kind} {}", message.replace('\n', "\\n"));
            }
        }
    }
    format!("ok {name} {checked}{skipped}")
}

/// Runs, and turns a panic into a failure of this kind.
fn caught<R>(kind: &'static str, run: impl FnOnce() -> R) -> Result<R, Failure> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| (kind, PANIC.take()))
}

/// Keeps what panics say for [`caught`].
pub fn quiet() {
    std::panic::set_hook(Box::new(|panic| PANIC.set(panic.to_string())));
}

/// Counts programs, so that [`watch`] sees that they come to an end.
static PROGRAMS: AtomicUsize = AtomicUsize::new(0);

/// The next program runs.
pub fn start(program: &str) {
    PROGRAMS.fetch_add(1, Ordering::Relaxed);
    println!("run {program}");
}

/// Ends the process when one program runs for long.
pub fn watch() {
    std::thread::spawn(|| {
        loop {
            let before = PROGRAMS.load(Ordering::Relaxed);
            std::thread::sleep(Duration::from_secs(20));
            if PROGRAMS.load(Ordering::Relaxed) == before {
                std::process::exit(1);
            }
        }
    });
}

fn at_point(
    point: &impl Point,
    shape: &dyn Fn() -> Shape,
    derivatives: Derivatives,
    tolerance: Tolerance,
    before: &mut Option<Vec<f64>>,
) -> Outcome {
    let mut checked = || -> Result<Outcome, Failure> {
        let shape = caught("panic-primal", shape)?;
        let primal = caught("panic-primal", || point.primal(&mut |x| x))?;
        let oracle = match caught("panic-twin", || oracle(point, &shape, tolerance, 0.0))? {
            Ok(oracle) => oracle,
            Err(why) => return Ok(Outcome::Skipped(why)),
        };
        if oracle.jacobian.iter().any(|slope| !slope.is_finite() || slope.abs() > LARGEST) {
            return Ok(Outcome::Skipped("large"));
        }
        let value: Vec<f64> = floats_of(&primal);
        if !close(&oracle.value, &value, tolerance.error) {
            return Ok(Outcome::Skipped("twin"));
        }
        derivatives(&primal, &oracle, tolerance)?;
        dependence(&shape, &oracle, before.as_deref(), tolerance)?;
        *before = Some(oracle.jacobian);
        Ok(Outcome::Checked)
    };
    checked().unwrap_or_else(Outcome::Failed)
}

/// The derivative by the twin, and the value.
struct Oracle {
    value: Vec<f64>,
    rows: usize,
    columns: usize,
    jacobian: Vec<f64>,
    /// How far each element moves if the inputs are moved by rounding errors.
    slack: Vec<f64>,
}

fn oracle(point: &impl Point, shape: &Shape, tolerance: Tolerance, step: f64) -> Result<Oracle, &'static str> {
    // The position of each column among the floats of all arguments.
    let mut positions = Vec::new();
    let mut first = 0;
    for parameter in &shape.parameters {
        if parameter.input {
            positions.extend(first..first + parameter.floats);
        }
        first += parameter.floats;
    }
    let columns = positions.len();
    let mut value = Vec::new();
    let mut jacobian = Vec::new();
    for (column, &position) in positions.iter().enumerate() {
        closest_tie();
        let mut next = 0;
        let leaves = point.twin(&mut |value| {
            let slope = if next == position { 1.0 } else { 0.0 };
            let sign = if next % 2 == 0 { step } else { -0.7 * step };
            next += 1;
            Dual { value: value + sign * value.abs().max(1.0), slope }
        });
        if closest_tie() < tolerance.tie {
            return Err("tie");
        }
        value = floats_of(&leaves);
        jacobian.resize(value.len() * columns, 0.0);
        let duals = leaves.iter().filter_map(|leaf| match leaf {
            Leaf::Dual(dual) => Some(dual.slope),
            _ => None,
        });
        for (row, slope) in duals.enumerate() {
            jacobian[row * columns + column] = slope;
        }
    }
    if value.iter().any(|value| !value.is_finite() || value.abs() > LARGEST) {
        return Err("large");
    }
    let mut slack = vec![0.0; jacobian.len()];
    if step == 0.0 {
        for step in [tolerance.step, -tolerance.step] {
            let Ok(moved) = oracle(point, shape, tolerance, step) else { continue };
            for ((slack, a), b) in slack.iter_mut().zip(&moved.jacobian).zip(&jacobian) {
                *slack = f64::max(*slack, 30.0 * (a - b).abs());
            }
        }
    }
    Ok(Oracle { rows: value.len(), value, columns, jacobian, slack })
}

fn floats_of(leaves: &[Leaf]) -> Vec<f64> {
    leaves.iter().filter_map(|leaf| leaf.float()).collect()
}

fn close(a: &[f64], b: &[f64], tolerance: f64) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance * (1.0 + b.abs()))
}

fn same_value(way: &'static str, found: &[Leaf], primal: &[Leaf]) -> Result<(), Failure> {
    let same = found.len() == primal.len() && found.iter().zip(primal).all(|(&a, &b)| a.is_identical(b));
    if same { Ok(()) } else { Err(("value", format!("{way}: the value is {found:?}, the primal is {primal:?}"))) }
}

/// The value and the Jacobian by one way.
fn agrees(
    kind: &'static str,
    way: &'static str,
    found: Derivative,
    primal: &[Leaf],
    oracle: &Oracle,
    tolerance: Tolerance,
) -> Result<(), Failure> {
    same_value(way, &found.value, primal)?;
    if (found.rows, found.columns) != (oracle.rows, oracle.columns) {
        let (rows, columns) = (oracle.rows, oracle.columns);
        return Err((kind, format!("{way}: {} by {}, expected {rows} by {columns}", found.rows, found.columns)));
    }
    compare(kind, way, &found.jacobian, &oracle.jacobian, &oracle.slack, tolerance.error)
}

macro_rules! ways {
    ($point:ident $primal:ident $oracle:ident $tolerance:ident: $($lanes:literal)*) => {$(
        let found = caught("panic-forward", || $point.forward::<$lanes>())?;
        agrees("forward", concat!("forward, W = ", $lanes), found, $primal, $oracle, $tolerance)?;
        let found = caught("panic-reverse", || $point.reverse::<$lanes>())?;
        agrees("reverse", concat!("reverse, W = ", $lanes), found, $primal, $oracle, $tolerance)?;
    )*};
}

/// Both modes with one lane.
fn narrow(point: &impl Point, primal: &[Leaf], oracle: &Oracle, tolerance: Tolerance) -> Result<(), Failure> {
    ways!(point primal oracle tolerance: 1);
    Ok(())
}

/// Both modes with more lanes, and along one direction.
fn wide(point: &impl Point, primal: &[Leaf], oracle: &Oracle, tolerance: Tolerance) -> Result<(), Failure> {
    ways!(point primal oracle tolerance: 2 4 8);
    let direction = |k: usize| 0.25 + ((k * 7) % 5) as f64 * 0.5 - (k % 3) as f64;
    let cotangent = |k: usize| 0.5 - ((k * 3) % 7) as f64 * 0.25 + (k % 2) as f64;
    let counted = |f: &dyn Fn(usize) -> f64, next: &Cell<usize>| {
        next.set(next.get() + 1);
        f(next.get() - 1)
    };
    let next = Cell::new(0);
    let (value, tangent) = caught("panic-forward", || point.along::<2>(&mut || counted(&direction, &next)))?;
    same_value("tangent", &value, primal)?;
    let next = Cell::new(0);
    let (value, pulled) = caught("panic-reverse", || point.back::<2>(&mut || counted(&cotangent, &next)))?;
    same_value("pullback", &value, primal)?;
    let (rows, columns) = (oracle.rows, oracle.columns);
    let product = |matrix: &[f64], absolute: bool| -> (Vec<f64>, Vec<f64>) {
        let mut forward = vec![0.0; rows];
        let mut back = vec![0.0; columns];
        for row in 0..rows {
            for column in 0..columns {
                let element = matrix[row * columns + column];
                let (v, w) = (direction(column), cotangent(row));
                forward[row] += if absolute { (element * v).abs() } else { element * v };
                back[column] += if absolute { (element * w).abs() } else { element * w };
            }
        }
        (forward, back)
    };
    let (forward, back) = product(&oracle.jacobian, false);
    let (forward_slack, back_slack) = product(&oracle.slack, true);
    compare("forward", "along a direction", &tangent, &forward, &forward_slack, tolerance.error)?;
    compare("reverse", "of a cotangent", &pulled, &back, &back_slack, tolerance.error)?;
    let left: f64 = tangent.iter().enumerate().map(|(row, slope)| slope * cotangent(row)).sum();
    let right: f64 = pulled.iter().enumerate().map(|(column, slope)| slope * direction(column)).sum();
    let size: f64 = oracle.jacobian.iter().map(|slope| slope.abs()).sum();
    let slack: f64 = oracle.slack.iter().sum();
    if (left - right).abs() > tolerance.error * (1.0 + 4.0 * size) + 8.0 * slack {
        return Err(("transpose", format!("<J v, w> = {left}, <v, J' w> = {right}")));
    }
    Ok(())
}

fn compare(
    kind: &'static str,
    way: &str,
    found: &[f64],
    expected: &[f64],
    slack: &[f64],
    tolerance: f64,
) -> Result<(), Failure> {
    let largest = expected.iter().fold(0.0f64, |largest, x| largest.max(x.abs()));
    let allowed = |k: usize| tolerance * (expected[k].abs() + 0.1 * (1.0 + largest)) + slack[k];
    let is_close = |k: usize| found.get(k).is_some_and(|found| (found - expected[k]).abs() <= allowed(k));
    let count = found.len().max(expected.len());
    let Some(bad) = (0..count).find(|&k| k >= expected.len() || !is_close(k)) else { return Ok(()) };
    Err((
        kind,
        format!(
            "{way}: element {bad} is {:?}, expected {:?}\n   found {found:?}\nexpected {expected:?}",
            found.get(bad),
            expected.get(bad)
        ),
    ))
}

/// The blocks of the Jacobian by name, and what the table says of them.
fn dependence(shape: &Shape, oracle: &Oracle, before: Option<&[f64]>, tolerance: Tolerance) -> Result<(), Failure> {
    let table = &shape.table;
    let mut column = 0;
    let columns: Vec<(&str, usize, usize)> = shape
        .parameters
        .iter()
        .filter(|parameter| parameter.input)
        .map(|parameter| {
            column += parameter.floats;
            (parameter.name, column - parameter.floats, column)
        })
        .collect();
    let mut blocks: Vec<(String, usize, usize)> = Vec::new();
    let mut row = 0;
    for (index, floats) in shape.result.iter().enumerate() {
        blocks.push((format!("result.{index}"), row, row + floats));
        row += floats;
    }
    blocks.push(("result".into(), 0, row));
    for parameter in shape.parameters.iter().filter(|parameter| parameter.written) {
        blocks.push((parameter.name.into(), row, row + parameter.floats));
        row += parameter.floats;
    }
    for (i, output) in table.outputs.iter().enumerate() {
        let Some((_, low, high)) = blocks.iter().find(|(name, _, _)| name == output) else {
            return Err(("dependence", format!("the output `{output}` is none of {blocks:?}")));
        };
        for (j, input) in table.inputs.iter().enumerate() {
            let Some((_, left, right)) = columns.iter().find(|(name, _, _)| name == input) else {
                return Err(("dependence", format!("the input `{input}` is none of {columns:?}")));
            };
            let said = table.dependence[i * table.inputs.len() + j];
            for row in *low..*high {
                for column in *left..*right {
                    let k = row * oracle.columns + column;
                    let slope = oracle.jacobian[k];
                    if said == Dependence::Independent && slope != 0.0 {
                        return Err((
                            "dependence",
                            format!("`{output}` by `{input}` is called independent, but is {slope}"),
                        ));
                    }
                    let Some(before) = before.filter(|before| before.len() == oracle.jacobian.len()) else { continue };
                    if said == Dependence::Affine && POINT.get() == 1 {
                        let error = tolerance.error * (1.0 + slope.abs()) + oracle.slack[k];
                        if (before[k] - slope).abs() > error {
                            let other = before[k];
                            return Err((
                                "dependence",
                                format!("`{output}` by `{input}` is called affine, but is {other} and {slope}"),
                            ));
                        }
                    }
                }
            }
        }
    }
    Ok(())
}
