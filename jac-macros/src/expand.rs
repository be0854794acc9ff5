//! The spine: from the attribute and the item to the item and what stands beside it.

use std::rc::Rc;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ItemFn;

use crate::analysis::activity::Activity;
use crate::analysis::dependence::Table;
use crate::analysis::layout::Layouts;
use crate::analysis::{activity, called, dependence, diagonal, layout, memory, resized, types};
use crate::closures::Surroundings;
use crate::cycles::Expanded;
use crate::emit::SweepGenerics;
use crate::errors::Errors;
use crate::hygiene::{Names, identifiers};
use crate::ir::{
    Argument, Block, Call, Callee, Code, Derived, Function, Kind, Lending, Operand, Parameter, Passing, Place,
    Projection, Statement, Var, name_of_unseen, without_arguments,
};
use crate::lists;
use crate::local;
use crate::lower::{lower, lower_unread, mentions_arrays, name_types, ungroup};
use crate::moves;
use crate::operators;
use crate::options;
use crate::paths;
use crate::replaced;
use crate::spaces;
use crate::ssa;
use crate::surface::{
    CalledByName, Derivation, Derivative, Subject, Surface, held_lifetimes, name_held_lifetimes, own_arguments,
    without_function_types,
};
use crate::transform::{
    adjoint, chosen, demand, eliminate, flatten, initialise, joint, linear, narrowed, nest, record, reuse, separate,
    spread, tangent,
};

pub fn expand(attribute: TokenStream, tokens: TokenStream, expanded: &mut Expanded) -> TokenStream {
    if let Ok(block) = syn::parse2(tokens.clone()) {
        return crate::block::expand(attribute, tokens, block, expanded);
    }
    if let Ok(item) = syn::parse2(tokens.clone()) {
        return crate::through::expand(attribute, item, expanded);
    }
    let mut errors = Errors::default();
    let mut options = options::parse(attribute.clone(), &mut errors);
    let mut item: ItemFn = match syn::parse2(tokens.clone()) {
        Ok(item) => item,
        Err(error) => {
            errors.push(not_a_function(&tokens).unwrap_or(error));
            let errors = errors.into_compile_errors();
            return quote!(#tokens #errors);
        }
    };
    ungroup(&mut item);
    if !options::break_cycles(&attribute) && expanded.closes_cycle(&item) {
        options.recursive = Some(item.sig.ident.span());
    }
    expanded.note_function(&item);
    let written = identifiers(tokens.clone());
    options.writing = Rc::new(expanded.writing(&written));
    options.traits = Rc::new(expanded.traits(&written));
    options.traits_of_numbers = Rc::new(expanded.traits_of_numbers(&written));
    options.makers = Rc::new(expanded.makers(&written));
    options.functions = Rc::new(expanded.functions(&written));
    // Generated names are neither those of the function nor those of its options.
    let mut names = Names::new(quote!(#attribute #item));
    let subject = Subject::function(&item);
    name_types(&mut item, &mut names);
    let beside = match derivatives(&item, subject, &options, &mut names, &mut errors) {
        Some(derivatives) if errors.is_empty() => derivatives.items,
        _ if item.sig.receiver().is_some() => errors.into_compile_errors(),
        _ => crate::surface::stub(&item.sig.ident, &item.vis, &errors.into_compile_errors()),
    };
    // The function as written: to the token, or macros lose their grouping.
    quote!(#tokens #beside)
}

fn not_a_function(tokens: &TokenStream) -> Option<syn::Error> {
    if let Ok(item) = syn::parse2::<syn::TraitItemFn>(tokens.clone())
        && item.default.is_none()
    {
        return Some(syn::Error::new(item.sig.ident.span(), "a function without a body cannot be differentiated"));
    }
    Some(match syn::parse2(tokens.clone()).ok()? {
        syn::Item::Struct(_) => syn::Error::new(
            proc_macro2::Span::call_site(),
            "`#[differentiable]` goes on a function; a struct has `#[derive(Differentiable)]`, and its options behind that",
        ),
        _ => syn::Error::new(proc_macro2::Span::call_site(), "`#[differentiable]` goes on a function"),
    })
}

pub struct Derivatives {
    /// The type with the derivatives, and what stands beside it.
    pub items: TokenStream,
    /// The type parameters that stand for floats.
    pub floats: Vec<Ident>,
    /// Those that stand for other types, some of which varies.
    pub varying: Vec<Ident>,
}

/// The type with the derivatives of a function, unless there are errors.
pub fn derivatives(
    item: &ItemFn,
    subject: Subject,
    options: &options::Options,
    names: &mut Names,
    errors: &mut Errors,
) -> Option<Derivatives> {
    let (mut function, table, derivation) = if options.inactive.is_some() {
        of_inactive(item, &subject, options, names, errors)?
    } else if options.replace_body() {
        of_rules(item, options, names, errors)?
    } else {
        of_body(item, options, names, errors)?
    };
    let all = activity::inputs(&function);
    let span = proc_macro2::Span::call_site();
    // Behind them, the compiler takes a type of that name for an argument, of which there may be one around: no types are named like this.
    let sweeps = (0..options.order).map(|sweep| {
        let (width, mask) = match sweep {
            0 => ("WIDTH".to_owned(), "MASK".to_owned()),
            1 => ("WIDTHS".to_owned(), "DOTS".to_owned()),
            sweep => (format!("WIDTHS{sweep}"), format!("DOTS{sweep}")),
        };
        SweepGenerics { width: names.fresh(&width, span), mask: names.fresh(&mask, span) }
    });
    let sweeps = sweeps.collect();
    let (jac, tape) = (names.fresh("jac", span), names.fresh("tape", span));
    let recursive = function.recursive || options.recursive.is_some();
    let mut called_by_name = CalledByName::default();
    called_by_name.collect(&function.body);
    if let Derivation::OfBody { derivatives, .. } = &derivation {
        derivatives.iter().for_each(|derivative| called_by_name.collect_unseen(&derivative.function.body));
    }
    let called = match &derivation {
        Derivation::OfBody { called, .. } => called.as_slice(),
        Derivation::OfRules => &[],
    };
    let mut item = without_function_types(item);
    name_held_lifetimes(&mut item, &mut function.parameters);
    let written = item.sig.generics.clone();
    let varying = known_by_traits_that_vary(&function);
    require_spaces(&mut item, &function, options);
    let item = &item;
    let surface = Surface {
        called,
        called_by_name: &called_by_name,
        subject,
        item,
        options,
        parameters: &function.parameters,
        all,
        starting_at_zero: derivation.starting_at_zero(),
        table: &table,
        recursive,
        floats: &function.floats,
        varying: &varying,
        written: &written,
        arguments: own_arguments(&item.sig.generics),
        sweeps,
        jac,
        tape,
    };
    let items = surface.expand(&derivation, names);
    if options.show {
        crate::show::show(&items);
    }
    Some(Derivatives { items, floats: function.floats, varying })
}

/// The type parameters that stand for other types than floats, some of which varies.
fn known_by_traits_that_vary(function: &Function) -> Vec<Ident> {
    let varies = |name: &&Ident| {
        let mut varying = function.parameters.iter().filter(|parameter| parameter.differentiable);
        varying.any(|Parameter { ty, .. }| identifiers(quote!(#ty)).contains(&name.to_string()))
    };
    function.known_by_traits.iter().filter(varies).cloned().collect()
}

/// That the types of what varies have tangent spaces, and that of the result.
fn require_spaces(item: &mut ItemFn, function: &Function, options: &options::Options) {
    let varies = |parameter: &&Parameter| parameter.differentiable && parameter.callable.is_none();
    let inputs = function.parameters.iter().filter(varies).map(|parameter| &parameter.ty);
    let result = match &item.sig.output {
        syn::ReturnType::Type(_, ty) if options.inactive.is_none() => Some(&**ty),
        _ => None,
    };
    let jac = options.facade.runtime();
    let mut predicates = spaces::predicates(inputs.chain(result), &item.sig.generics, &jac);
    let of_parameters = known_by_traits_that_vary(function);
    predicates.extend(
        of_parameters.iter().map(|name| -> syn::WherePredicate { syn::parse_quote!(#name: #jac::Space + 'static) }),
    );
    if !predicates.is_empty() {
        item.sig.generics.make_where_clause().predicates.extend(predicates);
    }
}

fn of_body(
    item: &ItemFn,
    options: &options::Options,
    names: &mut Names,
    errors: &mut Errors,
) -> Option<(Function, Table, Derivation)> {
    let mut function = lower(item, options, names, errors);
    if !errors.is_empty() {
        return None;
    }
    ssa::construct(&mut function, names);
    replaced::resolve(&mut function, names);
    let types = types::analyse(&function, &item.sig, &options.makers);
    types.mark(&mut function);
    lists::settle(&mut function, &types);
    // Elimination looks at operators itself.
    let written = function.clone();
    function.of_arrays = mentions_arrays(item) && function.floats.is_empty();
    let all_of_numbers = options.order > 1 && !function.of_arrays;
    operators::resolve(&mut function, &types, all_of_numbers, names);
    moves::load_copies(&mut function);
    moves::resolve(&mut function, names);
    let mut layouts = layout::analyse(&function);
    reuse::reuse(&mut function, &layouts);
    chosen::choose(&mut function, names);
    layouts = layout::analyse(&function);
    let mut activity = activity::analyse(&function);
    if paths::resolve(&mut function, &types, &activity, names) {
        layouts = layout::analyse(&function);
        activity = activity::analyse(&function);
    }
    resized::mark(&mut function, &layouts);
    activity::check(&function, &activity, errors);
    if !errors.is_empty() {
        return None;
    }
    lists::drop_unvaried(&mut function.body, &activity);
    // A type parameter that stands for data may hold borrows.
    let is_data = |parameter: &syn::TypeParam| !function.floats.contains(&parameter.ident);
    let recursive = function.recursive || options.recursive.is_some();
    let plain = without_function_types(item);
    let holds_borrows = !held_lifetimes(&function.parameters).is_empty();
    let on_tape = !recursive && !holds_borrows && !plain.sig.generics.type_params().any(is_data);
    let traces = record::Traces { on_tape, copies_on_tape: on_tape && options.order == 1, lean: options.order == 1 };
    let mut without_result = plain.clone();
    without_result.sig.output = syn::ReturnType::Default;
    let mut surroundings = Surroundings {
        item: without_result,
        items: function.items.clone(),
        traces,
        all_of_numbers,
        makers: Rc::clone(&options.makers),
        names,
        errors,
        stops: Vec::new(),
        called: Default::default(),
    };
    let mut body = std::mem::take(&mut function.body);
    surroundings.differentiate(&mut body, &activity);
    function.body = body;
    let Surroundings { mut stops, called: called_in_closures, .. } = surroundings;
    if !errors.is_empty() {
        return None;
    }
    local::differentiate(&mut function, &activity, called_in_closures, &item.sig.ident.to_string(), options);
    let called = called::analyse(&function, &activity);
    activity::stops(&function.body, &activity, &mut stops);
    let runtime = options.facade.runtime();
    function.items.extend(stops.iter().map(|path| crate::surface::proof_of_constant(path, &runtime)));
    let memory = memory::analyse(&function, &layouts);
    let table = dependence::analyse(&function, &activity, options.recursive.is_some(), &runtime);
    let mut tangent = tangent::tangent(&function, &activity, &layouts, names);
    if let Some(option) = options.linearize {
        refuse_linearization(&function, option, errors);
    }
    let linear = options.linearize.filter(|_| errors.is_empty()).map(|_| {
        let traces = record::Traces { copies_on_tape: false, lean: false, ..traces };
        linear::linearize(&function, &tangent, &layouts, &memory, traces, names, errors)
    });
    if !errors.is_empty() {
        return None;
    }
    let mut adjoint = adjoint::adjoint(&function, &activity, &types, &layouts, &memory, traces, names);
    let demands = demand::of_parameters(&adjoint);
    let is_diagonal = diagonal::is_diagonal(&function, &activity);
    let elimination = eliminate::eliminate(&written, item, &types, names).map(Box::new);
    let takes_functions = function.parameters.iter().any(|parameter| parameter.callable.is_some());
    let joint = if options.order == 1 && !recursive && !takes_functions { joint::joint(&adjoint, names) } else { None };
    if options.order == 1 {
        narrowed::narrow(&mut tangent, names);
        narrowed::narrow(&mut adjoint, names);
        initialise::initialise_all(&mut adjoint, &types);
        spread::only_what_is_seeded(&mut adjoint, names);
    }
    let joint = joint.map(|mut function| {
        narrowed::narrow(&mut function, names);
        initialise::initialise_all(&mut function, &types);
        nest::nest(&mut function);
        separate::separate(&mut function, names);
        Box::new(Derivative { function, all: vec![activity.all] })
    });
    let linear = linear.map(|function| of_linearization(function, &activity, names));
    let derivatives = of_higher_order(tangent, adjoint, &activity, &layouts, options.order, names);
    Some((
        function,
        table,
        Derivation::OfBody { derivatives, demands, elimination, is_diagonal, joint, linear, called },
    ))
}

/// Reports parameters that a linearization does not take.
fn refuse_linearization(function: &Function, option: proc_macro2::Span, errors: &mut Errors) {
    for parameter in &function.parameters {
        let (_, behind) = crate::lower::passing(&parameter.ty);
        let what = if parameter.callable.is_some() {
            "a function"
        } else if crate::lower::row_type(behind).is_some() {
            "a slice of references"
        } else {
            continue;
        };
        let label = &parameter.label;
        errors.span(
            option,
            format!(
                "a function with {what} as a parameter (`{label}`) cannot be linearized yet; remove `linearize`, and take several tangents \
                 at once: `jacfwd`, or `Function::tangent::<W>`"
            ),
        );
    }
}

fn of_linearization(mut function: Function, activity: &Activity, names: &mut Names) -> Box<Derivative> {
    nest::nest(&mut function);
    separate::separate(&mut function, names);
    Box::new(Derivative { function, all: vec![activity.all] })
}

impl CalledByName {
    fn collect(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Call(call) => self.call(call),
                Statement::If { then, otherwise, .. } => {
                    self.collect(then);
                    self.collect(otherwise);
                }
                Statement::For(for_loop) => self.collect(&for_loop.body),
                _ => {}
            }
        }
    }

    fn call(&mut self, call: &Call) {
        for argument in &call.arguments {
            if let Argument::Function(passed) = argument
                && let Code::Closure(closure) = &passed.code
            {
                self.collect(&closure.function.body);
            }
        }
        match &call.callee {
            Callee::Method { name, .. } if !self.methods.contains(name) => self.methods.push(name.clone()),
            Callee::Associated { path, namesake: None, .. } if path.qself.is_none() && !call.converts() => {
                let stem = call.callee.stem();
                self.functions.extend(stem.filter(|stem| !self.functions.contains(stem)));
            }
            _ => {}
        }
    }

    /// Functions of which derivatives are called.
    fn collect_unseen(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Derived(Derived { call, .. }) => {
                    for argument in &call.arguments {
                        if let Argument::Function(passed) = argument
                            && let Code::Closure(closure) = &passed.code
                            && let Some(derivatives) = &closure.derivatives
                        {
                            self.collect_unseen(&derivatives.tangent.body);
                        }
                    }
                    if let Callee::Function { path, namesake } = &call.callee
                        && let Some(name) = name_of_unseen(namesake)
                    {
                        self.unseen.insert(name.to_string(), (without_arguments(path), name.clone()));
                    }
                }
                Statement::If { then, otherwise, .. } => {
                    self.collect_unseen(then);
                    self.collect_unseen(otherwise);
                }
                Statement::Guard(_, block) => self.collect_unseen(block),
                Statement::For(for_loop) => self.collect_unseen(&for_loop.body),
                _ => {}
            }
        }
    }
}

/// The tangent and the adjoint, and the tangents of the adjoint up to an order, nested.
fn of_higher_order(
    tangent: Function,
    adjoint: Function,
    activity: &Activity,
    layouts: &Layouts,
    order: usize,
    names: &mut Names,
) -> Vec<Derivative> {
    let first = |function| Derivative { function, all: vec![activity.all] };
    let mut derivatives = vec![first(tangent), first(adjoint)];
    for _ in 1..order {
        let Derivative { function, all } = derivatives.last().expect("there are two");
        let (mut function, mut all) = (function.clone(), all.clone());
        flatten::flatten(&mut function, names);
        let activity = activity::of_derivative(&function, activity);
        all.push(activity.all);
        derivatives.push(Derivative { function: tangent::tangent(&function, &activity, layouts, names), all });
    }
    for derivative in &mut derivatives {
        nest::nest(&mut derivative.function);
        separate::separate(&mut derivative.function, names);
    }
    derivatives
}

fn of_rules(
    item: &ItemFn,
    options: &options::Options,
    names: &mut Names,
    errors: &mut Errors,
) -> Option<(Function, Table, Derivation)> {
    let function = lower_unread(item, options, names, errors);
    if let Some(option) = options.linearize {
        refuse_linearization(&function, option, errors);
    }
    let table = Table::unread(item, &function.parameters, true, &options.facade.runtime());
    errors.is_empty().then_some((function, table, Derivation::OfRules))
}

/// The derivatives of a function that has none: it calls the function as written, and nothing varies.
fn of_inactive(
    item: &ItemFn,
    subject: &Subject,
    options: &options::Options,
    names: &mut Names,
    errors: &mut Errors,
) -> Option<(Function, Table, Derivation)> {
    let mut function = lower_unread(item, options, names, errors);
    if !errors.is_empty() {
        return None;
    }
    let result = function.new_variable(names.fresh("value", item.sig.ident.span()), Kind::Value, true);
    function.body = Block { statements: vec![Statement::Call(own_call(&function, subject, item, result))] };
    function.result = (!matches!(item.sig.output, syn::ReturnType::Default)).then_some(Operand::Var(result));
    let table = Table::unread(item, &function.parameters, false, &options.facade.runtime());
    let (activity, layouts) = (activity::none(&function), layout::analyse(&function));
    let (types, memory) = (types::analyse(&function, &item.sig, &options.makers), memory::analyse(&function, &layouts));
    let tangent = tangent::tangent(&function, &activity, &layouts, names);
    let traces = record::Traces { on_tape: false, copies_on_tape: false, lean: false };
    let adjoint = adjoint::adjoint(&function, &activity, &types, &layouts, &memory, traces, names);
    let demands = demand::of_parameters(&adjoint);
    let linear = options.linearize.map(|_| {
        let linear = linear::linearize(&function, &tangent, &layouts, &memory, traces, names, errors);
        of_linearization(linear, &activity, names)
    });
    let derivatives = of_higher_order(tangent, adjoint, &activity, &layouts, options.order, names);
    let (elimination, is_diagonal, joint, called) = (None, false, None, Vec::new());
    Some((
        function,
        table,
        Derivation::OfBody { derivatives, demands, elimination, is_diagonal, joint, linear, called },
    ))
}

/// The function as written, called with its parameters.
fn own_call(function: &Function, subject: &Subject, item: &ItemFn, result: Var) -> Call {
    let arguments = function.parameters.iter().map(|parameter| match parameter.passing {
        Passing::Value => Argument::Value(Operand::Var(parameter.var)),
        _ => Argument::Borrow {
            lending: Lending::Shared,
            place: Place { base: parameter.var, projections: vec![Projection::Deref] },
        },
    });
    let path = &subject.path;
    Call::of(Callee::function(syn::parse_quote!(#path)), arguments.collect(), result, item.sig.ident.span())
}
