//! Broken input: whatever tokens the macro is given, it does not panic, it comes to an end, and what it gives is Rust: the derivatives,
//! or an error.

use std::path::Path;
use std::str::FromStr;
use std::sync::mpsc;
use std::time::Duration;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// The tokens of an item, with those of the options.
type Input = (TokenStream, TokenStream);

/// A slow machine needs less than a second for the largest of these.
const LONGEST: Duration = Duration::from_secs(30);

/// What is wrong with the output for an input.
fn fault((options, item): &Input) -> Option<String> {
    // Tokens do not leave their thread; text does.
    let (options, item) = (options.to_string(), item.to_string());
    let (sender, receiver) = mpsc::channel();
    std::thread::Builder::new()
        .stack_size(8 << 20)
        .spawn(move || {
            let (Ok(options), Ok(item)) = (TokenStream::from_str(&options), TokenStream::from_str(&item)) else {
                return drop(sender.send(None));
            };
            let outputs = [
                crate::expand::expand(options, item.clone(), &mut crate::cycles::Expanded::default()),
                crate::derive::derive(item.clone()),
            ];
            let mut fault = None;
            for (output, is_rust) in outputs.into_iter().zip([is_function_or_block(&item), true]) {
                let text = output.to_string();
                if let (true, Err(error)) = (is_rust, syn::parse2::<syn::File>(output)) {
                    fault = Some(format!("gives what is no Rust, {error}: {text}"));
                }
                if !is_rust && !text.contains("compile_error") {
                    fault = Some(format!("gives no error: {text}"));
                }
            }
            let _ = sender.send(fault);
        })
        .expect("a thread");
    match receiver.recv_timeout(LONGEST) {
        Ok(fault) => fault,
        Err(mpsc::RecvTimeoutError::Timeout) => Some("never ends".into()),
        Err(mpsc::RecvTimeoutError::Disconnected) => Some("makes the macro panic".into()),
    }
}

/// Such input has the function itself in the output, besides the error; other input comes back as it is.
fn is_function_or_block(item: &TokenStream) -> bool {
    syn::parse2::<syn::Item>(item.clone()).is_ok()
}

fn check(inputs: impl IntoIterator<Item = Input>) {
    std::panic::set_hook(Box::new(|_| {}));
    let mut faults = Vec::new();
    for input in inputs {
        if let Some(fault) = self::fault(&input) {
            faults.push(format!("#[differentiable({})]\n{}\n{fault}", input.0, input.1));
        }
    }
    let _ = std::panic::take_hook();
    assert!(faults.is_empty(), "{} inputs, the first: {}", faults.len(), faults[0]);
}

/// Pseudo-random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// The items of the corpus that carry the attribute, with their options.
fn corpus() -> Vec<Input> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the corpus").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a source");
        for item in syn::parse_file(&source).expect("the corpus parses").items {
            let mut item = item;
            let attributes = match &mut item {
                syn::Item::Fn(item) => &mut item.attrs,
                syn::Item::Impl(item) => &mut item.attrs,
                syn::Item::Struct(item) => {
                    found.push((TokenStream::new(), quote::quote!(#item)));
                    continue;
                }
                _ => continue,
            };
            let position = attributes.iter().position(|attribute| attribute.path().is_ident("differentiable"));
            let Some(position) = position else { continue };
            let options = match attributes.remove(position).meta {
                syn::Meta::List(list) => list.tokens,
                _ => TokenStream::new(),
            };
            found.push((options, quote::quote!(#item)));
        }
    }
    assert!(found.len() > 200, "the corpus is there");
    found
}

fn count(tokens: &TokenStream) -> usize {
    tokens
        .clone()
        .into_iter()
        .map(|token| 1 + if let TokenTree::Group(group) = &token { count(&group.stream()) } else { 0 })
        .sum()
}

/// The tokens with the one at a position, counted through all groups, replaced by others.
fn replaced(tokens: TokenStream, position: &mut usize, by: &mut dyn FnMut(TokenTree) -> Vec<TokenTree>) -> TokenStream {
    let mut out = Vec::new();
    for token in tokens {
        if *position == 0 {
            *position = usize::MAX;
            out.extend(by(token));
            continue;
        }
        *position = position.saturating_sub(1);
        match token {
            TokenTree::Group(group) if *position < usize::MAX / 2 => {
                let mut inner = Group::new(group.delimiter(), replaced(group.stream(), position, by));
                inner.set_span(group.span());
                out.push(inner.into());
            }
            token => out.push(token),
        }
    }
    out.into_iter().collect()
}

/// A token of another place.
fn picked(tokens: &TokenStream, random: &mut Random) -> Vec<TokenTree> {
    let mut found = Vec::new();
    replaced(tokens.clone(), &mut random.below(count(tokens)), &mut |token| {
        found.push(token.clone());
        vec![token]
    });
    found
}

const WORDS: &[&str] = &[
    "let", "mut", "if", "else", "match", "for", "in", "while", "loop", "break", "continue", "return", "move", "ref",
    "fn", "impl", "self", "Self", "dyn", "async", "unsafe", "const", "static", "struct", "as", "where", "use", "box",
    "yield", "x", "y", "f64", "Some", "None", "_", "vec", "len", "sum",
];

/// A token that stands nowhere in particular.
fn stray(random: &mut Random) -> TokenTree {
    match random.below(6) {
        0 => Literal::f64_unsuffixed(0.5).into(),
        1 => Literal::usize_unsuffixed(random.below(5)).into(),
        2 => {
            let signs =
                ['+', '-', '*', '/', '=', '<', '>', '&', '|', '!', '.', ',', ';', ':', '?', '#', '@', '$', '%', '^'];
            Punct::new(
                signs[random.below(signs.len())],
                if random.below(2) == 0 { Spacing::Joint } else { Spacing::Alone },
            )
            .into()
        }
        3 => {
            let delimiters = [Delimiter::Brace, Delimiter::Bracket, Delimiter::Parenthesis];
            let inside: TokenStream = if random.below(2) == 0 { TokenStream::new() } else { stray(random).into() };
            Group::new(delimiters[random.below(3)], inside).into()
        }
        _ => Ident::new(WORDS[random.below(WORDS.len())], Span::call_site()).into(),
    }
}

fn mutated(tokens: &TokenStream, other: &TokenStream, random: &mut Random) -> TokenStream {
    let mut position = random.below(count(tokens));
    let how = random.below(8);
    let foreign = picked(other, random);
    let delimiter = [Delimiter::Brace, Delimiter::Bracket, Delimiter::Parenthesis][random.below(3)];
    let mut held: Vec<TokenTree> = vec![stray(random)];
    if random.below(2) == 0 {
        held.push(stray(random));
    }
    replaced(tokens.clone(), &mut position, &mut |token| match how {
        0 => Vec::new(),
        1 => vec![token.clone(), token],
        2 => foreign.clone(),
        3 => foreign.iter().cloned().chain([token]).collect(),
        4 => held[..1].to_vec(),
        5 => held.iter().cloned().chain([token]).collect(),
        6 => match token {
            TokenTree::Group(group) => group.stream().into_iter().collect(),
            token => vec![Group::new(Delimiter::Parenthesis, token.into()).into()],
        },
        _ => match token {
            TokenTree::Group(group) => vec![Group::new(delimiter, group.stream()).into()],
            token => vec![token],
        },
    })
}

/// `CASES=100000 cargo test -p jac-macros broken` tries more.
fn cases(default: usize) -> usize {
    std::env::var("CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(default)
}

#[test]
fn mutated_sources_end_in_errors_or_in_rust() {
    let corpus = corpus();
    let mut random = Random(92013);
    let mut inputs = Vec::new();
    for _ in 0..cases(3000) {
        let (options, item) = &corpus[random.below(corpus.len())];
        let other = &corpus[random.below(corpus.len())].1;
        let mut item = item.clone();
        for _ in 0..=random.below(3) {
            item = mutated(&item, other, &mut random);
        }
        inputs.push((options.clone(), item));
    }
    check(inputs);
}

#[test]
fn parts_of_the_corpus_in_each_other_end_in_errors_or_in_rust() {
    let functions: Vec<(TokenStream, syn::ItemFn)> =
        corpus().into_iter().filter_map(|(options, item)| Some((options, syn::parse2(item).ok()?))).collect();
    let mut random = Random(7);
    let mut inputs = Vec::new();
    for _ in 0..cases(1500) {
        let (options, function) = &functions[random.below(functions.len())];
        let mut function = function.clone();
        let other = &functions[random.below(functions.len())].1.block.stmts;
        let stmts = &mut function.block.stmts;
        let at = random.below(stmts.len() + 1);
        let stmt = other[random.below(other.len())].clone();
        if random.below(2) == 0 || at == stmts.len() {
            stmts.insert(at, stmt)
        } else {
            stmts[at] = stmt
        }
        if random.below(3) == 0 {
            let (one, two) = (random.below(stmts.len()), random.below(stmts.len()));
            stmts.swap(one, two);
        }
        inputs.push((options.clone(), quote::quote!(#function)));
    }
    check(inputs);
}

#[test]
fn token_soup_ends_in_errors() {
    let mut random = Random(3);
    let soup = |random: &mut Random| (0..random.below(20)).map(|_| stray(random)).collect::<TokenStream>();
    let inputs: Vec<Input> = (0..cases(500))
        .map(|case| {
            let body = soup(&mut random);
            let item = if case % 2 == 0 { body } else { quote::quote!(fn f(x: f64) -> f64 { #body }) };
            (soup(&mut random), item)
        })
        .collect();
    check(inputs);
}

/// Everything up to each token of a function: as it is while somebody writes it.
#[test]
fn half_typed_functions_end_in_errors_or_in_rust() {
    let bodies = [
        "let mut s = 0.0; for (i, v) in x.iter().enumerate() { if *v > 0.5 { s += v * y[i]; } } s",
        "let f = |a: f64, b| a * b; match x.first() { Some(v) if *v > 0.0 => f(*v, 2.0), _ => { return 1.0; } }",
        "let (l, r) = y.split_at_mut(1); l[0] += x.windows(2).map(|w| w[0] * w[1]).sum::<f64>(); while r[0] < 3.0 { r[0] *= 2.0; } r[0]",
    ];
    let mut inputs = Vec::new();
    for body in bodies {
        let all: Vec<TokenTree> = TokenStream::from_str(body).expect("tokens").into_iter().collect();
        for end in 0..all.len() {
            let body: TokenStream = all[..end].iter().cloned().collect();
            inputs.push((TokenStream::new(), quote::quote!(fn f(x: &[f64], y: &mut [f64]) -> f64 { #body })));
            if let TokenTree::Group(group) = &all[end] {
                let mut inner: Vec<TokenTree> = group.stream().into_iter().collect();
                while inner.pop().is_some() {
                    let mut group = Group::new(group.delimiter(), inner.iter().cloned().collect());
                    group.set_span(Span::call_site());
                    inputs.push((
                        TokenStream::new(),
                        quote::quote!(fn f(x: &[f64], y: &mut [f64]) -> f64 { #body #group }),
                    ));
                }
            }
        }
    }
    check(inputs);
}

#[test]
fn options_of_wrong_kinds_end_in_errors() {
    let options = [
        "wrt",
        "wrt()",
        "wrt(z)",
        "wrt(x, x)",
        "wrt = x",
        "wrt(x = 1)",
        "wrt[x]",
        "wrt{x}",
        "out",
        "out()",
        "out(x)",
        "out(y, y)",
        "out = \"y\"",
        "strict()",
        "strict = true",
        "show = 1",
        "order",
        "order()",
        "order = 0",
        "order = -1",
        "order = 1.5",
        "order = \"2\"",
        "order = 99999999999999999999",
        "order = x",
        "order(2)",
        "jvp",
        "jvp = 1",
        "jvp()",
        "vjp = ",
        "vjp = x y",
        "pullback = |x| x",
        "inactive = 1",
        "inactive, jvp = f",
        "recursive = 2",
        "skip",
        "unknown",
        "1",
        "\"wrt\"",
        "wrt(x) wrt(x)",
        ",",
        "wrt(x),,",
        "::a::b",
        "wrt(self)",
        "wrt(r#x)",
        "crate",
        "crate = ",
        "crate = 1",
        "as",
        "wrt(..)",
        "strict, strict",
        "wrt(x), wrt(y)",
        "=",
        "#",
        "$x",
    ];
    let item = || {
        quote::quote!(
            fn f(x: f64, y: &mut [f64]) -> f64 {
                y[0] = x;
                x
            }
        )
    };
    check(options.iter().map(|options| (TokenStream::from_str(options).expect("tokens"), item())));
    let items = [
        "struct S;",
        "enum E { A(f64) }",
        "trait T { fn f(x: f64) -> f64; }",
        "mod m {}",
        "const X: f64 = 1.0;",
        "use a::b;",
        "impl S {}",
        "impl T for S {}",
        "type A = f64;",
        "static X: f64 = 1.0;",
        "macro_rules! m { () => {} }",
        "extern \"C\" { fn f(x: f64); }",
        "fn f(x: f64);",
        "union U { a: f64 }",
        "",
        ";",
        "x",
        "async fn f(x: f64) -> f64 { x }",
        "unsafe fn f(x: f64) -> f64 { x }",
        "const fn f() {}",
        "extern \"C\" fn f(x: f64) -> f64 { x }",
        "fn f(self) -> f64 { 1.0 }",
        "fn f(x: impl Fn(f64)) {}",
        "fn f<'a>(x: &'a f64) -> &'a f64 { x }",
        "fn f(_: f64) {}",
        "fn f((a, b): (f64, f64)) -> f64 { a * b }",
        "fn f(x: f64, x: f64) -> f64 { x }",
        "fn f(x: f64, ...) {}",
        "fn f() -> ! { loop {} }",
    ];
    check(items.iter().map(|item| (TokenStream::new(), TokenStream::from_str(item).expect("tokens"))));
}

/// Types that contradict each other do not keep the inference busy.
#[test]
fn contradictory_types_come_to_an_end() {
    let body = quote::quote!({
        let mut a = (x, 1.0);
        for i in 0..3 {
            a = x * 2.0;
            a.0 += if i > 0 { 1 } else { 2.0 };
            a = [a, 0.5];
        }
        a
    });
    check([(TokenStream::new(), quote::quote!(fn f(x: f64) -> f64 #body))]);
}

/// A closure may have the name of one that it calls.
#[test]
fn closures_of_the_same_name_come_to_an_end() {
    let bodies = [
        quote::quote!({
            let f = |a: f64| if a > 0.0 { Some(a.sqrt()) } else { None };
            let f = |a: f64| f(a + 1.0);
            f(x).unwrap_or(0.0)
        }),
        quote::quote!({
            let f = |a: f64| if a > 0.0 { Ok(a.sqrt()) } else { Err(()) };
            let f = |a: f64| f(a + 1.0);
            f(x).unwrap_or(0.0)
        }),
        quote::quote!({
            let f = |a: f64| a * a;
            let f = |a: f64| f(a + 1.0);
            f(x)
        }),
    ];
    check(bodies.map(|body| (TokenStream::new(), quote::quote!(fn f(x: f64) -> f64 #body))));
}
