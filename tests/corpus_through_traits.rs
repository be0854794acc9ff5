//! Methods of types that are known by a trait alone.

mod harness;
mod corpus {
    pub mod through_traits;
}
twin::twins!("tests/corpus/through_traits.rs");

derivatives! {
    through_traits {
        pendulum(p, y, steps) {
            p = [1.3, 0.2], y = [0.4, 0.5], steps = 5usize;
            p = [1.3, 0.2], y = [0.4, 0.5], steps = 0usize;
        }
        oscillator(p, y, steps) { p = [1.3, 0.2, 0.4], y = [0.4, 0.5], steps = 5usize; }
        both(p, y) { p = [1.3, 0.2], y = [0.4, 0.5]; }
        data(y) { y = [0.4, 0.5]; }
        learned(w, x) { w = [[0.5, 0.2], [0.1, -0.7]], x = [0.3, -0.4]; }
        deep(w, x) { w = [[0.5, 0.2], [0.1, -0.7]], x = [0.3, -0.4]; }
    }
}
