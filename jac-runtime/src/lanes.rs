//! `Lanes`: the tangents (or cotangents) of one float under `W` seeds at once.
//!
//! The operations are those of a vector space and nothing more: lanes are added, subtracted,
//! negated and scaled by a primal value. A product of two lanes never arises within one order of
//! differentiation, and there is no operator for it.

use core::ops::{Add, AddAssign, Div, Index, IndexMut, Mul, Neg, Sub, SubAssign};

use crate::float::Float;

/// The tangents of one float for `W` seeds, contiguous, so that the compiler can keep them in a
/// vector register. `Lanes<F, 1>` compiles to the scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
pub struct Lanes<F, const W: usize>(pub [F; W]);

impl<F: Float, const W: usize> Lanes<F, W> {
    /// The zero of the vector space.
    pub const ZERO: Self = Lanes([F::ZERO; W]);

    /// Lane `lane` is one, every other lane is zero.
    #[inline(always)]
    pub fn unit(lane: usize) -> Self {
        Lanes(core::array::from_fn(|l| if l == lane { F::ONE } else { F::ZERO }))
    }

    /// Every lane converted to another float type.
    #[inline(always)]
    pub fn cast<G: Float>(self) -> Lanes<G, W> {
        Lanes(self.0.map(G::from_float))
    }
}

impl<F, const W: usize> Index<usize> for Lanes<F, W> {
    type Output = F;
    #[inline(always)]
    fn index(&self, lane: usize) -> &F {
        &self.0[lane]
    }
}

impl<F, const W: usize> IndexMut<usize> for Lanes<F, W> {
    #[inline(always)]
    fn index_mut(&mut self, lane: usize) -> &mut F {
        &mut self.0[lane]
    }
}

macro_rules! lanewise {
    ($($trait:ident $method:ident),*) => {$(
        impl<F: Float, const W: usize> $trait for Lanes<F, W> {
            type Output = Self;
            #[inline(always)]
            fn $method(mut self, other: Self) -> Self {
                for lane in 0..W {
                    self.0[lane] = self.0[lane].$method(other.0[lane]);
                }
                self
            }
        }
    )*};
}
lanewise!(Add add, Sub sub);

macro_rules! scaled {
    ($($trait:ident $method:ident),*) => {$(
        impl<F: Float, const W: usize> $trait<F> for Lanes<F, W> {
            type Output = Self;
            #[inline(always)]
            fn $method(mut self, factor: F) -> Self {
                for lane in 0..W {
                    self.0[lane] = self.0[lane].$method(factor);
                }
                self
            }
        }
    )*};
}
scaled!(Mul mul, Div div);

impl<F: Float, const W: usize> Neg for Lanes<F, W> {
    type Output = Self;
    #[inline(always)]
    fn neg(mut self) -> Self {
        for lane in 0..W {
            self.0[lane] = -self.0[lane];
        }
        self
    }
}

impl<F: Float, const W: usize> AddAssign for Lanes<F, W> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<F: Float, const W: usize> SubAssign for Lanes<F, W> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
