//! The five functions of `tests/expand` that the design started from, with their sweeps as a person writes them: in plain arrays, `W` seeds
//! at once, and of two of them the tangent of the adjoint. What is generated is held to these.
#![allow(clippy::needless_range_loop)] // indices are the notation

use jac::differentiable;

/// `W` tangents or cotangents of one number.
type Lanes<const W: usize> = [f64; W];

fn add<const W: usize>(to: &mut Lanes<W>, scale: f64, from: Lanes<W>) {
    for lane in 0..W {
        to[lane] += scale * from[lane];
    }
}

fn scaled<const W: usize>(scale: f64, from: Lanes<W>) -> Lanes<W> {
    from.map(|part| scale * part)
}

/// Seeds that ask for one element each.
fn units<const N: usize>() -> [Lanes<N>; N] {
    std::array::from_fn(|i| std::array::from_fn(|lane| if i == lane { 1.0 } else { 0.0 }))
}

fn transposed<const M: usize, const N: usize>(matrix: [[f64; N]; M]) -> [[f64; M]; N] {
    std::array::from_fn(|j| std::array::from_fn(|i| matrix[i][j]))
}

fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-13 * (1.0 + expected.abs()), "{found} is not {expected}");
    }
}

mod recurrence {
    use super::*;

    #[differentiable(order = 2)]
    fn recurrence(x: [f64; 5]) -> [f64; 5] {
        let mut y = [0.0; 5];
        let mut state = 1.0;
        for i in 0..x.len() {
            state = state * x[i] + 0.5;
            y[i] = state.sin();
        }
        y
    }

    #[differentiable(order = 2)]
    fn weighted(x: [f64; 5]) -> f64 {
        let y = recurrence(x);
        y[0] + 2.0 * y[1] - y[3] * y[4]
    }

    fn tangent<const W: usize>(x: &[f64; 5], dots: &[Lanes<W>; 5]) -> [Lanes<W>; 5] {
        let (mut state, mut dot) = (1.0, [0.0; W]);
        std::array::from_fn(|i| {
            dot = scaled(x[i], dot);
            add(&mut dot, state, dots[i]);
            state = state * x[i] + 0.5;
            scaled(f64::cos(state), dot)
        })
    }

    /// The states before each iteration, and the last: one number an iteration is recorded.
    fn states(x: &[f64; 5]) -> [f64; 6] {
        let mut states = [1.0; 6];
        for i in 0..5 {
            states[i + 1] = states[i] * x[i] + 0.5;
        }
        states
    }

    fn adjoint<const W: usize>(x: &[f64; 5], bars: &[Lanes<W>; 5]) -> [Lanes<W>; 5] {
        let states = states(x);
        let mut state_bar = [0.0; W];
        let mut x_bar = [[0.0; W]; 5];
        for i in (0..5).rev() {
            add(&mut state_bar, states[i + 1].cos(), bars[i]);
            x_bar[i] = scaled(states[i], state_bar);
            state_bar = scaled(x[i], state_bar);
        }
        x_bar
    }

    /// The adjoint and its tangent along `dot`, of `weighted`.
    fn tangent_of_adjoint(x: &[f64; 5], dot: &[f64; 5]) -> ([f64; 5], [f64; 5]) {
        let states = states(x);
        let mut state_dots = [0.0; 6];
        for i in 0..5 {
            state_dots[i + 1] = state_dots[i] * x[i] + states[i] * dot[i];
        }
        let value = |i: usize| states[i + 1].sin();
        let value_dot = |i: usize| states[i + 1].cos() * state_dots[i + 1];
        let bars = [1.0, 2.0, 0.0, -value(4), -value(3)];
        let bar_dots = [0.0, 0.0, 0.0, -value_dot(4), -value_dot(3)];
        let (mut bar, mut bar_dot) = (0.0, 0.0);
        let (mut x_bar, mut x_bar_dot) = ([0.0; 5], [0.0; 5]);
        for i in (0..5).rev() {
            let (sine, cosine) = states[i + 1].sin_cos();
            bar_dot += bar_dots[i] * cosine - bars[i] * sine * state_dots[i + 1];
            bar += bars[i] * cosine;
            x_bar[i] = bar * states[i];
            x_bar_dot[i] = bar_dot * states[i] + bar * state_dots[i];
            bar_dot = bar_dot * x[i] + bar * dot[i];
            bar *= x[i];
        }
        (x_bar, x_bar_dot)
    }

    #[test]
    fn a_loop_with_carried_state_that_writes_elements() {
        let x = [0.7, -1.2, 0.4, 1.9, -0.3];
        let by_hand = tangent(&x, &units());
        assert_close(recurrence::jacfwd(x).as_flattened(), by_hand.as_flattened());
        assert_close(recurrence::jacrev(x).as_flattened(), transposed(adjoint(&x, &units())).as_flattened());
        let dot = [0.5, 1.0, -2.0, 0.25, 3.0];
        let (gradient, product) = tangent_of_adjoint(&x, &dot);
        assert_close(&weighted::gradient(x), &gradient);
        assert_close(&weighted::hvp(x, dot).1, &product);
    }
}

mod energy {
    use super::*;

    const N: usize = 3;

    #[differentiable(order = 2)]
    fn energy<const N: usize>(a: [[f64; N]; N], x: [f64; N]) -> f64 {
        let mut total = 0.0;
        for i in 0..N {
            let mut row = 0.0;
            for j in 0..N {
                row += a[i][j] * x[j];
            }
            let squashed = row.tanh();
            total += squashed * squashed;
        }
        total
    }

    fn tangent<const W: usize>(
        a: &[[f64; N]; N],
        x: &[f64; N],
        a_dot: &[[Lanes<W>; N]; N],
        x_dot: &[Lanes<W>; N],
    ) -> Lanes<W> {
        let mut total_dot = [0.0; W];
        for i in 0..N {
            let (mut row, mut row_dot) = (0.0, [0.0; W]);
            for j in 0..N {
                row += a[i][j] * x[j];
                add(&mut row_dot, x[j], a_dot[i][j]);
                add(&mut row_dot, a[i][j], x_dot[j]);
            }
            let squashed = row.tanh();
            add(&mut total_dot, 2.0 * squashed * (1.0 - squashed * squashed), row_dot);
        }
        total_dot
    }

    /// Terms of a sum are independent: the reverse of each runs behind it, and nothing is recorded.
    fn gradient(a: &[[f64; N]; N], x: &[f64; N]) -> ([[f64; N]; N], [f64; N]) {
        let (mut a_bar, mut x_bar) = ([[0.0; N]; N], [0.0; N]);
        for i in 0..N {
            let row: f64 = (0..N).map(|j| a[i][j] * x[j]).sum();
            let squashed = row.tanh();
            let row_bar = 2.0 * squashed * (1.0 - squashed * squashed);
            for j in 0..N {
                a_bar[i][j] = row_bar * x[j];
                x_bar[j] += row_bar * a[i][j];
            }
        }
        (a_bar, x_bar)
    }

    /// Along a tangent of `a` and `x`.
    fn tangent_of_adjoint(
        (a, x): (&[[f64; N]; N], &[f64; N]),
        (a_dot, x_dot): (&[[f64; N]; N], &[f64; N]),
    ) -> ([[f64; N]; N], [f64; N]) {
        let (mut a_bar_dot, mut x_bar_dot) = ([[0.0; N]; N], [0.0; N]);
        for i in 0..N {
            let (mut row, mut row_dot) = (0.0, 0.0);
            for j in 0..N {
                row += a[i][j] * x[j];
                row_dot += a_dot[i][j] * x[j] + a[i][j] * x_dot[j];
            }
            let squashed = row.tanh();
            let slope = 1.0 - squashed * squashed;
            let row_bar = 2.0 * squashed * slope;
            let row_bar_dot = 2.0 * slope * (slope - 2.0 * squashed * squashed) * row_dot;
            for j in 0..N {
                a_bar_dot[i][j] = row_bar_dot * x[j] + row_bar * x_dot[j];
                x_bar_dot[j] += row_bar_dot * a[i][j] + row_bar * a_dot[i][j];
            }
        }
        (a_bar_dot, x_bar_dot)
    }

    #[test]
    fn nested_loops_whose_inner_result_feeds_the_outer() {
        let a = [[0.3, -0.7, 1.1], [0.9, 0.2, -0.4], [-1.3, 0.6, 0.1]];
        let x = [0.5, -0.8, 1.2];
        let (a_bar, x_bar) = gradient(&a, &x);
        let generated = energy::gradient(a, x);
        assert_close(generated.0.as_flattened(), a_bar.as_flattened());
        assert_close(&generated.1, &x_bar);
        assert_close(&tangent(&a, &x, &[[[0.0; N]; N]; N], &units()), &x_bar);
        let (a_dot, x_dot) = ([[1.0, -0.5, 0.2], [0.1, 0.7, -1.1], [0.4, 0.3, -0.6]], [0.9, 0.2, -1.4]);
        let lanes = a_dot.map(|row| row.map(|part| [part]));
        assert_close(&[energy::jvp(a, x, a_dot, x_dot).1], &tangent(&a, &x, &lanes, &x_dot.map(|part| [part])));
        let (a_product, x_product) = tangent_of_adjoint((&a, &x), (&a_dot, &x_dot));
        let (_, product) = energy::hvp(a, x, a_dot, x_dot);
        assert_close(product.0.as_flattened(), a_product.as_flattened());
        assert_close(&product.1, &x_product);
    }
}

mod overlap {
    use super::*;

    #[differentiable]
    fn rotate(from: &[f64], to: &mut [f64]) -> f64 {
        let product = from[0] * to[0];
        to[0] = product + from[1];
        product * to[1]
    }

    #[differentiable]
    fn overlap(x: [f64; 4]) -> f64 {
        let mut y = x;
        let first = y[0] * y[1];
        let second = rotate(&x[0..3], &mut y[1..3]);
        let third = rotate(&x[1..4], &mut y[0..2]);
        first * second + third * y[1]
    }

    fn rotate_tangent<const W: usize>(
        (from, to): (&[f64], &mut [f64]),
        (from_dot, to_dot): (&[Lanes<W>], &mut [Lanes<W>]),
    ) -> (f64, Lanes<W>) {
        let product = from[0] * to[0];
        let mut product_dot = scaled(to[0], from_dot[0]);
        add(&mut product_dot, from[0], to_dot[0]);
        to[0] = product + from[1];
        to_dot[0] = product_dot;
        add(&mut to_dot[0], 1.0, from_dot[1]);
        let mut dot = scaled(to[1], product_dot);
        add(&mut dot, product, to_dot[1]);
        (product * to[1], dot)
    }

    fn tangent<const W: usize>(x: [f64; 4], x_dot: [Lanes<W>; 4]) -> Lanes<W> {
        let (mut y, mut y_dot) = (x, x_dot);
        let first = y[0] * y[1];
        let mut first_dot = scaled(y[1], y_dot[0]);
        add(&mut first_dot, y[0], y_dot[1]);
        let (second, second_dot) = rotate_tangent((&x[0..3], &mut y[1..3]), (&x_dot[0..3], &mut y_dot[1..3]));
        let (third, third_dot) = rotate_tangent((&x[1..4], &mut y[0..2]), (&x_dot[1..4], &mut y_dot[0..2]));
        let mut dot = scaled(second, first_dot);
        add(&mut dot, first, second_dot);
        add(&mut dot, y[1], third_dot);
        add(&mut dot, third, y_dot[1]);
        dot
    }

    /// What the reverse of a call needs: the element that it overwrites, its product, and the other factor.
    fn rotate_recorded(from: &[f64], to: &mut [f64]) -> (f64, [f64; 3]) {
        let before = to[0];
        let product = from[0] * before;
        to[0] = product + from[1];
        (product * to[1], [before, product, to[1]])
    }

    fn rotate_reverse(kept: [f64; 3], from: &[f64], from_bar: &mut [f64], to_bar: &mut [f64], bar: f64) {
        let [before, product, other] = kept;
        let mut product_bar = bar * other;
        to_bar[1] += bar * product;
        let overwritten = std::mem::take(&mut to_bar[0]);
        product_bar += overwritten;
        from_bar[1] += overwritten;
        from_bar[0] += product_bar * before;
        to_bar[0] += product_bar * from[0];
    }

    fn gradient(x: [f64; 4]) -> [f64; 4] {
        let mut y = x;
        let (y0, y1) = (y[0], y[1]);
        let first = y0 * y1;
        let (second, kept_second) = rotate_recorded(&x[0..3], &mut y[1..3]);
        let (third, kept_third) = rotate_recorded(&x[1..4], &mut y[0..2]);
        let (mut x_bar, mut y_bar) = ([0.0; 4], [0.0; 4]);
        y_bar[1] += third;
        rotate_reverse(kept_third, &x[1..4], &mut x_bar[1..4], &mut y_bar[0..2], y[1]);
        rotate_reverse(kept_second, &x[0..3], &mut x_bar[0..3], &mut y_bar[1..3], first);
        y_bar[0] += second * y1;
        y_bar[1] += second * y0;
        std::array::from_fn(|i| x_bar[i] + y_bar[i])
    }

    #[test]
    fn slices_overlap_and_are_written_by_the_callee() {
        let x = [0.7, -1.2, 0.4, 1.9];
        assert_close(&tangent(x, units()), &gradient(x));
        assert_close(&overlap::gradient(x), &gradient(x));
        let dot = [0.5, 1.0, -2.0, 0.25];
        assert_close(&[overlap::jvp(x, dot).1], &tangent(x, dot.map(|part| [part])));
    }
}

mod branches {
    use super::*;

    #[differentiable]
    fn branches(x: f64, y: f64) -> (f64, f64) {
        let mut a = x * y;
        let mut b = x + y;
        if a > 1.0 {
            a = a.ln();
            b *= a;
        } else if b < 0.0 {
            b = -b;
        } else {
            a = b.sqrt();
        }
        (a * b, b)
    }

    fn tangent<const W: usize>((x, y): (f64, f64), (x_dot, y_dot): (Lanes<W>, Lanes<W>)) -> [Lanes<W>; 2] {
        let (mut a, mut b) = (x * y, x + y);
        let mut a_dot = scaled(y, x_dot);
        add(&mut a_dot, x, y_dot);
        let mut b_dot = x_dot;
        add(&mut b_dot, 1.0, y_dot);
        if a > 1.0 {
            a_dot = scaled(1.0 / a, a_dot);
            a = a.ln();
            b_dot = scaled(a, b_dot);
            add(&mut b_dot, b, a_dot);
            b *= a;
        } else if b < 0.0 {
            b_dot = scaled(-1.0, b_dot);
            b = -b;
        } else {
            a = b.sqrt();
            a_dot = scaled(0.5 / a, b_dot);
        }
        let mut product_dot = scaled(b, a_dot);
        add(&mut product_dot, a, b_dot);
        [product_dot, b_dot]
    }

    fn adjoint<const W: usize>((x, y): (f64, f64), [product_bar, second_bar]: [Lanes<W>; 2]) -> [Lanes<W>; 2] {
        let (before_a, before_b) = (x * y, x + y);
        let (a, b) = match (before_a > 1.0, before_b < 0.0) {
            (true, _) => (before_a.ln(), before_b * before_a.ln()),
            (false, true) => (before_a, -before_b),
            (false, false) => (before_b.sqrt(), before_b),
        };
        let mut a_bar = scaled(b, product_bar);
        let mut b_bar = second_bar;
        add(&mut b_bar, a, product_bar);
        if before_a > 1.0 {
            add(&mut a_bar, before_b, b_bar);
            b_bar = scaled(a, b_bar);
            a_bar = scaled(1.0 / before_a, a_bar);
        } else if before_b < 0.0 {
            b_bar = scaled(-1.0, b_bar);
        } else {
            add(&mut b_bar, 0.5 / a, a_bar);
            a_bar = [0.0; W];
        }
        let mut x_bar = scaled(y, a_bar);
        add(&mut x_bar, 1.0, b_bar);
        let mut y_bar = scaled(x, a_bar);
        add(&mut y_bar, 1.0, b_bar);
        [x_bar, y_bar]
    }

    #[test]
    fn branches_assign_several_variables() {
        for at in [(1.7, 0.9), (-1.2, 0.3), (0.4, 1.1)] {
            let [[a, b], [c, d]] = tangent(at, ([1.0, 0.0], [0.0, 1.0]));
            let generated = branches::jacobian(at.0, at.1);
            assert_close(&[generated.0.0, generated.0.1, generated.1.0, generated.1.1], &[a, b, c, d]);
            let [[a, c], [b, d]] = adjoint(at, units());
            let (first, second) = (branches::vjp(at.0, at.1, (1.0, 0.0)).1, branches::vjp(at.0, at.1, (0.0, 1.0)).1);
            assert_close(&[first.0, first.1, second.0, second.1], &[a, b, c, d]);
        }
    }
}

mod workspace {
    use super::*;

    #[differentiable]
    fn square_all(x: &[f64; 3], work: &mut [f64; 3]) {
        for i in 0..3 {
            work[i] += x[i] * x[i];
        }
    }

    #[differentiable]
    fn accumulate(x: &[f64; 3], work: &mut [f64; 3]) -> f64 {
        square_all(x, work);
        work[0] * work[1] + work[2]
    }

    #[differentiable]
    fn workspace(x: [f64; 3]) -> f64 {
        let mut work = [1.0; 3];
        let first = accumulate(&x, &mut work);
        first * accumulate(&x, &mut work)
    }

    fn accumulate_tangent<const W: usize>(
        x: &[f64; 3],
        work: &mut [f64; 3],
        x_dot: &[Lanes<W>; 3],
        work_dot: &mut [Lanes<W>; 3],
    ) -> (f64, Lanes<W>) {
        for i in 0..3 {
            work[i] += x[i] * x[i];
            add(&mut work_dot[i], 2.0 * x[i], x_dot[i]);
        }
        let mut dot = work_dot[2];
        add(&mut dot, work[1], work_dot[0]);
        add(&mut dot, work[0], work_dot[1]);
        (work[0] * work[1] + work[2], dot)
    }

    fn tangent<const W: usize>(x: &[f64; 3], x_dot: &[Lanes<W>; 3]) -> Lanes<W> {
        let (mut work, mut work_dot) = ([1.0; 3], [[0.0; W]; 3]);
        let (first, first_dot) = accumulate_tangent(x, &mut work, x_dot, &mut work_dot);
        let (second, second_dot) = accumulate_tangent(x, &mut work, x_dot, &mut work_dot);
        let mut dot = scaled(second, first_dot);
        add(&mut dot, first, second_dot);
        dot
    }

    /// The two elements that the product needs are all that a call keeps of the workspace.
    fn accumulate_recorded(x: &[f64; 3], work: &mut [f64; 3]) -> (f64, [f64; 2]) {
        for i in 0..3 {
            work[i] += x[i] * x[i];
        }
        (work[0] * work[1] + work[2], [work[0], work[1]])
    }

    fn accumulate_reverse(kept: [f64; 2], x: &[f64; 3], x_bar: &mut [f64; 3], work_bar: &mut [f64; 3], bar: f64) {
        work_bar[0] += bar * kept[1];
        work_bar[1] += bar * kept[0];
        work_bar[2] += bar;
        for i in 0..3 {
            x_bar[i] += 2.0 * x[i] * work_bar[i];
        }
    }

    fn gradient(x: &[f64; 3]) -> [f64; 3] {
        let mut work = [1.0; 3];
        let (first, kept_first) = accumulate_recorded(x, &mut work);
        let (second, kept_second) = accumulate_recorded(x, &mut work);
        let (mut x_bar, mut work_bar) = ([0.0; 3], [0.0; 3]);
        accumulate_reverse(kept_second, x, &mut x_bar, &mut work_bar, first);
        accumulate_reverse(kept_first, x, &mut x_bar, &mut work_bar, second);
        x_bar
    }

    #[test]
    fn a_workspace_is_passed_down_two_calls() {
        let x = [0.7, -1.2, 0.4];
        assert_close(&tangent(&x, &units()), &gradient(&x));
        assert_close(&workspace::gradient(x), &gradient(&x));
        let dot = [0.5, 1.0, -2.0];
        assert_close(&[workspace::jvp(x, dot).1], &tangent(&x, &dot.map(|part| [part])));
    }
}
