//! How what stands behind a parameter's reference is owned, and lent again to the sweeps.
//!
//! A slice is owned as a `Vec`. A slice of references, `&[&[f64]]`, is one of rows: its tangents and cotangents are slices of references too,
//! so that rows that lie anywhere can be passed, and it is owned as a `Vec` of owned rows.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Type;

use crate::lower::{passing, row_type};

pub fn is_slice(ty: &Type) -> bool {
    match ty {
        Type::Slice(_) => true,
        Type::Paren(paren) => is_slice(&paren.elem),
        Type::Group(group) => is_slice(&group.elem),
        _ => false,
    }
}

/// The owned form of a parameter's type.
pub fn owned_type(ty: &Type, jac: &TokenStream) -> TokenStream {
    let (_, behind) = passing(ty);
    if let Some(row) = row_type(behind) {
        let row = owned_type(row, jac);
        return quote!(#jac::Vec<#row>);
    }
    match behind {
        Type::Slice(slice) => {
            let element = &slice.elem;
            quote!(#jac::Vec<#element>)
        }
        ty => quote!(#ty),
    }
}

/// The space of what a reference refers to.
pub fn space(behind: &Type, reference: impl ToTokens, jac: &impl ToTokens) -> TokenStream {
    if row_type(behind).is_some() {
        quote!(#jac::rows_space(#reference))
    } else if is_slice(behind) {
        quote!(#jac::slice_space(#reference))
    } else {
        quote!(#jac::space_of(#reference))
    }
}

/// A reference to what is owned, as the sweeps take it. Rows live to the end of the statement.
pub fn lent(behind: &Type, owned: impl ToTokens, jac: &impl ToTokens) -> TokenStream {
    if row_type(behind).is_some() {
        quote!(&#jac::rows(&#owned)[..])
    } else if is_slice(behind) {
        quote!(&#owned[..])
    } else {
        quote!(&#owned)
    }
}

/// An owned copy of the tangent of a slice, empty if there is none.
pub fn copied_slice(behind: &Type, tangent: impl ToTokens, jac: &impl ToTokens) -> TokenStream {
    if row_type(behind).is_some() {
        quote!(#jac::owned_rows(#tangent.unwrap_or_default()))
    } else {
        quote!(#jac::snapshot(#tangent.unwrap_or_default()))
    }
}
