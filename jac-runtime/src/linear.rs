//! Linearizations: what a function is like near where it was evaluated, as a function of tangents.

use core::fmt;
use core::marker::PhantomData;

use crate::function::Function;
use crate::space::Tangent;
use crate::sweep::IntoPlain;

/// A function with the option `linearize`, as generic code sees it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no linearization",
    note = "put the option on the function: `#[differentiable(linearize)]`"
)]
pub trait Linearize<Args>: Function<Args> {
    /// The value, and the linear map from `W` tangents of the input to those of the output. Everything that reads no tangent is evaluated
    /// once, here.
    #[allow(clippy::type_complexity)]
    fn linearized<'a, const W: usize>(
        args: &'a Args,
    ) -> (Self::Output, impl Fn(&Tangent<Self::Input, W>) -> Tangent<Self::Output, W> + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a;
}

/// A tangent as users may give it, of which `O` is the owned form.
pub struct Given<P: ?Sized, O>(PhantomData<fn(O)>, PhantomData<fn(&P)>);

/// The linear part of a function near the arguments that it was evaluated at, which `linearize` gives.
///
/// It holds what the function has recorded, and none of its arguments. `T` says which tangents it takes.
pub struct Linear<F, T> {
    product: F,
    tangents: PhantomData<fn(T)>,
}

impl<F, T> Linear<F, T> {
    /// For generated code.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub const fn new(product: F) -> Self {
        Linear { product, tangents: PhantomData }
    }
}

impl<F, T> fmt::Debug for Linear<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Linear").finish_non_exhaustive()
    }
}

macro_rules! numbers_of_inputs {
    ($($P:ident $O:ident $tangent:ident)*) => {
        impl<F, R, $($P: ?Sized, $O),*> Linear<F, ($(Given<$P, $O>,)*)>
        where
            F: Fn($($O),*) -> R,
        {
            /// The product of the Jacobian with a tangent: as `jvp` of the function gives it, which would evaluate the function again.
            ///
            /// Takes a tangent for each differentiable parameter, in the same order.
            ///
            /// # Panics
            ///
            /// If a slice or a `Vec` of a tangent has another length than that of the argument.
            #[inline]
            #[allow(clippy::too_many_arguments)] // as many as the function has
            pub fn jvp(&self, $($tangent: impl IntoPlain<$P, Plain = $O>),*) -> R {
                (self.product)($($tangent.into_plain()),*)
            }
        }
    };
}
numbers_of_inputs!(P1 O1 first);
numbers_of_inputs!(P1 O1 first P2 O2 second);
numbers_of_inputs!(P1 O1 first P2 O2 second P3 O3 third);
numbers_of_inputs!(P1 O1 first P2 O2 second P3 O3 third P4 O4 fourth);
numbers_of_inputs!(P1 O1 first P2 O2 second P3 O3 third P4 O4 fourth P5 O5 fifth);
numbers_of_inputs!(P1 O1 first P2 O2 second P3 O3 third P4 O4 fourth P5 O5 fifth P6 O6 sixth);
numbers_of_inputs!(P1 O1 first P2 O2 second P3 O3 third P4 O4 fourth P5 O5 fifth P6 O6 sixth P7 O7 seventh);
numbers_of_inputs!(
    P1 O1 first P2 O2 second P3 O3 third P4 O4 fourth P5 O5 fifth P6 O6 sixth P7 O7 seventh P8 O8 eighth
);
