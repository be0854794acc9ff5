//! What is certainly an array, by its name, its type, or how it is made; and how many axes it has.

use std::collections::{HashMap, HashSet};

use syn::visit::{self, Visit};
use syn::{Expr, Type};

use super::{PARTS, Plain, UNWRAPPED, unparenthesised};

/// What is known of names.
#[derive(Clone, Default)]
pub struct Known {
    /// The variables that are certainly arrays, by the types and the functions in their definitions.
    pub arrays: HashMap<String, Axes>,
    /// Those that are views in the source, which are copied where they are used by value.
    pub views: HashSet<String>,
    /// Parameters that are mutable views in the source, and references to arrays in sweeps.
    pub mutable_views: HashSet<String>,
    /// Copies that stand for mutable views, and are written back.
    pub written: HashSet<String>,
    /// Parameters that are references to arrays.
    pub references: HashSet<String>,
    /// What is gone through by these gives references that write: `&mut` of arrays, and mutable views.
    pub exclusive: HashSet<String>,
    /// Parameters that are references.
    pub borrowed: HashSet<String>,
    /// Parameters whose shape is that of a view which the caller made: changed, it is not the caller's that changes.
    pub fixed: HashSet<String>,
}

impl Known {
    pub fn forget(&mut self, name: &str) {
        self.arrays.remove(name);
        self.views.remove(name);
        self.mutable_views.remove(name);
        self.written.remove(name);
        self.references.remove(name);
        self.exclusive.remove(name);
        self.borrowed.remove(name);
        self.fixed.remove(name);
    }
}

/// The number of axes of an array, if it is known.
#[derive(Clone, Copy)]
pub struct Axes(pub Option<usize>);

/// The axes of what a method makes of an array, if it makes an array.
pub fn changed(method: &str, Axes(axes): Axes) -> Option<Axes> {
    let method = method.strip_prefix("jac_").unwrap_or(method);
    Some(Axes(match method {
        "clone" | "into_owned" | "with_elements" | "map" | "mapv" | "mapv_into" | "permuted_axes" | "reversed_axes"
        | "t" | "to_owned" | "view" | "chunk" | "inverted_axis" | "select" | "slice_axis" | "stretch"
        | "strided_window" | "swapped_axes" | "tril" | "triu" | "window" => axes,
        "column" | "diag" | "flatten" | "lane" | "row" => Some(1),
        "from_diag" => Some(2),
        "index_axis" | "outer" | "mean_axis" | "remove_axis" | "std_axis" | "sum_axis" | "var_axis" => {
            axes.and_then(|axes| axes.checked_sub(1))
        }
        "insert_axis" => axes.map(|axes| axes + 1),
        "broadcast" | "concatenated" | "into_dyn" | "reshaped" | "slice" => None,
        _ => return None,
    }))
}

impl Plain {
    /// The name of a reference, or of a view: what is gone through are references to elements.
    pub fn is_borrowed(&self, array: &Expr) -> bool {
        let Expr::Path(path) = unparenthesised(array) else { return false };
        let name = path.path.get_ident().map(|ident| ident.to_string());
        name.is_some_and(|name| self.known.borrowed.contains(&name) || self.known.views.contains(&name))
    }

    /// It certainly is an array, or a reference to one.
    pub fn is_array(&self, expression: &Expr) -> bool {
        self.axes(expression).is_some()
    }

    /// The number of axes, of what certainly is an array.
    pub fn axes(&self, expression: &Expr) -> Option<Axes> {
        match unparenthesised(expression) {
            Expr::Path(path) => self.known.arrays.get(&path.path.get_ident()?.to_string()).copied(),
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
            // What is made in a block of its own.
            Expr::Block(block) => match block.block.stmts.last()? {
                syn::Stmt::Expr(value @ Expr::MethodCall(call), None)
                    if call.method.to_string().starts_with("jac_") =>
                {
                    self.axes(value)
                }
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
                if method == "jac_with_elements" {
                    return Some(self.axes(&call.receiver).unwrap_or(Axes(None)));
                }
                if PARTS.contains(&method.as_str()) {
                    let axes = self.axes(&call.receiver).unwrap_or(Axes(None));
                    return changed(&method, axes);
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
}

/// How many arrays stand in each other: in `array![..]`, at most three.
pub fn levels(expression: &Expr) -> usize {
    match unparenthesised(expression) {
        Expr::Array(array) => 1 + array.elems.first().map_or(0, levels),
        _ => 0,
    }
}

/// `ndarray::..`: a function of one name alone may be anybody's.
pub fn is_of_ndarray(path: &syn::Path) -> bool {
    path.segments.len() == 2 && path.segments[0].ident == "ndarray"
}

/// `ndarray::linalg::..`
pub fn is_of_linalg(path: &syn::Path) -> bool {
    path.segments.len() == 3 && path.segments[0].ident == "ndarray" && path.segments[1].ident == "linalg"
}

/// `Array::..`, `Array2::<f64>::..`
pub fn array_type(path: &syn::Path) -> Option<Axes> {
    let segment = path.segments.iter().rev().nth(1)?;
    axes_of_name(segment.ident.to_string().strip_prefix("Array")?)
}

/// A function of the type of arrays with so many axes: `Array1::zeros`
pub fn is_array_of_axes(path: &syn::Path, count: usize) -> bool {
    matches!(array_type(path), Some(Axes(Some(axes))) if axes == count)
}

pub fn is_array_type(path: &syn::Path) -> bool {
    array_type(path).is_some()
}

/// What stands behind `Array` in the name of a type.
pub fn axes_of_name(rest: &str) -> Option<Axes> {
    match rest {
        "" | "D" => Some(Axes(None)),
        "0" | "1" | "2" | "3" | "4" | "5" | "6" => rest.parse().ok().map(|axes| Axes(Some(axes))),
        _ => None,
    }
}

/// The type is one of arrays, by its name.
pub fn names_array(ty: &Type) -> bool {
    array_typed(ty).is_some()
}

/// `Array1<f64>`, `&Array2<f64>`, `ArrayView1<'_, f64>`
pub fn array_typed(ty: &Type) -> Option<Axes> {
    match ty {
        Type::Reference(reference) => array_typed(&reference.elem),
        Type::Path(path) => {
            let name = path.path.segments.last()?.ident.to_string();
            let rest = name.strip_prefix("Array")?;
            let rest = rest.strip_prefix("ViewMut").or_else(|| rest.strip_prefix("View")).unwrap_or(rest);
            axes_of_name(rest)
        }
        _ => None,
    }
}

/// The type of an array with so many axes as its name says, of a view of one, or of a reference to one.
pub fn is_array_of_known_axes(ty: &Type) -> bool {
    cfg!(feature = "ndarray") && matches!(array_typed(ty), Some(Axes(Some(_))))
}

/// The type of the elements of an array, of a view of one, or of a reference to one.
pub fn element_of_array(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Reference(reference) => element_of_array(&reference.elem),
        Type::Path(path) if cfg!(feature = "ndarray") && array_typed(ty).is_some() => {
            let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
                return None;
            };
            arguments.args.iter().find_map(|argument| match argument {
                syn::GenericArgument::Type(element) => Some(element),
                _ => None,
            })
        }
        _ => None,
    }
}

/// The type parameter stands for the axes of an array: `Array<f64, D>`.
pub fn counts_axes(signature: &syn::Signature, name: &syn::Ident) -> bool {
    struct Counts<'a>(&'a syn::Ident, bool);
    impl<'ast> Visit<'ast> for Counts<'_> {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            if let Some(last) = path.segments.last()
                && last.ident.to_string().starts_with("Array")
                && let syn::PathArguments::AngleBracketed(arguments) = &last.arguments
            {
                let types = arguments.args.iter().filter_map(|argument| match argument {
                    syn::GenericArgument::Type(Type::Path(path)) => Some(path),
                    _ => None,
                });
                self.1 |= types.skip(1).any(|path| path.path.is_ident(self.0));
            }
            visit::visit_path(self, path);
        }
    }
    let mut counts = Counts(name, false);
    if cfg!(feature = "ndarray") {
        counts.visit_signature(signature);
    }
    counts.1
}
