//! Jacobians of any `Function`, dense and along directions, over flat indices.

use jac_runtime::cotangent::Vector;
use jac_runtime::float::Float;
use jac_runtime::function::{Elements, Function};
use jac_runtime::space::{Space, Tangent};
use jac_runtime::tape::Tape;

use super::values::{Fill, Leaf, Leaves, leaves_of};

/// The value and the dense Jacobian: rows by columns, row-major.
pub struct Derivative {
    pub value: Vec<Leaf>,
    pub rows: usize,
    pub columns: usize,
    pub jacobian: Vec<f64>,
}

/// Calls a function at one of the numbers of lanes that are checked.
macro_rules! at {
    ($lanes:ident among $($width:literal)*: $function:ident::<$F:ident, $A:ident> $arguments:tt) => {
        match $lanes {
            $($width => $function::<$F, $A, $width> $arguments,)*
            _ => unreachable!("{} lanes are not checked", $lanes),
        }
    };
}

/// The Jacobian by tangents, at so many lanes.
pub fn forward_at<F: Function<A>, A: Leaves>(arguments: &A, lanes: usize) -> Derivative
where
    F::Output: Leaves,
{
    at!(lanes among 1 2 4 8: forward::<F, A>(arguments))
}

/// The Jacobian by pullbacks, at so many lanes.
pub fn reverse_at<F: Function<A>, A: Leaves>(arguments: &A, lanes: usize) -> Derivative
where
    F::Output: Leaves,
{
    at!(lanes among 1 2 4 8: reverse::<F, A>(arguments))
}

/// The value and the tangent along one direction, at so many lanes.
pub fn along_at<F: Function<A>, A: Leaves>(
    arguments: &A,
    lanes: usize,
    direction: &mut dyn FnMut() -> f64,
) -> (Vec<Leaf>, Vec<f64>)
where
    F::Output: Leaves,
    <F::Input as Space>::Plain: Fill,
{
    at!(lanes among 1 4: along::<F, A>(arguments, direction))
}

/// The value and the pullback of one cotangent, at so many lanes.
pub fn back_at<F: Function<A>, A: Leaves>(
    arguments: &A,
    lanes: usize,
    cotangent: &mut dyn FnMut() -> f64,
) -> (Vec<Leaf>, Vec<f64>)
where
    F::Output: Leaves,
    <F::Output as Space>::Plain: Fill,
{
    at!(lanes among 1 4: back::<F, A>(arguments, cotangent))
}

/// The Jacobian by tangents, `W` columns a sweep.
pub fn forward<F: Function<A>, A: Leaves, const W: usize>(arguments: &A) -> Derivative
where
    F::Output: Leaves,
{
    let before = leaves_of(arguments);
    let shape = F::input_shape(arguments);
    let columns = F::Input::dimension(&shape);
    let mut sweeps = Vec::new();
    let mut value = Vec::new();
    for column in (0..columns.max(1)).step_by(W) {
        let seed = <F::Input as Space>::seed::<W>(&shape, column);
        let (output, tangent) = F::tangent::<W>(arguments, &seed);
        sweeps.push(flat::<F::Output, W>(&output.shape(), tangent));
        value = leaves_of(&output);
    }
    assert_unchanged(&before, arguments);
    let rows = sweeps[0].len();
    let element = |i: usize| sweeps[i % columns / W][i / columns][i % columns % W];
    let jacobian = (0..rows * columns).map(element).collect();
    Derivative { value, rows, columns, jacobian }
}

/// The Jacobian by pullbacks, `W` rows a sweep, all of them after one evaluation of the primal.
pub fn reverse<F: Function<A>, A: Leaves, const W: usize>(arguments: &A) -> Derivative
where
    F::Output: Leaves,
{
    let before = leaves_of(arguments);
    let shape = F::input_shape(arguments);
    let columns = F::Input::dimension(&shape);
    let (output, pullback) = F::pullback::<W>(arguments);
    let value = leaves_of(&output);
    let rows = F::Output::dimension(&output.shape());
    let mut jacobian = vec![0.0; rows * columns];
    for row in (0..rows).step_by(W) {
        let sweep = || {
            let seed = <F::Output as Space>::seed::<W>(&output.shape(), row);
            flat::<F::Input, W>(&shape, pullback(seed))
        };
        let cotangent = sweep();
        assert!(same(&cotangent, &sweep()), "a pullback called twice gives two results");
        if F::JOINT {
            let seed = <F::Output as Space>::seed::<W>(&output.shape(), row);
            let (joint_output, joint, _) = F::joint::<W>(arguments, seed, Tape::default());
            assert!(
                leaves_of(&joint_output).iter().zip(&value).all(|(a, b)| a.is_identical(*b)),
                "the value of a joint sweep"
            );
            agree(&flat::<F::Input, W>(&shape, joint), &cotangent, 1e5 * F::Input::EPSILON);
        }
        for (column, lanes) in cotangent.iter().enumerate() {
            for lane in 0..W.min(rows - row) {
                jacobian[(row + lane) * columns + column] = lanes[lane];
            }
        }
    }
    drop(pullback);
    assert_unchanged(&before, arguments);
    Derivative { value, rows, columns, jacobian }
}

/// Sums of cotangents may be taken in another order.
fn agree<const W: usize>(joint: &[[f64; W]], separate: &[[f64; W]], tolerance: f64) {
    let finite = separate.iter().flatten().filter(|number| number.is_finite());
    let scale = finite.fold(1.0_f64, |scale, number| scale.max(number.abs()));
    assert_eq!(joint.len(), separate.len());
    for (a, b) in joint.iter().flatten().zip(separate.iter().flatten()) {
        let is_same = a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance * scale;
        assert!(is_same, "a joint sweep gives {joint:?}, separate ones {separate:?}");
    }
}

/// The value and the dense Jacobian by elimination, where there is one.
pub fn eliminated<F: Function<A>, A: Leaves>(arguments: &A) -> Option<Derivative>
where
    F::Output: Leaves,
{
    struct Dense {
        columns: usize,
        jacobian: Vec<f64>,
        set: Vec<bool>,
    }
    impl Elements for Dense {
        fn set<G: Float>(&mut self, row: usize, column: usize, value: G) {
            assert!(column < self.columns, "a column outside of the Jacobian");
            let index = row * self.columns + column;
            assert!(!self.set[index], "element ({row}, {column}) is set twice");
            self.set[index] = true;
            self.jacobian[index] = value.to_f64();
        }
    }
    if !F::ELIMINATES {
        return None;
    }
    let before = leaves_of(arguments);
    let columns = F::Input::DIMENSION.expect("the input has a fixed size");
    let rows = F::Output::DIMENSION.expect("the output has a fixed size");
    let size = rows * columns;
    let mut dense = Dense { columns, jacobian: vec![0.0; size], set: vec![false; size] };
    let output = F::eliminate(arguments, &mut dense);
    assert_unchanged(&before, arguments);
    Some(Derivative { value: leaves_of(&output), rows, columns, jacobian: dense.jacobian })
}

/// The value and the dense Jacobian of what maps a list element by element, in one sweep.
pub fn diagonal<F: Function<A>, A: Leaves>(arguments: &A) -> Option<Derivative>
where
    F::Output: Leaves,
{
    if const { !F::DIAGONAL || F::ELIMINATES } {
        return None;
    }
    let before = leaves_of(arguments);
    let columns = F::Input::dimension(&F::input_shape(arguments));
    let rows = F::Output::dimension(&F::value(arguments).shape());
    let mut jacobian = vec![f64::NAN; rows * columns];
    let output = jac_runtime::jacobian::jacobian_into::<F, A, f64>(arguments, &mut jacobian);
    assert_unchanged(&before, arguments);
    Some(Derivative { value: leaves_of(&output), rows, columns, jacobian })
}

/// The value and the tangent along one direction, which all `W` lanes carry.
pub fn along<F: Function<A>, A: Leaves, const W: usize>(
    arguments: &A,
    direction: &mut dyn FnMut() -> f64,
) -> (Vec<Leaf>, Vec<f64>)
where
    F::Output: Leaves,
    <F::Input as Space>::Plain: Fill,
{
    let before = leaves_of(arguments);
    let seed = filled::<F::Input, W>(&F::input_shape(arguments), direction);
    let (output, tangent) = F::tangent::<W>(arguments, &seed);
    assert_unchanged(&before, arguments);
    let tangent = flat::<F::Output, W>(&output.shape(), tangent);
    (leaves_of(&output), last_lane(&tangent))
}

/// The value and the pullback of one cotangent, which all `W` lanes carry.
pub fn back<F: Function<A>, A: Leaves, const W: usize>(
    arguments: &A,
    cotangent: &mut dyn FnMut() -> f64,
) -> (Vec<Leaf>, Vec<f64>)
where
    F::Output: Leaves,
    <F::Output as Space>::Plain: Fill,
{
    let before = leaves_of(arguments);
    let (output, pullback) = F::pullback::<W>(arguments);
    let seed = filled::<F::Output, W>(&output.shape(), cotangent);
    let cotangent = flat::<F::Input, W>(&F::input_shape(arguments), pullback(seed));
    drop(pullback);
    assert_unchanged(&before, arguments);
    (leaves_of(&output), last_lane(&cotangent))
}

/// A tangent whose lanes all hold the numbers of `next`.
pub fn filled<T: Space, const W: usize>(shape: &T::Shape, next: &mut dyn FnMut() -> f64) -> Tangent<T, W>
where
    T::Plain: Fill,
{
    let mut plain = T::plain::<1>(&T::origin::<1>(shape), 0);
    plain.fill(next);
    T::lift(&plain)
}

/// The lanes of a tangent in memory order. The empty `Vec` counts as the zero of its length.
pub fn flat<T: Space, const W: usize>(shape: &T::Shape, tangent: Tangent<T, W>) -> Vec<[f64; W]> {
    let mut full = T::origin::<W>(shape);
    full.accumulate(tangent);
    let mut found = Vec::new();
    T::for_each::<f64, W>(&full, 0, &mut |index, lanes| {
        assert_eq!(index, found.len(), "flat indices are consecutive");
        found.push(lanes.0);
    });
    assert_eq!(found.len(), T::dimension(shape), "the tangent has the shape of its value");
    found
}

fn last_lane<const W: usize>(lanes: &[[f64; W]]) -> Vec<f64> {
    lanes.iter().map(|lanes| lanes[W - 1]).collect()
}

fn same<const W: usize>(a: &[[f64; W]], b: &[[f64; W]]) -> bool {
    let bits = |lanes: &[[f64; W]]| lanes.iter().flatten().map(|x| x.to_bits()).collect::<Vec<_>>();
    bits(a) == bits(b)
}

pub fn assert_unchanged<A: Leaves>(before: &[Leaf], arguments: &A) {
    let after = leaves_of(arguments);
    let same = before.iter().zip(&after).all(|(&a, &b)| a.is_identical(b));
    assert!(same, "differentiation changed an argument: {before:?} became {after:?}");
}
