//! What callers ask of a function when they are compiled: which arguments may vary, which its reverse sweep reads, and how outputs depend
//! on inputs.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{Derivation, Surface};
use crate::ir::*;
use crate::transform::demand::Demand;

impl Surface<'_> {
    pub(super) fn accepts(&self) -> TokenStream {
        let name = &self.subject.name;
        let checks = self.parameters.iter().enumerate().filter_map(|(position, parameter)| {
            let excluded = !parameter.differentiable && !crate::lower::is_discrete(&parameter.ty);
            let bit = Literal::u128_unsuffixed(1 << position);
            let message = format!(
                "parameter `{}` of `{name}` is left out of its `wrt`, and what is passed here varies: \
                 pass `jac::constant(..)` of it, or add it to `wrt`",
                parameter.label
            );
            excluded.then(|| quote!(assert!(mask & #bit == 0, #message);))
        });
        quote! {
            #[doc(hidden)]
            pub const fn __accepts(mask: u128) {
                #(#checks)*
            }
        }
    }

    /// `__reads`: which parameters the reverse sweep reads.
    pub(super) fn reads(&self, derivation: &Derivation) -> TokenStream {
        let demands = match derivation {
            Derivation::OfBody { demands, .. } => demands.clone(),
            // What a rule reads, only its author knows.
            Derivation::OfRules => vec![Demand::Always; self.parameters.len()],
        };
        let reads = demands.iter().enumerate().filter_map(|(position, demand)| {
            let bit = Literal::u128_unsuffixed(1 << position);
            match demand {
                Demand::Never => None,
                Demand::If(inputs) => {
                    let inputs = Literal::u128_unsuffixed(*inputs);
                    Some(quote!(if mask & #inputs != 0 { reads |= #bit; }))
                }
                Demand::Always => Some(quote!(reads |= #bit;)),
            }
        });
        quote! {
            #[doc(hidden)]
            pub const fn __reads(mask: u128) -> u128 {
                let mut reads = 0;
                #(#reads)*
                reads
            }
        }
    }

    pub(super) fn dependence(&self) -> TokenStream {
        let jac = self.runtime();
        let columns = Literal::usize_unsuffixed(self.table.columns);
        let rows = Literal::usize_unsuffixed(self.table.rows);
        let value = &self.table.value;
        // The row of the result, and of each parameter.
        let mut mutable = 0;
        let of_parameters = self.parameters.iter().map(|parameter| {
            let written = parameter.passing == Passing::Mutable;
            mutable += usize::from(written);
            if written { Literal::usize_unsuffixed(mutable).into_token_stream() } else { quote!(#jac::NO_OUTPUT) }
        });
        let row_of = [quote!(0)].into_iter().chain(of_parameters);
        quote! {
            /// How each output depends on each parameter: row by row.
            #[doc(hidden)]
            pub const __DEPENDENCE: [#jac::Dependence; #rows * #columns] = #value;

            /// How the result (0), or what a parameter refers to (behind it), depends on a parameter.
            #[doc(hidden)]
            pub const fn __depends(output: usize, input: usize) -> #jac::Dependence {
                #jac::depends(&Self::__DEPENDENCE, #columns, &[#(#row_of),*], output, input)
            }
        }
    }

    /// `strict`: an assertion that the compiler evaluates, for each pair of an output and an input.
    pub(super) fn strict(&self) -> TokenStream {
        let Some(span) = self.options.strict else { return TokenStream::new() };
        let jac = self.runtime();
        let (name, subject) = (&self.item.sig.ident, &self.subject.name);
        let mut checks = TokenStream::new();
        for (row, output) in self.table.outputs.iter().enumerate() {
            for (position, parameter) in self.parameters.iter().enumerate() {
                if !parameter.differentiable || parameter.output_only {
                    continue;
                }
                let index = Literal::usize_unsuffixed(self.table.public_row(row) * self.table.columns + position);
                let message = format!(
                    "`{subject}` is strict, but its output `{output}` is independent of its input `{}`",
                    parameter.label
                );
                checks.extend(quote::quote_spanned! {span=>
                    const _: () = assert!(!matches!(#name::__DEPENDENCE[#index], #jac::Dependence::Independent), #message);
                });
            }
        }
        checks
    }
}
