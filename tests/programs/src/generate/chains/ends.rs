//! What is made of a chain's items.

use super::closures::{Gives, Names};
use super::{Chain, Chains, Item};

impl Chains<'_> {
    /// Statements that go through a chain, and change `total`.
    pub(super) fn end(&mut self, chain: Chain) -> String {
        let Chain { text, item, exact, double, .. } = chain;
        let is_number = matches!(item, Item::Float(0 | 1));
        match self.random.weighted(&[16, 4, 12, 14, 5, 8, 7, 6, 6, 5, 6, 5, 5, 5, 5, 4, 5, 7, 4, 4, 3]) {
            0 if is_number => format!("total += {text}.sum::<f64>();"),
            0 => {
                let map = self.mapped(&item);
                format!("total += {text}{map}.sum::<f64>();")
            }
            1 if is_number => format!("total += {text}.product::<f64>();"),
            2 => {
                let (state, mut names) = (self.name("s"), Names::default());
                let pattern = self.bound(&item, false, &mut names);
                names.floats.push(state.clone());
                let body = self.body(&names, Gives::Float);
                format!("total += {text}.fold(0.25, |{state}: f64, {pattern}| 0.5 * {state} + {body});")
            }
            3 => self.for_loop(&text, &item),
            4 => {
                let mut names = Names::default();
                let pattern = self.bound(&item, false, &mut names);
                let body = self.body(&names, Gives::Float);
                format!("{text}.for_each(|{pattern}| total += {body});")
            }
            5 => self.list(&text, &item),
            6 => format!("total += {text}.count() as f64 * k;"),
            7 => self.found(&format!("{text}.last()"), &item),
            8 => {
                let count = self.count();
                self.found(&format!("{text}.nth({count})"), &item)
            }
            9 => {
                let closure = self.closure(&item, true, Gives::Condition);
                self.found(&format!("{text}.find({closure})"), &item)
            }
            10 => {
                let closure = self.closure(&item, false, Gives::Condition);
                let name = if exact && double && self.random.chance(40) { "rposition" } else { "position" };
                format!("if let Some(p) = {text}.{name}({closure}) {{ total += k * p as f64; }}")
            }
            11 => {
                let closure = self.closure(&item, false, Gives::Condition);
                let name = *self.random.pick(&["any", "all"]);
                format!("if {text}.{name}({closure}) {{ total *= 0.5 + k; }}")
            }
            12 => self.extreme(&text, &item),
            13 if item == Item::Float(0) => {
                let mut names = Names { floats: vec!["p".into(), "q".into()], ..Names::default() };
                let body = self.body(&names.clone(), Gives::Float);
                names.floats.clear();
                self.found(&format!("{text}.reduce(|p, q| {body})"), &item)
            }
            14 => self.split(&text, &item),
            15 => {
                let (state, mut names) = (self.name("s"), Names::default());
                let pattern = self.bound(&item, false, &mut names);
                names.floats.push(state.clone());
                let body = self.body(&names, Gives::Maybe);
                let folded = format!("{text}.try_fold(0.25, |{state}: f64, {pattern}| {body})");
                self.found(&folded, &Item::Float(0))
            }
            16 => {
                let closure = self.closure(&item, false, Gives::Maybe);
                self.found(&format!("{text}.find_map({closure})"), &Item::Float(0))
            }
            17 => self.in_parts(&text, &item),
            18 => {
                let closure = self.closure(&item, false, Gives::Maybe);
                let all = self.name("all");
                let given = self.random.pick(&["w.iter().sum::<f64>()", "w.len() as f64 * k", "w[0]"]).to_string();
                format!(
                    "let {all}: Option<Vec<f64>> = {text}.map({closure}).collect(); total += match {all} {{ Some(w) => {given}, None => 0.5 }};"
                )
            }
            19 => self.found(&format!("{text}.next()"), &item),
            20 if item == Item::Integer(0) => {
                let name = *self.random.pick(&["sum::<usize>()", "max().unwrap_or(1)", "min().unwrap_or(2)"]);
                format!("total += k * {text}.{name} as f64;")
            }
            _ => self.for_loop(&text, &item),
        }
    }

    fn for_loop(&mut self, text: &str, item: &Item) -> String {
        let mut names = Names::default();
        let pattern = self.bound(item, false, &mut names);
        let leave = if self.random.chance(20) {
            let condition = self.condition(&names);
            format!("if {condition} {{ {}; }}", self.random.pick(&["break", "continue"]))
        } else {
            String::new()
        };
        // A jump out of a closure is none out of the loop.
        let body = self.value(&names);
        let risk = if self.random.chance(self.risky) { self.body(&names, Gives::Nothing) } else { String::new() };
        format!("for {pattern} in {text} {{ {leave} {risk} total = 0.5 * total + {body}; }}")
    }

    /// An item that may be there, and what becomes of it.
    fn found(&mut self, text: &str, item: &Item) -> String {
        let mut names = Names::default();
        let pattern = self.bound(item, false, &mut names);
        let value = self.value(&names);
        match self.random.weighted(&[50, 25, 25]) {
            0 => format!("if let Some({pattern}) = {text} {{ total += {value}; }}"),
            1 => format!("total += {text}.map_or(0.5, |{pattern}| {value});"),
            _ => format!("let {pattern} = {text}.unwrap(); total += {value};"),
        }
    }

    /// Into a list.
    fn list(&mut self, text: &str, item: &Item) -> String {
        let map = if *item == Item::Float(0) { String::new() } else { self.mapped(item) };
        let list = self.name("list");
        let made = match self.random.below(3) {
            0 => format!("let {list}: Vec<f64> = {text}{map}.collect();"),
            1 => format!("let {list} = {text}{map}.collect::<Vec<_>>();"),
            _ => format!("let mut {list} = vec![k]; {list}.extend({text}{map});"),
        };
        let used = match self.random.below(4) {
            0 => format!("{list}.iter().sum::<f64>()"),
            1 => format!("{list}[0]"),
            2 => format!("{list}.len() as f64 * k"),
            _ => format!("{list}.iter().zip(x).map(|(p, q)| p * q).sum::<f64>()"),
        };
        format!("{made} total += {used};")
    }

    fn extreme(&mut self, text: &str, item: &Item) -> String {
        let name = *self.random.pick(&["min_by", "max_by"]);
        match item {
            Item::Float(0 | 1) if self.random.chance(60) => {
                let order = *self.random.pick(&["total_cmp(q)", "partial_cmp(q).unwrap()"]);
                self.found(&format!("{text}.{name}(|p, q| p.{order})"), item)
            }
            Item::Integer(0) => format!("total += k * {text}.{name}_key(|p| p % 2).unwrap_or(3) as f64;"),
            Item::Pair(_, right) if **right == Item::Float(0) || **right == Item::Float(1) => {
                self.found(&format!("{text}.{name}(|p, q| p.1.partial_cmp(&q.1).unwrap())"), item)
            }
            _ => self.for_loop(text, item),
        }
    }

    fn split(&mut self, text: &str, item: &Item) -> String {
        let [left, right] = [self.name("left"), self.name("right")];
        let sums = format!("total += {left}.iter().sum::<f64>() - 0.5 * {right}.iter().sum::<f64>();");
        match item {
            Item::Pair(a, b) if **a == Item::Float(0) && **b == Item::Float(0) => {
                format!("let ({left}, {right}): (Vec<f64>, Vec<f64>) = {text}.unzip(); {sums}")
            }
            Item::Float(0) => {
                let closure = self.closure(item, true, Gives::Condition);
                format!("let ({left}, {right}): (Vec<f64>, Vec<f64>) = {text}.partition({closure}); {sums}")
            }
            item => {
                let map = self.mapped(item);
                format!("let ({left}, {right}): (Vec<f64>, Vec<f64>) = {text}{map}.map(|v| (v, v * v)).unzip(); {sums}")
            }
        }
    }

    /// An iterator in a variable, that is taken from piece by piece.
    fn in_parts(&mut self, text: &str, item: &Item) -> String {
        let (it, mut names) = (self.name("it"), Names::default());
        let pattern = self.bound(item, false, &mut names);
        let value = self.value(&names);
        let risk = if self.random.chance(self.risky) { self.body(&names, Gives::Nothing) } else { String::new() };
        match self.random.below(6) {
            0 => {
                format!("let mut {it} = {text}; while let Some({pattern}) = {it}.next() {{ {risk} total += {value}; }}")
            }
            1 => format!(
                "let mut {it} = {text}.peekable(); while let Some({pattern}) = {it}.next() {{ {risk} if {it}.peek().is_some() {{ total += {value}; }} }}"
            ),
            2 => format!("let mut {it} = {text}; {it}.next(); for {pattern} in {it} {{ {risk} total += {value}; }}"),
            3 => format!(
                "let mut {it} = {text}; for {pattern} in {it}.by_ref().take(2) {{ total += {value}; }} total += k * {it}.count() as f64;"
            ),
            4 => format!(
                "let mut {it} = {text}; if let Some({pattern}) = {it}.nth(1) {{ total += {value}; }} total += k * {it}.count() as f64;"
            ),
            _ => {
                let closure = self.closure(item, false, Gives::Condition);
                format!(
                    "let mut {it} = {text}; if {it}.any({closure}) {{ total += k; }} for {pattern} in {it} {{ total += {value}; }}"
                )
            }
        }
    }

    /// A list whose elements are written through a chain.
    pub(super) fn written_through(&mut self) -> String {
        let list = self.name("list");
        let mut chain = format!("{list}.iter_mut()");
        let mut pattern = self.name("v");
        let mut names = Names { floats: vec![format!("*{pattern}")], ..Names::default() };
        let (target, mut exact) = (pattern.clone(), true);
        for _ in 0..self.random.range(0, 3) {
            match self.random.below(9) {
                0 => chain.push_str(&format!(".skip({})", self.count())),
                1 => chain.push_str(&format!(".take({})", self.count())),
                2 => chain.push_str(".step_by(2)"),
                3 if exact => chain.push_str(".rev()"),
                4 if names.integers.is_empty() => {
                    chain.push_str(".enumerate()");
                    let index = self.name("i");
                    pattern = format!("({index}, {pattern})");
                    names.integers.push(index);
                }
                5 if names.floats.len() == 1 => {
                    let other = self.name("v");
                    chain.push_str(&format!(".zip({}.iter())", self.random.pick(&["x", "y", "a"])));
                    pattern = format!("({pattern}, {other})");
                    names.floats.push(format!("*{other}"));
                }
                6 if pattern == target => {
                    let closure = self.closure(&Item::Float(1), true, Gives::Condition);
                    if !closure.starts_with("|&") {
                        chain.push_str(&format!(".filter({closure})"));
                        exact = false;
                    }
                }
                7 if pattern == target => {
                    let closure = self.closure(&Item::Float(1), true, Gives::Nothing);
                    if !closure.starts_with("|&") {
                        chain.push_str(&format!(".inspect({closure})"));
                    }
                }
                _ => {}
            }
        }
        let value = self.value(&names);
        let risk = if self.random.chance(self.risky) { self.body(&names, Gives::Nothing) } else { String::new() };
        let walked = if self.random.chance(60) {
            format!("for {pattern} in {chain} {{ {risk} *{target} = {value}; }}")
        } else {
            format!("{chain}.for_each(|{pattern}| {{ {risk} *{target} = {value}; }});")
        };
        format!("let mut {list} = x.to_vec(); {walked} total += {list}.iter().sum::<f64>();")
    }
}
