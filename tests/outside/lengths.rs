//! Constants that are gone through in branches and loops, and lengths that are fields.
use jac::{Differentiable, differentiable};

const POWERS: [f64; 3] = [1.0, 2.0, 3.0];
const PAIRS: &[(f64, f64)] = &[(1.0, 2.0), (0.5, -1.0)];

pub struct Rule;
impl Rule {
    const WEIGHTS: [f64; 2] = [0.4, 0.6];
}

#[differentiable]
pub fn in_a_branch(x: f64) -> f64 {
    let mut s = 0.0;
    if x > 0.5 {
        for c in POWERS.iter() {
            s += c / x;
        }
        for c in POWERS.iter().rev() {
            s += x.powf(*c);
        }
        for (a, b) in PAIRS.iter() {
            s += a / x + b * x * x;
        }
        for c in Rule::WEIGHTS.iter() {
            s += c / x;
        }
        for c in POWERS.windows(2) {
            s += c[0] * c[1] / x;
        }
        s = POWERS.iter().fold(s, |s, c| s * s * 0.1 + c * x);
    }
    s
}

#[differentiable]
pub fn after_a_return(x: f64) -> f64 {
    if x < 0.0 {
        return x;
    }
    POWERS.iter().map(|c| c / x).sum::<f64>() * x.sin()
}

#[differentiable]
pub fn in_loops(x: f64) -> f64 {
    const OWN: [[f64; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];
    let mut s = 0.0;
    let mut i = 0;
    while i < 3 {
        for (a, c) in [x, x * x].iter().zip(POWERS.iter()) {
            s += a * a * c;
        }
        i += 1;
    }
    for row in OWN.iter() {
        for c in row.iter() {
            s += c / (x + s);
        }
    }
    s
}

#[derive(Clone, Debug, Differentiable)]
pub struct Table {
    pub w: Vec<f64>,
    pub n: usize,
}

#[differentiable]
impl Table {
    pub fn rows(&self) -> f64 {
        self.w.chunks_exact(self.n).map(|c| c[0] * c[1]).sum()
    }
    pub fn squares_behind(&self) -> f64 {
        let mut v = Vec::with_capacity(self.n);
        for w in self.w.iter().rev().skip(self.n) {
            v.push(w * w);
        }
        v.iter().sum()
    }
}

#[differentiable]
pub fn in_chunks(p: &Table) -> f64 {
    let n = p.n;
    let mut s = p.w.chunks(p.n).map(|c| c[0] * c[0]).sum::<f64>();
    for row in p.w.chunks(p.n) {
        s += row[0] * row[0];
    }
    for row in p.w.chunks(n) {
        s *= row[0];
    }
    s + p.w.windows(p.n).map(|c| c[0] * c[1]).sum::<f64>()
}

#[differentiable]
pub fn by_steps(p: &Table) -> f64 {
    let (a, b) = p.w.split_at(p.n);
    let all = p.w.iter().step_by(p.n).map(|c| c * c).sum::<f64>() + a[0] * b[0];
    all + p.w.iter().skip(p.n).step_by(p.n).map(|c| c * c * c).sum::<f64>() + p.w.iter().nth(p.n).map_or(0.0, |c| c * c)
}

#[differentiable]
pub fn taken_apart(p: &Table) -> f64 {
    let Table { w, n } = p;
    w.chunks(*n).map(|c| c[0] * c[0]).sum()
}

#[differentiable]
pub fn grown(p: &Table) -> f64 {
    let n = p.n + 1;
    let mut v = Vec::with_capacity(n);
    for w in &p.w {
        v.push(w * w);
    }
    for c in v.chunks_mut(p.n) {
        c[0] *= c[0];
    }
    v.rotate_left(p.n - 1);
    v.truncate(p.n);
    v.resize(p.n + 1, 1.0);
    v.iter().map(|c| c * c).sum()
}

/// The table is made here, so that its length is no argument.
#[differentiable]
pub fn tables(w: &[f64]) -> f64 {
    let p = Table { w: w.to_vec(), n: 2 };
    in_chunks(&p) + by_steps(&p) + taken_apart(&p) + grown(&p) + p.rows() + p.squares_behind()
}
