//! `ndarray` arrays as values that are differentiated.
//!
//! Before: a function whose parameters, results and local variables are arrays. After: an array has a tangent space, its operators have
//! rules, and its methods have derivatives, which generated code finds as it finds those of a user's own types.
//!
//! The primal is computed by `ndarray`, once in each sweep; derivatives are passes over whole arrays with the lanes inside of the element, so that
//! `ndarray`'s own kernels run over them. What is a view in the source is a copy in a sweep: the borrow checker has proved that nothing
//! is written while it is there, and no pullback can hold a borrow.
// The signatures are those that generated code calls: parameters, then their tangents.
#![allow(clippy::multiple_bound_locations, clippy::too_many_arguments, clippy::type_complexity)]

mod chosen;
mod constructors;
mod cut;
mod dot;
mod dual;
mod higher;
mod higher_operators;
mod join;
mod made;
mod methods;
mod operators;
mod orders;
mod partial;
mod parts;
mod reductions;
mod scaled_product;
mod space;
mod views;
mod window;
mod writes;

pub use chosen::Chosen;
pub use constructors::{ArrayConstructors, Elements};
pub use cut::Counted;
pub use dot::DotRule;
pub use higher_operators::{
    HigherOrderRule, OperatorPullbackTangent, OperatorPullbackTangentTangent, OperatorPullbackTangentTangentTangent,
};
pub use join::Kind;
pub use made::{ArrayFrom, HigherArrayConstructors, IntoArray1, IntoArray2, IntoArray3, IntoVector, Nested, Source};
pub use methods::{ArrayMethods, KeptArray, handles};
pub use parts::{WrittenLines, WrittenParts};
pub use reductions::Reduced;
pub use scaled_product::{MatrixProduct, VectorProduct};
pub use space::{ArrayTangent, Valued};
pub use views::{Diagonal, Matrix, Rearranged};
pub use writes::Filled;

use ndarray::linalg::Dot as Product;
use ndarray::{Array, Array2, ArrayRef, Ix2, LinalgScalar, ScalarOperand};
#[cfg(feature = "std")]
use ndarray::{Axis, Dimension, RemoveAxis};
use num_traits::FromPrimitive;

use crate::cotangent::Cotangent;
use crate::float::Number;
use crate::lanes::Lanes;

/// An element of an array: `f32` or `f64`, or one of these with a tangent, with what `ndarray` asks of it.
pub trait Element: Number + LinalgScalar + ScalarOperand + FromPrimitive {
    /// The variance.
    #[cfg(feature = "std")]
    fn var<D: Dimension>(array: &ArrayRef<Self, D>, ddof: Self) -> Self;
    /// The standard deviation.
    #[cfg(feature = "std")]
    fn std<D: Dimension>(array: &ArrayRef<Self, D>, ddof: Self) -> Self;
    /// The variances along an axis.
    #[cfg(feature = "std")]
    fn var_axis<D: RemoveAxis>(array: &ArrayRef<Self, D>, axis: Axis, ddof: Self) -> Array<Self, D::Smaller>;
    /// The standard deviations along an axis.
    #[cfg(feature = "std")]
    fn std_axis<D: RemoveAxis>(array: &ArrayRef<Self, D>, axis: Axis, ddof: Self) -> Array<Self, D::Smaller>;
    /// The product of two matrices.
    fn matrix_product(left: &ArrayRef<Self, Ix2>, right: &ArrayRef<Self, Ix2>) -> Array2<Self>;
}

macro_rules! floats {
    ($($float:ident)*) => {$(
        impl Element for $float {
            #[cfg(feature = "std")]
            #[inline]
            fn var<D: Dimension>(array: &ArrayRef<Self, D>, ddof: Self) -> Self {
                array.var(ddof)
            }
            #[cfg(feature = "std")]
            #[inline]
            fn std<D: Dimension>(array: &ArrayRef<Self, D>, ddof: Self) -> Self {
                array.std(ddof)
            }
            #[cfg(feature = "std")]
            #[inline]
            fn var_axis<D: RemoveAxis>(array: &ArrayRef<Self, D>, axis: Axis, ddof: Self) -> Array<Self, D::Smaller> {
                array.var_axis(axis, ddof)
            }
            #[cfg(feature = "std")]
            #[inline]
            fn std_axis<D: RemoveAxis>(array: &ArrayRef<Self, D>, axis: Axis, ddof: Self) -> Array<Self, D::Smaller> {
                array.std_axis(axis, ddof)
            }
            #[inline]
            fn matrix_product(left: &ArrayRef<Self, Ix2>, right: &ArrayRef<Self, Ix2>) -> Array2<Self> {
                Product::dot(left, right)
            }
        }
    )*};
}
floats!(f32 f64);

/// The tangent of an array.
type Dot<F, D, const W: usize> = ArrayTangent<Lanes<F, W>, D>;
/// What the cotangent of an array is accumulated in.
type Bar<F, D, const W: usize> = Array<Cotangent<Lanes<F, W>>, D>;

/// The owned form of a view with as many axes.
pub trait Owned {
    /// The array.
    type Array;
}

impl<S: ndarray::RawData, D: ndarray::Dimension> Owned for ndarray::ArrayBase<S, D> {
    type Array = Array<S::Elem, D>;
}

/// The functions that are known by their bare names, and what proves that these mean them.
pub mod of_ndarray {
    pub use ndarray::linalg::{general_mat_mul, general_mat_vec_mul};
    pub use ndarray::{Axis, Ix1, arr0, arr1, arr2, arr3, aview1, concatenate, stack};
}

/// A function is the one that is meant.
#[diagnostic::on_unimplemented(
    message = "`jac` takes this name for that of a function of `ndarray`, which it is not",
    label = "another function",
    note = "give the function another name, or call it by a path"
)]
pub trait OfNdarray<Meant> {}

impl<F> OfNdarray<F> for F {}

/// Keeps the compiler from concluding that the two are one before it has seen the second.
impl<F> OfNdarray<(F,)> for F {}

/// Compiles if what is written names the function of `ndarray` that is meant.
pub const fn is_of_ndarray<F: OfNdarray<Meant>, Meant>(_written: &F, _meant: &Meant) {}
