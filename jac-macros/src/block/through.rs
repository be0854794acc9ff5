//! The derivatives of a method of a trait, for those who know the type by the trait alone.
//!
//! Before: an `impl` of a trait, and the type with the derivatives of one of its methods. After: an implementation of `MethodOf` of the runtime, which
//! calls these, under the number that a trait with the attribute has given the method. Of other traits it has one that nobody asks for.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericParam, ImplItemFn, ItemImpl, Path};

use crate::hygiene::Names;
use crate::options::Options;
use crate::surface::own_arguments;
use crate::through::{Shape, packed};

/// Nothing, if the method is none that a trait asks for.
pub fn of_method(
    block: &ItemImpl,
    function: &ImplItemFn,
    namesake: &Ident,
    varying: &[Ident],
    options: &Options,
    names: &mut Names,
) -> TokenStream {
    let Some((of_trait, _)) = &block.trait_ else { return TokenStream::new() };
    // Its derivatives would be those of a type and a trait that are both of other crates.
    if super::is_of_library(&block.self_ty) {
        return TokenStream::new();
    }
    let has_lifetimes = block.generics.params.iter().any(|parameter| matches!(parameter, GenericParam::Lifetime(_)))
        || block.self_ty.to_token_stream().to_string().contains('\'');
    let shape = Shape::of(&function.sig, options.wrt.as_deref(), &block.generics);
    let Some(shape) = shape.ok().flatten().filter(|_| !has_lifetimes) else { return TokenStream::new() };
    let runtime = options.facade.runtime();
    let key = key(of_trait);
    let [number, width, mask] = ["NUMBER", "WIDTH", "MASK"].map(|name| names.fresh(name, Span::call_site()));
    let method = function.sig.ident.to_string();
    let (impl_generics, _, _) = block.generics.split_for_impl();
    let written = block.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let where_clause = quote!(where #(#written,)* #(#varying: #runtime::Space + 'static,)*);
    let (owner, generics) = (&block.self_ty, own_arguments(&block.generics));
    let (arguments, output) = (shape.arguments_type(&runtime), &shape.output);
    let asked = shape.asked(&quote!(#number), &runtime);
    let (values, dots) = (shape.names(""), shape.names("_dot"));
    let (packed_values, packed_dots) = (packed(&values), packed(&dots));
    let (again, packed_again) = shape.again();
    let packed_again = packed(&packed_again);
    let (pulled, packed_pulled) = shape.pulled();
    let packed_pulled = packed(&packed_pulled);
    let none = quote!(::core::option::Option::None);
    // What is asked of data has no tangent of that.
    let of_self = |name: TokenStream| if shape.of_data { (None, none.clone()) } else { (Some(name.clone()), name) };
    let (dot, given_dot) = of_self(quote!(this_dot));
    let (bar, given_bar) = of_self(quote!(this_bar));
    let dot = dot.map(|dot| quote!(#dot: ::core::option::Option<&#runtime::Tangent<Self, #width>>,));
    let bar_type = bar.as_ref().map(|_| quote!(::core::option::Option<&#runtime::CotangentOf<Self, #width>>,));
    let bar = bar.map(|bar| quote!(#bar: #bar_type));
    quote! {
        #[doc(hidden)]
        #[allow(unused, non_upper_case_globals, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            const #number: ::core::primitive::u128 = #runtime::method_key(#key, #method);
            #[automatically_derived]
            impl #impl_generics #asked for #owner #where_clause {
                #[inline(always)]
                fn tangent_of_method<'jac, const #width: usize, const #mask: u128>(
                    this: &Self,
                    #dot
                    #packed_values: <#arguments as #runtime::Arguments>::Values<'jac>,
                    #packed_dots: <#arguments as #runtime::Arguments>::Tangents<'jac, #width>,
                ) -> (#output, #runtime::Tangent<#output, #width>) {
                    #namesake::__tangent::<#(#generics,)* #width, #mask>(
                        #runtime::Sweep, this, #(#values,)* #given_dot, #(#dots,)*
                    )
                }

                #[inline(always)]
                fn pullback_of_method<const #width: usize, const #mask: u128>(
                    this: &Self,
                    #packed_values: <#arguments as #runtime::Arguments>::Values<'_>,
                    tape: &mut #runtime::Tape,
                ) -> (
                    #output,
                    impl for<'jac> ::core::ops::Fn(
                        &#runtime::Tape,
                        &Self,
                        #bar_type
                        <#arguments as #runtime::Arguments>::Again<'jac, #width>,
                        #runtime::Tangent<#output, #width>
                    ) -> <#arguments as #runtime::Arguments>::Pulled<#width> + use<#(#generics,)* #width, #mask>,
                ) {
                    let (value, pull) = #namesake::__pullback::<#(#generics,)* #width, #mask>(
                        #runtime::Sweep, this, #(#values,)* tape
                    );
                    (
                        value,
                        move |
                            tape: &#runtime::Tape,
                            this: &Self,
                            #bar
                            #packed_again: <#arguments as #runtime::Arguments>::Again<'_, #width>,
                            seed: #runtime::Tangent<#output, #width>
                        | {
                            let (#(#pulled,)*) = pull(tape, this, #given_bar, #(#again,)* seed);
                            #packed_pulled
                        },
                    )
                }
            }
        };
    }
}

/// The constant that has the name of the trait, if there is one: what is imported goes before what is declared around it.
fn key(of_trait: &Path) -> TokenStream {
    let mut of_trait = of_trait.clone();
    let name = of_trait.segments.pop().map(|last| last.ident);
    let prefix = if of_trait.segments.is_empty() { quote!(self::) } else { quote!(#of_trait) };
    quote!({
        const #name: ::core::primitive::u128 = 0;
        {
            use #prefix *;
            #name
        }
    })
}
