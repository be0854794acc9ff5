//! Statements and items from templates: text with holes, of which each is filled at random.
//!
//! - `«a~b~c»` is one of these, and they may be nested.
//! - `$name` is a name that nothing else has, the same in the whole template.
//! - `<<f v &w k<3>>` is a number. Behind the kind stand names that it may use: `v` is a number, `mut:v` one that may be changed,
//!   `&v` and `&mut:v` are references to numbers, `k<3` is an index below 3, `&w[2]` a slice of at least two numbers, `^x` is lent and
//!   may be read, `!x` may not.
//! - Of items, names in small letters are the same everywhere, as parameters are.
//! - The kinds: `f` a number, `s` a small one, `g` the value of a closure, `c` a condition, `i` an integer up to 3, `b` a block, `l` a
//!   block that is run a few times, `exit` a way out.
//! - `<<let n 2 4>>` says that `$n` is one of the numbers from 2 to 4, `<<list x 2>>` that `$x` is a list in scope of at least two numbers.
//! - What stands behind ` => ` at the end is in scope from then on.

use std::collections::BTreeMap;

use super::floats::CAP;
use super::flow::Around;
use super::scope::Var;
use super::{Generator, text};
use crate::print;
use crate::syntax::{Block, Expr, Len, Piece, Stmt, Type};

/// What the names of a template stand for.
pub type Names = BTreeMap<String, String>;

impl Generator<'_> {
    /// False if something is missing: then nothing is written.
    pub fn template(&mut self, template: &str, names: &mut Names, stmts: &mut Vec<Stmt>) -> bool {
        let template = self.chosen(template);
        let (body, declared) = template.rsplit_once(" => ").filter(|(_, names)| !names.contains([';', '}'])).unzip();
        let (cost, items) = (self.cost, self.items.len());
        let Some(pieces) = self.filled(body.unwrap_or(&template), names) else {
            self.items.truncate(items);
            return false;
        };
        self.cost = self.cost.max(cost) + 8 * self.trips;
        stmts.push(Stmt::new(pieces));
        let (vars, _) = self.declared(declared.unwrap_or_default().split_whitespace(), names);
        self.scope.extend(vars);
        true
    }

    /// Functions and types in front of the others. They see nothing of what is in scope.
    pub fn item(&mut self, template: &str, names: &mut Names) {
        let template = self.chosen(template).replace("@attribute", &print::attribute(&[], self.linear));
        let scope = std::mem::take(&mut self.scope);
        let closures = std::mem::take(&mut self.closures);
        let around = std::mem::take(&mut self.around);
        let callees = std::mem::take(&mut self.callees);
        let (returned, fails, this) = (self.returned.replace(Type::Double), self.fails.take(), self.this.take());
        let generic = std::mem::take(&mut self.generic);
        let lent = (std::mem::take(&mut self.blocked), std::mem::take(&mut self.frozen));
        self.in_item = true;
        let pieces = self.filled(&template, names);
        self.in_item = false;
        (self.scope, self.closures, self.around, self.callees) = (scope, closures, around, callees);
        (self.returned, self.fails, self.this, self.generic) = (returned, fails, this, generic);
        (self.blocked, self.frozen) = lent;
        if let Some(pieces) = pieces {
            self.items.push(print::expression(&Expr::new(Type::Bool, pieces)));
        }
    }

    /// The template without alternatives.
    fn chosen(&mut self, template: &str) -> String {
        let mut chosen = template.to_string();
        while let Some(end) = chosen.find('»') {
            let start = chosen[..end].rfind('«').expect("what is closed is open");
            let alternatives: Vec<String> =
                chosen[start + '«'.len_utf8()..end].split('~').map(ToString::to_string).collect();
            let one = self.random.pick(&alternatives).clone();
            chosen.replace_range(start..end + '»'.len_utf8(), &one);
        }
        chosen
    }

    fn filled(&mut self, template: &str, names: &mut Names) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut rest = template;
        while let Some(at) = rest.find("<<").into_iter().chain(rest.find('$')).min() {
            pieces.push(text(&rest[..at]));
            rest = &rest[at..];
            if let Some(hole) = rest.strip_prefix("<<") {
                let end = hole.find(">>").expect("what is open is closed");
                pieces.extend(self.hole(&hole[..end], names)?);
                rest = &hole[end + 2..];
            } else {
                let end = rest[1..].find(|c: char| !c.is_alphanumeric()).map_or(rest.len(), |end| end + 1);
                pieces.push(text(self.named(&rest[1..end], names)));
                rest = &rest[end..];
            }
        }
        pieces.push(text(rest));
        Some(pieces)
    }

    fn named(&mut self, name: &str, names: &mut Names) -> String {
        if let Some(name) = names.get(name) {
            return name.clone();
        }
        let is_item = name.starts_with(char::is_uppercase) || name.starts_with("fn");
        // Those of parameters and in bodies of items are their own.
        if self.in_item && !is_item {
            return name.to_string();
        }
        let stem = if is_item { format!("{name}{}x", self.callees_before) } else { name.to_string() };
        let new = self.name(&stem);
        names.insert(name.to_string(), new.clone());
        new
    }

    fn hole(&mut self, hole: &str, names: &mut Names) -> Option<Vec<Piece>> {
        let mut words = hole.split_whitespace();
        let kind = words.next()?;
        match kind {
            "let" => {
                let name = words.next()?;
                let [low, high] = [words.next()?, words.next()?].map(|word| word.parse().expect("a number"));
                names.insert(name.to_string(), self.random.range(low, high).to_string());
                return Some(Vec::new());
            }
            "list" => {
                let (name, least) = (words.next()?, words.next()?.parse().expect("a number"));
                let is_list = |var: &Var| matches!(var.ty.elements(), Some((Type::Double, len)) if len.min >= least);
                let lists: Vec<Var> = self.visible().into_iter().filter(|var| is_list(var) && var.strong).collect();
                let lists: Vec<&Var> = lists.iter().filter(|var| self.is_readable(var)).collect();
                if lists.is_empty() {
                    return None;
                }
                names.insert(name.to_string(), self.random.pick(&lists).name.clone());
                return Some(Vec::new());
            }
            "exit" => return Some(vec![Piece::Block(Block { stmts: vec![self.way_out()], tail: None })]),
            _ => {}
        }
        let (vars, loans) = self.declared(words, names);
        let piece = self.during(&loans, |this| match kind {
            "g" => Piece::Operand(this.closure_body(vars, None, &Type::Double, CAP, None)),
            "l" => {
                let around = Around { label: None, can_continue: true, value: None };
                Piece::Block(this.looping(around, 3, |this| {
                    this.scope.extend(vars);
                    this.block(2)
                }))
            }
            _ => this.scoped(|this| {
                this.scope.extend(vars);
                match kind {
                    "f" | "s" => {
                        let depth = this.random.range(0, 1);
                        let value = this.float(&Type::Double, depth);
                        Piece::Operand(this.tamed(value, if kind == "s" { 1.0 } else { CAP }))
                    }
                    "c" => Piece::Operand(this.condition(1)),
                    "i" => Piece::Operand(this.simply(|this| this.int(3, 1))),
                    "b" => Piece::Block(this.block(2)),
                    _ => unreachable!("no hole is called {kind}"),
                }
            }),
        });
        Some(vec![piece])
    }

    /// Names that a hole may use, and what it may not change (false) or read (true).
    fn declared<'a>(
        &mut self,
        words: impl Iterator<Item = &'a str>,
        names: &mut Names,
    ) -> (Vec<Var>, Vec<(String, bool)>) {
        let (mut vars, mut loans) = (Vec::new(), Vec::new());
        for word in words {
            if let Some(name) = word.strip_prefix('!') {
                loans.push((self.named(name, names), true));
                continue;
            }
            if let Some(name) = word.strip_prefix('^') {
                loans.push((self.named(name, names), false));
                continue;
            }
            let (reference, word) = word.strip_prefix('&').map_or((false, word), |word| (true, word));
            let (mutable, word) = word.strip_prefix("mut:").map_or((false, word), |word| (true, word));
            if let Some((name, below)) = word.split_once('<') {
                let below = names.get(below).cloned().unwrap_or_else(|| below.to_string());
                let below = Len::fixed(below.parse().expect("a number"));
                let name = self.named(name, names);
                vars.push(Var::index(&name, below));
            } else if let Some((name, least)) = word.strip_suffix(']').and_then(|word| word.split_once('[')) {
                let least = names.get(least).cloned().unwrap_or_else(|| least.to_string());
                let name = self.named(name, names);
                let len = Len { text: format!("{name}.len()"), min: least.parse().expect("a number") };
                let element = Box::new(Type::Double);
                let ty = if reference { Type::Slice(element, len) } else { Type::Vec(element, len) };
                vars.push(Var { reference, mutable, protected: true, ..Var::new(&name, ty) });
            } else {
                let name = self.named(word, names);
                vars.push(Var { reference, mutable, ..Var::new(&name, Type::Double) });
            }
        }
        (vars, loans)
    }
}
