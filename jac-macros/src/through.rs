//! Methods that are found through a trait: `model.rate(t)`, where all that is known of `model` is `M: Model`.
//!
//! Before: a trait with the attribute. After: the trait, which asks of its types the derivatives of its methods, each of which has
//! a shape (`shape`). What stands beside a method depends on whether the trait has a body for it (`bodies`) or not (`methods`). So a bound by the
//! trait is all that a caller needs. An `impl` of the trait has the derivatives in the form that is asked for (`block::through`). Whether the trait
//! has the attribute, it does not see: a constant with the name of the trait, which is imported with it, tells.

mod bodies;
mod methods;
mod shape;

use std::collections::HashSet;
use std::rc::Rc;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, GenericParam, ItemTrait, TraitItem, TraitItemFn, Type, TypeParamBound};

use crate::block::{is_own, is_skip};
use crate::cycles::Expanded;
use crate::errors::Errors;
use crate::hygiene::{Names, identifiers};
use crate::ir::Passing;
use crate::options;

use shape::Argument;
pub use shape::{Receiver, Shape, again, name_of_function, names, packed, pulled};

/// The trait with the derivatives of its methods.
pub fn expand(attribute: TokenStream, mut item: ItemTrait, expanded: &mut Expanded) -> TokenStream {
    expanded.note_trait(&item.ident);
    let traits = Rc::new(expanded.traits(&identifiers(item.to_token_stream())));
    let mut errors = Errors::default();
    options::check_of_trait(attribute.clone(), &mut errors);
    let runtime = options::parse(attribute.clone(), &mut errors).facade.runtime();
    if let Some(parameter) = item.generics.params.iter().find(|parameter| !matches!(parameter, GenericParam::Const(_)))
    {
        errors.at(
            parameter,
            "a trait with other parameters than constants has no derivatives yet; write the trait for one type, `f64`",
        );
    }
    let mut names = Names::new(quote!(#item));
    let [width, mask, own] = ["WIDTH", "MASK", "Own"].map(|name| names.fresh(name, proc_macro2::Span::call_site()));
    let through = Through { item: item.clone(), traits, runtime, width, mask, own };
    let mut beside = TokenStream::new();
    let mut bodies: Vec<String> = Vec::new();
    let (mut asked, mut finders): (Vec<TypeParamBound>, Vec<TraitItem>) = (Vec::new(), Vec::new());
    for function in &mut item.items {
        let TraitItem::Fn(function) = function else { continue };
        let (own, attrs): (Vec<Attribute>, _) = std::mem::take(&mut function.attrs).into_iter().partition(is_own);
        function.attrs = attrs;
        let wrt = own.iter().find(|attribute| matches!(attribute.meta, syn::Meta::List(_)));
        if own.iter().any(is_skip) {
            finders.extend(function.sig.receiver().map(|_| through.no_finder(function)));
            continue;
        }
        let wrt = wrt.and_then(|attribute| options::wrt_of_trait(attribute, &mut errors));
        match Shape::of(&function.sig, wrt.as_deref(), &through.item.generics) {
            Ok(shape) if function.default.is_some() => {
                let slot = bodies.len();
                bodies.push(name_of_function(&function.sig.ident));
                beside.extend(through.key_of(function));
                beside.extend(through.derivatives_of_body(
                    function,
                    &shape,
                    wrt,
                    &attribute,
                    slot,
                    &mut names,
                    &mut errors,
                ));
                beside.extend(through.found_by_bounds(function, &shape));
                asked.push(through.asked_of_body(function));
                if shape.receiver != Receiver::None {
                    beside.extend(through.handle(function, &shape));
                }
            }
            // It need not have any.
            Err(_) if function.default.is_some() => {
                finders.extend(function.sig.receiver().map(|_| through.no_finder(function)));
            }
            Ok(shape) => {
                beside.extend(through.key_of(function));
                beside.extend(through.derivatives(function, &shape));
                asked.push(through.asked(function));
                finders.extend(through.sweeps(function, &shape));
                if shape.receiver != Receiver::None {
                    beside.extend(through.handle(function, &shape));
                    finders.push(through.finder(function));
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if bodies.len() > BODIES {
        let message = format!(
            "of the functions that have a body in the trait, at most {BODIES} have derivatives that are found through it; leave the others out with \
             `#[differentiable(skip)]`"
        );
        errors.at(&item.ident, message);
    }
    if !errors.is_empty() {
        let errors = errors.into_compile_errors();
        return quote!(#item #errors);
    }
    item.colon_token.get_or_insert_default();
    item.supertraits.extend(asked);
    item.items.extend(finders);
    let key = through.key(&bodies);
    quote!(#item #key #beside)
}

/// So many functions of a trait may have bodies and derivatives: the parameters of `Bodies` in the runtime.
pub const BODIES: usize = 8;

struct Through {
    /// As it is written.
    item: ItemTrait,
    /// Traits with the attribute.
    traits: Rc<HashSet<String>>,
    runtime: TokenStream,
    /// Names of the parameters of what stands beside it.
    width: Ident,
    mask: Ident,
    own: Ident,
}
impl Through {
    /// The constant that has the name of the trait, by which the `impl` finds out that it has the attribute.
    fn key(&self, bodies: &[String]) -> TokenStream {
        let (runtime, name, vis) = (&self.runtime, &self.item.ident, &self.item.vis);
        let text = name.to_string();
        quote! {
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code, unreachable_pub)]
            #vis const #name: #runtime::TraitKey = #runtime::TraitKey {
                number: #runtime::trait_key(
                    ::core::option_env!("CARGO_PKG_NAME"),
                    ::core::file!(),
                    ::core::module_path!(),
                    ::core::concat!(#text, ":", ::core::line!(), ":", ::core::column!()),
                ),
                bodies: &[#(#bodies),*],
            };
        }
    }

    fn beside(&self, function: &TraitItemFn, suffix: &str) -> Ident {
        let plain = |ident: &Ident| ident.to_string().trim_start_matches("r#").to_owned();
        format_ident!("__{}_{}{suffix}", plain(&self.item.ident), plain(&function.sig.ident))
    }

    /// The parameters of the trait, and the type.
    fn generics(&self) -> (Vec<&GenericParam>, Vec<TokenStream>) {
        (self.item.generics.params.iter().collect(), crate::surface::own_arguments(&self.item.generics))
    }

    /// The number of a function.
    fn key_of(&self, function: &TraitItemFn) -> TokenStream {
        let Through { item, runtime, .. } = self;
        let (of_trait, vis, key, name) =
            (&item.ident, &item.vis, self.beside(function, ""), name_of_function(&function.sig.ident));
        quote! {
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code, unreachable_pub)]
            #vis const #key: ::core::primitive::u128 = #runtime::method_key(#of_trait.number, #name);
        }
    }

    /// What stands beside arguments.
    fn types(&self, arguments: &[Argument]) -> Types {
        let left_out = {
            let runtime = &self.runtime;
            quote!(#runtime::LeftOutOfWrt)
        };
        let mut types = Types::default();
        for Argument { passing, ty, left_out: is_left_out } in arguments {
            let [dot, bar] = [false, true].map(|is_cotangent| match is_left_out {
                true => left_out.clone(),
                false => self.vector(ty, is_cotangent),
            });
            match passing {
                Passing::Value => {
                    types.values.push(quote!(#ty));
                    types.pulled.push(dot.clone());
                    types.dots.push(dot);
                }
                Passing::Shared => {
                    types.values.push(quote!(&#ty));
                    types.dots.push(quote!(::core::option::Option<&#dot>));
                    types.again.extend([quote!(&#ty), quote!(::core::option::Option<&#bar>)]);
                }
                Passing::Mutable => {
                    types.values.push(quote!(&mut #ty));
                    types.dots.push(quote!(&mut #dot));
                    types.again.extend([quote!(()), quote!(&mut #bar)]);
                }
            }
        }
        types
    }

    /// The type of a tangent, or of what a cotangent is accumulated in.
    fn vector(&self, ty: &Type, is_cotangent: bool) -> TokenStream {
        let (runtime, width) = (&self.runtime, &self.width);
        match ty {
            Type::Paren(paren) => self.vector(&paren.elem, is_cotangent),
            Type::Group(group) => self.vector(&group.elem, is_cotangent),
            Type::Slice(slice) => {
                let element = self.vector(&slice.elem, is_cotangent);
                quote!([#element])
            }
            ty => {
                let alias = if is_cotangent { quote!(CotangentOf) } else { quote!(Tangent) };
                quote!(#runtime::#alias<#ty, #width>)
            }
        }
    }
}

/// Types of values, and of what stands beside them in the sweeps.
#[derive(Default)]
struct Types {
    values: Vec<TokenStream>,
    dots: Vec<TokenStream>,
    again: Vec<TokenStream>,
    pulled: Vec<TokenStream>,
}

/// The tokens of types with another name for `Self`.
fn in_place_of_self(tokens: TokenStream, own: &Ident) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => TokenTree::Ident(own.clone()),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), in_place_of_self(group.stream(), own));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        token => token,
    });
    replaced.collect()
}
