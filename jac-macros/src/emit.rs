//! Emission: from IR to Rust.

mod callable;
mod calls;
mod loops;
mod operators;
mod vectors;

use std::cell::RefCell;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use syn::spanned::Spanned;

use crate::ir::*;
use crate::lower::substitute;

pub struct Emitter<'a> {
    /// The name of the runtime inside of the generated function.
    pub jac: Ident,
    /// The name of the function, beside which stand traits that report mistakes.
    pub namesake: Ident,
    pub function: &'a Function,
    /// What may vary in each sweep: what varies with all of it needs no guard.
    pub all: Vec<Mask>,
    /// The name of the tape.
    pub tape: Ident,
    /// A name for the slot of a trace, and one for a trip count.
    pub slot: Ident,
    pub count: Ident,
    /// The const generics of the generated function, for each sweep: the number of lanes, and the inputs that vary.
    pub sweeps: Vec<SweepGenerics>,
    /// The conditions that hold where the emitter stands.
    pub known: RefCell<Vec<Condition>>,
    /// Memory that was recorded: a reference to it where the emitter stands.
    pub referenced: RefCell<Vec<Var>>,
}

/// The number of lanes of a sweep, and the inputs that vary in it.
#[derive(Clone)]
pub struct SweepGenerics {
    pub width: Ident,
    pub mask: Ident,
}

/// Precedence of what is printed: an operand of a lower one is put in parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Choice,
    Sum,
    Product,
    Prefix,
    Atom,
}

impl Emitter<'_> {
    pub fn ident(&self, var: Var) -> Ident {
        self.function.variables[var.0].ident.clone()
    }

    pub fn block(&self, block: &Block) -> TokenStream {
        block.statements.iter().map(|statement| self.statement(statement)).collect()
    }

    pub fn operand(&self, operand: &Operand) -> TokenStream {
        self.operand_at(operand, Level::Choice)
    }

    fn operand_at(&self, operand: &Operand, least: Level) -> TokenStream {
        match operand {
            Operand::Var(var) => self.ident(*var).into_token_stream(),
            Operand::Constant(tokens) => {
                let negative = tokens.clone().into_iter().next().is_some_and(|token| token.to_string() == "-");
                if negative && least > Level::Product { quote!((#tokens)) } else { tokens.clone() }
            }
            Operand::Nested(value) => {
                let (tokens, level) = self.levelled(value);
                if level < least { quote!((#tokens)) } else { tokens }
            }
        }
    }

    pub fn rvalue(&self, value: &Rvalue) -> TokenStream {
        self.levelled(value).0
    }

    fn levelled(&self, value: &Rvalue) -> (TokenStream, Level) {
        let jac = &self.jac;
        let list = |operands: &[Operand]| -> Vec<TokenStream> {
            operands.iter().map(|operand| self.operand(operand)).collect()
        };
        let tokens = match value {
            Rvalue::Use(Operand::Nested(value)) => return self.levelled(value),
            Rvalue::Use(operand) => self.operand(operand),
            Rvalue::Load(place) => self.place(place),
            Rvalue::Clone(place) => {
                let place = self.borrowed(place);
                quote!(#jac::snapshot(#place))
            }
            Rvalue::Held(place) => {
                let place = self.borrowed(place);
                quote!(#jac::hold(#place))
            }
            Rvalue::Kept { method, receiver, copied } => self.kept(method, receiver, copied),
            Rvalue::VecLiteral(operands) => {
                let operands = list(operands);
                quote!(#jac::vec![#(#operands),*])
            }
            Rvalue::Length(place) => {
                let place = self.place(place);
                quote!(#place.len())
            }
            Rvalue::Within(place) => {
                let place = self.borrowed(place);
                quote!(_ = #place)
            }
            Rvalue::Path { of, index } => {
                let (of, index) = (self.borrowed(of), self.operand(index));
                // Where the index stands, in case that there is none.
                let path = Ident::new("path", index.span());
                quote!(#jac::#path(#of, #index))
            }
            Rvalue::Negate(operand) => {
                let operand = self.operand_at(operand, Level::Prefix);
                return (quote!(-#operand), Level::Prefix);
            }
            Rvalue::Binary(op, left, right) => {
                let (op, level, above) = precedence(*op);
                let left = self.operand_at(left, level);
                let right = self.operand_at(right, above);
                return (quote!(#left #op #right), level);
            }
            Rvalue::Elementary { spelling, arguments, .. } => match spelling {
                Spelling::Method(name) => {
                    let receiver = self.operand_at(&arguments[0], Level::Atom);
                    let rest = list(&arguments[1..]);
                    quote!(#receiver.#name(#(#rest),*))
                }
                Spelling::Path(path) => {
                    let arguments = list(arguments);
                    quote!(#path(#(#arguments),*))
                }
            },
            Rvalue::Operator(operator) => return self.operator(operator),
            Rvalue::Cast(operand, ty, Conversion::From) => {
                let operand = self.operand(operand);
                quote!(#ty::from(#operand))
            }
            Rvalue::Cast(operand, ty, Conversion::Cast) => {
                let operand = self.operand_at(operand, Level::Atom);
                return (quote!(#operand as #ty), Level::Sum);
            }
            Rvalue::Array(operands) => {
                let operands = list(operands);
                quote!([#(#operands),*])
            }
            Rvalue::Repeat(operand, length) => {
                let operand = self.operand(operand);
                quote!([#operand; #length])
            }
            Rvalue::Tuple(operands) => {
                let operands = list(operands);
                quote!((#(#operands,)*))
            }
            // As a tuple struct is written.
            Rvalue::Struct(StructLiteral { path, fields, base: None }) if are_numbered(fields) => {
                let fields = fields.iter().map(|(_, operand)| self.operand(operand));
                quote!(#path(#(#fields),*))
            }
            Rvalue::Struct(StructLiteral { path, fields, base }) => {
                let fields = fields.iter().map(|(member, operand)| {
                    let operand = self.operand(operand);
                    quote!(#member: #operand)
                });
                let base = base.as_ref().map(|base| {
                    let base = self.operand(base);
                    quote!(..#base)
                });
                quote!(#path { #(#fields,)* #base })
            }
            Rvalue::Wrap(wrapper, operand) => {
                let operand = self.operand(operand);
                match wrapper {
                    Wrapper::Some => quote!(::core::option::Option::Some(#operand)),
                    Wrapper::Ok => quote!(::core::result::Result::Ok(#operand)),
                }
            }
            Rvalue::Unwrap(operand) => {
                let operand = self.operand(operand);
                quote!(#jac::inside(#operand))
            }
            Rvalue::VecRepeat(operand, count) => {
                let operand = self.operand(operand);
                let count = self.operand(count);
                quote!(#jac::vec![#operand; #count])
            }
            Rvalue::Opaque(opaque) => {
                let expression = substitute(&opaque.expression, &|var| self.ident(var));
                return (quote!(#expression), Level::Sum);
            }
            Rvalue::Runtime(name, operands) => self.runtime_call(name, operands),
            Rvalue::Vector(VectorOp::When(mask, value)) => return self.when(*mask, value),
            Rvalue::Vector(vector) => self.vector(vector),
            Rvalue::Slice(slice) => return (self.slice(slice), Level::Choice),
            Rvalue::Runs(range) => return (self.runs(range), Level::Choice),
        };
        (tokens, Level::Atom)
    }

    fn runtime_call(&self, name: &str, operands: &[Operand]) -> TokenStream {
        let jac = &self.jac;
        let operands: Vec<TokenStream> = operands.iter().map(|operand| self.operand(operand)).collect();
        let ident = Ident::new(name, proc_macro2::Span::call_site());
        match name {
            "Some" => quote!(::core::option::Option::Some(#(#operands),*)),
            "empty" => quote!(#jac::empty()),
            "as_float" | "is_seeded" => quote!(#jac::#ident(&#(#operands)*)),
            "fixed_trace" | "optional_trace" => match operands.as_slice() {
                [length, many, key] => {
                    let declared = (key.to_string() != "()").then(|| quote!(struct #key;));
                    quote!({ #declared <#jac::Bounded<#many> as #jac::Traces>::#ident::<#key, _, #length>() })
                }
                _ => quote!(#jac::#ident::<_, #(#operands)*>()),
            },
            _ => quote!(#jac::#ident(#(#operands),*)),
        }
    }

    pub fn place(&self, place: &Place) -> TokenStream {
        self.place_for(place, false)
    }

    fn place_for(&self, place: &Place, is_written: bool) -> TokenStream {
        let mut tokens = self.ident(place.base).into_token_stream();
        if place.projections.is_empty() && self.referenced.borrow().contains(&place.base) {
            tokens = quote!((*#tokens));
        }
        if self.function.variables[place.base.0].kind == Kind::Kept {
            let tape = &self.tape;
            tokens = quote!((*#tape.kept(#tokens)));
        }
        let is_companion = self.function.variables[place.base.0].vector;
        self.selected(tokens, is_companion, &place.projections, is_written)
    }

    /// The part of something that is made as the base of the place is.
    pub(crate) fn projected(&self, tokens: TokenStream, place: &Place) -> TokenStream {
        let is_companion = self.function.variables[place.base.0].vector;
        self.selected(tokens, is_companion, &place.projections, false)
    }

    pub(crate) fn part_of_companion(&self, tokens: TokenStream, part: &Projection, is_written: bool) -> TokenStream {
        self.selected(tokens, true, std::slice::from_ref(part), is_written)
    }

    /// A part of a shape that is changed, which has the fields of companions.
    fn part_of_shape(&self, tokens: TokenStream, projections: &[Projection]) -> TokenStream {
        self.selected(tokens, true, projections, true)
    }

    fn selected(
        &self,
        mut tokens: TokenStream,
        is_companion: bool,
        projections: &[Projection],
        is_written: bool,
    ) -> TokenStream {
        for projection in projections {
            tokens = match projection {
                Projection::Field(member) => quote!(#tokens.#member),
                Projection::Index(index) => {
                    let index = self.operand(index);
                    quote!(#tokens[#index])
                }
                Projection::Slice { low, high, inclusive } => {
                    let low = low.as_ref().map(|low| self.operand_at(low, Level::Product));
                    let high = high.as_ref().map(|high| self.operand_at(high, Level::Product));
                    if *inclusive { quote!(#tokens[#low..=#high]) } else { quote!(#tokens[#low..#high]) }
                }
                Projection::Deref => quote!((*#tokens)),
                Projection::Inside if is_written => quote!((*#tokens.jac_within_mut())),
                Projection::Inside => quote!((*#tokens.jac_within())),
                Projection::Held(held) if is_companion => {
                    let name = crate::derive::field_hash(&held.field());
                    let select = if is_written { quote!(jac_held_mut) } else { quote!(jac_held) };
                    quote!((*#tokens.#select::<#name>()))
                }
                Projection::Held(Held { path, member }) => {
                    let lend = if is_written { quote!(jac_lent_mut) } else { quote!(jac_lent) };
                    quote!((*match #tokens.#lend() { #path { #member: held, .. } => held, _ => ::core::unreachable!() }))
                }
                Projection::Array(length) => {
                    let (jac, length) = (&self.jac, length.iter());
                    quote!((*#jac::chunk #(::<_, { #length }>)* (&#tokens)))
                }
            };
        }
        tokens
    }

    /// A place that is written.
    fn written(&self, place: &Place) -> TokenStream {
        let Some((Projection::Array(length), rest)) = place.projections.split_last() else {
            return self.place_for(place, true);
        };
        let slice = self.place_for(&Place { base: place.base, projections: rest.to_vec() }, true);
        let (jac, length) = (&self.jac, length.iter());
        quote!((*#jac::chunk_mut #(::<_, { #length }>)* (&mut #slice)))
    }

    fn borrowed(&self, place: &Place) -> TokenStream {
        let is_reference = matches!(self.function.variables[place.base.0].kind, Kind::Reference { .. });
        let place_tokens = self.place(place);
        if is_reference && place.projections.is_empty() { quote!(#place_tokens) } else { quote!(&#place_tokens) }
    }

    fn pattern(&self, vars: &[Var]) -> TokenStream {
        let idents: Vec<Ident> = vars.iter().map(|var| self.ident(*var)).collect();
        match idents.as_slice() {
            [single] => quote!(#single),
            idents => quote!((#(#idents),*)),
        }
    }

    fn statement(&self, statement: &Statement) -> TokenStream {
        let jac = &self.jac;
        match statement {
            Statement::Let { var, value: Rvalue::Clone(place), .. }
                if self.function.variables[var.0].kind == Kind::Kept =>
            {
                let (ident, tape, place) = (self.ident(*var), &self.tape, self.borrowed(place));
                match self.is_read(*var) {
                    Some(is_read) => quote!(let #ident = #tape.keep_if(#place, #is_read);),
                    None => quote!(let #ident = #tape.keep(#place);),
                }
            }
            Statement::Let { var, value: Rvalue::Held(place), .. }
                if self.function.variables[var.0].kind == Kind::Kept =>
            {
                let (ident, tape, place) = (self.ident(*var), &self.tape, self.borrowed(place));
                quote!(let #ident = #tape.hold(#place);)
            }
            Statement::Let { var, annotation, value } => {
                let mutable = (self.function.variables[var.0].kind == Kind::Memory).then(|| quote!(mut));
                let ident = self.ident(*var);
                let annotation = annotation.as_ref().map(|ty| quote!(: #ty));
                let value = self.rvalue(value);
                quote!(let #mutable #ident #annotation = #value;)
            }
            Statement::Declare { var, annotation } => {
                let ident = self.ident(*var);
                let annotation = annotation.as_ref().map(|ty| quote!(: #ty));
                quote!(let mut #ident #annotation;)
            }
            Statement::Mutable { var, value } => {
                let ident = self.ident(*var);
                let value = self.rvalue(value);
                quote!(let mut #ident = #value;)
            }
            Statement::Assign { var, value } => {
                let ident = self.ident(*var);
                let value = self.operand(value);
                quote!(#ident = #value;)
            }
            Statement::Update { var, value } => {
                let ident = self.ident(*var);
                let value = self.rvalue(value);
                quote!(#ident = #value;)
            }
            Statement::AddTo { var, value } => {
                let ident = self.ident(*var);
                let value = self.rvalue(value);
                quote!(#jac::add_to(&mut #ident, #value);)
            }
            Statement::Accumulate { place, value } => {
                let place = self.borrowed(place);
                let value = self.rvalue(value);
                quote!(#jac::accumulate(#place, #value);)
            }
            Statement::Initialise { place, value, told_by, lists } => {
                let told = told_by.map(|bit| {
                    let (mask, bit) = (&self.sweeps[0].mask, Literal::u128_unsuffixed(bit));
                    quote!(#mask & #bit != 0)
                });
                let lists = lists.iter().map(|list| {
                    let list = self.borrowed(list);
                    quote!(#jac::is_list(#list))
                });
                let conditions: Vec<TokenStream> = told.into_iter().chain(lists).collect();
                let place = self.borrowed(place);
                let value = self.rvalue(value);
                match conditions.as_slice() {
                    [] => quote!(#jac::initialise(#place, #value);),
                    conditions => quote!(#jac::accumulate_first(#(#conditions)&&*, #place, #value);),
                }
            }
            Statement::Evaluate(value) => {
                let value = self.rvalue(value);
                quote!(#value;)
            }
            Statement::Require { requirement, operand, span } => {
                let requirement = Ident::new(requirement, *span);
                let operand = self.operand(operand);
                // The error is to stand at the span, wherever the operand's name comes from.
                let checked = Ident::new(&self.slot.to_string(), *span);
                quote_spanned!(*span=> { let #checked = &#operand; #jac::#requirement(#checked); })
            }
            Statement::Guard(wanted, block) => {
                let condition = self.condition(*wanted);
                let block = self.under(*wanted, || self.block(block));
                quote!(if #condition { #block })
            }
            Statement::Store { place, op, value } => {
                let place = self.written(place);
                let value = self.operand(value);
                match op {
                    None => quote!(#place = #value;),
                    Some(Op::Add) => quote!(#place += #value;),
                    Some(Op::Sub) => quote!(#place -= #value;),
                    Some(Op::Mul) => quote!(#place *= #value;),
                    Some(Op::Div) => quote!(#place /= #value;),
                    Some(Op::Rem) => quote!(#place %= #value;),
                }
            }
            Statement::Push { place, value } => {
                let (place, value) = (self.written(place), self.operand(value));
                quote!(#place.push(#value);)
            }
            Statement::Truncate { place, length } => {
                let (place, length) = (self.written(place), self.operand(length));
                quote!(#place.truncate(#length);)
            }
            Statement::Resize { space, projections, change } => {
                let shape = self.shape(&Place { base: *space, projections: projections.clone() });
                match change {
                    Resizing::Longer(operand) => {
                        let operand = self.operand(operand);
                        quote!(#jac::lengthen(&mut #shape, &#operand);)
                    }
                    Resizing::Shorter(operand) => {
                        let operand = self.operand(operand);
                        quote!(#jac::shorten(&mut #shape, #operand);)
                    }
                    Resizing::Measured(place) => {
                        let is_slice = matches!(place.projections.last(), Some(Projection::Slice { .. }));
                        let measure = if is_slice { quote!(measure_each) } else { quote!(measure) };
                        let place = self.place(place);
                        quote!(#jac::#measure(&mut #shape, &#place);)
                    }
                    Resizing::Exchanged(other) => {
                        let first = Place { base: *space, projections: projections.clone() };
                        self.exchange_shapes(&first, other)
                    }
                }
            }
            Statement::Swap { first, second } => self.exchange(first, second, |place| self.written(place)),
            Statement::RequireTaken { place, taken: TakenFor::Copied(copy), .. } => {
                let (place, copy) = (self.place(place), self.ident(*copy));
                quote!(#jac::Copied(&#place, &#copy).jac_is_copy();)
            }
            Statement::RequireTaken { place, taken, span } => {
                let place = self.place(place);
                let list = Ident::new(if *taken == TakenFor::Whole { "seen_whole" } else { "list" }, *span);
                // It is never run: an index may be out of bounds, which is for the method to say. The error is to stand at the span.
                let checked = Ident::new(&self.slot.to_string(), *span);
                quote_spanned!(*span=> if false { let #checked = &#place; #jac::#list(#checked); })
            }
            Statement::RequireAlike { first, second } => {
                let (first, second) = (self.place(first), self.place(second));
                quote!(#jac::require_alike(&#first, &#second);)
            }
            Statement::Append { place, value } => {
                let (place, value) = (self.written(place), self.rvalue(value));
                quote!(#place.extend(#value);)
            }
            Statement::Reshape { place, value } => {
                let (place, value) = (self.written(place), self.rvalue(value));
                quote!(#place = #value;)
            }
            Statement::Replace { place, value } => {
                let place = self.written(place);
                let value = self.operand(value);
                quote!(#jac::replace(#value, &mut #place);)
            }
            Statement::If { condition, then, otherwise, joins } => self.branch(condition, then, otherwise, joins),
            Statement::For(for_loop) => self.for_loop(for_loop),
            Statement::Call(call) => self.call(call),
            Statement::Derived(derived) => self.derived(derived),
            Statement::PullCall { pullback, results, arguments } => self.pull_call(*pullback, results, arguments),
            Statement::Split { place, at, halves } => {
                let (place, at) = (self.written(place), self.operand(at));
                let [left, right] = halves.map(|half| self.ident(half));
                quote!(let (#left, #right) = #place.split_at_mut(#at);)
            }
            Statement::Operate(operate) => self.operate(operate),
            Statement::Pull(pull) => self.pull(pull),
        }
    }

    /// The shape in a kept space.
    fn shape(&self, place: &Place) -> TokenStream {
        let space = self.ident(place.base);
        self.part_of_shape(quote!((*#space.shape_mut())), &place.projections)
    }

    /// Two shapes in one kept space, which is borrowed once.
    fn exchange_shapes(&self, first: &Place, second: &Place) -> TokenStream {
        if first.base != second.base {
            return self.exchange(first, second, |place| self.shape(place));
        }
        let space = self.ident(first.base);
        let part = |place: &Place| self.part_of_shape(quote!((*__jac_shape)), &place.projections);
        let exchange = self.exchange(first, second, part);
        quote!({ let __jac_shape = #space.shape_mut(); #exchange })
    }

    /// Two elements of one array cannot be borrowed at the same time.
    fn exchange(&self, first: &Place, second: &Place, print: impl Fn(&Place) -> TokenStream) -> TokenStream {
        if let (Some((Projection::Index(one), rest)), Some((Projection::Index(other), _))) =
            (first.projections.split_last(), second.projections.split_last())
            && first.base == second.base
            && same_projections(rest, &second.projections[..second.projections.len() - 1])
        {
            let array = print(&Place { base: first.base, projections: rest.to_vec() });
            let (one, other) = (self.operand(one), self.operand(other));
            return quote!(#array.swap(#one, #other););
        }
        let (first, second) = (print(first), print(second));
        quote!(::core::mem::swap(&mut #first, &mut #second);)
    }

    fn is_wrapped(&self, pullback: Var) -> bool {
        self.function.reverse.as_ref().is_some_and(|reverse| reverse.wrapped.contains(&pullback))
    }

    fn branch(&self, condition: &Operand, then: &Block, otherwise: &Block, joins: &[Join]) -> TokenStream {
        let condition = self.operand(condition);
        let then_block = self.block(then);
        let otherwise_block = self.block(otherwise);
        if joins.is_empty() {
            if otherwise.statements.is_empty() {
                return quote!(if #condition { #then_block });
            }
            return quote!(if #condition { #then_block } else { #otherwise_block });
        }
        let vars: Vec<Var> = joins.iter().map(|join| join.var).collect();
        let pattern = self.pattern(&vars);
        let values = |side: fn(&Join) -> &Operand| {
            let values: Vec<TokenStream> = joins.iter().map(|join| self.operand(side(join))).collect();
            match values.as_slice() {
                [single] => quote!(#single),
                values => quote!((#(#values),*)),
            }
        };
        let then_values = values(|join| &join.then);
        let otherwise_values = values(|join| &join.otherwise);
        quote! {
            let #pattern = if #condition { #then_block #then_values } else { #otherwise_block #otherwise_values };
        }
    }
}

/// The sign of an operator, its level, and that of its right operand.
fn precedence(op: Op) -> (TokenStream, Level, Level) {
    match op {
        Op::Add => (quote!(+), Level::Sum, Level::Product),
        Op::Sub => (quote!(-), Level::Sum, Level::Product),
        Op::Mul => (quote!(*), Level::Product, Level::Prefix),
        Op::Div => (quote!(/), Level::Product, Level::Prefix),
        Op::Rem => (quote!(%), Level::Product, Level::Prefix),
    }
}

/// The name of the tangent, or of the forward sweep and its tangents.
pub fn derivative_name(is_pullback: bool, order: usize) -> String {
    let first = if is_pullback { "__pullback" } else { "__tangent" };
    first.to_owned() + &"_tangent".repeat(order - 1)
}

/// The trait that tells that a function has derivatives of an order.
pub fn order_mark(order: usize) -> Option<&'static str> {
    [None, None, Some("OfSecondOrder"), Some("OfThirdOrder"), Some("OfFourthOrder")].get(order).copied().flatten()
}

pub fn one_or_tuple<T: ToTokens>(items: &[T]) -> TokenStream {
    match items {
        [single] => quote!(#single),
        items => quote!((#(#items),*)),
    }
}

/// The fields 0, 1, and so on, in this order.
fn are_numbered(fields: &[(syn::Member, Operand)]) -> bool {
    let is_numbered = |(position, (member, _)): (usize, &(syn::Member, Operand))| match member {
        syn::Member::Unnamed(index) => index.index as usize == position,
        syn::Member::Named(_) => false,
    };
    !fields.is_empty() && fields.iter().enumerate().all(is_numbered)
}
