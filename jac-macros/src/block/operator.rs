//! Operators of users' types: `impl Mul<Vec3> for f64`.
//!
//! Before: the `impl` of an operator with the attribute. After: the block as written; a type with the derivatives of its function, as if
//! of a free function of the operands; and the rule by which `a * b` finds these (`OperatorRule` in the runtime).

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Generics, ImplItem, ImplItemFn, ItemFn, ItemImpl, PathArguments,
    Type,
};

use super::{configuration, is_own, without_attributes};
use crate::emit::{SweepGenerics, derivative_name, one_or_tuple};
use crate::errors::Errors;
use crate::expand::{Derivatives, derivatives};
use crate::hygiene::Names;
use crate::ir::SweepId;
use crate::lower::ungroup;
use crate::options;
use crate::surface::{Subject, Versions, of_float, own_arguments};

/// The traits of operators, whether they assign, and whether strict mode counts them as affine.
const OPERATORS: &[(&str, bool, bool)] = &[
    ("Add", false, true),
    ("Sub", false, true),
    ("Mul", false, false),
    ("Div", false, false),
    ("Rem", false, false),
    ("Neg", false, true),
    ("AddAssign", true, true),
    ("SubAssign", true, true),
    ("MulAssign", true, false),
    ("DivAssign", true, false),
    ("RemAssign", true, false),
];

/// The block is the `impl` of an operator.
pub fn is_operator(block: &ItemImpl) -> bool {
    find(block).is_some()
}

fn find(block: &ItemImpl) -> Option<&'static (&'static str, bool, bool)> {
    let (path, _) = block.trait_.as_ref()?;
    let last = path.segments.last()?;
    OPERATORS.iter().find(|(name, ..)| last.ident == name)
}

pub fn expand(attribute: TokenStream, tokens: TokenStream, block: &ItemImpl) -> TokenStream {
    let written = without_attributes(tokens);
    let mut errors = Errors::default();
    let rule = rule(attribute, block, &mut errors);
    let errors = if errors.is_empty() { TokenStream::new() } else { errors.into_compile_errors() };
    quote!(#written #rule #errors)
}

/// An operand: its type without the reference of `&T`, and whether there is one.
#[derive(Clone)]
struct Side {
    ty: Type,
    by_reference: bool,
}

impl Side {
    fn of(ty: &Type) -> Side {
        match ty {
            Type::Reference(reference) if reference.mutability.is_none() => {
                Side { ty: (*reference.elem).clone(), by_reference: true }
            }
            Type::Paren(paren) => Side::of(&paren.elem),
            Type::Group(group) => Side::of(&group.elem),
            ty => Side { ty: ty.clone(), by_reference: false },
        }
    }

    fn form(&self) -> TokenStream {
        if self.by_reference { quote!(ByReference) } else { quote!(ByValue) }
    }
}

fn rule(attribute: TokenStream, block: &ItemImpl, errors: &mut Errors) -> Option<TokenStream> {
    let (name, assigns, affine) = *find(block)?;
    let (path, _) = block.trait_.as_ref()?;
    let function = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })?;
    let negates = name == "Neg";
    let arguments = path.segments.last().map(|last| &last.arguments);
    let right: Type = match arguments {
        Some(PathArguments::AngleBracketed(arguments)) => match arguments.args.first() {
            Some(GenericArgument::Type(ty)) => ty.clone(),
            _ => (*block.self_ty).clone(),
        },
        _ => (*block.self_ty).clone(),
    };
    let own = &block.self_ty;
    let output: TokenStream = block
        .items
        .iter()
        .find_map(|item| match item {
            ImplItem::Type(output) => Some(output.ty.to_token_stream()),
            _ => None,
        })
        .unwrap_or_else(|| quote!(()));
    let output = written_out(output, &format_ident!("self"), own, &TokenStream::new());
    let right: Type = syn::parse2(written_out(right.to_token_stream(), &format_ident!("self"), own, &output)).ok()?;

    let mut names = Names::new(quote!(#attribute #block));
    let this = names.fresh("this", function.sig.ident.span());
    let namesake = format_ident!("{}", namesake(own, name, &right), span = path.span());
    let options = options::parse(merged_options(attribute, function), errors);
    let mut item = free_function(function, &namesake, &this, block, &output, errors)?;
    ungroup(&mut item);
    let trait_path = &block.trait_.as_ref()?.0;
    let method = &function.sig.ident;
    let shown = format!("<{} as {}>::{method}", own.to_token_stream(), trait_path.to_token_stream());
    let subject = Subject {
        link: format!("the operator `{shown}`"),
        name: shown,
        path: without_lifetimes(quote!(<#own as #trait_path>::#method), &lifetimes(&block.generics)),
        is_method: true,
        owner: None,
    };
    let Derivatives { items: derived, floats } =
        derivatives(&item, subject, &options, &mut names, errors).filter(|_| errors.is_empty())?;

    let jac = options.facade.runtime();
    let (left, right) = (Side::of(own), if negates { None } else { Some(Side::of(&right)) });
    let output = syn::parse_quote!(#output);
    let linearizes = options.linearize.is_some();
    let sides = Sides { left, right, assigns, output, jac, namesake: namesake.clone(), linearizes };
    let sweeps = (0..options.order).map(|sweep| {
        let [width, mask] = match sweep {
            0 => ["WIDTH", "MASK"].map(str::to_owned),
            1 => ["WIDTHS", "DOTS"].map(str::to_owned),
            sweep => ["WIDTHS", "DOTS"].map(|stem| format!("{stem}{sweep}")),
        };
        SweepGenerics { width: names.fresh(&width, Span::call_site()), mask: names.fresh(&mask, Span::call_site()) }
    });
    let sweeps: Vec<SweepGenerics> = sweeps.collect();
    let proof = affine.then(|| sides.proof_of_affinity(trait_path.span()));
    let configured: Vec<&Attribute> = configuration(&block.attrs);
    let derived = crate::surface::configured(quote!(#derived), &configured);
    let generics = of_rule(&block.generics);
    let implementation = sides.implementation(name, &generics, &floats, &sweeps[0]);
    let higher = (1..sweeps.len()).map(|tangents| sides.of_order(name, &generics, &floats, &sweeps[..=tangents]));
    Some(quote! {
        #derived
        #(#configured)*
        #proof
        #(#configured)*
        #implementation
        #(#higher)*
    })
}

fn merged_options(attribute: TokenStream, function: &ImplItemFn) -> TokenStream {
    let mut tokens = attribute;
    for attribute in function.attrs.iter().filter(|attribute| is_own(attribute)) {
        if let syn::Meta::List(list) = &attribute.meta {
            let more = &list.tokens;
            tokens = if tokens.is_empty() { quote!(#more) } else { quote!(#tokens, #more) };
        }
    }
    tokens
}

/// `f64_Mul_Vec3`, `ref_Row_Mul_ref_Row`.
fn namesake(own: &Type, name: &str, right: &Type) -> String {
    let words = |ty: &Type| -> String {
        let text = ty.to_token_stream().to_string();
        let text = text.strip_prefix('&').map_or(text.clone(), |behind| format!("ref {behind}"));
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("_")
    };
    match name {
        "Neg" => format!("{}_{name}", words(own)),
        _ => format!("{}_{name}_{}", words(own), words(right)),
    }
}

/// The function of the operator outside of its block.
fn free_function(
    function: &ImplItemFn,
    namesake: &Ident,
    this: &Ident,
    block: &ItemImpl,
    output: &TokenStream,
    errors: &mut Errors,
) -> Option<ItemFn> {
    let mut sig = function.sig.clone();
    sig.ident = namesake.clone();
    sig.generics = block.generics.clone();
    let lifetimes = lifetimes(&sig.generics);
    sig.generics = of_rule(&sig.generics);
    let Some(FnArg::Receiver(receiver)) = sig.inputs.first().cloned() else { return None };
    let (own, mutable) = (&block.self_ty, &receiver.mutability);
    let typed: FnArg = match &receiver.kind {
        syn::ReceiverKind::Value => syn::parse_quote!(#mutable #this: #own),
        syn::ReceiverKind::Reference(..) => syn::parse_quote!(#this: &mut #own),
        _ => {
            errors.at(receiver, "a receiver is `self` or `&mut self`");
            return None;
        }
    };
    sig.inputs[0] = typed;
    let body = &function.block;
    let tokens = without_lifetimes(written_out(quote!(#sig #body), this, own, output), &lifetimes);
    match syn::parse2(tokens) {
        Ok(item) => Some(item),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// The lifetimes of references do not matter to the rule, which is asked for operands of any. The compiler infers them.
fn of_rule(generics: &Generics) -> Generics {
    let is_lifetime = |parameter: &&GenericParam| matches!(parameter, GenericParam::Lifetime(_));
    let params = generics.params.iter().filter(|parameter| !is_lifetime(parameter)).cloned().collect();
    let mut kept = Generics { params, ..Generics::default() };
    let names = lifetimes(generics);
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if !matches!(predicate, syn::WherePredicate::Lifetime(_)) {
            let predicate = without_lifetimes(predicate.to_token_stream(), &names);
            kept.make_where_clause().predicates.extend(syn::parse2::<syn::WherePredicate>(predicate));
        }
    }
    kept
}

/// The names of the lifetimes that a block declares.
fn lifetimes(generics: &Generics) -> HashSet<String> {
    generics.lifetimes().map(|parameter| parameter.lifetime.ident.to_string()).collect()
}

/// The tokens with `'_` for each of these lifetimes.
fn without_lifetimes(tokens: TokenStream, names: &HashSet<String>) -> TokenStream {
    let mut is_lifetime = false;
    let replaced = tokens.into_iter().map(|token| {
        let after_quote =
            std::mem::replace(&mut is_lifetime, matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''));
        match token {
            TokenTree::Ident(ident) if after_quote && names.contains(&ident.to_string()) => {
                TokenTree::Ident(Ident::new("_", ident.span()))
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_lifetimes(group.stream(), names));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        }
    });
    replaced.collect()
}

/// The tokens with `this` for `self`, the type for `Self`, and the result's for `Self::Output`.
fn written_out(tokens: TokenStream, this: &Ident, own: &Type, output: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        match &tokens[index] {
            TokenTree::Ident(ident) if ident == "Self" => {
                let is_output = matches!(
                    &tokens[index + 1..],
                    [TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(name), ..]
                        if a.as_char() == ':' && b.as_char() == ':' && name == "Output"
                );
                if is_output {
                    out.extend(output.clone());
                    index += 4;
                    continue;
                }
                out.extend(expression_type(own));
            }
            TokenTree::Ident(ident) if ident == "self" => {
                out.extend([TokenTree::Ident(Ident::new(&this.to_string(), ident.span()))]);
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), written_out(group.stream(), this, own, output));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            token => out.extend([token.clone()]),
        }
        index += 1;
    }
    out
}

/// The type as it may stand where expressions do: `Row::<N>`.
fn expression_type(ty: &Type) -> TokenStream {
    let mut ty = ty.clone();
    if let Type::Path(path) = &mut ty {
        for segment in &mut path.path.segments {
            if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                arguments.colon2_token = Some(Default::default());
            }
        }
    }
    ty.into_token_stream()
}

#[derive(Clone)]
struct Sides {
    left: Side,
    /// Negation has none.
    right: Option<Side>,
    assigns: bool,
    output: Type,
    jac: TokenStream,
    namesake: Ident,
    /// There is a linear rule too.
    linearizes: bool,
}

impl Sides {
    fn right_type(&self) -> TokenStream {
        self.right.as_ref().map_or_else(|| quote!(()), |right| right.ty.to_token_stream())
    }

    /// The result of the operator: of an assignment, what is assigned.
    fn result(&self) -> TokenStream {
        if self.assigns { self.left.ty.to_token_stream() } else { self.output.to_token_stream() }
    }

    /// Strict mode counts sums as affine, and asks no type.
    fn proof_of_affinity(&self, span: Span) -> TokenStream {
        let (jac, namesake) = (&self.jac, &self.namesake);
        let row = Literal::usize_unsuffixed(usize::from(self.assigns));
        let columns = (0..1 + usize::from(self.right.is_some())).map(Literal::usize_unsuffixed);
        quote_spanned! {span=>
            const _: () = {
                #(::core::assert!(
                    ::core::matches!(
                        <#namesake>::__depends(#row, #columns),
                        #jac::Dependence::Independent | #jac::Dependence::Affine
                    ),
                    "`+`, `-` and negation must be affine in their operands, and be seen to be: write the fields out (`V(-self.0, -self.1)`), \
                     without products of the type and without methods; or make this a method, or another operator"
                );)*
            };
        }
    }

    /// The rule, for sweeps of each number of lanes. Of a type parameter that stands for a float it takes for granted what the sweeps do.
    fn implementation(&self, name: &str, generics: &Generics, floats: &[Ident], sweep: &SweepGenerics) -> TokenStream {
        let SweepGenerics { width, mask } = sweep;
        let (jac, namesake) = (&self.jac, &self.namesake);
        let name = format_ident!("{name}");
        let (left_type, right_type, result) = (&self.left.ty, self.right_type(), self.result());
        let left_form = self.left.form();
        let right_form = self.right.as_ref().map_or_else(|| quote!(ByValue), Side::form);
        let (parameters, captured) = (generics.params.iter(), own_arguments(generics));
        let own = generics.where_clause.iter().flat_map(|clause| &clause.predicates).map(ToTokens::to_token_stream);
        let predicates = own.chain(floats.iter().map(|float| of_float(float, [width], jac)));
        let (tangent, pullback) = (self.tangent(width, mask), self.pullback(std::slice::from_ref(sweep)));
        let linear = self.linearizes.then(|| {
            let (parameters, linearized) = (generics.params.iter(), self.linearized(width, mask));
            let predicates = predicates.clone();
            quote! {
                #[automatically_derived]
                #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
                impl<#(#parameters,)* const #width: usize>
                    #jac::LinearRule<#jac::operation::#name, #right_type, #jac::#left_form, #jac::#right_form, #width> for #left_type
                where
                    #(#predicates),*
                {
                    #[inline]
                    fn linearized<const #mask: u128>(
                        left: &#left_type,
                        right: &#right_type,
                    ) -> (
                        #result,
                        impl #jac::OperatorLinear<#left_type, #right_type, #result, #width> + use<#(#captured,)* #width, #mask>,
                    ) {
                        type Namesake = #namesake;
                        #linearized
                    }
                }
            }
        });
        quote! {
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
            impl<#(#parameters,)* const #width: usize>
                #jac::OperatorRule<#jac::operation::#name, #right_type, #jac::#left_form, #jac::#right_form, #width> for #left_type
            where
                #(#predicates),*
            {
                type Output = #result;

                #[inline]
                fn tangent<const #mask: u128>(
                    left: &#left_type,
                    right: &#right_type,
                    left_dot: ::core::option::Option<&#jac::Tangent<#left_type, #width>>,
                    right_dot: ::core::option::Option<&#jac::Tangent<#right_type, #width>>,
                ) -> (#result, #jac::Tangent<#result, #width>) {
                    type Namesake = #namesake;
                    #tangent
                }

                #[inline]
                fn pullback<const #mask: u128>(
                    left: &#left_type,
                    right: &#right_type,
                ) -> (
                    #result,
                    impl #jac::OperatorPullback<#left_type, #right_type, #result, #width> + use<#(#captured,)* #width, #mask>,
                ) {
                    type Namesake = #namesake;
                    #pullback
                }
            }
            #linear
        }
    }

    /// Of an operand that is taken by value, the tangent is there, if as a zero.
    fn linearized(&self, width: &Ident, mask: &Ident) -> TokenStream {
        let jac = &self.jac;
        let sweep = quote!(#jac::Sweep::<#width, #mask>);
        let (left_type, right_type, result) = (&self.left.ty, self.right_type(), self.result());
        let by_value = |name: &str| {
            let (dot, space) = (format_ident!("{name}_dot"), format_ident!("{name}_space"));
            quote!(#dot.map_or_else(|| #space.zero::<#width>(), ::core::clone::Clone::clone))
        };
        let argument = |side: &Side, name: &str| {
            let (ident, dot) = (format_ident!("{name}"), format_ident!("{name}_dot"));
            if side.by_reference {
                (quote!(#ident), quote!(#dot))
            } else {
                (quote!(::core::clone::Clone::clone(#ident)), by_value(name))
            }
        };
        let (right, right_dot) = self.right.as_ref().map(|right| argument(right, "right")).unzip();
        let (right, right_dot) = (right.into_iter(), right_dot.into_iter());
        let kept = quote!(#jac::kept_linear::<#left_type, #right_type, #result, _, #width>);
        let start = quote! {
            let mut tape = #jac::Tape::default();
            let (left_space, right_space) = (#jac::space_of(left), #jac::space_of(right));
        };
        if self.assigns {
            let left_dot = by_value("left");
            return quote! {
                #start
                let mut value = ::core::clone::Clone::clone(left);
                let ((), linear) = Namesake::__linearized(#sweep, &mut value, #(#right,)* &mut tape);
                let linear = #kept(move |left_dot, right_dot| {
                    let mut result_dot = #left_dot;
                    linear(&tape, &mut result_dot, #(#right_dot,)*);
                    result_dot
                });
                (value, linear)
            };
        }
        let (left, left_dot) = argument(&self.left, "left");
        quote! {
            #start
            let (value, linear) = Namesake::__linearized(#sweep, #left, #(#right,)* &mut tape);
            (value, #kept(move |left_dot, right_dot| linear(&tape, #left_dot, #(#right_dot,)*).0))
        }
    }

    fn tangent(&self, width: &Ident, mask: &Ident) -> TokenStream {
        let jac = &self.jac;
        let sweep = quote!(#jac::Sweep::<#width, #mask>);
        let by_value = |name: &str| {
            let (side, dot) = (format_ident!("{name}"), format_ident!("{name}_dot"));
            quote!(#dot.map_or_else(|| #jac::zero_like::<_, #width>(#side), ::core::clone::Clone::clone))
        };
        let argument = |side: &Side, name: &str| {
            let (ident, dot) = (format_ident!("{name}"), format_ident!("{name}_dot"));
            if side.by_reference {
                (quote!(#ident), quote!(#dot))
            } else {
                (quote!(::core::clone::Clone::clone(#ident)), by_value(name))
            }
        };
        let (right, right_dot) = self.right.as_ref().map(|right| argument(right, "right")).unzip();
        let (right, right_dot) = (right.into_iter(), right_dot.into_iter());
        if self.assigns {
            let left_dot = by_value("left");
            return quote! {
                let mut result = ::core::clone::Clone::clone(left);
                let mut result_dot = #left_dot;
                Namesake::__tangent(#sweep, &mut result, #(#right,)* &mut result_dot, #(#right_dot,)*);
                (result, result_dot)
            };
        }
        let (left, left_dot) = argument(&self.left, "left");
        quote!(Namesake::__tangent(#sweep, #left, #(#right,)* #left_dot, #(#right_dot,)*))
    }

    /// The rule of a higher order, of which there are as many sweeps, the oldest first.
    fn of_order(&self, name: &str, generics: &Generics, floats: &[Ident], sweeps: &[SweepGenerics]) -> TokenStream {
        let (jac, namesake) = (&self.jac, &self.namesake);
        let name = format_ident!("{name}");
        let order = ["Second", "Third", "Fourth"][sweeps.len() - 2];
        let (rule, left) = (format_ident!("{order}OrderRule"), format_ident!("{order}OrderPullback"));
        let forward = forward_name(sweeps.len() - 1);
        let (left_type, right_type, result) = (&self.left.ty, self.right_type(), self.result());
        let left_form = self.left.form();
        let right_form = self.right.as_ref().map_or_else(|| quote!(ByValue), Side::form);
        let (parameters, captured) = (generics.params.iter(), own_arguments(generics));
        let own = generics.where_clause.iter().flat_map(|clause| &clause.predicates).map(ToTokens::to_token_stream);
        let widths: Vec<&Ident> = sweeps.iter().rev().map(|sweep| &sweep.width).collect();
        let masks: Vec<&Ident> = sweeps.iter().rev().map(|sweep| &sweep.mask).collect();
        let predicates = own.chain(floats.iter().map(|float| of_float(float, widths.iter().copied(), jac)));
        let versions = Versions::of(sweeps.len() - 1);
        let tangents = |ty: &TokenStream| -> Vec<TokenStream> {
            versions.0.iter().skip(1).map(|version| self.tangent_type(ty, version, sweeps)).collect()
        };
        let (left_dots, right_dots) = (tangents(&left_type.to_token_stream()), tangents(&right_type));
        let dots = (1..).zip(left_dots.iter().zip(&right_dots)).map(|(version, (left, right))| {
            let (left_dot, right_dot) = (versioned("left", version), versioned("right", version));
            quote! {
                #left_dot: ::core::option::Option<&#left>,
                #right_dot: ::core::option::Option<&#right>,
            }
        });
        let (result_dots, pullback) = (tangents(&result), self.pullback(sweeps));
        quote! {
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
            impl<#(#parameters,)* #(const #widths: usize),*>
                #jac::#rule<#jac::operation::#name, #right_type, #jac::#left_form, #jac::#right_form, #(#widths),*> for #left_type
            where
                #(#predicates),*
            {
                type Output = #result;

                #[inline]
                fn #forward<#(const #masks: u128),*>(
                    left: &#left_type,
                    right: &#right_type,
                    #(#dots)*
                ) -> (
                    #result,
                    #(#result_dots,)*
                    impl #jac::#left<#left_type, #right_type, #result, #(#widths),*>
                        + use<#(#captured,)* #(#widths, #masks),*>,
                ) {
                    type Namesake = #namesake;
                    #pullback
                }
            }
        }
    }

    /// The tangent of a type for these sweeps.
    fn tangent_type(&self, ty: &TokenStream, version: &[SweepId], sweeps: &[SweepGenerics]) -> TokenStream {
        let jac = &self.jac;
        version.iter().fold(ty.clone(), |inner, sweep| {
            let width = &sweeps[*sweep].width;
            quote!(#jac::Tangent<#inner, #width>)
        })
    }

    /// The value with its tangents, and what is kept, for these sweeps, the oldest first.
    fn pullback(&self, sweeps: &[SweepGenerics]) -> TokenStream {
        let jac = &self.jac;
        let (versions, sides) = (Versions::of(sweeps.len() - 1), self.sides());
        let (left_type, right_type, result) = (&self.left.ty, self.right_type(), self.result());
        let made = |space: &TokenStream, method: &str, version: &[SweepId]| {
            let (newest, older) = version.split_last().expect("a vector belongs to a sweep");
            let older = older.iter().map(|sweep| &sweeps[*sweep].width);
            let (method, width) = (format_ident!("{method}"), &sweeps[*newest].width);
            quote!(#space #(.tangent::<#older>())* .#method::<#width>())
        };
        // What the sweep is given.
        let (mut start, mut arguments, mut values) = (TokenStream::new(), Vec::new(), Vec::new());
        for (index, version) in versions.0.iter().enumerate() {
            for (name, side) in &sides {
                let (given, primal) = (versioned(name, index), versioned(name, 0));
                let assigned = self.assigns && *name == "left";
                let value = match index {
                    0 => quote!(::core::clone::Clone::clone(#given)),
                    _ if side.by_reference => quote!(#given),
                    _ => {
                        let zero = made(&quote!(#jac::space_of(#primal)), "zero", version);
                        quote!(#given.map_or_else(|| #zero, ::core::clone::Clone::clone))
                    }
                };
                arguments.push(match index {
                    _ if assigned => {
                        let assigned = versioned("value", index);
                        start.extend(quote!(let mut #assigned = #value;));
                        quote!(&mut #assigned)
                    }
                    0 if side.by_reference => quote!(#given),
                    _ => value,
                });
            }
            let value = versioned("value", index);
            values.push(value);
        }
        // A reference is passed again, with somewhere to accumulate; the cotangent of a value is returned.
        let (mut bars, mut passed, mut pulled, mut results) = (TokenStream::new(), Vec::new(), Vec::new(), Vec::new());
        let mut parameters = Vec::new();
        for (index, version) in versions.0.iter().enumerate() {
            let of_cotangent: Vec<SweepId> = [0].into_iter().chain(version.iter().copied()).collect();
            let bar = format_ident!("bar_{}", index);
            let (mut returned, mut both) = (Vec::new(), Vec::new());
            for (name, side) in &sides {
                let (again, primal) = (versioned(name, index), versioned(name, 0));
                let of_side = format_ident!("{}_bar_{}", name, index);
                if self.assigns && *name == "left" {
                    let zero = made(&quote!(space), "cotangent", &of_cotangent);
                    bars.extend(quote! {
                        let mut #of_side = #zero;
                        #jac::initialise(&#of_side, #bar);
                    });
                    passed.push(quote!((), &mut #of_side));
                    both.push(quote!(#jac::into_value(#of_side)));
                } else if side.by_reference {
                    let zero = made(&quote!(#jac::space_of(#primal)), "cotangent", &of_cotangent);
                    if index == 0 {
                        bars.extend(quote!(let #again = #again.expect("a reference is passed again");));
                    }
                    bars.extend(quote!(let #of_side = #zero;));
                    passed.push(quote!(#again, ::core::option::Option::Some(&#of_side)));
                    both.push(quote!(#jac::into_value(#of_side)));
                } else {
                    returned.push(of_side.clone());
                    both.push(quote!(#of_side));
                }
            }
            passed.push(if self.assigns { quote!(()) } else { quote!(#bar) });
            if self.right.is_none() {
                both.push(quote!(()));
            }
            pulled.push(quote!((#(#returned,)*)));
            results.push(quote!((#(#both),*)));
            let (left, right) = (versioned("left", index), versioned("right", index));
            parameters.extend([left, right, bar]);
        }
        let (pulled, results) = (one_or_tuple(&pulled), one_or_tuple(&results));
        let forward = format_ident!("__{}", forward_name(sweeps.len() - 1));
        let kept = match sweeps.len() {
            1 => format_ident!("kept"),
            orders => format_ident!("kept{}", "_tangent".repeat(orders - 1)),
        };
        let (widths, masks) =
            (sweeps.iter().rev().map(|sweep| &sweep.width), sweeps.iter().rev().map(|sweep| &sweep.mask));
        let told: Vec<TokenStream> =
            widths.clone().zip(masks).map(|(width, mask)| quote!(#jac::Sweep::<#width, #mask>)).collect();
        let told = one_or_tuple(&told);
        let space = self.assigns.then(|| quote!(let space = #jac::space_of(&value);));
        let given = if self.assigns {
            vec![quote!(_); values.len()]
        } else {
            values.iter().map(|value| quote!(#value)).collect()
        };
        quote! {
            let mut tape = #jac::Tape::default();
            #start
            let (#(#given,)* pullback) = Namesake::#forward(#told, #(#arguments,)* &mut tape);
            #space
            let pullback = #jac::#kept::<#left_type, #right_type, #result, _, #(#widths),*>(move |#(#parameters),*| {
                #bars
                let #pulled = pullback(&tape, #(#passed),*);
                #results
            });
            (#(#values,)* pullback)
        }
    }

    fn sides(&self) -> Vec<(&'static str, &Side)> {
        [("left", &self.left)].into_iter().chain(self.right.as_ref().map(|right| ("right", right))).collect()
    }
}

/// What stands for an operand, or for the result, in a version.
fn versioned(name: &str, version: usize) -> Ident {
    match version {
        0 => format_ident!("{}", name),
        version => format_ident!("{}_dot_{}", name, version),
    }
}

/// `pullback`, `pullback_tangent`, ..
fn forward_name(tangents: usize) -> Ident {
    format_ident!("{}", derivative_name(true, tangents + 1).trim_start_matches('_'))
}
