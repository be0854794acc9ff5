//! Methods that return references to parts of what they are called on.

mod harness;
mod corpus {
    pub mod parts;
}
twin::twins!("tests/corpus/parts.rs");

derivatives! {
    parts {
        read(data.clone(), k) { data = vec![0.3, -1.2, 0.5, 0.7, 0.2, 1.1], k = 0.8; }
        written(data.clone(), k) { data = vec![0.3, -1.2, 0.5, 0.7], k = 0.8; }
        in_state(values, mass) { values = [[0.3, -1.2, 0.5], [0.7, 0.2, 1.1]], mass = 1.4; }
    }
}
