//! What the harness needs of arguments and results: their numbers in memory order, and their twins over dual numbers.

use super::dual::Dual;

/// A number inside a value.
#[derive(Clone, Copy, Debug)]
pub enum Leaf {
    Double(f64),
    Single(f32),
    Dual(Dual),
    Discrete(i128),
}

impl Leaf {
    /// The float, unless it is discrete.
    pub fn float(self) -> Option<f64> {
        match self {
            Leaf::Double(value) => Some(value),
            Leaf::Single(value) => Some(value.into()),
            Leaf::Dual(dual) => Some(dual.value),
            Leaf::Discrete(_) => None,
        }
    }

    /// True if both have the same bits, or are NaN.
    pub fn is_identical(self, other: Leaf) -> bool {
        match (self, other) {
            (Leaf::Double(a), Leaf::Double(b)) => a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(),
            (Leaf::Single(a), Leaf::Single(b)) => a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(),
            (Leaf::Discrete(a), Leaf::Discrete(b)) => a == b,
            _ => false,
        }
    }
}

/// A value made of numbers.
pub trait Leaves {
    fn leaves(&self, found: &mut Vec<Leaf>);
}

/// The numbers of a value, in memory order.
pub fn leaves_of(value: &impl Leaves) -> Vec<Leaf> {
    let mut found = Vec::new();
    value.leaves(&mut found);
    found
}

/// An argument of a call: what `&mut` arguments refer to is an output.
pub trait Argument {
    fn written(&self, _found: &mut Vec<Leaf>) {}
}

impl<T: ?Sized> Argument for &T {}

impl<T: Leaves + ?Sized> Argument for &mut T {
    fn written(&self, found: &mut Vec<Leaf>) {
        (**self).leaves(found);
    }
}

/// An owned input: its floats can be altered, and it has a twin.
pub trait Input {
    type Twin;
    /// Replaces each float.
    fn alter(&mut self, replace: &mut dyn FnMut(f64) -> f64);
    /// The same with each float made dual.
    fn twin(&self, dual: &mut dyn FnMut(f64) -> Dual) -> Self::Twin;
}

/// A tangent or cotangent as users write it: `()` for what does not vary.
pub trait Fill {
    fn fill(&mut self, next: &mut dyn FnMut() -> f64);
}

impl Leaves for Dual {
    fn leaves(&self, found: &mut Vec<Leaf>) {
        found.push(Leaf::Dual(*self));
    }
}

impl Argument for Dual {}

macro_rules! floats {
    ($($float:ident $leaf:ident)*) => {$(
        impl Leaves for $float {
            fn leaves(&self, found: &mut Vec<Leaf>) {
                found.push(Leaf::$leaf(*self));
            }
        }
        impl Argument for $float {}
        impl Input for $float {
            type Twin = Dual;
            fn alter(&mut self, replace: &mut dyn FnMut(f64) -> f64) {
                *self = replace((*self).into()) as $float;
            }
            fn twin(&self, dual: &mut dyn FnMut(f64) -> Dual) -> Dual {
                dual((*self).into())
            }
        }
        impl Fill for $float {
            fn fill(&mut self, next: &mut dyn FnMut() -> f64) {
                *self = next() as $float;
            }
        }
    )*};
}
floats!(f32 Single f64 Double);

macro_rules! discrete {
    ($($type:ident)*) => {$(
        impl Leaves for $type {
            fn leaves(&self, found: &mut Vec<Leaf>) {
                found.push(Leaf::Discrete(*self as i128));
            }
        }
        impl Argument for $type {}
        impl Input for $type {
            type Twin = $type;
            fn alter(&mut self, _: &mut dyn FnMut(f64) -> f64) {}
            fn twin(&self, _: &mut dyn FnMut(f64) -> Dual) -> $type {
                *self
            }
        }
    )*};
}
discrete!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

impl<T: Leaves> Leaves for [T] {
    fn leaves(&self, found: &mut Vec<Leaf>) {
        for element in self {
            element.leaves(found);
        }
    }
}

impl<T: Leaves, const N: usize> Leaves for [T; N] {
    fn leaves(&self, found: &mut Vec<Leaf>) {
        self.as_slice().leaves(found);
    }
}

impl<T, const N: usize> Argument for [T; N] {}

impl<T: Input, const N: usize> Input for [T; N] {
    type Twin = [T::Twin; N];
    fn alter(&mut self, replace: &mut dyn FnMut(f64) -> f64) {
        for element in self {
            element.alter(replace);
        }
    }
    fn twin(&self, dual: &mut dyn FnMut(f64) -> Dual) -> Self::Twin {
        self.each_ref().map(|element| element.twin(dual))
    }
}

impl<T: Fill, const N: usize> Fill for [T; N] {
    fn fill(&mut self, next: &mut dyn FnMut() -> f64) {
        for element in self {
            element.fill(next);
        }
    }
}

impl<T: Leaves> Leaves for Vec<T> {
    fn leaves(&self, found: &mut Vec<Leaf>) {
        self.as_slice().leaves(found);
    }
}

impl<T> Argument for Vec<T> {}

impl<T: Input> Input for Vec<T> {
    type Twin = Vec<T::Twin>;
    fn alter(&mut self, replace: &mut dyn FnMut(f64) -> f64) {
        for element in self {
            element.alter(replace);
        }
    }
    fn twin(&self, dual: &mut dyn FnMut(f64) -> Dual) -> Self::Twin {
        self.iter().map(|element| element.twin(dual)).collect()
    }
}

impl<T: Fill> Fill for Vec<T> {
    fn fill(&mut self, next: &mut dyn FnMut() -> f64) {
        for element in self {
            element.fill(next);
        }
    }
}

/// What is absent has the leaves of a default, which say nothing: its derivative is zero.
fn optional<T: Leaves + Default>(value: Option<&T>, found: &mut Vec<Leaf>) {
    found.push(Leaf::Discrete(value.is_some().into()));
    match value {
        Some(value) => value.leaves(found),
        None => T::default().leaves(found),
    }
}

impl<T: Leaves + Default> Leaves for Option<T> {
    fn leaves(&self, found: &mut Vec<Leaf>) {
        optional(self.as_ref(), found);
    }
}

impl<T: Leaves + Default, E> Leaves for Result<T, E> {
    fn leaves(&self, found: &mut Vec<Leaf>) {
        optional(self.as_ref().ok(), found);
    }
}

impl<T> Argument for Option<T> {}

impl<T: Input> Input for Option<T> {
    type Twin = Option<T::Twin>;
    fn alter(&mut self, replace: &mut dyn FnMut(f64) -> f64) {
        if let Some(value) = self {
            value.alter(replace);
        }
    }
    fn twin(&self, dual: &mut dyn FnMut(f64) -> Dual) -> Self::Twin {
        self.as_ref().map(|value| value.twin(dual))
    }
}

impl<T: Leaves + ?Sized> Leaves for &T {
    fn leaves(&self, found: &mut Vec<Leaf>) {
        (**self).leaves(found);
    }
}

impl<T: Leaves + ?Sized> Leaves for &mut T {
    fn leaves(&self, found: &mut Vec<Leaf>) {
        (**self).leaves(found);
    }
}

macro_rules! tuples {
    ($(($($T:ident $index:tt),*))*) => {$(
        impl<$($T: Leaves),*> Leaves for ($($T,)*) {
            fn leaves(&self, _found: &mut Vec<Leaf>) {
                $(self.$index.leaves(_found);)*
            }
        }
        impl<$($T),*> Argument for ($($T,)*) {}
        impl<$($T: Input),*> Input for ($($T,)*) {
            type Twin = ($($T::Twin,)*);
            fn alter(&mut self, _replace: &mut dyn FnMut(f64) -> f64) {
                $(self.$index.alter(_replace);)*
            }
            #[allow(clippy::unused_unit)]
            fn twin(&self, _dual: &mut dyn FnMut(f64) -> Dual) -> Self::Twin {
                ($(self.$index.twin(_dual),)*)
            }
        }
        impl<$($T: Fill),*> Fill for ($($T,)*) {
            fn fill(&mut self, _next: &mut dyn FnMut() -> f64) {
                $(self.$index.fill(_next);)*
            }
        }
    )*};
}
tuples! {
    ()
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}
