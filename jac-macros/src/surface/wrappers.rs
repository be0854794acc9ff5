//! The associated functions that users call: `jvp`, `vjp`, `gradient`, `jacobian` and their kin.
//!
//! Each packs its arguments, calls a driver of the runtime, and writes `&mut` arguments back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;

use super::{Surface, is_slice, owned_type};
use crate::emit::one_or_tuple;
use crate::hygiene::Names;
use crate::ir::Passing;
use crate::lower::{is_array_of_known_axes, passing, row_type};

impl Surface<'_> {
    pub fn wrappers(&self, names: &mut Names) -> TokenStream {
        if !self.has_derivative() {
            return TokenStream::new();
        }
        let writer = Writer::new(self, names);
        let linearize = self.linearize(&writer.generics, &writer.primals, names);
        let parts = [
            writer.products(),
            self.owned_pullback(&writer.generics, &writer.primals, &writer.pack),
            linearize,
            writer.gradients(),
            writer.jacobians(),
            writer.jacobian_into(),
            writer.hessians(),
        ];
        quote!(#(#parts)*)
    }
}

impl Surface<'_> {
    /// No input and no output looks like a runtime-sized value. Data may be one.
    pub fn is_fixed_size(&self) -> bool {
        self.outer_types().all(is_fixed_size)
    }
}

fn is_fixed_size(ty: &Type) -> bool {
    match ty {
        Type::Slice(_) => false,
        Type::Path(path) => path.path.segments.last().is_none_or(|last| last.ident != "Vec"),
        Type::Reference(reference) => is_fixed_size(&reference.elem),
        Type::Array(array) => is_fixed_size(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_fixed_size),
        Type::Paren(paren) => is_fixed_size(&paren.elem),
        Type::Group(group) => is_fixed_size(&group.elem),
        _ => true,
    }
}

impl Surface<'_> {
    /// A type in the signature is neither of the language nor a `Vec`, or there may be no array of its blocks.
    pub fn has_foreign_types(&self) -> bool {
        self.outer_types().any(is_foreign)
    }

    /// One is of a crate that is not `ndarray`, or an array of whatever number of axes.
    pub fn has_types_of_users(&self) -> bool {
        self.outer_types().any(|ty| is_foreign(ty) && !is_array_of_known_axes(ty))
    }

    /// An input or an output is an array of `ndarray`.
    pub(super) fn has_arrays(&self) -> bool {
        self.outer_types().any(|ty| crate::lower::element_of_array(passing(ty).1).is_some())
    }

    /// The result is an `Option` or a `Result`, and all that there is: derivatives are given inside of one.
    pub(super) fn may_be_absent(&self) -> bool {
        let syn::ReturnType::Type(_, ty) = &self.item.sig.output else { return false };
        let Type::Path(path) = &**ty else { return false };
        let last = path.path.segments.last();
        last.is_some_and(|last| last.ident == "Option" || last.ident == "Result") && self.written().is_empty()
    }

    /// True if the type is that of a float, false if it is a name that may stand for one.
    pub fn may_be_float(&self, ty: &Type) -> Option<bool> {
        let Type::Path(path) = ty else { return None };
        let is_float =
            path.path.get_ident().is_some_and(|ident| ident == "f64" || ident == "f32" || self.floats.contains(ident));
        if is_float {
            return Some(true);
        }
        let is_list = path.path.segments.last().is_some_and(|last| last.ident == "Vec");
        (!is_list && !crate::lower::is_discrete(ty)).then_some(false)
    }

    /// The types of the inputs and of what is written as they are given, and of the result.
    fn outer_types(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.inputs().into_iter().chain(self.written());
        let parameters = parameters.map(|parameter| parameter.view.as_ref().unwrap_or(&parameter.ty));
        let output = match &self.item.sig.output {
            syn::ReturnType::Type(_, ty) => Some(&**ty),
            syn::ReturnType::Default => None,
        };
        parameters.chain(output)
    }
}

pub fn is_foreign(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_none_or(|last| match &last.arguments {
            syn::PathArguments::AngleBracketed(arguments) if last.ident == "Vec" => {
                !matches!(arguments.args.first(), Some(syn::GenericArgument::Type(element)) if is_tensor(element))
            }
            _ => {
                let name = last.ident.to_string();
                !matches!(name.as_str(), "f32" | "f64") && !crate::rules::DISCRETE.contains(&name.as_str())
            }
        }),
        Type::Reference(reference) => is_foreign(&reference.elem),
        Type::Array(array) => is_foreign(&array.elem),
        Type::Slice(slice) => !is_tensor(&slice.elem),
        Type::Tuple(tuple) => tuple.elems.iter().any(is_foreign),
        Type::Paren(paren) => is_foreign(&paren.elem),
        Type::Group(group) => is_foreign(&group.elem),
        _ => true,
    }
}

/// A number, or an array of these: a slice of it has a shape.
fn is_tensor(ty: &Type) -> bool {
    match ty {
        Type::Path(_) => !is_foreign(ty),
        Type::Array(array) => is_tensor(&array.elem),
        // A row of a slice of references.
        Type::Reference(reference) => is_tensor(&reference.elem),
        Type::Slice(slice) => is_tensor(&slice.elem),
        Type::Paren(paren) => is_tensor(&paren.elem),
        Type::Group(group) => is_tensor(&group.elem),
        _ => false,
    }
}

pub(super) struct Writer<'a> {
    pub surface: &'a Surface<'a>,
    /// The generics and the types of the parameters, every lifetime named.
    pub generics: TokenStream,
    pub where_clause: TokenStream,
    pub args_type: TokenStream,
    /// `x: [f64; 2], y: &'jac_0 mut [f64]`
    pub primals: Vec<TokenStream>,
    /// `(x, y)`
    pub pack: TokenStream,
    /// Copies the final values, `value`, into the `&mut` arguments.
    write_back: TokenStream,
    /// Local names that no parameter has.
    pub args: Ident,
    pub value: Ident,
    pub derivative: Ident,
    by: Ident,
    workspace: Ident,
    float: Ident,
    pub tangents: Vec<Ident>,
}

impl<'a> Writer<'a> {
    fn new(surface: &'a Surface<'a>, names: &mut Names) -> Self {
        let (_, types) = surface.named_types();
        let args_type = one_or_tuple(&types);
        let (generics, types) = surface.given_types();
        let (impl_generics, _, _) = generics.split_for_impl();
        let where_clause = surface.with_predicates(surface.instance_bounds(&args_type));
        let span = Span::call_site();
        let mut fresh = |stem: &str| names.fresh(stem, span);
        let primals = surface.parameters.iter().zip(&types).map(|(parameter, ty)| {
            let name = &parameter.name;
            let changes = parameter.passing == Passing::Mutable && !matches!(ty, Type::Reference(_));
            let mutable = changes.then(|| quote!(mut));
            quote!(#mutable #name: #ty)
        });
        let parameter_names: Vec<&Ident> = surface.parameters.iter().map(|parameter| &parameter.name).collect();
        let (args, value) = (fresh("args"), fresh("value"));
        Writer {
            surface,
            generics: quote!(#impl_generics),
            where_clause,
            args_type,
            primals: primals.collect(),
            pack: surface.pack(),
            write_back: write_back(surface, &args, &value),
            derivative: fresh("derivative"),
            by: fresh("by"),
            workspace: fresh("workspace"),
            float: fresh("Scalar"),
            tangents: parameter_names.iter().map(|name| fresh(&format!("{name}_tangent"))).collect(),
            args,
            value,
        }
    }

    /// The tangents of the inputs as users give them: the parameters, and the tuple that they make.
    pub(super) fn tangents(&self) -> (Vec<TokenStream>, TokenStream) {
        let jac = self.surface.runtime();
        let mut seeds = Vec::new();
        let mut tangents = Vec::new();
        for (parameter, name) in self.surface.parameters.iter().zip(&self.tangents) {
            if !parameter.differentiable || parameter.output_only {
                continue;
            }
            let (_, behind) = passing(&parameter.ty);
            if parameter.passing == Passing::Value {
                tangents.push(quote!(#name: #jac::Plain<#behind>));
                seeds.push(quote!(#name));
            } else {
                let plain = plain_type(behind, &jac);
                let owned = owned_type(&parameter.ty, &jac);
                tangents.push(quote!(#name: impl #jac::IntoPlain<#plain, Plain = #jac::Plain<#owned>>));
                seeds.push(quote!(#name.into_plain()));
            }
        }
        (tangents, one_or_tuple(&seeds))
    }

    /// The type of a value and a derivative.
    pub(super) fn given(&self, output: &TokenStream, derivative: &TokenStream) -> TokenStream {
        let jac = self.surface.runtime();
        if self.surface.may_be_absent() {
            quote!(#jac::With<#output, (#jac::Inside<#output>, #derivative)>)
        } else {
            quote!((#output, #derivative))
        }
    }

    /// The type of a derivative.
    pub(super) fn given_alone(&self, output: &TokenStream, derivative: &TokenStream) -> TokenStream {
        let jac = self.surface.runtime();
        if self.surface.may_be_absent() { quote!(#jac::With<#output, #derivative>) } else { derivative.clone() }
    }

    /// The two.
    pub fn both(&self) -> TokenStream {
        let jac = self.surface.runtime();
        let Writer { value, derivative, .. } = self;
        if self.surface.may_be_absent() {
            quote!(#jac::Outcome::with(#value, |#value| (#value, #derivative)))
        } else {
            quote!((#value, #derivative))
        }
    }

    /// The second of the two.
    fn alone(&self) -> TokenStream {
        let jac = self.surface.runtime();
        let Writer { value, derivative, .. } = self;
        if self.surface.may_be_absent() {
            quote!(#jac::Outcome::with(#value, |_| #derivative))
        } else {
            quote!(#derivative)
        }
    }

    fn products(&self) -> TokenStream {
        let jac = self.surface.runtime();
        let Writer {
            args, value, derivative, by, workspace, generics, where_clause, primals, pack, write_back, ..
        } = self;
        let (tangents, seeds) = self.tangents();
        let (input, output) = (self.surface.input_type(), self.surface.output_type());
        let both = self.both();
        let product = self.given(&output, &quote!(#jac::Plain<#output>));
        let pulled = self.given(&output, &quote!(#jac::Plain<#input>));
        let (jvp_tangents, jvp) = if self.surface.takes_tangents_in_place() {
            self.jvp_in_place(&output)
        } else {
            let jvp = quote! {
                use #jac::IntoPlain as _;
                let #args = #pack;
                let (#value, #derivative) = #jac::jvp::<Self, _>(&#args, #seeds);
                #write_back
                #both
            };
            (tangents, jvp)
        };
        quote! {
            /// The value, and the product of the Jacobian with a tangent: forward mode.
            ///
            /// Takes the parameters, then a tangent for each differentiable one, in the same order. What is written
            /// through an `&mut` parameter is an output: its final value stands behind the result, and so does its tangent.
            #[inline]
            pub fn jvp #generics(#(#primals,)* #(#jvp_tangents),*) -> #product #where_clause {
                #jvp
            }

            /// The value, and the product of a cotangent with the Jacobian: reverse mode.
            ///
            /// Takes the parameters, then the cotangent of the output; returns that of each differentiable input. What is
            /// written through an `&mut` parameter is an output: its final value and its cotangent stand behind those of the result.
            #[inline]
            pub fn vjp #generics(#(#primals,)* #by: #jac::Plain<#output>) -> #pulled #where_clause {
                let #args = #pack;
                let (#value, #derivative) = #jac::vjp::<Self, _>(&#args, #by);
                #write_back
                #both
            }

            /// [`vjp`](Self::vjp), with the memory of earlier calls.
            #[inline]
            pub fn vjp_with #generics(
                #(#primals,)*
                #by: #jac::Plain<#output>,
                #workspace: &mut #jac::Tape,
            ) -> #pulled #where_clause {
                let #args = #pack;
                let (#value, #derivative) = #jac::vjp_with::<Self, _>(&#args, #by, #workspace);
                #write_back
                #both
            }
        }
    }

    fn gradients(&self) -> TokenStream {
        let syn::ReturnType::Type(_, result) = &self.surface.item.sig.output else { return TokenStream::new() };
        let Some(is_float) = self.surface.may_be_float(result).filter(|_| self.surface.written().is_empty()) else {
            return TokenStream::new();
        };
        let jac = self.surface.runtime();
        let Writer { args, value, derivative, workspace, generics, primals, pack, args_type, .. } = self;
        let (input, output) = (self.surface.input_type(), self.surface.output_type());
        let mut where_clause = self.where_clause.clone();
        let mut driver = quote!(#jac::value_and_gradient_with::<Self, _>);
        if !is_float {
            // The name of a type may be that of a float.
            let owner = quote!(#jac::HasGradient<#args_type, #input, #output>);
            let mut bounds = self.surface.instance_bounds(args_type);
            bounds.push(quote!(for<'jac_delayed> Self: #owner));
            where_clause = self.surface.with_predicates(bounds);
            driver = quote!(<Self as #owner>::value_and_gradient);
        }
        let (alone, both) = (self.alone(), self.both());
        let gradient = self.given_alone(&output, &quote!(#jac::Plain<#input>));
        let value_and_gradient = self.given(&output, &quote!(#jac::Plain<#input>));
        quote! {
            /// The gradient, in the owned form of the input: one sweep in reverse mode.
            #[inline]
            pub fn gradient #generics(#(#primals),*) -> #gradient #where_clause {
                let #args = #pack;
                let (#value, #derivative) = #driver(&#args, &mut #jac::Tape::default());
                #alone
            }

            /// The value and the gradient.
            #[inline]
            pub fn value_and_gradient #generics(#(#primals),*) -> #value_and_gradient #where_clause {
                let #args = #pack;
                let (#value, #derivative) = #driver(&#args, &mut #jac::Tape::default());
                #both
            }

            /// [`gradient`](Self::gradient), with the memory of earlier calls.
            #[inline]
            pub fn gradient_with #generics(#(#primals,)* #workspace: &mut #jac::Tape) -> #gradient #where_clause {
                let #args = #pack;
                let (#value, #derivative) = #driver(&#args, #workspace);
                #alone
            }

            /// [`value_and_gradient`](Self::value_and_gradient), with the memory of earlier calls.
            #[inline]
            pub fn value_and_gradient_with #generics(
                #(#primals,)*
                #workspace: &mut #jac::Tape,
            ) -> #value_and_gradient #where_clause {
                let #args = #pack;
                let (#value, #derivative) = #driver(&#args, #workspace);
                #both
            }
        }
    }

    fn jacobians(&self) -> TokenStream {
        let jac = self.surface.runtime();
        let Writer { args, value, derivative, generics, where_clause, primals, pack, write_back, args_type, .. } = self;
        let mut output = self.surface.output_type();
        let mut where_clause = where_clause.clone();
        // Whether a type of the user has blocks is asked where the Jacobian is, not here.
        if self.surface.has_foreign_types() {
            // Of mutable views, the arrays behind them live as long as the call.
            if self.surface.written().iter().any(|parameter| parameter.view.is_some()) {
                return TokenStream::new();
            }
            let takes_output_apart = self.surface.may_be_absent() || !write_back.is_empty();
            let known: Vec<TokenStream> = takes_output_apart.then(|| quote!(Output = #output)).into_iter().collect();
            let bounds = quote! {
                for<'jac_delayed> Self: #jac::HasBlocks<#args_type #(, #known)*>
                    + #jac::HasBlocks<#args_type, #jac::OfOutput #(, #known)*>
            };
            let floats = self.surface.floats.iter().map(|float| quote!(#float: #jac::Float));
            where_clause = self.surface.with_predicates(floats.chain([bounds]).collect());
            if known.is_empty() {
                output = quote!(<Self as #jac::Function<#args_type>>::Output);
            }
        }
        let flavours = [
            ("jacobian", quote!(Blocks), "The Jacobian, in the mode that is cheaper for these shapes."),
            ("jacfwd", quote!(ForwardBlocks), "The Jacobian in forward mode, in the output's float type."),
            ("jacrev", quote!(Blocks), "The Jacobian in reverse mode."),
        ];
        let functions = flavours.into_iter().map(|(name, blocks, doc)| {
            let ident = |name: &str| Ident::new(name, Span::call_site());
            let (value_and, name) = (ident(&format!("value_and_{name}")), ident(name));
            let where_clause = &where_clause;
            let (alone, both) = (self.alone(), self.both());
            let blocks = quote!(#jac::#blocks<Self, #args_type>);
            let (jacobian, value_and_jacobian) = (self.given_alone(&output, &blocks), self.given(&output, &blocks));
            let value_doc = format!("The value and the Jacobian. See [`{name}`](Self::{name}).");
            // Where nothing else is asked for, the Jacobian stays where it is made.
            let alone = if write_back.is_empty() && !self.surface.may_be_absent() {
                quote!(#jac::#name::<Self, _>(&#args))
            } else {
                quote! {
                    let (#value, #derivative) = #jac::#value_and::<Self, _>(&#args);
                    #write_back
                    #alone
                }
            };
            quote! {
                #[doc = #doc]
                ///
                /// Blocks have the shape of the output, then that of the input; several outputs or inputs make tuples.
                #[inline]
                pub fn #name #generics(#(#primals),*) -> #jacobian #where_clause {
                    let #args = #pack;
                    #alone
                }

                #[doc = #value_doc]
                #[inline]
                pub fn #value_and #generics(#(#primals),*) -> #value_and_jacobian #where_clause {
                    let #args = #pack;
                    let (#value, #derivative) = #jac::#value_and::<Self, _>(&#args);
                    #write_back
                    #both
                }
            }
        });
        let functions: TokenStream = functions.collect();
        // A block with a runtime-sized side is an `ndarray` array.
        if self.surface.is_fixed_size() { functions } else { quote!(#jac::with_ndarray! { #functions }) }
    }

    fn jacobian_into(&self) -> TokenStream {
        let jac = self.surface.runtime();
        let Writer { args, value, derivative, workspace, float, where_clause, primals, pack, write_back, .. } = self;
        let generics = self.surface.with_given_lifetimes(&[quote!(#float: #jac::Float)]);
        let output = self.surface.output_type();
        quote! {
            /// Writes the Jacobian into a buffer, row by row: a row for each float of the output, a column for each of the input.
            ///
            /// # Panics
            ///
            /// If the buffer does not have rows × columns elements.
            #[inline]
            pub fn jacobian_into #generics(#(#primals,)* #derivative: &mut [#float]) -> #output #where_clause {
                let #args = #pack;
                let #value = #jac::jacobian_into::<Self, _, #float>(&#args, #derivative);
                #write_back
                #value
            }

            /// [`jacobian_into`](Self::jacobian_into), with the memory of earlier calls.
            ///
            /// # Panics
            ///
            /// As `jacobian_into`.
            #[inline]
            pub fn jacobian_into_with #generics(
                #(#primals,)*
                #derivative: &mut [#float],
                #workspace: &mut #jac::Tape,
            ) -> #output #where_clause {
                let #args = #pack;
                let #value = #jac::jacobian_into_with::<Self, _, #float>(&#args, #derivative, #workspace);
                #write_back
                #value
            }
        }
    }
}

/// Copies the parts of `value` that are final values of `&mut` parameters to where these point.
fn write_back(surface: &Surface, args: &Ident, value: &Ident) -> TokenStream {
    let written = surface.written();
    if written.is_empty() {
        return TokenStream::new();
    }
    let first = usize::from(surface.has_result());
    let alone = first + written.len() == 1;
    let one_parameter = surface.parameters.len() == 1;
    let stores = written.iter().enumerate().map(|(index, parameter)| {
        let position = surface.parameters.iter().position(|other| other.var == parameter.var).expect("a parameter");
        let target = if one_parameter {
            quote!(#args)
        } else {
            let position = syn::Index::from(position);
            quote!(#args.#position)
        };
        let part = if alone {
            quote!(#value)
        } else {
            let index = syn::Index::from(first + index);
            quote!(#value.#index)
        };
        let (_, behind) = passing(&parameter.ty);
        if parameter.view.is_some() {
            let name = &parameter.name;
            quote!(#name.assign(&#part);)
        } else if is_slice(behind) {
            quote!(#target.clone_from_slice(&#part);)
        } else {
            quote!(::core::clone::Clone::clone_from(&mut *#target, &#part);)
        }
    });
    quote!(#(#stores)*)
}

pub(super) fn plain_type(ty: &Type, jac: &TokenStream) -> TokenStream {
    if let Some(row) = row_type(ty) {
        let row = owned_type(row, jac);
        return quote!([#jac::Plain<#row>]);
    }
    match ty {
        Type::Slice(slice) => {
            let element = plain_type(&slice.elem, jac);
            quote!([#element])
        }
        Type::Paren(paren) => plain_type(&paren.elem, jac),
        Type::Group(group) => plain_type(&group.elem, jac),
        ty => quote!(#jac::Plain<#ty>),
    }
}
