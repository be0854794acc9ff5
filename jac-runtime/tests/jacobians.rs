//! Jacobians, gradients and products against closed forms, in every strategy and vectorisation.

mod functions;

use functions::*;
use jac_runtime::function::Function;
use jac_runtime::jacobian::{
    Jacobian, Strategy, gradient, jacfwd, jacobian, jacobian_into, jacrev, jvp, value_and_gradient, value_and_jacfwd,
    value_and_jacobian, value_and_jacrev, vjp,
};

const STRATEGIES: [Strategy; 3] = [Strategy::Auto, Strategy::Forward, Strategy::Reverse];

/// The Jacobian in every way there is.
macro_rules! assert_jacobian {
    ($function:ty, $args:expr, $value:expr, $jacobian:expr) => {{
        let (args, value, expected) = ($args, $value, $jacobian);
        assert_eq!(value_and_jacobian::<$function, _>(&args), (value, expected));
        assert_eq!(value_and_jacfwd::<$function, _>(&args), (value, expected));
        assert_eq!(value_and_jacrev::<$function, _>(&args), (value, expected));
        assert_eq!(jacobian::<$function, _>(&args), expected);
        assert_eq!(jacfwd::<$function, _>(&args), expected);
        assert_eq!(jacrev::<$function, _>(&args), expected);
        for strategy in STRATEGIES {
            for vectorize in [false, true] {
                let builder = Jacobian::<$function>::new().strategy(strategy).vectorize(vectorize);
                assert_eq!(builder.at(args).unwrap(), expected, "{builder:?}");
                assert_eq!(builder.value_and_at(args).unwrap(), (value, expected), "{builder:?}");
            }
        }
    }};
}

#[test]
fn rosenbrock_has_a_two_by_two_block() {
    let x = [3.0, 5.0];
    assert_jacobian!(Rosenbrock, x, [-40.0, -2.0], [[-60.0, 10.0], [-1.0, 0.0]]);
    let mut j = [0.0; 4];
    assert_eq!(jacobian_into::<Rosenbrock, _, _>(&x, &mut j), [-40.0, -2.0]);
    assert_eq!(j, [-60.0, 10.0, -1.0, 0.0]);
}

#[test]
fn products_with_one_seed_agree_with_the_jacobian() {
    let x = [3.0, 5.0];
    assert_eq!(jvp::<Rosenbrock, _>(&x, [1.0, 2.0]), ([-40.0, -2.0], [-40.0, -1.0]));
    assert_eq!(vjp::<Rosenbrock, _>(&x, [1.0, 2.0]), ([-40.0, -2.0], [-62.0, 10.0]));
}

#[test]
fn a_scalar_function_has_a_scalar_block() {
    let x = 0.7_f64;
    assert_jacobian!(Sine, x, x.sin(), x.cos());
    assert_eq!(value_and_gradient::<Sine, _>(&x), (x.sin(), x.cos()));
    assert_eq!(gradient::<Sine, _>(&x), x.cos());
    let mut j = [0.0];
    jacobian_into::<Sine, _, _>(&x, &mut j);
    assert_eq!(j, [x.cos()]);
}

/// Rings of a size, whose Jacobians go in one or more sweeps of every width, with and without a remainder.
fn ring<const N: usize>() {
    let x: [f64; N] = core::array::from_fn(|i| i as f64 + 0.5);
    let value = core::array::from_fn(|i| x[i] * x[(i + 1) % N] + x[i]);
    assert_jacobian!(Ring, x, value, ring_jacobian(x));
    let mut buffer = vec![f64::NAN; N * N];
    assert_eq!(jacobian_into::<Ring, _, _>(&x, &mut buffer), value);
    assert_eq!(buffer, ring_jacobian(x).as_flattened());
}

#[test]
fn dimensions_with_and_without_a_remainder() {
    ring::<1>();
    ring::<2>();
    ring::<3>();
    ring::<4>();
    ring::<5>();
    ring::<6>();
    ring::<7>();
    ring::<8>();
    ring::<9>();
    ring::<13>();
    ring::<16>();
    ring::<17>();
    ring::<18>();
    ring::<40>();
}

#[test]
fn an_empty_array_has_an_empty_block() {
    assert_jacobian!(Ring, [0.0; 0], [], [[]; 0]);
    jacobian_into::<Ring, [f64; 0], f64>(&[], &mut []);
}

#[test]
fn tuples_distribute_over_blocks() {
    let (a, x) = (3.0, [1.0, -2.0, 0.5]);
    let square = 2.0 * (1.0 + 4.0 + 0.25);
    assert_jacobian!(
        Pair,
        (a, 2, x),
        (a * square, [3.0, -1.0]),
        ((square, [12.0, -24.0, 6.0]), ([1.0, 0.0], [[3.0, 0.0, 0.0], [0.0, 0.5, -2.0]]))
    );
    let mut j = [0.0_f32; 12];
    jacobian_into::<Pair, _, _>(&(a, 2, x), &mut j);
    assert_eq!(j, [10.5, 12.0, -24.0, 6.0, 1.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.5, -2.0]);
    let args = (a, 2, x);
    let (_, dy) = jvp::<Pair, _>(&args, (1.0, [0.0, 1.0, 0.0]));
    assert_eq!(dy, (10.5 - 24.0, [1.0, 0.5]));
    let (_, bx) = vjp::<Pair, _>(&args, (1.0, [0.0, 1.0]));
    assert_eq!(bx, (10.5, [12.0, -23.5, 4.0]));
}

#[test]
fn integer_outputs_have_an_empty_block() {
    let expected = ((2.0, 0.0), (0.0, 0.0), ());
    for strategy in STRATEGIES {
        let j = Jacobian::<Loose>::new().strategy(strategy).at((1.0, 2.0)).unwrap();
        let ((a, b), (c, d), ((), ())) = j;
        assert_eq!(((a, b), (c, d), ()), expected);
    }
}

#[test]
fn blocks_have_the_float_type_of_the_input_and_of_jacfwd_that_of_the_output() {
    let x = [1.0_f32, 2.0];
    let wide = [2.0 / 3.0, 1.0 / 3.0_f64];
    let narrow = wide.map(|value| value as f32);
    assert_eq!(jacfwd::<Widen, _>(&x), wide);
    assert_eq!(jacrev::<Widen, _>(&x), narrow);
    assert_eq!(jacobian::<Widen, _>(&x), narrow);
    assert_eq!(gradient::<Widen, _>(&x), narrow);
    for strategy in STRATEGIES {
        for vectorize in [false, true] {
            let builder = Jacobian::<Widen>::new().strategy(strategy).vectorize(vectorize);
            assert_eq!(builder.at(x).unwrap(), narrow);
        }
    }
    let mut into = [0.0_f64; 2];
    jacobian_into::<Widen, _, _>(&x, &mut into);
    assert_eq!(into, wide);
}

#[test]
fn slices_go_into_a_buffer() {
    for n in 0..=40 {
        let x: Vec<f64> = (0..n).map(|i| i as f64 + 1.0).collect();
        let expected = products_jacobian(&x);
        let mut j = vec![f64::NAN; n.max(1) * n];
        let y = jacobian_into::<Products, _, _>(&&x[..], &mut j);
        assert_eq!(y.len(), n.max(1));
        assert_eq!(j, expected, "n = {n}");
    }
}

#[test]
fn a_sum_over_a_slice_has_a_gradient() {
    let x = [1.0, -2.0, 3.0];
    assert_eq!(value_and_gradient::<Square, _>(&&x[..]), (14.0, vec![2.0, -4.0, 6.0]));
    assert_eq!(gradient::<Square, _>(&&x[..0]), vec![]);
    let mut j = [0.0; 3];
    jacobian_into::<Square, _, _>(&&x[..], &mut j);
    assert_eq!(j, [2.0, -4.0, 6.0]);
    assert_eq!(jvp::<Square, _>(&&x[..], vec![1.0, 0.0, 1.0]).1, 8.0);
}

#[test]
#[should_panic(expected = "the buffer of a Jacobian of 2 output by 2 input floats has length 3")]
fn a_buffer_of_the_wrong_length_panics() {
    jacobian_into::<Rosenbrock, _, _>(&[1.0, 2.0], &mut [0.0; 3]);
}

#[test]
#[should_panic(expected = "the cotangent has a `Vec` of another length than the output")]
fn a_cotangent_of_the_wrong_length_panics() {
    vjp::<Products, _>(&&[1.0, 2.0][..], vec![]);
}

#[test]
#[should_panic(expected = "the tangent has a `Vec` of another length than the input")]
fn a_tangent_of_the_wrong_length_panics() {
    jvp::<Products, _>(&&[1.0, 2.0][..], vec![1.0]);
}

#[test]
fn strict_reports_a_constant_output_before_an_independent_pair() {
    let strict = Jacobian::<Loose>::new().strict(true);
    let error = strict.at((1.0, 2.0)).unwrap_err();
    assert_eq!(error.output.index, 1);
    assert_eq!(error.output.name, "five");
    assert_eq!(error.input, None);
    assert_eq!(error.to_string(), "output `five` depends on no input");
    assert!(strict.strict(false).at((1.0, 2.0)).is_ok());
    assert!(Jacobian::<Rosenbrock>::new().strict(true).at([1.0, 2.0]).is_ok());
}

/// [`Loose`] with its first output only.
enum Half {}

impl Function<(f64, f64)> for Half {
    type Input = (f64, f64);
    type Output = f64;
    const INPUTS: &'static [&'static str] = &["a", "b"];
    const OUTPUTS: &'static [&'static str] = &["y"];
    const DEPENDENCE: &'static [jac_runtime::dependence::Dependence] =
        &[jac_runtime::dependence::Dependence::Affine, jac_runtime::dependence::Dependence::Independent];

    fn input_shape(_: &(f64, f64)) -> ((), ()) {
        ((), ())
    }
    fn tangent<const W: usize>(
        x: &(f64, f64),
        dx: &jac_runtime::space::Tangent<(f64, f64), W>,
    ) -> (f64, jac_runtime::space::Tangent<f64, W>) {
        (2.0 * x.0, dx.0 * 2.0)
    }
    fn pullback<'a, const W: usize>(
        x: &'a (f64, f64),
    ) -> (f64, impl Fn(jac_runtime::space::Tangent<f64, W>) -> jac_runtime::space::Tangent<(f64, f64), W> + 'a)
    where
        f64: 'a,
        (f64, f64): 'a,
    {
        (2.0 * x.0, move |by| (by * 2.0, jac_runtime::cotangent::zero()))
    }
}

#[test]
fn strict_reports_the_first_independent_pair() {
    let error = Jacobian::<Half>::default().strict(true).at((1.0, 2.0)).unwrap_err();
    assert_eq!(error.to_string(), "output `y` is independent of input `b`");
    assert_eq!(error.input.map(|input| input.index), Some(1));
    assert_eq!(gradient::<Half, _>(&(1.0, 2.0)), (2.0, 0.0));
}

#[cfg(feature = "ndarray")]
mod runtime_sized {
    use super::*;
    use ndarray::{Array1, Array2};

    #[test]
    fn a_slice_by_a_slice_is_a_matrix() {
        for n in 0..=20 {
            let x: Vec<f64> = (0..n).map(|i| i as f64 + 1.0).collect();
            let expected = Array2::from_shape_vec((n.max(1), n), products_jacobian(&x)).unwrap();
            assert_eq!(jacobian::<Products, _>(&&x[..]), expected);
            assert_eq!(jacfwd::<Products, _>(&&x[..]), expected);
            assert_eq!(jacrev::<Products, _>(&&x[..]), expected);
            for strategy in STRATEGIES {
                for vectorize in [false, true] {
                    let builder = Jacobian::<Products>::new().strategy(strategy).vectorize(vectorize);
                    assert_eq!(builder.at(&x[..]).unwrap(), expected, "{builder:?}, n = {n}");
                }
            }
        }
    }

    #[test]
    fn a_scalar_by_a_slice_is_a_vector() {
        let x = [1.0, -2.0, 3.0];
        let expected = Array1::from(vec![2.0, -4.0, 6.0]);
        for strategy in STRATEGIES {
            let builder = Jacobian::<Square>::new().strategy(strategy);
            assert_eq!(builder.at(&x[..]).unwrap(), expected);
            assert_eq!(builder.at(&x[..0]).unwrap().len(), 0);
        }
    }
}

/// The element of the matrix of the linear maps.
fn element(row: usize, column: usize) -> f64 {
    (100 * row + column + 1) as f64
}

#[test]
fn blocks_are_cut_from_sweeps_that_straddle_them() {
    let x = ([0.0; 5], 0.0, [[0.0; 3]; 4]);
    let flat: Vec<f64> = (0..18).flat_map(|r| (0..18).map(move |c| element(r, c))).collect();
    let mut into = vec![0.0; 18 * 18];
    jacobian_into::<Shapes, _, _>(&x, &mut into);
    assert_eq!(into, flat);
    for strategy in STRATEGIES {
        for vectorize in [false, true] {
            let j = Jacobian::<Shapes>::new().strategy(strategy).vectorize(vectorize).at(x).unwrap();
            for r in 0..3 {
                for c in 0..5 {
                    assert_eq!(j.0.0[r][c], element(r, c));
                }
                assert_eq!(j.0.1[r], element(r, 5));
            }
            for r in 0..10 {
                assert_eq!(j.1.1[r / 2][r % 2], element(3 + r, 5));
                for c in 0..12 {
                    assert_eq!(j.1.2[r / 2][r % 2][c / 3][c % 3], element(3 + r, 6 + c));
                }
            }
            assert_eq!(j.2.0, core::array::from_fn(|c| element(13, c)));
            assert_eq!(j.2.1, element(13, 5));
            for i in 0..2 {
                assert_eq!(j.3.1[i], (element(14 + 2 * i, 5), element(15 + 2 * i, 5)));
                assert_eq!(j.3.0[i].1, core::array::from_fn(|c| element(15 + 2 * i, c)));
            }
        }
    }
}

#[test]
fn runtime_sized_members_of_tuples_go_into_a_buffer() {
    for (length, n) in [(0, 0), (1, 3), (4, 1), (5, 20), (20, 5)] {
        let args = (vec![[0.0; 3]; length], [0.0; 2], n);
        let (rows, columns) = (n + 3, 3 * length + 2);
        let mut into = vec![0.0; rows * columns];
        jacobian_into::<Lists, _, _>(&args, &mut into);
        let expected: Vec<f64> = (0..rows).flat_map(|r| (0..columns).map(move |c| element(r, c))).collect();
        assert_eq!(into, expected);
    }
}

#[cfg(feature = "ndarray")]
#[test]
fn runtime_sized_members_of_tuples_have_blocks_of_their_own() {
    use ndarray::{Array1, Array2, Array3, arr2};
    for (length, n) in [(0, 0), (1, 3), (4, 1), (5, 20), (20, 5)] {
        for strategy in STRATEGIES {
            for vectorize in [false, true] {
                let builder = Jacobian::<Lists>::new().strategy(strategy).vectorize(vectorize);
                let ((a, b), (c, d), (e, f)) = builder.at((vec![[0.0; 3]; length], [0.0; 2], n)).unwrap();
                let tail = 3 * length;
                assert_eq!(a, Array2::from_shape_fn((length, 3), |(i, j)| element(0, 3 * i + j)));
                assert_eq!(b, [element(0, tail), element(0, tail + 1)]);
                assert_eq!(c, Array3::from_shape_fn((n, length, 3), |(r, i, j)| element(1 + r, 3 * i + j)));
                assert_eq!(d, Array2::from_shape_fn((n, 2), |(r, c)| element(1 + r, tail + c)));
                assert_eq!(e, Array3::from_shape_fn((2, length, 3), |(r, i, j)| element(1 + n + r, 3 * i + j)));
                assert_eq!(arr2(&f).row(1), Array1::from_shape_fn(2, |c| element(2 + n, tail + c)));
            }
        }
    }
}

#[test]
fn an_argument_that_is_written_to_is_an_input_and_an_output() {
    let mut x = [1.0, 2.0];
    let mut j = [0.0; 4];
    let y = jacobian_into::<InPlace, _, _>(&(3.0, &mut x[..]), &mut j);
    assert_eq!((y, j), (vec![9.0, 36.0], [18.0, 0.0, 0.0, 36.0]));
    assert_eq!(x, [1.0, 2.0]);
}
