//! Every message of the macros, and of the traits of the runtime, is seen in a test of what is refused.
//!
//! A message of the macros is what has several words and stands in a string that is neither documentation nor what a panic of the macro itself says.

use std::path::Path;

use proc_macro2::TokenTree;
use syn::visit::{self, Visit};

/// Modules that are there for tests, and the table of formulas.
const WITHOUT: &[&str] = &["broken.rs", "messages.rs", "pinned.rs", "replaced.rs", "rules.rs", "speed.rs"];

/// What no test can see, as all of them have every feature.
const UNSEEN: &[&str] = &["`show` needs the feature `show` of the crate `jac`"];

/// Those of traits that have no case yet: the list is to become shorter.
const UNSEEN_OF_TRAITS: &[&str] = &[
    "`{Self}` is indexed here by an `IndexMut` that has no derivative",
    "the Jacobian of `{O}` by `{I}` has no type",
    "the block of `{O}` by `{I}` has a size known at run time only",
    "`{O}` by `{I}` has no block",
    "an output of type `{Self}` has no statically shaped block",
    "an input of type `{Self}` has no statically shaped block",
    "`{Self}` is neither an `Option` nor a `Result`",
    "`?` cannot turn `{Self}` into `{R}`",
    "the cotangent of what this method is called on has another type than the method takes",
    "the function does not differentiate what is passed here, which varies",
    "the operator `{Operation}` between `{Self}` and `{Right}` has no derivatives of higher order",
];

#[derive(Default)]
struct Messages(Vec<String>);

impl Messages {
    fn add(&mut self, text: &str) {
        let starts_as_one = text.starts_with(['`', '{']) || text.starts_with(char::is_lowercase);
        if starts_as_one && text.split_whitespace().count() > 2 && !text.contains("[`") {
            self.0.push(text.to_owned());
        }
    }
}

impl<'ast> Visit<'ast> for Messages {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.add(&text.value());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("format")
            && let Some(TokenTree::Literal(literal)) = call.tokens.clone().into_iter().next()
            && let Ok(text) = syn::parse2::<syn::LitStr>(TokenTree::Literal(literal).into())
        {
            self.add(&text.value());
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method != "expect" {
            visit::visit_expr_method_call(self, call);
        }
    }

    // Documentation.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }
}

fn files(folder: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|other| other == extension) {
            found.push(path);
        }
    }
    found
}

/// With one space where there is any.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text between the placeholders of a format, without the space around it. `{{Self}}` is one of the compiler's.
fn fragments(format: &str) -> Vec<String> {
    let escaped = format.replace("{{Self}}", "{}").replace("{{", "\u{1}").replace("}}", "\u{2}");
    let mut fragments = Vec::new();
    let mut rest = escaped.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        fragments.push(before);
        rest = behind.split_once('}').map_or("", |(_, behind)| behind);
    }
    fragments.push(rest);
    let whole = |fragment: &str| plain(&fragment.replace('\u{1}', "{").replace('\u{2}', "}"));
    fragments.into_iter().map(whole).filter(|fragment| !fragment.is_empty()).collect()
}

/// All fragments are there, each soon behind the one before it.
fn is_in(text: &str, fragments: &[String]) -> bool {
    const NEXT: usize = 200;
    let Some((first, rest)) = fragments.split_first() else { return true };
    text.match_indices(first.as_str()).any(|(start, _)| {
        let mut end = start + first.len();
        rest.iter().all(|fragment| match text[end..].find(fragment.as_str()) {
            Some(distance) if distance < NEXT => {
                end += distance + fragment.len();
                true
            }
            _ => false,
        })
    })
}

/// What the compiler says of all that is refused in tests.
fn seen(root: &Path) -> String {
    let mut seen = String::new();
    for file in files(&root.join("tests/ui/refused"), "stderr") {
        seen += &std::fs::read_to_string(file).expect("it can be read");
    }
    plain(&seen)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace is around it")
}

#[test]
fn every_message_is_tested() {
    let (root, seen) = (root(), seen(root()));
    let mut unseen = Vec::new();
    for file in files(&root.join("jac-macros/src"), "rs") {
        let name = file.file_name().expect("it is a file").to_string_lossy();
        if WITHOUT.contains(&&*name) {
            continue;
        }
        let source = syn::parse_file(&std::fs::read_to_string(&file).expect("it can be read")).expect("it parses");
        let mut messages = Messages::default();
        messages.visit_file(&source);
        let is_unseen = |message: &String| !UNSEEN.contains(&message.as_str()) && !is_in(&seen, &fragments(message));
        unseen.extend(messages.0.into_iter().filter(is_unseen).map(|message| format!("{}: {message}", file.display())));
    }
    assert!(unseen.is_empty(), "{} messages have no case in `tests/ui/refused`:\n{}", unseen.len(), unseen.join("\n"));
}

/// What stands in `message = ".."` of a trait that is not implemented.
fn messages_of_traits(source: &str) -> Vec<String> {
    let starts = source.split("message = ").skip(1);
    let literal = |text: &str| {
        let mut escaped = false;
        let end = text.char_indices().skip(1).find(|(_, letter)| {
            let ends = *letter == '"' && !escaped;
            escaped = *letter == '\\' && !escaped;
            ends
        });
        let literal = syn::parse_str::<syn::LitStr>(&text[..=end.expect("it ends").0]);
        literal.expect("it is a string").value()
    };
    starts.map(literal).collect()
}

#[test]
fn every_message_of_a_trait_is_tested() {
    let (root, seen) = (root(), seen(root()));
    let mut unseen = Vec::new();
    let mut count = 0;
    for file in files(&root.join("jac-runtime/src"), "rs") {
        let messages = messages_of_traits(&std::fs::read_to_string(&file).expect("it can be read"));
        count += messages.len();
        let of_file = messages
            .into_iter()
            .filter(|message| !UNSEEN_OF_TRAITS.contains(&message.as_str()) && !is_in(&seen, &fragments(message)));
        unseen.extend(of_file.map(|message| format!("{}: {message}", file.display())));
    }
    assert!(count > 40, "{count} messages are found");
    let with_case = |message: &&&str| is_in(&seen, &fragments(message));
    let listed: Vec<_> = UNSEEN_OF_TRAITS.iter().filter(with_case).collect();
    assert!(listed.is_empty(), "messages have a case, and are listed as without one: {listed:?}");
    assert!(unseen.is_empty(), "{} messages have no case in `tests/ui/refused`:\n{}", unseen.len(), unseen.join("\n"));
}
