//! What is written with `ndarray` arrays in forms that have no derivative of their own, in forms that have one.
//!
//! Before: a function as the user wrote it. After: the same function, in which
//!
//! - an elementwise function with a closure maps the elements in logical order, as an iterator does;
//! - what is unwrapped in place (`mean().unwrap()`) is one method, so that no `Option` or `Result` of what varies is left;
//! - the macros and functions that make arrays of arrays are methods of these.
//!
//! The names are those of `ndarray`. That what they are called on is an array, the compiler finds: nothing else has the methods that
//! stand in their place, which are in `jac_runtime::tensor`.

mod elementwise;
mod exclusive;
mod exits;
mod followed;
mod hidden;
mod known;
mod lanes;
mod made;
mod named;
mod parts;
mod producers;
mod reshaped;
mod scopes;
mod views;
mod written;
mod zip;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, ItemFn, Pat, Type};

use known::{Axes, Known, array_type, array_typed, axes_of_name, is_of_linalg, is_of_ndarray, levels};
pub use known::{counts_axes, element_of_array, is_array_of_axes, is_array_of_known_axes, is_array_type, names_array};
use made::{made_of_elements, of_macro, unwrapped};
use views::is_view;
pub use views::is_view_parameter;

use super::expression::unparenthesised;
use crate::errors::Errors;
use crate::options::Options;

/// Methods that ask for the shape: integer code, which the compiler proves by its type.
pub const QUESTIONS: &[&str] = &[
    "dim",
    "jac_axis_chunk_count",
    "jac_axis_window_count",
    "jac_chunk_count",
    "jac_chunks_dim",
    "jac_first_axis",
    "jac_lane_count",
    "jac_lanes_dim",
    "jac_last_axis",
    "jac_strided_window_count",
    "jac_strided_windows_dim",
    "jac_window_count",
    "jac_windows_dim",
    "len_of",
    "ncols",
    "ndim",
    "nrows",
    "raw_dim",
    "shape",
];

/// Methods that read an array: what they are called on stays as it is, which the compiler proves, as it is called through a shared reference.
/// Those that consume it are not among them.
const READING: &[&str] = &[
    "broadcast",
    "column",
    "concatenated",
    "diag",
    "dot",
    "elements",
    "index_axis",
    "mean",
    "mean_axis",
    "outer",
    "product",
    "reshaped",
    "row",
    "slice",
    "slice_axis",
    "std",
    "std_axis",
    "sum",
    "sum_axis",
    "t",
    "tril",
    "triu",
    "var",
    "var_axis",
    "view",
    "with_elements",
];

/// Those that stand in the place of others.
const READING_OURS: &[&str] = &[
    "chunk",
    "insert_axis",
    "into_dyn",
    "inverted_axis",
    "lane",
    "permuted_axes",
    "remove_axis",
    "reversed_axes",
    "select",
    "stretch",
    "strided_window",
    "swapped_axes",
    "window",
];

/// The method asks for a shape.
pub fn is_question(method: &str) -> bool {
    cfg!(feature = "ndarray") && QUESTIONS.contains(&method)
}

/// The method leaves its receiver as it is.
pub fn reads(method: &str) -> bool {
    let is_reading = match method.strip_prefix("jac_") {
        Some(ours) => READING.contains(&ours) || READING_OURS.contains(&ours),
        None => READING.contains(&method),
    };
    cfg!(feature = "ndarray") && is_reading
}

/// The function in forms that have derivatives. What is a view in the signature is an array in sweeps.
pub fn plain(item: &ItemFn, options: &Options, errors: &mut Errors) -> ItemFn {
    let runtime = &options.facade.runtime();
    let mut item = item.clone();
    if cfg!(feature = "ndarray") {
        let mut plain = Plain { runtime: runtime.clone(), ..Plain::default() };
        for input in &mut item.sig.inputs {
            plain.parameter(input);
            if let syn::FnArg::Typed(typed) = input
                && let Some(owned) = views::owned_parameter(&typed.ty, runtime)
            {
                *typed.ty = owned;
            }
        }
        hidden::hide(&mut item, options);
        let proofs = named::qualified(&mut item, runtime);
        if matches!(&item.sig.output, syn::ReturnType::Type(_, ty) if array_typed(ty).is_some()) {
            collect_tail(&mut item.block);
        }
        plain.visit_block_mut(&mut item.block);
        plain.refused.into_iter().for_each(|(span, message)| errors.span(span, message));
        item.block.stmts.splice(..0, proofs.into_iter().map(syn::Stmt::Item));
        hidden::show(&mut item);
    }
    item
}

/// Associated functions of arrays whose derivatives stand in a trait of the runtime.
pub const ARRAY_CONSTRUCTORS: &[&str] = &["from_elem"];

/// A type of arrays, or what makes one, is named somewhere in the function.
pub fn mentions_arrays(item: &ItemFn) -> bool {
    struct Mentions(bool);
    impl<'ast> Visit<'ast> for Mentions {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            let rest = name.strip_prefix("Array").map(|rest| rest.strip_prefix("View").unwrap_or(rest));
            let rest = rest.map(|rest| rest.strip_prefix("Mut").unwrap_or(rest));
            self.0 |= is_array_type(path) || rest.is_some_and(|rest| axes_of_name(rest).is_some());
            visit::visit_path(self, path);
        }
        fn visit_macro(&mut self, call: &'ast syn::Macro) {
            self.0 |= call.path.segments.last().is_some_and(|last| last.ident == "array");
        }
    }
    let mut mentions = Mentions(false);
    if cfg!(feature = "ndarray") {
        mentions.visit_item_fn(item);
    }
    mentions.0
}

/// Methods that give an `Option` or a `Result`, and what gives the value itself.
const UNWRAPPED: &[(&str, &str)] = &[
    ("broadcast", "jac_broadcast"),
    ("into_shape_with_order", "jac_reshaped"),
    ("mean", "jac_mean"),
    ("mean_axis", "jac_mean_axis"),
    ("to_shape", "jac_reshaped"),
];

/// Methods that give a view.
const VIEWS: &[&str] = &[
    "column",
    "diag",
    "index_axis",
    "insert_axis",
    "into_dyn",
    "permuted_axes",
    "remove_axis",
    "reversed_axes",
    "row",
    "slice",
    "slice_axis",
    "t",
    "view",
];

/// Methods that are known to be linear, where what they are called on is known to be an array.
const SUMS: &[&str] = &["sum", "sum_axis"];

/// Copies of parts, of what certainly is an array.
const PARTS: &[&str] = &[
    "jac_chunk",
    "jac_column",
    "jac_diag",
    "jac_index_axis",
    "jac_lane",
    "jac_outer",
    "jac_row",
    "jac_slice",
    "jac_slice_axis",
    "jac_stretch",
    "jac_strided_window",
    "jac_view",
    "jac_window",
];

/// The rewriting.
#[derive(Default)]
struct Plain {
    known: Known,
    /// The path of what generated code names.
    runtime: TokenStream,
    /// The mutable views of the block that cannot be followed, if they are of arrays.
    left: Vec<followed::Left>,
    /// What arrays have, and functions with derivatives have not.
    refused: Vec<(Span, String)>,
}

impl VisitMut for Plain {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        while let Some(plain) = self.rewritten(expression) {
            *expression = plain;
        }
        self.refuse(expression);
        self.through_reference(expression);
        match expression {
            Expr::Call(call) => call.args.iter_mut().for_each(|argument| self.copy_view(argument)),
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|element| self.copy_view(element)),
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_stmt_mut(&mut self, statement: &mut syn::Stmt) {
        // A macro that ends a block is an expression.
        if let syn::Stmt::Macro(call) = statement
            && call.semi_token.is_none()
            && let Some(plain) = of_macro(&call.mac)
        {
            *statement = syn::Stmt::Expr(plain, None);
        }
        if let syn::Stmt::Macro(call) = statement
            && let Some(semicolon) = call.semi_token
            && call.mac.path.segments.last().is_some_and(|last| last.ident == "azip")
            && let Some(plain) = of_macro(&call.mac)
        {
            *statement = syn::Stmt::Expr(plain, Some(semicolon));
        }
        visit_mut::visit_stmt_mut(self, statement);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(left) = followed::left_by(local).and_then(|number| self.left.get(number))
            && self.is_array(&left.array)
        {
            self.refused.push((left.by, left.message.to_owned()));
        }
        let (pattern, annotation) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        let mut bound = Bound::default();
        bound.visit_pat(pattern);
        let axes_of_type = annotation.and_then(array_typed);
        let mut is_view = annotation.is_some_and(is_view);
        if let Some(init) = &mut local.init {
            self.copy_view(&mut init.expr);
            if axes_of_type.is_some()
                && let Expr::MethodCall(call) = &*init.expr
                && call.method == "collect"
                && call.turbofish.is_none()
            {
                *init.expr = collected(call);
            }
        }
        let value = local.init.as_ref().map(|init| &*init.expr);
        let axes = axes_of_type.or_else(|| self.axes(value?));
        is_view |= value.is_some_and(is_view_of);
        let is_exclusive =
            value.is_some_and(|value| self.is_exclusive(value)) || annotation.is_some_and(exclusive::is_type);
        let is_mutable_view = value.is_some_and(|value| written::Part::of(value, "").is_some());
        // What stands for a mutable view is a copy of the part: see `written`.
        let is_copy_of_view = matches!(value, Some(Expr::MethodCall(call)) if call.method.to_string().starts_with("jac_"))
            && matches!(pattern, Pat::Ident(name) if name.mutability.is_some());
        if let Pat::Type(typed) = &mut local.pat
            && let Some(owned) = views::owned(&typed.ty, &self.runtime)
        {
            *typed.ty = owned;
        }
        match &mut local.init {
            // Why it is none that can be followed is said elsewhere.
            Some(init) if is_mutable_view => visit_mut::visit_expr_mut(self, &mut init.expr),
            _ => visit_mut::visit_local_mut(self, local),
        }
        let axes = axes.or_else(|| self.axes(&local.init.as_ref()?.expr));
        for name in bound.0 {
            self.known.forget(&name);
            if is_mutable_view {
                self.known.fixed.insert(name.clone());
            }
            if is_copy_of_view {
                self.known.written.insert(name.clone());
            }
            if is_exclusive || is_copy_of_view {
                self.known.exclusive.insert(name.clone());
            }
            if let (Some(axes), Pat::Ident(_) | Pat::Type(_)) = (axes, &local.pat) {
                if is_view {
                    self.known.views.insert(name.clone());
                }
                self.known.arrays.insert(name, axes);
            }
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        let mut bound = Bound::default();
        closure.inputs.iter().for_each(|input| bound.visit_pat(input));
        self.without(&bound.0, |this| visit_mut::visit_expr_closure_mut(this, closure));
    }

    fn visit_expr_for_loop_mut(&mut self, for_loop: &mut syn::ExprForLoop) {
        let mut bound = Bound::default();
        bound.visit_pat(&for_loop.pat);
        self.visit_expr_mut(&mut for_loop.expr);
        self.without(&bound.0, |this| this.visit_block_mut(&mut for_loop.body));
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        self.visit_expr_mut(&mut branch.cond);
        let bound = scopes::bound_by_condition(&branch.cond);
        self.without(&bound, |this| this.visit_block_mut(&mut branch.then_branch));
        if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, while_loop: &mut syn::ExprWhile) {
        self.visit_expr_mut(&mut while_loop.cond);
        let bound = scopes::bound_by_condition(&while_loop.cond);
        self.without(&bound, |this| this.visit_block_mut(&mut while_loop.body));
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        let mut bound = Bound::default();
        bound.visit_pat(&arm.pat);
        self.without(&bound.0, |this| visit_mut::visit_arm_mut(this, arm));
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let outer = self.known.clone();
        let mut views = self.known.mutable_views.clone();
        views.extend(self.known.written.iter().cloned());
        let left = followed::with_named_parts(block, &views);
        let outer_left = std::mem::replace(&mut self.left, left);
        visit_mut::visit_block_mut(self, block);
        self.left = outer_left;
        self.known = outer;
    }

    // What stands in an item is its own.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The names that a pattern binds.
#[derive(Default)]
struct Bound(Vec<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.0.push(pattern.ident.to_string());
        visit::visit_pat_ident(self, pattern);
    }
}

impl Plain {
    fn rewritten(&self, expression: &Expr) -> Option<Expr> {
        match expression {
            Expr::MethodCall(call) => self
                .gone_through_exclusively(call)
                .or_else(|| unwrapped(call))
                .or_else(|| written::written_part(call))
                .or_else(|| self.zipped(call))
                .or_else(|| self.lanewise(call))
                .or_else(|| self.changes(call))
                .or_else(|| self.over_made(call))
                .or_else(|| self.iterated_parts(call))
                .or_else(|| self.indexed(call))
                .or_else(|| self.reshaping(call))
                .or_else(|| self.listed(call))
                .or_else(|| self.view_of_array(call))
                .or_else(|| self.elementwise(call)),
            Expr::Index(index) => written::element_of_part(index).or_else(|| self.scalar(index)),
            Expr::Call(call) => {
                made_of_elements(call).or_else(|| self.scaled_product(call)).or_else(|| self.lending(call))
            }
            Expr::Macro(call) => of_macro(&call.mac),
            Expr::ForLoop(for_loop) => self.over_exclusive(for_loop).or_else(|| self.over_parts(for_loop)),
            _ => None,
        }
    }

    fn without(&mut self, names: &[String], inside: impl FnOnce(&mut Self)) {
        let outer = self.known.clone();
        names.iter().for_each(|name| self.known.forget(name));
        inside(self);
        self.known = outer;
    }

    fn parameter(&mut self, input: &syn::FnArg) {
        let syn::FnArg::Typed(typed) = input else { return };
        let Pat::Ident(name) = &*typed.pat else { return };
        if matches!(*typed.ty, Type::Reference(_)) {
            self.known.borrowed.insert(name.ident.to_string());
        }
        if views::may_be_written_through(&typed.ty) {
            self.known.fixed.insert(name.ident.to_string());
        }
        if exclusive::is_type(&typed.ty) {
            self.known.exclusive.insert(name.ident.to_string());
        }
        if let Some(axes) = array_typed(&typed.ty) {
            self.known.arrays.insert(name.ident.to_string(), axes);
            match &*typed.ty {
                Type::Reference(_) => self.known.references.insert(name.ident.to_string()),
                ty if views::is_mutable_view(ty) => self.known.mutable_views.insert(name.ident.to_string()),
                ty if is_view(ty) => self.known.views.insert(name.ident.to_string()),
                _ => false,
            };
        }
    }

    /// A view can be used again: what stands in its place in sweeps is a copy that must not be moved.
    fn copy_view(&self, expression: &mut Expr) {
        if let Expr::Path(path) = &*expression
            && path.path.get_ident().is_some_and(|ident| self.known.views.contains(&ident.to_string()))
        {
            *expression = syn::parse_quote!(#expression.clone());
        }
    }

    /// The elements of an array as a list or a number: `x.to_vec()`, `x.into_scalar()`, `x.flatten()`, `y.swap(i, j)`, `collect::<Array1<_>>()`
    fn listed(&self, call: &ExprMethodCall) -> Option<Expr> {
        let (array, span) = (&call.receiver, call.method.span());
        if call.method == "collect"
            && let Some(turbofish) = &call.turbofish
            && let Some(syn::GenericArgument::Type(ty)) = turbofish.args.first()
            && array_typed(ty).is_some()
        {
            return Some(collected(call));
        }
        if !self.is_array(array) {
            return None;
        }
        match (call.method.to_string().as_str(), call.args.len()) {
            ("to_vec", 0) => expression(quote_spanned!(span=> #array.jac_elements())),
            ("flatten", 0) => expression(quote_spanned!(span=> #array.jac_elements().jac_into_array1())),
            ("into_scalar", 0) => expression(element(array, span)),
            ("swap", 2) if is_place(array) => {
                let (first, second) = (&call.args[0], &call.args[1]);
                let kept = written::hidden("__jac_kept", span);
                expression(quote_spanned!(span=> {
                    let #kept = #array[#first];
                    #array[#first] = #array[#second];
                    #array[#second] = #kept;
                }))
            }
            _ => None,
        }
    }

    /// `x[()]`
    fn scalar(&self, index: &syn::ExprIndex) -> Option<Expr> {
        let Expr::Tuple(tuple) = &*index.index else { return None };
        (tuple.elems.is_empty() && self.is_array(&index.expr))
            .then(|| expression(element(&index.expr, Span::call_site())))?
    }

    /// A view of what certainly is an array is a copy in sweeps, so that a pullback can keep it. A copy of that is itself.
    fn view_of_array(&self, call: &ExprMethodCall) -> Option<Expr> {
        if matches!(call.method.to_string().as_str(), "clone" | "to_owned" | "into_owned")
            && !is_place(&call.receiver)
            && self.is_array(&call.receiver)
        {
            return Some((*call.receiver).clone());
        }
        if !self.is_array(&call.receiver) {
            return None;
        }
        let mut call = call.clone();
        if call.method == "slice_axis"
            && let Some(slice) = call.args.get_mut(1)
        {
            *slice = reshaped::plain_slice(slice);
        }
        if call.method == "index_axis_move" {
            call.method = named("index_axis", call.method.span());
        }
        if !VIEWS.iter().chain(SUMS).any(|view| call.method == view) {
            return None;
        }
        call.method = named(&format!("jac_{}", call.method), call.method.span());
        Some(Expr::MethodCall(call))
    }
}

/// The first element of an array that has one.
fn element(array: &Expr, span: Span) -> TokenStream {
    let elements = written::hidden("__jac_elements", span);
    quote_spanned!(span=> { let #elements = #array.jac_elements(); #elements[0] })
}

/// A chain that is collected into an array.
fn collected(call: &ExprMethodCall) -> Expr {
    let (chain, span) = (&call.receiver, call.method.span());
    syn::parse_quote_spanned!(span=> { let __jac_list = #chain.collect::<Vec<_>>(); __jac_list.jac_into_array1() })
}

/// What a block ends with, if that is collected: into the array that the block gives.
fn collect_tail(block: &mut syn::Block) {
    if let Some(syn::Stmt::Expr(value, None)) = block.stmts.last_mut() {
        match value {
            Expr::MethodCall(call) if call.method == "collect" && call.turbofish.is_none() => *value = collected(call),
            Expr::Block(inner) => collect_tail(&mut inner.block),
            Expr::If(branch) => {
                collect_tail(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch
                    && let Expr::Block(otherwise) = &mut **otherwise
                {
                    collect_tail(&mut otherwise.block);
                }
            }
            _ => {}
        }
    }
}

/// It is a view of something.
fn is_view_of(expression: &Expr) -> bool {
    match unparenthesised(expression) {
        Expr::MethodCall(call) => {
            let method = call.method.to_string();
            VIEWS.contains(&method.strip_prefix("jac_").unwrap_or(&method)) || method == "clone"
        }
        _ => false,
    }
}

fn expression(tokens: TokenStream) -> Option<Expr> {
    syn::parse2(tokens).ok()
}

fn named(name: &str, span: Span) -> Ident {
    Ident::new(name, span)
}

/// A view that can be written, or what stands behind one: what to take in its place.
pub fn refused_type(path: &syn::Path) -> Option<&'static str> {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let is = |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| axes_of_name(rest).is_some());
    match () {
        () if !cfg!(feature = "ndarray") => None,
        () if is("ArrayViewMut") => Some(
            "a mutable view of an array is a parameter of its own, and is no result; take `ArrayViewMut` or `&mut Array`, and return an `Array`",
        ),
        () if is("ArrayView") => Some(
            "a view of an array is a parameter of its own, not behind `&mut`, and is no result; take `ArrayView`, `&Array` or `&mut Array`, and return an `Array`",
        ),
        () if is("ArrayRef") || is("CowArray") || is("ArcArray") => Some(
            "this kind of array is not supported here; take `&Array`, `&mut Array` or `ArrayView`, and return an `Array`",
        ),
        () => None,
    }
}

/// The expression can be evaluated twice.
fn is_place(expression: &Expr) -> bool {
    match unparenthesised(expression) {
        Expr::Path(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_place(&unary.expr),
        _ => false,
    }
}
