//! What the derivative is, by the twin over dual numbers and by differences.

use crate::compare::{Failure, Matrix, Random, Tolerance};
use crate::dual::closest_tie;
use crate::run::Shape;
use crate::subject::Subject;
use crate::wire::{Reader, Writer};

/// Derivatives and values larger than this are left out.
pub const LARGEST: f64 = 1e7;

/// The value and the Jacobian by the twin.
pub struct Oracle {
    pub value: Vec<f64>,
    pub jacobian: Matrix,
}

/// Of the twin at a point: or why it says nothing there.
pub fn oracle(subject: &Subject, point: &[f64], shape: &Shape, tolerance: Tolerance) -> Result<Oracle, &'static str> {
    let mut oracle = at(subject, point, shape, tolerance, 0.0)?;
    if oracle.jacobian.elements.iter().any(|slope| !slope.is_finite() || slope.abs() > LARGEST) {
        return Err("large");
    }
    for step in [tolerance.step, -tolerance.step] {
        let Ok(moved) = at(subject, point, shape, tolerance, step) else { continue };
        let jacobian = &mut oracle.jacobian;
        for ((slack, a), b) in jacobian.slack.iter_mut().zip(&moved.jacobian.elements).zip(&jacobian.elements) {
            *slack = f64::max(*slack, 30.0 * (a - b).abs());
        }
    }
    Ok(oracle)
}

fn at(
    subject: &Subject,
    point: &[f64],
    shape: &Shape,
    tolerance: Tolerance,
    step: f64,
) -> Result<Oracle, &'static str> {
    let shifts = shape.rounding(step);
    let columns = shape.columns.len();
    let mut value = Vec::new();
    let mut elements = Vec::new();
    for (column, &position) in shape.columns.iter().enumerate() {
        let mut slopes = vec![0.0; position + 1];
        slopes[position] = 1.0;
        let writer = twin(subject, point, &slopes, &shifts, tolerance)?;
        value = writer.floats();
        elements.resize(value.len() * columns, 0.0);
        for (row, slope) in writer.slopes.into_iter().enumerate() {
            elements[row * columns + column] = slope;
        }
    }
    if value.iter().any(|value| !value.is_finite() || value.abs() > LARGEST) {
        return Err("large");
    }
    let slack = vec![0.0; elements.len()];
    Ok(Oracle { jacobian: Matrix { rows: value.len(), columns, elements, slack }, value })
}

fn twin(
    subject: &Subject,
    point: &[f64],
    slopes: &[f64],
    shifts: &[f64],
    tolerance: Tolerance,
) -> Result<Writer, &'static str> {
    closest_tie();
    let mut writer = Writer::default();
    (subject.twin)(&mut Reader::new(point).with_slopes(slopes).with_shifts(shifts), &mut writer);
    if closest_tie() < tolerance.tie { Err("tie") } else { Ok(writer) }
}

/// Compares the twin with central differences of the primal along a direction: if these differ, the oracle is wrong.
pub fn differences(subject: &Subject, point: &[f64], shape: &Shape, oracle: &Oracle) -> Result<(), Failure> {
    const STEP: f64 = 1e-5;
    if subject.single {
        return Ok(());
    }
    let direction = Random::new(11).numbers(shape.columns.len());
    let spread = |step: f64| {
        let mut numbers = vec![0.0; shape.columns.last().map_or(0, |last| last + 1)];
        for (&position, &slope) in shape.columns.iter().zip(&direction) {
            numbers[position] = step * slope;
        }
        numbers
    };
    let slopes = spread(1.0);
    // Nothing is compared within a few steps of a tie.
    let careful = Tolerance { tie: 1e3 * STEP, ..Tolerance::of(false) };
    let beside = |step: f64| twin(subject, point, &slopes, &spread(step), careful).map(|writer| writer.slopes);
    let (Ok(left), Ok(middle), Ok(right)) = (beside(-STEP), beside(0.0), beside(STEP)) else { return Ok(()) };
    let primal = |step: f64| {
        let mut writer = Writer::default();
        (subject.primal)(&mut Reader::new(point).with_shifts(&spread(step)), &mut writer);
        writer.floats()
    };
    let (below, above) = (primal(-STEP), primal(STEP));
    for row in 0..oracle.value.len() {
        let difference = (above[row] - below[row]) / (2.0 * STEP);
        let curved = (left[row] - middle[row]).abs().max((right[row] - middle[row]).abs());
        let rounding = 1e-15 * (1.0 + oracle.value[row].abs()) / STEP * 1e3;
        if (difference - middle[row]).abs() > curved + rounding + 1e-6 * (1.0 + middle[row].abs()) {
            let slope = middle[row];
            return Err(("differences", format!("row {row}: differences give {difference}, the twin {slope}")));
        }
    }
    Ok(())
}
