//! The corpus: sums whose reverse runs in the loop itself.

mod harness;
mod corpus {
    pub mod joint;
}
twin::twins!("tests/corpus/joint.rs");

derivatives! {
    joint {
        of_calls(&p, &readings[..]) {
            p = [0.7, 1.1, -0.4], readings = vec![0.5, 0.3, -0.8, 0.2, 0.9];
            p = [0.7, 1.1, -0.4], readings = Vec::<f64>::new();
        }
        by_value(p, &x) { p = [0.3, -0.2, 0.5], x = [[0.5, 0.3, 0.8], [-0.4, 0.9, 0.1], [0.2, -0.7, 0.6], [1.0, 0.4, -0.3]]; }
        two_sums(a, b, &x[..]) { a = 0.7, b = 1.3, x = vec![0.5, -0.3, 0.8]; a = 0.7, b = 1.3, x = Vec::<f64>::new(); }
        squared(a, &x[..]) { a = 0.7, x = vec![0.5, -0.3, 0.8]; }
        one_after_another(a, &x[..]) { a = 0.7, x = vec![0.5, -0.3, 0.8]; }
        beside_each_other(a, &x[..]) { a = 0.7, x = vec![0.5, -0.3, 0.8]; }
        overwritten(&x[..], n) { x = vec![0.5, -0.3, 0.8, 1.2], n = 3usize; x = vec![0.5, -0.3], n = 1usize; }
        carried(&x[..], limit) { x = vec![0.5, 0.3, 0.8, 0.4], limit = 1.1; x = Vec::<f64>::new(), limit = 1.0; }
        branches(&u[..], n, k) {
            u = vec![0.5, -0.3, 0.8, 1.2, 0.1, -0.6, 0.9, 0.2, 0.7], n = 3usize, k = 0.6;
            u = vec![0.5], n = 1usize, k = 0.6;
        }
        through_an_array(&x, a) { x = [0.5, -0.3, 0.8, 1.2], a = 0.4; }
        single(&p, &x[..]) { p = [0.3f32, 0.8], x = vec![0.5f32, -0.3, 0.8]; }
        affine(&x[..], &weights, n) { x = vec![0.5, -0.3, 0.8, 0.9], weights = [0.2, 0.7, -0.5], n = 3usize; }
        meeting(&l[..], &x[..]) { l = vec![0.5, -0.3, 0.8, 1.2, 0.1, -0.6, 0.9], x = vec![0.7, 0.4, -0.9]; l = vec![0.5], x = Vec::<f64>::new(); }
        overlapping(&l[..], &x[..]) { l = vec![0.5, -0.3, 0.8, 1.2, 0.1, -0.6, 0.9], x = vec![0.7, 0.4, -0.9]; }
        beginning_anew(&l[..], &x[..]) { l = vec![0.5, -0.3, 0.8, 1.2, 0.1, -0.6, 0.9], x = vec![0.7, 0.4, -0.9, 1.3]; }
        rows(&a[..], &b[..], &x[..], n) {
            a = vec![0.5, -0.3, 0.8, 1.2, 0.1, -0.6], b = vec![0.4, 0.9, -0.8, 0.3, 1.1, 0.6], x = vec![0.7, 0.4, -0.9], n = 2usize;
            a = vec![0.5, -0.3], b = Vec::<f64>::new(), x = vec![0.7, 0.4], n = 0usize;
        }
        wide_rows(&a[..], &x[..], n) { a = vec![0.5, -0.3, 0.8, 1.2, 0.1, -0.6, 0.4], x = vec![0.7, 0.4, -0.9], n = 2usize; }
        rows_twice(&a[..], n) { a = vec![0.5, -0.3, 0.8, 1.2, 0.1, -0.6], n = 2usize; a = vec![0.5, -0.3, 0.8], n = 3usize; }
        elements(&a, &b, &c, &d) {
            a = [[0.5, 0.3, 0.8], [-0.4, 0.9, 0.1], [0.2, -0.7, 0.6]], b = [[0.1, 0.7, -0.8], [1.4, 0.3, 0.5], [0.9, -0.2, 0.4]],
            c = [[0.6, 0.2, 0.3], [-0.9, 0.8, 0.1], [0.7, -0.5, 0.4]], d = [[0.9, 0.1, 0.2], [-0.3, 0.5, 0.6], [0.8, -0.4, 0.7]];
        }
        elements_in_branches(&a, &b, limit) {
            a = [[0.5, 0.3, 0.8], [-0.4, 0.9, 0.1], [0.2, -0.7, 0.6]], b = [[0.1, 0.7, -0.8], [1.4, 0.3, 0.5], [0.9, -0.2, 0.4]], limit = 0.1;
        }
        three_deep(&a, &b) { a = [[0.5, 0.3, 0.8], [-0.4, 0.9, 0.1], [0.2, -0.7, 0.6]], b = [0.1, 0.7, -0.8]; }
    }
}

/// Where the reverse can run in the loop it does, and nowhere else.
#[test]
fn loops_are_fused_where_they_can_be() {
    use jac::Function;
    fn is_joint<F: Function<A>, A>() -> bool {
        F::JOINT
    }
    assert!(is_joint::<corpus::joint::of_calls, (&[f64; 3], &[f64])>());
    assert!(is_joint::<corpus::joint::by_value, ([f64; 3], &[[f64; 3]; 4])>());
    assert!(is_joint::<corpus::joint::two_sums, (f64, f64, &[f64])>());
    assert!(is_joint::<corpus::joint::beside_each_other, (f64, &[f64])>());
    assert!(is_joint::<corpus::joint::single, (&[f32; 2], &[f32])>());
    // A branch hands the cotangent of the sum on.
    assert!(!is_joint::<corpus::joint::branches, (&[f64], usize, f64)>());
    assert!(!is_joint::<corpus::joint::squared, (f64, &[f64])>());
    assert!(!is_joint::<corpus::joint::carried, (&[f64], f64)>());
}
