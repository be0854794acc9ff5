//! The generated code as text, for the option `show` and for the pinned expansions.

use proc_macro2::TokenStream;

/// Formats items.
#[cfg(any(test, feature = "show"))]
pub fn formatted(items: TokenStream) -> String {
    match syn::parse2(items.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // Not possible unless the emitter is wrong, in which case the compiler says more.
        Err(_) => items.to_string(),
    }
}

/// Prints the generated code among the compiler's output.
pub fn show(items: &TokenStream) {
    #[cfg(feature = "show")]
    eprintln!("{}", formatted(items.clone()));
    #[cfg(not(feature = "show"))]
    let _ = items;
}
