//! Views and iterators.

mod harness;
mod corpus {
    pub mod views;
}
twin::twins!("tests/corpus/views.rs");

derivatives! {
    views {
        halves(&x[..]) {
            x = vec![1.0, 2.0, 0.5, 3.0];
            x = vec![0.3, -2.0, 0.5, 3.0, 7.0];
        }
        rows(&a[..], &x[..], &mut y[..]) {
            a = vec![1.0, 2.0, 0.5, 3.0, -1.0, 0.2], x = vec![0.7, -0.4, 1.2], y = vec![9.0, 9.0];
            a = Vec::<f64>::new(), x = Vec::<f64>::new(), y = Vec::<f64>::new();
        }
        moving_view(x) { x = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]; }
        write_through(&mut x, scale) { x = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], scale = 1.7; }
        folds(&x[..]) {
            x = vec![0.5, 1.5, -0.3];
            x = vec![2.0];
        }
        chunks(&x[..], &mut y[..]) { x = vec![0.5, 1.5, -0.3, 2.0, 0.7, 0.1, 5.0], y = vec![1.0, 2.0, 3.0, 4.0, 5.0]; }
        skips(x) { x = [0.5, -1.5, 0.3, 2.0, 0.7, 6.0, 1.0]; }
        passed_on(&x[..]) { x = vec![0.5, 1.5, -0.3, 2.0, 0.7, 0.1]; }
        matrix_views(&m, &v) { m = [[0.1, 0.2, 0.3], [1.0, -2.0, 0.5], [0.7, 0.6, 0.9]], v = [1.0, 2.0, 3.0]; }
        changing_adaptors(x) { x = [0.5, 1.5, -0.3, 2.0, 0.7, 1.1]; }
        changed_while_iterated(x) { x = [0.5, 1.5, -0.3, 2.0]; }
        consumed_in_place(&x[..], &mut y[..]) { x = vec![0.5, 1.5, -0.3], y = vec![2.0, 0.7, 1.1]; }
        integers_below_zero(x, n) { x = [0.5, 1.5, 0.7], n = 1i32; x = [0.5, 1.5, 0.7], n = 0i32; }
        overwritten_results(x, y) { x = 0.7, y = -1.3; x = 1.5, y = 0.4; }
        shadowed_view(&x[..]) { x = vec![0.5, 1.5, -0.3]; }
    }
}
