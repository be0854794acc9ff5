//! Functions that call each other: those of one block, and local ones, which are seen together, and free functions, which are seen one after another.
//!
//! Before: which of them names which. After: those that have the option `recursive` on their own, at least one on each cycle of calls. A function that
//! calls itself sees that without help.
//!
//! Names are all that is known, so that a cycle may be found where there is none: of functions of one name in several modules. Its derivatives are right all the same,
//! only that they keep a `Box`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::ItemFn;
use syn::visit::{self, Visit};

use crate::users::{Makers, Users};

/// The functions that break all cycles of calls but those of one function alone. Those that break them already call nothing here.
pub fn broken_at(calls: &[Vec<usize>]) -> Vec<bool> {
    let mut search = Search { calls, found: vec![Found::Not; calls.len()], broken: vec![false; calls.len()] };
    (0..calls.len()).for_each(|function| search.visit(function));
    search.broken
}

#[derive(Clone, Copy, PartialEq)]
enum Found {
    Not,
    /// On the way to where the search is.
    Open,
    Done,
}

struct Search<'a> {
    calls: &'a [Vec<usize>],
    found: Vec<Found>,
    broken: Vec<bool>,
}

impl Search<'_> {
    fn visit(&mut self, function: usize) {
        if self.found[function] != Found::Not {
            return;
        }
        self.found[function] = Found::Open;
        for &callee in &self.calls[function] {
            if callee != function && self.found[callee] == Found::Open {
                self.broken[callee] = true;
            }
            self.visit(callee);
        }
        self.found[function] = Found::Done;
    }
}

/// The names behind `.` of one of the variables, and behind `::` of one of the types: `self.even(..)`, `Self::even(..)`.
pub fn called_on(tokens: TokenStream, variables: &HashSet<String>, types: &HashSet<String>) -> HashSet<String> {
    let mut called = HashSet::new();
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (position, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => called.extend(called_on(group.stream(), variables, types)),
            TokenTree::Ident(owner) => {
                let owner = owner.to_string();
                let punct = |distance: usize, character: char| matches!(tokens.get(position + distance), Some(TokenTree::Punct(punct)) if punct.as_char() == character);
                let name = if variables.contains(&owner) && punct(1, '.') {
                    tokens.get(position + 2)
                } else if types.contains(&owner) && punct(1, ':') && punct(2, ':') {
                    tokens.get(position + 3)
                } else {
                    None
                };
                if let Some(TokenTree::Ident(name)) = name {
                    called.insert(name.to_string());
                }
            }
            _ => {}
        }
    }
    called
}

/// The free functions of a crate that were expanded before, by name and file, with the names of what each calls. Of a cycle, one function is the last to come: the
/// order does not matter.
#[derive(Default)]
pub struct Expanded {
    functions: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// Which of their parameters stand behind `&mut`.
    writing: BTreeMap<String, BTreeMap<String, Vec<bool>>>,
    /// The names of traits that have the attribute, with the files where they stand.
    traits: BTreeMap<String, BTreeSet<String>>,
    /// Those that numbers have, as far as has been seen.
    traits_of_numbers: BTreeSet<String>,
    users: Users,
    /// Where the next one stands.
    file: String,
}

impl Expanded {
    /// What is expanded next stands in a file.
    pub fn entering(&mut self, file: String) -> &mut Expanded {
        self.file = file;
        self
    }

    /// Notes which parameters of a function stand behind `&mut`, and what it gives.
    pub fn note_function(&mut self, item: &ItemFn) {
        let files = self.writing.entry(name_of(&item.sig.ident)).or_default();
        files.insert(self.file.clone(), writing(&item.sig));
        self.users.note_function(item, &self.file);
    }

    /// Notes what the functions of a block give.
    pub fn note_block(&mut self, block: &syn::ItemImpl) {
        self.users.note_block(block, &self.file);
    }

    /// Notes a type of which sums have derivatives.
    pub fn note_sum(&mut self, own: &syn::Type) {
        self.users.note_sum(own);
    }

    /// Notes a type with the derive.
    pub fn note_type(&mut self, input: &syn::DeriveInput) {
        self.users.note_type(input, &self.file);
    }

    /// Of the names, those that give a value of a type of the user's.
    pub fn makers(&self, names: &HashSet<String>) -> Makers {
        self.users.makers(names, &self.file)
    }

    /// Notes that a trait of this name has the attribute.
    pub fn note_trait(&mut self, name: &proc_macro2::Ident) {
        self.traits.entry(name_of(name)).or_default().insert(self.file.clone());
    }

    /// A trait of this name has the attribute, and stands in the file.
    pub fn has_trait_here(&self, name: &proc_macro2::Ident) -> bool {
        self.traits.get(&name_of(name)).is_some_and(|files| files.contains(&self.file))
    }

    /// Notes that such a trait is one of numbers.
    pub fn note_trait_of_numbers(&mut self, name: &proc_macro2::Ident) {
        self.traits_of_numbers.insert(name_of(name));
    }

    /// Of the names, those of such traits.
    pub fn traits_of_numbers(&self, names: &HashSet<String>) -> HashSet<String> {
        names.iter().filter(|name| self.traits_of_numbers.contains(*name)).cloned().collect()
    }

    /// Of the names, those of traits that have the attribute.
    pub fn traits(&self, names: &HashSet<String>) -> HashSet<String> {
        names.iter().filter(|name| self.traits.contains_key(*name)).cloned().collect()
    }

    /// Of the names, those of functions that were expanded before, with their parameters behind `&mut`. What has a name in the same file goes before
    /// what has it in others.
    pub fn writing(&self, names: &HashSet<String>) -> HashMap<String, Vec<bool>> {
        let known = names.iter().filter_map(|name| {
            let files = self.writing.get(name)?;
            let mut others = files.values();
            let any = others.next()?;
            let agreed = others.all(|other| other == any).then_some(any);
            Some((name.clone(), files.get(&self.file).or(agreed)?.clone()))
        });
        known.filter(|(_, writing)| writing.contains(&true)).collect()
    }

    /// Of the names, those of functions that were expanded before.
    pub fn functions(&self, names: &HashSet<String>) -> HashSet<String> {
        names.iter().filter(|name| self.writing.contains_key(*name)).cloned().collect()
    }

    /// Adds a function, unless it breaks its cycles already.
    /// Whether it is the last on a cycle of calls, which it has to break.
    pub fn closes_cycle(&mut self, item: &ItemFn) -> bool {
        let (name, file) = (name_of(&item.sig.ident), self.file.clone());
        let mut calls = called_freely(item);
        // It sees on its own that it calls itself.
        calls.remove(&name);
        if self.reach(&calls, &file, (&name, &file)) {
            return true;
        }
        // Modules of one file may have functions of one name.
        self.functions.entry(name).or_default().entry(file).or_default().extend(calls);
        false
    }

    /// A function is called by what has these names in a file, or by what is called there.
    fn reach(&self, names: &BTreeSet<String>, file: &str, searched: (&str, &str)) -> bool {
        let mut seen = BTreeSet::new();
        let mut pending: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), file)).collect();
        while let Some((name, file)) = pending.pop() {
            // What has the name in the same file goes before what has it in others.
            let files = self.functions.get(name).into_iter().flatten();
            let is_near = name == searched.0 && file == searched.1 || files.clone().any(|(other, _)| other == file);
            if name == searched.0 && (file == searched.1 || !is_near) {
                return true;
            }
            for (other, calls) in files.filter(|(other, _)| !is_near || *other == file) {
                if seen.insert((name, other)) {
                    pending.extend(calls.iter().map(|callee| (callee.as_str(), other.as_str())));
                }
            }
        }
        false
    }
}

/// Which parameters stand behind `&mut`.
pub fn writing(signature: &syn::Signature) -> Vec<bool> {
    let is_exclusive = |input: &syn::FnArg| match input {
        syn::FnArg::Receiver(receiver) => match &receiver.kind {
            syn::ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
            _ => false,
        },
        syn::FnArg::Typed(input) => {
            matches!(&*input.ty, syn::Type::Reference(reference) if reference.mutability.is_some())
        }
    };
    signature.inputs.iter().map(is_exclusive).collect()
}

fn name_of(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// The names that may be those of free functions that are called, or passed to others.
fn called_freely(item: &ItemFn) -> BTreeSet<String> {
    /// Names of variables, and of local functions.
    #[derive(Default)]
    struct Own {
        variables: HashSet<String>,
        functions: HashSet<String>,
    }
    impl<'ast> Visit<'ast> for Own {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.variables.insert(name_of(&pattern.ident));
            visit::visit_pat_ident(self, pattern);
        }
        fn visit_item_fn(&mut self, item: &'ast ItemFn) {
            self.functions.insert(name_of(&item.sig.ident));
            visit::visit_item_fn(self, item);
        }
    }
    fn collect(tokens: TokenStream, own: &Own, found: &mut BTreeSet<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let punct = |position: Option<usize>, character: char| {
            let token = position.and_then(|position| tokens.get(position));
            matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
        };
        for (position, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => collect(group.stream(), own, found),
                // No field, method or macro, and no part of a range.
                TokenTree::Ident(ident) => {
                    let name = name_of(ident);
                    let after = Some(position + 1);
                    let is_field = punct(position.checked_sub(1), '.') && !punct(position.checked_sub(2), '.');
                    let is_called = matches!(tokens.get(position + 1), Some(TokenTree::Group(group)) if group.delimiter() == proc_macro2::Delimiter::Parenthesis);
                    let has_arguments =
                        punct(after, ':') && punct(Some(position + 2), ':') && punct(Some(position + 3), '<');
                    let is_owner = punct(after, ':') && !has_arguments;
                    let is_own =
                        own.functions.contains(&name) || !is_called && !has_arguments && own.variables.contains(&name);
                    if !is_field && !punct(after, '!') && !is_owner && !is_own {
                        found.insert(name);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    let mut own = Own::default();
    item.sig.inputs.iter().for_each(|input| own.visit_fn_arg(input));
    own.visit_block(&item.block);
    let mut found = BTreeSet::new();
    let block = &item.block;
    collect(quote::quote!(#block), &own, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which functions close cycles, one after another.
    fn closing(sources: &[&str]) -> Vec<bool> {
        let mut expanded = Expanded::default();
        sources.iter().map(|source| expanded.closes_cycle(&syn::parse_str(source).unwrap())).collect()
    }

    #[test]
    fn the_last_function_of_a_cycle_breaks_it() {
        let (even, odd, third) = (
            "fn even(x: f64) { odd(x) }",
            "fn odd(x: f64) { vec![self::third::<3>(x)] }",
            "fn third() { apply(&x, even) }",
        );
        assert_eq!(closing(&[even, odd, third]), [false, false, true]);
        assert_eq!(closing(&[third, even, odd]), [false, false, true]);
        assert_eq!(closing(&["fn f() { g() }", "fn g() { f() + g() }", "fn h() { f() + g() }"]), [false, true, false]);
        assert_eq!(closing(&["fn f() { f() }", "fn g() { f() }"]), [false, false]);
    }

    #[test]
    fn what_is_no_call_is_no_cycle() {
        for second in [
            "fn g(f: f64) { h(f) }",
            "fn g() { let f = 1.0; h(f) }",
            "fn g() { s.f + s.f(x) }",
            "fn g() { f!(x) + f::x() }",
            "fn g() { fn f() {} f() }",
            "fn g() { Point { f: 1.0 } }",
        ] {
            assert_eq!(closing(&["fn f() { g() }", second]), [false, false], "{second}");
        }
        assert_eq!(closing(&["fn f() { g() }", "fn g() { 0..f(x) }"]), [false, true]);
    }

    #[test]
    fn what_is_in_the_same_file_is_called_first() {
        let calls = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        let mut expanded = Expanded::default();
        let mut add = |name: &str, file: &str, names: &[&str]| {
            expanded.functions.entry(name.into()).or_default().insert(file.into(), calls(names));
        };
        add("g", "a", &["f"]);
        add("g", "b", &["h"]);
        assert!(expanded.reach(&calls(&["g"]), "a", ("f", "a")));
        assert!(!expanded.reach(&calls(&["g"]), "b", ("f", "b")));
        assert!(expanded.reach(&calls(&["g"]), "c", ("f", "c")));
    }

    #[test]
    fn one_function_of_each_cycle_is_broken() {
        assert_eq!(broken_at(&[vec![1], vec![0]]), [true, false]);
        assert_eq!(broken_at(&[vec![0, 1], vec![]]), [false, false]);
        assert_eq!(broken_at(&[vec![1], vec![2], vec![1]]), [false, true, false]);
        assert_eq!(broken_at(&[vec![1, 2], vec![0], vec![3], vec![2, 0]]), [true, false, true, false]);
    }

    #[test]
    fn calls_are_found_by_their_owners() {
        let of = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let tokens = quote::quote!({ self.even(x) + Self::odd(vec![other.third()]) + x.fourth() + Arm::fifth() });
        let called = called_on(tokens, &of(&["self", "other"]), &of(&["Self"]));
        assert_eq!(called, of(&["even", "odd", "third"]));
    }
}
