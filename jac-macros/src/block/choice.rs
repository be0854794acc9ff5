//! The choice of a place: a body that returns a reference to a part of `self`, for companions.
//!
//! Before: the body of an index, or of a method that returns a reference. After: implementations of `Paths` and `IndexOf`, or of `IndexMutOf`, of
//! the runtime, which choose the same place in a companion of the type: a tangent, a cotangent. The body may do nothing but choose.
//! Where it asks `self`, which a companion cannot answer, `Paths` asks, and the companion is indexed by the answer.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Block, Expr, GenericParam, Generics, Stmt, Type};

use super::path::{self, Asking, Way};
use crate::derive::field_hash;
use crate::errors::Errors;
use crate::hygiene::{Names, identifiers};

/// What chooses, and by what.
pub struct Choice<'a> {
    pub jac: &'a TokenStream,
    pub own: &'a Type,
    pub generics: &'a Generics,
    pub configured: &'a [&'a Attribute],
    /// The type of the index, and its pattern.
    pub index: TokenStream,
    pub pattern: TokenStream,
    pub body: &'a Block,
    /// What is chosen is a slice, whatever it is a part of.
    pub slice: bool,
    /// What is said of a body that does something else.
    pub refusal: &'static str,
}

/// What companions are indexed by, what that is bound to, and what follows.
struct Followed {
    by: TokenStream,
    binding: TokenStream,
    body: TokenStream,
    output: TokenStream,
    bounds: Vec<TokenStream>,
    /// The items of `Paths`.
    path: TokenStream,
    companion: Ident,
    companion_type: Ident,
}

impl Choice<'_> {
    /// For parameters that are no constants there is no choice.
    pub fn check_generics(&self, errors: &mut Errors) {
        for parameter in &self.generics.params {
            if !matches!(parameter, GenericParam::Const(_)) {
                errors.at(
                    parameter,
                    "the index of a type with other parameters than constants is not supported; write a method that returns the value",
                );
            }
        }
    }

    /// In what is behind a shared reference.
    pub fn shared(&self, names: &mut Names, errors: &mut Errors) -> Option<TokenStream> {
        let Followed { by, binding, body, output, bounds, path, companion, companion_type } =
            self.followed(false, names, errors)?;
        let (jac, own, index) = (self.jac, self.own, &self.index);
        let (head, params, predicates) = (self.head(), self.params(), self.predicates());
        Some(quote! {
            #head
            impl<#params> #jac::Paths<#index> for #own
            where
                #predicates
            {
                #path
            }
            #head
            impl<#params #companion_type> #jac::IndexOf<#by, #companion_type> for #own
            where
                #predicates
                #(#bounds,)*
            {
                type Output = #output;
                #[inline(always)]
                fn index(#companion: &#companion_type, #binding: #by) -> &#output #body
            }
        })
    }

    /// In what is behind a mutable reference.
    pub fn mutable(&self, names: &mut Names, errors: &mut Errors) -> Option<TokenStream> {
        let Followed { by, binding, body, output, bounds, companion, companion_type, .. } =
            self.followed(true, names, errors)?;
        let (jac, own) = (self.jac, self.own);
        let (head, params, predicates) = (self.head(), self.params(), self.predicates());
        Some(quote! {
            #head
            impl<#params #companion_type> #jac::IndexMutOf<#by, #companion_type> for #own
            where
                #predicates
                #(#bounds,)*
                Self: #jac::IndexOf<#by, #companion_type, Output = #output>,
            {
                #[inline(always)]
                fn index_mut(#companion: &mut #companion_type, #binding: #by) -> &mut #output #body
            }
        })
    }

    pub fn head(&self) -> TokenStream {
        let configured = self.configured;
        quote! {
            #(#configured)*
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
        }
    }

    pub fn params(&self) -> TokenStream {
        let params = self.generics.params.iter();
        quote!(#(#params,)*)
    }

    pub fn predicates(&self) -> TokenStream {
        let predicates = self.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        quote!(#(#predicates,)*)
    }

    fn followed(&self, mutable: bool, names: &mut Names, errors: &mut Errors) -> Option<Followed> {
        let (jac, index, pattern) = (self.jac, &self.index, &self.pattern);
        let companion = names.fresh("companion", Span::call_site());
        let companion_type = names.fresh("Companion", Span::call_site());
        let numbers = names.fresh("numbers", Span::call_site());
        let mut chosen = Chosen {
            choice: self,
            companion: &companion,
            companion_type: &companion_type,
            mutable,
            bounds: Vec::new(),
            output: None,
            numbers: &numbers,
            asks: false,
            ways: Vec::new(),
            errors,
        };
        let body = chosen.block(self.body);
        let Chosen { bounds, output, asks, ways, .. } = chosen;
        if !errors.is_empty() {
            return None;
        }
        let Some(output) = output else {
            errors.at(self.body, self.refusal);
            return None;
        };
        let (by, binding, body, path) = if asks {
            let steps = path::steps(&ways);
            let by = quote!(#jac::AsksSelf<#index, #steps>);
            let followed = path::follow(&ways, &numbers);
            let made = Asking { jac, ways: &ways, next: 0 }.block(self.body);
            let path = quote! {
                type Path = #by;
                #[inline(always)]
                fn path(&self, #pattern: #index) -> #by #made
            };
            (by, quote!(#jac::AsksSelf { steps: #numbers, .. }), followed, path)
        } else {
            let path = quote! {
                type Path = ();
                #[inline(always)]
                fn path(&self, _: #index) {}
            };
            (quote!(#index), quote!(#pattern), body, path)
        };
        Some(Followed { by, binding, body, output, bounds, path, companion, companion_type })
    }
}

/// `&[T]`
pub fn is_reference_to_slice(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if matches!(&*reference.elem, Type::Slice(_)))
}

/// `assert!(..)` and the like, and `if .. { panic!(..) }`: what fails, has failed for the value itself.
pub fn is_assertion(statement: &Stmt) -> bool {
    match statement {
        Stmt::Macro(statement) => is_assertion_macro(&statement.mac),
        Stmt::Expr(Expr::If(branch), _) => branch.else_branch.is_none() && block_fails(&branch.then_branch),
        _ => false,
    }
}

/// It does nothing but fail.
pub fn fails(expression: &Expr) -> bool {
    match expression {
        Expr::Macro(call) => diverges(&call.mac),
        Expr::Block(block) => block.label.is_none() && block_fails(&block.block),
        Expr::Paren(paren) => fails(&paren.expr),
        Expr::Group(group) => fails(&group.expr),
        _ => false,
    }
}

pub fn block_fails(block: &Block) -> bool {
    match block.stmts.as_slice() {
        [Stmt::Macro(statement)] => diverges(&statement.mac),
        [Stmt::Expr(expression, _)] => fails(expression),
        _ => false,
    }
}

fn is_assertion_macro(call: &syn::Macro) -> bool {
    let last = call.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    last.trim_start_matches("debug_").starts_with("assert")
}

/// Of a companion nothing is said: the value itself has failed.
fn fails_here() -> TokenStream {
    quote!(::core::unreachable!("the value itself has no such place"))
}

pub fn diverges(call: &syn::Macro) -> bool {
    let last = call.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    matches!(last.as_str(), "panic" | "unreachable" | "todo" | "unimplemented")
}

/// A reference to a part of the companion, its type, and what it is selected from.
struct Place {
    tokens: TokenStream,
    /// The same by numbers.
    way: Way,
    ty: TokenStream,
    of: TokenStream,
    selection: Selection,
}

enum Selection {
    Whole,
    /// The bound that there is the field, to the `>`.
    Field(TokenStream),
    Element,
    Range,
    All,
}

/// The same place in the companion, and what is asked of that.
struct Chosen<'a> {
    choice: &'a Choice<'a>,
    companion: &'a Ident,
    companion_type: &'a Ident,
    mutable: bool,
    bounds: Vec<TokenStream>,
    /// The type of what is chosen.
    output: Option<TokenStream>,
    /// What leads to a place, as numbers.
    numbers: &'a Ident,
    /// It depends on `self`.
    asks: bool,
    ways: Vec<Way>,
    errors: &'a mut Errors,
}

impl Chosen<'_> {
    /// Something that the choice of a place depends on.
    fn depends_on(&mut self, tokens: &impl ToTokens) {
        self.asks |= identifiers(tokens.to_token_stream()).contains("self");
    }

    fn block(&mut self, block: &Block) -> TokenStream {
        let Some((tail, statements)) = block.stmts.split_last() else {
            self.errors.at(block, self.choice.refusal);
            return TokenStream::new();
        };
        let mut kept = Vec::new();
        for statement in statements.iter().filter(|statement| !is_assertion(statement)) {
            match statement {
                Stmt::Local(local) => {
                    self.depends_on(local);
                    kept.push(quote!(#local));
                }
                other => self.errors.at(other, self.choice.refusal),
            }
        }
        let tail = match tail {
            Stmt::Expr(expression, None) => self.expression(expression),
            Stmt::Macro(statement) if diverges(&statement.mac) => fails_here(),
            other => {
                self.errors.at(other, self.choice.refusal);
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
                    self.errors.at(&reference.expr, self.choice.refusal);
                    return TokenStream::new();
                };
                let place = if self.choice.slice { self.all_of(place) } else { place };
                match &self.output {
                    None => self.output = Some(place.ty),
                    Some(output) if output.to_string() == place.ty.to_string() => {}
                    // All that may be chosen is of one type.
                    Some(output) => {
                        let Place { of, selection, .. } = &place;
                        self.bounds.push(match selection {
                            Selection::Whole => quote!(#of: ::core::marker::Sized),
                            Selection::Field(field) => quote!(#of: #field, Type = #output>),
                            Selection::Element => quote!(#of: ::core::ops::Index<usize, Output = #output>),
                            Selection::Range => {
                                quote!(#of: ::core::ops::Index<::core::ops::Range<usize>, Output = #output>)
                            }
                            Selection::All => {
                                quote!(#of: ::core::ops::Index<::core::ops::RangeFull, Output = #output>)
                            }
                        });
                    }
                }
                self.ways.push(place.way);
                place.tokens
            }
            // Where one way fails, the other one is taken.
            Expr::If(syn::ExprIf { then_branch, else_branch: Some((_, otherwise)), .. })
                if block_fails(then_branch) =>
            {
                self.expression(otherwise)
            }
            Expr::If(syn::ExprIf { then_branch, else_branch: Some((_, otherwise)), .. }) if fails(otherwise) => {
                self.block(then_branch)
            }
            Expr::If(branch) => {
                let condition = &branch.cond;
                self.depends_on(condition);
                let then = self.block(&branch.then_branch);
                let Some((_, otherwise)) = &branch.else_branch else {
                    self.errors.at(branch, self.choice.refusal);
                    return TokenStream::new();
                };
                let otherwise = self.expression(otherwise);
                quote!(if #condition #then else { #otherwise })
            }
            Expr::Match(matched) => {
                let scrutinee = &matched.expr;
                self.depends_on(scrutinee);
                let mut arms = Vec::new();
                for arm in &matched.arms {
                    let pattern = &arm.pat;
                    self.depends_on(pattern);
                    let body = self.expression(&arm.body);
                    arms.push(quote!(#pattern => #body,));
                }
                quote!(match #scrutinee { #(#arms)* })
            }
            Expr::Macro(call) if diverges(&call.mac) => fails_here(),
            other => {
                self.errors.at(other, self.choice.refusal);
                TokenStream::new()
            }
        }
    }

    /// As a slice, if it is none.
    fn all_of(&mut self, place: Place) -> Place {
        if let Selection::Range = place.selection {
            return place;
        }
        let Place { tokens, way: Way { numbers, follow }, ty, .. } = place;
        let by = quote!(::core::ops::RangeFull);
        self.bounds.push(quote!(#ty: ::core::ops::Index<#by>));
        let mutability = self.mutable.then(|| quote!(mut));
        if self.mutable {
            self.bounds.push(quote!(#ty: ::core::ops::IndexMut<#by>));
        }
        let of = |base: TokenStream| quote!(&#mutability (*#base)[..]);
        Place {
            tokens: of(tokens),
            way: Way { numbers, follow: of(follow) },
            selection: Selection::All,
            of: ty.clone(),
            ty: quote!(<#ty as ::core::ops::Index<#by>>::Output),
        }
    }

    /// The place that an expression selects.
    fn place(&mut self, expression: &Expr) -> Option<Place> {
        let (jac, companion, companion_type) = (self.choice.jac, self.companion, self.companion_type);
        Some(match expression {
            Expr::Paren(paren) => self.place(&paren.expr)?,
            Expr::Group(group) => self.place(&group.expr)?,
            Expr::Path(path) if path.path.is_ident("self") => Place {
                tokens: quote!(#companion),
                way: Way { numbers: Vec::new(), follow: quote!(#companion) },
                ty: quote!(#companion_type),
                of: quote!(#companion_type),
                selection: Selection::Whole,
            },
            Expr::Field(field) => {
                let Place { tokens, way: Way { numbers, follow }, ty, .. } = self.place(&field.base)?;
                let hash = field_hash(&field.member);
                self.bounds.push(quote!(#ty: #jac::Field<#hash>));
                let method = if self.mutable { quote!(field_mut) } else { quote!(field) };
                let of = |base: TokenStream| quote!(<#ty as #jac::Field<#hash>>::#method(#base));
                Place {
                    tokens: of(tokens),
                    way: Way { numbers, follow: of(follow) },
                    selection: Selection::Field(quote!(#jac::Field<#hash)),
                    of: ty.clone(),
                    ty: quote!(<#ty as #jac::Field<#hash>>::Type),
                }
            }
            Expr::Index(index) => {
                let Place { tokens, way: Way { mut numbers, follow }, ty, selection, .. } = self.place(&index.expr)?;
                if matches!(selection, Selection::Whole) {
                    return None;
                }
                let (all, next) = (self.numbers, numbers.len());
                let (by, at, at_number, selection) = match &*index.index {
                    // Numbers alone are of one type.
                    Expr::Range(range) => {
                        self.asks = true;
                        numbers.extend(path::bounds(range, &index.expr));
                        let after = next + 1;
                        let bounds = quote!(#all[#next]..#all[#after]);
                        (quote!(::core::ops::Range<usize>), bounds.clone(), bounds, Selection::Range)
                    }
                    at => {
                        self.depends_on(at);
                        numbers.push(at.to_token_stream());
                        (quote!(usize), at.to_token_stream(), quote!(#all[#next]), Selection::Element)
                    }
                };
                self.bounds.push(quote!(#ty: ::core::ops::Index<#by>));
                let mutability = self.mutable.then(|| quote!(mut));
                if self.mutable {
                    self.bounds.push(quote!(#ty: ::core::ops::IndexMut<#by>));
                }
                let of = |base: TokenStream, at: TokenStream| quote!(&#mutability (*#base)[#at]);
                Place {
                    tokens: of(tokens, at),
                    way: Way { numbers, follow: of(follow, at_number) },
                    selection,
                    of: ty.clone(),
                    ty: quote!(<#ty as ::core::ops::Index<#by>>::Output),
                }
            }
            _ => return None,
        })
    }
}
