//! Functions generic over types.

mod harness;
mod corpus {
    pub mod floats;
}
twin::twins!("tests/corpus/floats.rs");

derivatives! {
    floats {
        scalar(x, y) { x = 0.6, y = 1.3; x = 1.6, y = 0.3; }
        rules(x, y) { x = 0.6, y = 1.3; }
        loops(x, &y[..]) { x = [0.6, 1.3, -0.4], y = vec![1.2, -0.7, 2.0]; x = [0.6, 1.3, -0.4], y = Vec::<f64>::new(); }
        scaled(factor, &x[..], &mut y[..]) { factor = 0.4, x = vec![0.3, -1.2], y = vec![1.0, 2.0]; }
        calls(x, n) { x = 0.3, n = 4usize; x = 0.3, n = 0usize; }
        instances(x, y) { x = 0.6, y = 0.4_f32; }
        of_two(x, y) { x = [0.6, 0.4], y = 1.2; }
        strategies(x) { x = [0.6, 1.3, -0.4]; }
        mixed(kernel, x) { kernel = 0usize, x = [0.6, 1.3, -0.4]; }
        cubed(x) { x = 0.6; }
        power(x, n) { x = 1.1, n = 3u32; }
    }
}
