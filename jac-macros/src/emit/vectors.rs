//! Emission of the operations of tangent spaces, and of the conditions under which they are wanted.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{Emitter, Level};
use crate::ir::*;

impl Emitter<'_> {
    pub(super) fn vector(&self, vector: &VectorOp) -> TokenStream {
        let jac = &self.jac;
        let slot = &self.slot;
        match vector {
            VectorOp::Zero => quote!(#jac::zero()),
            VectorOp::CapacityLike { like: Operand::Nested(like), length, sweep }
                if let Rvalue::Vector(VectorOp::SameSpace(space)) = **like =>
            {
                let (space, length) = (self.ident(space), self.operand(length));
                let width = &self.sweeps[*sweep].width;
                quote!(#space.with_capacity::<#width>(#length))
            }
            VectorOp::CapacityLike { like, length, sweep } => {
                let (like, length) = (self.operand(like), self.operand(length));
                let width = &self.sweeps[*sweep].width;
                quote!(#jac::with_capacity_like::<_, #width>(&#like, #length))
            }
            VectorOp::ZeroLike(operand, sweep) => self.zero_like(operand, *sweep),
            VectorOp::Each { dot, lane, value } => {
                let (dot, lane, value) = (self.operand(dot), self.ident(*lane), self.rvalue(value));
                quote!(#jac::each(#dot, |#lane| #value))
            }
            VectorOp::Chosen(vector, partial) => {
                let (vector, partial) = (self.operand(vector), self.operand(partial));
                quote!(#jac::chosen(#vector, #partial))
            }
            VectorOp::When(mask, value) => self.when(*mask, value).0,
            VectorOp::WhenElseLike { condition: wanted, value, like, sweep } => {
                let condition = self.condition(*wanted);
                let value = self.under(*wanted, || self.rvalue(value));
                let zero = self.zero_like(like, *sweep);
                quote!(if #condition { #value } else { #zero })
            }
            VectorOp::Get(place) => {
                let place = self.borrowed(place);
                quote!(#jac::get(#place))
            }
            VectorOp::Seeded(place) => {
                let place = self.borrowed(place);
                quote!(#jac::is_seeded_at(#place))
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
                let place = self.written(place);
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
                    Projected::Member(held @ Projection::Held(_)) => {
                        let part = self.part_of_companion(operand, held, false);
                        quote!(::core::clone::Clone::clone(&#part))
                    }
                    Projected::Member(part) => self.part_of_companion(operand, part, false),
                    Projected::Field(index) => {
                        let index = syn::Index::from(*index);
                        quote!(#operand.#index)
                    }
                }
            }
            VectorOp::StructOf { like, sweep, base, fields, zeros } => {
                let zero = self.zero_like(like, *sweep);
                let stores = fields.iter().map(|(part, operand)| {
                    let (part, operand) = (self.part_of_companion(quote!(#slot), part, true), self.operand(operand));
                    quote!(#part = #operand;)
                });
                match base {
                    Some(base) if !zeros.is_empty() => {
                        let (base, count) = (self.operand(base), &self.count);
                        let zeros = zeros.iter().map(|part| {
                            let [zeroed, zero] =
                                [slot, count].map(|of| self.part_of_companion(quote!(#of), part, false));
                            quote!(#zeroed = #zero;)
                        });
                        // Of the whole: a field that is constant has no zero of its own.
                        quote! {{
                            let (mut #slot, #count) = (#base, #zero);
                            #(#zeros)*
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
            VectorOp::SpaceOf(place) => {
                let place = self.place(place);
                quote!(#jac::space_of(&#place))
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
            VectorOp::CotangentOf(var, value) => {
                let (space, width, value) = (self.ident(*var), &self.sweeps[0].width, self.rvalue(value));
                quote!(#space.cotangent_of::<#width>(#value))
            }
            VectorOp::Operated(push) => self.push(push),
            VectorOp::SpaceCotangent(var, sweeps) => {
                self.of_space(self.ident(*var).into_token_stream(), "cotangent", sweeps)
            }
        }
    }

    /// The zero tangent of a value, or of a kept space.
    fn zero_like(&self, like: &Operand, sweep: SweepId) -> TokenStream {
        let (jac, width) = (&self.jac, &self.sweeps[sweep].width);
        if let Operand::Nested(value) = like
            && let Rvalue::Vector(VectorOp::SameSpace(space)) = **value
        {
            let space = self.ident(space);
            return quote!(#space.zero::<#width>());
        }
        let like = self.operand(like);
        quote!(#jac::zero_like::<_, #width>(&#like))
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

    pub(super) fn when(&self, wanted: Condition, value: &Rvalue) -> (TokenStream, Level) {
        if self.is_implied(wanted) {
            return self.levelled(value);
        }
        let jac = &self.jac;
        let condition = self.condition(wanted);
        let value = self.under(wanted, || self.rvalue(value));
        (quote!(if #condition { #value } else { #jac::zero() }), Level::Choice)
    }

    /// What is printed is evaluated only if the condition holds.
    pub(super) fn under<R>(&self, condition: Condition, print: impl FnOnce() -> R) -> R {
        self.known.borrow_mut().push(condition);
        let result = print();
        self.known.borrow_mut().pop();
        result
    }

    /// What is printed is evaluated only if this condition holds, or a stronger one.
    pub(super) fn is_implied(&self, wanted: Condition) -> bool {
        let implies = |known: &Condition| match wanted.present {
            Some(_) => known.present == wanted.present,
            None => known.sweep == wanted.sweep && known.mask & !wanted.mask == 0,
        };
        self.known.borrow().iter().any(implies)
    }

    pub(super) fn condition(&self, condition: Condition) -> TokenStream {
        if let Some(present) = condition.present {
            return self.ident(present).into_token_stream();
        }
        let bits = Literal::u128_unsuffixed(condition.mask);
        let mask = &self.sweeps[condition.sweep].mask;
        quote!(#mask & #bits != 0)
    }
}
