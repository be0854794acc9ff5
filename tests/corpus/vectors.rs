//! `Vec`s as values: of lengths that change, moved, in one another, and without a derivative.

use jac::differentiable;

/// Does not depend on anything that varies.
#[differentiable]
fn ramp(n: usize) -> Vec<f64> {
    let mut w = vec![0.0; n];
    for i in 0..n {
        w[i] = 1.0 + i as f64;
    }
    w
}

/// Depends on `x` by its type only.
#[differentiable]
fn ramp_beside(_x: f64, n: usize) -> Vec<f64> {
    ramp(n)
}

/// Returns an argument that does not vary.
#[differentiable]
fn second_of(_x: f64, weights: Vec<f64>) -> Vec<f64> {
    weights
}

/// A `Vec` by value that may not vary.
#[differentiable]
fn weighted(x: f64, weights: Vec<f64>) -> f64 {
    let mut sum = 0.0;
    for i in 0..weights.len() {
        sum += weights[i] * x.powi(i as i32);
    }
    sum
}

#[differentiable]
fn powers(x: f64, n: usize) -> Vec<f64> {
    let mut result = vec![1.0; n];
    for i in 1..n {
        result[i] = result[i - 1] * x;
    }
    result
}

#[differentiable]
fn total(w: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..w.len() {
        sum += w[i] * w[i];
    }
    sum
}

/// One element more, made of the others.
#[differentiable]
fn longer(w: &[f64]) -> Vec<f64> {
    let n = w.len();
    let mut result = vec![0.0; n + 1];
    for i in 0..n {
        result[i] += w[i];
        result[i + 1] += w[i] * w[i];
    }
    result
}

/// Elements of results that do not vary.
#[differentiable]
pub fn constant_results(x: f64) -> f64 {
    let w = ramp_beside(x, 4);
    let v = second_of(x, ramp(3));
    let u = ramp(2);
    x * w[3] + x.sin() * v[1] * u[0] + w[0]
}

/// Written in part, on the way to varying.
#[differentiable]
pub fn constant_then_varying(x: f64) -> f64 {
    let mut w = ramp_beside(x, 4);
    w[1] = x * x;
    w[2] += x;
    w[3] *= x;
    w[0] * w[1] * w[2] + w[3] * w[3]
}

/// A `Vec` passed by value that does not vary, and one that does.
#[differentiable]
pub fn arguments_by_value(x: f64, y: f64) -> f64 {
    let varying = vec![y, x * y, 2.0];
    weighted(x, ramp(3)) * weighted(x, varying) + weighted(2.0, ramp(2))
}

/// The result of a branch: one side varies.
#[differentiable]
pub fn branches(x: f64) -> f64 {
    let w = if x > 0.0 { powers(x, 4) } else { ramp(4) };
    let v = if x > 0.0 { ramp(3) } else { vec![x, 1.0, x * x] };
    w[3] * v[2] + w[1] * v[0] + w[2]
}

/// Of another length on each side.
#[differentiable]
pub fn lengths_in_branches(x: f64) -> f64 {
    let w = if x > 1.0 {
        powers(x, 6)
    } else if x > 0.0 {
        vec![x.sin()]
    } else {
        Vec::new()
    };
    let mut sum = 0.0;
    for i in 0..w.len() {
        sum += w[i] * (1.0 + i as f64) * w[i];
    }
    sum * x
}

/// Overwritten by a longer one, and by a shorter one.
#[differentiable]
pub fn overwritten(x: f64, y: f64) -> f64 {
    let mut w = vec![x, y];
    let a = w[0] * w[1];
    w = vec![x * y, a, y.sin(), x];
    let b = w[1] * w[2] * w[3];
    w = vec![a * b * w[0]];
    w[0] * a + b
}

/// Overwritten by one that does not vary, and read.
#[differentiable]
pub fn overwritten_by_constant(x: f64) -> f64 {
    let mut w = powers(x, 3);
    let a = w[2];
    w = ramp(5);
    w[4] *= a;
    let b = w[4] * w[3];
    w = vec![1.0];
    b * w[0] + a
}

/// Grows in every iteration.
#[differentiable]
pub fn grown(x: f64, n: usize) -> f64 {
    let mut w = vec![x];
    let mut sum = 0.0;
    for i in 0..n {
        sum += w[i] * x;
        w = longer(&w);
    }
    sum + total(&w) + w[0]
}

/// Overwritten in a branch of a loop, and read on both ways.
#[differentiable]
pub fn overwritten_in_a_branch(x: &[f64]) -> f64 {
    let mut w = vec![0.5];
    let mut product = 1.0;
    for i in 0..x.len() {
        if x[i] > 0.0 {
            let last = w.len() - 1;
            product *= x[i] + w[last];
            w = vec![product; i + 2];
            w[0] = x[i] * x[i];
        } else {
            w[0] += x[i] * product;
        }
        product += w[w.len() - 1];
    }
    product * w[0]
}

/// Of known length in each inner loop.
#[differentiable]
pub fn overwritten_in_nested_loops(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut w = Vec::new();
    for i in 1..4usize {
        w = vec![x * i as f64; i];
        for j in 0..i {
            w[j] *= x;
            sum += w[j] * w[0];
            if j == 1 {
                w = vec![sum; i + 1];
            }
        }
    }
    sum + w[2]
}

/// Moved on, and in a branch.
#[differentiable]
pub fn moved(x: &[f64]) -> f64 {
    let w = vec![x[0], x[1], x[0] * x[1]];
    let a = w[2] * w[0];
    let v = w;
    let u = if x[0] > 0.0 { v } else { vec![x[1]; 2] };
    let b = u[1] * a;
    let t = (u, b);
    t.0[0] * t.1
}

/// Moved in one branch, read in the other.
#[differentiable]
pub fn moved_in_one_branch(x: &[f64]) -> f64 {
    let w = vec![x[0], x[1], x[0] * x[1]];
    let mut sum = 0.0;
    if x[0] > 0.0 {
        let v = w;
        sum += v[0] * v[2];
    } else {
        sum -= w[1] * w[2];
        let v = w;
        sum *= v[0];
    }
    sum
}

/// Moved into a call in a branch, borrowed in the other.
#[differentiable]
pub fn moved_into_calls(x: f64, y: f64) -> f64 {
    let w = vec![x, y, x * y];
    let a = total(&w);
    let b = if a > 1.0 { weighted(x, w) } else { total(&w) * w[1] };
    a * b
}

/// Moved in a loop, and made anew.
#[differentiable]
pub fn moved_in_a_loop(x: f64, n: usize) -> f64 {
    let mut w = vec![x, x * x];
    let mut sum = 0.0;
    for i in 0..n {
        let v = w;
        sum += v[0] * v[v.len() - 1];
        w = vec![sum; i + 1];
        w[0] *= x;
    }
    sum * w[0]
}

/// Handed on from one iteration to the next.
#[differentiable]
pub fn two_in_turn(x: f64, n: usize) -> f64 {
    let mut old = vec![1.0];
    let mut new = vec![x];
    for _ in 0..n {
        let next = longer(&new);
        old = new;
        new = next;
    }
    total(&old) * new[0] + new[new.len() - 1]
}

/// `Vec`s in tuples, some without a derivative.
#[differentiable]
pub fn in_tuples(x: f64) -> f64 {
    let t = (ramp(3), x, powers(x, 3));
    let mut u = (powers(x, 2), ramp_beside(x, 2));
    u.0[0] += t.0[2] * t.2[2];
    u.1[1] *= t.1;
    u.0[0] * u.1[1] + u.0[1] + u.1[0]
}

/// A pair of `Vec`s from a function.
#[differentiable]
fn pair(x: f64, n: usize) -> (Vec<f64>, Vec<f64>) {
    (powers(x, n), ramp(n))
}

#[differentiable]
pub fn from_a_pair(x: f64) -> f64 {
    let (a, b) = pair(x, 3);
    let p = pair(x * x, 2);
    a[2] * b[2] + p.0[1] * p.1[1] * b[0] + a[1]
}

/// Rows of different lengths.
#[differentiable]
pub fn triangle(x: &[f64]) -> Vec<Vec<f64>> {
    let n = x.len();
    let mut rows = vec![ramp(1), powers(2.0, 2)];
    if n > 1 {
        rows = vec![vec![x[0]; n], vec![x[1]], Vec::new()];
        rows[0][n - 1] = x[0] * x[1];
        rows[1][0] += rows[0][n - 1] * x[n - 1];
    }
    rows
}

/// Rows that are copied, and pulled back as a whole.
#[differentiable]
pub fn rows_copied(x: f64) -> f64 {
    let rows = vec![powers(x, 3), ramp(2), vec![x.sin()]];
    let copy = rows.clone();
    let first = rows[0].clone();
    let again = copy;
    first[2] * again[1][1] + again[2][0] * rows[2][0] + again[0][1] + total(&again[0])
}

/// An array of `Vec`s, given away as a whole.
#[differentiable]
fn sum_of_firsts(rows: [Vec<f64>; 2]) -> f64 {
    rows[0][0] * rows[1][0]
}

#[differentiable]
pub fn array_of_vectors(x: f64) -> f64 {
    let rows = [powers(x, 2), vec![x.cos(), 1.0, x]];
    let a = rows[0][1] * rows[1][2];
    let other = [vec![a; 2], ramp(2)];
    sum_of_firsts(rows) * a + sum_of_firsts([ramp(1), vec![x]]) + sum_of_firsts(other)
}

/// A listed `Vec` given away whose callee does not use it.
#[differentiable]
fn ignores(_w: Vec<f64>, x: f64) -> f64 {
    x * x
}

#[differentiable]
pub fn ignored(x: f64) -> f64 {
    ignores(vec![x, x * x], x) + ignores(vec![x; 3], 2.0) + weighted(3.0, vec![x, x * x])
}

/// Early return with a `Vec`.
#[differentiable]
pub fn returned_early(x: f64) -> Vec<f64> {
    let w = powers(x, 3);
    if x < 0.0 {
        return ramp(2);
    }
    if x > 2.0 {
        return w;
    }
    vec![w[2] * w[1]; 4]
}

/// Left with a `Vec`.
#[differentiable]
pub fn broken_out(x: f64) -> f64 {
    let mut w = vec![x];
    let found = loop {
        w = longer(&w);
        if w.len() > 3 {
            break w;
        }
        if w[0] > 5.0 {
            break ramp(4);
        }
    };
    found[3] * found[0] + total(&found)
}

/// By value, altered, returned.
#[differentiable]
pub fn altered(mut w: Vec<f64>, x: f64) -> Vec<f64> {
    let n = w.len();
    if n > 2 {
        w[0] *= x;
        w = longer(&w);
    }
    w[0] += x;
    w
}

/// Declared first.
#[differentiable]
pub fn set_later(x: f64) -> f64 {
    let w;
    if x > 0.0 {
        w = powers(x, 3);
    } else {
        w = ramp(2);
    }
    let v: Vec<f64> = w;
    total(&v) * x
}

/// A part is shared by name in the reverse sweep after the variable has another value.
#[differentiable]
pub fn borrowed_then_overwritten(x: f64) -> f64 {
    let mut w = powers(x, 4);
    let a = total(&w[1..3]);
    let b = total(&w);
    w = vec![a, b];
    total(&w) + w[0]
}

/// What `wrt` leaves out, and what comes to vary by a store.
#[differentiable(wrt(x))]
fn stored_in_left_out(x: f64, mut a: [f64; 3], mut w: Vec<f64>, mut t: (f64, f64), n: usize) -> f64 {
    let before = a[1] * w[1] * t.1;
    a[0] = x * a[1];
    w[n] *= x;
    t.0 += x;
    w = vec![w[0], w[1] * a[0]];
    before * x + a[0] * a[2] + w[1] + t.0 * t.1
}

#[differentiable]
pub fn left_out_comes_to_vary(x: f64) -> f64 {
    stored_in_left_out(x, [1.0, 2.0, 3.0], ramp(3), (0.5, 2.0), 1) * x
}
