//! One variable in several places.

mod harness;
mod corpus {
    pub mod aliasing;
}
twin::twins!("tests/corpus/aliasing.rs");

derivatives! {
    aliasing {
        autocorrelation(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3, 1.2]; }
        cross_of_parts(x) { x = [1.0, 2.0, 3.0, -0.5, 0.25, 2.0, 0.1, 0.2, 0.3]; }
        same_array_twice(x, t) { x = [0.7, -1.1, 2.0], t = 0.3; }
        same_scalar_thrice(x) { x = 0.7; }
        rows_of_one_matrix(m) { m = [[0.7, -1.1, 2.0], [0.4, 1.6, 0.9]]; }
        element_and_array(x) { x = [0.7, -1.1, 2.0]; }
        divide_by_own_element(x) { x = [0.7, -1.1, 2.0]; }
        outlives_overwrite(x, y) { x = 0.7, y = [-1.1, 2.0]; }
        self_assignment(x) { x = [0.7, -1.1]; }
        one_buffer(&mut buffer[..]) { buffer = vec![0.7, -1.1, 0.4, 0.9, 0.2]; }
        halves(&mut x[..], k, by) {
            x = vec![0.7, -1.1, 0.4, 0.9, 0.2], k = 2usize, by = 0.3;
            x = vec![0.7, -1.1, 0.4, 0.9, 0.2], k = 4usize, by = 0.3;
        }
        workspace_parts(&x[..], n) { x = vec![0.7, -1.1, 0.4], n = 3usize; x = vec![0.7], n = 2usize; x = vec![0.7], n = 0usize; }
        growing_windows(&x[..]) { x = vec![0.7, -1.1, 0.4, 0.9, 0.2]; }
    }
}
