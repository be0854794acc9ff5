//! Functions from outside: the residuals of Moré, Garbow and Hillstrom.
#![allow(clippy::style, clippy::complexity, reason = "written as their authors write")]

mod harness;
mod corpus {
    pub mod outside_residuals;
}
twin::twins!("tests/corpus/outside_residuals.rs");

derivatives! {
    outside_residuals {
        rosenbrock(&x) { x = [-1.2, 1.0]; }
        freudenstein_roth(&x) { x = [0.5, -2.0]; }
        beale(&x[..]) { x = vec![1.0, 1.1]; }
        helical_valley(&x) { x = [-1.0, 0.3, 0.2]; x = [1.0, 0.3, 0.2]; }
        bard(x) { x = [1.0, 1.1, 0.9]; }
        kowalik_osborne(&x[..], &mut fvec[..]) { x = vec![0.25, 0.39, 0.415, 0.39], fvec = vec![0.5; 11]; }
        meyer(&x) { x = [0.02, 4000.0, 250.0]; }
        gulf(&x, m) { x = [5.0, 2.5, 0.15], m = 5usize; }
        box_three(&x[..], m) { x = vec![0.5, 9.0, 1.5], m = 6usize; }
        powell_singular(x) { x = [3.0, -1.0, 0.1, 1.0]; }
        wood(&x[..]) { x = vec![-3.0, -1.0, -2.9, -1.1]; }
        biggs_exp6(&x, m) { x = [1.0, 2.0, 1.1, 0.9, 1.2, 0.8], m = 7usize; }
        watson(&x[..]) { x = vec![0.1, 0.2, -0.1, 0.3, 0.5]; }
        extended_rosenbrock(&x[..]) { x = vec![-1.2, 1.0, 0.8, 0.7]; }
        extended_powell(&x[..], &mut r[..]) { x = vec![3.0, -1.0, 0.1, 1.0, 2.0, 0.5, 0.2, 0.7], r = vec![0.0; 8]; }
        penalty_i(&x[..]) { x = vec![1.0, 2.0, 3.0]; }
        variably_dimensioned(&x[..]) { x = vec![0.7, 0.4, 0.2]; }
        trigonometric(&x[..]) { x = vec![0.3, 0.4, 0.2]; }
        brown_almost_linear(&x[..]) { x = vec![0.5, 0.6, 0.7, 0.8]; }
        discrete_boundary_value(&x[..]) { x = vec![-0.1, -0.2, -0.15, 0.3]; x = vec![-0.1]; }
        discrete_integral(&x[..], &mut f[..]) { x = vec![-0.1, -0.2, -0.15, 0.3], f = vec![0.0; 4]; }
        broyden_tridiagonal(&x[..]) { x = vec![-1.0, -0.9, -0.8, -0.7]; }
        broyden_banded(&x[..]) { x = vec![-1.0, -0.9, -0.8, -0.7, 0.2, 0.3, 0.4, 0.5]; }
        chebyquad(&x[..]) { x = vec![0.2, 0.4, 0.6, 0.8]; }
        osborne_two(&x, &times[..]) {
            x = [1.3, 0.65, 0.66, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5], times = vec![0.0, 0.5, 1.5, 2.5];
        }
    }
}
