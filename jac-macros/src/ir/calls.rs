//! Calls: what is called, and where its derivatives are found.

use quote::quote_spanned;
use syn::spanned::Spanned;

use super::*;

/// What is called, and where its derivatives are.
#[derive(Clone, Debug)]
pub enum Callee {
    /// `m::g`: they are functions of the type of the same name, or of what stands for that.
    Function { path: syn::ExprPath, namesake: syn::ExprPath },
    /// `Arm::reach`: they stand beside it. If it is of the same `impl` block, they have a type too. `owner` is the type, if
    /// it is known to have no arguments that are left to inference: of a generic one, some instance. `makes_owner` says that it certainly gives a
    /// value of that type. `named_trait` is the one in `<Arm as Model>::reach`.
    Associated {
        path: syn::ExprPath,
        namesake: Option<Ident>,
        owner: Option<TokenStream>,
        makes_owner: bool,
        named_trait: Option<syn::Path>,
    },
    /// `arm.reach(..)`: whose method that is, and how it takes what it is called on, the compiler knows. It is called on the
    /// first argument, a place, which it may write if that is lent mutably.
    Method { name: Ident, turbofish: Option<syn::AngleBracketedGenericArguments> },
    /// A parameter, which is also the first argument.
    Parameter,
    /// `m::g::gradient`: a derivative of a function. Its own derivatives stand beside it.
    Derived { path: syn::ExprPath, function: syn::ExprPath, derivative: &'static CalledDerivative },
}

impl Callee {
    /// A function, with its derivatives in the type of its own path.
    pub fn function(path: syn::ExprPath) -> Callee {
        Callee::Function { namesake: without_arguments(&path), path }
    }

    pub fn is_method(&self) -> bool {
        matches!(self, Callee::Method { .. })
    }

    /// It makes a value of the type that it is a function of, by its signature or by its name.
    pub fn makes_value(&self) -> bool {
        if let Callee::Associated { makes_owner: true, .. } = self {
            return true;
        }
        const MAKING: &[&str] = &["new", "default", "zero", "one", "identity"];
        let (Callee::Function { path, .. } | Callee::Associated { path, .. }) = self else { return false };
        let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        match segments.as_slice() {
            [.., owner, name] => {
                owner.starts_with(char::is_uppercase) && (MAKING.contains(&name.as_str()) || name.starts_with("from"))
            }
            _ => false,
        }
    }

    /// It may be a conversion, `Celsius::from`, of which a type has several: the derivatives are found by what is converted.
    pub fn may_convert(&self) -> bool {
        matches!(self, Callee::Associated { path, namesake: None, named_trait: None, .. }
            if path.path.segments.last().is_some_and(|last| last.ident == "from" && last.arguments.is_none()))
    }

    /// What the names of its derivatives are made of, of a function beside a type. Those of a trait's functions have names of their own where the trait
    /// is named: without it, which one is called is a matter of what is in scope.
    pub fn stem(&self) -> Option<Ident> {
        match self {
            Callee::Associated { path, named_trait, .. } => {
                let name = &path.path.segments.last()?.ident;
                Some(if named_trait.is_some() { of_named_trait(name) } else { name.clone() })
            }
            Callee::Method { name, .. } => Some(name.clone()),
            _ => None,
        }
    }

    /// The generic arguments that the user wrote.
    pub fn generic_arguments(&self) -> Option<&syn::AngleBracketedGenericArguments> {
        match self {
            Callee::Function { path, .. } | Callee::Associated { path, .. } | Callee::Derived { path, .. } => {
                match &path.path.segments.last()?.arguments {
                    syn::PathArguments::AngleBracketed(arguments) => Some(arguments),
                    _ => None,
                }
            }
            Callee::Method { turbofish, .. } => turbofish.as_ref(),
            Callee::Parameter => None,
        }
    }

    /// The type whose constants tell about its derivatives, if it can be named: a type with methods may be generic.
    pub fn namesake(&self) -> Option<TokenStream> {
        match self {
            Callee::Function { namesake, .. } => Some(quote!(<#namesake>)),
            Callee::Derived { function, .. } => {
                let path = without_arguments(function);
                Some(quote!(<#path>))
            }
            Callee::Associated { namesake, .. } => namesake.as_ref().map(|namesake| quote!(#namesake)),
            Callee::Method { .. } | Callee::Parameter => None,
        }
    }

    /// What tells whether its reverse reads an argument, if that is known where it stands.
    pub fn reader(&self, mask: Mask, position: usize) -> Option<Reader> {
        match self {
            Callee::Derived { .. } => None,
            _ => self.namesake().map(|namesake| Reader { namesake, mask, position }),
        }
    }

    /// How an output of it depends on a parameter, if that is known where it stands.
    pub fn dependence(&self, output: &Literal, column: &Literal, jac: &TokenStream) -> Option<TokenStream> {
        if self.may_convert() {
            return None;
        }
        if let Callee::Associated { namesake: None, owner: Some(owner), .. } = self {
            let table = sibling(&self.stem()?, "__depends", Span::call_site());
            return Some(quote!(<#owner>::#table(#output, #column)));
        }
        // What stands in the place of methods of arrays is linear.
        if let Callee::Method { name, .. } = self
            && name.to_string().starts_with("jac_")
        {
            return Some(quote!(#jac::Dependence::Affine));
        }
        let namesake = self.namesake()?;
        match self {
            Callee::Derived { derivative, .. } if derivative.has_value => None,
            Callee::Derived { function, .. } => {
                let function = without_arguments(function);
                // The trait is for what has no derivatives of that order, which another error says.
                let span = function.span();
                let table =
                    quote_spanned!(span=> <#function as #jac::OfSecondOrder>::Sweeps::__derivative_depends(#column));
                Some(quote!({
                    trait __OfNoOrder {
                        fn __derivative_depends(_: usize) -> #jac::Dependence {
                            ::core::unreachable!()
                        }
                    }
                    impl<Callee: ?::core::marker::Sized> __OfNoOrder for Callee {}
                    #table
                }))
            }
            _ => Some(quote!(#namesake::__depends(#output, #column))),
        }
    }
}

/// The path of a function without the function's own generic arguments.
pub fn without_arguments(path: &syn::ExprPath) -> syn::ExprPath {
    let mut path = path.clone();
    if let Some(last) = path.path.segments.last_mut() {
        last.arguments = syn::PathArguments::None;
    }
    path
}

/// A name for what has the derivatives of a function, of which the macro has not seen yet that it has the attribute. If it has none, the compiler says
/// that it expected a type and found this: the name is the hint.
pub fn unseen(path: &syn::ExprPath) -> syn::ExprPath {
    let segments: Vec<String> =
        path.path.segments.iter().map(|segment| segment.ident.to_string().replace("r#", "")).collect();
    let span = path.path.segments.last().map_or_else(Span::call_site, |last| last.ident.span());
    let name = Ident::new(&format!("{}{UNSEEN}", segments.join("__")), span);
    syn::parse_quote!(#name)
}

/// The name, if it is one of these.
pub fn name_of_unseen(namesake: &syn::ExprPath) -> Option<&Ident> {
    namesake.path.get_ident().filter(|name| name.to_string().ends_with(UNSEEN))
}

const UNSEEN: &str = "_needs_the_attribute_differentiable";

/// The name beside a method of one of its derivatives: `reach_jvp`, `__reach_tangent`.
pub fn sibling(method: &Ident, derivative: &str, span: Span) -> Ident {
    let method = method.to_string();
    let method = method.trim_start_matches("r#");
    match derivative.strip_prefix("__") {
        Some(derivative) => Ident::new(&format!("__{method}_{derivative}"), span),
        None => Ident::new(&format!("{method}_{derivative}"), span),
    }
}

/// Beside a function of a trait with the attribute: that it has derivatives which are found through a bound.
pub const OF_BOUND: &str = "__of_bound";

/// What the names of the derivatives of a trait's function are made of, where the trait is named.
pub fn of_named_trait(name: &Ident) -> Ident {
    let text = name.to_string();
    Ident::new(&format!("{}{OF_NAMED_TRAIT}", text.trim_start_matches("r#")), name.span())
}

/// The name of the function, if the trait is named.
pub fn behind_named_trait(stem: &Ident) -> Option<String> {
    stem.to_string().strip_suffix(OF_NAMED_TRAIT).map(str::to_owned)
}

const OF_NAMED_TRAIT: &str = "_of_named_trait";

#[derive(Clone, Debug)]
pub struct Call {
    pub result: Var,
    pub callee: Callee,
    pub arguments: Vec<Argument>,
    pub span: Span,
    /// The function calls itself, by its name.
    pub recursive: bool,
    /// Why derivatives would not be found: a bound, or `dyn`, is all that says whose function it is.
    pub refused: Option<&'static str>,
}

impl Call {
    /// The type parameter that it is a function of, where bounds are all that is known of that.
    pub fn known_by_traits(&self, function: &Function) -> Option<Ident> {
        let known = |name: &Ident| function.known_by_traits.contains(name);
        match &self.callee {
            Callee::Associated { path, .. } => {
                let of_two = path.qself.is_none() && path.path.segments.len() == 2;
                of_two.then(|| path.path.segments[0].ident.clone()).filter(known)
            }
            Callee::Method { .. } => function.known_by_traits(self.arguments.first()?).cloned(),
            Callee::Function { .. } | Callee::Parameter | Callee::Derived { .. } => None,
        }
    }

    /// It is a conversion.
    pub fn converts(&self) -> bool {
        self.callee.may_convert()
            && matches!(self.arguments.as_slice(), [argument] if !matches!(argument, Argument::Function(_)))
    }

    /// A call of another function, whose derivatives can be found.
    pub fn of(callee: Callee, arguments: Vec<Argument>, result: Var, span: Span) -> Call {
        Call { result, callee, arguments, span, recursive: false, refused: None }
    }
}
