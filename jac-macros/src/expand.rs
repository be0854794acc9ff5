//! The spine: from the attribute and the item to the item and what stands beside it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ItemFn;

use crate::analysis::{activity, dependence, layout, memory};
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::lower::{lower, ungroup};
use crate::moves;
use crate::options;
use crate::ssa;
use crate::surface::Surface;
use crate::transform::{adjoint, tangent};

pub fn expand(attribute: TokenStream, tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::parse(attribute, &mut errors);
    let mut item: ItemFn = match syn::parse2(tokens.clone()) {
        Ok(item) => item,
        Err(error) => {
            errors.push(not_a_function(&tokens).unwrap_or(error));
            let errors = errors.into_compile_errors();
            return quote!(#tokens #errors);
        }
    };
    ungroup(&mut item);
    let derivatives = derivatives(&item, &options, &mut errors);
    let beside = match derivatives {
        Some(derivatives) if errors.is_empty() => {
            if options.show {
                crate::show::show(&derivatives);
            }
            derivatives
        }
        _ => {
            let errors = errors.into_compile_errors();
            crate::surface::stub(&item, &errors)
        }
    };
    // The function as written: to the token, or macros lose their grouping.
    quote!(#tokens #beside)
}

fn not_a_function(tokens: &TokenStream) -> Option<syn::Error> {
    if let Ok(item) = syn::parse2::<syn::TraitItemFn>(tokens.clone())
        && item.default.is_none()
    {
        return Some(syn::Error::new(item.sig.ident.span(), "a function without a body cannot be differentiated"));
    }
    Some(match syn::parse2(tokens.clone()).ok()? {
        syn::Item::Impl(item) => syn::Error::new_spanned(
            item.impl_token,
            "`impl` blocks are not supported yet; put `#[differentiable]` on a free function",
        ),
        syn::Item::Struct(_) => syn::Error::new(
            proc_macro2::Span::call_site(),
            "`#[differentiable]` goes on a function; a struct has `#[derive(Differentiable)]`, and its options behind that",
        ),
        _ => syn::Error::new(proc_macro2::Span::call_site(), "`#[differentiable]` goes on a function"),
    })
}

fn derivatives(item: &ItemFn, options: &options::Options, errors: &mut Errors) -> Option<TokenStream> {
    let mut names = Names::new(item.to_token_stream());
    let mut function = lower(item, options, &mut names, errors);
    if !errors.is_empty() {
        return None;
    }
    ssa::construct(&mut function, &mut names);
    moves::resolve(&mut function, &mut names);
    let activity = activity::analyse(&function);
    activity::check(&function.body, &activity, errors);
    if !errors.is_empty() {
        return None;
    }
    let layouts = layout::analyse(&function);
    let memory = memory::analyse(&function, &layouts);
    let table = dependence::analyse(&function, &activity, &options.facade.runtime());
    let tangent = tangent::tangent(&function, &activity, &layouts, &mut names);
    let adjoint = adjoint::adjoint(&function, &activity, &layouts, &memory, &mut names);
    let span = proc_macro2::Span::call_site();
    let (width, mask) = (names.fresh("W", span), names.fresh("MASK", span));
    let jac = names.fresh("jac", span);
    let surface =
        Surface { jac, item, options, parameters: &function.parameters, all: activity.all, table, width, mask };
    Some(surface.expand(&tangent, &adjoint, &mut names))
}
