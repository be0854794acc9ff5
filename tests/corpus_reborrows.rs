//! `&mut` references that are passed by their names.

mod harness;
mod corpus {
    pub mod reborrows;
}
twin::twins!("tests/corpus/reborrows.rs");

derivatives! {
    reborrows {
        normalised(&mut y[..]) { y = vec![0.5, -1.0, 2.0]; y = vec![2.5]; }
        array(&mut y, x) { y = [0.5, -1.0, 2.0], x = 0.7; }
        relaxed(&mut y[..], steps) {
            y = vec![0.5, -1.0, 2.0], steps = 4usize;
            y = vec![0.5, -1.0, 2.0], steps = 0usize;
        }
        relaxed_array(x) { x = [0.5, -1.0, 0.8]; }
        with_itself(&mut y[..]) { y = vec![0.5, -1.0, 2.0]; }
        parts(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3]; }
        damped(position, velocity, mass, factor) {
            position = [0.5, 1.0], velocity = [2.0, -0.3], mass = 1.5, factor = 0.4;
        }
        lengths(&mut y, x) { y = vec![0.5, -1.0, 2.0], x = 0.8; }
        several_levels(x) { x = [0.5, -1.0, 0.8]; }
        elements(&mut matrix) { matrix = [[0.5, -1.0, 0.8], [1.5, 0.2, 0.6]]; }
        sometimes(&mut y[..], limit) { y = vec![2.5, -1.0, 2.0], limit = 0.6; y = vec![0.1], limit = 0.6; }
        recursive(&x[..], depth) { x = vec![0.5, -1.0, 2.0], depth = 3usize; }
        centred(&mut y) { y = [0.5, -1.0, 2.0]; }
        scanned(&x[..]) { x = vec![0.5, -1.0, 2.0]; x = Vec::<f64>::new(); }
    }
}
