//! The options of the attribute: `#[differentiable(wrt(x), out(y), strict)]`.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Path, Token, parenthesized};

use crate::errors::Errors;
use crate::facade::Facade;
use crate::ir::Passing;
use crate::users::Makers;

pub struct Options {
    /// The inputs to differentiate; all of them if absent.
    pub wrt: Option<Vec<Ident>>,
    /// `&mut` parameters that are only written.
    pub out: Vec<Ident>,
    /// Independence of an output from an input is an error.
    pub strict: Option<Span>,
    /// Print the generated code.
    pub show: bool,
    /// How often the function can be differentiated.
    pub order: usize,
    /// It has a sweep that leaves a linear function of tangents.
    pub linearize: Option<Span>,
    /// The `impl` block that the function is of.
    pub block: Option<Rc<Context>>,
    /// Which parameters stand behind `&mut`, of functions that have been expanded, by their names.
    pub writing: Rc<HashMap<String, Vec<bool>>>,
    /// The names of functions that have been expanded.
    pub functions: Rc<HashSet<String>>,
    /// The names of traits that have the attribute: what they bound is no float.
    pub traits: Rc<HashSet<String>>,
    /// Those of them that numbers have: through a bound they have no derivatives.
    pub traits_of_numbers: Rc<HashSet<String>>,
    /// The names of what gives values of types of the user's.
    pub makers: Rc<Makers>,
    /// What stands for `self` in a method.
    pub receiver: Option<Ident>,
    /// The crate through which generated code names the runtime.
    pub facade: Facade,
    /// The function calls itself by way of others.
    pub recursive: Option<Span>,
    /// The user's own derivatives, in place of the body.
    pub rules: Rules,
    /// The results carry no derivative, whatever the body does.
    pub inactive: Option<Span>,
}

/// Functions of the user that stand for the derivatives: `jvp = path`.
#[derive(Default)]
pub struct Rules {
    pub jvp: Option<Expr>,
    pub vjp: Option<Expr>,
    pub pullback: Option<Expr>,
}

impl Options {
    /// The body says nothing about the derivatives, and is not read.
    pub fn replace_body(&self) -> bool {
        self.inactive.is_some() || self.rules.reverse().is_some() || self.rules.jvp.is_some()
    }
}

impl Rules {
    /// The rule of reverse mode.
    pub fn reverse(&self) -> Option<&Expr> {
        self.vjp.as_ref().or(self.pullback.as_ref())
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            wrt: None,
            out: Vec::new(),
            strict: None,
            show: false,
            block: None,
            writing: Rc::default(),
            functions: Rc::default(),
            traits: Rc::default(),
            traits_of_numbers: Rc::default(),
            makers: Rc::default(),
            receiver: None,
            order: 1,
            linearize: None,
            facade: Facade::default(),
            rules: Rules::default(),
            inactive: None,
            recursive: None,
        }
    }
}

/// What a function of an `impl` block is told of the block.
pub struct Context {
    /// The type, as the block names it.
    pub owner: Path,
    /// It is a block of a trait.
    pub is_of_trait: bool,
    /// Every name in the types of results of the block.
    pub in_results: HashSet<String>,
    /// The differentiable functions of the block.
    pub functions: HashMap<String, Associated>,
    /// The methods of the block that return a reference to a part of what they are called on, and how they take that.
    pub parts: HashMap<String, Passing>,
}

pub struct Associated {
    /// The type with its derivatives.
    pub namesake: Ident,
    /// How it takes its receiver, if it has one.
    pub receiver: Option<Passing>,
    /// It gives a value of the type of the block.
    pub makes_owner: bool,
    /// Which parameters stand behind `&mut`, the receiver among them.
    pub writing: Vec<bool>,
}

const KNOWN: &str = "known options: `wrt(x, ..)`, `out(y, ..)`, `strict`, `order = n`, `linearize`, `jvp = path`, `vjp = path`, `pullback = path`, \
                     `inactive`, `recursive`, `show`, `crate = path`";

/// The code doubles with each order.
const LARGEST_ORDER: usize = 4;

struct OptionSyntax {
    name: Ident,
    arguments: Arguments,
}

enum Arguments {
    None,
    List(Vec<Ident>),
    Facade(Facade),
    Value(Expr),
}

impl Parse for OptionSyntax {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = Ident::parse_any(input)
            .map_err(|error| syn::Error::new(error.span(), format!("expected an option; {KNOWN}")))?;
        let arguments = if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            let list =
                Punctuated::<Ident, Token![,]>::parse_terminated_with(&content, Ident::parse_any).map_err(|error| {
                    syn::Error::new(
                        error.span(),
                        format!("expected names of parameters, with commas between: `{name}(x, ..)`"),
                    )
                })?;
            Arguments::List(list.into_iter().collect())
        } else if input.parse::<Option<Token![=]>>()?.is_some() {
            if name == "crate" { Arguments::Facade(Facade::parse(input)?) } else { Arguments::Value(input.parse()?) }
        } else {
            Arguments::None
        };
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error(format!("expected `,`; {KNOWN}")));
        }
        Ok(OptionSyntax { name, arguments })
    }
}

pub fn parse(attribute: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let syntax = match Punctuated::<OptionSyntax, Token![,]>::parse_terminated.parse2(attribute) {
        Ok(syntax) => syntax,
        Err(error) => {
            errors.push(error);
            return options;
        }
    };
    let mut seen: Vec<String> = Vec::new();
    for option in syntax {
        let name = option.name.to_string();
        if seen.contains(&name) {
            errors.at(&option.name, format!("option `{name}` is given twice"));
            continue;
        }
        match (name.as_str(), option.arguments) {
            ("wrt", Arguments::List(list)) if !list.is_empty() => options.wrt = Some(distinct(list, errors)),
            ("wrt", _) => errors.at(&option.name, "`wrt` takes the inputs to differentiate: `wrt(x, ..)`"),
            ("out", Arguments::List(list)) if !list.is_empty() => options.out = distinct(list, errors),
            ("out", _) => errors.at(&option.name, "`out` takes the parameters that are only written: `out(y, ..)`"),
            ("order", Arguments::Value(order)) => match whole(&order) {
                Some(order) => options.order = order,
                None => errors.at(&order, format!("`order` is a number from 1 to {LARGEST_ORDER}")),
            },
            ("order", _) => errors.at(&option.name, "`order` takes the number of times to differentiate: `order = 2`"),
            ("strict", Arguments::None) => options.strict = Some(option.name.span()),
            ("show", Arguments::None) if cfg!(feature = "show") => options.show = true,
            ("show", Arguments::None) => errors.at(&option.name, "`show` needs the feature `show` of the crate `jac`"),
            ("crate", Arguments::Facade(facade)) => options.facade = facade,
            ("crate", _) => errors.at(&option.name, "`crate` takes the path of the crate `jac`: `crate = autodiff`"),
            ("jvp", Arguments::Value(rule)) => options.rules.jvp = Some(rule),
            ("vjp", Arguments::Value(rule)) => options.rules.vjp = Some(rule),
            ("pullback", Arguments::Value(rule)) => options.rules.pullback = Some(rule),
            ("jvp" | "vjp" | "pullback", _) => {
                errors.at(&option.name, format!("`{name}` takes the function that computes it: `{name} = path`"))
            }
            ("inactive", Arguments::None) => options.inactive = Some(option.name.span()),
            ("recursive", Arguments::None) => options.recursive = Some(option.name.span()),
            ("linearize", Arguments::None) => options.linearize = Some(option.name.span()),
            ("inactive" | "recursive" | "strict" | "show" | "linearize", _) => {
                errors.at(&option.name, format!("`{name}` takes no arguments"))
            }
            _ => errors.at(&option.name, format!("unknown option `{name}`; {KNOWN}")),
        }
        seen.push(name);
    }
    check_combination(&options, errors);
    options
}

fn check_combination(options: &Options, errors: &mut Errors) {
    let Rules { jvp, vjp, pullback } = &options.rules;
    if let (Some(_), Some(pullback)) = (vjp, pullback) {
        errors.at(pullback, "`vjp` and `pullback` are two forms of one rule; give one of them");
    }
    if let (Some(recursive), true) = (options.recursive, options.replace_body()) {
        errors.span(recursive, "the body of this function is not read, whatever it calls; remove `recursive`");
    }
    let rule = options.rules.reverse().or(jvp.as_ref());
    if let (Some(rule), true) = (rule, options.order > 1 && options.inactive.is_none()) {
        errors.at(
            rule,
            "a rule of one's own is a first derivative; remove `order`, or the rule, so that the body is differentiated",
        );
    }
    let Some(inactive) = options.inactive else { return };
    if let Some(rule) = jvp.as_ref().or(options.rules.reverse()) {
        errors.at(rule, "an `inactive` function has no derivative; remove `inactive` or the rule");
    }
    if options.strict.is_some() {
        errors.span(inactive, "an `inactive` function depends on nothing; remove `inactive` or `strict`");
    }
}

fn whole(order: &syn::Expr) -> Option<usize> {
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(order), .. }) = order else { return None };
    order.base10_parse().ok().filter(|order| (1..=LARGEST_ORDER).contains(order))
}

/// Reports the options of an `impl` block that do not hold for all functions in it.
pub fn check_of_block(attribute: TokenStream, errors: &mut Errors) {
    // What does not parse is reported with the functions.
    let Ok(options) = Punctuated::<OptionSyntax, Token![,]>::parse_terminated.parse2(attribute) else { return };
    for OptionSyntax { name, .. } in options {
        if !matches!(name.to_string().as_str(), "strict" | "show" | "order" | "linearize" | "crate") {
            errors
                .at(&name, format!("`{name}` goes on a function of the block: `#[differentiable({name}(..))] fn ..`"));
        }
    }
}

/// Reports the options of a trait that it does not have: what is differentiated stands in the `impl` blocks.
pub fn check_of_trait(attribute: TokenStream, errors: &mut Errors) {
    let Ok(options) = Punctuated::<OptionSyntax, Token![,]>::parse_terminated.parse2(attribute) else { return };
    for OptionSyntax { name, .. } in options {
        if name != "crate" {
            errors.at(
                &name,
                format!(
                    "`{name}` goes on the `impl` blocks; of the options, a trait has `crate`, and its functions `wrt(..)` and `skip`"
                ),
            );
        }
    }
}

/// The inputs that a function of a trait says that it differentiates.
pub fn wrt_of_trait(attribute: &syn::Attribute, errors: &mut Errors) -> Option<Vec<Ident>> {
    let syn::Meta::List(list) = &attribute.meta else { return None };
    let options = match Punctuated::<OptionSyntax, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
        Ok(options) => options,
        Err(error) => {
            errors.push(error);
            return None;
        }
    };
    let mut wrt = None;
    for option in options {
        match option.arguments {
            Arguments::List(list) if option.name == "wrt" && !list.is_empty() => wrt = Some(distinct(list, errors)),
            _ => errors.at(
                &option.name,
                "of the options, a function of a trait has `wrt(x, ..)` and `skip`; the others go on those of the `impl` blocks",
            ),
        }
    }
    wrt
}

/// Options of a function by which it breaks the cycles of calls that it is on: it is recursive, or its body is not read.
pub fn break_cycles(options: &TokenStream) -> bool {
    // What does not parse is reported elsewhere.
    let Ok(options) = Punctuated::<OptionSyntax, Token![,]>::parse_terminated.parse2(options.clone()) else {
        return true;
    };
    let breaks = ["inactive", "jvp", "pullback", "recursive", "vjp"];
    options.iter().any(|option| breaks.iter().any(|breaks| option.name == breaks))
}

/// A method of which `wrt` leaves `self` out: that is data, which may hold others of its kind.
pub fn leave_out_self(options: &TokenStream) -> bool {
    let Ok(options) = Punctuated::<OptionSyntax, Token![,]>::parse_terminated.parse2(options.clone()) else {
        return false;
    };
    options.iter().any(|option| {
        option.name == "wrt"
            && matches!(&option.arguments, Arguments::List(list) if list.iter().all(|name| name != "self"))
    })
}

fn distinct(list: Vec<Ident>, errors: &mut Errors) -> Vec<Ident> {
    for (position, name) in list.iter().enumerate() {
        if list[..position].contains(name) {
            errors.at(name, format!("`{name}` is listed twice"));
        }
    }
    list
}
