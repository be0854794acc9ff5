//! Activity: which variables carry derivatives.
//!
//! A variable is *varied* if it depends on a differentiable input through data flow, *useful* if an
//! output depends on it, and active if both. Memory is one variable: what is stored anywhere in it
//! varies all of it. Overestimating costs arithmetic on zeros; underestimating would be wrong.
//!
//! Of a derivative, what varies is computed anew. Its further inputs are the cotangents that the reverse sweep starts from.

use std::collections::HashSet;

use super::failures::Failures;
use crate::ir::*;

pub struct Activity {
    /// For each variable, the differentiable parameters it depends on.
    pub dependences: Vec<Mask>,
    pub(super) useful: Vec<bool>,
    /// All differentiable parameters.
    pub all: Mask,
    /// What outputs are computed of that was taken out of an `Err`.
    pub failures: Failures,
}

impl Activity {
    /// The variable depends on a differentiable input.
    pub fn is_varied(&self, var: Var) -> bool {
        self.dependences[var.0] != 0
    }

    /// The variable is varied, and an output depends on it.
    pub fn is_active(&self, var: Var) -> bool {
        self.is_varied(var) && self.useful[var.0]
    }

    /// An exchange of the two moves what varies: one of them varies only where both do, but for integers in parts of what varies.
    pub fn exchanges(&self, first: &Place, second: &Place) -> bool {
        self.is_varied(first.base) && self.is_varied(second.base)
    }

    pub fn varied(&self, operand: &Operand) -> bool {
        operand.var().is_some_and(|var| self.is_varied(var))
    }

    pub fn active(&self, operand: &Operand) -> bool {
        operand.var().is_some_and(|var| self.is_active(var))
    }
}

/// All differentiable parameters.
pub fn inputs(function: &Function) -> Mask {
    let parameters = function.parameters.iter().enumerate().filter(|(_, parameter)| parameter.differentiable);
    parameters.fold(0, |mask, (position, _)| mask | 1 << position)
}

pub fn analyse(function: &Function) -> Activity {
    let mut activity = Activity {
        dependences: vec![0; function.variables.len()],
        useful: vec![false; function.variables.len()],
        all: inputs(function),
        failures: Failures::default(),
    };
    for (position, parameter) in function.parameters.iter().enumerate() {
        if parameter.differentiable {
            activity.dependences[parameter.var.0] = 1 << position;
        }
    }
    while forward(function, &mut activity.dependences, false) {}
    for parameter in &function.parameters {
        if parameter.passing == Passing::Mutable {
            activity.useful[parameter.var.0] = true;
        }
    }
    if let Some(Operand::Var(var)) = function.result {
        activity.useful[var.0] = true;
    }
    while backward(&function.body, &mut activity) {}
    activity.failures = super::failures::analyse(function, &activity);
    activity
}

/// What varies if what is in an `Err` counts, whatever becomes of it.
pub fn counting_failures(function: &Function, activity: &Activity) -> Vec<Mask> {
    let mut dependences = activity.dependences.clone();
    while forward(function, &mut dependences, true) {}
    dependences
}

/// Nothing varies.
pub fn none(function: &Function) -> Activity {
    let variables = function.variables.len();
    Activity {
        dependences: vec![0; variables],
        useful: vec![false; variables],
        all: inputs(function),
        failures: Failures::default(),
    }
}

/// The cotangent of a parameter behind `&mut`, as an input of the reverse sweep.
const FIRST_COTANGENT: u32 = 64;
/// All cotangents that a reverse sweep starts from.
pub const COTANGENTS: Mask = Mask::MAX << FIRST_COTANGENT;
/// The cotangent of the result.
const RESULT: Mask = 1 << (Mask::BITS - 1);

/// What varies in a derivative of a function, of which `first` tells what is active. The tangents of an input count as that
/// input. What no output depends on has no second derivative either, and does not vary.
pub fn of_derivative(function: &Function, first: &Activity) -> Activity {
    let mut dependences: Vec<Mask> = vec![0; function.variables.len()];
    let mut all = 0;
    let mut input = |var: Var, bit: Mask| {
        for (version, _) in function.versions(var) {
            dependences[version.0] = bit;
        }
        all |= bit;
    };
    let cotangents = function.reverse.as_ref().map(|reverse| &reverse.cotangents);
    for (position, parameter) in function.parameters.iter().enumerate() {
        if parameter.differentiable {
            input(parameter.var, 1 << position);
        }
        if parameter.passing == Passing::Mutable
            && let Some(cotangents) = cotangents
        {
            input(cotangents[&parameter.var], 1 << (FIRST_COTANGENT as usize + position));
        }
    }
    if let Some(reverse) = &function.reverse
        && function.result.is_some()
    {
        input(reverse.seed, RESULT);
    }
    let blocks = [Some(&function.body), function.reverse.as_ref().map(|reverse| &reverse.body)];
    loop {
        let mut flow = Flow {
            variables: &function.variables,
            dependences: &mut dependences,
            first: Some(first),
            failures: false,
            changed: false,
        };
        for block in blocks.into_iter().flatten() {
            flow_through(block, &mut flow);
        }
        if !flow.changed {
            break;
        }
    }
    Activity { useful: vec![true; dependences.len()], dependences, all, failures: Failures::default() }
}

/// What flows into the value, as far as a derivative goes.
pub fn derivative_reads(value: &Rvalue, visit: &mut dyn FnMut(Var)) {
    match value {
        Rvalue::Length(_) | Rvalue::Within(_) | Rvalue::Path { .. } | Rvalue::Opaque(_) => {}
        Rvalue::Load(place) | Rvalue::Clone(place) | Rvalue::Held(place) | Rvalue::Kept { copied: place, .. } => {
            visit(place.base);
        }
        Rvalue::Elementary { rule, arguments, .. } => {
            for (argument, partial) in arguments.iter().zip(rule.partials) {
                if !matches!(*partial, "0" | "") {
                    operand_reads(argument, visit);
                }
            }
        }
        Rvalue::VecRepeat(operand, _) => operand_reads(operand, visit),
        Rvalue::Runtime(name, arguments) => {
            for (argument, partial) in
                arguments.iter().zip(crate::rules::helper(name).map_or(&[][..], |rule| rule.partials))
            {
                if !matches!(*partial, "0" | "") {
                    operand_reads(argument, visit);
                }
            }
        }
        Rvalue::Vector(
            VectorOp::ZeroLike(..) | VectorOp::CapacityLike { .. } | VectorOp::SpaceOf(_) | VectorOp::SpaceZero(..),
        ) => {}
        Rvalue::Vector(VectorOp::SpaceCotangent(..) | VectorOp::SpaceOfTail(..)) => {}
        Rvalue::Vector(
            VectorOp::Get(place)
            | VectorOp::Collect(place)
            | VectorOp::Take(place)
            | VectorOp::Pop(place)
            | VectorOp::Seeded(place),
        ) => visit(place.base),
        Rvalue::Vector(VectorOp::When(_, value)) => derivative_reads(value, visit),
        Rvalue::Vector(VectorOp::StructOf { base, fields, .. }) => {
            for operand in base.iter().chain(fields.iter().map(|(_, operand)| operand)) {
                operand_reads(operand, visit);
            }
        }
        value => rvalue_reads(value, visit),
    }
}

/// Data flow into variables.
struct Flow<'a> {
    variables: &'a [Variable],
    dependences: &'a mut [Mask],
    /// Of a derivative: what was active in the function.
    first: Option<&'a Activity>,
    /// What is in an `Err` counts.
    failures: bool,
    changed: bool,
}

impl Flow<'_> {
    /// What is read from a variable: nothing that varies, if its type does not.
    fn mask_of(&self, var: Var) -> Mask {
        if self.variables[var.0].discrete { 0 } else { self.dependences[var.0] }
    }

    fn mask_of_operand(&self, operand: &Operand) -> Mask {
        operand.var().map_or(0, |var| self.mask_of(var))
    }

    fn mask_of_value(&self, value: &Rvalue) -> Mask {
        let mut mask = 0;
        match value {
            Rvalue::Opaque(Opaque { reads, if_varied: IfVaried::Failure | IfVaried::OfFailure, .. })
                if self.failures =>
            {
                reads.iter().for_each(|read| mask |= self.mask_of(*read));
            }
            // Numbers, which are looked at where they are computed with.
            Rvalue::Cast(..)
            | Rvalue::Binary(..)
            | Rvalue::Negate(_)
            | Rvalue::Operator(_)
            | Rvalue::Elementary { .. }
                if self.failures => {}
            value => derivative_reads(value, &mut |read| mask |= self.mask_of(read)),
        }
        mask
    }

    fn mask_of_companion(&self, companion: &Companion) -> Mask {
        match companion {
            Companion::Value(value) => self.mask_of_value(value),
            Companion::Absent | Companion::AbsentReceiver | Companion::Unasked | Companion::NotHeld => 0,
            Companion::Kept(var) => self.mask_of(*var),
            Companion::Receiver(companion) => self.mask_of_companion(companion),
            Companion::PrimalRows(places) => places.iter().fold(0, |mask, place| mask | self.mask_of(place.base)),
            Companion::Environment { vectors, .. } => {
                vectors.iter().flatten().fold(0, |mask, (place, _)| mask | self.mask_of(place.base))
            }
            Companion::Rows { rows, .. } => {
                let vectors = rows.iter().filter_map(|row| row.vector.as_ref());
                vectors.fold(0, |mask, (place, _)| mask | self.mask_of(place.base))
            }
            Companion::Primal(place)
            | Companion::Either(place)
            | Companion::EitherCotangent(place)
            | Companion::Held(place)
            | Companion::Again(place)
            | Companion::Shared(place, _)
            | Companion::Cotangent(place, _)
            | Companion::ReceiverCotangent(place, ..)
            | Companion::Mutable(place)
            | Companion::Accumulated(place) => self.mask_of(place.base),
        }
    }

    fn into(&mut self, var: Var, mask: Mask) {
        if !self.variables[var.0].discrete {
            self.force(var, mask);
        }
    }

    fn force(&mut self, var: Var, mask: Mask) {
        if self.first.is_some_and(|first| first.useful.get(var.0) == Some(&false)) {
            return;
        }
        let merged = self.dependences[var.0] | mask;
        self.changed |= merged != self.dependences[var.0];
        self.dependences[var.0] = merged;
    }
}

fn forward(function: &Function, dependences: &mut [Mask], failures: bool) -> bool {
    let mut flow = Flow { variables: &function.variables, dependences, first: None, failures, changed: false };
    flow_through(&function.body, &mut flow);
    flow.changed
}

fn flow_through(block: &Block, flow: &mut Flow) {
    for statement in &block.statements {
        match statement {
            // The adjoint leaves those alone whose results are not active.
            Statement::Let { value: Rvalue::Operator(_), .. } if flow.first.is_some() => {}
            Statement::Let { var, value, .. } => {
                let mask = flow.mask_of_value(value);
                flow.into(*var, mask);
            }
            Statement::Declare { .. } | Statement::Evaluate(_) => {}
            Statement::Assign { var, value } => flow.into(*var, flow.mask_of_operand(value)),
            Statement::Store { place, value, .. }
            | Statement::Replace { place, value }
            | Statement::Push { place, value } => flow.into(place.base, flow.mask_of_operand(value)),
            Statement::If { then, otherwise, joins, .. } => {
                flow_through(then, flow);
                flow_through(otherwise, flow);
                for join in joins {
                    flow.into(join.var, flow.mask_of_operand(&join.then) | flow.mask_of_operand(&join.otherwise));
                }
            }
            Statement::For(for_loop) => {
                for carried in &for_loop.carried {
                    let mask = flow.mask_of_operand(&carried.initial) | flow.mask_of_operand(&carried.next);
                    flow.into(carried.phi, mask);
                    flow.into(carried.out, mask);
                }
                flow_through(&for_loop.body, flow);
            }
            // The adjoint leaves those alone whose results are not active.
            Statement::Call(_) if flow.first.is_some() => {}
            Statement::Call(call) => {
                let mask = call_sources(call).fold(0, |mask, var| mask | flow.mask_of(var));
                flow.into(call.result, mask);
                // Memory that the callee may write has a tangent, whatever its type.
                for base in call_targets(call) {
                    flow.force(base, mask);
                }
            }
            Statement::Mutable { var, value } | Statement::Update { var, value } | Statement::AddTo { var, value } => {
                let mask = flow.mask_of_value(value);
                flow.into(*var, mask);
            }
            Statement::Accumulate { place, value } | Statement::Initialise { place, value, .. } => {
                let mask = flow.mask_of_value(value);
                flow.force(place.base, mask);
            }
            // What is kept has no tangent of its own, as it holds the tangents of what it holds.
            Statement::Operate(Operate { result, operator, dots, tangents, .. }) => {
                let operands = operator.operands().filter_map(Operated::var);
                let mut mask = operands.fold(0, |mask, var| mask | flow.mask_of(var));
                for companion in tangents {
                    mask |= flow.mask_of_companion(companion);
                }
                flow.into(*result, mask);
                dots.iter().for_each(|dot| flow.force(*dot, mask));
            }
            Statement::Pull(pull) => {
                let factors = pull.factors.iter();
                let mut mask = factors.fold(flow.mask_of_operand(&pull.bar), |mask, var| mask | flow.mask_of(*var));
                for PullTangent { again, bar, .. } in &pull.tangents {
                    mask |= flow.mask_of_value(bar);
                    for companion in again {
                        mask |= flow.mask_of_companion(companion);
                    }
                }
                pull.bars().for_each(|bar| flow.force(bar, mask));
            }
            Statement::Split { .. } => {}
            Statement::Append { place, value } | Statement::Reshape { place, value } => {
                let mask = flow.mask_of_value(value);
                flow.force(place.base, mask);
            }
            Statement::Swap { first, second } => {
                let mask = flow.mask_of(first.base) | flow.mask_of(second.base);
                flow.into(first.base, mask);
                flow.into(second.base, mask);
            }
            Statement::Truncate { .. } | Statement::Resize { .. } => {}
            Statement::RequireAlike { .. } | Statement::RequireTaken { .. } | Statement::Require { .. } => {}
            Statement::Guard(_, block) => flow_through(block, flow),
            Statement::Derived(derived) => {
                let mut mask = call_sources(&derived.call).fold(0, |mask, var| mask | flow.mask_of(var));
                for companion in &derived.tangents {
                    mask |= flow.mask_of_companion(companion);
                }
                flow.into(derived.call.result, mask);
                for var in derived.dots.iter().chain(&derived.pullback) {
                    flow.force(*var, mask);
                }
                for base in call_targets(&derived.call).chain(companion_targets(&derived.tangents)) {
                    flow.force(base, mask);
                }
            }
            Statement::PullCall { pullback, results, arguments } => {
                let mut mask = flow.mask_of(*pullback);
                for companion in arguments {
                    mask |= flow.mask_of_companion(companion);
                }
                for base in results.iter().flatten().flatten().copied().chain(companion_targets(arguments)) {
                    flow.force(base, mask);
                }
            }
        }
    }
}

/// The memory that a derivative of a callee may write, besides what the callee writes.
fn companion_targets(companions: &[Companion]) -> impl Iterator<Item = Var> + '_ {
    companions.iter().flat_map(|companion| match companion {
        Companion::Cotangent(place, _)
        | Companion::ReceiverCotangent(place, ..)
        | Companion::Mutable(place)
        | Companion::Either(place)
        | Companion::EitherCotangent(place)
        | Companion::Accumulated(place) => vec![place.base],
        Companion::Rows { rows, are_cotangents: true } => {
            rows.iter().filter_map(|row| row.vector.as_ref()).map(|(place, _)| place.base).collect()
        }
        Companion::Environment { vectors, are_cotangents: true, .. } => {
            vectors.iter().flatten().map(|(place, _)| place.base).collect()
        }
        _ => Vec::new(),
    })
}

/// The analyses read what the lowering makes; the statements of the transforms do not occur in it.
pub fn unreachable_before_transforms(statement: &Statement) {
    debug_assert!(false, "made by a transform, read by an analysis: {statement:?}");
}

/// The variables that data flows from in a call: all of its arguments.
pub fn call_sources(call: &Call) -> impl Iterator<Item = Var> + '_ {
    call.arguments.iter().flat_map(Argument::vars)
}

/// The memory that a call may write.
pub fn call_targets(call: &Call) -> impl Iterator<Item = Var> + '_ {
    call.arguments.iter().filter_map(|argument| match argument {
        Argument::Borrow { lending, place } if lending.may_write() => Some(place.base),
        _ => None,
    })
}

fn backward(block: &Block, activity: &mut Activity) -> bool {
    let mut changed = false;
    for statement in block.statements.iter().rev() {
        let mut needed: Vec<Var> = Vec::new();
        match statement {
            Statement::Let { var, value, .. } => {
                if activity.useful[var.0] {
                    derivative_reads(value, &mut |read| needed.push(read));
                }
            }
            Statement::Declare { .. } | Statement::Evaluate(_) => {}
            Statement::Assign { var, value } => {
                if activity.useful[var.0] {
                    needed.extend(value.var());
                }
            }
            Statement::Truncate { .. } | Statement::RequireTaken { .. } => {}
            Statement::Swap { first, second } => {
                if activity.useful[first.base.0] || activity.useful[second.base.0] {
                    needed.extend([first.base, second.base]);
                }
            }
            Statement::Store { place, value, .. } | Statement::Push { place, value } => {
                if activity.useful[place.base.0] {
                    needed.extend(value.var());
                }
            }
            Statement::If { then, otherwise, joins, .. } => {
                for join in joins {
                    if activity.useful[join.var.0] {
                        needed.extend(join.then.var());
                        needed.extend(join.otherwise.var());
                    }
                }
                changed |= mark(&needed, activity);
                needed.clear();
                changed |= backward(then, activity);
                changed |= backward(otherwise, activity);
            }
            Statement::For(for_loop) => {
                for carried in &for_loop.carried {
                    if activity.useful[carried.out.0] || activity.useful[carried.phi.0] {
                        needed.extend(carried.next.var());
                        needed.extend(carried.initial.var());
                        needed.extend([carried.phi, carried.out]);
                    }
                }
                changed |= mark(&needed, activity);
                needed.clear();
                changed |= backward(&for_loop.body, activity);
            }
            Statement::Call(call) => {
                if activity.useful[call.result.0] || call_targets(call).any(|base| activity.useful[base.0]) {
                    // The pullback wants somewhere to accumulate for every argument that it wrote.
                    needed.extend(call_sources(call));
                    needed.push(call.result);
                }
            }
            made_by_transforms => unreachable_before_transforms(made_by_transforms),
        }
        changed |= mark(&needed, activity);
    }
    changed
}

fn mark(needed: &[Var], activity: &mut Activity) -> bool {
    let mut changed = false;
    for var in needed {
        changed |= !activity.useful[var.0];
        activity.useful[var.0] = true;
    }
    changed
}

const READ_FROM_TEXT: &str = "what is read from this text has no derivative, and the text depends on what varies; pass the number itself, \
                              or stop differentiation with `jac::constant(..)`";

/// Reports what is not understood and reads something that varies.
pub fn check(function: &Function, activity: &Activity, errors: &mut crate::errors::Errors) {
    check_block(&function.body, activity, &std::cell::LazyCell::new(|| super::changing::changing(function)), errors);
}

fn check_block(
    block: &Block,
    activity: &Activity,
    changing: &std::cell::LazyCell<HashSet<Var>, impl FnOnce() -> HashSet<Var>>,
    errors: &mut crate::errors::Errors,
) {
    let mut maps = Vec::new();
    for statement in &block.statements {
        match statement {
            Statement::Call(Call { callee: Callee::Associated { path, .. }, result, span, .. })
                if crate::lower::makes_map(path) =>
            {
                maps.push((*result, *span));
            }
            Statement::Let { var, value: Rvalue::Use(Operand::Var(made)), .. } if activity.is_varied(*var) => {
                if let Some((_, span)) = maps.iter().find(|(map, _)| map == made) {
                    errors.span(*span, crate::lower::MAP);
                    errors.close();
                }
            }
            Statement::Let { value: Rvalue::Opaque(opaque), .. } => {
                if let IfVaried::Refused(span, message) = &opaque.if_varied
                    && opaque.reads.iter().any(|var| activity.is_varied(*var))
                {
                    errors.span(*span, message);
                } else if let Some(span) = parses(&opaque.expression)
                    && opaque.reads.iter().any(|var| changing.contains(var))
                {
                    errors.span(span, READ_FROM_TEXT);
                }
            }
            Statement::Call(call)
                if call.refused.is_some()
                    && call.arguments.iter().flat_map(Argument::vars).any(|var| activity.is_varied(var)) =>
            {
                errors.span(call.span, call.refused.expect("just seen"));
            }
            Statement::Call(call)
                if matches!(&call.callee, Callee::Method { name, .. } if name == "parse")
                    && call.arguments.iter().flat_map(Argument::vars).all(|var| !activity.is_varied(var))
                    && call.arguments.iter().flat_map(Argument::vars).any(|var| changing.contains(&var)) =>
            {
                errors.span(call.span, READ_FROM_TEXT);
            }
            Statement::If { then, otherwise, .. } => {
                check_block(then, activity, changing, errors);
                check_block(otherwise, activity, changing, errors);
            }
            Statement::For(for_loop) => check_block(&for_loop.body, activity, changing, errors),
            _ => {}
        }
    }
}

/// Where the expression reads a value from text.
fn parses(expression: &syn::Expr) -> Option<proc_macro2::Span> {
    struct Parses(Option<proc_macro2::Span>);
    impl<'ast> syn::visit::Visit<'ast> for Parses {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            if call.method == "parse" && call.args.is_empty() {
                self.0.get_or_insert(call.method.span());
            }
            syn::visit::visit_expr_method_call(self, call);
        }
    }
    let mut parses = Parses(None);
    syn::visit::Visit::visit_expr(&mut parses, expression);
    parses.0
}

/// The paths that must be `jac::constant`: they are called with something that varies.
pub fn stops(block: &Block, activity: &Activity, found: &mut Vec<syn::Path>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { value: Rvalue::Opaque(opaque), .. } => {
                if let IfVaried::Stopped(path) = &opaque.if_varied
                    && opaque.reads.iter().any(|var| activity.is_varied(*var))
                    && !found.contains(path)
                {
                    found.push(path.clone());
                }
            }
            Statement::If { then, otherwise, .. } => {
                stops(then, activity, found);
                stops(otherwise, activity, found);
            }
            Statement::For(for_loop) => stops(&for_loop.body, activity, found),
            _ => {}
        }
    }
}
