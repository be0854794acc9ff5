//! Loans: references in variables, and the statements in which they are alive.
//!
//! What is lent is not written, or not read either, until the loan ends. It ends in the middle of a block, where the
//! reference is last used: behind that the variable changes while the derivative still names what was read through the reference.

use super::calls::lendable;
use super::scope::Var;
use super::{Generator, text};
use crate::syntax::{Len, Piece, Stmt, Type};

impl Generator<'_> {
    /// Runs `inside` while `base` is lent.
    pub fn during<R>(&mut self, loans: &[(String, bool)], inside: impl FnOnce(&mut Self) -> R) -> R {
        let before = (self.blocked.len(), self.frozen.len());
        for (base, mutable) in loans {
            self.lent(base, *mutable);
        }
        let result = inside(self);
        self.blocked.truncate(before.0);
        self.frozen.truncate(before.1);
        result
    }

    /// Statements that see these variables; those that follow do not.
    pub fn seeing(&mut self, vars: Vec<Var>, budget: usize, stmts: &mut Vec<Stmt>) {
        let names: Vec<String> = vars.iter().map(|var| var.name.clone()).collect();
        let first = self.scope.len();
        self.scope.extend(vars);
        self.statements(budget, stmts);
        let mut position = 0;
        self.scope.retain(|var| {
            position += 1;
            position <= first || !names.contains(&var.name)
        });
    }

    /// `let r = &mut x[1..];` and what is done with it.
    pub fn lending(&mut self, stmts: &mut Vec<Stmt>) {
        let mutable = self.random.chance(55);
        let visible = self.visible();
        let lendable: Vec<Var> =
            visible.into_iter().filter(|var| lendable(self, var, mutable) && var.ty.varies()).collect();
        let slices: Vec<&Var> = lendable.iter().filter(|var| var.ty.elements().is_some()).collect();
        if slices.is_empty() || self.random.chance(25) {
            return self.lend_part(mutable, &lendable, stmts);
        }
        let var = (*self.random.pick(&slices)).clone();
        let Some((element, len)) = var.ty.elements() else { return };
        let (element, len) = (element.clone(), len.clone());
        let name = self.name("r");
        let sign = if mutable { "&mut " } else { "&" };
        let budget = self.random.range(1, 3);
        let loans = [(var.name.clone(), mutable)];
        let slice = |name: &str, min: usize| Var {
            reference: true,
            mutable,
            protected: true,
            strong: var.strong,
            ..Var::new(name, Type::Slice(Box::new(element.clone()), Len { text: format!("{name}.len()"), min }))
        };
        if len.min > 1 && self.random.chance(35) {
            let other = self.name("r");
            let at = self.random.range(1, len.min - 1);
            let method = if mutable { "split_at_mut" } else { "split_at" };
            stmts.push(Stmt::new(vec![text(format!("let ({name}, {other}) = {}.{method}({at});", var.name))]));
            let vars = vec![slice(&name, at), slice(&other, len.min - at)];
            return self.during(&loans, |this| this.seeing(vars, budget, stmts));
        }
        let cut = self.random.range(0, len.min - 1);
        let (range, min) = match self.random.below(4) {
            0 => (format!("[{cut}..]"), len.min - cut),
            1 => (format!("[..{}]", cut + 1), cut + 1),
            2 => (format!("[{cut}..={}]", len.min - 1), len.min - cut),
            _ => {
                let (start, most) = self.small_index(cut);
                (format!("[{start}..]"), len.min - most)
            }
        };
        stmts.push(Stmt::new(vec![text(format!("let {name} = {sign}{}{range};", var.name))]));
        let vars = vec![slice(&name, min)];
        self.during(&loans, |this| this.seeing(vars, budget, stmts));
    }

    /// An integer of at most `most`, which may be a variable that changes while the loan lasts.
    fn small_index(&mut self, most: usize) -> (String, usize) {
        let visible = self.visible();
        let fitting: Vec<&Var> = visible
            .iter()
            .filter(|var| var.ty == Type::Int && !var.reference && self.is_readable(var) && var.max <= 7)
            .collect();
        if fitting.is_empty() {
            return (most.to_string(), most);
        }
        let var = self.random.pick(&fitting);
        if var.max <= most {
            return (var.name.clone(), most);
        }
        (format!("{} % {}", var.name, most + 1), most)
    }

    /// A reference to a part: an element, a row, a field.
    fn lend_part(&mut self, mutable: bool, from: &[Var], stmts: &mut Vec<Stmt>) {
        let mut types = vec![Type::Double];
        for var in from {
            match &var.ty {
                Type::Array(element, _) | Type::Vec(element, _) | Type::Slice(element, _) => {
                    types.push((**element).clone())
                }
                Type::Tuple(parts) => types.extend(parts.iter().cloned()),
                Type::Struct(item) => {
                    types.push(var.ty.clone());
                    types.extend(item.fields.iter().map(|(_, ty)| ty.clone()));
                }
                _ => {}
            }
        }
        types.retain(|ty| ty.varies() && !matches!(ty, Type::Vec(..) | Type::Slice(..)));
        let ty = self.random.pick(&types).clone();
        let Some(place) = self.place_where(&ty, &|this, var| lendable(this, var, mutable)) else {
            return self.compound(stmts);
        };
        let name = self.name("r");
        let sign = if mutable { "&mut " } else { "&" };
        let strong = place.expr.strong;
        stmts.push(Stmt::new(vec![text(format!("let {name} = {sign}")), Piece::Expr(place.expr), text(";")]));
        let budget = self.random.range(1, 3);
        let var = Var { reference: true, mutable, strong, ..Var::new(&name, ty) };
        self.during(&[(place.base, mutable)], |this| this.seeing(vec![var], budget, stmts));
    }
}
