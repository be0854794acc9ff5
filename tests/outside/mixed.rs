//! Integers among what is written, lists in lists, and lists that have no name.

use jac::{Differentiable, differentiable};

#[differentiable]
pub fn counted(x: &[f64], n: &mut usize, best: &mut f64) {
    *n += 1;
    *best += x[0] * *best;
}

#[differentiable]
pub fn counted_behind(x: &[f64], best: &mut f64, n: &mut usize) {
    *n += 1;
    *best += x[0] * *best;
}

#[differentiable]
pub fn all_kinds(x: &[f64], n: &mut Vec<usize>, best: &mut f64, m: &mut Vec<bool>, c: &mut Vec<f64>) -> f64 {
    n[0] += 1;
    m.push(true);
    c.push(x[1] * *best);
    *best += x[0];
    c[0] * x[0]
}

#[differentiable(order = 2)]
pub fn of_numbers(n: &mut i32, x: f64, best: &mut f64, flags: &mut [bool; 2]) -> f64 {
    *n += 1;
    flags[1] = !flags[0];
    *best += x * x * *best;
    if flags[1] { *best * x } else { x }
}

#[differentiable(wrt(best))]
pub fn only_written(n: &mut usize, x: &[f64], best: &mut [f64], last: &mut [u8]) {
    *n += x.len();
    last[0] = 1;
    for (b, x) in best.iter_mut().zip(x) {
        *b *= x * *b;
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct State {
    pub a: f64,
    pub k: usize,
}

#[differentiable]
impl State {
    pub fn step(&mut self, n: &mut usize, x: &[f64], d: &mut f64) -> f64 {
        *n += self.k;
        self.k += 1;
        *d += self.a * x[0];
        self.a *= *d;
        self.a
    }

    pub fn seen(&self, n: &mut usize, x: &[f64], d: &mut [f64]) {
        *n += self.k;
        d[0] += self.a * x[0];
    }
}

#[differentiable]
pub fn calls_them(x: &[f64], a: f64) -> f64 {
    let (mut n, mut best, mut state) = (0, 1.5, State { a, k: 2 });
    counted(x, &mut n, &mut best);
    let mut d = [best];
    state.seen(&mut n, x, &mut d);
    let last = state.step(&mut n, x, &mut best);
    last * d[0] * n as f64
}

#[derive(Clone, Debug, Differentiable)]
pub struct Agent {
    pub position: f64,
    pub memory: Vec<f64>,
}

#[differentiable]
pub fn remember(agents: &mut Vec<Agent>) {
    for agent in agents.iter_mut() {
        agent.memory.push(agent.position);
        agent.position *= agent.memory[0];
    }
}

#[differentiable]
pub fn longer_rows(x: &[f64]) -> f64 {
    let mut rows = vec![x.to_vec(), x.to_vec()];
    for row in rows.iter_mut() {
        row.push(row[0] * row[1]);
        row.push(row.iter().sum());
    }
    rows[1][x.len()] * rows[0][x.len() + 1]
}

#[differentiable]
pub fn exchanged_rows(x: &[f64]) -> f64 {
    let mut nodes: Vec<Vec<f64>> = x.chunks(2).map(<[f64]>::to_vec).collect();
    let (a, b) = nodes.split_at_mut(1);
    std::mem::swap(&mut a[0], &mut b[0]);
    std::mem::swap(&mut a[0][1], &mut b[0][0]);
    a[0].swap_with_slice(&mut b[0]);
    let lengths: usize = nodes.iter().map(Vec::len).sum();
    nodes[0][1] * nodes[1][0].sin() * lengths as f64 + nodes[0][0]
}

#[differentiable]
pub fn exchanged_fields(x: &[f64]) -> f64 {
    let mut agents: Vec<Agent> = x.iter().map(|x| Agent { position: *x, memory: vec![x * x, 1.0] }).collect();
    let (a, b) = agents.split_at_mut(1);
    std::mem::swap(&mut a[0].memory, &mut b[0].memory);
    std::mem::swap(&mut a[0].position, &mut b[1].position);
    agents[0].memory[0] * agents[0].position + agents[1].memory[0].exp() + agents[2].position
}

#[differentiable]
pub fn indicator(x: &[f64], i: usize, flag: bool) -> f64 {
    let above = x[0] > 0.5;
    x[0] * f64::from(i == 2) + x[1] * f64::from(flag) + x[0] * f64::from(above) * f64::from(2u8)
        - f64::from(!above) * x[1]
}

#[differentiable]
pub fn optional_items(x: &[f64]) -> f64 {
    let mut cache: Vec<Option<f64>> = vec![None; x.len()];
    cache[1] = Some(x[0]);
    if x[0] > 0.5 {
        cache[0] = Some(x[1] * x[0]);
    }
    let mut sum = cache.iter().filter_map(|c| c.map(|v| v * v)).sum::<f64>();
    for c in &cache {
        if let Some(v) = c.map(|v| v * 2.0) {
            sum += v * x[1];
        }
        sum += c.map(|v| v.exp()).unwrap_or(0.5);
        sum += c.map_or(0.1, |v| v.sin()) * c.unwrap_or(x[0]);
    }
    sum
}

#[derive(Clone, Differentiable)]
pub struct Platform {
    #[constant]
    pub base: Vec<[f64; 3]>,
    #[constant]
    pub top: Vec<[f64; 3]>,
}

#[differentiable(wrt(t))]
pub fn legs(p: &Platform, t: &[f64]) -> Vec<f64> {
    p.base.iter().zip(p.top.iter()).map(|(b, q)| t[0] * b[0] * q[0] - t[1] * t[1] * b[1]).collect()
}

#[differentiable(wrt(t))]
pub fn of_data(p: &Platform, t: &[f64]) -> f64 {
    let scaled: Vec<f64> = p.base.iter().map(|b| t[0] * b[0]).collect();
    let mut sum = 0.0;
    p.top.iter().for_each(|q| sum += q[1] * t[1]);
    let count = p.base.iter().filter(|b| b[0] > t[0]).count();
    sum * scaled.iter().cloned().fold(f64::MIN, f64::max) * count as f64
}

#[differentiable]
pub fn squares(x: &[f64]) -> Vec<f64> {
    x.iter().map(|v| v * v).collect()
}

#[differentiable]
pub fn pair(x: [f64; 2]) -> [f64; 2] {
    [x[0] * x[1], x[1].sin()]
}

#[differentiable]
pub fn as_list(x: [f64; 2]) -> Vec<f64> {
    pair(x).to_vec()
}

#[differentiable]
pub fn of_calls(x: &[f64]) -> f64 {
    let first = squares(x).first().unwrap() * x[0] + *squares(x).last().unwrap();
    let second = squares(x).get(1).map_or(0.5, |v| v * x[0]);
    let same = squares(x).clone();
    let third = if let Some(v) = squares(&x[1..]).first() { *v * 2.0 } else { x[0] };
    let fourth = match squares(&same).last() {
        Some(v) => v * second,
        None => first,
    };
    first * second + third + fourth * squares(x).len() as f64 + squares(x).iter().sum::<f64>()
}

#[differentiable]
pub fn last_square(x: &[f64]) -> f64 {
    let Some(&last) = squares(x).last() else { return 0.5 };
    last * x[0]
}

#[differentiable]
impl Agent {
    pub fn scaled(&self, by: f64) -> Vec<f64> {
        self.memory.iter().map(|v| v * by).collect()
    }

    pub fn extent(&self) -> f64 {
        self.scaled(2.0).len() as f64 * self.scaled(self.position).last().unwrap() + self.scaled(0.5).to_vec()[0]
    }
}

#[differentiable]
pub fn extents(agent: &Agent) -> f64 {
    agent.extent() + agent.scaled(3.0).first().unwrap() * agent.scaled(agent.position).len() as f64
}

#[differentiable]
pub fn ends_changed(x: &[f64]) -> f64 {
    let mut rows = vec![vec![x[0]], vec![x[1], x[0]]];
    rows.last_mut().unwrap().push(x[0] * x[1]);
    rows.last_mut().unwrap()[0] *= x[0];
    rows.first_mut().unwrap()[0] = 3.0 * x[1];
    rows.get_mut(1).expect("there are two").extend_from_slice(x);
    let mut agents = vec![Agent { position: x[0], memory: vec![] }, Agent { position: x[1], memory: vec![x[0]] }];
    agents.last_mut().unwrap().memory.push(x[1]);
    agents.last_mut().unwrap().position *= x[0];
    let copy = rows.last().unwrap().clone();
    rows[0][0] * rows[1][2] * copy[0]
        + rows.last().unwrap().len() as f64 * agents.last().unwrap().position
        + agents[1].memory.iter().sum::<f64>() * rows.last().unwrap().iter().sum::<f64>()
}

pub struct Reaction {
    pub reactants: &'static [usize],
    pub product: usize,
}

const NETWORK: [Reaction; 2] = [Reaction { reactants: &[0, 1], product: 0 }, Reaction { reactants: &[1], product: 1 }];

#[differentiable]
pub fn rates(y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for reaction in NETWORK.iter() {
        let mut rate = 1.0;
        for &i in reaction.reactants {
            rate *= y[i];
        }
        for i in reaction.reactants {
            sum += y[*i] * rate;
        }
        sum += rate * y[reaction.product];
    }
    sum
}

#[differentiable(wrt(x))]
pub fn named(x: &[f64], names: &std::collections::HashMap<String, usize>, name: &str) -> f64 {
    let Some(&i) = names.get(name) else { return x[0] * 2.0 };
    if let Some(&j) = names.get("a") { x[i] * x[j] } else { x[i] }
}

#[differentiable(wrt(x))]
pub fn over_tables(
    x: &[f64],
    index: &std::collections::HashMap<String, usize>,
    weights: &std::collections::BTreeMap<usize, f64>,
    rows: std::collections::BTreeMap<usize, [f64; 2]>,
) -> f64 {
    let mut s = weights.values().sum::<f64>() * x[1];
    for (i, v) in x.iter().enumerate() {
        s += v * weights.get(&i).copied().unwrap_or(0.5);
    }
    if let Some(w) = weights.get(&0) {
        s *= w;
    }
    for (i, w) in weights {
        s += x[*i] * w;
    }
    for w in weights.values() {
        s *= x[0] * w;
    }
    for (i, row) in &rows {
        s += x[*i] * row[1];
    }
    s += rows[&0][1] * x[0] + weights.len() as f64 * x[1];
    s += weights.iter().map(|(i, w)| x[*i] * x[*i] * w).sum::<f64>();
    match rows.get(&1) {
        Some(row) => s += row[0] * x[1],
        None => s -= x[0],
    }
    s + x[index["a"]] * weights[&1]
}

#[differentiable]
pub fn lent_by_patterns(x: f64, y: f64) -> f64 {
    let mut a = [x, y, x * y];
    {
        let [ref mut first, .., ref mut last] = a;
        std::mem::swap(first, last);
        *first *= x;
    }
    let t = (a[0], a[1]);
    let (ref u, v) = t;
    let [ref r, ref rest @ ..] = a;
    a[0] * a[2].sin() + u * v + r * rest[1]
}

#[differentiable]
pub fn whole_and_parts(x: &[f64; 3]) -> f64 {
    let mut whole @ [a, _, b] = *x;
    whole[0] *= b;
    let all @ [first, ..] = x;
    let pair @ (p, _) = (x[0], x[1]);
    let mut sum = whole[1] * a * b + all[2] * first * whole[0] + pair.1 * p;
    for row @ [a, b] in &[[x[0], x[1]], [x[1], x[2]]] {
        sum += a * b * row[0];
    }
    sum
}

#[differentiable]
pub fn slice_that_moves(x: &[f64]) -> f64 {
    let mut list = x.to_vec();
    list.push(1.5);
    let mut rest = list.as_slice();
    let mut sum = 0.0;
    while rest.len() >= 2 {
        sum = sum * rest[0] + rest[1];
        rest = &rest[2..];
    }
    let all = list.as_slice();
    let mut rest = all;
    while let [first, behind @ ..] = rest {
        sum = sum * first + 0.5;
        rest = behind;
    }
    sum * all[0]
}

#[differentiable]
pub fn parts_from_the_end(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for (k, part) in v.rchunks_mut(2).enumerate() {
        part[0] *= k as f64 + 1.0;
        let n = part.len();
        part[n - 1] += x[0];
    }
    v.rchunks(3).map(|c| c[0] * c[c.len() - 1]).sum::<f64>() + v.iter().product::<f64>()
}

#[differentiable]
pub fn chosen_parts(x: &[f64]) -> f64 {
    let v = if x[0] > x[1] { &x[..2] } else { &x[1..] };
    let w = match x.len() {
        3 => &x[1..3],
        _ => x,
    };
    let mut a = x.to_vec();
    let part = if x[0] > x[1] { &mut a[..2] } else { &mut a[1..] };
    part[0] *= x[1];
    part[1] += part[0];
    let length = part.len() as f64;
    v[0] * v[1] * v.len() as f64 + w[0] * w.iter().sum::<f64>() + a.iter().map(|a| a * a).sum::<f64>() * length
}
