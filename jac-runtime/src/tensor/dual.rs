//! Numbers with a tangent: what arrays are made of in derivatives of higher order.
//!
//! The tangent of a pullback is the same pullback over numbers with a tangent. So each rule of arrays is written once, for elements of any
//! kind, and its derivatives are instances of it. `join` takes an array and its tangent to one array of such numbers, and back.

use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

#[cfg(feature = "std")]
use ndarray::{Array, Axis, Dimension, RemoveAxis};
use ndarray::{Array2, ArrayRef, Ix2, ScalarOperand};
use num_traits::{FromPrimitive, One, Zero};

use super::Element;
use super::join::{join_array, part_array};
use super::methods::handles;
use crate::cotangent::{Cotangent, Vector};
use crate::float::{Float, Number};
use crate::kinks::rem_divisor;
use crate::lanes::{Lanes, Linear};
use crate::rule::Pairwise;
use crate::space::Space;
#[cfg(feature = "std")]
use crate::sweep::LeftOutOfWrt;
use crate::sweep::Sweep;
use crate::trace::Residual;

/// Both operands vary.
const fn sweep<const V: usize>() -> Sweep<V, 3> {
    Sweep
}

/// A number with its tangents for `V` seeds.
#[derive(Clone, Copy, Debug)]
pub struct Dual<F, const V: usize> {
    /// The number.
    pub value: F,
    /// Its tangents.
    pub dot: Lanes<F, V>,
}

impl<F: Number, const V: usize> Dual<F, V> {
    /// What does not vary.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn constant(value: F) -> Self {
        Dual { value, dot: Lanes::ZERO }
    }
}

/// A condition asks for the value.
impl<F: PartialEq, const V: usize> PartialEq for Dual<F, V> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<F: Number, const V: usize> Add for Dual<F, V> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(self, other: Self) -> Self {
        Dual { value: self.value + other.value, dot: self.dot + other.dot }
    }
}

impl<F: Number, const V: usize> Sub for Dual<F, V> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn sub(self, other: Self) -> Self {
        Dual { value: self.value - other.value, dot: self.dot - other.dot }
    }
}

impl<F: Number, const V: usize> Mul for Dual<F, V> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mul(self, other: Self) -> Self {
        Dual { value: self.value * other.value, dot: self.dot * other.value + other.dot * self.value }
    }
}

impl<F: Number, const V: usize> Div for Dual<F, V> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        Dual { value, dot: self.dot / other.value - other.dot * (value / other.value) }
    }
}

impl<F: Number, const V: usize> Rem for Dual<F, V> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn rem(self, other: Self) -> Self {
        let value = self.value % other.value;
        Dual { value, dot: self.dot + other.dot * rem_divisor(self.value, other.value, value) }
    }
}

impl<F: Number, const V: usize> Neg for Dual<F, V> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn neg(self) -> Self {
        Dual { value: -self.value, dot: -self.dot }
    }
}

macro_rules! assignments {
    ($($trait:ident $method:ident $operator:tt;)*) => {$(
        impl<F: Number, const V: usize> $trait for Dual<F, V> {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $method(&mut self, other: Self) {
                *self = *self $operator other;
            }
        }
    )*};
}
assignments! {
    AddAssign add_assign +;
    SubAssign sub_assign -;
    MulAssign mul_assign *;
    DivAssign div_assign /;
    RemAssign rem_assign %;
}

impl<F: Number, const V: usize> Vector for Dual<F, V> {
    const ZERO: Self = Dual { value: F::ZERO, dot: Lanes::ZERO };
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn accumulate(&mut self, other: Self) {
        *self += other;
    }
}

impl<F: Number, const V: usize> Residual for Dual<F, V> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Self::ZERO
    }
}

impl<F: Number, const V: usize> Linear for Dual<F, V> {
    type Scalar = Self;
    type With<G: Number> = G;
    const COUNT: usize = 1;
    const EPSILON: f64 = <F as Linear>::EPSILON;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn scale(self, factor: Self) -> Self {
        self * factor
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shrink(self, divisor: Self) -> Self {
        self / divisor
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn convert<G: Number>(self) -> G {
        G::from_f64(self.to_f64())
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn component(&self, _: usize) -> Self {
        *self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn component_mut(&mut self, _: usize) -> &mut Self {
        self
    }
}

impl<F: Number, const V: usize> Number for Dual<F, V> {
    const ONE: Self = Dual { value: F::ONE, dot: Lanes::ZERO };
    const HALF: Self = Dual { value: F::HALF, dot: Lanes::ZERO };
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_f64(value: f64) -> Self {
        Dual::constant(F::from_f64(value))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn to_f64(self) -> f64 {
        self.value.to_f64()
    }
}

/// The space of a number over numbers of its kind.
impl<F: Number, const V: usize> Space for Dual<F, V> {
    type Tangent<const W: usize> = Lanes<Self, W>;
    type Cotangent<const W: usize> = Cotangent<Lanes<Self, W>>;
    type Shape = ();
    type Plain = Self;
    type WithFloat<G: Float> = G;
    const DIMENSION: Option<usize> = Some(1);
    const EPSILON: f64 = <F as Linear>::EPSILON;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shape(&self) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn origin<const W: usize>(_: &()) -> Lanes<Self, W> {
        Lanes::ZERO
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cotangent<const W: usize>(_: &()) -> Cotangent<Lanes<Self, W>> {
        Cotangent::ZERO
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_shape<const W: usize>(_: &()) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn dimension(_: &()) -> usize {
        1
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn seed<const W: usize>(_: &(), offset: usize) -> Lanes<Self, W> {
        Lanes::unit(0usize.wrapping_sub(offset))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lift<const W: usize>(value: &Self) -> Lanes<Self, W> {
        Lanes([*value; W])
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn plain<const W: usize>(tangent: &Lanes<Self, W>, lane: usize) -> Self {
        tangent.0[lane]
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lane<G: Float, const W: usize>(tangent: &Lanes<Self, W>, lane: usize) -> G {
        tangent.0[lane].convert()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn for_each<G: Float, const W: usize>(
        tangent: &Lanes<Self, W>,
        first: usize,
        visit: &mut impl FnMut(usize, Lanes<G, W>),
    ) {
        visit(first, tangent.to());
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
        visit(Some(self.to_f64()));
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pairwise<const W: usize>(tangent: &mut Lanes<Self, W>, plain: &Self, visit: &mut impl Pairwise<W>) {
        visit.pair(tangent, *plain);
    }
}

impl<F: Number, const V: usize> Zero for Dual<F, V> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn zero() -> Self {
        Self::ZERO
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_zero(&self) -> bool {
        self.value == F::ZERO && self.dot.0.iter().all(|dot| *dot == F::ZERO)
    }
}

impl<F: Number, const V: usize> One for Dual<F, V> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn one() -> Self {
        Self::ONE
    }
}

impl<F: Number + FromPrimitive, const V: usize> FromPrimitive for Dual<F, V> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_i64(value: i64) -> Option<Self> {
        F::from_i64(value).map(Dual::constant)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_u64(value: u64) -> Option<Self> {
        F::from_u64(value).map(Dual::constant)
    }
}

impl<F: Number, const V: usize> ScalarOperand for Dual<F, V> {}

/// By the derivatives of first order of the numbers.
impl<F: Element, const V: usize> Element for Dual<F, V> {
    #[cfg(feature = "std")]
    #[inline]
    fn var<D: Dimension>(array: &ArrayRef<Self, D>, ddof: Self) -> Self {
        let (value, dot) = part_array(array);
        let (value, dot) = handles::Var.tangent(sweep::<V>(), &value, ddof.value, Some(&dot.into()), LeftOutOfWrt);
        Dual { value, dot }
    }
    #[cfg(feature = "std")]
    #[inline]
    fn std<D: Dimension>(array: &ArrayRef<Self, D>, ddof: Self) -> Self {
        let (value, dot) = part_array(array);
        let (value, dot) = handles::Std.tangent(sweep::<V>(), &value, ddof.value, Some(&dot.into()), LeftOutOfWrt);
        Dual { value, dot }
    }
    #[cfg(feature = "std")]
    #[inline]
    fn var_axis<D: RemoveAxis>(array: &ArrayRef<Self, D>, axis: Axis, ddof: Self) -> Array<Self, D::Smaller> {
        let (value, dot) = part_array(array);
        let (value, dot) =
            handles::VarAxis.tangent(sweep::<V>(), &value, axis, ddof.value, Some(&dot.into()), (), LeftOutOfWrt);
        join_array(&value, dot.array())
    }
    #[cfg(feature = "std")]
    #[inline]
    fn std_axis<D: RemoveAxis>(array: &ArrayRef<Self, D>, axis: Axis, ddof: Self) -> Array<Self, D::Smaller> {
        let (value, dot) = part_array(array);
        let (value, dot) =
            handles::StdAxis.tangent(sweep::<V>(), &value, axis, ddof.value, Some(&dot.into()), (), LeftOutOfWrt);
        join_array(&value, dot.array())
    }
    #[inline]
    fn matrix_product(left: &ArrayRef<Self, Ix2>, right: &ArrayRef<Self, Ix2>) -> Array2<Self> {
        let ((left, left_dot), (right, right_dot)) = (part_array::<F, _, V>(left), part_array::<F, _, V>(right));
        let (left_dot, right_dot) = (left_dot.into(), right_dot.into());
        let (value, dot) = handles::Dot.tangent(sweep::<V>(), &left, &right, Some(&left_dot), Some(&right_dot));
        join_array(&value, dot.array())
    }
}
