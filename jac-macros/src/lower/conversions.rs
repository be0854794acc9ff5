//! Conversions: `x.into()` and `Celsius::from(x)`.
//!
//! Before: a call of `into` where the type of what it gives is written, or of `from`. After: a call of `from` of the trait, of which the compiler finds the derivatives by
//! the type and by what is converted.

use quote::quote;
use syn::{Expr, ExprCall, ExprPath, GenericParam, Path, Type};

use super::Lowering;
use super::call::is_type;
use super::expression::unparenthesised;
use super::signature::is_discrete;

/// `x.into()`, where a type of the user's is written that it gives: `<Celsius as From<_>>::from(x)`.
pub fn conversion(value: &Expr, ty: &Type) -> Option<Expr> {
    let Type::Path(path) = ty else { return None };
    const OF_STD: &[&str] = &["Arc", "Array1", "Array2", "ArrayD", "Box", "Cow", "Option", "Rc", "String", "Vec"];
    let is_of_user = |last: &syn::PathSegment| is_type(last) && !OF_STD.iter().any(|known| last.ident == known);
    let of_user = path.qself.is_none() && !is_discrete(ty) && path.path.segments.last().is_some_and(is_of_user);
    into(value).filter(|_| of_user).map(|converted| from(converted, ty, value))
}

/// `x` of `x.into()`.
fn into(value: &Expr) -> Option<&Expr> {
    match unparenthesised(value) {
        Expr::MethodCall(call) if call.method == "into" && call.args.is_empty() => Some(&call.receiver),
        _ => None,
    }
}

fn from(converted: &Expr, ty: &Type, at: &Expr) -> Expr {
    let span = match unparenthesised(at) {
        Expr::MethodCall(call) => call.method.span(),
        other => syn::spanned::Spanned::span(other),
    };
    syn::parse_quote_spanned!(span=> <#ty as ::core::convert::From<_>>::from(#converted))
}

impl Lowering<'_> {
    /// The same where a type of the library's is written, if what is converted is one of the user's.
    pub fn conversion(&self, value: &Expr, ty: &Type) -> Option<Expr> {
        let of_library = || {
            let has_name = matches!(ty, Type::Array(_) | Type::Tuple(_) | Type::Path(_));
            let converted = into(value).filter(|converted| has_name && self.is_declared_of_users(converted))?;
            Some(from(converted, ty, value))
        };
        conversion(value, ty).or_else(of_library)
    }

    /// `<Celsius as From<f64>>::from(x)`, of a type that is no parameter of the function. That the trait is that of the library is proved.
    pub fn names_from(&mut self, path: &ExprPath, call: &ExprCall) -> bool {
        let Some(qself) = path.qself.as_ref().filter(|qself| qself.as_token.is_some()) else { return false };
        let mut of_trait: Path = path.path.clone();
        let is_from = of_trait.segments.pop().is_some_and(|last| last.ident == "from")
            && of_trait.segments.last().is_some_and(|last| last.ident == "From");
        let is_parameter = |parameter: &GenericParam| matches!(&*qself.ty, Type::Path(path) if path.path.is_ident(&crate::surface::name_of(parameter)));
        let is_other = is_discrete(&qself.ty) || self.generics.params.iter().any(is_parameter);
        if !is_from || is_other || call.args.len() != 1 {
            return false;
        }
        of_trait.segments.pop_punct();
        let is_written_out = of_trait.leading_colon.is_some();
        of_trait.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
        if !is_written_out {
            let (written, meant) = (quote!(#of_trait), quote!(::core::convert::From));
            let of = |of_trait| quote!(<::core::primitive::f64 as #of_trait<::core::primitive::f32>>::from);
            self.function.prove_same(of(written), of(meant), &self.runtime);
        }
        true
    }
}
