//! Indices of users' types: `impl Index<(usize, usize)> for Matrix`, and `IndexMut`.
//!
//! Before: an `impl` of one of the two with the attribute. After: the block as written, and what chooses the same place in companions of
//! the type. So `m[i]` is a place, of which the derivative has the same part.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, FnArg, GenericArgument, ImplItem, ImplItemFn, ItemImpl, Pat, PathArguments, ReturnType, Stmt, Type,
};

use super::choice::{Choice, block_fails, fails, is_assertion, is_reference_to_slice};
use super::{configuration, is_own, without_attributes};
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::options;

const NOT_A_PLACE: &str = "an index can only choose a place: `&self.field[i]`, behind `let`, `if` and `match`; make what is computed a method";

/// The block is the `impl` of an index.
pub fn is_index(block: &ItemImpl) -> bool {
    block
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last())
        .is_some_and(|last| matches!(last.ident.to_string().as_str(), "Index" | "IndexMut"))
}

pub fn expand(attribute: TokenStream, tokens: TokenStream, block: &ItemImpl) -> TokenStream {
    let written = without_attributes(tokens);
    let mut errors = Errors::default();
    let rule = rule(attribute, block, &mut errors).filter(|_| errors.is_empty());
    let errors = if errors.is_empty() { TokenStream::new() } else { errors.into_compile_errors() };
    quote!(#written #rule #errors)
}

fn rule(attribute: TokenStream, block: &ItemImpl, errors: &mut Errors) -> Option<TokenStream> {
    options::check_of_block(attribute.clone(), errors);
    let options = options::parse(attribute.clone(), errors);
    let jac = options.facade.runtime();
    let (of_trait, _) = block.trait_.as_ref()?;
    let last = of_trait.segments.last()?;
    let mutable = last.ident == "IndexMut";
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let Some(GenericArgument::Type(index)) = arguments.args.first() else { return None };
    let function = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })?;
    if let Some(own) = function.attrs.iter().find(|attribute| is_own(attribute)) {
        errors.at(own, "an index has no options");
    }
    let Some(FnArg::Typed(input)) = function.sig.inputs.get(1) else { return None };
    let mut names = Names::new(quote!(#attribute #block));
    let (own, pattern, configured) = (&block.self_ty, &input.pat, configuration(&block.attrs));
    let choice = Choice {
        jac: &jac,
        own,
        generics: &block.generics,
        configured: &configured,
        index: quote!(#index),
        pattern: quote!(#pattern),
        body: &function.block,
        slice: matches!(&function.sig.output, ReturnType::Type(_, ty) if is_reference_to_slice(ty)),
        refusal: NOT_A_PLACE,
    };
    choice.check_generics(errors);
    let place = normalised(function, pattern);
    let place_name = place_name(own, index);
    Some(if mutable {
        let chosen = choice.mutable(&mut names, errors)?;
        quote! {
            #(#configured)*
            const _: () = ::core::assert!(
                #jac::is_same_place(#place_name, #place),
                "`index` and `index_mut` must choose the same place, and be written alike"
            );
            #chosen
        }
    } else {
        let chosen = choice.shared(&mut names, errors)?;
        quote! {
            #(#configured)*
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code)]
            const #place_name: &str = #place;
            #chosen
        }
    })
}

/// The name of what says which place an index chooses.
fn place_name(own: &Type, index: &Type) -> Ident {
    let words = |ty: &Type| -> String {
        let text = ty.to_token_stream().to_string();
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("_")
    };
    format_ident!("__{}_Index_{}", words(own), words(index))
}

/// The body, with numbers for the names that it binds, and without what only fails: equal for the same place, where there is one.
fn normalised(function: &ImplItemFn, pattern: &Pat) -> String {
    /// Takes away what chooses nothing.
    struct Choosing;
    impl VisitMut for Choosing {
        fn visit_block_mut(&mut self, block: &mut Block) {
            block.stmts.retain(|statement| !is_assertion(statement));
            visit_mut::visit_block_mut(self, block);
        }
        fn visit_expr_mut(&mut self, expression: &mut Expr) {
            visit_mut::visit_expr_mut(self, expression);
            match expression {
                Expr::Match(matched) => {
                    matched.arms.retain(|arm| !fails(&arm.body));
                    matched.arms.iter_mut().for_each(|arm| arm.comma = Some(Default::default()));
                }
                Expr::If(branch) => {
                    let Some((_, otherwise)) = &branch.else_branch else { return };
                    if block_fails(&branch.then_branch) {
                        *expression = (**otherwise).clone();
                    } else if fails(otherwise) {
                        let block = branch.then_branch.clone();
                        *expression = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block });
                    }
                }
                _ => {}
            }
            if let Expr::Block(block) = expression
                && let [Stmt::Expr(only, None)] = block.block.stmts.as_slice()
                && block.label.is_none()
            {
                *expression = only.clone();
            }
        }
    }
    #[derive(Default)]
    struct Bound(Vec<String>);
    impl<'ast> Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0.push(pattern.ident.to_string());
            visit::visit_pat_ident(self, pattern);
        }
    }
    struct Plain(Vec<String>);
    impl Plain {
        fn rename(&self, ident: &mut Ident) {
            if let Some(position) = self.0.iter().position(|name| ident == name) {
                *ident = format_ident!("bound_{}", position);
            }
        }
        fn renamed(&self, tokens: TokenStream) -> TokenStream {
            let renamed = |token| match token {
                proc_macro2::TokenTree::Ident(mut ident) => {
                    self.rename(&mut ident);
                    ident.into()
                }
                proc_macro2::TokenTree::Group(group) => {
                    proc_macro2::Group::new(group.delimiter(), self.renamed(group.stream())).into()
                }
                token => token,
            };
            tokens.into_iter().map(renamed).collect()
        }
    }
    impl VisitMut for Plain {
        // Names of fields and methods are no variables.
        fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
            self.rename(&mut pattern.ident);
            visit_mut::visit_pat_ident_mut(self, pattern);
        }
        fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
            if let (None, [segment]) = (&path.qself, path.path.segments.iter_mut().collect::<Vec<_>>().as_mut_slice()) {
                self.rename(&mut segment.ident);
            }
        }
        fn visit_expr_reference_mut(&mut self, reference: &mut syn::ExprReference) {
            reference.mutability = None;
            visit_mut::visit_expr_reference_mut(self, reference);
        }
        fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
            call.tokens = self.renamed(call.tokens.clone());
        }
        // `Key { row }` is `Key { row: row }`.
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            field.colon_token.get_or_insert_default();
            visit_mut::visit_field_pat_mut(self, field);
        }
    }
    let (mut pattern, mut block) = (pattern.clone(), function.block.clone());
    Choosing.visit_block_mut(&mut block);
    let mut bound = Bound::default();
    bound.visit_pat(&pattern);
    bound.visit_block(&block);
    let mut plain = Plain(bound.0);
    plain.visit_pat_mut(&mut pattern);
    plain.visit_block_mut(&mut block);
    quote!(|#pattern| #block).to_string()
}
