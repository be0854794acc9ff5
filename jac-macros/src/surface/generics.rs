//! Generic parameters of the sweeps: those of the function, and what the sweeps take for granted of floats.
//!
//! Before: a function that may be generic over types. After: sweeps that are generic like it, for each number of lanes; and an
//! instance for each type of its floats, as the trait `Function` promises sweeps of any number of lanes, which a bound cannot say.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, Generics, ItemFn, Path, Type};

use super::{Owner, Subject, Surface};
use crate::emit::SweepGenerics;
use crate::hygiene::identifiers;
use crate::ir::Parameter;

/// The function with certain floats for its type parameters.
pub struct Instance {
    /// How it is called.
    path: TokenStream,
    item: ItemFn,
    parameters: Vec<Parameter>,
    arguments: Vec<TokenStream>,
}

/// The generic arguments by which a generic function of these parameters calls itself.
pub fn own_arguments(generics: &Generics) -> Vec<TokenStream> {
    let arguments = generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    });
    arguments.map(|ident| quote!(#ident)).collect()
}

/// A type with arguments for all of the parameters that it may mention, if these can be chosen: some instance of it.
pub fn instance_of(ty: TokenStream, generics: &Generics, floats: &[Ident]) -> Option<TokenStream> {
    let mut instance = ty;
    for parameter in &generics.params {
        instance = match parameter {
            GenericParam::Type(parameter) if floats.contains(&parameter.ident) => {
                in_tokens(instance, &parameter.ident, &quote!(::core::primitive::f64))
            }
            GenericParam::Const(parameter) => {
                let Type::Path(ty) = &parameter.ty else { return None };
                let some = match ty.path.get_ident()?.to_string().as_str() {
                    "bool" => quote!(false),
                    "char" => quote!('0'),
                    _ => quote!(0),
                };
                in_tokens(instance, &parameter.ident, &some)
            }
            _ => return None,
        };
    }
    Some(instance)
}

/// What sweeps of these numbers of lanes take for granted of a type parameter that stands for a float.
pub fn of_float<'a>(float: &Ident, widths: impl IntoIterator<Item = &'a Ident>, jac: &TokenStream) -> TokenStream {
    let spaces = widths.into_iter().map(|width| {
        quote! {
            #jac::Space<
                Tangent<#width> = #jac::Lanes<#float, #width>,
                Cotangent<#width> = #jac::Cotangent<#jac::Lanes<#float, #width>>
            >
        }
    });
    quote!(#float: #jac::Float #(+ #spaces)*)
}

impl Surface<'_> {
    /// The predicates of the user, and what these sweeps need of floats.
    pub fn sweep_where(&self, sweeps: &[SweepGenerics]) -> TokenStream {
        self.sweep_where_also(sweeps, Vec::new())
    }

    /// The same, and `more`.
    pub fn sweep_where_also(&self, sweeps: &[SweepGenerics], more: Vec<TokenStream>) -> TokenStream {
        let jac = self.runtime();
        let widths = sweeps.iter().map(|SweepGenerics { width, .. }| width);
        let floats = self.floats.iter().map(|float| of_float(float, widths.clone(), &jac));
        self.with_predicates(floats.chain(more).collect())
    }

    /// The predicates of the user, and `more`.
    pub fn with_predicates(&self, more: Vec<TokenStream>) -> TokenStream {
        let own = self.item.sig.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let predicates: Vec<TokenStream> = own.map(|predicate| quote!(#predicate)).chain(more).collect();
        if predicates.is_empty() { TokenStream::new() } else { quote!(where #(#predicates),*) }
    }

    /// Fails to compile if a type parameter that stands for a float may be something else, or one of what varies has no tangent space by its traits.
    /// It says so once: everything else takes it for granted.
    pub fn proof_of_floats(&self, written: &Generics) -> TokenStream {
        let jac = self.runtime();
        let (generics, where_clause) = (self.generics(&[]), &written.where_clause);
        let floats = self.floats.iter().map(|float| quote_spanned!(float.span()=> #jac::is_float::<#float>();));
        let varying = self.varying.iter().map(|name| quote_spanned!(name.span()=> #jac::is_known::<#name>();));
        let proofs: Vec<TokenStream> = floats.chain(varying).collect();
        if proofs.is_empty() {
            return TokenStream::new();
        }
        quote! {
            #[doc(hidden)]
            fn __floats #generics() #where_clause {
                #(#proofs)*
            }
        }
    }

    /// Of a function that is generic over floats: what must be known of it to use its instances.
    pub fn instance_bounds(&self, args: &TokenStream) -> Vec<TokenStream> {
        if self.floats.is_empty() {
            return Vec::new();
        }
        let jac = self.runtime();
        let (input, output) = (self.input_type(), self.output_type());
        let floats = self.floats.iter().map(|float| quote!(#float: #jac::Float));
        floats.chain([quote!(Self: #jac::Function<#args, Input = #input, Output = #output>)]).collect()
    }

    /// The type of which this is an associated function, with arguments for all of its parameters: one of its instances.
    pub fn instance_of_owner(&self) -> Option<TokenStream> {
        let Owner { ty, generics } = self.subject.owner.as_ref()?;
        instance_of(ty.to_token_stream(), generics, self.floats)
    }

    /// One for each choice of floats; the function itself if there is nothing to choose.
    pub fn instances(&self) -> Vec<Instance> {
        let mut instances = vec![Instance {
            path: self.subject.path.clone(),
            item: self.item.clone(),
            parameters: self.parameters.to_vec(),
            arguments: self.arguments.clone(),
        }];
        for float in self.floats {
            let each = instances.iter().flat_map(|instance| FLOATS.map(|ty| instance.with(float, ty)));
            instances = each.collect();
        }
        instances
    }

    /// What stands beside an instance.
    pub fn of_instance<'a>(&'a self, instance: &'a Instance) -> Surface<'a> {
        let Subject { name, link, is_method, owner, .. } = &self.subject;
        Surface {
            subject: Subject {
                name: name.clone(),
                link: link.clone(),
                path: instance.path.clone(),
                is_method: *is_method,
                owner: owner.clone(),
            },
            item: &instance.item,
            options: self.options,
            parameters: &instance.parameters,
            all: self.all,
            starting_at_zero: self.starting_at_zero,
            called: self.called,
            table: self.table,
            recursive: self.recursive,
            floats: &[],
            varying: &[],
            written: self.written,
            called_by_name: self.called_by_name,
            arguments: instance.arguments.clone(),
            sweeps: self.sweeps.clone(),
            jac: self.jac.clone(),
            tape: self.tape.clone(),
        }
    }
}

impl Instance {
    /// The same with a float for a type parameter.
    fn with(&self, float: &Ident, ty: &str) -> Instance {
        let mut substitute = Substitute::new(float, ty);
        let mut item = self.item.clone();
        substitute.substitute_generics(&mut item.sig.generics);
        substitute.visit_signature_mut(&mut item.sig);
        let mut parameters = self.parameters.clone();
        for parameter in &mut parameters {
            substitute.visit_type_mut(&mut parameter.ty);
        }
        let arguments = self.arguments.iter().map(|argument| in_tokens(argument.clone(), float, &substitute.path));
        let arguments = arguments.collect();
        Instance { path: in_tokens(self.path.clone(), float, &substitute.path), item, parameters, arguments }
    }
}

/// The same in a path or an argument, where the name stands for nothing else.
fn in_tokens(tokens: TokenStream, float: &Ident, path: &impl ToTokens) -> TokenStream {
    let mut is_lifetime = false;
    let replaced = tokens.into_iter().map(|token| {
        let after_quote = std::mem::replace(&mut is_lifetime, is_quote(&token));
        match token {
            TokenTree::Ident(ident) if ident == *float && !after_quote => quote!(#path),
            TokenTree::Group(group) => {
                let inner = Group::new(group.delimiter(), in_tokens(group.stream(), float, path));
                quote!(#inner)
            }
            token => quote!(#token),
        }
    });
    replaced.collect()
}

/// A name behind it is that of a lifetime.
fn is_quote(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '\'')
}

/// What a type parameter that stands for a float may be.
pub const FLOATS: [&str; 2] = ["f64", "f32"];

/// Puts a type in the place of a type parameter.
pub struct Substitute<'a> {
    float: &'a Ident,
    path: Path,
}

impl<'a> Substitute<'a> {
    /// `ty` is one of [`FLOATS`].
    pub fn new(float: &'a Ident, ty: &str) -> Substitute<'a> {
        let ty = Ident::new(ty, Span::call_site());
        Substitute { float, path: syn::parse_quote!(::core::primitive::#ty) }
    }

    /// Without the type parameter. Predicates that say nothing of what is left are for the compiler to check at the calls.
    pub fn substitute_generics(&mut self, generics: &mut Generics) {
        let kept = std::mem::take(&mut generics.params).into_iter();
        generics.params =
            kept.filter(|parameter| !matches!(parameter, GenericParam::Type(ty) if ty.ident == *self.float)).collect();
        self.visit_generics_mut(generics);
        let left: Vec<String> = own_arguments(generics).iter().map(TokenStream::to_string).collect();
        if let Some(clause) = &mut generics.where_clause {
            let predicates = std::mem::take(&mut clause.predicates).into_iter();
            clause.predicates = predicates
                .filter(|predicate| {
                    let names = identifiers(predicate.to_token_stream());
                    left.iter().any(|name| names.contains(name))
                        || matches!(predicate, syn::WherePredicate::Lifetime(_))
                })
                .collect();
        }
    }
}

impl VisitMut for Substitute<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty
            && path.qself.is_none()
            && path.path.is_ident(self.float)
        {
            path.path = self.path.clone();
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }

    /// `T::Item`
    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        visit_mut::visit_type_path_mut(self, path);
        if path.qself.is_none() && path.path.segments.len() > 1 && path.path.segments[0].ident == *self.float {
            let float = &self.path;
            let rest = path.path.segments.iter().skip(1);
            *path = syn::parse_quote!(<#float>::#(#rest)::*);
        }
    }
}
