//! Loops whose reverse may, or may not, run in any order, without checks of bounds, and with sums taken out.

mod harness;
mod corpus {
    pub mod reversed;
}
twin::twins!("tests/corpus/reversed.rs");

derivatives! {
    reversed {
        written_inside(&x[..], &mut w[..]) { x = vec![0.5, -1.0, 0.7], w = vec![0.3, 0.9, -0.4]; }
        read_in_front(&mut w[..], n) { w = vec![0.5, -1.0, 0.7], n = 2usize; w = vec![0.5, -1.0], n = 9usize; }
        local_list(&x[..]) { x = vec![0.5, -1.0, 0.7, 0.2]; }
        in_place_recurrence(&mut x[..], factor) {
            x = vec![0.5, -0.3, 0.8, 0.2, 0.7], factor = 0.9;
            x = vec![0.5], factor = 0.9;
            x = Vec::<f64>::new(), factor = 0.9;
        }
        shifts(&mut x[..]) { x = vec![0.5, -0.3, 0.8, 0.2]; x = vec![2.0]; }
        no_iterations(&x[..], n, offset) {
            x = vec![0.5, 2.0], n = 0usize, offset = 90usize;
            x = vec![0.5; 9], n = 3usize, offset = 2usize;
        }
        guarded(&x[..], &y[..], n) {
            x = vec![0.5, 2.0], y = vec![1.5, 0.7, 1.1], n = 7usize;
            x = vec![0.5, 2.0, 1.0], y = vec![1.5], n = 2usize;
        }
        stencil(&x[..], &mut y[..], low, high) {
            x = vec![0.5, 2.0, -1.0, 0.3, 0.9], y = vec![1.5, 0.7, 1.1], low = 1usize, high = 3usize;
            x = vec![0.5, 2.0], y = vec![1.5], low = 2usize, high = 1usize;
        }
        backwards(&x[..], &mut y[..]) { x = vec![0.5, 2.0, -1.0], y = vec![1.5, 0.7]; }
        reads_the_sum(&x[..], &mut total[..]) { x = vec![0.5, 2.0, -1.0], total = vec![0.2, 0.1]; }
        one_for_all(&x[..], k, &mut y[..]) {
            x = vec![0.5, 2.0, -1.0], k = 1usize, y = vec![0.2, 0.1, 0.7];
            x = vec![0.5], k = 0usize, y = vec![0.2];
        }
        read_again(&mut x[..], i, j) {
            x = vec![0.5, 2.0, 1.0], i = 0usize, j = 1usize;
            x = vec![0.5, 2.0, -1.3], i = 2usize, j = 2usize;
        }
        triangle(&below[..], &v[..], &mut product[..]) {
            below = vec![0.5, -0.2, 0.9], v = vec![1.0, 0.5, -0.7], product = vec![0.3, 0.1, 0.8];
            below = vec![0.5, -0.2], v = vec![1.0, 0.5], product = vec![0.3, 0.1, 0.8];
        }
        overlapping(&x[..], &mut y[..]) { x = vec![0.5, 0.8, -0.7, 1.1], y = vec![0.2, 0.1, 0.7]; }
        scratch(&x[..], n) { x = vec![0.5, 0.8, -0.7], n = 4usize; x = vec![0.5, 0.8, -0.7], n = 0usize; }
        grid(&u[..], n, back, &mut out[..]) {
            u = vec![0.5, 0.8, -0.7, 1.1, 0.3, -0.9, 1.3, 0.2, 0.6, 0.4], n = 3usize, back = 2usize, out = vec![0.2, 0.1, 0.7, -0.4, 0.9, 0.3];
            u = vec![0.5, 0.8, -0.7, 1.1, 0.3, -0.9, 1.3, 0.2, 0.6], n = 2usize, back = 2usize, out = vec![0.2];
            u = Vec::<f64>::new(), n = 0usize, back = 2usize, out = vec![0.2];
            u = vec![0.5, 0.8], n = 1usize, back = 0usize, out = Vec::<f64>::new();
        }
        rows(&u[..], width, &mut squares[..]) {
            u = vec![0.5, 0.8, -0.7, 1.1, 0.3, -0.9, 1.3], width = 2usize, squares = vec![0.2, 0.1];
            u = vec![0.5, 0.8, -0.7], width = 1usize, squares = vec![0.2, 0.1];
            u = vec![0.5], width = 3usize, squares = vec![0.2];
        }
        handed_on_and_counted(&x[..], &mut y[..]) {
            x = vec![0.5, -0.8, 1.3], y = vec![0.2, 0.1, 0.7];
            x = vec![0.5, -0.8], y = vec![0.2];
            x = vec![0.5], y = Vec::<f64>::new();
        }
        counters(x, n) { x = 0.7, n = 5i32; x = 0.7, n = 1i32; x = -0.3, n = -4i32; }
    }
}
