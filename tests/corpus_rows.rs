//! Slices of references.

use jac::differentiable;

mod harness;
mod corpus {
    pub mod rows;
}
twin::twins!("tests/corpus/rows.rs");

fn lent<T>(rows: &[Vec<T>]) -> Vec<&[T]> {
    rows.iter().map(|row| &row[..]).collect()
}

fn each<T>(values: &[T]) -> Vec<&T> {
    values.iter().collect()
}

derivatives! {
    rows {
        by_index(&crate::lent(&x)[..]) {
            x = vec![vec![0.3, -1.2], vec![], vec![2.0, 0.7, 0.1]];
            x = Vec::<Vec<f64>>::new();
        }
        iterated(&crate::lent(&x)[..], &w[..]) {
            x = vec![vec![0.3, -1.2], vec![0.5], vec![2.0, 0.7, 0.1]], w = vec![0.4, -0.2, 1.5];
            x = vec![Vec::<f64>::new()], w = vec![0.4];
        }
        summed(&crate::lent(&x)[..]) { x = vec![vec![0.3, -1.2], vec![], vec![2.0, 0.7, 0.1]]; }
        gram(&crate::lent(&x)[..]) { x = vec![vec![0.3, -1.2], vec![0.5, 0.2], vec![2.0, 0.7]]; }
        passed_on(&crate::lent(&x)[..], k) { x = vec![vec![0.3, -1.2], vec![0.5, 0.2], vec![2.0, 0.7, 1.0]], k = 0.7; }
        into(&crate::lent(&x)[..], &mut y[..]) {
            x = vec![vec![0.3, -1.2], vec![0.5], vec![2.0, 0.7, 0.1]], y = vec![0.4, -0.2, 1.5];
        }
        of_arrays(&crate::each(&x)[..], c) { x = vec![[0.3, -1.2, 0.5], [2.0, 0.7, 0.1]], c = [0.1, 0.2, 0.3]; }
        of_tables(&crate::lent(&x)[..]) { x = vec![vec![[0.3, -1.2, 0.5], [2.0, 0.7, 0.1]], vec![], vec![[0.4, 0.2, 0.9]]]; }
        of_scalars(&crate::each(&x)[..]) { x = vec![0.3, -1.2, 0.5]; }
        polynomial(&crate::lent(&c)[..], x) {
            c = vec![vec![0.3, -1.2], vec![2.0, 0.7, 0.1]], x = 0.7;
            c = vec![vec![0.3, -1.2], vec![2.0, 0.7, 0.1]], x = -0.7;
        }
        recursive(&crate::lent(&x)[..], n) { x = vec![vec![0.3, -1.2], vec![0.5], vec![2.0, 0.7, 0.1]], n = 5usize; }
        local(&a[..], &b, k) { a = vec![0.3, -1.2, 0.4], b = [0.5, 0.2], k = 0.7; }
        constant_rows(&a[..], level) { a = vec![0.3, -1.2, 0.4], level = 2.5; }
        written_later(&a[..], &mut x) { a = vec![0.3, -1.2, 0.4], x = [0.5, 0.2, 0.9]; }
        beside_mutable(&mut x, v.clone()) { x = [0.3, -1.2, 0.4, 0.5, 0.2, 0.9], v = vec![0.6, 0.8]; }
        points(p, q, c) { p = [0.3, -1.2, 0.5], q = [2.0, 0.7, 0.1], c = [0.1, 0.2, 0.3]; }
        scalars(x, y) { x = 0.3, y = -1.2; }
    }
}

#[test]
fn the_tangent_is_owned_and_the_gradient_too() {
    let (a, b) = ([1.0, 2.0], [3.0]);
    let rows: [&[f64]; 2] = [&a, &b];
    let (value, slope) = corpus::rows::summed::jvp(&rows, vec![vec![1.0, 0.0], vec![0.0]]);
    assert_eq!((value, slope), (84.0, 14.0 + 6.0 * 2.0));
    assert_eq!(corpus::rows::summed::gradient(&rows), [vec![26.0, 38.0], vec![50.0]]);
    let chosen: [&[usize]; 2] = [&[1, 1], &[0]];
    assert_eq!(gathered::gradient(&rows, &chosen), [vec![4.0, 2.0], vec![6.0]]);
    assert_eq!(ruled::gradient(&rows), [vec![2.0, 4.0], vec![6.0]]);
    assert_eq!(ruled::jvp(&rows, vec![vec![1.0, 0.0], vec![0.5]]), (14.0, 5.0));
    assert_eq!(calling::gradient(&rows), [vec![2.0, 4.0], vec![6.0]]);
}

#[differentiable(order = 2)]
fn cubic(rows: &[&[f64]], k: f64) -> f64 {
    let mut sum = 0.0;
    for row in rows {
        sum += row[0] * row[0] * row[row.len() - 1] * k;
    }
    sum
}

#[differentiable]
fn slope(rows: &[&[f64]]) -> f64 {
    let gradient = cubic::gradient(rows, 2.0);
    gradient.0[0][0]
}

#[test]
fn second_derivatives() {
    let (a, b) = ([1.0, 2.0], [3.0]);
    let rows: [&[f64]; 2] = [&a, &b];
    // a² b k + c³ k
    let (_, product) = cubic::hvp(&rows, 2.0, vec![vec![1.0, 0.0], vec![1.0]], 0.0);
    assert_eq!(product, (vec![vec![2.0 * 2.0 * 2.0, 2.0 * 2.0], vec![6.0 * 3.0 * 2.0]], 4.0 + 27.0));
    assert_eq!(slope::gradient(&rows), [vec![8.0, 4.0], vec![0.0]]);
    assert_eq!(slope::jvp(&rows, vec![vec![1.0, 0.0], vec![0.0]]).1, 8.0);
}

struct Model {
    scale: f64,
}

#[differentiable]
impl Model {
    #[differentiable(wrt(rows))]
    fn energy(&self, rows: &[&[f64; 2]]) -> f64 {
        rows.iter().map(|[x, y]| x * y).sum::<f64>() * self.scale
    }
    #[differentiable(wrt(rows))]
    fn twice(&self, rows: &[&[f64; 2]]) -> f64 {
        2.0 * self.energy(rows)
    }
}

#[test]
fn methods_take_rows() {
    let model = Model { scale: 3.0 };
    assert_eq!(model.twice_gradient(&[&[1.0, 2.0], &[5.0, 7.0]]), [[12.0, 6.0], [42.0, 30.0]]);
}

#[differentiable]
fn outer(a: &[f64], b: &[f64], k: f64) -> f64 {
    // What is passed on varies in some calls.
    corpus::rows::local(a, &[k, 1.0], 2.0) + mixed(a, b)
}

#[differentiable]
fn mixed(a: &[f64], b: &[f64]) -> f64 {
    squares(&[a, &b[..1]]) + cubic(&[b, a], 1.0)
}

#[differentiable(order = 2)]
fn second(a: &[f64], b: [f64; 2]) -> f64 {
    let fixed = [3.0, 1.0];
    cubic(&[a, &b, &fixed], b[0])
}

#[differentiable]
fn some_vary(x: f64) -> f64 {
    mixed(&[x, 2.0, x], &[1.0, 3.0]) + mixed(&[1.0, 3.0, 1.0], &[x]) + mixed(&[1.0], &[1.0])
}

#[test]
fn rows_of_several_variables() {
    let (a, b) = ([1.0, 2.0, 0.5], [3.0, 4.0]);
    // a² + b₀² + b₀² b₁ + a₀² a₂
    assert_eq!(mixed::gradient(&a, &b), (vec![3.0, 4.0, 2.0], vec![6.0 + 24.0, 9.0]));
    assert_eq!(mixed::jvp(&a, &b, vec![1.0, 0.0, 0.0], vec![0.0; 2]).1, 3.0);
    // 2 x² + 4 + x³ + constants; 2 x² + constants
    assert_eq!(some_vary::jvp(3.0, 1.0).1, 12.0 + 27.0 + 6.0 + 27.0);
    assert_eq!(some_vary::gradient(3.0), 12.0 + 27.0 + 6.0 + 27.0);
    assert_eq!(jac::check::check::<outer, _>((&a[..], &b[..], 0.7f64)), Ok(()));
    // (a₀² a₂ + b₀² b₁ + 9) b₀
    let hessian = second::hvp(&a, b, vec![1.0, 0.0, 0.0], [1.0, 0.0]);
    assert_eq!(hessian.1.0, [2.0 * 0.5 * 3.0 + 2.0 * 0.5, 0.0, 2.0 * 3.0 + 1.0]);
    assert_eq!(hessian.1.1, [6.0 * 3.0 * 4.0 + 2.0 * 0.5, 3.0 * 9.0]);
}

fn squares_jvp(rows: &[&[f64]], dots: &[Vec<f64>]) -> (f64, f64) {
    let pairs = rows.iter().zip(dots).flat_map(|(row, dot)| row.iter().zip(dot));
    (squares(rows), pairs.map(|(v, dot)| 2.0 * v * dot).sum())
}

#[differentiable(jvp = squares_jvp)]
fn squares(rows: &[&[f64]]) -> f64 {
    rows.iter().flat_map(|row| row.iter()).map(|v| v * v).sum()
}

#[differentiable]
fn masked(rows: &[&[f64]], others: &[&[f64]], k: f64) -> f64 {
    squares(rows) * k + squares(others)
}

#[test]
fn rules_and_inputs_held_constant() {
    let (a, b) = ([1.0, 2.0], [3.0]);
    let rows: [&[f64]; 2] = [&a, &b];
    assert_eq!(masked::gradient(&rows, &rows[1..], 2.0), (vec![vec![4.0, 8.0], vec![12.0]], vec![vec![6.0]], 14.0));
    let mut row = [0.0; 5];
    masked::jacobian_into(&rows, &rows[1..], 2.0, &mut row);
    assert_eq!(row, [4.0, 8.0, 12.0, 6.0, 14.0]);
}

#[differentiable(wrt(rows))]
fn gathered<T: jac::Float>(rows: &[&[T]], index: &[&[usize]]) -> T {
    let mut sum = T::from_f64(0.0);
    for (row, index) in rows.iter().zip(index) {
        for &k in *index {
            sum += row[k] * row[0];
        }
    }
    sum
}

fn squares_vjp(rows: &[&[f64]], by: f64) -> (f64, Vec<Vec<f64>>) {
    (ruled(rows), rows.iter().map(|row| row.iter().map(|v| 2.0 * v * by).collect()).collect())
}

#[differentiable(vjp = squares_vjp)]
fn ruled(rows: &[&[f64]]) -> f64 {
    rows.iter().flat_map(|row| row.iter()).map(|v| v * v).sum()
}

#[differentiable]
fn calling(rows: &[&[f64]]) -> f64 {
    ruled(&rows[..1]) + ruled(&rows[1..])
}
