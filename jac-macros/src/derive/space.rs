//! The tangent spaces of a struct and of its tangent.
//!
//! Before: the parts of the struct, and the companion that holds its tangents. After: the `impl`s of `Space`, field by field.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{Derivation, OfValue, Part};

impl Derivation<'_> {
    /// The space of the struct.
    pub(super) fn space(&self, of_value: Option<&OfValue>) -> TokenStream {
        let name = &self.input.ident;
        let (generics, arguments, _) = self.input.generics.split_for_impl();
        let where_clause = self.where_spaces();
        let jac = self.facade.runtime();
        self.space_of(quote!(#generics), quote!(#name #arguments), where_clause, (of_value, true), |part| {
            part.space(&jac)
        })
    }

    /// The space of its tangents: their tangents are of the same type again.
    pub(super) fn space_of_tangent(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let own = self.own();
        let parameters = self.parts.iter().filter(|part| !part.constant).map(|part| &part.parameter);
        let subject = self.companion(|part| part.parameter.to_token_stream());
        let generics = quote!(<#(#own,)* #(#parameters: #jac::Space),*>);
        self.space_of(generics, subject, TokenStream::new(), (None, false), |part| part.parameter.to_token_stream())
    }

    /// An implementation of `Space` for `subject`, whose fields have the types that `of` gives.
    fn space_of(
        &self,
        generics: TokenStream,
        subject: TokenStream,
        where_clause: TokenStream,
        (of_value, of_struct): (Option<&OfValue>, bool),
        of: impl Fn(&Part) -> TokenStream,
    ) -> TokenStream {
        let (jac, width, scalar) = (self.facade.runtime(), &self.width, &self.scalar);
        let tangent = self.companion(|part| {
            let ty = of(part);
            quote!(<#ty as #jac::Space>::Tangent<#width>)
        });
        let cotangent = self.companion(|part| {
            let ty = of(part);
            quote!(<#ty as #jac::Space>::Cotangent<#width>)
        });
        let plain = self.companion(|part| {
            let ty = of(part);
            quote!(#jac::Plain<#ty>)
        });
        let with_float = self.companion(|part| {
            let ty = of(part);
            quote!(<#ty as #jac::Space>::WithFloat<#scalar>)
        });
        // With the fields of the struct, so that a part of the shape is the shape of a part.
        let shapes = self.companion(|part| {
            let ty = of(part);
            quote!(<#ty as #jac::Space>::Shape)
        });
        let shape = self.construct_varied(|part| {
            let member = &part.member;
            quote!(#jac::Space::shape(&self.#member))
        });
        let from_shape = |function: TokenStream| {
            self.construct_varied(|part| {
                let (ty, member) = (of(part), &part.member);
                quote!(<#ty as #jac::Space>::#function::<#width>(&shape.#member))
            })
        };
        let (zero, cotangent_value) = (from_shape(quote!(origin)), from_shape(quote!(cotangent)));
        let cotangent_of = self.construct_varied(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(<#ty as #jac::Space>::cotangent_of::<#width>(&shape.#member, first.#member))
        });
        let tangent_shape = self.construct_varied(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(<#ty as #jac::Space>::tangent_shape::<#width>(&shape.#member))
        });
        let dimension = self.each(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(+ <#ty as #jac::Space>::dimension(&shape.#member))
        });
        let constant_dimension = self.each(|part| {
            let ty = of(part);
            quote! {
                total = match (total, <#ty as #jac::Space>::DIMENSION) {
                    (::core::option::Option::Some(total), ::core::option::Option::Some(more)) => ::core::option::Option::Some(total + more),
                    _ => ::core::option::Option::None,
                };
            }
        });
        let epsilon = self.each(|part| {
            let ty = of(part);
            quote!(if <#ty as #jac::Space>::EPSILON > epsilon { epsilon = <#ty as #jac::Space>::EPSILON; })
        });
        let seed = self.construct_varied(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!({
                let tangent = <#ty as #jac::Space>::seed::<#width>(&shape.#member, offset);
                offset = offset.wrapping_sub(<#ty as #jac::Space>::dimension(&shape.#member));
                tangent
            })
        });
        let lift = self.construct_varied(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(<#ty as #jac::Space>::lift::<#width>(&value.#member))
        });
        let plain_value = self.construct_varied(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(<#ty as #jac::Space>::plain::<#width>(&tangent.#member, lane))
        });
        let lane = self.construct_varied(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(<#ty as #jac::Space>::lane::<#scalar, #width>(&tangent.#member, lane))
        });
        let for_each = self.each(|part| {
            let (ty, member) = (of(part), &part.member);
            quote! {
                let mut count = 0;
                <#ty as #jac::Space>::for_each::<#scalar, #width>(&tangent.#member, first, &mut |index, lanes| {
                    count += 1;
                    visit(index, lanes);
                });
                first += count;
            }
        });
        // A constant is no float of the struct. Its tangent is one of the tangent.
        let floats = self.each(|part| {
            let (ty, member) = (of(part), &part.member);
            let is_absent = part.number && of_struct;
            let visited = quote!(<#ty as #jac::Space>::for_each_float(&self.#member, visit););
            if is_absent { TokenStream::new() } else { visited }
        });
        let conforms = self.each(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(&& <#ty as #jac::Space>::conforms(&shape.#member, &value.#member))
        });
        let alike = self.each(|part| {
            let member = &part.member;
            quote!(&& #jac::Space::is_alike(&self.#member, &other.#member))
        });
        let (shape, floats, alike) = match of_value {
            Some(OfValue { shape, floats, alike }) => (shape.clone(), floats.clone(), alike.clone()),
            None => (shape, floats, quote!(true #alike)),
        };
        let complete = self.each(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(<#ty as #jac::Space>::complete::<#width>(&shape.#member, &mut tangent.#member);)
        });
        let pairwise = self.each(|part| {
            let (ty, member) = (of(part), &part.member);
            quote!(<#ty as #jac::Space>::pairwise::<#width>(&mut tangent.#member, &plain.#member, visit);)
        });
        quote! {
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
            impl #generics #jac::Space for #subject #where_clause {
                type Tangent<const #width: usize> = #tangent;
                type Cotangent<const #width: usize> = #cotangent;
                type Shape = #shapes;
                type Plain = #plain;
                type WithFloat<#scalar: #jac::Float> = #with_float;
                const DIMENSION: ::core::option::Option<usize> = {
                    let mut total = ::core::option::Option::Some(0usize);
                    #constant_dimension
                    total
                };
                const EPSILON: f64 = {
                    let mut epsilon = 0.0;
                    #epsilon
                    epsilon
                };

                #[inline(always)]
                fn shape(&self) -> Self::Shape {
                    #shape
                }
                #[inline(always)]
                fn origin<const #width: usize>(shape: &Self::Shape) -> Self::Tangent<#width> {
                    #zero
                }
                #[inline(always)]
                fn cotangent<const #width: usize>(shape: &Self::Shape) -> Self::Cotangent<#width> {
                    #cotangent_value
                }
                #[inline(always)]
                fn cotangent_of<const #width: usize>(shape: &Self::Shape, first: Self::Tangent<#width>) -> Self::Cotangent<#width> {
                    #cotangent_of
                }
                #[inline(always)]
                fn tangent_shape<const #width: usize>(shape: &Self::Shape) -> <Self::Tangent<#width> as #jac::Space>::Shape {
                    #tangent_shape
                }
                #[inline(always)]
                fn dimension(shape: &Self::Shape) -> usize {
                    0 #dimension
                }
                #[inline(always)]
                fn seed<const #width: usize>(shape: &Self::Shape, mut offset: usize) -> Self::Tangent<#width> {
                    #seed
                }
                #[inline(always)]
                fn lift<const #width: usize>(value: &Self::Plain) -> Self::Tangent<#width> {
                    #lift
                }
                #[inline(always)]
                fn plain<const #width: usize>(tangent: &Self::Tangent<#width>, lane: usize) -> Self::Plain {
                    #plain_value
                }
                #[inline(always)]
                fn lane<#scalar: #jac::Float, const #width: usize>(tangent: &Self::Tangent<#width>, lane: usize) -> Self::WithFloat<#scalar> {
                    #lane
                }
                #[inline(always)]
                fn for_each<#scalar: #jac::Float, const #width: usize>(
                    tangent: &Self::Tangent<#width>,
                    mut first: usize,
                    visit: &mut impl ::core::ops::FnMut(usize, #jac::Lanes<#scalar, #width>),
                ) {
                    #for_each
                }
                #[inline(always)]
                fn for_each_float(&self, visit: &mut impl ::core::ops::FnMut(::core::option::Option<f64>)) {
                    #floats
                }
                #[inline(always)]
                fn is_alike(&self, other: &Self) -> bool {
                    #alike
                }
                fn conforms(shape: &Self::Shape, value: &Self::Plain) -> bool {
                    true #conforms
                }
                #[inline(always)]
                fn complete<const #width: usize>(shape: &Self::Shape, tangent: &mut Self::Tangent<#width>) {
                    #complete
                }
                #[inline(always)]
                fn pairwise<const #width: usize>(tangent: &mut Self::Tangent<#width>, plain: &Self::Plain, visit: &mut impl #jac::Pairwise<#width>) {
                    #pairwise
                }
            }
        }
    }
}
