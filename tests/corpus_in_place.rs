//! Functions that write through `&mut` parameters.

mod harness;
mod corpus {
    pub mod in_place;
}
twin::twins!("tests/corpus/in_place.rs");

derivatives! {
    in_place {
        scale(factor, &mut x[..]) {
            factor = 1.5, x = vec![1.0, -2.0, 0.5];
            factor = 1.5, x = Vec::<f64>::new();
            factor = -0.5, x = vec![0.25; 10_000];
        }
        compound(&x, &mut y) { x = [0.7, 1.2, -0.4], y = [1.0, 2.0, 0.3, -0.6]; }
        lotka_volterra_step(&mut state, rates, h) {
            state = [2.0, 0.7], rates = [1.1, 0.4, 0.4, 0.1], h = 0.05;
        }
        residuals(&x[..], &mut out[..]) {
            x = vec![0.5, -1.0, 2.0, 0.3], out = vec![9.0, 9.0, 9.0];
        }
        normalise(&mut x[..]) { x = vec![0.5, -1.0, 2.0]; x = vec![3.0]; }
        gauss_seidel(&a, &b, &mut x) {
            a = [[4.0, 1.0, 0.5], [0.3, 5.0, -1.0], [1.0, 0.2, 6.0]],
            b = [1.0, 2.0, 3.0],
            x = [0.1, -0.2, 0.4];
        }
        transpose_and_square(&mut m) { m = [[1.0, 0.5, 0.2], [2.0, -1.0, 0.7], [0.4, 1.6, 0.9]]; }
        sum_and_difference(&mut sum, x, &mut difference) {
            sum = [0.5, 1.0], x = [2.0, -3.0], difference = [0.7, 0.1];
        }
        with_workspace(&x[..], &mut workspace[..]) {
            x = vec![0.5, -1.0, 2.0], workspace = vec![7.0, 8.0, 9.0];
        }
        rectify(&mut x[..], leak) { x = vec![0.5, -1.0, 2.0, -0.1], leak = 0.1; }
        does_nothing(x, &mut y) { x = 0.5, y = [1.0, 2.0]; }
        clears(&mut x) { x = [1.0, 2.0, 3.0]; }
        count_signs(&x[..], &mut y[..], &mut counts) {
            x = vec![0.5, -1.0, 2.0, -0.1], y = vec![1.0, 2.0, 3.0], counts = [0usize, 1];
        }
        read_in_conditions(&mut y, &mut table[..], x) {
            y = [0.25, 0.5], table = [2.0, 3.0], x = 0.4;
            y = [1.75, 0.5], table = [2.0, 3.0], x = 0.4;
            y = [1.75, 0.5], table = [2.0], x = 0.4;
        }
        biquad(&mut signal[..], b, a, &mut state) {
            signal = vec![1.0, 0.5, -0.2, 0.1, 0.8],
            b = [0.2, 0.4, 0.2],
            a = [-0.6, 0.3],
            state = [0.05, -0.02];
        }
    }
}
