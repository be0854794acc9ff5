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
