//! Functions that give `Option`s and `Result`s, and functions that take them apart.
use jac::{Differentiable, differentiable};

/// The smaller root of a·x² + b·x + c.
#[differentiable]
pub fn root(a: f64, b: f64, c: f64) -> Option<f64> {
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 { None } else { Some((-b - discriminant.sqrt()) / (2.0 * a)) }
}

#[differentiable]
pub fn chained(a: f64, b: f64) -> Option<f64> {
    let r = root(a, b, 0.3)?;
    let s = root(a, r, -1.0)? * root(1.0, r + b, 0.1)?;
    Some(r * s)
}

#[differentiable]
pub fn taken_apart(a: f64, b: f64) -> f64 {
    let y = match root(a, b, 1.0) {
        Some(r) if r < -2.0 => r * b,
        Some(r) => r * r,
        None => a,
    };
    let z = root(a, b, 2.0).unwrap_or(0.5 * b);
    if let Some(w) = root(b, a, -1.0)
        && w < y
    {
        y + z * w
    } else {
        y * z
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    Singular(usize),
    Diverged { after: usize },
    Text(String),
}

#[differentiable]
pub fn divide(x: f64, y: f64) -> Result<f64, Failure> {
    if y == 0.0 {
        return Err(Failure::Singular(3));
    }
    Ok(x / y)
}

#[differentiable]
pub fn solve(m: [[f64; 2]; 2], b: [f64; 2]) -> Result<[f64; 2], Failure> {
    let det = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    let x = divide(b[0] * m[1][1] - b[1] * m[0][1], det)?;
    let y = divide(m[0][0] * b[1] - m[1][0] * b[0], det).map_err(|_| Failure::Text("never".to_string()))?;
    Ok([x, y])
}

/// Newton's method, which may fail.
#[differentiable(wrt(x))]
pub fn newton(x: f64, steps: usize) -> Result<f64, Failure> {
    let mut y = 1.0;
    for step in 0..steps {
        let residual: f64 = y * y - x;
        if residual.abs() < 1e-12 {
            return Ok(y);
        }
        y -= divide(residual, 2.0 * y).map_err(|_| Failure::Diverged { after: step })?;
    }
    Err(Failure::Diverged { after: steps })
}

#[differentiable(wrt(x))]
pub fn handled(x: f64, steps: usize) -> f64 {
    match newton(x, steps) {
        Ok(y) => y * x,
        Err(Failure::Diverged { after }) if after > 2 => x * after as f64,
        Err(Failure::Diverged { .. }) => -x,
        Err(other) => {
            if other == Failure::Singular(0) {
                x * x
            } else {
                2.0 * x
            }
        }
    }
}

/// Tuples, lists and structs inside.
#[differentiable]
pub fn both_roots(a: f64, b: f64, c: f64) -> Option<(f64, f64)> {
    let d = b * b - 4.0 * a * c;
    if d < 0.0 {
        return None;
    }
    let s = d.sqrt();
    Some(((-b - s) / (2.0 * a), (-b + s) / (2.0 * a)))
}

#[differentiable]
pub fn of_roots(a: f64, b: f64) -> f64 {
    let Some((first, second)) = both_roots(a, b, 0.3) else { return a * b };
    let (low, high) = both_roots(a, first, -1.0).unwrap_or((first, second));
    first * second + low / high
}

/// Solves a lower triangular system.
#[differentiable]
pub fn forward_substitution(l: &[Vec<f64>], b: &[f64]) -> Result<Vec<f64>, Failure> {
    let mut x: Vec<f64> = Vec::with_capacity(b.len());
    for i in 0..b.len() {
        let mut sum = b[i];
        for j in 0..i {
            sum -= l[i][j] * x[j];
        }
        if l[i][i] == 0.0 {
            return Err(Failure::Singular(i));
        }
        x.push(sum / l[i][i]);
    }
    Ok(x)
}

#[differentiable]
pub fn norm_of_solution(l: &[Vec<f64>], b: &[f64]) -> Option<f64> {
    let x = forward_substitution(l, b).ok()?;
    Some(x.iter().map(|x| x * x).sum::<f64>().sqrt())
}

#[differentiable]
pub fn solution_or(l: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    match forward_substitution(l, b) {
        Ok(x) => x,
        Err(Failure::Singular(row)) => vec![b[row]; 2],
        Err(_) => Vec::new(),
    }
}

/// Recursion that fails somewhere.
#[differentiable(wrt(x), recursive)]
pub fn continued(x: f64, n: usize) -> Option<f64> {
    if n == 0 {
        return Some(x);
    }
    let below = continued(x * 0.9, n - 1)?;
    if below > 5.0 { None } else { Some(x + 1.0 / below) }
}

/// Options as parameters and in structs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct Limits {
    pub low: Option<f64>,
    pub high: Option<f64>,
}

#[differentiable]
pub fn limited(x: f64, limits: Limits) -> f64 {
    let x = match limits.low {
        Some(low) => x.max(low * low),
        None => x,
    };
    if let Some(high) = &limits.high { x.min(*high * 2.0) } else { x }
}

#[differentiable]
pub fn limits_of(x: f64, y: f64) -> f64 {
    let limits = Limits { low: if y > 0.0 { Some(x * y) } else { None }, high: root(1.0, x, y) };
    limited(x, limits) + limited(y, limits) * x
}

#[differentiable]
pub fn optional(x: f64, offset: Option<f64>) -> Option<f64> {
    let offset = offset?;
    if offset < 0.0 {
        return None;
    }
    Some(x * offset)
}

#[differentiable]
pub fn passed_on(x: f64, y: f64) -> f64 {
    let first = optional(x, Some(y * y));
    let second = optional(y, first);
    let third = optional(x, None);
    first.unwrap_or(x) + second.unwrap_or(y) * third.unwrap_or(2.0)
}

/// In place, with an error.
#[differentiable(wrt(a))]
pub fn cholesky<const N: usize>(a: &mut [[f64; N]; N]) -> Result<(), Failure> {
    for j in 0..N {
        for k in 0..j {
            a[j][j] -= a[j][k] * a[j][k];
        }
        if a[j][j] <= 0.0 {
            return Err(Failure::Singular(j));
        }
        a[j][j] = a[j][j].sqrt();
        for i in j + 1..N {
            for k in 0..j {
                a[i][j] -= a[i][k] * a[j][k];
            }
            a[i][j] /= a[j][j];
        }
    }
    Ok(())
}

#[differentiable]
pub fn log_determinant(a: [[f64; 3]; 3]) -> Result<f64, Failure> {
    let mut l = a;
    cholesky(&mut l)?;
    let mut sum = 0.0;
    for (i, row) in l.iter().enumerate() {
        sum += row[i].ln();
    }
    Ok(2.0 * sum)
}

/// Numbers in errors count as constant where that is said.
#[differentiable]
pub fn positive(x: f64) -> Result<f64, f64> {
    if x > 0.0 { Ok(x.ln()) } else { Err(x) }
}

#[differentiable]
pub fn logs(x: f64, y: f64) -> f64 {
    let first = positive(x).unwrap_or_else(|error| y * jac::constant(error));
    let second = match positive(y) {
        Ok(y) => y * x,
        Err(error) => jac::constant(error) * x,
    };
    first + second
}

#[differentiable]
pub fn ok_or(a: f64, b: f64) -> Result<f64, Failure> {
    let r = root(a, b, 0.2).ok_or(Failure::Singular(1))?;
    let s = root(a, r, 0.2).ok_or_else(|| Failure::Text("none".to_string()))?;
    Ok(r * s)
}

#[differentiable]
pub fn unwrapped(a: f64, b: f64) -> f64 {
    root(a, b, -1.0).unwrap() * divide(a, b).expect("b is not 0") + if divide(a, 0.0).is_err() { a } else { b }
}

/// `map` and `and_then`, told from those of arrays by what becomes of them.
#[differentiable]
pub fn mapped(a: f64, b: f64) -> Option<f64> {
    let r = root(a, b, 0.3).map(|r| r * r)?;
    let s = root(a, r, -0.9).and_then(|s| root(s, r, 0.4)).unwrap_or(r);
    let t: Option<f64> = root(b, s, -0.3).map(f64::sin);
    let Some(u) = root(1.0, b, 0.3).map(|u| u * s).map(|u| u + 1.0) else { return t };
    if u > 0.5 {
        return root(a, s, -1.0).map(|v| v * u);
    }
    match root(b, a, -0.5).and_then(|v| if v < 0.0 { Some(v * u) } else { None }) {
        Some(v) => both_roots(a, v, -0.7).map(|(low, high)| low * high),
        None => t.map(|t| t * u),
    }
}

#[differentiable]
pub fn results(x: f64, y: f64) -> Result<f64, Failure> {
    let q = divide(x, y).map(|q| q.exp())?;
    let p: Result<f64, Failure> = divide(q, x).and_then(|p| divide(p, y));
    if p.is_err() {
        return Err(Failure::Text(format!("{y} is too small")));
    }
    divide(x, q).map_err(|_| Failure::Singular(4)).and_then(|r| divide(r * y + p.unwrap_or(0.0), q))
}

/// Variables that hold one, and get another.
#[differentiable]
pub fn assigned(a: f64, b: f64) -> f64 {
    let mut best = Some(a);
    if b > 1.0 {
        best = root(a, b, 0.2);
    }
    let other = if a > 0.5 { root(a, b, 0.1) } else { Some(b) };
    let first = best.or(root(1.0, b, 0.2)).unwrap_or(0.5);
    let mut all = vec![first];
    all.push(other.unwrap_or(a));
    all.extend(Some(a * b));
    all.iter().product::<f64>() + best.and_then(|r| root(r, a, -0.3)).map_or(b, |r| r * a)
}

/// Methods that make another of what a call gives.
#[differentiable]
pub fn alternatives(a: f64, b: f64) -> Result<f64, Failure> {
    let r = root(a, b, 0.9).or(root(a, b, 0.2)).unwrap_or(b);
    let s = root(a, r, 0.3).filter(|s| *s < -0.2).or_else(|| root(b, a, -0.3));
    let t = s.ok_or_else(|| Failure::Text(format!("{a} and {}", b + r)))?;
    let u = divide(t, a).map_err(|error| Failure::Text(format!("{error:?} at {t}")))?;
    if u > 100.0 { Err(Failure::Singular(a as usize + 1)) } else { Ok(u * r) }
}

/// Of parameters and of parts of a tuple.
#[differentiable]
pub fn parts(x: f64, offset: Option<f64>) -> f64 {
    let limits = Limits { low: root(x, 2.0, 0.1), high: offset };
    let (first, second) = (root(x, 1.9, 0.3), divide(x, 2.0));
    let scaled = |t: f64| -> Option<f64> {
        let r = root(t, 1.9, 0.2)?;
        Some(r * offset.unwrap_or(t))
    };
    let third = scaled(x).map_or(0.5, |v| v.sin());
    first.unwrap_or(x) * second.unwrap()
        + limits.low.unwrap_or(x) * limits.high.unwrap_or(x) * offset.map_or(1.0, |o| o * o)
        + third
}

/// `?` gives a reference where the `Option` holds one.
#[differentiable]
pub fn referred(x: &[f64], k: usize) -> Option<f64> {
    let first = x.first()?;
    let (last, rest) = x.split_last()?;
    let chosen = x.get(k)?;
    Some(*first * last + chosen * rest.iter().sum::<f64>() + x.iter().copied().reduce(f64::max)?)
}

#[differentiable]
pub fn questions(a: f64, b: f64) -> f64 {
    let limits = Limits { low: root(a, b, 0.3), high: None };
    let large = root(a, b, 0.2).is_some_and(|r| r < -1.0) || divide(a, b).is_ok_and(|q| q > 5.0);
    if large && limits.high.is_none() && limits.low.is_some_and(|low| low < -0.5) { a * b } else { a - b }
}

/// Closures of chains that give what functions give.
#[differentiable]
pub fn found_by_functions(x: f64, y: f64) -> f64 {
    let all = [x, y, x * y];
    let roots = all.iter().filter_map(|&v| root_above(v)).sum::<f64>();
    let squares = all.iter().filter_map(|&v| {
        let r = root_above(v)?;
        Some(r * r * x)
    });
    let squares = squares.sum::<f64>();
    let scaled = all.iter().filter_map(|&v| root_above(v).map(|r| r * y)).sum::<f64>();
    let first = all.iter().map_while(|&v| root_above(v)).sum::<f64>();
    roots + squares + scaled * first
}

#[differentiable]
pub fn root_above(v: f64) -> Option<f64> {
    if v > 0.5 { Some(v.sqrt()) } else { None }
}

/// Closures behind closures.
#[differentiable]
pub fn otherwise(x: f64, y: f64) -> f64 {
    let held = if x > 1.0 { Some(x) } else { None };
    let one = held.map(|v| 2.0 * v).map_or_else(|| y * y, |v| v * y);
    let other = root_above(x).map(|v| v * v * y).unwrap_or_else(|| x * 10.0);
    let third = if root_above(y).map(|v| v * v).is_some_and(|v| v > 0.6) { x } else { y };
    one + other * third + root_above(x + 1.0).map(|v| v * y).unwrap()
}

/// An error that cannot be copied.
#[derive(Debug, Default)]
pub struct Cause {
    pub text: String,
    pub inner: Option<Box<Cause>>,
}

impl From<Cause> for String {
    fn from(cause: Cause) -> String {
        cause.text
    }
}

#[differentiable]
pub fn share(x: f64, y: f64) -> Result<f64, Cause> {
    if y < 0.5 {
        return Err(Cause { text: "small".into(), inner: Some(Box::default()) });
    }
    Ok(x / y)
}

#[differentiable]
pub fn shares(x: &[f64], y: f64) -> Result<Vec<f64>, Cause> {
    let mut out = vec![y];
    for (i, v) in x.iter().enumerate() {
        for _ in 0..i {
            out.push(share(*v, y)? * out[0]);
        }
        if out[i] > 9.0 {
            return Err(Cause { text: "large".into(), ..Cause::default() });
        }
    }
    Ok(out)
}

#[allow(clippy::question_mark)]
#[differentiable]
pub fn product_of_shares(x: f64, y: f64) -> Result<f64, Cause> {
    let mut product = x;
    for i in 0..3 {
        let part = match share(product, y + i as f64) {
            Ok(part) => part,
            Err(cause) => return Err(cause),
        };
        product += part * product;
    }
    Ok(product)
}

#[differentiable]
pub fn told_apart(x: f64, y: f64) -> f64 {
    let mut sum = 0.1 * x;
    for i in 0..3 {
        let part = share(sum, y - 0.3 * i as f64);
        sum += match part {
            Ok(part) => part * sum * y,
            Err(mut cause) => {
                cause.text.push('!');
                x * cause.text.len() as f64
            }
        };
    }
    let all = shares(&[x, y, x * y], y);
    let product = if let Err(cause) = all { x * cause.text.len() as f64 } else { y };
    let text: Result<f64, String> = product_of_shares(x, y).map_err(|cause| cause.text);
    sum * product + text.unwrap_or(x * y)
}

#[differentiable]
fn checked_root(x: f64) -> Result<f64, String> {
    if x < 0.0 {
        return Err("negative".to_string());
    }
    Ok(x.sqrt())
}

#[differentiable]
fn roots_or_text(x: f64, n: usize) -> Result<f64, String> {
    let mut sum = x;
    for _ in 0..n {
        sum -= checked_root(sum).map(|root| root * x)?;
    }
    let value = checked_root(sum).and_then(|root| checked_root(root - 0.5)).map(|root| root * sum);
    match value {
        Ok(root) => Ok(root * x),
        Err(_) => checked_root(x),
    }
}

/// The error of what is mapped is of the same type, of which nothing else tells.
#[differentiable]
pub fn mapped_with_text(x: f64, n: usize) -> f64 {
    let value = roots_or_text(x, n).map(|v| v * x);
    let mut found = [None; 3];
    for i in 0..n {
        if found[i % 3].is_none() {
            found[i % 3] = Some(x * i as f64);
        }
    }
    value.unwrap_or(x * x) + found.iter().flatten().sum::<f64>()
}

/// Errors that are no `Copy`, early, and out of loops.
#[differentiable]
pub fn left_early(x: f64, n: usize) -> Result<f64, String> {
    if x < 0.0 {
        return Err("negative".into());
    }
    let first = divide(x, 2.0).map_err(|_| "never".to_string())?;
    let mut y = x;
    for i in 0..3 {
        for j in 0..n {
            if i + j > 3 {
                return Ok(y * first);
            }
            y *= x + j as f64;
        }
        y = if y > 50.0 { return Ok(y * y) } else { 0.5 * y };
    }
    Err("not found".into())
}

#[differentiable]
pub fn of_left_early(x: f64, n: usize) -> f64 {
    let mut sum = x;
    for k in 0..3 {
        match left_early(x * k as f64 - 0.5, n) {
            Ok(y) => sum += y,
            Err(_) => sum *= x,
        }
    }
    sum
}

/// Many that may fail, as one that may.
#[differentiable]
pub fn gathered(a: &[f64], b: f64) -> f64 {
    let roots: Option<Vec<f64>> = a.iter().map(|&a| root(a, b, 0.4)).collect();
    let roots = roots.map_or(b, |roots| roots.iter().sum::<f64>() * roots[0]);
    let quotients: Result<Vec<f64>, Failure> = a.iter().map(|&a| divide(a, b)).collect();
    let quotients = match quotients {
        Ok(quotients) => quotients[0] * quotients[1],
        Err(_) => b * b,
    };
    let sum: Option<f64> = a.iter().map(|&a| root(a, b, 0.2)).sum();
    let product = a.iter().map(|&a| divide(a, b)).product::<Result<f64, Failure>>();
    let squares = a.iter().map(|&a| if a > 0.0 { Some(a.sqrt()) } else { None }).collect::<Option<Vec<_>>>();
    roots * quotients + sum.unwrap_or(2.0 * b) * product.unwrap_or(b) + squares.map_or(a[0], |squares| squares[1])
}

/// In loops, in closures, one in another, and left by the first.
#[differentiable]
pub fn gathered_within(a: &[f64], b: f64) -> Option<f64> {
    let scaled = |k: f64| {
        let roots: Option<Vec<f64>> = a.iter().map(|&a| root(a * k, b, 0.4)).collect();
        roots.map(|roots| roots[0] * k)
    };
    let mut sum = scaled(1.0).unwrap_or(b) + scaled(b)?;
    for k in 0..3 {
        let rows: Option<Vec<Vec<f64>>> = (0..2)
            .map(|row| {
                let roots: Option<Vec<f64>> = a.iter().map(|&a| root(a, b + (k + row) as f64, 0.4)).collect();
                roots
            })
            .collect();
        let Some(rows) = rows else { break };
        if rows[0][0] < -4.1 {
            return Some(sum * rows[1][0]);
        }
        sum += rows[1][1];
    }
    Some(sum)
}

/// Of a name with a type, `map` is known, wherever it stands.
#[differentiable]
pub fn mapped_by_type(a: f64, b: f64, offset: Option<f64>) -> f64 {
    let within: Option<f64> = {
        let found: Option<f64> = root(a, b, 0.4);
        found.map(|r| r * a)
    };
    let in_closure = |c: f64| {
        let found: Option<f64> = root(a, b, c);
        found.and_then(|r| root(r, b, -0.3)).map(|r| r * c)
    };
    let chosen: Option<f64> = if a > 0.5 { root(a, b, 0.1).map(|r| r * b) } else { None };
    let of_parameter = offset.map(|offset| offset * a);
    let quotient: Result<f64, Failure> = divide(a, b);
    let squared = quotient.map(|q| q * q);
    let mut sum = within.unwrap_or(a) + in_closure(a).unwrap_or(b) + chosen.unwrap_or(a * b);
    sum *= of_parameter.unwrap_or(b) + squared.unwrap_or(0.0);
    // The name stands for something else.
    let offset = [a, b];
    let offset = offset.map(|v| v * v);
    sum + offset[1]
}

#[differentiable]
pub fn mapped_by_parameter(a: f64, b: f64) -> f64 {
    mapped_by_type(a, b, Some(b)) * mapped_by_type(a, b, None)
}

#[differentiable]
pub fn ok_with_types(x: f64) -> Option<f64> {
    Ok::<f64, ()>(x * x).ok()
}

/// References that may be missing.
#[differentiable]
pub fn elements(x: &[f64], i: usize) -> Result<f64, String> {
    let v = *x.get(i).ok_or_else(|| String::from("no"))?;
    let mut product = 1.0;
    for k in 0..i {
        if k == 5 {
            continue;
        }
        let w = x.get(k).ok_or("short")?;
        product *= *w + *x.last().ok_or("empty")?;
    }
    let rest = x.get(1..).ok_or("one")?;
    Ok(v * product + rest.iter().sum::<f64>() * v)
}

#[allow(clippy::unnecessary_lazy_evaluations)]
#[differentiable]
pub fn elements_written(x: &mut [f64], i: usize, k: f64) -> Result<f64, usize> {
    *x.get_mut(i).ok_or(i)? += k * k;
    let first = x.get_mut(0).ok_or_else(|| 3usize)?;
    *first *= k;
    let large = if x[0] > 0.0 { Some(x[0]) } else { None };
    Ok(large.ok_or(7usize)? * x[i])
}

#[differentiable]
pub fn rest_of(x: &[f64], k: usize) -> Option<f64> {
    let rest = x.get(k..)?;
    Some(rest.iter().map(|v| v * v).sum::<f64>() + x.get(0..2)?[1])
}

/// What is in the error is evaluated whether or not there is a value.
#[differentiable]
pub fn evaluated_errors(x: f64, y: f64) -> Result<f64, usize> {
    let mut scale = y;
    let large = if x > 0.5 { Some(x) } else { None };
    let error = large.ok_or({
        scale *= 2.0;
        3usize
    });
    let first = error.unwrap_or(y);
    let small = if y < 1.5 { Some(x * y) } else { None };
    let second = small.ok_or({
        scale += first;
        4usize
    })?;
    Ok(first * second * scale)
}

/// What may fail, behind what may fail, where only what stands behind says that it is an outcome.
#[differentiable]
pub fn divided_again(x: f64, y: f64) -> f64 {
    let first = divide(x, y).and_then(|v| divide(v, 0.75)).unwrap_or(x);
    let second = divide(x, y).map(|v| v * x).and_then(|v| divide(v, y)).and_then(|v| divide(v, x)).unwrap_or(y);
    let third = divide(y, x).and_then(|v| divide(v, y)).map(|v| v * v).map_or(1.0, |v| v + x);
    let fourth = divide(x, y)
        .and_then(|v| divide(x, v))
        .unwrap_or_else(|failure| if failure == Failure::Singular(3) { x * x } else { 0.0 });
    let fifth =
        root(x, y, -1.0).and_then(|r| root(r, y, -0.3)).map(|r| r * y).and_then(|r| root(1.0, r, -0.2)).unwrap_or(x);
    first * second + third * fourth + fifth
}

/// An error that tells how far it came.
#[derive(Clone, Debug, PartialEq)]
pub struct NotConverged {
    pub after: usize,
    pub residual: f64,
    pub last: [f64; 2],
}

#[derive(Clone, Debug, PartialEq)]
pub enum Broken {
    Solver(NotConverged),
    Domain { value: f64, limits: (f64, f64) },
    Text(String),
}

impl From<NotConverged> for Broken {
    fn from(error: NotConverged) -> Broken {
        Broken::Solver(error)
    }
}

/// Newton's method for two coupled equations.
#[differentiable(wrt(p))]
pub fn converged(p: [f64; 2], steps: usize) -> Result<[f64; 2], NotConverged> {
    let mut x = [1.0, 1.0];
    let mut residual = f64::INFINITY;
    for after in 0..steps {
        let r = [x[0] * x[0] + x[1] - p[0], x[0] - x[1] * x[1] * p[1]];
        residual = r[0].abs().max(r[1].abs());
        if residual < 1e-12 {
            return Ok(x);
        }
        let j = [[2.0 * x[0], 1.0], [1.0, -2.0 * x[1] * p[1]]];
        let det = j[0][0] * j[1][1] - j[0][1] * j[1][0];
        if det.abs() < 1e-3 {
            return Err(NotConverged { after, residual: r[0] * r[0] + r[1] * r[1], last: x });
        }
        x[0] -= (j[1][1] * r[0] - j[0][1] * r[1]) / det;
        x[1] -= (j[0][0] * r[1] - j[1][0] * r[0]) / det;
    }
    Err(NotConverged { after: steps, residual, last: x })
}

/// The error is converted, wrapped, and made of what varies.
#[differentiable(wrt(p, y))]
pub fn converged_within(p: [f64; 2], y: f64, steps: usize) -> Result<f64, Broken> {
    let limits = (0.1, 4.0 * y);
    if p[0] < limits.0 || p[0] > limits.1 {
        return Err(Broken::Domain { value: p[0], limits });
    }
    let x = converged(p, steps)?;
    let z = converged([x[0] + y, p[1]], 30).map_err(|error| Broken::Text(format!("{:.3} at {y}", error.residual)))?;
    let w = converged([z[0] + y, p[1]], 30).map_err(Broken::Solver)?;
    let size = (w[0] > 0.3).then_some(w[0]).ok_or(Broken::Domain { value: w[0] * y, limits: (0.3, w[1]) })?;
    Ok(size * x[1] + z[1] * y)
}

/// What is not a number may be computed with, and numbers may be asked.
#[differentiable(wrt(p))]
pub fn retried(p: [f64; 2], steps: usize) -> f64 {
    match converged(p, steps) {
        Ok(x) => x[0] * x[1],
        Err(NotConverged { residual, .. }) if residual > 0.5 => p[0] * p[1],
        Err(error) if error.residual > 0.1 => p[0] - p[1] * error.after as f64,
        Err(error) => {
            let scale = error.after as f64 + if error.last[0] > error.last[1] { 0.5 } else { 0.25 };
            let twice = 2 * error.after + 1;
            p[0] * scale + p[1] * twice as f64
        }
    }
}

/// Numbers as errors, from closures and through chains.
#[differentiable]
pub fn logs_within(x: &[f64], y: f64) -> Result<f64, f64> {
    let log = |v: f64| if v > 0.0 { Ok(v.ln()) } else { Err(v * y) };
    let logs = x.iter().map(|&v| log(v + y)).collect::<Result<Vec<f64>, f64>>()?;
    let first = log(y).unwrap_or_else(|failed| if failed < -0.1 { y } else { y * y });
    Ok(logs.iter().sum::<f64>() * first)
}
