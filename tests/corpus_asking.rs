//! Indices of users' types that ask the value where a place is.

mod harness;
mod corpus {
    pub mod asking;
}
twin::twins!("tests/corpus/asking.rs");

derivatives! {
    asking {
        read(data.clone(), x.as_slice()) { data = vec![0.3, -1.2, 0.5, 0.7, 0.2, 1.1], x = vec![0.4, -0.6, 0.9]; }
        product(&a, &b) { a = [0.3, -1.2, 0.5, 0.7, 0.2, 1.1], b = [0.4, -0.6, 0.9, 1.3, 0.1, -0.7]; }
        determinant(a) { a = [[1.3, -0.2, 0.5], [0.7, 1.2, 0.1], [0.4, -0.6, 0.9]]; }
        reshaped(data.clone()) { data = vec![0.3, -1.2, 0.5, 0.7, 0.2, 1.1, 0.4, -0.6, 0.9]; }
        banded(values, outside, lower) {
            values = [[0.3, -1.2, 0.5, 0.7], [0.2, 1.1, 0.4, -0.6], [0.9, 1.3, 0.1, -0.7]], outside = 0.8, lower = true;
        }
        rows(first.clone(), second.clone(), swapped) {
            first = vec![0.3, -1.2, 0.5, 0.7], second = vec![0.2, 1.1, 0.4, -0.6], swapped = false;
        }
        normalised(data.clone(), k) { data = vec![0.3, -1.2, 0.5, 0.7, 0.2, 1.1], k = 0.8; }
        nested(data.clone(), x) { data = vec![0.3, -1.2, 0.5, 0.7], x = 0.8; }
    }
}
