//! What generated code names, as `::jac::__private`: the only path into `jac` that it knows. Not public API.

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "alloc")]
pub use alloc::{boxed::Box, collections::VecDeque, vec, vec::Vec};

/// The macros that the compiler is to find under their names in differentiable functions.
pub mod macros {
    #[cfg(feature = "alloc")]
    pub use super::alloc::{format, vec};
    pub use core::matches;
}
pub use crate::__with_check as with_check;
pub use crate::__with_ndarray as with_ndarray;
pub use jac_runtime::__discrete_space as discrete_space;
pub use jac_runtime::absent;
pub use jac_runtime::bounded::{Bounded, Traces, record};
pub use jac_runtime::callable::{
    Behind, Environment, Lent, LentCotangents, LentTangents, captured, captured_constant, cotangent_beside, forwarded,
    holds_nothing, tangent_beside,
};
#[cfg(feature = "alloc")]
pub use jac_runtime::check;
pub use jac_runtime::chunk::{chunk, chunk_mut};
pub use jac_runtime::constant::is_constant;
pub use jac_runtime::conversion::{Converted, Converts, ConvertsByPath, conversion, converted};
pub use jac_runtime::copied::Copied;
#[cfg(feature = "alloc")]
pub use jac_runtime::cotangent::pop;
pub use jac_runtime::cotangent::{
    Accumulate, Cotangent, Vector, accumulate, accumulate_first, add_to, get, initialise, into_value, is_list,
    is_seeded, is_seeded_at, part, sum, take, zero,
};
pub use jac_runtime::dependence::{Dependence, Flow, NO_OUTPUT, RecursiveFlow, depends, solve, solve_recursive};
pub use jac_runtime::families::*;
#[cfg(any(feature = "std", feature = "libm"))]
pub use jac_runtime::float::math::*;
pub use jac_runtime::float::{Float, is_float, like};
pub use jac_runtime::function::{Elements, Function};
pub use jac_runtime::index::{
    AsksSelf, Field, IndexMutOf, IndexOf, Part, Paths, Product, ReturnsReference, Shifted, is_same_place, lead, path,
};
#[cfg(feature = "alloc")]
pub use jac_runtime::jacobian::given_slice;
pub use jac_runtime::jacobian::{
    Blocks, Derivative, ForwardBlocks, Gradient, HasBlocks, HasGradient, HasHessian, Hessian, Jacobian, Jvp, OfOutput,
    OneFloat, SecondDerivative, ValueAnd, Vjp, cotangent_of_plain, given, gradient_and_hessian, hvp, jacfwd, jacobian,
    jacobian_into, jacobian_into_with, jacrev, jvp, plain_of_cotangent, product_of, value_and_gradient_with,
    value_and_jacfwd, value_and_jacobian, value_and_jacrev, vjp, vjp_with,
};
pub use jac_runtime::kinks::*;
pub use jac_runtime::lanes::{Lanes, cast, each};
pub use jac_runtime::layout::{as_float, flat_indices, gives_float, holds_floats, read_again, same_type};
pub use jac_runtime::linear::{Given, Linear, Linearize};
pub use jac_runtime::maps::{change_of, changed};
pub use jac_runtime::operators::{
    ByReference, ByValue, FourthOrderPullback, FourthOrderRule, Kept, LinearRule, Operator, OperatorLinear,
    OperatorPullback, OperatorRule, SecondOrderPullback, SecondOrderRule, ThirdOrderPullback, ThirdOrderRule, by_value,
    kept, kept_linear, kept_tangent, kept_tangent_tangent, kept_tangent_tangent_tangent, operation,
};
pub use jac_runtime::order::INPUTS as EVERY_INPUT;
pub use jac_runtime::order::{FourthOrder, OfFourthOrder, OfSecondOrder, OfThirdOrder, SecondOrder, ThirdOrder};
pub use jac_runtime::outcome::{Inside, Outcome, With, absent, error_of, inside, is_present, same_error};
pub use jac_runtime::receiver::{
    Absent, BySignature, ByType, OfNoTrait, Taken, TakesMutable, TakesShared, TakesValue, cotangent_of_receiver,
    cotangent_of_receiver_mut, never, tangent_of_receiver,
};
pub use jac_runtime::requirement::{
    Discrete, discrete, float, held_by_enum, is_text, list, part_of_data, part_of_failure, seen_whole, summed,
};
#[cfg(feature = "alloc")]
pub use jac_runtime::rows::{owned_rows, row_beside, row_space, rows, rows_if, rows_space};
pub use jac_runtime::rule::{
    Pairwise, add_product, completed, insert, place, plain_zero, present, tangent_by_lanes, unit,
};
pub use jac_runtime::space::{
    Constant, CotangentOf, Plain, Space, Tangent, complete, measure, measure_each, replace, require_alike, space_of,
    zero_like,
};
#[cfg(feature = "alloc")]
pub use jac_runtime::space::{lengthen, shorten, slice_space, with_capacity, with_capacity_like};
#[cfg(any(feature = "std", feature = "libm"))]
pub use jac_runtime::special::*;
#[cfg(feature = "ndarray")]
pub use jac_runtime::tensor::{
    OperatorPullbackTangent, OperatorPullbackTangentTangent, OperatorPullbackTangentTangentTangent, Owned,
    is_of_ndarray, of_ndarray,
};
mod numbers {
    jac_macros::number_methods!();
}
/// What generated code finds as methods, under no names of its own.
pub mod methods {
    pub use super::numbers::{FloatMethods as _, IntegerMethods as _, SignedMethods as _};
    pub use jac_runtime::copied::CopiedAnyhow as _;
    pub use jac_runtime::index::{Holds as _, Lent as _, OfValue as _};
    pub use jac_runtime::outcome::Within as _;
    pub use jac_runtime::receiver::{TakenAnyhow as _, TakenOtherwise as _};
    #[cfg(feature = "ndarray")]
    pub use jac_runtime::tensor::{
        ArrayConstructors as _, ArrayMethods as _, Chosen as _, Counted as _, Diagonal as _, Elements as _,
        Filled as _, HigherArrayConstructors as _, IntoArray1 as _, IntoArray2 as _, IntoArray3 as _, IntoVector as _,
        MatrixProduct as _, Rearranged as _, Reduced as _, VectorProduct as _, WrittenLines as _, WrittenParts as _,
    };
    pub use jac_runtime::window::{Window as _, WindowMut as _};
}
#[cfg(feature = "alloc")]
pub use jac_runtime::sorting::exchanges_that_sort;
#[cfg(feature = "alloc")]
pub use jac_runtime::sweep::SlicePlain;
pub use jac_runtime::sweep::{
    IntoPlain, LeftOutOfWrt, Sweep, beside, beside_mut, copied_argument, same_function, same_method, snapshot,
};
pub use jac_runtime::taken::{TakesNone, held, hold, taken_cotangent, taken_tangent};
pub use jac_runtime::tape::Tape;
pub use jac_runtime::through::{
    Arguments, AsDataMethod, AsFunction, AsMethod, BlockOf, Bodies, ByMutable, ByShared, ByValue as PassedByValue,
    Chosen, DataMethodOf, FunctionOf, HasAttribute, HigherThroughTraits, LeftOutByShared, LeftOutByValue, MethodOf,
    NotThroughTraits, SourceOf, TraitKey, TraitOfBound, is_known, method_key, trait_key,
};
#[cfg(feature = "alloc")]
pub use jac_runtime::trace::Trace;
pub use jac_runtime::trace::{
    Residual, array, array_beside, counted, empty, filled, first, fixed_trace, optional_trace, recorded, replayed,
    replayed_in_order, reversed, trip_count,
};
pub use jac_runtime::whole::{NothingElseTakesThis, held_nothing, never_array, never_list};
pub use jac_runtime::window::Window;
