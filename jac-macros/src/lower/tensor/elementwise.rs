//! Elementwise functions: the elements in logical order, as an iterator goes through them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, Pat};

use super::{Bound, Plain, expression, is_place, unparenthesised};

impl Plain {
    /// `x.mapv(f)`, `x.mapv_inplace(f)`, `x.exp()`, and what iterates through an array
    pub fn elementwise(&self, call: &ExprMethodCall) -> Option<Expr> {
        let method = call.method.to_string();
        let receiver = &call.receiver;
        let span = call.method.span();
        let is_array = self.is_array(receiver);
        let fresh = |name: &str| Ident::new(name, span.resolved_at(Span::mixed_site()));
        let function = call.args.first().filter(|_| call.args.len() == 1);
        let rule =
            crate::rules::method(&method).filter(|rule| is_array && rule.parameters.len() == call.args.len() + 1);
        if function.is_some_and(|function| !is_pure(function)) {
            return None;
        }
        let function = match (function, rule) {
            (_, Some(_)) => {
                let (element, name, arguments) = (fresh("__jac_element"), &call.method, &call.args);
                quote_spanned!(span=> |#element| #element.#name(#arguments))
            }
            (Some(function), None) => quote_spanned!(span=> #function),
            (None, None) if method == "iter" && is_array && call.args.is_empty() => {
                return expression(quote_spanned!(span=> #receiver.jac_elements().iter()));
            }
            (None, None) if method == "fold" => TokenStream::new(),
            (None, None) => return None,
        };
        let mapped = |array: &TokenStream, items: TokenStream| {
            quote_spanned! {span=>
                #array.jac_with_elements(#array.jac_elements().#items.map(#function).collect::<Vec<_>>())
            }
        };
        let values = || quote_spanned!(span=> iter().copied());
        let with = |items: TokenStream| {
            if is_place(receiver) {
                return expression(mapped(&quote_spanned!(span=> #receiver), items));
            }
            let name = fresh("__jac_array");
            let mapped = mapped(&quote_spanned!(span=> #name), items);
            expression(quote_spanned!(span=> { let #name = #receiver; #mapped }))
        };
        match method.as_str() {
            "mapv" | "mapv_into" => with(values()),
            "map" if is_array => with(quote_spanned!(span=> iter())),
            "mapv_inplace" if is_place(receiver) => {
                let name = fresh("__jac_mapped");
                let mapped = mapped(&quote_spanned!(span=> #receiver), values());
                expression(quote_spanned!(span=> { let #name = #mapped; #receiver.assign(&#name); }))
            }
            "fold" if is_array && call.args.len() == 2 => {
                let arguments = &call.args;
                expression(quote_spanned!(span=> #receiver.jac_elements().iter().fold(#arguments)))
            }
            "fill" if is_array => expression(quote_spanned!(span=> #receiver.jac_fill(#function))),
            _ if rule.is_some() => with(values()),
            _ => None,
        }
    }
}

/// The closure changes nothing but what it is given, so that the order in which it is called makes no difference.
pub fn is_pure(function: &Expr) -> bool {
    let Expr::Closure(closure) = unparenthesised(function) else { return true };
    let mut changes = Changes::default();
    changes.visit_expr_closure(closure);
    !changes.found
}

#[derive(Default)]
struct Changes {
    /// The variables of the closure, as far as they are defined where it is looked at.
    own: Vec<String>,
    found: bool,
}

impl Changes {
    fn bind(&mut self, pattern: &Pat) {
        let mut bound = Bound::default();
        bound.visit_pat(pattern);
        self.own.extend(bound.0);
    }

    /// What is bound inside is gone behind it.
    fn inside(&mut self, inside: impl FnOnce(&mut Self)) {
        let outside = self.own.len();
        inside(self);
        self.own.truncate(outside);
    }

    fn changed(&mut self, place: &Expr) {
        match unparenthesised(place) {
            Expr::Path(path) => {
                let own = path.path.get_ident().is_some_and(|ident| self.own.iter().any(|own| ident == own));
                self.found |= !own;
            }
            Expr::Unary(unary) => self.changed(&unary.expr),
            Expr::Field(field) => self.changed(&field.base),
            Expr::Index(index) => self.changed(&index.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.changed(element)),
            _ => self.found = true,
        }
    }
}

impl<'ast> Visit<'ast> for Changes {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.inside(|this| visit::visit_block(this, block));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        self.bind(&local.pat);
    }

    fn visit_expr_let(&mut self, matched: &'ast syn::ExprLet) {
        visit::visit_expr_let(self, matched);
        self.bind(&matched.pat);
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.inside(|this| {
            this.visit_expr(&branch.cond);
            this.visit_block(&branch.then_branch);
        });
        if let Some((_, otherwise)) = &branch.else_branch {
            self.visit_expr(otherwise);
        }
    }

    fn visit_expr_while(&mut self, while_loop: &'ast syn::ExprWhile) {
        self.inside(|this| visit::visit_expr_while(this, while_loop));
    }

    fn visit_expr_for_loop(&mut self, for_loop: &'ast syn::ExprForLoop) {
        self.visit_expr(&for_loop.expr);
        self.inside(|this| {
            this.bind(&for_loop.pat);
            this.visit_block(&for_loop.body);
        });
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.inside(|this| {
            this.bind(&arm.pat);
            visit::visit_arm(this, arm);
        });
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.inside(|this| {
            closure.inputs.iter().for_each(|input| this.bind(input));
            this.visit_expr(&closure.body);
        });
    }

    fn visit_expr_assign(&mut self, assignment: &'ast syn::ExprAssign) {
        self.changed(&assignment.left);
        visit::visit_expr_assign(self, assignment);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        use syn::BinOp::{AddAssign, DivAssign, MulAssign, RemAssign, SubAssign};
        if matches!(binary.op, AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | RemAssign(_)) {
            self.changed(&binary.left);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if reference.mutability.is_some() {
            self.changed(&reference.expr);
        }
        visit::visit_expr_reference(self, reference);
    }
}
