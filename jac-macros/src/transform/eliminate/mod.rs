//! Elimination: the Jacobian itself, where all sizes are known.
//!
//! Before: IR in single assignment form. After: straight-line code that computes the value and every element of the Jacobian
//! that is not zero by structure, without seeds. A sweep multiplies by zeros and ones, as its seeds are values to the compiler; here they are
//! not there. A function that has no such form, or a large one, has its sweeps.
//!
//! Sweeps are cheaper where nearly everything depends on everything: they compute many lanes at once. So elimination must not take more operations
//! than sweeps with half as many seeds as the mode has that needs fewer; with one seed or two it never does.
//!
//! `scalars` takes the function apart, `graph` eliminates vertices, `terms` is the arithmetic of partials, `sharing` is what these have in common, `branches` and `places` say
//! what becomes of `if` and of parts of arrays, `integers` what is known when loops are unrolled.

mod branches;
mod graph;
mod hash;
mod integers;
mod kept;
mod operations;
mod parameters;
mod places;
mod scalars;
mod sharing;
mod terms;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{ItemFn, Type};

use self::graph::Vertex;
use self::integers::Known;
use self::scalars::{Execution, Names, Step, Value};
use crate::analysis::types::Types;
use crate::ir::*;

/// More elements, or more operations on partials than this are left to the sweeps, for the sake of the size of the code.
const MOST_ELEMENTS: usize = 512;
const MOST_OPERATIONS: usize = 1500;

/// Elements that stand behind a reference are read there again if there are more than this: fewer stay in registers.
pub const MOST_IN_REGISTERS: usize = 16;

/// A function with its Jacobian.
pub struct Elimination {
    pub function: Function,
    /// The type of all floats.
    pub float: Ident,
    /// Where the floats are that elements belong to, in the input and in the output.
    pub inputs: Vec<Vec<usize>>,
    pub outputs: Vec<Vec<usize>>,
    /// The elements, by position in `outputs` and `inputs`.
    pub elements: Vec<(usize, usize, Operand)>,
    /// Expressions that are floats of that type, or else it is no Jacobian.
    pub constants: Vec<TokenStream>,
    /// Something was taken for a float that may be of any type: then the result may be of another type too.
    pub assumes: bool,
}

/// The Jacobian of a function that has one in this form.
pub fn eliminate(
    source: &Function,
    item: &ItemFn,
    types: &Types,
    names: &mut crate::hygiene::Names,
) -> Option<Elimination> {
    let is_fixed = |parameter: &Parameter| parameter.passing != Passing::Mutable && may_be_fixed(&parameter.ty);
    if !source.parameters.iter().all(is_fixed) || !source.floats.is_empty() {
        return None;
    }
    let float = the_float(item)?;
    let mut function = source.clone();
    function.body = Block::default();
    let names = Names { function: &mut function, names, count: 0 };
    let mut execution = Execution::new(source, types, &float, names);
    execution.block(&source.body)?;
    let result = execution.operand(source.result.as_ref()?)?;
    let mut found = Found::default();
    let result = execution.outputs(result, &mut Vec::new(), &mut found)?;
    let result = execution.assembled(result)?;
    if !execution.reads_what_it_selects() {
        return None;
    }
    let rows = execution.partials(Vertex::default(), &found.vertices);
    let positions = execution.inputs.iter().map(|input| (input.vertex, position(source, input)));
    let positions: Vec<(Vertex, Option<Vec<usize>>)> = positions.collect();
    let operations = execution.terms.operations(rows.iter().flatten().map(|(_, weight)| *weight));
    let seeds = rows.len().min(positions.len());
    let of_sweeps = execution.terms.operations(execution.graph.weights())
        + execution.graph.operations_of_a_seed() * seeds.div_ceil(2);
    let elements: usize = rows.iter().map(Vec::len).sum();
    if elements > MOST_ELEMENTS || operations > MOST_OPERATIONS || seeds > 2 && operations > of_sweeps {
        return None;
    }
    let mut elements = Vec::new();
    for (output, row) in rows.into_iter().enumerate() {
        for (source, weight) in row {
            let input = positions.iter().position(|(vertex, _)| *vertex == source)?;
            let statements = &mut execution.frame.statements;
            elements.push((output, input, execution.terms.emit(weight, &mut execution.names, statements)));
        }
    }
    execution.read_again(&mut elements);
    let Execution { mut prologue, frame, constants, assumes, .. } = execution;
    let generics = &item.sig.generics;
    if assumes && (generics.lifetimes().next().is_some() || generics.type_params().next().is_some()) {
        return None;
    }
    prologue.extend(frame.statements);
    function.body = Block { statements: prologue };
    function.result = Some(Operand::nested(result));
    let inputs = positions.into_iter().map(|(_, position)| position).collect::<Option<Vec<_>>>()?;
    Some(Elimination { function, float, inputs, outputs: found.paths, elements, constants, assumes })
}

/// The outputs that vary.
#[derive(Default)]
struct Found {
    vertices: Vec<Vertex>,
    paths: Vec<Vec<usize>>,
}

impl Execution<'_> {
    /// What the value has read and is an element as it is, as the elements of a matrix are of its product with what varies: the compiler would keep it on the
    /// stack from where it was read to where the element is set.
    fn read_again(&mut self, elements: &mut [(usize, usize, Operand)]) {
        let behind_reference = |place: &Place| {
            let mut shared = self.source.parameters.iter().filter(|parameter| parameter.passing == Passing::Shared);
            let is_part = matches!(place.projections[..], [Projection::Index(_) | Projection::Field(_), ..]);
            is_part && shared.any(|parameter| parameter.var == place.base)
        };
        let loads = self.prologue.iter().filter_map(|statement| match statement {
            Statement::Let { var, annotation: None, value: Rvalue::Load(place) } if behind_reference(place) => {
                Some((*var, place.clone()))
            }
            _ => None,
        });
        let loads: HashMap<Var, Place> = loads.collect();
        let is_load = |value: &Operand| value.var().is_some_and(|var| loads.contains_key(&var));
        if elements.iter().filter(|(_, _, value)| is_load(value)).count() <= MOST_IN_REGISTERS {
            return;
        }
        let (mut references, mut again) = (HashMap::new(), HashMap::new());
        for (_, _, value) in elements.iter_mut() {
            let Some((var, place)) = value.var().and_then(|var| Some((var, loads.get(&var)?))) else { continue };
            let element = *again.entry(var).or_insert_with(|| {
                let base = *references.entry(place.base).or_insert_with(|| {
                    let reference = self.names.variable();
                    self.names.function.variables[reference.0].kind = Kind::Reference { mutable: false };
                    let value = Rvalue::Runtime("read_again", vec![Operand::Var(place.base)]);
                    self.frame.statements.push(Statement::Let { var: reference, annotation: None, value });
                    reference
                });
                let element = self.names.variable();
                let value = Rvalue::Load(Place { base, projections: place.projections.clone() });
                self.frame.statements.push(Statement::Let { var: element, annotation: None, value });
                element
            });
            *value = Operand::Var(element);
        }
    }

    /// Notes down the floats in the result, and gives it without what is not read yet.
    fn outputs(&mut self, value: Value, path: &mut Vec<usize>, found: &mut Found) -> Option<Value> {
        let mut parts = |this: &mut Self, values: Vec<Value>| -> Option<Vec<Value>> {
            let parts = values.into_iter().enumerate().map(|(index, value)| {
                path.push(index);
                let value = this.outputs(value, path, found);
                path.pop();
                value
            });
            parts.collect()
        };
        Some(match value {
            Value::Array(elements) => Value::Array(parts(self, elements)?),
            Value::Tuple(members) => Value::Tuple(parts(self, members)?),
            Value::Input { parameter, ref steps } => match self.opened(parameter, steps) {
                Some(opened) => self.outputs(opened, path, found)?,
                None => {
                    let scalar = self.raw(value)?;
                    self.outputs(Value::Scalar(scalar), path, found)?
                }
            },
            Value::Scalar(scalar) => {
                if let Some(vertex) = scalar.vertex {
                    found.vertices.push(vertex);
                    found.paths.push(path.clone());
                }
                Value::Scalar(scalar)
            }
            Value::Known(Known::Flag(_)) => value,
            Value::Known(Known::Number(_)) | Value::Empty => return None,
        })
    }
}

/// Where an input is in the tuple of all inputs.
fn position(source: &Function, input: &scalars::Input) -> Option<Vec<usize>> {
    let is_input = |parameter: &&Parameter| parameter.differentiable && !parameter.output_only;
    let mut path = Vec::new();
    if source.parameters.iter().filter(is_input).count() > 1 {
        path.push(source.parameters[..input.parameter].iter().filter(is_input).count());
    }
    for step in &input.steps {
        path.push(match step {
            Step::Index(index) => *index,
            Step::Field(syn::Member::Unnamed(index)) => index.index as usize,
            Step::Field(syn::Member::Named(_)) => return None,
        });
    }
    Some(path)
}

/// The one float type that is named in the function, its literals included; behind other names of types, the usual one is looked for.
fn the_float(item: &ItemFn) -> Option<Ident> {
    let names = ["f32", "f64"].map(|name| (name, mentions(quote::quote!(#item), name)));
    match names {
        [(name, true), (_, false)] | [(_, false), (name, _)] => Some(Ident::new(name, Span::call_site())),
        [(_, true), (_, true)] => None,
    }
}

fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => mentions(group.stream(), name),
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Literal(literal) => literal.to_string().ends_with(name),
        proc_macro2::TokenTree::Punct(_) => false,
    })
}

/// Nothing says that the size is known at run time only.
fn may_be_fixed(ty: &Type) -> bool {
    match ty {
        Type::Slice(_) | Type::TraitObject(_) => false,
        Type::Path(path) => path.path.segments.last().is_none_or(|last| last.ident != "Vec"),
        Type::Reference(reference) => may_be_fixed(&reference.elem),
        Type::Array(array) => may_be_fixed(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(may_be_fixed),
        Type::Paren(paren) => may_be_fixed(&paren.elem),
        Type::Group(group) => may_be_fixed(&group.elem),
        _ => true,
    }
}
