//! What a `match` and its kin give names to by value: copies of what was there, whatever changes behind them.
use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub enum Mode {
    Up,
    Down(u32),
}

/// Of a place that is matched where it stands, as a part of it may be no `Copy`.
#[differentiable]
pub fn element(x: f64) -> f64 {
    let mut cells = [(Mode::Up, x), (Mode::Down(2), 2.0 * x)];
    match cells[0] {
        (Mode::Up, v) => {
            cells[0].1 = 5.0 * x * x;
            v * cells[0].1
        }
        (Mode::Down(_), v) => v,
    }
}

/// Of what is behind a reference.
#[differentiable]
pub fn row(x: f64) -> f64 {
    let mut v = [x, 2.0 * x, 3.0];
    let w = &v[..2];
    let [a, b] = *w else { return 0.0 };
    v[0] = 5.0 * x;
    v[1] = a;
    a * b + v[0] * v[1]
}

#[differentiable]
pub fn written(v: &mut [f64]) -> f64 {
    match *v {
        [] => 0.0,
        [a] => a,
        [a, b] if a > b => a * b,
        [a, .., b] => {
            v[0] = 5.0 * b;
            v[1] = a;
            a * b + v[0] * v[1]
        }
    }
}

#[differentiable]
pub fn exchanged(v: &mut [f64]) -> f64 {
    if let [a, b, ..] = *v {
        v.swap(0, 1);
        a * 2.0 + v[0] * b
    } else {
        1.0
    }
}

/// Tuples in a row, and a condition behind what is taken apart.
#[differentiable]
pub fn pairs(v: &[(f64, f64)], limit: f64) -> f64 {
    if let [(a, b), .., (c, d)] = *v
        && a > limit
    {
        a * d - b * c
    } else {
        limit
    }
}

/// By reference, names are of what is there.
#[differentiable]
pub fn referred(v: &mut [f64]) -> f64 {
    match v {
        [a, b, ..] => {
            let t = *a;
            *a = *b * 2.0;
            t * *a
        }
        _ => 0.0,
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Hit {
    pub distance: f64,
    pub normal: [f64; 2],
    pub id: u32,
}

/// An enum whose variants are imported, in patterns that look like those of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub enum Shape {
    Ring { holes: u32 },
    Disk,
}

use Shape::{Disk, Ring};

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Cell {
    pub hit: Option<Hit>,
    pub shape: Shape,
}

#[differentiable]
pub fn hit(x: f64, y: f64) -> Option<Hit> {
    if x > y { None } else { Some(Hit { distance: x * y, normal: [x.sin(), y], id: 3 }) }
}

/// Structs that are taken apart where they may not be there.
#[differentiable]
pub fn shaded(x: f64, y: f64, holes: u32) -> f64 {
    let shape = if holes > 0 { Ring { holes } } else { Disk };
    let base = match hit(x, y) {
        Some(Hit { distance, normal: [a, _], .. }) => distance * a,
        None => x,
    };
    let more = if let Some(Hit { distance, id, .. }) = hit(x, y * 2.0) { distance * id as f64 } else { y };
    let Some(Hit { distance: far, normal, id: _ }) = hit(x * 0.3, y) else { return x * y };
    let again = match (Hit { distance: far, normal, id: 2 }) {
        Hit { distance, .. } if distance > 0.1 => distance * distance,
        Hit { distance, normal: n, .. } => distance + n[0],
    };
    let scale = match shape {
        Ring { holes } if holes > 2 => holes as f64 * x,
        Ring { holes } => holes as f64,
        Disk => y,
    };
    let twice = if matches!(shape, Ring { holes } if holes > 1) { 2.0 * x } else { y };
    base + more * again + scale + twice * normal[1]
}

#[differentiable]
pub fn cells(x: f64, y: f64) -> f64 {
    let mut cells = [Cell { hit: hit(x, y), shape: Ring { holes: 2 } }; 2];
    for cell in &mut cells {
        if let Some(Hit { distance, normal, .. }) = &mut cell.hit {
            *distance *= x;
            normal[0] += *distance;
        }
        if let Cell { hit: Some(Hit { distance, .. }), shape: Shape::Ring { holes } } = cell {
            *distance *= *holes as f64;
        }
    }
    let mut sum = 0.0;
    for Cell { hit, .. } in &cells {
        if let Some(Hit { distance, normal: [a, b], .. }) = hit {
            sum += distance * a * b;
        }
        match hit {
            Some(hit @ Hit { distance, .. }) => sum += hit.normal[0] * distance,
            None => sum -= x,
        }
    }
    let copy = match cells[0].hit {
        Some(Hit { distance, .. }) => {
            cells[0].hit = None;
            distance
        }
        None => x,
    };
    sum * copy * if cells[0].hit.is_none() { y } else { 1.0 }
}

/// What a comparison gives, in variables, tuples and lists that loops record.
#[differentiable]
pub fn orderings(x: &[f64], bound: f64) -> Option<f64> {
    use std::cmp::Ordering;
    let mut sum = 0.0;
    let mut last = Ordering::Equal;
    let mut seen = [Ordering::Equal; 2];
    for (i, pair) in x.windows(2).enumerate() {
        match (pair[0].partial_cmp(&pair[1])?, i % 2) {
            (Ordering::Less, 0) => sum += pair[0] * pair[1],
            (Ordering::Greater, _) => sum -= pair[1] * bound,
            (order, _) if order == last => sum *= pair[0],
            _ => sum += pair[0].sin(),
        }
        last = pair[0].total_cmp(&bound);
        seen[i % 2] = last;
    }
    Some(if seen[0] == Ordering::Less { sum * x[0] } else { sum * bound })
}
