//! Forms of the language that are common, and that were refused once.
use jac::{Differentiable, differentiable};

// ---- declared first, set later
#[differentiable]
pub fn declared(x: f64, y: f64, n: usize) -> f64 {
    let (mut a, mut b);
    match n {
        0 => {
            a = x;
            b = y
        }
        _ => {
            a = x * y;
            b = x.sin();
        }
    }
    let (low, high): (f64, f64);
    if x > y {
        (low, high) = (y, x)
    } else {
        (low, high) = (x, y)
    }
    for _ in 0..3 {
        a += b * low;
        b *= x;
    }
    a * b * high
}

// ---- references chosen among variables
#[differentiable]
pub fn chosen(x: f64, n: usize) -> f64 {
    let mut a = [x, 2.0 * x];
    let mut b = x * x;
    let mut c = x.sin();
    if x > 100.0 {
        return x;
    }
    let r = match n {
        0 => &mut a[1],
        1 => &mut b,
        7 => return x * x,
        _ => {
            if x > 1.0 {
                &mut c
            } else {
                &mut b
            }
        }
    };
    *r += x;
    let k = *r * x;
    let s = if k > 2.0 { &mut a } else { return k };
    for i in 0..2 {
        s[i] *= k;
        if s[i] > 50.0 {
            return b;
        }
    }
    a[0] * a[1] * b + c
}

#[differentiable]
pub fn sides(x: &[f64]) -> f64 {
    let (mut up, mut down) = (0.0, 1.0);
    for (i, v) in x.iter().enumerate() {
        let side = if *v > 0.0 { &mut up } else { &mut down };
        *side += v * v;
        if i == 2 {
            break;
        }
        *side *= 2.0;
    }
    up * down
}

#[differentiable]
pub fn longer(x: &[f64], y: &[f64], k: f64) -> f64 {
    let (long, short) = if x.len() > y.len() { (x, y) } else { (y, x) };
    long.iter().zip(short).map(|(a, b)| a * b * b).sum::<f64>() * k * long[0]
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Ledger {
    pub debit: Vec<f64>,
    pub credit: Vec<f64>,
}

#[differentiable]
impl Ledger {
    pub fn enter(&mut self, amount: f64, is_debit: bool) {
        let side = if is_debit { &mut self.debit } else { &mut self.credit };
        side[0] += amount;
        side[1] *= amount;
    }
    pub fn total(&self, is_debit: bool) -> f64 {
        let side = if is_debit { &self.debit } else { &self.credit };
        side.iter().map(|v| v * v).sum()
    }
}

#[differentiable]
pub fn balance(ledger: &mut Ledger, x: f64) -> f64 {
    ledger.enter(x, true);
    ledger.enter(x * x, false);
    ledger.total(true) * ledger.total(false)
}
