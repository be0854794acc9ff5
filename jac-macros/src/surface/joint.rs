//! Both sweeps in one, as a member of the trait `Function`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{Derivative, Surface, lent, space};
use crate::emit::one_or_tuple;
use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::{passing, row_type};

impl Surface<'_> {
    /// `JOINT` and `joint`.
    pub fn joint(&self, derivative: &Derivative, names: &mut Names) -> TokenStream {
        let function = &derivative.function;
        let Some(reverse) = function.reverse.as_ref().filter(|_| self.has_derivative()) else {
            return TokenStream::new();
        };
        let (runtime, jac, tape) = (self.runtime(), &self.jac, &self.tape);
        let (_, types) = self.named_types();
        let args_type = one_or_tuple(&types);
        let mut fresh = |stem: &str| names.fresh(stem, Span::call_site());
        let args: Vec<Ident> = self.parameters.iter().map(|_| fresh("arg")).collect();
        let pattern = one_or_tuple(&args);
        let (slot, count, memory) = (fresh("slot"), fresh("count"), fresh("memory"));
        let (sweeps, value, pulled) = (fresh("sweeps"), fresh("value"), fresh("pulled"));
        let emitter = self.emitter(derivative, &slot, &count);
        let (mut parameters, mut cotangents, mut inputs) = (Vec::new(), TokenStream::new(), Vec::new());
        let mut of_values = reverse.results[0].iter();
        for (parameter, arg) in self.parameters.iter().zip(&args) {
            let (ident, ty) = (emitter.ident(parameter.var), &parameter.ty);
            let (_, behind) = passing(ty);
            let is_input = parameter.differentiable && !parameter.output_only;
            if parameter.passing == Passing::Value {
                parameters.push((quote!(mut #ident), quote!(#ty), self.copied(parameter, arg)));
                let cotangent = of_values.next().expect("one for each value");
                inputs.extend(is_input.then(|| emitter.operand(cotangent)));
                continue;
            }
            parameters.push((quote!(#ident), quote!(&#behind), self.behind(parameter, arg)));
            let Some(bar) = reverse.cotangents.get(&parameter.var).filter(|_| is_input) else { continue };
            let accumulator = fresh("accumulator");
            // The type of a slice of references is not that of what is lent.
            let ty = row_type(behind).map(|_| self.cotangent_type(behind)).map(|ty| quote!(: &#ty));
            let (space, lent) = (space(behind, &ident, jac), lent(behind, &accumulator, jac));
            let width = &self.sweeps[0].width;
            let present = function.presences.get(bar).map(|present| {
                let present = emitter.ident(*present);
                quote!(let #present = true;)
            });
            let bar = emitter.ident(*bar);
            cotangents.extend(quote! {
                let #accumulator = #space.cotangent::<#width>();
                let #bar #ty = #lent;
                #present
            });
            inputs.push(quote!(#jac::into_value(#accumulator)));
        }
        let (patterns, (types, values)): (Vec<_>, (Vec<_>, Vec<_>)) =
            parameters.into_iter().map(|(pattern, ty, value)| (pattern, (ty, value))).unzip();
        let items = &function.items;
        let body = emitter.block(&function.body);
        let result = function.result.as_ref().map(|result| emitter.operand(result));
        let (seed, all) = (emitter.ident(reverse.seed), Literal::u128_unsuffixed(self.all | reverse.starting_at_zero));
        let (width, mask) = (&self.sweeps[0].width, &self.sweeps[0].mask);
        let inputs = one_or_tuple(&inputs);
        quote! {
            const JOINT: bool = true;

            #[inline]
            #[allow(non_snake_case)]
            fn joint<const #width: usize>(
                #pattern: &#args_type,
                #seed: #runtime::Tangent<Self::Output, #width>,
                mut #memory: #runtime::Tape,
            ) -> (Self::Output, #runtime::Tangent<Self::Input, #width>, #runtime::Tape) {
                use #runtime as #jac;
                use #runtime::methods::*;
                const #mask: u128 = #all;
                #(#items)*
                // As parameters, references are known to refer to different memory than what is made here.
                let #sweeps = |#(#patterns: #types,)* #tape: &mut #runtime::Tape| {
                    #cotangents
                    #body
                    (#result, #inputs)
                };
                let (#value, #pulled) = #sweeps(#(#values,)* &mut #memory);
                (#value, #pulled, #memory)
            }
        }
    }
}
