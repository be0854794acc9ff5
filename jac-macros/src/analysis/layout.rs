//! Layout: which variables certainly hold no `Vec`.
//!
//! The macro does not see types. What is computed with is a number, what an array is made of makes the array, and
//! annotations say the rest; what is not certain counts as a `Vec`: it is moved where it is used, and its zero is made
//! from its shape. Overestimating costs a little code and a shape, which is zero-sized for what has a fixed size.

use std::collections::HashSet;

use syn::{GenericArgument, PathArguments, Type};

use crate::ir::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    Unknown,
    /// A slice or a `Vec` of what has a fixed size; or of fixed size itself.
    Flat,
    /// Of fixed size, and `Copy`.
    Fixed,
}

/// The layout of each variable.
#[derive(Clone, Debug)]
pub struct Layouts(Vec<Layout>);

impl Layouts {
    pub fn is_fixed(&self, var: Var) -> bool {
        self.of(var) == Layout::Fixed
    }

    /// A variable of the function whose type may be no `Copy`.
    pub fn may_be_moved(&self, var: Var) -> bool {
        self.0.get(var.0).is_some_and(|layout| *layout != Layout::Fixed)
    }

    /// A constant has no memory of its own: its `Vec`s are empty.
    pub fn is_fixed_operand(&self, operand: &Operand) -> bool {
        operand.var().is_none_or(|var| self.is_fixed(var))
    }

    /// What is overwritten by it has the shape that it had: a list would be empty behind a constant, if that may be one.
    pub fn keeps_shape(&self, value: &Operand) -> bool {
        match value {
            Operand::Constant(tokens) => is_literal(tokens) || is_constant_number(tokens),
            value => self.is_fixed_operand(value),
        }
    }

    /// What the place holds is of fixed size.
    pub fn is_fixed_place(&self, place: &Place) -> bool {
        self.of_place(place) == Layout::Fixed
    }

    /// Variables that were made after the analysis are companions of others.
    fn of(&self, var: Var) -> Layout {
        self.0.get(var.0).copied().unwrap_or(Layout::Unknown)
    }

    fn of_operand(&self, operand: &Operand) -> Layout {
        operand.var().map_or(Layout::Unknown, |var| self.of(var))
    }

    fn of_place(&self, place: &Place) -> Layout {
        place.projections.iter().fold(self.of(place.base), |layout, projection| match (layout, projection) {
            (Layout::Fixed, _) | (Layout::Flat, Projection::Index(_)) => Layout::Fixed,
            (Layout::Flat, Projection::Slice { .. } | Projection::Deref | Projection::Array(_)) => Layout::Flat,
            _ => Layout::Unknown,
        })
    }

    /// There is evidence that the variable is of this layout.
    fn learn(&mut self, var: Var, layout: Layout) -> bool {
        let known = &mut self.0[var.0];
        let changed = layout > *known;
        *known = layout.max(*known);
        changed
    }

    /// The same of what a place holds: it says something of the variable if its elements are selected.
    fn learn_place(&mut self, place: &Place, layout: Layout) -> bool {
        match place.projections.as_slice() {
            [] => self.learn(place.base, layout),
            [.., Projection::Index(_)] if layout == Layout::Fixed => {
                let rest = &place.projections[..place.projections.len() - 1];
                rest.iter().all(|projection| matches!(projection, Projection::Slice { .. } | Projection::Deref))
                    && self.learn(place.base, Layout::Flat)
            }
            _ => false,
        }
    }

    fn learn_operand(&mut self, operand: &Operand, layout: Layout) -> bool {
        operand.var().is_some_and(|var| self.learn(var, layout))
    }

    /// Both are of one type.
    fn unify(&mut self, var: Var, operand: &Operand) -> bool {
        let layout = self.of(var).max(self.of_operand(operand));
        self.learn(var, layout) | self.learn_operand(operand, layout)
    }
}

pub fn analyse(function: &Function) -> Layouts {
    let mut layouts = Layouts(vec![Layout::Unknown; function.variables.len()]);
    let mut named = HashSet::new();
    named.extend(function.typed.iter().filter(|(_, ty)| names_vec(ty)).map(|(var, _)| *var));
    collect_named(&function.body, &mut named);
    for (index, variable) in function.variables.iter().enumerate() {
        // A `Vec` of integers is moved like any other, and its zero has its length.
        if variable.discrete && !variable.compound && !named.contains(&Var(index)) {
            layouts.learn(Var(index), Layout::Fixed);
        }
    }
    for parameter in &function.parameters {
        let (_, behind) = crate::lower::passing(&parameter.ty);
        layouts.learn(parameter.var, layout_of(behind));
    }
    while block(&function.body, &mut layouts) {}
    layouts
}

/// Variables of which an annotation says that they hold a `Vec`.
fn collect_named(block: &Block, named: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, annotation: Some(ty), .. } | Statement::Declare { var, annotation: Some(ty) }
                if names_vec(ty) =>
            {
                named.insert(*var);
            }
            Statement::If { then, otherwise, .. } => {
                collect_named(then, named);
                collect_named(otherwise, named);
            }
            Statement::For(for_loop) => collect_named(&for_loop.body, named),
            _ => {}
        }
    }
}

/// The type owns a `Vec`, as it is written.
fn names_vec(ty: &Type) -> bool {
    match ty {
        Type::Array(array) => names_vec(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().any(names_vec),
        Type::Paren(paren) => names_vec(&paren.elem),
        Type::Group(group) => names_vec(&group.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let inside = |argument: &GenericArgument| matches!(argument, GenericArgument::Type(ty) if names_vec(ty));
            last.ident == "Vec"
                || matches!(&last.arguments, PathArguments::AngleBracketed(arguments) if arguments.args.iter().any(inside))
        }),
        _ => false,
    }
}

fn block(block: &Block, layouts: &mut Layouts) -> bool {
    let statements = block.statements.iter();
    statements.fold(false, |changed, statement| self::statement(statement, layouts) | changed)
}

fn statement(statement: &Statement, layouts: &mut Layouts) -> bool {
    match statement {
        Statement::Let { var, annotation, value } => {
            let annotated = annotation.as_ref().is_some_and(|ty| layouts.learn(*var, layout_of(ty)));
            annotated | definition(*var, value, layouts)
        }
        Statement::Declare { var, annotation } => {
            annotation.as_ref().is_some_and(|ty| layouts.learn(*var, layout_of(ty)))
        }
        Statement::Store { place, op, value } => {
            if op.is_some() {
                return layouts.learn_operand(value, Layout::Fixed) | layouts.learn_place(place, Layout::Fixed);
            }
            let layout = layouts.of_operand(value).max(layouts.of_place(place));
            layouts.learn_operand(value, layout) | layouts.learn_place(place, layout)
        }
        Statement::Swap { first, second } => {
            let layout = layouts.of_place(first).max(layouts.of_place(second));
            layouts.learn_place(first, layout) | layouts.learn_place(second, layout)
        }
        Statement::Push { place, value } => {
            let mut element = place.clone();
            element.projections.push(Projection::Index(Operand::Constant(Default::default())));
            let fixed = matches!(value, Operand::Constant(tokens) if is_literal(tokens));
            let value_layout = if fixed { Layout::Fixed } else { layouts.of_operand(value) };
            let layout = value_layout.max(layouts.of_place(&element));
            layouts.learn_operand(value, layout) | layouts.learn_place(&element, layout)
        }
        Statement::If { condition, then, otherwise, joins } => {
            let mut changed = layouts.learn_operand(condition, Layout::Fixed);
            changed |= block(then, layouts);
            changed |= block(otherwise, layouts);
            for join in joins {
                changed |= layouts.unify(join.var, &join.then);
                changed |= layouts.unify(join.var, &join.otherwise);
            }
            changed
        }
        Statement::For(for_loop) => {
            let mut changed = block(&for_loop.body, layouts);
            for Carried { phi, initial, next, out } in &for_loop.carried {
                changed |= layouts.unify(*phi, initial);
                changed |= layouts.unify(*phi, next);
                changed |= layouts.unify(*phi, &Operand::Var(*out));
            }
            changed
        }
        _ => false,
    }
}

fn definition(var: Var, value: &Rvalue, layouts: &mut Layouts) -> bool {
    let all = |layouts: &mut Layouts, operands: &[Operand], layout: Layout| {
        operands.iter().fold(false, |changed, operand| layouts.learn_operand(operand, layout) | changed)
    };
    let fixed = |layouts: &Layouts, operand: &Operand| {
        let literal = matches!(operand, Operand::Constant(tokens) if is_literal(tokens));
        literal || layouts.of_operand(operand) == Layout::Fixed
    };
    let elements_of = |layouts: &Layouts, operands: &[Operand]| operands.iter().any(|operand| fixed(layouts, operand));
    match value {
        Rvalue::Use(operand) => {
            (fixed(layouts, operand) && layouts.learn(var, Layout::Fixed)) | layouts.unify(var, operand)
        }
        Rvalue::Load(place) => {
            let layout = layouts.of(var).max(layouts.of_place(place));
            layouts.learn(var, layout) | layouts.learn_place(place, layout)
        }
        Rvalue::Clone(place) => {
            let layout = layouts.of_place(place);
            // Of a slice, whatever that is a part of, it is a `Vec`.
            let is_slice = matches!(place.projections.last(), Some(Projection::Slice { .. }));
            let place_is_fixed = !is_slice && layouts.of(var) == Layout::Fixed;
            layouts.learn(var, if is_slice { layout.min(Layout::Flat) } else { layout })
                | (place_is_fixed && layouts.learn_place(place, Layout::Fixed))
        }
        Rvalue::Negate(operand) | Rvalue::Cast(operand, ..) => {
            layouts.learn(var, Layout::Fixed) | layouts.learn_operand(operand, Layout::Fixed)
        }
        Rvalue::Binary(_, left, right) => {
            let operands = layouts.learn_operand(left, Layout::Fixed) | layouts.learn_operand(right, Layout::Fixed);
            layouts.learn(var, Layout::Fixed) | operands
        }
        Rvalue::Elementary { arguments, .. } => {
            layouts.learn(var, Layout::Fixed) | all(layouts, arguments, Layout::Fixed)
        }
        Rvalue::Length(_) | Rvalue::Path { .. } => layouts.learn(var, Layout::Fixed),
        // Elements are of one type.
        Rvalue::Array(operands) | Rvalue::VecLiteral(operands) if elements_of(layouts, operands) => {
            let layout = if matches!(value, Rvalue::Array(_)) { Layout::Fixed } else { Layout::Flat };
            layouts.learn(var, layout) | all(layouts, operands, Layout::Fixed)
        }
        Rvalue::Repeat(operand, _) => {
            elements_of(layouts, std::slice::from_ref(operand)) && layouts.learn(var, Layout::Fixed)
        }
        Rvalue::VecRepeat(operand, _) => {
            let element = std::slice::from_ref(operand);
            elements_of(layouts, element) && layouts.learn(var, Layout::Flat)
        }
        // A `Result` has an error too, which may be no `Copy`.
        Rvalue::Wrap(Wrapper::Ok, _) => false,
        Rvalue::Wrap(Wrapper::Some, operand) | Rvalue::Unwrap(operand) => {
            fixed(layouts, operand) && layouts.learn(var, Layout::Fixed)
        }
        Rvalue::Tuple(operands) => {
            operands.iter().all(|operand| fixed(layouts, operand)) && layouts.learn(var, Layout::Fixed)
        }
        _ => false,
    }
}

/// A number, and no path of a constant.
fn is_literal(tokens: &proc_macro2::TokenStream) -> bool {
    let last = tokens.clone().into_iter().last();
    matches!(last, Some(proc_macro2::TokenTree::Literal(_)))
}

/// A constant of the library's that is a number: `f64::MAX`, `core::f64::consts::PI`.
fn is_constant_number(tokens: &proc_macro2::TokenStream) -> bool {
    let Ok(path) = syn::parse2::<syn::Path>(tokens.clone()) else { return false };
    let is_number = |name: &str| matches!(name, "f32" | "f64") || crate::rules::DISCRETE.contains(&name);
    path.segments.iter().rev().skip(1).any(|segment| is_number(&segment.ident.to_string()))
}

pub fn is_fixed_type(ty: &Type) -> bool {
    layout_of(ty) == Layout::Fixed
}

fn layout_of(ty: &Type) -> Layout {
    let flat = |element: &Type| if layout_of(element) == Layout::Fixed { Layout::Flat } else { Layout::Unknown };
    match ty {
        ty if certainly_copy(ty) => Layout::Fixed,
        // What a row is, is no matter of the slice.
        ty if crate::lower::row_type(ty).is_some() => Layout::Unknown,
        Type::Slice(slice) => flat(&slice.elem),
        Type::Paren(paren) => layout_of(&paren.elem),
        Type::Group(group) => layout_of(&group.elem),
        Type::Path(path) => match path.path.segments.last().map(|last| (last.ident == "Vec", &last.arguments)) {
            Some((true, PathArguments::AngleBracketed(arguments))) => match arguments.args.first() {
                Some(GenericArgument::Type(element)) => flat(element),
                _ => Layout::Unknown,
            },
            _ => Layout::Unknown,
        },
        _ => Layout::Unknown,
    }
}

/// Of fixed size, by its name alone.
fn certainly_copy(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.get_ident().is_some_and(|ident| {
            let name = ident.to_string();
            matches!(name.as_str(), "f32" | "f64") || crate::rules::DISCRETE.contains(&name.as_str())
        }),
        Type::Array(array) => certainly_copy(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(certainly_copy),
        Type::Paren(paren) => certainly_copy(&paren.elem),
        Type::Group(group) => certainly_copy(&group.elem),
        Type::Reference(reference) => reference.mutability.is_none(),
        _ => false,
    }
}
