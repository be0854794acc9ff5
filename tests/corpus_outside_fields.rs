//! Functions from outside: programs of several fields.
#![allow(clippy::style, clippy::complexity, reason = "written as their authors write")]

mod harness;
mod corpus {
    pub mod outside_fields;
}
twin::twins!("tests/corpus/outside_fields.rs");

derivatives! {
    outside_fields {
        triad(b1, b2, r1, r2) { b1 = [0.1, 0.2, 0.9], b2 = [0.8, 0.1, 0.2], r1 = [0.0, 0.1, 1.0], r2 = [1.0, 0.0, 0.3]; }
        gradient_descent(x0, &mut u[..], step, iters) { x0 = [1.0, 0.5], u = vec![0.1, 0.2, -0.1], step = 0.7, iters = 3usize; }
        solve2(a, b) { a = [[2.0, 0.3], [0.1, 1.4]], b = [0.5, -0.7]; }
        dot(&a[..], &b[..]) { a = vec![0.3, 0.5], b = vec![0.9, -0.2]; }
        spline_at(&xs[..], &ys[..], at) { xs = vec![0.0, 1.0, 2.2, 3.0], ys = vec![0.3, 0.9, -0.2, 0.5], at = 1.4; }
        spline_many(&xs[..], &ys[..], &at[..]) { xs = vec![0.0, 1.0, 2.2, 3.0], ys = vec![0.3, 0.9, -0.2, 0.5], at = vec![0.5, 2.9]; }
        fft(&mut re[..], &mut im[..]) { re = vec![0.1, 0.5, -0.3, 0.8], im = vec![0.0, 0.1, 0.2, 0.3]; }
        spectrum(&x[..]) { x = vec![0.1, 0.5, -0.3, 0.8]; }
        dct2(&mut x[..], &mut tmp[..]) { x = vec![0.1, 0.5, -0.3, 0.8], tmp = vec![0.0, 0.1, 0.2, 0.3]; }
        ewald(&q[..], &r[..], l, alpha, kmax) {
            q = vec![1.0, -0.9, 0.5], r = vec![[0.1, 0.2, 0.3], [1.2, 0.1, 0.4], [0.9, 0.8, 1.1]], l = 2.0, alpha = 1.3, kmax = 1i32;
        }
        jacobi_sparse(&starts[..], &columns[..], &values[..], &b[..]) {
            starts = vec![0usize, 2, 4], columns = vec![0usize, 1, 0, 1], values = vec![4.0, 1.0, 0.9, 3.0], b = vec![1.0, 2.0];
        }
        corrected(&rates[..], error, gain) { rates = vec![[0.1, 0.2, -0.1], [0.3, -0.2, 0.1]], error = [0.3, 0.5, -0.2], gain = 0.7; }
        stumpff(z) { z = 0.5; z = -0.5; }
        lambert(r1, r2, tof, mu) { r1 = [1.0, 0.1, 0.0], r2 = [0.2, 1.1, 0.3], tof = 1.2, mu = 1.0; }
        options(s, k, r, sigma) { s = 1.03, k = 1.0, r = 0.04, sigma = 0.3; s = 0.8, k = 1.1, r = 0.03, sigma = 0.2; }
    }
}
