//! Chosen: loops that choose a value.
//!
//! Before: `if x[i] > largest { largest = x[i]; }` in a loop carries a value that is the same as in the iteration before, or a new one. After: the loop
//! carries the index of the iteration that has set the value last, and the value is computed again from it when the loop is over. So nothing in the
//! loop has a derivative: neither mode carries one through it, and the adjoint records nothing.
//!
//! The value must be made of the loop's index and of what the loop does not change, by arithmetic, and be read in the loop by conditions alone.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use quote::ToTokens;

use super::adjoint::defined_by;
use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::placeholder;

/// In single assignment form, before the analyses.
pub fn choose(function: &mut Function, names: &mut Names) {
    let mut body = std::mem::take(&mut function.body);
    Choosing { function, names }.block(&mut body);
    function.body = body;
}

struct Choosing<'a> {
    function: &'a mut Function,
    names: &'a mut Names,
}

/// What a loop may choose: the position of what it carries, of the branch, and of the join in it.
struct Choice {
    carried: usize,
    branch: usize,
    join: usize,
    /// The side on which the value is new.
    then: bool,
    /// What computes it, and what it is.
    made_by: Vec<(Var, Rvalue)>,
    value: Operand,
}

impl Choosing<'_> {
    fn block(&mut self, block: &mut Block) {
        let mut statements = Vec::new();
        for mut statement in std::mem::take(&mut block.statements) {
            let mut after = Vec::new();
            match &mut statement {
                Statement::If { then, otherwise, .. } => {
                    self.block(then);
                    self.block(otherwise);
                }
                Statement::For(for_loop) => {
                    self.block(&mut for_loop.body);
                    let mut done = HashSet::new();
                    while let Some(choice) = self.choice(for_loop, &done) {
                        done.insert(for_loop.carried[choice.carried].phi);
                        after.extend(self.apply(for_loop, choice));
                    }
                }
                _ => {}
            }
            statements.push(statement);
            statements.extend(after);
        }
        block.statements = statements;
    }

    fn is_float(&self, var: Var) -> bool {
        let variable = &self.function.variables[var.0];
        variable.kind == Kind::Value && variable.width.is_some()
    }

    /// Of a loop of which the source does not show how often it runs: others are unrolled.
    fn choice(&self, for_loop: &Loop, done: &HashSet<Var>) -> Option<Choice> {
        let range = for_loop.range.as_ref()?;
        let index = for_loop.index?;
        let is_kept = match &range.high {
            Operand::Var(var) => self.function.variables[var.0].kind == Kind::Value,
            Operand::Constant(_) => true,
            Operand::Nested(_) => false,
        };
        let is_plain = range.adaptors.is_empty() && !range.inclusive && is_kept;
        if !is_plain || for_loop.bound.is_some() || for_loop.until.is_some() {
            return None;
        }
        let mut inside = HashSet::new();
        collect_defined(&for_loop.body, &mut inside);
        for (position, carried) in for_loop.carried.iter().enumerate() {
            let Operand::Var(next) = carried.next else { continue };
            let is_used =
                !matches!(carried.initial, Operand::Nested(_)) && self.is_float(next) && self.is_float(carried.phi);
            if !is_used || done.contains(&carried.phi) || reads_but_conditions(for_loop, carried.phi, next) {
                continue;
            }
            for (branch, statement) in for_loop.body.statements.iter().enumerate() {
                let Statement::If { then, otherwise, joins, .. } = statement else { continue };
                let Some(join) = joins.iter().position(|join| join.var == next) else { continue };
                let is_old = |operand: &Operand| operand.var() == Some(carried.phi);
                let (then_is_new, value) = match (is_old(&joins[join].then), is_old(&joins[join].otherwise)) {
                    (false, true) => (true, joins[join].then.clone()),
                    (true, false) => (false, joins[join].otherwise.clone()),
                    _ => continue,
                };
                let mut made = HashMap::new();
                let sides = [&for_loop.body, if then_is_new { then } else { otherwise }];
                for statement in sides.into_iter().flat_map(|block| &block.statements) {
                    if let Statement::Let { var, annotation: None, value } = statement {
                        made.insert(*var, value);
                    }
                }
                let phis = for_loop.carried.iter().map(|carried| carried.phi);
                let search = Search { function: self.function, index, made, inside: &inside, phis: phis.collect() };
                let mut made_by = Vec::new();
                if search.operand(&value, &mut made_by) {
                    return Some(Choice { carried: position, branch, join, then: then_is_new, made_by, value });
                }
            }
        }
        None
    }

    fn apply(&mut self, for_loop: &mut Loop, choice: Choice) -> Vec<Statement> {
        let range = for_loop.range.clone().expect("it is counted");
        let index = for_loop.index.expect("it has one");
        let carried = for_loop.carried[choice.carried].clone();
        let mut position = |suffix: &str| self.integer(&format!("chosen{suffix}"));
        let (phi, next, out, is_new) = (position(""), position("_next"), position("_last"), position("_any"));
        // The end of the range is no index: nothing has been chosen.
        for_loop.carried.push(Carried { phi, initial: range.high.clone(), next: Operand::Var(next), out });
        let Statement::If { joins, .. } = &mut for_loop.body.statements[choice.branch] else {
            unreachable!("it is a branch")
        };
        let (new, old) = (Operand::Var(index), Operand::Var(phi));
        let (then, otherwise) = if choice.then { (new, old) } else { (old, new) };
        joins.insert(choice.join, Join { var: next, then, otherwise });
        let last = self.like(carried.out, "last");
        for_loop.carried[choice.carried].out = last;
        // The value once more, at the index that was chosen.
        let mut renamed = HashMap::from([(index, out)]);
        let mut again = Vec::new();
        for (var, mut value) in choice.made_by {
            rename(&mut value, &renamed);
            let copy = self.like(var, "again");
            renamed.insert(var, copy);
            again.push(Statement::Let { var: copy, annotation: None, value });
        }
        let mut value = Rvalue::Use(choice.value);
        rename(&mut value, &renamed);
        let Rvalue::Use(value) = value else { unreachable!("it was one") };
        let chosen = placeholder(out, Span::call_site());
        let (end, mut reads) = match &range.high {
            Operand::Var(var) => (placeholder(*var, Span::call_site()).into_token_stream(), vec![*var]),
            Operand::Constant(tokens) => (tokens.clone(), Vec::new()),
            Operand::Nested(_) => unreachable!("it is a variable or a constant"),
        };
        reads.push(out);
        let expression = syn::parse_quote!(#chosen != #end);
        let opaque = Opaque { expression, reads, if_varied: IfVaried::Constant };
        vec![
            Statement::Let { var: is_new, annotation: None, value: Rvalue::Opaque(opaque) },
            Statement::If {
                condition: Operand::Var(is_new),
                then: Block { statements: again },
                otherwise: Block::default(),
                joins: vec![Join { var: carried.out, then: value, otherwise: carried.initial }],
            },
        ]
    }

    /// A variable that does not vary.
    fn integer(&mut self, stem: &str) -> Var {
        let ident = self.names.fresh(stem, Span::call_site());
        let var = self.function.new_variable(ident, Kind::Value, true);
        self.function.variables[var.0].discrete = true;
        var
    }

    fn like(&mut self, var: Var, suffix: &str) -> Var {
        let variable = self.function.variables[var.0].clone();
        let ident = self.names.fresh(&format!("{}_{suffix}", variable.ident), variable.ident.span());
        let copy = self.function.new_variable(ident, variable.kind, true);
        self.function.variables[copy.0] = Variable { ident: self.function.variables[copy.0].ident.clone(), ..variable };
        copy
    }
}

/// What a value is made of.
struct Search<'a> {
    function: &'a Function,
    index: Var,
    /// What is defined in the loop, by one statement.
    made: HashMap<Var, &'a Rvalue>,
    /// All that is defined in the loop.
    inside: &'a HashSet<Var>,
    phis: HashSet<Var>,
}

impl Search<'_> {
    /// The operand can be computed again from the index. `made_by` are the statements, in order.
    fn operand(&self, operand: &Operand, made_by: &mut Vec<(Var, Rvalue)>) -> bool {
        match operand {
            Operand::Constant(_) => true,
            Operand::Nested(_) => false,
            Operand::Var(var) => self.var(*var, made_by),
        }
    }

    fn var(&self, var: Var, made_by: &mut Vec<(Var, Rvalue)>) -> bool {
        if var == self.index || made_by.iter().any(|(made, _)| *made == var) {
            return true;
        }
        if self.phis.contains(&var) || self.function.variables[var.0].kind != Kind::Value {
            return false;
        }
        let Some(value) = self.made.get(&var) else { return !self.inside.contains(&var) };
        let possible = match value {
            Rvalue::Load(place) => {
                let is_lent = matches!(self.function.variables[place.base.0].kind, Kind::Reference { mutable: false });
                let is_index = |projection: &Projection| match projection {
                    Projection::Index(index) => matches!(index, Operand::Var(_) | Operand::Constant(_)),
                    Projection::Field(_) | Projection::Deref => true,
                    _ => false,
                };
                let mut known = is_lent && !self.inside.contains(&place.base) && place.projections.iter().all(is_index);
                place_index_reads(place, &mut |read| known = known && self.var(read, made_by));
                known
            }
            Rvalue::Use(_) | Rvalue::Negate(_) | Rvalue::Binary(..) | Rvalue::Elementary { .. } => {
                let mut known = true;
                each_operand(value, &mut |operand| known = known && self.operand(operand, made_by));
                known
            }
            _ => false,
        };
        if possible {
            made_by.push((var, (*value).clone()));
        }
        possible
    }
}

/// The value at the start of an iteration, or what it hands on, is read by something else than conditions and the branch that chooses.
fn reads_but_conditions(for_loop: &Loop, phi: Var, next: Var) -> bool {
    fn count(block: &Block, var: Var, conditions: &mut usize) {
        for statement in &block.statements {
            match statement {
                Statement::Let { value: Rvalue::Opaque(opaque), .. } => {
                    *conditions += opaque.reads.iter().filter(|read| **read == var).count();
                }
                Statement::If { then, otherwise, joins, .. } => {
                    let of = |operand: &Operand| usize::from(operand.var() == Some(var));
                    *conditions += joins.iter().map(|join| of(&join.then) + of(&join.otherwise)).sum::<usize>();
                    count(then, var, conditions);
                    count(otherwise, var, conditions);
                }
                Statement::For(inner) => count(&inner.body, var, conditions),
                _ => {}
            }
        }
    }
    let (mut conditions, mut reads, mut read_next) = (0, 0, false);
    count(&for_loop.body, phi, &mut conditions);
    block_reads(&for_loop.body, &mut |read| {
        reads += usize::from(read == phi);
        read_next |= read == next;
    });
    // Only one branch may hand it on: what is joined with it in another is another value.
    let joins = |block: &Block| -> usize {
        let of = |statement: &Statement| match statement {
            Statement::If { joins, .. } => joins
                .iter()
                .filter(|join| [&join.then, &join.otherwise].iter().any(|side| side.var() == Some(phi)))
                .count(),
            _ => 0,
        };
        block.statements.iter().map(of).sum()
    };
    let others = for_loop.carried.iter().filter(|carried| carried.phi != phi);
    let handed_on = others.filter(|carried| [Some(phi), Some(next)].contains(&carried.next.var())).count();
    reads != conditions || read_next || joins(&for_loop.body) != 1 || handed_on > 0
}

fn collect_defined(block: &Block, defined: &mut HashSet<Var>) {
    for statement in &block.statements {
        defined.extend(defined_by(statement));
        match statement {
            Statement::If { then, otherwise, .. } => {
                collect_defined(then, defined);
                collect_defined(otherwise, defined);
            }
            Statement::For(for_loop) => {
                defined.extend(for_loop.index);
                defined.extend(for_loop.carried.iter().map(|carried| carried.phi));
                collect_defined(&for_loop.body, defined);
            }
            _ => {}
        }
    }
}

fn rename(value: &mut Rvalue, renamed: &HashMap<Var, Var>) {
    let mut map = |operand: &mut Operand| {
        if let Operand::Var(var) = operand
            && let Some(other) = renamed.get(var)
        {
            *var = *other;
        }
    };
    map_operands(value, &mut map);
}
