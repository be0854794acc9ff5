//! Floats as tangents for one seed, in place: the one spot of the crate that is not safe code.
//!
//! `jvp` takes tangents of slices as users have them, `&[f64]`, where a sweep takes `&[Lanes<f64, 1>]`. A copy would cost as much as a
//! short function itself: of the tangent of a scalar product of 256 numbers, 1,129 of 3,989 instructions, and an allocation
//! for each slice (`dot` in `benches`).
#![allow(unsafe_code)]

use crate::lanes::Lanes;

/// The same floats, as the tangents of one seed.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn as_lanes<F>(floats: &[F]) -> &[Lanes<F, 1>] {
    let data: *const [F] = floats;
    // SAFETY: `Lanes<F, 1>` is `repr(transparent)` over `[F; 1]`, which has the size and the alignment of `F`, so that a slice of the one is,
    // byte for byte, a slice of the other of the same length. Every value of `[F; 1]` is one of `Lanes<F, 1>`: the field is public, and the type
    // has no invariant. The reference keeps lifetime and sharing of the one that it is made of.
    unsafe { &*(data as *const [Lanes<F, 1>]) }
}
