//! `Lanes`: the tangents (or cotangents) of one float under `W` seeds at once.
//!
//! The operations are those of a vector space and nothing more: lanes are added, subtracted,
//! negated and scaled by a primal value. A product of two lanes never arises within one order of
//! differentiation, and there is no operator for it.
//!
//! The tangent of lanes is lanes of lanes, the newest order outermost: then the derivative of whatever is linear
//! in one of its operands is [`each`].

use core::ops::{Add, AddAssign, Div, Index, IndexMut, Mul, Neg, Sub, SubAssign};

use crate::cotangent::Vector;
use crate::float::Number;

/// The tangents of one float (or of lanes) for `W` seeds, contiguous, so that the compiler can keep them in a
/// vector register. `Lanes<F, 1>` compiles to the scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
pub struct Lanes<L, const W: usize>(pub [L; W]);

/// A number, or lanes of lanes of numbers: what a number can scale.
pub trait Linear: Vector + Copy + Sub<Output = Self> + Neg<Output = Self> {
    /// The number.
    type Scalar: Number;
    /// The same with floats of another type.
    type With<F: Number>: Linear<Scalar = F>;
    /// The number of floats.
    const COUNT: usize;
    /// The machine epsilon.
    const EPSILON: f64;
    /// Multiplies each float.
    fn scale(self, factor: Self::Scalar) -> Self;
    /// Divides each float.
    fn shrink(self, divisor: Self::Scalar) -> Self;
    /// Converts each float.
    fn convert<F: Number>(self) -> Self::With<F>;
    /// The float at a position, counted in memory order.
    fn component(&self, index: usize) -> Self::Scalar;
    /// The float at a position, to write.
    fn component_mut(&mut self, index: usize) -> &mut Self::Scalar;
}

macro_rules! float {
    ($($float:ident)*) => {$(
        impl Vector for $float {
            const ZERO: Self = 0.0;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn accumulate(&mut self, other: Self) {
                *self += other;
            }
        }

        impl Linear for $float {
            type Scalar = $float;
            type With<F: Number> = F;
            const COUNT: usize = 1;
            const EPSILON: f64 = $float::EPSILON as f64;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn scale(self, factor: $float) -> $float {
                self * factor
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn shrink(self, divisor: $float) -> $float {
                self / divisor
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn convert<F: Number>(self) -> F {
                F::from_f64(self.to_f64())
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn component(&self, _: usize) -> $float {
                *self
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn component_mut(&mut self, _: usize) -> &mut $float {
                self
            }
        }
    )*};
}
float!(f32 f64);

impl<L: Linear, const W: usize> Linear for Lanes<L, W> {
    type Scalar = L::Scalar;
    type With<F: Number> = Lanes<L::With<F>, W>;
    const COUNT: usize = W * L::COUNT;
    const EPSILON: f64 = L::EPSILON;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn scale(mut self, factor: L::Scalar) -> Self {
        for lane in 0..W {
            self.0[lane] = self.0[lane].scale(factor);
        }
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shrink(mut self, divisor: L::Scalar) -> Self {
        for lane in 0..W {
            self.0[lane] = self.0[lane].shrink(divisor);
        }
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn convert<F: Number>(self) -> Self::With<F> {
        self.cast()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn component(&self, index: usize) -> L::Scalar {
        self.0[index / L::COUNT].component(index % L::COUNT)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn component_mut(&mut self, index: usize) -> &mut L::Scalar {
        self.0[index / L::COUNT].component_mut(index % L::COUNT)
    }
}

impl<L: Linear, const W: usize> Lanes<L, W> {
    /// The zero of the vector space.
    pub const ZERO: Self = Lanes([const { L::ZERO }; W]);

    /// Every lane converted to another float type.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn cast<F: Number>(self) -> Lanes<L::With<F>, W> {
        Lanes(self.0.map(L::convert))
    }
}

impl<F: Number, const W: usize> Lanes<F, W> {
    /// Lane `lane` is one, every other lane is zero.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn unit(lane: usize) -> Self {
        Lanes(core::array::from_fn(|l| if l == lane { F::ONE } else { F::ZERO }))
    }

    /// Every lane converted to another float type: [`cast`](Self::cast) where the type is generic.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn to<G: Number>(self) -> Lanes<G, W> {
        Lanes(self.0.map(|lane| G::from_f64(lane.to_f64())))
    }
}

/// What the tangent, or the cotangent, of a number becomes where the number is cast. That of an integer is trivial: a float that is made
/// of it does not vary, and it takes nothing of what comes back.
pub trait Cast<To> {
    /// Converts.
    fn cast(self) -> To;
}

impl<L: Linear<With<M::Scalar> = M>, M: Linear, const W: usize> Cast<Lanes<M, W>> for Lanes<L, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cast(self) -> Lanes<M, W> {
        Lanes(self.0.map(L::convert::<M::Scalar>))
    }
}

impl<M: Linear, const W: usize> Cast<Lanes<M, W>> for () {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cast(self) -> Lanes<M, W> {
        Lanes::ZERO
    }
}

impl<L: Linear, const W: usize> Cast<()> for Lanes<L, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cast(self) {}
}

/// The tangent or cotangent of a number, cast.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn cast<To, From: Cast<To>>(from: From) -> To {
    from.cast()
}

/// A linear map of each lane: the tangent of an expression that is linear in one operand, whose tangent is `dot`.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn each<A: Linear, B: Linear, const W: usize>(dot: Lanes<A, W>, mut map: impl FnMut(A) -> B) -> Lanes<B, W> {
    let mut result = Lanes::ZERO;
    for lane in 0..W {
        result.0[lane] = map(dot.0[lane]);
    }
    result
}

impl<F, const W: usize> Index<usize> for Lanes<F, W> {
    type Output = F;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn index(&self, lane: usize) -> &F {
        &self.0[lane]
    }
}

impl<F, const W: usize> IndexMut<usize> for Lanes<F, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn index_mut(&mut self, lane: usize) -> &mut F {
        &mut self.0[lane]
    }
}

impl<L: Linear, const W: usize> Vector for Lanes<L, W> {
    const ZERO: Self = Lanes::ZERO;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn accumulate(&mut self, other: Self) {
        *self += other;
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_seeded(&self) -> bool {
        W == 1 || (0..Self::COUNT).fold(false, |any, index| any | (self.component(index) != L::Scalar::ZERO))
    }
}

impl<L: Linear, const W: usize> Mul<L::Scalar> for Lanes<L, W> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mul(self, factor: L::Scalar) -> Self {
        self.scale(factor)
    }
}

impl<L: Linear, const W: usize> Div<L::Scalar> for Lanes<L, W> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn div(self, divisor: L::Scalar) -> Self {
        self.shrink(divisor)
    }
}

impl<L: Linear, const W: usize> Add for Lanes<L, W> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(mut self, other: Self) -> Self {
        for lane in 0..W {
            self.0[lane].accumulate(other.0[lane]);
        }
        self
    }
}

impl<L: Linear, const W: usize> Sub for Lanes<L, W> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn sub(mut self, other: Self) -> Self {
        for lane in 0..W {
            self.0[lane] = self.0[lane] - other.0[lane];
        }
        self
    }
}

impl<L: Linear, const W: usize> Neg for Lanes<L, W> {
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn neg(mut self) -> Self {
        for lane in 0..W {
            self.0[lane] = -self.0[lane];
        }
        self
    }
}

impl<L: Linear, const W: usize> AddAssign for Lanes<L, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<L: Linear, const W: usize> SubAssign for Lanes<L, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
