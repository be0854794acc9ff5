//! Random programs of the supported language: type-correct, borrow-correct, and tame.
//!
//! Tame: every index is in bounds, every domain is met, and magnitudes stay small, so that the numbers of different
//! ways to the same derivative can be compared.

mod calls;
pub mod chains;
mod closures;
mod conditions;
mod floats;
mod flow;
mod forms;
mod growth;
mod integers;
mod iterators;
mod loans;
mod options;
mod places;
mod points;
mod scope;
mod sequences;
mod signature;
mod statements;
mod structs;
mod templates;
mod values;
mod within;

use std::rc::Rc;

use crate::print;
use crate::program::Program;
use crate::random::Random;
use crate::syntax::{Block, Expr, Failing, Function, Len, Passing, Piece, Stmt, Struct, Trait, Type};
use scope::Var;

/// The program of a seed.
pub fn program(seed: u64, templates: bool) -> Program {
    let mut random = Random::new(seed);
    let single = random.chance(8);
    let linear = random.chance(20);
    let callees = random.weighted(&[25, 35, 25, 15]);
    let structs = structs::structs(&mut random);
    let mut functions: Vec<Function> = Vec::new();
    let mut items = Vec::new();
    for index in 0..=callees {
        let mut generator = Generator::new(&mut random, &structs, &functions, single, linear);
        generator.templates = templates;
        let function = generator.function(index, index == callees);
        items.append(&mut generator.items);
        functions.push(function);
    }
    let stages = points::stages(&functions[callees], &mut random);
    Program { text: print::program(&structs, &items, &functions, linear), stages }
}

pub struct Generator<'a> {
    random: &'a mut Random,
    structs: &'a [Rc<Struct>],
    callees: &'a [Function],
    /// The function that is being written, if it calls itself.
    this: Option<Function>,
    self_calls: usize,
    scope: Vec<Var>,
    /// The closures in variables.
    closures: Vec<closures::Bound>,
    names: usize,
    generic: bool,
    single: bool,
    /// How often the current statement runs, about.
    trips: usize,
    /// How many statements have been executed, about.
    cost: usize,
    depth: usize,
    /// Lent mutably: not to be read.
    blocked: Vec<String>,
    /// Lent: not to be written.
    frozen: Vec<String>,
    /// Inside of a condition, an index or an argument: no blocks, no branches, no side effects.
    simple: usize,
    /// Inside of a condition or a cast to an integer: nothing is changed or allocated.
    conditions: usize,
    /// The loops around the current statement.
    around: Vec<flow::Around>,
    /// The type of the function's value.
    returned: Option<Type>,
    /// What the function gives that holds this value, if it may fail.
    fails: Option<Failing>,
    /// A list that the next call makes longer and shorter.
    handed: Option<String>,
    /// The program's functions have linearizations.
    linear: bool,
    is_entry: bool,
    /// Statements are made of templates, too.
    templates: bool,
    /// A template of items is filled.
    in_item: bool,
    /// The program has functions under names of the library's.
    shadows: bool,
    /// The number of the function.
    callees_before: usize,
    /// Functions and types that stand in front of the function.
    items: Vec<String>,
}

/// Calls of a function cost at most this, and the entry at most a few times this.
const LARGEST_COST: usize = 1500;

impl<'a> Generator<'a> {
    fn new(
        random: &'a mut Random,
        structs: &'a [Rc<Struct>],
        callees: &'a [Function],
        single: bool,
        linear: bool,
    ) -> Self {
        Generator {
            random,
            structs,
            callees,
            this: None,
            self_calls: 0,
            scope: Vec::new(),
            closures: Vec::new(),
            names: 0,
            generic: false,
            single,
            trips: 1,
            cost: 0,
            depth: 0,
            blocked: Vec::new(),
            frozen: Vec::new(),
            simple: 0,
            conditions: 0,
            around: Vec::new(),
            returned: None,
            fails: None,
            handed: None,
            linear,
            is_entry: false,
            templates: false,
            in_item: false,
            shadows: false,
            callees_before: callees.len(),
            items: Vec::new(),
        }
    }

    fn function(&mut self, index: usize, entry: bool) -> Function {
        self.is_entry = entry;
        let name = if entry { "entry".to_string() } else { format!("f{index}") };
        self.generic = self.random.chance(12);
        let owner = self.owner(entry);
        let operator = owner.as_ref().and_then(|owner| self.operator(owner));
        let recursive = !entry && !self.generic && operator.is_none() && self.random.chance(12);
        let mut params = self.params();
        if let Some(owner) = &owner {
            params[0] = self.receiver(owner);
        }
        let mut of_trait = None;
        let (mut name, mut result) = (name, None);
        if let Some((operator, operands, of_operator)) = operator {
            params = operands;
            result = of_operator;
            if let Trait::Operator(of, _) = &operator {
                name = Trait::function(of);
            }
            of_trait = Some(operator);
        } else {
            self.choose_options(&mut params);
            if owner.is_some()
                && params.iter().all(|param| !param.excluded && !param.output_only)
                && self.random.chance(30)
            {
                of_trait = Some(Trait::Own(format!("Trait{index}")));
            }
            result = self.result_type(&params).or(result);
        }
        self.returned = result.clone();
        if !entry && of_trait.is_none() && result.is_some() && self.random.chance(25) {
            self.fails = Some(if self.random.chance(50) { Failing::Option } else { Failing::Result });
        }
        if recursive {
            params.push(signature::depth(params.len()));
        }
        let proto = Function {
            name,
            owner,
            of_trait,
            recursive,
            generic: self.generic,
            params: params.clone(),
            result: result.clone(),
            fails: self.fails,
            body: Block::default(),
            returns: false,
            cost: 1,
        };
        self.this = if recursive { Some(proto.clone()) } else { None };
        for param in &params {
            self.declare_param(param);
        }
        if let (true, Some(depth)) = (recursive, self.scope.last_mut()) {
            depth.protected = true;
        }
        let mut stmts = Vec::new();
        for param in params.iter().filter(|param| param.output_only) {
            stmts.push(self.fill(&param.name, &param.ty));
        }
        if recursive {
            stmts.push(self.bottom(&params[params.len() - 1].name, result.as_ref()));
        }
        let grown: Vec<usize> = (0..params.len()).filter(|index| growth::is_grown(&params[*index])).collect();
        for &index in &grown {
            if self.random.chance(50) {
                self.grow_parameter(&params[index].name, &mut stmts);
            }
            params[index].least_after = self.least(&params[index].name).unwrap_or(1);
        }
        let budget = if entry { self.random.range(2, 6) } else { self.random.range(1, 4) };
        self.statements(budget, &mut stmts);
        for index in grown {
            let param = &mut params[index];
            if self.random.chance(60) {
                self.grow_parameter(&param.name, &mut stmts);
            }
            // It may have returned before.
            param.least_after = param.least_after.min(self.least(&param.name).unwrap_or(1));
        }
        let tail = result.as_ref().map(|ty| Box::new(self.result(ty)));
        let returns = tail.is_some() && self.random.chance(5);
        let body = Block { stmts, tail };
        let cost = if recursive { (self.cost + 1) << (2 * self.self_calls) } else { self.cost + 1 };
        Function { params, body, returns, cost, ..proto }
    }

    /// `if n == 0 { return ..; }`
    fn bottom(&mut self, depth: &str, result: Option<&Type>) -> Stmt {
        let stmt = match result {
            Some(ty) => {
                let value = self.value(ty, 1);
                self.returned_value(value)
            }
            None => Stmt::new(vec![text("return;")]),
        };
        let body = Block { stmts: vec![stmt], tail: None };
        Stmt::new(vec![text(format!("if {depth} == 0 ")), Piece::Block(body)])
    }

    /// `return value;`
    fn returned_value(&self, value: Expr) -> Stmt {
        Stmt::new(match self.fails {
            None => vec![text("return "), Piece::Expr(value), text(";")],
            Some(fails) => {
                vec![text(format!("return {}(", fails.present())), Piece::Expr(value), text(");")]
            }
        })
    }

    /// Overwrites what an output held.
    fn fill(&mut self, name: &str, ty: &Type) -> Stmt {
        self.blocked.push(name.to_string());
        let stmt = match ty {
            Type::Array(element, len) | Type::Slice(element, len) => {
                let index = self.name("i");
                let high =
                    if len.is_fixed() && self.random.chance(50) { len.text.clone() } else { format!("{name}.len()") };
                self.scope.push(Var::index(&index, len.clone()));
                let value = self.value(element, 2);
                self.scope.pop();
                let target = Piece::Text(format!("{name}[{index}] = "));
                let assign = Stmt::new(vec![target, Piece::Expr(value), Piece::Text(";".into())]);
                let body = Block { stmts: vec![assign], tail: None };
                let head = Piece::Text(format!("for {index} in 0..{high} "));
                Stmt::new(vec![head, Piece::Block(body)])
            }
            ty => {
                let value = self.value(ty, 2);
                Stmt::new(vec![Piece::Text(format!("*{name} = ")), Piece::Expr(value), Piece::Text(";".into())])
            }
        };
        self.blocked.pop();
        stmt
    }

    /// The value of the function.
    fn result(&mut self, ty: &Type) -> Expr {
        let depth = self.random.range(1, 2);
        self.value(ty, depth)
    }

    fn name(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    fn float_type(&mut self) -> Type {
        if self.single && self.random.chance(40) { Type::Single } else { Type::Double }
    }

    /// A length of an array.
    fn len(&mut self) -> Len {
        if self.generic && self.random.chance(50) {
            Len { text: "N".into(), min: 2 }
        } else {
            Len::fixed(self.random.range(1, 4))
        }
    }
}

fn text(text: impl Into<String>) -> Piece {
    Piece::Text(text.into())
}

fn is_written(passing: Passing) -> bool {
    passing == Passing::Mutable
}
