//! Matrix algorithms and stencils.

mod harness;
mod corpus {
    pub mod algebra;
}
twin::twins!("tests/corpus/algebra.rs");

derivatives! {
    algebra {
        cholesky3(a) { a = [[4.0, 1.0, 0.5], [1.0, 3.0, -0.2], [0.5, -0.2, 2.0]]; }
        solve_lower(&l, &mut x) {
            l = [[2.0, 0.0, 0.0], [0.5, 1.5, 0.0], [-0.3, 0.8, 1.2]], x = [1.0, -0.5, 2.0];
        }
        lu(&mut a) {
            a = [[4.0, 1.0, 0.5], [1.2, 3.0, -0.2], [0.4, -0.7, 2.0]];
            a = [[2.0]];
        }
        solve_pivoted(a, b) {
            a = [[0.1, 2.0, 0.5], [1.2, 0.3, -0.2], [2.4, -0.7, 2.0]], b = [1.0, -0.5, 0.7];
        }
        determinant(&m[..], n) {
            m = vec![4.0, 1.0, 0.5, 1.2, 3.0, -0.2, 0.4, -0.7, 2.0], n = 3usize;
            m = Vec::<f64>::new(), n = 0usize;
        }
        thomas(&lower[..], &mut diagonal[..], &upper[..], &mut right[..]) {
            lower = vec![0.5, -0.3, 0.2],
            diagonal = vec![3.0, 2.5, 4.0, 3.5],
            upper = vec![0.7, 0.1, -0.6],
            right = vec![1.0, -2.0, 0.5, 0.9];
        }
        gram_schmidt(&mut m) { m = [[1.0, 0.5, 0.2], [2.0, -1.0, 0.7], [0.4, 1.6, 0.9]]; }
        power_method(&a, steps) {
            a = [[4.0, 1.0, 0.5], [1.2, 3.0, -0.2], [0.4, -0.7, 2.0]], steps = 4usize;
        }
        heat(&u[..], nu, &mut out[..]) {
            u = vec![0.0, 1.0, 0.5, -0.2, 0.3], nu = 0.2, out = vec![1.0; 5];
            u = vec![0.5; 10_000], nu = 0.2, out = vec![1.0; 10_000];
        }
        energies(p, weight, steps) {
            p = [0.7, -1.2, 1.9], weight = 0.6, steps = 3usize;
            p = [-0.7, 1.2, 0.4], weight = -1.6, steps = 1usize;
        }
        burgers(initial, ratio, steps) {
            initial = [0.5, 0.9, 1.2, 0.4, -0.6, -1.1, -0.3, 0.2], ratio = 0.3, steps = 3usize;
        }
        red_black(&mut grid, source, sweeps) {
            grid = [
                [0.1, 0.2, 0.3, 0.4, 0.5],
                [0.6, 0.7, 0.8, 0.9, 1.0],
                [-0.1, -0.2, -0.3, -0.4, -0.5],
                [0.5, 0.4, 0.3, 0.2, 0.1],
            ],
            source = 0.3,
            sweeps = 2usize;
        }
        convolve(&signal[..], &kernel[..]) {
            signal = vec![1.0, 0.5, -0.2, 0.1], kernel = vec![0.3, -0.6, 0.9];
        }
        de_boor(&knots, &control, t) {
            knots = [-3.0, -2.0, -0.9, 0.0, 1.1, 2.0, 3.2, 4.0], control = [0.5, -1.0, 2.0, 0.3], t = 0.4;
        }
        jacobi_rotation(a) { a = [[2.0, 0.7], [0.7, -1.0]]; }
        soft_distances(&mut d) { d = [[0.1, 1.0, 2.5], [0.8, 0.2, 1.4], [1.9, 0.6, 0.3]]; }
        chain_rk4(&x[..], steps) {
            x = vec![0.5, 0.8, 1.2], steps = 2usize;
            x = vec![0.9], steps = 1usize;
        }
    }
}
