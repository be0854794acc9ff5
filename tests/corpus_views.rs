//! Views and iterators.

use jac::differentiable;

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

/// A slice of which something is read on one side of a branch alone.
#[differentiable]
fn perhaps_read(x: &[f64], k: usize) -> f64 {
    let tail = &x[k..];
    if x[0] > 1.0 { tail[0] } else { x[0] * x[1] }
}

#[differentiable]
fn never_read(x: &[f64], k: usize) -> f64 {
    let mut product = x[0];
    for i in 0..k {
        let _pair = &x[i..i + 2];
        product *= 1.5;
    }
    let (_left, _right) = x.split_at(k);
    product
}

#[differentiable]
fn of_two(x: [f64; 3], k: usize) -> f64 {
    let pair: &[f64; 2] = x[..k].try_into().unwrap();
    pair[0] * pair[1]
}

#[test]
fn what_gets_a_name_is_within_bounds_whatever_is_read_of_it() {
    use std::panic::catch_unwind;
    for k in 0..6 {
        let x = [0.5, 0.7, 0.9];
        let panics = [
            catch_unwind(|| perhaps_read(&x, k)).is_err(),
            catch_unwind(|| never_read(&x, k)).is_err(),
            catch_unwind(|| of_two(x, k)).is_err(),
        ];
        assert_eq!(panics, [k > 3, k > 2, k != 2]);
        let forward = [
            catch_unwind(|| perhaps_read::jvp(&x, k, [1.0; 3])).is_err(),
            catch_unwind(|| never_read::jvp(&x, k, [1.0; 3])).is_err(),
            catch_unwind(|| of_two::jvp(x, k, [1.0; 3])).is_err(),
        ];
        let reverse = [
            catch_unwind(|| perhaps_read::gradient(&x, k)).is_err(),
            catch_unwind(|| never_read::gradient(&x, k)).is_err(),
            catch_unwind(|| of_two::gradient(x, k)).is_err(),
        ];
        assert_eq!((forward, reverse), (panics, panics), "{k}");
    }
}
