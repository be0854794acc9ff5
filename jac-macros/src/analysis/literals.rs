//! Literals: those of which the compiler would learn too late that they are `f64`.
//!
//! Before: IR in single assignment form, with the widths of the floats that are known. After: the same, with suffixes on
//! literals. In the source, a float may have its type from another version of its variable, or from another call of a closure. These
//! are variables of their own here, and a method cannot be called on what is only known to be some float.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use syn::visit::{self, Visit};

use super::nodes::Known;
use super::spelled::literal;
use crate::ir::*;

pub fn suffix(function: &mut Function, element_width: &dyn Fn(Var) -> Option<Width>) {
    let mut body = std::mem::take(&mut function.body);
    let mut definitions = Definitions::default();
    definitions.block(&body);
    let mut untyped = Untyped { definitions: &definitions, variables: &mut function.variables, linked: HashSet::new() };
    untyped.block(&body);
    let mut wanted = Vec::new();
    receivers(&body, &mut wanted);
    // What the user has told the type of.
    wanted.extend(function.typed.iter().map(|(var, _)| *var));
    let mut named = HashSet::new();
    while let Some(var) = wanted.pop() {
        if definitions.is_loose(var) && named.insert(var) {
            wanted.extend(definitions.made_of[&var].iter().filter_map(Operand::var));
        }
    }
    write(&mut body, &function.variables, &named);
    let mut negated = Negated::default();
    negated.block(&body);
    negated.write(&mut body, element_width);
    function.body = body;
}

/// The arrays of which an element is negated, or what is made of it by arithmetic: for this, the compiler must know the type of their tangents.
#[derive(Default)]
struct Negated {
    /// The arrays that a value is made of.
    loaded: HashMap<Var, HashSet<Var>>,
    arrays: HashSet<Var>,
}

impl Negated {
    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, value, .. } => match value {
                    Rvalue::Load(place) | Rvalue::Clone(place) => {
                        self.loaded.insert(*var, HashSet::from([place.base]));
                    }
                    Rvalue::Binary(_, left, right) => {
                        let loaded = [left, right].into_iter().filter_map(Operand::var).flat_map(|var| self.of(var));
                        self.loaded.insert(*var, loaded.collect());
                    }
                    Rvalue::Negate(Operand::Var(var)) => self.negated(*var),
                    Rvalue::Operator(operator) => {
                        let mut loaded = HashSet::new();
                        for operand in operator.operands() {
                            match operand {
                                Operated::Place(place) => _ = loaded.insert(place.base),
                                operand => loaded.extend(operand.var().into_iter().flat_map(|var| self.of(var))),
                            }
                        }
                        match operator.operation {
                            Operation::Negate => self.arrays.extend(loaded),
                            _ => drop(self.loaded.insert(*var, loaded)),
                        }
                    }
                    _ => {}
                },
                Statement::If { then, otherwise, .. } => {
                    self.block(then);
                    self.block(otherwise);
                }
                Statement::For(for_loop) => self.block(&for_loop.body),
                _ => {}
            }
        }
    }

    fn of(&self, var: Var) -> impl Iterator<Item = Var> + '_ {
        self.loaded.get(&var).into_iter().flatten().copied()
    }

    fn negated(&mut self, var: Var) {
        let loaded: Vec<Var> = self.of(var).collect();
        self.arrays.extend(loaded);
    }

    /// From the end, as arrays are made of arrays in front of them.
    fn write(&mut self, block: &mut Block, element_width: &dyn Fn(Var) -> Option<Width>) {
        for statement in block.statements.iter_mut().rev() {
            match statement {
                Statement::Let { var, annotation: None, value } if self.arrays.contains(var) => {
                    if let (true, Some(width)) = (is_array(value), element_width(*var)) {
                        map_operands(value, &mut |operand| {
                            suffix_operand(operand, width);
                            self.arrays.extend(operand.var());
                        });
                    }
                }
                Statement::If { then, otherwise, .. } => {
                    self.write(otherwise, element_width);
                    self.write(then, element_width);
                }
                Statement::For(for_loop) => self.write(&mut for_loop.body, element_width),
                _ => {}
            }
        }
    }
}

fn is_array(value: &Rvalue) -> bool {
    use Rvalue::{Array, Repeat, VecLiteral, VecRepeat};
    matches!(value, Array(_) | Repeat(..) | VecLiteral(_) | VecRepeat(..))
}

/// What has no type of its own: for each such variable, what it is made of, all of one type.
#[derive(Default)]
struct Definitions {
    made_of: HashMap<Var, Vec<Operand>>,
    /// What a loop carries, and what it carries on.
    carried_on: HashMap<Var, Operand>,
}

impl Definitions {
    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, annotation: None, value } => {
                    if let Some(operands) = alike(value) {
                        self.made_of.insert(*var, operands);
                    }
                }
                Statement::If { then, otherwise, joins, .. } => {
                    self.block(then);
                    self.block(otherwise);
                    for join in joins {
                        self.made_of.insert(join.var, vec![join.then.clone(), join.otherwise.clone()]);
                    }
                }
                Statement::For(for_loop) => {
                    for carried in &for_loop.carried {
                        // In the body, the compiler has not seen yet what is carried around.
                        self.made_of.insert(carried.phi, vec![carried.initial.clone()]);
                        self.carried_on.insert(carried.phi, carried.next.clone());
                        self.made_of.insert(carried.out, vec![carried.initial.clone(), carried.next.clone()]);
                    }
                    self.block(&for_loop.body);
                }
                _ => {}
            }
        }
    }

    /// Made of literals alone.
    fn is_loose(&self, var: Var) -> bool {
        self.made_of.get(&var).is_some_and(|operands| {
            operands.iter().all(|operand| match operand {
                Operand::Var(var) => self.is_loose(*var),
                Operand::Constant(tokens) => is_loose_literal(tokens),
                Operand::Nested(_) => false,
            })
        })
    }
}

/// Literals of which nothing in front of a method that is called on them tells the type. In the source something does, by the order in which the
/// compiler looks at it, and what is written is `f64` unless it says otherwise: of `f32`, the compiler would report a mismatch.
struct Untyped<'a> {
    definitions: &'a Definitions,
    variables: &'a mut [Variable],
    /// What has met something else so far that may have a type.
    linked: HashSet<Var>,
}

impl Untyped<'_> {
    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, annotation: None, value } => {
                    match value {
                        Rvalue::Elementary { spelling: Spelling::Method(_), .. } => self.method(*var),
                        Rvalue::Opaque(opaque) if calls_methods(&opaque.expression) => {
                            opaque.reads.iter().for_each(|var| self.method(*var));
                        }
                        _ => {}
                    }
                    if !self.definitions.is_loose(*var) {
                        statement_reads(statement, &mut |read| {
                            self.linked.insert(read);
                        });
                    }
                }
                Statement::If { then, otherwise, joins, .. } => {
                    self.block(then);
                    self.block(otherwise);
                    for join in joins.iter().filter(|join| !self.definitions.is_loose(join.var)) {
                        self.linked.extend([&join.then, &join.otherwise].into_iter().filter_map(|side| side.var()));
                    }
                }
                Statement::For(for_loop) => self.block(&for_loop.body),
                statement => statement_reads(statement, &mut |read| {
                    self.linked.insert(read);
                }),
            }
        }
    }

    /// A method is called on the variable, or gives it.
    fn method(&mut self, var: Var) {
        let (mut class, mut open) = (HashSet::new(), vec![var]);
        while let Some(var) = open.pop() {
            if self.linked.contains(&var) || self.variables[var.0].width.is_some() || !self.definitions.is_loose(var) {
                return;
            }
            if class.insert(var) {
                for other in self.definitions.made_of[&var].iter().chain(self.definitions.carried_on.get(&var)) {
                    match other {
                        Operand::Var(var) => open.push(*var),
                        Operand::Constant(tokens) if is_loose_literal(tokens) => {}
                        _ => return,
                    }
                }
            }
        }
        for var in class {
            self.variables[var.0].width = Some(Width::Double);
        }
    }
}

/// The operands of what has their type.
fn alike(value: &Rvalue) -> Option<Vec<Operand>> {
    match value {
        Rvalue::Use(operand) | Rvalue::Negate(operand) => Some(vec![operand.clone()]),
        Rvalue::Binary(_, left, right) => Some(vec![left.clone(), right.clone()]),
        Rvalue::Operator(operator) => operator
            .operands()
            .map(|operand| match operand {
                Operated::Value(operand) | Operated::Referred(operand) => Some(operand.clone()),
                Operated::Place(_) => None,
            })
            .collect(),
        Rvalue::Elementary { spelling: Spelling::Method(_), arguments, .. } => Some(vec![arguments[0].clone()]),
        _ => None,
    }
}

/// A float without a suffix.
pub fn is_loose_literal(tokens: &TokenStream) -> bool {
    literal(tokens) == Some(Known::Float(None))
}

/// `0.5f64`, and `0.0f64` for `0.`.
fn suffixed_literal(tokens: &TokenStream, width: Width) -> Option<TokenStream> {
    let mut text = tokens.to_string();
    if text.ends_with('.') {
        text.push('0');
    }
    text.push_str(width.name());
    text.parse().ok()
}

fn suffix_operand(operand: &mut Operand, width: Width) {
    if let Operand::Constant(tokens) = operand
        && is_loose_literal(tokens)
        && let Some(number) = suffixed_literal(tokens, width)
    {
        *tokens = number;
    }
}

/// Where the compiler asks for a type: in front of a method, and at the start of a loop.
fn receivers(block: &Block, found: &mut Vec<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, value: Rvalue::Elementary { spelling: Spelling::Method(_), .. }, .. } => {
                found.push(*var);
            }
            Statement::Let { value: Rvalue::Opaque(opaque), .. } if calls_methods(&opaque.expression) => {
                found.extend(&opaque.reads);
            }
            Statement::If { then, otherwise, .. } => {
                receivers(then, found);
                receivers(otherwise, found);
            }
            Statement::For(for_loop) => {
                found.extend(for_loop.carried.iter().map(|carried| carried.phi));
                receivers(&for_loop.body, found);
            }
            _ => {}
        }
    }
}

fn calls_methods(expression: &syn::Expr) -> bool {
    struct Calls(bool);
    impl Visit<'_> for Calls {
        fn visit_expr_method_call(&mut self, call: &syn::ExprMethodCall) {
            self.0 = true;
            visit::visit_expr_method_call(self, call);
        }
    }
    let mut calls = Calls(false);
    calls.visit_expr(expression);
    calls.0
}

fn write(block: &mut Block, variables: &[Variable], named: &HashSet<Var>) {
    let suffixed = |var: Var, operand: &mut Operand| {
        if let (true, Some(width)) = (named.contains(&var), variables[var.0].width) {
            suffix_operand(operand, width);
        }
    };
    for statement in &mut block.statements {
        match statement {
            Statement::Let { var, value: Rvalue::Elementary { arguments, .. }, .. } => {
                suffixed(*var, &mut arguments[0]);
            }
            // The tangent of a literal among others is made of the literal alone, which is taken for an `f64`.
            Statement::Let { value: Rvalue::VecLiteral(operands), .. } => {
                let widths = operands.iter().filter_map(Operand::var).map(|var| variables[var.0].width);
                if widths.flatten().any(|width| width == Width::Single) {
                    operands.iter_mut().for_each(|operand| suffix_operand(operand, Width::Single));
                }
            }
            Statement::Let { var, value, .. } => map_operands(value, &mut |operand| suffixed(*var, operand)),
            Statement::If { then, otherwise, joins, .. } => {
                write(then, variables, named);
                write(otherwise, variables, named);
                for Join { var, then, otherwise } in joins {
                    suffixed(*var, then);
                    suffixed(*var, otherwise);
                }
            }
            Statement::For(for_loop) => {
                for Carried { phi, initial, next, out } in &mut for_loop.carried {
                    suffixed(*phi, initial);
                    suffixed(*out, next);
                }
                write(&mut for_loop.body, variables, named);
            }
            _ => {}
        }
    }
}
