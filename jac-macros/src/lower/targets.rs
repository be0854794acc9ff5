//! What `into` gives, told by where it stands.
//!
//! Before: the body as the user wrote it. After: `x.into()` is `Target::from(x)` where a type of the user's is written for what it gives: that of a
//! variable, or what the function or a closure returns, also inside of `Some`, `Ok`, tuples, arrays and what a chain collects.

use std::collections::HashSet;

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ItemFn, Pat, ReturnType, Stmt, Type};

use super::conversions::conversion;
use super::told::inside_of;

/// Names the targets in the body of the function.
pub fn name(item: &mut ItemFn) {
    let parameters = item.sig.generics.type_params().map(|parameter| parameter.ident.to_string()).collect();
    let returned = match &item.sig.output {
        ReturnType::Type(_, ty) => Some((**ty).clone()),
        ReturnType::Default => None,
    };
    let mut targets = Targets { parameters, returned: returned.clone() };
    targets.visit_block_mut(&mut item.block);
    if let Some(ty) = returned {
        targets.block(&mut item.block, &ty);
    }
}

struct Targets {
    /// Type parameters: what they have as `from` is not known.
    parameters: HashSet<String>,
    /// What `return` gives.
    returned: Option<Type>,
}

impl Targets {
    fn block(&self, block: &mut Block, ty: &Type) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
            self.expect(tail, ty);
        }
    }

    /// The expression gives a value of the type.
    fn expect(&self, expression: &mut Expr, ty: &Type) {
        let ty = match ty {
            Type::Paren(paren) => &*paren.elem,
            Type::Group(group) => &*group.elem,
            ty => ty,
        };
        match (expression, ty) {
            (Expr::Paren(paren), ty) => self.expect(&mut paren.expr, ty),
            (Expr::Group(group), ty) => self.expect(&mut group.expr, ty),
            (Expr::Block(block), ty) => self.block(&mut block.block, ty),
            (Expr::If(branch), ty) => {
                self.block(&mut branch.then_branch, ty);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.expect(otherwise, ty);
                }
            }
            (Expr::Match(matched), ty) => matched.arms.iter_mut().for_each(|arm| self.expect(&mut arm.body, ty)),
            (Expr::Tuple(values), Type::Tuple(types)) => {
                values.elems.iter_mut().zip(&types.elems).for_each(|(value, ty)| self.expect(value, ty));
            }
            (Expr::Array(values), Type::Array(array)) => {
                values.elems.iter_mut().for_each(|value| self.expect(value, &array.elem));
            }
            (Expr::Call(call), ty) => {
                let wraps =
                    matches!(&*call.func, Expr::Path(func) if func.path.is_ident("Some") || func.path.is_ident("Ok"));
                if let (true, Some(inside), Some(value)) = (wraps, inside_of(ty), call.args.first_mut()) {
                    self.expect(value, inside);
                }
            }
            (expression @ Expr::MethodCall(_), ty) => self.method(expression, ty),
            _ => {}
        }
    }

    fn method(&self, expression: &mut Expr, ty: &Type) {
        if !matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|name| self.parameters.contains(&name.to_string())))
            && let Some(named) = conversion(expression, ty)
        {
            *expression = named;
            return;
        }
        let Expr::MethodCall(call) = expression else { return };
        // `.map(|x| x.into()).collect()`
        if call.method == "collect"
            && call.args.is_empty()
            && let Type::Path(path) = ty
            && path.path.segments.last().is_some_and(|last| last.ident == "Vec")
            && let Some(element) = inside_of(ty)
            && let Expr::MethodCall(map) = &mut *call.receiver
            && map.method == "map"
            && let Some(Expr::Closure(closure)) = map.args.first_mut()
            && matches!(closure.output, ReturnType::Default)
        {
            self.expect(&mut closure.body, element);
        }
    }
}

impl VisitMut for Targets {
    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        visit_mut::visit_local_mut(self, local);
        if let (Pat::Type(typed), Some(init)) = (&local.pat, &mut local.init) {
            self.expect(&mut init.expr, &typed.ty);
        }
    }

    fn visit_expr_return_mut(&mut self, jump: &mut syn::ExprReturn) {
        visit_mut::visit_expr_return_mut(self, jump);
        if let (Some(value), Some(ty)) = (&mut jump.expr, &self.returned) {
            self.expect(value, ty);
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        let returned = match &closure.output {
            ReturnType::Type(_, ty) => Some((**ty).clone()),
            ReturnType::Default => None,
        };
        let outside = std::mem::replace(&mut self.returned, returned.clone());
        visit_mut::visit_expr_closure_mut(self, closure);
        if let Some(ty) = returned {
            self.expect(&mut closure.body, &ty);
        }
        self.returned = outside;
    }

    // An inner function is lowered on its own.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
