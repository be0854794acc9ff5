//! What is made of a chain by a method.

use super::closures::{Gives, Names};
use super::{Chain, Chains, Item};

impl Chains<'_> {
    pub(super) fn adapted(&mut self, chain: Chain, depth: usize) -> Chain {
        let Chain { text, item, exact, double, copied } = chain;
        let turns = exact && double;
        let same = |text: String| Chain { text, item: item.clone(), exact, double, copied };
        let open = |text: String, item: Item| Chain { text, item, exact: false, double, copied };
        let forward = |text: String, item: Item| Chain { text, item, exact: false, double: false, copied };
        let counted = |text: String| Chain { text, item: item.clone(), exact, double: turns, copied };
        match self.random.weighted(&[18, 9, 7, 9, 8, 7, 9, 9, 6, 8, 6, 6, 5, 5, 9, 6, 3, 4, 5, 2]) {
            0 => {
                let (map, item) = self.map(&item);
                Chain { text: format!("{text}{map}"), item, exact, double, copied }
            }
            1 => {
                let closure = self.closure(&item, true, Gives::Condition);
                open(format!("{text}.filter({closure})"), item)
            }
            2 => {
                let item = Item::pair(Item::Integer(0), item.clone());
                Chain { text: format!("{text}.enumerate()"), item, exact, double: turns, copied }
            }
            3 => counted(format!("{text}.skip({})", self.count())),
            4 => counted(format!("{text}.take({})", self.count())),
            5 => {
                let step = *self.random.pick(&["2", "2", "3", "n", "1"]);
                counted(format!("{text}.step_by({step})"))
            }
            6 if double => same(format!("{text}.rev()")),
            7 if depth > 0 => {
                let other = self.chain(depth - 1);
                let item = Item::pair(item.clone(), other.item.clone());
                Chain {
                    text: format!("{text}.zip({})", other.text),
                    item,
                    exact: exact && other.exact,
                    double: turns && other.turns(),
                    copied: copied && other.copied,
                }
            }
            8 if depth > 0 => {
                let other = self.chain_of(&item, depth - 1);
                if other.item != item {
                    return same(text);
                }
                Chain {
                    text: format!("{text}.chain({})", other.text),
                    item,
                    exact: false,
                    double: double && other.double,
                    copied: copied && other.copied,
                }
            }
            9 => {
                let closure = self.closure(&item, true, Gives::Nothing);
                same(format!("{text}.inspect({closure})"))
            }
            10 => {
                let closure = self.closure(&item, true, Gives::Condition);
                forward(format!("{text}.take_while({closure})"), item)
            }
            11 => {
                let closure = self.closure(&item, true, Gives::Condition);
                forward(format!("{text}.skip_while({closure})"), item)
            }
            12 => {
                let closure = self.closure(&item, false, Gives::Maybe);
                forward(format!("{text}.map_while({closure})"), Item::Float(0))
            }
            13 => {
                let closure = self.scanning(&item);
                let start = *self.random.pick(&["0.0", "k", "1.0"]);
                forward(format!("{text}.scan({start}, {closure})"), Item::Float(0))
            }
            14 => {
                let (flat, item) = self.flat(&item);
                open(format!("{text}{flat}"), item)
            }
            15 => {
                let closure = self.closure(&item, false, Gives::Maybe);
                open(format!("{text}.filter_map({closure})"), Item::Float(0))
            }
            16 => same(format!("{text}.{}()", self.random.pick(&["peekable", "fuse", "into_iter"]))),
            17 if copied && !self.writes => {
                let count = self.random.range(1, 5);
                let text = format!("{text}.cycle().take({count})");
                Chain { text, item, exact: false, double: false, copied }
            }
            18 if item == Item::Float(1) || item == Item::Integer(1) => {
                let method = *self.random.pick(&["copied", "cloned"]);
                let item = if item == Item::Float(1) { Item::Float(0) } else { Item::Integer(0) };
                Chain { text: format!("{text}.{method}()"), item, exact, double, copied }
            }
            19 if copied && !self.writes => same(format!("{text}.clone()")),
            _ => same(text),
        }
    }

    pub(super) fn count(&mut self) -> &'static str {
        const COUNTS: &[&str] = &["0", "1", "1", "2", "2", "3", "n", "n"];
        COUNTS[self.random.below(COUNTS.len())]
    }

    /// `.map(..)` to numbers.
    pub(super) fn mapped(&mut self, item: &Item) -> String {
        if *item == Item::Float(0) && self.random.chance(20) {
            return format!(".map({})", self.random.pick(&["f64::sin", "guarded", "|v| guarded(v) * 0.5"]));
        }
        if self.random.chance(8) {
            let (name, closure) = (self.name("f"), self.closure(item, false, Gives::Float));
            // A closure that is written in front is told what it is given.
            if let (Item::Float(0), Some((pattern, body))) = (item, closure[1..].split_once('|')) {
                let (front, behind) = (&mut self.front, if self.writes { "mut " } else { "" });
                front.push_str(&format!("let {behind}{name} = |{pattern}: f64| -> f64 {{ {body} }};"));
                return format!(".map({name})");
            }
            return format!(".map({closure})");
        }
        format!(".map({})", self.closure(item, false, Gives::Float))
    }

    fn map(&mut self, item: &Item) -> (String, Item) {
        if self.random.chance(75) {
            return (self.mapped(item), Item::Float(0));
        }
        let mut names = Names::default();
        let pattern = self.bound(item, false, &mut names);
        let value = self.body(&names, Gives::Float);
        if let Some(first) = names.integers.first().filter(|_| self.random.chance(40)) {
            return (format!(".map(|{pattern}| {first} + 1)"), Item::Integer(0));
        }
        let other = self.float(&names);
        (format!(".map(|{pattern}| ({value}, {other}))"), Item::pair(Item::Float(0), Item::Float(0)))
    }

    /// The closure of a `scan`.
    fn scanning(&mut self, item: &Item) -> String {
        let (state, mut names) = (self.name("s"), Names::default());
        let pattern = self.bound(item, false, &mut names);
        let value = self.value(&names);
        names.floats.push(format!("*{state}"));
        let given = self.body(&names, Gives::Mostly);
        format!("|{state}: &mut f64, {pattern}| {{ *{state} = 0.5 * *{state} + {value}; {given} }}")
    }

    /// `.flat_map(..)` or `.flatten()`, and what it gives.
    fn flat(&mut self, item: &Item) -> (String, Item) {
        if matches!(item, Item::List(_)) && self.random.chance(35) {
            return (".flatten()".into(), Item::Float(1));
        }
        let mut names = Names::default();
        let pattern = self.bound(item, false, &mut names);
        self.inside += 1;
        let value = self.value(&names);
        let risk = if self.random.chance(self.risky) { self.risky_statement(&names) } else { String::new() };
        let (given, item) = self.inner_chain(&names, &value);
        self.inside -= 1;
        (format!(".flat_map(|{pattern}| {{ {risk} {given} }})"), item)
    }

    fn risky_statement(&mut self, names: &Names) -> String {
        self.body(names, Gives::Nothing) + ";"
    }

    /// What a closure of `flat_map` gives.
    fn inner_chain(&mut self, names: &Names, value: &str) -> (String, Item) {
        if let Some((list, _)) = names.lists.first().filter(|_| self.random.chance(70)).cloned() {
            return match self.random.below(4) {
                0 => (format!("{list}.iter()"), Item::Float(1)),
                1 => (format!("{list}.iter().rev()"), Item::Float(1)),
                2 => (format!("{list}.iter().skip(1)"), Item::Float(1)),
                _ => {
                    let closure = self.closure(&Item::Float(1), false, Gives::Float);
                    (format!("{list}.iter().map(move {closure})"), Item::Float(0))
                }
            };
        }
        if let Some(index) =
            names.integers.first().filter(|name| !name.starts_with('*') && self.random.chance(60)).cloned()
        {
            return match self.random.below(4) {
                0 => (format!("x[{index}..].iter()"), Item::Float(1)),
                1 => (format!("x.iter().skip({index})"), Item::Float(1)),
                2 => (format!("x.iter().take({index})"), Item::Float(1)),
                _ => (format!("(0..{index})"), Item::Integer(0)),
            };
        }
        match self.random.below(5) {
            0 => (format!("[{value}, 0.5]"), Item::Float(0)),
            1 => (format!("Some({value})"), Item::Float(0)),
            2 => (format!("vec![{value}; 2]"), Item::Float(0)),
            3 => (format!("std::iter::once({value})"), Item::Float(0)),
            _ => {
                let mut names = names.clone();
                let index = self.name("i");
                names.integers.push(index.clone());
                let inner = self.value(&names);
                (format!("(0..2).map(move |{index}: usize| {inner})"), Item::Float(0))
            }
        }
    }
}
