//! Indices of users' types: `impl Index<(usize, usize)> for Matrix`, and `IndexMut`.
//!
//! Before: an `impl` of one of the two with the attribute. After: the block as written, and an implementation of `IndexOf`, or `IndexMutOf`, of
//! the runtime, which chooses the same place in a companion of the type: a tangent, a cotangent. So `m[i]` is a place, of which
//! the derivative has the same part, and the body may do nothing but choose one, by the index and by constants.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, FnArg, GenericArgument, GenericParam, ImplItem, ImplItemFn, ItemImpl, Pat, PathArguments, Stmt, Type,
};

use super::{configuration, is_own, without_attributes};
use crate::derive::field_hash;
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::options;

const NOT_A_PLACE: &str = "an index can only choose a place: `&self.field[i]`, behind `let`, `if` and `match` that ask nothing of `self`; \
    make what is computed a method";
const OF_SELF: &str = "which place an index chooses can only depend on the index and on constants, as derivatives have no such field: use const generics, \
    or a method that returns the value";

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
    let (path, _) = block.trait_.as_ref()?;
    let last = path.segments.last()?;
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
    for parameter in &block.generics.params {
        match parameter {
            GenericParam::Const(_) => {}
            other => errors
                .at(other, "the index of a type with other parameters than constants is not supported; write a method"),
        }
    }
    let Some(FnArg::Typed(input)) = function.sig.inputs.get(1) else { return None };
    let mut names = Names::new(quote!(#attribute #block));
    let companion = names.fresh("companion", Span::call_site());
    let companion_type = names.fresh("Companion", Span::call_site());
    let mut chosen = Chosen {
        jac: &jac,
        companion: &companion,
        companion_type: &companion_type,
        mutable,
        bounds: Vec::new(),
        output: None,
        errors,
    };
    let body = chosen.block(&function.block);
    let (bounds, output) = (chosen.bounds, chosen.output);
    if !errors.is_empty() {
        return None;
    }
    let Some(output) = output else {
        errors.at(&function.block, NOT_A_PLACE);
        return None;
    };
    let (own, pattern) = (&block.self_ty, &input.pat);
    let params = block.generics.params.iter();
    let predicates = block.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let place = normalised(function, pattern);
    let place_name = place_name(own, index);
    let configured: Vec<_> = configuration(&block.attrs);
    let generics = quote!(<#(#params,)* #companion_type>);
    let head = quote! {
        #(#configured)*
        #[automatically_derived]
        #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
    };
    Some(if mutable {
        quote! {
            #(#configured)*
            const _: () = ::core::assert!(
                #jac::is_same_place(#place_name, #place),
                "`index` and `index_mut` must choose the same place, and be written alike"
            );
            #head
            impl #generics #jac::IndexMutOf<#index, #companion_type> for #own
            where
                #(#predicates,)*
                #(#bounds,)*
                Self: #jac::IndexOf<#index, #companion_type, Output = #output>,
            {
                #[inline(always)]
                fn index_mut(#companion: &mut #companion_type, #pattern: #index) -> &mut #output #body
            }
        }
    } else {
        quote! {
            #(#configured)*
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code)]
            const #place_name: &str = #place;
            #head
            impl #generics #jac::IndexOf<#index, #companion_type> for #own
            where
                #(#predicates,)*
                #(#bounds,)*
            {
                type Output = #output;
                #[inline(always)]
                fn index(#companion: &#companion_type, #pattern: #index) -> &#output #body
            }
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

/// The body, with numbers for the names that it binds: equal for the same place.
fn normalised(function: &ImplItemFn, pattern: &Pat) -> String {
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
        // Where nothing is chosen, what is said does not matter.
        fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
            call.tokens = if diverges(call) { TokenStream::new() } else { self.renamed(call.tokens.clone()) };
        }
        // `Key { row }` is `Key { row: row }`.
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            field.colon_token.get_or_insert_default();
            visit_mut::visit_field_pat_mut(self, field);
        }
        fn visit_block_mut(&mut self, block: &mut Block) {
            block.stmts.retain(|statement| !is_assertion(statement));
            visit_mut::visit_block_mut(self, block);
        }
    }
    let mut bound = Bound::default();
    bound.visit_pat(pattern);
    bound.visit_block(&function.block);
    let (mut pattern, mut block) = (pattern.clone(), function.block.clone());
    let mut plain = Plain(bound.0);
    plain.visit_pat_mut(&mut pattern);
    plain.visit_block_mut(&mut block);
    quote!(|#pattern| #block).to_string()
}

/// `assert!(..)` and the like: what fails, has failed for the value itself.
fn is_assertion(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Macro(statement) if is_assertion_macro(&statement.mac))
}

fn is_assertion_macro(call: &syn::Macro) -> bool {
    let last = call.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    last.trim_start_matches("debug_").starts_with("assert")
}

fn diverges(call: &syn::Macro) -> bool {
    let last = call.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    matches!(last.as_str(), "panic" | "unreachable" | "todo" | "unimplemented")
}

/// A reference to a part of the companion, its type, and what it is selected from.
struct Place {
    tokens: TokenStream,
    ty: TokenStream,
    of: TokenStream,
    selection: Selection,
}

enum Selection {
    Whole,
    /// The bound that there is the field, to the `>`.
    Field(TokenStream),
    Element,
}

/// The same place in the companion, and what is asked of that.
struct Chosen<'a> {
    jac: &'a TokenStream,
    companion: &'a Ident,
    companion_type: &'a Ident,
    mutable: bool,
    bounds: Vec<TokenStream>,
    /// The type of what is chosen.
    output: Option<TokenStream>,
    errors: &'a mut Errors,
}

impl Chosen<'_> {
    /// Refuses what reads `self`.
    fn asks_nothing(&mut self, tokens: &impl ToTokens) {
        fn find(tokens: TokenStream) -> Option<Span> {
            tokens.into_iter().find_map(|token| match token {
                proc_macro2::TokenTree::Group(group) => find(group.stream()),
                proc_macro2::TokenTree::Ident(ident) if ident == "self" => Some(ident.span()),
                _ => None,
            })
        }
        if let Some(span) = find(tokens.to_token_stream()) {
            self.errors.span(span, OF_SELF);
        }
    }

    fn block(&mut self, block: &Block) -> TokenStream {
        let Some((tail, statements)) = block.stmts.split_last() else {
            self.errors.at(block, NOT_A_PLACE);
            return TokenStream::new();
        };
        let mut kept = Vec::new();
        for statement in statements.iter().filter(|statement| !is_assertion(statement)) {
            match statement {
                Stmt::Local(local) => {
                    self.asks_nothing(local);
                    kept.push(quote!(#local));
                }
                other => self.errors.at(other, NOT_A_PLACE),
            }
        }
        let tail = match tail {
            Stmt::Expr(expression, None) => self.expression(expression),
            Stmt::Macro(statement) if diverges(&statement.mac) => {
                self.asks_nothing(&statement.mac);
                quote!(#statement)
            }
            other => {
                self.errors.at(other, NOT_A_PLACE);
                TokenStream::new()
            }
        };
        quote!({ #(#kept)* #tail })
    }

    fn expression(&mut self, expression: &Expr) -> TokenStream {
        match expression {
            Expr::Paren(paren) => self.expression(&paren.expr),
            Expr::Group(group) => self.expression(&group.expr),
            Expr::Block(block) if block.label.is_none() => self.block(&block.block),
            Expr::Reference(reference) if reference.mutability.is_some() == self.mutable => {
                let Some(place) = self.place(&reference.expr) else {
                    self.errors.at(&reference.expr, NOT_A_PLACE);
                    return TokenStream::new();
                };
                match &self.output {
                    None => self.output = Some(place.ty),
                    // All that may be chosen is of one type.
                    Some(output) => {
                        let Place { of, selection, .. } = place;
                        self.bounds.push(match selection {
                            Selection::Whole => quote!(#of: ::core::marker::Sized),
                            Selection::Field(field) => quote!(#of: #field, Type = #output>),
                            Selection::Element => quote!(#of: ::core::ops::Index<usize, Output = #output>),
                        });
                    }
                }
                place.tokens
            }
            Expr::If(branch) => {
                let condition = &branch.cond;
                self.asks_nothing(condition);
                let then = self.block(&branch.then_branch);
                let Some((_, otherwise)) = &branch.else_branch else {
                    self.errors.at(branch, NOT_A_PLACE);
                    return TokenStream::new();
                };
                let otherwise = self.expression(otherwise);
                quote!(if #condition #then else { #otherwise })
            }
            Expr::Match(matched) => {
                let scrutinee = &matched.expr;
                self.asks_nothing(scrutinee);
                let mut arms = Vec::new();
                for arm in &matched.arms {
                    let pattern = &arm.pat;
                    self.asks_nothing(pattern);
                    let body = self.expression(&arm.body);
                    arms.push(quote!(#pattern => #body,));
                }
                quote!(match #scrutinee { #(#arms)* })
            }
            Expr::Macro(call) if diverges(&call.mac) => {
                self.asks_nothing(&call.mac);
                quote!(#call)
            }
            other => {
                self.errors.at(other, NOT_A_PLACE);
                TokenStream::new()
            }
        }
    }

    /// The place that an expression selects.
    fn place(&mut self, expression: &Expr) -> Option<Place> {
        let (jac, companion, companion_type) = (self.jac, self.companion, self.companion_type);
        Some(match expression {
            Expr::Paren(paren) => self.place(&paren.expr)?,
            Expr::Group(group) => self.place(&group.expr)?,
            Expr::Path(path) if path.path.is_ident("self") => Place {
                tokens: quote!(#companion),
                ty: quote!(#companion_type),
                of: quote!(#companion_type),
                selection: Selection::Whole,
            },
            Expr::Field(field) => {
                let Place { tokens: base, ty, .. } = self.place(&field.base)?;
                let hash = field_hash(&field.member);
                self.bounds.push(quote!(#ty: #jac::Field<#hash>));
                let method = if self.mutable { quote!(field_mut) } else { quote!(field) };
                Place {
                    tokens: quote!(<#ty as #jac::Field<#hash>>::#method(#base)),
                    ty: quote!(<#ty as #jac::Field<#hash>>::Type),
                    of: ty,
                    selection: Selection::Field(quote!(#jac::Field<#hash)),
                }
            }
            Expr::Index(index) if !matches!(&*index.index, Expr::Range(_)) => {
                let Place { tokens: base, ty, selection, .. } = self.place(&index.expr)?;
                self.asks_nothing(&index.index);
                if matches!(selection, Selection::Whole) {
                    return None;
                }
                let at = &index.index;
                self.bounds.push(quote!(#ty: ::core::ops::Index<usize>));
                let tokens = if self.mutable {
                    self.bounds.push(quote!(#ty: ::core::ops::IndexMut<usize>));
                    quote!(&mut (*#base)[#at])
                } else {
                    quote!(&(*#base)[#at])
                };
                Place {
                    tokens,
                    ty: quote!(<#ty as ::core::ops::Index<usize>>::Output),
                    of: ty,
                    selection: Selection::Element,
                }
            }
            _ => return None,
        })
    }
}
