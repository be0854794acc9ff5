//! Elementary functions by path: `f64::sin(x)`, `<f32>::max(a, b)`, `libm::sqrt(x)`.
//!
//! A module of the user may be called `f64` or `libm`: the generated code has the compiler compare what is named
//! with the function of the primitive type or of the crate.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprPath, Path, Type};

use super::Lowering;
use crate::ir::{Conversion, IfVaried, Operand, Rvalue, Spelling};
use crate::rules::{self, Rule};

/// Where a function of floats comes from.
enum Owner {
    /// A primitive type, in the words of the user.
    Float {
        name: String,
        ty: TokenStream,
    },
    Libm,
}

/// A path that names a function of floats.
pub struct ElementaryPath<'a> {
    path: &'a ExprPath,
    owner: Owner,
    name: &'a Ident,
}

impl<'a> ElementaryPath<'a> {
    /// `floats` are the type parameters that stand for floats.
    pub fn of(path: &'a ExprPath, floats: &[Ident]) -> Option<ElementaryPath<'a>> {
        let name = &path.path.segments.last()?.ident;
        if let Some(qself) = &path.qself {
            let Type::Path(ty) = &*qself.ty else { return None };
            if ty.qself.is_some() || qself.position != 0 || path.path.segments.len() != 1 {
                return None;
            }
            let ty = &ty.path;
            let segments: Vec<_> = ty.segments.iter().collect();
            let owner = Owner::Float { name: float_type(&segments, ty, floats)?, ty: quote!(#ty) };
            return Some(ElementaryPath { path, owner, name });
        }
        let segments: Vec<_> = path.path.segments.iter().collect();
        let (_, before) = segments.split_last()?;
        if let [owner] = before
            && owner.ident == "libm"
        {
            return Some(ElementaryPath { path, owner: Owner::Libm, name });
        }
        let float = float_type(before, &path.path, floats)?;
        let leading = &path.path.leading_colon;
        Some(ElementaryPath { path, owner: Owner::Float { name: float, ty: quote!(#leading #(#before)::*) }, name })
    }

    pub fn rule(&self) -> Option<&'static Rule> {
        match self.owner {
            Owner::Float { .. } => rules::method(&self.name.to_string()),
            Owner::Libm => rules::libm(&self.name.to_string()),
        }
    }

    /// The path that names the function of the primitive type or of the crate and nothing else.
    fn meant(&self, name: &Ident) -> TokenStream {
        match &self.owner {
            Owner::Float { ty, .. } => quote!(<#ty>::#name),
            Owner::Libm => {
                let libm = &self.path.path.segments[0].ident;
                quote!(::#libm::#name)
            }
        }
    }
}

/// `f64`, `core::primitive::f32`.
fn float_type(segments: &[&syn::PathSegment], path: &Path, floats: &[Ident]) -> Option<String> {
    let names: Vec<String> = segments.iter().map(|segment| segment.ident.to_string()).collect();
    let name = match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [name] if path.leading_colon.is_none() => *name,
        ["core" | "std", "primitive", name] => *name,
        _ => return None,
    };
    (matches!(name, "f64" | "f32") || floats.iter().any(|float| float == name)).then(|| name.to_string())
}

impl Lowering<'_> {
    /// The path as it is called, which the compiler is to compare with what it is taken for.
    pub fn spelling(&mut self, path: &ElementaryPath) -> Spelling {
        let (written, meant) = (path.path.to_token_stream(), path.meant(path.name));
        if written.to_string() != meant.to_string() {
            self.function.prove_same(written, meant.clone(), &self.runtime);
        }
        Spelling::Path(meant)
    }

    /// The call of an elementary function by path, if it is one.
    pub fn elementary_call(&mut self, path: &ExprPath, call: &ExprCall) -> Option<Rvalue> {
        let elementary = ElementaryPath::of(path, &self.function.floats)?;
        let name = elementary.name.to_string();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        if let Some(rule) = elementary.rule().filter(|rule| rule.parameters.len() == arguments.len()) {
            let arguments = self.in_order(arguments, Self::number);
            return Some(Rvalue::Elementary { rule, spelling: self.spelling(&elementary), arguments });
        }
        match (&elementary.owner, name.as_str(), arguments.as_slice()) {
            (_, "sin_cos", [argument]) | (Owner::Libm, "sincos" | "sincosf", [argument]) => {
                let argument = self.number(argument);
                let single = if name.ends_with('f') { "f" } else { "" };
                self.spelling(&elementary);
                return Some(self.sine_and_cosine(argument, call, |part| {
                    let name = Ident::new(&format!("{part}{single}"), elementary.name.span());
                    Spelling::Path(elementary.meant(&name))
                }));
            }
            // Of a value of the user's, it is one of the user's.
            (Owner::Float { ty, .. }, "from", [argument]) if self.is_declared_of_users(argument) => {
                let converted: Expr =
                    syn::parse_quote_spanned!(path.span()=> <#ty as ::core::convert::From<_>>::from(#argument));
                return Some(self.rvalue(&converted));
            }
            // A lossless conversion is a cast.
            (Owner::Float { name, .. }, "from", [argument]) if !self.is_float_parameter(name) => {
                let operand = self.number(argument);
                let ty = Ident::new(name, Span::call_site());
                let meant = quote!(<::core::primitive::#ty as ::core::convert::From<::core::primitive::i8>>::from);
                if path.qself.is_none() {
                    self.prove(&path.path, meant);
                }
                let ty = Ident::new(name, path.span());
                return Some(Rvalue::Cast(operand, syn::parse_quote!(#ty), Conversion::From));
            }
            _ => {}
        }
        let mut opaque = self.opaque(&Expr::Call(call.clone()));
        if !rules::QUESTIONS.contains(&name.as_str()) {
            let message =
                format!("`{name}` has no rule of differentiation; write it in terms of functions that have one");
            opaque.if_varied = IfVaried::Refused(elementary.name.span(), message);
        }
        Some(Rvalue::Opaque(opaque))
    }

    /// `(sin x, cos x)`
    pub fn sine_and_cosine(
        &mut self,
        argument: Operand,
        at: impl Spanned,
        spelling: impl Fn(&'static str) -> Spelling,
    ) -> Rvalue {
        let parts = ["sin", "cos"].map(|part| {
            let rule = rules::method(part).expect("the table has it");
            let value = Rvalue::Elementary { rule, spelling: spelling(part), arguments: vec![argument.clone()] };
            self.name(value, part, at.span())
        });
        Rvalue::Tuple(parts.to_vec())
    }
}
