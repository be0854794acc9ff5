//! Dependence: how each output depends on each parameter, for strict mode.
//!
//! Data flow over variables, each step affine or nonlinear. The macro contracts everything between
//! parameters, calls and outputs; what is left is solved by the compiler with the callees' own tables.
//!
//! Affine means: the derivative is the same for all values of the inputs. What an input chooses (by a condition, an index, the
//! length of a loop) among affine values is nonlinear.

use std::collections::{BTreeMap, HashSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::activity::Activity;
use super::lengths::Lengths;
use crate::ir::*;

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
    Affine,
    Nonlinear,
}

struct CallSite<'a> {
    call: &'a Call,
}

#[derive(Default)]
struct Graph<'a> {
    /// Variables whose value depends on an input, if only through an index, a cast or a rounding: no constant factors.
    changing: HashSet<Var>,
    edges: Vec<(Var, Var, Step)>,
    calls: Vec<CallSite<'a>>,
    /// The operands of the last tuple assigned to each variable.
    tuples: BTreeMap<Var, Vec<Operand>>,
}

impl Graph<'_> {
    fn changes(&self, operand: &Operand) -> bool {
        operand.var().is_some_and(|var| self.changing.contains(&var))
    }

    /// An input decides how often the body runs.
    fn decides_length(&self, for_loop: &Loop) -> bool {
        decide_length(for_loop).any(|operand| self.changes(operand))
    }
}

/// What says how often the body runs.
fn decide_length(for_loop: &Loop) -> impl Iterator<Item = &Operand> {
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
    let mut graph = Graph { changing: changing(function), ..Graph::default() };
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
                written(place.base, decided || step == Step::Nonlinear, graph);
            }
            Statement::Swap { first, second } => {
                let step = selection(first, graph).max(selection(second, graph));
                graph.edges.extend([(first.base, second.base, step), (second.base, first.base, step)]);
                let picked = decided || step == Step::Nonlinear;
                written(first.base, picked, graph);
                written(second.base, picked, graph);
            }
            Statement::If { condition, then, otherwise, joins } => {
                let decides = graph.changes(condition);
                scan(then, decided || decides, graph);
                scan(otherwise, decided || decides, graph);
                let step = if decides { Step::Nonlinear } else { Step::Affine };
                for join in joins {
                    edge(&join.then, join.var, step, graph);
                    edge(&join.otherwise, join.var, step, graph);
                }
            }
            Statement::For(for_loop) => {
                let decides = graph.decides_length(for_loop);
                let step = if decides { Step::Nonlinear } else { Step::Affine };
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
                        let picked = selection(place, graph) == Step::Nonlinear;
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
        graph.edges.push((base, base, Step::Nonlinear));
    }
}

/// Which part of memory is meant: a constant choice, unless an input picks it.
fn selection(place: &Place, graph: &Graph) -> Step {
    let mut step = Step::Affine;
    place_index_reads(place, &mut |var| {
        if graph.changing.contains(&var) {
            step = Step::Nonlinear;
        }
    });
    step
}

/// The variables whose value depends on an input in any way.
fn changing(function: &Function) -> HashSet<Var> {
    let mut changing: HashSet<Var> = function
        .parameters
        .iter()
        .filter(|parameter| parameter.differentiable)
        .map(|parameter| parameter.var)
        .collect();
    let mut lengths = Lengths::of(function);
    loop {
        let before = changing.len();
        collect_uneven(&function.body, false, &mut lengths, &changing);
        spread(&function.body, false, &lengths, &mut changing);
        if changing.len() == before {
            return changing;
        }
    }
}

/// What gets longer in a block of which a changing condition decides whether, or how often, it is entered.
fn collect_uneven(block: &Block, decided: bool, lengths: &mut Lengths, changing: &HashSet<Var>) {
    let changes = |operand: &Operand| operand.var().is_some_and(|var| changing.contains(&var));
    for statement in &block.statements {
        match statement {
            Statement::If { condition, then, otherwise, .. } => {
                let decided = decided || changes(condition);
                collect_uneven(then, decided, lengths, changing);
                collect_uneven(otherwise, decided, lengths, changing);
            }
            Statement::For(for_loop) => {
                let decided = decided || decide_length(for_loop).any(changes);
                collect_uneven(&for_loop.body, decided, lengths, changing);
            }
            Statement::Push { place, .. } if decided => lengths.is_uneven(place.base),
            _ => {}
        }
    }
}

/// `decided`: a changing condition decides whether, or how often, the block is entered.
fn spread(block: &Block, decided: bool, lengths: &Lengths, changing: &mut HashSet<Var>) {
    let of = |operand: &Operand, changing: &HashSet<Var>| operand.var().is_some_and(|var| changing.contains(&var));
    for statement in &block.statements {
        // Whatever a statement reads, its blocks included, may change whatever it defines or writes.
        let mut reads = false;
        statement_reads(statement, &mut |var| reads |= changing.contains(&var));
        match statement {
            Statement::If { condition, then, otherwise, joins } => {
                let decides = of(condition, changing);
                spread(then, decided || decides, lengths, changing);
                spread(otherwise, decided || decides, lengths, changing);
                for join in joins {
                    if decides || of(&join.then, changing) || of(&join.otherwise, changing) {
                        changing.insert(join.var);
                    }
                }
            }
            Statement::For(for_loop) => {
                let decides = decide_length(for_loop).any(|operand| of(operand, changing));
                spread(&for_loop.body, decided || decides, lengths, changing);
                for carried in &for_loop.carried {
                    if decides || of(&carried.initial, changing) || of(&carried.next, changing) {
                        changing.extend([carried.phi, carried.out]);
                    }
                }
            }
            Statement::Swap { first, second } if reads || decided => {
                changing.extend([first.base, second.base]);
            }
            Statement::Store { place, .. } | Statement::Push { place, .. } | Statement::Truncate { place, .. }
                if reads || decided =>
            {
                changing.insert(place.base);
            }
            Statement::Call(call) if reads || decided => {
                if reads {
                    changing.insert(call.result);
                }
                changing.extend(super::activity::call_targets(call));
            }
            Statement::Let { value: Rvalue::Length(place), .. } if lengths.are_fixed(place, changing) => {}
            Statement::Let { var, .. } if reads => {
                changing.insert(*var);
            }
            _ => {}
        }
    }
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
        | Rvalue::Cast(operand, _)
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
            let step = match operator.operation {
                Operation::Negate | Operation::Binary(Op::Add | Op::Sub) | Operation::Assign(Op::Add | Op::Sub) => {
                    Step::Affine
                }
                _ => Step::Nonlinear,
            };
            for operand in operator.operands() {
                let Some(var) = operand.var() else { continue };
                let step = match operand {
                    Operated::Place(place) => step.max(selection(place, graph)),
                    _ => step,
                };
                graph.edges.push((var, to, step));
            }
        }
        Rvalue::Binary(op, left, right) => {
            let (varied_left, varied_right) = (graph.changes(left), graph.changes(right));
            let [on_left, on_right] = match op {
                Op::Add | Op::Sub => [Step::Affine, Step::Affine],
                Op::Mul if varied_left && varied_right => [Step::Nonlinear, Step::Nonlinear],
                Op::Mul => [Step::Affine, Step::Affine],
                Op::Div | Op::Rem if varied_right => [Step::Nonlinear, Step::Nonlinear],
                Op::Div | Op::Rem => [Step::Affine, Step::Affine],
            };
            edge(left, to, on_left, graph);
            edge(right, to, on_right, graph);
        }
        Rvalue::Elementary { rule, arguments, .. } => {
            for (argument, partial) in arguments.iter().zip(rule.partials) {
                match *partial {
                    "" => {}
                    "0" | "1" => edge(argument, to, Step::Affine, graph),
                    // `mul_add`: a partial that is another argument which does not vary is constant.
                    _ if partial.is_constant_here(rule, arguments, &graph.changing) => {
                        edge(argument, to, Step::Affine, graph)
                    }
                    _ => edge(argument, to, Step::Nonlinear, graph),
                }
            }
        }
    }
}

/// An argument that carries no derivative changes with an input: an index, a flag, a count.
fn is_picked(call: &Call, activity: &Activity, graph: &Graph) -> bool {
    call.arguments.iter().any(|argument| {
        let picked = |var: &Var| !activity.is_varied(*var) && graph.changing.contains(var);
        let is_part_picked =
            matches!(argument, Argument::Borrow { place, .. } if selection(place, graph) == Step::Nonlinear);
        is_part_picked || argument.vars().iter().any(picked)
    })
}

trait ConstantPartial {
    fn is_constant_here(&self, rule: &crate::rules::Rule, arguments: &[Operand], changing: &HashSet<Var>) -> bool;
}

impl ConstantPartial for &str {
    fn is_constant_here(&self, rule: &crate::rules::Rule, arguments: &[Operand], changing: &HashSet<Var>) -> bool {
        match rule.parameters.iter().position(|parameter| parameter == self) {
            Some(index) => arguments[index].var().is_none_or(|var| !changing.contains(&var)),
            None => matches!(*self, "DEGREES" | "RADIANS"),
        }
    }
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
                let through = so_far.max(*step);
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
                    let [output, column] = [output, column].map(Literal::usize_unsuffixed);
                    let dependence = match call.callee.dependence(&output, &column, jac) {
                        Some(dependence) if picked => quote!(#dependence.picked()),
                        Some(dependence) => dependence,
                        None => quote!(#jac::Dependence::Nonlinear),
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
        let name = |step: Step| match step {
            Step::Affine => quote!(#jac::Dependence::Affine),
            Step::Nonlinear => quote!(#jac::Dependence::Nonlinear),
        };
        let from = Literal::usize_unsuffixed(*node);
        for (row, vars) in sinks.iter().enumerate() {
            let best = vars.iter().filter_map(|var| reached.get(var)).max().copied();
            if let Some(step) = best {
                if *node < parameters {
                    direct[row][*node] = Some(step);
                }
                let to = Literal::usize_unsuffixed(parameters + row);
                let step = name(step);
                flows.push(quote!(#jac::Flow { from: #from, to: #to, dependence: #step }));
            }
        }
        for (input, var) in &call_inputs {
            if let Some(step) = reached.get(var) {
                let to = Literal::usize_unsuffixed(*input);
                let step = name(*step);
                flows.push(quote!(#jac::Flow { from: #from, to: #to, dependence: #step }));
            }
        }
    }
    if calls.is_empty() {
        let entries = direct.into_iter().flatten().enumerate().map(|(index, step)| {
            let differentiable = function.parameters[index % parameters.max(1)].differentiable;
            match step.filter(|_| differentiable) {
                None => quote!(#jac::Dependence::Independent),
                Some(Step::Affine) => quote!(#jac::Dependence::Affine),
                Some(Step::Nonlinear) => quote!(#jac::Dependence::Nonlinear),
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
