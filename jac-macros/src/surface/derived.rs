//! The sweeps of derivatives, for functions that call these: of `g::gradient(x)` they are `__gradient_tangent` and `__gradient_pullback`.
//!
//! Before: a function of order two or more, whose derivatives are functions of the runtime over owned inputs. After: for each of them the
//! functions that a call of it needs, in the calling convention of [`derivatives`](super::derivatives).

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};

use super::derivatives::anonymous;
use super::references::copied_slice;
use super::{Surface, is_slice, owned_type, space};
use crate::emit::{SweepGenerics, one_or_tuple};
use crate::ir::*;
use crate::lower::passing;

/// A derivative that can be called in a differentiated function.
#[derive(Debug)]
pub struct CalledDerivative {
    pub name: &'static str,
    /// How many orders more of the function it needs than its caller has.
    pub levels: usize,
    /// The value is a part of what it returns.
    pub has_value: bool,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Gradient,
    Jacobian,
    Hessian,
    Jvp,
    Vjp,
}

const fn called(name: &'static str, levels: usize, has_value: bool, kind: Kind) -> CalledDerivative {
    CalledDerivative { name, levels, has_value, kind }
}

impl CalledDerivative {
    fn is_of_float(&self) -> bool {
        matches!(self.kind, Kind::Gradient | Kind::Hessian)
    }
    /// Of how many orders a caller may be in which it varies.
    pub fn orders_of_callers(&self) -> usize {
        if matches!(self.kind, Kind::Jvp | Kind::Vjp) { 1 } else { 2 }
    }
}

/// The derivatives that can be called.
pub static CALLED: &[CalledDerivative] = &[
    called("gradient", 1, false, Kind::Gradient),
    called("value_and_gradient", 1, true, Kind::Gradient),
    called("jacobian", 1, false, Kind::Jacobian),
    called("value_and_jacobian", 1, true, Kind::Jacobian),
    called("hessian", 2, false, Kind::Hessian),
    called("jvp", 1, true, Kind::Jvp),
    called("vjp", 1, true, Kind::Vjp),
];

/// What stands for a parameter, or for the vector behind the parameters.
struct Local {
    name: Ident,
    companion: Ident,
    bar: Ident,
    ty: TokenStream,
    /// Behind the reference, if it is one.
    behind: syn::Type,
    owned: TokenStream,
    passing: Passing,
    /// Lent, of a view: the arguments of the driver own an array.
    lends_view: bool,
    is_slice: bool,
    is_input: bool,
    is_excluded: bool,
}

impl Local {
    /// The tangent behind a reference, owned and complete.
    fn owned_dot(&self, width: &Ident, jac: &TokenStream) -> TokenStream {
        let Local { name, companion, owned, behind, .. } = self;
        let space = space(behind, name, jac);
        let dot = if self.is_slice { copied_slice(behind, companion, jac) } else { quote!(#jac::present(#companion)) };
        quote!(let #companion = #jac::completed::<#owned, #width>(&#space.into_shape(), #dot);)
    }
}

/// Makes every lifetime `'static`.
struct Static;

impl VisitMut for Static {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = Some(syn::Lifetime::new("'static", proc_macro2::Span::call_site()));
        visit_mut::visit_type_reference_mut(self, reference);
    }
}

/// Gives each lifetime another name, which is declared with `for`.
#[derive(Default)]
struct Renamed {
    lifetimes: Vec<syn::Lifetime>,
}

impl VisitMut for Renamed {
    fn visit_lifetime_mut(&mut self, lifetime: &mut syn::Lifetime) {
        if lifetime.ident == "static" {
            return;
        }
        lifetime.ident = format_ident!("jac_any_{}", lifetime.ident);
        if !self.lifetimes.contains(lifetime) {
            self.lifetimes.push(lifetime.clone());
        }
    }
}

impl Surface<'_> {
    /// The functions for all derivatives that this one has.
    pub fn called_derivatives(&self) -> TokenStream {
        if self.options.order < 2 || !self.has_derivative() || !self.written().is_empty() || !self.floats.is_empty() {
            return TokenStream::new();
        }
        let columns = self.table.columns;
        let jac = self.runtime();
        let (rows, columns) = (Literal::usize_unsuffixed(self.table.rows), Literal::usize_unsuffixed(columns));
        let depends = quote! {
            /// How the derivatives depend on a parameter: not at all, if the function is affine in it.
            #[doc(hidden)]
            pub const fn __derivative_depends(input: usize) -> #jac::Dependence {
                let mut row = 0;
                while row < #rows {
                    if matches!(Self::__DEPENDENCE[row * #columns + input], #jac::Dependence::Nonlinear) {
                        return #jac::Dependence::Nonlinear;
                    }
                    row += 1;
                }
                #jac::Dependence::Independent
            }
        };
        let functions = CALLED
            .iter()
            .filter(|derivative| self.has(derivative))
            .map(|derivative| self.called_derivative(derivative));
        quote!(#depends #(#functions)*)
    }

    fn has(&self, derivative: &CalledDerivative) -> bool {
        // A name may be that of a float, which is asked where it is called.
        let is_scalar = || match &self.item.sig.output {
            syn::ReturnType::Type(_, ty) => self.may_be_float(ty).is_some() && !self.may_be_absent(),
            syn::ReturnType::Default => false,
        };
        let by_value = || self.inputs().iter().all(|parameter| parameter.passing == Passing::Value);
        // Blocks of matrices with arrays of `ndarray`, or of types with parameters, have no type that could be asked for.
        let is_generic = || {
            let generics = &self.item.sig.generics;
            generics.type_params().next().is_some() || generics.const_params().next().is_some() || self.has_arrays()
        };
        self.options.order > derivative.levels
            && !(self.has_types_of_users() && is_generic())
            && match derivative.kind {
                Kind::Gradient => is_scalar(),
                Kind::Hessian => is_scalar() && self.is_fixed_size(),
                Kind::Jacobian => self.is_fixed_size() && !self.may_be_absent(),
                Kind::Vjp => true,
                Kind::Jvp => by_value(),
            }
    }

    fn called_derivative(&self, derivative: &CalledDerivative) -> TokenStream {
        let jac = self.runtime();
        let (_, types) = self.named_types();
        let mut locals: Vec<Local> = self
            .parameters
            .iter()
            .zip(&types)
            .map(|(parameter, ty)| {
                let (_, behind) = passing(&parameter.ty);
                let index = parameter.var.0;
                Local {
                    name: format_ident!("arg_{}", index),
                    companion: format_ident!("dot_{}", index),
                    bar: format_ident!("bar_{}", index),
                    ty: if self.lends_view(parameter) { quote!(&#ty) } else { quote!(#ty) },
                    lends_view: self.lends_view(parameter),
                    behind: behind.clone(),
                    owned: owned_type(&parameter.ty, &jac),
                    passing: parameter.passing,
                    is_slice: is_slice(behind),
                    is_input: parameter.differentiable,
                    is_excluded: self.is_excluded(parameter),
                }
            })
            .collect();
        let own = locals.len();
        let vectors: Vec<TokenStream> = match derivative.kind {
            Kind::Jvp => self.inputs().iter().map(|parameter| owned_type(&parameter.ty, &jac)).collect(),
            Kind::Vjp => vec![self.output_type()],
            _ => Vec::new(),
        };
        for (index, vector) in vectors.iter().enumerate() {
            let ty = quote!(#jac::Plain<#vector>);
            locals.push(Local {
                name: format_ident!("vector_{}", index),
                companion: format_ident!("vector_dot_{}", index),
                bar: format_ident!("vector_bar_{}", index),
                ty: ty.clone(),
                behind: syn::parse_quote!(#ty),
                owned: ty,
                passing: Passing::Value,
                is_slice: false,
                lends_view: false,
                is_input: true,
                is_excluded: false,
            });
        }
        let of_function = match derivative.kind {
            Kind::Gradient => quote!(#jac::Gradient<Self>),
            Kind::Jacobian => quote!(#jac::Jacobian<Self>),
            Kind::Hessian => quote!(#jac::Hessian<Self>),
            Kind::Jvp => quote!(#jac::Jvp<Self>),
            Kind::Vjp => quote!(#jac::Vjp<Self>),
        };
        // Results do not depend on lifetimes, which a pullback must not mention.
        let of_any_lifetime: Vec<syn::Type> = types
            .iter()
            .cloned()
            .map(|mut ty| {
                Static.visit_type_mut(&mut ty);
                ty
            })
            .collect();
        let args_type = one_or_tuple(&of_any_lifetime);
        let has_vector = matches!(derivative.kind, Kind::Jvp | Kind::Vjp);
        let as_function =
            if derivative.has_value && !has_vector { quote!(#jac::ValueAnd<Self, #of_function>) } else { of_function };
        let vector_type = match derivative.kind {
            Kind::Vjp => self.output_type(),
            _ => self.input_type(),
        };
        let all_args = if has_vector { quote!((#args_type, #jac::Plain<#vector_type>)) } else { args_type };
        let parts = Parts { surface: self, derivative, locals, own, has_vector, types, as_function, all_args };
        let orders = self.options.order - derivative.levels;
        let (tangent, pullback) = (parts.tangent(), parts.pullback(0));
        let second = (orders.min(derivative.orders_of_callers()) >= 2).then(|| parts.pullback(1));
        quote!(#tangent #pullback #second)
    }
}

struct Parts<'a> {
    surface: &'a Surface<'a>,
    derivative: &'a CalledDerivative,
    /// The parameters of the function, then those of the vector.
    locals: Vec<Local>,
    own: usize,
    has_vector: bool,
    /// The types of the parameters, every lifetime named.
    types: Vec<syn::Type>,
    /// The derivative as a function of the runtime, and the type of what it is called with, for any lifetimes.
    as_function: TokenStream,
    all_args: TokenStream,
}

impl Parts<'_> {
    /// `(a, b)`, or `((a, b), v)` with a vector, of one expression for each parameter.
    fn grouped(&self, of: impl Fn(&Local) -> Option<TokenStream>) -> TokenStream {
        let list = |locals: &[Local]| one_or_tuple(&locals.iter().filter_map(&of).collect::<Vec<_>>());
        let (own, vector) = self.locals.split_at(self.own);
        let own = list(own);
        if !self.has_vector {
            return own;
        }
        let vector = list(vector);
        quote!((#own, #vector))
    }

    /// What must be known where types have names that may be those of others, and is asked where the derivative is called: others have none, and no
    /// error. That the result is a float; that a matrix has a type, and which.
    fn where_clause(&self, of: &str) -> TokenStream {
        let (surface, jac) = (self.surface, self.surface.runtime());
        let Parts { derivative, as_function, all_args, .. } = self;
        let (input, output) = (surface.input_type(), surface.output_type());
        let mut predicates = Vec::new();
        if derivative.is_of_float()
            && matches!(&surface.item.sig.output, syn::ReturnType::Type(_, ty) if surface.may_be_float(ty) == Some(false))
        {
            predicates.push(quote!(for<'jac_delayed> #output: #jac::OneFloat));
        }
        if surface.has_types_of_users() && matches!(derivative.kind, Kind::Jacobian | Kind::Hessian) {
            let of_matrix = if derivative.kind == Kind::Hessian { quote!(#jac::Gradient<Self>) } else { quote!(Self) };
            let matrix = quote!(#jac::Blocks<#of_matrix, #all_args>);
            let given = if derivative.has_value { quote!((#output, #matrix)) } else { matrix.clone() };
            // For any lifetimes: the reverse sweep is lent the arguments again.
            let mut any = Renamed::default();
            let mut types = self.types.clone();
            types.iter_mut().for_each(|ty| any.visit_type_mut(ty));
            let args = one_or_tuple(&types);
            let (lifetimes, of) = (&any.lifetimes, format_ident!("{}", of));
            predicates.extend([
                quote!(for<'jac_delayed> #of_matrix: #jac::HasBlocks<#all_args, Blocks: #jac::Space>),
                quote!(for<'jac_delayed #(, #lifetimes)*> #as_function: #jac::#of<#args, Input = #input, Output = #given>),
            ]);
        }
        surface.with_predicates(predicates)
    }

    fn tangent(&self) -> TokenStream {
        let surface = self.surface;
        let jac = surface.runtime();
        let SweepGenerics { width, mask } = &surface.sweeps[0];
        let generics = surface.with_named_lifetimes(&[quote!(const #width: usize), quote!(const #mask: u128)]);
        let where_clause = self.where_clause("Derivative");
        let name = format_ident!("__{}_tangent", self.derivative.name);
        let (as_function, all_args) = (&self.as_function, &self.all_args);
        let primals = self.locals.iter().map(|Local { name, ty, .. }| quote!(#name: #ty));
        let dots = self.locals.iter().map(|local| {
            let (companion, ty) = (&local.companion, self.vector(local, &[0], false));
            match (local.passing, local.is_excluded) {
                (Passing::Value, true) => quote!(_: #ty),
                (Passing::Value, false) => quote!(mut #companion: #ty),
                (_, true) => quote!(_: ::core::option::Option<&#ty>),
                (_, false) => quote!(#companion: ::core::option::Option<&#ty>),
            }
        });
        let owned = self.owned_dots(0, &[0]);
        let pack = self.grouped(|Local { name, lends_view, .. }| {
            Some(if *lends_view { quote!(::core::clone::Clone::clone(#name)) } else { quote!(#name) })
        });
        let seeds = self.grouped(|local| local.is_input.then(|| local.companion.clone()).map(|dot| quote!(#dot)));
        let output = quote!(<#as_function as #jac::Derivative<#all_args>>::Output);
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn #name #generics(
                _: #jac::Sweep<#width, #mask>,
                #(#primals,)*
                #(#dots,)*
            ) -> (#output, #jac::Tangent<#output, #width>) #where_clause {
                #owned
                let args = #pack;
                <#as_function as #jac::Derivative<_>>::tangent_of::<#width, #mask>(&args, &#seeds)
            }
        }
    }

    /// The type of a tangent or cotangent of a parameter.
    fn vector(&self, local: &Local, sweeps: &[SweepId], is_cotangent: bool) -> TokenStream {
        let vector = self.surface.vector_type(&local.behind, sweeps, is_cotangent);
        if local.is_excluded { self.surface.left_out(&local.behind, vector) } else { vector }
    }

    /// Makes the tangents of the inputs owned and complete. `version` is that of the tangents, made in these sweeps.
    fn owned_dots(&self, version: usize, sweeps: &[SweepId]) -> TokenStream {
        let jac = self.surface.runtime();
        let width = &self.surface.sweeps[sweeps[0]].width;
        debug_assert!(version == 0, "one tangent");
        let owned = self.locals.iter().filter(|local| local.is_input).map(|local| {
            let Local { name, companion, owned, .. } = local;
            match local.passing {
                Passing::Value => quote!(#jac::complete::<#owned, #width>(&#name, &mut #companion);),
                _ => local.owned_dot(width, &jac),
            }
        });
        quote!(#(#owned)*)
    }

    /// The forward sweep and its pullback; with one tangent, the tangent of these.
    fn pullback(&self, tangents: usize) -> TokenStream {
        let surface = self.surface;
        let jac = surface.runtime();
        let bars = &surface.sweeps[0];
        let newest = &surface.sweeps[tangents];
        let own = surface.sweeps[..=tangents].iter().rev();
        let own: Vec<TokenStream> =
            own.clone().map(|SweepGenerics { width, mask }| quote!(const #width: usize, const #mask: u128)).collect();
        let generics = surface.with_named_lifetimes(&own);
        let where_clause = self.where_clause(if tangents == 0 { "Derivative" } else { "SecondDerivative" });
        let sweeps = surface.sweeps[..=tangents].iter().rev();
        let sweep_types: Vec<TokenStream> =
            sweeps.clone().map(|SweepGenerics { width, mask }| quote!(#jac::Sweep<#width, #mask>)).collect();
        let sweep_types = one_or_tuple(&sweep_types);
        let captured = surface.captured();
        let used = sweeps.map(|SweepGenerics { width, mask }| quote!(#width, #mask));
        let name = format_ident!("__{}_pullback{}", self.derivative.name, if tangents == 0 { "" } else { "_tangent" });
        let (as_function, all_args) = (&self.as_function, &self.all_args);
        let output = quote!(<#as_function as #jac::Derivative<#all_args>>::Output);

        let primals = self.locals.iter().map(|Local { name, ty, .. }| quote!(#name: #ty));
        let mut dots = Vec::new();
        if tangents == 1 {
            for local in &self.locals {
                let (companion, ty) = (&local.companion, self.vector(local, &[1], false));
                dots.push(match (local.passing, local.is_excluded) {
                    (Passing::Value, true) => quote!(_: #ty),
                    (Passing::Value, false) => quote!(mut #companion: #ty),
                    (_, true) => quote!(_: ::core::option::Option<&#ty>),
                    (_, false) => quote!(#companion: ::core::option::Option<&#ty>),
                });
            }
        }
        // What the closure takes.
        let (mut names, mut types) = (Vec::new(), Vec::new());
        let mut groups = Vec::new();
        let mut group_types = Vec::new();
        let mut patterns = Vec::new();
        let mut accumulations = TokenStream::new();
        for version in 0..=tangents {
            let sweeps: Vec<SweepId> = (0..=version).collect();
            let (mut results, mut result_types, mut parts) = (Vec::new(), Vec::new(), Vec::new());
            for local in &self.locals {
                let bar = match version {
                    0 => local.bar.clone(),
                    _ => format_ident!("{}_dot", local.bar),
                };
                let part = format_ident!("part_of_{}", bar);
                if local.is_input {
                    parts.push(part.clone());
                }
                if local.passing == Passing::Value {
                    results.push(if local.is_input { quote!(#part) } else { quote!(#jac::zero()) });
                    result_types.push(self.vector(local, &sweeps, false));
                    continue;
                }
                let (name, companion, behind) = (&local.name, &local.companion, &local.behind);
                match version {
                    0 => {
                        names.push(quote!(#name));
                        types.push(quote!(&#behind));
                    }
                    _ if local.is_excluded => {
                        let ty = self.vector(local, &[1], false);
                        names.push(quote!(_));
                        types.push(quote!(::core::option::Option<&#ty>));
                    }
                    _ => {
                        let ty = self.vector(local, &[1], false);
                        names.push(quote!(#companion));
                        types.push(quote!(::core::option::Option<&#ty>));
                    }
                }
                let ty = self.vector(local, &sweeps, true);
                names.push(quote!(#bar));
                types.push(quote!(::core::option::Option<&#ty>));
                if local.is_input {
                    accumulations.extend(quote! {
                        if let ::core::option::Option::Some(#bar) = #bar {
                            #jac::accumulate(#bar, #part);
                        }
                    });
                }
            }
            let seed = format_ident!("seed_{}", version);
            let seed_type = sweeps.iter().fold(output.clone(), |inner, sweep| {
                let width = &surface.sweeps[*sweep].width;
                quote!(#jac::Tangent<#inner, #width>)
            });
            names.push(quote!(#seed));
            types.push(seed_type);
            groups.push(quote!((#(#results,)*)));
            group_types.push(quote!((#(#result_types,)*)));
            let (own, vector) = parts.split_at(parts.len() - (self.locals.len() - self.own));
            let own = one_or_tuple(own);
            patterns.push(if self.has_vector {
                let vector = one_or_tuple(vector);
                quote!((#own, #vector))
            } else {
                own
            });
        }
        let types: Vec<TokenStream> = types.into_iter().map(anonymous).collect();
        let (groups, group_types, patterns) =
            (one_or_tuple(&groups), one_or_tuple(&group_types), one_or_tuple(&patterns));
        let again = self.grouped(|Local { name, passing, lends_view, .. }| {
            Some(match passing {
                Passing::Value => quote!(::core::clone::Clone::clone(&#name)),
                _ if *lends_view => quote!(::core::clone::Clone::clone(#name)),
                _ => quote!(#name),
            })
        });
        let (width, mask) = (&bars.width, &bars.mask);
        let newest = &newest.width;
        let seeds = self.grouped(|local| {
            let companion = &local.companion;
            local.is_input.then(|| quote!(::core::clone::Clone::clone(&#companion)))
        });
        let (first, pulled, forward_types, forward);
        if tangents == 0 {
            first = TokenStream::new();
            pulled = quote!(<#as_function as #jac::Derivative<_>>::pull::<#width, #mask>(&args, seed_0));
            forward_types = quote!(#output);
            forward = quote!(let value = <#as_function as #jac::Derivative<_>>::value(&args););
        } else {
            first = self.owned_dots(0, &[1]);
            let by_reference = self.locals.iter().filter(|local| local.passing != Passing::Value && local.is_input);
            let own_again: TokenStream = by_reference.map(|local| local.owned_dot(newest, &jac)).collect();
            pulled = quote!({
                #own_again
                <#as_function as #jac::SecondDerivative<_>>::pull_tangent::<#newest, #width, #mask>(&args, &#seeds, seed_0, seed_1)
            });
            forward_types = quote!(#output, #jac::Tangent<#output, #newest>);
            forward = quote! {
                let (value, value_dot) =
                    <#as_function as #jac::Derivative<_>>::tangent_of::<#newest, { #jac::EVERY_INPUT }>(&args, &#seeds);
            };
        }
        let values = if tangents == 0 { quote!(value) } else { quote!(value, value_dot) };
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn #name #generics(
                _: #sweep_types,
                #(#primals,)*
                #(#dots,)*
                _: &mut #jac::Tape,
            ) -> (#forward_types, impl ::core::ops::Fn(&#jac::Tape, #(#types),*) -> #group_types + use<#(#captured,)* #(#used),*>) #where_clause {
                #first
                let args = #again;
                #forward
                (#values, move |_: &#jac::Tape, #(#names: #types),*| {
                    let args = #again;
                    let #patterns = #pulled;
                    #accumulations
                    #groups
                })
            }
        }
    }
}
