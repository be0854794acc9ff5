//! Values and tangents as lists of numbers.
//!
//! The values of a point stand in one list in memory order; integers and flags are numbers among others, and before the elements of a
//! `Vec` stands their count.

use jac_runtime::lanes::Lanes;
use jac_runtime::space::Space;

use crate::dual::Dual;

/// Where arguments and seeds come from.
pub struct Reader<'a> {
    numbers: &'a [f64],
    /// For each float, in order, the slope of its dual number. Missing ones are zero.
    slopes: &'a [f64],
    /// For each float, what is added to it. Missing ones are zero.
    shifts: &'a [f64],
    floats: usize,
}

impl<'a> Reader<'a> {
    pub fn new(numbers: &'a [f64]) -> Self {
        Reader { numbers, slopes: &[], shifts: &[], floats: 0 }
    }

    pub fn with_slopes(self, slopes: &'a [f64]) -> Self {
        Reader { slopes, ..self }
    }

    pub fn with_shifts(self, shifts: &'a [f64]) -> Self {
        Reader { shifts, ..self }
    }

    pub fn read<T: Read>(&mut self) -> T {
        T::read(self)
    }

    fn number(&mut self) -> f64 {
        let (first, rest) = self.numbers.split_first().expect("the numbers of a value");
        self.numbers = rest;
        *first
    }

    fn dual(&mut self) -> Dual {
        let slope = self.slopes.get(self.floats).copied().unwrap_or(0.0);
        Dual { value: self.float(), slope }
    }

    fn float(&mut self) -> f64 {
        let number = self.number();
        let shift = self.shifts.get(self.floats).copied().unwrap_or(0.0);
        self.floats += 1;
        if shift == 0.0 { number } else { number + shift }
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

/// What results and tangents are written to.
#[derive(Default)]
pub struct Writer {
    /// The numbers of values.
    pub values: Vec<Number>,
    /// The slopes of dual numbers, one for each float.
    pub slopes: Vec<f64>,
    /// The lanes of tangents: those of one float stand together.
    pub lanes: Vec<f64>,
    /// The number of floats in each argument.
    pub arguments: Vec<usize>,
    /// The number of floats in each member of the result, then in each argument that is written.
    pub outputs: Vec<usize>,
}

impl Writer {
    pub fn write<T: Write + ?Sized>(&mut self, value: &T) {
        value.write(self);
    }

    /// Counts the floats of an argument.
    pub fn argument<T: Write + ?Sized>(&mut self, value: &T) {
        let before = self.values.len();
        value.write(self);
        let count = self.values.drain(before..).filter(|number| matches!(number, Number::Float(_))).count();
        self.arguments.push(count);
    }

    /// Writes an output, and counts its floats.
    pub fn output<T: Write + ?Sized>(&mut self, value: &T) {
        let before = self.values.len();
        value.write(self);
        self.outputs.push(self.values[before..].iter().filter(|number| matches!(number, Number::Float(_))).count());
    }

    pub fn floats(&self) -> Vec<f64> {
        let float = |number: &Number| match number {
            Number::Float(value) => Some(*value),
            Number::Discrete(_) => None,
        };
        self.values.iter().filter_map(float).collect()
    }
}

#[derive(Clone, Copy, Debug)]
pub enum Number {
    Float(f64),
    Discrete(i128),
}

impl Number {
    /// True if both have the same bits, or are NaN.
    pub fn is_identical(self, other: Number) -> bool {
        match (self, other) {
            (Number::Float(a), Number::Float(b)) => a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(),
            (Number::Discrete(a), Number::Discrete(b)) => a == b,
            _ => false,
        }
    }
}

/// A value that can be read.
pub trait Read {
    fn read(reader: &mut Reader) -> Self;
}

/// A value that can be written.
pub trait Write {
    fn write(&self, writer: &mut Writer);
}

/// A value whose tangents can be read and written. Lanes of one float stand together.
pub trait Flat: Space {
    fn read_tangent<const W: usize>(shape: &Self::Shape, reader: &mut Reader) -> Self::Tangent<W>;
    fn write_tangent<const W: usize>(shape: &Self::Shape, tangent: &Self::Tangent<W>, writer: &mut Writer);
}

macro_rules! floats {
    ($($float:ident)*) => {$(
        impl Read for $float {
            fn read(reader: &mut Reader) -> Self {
                reader.float() as $float
            }
        }
        impl Write for $float {
            fn write(&self, writer: &mut Writer) {
                writer.values.push(Number::Float((*self).into()));
            }
        }
        impl Flat for $float {
            fn read_tangent<const W: usize>(_: &(), reader: &mut Reader) -> Lanes<$float, W> {
                let mut lanes = Lanes([0.0; W]);
                for lane in &mut lanes.0 {
                    *lane = reader.number() as $float;
                }
                lanes
            }
            fn write_tangent<const W: usize>(_: &(), tangent: &Lanes<$float, W>, writer: &mut Writer) {
                for lane in tangent.0 {
                    writer.lanes.push(lane.into());
                }
            }
        }
    )*};
}
floats!(f32 f64);

impl Read for Dual {
    fn read(reader: &mut Reader) -> Self {
        reader.dual()
    }
}

impl Write for Dual {
    fn write(&self, writer: &mut Writer) {
        writer.values.push(Number::Float(self.value));
        writer.slopes.push(self.slope);
    }
}

macro_rules! discrete {
    (write $type:ident) => {
        impl Write for $type {
            fn write(&self, writer: &mut Writer) {
                writer.values.push(Number::Discrete(*self as i128));
            }
        }
        impl Flat for $type {
            fn read_tangent<const W: usize>(_: &Self::Shape, _: &mut Reader) -> Self::Tangent<W> {}
            fn write_tangent<const W: usize>(_: &Self::Shape, _: &Self::Tangent<W>, _: &mut Writer) {}
        }
    };
    ($($type:ident)*) => {$(
        impl Read for $type {
            fn read(reader: &mut Reader) -> Self {
                reader.number() as $type
            }
        }
        discrete!(write $type);
    )*};
}
discrete!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
discrete!(write bool);

impl Read for bool {
    fn read(reader: &mut Reader) -> Self {
        reader.number() != 0.0
    }
}

impl<T: Read, const N: usize> Read for [T; N] {
    fn read(reader: &mut Reader) -> Self {
        std::array::from_fn(|_| T::read(reader))
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, writer: &mut Writer) {
        for element in self {
            element.write(writer);
        }
    }
}

impl<T: Write, const N: usize> Write for [T; N] {
    fn write(&self, writer: &mut Writer) {
        self.as_slice().write(writer);
    }
}

impl<T: Flat, const N: usize> Flat for [T; N] {
    fn read_tangent<const W: usize>(shape: &Self::Shape, reader: &mut Reader) -> Self::Tangent<W> {
        std::array::from_fn(|index| T::read_tangent(&shape[index], reader))
    }
    fn write_tangent<const W: usize>(shape: &Self::Shape, tangent: &Self::Tangent<W>, writer: &mut Writer) {
        for index in 0..N {
            T::write_tangent(&shape[index], &tangent[index], writer);
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(reader: &mut Reader) -> Self {
        let count = reader.number() as usize;
        (0..count).map(|_| T::read(reader)).collect()
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        self.as_slice().write(writer);
    }
}

impl<T: Flat> Flat for Vec<T> {
    fn read_tangent<const W: usize>(shape: &Self::Shape, reader: &mut Reader) -> Self::Tangent<W> {
        shape.iter().map(|shape| T::read_tangent(shape, reader)).collect()
    }
    fn write_tangent<const W: usize>(shape: &Self::Shape, tangent: &Self::Tangent<W>, writer: &mut Writer) {
        // The empty one is zero at any length.
        let zero;
        let tangent = if tangent.is_empty() {
            zero = Self::origin(shape);
            &zero
        } else {
            assert_eq!(tangent.len(), shape.len(), "the tangent has the shape of its value");
            tangent
        };
        for (shape, element) in shape.iter().zip(tangent) {
            T::write_tangent(shape, element, writer);
        }
    }
}

macro_rules! tuples {
    ($(($($T:ident $index:tt),*))*) => {$(
        impl<$($T: Read),*> Read for ($($T,)*) {
            #[allow(clippy::unused_unit)]
            fn read(_reader: &mut Reader) -> Self {
                ($($T::read(_reader),)*)
            }
        }
        impl<$($T: Write),*> Write for ($($T,)*) {
            fn write(&self, _writer: &mut Writer) {
                $(self.$index.write(_writer);)*
            }
        }
    )*};
}
macro_rules! flat_tuples {
    ($(($($T:ident $index:tt),*))*) => {$(
        impl<$($T: Flat),*> Flat for ($($T,)*) {
            fn read_tangent<const WIDTH: usize>(shape: &Self::Shape, reader: &mut Reader) -> Self::Tangent<WIDTH> {
                ($($T::read_tangent(&shape.$index, reader),)*)
            }
            fn write_tangent<const WIDTH: usize>(
                shape: &Self::Shape,
                tangent: &Self::Tangent<WIDTH>,
                writer: &mut Writer,
            ) {
                $($T::write_tangent(&shape.$index, &tangent.$index, writer);)*
            }
        }
    )*};
}
macro_rules! every {
    ($macro:ident) => {
        $macro! {
            (A 0)
            (A 0, B 1)
            (A 0, B 1, C 2)
            (A 0, B 1, C 2, D 3)
            (A 0, B 1, C 2, D 3, E 4)
            (A 0, B 1, C 2, D 3, E 4, F 5)
            (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
            (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
        }
    };
}
tuples!(());
every!(tuples);
every!(flat_tuples);
