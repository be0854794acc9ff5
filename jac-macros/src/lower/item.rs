//! Items: what an expression is, where that is more than a value.
//!
//! The IR has values and places. Rust also has references, tuples of them, and closures; these exist here alone. An item
//! is made of operands and places. It is bound to a pattern, joined with the item of another branch, called, or turned
//! into a value.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Member, Pat, Type};

use super::closure::Callable;
use super::expression::unparenthesised;
use super::iterator::Iteration;
use super::opaque::placeholder;
use super::option::{Optional, inside_of_option};
use super::view::View;
use super::{Binding, Lowering};
use crate::ir::*;

#[derive(Clone)]
pub enum Item {
    Value(Operand),
    /// A reference to a place.
    View(View),
    /// A place itself, which is matched: what gets a name is a copy.
    Place(View),
    /// An array of references to places, made here.
    Rows(Vec<View>),
    /// A reference to something that is no place: a reference, a tuple, a closure.
    Reference(Box<Item>),
    Tuple(Vec<Item>),
    Optional(Optional),
    Function(Callable),
    /// An array of functions.
    Functions(Vec<Callable>),
    Iterator(Iteration),
}

impl Item {
    pub fn unit() -> Item {
        Item::Value(Operand::Constant(quote!(())))
    }

    /// What the item is, behind any number of references.
    pub fn behind(self) -> Item {
        match self {
            Item::Reference(item) => item.behind(),
            item => item,
        }
    }

    /// Calls `map` for each operand that is a value, not for those in places.
    fn for_each_value(&mut self, map: &mut dyn FnMut(&mut Operand)) {
        match self {
            Item::Value(operand) => map(operand),
            Item::Reference(item) => item.for_each_value(map),
            Item::Tuple(items) => items.iter_mut().for_each(|item| item.for_each_value(map)),
            Item::Optional(optional) => {
                map(&mut optional.present);
                optional.item.iter_mut().for_each(|item| item.for_each_value(map));
            }
            Item::View(_)
            | Item::Place(_)
            | Item::Rows(_)
            | Item::Function(_)
            | Item::Functions(_)
            | Item::Iterator(_) => {}
        }
    }
}

const STORED_REFERENCE: &str = "a reference cannot be stored here; write `*` in front of it for the value";
pub const STORED_ROWS: &str = "an array of references can only be passed on, as `&rows`, and selected from by a number, `rows[0]`; \
    to go through it, pass it to a `#[differentiable]` function that takes `&[&[f64]]`, or write `*` in front of numbers for an array of values";
const STORED_OPTION: &str = "an `Option` of something that varies cannot be stored, passed or returned; \
    take it apart with `match`, `if let` or `unwrap_or`";
const STORED_CLOSURE: &str =
    "a closure can only be called, bound with `let`, passed to a function, or handed to `map`, `fold` and the like";

const STORED_FUNCTIONS: &str =
    "of an array of functions, one can be called by its index: `table[i](x)`; nothing else is supported";
pub const STORED_ITERATOR: &str = "an iterator can only be bound with `let`, gone through with `for`, or ended by `sum`, \
    `collect` and the like; a range that selects a part is written in the index, `x[i..j]`";

impl Lowering<'_> {
    /// The item that an expression is.
    pub fn item(&mut self, expression: &Expr) -> Item {
        match self.structured(expression) {
            Some(item) => item,
            None => Item::Value(self.operand(expression)),
        }
    }

    /// The same, for an expression that may be more than a value.
    pub fn structured(&mut self, expression: &Expr) -> Option<Item> {
        if let Expr::MethodCall(call) = unparenthesised(expression) {
            if let Some(told) = self.told_by_type(call) {
                return self.structured(&Expr::MethodCall(told));
            }
            if let Some(matched) = self.matched_data(call) {
                return self.structured(&matched);
            }
        }
        if let Some(item) = self.resolved(expression) {
            return Some(match item {
                Item::Function(function) => Item::Function(self.forked(&function)),
                item => item,
            });
        }
        if let Some(item) = self.map_item(expression) {
            return Some(item);
        }
        if let Some(row) = self.row(expression) {
            return Some(Item::View(row));
        }
        if let Some(chunk) = self.chunk(expression, None) {
            return Some(chunk);
        }
        match expression {
            Expr::Paren(paren) => self.structured(&paren.expr),
            Expr::Group(group) => self.structured(&group.expr),
            Expr::Reference(reference) if self.is_array_of_references(&reference.expr) => {
                let rows = self.structured(&reference.expr)?;
                Some(Item::Reference(Box::new(rows)))
            }
            Expr::Reference(reference)
                if self.names_functions
                    && match unparenthesised(&reference.expr) {
                        Expr::Closure(_) => true,
                        Expr::Path(path) => self.may_be_function(path),
                        _ => false,
                    } =>
            {
                let function = self.structured(&reference.expr)?;
                Some(Item::Reference(Box::new(function)))
            }
            Expr::Reference(reference) => match self.resolved(&reference.expr) {
                Some(Item::Value(_)) | None => self.view(expression).map(Item::View),
                Some(Item::Optional(_)) if reference.mutability.is_some() => {
                    let lent = self.lent_option(&reference.expr)?;
                    Some(Item::Reference(Box::new(Item::Optional(lent))))
                }
                Some(item) => Some(Item::Reference(Box::new(item))),
            },
            Expr::Array(array) if self.names_functions && self.are_functions(&array.elems) => {
                Some(Item::Functions(self.functions_of(&array.elems)))
            }
            Expr::Index(index) if self.names_functions && self.is_table(&index.expr) => {
                self.function_of_table(index).map(Item::Function)
            }
            Expr::Array(array) if self.is_array_of_references(expression) => self.rows_of(&array.elems).map(Item::Rows),
            Expr::Path(path) if self.names_functions && self.may_be_function(path) => {
                Some(Item::Function(Callable::Path(Box::new(path.clone()))))
            }
            Expr::Path(path) if self.none_path(path) => {
                self.prove(&path.path, quote!(::core::option::Option::None::<()>));
                Some(Item::Optional(Optional::none()))
            }
            Expr::Path(_) => {
                let View { place, mutable } = self.named_view(expression)?;
                Some(Item::View(View { place: self.fixed(place), mutable }))
            }
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Some(Item::unit()),
            Expr::Tuple(tuple) => Some(Item::Tuple(self.items_in_order(tuple.elems.iter()))),
            Expr::Block(block) if block.label.is_none() => {
                self.scopes.push(Default::default());
                let item = self.block_statements(&block.block.stmts, true);
                self.scopes.pop();
                Some(item.unwrap_or_else(Item::unit))
            }
            Expr::If(branch) => Some(self.branch(branch, true).unwrap_or_else(Item::unit)),
            Expr::Match(expression) => Some(self.match_expression(expression, true).unwrap_or_else(Item::unit)),
            Expr::Try(attempt) => Some(self.try_item(attempt)),
            Expr::Closure(closure) => Some(Item::Function(self.closure(closure))),
            Expr::Call(call) => {
                let item = self.local_call(call).or_else(|| self.some_call(call));
                item.or_else(|| self.iterator_or_nothing(expression))
            }
            Expr::MethodCall(call) if self.is_part_of_block(call) => self.part_view(call).map(Item::View),
            Expr::MethodCall(call) if self.is_remainder(call) => self.remainder(call).map(Item::View),
            Expr::MethodCall(call) if self.is_end(call) => Some(self.ended_or_refused(call)),
            Expr::MethodCall(call) if self.is_end_over_data(call) => {
                let before = std::mem::replace(&mut self.data_has_sequences, true);
                let item = self.ended_or_refused(call);
                self.data_has_sequences = before;
                Some(item)
            }
            Expr::MethodCall(call) if self.is_array_map(call) => self.array_map(call),
            Expr::MethodCall(call) => {
                let item = self.option_method(call).or_else(|| self.outcome_method(call));
                item.or_else(|| self.iterator_or_nothing(expression))
            }
            Expr::Range(range) if range.start.is_some() => self.iterator_item(expression),
            _ => None,
        }
    }

    /// What a chain ends in.
    fn ended_or_refused(&mut self, call: &syn::ExprMethodCall) -> Item {
        let errors = self.errors.count();
        match self.ended(call) {
            Some(item) => item,
            None => {
                if self.errors.count() == errors {
                    self.errors.at(&call.method, "this is not supported on an iterator; write a `for` loop");
                }
                if self.gives_option(call) { Item::Optional(Optional::none()) } else { Item::unit() }
            }
        }
    }

    fn iterator_or_nothing(&mut self, expression: &Expr) -> Option<Item> {
        if !self.is_iterator(expression) {
            return None;
        }
        let errors = self.errors.count();
        match self.iterator_item(expression) {
            None if self.errors.count() > errors => Some(Item::unit()),
            item => item,
        }
    }

    /// The item that a name of the user stands for, or a part of it, if it is more than a variable.
    pub fn resolved(&self, expression: &Expr) -> Option<Item> {
        match unparenthesised(expression) {
            Expr::Path(path) => match self.find(&path.path.get_ident()?.to_string())? {
                Binding::Item(item) => Some(item.clone()),
                Binding::Variable(_) | Binding::View(_) | Binding::Moving(_) => None,
            },
            Expr::Field(field) => match (self.resolved(&field.base)?.behind(), &field.member) {
                (Item::Tuple(items), Member::Unnamed(index)) => items.into_iter().nth(index.index as usize),
                _ => None,
            },
            Expr::Index(index) => match self.resolved(&index.expr)?.behind() {
                Item::Rows(views) => views.into_iter().nth(literal(&index.index)?).map(Item::View),
                _ => None,
            },
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => match self.resolved(&unary.expr)? {
                Item::Reference(item) => Some(*item),
                _ => None,
            },
            _ => None,
        }
    }

    /// Items from left to right, each with the value that it had when its turn came.
    pub fn items_in_order<'e>(&mut self, expressions: impl Iterator<Item = &'e Expr>) -> Vec<Item> {
        let mut lowered: Vec<(Item, usize)> = Vec::new();
        for expression in expressions {
            let item = self.item(expression);
            lowered.push((item, self.statements.len()));
        }
        for (item, mark) in lowered.iter_mut().rev() {
            item.for_each_value(&mut |operand| self.settle(operand, *mark));
        }
        lowered.into_iter().map(|(item, _)| item).collect()
    }

    /// The item with the values that it has now, whatever is assigned later.
    pub fn detached_item(&mut self, mut item: Item) -> Item {
        item.for_each_value(&mut |operand| {
            if let Operand::Var(var) = *operand
                && !self.function.variables[var.0].temporary
            {
                *operand = self.copied(var);
            }
        });
        item
    }

    /// The value of a variable as it is now.
    pub fn copied(&mut self, var: Var) -> Operand {
        let Variable { ident, discrete, .. } = self.function.variables[var.0].clone();
        let copy = self.temporary(&ident.to_string(), ident.span());
        self.function.variables[copy.0].discrete = discrete;
        self.statements.push(Statement::Let { var: copy, annotation: None, value: Rvalue::Use(Operand::Var(var)) });
        Operand::Var(copy)
    }

    /// A reference to the item.
    pub fn referenced(&mut self, item: Item) -> Item {
        match item {
            Item::Value(operand) => {
                let var = self.temporary("referred", Span::call_site());
                self.function.variables[var.0].temporary = false;
                self.statements.push(Statement::Let { var, annotation: None, value: Rvalue::Use(operand) });
                Item::View(View { place: Place::whole(var), mutable: false })
            }
            item => Item::Reference(Box::new(item)),
        }
    }

    /// The item as a value: a reference stands for what it refers to.
    pub fn item_operand(&mut self, item: Item, at: &dyn ToTokens) -> Operand {
        match item {
            Item::View(view) => {
                let value = self.load(self.row_at(view.place));
                self.name(value, "element", at.span())
            }
            Item::Reference(item) => self.item_operand(*item, at),
            item => {
                let value = self.item_rvalue(item, at);
                self.name(value, "tuple", at.span())
            }
        }
    }

    /// The item as a value that can be stored: it holds no references.
    pub fn item_rvalue(&mut self, item: Item, at: &dyn ToTokens) -> Rvalue {
        match item {
            Item::Value(operand) => Rvalue::Use(operand),
            Item::Tuple(items) => {
                let operands = items.into_iter().map(|item| {
                    let value = self.item_rvalue(item, at);
                    self.name(value, "tuple", at.span())
                });
                Rvalue::Tuple(operands.collect())
            }
            Item::Optional(optional) if optional.is_storable(&self.function) => self.option_value(optional, at.span()),
            Item::Optional(_) => {
                let mut reads = Vec::new();
                let expression = self.item_expression(&item, &mut reads, at.span());
                let if_varied = IfVaried::Refused(at.span(), STORED_OPTION.to_string());
                Rvalue::Opaque(Opaque { expression, reads, if_varied })
            }
            Item::Place(view) => self.load(view.place),
            Item::View(_) | Item::Reference(_) => self.refuse(at, STORED_REFERENCE),
            Item::Rows(_) => self.refuse(at, STORED_ROWS),
            Item::Function(Callable::Path(path)) => Rvalue::Opaque(self.opaque(&Expr::Path(*path))),
            // Where ways come together, nothing is written.
            Item::Function(function) if at.to_token_stream().is_empty() => {
                self.errors.span(function.span(), STORED_CLOSURE);
                Rvalue::Use(Operand::Constant(quote!(())))
            }
            Item::Function(_) => self.refuse(at, STORED_CLOSURE),
            Item::Functions(_) => self.refuse(at, STORED_FUNCTIONS),
            Item::Iterator(_) => self.refuse(at, STORED_ITERATOR),
        }
    }

    /// The same as an operand.
    pub fn stored(&mut self, item: Item, at: &dyn ToTokens) -> Operand {
        let value = self.item_rvalue(item, at);
        self.name(value, "tuple", at.span())
    }

    /// What a place holds.
    pub fn load(&self, place: Place) -> Rvalue {
        match place.projections.as_slice() {
            [] => Rvalue::Use(Operand::Var(place.base)),
            // What is found by a `match` is behind a reference.
            parts if parts.iter().any(|part| matches!(part, Projection::Held(_))) => Rvalue::Clone(place),
            _ => Rvalue::Load(place),
        }
    }

    /// The item in code that is kept as written.
    pub fn item_expression(&mut self, item: &Item, reads: &mut Vec<Var>, span: Span) -> Expr {
        match item {
            Item::Value(Operand::Var(var)) => {
                reads.push(*var);
                let name = placeholder(*var, span);
                syn::parse_quote!(#name)
            }
            Item::Value(Operand::Constant(tokens)) => syn::parse_quote!(#tokens),
            Item::Value(Operand::Nested(_)) => syn::parse_quote!(()),
            Item::View(view) | Item::Place(view) => self.view_expression(view, reads),
            Item::Rows(views) => {
                let views = views.iter().map(|view| self.view_expression(view, reads));
                let views: Vec<Expr> = views.collect();
                syn::parse_quote!([#(#views),*])
            }
            Item::Reference(item) => {
                let item = self.item_expression(item, reads, span);
                syn::parse_quote!((&#item))
            }
            Item::Tuple(items) => {
                let items: Vec<Expr> = items.iter().map(|item| self.item_expression(item, reads, span)).collect();
                syn::parse_quote!((#(#items,)*))
            }
            Item::Optional(Optional { present, item: Some(item) }) => {
                let present = self.item_expression(&Item::Value(present.clone()), reads, span);
                let item = self.item_expression(item, reads, span);
                syn::parse_quote!((if #present { ::core::option::Option::Some(#item) } else { ::core::option::Option::None }))
            }
            Item::Optional(_) => syn::parse_quote!(::core::option::Option::None),
            Item::Function(_) => {
                self.errors.span(span, STORED_CLOSURE);
                syn::parse_quote!(())
            }
            Item::Functions(_) => {
                self.errors.span(span, STORED_FUNCTIONS);
                syn::parse_quote!(())
            }
            Item::Iterator(_) => {
                self.errors.span(span, STORED_ITERATOR);
                syn::parse_quote!(())
            }
        }
    }

    /// Gives an item the names of a pattern.
    pub fn bind_item(&mut self, pattern: &Pat, annotation: Option<&Type>, item: Item) {
        match (pattern, item) {
            (Pat::Paren(paren), item) => self.bind_item(&paren.pat, annotation, item),
            (Pat::Type(typed), item) => self.bind_item(&typed.pat, Some(&typed.ty), item),
            (Pat::Wild(_), _) => {}
            (pattern, Item::View(view)) => self.bind_view(pattern, view),
            (pattern, Item::Place(view)) => self.bind_part(pattern, view.place),
            (pattern, Item::Value(operand)) => {
                self.bind_value(pattern, annotation, Rvalue::Use(operand));
            }
            (Pat::Reference(pattern), Item::Reference(item)) => self.bind_item(&pattern.pat, None, *item),
            (Pat::Tuple(pattern), Item::Tuple(items)) => {
                let types: Vec<Option<&Type>> = match annotation {
                    Some(Type::Tuple(tuple)) if tuple.elems.len() == pattern.elems.len() => {
                        tuple.elems.iter().map(Some).collect()
                    }
                    _ => vec![None; items.len()],
                };
                for ((pattern, item), ty) in self.paired(&pattern.elems, &items).into_iter().zip(types) {
                    self.bind_item(&pattern, ty, item);
                }
            }
            (Pat::Tuple(_), Item::Reference(item)) if matches!(*item, Item::Tuple(_)) => {
                let Item::Tuple(items) = *item else { unreachable!("just seen") };
                let items = items.into_iter().map(|item| self.referenced(item)).collect();
                self.bind_item(pattern, None, Item::Tuple(items));
            }
            (Pat::Ident(name), item) if name.by_ref.is_none() && name.subpat.is_none() => {
                self.bind_name(name, annotation, item);
            }
            // A pattern looks through any number of references.
            (Pat::Tuple(_) | Pat::TupleStruct(_) | Pat::Struct(_) | Pat::Slice(_), Item::Reference(item))
                if matches!(*item, Item::View(_) | Item::Reference(_)) =>
            {
                self.bind_item(pattern, None, *item)
            }
            // Behind `@`: the whole, and its parts.
            (Pat::Ident(name), item @ Item::Tuple(_)) if name.by_ref.is_none() => {
                let value = self.item_rvalue(item, name);
                self.bind_value(pattern, annotation, value);
            }
            (pattern, _) => self.refused_pattern(pattern),
        }
    }

    fn bind_name(&mut self, name: &syn::PatIdent, annotation: Option<&Type>, item: Item) {
        if let Item::Iterator(iterator) = item {
            let item = self.held_iterator(iterator, name);
            let scope = self.scopes.last_mut().expect("a scope is open");
            scope.insert(name.ident.to_string(), Binding::Item(item));
            return;
        }
        // A tuple of values is a value, which can be assigned to.
        if let (Item::Optional(optional), true) = (&item, name.mutability.is_some()) {
            return self.declare_option(name, annotation, optional.clone());
        }
        let of_values = matches!(&item, Item::Tuple(items) if items.iter().all(|item| matches!(item, Item::Value(_))));
        if of_values || (matches!(item, Item::Tuple(_)) && name.mutability.is_some()) {
            let value = self.item_rvalue(item, name);
            self.bind_value(&Pat::Ident(name.clone()), annotation, value);
            return;
        }
        let item = self.detached_item(item);
        let item = match annotation {
            Some(ty) => self.annotated_item(item, ty, name.span()),
            None => item,
        };
        let scope = self.scopes.last_mut().expect("a scope is open");
        scope.insert(name.ident.to_string(), Binding::Item(item));
    }

    /// An item of a type that is written: its literals have their types from there.
    pub fn annotated_item(&mut self, item: Item, ty: &Type, span: Span) -> Item {
        match (item, ty) {
            (item, Type::Paren(paren)) => self.annotated_item(item, &paren.elem, span),
            (Item::Tuple(items), Type::Tuple(tuple)) if items.len() == tuple.elems.len() => {
                let items = items.into_iter().zip(&tuple.elems);
                Item::Tuple(items.map(|(item, ty)| self.annotated_item(item, ty, span)).collect())
            }
            (Item::Optional(Optional { present, item: Some(inside) }), ty) => {
                let inside = match inside_of_option(ty) {
                    Some(ty) => Box::new(self.annotated_item(*inside, ty, span)),
                    None => inside,
                };
                Item::Optional(Optional { present, item: Some(inside) })
            }
            (Item::Value(Operand::Var(var)), ty) => {
                self.function.typed.push((var, ty.clone()));
                Item::Value(Operand::Var(var))
            }
            (Item::Value(value @ Operand::Constant(_)), ty) => {
                let var = self.temporary("value", span);
                let annotation = Some(ty.clone());
                self.statements.push(Statement::Let { var, annotation, value: Rvalue::Use(value) });
                Item::Value(Operand::Var(var))
            }
            (item, _) => item,
        }
    }

    /// The item as a value: of what a reference is to, a copy, as it may be what is not copied.
    pub fn cloned_item(&mut self, item: Item) -> Operand {
        match item {
            Item::View(view) => {
                let place = self.row_at(view.place);
                self.name(Rvalue::Clone(place), "element", Span::call_site())
            }
            Item::Reference(item) => self.cloned_item(*item),
            item => self.item_operand(item, &TokenStream::new()),
        }
    }
}

/// A number that is written out.
fn literal(expression: &Expr) -> Option<usize> {
    match unparenthesised(expression) {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => number.base10_parse().ok(),
        _ => None,
    }
}
