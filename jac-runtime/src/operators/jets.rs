//! Jets: values with the tangents that there are.
//!
//! What does not vary has no tangent and takes no part, so that nothing is multiplied by a zero. The tangent of a jet is a jet of each of its lanes, which makes a
//! formula over jets one of all orders.

use crate::cotangent::Vector;
use crate::float::Number;
use crate::lanes::{Lanes, Linear};

/// A value with its tangent, if it varies.
#[derive(Clone, Copy)]
pub struct Jet<L, const V: usize> {
    value: L,
    dot: Option<[L; V]>,
}

/// What a number scales, with the tangents that it has. Numbers are among these.
pub trait Jets: Copy {
    /// The number, with as many tangents.
    type Scalar: JetNumber<Scalar = Self::Scalar, Number = Self::Number>;
    /// The number alone.
    type Number: Number;
    const ZERO: Self;
    fn plus(self, other: Self) -> Self;
    fn negated(self) -> Self;
    fn times(self, factor: Self::Scalar) -> Self;
    fn over(self, divisor: Self::Scalar) -> Self;
    /// The product with what does not vary.
    fn times_constant(self, factor: Self::Number) -> Self;
}

/// A number, with the tangents that it has.
pub trait JetNumber: Jets<Scalar = Self> {
    fn number(self) -> Self::Number;
    /// The quotient of numbers.
    fn divided(self, divisor: Self) -> Self;
    /// The remainder, whose partials are 1 and this constant.
    fn remainder(self, divisor: Self, by_divisor: Self::Number) -> Self;
}

impl<L: Linear> Jets for L {
    type Scalar = L::Scalar;
    type Number = L::Scalar;
    const ZERO: L = <L as Vector>::ZERO;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn plus(mut self, other: L) -> L {
        self.accumulate(other);
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn negated(self) -> L {
        -self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn times(self, factor: L::Scalar) -> L {
        self.scale(factor)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn over(self, divisor: L::Scalar) -> L {
        self.shrink(divisor)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn times_constant(self, factor: L::Scalar) -> L {
        self.scale(factor)
    }
}

impl<F: Number> JetNumber for F {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn number(self) -> F {
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn divided(self, divisor: F) -> F {
        self / divisor
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn remainder(self, divisor: F, _: F) -> F {
        self % divisor
    }
}

/// A linear map of each lane.
#[cfg_attr(not(debug_assertions), inline(always))]
fn each<A: Copy, B: Jets, const V: usize>(dot: [A; V], map: impl Fn(A) -> B) -> [B; V] {
    let mut result = [B::ZERO; V];
    for lane in 0..V {
        result[lane] = map(dot[lane]);
    }
    result
}

/// The sum of the tangents that there are.
#[cfg_attr(not(debug_assertions), inline(always))]
fn sum<L: Jets, const V: usize>(left: Option<[L; V]>, right: Option<[L; V]>) -> Option<[L; V]> {
    match (left, right) {
        (Some(mut left), Some(right)) => {
            for lane in 0..V {
                left[lane] = left[lane].plus(right[lane]);
            }
            Some(left)
        }
        (term, None) | (None, term) => term,
    }
}

impl<L: Jets, const V: usize> Jets for Jet<L, V> {
    type Scalar = Jet<L::Scalar, V>;
    type Number = L::Number;
    const ZERO: Self = Jet { value: L::ZERO, dot: None };
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn plus(self, other: Self) -> Self {
        Jet { value: self.value.plus(other.value), dot: sum(self.dot, other.dot) }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn negated(self) -> Self {
        Jet { value: self.value.negated(), dot: self.dot.map(|dot| each(dot, L::negated)) }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn times(self, factor: Self::Scalar) -> Self {
        let of_value = self.dot.map(|dot| each(dot, |dot| dot.times(factor.value)));
        let of_factor = factor.dot.map(|dot| each(dot, |dot| self.value.times(dot)));
        Jet { value: self.value.times(factor.value), dot: sum(of_value, of_factor) }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn over(self, divisor: Self::Scalar) -> Self {
        let value = self.value.over(divisor.value);
        let of_value = self.dot.map(|dot| each(dot, |dot| dot.over(divisor.value)));
        let of_divisor = divisor.dot.map(|dot| each(dot, |dot| value.times(dot.divided(divisor.value)).negated()));
        Jet { value, dot: sum(of_value, of_divisor) }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn times_constant(self, factor: L::Number) -> Self {
        Jet {
            value: self.value.times_constant(factor),
            dot: self.dot.map(|dot| each(dot, |dot| dot.times_constant(factor))),
        }
    }
}

impl<L: JetNumber, const V: usize> JetNumber for Jet<L, V> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn number(self) -> L::Number {
        self.value.number()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn divided(self, divisor: Self) -> Self {
        let value = self.value.divided(divisor.value);
        let of_value = self.dot.map(|dot| each(dot, |dot| dot.divided(divisor.value)));
        let of_divisor = divisor.dot.map(|dot| {
            let slope = value.divided(divisor.value);
            each(dot, |dot| dot.times(slope).negated())
        });
        Jet { value, dot: sum(of_value, of_divisor) }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn remainder(self, divisor: Self, by_divisor: L::Number) -> Self {
        let of_divisor = divisor.dot.map(|dot| each(dot, |dot| dot.times_constant(by_divisor)));
        Jet { value: self.value.remainder(divisor.value, by_divisor), dot: sum(self.dot, of_divisor) }
    }
}

/// A value and its tangents as one jet, and back: of an order, by the order before.
macro_rules! jets {
    ($joined:ident $parted:ident: $jet:ty;
        lanes $width:ident $($older:ident)*;
        older [$($join_older:ident $part_older:ident)?] $($version:ident $version_type:ty, $newer:ident $newer_type:ty;)*
    ) => {
        #[cfg_attr(not(debug_assertions), inline(always))]
        #[allow(clippy::too_many_arguments)]
        pub fn $joined<L: Linear, $(const $older: usize,)* const $width: usize>(
            value: L,
            $($version: Option<$version_type>,)*
            dot: Option<Lanes<L, $width>>,
            $($newer: Option<$newer_type>,)*
        ) -> $jet {
            let any = dot.is_some() $(|| $newer.is_some())*;
            let older = jets!(@older value, [$($join_older)?] $($version)*);
            Jet {
                value: older,
                dot: any.then(|| core::array::from_fn(|lane| {
                    let value = dot.map_or(L::ZERO, |dot| dot.0[lane]);
                    $(let $newer = $newer.map(|newer| newer.0[lane]);)*
                    jets!(@older value, [$($join_older)?] $($newer)*)
                })),
            }
        }

        #[cfg_attr(not(debug_assertions), inline(always))]
        #[allow(clippy::type_complexity)]
        pub fn $parted<L: Linear, $(const $older: usize,)* const $width: usize>(
            jet: $jet,
        ) -> (L, $($version_type,)* Lanes<L, $width>, $($newer_type,)*) {
            jets!(@part jet, [$($part_older)?] $($version)*; $($newer)*)
        }
    };
    (@older $value:ident, []) => { $value };
    (@older $value:ident, [$join:ident] $($version:ident)*) => { $join($value, $($version,)*) };
    (@part $jet:ident, [];) => { ($jet.value, $jet.dot.map_or(Lanes::ZERO, Lanes)) };
    (@part $jet:ident, [$part:ident] $($version:ident)*; $($newer:ident)*) => {{
        let (value, $($version,)*) = $part($jet.value);
        let mut dot = Lanes::ZERO;
        $(let mut $newer = Lanes::ZERO;)*
        if let Some(lanes) = $jet.dot {
            for (lane, jet) in lanes.into_iter().enumerate() {
                let (value, $($version,)*) = $part(jet);
                dot.0[lane] = value;
                $($newer.0[lane] = $version;)*
            }
        }
        (value, $($version,)* dot, $($newer,)*)
    }};
}
jets! {
    joined parted: Jet<L, V>;
    lanes V;
    older []
}
jets! {
    joined2 parted2: Jet<Jet<L, V>, U>;
    lanes U V;
    older [joined parted] first Lanes<L, V>, first_dash Lanes<Lanes<L, V>, U>;
}
jets! {
    joined3 parted3: Jet<Jet<Jet<L, V>, U>, T>;
    lanes T V U;
    older [joined2 parted2]
        first Lanes<L, V>, first_stroke Lanes<Lanes<L, V>, T>;
        second Lanes<L, U>, second_stroke Lanes<Lanes<L, U>, T>;
        third Lanes<Lanes<L, V>, U>, third_stroke Lanes<Lanes<Lanes<L, V>, U>, T>;
}
