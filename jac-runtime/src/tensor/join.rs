//! A value and its tangent as one value of numbers with a tangent, and back.

use alloc::vec::Vec;

use ndarray::{Array, ArrayRef, Dimension, Zip};

use super::dual::Dual;
use super::{ArrayTangent, Element};
use crate::cotangent::{Accumulate, Vector};
use crate::lanes::{Lanes, Linear};
use crate::space::{Space, Tangent};

/// A number, or lanes of numbers, of which each can be joined with its tangent.
pub trait JoinElement<const V: usize>: Linear {
    /// The same of numbers with a tangent.
    type Joined: Linear;
    /// The number with its tangent.
    fn join_element(self, dot: Lanes<Self, V>) -> Self::Joined;
    /// The reverse.
    fn part_element(joined: Self::Joined) -> (Self, Lanes<Self, V>);
}

impl<F: Element, const V: usize> JoinElement<V> for F {
    type Joined = Dual<F, V>;
    #[inline(always)]
    fn join_element(self, dot: Lanes<F, V>) -> Dual<F, V> {
        Dual { value: self, dot }
    }
    #[inline(always)]
    fn part_element(joined: Dual<F, V>) -> (F, Lanes<F, V>) {
        (joined.value, joined.dot)
    }
}

impl<L: JoinElement<V>, const W: usize, const V: usize> JoinElement<V> for Lanes<L, W> {
    type Joined = Lanes<L::Joined, W>;
    #[inline(always)]
    fn join_element(self, dot: Lanes<Self, V>) -> Self::Joined {
        Lanes(core::array::from_fn(|lane| self.0[lane].join_element(Lanes(dot.0.map(|dot| dot.0[lane])))))
    }
    #[inline(always)]
    fn part_element(joined: Self::Joined) -> (Self, Lanes<Self, V>) {
        let (mut value, mut dot) = (Lanes::ZERO, Lanes([Lanes::ZERO; V]));
        for lane in 0..W {
            let (element, dots) = L::part_element(joined.0[lane]);
            value.0[lane] = element;
            for (dot, element) in dot.0.iter_mut().zip(dots.0) {
                dot.0[lane] = element;
            }
        }
        (value, dot)
    }
}

/// A value that can be joined with its tangent.
pub trait Join<const V: usize>: Space {
    /// The value over numbers with a tangent.
    type Joined: Space;
    /// The value with its tangent.
    fn join(self, dot: Tangent<Self, V>) -> Self::Joined;
    /// The reverse.
    fn part(joined: Self::Joined) -> (Self, Tangent<Self, V>);
    /// The value with its tangent, which may be zero, where both stay.
    #[inline(always)]
    fn join_ref(&self, dot: Option<&Tangent<Self, V>>) -> Self::Joined
    where
        Self: Clone,
    {
        self.clone().join(dot.cloned().unwrap_or(Vector::ZERO))
    }
}

macro_rules! elements {
    ($([$($generics:tt)*] $element:ty;)*) => {$(
        impl<$($generics)* const V: usize> Join<V> for $element {
            type Joined = <$element as JoinElement<V>>::Joined;
            #[inline(always)]
            fn join(self, dot: Lanes<$element, V>) -> Self::Joined {
                self.join_element(dot)
            }
            #[inline(always)]
            fn part(joined: Self::Joined) -> (Self, Lanes<$element, V>) {
                Self::part_element(joined)
            }
        }
    )*};
}
elements! {
    [] f32;
    [] f64;
    [F: Element, const U: usize,] Dual<F, U>;
    [L: JoinElement<V>, const W: usize,] Lanes<L, W>;
}

impl<const V: usize> Join<V> for () {
    type Joined = ();
    #[inline(always)]
    fn join(self, (): ()) {}
    #[inline(always)]
    fn part((): ()) -> ((), ()) {
        ((), ())
    }
}

/// An array of numbers with a tangent. What has no tangent does not vary.
pub fn join_array<L: JoinElement<V>, D: Dimension, const V: usize>(
    value: &ArrayRef<L, D>,
    dot: Option<&Array<Lanes<L, V>, D>>,
) -> Array<L::Joined, D> {
    match dot {
        Some(dot) => Zip::from(value).and(dot).map_collect(|value, dot| value.join_element(*dot)),
        None => value.map(|value| value.join_element(Lanes::ZERO)),
    }
}

/// The reverse of [`join_array`].
pub fn part_array<L: JoinElement<V>, D: Dimension, const V: usize>(
    joined: &ArrayRef<L::Joined, D>,
) -> (Array<L, D>, Array<Lanes<L, V>, D>) {
    (joined.map(|joined| L::part_element(*joined).0), joined.map(|joined| L::part_element(*joined).1))
}

impl<F: Element, D: Dimension, const V: usize> Join<V> for Array<F, D> {
    type Joined = Array<Dual<F, V>, D>;
    #[inline]
    fn join(self, dot: ArrayTangent<Lanes<F, V>, D>) -> Self::Joined {
        join_array(&self, dot.array())
    }
    #[inline]
    fn join_ref(&self, dot: Option<&ArrayTangent<Lanes<F, V>, D>>) -> Self::Joined {
        join_array(self, dot.and_then(ArrayTangent::array))
    }
    #[inline]
    fn part(joined: Self::Joined) -> (Self, ArrayTangent<Lanes<F, V>, D>) {
        let (value, dot) = part_array(&joined);
        (value, dot.into())
    }
}

impl<L: JoinElement<V>, D: Dimension, const V: usize> Join<V> for ArrayTangent<L, D> {
    type Joined = ArrayTangent<L::Joined, D>;
    #[inline]
    fn join(self, dot: ArrayTangent<Lanes<L, V>, D>) -> Self::Joined {
        ArrayTangent(match (self.0, dot.0) {
            (None, None) => None,
            (Some(value), dot) => Some(join_array(&value, dot.as_ref())),
            (None, Some(dot)) => Some(dot.map(|dot| L::ZERO.join_element(*dot))),
        })
    }
    #[inline]
    fn part(joined: Self::Joined) -> (Self, ArrayTangent<Lanes<L, V>, D>) {
        match &joined.0 {
            Some(joined) => {
                let (value, dot) = part_array(joined);
                (value.into(), dot.into())
            }
            None => (Vector::ZERO, Vector::ZERO),
        }
    }
}

/// The empty `Vec` is a zero tangent.
impl<T: Join<V>, const V: usize> Join<V> for Vec<T>
where
    Tangent<T, V>: Vector,
{
    type Joined = Vec<T::Joined>;
    #[inline]
    fn join(self, dot: Vec<Tangent<T, V>>) -> Self::Joined {
        let zeros = if dot.is_empty() { self.len() } else { 0 };
        let dots = dot.into_iter().chain(core::iter::repeat_n(Vector::ZERO, zeros));
        self.into_iter().zip(dots).map(|(value, dot)| value.join(dot)).collect()
    }
    #[inline]
    fn part(joined: Self::Joined) -> (Self, Vec<Tangent<T, V>>) {
        joined.into_iter().map(T::part).unzip()
    }
}

impl<T: Join<V>, const N: usize, const V: usize> Join<V> for [T; N] {
    type Joined = [T::Joined; N];
    #[inline]
    fn join(self, dot: [Tangent<T, V>; N]) -> Self::Joined {
        let mut dots = dot.into_iter();
        self.map(|value| value.join(dots.next().unwrap_or(Vector::ZERO)))
    }
    #[inline]
    fn part(joined: Self::Joined) -> (Self, [Tangent<T, V>; N]) {
        let mut dots = core::array::from_fn(|_| Vector::ZERO);
        let mut targets = dots.iter_mut();
        let value = joined.map(|joined| {
            let (value, dot) = T::part(joined);
            if let Some(target) = targets.next() {
                *target = dot;
            }
            value
        });
        (value, dots)
    }
}

/// Adds what was accumulated with its tangent to a cotangent and its tangent.
pub fn add_parts<A, B, C, const V: usize>(joined: Option<A>, bar: Option<&B>, dot: Option<&C>)
where
    A: Accumulate<Value = <B::Value as Join<V>>::Joined>,
    B: Accumulate<Value: Join<V>>,
    C: Accumulate<Value = Tangent<B::Value, V>>,
{
    let Some(joined) = joined else { return };
    let (value, value_dot) = B::Value::part(joined.into_value());
    if let Some(bar) = bar {
        bar.add(value);
    }
    if let Some(dot) = dot {
        dot.add(value_dot);
    }
}
