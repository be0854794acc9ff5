//! Places: what can be read and written in part.

use syn::spanned::Spanned;
use syn::{Expr, RangeLimits, UnOp};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use crate::ir::{Kind, Operand, Place, Projection, Rvalue, Statement, Var};

impl Lowering<'_> {
    /// True if the expression names a local variable or a part of one.
    pub fn is_place(&self, expression: &Expr) -> bool {
        if self.use_of_map(expression).is_some() {
            return false;
        }
        match expression {
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
                let name = ident.to_string();
                self.lookup(&name).is_some() || self.lookup_view(&name).is_some()
            }),
            Expr::Index(index) => self.has_parts(&index.expr) || self.named_view(expression).is_some(),
            Expr::Field(field) => self.has_parts(&field.base) || self.named_view(expression).is_some(),
            Expr::Paren(paren) => self.is_place(&paren.expr),
            Expr::Group(group) => self.is_place(&group.expr),
            Expr::Unary(unary) => {
                matches!(unary.op, UnOp::Deref(_))
                    && (self.is_place(&unary.expr)
                        || self.named_view(&unary.expr).is_some()
                        || self.dereferenced_part(expression).is_some())
            }
            _ => false,
        }
    }

    fn has_parts(&self, expression: &Expr) -> bool {
        matches!(unparenthesised(expression), Expr::MethodCall(call) if self.is_part_of_block(call))
            || self.is_lent_element(expression)
            || self.is_place(expression)
    }

    /// Lowers an expression for which [`is_place`](Self::is_place) holds. Its base becomes memory as soon as a part is selected.
    pub fn place(&mut self, expression: &Expr) -> Place {
        let place = self.place_unmarked(expression);
        if !place.projections.is_empty() {
            self.set_memory(place.base);
        }
        place
    }

    fn place_unmarked(&mut self, expression: &Expr) -> Place {
        // A view is the place itself.
        let view = match expression {
            Expr::Field(_) | Expr::Index(_) => self.named_view(expression),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.named_view(&unary.expr),
            _ => None,
        };
        if let Some(view) = view {
            return view.place;
        }
        if let Some(var) = self.copy_behind(expression) {
            return Place::whole(var);
        }
        if let Some(call) = self.dereferenced_part(expression) {
            return self.part(call);
        }
        match expression {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) && self.is_row(&unary.expr) => {
                let place = self.place_unmarked(unparenthesised(&unary.expr));
                self.row_at(place)
            }
            Expr::Path(path) if self.is_place(expression) => {
                let name = path.path.get_ident().expect("a place starts at a variable").to_string();
                if let Some(view) = self.lookup_view(&name) {
                    return view.place.clone();
                }
                Place::whole(self.lookup(&name).expect("a place starts at a variable"))
            }
            Expr::Paren(paren) => self.place_unmarked(&paren.expr),
            Expr::Group(group) => self.place_unmarked(&group.expr),
            Expr::Field(field) => {
                let mut place = self.place_unmarked(&field.base);
                place.projections.push(Projection::Field(field.member.clone()));
                place
            }
            Expr::Index(index) => {
                let mut place = self.place_unmarked(&index.expr);
                let mark = self.statements.len();
                let projection = self.index(&index.index);
                self.settle_place(&mut place, mark);
                place.select(projection);
                place
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                let mut place = self.place_unmarked(&unary.expr);
                // Of data, what any type dereferences to: `**operand` of a `Box`.
                let is_reference =
                    matches!(self.kind(place.base), Kind::Reference { .. }) && place.projections.is_empty();
                if !is_reference && !self.is_left_out(place.base) {
                    self.errors.at(unary, "only a reference can be dereferenced, and only by its name: `*x`");
                }
                place.projections.push(Projection::Deref);
                place
            }
            other => {
                // A value that is selected from, `g(x)[0]`, or a reference.
                let value = match self.structured(other) {
                    Some(item) => match item.behind() {
                        Item::View(view) => return view.place,
                        item => self.item_rvalue(item, other),
                    },
                    None => self.rvalue(other),
                };
                let var = self.temporary("whole", other.span());
                self.set_memory(var);
                self.statements.push(Statement::Let { var, annotation: None, value });
                Place::whole(var)
            }
        }
    }

    /// The variable under a `*`, if it may be a copy of what a reference was to.
    pub fn copy_behind(&self, expression: &Expr) -> Option<Var> {
        let Expr::Unary(unary) = expression else { return None };
        if !matches!(unary.op, UnOp::Deref(_)) {
            return None;
        }
        match unparenthesised(&unary.expr) {
            Expr::Path(path) => {
                let var = self.lookup(&path.path.get_ident()?.to_string())?;
                self.perhaps_references.contains(&var).then_some(var)
            }
            inner => self.copy_behind(inner),
        }
    }

    /// Refuses to write to a copy of what a pattern has found in a place that may be written.
    pub fn check_written(&mut self, place: &Place, at: &Expr) {
        if self.perhaps_written.contains(&place.base) {
            self.errors.at(at, "what a pattern finds in an enum cannot be changed where it is; assign the whole");
        }
    }

    /// A part of a value that is no place itself: `g(x).0`.
    pub fn part_of_value(&mut self, expression: &Expr) -> Rvalue {
        Rvalue::Load(self.place(expression))
    }

    fn index(&mut self, index: &Expr) -> Projection {
        match index {
            Expr::Paren(paren) => self.index(&paren.expr),
            Expr::Range(range) => {
                let mut low = range.start.as_ref().map(|low| self.index_operand(low));
                let mark = self.statements.len();
                let high = range.end.as_ref().map(|high| self.index_operand(high));
                if let Some(low) = &mut low {
                    self.settle(low, mark);
                }
                Projection::Slice { low, high, inclusive: matches!(range.limits, RangeLimits::Closed(_)) }
            }
            index => Projection::Index(self.index_operand(index)),
        }
    }

    fn index_operand(&mut self, index: &Expr) -> Operand {
        self.integer_operand(index)
    }

    /// An operand that cannot vary, by where it stands: an index, a bound, a step.
    pub fn integer_operand(&mut self, expression: &Expr) -> Operand {
        if self.is_integer_call(expression) {
            let value = Rvalue::Opaque(self.opaque(expression));
            return self.name(value, "index", expression.span());
        }
        self.operand(expression)
    }

    /// For an expression of a type that does not vary: a call that needs no derivative, and writes nothing.
    pub fn is_integer_call(&self, expression: &Expr) -> bool {
        let Expr::Call(call) = unparenthesised(expression) else { return false };
        !call.args.iter().any(|argument| match unparenthesised(argument) {
            Expr::Reference(reference) => reference.mutability.is_some(),
            argument => self.named_view(argument).is_some_and(|view| view.mutable),
        })
    }
}
