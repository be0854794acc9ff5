//! Arrays and vectors as values.

mod harness;
mod corpus {
    pub mod arrays;
}
twin::twins!("tests/corpus/arrays.rs");

derivatives! {
    arrays {
        rosenbrock(x) { x = [-1.2, 1.0]; }
        cross(a, b) { a = [1.0, 2.0, 3.0], b = [-0.5, 0.25, 2.0]; }
        spherical(point) { point = [0.3, -0.8, 1.1]; point = [-2.0, 0.1, -0.4]; }
        softmax(x) { x = [0.1, -0.4, 1.3, 0.8]; }
        inverse2(m) { m = [[2.0, 0.5], [-1.0, 1.5]]; }
        multiply3(&a, &b) {
            a = [[1.0, 2.0, 3.0], [0.5, -1.0, 0.0], [2.0, 0.1, 0.7]],
            b = [[0.3, 0.2, 1.0], [1.5, 1.0, -2.0], [0.0, 0.4, 0.9]];
        }
        repeated(x) { x = 1.3; }
        copied(x) { x = [0.7, -1.1, 2.0]; }
        cumulative(x) { x = [1.0, 2.0, 3.0, 4.0, 5.0]; }
        overwritten(x) { x = [0.7, 1.4, -0.3]; }
        prefixes(&x[..]) { x = vec![0.5, 2.0, -1.5]; x = Vec::<f64>::new(); }
        differences(x.clone()) { x = vec![0.5, 2.0, -1.5, 4.0]; x = vec![1.0]; }
        listed(x, n) { x = 0.9, n = 5usize; x = 0.9, n = 0usize; }
        outer(&x[..], &y[..]) {
            x = vec![1.0, -2.0], y = vec![0.5, 0.25, 3.0];
            x = Vec::<f64>::new(), y = vec![1.0];
            x = vec![1.0, 2.0], y = Vec::<f64>::new();
        }
        savitzky_golay(x) { x = [0.1, 0.5, -0.3, 0.9, 1.4, 0.2, -0.7, 0.6, 0.8]; }
        lagrange(nodes, values, x) {
            nodes = [0.0, 1.0, 2.5, 4.0], values = [1.0, -0.5, 2.0, 0.3], x = 1.7;
        }
        divided_differences(nodes, values) {
            nodes = [0.0, 1.0, 2.5, 4.0], values = [1.0, -0.5, 2.0, 0.3];
        }
        contraction(&tensor, x) {
            tensor = [[[1.0, 2.0], [0.5, -1.0], [3.0, 0.2]], [[0.1, 0.7], [-2.0, 1.1], [0.4, 0.6]]],
            x = [0.9, -1.2, 0.4];
        }
        single(x) { x = [1.7]; }
        mean_or_one(&x[..]) { x = vec![1.0, 2.0, 4.0]; x = Vec::<f64>::new(); x = vec![3.0]; }
        normalised(x) { x = [0.2, -0.5, 1.9]; }
        mapped_results(a, b) {
            a = [0.3, 0.5, 0.9], b = [0.2, -0.4, 0.6];
            a = [0.3, 1.5, 0.9], b = [0.2, -0.4, 0.9];
        }
    }
}
