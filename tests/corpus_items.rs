//! Items in bodies.

mod harness;
mod corpus {
    pub mod items;
}
twin::twins!("tests/corpus/items.rs");

derivatives! {
    items {
        local_function(x, y) { x = 0.7, y = -1.2; }
        behind(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3]; x = vec![1.5]; x = vec![0.5, 2.0]; }
        hidden(x) { x = 0.7; x = -1.3; }
        several_kinds(x, n) { x = [0.5, -1.0, 2.0], n = 3usize; x = [0.5, -1.0, 2.0], n = 0usize; }
    }
}
