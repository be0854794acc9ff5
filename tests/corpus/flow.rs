//! `while`, `loop`, `break`, `continue`, early `return`, `match`.
#![allow(clippy::needless_range_loop, clippy::never_loop, clippy::needless_return, clippy::manual_memcpy)]
#![allow(
    clippy::manual_range_contains,
    clippy::explicit_counter_loop,
    clippy::while_float,
    clippy::manual_is_multiple_of
)]

use jac::differentiable;

/// Newton's iteration until converged: the trip count depends on the value.
#[differentiable]
pub fn square_root(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-12 * a {
        x = 0.5 * (x + a / x);
    }
    x
}

/// The same with `loop`, a bound and a value.
#[differentiable]
pub fn kepler_loop(mean: f64, eccentricity: f64) -> f64 {
    let mut e = mean;
    let mut k = 0;
    let result = loop {
        let step = (e - eccentricity * e.sin() - mean) / (1.0 - eccentricity * e.cos());
        e -= step;
        k += 1;
        if step.abs() < 1e-13 || k == 50 {
            break e;
        }
    };
    result * 1.5
}

#[differentiable]
pub fn early_return(x: f64, y: f64) -> f64 {
    if x < 0.0 {
        return y * y;
    }
    let z = x * y;
    if z > 10.0 {
        return z.ln();
    }
    let w = z.sin();
    w * x
}

#[differentiable]
pub fn return_from_loops(x: [f64; 4]) -> f64 {
    let mut product = 1.0;
    for i in 0..4 {
        for j in i..4 {
            product *= 1.0 + x[i] * x[j];
            if product > 3.0 {
                return product * x[j];
            }
        }
        if x[i] < -1.0 {
            break;
        }
        product += x[i];
    }
    product.sqrt()
}

#[differentiable]
pub fn skip_and_leave(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        if x[i] < 0.0 {
            continue;
        }
        sum += x[i] * x[i];
        if sum > 4.0 {
            break;
        }
        sum *= 1.1;
    }
    sum
}

#[differentiable]
pub fn labelled(a: [[f64; 3]; 3], limit: f64) -> f64 {
    let mut total = 0.0;
    'rows: for i in 0..3 {
        let mut row = 1.0;
        for j in 0..3 {
            if a[i][j] < 0.0 {
                continue 'rows;
            }
            row *= a[i][j];
            if total + row > limit {
                total += row * limit;
                break 'rows;
            }
        }
        total += row;
    }
    total
}

#[differentiable]
pub fn nested_while(x: f64) -> f64 {
    let mut y = x;
    let mut n = 0;
    while n < 4 {
        let mut z = y;
        let mut m = 0;
        while m <= n {
            z = z * 0.9 + y.sin() * 0.1;
            m += 1;
        }
        y += z * z * 0.1;
        n += 1;
    }
    y
}

#[differentiable]
pub fn matched(kind: usize, x: f64, y: f64) -> f64 {
    let base = match kind {
        0 => x * y,
        1 | 2 => x.sin() + y,
        3..=5 => {
            let z = x + y;
            z * z
        }
        n if n % 2 == 0 => x / y,
        _ => return x,
    };
    base * base
}

#[differentiable]
pub fn matched_tuple(a: i32, flag: bool, x: f64) -> f64 {
    let mut y = x;
    match (a % 3, flag) {
        (0, true) => y *= x,
        (0, false) => y = y.cos(),
        (1, _) => {
            for _ in 0..a {
                y = y.sin();
            }
        }
        _ => {}
    }
    y + x
}

/// A `while` that stores elements, with integer state.
#[differentiable]
pub fn collatz_walk(x: f64, start: u32) -> [f64; 8] {
    let mut n = start;
    let mut y = [0.0; 8];
    let mut value = x;
    let mut k = 0;
    while n != 1 && k < 8 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        value = if n % 2 == 0 { value.sin() } else { value * x };
        y[k] = value;
        k += 1;
    }
    y
}

#[differentiable]
pub fn bisection(c: f64) -> f64 {
    let mut low = 0.0_f64;
    let mut high = 3.0_f64;
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        let value = middle * middle * middle - c;
        if value.abs() < 1e-7 {
            break;
        }
        if value < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    // One Newton step carries the derivative, which the bisection does not.
    let x = 0.5 * (low + high);
    x - (x * x * x - c) / (3.0 * x * x)
}

#[differentiable]
fn clipped(x: f64) -> f64 {
    if x > 2.0 {
        return 2.0;
    }
    x * x
}

#[differentiable]
pub fn calls_in_while(x: f64) -> f64 {
    let mut y = x;
    let mut n = 0;
    while y < 1.9 && n < 20 {
        y += 0.3 * clipped(y);
        n += 1;
    }
    y
}

#[differentiable]
pub fn in_place_until(x: &mut [f64], limit: f64) {
    let mut i = 0;
    loop {
        if i >= x.len() {
            return;
        }
        if x[i] > limit {
            x[i] = limit * x[0];
            i += 2;
            continue;
        }
        x[i] = x[i] * x[i] + limit;
        i += 1;
    }
}

/// `let x = if .. { .. } else { return .. };`
#[differentiable]
pub fn or_return(x: f64, y: f64) -> (f64, f64) {
    let root = if x > y { (x - y).sqrt() } else { return (x, y * y) };
    (root, root * y)
}

#[differentiable]
pub fn returns_last(x: f64) -> f64 {
    let y = x.exp();
    if y > 1.0 {
        return y;
    } else {
        return -x;
    }
}

/// An arm may bind what varies, and the name ends with the arm.
#[differentiable]
pub fn bound_in_match(x: f64, v: f64) -> f64 {
    let low = match x * v {
        w if w > 2.0 => w * w,
        w if w < -2.0 => -w * v,
        _ => x,
    };
    match low - x {
        v if v > 1.0 => v.sin(),
        _ => v * low,
    }
}

/// The arm binds the value that was compared, whatever it assigns to the variable.
#[differentiable]
#[allow(clippy::match_single_binding, reason = "the arm's form is what is tested")]
pub fn rebound_in_match(x: f64, start: usize) -> f64 {
    let mut n = start;
    let mut y = x;
    match n {
        m if m > 1 => {
            n += 3;
            y *= m as f64;
        }
        _ => y = y.cos(),
    }
    match y {
        before => {
            y = 3.0 * before;
            y *= before;
        }
    }
    y * n as f64
}

/// Blocks with labels, with and without values, left from inside of loops and of each other.
#[differentiable]
pub fn labelled_blocks(x: &[f64], limit: f64) -> f64 {
    let size = 'size: {
        if x.is_empty() {
            break 'size limit;
        }
        let mut sum = 0.0;
        for &v in x {
            sum += v * v;
            if sum > limit {
                break 'size sum.sqrt();
            }
        }
        sum * limit
    };
    let mut y = size;
    'outer: {
        'inner: {
            if y < 1.0 {
                y *= y;
                break 'inner;
            }
            if y > 2.0 * limit {
                y = y.ln();
                break 'outer;
            }
            y += size;
        }
        y = y.sin() + size;
    }
    'rows: for &v in x {
        let w = 'cell: {
            if v < -1.0 {
                continue 'rows;
            }
            if v > 1.5 {
                break 'rows;
            }
            if v > 0.0 {
                break 'cell v * y;
            }
            if v < -0.5 {
                return v * y * y;
            }
            v.cos()
        };
        y += w * w;
    }
    y
}
