//! Expressions without a derivative: conditions, lengths, integer code. They are kept as the user
//! wrote them, with placeholders for local variables, and evaluated once.

use proc_macro2::{Ident, Span};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, UnOp};

use super::Lowering;
use crate::ir::{Opaque, Var};

const PLACEHOLDER: &str = "__jac_variable_";

/// What stands for a variable in an opaque expression.
pub fn placeholder(var: Var, span: Span) -> Ident {
    Ident::new(&format!("{PLACEHOLDER}{}", var.0), span)
}

impl Lowering<'_> {
    pub fn opaque(&mut self, expression: &Expr) -> Opaque {
        let mut expression = expression.clone();
        let mut reads = Vec::new();
        let mut rewrite = Rewrite { lowering: self, reads: &mut reads };
        rewrite.visit_expr_mut(&mut expression);
        Opaque { expression, reads, inactive_only: None }
    }
}

struct Rewrite<'a, 'b> {
    lowering: &'a mut Lowering<'b>,
    reads: &'a mut Vec<Var>,
}

impl VisitMut for Rewrite<'_, '_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let refused = match expression {
            Expr::Lit(_) | Expr::Binary(_) | Expr::Paren(_) | Expr::Group(_) | Expr::Index(_) | Expr::Field(_) => None,
            Expr::MethodCall(_) | Expr::Call(_) | Expr::Cast(_) | Expr::Range(_) | Expr::Tuple(_) => None,
            Expr::Array(_) | Expr::Repeat(_) => None,
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) | UnOp::Not(_) | UnOp::Neg(_) => None,
                _ => Some("this operator is not supported"),
            },
            Expr::Reference(reference) => {
                reference.mutability.map(|_| "a condition or index must not change anything; call this in a statement of its own")
            }
            Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident()
                    && let Some(var) = self.lowering.lookup(&ident.to_string())
                {
                    self.reads.push(var);
                    path.path = placeholder(var, ident.span()).into();
                }
                return;
            }
            _ => Some("this expression is not supported in a condition, an index or integer code; bind it with `let` in simpler terms first"),
        };
        match refused {
            Some(message) => self.lowering.errors.at(&*expression, message),
            None => {
                if let Expr::Binary(binary) = expression
                    && is_assignment(&binary.op)
                {
                    self.lowering.errors.at(&*expression, "an assignment inside of an expression is not supported; make it a statement");
                    return;
                }
                visit_mut::visit_expr_mut(self, expression);
            }
        }
    }
}

pub fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

/// `^` for `^=` and so on.
pub fn without_assignment(op: syn::BinOp) -> syn::BinOp {
    use syn::BinOp::*;
    match op {
        BitXorAssign(_) => BitXor(Default::default()),
        BitAndAssign(_) => BitAnd(Default::default()),
        BitOrAssign(_) => BitOr(Default::default()),
        ShlAssign(_) => Shl(Default::default()),
        ShrAssign(_) => Shr(Default::default()),
        other => other,
    }
}

/// The expression with each placeholder replaced by what `name` gives for its variable.
pub fn substitute(expression: &Expr, name: &dyn Fn(Var) -> Ident) -> Expr {
    struct Substitute<'a>(&'a dyn Fn(Var) -> Ident);
    impl VisitMut for Substitute<'_> {
        fn visit_ident_mut(&mut self, ident: &mut Ident) {
            let index = ident.to_string().strip_prefix(PLACEHOLDER).and_then(|index| index.parse().ok());
            if let Some(index) = index {
                let replacement = (self.0)(Var(index));
                let span: Span = replacement.span();
                *ident = Ident::new(&replacement.to_string(), span);
            }
        }
    }
    let mut expression = expression.clone();
    Substitute(name).visit_expr_mut(&mut expression);
    expression
}

/// Gives the variables that an opaque expression reads other numbers.
pub fn renumber(opaque: &mut Opaque, map: &dyn Fn(Var) -> Var) {
    opaque.expression = substitute(&opaque.expression, &|var| {
        placeholder(map(var), Span::call_site())
    });
    for var in &mut opaque.reads {
        *var = map(*var);
    }
}
