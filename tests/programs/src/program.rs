//! A program: its text, and the points where it is checked.

use std::fmt::{self, Display, Formatter};

/// The last function is called `entry`. It is checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Of a module: functions that carry the attribute, structs that derive.
    pub text: String,
    pub stages: Vec<Stage>,
}

/// Points whose arguments have the same types.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// What the constant `N` of a generic entry is.
    pub n: usize,
    /// For each point, a value for each parameter. The first two differ in the floats of inputs alone.
    pub points: Vec<Vec<Datum>>,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    Float(f64),
    Integer(usize),
    Flag(bool),
    /// An array, a tuple or a struct.
    Parts(Vec<Datum>),
    /// A `Vec`, or what is behind a slice.
    List(Vec<Datum>),
}

impl Datum {
    /// The numbers, as the checks read them.
    pub fn numbers(&self, found: &mut Vec<f64>) {
        match self {
            Datum::Float(value) => found.push(*value),
            Datum::Integer(value) => found.push(*value as f64),
            Datum::Flag(value) => found.push(f64::from(u8::from(*value))),
            Datum::Parts(parts) => parts.iter().for_each(|part| part.numbers(found)),
            Datum::List(parts) => {
                found.push(parts.len() as f64);
                parts.iter().for_each(|part| part.numbers(found));
            }
        }
    }

    /// Calls `visit` with each float.
    pub fn floats(&mut self, visit: &mut dyn FnMut(&mut f64)) {
        match self {
            Datum::Float(value) => visit(value),
            Datum::Integer(_) | Datum::Flag(_) => {}
            Datum::Parts(parts) | Datum::List(parts) => parts.iter_mut().for_each(|part| part.floats(visit)),
        }
    }
}

impl Display for Datum {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Datum::Float(value) => write!(f, "{value:?}"),
            Datum::Integer(value) => write!(f, "{value}"),
            Datum::Flag(value) => write!(f, "{value}"),
            Datum::Parts(parts) | Datum::List(parts) => {
                let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
                let (left, right) = if matches!(self, Datum::List(_)) { ("[", "]") } else { ("(", ")") };
                write!(f, "{left}{}{right}", parts.join(", "))
            }
        }
    }
}
