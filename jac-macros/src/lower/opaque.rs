//! Expressions without a derivative: conditions, lengths, integer code. They are kept as the user
//! wrote them, with placeholders for local variables, and evaluated once.

use std::collections::HashMap;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, ExprMethodCall, Token, UnOp};

use super::Lowering;
use super::names::{constants_in, names_in};
use super::order::changes;
use crate::ir::{IfVaried, Opaque, Var};

const PLACEHOLDER: &str = "__jac_variable_";

/// What stands for a variable in an opaque expression.
pub fn placeholder(var: Var, span: Span) -> Ident {
    Ident::new(&format!("{PLACEHOLDER}{}", var.0), span)
}

pub fn is_placeholder(ident: &Ident) -> bool {
    ident.to_string().starts_with(PLACEHOLDER)
}

impl Lowering<'_> {
    /// A function that is passed to integer code: a closure, or a path.
    pub fn opaque_function(&mut self, function: &Expr) -> (Expr, Vec<Var>) {
        let mut function = function.clone();
        let mut reads = Vec::new();
        let mut rewrite = Rewrite { lowering: self, reads: &mut reads, lazy: false };
        match &mut function {
            Expr::Closure(closure) => rewrite.predicate(closure),
            function => rewrite.visit_expr_mut(function),
        }
        (function, reads)
    }

    pub fn opaque(&mut self, expression: &Expr) -> Opaque {
        let if_varied = match bits_in(expression) {
            Some(span) => IfVaried::Refused(span, BITS.to_string()),
            None => IfVaried::Constant,
        };
        let mut expression = expression.clone();
        let mut reads = Vec::new();
        let mut rewrite = Rewrite { lowering: self, reads: &mut reads, lazy: false };
        rewrite.visit_expr_mut(&mut expression);
        Opaque { expression, reads, if_varied }
    }
}

const BITS: &str = "what is computed with the bits of a float has no derivative; call a function that has one of its own, \
                    or stop differentiation with `jac::constant(..)`";

/// Where the expression takes the bits of a float, which a float can be made of again. A comparison of them is one of floats.
fn bits_in(expression: &Expr) -> Option<Span> {
    struct Bits(Option<Span>);
    impl Bits {
        fn found(&mut self, name: &Ident) {
            const TAKING: &[&str] = &["to_bits", "to_be_bytes", "to_le_bytes", "to_ne_bytes"];
            if TAKING.iter().any(|taking| name == taking) {
                self.0.get_or_insert(name.span());
            }
        }
    }
    impl<'ast> Visit<'ast> for Bits {
        fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
            self.found(&call.method);
            visit::visit_expr_method_call(self, call);
        }
        fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
            path.path.segments.iter().for_each(|segment| self.found(&segment.ident));
        }
        fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
            use BinOp::{Eq, Ge, Gt, Le, Lt, Ne};
            if !matches!(binary.op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_)) {
                visit::visit_expr_binary(self, binary);
            }
        }
    }
    let mut bits = Bits(None);
    bits.visit_expr(expression);
    bits.0
}

struct Rewrite<'a, 'b> {
    lowering: &'a mut Lowering<'b>,
    reads: &'a mut Vec<Var>,
    /// What is visited may not be evaluated.
    lazy: bool,
}

impl Rewrite<'_, '_> {
    /// What may be written is passed to be read: that a callee does not write, the compiler sees to.
    fn lend(&mut self, arguments: &mut Punctuated<Expr, Token![,]>) {
        for argument in arguments {
            if self.lowering.named_view(argument).is_some_and(|view| view.mutable) {
                *argument = syn::parse_quote_spanned!(argument.span()=> &*#argument);
            }
        }
    }
}

impl Rewrite<'_, '_> {
    /// Lowers a part of the expression in front of the whole.
    fn take_out(&mut self, part: &Expr) -> Expr {
        let span = part.span();
        if self.lazy {
            self.lowering.errors.at(part, NOT_HERE);
            return syn::parse_quote!(());
        }
        let mark = self.lowering.statements.len();
        let item = self.lowering.item(part);
        let statements = &self.lowering.statements[mark..];
        if self.reads.iter().any(|var| statements.iter().any(|statement| changes(statement, *var))) {
            self.lowering.errors.at(part, "this changes what is read in front of it; bind it with `let` first");
        }
        self.lowering.item_expression(&item, self.reads, span)
    }
}

impl Rewrite<'_, '_> {
    /// A closure in integer code. Its parameters get names that no variable around it has.
    fn predicate(&mut self, closure: &mut syn::ExprClosure) {
        let mut renamed = Renamed { names: HashMap::new(), nested: false };
        for input in &mut closure.inputs {
            for ident in names_in(input).into_iter().chain(constants_in(input)) {
                let fresh = self.lowering.names.fresh(&ident.to_string(), ident.span());
                renamed.names.insert(ident.to_string(), fresh);
            }
            renamed.visit_pat_mut(input);
        }
        renamed.visit_expr_mut(&mut closure.body);
        if renamed.nested {
            self.lowering.errors.at(&closure.body, NOT_HERE);
            return;
        }
        let outer = std::mem::replace(&mut self.lazy, true);
        self.visit_expr_mut(&mut closure.body);
        self.lazy = outer;
    }
}

/// Gives the parameters of a closure other names.
struct Renamed {
    names: HashMap<String, Ident>,
    /// There is a closure in it, which may hide them.
    nested: bool,
}

impl VisitMut for Renamed {
    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        if let Some(name) = self.names.get(&pattern.ident.to_string()) {
            pattern.ident = name.clone();
        }
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        let name = path.path.get_ident().and_then(|ident| self.names.get(&ident.to_string()));
        if let Some(name) = name.filter(|_| path.qself.is_none()) {
            path.path = name.clone().into();
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {
        self.nested = true;
    }

    // What a block or a macro binds may hide them.
    fn visit_block_mut(&mut self, _: &mut syn::Block) {
        self.nested = true;
    }

    fn visit_macro_mut(&mut self, _: &mut syn::Macro) {
        self.nested = true;
    }

    fn visit_arm_mut(&mut self, _: &mut syn::Arm) {
        self.nested = true;
    }
}

const NOT_HERE: &str = "this is not supported in a condition, an index or integer code; bind it with `let` first";

const CHANGES: &str =
    "a condition, an index or integer code must not change anything; call this in a statement of its own";

/// Methods of the standard library that leave their receiver as it is, and how many arguments they take: a method of the user's may
/// have the name of one.
const KEEPING: &[(usize, &[&str])] = &[
    (
        0,
        &[
            "abs",
            "clone",
            "cloned",
            "copied",
            "enumerate",
            "first",
            "ilog10",
            "ilog2",
            "into",
            "into_iter",
            "isqrt",
            "iter",
            "last",
            "len",
            "next_power_of_two",
            "rev",
            "signum",
            "try_into",
            "unsigned_abs",
            "unwrap",
            "unwrap_or_default",
        ],
    ),
    (
        1,
        &[
            "abs_diff",
            "binary_search",
            "binary_search_by",
            "chunks",
            "chunks_exact",
            "cmp",
            "contains",
            "contains_key",
            "div_ceil",
            "div_euclid",
            "ends_with",
            "eq",
            "expect",
            "ge",
            "get",
            "gt",
            "ilog",
            "le",
            "lt",
            "max",
            "min",
            "ne",
            "next_multiple_of",
            "partial_cmp",
            "partition_point",
            "pow",
            "rem_euclid",
            "starts_with",
            "total_cmp",
            "unwrap_or",
            "windows",
            "zip",
        ],
    ),
    (2, &["binary_search_by_key", "clamp"]),
];

/// Those that take a closure and give an integer, or a result with one.
pub const SEARCHES: &[&str] = &["binary_search", "binary_search_by", "binary_search_by_key", "partition_point"];

/// The same, by how their names start.
const KEEPING_PREFIXES: &[&str] = &[
    "checked_",
    "count_ones",
    "count_zeros",
    "is_",
    "leading_ones",
    "leading_zeros",
    "overflowing_",
    "saturating_",
    "split_at",
    "to_",
    "trailing_ones",
    "trailing_zeros",
    "wrapping_",
];

/// The name of a method that integers have, and floats do not.
pub fn is_of_integers(call: &ExprMethodCall) -> bool {
    const PREFIXES: &[&str] = &[
        "checked_",
        "count_ones",
        "count_zeros",
        "leading_ones",
        "leading_zeros",
        "overflowing_",
        "saturating_",
        "trailing_ones",
        "trailing_zeros",
        "wrapping_",
    ];
    const NAMES: &[&str] = &[
        "abs_diff",
        "div_ceil",
        "ilog",
        "ilog10",
        "ilog2",
        "isqrt",
        "next_multiple_of",
        "next_power_of_two",
        "pow",
        "unsigned_abs",
    ];
    let method = call.method.to_string();
    NAMES.contains(&method.as_str()) || PREFIXES.iter().any(|prefix| method.starts_with(prefix))
}

pub fn keeps_receiver(call: &ExprMethodCall) -> bool {
    let method = call.method.to_string();
    let method = method.as_str();
    !method.ends_with("_mut")
        && (super::tensor::is_question(method)
            || KEEPING.iter().any(|(count, names)| call.args.len() == *count && names.contains(&method))
            // Of an iterator.
            || (matches!(method, "min" | "max")
                && call.args.is_empty()
                && matches!(super::expression::unparenthesised(&call.receiver), Expr::MethodCall(_)))
            || KEEPING_PREFIXES.iter().any(|prefix| method.starts_with(prefix)))
}

/// Methods of numbers and text under the prefix `to_`: a type of the user has others.
const CONVERSIONS: &[&str] = &[
    "to_be_bytes",
    "to_bits",
    "to_f32",
    "to_f64",
    "to_le_bytes",
    "to_lowercase",
    "to_ne_bytes",
    "to_owned",
    "to_string",
    "to_uppercase",
    "to_vec",
];

/// A method of the standard library that has no derivative, by its name and the number of its arguments.
pub fn is_of_std(call: &ExprMethodCall) -> bool {
    let method = call.method.to_string();
    keeps_receiver(call) && (!method.starts_with("to_") || CONVERSIONS.contains(&method.as_str()))
}

impl Lowering<'_> {
    /// Refuses a method that may change what it is called on: nothing would know of it.
    fn check_receiver(&mut self, call: &ExprMethodCall) {
        let method = call.method.to_string();
        let keeps = self.keeps_receiver(call);
        let Some(name) = self.mutable_base(&call.receiver).filter(|_| !keeps) else { return };
        self.errors.at(
            &call.method,
            format!(
                "`{method}` is not known to `jac`, and may change `{name}`; \
                 write a loop, or a `#[differentiable]` function that takes it by `&mut`"
            ),
        );
    }

    /// The variable that an expression names or selects from, if that can be written.
    pub fn mutable_base(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                let mutable = match self.lookup(&name) {
                    Some(var) => self.mutable.contains(&var),
                    None => self.lookup_view(&name)?.mutable,
                };
                mutable.then_some(name)
            }
            Expr::Index(index) => self.mutable_base(&index.expr),
            Expr::Field(field) => self.mutable_base(&field.base),
            Expr::Paren(paren) => self.mutable_base(&paren.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.mutable_base(&unary.expr),
            _ => None,
        }
    }
}

impl VisitMut for Rewrite<'_, '_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Some(item) = self.lowering.resolved(expression) {
            *expression = self.lowering.item_expression(&item, self.reads, expression.span());
            return;
        }
        if self.lowering.is_lowered(expression) {
            *expression = self.take_out(expression);
            return;
        }
        if let Some(var) = self.lowering.copy_behind(expression) {
            self.reads.push(var);
            let name = placeholder(var, expression.span());
            *expression = syn::parse_quote!(#name);
            return;
        }
        let refused = match expression {
            Expr::Lit(_) | Expr::Paren(_) | Expr::Group(_) | Expr::Index(_) | Expr::Field(_) => None,
            Expr::Binary(binary) if is_assignment(&binary.op) => {
                Some("an assignment has no value; make it a statement of its own")
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
                self.visit_expr_mut(&mut binary.left);
                let outer = std::mem::replace(&mut self.lazy, true);
                self.visit_expr_mut(&mut binary.right);
                self.lazy = outer;
                return;
            }
            Expr::Binary(binary) => (!is_operator(&binary.op)).then_some(NOT_HERE),
            Expr::Call(call) => {
                self.lend(&mut call.args);
                None
            }
            Expr::MethodCall(call) => {
                if let Some(plain) = super::told::plain(call) {
                    *call = plain;
                }
                let of_map = self.lowering.use_of_map(&Expr::MethodCall(call.clone()));
                if of_map != Some(super::maps::Use::Reads) {
                    self.lowering.check_receiver(call);
                }
                self.lend(&mut call.args);
                if SEARCHES.iter().any(|name| call.method == name) || self.lowering.is_chain_of_data(call) {
                    self.visit_expr_mut(&mut call.receiver);
                    for argument in &mut call.args {
                        match argument {
                            Expr::Closure(closure) => self.predicate(closure),
                            argument => self.visit_expr_mut(argument),
                        }
                    }
                    return;
                }
                None
            }
            Expr::Cast(_) | Expr::Range(_) | Expr::Tuple(_) => None,
            Expr::Array(_) | Expr::Repeat(_) => None,
            Expr::Struct(literal) => {
                // `{ x }` is short for `{ x: x }`, which gets another value.
                literal.fields.iter_mut().for_each(|field| field.colon_token = Some(Default::default()));
                None
            }
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) | UnOp::Not(_) | UnOp::Neg(_) => None,
                _ => Some(NOT_HERE),
            },
            Expr::Reference(reference) => reference.mutability.map(|_| CHANGES),
            Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident()
                    && let Some(var) = self.lowering.lookup(&ident.to_string())
                {
                    self.reads.push(var);
                    path.path = placeholder(var, ident.span()).into();
                    return;
                }
                let view = path.path.get_ident().and_then(|ident| self.lowering.lookup_view(&ident.to_string()));
                if let Some(view) = view.cloned() {
                    *expression = self.lowering.view_expression(&view, self.reads);
                }
                return;
            }
            Expr::Closure(_) => Some("a closure can only stand in `map`, `fold` and the like; write a function"),
            Expr::Macro(_) => Some("a macro is not supported here; bind its value with `let` first"),
            _ => Some(NOT_HERE),
        };
        match refused {
            Some(message) => self.lowering.errors.at(&*expression, message),
            None => visit_mut::visit_expr_mut(self, expression),
        }
    }
}

/// The operators that are known to have no effect. Whatever the language adds is refused.
fn is_operator(op: &syn::BinOp) -> bool {
    use BinOp::*;
    matches!(op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_))
        || matches!(op, And(_) | Or(_) | BitXor(_) | BitAnd(_) | BitOr(_) | Shl(_) | Shr(_))
        || matches!(op, Eq(_) | Lt(_) | Le(_) | Ne(_) | Ge(_) | Gt(_))
}

pub fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

/// `^` for `^=` and so on.
pub fn without_assignment(op: syn::BinOp) -> syn::BinOp {
    use syn::BinOp::*;
    match op {
        BitXorAssign(_) => BitXor(Default::default()),
        BitAndAssign(_) => BitAnd(Default::default()),
        BitOrAssign(_) => BitOr(Default::default()),
        ShlAssign(_) => Shl(Default::default()),
        ShrAssign(_) => Shr(Default::default()),
        other => other,
    }
}

/// The expression with each placeholder replaced by what `name` gives for its variable.
pub fn substitute(expression: &Expr, name: &dyn Fn(Var) -> Ident) -> Expr {
    struct Substitute<'a>(&'a dyn Fn(Var) -> Ident);
    impl Substitute<'_> {
        fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
            let tokens = tokens.into_iter().map(|token| match token {
                TokenTree::Ident(mut ident) => {
                    self.visit_ident_mut(&mut ident);
                    TokenTree::Ident(ident)
                }
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                token => token,
            });
            tokens.collect()
        }
    }
    impl VisitMut for Substitute<'_> {
        fn visit_ident_mut(&mut self, ident: &mut Ident) {
            let index = ident.to_string().strip_prefix(PLACEHOLDER).and_then(|index| index.parse().ok());
            if let Some(index) = index {
                *ident = (self.0)(Var(index));
            }
        }

        fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
            call.tokens = self.tokens(std::mem::take(&mut call.tokens));
        }
    }
    let mut expression = expression.clone();
    Substitute(name).visit_expr_mut(&mut expression);
    expression
}

/// Gives the variables that an opaque expression reads other numbers.
pub fn renumber(opaque: &mut Opaque, map: &dyn Fn(Var) -> Var) {
    opaque.expression = substitute(&opaque.expression, &|var| placeholder(map(var), Span::call_site()));
    for var in &mut opaque.reads {
        *var = map(*var);
    }
}
