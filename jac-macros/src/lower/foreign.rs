//! Types of the standard library that have no tangent space, by their names: what holds something that varies cannot be one of these.
//!
//! A type of the user's by such a name is refused as well, where it would hold something that varies, unless the function tells that it is one: those of the
//! library have arguments.

use std::collections::HashSet;

use syn::visit::{self, Visit};
use syn::{Expr, ExprPath, GenericArgument, ItemFn, Path, PathArguments, Type};

use super::Lowering;

const SHARED: &str = "a pointer that is shared has no tangent space, and this holds something that varies; use the value itself, and `&` where it is \
                      passed on (if this is a type of yours, write it in front: `let name: Type = ..`)";

const CELL: &str = "a cell has no tangent space, and this holds something that varies; use a `let mut` variable, and `&mut` where it is passed on (if this \
                    is a type of yours, write it in front: `let name: Type = ..`)";

pub const MAP: &str = "a map has no tangent space, and this holds something that varies; keep the numbers in a `Vec` or an array, and in the map \
                       the positions of these";

/// Why what a function of the type gives, of something that varies, has no derivative.
fn refusal(path: &ExprPath) -> Option<&'static str> {
    match owner(path)?.as_str() {
        // What is cloned was refused where it was made.
        "Arc" | "Rc" => Some(SHARED).filter(|_| path.path.segments.last().is_some_and(|last| last.ident != "clone")),
        "Cell" | "Mutex" | "OnceCell" | "RefCell" | "RwLock" => Some(CELL),
        _ => None,
    }
}

/// A function of a map, which makes one.
pub fn makes_map(path: &ExprPath) -> bool {
    owner(path).is_some_and(|owner| is_map(&owner))
}

fn is_map(name: &str) -> bool {
    matches!(name, "BTreeMap" | "HashMap")
}

/// The last names of types that stand in a function without arguments, or in front of fields.
pub fn types_without_arguments(item: &ItemFn) -> HashSet<String> {
    struct Types(HashSet<String>);
    impl Types {
        fn add(&mut self, path: &Path) {
            self.0.extend(
                path.segments.last().filter(|last| last.arguments.is_none()).map(|last| last.ident.to_string()),
            );
        }
    }
    impl Visit<'_> for Types {
        fn visit_type_path(&mut self, ty: &syn::TypePath) {
            self.add(&ty.path);
            visit::visit_type_path(self, ty);
        }
        fn visit_expr_struct(&mut self, literal: &syn::ExprStruct) {
            self.add(&literal.path);
            visit::visit_expr_struct(self, literal);
        }
        fn visit_pat_struct(&mut self, pattern: &syn::PatStruct) {
            self.add(&pattern.path);
            visit::visit_pat_struct(self, pattern);
        }
    }
    let mut types = Types(HashSet::new());
    types.visit_item_fn(item);
    types.0
}

fn owner(path: &ExprPath) -> Option<String> {
    let mut segments = path.path.segments.iter().rev().skip(1);
    segments.next().map(|owner| owner.ident.to_string())
}

impl Lowering<'_> {
    /// Why what the call gives has no derivative, if it is one of a function of the library's.
    pub fn refused_owner(&self, path: &ExprPath, arguments: usize) -> Option<&'static str> {
        let owner = owner(path)?;
        let is_new = path.path.segments.last().is_some_and(|last| last.ident == "new");
        let of_block = self.block.as_ref().and_then(|block| block.owner.segments.last());
        let is_own = self.without_arguments.contains(&owner)
            || of_block.is_some_and(|last| last.ident == owner)
            || (is_new && arguments != usize::from(owner != "OnceCell"));
        refusal(path).filter(|_| !is_own)
    }

    /// A variable that is declared to be a map of floats, and is empty.
    pub fn refuse_map(&mut self, annotation: &Type, value: &Expr) {
        let (Type::Path(path), Expr::Call(call)) = (annotation, value) else { return };
        let makes_empty = |path: &ExprPath| {
            let last = path.path.segments.last().map(|last| last.ident.to_string());
            makes_map(path) && matches!(last.as_deref(), Some("default" | "new" | "with_capacity"))
        };
        if !matches!(&*call.func, Expr::Path(path) if makes_empty(path)) {
            return;
        }
        let Some(last) = path.path.segments.last().filter(|last| is_map(&last.ident.to_string())) else { return };
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return };
        if let Some(GenericArgument::Type(held)) = arguments.args.iter().nth(1)
            && matches!(held, Type::Path(held) if held.path.is_ident("f64") || held.path.is_ident("f32"))
        {
            self.errors.at(annotation, MAP);
            self.errors.close();
        }
    }
}
