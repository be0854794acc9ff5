//! Operators of types that only the compiler knows: as in the source, and by their rules.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use super::calls::respanned;
use super::{Emitter, Level, precedence};
use crate::ir::*;

impl Emitter<'_> {
    /// As in the source.
    pub(super) fn operator(&self, operator: &Operator) -> (TokenStream, Level) {
        let left = |level| self.operated_at(&operator.left, level);
        match (operator.operation, &operator.right) {
            (Operation::Binary(op), Some(right)) => {
                let (sign, level, above) = precedence(op);
                let (left, right) = (left(level), self.operated_at(right, above));
                (quote!(#left #sign #right), level)
            }
            (Operation::Assign(op), Some(right)) => {
                let ((sign, ..), slot) = (precedence(op), &self.slot);
                let (left, right) = (left(Level::Choice), self.operated_at(right, Level::Choice));
                let sign: TokenStream = [sign, quote!(=)].into_iter().map(joined).collect();
                (quote!({ let mut #slot = #left; #slot #sign #right; #slot }), Level::Atom)
            }
            _ => {
                let operand = left(Level::Prefix);
                (quote!(-#operand), Level::Prefix)
            }
        }
    }

    fn operated_at(&self, operand: &Operated, level: Level) -> TokenStream {
        match operand {
            Operated::Value(operand) => self.operand_at(operand, level),
            Operated::Referred(_) | Operated::Place(_) => self.referred(operand),
        }
    }

    /// A reference to the operand.
    fn referred(&self, operand: &Operated) -> TokenStream {
        match operand {
            Operated::Value(operand) | Operated::Referred(operand) => {
                let operand = self.operand_at(operand, Level::Prefix);
                quote!(&#operand)
            }
            Operated::Place(place) => {
                let place = self.place(place);
                quote!(&#place)
            }
        }
    }

    /// `jac::Operator::<jac::operation::Mul, jac::ByValue, jac::ByReference>`
    fn rule(&self, operator: &Operator, method: &str) -> TokenStream {
        let rule = self.rule_of(operator);
        let method = Ident::new(method, Span::call_site());
        respanned(quote!(#rule::#method), operator.span)
    }

    fn rule_of(&self, operator: &Operator) -> TokenStream {
        let jac = &self.jac;
        let name = match operator.operation {
            Operation::Binary(op) => format!("{op:?}"),
            Operation::Assign(op) => format!("{op:?}Assign"),
            Operation::Negate => "Neg".to_owned(),
        };
        let name = Ident::new(&name, Span::call_site());
        if operator.operands().all(|operand| !operand.is_reference()) {
            return quote!(#jac::by_value::#name);
        }
        let form = |operand: &Operated| if operand.is_reference() { quote!(ByReference) } else { quote!(ByValue) };
        let left = form(&operator.left);
        let right = operator.right.as_ref().map_or_else(|| quote!(ByValue), form);
        quote!(#jac::Operator::<#jac::operation::#name, #jac::#left, #jac::#right>)
    }

    pub(super) fn operate(&self, operate: &Operate) -> TokenStream {
        let Operate { result, annotation, operator, mask, beside } = operate;
        let jac = &self.jac;
        let (mask, width) = (Literal::u128_unsuffixed(*mask), &self.sweeps[0].width);
        let mutable = (self.function.variables[result.0].kind == Kind::Memory).then(|| quote!(mut));
        let result = self.ident(*result);
        let annotation = annotation.as_ref().map(|ty| quote!(: (#ty, _)));
        let left = respanned(self.referred(&operator.left), operator.span);
        let right = operator.right.as_ref().map_or_else(|| quote!(&()), |right| self.referred(right));
        let right = respanned(right, operator.span);
        match beside {
            Beside::Tangent { dot, operands } => {
                let rule = self.rule(operator, "tangent");
                let mutable_dot = mutable.clone();
                let dot = self.ident(*dot);
                let mut tangents: Vec<TokenStream> = operands.iter().map(|operand| self.companion(operand)).collect();
                tangents.resize(2, quote!(::core::option::Option::None));
                quote! {
                    let (#mutable #result, #mutable_dot #dot) #annotation =
                        #rule(#jac::Sweep::<#width, #mask>, #left, #right, #(#tangents),*);
                }
            }
            Beside::Kept(kept) => {
                let (kept, rule) = (self.ident(*kept), self.rule(operator, "pullback"));
                quote! {
                    let (#mutable #result, #kept) #annotation =
                        #rule(#jac::Sweep::<#width, #mask>, #left, #right);
                }
            }
        }
    }

    pub(super) fn pull(&self, pull: &Pull) -> TokenStream {
        let (jac, kept) = (&self.jac, self.ident(pull.kept));
        let kept = if self.referenced.borrow().contains(&pull.kept) { quote!(#kept) } else { quote!(&#kept) };
        let again = [&pull.left, &pull.right, &pull.result].map(|again| match again {
            Some(operand) => {
                let operand = self.referred(operand);
                quote!(::core::option::Option::Some(#operand))
            }
            None => quote!(::core::option::Option::None),
        });
        let bar = self.operand(&pull.bar);
        let name = |bar: Option<Var>| bar.map_or_else(|| quote!(_), |bar| self.ident(bar).into_token_stream());
        let (left_bar, right_bar) = (name(pull.left_bar), name(pull.right_bar));
        quote!(let (#left_bar, #right_bar) = #jac::OperatorPullback::pull(#kept, #(#again),*, #bar);)
    }
}

/// The sign of an assignment is one token.
fn joined(tokens: TokenStream) -> TokenStream {
    let joint = |token| match token {
        proc_macro2::TokenTree::Punct(sign) if sign.as_char() != '=' => {
            proc_macro2::Punct::new(sign.as_char(), proc_macro2::Spacing::Joint).into()
        }
        token => token,
    };
    tokens.into_iter().map(joint).collect()
}
