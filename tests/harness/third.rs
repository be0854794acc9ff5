//! Third derivatives of any `ThirdOrder` function: the tangent of the tangent of a pullback, against differences of that of second order, with the
//! two directions exchanged, and at several numbers of lanes.

use jac_runtime::order::{ALL, ThirdOrder};
use jac_runtime::rule::insert;
use jac_runtime::space::{Space, Tangent};

use super::second::{PulledTangent, Seeds, flat, plain};
use super::values::{Fill, Leaf, Leaves, leaves_of};
use super::{Random, compare, tolerance_of};

/// A function at a point. Implemented by the macro [`third_derivatives`].
pub trait ThirdPoint {
    /// The inputs, as numbers in memory order.
    fn inputs(&self) -> Vec<Leaf>;
    /// The derivatives of second order, after each input float was replaced.
    fn second(&self, replace: &mut dyn FnMut(f64) -> f64, seeds: &Seeds) -> PulledTangent;
    /// Those of third order, along two directions, at so many lanes of each sweep.
    fn third(&self, lanes: (usize, usize, usize), dot: u64, dash: u64) -> Thirds;
}

/// For the last lanes of all sweeps: the value, the cotangent of the inputs, its derivative along each direction, and along both.
pub struct Thirds {
    value: Vec<Leaf>,
    bar: Vec<f64>,
    dot: Vec<f64>,
    dash: Vec<f64>,
    both: Vec<f64>,
}

const COTANGENT: u64 = 300;

/// In all lanes but the last ones there is something else.
fn vector<T: Space, const W: usize>(shape: &T::Shape, seed: u64) -> Tangent<T, W>
where
    T::Plain: Fill,
{
    let mut vector = T::origin::<W>(shape);
    for lane in 0..W {
        insert::<T, W>(&mut vector, lane, &plain::<T>(shape, seed + 1000 * (W - 1 - lane) as u64, 1.0));
    }
    vector
}

/// At one of the numbers of lanes that are checked.
pub fn third_at<F: ThirdOrder<A>, A: Leaves>(arguments: &A, lanes: (usize, usize, usize), dot: u64, dash: u64) -> Thirds
where
    F::Output: Leaves,
    <F::Input as Space>::Plain: Fill,
    <F::Output as Space>::Plain: Fill,
{
    match lanes {
        (1, 1, 1) => third::<F, A, 1, 1, 1>(arguments, dot, dash),
        (2, 3, 1) => third::<F, A, 2, 3, 1>(arguments, dot, dash),
        (1, 2, 2) => third::<F, A, 1, 2, 2>(arguments, dot, dash),
        _ => unreachable!("{lanes:?} lanes are not checked"),
    }
}

pub fn third<F: ThirdOrder<A>, A: Leaves, const U: usize, const V: usize, const W: usize>(
    arguments: &A,
    dot: u64,
    dash: u64,
) -> Thirds
where
    F::Output: Leaves,
    <F::Input as Space>::Plain: Fill,
    <F::Output as Space>::Plain: Fill,
{
    type Of<T, const W: usize, const V: usize> = Tangent<Tangent<T, W>, V>;
    let input = F::input_shape(arguments);
    let (dot, dash) = (vector::<F::Input, V>(&input, dot), vector::<F::Input, U>(&input, dash));
    let dot_dash = Tangent::<F::Input, V>::origin::<U>(&F::Input::tangent_shape::<V>(&input));
    let (output, _, _, _, pullback) =
        F::pullback_tangent_tangent::<U, ALL, V, ALL, W, ALL>(arguments, &dot, &dash, &dot_dash);
    let shape = output.shape();
    let seed = vector::<F::Output, W>(&shape, COTANGENT);
    let of_seed = F::Output::tangent_shape::<W>(&shape);
    let of_dot = Tangent::<F::Output, W>::tangent_shape::<V>(&of_seed);
    let zeros = (
        Tangent::<F::Output, W>::origin::<V>(&of_seed),
        Tangent::<F::Output, W>::origin::<U>(&of_seed),
        Of::<F::Output, W, V>::origin::<U>(&of_dot),
    );
    let (bar, mut bar_dot, mut bar_dash, mut both) = pullback(seed, zeros.0, zeros.1, zeros.2);
    let of_bar = F::Input::tangent_shape::<W>(&input);
    Tangent::<F::Input, W>::complete::<V>(&of_bar, &mut bar_dot);
    Tangent::<F::Input, W>::complete::<U>(&of_bar, &mut bar_dash);
    let of_bar_dot = Tangent::<F::Input, W>::tangent_shape::<V>(&of_bar);
    Of::<F::Input, W, V>::complete::<U>(&of_bar_dot, &mut both);
    let last = |mut vector: Tangent<F::Input, W>| {
        F::Input::complete(&input, &mut vector);
        flat::<F::Input>(&input, F::Input::lift::<1>(&F::Input::plain::<W>(&vector, W - 1)))
    };
    let both = Of::<F::Input, W, V>::plain::<U>(&both, U - 1);
    Thirds {
        value: leaves_of(&output),
        bar: last(bar),
        dot: last(Tangent::<F::Input, W>::plain::<V>(&bar_dot, V - 1)),
        dash: last(Tangent::<F::Input, W>::plain::<U>(&bar_dash, U - 1)),
        both: last(Tangent::<F::Input, W>::plain::<V>(&both, V - 1)),
    }
}

/// Checks one function at one point.
pub fn check(point: &dyn ThirdPoint) {
    let tolerance = tolerance_of(&[point.inputs(), point.third((1, 1, 1), 1, 2).value].concat());
    for seed in 1..3 {
        let (dot, dash) = (seed, seed + 100);
        let found = point.third((1, 1, 1), dot, dash);
        let seeds = |direction| Seeds { direction, cotangent: COTANGENT, cotangent_dot: None, moved: 0.0 };
        let along = |direction| point.second(&mut |x| x, &seeds(direction));
        let (along_dot, along_dash) = (along(dot), along(dash));
        for (a, b) in found.value.iter().zip(&along_dot.value) {
            assert!(a.is_identical(*b), "the value is {a:?} at third order, {b:?} at second");
        }
        compare("the pullback at third order", &found.bar, &along_dot.bar, tolerance);
        compare("its tangent at third order", &found.dot, &along_dot.bar_dot, tolerance);
        compare("its other tangent at third order", &found.dash, &along_dash.bar_dot, tolerance);

        let exchanged = point.third((1, 1, 1), dash, dot);
        compare("third derivatives with the directions exchanged", &exchanged.both, &found.both, tolerance);
        let wide = point.third((2, 3, 1), dot, dash);
        compare("third derivatives at other widths", &wide.both, &found.both, tolerance);
        let wide = point.third((1, 2, 2), dot, dash);
        compare("third derivatives at other widths", &wide.both, &found.both, tolerance);
        agrees_with_differences(point, &seeds(dot), dash, &found.both);
    }
}

fn agrees_with_differences(point: &dyn ThirdPoint, seeds: &Seeds, dash: u64, found: &[f64]) {
    const STEP: f64 = 1e-5;
    const TOLERANCE: f64 = 2e-5;
    if point.inputs().iter().any(|leaf| matches!(leaf, Leaf::Single(_))) {
        return; // single precision leaves no digits
    }
    let displaced = |step: f64| {
        let mut next = Random::new(dash).stream();
        point.second(&mut |x| x + step * next(), seeds).bar_dot
    };
    let (right, left) = (displaced(STEP), displaced(-STEP));
    let slopes: Vec<f64> = right.iter().zip(&left).map(|(right, left)| (right - left) / (2.0 * STEP)).collect();
    compare("third derivatives and differences", found, &slopes, TOLERANCE);
}

/// Tests of functions of the corpus at third order, a module each, at the points of [`derivatives`](crate::derivatives).
#[macro_export]
macro_rules! third_derivatives {
    ($module:ident { $($function:ident $arguments:tt { $($point:tt)* })* }) => {$(
        mod $function {
            #[test]
            fn has_third_derivatives() {
                $crate::third_points!($module $function $arguments { $($point)* });
            }
        }
    )*};
}

/// One block that checks each point.
#[macro_export]
macro_rules! third_points {
    ($module:ident $function:ident $arguments:tt { $($($name:ident = $value:expr),+;)* }) => {
        $({
            struct Here;
            $crate::third_point!(Here $module $function $arguments { $($name = $value),+ });
            $crate::harness::third::check(&Here);
        })*
    };
}

/// Implements `ThirdPoint`.
#[macro_export]
macro_rules! third_point {
    ($here:ident $module:ident $function:ident ($($argument:expr),+ $(,)?) { $($name:ident = $value:expr),+ }) => {
        #[allow(unused_mut, unused_parens, unused_variables, clippy::all)]
        impl $crate::harness::third::ThirdPoint for $here {
            fn inputs(&self) -> Vec<$crate::harness::values::Leaf> {
                let mut found = Vec::new();
                $($crate::harness::values::Leaves::leaves(&$value, &mut found);)+
                found
            }

            fn second(
                &self,
                replace: &mut dyn FnMut(f64) -> f64,
                seeds: &$crate::harness::second::Seeds,
            ) -> $crate::harness::second::PulledTangent {
                $(
                    let mut $name = $value;
                    $crate::harness::values::Input::alter(&mut $name, replace);
                )+
                let arguments = ($($argument),+);
                $crate::harness::second::tangent::<$crate::corpus::$module::$function, _, 1, 1>(&arguments, seeds)
            }

            fn third(
                &self,
                lanes: (usize, usize, usize),
                dot: u64,
                dash: u64,
            ) -> $crate::harness::third::Thirds {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::third::third_at::<$crate::corpus::$module::$function, _>(&arguments, lanes, dot, dash)
            }
        }
    };
}
