//! `#[derive(Differentiable)]`: the tangent space of a struct.
//!
//! Beside `Camera` stands `CameraTangent`, with the same fields. It is generic over their types, so that one
//! definition serves as tangent (lanes), cotangent (cells of lanes) and plain value, which is the default.

mod checked;
mod enumeration;
mod space;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ConstParam, Data, DeriveInput, Field, Fields, GenericParam, Index, Member, Type, Visibility};

use crate::errors::Errors;
use crate::facade::Facade;
use crate::hygiene::{Names, identifiers};
use crate::spaces;

pub fn derive(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let input: DeriveInput = match syn::parse2(tokens) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let output = expand(&input, &mut errors);
    if errors.is_empty() { output } else { errors.into_compile_errors() }
}

/// What stands for the name of a field in a type.
pub fn field_hash(member: &Member) -> proc_macro2::Literal {
    name_hash(&match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    })
}

/// The field of the tangent of an `enum` for a part of a variant: `sphere_radius`, `cuboid_0`.
pub fn field_of_variant(variant: &Ident, member: &Member) -> Ident {
    let mut name = String::new();
    for letter in variant.to_string().trim_start_matches("r#").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    match member {
        Member::Named(field) => format_ident!("{name}_{}", field.to_string().trim_start_matches("r#")),
        Member::Unnamed(index) => format_ident!("{name}_{}", index.index),
    }
}

/// What stands for a name in a type.
pub fn name_hash(name: &str) -> proc_macro2::Literal {
    // FNV-1a.
    let hash =
        name.trim_start_matches("r#").bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        });
    proc_macro2::Literal::u128_unsuffixed(hash)
}

struct Part<'a> {
    field: &'a Field,
    /// Of the field of the tangent.
    vis: &'a Visibility,
    member: Member,
    /// The type parameter that stands for the type of this field.
    parameter: Ident,
    constant: bool,
    /// It is marked as constant, and is a number, or a few: it has a tangent, as bodies calculate with it, and is no input.
    number: bool,
    /// Its type depends on a type parameter.
    generic: bool,
}

impl Part<'_> {
    /// Its type, or what stands for it in the tangent space.
    fn space(&self, jac: &TokenStream) -> TokenStream {
        let ty = &self.field.ty;
        if self.number { quote!(#jac::Constant<#ty>) } else { quote!(#ty) }
    }
}

fn expand(input: &DeriveInput, errors: &mut Errors) -> TokenStream {
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => return enumeration::expand(input, data, errors),
        Data::Union(_) => {
            errors.at(&input.ident, "a `union` has no tangent space; make it a struct");
            return TokenStream::new();
        }
    };
    for parameter in &input.generics.params {
        if matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(parameter, "a differentiable struct cannot hold references; let its fields own what they hold");
        }
    }
    let mut names = Names::new(quote!(#input));
    let types: Vec<String> = input.generics.type_params().map(|parameter| parameter.ident.to_string()).collect();
    let is_generic = |field: &Field| {
        let named = identifiers(field.ty.to_token_stream());
        types.iter().any(|parameter| named.contains(parameter))
    };
    let parts: Vec<Part> = data
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| {
            let number = is_marked(field) && is_of_few_numbers(&field.ty);
            Part {
                field,
                vis: &field.vis,
                member: field.ident.clone().map_or_else(|| Member::Unnamed(Index::from(index)), Member::Named),
                parameter: names.fresh(&format!("Field{index}"), Span::call_site()),
                constant: is_text(&field.ty) || has_no_tangent(field),
                number,
                generic: is_generic(field),
            }
        })
        .collect();
    for part in parts.iter().filter(|part| !part.constant) {
        if let syn::Type::TraitObject(_) = part.field.ty {
            errors.at(&part.field.ty, "a trait object has no tangent space; mark the field `#[constant]`");
        }
        let named = identifiers(part.field.ty.to_token_stream());
        if named.contains(&input.ident.to_string()) || named.contains("Self") {
            errors.at(
                &part.field.ty,
                "a struct that holds others of its kind has no tangent space; keep all of them in one `Vec`, and refer to them by their indices",
            );
        }
    }
    let facade = Facade::of_attributes(&input.attrs, errors);
    let [width, scalar, by, checked] =
        ["WIDTH", "Scalar", "JacIndex", "Checked"].map(|stem| names.fresh(stem, Span::call_site()));
    let named = matches!(data.fields, Fields::Named(_));
    Derivation { input, facade, parts, named, width, scalar, by, checked }.expand()
}

/// What a space asks of values, where they are not structs.
struct OfValue {
    shape: TokenStream,
    floats: TokenStream,
    alike: TokenStream,
}

struct Derivation<'a> {
    input: &'a DeriveInput,
    facade: Facade,
    parts: Vec<Part<'a>>,
    named: bool,
    /// The parameters of what is implemented: the number of lanes, a float, the type of an index, the function that is checked.
    width: Ident,
    scalar: Ident,
    by: Ident,
    checked: Ident,
}

/// So many numbers that are constant cost little to carry along with tangents that are zero.
const MOST_CONSTANT_NUMBERS: usize = 16;

/// How many floats there are in a float, an array or a tuple of these, by their names.
fn is_of_few_numbers(ty: &Type) -> bool {
    numbers(ty).is_some_and(|count| count <= MOST_CONSTANT_NUMBERS)
}

fn is_marked(field: &Field) -> bool {
    field.attrs.iter().any(|attribute| attribute.path().is_ident("constant"))
}

/// It is marked as constant, and is not of a few numbers, with which bodies calculate.
pub fn has_no_tangent(field: &Field) -> bool {
    is_marked(field) && !is_of_few_numbers(&field.ty)
}

fn numbers(ty: &Type) -> Option<usize> {
    match ty {
        Type::Path(path) => (path.path.is_ident("f64") || path.path.is_ident("f32")).then_some(1),
        Type::Array(array) => {
            let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(length), .. }) = &array.len else { return None };
            numbers(&array.elem)?.checked_mul(length.base10_parse().ok()?)
        }
        Type::Tuple(tuple) => tuple.elems.iter().map(numbers).sum(),
        Type::Paren(paren) => numbers(&paren.elem),
        Type::Group(group) => numbers(&group.elem),
        _ => None,
    }
}

/// `String` and `&'static str`, and `Option`s and `Vec`s of these, by their names: text does not vary.
fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            path.path.segments.last().is_some_and(|last| match &last.arguments {
                syn::PathArguments::None => last.ident == "String",
                syn::PathArguments::AngleBracketed(arguments) if last.ident == "Option" || last.ident == "Vec" => {
                    matches!(arguments.args.first(), Some(syn::GenericArgument::Type(inside)) if is_text(inside))
                }
                _ => false,
            })
        }
        Type::Reference(reference) => {
            let is_static = reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static");
            is_static && matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"))
        }
        _ => false,
    }
}

impl Derivation<'_> {
    fn tangent_name(&self) -> Ident {
        format_ident!("{}Tangent", self.input.ident)
    }

    /// `CameraTangent<A, B>` with a type for each field that varies, and `()` for the others.
    fn companion(&self, of: impl Fn(&Part) -> TokenStream) -> TokenStream {
        let name = self.tangent_name();
        let own = self.own_arguments();
        let types = self.parts.iter().map(|part| if part.constant { quote!(()) } else { of(part) });
        quote!(#name<#(#own,)* #(#types),*>)
    }

    /// The generic parameters of the companion, besides those for the types of fields: a type parameter stands in these.
    fn own(&self) -> Vec<&ConstParam> {
        self.input.generics.const_params().collect()
    }

    fn own_arguments(&self) -> Vec<&Ident> {
        self.own().into_iter().map(|parameter| &parameter.ident).collect()
    }

    /// The conditions on type parameters: what `bound` says of the types of fields. Of types without parameters, that they have tangent spaces is
    /// said once, by the implementation of `Space`; of other traits the compiler looks only where they are needed.
    fn where_clause(&self, bound: &TokenStream) -> TokenStream {
        let written = self.input.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let fields = self.parts.iter().filter(|part| part.generic && !part.constant).map(|part| &part.field.ty);
        let unknown = spaces::unknown(self.fields_that_vary(), &self.input.generics);
        quote!(where #(#written,)* #(#fields: #bound,)* #(for<'jac> #unknown: #bound,)*)
    }

    fn fields_that_vary(&self) -> impl Iterator<Item = &Type> {
        self.parts.iter().filter(|part| !part.constant).map(|part| &part.field.ty)
    }

    /// That the types of fields have tangent spaces.
    fn where_spaces(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let written = self.input.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let fields = self.parts.iter().filter(|part| part.generic && !part.constant).map(|part| &part.field.ty);
        let unknown = spaces::predicates(self.fields_that_vary(), &self.input.generics, &jac);
        quote!(where #(#written,)* #(#fields: #jac::Space,)* #(#unknown,)*)
    }

    /// A value of the companion (or of the struct), field by field.
    fn construct(&self, name: &TokenStream, of: impl Fn(&Part) -> TokenStream) -> TokenStream {
        let fields = self.parts.iter().map(|part| {
            let (member, value) = (&part.member, of(part));
            quote!(#member: #value)
        });
        quote!(#name { #(#fields),* })
    }

    /// The same, with `()` for what does not vary.
    fn construct_varied(&self, of: impl Fn(&Part) -> TokenStream) -> TokenStream {
        let name = self.tangent_name();
        self.construct(&quote!(#name), |part| if part.constant { quote!(()) } else { of(part) })
    }

    fn each(&self, of: impl Fn(&Part) -> TokenStream) -> TokenStream {
        self.parts.iter().filter(|part| !part.constant).map(of).collect()
    }

    fn expand(&self) -> TokenStream {
        let companions = self.companions(None);
        let (residual, coordinates, index) = (self.residual(), self.coordinates(), self.index());
        quote!(#companions #residual #coordinates #index)
    }

    /// The companion, and the spaces.
    fn companions(&self, of_value: Option<&OfValue>) -> TokenStream {
        let (definition, vector) = (self.definition(), self.vector());
        let (space, space_of_tangent) = (self.space(of_value), self.space_of_tangent());
        let (residual, fields, proofs) = (self.residual_of_tangent(), self.fields(), self.proofs_of_text());
        quote!(#definition #vector #space #space_of_tangent #residual #fields #proofs)
    }

    /// That what is taken for text by its name is text.
    fn proofs_of_text(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let is_marked = |field: &Field| field.attrs.iter().any(|attribute| attribute.path().is_ident("constant"));
        let texts = self.parts.iter().map(|part| part.field).filter(|field| is_text(&field.ty) && !is_marked(field));
        texts
            .map(|field| {
                let ty = &field.ty;
                quote_spanned!(ty.span()=> const _: () = #jac::is_text::<#ty>();)
            })
            .collect()
    }

    /// The fields of the companion, found by their names.
    fn fields(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let (name, own, own_arguments) = (self.tangent_name(), self.own(), self.own_arguments());
        let parameters: Vec<&Ident> = self.parts.iter().map(|part| &part.parameter).collect();
        self.each(|part| {
            let (member, ty, hash) = (&part.member, &part.parameter, field_hash(&part.member));
            quote! {
                #[automatically_derived]
                impl<#(#own,)* #(#parameters),*> #jac::Field<#hash> for #name<#(#own_arguments,)* #(#parameters),*> {
                    type Type = #ty;
                    #[inline(always)]
                    fn field(&self) -> &#ty {
                        &self.#member
                    }
                    #[inline(always)]
                    fn field_mut(&mut self) -> &mut #ty {
                        &mut self.#member
                    }
                }
            }
        })
    }

    /// The companion is indexed as the struct is, if that can be. With type parameters, it does not know the struct.
    fn index(&self) -> TokenStream {
        if self.input.generics.type_params().next().is_some() {
            return TokenStream::new();
        }
        let (jac, by) = (self.facade.runtime(), &self.by);
        let (name, own, own_arguments) = (self.tangent_name(), self.own(), self.own_arguments());
        let (original, arguments) = (&self.input.ident, self.input.generics.split_for_impl().1);
        let parameters: Vec<&Ident> = self.parts.iter().map(|part| &part.parameter).collect();
        let written = self.input.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let written = quote!(#(#written,)*);
        let companion = quote!(#name<#(#own_arguments,)* #(#parameters),*>);
        let own = quote!(#(#own,)*);
        let structs_own = self.input.generics.params.iter();
        let structs_own = quote!(#(#structs_own),*);
        quote! {
            #[automatically_derived]
            impl<#own #(#parameters,)* #by> ::core::ops::Index<#by> for #companion
            where
                #written
                #original #arguments: #jac::IndexOf<#by, Self>,
            {
                type Output = <#original #arguments as #jac::IndexOf<#by, Self>>::Output;
                #[inline(always)]
                fn index(&self, index: #by) -> &Self::Output {
                    <#original #arguments as #jac::IndexOf<#by, Self>>::index(self, index)
                }
            }

            #[automatically_derived]
            impl<#own #(#parameters,)* #by> ::core::ops::IndexMut<#by> for #companion
            where
                #written
                #original #arguments: #jac::IndexMutOf<#by, Self>,
            {
                #[inline(always)]
                fn index_mut(&mut self, index: #by) -> &mut Self::Output {
                    <#original #arguments as #jac::IndexMutOf<#by, Self>>::index_mut(self, index)
                }
            }

            #[automatically_derived]
            impl<#own #(#parameters),*> #jac::Window for #companion {
                type Part<'jac> = #jac::Shifted<'jac, Self> where Self: 'jac;
                #[inline(always)]
                fn __window(&self, start: usize, _: usize) -> #jac::Shifted<'_, Self> {
                    #jac::Shifted::new(self, start)
                }
            }

            #[automatically_derived]
            impl<#structs_own> #jac::Window for #original #arguments where #written {
                type Part<'jac> = #jac::Shifted<'jac, Self> where Self: 'jac;
                #[inline(always)]
                fn __window(&self, start: usize, _: usize) -> #jac::Shifted<'_, Self> {
                    #jac::Shifted::new(self, start)
                }
            }
        }
    }

    fn definition(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let (name, original, vis) = (self.tangent_name(), &self.input.ident, &self.input.vis);
        let own = self.own();
        // A default cannot name the type parameters of the struct.
        let no_default = self.input.generics.type_params().next().is_some();
        let doc = format!("A tangent or cotangent of a [`{original}`]: the same fields, `()` where nothing varies.");
        let parameters = self.parts.iter().map(|part| {
            let parameter = &part.parameter;
            match part.constant {
                _ if no_default => quote!(#parameter),
                true => quote!(#parameter = ()),
                false => {
                    let ty = part.space(&jac);
                    quote!(#parameter = #jac::Plain<#ty>)
                }
            }
        });
        let fields = self.parts.iter().map(|part| {
            let (vis, parameter) = (&part.vis, &part.parameter);
            let name = match &part.member {
                Member::Named(name) => Some(quote!(#name:)),
                Member::Unnamed(_) => None,
            };
            quote!(#[allow(missing_docs)] #vis #name #parameter)
        });
        let body = if self.named { quote!({ #(#fields),* }) } else { quote!(( #(#fields),* );) };
        quote! {
            #[doc = #doc]
            #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
            #[derive(Clone, Copy, Debug, Default, PartialEq)]
            #vis struct #name<#(#own,)* #(#parameters),*> #body
        }
    }

    fn vector(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let name = self.tangent_name();
        let own = self.own();
        let own_arguments = self.own_arguments();
        let parameters: Vec<&Ident> = self.parts.iter().map(|part| &part.parameter).collect();
        let zero = self.construct(&quote!(#name), |part| {
            let parameter = &part.parameter;
            quote!(#parameter::ZERO)
        });
        let members: Vec<&Member> = self.parts.iter().map(|part| &part.member).collect();
        let value = quote!(#name<#(#own_arguments,)* #(#parameters::Value),*>);
        let read = |method: &str| {
            let method = Ident::new(method, Span::call_site());
            self.construct(&quote!(#name), |part| {
                let member = &part.member;
                quote!(self.#member.#method())
            })
        };
        let (get, take) = (read("get"), read("take"));
        quote! {
            #[automatically_derived]
            impl<#(#own,)* #(#parameters: #jac::Vector),*> #jac::Vector for #name<#(#own_arguments,)* #(#parameters),*> {
                const ZERO: Self = #zero;
                #[inline(always)]
                fn accumulate(&mut self, other: Self) {
                    #(self.#members.accumulate(other.#members);)*
                }
            }

            #[automatically_derived]
            impl<#(#own,)* #(#parameters: #jac::Accumulate),*> #jac::Accumulate for #name<#(#own_arguments,)* #(#parameters),*> {
                type Value = #value;
                #[inline(always)]
                fn add(&self, value: Self::Value) {
                    #(self.#members.add(value.#members);)*
                }
                #[inline(always)]
                fn initialise(&self, value: Self::Value) {
                    #(self.#members.initialise(value.#members);)*
                }
                #[inline(always)]
                fn get(&self) -> Self::Value {
                    #get
                }
                #[inline(always)]
                fn take(&self) -> Self::Value {
                    #take
                }
            }
        }
    }

    /// Tangents can be recorded.
    fn residual_of_tangent(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let tangent_name = self.tangent_name();
        let own = self.own();
        let own_arguments = self.own_arguments();
        let parameters: Vec<&Ident> = self.parts.iter().map(|part| &part.parameter).collect();
        let empty = self.construct(&quote!(#tangent_name), |part| {
            let parameter = &part.parameter;
            quote!(#parameter::empty())
        });
        quote! {
            #[automatically_derived]
            impl<#(#own,)* #(#parameters: #jac::Residual),*> #jac::Residual for #tangent_name<#(#own_arguments,)* #(#parameters),*> {
                #[inline(always)]
                fn empty() -> Self {
                    #empty
                }
            }
        }
    }

    /// Structs can be recorded. What is constant has a default for that, which the compiler looks for only where it is needed.
    fn residual(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let name = &self.input.ident;
        let (generics, arguments, _) = self.input.generics.split_for_impl();
        let where_clause = self.where_clause(&quote!(#jac::Residual));
        let constant = self.parts.iter().filter(|part| part.constant).map(|part| &part.field.ty);
        let empty = self.construct(&quote!(#name), |part| {
            let ty = &part.field.ty;
            if part.constant {
                quote!(::core::default::Default::default())
            } else {
                quote!(<#ty as #jac::Residual>::empty())
            }
        });
        quote! {
            #[automatically_derived]
            impl #generics #jac::Residual for #name #arguments #where_clause #(for<'jac> #constant: ::core::default::Default,)* {
                #[inline(always)]
                fn empty() -> Self {
                    #empty
                }
            }
        }
    }
}
