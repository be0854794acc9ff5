//! What people write around their numbers, as it stands.

mod harness;
mod corpus {
    pub mod natural;
}
twin::twins!("tests/corpus/natural.rs");

derivatives! {
    natural {
        conditions(&mut v[..], g) {
            v = vec![0.8, 0.3], g = 1.5;
            v = vec![0.8, 0.3], g = 1.1;
            v = vec![0.3, 0.4], g = 2.5;
            v = vec![0.1, 0.4], g = 0.7;
        }
        repeated(&mut v[..], g) { v = vec![3.0, 0.3], g = 0.8; v = vec![0.5, 0.3], g = 0.9; }
        within(&mut v[..], g) { v = vec![0.7, 0.3], g = 0.9; v = vec![0.7, 4.0], g = 0.9; }
        over_functions(x) { x = 0.7; }
        over_tables(x, &w[..]) { x = 0.7, w = vec![0.3, 1.2]; x = 3.7, w = vec![2.3, 1.2, 0.7]; x = 0.7, w = vec![0.0; 0]; }
        over_closures(x, k) { x = 0.7, k = 1.3; }
        of_numbers(x, &list[..]) { x = 0.7, list = vec![0.3, -1.2]; x = -0.7, list = vec![-0.3, 1.2, 0.4]; }
        of_arrays(x, k) { x = [0.7, -0.3, 0.9], k = 0.6; }
        of_lists(&x[..]) { x = vec![0.7, -0.3, 0.9]; x = vec![0.7, 0.2]; }
        of_block(&mut v[..], g) { v = vec![0.7, 0.3], g = 0.9; v = vec![0.7, 0.4], g = 0.3; }
    }
}
