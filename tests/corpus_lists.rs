//! What maps a list element by element, and what nearly does.

mod harness;
mod corpus {
    pub mod lists;
}
twin::twins!("tests/corpus/lists.rs");

derivatives! {
    lists {
        indexed(&x[..]) {
            x = vec![0.5, -1.0, 2.0];
            x = Vec::<f64>::new();
            x = vec![0.7];
        }
        collected(&x[..], scale) { x = vec![0.5, -1.0, 2.0], scale = 0.3; }
        mapped(&x[..], n) { x = vec![0.5, -1.0, 2.0], n = 3i32; }
        row_sums(&x) { x = [[0.3; 11]; 23]; }
        pushed(&x[..]) { x = vec![[0.5, -1.0, 2.0], [0.1, 0.2, 0.3]]; }
        points(&x[..]) { x = vec![[0.5, -1.0], [2.0, 0.3], [1.0, 1.0]]; }
        powers(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        single(&x) { x = [0.5_f32; 40]; }
        until(&x[..]) { x = vec![0.5, 3.0, 1.5, -1.0, 2.0]; x = vec![0.5, 1.5]; }
        backwards(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3]; }
        reversed(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        shifted(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        filtered(&x[..]) { x = vec![0.5, 1.5, -1.0, 2.0]; }
        neighbours(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        running(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        kept(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        centred(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        twice(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        filled(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        then_scaled(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        crossed(&x[..], &order[..]) { x = vec![0.5, -1.0, 2.0], order = vec![2usize, 0, 1]; }
        behind_others(&x[..]) { x = vec![0.5, -1.0, 2.0]; }
        nested(&x[..]) { x = vec![[0.5, -1.0, 2.0], [0.1, 0.2, 0.3]]; }
    }
}
