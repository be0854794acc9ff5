//! Arrays made element by element: `map` of an array, and `core::array::from_fn`.
//!
//! The array starts out with placeholders, each of which the loop behind it replaces. Its length is that of another array, that of an
//! annotation, or what the compiler infers.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, GenericArgument, PathArguments, Type};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::view::View;
use crate::ir::*;

impl Lowering<'_> {
    /// `x.map(f)` of an array.
    pub fn is_array_map(&self, call: &ExprMethodCall) -> bool {
        let receiver = unparenthesised(&call.receiver);
        let of_array = match receiver {
            Expr::Array(_) | Expr::Repeat(_) | Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
            Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
            Expr::MethodCall(inner) => self.is_array_map(inner),
            Expr::Call(inner) => {
                let function = self.resolved(unparenthesised(&inner.func)).map(Item::behind);
                is_from_function(inner) || matches!(function, Some(Item::Function(_)))
            }
            _ => false,
        };
        call.method == "map"
            && call.args.len() == 1
            // What is no function is for a method of the user's.
            && matches!(unparenthesised(&call.args[0]), Expr::Closure(_) | Expr::Path(_) | Expr::Reference(_))
            && of_array
            && !self.is_option(receiver)
            && !self.is_iterator(receiver)
            && !self.is_of_another_type(receiver)
            && !self.is_of_users(receiver)
            && !self.is_of_block_method(call)
            && !self.is_declared_method(call)
    }

    pub fn array_map(&mut self, call: &ExprMethodCall) -> Option<Item> {
        let function = self.callable(&call.args[0], "map")?;
        let source = match self.named_view(&call.receiver) {
            // `map` takes a copy of the array.
            Some(view) => self.copy_of(view, call.span()),
            None if is_constant(&call.receiver) && !self.is_place(&call.receiver) => {
                let constant = &call.receiver;
                let base = self.temporary("items", call.span());
                self.set_memory(base);
                let value = Rvalue::Use(Operand::Constant(quote!(#constant)));
                self.statements.push(Statement::Let { var: base, annotation: None, value });
                View { place: Place::whole(base), mutable: true }
            }
            None => match self.sequence(&call.receiver) {
                (view, true) => view,
                (view, false) => self.copy_of(view, call.span()),
            },
        };
        let bound = self.bound_of(&source);
        let length = self.lengths.get(&source.place.base).cloned();
        let array = self.placeholders("array_beside", vec![Operand::Var(source.place.base)], None, call.span());
        if let Some(length) = length {
            self.lengths.insert(array, length);
        }
        self.fill_with(array, bound, call.method.span(), |this, position| {
            let element = this.load(source.part(Projection::Index(position)).place);
            let element = this.name(element, "element", call.span());
            this.called(&function, vec![Item::Value(element)], call.method.span())
        });
        Some(Item::Value(Operand::Var(array)))
    }

    fn copy_of(&mut self, view: View, span: Span) -> View {
        let length = self.lengths.get(&view.place.base).cloned();
        let whole = matches!(view.place.projections.as_slice(), [] | [Projection::Deref]);
        let value = self.load(view.place);
        let base = self.temporary("items", span);
        self.function.variables[base.0].temporary = false;
        self.set_memory(base);
        if let Some(length) = length.filter(|_| whole) {
            self.lengths.insert(base, length);
        }
        self.statements.push(Statement::Let { var: base, annotation: None, value });
        View { place: Place::whole(base), mutable: true }
    }

    /// `core::array::from_fn(f)`
    pub fn array_from_function(&mut self, path: &ExprPath, call: &ExprCall) -> Option<Rvalue> {
        if !is_from_function(call) {
            return None;
        }
        self.prove(&path.path, quote!(::core::array::from_fn::<(), 0, fn(::core::primitive::usize)>));
        let expected = self.expected.take();
        let Some(function) = self.callable(&call.args[0], "from_fn") else {
            return Some(Rvalue::Use(Operand::Constant(quote!(()))));
        };
        let ty = written_type(path).or(expected);
        let length = ty.as_ref().and_then(|ty| match ty {
            Type::Array(array) if !matches!(array.len, Expr::Infer(_)) => Some(array.len.to_token_stream()),
            _ => None,
        });
        let array = self.placeholders("array", Vec::new(), ty, call.span());
        let bound = match length {
            Some(length) => {
                self.lengths.insert(array, length);
                self.bound_of(&View { place: Place::whole(array), mutable: true })
            }
            None => None,
        };
        self.fill_with(array, bound, call.span(), |this, position| {
            this.called(&function, vec![Item::Value(position)], call.span())
        });
        Some(Rvalue::Use(Operand::Var(array)))
    }

    /// An array of placeholders.
    fn placeholders(
        &mut self,
        made_by: &'static str,
        operands: Vec<Operand>,
        annotation: Option<Type>,
        span: Span,
    ) -> Var {
        let array = self.temporary("array", span);
        self.function.variables[array.0].temporary = false;
        self.set_memory(array);
        let value = Rvalue::Runtime(made_by, operands);
        self.statements.push(Statement::Let { var: array, annotation, value });
        self.fresh.insert(array);
        array
    }

    fn fill_with(
        &mut self,
        array: Var,
        bound: Option<Bound>,
        span: Span,
        element: impl FnOnce(&mut Lowering<'_>, Operand) -> Item,
    ) {
        let place = Place::whole(array);
        let length = self.name(Rvalue::Length(place.clone()), "length", span);
        self.counted(Operand::Constant(quote!(0usize)), length, bound, None, |this, position| {
            let item = element(this, position.clone());
            let value = this.stored(item, &TokenStream::new());
            let place = Place { base: place.base, projections: vec![Projection::Index(position)] };
            this.statements.push(Statement::Store { place, op: None, value });
        });
    }

    /// The type that the place of the value has, if the value is an array that is made here.
    pub fn expect_type(&mut self, value: &Expr, ty: &Type) {
        if let Expr::Call(call) = unparenthesised(value)
            && is_from_function(call)
        {
            self.expected = Some(ty.clone());
        }
    }
}

fn is_constant(expression: &Expr) -> bool {
    matches!(unparenthesised(expression), Expr::Path(_))
}

/// `core::array::from_fn`, `array::from_fn`, and the bare name in front of a closure.
fn is_from_function(call: &ExprCall) -> bool {
    let Expr::Path(path) = unparenthesised(&call.func) else { return false };
    let mut segments = path.path.segments.iter().rev();
    let named = segments.next().is_some_and(|last| last.ident == "from_fn") && call.args.len() == 1;
    named
        && match segments.next() {
            Some(module) => module.ident == "array",
            None => matches!(call.args.first().map(unparenthesised), Some(Expr::Closure(_))),
        }
}

/// `[T; N]` of `from_fn::<T, N, _>`.
fn written_type(path: &ExprPath) -> Option<Type> {
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    let mut arguments = arguments.args.iter();
    let (GenericArgument::Type(element), length) = (arguments.next()?, arguments.next()?) else { return None };
    match length {
        GenericArgument::Const(length) => Some(syn::parse_quote!([#element; #length])),
        // A name may be that of a constant.
        GenericArgument::Type(Type::Path(path)) => Some(syn::parse_quote!([#element; #path])),
        _ => None,
    }
}
