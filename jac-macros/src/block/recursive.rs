//! Methods that call each other, or themselves.
//!
//! Before: the functions of a block. After: those whose pullbacks stand behind a `Box`, one of each cycle. What is called on `self` and on parameters is seen, and what is called on
//! a value of the type that the body makes. Where `self` is data, it may hold others of its kind, `Expr::Neg(operand) => operand.eval(x)`: whatever a method is called on may be one.

use std::collections::HashSet;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, FnArg, ImplItemFn, Path, Type};

use super::is_own;
use crate::{cycles, options};

/// The functions that have the option `recursive`, as others of the block call them that they call.
pub fn recursive(functions: &[&ImplItemFn], owner: &Path) -> HashSet<String> {
    let types: HashSet<String> =
        owner.segments.last().map(|last| last.ident.to_string()).into_iter().chain(["Self".to_owned()]).collect();
    let names: Vec<String> = functions.iter().map(|function| function.sig.ident.to_string()).collect();
    let gives_owner = |function: &&&ImplItemFn| match &function.sig.output {
        syn::ReturnType::Type(_, ty) => {
            matches!(&**ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| types.contains(&last.ident.to_string())))
        }
        syn::ReturnType::Default => false,
    };
    let makers: HashSet<String> =
        functions.iter().filter(gives_owner).map(|function| function.sig.ident.to_string()).collect();
    let mut alone = HashSet::new();
    let calls = functions.iter().map(|function| {
        let breaks =
            function.attrs.iter().filter(|attribute| is_own(attribute)).any(|attribute| match &attribute.meta {
                syn::Meta::List(list) => options::break_cycles(&list.tokens),
                _ => false,
            });
        if breaks {
            return Vec::new();
        }
        let same_type = |ty: &Type| match crate::lower::passing(ty).1 {
            Type::Path(path) => path.path.segments.last().is_some_and(|last| types.contains(&last.ident.to_string())),
            _ => false,
        };
        let parameters = function.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Receiver(_) => Some("self".to_owned()),
            FnArg::Typed(input) => match &*input.pat {
                syn::Pat::Ident(name) if same_type(&input.ty) => Some(name.ident.to_string()),
                _ => None,
            },
        });
        let parameters = parameters.collect();
        let mut called = cycles::called_on(function.block.to_token_stream(), &parameters, &types);
        let is_data = function.sig.receiver().is_some()
            && function.attrs.iter().filter(|attribute| is_own(attribute)).any(|attribute| match &attribute.meta {
                syn::Meta::List(list) => options::leave_out_self(&list.tokens),
                _ => false,
            });
        let mut found =
            CalledOnOwner { types: &types, makers: &makers, variables: parameters, is_data, called: HashSet::new() };
        syn::visit::Visit::visit_block(&mut found, &function.block);
        // What is called on `self` is seen without help.
        let name = function.sig.ident.to_string();
        if found.called.contains(&name) && !called.contains(&name) {
            alone.insert(name);
        }
        called.extend(found.called);
        (0..names.len()).filter(|&callee| called.contains(&names[callee])).collect()
    });
    let broken = cycles::broken_at(&calls.collect::<Vec<Vec<usize>>>());
    let on_cycles = names.into_iter().zip(broken).filter_map(|(name, is_broken)| is_broken.then_some(name));
    on_cycles.chain(alone).collect()
}

/// Methods that are called on a value of the type of the block which is made in the body: `Self { .. }.next()`, `let next = self.half(); next.next()`.
struct CalledOnOwner<'a> {
    types: &'a HashSet<String>,
    /// The functions of the block that give such a value.
    makers: &'a HashSet<String>,
    variables: HashSet<String>,
    /// `self` is data: its parts may be of the type, too.
    is_data: bool,
    called: HashSet<String>,
}

impl CalledOnOwner<'_> {
    fn is_owner(&self, expression: &Expr) -> bool {
        let is_type = |name: &Ident| self.types.contains(&name.to_string());
        match expression {
            Expr::Paren(paren) => self.is_owner(&paren.expr),
            Expr::Struct(literal) => literal.path.segments.last().is_some_and(|last| is_type(&last.ident)),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.variables.contains(&name.to_string())),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => match path.path.segments.iter().collect::<Vec<_>>()[..] {
                    [.., owner, name] => is_type(&owner.ident) && self.makers.contains(&name.ident.to_string()),
                    [owner] => is_type(&owner.ident),
                    [] => false,
                },
                _ => false,
            },
            Expr::MethodCall(call) => {
                (call.method == "clone" || self.makers.contains(&call.method.to_string()))
                    && self.is_owner(&call.receiver)
            }
            _ => false,
        }
    }
}

impl<'ast> syn::visit::Visit<'ast> for CalledOnOwner<'_> {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        syn::visit::visit_local(self, local);
        if let (syn::Pat::Ident(name), Some(init)) = (&local.pat, &local.init)
            && self.is_owner(&init.expr)
        {
            self.variables.insert(name.ident.to_string());
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if self.is_data || self.is_owner(&call.receiver) {
            self.called.insert(call.method.to_string());
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}
