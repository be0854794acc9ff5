//! The derivatives of a method of a trait, for those who know the type by the trait alone.
//!
//! Before: an `impl` of a trait, and the type with the derivatives of one of its methods. After: an implementation of `MethodOf` of the runtime, which
//! calls these, under the number that a trait with the attribute has given the method. Of other traits it has one that nobody asks for.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, ImplItem, ImplItemFn, ItemImpl, Path};

use crate::hygiene::Names;
use crate::options::Options;
use crate::surface::own_arguments;
use crate::through::{BODIES, Receiver, Shape, again, name_of_function, names, packed, pulled};

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
    if super::is_of_library(&block.self_ty) || super::conversion::converted(block).is_some() {
        return TokenStream::new();
    }
    let has_lifetimes = block.generics.params.iter().any(|parameter| matches!(parameter, GenericParam::Lifetime(_)))
        || block.self_ty.to_token_stream().to_string().contains('\'');
    let shape = Shape::of(&function.sig, options.wrt.as_deref(), &block.generics);
    let Some(shape) = shape.ok().filter(|_| !has_lifetimes) else { return TokenStream::new() };
    let runtime = options.facade.runtime();
    let key = key(of_trait, &runtime);
    let [number, width, mask] = ["NUMBER", "WIDTH", "MASK"].map(|name| names.fresh(name, Span::call_site()));
    let method = name_of_function(&function.sig.ident);
    let (impl_generics, _, _) = block.generics.split_for_impl();
    let written = block.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let (owner, generics) = (&block.self_ty, own_arguments(&block.generics));
    let outlives = (shape.receiver == Receiver::Value).then(|| quote!(#owner: 'static,));
    let where_clause = quote!(where #(#written,)* #outlives #(#varying: #runtime::Space + 'static,)*);
    let (arguments, output) = (shape.arguments_type(&runtime), &shape.output);
    let asked = shape.asked(&quote!(#number), &runtime);
    let all = &shape.arguments;
    let (values, dots, bars) = (self::names(all, ""), self::names(all, "_dot"), self::names(all, "_bar"));
    let (packed_values, packed_dots) = (packed(&values), packed(&dots));
    let (again, packed_again) = again(all, &values, &bars);
    let packed_again = packed(&packed_again);
    let (pulled, packed_pulled) = pulled(all, &bars);
    let packed_pulled = packed(&packed_pulled);
    let none = quote!(::core::option::Option::None);
    // What methods are called on stands beside the other arguments; what is asked of data has no tangent of that.
    let is_method = matches!(shape.receiver, Receiver::Shared | Receiver::Data);
    let this = is_method.then(|| quote!(this,));
    let this_type = is_method.then(|| quote!(&Self,));
    let this_input = is_method.then(|| quote!(this: &Self,));
    let of_self = |name: TokenStream| match shape.receiver {
        Receiver::Shared => (Some(name.clone()), Some(quote!(#name,))),
        Receiver::Data => (None, Some(quote!(#none,))),
        Receiver::None | Receiver::Value | Receiver::Mutable => (None, None),
    };
    let (dot, given_dot) = of_self(quote!(this_dot));
    let (bar, given_bar) = of_self(quote!(this_bar));
    let dot = dot.map(|dot| quote!(#dot: ::core::option::Option<&#runtime::Tangent<Self, #width>>,));
    let bar_type = bar.as_ref().map(|_| quote!(::core::option::Option<&#runtime::CotangentOf<Self, #width>>,));
    let bar = bar.map(|bar| quote!(#bar: #bar_type));
    let kind = if is_method { "method" } else { "function" };
    let [forward, reverse] = ["tangent", "pullback"].map(|sweep| format_ident!("{sweep}_of_{kind}"));
    quote! {
        #[doc(hidden)]
        #[allow(unused, non_upper_case_globals, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            const #number: ::core::primitive::u128 = #runtime::method_key(#key.number, #method);
            #[automatically_derived]
            impl #impl_generics #asked for #owner #where_clause {
                #[inline(always)]
                fn #forward<'jac, const #width: usize, const #mask: u128>(
                    #this_input
                    #dot
                    #packed_values: <#arguments as #runtime::Arguments>::Values<'jac>,
                    #packed_dots: <#arguments as #runtime::Arguments>::Tangents<'jac, #width>,
                ) -> (#output, #runtime::Tangent<#output, #width>) {
                    #namesake::__tangent::<#(#generics,)* #width, #mask>(
                        #runtime::Sweep, #this #(#values,)* #given_dot #(#dots,)*
                    )
                }

                #[inline(always)]
                fn #reverse<const #width: usize, const #mask: u128>(
                    #this_input
                    #packed_values: <#arguments as #runtime::Arguments>::Values<'_>,
                    tape: &mut #runtime::Tape,
                ) -> (
                    #output,
                    impl for<'jac> ::core::ops::Fn(
                        &#runtime::Tape,
                        #this_type
                        #bar_type
                        <#arguments as #runtime::Arguments>::Again<'jac, #width>,
                        #runtime::Tangent<#output, #width>
                    ) -> <#arguments as #runtime::Arguments>::Pulled<#width> + use<#(#generics,)* #width, #mask>,
                ) {
                    let (value, pull) = #namesake::__pullback::<#(#generics,)* #width, #mask>(
                        #runtime::Sweep, #this #(#values,)* tape
                    );
                    (
                        value,
                        move |
                            tape: &#runtime::Tape,
                            #this_input
                            #bar
                            #packed_again: <#arguments as #runtime::Arguments>::Again<'_, #width>,
                            seed: #runtime::Tangent<#output, #width>
                        | {
                            let (#(#pulled,)*) = pull(tape, #this #given_bar #(#again,)* seed);
                            #packed_pulled
                        },
                    )
                }
            }
        };
    }
}

/// Which of the functions that have a body in the trait have another in the `impl`.
pub fn of_block(block: &ItemImpl, runtime: &TokenStream, names: &mut Names) -> TokenStream {
    let Some((of_trait, _)) = block
        .trait_
        .as_ref()
        .filter(|_| !super::is_of_library(&block.self_ty) && super::conversion::converted(block).is_none())
    else {
        return TokenStream::new();
    };
    let key = key(of_trait, runtime);
    let [number, replaced, of_this] = ["NUMBER", "REPLACED", "KEY"].map(|name| names.fresh(name, Span::call_site()));
    let (impl_generics, _, where_clause) = block.generics.split_for_impl();
    let owner = &block.self_ty;
    let text = format!("{} for {}", of_trait.to_token_stream(), owner.to_token_stream());
    let configured = super::configuration(&block.attrs);
    let mut bits = TokenStream::new();
    for item in &block.items {
        match item {
            ImplItem::Fn(function) => {
                let (configured, name) = (super::configuration(&function.attrs), name_of_function(&function.sig.ident));
                bits.extend(quote!(#(#configured)* let replaced = replaced | #of_this.bit(#name);));
            }
            ImplItem::Const(_) | ImplItem::Type(_) => {}
            // What it stands for is not seen.
            _ => bits.extend(quote!(let replaced = ::core::primitive::u16::MAX;)),
        }
    }
    let slots = (0..BODIES).map(|slot| quote!({ #replaced & (1 << #slot) != 0 }));
    quote! {
        #(#configured)*
        #[doc(hidden)]
        #[allow(unused, non_upper_case_globals, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            const #of_this: #runtime::TraitKey = #key;
            const #number: ::core::primitive::u128 = #of_this.or(#runtime::trait_key(
                ::core::option_env!("CARGO_PKG_NAME"),
                ::core::file!(),
                ::core::module_path!(),
                ::core::concat!(#text, ":", ::core::line!(), ":", ::core::column!()),
            ));
            const #replaced: ::core::primitive::u16 = {
                let replaced = 0;
                #bits
                replaced
            };
            #[automatically_derived]
            impl #impl_generics #runtime::BlockOf<#number> for #owner #where_clause {
                type Bodies = #runtime::Bodies<#(#slots),*>;
            }
        };
    }
}

/// The constant that has the name of the trait, if there is one: what is imported goes before what is declared around it.
fn key(of_trait: &Path, runtime: &TokenStream) -> TokenStream {
    let mut of_trait = of_trait.clone();
    let name = of_trait.segments.pop().map(|last| last.ident);
    let prefix = if of_trait.segments.is_empty() { quote!(self::) } else { quote!(#of_trait) };
    quote!({
        const #name: #runtime::TraitKey = #runtime::TraitKey::NONE;
        {
            use #prefix *;
            #name
        }
    })
}
