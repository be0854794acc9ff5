//! Functions as parameters.
//!
//! A parameter is callable if its type says so: `impl Fn(f64) -> f64`, a type parameter with such a bound, `fn(f64) -> f64`, `&dyn Fn(f64) -> f64`. It
//! is an item like a closure, and each call of it is a call in the IR, to which everything is lent.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Generics, Pat, PatType, ReturnType, Type, TypeParamBound};

use super::closure::Callable;
use super::item::Item;
use super::signature::passing;
use super::view::View;
use super::{Binding, Lowering};
use crate::ir::*;
use crate::options::Options;

/// What a function takes and gives.
#[derive(Clone)]
pub struct Signature {
    inputs: Vec<Type>,
    output: Type,
}

/// The type parameters that are bound to be functions.
pub fn function_bounds(generics: &Generics) -> Vec<(Ident, Signature)> {
    let mut found = Vec::new();
    for parameter in generics.type_params() {
        found.extend(bound_among(&parameter.bounds).map(|bound| (parameter.ident.clone(), bound)));
    }
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let syn::WherePredicate::Type(predicate) = predicate
            && let Type::Path(path) = &predicate.bounded_ty
            && let Some(name) = path.path.get_ident()
        {
            found.extend(bound_among(&predicate.bounds).map(|bound| (name.clone(), bound)));
        }
    }
    found
}

/// Their names.
pub fn function_types(generics: &Generics) -> Vec<Ident> {
    function_bounds(generics).into_iter().map(|(name, _)| name).collect()
}

fn bound_among<'b>(bounds: impl IntoIterator<Item = &'b TypeParamBound>) -> Option<Signature> {
    bounds.into_iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last()?;
        let syn::PathArguments::Parenthesized(arguments) = &last.arguments else { return None };
        let inputs = arguments.inputs.iter().map(|input| input.ty.clone()).collect();
        Some(Signature { inputs, output: output_of(&arguments.output) })
    })
}

fn output_of(output: &ReturnType) -> Type {
    match output {
        ReturnType::Type(_, ty) => (**ty).clone(),
        ReturnType::Default => syn::parse_quote!(()),
    }
}

impl Lowering<'_> {
    /// What a parameter of this type can be called with.
    pub fn callable_type(&self, ty: &Type) -> Option<Signature> {
        match ty {
            Type::Paren(paren) => self.callable_type(&paren.elem),
            Type::Group(group) => self.callable_type(&group.elem),
            Type::Reference(reference) => self.callable_type(&reference.elem),
            Type::ImplTrait(ty) => bound_among(&ty.bounds),
            Type::TraitObject(ty) => bound_among(&ty.bounds),
            Type::FnPtr(ty) if ty.unsafety.is_none() && ty.abi.is_none() => Some(Signature {
                inputs: ty.inputs.iter().map(|input| input.ty.clone()).collect(),
                output: output_of(&ty.output),
            }),
            Type::Path(path) => {
                let name = path.path.get_ident()?;
                self.functions.iter().find(|(bound, _)| bound == name).map(|(_, bound)| bound.clone())
            }
            _ => None,
        }
    }

    /// A pointer to a function that `wrt` leaves out: it is not called, or not with what varies.
    pub fn is_data(&self, input: &PatType, options: &Options) -> bool {
        let is_pointer = match passing(&input.ty) {
            (Passing::Value, ty) => matches!(ty, Type::FnPtr(_)),
            (_, ty) => matches!(ty, Type::TraitObject(_)),
        };
        is_pointer && !is_listed(input, options)
    }

    pub fn callable_parameter(&mut self, input: &PatType, bound: Signature, options: &Options) {
        let name = match &*input.pat {
            Pat::Ident(pattern) => pattern.ident.clone(),
            pattern => self.names.fresh("function", pattern.span()),
        };
        if options.order > 1 {
            self.errors.at(
                &input.ty,
                "functions as parameters have first derivatives only; leave `order` out, or call a function by name",
            );
        }
        if !is_listed(input, options) {
            self.errors.at(
                &input.pat,
                format!("a function that is called cannot be left out of `wrt`: what it gives may vary; add `{name}`"),
            );
        }
        if self.block.as_ref().is_some_and(|block| block.is_of_trait) {
            self.errors.at(
                &input.ty,
                "a method of a trait cannot take a function to differentiate yet; write a method of the type itself, `impl Type`, or a free \
                 function, which takes `&self` as a parameter",
            );
        }
        for ty in &bound.inputs {
            let (_, behind) = passing(ty);
            self.check_type(behind);
        }
        self.check_type(&bound.output);
        let var = self.declare(&name);
        self.function.variables[var.0].kind = Kind::Reference { mutable: false };
        let item = Item::Function(Callable::Parameter(var));
        self.scopes.last_mut().expect("a scope is open").insert(name.to_string(), Binding::Item(item));
        let stem = name.to_string();
        let upper: String = stem.split('_').map(capitalised).collect();
        let mut fresh = |name: String| self.names.fresh(&name, Span::call_site());
        let callable = CallableParameter {
            inputs: bound.inputs,
            output: bound.output,
            code: fresh(format!("{stem}_code")),
            code_type: fresh(format!("{upper}Code")),
            environment: fresh(format!("{stem}_environment")),
            environment_type: fresh(format!("{upper}Environment")),
            pullback_type: fresh(format!("{upper}Pullback")),
        };
        self.function.parameters.push(Parameter {
            var,
            label: stem,
            name,
            ty: (*input.ty).clone(),
            view: None,
            passing: Passing::Shared,
            differentiable: true,
            output_only: false,
            callable: Some(callable),
            exclusive: false,
        });
    }

    /// A call of a parameter.
    pub fn called_parameter(&mut self, var: Var, items: Vec<Item>, span: Span) -> Item {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var);
        let callable = parameter.and_then(|parameter| parameter.callable.clone()).expect("it is callable");
        if callable.inputs.len() != items.len() {
            let name = &self.function.variables[var.0].ident;
            let message = format!("`{name}` takes {} arguments, and is given {}", callable.inputs.len(), items.len());
            self.errors.span(span, message);
            return Item::unit();
        }
        let passed = Passed::new(Code::Parameter, vec![Place::whole(var)], span);
        let mut arguments = vec![Argument::Function(Box::new(passed))];
        for (item, ty) in items.into_iter().zip(&callable.inputs) {
            let (passing, behind) = passing(ty);
            if passing == Passing::Mutable {
                let Item::View(View { place, mutable: true }) = item else {
                    let message =
                        "a parameter writes there: pass `&mut` of a variable, or the name of such a reference";
                    self.errors.span(span, message);
                    continue;
                };
                self.set_memory(place.base);
                arguments.push(Argument::Borrow { lending: Lending::Mutable, place });
                continue;
            }
            let place = match item {
                Item::View(view) if passing == Passing::Shared => {
                    self.set_memory(view.place.base);
                    view.place
                }
                Item::Reference(item) if passing == Passing::Shared => self.lent_value(*item, None, span),
                item => {
                    let annotation = (passing == Passing::Value).then(|| behind.clone());
                    self.lent_value(item, annotation, span)
                }
            };
            arguments.push(Argument::Borrow { lending: Lending::Shared, place });
        }
        let stem = format!("{}_value", self.function.variables[var.0].ident);
        let result = self.temporary(&stem, span);
        let callee = Callee::Parameter;
        self.statements.push(Statement::Call(Call::of(callee, arguments, result, span)));
        Item::Value(Operand::Var(result))
    }

    /// A copy of a value, to be lent.
    fn lent_value(&mut self, item: Item, annotation: Option<Type>, span: Span) -> Place {
        let value = self.item_rvalue(item, &Ident::new("argument", span));
        let var = self.temporary("argument", span);
        self.statements.push(Statement::Let { var, annotation, value });
        self.set_memory(var);
        Place::whole(var)
    }
}

/// The options do not leave it out.
fn is_listed(input: &PatType, options: &Options) -> bool {
    let listed = |name: &Ident| options.wrt.as_ref().is_none_or(|wrt| wrt.contains(name));
    match &*input.pat {
        Pat::Ident(pattern) => listed(&pattern.ident),
        // It is not called.
        _ => true,
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
