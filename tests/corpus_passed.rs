//! Functions and closures that are passed to functions.

mod harness;
mod corpus {
    pub mod passed;
}
twin::twins!("tests/corpus/passed.rs");

derivatives! {
    passed {
        named(x, c) { x = 1.5, c = 2.0; }
        root(v) { v = [2.0, 0.7]; }
        swung(y0, steps) { y0 = [0.3, 0.2], steps = 7usize; y0 = [0.3, 0.2], steps = 0usize; }
        simulated(&p, y0) { p = [1.0, 0.2, 0.3], y0 = [0.4, 0.5]; }
        unannotated(p, y0, h) { p = [1.0, 0.2, 0.3], y0 = [0.4, 0.5], h = 0.1; }
        changing(x, y) { x = 0.4, y = 1.3; }
        moved(x, y) { x = 0.4, y = 1.3; }
        integral(k, c, to) { k = 1.3, c = 0.7, to = 1.1; }
        adaptive_integral(p) { p = [1.3, 4.0, 2.0]; }
        between(x, y) { x = 2.0, y = 0.7; }
        at_third_hand(x, y) { x = 0.4, y = 1.3; }
        pointers(x, y) { x = 0.4, y = 1.3; }
        slices(&x[..], &w[..], k) { x = vec![0.4, 1.3, 0.2], w = vec![0.3, 0.1, 0.9, 0.6], k = 0.8; }
        named_slices(&x[..], k) { x = vec![0.4, 1.3, 0.2], k = 0.8; }
        large(x, n) { x = [0.7, 1.3, 0.9], n = 7usize; x = [0.7, 1.3, 0.9], n = 0usize; x = [2.7, 3.3, 0.9], n = 9usize; }
        by_value(x, k) { x = [0.7, 1.3], k = 0.6; }
        generic(x, k) { x = [0.7, 1.3, -0.4], k = 0.6; }
        nothing_varies(x) { x = 0.7; }
        in_conditions(x, y) { x = 0.7, y = 1.1; }
        of_a_struct(stiffness, y0) { stiffness = 0.7, y0 = [1.1, 0.4]; }
        around(x, y) { x = 0.7, y = 1.1; }
        vectors(&x[..], k) { x = vec![0.4, 1.3, 0.2], k = 0.8; }
        with_generic_arguments(k, to) { k = 1.3, to = 0.7; }
        half_captured(v) { v = [0.3, 0.2, 0.5, 0.7]; }
        loops_in_loops(v) { v = [1.2, 0.3, 0.4]; }
        moved_in_loops(v) { v = [0.3, 0.2, 0.5]; }
        arguments_of_all_kinds(v) { v = [0.7, 0.4]; }
        rarely(x, y) { x = 0.7, y = 0.4; x = 0.4, y = 0.3; x = 0.7, y = 0.9; }
        iterated(v) { v = [0.3, 0.2, 0.5]; }
        in_place(&p, &mut y[..]) { p = [0.7, 0.3], y = vec![0.4, 1.3, 0.2]; }
        lists(x, k) { x = 0.7, k = 0.4; }
        in_place_by_name(x, k, &mut y[..]) { x = 0.7, k = 0.3, y = vec![0.4, 1.3, 0.2]; }
        in_branches(x, n) { x = 0.7, n = 5usize; x = 0.7, n = 0usize; }
        chosen_and_passed(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 3usize; x = 0.7, n = 7usize; }
        chosen_by_other_names(x, k) { x = 0.7, k = 0usize; x = 0.4, k = 1usize; x = -0.7, k = 2usize; }
        chosen_within(x, up) { x = 0.7, up = true; x = 0.7, up = false; x = -0.7, up = false; }
        passed_on_in_loops(a, &b[..], steps) {
            a = [0.7, 0.4], b = vec![0.3, 0.9], steps = 7usize;
            a = [0.7, 0.4], b = vec![0.3, 0.9], steps = 0usize;
        }
        passing(x, n) { x = 0.7, n = 3usize; x = 0.7, n = 0usize; }
    }
}

/// What does not vary where a function is called has no slope, which may be infinite.
#[test]
fn constants_have_no_slope() {
    let (_, (j, _)) = corpus::passed::at_a_singular_time::value_and_jacobian([0.3, 0.2], 1.5);
    let (_, column) = corpus::passed::at_a_singular_time::jvp([0.3, 0.2], 1.5, [1.0, 0.0], 0.0);
    let (_, (row, _)) = corpus::passed::at_a_singular_time::vjp([0.3, 0.2], 1.5, [1.0, 0.0]);
    assert!((j[1][0] + 0.15).abs() < 1e-2 && j.iter().flatten().all(|slope| slope.is_finite()), "{j:?}");
    assert_eq!(column, [j[0][0], j[1][0]]);
    assert!(row.iter().zip(j[0]).all(|(row, j)| (row - j).abs() < 1e-14), "{row:?} {j:?}");
}

/// A function that takes functions is an ordinary function.
#[test]
fn closures_without_derivatives_can_be_passed() {
    let mut calls = 0;
    let y = corpus::passed::rk4(|t, y| [y[1], -y[0] * t], 0.0, &[1.0, 0.0], 0.1);
    let root = corpus::passed::newton(|x| x * x - 2.0, |x| 2.0 * x, 1.0);
    let _ = corpus::passed::newton(|x| x - 2.0, |_| [1.0, 2.0][0], {
        calls += 1;
        1.0
    });
    assert!(calls == 1 && y[0] < 1.0 && (root - 2.0_f64.sqrt()).abs() < 1e-12);
}
