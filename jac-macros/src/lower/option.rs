//! Options: a flag, and what is there if it is set.
//!
//! `Some(..)`, `None`, and what the methods of slices and iterators give, are taken apart as they are made. Behind the
//! lowering there are branches on flags; what is not there is a placeholder that nothing reads.

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall};

use super::closure::Callable;
use super::expression::unparenthesised;
use super::flow::not_reached;
use super::item::Item;
use super::opaque::is_of_std;
use super::side::Side;
use super::told::unmarked;
use super::view::View;
use super::{Binding, Lowering};
use crate::ir::*;

#[derive(Clone)]
pub struct Optional {
    pub present: Operand,
    /// None if nothing has ever been there.
    pub item: Option<Box<Item>>,
}

impl Optional {
    pub fn none() -> Optional {
        Optional { present: Operand::Constant(quote!(false)), item: None }
    }

    /// It can be a value of its own. What cannot vary stays in code that is kept as written.
    pub fn is_storable(&self, function: &Function) -> bool {
        fn is_value(item: &Item, function: &Function) -> bool {
            match item {
                Item::Value(Operand::Var(var)) => !function.variables[var.0].discrete,
                Item::Value(_) | Item::Place(_) => true,
                Item::Tuple(items) => items.iter().all(|item| match item {
                    Item::Value(_) => true,
                    item => is_value(item, function),
                }),
                Item::Optional(optional) => optional.is_storable(function),
                _ => false,
            }
        }
        self.item.as_ref().is_some_and(|item| is_value(item, function))
    }

    pub fn some(item: Item) -> Optional {
        Optional { present: Operand::Constant(quote!(true)), item: Some(Box::new(item)) }
    }
}

/// Methods of options that give options.
const KEEPING: &[&str] = &[
    "map", "and_then", "and", "filter", "or", "or_else", "copied", "cloned", "as_ref", "as_mut", "zip", "take",
    "inspect", "replace",
];

/// Methods of options that give something else.
pub const ENDING: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "map_or",
    "map_or_else",
    "is_some",
    "is_none",
    "is_some_and",
    "is_none_or",
];

/// Methods of slices that give an element, if it is there.
pub const ELEMENTS: &[&str] = &[
    "first",
    "last",
    "get",
    "first_mut",
    "last_mut",
    "get_mut",
    "split_first",
    "split_last",
    "split_first_mut",
    "split_last_mut",
];

/// `Some`, `Option::Some` and the like, and not `Preset::Some`.
pub fn is_variant_of_option(path: &syn::Path, name: &str) -> bool {
    let mut segments = path.segments.iter().rev();
    segments.next().is_some_and(|last| last.ident == name)
        && segments.next().is_none_or(|owner| owner.ident == "Option")
}

impl Lowering<'_> {
    /// The expression is an option that the lowering has taken apart.
    pub fn is_option(&self, expression: &Expr) -> bool {
        if self.use_of_map(expression).is_some() {
            return self.is_entry(expression);
        }
        match unparenthesised(expression) {
            Expr::Path(path) => match self.resolved(expression) {
                Some(item) => matches!(item.behind(), Item::Optional(_)),
                None => self.none_path(path),
            },
            Expr::Field(_) | Expr::Unary(_) => {
                matches!(self.resolved(expression).map(Item::behind), Some(Item::Optional(_)))
            }
            Expr::Call(call) => match unparenthesised(&call.func) {
                Expr::Path(path) if is_variant_of_option(&path.path, "Some") => call.args.len() == 1,
                function => match self.resolved(function).map(Item::behind) {
                    Some(Item::Function(Callable::Closure(closure))) => closure.gives_option(),
                    _ => false,
                },
            },
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                (KEEPING.contains(&unmarked(&name).0) && self.is_option(&call.receiver))
                    || (["map", "and_then"].contains(&unmarked(&name).0) && self.matched_data(call).is_some())
                    || self.is_element(call)
                    || self.gives_option(call)
                    || self.is_pop(call)
                    || self.is_alternative(call)
                    || self.lends_inside(call)
            }
            Expr::Reference(reference) => self.is_option(&reference.expr),
            Expr::If(branch) => {
                matches!(branch.then_branch.stmts.last(), Some(syn::Stmt::Expr(tail, None)) if self.is_option(tail))
            }
            Expr::Block(block) => {
                matches!(block.block.stmts.last(), Some(syn::Stmt::Expr(tail, None)) if self.is_option(tail))
            }
            _ => false,
        }
    }

    /// A method of an option that gives something else.
    pub fn ends_option(&self, call: &ExprMethodCall) -> bool {
        ENDING.contains(&call.method.to_string().as_str()) && self.is_option(&call.receiver)
    }

    /// `x.first()` and the like.
    pub fn is_element(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        let by_index = name.starts_with("get");
        let argument = call.args.first().map(unparenthesised);
        ELEMENTS.contains(&name.as_str())
            && self.use_of_map(&Expr::MethodCall(call.clone())).is_none()
            && (self.is_place(&call.receiver)
                || self.makes_reference(&call.receiver)
                || (self.is_made_list(&call.receiver) && is_of_std(call)))
            && !self.is_option(&call.receiver)
            && !self.is_of_another_type(&call.receiver)
            && !self.is_of_block_method(call)
            && call.args.len() == usize::from(by_index)
            && !matches!(argument, Some(Expr::Reference(_) | Expr::Closure(_)))
            && !(matches!(argument, Some(Expr::Range(_))) && self.is_element_of_user(call))
            && !matches!(argument, Some(Expr::Lit(literal)) if !matches!(literal.lit, syn::Lit::Int(_)))
    }

    /// A parameter that is left out of `wrt` may be of a type that has methods of these names.
    pub fn is_of_another_type(&self, receiver: &Expr) -> bool {
        let base = match unparenthesised(receiver) {
            Expr::Field(field) => return self.is_of_another_type(&field.base),
            Expr::Index(index) => return self.is_of_another_type(&index.expr),
            Expr::Path(path) => path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string())),
            _ => None,
        };
        let parameter = self.function.parameters.iter().find(|parameter| Some(parameter.var) == base);
        parameter.is_some_and(|parameter| {
            let (_, ty) = super::passing(&parameter.ty);
            !parameter.differentiable
                && matches!(ty, syn::Type::Path(path) if path.path.segments.last().is_none_or(|last| last.ident != "Vec"))
        })
    }

    /// `Some(value)`
    pub fn some_call(&mut self, call: &ExprCall) -> Option<Item> {
        let Expr::Path(path) = unparenthesised(&call.func) else { return None };
        if !is_variant_of_option(&path.path, "Some") || call.args.len() != 1 {
            return None;
        }
        self.prove(&path.path, quote!(::core::option::Option::Some::<()>));
        let item = self.item(&call.args[0]);
        Some(Item::Optional(Optional::some(item)))
    }

    /// `None`
    pub fn none_path(&self, path: &syn::ExprPath) -> bool {
        is_variant_of_option(&path.path, "None") && self.resolved(&Expr::Path(path.clone())).is_none()
    }

    /// An option given by a method, or what a method makes of an option.
    pub fn option_method(&mut self, call: &ExprMethodCall) -> Option<Item> {
        if self.is_element(call) {
            return if self.is_element_of_user(call) { None } else { self.element(call).map(Item::Optional) };
        }
        if self.is_pop(call) {
            return self.pop(call).map(Item::Optional);
        }
        if self.lends_inside(call) {
            return self.lent_inside(call).map(Item::Optional);
        }
        if self.fills_option(call) {
            return self.filled_option(call);
        }
        let name = call.method.to_string();
        let name = unmarked(&name).0;
        let is_known = KEEPING.contains(&name) || ENDING.contains(&name);
        let is_of_option = (is_known && self.is_option(&call.receiver)) || self.is_alternative(call);
        if !is_of_option {
            return None;
        }
        let span = call.method.span();
        let receiver = match self.place_of_option(&call.receiver) {
            // `take` leaves nothing behind.
            Some(place) if name == "take" => return self.taken(place),
            Some(place) if name == "replace" && call.args.len() == 1 => {
                return self.exchanged_inside(place, &call.args[0]);
            }
            Some(_) if name == "as_mut" => return self.lent_option(&call.receiver).map(Item::Optional),
            _ => self.item(&call.receiver),
        };
        let optional = match receiver.behind() {
            Item::Optional(optional) => optional,
            Item::Value(outcome) if self.is_alternative(call) => self.taken_apart(&outcome, span),
            Item::View(view) if self.is_alternative(call) => {
                let outcome = self.outcome_operand(Item::Place(view), &call.receiver);
                self.taken_apart(&outcome, span)
            }
            Item::Value(outcome) => {
                if let Some(item) = self.of_outcome(&outcome, call, call.method.span()) {
                    return Some(item);
                }
                self.taken_apart(&outcome, span)
            }
            item => match self.expect_option(item, &call.receiver) {
                Item::Optional(optional) => optional,
                item => return Some(item),
            },
        };
        let optional = self.detached_option(optional);
        Some(self.of_option(optional, call))
    }

    pub fn detached_option(&mut self, optional: Optional) -> Optional {
        match self.detached_item(Item::Optional(optional)) {
            Item::Optional(optional) => optional,
            _ => unreachable!("an option stays one"),
        }
    }

    fn of_option(&mut self, optional: Optional, call: &ExprMethodCall) -> Item {
        let name = call.method.to_string();
        let name = unmarked(&name).0;
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let span = call.method.span();
        let present = optional.present.clone();
        match (name, arguments.as_slice()) {
            ("is_some", []) => Item::Value(present),
            ("is_none", []) => Item::Value(self.negated(present)),
            ("unwrap", []) => self.unwrapped(optional, quote!(unwrap()), Vec::new()),
            ("expect", [message]) => {
                let Opaque { expression, reads, .. } = self.opaque(message);
                self.unwrapped(optional, quote!(expect(#expression)), reads)
            }
            ("unwrap_or", [default]) => {
                let default = self.item(default);
                let then = self.present_side(&optional, |_, item| Some(item));
                self.chosen(present, then, Side::of(default), span)
            }
            ("unwrap_or_default", []) => {
                let default = Item::Value(Operand::Constant(quote!(::core::default::Default::default())));
                let then = self.present_side(&optional, |_, item| Some(item));
                self.chosen(present, then, Side::of(default), span)
            }
            ("unwrap_or_else", [function]) => {
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let then = self.present_side(&optional, |_, item| Some(item));
                let otherwise = self.side(|this| Some(this.called(&function, Vec::new(), span)));
                self.chosen(present, then, otherwise, span)
            }
            ("map_or", [default, function]) => {
                let default = self.item(default);
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let then = self.present_side(&optional, |this, item| Some(this.called(&function, vec![item], span)));
                self.chosen(present, then, Side::of(default), span)
            }
            ("map_or_else", [default, function]) => {
                let Some(default) = self.callable(default, name) else { return Item::unit() };
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let then = self.present_side(&optional, |this, item| Some(this.called(&function, vec![item], span)));
                let otherwise = self.side(|this| Some(this.called(&default, Vec::new(), span)));
                self.chosen(present, then, otherwise, span)
            }
            ("is_some_and" | "is_none_or", [function]) => {
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let then = self.present_side(&optional, |this, item| Some(this.called(&function, vec![item], span)));
                let absent = name == "is_none_or";
                self.chosen(present, then, Side::of(Item::Value(Operand::Constant(quote!(#absent)))), span)
            }
            ("map", [function]) => {
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let then = self.present_side(&optional, |this, item| {
                    let item = this.called(&function, vec![item], span);
                    Some(Item::Optional(Optional::some(item)))
                });
                self.chosen(present, then, Side::of(Item::Optional(Optional::none())), span)
            }
            ("copied" | "cloned", []) => {
                let then = self.present_side(&optional, |this, item| {
                    let value =
                        if name == "cloned" { this.cloned_item(item) } else { this.item_operand(item, &call.method) };
                    Some(Item::Optional(Optional::some(Item::Value(value))))
                });
                self.chosen(present, then, Side::of(Item::Optional(Optional::none())), span)
            }
            ("and_then", [function]) => {
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let then = self.present_side(&optional, |this, item| {
                    let item = this.called(&function, vec![item], span);
                    Some(this.expect_option(item, call))
                });
                self.chosen(present, then, Side::of(Item::Optional(Optional::none())), span)
            }
            ("and", [other]) => {
                let other = self.item(other);
                let other = self.expect_option(other, &call.args);
                self.chosen(present, Side::of(other), Side::of(Item::Optional(Optional::none())), span)
            }
            ("filter", [function]) => {
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let then = self.present_side(&optional, |this, item| {
                    let item = this.referenced(item);
                    Some(this.called(&function, vec![item], span))
                });
                let present = self.chosen(present, then, Side::of(Item::Value(Operand::Constant(quote!(false)))), span);
                let present = self.item_operand(present, call);
                Item::Optional(Optional { present, item: optional.item })
            }
            ("inspect", [function]) => {
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let then = self.present_side(&optional, |this, item| {
                    let item = this.referenced(item);
                    this.called(&function, vec![item], span);
                    None
                });
                self.choose(present, then, Side::default(), None);
                Item::Optional(optional)
            }
            ("or", [other]) => {
                let other = self.item(other);
                let other = self.expect_option(other, &call.args);
                self.chosen(present, Side::of(Item::Optional(optional)), Side::of(other), span)
            }
            ("or_else", [function]) => {
                let Some(function) = self.callable(function, name) else { return Item::unit() };
                let otherwise = self.side(|this| {
                    let item = this.called(&function, Vec::new(), span);
                    Some(this.expect_option(item, call))
                });
                self.chosen(present, Side::of(Item::Optional(optional)), otherwise, span)
            }
            ("zip", [other]) => {
                let other = self.item(other);
                match self.expect_option(other, &call.args) {
                    Item::Optional(Optional { present: other, item: Some(right) }) if optional.item.is_some() => {
                        let left = *optional.item.expect("just seen");
                        let then = Side::of(Item::Value(other));
                        let present =
                            self.chosen(present, then, Side::of(Item::Value(Operand::Constant(quote!(false)))), span);
                        let present = self.item_operand(present, call);
                        Item::Optional(Optional { present, item: Some(Box::new(Item::Tuple(vec![left, *right]))) })
                    }
                    _ => Item::Optional(Optional::none()),
                }
            }
            ("as_ref", []) => match optional.item {
                Some(item) => {
                    let item = self.referenced(*item);
                    Item::Optional(Optional { present, item: Some(Box::new(item)) })
                }
                None => Item::Optional(optional),
            },
            ("take", []) | ("replace", [_]) => {
                self.errors.at(&call.method, format!("`{name}` is supported on a variable that holds an `Option`"));
                Item::Optional(optional)
            }
            _ => {
                self.errors.at(
                    &call.method,
                    format!("`{name}` is not supported on an `Option`; take it apart with `match` or `if let`"),
                );
                Item::Optional(Optional::none())
            }
        }
    }

    pub fn chosen(&mut self, condition: Operand, then: Side, otherwise: Side, span: Span) -> Item {
        self.choose(condition, then, otherwise, Some(span)).unwrap_or_else(Item::unit)
    }

    /// What is done with what is there.
    pub fn present_side(&mut self, optional: &Optional, inside: impl FnOnce(&mut Self, Item) -> Option<Item>) -> Side {
        let item = optional.item.clone();
        self.side(|this| item.and_then(|item| inside(this, *item)))
    }

    fn expect_option(&mut self, item: Item, at: &dyn quote::ToTokens) -> Item {
        match item {
            Item::Optional(_) => item,
            Item::Value(value) => Item::Optional(self.taken_apart(&value, at.span())),
            _ => {
                self.errors.at(at, "this is not understood as an `Option`; write `Some(..)` or `None` here");
                Item::Optional(Optional::none())
            }
        }
    }

    /// What is there; fails as the method does if nothing is.
    fn unwrapped(&mut self, optional: Optional, method: proc_macro2::TokenStream, mut reads: Vec<Var>) -> Item {
        let present = self.item_expression(&Item::Value(optional.present), &mut reads, Span::call_site());
        let some = quote!(if #present { ::core::option::Option::Some(()) } else { ::core::option::Option::None });
        let expression: Expr = syn::parse_quote!((#some).#method);
        let opaque = Opaque { expression, reads, if_varied: IfVaried::Constant };
        self.statements.push(Statement::Evaluate(Rvalue::Opaque(opaque)));
        match optional.item {
            Some(item) => *item,
            None => Item::Value(not_reached()),
        }
    }

    /// An element of a slice.
    fn element(&mut self, call: &ExprMethodCall) -> Option<Optional> {
        let name = call.method.to_string();
        let mutable = name.ends_with("_mut");
        let view = self.receiver_view(&call.receiver, mutable)?;
        let span = call.method.span();
        self.require_list(&view, span);
        let length = self.name(Rvalue::Length(view.place.clone()), "length", span);
        if let Some(Expr::Range(range)) = call.args.first().map(unparenthesised) {
            return Some(self.slice_of(&view, range, length));
        }
        let index = match call.args.first() {
            Some(index) => self.fixed_operand(index),
            None => Operand::Constant(quote!(0usize)),
        };
        let present = self.integer(&[length.clone(), index.clone()], |operands| {
            let [length, index] = operands else { unreachable!("two operands") };
            syn::parse_quote!(#index < #length)
        });
        let last = |this: &mut Self| {
            this.integer(std::slice::from_ref(&length), |operands| {
                let [length] = operands else { unreachable!("one operand") };
                syn::parse_quote!((#length).wrapping_sub(1usize))
            })
        };
        let slice = |low: Option<Operand>, high: Option<Operand>| Projection::Slice { low, high, inclusive: false };
        let item = match name.as_str() {
            "first" | "first_mut" | "get" | "get_mut" => Item::View(view.part(Projection::Index(index))),
            "last" | "last_mut" => {
                let last = last(self);
                Item::View(view.part(Projection::Index(last)))
            }
            "split_first" | "split_first_mut" => {
                let first = view.part(Projection::Index(index));
                let rest = view.part(slice(Some(Operand::Constant(quote!(1usize))), None));
                Item::Tuple(vec![Item::View(first), Item::View(rest)])
            }
            _ => {
                let last = last(self);
                let rest = view.part(slice(None, Some(last.clone())));
                Item::Tuple(vec![Item::View(view.part(Projection::Index(last))), Item::View(rest)])
            }
        };
        Some(Optional { present, item: Some(Box::new(item)) })
    }

    /// `x.get(a..b)`: a slice, if its bounds are those of one.
    fn slice_of(&mut self, view: &View, range: &syn::ExprRange, length: Operand) -> Optional {
        let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
        let [low, high] = [&range.start, &range.end].map(|bound| bound.as_ref().map(|bound| self.fixed_operand(bound)));
        let from = low.clone().unwrap_or_else(|| Operand::Constant(quote!(0usize)));
        let to = high.clone().unwrap_or_else(|| length.clone());
        let present = self.integer(&[from, to, length], |operands| {
            let [from, to, length] = operands else { unreachable!("three operands") };
            if inclusive {
                syn::parse_quote!(#to < #length && #from <= #to + 1usize)
            } else {
                syn::parse_quote!(#from <= #to && #to <= #length)
            }
        });
        let slice = view.part(Projection::Slice { low, high, inclusive });
        Optional { present, item: Some(Box::new(Item::View(slice))) }
    }

    /// A variable that holds an option: its flag, and the variable of its value.
    pub fn place_of_option(&self, expression: &Expr) -> Option<(Var, Var)> {
        match self.resolved(expression)?.behind() {
            Item::Optional(Optional { present: Operand::Var(present), item: Some(item) }) => match *item {
                Item::Value(Operand::Var(value)) if self.mutable.contains(&present) => Some((present, value)),
                Item::View(View { place, mutable: true }) if place.projections.is_empty() => {
                    self.mutable.contains(&present).then_some((present, place.base))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The option in a variable, as it is behind `&mut`: what is in it is changed where it is.
    pub fn lent_option(&mut self, expression: &Expr) -> Option<Optional> {
        let Some((present, value)) = self.place_of_option(expression) else {
            self.errors.at(expression, "this `Option` cannot be changed here; bind it with `let mut` first");
            return None;
        };
        self.set_memory(value);
        let view = View { place: Place::whole(value), mutable: true };
        Some(Optional { present: Operand::Var(present), item: Some(Box::new(Item::View(view))) })
    }

    /// `let mut name = option;`
    pub fn declare_option(&mut self, name: &syn::PatIdent, annotation: Option<&syn::Type>, optional: Optional) {
        let present = self.temporary(&format!("{}_is_some", name.ident), name.span());
        self.function.variables[present.0].temporary = false;
        self.function.variables[present.0].discrete = true;
        self.mutable.insert(present);
        let flag = Rvalue::Use(optional.present);
        let annotation = annotation.and_then(inside_of_option);
        let value = self.declare(&name.ident);
        self.mutable.insert(value);
        match optional.item {
            Some(item) => {
                let initial = self.item_rvalue(*item, name);
                self.statements.push(Statement::Let { var: value, annotation: annotation.cloned(), value: initial });
            }
            None => {
                let initial = Rvalue::Use(not_reached());
                self.statements.push(Statement::Let { var: value, annotation: annotation.cloned(), value: initial });
            }
        }
        self.statements.push(Statement::Let { var: present, annotation: None, value: flag });
        let item = Some(Box::new(Item::Value(Operand::Var(value))));
        let optional = Item::Optional(Optional { present: Operand::Var(present), item });
        let scope = self.scopes.last_mut().expect("a scope is open");
        scope.insert(name.ident.to_string(), Binding::Item(optional));
    }

    /// `name = option;`
    pub fn assign_option(&mut self, (present, value): (Var, Var), expression: &Expr) {
        let item = self.item(expression);
        let optional = match self.expect_option(item, expression) {
            Item::Optional(optional) => self.detached_option(optional),
            _ => unreachable!("it is one"),
        };
        if let Some(item) = optional.item {
            let item = self.stored(*item, expression);
            self.statements.push(Statement::Assign { var: value, value: item });
        }
        self.statements.push(Statement::Assign { var: present, value: optional.present });
    }

    /// Two variables exchange the options that they hold.
    pub fn exchange_options(&mut self, one: (Var, Var), other: (Var, Var)) {
        let copies = [one, other].map(|(present, value)| (self.copied(present), self.copied(value)));
        for ((present, value), (there, held)) in [one, other].into_iter().zip(copies.into_iter().rev()) {
            self.statements.push(Statement::Assign { var: value, value: held });
            self.statements.push(Statement::Assign { var: present, value: there });
        }
    }

    fn taken(&mut self, (present, value): (Var, Var)) -> Option<Item> {
        let item = Item::Value(Operand::Var(value));
        let optional = Optional { present: Operand::Var(present), item: Some(Box::new(item)) };
        let optional = self.detached_option(optional);
        self.statements.push(Statement::Assign { var: present, value: Operand::Constant(quote!(false)) });
        Some(Item::Optional(optional))
    }
}

/// `T` of `Option<T>`.
pub fn inside_of_option(ty: &syn::Type) -> Option<&syn::Type> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) if last.ident == "Option" => match arguments.args.first()? {
            syn::GenericArgument::Type(ty) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}
