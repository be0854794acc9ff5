//! Where the entry is checked.

use crate::random::Random;
use crate::syntax::{Function, Len, Stage, Type};

/// Two points that differ in the floats of the inputs alone, and a third that differs in everything.
pub fn stages(entry: &Function, random: &mut Random) -> Vec<Stage> {
    if !entry.generic {
        return vec![stage(entry, random, 3, &Len::fixed(0))];
    }
    [2, 3].map(|n| stage(entry, random, 2, &Len::fixed(n))).into()
}

fn stage(entry: &Function, random: &mut Random, points: usize, n: &Len) -> Stage {
    let values = entry.params.iter().map(|param| {
        let ty = param.ty.instantiate(n);
        let extra = random.range(0, 2);
        let first = value(&ty, random, extra);
        let second = if param.is_input() { moved(&first, random) } else { first.clone() };
        let mut values = vec![first, second];
        for _ in 2..points {
            let extra = random.range(0, 3);
            values.push(value(&ty, random, extra));
        }
        values
    });
    Stage { values: values.collect(), points }
}

/// The same shape and integers, other floats: those are the numbers that name their type.
fn moved(first: &str, random: &mut Random) -> String {
    let is_number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let mut result = String::new();
    for word in first.split_inclusive(|c| !is_number(c)) {
        let number = word.trim_end_matches(|c| !is_number(c));
        match number.split_once('_') {
            Some((_, ty)) => result.push_str(&float(random, ty)),
            None => result.push_str(number),
        }
        result.push_str(&word[number.len()..]);
    }
    result
}

/// A multiple of 1/64 between -2 and 2, and not zero.
fn float(random: &mut Random, ty: &str) -> String {
    let numerator = random.range(1, 128) as f64 / 64.0;
    let signed = if random.chance(40) { -numerator } else { numerator };
    format!("{signed:?}_{ty}")
}

fn value(ty: &Type, random: &mut Random, extra: usize) -> String {
    match ty {
        Type::Double | Type::Single => float(random, &ty.to_string()),
        Type::Int => format!("{}usize", random.range(0, 4)),
        Type::Bool => random.chance(50).to_string(),
        Type::Array(element, len) => {
            let elements: Vec<String> = (0..len.min).map(|_| value(element, random, extra)).collect();
            format!("[{}]", elements.join(", "))
        }
        Type::Vec(element, len) | Type::Slice(element, len) => {
            let elements: Vec<String> = (0..len.min + extra).map(|_| value(element, random, extra)).collect();
            format!("vec![{}]", elements.join(", "))
        }
        Type::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| value(part, random, extra)).collect();
            format!("({},)", parts.join(", "))
        }
        Type::Borrow => unreachable!("no parameter has this type"),
    }
}
