//! Places: parts of arrays and tuples, read and written.
//!
//! Before: a place whose indices are known. After: what it holds, or memory that holds something else there.

use proc_macro2::Literal;
use quote::quote;

use super::integers::Known;
use super::scalars::{Execution, Scalar, Step, Value};
use crate::ir::*;

type Window = (usize, Option<usize>);

impl Execution<'_> {
    /// The way to a place, if all indices are known.
    fn steps(&mut self, place: &Place) -> Option<Vec<Step>> {
        let (steps, window) = self.way(place)?;
        window.is_none().then_some(steps)
    }

    /// The number of elements there, perhaps of a slice.
    pub fn length_of(&mut self, original: Var, place: &Place) -> Option<usize> {
        let (steps, window) = self.way(place)?;
        let whole = Place { base: place.base, projections: steps.iter().map(projection).collect() };
        let length = match self.load(original, &whole)? {
            Value::Array(elements) => elements.len(),
            Value::Input { parameter, steps } => self.length(parameter, &steps)?,
            _ => return None,
        };
        let Some((low, high)) = window else { return Some(length) };
        let high = high.unwrap_or(length);
        (low <= high && high <= length).then(|| high - low)
    }

    /// The way to a place or to what it is a slice of, and what slices have cut off: the first element, and the one behind the last.
    fn way(&mut self, place: &Place) -> Option<(Vec<Step>, Option<Window>)> {
        let mut steps = Vec::new();
        let mut window: Option<Window> = None;
        for projection in &place.projections {
            match projection {
                Projection::Deref | Projection::Array(_) => {}
                Projection::Inside | Projection::Held(_) => return None,
                Projection::Field(member) => {
                    if window.is_some() {
                        return None;
                    }
                    steps.push(Step::Field(member.clone()));
                }
                Projection::Index(index) => {
                    let index = self.number(index)?;
                    let (low, high) = window.take().unwrap_or((0, None));
                    if high.is_some_and(|high| low + index >= high) {
                        return None;
                    }
                    steps.push(Step::Index(low + index));
                }
                Projection::Slice { low, high, inclusive } => {
                    let (first, end) = window.unwrap_or((0, None));
                    let low = low.as_ref().map_or(Some(0), |low| self.number(low))?;
                    let high = match high {
                        Some(high) => Some(first + self.number(high)? + usize::from(*inclusive)),
                        None => end,
                    };
                    if end.is_some_and(|end| high.is_some_and(|high| high > end)) {
                        return None;
                    }
                    window = Some((first + low, high));
                }
            }
        }
        Some((steps, window))
    }

    fn number(&mut self, operand: &Operand) -> Option<usize> {
        match self.operand(operand)? {
            Value::Known(Known::Number(number)) => Some(number),
            _ => None,
        }
    }

    pub fn load(&mut self, original: Var, place: &Place) -> Option<Value> {
        let steps = self.steps(place)?;
        let mut value = self.environment.get(&place.base)?.clone();
        for (depth, step) in steps.iter().enumerate() {
            value = match (value, step) {
                (Value::Array(mut elements), Step::Index(index)) if *index < elements.len() => {
                    elements.swap_remove(*index)
                }
                (Value::Tuple(mut members), Step::Field(syn::Member::Unnamed(index)))
                    if (index.index as usize) < members.len() =>
                {
                    members.swap_remove(index.index as usize)
                }
                (Value::Input { parameter, steps }, step) => {
                    Value::Input { parameter, steps: steps.into_iter().chain([step.clone()]).collect() }
                }
                // What an expression gave that was kept.
                (Value::Scalar(Scalar { operand: Operand::Var(base), vertex: None, .. }), _) => {
                    let projections = steps[depth..].iter().map(projection).collect();
                    let var = self.define(None, Rvalue::Load(Place { base, projections }))?;
                    let is = self.said(original);
                    return Some(Value::Scalar(self.inert(var, is)));
                }
                _ => return None,
            };
        }
        if let Value::Input { parameter, steps } = &value
            && !self.is_within(*parameter, steps)
        {
            self.selected.push((*parameter, steps.clone()));
        }
        Some(value)
    }

    pub fn store(&mut self, place: &Place, op: Option<Op>, value: &Operand) -> Option<()> {
        if matches!(self.source.variables[place.base.0].kind, Kind::Reference { .. }) {
            return None;
        }
        let steps = self.steps(place)?;
        let mut value = self.operand(value)?;
        if let Some(op) = op {
            let old = self.load(place.base, place)?;
            // The variable tells nothing of the type of its parts.
            value = match self.binary(place.base, None, op, old, value)? {
                Value::Scalar(scalar) if !steps.is_empty() && scalar.vertex.is_none() => Value::Scalar(scalar),
                value => value,
            };
        }
        self.put(place, &steps, value)
    }

    /// Two places exchange what they hold.
    pub fn swap(&mut self, first: &Place, second: &Place) -> Option<()> {
        if [first, second]
            .iter()
            .any(|place| matches!(self.source.variables[place.base.0].kind, Kind::Reference { .. }))
        {
            return None;
        }
        let (first_steps, second_steps) = (self.steps(first)?, self.steps(second)?);
        let (first_value, second_value) = (self.load(first.base, first)?, self.load(second.base, second)?);
        self.put(first, &first_steps, second_value)?;
        self.put(second, &second_steps, first_value)
    }

    fn put(&mut self, place: &Place, steps: &[Step], value: Value) -> Option<()> {
        let mut whole = self.environment.remove(&place.base)?;
        *self.part(&mut whole, steps)? = value;
        self.environment.insert(place.base, whole);
        Some(())
    }

    fn part<'v>(&self, value: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
        let [step, rest @ ..] = steps else { return Some(value) };
        if let Value::Input { parameter, steps } = value {
            *value = self.opened(*parameter, steps)?;
        }
        match (value, step) {
            (Value::Array(elements), Step::Index(index)) => self.part(elements.get_mut(*index)?, rest),
            (Value::Tuple(members), Step::Field(syn::Member::Unnamed(index))) => {
                self.part(members.get_mut(index.index as usize)?, rest)
            }
            _ => None,
        }
    }
}

pub fn projection(step: &Step) -> Projection {
    match step {
        Step::Index(index) => {
            let index = Literal::usize_unsuffixed(*index);
            Projection::Index(Operand::Constant(quote!(#index)))
        }
        Step::Field(member) => Projection::Field(member.clone()),
    }
}
