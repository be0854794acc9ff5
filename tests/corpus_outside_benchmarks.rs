//! Functions from outside: kernels of benchmarks, residuals, discretisations.
#![allow(clippy::style, clippy::complexity, reason = "written as their authors write")]

mod harness;
mod corpus {
    pub mod outside_benchmarks;
}
twin::twins!("tests/corpus/outside_benchmarks.rs");

derivatives! {
    outside_benchmarks {
        gmm_223(&alphas[..], &means[..], &icf[..], &x[..], gamma) {
            alphas = vec![0.1, -0.4], means = vec![0.5, 0.2, -0.3, 1.0], icf = vec![0.1, 0.2, 0.3, -0.1, 0.25, -0.7],
            x = vec![0.3, 0.4, 1.0, -0.5, 0.1, 0.9], gamma = 1.3;
        }
        project(&camera[..], &point) {
            camera = vec![0.1, 0.2, -0.1, 0.3, 0.1, -4.0, 1.2, 0.1, 0.05, 0.01, -0.02], point = [0.2, 0.3, 0.4];
        }
        lstm_objective(layers, steps, width, &weights[..], &extra[..], &state[..], &sequence[..]) {
            layers = 2usize, steps = 3usize, width = 1usize,
            weights = vec![0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, -0.8, 0.3, 0.2, -0.1, 0.5, 0.4, 0.1, -0.3, 0.2],
            extra = vec![0.3, 0.5, 0.1], state = vec![0.1, 0.2, 0.3, 0.4], sequence = vec![0.3, 0.1, 0.7];
        }
        soft_dtw(&a[..], &b[..], gamma) { a = vec![0.1, 0.5, 0.9, 0.3], b = vec![0.2, 0.4, 1.0], gamma = 0.3; }
        det(&a[..], n) { a = vec![0.3, 1.2, -0.4, 0.8, 0.1, 0.9, -0.7, 0.2, 1.4], n = 3usize; }
        laplace(&m[..]) {
            m = vec![vec![0.3, 1.2, -0.4], vec![0.8, 0.1, 0.9], vec![-0.7, 0.2, 1.4]];
            m = vec![vec![0.3]];
        }
        kmeans_min_by(&points[..], &centres[..]) {
            points = vec![vec![0.1, 0.2], vec![0.5, 0.9], vec![1.0, 0.1]], centres = vec![vec![0.2, 0.1], vec![0.8, 0.4]];
        }
        naive_euler(w) { w = 3.1; w = 2.3; }
        attention(&q[..], &k[..], &v[..]) {
            q = vec![vec![0.1, 0.5], vec![-0.3, 0.8]], k = vec![vec![0.7, 0.2], vec![0.4, -0.6]], v = vec![vec![0.3, 0.9], vec![0.5, -0.1]];
        }
        forward_algorithm(&init[..], &transitions[..], &emissions[..], &observed[..]) {
            init = vec![0.4, 0.6], transitions = vec![vec![0.7, 0.3], vec![0.4, 0.6]],
            emissions = vec![vec![0.1, 0.4, 0.5], vec![0.6, 0.3, 0.1]], observed = vec![0usize, 2, 1, 1];
        }
        logdet(&a[..]) { a = vec![vec![0.1, 2.0, 0.3], vec![1.5, 0.2, 0.4], vec![0.3, 0.5, -3.0]]; }
        discrete_integral(&x[..]) { x = vec![0.1, -0.2, 0.3, 0.4]; }
        broyden_banded(&x[..], &mut out[..]) { x = vec![0.1, -0.2, 0.3, 0.4, -0.5, 0.2, 0.7], out = vec![0.0; 7]; }
        broyden_tri(&x[..]) { x = vec![0.1, -0.2, 0.3, 0.4]; }
        penalty_ii(&x[..]) { x = vec![0.5, 0.4, 0.3]; }
        end_state(mu, start) { mu = 1.2, start = [1.0, 0.4]; }
        poisson(&f[..], cycles) { f = vec![1.0, 1.8, 1.9, 1.1, 0.2], cycles = 2u8; }
        advect(u.clone(), steps, cfl) { u = vec![0.1, 0.3, 0.9, 0.7, -0.2, 0.25], steps = 2usize, cfl = 0.3; }
    }
}
