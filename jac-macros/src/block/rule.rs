//! The rule of an operator: what `OperatorRule` and its kin say for the types of its operands.
//!
//! Before: the operands and the result (`operator.rs`). After: the implementations, whose methods call the derivatives of the operator's function.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Generics, Type};

use crate::emit::{SweepGenerics, derivative_name, one_or_tuple};
use crate::ir::SweepId;
use crate::surface::{Versions, of_float, own_arguments};

/// An operand: its type, and whether it is taken by reference.
#[derive(Clone)]
pub(super) struct Side {
    ty: Type,
    by_reference: bool,
}

impl Side {
    pub(super) fn of(ty: &Type) -> Side {
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

/// The operands and the result of an operator.
#[derive(Clone)]
pub(super) struct Sides {
    pub(super) left: Side,
    /// Negation has none.
    pub(super) right: Option<Side>,
    pub(super) assigns: bool,
    pub(super) output: Type,
    pub(super) jac: TokenStream,
    pub(super) namesake: Ident,
    /// There is a linear rule too.
    pub(super) linearizes: bool,
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
    pub(super) fn proof_of_affinity(&self, span: Span) -> TokenStream {
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
    pub(super) fn implementation(
        &self,
        name: &str,
        generics: &Generics,
        floats: &[Ident],
        sweep: &SweepGenerics,
    ) -> TokenStream {
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
                #[diagnostic::do_not_recommend]
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
            #[diagnostic::do_not_recommend]
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
    pub(super) fn of_order(
        &self,
        name: &str,
        generics: &Generics,
        floats: &[Ident],
        sweeps: &[SweepGenerics],
    ) -> TokenStream {
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
