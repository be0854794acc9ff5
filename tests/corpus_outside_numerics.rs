//! Functions from outside: numerical methods, learning kernels, adversarial control flow.
#![allow(clippy::style, clippy::complexity, reason = "written as their authors write")]

mod harness;
mod corpus {
    pub mod outside_numerics;
}
twin::twins!("tests/corpus/outside_numerics.rs");

derivatives! {
    outside_numerics {
        horner(&c[..], x) { c = vec![1.0, -2.0, 0.5, 0.3], x = 0.7; c = Vec::<f64>::new(), x = 0.7; }
        thomas(&a[..], &b[..], &c[..], &d[..]) {
            a = vec![0.0, 0.3, 0.2], b = vec![2.0, 2.5, 3.0], c = vec![0.4, 0.1, 0.0], d = vec![1.0, 0.5, 0.7];
        }
        cholesky(&a[..]) { a = vec![vec![2.0, 0.3, 0.1], vec![0.3, 1.5, 0.2], vec![0.1, 0.2, 1.2]]; }
        log_density(&x[..], &c[..]) { x = vec![0.3, -0.5], c = vec![vec![2.0, 0.3], vec![0.3, 1.5]]; }
        determinant(a.clone()) { a = vec![vec![0.1, 0.3, 1.1], vec![2.3, 1.5, 0.2], vec![1.1, 0.2, 1.2]]; }
        fft(&mut data[..]) { data = vec![1.0, 0.5, -0.3, 0.2, 0.7, 0.1, 0.4, -0.6]; }
        convolution(&signal[..], &kernel[..]) { signal = vec![1.0, 0.5, -0.3, 0.2], kernel = vec![0.7, 0.1]; }
        log_sum_exp(&x[..]) { x = vec![1.0, 2.5, -0.3]; }
        softmax(&x[..]) { x = vec![1.0, 2.5, -0.3]; }
        mlp(&w1[..], &b1[..], &w2[..], &b2[..], &x[..], label) {
            w1 = vec![0.1, -0.2, 0.3, 0.4, 0.5, -0.6], b1 = vec![0.1, 0.2, -0.1],
            w2 = vec![0.3, 0.1, -0.2, 0.5, 0.2, 0.1], b2 = vec![0.0, 0.1], x = vec![0.7, -1.2], label = 1usize;
        }
        spline(&knots[..], &values[..], &slopes[..], at) {
            knots = vec![0.0, 1.0, 2.5], values = vec![0.3, 1.2, 0.7], slopes = vec![0.1, 0.2, -0.3], at = 1.3;
            knots = vec![0.0, 1.0, 2.5], values = vec![0.3, 1.2, 0.7], slopes = vec![0.1, 0.2, -0.3], at = 3.3;
        }
        newton_sqrt(a) { a = 2.7; a = 0.4; }
        kepler(mean, eccentricity) { mean = 0.8, eccentricity = 0.3; }
        simpson(a, b, k, n) { a = 0.1, b = 1.3, k = 0.7, n = 8usize; }
        gauss_legendre(low, high, p) { low = 0.5, high = 1.5, p = 2.3; }
        adaptive_simpson(a, b, k, depth) { a = 0.1, b = 2.3, k = 3.0, depth = 6u32; }
        tree_sum(node, &left[..], &right[..], &values[..]) {
            node = 0usize, left = vec![1usize, 9, 4, 9, 9], right = vec![2usize, 3, 9, 9, 9], values = vec![0.5, 0.3, -0.7, 1.1, 0.2];
        }
        three_levels(&x[..], &ks[..]) { x = vec![0.3, 0.8, -0.4], ks = vec![0.7, 1.3]; }
        gaussian_mixture(&a[..], &m[..], &s[..], &x[..]) {
            a = vec![0.3, 0.8], m = vec![-0.4, 1.0], s = vec![0.1, -0.2], x = vec![0.7, -0.3, 1.3];
        }
        lstm_cell(&w[..], &b[..], &mut state[..], &mut cell[..], &input[..]) {
            w = vec![0.3, 0.8, -0.4, 1.0, 0.1, -0.2, 0.7, 0.3], b = vec![0.1, 0.2, -0.1, 0.3, 0.0, 0.1, 0.4, -0.2],
            state = vec![0.3, -0.2], cell = vec![0.5, 0.7], input = vec![1.0, -0.6];
        }
        k_means(&points[..], &centres[..]) {
            points = vec![[0.1, 0.2], [1.3, 0.7], [-0.4, 1.1]], centres = vec![[0.0, 0.5], [1.0, 1.0]];
        }
        overwritten_inputs(x.clone(), &mut y[..]) { x = vec![0.3, 1.8, 0.4, 2.0], y = vec![1.5, 0.9, 0.7]; }
        collatz_like(x, n) { x = 0.7, n = 7u32; x = 0.7, n = 1u32; }
        sparse_product(&values[..], &columns[..], &starts[..], &x[..]) {
            values = vec![0.3, 1.8, 0.4], columns = vec![0usize, 2, 1], starts = vec![0usize, 2, 2, 3], x = vec![1.5, 0.9, 0.7];
        }
        smallest_gap(&x[..]) { x = vec![0.3, 1.8, 0.9, 2.7]; x = vec![0.3, 1.8, 1.805, 2.7]; }
        moving_average(&x[..], width) { x = vec![0.3, 1.8, 0.4, 2.0, -0.7], width = 3usize; }
        conjugate_gradient(&a[..], &b[..]) { a = vec![2.0, 0.3, 0.3, 1.5], b = vec![0.7, 0.4]; }
    }
}
