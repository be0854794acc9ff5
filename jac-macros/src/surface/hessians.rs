//! The associated functions for second derivatives of scalar functions: `hessian`, `hvp`, `vhp`.

use proc_macro2::TokenStream;
use quote::quote;

use super::wrappers::Writer;

impl Writer<'_> {
    pub(super) fn hessians(&self) -> TokenStream {
        let surface = self.surface;
        let syn::ReturnType::Type(_, result) = &surface.item.sig.output else { return TokenStream::new() };
        let is_float = surface.may_be_float(result);
        let Some(is_float) = is_float.filter(|_| surface.options.order >= 2 && surface.written().is_empty()) else {
            return TokenStream::new();
        };
        // A struct that is generic over floats, as the result of an operator is.
        let has_arguments = matches!(&**result, syn::Type::Path(path)
            if path.path.segments.last().is_some_and(|last| !last.arguments.is_none()));
        if has_arguments && !is_float && !surface.may_be_absent() && !surface.floats.is_empty() {
            return TokenStream::new();
        }
        let jac = surface.runtime();
        let Writer { args, value, derivative, generics, primals, pack, args_type, .. } = self;
        let (input, output) = (surface.input_type(), surface.output_type());
        let (tangents, vector) = self.tangents();
        let floats = || surface.floats.iter().map(|float| quote!(#float: #jac::Float));
        let of_float = (!surface.floats.is_empty())
            .then(|| quote!(Self: #jac::SecondOrder<#args_type, Input = #input, Output = #output>));
        // The name of a type may be that of a float, and what may be absent is perhaps none.
        let of_one_float = (!is_float).then(|| quote!(for<'jac_delayed> #output: #jac::OneFloat));
        let bounds = || floats().chain(of_float.clone()).chain(of_one_float.clone());
        let of_products = surface.with_predicates(bounds().collect());
        // One question stands for all of them, and for the type of the Hessian.
        let owner = quote!(#jac::HasHessian<#args_type, #input, #output>);
        let delayed = surface.has_foreign_types() || !surface.floats.is_empty();
        let of_blocks = delayed.then(|| {
            quote!(for<'jac_delayed> #jac::Gradient<Self>:
                #jac::HasBlocks<#args_type, Input = #input, Output = #jac::Plain<#input>>)
        });
        let of_hessian = surface.with_predicates(if is_float {
            bounds().chain(of_blocks).collect()
        } else {
            bounds().chain([quote!(for<'jac_delayed> Self: #owner)]).collect()
        });
        let gradient = quote!(#jac::Plain<#input>);
        let (hessian, driver) = if is_float {
            (
                quote!(#jac::Blocks<#jac::Gradient<Self>, #args_type>),
                quote!(#jac::gradient_and_hessian::<Self, #args_type>),
            )
        } else {
            (quote!(<Self as #owner>::Hessian), quote!(<Self as #owner>::gradient_and_hessian))
        };
        let given_hessian = self.given_alone(&output, &hessian);
        let given_product = self.given(&output, &gradient);
        let value_at_args = quote!(<Self as #jac::Function<#args_type>>::value(&#args));
        let both_at_args = quote!(#driver(&#args));
        let (given_all, all, alone) = if surface.may_be_absent() {
            (
                quote!(#jac::With<#output, (#jac::Inside<#output>, #gradient, #hessian)>),
                quote!(#jac::Outcome::with(#value_at_args, |#value| {
                    let (gradient, #derivative) = #both_at_args;
                    (#value, gradient, #derivative)
                })),
                quote!(#jac::Outcome::with(#value_at_args, |_| #both_at_args.1)),
            )
        } else {
            (
                quote!((#output, #gradient, #hessian)),
                quote! {
                    let #value = #value_at_args;
                    let (gradient, #derivative) = #both_at_args;
                    (#value, gradient, #derivative)
                },
                quote!(#both_at_args.1),
            )
        };
        let both = self.both();
        let hessians = quote! {
            /// The Hessian: the Jacobian of the gradient, forward over reverse mode.
            ///
            /// It has the shape of the input, then again that of the input; several inputs make a tuple of tuples. A sweep carries up to eight
            /// columns. It is symmetric up to rounding.
            #[inline]
            pub fn hessian #generics(#(#primals),*) -> #given_hessian #of_hessian {
                let #args = #pack;
                #alone
            }

            /// The value, the gradient, and the Hessian. See [`hessian`](Self::hessian).
            #[inline]
            pub fn value_gradient_and_hessian #generics(
                #(#primals),*
            ) -> #given_all #of_hessian {
                let #args = #pack;
                #all
            }
        };
        // A block with a runtime-sized side is an `ndarray` array.
        let hessians = if surface.is_fixed_size() { hessians } else { quote!(#jac::with_ndarray! { #hessians }) };
        let products = [
            ("hvp", "The value, and the product of the Hessian with a vector: one sweep forward, one in reverse."),
            (
                "vhp",
                "The value, and the product of a vector with the Hessian, which is symmetric: the same as [`hvp`](Self::hvp).",
            ),
        ];
        let products = products.map(|(name, doc)| {
            let name = quote::format_ident!("{}", name);
            quote! {
                #[doc = #doc]
                ///
                /// Takes the parameters, then a vector for each differentiable one, in the same order.
                #[inline]
                pub fn #name #generics(#(#primals,)* #(#tangents),*) -> #given_product #of_products {
                    use #jac::IntoPlain as _;
                    let #args = #pack;
                    let (#value, #derivative) = #jac::hvp::<Self, #args_type>(&#args, &#vector);
                    #both
                }
            }
        });
        quote!(#hessians #(#products)*)
    }
}
