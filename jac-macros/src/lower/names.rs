//! What is in a pattern, by how it is written: names, variants, and what it tests.
//!
//! Facts about syntax alone; `matching` makes tests and bindings of them.

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat};

/// A pattern, and the guard behind it.
pub fn unguarded(pattern: &Pat) -> (&Pat, Option<&Expr>) {
    match pattern {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        pattern => (pattern, None),
    }
}

/// The pattern is a name for what it matches. A capital starts the name of a constant.
pub fn binds(ident: &syn::PatIdent) -> bool {
    ident.by_ref.is_some()
        || ident.mutability.is_some()
        || ident.subpat.is_some()
        || ident.ident.to_string().starts_with(|first: char| first.is_lowercase() || first == '_')
}

/// The names that a pattern binds, each once.
pub fn names_in(pattern: &Pat) -> Vec<Ident> {
    struct Bound(Vec<Ident>);
    impl<'ast> Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            if binds(pattern) && !self.0.contains(&pattern.ident) {
                self.0.push(pattern.ident.clone());
            }
            visit::visit_pat_ident(self, pattern);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut bound = Bound(Vec::new());
    bound.visit_pat(pattern);
    bound.0
}

/// The names in a pattern that are taken for those of constants.
pub fn constants_in(pattern: &Pat) -> Vec<Ident> {
    struct Constants(Vec<Ident>);
    impl<'ast> Visit<'ast> for Constants {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            if !binds(pattern) {
                self.0.push(pattern.ident.clone());
            }
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut constants = Constants(Vec::new());
    constants.visit_pat(pattern);
    constants.0
}

/// The pattern, or one in it, is a name behind `ref`.
pub fn lends(pattern: &Pat) -> bool {
    struct Lends(bool);
    impl<'ast> Visit<'ast> for Lends {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0 |= pattern.by_ref.is_some();
            visit::visit_pat_ident(self, pattern);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut lends = Lends(false);
    lends.visit_pat(pattern);
    lends.0
}

/// A name in the pattern is one behind `ref mut`.
pub fn lends_mutably(pattern: &Pat) -> bool {
    struct Lends(bool);
    impl<'ast> Visit<'ast> for Lends {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0 |= pattern.by_ref.is_some() && pattern.mutability.is_some();
            visit::visit_pat_ident(self, pattern);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut lends = Lends(false);
    lends.visit_pat(pattern);
    lends.0
}

pub fn is_mutable(pattern: &Pat, name: &Ident) -> bool {
    is_bound_so(pattern, name, |ident| ident.mutability.is_some())
}

/// The name is bound by `ref mut`.
pub fn is_lent_mutably(pattern: &Pat, name: &Ident) -> bool {
    is_bound_so(pattern, name, |ident| ident.by_ref.is_some() && ident.mutability.is_some())
}

fn is_bound_so(pattern: &Pat, name: &Ident, so: fn(&syn::PatIdent) -> bool) -> bool {
    struct Bound<'a>(&'a Ident, fn(&syn::PatIdent) -> bool, bool);
    impl<'ast> Visit<'ast> for Bound<'_> {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.2 |= pattern.ident == *self.0 && self.1(pattern);
            visit::visit_pat_ident(self, pattern);
        }
    }
    let mut bound = Bound(name, so, false);
    bound.visit_pat(pattern);
    bound.2
}

/// Certainly matches whatever has its type.
pub fn always_matches(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(ident) => binds(ident) && ident.subpat.as_ref().is_none_or(|(_, inside)| always_matches(inside)),
        Pat::Tuple(tuple) => tuple.elems.iter().all(always_matches),
        Pat::Reference(reference) => always_matches(&reference.pat),
        Pat::Paren(paren) => always_matches(&paren.pat),
        _ => false,
    }
}

/// There is the name of a variant of an enum, or of a struct, in it.
pub fn names_a_variant(pattern: &Pat) -> bool {
    struct Variant(bool);
    impl<'ast> Visit<'ast> for Variant {
        fn visit_pat(&mut self, pattern: &'ast Pat) {
            self.0 |= matches!(pattern, Pat::TupleStruct(_) | Pat::Struct(_) | Pat::Path(_));
            visit::visit_pat(self, pattern);
        }
    }
    let mut variant = Variant(false);
    variant.visit_pat(pattern);
    variant.0
}

/// `Some(_)`, `Ok(_)`, `Err(_)`
pub fn is_outcome_variant(pattern: &Pat) -> bool {
    let Pat::TupleStruct(variant) = pattern else { return false };
    let segments: Vec<String> = variant.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    match segments.iter().rev().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["Some"] | ["Some", "Option", ..] => true,
        ["Ok" | "Err"] | ["Ok" | "Err", "Result", ..] => true,
        // A variant of an enum of the user's.
        _ => false,
    }
}

pub fn last_of_path(pattern: &Pat) -> Option<String> {
    let path = match pattern {
        Pat::TupleStruct(pattern) => &pattern.path,
        Pat::Path(pattern) => &pattern.path,
        Pat::Ident(pattern) => return Some(pattern.ident.to_string()),
        _ => return None,
    };
    path.segments.last().map(|last| last.ident.to_string())
}

/// The pattern with `_` in the place of names.
pub fn without_names(pattern: &Pat) -> Pat {
    replace_names(pattern, &|_| false)
}

/// The pattern with `_` in the place of all other names.
pub fn only_name(pattern: &Pat, name: &Ident) -> Pat {
    replace_names(pattern, &|ident| ident == name)
}

pub fn replace_names(pattern: &Pat, keep: &dyn Fn(&Ident) -> bool) -> Pat {
    struct Replace<'a>(&'a dyn Fn(&Ident) -> bool);
    impl VisitMut for Replace<'_> {
        fn visit_pat_mut(&mut self, pattern: &mut Pat) {
            visit_mut::visit_pat_mut(self, pattern);
            let Pat::Ident(ident) = pattern else { return };
            if !binds(ident) {
                return;
            }
            if (self.0)(&ident.ident) {
                ident.mutability = None;
                return;
            }
            *pattern = match ident.subpat.take() {
                Some((_, inside)) => *inside,
                None => Pat::Wild(syn::PatWild { attrs: Vec::new(), underscore_token: Default::default() }),
            };
        }
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            visit_mut::visit_field_pat_mut(self, field);
            // `Point { x, .. }` is short for `Point { x: x, .. }`.
            if !matches!(*field.pat, Pat::Ident(_)) {
                field.colon_token = Some(Default::default());
            }
        }
        fn visit_expr_mut(&mut self, _: &mut Expr) {}
    }
    let mut pattern = pattern.clone();
    Replace(keep).visit_pat_mut(&mut pattern);
    pattern
}
