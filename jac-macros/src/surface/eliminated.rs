//! The Jacobian by elimination, as a member of the trait `Function`.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;

use super::{Derivative, Surface};
use crate::emit::one_or_tuple;
use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::passing;
use crate::transform::eliminate::Elimination;

impl Surface<'_> {
    /// `ELIMINATES` and `eliminate`. Whether the types are what the transform takes them for is for the compiler to say.
    pub fn eliminated(&self, elimination: &Elimination, names: &mut Names) -> TokenStream {
        if !self.has_derivative() {
            return TokenStream::new();
        }
        let Elimination { function, float, inputs, outputs, elements, constants, assumes } = elimination;
        let (runtime, jac) = (self.runtime(), &self.jac);
        let items = &function.items;
        let (_, types) = self.named_types();
        let args_type = one_or_tuple(&types);
        let span = Span::call_site();
        let [slot, count, rows, columns, sink] =
            ["slot", "count", "rows", "columns", "elements"].map(|stem| names.fresh(stem, span));
        let paths = |paths: &[Vec<usize>]| {
            let paths = paths.iter().map(|path| {
                let path = path.iter().copied().map(Literal::usize_unsuffixed);
                quote!(&[#(#path),*])
            });
            quote!([#(#paths),*])
        };
        let (input_paths, output_paths) = (paths(inputs), paths(outputs));
        let args: Vec<_> = self.parameters.iter().map(|_| names.fresh("arg", span)).collect();
        let pattern = one_or_tuple(&args);
        let derivative = Derivative { function: function.clone(), all: vec![self.all] };
        let emitter = self.emitter(&derivative, &slot, &count);
        let parameters = self.parameters.iter().zip(&args).map(|(parameter, arg)| {
            let (ident, ty) = (emitter.ident(parameter.var), &parameter.ty);
            let (_, behind) = passing(ty);
            match parameter.passing {
                Passing::Value => {
                    let copied = self.copied(parameter, arg);
                    quote!(let #ident: #ty = #copied;)
                }
                _ => {
                    let behind_arg = self.behind(parameter, arg);
                    quote!(let #ident: &#behind = #behind_arg;)
                }
            }
        });
        let body = emitter.block(&function.body);
        let result = function.result.as_ref().map(|result| emitter.operand(result));
        let result = if *assumes { quote!(#jac::same_type(#result)) } else { quote!(#result) };
        let elements = elements.iter().map(|(row, column, value)| {
            let (row, column) = (Literal::usize_unsuffixed(*row), Literal::usize_unsuffixed(*column));
            let value = emitter.operand(value);
            quote!(#jac::Elements::set::<#float>(#sink, #rows[#row], #columns[#column], #value);)
        });
        quote! {
            #[allow(non_snake_case, unconditional_panic, arithmetic_overflow)]
            const ELIMINATES: bool = {
                use #runtime as #jac;
                use #runtime::methods::*;
                #(#items)*
                #jac::holds_floats::<Self::Input, #float>(&#input_paths)
                    && #jac::holds_floats::<Self::Output, #float>(&#output_paths)
                    #(&& #jac::gives_float::<#float, _, _>(&|| #constants))*
            };

            #[inline]
            #[allow(non_snake_case, unconditional_panic, arithmetic_overflow)]
            fn eliminate(#pattern: &#args_type, #sink: &mut impl #runtime::Elements) -> Self::Output {
                use #runtime as #jac;
                use #runtime::methods::*;
                #(#items)*
                #(#parameters)*
                let #rows = const { #jac::flat_indices::<Self::Output, _>(#output_paths) };
                let #columns = const { #jac::flat_indices::<Self::Input, _>(#input_paths) };
                #body
                #(#elements)*
                #result
            }
        }
    }
}
