//! Constants that are gone through in branches and loops.
use jac::differentiable;

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
