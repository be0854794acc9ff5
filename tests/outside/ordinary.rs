//! Ordinary Rust that people write without thinking of derivatives.
use jac::{Differentiable, differentiable};

// --- structs that hold lists, taken out of lists of them
#[derive(Clone, Debug, Differentiable)]
pub struct Track {
    pub points: Vec<f64>,
    pub weight: f64,
}

#[differentiable]
pub fn by_value(tracks: Vec<Track>, k: f64) -> f64 {
    let mut sum = 0.0;
    for mut track in tracks {
        track.points[0] *= k;
        sum += track.points[0] * track.weight;
    }
    sum
}
#[differentiable]
pub fn by_clone(tracks: &[Track], k: f64) -> f64 {
    let mut sum = 0.0;
    for mut track in tracks.iter().cloned() {
        track.points[0] *= k;
        sum += track.points[0] * track.weight;
    }
    sum
}
#[differentiable]
pub fn by_to_vec(tracks: &[Track], k: f64) -> f64 {
    let mut sum = 0.0;
    for mut track in tracks.to_vec() {
        track.points[0] *= k;
        sum += track.points[0] * track.weight;
    }
    sum
}
#[differentiable]
pub fn kept(tracks: &[Track], k: f64) -> f64 {
    let long: Vec<Track> = tracks.iter().filter(|t| t.points.len() > 1).cloned().collect();
    let mut sum = 0.0;
    for track in &long {
        sum += track.points[1] * track.weight * k;
    }
    sum
}
#[differentiable]
pub fn kept_and_changed(tracks: Vec<Track>, k: f64) -> f64 {
    let long: Vec<Track> = tracks.into_iter().filter(|t| t.points.len() > 1).collect();
    let mut sum = 0.0;
    for mut track in long {
        track.points[1] *= k;
        sum += track.points[1] * track.weight * k;
    }
    sum
}
#[differentiable]
pub fn mapped(tracks: Vec<Track>, k: f64) -> f64 {
    tracks
        .into_iter()
        .map(|mut t| {
            t.points[0] *= k;
            t
        })
        .map(|t| t.points[0] * t.weight)
        .sum()
}
#[differentiable]
pub fn lists(rows: Vec<Vec<f64>>, k: f64) -> f64 {
    let mut sum = 0.0;
    for mut row in rows {
        row[0] *= k;
        sum += row[0] * row[1];
    }
    sum
}
#[differentiable]
pub fn lists_kept(rows: &[Vec<f64>], k: f64) -> f64 {
    let long: Vec<Vec<f64>> = rows.iter().filter(|r| r.len() > 1).cloned().collect();
    let mut sum = 0.0;
    for mut row in long {
        row.push(k);
        sum += row[0] * row[row.len() - 1];
    }
    sum
}
#[differentiable]
pub fn skipped(rows: &[Track], k: f64) -> f64 {
    let mut best = rows[0].clone();
    for row in rows.iter().skip(1).cloned() {
        if row.weight > best.weight {
            best = row;
        }
    }
    let last = rows.iter().cloned().last().unwrap();
    let most = rows.iter().cloned().max_by(|a, b| a.weight.total_cmp(&b.weight)).unwrap();
    let found = rows.iter().find(|r| r.weight > 0.5).cloned().unwrap();
    best.points[0] * best.weight * k + last.points[0] * most.points[1] + found.weight
}
#[differentiable]
pub fn mapped_clone(rows: &[Track], k: f64) -> f64 {
    let all: Vec<Track> = rows
        .iter()
        .map(|r| {
            let mut r = r.clone();
            r.weight *= k;
            r
        })
        .collect();
    let halves: Vec<Vec<f64>> = rows.iter().map(|r| r.points.clone()).collect();
    let pairs: Vec<(usize, Track)> = rows.iter().cloned().enumerate().collect();
    let (a, b): (Vec<Track>, Vec<Track>) = rows.iter().cloned().partition(|r| r.weight > 0.5);
    all[0].weight * halves[1][1] + pairs[1].1.weight * k + a[0].weight * b[0].weight
}

// --- what leaves a function among the elements of a list
#[differentiable]
pub fn left_in_a_list(x: Option<f64>, k: f64) -> Option<f64> {
    let both = |y: Option<f64>| Some(vec![y?, k]);
    let all = vec![x? * k, if k > 2.0 { return Some(k * k) } else { k }];
    let more = both(x)?;
    Some(all[0] * all[1] * more[0] * more[1])
}

#[derive(Clone, Differentiable)]
pub struct Counted {
    pub count: usize,
    pub value: [f64; 2],
}

/// Integers in a struct whose floats change places.
#[differentiable]
pub fn counted(x: f64, y: &mut [f64], n: usize) -> f64 {
    let mut counted = Counted { count: 0, value: [x, 2.0] };
    let mut held = n + 1;
    counted.count = n + 2;
    std::mem::swap(&mut counted.count, &mut held);
    std::mem::swap(&mut counted.value[0], &mut y[0]);
    let before = std::mem::replace(&mut counted.count, 5);
    y[1] *= counted.value[0] * x * counted.count as f64;
    y[1] * before as f64 + held as f64 * y[0]
}
