//! Where the entry is checked.

use crate::program::{Datum, Stage};
use crate::random::Random;
use crate::syntax::{Function, Len, Type};

/// Two points that differ in the floats of the inputs alone, a third that differs in everything, and a special one.
pub fn stages(entry: &Function, random: &mut Random) -> Vec<Stage> {
    if !entry.generic {
        return vec![stage(entry, random, 3, 0)];
    }
    [2, 3].map(|n| stage(entry, random, 2, n)).into()
}

fn stage(entry: &Function, random: &mut Random, points: usize, n: usize) -> Stage {
    let len = Len::fixed(n);
    let mut found = vec![Vec::new(); points];
    for param in &entry.params {
        let ty = param.ty.instantiate(&len);
        let extra = random.range(0, 2);
        let first = value(&ty, random, extra);
        let mut second = first.clone();
        if param.is_input() {
            second.floats(&mut |value| *value = float(random));
        }
        found[0].push(first);
        found[1].push(second);
        for point in &mut found[2..] {
            let extra = random.range(0, 3);
            point.push(value(&ty, random, extra));
        }
    }
    let special = found[0].iter().zip(&entry.params).map(|(datum, param)| {
        let mut datum = datum.clone();
        if param.is_input() {
            datum.floats(&mut |value| special(value, random));
        }
        datum
    });
    let special = special.collect();
    found.push(special);
    Stage { n, points: found }
}

/// A multiple of 1/64 between -2 and 2, and not zero.
fn float(random: &mut Random) -> f64 {
    let numerator = random.range(1, 128) as f64 / 64.0;
    if random.chance(40) { -numerator } else { numerator }
}

/// Zeros, ones and what is not finite: where kinks and singular points are.
fn special(value: &mut f64, random: &mut Random) {
    let numbers = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    match random.weighted(&[50, 30, 10, 10]) {
        0 => {}
        1 => *value = numbers[random.below(2)],
        2 => *value = numbers[random.range(2, 5)],
        _ => *value = *random.pick(&numbers),
    }
}

fn value(ty: &Type, random: &mut Random, extra: usize) -> Datum {
    match ty {
        Type::Double | Type::Single => Datum::Float(float(random)),
        Type::Int => Datum::Integer(random.range(0, 4)),
        Type::Bool => Datum::Flag(random.chance(50)),
        Type::Array(element, len) => Datum::Parts((0..len.min).map(|_| value(element, random, extra)).collect()),
        Type::Vec(element, len) | Type::Slice(element, len) => {
            Datum::List((0..len.min + extra).map(|_| value(element, random, extra)).collect())
        }
        Type::Tuple(parts) => Datum::Parts(parts.iter().map(|part| value(part, random, extra)).collect()),
        Type::Struct(item) => Datum::Parts(item.fields.iter().map(|(_, part)| value(part, random, extra)).collect()),
        Type::Borrow => unreachable!("no parameter has this type"),
    }
}
