//! Chains of iterators, put together at random: sources, adaptors, closures and ends.
//!
//! Other programs are tame, these are not: closures may panic at an item, and say how often they were called by what they write. So it is seen which items
//! the library asks for, in which order, and when it stops. A program is a function whose types are kept here, and whose text nothing else is made of.

mod adaptors;
mod closures;
mod ends;
mod sources;

use crate::program::{Datum, Program, Stage};
use crate::random::Random;

/// The parameters that an entry may have: those are left out that it does not name.
const PARAMETERS: &[(&str, &str)] = &[
    ("x", "&[f64]"),
    ("y", "&[f64]"),
    ("a", "[f64; 3]"),
    ("rows", "&[Vec<f64>]"),
    ("m", "&[[f64; 2]]"),
    ("k", "f64"),
    ("n", "usize"),
];

/// Functions that chains name.
const FUNCTIONS: &[(&str, &str)] = &[
    ("guarded", "pub fn guarded(v: f64) -> f64 { assert!(v < 1.5, \"too large\"); v * v }"),
    ("root", "pub fn root(v: f64) -> Option<f64> { if v < 0.0 { return None; } Some((v + 0.5).sqrt()) }"),
];

/// The program of a seed.
pub fn program(seed: u64) -> Program {
    let mut random = Random::new(seed);
    let mut chains = Chains::new(&mut random);
    let count = 1 + chains.random.weighted(&[70, 25, 5]);
    let statements: String = (0..count).map(|_| chains.statement()).collect();
    let counted = if chains.counters.is_empty() { "0".into() } else { chains.counters.join(" + 2 * ") };
    let (output, tail) = match chains.random.weighted(&[50, 30, 20]) {
        0 => ("(f64, usize)", format!("(total, {counted})")),
        1 => ("f64", format!("total * (0.5 + ({counted}) as f64)")),
        _ => ("f64", "total".into()),
    };
    let body = format!("let mut total = 0.5 * k;\n{statements}{tail}");
    let names = |name: &str| body.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
    let parameters: Vec<(&str, &str)> = PARAMETERS.iter().copied().filter(|(name, _)| names(name)).collect();
    let functions = FUNCTIONS.iter().filter(|(name, _)| names(name));
    let functions: String = functions.map(|(_, text)| format!("#[differentiable]\n{text}\n")).collect();
    let listed: Vec<String> = parameters.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    let text = format!(
        "use jac::differentiable;\n{functions}#[differentiable]\npub fn entry({}) -> {output} {{\n{body}\n}}\n",
        listed.join(", ")
    );
    // What is no Rust is found behind this.
    let text = syn::parse_file(&text).map_or(text, |file| prettyplease::unparse(&file));
    Program { text, stages: vec![Stage { n: 0, points: points(&parameters, &mut random) }] }
}

/// Two points that differ in numbers alone, some of any lengths, and one with what is no number.
fn points(parameters: &[(&str, &str)], random: &mut Random) -> Vec<Vec<Datum>> {
    let mut found: Vec<Vec<Datum>> = Vec::new();
    for longest in [4, 3, 2, 4] {
        found.push(parameters.iter().map(|(_, ty)| value(ty, longest, random)).collect());
        if longest == 4 {
            let mut second = found[found.len() - 1].clone();
            let special = found.len() > 2;
            second.iter_mut().for_each(|datum| {
                datum.floats(&mut |v| *v = if special { unusual(*v, random) } else { float(random) })
            });
            found.push(second);
        }
    }
    found
}

fn value(ty: &str, longest: usize, random: &mut Random) -> Datum {
    let floats = |count: usize, random: &mut Random| (0..count).map(|_| Datum::Float(float(random))).collect();
    let count = random.range(longest / 2, longest);
    match ty {
        "f64" => Datum::Float(float(random)),
        "usize" => Datum::Integer(random.range(0, longest)),
        "[f64; 3]" => Datum::Parts(floats(3, random)),
        "&[f64]" => Datum::List(floats(count, random)),
        "&[[f64; 2]]" => Datum::List((0..count).map(|_| Datum::Parts(floats(2, random))).collect()),
        _ => {
            let rows = (0..count).map(|_| {
                let length = random.range(0, 3);
                Datum::List(floats(length, random))
            });
            Datum::List(rows.collect())
        }
    }
}

/// A multiple of 1/64 between -1 and 2.
fn float(random: &mut Random) -> f64 {
    random.range(1, 192) as f64 / 64.0 - 1.0
}

fn unusual(value: f64, random: &mut Random) -> f64 {
    *random.pick(&[value, value, value, value, 0.0, -0.0, 2.0, f64::INFINITY, f64::NAN])
}

/// What a chain gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A number behind so many references.
    Float(usize),
    Integer(usize),
    /// A list behind a reference, of so many numbers at least.
    List(usize),
    Pair(Box<Item>, Box<Item>),
}

impl Item {
    /// A reference to it.
    fn shown(&self) -> Item {
        match self {
            Item::Float(depth) => Item::Float(depth + 1),
            Item::Integer(depth) => Item::Integer(depth + 1),
            Item::List(least) => Item::List(*least),
            Item::Pair(left, right) => Item::Pair(Box::new(left.shown()), Box::new(right.shown())),
        }
    }

    fn pair(left: Item, right: Item) -> Item {
        Item::Pair(Box::new(left), Box::new(right))
    }
}

/// A chain: its text, and what the compiler knows of it.
pub struct Chain {
    text: String,
    item: Item,
    /// It knows its length.
    exact: bool,
    /// It can be gone through from its end.
    double: bool,
    /// It can be cloned: no closure in it writes.
    copied: bool,
}

impl Chain {
    fn new(text: impl Into<String>, item: Item) -> Chain {
        Chain { text: text.into(), item, exact: true, double: true, copied: true }
    }

    /// It can be gone through from its end behind what counts from its start.
    fn turns(&self) -> bool {
        self.exact && self.double
    }
}

/// What a program is written with.
pub struct Chains<'a> {
    random: &'a mut Random,
    names: usize,
    /// How many closures of a hundred may panic, and how many say how often they are called.
    risky: usize,
    counting: usize,
    /// What stands in front of the statement that is written, and behind it.
    front: String,
    behind: String,
    /// The integers in which closures count.
    counters: Vec<String>,
    /// Closures in chains that closures give write nothing.
    inside: usize,
    /// A closure of the chain that is written writes something.
    writes: bool,
}

impl<'a> Chains<'a> {
    fn new(random: &'a mut Random) -> Chains<'a> {
        let risky = [0, 20, 45][random.weighted(&[25, 45, 30])];
        let counting = [0, 20, 40][random.weighted(&[45, 35, 20])];
        Chains {
            random,
            names: 0,
            risky,
            counting,
            front: String::new(),
            behind: String::new(),
            counters: Vec::new(),
            inside: 0,
            writes: false,
        }
    }

    fn name(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    /// A chain, and what is made of it.
    fn statement(&mut self) -> String {
        let body = if self.random.chance(10) {
            self.written_through()
        } else {
            let chain = self.chain(2);
            self.end(chain)
        };
        let (front, behind) = (std::mem::take(&mut self.front), std::mem::take(&mut self.behind));
        format!("{front}{body}{behind}")
    }

    /// A source with adaptors, in which others may stand to this depth.
    fn chain(&mut self, depth: usize) -> Chain {
        let before = std::mem::take(&mut self.writes);
        let mut chain = self.source();
        for _ in 0..self.random.weighted(&[8, 30, 32, 20, 10]) {
            chain = self.adapted(chain, depth);
            chain.copied &= !self.writes;
        }
        self.writes |= before;
        chain
    }

    /// The same with items of this kind.
    fn chain_of(&mut self, item: &Item, depth: usize) -> Chain {
        let chain = self.chain(depth);
        if chain.item == *item {
            return chain;
        }
        let text = match item {
            Item::Float(1) => {
                return Chain::new(
                    *self.random.pick(&["y.iter()", "x.iter()", "a.iter()", "y[1..].iter()"]),
                    Item::Float(1),
                );
            }
            Item::Float(0) => self.mapped(&chain.item),
            other => return self.plain_source(other),
        };
        let copied = chain.copied && !self.writes;
        Chain { text: format!("{}{text}", chain.text), item: item.clone(), copied, ..chain }
    }
}
