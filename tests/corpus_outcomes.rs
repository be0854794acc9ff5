//! Functions that give `Option`s and `Result`s.

mod harness;
mod corpus {
    pub mod outcomes;
}
twin::twins!("tests/corpus/outcomes.rs");

derivatives! {
    outcomes {
        root(a, b, c) { a = 0.7, b = 1.9, c = 0.4; a = 0.7, b = 0.2, c = 0.9; }
        chained(a, b) { a = 0.7, b = 1.9; a = 0.7, b = 0.2; a = 0.2, b = 3.0; }
        taken_apart(a, b) { a = 0.7, b = 1.8; a = 0.3, b = 0.5; a = -0.7, b = 1.1; a = 0.1, b = 3.0; }
        divide(x, y) { x = 0.7, y = 1.9; }
        divided_again(x, y) { x = 0.7, y = 1.9; x = -0.4, y = 0.6; }
        solve(m, b) {
            m = [[0.7, 0.2], [0.4, 1.5]], b = [0.3, 0.8];
        }
        newton(x, n) { x = 0.7, n = 20usize; x = 0.7, n = 2usize; }
        handled(x, n) { x = 0.7, n = 20usize; x = 0.7, n = 2usize; x = 0.7, n = 3usize; }
        both_roots(a, b, c) { a = 0.7, b = 1.9, c = 0.4; a = 0.7, b = 0.2, c = 0.9; }
        of_roots(a, b) { a = 0.7, b = 1.9; a = 0.7, b = 0.2; a = -0.7, b = 1.3; }
        forward_substitution(&l[..], &b[..]) {
            l = vec![vec![0.7], vec![0.2, 0.9]], b = vec![0.3, 0.8];
            l = Vec::<Vec<f64>>::new(), b = Vec::<f64>::new();
        }
        norm_of_solution(&l[..], &b[..]) {
            l = vec![vec![0.7], vec![0.2, 0.9]], b = vec![0.3, 0.8];
        }
        solution_or(&l[..], &b[..]) {
            l = vec![vec![0.7], vec![0.2, 0.9]], b = vec![0.3, 0.8];
        }
        continued(x, n) { x = 0.7, n = 5usize; x = 0.1, n = 5usize; x = 7.0, n = 1usize; }
        limits_of(x, y) { x = 0.7, y = 0.1; x = 0.7, y = 1.9; x = 2.7, y = -0.4; x = -2.7, y = 1.4; }
        optional(x, offset) { x = 0.7, offset = Some(0.4); x = 0.7, offset = Some(-0.4); }
        passed_on(x, y) { x = 0.7, y = 1.9; x = -0.7, y = 0.3; }
        log_determinant(a) {
            a = [[2.0, 0.3, 0.1], [0.3, 1.5, 0.2], [0.1, 0.2, 1.1]];
            a = [[2.0, 0.3, 0.1], [0.3, -1.5, 0.2], [0.1, 0.2, 1.1]];
        }
        positive(x) { x = 0.7; x = -0.7; }
        logs(x, y) { x = 0.7, y = 0.4; }
        ok_or(a, b) { a = 0.7, b = 1.9; a = 0.7, b = 0.2; a = -0.4, b = 1.1; }
        unwrapped(a, b) { a = 0.7, b = 1.9; }
        mapped(a, b) { a = 0.7, b = 1.9; a = 0.3, b = 1.4; a = -0.7, b = 1.3; a = 0.7, b = 0.2; a = 0.6, b = 1.6; }
        results(x, y) { x = 0.7, y = 1.9; }
        assigned(a, b) { a = 0.7, b = 1.9; a = 0.3, b = 1.4; a = -0.7, b = 0.3; a = 0.7, b = 0.2; }
        alternatives(a, b) { a = 0.7, b = 1.9; a = 0.3, b = 1.4; a = -0.7, b = 0.3; a = 0.7, b = 0.2; }
        parts(x, offset) { x = 0.7, offset = Some(0.4); x = 2.7, offset = Some(0.4); }
        referred(&x[..], k) {
            x = vec![0.7, 0.4, 0.9], k = 1usize;
            x = vec![0.7, 0.4, 0.9], k = 3usize;
            x = Vec::<f64>::new(), k = 0usize;
        }
        questions(a, b) { a = 0.7, b = 1.9; a = 0.7, b = 0.2; a = -0.7, b = 0.1; }
        found_by_functions(x, y) { x = 1.3, y = 0.4; x = 0.7, y = 0.9; x = 0.2, y = 0.3; }
        otherwise(x, y) { x = 1.3, y = 0.4; x = 0.7, y = 0.9; x = 0.2, y = 0.3; }
        share(x, y) { x = 1.3, y = 0.9; }
        shares(&x[..], y) { x = vec![1.3, 0.4, 0.9], y = 0.9; x = vec![0.7], y = 0.9; }
        product_of_shares(x, y) { x = 1.3, y = 0.9; }
        told_apart(x, y) { x = 1.3, y = 1.4; x = 1.3, y = 0.9; x = 0.4, y = 0.3; }
        mapped_with_text(x, n) { x = 1.3, n = 0usize; x = 0.7, n = 1usize; x = 0.2, n = 2usize; x = 3.1, n = 4usize; x = -0.3, n = 1usize; }
        left_early(x, n) { x = 0.7, n = 4usize; x = 1.9, n = 4usize; x = 0.7, n = 1usize; x = -0.7, n = 4usize; }
        of_left_early(x, n) { x = 0.7, n = 4usize; x = 2.3, n = 4usize; }
        gathered(&a[..], b) {
            a = vec![0.7, 0.3, 0.4], b = 1.9;
            a = vec![0.7, 0.3, 0.4], b = 0.2;
            a = vec![0.7, -0.3, 0.4], b = 1.1;
        }
        gathered_within(&a[..], b) {
            a = vec![0.7, 0.3], b = 1.9;
            a = vec![0.7, 0.3], b = 0.2;
            a = vec![0.2, 0.1], b = 1.3;
        }
        mapped_by_type(a, b, offset) { a = 0.7, b = 1.9, offset = Some(0.4); a = 0.3, b = -0.2, offset = Some(0.4); }
        mapped_by_parameter(a, b) { a = 0.7, b = 1.9; a = 0.3, b = 0.2; }
        ok_with_types(x) { x = 0.7; }
        elements(&x[..], i) { x = vec![0.7, 0.4, 0.9], i = 2usize; }
        elements_written(&mut x[..], i, k) { x = vec![0.7, 0.4, 0.9], i = 2usize, k = 0.8; }
        rest_of(&x[..], k) { x = vec![0.7, 0.4, 0.9], k = 1usize; x = vec![0.7, 0.4], k = 2usize; }
        evaluated_errors(x, y) { x = 1.3, y = 0.4; x = 0.2, y = 0.4; x = 0.2, y = 1.9; }
        converged(p, n) { p = [2.1, 0.8], n = 20usize; p = [2.1, 0.8], n = 2usize; p = [0.1, -0.25], n = 20usize; }
        converged_within(p, y, n) {
            p = [2.1, 0.8], y = 0.9, n = 20usize;
            p = [2.1, 0.8], y = 0.3, n = 20usize;
            p = [2.1, 0.8], y = 0.9, n = 2usize;
            p = [2.1, 0.8], y = -2.9, n = 20usize;
        }
        retried(p, n) {
            p = [2.1, 0.8], n = 20usize;
            p = [2.1, 0.8], n = 3usize;
            p = [2.1, 0.8], n = 2usize;
            p = [2.1, 0.8], n = 1usize;
            p = [1.8, 1.0], n = 1usize;
            p = [3.1, 0.8], n = 1usize;
        }
        logs_within(&x[..], y) {
            x = vec![0.7, 0.4], y = 0.3;
            x = vec![0.7, -0.4], y = 0.3;
            x = vec![0.7, 1.4], y = -0.05;
            x = vec![0.7, 1.4], y = -0.3;
        }
    }
}

/// The twin knows nothing of constants.
#[test]
fn numbers_in_errors_count_as_constant_where_that_is_said() {
    use corpus::outcomes::logs;
    // x and y are in the errors.
    assert_eq!(logs::gradient(-2.0, -3.0), (-3.0, -2.0));
    let log = 0.5_f64.ln();
    assert_eq!(logs::value_and_gradient(-2.0, 0.5), (0.5 * -2.0 + log * -2.0, (log, -6.0)));
}
