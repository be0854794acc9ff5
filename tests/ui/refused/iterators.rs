//! Iterators and closures that are not understood.
use jac::differentiable;

#[differentiable]
fn no_function(x: [f64; 3], y: f64) -> f64 {
    x.iter().copied().map([f64::sin][0]).sum::<f64>() + x.iter().copied().fold(y, [f64::max][0])
}

#[differentiable]
fn collects(x: &[f64]) -> f64 {
    let list = x.iter().map(|v| v * v).collect::<std::collections::LinkedList<f64>>();
    let slices = x.chunks(2).collect::<Vec<_>>();
    slices[0][0] * list.len() as f64
}

#[differentiable]
fn other_adaptors(x: &[f64]) -> f64 {
    let y: f64 = x.iter().try_fold(0.0, folded).unwrap_or(1.0);
    let other = |v: &f64| v.checked();
    let z: f64 = x.iter().filter_map(|v| v.checked()).sum();
    let u: f64 = x.iter().filter_map(other).sum();
    y * z * u
}

fn folded(sum: f64, v: &f64) -> Option<f64> {
    Some(sum + v)
}

trait Checked {
    fn checked(&self) -> Option<f64>;
}

impl Checked for f64 {
    fn checked(&self) -> Option<f64> {
        Some(*self)
    }
}

#[differentiable]
fn changes_early(x: &[f64], y: &mut [f64]) -> f64 {
    let mut n = 0.0;
    let counted = |v: &&f64| {
        n += 1.0;
        **v > n
    };
    let z: f64 = x.iter().filter(counted).chain(x).sum();
    let (left, right) = y.split_at_mut(1);
    for v in left.iter_mut().filter(|v| **v > 0.0).chain(right) {
        *v *= 2.0;
    }
    z
}

#[differentiable]
fn stores(x: &[f64], n: usize) -> f64 {
    let pair = (x.iter(), n);
    let it = if n > 1 { x.iter() } else { x[1..].iter() };
    pair.0.sum::<f64>() * it.sum::<f64>()
}

#[differentiable]
fn leaves_the_rest(x: &[f64]) -> f64 {
    let mut all = x.iter();
    let head: f64 = all.by_ref().take(2).sum();
    let found = all.find(|v| **v > 0.0).is_some();
    let mut some = x.iter().filter(|v| **v > 0.0);
    let first = some.next().unwrap_or(&1.0);
    head * first * found as u8 as f64
}

#[differentiable]
fn changes_while_skipping(x: &[f64], y: &[f64]) -> f64 {
    let mut n = 0.0;
    let mut counted = |v: &f64| {
        n += 1.0;
        v * n
    };
    let z: f64 = x.iter().map(&mut counted).skip(2).sum();
    x.iter().zip(y.iter().map(|v| counted(v))).map(|(a, b)| a * b).sum::<f64>() * z
}

#[differentiable]
fn changes_before_the_one_that_is_asked_for(x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    let counted = |v: &f64| {
        sum += v;
        v * sum
    };
    x.iter().map(counted).nth(n).unwrap()
}

#[differentiable]
fn changes_in_a_state(x: &[f64], y: &[f64]) -> f64 {
    let mut n = 0.0;
    let sums = x.iter().scan(0.0, |sum, v| {
        n += 1.0;
        *sum += v * n;
        Some(*sum)
    });
    y.iter().copied().chain(sums).sum()
}

#[derive(Clone, jac::Differentiable)]
struct Counter {
    sum: f64,
}

#[differentiable]
impl Counter {
    fn add(&mut self, v: f64) -> f64 {
        self.sum += v;
        self.sum * v
    }
}

#[differentiable]
fn changes_by_a_method(x: &[f64]) -> f64 {
    let mut counter = Counter { sum: 0.0 };
    x.iter().map(|v| counter.add(*v)).skip(1).sum()
}

#[differentiable]
fn changes_in_a_key(x: &[f64]) -> f64 {
    let mut n = 0.0;
    let largest = x.iter().max_by_key(|v| {
        n += 1.0;
        (**v * 100.0) as i64
    });
    n * largest.unwrap()
}

#[differentiable]
fn two_lists(x: &mut [f64], y: &mut [f64], k: f64) {
    for (i, v) in x.iter_mut().chain(y.iter_mut()).enumerate() {
        *v *= k * i as f64;
    }
}

#[differentiable]
fn lent_to_both(x: &[f64], y: &[f64]) -> f64 {
    let (mut a, mut b) = (x.iter(), y.iter());
    a.by_ref().zip(b.by_ref()).map(|(a, b)| a * b).sum()
}

#[differentiable]
fn passed_by_from_the_end(x: &[f64]) -> f64 {
    (0..x.len()).map(|i| x[i]).step_by(2).rev().sum()
}

#[differentiable]
fn passed_by_later(x: &[f64]) -> f64 {
    x.iter().copied().chain((0..3).map(|i| x[i]).skip(1)).sum()
}

#[differentiable]
fn passed_by_in_each_turn(x: &[f64]) -> f64 {
    (0..3).map(|i| x[i]).skip(1).cycle().take(9).sum()
}

#[differentiable]
fn passed_by_beside_a_filter(x: &[f64], y: &[f64]) -> f64 {
    x.iter().filter(|v| **v > 0.0).zip((0..3).map(|i| y[i]).skip(1)).map(|(a, b)| a * b).sum()
}

#[differentiable]
fn called_early(x: &[f64]) -> f64 {
    x.iter().copied().chain((0..9).filter(|i| i % 2 == 0).map(|i| x[i])).take(4).sum()
}

#[differentiable]
fn called_early_in_a_loop(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in (0..3).flat_map(|i| x[i..].iter()).rev() {
        if *v > 1.0 {
            break;
        }
        sum += v;
    }
    sum
}

#[differentiable]
fn called_early_beside_a_filter(x: &[f64]) -> f64 {
    let pairs = x.iter().filter(|v| **v > 0.0).zip((0..9).filter(|i| i % 2 == 0).map(|i| x[i]));
    pairs.map(|(a, b)| a * b).sum()
}

#[differentiable]
fn called_early_for_the_first(x: &[f64]) -> f64 {
    (0..9).filter(|i| i % 2 == 0).map(|i| x[i]).chain(x.iter().copied()).next().unwrap()
}

/// What goes through to the end asks for all.
#[differentiable]
fn called_in_time(x: &[f64], k: f64) -> f64 {
    let early = x.iter().copied().chain(x.iter().filter(|v| **v > k).map(|v| v * k)).take(4).sum::<f64>();
    early + x.iter().copied().chain((0..9).filter(|i| i % 2 == 0).map(|i| x[i])).sum::<f64>()
}

/// What closures certainly only calculate is not called for nothing.
#[differentiable]
fn not_called(x: &[f64], k: f64) -> f64 {
    let second = x.iter().zip(x).map(|(a, b)| a * b * k).skip(1).map(|v| v.sin());
    x.iter().map(|v| 2.0 * *v).chain(second).sum::<f64>() + x.iter().map(|v| -v).step_by(2).rev().sum::<f64>()
}


#[derive(Clone, jac::Differentiable)]
struct Cloud {
    points: Vec<f64>,
}

impl Cloud {
    fn iter(&self) -> std::slice::Iter<'_, f64> {
        self.points.iter()
    }
}

/// What a method of one's own gives is not seen.
#[differentiable]
fn own_iter(cloud: &Cloud) -> f64 {
    let mut sum = 0.0;
    for q in cloud.iter() {
        sum += q * q;
    }
    sum
}

#[differentiable]
fn own_chain(cloud: &Cloud) -> f64 {
    cloud.iter().map(|q| q * q).sum()
}

fn main() {}
