//! Measures expansion, which takes time in proportion to the length of a function:
//! `cargo test -p jac-macros -- --ignored --nocapture measure`.

use std::fmt::Write;
use std::str::FromStr;
use std::time::{Duration, Instant};

use proc_macro2::TokenStream;

/// The body of a function with so many statements.
type Shape = fn(usize) -> String;

/// The least time of a few expansions of a function with this body.
fn time(body: &str) -> Duration {
    let source =
        format!("fn f(x: &[f64], y: &mut [f64]) -> f64 {{ let mut a = x[0]; let mut b = x[1]; {body} a * b }}");
    let item = TokenStream::from_str(&source).expect("tokens");
    (0..3)
        .map(|_| {
            let start = Instant::now();
            let output =
                crate::expand::expand(TokenStream::new(), item.clone(), &mut crate::cycles::Expanded::default());
            let spent = start.elapsed();
            assert!(!output.to_string().contains("compile_error"), "{body:.300} is refused");
            spent
        })
        .min()
        .expect("three times")
}

fn repeated(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, k| {
        let _ = writeln!(all, "{}", text(k));
        all
    })
}

fn straight(count: usize) -> String {
    repeated(count, |k| format!("let c{k} = a * b + x[{}]; a = c{k}.sin() - b; b += c{k} * 0.5;", k % 4))
}

fn branches(count: usize) -> String {
    repeated(count, |k| format!("if a > {k}.5 {{ b = a * x[1]; }} else if b < 0.5 {{ a += b * b; }}"))
}

fn loops(count: usize) -> String {
    repeated(count, |k| {
        format!("for i in 0..x.len() {{ for j in 0..3 {{ a += x[i] * b; y[j] = a * {k}.0; b = b.cos(); }} }}")
    })
}

fn nested(count: usize) -> String {
    let depth = count.min(24);
    let mut body = "a = a * b + x[0];".to_string();
    for k in 0..depth {
        body = if k % 2 == 0 {
            format!("for i{k} in 0..2 {{ {body} b += a * {k}.5; }}")
        } else {
            format!("if a > {k}.5 {{ {body} a *= b; }}")
        };
    }
    body
}

fn sums(count: usize) -> String {
    format!("a = {}; b = a;", repeated(count, |k| format!("x[{}] * b.sin() +", k % 4)) + "1.0")
}

fn chains(count: usize) -> String {
    repeated(count, |_| "a += x.iter().zip(y.iter()).map(|(p, q)| p * q * b).sum::<f64>();".into())
}

fn exits(count: usize) -> String {
    repeated(count, |k| {
        format!("for i in 0..x.len() {{ if x[i] > a {{ break; }} a += x[i] * {k}.5; }} if a > 1e3 {{ return b; }}")
    })
}

#[test]
#[ignore = "a measurement"]
fn measure() {
    let shapes: &[(&str, Shape)] = &[
        ("straight", straight),
        ("branches", branches),
        ("loops", loops),
        ("sums", sums),
        ("chains", chains),
        ("exits", exits),
        ("nested", nested),
    ];
    for (name, shape) in shapes {
        for count in [64, 128, 256, 512] {
            println!("{name} {count}: {:?}", time(&shape(count)));
        }
    }
}
