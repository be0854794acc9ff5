//! Methods that are spread out into statements: `try_fold`, `try_for_each`, `drain`, `copy_within`, `split_off`, `dedup`, `concat`.
//!
//! Before: an expression as the user wrote it. After: for one of these methods, a block that does the same by loops, copies and shorter lists.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, RangeLimits};

use super::expression::unparenthesised;
use super::told::{MARK, can_stand_for, is_named};
use crate::ir::Wrapper;

/// The expression spread out, if it is one of these.
pub fn spread(expression: &Expr) -> Option<Expr> {
    let Expr::MethodCall(call) = expression else { return None };
    // The attribute stands on blocks of the user's types, which may have methods of these names.
    if matches!(unparenthesised(&call.receiver), Expr::Path(path) if path.path.is_ident("self")) {
        return None;
    }
    let arguments: Vec<&Expr> = call.args.iter().collect();
    let spread = match (call.method.to_string().as_str(), arguments.as_slice()) {
        ("try_fold", [initial, function]) => folded(call, Some(initial), function)?,
        ("try_for_each", [function]) => folded(call, None, function)?,
        ("drain", [range]) => {
            let drained = drained(call, range)?;
            quote!(#drained.into_iter())
        }
        ("copy_within", [range, to]) => copied_within(call, range, to)?,
        ("split_off", [at]) => split_off(call, at)?,
        ("dedup", []) => deduplicated(call, None)?,
        ("dedup_by" | "dedup_by_key", [Expr::Closure(function)]) => deduplicated(call, Some(function))?,
        ("concat", []) => joined(call)?,
        _ => return None,
    };
    syn::parse2(spread).ok()
}

/// What the closure of a `try_fold` gives, by the variants that it names.
pub fn wrapper_of_closure(function: &Expr) -> Option<Wrapper> {
    struct Variants(Option<Wrapper>);
    impl<'ast> Visit<'ast> for Variants {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let last = path.segments.last().map(|last| last.ident.to_string());
            match last.as_deref() {
                Some("Some" | "None") => self.0 = Some(Wrapper::Some),
                Some("Ok" | "Err") => self.0 = Some(Wrapper::Ok),
                _ => {}
            }
            visit::visit_path(self, path);
        }
    }
    let Expr::Closure(closure) = unparenthesised(function) else { return None };
    let mut variants = Variants(None);
    match &*closure.body {
        Expr::Block(block) => match block.block.stmts.last()? {
            syn::Stmt::Expr(tail, None) => variants.visit_expr(tail),
            _ => return None,
        },
        body => variants.visit_expr(body),
    }
    variants.0
}

/// `chain.try_fold(initial, step)?`: a loop that leaves the function where the closure gives `None` or `Err`.
pub fn folded_or_left(call: &ExprMethodCall) -> Option<TokenStream> {
    let (chain, span) = (&call.receiver, call.method.span());
    let [step, folded, item] = ["step", "folded", "item"].map(|name| format_ident!("{MARK}{name}", span = span));
    let arguments: Vec<&Expr> = call.args.iter().map(unparenthesised).collect();
    match (call.method.to_string().as_str(), arguments.as_slice()) {
        ("try_fold", [initial, function @ Expr::Closure(_)]) => Some(quote_spanned! {span=> {
            let #step = #function;
            let mut #folded = #initial;
            for #item in #chain { #folded = #step(#folded, #item)?; }
            #folded
        }}),
        ("try_for_each", [function @ Expr::Closure(_)]) => Some(quote_spanned! {span=> {
            let #step = #function;
            for #item in #chain { #step(#item)?; }
        }}),
        _ => None,
    }
}

/// `chain.try_fold(initial, |so_far, item| ..)`: a loop that ends where the closure gives `None` or `Err`.
fn folded(call: &ExprMethodCall, initial: Option<&Expr>, function: &Expr) -> Option<TokenStream> {
    let wrapper = wrapper_of_closure(function)?;
    let (chain, span) = (&call.receiver, call.method.span());
    let name = |name: &str| format_ident!("{MARK}{name}", span = span);
    let [step, folded, item, value, whole] = ["step", "folded", "item", "value", "whole"].map(name);
    let (start, next, given, keep) = match initial {
        Some(initial) => (
            quote_spanned!(span=> let mut #folded = #initial;),
            quote_spanned!(span=> #step(#folded, #item)),
            quote_spanned!(span=> #folded),
            quote_spanned!(span=> #folded = #value),
        ),
        None => (TokenStream::new(), quote_spanned!(span=> #step(#item)), quote_spanned!(span=> ()), quote!({})),
    };
    let pattern = if initial.is_some() { quote!(#value) } else { quote!(_) };
    Some(match wrapper {
        Wrapper::Some => {
            let [some, none] =
                [quote!(Some), quote!(None)].map(|name| quote_spanned!(span=> ::core::option::Option::#name));
            quote_spanned! {span=> {
                let #step = #function;
                #start
                let mut #whole = true;
                for #item in #chain {
                    match #next {
                        #some(#pattern) => #keep,
                        #none => { #whole = false; break; }
                    }
                }
                if #whole { #some(#given) } else { #none }
            }}
        }
        Wrapper::Ok => {
            let [ok, err] = [quote!(Ok), quote!(Err)].map(|name| quote_spanned!(span=> ::core::result::Result::#name));
            let [some, none] =
                [quote!(Some), quote!(None)].map(|name| quote_spanned!(span=> ::core::option::Option::#name));
            quote_spanned! {span=> {
                let #step = #function;
                #start
                let mut #whole = #none;
                for #item in #chain {
                    match #next {
                        #ok(#pattern) => #keep,
                        #err(#value) => { #whole = #some(#value); break; }
                    }
                }
                match #whole { #none => #ok(#given), #some(#value) => #err(#value) }
            }}
        }
    })
}

/// `list.drain(from..to)`: a copy of what is taken out, and the list without it.
fn drained(call: &ExprMethodCall, range: &Expr) -> Option<TokenStream> {
    let (list, span) = (&call.receiver, call.method.span());
    let Expr::Range(range) = unparenthesised(range) else { return None };
    // The list is named several times.
    if !is_named(list) {
        return None;
    }
    let [drained, from, to, rest] =
        ["drained", "from", "to", "rest"].map(|name| format_ident!("{MARK}{name}", span = span));
    let low = range.start.as_ref().map(|low| quote_spanned!(span=> let #from = #low;));
    let high = range.end.as_ref().map(|high| match range.limits {
        RangeLimits::HalfOpen(_) => quote_spanned!(span=> let #to = #high;),
        RangeLimits::Closed(_) => quote_spanned!(span=> let #to = #high + 1;),
    });
    let first = low.as_ref().map(|_| &from).into_iter();
    let last = high.as_ref().map(|_| &to).into_iter();
    let shorter = match &low {
        Some(_) => quote_spanned!(span=> #list.truncate(#from);),
        None => quote_spanned!(span=> #list.clear();),
    };
    let (kept, again) = match &high {
        Some(_) => (
            quote_spanned!(span=> let #rest = #list[#to..].to_vec();),
            quote_spanned!(span=> #list.extend_from_slice(&#rest);),
        ),
        None => (TokenStream::new(), TokenStream::new()),
    };
    Some(quote_spanned! {span=> {
        #low
        #high
        let #drained = #list[#(#first)*..#(#last)*].to_vec();
        #kept
        #shorter
        #again
        #drained
    }})
}

/// `list.copy_within(from..to, at)`
fn copied_within(call: &ExprMethodCall, range: &Expr, to: &Expr) -> Option<TokenStream> {
    let (list, span) = (&call.receiver, call.method.span());
    if !is_named(list) || !matches!(unparenthesised(range), Expr::Range(_)) {
        return None;
    }
    let [copied, at] = ["copied", "at"].map(|name| format_ident!("{MARK}{name}", span = span));
    Some(quote_spanned! {span=> {
        let #copied = #list[#range].to_vec();
        let #at = #to;
        #list[#at..#at + #copied.len()].copy_from_slice(&#copied);
    }})
}

/// `list.split_off(at)`: a copy of the end, and the list without it.
fn split_off(call: &ExprMethodCall, at: &Expr) -> Option<TokenStream> {
    let (list, span) = (&call.receiver, call.method.span());
    if !is_named(list) {
        return None;
    }
    let [end, from] = ["end", "from"].map(|name| format_ident!("{MARK}{name}", span = span));
    Some(quote_spanned! {span=> {
        let #from = #at;
        let #end = #list[#from..].to_vec();
        #list.truncate(#from);
        #end
    }})
}

/// `list.dedup()`: an element stays if it differs from the last one that stays. A closure gets it first, and that one second.
fn deduplicated(call: &ExprMethodCall, function: Option<&syn::ExprClosure>) -> Option<TokenStream> {
    let (list, span) = (&call.receiver, call.method.span());
    if !is_named(list) || function.is_some_and(|function| !can_stand_for(function)) {
        return None;
    }
    let [kept, index, same, key, other] =
        ["kept", "index", "same", "key", "other"].map(|name| format_ident!("{MARK}{name}", span = span));
    let (this, last) = (quote_spanned!(span=> #list[#index]), quote_spanned!(span=> #list[#kept - 1]));
    let inputs: Vec<&syn::Pat> = function.iter().flat_map(|function| &function.inputs).collect();
    let condition = match (function, inputs.as_slice()) {
        (None, _) => quote_spanned!(span=> #this == #last),
        (Some(function), [first, second]) if call.method == "dedup_by" => {
            let body = &function.body;
            quote_spanned!(span=> { let #first = &#this; let #second = &#last; #body })
        }
        (Some(function), [value]) if call.method == "dedup_by_key" => {
            let body = &function.body;
            quote_spanned! {span=> {
                let #key = { let #value = &#this; #body };
                let #other = { let #value = &#last; #body };
                #key == #other
            }}
        }
        _ => return None,
    };
    Some(quote_spanned! {span=> {
        if #list.len() > 1 {
            let mut #kept = 1usize;
            for #index in 1..#list.len() {
                let #same = #condition;
                if !#same {
                    #list.swap(#kept, #index);
                    #kept += 1;
                }
            }
            #list.truncate(#kept);
        }
    }})
}

/// `lists.concat()`, `[x, y].concat()`, which is no text.
fn joined(call: &ExprMethodCall) -> Option<TokenStream> {
    let span = call.method.span();
    let part = format_ident!("{MARK}part", span = span);
    match unparenthesised(&call.receiver) {
        Expr::Array(array) => {
            let is_text = |part: &Expr| match part {
                Expr::Lit(_) | Expr::Macro(_) => true,
                Expr::Reference(reference) => matches!(*reference.expr, Expr::Lit(_) | Expr::Macro(_)),
                _ => false,
            };
            if array.elems.is_empty() || array.elems.iter().any(is_text) {
                return None;
            }
            let (first, others) = (array.elems.iter().take(1), array.elems.iter().skip(1));
            let chain = quote_spanned!(span=> #((#first).iter())* #(.chain((#others).iter()))*);
            Some(quote_spanned!(span=> #chain.cloned().collect::<Vec<_>>()))
        }
        lists if is_named(lists) => Some(quote_spanned! {span=>
            #lists.iter().flat_map(|#part| #part.iter().cloned()).collect::<Vec<_>>()
        }),
        _ => None,
    }
}
