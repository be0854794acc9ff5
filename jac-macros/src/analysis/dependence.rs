//! Dependence: how each output depends on each parameter, for strict mode.
//!
//! Data flow over variables, each step affine or nonlinear. The macro contracts everything between
//! parameters, calls and outputs; what is left is solved by the compiler with the callees' own tables.
//!
//! Affine means: the derivative is the same for all values of the inputs. What an input chooses (by a condition, an index, the
//! length of a loop, as the larger of two) among affine values is piecewise affine: no data flows from the inputs into the derivative.

use std::collections::{BTreeMap, HashSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::activity::Activity;
use super::changing::changing;
use super::numeric::{is_numeric, is_of_arrays, numeric};
use crate::ir::*;
use crate::rules;

pub struct Table {
    /// The row of the whole result, one for each member of a tuple of results, one for each `&mut` parameter.
    pub rows: usize,
    pub columns: usize,
    /// The names of the outputs.
    pub outputs: Vec<String>,
    /// The row in the table of each output.
    public: Vec<usize>,
    pub value: TokenStream,
}

impl Table {
    /// Of a function whose body is not read: the result depends on every input in any way, or on none.
    pub fn unread(item: &syn::ItemFn, parameters: &[Parameter], depends: bool, jac: &TokenStream) -> Table {
        let entries = parameters.iter().map(|parameter| {
            let depends = depends && parameter.differentiable;
            if depends { quote!(#jac::Dependence::Nonlinear) } else { quote!(#jac::Dependence::Independent) }
        });
        let value = quote!([#(#entries),*]);
        let has_result = !matches!(item.sig.output, syn::ReturnType::Default);
        let outputs: Vec<String> = has_result.then(|| "result".to_string()).into_iter().collect();
        Table { rows: 1, columns: parameters.len(), public: vec![0; outputs.len()], outputs, value }
    }

    pub fn public_row(&self, output: usize) -> usize {
        self.public[output]
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// The derivative is zero, as that of a rounding, and so is that of all that is made of it.
    Still,
    Affine,
    Piecewise,
    Nonlinear,
}

impl Step {
    fn tokens(self, jac: &TokenStream) -> TokenStream {
        match self {
            Step::Still | Step::Affine => quote!(#jac::Dependence::Affine),
            Step::Piecewise => quote!(#jac::Dependence::Piecewise),
            Step::Nonlinear => quote!(#jac::Dependence::Nonlinear),
        }
    }
}

struct CallSite<'a> {
    call: &'a Call,
}

#[derive(Default)]
struct Graph<'a> {
    /// Variables whose value depends on an input, if only through an index, a cast or a rounding: no constant factors.
    changing: HashSet<Var>,
    /// Variables that data flows into from an input.
    flowing: HashSet<Var>,
    /// Numbers, and arrays of `ndarray` of them: their products are linear in each factor.
    numeric: HashSet<Var>,
    edges: Vec<(Var, Var, Step)>,
    calls: Vec<CallSite<'a>>,
    /// The operands of the last tuple assigned to each variable.
    tuples: BTreeMap<Var, Vec<Operand>>,
}

impl Graph<'_> {
    fn changes(&self, operand: &Operand) -> bool {
        operand.var().is_some_and(|var| self.changing.contains(&var))
    }

    /// What multiplies by this, and by nothing else that an input flows into, is affine, if the factor is the same for all inputs.
    fn times(&self, factor: Option<Var>) -> Step {
        match factor {
            Some(var) if self.flowing.contains(&var) => Step::Nonlinear,
            Some(var) if self.changing.contains(&var) => Step::Piecewise,
            _ => Step::Affine,
        }
    }

    /// How a value of one of the operators of numbers depends on its operands.
    fn operands(&self, op: Op, left: Option<Var>, right: Option<Var>) -> [Step; 2] {
        match op {
            Op::Add | Op::Sub => [Step::Affine, Step::Affine],
            Op::Mul => [self.times(right), self.times(left)],
            Op::Div => [self.times(right); 2],
            // What is subtracted from the dividend is a multiple of the divisor.
            Op::Rem => [Step::Affine, self.times(right)],
        }
    }

    /// What data flows into from an input, by any path. Of a call, from each argument to all that it gives and may write.
    fn flowing(&self, function: &Function) -> HashSet<Var> {
        let inputs = function.parameters.iter().filter(|parameter| parameter.differentiable);
        let mut flowing: HashSet<Var> = inputs.map(|parameter| parameter.var).collect();
        loop {
            let before = flowing.len();
            for (from, to, _) in &self.edges {
                if flowing.contains(from) {
                    flowing.insert(*to);
                }
            }
            for CallSite { call } in &self.calls {
                if call.arguments.iter().flat_map(Argument::vars).any(|var| flowing.contains(&var)) {
                    flowing.insert(call.result);
                    flowing.extend(super::activity::call_targets(call));
                }
            }
            if flowing.len() == before {
                return flowing;
            }
        }
    }

    /// An input decides how often the body runs.
    fn decides_length(&self, for_loop: &Loop) -> bool {
        decide_length(for_loop).any(|operand| self.changes(operand))
    }
}

/// What says how often the body runs.
pub fn decide_length(for_loop: &Loop) -> impl Iterator<Item = &Operand> {
    let bounds = for_loop.range.iter().flat_map(|range| {
        let steps = range.adaptors.iter().filter_map(|adaptor| match adaptor {
            Adaptor::StepBy(step) => Some(step),
            Adaptor::Reverse => None,
        });
        [&range.low, &range.high].into_iter().chain(steps)
    });
    bounds.chain(&for_loop.until)
}

/// `runtime` is the path of what the table names.
///
/// If the function is on a cycle of calls, a callee's table is not asked for: whatever it returns depends on its arguments in any way.
pub fn analyse(function: &Function, activity: &Activity, on_cycle: bool, runtime: &TokenStream) -> Table {
    let (changing, numeric) = (changing(function), numeric(function));
    let mut reach = Graph { flowing: changing.clone(), changing, numeric, ..Graph::default() };
    scan(&function.body, false, &mut reach);
    let flowing = reach.flowing(function);
    let Graph { changing, numeric, .. } = reach;
    let mut graph = Graph { changing, flowing, numeric, ..Graph::default() };
    scan(&function.body, false, &mut graph);

    // Outputs: the whole result, its members, the memory behind `&mut`.
    let mut sinks: Vec<Vec<Var>> = Vec::new();
    let mut outputs = Vec::new();
    let mut public = Vec::new();
    let result_vars: Vec<Var> = function.result.iter().filter_map(Operand::var).collect();
    let has_result = function.result.is_some();
    sinks.push(result_vars.clone());
    // For callers, row 0 is the result and row 1 + m the m-th `&mut` parameter.
    let mutable: Vec<&Parameter> =
        function.parameters.iter().filter(|parameter| parameter.passing == Passing::Mutable).collect();
    for parameter in &mutable {
        sinks.push(vec![parameter.var]);
    }
    if has_result {
        let members = result_vars.first().and_then(|var| graph.tuples.get(var)).cloned();
        match members {
            Some(members) if members.len() > 1 => {
                for (index, member) in members.iter().enumerate() {
                    outputs.push(format!("result.{index}"));
                    public.push(sinks.len());
                    sinks.push(member.var().into_iter().collect());
                }
            }
            _ => {
                outputs.push("result".to_string());
                public.push(0);
            }
        }
    }
    for (index, parameter) in mutable.iter().enumerate() {
        if !crate::lower::is_discrete(&parameter.ty) {
            outputs.push(parameter.label.clone());
            public.push(1 + index);
        }
    }
    let (rows, columns) = (sinks.len(), function.parameters.len());
    let value = solve(function, activity, &graph, &sinks, on_cycle, runtime);
    Table { rows, columns, outputs, public, value }
}

/// `decided`: an input decides whether, or how often, the block is entered.
fn scan<'a>(block: &'a Block, decided: bool, graph: &mut Graph<'a>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, value, .. } => {
                if let Rvalue::Tuple(operands) = value {
                    graph.tuples.insert(*var, operands.clone());
                }
                flow(*var, value, graph);
            }
            Statement::Store { place, value, .. } | Statement::Push { place, value } => {
                let step = selection(place, graph);
                edge(value, place.base, step, graph);
                // An index that an input picks decides what stays.
                written(place.base, decided || step != Step::Affine, graph);
            }
            Statement::Swap { first, second } => {
                let step = selection(first, graph).max(selection(second, graph));
                graph.edges.extend([(first.base, second.base, step), (second.base, first.base, step)]);
                let picked = decided || step != Step::Affine;
                written(first.base, picked, graph);
                written(second.base, picked, graph);
            }
            Statement::If { condition, then, otherwise, joins } => {
                let decides = graph.changes(condition);
                scan(then, decided || decides, graph);
                scan(otherwise, decided || decides, graph);
                let step = if decides { Step::Piecewise } else { Step::Affine };
                for join in joins {
                    edge(&join.then, join.var, step, graph);
                    edge(&join.otherwise, join.var, step, graph);
                }
            }
            Statement::For(for_loop) => {
                let decides = graph.decides_length(for_loop);
                let step = if decides { Step::Piecewise } else { Step::Affine };
                for carried in &for_loop.carried {
                    for target in [carried.phi, carried.out] {
                        edge(&carried.initial, target, step, graph);
                        edge(&carried.next, target, step, graph);
                    }
                }
                scan(&for_loop.body, decided || decides, graph);
            }
            Statement::Call(call) => {
                super::activity::call_targets(call).for_each(|base| written(base, decided, graph));
                for argument in &call.arguments {
                    if let Argument::Borrow { lending, place } = argument
                        && lending.may_write()
                    {
                        let picked = selection(place, graph) != Step::Affine;
                        written(place.base, picked, graph);
                    }
                }
                graph.calls.push(CallSite { call });
            }
            _ => {}
        }
    }
}

/// Memory that is written, or not, as an input decides: no constant factor leads through it.
fn written(base: Var, decided: bool, graph: &mut Graph) {
    if decided {
        graph.edges.push((base, base, Step::Piecewise));
    }
}

/// Which part of memory is meant: a constant choice, unless an input picks it.
fn selection(place: &Place, graph: &Graph) -> Step {
    let mut step = Step::Affine;
    place_index_reads(place, &mut |var| {
        if graph.changing.contains(&var) {
            step = Step::Piecewise;
        }
    });
    step
}

fn edge(from: &Operand, to: Var, step: Step, graph: &mut Graph) {
    if let Operand::Var(from) = from {
        graph.edges.push((*from, to, step));
    }
}

fn flow(to: Var, value: &Rvalue, graph: &mut Graph) {
    match value {
        // Made by the transforms, or without a derivative.
        Rvalue::Length(_)
        | Rvalue::Within(_)
        | Rvalue::Path { .. }
        | Rvalue::Opaque(_)
        | Rvalue::Vector(_)
        | Rvalue::Slice(_)
        | Rvalue::Runs(_)
        | Rvalue::Kept { .. }
        | Rvalue::Held(_)
        | Rvalue::Runtime(..) => {}
        Rvalue::Load(place) | Rvalue::Clone(place) => {
            let step = selection(place, graph);
            graph.edges.push((place.base, to, step));
        }
        Rvalue::Use(operand)
        | Rvalue::Negate(operand)
        | Rvalue::Cast(operand, ..)
        | Rvalue::Repeat(operand, _)
        | Rvalue::Wrap(_, operand)
        | Rvalue::Unwrap(operand) => {
            edge(operand, to, Step::Affine, graph);
        }
        Rvalue::VecRepeat(operand, _) => edge(operand, to, Step::Affine, graph),
        Rvalue::Array(operands) | Rvalue::VecLiteral(operands) | Rvalue::Tuple(operands) => {
            for operand in operands {
                edge(operand, to, Step::Affine, graph);
            }
        }
        Rvalue::Struct(literal) => {
            for operand in literal.fields.iter().map(|(_, operand)| operand).chain(&literal.base) {
                edge(operand, to, Step::Affine, graph);
            }
        }
        // The `impl` of an operator of the user's proves that sums are affine. A product may be anything.
        Rvalue::Operator(operator) => {
            let [left, right] =
                [Some(&operator.left), operator.right.as_ref()].map(|side| side.and_then(Operated::var));
            let are_numeric = operator.operands().all(|side| is_numeric(side, &graph.numeric));
            let steps = match operator.operation {
                Operation::Binary(op) | Operation::Assign(op) if are_numeric || matches!(op, Op::Add | Op::Sub) => {
                    graph.operands(op, left, right)
                }
                Operation::Negate => [Step::Affine; 2],
                _ => [Step::Nonlinear; 2],
            };
            for (operand, step) in operator.operands().zip(steps) {
                let Some(var) = operand.var() else { continue };
                let step = match operand {
                    Operated::Place(place) => step.max(selection(place, graph)),
                    _ => step,
                };
                graph.edges.push((var, to, step));
            }
        }
        Rvalue::Binary(op, left, right) => {
            let [on_left, on_right] = graph.operands(*op, left.var(), right.var());
            edge(left, to, on_left, graph);
            edge(right, to, on_right, graph);
        }
        Rvalue::Elementary { rule, arguments, .. } => {
            for (argument, partial) in arguments.iter().zip(rule.partials) {
                match *partial {
                    "" => {}
                    "0" => edge(argument, to, Step::Still, graph),
                    "1" => edge(argument, to, Step::Affine, graph),
                    // `x.powi(0)`, `x.powi(1)`
                    "powi_base(x, n)" if is_zero_or_one(&arguments[1]) => edge(argument, to, Step::Affine, graph),
                    // `mul_add`: a partial that is another argument.
                    partial => {
                        let step = match rule.parameters.iter().position(|parameter| *parameter == partial) {
                            Some(index) => graph.times(arguments[index].var()),
                            None if matches!(partial, "DEGREES" | "RADIANS") => Step::Affine,
                            None if rules::compares(partial) => Step::Piecewise,
                            None => Step::Nonlinear,
                        };
                        edge(argument, to, step, graph)
                    }
                }
            }
        }
    }
}

fn is_zero_or_one(exponent: &Operand) -> bool {
    matches!(exponent, Operand::Constant(tokens) if matches!(tokens.to_string().as_str(), "0" | "1"))
}

/// How the result of a method or constructor of arrays depends on an argument, if that is known.
fn of_arrays(call: &Call, graph: &Graph, column: usize) -> Option<Step> {
    if !is_of_arrays(call, &graph.numeric) {
        return None;
    }
    match &call.callee {
        // Linear in each factor.
        Callee::Method { .. } => {
            let others = call.arguments.iter().enumerate().filter(|(position, _)| *position != column);
            others.flat_map(|(_, argument)| argument.vars()).map(|var| graph.times(Some(var))).max()
        }
        _ => Some(Step::Affine),
    }
}

/// An argument that carries no derivative changes with an input: an index, a flag, a count.
fn is_picked(call: &Call, activity: &Activity, graph: &Graph) -> bool {
    call.arguments.iter().any(|argument| {
        let picked = |var: &Var| !activity.is_varied(*var) && graph.changing.contains(var);
        let is_part_picked =
            matches!(argument, Argument::Borrow { place, .. } if selection(place, graph) != Step::Affine);
        is_part_picked || argument.vars().iter().any(picked)
    })
}

/// The table as an expression: solved here if no call is involved, else by the compiler.
fn solve(
    function: &Function,
    activity: &Activity,
    graph: &Graph,
    sinks: &[Vec<Var>],
    on_cycle: bool,
    jac: &TokenStream,
) -> TokenStream {
    // Nodes of the contracted graph: parameters; for each call its result and written arguments (sources); sinks.
    let mut successors: BTreeMap<Var, Vec<(Var, Step)>> = BTreeMap::new();
    for (from, to, step) in &graph.edges {
        successors.entry(*from).or_default().push((*to, *step));
    }
    let calls: Vec<&Call> = graph.calls.iter().map(|site| site.call).collect();
    let discrete = |var: Var| function.variables[var.0].discrete;
    let reach = |source: Var| -> BTreeMap<Var, Step> {
        let mut reached = BTreeMap::from([(source, Step::Affine)]);
        let mut work = vec![source];
        while let Some(var) = work.pop() {
            let so_far = reached[&var];
            for (to, step) in successors.get(&var).into_iter().flatten() {
                let through =
                    if so_far == Step::Still || *step == Step::Still { Step::Still } else { so_far.max(*step) };
                if !discrete(*to) && reached.get(to).is_none_or(|known| *known < through) {
                    reached.insert(*to, through);
                    work.push(*to);
                }
            }
        }
        reached
    };

    let mut flows: Vec<TokenStream> = Vec::new();
    // Through calls of the function itself: the dependence is an entry of the table that is looked for.
    let mut recursive: Vec<TokenStream> = Vec::new();
    let parameters = function.parameters.len();
    let mutable = function.parameters.iter().enumerate();
    let mutable = mutable.filter(|(_, parameter)| parameter.passing == Passing::Mutable).map(|(position, _)| position);
    let mutable: Vec<usize> = mutable.collect();
    // Sources: parameters, then each call's outputs. Sinks: table rows, then each call's inputs.
    let mut sources: Vec<(usize, Var)> =
        function.parameters.iter().enumerate().map(|(index, parameter)| (index, parameter.var)).collect();
    let mut next = parameters + sinks.len();
    let mut call_inputs: Vec<(usize, Var)> = Vec::new();
    for call in &calls {
        let first_input = next;
        for argument in &call.arguments {
            let varied = argument.vars().into_iter().filter(|var| activity.is_varied(*var));
            call_inputs.extend(varied.map(|var| (next, var)));
            next += 1;
        }
        let picked = is_picked(call, activity, graph);
        let mut outputs = vec![(0, call.result)];
        outputs.extend(call.arguments.iter().enumerate().filter_map(|(position, argument)| match argument {
            Argument::Borrow { lending, place } if lending.may_write() => Some((1 + position, place.base)),
            _ => None,
        }));
        for (output, var) in outputs {
            sources.push((next, var));
            // The same output of the function itself.
            let own_row = match output {
                0 => Some(0),
                output => mutable.iter().position(|position| *position + 1 == output).map(|row| row + 1),
            };
            for (column, argument) in call.arguments.iter().enumerate() {
                if argument.vars().iter().any(|var| activity.is_varied(*var)) {
                    let [from, to] = [first_input + column, next].map(Literal::usize_unsuffixed);
                    if call.recursive && own_row.is_none() {
                        // It takes by `&` what was passed by the name of an `&mut` reference: that stays as it is.
                        let affine = quote!(#jac::Dependence::Affine);
                        flows.extend(
                            (output == column + 1)
                                .then(|| quote!(#jac::Flow { from: #from, to: #to, dependence: #affine })),
                        );
                        continue;
                    }
                    if let Some(row) = own_row.filter(|_| call.recursive && !picked) {
                        let entry = Literal::usize_unsuffixed(row * parameters + column);
                        recursive.push(quote!(#jac::RecursiveFlow { from: #from, to: #to, entry: #entry }));
                        continue;
                    }
                    if on_cycle || call.recursive {
                        let dependence = quote!(#jac::Dependence::Nonlinear);
                        flows.push(quote!(#jac::Flow { from: #from, to: #to, dependence: #dependence }));
                        continue;
                    }
                    let [row, entry] = [output, column].map(Literal::usize_unsuffixed);
                    let dependence = match call.callee.dependence(&row, &entry, jac) {
                        Some(dependence) if picked => quote!(#dependence.picked()),
                        Some(dependence) => dependence,
                        None => of_arrays(call, graph, column).unwrap_or(Step::Nonlinear).tokens(jac),
                    };
                    flows.push(quote!(#jac::Flow { from: #from, to: #to, dependence: #dependence }));
                }
            }
            next += 1;
        }
    }
    let mut direct = vec![vec![None; parameters]; sinks.len()];
    for (node, var) in &sources {
        let reached = reach(*var);
        let from = Literal::usize_unsuffixed(*node);
        for (row, vars) in sinks.iter().enumerate() {
            let best = vars.iter().filter_map(|var| reached.get(var)).max().copied();
            if let Some(step) = best {
                if *node < parameters {
                    direct[row][*node] = Some(step);
                }
                let to = Literal::usize_unsuffixed(parameters + row);
                let step = step.tokens(jac);
                flows.push(quote!(#jac::Flow { from: #from, to: #to, dependence: #step }));
            }
        }
        for (input, var) in &call_inputs {
            if let Some(step) = reached.get(var) {
                let to = Literal::usize_unsuffixed(*input);
                let step = step.tokens(jac);
                flows.push(quote!(#jac::Flow { from: #from, to: #to, dependence: #step }));
            }
        }
    }
    if calls.is_empty() {
        let entries = direct.into_iter().flatten().enumerate().map(|(index, step)| {
            let differentiable = function.parameters[index % parameters.max(1)].differentiable;
            match step.filter(|_| differentiable) {
                None => quote!(#jac::Dependence::Independent),
                Some(step) => step.tokens(jac),
            }
        });
        return quote!([#(#entries),*]);
    }
    let nodes = Literal::usize_unsuffixed(next);
    let outputs = (0..sinks.len()).map(|row| Literal::usize_unsuffixed(parameters + row));
    let inputs = (0..parameters).map(Literal::usize_unsuffixed);
    // Callees have the names that they have in the body.
    let items = function.items.iter();
    let items = items.filter(|item| !matches!(item, syn::Item::Static(_)));
    let table = if recursive.is_empty() {
        quote!(#jac::solve(#nodes, &[#(#flows),*], &[#(#outputs),*], &[#(#inputs),*]))
    } else {
        quote!(#jac::solve_recursive(#nodes, &[#(#flows),*], &[#(#recursive),*], &[#(#outputs),*], &[#(#inputs),*]))
    };
    quote!({ #(#items)* #table })
}
