//! Places: variables, and the parts of them that have the wanted type.

use super::scope::Var;
use super::{Generator, text};
use crate::syntax::{Expr, Piece, Type};

pub struct Place {
    pub expr: Expr,
    pub base: String,
    /// The largest that an integer there may be.
    pub max: usize,
    /// The whole of a reference: `*x`.
    pub is_deref: bool,
}

fn contains(ty: &Type, want: &Type) -> bool {
    ty == want
        || match ty {
            Type::Array(element, _) | Type::Vec(element, _) | Type::Slice(element, _) => contains(element, want),
            Type::Tuple(parts) => parts.iter().any(|part| contains(part, want)),
            Type::Struct(item) => item.fields.iter().any(|(_, part)| contains(part, want)),
            _ => false,
        }
}

impl Generator<'_> {
    /// A place to read.
    pub fn place(&mut self, want: &Type) -> Option<Place> {
        self.place_where(want, &|this, var| this.is_readable(var))
    }

    /// A place to assign to.
    pub fn target(&mut self, want: &Type) -> Option<Place> {
        let sized = matches!(want, Type::Vec(..));
        self.place_where(want, &|this, var| this.is_writable(var) && (!var.protected || !sized && var.ty != Type::Int))
    }

    pub fn place_where(&mut self, want: &Type, accept: &dyn Fn(&Self, &Var) -> bool) -> Option<Place> {
        let mut candidates = self.visible();
        candidates.retain(|var| contains(&var.ty, want) && accept(self, var));
        if candidates.is_empty() {
            return None;
        }
        // What was declared last is used most.
        let first = self.random.below(candidates.len());
        let second = self.random.below(candidates.len());
        let var = candidates.swap_remove(first.min(second));
        // The index of a `Vec` is evaluated while the `Vec` is borrowed.
        let is_vec = matches!(var.ty, Type::Vec(..));
        if is_vec {
            self.blocked.push(var.name.clone());
        }
        let place = self.part(&var, want);
        if is_vec {
            self.blocked.pop();
        }
        Some(place)
    }

    fn part(&mut self, var: &Var, want: &Type) -> Place {
        let mut pieces = vec![text(var.name.clone())];
        let mut ty = var.ty.clone();
        while ty != *want {
            let next = match &ty {
                Type::Array(element, len) | Type::Vec(element, len) | Type::Slice(element, len) => {
                    let index = self.index(len);
                    pieces.extend([text("["), Piece::Expr(index), text("]")]);
                    (**element).clone()
                }
                Type::Tuple(parts) => {
                    let fitting: Vec<usize> = (0..parts.len()).filter(|k| contains(&parts[*k], want)).collect();
                    let field = *self.random.pick(&fitting);
                    pieces.push(text(format!(".{field}")));
                    parts[field].clone()
                }
                Type::Struct(item) => {
                    let fitting: Vec<&(String, Type)> =
                        item.fields.iter().filter(|(_, part)| contains(part, want)).collect();
                    let (field, part) = *self.random.pick(&fitting);
                    pieces.push(text(format!(".{field}")));
                    part.clone()
                }
                other => unreachable!("{other} has no parts"),
            };
            ty = next;
        }
        let whole = pieces.len() == 1;
        let is_deref = var.reference && whole;
        if is_deref {
            pieces.insert(0, text("*"));
        }
        let mut expr = Expr::new(want.clone(), pieces).strength(var.strong);
        expr.atomic = !is_deref;
        Place { expr, base: var.name.clone(), max: var.max, is_deref }
    }
}
