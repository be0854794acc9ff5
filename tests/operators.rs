//! Rules of operators, written by hand: by value and by reference, generic, and what a pullback may not hold.

use std::ops::{AddAssign, Mul, Neg};

use jac::__private::{
    ByReference, ByValue, Operator, OperatorPullback, OperatorRule, Sweep, Tangent, Vector, kept, operation,
};
use jac::Differentiable;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Row<const N: usize> {
    at: [f64; N],
}

impl<const N: usize> Mul<Row<N>> for f64 {
    type Output = Row<N>;
    fn mul(self, row: Row<N>) -> Row<N> {
        Row { at: row.at.map(|x| self * x) }
    }
}

impl<const N: usize, const W: usize> OperatorRule<operation::Mul, Row<N>, ByValue, ByValue, W> for f64 {
    type Output = Row<N>;

    fn tangent<const MASK: u128>(
        left: &f64,
        right: &Row<N>,
        left_dot: Option<&Tangent<f64, W>>,
        right_dot: Option<&Tangent<Row<N>, W>>,
    ) -> (Row<N>, Tangent<Row<N>, W>) {
        let (left_dot, right_dot) =
            (left_dot.cloned().unwrap_or(Vector::ZERO), right_dot.cloned().unwrap_or(Vector::ZERO));
        let at = std::array::from_fn(|i| left_dot * right.at[i] + right_dot.at[i] * *left);
        (*left * *right, RowTangent { at })
    }

    fn pullback<const MASK: u128>(
        left: &f64,
        right: &Row<N>,
    ) -> (Row<N>, impl OperatorPullback<f64, Row<N>, Row<N>, W> + use<N, W, MASK>) {
        let (left, right) = (*left, *right);
        let pullback = move |bar: Tangent<Row<N>, W>| {
            let mut left_bar: Tangent<f64, W> = Vector::ZERO;
            for i in 0..N {
                left_bar.accumulate(bar.at[i] * right.at[i]);
            }
            (left_bar, RowTangent { at: bar.at.map(|bar| bar * left) })
        };
        (left * right, kept::<f64, Row<N>, Row<N>, _, W>(move |_, _, bar| pullback(bar)))
    }
}

/// The inner product, of references only.
impl<const N: usize> Mul<&Row<N>> for &Row<N> {
    type Output = f64;
    fn mul(self, other: &Row<N>) -> f64 {
        (0..N).map(|i| self.at[i] * other.at[i]).sum()
    }
}

impl<const N: usize, const W: usize> OperatorRule<operation::Mul, Row<N>, ByReference, ByReference, W> for Row<N> {
    type Output = f64;

    fn tangent<const MASK: u128>(
        left: &Row<N>,
        right: &Row<N>,
        left_dot: Option<&Tangent<Row<N>, W>>,
        right_dot: Option<&Tangent<Row<N>, W>>,
    ) -> (f64, Tangent<f64, W>) {
        let mut dot: Tangent<f64, W> = Vector::ZERO;
        for i in 0..N {
            dot.accumulate(left_dot.as_ref().map_or(Vector::ZERO, |dot| dot.at[i] * right.at[i]));
            dot.accumulate(right_dot.as_ref().map_or(Vector::ZERO, |dot| dot.at[i] * left.at[i]));
        }
        (left * right, dot)
    }

    fn pullback<const MASK: u128>(
        left: &Row<N>,
        right: &Row<N>,
    ) -> (f64, impl OperatorPullback<Row<N>, Row<N>, f64, W> + use<N, W, MASK>) {
        let pullback = |left: Option<&Row<N>>, right: Option<&Row<N>>, bar: Tangent<f64, W>| {
            let (left, right) =
                (left.expect("a reference is passed again"), right.expect("a reference is passed again"));
            (RowTangent { at: right.at.map(|x| bar * x) }, RowTangent { at: left.at.map(|x| bar * x) })
        };
        (left * right, kept::<Row<N>, Row<N>, f64, _, W>(pullback))
    }
}

impl<const N: usize> Neg for Row<N> {
    type Output = Row<N>;
    fn neg(self) -> Row<N> {
        Row { at: self.at.map(|x| -x) }
    }
}

impl<const N: usize, const W: usize> OperatorRule<operation::Neg, (), ByValue, ByValue, W> for Row<N> {
    type Output = Row<N>;

    fn tangent<const MASK: u128>(
        value: &Row<N>,
        _: &(),
        dot: Option<&Tangent<Row<N>, W>>,
        _: Option<&()>,
    ) -> (Row<N>, Tangent<Row<N>, W>) {
        (-*value, RowTangent { at: dot.cloned().unwrap_or(Vector::ZERO).at.map(|dot| -dot) })
    }

    fn pullback<const MASK: u128>(
        value: &Row<N>,
        _: &(),
    ) -> (Row<N>, impl OperatorPullback<Row<N>, (), Row<N>, W> + use<N, W, MASK>) {
        let pullback = |_: Option<&Row<N>>, _: Option<&()>, bar: Tangent<Row<N>, W>| {
            (RowTangent { at: bar.at.map(|bar| -bar) }, ())
        };
        (-*value, kept::<Row<N>, (), Row<N>, _, W>(pullback))
    }
}

/// `row += x` adds to every element.
impl<const N: usize> AddAssign<f64> for Row<N> {
    fn add_assign(&mut self, x: f64) {
        for element in &mut self.at {
            *element += x;
        }
    }
}

impl<const N: usize, const W: usize> OperatorRule<operation::AddAssign, f64, ByValue, ByValue, W> for Row<N> {
    type Output = Row<N>;

    fn tangent<const MASK: u128>(
        row: &Row<N>,
        x: &f64,
        row_dot: Option<&Tangent<Row<N>, W>>,
        x_dot: Option<&Tangent<f64, W>>,
    ) -> (Row<N>, Tangent<Row<N>, W>) {
        let mut value = *row;
        value += *x;
        let mut dot = row_dot.cloned().unwrap_or(Vector::ZERO);
        dot.accumulate(RowTangent { at: [x_dot.copied().unwrap_or(Vector::ZERO); N] });
        (value, dot)
    }

    fn pullback<const MASK: u128>(
        row: &Row<N>,
        x: &f64,
    ) -> (Row<N>, impl OperatorPullback<Row<N>, f64, Row<N>, W> + use<N, W, MASK>) {
        let mut value = *row;
        value += *x;
        let pullback = |_: Option<&Row<N>>, _: Option<&f64>, bar: Tangent<Row<N>, W>| {
            let mut x_bar: Tangent<f64, W> = Vector::ZERO;
            bar.at.iter().for_each(|bar| x_bar.accumulate(*bar));
            (bar, x_bar)
        };
        (value, kept::<Row<N>, f64, Row<N>, _, W>(pullback))
    }
}

use jac::__private::Lanes;

#[test]
fn a_rule_is_found_by_the_types_of_the_operands() {
    let row = Row { at: [1.0, 2.0, 4.0] };
    let row_dot = RowTangent { at: [0.5, 0.25, -1.0].map(|x| Lanes([x, 0.0])) };
    let (value, dot) = Operator::<operation::Mul, ByValue, ByValue>::tangent(
        Sweep::<2, 3>,
        &3.0,
        &row,
        Some(&Lanes([0.0, 1.0])),
        Some(&row_dot),
    );
    assert_eq!(value.at, [3.0, 6.0, 12.0]);
    assert_eq!(dot.at, [Lanes([1.5, 1.0]), Lanes([0.75, 2.0]), Lanes([-3.0, 4.0])]);
    let (value, dot) =
        Operator::<operation::Mul, ByValue, ByValue>::tangent(Sweep::<1, 2>, &3.0, &2.0, None, Some(&Lanes([1.0])));
    assert_eq!((value, dot), (6.0, Lanes([3.0])));
    let (value, ()) = Operator::<operation::Rem, ByValue, ByReference>::tangent(Sweep::<1, 3>, &7, &4, None, None);
    assert_eq!(value, 3);
}

#[test]
fn a_pullback_holds_no_borrow() {
    let (mut a, b) = (Row { at: [1.0, 2.0] }, Row { at: [3.0, 5.0] });
    let (value, kept) = Operator::<operation::Mul, ByReference, ByReference>::pullback(Sweep::<1, 3>, &a, &b);
    let before = a;
    a.at[0] = value;
    let (a_bar, b_bar) = kept.pull(Some(&before), Some(&b), None, Lanes([2.0]));
    assert_eq!(a_bar.at, [Lanes([6.0]), Lanes([10.0])]);
    assert_eq!(b_bar.at, [Lanes([2.0]), Lanes([4.0])]);
    assert_eq!(a.at, [13.0, 2.0]);
    // The same operator between values has a rule of its own.
    let (value, kept) = Operator::<operation::Mul, ByValue, ByValue>::pullback(Sweep::<1, 3>, &2.0, &b);
    assert_eq!(value.at, [6.0, 10.0]);
    let (factor_bar, b_bar) = kept.pull(None, None, None, RowTangent { at: [Lanes([1.0]), Lanes([10.0])] });
    assert_eq!(factor_bar, Lanes([53.0]));
    assert_eq!(b_bar.at, [Lanes([2.0]), Lanes([20.0])]);
}

#[test]
fn negation_and_assignment_have_rules() {
    let row = Row { at: [1.0, 2.0] };
    let bar = RowTangent { at: [Lanes([1.0]), Lanes([10.0])] };
    let (value, kept) = Operator::<operation::Neg, ByValue, ByValue>::pullback(Sweep::<1, 1>, &row, &());
    assert_eq!(value.at, [-1.0, -2.0]);
    let (row_bar, ()) = kept.pull(None, None, None, bar);
    assert_eq!(row_bar.at, [Lanes([-1.0]), Lanes([-10.0])]);
    let (value, kept) = Operator::<operation::AddAssign, ByValue, ByValue>::pullback(Sweep::<1, 3>, &row, &0.5);
    assert_eq!(value.at, [1.5, 2.5]);
    let (row_bar, x_bar) = kept.pull(None, None, None, bar);
    assert_eq!(row_bar.at, [Lanes([1.0]), Lanes([10.0])]);
    assert_eq!(x_bar, Lanes([11.0]));
}

/// The signs and factors of one float operator, from its pullback and its tangent.
fn partials<Operation>(left: f64, right: f64) -> [(f64, f64); 2]
where
    f64: OperatorRule<Operation, f64, ByValue, ByValue, 1, Output = f64>,
{
    let one = Some(&Lanes([1.0]));
    let partial = |left_dot, right_dot| {
        <f64 as OperatorRule<_, _, _, _, 1>>::tangent::<3>(&left, &right, left_dot, right_dot).1.0[0]
    };
    let (value, kept) = <f64 as OperatorRule<_, _, _, _, 1>>::pullback::<3>(&left, &right);
    let (left_bar, right_bar) = kept.pull(Some(&left), Some(&right), Some(&value), Lanes([1.0]));
    assert_eq!(partial(one, one), partial(one, None) + partial(None, one));
    assert_eq!(partial(None, None), 0.0);
    [(partial(one, None), partial(None, one)), (left_bar.0[0], right_bar.0[0])]
}

#[test]
fn floats_have_the_partials_of_arithmetic() {
    let (x, y) = (3.0, 4.0);
    assert_eq!(partials::<operation::Add>(x, y), [(1.0, 1.0); 2]);
    assert_eq!(partials::<operation::Sub>(x, y), [(1.0, -1.0); 2]);
    assert_eq!(partials::<operation::Mul>(x, y), [(4.0, 3.0); 2]);
    assert_eq!(partials::<operation::Div>(x, y), [(0.25, -0.1875); 2]);
    assert_eq!(partials::<operation::Rem>(x * 3.0, y), [(1.0, -2.0); 2]);
    assert_eq!(partials::<operation::SubAssign>(x, y), [(1.0, -1.0); 2]);
    assert_eq!(partials::<operation::DivAssign>(x, y), [(0.25, -0.1875); 2]);
}

#[test]
fn what_is_held_constant_makes_no_nan() {
    let (value, dot) =
        Operator::<operation::Mul, ByValue, ByValue>::tangent(Sweep::<1, 1>, &0.0, &f64::INFINITY, None, None);
    assert!(value.is_nan());
    assert_eq!(dot, Lanes([0.0]));
    let (_, kept) = Operator::<operation::Mul, ByValue, ByValue>::pullback(Sweep::<1, 3>, &1.0, &f64::INFINITY);
    let (left_bar, right_bar) = kept.pull(Some(&1.0), None, None, Lanes([0.0]));
    assert_eq!((left_bar, right_bar), (Lanes([0.0]), Lanes([0.0])));
}

#[test]
fn floats_keep_nothing() {
    let (_, kept) = Operator::<operation::Mul, ByValue, ByValue>::pullback(Sweep::<8, 3>, &2.0, &3.0);
    assert_eq!(size_of_val(&kept), 0);
}
