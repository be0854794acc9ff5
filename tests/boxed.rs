//! `Box` and `VecDeque` as parameters and fields: tangents are those of what is inside, and those of a `Vec`.

use std::collections::VecDeque;

use jac::check::check;
use jac::{Differentiable, differentiable};

#[differentiable]
fn squares(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).sum()
}

#[differentiable]
fn scale(x: &mut [f64], k: f64) {
    for v in x {
        *v *= k;
    }
}

#[differentiable]
fn queue(x: &VecDeque<f64>) -> f64 {
    x.iter().map(|v| v * v).sum::<f64>() + x[0] * x.len() as f64
}

#[differentiable]
fn queue_by_value(x: VecDeque<f64>, k: f64) -> f64 {
    let mut sum = 0.0;
    for v in &x {
        sum = sum * k + v;
    }
    let mut y = x.clone();
    y[1] = sum * y[0];
    y[1] * y[0] + x[1]
}

#[differentiable]
fn slice(x: Box<[f64]>) -> f64 {
    x[0] * x[1] + x.iter().sum::<f64>() + squares(&x[1..]) + squares(&x)
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Pair {
    x: f64,
    y: f64,
}

#[differentiable]
impl Pair {
    fn product(&self) -> f64 {
        self.x * self.y
    }
    fn grow(&mut self, k: f64) {
        self.x *= k;
    }
}

#[allow(clippy::boxed_local)] // as people write it
#[differentiable]
fn pair(pair: Box<Pair>) -> f64 {
    pair.x * pair.y + pair.product()
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Model {
    pair: Box<Pair>,
    weights: Box<[f64]>,
    history: VecDeque<f64>,
}

#[differentiable]
fn read(model: &Model) -> f64 {
    model.pair.x * model.weights[0] + model.history[0] * model.pair.product() + squares(&model.weights)
}

#[differentiable]
fn written(model: &mut Model, k: f64) -> f64 {
    model.weights[1] = model.history[0] * k;
    model.pair.y *= k;
    model.history[1] += model.pair.y;
    model.pair.grow(k);
    scale(&mut model.weights, k);
    scale(&mut model.weights[1..], k);
    model.weights[0] * model.weights[1] + model.pair.product()
}

fn model() -> Model {
    Model {
        pair: Box::new(Pair { x: 2.0, y: 3.0 }),
        weights: vec![1.0, 2.0, 3.0].into(),
        history: vec![1.0, 2.0, 3.0].into(),
    }
}

/// Loops over a range of indices look at the part that they run over.
#[differentiable]
fn queue_by_index(x: &VecDeque<f64>, weights: &[f64], k: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..k {
        sum += x[i] * x[i] * weights[i];
        sum *= x[k - 1 - i];
    }
    for i in 1..x.len() {
        sum += x[i] * x[i - 1];
    }
    sum
}

#[differentiable]
fn queue_in_place(x: &mut VecDeque<f64>, weights: &mut Box<[f64]>, k: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        x[i] *= weights[i] * x[i - 1] * k;
        weights[i - 1] = x[i] * x[i];
        sum += weights[i] * x[i];
    }
    sum
}

#[test]
fn parameters_agree_with_differences() {
    let list = [0.7, -1.2, 0.4];
    let (boxed, queued): (Box<[f64]>, VecDeque<f64>) = (list.into(), list.into());
    check::<queue, _>(&queued).unwrap();
    check::<queue_by_value, _>((queued.clone(), 0.6_f64)).unwrap();
    check::<queue_by_index, _>((&queued, &list[..], 3_usize)).unwrap();
    check::<queue_in_place, _>((&mut queued.clone(), &mut boxed.clone(), 1.2_f64)).unwrap();
    check::<slice, _>(boxed).unwrap();
}

#[test]
fn parameters_have_the_gradients_of_what_is_inside() {
    let queued: VecDeque<f64> = vec![1.0, 2.0, 3.0].into();
    assert_eq!(queue::gradient(&queued), [5.0, 4.0, 6.0]);
    assert_eq!(queue_by_value::gradient(queued, 0.5), (vec![8.75, 1.5, 1.0], 3.0));
    assert_eq!(slice::gradient(vec![1.0, 2.0, 3.0].into()), [5.0, 10.0, 13.0]);
    let by_pair = pair::gradient(Box::new(Pair { x: 2.0, y: 3.0 }));
    assert_eq!((by_pair.x, by_pair.y), (6.0, 4.0));
}

#[test]
fn fields_are_read_in_both_modes() {
    let by = read::gradient(&model());
    assert_eq!((by.pair.x, by.pair.y), (4.0, 2.0));
    assert_eq!((by.weights, by.history), (vec![4.0, 4.0, 6.0], vec![6.0, 0.0, 0.0]));
    let seed =
        ModelTangent { pair: PairTangent { x: 1.0, y: 10.0 }, weights: vec![0.5, 0.0, 1.0], history: vec![2.0; 3] };
    assert_eq!(read::jvp(&model(), seed).1, 4.0 + 20.0 + 2.0 + 6.0 + 12.0);
}

#[test]
fn fields_are_written_in_both_modes() {
    let nothing =
        || ModelTangent { pair: PairTangent { x: 0.0, y: 0.0 }, weights: vec![0.0; 3], history: vec![0.0; 3] };
    let (by_model, by_k) = written::vjp(&mut model(), 0.5, (1.0, nothing())).1;
    assert_eq!((by_model.pair.x, by_model.pair.y), (0.75, 0.5));
    assert_eq!((by_model.weights, by_model.history), (vec![0.0625, 0.0, 0.0], vec![0.0625, 0.0, 0.0]));
    assert_eq!(by_k, 6.5);
    let (value, tangent) = written::jvp(&mut model(), 0.5, nothing(), 1.0);
    assert_eq!((value.0, tangent.0), (written(&mut model(), 0.5), 6.5));
}

/// What may have failed is an argument like any other, to the checker as well.
#[differentiable]
fn recovered(x: Result<[f64; 2], u8>, y: Option<f64>) -> f64 {
    let base = match x {
        Ok([a, b]) => a * b,
        Err(code) => f64::from(code),
    };
    base * y.map_or(2.0, |y| y.sin()) + y.unwrap_or(base)
}

#[test]
fn outcomes_are_moved_by_the_checker() {
    check::<recovered, _>((Ok::<[f64; 2], u8>([0.3, 0.7]), Some(0.4))).unwrap();
    check::<recovered, _>((Ok::<[f64; 2], u8>([0.3, 0.7]), None::<f64>)).unwrap();
    check::<recovered, _>((Err::<[f64; 2], u8>(3), Some(0.4))).unwrap();
}
