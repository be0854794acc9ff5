//! Jacobians that are too large to be moved: filled where the caller wants them, in every mode, and the same as those in a buffer.

#![allow(clippy::needless_range_loop)] // as in the formulas

use jac::{Jacobian, differentiable};

/// Every output of every input, also through a product.
#[differentiable]
fn mixed(x: [f64; 24], scale: f64) -> ([f64; 20], f64) {
    let mut y = [0.0; 20];
    let mut sum = 0.0;
    for i in 0..24 {
        sum += x[i] * x[i];
    }
    for i in 0..20 {
        y[i] = (x[i] * scale).sin() * sum + x[i + 4];
    }
    (y, sum * scale)
}

#[test]
fn blocks_of_several_inputs_and_outputs_are_those_of_a_buffer() {
    let x: [f64; 24] = std::array::from_fn(|i| 0.1 * i as f64 - 0.7);
    let mut buffer = [f64::NAN; 21 * 25];
    mixed::jacobian_into(x, 0.4, &mut buffer);
    let blocks = mixed::jacobian(x, 0.4);
    let ((y_by_x, y_by_scale), (z_by_x, z_by_scale)) = blocks;
    for row in 0..20 {
        assert_eq!(y_by_x[row], buffer[row * 25..][..24]);
        assert_eq!(y_by_scale[row], buffer[row * 25 + 24]);
    }
    assert_eq!(z_by_x, buffer[20 * 25..][..24]);
    assert_eq!(z_by_scale, buffer[21 * 25 - 1]);
    assert_eq!(z_by_scale, x.iter().map(|x| x * x).sum::<f64>());

    assert_eq!(blocks, Jacobian::<mixed>::new().at((x, 0.4)).unwrap());
    assert_eq!(blocks, mixed::value_and_jacobian(x, 0.4).1);
    assert_eq!(mixed::jacfwd(x, 0.4), mixed::value_and_jacfwd(x, 0.4).1);
    assert_eq!(mixed::jacrev(x, 0.4), mixed::value_and_jacrev(x, 0.4).1);
    let near = |one: f64, other: f64| (one - other).abs() <= 1e-12 * (1.0 + one.abs());
    let ((forward, ..), _) = mixed::jacfwd(x, 0.4);
    let ((reverse, ..), _) = mixed::jacrev(x, 0.4);
    for row in 0..20 {
        for column in 0..24 {
            assert!(near(forward[row][column], y_by_x[row][column]));
            assert!(near(reverse[row][column], y_by_x[row][column]));
        }
    }
}

/// A block of a fixed size beside blocks of sizes that are known at run time only.
#[cfg(feature = "ndarray")]
#[test]
fn blocks_of_fixed_and_other_sizes_stand_side_by_side() {
    #[differentiable]
    fn beside(x: [f64; 20], list: &[f64]) -> [f64; 20] {
        let mut y = x;
        for i in 0..20 {
            y[i] = x[i] * x[19 - i];
            for value in list {
                y[i] += value * x[i];
            }
        }
        y
    }
    let x: [f64; 20] = std::array::from_fn(|i| 0.3 * i as f64 - 1.1);
    let (by_x, by_list) = beside::jacobian(x, &[0.5, 2.0, -1.0]);
    assert_eq!(by_list.shape(), [20, 3]);
    for i in 0..20 {
        for j in 0..20 {
            let expected = match j {
                _ if j == i => x[19 - i] + 1.5,
                _ if j == 19 - i => x[i],
                _ => 0.0,
            };
            assert!((by_x[i][j] - expected).abs() < 1e-14);
        }
        assert!((0..3).all(|j| by_list[[i, j]] == x[i]));
    }
    assert_eq!((by_x, by_list), Jacobian::<beside>::new().at((x, &[0.5, 2.0, -1.0][..])).unwrap());
}
