//! Third derivatives of more functions of the corpus, at the points of the first ones.

#![cfg(not(clippy))] // the functions are linted where they are written
#![allow(clippy::possible_missing_comma, clippy::assign_op_pattern, clippy::needless_range_loop)] // of an expansion

mod harness;

twin::order!(
    third_derivatives,
    3,
    "aliases",
    "arrays",
    "kernels",
    "scalars",
    "tuples",
    "types",
    "vectors",
    "views",
    every(4, rodrigues),
    except(whole) // integers behind aliases are to be left out by `wrt` above the first order
);

/// Near no rotation, sin θ / θ is 1 − θ²/6, and the other term has degree four: the third derivative is that of −θ²/6 w × v.
#[test]
fn third_derivatives_of_a_rotation_have_a_closed_form() {
    use jac::Jacobian;
    let (w, v) = ([3e-8, 2e-8, -1e-8], [1.0, -2.0, 0.3]);
    let (((third, _), _), _) = Jacobian::<Jacobian<Jacobian<corpus::kernels::rodrigues>>>::new().at((w, v)).unwrap();
    let unit = |i: usize| std::array::from_fn::<f64, 3, _>(|j| if i == j { 1.0 } else { 0.0 });
    let cross = |a: [f64; 3]| [a[1] * v[2] - a[2] * v[1], a[2] * v[0] - a[0] * v[2], a[0] * v[1] - a[1] * v[0]];
    let same = |i, j| if i == j { 1.0 } else { 0.0 };
    for (output, rows) in third.iter().enumerate() {
        for i in 0..3 {
            for j in 0..3 {
                for k in 0..3 {
                    let sum = same(i, j) * cross(unit(k))[output]
                        + same(i, k) * cross(unit(j))[output]
                        + same(j, k) * cross(unit(i))[output];
                    assert!((rows[i][j][k] + sum / 3.0).abs() < 1e-6, "{output} by {i}, {j}, {k}: {}", rows[i][j][k]);
                }
            }
        }
    }
}
