//! Data that holds others of its kind: expressions, models and decision trees, walked by recursion.

use jac::differentiable;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub enum Expr {
    Const(f64),
    Var(usize),
    Add(Box<Expr>, Box<Expr>),
    Mul(Box<Expr>, Box<Expr>),
    Neg(Box<Expr>),
    Call(Function, Box<Expr>),
}

#[derive(Clone, Copy, Debug)]
pub enum Function {
    Sin,
    Exp,
}

#[differentiable(wrt(vars))]
pub fn eval(e: &Expr, vars: &[f64]) -> f64 {
    match e {
        Expr::Const(c) => *c,
        Expr::Var(i) => vars[*i],
        Expr::Add(a, b) => eval(a, vars) + eval(b, vars),
        Expr::Mul(a, b) => eval(&**a, vars) * eval(b.as_ref(), vars),
        Expr::Neg(a) => -eval(&a, vars),
        Expr::Call(f, a) => {
            let x = eval(a, vars);
            match f {
                Function::Sin => x.sin(),
                Function::Exp => x.exp(),
            }
        }
    }
}

/// The same, as it was written before `match` looked behind references.
#[differentiable(wrt(vars))]
pub fn eval_by_ref(e: &Expr, vars: &[f64]) -> f64 {
    match *e {
        Expr::Const(c) => c,
        Expr::Var(i) => vars[i],
        Expr::Add(ref a, ref b) => eval_by_ref(a, vars) + eval_by_ref(b, vars),
        Expr::Mul(ref a, ref b) => eval_by_ref(a, vars) * eval_by_ref(b, vars),
        Expr::Neg(ref a) => -eval_by_ref(a, vars),
        Expr::Call(f, ref a) => {
            let x = eval_by_ref(a, vars);
            match f {
                Function::Sin => x.sin(),
                Function::Exp => x.exp(),
            }
        }
    }
}

fn expression() -> Expr {
    let var = |i| Box::new(Expr::Var(i));
    let product = Expr::Mul(var(0), Box::new(Expr::Call(Function::Sin, var(1))));
    let sum = Expr::Add(Box::new(product), Box::new(Expr::Neg(var(1))));
    Expr::Mul(Box::new(Expr::Call(Function::Exp, Box::new(sum))), Box::new(Expr::Const(2.0)))
}

#[differentiable]
pub fn of_expression(vars: &[f64]) -> f64 {
    let e = expression();
    eval(&e, vars) * vars[0]
}

#[differentiable]
pub fn of_expression_by_ref(vars: &[f64]) -> f64 {
    let e = expression();
    eval_by_ref(&e, vars) * vars[0]
}

/// In closed form.
#[differentiable]
pub fn written_out(vars: &[f64]) -> f64 {
    2.0 * (vars[0] * vars[1].sin() - vars[1]).exp() * vars[0]
}

#[derive(Clone, Debug)]
pub enum Node {
    Leaf { value: f64 },
    Param(usize),
    Sum(Vec<Node>),
    Product(Rc<Node>, Rc<Node>),
    If { cond: Box<Node>, then: Box<Node>, other: Option<Box<Node>> },
    Named(String, Box<Node>),
}

#[differentiable]
impl Node {
    #[differentiable(wrt(p))]
    fn eval(&self, p: &[f64]) -> f64 {
        match self {
            Node::Leaf { value } => *value,
            Node::Param(i) => p[*i],
            Node::Sum(list) => list.iter().map(|n| n.eval(p)).sum(),
            Self::Product(a, b) => a.eval(p) * b.eval(p),
            Node::If { cond, then, other } => {
                if cond.eval(p) > 0.0 {
                    then.eval(p)
                } else if let Some(other) = other {
                    other.eval(p) * cond.eval(p)
                } else {
                    0.0
                }
            }
            Node::Named(name, inner) if name.is_empty() => inner.eval(p),
            Node::Named(name, inner) => inner.eval(p) * name.len() as f64,
        }
    }
}

fn node() -> Node {
    let param = |i| Box::new(Node::Param(i));
    let shared = Rc::new(Node::Sum(vec![Node::Param(0), Node::Leaf { value: 0.5 }, Node::Param(1)]));
    let other = Some(Box::new(Node::Product(Rc::new(Node::Param(0)), shared.clone())));
    Node::Sum(vec![
        Node::Product(shared.clone(), shared),
        Node::If { cond: param(0), then: param(1), other },
        Node::If { cond: param(1), then: param(0), other: None },
        Node::Named("ab".to_string(), Box::new(Node::Named(String::new(), param(1)))),
    ])
}

#[differentiable]
pub fn of_node(p: &[f64]) -> f64 {
    let n = node();
    n.eval(p) * p[1]
}

#[derive(Clone, Debug)]
pub enum Branch {
    Split { feature: usize, at: f64, left: usize, right: usize },
    Leaf(Vec<f64>),
}

/// A soft decision tree whose nodes stand in a list.
#[differentiable(wrt(x, sharp))]
pub fn soft_tree(nodes: &[Branch], node: usize, x: &[f64], sharp: f64) -> f64 {
    match &nodes[node] {
        Branch::Leaf(c) => c.iter().zip(x).map(|(c, x)| c * x).sum(),
        Branch::Split { feature, at, left, right } => {
            let g = 1.0 / (1.0 + (-(x[*feature] - at) * sharp).exp());
            g * soft_tree(nodes, *left, x, sharp) + (1.0 - g) * soft_tree(nodes, *right, x, sharp)
        }
    }
}

#[differentiable]
pub fn of_tree(x: &[f64], sharp: f64) -> f64 {
    let nodes = [
        Branch::Split { feature: 0, at: 0.1, left: 1, right: 2 },
        Branch::Leaf(vec![0.5, 0.2]),
        Branch::Split { feature: 1, at: -0.3, left: 1, right: 3 },
        Branch::Leaf(vec![1.5, -0.2]),
    ];
    soft_tree(&nodes, 0, x, sharp)
}

#[derive(Clone, Debug)]
pub enum Op {
    Push(f64),
    Load(usize),
    Add,
    Sub,
    Mul,
    Dup,
    Swap,
    Sin,
}

/// A stack machine that may fail.
#[differentiable(wrt(vars))]
pub fn run(program: &[Op], vars: &[f64]) -> Result<f64, String> {
    let mut stack: Vec<f64> = Vec::new();
    for (pc, op) in program.iter().enumerate() {
        match *op {
            Op::Push(c) => stack.push(c),
            Op::Load(i) => stack.push(*vars.get(i).ok_or_else(|| format!("no variable {i} at {pc}"))?),
            Op::Dup => {
                let top = *stack.last().ok_or("empty stack")?;
                stack.push(top);
            }
            Op::Swap => {
                let n = stack.len();
                if n < 2 {
                    return Err(format!("swap needs two at {pc}"));
                }
                stack.swap(n - 1, n - 2);
            }
            Op::Sin => {
                let x = stack.pop().ok_or("empty stack")?;
                stack.push(x.sin());
            }
            Op::Add | Op::Sub | Op::Mul => {
                let (Some(b), Some(a)) = (stack.pop(), stack.pop()) else {
                    return Err("stack underflow".to_owned());
                };
                stack.push(match op {
                    Op::Add => a + b,
                    Op::Sub => a - b,
                    _ => a * b,
                });
            }
        }
    }
    stack.pop().ok_or_else(|| String::from("no result"))
}

#[differentiable]
pub fn of_program(vars: &[f64]) -> f64 {
    use Op::{Add, Dup, Load, Mul, Push, Sin, Sub, Swap};
    let program = [Load(0), Dup, Mul, Load(1), Sin, Swap, Sub, Push(2.0), Add, Load(1), Mul];
    let broken = [Load(0), Add];
    run(&program, vars).unwrap_or(0.0) + run(&broken, vars).unwrap_or(vars[0])
}
