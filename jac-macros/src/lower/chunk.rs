//! Arrays behind slices: `let r: &[f64; 3] = x[a..b].try_into().unwrap();`.
//!
//! A part of a slice whose length is in its type is a view of the slice. Only where it is passed on, or read as a whole, it must be an array
//! again ([`Projection::Array`]); elements are selected from the slice.

use quote::ToTokens;
use syn::{Expr, ExprMethodCall, GenericArgument, Type};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::view::View;
use crate::ir::*;

/// A conversion of a slice into an array or a reference to one.
struct Conversion<'a> {
    slice: &'a Expr,
    /// What it is converted into, if the conversion says so.
    target: Option<Type>,
}

/// `x[a..b].try_into().unwrap()`, `<&[f64; 3]>::try_from(&x[a..b]).unwrap()`, `x.first_chunk::<3>().unwrap()`.
fn conversion(expression: &Expr) -> Option<Conversion<'_>> {
    let Expr::MethodCall(unwrapping) = unparenthesised(expression) else { return None };
    if unwrapping.method != "unwrap" && unwrapping.method != "expect" {
        return None;
    }
    match unparenthesised(&unwrapping.receiver) {
        Expr::MethodCall(call) if call.method == "try_into" && call.args.is_empty() => {
            Some(Conversion { slice: &call.receiver, target: None })
        }
        Expr::MethodCall(call) => {
            chunk_type(call).map(|target| Conversion { slice: &call.receiver, target: Some(target) })
        }
        Expr::Call(call) => {
            let Expr::Path(path) = unparenthesised(&call.func) else { return None };
            let target =
                path.qself.as_ref().filter(|qself| qself.as_token.is_none()).map(|qself| (*qself.ty).clone())?;
            let is_conversion = path.path.segments.last().is_some_and(|last| last.ident == "try_from");
            let slice = call.args.first().filter(|_| is_conversion && call.args.len() == 1)?;
            array_type(&target)?;
            Some(Conversion { slice, target: Some(target) })
        }
        _ => None,
    }
}

/// `&[_; 3]` of `x.first_chunk::<3>()`.
fn chunk_type(call: &ExprMethodCall) -> Option<Type> {
    let mutable = match call.method.to_string().as_str() {
        "first_chunk" => None,
        "first_chunk_mut" => Some(<syn::Token![mut]>::default()),
        _ => return None,
    };
    match call.turbofish.as_ref()?.args.first()? {
        GenericArgument::Const(length) => Some(syn::parse_quote!(& #mutable [_; #length])),
        GenericArgument::Type(Type::Path(length)) => Some(syn::parse_quote!(& #mutable [_; #length])),
        _ => None,
    }
}

/// The array type, or that behind the reference.
fn array_type(ty: &Type) -> Option<&syn::TypeArray> {
    match super::passing(ty).1 {
        Type::Array(array) => Some(array),
        _ => None,
    }
}

impl Lowering<'_> {
    /// The slice that is converted, if the expression is a conversion of a part of a variable.
    fn converted<'e>(&self, expression: &'e Expr) -> Option<Conversion<'e>> {
        conversion(expression).filter(|conversion| {
            let slice = unparenthesised(conversion.slice);
            (self.is_place(slice) || self.makes_reference(slice)) && !self.is_option(slice)
        })
    }

    pub fn converts_slice(&self, expression: &Expr) -> bool {
        self.converted(expression).is_some()
    }

    /// What a conversion gives: a view if it is to a reference, an array otherwise. `expected` is the type where it is bound.
    pub fn chunk(&mut self, expression: &Expr, expected: Option<&Type>) -> Option<Item> {
        let Conversion { slice, target } = self.converted(expression)?;
        let target = target.or_else(|| expected.cloned());
        let Some(array) = target.as_ref().and_then(array_type) else {
            let refused = self.refuse(
                expression,
                "it is not seen here what array this becomes; write `<&[f64; 3]>::try_from(&x[a..b]).unwrap()`, or bind it with its \
                 type: `let r: &[f64; 3] = ..;`",
            );
            return Some(self.named_item(refused, expression));
        };
        let (passing, _) = super::passing(target.as_ref().expect("it has an array type"));
        let length = (!matches!(array.len, Expr::Infer(_))).then(|| array.len.to_token_stream());
        let view = self.receiver_view(slice, passing == Passing::Mutable)?;
        self.require_list(&view, syn::spanned::Spanned::span(expression));
        let view = match (&length, unparenthesised(expression)) {
            // The first of more elements.
            (Some(length), Expr::MethodCall(call)) if is_chunk(&call.receiver) => {
                let high = Some(Operand::Constant(length.clone()));
                view.part(Projection::Slice { low: None, high, inclusive: false })
            }
            _ => view,
        };
        let view = view.part(Projection::Array(length));
        Some(match passing {
            Passing::Value => {
                let value = Rvalue::Load(view.place);
                self.named_item(value, expression)
            }
            _ => {
                self.check_bounds(&view);
                Item::View(View { mutable: passing == Passing::Mutable, ..view })
            }
        })
    }

    fn named_item(&mut self, value: Rvalue, expression: &Expr) -> Item {
        let operand = self.name(value, "array", syn::spanned::Spanned::span(expression));
        Item::Value(operand)
    }
}

fn is_chunk(receiver: &Expr) -> bool {
    matches!(unparenthesised(receiver), Expr::MethodCall(call) if call.method != "try_into")
}
