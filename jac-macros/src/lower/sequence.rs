//! Methods that change a slice or a `Vec`, and the functions of `core::mem`: lowered to loops over elements, to exchanges of two
//! places, and to the two things that a `Vec` alone can do, to get an element more and to drop some.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::option::Optional;
use super::view::View;
use crate::ir::*;

/// What they are called, and with how many arguments.
const CHANGING: &[(&str, usize)] = &[
    ("append", 1),
    ("clear", 0),
    ("clone_from_slice", 1),
    ("copy_from_slice", 1),
    ("extend", 1),
    ("extend_from_slice", 1),
    ("fill", 1),
    ("insert", 2),
    ("pop", 0),
    ("push", 1),
    ("remove", 1),
    ("reserve", 1),
    ("resize", 2),
    ("reverse", 0),
    ("rotate_left", 1),
    ("rotate_right", 1),
    ("sort", 0),
    ("sort_by", 1),
    ("sort_unstable", 0),
    ("sort_unstable_by", 1),
    ("swap", 2),
    ("swap_remove", 1),
    ("swap_with_slice", 1),
    ("truncate", 1),
];

/// Those that change the length.
const RESIZING: &[&str] = &[
    "append",
    "clear",
    "extend",
    "extend_from_slice",
    "insert",
    "pop",
    "push",
    "remove",
    "resize",
    "swap_remove",
    "truncate",
];

/// Slices and `Vec`s have the method, and it changes them.
pub fn is_of_vec(call: &ExprMethodCall) -> bool {
    CHANGING.contains(&(call.method.to_string().as_str(), call.args.len()))
}

const SWAPPED: &str = "these references cannot be swapped here; swap what they refer to, or choose them where they get their names: \
    `let (long, short) = if x.len() > y.len() { (x, y) } else { (y, x) };`";

impl Lowering<'_> {
    /// A method that changes the slice or `Vec` that it is called on.
    pub fn is_change(&self, call: &ExprMethodCall) -> bool {
        is_of_vec(call)
            && call.method != "pop"
            && (self.is_place(&call.receiver) || self.makes_reference(&call.receiver))
            && !self.is_of_another_type(&call.receiver)
            && !self.is_of_user_method(call)
            && self.place_of_option(&call.receiver).is_none()
    }

    /// The method is one of the block's, or of a struct's, or changes the length of what is no `Vec`, as far as can be seen.
    fn is_of_user_method(&self, call: &ExprMethodCall) -> bool {
        let is_asked = || match unparenthesised(&call.receiver) {
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.of_users.asked.contains(&name.to_string()))
            }
            _ => false,
        };
        self.is_of_block_method(call)
            || self.is_of_users(&call.receiver)
            || self.is_declared_method(call)
            || RESIZING.contains(&call.method.to_string().as_str()) && is_asked()
    }

    pub fn change(&mut self, call: &ExprMethodCall) -> Option<Rvalue> {
        if !self.is_change(call) {
            return None;
        }
        let mut view = self.receiver_view(&call.receiver, true)?;
        let bound = self.bound_of(&view);
        let name = call.method.to_string();
        let resized = RESIZING.contains(&name.as_str());
        self.require_taken(&view, if resized { TakenFor::Length } else { TakenFor::Elements }, call.method.span());
        if !resized && name != "reserve" {
            // A slice, and no other type that has a method of this name.
            view = view.part(Projection::Slice { low: None, high: None, inclusive: false });
        }
        let span = call.method.span();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let nothing = || Rvalue::Use(Operand::Constant(quote!(())));
        match (name.as_str(), arguments.as_slice()) {
            ("push", [value]) => {
                let value = self.element_value(value);
                self.push(&view, value);
            }
            ("reserve", [count]) => {
                self.operand(count);
            }
            ("clear", []) => self.truncate(&view, zero()),
            ("truncate", [length]) => {
                let length = self.count_operand(length);
                let shorter = self.less(&length, &view, span);
                let (then, ()) = self.nested(|this| this.truncate(&view, length));
                self.when(shorter, then);
            }
            ("resize", [length, value]) => {
                let length = self.count_operand(length);
                let value = self.copied_value(value);
                let old = self.length_at(&view, span);
                let shorter = self.less(&length, &view, span);
                let (then, ()) = self.nested(|this| this.truncate(&view, length.clone()));
                self.when(shorter, then);
                self.counted(old, length, None, None, |this, _| {
                    let value = this.cloned_operand(&value, span);
                    this.push(&view, value);
                });
            }
            ("extend_from_slice", [other]) => {
                let other = self.slice_argument(other)?;
                self.push_all(&view, &other, span);
            }
            ("extend", [items]) if self.is_option(items) => {
                if let Item::Optional(optional) = self.item(items).behind()
                    && let Some(item) = optional.item
                {
                    let (then, ()) = self.nested(|this| {
                        let value = this.item_operand(*item, items);
                        this.push(&view, value);
                    });
                    self.when(optional.present, then);
                }
            }
            ("extend", [items]) => {
                let Some(chain) = self.chain(items) else {
                    return Some(self.refuse(items, "`extend` is supported with an iterator over slices and ranges"));
                };
                self.for_each_item(chain, None, |this, item| {
                    let value = this.item_operand(item, &TokenStream::new());
                    this.push(&view, value);
                });
            }
            ("append", [other]) => {
                let other = self.slice_argument(other)?;
                self.push_all(&view, &other, span);
                self.truncate(&other, zero());
            }
            ("insert", [index, value]) => {
                let index = self.count_operand(index);
                let value = self.element_value(value);
                let length = self.length_at(&view, span);
                self.assert_order(&index, &length, true);
                self.push(&view, value);
                // The new element goes down to its place.
                self.counted(index.clone(), length.clone(), None, None, |this, position| {
                    let distance = this.arithmetic(Op::Sub, position, index);
                    let upper = this.arithmetic(Op::Sub, length, distance);
                    let lower = this.arithmetic(Op::Sub, upper.clone(), one());
                    this.exchange(view.part(Projection::Index(lower)), view.part(Projection::Index(upper)));
                });
            }
            ("remove" | "swap_remove", [index]) => {
                let index = self.count_operand(index);
                let length = self.length_at(&view, span);
                self.assert_order(&index, &length, false);
                let last = self.arithmetic(Op::Sub, length, one());
                if name == "remove" {
                    self.counted(index, last.clone(), None, None, |this, position| {
                        let next = this.arithmetic(Op::Add, position.clone(), one());
                        this.exchange(view.part(Projection::Index(position)), view.part(Projection::Index(next)));
                    });
                } else {
                    let (one, other) = (Projection::Index(index), Projection::Index(last.clone()));
                    self.exchange(view.part(one), view.part(other));
                }
                return Some(Rvalue::Use(self.popped(&view, last, span)));
            }
            ("reverse", []) => {
                let length = self.length_at(&view, span);
                self.reversed_part(&view, zero(), length);
            }
            ("rotate_left" | "rotate_right", [count]) => {
                let count = self.count_operand(count);
                let length = self.length_at(&view, span);
                self.assert_order(&count, &length, true);
                let middle = match name.as_str() {
                    "rotate_left" => count,
                    _ => self.arithmetic(Op::Sub, length.clone(), count),
                };
                // Three reversals exchange the two parts.
                self.reversed_part(&view, zero(), middle.clone());
                self.reversed_part(&view, middle, length.clone());
                self.reversed_part(&view, zero(), length);
            }
            ("sort" | "sort_unstable", []) => {
                self.sort(&view, syn::parse_quote!(::core::cmp::Ord::cmp), Vec::new(), bound, span);
            }
            ("sort_by" | "sort_unstable_by", [compare]) => {
                let (compare, reads) = self.opaque_function(compare);
                self.sort(&view, compare, reads, bound, span);
            }
            ("fill", [value]) => {
                let value = self.copied_value(value);
                let length = self.length_at(&view, span);
                self.counted(zero(), length, bound, None, |this, position| {
                    let value = this.cloned_operand(&value, span);
                    let place = view.part(Projection::Index(position)).place;
                    this.statements.push(Statement::Store { place, op: None, value });
                });
            }
            ("copy_from_slice" | "clone_from_slice", [other]) => {
                let other = self.slice_argument(other)?;
                let length = self.same_lengths(&view, &other, span);
                self.counted(zero(), length, bound, None, |this, position| {
                    let from = other.part(Projection::Index(position.clone())).place;
                    let value = if name == "clone_from_slice" { Rvalue::Clone(from) } else { Rvalue::Load(from) };
                    let value = this.name(value, "element", span);
                    let place = view.part(Projection::Index(position)).place;
                    this.statements.push(Statement::Store { place, op: None, value });
                });
            }
            ("swap_with_slice", [other]) => {
                let other = self.slice_argument(other)?;
                let length = self.same_lengths(&view, &other, span);
                self.counted(zero(), length, bound, None, |this, position| {
                    let index = Projection::Index(position);
                    this.exchange(view.part(index.clone()), other.part(index));
                });
            }
            ("swap", _) => {
                let indices = self.in_order(&call.args, Self::operand);
                let [first, second]: [Operand; 2] = indices.try_into().expect("two arguments");
                self.exchange(view.part(Projection::Index(first)), view.part(Projection::Index(second)));
            }
            _ => return None,
        }
        Some(nothing())
    }

    /// `w.pop()`
    pub fn is_pop(&self, call: &ExprMethodCall) -> bool {
        is_of_vec(call)
            && call.method == "pop"
            && (self.is_place(&call.receiver) || self.makes_reference(&call.receiver))
            && !self.is_of_another_type(&call.receiver)
            && !self.is_of_user_method(call)
    }

    pub fn pop(&mut self, call: &ExprMethodCall) -> Option<Optional> {
        let view = self.receiver_view(&call.receiver, true)?;
        let span = call.method.span();
        self.require_taken(&view, TakenFor::Length, span);
        let length = self.length_at(&view, span);
        let present = self.integer(std::slice::from_ref(&length), |operands| {
            let [length] = operands else { unreachable!("one operand") };
            syn::parse_quote!(#length > 0usize)
        });
        let then = self.side(|this| {
            let last = this.arithmetic(Op::Sub, length, one());
            let value = this.popped(&view, last, span);
            Some(Item::Optional(Optional::some(Item::Value(value))))
        });
        let otherwise = super::side::Side::of(Item::Optional(Optional::none()));
        match self.choose(present, then, otherwise, Some(span)) {
            Some(Item::Optional(optional)) => Some(optional),
            _ => unreachable!("both ways have an option"),
        }
    }

    /// The last element, which is dropped.
    fn popped(&mut self, view: &View, last: Operand, span: Span) -> Operand {
        let element = view.part(Projection::Index(last.clone())).place;
        let value = self.name(Rvalue::Clone(element), "popped", span);
        self.truncate(view, last);
        value
    }

    /// `mem::swap(&mut a, &mut b)` and its kin.
    pub fn memory_call(&mut self, call: &ExprCall) -> Option<Rvalue> {
        let Expr::Path(path) = unparenthesised(&call.func) else { return None };
        let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let (["std" | "core", "mem", name] | ["mem", name]) = segments[..] else { return None };
        let takes = match name {
            "swap" | "replace" => 2,
            "take" => 1,
            _ => return None,
        };
        if call.args.len() != takes {
            return None;
        }
        self.prove_memory(path);
        let nothing = Rvalue::Use(Operand::Constant(quote!(())));
        if name == "swap"
            && let (Some(one), Some(other)) = (self.option_behind(&call.args[0]), self.option_behind(&call.args[1]))
        {
            self.exchange_options(one, other);
            return Some(nothing);
        }
        let Some(place) = self.written_place(&call.args[0]) else { return Some(nothing) };
        if name == "swap" {
            if let Some(other) = self.written_place(&call.args[1]) {
                let [place, other] = self.elements_of_one(place, other);
                self.exchange(place, other);
            }
            return Some(nothing);
        }
        let value = match call.args.get(1) {
            Some(value) => self.element_value(value),
            None => Operand::Constant(quote!(::core::default::Default::default())),
        };
        let held = self.temporary("held", call.span());
        self.function.variables[held.0].temporary = false;
        if name == "take" || !place.place.projections.is_empty() {
            // The exchange tells the type of the default, and moves nothing out of a part.
            self.set_memory(held);
            self.set_memory(place.place.base);
        }
        self.statements.push(Statement::Let { var: held, annotation: None, value: Rvalue::Use(value) });
        self.exchange(place, View { place: Place::whole(held), mutable: true });
        Some(Rvalue::Use(Operand::Var(held)))
    }

    /// That `mem::swap` and its kin are those of the library.
    pub fn prove_memory(&mut self, path: &syn::ExprPath) {
        let Some(last) = path.path.segments.last() else { return };
        let name = Ident::new(&last.ident.to_string(), Span::call_site());
        self.prove(&path.path, quote!(::core::mem::#name::<()>));
    }

    /// The option in a variable, behind `&mut`.
    fn option_behind(&self, argument: &Expr) -> Option<(Var, Var)> {
        match unparenthesised(argument) {
            Expr::Reference(reference) if reference.mutability.is_some() => self.place_of_option(&reference.expr),
            _ => None,
        }
    }

    /// What stands behind a `&mut` that is passed.
    fn written_place(&mut self, argument: &Expr) -> Option<View> {
        let view = match unparenthesised(argument) {
            Expr::Reference(reference) if reference.mutability.is_some() && self.is_place(&reference.expr) => {
                let inner = unparenthesised(&reference.expr);
                if self.named_view(inner).is_some() {
                    self.errors.at(argument, SWAPPED);
                    return None;
                }
                let place = self.place(inner);
                View { place: self.fixed(place), mutable: true }
            }
            argument => match self.named_view(argument) {
                Some(view) if view.mutable => view,
                _ => {
                    self.errors.at(argument, "write `&mut` of a variable or a part of one here");
                    return None;
                }
            },
        };
        Some(view)
    }

    /// Elements of two parts of one list as elements of the list.
    fn elements_of_one(&mut self, first: View, second: View) -> [View; 2] {
        let is_element_of_part = |view: &View| {
            matches!(view.place.projections.as_slice(), [.., Projection::Slice { .. }, Projection::Index(_)])
        };
        if first.place.base != second.place.base || !(is_element_of_part(&first) || is_element_of_part(&second)) {
            return [first, second];
        }
        [first, second].map(|view| View { place: self.flattened(view.place), ..view })
    }

    /// Two places of one type exchange what they hold.
    fn exchange(&mut self, first: View, second: View) {
        let (first, second) = (first.place, second.place);
        let elements = match (first.projections.split_last(), second.projections.split_last()) {
            (Some((Projection::Index(_), rest)), Some((Projection::Index(_), other))) => same_projections(rest, other),
            _ => false,
        };
        if first.base != second.base || elements || has_different_fields(&first, &second) {
            self.statements.push(Statement::Swap { first, second });
            return;
        }
        // Halves of one variable cannot be borrowed side by side, and what is in them may be no `Copy`.
        let values =
            [&first, &second].map(|place| self.name(Rvalue::Clone(place.clone()), "element", Span::call_site()));
        for (place, value) in [first, second].into_iter().zip(values.into_iter().rev()) {
            self.statements.push(Statement::Store { place, op: None, value });
        }
    }

    /// A value that is handed on: it holds no references.
    fn element_value(&mut self, value: &Expr) -> Operand {
        let item = self.item(value);
        let item = self.detached_item(item);
        self.stored(item, value)
    }

    /// A value of which there will be copies.
    fn copied_value(&mut self, value: &Expr) -> Operand {
        let value = match self.element_value(value) {
            Operand::Var(value) => value,
            constant => return constant,
        };
        let var = self.temporary("original", self.function.variables[value.0].ident.span());
        self.set_memory(var);
        let value = Rvalue::Use(Operand::Var(value));
        self.statements.push(Statement::Let { var, annotation: None, value });
        Operand::Var(var)
    }

    fn cloned_operand(&mut self, value: &Operand, span: Span) -> Operand {
        match value {
            Operand::Var(var) => self.name(Rvalue::Clone(Place::whole(*var)), "copy", span),
            value => value.clone(),
        }
    }

    fn push(&mut self, view: &View, value: Operand) {
        self.set_memory(view.place.base);
        self.statements.push(Statement::Push { place: view.place.clone(), value });
    }

    fn truncate(&mut self, view: &View, length: Operand) {
        self.set_memory(view.place.base);
        self.statements.push(Statement::Truncate { place: view.place.clone(), length });
    }

    fn push_all(&mut self, view: &View, other: &View, span: Span) {
        let length = self.length_at(other, span);
        let bound = self.bound_of(other);
        self.counted(zero(), length, bound, None, |this, position| {
            let from = other.part(Projection::Index(position)).place;
            let value = this.name(Rvalue::Clone(from), "element", span);
            this.push(view, value);
        });
    }

    /// Which elements change places is decided first, and does not vary; then they do.
    fn sort(&mut self, view: &View, compare: Expr, mut reads: Vec<Var>, bound: Option<Bound>, span: Span) {
        let slice = self.view_expression(view, &mut reads);
        let runtime = &self.runtime;
        let expression = syn::parse_quote!(#runtime::exchanges_that_sort(#slice, #compare));
        let exchanges = Rvalue::Opaque(Opaque { expression, reads, if_varied: IfVaried::Constant });
        let exchanges = self.name(exchanges, "exchanges", span);
        if let Operand::Var(var) = exchanges {
            self.function.variables[var.0].discrete = true;
        }
        let length = self.length_at(view, span);
        self.counted(zero(), length, bound, None, |this, position| {
            let other = this.integer(&[exchanges, position.clone()], |operands| {
                let [exchanges, position] = operands else { unreachable!("two operands") };
                syn::parse_quote!(#exchanges[#position])
            });
            this.exchange(view.part(Projection::Index(position)), view.part(Projection::Index(other)));
        });
    }

    fn length_at(&mut self, view: &View, span: Span) -> Operand {
        self.name(Rvalue::Length(view.place.clone()), "length", span)
    }

    /// `length < view.len()`
    fn less(&mut self, length: &Operand, view: &View, span: Span) -> Operand {
        let old = self.length_at(view, span);
        self.integer(&[length.clone(), old], |operands| {
            let [length, old] = operands else { unreachable!("two operands") };
            syn::parse_quote!(#length < #old)
        })
    }

    pub fn when(&mut self, condition: Operand, then: Block) {
        self.statements.push(Statement::If { condition, then, otherwise: Block::default(), joins: Vec::new() });
    }

    /// Fails as the method does.
    fn assert_order(&mut self, smaller: &Operand, larger: &Operand, or_equal: bool) {
        let mut reads = Vec::new();
        let [smaller, larger] = [smaller, larger]
            .map(|operand| self.item_expression(&Item::Value(operand.clone()), &mut reads, Span::call_site()));
        let expression = if or_equal {
            syn::parse_quote!(::core::assert!(#smaller <= #larger))
        } else {
            syn::parse_quote!(::core::assert!(#smaller < #larger))
        };
        let opaque = Opaque { expression, reads, if_varied: IfVaried::Constant };
        self.statements.push(Statement::Evaluate(Rvalue::Opaque(opaque)));
    }

    /// The length of both, which must be the same.
    fn same_lengths(&mut self, view: &View, other: &View, span: Span) -> Operand {
        let length = self.length_at(view, span);
        let from = self.length_at(other, span);
        let mut reads = Vec::new();
        let [one, other] = [&length, &from]
            .map(|operand| self.item_expression(&Item::Value(operand.clone()), &mut reads, Span::call_site()));
        let expression = syn::parse_quote!(::core::assert_eq!(#one, #other));
        let opaque = Opaque { expression, reads, if_varied: IfVaried::Constant };
        self.statements.push(Statement::Evaluate(Rvalue::Opaque(opaque)));
        length
    }

    /// A slice that is passed: `&y`, `&y[a..b]`, the name of a reference.
    fn slice_argument(&mut self, argument: &Expr) -> Option<View> {
        let view = self.view(argument);
        match &view {
            Some(view) => self.require_list(view, argument.span()),
            None => self.errors.at(argument, "write a slice of a variable here: `&y[..]`"),
        }
        view
    }

    /// The compiler proves that what is taken apart like a slice is one, where it is not seen.
    pub fn require_list(&mut self, view: &View, span: Span) {
        self.require_taken(view, TakenFor::Elements, span);
    }

    pub fn require_taken(&mut self, view: &View, taken: TakenFor, span: Span) {
        self.statements.push(Statement::RequireTaken { place: view.place.clone(), taken, span });
    }

    fn reversed_part(&mut self, view: &View, low: Operand, high: Operand) {
        let half = self.integer(&[low.clone(), high.clone()], |operands| {
            let [low, high] = operands else { unreachable!("two operands") };
            syn::parse_quote!((#high - #low) / 2usize)
        });
        self.counted(zero(), half, None, None, |this, position| {
            let left = this.arithmetic(Op::Add, low, position.clone());
            let below = this.arithmetic(Op::Sub, high, one());
            let right = this.arithmetic(Op::Sub, below, position);
            this.exchange(view.part(Projection::Index(left)), view.part(Projection::Index(right)));
        });
    }
}

pub fn zero() -> Operand {
    Operand::Constant(quote!(0usize))
}

fn one() -> Operand {
    Operand::Constant(quote!(1usize))
}

/// The places part at different fields, and can be borrowed side by side.
fn has_different_fields(first: &Place, second: &Place) -> bool {
    for pair in first.projections.iter().zip(&second.projections) {
        match pair {
            (Projection::Field(one), Projection::Field(other)) if one != other => return true,
            (Projection::Field(_), Projection::Field(_))
            | (Projection::Deref, Projection::Deref)
            | (Projection::Inside, Projection::Inside) => {}
            _ => return false,
        }
    }
    false
}
