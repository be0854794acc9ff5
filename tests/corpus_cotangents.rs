//! Cotangents that are set by what is added first, and those that are not.

mod harness;
mod corpus {
    pub mod cotangents;
}
twin::twins!("tests/corpus/cotangents.rs");

derivatives! {
    cotangents {
        exchanged(x) { x = 0.7; }
        one_element_twice(x) { x = 0.7; }
        in_a_field(x, y) { x = 0.7, y = [0.3, -1.2]; }
        behind_an_alias(x) { x = 0.7; }
        around(x) { x = 0.7; }
        around_behind_a_reference(x) { x = 0.7; }
        weighted(&x[..], &w[..]) {
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2], w = vec![1.5, 0.2, -0.4, 0.9, 0.1];
            x = Vec::<f64>::new(), w = vec![1.5];
            x = vec![0.5], w = vec![1.5, 0.3];
        }
        of_the_same(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3, 1.2]; x = vec![0.4]; }
        neighbours(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3, 1.2]; x = vec![0.4]; x = Vec::<f64>::new(); }
        mirrored(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3, 1.2]; x = vec![0.4]; x = Vec::<f64>::new(); }
        indirect(&x[..], &at[..]) {
            x = vec![0.5, -1.0, 2.0, 0.3], at = vec![3usize, 1, 1, 0, 2];
            x = vec![0.5, -1.0, 2.0, 0.3], at = Vec::<usize>::new();
        }
        around_loops(&x[..], &y[..]) { x = vec![0.5, -1.0, 2.0, 0.3], y = vec![1.5, 0.2, -0.4, 0.9]; }
        many_times(&x[..], times) {
            x = vec![0.5, -1.0, 2.0, 0.3], times = 3usize;
            x = vec![0.5, -1.0, 2.0, 0.3], times = 0usize;
        }
        in_branches(&x[..], k) {
            x = vec![0.5, -1.0, 2.0, 0.3], k = 0usize;
            x = vec![0.5, -1.0, 2.0, 0.3], k = 2usize;
            x = vec![-0.5, 1.0, 2.0, 0.3], k = 1usize;
            x = vec![-0.5, -1.0, 2.0, 0.3], k = 3usize;
        }
        members(&points[..], &pair) {
            points = vec![[0.5, -1.0, 2.0], [0.3, 1.2, -0.7]], pair = (0.4, [1.3, -0.2]);
            points = Vec::<[f64; 3]>::new(), pair = (0.4, [1.3, -0.2]);
        }
        halves(&x[..], k) { x = vec![0.5, -1.0, 2.0, 0.3, 1.2], k = 2usize; x = vec![0.5, -1.0, 2.0], k = 0usize; }
        until_large(&x[..], limit) {
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2], limit = 3.0;
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2], limit = 0.1;
            x = Vec::<f64>::new(), limit = 0.1;
        }
        in_steps(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3, 1.2]; x = vec![0.5]; }
        locals(&x[..]) { x = vec![0.5, -1.0, 2.0]; x = Vec::<f64>::new(); }
        doubled(&x[..], factor) { x = vec![0.5, -1.0, 2.0], factor = 0.7; x = Vec::<f64>::new(), factor = 0.7; }
        doubled_rows(&x[..], factor) { x = vec![0.5, -1.0, 2.0], factor = 0.7; }
        result_is_left(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        three_points(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3, 1.2]; x = vec![0.5, -1.0]; }
        three_points_of_an_array(x, &y) { x = [0.5, -1.0, 2.0, 0.3, 1.2, -0.6], y = [0.9, 1.1, -0.7, 0.8, 1.4, -1.3]; }
        recursive_filter(&x[..], &y[..], from) {
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2], y = vec![0.9, 1.1, -0.7, 0.8, 1.4], from = 1usize;
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2], y = vec![0.9, 1.1, -0.7, 0.8, 1.4], from = 3usize;
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2], y = vec![0.9, 1.1, -0.7, 0.8, 1.4], from = 5usize;
        }
        neighbours_in_steps(&x[..], &y[..]) {
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2, 0.4, -0.8], y = vec![0.9, 1.1, -0.7, 0.8, 1.4, 0.2, 0.6];
        }
        neighbouring_members(&x[..]) { x = vec![[0.5, -1.0], [2.0, 0.3], [1.2, 0.4], [-0.8, 0.7]]; }
        distant(&x[..], k) {
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2, 0.4, -0.8], k = 2usize;
            x = vec![0.5, -1.0, 2.0, 0.3, 1.2, 0.4, -0.8], k = 0usize;
        }
        result_is_used(&x[..], factor) { x = vec![0.5, -1.0, 2.0], factor = 0.7; }
    }
}

/// One slice for two parameters, and a pullback that is called several times: drivers make cotangents for each parameter and each call.
#[test]
fn cotangents_are_nobody_elses() {
    use corpus::cotangents::{neighbours, weighted};
    let x = [0.5, -1.0, 2.0];
    assert_eq!(weighted::gradient(&x, &x), (x.to_vec(), x.to_vec()));
    assert_eq!(weighted::gradient(&x[1..], &x[..2]), (vec![0.5, -1.0], vec![-1.0, 2.0]));
    let (_, pullback) = weighted::pullback(&x, &x);
    for by in [1.0, -2.0, 0.5] {
        let scaled: Vec<f64> = x.iter().map(|x| by * x).collect();
        assert_eq!(pullback(by), (scaled.clone(), scaled));
    }
    let (_, pullback) = neighbours::pullback(&x);
    assert_eq!(pullback(1.0), pullback(1.0));
}
