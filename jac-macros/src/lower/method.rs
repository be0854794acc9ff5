//! Method calls.
//!
//! What the name says is understood here: elementary functions, iterators, options, `len`, `clone`, integer code. Any other method is
//! called as it is. Whose it is and how it takes what it is called on is known within the `impl` block around the function; elsewhere the
//! compiler finds it (see `surface::handle`), and what is called on may be written if it can be.

use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Type};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::iterator::is_iteration;
use super::opaque::{SEARCHES, is_of_std};
use super::option::ELEMENTS;
use super::order::changes;
use super::signature::passing;
use crate::ir::{
    Argument, Call, Callee, IfVaried, Kind, Lending, Opaque, Operand, Passing, Place, Projection, Rvalue, Spelling,
    Statement, Var,
};
use crate::rules;

pub const THROUGH_TRAIT: &str = "a call through a trait is not supported yet; call a method of the type itself";

const THROUGH_DYN: &str = "whose method this is, is not seen behind `dyn`, and derivatives are not found through it; choose among the types by an \
                           `enum` that `wrt` leaves out and a `match`, or by a function of your own that calls each by its type";

impl Lowering<'_> {
    pub fn method_call(&mut self, expression: &Expr, call: &ExprMethodCall) -> Rvalue {
        let name = call.method.to_string();
        if let Some(plain) = super::told::plain(call) {
            return self.rvalue(&Expr::MethodCall(plain));
        }
        if self.is_certainly_of_user(call) && self.can_be_called(call) {
            return self.called_method(call);
        }
        if (name == "map" || name == "and_then")
            && matches!(unparenthesised(&call.receiver), Expr::Call(_) | Expr::MethodCall(_))
            && call.args.iter().any(|argument| self.is_function(argument))
            && self.is_outcome(&call.receiver)
        {
            return self.refuse(
                &call.method,
                "whether this is of an `Option` or an array is not seen here; write the type, \
                 `let y: Option<f64> = ..` or `let y: [f64; 3] = ..`, or use `?`, `match` or `map_or`",
            );
        }
        if name == "len"
            && call.args.is_empty()
            && (self.is_place(&call.receiver) || self.is_lent_element(&call.receiver))
        {
            return Rvalue::Length(self.place(&call.receiver));
        }
        if name == "len" && call.args.is_empty() && self.is_made_list(&call.receiver) {
            return self.proven_integer(expression);
        }
        let count = match self.resolved(&call.receiver).map(Item::behind) {
            Some(Item::Rows(rows)) => Some(rows.len()),
            Some(Item::Functions(functions)) => Some(functions.len()),
            _ => None,
        };
        if let (true, Some(count)) = (name == "len", count) {
            let length = proc_macro2::Literal::usize_suffixed(count);
            return Rvalue::Use(Operand::Constant(quote::quote!(#length)));
        }
        if let Some(value) = self.change(call) {
            return value;
        }
        if is_ordering(call) {
            let opaque = self.opaque(expression);
            let ordering = &opaque.expression;
            // The compiler sees to it that it is one.
            let expression = if call.method == "partial_cmp" {
                syn::parse_quote!(::core::convert::identity::<::core::option::Option<::core::cmp::Ordering>>(#ordering))
            } else {
                syn::parse_quote!(::core::convert::identity::<::core::cmp::Ordering>(#ordering))
            };
            return Rvalue::Opaque(Opaque { expression, ..opaque });
        }
        if SEARCHES.contains(&name.as_str()) && self.method_of_block(call).is_none() {
            let opaque = self.opaque(expression);
            let found = &opaque.expression;
            // As above: a method of the user's of this name has another result.
            let expression = if name == "partition_point" {
                syn::parse_quote!(::core::convert::identity::<usize>(#found) as usize)
            } else {
                syn::parse_quote!(::core::convert::identity::<::core::result::Result<usize, usize>>(#found))
            };
            return Rvalue::Opaque(Opaque { expression, ..opaque });
        }
        if self.is_of_search(call) {
            return self.proven_integer(expression);
        }
        if rules::QUESTIONS.contains(&name.as_str())
            || (super::tensor::is_question(&name) && self.method_of_block(call).is_none())
        {
            return Rvalue::Opaque(self.opaque(expression));
        }
        if name == "sin_cos" && call.args.is_empty() {
            let (argument, passing) = self.number_behind(&call.receiver);
            self.prove_method_of_number(&call.method, passing);
            let runtime = self.runtime.clone();
            // Of floats alone: another type's `sin_cos` need not be its `sin` and its `cos`.
            return self.sine_and_cosine(argument, call, |part| {
                let part = proc_macro2::Ident::new(part, call.method.span());
                Spelling::Path(quote::quote_spanned!(call.method.span()=> #runtime::#part))
            });
        }
        if call.args.iter().any(|argument| self.is_certain_reference(argument)) && is_elementary(call) {
            // Numbers are passed by value.
            return self.called_method(call);
        }
        if let Some(rule) = rules::method(&name)
            && rule.parameters.len() == call.args.len() + 1
            && call.turbofish.is_none()
        {
            let mut called_on = Passing::Value;
            let expressions = std::iter::once(&*call.receiver).chain(&call.args);
            let arguments = self.in_order_of(expressions.enumerate(), |lowering, (i, expression)| {
                let (number, passing) = lowering.number_behind(expression);
                if i == 0 {
                    called_on = passing;
                }
                number
            });
            self.prove_method_of_number(&call.method, called_on);
            return Rvalue::Elementary { rule, spelling: Spelling::Method(call.method.clone()), arguments };
        }
        if matches!(name.as_str(), "clone" | "to_owned" | "to_vec")
            && call.args.is_empty()
            && (self.is_place(&call.receiver)
                || self.is_made_list(&call.receiver)
                || self.is_lent_element(&call.receiver))
        {
            let place = self.place(&call.receiver);
            let mut place = self.row_at(place);
            self.set_memory(place.base);
            if matches!(self.kind(place.base), Kind::Reference { .. }) && place.projections.is_empty() {
                place.projections.push(Projection::Deref);
            }
            if name == "to_vec" {
                // Of an array as well.
                place.projections.push(Projection::Slice { low: None, high: None, inclusive: false });
            }
            return Rvalue::Clone(place);
        }
        if self.is_chain_of_data(call) {
            let mut opaque = self.opaque(expression);
            opaque.if_varied = IfVaried::Refused(call.method.span(), not_understood(call));
            return Rvalue::Opaque(opaque);
        }
        let unknown = first_not_understood(call);
        let takes_closure = |call: &ExprMethodCall| {
            call.args.iter().any(|argument| matches!(unparenthesised(argument), Expr::Closure(_)))
        };
        if let Some(unknown) = unknown
            && chain_of(call).any(takes_closure)
        {
            return self.refuse(&unknown.method, &not_understood(unknown));
        }
        if self.can_be_called(call) {
            return self.called_method(call);
        }
        let mut opaque = self.opaque(expression);
        if let Some(unknown) = unknown {
            opaque.if_varied = IfVaried::Refused(unknown.method.span(), not_understood(unknown));
            return Rvalue::Opaque(opaque);
        }
        // A question, or what is made of arithmetic of integers: that the answer does not vary is proved by its type.
        if name.starts_with("is_") || chain_of(call).any(super::opaque::is_of_integers) {
            return Rvalue::Opaque(opaque);
        }
        if name == "into" {
            let message = "what `into` gives is not known here; write the type in front, `Target::from(..)`, or behind the name, \
                `let t: Target = x.into();`; for a number, read the field, or call a method of the type";
            opaque.if_varied = IfVaried::Refused(call.method.span(), message.to_string());
            return Rvalue::Opaque(opaque);
        }
        opaque.if_varied = IfVaried::Refused(
            call.method.span(),
            format!(
                "`{name}` is not known to `jac`: it cannot be differentiated; \
                 call a `#[differentiable]` function, or stop differentiation with `jac::constant(..)`"
            ),
        );
        Rvalue::Opaque(opaque)
    }

    /// A chain over what `wrt` leaves out, in which nothing that may vary is named: whatever its methods are, it is data.
    pub fn is_chain_of_data(&self, call: &ExprMethodCall) -> bool {
        let Some(first) = chain_of(call).last() else { return false };
        let may_vary = |argument: &Expr| match unparenthesised(argument) {
            Expr::Closure(closure) => self.closure_names_what_may_vary(closure),
            argument => self.names_what_may_vary(argument),
        };
        makes_iterator(first)
            && !matches!(first.method.to_string().as_str(), "into_iter" | "iter_mut")
            && self.is_of_another_type(&first.receiver)
            && !chain_of(call).any(|call| call.args.iter().any(may_vary))
    }

    /// A closure, be it in a variable, or the name of a function.
    fn is_function(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Closure(_) => true,
            Expr::Path(path) => {
                matches!(self.resolved(expression).map(Item::behind), Some(Item::Function(_)))
                    || self.may_be_function(path)
            }
            _ => false,
        }
    }

    /// `&x`, or a parameter that is a reference.
    fn is_certain_reference(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Reference(_) => true,
            Expr::Path(path) => {
                let Some(name) = path.path.get_ident().map(ToString::to_string) else { return false };
                let view = self.lookup_view(&name).filter(|view| view.place.projections.is_empty());
                let var = self.lookup(&name).or(view.map(|view| view.place.base));
                let parameter = self.function.parameters.iter().find(|parameter| Some(parameter.var) == var);
                parameter.is_some_and(|parameter| {
                    // Of integers, references are compared, too.
                    matches!(&parameter.ty, Type::Reference(reference) if !super::is_discrete(&reference.elem))
                })
            }
            _ => false,
        }
    }

    /// What is a `usize`, which the compiler sees to.
    fn proven_integer(&mut self, expression: &Expr) -> Rvalue {
        let opaque = self.opaque(expression);
        let number = &opaque.expression;
        let expression = syn::parse_quote!(::core::convert::identity::<usize>(#number) as usize);
        Rvalue::Opaque(Opaque { expression, ..opaque })
    }

    /// `x.partition_point(..).saturating_sub(1).min(n)`: a number that is made of a position.
    fn is_of_search(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        let keeps_type = matches!(name.as_str(), "abs_diff" | "clamp" | "max" | "min" | "pow")
            || name.starts_with("saturating_")
            || name.starts_with("wrapping_");
        let Expr::MethodCall(receiver) = unparenthesised(&call.receiver) else { return false };
        let is_position = receiver.method == "partition_point" && self.method_of_block(receiver).is_none();
        keeps_type && (is_position || self.is_of_search(receiver))
    }

    /// A method of a type of the user, in whatever block.
    pub fn called_method(&mut self, call: &ExprMethodCall) -> Rvalue {
        if let Some(chosen) = self.method_with_chosen(call) {
            return self.item_rvalue(chosen, call);
        }
        let lending =
            self.with_lent_options(&call.args, |args| Expr::MethodCall(ExprMethodCall { args, ..call.clone() }));
        if let Some(lending) = lending {
            return self.rvalue(&lending);
        }
        if let Some((passing, path)) = self.method_of_block(call) {
            let receiver = &call.receiver;
            let behind = self.named_view(receiver).is_some();
            let receiver: Expr = match (passing, behind) {
                (Passing::Value, false) => syn::parse_quote!(#receiver),
                (Passing::Value, true) => syn::parse_quote!(*#receiver),
                (Passing::Shared, false) => syn::parse_quote!(&#receiver),
                (Passing::Shared, true) => syn::parse_quote!(&*#receiver),
                (Passing::Mutable, false) => syn::parse_quote!(&mut #receiver),
                (Passing::Mutable, true) => syn::parse_quote!(&mut *#receiver),
            };
            let args: Punctuated<Expr, _> = std::iter::once(receiver).chain(call.args.iter().cloned()).collect();
            let call = ExprCall {
                attrs: Vec::new(),
                func: Box::new(Expr::Path(path.clone())),
                paren_token: call.paren_token,
                args,
            };
            return Rvalue::Use(Operand::Var(self.call(&path, &call)));
        }
        let (mut place, mut mutable) = self.receiver(&call.receiver);
        let mark = self.statements.len();
        self.lent.push(place.base);
        let mut arguments = self.arguments(&call.args, true);
        self.lent.pop();
        self.settle_place(&mut place, mark);
        if self.statements[mark..].iter().any(|statement| changes(statement, place.base)) {
            self.errors.at(&call.receiver, "an argument behind this changes it; bind the argument with `let` first");
        }
        mutable &= !super::tensor::reads(&call.method.to_string());
        // What is lent to a call around this one cannot change here, unless it was copied: the compiler tells.
        mutable &= !self.lent.contains(&place.base);
        // What an argument refers to, the method cannot change.
        mutable &= !arguments.iter().any(|argument| match argument {
            Argument::Borrow { place: other, .. } => {
                other.base == place.base && !crate::transform::separate::is_separable(&place, other)
            }
            Argument::Rows(places) => places
                .iter()
                .any(|other| other.base == place.base && !crate::transform::separate::is_separable(&place, other)),
            Argument::Value(_) | Argument::Function(_) => false,
        });
        let base = place.base;
        arguments.insert(0, Argument::Borrow { lending: Lending::new(mutable), place });
        let expressions: Vec<&Expr> = std::iter::once(&*call.receiver).chain(&call.args).collect();
        self.check_exclusive(&mut arguments, &expressions);
        let result = self.temporary(&format!("{}_value", call.method), call.span());
        let callee = Callee::Method { name: call.method.clone(), turbofish: call.turbofish.clone() };
        let span = call.method.span();
        let refused = self.trait_objects.contains(&base).then_some(THROUGH_DYN);
        self.statements.push(Statement::Call(Call { refused, ..Call::of(callee, arguments, result, span) }));
        Rvalue::Use(Operand::Var(result))
    }

    /// `T::make(..)`, where `T` is a type parameter that stands for a float.
    pub fn is_of_float(&self, path: &ExprPath) -> bool {
        path.qself.is_none()
            && path.path.segments.len() == 2
            && self.is_float_parameter(&path.path.segments[0].ident.to_string())
    }

    /// `<M as Model>::rate(..)`, where `M` is known by its traits: the derivatives stand in the trait.
    pub fn is_of_named_bound(&self, path: &ExprPath) -> bool {
        let ty = path.qself.as_ref().map(|qself| &*qself.ty);
        let name = ty.and_then(|ty| if let syn::Type::Path(ty) = ty { ty.path.get_ident() } else { None });
        name.is_some_and(|name| self.function.known_by_traits.contains(name))
    }

    /// The method, if it is called on `self`, or on a parameter of the same type, and belongs to the same block.
    fn method_of_block(&self, call: &ExprMethodCall) -> Option<(Passing, ExprPath)> {
        let block = self.block.as_ref()?;
        let passing = block.functions.get(&call.method.to_string())?.receiver?;
        if !self.is_called_on_block(call) {
            return None;
        }
        let (owner, method, turbofish) = (&block.owner, &call.method, &call.turbofish);
        Some((passing, syn::parse_quote!(#owner::#method #turbofish)))
    }

    /// The method is called on `self`, or on a parameter of the same type.
    pub fn is_called_on_block(&self, call: &ExprMethodCall) -> bool {
        let Expr::Path(receiver) = unparenthesised(&call.receiver) else { return false };
        let var = receiver.path.get_ident().and_then(|name| self.lookup(&name.to_string()));
        var.is_some_and(|var| self.is_of_block(var))
    }

    /// The block has a method of this name, and what it is called on is of the type of the block.
    pub fn is_of_block_method(&self, call: &ExprMethodCall) -> bool {
        self.method_of_block(call).is_some()
    }

    /// As far as can be seen, `s.get(i)` and the like are of a type of the user's: `s` is of a type that the library does not have, by how it is
    /// made (see [`super::owned`]), or by the signature. (What the method gives is no `Option` then.)
    pub fn is_element_of_user(&self, call: &ExprMethodCall) -> bool {
        let Expr::Path(receiver) = unparenthesised(&call.receiver) else { return false };
        let name = receiver.path.get_ident().map(ToString::to_string);
        let var = name.as_ref().and_then(|name| self.lookup(name));
        let parameter = self.function.parameters.iter().find(|parameter| Some(parameter.var) == var);
        ELEMENTS.contains(&call.method.to_string().as_str())
            && (name.is_some_and(|name| self.of_users.asked.contains(&name) || self.of_users.structs.contains(&name))
                || parameter.is_some_and(|parameter| match passing(&parameter.ty).1 {
                    Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident != "Vec"),
                    _ => false,
                }))
    }

    /// As far as can be seen, the variable is a struct of the user's.
    pub fn is_of_users(&self, receiver: &Expr) -> bool {
        let Expr::Path(path) = unparenthesised(receiver) else { return false };
        path.path.get_ident().is_some_and(|name| self.of_users.structs.contains(&name.to_string()))
    }

    /// A method of such a variable, with whatever name, but for those that any type may have by a trait of the library's.
    fn is_of_users_method(&self, call: &ExprMethodCall) -> bool {
        (self.is_of_users(&call.receiver) || self.is_declared_method(call))
            && !OF_TRAITS.contains(&call.method.to_string().as_str())
    }

    /// Where a number is wanted: `s.get(i)` and the like, of whatever is no iterator.
    pub fn gives_number_of_user(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        ELEMENTS.contains(&name.as_str())
            && call.args.len() == usize::from(name.starts_with("get"))
            && !self.is_end(call)
    }

    /// A method of a type of the user's, with whatever name, by what it is called on.
    pub fn is_certainly_of_user(&self, call: &ExprMethodCall) -> bool {
        self.is_of_block_method(call) || self.is_of_users_method(call)
    }

    /// The method leaves what it is called on as it is.
    pub fn keeps_receiver(&self, call: &ExprMethodCall) -> bool {
        match self.method_of_block(call) {
            Some((passing, _)) => passing != Passing::Mutable,
            None => {
                let by_name = is_elementary(call) || super::opaque::keeps_receiver(call);
                by_name && !self.is_element_of_user(call) && !self.is_of_users_method(call)
            }
        }
    }

    /// A parameter of the type of the block.
    fn is_of_block(&self, var: Var) -> bool {
        if self.of_block.contains(&var) {
            return true;
        }
        let (Some(block), Some(parameter)) =
            (&self.block, self.function.parameters.iter().find(|parameter| parameter.var == var))
        else {
            return false;
        };
        let (_, ty) = passing(&parameter.ty);
        let Type::Path(path) = ty else { return false };
        path.qself.is_none() && path.path == block.owner
    }

    /// What a method is called on, and whether it may be written.
    fn receiver(&mut self, receiver: &Expr) -> (Place, bool) {
        let receiver = unparenthesised(receiver);
        if let Expr::Reference(reference) = receiver {
            let (place, mutable) = self.receiver(&reference.expr);
            return (place, mutable && reference.mutability.is_some());
        }
        if let Some(view) = self.named_view(receiver) {
            return (view.place, view.mutable);
        }
        if self.is_place(receiver) {
            let mutable = self.mutable_base(receiver).is_some();
            let place = self.place(receiver);
            self.set_memory(place.base);
            return (place, mutable);
        }
        // A constant, or a part of one.
        if self.is_constant_place(receiver) {
            let reference: Expr = syn::parse_quote!(&#receiver);
            let value = Rvalue::Opaque(self.opaque(&reference));
            let base = self.temporary("constant", receiver.span());
            self.statements.push(Statement::Let { var: base, annotation: None, value });
            return (Place { base, projections: vec![Projection::Deref] }, false);
        }
        let value = match self.structured(receiver) {
            Some(item) => match item.behind() {
                Item::View(view) => return (view.place, view.mutable),
                item => self.item_rvalue(item, receiver),
            },
            None => self.rvalue(receiver),
        };
        let base = self.temporary("receiver", receiver.span());
        self.set_memory(base);
        self.statements.push(Statement::Let { var: base, annotation: None, value });
        (Place::whole(base), false)
    }

    /// A method of which nothing is known but that it may write what it is called on.
    pub fn may_write(&self, call: &ExprMethodCall) -> bool {
        self.can_be_called(call) && self.mutable_base(&call.receiver).is_some() && !self.keeps_receiver(call)
    }

    /// The call can be written in terms of places and values.
    pub fn can_be_called(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        let of_std = is_of_std(call) || is_elementary(call) || rules::QUESTIONS.contains(&name.as_str());
        let of_user = self.is_of_block_method(call) || self.is_element_of_user(call) || self.is_of_users_method(call);
        let plain = |argument: &Expr| match unparenthesised(argument) {
            Expr::Range(_) => of_user || !TAKING_RANGES.contains(&name.as_str()),
            Expr::Closure(_) => of_user || !TAKING_CLOSURES.contains(&name.as_str()),
            _ => true,
        };
        (!of_std || of_user)
            && !matches!(unparenthesised(&call.receiver), Expr::Range(_))
            && plain(&call.receiver)
            && !matches!(unparenthesised(&call.receiver), Expr::Lit(_))
            && call.args.iter().all(plain)
            && first_not_understood(call).is_none()
    }
}

/// Methods of traits of the library's.
const OF_TRAITS: &[&str] = &[
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "cmp",
    "eq",
    "ge",
    "gt",
    "into",
    "le",
    "lt",
    "ne",
    "partial_cmp",
    "to_owned",
    "to_string",
    "try_into",
];

/// Methods of the standard library that take a range.
const TAKING_RANGES: &[&str] =
    &["copy_within", "drain", "extend_from_within", "get", "get_mut", "range", "range_mut", "replace_range", "splice"];

/// Methods of the standard library's lists, options and iterators that take a closure.
const TAKING_CLOSURES: &[&str] = &[
    "all",
    "and_modify",
    "and_then",
    "any",
    "binary_search_by",
    "binary_search_by_key",
    "cmp_by",
    "chunk_by",
    "chunk_by_mut",
    "dedup_by",
    "dedup_by_key",
    "extract_if",
    "fill_with",
    "filter",
    "filter_map",
    "find",
    "find_map",
    "flat_map",
    "fold",
    "for_each",
    "get_or_insert_with",
    "inspect",
    "inspect_err",
    "is_err_and",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "is_sorted_by",
    "is_sorted_by_key",
    "map",
    "map_err",
    "map_or",
    "map_or_else",
    "map_while",
    "max_by",
    "max_by_key",
    "min_by",
    "min_by_key",
    "ok_or_else",
    "or_else",
    "or_insert_with",
    "or_insert_with_key",
    "partition",
    "partition_point",
    "pop_if",
    "position",
    "reduce",
    "resize_with",
    "retain",
    "retain_mut",
    "rfind",
    "rfold",
    "rposition",
    "rsplit",
    "rsplit_mut",
    "rsplitn",
    "rsplitn_mut",
    "scan",
    "select_nth_unstable_by",
    "select_nth_unstable_by_key",
    "skip_while",
    "sort_by",
    "sort_by_cached_key",
    "sort_by_key",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "split",
    "split_inclusive",
    "split_inclusive_mut",
    "split_mut",
    "splitn",
    "splitn_mut",
    "take_if",
    "take_while",
    "then",
    "try_fold",
    "try_for_each",
    "unwrap_or_else",
];

/// An elementary function, by its name and the number of its arguments.
fn is_elementary(call: &ExprMethodCall) -> bool {
    rules::method(&call.method.to_string()).is_some_and(|rule| rule.parameters.len() == call.args.len() + 1)
}

/// A comparison that gives an `Ordering`, or what is made of one.
fn is_ordering(call: &ExprMethodCall) -> bool {
    const COMPARING: &[&str] = &["cmp", "partial_cmp", "total_cmp"];
    const KEEPING: &[&str] = &["expect", "reverse", "then", "unwrap", "unwrap_or"];
    let name = call.method.to_string();
    match unparenthesised(&call.receiver) {
        _ if COMPARING.contains(&name.as_str()) => call.args.len() == 1,
        Expr::MethodCall(receiver) => KEEPING.contains(&name.as_str()) && is_ordering(receiver),
        _ => false,
    }
}

/// A method call and those that its receiver is made of, from the last to the first.
fn chain_of(call: &ExprMethodCall) -> impl Iterator<Item = &ExprMethodCall> {
    std::iter::successors(Some(call), |call| match unparenthesised(&call.receiver) {
        Expr::MethodCall(receiver) => Some(receiver),
        _ => None,
    })
}

fn makes_iterator(call: &ExprMethodCall) -> bool {
    matches!(call.method.to_string().as_str(), "iter" | "iter_mut" | "into_iter" | "windows" | "chunks_exact")
}

/// The first method in a chain behind an iterator that no loop is made of.
fn first_not_understood(call: &ExprMethodCall) -> Option<&ExprMethodCall> {
    let calls: Vec<&ExprMethodCall> = chain_of(call).collect();
    let over_range = calls.last().is_some_and(|call| matches!(unparenthesised(&call.receiver), Expr::Range(_)));
    let start = if over_range { calls.len() } else { calls.iter().rposition(|call| makes_iterator(call))? };
    calls[..start].iter().rev().copied().find(|call| !is_iteration(call))
}

fn not_understood(call: &ExprMethodCall) -> String {
    format!(
        "`{}` is not supported on an iterator; write a `for` loop, or use `map`, `zip`, `sum`, `fold` and the like",
        call.method
    )
}
