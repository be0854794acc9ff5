//! Which patterns with fields are of structs, and which of variants: by how they stand in the function.
//!
//! Before: the body as the user wrote it. After: the names that are variants. The fields of a struct are places of their own; of a variant, the
//! compiler takes them apart.

use std::collections::{BTreeMap, HashSet};

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Block, Pat, PatStruct, Path};

use super::names::{always_matches, binds, unguarded};

/// The names of variants in patterns with fields: beside another name, or where a pattern need not match.
pub fn variants_in(block: &Block) -> HashSet<String> {
    let mut variants = Variants(HashSet::new());
    variants.visit_block(block);
    variants.0
}

/// The same of one pattern that need not match.
pub fn variants_of(pattern: &Pat) -> HashSet<String> {
    let mut variants = Variants(HashSet::new());
    variants.note(&[pattern], true);
    variants.0
}

/// The name, if it is one that may be of a struct: an enum stands in front of that of a variant, unless it is imported.
pub fn name_of_fields(pattern: &PatStruct) -> Option<String> {
    pattern.path.get_ident().map(ToString::to_string)
}

struct Variants(HashSet<String>);

impl<'ast> Visit<'ast> for Variants {
    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        let patterns: Vec<&Pat> = matched.arms.iter().map(|arm| unguarded(&arm.pat).0).collect();
        // Behind a struct's fields, nothing is left to be matched.
        let is_open = parts(&patterns).iter().any(|pattern| head(pattern).is_none());
        self.note(&patterns, is_open);
        visit::visit_expr_match(self, matched);
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        self.note(&[&condition.pat], true);
        visit::visit_expr_let(self, condition);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if local.init.as_ref().is_some_and(|init| init.diverge.is_some()) {
            self.note(&[&local.pat], true);
        }
        visit::visit_local(self, local);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

impl Variants {
    /// Patterns for the same value. `may_fail`: none of them matches whatever it is.
    fn note(&mut self, patterns: &[&Pat], may_fail: bool) {
        let patterns = parts(patterns);
        let heads: HashSet<String> = patterns.iter().filter_map(|pattern| head(pattern)).collect();
        let are_many = heads.len() > 1;
        self.0.extend(patterns.iter().filter_map(|pattern| match pattern {
            // Of a struct, this one would match.
            Pat::Struct(fields)
                if are_many || (may_fail && fields.fields.iter().all(|field| always_matches(&field.pat))) =>
            {
                name_of_fields(fields)
            }
            _ => None,
        }));
        let mut inside: BTreeMap<String, Vec<&Pat>> = BTreeMap::new();
        for pattern in &patterns {
            let of = head(pattern).unwrap_or_default();
            let mut add = |position: String, part| inside.entry(format!("{of} {position}")).or_default().push(part);
            match pattern {
                Pat::Tuple(tuple) => tuple.elems.iter().enumerate().for_each(|(at, part)| add(at.to_string(), part)),
                Pat::TupleStruct(tuple) => {
                    tuple.elems.iter().enumerate().for_each(|(at, part)| add(at.to_string(), part));
                }
                Pat::Slice(slice) => slice.elems.iter().for_each(|part| add(String::new(), part)),
                Pat::Struct(fields) => {
                    let members = fields.fields.iter();
                    members.for_each(|field| add(field.member.to_token_stream().to_string(), &field.pat));
                }
                _ => {}
            }
        }
        for patterns in inside.values() {
            self.note(patterns, false);
        }
    }
}

/// The patterns behind references, parentheses and alternatives.
fn parts<'a>(patterns: &[&'a Pat]) -> Vec<&'a Pat> {
    patterns
        .iter()
        .flat_map(|pattern| match pattern {
            Pat::Paren(paren) => parts(&[&paren.pat]),
            Pat::Reference(reference) => parts(&[&reference.pat]),
            Pat::Or(or) => parts(&or.cases.iter().collect::<Vec<_>>()),
            Pat::Ident(syn::PatIdent { subpat: Some((_, inside)), .. }) => parts(&[inside]),
            pattern => vec![*pattern],
        })
        .collect()
}

/// The name of the struct, the variant or the constant that the pattern starts with.
fn head(pattern: &Pat) -> Option<String> {
    let name = |path: &Path| path.segments.last().map(|last| last.ident.to_string());
    match pattern {
        Pat::Struct(fields) => name(&fields.path),
        Pat::TupleStruct(tuple) => name(&tuple.path),
        Pat::Path(path) => name(&path.path),
        Pat::Ident(ident) if !binds(ident) => Some(ident.ident.to_string()),
        _ => None,
    }
}
