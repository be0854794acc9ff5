//! Derivatives of the user's: what rules are called with and how often, what the checker says of wrong ones, and what carries no
//! derivative because the user says so.

use std::cell::Cell;

use jac::check::{Checker, check};
use jac::{Dependence, Function, Jacobian, Space, Strategy, differentiable};

thread_local! {
    /// Calls of a function, and of its rule.
    static CALLS: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

fn called() -> (usize, usize) {
    CALLS.replace((0, 0))
}

fn count_function() {
    CALLS.set((CALLS.get().0 + 1, CALLS.get().1));
}

fn count_rule() {
    CALLS.set((CALLS.get().0, CALLS.get().1 + 1));
}

fn cubes(x: [f64; 3]) -> [f64; 2] {
    [x[0] * x[1] * x[2], x[2] * x[2] * x[2]]
}

fn cubes_jvp(x: [f64; 3], dx: [f64; 3]) -> ([f64; 2], [f64; 2]) {
    count_rule();
    let first = dx[0] * x[1] * x[2] + x[0] * dx[1] * x[2] + x[0] * x[1] * dx[2];
    (cubes(x), [first, 3.0 * x[2] * x[2] * dx[2]])
}

fn cubes_vjp(x: [f64; 3], by: [f64; 2]) -> ([f64; 2], [f64; 3]) {
    count_rule();
    (cubes(x), cubes_transposed(x, by))
}

fn cubes_pullback(x: [f64; 3]) -> ([f64; 2], impl Fn([f64; 2]) -> [f64; 3]) {
    count_function();
    (cubes(x), move |by| {
        count_rule();
        cubes_transposed(x, by)
    })
}

fn cubes_transposed(x: [f64; 3], by: [f64; 2]) -> [f64; 3] {
    [by[0] * x[1] * x[2], by[0] * x[0] * x[2], by[0] * x[0] * x[1] + by[1] * 3.0 * x[2] * x[2]]
}

#[differentiable(jvp = cubes_jvp)]
fn forward_only(x: [f64; 3]) -> [f64; 2] {
    count_function();
    cubes(x)
}

#[differentiable(vjp = cubes_vjp)]
fn reverse_only(x: [f64; 3]) -> [f64; 2] {
    count_function();
    cubes(x)
}

#[differentiable(pullback = cubes_pullback)]
fn closure_only(x: [f64; 3]) -> [f64; 2] {
    count_function();
    cubes(x)
}

#[differentiable(jvp = cubes_jvp, vjp = cubes_vjp)]
fn both(x: [f64; 3]) -> [f64; 2] {
    count_function();
    cubes(x)
}

const X: [f64; 3] = [2.0, -3.0, 0.5];
const J: [[f64; 3]; 2] = [[-1.5, 1.0, -6.0], [0.0, 0.0, 0.75]];

#[test]
fn each_mode_calls_its_rule_once_a_seed() {
    called();
    assert_eq!(both::jvp(X, [1.0, 0.0, 0.0]), (cubes(X), [-1.5, 0.0]));
    assert_eq!(called(), (0, 1));
    assert_eq!(both::vjp(X, [1.0, 10.0]), (cubes(X), [-1.5, 1.0, 1.5]));
    assert_eq!(called(), (1, 1));
    assert_eq!(both::jacfwd(X), J);
    assert_eq!(called().0, 0);
    assert_eq!(both::jacrev(X), J);
    assert_eq!(called().0, 1);
}

#[test]
fn a_closure_is_made_once_for_all_seeds() {
    assert_eq!(closure_only::vjp(X, [1.0, 10.0]), (cubes(X), [-1.5, 1.0, 1.5]));
    assert_eq!(called(), (1, 1));
    assert_eq!(closure_only::jacrev(X), J);
    let (functions, rules) = called();
    assert_eq!(functions, 1);
    assert!(rules >= 2, "a call for each row");
}

#[test]
fn a_missing_mode_is_assembled_at_the_stated_cost() {
    called();
    assert_eq!(forward_only::vjp(X, [1.0, 10.0]).1, [-1.5, 1.0, 1.5]);
    assert_eq!(called(), (1, 3), "the function, and the rule for each float of the input");
    assert_eq!(reverse_only::jvp(X, [1.0, 0.0, 1.0]).1, [-7.5, 0.75]);
    assert_eq!(called(), (1, 2), "the function, and the rule for each float of the result");
    assert_eq!(closure_only::jvp(X, [1.0, 0.0, 1.0]).1, [-7.5, 0.75]);
    assert_eq!(called(), (1, 2));
    for strategy in [Strategy::Forward, Strategy::Reverse] {
        assert_eq!(Jacobian::<forward_only>::new().strategy(strategy).at(X), Ok(J));
        assert_eq!(Jacobian::<reverse_only>::new().strategy(strategy).at(X), Ok(J));
        assert_eq!(Jacobian::<closure_only>::new().strategy(strategy).at(X), Ok(J));
    }
}

#[test]
fn the_checker_checks_rules() {
    check::<forward_only, _>(X).unwrap();
    check::<reverse_only, _>(X).unwrap();
    check::<closure_only, _>(X).unwrap();
    check::<both, _>(X).unwrap();
}

mod wrong {
    //! Rules with mistakes.

    use jac::differentiable;

    #[differentiable(jvp = |x, dx| (x * x, x * dx))]
    pub fn slope(x: f64) -> f64 {
        x * x
    }

    #[differentiable(jvp = |x, dx| (x * x, 2.0 * x * dx), vjp = |x, by| (x * x, x * by))]
    pub fn reverse_slope(x: f64) -> f64 {
        x * x
    }

    #[differentiable(jvp = |x, dx| (x + x, 2.0 * x * dx))]
    pub fn value(x: f64) -> f64 {
        x * x
    }

    fn shifted_pullback(x: f64) -> (f64, impl Fn(f64) -> f64) {
        (x * x + 1.0, move |by| 2.0 * x * by)
    }

    #[differentiable(pullback = shifted_pullback)]
    pub fn closure_value(x: f64) -> f64 {
        x * x
    }

    #[differentiable(jvp = |x, dx| (x * x, 2.0 * x * dx.abs()))]
    pub fn not_linear(x: f64) -> f64 {
        x * x
    }
}

#[test]
fn the_checker_finds_wrong_rules() {
    let found = |result: Result<(), jac::check::Disagreements>| result.unwrap_err().to_string();
    assert!(found(check::<wrong::slope, _>(3.0)).contains("tangent 3, adjoint 3, central differences 6"));
    assert!(found(check::<wrong::reverse_slope, _>(3.0)).contains("tangent 6, adjoint 3, central differences 6"));
    assert!(found(check::<wrong::value, _>(3.0)).contains("the function computes 9, the tangent 6, the adjoint 9"));
    let closure = found(check::<wrong::closure_value, _>(3.0));
    assert!(closure.contains("the function computes 9, the tangent 10, the adjoint 10"), "{closure}");
    // One seed of one float: only a negative one shows it.
    assert_eq!(wrong::not_linear::jvp(3.0, -1.0).1, 6.0);
}

/// Inputs that `wrt` leaves out may be of any type.
struct Table {
    factor: f64,
}

#[differentiable(wrt(x), jvp = scaled_jvp)]
fn scaled(table: &Table, x: f64, y: f64) -> f64 {
    table.factor * x * y
}

fn scaled_jvp(table: &Table, x: f64, y: f64, dx: f64) -> (f64, f64) {
    (table.factor * x * y, table.factor * dx * y)
}

#[differentiable(wrt(x))]
fn calls_scaled(table: &Table, x: f64) -> f64 {
    scaled(table, x * x, 3.0)
}

#[test]
fn what_wrt_leaves_out_has_no_tangent() {
    let table = Table { factor: 2.0 };
    assert_eq!(scaled::jvp(&table, 5.0, 7.0, 1.0), (70.0, 14.0));
    assert_eq!(scaled::gradient(&table, 5.0, 7.0), 14.0);
    assert_eq!(calls_scaled::gradient(&table, 5.0), 60.0);
    assert_eq!(calls_scaled::jvp(&table, 5.0, 1.0), (150.0, 60.0));
}

/// x^y by a rule whose partial by `y` is infinite at `x = 0`.
#[differentiable(vjp = |x, y, by| (x.powf(y), (by * y * x.powf(y - 1.0), by / x)))]
fn power(x: f64, y: f64) -> f64 {
    x.powf(y)
}

#[differentiable]
fn squared_by_power(x: f64) -> f64 {
    power(x, 2.0)
}

#[test]
fn the_partial_by_what_does_not_vary_is_not_used() {
    assert_eq!(squared_by_power::jvp(0.0, 1.0), (0.0, 0.0));
    assert_eq!(squared_by_power::gradient(0.0), 0.0);
    assert!(power::jvp(0.0, 2.0, 1.0, 0.0).1.is_nan(), "0 · ∞, as the seed of `y` is a number");
}

#[test]
fn a_rule_depends_on_every_input_in_any_way() {
    assert_eq!(<power as Function<(f64, f64)>>::DEPENDENCE, [Dependence::Nonlinear; 2]);
}

#[differentiable(vjp = |x: &[f64], by| (x.iter().sum(), vec![by; x.len() + 1]))]
fn too_long(x: &[f64]) -> f64 {
    x.iter().sum()
}

#[test]
#[should_panic(expected = "a rule of differentiation returned a `Vec` of another length than the value has")]
fn a_vec_of_the_wrong_length_is_refused() {
    too_long::gradient(&[1.0, 2.0]);
}

/// The solution `y` of `y + x·sin y = x²`, with the derivative of the implicit function.
#[differentiable(jvp = implicit_jvp)]
fn implicit(x: f64) -> f64 {
    let mut y = x;
    loop {
        let step = (y + x * y.sin() - x * x) / (1.0 + x * y.cos());
        y -= step;
        if step.abs() < 1e-15 {
            return y;
        }
    }
}

fn implicit_jvp(x: f64, dx: f64) -> (f64, f64) {
    let y = implicit(x);
    (y, (2.0 * x - y.sin()) / (1.0 + x * y.cos()) * dx)
}

#[test]
fn an_implicit_function_has_its_derivative() {
    for x in [0.3, 0.7, 0.9] {
        check::<implicit, _>(x).unwrap();
    }
}

#[differentiable(inactive)]
fn bucket(x: &[f64]) -> usize {
    (x[0] * 10.0) as usize
}

#[differentiable(inactive)]
fn observe(x: f64) {
    CALLS.set((CALLS.get().0 + x as usize, CALLS.get().1));
}

fn foreign(x: [f64; 2]) -> [f64; 2] {
    [x[0].sinh(), x[1] * x[0]]
}

fn foreign_sum(x: &[f64]) -> f64 {
    x.iter().sum()
}

#[differentiable]
fn weighted(weight: &[f64; 2], x: f64) -> f64 {
    weight[0] * x + weight[1]
}

#[differentiable(wrt(x))]
fn weighted_by_constants(weight: &[f64], x: f64, offset: f64) -> f64 {
    weight[0] * x + offset
}

#[differentiable]
fn stops(x: [f64; 2]) -> [f64; 6] {
    let frozen = jac::constant(x);
    let far = jac::constant(foreign(x));
    let reference = jac::constant(&x[..]);
    let sum = jac::constant(foreign_sum(&x) + 1.0);
    observe(x[1]);
    [
        frozen[0] * x[0],
        far[0] * x[1] + jac::constant(x[0]) * jac::constant(2.0),
        weighted(jac::constant(&x), x[0]),
        weighted_by_constants(jac::constant(&x), x[0], jac::constant(x[1])),
        reference[1] * x[0] + sum * x[1],
        weighted(&[x[0], frozen[1]], jac::constant(x[1])) + jac::constant(bucket(&x)) as f64,
    ]
}

#[test]
fn what_is_constant_has_no_derivative() {
    let x = [0.4, 2.0];
    let expected = [[0.4, 0.0], [0.0, 0.4_f64.sinh()], [0.4, 0.0], [0.4, 0.0], [2.0, 3.4], [2.0, 0.0]];
    called();
    let value = [
        0.4 * 0.4,
        0.4_f64.sinh() * 2.0 + 0.8,
        0.4 * 0.4 + 2.0,
        0.4 * 0.4 + 2.0,
        2.0 * 0.4 + 3.4 * 2.0,
        0.4 * 2.0 + 2.0 + 4.0,
    ];
    assert_eq!(stops(x), value);
    assert_eq!(called().0, 2);
    assert_eq!(stops::value_and_jacfwd(x), (value, expected));
    assert_eq!(stops::value_and_jacrev(x), (value, expected));
}

#[derive(Clone, Copy, Debug, PartialEq, jac::Differentiable)]
struct Spring {
    stiffness: f64,
    rest: [f64; 2],
}

#[differentiable]
fn force(spring: &Spring, x: f64) -> f64 {
    spring.stiffness * (x - spring.rest[0]) + spring.rest[1]
}

#[differentiable]
fn stopped_parts(spring: Spring, pair: (f64, [f64; 2])) -> [f64; 4] {
    let fixed = jac::constant(spring);
    let (scale, list) = jac::constant(pair);
    let rest = jac::constant(&spring.rest);
    let part = jac::constant(spring.rest[1]);
    [
        force(&fixed, pair.0) + force(jac::constant(&spring), pair.1[0]),
        scale * spring.stiffness + list[1] * pair.1[1],
        rest[0] * spring.rest[0] + part * spring.rest[1],
        force(&jac::constant(spring), jac::constant(pair.0)),
    ]
}

#[test]
fn structs_tuples_and_their_parts_can_be_constant() {
    let spring = Spring { stiffness: 2.0, rest: [3.0, 5.0] };
    let (value, tangent) = stopped_parts::jvp(
        spring,
        (7.0, [11.0, 13.0]),
        SpringTangent { stiffness: 1.0, rest: [10.0, 100.0] },
        (1000.0, [1e4, 1e5]),
    );
    assert_eq!(value, [34.0, 14.0 + 169.0, 34.0, 13.0]);
    assert_eq!(tangent, [2.0 * 1000.0 + 2.0 * 1e4, 7.0 + 13.0 * 1e5, 3.0 * 10.0 + 5.0 * 100.0, 0.0]);
    let (_, (by_spring, by_pair)) = stopped_parts::vjp(spring, (7.0, [11.0, 13.0]), [1.0, 10.0, 100.0, 1000.0]);
    assert_eq!(by_spring, SpringTangent { stiffness: 70.0, rest: [300.0, 500.0] });
    assert_eq!(by_pair, (2.0, [2.0, 130.0]));
}

/// Stopped in a loop, in a branch, of a `Vec`, of a struct's field, and of what is overwritten later.
#[differentiable]
fn stopped_flow(x: &[f64], n: usize) -> f64 {
    let mut state = x.to_vec();
    let mut sum = x[0];
    for i in 0..n {
        let before = jac::constant(state.clone());
        state[i] = before[i] * x[i];
        if state[i] > 1.0 {
            sum += jac::constant(sum) * state[i];
        } else {
            let part = jac::constant(&state);
            sum += part[0] * x[0];
        }
    }
    sum
}

#[test]
fn what_is_constant_stays_what_it_was() {
    // state[0] = 2·x₀ = 4, sum = x₀ + 2·state[0] = 10; state[1] = 3·x₁ = 9, sum = 10 + 10·state[1].
    assert_eq!(stopped_flow::value_and_gradient(&[2.0, 3.0], 2), (100.0, vec![5.0, 30.0]));
    // state[0] = ½·x₀ = ¼, sum = x₀ + ¼·x₀; then as above.
    assert_eq!(stopped_flow::value_and_gradient(&[0.5, 3.0], 2), (6.25, vec![1.25, 1.875]));
    assert_eq!(stopped_flow::jvp(&[0.5, 3.0], 2, vec![1.0, 10.0]), (6.25, 20.0));
    assert_eq!(stopped_flow::value_and_gradient(&[0.5, 3.0], 0), (0.5, vec![1.0, 0.0]));
}

#[test]
fn a_stopped_result_is_independent() {
    #[differentiable]
    fn half(x: f64, y: f64) -> f64 {
        jac::constant(x) + y
    }
    assert_eq!(<half as Function<(f64, f64)>>::DEPENDENCE, [Dependence::Independent, Dependence::Affine]);
}

#[test]
fn single_precision_and_tuples_pass_the_checker() {
    #[differentiable(vjp = |x: f32, pair: (f64, i32), by| (x * pair.0 as f32, (by * pair.0 as f32, ((by * x) as f64, ()))))]
    fn mixed(x: f32, pair: (f64, i32)) -> f32 {
        x * pair.0 as f32
    }
    Checker::new().run::<mixed, _>((1.5_f32, (2.0_f64, 3))).unwrap();
    assert_eq!(<<mixed as Function<(f32, (f64, i32))>>::Input as Space>::DIMENSION, Some(2));
}
