//! Patterns that look behind a reference by `&`, of what need not be `Copy`.

use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
pub enum Quote {
    Deposit { maturity: f64, rate: f64 },
    Swap { years: usize, rate: f64 },
    List(Vec<f64>),
    Pair(f64, Option<f64>),
}

#[differentiable]
pub fn sum_of_quotes(quotes: &[Quote]) -> f64 {
    let mut sum = 0.0;
    for quote in quotes {
        match quote {
            Quote::Deposit { maturity, rate } => sum += maturity * rate,
            &Quote::Swap { years, rate } => {
                sum += years as f64 * rate;
            }
            Quote::List(list) => sum *= list[0],
            &Quote::Pair(a, Some(b)) => sum += a * b,
            &Quote::Pair(a, None) => sum -= a,
        }
    }
    sum
}

#[differentiable]
pub fn mapped(quotes: &[Quote]) -> f64 {
    quotes
        .iter()
        .map(|quote| match quote {
            &Quote::Deposit { maturity, rate } => maturity * rate,
            &Quote::Swap { years, rate } => years as f64 * rate,
            &Quote::List(ref list) => list[0] * list[1],
            &Quote::Pair(a, _) => a * a,
        })
        .sum()
}

#[differentiable]
pub fn guarded(quote: &Quote) -> f64 {
    match quote {
        &Quote::Deposit { maturity, rate } if maturity > 1.0 => maturity * rate,
        &Quote::Deposit { maturity: mut m, rate } => {
            m *= rate;
            m * m
        }
        &Quote::Swap { years, rate } => years as f64 * rate,
        Quote::List(_) => 1.0,
        &Quote::Pair(a, b) => match b {
            Some(b) => a * b,
            None => a,
        },
    }
}

#[differentiable]
pub fn skipped(quotes: &[Quote]) -> f64 {
    let mut sum = 0.0;
    for quote in quotes {
        if let &Quote::Swap { years, rate } = quote {
            sum += years as f64 * rate * rate;
        }
        let &Quote::Deposit { maturity, rate } = quote else { continue };
        sum += maturity * rate;
    }
    sum
}

#[differentiable]
pub fn changed(quotes: &mut [Quote]) -> f64 {
    let mut sum = 0.0;
    for quote in quotes.iter_mut() {
        match quote {
            &mut Quote::Pair(ref mut a, Some(b)) => {
                *a *= b;
                sum += *a;
            }
            &mut Quote::Swap { rate, .. } => sum += rate * rate,
            _ => {}
        }
    }
    sum
}

#[derive(Clone, Debug, Differentiable)]
pub struct Tagged {
    pub name: String,
    pub w: f64,
    pub v: [f64; 2],
}

#[differentiable]
pub fn of_fields(list: &[Tagged]) -> f64 {
    let mut sum = 0.0;
    for tagged in list {
        match tagged {
            &Tagged { w, .. } if w < 0.0 => sum -= w,
            &Tagged { v: [a, b], w, .. } => sum += a * b * w,
        }
    }
    for &Tagged { w, ref v, .. } in list {
        sum += w * v[0];
    }
    sum + list.iter().map(|&Tagged { w, .. }| w * w).sum::<f64>()
}

#[differentiable]
pub fn of_pairs(list: &[(f64, Vec<f64>)]) -> f64 {
    let mut sum = 0.0;
    for pair in list {
        match pair {
            &(x, _) if x > 0.5 => sum += x * x,
            &(_, ref v) => sum += v[0],
        }
    }
    for &(x, _) in list {
        sum += x * x;
    }
    sum + list.iter().map(|&(x, ref v)| x * v[0]).sum::<f64>()
}

#[differentiable(wrt(x))]
pub fn of_data(quotes: &[Quote], x: f64) -> f64 {
    let mut sum = x;
    for quote in quotes {
        match quote {
            &Quote::Deposit { maturity, rate } => sum *= maturity * rate,
            &Quote::Swap { years, .. } => sum += years as f64 * x,
            Quote::List(list) => sum *= list[0],
            &Quote::Pair(..) => sum *= 3.0,
        }
    }
    sum
}
