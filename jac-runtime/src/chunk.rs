//! Slices as arrays, of the length that the compiler knows or infers.

/// A slice as an array.
///
/// # Panics
///
/// If it has another length, as the conversion in the source would.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn chunk<T, const N: usize>(slice: &[T]) -> &[T; N] {
    match slice.try_into() {
        Ok(array) => array,
        Err(_) => another_length(slice.len(), N),
    }
}

/// The same of what is written.
///
/// # Panics
///
/// If it has another length.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn chunk_mut<T, const N: usize>(slice: &mut [T]) -> &mut [T; N] {
    let length = slice.len();
    match slice.try_into() {
        Ok(array) => array,
        Err(_) => another_length(length, N),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn another_length(is: usize, wanted: usize) -> ! {
    panic!("a slice of length {is} is no array of length {wanted}")
}
