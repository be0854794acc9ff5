//! Lists that are declared once and used in every iteration of a loop: each sets them anew, or does not.
#![allow(clippy::needless_range_loop)] // as people write them

use jac::{Differentiable, differentiable};

/// Set by a loop over all indices.
#[differentiable]
pub fn residuals_of_rows(a: &[f64], x: &[f64], rows: usize) -> f64 {
    let columns = x.len();
    let mut scaled = vec![0.0; columns];
    let mut total = 0.0;
    for row in 0..rows {
        for i in 0..columns {
            scaled[i] = a[row * columns + i] * x[i];
        }
        let mut sum = 0.0;
        for i in 0..columns {
            sum += scaled[i] * scaled[i] * x[columns - 1 - i];
        }
        total += sum.sin();
    }
    total
}

/// Set, then changed, and read by another function.
#[differentiable]
pub fn softmax_of_rows(a: &[f64], x: &[f64]) -> f64 {
    let n = x.len();
    let mut terms = vec![0.0; n];
    let mut total = 0.0;
    for row in a.chunks_exact(n) {
        for i in 0..n {
            terms[i] = row[i] * x[i];
        }
        let mut next = 0;
        for i in 0..n {
            for k in i + 1..n {
                terms[k] += 0.1 * terms[i] * row[next % n];
                next += 1;
            }
        }
        let evidence: f64 = log_sum(&terms);
        total += evidence;
    }
    total
}

#[differentiable]
pub fn log_sum(terms: &[f64]) -> f64 {
    terms.iter().map(|term| term.exp()).sum::<f64>().ln()
}

/// A list for each of two loops, one in the other.
#[differentiable]
pub fn mixture(a: &[f64], means: &[f64], columns: usize) -> f64 {
    let components = means.len() / columns;
    let mut centred = vec![0.0; columns];
    let mut terms = vec![0.0; components];
    let mut total = 0.0;
    for row in a.chunks_exact(columns) {
        for j in 0..components {
            for i in 0..columns {
                centred[i] = row[i] - means[j * columns + i];
            }
            let mut square = 0.0;
            for i in 0..columns {
                square += centred[i] * centred[(i + 1) % columns] * centred[i];
            }
            terms[j] = -0.5 * square;
        }
        let evidence: f64 = log_sum(&terms);
        total += evidence;
    }
    total
}

/// An array of which each element is set.
#[differentiable]
pub fn one_by_one(x: &[f64]) -> f64 {
    let mut p = [0.0; 3];
    let mut total = 0.0;
    for i in 0..x.len() {
        p[0] = x[i];
        p[1] = p[0] * x[0];
        p[2] = p[1] * p[0];
        p[1] += p[2];
        total += p[0] * p[1] * p[2];
    }
    total
}

/// An array set by a loop over a constant.
#[differentiable]
pub fn constant_length(x: &[f64]) -> f64 {
    const N: usize = 3;
    let mut p = [0.0; N];
    let mut total = 0.0;
    for i in 0..x.len() {
        for k in 0..N {
            p[k] = x[i] * x[(i + k) % x.len()];
        }
        total += p[0] * p[1] * p[2];
    }
    total
}

/// The first iteration sets all, the others only some.
#[differentiable]
pub fn carried_over(x: &[f64]) -> f64 {
    let n = x.len();
    let mut kept = vec![0.0; n];
    let mut total = 0.0;
    for i in 0..n {
        for k in i..n {
            kept[k] = x[k] * x[i];
        }
        for k in 0..n {
            total += kept[k] * kept[k];
        }
    }
    total
}

/// Read before it is set.
#[differentiable]
pub fn read_before(x: &[f64]) -> f64 {
    let n = x.len();
    let mut last = vec![0.5; n];
    let mut total = 0.0;
    for i in 0..n {
        for k in 0..n {
            total += last[k] * x[i];
            last[k] = x[k] * x[i];
        }
    }
    total
}

/// Set in some iterations.
#[differentiable]
pub fn set_under_a_condition(x: &[f64]) -> f64 {
    let n = x.len();
    let mut list = vec![0.5; n];
    let mut total = 0.0;
    for i in 0..n {
        if x[i] > 0.5 {
            for k in 0..n {
                list[k] = x[k] * x[i];
            }
        }
        for k in 0..n {
            total += list[k] * x[i];
        }
    }
    total
}

/// Read after the loop.
#[differentiable]
pub fn read_afterwards(x: &[f64]) -> f64 {
    let n = x.len();
    let mut list = vec![0.5; n];
    let mut total = 0.0;
    for i in 0..n {
        for k in 0..n {
            list[k] = x[k] * x[i];
        }
        total += list[n - 1] * list[i];
    }
    for k in 0..n {
        total += list[k] * list[k];
    }
    total
}

/// The result is what the last iteration has left.
#[differentiable]
pub fn left_by_the_last(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut list = vec![0.5; n];
    for i in 0..n {
        for k in 0..n {
            list[k] = x[k] * x[i];
        }
    }
    list
}

/// Longer than what is set.
#[differentiable]
pub fn longer(x: &[f64]) -> f64 {
    let n = x.len();
    let mut list = vec![0.5; n + 1];
    let mut total = 0.0;
    for i in 0..n {
        for k in 0..n {
            list[k] = x[k] * x[i];
        }
        total += list[n] * list[i];
        list[n] = x[i];
    }
    total
}

/// Lent to be written.
#[differentiable]
pub fn lent(x: &[f64]) -> f64 {
    let n = x.len();
    let mut list = vec![0.5; n];
    let mut total = 0.0;
    for i in 0..n {
        for k in 0..n {
            list[k] = x[k] * x[i];
        }
        double_first(&mut list);
        total += list[0] * list[i];
    }
    total
}

#[differentiable]
pub fn double_first(list: &mut [f64]) {
    list[0] *= 2.0;
}

/// In a loop that ends early.
#[differentiable]
pub fn left_early(x: &[f64], most: f64) -> f64 {
    let n = x.len();
    let mut list = vec![0.5; n];
    let mut total = 0.0;
    for i in 0..n {
        for k in 0..n {
            list[k] = x[k] * x[i];
        }
        if total > most {
            break;
        }
        total += list[0] * list[n - 1] + list[i];
    }
    total
}

/// The state depends on what was in the list.
#[differentiable]
pub fn with_state(x: &[f64], steps: usize) -> f64 {
    let n = x.len();
    let mut list = vec![0.0; n];
    let mut state = 0.7;
    for _ in 0..steps {
        for k in 0..n {
            list[k] = state * x[k];
        }
        state = 0.0;
        for k in 0..n {
            state += list[k].sin() * list[n - 1 - k];
        }
    }
    state
}

/// Integers that go on from iteration to iteration, of packed rows.
#[differentiable]
pub fn packed(entries: &[f64], x: &[f64]) -> f64 {
    let n = x.len();
    let mut next = 0;
    let mut total = 0.0;
    for i in 0..n {
        let row = &entries[next..next + n - i];
        for (entry, x) in row.iter().zip(&x[i..]) {
            total += entry * x * x * entry;
        }
        next += n - i;
    }
    total
}

/// An integer that depends on another one, and on the parity of the index.
#[differentiable]
pub fn two_integers(x: &[f64]) -> f64 {
    let n = x.len();
    let (mut a, mut b) = (0, 1);
    let mut total = 0.0;
    for i in 0..n {
        total += x[a % n] * x[b % n] * x[i];
        let c = a + b;
        a = b;
        b = if i % 2 == 0 { c } else { c + 1 };
    }
    total
}

/// A list of structs.
#[derive(Clone, Copy, Differentiable)]
pub struct Pair {
    pub a: f64,
    pub b: f64,
}

/// Elements are set as a whole.
#[differentiable]
pub fn pairs(x: &[f64]) -> f64 {
    let n = x.len();
    let mut list = vec![Pair { a: 0.0, b: 0.0 }; n];
    let mut total = 0.0;
    for i in 0..n {
        for k in 0..n {
            list[k] = Pair { a: x[k] * x[i], b: x[k] - x[i] };
        }
        for k in 0..n {
            list[k].b *= list[k].a;
            total += list[k].a * list[k].b;
        }
    }
    total
}

/// Parts of elements are set: the others stay.
#[differentiable]
pub fn parts_of_pairs(x: &[f64]) -> f64 {
    let n = x.len();
    let mut list = vec![Pair { a: 0.3, b: 0.7 }; n];
    let mut total = 0.0;
    for i in 0..n {
        for k in 0..n {
            list[k].a = x[k] * x[i];
        }
        for k in 0..n {
            total += list[k].a * list[k].b;
            list[k].b = x[i] * list[k].a;
        }
    }
    total
}
