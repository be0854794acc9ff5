//! What elimination makes of a function, counted in the expansion. That it is right is for the corpus to say.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The body of `eliminate`, as text.
fn elimination(attribute: TokenStream, function: TokenStream) -> String {
    let output = crate::expand::expand(attribute, function, &mut crate::cycles::Expanded::default());
    let output: syn::File = syn::parse2(output).expect("the expansion parses");
    for item in output.items.into_iter().flat_map(crate::surface::in_scope) {
        let syn::Item::Impl(block) = item else { continue };
        for item in block.items {
            if let syn::ImplItem::Fn(function) = item
                && function.sig.ident == "eliminate"
            {
                return function.block.to_token_stream().to_string();
            }
        }
    }
    panic!("the function has a Jacobian by elimination");
}

#[test]
fn a_constant_is_one_factor_however_often_it_is_named() {
    let body = elimination(
        TokenStream::new(),
        quote! {
            fn scaled(x: [f64; 3]) -> [f64; 3] {
                [GAINS[1] * x[0] * x[1], GAINS[1] * x[1] * x[2], GAINS[1] * x[0] * x[2] + GAINS[0]]
            }
        },
    );
    assert_eq!(body.matches("GAINS [1]").count(), 1, "{body}");
}

#[test]
fn a_constant_of_a_branch_is_its_own() {
    let body = elimination(
        TokenStream::new(),
        quote! {
            fn scaled(x: [f64; 2]) -> [f64; 2] {
                let mut y = x;
                if x[0] > x[1] {
                    y[0] = GAINS[1] * x[0] * x[1];
                }
                [GAINS[1] * x[1] * y[0], y[1]]
            }
        },
    );
    assert_eq!(body.matches("GAINS [1]").count(), 2, "{body}");
}

#[test]
fn many_elements_behind_a_reference_are_read_again() {
    let large = elimination(
        quote!(wrt(x)),
        quote! {
            fn applied(a: &[[f64; 5]; 4], x: [f64; 5]) -> [f64; 4] {
                let mut y = [0.0; 4];
                for i in 0..4 {
                    for j in 0..5 {
                        y[i] += a[i][j] * x[j];
                    }
                }
                y
            }
        },
    );
    assert_eq!(large.matches("read_again").count(), 1, "{large}");
    let small = elimination(
        quote!(wrt(x)),
        quote! {
            fn applied(a: &[[f64; 2]; 2], x: [f64; 2]) -> [f64; 2] {
                [a[0][0] * x[0] + a[0][1] * x[1], a[1][0] * x[0] + a[1][1] * x[1]]
            }
        },
    );
    assert_eq!(small.matches("read_again").count(), 0, "{small}");
}
