//! Parameters, results, generics: what a differentiable signature may be.

use std::collections::HashSet;

use proc_macro2::Ident;
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{FnArg, GenericParam, Pat, ReturnType, Signature, Type};

use super::maps::map_of_type;
use super::row::row_type;
use super::{Lowering, callable};
use crate::ir::{Kind, MOST_PARAMETERS, Parameter, Passing};
use crate::options::Options;
use crate::rules;

/// The longest tuple that the runtime knows.
const LONGEST_TUPLE: usize = 12;

pub fn const_generics(signature: &Signature, wanted: fn(&Type) -> bool) -> Vec<String> {
    let parameters = signature.generics.params.iter();
    parameters
        .filter_map(|parameter| match parameter {
            GenericParam::Const(parameter) if wanted(&parameter.ty) => Some(parameter.ident.to_string()),
            _ => None,
        })
        .collect()
}

/// The types that the signature names, without its generic parameters, as they are written where types are.
pub fn spelled_types(signature: &Signature) -> HashSet<syn::Path> {
    struct Spelled(HashSet<syn::Path>);
    impl<'ast> Visit<'ast> for Spelled {
        fn visit_type_path(&mut self, ty: &'ast syn::TypePath) {
            if ty.qself.is_none() {
                self.0.insert(as_type(&ty.path));
            }
            visit::visit_type_path(self, ty);
        }
    }
    let mut spelled = Spelled(HashSet::new());
    spelled.visit_signature(signature);
    let is_generic = |path: &syn::Path| {
        signature
            .generics
            .type_params()
            .any(|parameter| path.segments.first().is_some_and(|first| first.ident == parameter.ident))
    };
    spelled.0.into_iter().filter(|path| !is_generic(path)).collect()
}

/// The path as it is written where types are: `Row<N>` for `Row::<N>`.
pub fn as_type(path: &syn::Path) -> syn::Path {
    let mut path = path.clone();
    for segment in &mut path.segments {
        if let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
            arguments.colon2_token = None;
        }
    }
    path
}

/// How a parameter of this type is passed, and the type behind the reference.
pub fn passing(ty: &Type) -> (Passing, &Type) {
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() => (Passing::Mutable, &reference.elem),
        Type::Reference(reference) => (Passing::Shared, &reference.elem),
        Type::Paren(paren) => passing(&paren.elem),
        Type::Group(group) => passing(&group.elem),
        ty => (Passing::Value, ty),
    }
}

/// True for types whose tangent space is certainly trivial.
pub fn is_discrete(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            path.path.get_ident().is_some_and(|ident| rules::DISCRETE.contains(&ident.to_string().as_str()))
                || inside_of(&path.path).is_some_and(is_discrete)
        }
        Type::Reference(reference) => is_discrete(&reference.elem),
        Type::Array(array) => is_discrete(&array.elem),
        Type::Slice(slice) => is_discrete(&slice.elem),
        Type::Paren(paren) => is_discrete(&paren.elem),
        Type::Group(group) => is_discrete(&group.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_discrete),
        _ => false,
    }
}

/// `Box<dyn Fn(f64) -> f64>`
fn is_boxed_trait(path: &syn::TypePath) -> bool {
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Box") else { return false };
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
    matches!(arguments.args.first(), Some(syn::GenericArgument::Type(Type::TraitObject(_))))
}

/// `View<'_>`
fn has_lifetime(path: &syn::TypePath) -> bool {
    let arguments = path.path.segments.last().map(|last| &last.arguments);
    let Some(syn::PathArguments::AngleBracketed(arguments)) = arguments else { return false };
    arguments.args.iter().any(|argument| matches!(argument, syn::GenericArgument::Lifetime(_)))
}

/// The type inside of `Option` or `Vec`.
fn inside_of(path: &syn::Path) -> Option<&Type> {
    let last = path.segments.last().filter(|last| last.ident == "Option" || last.ident == "Vec")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// Text, which is data without being left out of `wrt`.
pub fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.is_ident("str") || path.path.is_ident("String"),
        Type::Reference(reference) => is_text(&reference.elem),
        Type::Slice(slice) => is_text(&slice.elem),
        Type::Array(array) => is_text(&array.elem),
        _ => false,
    }
}

/// What needs not be left out of `wrt`, as nothing in it can vary.
fn is_data(ty: &Type) -> bool {
    is_text(ty) || is_array_of_data(ty) || range_of_integers(ty).is_some()
}

/// `Range<usize>`, be it behind a reference.
pub fn range_of_integers(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Reference(reference) if reference.mutability.is_none() => range_of_integers(&reference.elem),
        Type::Paren(paren) => range_of_integers(&paren.elem),
        Type::Group(group) => range_of_integers(&group.elem),
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Range")?;
            let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
            match arguments.args.first() {
                Some(syn::GenericArgument::Type(of)) if is_discrete(of) && arguments.args.len() == 1 => Some(ty),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Arrays of numbers that do not vary, which are data like text.
fn is_array_of_data(ty: &Type) -> bool {
    super::tensor::element_of_array(ty).is_some_and(is_discrete)
}

pub fn is_usize(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("usize"))
}

pub fn is_unsigned(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|ident| {
        matches!(ident.to_string().as_str(), "usize" | "u8" | "u16" | "u32" | "u64" | "u128")
    }))
}

/// `dyn Trait` behind references and pointers, and lists of it. (A function is no such trait.)
pub fn is_trait_object(ty: &Type) -> bool {
    match ty {
        Type::Paren(paren) => is_trait_object(&paren.elem),
        Type::Group(group) => is_trait_object(&group.elem),
        Type::Reference(reference) => is_trait_object(&reference.elem),
        Type::Array(array) => is_trait_object(&array.elem),
        Type::Slice(slice) => is_trait_object(&slice.elem),
        Type::TraitObject(object) => !object.bounds.iter().any(|bound| {
            matches!(bound, syn::TypeParamBound::Trait(bound) if bound.path.segments.last().is_some_and(|last| !last.arguments.is_none() && last.ident.to_string().starts_with("Fn")))
        }),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let holds = ["Box", "Vec", "Option", "Rc", "Arc"].iter().any(|name| last.ident == name);
            let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
            holds && arguments.args.iter().any(|argument| matches!(argument, syn::GenericArgument::Type(ty) if is_trait_object(ty)))
        }),
        _ => false,
    }
}

impl Lowering<'_> {
    pub fn signature(&mut self, signature: &Signature, options: &Options) {
        let refused = [
            (
                signature.asyncness.map(|token| quote!(#token)),
                "an `async` function cannot be differentiated",
                "make it an ordinary `fn`",
            ),
            (
                match &signature.safety {
                    syn::Safety::Unsafe(token) => Some(quote!(#token)),
                    _ => None,
                },
                "an `unsafe` function cannot be differentiated",
                "move the unsafe part into a function of its own",
            ),
            (
                signature.abi.as_ref().map(|abi| quote!(#abi)),
                "an `extern` function cannot be differentiated",
                "wrap it in a Rust function",
            ),
            (
                signature.variadic.as_ref().map(|variadic| quote!(#variadic)),
                "a variadic function cannot be differentiated",
                "take a slice",
            ),
        ];
        for (tokens, what, hint) in refused {
            if let Some(tokens) = tokens {
                self.errors.at(tokens, format!("{what}; {hint}"));
            }
        }
        self.functions = callable::function_bounds(&signature.generics);
        for input in &signature.inputs {
            self.parameter(input, options);
        }
        self.type_parameters(signature, options);
        self.check_names(options);
        self.check_count();
        if let ReturnType::Type(_, ty) = &signature.output {
            self.check_result(ty);
        }
    }

    fn parameter(&mut self, input: &FnArg, options: &Options) {
        let input = match input {
            FnArg::Typed(input) => input,
            FnArg::Receiver(receiver) => {
                self.errors.at(
                    receiver,
                    "the macro does not see whose method this is; put `#[differentiable]` on the `impl` block",
                );
                return;
            }
        };
        if let Some(signature) = self.callable_type(&input.ty)
            && !self.is_data(input, options)
        {
            return self.callable_parameter(input, signature, options);
        }
        let (passing, behind) = passing(&input.ty);
        let name = match &*input.pat {
            Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => pattern.ident.clone(),
            pattern => self.names.fresh("parameter", pattern.span()),
        };
        let var = self.declare(&name);
        if passing == Passing::Mutable || matches!(&*input.pat, Pat::Ident(pattern) if pattern.mutability.is_some()) {
            self.mutable.insert(var);
        }
        let is_moving = |pattern: &syn::PatIdent| pattern.mutability.is_some() && passing != Passing::Value;
        if !matches!(&*input.pat, Pat::Ident(pattern) if !is_moving(pattern)) && !matches!(&*input.pat, Pat::Wild(_)) {
            self.parameter_patterns.push((var, (*input.pat).clone()));
        }
        self.function.variables[var.0].kind = match passing {
            Passing::Value => Kind::Value,
            Passing::Shared => Kind::Reference { mutable: false },
            Passing::Mutable => Kind::Reference { mutable: true },
        };
        if let Type::Array(array) = behind {
            let length = &array.len;
            self.lengths.insert(var, quote!(#length));
        }
        if is_unsigned(&input.ty) {
            self.unsigned.insert(var);
        }
        if is_usize(&input.ty) {
            self.usizes.insert(var);
        }
        let discrete = is_discrete(&input.ty);
        self.function.variables[var.0].discrete = discrete;
        let label = if options.receiver.as_ref() == Some(&name) { "self".to_string() } else { name.to_string() };
        let listed = |list: &[Ident]| list.iter().any(|listed| *listed == label);
        let output_only = listed(&options.out);
        let mut behind = behind;
        while let Type::Paren(paren) = behind {
            behind = &paren.elem;
        }
        let within = options.wrt.as_ref().map_or(!is_data(&input.ty), |wrt| listed(wrt));
        match (passing, row_type(behind).unwrap_or(behind)) {
            (Passing::Shared, row) if row_type(behind).is_some() => self.check_type(row),
            // What is left out may be of any type that has a name.
            (Passing::Shared, Type::TraitObject(_)) | (Passing::Value, Type::FnPtr(_)) if !within => {}
            (Passing::Shared, Type::Slice(_) | Type::Array(_) | Type::Tuple(_)) if !within => {}
            (_, Type::Path(path)) if within && is_boxed_trait(path) => self.errors.at(
                behind,
                "what stands behind `Box<dyn ..>` is not known; take a function as `impl Fn(..) -> ..` or `&dyn Fn(..) -> ..`, or leave the parameter out with `wrt(..)`",
            ),
            (_, Type::Path(_)) if within && map_of_type(behind).is_some() => self.errors.at(
                behind,
                "a map has no tangent space; leave the parameter out with `wrt(..)`, and keep what varies in a `Vec` or an array",
            ),
            (_, Type::Path(path)) if within && has_lifetime(path) && super::tensor::refused_type(&path.path).is_none() => self.errors.at(
                behind,
                "what holds references has no tangent space; leave the parameter out with `wrt(..)`, or let it own what it holds",
            ),
            (Passing::Value, Type::Path(path)) if !within && super::tensor::refused_type(&path.path).is_none() => {}
            _ => self.check_type(behind),
        }
        if is_trait_object(&input.ty) {
            self.trait_objects.insert(var);
        }
        // An `&mut` parameter carries the derivatives of what is written through it, wanted or not.
        let differentiable = !discrete && (within || passing == Passing::Mutable);
        self.function.parameters.push(Parameter {
            var,
            name,
            label,
            ty: (*input.ty).clone(),
            view: None,
            passing,
            differentiable,
            output_only: output_only || !within,
            callable: None,
            exclusive: false,
        });
    }

    /// Several inputs make a tuple, and so do several outputs.
    fn check_count(&mut self) {
        if let Some(parameter) = self.function.parameters.get(MOST_PARAMETERS) {
            self.errors.at(
                &parameter.name,
                format!(
                    "at most {MOST_PARAMETERS} parameters are supported; put some into an array, a tuple or a struct"
                ),
            );
        }
        let mut inputs =
            self.function.parameters.iter().filter(|parameter| parameter.differentiable && !parameter.output_only);
        if let Some(parameter) = inputs.nth(LONGEST_TUPLE) {
            self.errors.at(
                &parameter.name,
                format!("at most {LONGEST_TUPLE} inputs can be differentiated; put some into an array or a tuple, or list in `wrt` those to differentiate"),
            );
        }
    }

    fn no_parameter(&mut self, name: &Ident) {
        let known: Vec<String> =
            self.function.parameters.iter().map(|parameter| format!("`{}`", parameter.label)).collect();
        self.errors.at(name, format!("no parameter `{name}`; known parameters: {}", known.join(", ")));
    }

    fn check_names(&mut self, options: &Options) {
        for name in options.wrt.iter().flatten() {
            match self.function.parameters.iter().find(|parameter| *name == parameter.label) {
                None => self.no_parameter(name),
                Some(parameter) if is_discrete(&parameter.ty) => {
                    self.errors.at(name, format!("`{name}` is of a type that does not vary; leave it out"));
                }
                Some(_) => {}
            }
        }
        for name in &options.out {
            match self.function.parameters.iter().find(|parameter| *name == parameter.label) {
                Some(parameter) if parameter.passing == Passing::Mutable => {}
                Some(_) => {
                    self.errors.at(name, format!("`{name}` is no `&mut` parameter: nothing is written through it"))
                }
                None => self.no_parameter(name),
            }
            if options.wrt.iter().flatten().any(|wrt| wrt == name) {
                self.errors
                    .at(name, format!("`{name}` cannot be both: an input, in `wrt`, and only written, in `out`"));
            }
        }
    }

    /// Refuses the types that certainly have no tangent space.
    pub fn check_type(&mut self, ty: &Type) {
        let hint = match ty {
            Type::Array(array) => return self.check_type(&array.elem),
            Type::Slice(slice) => return self.check_type(&slice.elem),
            Type::Paren(paren) => return self.check_type(&paren.elem),
            Type::Group(group) => return self.check_type(&group.elem),
            Type::Tuple(tuple) => {
                for element in &tuple.elems {
                    self.check_type(element);
                }
                return;
            }
            Type::Path(path) => match super::tensor::refused_type(&path.path) {
                Some(hint) => hint,
                None => return self.check_option(path),
            },
            Type::Reference(_) => {
                "references inside of other types are not supported, except for `&[&[f64]]` and its like; take a slice or an array"
            }
            Type::ImplTrait(_) => {
                "as the type of a parameter, `impl` of a trait of the library is not supported; name the type: a slice for an iterator, a number for what can be \
                 made one"
            }
            Type::TraitObject(_) => {
                "what stands behind `dyn Trait` is not known; name a type, or leave the parameter out with `wrt(..)`"
            }
            Type::FnPtr(_) => {
                "functions as parameters are not supported yet; call a `#[differentiable]` function by name"
            }
            Type::Ptr(_) => "raw pointers cannot be differentiated; take a slice",
            _ => "this type is not supported; use floats, integers, arrays, slices, tuples or `Vec`s",
        };
        self.errors.at(ty, hint);
    }

    /// What may be absent has a tangent of its own, which borrows nothing.
    fn check_option(&mut self, path: &syn::TypePath) {
        let Some(last) = path.path.segments.last().filter(|last| last.ident == "Option") else { return };
        let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return };
        for argument in &arguments.args {
            if let syn::GenericArgument::Type(Type::Reference(reference)) = argument
                && reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static")
            {
                self.errors.at(
                    reference,
                    "an `Option` of a reference has no tangent space; leave the parameter out with `wrt(..)`, or take the reference, empty or beside a flag, or a reference to an `Option` of what it refers to",
                );
            }
        }
    }

    fn check_result(&mut self, ty: &Type) {
        match ty {
            Type::Reference(_) => {
                self.errors.at(ty, "a differentiable function cannot return a reference; return the value, or write through an `&mut` parameter");
            }
            Type::ImplTrait(_) => {
                self.errors.at(
                    ty,
                    "a differentiable function cannot return `impl Trait`; return values, and name their types",
                );
                self.errors.close();
            }
            ty => self.check_type(ty),
        }
    }
}
