//! Runs the checks of programs at points that are read from a file, and tells in one line a point what it found.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jac_runtime::dependence::Dependence;

use crate::compare::{Failure, Matrix, Random, Tolerance, derivatives, same_value};
use crate::oracle::{Oracle, differences, oracle};
use crate::subject::{Subject, Table, Way};
use crate::wire::{Number, Reader, Writer};

/// A point that says nothing: a word.
enum Outcome {
    Checked,
    Skipped(&'static str),
    Failed(Failure),
}

/// The main function of a batch: the first argument is a file of points, a line each, the others are names of programs.
///
/// A line is the name of a program and the numbers of its arguments.
pub fn main(subjects: &[&Subject]) {
    let mut arguments = std::env::args().skip(1);
    let points = arguments.next().expect("a file of points");
    let points = std::fs::read_to_string(points).expect("a readable file of points");
    let wanted: Vec<String> = arguments.collect();
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.to_string();
        if cfg!(panic = "unwind") {
            PANIC.set(message);
        } else {
            println!("panic {} {}", PHASE.get(), message.replace('\n', "\\n"));
        }
    }));
    watch();
    for subject in subjects {
        let program = subject.name.split('.').next().unwrap_or_default();
        if !wanted.iter().any(|name| name == program) {
            continue;
        }
        PROGRAMS.fetch_add(1, Ordering::Relaxed);
        println!("run {program}");
        let lines = points.lines().filter_map(|line| line.strip_prefix(subject.name)?.strip_prefix(' '));
        let numbers = |line: &str| line.split_whitespace().map(|word| word.parse().expect("a number")).collect();
        let points: Vec<Vec<f64>> = lines.map(numbers).collect();
        for line in outcomes(subject, &points) {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            println!("{verb} {program} {rest}");
        }
    }
}

/// What becomes of each point, up to the first that fails: `ok`, `skip` and why, `fail` and a word and a message.
pub fn outcomes(subject: &Subject, points: &[Vec<f64>]) -> Vec<String> {
    let mut before: Option<Vec<f64>> = None;
    let mut found = Vec::new();
    for (number, point) in points.iter().enumerate() {
        match at_point(subject, point, number, &mut before) {
            Outcome::Checked => found.push("ok".to_string()),
            Outcome::Skipped(why) => {
                before = None;
                found.push(format!("skip {why}"));
            }
            Outcome::Failed((kind, message)) => {
                found.push(format!("fail {kind} {}: {}", subject.name, message.replace('\n', "\\n")));
                break;
            }
        }
    }
    found
}

thread_local! {
    /// What runs, for the message of a panic.
    static PHASE: Cell<&'static str> = const { Cell::new("none") };
    /// What the last panic said.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What a panic says, of a program that may.
pub fn caught<R>(run: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| PANIC.take())
}

/// Counts programs, so that [`watch`] sees that they come to an end.
static PROGRAMS: AtomicUsize = AtomicUsize::new(0);

/// Ends the process when one program runs for long.
fn watch() {
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

/// What is known of the function at a point.
pub struct Shape {
    /// The position of each column among the floats of all arguments.
    pub columns: Vec<usize>,
    /// The number of floats in each argument.
    arguments: Vec<usize>,
    /// The number of floats in each member of the result, and in each argument that is written.
    outputs: Vec<usize>,
    /// The value.
    primal: Vec<Number>,
    table: Table,
}

impl Shape {
    fn of(subject: &Subject, point: &[f64]) -> Shape {
        let mut writer = Writer::default();
        let table = (subject.primal)(&mut Reader::new(point), &mut writer);
        let mut columns = Vec::new();
        let mut first = 0;
        for (parameter, floats) in subject.parameters.iter().zip(&writer.arguments) {
            if parameter.input {
                columns.extend(first..first + floats);
            }
            first += floats;
        }
        Shape { columns, arguments: writer.arguments, outputs: writer.outputs, primal: writer.values, table }
    }

    fn rows(&self) -> usize {
        self.outputs.iter().sum()
    }

    /// Moves all floats a little.
    pub fn rounding(&self, step: f64) -> Vec<f64> {
        let count = self.arguments.iter().sum();
        (0..count).map(|index| if index % 2 == 0 { step } else { -0.7 * step }).collect()
    }
}

fn at_point(subject: &Subject, point: &[f64], number: usize, before: &mut Option<Vec<f64>>) -> Outcome {
    PHASE.set("primal");
    if let Err(said) = caught(|| Shape::of(subject, point)) {
        return panicking(subject, point, &said).map_or_else(Outcome::Failed, |()| Outcome::Skipped("panicking"));
    }
    match caught(|| without_panic(subject, point, number, before)) {
        Ok(outcome) => outcome,
        // The function may panic beside the point.
        Err(_) if matches!(PHASE.get(), "twin" | "differences") => Outcome::Skipped("beside"),
        Err(said) => Outcome::Failed(("panic", format!("the derivative panics ({}): {said}", PHASE.get()))),
    }
}

/// Where the function panics, its derivatives panic as well.
fn panicking(subject: &Subject, point: &[f64], said: &str) -> Result<(), Failure> {
    let ways = [("forward", subject.forward), ("reverse", subject.reverse), ("linear", subject.linear)];
    for (mode, ways) in ways {
        for &(width, way) in ways {
            // There are more seeds than there may be numbers.
            let numbers = [point, &[0.0; 512]].concat();
            if caught(|| way(&mut Reader::new(&numbers), &mut Writer::default())).is_ok() {
                return Err(("no-panic", format!("{mode}, W = {width}: the function panics, this does not: {said}")));
            }
        }
    }
    Ok(())
}

fn without_panic(subject: &Subject, point: &[f64], number: usize, before: &mut Option<Vec<f64>>) -> Outcome {
    let mut checked = || -> Result<Outcome, Failure> {
        let tolerance = Tolerance::of(subject.single);
        let shape = Shape::of(subject, point);
        PHASE.set("twin");
        let oracle = oracle(subject, point, &shape, tolerance);
        let oracle = oracle.and_then(|oracle| {
            let value: Vec<f64> = floats(&shape.primal);
            if close(&oracle.value, &value, tolerance.error) { Ok(oracle) } else { Err("twin") }
        });
        let oracle = match oracle {
            Ok(oracle) => oracle,
            Err(why) => {
                consistent(subject, point, &shape, tolerance)?;
                return Ok(Outcome::Skipped(why));
            }
        };
        PHASE.set("differences");
        differences(subject, point, &shape, &oracle)?;
        for &(width, way) in subject.forward {
            PHASE.set("forward");
            let found = forward(subject, width, way, point, &shape)?;
            agrees("forward", width, &found, &oracle.jacobian, tolerance)?;
            directions(width, way, point, &shape, &oracle.jacobian, tolerance)?;
        }
        for &(width, way) in subject.reverse {
            PHASE.set("reverse");
            let found = reverse(subject, width, way, point, &shape)?;
            agrees("reverse", width, &found, &oracle.jacobian, tolerance)?;
            cotangents(width, way, point, &shape, &oracle.jacobian, tolerance)?;
        }
        for &(width, way) in subject.linear {
            PHASE.set("linear");
            let found = linear(subject, width, way, point, &shape)?;
            agrees("linear", width, &found, &oracle.jacobian, tolerance)?;
        }
        dependence(subject, &shape, &oracle, before.as_deref().filter(|_| number == 1), tolerance)?;
        *before = Some(oracle.jacobian.elements);
        Ok(Outcome::Checked)
    };
    // A cotangent of zero times a partial that is no number is none: plain arithmetic, which only what is not finite brings about.
    let is_finite = point.iter().all(|number| number.is_finite());
    checked().unwrap_or_else(|failure| {
        let excused = !is_finite && failure.1.contains(" is Some(NaN), expected");
        if excused { Outcome::Skipped("contaminated") } else { Outcome::Failed(failure) }
    })
}

fn floats(numbers: &[Number]) -> Vec<f64> {
    numbers
        .iter()
        .filter_map(|number| match number {
            Number::Float(value) => Some(*value),
            Number::Discrete(_) => None,
        })
        .collect()
}

fn close(a: &[f64], b: &[f64], tolerance: f64) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance * (1.0 + b.abs()))
}

/// What a way writes: the value, which is compared, and the lanes.
fn run(name: &str, width: usize, way: Way, point: &[f64], seeds: &[f64], shape: &Shape) -> Result<Vec<f64>, Failure> {
    let numbers = [point, seeds].concat();
    let mut writer = Writer::default();
    way(&mut Reader::new(&numbers), &mut writer);
    same_value(&format!("{name}, W = {width}"), &writer.values, &shape.primal)?;
    Ok(writer.lanes)
}

/// The Jacobian by tangents.
fn forward(subject: &Subject, width: usize, way: Way, point: &[f64], shape: &Shape) -> Result<Vec<f64>, Failure> {
    let (rows, columns) = (shape.rows(), shape.columns.len());
    let mut jacobian = vec![0.0; rows * columns];
    for first in (0..columns.max(1)).step_by(width) {
        let mut seeds = vec![0.0; columns * width];
        for lane in 0..width.min(columns - first) {
            seeds[(first + lane) * width + lane] = 1.0;
        }
        let lanes = run(subject.name, width, way, point, &seeds, shape)?;
        check_count("forward", lanes.len(), rows * width)?;
        for row in 0..rows {
            for lane in 0..width.min(columns - first) {
                jacobian[row * columns + first + lane] = lanes[row * width + lane];
            }
        }
    }
    Ok(jacobian)
}

/// The Jacobian by products of one linearization, each of them twice.
fn linear(subject: &Subject, width: usize, way: Way, point: &[f64], shape: &Shape) -> Result<Vec<f64>, Failure> {
    let (rows, columns) = (shape.rows(), shape.columns.len());
    let mut jacobian = vec![0.0; rows * columns];
    let mut seeds = Vec::new();
    for first in (0..columns).step_by(width) {
        let mut seed = vec![0.0; columns * width];
        for lane in 0..width.min(columns - first) {
            seed[(first + lane) * width + lane] = 1.0;
        }
        seeds.extend(seed);
    }
    let lanes = run(subject.name, width, way, point, &seeds, shape)?;
    let size = rows * width;
    let all = columns.div_ceil(width) * size;
    check_count("linear", lanes.len(), 2 * all)?;
    for (sweep, first) in (0..columns).step_by(width).enumerate() {
        let [once, again] = [0, 1].map(|time| &lanes[time * all + sweep * size..][..size]);
        if once.iter().zip(again).any(|(a, b)| a.to_bits() != b.to_bits()) {
            return Err(("linear", format!("a product gives {once:?}, then {again:?}")));
        }
        for row in 0..rows {
            for lane in 0..width.min(columns - first) {
                jacobian[row * columns + first + lane] = once[row * width + lane];
            }
        }
    }
    Ok(jacobian)
}

/// The Jacobian by pullbacks, all of them after one evaluation, and each twice.
fn reverse(subject: &Subject, width: usize, way: Way, point: &[f64], shape: &Shape) -> Result<Vec<f64>, Failure> {
    let (rows, columns) = (shape.rows(), shape.columns.len());
    let mut jacobian = vec![0.0; rows * columns];
    let mut seeds = Vec::new();
    for first in (0..rows).step_by(width) {
        let mut seed = vec![0.0; rows * width];
        for lane in 0..width.min(rows - first) {
            seed[(first + lane) * width + lane] = 1.0;
        }
        seeds.extend(seed);
    }
    let lanes = run(subject.name, width, way, point, &seeds, shape)?;
    let size = columns * width;
    let all = rows.div_ceil(width) * size;
    check_count("reverse", lanes.len(), 3 * all)?;
    let differ = |a: &[f64], b: &[f64]| a.iter().zip(b).any(|(a, b)| a.to_bits() != b.to_bits());
    for (sweep, first) in (0..rows).step_by(width).enumerate() {
        let [once, again, anew] = [0, 1, 2].map(|time| &lanes[time * all + sweep * size..][..size]);
        if differ(once, again) {
            return Err(("reverse", format!("a pullback gives {once:?}, then {again:?}")));
        }
        if differ(once, anew) {
            return Err(("reverse", format!("a sweep gives {once:?}, and {anew:?} in memory that was used before")));
        }
        for column in 0..columns {
            for lane in 0..width.min(rows - first) {
                jacobian[(first + lane) * columns + column] = once[column * width + lane];
            }
        }
    }
    Ok(jacobian)
}

fn check_count(kind: &'static str, found: usize, expected: usize) -> Result<(), Failure> {
    if found == expected { Ok(()) } else { Err((kind, format!("{found} lanes instead of {expected}"))) }
}

fn agrees(
    kind: &'static str,
    width: usize,
    found: &[f64],
    expected: &Matrix,
    tolerance: Tolerance,
) -> Result<(), Failure> {
    derivatives(kind, &format!("W = {width}"), found, &expected.elements, &expected.slack, tolerance.error)
}

/// A tangent along a random direction in each lane.
fn directions(
    width: usize,
    way: Way,
    point: &[f64],
    shape: &Shape,
    jacobian: &Matrix,
    tolerance: Tolerance,
) -> Result<(), Failure> {
    let seeds = Random::new(5).numbers(jacobian.columns * width);
    let lanes = run("a direction", width, way, point, &seeds, shape)?;
    for lane in 0..width {
        let (expected, slack) = jacobian.along(&lane_of(&seeds, lane, width));
        let found = lane_of(&lanes, lane, width);
        derivatives("forward", &format!("along a direction, W = {width}"), &found, &expected, &slack, tolerance.error)?;
    }
    Ok(())
}

/// A random cotangent in each lane.
fn cotangents(
    width: usize,
    way: Way,
    point: &[f64],
    shape: &Shape,
    jacobian: &Matrix,
    tolerance: Tolerance,
) -> Result<(), Failure> {
    if jacobian.rows == 0 {
        return Ok(());
    }
    let seeds = Random::new(7).numbers(jacobian.rows * width);
    let mut lanes = run("a cotangent", width, way, point, &seeds, shape)?;
    lanes.truncate(jacobian.columns * width);
    for lane in 0..width {
        let (expected, slack) = jacobian.back(&lane_of(&seeds, lane, width));
        let found = lane_of(&lanes, lane, width);
        derivatives("reverse", &format!("of a cotangent, W = {width}"), &found, &expected, &slack, tolerance.error)?;
    }
    Ok(())
}

fn lane_of(lanes: &[f64], lane: usize, width: usize) -> Vec<f64> {
    lanes.iter().skip(lane).step_by(width).copied().collect()
}

/// Where the twin says nothing (at kinks and singular points), the ways agree with each other: widths to the bit, modes
/// wherever both are finite.
fn consistent(subject: &Subject, point: &[f64], shape: &Shape, tolerance: Tolerance) -> Result<(), Failure> {
    PHASE.set("forward");
    let mut tangents = Vec::new();
    for &(width, way) in subject.forward {
        tangents.push(forward(subject, width, way, point, shape)?);
    }
    PHASE.set("reverse");
    let mut cotangents = Vec::new();
    for &(width, way) in subject.reverse {
        cotangents.push(reverse(subject, width, way, point, shape)?);
    }
    let same = |a: &f64, b: &f64| a == b || a.is_nan() && b.is_nan();
    for (kind, widths) in [("forward", &tangents), ("reverse", &cotangents)] {
        for pair in widths.windows(2) {
            if !pair[0].iter().zip(&pair[1]).all(|(a, b)| same(a, b)) {
                return Err((kind, format!("widths differ: {:?} and {:?}", pair[0], pair[1])));
            }
        }
    }
    let (Some(forward), Some(reverse)) = (tangents.first(), cotangents.first()) else { return Ok(()) };
    let finite = forward.iter().chain(reverse).filter(|x| x.is_finite());
    let largest = finite.fold(0.0f64, |largest, x| largest.max(x.abs()));
    for (a, b) in forward.iter().zip(reverse) {
        let close = (a - b).abs() <= 1e3 * tolerance.error * (1.0 + largest);
        if a.is_finite() && b.is_finite() && !close {
            return Err(("modes", format!("the modes differ: forward {forward:?}\nreverse {reverse:?}")));
        }
    }
    Ok(())
}

/// The blocks of the Jacobian by name, and what the table says of them.
fn dependence(
    subject: &Subject,
    shape: &Shape,
    oracle: &Oracle,
    before: Option<&[f64]>,
    tolerance: Tolerance,
) -> Result<(), Failure> {
    let jacobian = &oracle.jacobian;
    let mut column = 0;
    let mut columns: Vec<(&str, usize, usize)> = Vec::new();
    for (parameter, floats) in subject.parameters.iter().zip(&shape.arguments) {
        if parameter.input {
            columns.push((parameter.name, column, column + floats));
            column += floats;
        }
    }
    let mut rows: Vec<(String, usize, usize)> = Vec::new();
    let mut row = 0;
    let written = subject.parameters.iter().filter(|parameter| parameter.written);
    let names = (0..subject.members).map(|member| format!("result.{member}"));
    let names = names.chain(written.map(|parameter| parameter.name.to_string()));
    for (index, (name, floats)) in names.zip(&shape.outputs).enumerate() {
        rows.push((name, row, row + floats));
        row += floats;
        if index + 1 == subject.members {
            rows.push(("result".into(), 0, row));
        }
    }
    let table = &shape.table;
    for (i, output) in table.outputs.iter().enumerate() {
        let Some((_, low, high)) = rows.iter().find(|(name, _, _)| name == output) else {
            return Err(("dependence", format!("the output `{output}` is none of {rows:?}")));
        };
        for (j, input) in table.inputs.iter().enumerate() {
            let Some((_, left, right)) = columns.iter().find(|(name, _, _)| name == input) else {
                return Err(("dependence", format!("the input `{input}` is none of {columns:?}")));
            };
            let said = table.dependence[i * table.inputs.len() + j];
            for row in *low..*high {
                for column in *left..*right {
                    let k = row * jacobian.columns + column;
                    let slope = jacobian.elements[k];
                    if said == Dependence::Independent && slope != 0.0 {
                        let message = format!("`{output}` by `{input}` is called independent, but is {slope}");
                        return Err(("dependence", message));
                    }
                    let Some(before) = before.filter(|before| before.len() == jacobian.elements.len()) else {
                        continue;
                    };
                    let error = tolerance.error * (1.0 + slope.abs()) + jacobian.slack[k];
                    if said == Dependence::Affine && (before[k] - slope).abs() > error {
                        let other = before[k];
                        let message = format!("`{output}` by `{input}` is called affine, but is {other} and {slope}");
                        return Err(("dependence", message));
                    }
                }
            }
        }
    }
    Ok(())
}
