//! Calls: of elementary functions by path, and of other differentiable functions.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, ExprCall, ExprPath, GenericParam, Ident, PathSegment};

use super::Lowering;
use super::expression::unparenthesised;
use super::flow::not_reached;
use super::item::Item;
use super::method::THROUGH_TRAIT;
use super::opaque::placeholder;
use super::signature;
use crate::analysis::types::OF_INTEGERS;
use crate::hygiene::identifiers;
use crate::ir::{
    Argument, Call, Callee, IfVaried, Kind, Lending, Opaque, Operand, Place, Projection, Rvalue, Statement,
    StructLiteral, unseen, without_arguments,
};
use crate::options::Associated;
use crate::rules;
use crate::surface::CALLED;
use crate::transform::separate::is_separable;

type Arguments = Punctuated<Expr, syn::Token![,]>;

impl Lowering<'_> {
    /// `f(&mut limit)` of an `Option` that is taken apart: it is put together, lent, and taken apart again. `call` is the call with other arguments.
    pub fn with_lent_options(&self, arguments: &Arguments, call: impl FnOnce(Arguments) -> Expr) -> Option<Expr> {
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        let mut lending = arguments.clone();
        for (index, argument) in lending.iter_mut().enumerate() {
            let Expr::Reference(reference) = argument else { continue };
            let option = unparenthesised(&reference.expr).clone();
            if reference.mutability.is_none() || !matches!(option, Expr::Path(_)) || !self.is_option(&option) {
                continue;
            }
            let span = option.span();
            let [lent, value] = ["lent", "value"].map(|name| format_ident!("__jac_{name}_{index}", span = span));
            before.push(quote_spanned!(span=> let mut #lent = (#option,);));
            behind.push(quote_spanned! {span=>
                #option = match #lent.0 {
                    ::core::option::Option::Some(#value) => ::core::option::Option::Some(#value),
                    ::core::option::Option::None => ::core::option::Option::None,
                };
            });
            *reference.expr = syn::parse_quote_spanned!(span=> #lent.0);
        }
        if before.is_empty() {
            return None;
        }
        let call = call(lending);
        let result = format_ident!("__jac_result", span = call.span());
        Some(syn::parse_quote!({ #(#before)* let #result = #call; #(#behind)* #result }))
    }

    pub fn call_expression(&mut self, call: &ExprCall) -> Rvalue {
        let Expr::Path(path) = unparenthesised(&call.func) else {
            return self.refuse(&call.func, "only functions called by name can be differentiated");
        };
        if path.path.get_ident().is_some_and(|ident| self.lookup(&ident.to_string()).is_some()) {
            return self.refuse(
                path,
                "a function in a variable cannot be differentiated; call a `#[differentiable]` function by name",
            );
        }
        if let Some(result) = self.result_call(call) {
            return result;
        }
        if let Some(value) = self.memory_call(call) {
            return value;
        }
        if let Some(copied) = super::told::copied_list(call) {
            self.prove_vec(&path.path);
            return Rvalue::Use(self.operand(&copied));
        }
        if let Some(value) = self.array_from_function(path, call) {
            return value;
        }
        if let Some(value) = self.number_of_parameter(call) {
            return value;
        }
        if is_of_integers(path) {
            return Rvalue::Opaque(self.opaque(&Expr::Call(call.clone())));
        }
        if let Some(value) = self.elementary_call(path, call) {
            return value;
        }
        if let Some(opaque) = self.stopped(call) {
            return Rvalue::Opaque(opaque);
        }
        if self.names_from(path, call) {
            return Rvalue::Use(Operand::Var(self.call(path, call)));
        }
        if let Some(plain) = self.of_named_type(path) {
            let call = ExprCall { func: Box::new(Expr::Path(plain)), ..call.clone() };
            return self.call_expression(&call);
        }
        if path.qself.as_ref().is_some_and(|qself| qself.as_token.is_some()) && !self.is_of_named_bound(path) {
            return self.refuse(path, THROUGH_TRAIT);
        }
        if let Some(message) = refused_derivative(path) {
            return self.refuse(path, &message);
        }
        if is_constructor(path) {
            let values = self.in_order(&call.args, Self::field);
            let members = (0..values.len()).map(|index| syn::Member::Unnamed(index.into()));
            let fields = members.zip(values).collect();
            return Rvalue::Struct(StructLiteral { path: path.path.clone(), fields, base: None });
        }
        if let Some(chosen) = self.call_with_chosen(call) {
            return self.item_rvalue(chosen, call);
        }
        let lending = self.with_lent_options(&call.args, |args| Expr::Call(ExprCall { args, ..call.clone() }));
        if let Some(lending) = lending {
            return self.rvalue(&lending);
        }
        let result = self.call(path, call);
        Rvalue::Use(Operand::Var(result))
    }

    /// What a struct is given for a field: no reference.
    pub fn field(&mut self, value: &Expr) -> Operand {
        let errors = self.errors.count();
        let operand = self.operand(value);
        if self.errors.count() > errors && self.makes_reference(value) {
            self.errors.replace(
                errors,
                value,
                "a struct that holds a reference, or a `Cow`, has no tangent space; store the value, `*x` or `x.to_vec()`, \
                 or pass the reference itself, beside what else the struct holds",
            );
        }
        operand
    }

    /// Views make it possible to pass two parts of one variable, one of them mutably. The generated code names
    /// the variable itself, which the borrow checker would not let it do unless it is split again (`transform::separate`).
    pub fn check_exclusive(&mut self, arguments: &mut [Argument], expressions: &[&Expr]) {
        for first in 0..arguments.len() {
            for second in first + 1..arguments.len() {
                let [one, other] = arguments.get_disjoint_mut([first, second]).expect("they are two");
                only_read(one, expressions[first], other, expressions[second]);
            }
        }
        let arguments = &*arguments;
        let borrowed = |argument: &Argument| match argument {
            Argument::Borrow { lending, place } => vec![(lending.may_write(), place.clone())],
            Argument::Rows(places) => places.iter().map(|place| (false, place.clone())).collect(),
            Argument::Function(passed) => passed.captures.iter().map(|place| (false, place.clone())).collect(),
            Argument::Value(_) => Vec::new(),
        };
        for (index, first) in arguments.iter().enumerate() {
            let first = borrowed(first);
            for (second, expression) in arguments.iter().zip(expressions).skip(index + 1) {
                let overlap = |(second_mutable, second): &(bool, Place)| {
                    let among = |(mutable, place): &(bool, Place)| {
                        (*mutable || *second_mutable) && !is_separable(place, second)
                    };
                    first.iter().any(among)
                };
                if borrowed(second).iter().any(overlap) {
                    self.errors.at(
                        expression,
                        "this is a part of the same variable as an argument before it, and one of the two is mutable: \
                         not supported yet; pass the whole, or copy one part",
                    );
                }
            }
        }
    }

    /// Arguments from left to right.
    pub fn arguments<'e>(
        &mut self,
        expressions: impl IntoIterator<Item = &'e Expr>,
        may_be_functions: bool,
    ) -> Vec<Argument> {
        let mut lowered = Vec::new();
        for argument in expressions {
            let function = if may_be_functions { self.passed_function(argument) } else { None };
            let argument = match function {
                Some(passed) => Argument::Function(Box::new(passed)),
                None => self.argument(argument),
            };
            lowered.push((argument, self.statements.len()));
        }
        for (argument, mark) in lowered.iter_mut().rev() {
            match argument {
                Argument::Value(operand) => self.settle(operand, *mark),
                Argument::Borrow { place, .. } => self.settle_place(place, *mark),
                Argument::Rows(places) => places.iter_mut().for_each(|place| self.settle_place(place, *mark)),
                Argument::Function(_) => {}
            }
        }
        lowered.into_iter().map(|(argument, _)| argument).collect()
    }

    pub fn call(&mut self, path: &ExprPath, call: &ExprCall) -> crate::ir::Var {
        let callee = self.callee(path);
        let sized = self.with_size(path, &call.args);
        let call = &ExprCall { args: sized.unwrap_or_else(|| call.args.clone()), ..call.clone() };
        let may_be_functions = match callee {
            Callee::Function { .. } => true,
            Callee::Associated { .. } => !is_of_container(path),
            _ => false,
        };
        let mut arguments = self.arguments(&call.args, may_be_functions);
        self.check_exclusive(&mut arguments, &call.args.iter().collect::<Vec<_>>());
        let recursive = self.names_itself(path);
        self.function.recursive |= recursive;
        let stem =
            path.path.segments.last().map_or_else(|| "value".to_string(), |last| format!("{}_value", last.ident));
        let result = self.temporary(&stem, call.span());
        let span = call.func.span();
        let refused =
            if self.is_of_float(path) { Some(THROUGH_TRAIT) } else { self.refused_owner(path, call.args.len()) };
        self.statements.push(Statement::Call(Call { result, callee, arguments, span, recursive, refused }));
        result
    }

    /// `Vec::with_capacity(p.n)`, `Array2::zeros((p.n, 2))`: lengths are integers, which an annotation says where it is not seen, and the compiler proves.
    fn with_size(&self, path: &ExprPath, arguments: &Arguments) -> Option<Arguments> {
        let name = path.path.segments.last()?.ident.to_string();
        let owner = path.path.segments.iter().rev().nth(1)?;
        let makes = matches!(name.as_str(), "from_elem" | "ones" | "zeros");
        let is_array = cfg!(feature = "ndarray") && makes && super::tensor::is_array_type(&path.path);
        let is_vec = name == "with_capacity" && owner.ident == "Vec";
        if !is_array && !is_vec {
            return None;
        }
        let mut arguments = arguments.clone();
        let lengths: Vec<&mut Expr> = match arguments.first_mut()? {
            Expr::Tuple(shape) if is_array => shape.elems.iter_mut().collect(),
            Expr::Array(shape) if is_array => shape.elems.iter_mut().collect(),
            length if is_vec || super::tensor::is_array_of_axes(&path.path, 1) => vec![length],
            _ => return None,
        };
        for length in lengths {
            if self.may_be_no_integer(length, is_vec) {
                let span = length.span();
                let size = format_ident!("__jac_size", span = span);
                *length = syn::parse_quote_spanned!(span=> { let #size: usize = #length; #size });
            }
        }
        Some(arguments)
    }

    /// A part of a variable, or what is made of one, whose type is not seen here; and what a call gives, unless that may be the shape of an array.
    fn may_be_no_integer(&self, expression: &Expr, of_calls: bool) -> bool {
        match unparenthesised(expression) {
            Expr::Path(path) => {
                let var = path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string()));
                var.is_some_and(|var| !self.function.variables[var.0].discrete)
            }
            Expr::Binary(binary) => {
                self.may_be_no_integer(&binary.left, of_calls) || self.may_be_no_integer(&binary.right, of_calls)
            }
            Expr::MethodCall(call) => of_calls && call.method != "len",
            Expr::Call(_) => of_calls,
            expression => matches!(expression, Expr::Field(_) | Expr::Index(_)),
        }
    }

    /// The bare name is that of the function itself, unless an import of the body has taken it.
    fn names_itself(&self, path: &ExprPath) -> bool {
        if self.of_same_block(path).is_some_and(|associated| associated.namesake == self.own_name) {
            return true;
        }
        let hides = self.function.items.iter().any(|item| match item {
            syn::Item::Use(_) => true,
            syn::Item::Fn(item) => item.sig.ident == self.own_name,
            _ => false,
        });
        path.path.segments.len() == 1 && path.path.segments[0].ident == self.own_name && !hides
    }

    /// `<Arm as Model>::reach` as `#[named_trait(Model)] Arm::reach`, with a proof that the two are one. In a proof stand no parameters of the
    /// function.
    fn of_named_type(&mut self, path: &ExprPath) -> Option<ExprPath> {
        let qself = path.qself.as_ref().filter(|qself| qself.as_token.is_some())?;
        let syn::Type::Path(owner) = &*qself.ty else { return None };
        let names = identifiers(quote!(#path));
        let is_generic = |parameter: &GenericParam| names.contains(&crate::surface::name_of(parameter));
        // The operators and methods of numbers are no calls.
        if owner.qself.is_some()
            || !owner.path.segments.last().is_some_and(is_type)
            || self.generics.params.iter().any(is_generic)
            || !path.path.segments.last()?.arguments.is_none()
        {
            return None;
        }
        let (owner, name, runtime) = (&owner.path, path.path.segments.last()?, &self.runtime);
        let segments = path.path.segments.iter().take(qself.position);
        let of_trait: Vec<_> = segments.collect();
        let import = (of_trait.len() > 1).then(|| quote_spanned!(path.span()=> use #(#of_trait)::* as _;));
        let proof = quote_spanned! {path.span()=>
            const _: () = {
                #import
                #[allow(dead_code, unused)]
                fn proof() {
                    #runtime::same_method(<#owner>::#name, #path);
                }
            };
        };
        self.function.items.push(syn::parse2(proof).ok()?);
        let mut plain = owner.clone();
        // As types stand where expressions do: `Row::<f64>`.
        for segment in &mut plain.segments {
            if let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                arguments.colon2_token = Some(Default::default());
            }
        }
        plain.segments.push(name.clone());
        let colon = path.path.leading_colon;
        let named_trait = syn::parse_quote!(#[named_trait(#colon #(#of_trait)::*)]);
        Some(ExprPath { attrs: vec![named_trait], qself: None, path: plain })
    }

    /// The macro does not know what a path names: a type is told from a module by its initial.
    fn callee(&self, path: &ExprPath) -> Callee {
        if path.qself.is_some() || path.path.segments.iter().rev().nth(1).is_some_and(is_type) {
            let known = self.of_same_block(path);
            let (namesake, makes_owner) =
                (known.map(|known| known.namesake.clone()), known.is_some_and(|known| known.makes_owner));
            let named_trait = path.attrs.iter().find_map(|attribute| attribute.parse_args().ok());
            let path = ExprPath { attrs: Vec::new(), ..path.clone() };
            let owner = self.complete_owner(&path);
            Callee::Associated { path, namesake, owner, makes_owner, named_trait }
        } else if let Some((function, name)) = derivative_of(path)
            && let Some(derivative) = CALLED.iter().find(|derivative| name == derivative.name)
        {
            Callee::Derived { path: path.clone(), function, derivative }
        } else {
            let namesake = self.namesake(path);
            Callee::Function { path: path.clone(), namesake }
        }
    }

    /// The type that has the derivatives of a function. What items in the body name, is not known beside it.
    fn namesake(&self, path: &ExprPath) -> ExprPath {
        let last = path.path.segments.last().map(|last| last.ident.to_string());
        let is_seen = last.is_some_and(|name| self.functions_seen.contains(name.trim_start_matches("r#")));
        if is_seen || self.has_items { without_arguments(path) } else { unseen(path) }
    }

    /// The function of the block around this one that a path names: `Self::helper`.
    pub fn of_same_block(&self, path: &ExprPath) -> Option<&Associated> {
        let block = self.block.as_ref()?;
        let mut owner = path.path.clone();
        let function = owner.segments.pop()?;
        owner.segments.pop_punct();
        let name = &block.owner.segments.last()?.ident;
        // Of several conversions, what is converted tells which it is.
        if block.is_of_trait && function.ident == "from" {
            return None;
        }
        let same = path.qself.is_none() && (owner == block.owner || owner.is_ident(name));
        block.functions.get(&function.ident.to_string()).filter(|_| same)
    }

    /// The type of an associated function, if the signature spells it as it is here, or if it can only be the one generic type that the
    /// signature spells with arguments: then nothing of it is left to inference. It stands where no parameters are, as some instance.
    fn complete_owner(&self, path: &ExprPath) -> Option<TokenStream> {
        let mut owner = signature::as_type(&path.path);
        owner.segments.pop()?;
        owner.segments.pop_punct();
        if path.qself.is_some() {
            return None;
        }
        let is_spelled = self.spelled_types.contains(&owner);
        if !is_spelled {
            let mut same = self.spelled_types.iter().filter(|spelled| plain(spelled) == owner);
            let (Some(only), None) = (same.next(), same.next()) else { return None };
            owner = only.clone();
        }
        let names = identifiers(owner.to_token_stream());
        let mut generics = self.generics.clone();
        let mentioned = |parameter: &GenericParam| match parameter {
            GenericParam::Type(parameter) => names.contains(&parameter.ident.to_string()),
            GenericParam::Const(parameter) => names.contains(&parameter.ident.to_string()),
            GenericParam::Lifetime(parameter) => names.contains(&parameter.lifetime.ident.to_string()),
        };
        generics.params = generics.params.into_iter().filter(mentioned).collect();
        if !is_spelled && generics.params.is_empty() {
            return None;
        }
        crate::surface::instance_of(owner.to_token_stream(), &generics, &self.function.floats)
    }

    fn argument(&mut self, argument: &Expr) -> Argument {
        if let Some(range) = self.range_argument(argument) {
            return range;
        }
        if let Some(view) = self.stopped_view(argument) {
            return Argument::Borrow { lending: Lending::Shared, place: view.place };
        }
        if let Some(rows) = self.lent_rows(argument) {
            return Argument::Rows(rows.into_iter().map(|view| view.place).collect());
        }
        match self.chunk(argument, None) {
            Some(Item::View(chunk)) => {
                self.set_memory(chunk.place.base);
                return Argument::Borrow { lending: Lending::new(chunk.mutable), place: chunk.place };
            }
            Some(item) => return Argument::Value(self.item_operand(item, argument)),
            None => {}
        }
        if let Some(row) = self.row(argument) {
            return Argument::Borrow { lending: Lending::Shared, place: row.place };
        }
        match argument {
            Expr::Paren(paren) => self.argument(&paren.expr),
            Expr::Group(group) => self.argument(&group.expr),
            Expr::Reference(reference) => {
                let mutable = reference.mutability.is_some();
                let inner = unparenthesised(&reference.expr);
                let place = if self.is_place(inner) {
                    self.borrowed_place(inner)
                } else if is_slice_of(inner) && !mutable {
                    self.place(inner)
                } else {
                    if mutable {
                        self.errors.at(
                            reference,
                            "what is written here is lost; bind it with `let mut` and pass `&mut` of the variable",
                        );
                    }
                    let value = self.rvalue(inner);
                    let var = self.temporary("argument", inner.span());
                    self.statements.push(Statement::Let { var, annotation: None, value });
                    Place::whole(var)
                };
                self.set_memory(place.base);
                let place = self.row_at(place);
                Argument::Borrow { lending: Lending::new(mutable), place }
            }
            Expr::MethodCall(_) if self.makes_reference(argument) => {
                // Otherwise it is refused.
                let Some(view) = self.view(argument) else { return Argument::Value(not_reached()) };
                self.set_memory(view.place.base);
                Argument::Borrow { lending: Lending::new(view.mutable), place: view.place }
            }
            Expr::Path(_) if self.named_view(argument).is_some() => {
                let view = self.named_view(argument).expect("just seen");
                self.set_memory(view.place.base);
                let lending = if view.mutable { Lending::Either } else { Lending::Shared };
                Argument::Borrow { lending, place: view.place }
            }
            // Text is a reference.
            argument if self.texts.is_text(argument) => {
                let value = match self.rvalue(argument) {
                    // A copy would be the variable itself, which may get another value.
                    Rvalue::Use(Operand::Var(var)) => {
                        let name = placeholder(var, argument.span());
                        Rvalue::Opaque(Opaque {
                            expression: syn::parse_quote!(#name),
                            reads: vec![var],
                            if_varied: IfVaried::Constant,
                        })
                    }
                    value => value,
                };
                let base = self.temporary("text", argument.span());
                self.statements.push(Statement::Let { var: base, annotation: None, value });
                Argument::Borrow {
                    lending: Lending::Shared,
                    place: Place { base, projections: vec![Projection::Deref] },
                }
            }
            argument => Argument::Value(self.operand(argument)),
        }
    }

    /// A place behind `&` or `&mut`. `&x` of a reference parameter would be a reference to a reference.
    fn borrowed_place(&mut self, expression: &Expr) -> Place {
        let place = self.place(expression);
        if place.projections.is_empty() && matches!(self.kind(place.base), Kind::Reference { .. }) {
            let name = quote!(#expression).to_string();
            self.errors.at(expression, format!("`{name}` is a reference already; pass it without `&`"));
        }
        place
    }
}

pub fn is_type(segment: &PathSegment) -> bool {
    segment.ident.to_string().starts_with(char::is_uppercase)
}

/// `usize::min`: what it gives is an integer, which the compiler proves.
fn is_of_integers(path: &ExprPath) -> bool {
    let mut segments = path.path.segments.iter().rev();
    let makes_one = segments.next().is_some_and(|last| OF_INTEGERS.iter().any(|name| last.ident == name));
    let owner = segments.next().is_some_and(|owner| rules::DISCRETE.iter().any(|ty| owner.ident == ty));
    makes_one && owner && segments.next().is_none()
}

/// `Point(x, y)`: a struct, field by field.
pub fn is_constructor(path: &ExprPath) -> bool {
    path.qself.is_none() && path.path.segments.last().is_some_and(is_type)
}

/// `m::g::gradient`, taken apart: what stands before the last segment is a function, unless it looks like a type, or like a module that is known.
fn derivative_of(path: &ExprPath) -> Option<(ExprPath, &Ident)> {
    if path.qself.is_some() {
        return None;
    }
    let mut function = path.clone();
    function.path.segments.pop();
    let before = function.path.segments.pop()?;
    let is_function = !before.ident.to_string().starts_with(char::is_uppercase)
        && !["self", "super", "crate"].iter().any(|module| before.ident == module);
    function.path.segments.push(before);
    Some((function, &path.path.segments.last()?.ident)).filter(|_| is_function)
}

/// Derivatives that cannot be differentiated, and what to call instead.
fn refused_derivative(path: &ExprPath) -> Option<String> {
    const INSTEAD: [(&str, &str); 9] = [
        ("jacfwd", "jacobian"),
        ("jacrev", "jacobian"),
        ("value_and_jacfwd", "value_and_jacobian"),
        ("value_and_jacrev", "value_and_jacobian"),
        ("jacobian_into", "jacobian"),
        ("hvp", "hessian"),
        ("vhp", "hessian"),
        ("value_gradient_and_hessian", "hessian"),
        ("pullback", "vjp"),
    ];
    let (_, name) = derivative_of(path)?;
    let (_, instead) = INSTEAD.into_iter().find(|(refused, _)| name == refused)?;
    Some(format!("`{name}` cannot be differentiated; call `{instead}`, which can"))
}

/// `dot(y, y)`: a reference that is passed twice is not written to.
fn only_read(first: &mut Argument, one: &Expr, second: &mut Argument, other: &Expr) {
    let (Argument::Borrow { lending: first, place }, Argument::Borrow { lending: second, place: again }) =
        (first, second)
    else {
        return;
    };
    let same = place.base == again.base && root(one).is_some_and(|name| Some(name) == root(other));
    if same && *first != Lending::Mutable && *second != Lending::Mutable {
        (*first, *second) = (Lending::Shared, Lending::Shared);
    }
}

/// The variable that a place starts at.
fn root(expression: &Expr) -> Option<&Ident> {
    match expression {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(reference) => root(&reference.expr),
        Expr::Paren(paren) => root(&paren.expr),
        Expr::Group(group) => root(&group.expr),
        Expr::Unary(unary) => root(&unary.expr),
        Expr::Index(index) => root(&index.expr),
        Expr::Field(field) => root(&field.base),
        _ => None,
    }
}

/// `TABLE[a..b]`, `g(x)[..]`.
pub fn is_slice_of(expression: &Expr) -> bool {
    matches!(expression, Expr::Index(index) if matches!(unparenthesised(&index.index), Expr::Range(_)))
}

fn plain(path: &syn::Path) -> syn::Path {
    let mut path = path.clone();
    path.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
    path
}

/// `Box::new`, `Rc::new`: what holds a function is no function.
fn is_of_container(path: &ExprPath) -> bool {
    const CONTAINERS: &[&str] = &["Arc", "Box", "Cell", "Option", "Rc", "RefCell", "Vec", "VecDeque"];
    let owner = path.path.segments.iter().rev().nth(1);
    owner.is_some_and(|owner| CONTAINERS.contains(&owner.ident.to_string().as_str()))
}

/// Items stand in a block.
pub fn has_items(block: &syn::Block) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_item(&mut self, _: &'ast syn::Item) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_block(block);
    search.0
}
