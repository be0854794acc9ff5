//! Layout: how the floats of a type are laid out, as a constant.
//!
//! Generated code that takes values apart names their floats by paths: `x[2].0` is `[2, 0]`. A macro does not see through the
//! names of types, and cannot know whether there is a float at the end of a path, and which one it is in memory order; the compiler does, here.

use core::any::Any;

use crate::float::Float;
use crate::space::Space;

/// How the floats of a type are laid out.
#[derive(Clone, Copy, Debug)]
pub enum Layout {
    /// A float, with its machine epsilon.
    Float(f64),
    /// An array: its length, and its elements.
    Array(usize, &'static Layout),
    /// A tuple.
    Tuple(&'static [&'static Layout]),
    /// Without floats.
    Absent,
    /// Not told: runtime-sized values, structs.
    Unknown,
}

/// The number of floats, if it is known.
const fn dimension(layout: &Layout) -> Option<usize> {
    match layout {
        Layout::Float(_) => Some(1),
        Layout::Absent => Some(0),
        Layout::Unknown => None,
        Layout::Array(length, element) => match dimension(element) {
            Some(element) => Some(*length * element),
            None => None,
        },
        Layout::Tuple(members) => {
            let mut total = 0;
            let mut index = 0;
            while index < members.len() {
                match dimension(members[index]) {
                    Some(member) => total += member,
                    None => return None,
                }
                index += 1;
            }
            Some(total)
        }
    }
}

/// The flat index of the float at the end of a path, and its machine epsilon.
const fn find(layout: &Layout, path: &[usize]) -> Option<(usize, f64)> {
    let (mut layout, mut first, mut step) = (layout, 0, 0);
    while step < path.len() {
        let index = path[step];
        match layout {
            Layout::Array(length, element) if index < *length => {
                match dimension(element) {
                    Some(dimension) => first += index * dimension,
                    None => return None,
                }
                layout = element;
            }
            Layout::Tuple(members) if index < members.len() => {
                let mut before = 0;
                while before < index {
                    match dimension(members[before]) {
                        Some(dimension) => first += dimension,
                        None => return None,
                    }
                    before += 1;
                }
                layout = members[index];
            }
            _ => return None,
        }
        step += 1;
    }
    match layout {
        Layout::Float(epsilon) => Some((first, *epsilon)),
        _ => None,
    }
}

/// There is a float of type `F` at the end of each path, and the size of `S` is known.
pub const fn holds_floats<S: Space, F: Float>(paths: &[&[usize]]) -> bool {
    let mut index = 0;
    while index < paths.len() {
        match find(S::LAYOUT, paths[index]) {
            Some((_, epsilon)) if epsilon == <F as Space>::EPSILON => {}
            _ => return false,
        }
        index += 1;
    }
    dimension(S::LAYOUT).is_some()
}

/// The flat index of the float at the end of each path; 0 where there is none.
pub const fn flat_indices<S: Space, const N: usize>(paths: [&[usize]; N]) -> [usize; N] {
    let mut indices = [0; N];
    let mut index = 0;
    while index < N {
        if let Some((flat, _)) = find(S::LAYOUT, paths[index]) {
            indices[index] = flat;
        }
        index += 1;
    }
    indices
}

/// What the closure would return is a float of type `F`.
pub const fn gives_float<F: Float, T: Space, C: Fn() -> T>(_: &C) -> bool {
    matches!(T::LAYOUT, Layout::Float(epsilon) if *epsilon == <F as Space>::EPSILON)
}

/// The float, as one of type `F`. The value is of type `F` wherever this is executed, which only the compiler knows.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn as_float<F: Float, T: Space>(value: &T) -> F {
    let mut float = F::ZERO;
    value.for_each_float(&mut |value| float = value.map_or(float, F::from_f64));
    float
}

/// The same reference, of which the compiler does not know that it is: what is read behind it is read from memory, and not kept since it was read before.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn read_again<T: ?Sized>(reference: &T) -> &T {
    core::hint::black_box(reference)
}

/// The value as one of type `U`, which it is wherever this is executed.
///
/// # Panics
///
/// If the types are two. The compiler decides that.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn same_type<T: 'static, U: 'static>(value: T) -> U {
    let mut value = Some(value);
    match (&mut value as &mut dyn Any).downcast_mut().and_then(Option::take) {
        Some(value) => value,
        None => unreachable!("the type of the result was checked when the function was compiled"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Nested = ([f64; 2], (u8, [[f64; 3]; 2]), f64);

    #[test]
    fn paths_lead_to_floats_in_memory_order() {
        let paths: [&[usize]; 4] = [&[0, 1], &[1, 1, 0, 2], &[1, 1, 1, 0], &[2]];
        assert!(holds_floats::<Nested, f64>(&paths));
        assert_eq!(flat_indices::<Nested, 4>(paths), [1, 4, 5, 8]);
    }

    #[test]
    fn what_is_no_float_of_the_type_is_refused() {
        assert!(!holds_floats::<Nested, f32>(&[&[2]]));
        assert!(!holds_floats::<Nested, f64>(&[&[1, 0]]), "an integer");
        assert!(!holds_floats::<Nested, f64>(&[&[0]]), "an array");
        assert!(!holds_floats::<Nested, f64>(&[&[0, 2]]), "out of bounds");
        assert!(!holds_floats::<Nested, f64>(&[&[2, 0]]), "a part of a float");
    }

    #[test]
    fn the_type_of_an_expression_is_known_without_its_value() {
        assert!(gives_float::<f32, _, _>(&|| 1.0_f32));
        assert!(!gives_float::<f64, _, _>(&|| 1.0_f32));
        assert!(!gives_float::<f64, _, _>(&|| [1.0_f64]));
        assert_eq!(as_float::<f32, _>(&0.1_f32), 0.1);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_vector_beside_them_hides_the_size() {
        assert!(!holds_floats::<(f64, alloc::vec::Vec<f64>), f64>(&[&[0]]));
    }
}
