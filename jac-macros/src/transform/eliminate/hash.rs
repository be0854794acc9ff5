//! Hashes of small numbers, by one multiplication each.
//!
//! The keys are numbers of our own, which nobody chooses so that they collide; and where the macro is not optimised, as by `cargo check`,
//! the hasher of the standard library takes a tenth of its time. The multiplier is that of Knuth's "Sorting and Searching", section 6.4: 2⁶⁴ by the golden ratio.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

pub type Table<Key, Value> = HashMap<Key, Value, BuildHasherDefault<Multiplied>>;

#[derive(Default)]
pub struct Multiplied(u64);

impl Multiplied {
    fn add(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Multiplied {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.add(u64::from(*byte)));
    }

    fn write_u8(&mut self, number: u8) {
        self.add(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
