//! References that are assigned to.
use jac::differentiable;

#[differentiable]
pub fn walk(x: &[f64], n: usize) -> f64 {
    let mut rest = &x[..];
    let mut s = 0.0;
    let mut k = 1.0;
    while rest.len() >= n {
        let head = &rest[..n];
        rest = &rest[n..];
        s += k * head.iter().map(|v| v * v).sum::<f64>() + if rest.is_empty() { 0.0 } else { rest[0].sin() };
        k += 1.0;
    }
    s + rest.iter().sum::<f64>()
}
#[differentiable]
pub fn pattern(mut xs: &[f64], a: f64) -> f64 {
    let mut acc = a;
    while let [first, tail @ ..] = xs {
        acc = acc * a + first * first;
        xs = tail;
    }
    acc
}
#[differentiable]
pub fn split(y: &mut [f64], k: f64) {
    let mut rest = &mut y[..];
    let mut w = 1.0;
    while rest.len() > 1 {
        let (a, b) = rest.split_at_mut(2);
        a[0] = a[0] * a[1] * w;
        a[1] += k * w;
        w *= 0.5;
        rest = b;
    }
}
#[differentiable]
pub fn inputs(p: &[f64], seq: &[f64], b: usize) -> f64 {
    let mut input = &seq[..b];
    let mut t = 0.0;
    for i in 1..seq.len() / b {
        let y: Vec<f64> = input.iter().zip(p).map(|(x, p)| (x * p).tanh()).collect();
        let gold = &seq[i * b..(i + 1) * b];
        t += y.iter().zip(gold).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        input = gold;
    }
    t
}
#[differentiable]
pub fn rows(m: &[[f64; 3]], pick: usize) -> f64 {
    let mut best = &m[0];
    for (i, row) in m.iter().enumerate() {
        if row.iter().sum::<f64>() > best.iter().sum::<f64>() || i == pick {
            best = &m[i];
        }
    }
    let mut prev = &m[0];
    let mut t = 0.0;
    for row in &m[1..] {
        t += prev[0] * row[1] - prev[1] * row[0];
        prev = row;
    }
    best[0] * best[1] + best[2] + t
}
#[differentiable]
pub fn halves(x: &[f64], t: f64) -> f64 {
    let mut lo = x;
    let mut sum = 0.0;
    while lo.len() > 1 {
        let mid = lo.len() / 2;
        sum += lo[mid] * t;
        if lo[mid] > t {
            lo = &lo[..mid];
        } else {
            lo = &lo[mid..];
        }
    }
    sum + lo[0]
}
#[differentiable]
pub fn captured(x: &[f64]) -> f64 {
    let mut r = &x[1..];
    let f = move |k: f64| r[0] * k;
    let before = r;
    r = &r[1..];
    f(2.0) + r[0] * before[0]
}
