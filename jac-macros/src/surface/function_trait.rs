//! The `impl` of the trait `Function`, by which generic code finds the derivatives.
//!
//! Before: the namesake with its sweeps. After: an `impl` that hands the inputs to them, for all lanes.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Type;

use super::{Surface, is_slice, lent, one_or_pattern, space};
use crate::emit::one_or_tuple;
use crate::ir::*;
use crate::lower::passing;

impl Surface<'_> {
    /// `eliminated` are the members that only some functions have.
    pub(super) fn function_trait(&self, eliminated: &TokenStream) -> TokenStream {
        let inputs = self.inputs();
        if !self.has_derivative() {
            return TokenStream::new();
        }
        let jac = self.runtime();
        let name = &self.item.sig.ident;
        let width = &self.sweeps[0].width;
        let (generics, types) = self.named_types();
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let args = one_or_tuple(&types);
        let (input, output) = (self.input_type(), self.output_type());
        let written = self.written();
        let input_names = inputs.iter().map(|parameter| &parameter.label);
        let output_names = &self.table.outputs;
        let (rows, columns): (Vec<usize>, Vec<usize>) = (
            (0..self.table.outputs.len()).map(|row| self.table.public_row(row)).collect(),
            self.parameters
                .iter()
                .enumerate()
                .filter(|(_, parameter)| parameter.differentiable && !parameter.output_only)
                .map(|(position, _)| position)
                .collect(),
        );
        let pairs = rows.iter().flat_map(|row| columns.iter().map(move |column| row * self.table.columns + column));
        let pairs = pairs.map(Literal::usize_unsuffixed);

        let arg_names: Vec<Ident> =
            self.parameters.iter().map(|parameter| format_ident!("arg_{}", parameter.var.0)).collect();
        let arg_pattern = one_or_pattern(&arg_names);
        let seed_names: Vec<Ident> = inputs.iter().map(|parameter| format_ident!("seed_{}", parameter.var.0)).collect();
        let seed_pattern = one_or_pattern(&seed_names);
        let all = Literal::u128_unsuffixed(self.all);
        let owned: Vec<Ident> =
            self.parameters.iter().map(|parameter| format_ident!("owned_{}", parameter.var.0)).collect();

        let mut shapes = Vec::new();
        let mut owned_lets = TokenStream::new();
        let mut dot_lets = TokenStream::new();
        let mut primals = Vec::new();
        let mut dots = Vec::new();
        for (position, parameter) in self.parameters.iter().enumerate() {
            let arg = &arg_names[position];
            let owned = &owned[position];
            let seed = format_ident!("seed_{}", parameter.var.0);
            let dot = format_ident!("dot_{}", parameter.var.0);
            let (_, behind) = passing(&parameter.ty);
            let slice = is_slice(behind);
            let is_input = parameter.differentiable && !parameter.output_only;
            let whole = if slice { quote!([..]) } else { quote!() };
            let behind_arg = self.behind(parameter, arg);
            let space_value = match parameter.passing {
                Passing::Value => quote!(#jac::space_of(#arg)),
                _ => space(behind, &behind_arg, &jac),
            };
            if is_input {
                shapes.push(quote!(#space_value.into_shape()));
            }
            match parameter.passing {
                Passing::Value => {
                    primals.push(self.copied(parameter, arg));
                    dots.push(if is_input { quote!(::core::clone::Clone::clone(#seed)) } else { quote!(#jac::zero()) });
                }
                Passing::Shared => {
                    primals.push(behind_arg);
                    dots.push(if is_input {
                        let lent = lent(behind, &seed, &jac);
                        quote!(::core::option::Option::Some(#lent))
                    } else {
                        quote!(::core::option::Option::None)
                    });
                }
                Passing::Mutable => {
                    owned_lets.extend(quote!(let mut #owned = #jac::snapshot(&**#arg);));
                    primals.push(quote!(&mut #owned #whole));
                    dot_lets.extend(if is_input {
                        quote!(let mut #dot = ::core::clone::Clone::clone(#seed);)
                    } else {
                        quote!(let mut #dot = #jac::zero_like::<_, #width>(&#owned);)
                    });
                    dots.push(quote!(&mut #dot #whole));
                }
            }
        }
        let shapes = one_or_tuple(&shapes);
        let (function, arguments) = (&self.subject.path, &self.arguments);
        let mut outputs = Vec::new();
        let mut output_dots = Vec::new();
        if self.has_result() {
            outputs.push(quote!(result));
            output_dots.push(quote!(result_dot));
        }
        for parameter in &written {
            let index = parameter.var.0;
            let (owned, dot) = (format_ident!("owned_{index}"), format_ident!("dot_{index}"));
            outputs.push(quote!(#owned));
            output_dots.push(quote!(#dot));
        }
        let outputs = one_or_tuple(&outputs);
        let output_dots = one_or_tuple(&output_dots);
        let pullback = self.pullback_method(&args, 0);
        let given = self.parameters.iter().zip(&arg_names).zip(&primals).map(|((parameter, arg), primal)| {
            let owned = format_ident!("owned_{}", parameter.var.0);
            match (&parameter.view, parameter.passing) {
                (None, _) => primal.clone(),
                (Some(_), Passing::Value) => quote!(#arg.view()),
                (Some(_), Passing::Shared) => quote!(&#arg.view()),
                (Some(Type::Reference(_)), Passing::Mutable) => quote!(&mut #owned.view_mut()),
                (Some(_), Passing::Mutable) => quote!(#owned.view_mut()),
            }
        });
        let given: Vec<TokenStream> = given.collect();
        quote! {
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
            #[automatically_derived]
            impl #impl_generics #jac::Function<#args> for #name #where_clause {
                type Input = #input;
                type Output = #output;
                const INPUTS: &'static [&'static str] = &[#(#input_names),*];
                const OUTPUTS: &'static [&'static str] = &[#(#output_names),*];
                const DEPENDENCE: &'static [#jac::Dependence] = &[#(Self::__DEPENDENCE[#pairs]),*];
                #eliminated

                #[inline]
                fn input_shape(args: &#args) -> <Self::Input as #jac::Space>::Shape {
                    let #arg_pattern = args;
                    #shapes
                }

                #[inline]
                fn value(args: &#args) -> Self::Output {
                    let #arg_pattern = args;
                    #owned_lets
                    let result = #function(#(#given),*);
                    #outputs
                }

                #[inline]
                fn tangent<const #width: usize>(
                    args: &#args,
                    seed: &#jac::Tangent<Self::Input, #width>,
                ) -> (Self::Output, #jac::Tangent<Self::Output, #width>) {
                    let #arg_pattern = args;
                    let #seed_pattern = seed;
                    #owned_lets
                    #dot_lets
                    let (result, result_dot) =
                        <#name>::__tangent::<#(#arguments,)* #width, #all>(#jac::Sweep, #(#primals,)* #(#dots,)*);
                    (#outputs, #output_dots)
                }

                #pullback
            }
        }
    }
}
