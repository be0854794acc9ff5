//! Clones: they are differentiated as copies, which is checked where assertions are.
//!
//! Before: a value and its clone, of a type that the macro does not see. After: the same. A `Clone` that is written by hand may change
//! something, which derivatives would not know of: with debug assertions that is a panic. Of types that have no floats here, it is not asked.

use crate::space::Space;

/// A value and its clone.
#[derive(Debug)]
pub struct Copied<'a, T: ?Sized, U>(pub &'a T, pub &'a U);

impl<T: Space> Copied<'_, T, T> {
    /// Fails if the clone has other floats.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    pub fn jac_is_copy(&self) {
        if cfg!(debug_assertions) {
            assert_copy::<T>(sum_of(self.0) == sum_of(self.1));
        }
    }
}

#[cfg(feature = "alloc")]
impl<T: Space> Copied<'_, [T], alloc::vec::Vec<T>> {
    /// Fails if the clone has other floats.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    pub fn jac_is_copy(&self) {
        if cfg!(debug_assertions) {
            assert_copy::<T>(self.0.iter().map(sum_of).eq(self.1.iter().map(sum_of)));
        }
    }
}

/// Of what has no tangent space, or has a clone of another type.
pub trait CopiedAnyhow {
    /// It is not asked.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn jac_is_copy(&self) {}
}

impl<T: ?Sized, U> CopiedAnyhow for Copied<'_, T, U> {}

#[track_caller]
fn assert_copy<T>(is_copy: bool) {
    assert!(
        is_copy,
        "`jac`: a clone of `{}` holds other numbers than what it was made of, and is differentiated as a copy; \
         write what changes something as a method of another name, with the attribute",
        core::any::type_name::<T>()
    );
}

/// A sum that tells apart what differs in floats or in their number.
fn sum_of<T: Space>(value: &T) -> (usize, u64) {
    let (mut count, mut sum) = (0_usize, 0_u64);
    value.for_each_float(&mut |x| {
        let Some(x) = x else { return };
        count += 1;
        // Zeros are equal, and all that is no number is so here.
        let bits = if x == 0.0 || x.is_nan() { u64::from(x.is_nan()) } else { x.to_bits() };
        sum = (sum.rotate_left(5) ^ bits).wrapping_mul(0x517c_c1b7_2722_0a95);
    });
    (count, sum)
}
