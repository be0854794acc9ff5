//! The methods of arrays, as generated code finds them: beside `x.sum()` stands `x.__sum_method()`, a *handle* that has the derivatives. The
//! handles of a user's own methods have the same form (see `surface::handle` of the macro), so that whose method it is, the compiler finds.
//!
//! A receiver is taken as [`ArrayRef`], to which owned arrays and views coerce: no type with a lifetime gets into a pullback.

use ndarray::{Array, ArrayRef, Dimension};

use crate::trace::Residual;

/// What is kept of an array that is written before the reverse sweep, if a method needs it there.
#[derive(Debug)]
pub struct KeptArray<F, D: Dimension>(pub(super) Option<Array<F, D>>);

impl<F, D: Dimension> Residual for KeptArray<F, D> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        KeptArray(None)
    }
}

impl<F, D: Dimension> KeptArray<F, D> {
    /// The array, if it is needed.
    #[inline]
    pub fn as_ref(&self) -> Option<&ArrayRef<F, D>> {
        self.0.as_deref()
    }
}

macro_rules! methods {
    ($($name:literal $finder:ident $handle:ident $keeps:literal;)*) => {
        /// The handles.
        pub mod handles {
            use ndarray::{ArrayRef, Dimension};
            use super::KeptArray;
            $(
                #[doc = concat!("The derivatives of `", $name, "`.")]
                #[derive(Clone, Copy, Debug)]
                pub struct $handle;

                impl $handle {
                    /// A copy of what the method is called on, if its reverse needs that.
                    #[inline]
                    pub fn kept<F: Clone, D: Dimension>(self, value: &ArrayRef<F, D>) -> KeptArray<F, D> {
                        KeptArray(if $keeps { Some(value.to_owned()) } else { None })
                    }
                    /// The same of its tangent.
                    #[inline]
                    pub fn kept_vector<Vector: Clone>(self, vector: &Vector) -> Option<Vector> {
                        if $keeps { Some(vector.clone()) } else { None }
                    }
                }
            )*
        }

        /// Where generated code finds the derivatives of an array's methods.
        pub trait ArrayMethods {
            $(
                #[doc = concat!("Those of `", $name, "`.")]
                #[cfg_attr(not(debug_assertions), inline(always))]
                fn $finder(&self) -> handles::$handle {
                    handles::$handle
                }
            )*
            #[doc = "Those of `column` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_column_method(&self) -> handles::Column {
                handles::Column
            }
            #[doc = "Those of `diag` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_diag_method(&self) -> handles::Diag {
                handles::Diag
            }
            #[doc = "Those of `index_axis_move`."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __index_axis_move_method(&self) -> handles::IndexAxis {
                handles::IndexAxis
            }
            #[doc = "Those of `index_axis` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_index_axis_method(&self) -> handles::IndexAxis {
                handles::IndexAxis
            }
            #[doc = "Those of `insert_axis` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_insert_axis_method(&self) -> handles::InsertAxis {
                handles::InsertAxis
            }
            #[doc = "Those of `permuted_axes` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_permuted_axes_method(&self) -> handles::PermutedAxes {
                handles::PermutedAxes
            }
            #[doc = "Those of `reversed_axes` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_reversed_axes_method(&self) -> handles::ReversedAxes {
                handles::ReversedAxes
            }
            #[doc = "Those of `row` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_row_method(&self) -> handles::Row {
                handles::Row
            }
            #[doc = "Those of `slice` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_slice_method(&self) -> handles::Slice {
                handles::Slice
            }
            #[doc = "Those of `sum`, of what is known to be an array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_sum_method(&self) -> handles::Sum {
                handles::Sum
            }
            #[doc = "Those of `sum_axis`, of what is known to be an array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_sum_axis_method(&self) -> handles::SumAxis {
                handles::SumAxis
            }
            #[doc = "Those of `into_dyn` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_into_dyn_method(&self) -> handles::IntoDyn {
                handles::IntoDyn
            }
            #[doc = "Those of `remove_axis` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_remove_axis_method(&self) -> handles::RemoveAxis {
                handles::RemoveAxis
            }
            #[doc = "Those of `slice_axis` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_slice_axis_method(&self) -> handles::SliceAxis {
                handles::SliceAxis
            }
            #[doc = "Those of `t` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_t_method(&self) -> handles::Transposed {
                handles::Transposed
            }
            #[doc = "Those of `view` that gives an owned array."]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn __jac_view_method(&self) -> handles::View {
                handles::View
            }
        }
        impl<A, D: Dimension> ArrayMethods for ArrayRef<A, D> {}
    };
}

methods! {
    "broadcast(..).unwrap()" __jac_broadcast_method Broadcast false;
    "column" __column_method Column false;
    "diag" __diag_method Diag false;
    "dot" __dot_method Dot true;
    "elements in logical order" __jac_elements_method Elements false;
    "index_axis" __index_axis_method IndexAxis false;
    "a part of the first axis" __jac_outer_method Outer false;
    "insert_axis" __insert_axis_method InsertAxis false;
    "into_owned" __into_owned_method IntoOwned false;
    "into_shape_with_order(..).unwrap()" __jac_reshaped_method Reshaped false;
    "mean().unwrap()" __jac_mean_method Mean false;
    "mean_axis(..).unwrap()" __jac_mean_axis_method MeanAxis false;
    "permuted_axes" __permuted_axes_method PermutedAxes false;
    "product" __product_method Product true;
    "reversed_axes" __reversed_axes_method ReversedAxes false;
    "row" __row_method Row false;
    "slice" __slice_method Slice false;
    "std" __std_method Std true;
    "std_axis" __std_axis_method StdAxis true;
    "sum" __sum_method Sum false;
    "sum_axis" __sum_axis_method SumAxis false;
    "t" __t_method Transposed false;
    "var" __var_method Var true;
    "var_axis" __var_axis_method VarAxis true;
    "view" __view_method View false;
    "an array of the same shape with other elements" __jac_with_elements_method WithElements false;
    "concatenate" __jac_concatenated_method Concatenated false;
    "assign" __assign_method Assign false;
    "fill" __jac_fill_method Fill false;
    "assign to a column" __jac_set_column_method SetColumn false;
    "assign to a diagonal" __jac_set_diag_method SetDiag false;
    "assign to a part of an axis" __jac_set_index_axis_method SetIndexAxis false;
    "assign to a part of the first axis" __jac_set_outer_method SetOuter false;
    "assign to a row" __jac_set_row_method SetRow false;
    "assign to a slice" __jac_set_slice_method SetSlice false;
    "a diagonal matrix" __jac_from_diag_method FromDiag false;
    "scaled_add" __scaled_add_method ScaledAdd false;
    "slice_axis" __slice_axis_method SliceAxis false;
    "remove_axis" __remove_axis_method RemoveAxis false;
    "into_dyn" __into_dyn_method IntoDyn false;
    "swap_axes" __jac_swapped_axes_method SwappedAxes false;
    "invert_axis" __jac_inverted_axis_method InvertedAxis false;
    "select" __jac_select_method Select false;
    "triu" __triu_method Triu false;
    "tril" __tril_method Tril false;
    "a lane" __jac_lane_method Lane false;
    "a stretch of an axis" __jac_stretch_method Stretch false;
    "a window" __jac_window_method WindowOf false;
    "a window of those at a distance" __jac_strided_window_method StridedWindow false;
    "a chunk" __jac_chunk_method Chunk false;
    "assign to a part of an axis" __jac_set_slice_axis_method SetSliceAxis false;
    "assign to a lane" __jac_set_lane_method SetLane false;
    "assign to a stretch of an axis" __jac_set_stretch_method SetStretch false;
    "assign to a chunk" __jac_set_chunk_method SetChunk false;
    "general_mat_mul" __jac_mat_mul_method MatMul false;
    "general_mat_vec_mul" __jac_mat_vec_mul_method MatVecMul false;
}
