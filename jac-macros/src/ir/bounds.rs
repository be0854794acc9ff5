//! Upper bounds of trip counts, as far as the source tells them, and how many records traces of such lengths are.

use proc_macro2::TokenStream;
use quote::quote;

/// A bound as an array length.
#[derive(Clone, Debug)]
pub enum Bound {
    Number(usize),
    /// A const generic or a `usize` made from a constant: nothing can be added to a generic one on stable Rust.
    Path {
        tokens: TokenStream,
        generic: bool,
    },
}

/// Longer traces are never an array, be there an allocator or not.
const LONGEST_ARRAY: usize = 4096;

/// The most records that the trace of a loop may have on the stack, with those of the loops in it, where there is an allocator. Of second derivatives, a
/// record is some hundred bytes.
const MOST_ON_STACK: usize = 256;

/// What a number stands for that the source does not tell: the value of a const generic, and what a callee records.
const UNKNOWN: usize = 4;

impl Bound {
    /// The array length.
    pub fn tokens(&self) -> TokenStream {
        match self {
            Bound::Number(number) => quote!(#number),
            Bound::Path { tokens, generic: true } => tokens.clone(),
            Bound::Path { tokens, generic: false } => quote!({ #tokens }),
        }
    }

    /// A trace of that length may be an array.
    pub fn may_be_a_length(&self) -> bool {
        !matches!(self, Bound::Number(number) if *number > LONGEST_ARRAY)
    }

    /// Of two counts, one behind the other.
    pub fn and(self, other: Bound) -> Option<Bound> {
        match (self, other) {
            (bound, Bound::Number(more)) | (Bound::Number(more), bound) => bound.plus(more),
            _ => None,
        }
    }

    pub fn plus(self, more: usize) -> Option<Bound> {
        match self {
            Bound::Number(number) => Some(Bound::Number(number.checked_add(more)?)),
            bound if more == 0 => Some(bound),
            Bound::Path { generic: true, .. } => None,
            Bound::Path { tokens, generic: false } => {
                let more = proc_macro2::Literal::usize_unsuffixed(more);
                Some(Bound::Path { tokens: quote!(#tokens + #more), generic: false })
            }
        }
    }
}

/// A number of records: known, or a constant expression.
#[derive(Clone, Debug)]
pub enum RecordCount {
    Number(usize),
    Constant(TokenStream),
}

impl RecordCount {
    pub const NONE: RecordCount = RecordCount::Number(0);
    /// Of a callee.
    pub const OF_CALL: RecordCount = RecordCount::Number(UNKNOWN);

    /// Of a loop with that bound, each iteration of which makes so many.
    pub fn of_loop(bound: &Bound, each: RecordCount) -> RecordCount {
        match bound {
            Bound::Number(number) => each.times(RecordCount::Number(*number)),
            Bound::Path { generic: true, .. } => each.times(RecordCount::Number(UNKNOWN)),
            Bound::Path { tokens, generic: false } => each.times(RecordCount::Constant(quote!((#tokens)))),
        }
    }

    /// A constant condition: there are more than the stack should hold. None if there never are.
    pub fn are_many(&self) -> Option<TokenStream> {
        match self {
            RecordCount::Number(number) if *number <= MOST_ON_STACK => None,
            RecordCount::Number(_) => Some(quote!(true)),
            RecordCount::Constant(constant) => Some(quote!({ #constant > #MOST_ON_STACK })),
        }
    }

    pub fn plus(self, other: RecordCount) -> RecordCount {
        match (self, other) {
            (RecordCount::Number(one), RecordCount::Number(other)) => RecordCount::Number(one.saturating_add(other)),
            (RecordCount::Number(0), other) | (other, RecordCount::Number(0)) => other,
            (one, other) => RecordCount::Constant(one.combined(&quote!(saturating_add), other)),
        }
    }

    fn times(self, other: RecordCount) -> RecordCount {
        match (self, other) {
            (RecordCount::Number(one), RecordCount::Number(other)) => RecordCount::Number(one.saturating_mul(other)),
            (RecordCount::Number(1), other) | (other, RecordCount::Number(1)) => other,
            (one, other) => RecordCount::Constant(one.combined(&quote!(saturating_mul), other)),
        }
    }

    fn combined(self, operation: &TokenStream, other: RecordCount) -> TokenStream {
        let (one, other) = (self.tokens(), other.tokens());
        quote!(::core::primitive::usize::#operation(#one, #other))
    }

    fn tokens(self) -> TokenStream {
        match self {
            RecordCount::Number(number) => quote!(#number),
            RecordCount::Constant(tokens) => tokens,
        }
    }
}
