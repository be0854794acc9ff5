//! Values of any type.

use super::floats::CAP;
use super::{Generator, text};
use crate::syntax::{Expr, Len, Piece, Type};

impl Generator<'_> {
    pub fn value(&mut self, ty: &Type, depth: usize) -> Expr {
        match ty {
            Type::Double | Type::Single => {
                let value = self.float(ty, depth);
                self.tamed(value, 2.0 * CAP)
            }
            Type::Int => self.int(3, depth.min(1)),
            Type::Bool => self.condition(1),
            Type::Array(element, len) => self.array(ty, element, len, depth),
            Type::Tuple(parts) => {
                if self.random.chance(30)
                    && let Some(whole) = self.whole(ty)
                {
                    return whole;
                }
                let mut pieces = vec![text("(")];
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        pieces.push(text(", "));
                    }
                    pieces.push(Piece::Expr(self.value(part, depth.min(2))));
                }
                pieces.push(text(if parts.len() == 1 { ",)" } else { ")" }));
                Expr::new(ty.clone(), pieces).strength(false)
            }
            Type::Vec(element, len) => self.vec(ty, element, len, depth),
            Type::Struct(item) => self.struct_value(ty, item, depth),
            Type::Slice(..) | Type::Borrow => unreachable!("slices are places"),
        }
    }

    /// A copy of a whole value, or a call that returns one.
    pub fn whole(&mut self, ty: &Type) -> Option<Expr> {
        if self.random.chance(40)
            && let Some(call) = self.call_for(ty)
        {
            return Some(call);
        }
        let mut place = self.place(ty)?;
        if !place.is_deref && self.random.chance(15) {
            let pieces = vec![Piece::Operand(place.expr), text(".clone()")];
            place.expr = Expr::new(ty.clone(), pieces);
        }
        Some(place.expr)
    }

    fn array(&mut self, ty: &Type, element: &Type, len: &Len, depth: usize) -> Expr {
        if self.random.chance(35)
            && let Some(whole) = self.whole(ty)
        {
            return whole;
        }
        let repeat = !len.is_fixed() || self.random.chance(35);
        if repeat {
            let value = if self.random.chance(50) && element.is_float() {
                self.literal(element)
            } else {
                self.value(element, depth.min(1))
            };
            let strong = value.strong;
            let pieces = vec![text("["), Piece::Expr(value), text(format!("; {}]", len.text))];
            return Expr::new(ty.clone(), pieces).strength(strong);
        }
        let mut pieces = vec![text("[")];
        let mut strong = false;
        for index in 0..len.min {
            if index > 0 {
                pieces.push(text(", "));
            }
            let value = self.value(element, depth.min(2));
            strong |= index == 0 && value.strong;
            pieces.push(Piece::Expr(value));
        }
        pieces.push(text("]"));
        Expr::new(ty.clone(), pieces).strength(strong)
    }

    /// Of exactly this length, or of any length above the least if it is written `?`.
    fn vec(&mut self, ty: &Type, element: &Type, len: &Len, depth: usize) -> Expr {
        if self.random.chance(50) {
            let visible = self.visible();
            let fitting: Vec<String> = visible
                .iter()
                .filter(|var| self.is_readable(var))
                .filter_map(|var| match &var.ty {
                    Type::Vec(inner, of)
                        if **inner == *element && (of == len || len.text == "?" && of.min >= len.min) =>
                    {
                        Some(format!("{}.clone()", var.name))
                    }
                    Type::Slice(inner, of) if **inner == *element && len.text == "?" && of.min >= len.min => {
                        Some(format!("{}.to_vec()", var.name))
                    }
                    _ => None,
                })
                .collect();
            if !fitting.is_empty() {
                return Expr::text(ty.clone(), self.random.pick(&fitting).clone());
            }
        }
        if len.text == "?"
            && self.random.chance(25)
            && let Some(call) = self.call_for(ty)
        {
            return call;
        }
        if len.text == "?" && self.random.chance(50) {
            let count = self.random.range(len.min, len.min + 1);
            let mut pieces = vec![text("vec![")];
            for index in 0..count {
                if index > 0 {
                    pieces.push(text(", "));
                }
                pieces.push(Piece::Expr(self.value(element, depth.min(2))));
            }
            pieces.push(text("]"));
            return Expr::new(ty.clone(), pieces).strength(false);
        }
        let length = if len.text == "?" { len.min.to_string() } else { len.text.clone() };
        let value = if self.random.chance(60) { self.literal(element) } else { self.value(element, depth.min(1)) };
        Expr::new(ty.clone(), vec![text("vec!["), Piece::Expr(value), text(format!("; {length}]"))]).strength(false)
    }

    /// What does not vary: literals, integers, and what is held constant.
    pub fn constant(&mut self, ty: &Type) -> Expr {
        match ty {
            Type::Array(element, len) => {
                if self.random.chance(50)
                    && let Some(place) = self.place_where(ty, &|this, var| var.constant && this.is_readable(var))
                {
                    return place.expr;
                }
                let value = self.constant(element);
                Expr::new(ty.clone(), vec![text("["), Piece::Expr(value), text(format!("; {}]", len.text))])
            }
            ty => {
                if self.random.chance(50)
                    && let Some(place) = self.place_where(ty, &|this, var| var.constant && this.is_readable(var))
                {
                    return place.expr;
                }
                self.literal(ty)
            }
        }
    }
}
