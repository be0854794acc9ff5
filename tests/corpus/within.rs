//! What is in an `Option` or a `Result`, read and changed where it is.
use jac::{Differentiable, differentiable};

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Pose {
    pub position: [f64; 2],
    pub angle: f64,
}

#[derive(Debug, Clone, PartialEq, Differentiable)]
pub struct Layer {
    pub weights: Vec<f64>,
    pub bias: Option<Vec<f64>>,
    pub limit: Option<f64>,
    pub at: Option<Pose>,
}

#[differentiable]
impl Pose {
    pub fn turn(&mut self, by: f64) {
        self.angle += by * self.position[0];
        self.position[1] *= self.angle.cos();
    }
    pub fn size(&self) -> f64 {
        self.position[0].hypot(self.position[1]) * self.angle
    }
}

#[differentiable]
impl Layer {
    pub fn forward(&self, x: &[f64]) -> Vec<f64> {
        let mut y: Vec<f64> = x.iter().zip(&self.weights).map(|(x, w)| x * w).collect();
        if let Some(bias) = &self.bias {
            for (y, b) in y.iter_mut().zip(bias) {
                *y += b * b;
            }
        }
        if let Some(limit) = self.limit {
            for y in &mut y {
                *y = y.min(limit);
            }
        }
        y
    }
    pub fn step(&mut self, rate: f64) {
        if let Some(bias) = &mut self.bias {
            for b in bias.iter_mut() {
                *b *= 1.0 - rate;
            }
            bias[0] += rate;
        }
        match &mut self.limit {
            Some(limit) if *limit > 0.9 => *limit = limit.sqrt(),
            Some(limit) => *limit += rate * *limit,
            None => self.limit = Some(rate * rate),
        }
        if let Some(bias) = self.bias.as_mut() {
            bias[1] *= bias[0];
        }
        if let Some(bias) = self.bias.as_ref() {
            self.weights[0] *= bias[1];
        }
        if let Some(bias) = self.bias.as_deref() {
            self.weights[1] -= bias[0].exp();
        }
        if let Some(pose) = &mut self.at {
            pose.turn(rate);
            pose.position[0] *= pose.position[1];
        }
    }
    pub fn norm(&self) -> f64 {
        let bias = self.bias.as_ref().map_or(0.4, |bias| bias.iter().map(|v| v * v).sum::<f64>());
        let first = match self.bias {
            Some(ref bias) => bias[0],
            None => 0.0,
        };
        bias + first + self.limit.unwrap_or(2.0) + self.at.as_ref().map_or(0.0, |pose| pose.size())
    }
}

#[differentiable]
pub fn trained(x: &[f64], w: &[f64], b: f64, rate: f64, steps: usize) -> f64 {
    let at = (b > 0.0).then(|| Pose { position: [b, x[0]], angle: w[0] });
    let mut layer = Layer { weights: w.to_vec(), bias: (b > 0.0).then_some(vec![b, b * b]), limit: None, at };
    let mut total = 0.0;
    for _ in 0..steps {
        layer.step(rate);
        total += layer.forward(x).iter().sum::<f64>() * layer.norm();
    }
    total
}

/// Copies stay what they were.
#[differentiable]
pub fn copies(limit: f64, angle: f64, x: f64) -> f64 {
    let at = Some(Pose { position: [x, 0.5], angle });
    let mut layer = Layer { weights: vec![x], bias: None, limit: Some(limit), at };
    let before = if let Some(v) = layer.limit { v } else { 0.0 };
    let whole = layer.limit;
    if let Some(v) = &mut layer.limit {
        *v *= x;
    }
    let inner = match &layer.at {
        Some(pose) => pose.angle,
        None => 0.0,
    };
    if let Some(pose) = &mut layer.at {
        pose.angle *= x;
        let copy = *pose;
        pose.position[0] = 3.0 * x * x;
        layer.weights[0] += copy.position[0];
    }
    before * layer.limit.unwrap() + whole.unwrap() * inner + layer.at.unwrap().angle * layer.weights[0]
}

#[differentiable]
pub fn bounded(limit: &mut Option<f64>, x: f64) -> f64 {
    if let Some(v) = limit {
        *v *= x;
    }
    match limit {
        Some(v) => {
            let old = *v;
            *v = x * x;
            old
        }
        None => x,
    }
}

#[differentiable]
pub fn of_bounded(limit: f64, x: f64) -> f64 {
    let mut bound = if limit > 0.5 { Some(limit * x) } else { None };
    let first = bounded(&mut bound, x);
    let mut layer = Layer { weights: vec![], bias: None, limit: bound, at: None };
    first * bounded(&mut layer.limit, first) * bounded(&mut bound, 0.3)
        + layer.limit.unwrap_or(x)
        + bound.unwrap_or(limit)
}

#[differentiable]
pub fn weighted(values: &[Option<f64>], x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (value, x) in values.iter().zip(x) {
        if let Some(value) = value {
            sum += value * x * x;
        }
    }
    sum
}

#[differentiable]
pub fn of_weighted(x: &[f64]) -> f64 {
    let values: Vec<Option<f64>> = x.iter().map(|v| if *v > 0.5 { Some(v.sin()) } else { None }).collect();
    weighted(&values, x)
}

#[differentiable]
pub fn taken_out(x: f64, b: f64) -> f64 {
    let mut layer = Layer { weights: vec![x], bias: Some(vec![b, x]), limit: Some(b), at: None };
    let old = layer.limit.replace(x * x);
    let bias = layer.bias.take();
    let first = bias.map_or(x, |bias| bias[0]);
    old.unwrap_or(1.0) * layer.limit.unwrap() + first * if layer.bias.is_none() { x } else { 0.0 }
}

#[differentiable]
pub fn chosen(x: f64, y: f64) -> Option<f64> {
    let root = (x > 0.0).then(|| x.sqrt());
    let inverse = (y != 0.0).then_some(1.0 / y)?;
    let scaled = root.map(|r| r * inverse).unwrap_or(y);
    (scaled < 10.0).then_some(scaled)
}

#[differentiable]
pub fn smallest(best: &mut Option<f64>, x: f64) -> bool {
    match best {
        Some(v) if *v > x => {
            *v = x;
            true
        }
        Some(_) => false,
        None => {
            *best = Some(x);
            true
        }
    }
}

#[differentiable]
pub fn search(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    let mut sum = 0.0;
    for (k, v) in x.iter().enumerate() {
        if smallest(&mut best, (v - 0.3) * v) {
            sum += v * k as f64;
        }
    }
    best.map_or(1.0, |b| b * b) + sum
}

/// What is absent is left out: by `flatten`, and by closures that hand on what they are given.
#[differentiable]
pub fn flattened(x: &[f64]) -> f64 {
    let roots: Vec<Option<f64>> = x.iter().map(|&v| if v > 0.0 { Some(v.sqrt()) } else { None }).collect();
    let mut sum = 0.0;
    for root in roots.iter().flatten() {
        sum += root * *root;
    }
    let product = roots.iter().filter_map(|root| *root).product::<f64>();
    sum + product * roots.into_iter().flatten().map(|root| root * x[0]).sum::<f64>()
}

/// What is in an `Option` of the function's own is changed behind `&mut`.
#[differentiable]
pub fn scaled_inside(x: f64, y: f64) -> f64 {
    let mut held = Some(x);
    let before = held;
    if let Some(value) = &mut held {
        *value *= y;
    }
    let Some(value) = held.as_mut() else { return 0.0 };
    *value += x * y;
    held.unwrap() * before.unwrap()
}

#[differentiable]
pub fn carried_inside(x: f64, y: f64) -> f64 {
    let mut state = None;
    for _ in 0..3 {
        if let Some(value) = &mut state {
            *value = *value * y + x;
        } else {
            state = Some(x * y);
        }
    }
    let mut turns = 0;
    while let Some(value) = &mut state {
        *value *= y;
        turns += 1;
        if *value < 0.1 {
            break;
        }
    }
    state.unwrap() * f64::from(turns)
}

#[differentiable]
pub fn several_inside(x: f64, y: f64) -> f64 {
    let (mut pair, mut row, mut counted) = (Some((x, y)), Some([x, y]), Some((x, 1)));
    if let Some((a, b)) = &mut pair {
        *a *= *b;
        *b += 1.0;
    }
    match (&mut row, y) {
        (Some(row), factor) if factor > 0.0 => row[0] *= factor,
        (Some(row), _) => row[1] = x * x,
        _ => {}
    }
    let lent = &mut counted;
    if let Some(counted) = lent {
        counted.0 *= y;
        counted.1 += 1;
    }
    let ((a, b), row, (value, count)) = (pair.unwrap(), row.unwrap(), counted.unwrap());
    a * b + row[0] * row[1] + value * f64::from(count)
}

#[differentiable]
pub fn list_inside(x: f64, y: f64) -> f64 {
    let mut list = Some(vec![x, y]);
    if let Some(list) = &mut list {
        list[0] *= y;
        list.push(x * y);
    }
    if let Some(list) = &list { list.iter().map(|v| v * v).sum() } else { 0.0 }
}
