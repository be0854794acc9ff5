//! Methods that are found through a trait: what a type that is known by a trait alone is asked for.
//!
//! The attribute on a trait makes a supertrait of [`MethodOf`], or of [`DataMethodOf`], for each of its methods, and the attribute on an `impl` of
//! the trait implements it. Neither sees the other: they agree on the number of the method, which is made of a constant that
//! has the name of the trait and is imported with it, and on the signature, as a type.

use core::marker::PhantomData;

use crate::callable::Behind;
use crate::space::Space;
use crate::sweep::LeftOutOfWrt;
use crate::tape::Tape;

/// What an `impl` finds of its trait: the constant that has the name of that.
#[derive(Clone, Copy, Debug)]
pub struct TraitKey {
    /// The number of the trait.
    pub number: u128,
    /// The names of the functions that have a body in the trait, and derivatives.
    pub bodies: &'static [&'static str],
}

impl TraitKey {
    /// Of a trait without the attribute.
    pub const NONE: TraitKey = TraitKey { number: 0, bodies: &[] };

    /// The number, or the other one for a trait without the attribute.
    pub const fn or(self, other: u128) -> u128 {
        if self.number == 0 { other } else { self.number }
    }

    /// The bit of a function, if it has a body in the trait.
    pub const fn bit(self, name: &str) -> u16 {
        let mut slot = 0;
        while slot < self.bodies.len() {
            if is_same(self.bodies[slot].as_bytes(), name.as_bytes()) {
                return 1 << slot;
            }
            slot += 1;
        }
        0
    }
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut i = 0;
    while i < one.len() && i < other.len() && one[i] == other[i] {
        i += 1;
    }
    i == one.len() && i == other.len()
}

/// The number of a trait: of its package, of the file and the module in it, and of where it stands there.
pub const fn trait_key(package: Option<&str>, file: &str, module: &str, place: &str) -> u128 {
    let start = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let package = match package {
        Some(package) => hash(start, package),
        None => start,
    };
    hash(hash(hash(package, last_part(file)), within_crate(module)), place)
}

/// The name of the file.
const fn last_part(path: &str) -> &str {
    let mut start = path.len();
    while start > 0 && !matches!(path.as_bytes()[start - 1], b'/' | b'\\') {
        start -= 1;
    }
    path.split_at(start).1
}

/// The path of a module, without the crate: of several in a package, files tell.
const fn within_crate(module: &str) -> &str {
    let mut start = 0;
    while start < module.len() && module.as_bytes()[start] != b':' {
        start += 1;
    }
    module.split_at(start).1
}

/// The number of a method of the trait with that number.
pub const fn method_key(of_trait: u128, name: &str) -> u128 {
    hash(of_trait, name)
}

const fn hash(start: u128, text: &str) -> u128 {
    let (mut hash, bytes, mut i) = (start, text.as_bytes(), 0);
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u128).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        i += 1;
    }
    hash
}

/// Arguments: how they are passed, and what stands beside them. A type that says so, and holds nothing.
pub trait Arguments {
    /// As the method takes them.
    type Values<'a>;
    /// Their tangents.
    type Tangents<'a, const W: usize>;
    /// What the reverse sweep takes for them: of what is behind a reference, the value again, and the cotangent.
    type Again<'a, const W: usize>;
    /// What it gives: cotangents of what is passed by value.
    type Pulled<const W: usize>;
}

/// No more.
impl Arguments for () {
    type Values<'a> = ();
    type Tangents<'a, const W: usize> = ();
    type Again<'a, const W: usize> = ();
    type Pulled<const W: usize> = ();
}

/// The first and the rest.
impl<A: Arguments, R: Arguments> Arguments for (A, R) {
    type Values<'a> = (A::Values<'a>, R::Values<'a>);
    type Tangents<'a, const W: usize> = (A::Tangents<'a, W>, R::Tangents<'a, W>);
    type Again<'a, const W: usize> = (A::Again<'a, W>, R::Again<'a, W>);
    type Pulled<const W: usize> = (A::Pulled<W>, R::Pulled<W>);
}

/// Passed by value.
pub struct ByValue<T>(PhantomData<fn(T)>);

impl<T: Space + 'static> Arguments for ByValue<T> {
    type Values<'a> = T;
    type Tangents<'a, const W: usize> = T::Tangent<W>;
    type Again<'a, const W: usize> = ();
    type Pulled<const W: usize> = T::Tangent<W>;
}

/// Behind `&`.
pub struct ByShared<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: Behind + ?Sized + 'static> Arguments for ByShared<T> {
    type Values<'a> = &'a T;
    type Tangents<'a, const W: usize> = Option<&'a T::Tangent<W>>;
    type Again<'a, const W: usize> = (&'a T, Option<&'a T::Cotangent<W>>);
    type Pulled<const W: usize> = ();
}

/// Behind `&mut`.
pub struct ByMutable<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: Behind + ?Sized + 'static> Arguments for ByMutable<T> {
    type Values<'a> = &'a mut T;
    type Tangents<'a, const W: usize> = &'a mut T::Tangent<W>;
    type Again<'a, const W: usize> = &'a mut T::Cotangent<W>;
    type Pulled<const W: usize> = ();
}

/// Passed by value, and left out of what varies.
pub struct LeftOutByValue<T>(PhantomData<fn(T)>);

impl<T: 'static> Arguments for LeftOutByValue<T> {
    type Values<'a> = T;
    type Tangents<'a, const W: usize> = LeftOutOfWrt;
    type Again<'a, const W: usize> = ();
    type Pulled<const W: usize> = LeftOutOfWrt;
}

/// Behind `&`, and left out of what varies.
pub struct LeftOutByShared<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized + 'static> Arguments for LeftOutByShared<T> {
    type Values<'a> = &'a T;
    type Tangents<'a, const W: usize> = Option<&'a LeftOutOfWrt>;
    type Again<'a, const W: usize> = (&'a T, Option<&'a LeftOutOfWrt>);
    type Pulled<const W: usize> = ();
}

/// A type parameter of which nothing is known but traits has a tangent space by one of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is known by its traits alone, and has no tangent space by any of them",
    label = "this varies",
    note = "put `#[differentiable]` on one of the traits and on its `impl` blocks, or leave the parameter out of what varies by `wrt(..)`",
    note = "one that stands for a float has the bound `jac::Float`"
)]
pub trait KnownByTraits {}

#[diagnostic::do_not_recommend]
impl<T: Space + 'static> KnownByTraits for T {}

/// Compiles if the type parameter has a tangent space.
pub const fn is_known<T: KnownByTraits + ?Sized>() {}

/// The `impl` of the trait with that number has the attribute.
pub trait BlockOf<const TRAIT: u128> {
    /// Which of the bodies of the trait it replaces: [`Bodies`].
    type Bodies;
}

/// For each function with a body in a trait, whether an `impl` has another.
pub struct Bodies<
    const B0: bool,
    const B1: bool,
    const B2: bool,
    const B3: bool,
    const B4: bool,
    const B5: bool,
    const B6: bool,
    const B7: bool,
>;

/// Where the derivatives of the function at a position are: those of the body in the trait, or of the `impl`.
pub trait Chosen<const SLOT: usize> {
    /// `Body`, or [`Replaced`].
    type Source<Body>;
}

/// By a constant.
pub struct IsReplaced<const IS: bool>;

/// Of a function that the `impl` has a body for.
pub struct Replaced;

/// One of two types.
pub trait Choice {
    /// The first, or [`Replaced`].
    type Of<Body>;
}

impl Choice for IsReplaced<false> {
    type Of<Body> = Body;
}

impl Choice for IsReplaced<true> {
    type Of<Body> = Replaced;
}

macro_rules! chosen {
    ($($slot:literal $name:ident),*) => {
        chosen!(@ ($($name)*) $($slot $name),*);
    };
    (@ $all:tt $($slot:literal $name:ident),*) => {
        $(chosen!(# $all $slot $name);)*
    };
    (# ($($all:ident)*) $slot:literal $name:ident) => {
        impl<$(const $all: bool),*> Chosen<$slot> for Bodies<$($all),*>
        where
            IsReplaced<$name>: Choice,
        {
            type Source<Body> = <IsReplaced<$name> as Choice>::Of<Body>;
        }
    };
}
chosen!(0 B0, 1 B1, 2 B2, 3 B3, 4 B4, 5 B5, 6 B6, 7 B7);

/// How a function with a body in its trait takes `self`: what an `impl` that replaces the body has, [`MethodOf`], [`DataMethodOf`] or [`FunctionOf`].
pub struct AsMethod;

/// `&self` is left out of what varies.
pub struct AsDataMethod;

/// Without `self`, or with `self` or `&mut self`.
pub struct AsFunction;

/// Where the derivatives of a function of a trait are that has a body there. What it is called on is the first argument.
pub trait SourceOf<T, Kind, const KEY: u128, A: Arguments, O: Space> {
    /// The value, and the tangent.
    fn tangent_of_source<'a, const W: usize, const MASK: u128>(
        arguments: A::Values<'a>,
        tangents: A::Tangents<'a, W>,
    ) -> (O, O::Tangent<W>);

    /// The value, and what pulls cotangents back.
    #[allow(clippy::type_complexity)]
    fn pullback_of_source<const W: usize, const MASK: u128>(
        arguments: A::Values<'_>,
        tape: &mut Tape,
    ) -> (
        O,
        impl for<'b> Fn(&Tape, A::Again<'b, W>, O::Tangent<W>) -> A::Pulled<W> + use<Self, T, Kind, KEY, A, O, W, MASK>,
    );
}

impl<T: MethodOf<KEY, A, O>, const KEY: u128, A: Arguments, O: Space> SourceOf<T, AsMethod, KEY, (ByShared<T>, A), O>
    for Replaced
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_of_source<'a, const W: usize, const MASK: u128>(
        (this, arguments): (&'a T, A::Values<'a>),
        (tangent, tangents): (Option<&'a T::Tangent<W>>, A::Tangents<'a, W>),
    ) -> (O, O::Tangent<W>) {
        T::tangent_of_method::<W, MASK>(this, tangent, arguments, tangents)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pullback_of_source<const W: usize, const MASK: u128>(
        (this, arguments): (&T, A::Values<'_>),
        tape: &mut Tape,
    ) -> (
        O,
        impl for<'b> Fn(&Tape, ((&'b T, Option<&'b T::Cotangent<W>>), A::Again<'b, W>), O::Tangent<W>) -> ((), A::Pulled<W>)
        + use<T, KEY, A, O, W, MASK>,
    ) {
        let (value, pull) = T::pullback_of_method::<W, MASK>(this, arguments, tape);
        (
            value,
            move |tape: &Tape,
                  ((this, cotangent), again): ((&T, Option<&T::Cotangent<W>>), A::Again<'_, W>),
                  seed: O::Tangent<W>| { ((), pull(tape, this, cotangent, again, seed)) },
        )
    }
}

impl<T: DataMethodOf<KEY, A, O> + 'static, const KEY: u128, A: Arguments, O: Space>
    SourceOf<T, AsDataMethod, KEY, (LeftOutByShared<T>, A), O> for Replaced
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_of_source<'a, const W: usize, const MASK: u128>(
        (this, arguments): (&'a T, A::Values<'a>),
        (_, tangents): (Option<&'a LeftOutOfWrt>, A::Tangents<'a, W>),
    ) -> (O, O::Tangent<W>) {
        T::tangent_of_method::<W, MASK>(this, arguments, tangents)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pullback_of_source<const W: usize, const MASK: u128>(
        (this, arguments): (&T, A::Values<'_>),
        tape: &mut Tape,
    ) -> (
        O,
        impl for<'b> Fn(&Tape, ((&'b T, Option<&'b LeftOutOfWrt>), A::Again<'b, W>), O::Tangent<W>) -> ((), A::Pulled<W>)
        + use<T, KEY, A, O, W, MASK>,
    ) {
        let (value, pull) = T::pullback_of_method::<W, MASK>(this, arguments, tape);
        (
            value,
            move |tape: &Tape,
                  ((this, _), again): ((&T, Option<&LeftOutOfWrt>), A::Again<'_, W>),
                  seed: O::Tangent<W>| { ((), pull(tape, this, again, seed)) },
        )
    }
}

impl<T: FunctionOf<KEY, A, O>, const KEY: u128, A: Arguments, O: Space> SourceOf<T, AsFunction, KEY, A, O>
    for Replaced
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_of_source<'a, const W: usize, const MASK: u128>(
        arguments: A::Values<'a>,
        tangents: A::Tangents<'a, W>,
    ) -> (O, O::Tangent<W>) {
        T::tangent_of_function::<W, MASK>(arguments, tangents)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pullback_of_source<const W: usize, const MASK: u128>(
        arguments: A::Values<'_>,
        tape: &mut Tape,
    ) -> (O, impl for<'b> Fn(&Tape, A::Again<'b, W>, O::Tangent<W>) -> A::Pulled<W> + use<T, KEY, A, O, W, MASK>) {
        T::pullback_of_function::<W, MASK>(arguments, tape)
    }
}

/// Nothing implements it: a method of a trait has no derivatives through that.
#[diagnostic::on_unimplemented(
    message = "this method has no derivatives that are found through its trait",
    label = "it has the option `skip`, or a body in the trait, and arguments or a result that the `impl` alone sees",
    note = "call a `#[differentiable]` function in its place, that is generic over the type like this one; or, if it gives nothing that varies, \
            put it into `jac::constant(..)`"
)]
pub trait NotThroughTraits {
    /// What would have them.
    type Handle;
}

/// Nothing implements it: the trait that a bound names, and its supertraits, have no derivatives of what is called by it.
#[diagnostic::on_unimplemented(
    message = "the type is known by a bound alone, and no derivatives of this function are found through that",
    label = "its trait has no `#[differentiable]`, or leaves it out",
    note = "put `#[differentiable]` on the trait that this stands in, and on each `impl` block of it; or, if it gives nothing that varies, put the call \
            into `jac::constant(..)`"
)]
pub trait HasAttribute<'a> {}

/// Of whatever trait that is.
#[derive(Clone, Copy, Debug)]
pub struct TraitOfBound;

/// Nothing implements it: derivatives of a method that are found through its trait are of first order.
#[diagnostic::on_unimplemented(
    message = "through its trait, this method has derivatives of first order alone",
    label = "called in a function with `order = 2` or more",
    note = "name the type in the place of the type parameter, or lower the order of the function"
)]
pub trait HigherThroughTraits {
    /// What would be found.
    type Found;
}

/// The derivatives of the method with that number, which takes these arguments behind `&self`, and gives `O`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have the derivatives that this trait asks of its types",
    label = "a method of the trait has none here, or with another signature",
    note = "put `#[differentiable]` on the `impl` of the trait, with the options `wrt` of the trait on its methods"
)]
pub trait MethodOf<const KEY: u128, A: Arguments, O: Space>: Space + 'static {
    /// The value, and the tangent.
    fn tangent_of_method<'a, const W: usize, const MASK: u128>(
        this: &Self,
        tangent: Option<&Self::Tangent<W>>,
        arguments: A::Values<'a>,
        tangents: A::Tangents<'a, W>,
    ) -> (O, O::Tangent<W>)
    where
        Self: Sized;

    /// The value, and what pulls cotangents back.
    #[allow(clippy::type_complexity)]
    fn pullback_of_method<const W: usize, const MASK: u128>(
        this: &Self,
        arguments: A::Values<'_>,
        tape: &mut Tape,
    ) -> (
        O,
        impl for<'b> Fn(&Tape, &Self, Option<&Self::Cotangent<W>>, A::Again<'b, W>, O::Tangent<W>) -> A::Pulled<W>
        + use<Self, KEY, A, O, W, MASK>,
    )
    where
        Self: Sized;
}

/// The derivatives of the function with that number, which takes these arguments, and gives `O`: of one without `self`, and of methods that take `self` or `&mut self`,
/// which is the first argument.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have the derivatives that this trait asks of its types",
    label = "a function of the trait has none here, or with another signature",
    note = "put `#[differentiable]` on the `impl` of the trait, with the options `wrt` of the trait on its functions"
)]
pub trait FunctionOf<const KEY: u128, A: Arguments, O: Space> {
    /// The value, and the tangent.
    fn tangent_of_function<'a, const W: usize, const MASK: u128>(
        arguments: A::Values<'a>,
        tangents: A::Tangents<'a, W>,
    ) -> (O, O::Tangent<W>)
    where
        Self: Sized;

    /// The value, and what pulls cotangents back.
    #[allow(clippy::type_complexity)]
    fn pullback_of_function<const W: usize, const MASK: u128>(
        arguments: A::Values<'_>,
        tape: &mut Tape,
    ) -> (O, impl for<'b> Fn(&Tape, A::Again<'b, W>, O::Tangent<W>) -> A::Pulled<W> + use<Self, KEY, A, O, W, MASK>)
    where
        Self: Sized;
}

/// The same of a method that does not differentiate what it is called on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have the derivatives that this trait asks of its types, as data",
    label = "a method of the trait has none here, or with another signature",
    note = "put `#[differentiable]` on the `impl` of the trait, with the options `wrt` of the trait on its methods"
)]
pub trait DataMethodOf<const KEY: u128, A: Arguments, O: Space> {
    /// The value, and the tangent.
    fn tangent_of_method<'a, const W: usize, const MASK: u128>(
        this: &Self,
        arguments: A::Values<'a>,
        tangents: A::Tangents<'a, W>,
    ) -> (O, O::Tangent<W>)
    where
        Self: Sized;

    /// The value, and what pulls cotangents back.
    #[allow(clippy::type_complexity)]
    fn pullback_of_method<const W: usize, const MASK: u128>(
        this: &Self,
        arguments: A::Values<'_>,
        tape: &mut Tape,
    ) -> (
        O,
        impl for<'b> Fn(&Tape, &Self, A::Again<'b, W>, O::Tangent<W>) -> A::Pulled<W> + use<Self, KEY, A, O, W, MASK>,
    )
    where
        Self: Sized;
}

/// One that does is one that does not have to.
impl<T: MethodOf<KEY, A, O>, const KEY: u128, A: Arguments, O: Space> DataMethodOf<KEY, A, O> for T {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_of_method<'a, const W: usize, const MASK: u128>(
        this: &Self,
        arguments: A::Values<'a>,
        tangents: A::Tangents<'a, W>,
    ) -> (O, O::Tangent<W>) {
        <T as MethodOf<KEY, A, O>>::tangent_of_method::<W, MASK>(this, None, arguments, tangents)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pullback_of_method<const W: usize, const MASK: u128>(
        this: &Self,
        arguments: A::Values<'_>,
        tape: &mut Tape,
    ) -> (O, impl for<'b> Fn(&Tape, &Self, A::Again<'b, W>, O::Tangent<W>) -> A::Pulled<W> + use<T, KEY, A, O, W, MASK>)
    {
        let (value, pull) = <T as MethodOf<KEY, A, O>>::pullback_of_method::<W, MASK>(this, arguments, tape);
        (value, move |tape: &Tape, this: &Self, again: A::Again<'_, W>, seed: O::Tangent<W>| {
            pull(tape, this, None, again, seed)
        })
    }
}
