//! `Vec`s in structs that get longer and shorter.
use jac::{Differentiable, differentiable};
#[derive(Clone, Debug, Default, PartialEq, Differentiable)]
pub struct Log {
    pub values: Vec<f64>,
    pub scale: f64,
    pub pairs: Vec<(f64, f64)>,
}
#[differentiable]
pub fn logged(x: f64, n: usize) -> f64 {
    let mut log = Log { values: Vec::new(), scale: x, pairs: vec![(x, 1.0)] };
    for i in 0..n {
        log.values.push(x * (i as f64 + 1.0) * log.scale);
        if i % 2 == 0 {
            log.scale *= 0.9;
            log.pairs.push((log.scale, x));
        }
    }
    let last = log.values.pop().unwrap_or(x);
    log.values[0] *= last;
    log.values.truncate(2);
    log.values.iter().sum::<f64>() * last + log.pairs.iter().map(|(a, b)| a * b).sum::<f64>()
}
#[differentiable]
pub fn given(mut log: Log, x: f64) -> Log {
    log.values.push(x * log.scale);
    log.values.push(x * log.values[0]);
    log.pairs.clear();
    log.pairs.push((log.values[0], x));
    log
}
#[differentiable]
pub fn used(log: &Log, x: f64) -> f64 {
    let mut mine = log.clone();
    mine.values.extend_from_slice(&log.values);
    mine.values.insert(1, x * x);
    let l = given(mine, x);
    let first = l.values[0] * 2.0;
    l.values.iter().product::<f64>() * l.pairs[0].0 * first
}
#[differentiable]
pub fn lit(x: f64) -> f64 {
    let base = Log { values: vec![x; 3], scale: x, pairs: vec![] };
    let mut log = Log { values: vec![1.0, 2.0], ..base };
    log.values.push(x);
    log.values.push(x * x);
    log.values[2] * log.values[0] * log.scale + log.values[3]
}
fn constant_log() -> Log {
    Log { values: vec![0.5, 0.2, 0.1], scale: 2.0, pairs: vec![(1.0, 2.0)] }
}
#[differentiable]
pub fn from_constant(x: f64) -> f64 {
    let log = constant_log();
    used(&log, x) + used(&log, 2.0 * x)
}
#[differentiable]
pub fn pushed(mut log: Log, x: f64) -> Log {
    log.values.push(x);
    log.pairs.push((x, 1.0));
    log.pairs.push((2.0, 3.0));
    log
}
#[differentiable]
pub fn of_constant(x: f64) -> f64 {
    let a = pushed(constant_log(), x);
    let b = pushed(a.clone(), 3.0);
    let mut c = pushed(b, x * x);
    c.values.push(x.sin());
    c.values.extend(a.values.iter().map(|v| v * x));
    c.values.iter().enumerate().map(|(i, v)| v * (i as f64 + 1.0)).sum::<f64>()
        + c.pairs.iter().map(|p| p.0 * p.1).sum::<f64>()
}
#[derive(Clone, Debug, Default, PartialEq, Differentiable)]
pub struct Outer<T> {
    pub log: Log,
    pub more: Vec<T>,
    pub rows: Vec<Vec<f64>>,
}
#[differentiable]
pub fn nested(x: f64, n: usize) -> f64 {
    let mut o = Outer { log: constant_log(), more: vec![1.0_f64], rows: vec![] };
    for i in 0..n {
        o.log.values.push(x.powi(i as i32));
        let t = o.log.values[i] * x;
        o.more.push(t);
        o.rows.push(vec![t, x]);
        o.rows[0].push(t * 2.0);
        if o.more.len() > 3 {
            o.more.remove(0);
        }
    }
    let s = if n > 2 { o.rows.swap_remove(1) } else { vec![x] };
    o.log.values.iter().product::<f64>() + o.more.iter().sum::<f64>() * o.rows.iter().flatten().sum::<f64>() + s[0]
}
