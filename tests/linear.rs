//! Linearizations as users make them: one sweep of the function, and as many products with tangents as are asked for.
#![allow(clippy::needless_range_loop, clippy::ptr_arg, clippy::assign_op_pattern)] // other forms than the corpus has
#![allow(clippy::needless_borrows_for_generic_args)] // tangents by reference

use std::cell::Cell;
use std::hint::black_box;

use counting::{Counting, allocations};
use jac::{Differentiable, Linearize, Space, differentiable};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[differentiable(linearize)]
fn product(x: f64, y: f64) -> f64 {
    (x * y).sin() + y / x
}

#[test]
fn a_linear_part_is_called_any_number_of_times() {
    let (value, linear) = product::linearize(1.5, 0.4);
    assert_eq!(value, product(1.5, 0.4));
    for (dx, dy) in [(1.0, 0.0), (0.0, 1.0), (-2.0, 0.25), (1.0, 0.0)] {
        assert_eq!((value, linear.jvp(dx, dy)), product::jvp(1.5, 0.4, dx, dy));
    }
}

#[differentiable(linearize)]
fn recurrence(x: &[f64], weights: &Vec<f64>, y: &mut [f64]) -> f64 {
    let mut state = 1.0;
    for i in 0..x.len() {
        state = state * x[i] + weights[i];
        y[i] = y[i] * state.sin();
        if state > 2.0 {
            state /= 1.0 + x[i];
        }
    }
    state
}

/// The arguments are free once the function has been linearized, and final values are written as `jvp` writes them.
#[test]
fn it_holds_no_argument() {
    let (mut x, mut weights, mut y) = (vec![0.5, 2.0, -1.0], vec![1.0, 0.7, 0.2], vec![1.0, 2.0, 3.0]);
    let (dx, dw, dy) = (vec![1.0, 0.5, 0.25], vec![0.0, -1.0, 2.0], vec![0.3, 0.2, 0.1]);
    let mut expected_y = y.clone();
    let expected = recurrence::jvp(&x, &weights, &mut expected_y, &dx, &dw, &dy);
    let (value, linear) = recurrence::linearize(&x, &weights, &mut y);
    assert_eq!(y, expected_y);
    x.fill(f64::NAN);
    weights.clear();
    y.fill(f64::NAN);
    for _ in 0..2 {
        assert_eq!((value.clone(), linear.jvp(&dx, &dw, &dy)), expected);
        assert_eq!((value.clone(), linear.jvp(dx.clone(), dw.clone(), &dy[..])), expected);
    }
}

#[test]
#[should_panic(expected = "the tangent has a `Vec` of another length than the input")]
fn a_tangent_of_another_length() {
    let (_, linear) = recurrence::linearize(&[1.0, 2.0], &vec![1.0; 2], &mut [0.0; 2]);
    linear.jvp(&[1.0], &vec![1.0; 2], &[0.0; 2]);
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Arm {
    lengths: Vec<f64>,
    mass: f64,
    #[constant]
    joints: usize,
}

#[differentiable(linearize)]
impl Arm {
    fn reach(&self, angle: f64) -> f64 {
        let mut sum = self.mass;
        for length in &self.lengths {
            sum += length * angle.cos() * sum;
        }
        sum
    }

    fn grown(mut self, by: f64) -> Arm {
        self.mass *= by;
        self.lengths.push(by * by);
        self
    }
}

#[differentiable(linearize)]
fn of_arm(arm: &Arm, angle: f64) -> f64 {
    let grown = arm.clone().grown(angle);
    grown.reach(angle) * arm.reach(grown.mass)
}

#[test]
fn structs_and_methods() {
    let arm = Arm { lengths: vec![1.0, 0.5], mass: 2.0, joints: 2 };
    let mut tangent = of_arm::gradient(&arm, 0.7).0;
    tangent.lengths = vec![0.3, -1.0];
    tangent.mass = 0.5;
    let (value, linear) = of_arm::linearize(&arm, 0.7);
    assert_eq!((value, linear.jvp(&tangent, 2.0)), of_arm::jvp(&arm, 0.7, &tangent, 2.0));
    assert_eq!((value, linear.jvp(&tangent, 0.0)), of_arm::jvp(&arm, 0.7, &tangent, 0.0));
    let (value, linear) = arm.reach_linearize(0.7);
    assert_eq!((value, linear.jvp(&tangent, 2.0)), arm.reach_jvp(0.7, &tangent, 2.0));
    let (value, linear) = arm.clone().grown_linearize(1.2);
    assert_eq!((value, linear.jvp(tangent.clone(), 2.0)), arm.clone().grown_jvp(1.2, tangent, 2.0));
}

thread_local! {
    static RUNS: Cell<usize> = const { Cell::new(0) };
}

/// Counts how often it is called.
#[differentiable(inactive, linearize)]
fn counted(x: f64) -> f64 {
    RUNS.set(RUNS.get() + 1);
    x.floor()
}

#[differentiable(linearize)]
fn inner(x: f64) -> f64 {
    x * counted(x) + x.exp()
}

#[differentiable(linearize)]
fn counting_calls(x: f64, n: usize) -> f64 {
    let mut sum = x;
    for _ in 0..n {
        sum = sum.sin() + inner(sum);
        if counted(sum) > 1.0 {
            sum = sum.ln();
        }
    }
    sum
}

#[test]
fn the_function_is_run_once() {
    RUNS.set(0);
    let (value, linear) = counting_calls::linearize(0.8, 4);
    assert_eq!(RUNS.get(), 8);
    let products: Vec<f64> = (0..5).map(|k| linear.jvp(f64::from(k))).collect();
    assert_eq!(RUNS.get(), 8);
    for (k, product) in products.into_iter().enumerate() {
        assert_eq!((value, product), counting_calls::jvp(0.8, 4, k as f64));
    }
}

#[differentiable(linearize)]
fn fixed(x: [f64; 9], y: f64) -> [f64; 2] {
    let mut sum = y;
    for i in 0..9 {
        sum = product(sum * x[i], y) + x[8 - i];
    }
    [sum, sum.sqrt()]
}

#[test]
fn products_of_functions_of_fixed_size_allocate_nothing() {
    let x = [0.3; 9];
    let (count, (_, linear)) = allocations(|| fixed::linearize(black_box(x), 0.7));
    assert_eq!(count, 0);
    let (count, _) = allocations(|| (black_box(linear.jvp(x, 1.0)), black_box(linear.jvp([0.0; 9], 1.0))));
    assert_eq!(count, 0);
}

/// What a product allocates is what it takes and gives, and none of what is recorded.
#[test]
fn products_read_what_was_recorded() {
    let (_, linear) = counting_calls::linearize(0.8, 50);
    let (count, _) = allocations(|| black_box(linear.jvp(1.0)));
    assert_eq!(count, 0);
}

#[differentiable(linearize)]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x.sin() * power(x, n - 1) }
}

#[differentiable(linearize)]
fn perhaps(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}

#[test]
fn recursive_functions_and_options() {
    let (value, linear) = power::linearize(0.6, 5);
    assert_eq!((value, linear.jvp(2.0)), power::jvp(0.6, 5, 2.0));
    let (value, linear) = perhaps::linearize(2.0);
    assert_eq!((value, linear.jvp(1.0)), (Some(2.0_f64.ln()), 0.5));
    let (value, linear) = perhaps::linearize(-2.0);
    assert_eq!((value, linear.jvp(1.0)), (None, 0.0));
}

#[differentiable(wrt(x), linearize)]
fn partly(x: &[f64; 3], data: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..data.len() {
        sum += (x[i % 3] * data[i]).tanh() * scale;
    }
    sum
}

/// It passes on what varies here and what does not.
#[differentiable(linearize)]
fn of_parts(x: [f64; 3], y: &[f64]) -> f64 {
    let constants = [1.0, 2.0, 0.5];
    let mut written = x;
    let last = recurrence(&constants, &y.to_vec(), &mut written);
    partly(&x, &constants, 2.0) + last * partly(&written, &constants, 3.0)
}

#[test]
fn what_does_not_vary_has_no_tangent() {
    let (value, linear) = partly::linearize(&[0.1, 0.2, 0.3], &[1.0, 2.0, 3.0, 4.0], 0.5);
    let dx = [1.0, -1.0, 0.5];
    assert_eq!((value, linear.jvp(&dx)), partly::jvp(&[0.1, 0.2, 0.3], &[1.0, 2.0, 3.0, 4.0], 0.5, &dx));
    let y = [0.4, 0.5, 0.6];
    let (value, linear) = of_parts::linearize([0.3, 0.2, 0.9], &y);
    assert_eq!((value, linear.jvp(dx, &dx)), of_parts::jvp([0.3, 0.2, 0.9], &y, dx, &dx));
}

/// Several tangents at once, in code that is generic over the function.
fn columns<F: Linearize<f64, Input = f64, Output = f64>>(at: f64) -> [f64; 4] {
    let (_, linear) = F::linearized::<4>(&at);
    linear(&f64::lift::<4>(&3.0)).0
}

#[differentiable(linearize)]
fn cube(x: f64) -> f64 {
    x * x * x
}

#[test]
fn generic_code_takes_several_tangents_at_once() {
    assert_eq!(columns::<cube>(2.0), [36.0; 4]);
}

/// The root of the residuals by Newton's method, in which each linear system is solved by products with tangents alone.
#[test]
fn a_newton_step_without_a_matrix() {
    let mut x = [2.0, 0.3];
    for _ in 0..60 {
        let (residuals, linear) = circle_and_line::linearize(x);
        // The normal equations of two unknowns, from products with unit tangents.
        let columns = [linear.jvp([1.0, 0.0]), linear.jvp([0.0, 1.0])];
        let determinant = columns[0][0] * columns[1][1] - columns[1][0] * columns[0][1];
        let step = [
            (residuals[0] * columns[1][1] - residuals[1] * columns[1][0]) / determinant,
            (columns[0][0] * residuals[1] - columns[0][1] * residuals[0]) / determinant,
        ];
        x = [x[0] - step[0], x[1] - step[1]];
    }
    assert!((x[0] - 0.8).abs() < 1e-14 && (x[1] - 0.6).abs() < 1e-14, "{x:?}");
}

#[differentiable(linearize)]
fn circle_and_line(x: [f64; 2]) -> [f64; 2] {
    [x[0] * x[0] + x[1] * x[1] - 1.0, 3.0 * x[0] - 4.0 * x[1]]
}

/// √a, whose derivative the user knows.
#[differentiable(linearize, jvp = root_jvp)]
fn root(a: f64) -> f64 {
    a.sqrt()
}

fn root_jvp(a: f64, da: f64) -> (f64, f64) {
    (a.sqrt(), da / (2.0 * a.sqrt()))
}

#[differentiable(linearize, vjp = blend_vjp, wrt(x, weights))]
fn blend(x: f64, weights: &[f64], shift: &[f64; 2]) -> [f64; 2] {
    [x * weights[0] + shift[0], x + shift[1]]
}

fn blend_vjp(x: f64, weights: &[f64], shift: &[f64; 2], by: [f64; 2]) -> ([f64; 2], (f64, Vec<f64>)) {
    let mut of_weights = vec![0.0; weights.len()];
    of_weights[0] = x * by[0];
    (blend(x, weights, shift), (weights[0] * by[0] + by[1], of_weights))
}

#[differentiable(linearize, pullback = list_pullback)]
fn list(x: Vec<f64>, scale: f64) -> Vec<f64> {
    x.iter().map(|x| x * scale).collect()
}

#[allow(clippy::type_complexity)]
fn list_pullback(x: Vec<f64>, scale: f64) -> (Vec<f64>, impl Fn(Vec<f64>) -> (Vec<f64>, f64)) {
    let value = x.iter().map(|x| x * scale).collect();
    (value, move |by: Vec<f64>| {
        let of_scale = x.iter().zip(&by).map(|(x, by)| x * by).sum();
        (by.iter().map(|by| by * scale).collect(), of_scale)
    })
}

#[differentiable(linearize)]
fn of_rules(x: f64, weights: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..weights.len() {
        sum += root(x * weights[i]).sin();
        weights[i] *= sum;
    }
    let blended = blend(sum, weights, &[0.5, 0.25]);
    let listed = list(vec![blended[0], x, 1.0], blended[1]);
    listed[0] * listed[1] + listed[2]
}

/// A rule of one's own is called for each product, with copies of what the function was evaluated at.
#[test]
fn rules_of_ones_own() {
    let (_, linear) = root::linearize(2.25);
    assert_eq!([linear.jvp(1.0), linear.jvp(3.0)], [1.0 / 3.0, 1.0]);
    let mut weights = vec![0.5, 2.0, 1.5];
    let (value, linear) = blend::linearize(0.7, &weights, &[0.5, 0.25]);
    let expected = blend::jvp(0.7, &weights, &[0.5, 0.25], 1.0, &[0.5, 2.0, 0.0]);
    weights.fill(f64::NAN);
    assert_eq!((value, linear.jvp(1.0, &[0.5, 2.0, 0.0])), expected);
    let (value, linear) = list::linearize(vec![0.5, 2.0], 0.75);
    for _ in 0..2 {
        let product = linear.jvp(vec![1.0, 0.25], 2.0);
        assert_eq!((value.clone(), product), list::jvp(vec![0.5, 2.0], 0.75, vec![1.0, 0.25], 2.0));
    }
    for (dx, dw) in [(1.0, [0.0; 3]), (0.0, [1.0, -2.0, 0.5]), (-0.5, [0.25, 0.0, 1.0])] {
        let [mut first, mut second] = [[0.5, 2.0, 1.5]; 2];
        let (value, linear) = of_rules::linearize(0.7, &mut first);
        assert_eq!((value, linear.jvp(dx, &dw)), of_rules::jvp(0.7, &mut second, dx, &dw));
        assert_eq!(first, second);
    }
}
