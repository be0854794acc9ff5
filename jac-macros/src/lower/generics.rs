//! Functions generic over types. A type parameter in the type of an input or output stands for a float, which the compiler
//! proves; any other one is of no concern to derivatives, and stays as it is.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, GenericArgument, Ident, ReturnType, Signature, Type, TypeParamBound};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use crate::block::WITH_BOUND_BY_FLOAT;
use crate::hygiene::identifiers;
use crate::ir::{IfVaried, Opaque, Operand, Parameter, Passing, Rvalue};
use crate::options::Options;

/// Each of them is one of two types, and each combination has an instance of its own.
const MOST_FLOATS: usize = 2;

/// Traits by which a type parameter is a float, or anything.
const OF_THE_LIBRARY: &[&str] = &[
    "Add",
    "AddAssign",
    "AsRef",
    "Borrow",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    // Of `ndarray`, a number of axes.
    "Dimension",
    "Display",
    "Div",
    "DivAssign",
    "Eq",
    "Float",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromPrimitive",
    "Hash",
    "Into",
    "LowerExp",
    "Mul",
    "MulAssign",
    "Neg",
    "Num",
    "NumAssign",
    "NumCast",
    "Number",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Product",
    "Real",
    "RealField",
    "Rem",
    "RemAssign",
    "Scalar",
    "Send",
    "Sized",
    "Sub",
    "SubAssign",
    "Sum",
    "Sync",
    "ToPrimitive",
    "Unpin",
];

/// The traits of the user's that bound the type.
fn traits_of_users<'g>(generics: &'g syn::Generics, name: &'g Ident) -> impl Iterator<Item = &'g Ident> {
    bounds(generics, name).filter_map(trait_of_users)
}

fn bounds<'g>(generics: &'g syn::Generics, name: &'g Ident) -> impl Iterator<Item = &'g TypeParamBound> {
    let of_clause =
        generics.where_clause.iter().flat_map(|clause| &clause.predicates).filter_map(
            move |predicate| match predicate {
                syn::WherePredicate::Type(predicate) => match &predicate.bounded_ty {
                    Type::Path(path) if path.path.is_ident(name) => Some(&predicate.bounds),
                    _ => None,
                },
                _ => None,
            },
        );
    let own =
        generics.type_params().filter(move |parameter| parameter.ident == *name).map(|parameter| &parameter.bounds);
    own.chain(of_clause).flatten()
}

/// The name of the trait.
fn name_of_trait(bound: &TypeParamBound) -> Option<&Ident> {
    match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

/// The name of the trait, if it is one of the user's.
pub fn trait_of_users(bound: &TypeParamBound) -> Option<&Ident> {
    name_of_trait(bound).filter(|name| !OF_THE_LIBRARY.contains(&name.to_string().as_str()))
}

/// The type is the parameter, or a collection of it; no struct of the user's.
fn holds_directly(ty: &Type, name: &Ident) -> bool {
    match ty {
        Type::Array(array) => holds_directly(&array.elem, name),
        Type::Slice(slice) => holds_directly(&slice.elem, name),
        Type::Reference(reference) => holds_directly(&reference.elem, name),
        Type::Paren(paren) => holds_directly(&paren.elem, name),
        Type::Group(group) => holds_directly(&group.elem, name),
        Type::Tuple(tuple) => tuple.elems.iter().any(|ty| holds_directly(ty, name)),
        Type::Path(path) if path.path.is_ident(name) => true,
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Vec" || last.ident == "Option");
            let Some(syn::PathArguments::AngleBracketed(arguments)) = last.map(|last| &last.arguments) else {
                return false;
            };
            arguments
                .args
                .iter()
                .any(|argument| matches!(argument, GenericArgument::Type(ty) if holds_directly(ty, name)))
        }
        _ => false,
    }
}

/// The result may vary.
fn gives_what_varies(output: &ReturnType) -> bool {
    matches!(output, ReturnType::Type(_, ty) if !super::is_discrete(ty))
}

impl Lowering<'_> {
    /// Type parameters of the signature. The parameters of the function are known already.
    pub fn type_parameters(&mut self, signature: &Signature, options: &Options) {
        for parameter in signature.generics.type_params() {
            if self.functions.iter().any(|(name, _)| *name == parameter.ident) {
                continue;
            }
            let traits: Vec<&Ident> = bounds(&signature.generics, &parameter.ident).filter_map(name_of_trait).collect();
            if let Some(of_numbers) = traits.iter().find(|name| options.traits_of_numbers.contains(&name.to_string())) {
                let message = format!(
                    "`{of_numbers}` is a trait of one's own for numbers, of which no derivatives are found through a bound; {WITH_BOUND_BY_FLOAT}"
                );
                self.errors.at(of_numbers, message);
                continue;
            }
            let has_derivatives = traits.iter().any(|name| options.traits.contains(&name.to_string()));
            if has_derivatives || !self.stands_for_a_float(signature, &parameter.ident) {
                self.function.known_by_traits.push(parameter.ident.clone());
                continue;
            }
            if super::tensor::counts_axes(signature, &parameter.ident) {
                self.errors.at(
                    &parameter.ident,
                    "the number of axes of an array cannot be a type parameter; write `Array1`, `Array2` and so on, or `ArrayD`",
                );
                continue;
            }
            self.function.floats.push(parameter.ident.clone());
        }
        if let Some(name) = self.function.floats.get(MOST_FLOATS) {
            let message = format!("at most {MOST_FLOATS} type parameters can stand for floats");
            self.errors.at(name.clone(), message);
        }
    }

    /// It is part of the type of something that varies.
    fn stands_for_a_float(&self, signature: &Signature, name: &Ident) -> bool {
        let mentions = |ty: &Type| identifiers(ty.to_token_stream()).contains(&name.to_string());
        let varies = self.function.parameters.iter().any(|parameter| {
            (parameter.differentiable || parameter.passing == Passing::Mutable) && mentions(&parameter.ty)
        });
        let is_mutable = |parameter: &&Parameter| parameter.passing == Passing::Mutable;
        let is_direct = |parameter: &Parameter| holds_directly(super::passing(&parameter.ty).1, name);
        let parameters = || self.function.parameters.iter();
        // A struct of numbers is scaled by one.
        let by_itself = || parameters().any(|parameter| parameter.passing == Passing::Value && is_direct(parameter));
        let written = |parameter: &Parameter| is_direct(parameter) || mentions(&parameter.ty) && by_itself();
        let of_block = self.block.as_ref().is_some_and(|block| block.in_results.contains(&name.to_string()));
        let is_output = of_block
            || parameters().filter(is_mutable).any(written)
            || matches!(&signature.output, ReturnType::Type(_, ty) if mentions(ty));
        let gives_what_varies = gives_what_varies(&signature.output)
            || parameters().any(|parameter| is_mutable(&parameter) && parameter.differentiable);
        is_output || varies && !(traits_of_users(&signature.generics, name).next().is_some() && gives_what_varies)
    }

    pub fn is_float_parameter(&self, name: &str) -> bool {
        self.function.floats.iter().any(|float| float == name)
    }

    /// `T::from_f64(0.5)`, where `T` stands for a float: a number. What it is made of must not vary.
    pub fn number_of_parameter(&mut self, call: &ExprCall) -> Option<Rvalue> {
        let Expr::Path(path) = unparenthesised(&call.func) else { return None };
        let segments: Vec<_> = path.path.segments.iter().collect();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let ([ty, function], [argument]) = (segments.as_slice(), arguments.as_slice()) else {
            return None;
        };
        let is_number =
            path.qself.is_none() && function.ident == "from_f64" && self.is_float_parameter(&ty.ident.to_string());
        if !is_number {
            return None;
        }
        if self.is_number(argument) {
            return Some(Rvalue::Use(Operand::Constant(quote!(#call))));
        }
        let value = self.operand(argument);
        if let Operand::Var(var) = value {
            self.function.typed.push((var, syn::parse_quote!(f64)));
        }
        let mut reads = Vec::new();
        let value = self.item_expression(&Item::Value(value), &mut reads, argument.span());
        let message = "what varies has no derivative in `from_f64`; make it of the type of the parameter, or stop differentiation \
            with `jac::constant(..)`";
        let (path, if_varied) = (&call.func, IfVaried::Refused(function.ident.span(), message.to_string()));
        Some(Rvalue::Opaque(Opaque { expression: syn::parse_quote!(#path(#value)), reads, if_varied }))
    }

    /// A literal, or the path of a constant.
    fn is_number(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Lit(_) => true,
            Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Neg(_)) && self.is_number(&unary.expr),
            Expr::Path(path) => path.path.get_ident().is_none_or(|ident| {
                let name = ident.to_string();
                self.lookup(&name).is_none() && self.lookup_view(&name).is_none()
            }),
            _ => false,
        }
    }

    /// What a sum or product starts with, in its own type.
    pub fn neutral(&mut self, call: &ExprMethodCall, number: TokenStream) -> Operand {
        let written = call.turbofish.as_ref().and_then(|turbofish| match turbofish.args.first() {
            Some(GenericArgument::Type(Type::Path(path))) => path.path.get_ident(),
            _ => None,
        });
        match written {
            Some(ident) if ident == "f32" || ident == "f64" => {
                Operand::Constant(format!("{number}{ident}").parse().unwrap_or(number))
            }
            _ if self.function.floats.is_empty() => Operand::Constant(number),
            Some(ident) if self.is_float_parameter(&ident.to_string()) => {
                Operand::Constant(quote!(#ident::from_f64(#number)))
            }
            Some(_) => Operand::Constant(number),
            None => {
                let message =
                    format!("in a generic function, write the type of what is added up: `{}::<T>()`", call.method);
                self.refuse(&call.method, &message);
                Operand::Constant(number)
            }
        }
    }
}
