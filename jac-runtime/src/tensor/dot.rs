//! `dot` in all its shapes: the derivatives are matrix products too, and run in the same kernels as the product itself.
//!
//! Lanes lie side by side: an array of m by n lanes is a matrix of m by n·W numbers, which a matrix multiplies from the left in one
//! product. From the right, the lanes are put one below the other first.

use alloc::vec::Vec;

use ndarray::linalg::Dot as Product;
use ndarray::{Array, Array2, ArrayRef, Dimension, Ix1, Ix2, Zip};

use super::join::{ArrayOf, Kind, OneNumber};
use super::methods::handles;
use super::partial::total;
use super::{ArrayTangent, Bar, Dot, Element};
use crate::cotangent::{Accumulate, Cotangent, Vector};
use crate::lanes::Lanes;
use crate::sweep::Sweep;
use crate::tape::Tape;

/// Rows of lanes as rows of numbers, lane beside lane.
fn beside<F: Element, D: Dimension, const W: usize>(lanes: &ArrayRef<Lanes<F, W>, D>, rows: usize) -> Array2<F> {
    let columns = lanes.shape().iter().skip(1).product::<usize>() * W;
    let numbers: Vec<[F; W]> = match lanes.as_slice() {
        Some(lanes) => lanes.iter().map(|lanes| lanes.0).collect(),
        None => lanes.iter().map(|lanes| lanes.0).collect(),
    };
    Array2::from_shape_vec((rows, columns), numbers.into_flattened()).expect("one number for each lane")
}

/// The reverse of [`beside`].
fn from_beside<F: Element, D: Dimension, const W: usize>(numbers: &Array2<F>, shape: D) -> Array<Lanes<F, W>, D> {
    let numbers = numbers.as_standard_layout();
    let lanes = numbers.as_slice().unwrap_or_default().as_chunks().0;
    Array::from_shape_vec(shape, lanes.iter().map(|lanes| Lanes(*lanes)).collect()).expect("one number for each lane")
}

/// A matrix of lanes as one matrix for each lane, one below the other.
fn below<F: Element, const W: usize>(lanes: &ArrayRef<Lanes<F, W>, Ix2>) -> Array2<F> {
    let (rows, columns) = lanes.dim();
    let mut numbers = Vec::with_capacity(W * lanes.len());
    for lane in 0..W {
        match lanes.as_slice() {
            Some(lanes) => numbers.extend(lanes.iter().map(|lanes| lanes.0[lane])),
            None => numbers.extend(lanes.iter().map(|lanes| lanes.0[lane])),
        }
    }
    Array2::from_shape_vec((W * rows, columns), numbers).expect("one number for each lane")
}

/// The reverse of [`below`].
fn from_below<F: Element, const W: usize>(numbers: &Array2<F>) -> Array2<Lanes<F, W>> {
    if W == 1 {
        return numbers.mapv(|number| Lanes([number; W]));
    }
    let (rows, columns) = (numbers.nrows() / W, numbers.ncols());
    let mut lanes = Array2::from_elem((rows, columns), Lanes::ZERO);
    for (lane, numbers) in numbers.exact_chunks((rows.max(1), columns.max(1))).into_iter().enumerate() {
        Zip::from(&mut lanes).and(&numbers).for_each(|lanes, number| lanes.0[lane] = *number);
    }
    lanes
}

/// The bilinear maps behind `dot`.
///
/// `left_dot · right`, `left · right_dot`, and their transposes.
pub trait DotRule<E: Dimension>: Dimension {
    /// What the product is: a number or an array.
    type Kind: Kind;
    /// The product.
    fn product<F: Element>(left: &ArrayRef<F, Self>, right: &ArrayRef<F, E>) -> Value<F, Self, E>;
    /// Forward, by the left factor.
    fn of_left<F: Element, const W: usize>(
        dot: &Array<Lanes<F, W>, Self>,
        right: &ArrayRef<F, E>,
    ) -> Vectors<F, Self, E, W>;
    /// Forward, by the right factor.
    fn of_right<F: Element, const W: usize>(
        left: &ArrayRef<F, Self>,
        dot: &Array<Lanes<F, W>, E>,
    ) -> Vectors<F, Self, E, W>;
    /// Reverse, by the left factor.
    fn to_left<F: Element, const W: usize>(bar: &Bar<F, Self, W>, by: &Vectors<F, Self, E, W>, right: &ArrayRef<F, E>);
    /// Reverse, by the right factor.
    fn to_right<F: Element, const W: usize>(bar: &Bar<F, E, W>, by: &Vectors<F, Self, E, W>, left: &ArrayRef<F, Self>);
}

/// The product of arrays with so many axes.
type Value<F, D, E> = <<D as DotRule<E>>::Kind as Kind>::Value<F>;
/// Its tangent.
type Vectors<F, D, E, const W: usize> = <<D as DotRule<E>>::Kind as Kind>::Vectors<Lanes<F, W>>;

/// Adds numbers of which the lanes lie side by side.
fn add_beside<F: Element, D: Dimension, const W: usize>(bar: &Bar<F, D, W>, numbers: &Array2<F>) {
    let numbers = numbers.as_standard_layout();
    let lanes = numbers.as_slice().unwrap_or_default().as_chunks().0;
    match bar.as_slice() {
        Some(bar) => bar.iter().zip(lanes).for_each(|(bar, lanes)| bar.add(Lanes(*lanes))),
        None => bar.iter().zip(lanes).for_each(|(bar, lanes)| bar.add(Lanes(*lanes))),
    }
}

/// Adds the outer product of two vectors.
fn add_outer<F: Element, const W: usize>(
    bar: &ArrayRef<Cotangent<Lanes<F, W>>, Ix2>,
    rows: &ArrayRef<Lanes<F, W>, Ix1>,
    columns: &ArrayRef<F, Ix1>,
) {
    Zip::from(bar.rows()).and(rows).for_each(|bar, row| {
        Zip::from(&bar).and(columns).for_each(|bar, column| bar.add(*row * *column));
    });
}

/// The products of each row with a vector.
fn rows_by<F: Element, const W: usize>(
    rows: &ArrayRef<Lanes<F, W>, Ix2>,
    vector: &ArrayRef<F, Ix1>,
) -> Array<Lanes<F, W>, Ix1> {
    Zip::from(rows.rows())
        .map_collect(|row| Zip::from(&row).and(vector).fold(Lanes::ZERO, |sum, lanes, number| sum + *lanes * *number))
}

/// A vector by a vector.
impl DotRule<Ix1> for Ix1 {
    type Kind = OneNumber;
    #[inline]
    fn product<F: Element>(left: &ArrayRef<F, Ix1>, right: &ArrayRef<F, Ix1>) -> F {
        Product::dot(left, right)
    }
    #[inline]
    fn of_left<F: Element, const W: usize>(dot: &Array<Lanes<F, W>, Ix1>, right: &ArrayRef<F, Ix1>) -> Lanes<F, W> {
        let products = Zip::from(dot).and(right).map_collect(|dot, right| *dot * *right);
        total(products.view())
    }
    #[inline]
    fn of_right<F: Element, const W: usize>(left: &ArrayRef<F, Ix1>, dot: &Array<Lanes<F, W>, Ix1>) -> Lanes<F, W> {
        Self::of_left(dot, left)
    }
    #[inline]
    fn to_left<F: Element, const W: usize>(bar: &Bar<F, Ix1, W>, by: &Lanes<F, W>, right: &ArrayRef<F, Ix1>) {
        Zip::from(bar).and(right).for_each(|bar, right| bar.add(*by * *right));
    }
    #[inline]
    fn to_right<F: Element, const W: usize>(bar: &Bar<F, Ix1, W>, by: &Lanes<F, W>, left: &ArrayRef<F, Ix1>) {
        Self::to_left(bar, by, left);
    }
}

/// A matrix by a vector.
impl DotRule<Ix1> for Ix2 {
    type Kind = ArrayOf<Ix1>;
    #[inline]
    fn product<F: Element>(left: &ArrayRef<F, Ix2>, right: &ArrayRef<F, Ix1>) -> Array<F, Ix1> {
        Product::dot(left, right)
    }
    #[inline]
    fn of_left<F: Element, const W: usize>(dot: &Array<Lanes<F, W>, Ix2>, right: &ArrayRef<F, Ix1>) -> Dot<F, Ix1, W> {
        rows_by(dot, right).into()
    }
    #[inline]
    fn of_right<F: Element, const W: usize>(left: &ArrayRef<F, Ix2>, dot: &Array<Lanes<F, W>, Ix1>) -> Dot<F, Ix1, W> {
        from_beside(&F::matrix_product(left, &beside(dot, dot.len())), Ix1(left.nrows())).into()
    }
    #[inline]
    fn to_left<F: Element, const W: usize>(bar: &Bar<F, Ix2, W>, by: &Dot<F, Ix1, W>, right: &ArrayRef<F, Ix1>) {
        if let Some(by) = by.array() {
            add_outer(bar, by, right);
        }
    }
    #[inline]
    fn to_right<F: Element, const W: usize>(bar: &Bar<F, Ix1, W>, by: &Dot<F, Ix1, W>, left: &ArrayRef<F, Ix2>) {
        if let Some(by) = by.array() {
            add_beside(bar, &F::matrix_product(&left.t(), &beside(by, by.len())));
        }
    }
}

/// A vector by a matrix: the transposed matrix by the vector.
impl DotRule<Ix2> for Ix1 {
    type Kind = ArrayOf<Ix1>;
    #[inline]
    fn product<F: Element>(left: &ArrayRef<F, Ix1>, right: &ArrayRef<F, Ix2>) -> Array<F, Ix1> {
        Product::dot(left, right)
    }
    #[inline]
    fn of_left<F: Element, const W: usize>(dot: &Array<Lanes<F, W>, Ix1>, right: &ArrayRef<F, Ix2>) -> Dot<F, Ix1, W> {
        from_beside(&F::matrix_product(&right.t(), &beside(dot, dot.len())), Ix1(right.ncols())).into()
    }
    #[inline]
    fn of_right<F: Element, const W: usize>(left: &ArrayRef<F, Ix1>, dot: &Array<Lanes<F, W>, Ix2>) -> Dot<F, Ix1, W> {
        rows_by(&dot.t(), left).into()
    }
    #[inline]
    fn to_left<F: Element, const W: usize>(bar: &Bar<F, Ix1, W>, by: &Dot<F, Ix1, W>, right: &ArrayRef<F, Ix2>) {
        if let Some(by) = by.array() {
            add_beside(bar, &F::matrix_product(right, &beside(by, by.len())));
        }
    }
    #[inline]
    fn to_right<F: Element, const W: usize>(bar: &Bar<F, Ix2, W>, by: &Dot<F, Ix1, W>, left: &ArrayRef<F, Ix1>) {
        if let Some(by) = by.array() {
            add_outer(&bar.t(), by, left);
        }
    }
}

/// A matrix by a matrix.
impl DotRule<Ix2> for Ix2 {
    type Kind = ArrayOf<Ix2>;
    #[inline]
    fn product<F: Element>(left: &ArrayRef<F, Ix2>, right: &ArrayRef<F, Ix2>) -> Array2<F> {
        F::matrix_product(left, right)
    }
    #[inline]
    fn of_left<F: Element, const W: usize>(dot: &Array<Lanes<F, W>, Ix2>, right: &ArrayRef<F, Ix2>) -> Dot<F, Ix2, W> {
        from_below(&F::matrix_product(&below(dot), right)).into()
    }
    #[inline]
    fn of_right<F: Element, const W: usize>(left: &ArrayRef<F, Ix2>, dot: &Array<Lanes<F, W>, Ix2>) -> Dot<F, Ix2, W> {
        from_beside(&F::matrix_product(left, &beside(dot, dot.nrows())), Ix2(left.nrows(), dot.ncols())).into()
    }
    #[inline]
    fn to_left<F: Element, const W: usize>(bar: &Bar<F, Ix2, W>, by: &Dot<F, Ix2, W>, right: &ArrayRef<F, Ix2>) {
        if let Some(by) = by.array() {
            let lanes: Array2<Lanes<F, W>> = from_below(&F::matrix_product(&below(by), &right.t()));
            Zip::from(bar).and(&lanes).for_each(|bar, lanes| bar.add(*lanes));
        }
    }
    #[inline]
    fn to_right<F: Element, const W: usize>(bar: &Bar<F, Ix2, W>, by: &Dot<F, Ix2, W>, left: &ArrayRef<F, Ix2>) {
        if let Some(by) = by.array() {
            add_beside(bar, &F::matrix_product(&left.t(), &beside(by, by.nrows())));
        }
    }
}

impl handles::Dot {
    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: DotRule<E>, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        left: &ArrayRef<F, D>,
        right: &ArrayRef<F, E>,
        left_dot: Option<&Dot<F, D, W>>,
        right_dot: Option<&Dot<F, E, W>>,
    ) -> (Value<F, D, E>, Vectors<F, D, E, W>) {
        let value = D::product(left, right);
        let mut dot: Vectors<F, D, E, W> = match left_dot.and_then(ArrayTangent::array) {
            Some(dot) => D::of_left(dot, right),
            None => Vector::ZERO,
        };
        if let Some(right_dot) = right_dot.and_then(ArrayTangent::array) {
            dot.accumulate(D::of_right(left, right_dot));
        }
        (value, dot)
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: DotRule<E>, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        left: &ArrayRef<F, D>,
        right: &ArrayRef<F, E>,
        _: &mut Tape,
    ) -> (
        Value<F, D, E>,
        impl Fn(
            &Tape,
            Option<&ArrayRef<F, D>>,
            Option<&Bar<F, D, W>>,
            &ArrayRef<F, E>,
            Option<&Bar<F, E, W>>,
            Vectors<F, D, E, W>,
        ) + use<F, D, E, W, MASK>,
    ) {
        let pull = |_: &Tape,
                    left: Option<&ArrayRef<F, D>>,
                    left_bar: Option<&Bar<F, D, W>>,
                    right: &ArrayRef<F, E>,
                    right_bar: Option<&Bar<F, E, W>>,
                    by: Vectors<F, D, E, W>| {
            if let Some(bar) = left_bar {
                D::to_left(bar, &by, right);
            }
            if let Some(bar) = right_bar {
                D::to_right(bar, &by, left.expect("what a method borrows is passed to its pullback"));
            }
        };
        (D::product(left, right), pull)
    }

    /// For a linearization: the factors that tangents are multiplied by are kept.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: DotRule<E>, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        left: &ArrayRef<F, D>,
        right: &ArrayRef<F, E>,
        _: &mut Tape,
    ) -> (
        Value<F, D, E>,
        impl Fn(&Tape, Option<&Dot<F, D, W>>, Option<&Dot<F, E, W>>) -> (Vectors<F, D, E, W>,) + use<F, D, E, W, MASK>,
    ) {
        const KEPT: &str = "a factor is kept for what varies";
        let value = D::product(left, right);
        let kept_right = (MASK & 1 != 0).then(|| right.to_owned());
        let kept_left = (MASK & 2 != 0).then(|| left.to_owned());
        let linear = move |_: &Tape, left_dot: Option<&Dot<F, D, W>>, right_dot: Option<&Dot<F, E, W>>| {
            let mut dot: Vectors<F, D, E, W> = match left_dot.and_then(ArrayTangent::array) {
                Some(dot) => D::of_left(dot, kept_right.as_ref().expect(KEPT)),
                None => Vector::ZERO,
            };
            if let Some(right_dot) = right_dot.and_then(ArrayTangent::array) {
                dot.accumulate(D::of_right(kept_left.as_ref().expect(KEPT), right_dot));
            }
            (dot,)
        };
        (value, linear)
    }
}
