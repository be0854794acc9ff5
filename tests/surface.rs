//! What users call: names, argument orders and shapes, on functions of many signatures, against closed forms.
#![allow(clippy::needless_borrows_for_generic_args, clippy::type_complexity)] // both forms are tested
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

#[track_caller]
fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?} for {expected:?}");
    for (&a, &b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= 1e-13 * (1.0 + b.abs()), "{found:?} for {expected:?}");
    }
}

mod one_scalar {
    use super::*;

    #[differentiable]
    fn cube(x: f64) -> f64 {
        x * x * x
    }

    #[test]
    fn every_derivative_of_a_scalar_by_a_scalar_is_a_scalar() {
        let (y, dy): (f64, f64) = cube::jvp(2.0, 0.5);
        assert_close(&[y, dy], &[8.0, 6.0]);
        let (y, bx): (f64, f64) = cube::vjp(2.0, -1.0);
        assert_close(&[y, bx], &[8.0, -12.0]);
        let (y, slope): (f64, f64) = cube::value_and_gradient(2.0);
        assert_close(&[y, slope], &[8.0, 12.0]);
        let slopes: [f64; 4] = [cube::gradient(2.0), cube::jacobian(2.0), cube::jacfwd(2.0), cube::jacrev(2.0)];
        assert_close(&slopes, &[12.0; 4]);
        let (y, slope): (f64, f64) = cube::value_and_jacobian(2.0);
        assert_close(&[y, slope], &[8.0, 12.0]);
        let mut buffer = [0.0];
        let y: f64 = cube::jacobian_into(2.0, &mut buffer);
        assert_close(&[y, buffer[0]], &[8.0, 12.0]);
    }
}

mod two_scalars {
    use super::*;

    #[differentiable]
    fn ratio(x: f64, y: f64) -> f64 {
        x * x / y
    }

    #[test]
    fn several_parameters_give_tuples_in_parameter_order() {
        let (z, dz) = ratio::jvp(3.0, 2.0, 1.0, 0.0);
        assert_close(&[z, dz], &[4.5, 3.0]);
        let (_, dz) = ratio::jvp(3.0, 2.0, 0.0, 1.0);
        assert_close(&[dz], &[-2.25]);
        let (z, (bx, by)) = ratio::vjp(3.0, 2.0, 2.0);
        assert_close(&[z, bx, by], &[4.5, 6.0, -4.5]);
        let (gx, gy): (f64, f64) = ratio::gradient(3.0, 2.0);
        assert_close(&[gx, gy], &[3.0, -2.25]);
        let (z, (gx, gy)) = ratio::value_and_gradient(3.0, 2.0);
        assert_close(&[z, gx, gy], &[4.5, 3.0, -2.25]);
        let (jx, jy): (f64, f64) = ratio::jacobian(3.0, 2.0);
        assert_close(&[jx, jy], &[3.0, -2.25]);
        assert_eq!(ratio::jacfwd(3.0, 2.0), (jx, jy));
        assert_eq!(ratio::jacrev(3.0, 2.0), (jx, jy));
    }
}

mod array_to_array {
    use super::*;

    /// Residuals of Rosenbrock's function.
    #[differentiable]
    pub fn rosenbrock(x: [f64; 2]) -> [f64; 2] {
        [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]
    }

    #[test]
    fn a_jacobian_of_an_array_by_an_array_has_a_row_for_each_output() {
        let x = [-1.2, 1.0];
        let expected = [[24.0, 10.0], [-1.0, 0.0]];
        let j: [[f64; 2]; 2] = rosenbrock::jacobian(x);
        for j in [j, rosenbrock::jacfwd(x), rosenbrock::jacrev(x), rosenbrock::value_and_jacobian(x).1] {
            assert_close(j.as_flattened(), expected.as_flattened());
        }
        assert_eq!(rosenbrock::value_and_jacobian(x).0, rosenbrock(x));
    }

    #[test]
    fn a_jvp_takes_the_tangents_after_the_primals_and_returns_value_and_tangent() {
        let x = [-1.2, 1.0];
        let (y, dy): ([f64; 2], [f64; 2]) = rosenbrock::jvp(x, [1.0, 2.0]);
        assert_eq!(y, rosenbrock(x));
        assert_close(&dy, &[44.0, -1.0]);
    }

    #[test]
    fn a_vjp_takes_the_cotangent_of_the_result_and_returns_value_and_cotangent() {
        let x = [-1.2, 1.0];
        let (y, bx): ([f64; 2], [f64; 2]) = rosenbrock::vjp(x, [1.0, 2.0]);
        assert_eq!(y, rosenbrock(x));
        assert_close(&bx, &[22.0, 10.0]);
    }

    #[test]
    fn a_buffer_is_filled_row_by_row() {
        let mut buffer = [f64::NAN; 4];
        let y = rosenbrock::jacobian_into([-1.2, 1.0], &mut buffer);
        assert_eq!(y, rosenbrock([-1.2, 1.0]));
        assert_close(&buffer, &[24.0, 10.0, -1.0, 0.0]);
    }

    #[test]
    #[should_panic]
    fn a_buffer_of_the_wrong_length_is_refused() {
        rosenbrock::jacobian_into([-1.2, 1.0], &mut [0.0; 5]);
    }
}

mod scalar_to_array {
    use super::*;

    #[differentiable]
    fn helix(t: f64) -> [f64; 3] {
        [t.cos(), t.sin(), 0.5 * t]
    }

    #[test]
    fn the_jacobian_of_an_array_by_a_scalar_is_an_array() {
        let expected = [-0.7f64.sin(), 0.7f64.cos(), 0.5];
        let j: [f64; 3] = helix::jacobian(0.7);
        assert_close(&j, &expected);
        assert_close(&helix::jacfwd(0.7), &expected);
        assert_close(&helix::jacrev(0.7), &expected);
        assert_close(&helix::jvp(0.7, 2.0).1, &expected.map(|x| 2.0 * x));
        assert_close(&[helix::vjp(0.7, [0.0, 0.0, 4.0]).1], &[2.0]);
    }
}

mod nested_arrays {
    use super::*;

    #[differentiable]
    fn scaled(m: [[f64; 2]; 2], s: f64) -> [[f64; 2]; 2] {
        [[m[0][0] * s, m[0][1] * s], [m[1][0] * s, m[1][1] * s]]
    }

    #[test]
    fn blocks_have_the_shape_of_the_output_and_then_of_the_input() {
        let m = [[1.0, 2.0], [3.0, 4.0]];
        let (jm, js): ([[[[f64; 2]; 2]; 2]; 2], [[f64; 2]; 2]) = scaled::jacobian(m, 5.0);
        for (i, k) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            for (p, q) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let expected = if (i, k) == (p, q) { 5.0 } else { 0.0 };
                assert_eq!(jm[i][k][p][q], expected);
            }
        }
        assert_eq!(js, m);
        let (_, (bm, bs)) = scaled::vjp(m, 5.0, [[1.0, 0.0], [0.0, 1.0]]);
        assert_eq!(bm, [[5.0, 0.0], [0.0, 5.0]]);
        assert_close(&[bs], &[5.0]);
    }
}

mod tuple_result {
    use super::*;

    #[differentiable]
    fn polar(x: f64, y: f64) -> (f64, f64) {
        (x.hypot(y), y.atan2(x))
    }

    #[test]
    fn a_tuple_result_gives_a_tuple_over_outputs_of_tuples_over_inputs() {
        let j: ((f64, f64), (f64, f64)) = polar::jacobian(3.0, 4.0);
        assert_close(&[j.0.0, j.0.1, j.1.0, j.1.1], &[0.6, 0.8, -4.0 / 25.0, 3.0 / 25.0]);
        let (_, (dr, dphi)) = polar::jvp(3.0, 4.0, 1.0, 0.0);
        assert_close(&[dr, dphi], &[0.6, -0.16]);
        let (_, (bx, by)) = polar::vjp(3.0, 4.0, (1.0, 0.0));
        assert_close(&[bx, by], &[0.6, 0.8]);
        let mut buffer = [0.0; 4];
        polar::jacobian_into(3.0, 4.0, &mut buffer);
        assert_close(&buffer, &[0.6, 0.8, -0.16, 0.12]);
    }
}

mod tuple_parameter {
    use super::*;

    #[differentiable]
    fn weighted(p: (f64, [f64; 2])) -> [f64; 2] {
        [p.0 * p.1[0], p.0 + p.1[1]]
    }

    #[test]
    fn a_tuple_parameter_is_one_input_whose_block_nests_like_it() {
        let p = (2.0, [3.0, 5.0]);
        let (y, dy) = weighted::jvp(p, (1.0, [0.0, 0.0]));
        assert_close(&y, &[6.0, 7.0]);
        assert_close(&dy, &[3.0, 1.0]);
        let (_, (b0, b1)): (_, (f64, [f64; 2])) = weighted::vjp(p, [1.0, 1.0]);
        assert_close(&[b0, b1[0], b1[1]], &[4.0, 2.0, 1.0]);
        let mut buffer = [0.0; 6];
        weighted::jacobian_into(p, &mut buffer);
        assert_close(&buffer, &[3.0, 2.0, 0.0, 1.0, 0.0, 1.0]);
    }
}

mod integers {
    use super::*;

    #[differentiable]
    fn power(n: i32, x: f64, negate: bool) -> f64 {
        let y = x.powi(n);
        if negate { -y } else { y }
    }

    #[test]
    fn integers_and_flags_have_no_tangent_and_no_block() {
        let (y, dy): (f64, f64) = power::jvp(3, 2.0, true, 1.0);
        assert_close(&[y, dy], &[-8.0, -12.0]);
        let (y, bx): (f64, f64) = power::vjp(3, 2.0, false, 1.0);
        assert_close(&[y, bx], &[8.0, 12.0]);
        let slope: f64 = power::gradient(4, 2.0, false);
        assert_close(&[slope, power::jacobian(4, 2.0, true)], &[32.0, -32.0]);
    }
}

mod references {
    use super::*;

    #[differentiable]
    fn dot(x: &[f64; 3], y: &[f64; 3]) -> f64 {
        x[0] * y[0] + x[1] * y[1] + x[2] * y[2]
    }

    #[differentiable]
    fn squares(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i] * x[i];
        }
        sum
    }

    #[test]
    fn derivatives_by_references_are_owned() {
        let (x, y) = ([1.0, 2.0, 3.0], [-1.0, 0.5, 2.0]);
        let (gx, gy): ([f64; 3], [f64; 3]) = dot::gradient(&x, &y);
        assert_eq!((gx, gy), (y, x));
        let (_, dz) = dot::jvp(&x, &y, &[1.0, 0.0, 0.0], &[0.0, 0.0, 1.0]);
        assert_close(&[dz], &[2.0]);
        let (jx, jy): ([f64; 3], [f64; 3]) = dot::jacobian(&x, &y);
        assert_eq!((jx, jy), (y, x));
    }

    #[test]
    fn gradients_by_slices_are_vectors() {
        let x = [1.0, -2.0, 3.0];
        let g: Vec<f64> = squares::gradient(&x);
        assert_close(&g, &[2.0, -4.0, 6.0]);
        let (y, bx): (f64, Vec<f64>) = squares::vjp(&x, 0.5);
        assert_close(&bx, &[1.0, -2.0, 3.0]);
        assert_close(&[y], &[14.0]);
        let (_, dy) = squares::jvp(&x, vec![1.0, 1.0, 1.0]);
        assert_close(&[dy], &[4.0]);
        let mut buffer = [0.0; 3];
        squares::jacobian_into(&x, &mut buffer);
        assert_close(&buffer, &[2.0, -4.0, 6.0]);
    }

    #[test]
    fn an_empty_slice_has_an_empty_gradient() {
        assert!(squares::gradient(&[]).is_empty());
        assert_eq!(squares::value_and_gradient(&[]), (0.0, vec![]));
        squares::jacobian_into(&[], &mut [0.0f64; 0]);
    }
}

mod vectors {
    use super::*;

    #[differentiable]
    fn running_sums(x: Vec<f64>, s: f64) -> Vec<f64> {
        let mut y = vec![0.0; x.len()];
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += s * x[i];
            y[i] = sum;
        }
        y
    }

    #[test]
    fn vectors_have_vectors_as_tangents() {
        let x = vec![1.0, 2.0, 3.0];
        let (y, dy) = running_sums::jvp(x.clone(), 2.0, vec![1.0, 0.0, 0.0], 0.0);
        assert_close(&y, &[2.0, 6.0, 12.0]);
        assert_close(&dy, &[2.0, 2.0, 2.0]);
        let (_, (bx, bs)): (_, (Vec<f64>, f64)) = running_sums::vjp(x.clone(), 2.0, vec![1.0; 3]);
        assert_close(&bx, &[6.0, 4.0, 2.0]);
        assert_close(&[bs], &[10.0]);
        let mut buffer = [0.0; 12];
        running_sums::jacobian_into(x, 2.0, &mut buffer);
        assert_close(&buffer, &[2.0, 0.0, 0.0, 1.0, 2.0, 2.0, 0.0, 3.0, 2.0, 2.0, 2.0, 6.0]);
    }
}

mod in_place {
    use super::*;

    #[differentiable]
    fn scale(factor: f64, x: &mut [f64; 2]) {
        x[0] *= factor;
        x[1] *= factor * factor;
    }

    #[differentiable]
    fn push_through(x: &mut [f64], gain: f64) -> f64 {
        let last = x[x.len() - 1];
        x[0] += gain * last;
        last * gain
    }

    #[test]
    fn a_mutable_parameter_is_an_input_and_an_output() {
        let (y, dy): ([f64; 2], [f64; 2]) = scale::jvp(2.0, &mut [3.0, 5.0], 1.0, [0.0, 0.0]);
        assert_close(&y, &[6.0, 20.0]);
        assert_close(&dy, &[3.0, 20.0]);
        let (y, (bf, bx)): (_, (f64, [f64; 2])) = scale::vjp(2.0, &mut [3.0, 5.0], [1.0, 1.0]);
        assert_close(&y, &[6.0, 20.0]);
        assert_close(&[bf, bx[0], bx[1]], &[23.0, 2.0, 4.0]);
        let (jf, jx): ([f64; 2], [[f64; 2]; 2]) = scale::jacobian(2.0, &mut [3.0, 5.0]);
        assert_close(&jf, &[3.0, 20.0]);
        assert_eq!(jx, [[2.0, 0.0], [0.0, 4.0]]);
    }

    #[test]
    fn a_result_comes_before_what_mutable_parameters_became() {
        let ((y, x), (dy, dx)): ((f64, Vec<f64>), (f64, Vec<f64>)) =
            push_through::jvp(&mut [1.0, 2.0], 3.0, vec![0.0, 1.0], 0.0);
        assert_close(&[y, dy], &[6.0, 3.0]);
        assert_close(&x, &[7.0, 2.0]);
        assert_close(&dx, &[3.0, 1.0]);
        let (_, (bx, gain)): (_, (Vec<f64>, f64)) = push_through::vjp(&mut [1.0, 2.0], 3.0, (1.0, vec![1.0, 0.0]));
        assert_close(&bx, &[1.0, 6.0]);
        assert_close(&[gain], &[4.0]);
        let mut buffer = [0.0; 9];
        let (y, x) = push_through::jacobian_into(&mut [1.0, 2.0], 3.0, &mut buffer);
        assert_close(&[y], &[6.0]);
        assert_close(&x, &[7.0, 2.0]);
        assert_close(&buffer, &[0.0, 3.0, 2.0, 1.0, 3.0, 2.0, 0.0, 1.0, 0.0]);
    }
}

mod const_generics {
    use super::*;

    #[differentiable]
    fn affine<const M: usize, const N: usize>(a: &[[f64; N]; M], x: [f64; N]) -> [f64; M] {
        let mut y = [1.0; M];
        for i in 0..M {
            for j in 0..N {
                y[i] += a[i][j] * x[j];
            }
        }
        y
    }

    #[test]
    fn shapes_follow_from_the_arguments() {
        let a = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        let x = [0.5, -1.0, 2.0];
        let (ja, jx): ([[[f64; 3]; 2]; 2], [[f64; 3]; 2]) = affine::jacobian(&a, x);
        assert_eq!(jx, a);
        assert_eq!(ja, [[x, [0.0; 3]], [[0.0; 3], x]]);
        let (_, (ba, bx)) = affine::vjp(&a, x, [1.0, 0.0]);
        assert_eq!(ba, [x, [0.0; 3]]);
        assert_eq!(bx, a[0]);
        let (_, dy) = affine::jvp(&[[2.0]], [3.0], &[[1.0]], [0.0]);
        assert_eq!(dy, [3.0]);
    }
}

mod mixed_precision {
    use super::*;

    #[differentiable]
    fn widen(x: f32, s: f64) -> f64 {
        x as f64 * s
    }

    #[test]
    fn gradients_have_the_float_type_of_the_input() {
        let (gx, gs): (f32, f64) = widen::gradient(1.5, 2.0);
        assert_eq!((gx, gs), (2.0, 1.5));
        let (_, dy): (f64, f64) = widen::jvp(1.5, 2.0, 1.0f32, 0.0f64);
        assert_eq!(dy, 2.0);
    }
}

mod several_outputs_by_arrays {
    use super::*;

    #[differentiable]
    fn split(x: [f64; 2], u: f64) -> ([f64; 2], f64) {
        ([x[0] * u, x[1]], x[0] * x[1] + u * u)
    }

    #[test]
    fn the_block_of_output_and_input_stands_at_their_positions() {
        let j = split::jacobian([2.0, 3.0], 5.0);
        let (j00, j01): ([[f64; 2]; 2], [f64; 2]) = j.0;
        let (j10, j11): ([f64; 2], f64) = j.1;
        assert_eq!(j00, [[5.0, 0.0], [0.0, 1.0]]);
        assert_eq!(j01, [2.0, 0.0]);
        assert_eq!(j10, [3.0, 2.0]);
        assert_eq!(j11, 10.0);
        assert_eq!(split::jacrev([2.0, 3.0], 5.0), (j.0, j.1));
        let ((y0, y1), _) = split::value_and_jacobian([2.0, 3.0], 5.0);
        assert_eq!((y0, y1), split([2.0, 3.0], 5.0));
    }
}

mod namesake {
    //! The function and its derivatives share a name, and an import brings both.

    mod elsewhere {
        use jac::differentiable;

        #[differentiable]
        pub fn double(x: f64) -> f64 {
            x + x
        }
    }

    use elsewhere::double;

    #[test]
    fn one_import_brings_the_function_and_its_derivatives() {
        assert_eq!(double(2.0), 4.0);
        assert_eq!(double::gradient(2.0), 2.0);
        assert_eq!(elsewhere::double::jacobian(1.0), 2.0);
        let as_value: fn(f64) -> f64 = double;
        assert_eq!(as_value(1.0), 2.0);
    }

    #[test]
    fn a_function_inside_a_function_is_differentiable() {
        #[jac::differentiable]
        fn local(x: f64) -> f64 {
            double(x) * x
        }
        assert_eq!(local::gradient(3.0), 12.0);
    }
}

#[cfg(feature = "ndarray")]
mod blocks_of_runtime_size {
    use super::*;

    #[differentiable]
    fn squares(x: &[f64]) -> Vec<f64> {
        let mut y = vec![0.0; x.len()];
        for i in 0..x.len() {
            y[i] = x[i] * x[i];
        }
        y
    }

    #[test]
    fn a_block_of_a_vector_by_a_slice_is_a_matrix_with_a_row_for_each_output() {
        let j = squares::jacobian(&[1.0, 2.0, 3.0]);
        assert_eq!(j.shape(), [3, 3]);
        assert_eq!(j.diag().to_vec(), [2.0, 4.0, 6.0]);
        assert_eq!(j[[0, 1]], 0.0);
        assert_eq!(squares::jacobian(&[]).shape(), [0, 0]);
    }
}

/// An input that picks an index, or that is rounded, makes a factor that is not constant.
mod dependence {
    use jac::{Dependence, Function, differentiable};

    #[differentiable]
    pub fn signed(x: f64, y: f64) -> f64 {
        x * y.signum()
    }

    #[differentiable]
    pub fn picked(x: [f64; 4], y: f64) -> f64 {
        x[y as usize]
    }

    #[differentiable]
    pub fn copied_sign(x: &mut [f64; 4]) {
        x[1] *= 0.5_f64.copysign(x[0]);
    }

    #[differentiable(wrt(x))]
    pub fn weighted(x: [f64; 2], weight: f64) -> f64 {
        x[0] * weight - x[1] / 2.0
    }

    /// Which of two affine values it is depends on `x`.
    #[differentiable]
    pub fn chosen(x: f64, y: f64) -> f64 {
        if x > 0.0 { 2.0 * y } else { 3.0 * y + x }
    }

    #[differentiable]
    pub fn perhaps_written(x: f64, y: &mut [f64; 2]) {
        if x > 0.0 {
            y[1] = 0.25;
        }
    }

    /// The factor is a number, and an input decides which.
    #[differentiable]
    pub fn by_a_chosen_number(x: f64, y: f64) -> f64 {
        let mut factor = [1.0; 2];
        if x > 0.0 {
            factor[0] = 2.0;
        }
        y * factor[0]
    }

    /// How often it is doubled depends on `y`.
    #[differentiable]
    pub fn doubled(x: f64, y: f64) -> f64 {
        let (mut sum, mut limit) = (x, y);
        while limit > 1.0 {
            sum *= 2.0;
            limit *= 0.5;
        }
        sum
    }

    /// A condition that no input decides.
    #[differentiable]
    pub fn switched(x: f64, on: bool) -> f64 {
        if on { 2.0 * x } else { x }
    }

    #[differentiable]
    pub fn element(x: &[f64; 3], index: usize) -> f64 {
        x[index]
    }

    /// What is picked depends on `y`, by way of a callee.
    #[differentiable]
    pub fn picked_by_call(x: [f64; 3], y: f64) -> f64 {
        element(&x, y as usize)
    }

    /// The derivative of a rounding is zero, whatever is made of it; as a factor it changes.
    #[differentiable]
    pub fn rounded(x: f64, y: f64) -> f64 {
        (x * x).floor().sin() * y
    }

    #[differentiable]
    pub fn larger(x: f64, y: f64, z: f64) -> f64 {
        x.max(2.0 * y).clamp(-1.0, 1.0) - z.abs()
    }

    #[test]
    fn comparisons_choose_and_roundings_stand_still() {
        use Dependence::{Affine, Nonlinear, Piecewise};
        assert_eq!(<rounded as Function<(f64, f64)>>::DEPENDENCE, [Affine, Nonlinear]);
        assert_eq!(<larger as Function<(f64, f64, f64)>>::DEPENDENCE, [Piecewise, Piecewise, Nonlinear]);
    }

    #[test]
    fn what_an_input_chooses_is_affine_in_pieces() {
        use Dependence::{Affine, Independent, Piecewise};
        assert_eq!(<chosen as Function<(f64, f64)>>::DEPENDENCE, [Piecewise, Piecewise]);
        assert_eq!(<perhaps_written as Function<(f64, &mut [f64; 2])>>::DEPENDENCE, [Independent, Piecewise]);
        assert_eq!(<by_a_chosen_number as Function<(f64, f64)>>::DEPENDENCE, [Independent, Piecewise]);
        assert_eq!(<doubled as Function<(f64, f64)>>::DEPENDENCE, [Piecewise, Independent]);
        assert_eq!(<switched as Function<(f64, bool)>>::DEPENDENCE, [Affine]);
        assert_eq!(<element as Function<(&[f64; 3], usize)>>::DEPENDENCE, [Affine]);
        assert_eq!(<picked_by_call as Function<([f64; 3], f64)>>::DEPENDENCE, [Piecewise, Independent]);
    }

    #[test]
    fn a_factor_that_an_input_changes_is_not_constant() {
        assert_eq!(<signed as Function<(f64, f64)>>::DEPENDENCE[0], Dependence::Nonlinear);
        assert_eq!(<picked as Function<([f64; 4], f64)>>::DEPENDENCE, [Dependence::Piecewise, Dependence::Independent]);
        assert_eq!(<copied_sign as Function<&mut [f64; 4]>>::DEPENDENCE, [Dependence::Nonlinear]);
        assert_eq!(<weighted as Function<([f64; 2], f64)>>::DEPENDENCE, [Dependence::Affine]);
    }
}

/// Lengths that change: those of what is behind `&mut`; of parts of variables, reverse mode says that it cannot.
mod lengths_of_parts {
    use jac::differentiable;

    #[differentiable(out(y))]
    fn assigned(x: f64, n: usize, y: &mut Vec<f64>) {
        *y = vec![x * x; n];
    }

    #[differentiable]
    fn row(x: f64, n: usize) -> f64 {
        let mut rows = vec![vec![x; 2]; 2];
        rows[1] = vec![x * x; n];
        let copy = rows[1].clone();
        copy[0] * rows[0][1]
    }

    #[test]
    fn a_vector_behind_a_reference_may_change_its_length() {
        assert_eq!(assigned::vjp(3.0, 2, &mut vec![0.0; 2], vec![1.0, 0.5]), (vec![9.0; 2], 9.0));
        assert_eq!(assigned::vjp(3.0, 2, &mut Vec::new(), vec![1.0, 0.5]), (vec![9.0; 2], 9.0));
        assert_eq!(assigned::vjp(3.0, 0, &mut vec![1.0], vec![]), (vec![], 0.0));
        assert_eq!(assigned::jvp(3.0, 2, &mut Vec::new(), 1.0), (vec![9.0; 2], vec![6.0; 2]));
    }

    #[test]
    fn a_row_keeps_its_length_in_reverse_mode() {
        assert_eq!(row::gradient(3.0, 2), 27.0);
        assert_eq!(row::jvp(3.0, 5, 1.0), (27.0, 27.0));
    }

    #[differentiable]
    fn recorded(x: f64, log: &mut Vec<f64>) {
        log.push(x * x);
        log.push(x * log[0]);
    }

    #[test]
    fn cotangents_of_final_values_are_as_long_as_these() {
        let mut log = vec![2.0];
        let (value, (by_x, by_log)) = recorded::vjp(3.0, &mut log, vec![1.0, 10.0, 100.0]);
        assert_eq!((value, log), (vec![2.0, 9.0, 6.0], vec![2.0, 9.0, 6.0]));
        assert_eq!((by_x, by_log), (260.0, vec![301.0]));
        assert_eq!(recorded::jvp(3.0, &mut vec![2.0], 1.0, vec![10.0]).1, [10.0, 6.0, 32.0]);
        let mut jacobian = [0.0; 6];
        recorded::jacobian_into(3.0, &mut vec![2.0], &mut jacobian);
        assert_eq!(jacobian, [0.0, 1.0, 6.0, 0.0, 2.0, 3.0]);
    }

    #[test]
    #[should_panic = "the cotangent has a `Vec` of another length than the output"]
    fn the_cotangent_of_an_initial_value_is_not_that_of_the_final_one() {
        recorded::vjp(3.0, &mut vec![2.0], vec![1.0]);
    }

    #[test]
    #[should_panic = "is overwritten by one of another length"]
    fn a_row_cannot_change_its_length() {
        row::gradient(3.0, 5);
    }
}

/// As many inputs as the longest tuple has members.
#[cfg(feature = "alloc")]
mod many_inputs {
    use jac::differentiable;

    #[differentiable(order = 2)]
    #[allow(clippy::too_many_arguments)]
    fn product(
        a: f64,
        b: &[f64],
        c: f64,
        d: f64,
        e: f64,
        f: f64,
        g: f64,
        h: f64,
        i: f64,
        j: f64,
        k: [f64; 2],
        l: f64,
    ) -> f64 {
        a * b[0] * c * d * e * f * g * h * (i * j).sin() * k[0] * k[1] * l
    }

    #[test]
    fn there_may_be_twelve() {
        let b = [0.9, 1.0];
        let args = (1.1_f64, &b[..], 1.2_f64, 1.3_f64, 1.4_f64, 1.5_f64, 1.6_f64, 1.7_f64);
        let (a, _, c, d, e, f, g, h) = args;
        let (i, j, k, l) = (0.4_f64, 0.5_f64, [0.6, 0.7], 0.8_f64);
        jac::check::check::<product, _>((a, &b[..], c, d, e, f, g, h, i, j, k, l)).unwrap();
        let value = product(a, &b, c, d, e, f, g, h, i, j, k, l);
        let gradient = product::gradient(a, &b, c, d, e, f, g, h, i, j, k, l);
        assert!((gradient.11 - value / l).abs() < 1e-14);
        let (_, product) = product::hvp(
            a,
            &b,
            c,
            d,
            e,
            f,
            g,
            h,
            i,
            j,
            k,
            l,
            0.0,
            vec![0.0; 2],
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            [0.0; 2],
            1.0,
        );
        assert!((product.2 - value / (c * l)).abs() < 1e-14);
        assert_eq!(product.11, 0.0);
    }
}
