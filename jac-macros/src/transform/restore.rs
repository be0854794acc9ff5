//! Restore: makes the values of a nested forward block available in its reverse.
//!
//! Before: the reverse of a loop body or branch names values of the forward block as if they were in
//! scope. After: each of them is either recomputed at the start of the reverse block, if that is cheap
//! and what it is made of is there, or it is a residual: recorded by the forward block.

use std::collections::{BTreeSet, HashMap, HashSet};

use syn::{Expr, Lit, UnOp};

use super::adjoint::defined_by;
use crate::analysis::memory::Memory;
use crate::ir::*;
use crate::lower::is_placeholder;

/// Where each variable of the forward sweep lives, and how it is made.
#[derive(Default)]
pub struct Scopes {
    homes: HashMap<Var, usize>,
    orders: HashMap<Var, usize>,
    definitions: HashMap<Var, (Rvalue, Option<syn::Type>)>,
    children: Vec<Vec<usize>>,
    /// The blocks that are bodies of loops.
    loops: HashSet<usize>,
    /// The indices of loops.
    counters: HashSet<Var>,
}

impl Scopes {
    pub const ROOT: usize = 0;

    pub fn of(function: &Function) -> Scopes {
        let mut scopes = Scopes { children: vec![Vec::new()], ..Scopes::default() };
        for parameter in &function.parameters {
            scopes.define(parameter.var, Self::ROOT);
        }
        scopes.scan(&function.body, Self::ROOT);
        scopes
    }

    fn scan(&mut self, block: &Block, id: usize) {
        for statement in &block.statements {
            match statement {
                Statement::If { then, otherwise, .. } => {
                    for block in [then, otherwise] {
                        let child = self.open(id);
                        self.scan(block, child);
                    }
                }
                Statement::For(for_loop) => {
                    let child = self.open(id);
                    self.loops.insert(child);
                    if let Some(index) = for_loop.index {
                        self.define(index, child);
                        self.counters.insert(index);
                    }
                    for carried in &for_loop.carried {
                        self.define(carried.phi, child);
                    }
                    self.scan(&for_loop.body, child);
                }
                Statement::Let { var, annotation, value } => {
                    self.definitions.insert(*var, (value.clone(), annotation.clone()));
                }
                _ => {}
            }
            for var in defined_by(statement) {
                self.define(var, id);
            }
        }
    }

    fn open(&mut self, parent: usize) -> usize {
        self.children.push(Vec::new());
        let child = self.children.len() - 1;
        self.children[parent].push(child);
        child
    }

    /// A block of the reverse sweep, which defines nothing that the forward sweep does.
    pub fn aside(&mut self) -> usize {
        self.children.push(Vec::new());
        self.children.len() - 1
    }

    /// The blocks directly inside of a block, in program order.
    pub fn children(&self, id: usize) -> Vec<usize> {
        self.children[id].clone()
    }

    pub fn define(&mut self, var: Var, home: usize) {
        self.homes.insert(var, home);
        let order = self.orders.len();
        self.orders.entry(var).or_insert(order);
    }

    pub fn home(&self, var: Var) -> usize {
        self.homes.get(&var).copied().unwrap_or(Self::ROOT)
    }

    /// A recorded value is available in the enclosing block from then on.
    pub fn rehome(&mut self, var: Var, home: usize) {
        self.homes.insert(var, home);
        self.definitions.remove(&var);
    }

    /// The variable of the same block that is an elementary function of the same argument.
    pub fn evaluated_beside(&self, var: Var, function: &str, argument: &Operand) -> Option<Var> {
        let Operand::Var(argument) = argument else { return None };
        let is_it = |known: &Var, value: &Rvalue| {
            let Rvalue::Elementary { rule, arguments, .. } = value else { return false };
            let same = matches!(arguments.as_slice(), [Operand::Var(same)] if same == argument);
            rule.name == function && same && self.homes.get(known) == self.homes.get(&var)
        };
        let known = self.definitions.iter().filter(|(known, (value, _))| is_it(known, value));
        known.map(|(known, _)| *known).min_by_key(|known| self.orders[known])
    }

    fn lives_in(&self, var: Var, id: usize) -> bool {
        self.homes.get(&var) == Some(&id)
    }
}

/// `passed_again`: what stands behind `&` is there when the reverse block runs. `handed_on`: values that need no record if another has one, as
/// the iteration after this one has started with them.
#[allow(clippy::too_many_arguments)] // of one caller
pub fn restore(
    id: usize,
    index: Option<Var>,
    function: &Function,
    scopes: &Scopes,
    memory: &Memory,
    passed_again: bool,
    handed_on: &[(Var, Var)],
    forward: &[Statement],
    reverse: &mut Vec<Statement>,
) -> Vec<Residual> {
    let mut needed = BTreeSet::new();
    for statement in reverse.iter() {
        statement_reads(statement, &mut |var| {
            if scopes.lives_in(var, id) && Some(var) != index {
                needed.insert((scopes.orders[&var], var));
            }
        });
    }
    if needed.is_empty() {
        return Vec::new();
    }
    // What later statements of this block make out of values: unknown to `scopes`, so never recomputed.
    let own: HashMap<Var, &Rvalue> = forward
        .iter()
        .filter_map(|statement| match statement {
            Statement::Let { var, value, .. } => Some((*var, value)),
            _ => None,
        })
        .collect();
    let search = Search { id, index, function, scopes, memory, passed_again, handed_on, own };
    let (mut recorded, mut recomputed) = search.records(&needed, BTreeSet::new());
    let key = |var: Var| (scopes.orders[&var], var);
    let at_hand: Ordered = handed_on
        .iter()
        .filter(|(start, next)| recorded.contains(&key(*start)) && recomputed.contains(&key(*next)))
        .filter(|(_, next)| search.is_float(*next))
        .flat_map(|(start, next)| [key(*start), key(*next)])
        .collect();
    if !at_hand.is_empty() {
        (recorded, recomputed) = search.records(&needed, at_hand);
    }
    let prologue = recomputed.iter().map(|(_, var)| {
        let (value, annotation) = scopes.definitions[var].clone();
        Statement::Let { var: *var, annotation, value }
    });
    reverse.splice(0..0, prologue.collect::<Vec<_>>());
    recorded
        .into_iter()
        .map(|(_, var)| {
            let by_reference = !matches!(function.variables[var.0].kind, Kind::Value | Kind::Kept);
            Residual { var, by_reference, copied: false, wrapped: false, exchanged: false }
        })
        .collect()
}

/// Variables in the order in which they are defined.
type Ordered = BTreeSet<(usize, Var)>;

/// Elementary functions that are an instruction or two everywhere.
const CHEAP: [&str; 4] = ["abs", "min", "max", "copysign"];

/// Integer arithmetic and comparisons, and elements of constants.
fn is_arithmetic(expression: &Expr) -> bool {
    let is_constant = |expression: &Expr| {
        let Expr::Path(path) = expression else { return false };
        let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        !name.chars().any(|letter| letter.is_lowercase())
    };
    match expression {
        Expr::Lit(literal) => matches!(literal.lit, Lit::Int(_) | Lit::Bool(_)),
        Expr::Path(path) => path.path.get_ident().is_some_and(is_placeholder) || is_constant(expression),
        Expr::Paren(paren) => is_arithmetic(&paren.expr),
        Expr::Group(group) => is_arithmetic(&group.expr),
        Expr::Unary(unary) => !matches!(unary.op, UnOp::Deref(_)) && is_arithmetic(&unary.expr),
        Expr::Binary(binary) => is_arithmetic(&binary.left) && is_arithmetic(&binary.right),
        Expr::Cast(cast) => is_arithmetic(&cast.expr),
        Expr::Call(call) => is_least(&call.func) && call.args.iter().all(is_arithmetic),
        Expr::Index(index) => is_constant(&index.expr) && is_arithmetic(&index.index),
        _ => false,
    }
}

/// The lesser of two lengths, as the lowering writes it.
fn is_least(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    path.path.leading_colon.is_some() && names == ["core", "cmp", "Ord", "min"]
}

struct Search<'a> {
    id: usize,
    index: Option<Var>,
    function: &'a Function,
    scopes: &'a Scopes,
    memory: &'a Memory,
    passed_again: bool,
    handed_on: &'a [(Var, Var)],
    own: HashMap<Var, &'a Rvalue>,
}

impl Search<'_> {
    /// What is recorded and what is recomputed, so that all that is needed is there. Some of it is recorded in any case.
    fn records(&self, needed: &Ordered, mut recorded: Ordered) -> (Ordered, Ordered) {
        recorded.extend(needed.iter().copied().filter(|(_, var)| !self.is_recomputable(*var)));
        let mut recomputed = BTreeSet::new();
        for key @ (_, var) in needed {
            if recorded.contains(key) || recomputed.contains(key) {
                continue;
            }
            let (mut path, mut leaves) = (BTreeSet::new(), BTreeSet::new());
            self.closure(*var, &recorded, &recomputed, &mut path, &mut leaves);
            // What nothing else is made of is not better recorded than the value itself, unless the iteration behind has a record of it.
            let serves_others = |leaf: &(usize, Var)| {
                if self.is_at_hand(leaf, &recorded) {
                    return true;
                }
                let mut with_this = recorded.clone();
                with_this.insert(*key);
                needed.iter().any(|(_, other)| {
                    let (mut path, mut leaves) = (BTreeSet::new(), BTreeSet::new());
                    self.closure(*other, &with_this, &recomputed, &mut path, &mut leaves);
                    leaves.len() == 1 && leaves.contains(leaf)
                })
            };
            if leaves.len() <= 1 && leaves.iter().all(serves_others) {
                recorded.append(&mut leaves);
                recomputed.append(&mut path);
            } else {
                recorded.insert(*key);
            }
        }
        (recorded, recomputed)
    }

    /// The iteration behind this one has started with the value, and records it.
    fn is_at_hand(&self, (_, var): &(usize, Var), recorded: &Ordered) -> bool {
        let starts = self.handed_on.iter().filter(|(_, next)| next == var).map(|(start, _)| start);
        starts.into_iter().any(|start| recorded.contains(&(self.scopes.orders[start], *start)))
    }

    fn is_float(&self, var: Var) -> bool {
        let variable = &self.function.variables[var.0];
        variable.kind == Kind::Value && variable.width.is_some()
    }

    fn is_local(&self, var: Var) -> bool {
        self.scopes.lives_in(var, self.id) && Some(var) != self.index
    }

    /// Cheap, and made of values that do not change.
    fn is_recomputable(&self, var: Var) -> bool {
        if !self.own.contains_key(&var) {
            return false;
        }
        match self.function.variables[var.0].kind {
            Kind::Value => {}
            Kind::Memory => return self.is_constant(var),
            Kind::Reference { .. } | Kind::Pullback | Kind::Kept => return false,
        }
        match self.scopes.definitions.get(&var) {
            Some((value, _)) => match value {
                Rvalue::Use(_) | Rvalue::Negate(_) | Rvalue::Cast(..) => true,
                Rvalue::Binary(op, ..) if !matches!(op, Op::Div | Op::Rem) => true,
                // The same in every iteration: the compiler takes it out of the loop.
                Rvalue::Binary(..) => self.scopes.loops.contains(&self.id) && self.is_made_outside(value),
                Rvalue::Elementary { rule, .. } => CHEAP.contains(&rule.name),
                Rvalue::Load(place) => self.is_reloadable(var, place),
                Rvalue::Length(place) => match self.function.variables[place.base.0].kind {
                    Kind::Reference { mutable } => !mutable && self.passed_again,
                    Kind::Memory => self.memory.is_private(place.base),
                    _ => false,
                },
                Rvalue::Path { of, .. } => self.is_reloadable(var, of),
                Rvalue::Opaque(opaque) => self.is_of_counters(opaque),
                // Where a place is.
                Rvalue::Tuple(_) | Rvalue::Array(_) | Rvalue::Struct(_) => self.function.variables[var.0].discrete,
                _ => false,
            },
            None => false,
        }
    }

    /// Memory that holds a constant to the end, or refers to one: a reference could not be recorded.
    fn is_constant(&self, var: Var) -> bool {
        let value = self.scopes.definitions.get(&var).map(|(value, _)| value);
        matches!(value, Some(Rvalue::Use(Operand::Constant(_)))) && !self.memory.is_written(var)
    }

    /// What indices of loops and lengths say: whether they are even, elements of constant arrays.
    fn is_of_counters(&self, opaque: &Opaque) -> bool {
        let is_integer = |read: &Var| {
            let is_length =
                self.scopes.definitions.get(read).is_some_and(|(value, _)| matches!(value, Rvalue::Length(_)));
            self.scopes.counters.contains(read) || is_length
        };
        opaque.reads.iter().all(is_integer) && is_arithmetic(&opaque.expression)
    }

    fn is_made_outside(&self, value: &Rvalue) -> bool {
        let mut outside = true;
        rvalue_reads(value, &mut |var| outside &= !self.scopes.lives_in(var, self.id));
        outside
    }

    fn is_reloadable(&self, reader: Var, place: &Place) -> bool {
        match self.function.variables[place.base.0].kind {
            Kind::Reference { mutable } => !mutable && self.passed_again,
            Kind::Value | Kind::Pullback | Kind::Kept => false,
            Kind::Memory => {
                !place.projections.is_empty()
                    && self.scopes.home(place.base) != self.id
                    && !self.memory.is_written_after(place.base, reader)
            }
        }
    }

    /// What must be computed (`path`) and recorded (`leaves`) to have `var`, beyond what is there already.
    fn closure(&self, var: Var, recorded: &Ordered, recomputed: &Ordered, path: &mut Ordered, leaves: &mut Ordered) {
        let key = (self.scopes.orders[&var], var);
        if recorded.contains(&key) || recomputed.contains(&key) || path.contains(&key) || leaves.contains(&key) {
            return;
        }
        if leaves.len() > 1 {
            return;
        }
        if !self.is_recomputable(var) {
            leaves.insert(key);
            return;
        }
        path.insert(key);
        rvalue_reads(&self.scopes.definitions[&var].0, &mut |read| {
            if self.is_local(read) {
                self.closure(read, recorded, recomputed, path, leaves);
            }
        });
    }
}
