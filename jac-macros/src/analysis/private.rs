//! Private: memory that each iteration of a loop sets anew before it reads it.
//!
//! Before: IR in single assignment form. After: for each loop, the arrays that are declared outside of it to be used again and again, and hand nothing
//! from one iteration to the next: each iteration sets all elements first, and nothing else reads them. Their cotangents are zero wherever an iteration
//! begins or ends, so that iterations do not depend on each other for their sake.
//!
//! All elements are set by a loop over all indices, or one after the other.

use std::collections::{HashMap, HashSet};

use crate::ir::*;

/// What iterations have to themselves.
#[derive(Default)]
pub struct Private {
    /// For each loop, by its number, the lists.
    pub of_loops: HashMap<usize, HashSet<Var>>,
    /// Those of them that are `Vec`s.
    pub vectors: HashSet<Var>,
}

impl Private {
    /// The `Vec`s that the iterations of a loop have to themselves.
    pub fn vectors_of(&self, id: usize) -> impl Iterator<Item = Var> + '_ {
        self.of_loops.get(&id).into_iter().flatten().copied().filter(|var| self.vectors.contains(var))
    }
}

/// Finds it.
pub fn analyse(function: &Function) -> Private {
    let mut lists = HashMap::new();
    collect_lists(function, &function.body, &mut lists);
    let parameters = function.parameters.iter().map(|parameter| parameter.var);
    for var in parameters.chain(function.result.as_ref().and_then(Operand::var)) {
        lists.remove(&var);
    }
    lists.retain(|var, _| !is_lent(&function.body, *var));
    let mut private = Private::default();
    let vectors = lists.iter().filter(|(_, count)| matches!(count, Count::Operand(_))).map(|(var, _)| *var);
    private.vectors = vectors.collect();
    let mut search = Search { lists: &lists, lengths: HashMap::new(), private: &mut private };
    search.lengths(&function.body);
    search.block(&function.body);
    private
}

/// How many elements there are.
enum Count {
    /// As many as an operand says.
    Operand(Operand),
    /// As many as an expression says.
    Tokens(String),
}

/// The arrays and `Vec`s that are made here of one element: they have so many.
fn collect_lists(function: &Function, block: &Block, lists: &mut HashMap<Var, Count>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, value, .. } if function.variables[var.0].kind == Kind::Memory => {
                let count = match value {
                    Rvalue::VecRepeat(_, count) => Count::Operand(count.clone()),
                    Rvalue::Repeat(_, count) => Count::Tokens(count.to_string()),
                    _ => continue,
                };
                lists.insert(*var, count);
            }
            Statement::If { then, otherwise, .. } => {
                collect_lists(function, then, lists);
                collect_lists(function, otherwise, lists);
            }
            Statement::For(for_loop) => collect_lists(function, &for_loop.body, lists),
            _ => {}
        }
    }
}

/// It is not only read, and set in part: it may get another length, or be written elsewhere.
fn is_lent(block: &Block, var: Var) -> bool {
    let is_whole = |place: &Place| place.base == var && place.projections.is_empty();
    block.statements.iter().any(|statement| match statement {
        Statement::Store { place, .. } => is_whole(place),
        Statement::Let { value: Rvalue::Load(place), .. } => is_whole(place),
        Statement::Let { value, .. } => {
            let mut moved = false;
            each_operand(value, &mut |operand| moved |= operand.var() == Some(var));
            moved
        }
        Statement::If { then, otherwise, joins, .. } => {
            let joined = |operand: &Operand| operand.var() == Some(var);
            joins.iter().any(|join| joined(&join.then) || joined(&join.otherwise))
                || is_lent(then, var)
                || is_lent(otherwise, var)
        }
        Statement::For(for_loop) => is_lent(&for_loop.body, var),
        Statement::Call(call) => call.arguments.iter().any(|argument| match argument {
            Argument::Borrow { lending: Lending::Shared, .. } => false,
            argument => argument.vars().contains(&var),
        }),
        Statement::Evaluate(_) | Statement::RequireTaken { .. } => false,
        other => touches(other, var),
    })
}

/// It asks how long something is, or whether an element is there.
fn asks_bounds(statement: &Statement) -> bool {
    matches!(statement, Statement::Let { value: Rvalue::Length(_), .. } | Statement::Evaluate(Rvalue::Within(_)))
}

/// The statement has to do with the variable.
fn touches(statement: &Statement, var: Var) -> bool {
    let mut found = false;
    statement_reads(statement, &mut |read| found |= read == var);
    found
}

struct Search<'a> {
    lists: &'a HashMap<Var, Count>,
    /// What is the length of a list.
    lengths: HashMap<Var, Var>,
    private: &'a mut Private,
}

impl Search<'_> {
    fn lengths(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, value: Rvalue::Length(place), .. }
                    if place.projections.is_empty() && self.lists.contains_key(&place.base) =>
                {
                    self.lengths.insert(*var, place.base);
                }
                Statement::If { then, otherwise, .. } => {
                    self.lengths(then);
                    self.lengths(otherwise);
                }
                Statement::For(for_loop) => self.lengths(&for_loop.body),
                _ => {}
            }
        }
    }

    /// Of a block that may hold declarations: what is declared here and used in one loop alone.
    fn block(&mut self, block: &Block) {
        for (position, statement) in block.statements.iter().enumerate() {
            match statement {
                Statement::Let { var, .. } if self.lists.contains_key(var) => {
                    let mut users = block.statements[position + 1..].iter().filter(|later| {
                        // Its length is the same all the time.
                        !asks_bounds(later) && touches(later, *var)
                    });
                    if let (Some(Statement::For(for_loop)), None) = (users.next(), users.next()) {
                        self.used_in(for_loop, *var);
                    }
                }
                Statement::If { then, otherwise, .. } => {
                    self.block(then);
                    self.block(otherwise);
                }
                Statement::For(for_loop) => self.block(&for_loop.body),
                _ => {}
            }
        }
    }

    /// A list that nothing but this loop has to do with. Returns whether its iterations have it to themselves.
    fn used_in(&mut self, for_loop: &Loop, list: Var) -> bool {
        // What leads to the next iteration is no statement.
        let is_list = |operand: &Operand| operand.var() == Some(list);
        if for_loop.carried.iter().any(|carried| is_list(&carried.next) || is_list(&carried.initial)) {
            return false;
        }
        let statements = &for_loop.body.statements;
        let Some(first) = statements.iter().position(|statement| self.concerns(statement, list)) else { return false };
        let mut is_private = self.sets_all(&statements[first..], list);
        // If each iteration of the one loop inside that has to do with it sets it anew, so does each of this one.
        let mut others = statements[first + 1..].iter().filter(|statement| self.concerns(statement, list));
        if let (Statement::For(inner), None) = (&statements[first], others.next()) {
            is_private |= self.used_in(inner, list);
        }
        if is_private {
            self.private.of_loops.entry(for_loop.id).or_default().insert(list);
        }
        is_private
    }

    /// The statement has to do with the elements.
    fn concerns(&self, statement: &Statement, list: Var) -> bool {
        !asks_bounds(statement) && touches(statement, list)
    }

    /// The first of the statements, or the first ones, set all elements, and read none before.
    fn sets_all(&self, statements: &[Statement], list: Var) -> bool {
        match &statements[0] {
            Statement::For(inner) => self.runs_over(inner, list) && sets_own(inner, list),
            Statement::Store { .. } => {
                let Some(Count::Tokens(count)) = self.lists.get(&list) else { return false };
                let Some(mut missing) = number(count).map(|count| (0..count).collect::<HashSet<usize>>()) else {
                    return false;
                };
                for statement in statements.iter().filter(|statement| self.concerns(statement, list)) {
                    if missing.is_empty() {
                        break;
                    }
                    let Some(index) = set_by(statement, list) else { return false };
                    let Operand::Constant(index) = index else { return false };
                    let Some(index) = number(&index.to_string()) else { return false };
                    missing.remove(&index);
                }
                missing.is_empty()
            }
            _ => false,
        }
    }

    /// From the first element to the last one, all of them.
    fn runs_over(&self, for_loop: &Loop, list: Var) -> bool {
        let Some(range) = &for_loop.range else { return false };
        let starts = matches!(&range.low, Operand::Constant(low) if number(&low.to_string()) == Some(0));
        let all = range.adaptors.iter().all(|adaptor| matches!(adaptor, Adaptor::Reverse));
        if !starts || !all || range.inclusive || for_loop.until.is_some() || for_loop.count.is_some() {
            return false;
        }
        match (&range.high, self.lists.get(&list)) {
            (Operand::Var(high), _) if self.lengths.get(high) == Some(&list) => true,
            (Operand::Var(high), Some(Count::Operand(Operand::Var(count)))) => high == count,
            (Operand::Constant(high), Some(Count::Operand(Operand::Constant(count)))) => {
                same_count(&high.to_string(), &count.to_string())
            }
            (Operand::Constant(high), Some(Count::Tokens(count))) => same_count(&high.to_string(), count),
            _ => false,
        }
    }
}

/// Each iteration sets the element of its index before it reads it, and has to do with no other.
fn sets_own(for_loop: &Loop, list: Var) -> bool {
    let Some(index) = for_loop.index else { return false };
    let is_own = |place: &Place| matches!(place.projections.first(), Some(Projection::Index(Operand::Var(own))) if *own == index);
    let mut users = for_loop.body.statements.iter().filter(|statement| touches(statement, list));
    let sets = users.next().and_then(|statement| set_by(statement, list));
    if sets.and_then(|operand| operand.var()) != Some(index) {
        return false;
    }
    users.all(|statement| match statement {
        Statement::Store { place, value, .. } => is_own(place) && value.var() != Some(list),
        Statement::Let { value: Rvalue::Load(place), .. } => is_own(place),
        _ => false,
    })
}

/// The index of the element that a statement sets, whatever it was.
fn set_by(statement: &Statement, list: Var) -> Option<&Operand> {
    match statement {
        Statement::Store { place, op: None, value } if place.base == list && value.var() != Some(list) => {
            match place.projections.as_slice() {
                [Projection::Index(index)] if index.var() != Some(list) => Some(index),
                _ => None,
            }
        }
        _ => None,
    }
}

fn number(tokens: &str) -> Option<usize> {
    syn::parse_str::<syn::LitInt>(tokens).ok()?.base10_parse().ok()
}

/// The same number, or the same constant.
fn same_count(left: &str, right: &str) -> bool {
    match (number(left), number(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left == right && syn::parse_str::<syn::Path>(left).is_ok(),
    }
}
