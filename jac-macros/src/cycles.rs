//! Functions that call each other, where they are seen together: those of one block, and local ones.
//!
//! Before: which of them names which. After: those that have the option `recursive` on their own, at least one on each cycle of calls. A function that
//! calls itself sees that without help.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};

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

#[cfg(test)]
mod tests {
    use super::*;

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
