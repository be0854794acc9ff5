//! Iterators: chains over slices and ranges, lowered to counted loops.
//!
//! A chain is a tree of sources; the item of a source at position `k` is a view, a value, or a tuple of
//! items. `for`, `sum`, `product`, `fold` and `for_each` consume one.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, RangeLimits};

use super::Lowering;
use super::bounds::Bound;
use super::closure::Callable;
use super::expression::unparenthesised;
use super::item::Item;
use super::opaque::placeholder;
use super::view::View;
use crate::ir::*;

pub enum Source {
    /// The elements of an array or slice.
    Elements(View),
    /// Consecutive parts of a slice, `step` apart.
    Parts {
        view: View,
        length: Operand,
        step: Operand,
    },
    /// `low + k`, of type `usize`.
    Range(Operand),
    /// The same of a range of another integer type, or of one that the compiler finds out.
    Integers(syn::Expr, Vec<Var>),
    Enumerate(Box<Source>),
    Zip(Box<Source>, Box<Source>),
    /// Position `last − k`.
    Reverse(Box<Source>, Operand),
    /// Position `offset + k`.
    Skip(Box<Source>, Operand),
    /// Position `step · k`.
    StepBy(Box<Source>, Operand),
    /// Values instead of references.
    Copied(Box<Source>),
    Map(Box<Source>, Callable),
}

const CHANGES_WHILE_SKIPPED: &str = "a closure in this chain changes something, and the iterator may call it for items \
    that are not used; write a `for` loop";

impl Source {
    /// To ask for an item does more than to give it.
    fn changes_something(&self) -> bool {
        match self {
            Source::Elements(_) | Source::Parts { .. } | Source::Range(_) | Source::Integers(..) => false,
            Source::Enumerate(inner)
            | Source::Reverse(inner, _)
            | Source::Skip(inner, _)
            | Source::StepBy(inner, _)
            | Source::Copied(inner) => inner.changes_something(),
            Source::Zip(left, right) => left.changes_something() || right.changes_something(),
            Source::Map(inner, function) => function.changes_something() || inner.changes_something(),
        }
    }
}

/// A chain: what it gives, how often, and an upper bound of that.
pub struct Chain {
    source: Source,
    length: Operand,
    bound: Option<Bound>,
}

impl Lowering<'_> {
    /// The chain that an expression is, if it is one.
    pub fn chain(&mut self, expression: &Expr) -> Option<Chain> {
        match unparenthesised(expression) {
            Expr::MethodCall(call) => self.chained(call),
            Expr::Range(range) => {
                let (low, high) = (range.start.as_ref()?, range.end.as_ref()?);
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
                Some(Chain { source: Source::Range(low), length, bound })
            }
            // `for v in &x`, `for v in x` of a reference.
            other => {
                if let Some(view) = self.view(other) {
                    return Some(self.elements(view));
                }
                if !self.is_place(other) {
                    return None;
                }
                // `for v in x` of an array goes through a copy: the body may change the array.
                let bound = self.length_of(other);
                let value = self.rvalue(other);
                let base = self.temporary("items", other.span());
                self.function.variables[base.0].temporary = false;
                self.set_memory(base);
                if let Some(bound) = bound {
                    self.lengths.insert(base, bound);
                }
                self.statements.push(Statement::Let { var: base, annotation: None, value });
                let place = Place::whole(base);
                let Chain { source, length, bound } = self.elements(View { place, mutable: false });
                Some(Chain { source: Source::Copied(Box::new(source)), length, bound })
            }
        }
    }

    /// A range of integers whose type is not known here: its items are what the compiler makes of it.
    fn integers(&mut self, low: &Expr, high: &Expr, inclusive: bool, bound: Option<Bound>) -> Chain {
        let ends = [self.fixed_operand(low), self.fixed_operand(high)];
        let mut reads = Vec::new();
        let [low, high] = ends.map(|end| self.item_expression(&Item::Value(end), &mut reads, Span::call_site()));
        let range: Expr = if inclusive { syn::parse_quote!((#low..=#high)) } else { syn::parse_quote!((#low..#high)) };
        let expression = syn::parse_quote!(::core::iter::Iterator::size_hint(&#range).0);
        let length = Opaque { expression, reads: reads.clone(), if_varied: IfVaried::Constant };
        let length = self.name(Rvalue::Opaque(length), "length", Span::call_site());
        Chain { source: Source::Integers(range, reads), length, bound }
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

    /// True for an expression whose elements a `for` loop can go through.
    pub fn is_chain(&self, expression: &Expr) -> bool {
        const MADE: &[&str] = &["iter", "iter_mut", "chunks_exact", "chunks_exact_mut", "windows"];
        const ADAPTED: &[&str] =
            &["enumerate", "zip", "rev", "skip", "take", "step_by", "copied", "cloned", "map", "into_iter", "by_ref"];
        match unparenthesised(expression) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                MADE.contains(&name.as_str()) || (ADAPTED.contains(&name.as_str()) && self.is_chain(&call.receiver))
            }
            Expr::Range(_) => true,
            Expr::Reference(_) => true,
            other => self.named_view(other).is_some() || self.is_place(other),
        }
    }

    /// The length of a variable that is known to be an array.
    fn length_of(&self, variable: &Expr) -> Option<TokenStream> {
        let Expr::Path(path) = variable else { return None };
        let var = self.lookup(&path.path.get_ident()?.to_string())?;
        self.lengths.get(&var).cloned()
    }

    fn elements(&mut self, view: View) -> Chain {
        let bound = match view.place.projections.as_slice() {
            [] | [Projection::Deref] => self.lengths.get(&view.place.base).cloned(),
            _ => None,
        };
        let bound = bound.and_then(|length| self.bound(&syn::parse2(length).ok()?));
        let length = self.name(Rvalue::Length(view.place.clone()), "length", Span::call_site());
        Chain { source: Source::Elements(view), length, bound }
    }

    fn chained(&mut self, call: &ExprMethodCall) -> Option<Chain> {
        let name = call.method.to_string();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let mutable = name.ends_with("_mut");
        match (name.as_str(), arguments.as_slice()) {
            ("iter" | "iter_mut", []) => {
                let view = self.receiver_view(&call.receiver, mutable)?;
                return Some(self.elements(view));
            }
            ("chunks_exact" | "chunks_exact_mut", [size]) => {
                let view = self.receiver_view(&call.receiver, mutable)?;
                let size = self.fixed_operand(size);
                let whole = self.elements(view.clone());
                let length = self.arithmetic(Op::Div, whole.length, size.clone());
                let source = Source::Parts { view, length: size.clone(), step: size };
                return Some(Chain { source, length, bound: whole.bound });
            }
            ("windows", [size]) => {
                let view = self.receiver_view(&call.receiver, false)?;
                let size = self.fixed_operand(size);
                let whole = self.elements(view.clone());
                let length = self.integer(&[whole.length, size.clone()], |operands| {
                    let [length, size] = operands else { unreachable!("two operands") };
                    syn::parse_quote!((#length + 1usize).saturating_sub(#size))
                });
                let source = Source::Parts { view, length: size, step: one() };
                return Some(Chain { source, length, bound: whole.bound });
            }
            _ => {}
        }
        let Chain { source, length, bound } = self.chain(&call.receiver)?;
        if matches!(name.as_str(), "skip" | "step_by" | "zip") && source.changes_something() {
            self.errors.at(&call.method, CHANGES_WHILE_SKIPPED);
            return None;
        }
        let inner = Box::new(source);
        let (source, length) = match (name.as_str(), arguments.as_slice()) {
            ("into_iter" | "by_ref", []) => (*inner, length),
            ("enumerate", []) => (Source::Enumerate(inner), length),
            ("copied" | "cloned", []) => (Source::Copied(inner), length),
            ("rev", []) => {
                let last = self.integer(std::slice::from_ref(&length), |operands| {
                    let [length] = operands else { unreachable!("one operand") };
                    syn::parse_quote!((#length).wrapping_sub(1usize))
                });
                (Source::Reverse(inner, last), length)
            }
            ("zip", [other]) => {
                let other = self.chain(other)?;
                if other.source.changes_something() {
                    self.errors.at(&call.method, CHANGES_WHILE_SKIPPED);
                    return None;
                }
                let length = self.integer(&[length, other.length], |operands| {
                    let [left, right] = operands else { unreachable!("two operands") };
                    syn::parse_quote!(::core::cmp::Ord::min(#left, #right))
                });
                let bound = bound.or(other.bound);
                let source = Source::Zip(inner, Box::new(other.source));
                return Some(Chain { source, length, bound });
            }
            ("skip", [count]) => {
                let count = self.fixed_operand(count);
                let length = self.integer(&[length, count.clone()], |operands| {
                    let [length, count] = operands else { unreachable!("two operands") };
                    syn::parse_quote!((#length).saturating_sub(#count))
                });
                (Source::Skip(inner, count), length)
            }
            ("take", [count]) => {
                let count = self.fixed_operand(count);
                let length = self.integer(&[length, count], |operands| {
                    let [length, count] = operands else { unreachable!("two operands") };
                    syn::parse_quote!(::core::cmp::Ord::min(#length, #count))
                });
                (*inner, length)
            }
            ("step_by", [step]) => {
                let step = self.fixed_operand(step);
                let length = self.integer(&[length, step.clone()], |operands| {
                    let [length, step] = operands else { unreachable!("two operands") };
                    syn::parse_quote!((#length).div_ceil(#step))
                });
                (Source::StepBy(inner, step), length)
            }
            ("map", [function]) => (Source::Map(inner, self.callable(function, "map")?), length),
            _ => return None,
        };
        Some(Chain { source, length, bound })
    }

    /// The item of a source at a position.
    fn item_at(&mut self, source: &Source, position: Operand) -> Item {
        match source {
            Source::Elements(view) => Item::View(view.part(Projection::Index(position))),
            Source::Parts { view, length, step } => {
                let low = match step {
                    Operand::Constant(step) if step.to_string() == "1usize" => position,
                    step => self.arithmetic(Op::Mul, position, step.clone()),
                };
                let high = self.arithmetic(Op::Add, low.clone(), length.clone());
                Item::View(view.part(Projection::Slice { low: Some(low), high: Some(high), inclusive: false }))
            }
            Source::Range(low) => match low {
                Operand::Constant(zero) if zero.to_string() == "0" => Item::Value(position),
                low => Item::Value(self.arithmetic(Op::Add, low.clone(), position)),
            },
            Source::Integers(range, reads) => {
                let mut reads = reads.clone();
                let position = self.item_expression(&Item::Value(position), &mut reads, Span::call_site());
                let expression = syn::parse_quote!(::core::iter::Iterator::nth(&mut #range, #position).unwrap());
                let item = Opaque { expression, reads, if_varied: IfVaried::Constant };
                let item = self.name(Rvalue::Opaque(item), "item", Span::call_site());
                if let Operand::Var(var) = item {
                    self.function.variables[var.0].discrete = true;
                }
                Item::Value(item)
            }
            Source::Enumerate(inner) => {
                let item = self.item_at(inner, position.clone());
                Item::Tuple(vec![Item::Value(position), item])
            }
            Source::Zip(left, right) => {
                let left = self.item_at(left, position.clone());
                let right = self.item_at(right, position);
                Item::Tuple(vec![left, right])
            }
            Source::Reverse(inner, last) => {
                let position = self.arithmetic(Op::Sub, last.clone(), position);
                self.item_at(inner, position)
            }
            Source::Skip(inner, offset) => {
                let position = self.arithmetic(Op::Add, offset.clone(), position);
                self.item_at(inner, position)
            }
            Source::StepBy(inner, step) => {
                let position = self.arithmetic(Op::Mul, position, step.clone());
                self.item_at(inner, position)
            }
            Source::Copied(inner) => match self.item_at(inner, position) {
                item @ (Item::View(_) | Item::Reference(_)) => {
                    Item::Value(self.item_operand(item, &TokenStream::new()))
                }
                item => item,
            },
            Source::Map(inner, function) => {
                let item = self.item_at(inner, position);
                self.called(function, vec![item], Span::call_site())
            }
        }
    }

    /// An operand with the value that it has now, whatever is assigned to its variable later.
    pub fn fixed_operand(&mut self, expression: &Expr) -> Operand {
        match self.operand(expression) {
            Operand::Var(var) if !self.function.variables[var.0].temporary => {
                let copy = self.temporary("fixed", expression.span());
                self.function.variables[copy.0].discrete = self.function.variables[var.0].discrete;
                let value = Rvalue::Use(Operand::Var(var));
                self.statements.push(Statement::Let { var: copy, annotation: None, value });
                Operand::Var(copy)
            }
            operand => operand,
        }
    }

    /// A counted loop over the items of a chain.
    pub fn for_each_item(&mut self, chain: Chain, label: Option<&syn::Label>, body: impl FnOnce(&mut Self, Item)) {
        let id = self.next_loop();
        let Chain { source, length, bound } = chain;
        let mut index = None;
        let (block, until) = self.loop_body(label, None, |this| {
            let position = this.temporary("k", Span::call_site());
            this.function.variables[position.0].temporary = false;
            this.function.variables[position.0].discrete = true;
            if let Some(bound) = bound.clone() {
                this.bounds.insert(position, bound);
            }
            this.usizes.insert(position);
            index = Some(position);
            let item = this.item_at(&source, Operand::Var(position));
            body(this, item);
        });
        let low = Operand::Constant(quote!(0usize));
        self.statements.push(Statement::For(Loop {
            reversed: false,
            recorded: None,
            replayed: None,
            index,
            range: Some(Range { low, high: length, inclusive: false, adaptors: Vec::new() }),
            until,
            count: None,
            carried: Vec::new(),
            body: block,
            bound: bound.and_then(|bound| bound.tokens()),
            id,
        }));
    }

    /// A method that ends a chain.
    pub fn is_consumer(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        matches!(name.as_str(), "sum" | "product" | "fold" | "for_each") && self.is_chain(&call.receiver)
    }

    /// A method of a chain that gives an option.
    pub fn gives_option(&self, _: &ExprMethodCall) -> bool {
        false
    }

    /// `sum`, `product`, `fold` and `for_each` at the end of a chain.
    pub fn consumed(&mut self, call: &ExprMethodCall) -> Option<Rvalue> {
        if !self.is_consumer(call) {
            return None;
        }
        let name = call.method.to_string();
        let chain = self.chain(&call.receiver)?;
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let span = call.method.span();
        match (name.as_str(), arguments.as_slice()) {
            ("for_each", [function]) => {
                let function = self.callable(function, &name)?;
                self.for_each_item(chain, None, |this, item| {
                    this.called(&function, vec![item], span);
                });
                Some(Rvalue::Use(Operand::Constant(quote!(()))))
            }
            ("sum" | "product", []) => {
                // As `std` does: −0.0 is what adding leaves unchanged.
                let (initial, op) = if name == "sum" { (quote!(-0.0), Op::Add) } else { (quote!(1.0), Op::Mul) };
                let initial = self.neutral(call, initial);
                let total = self.accumulator("total", initial, span);
                self.for_each_item(chain, None, |this, item| {
                    let item = this.item_operand(item, call);
                    let value = this.arithmetic(op, Operand::Var(total), item);
                    this.statements.push(Statement::Assign { var: total, value });
                });
                Some(Rvalue::Use(Operand::Var(total)))
            }
            ("fold", [initial, function]) => {
                let initial = self.operand(initial);
                let function = self.callable(function, &name)?;
                let total = self.accumulator("folded", initial, span);
                self.for_each_item(chain, None, |this, item| {
                    let item = this.called(&function, vec![Item::Value(Operand::Var(total)), item], span);
                    let value = this.item_operand(item, call);
                    this.statements.push(Statement::Assign { var: total, value });
                });
                Some(Rvalue::Use(Operand::Var(total)))
            }
            _ => None,
        }
    }

    fn accumulator(&mut self, stem: &str, initial: Operand, span: Span) -> Var {
        let var = self.temporary(stem, span);
        self.function.variables[var.0].temporary = false;
        self.statements.push(Statement::Let { var, annotation: None, value: Rvalue::Use(initial) });
        var
    }

    fn arithmetic(&mut self, op: Op, left: Operand, right: Operand) -> Operand {
        self.name(Rvalue::Binary(op, left, right), "position", Span::call_site())
    }

    /// Integer code on operands.
    pub fn integer(&mut self, operands: &[Operand], make: impl FnOnce(&[Expr]) -> Expr) -> Operand {
        let mut reads = Vec::new();
        let expressions: Vec<Expr> = operands
            .iter()
            .map(|operand| match operand {
                Operand::Var(var) => {
                    reads.push(*var);
                    let name = placeholder(*var, Span::call_site());
                    syn::parse_quote!(#name)
                }
                Operand::Constant(tokens) => syn::parse_quote!(#tokens),
                Operand::Nested(_) => unreachable!("the lowering does not nest"),
            })
            .collect();
        let expression = make(&expressions);
        self.name(
            Rvalue::Opaque(Opaque { expression, reads, if_varied: IfVaried::Constant }),
            "length",
            Span::call_site(),
        )
    }
}

fn one() -> Operand {
    Operand::Constant(quote!(1usize))
}
