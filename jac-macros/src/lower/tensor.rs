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

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, ItemFn, Pat, Token, Type};

use super::expression::unparenthesised;

/// Methods that ask for the shape: integer code, which the compiler proves by its type.
pub const QUESTIONS: &[&str] = &["dim", "len_of", "ncols", "ndim", "nrows", "raw_dim", "shape"];

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
    "std",
    "std_axis",
    "sum",
    "sum_axis",
    "t",
    "var",
    "var_axis",
    "view",
    "with_elements",
];

/// The method asks for a shape.
pub fn is_question(method: &str) -> bool {
    cfg!(feature = "ndarray") && QUESTIONS.contains(&method)
}

/// The method leaves its receiver as it is.
pub fn reads(method: &str) -> bool {
    let method = method.strip_prefix("jac_").unwrap_or(method);
    cfg!(feature = "ndarray") && READING.contains(&method)
}

/// The function in forms that have derivatives.
pub fn plain(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    if cfg!(feature = "ndarray") {
        let mut plain = Plain::default();
        item.sig.inputs.iter().for_each(|input| plain.parameter(input));
        plain.visit_block_mut(&mut item.block);
    }
    item
}

/// Methods that give an `Option` or a `Result`, and what gives the value itself.
const UNWRAPPED: &[(&str, &str)] = &[
    ("broadcast", "jac_broadcast"),
    ("into_shape", "jac_reshaped"),
    ("into_shape_with_order", "jac_reshaped"),
    ("mean", "jac_mean"),
    ("mean_axis", "jac_mean_axis"),
    ("to_shape", "jac_reshaped"),
];

/// Methods that give a view.
const VIEWS: &[&str] =
    &["column", "diag", "index_axis", "insert_axis", "permuted_axes", "reversed_axes", "row", "slice", "t", "view"];

/// The rewriting, with the names of the variables that are certainly arrays, by the types and the functions in their definitions.
#[derive(Default)]
struct Plain {
    arrays: HashMap<String, Axes>,
}

impl VisitMut for Plain {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        while let Some(plain) = self.rewritten(expression) {
            *expression = plain;
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
        visit_mut::visit_stmt_mut(self, statement);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        let (pattern, annotation) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        let mut bound = Bound::default();
        bound.visit_pat(pattern);
        let value = local.init.as_ref().map(|init| &*init.expr);
        let axes = annotation.and_then(array_typed).or_else(|| self.axes(value?));
        visit_mut::visit_local_mut(self, local);
        for name in bound.0 {
            self.arrays.remove(&name);
            if let (Some(axes), Pat::Ident(_) | Pat::Type(_)) = (axes, &local.pat) {
                self.arrays.insert(name, axes);
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

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        let mut bound = Bound::default();
        bound.visit_pat(&arm.pat);
        self.without(&bound.0, |this| visit_mut::visit_arm_mut(this, arm));
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let outer = self.arrays.clone();
        visit_mut::visit_block_mut(self, block);
        self.arrays = outer;
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

/// The number of axes of an array, if it is known.
#[derive(Clone, Copy)]
struct Axes(Option<usize>);

/// The axes of what a method makes of an array, if it makes an array.
fn changed(method: &str, Axes(axes): Axes) -> Option<Axes> {
    let method = method.strip_prefix("jac_").unwrap_or(method);
    Some(Axes(match method {
        "clone" | "into_owned" | "with_elements" | "map" | "mapv" | "mapv_into" | "permuted_axes" | "reversed_axes"
        | "t" | "to_owned" | "view" => axes,
        "column" | "diag" | "row" => Some(1),
        "index_axis" | "outer" | "mean_axis" | "std_axis" | "sum_axis" | "var_axis" => {
            axes.and_then(|axes| axes.checked_sub(1))
        }
        "insert_axis" => axes.map(|axes| axes + 1),
        "broadcast" | "concatenated" | "reshaped" | "slice" => None,
        _ => return None,
    }))
}

impl Plain {
    fn rewritten(&self, expression: &Expr) -> Option<Expr> {
        match expression {
            Expr::MethodCall(call) => {
                unwrapped(call).or_else(|| self.view_of_array(call)).or_else(|| self.elementwise(call))
            }
            Expr::Call(call) => made_of_elements(call),
            Expr::Macro(call) => of_macro(&call.mac),
            Expr::ForLoop(for_loop) => self.over_parts(for_loop),
            _ => None,
        }
    }

    fn without(&mut self, names: &[String], inside: impl FnOnce(&mut Self)) {
        let outer = self.arrays.clone();
        names.iter().for_each(|name| {
            self.arrays.remove(name);
        });
        inside(self);
        self.arrays = outer;
    }

    fn parameter(&mut self, input: &syn::FnArg) {
        let syn::FnArg::Typed(typed) = input else { return };
        if let Pat::Ident(name) = &*typed.pat
            && let Some(axes) = array_typed(&typed.ty)
        {
            self.arrays.insert(name.ident.to_string(), axes);
        }
    }

    /// It certainly is an array, or a reference to one.
    fn is_array(&self, expression: &Expr) -> bool {
        self.axes(expression).is_some()
    }

    /// The number of axes, of what certainly is an array.
    fn axes(&self, expression: &Expr) -> Option<Axes> {
        match unparenthesised(expression) {
            Expr::Path(path) => self.arrays.get(&path.path.get_ident()?.to_string()).copied(),
            Expr::Reference(reference) => self.axes(&reference.expr),
            Expr::Unary(unary) if !matches!(unary.op, syn::UnOp::Not(_)) => self.axes(&unary.expr),
            Expr::Binary(binary) => {
                use syn::BinOp::{Add, Div, Mul, Rem, Sub};
                if !matches!(binary.op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_)) {
                    return None;
                }
                match (self.axes(&binary.left), self.axes(&binary.right)) {
                    (Some(Axes(Some(left))), Some(Axes(Some(right)))) => Some(Axes(Some(left.max(right)))),
                    (Some(_), Some(_)) => Some(Axes(None)),
                    (left, right) => left.or(right),
                }
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => array_type(&path.path),
                _ => None,
            },
            Expr::Macro(call) => match call.mac.path.segments.last()?.ident.to_string().as_str() {
                "array" => {
                    let tokens = &call.mac.tokens;
                    let nested: Expr = syn::parse2(quote::quote!([#tokens])).ok()?;
                    Some(Axes(Some(levels(&nested))))
                }
                "concatenate" | "stack" => Some(Axes(None)),
                _ => None,
            },
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if let Some(axes) = method.strip_prefix("jac_into_array") {
                    return axes.parse().ok().map(|axes| Axes(Some(axes)));
                }
                if matches!(method.as_str(), "unwrap" | "expect") {
                    let Expr::MethodCall(inner) = unparenthesised(&call.receiver) else { return None };
                    let (_, instead) = UNWRAPPED.iter().find(|(name, _)| inner.method == name)?;
                    let axes = self.axes(&inner.receiver)?;
                    return changed(instead, axes);
                }
                let axes = self.axes(&call.receiver)?;
                if method == "dot" {
                    return match (axes, self.axes(call.args.first()?)?) {
                        (Axes(Some(left)), Axes(Some(right))) if left + right > 2 => Some(Axes(Some(left + right - 2))),
                        _ => None,
                    };
                }
                if crate::rules::method(&method).is_some() { Some(axes) } else { changed(&method, axes) }
            }
            _ => None,
        }
    }

    /// A view of what certainly is an array is a copy in sweeps, so that a pullback can keep it. A copy of that is itself.
    fn view_of_array(&self, call: &ExprMethodCall) -> Option<Expr> {
        if matches!(call.method.to_string().as_str(), "clone" | "to_owned" | "into_owned")
            && !is_place(&call.receiver)
            && self.is_array(&call.receiver)
        {
            return Some((*call.receiver).clone());
        }
        if !VIEWS.iter().any(|view| call.method == view) || !self.is_array(&call.receiver) {
            return None;
        }
        let mut call = call.clone();
        call.method = named(&format!("jac_{}", call.method), call.method.span());
        Some(Expr::MethodCall(call))
    }

    /// `x.mapv(f)`, `x.mapv_inplace(f)`, `x.exp()`, and what iterates through an array
    fn elementwise(&self, call: &ExprMethodCall) -> Option<Expr> {
        let method = call.method.to_string();
        let receiver = &call.receiver;
        let span = call.method.span();
        let is_array = self.is_array(receiver);
        let fresh = |name: &str| Ident::new(name, span.resolved_at(Span::mixed_site()));
        let function = call.args.first().filter(|_| call.args.len() == 1);
        let rule =
            crate::rules::method(&method).filter(|rule| is_array && rule.parameters.len() == call.args.len() + 1);
        let function = match (function, rule) {
            (_, Some(_)) => {
                let (element, name, arguments) = (fresh("__jac_element"), &call.method, &call.args);
                quote_spanned!(span=> |#element| #element.#name(#arguments))
            }
            (Some(function), None) => quote_spanned!(span=> #function),
            (None, None) if method == "iter" && is_array && call.args.is_empty() => {
                return expression(quote_spanned!(span=> #receiver.jac_elements().iter()));
            }
            (None, None) => return None,
        };
        let mapped = |array: &TokenStream, items: TokenStream| {
            quote_spanned! {span=>
                #array.jac_with_elements(#array.jac_elements().#items.map(#function).collect::<Vec<_>>())
            }
        };
        let values = || quote_spanned!(span=> iter().copied());
        let with = |items: TokenStream| {
            if is_place(receiver) {
                return expression(mapped(&quote_spanned!(span=> #receiver), items));
            }
            let name = fresh("__jac_array");
            let mapped = mapped(&quote_spanned!(span=> #name), items);
            expression(quote_spanned!(span=> { let #name = #receiver; #mapped }))
        };
        match method.as_str() {
            "mapv" | "mapv_into" => with(values()),
            "map" if is_array => with(quote_spanned!(span=> iter())),
            "mapv_inplace" if is_place(receiver) => {
                let name = fresh("__jac_mapped");
                let mapped = mapped(&quote_spanned!(span=> #receiver), values());
                expression(quote_spanned!(span=> { let #name = #mapped; #receiver.assign(&#name); }))
            }
            "fill" if is_array => expression(quote_spanned!(span=> #receiver.jac_fill(#function))),
            _ if rule.is_some() => with(values()),
            _ => None,
        }
    }

    /// `for row in x.outer_iter()`, `for (i, row) in x.rows().into_iter().enumerate()`, `for v in &x`
    fn over_parts(&self, for_loop: &syn::ExprForLoop) -> Option<Expr> {
        let (label, pattern, body, over) = (&for_loop.label, &for_loop.pat, &for_loop.body, &for_loop.expr);
        let span = over.span();
        if let Expr::Reference(reference) = unparenthesised(over)
            && reference.mutability.is_none()
            && self.is_array(&reference.expr)
        {
            let array = &reference.expr;
            return expression(quote_spanned!(span=> #label for #pattern in #array.jac_elements().iter() #body));
        }
        let Expr::MethodCall(mut call) = unparenthesised(over).clone() else { return None };
        let enumerated = call.method == "enumerate";
        while matches!(call.method.to_string().as_str(), "enumerate" | "into_iter") {
            let Expr::MethodCall(inner) = unparenthesised(&call.receiver).clone() else { return None };
            call = inner;
        }
        let array = &call.receiver;
        if !is_place(array) {
            return None;
        }
        let index = Ident::new("__jac_index", span.resolved_at(Span::mixed_site()));
        let axis = call.args.first();
        let is_array = self.is_array(array);
        let (length, part) = match (call.method.to_string().as_str(), axis) {
            ("outer_iter", None) => {
                (quote_spanned!(span=> #array.shape()[0]), quote_spanned!(span=> #array.jac_outer(#index)))
            }
            ("axis_iter", Some(axis)) => {
                (quote_spanned!(span=> #array.len_of(#axis)), quote_spanned!(span=> #array.index_axis(#axis, #index)))
            }
            ("rows", None) if is_array => {
                (quote_spanned!(span=> #array.nrows()), quote_spanned!(span=> #array.row(#index)))
            }
            ("columns", None) if is_array => {
                (quote_spanned!(span=> #array.ncols()), quote_spanned!(span=> #array.column(#index)))
            }
            _ => return None,
        };
        let bound = if enumerated { quote_spanned!(span=> (#index, #part)) } else { part };
        let statements = &body.stmts;
        expression(quote_spanned! {span=>
            #label for #index in 0..#length {
                let #pattern = #bound;
                #(#statements)*
            }
        })
    }
}

fn expression(tokens: TokenStream) -> Option<Expr> {
    syn::parse2(tokens).ok()
}

fn named(name: &str, span: Span) -> Ident {
    Ident::new(name, span)
}

/// `x.mean().unwrap()`, `concatenate(axis, &[a, b]).unwrap()`
fn unwrapped(call: &ExprMethodCall) -> Option<Expr> {
    if !matches!(call.method.to_string().as_str(), "unwrap" | "expect") {
        return None;
    }
    match unparenthesised(&call.receiver) {
        Expr::MethodCall(inner) => {
            let (_, instead) = UNWRAPPED.iter().find(|(name, _)| inner.method == name)?;
            let mut inner = inner.clone();
            inner.method = named(instead, inner.method.span());
            Some(Expr::MethodCall(inner))
        }
        Expr::Call(inner) => {
            let Expr::Path(path) = &*inner.func else { return None };
            let name = path.path.segments.last()?.ident.to_string();
            let mut arguments = inner.args.iter();
            let (first, second) = (arguments.next()?, arguments.next()?);
            let span = inner.func.span();
            if name == "from_shape_vec" && is_array_type(&path.path) {
                return expression(quote_spanned!(span=> (#second).jac_into_array1().jac_reshaped(#first)));
            }
            let Expr::Reference(reference) = unparenthesised(second).clone() else { return None };
            if !is_of_ndarray(&path.path) {
                return None;
            }
            let Expr::Array(arrays) = unparenthesised(&reference.expr) else { return None };
            joined(&name, first, &arrays.elems.iter().collect::<Vec<_>>(), span)
        }
        _ => None,
    }
}

/// Arrays one behind the other, or one beside the other.
fn joined(name: &str, axis: &Expr, arrays: &[&Expr], span: Span) -> Option<Expr> {
    let raised = |array: &Expr| match name {
        "concatenate" => Some(quote_spanned!(span=> #array)),
        "stack" => Some(quote_spanned!(span=> (#array).view().insert_axis(#axis))),
        _ => None,
    };
    let (first, rest) = arrays.split_first()?;
    let first = raised(first)?;
    let joined = rest.iter().try_fold(quote_spanned!(span=> (#first).view()), |joined, array| {
        let array = raised(array)?;
        Some(quote_spanned!(span=> #joined.jac_concatenated(#axis, &(#array))))
    })?;
    expression(joined)
}

/// `array![..]`, `concatenate![axis, a, b]`, `stack![axis, a, b]`
fn of_macro(call: &syn::Macro) -> Option<Expr> {
    let name = call.path.segments.last()?.ident.to_string();
    let tokens = &call.tokens;
    let span = call.path.span();
    match name.as_str() {
        "array" => {
            let nested: Expr = syn::parse2(quote_spanned!(span=> [#tokens])).ok()?;
            let method = named(&format!("jac_into_array{}", levels(&nested)), span);
            expression(quote_spanned!(span=> #nested.#method()))
        }
        "concatenate" | "stack" => {
            let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()).ok()?;
            let arguments: Vec<&Expr> = arguments.iter().collect();
            let (axis, arrays) = arguments.split_first()?;
            joined(&name, axis, arrays, span)
        }
        _ => None,
    }
}

/// How many arrays stand in each other: in `array![..]`, at most three.
fn levels(expression: &Expr) -> usize {
    match unparenthesised(expression) {
        Expr::Array(array) => 1 + array.elems.first().map_or(0, levels),
        _ => 0,
    }
}

/// `Array1::from_vec(v)`, `arr1(&[..])`
fn made_of_elements(call: &syn::ExprCall) -> Option<Expr> {
    let Expr::Path(path) = &*call.func else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    let argument = call.args.first().filter(|_| call.args.len() == 1)?;
    let span = call.func.span();
    match (name.as_str(), unparenthesised(argument)) {
        ("from_vec", argument) if is_array_type(&path.path) => {
            expression(quote_spanned!(span=> (#argument).jac_into_array1()))
        }
        ("arr1" | "arr2" | "arr3", Expr::Reference(reference)) if is_of_ndarray(&path.path) => {
            let elements = &reference.expr;
            let method = named(&format!("jac_into_array{}", levels(elements)), span);
            matches!(unparenthesised(elements), Expr::Array(_))
                .then(|| expression(quote_spanned!(span=> #elements.#method())))?
        }
        _ => None,
    }
}

/// `ndarray::..`: a function of one name alone may be anybody's.
fn is_of_ndarray(path: &syn::Path) -> bool {
    path.segments.len() == 2 && path.segments[0].ident == "ndarray"
}

/// `Array::..`, `Array2::<f64>::..`
fn array_type(path: &syn::Path) -> Option<Axes> {
    let segment = path.segments.iter().rev().nth(1)?;
    axes_of_name(segment.ident.to_string().strip_prefix("Array")?)
}

fn is_array_type(path: &syn::Path) -> bool {
    array_type(path).is_some()
}

/// What stands behind `Array` in the name of a type.
fn axes_of_name(rest: &str) -> Option<Axes> {
    match rest {
        "" | "D" => Some(Axes(None)),
        "0" | "1" | "2" | "3" | "4" | "5" | "6" => rest.parse().ok().map(|axes| Axes(Some(axes))),
        _ => None,
    }
}

/// `ArrayView1<'_, f64>`, `ArrayViewMut2<'_, f64>`
pub fn is_view_type(path: &syn::Path) -> bool {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let rest = name.strip_prefix("ArrayView").map(|rest| rest.strip_prefix("Mut").unwrap_or(rest));
    cfg!(feature = "ndarray") && rest.is_some_and(|rest| axes_of_name(rest).is_some())
}

/// `Array1<f64>`, `&Array2<f64>`, `ArrayView1<'_, f64>`
fn array_typed(ty: &Type) -> Option<Axes> {
    match ty {
        Type::Reference(reference) => array_typed(&reference.elem),
        Type::Path(path) => {
            let name = path.path.segments.last()?.ident.to_string();
            let rest = name.strip_prefix("Array")?;
            axes_of_name(rest.strip_prefix("View").unwrap_or(rest))
        }
        _ => None,
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
