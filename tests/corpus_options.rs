//! `Option`s of what varies; patterns that may not match.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

mod harness;
mod corpus {
    pub mod options;
}
twin::twins!("tests/corpus/options.rs");

derivatives! {
    options {
        running_maximum(&x[..], scale) {
            x = vec![0.3, 0.5, -0.2, 0.9, 0.7], scale = 1.3;
            x = vec![0.3, 0.5, -0.2, 0.9, 0.7], scale = -1.3;
            x = Vec::<f64>::new(), scale = 1.3;
        }
        position_of_maximum(&x[..]) {
            x = vec![0.3, 0.5, -1.2, 0.9, 0.7];
            x = vec![0.3];
            x = Vec::<f64>::new();
        }
        elements(&x[..], k) {
            x = vec![0.35, 0.5, -1.2, 0.9, 0.7], k = 2usize;
            x = vec![0.2, 0.5], k = 1usize;
            x = vec![0.7], k = 7usize;
            x = Vec::<f64>::new(), k = 0usize;
        }
        written_through(&mut x[..], k) {
            x = vec![0.3, 0.5, -1.2], k = 1usize;
            x = vec![0.3, 0.5, -1.2], k = 3usize;
            x = vec![0.3], k = 0usize;
            x = Vec::<f64>::new(), k = 0usize;
        }
        let_else(&x[..], limit) {
            x = vec![0.3, 0.5, -1.2], limit = 0.8;
            x = vec![0.3, 0.5, -1.2, 0.2, 0.4, 0.1], limit = 0.8;
            x = Vec::<f64>::new(), limit = 0.8;
        }
        while_let(x, n) { x = 0.7, n = 3usize; x = 0.7, n = 0usize; }
        methods(x, y) {
            x = 0.7, y = 1.3;
            x = 2.7, y = 1.3;
            x = -0.7, y = 1.3;
            x = 5.7, y = -1.3;
            x = -0.7, y = -1.3;
        }
        later_assignments(x, y) { x = 0.7, y = 1.3; x = -0.7, y = 1.3; }
        kinds(x, n) {
            x = [0.3, 0.5, -1.2], n = 0usize;
            x = [0.3, 0.5, -1.2], n = 1usize;
            x = [0.3, 0.5, -1.2], n = 2usize;
            x = [0.3, 0.5, -1.2], n = 3usize;
            x = [0.3, 0.5, -1.2], n = 4usize;
            x = [0.3, 0.5, -1.2], n = 8usize;
        }
        borrowed_kinds(x, n) {
            x = [0.3, 0.5, -1.2], n = 0usize;
            x = [0.3, 0.5, -1.2], n = 2usize;
            x = [0.3, 0.5, -1.2], n = 4usize;
        }
        tuples(x, y, n) {
            x = 0.7, y = 1.3, n = 0usize;
            x = 1.7, y = 0.3, n = 1usize;
            x = 0.7, y = 0.3, n = 4usize;
            x = 0.7, y = 1.3, n = 6usize;
            x = 0.7, y = 1.3, n = 9usize;
        }
        slices(&x[..], y) {
            x = Vec::<f64>::new(), y = [0.1, 0.2, 0.3, 0.4];
            x = vec![0.7], y = [3.1, 0.2, 0.3, 0.4];
            x = vec![0.7, 0.4], y = [0.1, 0.2, 0.3, 0.4];
            x = vec![0.4, 0.7], y = [0.1, 0.2, 0.3, 0.4];
            x = vec![0.4, 0.7, 0.9], y = [0.1, 0.2, 0.3, 0.4];
            x = vec![0.4, 0.7, 0.9, 0.3, 0.2], y = [0.1, 0.2, 0.3, 0.4];
        }
        nested(&a, limit) {
            a = [[0.1, 0.2, 0.3], [1.0, -2.0, 0.5], [0.7, 0.6, 0.9]], limit = 0.25;
            a = [[0.1, 0.2, 0.3], [0.1, -2.0, 0.05], [0.7, 0.6, 0.9]], limit = 0.25;
            a = [[0.1, 0.2, 0.3], [0.1, -2.0, 0.05], [0.7, 0.6, 0.9]], limit = 5.0;
        }
        conditions(&x[..], n) {
            x = vec![0.3, 0.6, -1.2], n = 4usize;
            x = vec![0.6, 0.7, 0.4], n = 3usize;
            x = vec![0.3, 0.4], n = 1usize;
            x = vec![0.3, 0.4], n = 0usize;
        }
        told_behind(x, n) {
            x = 0.7, n = 0usize;
            x = 1.7, n = 1usize;
            x = 2.7, n = 2usize;
            x = -0.4, n = 2usize;
            x = -3.4, n = 1usize;
        }
        slices_by_range(&x[..], k) {
            x = vec![0.3, 0.5, -1.2, 0.2], k = 2usize;
            x = vec![0.3, 0.5, -1.2, 0.2], k = 3usize;
            x = vec![0.3, 0.5, -1.2, 0.2], k = 9usize;
        }
        slices_written(&mut x[..], k) {
            x = vec![0.3, 0.5, -1.2], k = 2usize;
            x = vec![0.3, 0.5, -1.2], k = 4usize;
            x = vec![0.3], k = 0usize;
        }
        filled(&x[..]) { x = vec![0.3, 0.5, -1.2]; }
        filled_in_loops(&x[..], n) {
            x = vec![0.3, 1.4, -0.5, 0.6], n = 4usize;
            x = vec![0.3, 1.4, -0.5, 0.6], n = 0usize;
        }
    }
}
