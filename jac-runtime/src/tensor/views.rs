//! Methods that rearrange the elements: views of all kinds, and their shapes.
//!
//! Values, tangents and cotangents are rearranged alike. In reverse the cotangent of the result is added to the *same view* of that of the
//! array, so that an element which occurs twice (in a broadcast) is added to twice.

use ndarray::{Array, ArrayRef, Axis, DimMax, Dimension, IntoDimension, Ix1, Ix2, IxDyn, RemoveAxis, SliceArg, Zip};

use super::methods::handles;
use super::{ArrayTangent, Element, cut};
use crate::cotangent::{Accumulate, Cotangent};
use crate::lanes::Lanes;
use crate::sweep::Sweep;
use crate::tape::Tape;

macro_rules! unit {
    ($name:ident) => {
        ()
    };
}

macro_rules! views {
    ($(
        $handle:ident [$($generics:tt)*] ($($argument:ident: $type:ty),*): $from:ty => $to:ty, where [$($bounds:tt)*],
        |$view:ident| $body:expr;
    )*) => {$(
        #[allow(clippy::clone_on_copy, clippy::redundant_clone)]
        impl handles::$handle {
            /// Forward mode.
            #[inline]
            #[track_caller]
            pub fn tangent<F, $($generics)* const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                receiver: &ArrayRef<F, $from>,
                $($argument: $type,)*
                dot: Option<&ArrayTangent<Lanes<F, W>, $from>>,
                $(_: unit!($argument),)*
            ) -> (Array<F, $to>, ArrayTangent<Lanes<F, W>, $to>)
            where F: Element, $($bounds)*
            {
                let value = {
                    $(let $argument = $argument.clone();)*
                    let $view = receiver.view();
                    $body.to_owned()
                };
                let dot = dot.and_then(ArrayTangent::array).map(|dot| {
                    let $view = dot.view();
                    $body.to_owned()
                });
                (value, ArrayTangent(dot))
            }

            /// Reverse mode.
            #[inline]
            #[track_caller]
            #[allow(clippy::unused_unit)]
            pub fn pullback<F, $($generics)* const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                receiver: &ArrayRef<F, $from>,
                $($argument: $type,)*
                _: &mut Tape,
            ) -> (
                Array<F, $to>,
                impl Fn(
                    &Tape,
                    Option<&ArrayRef<F, $from>>,
                    Option<&Array<Cotangent<Lanes<F, W>>, $from>>,
                    ArrayTangent<Lanes<F, W>, $to>,
                ) -> ($(unit!($argument),)*) + use<F, $($generics)* W, MASK>,
            )
            where F: Element, $($bounds)*
            {
                let value = {
                    $(let $argument = $argument.clone();)*
                    let $view = receiver.view();
                    $body.to_owned()
                };
                let pull = move |_: &Tape,
                    _: Option<&ArrayRef<F, $from>>,
                    bar: Option<&Array<Cotangent<Lanes<F, W>>, $from>>,
                    by: ArrayTangent<Lanes<F, W>, $to>| {
                    if let (Some(bar), Some(by)) = (bar, by.array()) {
                        $(let $argument = $argument.clone();)*
                        let $view = bar.view();
                        Zip::from(&$body).and(by).for_each(|target, value| target.add(*value));
                    }
                    ($({ let $argument = (); $argument },)*)
                };
                (value, pull)
            }

            /// For a linearization.
            #[inline]
            #[track_caller]
            pub fn linearized<F, $($generics)* const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                receiver: &ArrayRef<F, $from>,
                $($argument: $type,)*
                _: &mut Tape,
            ) -> (
                Array<F, $to>,
                impl Fn(
                    &Tape,
                    Option<&ArrayTangent<Lanes<F, W>, $from>>,
                    $(unit!($argument),)*
                ) -> (ArrayTangent<Lanes<F, W>, $to>,) + use<F, $($generics)* W, MASK>,
            )
            where F: Element, $($bounds)*
            {
                let value = {
                    $(let $argument = $argument.clone();)*
                    let $view = receiver.view();
                    $body.to_owned()
                };
                let linear = move |_: &Tape, dot: Option<&ArrayTangent<Lanes<F, W>, $from>>, $(_: unit!($argument),)*| {
                    let dot = dot.and_then(ArrayTangent::array).map(|dot| {
                        $(let $argument = $argument.clone();)*
                        let $view = dot.view();
                        $body.to_owned()
                    });
                    (ArrayTangent(dot),)
                };
                (value, linear)
            }
        }
    )*};
}

views! {
    Transposed [D,] (): D => D, where [D: Dimension], |view| view.reversed_axes();
    ReversedAxes [D,] (): D => D, where [D: Dimension], |view| view.reversed_axes();
    View [D,] (): D => D, where [D: Dimension], |view| view;
    IntoOwned [D,] (): D => D, where [D: Dimension], |view| view;
    PermutedAxes [D, A,] (axes: A): D => D, where [D: Dimension, A: IntoDimension<Dim = D> + Clone],
        |view| view.permuted_axes(axes);
    Row [] (index: usize): Ix2 => Ix1, where [], |view| view.index_axis_move(Axis(0), index);
    Column [] (index: usize): Ix2 => Ix1, where [], |view| view.index_axis_move(Axis(1), index);
    IndexAxis [D,] (axis: Axis, index: usize): D => D::Smaller, where [D: RemoveAxis],
        |view| view.index_axis_move(axis, index);
    Outer [D,] (index: usize): D => D::Smaller, where [D: RemoveAxis], |view| view.index_axis_move(Axis(0), index);
    InsertAxis [D,] (axis: Axis): D => D::Larger, where [D: Dimension], |view| view.insert_axis(axis);
    Diag [D,] (): D => Ix1, where [D: Dimension], |view| view.into_diag();
    Slice [D, I,] (info: I): D => I::OutDim, where [D: Dimension, I: SliceArg<D> + Clone],
        |view| view.slice_move(info);
    SliceAxis [D,] (axis: Axis, slice: ndarray::Slice): D => D, where [D: Dimension], |view| view.slice_axis_move(axis, slice);
    RemoveAxis [D,] (axis: Axis): D => D::Smaller, where [D: RemoveAxis], |view| view.remove_axis(axis);
    IntoDyn [D,] (): D => IxDyn, where [D: Dimension], |view| view.into_dyn();
    SwappedAxes [D,] (first: usize, second: usize): D => D, where [D: Dimension],
        |view| { let mut view = view; view.swap_axes(first, second); view };
    InvertedAxis [D,] (axis: Axis): D => D, where [D: Dimension],
        |view| { let mut view = view; view.invert_axis(axis); view };
    Lane [D,] (axis: Axis, number: usize): D => Ix1, where [D: Dimension], |view| cut::lane(view, axis, number);
    Stretch [D,] (axis: Axis, low: usize, high: usize): D => D, where [D: Dimension],
        |view| cut::stretch(view, axis, low, high);
    WindowOf [D, E,] (size: E, number: usize): D => D, where [D: Dimension, E: IntoDimension<Dim = D> + Clone],
        |view| { let size = size.into_dimension(); let step = cut::ones(&size); cut::block(view, &size, &step, number) };
    StridedWindow [D, E,] (size: E, stride: E, number: usize): D => D, where [D: Dimension, E: IntoDimension<Dim = D> + Clone],
        |view| cut::block(view, &size.into_dimension(), &stride.into_dimension(), number);
    Chunk [D, E,] (size: E, number: usize): D => D, where [D: Dimension, E: IntoDimension<Dim = D> + Clone],
        |view| { let size = size.into_dimension(); cut::block(view, &size, &size, number) };
}

/// A matrix is made as the vector is, and the cotangent of the vector is the diagonal of that of the matrix.
impl handles::FromDiag {
    /// Forward mode.
    #[inline]
    pub fn tangent<F: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, Ix1>,
        dot: Option<&ArrayTangent<Lanes<F, W>, Ix1>>,
    ) -> (Array<F, Ix2>, ArrayTangent<Lanes<F, W>, Ix2>) {
        let dot = dot.and_then(ArrayTangent::array).map(|dot| {
            let mut matrix = Array::from_elem((dot.len(), dot.len()), Lanes::ZERO);
            matrix.diag_mut().assign(dot);
            matrix
        });
        (receiver.jac_from_diag(), ArrayTangent(dot))
    }

    /// Reverse mode.
    #[inline]
    pub fn pullback<F: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, Ix1>,
        _: &mut Tape,
    ) -> (
        Array<F, Ix2>,
        impl Fn(
            &Tape,
            Option<&ArrayRef<F, Ix1>>,
            Option<&Array<Cotangent<Lanes<F, W>>, Ix1>>,
            ArrayTangent<Lanes<F, W>, Ix2>,
        ) + use<F, W, MASK>,
    ) {
        let pull = |_: &Tape,
                    _: Option<&ArrayRef<F, Ix1>>,
                    bar: Option<&Array<Cotangent<Lanes<F, W>>, Ix1>>,
                    by: ArrayTangent<Lanes<F, W>, Ix2>| {
            if let (Some(bar), Some(by)) = (bar, by.array()) {
                Zip::from(bar).and(by.diag()).for_each(|target, value| target.add(*value));
            }
        };
        (receiver.jac_from_diag(), pull)
    }

    /// For a linearization.
    #[inline]
    pub fn linearized<F: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, Ix1>,
        _: &mut Tape,
    ) -> (
        Array<F, Ix2>,
        impl Fn(&Tape, Option<&ArrayTangent<Lanes<F, W>, Ix1>>) -> (ArrayTangent<Lanes<F, W>, Ix2>,) + use<F, W, MASK>,
    ) {
        let linear = |_: &Tape, dot: Option<&ArrayTangent<Lanes<F, W>, Ix1>>| {
            let dot = dot.and_then(ArrayTangent::array).map(|dot| {
                let mut matrix = Array::from_elem((dot.len(), dot.len()), Lanes::ZERO);
                matrix.diag_mut().assign(dot);
                matrix
            });
            (ArrayTangent(dot),)
        };
        (receiver.jac_from_diag(), linear)
    }
}

/// A shape that fits is there before anything is differentiated.
const FITS: &str = "the shape fits, as it fitted the value";

impl handles::Broadcast {
    /// For a linearization.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: Dimension, E: IntoDimension + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, D>,
        shape: E,
        _: &mut Tape,
    ) -> (
        Array<F, E::Dim>,
        impl Fn(&Tape, Option<&ArrayTangent<Lanes<F, W>, D>>, ()) -> (ArrayTangent<Lanes<F, W>, E::Dim>,)
        + use<F, D, E, W, MASK>,
    )
    where
        D: DimMax<E::Dim>,
    {
        let value = receiver.jac_broadcast(shape.clone());
        let linear = move |_: &Tape, dot: Option<&ArrayTangent<Lanes<F, W>, D>>, (): ()| {
            let dot = dot.and_then(ArrayTangent::array);
            (ArrayTangent(dot.map(|dot| dot.broadcast(shape.clone()).expect(FITS).to_owned())),)
        };
        (value, linear)
    }

    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: Dimension, E: IntoDimension + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, D>,
        shape: E,
        dot: Option<&ArrayTangent<Lanes<F, W>, D>>,
        (): (),
    ) -> (Array<F, E::Dim>, ArrayTangent<Lanes<F, W>, E::Dim>)
    where
        D: DimMax<E::Dim>,
    {
        let dot = dot.and_then(ArrayTangent::array);
        let dot = dot.map(|dot| dot.broadcast(shape.clone()).expect(FITS).to_owned());
        (receiver.jac_broadcast(shape), ArrayTangent(dot))
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: Dimension, E: IntoDimension + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, D>,
        shape: E,
        _: &mut Tape,
    ) -> (
        Array<F, E::Dim>,
        impl Fn(
            &Tape,
            Option<&ArrayRef<F, D>>,
            Option<&Array<Cotangent<Lanes<F, W>>, D>>,
            ArrayTangent<Lanes<F, W>, E::Dim>,
        ) -> ((),)
        + use<F, D, E, W, MASK>,
    )
    where
        D: DimMax<E::Dim>,
    {
        let value = receiver.jac_broadcast(shape.clone());
        let pull = move |_: &Tape,
                         _: Option<&ArrayRef<F, D>>,
                         bar: Option<&Array<Cotangent<Lanes<F, W>>, D>>,
                         by: ArrayTangent<Lanes<F, W>, E::Dim>| {
            if let (Some(bar), Some(by)) = (bar, by.array()) {
                let bar = bar.broadcast(shape.clone()).expect(FITS);
                Zip::from(&bar).and(by).for_each(|target, value| target.add(*value));
            }
            ((),)
        };
        (value, pull)
    }
}

impl handles::Reshaped {
    /// For a linearization.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: Dimension, E: IntoDimension + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, D>,
        shape: E,
        _: &mut Tape,
    ) -> (
        Array<F, E::Dim>,
        impl Fn(&Tape, Option<&ArrayTangent<Lanes<F, W>, D>>, ()) -> (ArrayTangent<Lanes<F, W>, E::Dim>,)
        + use<F, D, E, W, MASK>,
    ) {
        let value = receiver.jac_reshaped(shape.clone());
        let linear = move |_: &Tape, dot: Option<&ArrayTangent<Lanes<F, W>, D>>, (): ()| {
            let dot = dot.and_then(ArrayTangent::array);
            (ArrayTangent(dot.map(|dot| dot.to_shape(shape.clone().into_dimension()).expect(FITS).into_owned())),)
        };
        (value, linear)
    }

    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: Dimension, E: IntoDimension + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, D>,
        shape: E,
        dot: Option<&ArrayTangent<Lanes<F, W>, D>>,
        (): (),
    ) -> (Array<F, E::Dim>, ArrayTangent<Lanes<F, W>, E::Dim>) {
        let dot = dot.and_then(ArrayTangent::array);
        let dot = dot.map(|dot| dot.to_shape(shape.clone().into_dimension()).expect(FITS).into_owned());
        (receiver.jac_reshaped(shape), ArrayTangent(dot))
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: Dimension, E: IntoDimension + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        receiver: &ArrayRef<F, D>,
        shape: E,
        _: &mut Tape,
    ) -> (
        Array<F, E::Dim>,
        impl Fn(
            &Tape,
            Option<&ArrayRef<F, D>>,
            Option<&Array<Cotangent<Lanes<F, W>>, D>>,
            ArrayTangent<Lanes<F, W>, E::Dim>,
        ) -> ((),)
        + use<F, D, E, W, MASK>,
    ) {
        let value = receiver.jac_reshaped(shape);
        let pull = move |_: &Tape,
                         _: Option<&ArrayRef<F, D>>,
                         bar: Option<&Array<Cotangent<Lanes<F, W>>, D>>,
                         by: ArrayTangent<Lanes<F, W>, E::Dim>| {
            if let (Some(bar), Some(by)) = (bar, by.array()) {
                bar.iter().zip(by).for_each(|(target, value)| target.add(*value));
            }
            ((),)
        };
        (value, pull)
    }
}

/// What stands in the source behind an `unwrap`, or is a view: as methods that give owned arrays.
pub trait Rearranged<F, D: Dimension> {
    /// `broadcast(shape).unwrap()`
    fn jac_broadcast<E: IntoDimension>(&self, shape: E) -> Array<F, E::Dim>
    where
        D: DimMax<E::Dim>;
    /// `column(index)`
    fn jac_column(&self, index: usize) -> Array<F, Ix1>
    where
        Self: Matrix<F>;
    /// `diag()`
    fn jac_diag(&self) -> Array<F, Ix1>;
    /// `index_axis(axis, index)`
    fn jac_index_axis(&self, axis: Axis, index: usize) -> Array<F, D::Smaller>
    where
        D: RemoveAxis;
    /// `insert_axis(axis)`
    fn jac_insert_axis(&self, axis: Axis) -> Array<F, D::Larger>;
    /// `permuted_axes(axes)`
    fn jac_permuted_axes<A: IntoDimension<Dim = D>>(&self, axes: A) -> Array<F, D>;
    /// `reversed_axes()`
    fn jac_reversed_axes(&self) -> Array<F, D>;
    /// `row(index)`
    fn jac_row(&self, index: usize) -> Array<F, Ix1>
    where
        Self: Matrix<F>;
    /// `slice(info)`
    fn jac_slice<I: SliceArg<D>>(&self, info: I) -> Array<F, I::OutDim>;
    /// `t()`
    fn jac_t(&self) -> Array<F, D>;
    /// `view()`
    fn jac_view(&self) -> Array<F, D>;
    /// A part of the first axis.
    fn jac_outer(&self, index: usize) -> Array<F, D::Smaller>
    where
        D: RemoveAxis;
    /// `slice_axis(axis, slice)`
    fn jac_slice_axis(&self, axis: Axis, slice: ndarray::Slice) -> Array<F, D>;
    /// `remove_axis(axis)`
    fn jac_remove_axis(&self, axis: Axis) -> Array<F, D::Smaller>
    where
        D: RemoveAxis;
    /// `into_dyn()`
    fn jac_into_dyn(&self) -> Array<F, IxDyn>;
    /// What `swap_axes(first, second)` makes of the array.
    fn jac_swapped_axes(&self, first: usize, second: usize) -> Array<F, D>;
    /// What `invert_axis(axis)` makes of it.
    fn jac_inverted_axis(&self, axis: Axis) -> Array<F, D>;
    /// A lane along an axis.
    fn jac_lane(&self, axis: Axis, number: usize) -> Array<F, Ix1>;
    /// From one place on an axis up to another.
    fn jac_stretch(&self, axis: Axis, low: usize, high: usize) -> Array<F, D>;
    /// One of `windows(size)`.
    fn jac_window<E: IntoDimension<Dim = D>>(&self, size: E, number: usize) -> Array<F, D>;
    /// One of `windows_with_stride(size, stride)`.
    fn jac_strided_window<E: IntoDimension<Dim = D>>(&self, size: E, stride: E, number: usize) -> Array<F, D>;
    /// One of `exact_chunks(size)`.
    fn jac_chunk<E: IntoDimension<Dim = D>>(&self, size: E, number: usize) -> Array<F, D>;
    /// `into_shape_with_order(shape).unwrap()`, `to_shape(shape).unwrap()`
    fn jac_reshaped<E: IntoDimension>(&self, shape: E) -> Array<F, E::Dim>;
}

/// A vector.
pub trait Diagonal<F> {
    /// `Array2::from_diag(..)`
    fn jac_from_diag(&self) -> Array<F, Ix2>;
}

impl<F: Element> Diagonal<F> for ArrayRef<F, Ix1> {
    #[inline]
    fn jac_from_diag(&self) -> Array<F, Ix2> {
        Array::from_diag(&self.view())
    }
}

/// An array with two axes.
pub trait Matrix<F> {
    /// A row or a column.
    fn line(&self, axis: Axis, index: usize) -> Array<F, Ix1>;
}

impl<F: Clone> Matrix<F> for ArrayRef<F, Ix2> {
    #[inline]
    #[track_caller]
    fn line(&self, axis: Axis, index: usize) -> Array<F, Ix1> {
        self.index_axis(axis, index).to_owned()
    }
}

impl<F: Clone, D: Dimension> Rearranged<F, D> for ArrayRef<F, D> {
    #[inline]
    #[track_caller]
    fn jac_column(&self, index: usize) -> Array<F, Ix1>
    where
        Self: Matrix<F>,
    {
        self.line(Axis(1), index)
    }
    #[inline]
    fn jac_diag(&self) -> Array<F, Ix1> {
        self.diag().to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_index_axis(&self, axis: Axis, index: usize) -> Array<F, D::Smaller>
    where
        D: RemoveAxis,
    {
        self.index_axis(axis, index).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_insert_axis(&self, axis: Axis) -> Array<F, D::Larger> {
        self.view().insert_axis(axis).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_permuted_axes<A: IntoDimension<Dim = D>>(&self, axes: A) -> Array<F, D> {
        self.view().permuted_axes(axes).to_owned()
    }
    #[inline]
    fn jac_reversed_axes(&self) -> Array<F, D> {
        self.t().to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_row(&self, index: usize) -> Array<F, Ix1>
    where
        Self: Matrix<F>,
    {
        self.line(Axis(0), index)
    }
    #[inline]
    #[track_caller]
    fn jac_slice<I: SliceArg<D>>(&self, info: I) -> Array<F, I::OutDim> {
        self.slice(info).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_slice_axis(&self, axis: Axis, slice: ndarray::Slice) -> Array<F, D> {
        self.slice_axis(axis, slice).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_remove_axis(&self, axis: Axis) -> Array<F, D::Smaller>
    where
        D: RemoveAxis,
    {
        self.view().remove_axis(axis).to_owned()
    }
    #[inline]
    fn jac_into_dyn(&self) -> Array<F, IxDyn> {
        self.view().into_dyn().to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_swapped_axes(&self, first: usize, second: usize) -> Array<F, D> {
        let mut view = self.view();
        view.swap_axes(first, second);
        view.to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_inverted_axis(&self, axis: Axis) -> Array<F, D> {
        let mut view = self.view();
        view.invert_axis(axis);
        view.to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_lane(&self, axis: Axis, number: usize) -> Array<F, Ix1> {
        cut::lane(self.view(), axis, number).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_stretch(&self, axis: Axis, low: usize, high: usize) -> Array<F, D> {
        cut::stretch(self.view(), axis, low, high).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_window<E: IntoDimension<Dim = D>>(&self, size: E, number: usize) -> Array<F, D> {
        let size = size.into_dimension();
        let step = cut::ones(&size);
        cut::block(self.view(), &size, &step, number).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_strided_window<E: IntoDimension<Dim = D>>(&self, size: E, stride: E, number: usize) -> Array<F, D> {
        cut::block(self.view(), &size.into_dimension(), &stride.into_dimension(), number).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_chunk<E: IntoDimension<Dim = D>>(&self, size: E, number: usize) -> Array<F, D> {
        let size = size.into_dimension();
        cut::block(self.view(), &size, &size, number).to_owned()
    }
    #[inline]
    fn jac_t(&self) -> Array<F, D> {
        self.t().to_owned()
    }
    #[inline]
    fn jac_view(&self) -> Array<F, D> {
        self.to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_broadcast<E: IntoDimension>(&self, shape: E) -> Array<F, E::Dim>
    where
        D: DimMax<E::Dim>,
    {
        self.broadcast(shape).expect("an array can be broadcast to the shape that is asked for").to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_outer(&self, index: usize) -> Array<F, D::Smaller>
    where
        D: RemoveAxis,
    {
        self.index_axis(Axis(0), index).to_owned()
    }
    #[inline]
    #[track_caller]
    fn jac_reshaped<E: IntoDimension>(&self, shape: E) -> Array<F, E::Dim> {
        match self.to_shape(shape.into_dimension()) {
            Ok(reshaped) => reshaped.into_owned(),
            Err(error) => panic!("an array cannot be reshaped: {error}"),
        }
    }
}
