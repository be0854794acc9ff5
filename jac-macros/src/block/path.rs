//! Paths of indices that ask `self`.
//!
//! Before: the body of an index, and the places in it. After: an array of numbers that say which place is chosen, and what follows them in a
//! companion. The numbers are the indices, in order, and, if there are several places, which of them it is.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Block, Expr, ExprRange, RangeLimits, Stmt};

/// A place in the source.
pub struct Way {
    /// The indices, in order.
    pub numbers: Vec<TokenStream>,
    /// A reference to the place in the companion, by numbers.
    pub follow: TokenStream,
}

/// The bounds of a range in something of which the length may be needed.
pub fn bounds(range: &ExprRange, of: &Expr) -> [TokenStream; 2] {
    let low = range.start.as_ref().map_or_else(|| quote!(0), |low| low.to_token_stream());
    let high = match (&range.end, &range.limits) {
        (None, _) => quote!((#of).len()),
        (Some(high), RangeLimits::HalfOpen(_)) => high.to_token_stream(),
        (Some(high), RangeLimits::Closed(_)) => quote!((#high) + 1),
    };
    [low, high]
}

/// How many numbers there are.
pub fn steps(ways: &[Way]) -> usize {
    let indices = ways.iter().map(|way| way.numbers.len()).max().unwrap_or(0);
    indices + usize::from(ways.len() > 1)
}

/// The place in the companion to which the numbers lead.
pub fn follow(ways: &[Way], numbers: &Ident) -> TokenStream {
    if let [way] = ways {
        let follow = &way.follow;
        return quote!({ #follow });
    }
    let last = steps(ways) - 1;
    let arms = ways.iter().enumerate().map(|(number, Way { follow, .. })| quote!(#number => #follow,));
    quote!({
        match #numbers[#last] {
            #(#arms)*
            _ => ::core::unreachable!("as many places as there are in the source"),
        }
    })
}

/// The body, with numbers for the places in it.
pub struct Asking<'a> {
    pub jac: &'a TokenStream,
    pub ways: &'a [Way],
    /// The next place in the source.
    pub next: usize,
}

impl Asking<'_> {
    pub fn block(&mut self, block: &Block) -> TokenStream {
        let Some((Stmt::Expr(tail, None), statements)) = block.stmts.split_last() else {
            return block.to_token_stream(); // Nothing is chosen.
        };
        let tail = self.expression(tail);
        quote!({ #(#statements)* #tail })
    }

    fn expression(&mut self, expression: &Expr) -> TokenStream {
        match expression {
            Expr::Paren(paren) => self.expression(&paren.expr),
            Expr::Group(group) => self.expression(&group.expr),
            Expr::Block(block) => self.block(&block.block),
            Expr::Reference(_) => self.numbers(),
            Expr::If(branch) => {
                let condition = &branch.cond;
                let then = self.block(&branch.then_branch);
                let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| self.expression(otherwise));
                quote!(if #condition #then else { #otherwise })
            }
            Expr::Match(matched) => {
                let scrutinee = &matched.expr;
                let arms = matched.arms.iter().map(|arm| {
                    let (pattern, body) = (&arm.pat, self.expression(&arm.body));
                    quote!(#pattern => #body,)
                });
                let arms: Vec<TokenStream> = arms.collect();
                quote!(match #scrutinee { #(#arms)* })
            }
            other => other.to_token_stream(),
        }
    }

    fn numbers(&mut self) -> TokenStream {
        let (jac, number) = (self.jac, self.next);
        self.next += 1;
        let numbers = &self.ways[number].numbers;
        let several = self.ways.len() > 1;
        let unused = vec![quote!(0usize); steps(self.ways) - usize::from(several) - numbers.len()];
        let which = several.then(|| quote!(#number));
        quote!(#jac::AsksSelf::new([#(#numbers,)* #(#unused,)* #which]))
    }
}
