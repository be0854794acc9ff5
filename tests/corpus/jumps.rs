//! Jumps in the midst of a statement: what stands behind them in it is not done.
use jac::differentiable;

/// The condition of an `if` leaves the function.
#[differentiable(wrt(x, out))]
pub fn condition(x: f64, limit: Option<usize>, out: &mut [f64; 1]) {
    if (match limit {
        Some(limit) => limit as f64,
        None => {
            out[0] = x;
            return;
        }
    }) < 1.0
    {
        out[0] = 5.0 * x;
    }
}

/// An index does.
#[differentiable(wrt(x))]
pub fn index(x: &[f64], at: Option<usize>) -> f64 {
    let y = x[match at {
        Some(at) => at,
        None => return 0.5,
    }];
    y * y
}

#[differentiable]
fn quotient(x: &[f64], n: usize) -> f64 {
    x[0] / x[n - 1]
}

/// An argument does, and another one behind it.
#[differentiable(wrt(x))]
pub fn argument(x: &[f64], first: Option<usize>, second: Option<usize>) -> f64 {
    let y = quotient(
        x,
        match first {
            Some(first) => first,
            None => return x.len() as f64,
        },
    ) * quotient(
        x,
        if let Some(second) = second {
            second
        } else {
            return 3.0;
        },
    );
    y.sin()
}

/// What is assigned does.
#[differentiable(wrt(x, out))]
pub fn assigned(x: f64, factor: Option<usize>, out: &mut [f64; 2]) -> f64 {
    out[0] = x * match factor {
        Some(factor) => factor as f64,
        None => return out[1] * x,
    };
    out[1] += if x > 2.0 { return 1.0 } else { x * x };
    out[0] * out[1]
}

/// In loops, the iteration is left, or the loop.
#[differentiable(wrt(x))]
pub fn loops(x: &[f64], steps: &[Option<usize>]) -> f64 {
    let mut sum = 0.0_f64;
    for step in steps {
        sum += x[match step {
            Some(100) => break,
            Some(step) => *step,
            None => continue,
        }] * sum.cos();
    }
    let mut k = 0;
    'scan: while x[if k < x.len() { k } else { break 'scan }] > 0.5 {
        sum *= x[k];
        k += 1;
    }
    sum
}

/// A loop as an operand, which may leave the function; and a block.
#[differentiable]
pub fn operands(x: f64, n: usize) -> f64 {
    let mut k = 0;
    let y = x * loop {
        k += 1;
        if k > n {
            return x * x;
        }
        if x * (k as f64) > 1.0 {
            break x + k as f64;
        }
    } / 'block: {
        if y_is_large(x) {
            break 'block 2.0;
        }
        if x < 0.2 {
            return -x;
        }
        1.0 + x
    };
    y + x
}

fn y_is_large(x: f64) -> bool {
    x > 0.7
}

/// The value that `let .. else` takes apart, the second half of a condition, and the tail.
#[differentiable(wrt(x))]
pub fn others(x: &[f64], at: &[Option<usize>]) -> f64 {
    let [a, b] = &x[match at[0] {
        Some(at) => at,
        None => return 1.5,
    }..] else {
        return x[0];
    };
    if *a > 0.1
        && x[match at[1] {
            Some(at) => at,
            None => return a * b,
        }] > 0.3
    {
        return x[1] * x[1];
    }
    x[match at[2] {
        Some(at) => at,
        None => return a / b,
    }] * a
}

/// In a closure, it is the closure that is left.
#[differentiable(wrt(x))]
pub fn closure(x: &[f64], at: &[Option<usize>]) -> f64 {
    let part = |at: Option<usize>| {
        let y = x[match at {
            Some(at) => at,
            None => return 0.25,
        }];
        y * y
    };
    at.iter().map(|at| part(*at) * x[0]).sum::<f64>()
}

/// Left by `return` alone, as the tail.
#[differentiable]
pub fn halved_until(x: f64, y: f64) -> f64 {
    let mut s = x + y;
    if x > 1.0 {
        loop {
            s *= 0.5;
            if s < 0.3 {
                return s * y;
            }
        }
    }
    'outer: loop {
        s *= x;
        loop {
            s *= 0.7;
            if s < y {
                return s;
            }
            if s < 0.01 {
                continue 'outer;
            }
        }
    }
}

/// A block that is left in several places, and other exits within.
#[differentiable]
pub fn first_of(x: f64, y: f64) -> f64 {
    let mut s = 0.0;
    'turns: for k in 0..4 {
        let q = 'first: {
            if k == 1 {
                break 'first y * x;
            }
            if k == 2 {
                continue 'turns;
            }
            if k == 3 && y < 0.5 {
                return s * x;
            }
            if x > 1.0 {
                break 'first y;
            }
            y + x
        };
        s += q * x;
    }
    s + x
}
