//! Structs that hold references, as data which `wrt` leaves out.

use jac::differentiable;

#[derive(Clone, Copy)]
struct Problem<'a> {
    x: &'a [f64],
    y: &'a [f64],
    start: &'a [f64; 2],
    weight: f64,
}

#[differentiable]
fn total(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

#[differentiable(wrt(w))]
fn loops(p: &Problem<'_>, w: [f64; 2]) -> f64 {
    let mut sum = p.start[0] * w[0];
    for (x, y) in p.x.iter().zip(p.y.iter()) {
        let residual = w[0] * x + w[1] - y;
        sum += residual * residual * p.weight;
    }
    for (k, start) in p.start.iter().enumerate() {
        sum *= start + w[k];
    }
    for y in p.y {
        sum += (y * w[1]).sin();
    }
    for pair in p.x.windows(2) {
        sum += pair[0] * pair[1] * w[0] * sum;
    }
    for i in 0..p.x.len() {
        sum = sum * p.x[i] + w[0];
    }
    sum
}

#[differentiable(wrt(w))]
fn chains(p: &Problem<'_>, w: [f64; 2]) -> f64 {
    let squares: f64 = p.x.iter().zip(p.y).map(|(x, y)| (w[0] * x + w[1] - y).powi(2)).sum();
    let polynomial = p.x.iter().fold(w[1], |value, x| value * x + w[0]);
    let x = p.x;
    let inactive = x.iter().sum::<f64>() + p.y.iter().product::<f64>() + total(p.x);
    squares * p.weight + polynomial + inactive * w[0] + total(&p.y[1..]) * w[1]
}

#[test]
fn gradients_agree_with_central_differences_in_both_modes() {
    let (x, y, start) = ([0.3, 0.7, 1.1], [0.4, 0.9, 0.2], [0.5, 0.6]);
    let p = Problem { x: &x, y: &y, start: &start, weight: 1.5 };
    let w = [0.4, 0.8];
    let differences = |f: &dyn Fn([f64; 2]) -> f64| {
        let step = 1e-6;
        [0, 1].map(|k| {
            let (mut above, mut below) = (w, w);
            above[k] += step;
            below[k] -= step;
            (f(above) - f(below)) / (2.0 * step)
        })
    };
    let results = [
        (loops::gradient(&p, w), loops::jacfwd(&p, w), differences(&|w| loops(&p, w))),
        (chains::gradient(&p, w), chains::jacfwd(&p, w), differences(&|w| chains(&p, w))),
    ];
    for (reverse, forward, expected) in results {
        for k in 0..2 {
            assert!((reverse[k] - expected[k]).abs() < 1e-7, "{reverse:?} {expected:?}");
            assert!((forward[k] - expected[k]).abs() < 1e-7, "{forward:?} {expected:?}");
        }
    }
}

#[differentiable(order = 2, wrt(w))]
fn second(p: &Problem<'_>, w: f64) -> f64 {
    p.x.iter().map(|x| (w * x).sin()).sum::<f64>() * p.weight
}

/// By value: the reverse sweep holds the references.
#[differentiable(order = 2, wrt(w))]
fn by_value(p: Problem<'_>, w: f64, count: usize) -> f64 {
    let mut state = w;
    for i in 0..count {
        state = (state * p.x[i]).sin() + w;
    }
    state
}

#[differentiable(wrt(w))]
fn passed_by_value<'a>(p: Problem<'a>, w: f64) -> f64 {
    by_value(p, w * w, 2) * by_value(p, w, 1)
}

#[test]
fn second_derivatives_agree_with_central_differences_of_first_ones() {
    let p = Problem { x: &[0.3, 1.7], y: &[0.4], start: &[1.0, 2.0], weight: 0.7 };
    let (w, h) = (0.9, 1e-5);
    let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-8 * (1.0 + a.abs()), "{a} for {b}");
    close(second::hessian(&p, w), (second::gradient(&p, w + h) - second::gradient(&p, w - h)) / (2.0 * h));
    close(by_value::hessian(p, w, 2), (by_value::gradient(p, w + h, 2) - by_value::gradient(p, w - h, 2)) / (2.0 * h));
    close(by_value::gradient(p, w, 2), (by_value(p, w + h, 2) - by_value(p, w - h, 2)) / (2.0 * h));
    close(by_value::pullback(p, w, 2).1(1.0), by_value::jvp(p, w, 2, 1.0).1);
    close(passed_by_value::gradient(p, w), (passed_by_value(p, w + h) - passed_by_value(p, w - h)) / (2.0 * h));
}

struct Samples {
    x: Vec<f64>,
    y: Vec<f64>,
    names: Vec<String>,
    pairs: Vec<(usize, f64)>,
}

/// Chains over data beside chains over what varies, whichever stands first.
#[differentiable(wrt(w))]
fn beside(samples: &Samples, w: &[f64]) -> f64 {
    let residuals: Vec<f64> = samples.x.iter().zip(samples.y.iter()).map(|(x, y)| w[0] * x - y).collect();
    let products: Vec<f64> = w.iter().zip(samples.x.iter()).map(|(w, x)| w * w * x).collect();
    let others: Vec<f64> = samples.y.iter().zip(w).map(|(y, w)| (w - y).powi(2)).collect();
    let all = w.iter().chain(samples.x.iter()).map(|v| v * w[1]).fold(f64::MIN, f64::max);
    residuals.iter().chain(&products).chain(&others).map(|v| v.sin()).sum::<f64>() * all
}

/// Whatever is made of data alone is data: integers, lists, numbers.
#[differentiable(wrt(x))]
fn of_data(samples: &Samples, x: &[f64]) -> f64 {
    let shortest = 3;
    let first = samples.names.iter().position(|name| name == "b").unwrap_or(0);
    // The parameters of closures may have the names of variables that vary.
    let lengths: Vec<usize> = samples.names.iter().map(|x| x.len()).collect();
    let short = samples.names.iter().filter(|name| name.len() < shortest).count();
    let largest = samples.pairs.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|pair| pair.0).unwrap();
    let halves: Vec<f64> = samples.y.iter().map(|y| y / 2.0).collect();
    let widest = samples.x.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
    let mut sum = x[first] * samples.y[largest] * short as f64;
    for (length, x) in lengths.iter().zip(x) {
        sum += x.sin() * *length as f64;
    }
    sum + halves.iter().zip(x).map(|(half, x)| half * x * x).sum::<f64>() * widest
}

#[test]
fn chains_over_data_are_data() {
    let samples = Samples {
        x: vec![0.3, 0.8],
        y: vec![0.4, 0.7],
        names: vec!["abcd".into(), "b".into()],
        pairs: vec![(0, 0.1), (1, 0.5)],
    };
    let differences = |f: &dyn Fn(&[f64]) -> f64, x: [f64; 2]| {
        let h = 1e-6;
        [f(&[x[0] + h, x[1]]) - f(&[x[0] - h, x[1]]), f(&[x[0], x[1] + h]) - f(&[x[0], x[1] - h])]
            .map(|d| d / (2.0 * h))
    };
    let w = [0.6, 0.9];
    for (gradient, expected) in [
        (beside::gradient(&samples, &w), differences(&|w| beside(&samples, w), w)),
        (of_data::gradient(&samples, &w), differences(&|x| of_data(&samples, x), w)),
    ] {
        for (one, other) in gradient.iter().zip(expected) {
            assert!((one - other).abs() < 1e-8, "{gradient:?} {expected:?}");
        }
    }
    let tangent = |k: usize| of_data::jvp(&samples, &w, [[1.0, 0.0], [0.0, 1.0]][k]).1;
    assert_eq!(of_data::gradient(&samples, &w), [tangent(0), tangent(1)]);
}

/// What may be absent, and is lent.
mod perhaps {
    use super::{Problem, differentiable};

    #[differentiable(wrt(x))]
    pub fn weighed(x: &[f64], weights: Option<&[f64]>) -> f64 {
        match weights {
            Some(weights) => x.iter().zip(weights).map(|(x, w)| x * x * w).sum(),
            None => x.iter().sum(),
        }
    }

    #[differentiable(wrt(x))]
    pub fn with_prior(x: &[f64], weights: Option<&[f64]>, prior: Option<&Problem<'_>>, name: Option<&str>) -> f64 {
        let mut sum = 0.0;
        for i in 0..2 {
            sum += weighed(x, weights) * x[i] + weighed(x, None);
            sum *= weights.map_or(1.5, |weights| weights[i]);
        }
        if let Some(prior) = prior {
            sum *= prior.weight;
        }
        if name == Some("twice") { 2.0 * sum } else { sum }
    }
}

#[test]
fn data_that_may_be_absent_is_lent() {
    assert_eq!(perhaps::weighed::gradient(&[1.0, 2.0], None), [1.0, 1.0]);
    assert_eq!(perhaps::weighed::gradient(&[1.0, 2.0], Some(&[3.0, 4.0])), [6.0, 16.0]);
    let problem = Problem { x: &[], y: &[], start: &[0.0; 2], weight: 0.7 };
    let x = [0.4, 0.7];
    for (weights, prior, name) in
        [(None, None, None), (Some(&[0.5, 0.8][..]), Some(&problem), None), (None, Some(&problem), Some("twice"))]
    {
        let by_x = perhaps::with_prior::gradient(&x, weights, prior, name);
        for k in 0..2 {
            let at = |d: f64| {
                let mut moved = x;
                moved[k] += d;
                perhaps::with_prior(&moved, weights, prior, name)
            };
            let slope = (at(1e-6) - at(-1e-6)) / 2e-6;
            assert!((by_x[k] - slope).abs() <= 1e-7 * (1.0 + slope.abs()), "{} for {slope}", by_x[k]);
        }
        let (_, slope) = perhaps::with_prior::jvp(&x, weights, prior, name, vec![1.0, -0.5]);
        assert!((by_x[0] - 0.5 * by_x[1] - slope).abs() <= 1e-13);
    }
}
