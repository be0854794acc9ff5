//! Iterators: chains, and what consumes them.
//!
//! A chain is text and the shape of its items. Closures in it see all variables, and some change one while the chain runs.

use super::floats::CAP;
use super::flow::Around;
use super::scope::Var;
use super::{Generator, text};
use crate::syntax::{Block, Expr, Len, Piece, Stmt, Type};

/// What a chain gives.
#[derive(Clone, Debug)]
pub enum Item {
    /// `&T` or `&mut T`.
    Reference(Type, bool),
    /// `&[T]` or `&mut [T]`, of at least this length.
    Part(Type, usize, bool),
    Value(Type),
    /// A number below this length.
    Index(Len),
    Pair(Box<Item>, Box<Item>),
}

/// More positions than anything has.
const MANY: usize = 100;

struct Chain {
    pieces: Vec<Piece>,
    item: Item,
    /// Positions are below this length.
    below: Len,
    /// What is borrowed while it runs, and whether to write.
    loans: Vec<(String, bool)>,
    /// It knows its length and has two ends.
    exact: bool,
    /// Something changes when it is asked for an item.
    changes: bool,
    /// The compiler knows the types of the floats in its items.
    strong: bool,
}

impl Chain {
    fn then(&mut self, written: impl Into<String>) {
        self.pieces.push(text(written));
    }
}

impl Generator<'_> {
    /// `for` over a chain, or a chain ended by `for_each`.
    pub fn iteration(&mut self, stmts: &mut Vec<Stmt>) {
        let mutable = self.random.chance(35);
        let Some(mut chain) = self.chain(mutable) else { return self.for_loop(stmts) };
        self.adapt(&mut chain);
        let (pattern, vars) = self.items_of(&chain);
        let each = !chain.changes && self.random.chance(20);
        if each {
            let body = self.during(&chain.loans, |this| this.statement_closure(vars));
            chain.then(format!(".for_each(|{pattern}| "));
            chain.pieces.extend([Piece::Block(body), text(");")]);
            return stmts.push(Stmt::new(chain.pieces));
        }
        let label = self.label();
        let around = Around { label: label.clone(), can_continue: true, value: None };
        let body = self.during(&chain.loans, |this| {
            this.looping(around, 3, |this| {
                this.scope.extend(vars);
                this.block(4)
            })
        });
        let label = label.map_or_else(String::new, |label| format!("{label}: "));
        let mut pieces = vec![text(format!("{label}for {pattern} in "))];
        pieces.append(&mut chain.pieces);
        pieces.extend([text(" "), Piece::Block(body)]);
        stmts.push(Stmt::new(pieces));
    }

    /// Statements in a closure: they change what is around it, but never leave a loop.
    fn statement_closure(&mut self, vars: Vec<Var>) -> Block {
        let around = std::mem::take(&mut self.around);
        let (returned, fails) = (self.returned.take(), self.fails.take());
        let trips = self.trips;
        self.trips *= 3;
        // What is moved or lent inside would be captured otherwise; closures in variables stay outside.
        let closures = std::mem::take(&mut self.closures);
        let block = self.scoped(|this| {
            this.scope.extend(vars);
            let mut stmts = Vec::new();
            let budget = this.random.range(1, 2);
            for _ in 0..budget {
                match this.random.below(3) {
                    0 => this.assignment(&mut stmts),
                    1 => this.branch(&mut stmts),
                    _ => this.compound(&mut stmts),
                }
            }
            Block { stmts, tail: None }
        });
        self.closures = closures;
        self.trips = trips;
        self.around = around;
        (self.returned, self.fails) = (returned, fails);
        block
    }

    /// A chain ended by `sum`, `product` or `fold`.
    pub fn chain_value(&mut self, ty: &Type) -> Option<Expr> {
        if self.trips > 20 || *ty != Type::Double {
            return None;
        }
        let mut chain = self.chain(false)?;
        self.adapt(&mut chain);
        let loans = chain.loans.clone();
        let trips = self.trips;
        self.trips *= 3;
        let value = self.during(&loans, |this| this.consumed(chain));
        self.trips = trips;
        Some(value)
    }

    fn consumed(&mut self, mut chain: Chain) -> Expr {
        let ty = Type::Double;
        if self.random.chance(45) {
            return self.folded(chain);
        }
        if self.random.chance(25) && self.one_of(&mut chain).is_some() {
            return Expr::new(ty, chain.pieces).sized(CAP);
        }
        let product = self.random.chance(25);
        let summable = matches!(&chain.item, Item::Reference(Type::Double, _) | Item::Value(Type::Double));
        if !summable || product {
            let item = chain.item.clone();
            self.map(&mut chain, &item, &ty, if product { 1.5 } else { CAP }, false);
        }
        let end = if product { ".product::<f64>()" } else { ".sum::<f64>()" };
        chain.then(end);
        Expr::new(ty, chain.pieces).sized(if product { 8.0 } else { 4.0 * CAP })
    }

    fn folded(&mut self, mut chain: Chain) -> Expr {
        let ty = Type::Double;
        if matches!(&chain.item, Item::Value(Type::Double)) && self.random.chance(25) {
            let end = *self.random.pick(&["f64::NEG_INFINITY, f64::max", "f64::INFINITY, f64::min", "0.5, f64::max"]);
            chain.then(format!(".fold({end})"));
            // An empty chain gives what it started with.
            return Expr::new(ty, vec![Piece::Expr(Expr::new(Type::Double, chain.pieces)), text(".clamp(-9.0, 9.0)")]);
        }
        let initial = if self.random.chance(50) { self.strong_literal(&ty) } else { self.float(&ty, 1) };
        let initial = self.tamed(initial, CAP);
        let (pattern, vars) = self.items_of(&chain);
        let mut total = self.new_name(&ty);
        if self.random.chance(70) || vars.iter().any(|var| var.name == total) {
            total = self.name("acc");
        }
        let changes = self.random.chance(30);
        let total_var = Var { mutable: changes, strong: initial.strong, ..Var::new(&total, ty.clone()) };
        let strong = initial.strong;
        let body = self.closure_body(vars, Some(total_var), &ty, CAP, None);
        let strong = strong || body.strong;
        let mutable = if changes { "mut " } else { "" };
        chain.then(".fold(");
        chain.pieces.push(Piece::Expr(initial));
        chain.then(format!(", |{mutable}{total}, {pattern}| "));
        chain.pieces.extend([Piece::Expr(body), text(")")]);
        Expr::new(ty, chain.pieces).strength(strong).sized(CAP)
    }

    /// A source and up to three adapters.
    fn adapt(&mut self, chain: &mut Chain) {
        let count = self.random.weighted(&[3, 5, 4, 2]);
        for _ in 0..count {
            let item = chain.item.clone();
            match self.random.weighted(&[20, 16, 10, 10, 8, 14, 14, 14, 8, 10, 5, 5, 8, 7, 6]) {
                0 => {
                    chain.then(".enumerate()");
                    chain.item = Item::Pair(Box::new(Item::Index(chain.below.clone())), Box::new(item));
                }
                1 if chain.exact => chain.then(".rev()"),
                2 if !chain.changes => chain.then(format!(".skip({})", self.random.below(3))),
                3 => chain.then(format!(".take({})", self.random.range(0, 3))),
                4 if !chain.changes => chain.then(format!(".step_by({})", self.random.range(1, 3))),
                5 => {
                    let name = *self.random.pick(&[".copied()", ".cloned()"]);
                    match item {
                        Item::Reference(ty, false) => {
                            chain.item = Item::Value(ty);
                            chain.then(name);
                        }
                        // `copied` of pairs does not exist.
                        _ => continue,
                    }
                }
                6 if !chain.changes => {
                    let other = self.during(&chain.loans.clone(), |this| this.chain(false));
                    let Some(mut other) = other else { continue };
                    if self.random.chance(30) {
                        other.then(".rev()");
                    }
                    chain.exact &= other.exact;
                    chain.strong &= other.strong;
                    if !other.exact && self.random.chance(50) {
                        continue;
                    }
                    chain.then(".zip(");
                    chain.pieces.append(&mut other.pieces);
                    chain.then(")");
                    chain.loans.extend(other.loans);
                    chain.item = Item::Pair(Box::new(item), Box::new(other.item));
                }
                7 if !is_mutable(&item) => {
                    let loans = chain.loans.clone();
                    self.during(&loans, |this| this.map(chain, &item, &Type::Double, CAP, true));
                }
                8 if !chain.changes => self.chain_on(chain, &item),
                9 if !is_mutable(&item) => self.asking(chain, "filter"),
                10 if !is_mutable(&item) => self.asking(chain, "take_while"),
                11 if !is_mutable(&item) => self.asking(chain, "skip_while"),
                12 if !is_mutable(&item) => self.perhaps(chain),
                13 => self.flat(chain, &item),
                14 if !is_mutable(&item) => self.scan(chain),
                _ => {}
            }
        }
    }

    /// `.chain(..)` of what has the same items.
    fn chain_on(&mut self, chain: &mut Chain, item: &Item) {
        if !matches!(item, Item::Reference(Type::Double, false) | Item::Value(Type::Double)) {
            return;
        }
        let Some(mut other) = self.during(&chain.loans.clone(), |this| this.chain(false)) else { return };
        match (&other.item, item) {
            (Item::Reference(Type::Double, _), Item::Value(_)) => other.then(".copied()"),
            (Item::Reference(Type::Double, _), Item::Reference(..)) | (Item::Value(Type::Double), Item::Value(_)) => {}
            _ => return,
        }
        chain.then(".chain(");
        chain.pieces.append(&mut other.pieces);
        chain.then(")");
        chain.loans.extend(other.loans);
        chain.strong &= other.strong;
        chain.exact = false;
        chain.below = Len::fixed(MANY);
    }

    /// A closure of the items of a chain: its parameter, and what `inside` makes in it.
    fn of_items<R>(&mut self, chain: &mut Chain, inside: impl FnOnce(&mut Self, Vec<Var>) -> R) -> (String, R) {
        let (pattern, vars) = self.items_of(chain);
        let loans = chain.loans.clone();
        let value = self.during(&loans, |this| inside(this, vars));
        (pattern, value)
    }

    fn condition_on(&mut self, vars: Vec<Var>) -> Expr {
        self.scoped(|this| {
            this.scope.extend(vars);
            this.condition(0)
        })
    }

    /// `.filter(|&v| ..)` and the like: the closure sees a reference to the item.
    fn asking(&mut self, chain: &mut Chain, method: &str) {
        let (pattern, condition) = self.of_items(chain, Self::condition_on);
        self.borrowed_by(chain, &condition);
        let pattern = if pattern.starts_with("mut") { format!("({pattern})") } else { pattern };
        chain.then(format!(".{method}(|&{pattern}| "));
        chain.pieces.extend([Piece::Expr(condition), text(")")]);
        chain.exact = false;
    }

    /// While a chain runs, what its closures mention stays borrowed.
    fn borrowed_by(&mut self, chain: &mut Chain, body: &Expr) {
        let mentioned = self.mentioned(body);
        chain.loans.extend(mentioned.into_iter().map(|name| (name, false)));
    }

    /// `.filter_map(|v| if .. { Some(..) } else { None })`
    fn perhaps(&mut self, chain: &mut Chain) {
        let method = *self.random.pick(&["filter_map", "filter_map", "map_while"]);
        let (pattern, (condition, body)) = self.of_items(chain, |this, vars| {
            let condition = this.condition_on(vars.clone());
            this.simple += 1;
            let body = this.closure_body(vars, None, &Type::Double, CAP, None);
            this.simple -= 1;
            (condition, body)
        });
        self.borrowed_by(chain, &condition);
        self.borrowed_by(chain, &body);
        chain.strong = body.strong;
        chain.then(format!(".{method}(|{pattern}| if "));
        chain.pieces.extend([Piece::Expr(condition), text(" { Some("), Piece::Expr(body), text(") } else { None })")]);
        chain.exact = false;
        chain.item = Item::Value(Type::Double);
    }

    /// `.flatten()`, `.flat_map(|row| row.iter())`, `.flat_map(|v| [.., ..])`
    fn flat(&mut self, chain: &mut Chain, item: &Item) {
        chain.exact = false;
        chain.below = Len::fixed(MANY);
        match item {
            Item::Part(element, _, false) => {
                chain.then(if self.random.chance(50) { ".flatten()" } else { ".flat_map(|row| row.iter())" });
                chain.item = Item::Reference(element.clone(), false);
            }
            Item::Reference(Type::Array(element, _), false) => {
                chain.then(if self.random.chance(50) { ".flatten()" } else { ".flat_map(|row| row.iter().rev())" });
                chain.item = Item::Reference((**element).clone(), false);
            }
            Item::Value(Type::Double) => {
                let (pattern, (first, second)) = self.of_items(chain, |this, vars| {
                    this.simple += 1;
                    let first = this.closure_body(vars.clone(), None, &Type::Double, CAP, None);
                    let second = this.closure_body(vars, None, &Type::Double, CAP, None);
                    this.simple -= 1;
                    (first, second)
                });
                self.borrowed_by(chain, &first);
                self.borrowed_by(chain, &second);
                chain.strong = first.strong || second.strong;
                chain.then(format!(".flat_map(|{pattern}| ["));
                chain.pieces.extend([Piece::Expr(first), text(", "), Piece::Expr(second), text("])")]);
            }
            _ => {}
        }
    }

    /// `.scan(0.5, |state, v| { *state = ..; Some(*state) })`
    fn scan(&mut self, chain: &mut Chain) {
        let initial = self.strong_literal(&Type::Double);
        let state = self.name("state");
        let (pattern, (condition, body)) = self.of_items(chain, |this, mut vars| {
            vars.push(Var { reference: true, ..Var::new(&state, Type::Double) });
            let stops = this.random.chance(30);
            let condition = if stops { Some(this.condition_on(vars.clone())) } else { None };
            this.simple += 1;
            let body = this.closure_body(vars, None, &Type::Double, CAP, None);
            this.simple -= 1;
            (condition, body)
        });
        self.borrowed_by(chain, &body);
        chain.then(".scan(");
        chain.pieces.push(Piece::Expr(initial));
        chain.then(format!(", |{state}, {pattern}| {{ "));
        if let Some(condition) = condition {
            self.borrowed_by(chain, &condition);
            chain.pieces.extend([text("if "), Piece::Expr(condition), text(" { None } else ")]);
        }
        chain.then(format!("{{ *{state} = "));
        chain.pieces.extend([Piece::Expr(body), text(format!("; Some(*{state} * 0.75) }} }})"))]);
        chain.exact = false;
        chain.strong = true;
        chain.item = Item::Value(Type::Double);
    }

    /// One of the items, if there is one.
    fn one_of(&mut self, chain: &mut Chain) -> Option<()> {
        let copied = match &chain.item {
            Item::Reference(Type::Double, _) => ".copied()",
            Item::Value(Type::Double) => "",
            _ => return None,
        };
        if !chain.strong {
            return None;
        }
        let end = match self.random.below(7) {
            0 => ".min_by(|a, b| a.total_cmp(b))".to_string(),
            1 => ".max_by(|a, b| a.total_cmp(b))".to_string(),
            2 => ".max_by(|a, b| (*b * 0.5).total_cmp(&(*a * 0.5)))".to_string(),
            3 => ".last()".to_string(),
            4 => format!(".nth({})", self.random.below(3)),
            5 if copied.is_empty() => ".reduce(|a, b| (a * b).sin())".to_string(),
            _ => ".next()".to_string(),
        };
        chain.then(format!("{end}{copied}.unwrap_or("));
        let other = self.strong_literal(&Type::Double);
        chain.pieces.extend([Piece::Expr(other), text(")")]);
        Some(())
    }

    /// `let mut w: Vec<f64> = ...collect(); w.push(..);`
    pub fn collected(&mut self, stmts: &mut Vec<Stmt>) {
        let Some(mut chain) = self.chain(false) else { return self.compound(stmts) };
        self.adapt(&mut chain);
        let item = chain.item.clone();
        match item {
            Item::Value(Type::Double) => {}
            Item::Reference(Type::Double, false) if self.random.chance(50) => chain.then(".copied()"),
            item => {
                let loans = chain.loans.clone();
                self.during(&loans, |this| this.map(&mut chain, &item, &Type::Double, CAP, false));
            }
        }
        let name = self.name("w");
        let mut pieces = vec![text(format!("let mut {name}: Vec<f64> = "))];
        pieces.append(&mut chain.pieces);
        pieces.push(text(".collect();"));
        stmts.push(Stmt::new(pieces));
        let last = self.value(&Type::Double, 1);
        stmts.push(Stmt::new(vec![text(format!("{name}.push(")), Piece::Expr(last), text(");")]));
        self.grow(&name, 1, stmts);
    }

    /// `.map(|item| ..)`: sometimes the closure changes a variable, sometimes it is a name.
    fn map(&mut self, chain: &mut Chain, item: &Item, ty: &Type, cap: f64, pairs: bool) {
        if matches!(item, Item::Value(Type::Double)) && self.random.chance(20) {
            chain.then(format!(".map({})", self.random.pick(&["f64::sin", "f64::tanh", "f64::abs", "f64::cos"])));
            chain.item = Item::Value(Type::Double);
            chain.strong = true;
            return;
        }
        let (pattern, vars) = self.items_of(chain);
        let accumulator = if !chain.changes && self.random.chance(15) { self.accumulator() } else { None };
        if let Some(name) = &accumulator {
            chain.changes = true;
            chain.loans.push((name.clone(), true));
        }
        let pair = pairs && self.random.chance(20);
        let body = if pair {
            // No `return`: it would leave with one of the two.
            self.simple += 1;
            let first = self.closure_body(vars.clone(), None, ty, cap, accumulator.as_deref());
            let second = self.closure_body(vars, None, ty, cap, None);
            self.simple -= 1;
            let (first_strong, second_strong) = (first.strong, second.strong);
            let pieces = vec![text("("), Piece::Expr(first), text(", "), Piece::Expr(second), text(")")];
            let strong = first_strong && second_strong;
            Expr::new(Type::Tuple(vec![ty.clone(), ty.clone()]), pieces).strength(strong)
        } else {
            self.closure_body(vars, None, ty, cap, accumulator.as_deref())
        };
        let body_strong = body.strong;
        // While a `for` loop runs, what the closure mentions stays borrowed.
        let mentioned = self.mentioned(&body);
        chain.loans.extend(mentioned.into_iter().map(|name| (name, false)));
        chain.then(format!(".map(|{pattern}| "));
        chain.pieces.extend([Piece::Expr(body), text(")")]);
        chain.strong = body_strong;
        let value = Item::Value(ty.clone());
        chain.item = if pair { Item::Pair(Box::new(value.clone()), Box::new(value)) } else { value };
        // The closures of `sum` and `fold` take one value.
        if pair && self.random.chance(60) {
            let (pattern, body) = self.of_items(chain, |this, vars| this.closure_body(vars, None, ty, cap, None));
            chain.strong = body.strong;
            let mentioned = self.mentioned(&body);
            chain.loans.extend(mentioned.into_iter().map(|name| (name, false)));
            chain.then(format!(".map(|{pattern}| "));
            chain.pieces.extend([Piece::Expr(body), text(")")]);
            chain.item = Item::Value(ty.clone());
        }
    }

    /// A float that a closure can change.
    pub fn accumulator(&mut self) -> Option<String> {
        let visible = self.visible();
        let fitting: Vec<&Var> =
            visible.iter().filter(|var| var.ty == Type::Double && !var.reference && self.is_writable(var)).collect();
        if fitting.is_empty() { None } else { Some(self.random.pick(&fitting).name.clone()) }
    }

    /// The array, slice or `Vec`, or the numbers, that a chain starts with.
    fn chain(&mut self, mutable: bool) -> Option<Chain> {
        if !mutable && self.random.chance(15) {
            let (range, below, _) = self.range();
            if !range.contains("..=") {
                let pieces = vec![text(format!("({range})"))];
                let item = Item::Index(below.clone());
                return Some(Chain {
                    pieces,
                    item,
                    below,
                    loans: Vec::new(),
                    exact: true,
                    changes: false,
                    strong: true,
                });
            }
        }
        let visible = self.visible();
        let mut types: Vec<Type> = Vec::new();
        for var in visible {
            let open = if mutable { self.is_writable(&var) } else { self.is_readable(&var) };
            if open {
                sequences(&var.ty, &mut types);
            }
        }
        if types.is_empty() {
            return None;
        }
        let ty = self.random.pick(&types).clone();
        let open = |this: &Self, var: &Var| if mutable { this.is_writable(var) } else { this.is_readable(var) };
        let place = self.place_where(&ty, &open)?;
        let (element, len) = ty.elements()?;
        let (element, len) = (element.clone(), len.clone());
        let strong = place.expr.strong;
        let base = if place.is_deref { vec![text(place.base.clone())] } else { vec![Piece::Expr(place.expr)] };
        let loans = vec![(place.base.clone(), mutable)];
        let mut chain = Chain {
            pieces: base,
            item: Item::Value(Type::Bool),
            below: len.clone(),
            loans,
            exact: true,
            changes: false,
            strong,
        };
        let suffix = if mutable { "_mut" } else { "" };
        let fixed = len.is_fixed();
        match self.random.weighted(&[
            50,
            14,
            if mutable { 0 } else { 14 },
            if fixed && !mutable && !place.is_deref { 8 } else { 0 },
        ]) {
            0 => {
                let cut = if self.random.chance(20) { self.sub_range(&len, 1) } else { String::new() };
                chain.then(format!("{cut}.iter{suffix}()"));
                chain.item = Item::Reference(element, mutable);
            }
            1 => {
                let size = self.random.range(1, len.min);
                chain.then(format!(".chunks_exact{suffix}({size})"));
                chain.item = Item::Part(element, size, mutable);
            }
            2 => {
                let size = self.random.range(1, len.min);
                chain.then(format!(".windows({size})"));
                chain.item = Item::Part(element, size, false);
            }
            // By value: the variable may change meanwhile.
            _ => {
                chain.then(".into_iter()");
                chain.item = Item::Value(element);
                chain.loans.clear();
            }
        }
        Some(chain)
    }

    /// A pattern for the items of a chain, and the variables that it declares.
    fn items_of(&mut self, chain: &Chain) -> (String, Vec<Var>) {
        let (pattern, mut vars) = loop {
            let (pattern, vars) = self.item_pattern(&chain.item);
            let twice = |(position, var): (usize, &Var)| vars[..position].iter().any(|other| other.name == var.name);
            // A name of an older variable may have been taken twice.
            if !vars.iter().enumerate().any(twice) {
                break (pattern, vars);
            }
        };
        vars.iter_mut().for_each(|var| var.strong &= chain.strong);
        (pattern, vars)
    }

    /// A pattern for an item, and the variables that it declares.
    fn item_pattern(&mut self, item: &Item) -> (String, Vec<Var>) {
        match item {
            Item::Index(below) => {
                if self.random.chance(10) {
                    return ("_".into(), Vec::new());
                }
                let name = self.name("i");
                let var = Var::index(&name, below.clone());
                (name, vec![var])
            }
            Item::Pair(left, right) => {
                let (left, mut vars) = self.item_pattern(left);
                let (right, more) = self.item_pattern(right);
                vars.extend(more);
                (format!("({left}, {right})"), vars)
            }
            Item::Part(element, min, mutable) => {
                let name = self.name("c");
                let ty = Type::Slice(Box::new(element.clone()), Len { text: format!("{name}.len()"), min: *min });
                let var = Var { reference: true, mutable: *mutable, protected: true, ..Var::new(&name, ty) };
                (name, vec![var])
            }
            Item::Reference(ty, mutable) => {
                if !mutable && self.random.chance(30) {
                    let (pattern, vars) = self.item_pattern(&Item::Value(ty.clone()));
                    let pattern = if pattern.starts_with("mut") { format!("({pattern})") } else { pattern };
                    return (format!("&{pattern}"), vars);
                }
                // Arithmetic takes what is called `v` without a star.
                let name = self.name(if *mutable { "e" } else { "v" });
                let var = Var { reference: true, mutable: *mutable, ..Var::new(&name, ty.clone()) };
                (name, vec![var])
            }
            Item::Value(ty) => {
                if !ty.is_float() && self.random.chance(40) {
                    let mut declared = Vec::new();
                    let pattern = self.pattern(ty, &mut declared);
                    let vars = declared.into_iter().map(|(name, ty, mutable)| Var { mutable, ..Var::new(&name, ty) });
                    return (pattern, vars.collect());
                }
                // Sometimes it hides a variable.
                let name = self.new_name(ty);
                (name.clone(), vec![Var::new(&name, ty.clone())])
            }
        }
    }

    /// The body of a closure whose value is a float.
    ///
    /// All variables around it are read only, but for the one that it changes.
    pub fn closure_body(
        &mut self,
        vars: Vec<Var>,
        total: Option<Var>,
        ty: &Type,
        cap: f64,
        changed: Option<&str>,
    ) -> Expr {
        let before = self.frozen.len();
        let names: Vec<String> = self.visible().into_iter().map(|var| var.name).collect();
        let own: Vec<String> = vars.iter().chain(&total).map(|var| var.name.clone()).collect();
        // A parameter of that name hides what would be changed.
        let changed = changed.filter(|name| !own.iter().any(|own| own == name));
        let outer = names.into_iter().filter(|name| Some(name.as_str()) != changed && !own.contains(name));
        self.frozen.extend(outer);
        let around = std::mem::take(&mut self.around);
        let (returned, fails) = (self.returned.replace(ty.clone()), self.fails.take());
        // They may change something, too.
        let closures: Vec<_> = self.closures.iter().filter(|closure| closure.changes).cloned().collect();
        self.closures.retain(|closure| !closure.changes);
        let body = self.scoped(|this| {
            this.scope.extend(vars);
            this.scope.extend(total.clone());
            let mut stmts = Vec::new();
            if let Some(name) = changed {
                let value = this.float(ty, 1);
                let value = this.tamed(value, 1.0);
                let operator = *this.random.pick(&[" += ", " *= ", " -= "]);
                stmts.push(Stmt::new(vec![text(format!("{name}{operator}")), Piece::Expr(value), text(";")]));
            }
            if let (Some(total), true) = (&total, total.as_ref().is_some_and(|total| total.mutable)) {
                let value = this.float(ty, 1);
                let value = this.tamed(value, 1.0);
                stmts.push(Stmt::new(vec![text(format!("{} += ", total.name)), Piece::Expr(value), text(";")]));
            }
            if this.depth < 4 && this.random.chance(20) {
                let stmt = this.let_float(ty);
                stmts.push(stmt);
            }
            if this.depth < 4 && this.simple == 0 && this.random.chance(15) {
                let condition = this.condition(1);
                let value = this.float(ty, 1);
                let value = this.tamed(value, cap);
                let exit = Stmt::new(vec![text("return "), Piece::Expr(value), text(";")]);
                let body = Piece::Block(Block { stmts: vec![exit], tail: None });
                stmts.push(Stmt::new(vec![text("if "), Piece::Expr(condition), text(" "), body]));
            }
            let value = this.float(ty, 2);
            let value = this.tamed(value, cap);
            if stmts.is_empty() {
                return value;
            }
            let (size, strong) = (value.size, value.strong);
            let block = Block { stmts, tail: Some(Box::new(value)) };
            Expr::new(ty.clone(), vec![Piece::Block(block)]).strength(strong).sized(size)
        });
        self.closures.extend(closures);
        (self.returned, self.fails) = (returned, fails);
        self.around = around;
        self.frozen.truncate(before);
        body
    }
}

fn is_mutable(item: &Item) -> bool {
    match item {
        Item::Reference(_, mutable) | Item::Part(_, _, mutable) => *mutable,
        Item::Value(_) | Item::Index(_) => false,
        Item::Pair(left, right) => is_mutable(left) || is_mutable(right),
    }
}

/// The parts of a type that a chain can go through.
fn sequences(ty: &Type, found: &mut Vec<Type>) {
    match ty {
        Type::Tuple(parts) => parts.iter().for_each(|part| sequences(part, found)),
        Type::Struct(item) => item.fields.iter().for_each(|(_, part)| sequences(part, found)),
        Type::Array(element, _) | Type::Vec(element, _) | Type::Slice(element, _) => {
            if element.varies() && !matches!(**element, Type::Single) {
                found.push(ty.clone());
            }
            sequences(element, found);
        }
        _ => {}
    }
}
