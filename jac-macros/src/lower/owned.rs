//! Variables of types that the user has made, as far as the body shows.
//!
//! Before: the body as it is written. After: the names of variables that are a struct by what they are given, or that a function of a type makes
//! and that have a method which nothing of the library has, or a field with a name. `ring.push(x)` is a method of the user's then, and not that of `Vec`. A guess
//! that is wrong is an error of the compiler: a `Vec` has no derivative of `push`, and a struct is no list (see `crate::lists`).

use std::collections::{HashMap, HashSet};

use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, FnArg, Pat, Type};

use super::expression::unparenthesised;
use super::iterator::is_iteration;
use super::opaque::is_of_std;
use super::option::ELEMENTS;
use super::sequence::is_of_vec;
use super::signature::{is_discrete, passing};
use crate::rules;

/// What a variable is given, or declared to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Anything,
    /// By a function of a type, or with the name of a type: which may be an alias of `Vec`.
    OfType,
    /// By `new` of a type, which arrays of `ndarray` have not.
    OfNew,
    Struct,
}

#[derive(Default)]
struct Variables {
    /// The least that is known of any variable of the name.
    origins: HashMap<String, Origin>,
    /// Those with a method that the library does not have.
    asked: HashSet<String>,
    /// Those with a field that has a name.
    with_fields: HashSet<String>,
    /// How often a name is given, and whether a `let` has done so.
    given: HashMap<String, (usize, bool)>,
    /// What a method of a variable gives to another one, with the names of both.
    made: Vec<(String, String)>,
}

/// The names of variables of types of the user's, wherever they stand.
#[derive(Default)]
pub struct OfUsers {
    /// They have a method that the library does not have, but for arrays of `ndarray` under an alias.
    pub asked: HashSet<String>,
    /// They are structs: the name of a method is one of theirs.
    pub structs: HashSet<String>,
}

pub fn of_users(item: &syn::ItemFn) -> OfUsers {
    let mut variables = Variables::default();
    for input in &item.sig.inputs {
        if let FnArg::Typed(input) = input {
            variables.bind(&input.pat, of_type(passing(&input.ty).1));
        }
    }
    variables.visit_block(&item.block);
    let Variables { origins, asked, mut with_fields, given, made } = variables;
    // What has fields is made by no number and no list, whatever the name of the method.
    let is_one = |name: &str| given.get(name) == Some(&(1, true));
    let has_fields = |name: &str| is_one(name) && with_fields.contains(name);
    let makers: Vec<String> = made.into_iter().filter(|(given, _)| has_fields(given)).map(|(_, maker)| maker).collect();
    with_fields.extend(makers);
    let mut found = OfUsers::default();
    for (name, origin) in origins {
        let is_one_variable = is_one(&name);
        let is_of_type = matches!(origin, Origin::OfType | Origin::OfNew);
        let is_struct = origin == Origin::Struct
            || origin == Origin::OfNew && asked.contains(&name)
            || (is_of_type || is_one_variable) && with_fields.contains(&name);
        if is_struct || (is_of_type && asked.contains(&name)) {
            found.asked.insert(name.clone());
        }
        if is_struct {
            found.structs.insert(name);
        }
    }
    found
}

impl Variables {
    fn bind(&mut self, pattern: &Pat, origin: Origin) {
        match pattern {
            Pat::Ident(name) => {
                let before = self.origins.entry(name.ident.to_string()).or_insert(origin);
                *before = origin.min(*before);
                let (count, by_let) = self.given.entry(name.ident.to_string()).or_default();
                (*count, *by_let) = (*count + 1, true);
            }
            Pat::Type(typed) => self.bind(&typed.pat, of_type(passing(&typed.ty).1)),
            // The names in it are of its parts.
            pattern => self.visit_pat(pattern),
        }
    }
}

impl Visit<'_> for Variables {
    fn visit_local(&mut self, local: &syn::Local) {
        let origin = local.init.as_ref().map_or(Origin::Anything, |init| of_value(&init.expr));
        self.bind(&local.pat, origin);
        if let (Pat::Ident(given), Some(init)) = (&local.pat, &local.init)
            && let Expr::MethodCall(call) = unparenthesised(&init.expr)
            && let Expr::Path(maker) = unparenthesised(&call.receiver)
            && let Some(maker) = maker.path.get_ident()
        {
            self.made.push((given.ident.to_string(), maker.to_string()));
        }
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            init.diverge.iter().for_each(|(_, otherwise)| self.visit_expr(otherwise));
        }
    }

    fn visit_pat_ident(&mut self, pattern: &syn::PatIdent) {
        self.origins.insert(pattern.ident.to_string(), Origin::Anything);
        self.given.entry(pattern.ident.to_string()).or_default().0 += 1;
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_field(&mut self, field: &syn::ExprField) {
        if let (Expr::Path(path), syn::Member::Named(_)) = (unparenthesised(&field.base), &field.member)
            && let Some(name) = path.path.get_ident()
        {
            self.with_fields.insert(name.to_string());
        }
        visit::visit_expr_field(self, field);
    }

    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        if let Expr::Path(path) = unparenthesised(&call.receiver)
            && let Some(name) = path.path.get_ident()
            && !is_of_library(call)
        {
            self.asked.insert(name.to_string());
        }
        visit::visit_expr_method_call(self, call);
    }
}

pub fn is_of_library(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    let name = name.as_str();
    is_of_std(call)
        || is_of_vec(call)
        || is_iteration(call)
        || rules::method(name).is_some()
        || rules::QUESTIONS.contains(&name)
        || ELEMENTS.contains(&name)
        || name == "sin_cos"
        || name.starts_with("as_")
}

fn of_type(ty: &Type) -> Origin {
    let path = match ty {
        Type::Paren(paren) => return of_type(&paren.elem),
        Type::Group(group) => return of_type(&group.elem),
        Type::Path(path) => path,
        _ => return Origin::Anything,
    };
    match path.path.segments.last() {
        Some(_) if ["f32", "f64"].iter().any(|float| path.path.is_ident(float)) || is_discrete(ty) => Origin::Anything,
        Some(last) if path.qself.is_none() && last.ident != "Vec" && !is_array(last) => Origin::OfType,
        _ => Origin::Anything,
    }
}

/// `Array2<f64>` of `ndarray`, and its like.
fn is_array(segment: &syn::PathSegment) -> bool {
    segment.ident.to_string().starts_with("Array")
}

fn of_value(value: &Expr) -> Origin {
    let is_array = |name: &str| cfg!(feature = "ndarray") && name.starts_with("Array");
    let is_type = |name: &str| name.starts_with(char::is_uppercase) && !OF_LIBRARY.contains(&name) && !is_array(name);
    match unparenthesised(value) {
        Expr::Struct(_) => Origin::Struct,
        Expr::Call(call) => {
            let Expr::Path(path) = unparenthesised(&call.func) else { return Origin::Anything };
            let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            match names.as_slice() {
                [.., name] if is_type(name) => Origin::Struct,
                [.., owner, name] if is_type(owner) && name == "new" => Origin::OfNew,
                [.., owner, _] if is_type(owner) => Origin::OfType,
                _ => Origin::Anything,
            }
        }
        _ => Origin::Anything,
    }
}

/// What gives no struct of the user's.
const OF_LIBRARY: &[&str] = &["Box", "Err", "Ok", "Option", "Result", "Some", "String", "Vec"];
