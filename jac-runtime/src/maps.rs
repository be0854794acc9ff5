//! Changes of maps, whose types a macro does not see.

/// A function that changes a map, of a type that this one tells.
#[inline(always)]
pub fn change_of<M, R, F: FnOnce(&mut M) -> R>(_: &M, change: F) -> F {
    change
}

/// Changes a map.
#[inline(always)]
pub fn changed<M, R, F: FnOnce(&mut M) -> R>(map: &mut M, change: F) -> R {
    change(map)
}
