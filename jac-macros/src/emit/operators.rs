//! Operators of types that only the compiler knows: as in the source, and by their rules.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use super::calls::respanned;
use super::{Emitter, Level, derivative_name, one_or_tuple, precedence};
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
        let Operate { result, annotation, operator, kept, masks, dots, tangents, is_linear } = operate;
        let jac = &self.jac;
        let mutable = (self.function.variables[result.0].kind == Kind::Memory).then(|| quote!(mut));
        let results = [result].into_iter().chain(dots).map(|var| {
            let var = self.ident(*var);
            quote!(#mutable #var)
        });
        let kept_ident = kept.map(|kept| self.ident(kept).to_token_stream());
        let results = results.chain(kept_ident);
        let others = (0..dots.len() + usize::from(kept.is_some())).map(|_| quote!(_));
        let annotation = annotation.as_ref().map(|ty| quote!(: (#ty, #(#others),*)));
        let left = respanned(self.referred(&operator.left), operator.span);
        let right = operator.right.as_ref().map_or_else(|| quote!(&()), |right| self.referred(right));
        let right = respanned(right, operator.span);
        let name = derivative_name(kept.is_some(), masks.len());
        let name = match masks.len() {
            _ if *is_linear => "linearized".to_owned(),
            order @ 2.. if !self.function.of_arrays => format!("of_order_{order}"),
            _ => name.trim_start_matches('_').to_owned(),
        };
        let rule = self.rule(operator, &name);
        let sweeps = masks.iter().zip(&self.sweeps).rev().map(|(mask, sweep)| {
            let (mask, width) = (Literal::u128_unsuffixed(*mask), &sweep.width);
            quote!(#jac::Sweep::<#width, #mask>)
        });
        let sweeps = one_or_tuple(&sweeps.collect::<Vec<_>>());
        let tangents = tangents.iter().map(|companion| self.companion(companion));
        // At one place: what is said of it is said once.
        let call = respanned(quote!(#rule(#sweeps, #left, #right #(, #tangents)*)), operator.span);
        quote!(let (#(#results),*) #annotation = #call;)
    }

    /// The tangent of what an operator gives, as a linear function of those of its operands.
    pub(super) fn push(&self, push: &OperatorPush) -> TokenStream {
        let (jac, kept) = (&self.jac, self.ident(push.kept));
        let kept = if self.referenced.borrow().contains(&push.kept) { quote!(#kept) } else { quote!(&#kept) };
        let again = push.again.iter().map(|again| match again {
            Some(operand) => {
                let operand = self.referred(operand);
                quote!(::core::option::Option::Some(#operand))
            }
            None => quote!(::core::option::Option::None),
        });
        let tangents = push.tangents.iter().map(|companion| self.companion(companion));
        quote!(#jac::OperatorLinear::push(#kept, #(#again,)* #(#tangents),*))
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
        let own = [(pull.left_bar, pull.right_bar)].into_iter();
        let bars = own.chain(pull.tangents.iter().map(|tangent| (tangent.left_bar, tangent.right_bar)));
        let bars = bars.map(|(left, right)| {
            let (left, right) = (name(left), name(right));
            quote!((#left, #right))
        });
        let bars = one_or_tuple(&bars.collect::<Vec<_>>());
        let orders = (pull.tangents.len() + 1).ilog2() as usize;
        let rule = match orders {
            1.. if !self.function.of_arrays => format!("{}OrderPullback", ["Second", "Third", "Fourth"][orders - 1]),
            _ => "OperatorPullback".to_owned() + &"Tangent".repeat(orders),
        };
        let rule = Ident::new(&rule, Span::call_site());
        let function = Ident::new(&("pull".to_owned() + &"_tangent".repeat(orders)), Span::call_site());
        let tangents = pull.tangents.iter().map(|PullTangent { again, bar, .. }| {
            let again = again.iter().map(|companion| self.companion(companion));
            let bar = self.rvalue(bar);
            quote!(#(#again,)* #bar)
        });
        quote!(let #bars = #jac::#rule::#function(#kept, #(#again),*, #bar #(, #tangents)*);)
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
