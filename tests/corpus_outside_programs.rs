//! Functions from outside: small programs.
#![allow(clippy::style, clippy::complexity, reason = "written as their authors write")]

mod harness;
mod corpus {
    pub mod outside_programs;
}
twin::twins!("tests/corpus/outside_programs.rs");

derivatives! {
    outside_programs {
        gray_scott(&mut u, &mut v, feed, kill, steps) {
            u = vec![vec![0.1, 0.9, 0.4], vec![0.8, 0.5, 0.3], vec![0.2, 0.7, 0.6]],
            v = vec![vec![0.3, 0.1, 0.2], vec![0.2, 0.4, 0.1], vec![0.1, 0.3, 0.2]], feed = 0.04, kill = 0.06, steps = 2usize;
        }
        bounce(h, v, e, dt, end) { h = 1.0, v = 0.2, e = 0.7, dt = 0.03, end = 1.0; h = 0.1, v = 0.0, e = 0.1, dt = 0.03, end = 1.0; }
        bspline(&knots[..], &control[..], u) {
            knots = vec![0.0, 0.1, 0.3, 1.0, 2.0, 3.1, 3.3, 3.6], control = vec![[0.1, 0.2], [0.5, 0.3], [0.7, 0.9], [1.0, 0.2], [1.3, 0.6]], u = 1.3;
        }
        casteljau(&points[..], t) { points = vec![[0.1, 0.2], [0.5, 0.3], [0.7, 0.9], [1.0, 0.2]], t = 0.3; }
        interpreted(&constants[..], &vars[..]) { constants = vec![0.7], vars = vec![0.3, 0.4]; }
        felsenstein(&children[..], &lengths[..], &leaves[..], node, rate) {
            children = vec![(0usize, 1usize), (3, 2)], lengths = vec![0.1, 0.2, 0.3, 0.15, 0.0],
            leaves = vec![[1.0, 0.0], [0.0, 1.0], [0.2, 0.8]], node = 4usize, rate = 1.3;
        }
        evidence(scales, smooth, &x[..], &y[..]) {
            scales = [0.1, 0.2, -1.0], smooth = true, x = vec![vec![0.1], vec![0.6], vec![1.2]], y = vec![0.3, 0.5, -0.1];
            scales = [0.1, 0.2, -1.0], smooth = false, x = vec![vec![0.1], vec![0.6], vec![1.2]], y = vec![0.3, 0.5, -0.1];
        }
        garch(params, &returns[..]) { params = [0.01, 0.02, 0.1, 0.8], returns = vec![0.1, -0.2, 0.05, 0.3]; }
        weighted_quantile(&x[..], q) { x = vec![0.3, 0.1, 0.9, 0.5], q = 0.4; }
        cox_partial(&beta[..], &x[..], &time[..], &event[..]) {
            beta = vec![0.1, 0.2], x = vec![vec![0.1, 0.2], vec![0.4, -0.3], vec![0.9, 0.5]], time = vec![3u32, 1, 2], event = vec![true, false, true];
        }
        rendered(origin, direction, &centres[..], r) {
            origin = [0.0, 0.1, -3.0], direction = [0.05, 0.0, 0.9987], centres = vec![[0.0, 0.0, 0.0], [0.5, 0.4, 0.3]], r = 0.8;
        }
        power(&signal[..]) { signal = vec![0.1, 0.4, -0.3, 0.8]; }
        split_recursive(&mut x[..]) { x = vec![0.1, 0.5, 0.3, 0.9]; x = vec![0.1, 0.5, 0.3]; }
        stack_walk(&x[..]) { x = vec![0.3, 0.5, 0.7, 0.2, 0.9]; }
        shrink(&x[..]) { x = vec![0.3, 0.5, 0.7, 0.2, 0.9]; x = vec![0.3, 0.5]; }
        drain_pairs(&x[..]) { x = vec![0.3, 0.5, 0.7, 0.2, 0.9]; x = vec![2.3, 1.5, 0.7, 1.2]; }
        cube_root(a) { a = 2.7; }
        gauss_integral(k, b) { k = 0.7, b = 1.5; }
        accumulate(&x[..], rate) { x = vec![0.3, 0.8, 0.5], rate = 0.9; }
        kruskal(&points[..]) { points = vec![(0.0, 0.1), (1.0, 0.3), (0.4, 0.9), (0.7, -0.6)]; }
        cost(&graph[..]) {
            graph = vec![vec![(1usize, 0.3), (2, 0.9)], vec![(2, 0.4), (3, 1.4)], vec![(3, 0.2)], vec![]];
            graph = vec![vec![(1usize, 0.3)], vec![], vec![], vec![]];
        }
        edit(&a[..], &b[..], gap) { a = vec![0.1, 0.9, 0.4], b = vec![0.2, 0.5], gap = 0.3; }
        memo_partition(z, n) { z = 0.7, n = 6usize; z = 0.7, n = 1usize; }
        householder(&mut a) { a = [[2.0, 0.3, 0.1], [0.3, 3.0, -0.4], [0.1, -0.4, 1.5]]; }
        jacobi_eigen(a, sweeps) { a = [[2.0, 0.3, 0.1], [0.3, 3.0, -0.4], [0.1, -0.4, 1.5]], sweeps = 2usize; }
        lbm_d1q3(&mut f[..], tau, steps) { f = vec![[0.6, 0.2, 0.2], [0.5, 0.3, 0.1], [0.7, 0.1, 0.15]], tau = 0.8, steps = 2usize; }
        topo(&before[..], &cost[..]) { before = vec![vec![], vec![0usize], vec![0], vec![1, 2]], cost = vec![0.3, 0.5, 0.9, 0.2]; }
        all_modes(x) { x = 0.6; }
        tuple_state(x) { x = 0.8; }
        layered(&params[..], &x[..]) { params = vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], x = vec![0.3, 0.5]; }
        sparse_rows(&starts[..], &columns[..], &values[..], &x[..]) {
            starts = vec![0usize, 2, 2, 3], columns = vec![0usize, 1, 1], values = vec![0.3, 0.5, 0.9], x = vec![0.4, 0.7, 0.2];
        }
        blocks(&mut x[..], width) { x = vec![0.3, 0.5, 0.9, 0.4, 0.7, 0.2], width = 2usize; }
        renamed_ranges(&x[..], chosen) { x = vec![0.31, 0.72, 0.53], chosen = Some(1usize); x = vec![0.31, 0.72, 0.53], chosen = None::<usize>; }
        until_large(x) { x = 1.3; x = 0.4_f64.powi(-2); }
        even_powers(x) { x = 0.7; x = 1.7; }
    }
}
