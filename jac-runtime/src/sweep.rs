//! What a sweep is told by its caller.

/// Selects the number of lanes, and the inputs that vary: bit `k` of `MASK` for parameter `k`.
#[derive(Clone, Copy, Debug)]
pub struct Sweep<const W: usize, const MASK: u128>;

/// An owned copy of an argument that is written before the reverse sweep needs it.
pub trait Snapshot {
    /// The owned form: a `Vec` for a slice, the type itself otherwise.
    type Owned;
    /// Copies.
    fn snapshot(&self) -> Self::Owned;
}

impl<T: Clone> Snapshot for T {
    type Owned = T;
    #[inline(always)]
    fn snapshot(&self) -> T {
        self.clone()
    }
}

#[cfg(feature = "alloc")]
impl<T: Clone> Snapshot for [T] {
    type Owned = alloc::vec::Vec<T>;
    #[inline]
    fn snapshot(&self) -> alloc::vec::Vec<T> {
        self.to_vec()
    }
}

/// An owned copy of what a place holds.
#[inline(always)]
pub fn snapshot<T: Snapshot + ?Sized>(place: &T) -> T::Owned {
    place.snapshot()
}
