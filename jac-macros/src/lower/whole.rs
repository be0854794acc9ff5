//! Methods of slices that are called on arrays and `Vec`s as wholes, and the proof that they are those of slices.
//!
//! Before: the body as the user wrote it. After: a proof for the function, which names each method that the lowering takes for that of slices, wherever what it is
//! called on may be an array or a `Vec`. One of a trait for the whole goes before that of the slice in it, and the macro does not see which traits are in scope: the
//! compiler does, where another trait has a method of the name that takes the whole, too.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, FnArg, Pat, Type};

use super::Lowering;
use super::expression::unparenthesised;
use super::iterator::is_iteration;
use super::names::names_in;
use super::signature::passing;

/// Methods of slices that are more than calls to the lowering.
const OF_SLICES: &[&str] = &[
    "chunks",
    "chunks_exact",
    "chunks_exact_mut",
    "chunks_mut",
    "clone_from_slice",
    "concat",
    "copy_from_slice",
    "copy_within",
    "fill",
    "first",
    "first_chunk",
    "first_chunk_mut",
    "first_mut",
    "get",
    "get_mut",
    "iter",
    "iter_mut",
    "last",
    "last_mut",
    "len",
    "rchunks",
    "rchunks_mut",
    "reverse",
    "rotate_left",
    "rotate_right",
    "sort",
    "sort_by",
    "sort_unstable",
    "sort_unstable_by",
    "split_at",
    "split_at_mut",
    "split_first",
    "split_first_mut",
    "split_last",
    "split_last_mut",
    "swap",
    "swap_with_slice",
    "to_vec",
    "windows",
];

/// A `Vec` itself has it, so that of a trait that takes a reference is none that goes before.
const OF_LISTS: &[&str] = &["len"];

/// What a method is called on.
#[derive(Clone, Copy, Default)]
struct Wholes {
    array: bool,
    list: bool,
}

/// Which methods of slices are called on what may be a whole.
struct Called<'a> {
    /// Parameters whose names nothing else in the function has, with their types.
    parameters: Vec<(String, &'a Type)>,
    structs: &'a HashSet<String>,
    found: Vec<(Ident, Wholes)>,
}

impl Lowering<'_> {
    /// That the methods of slices in the function are not those of a trait for arrays or `Vec`s.
    pub fn prove_methods_of_slices(&mut self, item: &syn::ItemFn) {
        let mut bound = Bound(HashSet::new());
        bound.visit_block(&item.block);
        let parameters = item.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(input) => match &*input.pat {
                Pat::Ident(name) if !bound.0.contains(&name.ident.to_string()) => {
                    Some((name.ident.to_string(), &*input.ty))
                }
                _ => None,
            },
            FnArg::Receiver(_) => None,
        });
        let structs = &self.of_users.structs;
        let mut called = Called { parameters: parameters.collect(), structs, found: Vec::new() };
        called.visit_block(&item.block);
        let of = |is_whole: fn(&Wholes) -> bool| -> Vec<&Ident> {
            called.found.iter().filter(|(_, wholes)| is_whole(wholes)).map(|(name, _)| name).collect()
        };
        let (arrays, lists) = (of(|wholes| wholes.array), of(|wholes| wholes.list));
        let behind: Vec<&Ident> =
            lists.iter().filter(|name| !OF_LISTS.iter().any(|own| **name == own)).copied().collect();
        let runtime = &self.runtime;
        let calls = |names: &[&Ident]| -> TokenStream {
            names.iter().map(|name| quote_spanned!(name.span()=> .#name(#runtime::NothingElseTakesThis))).collect()
        };
        let proof = |made: TokenStream, names: &[&Ident], behind: &[&Ident]| {
            let (of_whole, of_reference) = (calls(names), calls(behind));
            names.first().map(|first| {
                quote_spanned! {first.span()=> {
                    let mut whole = #runtime::#made();
                    let _ = (&whole) #of_reference;
                    let _ = (&mut whole) #of_reference;
                    let _ = (&&whole) #of_reference;
                    #runtime::held_nothing(whole #of_whole);
                }}
            })
        };
        let of_arrays = proof(quote!(never_array), &arrays, &arrays);
        let of_lists = proof(quote!(never_list), &lists, &behind);
        if of_arrays.is_some() || of_lists.is_some() {
            let names = called.found.iter().map(|(name, _)| name);
            self.function.prove(quote! {
                trait CallItOnTheSliceAsATraitTakesTheWhole: ::core::marker::Sized {
                    #(fn #names(self, _: #runtime::NothingElseTakesThis) -> Self {
                        self
                    })*
                }
                impl<T> CallItOnTheSliceAsATraitTakesTheWhole for T {}
                let _ = || { #of_arrays #of_lists };
            });
        }
    }
}

impl Called<'_> {
    fn add(&mut self, name: &Ident, wholes: Wholes) {
        match self.found.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => {
                known.array |= wholes.array;
                known.list |= wholes.list;
            }
            None if wholes.array || wholes.list => self.found.push((name.clone(), wholes)),
            None => {}
        }
    }

    /// What may be there, by how it is written.
    fn wholes(&self, receiver: &Expr, method: &str) -> Wholes {
        const NEITHER: Wholes = Wholes { array: false, list: false };
        const EITHER: Wholes = Wholes { array: true, list: true };
        match unparenthesised(receiver) {
            Expr::Index(index) if matches!(unparenthesised(&index.index), Expr::Range(_)) => NEITHER,
            Expr::Range(_) => NEITHER,
            // A chain.
            Expr::MethodCall(call) if is_iteration(call) => NEITHER,
            Expr::Reference(reference) => self.wholes(&reference.expr, method),
            Expr::Path(path) => {
                let Some(name) = path.path.get_ident().map(ToString::to_string) else { return EITHER };
                if self.structs.contains(&name) {
                    return NEITHER;
                }
                let Some((_, ty)) = self.parameters.iter().find(|(known, _)| *known == name) else { return EITHER };
                match (ty, passing(ty).1) {
                    // Behind `&mut`, one that reads is found after those of traits for anything.
                    (Type::Reference(reference), Type::Slice(_))
                        if reference.mutability.is_none() || method.ends_with("_mut") =>
                    {
                        NEITHER
                    }
                    (_, Type::Array(_)) => Wholes { array: true, list: false },
                    (_, Type::Path(path)) if path.path.segments.last().is_some_and(|last| last.ident == "Vec") => {
                        Wholes { array: false, list: true }
                    }
                    _ => EITHER,
                }
            }
            _ => EITHER,
        }
    }
}

impl<'ast> Visit<'ast> for Called<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let name = call.method.to_string();
        if OF_SLICES.contains(&name.as_str()) {
            self.add(&call.method, self.wholes(&call.receiver, &name));
        }
        visit::visit_expr_method_call(self, call);
    }

    // What is written in a macro may be lowered. It is no expression yet, so that what is called on is not seen.
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

impl Called<'_> {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut behind_dot = false;
        for token in tokens {
            match &token {
                TokenTree::Ident(name) if behind_dot && OF_SLICES.contains(&name.to_string().as_str()) => {
                    self.add(name, Wholes { array: true, list: true });
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
            behind_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
        }
    }
}

/// The names that any pattern in the function binds.
struct Bound(HashSet<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat(&mut self, pattern: &'ast Pat) {
        self.0.extend(names_in(pattern).iter().map(ToString::to_string));
        visit::visit_pat(self, pattern);
    }
}
