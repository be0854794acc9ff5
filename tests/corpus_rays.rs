//! Methods that give options.

mod harness;
mod corpus {
    pub mod rays;
}
twin::twins!("tests/corpus/rays.rs");

derivatives! {
    rays {
        shot(x, y, &radii[..]) {
            x = -1.7, y = 0.3, radii = vec![0.4, 1.2, 0.9];
            x = -1.7, y = 0.9, radii = vec![0.4];
            x = 0.2, y = 0.1, radii = Vec::<f64>::new();
        }
    }
}
