//! Types of the standard library that hold what varies, and have no tangent space.
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use jac::{Differentiable, differentiable};

#[differentiable]
fn in_a_cell(x: &[f64]) -> f64 {
    let c = Cell::new(x[0]);
    c.set(c.get() * 2.0);
    c.get()
}

#[differentiable]
fn shared(x: &[f64]) -> f64 {
    let c = Rc::new(x.to_vec());
    let d = Rc::clone(&c);
    c[0] * d[1]
}

#[differentiable]
fn in_a_map(x: &[f64]) -> f64 {
    let mut m: HashMap<&str, f64> = HashMap::new();
    m.insert("a", x[0]);
    *m.get_mut("a").unwrap() *= 2.0;
    m["a"]
}

#[differentiable]
fn in_a_tree(x: &[f64]) -> f64 {
    let mut m = BTreeMap::new();
    m.insert("a", x[0]);
    m["a"]
}

#[differentiable]
fn asked_by_what_varies(x: &[f64], keys: &[u32]) -> f64 {
    let mut count = HashMap::new();
    for (v, k) in x.iter().zip(keys) {
        *count.entry(*k).or_insert(0.0) += *v;
    }
    x[0]
}

#[differentiable]
fn lent_by_a_map(x: f64, keys: &[u32]) -> f64 {
    let mut count = HashMap::new();
    for k in keys {
        let n = count.entry(*k).or_insert(0);
        *n += 1;
    }
    x * count[&keys[0]] as f64
}

// What does not vary may be anywhere.
#[differentiable]
fn counted(x: f64) -> f64 {
    let (calls, table) = (Cell::new(0), HashMap::from([("twice", 2.0)]));
    calls.set(calls.get() + 1);
    x * jac::constant(table["twice"]) * calls.get() as f64
}

mod own {
    #[derive(Clone)]
    pub struct String {
        pub x: f64,
    }

    // By its name this would be text.
    #[derive(Clone, jac::Differentiable)]
    pub struct Line {
        pub text: String,
    }
}

#[derive(Clone, Differentiable)]
struct Solver {
    weights: Vec<f64>,
    solution: Vec<f64>,
}

#[differentiable]
impl Solver {
    fn solve<'w>(&'w mut self, r: &[f64]) -> &'w [f64] {
        for i in 0..r.len() {
            self.solution[i] = r[i] * self.weights[i];
        }
        &self.solution
    }
}

fn main() {}

#[differentiable]
fn changed_in_loops(x: f64, keys: &[u32]) -> f64 {
    let mut count: std::collections::BTreeMap<u32, u32> = keys.iter().map(|k| (*k, 0)).collect();
    for v in count.values_mut() {
        *v += 1;
    }
    for (_, v) in &mut count {
        *v += 1;
    }
    x * f64::from(count[&1])
}
