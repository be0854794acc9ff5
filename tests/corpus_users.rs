//! What is of the user's own types, by the names of what gives it; and fields that are marked as constant.

mod harness;
mod corpus {
    pub mod users;
}
twin::twins!("tests/corpus/users.rs");

derivatives! {
    users {
        shapes(&x[..], rows, columns) { x = vec![0.7, 1.9], rows = 1usize, columns = 1usize; x = vec![0.7, 1.9], rows = 2usize, columns = 1usize; x = vec![0.7, 1.9], rows = 1usize, columns = 3usize; }
        elementary_names(x, y, k) { x = 0.7, y = -0.4, k = 0.3; x = -0.2, y = 0.9, k = 1.1; }
        of_numbers(x, y, k) { x = 0.7, y = 0.4, k = 0.3; x = 0.2, y = 0.9, k = -1.1; }
        chains(&x[..], k) { x = vec![0.7, 0.3, 0.9], k = 0.6; x = vec![0.2, 1.3], k = 1.4; }
        taking_functions(&x[..], k) { x = vec![0.7, 0.3, 0.9], k = 0.6; x = vec![0.2], k = 1.4; }
        on_made_values(&x[..], by, times) { x = vec![0.9, -1.3, 0.4, 1.7], by = 0.6, times = 2usize; x = vec![0.9, 0.3], by = 0.6, times = 0usize; }
        marked(&c[..], rate, heat) { c = vec![0.7, 0.3], rate = 0.6, heat = 1.2; c = vec![0.2, 1.3], rate = 1.4, heat = 0.3; }
    }
}
