//! Recursion.

mod harness;
mod corpus {
    pub mod recursion;
}
twin::twins!("tests/corpus/recursion.rs");

derivatives! {
    recursion {
        power(x, n) { x = 1.3, n = 7u32; x = 1.3, n = 0u32; }
        power_by_squares(x, n) { x = 1.3, n = 13u32; x = 1.3, n = 0u32; }
        fibonacci(x, y, n) { x = 1.3, y = 0.4, n = 6u32; }
        sum_of_tree(x) { x = [0.9, -1.3, 0.4, 0.7]; }
        branches(&x[..], depth) { x = vec![0.9, -1.3, 0.4], depth = 3usize; x = vec![0.9, -1.3, 0.4], depth = 0usize; }
        sort(&mut x[..]) { x = vec![0.9, -1.3, 0.4, 1.7, 0.2, -0.1]; }
        median(x) { x = [0.9, -1.3, 0.4, 1.7, 0.2, -0.1, 3.0]; }
        scan(&mut x[..], scale) { x = vec![0.9, -1.3, 0.4, 1.7, 0.2], scale = 0.7; x = vec![0.9], scale = 0.7; }
        nested(m, n, x) { m = 2u32, n = 2u32, x = 0.3; m = 1u32, n = 3u32, x = 0.3; }
        alternating(x, y, n) { x = 0.3, y = 1.2, n = 4u32; }
        relaxed(x, level) { x = [0.9, -1.3, 0.4], level = 3usize; }
        even(x, n) { x = 0.7, n = 5u32; x = 0.7, n = 4u32; }
        odd(x, n) { x = 0.7, n = 5u32; x = 0.7, n = 0u32; }
        outward(x, &mut y[..], n) { x = 0.7, y = vec![0.4, -1.2], n = 4usize; x = 0.7, y = vec![0.4, -1.2], n = 0usize; }
        all_of_them(x, n) { x = [0.9, -1.3, 0.4, 1.7, 0.2, -0.1], n = 4usize; }
    }
}
