//! The attribute macro of the `jac` crate; see there for its documentation.
//!
//! The way of a function: `options` and `lower` (syntax to IR), `ssa`, `analysis`, `transform`
//! (IR to IR), `emit` and `surface` (IR to tokens). `docs/architecture.md` tells it at length.
#![forbid(unsafe_code)]

mod analysis;
mod block;
mod closures;
mod cycles;
mod derive;
mod emit;
mod errors;
mod expand;
mod facade;
mod hygiene;
mod ir;
mod lists;
mod local;
mod lower;
mod moves;
mod numbers;
mod operators;
mod options;
mod paths;
mod replaced;
mod rules;
mod show;
mod spaces;
mod ssa;
mod surface;
mod through;
mod transform;
mod users;

#[cfg(test)]
mod broken;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod pinned;
#[cfg(test)]
mod speed;

use std::sync::{LazyLock, Mutex, PoisonError};

use proc_macro::TokenStream;

/// All functions of a crate are expanded by one process. Where they are not, functions that call each other need the option `recursive`.
static EXPANDED: LazyLock<Mutex<cycles::Expanded>> = LazyLock::new(Mutex::default);

/// Makes a function differentiable. Documented in the crate `jac`.
#[proc_macro_attribute]
pub fn differentiable(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut expanded = EXPANDED.lock().unwrap_or_else(PoisonError::into_inner);
    let expanded = expanded.entering(proc_macro::Span::call_site().file());
    expand::expand(attribute.into(), item.into(), expanded).into()
}

/// Gives a struct a tangent space: `CameraTangent` for a `Camera`, with the same fields, and `()` where nothing varies: for integers and the like,
/// and in fields marked `#[constant]`, which may be of any type. A number in such a field is read as `jac::constant(camera.gain)`.
///
/// `Clone` must make a copy: the derivative of `camera.clone()` is that of `camera`. (One that is written by hand and changes a field would be
/// differentiated as if it did not; the gradient checker finds that.)
///
/// An enum is data that does not vary: its tangent is `()`, and none of its variants may hold what varies.
#[proc_macro_derive(Differentiable, attributes(constant, varies, differentiable))]
pub fn derive_differentiable(item: TokenStream) -> TokenStream {
    let item = proc_macro2::TokenStream::from(item);
    if let Ok(item) = syn::parse2(item.clone()) {
        let mut expanded = EXPANDED.lock().unwrap_or_else(PoisonError::into_inner);
        expanded.entering(proc_macro::Span::call_site().file()).note_type(&item);
    }
    derive::derive(item).into()
}

/// The elementary functions as methods that generated code finds by type. For the crate `jac`.
#[doc(hidden)]
#[proc_macro]
pub fn number_methods(_: TokenStream) -> TokenStream {
    numbers::methods().into()
}
