//! The harness of the corpus: every function, at several points, in both modes and at every width, against its
//! twin over dual numbers, against itself, and against central differences.
#![allow(dead_code)] // each test binary uses its part

pub mod dual;
pub mod linear;
pub mod second;
pub mod sweep;
pub mod third;
pub mod values;

use dual::Dual;
use sweep::Derivative;
use values::Leaf;

/// A function at a point. Implemented by the macro [`derivatives`].
pub trait Point {
    /// The inputs, as numbers in memory order.
    fn inputs(&self) -> Vec<Leaf>;
    /// The result, then what the `&mut` parameters refer to, after each input float was replaced.
    fn primal(&self, replace: &mut dyn FnMut(f64) -> f64) -> Vec<Leaf>;
    /// The same over dual numbers, after each input float was made dual.
    fn twin(&self, dual: &mut dyn FnMut(f64) -> Dual) -> Vec<Leaf>;
    /// The Jacobian by tangents.
    fn forward(&self, lanes: usize) -> Derivative;
    /// The Jacobian by pullbacks.
    fn reverse(&self, lanes: usize) -> Derivative;
    /// The Jacobian by elimination, if there is one.
    fn eliminated(&self) -> Option<Derivative>;
    fn diagonal(&self) -> Option<Derivative>;
    /// The value, and the tangent along a direction.
    fn along(&self, lanes: usize, direction: &mut dyn FnMut() -> f64) -> (Vec<Leaf>, Vec<f64>);
    /// The value, and the pullback of a cotangent.
    fn back(&self, lanes: usize, cotangent: &mut dyn FnMut() -> f64) -> (Vec<Leaf>, Vec<f64>);
}

/// What is checked of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Check {
    Value,
    Jacobian,
    Transpose,
    Differences,
}

/// Checks one function at one point.
pub fn check(point: &dyn Point, what: Check) {
    match what {
        Check::Value => returns_the_primal(point),
        Check::Jacobian => has_the_jacobian_of_the_twin(point),
        Check::Transpose => has_transposed_modes(point),
        Check::Differences => agrees_with_differences(point),
    }
}

/// Dense Jacobians above this size are left to the directional checks.
const LARGEST_JACOBIAN: usize = 4096;

fn returns_the_primal(point: &dyn Point) {
    let expected = point.primal(&mut |x| x);
    let agree = |way: &str, value: Vec<Leaf>| {
        assert_eq!(value.len(), expected.len(), "{way}: number of outputs");
        for (i, (&a, &b)) in value.iter().zip(&expected).enumerate() {
            assert!(a.is_identical(b), "{way}: output {i} is {a:?}, the primal is {b:?}");
        }
    };
    agree("tangent", point.along(1, &mut || 1.0).0);
    agree("tangent, 4 lanes", point.along(4, &mut || 1.0).0);
    agree("pullback", point.back(1, &mut || 1.0).0);
    agree("pullback, 4 lanes", point.back(4, &mut || 1.0).0);
    if let Some(derivative) = point.eliminated() {
        agree("elimination", derivative.value);
    }
    if let Some(derivative) = point.diagonal() {
        agree("element by element", derivative.value);
    }
}

fn has_the_jacobian_of_the_twin(point: &dyn Point) {
    let tolerance = tolerance(point);
    let inputs = floats(&point.inputs()).len();
    let value = floats(&point.primal(&mut |x| x));
    let twin = floats(&point.twin(&mut Dual::constant));
    assert_eq!(value.len(), twin.len(), "the twin has other outputs");
    compare("the twin's value", &value, &twin, tolerance);
    if inputs * value.len() > LARGEST_JACOBIAN {
        return;
    }
    let mut expected = vec![0.0; value.len() * inputs];
    for column in 0..inputs {
        for (row, slope) in twin_along(point, &mut unit(column)).into_iter().enumerate() {
            expected[row * inputs + column] = slope;
        }
    }
    let agree = |way: &str, found: Derivative| {
        assert_eq!((found.rows, found.columns), (value.len(), inputs), "{way}: shape");
        compare(way, &found.jacobian, &expected, tolerance);
    };
    agree("forward, 1 lane", point.forward(1));
    agree("forward, 2 lanes", point.forward(2));
    agree("forward, 4 lanes", point.forward(4));
    agree("forward, 8 lanes", point.forward(8));
    agree("reverse, 1 lane", point.reverse(1));
    agree("reverse, 2 lanes", point.reverse(2));
    agree("reverse, 4 lanes", point.reverse(4));
    agree("reverse, 8 lanes", point.reverse(8));
    if let Some(derivative) = point.eliminated() {
        agree("elimination", derivative);
    }
    if let Some(derivative) = point.diagonal() {
        agree("element by element", derivative);
    }
}

fn has_transposed_modes(point: &dyn Point) {
    let tolerance = tolerance(point);
    for seed in 1..4 {
        let (_, tangent) = point.along(1, &mut Random::new(seed).stream());
        let (_, lanes) = point.along(4, &mut Random::new(seed).stream());
        compare("one lane and four", &tangent, &lanes, tolerance);
        let twin = twin_along(point, &mut Random::new(seed).stream());
        compare("tangent and twin", &tangent, &twin, tolerance);
        let (_, cotangent) = point.back(1, &mut Random::new(seed + 100).stream());
        let (_, lanes) = point.back(4, &mut Random::new(seed + 100).stream());
        compare("one lane and four", &cotangent, &lanes, tolerance);
        let mut v = Random::new(seed).stream();
        let mut w = Random::new(seed + 100).stream();
        let forward: Vec<f64> = tangent.iter().map(|slope| slope * w()).collect();
        let reverse: Vec<f64> = cotangent.iter().map(|slope| slope * v()).collect();
        let size: f64 = forward.iter().chain(&reverse).map(|term| term.abs()).sum();
        let (forward, reverse): (f64, f64) = (forward.iter().sum(), reverse.iter().sum());
        assert!((forward - reverse).abs() <= tolerance * (1.0 + size), "⟨J v, w⟩ = {forward}, ⟨v, Jᵀ w⟩ = {reverse}");
    }
}

fn agrees_with_differences(point: &dyn Point) {
    const STEP: f64 = 1e-5;
    const TOLERANCE: f64 = 2e-6;
    if point.inputs().iter().any(|leaf| matches!(leaf, Leaf::Single(_))) {
        return; // single precision leaves no digits
    }
    for seed in 1..4 {
        let displaced = |step: f64| {
            let mut next = Random::new(seed).stream();
            floats(&point.primal(&mut |x| x + step * next()))
        };
        let (right, left) = (displaced(STEP), displaced(-STEP));
        let slopes = right.iter().zip(&left);
        let slopes: Vec<f64> = slopes.map(|(right, left)| (right - left) / (2.0 * STEP)).collect();
        let (_, tangent) = point.along(1, &mut Random::new(seed).stream());
        compare("tangent and differences", &tangent, &slopes, TOLERANCE);
    }
}

/// The slopes of the twin along a direction.
fn twin_along(point: &dyn Point, direction: &mut dyn FnMut() -> f64) -> Vec<f64> {
    let outputs = point.twin(&mut |value| Dual { value, slope: direction() });
    let slope = |leaf: &Leaf| match leaf {
        Leaf::Dual(dual) => Some(dual.slope),
        _ => None,
    };
    outputs.iter().filter_map(slope).collect()
}

fn unit(index: usize) -> impl FnMut() -> f64 {
    let mut next = 0;
    move || {
        next += 1;
        if next == index + 1 { 1.0 } else { 0.0 }
    }
}

fn floats(leaves: &[Leaf]) -> Vec<f64> {
    leaves.iter().filter_map(|leaf| leaf.float()).collect()
}

/// Relative to the largest element.
fn tolerance(point: &dyn Point) -> f64 {
    tolerance_of(&[point.inputs(), point.primal(&mut |x| x)].concat())
}

fn tolerance_of(numbers: &[Leaf]) -> f64 {
    let single = numbers.iter().any(|leaf| matches!(leaf, Leaf::Single(_)));
    if single { 2e-5 } else { 1e-11 }
}

fn compare(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{what}: number of elements");
    let finite = expected.iter().filter(|x| x.is_finite());
    let largest = finite.fold(0.0f64, |largest, x| largest.max(x.abs()));
    for (i, (&a, &b)) in found.iter().zip(expected).enumerate() {
        let close = (a - b).abs() <= tolerance * (b.abs() + 0.1 * (1.0 + largest));
        assert!(
            close || a == b || a.is_nan() && b.is_nan(),
            "{what}: element {i} is {a:e}, expected {b:e}\n  found {found:?}\nexpected {expected:?}"
        );
    }
}

/// Pseudo-random numbers between −1 and 1 that `f32` represents exactly.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn stream(mut self) -> impl FnMut() -> f64 {
        move || {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 44) as f64 / (1u64 << 19) as f64 - 1.0
        }
    }
}

/// Tests of functions of the corpus, a module each:
/// `derivatives! { scalars { logistic(x, &k) { x = 0.5, k = 2.0; x = -1.0, k = 0.1; } } }`.
///
/// The names bound at a point are the arguments in order, owned; the call borrows from them.
#[macro_export]
macro_rules! derivatives {
    ($module:ident { $($function:ident $arguments:tt { $($point:tt)* })* }) => {$(
        mod $function {
            #[allow(unused_imports)]
            use $crate::harness::{check, Check};

            fn at_each_point(what: Check) {
                $crate::points!(what $module $function $arguments { $($point)* });
            }

            #[test]
            fn returns_the_primal_bit_for_bit() {
                at_each_point(Check::Value);
            }

            #[test]
            fn has_the_jacobian_of_its_twin_in_both_modes_at_every_width() {
                at_each_point(Check::Jacobian);
            }

            #[test]
            fn has_a_reverse_mode_that_is_the_transpose_of_its_forward_mode() {
                at_each_point(Check::Transpose);
            }

            #[test]
            fn agrees_with_central_differences() {
                at_each_point(Check::Differences);
            }
        }
    )*};
}

/// One block that checks each point.
#[macro_export]
macro_rules! points {
    ($what:ident $module:ident $function:ident $arguments:tt { $($($name:ident = $value:expr),+;)* }) => {
        $({
            struct Here;
            $crate::point!(Here $module $function $arguments { $($name = $value),+ });
            check(&Here, $what);
        })*
    };
}

/// Implements `Point`.
#[macro_export]
macro_rules! point {
    ($here:ident $module:ident $function:ident ($($argument:expr),+ $(,)?) { $($name:ident = $value:expr),+ }) => {
        #[allow(unused_mut, unused_parens, unused_variables, clippy::all)]
        impl $crate::harness::Point for $here {
            fn inputs(&self) -> Vec<$crate::harness::values::Leaf> {
                let mut found = Vec::new();
                $($crate::harness::values::Leaves::leaves(&$value, &mut found);)+
                found
            }

            fn primal(&self, replace: &mut dyn FnMut(f64) -> f64) -> Vec<$crate::harness::values::Leaf> {
                $(
                    let mut $name = $value;
                    $crate::harness::values::Input::alter(&mut $name, replace);
                )+
                let result = $crate::corpus::$module::$function($($argument),+);
                let mut found = $crate::harness::values::leaves_of(&result);
                $($crate::harness::values::Argument::written(&$argument, &mut found);)+
                found
            }

            fn twin(
                &self,
                dual: &mut dyn FnMut(f64) -> $crate::harness::dual::Dual,
            ) -> Vec<$crate::harness::values::Leaf> {
                $(let mut $name = $crate::harness::values::Input::twin(&$value, dual);)+
                let result = $crate::dual::$module::$function($($argument),+);
                let mut found = $crate::harness::values::leaves_of(&result);
                $($crate::harness::values::Argument::written(&$argument, &mut found);)+
                found
            }

            fn forward(&self, lanes: usize) -> $crate::harness::sweep::Derivative {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::sweep::forward_at::<$crate::corpus::$module::$function, _>(&arguments, lanes)
            }

            fn reverse(&self, lanes: usize) -> $crate::harness::sweep::Derivative {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::sweep::reverse_at::<$crate::corpus::$module::$function, _>(&arguments, lanes)
            }

            fn eliminated(&self) -> Option<$crate::harness::sweep::Derivative> {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::sweep::eliminated::<$crate::corpus::$module::$function, _>(&arguments)
            }

            fn diagonal(&self) -> Option<$crate::harness::sweep::Derivative> {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::sweep::diagonal::<$crate::corpus::$module::$function, _>(&arguments)
            }

            fn along(
                &self,
                lanes: usize,
                direction: &mut dyn FnMut() -> f64,
            ) -> (Vec<$crate::harness::values::Leaf>, Vec<f64>) {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::sweep::along_at::<$crate::corpus::$module::$function, _>(&arguments, lanes, direction)
            }

            fn back(
                &self,
                lanes: usize,
                cotangent: &mut dyn FnMut() -> f64,
            ) -> (Vec<$crate::harness::values::Leaf>, Vec<f64>) {
                $(let mut $name = $value;)+
                let arguments = ($($argument),+);
                $crate::harness::sweep::back_at::<$crate::corpus::$module::$function, _>(&arguments, lanes, cotangent)
            }
        }
    };
}
