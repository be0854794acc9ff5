//! Separate: parts of one variable that are passed together, one of them mutably, are borrowed apart.
//!
//! Before: a call names the parts that `split_at_mut` has made by the variable itself: `x[..k]` and `x[k..]`, which the borrow checker
//! does not let it do; and so does the call of its pullback, of cotangents. After: the call is behind a `split_at_mut` of its own, and names the
//! halves. This comes last, as it makes references of places.

use crate::hygiene::Names;
use crate::ir::*;

pub fn separate(function: &mut Function, names: &mut Names) {
    let mut body = std::mem::take(&mut function.body);
    block(&mut body, function, names);
    function.body = body;
    if let Some(mut reverse) = function.reverse.take() {
        block(&mut reverse.body, function, names);
        function.reverse = Some(reverse);
    }
}

/// What is written to one of the places is never in the other, and the compiler can be told so.
pub fn is_separable(first: &Place, second: &Place) -> bool {
    if first.base != second.base {
        return true;
    }
    for (a, b) in first.projections.iter().zip(&second.projections) {
        match (half(a), half(b)) {
            (Some((at, upper)), Some((other, other_upper))) if is_same(at, other) && upper != other_upper => {
                return true;
            }
            _ => {}
        }
        match (a, b) {
            (Projection::Field(a), Projection::Field(b)) if a != b => return true,
            _ if equal(a, b) => {}
            _ => return false,
        }
    }
    false
}

/// One of the halves that `split_at` makes: where it is split, and whether it is the upper one.
fn half(projection: &Projection) -> Option<(&Operand, bool)> {
    match projection {
        Projection::Slice { low: None, high: Some(at), inclusive: false } => Some((at, false)),
        Projection::Slice { low: Some(at), high: None, inclusive: false } => Some((at, true)),
        _ => None,
    }
}

fn is_same(left: &Operand, right: &Operand) -> bool {
    match (left, right) {
        (Operand::Var(left), Operand::Var(right)) => left == right,
        (Operand::Constant(left), Operand::Constant(right)) => left.to_string() == right.to_string(),
        _ => false,
    }
}

fn equal(left: &Projection, right: &Projection) -> bool {
    let same = |left: &Option<Operand>, right: &Option<Operand>| match (left, right) {
        (Some(left), Some(right)) => is_same(left, right),
        (None, None) => true,
        _ => false,
    };
    match (left, right) {
        (Projection::Field(left), Projection::Field(right)) => left == right,
        (Projection::Index(left), Projection::Index(right)) => is_same(left, right),
        (Projection::Deref, Projection::Deref)
        | (Projection::Inside, Projection::Inside)
        | (Projection::Array(_), Projection::Array(_)) => true,
        (Projection::Held(left), Projection::Held(right)) => left.is_same(right),
        (
            Projection::Slice { low, high, inclusive },
            Projection::Slice { low: other_low, high: other_high, inclusive: other },
        ) => same(low, other_low) && same(high, other_high) && inclusive == other,
        _ => false,
    }
}

fn block(block: &mut Block, function: &mut Function, names: &mut Names) {
    let mut statements = Vec::with_capacity(block.statements.len());
    for mut statement in std::mem::take(&mut block.statements) {
        match &mut statement {
            Statement::If { then, otherwise, .. } => {
                self::block(then, function, names);
                self::block(otherwise, function, names);
            }
            Statement::For(for_loop) => self::block(&mut for_loop.body, function, names),
            Statement::Guard(_, inner) => self::block(inner, function, names),
            Statement::Call(call) => apart(arguments(call), function, names, &mut statements),
            Statement::Derived(derived) => {
                let companions = derived.tangents.iter_mut().flat_map(companions);
                let places = arguments(&mut derived.call).into_iter().chain(companions).collect();
                apart(places, function, names, &mut statements);
            }
            // Cotangents, and the tangents of a linearization.
            Statement::PullCall { arguments, .. } => {
                let places = arguments.iter_mut().flat_map(companions).collect();
                apart(places, function, names, &mut statements);
            }
            _ => {}
        }
        statements.push(statement);
    }
    block.statements = statements;
}

fn companions(companion: &mut Companion) -> Borrowed<'_> {
    match companion {
        Companion::Shared(place, _) | Companion::Cotangent(place, _) => vec![(false, place)],
        Companion::Mutable(place)
        | Companion::Either(place)
        | Companion::Accumulated(place)
        | Companion::EitherCotangent(place) => vec![(true, place)],
        Companion::ReceiverCotangent(place, _, lending) => vec![(lending.may_write(), place)],
        Companion::Receiver(companion) => companions(companion),
        Companion::Rows { rows, .. } => rows.iter_mut().flat_map(places_of_row).collect(),
        Companion::Environment { vectors, .. } => {
            vectors.iter_mut().flatten().map(|(place, _)| (false, place)).collect()
        }
        _ => Vec::new(),
    }
}

fn places_of_row(row: &mut RowVector) -> Borrowed<'_> {
    let RowVector { primal, vector, .. } = row;
    let vector = vector.iter_mut().map(|(place, _)| place);
    [primal].into_iter().chain(vector).map(|place| (false, place)).collect()
}

/// The places that are borrowed together, and how.
type Borrowed<'a> = Vec<(bool, &'a mut Place)>;

fn arguments(call: &mut Call) -> Borrowed<'_> {
    let places = call.arguments.iter_mut().flat_map(|argument| match argument {
        Argument::Borrow { lending, place } => vec![(lending.may_write(), place)],
        Argument::Rows(places) => places.iter_mut().map(|place| (false, place)).collect(),
        Argument::Function(passed) => passed.captures.iter_mut().map(|place| (false, place)).collect(),
        Argument::Value(_) => Vec::new(),
    });
    places.collect()
}

fn apart(places: Borrowed, function: &mut Function, names: &mut Names, out: &mut Vec<Statement>) {
    let mut groups: Vec<Borrowed> = Vec::new();
    for (mutable, place) in places {
        match groups.iter_mut().find(|group| group[0].1.base == place.base) {
            Some(group) => group.push((mutable, place)),
            None => groups.push(vec![(mutable, place)]),
        }
    }
    for group in groups {
        split(group, 0, function, names, out);
    }
}

/// Splits what the places have in common, from a depth on.
fn split(places: Borrowed, depth: usize, function: &mut Function, names: &mut Names, out: &mut Vec<Statement>) {
    if places.len() < 2 || !places.iter().any(|(mutable, _)| *mutable) {
        return;
    }
    let Some(first) = places[0].1.projections.get(depth).cloned() else { return };
    let all = |test: &dyn Fn(&Projection) -> bool| {
        places.iter().all(|(_, place)| place.projections.get(depth).is_some_and(test))
    };
    if all(&|projection| equal(projection, &first)) {
        return split(places, depth + 1, function, names, out);
    }
    if let Projection::Field(_) = first {
        let mut places = places;
        while !places.is_empty() {
            let field = places[0].1.projections.get(depth).cloned();
            let (these, others) = places.into_iter().partition(
                |(_, place)| matches!((place.projections.get(depth), &field), (Some(a), Some(b)) if equal(a, b)),
            );
            split(these, depth + 1, function, names, out);
            places = others;
        }
        return;
    }
    let Some((at, _)) = half(&first) else { return };
    if !all(&|projection| half(projection).is_some_and(|(other, _)| is_same(at, other))) {
        return;
    }
    let whole = Place { base: places[0].1.base, projections: places[0].1.projections[..depth].to_vec() };
    let halves = ["left", "right"].map(|side| {
        let ident = function.variables[whole.base.0].ident.clone();
        let ident = names.fresh(&format!("{ident}_{side}"), ident.span());
        function.new_variable(ident, Kind::Reference { mutable: true }, false)
    });
    out.push(Statement::Split { place: whole, at: at.clone(), halves });
    let (mut lower, mut upper) = (Vec::new(), Vec::new());
    for (mutable, place) in places {
        let is_upper = half(&place.projections[depth]).is_some_and(|(_, upper)| upper);
        let rest = place.projections.split_off(depth + 1);
        *place = Place { base: halves[usize::from(is_upper)], projections: vec![Projection::Deref] };
        place.projections.extend(rest);
        if is_upper { upper.push((mutable, place)) } else { lower.push((mutable, place)) }
    }
    split(lower, 1, function, names, out);
    split(upper, 1, function, names, out);
}
