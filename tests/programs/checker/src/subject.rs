//! A program as the checks see it.

use jac_runtime::dependence::Dependence;
use jac_runtime::function::Function;
use jac_runtime::linear::Linearize;
use jac_runtime::space::Space;
use jac_runtime::tape::Tape;
use jac_runtime::trace::Residual;

use crate::run::caught;
use crate::wire::{Flat, Reader, Write, Writer};

/// Reads arguments (and seeds), writes values (and tangents).
pub type Way = fn(&mut Reader, &mut Writer);

/// The functions that are generated for a program.
pub struct Subject {
    pub name: &'static str,
    /// Its numbers are of single precision.
    pub single: bool,
    /// Writes the result, then what is behind `&mut`.
    pub primal: fn(&mut Reader, &mut Writer) -> Table,
    pub twin: Way,
    /// Lanes, and a forward sweep with so many.
    pub forward: &'static [(usize, Way)],
    /// The seeds of a pullback follow each other. For all of them it is called, then again, then once more in used memory.
    pub reverse: &'static [(usize, Way)],
    /// The seeds of a linearization follow each other.
    pub linear: &'static [(usize, Way)],
    pub parameters: &'static [Parameter],
    /// The members of the result: 1, or as many as a tuple has, or 0 without a result.
    pub members: usize,
}

/// A parameter of the function under test.
pub struct Parameter {
    pub name: &'static str,
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

/// One forward sweep.
pub fn forward<F: Function<A>, A, const W: usize>(arguments: &A, reader: &mut Reader, writer: &mut Writer)
where
    F::Input: Flat,
    F::Output: Flat + Write,
{
    let seed = F::Input::read_tangent::<W>(&F::input_shape(arguments), reader);
    let (output, tangent) = F::tangent::<W>(arguments, &seed);
    output.write(writer);
    F::Output::write_tangent::<W>(&output.shape(), &tangent, writer);
}

/// One evaluation, and a product with each seed, twice.
pub fn linear<F: Linearize<A>, A, const W: usize>(arguments: &A, reader: &mut Reader, writer: &mut Writer)
where
    F::Input: Flat,
    F::Output: Flat + Write,
{
    let (output, product) = F::linearized::<W>(arguments);
    output.write(writer);
    let (shape, of_output) = (F::input_shape(arguments), output.shape());
    let mut seeds = Vec::new();
    while !reader.is_empty() {
        seeds.push(F::Input::read_tangent::<W>(&shape, reader));
    }
    for seed in seeds.iter().cycle().take(2 * seeds.len()) {
        F::Output::write_tangent::<W>(&of_output, &product(seed), writer);
    }
}

/// One evaluation, and a reverse sweep for each seed, twice; then the same in the memory that is left, once.
pub fn reverse<F: Function<A>, A, const W: usize>(arguments: &A, reader: &mut Reader, writer: &mut Writer)
where
    F::Input: Flat,
    F::Output: Flat + Write,
{
    let shape = F::input_shape(arguments);
    if const { F::JOINT && W == 1 } {
        return joint::<F, A, W>(arguments, reader, writer);
    }
    let (output, pullback, mut tape) = F::recorded::<W>(arguments, Tape::default());
    output.write(writer);
    let of_output = output.shape();
    let mut seeds = Vec::new();
    while !reader.is_empty() {
        seeds.push(F::Output::read_tangent::<W>(&of_output, reader));
    }
    for _ in 0..2 {
        for seed in &seeds {
            F::Input::write_tangent::<W>(&shape, &pullback(&tape, seed.clone()), writer);
        }
    }
    drop(pullback);
    let (_, pullback, tape) = F::recorded::<W>(arguments, tape.reused());
    for seed in seeds {
        F::Input::write_tangent::<W>(&shape, &pullback(&tape, seed), writer);
    }
}

/// The same by both sweeps in one, for one number of lanes: the others compare the separate ones.
fn joint<F: Function<A>, A, const W: usize>(arguments: &A, reader: &mut Reader, writer: &mut Writer)
where
    F::Input: Flat,
    F::Output: Flat + Write,
{
    let shape = F::input_shape(arguments);
    // Where the function panics, this is to panic by itself.
    let of_output = caught(|| F::value(arguments).shape()).unwrap_or_else(|_| Residual::empty());
    let (output, _, mut tape) = F::joint::<W>(arguments, F::Output::origin(&of_output), Tape::default());
    output.write(writer);
    let mut seeds = Vec::new();
    while !reader.is_empty() {
        seeds.push(F::Output::read_tangent::<W>(&of_output, reader));
    }
    for seed in seeds.iter().cycle().take(3 * seeds.len()) {
        let (_, cotangent, kept) = F::joint::<W>(arguments, seed.clone(), tape.reused());
        F::Input::write_tangent::<W>(&shape, &cotangent, writer);
        tape = kept;
    }
}
