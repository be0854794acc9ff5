//! Index arithmetic and index arrays.

mod harness;
mod corpus {
    pub mod indices;
}
twin::twins!("tests/corpus/indices.rs");

derivatives! {
    indices {
        interpolated(&xs[..], &ys[..], x, shift) {
            xs = vec![0.0, 1.0, 2.5, 4.0], ys = vec![1.0, 3.0, -1.0, 0.5], x = 1.7, shift = 0.4;
            xs = vec![0.0, 1.0, 2.5, 4.0], ys = vec![1.0, 3.0, -1.0, 0.5], x = 5.0, shift = 0.4;
            xs = vec![0.0, 1.0], ys = vec![1.0, 3.0], x = -0.5, shift = 0.1;
        }
        gather(&x[..], &indices[..]) {
            x = vec![0.5, -1.0, 2.0], indices = vec![2usize, 0, 0, 1, 2];
            x = vec![0.5, -1.0, 2.0], indices = Vec::<usize>::new();
        }
        scatter(x, targets) { x = [0.5, -1.0, 2.0, 0.3], targets = [1usize, 1, 0, 2]; }
        sparse_product(&starts[..], &columns[..], &values[..], &x[..]) {
            starts = vec![0usize, 2, 2, 4],
            columns = vec![0usize, 2, 1, 2],
            values = vec![1.0, -2.0, 0.5, 3.0],
            x = vec![0.7, -0.3, 1.1];
        }
        sorted_weights(x) { x = [0.3, -1.2, 2.0, 0.9, -0.4]; }
        bubble_sort(&mut x[..]) { x = vec![0.3, 2.0, -1.2, 0.9, -0.4]; x = vec![1.0]; }
        wandering(x) { x = [0.7, -0.4, 1.1, 0.9]; }
        random_walk(x) { x = [0.7, -0.4, 1.1, 0.9, 0.2]; }
        shrinking_index(&x[..]) { x = vec![0.7, -0.4, 1.1, 0.9]; x = vec![0.5]; }
        row_major_product(&a[..], &x[..]) {
            a = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0], x = vec![0.5, -1.0, 0.25];
        }
        walsh_hadamard(&mut x) { x = [1.0, 0.5, -0.2, 0.1, 0.8, -0.7, 0.3, 0.9]; }
        fft(&mut re[..], &mut im[..], bits) {
            re = vec![1.0, 0.5, -0.2, 0.1, 0.8, -0.7, 0.3, 0.9],
            im = vec![0.0, 0.1, 0.2, -0.3, 0.4, 0.6, -0.1, 0.0],
            bits = 3usize;
            re = vec![2.0], im = vec![1.0], bits = 0usize;
        }
        table_lookup(&table[..], x) {
            table = vec![0.0, 0.5, 0.2, 1.4], x = 0.45;
            table = vec![0.0, 0.5, 0.2, 1.4], x = 1.3;
        }
        at_largest(&x[..], &y[..]) {
            x = vec![0.3, 2.0, -1.2, 0.9], y = vec![1.0, -2.0, 3.0, 4.0];
        }
        zigzag(&x[..], position, direction) {
            x = vec![0.3, 2.0, -1.2, 0.9], position = 1i64, direction = -1i64;
        }
        smooth_path(costs) {
            costs = [
                [0.5, 0.0, 0.0, 0.0],
                [0.2, 0.9, 0.0, 0.0],
                [0.7, 0.1, 0.4, 0.0],
                [0.3, 0.8, 0.6, 0.2],
            ];
        }
        counted(&x[..], &keys[..]) { x = vec![0.3, 0.4, 0.55, 0.6], keys = vec![7u32, 8, 8, 7]; }
        grouped(&x[..], &keys[..]) {
            x = vec![0.3, 0.4, 0.55, 0.6], keys = vec![7u32, 8, 8, 7];
            x = vec![0.3, 0.4, 0.55, 0.6], keys = vec![7u32, 8, 9, 7];
        }
        over_maps(&x[..], &keys[..]) {
            x = vec![0.3, 0.4, 0.55, 0.6], keys = vec![7u32, 8, 9, 7];
            x = vec![0.3, 0.4, 0.55, 0.6], keys = vec![9u32, 8];
        }
        of_sets(&x[..], &keys[..]) { x = vec![0.3, 0.4, 0.55, 0.6], keys = vec![7u32, 8, 8, 6]; }
    }
}
