//! Derivatives of fixed-size functions never touch the heap, unless loops are long, and those of others do not, once a workspace is large enough.
#![allow(clippy::needless_borrows_for_generic_args)] // tangents by reference
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use std::hint::black_box;

use counting::{Counting, allocations};
use jac::{Jacobian, Strategy, Workspace, differentiable};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Runs `$work` and fails if it allocates.
macro_rules! allocates_nothing {
    ($($work:expr),+ $(,)?) => {$(
        let (count, _) = allocations(|| black_box($work));
        assert_eq!(count, 0, "`{}` allocates", stringify!($work));
    )+};
}

#[differentiable(order = 3)]
fn thrice(x: [f64; 9], y: f64) -> f64 {
    let mut sum = y;
    for i in 0..9 {
        sum = (sum * x[i]).sin() + x[8 - i];
    }
    sum
}

#[differentiable]
fn of_its_gradient(x: [f64; 9], y: f64) -> f64 {
    let (by_x, by_y) = thrice::gradient(x, y);
    by_x[3] * by_y
}

#[test]
fn second_and_third_derivatives() {
    use jac::Jacobian;
    let (x, y) = ([0.3; 9], 0.7);
    allocates_nothing!(
        thrice::hessian(x, y),
        thrice::hvp(x, y, x, y),
        thrice::pullback(x, y).1(1.0),
        of_its_gradient::gradient(x, y),
        of_its_gradient::jvp(x, y, x, y),
        Jacobian::<Jacobian<thrice>>::new().at((x, y)),
        Jacobian::<Jacobian<Jacobian<thrice>>>::new().at((x, y)),
    );
}

#[differentiable]
fn moment(masses: &[f64], places: &[[f64; 3]], axis: [f64; 3], shift: &f64) -> f64 {
    let mut sum = 0.0;
    for (mass, place) in masses.iter().zip(places) {
        let along = place[0] * axis[0] + place[1] * axis[1] + place[2] * axis[2] + shift;
        sum += mass * along * along;
    }
    sum
}

#[differentiable]
fn scaled(x: &[f64], by: f64, y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = x * by;
    }
}

/// Tangents of slices are read where they are.
#[test]
fn tangents_of_slices() {
    let (masses, places, axis) =
        ([1.0, 2.0, 0.5], [[0.3, 0.1, 0.9], [1.0, -1.0, 0.4], [0.2, 0.7, -0.6]], [0.6, 0.8, 0.0]);
    let expected = moment::gradient(&masses, &places, axis, &0.25);
    allocates_nothing!(
        moment::jvp(&masses, &places, axis, &0.25, &masses, &places, axis, 1.0),
        moment::jvp(&masses[..1], &places[1..2], axis, &0.25, masses[..1].as_ref(), &places[..1], axis, 1.0),
        moment::jvp(&[], &[], axis, &0.25, [0.0; 0], [[0.0; 3]; 0], axis, 1.0),
    );
    let (_, product) = moment::jvp(&masses, &places, axis, &0.25, masses.to_vec(), places, axis, 2.0);
    let (by_masses, by_places, by_axis, by_shift) = expected;
    let along = |v: &[f64; 3], w: &[f64; 3]| v[0] * w[0] + v[1] * w[1] + v[2] * w[2];
    let by_places: f64 = by_places.iter().zip(&places).map(|(v, w)| along(v, w)).sum();
    let sum = by_masses.iter().zip(&masses).map(|(v, w)| v * w).sum::<f64>()
        + by_places
        + along(&by_axis, &axis)
        + by_shift * 2.0;
    assert!((product - sum).abs() < 1e-13);
    // The value and its tangent are owned: one allocation each, and one of what is given.
    let mut y = [1.0, 1.0];
    let (count, (value, product)) =
        allocations(|| scaled::jvp(&[3.0, 4.0], 2.0, &mut y, &[1.0, 0.0], 1.0, &[0.0, 0.0]));
    assert_eq!((value, product, y, count), (vec![6.0, 8.0], vec![5.0, 4.0], [6.0, 8.0], 2));
}

#[test]
#[should_panic(expected = "the tangent has a `Vec` of another length than the input")]
fn a_tangent_of_another_length() {
    moment::jvp(&[1.0, 2.0], &[[0.0; 3]; 2], [1.0; 3], &0.0, &[1.0], &[[0.0; 3]; 2], [0.0; 3], 0.0);
}

#[differentiable]
fn scalar(x: f64, y: f64) -> f64 {
    let z = x.sin() * y;
    if z > 0.0 { z.exp() } else { z * z }
}

#[differentiable]
fn ekf6(state: [f64; 6]) -> [f64; 6] {
    const DT: f64 = 0.05;
    let [px, py, theta, v, omega, a] = state;
    let vm = v + 0.5 * a * DT;
    let tm = theta + 0.5 * omega * DT;
    [
        px + vm * tm.cos() * DT,
        py + vm * tm.sin() * DT,
        theta + omega * DT,
        v + a * DT - 0.1 * v * v.abs() * DT,
        omega - 0.3 * omega * DT + 0.02 * v * theta.sin() * DT,
        0.975 * a,
    ]
}

/// A fixed loop whose carried state must be recorded.
#[differentiable]
fn nested_loops(x: [f64; 4]) -> f64 {
    let mut value = 1.0;
    for i in 0..4 {
        for j in 0..=2 {
            value = (value + x[i]).sin() * x[j];
        }
        if value > 0.5 {
            value *= x[3 - i];
        }
    }
    value
}

#[differentiable]
fn rosenbrock<const N: usize>(x: &[f64; N]) -> [f64; N] {
    let mut residuals = [0.0; N];
    for i in 0..N - 1 {
        residuals[i] = 10.0 * (x[i + 1] - x[i] * x[i]);
    }
    residuals[N - 1] = 1.0 - x[0];
    residuals
}

/// Nonlinear carried state over a const generic.
#[differentiable]
fn product<const N: usize>(x: [f64; N]) -> f64 {
    let mut product = 1.0;
    for i in 0..N {
        product *= x[i];
    }
    product
}

#[differentiable]
fn multiply(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let mut c = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

/// Calls in a loop, each with residuals of its own.
#[differentiable]
fn calls(a: [[f64; 3]; 3], x: f64) -> f64 {
    let mut power = a;
    for _ in 0..3 {
        power = multiply(&power, &a);
        power[0][0] = scalar(power[0][0], x);
    }
    power[0][0] + product([power[1][1], power[2][2]])
}

/// In place, with integers that are overwritten.
#[differentiable]
fn in_place(x: &mut [f64; 5], order: [usize; 5]) {
    let mut order = order;
    for i in 0..5 {
        x[order[i]] *= x[i];
        order[i] = order[(i + 1) % 5];
    }
}

/// A tuple parameter that is changed by field.
#[differentiable]
fn tuples(a: (f64, [f64; 2]), n: i32) -> (f64, [f64; 2]) {
    let mut b = a;
    b.0 *= b.1[0].powi(n);
    b.1[1] -= b.0;
    b
}

#[test]
fn products_with_jacobians_of_fixed_size_functions_allocate_nothing() {
    let x = [1.0, 2.0, 0.4, 3.0, -0.2, 0.5];
    let a = [[0.5, 0.1, 0.2], [0.3, 0.9, -0.4], [0.7, 0.2, 1.1]];
    allocates_nothing!(
        scalar::jvp(black_box(0.5), 0.7, 1.0, 0.0),
        scalar::vjp(black_box(0.5), 0.7, 1.0),
        ekf6::jvp(black_box(x), x),
        ekf6::vjp(black_box(x), x),
        nested_loops::jvp(black_box([0.5; 4]), [1.0; 4]),
        nested_loops::vjp(black_box([0.5; 4]), 1.0),
        rosenbrock::jvp(black_box(&[0.5; 7]), &[1.0; 7]),
        rosenbrock::vjp(black_box(&[0.5; 7]), [1.0; 7]),
        product::jvp(black_box([0.5; 3]), [1.0; 3]),
        product::vjp(black_box([0.5; 3]), 1.0),
        multiply::jvp(black_box(&a), &a, &a, &a),
        multiply::vjp(black_box(&a), &a, a),
        calls::jvp(black_box(a), 0.3, a, 1.0),
        calls::vjp(black_box(a), 0.3, 1.0),
        in_place::jvp(black_box(&mut [0.5; 5]), [4, 3, 2, 1, 0], [1.0; 5]),
        in_place::vjp(black_box(&mut [0.5; 5]), [4, 3, 2, 1, 0], [1.0; 5]),
        tuples::jvp(black_box((0.5, [1.0, 2.0])), 3, (1.0, [1.0, 0.0])),
        tuples::vjp(black_box((0.5, [1.0, 2.0])), 3, (1.0, [1.0, 0.0])),
    );
}

#[test]
fn gradients_of_fixed_size_functions_allocate_nothing() {
    let a = [[0.5, 0.1, 0.2], [0.3, 0.9, -0.4], [0.7, 0.2, 1.1]];
    allocates_nothing!(
        scalar::gradient(black_box(0.5), 0.7),
        scalar::value_and_gradient(black_box(0.5), 0.7),
        nested_loops::gradient(black_box([0.5; 4])),
        product::gradient(black_box([0.5; 40])),
        product::value_and_gradient(black_box([0.5; 1])),
        calls::gradient(black_box(a), 0.3),
    );
}

#[test]
fn jacobians_of_fixed_size_functions_allocate_nothing_in_either_mode() {
    let x = [1.0, 2.0, 0.4, 3.0, -0.2, 0.5];
    let a = [[0.5, 0.1, 0.2], [0.3, 0.9, -0.4], [0.7, 0.2, 1.1]];
    allocates_nothing!(
        ekf6::jacobian(black_box(x)),
        ekf6::jacfwd(black_box(x)),
        ekf6::jacrev(black_box(x)),
        ekf6::value_and_jacobian(black_box(x)),
        rosenbrock::jacobian(black_box(&[0.5; 10])),
        rosenbrock::jacfwd(black_box(&[0.5; 10])),
        rosenbrock::jacrev(black_box(&[0.5; 10])),
        multiply::jacobian(black_box(&a), &a),
        multiply::jacrev(black_box(&a), &a),
        tuples::jacobian(black_box((0.5, [1.0, 2.0])), 3),
        in_place::jacobian(black_box(&mut [0.5; 5]), [4, 3, 2, 1, 0]),
        in_place::jacrev(black_box(&mut [0.5; 5]), [4, 3, 2, 1, 0]),
    );
}

#[test]
fn a_jacobian_is_written_into_a_buffer_without_allocating() {
    let mut buffer = [0.0; 100];
    allocates_nothing!(
        rosenbrock::jacobian_into(black_box(&[0.5; 10]), &mut buffer),
        ekf6::jacobian_into(black_box([0.5; 6]), &mut buffer[..36]),
        in_place::jacobian_into(black_box(&mut [0.5; 5]), [4, 3, 2, 1, 0], &mut buffer[..25]),
        nested_loops::jacobian_into(black_box([0.5; 4]), &mut buffer[..4]),
    );
}

/// Two loops whose trip count the caller chooses, one in the other, and one that ends when it has converged.
#[differentiable]
fn relaxation(x: [f64; 3], steps: usize) -> f64 {
    let mut state = x[0];
    for i in 0..steps {
        for _ in 0..i {
            state = (state * x[1]).sin();
        }
        state *= x[2];
    }
    let mut root = 1.0;
    while (root * root / (state * state + 1.0) - 1.0).abs() > 1e-9 {
        root = 0.5 * (root + (state * state + 1.0) / root);
    }
    root
}

/// Its arguments are overwritten, so that a copy is kept for each call.
#[differentiable]
fn calls_in_dynamic_loops(x: [f64; 3], steps: usize) -> f64 {
    let mut work = x;
    let mut total = 0.0;
    for step in 0..steps {
        total += weighted(&work[..2], step) * relaxation(work, 2);
        work[step % 3] *= total.cos();
    }
    total
}

#[differentiable]
fn weighted(x: &[f64], power: usize) -> f64 {
    let mut product = 1.0;
    for _ in 0..power {
        product *= x[0] + x[1];
    }
    product
}

#[test]
fn a_workspace_makes_dynamic_loops_allocate_nothing() {
    let x = [0.3, 1.1, 0.9];
    let mut workspace = Workspace::new();
    let reversed = Jacobian::<calls_in_dynamic_loops>::new().strategy(Strategy::Reverse);
    let mut matrix = [0.0; 3];
    for first in [true, false] {
        let (count, _) = allocations(|| {
            for steps in [9, 4, 0, 7] {
                black_box(relaxation::gradient_with(black_box(x), steps, &mut workspace));
                black_box(relaxation::vjp_with(black_box(x), steps, 2.0, &mut workspace));
                black_box(calls_in_dynamic_loops::value_and_gradient_with(black_box(x), steps, &mut workspace));
                black_box(calls_in_dynamic_loops::jacobian_into_with(x, steps, &mut matrix, &mut workspace));
                black_box(reversed.workspace(&mut workspace).at((x, steps))).expect("not strict");
            }
        });
        assert_eq!(count > 0, first, "{count} allocations");
    }
    assert!(workspace.capacity() > 0);
}

#[test]
fn a_workspace_tells_what_was_recorded() {
    let mut workspace = Workspace::new();
    let mut bytes = |steps| {
        calls_in_dynamic_loops::gradient_with([0.3, 1.1, 0.9], steps, &mut workspace);
        workspace.recorded()
    };
    let (four, nine) = (bytes(4), bytes(9));
    assert_eq!(bytes(0), 0);
    assert_eq!(bytes(4), four);
    assert!(nine > four && four > 0, "{nine} {four}");
}

#[test]
fn a_thread_keeps_the_memory_of_its_last_call() {
    let x = [0.3, 1.1, 0.9];
    for first in [true, false] {
        let (count, _) = allocations(|| {
            black_box(relaxation::gradient(black_box(x), 9));
            black_box(calls_in_dynamic_loops::gradient(black_box(x), 7));
            black_box(relaxation::gradient(black_box(x), 4));
        });
        assert_eq!(count > 0, first, "{count} allocations");
    }
}

#[test]
fn a_workspace_does_not_change_what_is_computed() {
    let mut workspace = Workspace::new();
    for steps in [5, 2, 8, 0, 3] {
        for x in [[0.3, 1.1, 0.9], [-0.7, 0.2, 1.3]] {
            let fresh = relaxation::value_and_gradient(x, steps);
            assert_eq!(relaxation::value_and_gradient_with(x, steps, &mut workspace), fresh);
            let fresh = calls_in_dynamic_loops::value_and_gradient(x, steps);
            assert_eq!(calls_in_dynamic_loops::value_and_gradient_with(x, steps, &mut workspace), fresh);
            let mut matrix = [0.0; 3];
            calls_in_dynamic_loops::jacobian_into_with(x, steps, &mut matrix, &mut workspace);
            let mut fresh = [0.0; 3];
            calls_in_dynamic_loops::jacobian_into(x, steps, &mut fresh);
            assert_eq!(matrix, fresh);
        }
    }
}

#[differentiable]
fn doubled(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = 2.0 * x[i];
    }
    y
}

/// The value, and the cotangent of the slice: that of the value is what the user gives.
#[test]
fn the_cotangent_of_what_is_returned_is_used_as_it_is() {
    let (x, by) = (vec![0.5; 64], vec![1.0; 64]);
    let mut workspace = Workspace::new();
    let (count, (value, gradient)) = allocations(|| doubled::vjp_with(black_box(&x), by, &mut workspace));
    assert_eq!((value, gradient), (vec![1.0; 64], vec![2.0; 64]));
    assert_eq!(count, 2);
}

#[test]
fn the_count_is_not_always_zero() {
    let (count, _) = allocations(|| black_box(vec![1.0; 8]));
    assert_eq!(count, 1);
}

#[differentiable]
fn capped(x: f64, n: usize) -> f64 {
    let count = n.min(40);
    let mut y = x;
    for _ in 0..count {
        y = y.sin() * x;
    }
    y
}

#[test]
fn loops_that_are_capped_in_the_source_allocate_nothing() {
    let n = black_box(30);
    allocates_nothing!(capped::gradient(0.7, n), capped::vjp(0.7, n, 1.0), capped::gradient(0.7, 100 * n));
}

/// Jacobi's method for the eigenvalues of a symmetric matrix.
#[differentiable(order = 2)]
fn sum_of_exponentials(m: [[f64; 3]; 3]) -> f64 {
    let mut a = m;
    for _ in 0..30 {
        for p in 0..2 {
            for q in p + 1..3 {
                let apart = a[q][q] - a[p][p];
                let twice = 2.0 * a[p][q];
                let t = apart.signum() * twice / (apart.abs() + (apart * apart + twice * twice).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for k in 0..3 {
                    let (x, y) = (a[k][p], a[k][q]);
                    a[k][p] = c * x - s * y;
                    a[k][q] = s * x + c * y;
                }
                for k in 0..3 {
                    let (x, y) = (a[p][k], a[q][k]);
                    a[p][k] = c * x - s * y;
                    a[q][k] = s * x + c * y;
                }
            }
        }
    }
    a[0][0].exp() + a[1][1].exp() + a[2][2].exp()
}

const STEPS: usize = 400;
const FEW: usize = 5;

#[differentiable(order = 2)]
fn step(x: f64, p: f64) -> f64 {
    x + 0.01 * (x * p).sin()
}

/// Loops in loops with constants by name, by number and generic, with calls, records one by one and early ends.
#[differentiable(order = 2)]
fn stepped<const N: usize>(x: [f64; N], p: f64) -> f64 {
    let mut y = x[0];
    for _ in 0..STEPS {
        y = step(y, p);
    }
    for i in 0..STEPS {
        if i % 7 == 3 {
            continue;
        }
        if y > 100.0 {
            break;
        }
        for _ in 0..FEW {
            y = step(y, p) * 0.999;
        }
    }
    for _ in 0..FEW {
        y = step(y * y, p);
        for _ in 0..300 {
            y = (y * 0.99).cos() * p;
        }
    }
    for _ in 0..100 {
        for i in 0..N {
            for j in 0..N {
                y = (y * x[i] + x[j]).sin();
            }
        }
    }
    y
}

/// What many iterations leave is not on the stack, also without optimisation.
#[test]
fn long_loops_in_loops_need_a_small_stack() {
    const STACK: usize = 512 << 10;
    let derivatives = || {
        let m = [[2.0, 0.3, -0.5], [0.3, 1.0, 0.7], [-0.5, 0.7, 0.4]];
        jac::check::check::<sum_of_exponentials, _>(m).unwrap();
        // Of the trace of the exponential of a matrix, which is the sum of those of its eigenvalues.
        let (gradient, hessian) = (sum_of_exponentials::gradient(m), sum_of_exponentials::hessian(m));
        let step = 1e-6;
        for i in 0..3 {
            for j in 0..3 {
                let moved = |by: f64| {
                    let mut m = m;
                    m[i][j] += by;
                    sum_of_exponentials::gradient(m)
                };
                let (above, below) = (moved(step), moved(-step));
                for k in 0..3 {
                    for l in 0..3 {
                        let difference = (above[k][l] - below[k][l]) / (2.0 * step);
                        assert!((hessian[i][j][k][l] - difference).abs() < 1e-6 * (1.0 + gradient[k][l].abs()));
                    }
                }
            }
        }
        let (x, p) = ([0.3, 0.4, 0.5], 0.9);
        jac::check::check::<stepped, _>((x, 0.9_f64)).unwrap();
        let ((xx, xp), (px, pp)) = stepped::hessian(x, p);
        let gradient = |by: f64| stepped::gradient([x[0], x[1] + by, x[2]], p);
        let (above, below) = (gradient(step), gradient(-step));
        for i in 0..3 {
            assert!((xx[1][i] - (above.0[i] - below.0[i]) / (2.0 * step)).abs() < 1e-6);
        }
        assert!((xp[1] - (above.1 - below.1) / (2.0 * step)).abs() < 1e-6);
        assert!((xp[2] - px[2]).abs() < 1e-9 && pp.is_finite());
    };
    std::thread::Builder::new().stack_size(STACK).spawn(derivatives).unwrap().join().unwrap();
}
