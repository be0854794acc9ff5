//! Closures of chains: arithmetic, with what panics at some item and what counts.

use super::{Chains, Item};

/// What a closure binds.
#[derive(Clone, Default)]
pub struct Names {
    /// Expressions that are numbers.
    pub floats: Vec<String>,
    pub integers: Vec<String>,
    /// Names of lists, and how long they are at least.
    pub lists: Vec<(String, usize)>,
}

/// What a closure gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    Float,
    Condition,
    /// An `Option`.
    Maybe,
    /// `Some(..)`, or none.
    Mostly,
    Nothing,
}

impl Chains<'_> {
    /// A pattern for an item; `plain` behind a reference, where no pattern has one.
    pub fn bound(&mut self, item: &Item, plain: bool, names: &mut Names) -> String {
        match item {
            Item::Float(depth) | Item::Integer(depth) => {
                let is_float = matches!(item, Item::Float(_));
                let name = self.name(if is_float { "v" } else { "i" });
                let seen = if plain || self.random.chance(50) { 0 } else { *depth };
                let value = format!("{}{name}", "*".repeat(depth - seen));
                if is_float {
                    names.floats.push(value)
                } else {
                    names.integers.push(value)
                }
                format!("{}{name}", "&".repeat(seen))
            }
            Item::List(least) => {
                let name = self.name("w");
                names.lists.push((name.clone(), *least));
                name
            }
            Item::Pair(left, right) => {
                let left = self.bound(left, plain, names);
                let right = self.bound(right, plain, names);
                format!("({left}, {right})")
            }
        }
    }

    /// A pattern for a reference to an item.
    pub fn bound_shown(&mut self, item: &Item, names: &mut Names) -> String {
        self.bound(&item.shown(), matches!(item, Item::Pair(..)), names)
    }

    /// A number that is within reach.
    pub fn float(&mut self, names: &Names) -> String {
        let mut found = names.floats.clone();
        found.extend(names.integers.iter().map(|name| format!("({} as f64)", bare(name))));
        for (name, least) in &names.lists {
            found.push(format!("{name}.iter().sum::<f64>()"));
            found.push(format!("({name}.len() as f64)"));
            found.extend((0..*least).map(|index| format!("{name}[{index}]")));
            if self.random.chance(self.risky / 2) {
                found.push(format!("{name}[{least}]"));
            }
        }
        if found.is_empty() || self.random.chance(12) {
            return self.random.pick(&["k", "0.5_f64", "1.25_f64"]).to_string();
        }
        self.random.pick(&found).clone()
    }

    /// An integer that is within reach.
    fn integer(&mut self, names: &Names) -> String {
        if names.integers.is_empty() { "n".into() } else { bare(self.random.pick::<String>(&names.integers)) }
    }

    pub fn value(&mut self, names: &Names) -> String {
        let (a, b) = (self.float(names), self.float(names));
        if self.random.chance(self.risky / 2) {
            let i = self.integer(names);
            return match self.random.below(7) {
                0 => format!("{a} * y[{i}]"),
                1 => format!("{a} + x[{i} + 1]"),
                2 => format!("{a} - y[{i} - 1]"),
                3 => format!("{a} * x[x.len() - 1 - {i}]"),
                4 => format!("{a} * y.get({i}).unwrap()"),
                5 => format!("{a} * a[{i}]"),
                _ => format!("{a} * y.first().copied().unwrap()"),
            };
        }
        match self.random.weighted(&[24, 20, 12, 8, 8, 8, 8, 6, 6]) {
            0 => a,
            1 => format!("{a} * {b}"),
            2 => format!("{a} * k + 0.5"),
            3 => format!("({a}).sin()"),
            4 => format!("({a}).tanh() * {b}"),
            5 => format!("{a} - {b}"),
            6 => format!("if {a} < 0.75 {{ 0.5 * {a} }} else {{ {b} }}"),
            7 => format!("({a}).max({b})"),
            _ => format!("({a} * {b} + 1.0).abs().sqrt()"),
        }
    }

    pub fn condition(&mut self, names: &Names) -> String {
        let (a, b) = (self.float(names), self.float(names));
        let bound = *self.random.pick(&["0.0", "0.5", "1.0", "1.5"]);
        let i = self.integer(names);
        if self.random.chance(self.risky / 3) {
            return format!("{a} < {bound} && y[{i}] < 1.5");
        }
        match self.random.weighted(&[40, 25, 10, 15, 5, 5]) {
            0 => format!("{a} < {bound}"),
            1 => format!("{a} > {bound}"),
            2 => format!("{a} > {b}"),
            3 if !names.integers.is_empty() => format!("{i} % 2 == 0"),
            4 => format!("{a} > {bound} || {b} < 0.25"),
            _ => format!("!({a} > {bound})"),
        }
    }

    /// A statement that panics at some items.
    fn risk(&mut self, names: &Names) -> String {
        let (a, i) = (self.float(names), self.integer(names));
        match self.random.below(9) {
            0 => format!("assert!({a} < 1.5);"),
            1 => format!("assert!({a} < 1.0, \"too large: {{}}\", {a});"),
            2 => format!("if {a} > 1.25 {{ panic!(\"too large\"); }}"),
            3 => format!("let _t = y[{i}];"),
            4 => format!("let _t = &y[{i}];"),
            5 => format!("assert_ne!({i}, 2);"),
            6 => format!("let _t = {i} - 1;"),
            7 => format!("debug_assert!({a} < 1.5);"),
            _ => format!("y.get({i}).unwrap();"),
        }
    }

    /// What stands in front of the value of a closure, and a number that it makes.
    fn in_front(&mut self, names: &mut Names) -> String {
        let mut text = String::new();
        if self.inside == 0 && self.random.chance(self.counting) {
            text.push_str(&self.counted(names));
        }
        if self.random.chance(self.risky) {
            text.push_str(&self.risk(names));
        }
        if self.random.chance(8) {
            let (name, value) = (self.name("u"), self.value(names));
            text.push_str(&format!("let {name} = {value};"));
            names.floats.push(name);
        }
        text
    }

    /// A statement that changes what is captured.
    fn counted(&mut self, names: &mut Names) -> String {
        self.writes = true;
        if self.random.chance(30) {
            let (name, value) = (self.name("t"), self.float(names));
            self.front.push_str(&format!("let mut {name} = 0.0;"));
            self.behind.push_str(&format!("total += 0.5 * {name};"));
            let text = match self.random.below(2) {
                0 => format!("{name} += {value};"),
                _ => format!("{name} = 0.5 * {name} + {value};"),
            };
            names.floats.push(name);
            return text;
        }
        let name = self.name("c");
        self.front.push_str(&format!("let mut {name} = 0usize;"));
        self.counters.push(name.clone());
        let text = match self.random.below(4) {
            0 => format!("if {} {{ {name} += 1; }}", self.condition(names)),
            1 => format!("{name} += 2;"),
            _ => format!("{name} += 1;"),
        };
        names.integers.push(name);
        text
    }

    /// What a closure makes of what it binds.
    pub fn body(&mut self, names: &Names, gives: Gives) -> String {
        let mut names = names.clone();
        let mut front = self.in_front(&mut names);
        let value = match gives {
            Gives::Float => self.value(&names),
            Gives::Condition => self.condition(&names),
            Gives::Maybe => self.maybe(&names),
            Gives::Mostly if self.random.chance(40) => self.maybe(&names),
            Gives::Mostly => format!("Some({})", self.value(&names)),
            Gives::Nothing => {
                if front.is_empty() {
                    front = if self.inside == 0 && self.random.chance(60) {
                        self.counted(&mut names)
                    } else {
                        self.risk(&names)
                    };
                }
                String::new()
            }
        };
        if front.is_empty() && !value.is_empty() && !value.starts_with('{') {
            return value;
        }
        format!("{{ {front} {value} }}")
    }

    fn maybe(&mut self, names: &Names) -> String {
        let (condition, value) = (self.condition(names), self.value(names));
        match self.random.weighted(&[40, 15, 15, 10, 10, 10]) {
            0 => format!("if {condition} {{ Some({value}) }} else {{ None }}"),
            1 => format!("({condition}).then(|| {value})"),
            2 => format!("({condition}).then_some({value})"),
            3 => format!("Some({value})"),
            4 => format!("y.get({}).copied()", self.integer(names)),
            _ => format!("root({value})"),
        }
    }

    /// `|v| ..` of an item, or of a reference to it.
    pub fn closure(&mut self, item: &Item, shown: bool, gives: Gives) -> String {
        let mut names = Names::default();
        let pattern = if shown { self.bound_shown(item, &mut names) } else { self.bound(item, false, &mut names) };
        let body = self.body(&names, gives);
        if gives == Gives::Float && self.random.chance(6) {
            let condition = self.condition(&names);
            return format!("|{pattern}| {{ if {condition} {{ return 0.25; }} {body} }}");
        }
        format!("|{pattern}| {body}")
    }
}

/// The name of an integer as an operand.
fn bare(name: &str) -> String {
    if name.starts_with('*') { format!("({name})") } else { name.to_string() }
}
