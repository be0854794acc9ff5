//! Linearizations against tangents: the same numbers for each tangent, of one sweep.

use jac::{Linearize, Tangent};
use jac_runtime::space::Space;

use super::sweep::{assert_unchanged, filled, flat};
use super::values::{Fill, Leaf, Leaves, leaves_of};
use super::{Random, compare, tolerance_of};

/// The value, and the tangents along some directions, of one linearization; and the same by tangents.
pub struct Products {
    pub value: Vec<Leaf>,
    pub expected_value: Vec<Leaf>,
    pub tangents: Vec<Vec<f64>>,
    pub expected: Vec<Vec<f64>>,
}

/// A function at a point.
pub trait LinearPoint {
    fn products(&self, lanes: usize, seeds: &[u64]) -> Products;
}

/// At one of the numbers of lanes that are checked.
pub fn products_at<F: Linearize<A>, A: Leaves>(arguments: &A, lanes: usize, seeds: &[u64]) -> Products
where
    F::Output: Leaves,
    <F::Input as Space>::Plain: Fill,
{
    match lanes {
        1 => products::<F, A, 1>(arguments, seeds),
        4 => products::<F, A, 4>(arguments, seeds),
        _ => unreachable!("{lanes} lanes are not checked"),
    }
}

pub fn products<F: Linearize<A>, A: Leaves, const W: usize>(arguments: &A, seeds: &[u64]) -> Products
where
    F::Output: Leaves,
    <F::Input as Space>::Plain: Fill,
{
    let before = leaves_of(arguments);
    let shape = F::input_shape(arguments);
    let (output, linear) = F::linearized::<W>(arguments);
    let value = leaves_of(&output);
    let (mut tangents, mut expected, mut expected_value) = (Vec::new(), Vec::new(), Vec::new());
    let along = |seed: u64| -> Tangent<F::Input, W> { filled::<F::Input, W>(&shape, &mut Random::new(seed).stream()) };
    let numbers = |tangent| flat::<F::Output, W>(&output.shape(), tangent).into_iter().flatten().collect::<Vec<f64>>();
    for seed in seeds {
        tangents.push(numbers(linear(&along(*seed))));
        let (output, tangent) = F::tangent::<W>(arguments, &along(*seed));
        expected.push(numbers(tangent));
        expected_value = leaves_of(&output);
    }
    assert_unchanged(&before, arguments);
    Products { value, expected_value, tangents, expected }
}

pub fn check(point: &dyn LinearPoint) {
    // The first one again at the end: nothing is left of a product.
    const SEEDS: [u64; 4] = [1, 2, 3, 1];
    for products in [point.products(1, &SEEDS), point.products(4, &SEEDS)] {
        let Products { value, expected_value, tangents, expected } = products;
        assert_eq!(value.len(), expected_value.len(), "number of outputs");
        for (a, b) in value.iter().zip(&expected_value) {
            assert!(a.is_identical(*b), "the value is {a:?}, that of the primal {b:?}");
        }
        let tolerance = 1e-2 * tolerance_of(&value);
        for (tangent, expected) in tangents.iter().zip(&expected) {
            compare("linear part and tangent", tangent, expected, tolerance);
        }
        let bits = |tangent: &[f64]| tangent.iter().map(|number| number.to_bits()).collect::<Vec<u64>>();
        assert_eq!(bits(&tangents[0]), bits(&tangents[3]), "a product taken twice gives two results");
    }
}

/// Tests of functions of the corpus: their linear part is their tangent.
#[macro_export]
macro_rules! linear_parts {
    ($module:ident { $($function:ident $arguments:tt { $($point:tt)* })* }) => {$(
        mod $function {
            #[test]
            fn has_its_tangent_for_a_linear_part() {
                $crate::linear_points!($module $function $arguments { $($point)* });
            }
        }
    )*};
}

/// One block that checks each point.
#[macro_export]
macro_rules! linear_points {
    ($module:ident $function:ident $arguments:tt { $($($name:ident = $value:expr),+;)* }) => {
        $({
            struct Here;
            $crate::linear_point!(Here $module $function $arguments { $($name = $value),+ });
            $crate::harness::linear::check(&Here);
        })*
    };
}

/// Implements `LinearPoint`.
#[macro_export]
macro_rules! linear_point {
    ($here:ident $module:ident $function:ident ($($argument:expr),+ $(,)?) { $($name:ident = $value:expr),+ }) => {
        #[allow(unused_mut, unused_parens, unused_variables, clippy::all)]
        impl $crate::harness::linear::LinearPoint for $here {
            fn products(&self, lanes: usize, seeds: &[u64]) -> $crate::harness::linear::Products {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::linear::products_at::<$crate::corpus::$module::$function, _>(&arguments, lanes, seeds)
            }
        }
    };
}
