//! Counted loops, from no iteration to ten thousand.

mod harness;
mod corpus {
    pub mod loops;
}
twin::twins!("tests/corpus/loops.rs");

/// Numbers between 0.3 and 1.3 that do not repeat.
fn spread(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.3 + (i as f64 * 0.618_033_988_75).fract()).collect()
}

derivatives! {
    loops {
        smooth_largest(&x[..], start) {
            x = vec![0.4, 1.2, -0.7, 1.1], start = 0.1;
            x = vec![0.4, 1.2, -0.7, 1.1], start = 1.9;
            x = vec![0.4], start = 0.1;
            x = Vec::<f64>::new(), start = 0.1;
            x = super::spread(300), start = 0.1;
        }
        nearest(&x[..], &y[..], at) {
            x = vec![0.4, 1.2, -0.7, 0.9], y = vec![0.5, 1.5, -0.3, 0.8], at = 0.7;
            x = vec![0.4], y = vec![0.3], at = 0.7;
            x = vec![1.4], y = vec![0.3], at = 0.01;
            x = Vec::<f64>::new(), y = Vec::<f64>::new(), at = 0.7;
            x = super::spread(40), y = super::spread(40), at = 0.7;
        }
        running_largest(&x[..], start) {
            x = vec![0.4, 1.2, -0.7, 1.1, 2.3], start = 0.6;
            x = Vec::<f64>::new(), start = 0.6;
        }
        row_largest(&x[..], scale) {
            x = vec![[0.4, 1.2, -0.7], [0.9, 0.3, 0.2], [0.1, 0.5, 0.8]], scale = 0.8;
            x = vec![[0.4, 1.2, -0.7], [0.9, 0.3, 0.2]], scale = -0.8;
            x = Vec::<[f64; 3]>::new(), scale = 0.8;
        }
        chosen_and_changed(&mut x[..], start) {
            x = vec![0.4, 1.2, -0.7, 1.1], start = 0.3;
            x = vec![0.4, 1.2, -0.7, 1.1], start = 1.6;
        }
        alternating(x, n) {
            x = [0.7, -0.3], n = 0usize;
            x = [0.7, -0.3], n = 1usize;
            x = [0.7, -0.3], n = 6usize;
        }
        handed_on(x, &data, n) {
            x = 0.7, data = [0.4, -0.8, 1.1, 0.2, -0.5], n = 5usize;
            x = 0.7, data = [0.4, -0.8, 1.1, 0.2, -0.5], n = 9usize;
            x = 0.7, data = [0.4, -0.8, 1.1, 0.2, -0.5], n = 1usize;
            x = 0.7, data = [0.4, -0.8, 1.1, 0.2, -0.5], n = 0usize;
        }
        handed_on_until(x, n, limit) {
            x = 0.4, n = 4usize, limit = 0.9;
            x = 0.8, n = 5usize, limit = 0.9;
            x = 1.1, n = 4usize, limit = 3.0;
            x = 0.4, n = 0usize, limit = 0.9;
        }
        handed_across(x, y, n) {
            x = 0.8, y = -0.6, n = 5usize;
            x = 0.8, y = -0.6, n = 1usize;
            x = 0.8, y = -0.6, n = 0usize;
        }
        taken_apart(&pairs[..], &coefficients) {
            pairs = vec![(0.3, [1.2, -0.4]), (-0.7, [0.5, 0.9]), (1.1, [-0.2, 0.6])], coefficients = [0.8, -0.3];
            pairs = Vec::<(f64, [f64; 2])>::new(), coefficients = [0.8, -0.3];
        }
        capped(x, n) {
            x = 0.7, n = 0usize;
            x = 0.7, n = 2usize;
            x = 0.7, n = 5usize;
            x = 0.7, n = 1000usize;
        }
        below_zero(x, from) { x = 0.7, from = -4i32; x = 0.7, from = 2i32; }
        below_a_constant(x) { x = 0.7; }
        horner(&c[..], x) {
            c = vec![1.0, -2.0, 0.5, 3.0], x = 0.7;
            c = vec![2.5], x = 0.7;
            c = Vec::<f64>::new(), x = 0.7;
            c = super::spread(10_000), x = -0.99;
        }
        dot(&x[..], &y[..]) {
            x = vec![1.0, 2.0, 3.0], y = vec![-1.0, 0.5, 0.25];
            x = Vec::<f64>::new(), y = Vec::<f64>::new();
            x = super::spread(10_000), y = super::spread(10_000);
        }
        product(&x[..]) {
            x = vec![1.5, -2.0, 3.0, 0.5];
            x = vec![1.5, 0.0, 3.0];
            x = Vec::<f64>::new();
        }
        log_sum_exp(&x[..]) {
            x = vec![0.1, 2.0, -1.0];
            x = vec![800.0, 799.0];
            x = super::spread(10_000);
        }
        newton_sqrt(a) { a = 2.0; a = 9.5; }
        sine_series(x, terms) { x = 1.2, terms = 9usize; x = 1.2, terms = 1usize; }
        logistic_map(x0, r, steps) {
            x0 = 0.3, r = 3.1, steps = 7usize;
            x0 = 0.3, r = 3.1, steps = 0usize;
            x0 = 0.3, r = 2.5, steps = 10_000usize;
        }
        fibonacci(a, b, n) { a = 0.5, b = -1.5, n = 12u32; a = 0.5, b = -1.5, n = 0u32; }
        chebyshev(n, x) { n = 0usize, x = 0.3; n = 1usize, x = 0.3; n = 9usize, x = 0.3; }
        legendre(n, x) { n = 1usize, x = 0.3; n = 6usize, x = -0.7; }
        arithmetic_geometric_mean(a, g) { a = 1.0, g = 0.3; }
        continued_fraction(x, depth) { x = 1.3, depth = 8; x = 1.3, depth = 0; }
        simpson(a, b, frequency) { a = 0.2, b = 1.9, frequency = 1.4; }
        every_third_backwards(&x[..]) { x = super::spread(8); x = super::spread(1); }
        reversed_steps(&x[..]) { x = super::spread(7); x = super::spread(6); }
        envelope(&signal[..], attack, release) {
            signal = vec![0.5, -0.9, 0.2, 0.1, -0.6, 0.3], attack = 0.6, release = 0.1;
        }
        hysteresis(&input[..], threshold) {
            input = vec![0.1, 0.9, 0.4, -0.2, -0.8, -0.1, 0.3, 1.2, -1.3], threshold = 0.5;
        }
        deep_nest(x, n) { x = 0.7, n = 4usize; x = 0.7, n = 0usize; }
        successive(x) { x = 0.8; }
        triangular_sum(&x[..]) { x = super::spread(5); x = super::spread(1); }
        variance(&samples[..]) { samples = super::spread(6); }
        fourier_series(x) { x = 0.4; }
        own_counter(&x[..]) { x = super::spread(4); }
        bounds_change(x) { x = 0.6; }
    }
}
