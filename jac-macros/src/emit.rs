//! Emission: from IR to Rust.

mod calls;

use std::cell::RefCell;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::ir::*;
use crate::lower::substitute;

pub struct Emitter<'a> {
    /// The name of the runtime inside of the generated function.
    pub jac: Ident,
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

mod operators;

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
            Rvalue::Cast(operand, ty) => {
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
            "as_float" => quote!(#jac::as_float(&#(#operands)*)),
            "fixed_trace" => quote!(#jac::fixed_trace::<_, #(#operands)*>()),
            _ => quote!(#jac::#ident(#(#operands),*)),
        }
    }

    fn vector(&self, vector: &VectorOp) -> TokenStream {
        let jac = &self.jac;
        let slot = &self.slot;
        match vector {
            VectorOp::Zero => quote!(#jac::zero()),
            VectorOp::CapacityLike { like, length, sweep } => {
                let (like, length) = (self.operand(like), self.operand(length));
                let width = &self.sweeps[*sweep].width;
                quote!(#jac::with_capacity_like::<_, #width>(&#like, #length))
            }
            VectorOp::ZeroLike(operand, sweep) => {
                let operand = self.operand(operand);
                let width = &self.sweeps[*sweep].width;
                quote!(#jac::zero_like::<_, #width>(&#operand))
            }
            VectorOp::Each { dot, lane, value } => {
                let (dot, lane, value) = (self.operand(dot), self.ident(*lane), self.rvalue(value));
                quote!(#jac::each(#dot, |#lane| #value))
            }
            VectorOp::When(mask, value) => self.when(*mask, value).0,
            VectorOp::WhenElseLike { condition: wanted, value, like, sweep } => {
                let condition = self.condition(*wanted);
                let value = self.under(*wanted, || self.rvalue(value));
                let (like, width) = (self.operand(like), &self.sweeps[*sweep].width);
                quote!(if #condition { #value } else { #jac::zero_like::<_, #width>(&#like) })
            }
            VectorOp::Get(place) => {
                let place = self.borrowed(place);
                quote!(#jac::get(#place))
            }
            VectorOp::Collect(place) => {
                let place = self.place(place);
                quote!(#jac::into_value(#place))
            }
            VectorOp::Take(place) => {
                let place = self.borrowed(place);
                quote!(#jac::take(#place))
            }
            VectorOp::Pop(place) => {
                let place = self.place(place);
                quote!(#jac::pop(&mut #place))
            }
            VectorOp::Cast(operand, to) => {
                let operand = self.operand(operand);
                let Some((ty, sweeps)) = to else { return quote!(#jac::cast(#operand)) };
                let lanes = sweeps.iter().fold(quote!(#ty), |inner, sweep| {
                    let width = &self.sweeps[*sweep].width;
                    quote!(#jac::Lanes<#inner, #width>)
                });
                quote!(#jac::cast::<#lanes, _>(#operand))
            }
            VectorOp::Sum(operand) => {
                let operand = self.operand(operand);
                quote!(#jac::sum(#operand))
            }
            VectorOp::Element(operand, projected) => {
                let operand = self.operand_at(operand, Level::Atom);
                match projected {
                    Projected::Index(index) => {
                        let index = Literal::usize_unsuffixed(*index);
                        quote!(#operand[#index])
                    }
                    Projected::Part(index) => {
                        let index = Literal::usize_unsuffixed(*index);
                        quote!(#jac::part(&#operand, #index))
                    }
                    Projected::Member(member) => quote!(#operand.#member),
                    Projected::Field(index) => {
                        let index = syn::Index::from(*index);
                        quote!(#operand.#index)
                    }
                }
            }
            VectorOp::StructOf { like, sweep, base, fields, zeros } => {
                let (like, width) = (self.operand(like), &self.sweeps[*sweep].width);
                let zero = quote!(#jac::zero_like::<_, #width>(&#like));
                let stores = fields.iter().map(|(member, operand)| {
                    let operand = self.operand(operand);
                    quote!(#slot.#member = #operand;)
                });
                match base {
                    Some(base) if !zeros.is_empty() => {
                        let (base, count) = (self.operand(base), &self.count);
                        // Of the whole: a field that is constant has no zero of its own.
                        quote! {{
                            let (mut #slot, #count) = (#base, #zero);
                            #(#slot.#zeros = #count.#zeros;)*
                            #(#stores)*
                            #slot
                        }}
                    }
                    base => {
                        let start = base.as_ref().map_or(zero, |base| self.operand(base));
                        quote!({ let mut #slot = #start; #(#stores)* #slot })
                    }
                }
            }
            VectorOp::Without(operand, members) => {
                let operand = self.operand(operand);
                quote!({ let mut #slot = ::core::clone::Clone::clone(&#operand); #(#slot.#members = #jac::zero();)* #slot })
            }
            VectorOp::SpaceOf(var) => {
                let value = self.ident(*var);
                quote!(#jac::space_of(&#value))
            }
            VectorOp::SpaceOfTail(place, length) => {
                let (place, length) = (self.place(place), self.operand_at(length, Level::Product));
                quote!(#jac::slice_space(&#place[#length..]))
            }
            VectorOp::SameSpace(var) => {
                let space = self.ident(*var);
                quote!(#space.clone())
            }
            VectorOp::SpaceZero(var, sweeps) => self.of_space(self.ident(*var).into_token_stream(), "zero", sweeps),
            VectorOp::SpaceCotangent(var, sweeps) => {
                self.of_space(self.ident(*var).into_token_stream(), "cotangent", sweeps)
            }
        }
    }

    /// `space.tangent::<W>().zero::<V>()`: made from a space, of the order of these sweeps.
    pub fn of_space(&self, space: TokenStream, method: &str, sweeps: &[SweepId]) -> TokenStream {
        let (newest, older) = sweeps.split_last().expect("a vector belongs to a sweep");
        let mut tokens = space;
        for sweep in older {
            let width = &self.sweeps[*sweep].width;
            tokens = quote!(#tokens.tangent::<#width>());
        }
        let (method, width) = (Ident::new(method, proc_macro2::Span::call_site()), &self.sweeps[*newest].width);
        quote!(#tokens.#method::<#width>())
    }

    fn when(&self, wanted: Condition, value: &Rvalue) -> (TokenStream, Level) {
        if self.is_implied(wanted) {
            return self.levelled(value);
        }
        let jac = &self.jac;
        let condition = self.condition(wanted);
        let value = self.under(wanted, || self.rvalue(value));
        (quote!(if #condition { #value } else { #jac::zero() }), Level::Choice)
    }

    /// What is printed is evaluated only if the condition holds.
    fn under<R>(&self, condition: Condition, print: impl FnOnce() -> R) -> R {
        self.known.borrow_mut().push(condition);
        let result = print();
        self.known.borrow_mut().pop();
        result
    }

    /// What is printed is evaluated only if this condition holds, or a stronger one.
    fn is_implied(&self, wanted: Condition) -> bool {
        let implies = |known: &Condition| match wanted.present {
            Some(_) => known.present == wanted.present,
            None => known.sweep == wanted.sweep && known.mask & !wanted.mask == 0,
        };
        self.known.borrow().iter().any(implies)
    }

    fn condition(&self, condition: Condition) -> TokenStream {
        if let Some(present) = condition.present {
            return self.ident(present).into_token_stream();
        }
        let bits = Literal::u128_unsuffixed(condition.mask);
        let mask = &self.sweeps[condition.sweep].mask;
        quote!(#mask & #bits != 0)
    }

    pub fn place(&self, place: &Place) -> TokenStream {
        let mut tokens = self.ident(place.base).into_token_stream();
        if place.projections.is_empty() && self.referenced.borrow().contains(&place.base) {
            tokens = quote!((*#tokens));
        }
        if self.function.variables[place.base.0].kind == Kind::Kept {
            let tape = &self.tape;
            tokens = quote!((*#tape.kept(#tokens)));
        }
        self.projected(tokens, &place.projections)
    }

    pub(crate) fn projected(&self, mut tokens: TokenStream, projections: &[Projection]) -> TokenStream {
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
            };
        }
        tokens
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
            Statement::Initialise { place, value } => {
                let place = self.borrowed(place);
                let value = self.rvalue(value);
                quote!(#jac::initialise(#place, #value);)
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
                let place = self.place(place);
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
                let (place, value) = (self.place(place), self.operand(value));
                quote!(#place.push(#value);)
            }
            Statement::Truncate { place, length } => {
                let (place, length) = (self.place(place), self.operand(length));
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
                    Resizing::Exchanged(other) => {
                        let first = Place { base: *space, projections: projections.clone() };
                        self.exchange(&first, other, |place| self.shape(place))
                    }
                }
            }
            Statement::Swap { first, second } => self.exchange(first, second, |place| self.place(place)),
            Statement::RequireAlike { first, second } => {
                let (first, second) = (self.place(first), self.place(second));
                quote!(#jac::require_alike(&#first, &#second);)
            }
            Statement::Append { place, value } => {
                let (place, value) = (self.place(place), self.rvalue(value));
                quote!(#place.extend(#value);)
            }
            Statement::Replace { place, value } => {
                let place = self.place(place);
                let value = self.operand(value);
                quote!(#jac::replace(#value, &mut #place);)
            }
            Statement::If { condition, then, otherwise, joins } => self.branch(condition, then, otherwise, joins),
            Statement::For(for_loop) => self.for_loop(for_loop),
            Statement::Call(call) => self.call(call),
            Statement::Derived(derived) => self.derived(derived),
            Statement::PullCall { pullback, results, arguments } => self.pull_call(*pullback, results, arguments),
            Statement::Split { place, at, halves } => {
                let (place, at) = (self.place(place), self.operand(at));
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
        self.projected(quote!((*#space.shape_mut())), &place.projections)
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

    fn runs(&self, range: &Range) -> TokenStream {
        let (low, high) = (self.operand_at(&range.low, Level::Sum), self.operand_at(&range.high, Level::Sum));
        if range.inclusive { quote!(#low <= #high) } else { quote!(#low < #high) }
    }

    fn slice(&self, slice: &Slice) -> TokenStream {
        let (array, runs) = (self.place(&slice.array), self.runs(&slice.runs));
        let condition = slice.condition.map(|condition| {
            let condition = self.condition(condition);
            quote!(#condition &&)
        });
        let start = slice.start.as_ref().map(|start| self.operand(start));
        let length = self.operand(&slice.length);
        let start = start.unwrap_or_else(|| quote!(0));
        // Whether it is a slice or an array of `ndarray`, the compiler knows.
        quote!(if #condition #runs { #array.__window(#start, #length) } else { ::core::default::Default::default() })
    }

    fn range(&self, range: &Range) -> TokenStream {
        let low = self.operand_at(&range.low, Level::Product);
        let high = self.operand_at(&range.high, Level::Product);
        let mut tokens = if range.inclusive { quote!((#low..=#high)) } else { quote!((#low..#high)) };
        for adaptor in &range.adaptors {
            tokens = match adaptor {
                Adaptor::Reverse => quote!(#tokens.rev()),
                Adaptor::StepBy(step) => {
                    let step = self.operand(step);
                    quote!(#tokens.step_by(#step))
                }
            };
        }
        tokens
    }

    fn reversed_range(&self, range: &Range) -> TokenStream {
        match range.adaptors.as_slice() {
            [] => {
                let range = self.range(range);
                quote!(#range.rev())
            }
            [Adaptor::Reverse] => self.range(&Range { adaptors: Vec::new(), ..range.clone() }),
            _ => {
                let jac = &self.jac;
                let range = self.range(range);
                quote!(#jac::reversed(#range))
            }
        }
    }

    fn for_loop(&self, for_loop: &Loop) -> TokenStream {
        let index = for_loop.index.map_or_else(|| quote!(_), |index| self.ident(index).into_token_stream());
        if for_loop.reversed { self.reversed_loop(for_loop, &index) } else { self.forward_loop(for_loop, &index) }
    }

    fn forward_loop(&self, for_loop: &Loop, index: &TokenStream) -> TokenStream {
        let jac = &self.jac;
        let (slot, count, tape) = (&self.slot, &self.count, &self.tape);
        let mut before = TokenStream::new();
        let mut start = TokenStream::new();
        let mut end = TokenStream::new();
        let mut after = TokenStream::new();
        for carried in &for_loop.carried {
            let (phi, out) = (self.ident(carried.phi), self.ident(carried.out));
            let initial = self.operand(&carried.initial);
            let next = self.operand(&carried.next);
            before.extend(quote!(let mut #out = #initial;));
            start.extend(quote!(let #phi = #out;));
            end.extend(quote!(#out = #next;));
        }
        let range = for_loop.range.as_ref().map(|range| self.range(range));
        let mut head = match &range {
            Some(range) => quote!(for #index in #range),
            None => quote!(loop),
        };
        if let Some(recording) = &for_loop.recorded {
            let trace = self.ident(recording.trace);
            let values = recording.residuals.iter().map(|residual| {
                let ident = self.ident(residual.var);
                if residual.wrapped {
                    quote!(::core::option::Option::Some(#ident))
                } else if residual.copied {
                    quote!(::core::clone::Clone::clone(&#ident))
                } else {
                    quote!(#ident)
                }
            });
            let values = grouped(values.collect());
            // A copy is made before the next iteration takes the value.
            let copied = recording.residuals.iter().any(|residual| residual.copied);
            let carried = if copied { std::mem::take(&mut end) } else { TokenStream::new() };
            match (&range, &recording.storage) {
                (Some(range), Storage::Fixed(_)) => {
                    head = quote!(for (#index, #slot) in #jac::recorded(#range, &mut #trace));
                    end.extend(quote!(*#slot = #values;));
                }
                (Some(range), Storage::Slots(slots)) => {
                    before.extend(quote! {
                        let #count = #jac::trip_count(&#range);
                        let (#trace, #slots) = #tape.reserve(#count);
                    });
                    head = quote!(for (#index, #slot) in #range.zip(#slots));
                    end.extend(quote!(*#slot = #values;));
                }
                (_, Storage::Tape(key)) => {
                    before.extend(quote! {
                        struct #key;
                        let mut #trace = #tape.record::<#key, _>();
                    });
                    end.extend(quote!(#trace.push(#values);));
                    after.extend(quote!(let #trace = #tape.finish(#trace);));
                }
                (Some(range), Storage::Own { .. }) if for_loop.until.is_none() => {
                    before.extend(quote!(let #count = #jac::trip_count(&#range);));
                    head = quote!(for (#index, #slot) in #range.zip(#trace.extend(#count)));
                    end.extend(quote!(*#slot = #values;));
                }
                // How many iterations there will be is not known.
                _ => end.extend(quote!(#trace.push(#values);)),
            }
            end.extend(carried);
        }
        if let Some(iterations) = for_loop.count {
            let iterations = self.ident(iterations);
            before.extend(quote!(let mut #iterations = 0usize;));
            end.extend(quote!(#iterations += 1;));
        }
        if let Some(until) = &for_loop.until {
            let until = self.operand(until);
            end.extend(quote!(if #until { break; }));
        }
        let body = self.block(&for_loop.body);
        quote! {
            #before
            #head { #start #body #end }
            #after
        }
    }

    fn reversed_loop(&self, for_loop: &Loop, index: &TokenStream) -> TokenStream {
        let jac = &self.jac;
        let (slot, count) = (&self.slot, &self.count);
        let mut before = TokenStream::new();
        let mut start = TokenStream::new();
        let iterations = for_loop.count.map(|iterations| self.ident(iterations));
        let items = match (&for_loop.range, &iterations) {
            (Some(range), None) if for_loop.in_order => self.range(range),
            (Some(range), None) => self.reversed_range(range),
            (Some(range), Some(iterations)) => {
                let range = self.range(range);
                quote!(#jac::reversed(#range.take(#iterations)))
            }
            (None, iterations) => quote!((0..#iterations)),
        };
        let mut head = quote!(for #index in #items);
        if let Some(recording) = &for_loop.replayed {
            let trace = self.ident(recording.trace);
            let count = match (&for_loop.range, &iterations) {
                (Some(range), None) => {
                    let range = self.range(range);
                    before.extend(quote!(let #count = #jac::trip_count(&#range);));
                    quote!(#count)
                }
                (_, iterations) => quote!(#iterations),
            };
            let tape = &self.tape;
            let records = match &recording.storage {
                Storage::Fixed(_) => quote!(#jac::first(#trace.as_slice(), #count)),
                Storage::Slots(_) | Storage::Tape(_) => quote!(#tape.records(#trace, #count)),
                Storage::Own { cursor } => {
                    let cursor = self.ident(*cursor);
                    quote!(#trace.segment(&mut #cursor, #count))
                }
            };
            let counts_by_one = |range: &&Range| range.adaptors.is_empty() && !range.inclusive;
            head = match (for_loop.range.as_ref().filter(counts_by_one), &iterations) {
                (Some(range), None) => {
                    let range = self.range(range);
                    let replayed = if for_loop.in_order { quote!(replayed_in_order) } else { quote!(replayed) };
                    quote!(for (#index, #slot) in #jac::#replayed(#range, #records))
                }
                _ => {
                    let backwards = (!for_loop.in_order).then(|| quote!(.rev()));
                    quote!(for (#index, #slot) in #items.zip(#records.iter()#backwards))
                }
            };
            let names = recording.residuals.iter().map(|residual| {
                let ident = self.ident(residual.var);
                if residual.by_reference || residual.copied { quote!(ref #ident) } else { quote!(#ident) }
            });
            let names = grouped(names.collect());
            start.extend(quote!(let &#names = #slot;));
            for residual in recording.residuals.iter().filter(|residual| residual.copied) {
                let ident = self.ident(residual.var);
                start.extend(quote!(let #ident = ::core::clone::Clone::clone(#ident);));
            }
        }
        let outer = self.referenced.borrow().len();
        let residuals = for_loop.replayed.iter().flat_map(|recording| &recording.residuals);
        let referenced = residuals.filter(|residual| residual.by_reference && !self.is_wrapped(residual.var));
        self.referenced.borrow_mut().extend(referenced.map(|residual| residual.var));
        let body = self.block(&for_loop.body);
        self.referenced.borrow_mut().truncate(outer);
        quote! {
            #before
            #head { #start #body }
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

/// A tuple of any size, of tuples of at most eight.
fn grouped(mut items: Vec<TokenStream>) -> TokenStream {
    while items.len() > 8 {
        items = items.chunks(8).map(|chunk| quote!((#(#chunk,)*))).collect();
    }
    quote!((#(#items,)*))
}

/// The fields 0, 1, and so on, in this order.
fn are_numbered(fields: &[(syn::Member, Operand)]) -> bool {
    let is_numbered = |(position, (member, _)): (usize, &(syn::Member, Operand))| match member {
        syn::Member::Unnamed(index) => index.index as usize == position,
        syn::Member::Named(_) => false,
    };
    !fields.is_empty() && fields.iter().enumerate().all(is_numbered)
}
