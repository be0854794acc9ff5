//! Terms: the arithmetic of partials, symbolically.
//!
//! Before: numbers and operands. After: their sums, products and quotients as a graph in which equal terms are one, and those
//! that are used are statements. Nothing is computed with 0, 1 and −1, signs are carried along, and numbers are folded: `0 · x` is 0,
//! `1 · x` is `x` and `x − x` is 0, whatever `x` is.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Ident, Literal};
use quote::quote;

use super::hash::Table;
use super::scalars::Names;
use crate::ir::*;
use crate::rules::compares;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(usize);

/// A number, or a term with a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// As bits, and never −0.
    Number(u64),
    Term {
        negative: bool,
        term: Term,
    },
}

impl Weight {
    pub const ONE: Weight = Weight::Number(1.0_f64.to_bits());
    pub const ZERO: Weight = Weight::Number(0.0_f64.to_bits());

    pub fn number(number: f64) -> Weight {
        Weight::Number((number + 0.0).to_bits())
    }

    fn as_number(self) -> Option<f64> {
        match self {
            Weight::Number(bits) => Some(f64::from_bits(bits)),
            Weight::Term { .. } => None,
        }
    }

    fn is(self, number: f64) -> bool {
        self.as_number() == Some(number)
    }

    pub fn is_zero(self) -> bool {
        self.is(0.0)
    }

    /// A product with it takes no multiplication.
    pub fn is_unit(self) -> bool {
        self.is(1.0) || self.is(-1.0)
    }

    pub fn negated(self) -> Weight {
        match self {
            Weight::Number(bits) => Weight::number(-f64::from_bits(bits)),
            Weight::Term { negative, term } => Weight::Term { negative: !negative, term },
        }
    }
}

/// The function of the runtime that multiplies if the first factor is not zero.
const TIMES_WHERE_WANTED: &str = "times_where_wanted";

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    Variable(Var),
    /// Something that does not vary, by its tokens.
    Constant(String),
    Product(Weight, Weight),
    /// The first term is positive.
    Sum(Weight, Weight),
    Quotient(Weight, Weight),
    /// A function of the runtime, or an elementary function of one argument.
    Call(&'static str, Vec<Weight>),
}

/// What is known of a term.
#[derive(Clone, Copy, Default)]
struct Traits {
    /// It may be zero because one side of a branch was taken, or another argument of `max`.
    is_sided: bool,
    /// There is a quotient in it, or a function that may have a pole.
    may_blow_up: bool,
}

pub struct Terms {
    nodes: Vec<Node>,
    index: Table<Node, Term>,
    constants: HashMap<String, Operand>,
    /// The float type.
    float: Ident,
    traits: Vec<Traits>,
    /// What terms are called in the blocks that are open.
    scopes: Vec<Table<Term, Operand>>,
}

impl Terms {
    pub fn new(float: Ident) -> Terms {
        Terms {
            nodes: Vec::new(),
            index: Table::default(),
            constants: HashMap::new(),
            float,
            traits: Vec::new(),
            scopes: vec![Table::default()],
        }
    }

    pub fn open(&mut self, scope: Table<Term, Operand>) {
        self.scopes.push(scope);
    }

    pub fn close(&mut self) -> Table<Term, Operand> {
        self.scopes.pop().unwrap_or_default()
    }

    fn term(&mut self, node: Node) -> Weight {
        let traits = self.traits_by(&node);
        let term = *self.index.entry(node.clone()).or_insert_with(|| {
            self.nodes.push(node);
            self.traits.push(traits);
            Term(self.nodes.len() - 1)
        });
        Weight::Term { negative: false, term }
    }

    pub fn variable(&mut self, var: Var) -> Weight {
        self.term(Node::Variable(var))
    }

    /// A partial that is zero on one side of a branch: what it is multiplied by may be computed for the other side alone.
    pub fn sided(&mut self, var: Var) -> Weight {
        let weight = self.variable(var);
        self.traits_of(weight).is_sided = true;
        weight
    }

    /// The result of a function that may have a pole, or of a quotient.
    pub fn unbounded(&mut self, var: Var) -> Weight {
        let weight = self.variable(var);
        self.traits_of(weight).may_blow_up = true;
        weight
    }

    fn traits_of(&mut self, weight: Weight) -> &mut Traits {
        match weight {
            Weight::Term { term, .. } => &mut self.traits[term.0],
            Weight::Number(_) => unreachable!("a variable is no number"),
        }
    }

    fn traits(&self, weight: Weight) -> Traits {
        match weight {
            Weight::Term { term, .. } => self.traits[term.0],
            Weight::Number(_) => Traits::default(),
        }
    }

    /// What is known of a node by what it is made of.
    fn traits_by(&self, node: &Node) -> Traits {
        match node {
            Node::Variable(_) | Node::Constant(_) => Traits::default(),
            Node::Product(a, b) | Node::Sum(a, b) => {
                let (a, b) = (self.traits(*a), self.traits(*b));
                Traits { is_sided: a.is_sided || b.is_sided, may_blow_up: a.may_blow_up || b.may_blow_up }
            }
            Node::Quotient(a, _) => Traits { is_sided: self.traits(*a).is_sided, may_blow_up: true },
            Node::Call(name, _) => Traits {
                is_sided: *name == TIMES_WHERE_WANTED || compares(name),
                may_blow_up: !matches!(*name, "sin" | "cos") && !compares(name),
            },
        }
    }

    /// It can be written as a literal of the float type.
    fn is_finite(&self, number: f64) -> bool {
        if self.float == "f32" { (number as f32).is_finite() } else { number.is_finite() }
    }

    /// A constant that is no number.
    pub fn constant(&mut self, operand: &Operand) -> Weight {
        let Operand::Constant(tokens) = operand else { unreachable!("a constant") };
        self.constants.entry(tokens.to_string()).or_insert_with(|| operand.clone());
        self.term(Node::Constant(tokens.to_string()))
    }

    pub fn product(&mut self, a: Weight, b: Weight) -> Weight {
        if let (Some(a), Some(b)) = (a.as_number(), b.as_number())
            && self.is_finite(a * b)
        {
            return Weight::number(a * b);
        }
        for (factor, other) in [(a, b), (b, a)] {
            if factor.is_zero() {
                return Weight::ZERO;
            }
            if factor.is(1.0) {
                return other;
            }
            if factor.is(-1.0) {
                return other.negated();
            }
        }
        let (a, negative_a) = unsigned(a);
        let (b, negative_b) = unsigned(b);
        let (mut a, mut b) = (a.min(b), a.max(b));
        // Numbers come first.
        if let (Weight::Number(outer), Weight::Term { term, .. }) = (a, b)
            && let Node::Product(Weight::Number(inner), rest) = self.nodes[term.0]
            && self.is_finite(f64::from_bits(outer) * f64::from_bits(inner))
        {
            let folded = Weight::number(f64::from_bits(outer) * f64::from_bits(inner));
            if folded.is_unit() {
                return if negative_a != negative_b { rest.negated() } else { rest };
            }
            (a, b) = (folded, rest);
        }
        let product = if self.traits(a).is_sided && self.traits(b).may_blow_up {
            self.call(TIMES_WHERE_WANTED, vec![a, b])
        } else if self.traits(b).is_sided && self.traits(a).may_blow_up {
            self.call(TIMES_WHERE_WANTED, vec![b, a])
        } else {
            self.term(Node::Product(a, b))
        };
        if negative_a != negative_b { product.negated() } else { product }
    }

    pub fn sum(&mut self, a: Weight, b: Weight) -> Weight {
        if let (Some(a), Some(b)) = (a.as_number(), b.as_number())
            && self.is_finite(a + b)
        {
            return Weight::number(a + b);
        }
        if a.is_zero() || b.is_zero() {
            return if a.is_zero() { b } else { a };
        }
        if a == b {
            return self.product(Weight::number(2.0), a);
        }
        // ∞ − ∞ is NaN, as by sweeps.
        if a == b.negated() && !self.may_blow_up(a) {
            return Weight::ZERO;
        }
        let (first, second) = (a.min(b), a.max(b));
        // `x − 1` is 0 where `−(1 − x)` is −0, of which a root or a quotient asks the sign.
        match (unsigned(first), unsigned(second)) {
            ((one, true), (other, true)) => self.term(Node::Sum(one, other)).negated(),
            ((_, true), (_, false)) => self.term(Node::Sum(second, first)),
            _ => self.term(Node::Sum(first, second)),
        }
    }

    pub fn quotient(&mut self, a: Weight, b: Weight) -> Weight {
        if let (Some(a), Some(b)) = (a.as_number(), b.as_number())
            && self.is_finite(a / b)
        {
            return Weight::number(a / b);
        }
        if b.is(1.0) {
            return a;
        }
        let (a, negative_a) = unsigned(a);
        let (b, negative_b) = unsigned(b);
        let quotient = self.term(Node::Quotient(a, b));
        if negative_a != negative_b { quotient.negated() } else { quotient }
    }

    pub fn call(&mut self, name: &'static str, arguments: Vec<Weight>) -> Weight {
        self.term(Node::Call(name, arguments))
    }

    /// A variable holds the value of the term.
    pub fn is_known_as(&mut self, weight: Weight, operand: &Operand) {
        if let Weight::Term { negative: false, term } = weight {
            self.scopes.last_mut().expect("a block is open").entry(term).or_insert_with(|| operand.clone());
        }
    }

    pub fn is_available(&self, weight: Weight) -> bool {
        match weight {
            Weight::Number(_) => true,
            Weight::Term { term, .. } => {
                matches!(self.nodes[term.0], Node::Variable(_) | Node::Constant(_)) || self.known(term).is_some()
            }
        }
    }

    pub fn is_known(&self, term: Term) -> bool {
        self.known(term).is_some()
    }

    /// Terms that variables hold the values of, in the order in which they were made.
    pub fn known_terms(&self) -> BTreeSet<Term> {
        self.scopes.iter().flat_map(|scope| scope.keys().copied()).collect()
    }

    pub fn node(&self, term: Term) -> Node {
        self.nodes[term.0].clone()
    }

    pub fn may_blow_up(&self, weight: Weight) -> bool {
        self.traits(weight).may_blow_up
    }

    fn known(&self, term: Term) -> Option<&Operand> {
        self.scopes.iter().rev().find_map(|scope| scope.get(&term))
    }

    /// The operations that it takes to compute these, beyond what is known.
    pub fn operations(&self, weights: impl Iterator<Item = Weight>) -> usize {
        let mut seen = vec![false; self.nodes.len()];
        let mut pending: Vec<Term> = weights.filter_map(term_of).collect();
        let mut operations = 0;
        while let Some(term) = pending.pop() {
            if std::mem::replace(&mut seen[term.0], true) || self.known(term).is_some() {
                continue;
            }
            match &self.nodes[term.0] {
                Node::Variable(_) | Node::Constant(_) => continue,
                Node::Product(a, b) | Node::Sum(a, b) | Node::Quotient(a, b) => {
                    pending.extend([*a, *b].into_iter().filter_map(term_of));
                }
                Node::Call(_, arguments) => pending.extend(arguments.iter().copied().filter_map(term_of)),
            }
            operations += 1;
        }
        operations
    }

    /// The weight as an operand, after statements that compute what is not known yet.
    pub fn emit(&mut self, weight: Weight, names: &mut Names, statements: &mut Vec<Statement>) -> Operand {
        match weight {
            Weight::Number(bits) => self.literal(f64::from_bits(bits)),
            Weight::Term { negative, term } => {
                let operand = self.emit_term(term, names, statements);
                if negative { Operand::nested(Rvalue::Negate(operand)) } else { operand }
            }
        }
    }

    /// With its type: nothing else may say what it is.
    fn literal(&self, number: f64) -> Operand {
        let magnitude = number.abs();
        let literal = if self.float == "f32" {
            Literal::f32_suffixed(magnitude as f32)
        } else {
            Literal::f64_suffixed(magnitude)
        };
        Operand::Constant(if number < 0.0 { quote!(-#literal) } else { quote!(#literal) })
    }

    fn emit_term(&mut self, term: Term, names: &mut Names, statements: &mut Vec<Statement>) -> Operand {
        if let Some(known) = self.known(term) {
            return known.clone();
        }
        let value = match self.nodes[term.0].clone() {
            Node::Variable(var) => return Operand::Var(var),
            Node::Constant(tokens) => return self.constants[&tokens].clone(),
            Node::Product(a, b) => {
                let (a, b) = (self.emit(a, names, statements), self.emit(b, names, statements));
                Rvalue::Binary(Op::Mul, a, b)
            }
            Node::Sum(a, b) => {
                let (b, negative) = unsigned(b);
                let (a, b) = (self.emit(a, names, statements), self.emit(b, names, statements));
                Rvalue::Binary(if negative { Op::Sub } else { Op::Add }, a, b)
            }
            Node::Quotient(a, b) => {
                let (a, b) = (self.emit(a, names, statements), self.emit(b, names, statements));
                Rvalue::Binary(Op::Div, a, b)
            }
            Node::Call(name, arguments) => {
                let arguments = arguments.into_iter().map(|argument| self.emit(argument, names, statements));
                Rvalue::Runtime(name, arguments.collect())
            }
        };
        let var = names.variable();
        statements.push(Statement::Let { var, annotation: None, value });
        let operand = Operand::Var(var);
        self.scopes.last_mut().expect("a block is open").insert(term, operand.clone());
        operand
    }
}

fn term_of(weight: Weight) -> Option<Term> {
    match weight {
        Weight::Term { term, .. } => Some(term),
        Weight::Number(_) => None,
    }
}

/// Without its sign, and whether that was negative.
pub fn unsigned(weight: Weight) -> (Weight, bool) {
    match weight {
        Weight::Number(bits) => {
            let number = f64::from_bits(bits);
            (Weight::number(number.abs()), number < 0.0)
        }
        Weight::Term { negative, term } => (Weight::Term { negative: false, term }, negative),
    }
}
