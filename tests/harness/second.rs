//! Second derivatives of any `SecondOrder` function: tangents of pullbacks, against differences of pullbacks, against themselves
//! the other way round, and at several numbers of lanes.

use jac_runtime::cotangent::Vector;
use jac_runtime::function::Function;
use jac_runtime::order::SecondOrder;
use jac_runtime::space::{Space, Tangent};

use super::values::{Fill, Leaf, Leaves, leaves_of};
use super::{Random, compare, floats, tolerance_of};

/// A function at a point. Implemented by the macro [`second_derivatives`].
pub trait SecondPoint {
    /// The inputs, as numbers in memory order.
    fn inputs(&self) -> Vec<Leaf>;
    /// The pullback of one cotangent, after each input float was replaced.
    fn pulled(&self, replace: &mut dyn FnMut(f64) -> f64, seeds: &Seeds) -> Pulled;
    /// The pullback, and its tangent, at so many lanes of each.
    fn tangent(&self, lanes: (usize, usize), seeds: &Seeds) -> PulledTangent;
}

/// Numbers for the directions and cotangents of each lane.
#[derive(Clone)]
pub struct Seeds {
    pub direction: u64,
    pub cotangent: u64,
    /// None if the cotangent is held constant.
    pub cotangent_dot: Option<u64>,
    /// How far the cotangent is moved along its tangent.
    pub moved: f64,
}

/// The value, and the cotangent of the inputs.
pub struct Pulled {
    pub value: Vec<Leaf>,
    pub bar: Vec<f64>,
}

/// For the last lanes of both sweeps.
pub struct PulledTangent {
    pub value: Vec<Leaf>,
    pub value_dot: Vec<f64>,
    pub bar: Vec<f64>,
    pub bar_dot: Vec<f64>,
}

pub fn plain<T: Space>(shape: &T::Shape, seed: u64, scale: f64) -> T::Plain
where
    T::Plain: Fill,
{
    let mut plain = T::into_plain(T::origin::<1>(shape));
    let mut next = Random::new(seed).stream();
    plain.fill(&mut || scale * next());
    plain
}

pub fn flat<T: Space>(shape: &T::Shape, mut tangent: Tangent<T, 1>) -> Vec<f64> {
    T::complete(shape, &mut tangent);
    let mut found = Vec::new();
    T::for_each::<f64, 1>(&tangent, 0, &mut |_, lanes| found.push(lanes.0[0]));
    assert_eq!(found.len(), T::dimension(shape), "the tangent has the shape of its value");
    found
}

/// The pullback of a cotangent.
pub fn pulled<F: Function<A>, A: Leaves>(arguments: &A, seeds: &Seeds) -> Pulled
where
    F::Output: Leaves,
    <F::Output as Space>::Plain: Fill,
{
    let (output, pullback) = F::pullback::<1>(arguments);
    let shape = output.shape();
    let mut seed = F::Output::lift::<1>(&plain::<F::Output>(&shape, seeds.cotangent, 1.0));
    if let Some(dot) = seeds.cotangent_dot {
        seed.accumulate(F::Output::lift::<1>(&plain::<F::Output>(&shape, dot, seeds.moved)));
    }
    let bar = flat::<F::Input>(&F::input_shape(arguments), pullback(seed));
    Pulled { value: leaves_of(&output), bar }
}

/// The tangent of the pullback at one of the numbers of lanes that are checked.
pub fn tangent_at<F: SecondOrder<A>, A: Leaves>(arguments: &A, lanes: (usize, usize), seeds: &Seeds) -> PulledTangent
where
    F::Output: Leaves,
    <F::Input as Space>::Plain: Fill,
    <F::Output as Space>::Plain: Fill,
{
    match lanes {
        (1, 1) => tangent::<F, A, 1, 1>(arguments, seeds),
        (3, 1) => tangent::<F, A, 3, 1>(arguments, seeds),
        (1, 2) => tangent::<F, A, 1, 2>(arguments, seeds),
        (2, 3) => tangent::<F, A, 2, 3>(arguments, seeds),
        _ => unreachable!("{lanes:?} lanes are not checked"),
    }
}

/// The tangent of the pullback: in all lanes but the last ones there is something else.
pub fn tangent<F: SecondOrder<A>, A: Leaves, const V: usize, const W: usize>(
    arguments: &A,
    seeds: &Seeds,
) -> PulledTangent
where
    F::Output: Leaves,
    <F::Input as Space>::Plain: Fill,
    <F::Output as Space>::Plain: Fill,
{
    let input = F::input_shape(arguments);
    let of_lane = |seed: u64, lane: usize, lanes: usize| seed + 1000 * (lanes - 1 - lane) as u64;
    let mut dot = F::Input::origin::<V>(&input);
    for lane in 0..V {
        let plain = plain::<F::Input>(&input, of_lane(seeds.direction, lane, V), 1.0);
        jac_runtime::rule::insert::<F::Input, V>(&mut dot, lane, &plain);
    }
    let (output, output_dot, pullback) =
        F::pullback_tangent::<V, { jac_runtime::order::ALL }, W, { jac_runtime::order::ALL }>(arguments, &dot);
    let shape = output.shape();
    let cotangent = |seed: u64| {
        let mut bar = F::Output::origin::<W>(&shape);
        for lane in 0..W {
            let plain = plain::<F::Output>(&shape, of_lane(seed, lane, W), 1.0);
            jac_runtime::rule::insert::<F::Output, W>(&mut bar, lane, &plain);
        }
        bar
    };
    let of_cotangents = F::Output::tangent_shape::<W>(&shape);
    let mut bar_dot = <Tangent<F::Output, W> as Space>::origin::<V>(&of_cotangents);
    if let Some(seed) = seeds.cotangent_dot {
        for lane in 0..V {
            let vector = cotangent(of_lane(seed, lane, V));
            jac_runtime::rule::insert::<Tangent<F::Output, W>, V>(&mut bar_dot, lane, &vector);
        }
    }
    let (bar, mut bar_dot) = pullback(cotangent(seeds.cotangent), bar_dot);
    <Tangent<F::Input, W> as Space>::complete::<V>(&F::Input::tangent_shape::<W>(&input), &mut bar_dot);
    let last = |mut vector: Tangent<F::Input, W>| {
        F::Input::complete(&input, &mut vector);
        flat::<F::Input>(&input, F::Input::lift::<1>(&F::Input::plain::<W>(&vector, W - 1)))
    };
    let bar_dot = last(<Tangent<F::Input, W> as Space>::plain::<V>(&bar_dot, V - 1));
    let mut output_dot = output_dot;
    F::Output::complete(&shape, &mut output_dot);
    let value_dot = F::Output::lift::<1>(&F::Output::plain::<V>(&output_dot, V - 1));
    PulledTangent {
        value: leaves_of(&output),
        value_dot: flat::<F::Output>(&shape, value_dot),
        bar: last(bar),
        bar_dot,
    }
}

/// Checks one function at one point.
pub fn check(point: &dyn SecondPoint) {
    let tolerance = tolerance_of(&[point.inputs(), point.tangent((1, 1), &seeds(1)).value].concat());
    for seed in 1..4 {
        let varied = seeds(seed);
        let found = point.tangent((1, 1), &varied);
        let first = point.pulled(&mut |x| x, &Seeds { moved: 0.0, ..varied.clone() });
        assert_eq!(found.value.len(), first.value.len());
        for (a, b) in found.value.iter().zip(&first.value) {
            assert!(a.is_identical(*b), "the value is {a:?} at second order, {b:?} at first");
        }
        compare("the pullback beside its tangent", &found.bar, &first.bar, tolerance);
        agrees_at_every_width(point, &varied, &found, tolerance);
        agrees_with_differences(point, &varied, &found);
        is_symmetric(point, seed, tolerance);
    }
}

fn seeds(seed: u64) -> Seeds {
    Seeds { direction: seed, cotangent: seed + 100, cotangent_dot: Some(seed + 200), moved: 0.0 }
}

fn agrees_at_every_width(point: &dyn SecondPoint, seeds: &Seeds, found: &PulledTangent, tolerance: f64) {
    let agree = |other: PulledTangent| {
        compare("the value's tangent at other widths", &other.value_dot, &found.value_dot, tolerance);
        compare("the pullback at other widths", &other.bar, &found.bar, tolerance);
        compare("the pullback's tangent at other widths", &other.bar_dot, &found.bar_dot, tolerance);
    };
    agree(point.tangent((3, 1), seeds));
    agree(point.tangent((1, 2), seeds));
    agree(point.tangent((2, 3), seeds));
}

fn agrees_with_differences(point: &dyn SecondPoint, seeds: &Seeds, found: &PulledTangent) {
    const STEP: f64 = 1e-5;
    const TOLERANCE: f64 = 5e-6;
    if point.inputs().iter().any(|leaf| matches!(leaf, Leaf::Single(_))) {
        return; // single precision leaves no digits
    }
    let displaced = |step: f64| {
        let mut next = Random::new(seeds.direction).stream();
        point.pulled(&mut |x| x + step * next(), &Seeds { moved: step, ..seeds.clone() })
    };
    let (right, left) = (displaced(STEP), displaced(-STEP));
    let slopes = |right: &[f64], left: &[f64]| -> Vec<f64> {
        right.iter().zip(left).map(|(right, left)| (right - left) / (2.0 * STEP)).collect()
    };
    compare("the pullback's tangent and differences", &found.bar_dot, &slopes(&right.bar, &left.bar), TOLERANCE);
    let value_dot = slopes(&floats(&right.value), &floats(&left.value));
    compare("the value's tangent and differences", &found.value_dot, &value_dot, TOLERANCE);
}

/// `d ᵀ H e = e ᵀ H d` for the Hessian of any combination of the outputs.
fn is_symmetric(point: &dyn SecondPoint, seed: u64, tolerance: f64) {
    let of = |direction: u64| {
        let seeds = Seeds { direction, cotangent: seed + 100, cotangent_dot: None, moved: 0.0 };
        point.tangent((1, 1), &seeds).bar_dot
    };
    let (one, other) = (of(seed), of(seed + 50));
    let product = |seed: u64, vector: &[f64]| -> (f64, f64) {
        let mut next = Random::new(seed).stream();
        let terms: Vec<f64> = vector.iter().map(|x| x * next()).collect();
        (terms.iter().sum(), terms.iter().map(|term| term.abs()).sum())
    };
    let ((a, size), (b, more)) = (product(seed + 50, &one), product(seed, &other));
    assert!((a - b).abs() <= tolerance * (1.0 + size + more), "second derivatives are not symmetric: {a} and {b}");
}

/// Tests of functions of the corpus at second order, a module each, at the points of [`derivatives`](crate::derivatives).
#[macro_export]
macro_rules! second_derivatives {
    ($module:ident { $($function:ident $arguments:tt { $($point:tt)* })* }) => {$(
        mod $function {
            #[test]
            fn has_second_derivatives() {
                $crate::second_points!($module $function $arguments { $($point)* });
            }
        }
    )*};
}

/// One block that checks each point.
#[macro_export]
macro_rules! second_points {
    ($module:ident $function:ident $arguments:tt { $($($name:ident = $value:expr),+;)* }) => {
        $({
            struct Here;
            $crate::second_point!(Here $module $function $arguments { $($name = $value),+ });
            $crate::harness::second::check(&Here);
        })*
    };
}

/// Implements `SecondPoint`.
#[macro_export]
macro_rules! second_point {
    ($here:ident $module:ident $function:ident ($($argument:expr),+ $(,)?) { $($name:ident = $value:expr),+ }) => {
        #[allow(unused_mut, unused_parens, unused_variables, clippy::all)]
        impl $crate::harness::second::SecondPoint for $here {
            fn inputs(&self) -> Vec<$crate::harness::values::Leaf> {
                let mut found = Vec::new();
                $($crate::harness::values::Leaves::leaves(&$value, &mut found);)+
                found
            }

            fn pulled(
                &self,
                replace: &mut dyn FnMut(f64) -> f64,
                seeds: &$crate::harness::second::Seeds,
            ) -> $crate::harness::second::Pulled {
                $(
                    let mut $name = $value;
                    $crate::harness::values::Input::alter(&mut $name, replace);
                )+
                let arguments = ($($argument),+);
                $crate::harness::second::pulled::<$crate::corpus::$module::$function, _>(&arguments, seeds)
            }

            fn tangent(
                &self,
                lanes: (usize, usize),
                seeds: &$crate::harness::second::Seeds,
            ) -> $crate::harness::second::PulledTangent {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::second::tangent_at::<$crate::corpus::$module::$function, _>(&arguments, lanes, seeds)
            }
        }
    };
}
