//! `Option`s of what varies; `if let`, `let else`, `while let`; patterns in `match` that bind parts.
#![allow(clippy::needless_range_loop, clippy::unnecessary_unwrap, clippy::manual_map, clippy::redundant_closure)]
#![allow(clippy::collapsible_match, clippy::single_match, clippy::manual_unwrap_or, clippy::question_mark)]
#![allow(
    clippy::unnecessary_lazy_evaluations,
    clippy::manual_filter,
    clippy::collapsible_if,
    clippy::option_map_unit_fn
)]
#![allow(clippy::match_like_matches_macro, clippy::manual_let_else, clippy::needless_option_take, clippy::get_first)]

use jac::differentiable;

/// The largest element, if there is one.
#[differentiable]
pub fn running_maximum(x: &[f64], scale: f64) -> f64 {
    let mut best: Option<f64> = None;
    let mut count = 0;
    for v in x {
        let v = v * scale;
        match best {
            None => best = Some(v),
            Some(b) if v > b => {
                best = Some(v);
                count += 1;
            }
            Some(_) => {}
        }
    }
    if let Some(b) = best { b * b + count as f64 * scale } else { scale * 3.0 }
}

#[differentiable]
pub fn position_of_maximum(x: &[f64]) -> f64 {
    let mut best: Option<(usize, f64)> = None;
    for i in 0..x.len() {
        let v = x[i].sin() * x[i];
        let better = match best {
            None => true,
            Some((_, b)) => v > b,
        };
        if better {
            best = Some((i, v));
        }
    }
    let Some((i, v)) = best else { return -1.0 };
    v * x[i] + i as f64
}

#[differentiable]
pub fn elements(x: &[f64], k: usize) -> f64 {
    let first = x.first().copied().unwrap_or(1.0);
    let last = *x.last().unwrap_or(&2.0);
    let at = x.get(k).map_or(0.5, |v| v * first);
    let mut sum = first * last + at;
    if let Some(v) = x.get(k + 1) {
        sum += v.sin() * v;
    } else if let Some(&v) = x.get(1) {
        sum *= v;
    }
    if let Some((head, tail)) = x.split_first() {
        sum += head * tail.len() as f64;
        if let Some(second) = tail.first() {
            sum += second * head;
        }
    }
    if let Some((last, rest)) = x.split_last()
        && rest.len() > 1
        && *last > 0.0
    {
        sum += last * rest[1];
    }
    sum + x[0..x.len().min(2)].iter().map(|v| v * v).sum::<f64>() + x.first().is_some_and(|v| *v > 0.3) as usize as f64
}

#[differentiable]
pub fn written_through(x: &mut [f64], k: usize) {
    if let Some(v) = x.get_mut(k) {
        *v *= 3.0;
    }
    let Some(first) = x.first_mut() else { return };
    *first += 1.0;
    if let Some(last) = x.last_mut() {
        *last = last.sin() * *last;
    }
}

#[differentiable]
pub fn let_else(x: &[f64], limit: f64) -> f64 {
    let Some(&first) = x.first() else {
        return limit * limit;
    };
    let mut sum = first;
    for i in 0..6 {
        let Some(v) = x.get(i) else { continue };
        let (w, 0..=3) = (v * limit, i) else {
            sum += 1.0;
            break;
        };
        sum += w * first;
        let Some(root) = (if w > 0.0 { Some(w.sqrt()) } else { None }) else {
            if i > 4 {
                panic!("too many");
            }
            sum *= 2.0;
            continue;
        };
        sum += root;
    }
    sum
}

#[differentiable]
pub fn while_let(x: f64, n: usize) -> f64 {
    let mut next = if n > 0 { Some(x) } else { None };
    let mut left = n;
    let mut product = 1.0;
    while let Some(v) = next {
        product *= v;
        left -= 1;
        next = if left > 0 { Some(v.sin() + 0.5) } else { None };
    }
    let mut pending = Some(product);
    let taken = pending.take();
    let none = pending.is_none();
    while let (Some(v), true) = (pending, left < 5) {
        left += 1;
        pending = Some(v * x);
    }
    taken.unwrap() * if none { x } else { 1.0 }
}

#[differentiable]
pub fn methods(x: f64, y: f64) -> f64 {
    let root = |v: f64| if v > 0.0 { Some(v.sqrt()) } else { None };
    let a = root(x).unwrap_or(y);
    let b = root(y).map(|v| v * x).unwrap_or_else(|| x * y);
    let c = root(x).and_then(|v| root(v - 1.0)).or(root(y)).unwrap_or_default();
    let d = root(x - 2.0).or_else(|| root(y)).filter(|v| *v < 1.0).map_or(x, |v| v * y);
    let e = root(x).zip(root(y)).map_or_else(|| x - y, |(p, q)| p * q);
    let f = if root(x).is_some() && root(y).is_none() { x } else { y };
    let g = root(x * x).expect("a square has a root") * root(y * y + 1.0).unwrap();
    let h = match (root(x), root(y)) {
        (Some(p), Some(q)) if p > q => p - q,
        (Some(p), Some(q)) => q * p,
        (Some(p), None) | (None, Some(p)) if p > 100.0 => 1.0,
        (None, _) => x,
        (_, None) => y * y,
    };
    let referenced = root(x);
    let i = if let Some(v) = &referenced { v * 2.0 } else { 0.0 };
    let j = referenced.as_ref().map_or(0.0, |v| *v * y);
    a + 2.0 * b + 3.0 * c + 4.0 * d + 5.0 * e + f + g + h * i + j
}

/// A value is that of when it was matched.
#[differentiable]
pub fn later_assignments(x: f64, y: f64) -> f64 {
    let mut best = Some(x);
    let kept = best;
    let mut sum = 0.0;
    if let Some(b) = best {
        best = Some(b * y);
        sum += b;
        if let Some(b) = best {
            best = None;
            sum += b * b;
        }
    }
    let mut k = x;
    let pair = Some((k, y));
    k *= 3.0;
    let z = match (k, y) {
        (a, b) if a > b => {
            k += 1.0;
            a * b + k
        }
        (a, b) => {
            k -= 1.0;
            a / b * k
        }
    };
    if best.is_none() {
        best = kept;
    }
    sum + best.unwrap_or(0.0) * z + kept.unwrap_or(k) * pair.map_or(k, |(a, b)| a - b * k)
}

/// Integer data: the compiler matches.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Linear,
    Power(i32),
    Table { at: usize, twice: bool },
    Pair(Option<usize>, (u8, u8)),
}

pub fn kind_of(n: usize) -> Kind {
    match n {
        0 => Kind::Linear,
        1 => Kind::Power(3),
        2 => Kind::Table { at: 1, twice: true },
        3 => Kind::Table { at: 0, twice: false },
        4 => Kind::Pair(Some(1), (2, 3)),
        _ => Kind::Pair(None, (n as u8, 1)),
    }
}

pub fn half_of(n: usize) -> Option<usize> {
    (n % 2 == 0).then_some(n / 2)
}

#[differentiable]
pub fn kinds(x: [f64; 3], n: usize) -> f64 {
    let kind = kind_of(n);
    let y = match kind {
        Kind::Linear => x[0],
        Kind::Power(k @ 2..=5) => x[0].powi(k) * x[1],
        Kind::Power(_) => 1.0,
        Kind::Table { at, twice: true } => 2.0 * x[at] * x[at],
        Kind::Table { at, .. } => x[at] * x[2],
        Kind::Pair(Some(k), (a, b)) if a < b => x[k] * a as f64 + x[k + 1] * b as f64,
        Kind::Pair(_, (a, _)) => x[1].powi(a as i32 / 2),
    };
    let mut z = y;
    if let Kind::Pair(Some(k), _) | Kind::Table { at: k, .. } = kind_of(n) {
        z *= x[k];
    }
    if let Some(k) = half_of(n)
        && k < 3
        && let Some(v) = x.get(k)
    {
        z += v * y;
    }
    let Kind::Power(k) = kind_of(n) else {
        return z * if matches!(kind_of(n), Kind::Table { twice, .. } if twice) { x[0] } else { x[1] };
    };
    z + x[1] * k as f64
}

#[differentiable]
pub fn borrowed_kinds(x: [f64; 3], n: usize) -> f64 {
    let kinds = [kind_of(n), kind_of(n + 1)];
    let mut sum = 0.0;
    for kind in &kinds {
        sum += match kind {
            Kind::Linear => x[0] * x[1],
            Kind::Power(k) if *k > 1 => x[0].powi(*k),
            Kind::Power(_) => 0.0,
            Kind::Table { at, twice } => x[*at] * if *twice { x[2] } else { 1.0 },
            Kind::Pair(k, _) => {
                let mut product = 1.0;
                for i in 0..k.unwrap_or(0) + 1 {
                    product *= x[i];
                }
                product
            }
        };
    }
    sum
}

#[differentiable]
pub fn tuples(x: f64, y: f64, n: usize) -> f64 {
    let pair = (x * y, y);
    let a = match pair {
        (p, q) if p > q => p * q,
        (p, q) if q < 1.0 => p,
        (p, q) => p - q * q,
    };
    let b = match (n, pair.0, (x, n + 1)) {
        (0, p, _) => p,
        (1 | 2, p, (q, _)) => p * q,
        (k @ 3..=5, p, (q, l)) => p * k as f64 + q * l as f64,
        (k, ..) if k > 7 => y,
        (_, _, (q, _)) => q * q,
    };
    let c = match &pair {
        (p, q) => p.sin() * q,
    };
    let (.., d) = (1.0, x, a);
    let ((e, ..), f) = ((d * y, 2.0, 3.0), b);
    a + b * c + d * e - f
}

#[differentiable]
pub fn slices(x: &[f64], y: [f64; 4]) -> f64 {
    let [first, .., last] = y;
    let [p, q @ .., _] = &y;
    let a = match x {
        [] => first,
        [v] => v * v,
        [v, w] if v > w => v * w,
        [v, rest @ ..] if rest.len() > 2 => v * rest[1] + rest.iter().sum::<f64>(),
        [.., v, w] => v / w,
    };
    let b = if let [u, v, ..] = y
        && u < 2.0
    {
        v * last
    } else {
        last
    };
    a + b * p * q[0] * q[1]
}

/// What is there is found in nested loops and branches.
#[differentiable]
pub fn nested(a: &[[f64; 3]; 3], limit: f64) -> f64 {
    let mut total = 1.0;
    let mut previous = None;
    for row in a {
        let mut found = None;
        for v in row {
            if *v > limit {
                found = Some(*v);
                break;
            }
        }
        if let Some(v) = found {
            total = total * v + previous.map_or(limit, |p: f64| p * v);
        } else if previous.is_some() {
            previous = None;
            continue;
        }
        previous = found.or(previous);
    }
    total * previous.unwrap_or(2.0)
}

#[differentiable]
pub fn conditions(x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        if i < 2 && x.get(i).is_some_and(|v| *v > 0.0) || x.get(i + 1).is_none() {
            sum += x[i % 2] * x[0];
        }
        if !matches!(x.get(i), Some(v) if *v < 0.5) && n > 1 {
            sum *= 1.5;
        }
        let y = if let Some(v) = x.get(i)
            && *v > 0.25
            && let Some(w) = x.get(i + 1)
            && w > v
        {
            v * w
        } else {
            x[0]
        };
        sum += y;
    }
    sum
}

#[differentiable]
fn logarithm(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}

/// What is mapped has a name without a type, and what stands behind tells that it is an `Option`.
#[differentiable]
pub fn told_behind(x: f64, n: usize) -> f64 {
    let first = logarithm(x).map(|v| v * x);
    let mut sum = first.unwrap_or(x * x);
    for _ in 0..n {
        let pair = logarithm(sum).map(|v| (v * x, sum));
        match pair {
            Some((a, b)) => sum = a + b * b,
            None => break,
        }
    }
    let second = logarithm(sum).and_then(|v| logarithm(v + x)).map(|v| v * sum);
    if let Some(second) = second {
        return second * second;
    }
    let third = logarithm(x + 2.0).map(|v| v * sum);
    let Some(third) = third else { return x.sin() };
    let array = [third, x].map(|v| v * v);
    let fourth = array.iter().copied().reduce(f64::max).map(|v| v * array[1]);
    if fourth.is_some() { fourth.unwrap() + sum } else { sum }
}

#[differentiable]
pub fn slices_by_range(x: &[f64], k: usize) -> f64 {
    let mut sum = x.get(1..=k).map_or(1.0, |s| s.iter().sum());
    for i in 0..6 {
        if let Some(w) = x.get(i..i + k) {
            sum += w[0] * w[k - 1];
        } else {
            sum *= 1.5;
        }
    }
    if x.get(k + 1..k).is_some() {
        return sum + 100.0;
    }
    let Some(rest) = x.get(k..) else { return sum };
    rest.iter().fold(sum, |sum, v| sum * v + 1.0)
}

#[differentiable]
pub fn slices_written(x: &mut [f64], k: usize) -> f64 {
    if let Some(t) = x.get_mut(k..) {
        for v in t {
            *v *= *v;
        }
    }
    if let Some(t) = x.get_mut(..=1) {
        t[0] *= t[1];
    }
    x.iter().sum()
}

/// What is put into an `Option` where it is.
#[differentiable]
pub fn filled(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    let mut sum = 0.0;
    for v in x {
        if let Some(old) = best.replace(*v) {
            sum += old * v;
        }
    }
    *best.get_or_insert(0.0) += x[0] * x[1];
    let mut other = None;
    *other.get_or_insert(x[0] * 2.0) *= x[1];
    let m = other.get_or_insert_with(|| 5.0);
    *m += 1.0;
    let r = *other.insert(x[2] * x[2]);
    sum * best.unwrap() + other.unwrap() * r
}

#[differentiable]
pub fn filled_in_loops(x: &[f64], n: usize) -> f64 {
    let mut held: Option<f64> = None;
    for i in 0..n {
        if i == 1 {
            continue;
        }
        if *held.get_or_insert(x[0]) > 100.0 {
            break;
        }
        *held.get_or_insert_with(|| x[1]) *= x[i];
        if i == 3 {
            let old = held.replace(x[2]).unwrap_or(0.0);
            held = held.map(|a| a + old * a);
        }
    }
    let last = held.replace(1.0).map_or(0.5, |z| z * z);
    last + held.unwrap() * x[0]
}
