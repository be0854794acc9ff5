//! Initialise: the first addition to a cotangent that is still zero becomes an assignment.
//!
//! Before: cotangents of memory start at zero, and everything is added to them. After: where a block
//! declares a cotangent and first adds to a part of it that a constant path selects, the part is set.
//! This saves an addition of zero, which IEEE arithmetic does not let the compiler drop.

use std::collections::HashMap;

use quote::ToTokens;

use crate::ir::*;

/// `is_sequence`: elements of this with different indices are different ones.
pub fn initialise(statements: &mut [Statement], is_sequence: &dyn Fn(&Place) -> bool) {
    let mut clean: HashMap<Var, Touched> = HashMap::new();
    for statement in statements {
        if let Statement::Let { var, value: Rvalue::Vector(VectorOp::SpaceCotangent(..)), .. } = statement {
            clean.insert(*var, Touched::default());
            continue;
        }
        // What is added to a slice of it is not seen here.
        if let Statement::Let { value: Rvalue::Slice(slice), .. } = statement {
            clean.remove(&slice.array.base);
        }
        visit(statement, &mut clean, is_sequence);
    }
}

/// The parts that have been added to; every other part is zero.
#[derive(Default)]
struct Touched(Vec<Vec<String>>);

impl Touched {
    /// True if no part overlaps with `path`, which counts as touched from now on.
    fn touch(&mut self, path: Vec<String>) -> bool {
        let overlaps = |other: &Vec<String>| other.iter().zip(&path).all(|(a, b)| a == b);
        let first = !self.0.iter().any(overlaps);
        self.0.push(path);
        first
    }
}

fn visit(statement: &mut Statement, clean: &mut HashMap<Var, Touched>, is_sequence: &dyn Fn(&Place) -> bool) {
    match statement {
        Statement::Accumulate { place, value } => {
            let base = place.base;
            match constant_path(place, is_sequence) {
                Some(path) => {
                    if clean.get_mut(&base).is_some_and(|touched| touched.touch(path)) {
                        let (place, value) = (place.clone(), value.clone());
                        *statement = Statement::Initialise { place, value };
                    }
                }
                None => {
                    clean.remove(&base);
                }
            }
        }
        Statement::Guard(_, block) => {
            for statement in &mut block.statements {
                visit(statement, clean, is_sequence);
            }
        }
        Statement::If { .. } | Statement::For(_) | Statement::PullCall { .. } => {
            statement_reads(statement, &mut |var| {
                clean.remove(&var);
            });
        }
        Statement::Swap { first, second } => {
            clean.remove(&first.base);
            clean.remove(&second.base);
        }
        // The others read, or leave zero behind.
        _ => {}
    }
}

/// The projections, if no variable index is among them.
fn constant_path(place: &Place, is_sequence: &dyn Fn(&Place) -> bool) -> Option<Vec<String>> {
    let projections = place.projections.iter().enumerate();
    projections
        .map(|(position, projection)| match projection {
            Projection::Field(member) => Some(member.to_token_stream().to_string()),
            // Literals only: a named constant may equal another.
            Projection::Index(Operand::Constant(index)) => {
                let array = Place { base: place.base, projections: place.projections[..position].to_vec() };
                let index: syn::LitInt = syn::parse2(index.clone()).ok().filter(|_| is_sequence(&array))?;
                Some(index.base10_digits().to_string())
            }
            _ => None,
        })
        .collect()
}
