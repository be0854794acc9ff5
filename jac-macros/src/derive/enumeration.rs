//! `#[derive(Differentiable)]` on an enum.
//!
//! Of an enum whose variants hold floats, or that is marked `#[varies]`, the tangent space is a product: `ShapeTangent` has a field for each
//! part of each variant, and those of the variants that a value is not are zero. Another enum is data that does not vary, like an integer. Its
//! tangent space is the trivial one, and the compiler checks that no variant holds what may vary.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DataEnum, DeriveInput, Field, Fields, Index, Member, Variant};

use super::{Derivation, OfValue, Part, field_of_variant, is_text};
use crate::errors::Errors;
use crate::facade::Facade;
use crate::hygiene::{Names, identifiers};

pub fn expand(input: &DeriveInput, data: &DataEnum, errors: &mut Errors) -> TokenStream {
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics.params,
            "an `enum` with generic parameters has no tangent space; keep it in a field marked `#[constant]`",
        );
    }
    let Some(placeholder) = data.variants.iter().min_by_key(|variant| variant.fields.len()) else {
        errors.at(&input.ident, "there is no value of this `enum`, and so nothing to differentiate");
        return TokenStream::new();
    };
    if varies(input, data) { product(input, data, errors) } else { trivial(input, data, placeholder, errors) }
}

fn is_constant(field: &Field) -> bool {
    is_text(&field.ty) || field.attrs.iter().any(|attribute| attribute.path().is_ident("constant"))
}

fn varies(input: &DeriveInput, data: &DataEnum) -> bool {
    let mut fields = data.variants.iter().flat_map(|variant| &variant.fields).filter(|field| !is_constant(field));
    input.attrs.iter().any(|attribute| attribute.path().is_ident("varies"))
        || fields.any(|field| {
            let named = identifiers(field.ty.to_token_stream());
            named.contains("f64") || named.contains("f32")
        })
}

/// A value of the variant, which stands in places that are not read.
fn empty_of(name: &Ident, placeholder: &Variant, jac: &TokenStream) -> TokenStream {
    let variant = &placeholder.ident;
    let empty = |field: &Field| {
        let (ident, ty) = (field.ident.iter(), &field.ty);
        quote!(#(#ident:)* <#ty as #jac::Residual>::empty())
    };
    match &placeholder.fields {
        Fields::Unit => quote!(#name::#variant),
        Fields::Named(fields) => {
            let fields = fields.named.iter().map(empty);
            quote!(#name::#variant { #(#fields),* })
        }
        Fields::Unnamed(fields) => {
            let fields = fields.unnamed.iter().map(empty);
            quote!(#name::#variant(#(#fields),*))
        }
    }
}

/// The fields of a variant, with their members and names for what they hold.
fn held(variant: &Variant) -> impl Iterator<Item = (&Field, Member, Ident)> {
    variant.fields.iter().enumerate().map(|(index, field)| {
        let member = field.ident.clone().map_or_else(|| Member::Unnamed(Index::from(index)), Member::Named);
        (field, member, format_ident!("held_{index}"))
    })
}

/// The same of the fields that vary.
fn varying(variant: &Variant) -> impl Iterator<Item = (&Field, Member, Ident)> {
    held(variant).filter(|(field, ..)| !is_constant(field))
}

/// The space of an enum that varies.
fn product(input: &DeriveInput, data: &DataEnum, errors: &mut Errors) -> TokenStream {
    let facade = Facade::of_attributes(&input.attrs, errors);
    let (jac, name) = (facade.runtime(), &input.ident);
    let mut names = Names::new(quote!(#input));
    let mut parts = Vec::new();
    for variant in &data.variants {
        for (field, member, _) in held(variant) {
            let constant = is_constant(field);
            let named = identifiers(field.ty.to_token_stream());
            if !constant && (named.contains(&name.to_string()) || named.contains("Self")) {
                errors.at(
                    &field.ty,
                    "an `enum` that holds others of its kind has no tangent space; keep all of them in one `Vec`, and refer to them by their indices",
                );
            }
            parts.push(Part {
                field,
                vis: &input.vis,
                member: Member::Named(field_of_variant(&variant.ident, &member)),
                parameter: names.fresh(&format!("Field{}", parts.len()), Span::call_site()),
                constant,
                number: false,
                generic: false,
            });
        }
    }
    // A literal of a variant that is imported looks like one of a struct with such a field.
    for field in data.variants.iter().flat_map(|variant| &variant.fields) {
        let is_taken =
            |part: &Part| matches!((&part.member, &field.ident), (Member::Named(name), Some(own)) if name == own);
        if parts.iter().any(is_taken) {
            errors.at(&field.ident, "a field of the tangent has this name, which is made of a variant and a field of it; write another name");
        }
    }
    let tangent = format_ident!("{}Tangent", name);
    let space = |field: &Field| {
        let ty = &field.ty;
        quote!(<#ty as #jac::Space>)
    };
    // For each variant a pattern, with what is made of each part that varies: of the variant itself, and of the others.
    let pattern = |variant: &Variant, prefix: &str| {
        let ident = &variant.ident;
        let fields = varying(variant).map(|(_, member, held)| {
            let name = format_ident!("{prefix}{held}");
            quote!(#member: #name)
        });
        quote!(#name::#ident { #(#fields,)* .. })
    };
    let each = |of_own: &dyn Fn(&Field, &Ident) -> TokenStream, of_other: &dyn Fn(&Field) -> TokenStream| {
        let arms = data.variants.iter().map(|variant| {
            let pattern = pattern(variant, "");
            let made = data.variants.iter().flat_map(|other| {
                let is_it = other.ident == variant.ident;
                varying(other)
                    .map(|(field, _, held)| if is_it { of_own(field, &held) } else { of_other(field) })
                    .collect::<Vec<_>>()
            });
            quote!(#pattern => { #(#made)* })
        });
        quote!(match self { #(#arms)* })
    };
    let empty_shape = |field: &Field| {
        let space = space(field);
        quote!(<#space::Shape as #jac::Residual>::empty())
    };
    let dimension = |field: &Field| {
        let (space, empty) = (space(field), empty_shape(field));
        quote!(#space::dimension(&#empty))
    };
    let shape = {
        let arms = data.variants.iter().map(|variant| {
            let pattern = pattern(variant, "");
            let fields = data.variants.iter().flat_map(|other| {
                let is_it = other.ident == variant.ident;
                held(other)
                    .map(|(field, member, held)| {
                        let (name, space) = (field_of_variant(&other.ident, &member), space(field));
                        match is_constant(field) {
                            true => quote!(#name: ()),
                            false if is_it => quote!(#name: #space::shape(#held)),
                            false => {
                                let empty = empty_shape(field);
                                quote!(#name: #empty)
                            }
                        }
                    })
                    .collect::<Vec<_>>()
            });
            quote!(#pattern => #tangent { #(#fields),* },)
        });
        quote!(match self { #(#arms)* })
    };
    let floats = each(
        &|field, held| {
            let space = space(field);
            quote!(#space::for_each_float(#held, visit);)
        },
        &|field| {
            let dimension = dimension(field);
            quote!(for _ in 0..#dimension { visit(::core::option::Option::None); })
        },
    );
    let alike = {
        let arms = data.variants.iter().map(|variant| {
            let (one, other) = (pattern(variant, "own_"), pattern(variant, "other_"));
            let alike = varying(variant).map(|(field, _, held)| {
                let (space, one, other) = (space(field), format_ident!("own_{held}"), format_ident!("other_{held}"));
                quote!(&& #space::is_alike(#one, #other))
            });
            quote!((#one, #other) => true #(#alike)*,)
        });
        // Without a length, another variant is as any other.
        quote!(match (self, other) { #(#arms)* _ => <Self as #jac::Space>::DIMENSION.is_some() })
    };
    // There is nothing to perturb in what is not there.
    let map_floats = each(&|_, held| quote!(#jac::check::Coordinates::map_floats(#held, map);), &|field| {
        let dimension = dimension(field);
        quote!(for _ in 0..#dimension { map(f64::NAN); })
    });
    let [width, scalar, by, checked] =
        ["WIDTH", "Scalar", "JacIndex", "Checked"].map(|stem| names.fresh(stem, Span::call_site()));
    let derivation = Derivation { input, facade, parts, named: true, width, scalar, by, checked };
    let of_value = OfValue { shape, floats, alike };
    let companions = derivation.companions(Some(&of_value));
    let residual = data.variants.iter().filter(|variant| !variant.fields.iter().any(is_constant));
    let residual = residual.min_by_key(|variant| variant.fields.len()).map(|placeholder| {
        let empty = empty_of(name, placeholder, &jac);
        quote! {
            #[automatically_derived]
            impl #jac::Residual for #name {
                #[inline(always)]
                fn empty() -> Self {
                    #empty
                }
            }
        }
    });
    let parameters: Vec<&Ident> = derivation.parts.iter().map(|part| &part.parameter).collect();
    let bounds = quote!(where for<'copied> #name: ::core::clone::Clone + 'copied);
    let by_value = super::checked::checked_by_value(&jac, &[], &quote!(#name), &bounds, &derivation.checked);
    quote! {
        #companions

        #[automatically_derived]
        impl<#(#parameters),*> #jac::Product for #tangent<#(#parameters),*> {}

        #residual

        #jac::with_check! {
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
            impl #jac::check::Coordinates for #name #bounds {
                fn map_floats(&mut self, map: &mut dyn ::core::ops::FnMut(f64) -> f64) {
                    #map_floats
                }
            }

            #by_value
        }
    }
}

/// The space of an enum that does not vary.
fn trivial(input: &DeriveInput, data: &DataEnum, placeholder: &Variant, errors: &mut Errors) -> TokenStream {
    let facade = Facade::of_attributes(&input.attrs, errors);
    let (jac, name) = (facade.runtime(), &input.ident);
    let held = data.variants.iter().flat_map(|variant| &variant.fields).map(|field| {
        let ty = &field.ty;
        quote_spanned!(ty.span()=> #jac::held_by_enum::<#ty>();)
    });
    let empty = empty_of(name, placeholder, &jac);
    let bounds = quote!(where for<'copied> #name: ::core::clone::Clone + 'copied);
    let checked = Names::new(quote!(#input)).fresh("Checked", Span::call_site());
    let by_value = super::checked::checked_by_value(&jac, &[], &quote!(#name), &bounds, &checked);
    quote! {
        const _: () = { #(#held)* };

        #jac::discrete_space!(#name);

        #[automatically_derived]
        impl #jac::Discrete for #name {}

        #[automatically_derived]
        impl #jac::Residual for #name {
            #[inline(always)]
            fn empty() -> Self {
                #empty
            }
        }

        #jac::with_check! {
            #[automatically_derived]
            impl #jac::check::Coordinates for #name #bounds {
                fn map_floats(&mut self, _: &mut dyn ::core::ops::FnMut(::core::primitive::f64) -> ::core::primitive::f64) {}
            }

            #by_value
        }
    }
}
