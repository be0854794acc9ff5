//! What chains start with: slices, arrays and `Vec`s, ranges, and the functions of `core::iter`.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, RangeLimits};

use super::super::Lowering;
use super::super::closure::Callable;
use super::super::expression::unparenthesised;
use super::super::item::Item;
use super::super::option::Optional;
use super::super::view::View;
use super::{Chain, Iteration, Source, Stage};
use crate::ir::*;

/// The name of a function of `core::iter` that is called by its path.
pub fn constructor(call: &ExprCall) -> Option<&'static str> {
    const KNOWN: &[(&str, usize)] =
        &[("empty", 0), ("once", 1), ("repeat", 1), ("repeat_n", 2), ("successors", 2), ("zip", 2)];
    let Expr::Path(path) = unparenthesised(&call.func) else { return None };
    let mut segments = path.path.segments.iter().rev();
    let name = segments.next()?.ident.to_string();
    let known = KNOWN.iter().find(|(known, count)| *known == name && *count == call.args.len())?;
    (segments.next()?.ident == "iter").then_some(known.0)
}

impl Chain {
    pub fn of(source: Source, length: Operand, bound: Option<Bound>) -> Chain {
        Chain { source, length, bound, stages: Vec::new(), early: None }
    }

    pub(super) fn over_functions(functions: Vec<Callable>, by_reference: bool) -> Chain {
        let count = functions.len();
        Chain::of(
            Source::Functions(functions, by_reference),
            Operand::Constant(quote!(#count)),
            Some(Bound::Number(count)),
        )
    }
}

pub const NO_POSITIONS: &str = "a loop goes through slices, arrays, `Vec`s and ranges here; what a map or a set holds must be brought into a `Vec` or a \
    slice first";

impl Lowering<'_> {
    /// A parameter that is a map or a set, by the name of its type.
    pub fn is_map(&self, expression: &Expr) -> bool {
        let Expr::Path(path) = unparenthesised(expression) else { return false };
        let var = path.path.get_ident().and_then(|name| self.lookup(&name.to_string()));
        let parameter = self.function.parameters.iter().find(|parameter| Some(parameter.var) == var);
        parameter.is_some_and(|parameter| match super::super::passing(&parameter.ty).1 {
            syn::Type::Path(path) => path.path.segments.last().is_some_and(|last| {
                ["BTreeMap", "BTreeSet", "HashMap", "HashSet"].iter().any(|map| last.ident == map)
                    && !last.arguments.is_none()
            }),
            _ => false,
        })
    }

    /// The chain that an expression is, if it is one.
    pub fn chain(&mut self, expression: &Expr) -> Option<Chain> {
        if let Some(Item::Iterator(iterator)) = self.resolved(expression) {
            return Some(self.rest_of(&iterator));
        }
        match unparenthesised(expression) {
            Expr::MethodCall(call) if self.is_source_of_map(call) => {
                let entries = self.entries(expression)?;
                self.chain(&entries)
            }
            Expr::MethodCall(call) if self.is_iterator(expression) => self.chained(call),
            Expr::Call(call) if constructor(call).is_some() => self.constructed(call),
            Expr::Range(range) => {
                let low = range.start.as_ref()?;
                let Some(high) = &range.end else {
                    let low = self.fixed_operand(low);
                    let mut reads = Vec::new();
                    let low = self.item_expression(&Item::Value(low), &mut reads, Span::call_site());
                    let source = Source::Integers(syn::parse_quote!((#low..)), reads);
                    return Some(Chain::of(source, Operand::Constant(quote!(::core::primitive::usize::MAX)), None));
                };
                let inclusive = matches!(range.limits, RangeLimits::Closed(_));
                let bound = self.trip_bound(low, high, inclusive);
                if !self.is_usize(low) && !self.is_usize(high) {
                    return Some(self.integers(low, high, inclusive, bound));
                }
                let low = self.fixed_operand(low);
                let high = self.operand(high);
                let high = if inclusive { self.arithmetic(Op::Add, high, one()) } else { high };
                let length = self.integer(&[low.clone(), high], |operands| {
                    let [low, high] = operands else { unreachable!("two operands") };
                    syn::parse_quote!(::core::iter::ExactSizeIterator::len(&(#low..#high)))
                });
                Some(Chain::of(Source::Range(low), length, bound))
            }
            // `for v in &x`, `for v in x` of a reference.
            other => {
                if self.is_map(other) {
                    self.errors.at(other, NO_POSITIONS);
                    return None;
                }
                if let Some(functions) = self.functions_among(other) {
                    return Some(Chain::over_functions(functions, matches!(other, Expr::Reference(_))));
                }
                if let Some(view) = self.view(other) {
                    return Some(self.elements(view, other.span()));
                }
                if !self.is_iterable(other) {
                    return None;
                }
                // `for v in x` of an array goes through a copy: the body may change the array.
                let (view, owned) = match self.data_behind_reference(other) {
                    Some(view) => (view, true),
                    None => self.sequence(other),
                };
                let chain = self.elements(view, other.span());
                Some(if owned { chain.map_source(Source::Cloned) } else { chain })
            }
        }
    }

    /// The chain that goes beside or behind another one: that of data, too, as it is gone through with the other.
    pub(super) fn chain_beside(&mut self, expression: &Expr) -> Option<Chain> {
        let before = std::mem::replace(&mut self.data_has_sequences, true);
        let chain = self.chain(expression);
        self.data_has_sequences = before;
        chain
    }

    /// A field of data that `wrt` leaves out, behind `&`: looked at where it stands, as it may be a reference that no pullback can hold.
    fn data_behind_reference(&mut self, expression: &Expr) -> Option<View> {
        if !self.is_of_another_type(expression) || !self.is_place(expression) {
            return None;
        }
        let place = self.place(expression);
        if !matches!(self.kind(place.base), Kind::Reference { mutable: false }) {
            return None;
        }
        let place = self.fixed(place);
        Some(View { place, mutable: false })
    }

    /// A sequence that an expression gives in memory of its own, and `true`; or what it is a reference to.
    pub fn sequence(&mut self, expression: &Expr) -> (View, bool) {
        let bound = self.length_of(expression);
        // A constant or a static is looked at where it stands.
        let value = match unparenthesised(expression) {
            Expr::Path(path) if !self.is_place(expression) => Rvalue::Use(Operand::Constant(quote!((&#path)))),
            expression => match self.structured(expression) {
                Some(item) => match item.behind() {
                    Item::View(view) => return (view, false),
                    item => self.item_rvalue(item, expression),
                },
                None => self.rvalue(expression),
            },
        };
        let base = self.temporary("items", expression.span());
        self.function.variables[base.0].temporary = false;
        self.set_memory(base);
        if let Some(bound) = bound {
            self.lengths.insert(base, bound);
        }
        self.statements.push(Statement::Let { var: base, annotation: None, value });
        (View { place: Place::whole(base), mutable: true }, true)
    }

    /// A range of integers whose type is not known here: its items are what the compiler makes of it.
    fn integers(&mut self, low: &Expr, high: &Expr, inclusive: bool, bound: Option<Bound>) -> Chain {
        let ends = [self.fixed_operand(low), self.fixed_operand(high)];
        // Of which type of integers makes no difference.
        let known = ends.iter().filter_map(|end| Some((end.var()?, syn::parse_quote!(usize))));
        self.function.typed.extend(known);
        let mut reads = Vec::new();
        let [low, high] = ends.map(|end| self.item_expression(&Item::Value(end), &mut reads, Span::call_site()));
        let range: Expr = if inclusive { syn::parse_quote!((#low..=#high)) } else { syn::parse_quote!((#low..#high)) };
        let expression = syn::parse_quote!(::core::iter::Iterator::size_hint(&#range).0);
        let length = Opaque { expression, reads: reads.clone(), if_varied: IfVaried::Constant };
        let length = self.name(Rvalue::Opaque(length), "length", Span::call_site());
        Chain::of(Source::Integers(range, reads), length, bound)
    }

    /// An integer that is certainly a `usize`.
    pub fn is_usize(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Lit(literal) => matches!(&literal.lit, syn::Lit::Int(number) if number.suffix() == "usize"),
            Expr::MethodCall(call) => call.method == "len" && call.args.is_empty() && self.is_place(&call.receiver),
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
                let name = ident.to_string();
                match self.lookup(&name) {
                    Some(var) => self.usizes.contains(&var),
                    None => !self.is_bound(&name) && self.lengths_in_types.contains(&name),
                }
            }),
            Expr::Binary(binary) => {
                use syn::BinOp::{Add, Div, Mul, Rem, Sub};
                matches!(binary.op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_))
                    && (self.is_usize(&binary.left) || self.is_usize(&binary.right))
            }
            _ => false,
        }
    }

    /// The length of a variable that is known to be an array, or of an array that is written out.
    fn length_of(&self, expression: &Expr) -> Option<proc_macro2::TokenStream> {
        match unparenthesised(expression) {
            Expr::Path(path) => {
                let var = self.lookup(&path.path.get_ident()?.to_string())?;
                self.lengths.get(&var).cloned()
            }
            expression => self.array_length(expression),
        }
    }

    /// An upper bound of the length of what is seen.
    pub fn bound_of(&self, view: &View) -> Option<Bound> {
        let length = match view.place.projections.as_slice() {
            [] | [Projection::Deref] => self.lengths.get(&view.place.base).cloned(),
            [.., Projection::Array(length)] => length.clone(),
            _ => None,
        };
        self.bound(&syn::parse2(length?).ok()?)
    }

    pub fn elements(&mut self, view: View, span: Span) -> Chain {
        self.require_list(&view, span);
        let bound = self.bound_of(&view);
        let length = self.name(Rvalue::Length(view.place.clone()), "length", Span::call_site());
        Chain::of(Source::Elements(view), length, bound)
    }

    fn constructed(&mut self, call: &ExprCall) -> Option<Chain> {
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let item = |this: &mut Self, value: &Expr| {
            let item = this.item(value);
            this.detached_item(item)
        };
        let name = constructor(call)?;
        self.prove_constructor(name, call);
        Some(match (name, arguments.as_slice()) {
            ("zip", [left, right]) => {
                let (left, right) = (self.chain_beside(left)?, self.chain_beside(right)?);
                self.zipped(left, right, call)?
            }
            ("once", [value]) => Chain::of(Source::Same(item(self, value)), one(), Some(Bound::Number(1))),
            ("repeat", [value]) => {
                let endless = Operand::Constant(quote!(::core::primitive::usize::MAX));
                Chain::of(Source::Same(item(self, value)), endless, None)
            }
            ("successors", [first, function]) => {
                let first = item(self, first);
                let Item::Optional(Optional { present, item: Some(first) }) = self.optional(first, call.span()) else {
                    return None;
                };
                let first = self.item_operand(*first, call);
                let function = self.callable(function, "successors")?;
                let endless = Operand::Constant(quote!(::core::primitive::usize::MAX));
                let mut chain = Chain::of(Source::Same(Item::unit()), endless, None);
                chain.stages.push(Stage::Successors(present, first, function));
                chain
            }
            ("repeat_n", [value, count]) => {
                let value = item(self, value);
                let bound = self.bound(count);
                Chain::of(Source::Same(value), self.count_operand(count), bound)
            }
            _ => Chain::of(Source::Same(Item::unit()), Operand::Constant(quote!(0usize)), Some(Bound::Number(0))),
        })
    }

    fn prove_constructor(&mut self, name: &str, call: &ExprCall) {
        let Expr::Path(path) = unparenthesised(&call.func) else { return };
        let arguments = match name {
            "successors" => quote!((), fn(&()) -> ::core::option::Option<()>),
            "zip" => quote!([(); 0], [(); 0]),
            _ => quote!(()),
        };
        let name = Ident::new(name, Span::call_site());
        self.prove(&path.path, quote!(::core::iter::#name::<#arguments>));
    }

    /// `chunks.remainder()`, of `chunks_exact`.
    pub fn is_remainder(&self, call: &syn::ExprMethodCall) -> bool {
        (call.method == "remainder" || call.method == "into_remainder")
            && call.args.is_empty()
            && self.is_iterator(&call.receiver)
    }

    /// What is left of a slice behind its whole parts.
    pub fn remainder(&mut self, call: &syn::ExprMethodCall) -> Option<View> {
        let chain = match self.resolved(&call.receiver) {
            Some(Item::Iterator(iterator)) => (*iterator.chain).clone(),
            _ => self.chain(&call.receiver)?,
        };
        let Source::Parts { view, length, end: None, .. } = chain.source else {
            self.errors.at(&call.method, "this is supported behind `chunks_exact` and `chunks_exact_mut`");
            return None;
        };
        let start = self.arithmetic(Op::Mul, chain.length, length);
        Some(view.part(Projection::Slice { low: Some(start), high: None, inclusive: false }))
    }

    /// What an iterator in a variable has not given yet.
    pub fn rest_of(&mut self, iterator: &Iteration) -> Chain {
        let chain = (*iterator.chain).clone();
        match iterator.position {
            None => chain,
            Some(position) => {
                let taken = self.copied(position);
                self.skipped(chain, taken, None)
            }
        }
    }
}

pub fn one() -> Operand {
    Operand::Constant(quote!(1usize))
}
