//! Emission of loops: forward, where they may record, and in reverse, where they read what was recorded.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{Emitter, Level};
use crate::ir::*;

impl Emitter<'_> {
    fn is_linearization(&self) -> bool {
        self.function.reverse.as_ref().is_some_and(|reverse| reverse.dots.is_some())
    }

    pub(super) fn runs(&self, range: &Range) -> TokenStream {
        let (low, high) = (self.operand_at(&range.low, Level::Sum), self.operand_at(&range.high, Level::Sum));
        if range.inclusive { quote!(#low <= #high) } else { quote!(#low < #high) }
    }

    pub(super) fn slice(&self, slice: &Slice) -> TokenStream {
        let array = if slice.mutable { self.written(&slice.array) } else { self.place(&slice.array) };
        let runs = self.runs(&slice.runs);
        let condition = slice.condition.map(|condition| {
            let condition = self.condition(condition);
            quote!(#condition &&)
        });
        let start = slice.start.as_ref().map(|start| self.operand(start));
        let length = self.operand(&slice.length);
        let start = start.unwrap_or_else(|| quote!(0));
        // Whether it is a slice or an array of `ndarray`, the compiler knows.
        let window = if slice.mutable { quote!(__window_mut) } else { quote!(__window) };
        quote!(if #condition #runs { #array.#window(#start, #length) } else { ::core::default::Default::default() })
    }

    pub(super) fn range(&self, range: &Range) -> TokenStream {
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

    pub(super) fn reversed_range(&self, range: &Range) -> TokenStream {
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

    pub(super) fn for_loop(&self, for_loop: &Loop) -> TokenStream {
        let index = for_loop.index.map_or_else(|| quote!(_), |index| self.ident(index).into_token_stream());
        if for_loop.reversed { self.reversed_loop(for_loop, &index) } else { self.forward_loop(for_loop, &index) }
    }

    pub(super) fn forward_loop(&self, for_loop: &Loop, index: &TokenStream) -> TokenStream {
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
                if residual.exchanged {
                    quote!(#tape.exchange(&mut #ident))
                } else if residual.wrapped {
                    quote!(::core::option::Option::Some(#ident))
                } else if residual.copied {
                    quote!(::core::clone::Clone::clone(&#ident))
                } else {
                    quote!(#ident)
                }
            });
            let values = grouped(values.collect());
            let values = if recording.optional { quote!(::core::option::Option::Some(#values)) } else { values };
            // A copy is made before the next iteration takes the value.
            let copied = recording.residuals.iter().any(|residual| residual.copied);
            let carried = if copied { std::mem::take(&mut end) } else { TokenStream::new() };
            match (&range, &recording.storage) {
                (Some(range), Storage::Fixed(_)) => {
                    head = quote!(for (#index, #slot) in #jac::recorded(#range, &mut #trace));
                    end.extend(quote!(*#slot = #values;));
                }
                (Some(range), Storage::Bounded { one_by_one: None, .. }) => {
                    let slots = quote!(#tape.slots(&mut #trace, #jac::trip_count(&#range)));
                    head = quote!(for (#index, #slot) in #jac::recorded(#range, #slots));
                    end.extend(quote!(*#slot = #values;));
                }
                (_, Storage::Bounded { one_by_one: Some((_, recorder)), .. }) => {
                    before.extend(quote!(let mut #recorder = #tape.begin(&mut #trace);));
                    end.extend(quote!(#jac::record(&mut #recorder, #values);));
                    after.extend(quote!(#tape.end(#recorder);));
                }
                (Some(range), Storage::Slots(slots)) => {
                    before.extend(quote! {
                        let #count = #jac::trip_count(&#range);
                        let (#trace, #slots) = #tape.reserve::<(), _>(#count);
                    });
                    let by_one = for_loop.range.as_ref().is_some_and(counts_by_one);
                    if by_one {
                        head = quote!(for (#index, #slot) in #jac::counted(#range));
                        start = quote!(let #slot = &mut #slots[#slot]; #start);
                    } else {
                        head = quote!(for (#index, #slot) in #range.zip(#slots));
                    }
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
        if let Some(place) = &for_loop.rewinds {
            before.extend(quote!(let #place = #tape.mark();));
            end.extend(quote!(#tape.rewind(&#place);));
            after.extend(quote!(#tape.forget(#place);));
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

    pub(super) fn reversed_loop(&self, for_loop: &Loop, index: &TokenStream) -> TokenStream {
        let jac = &self.jac;
        let (slot, count) = (&self.slot, &self.count);
        let mut before = TokenStream::new();
        let mut start = TokenStream::new();
        let mut end = TokenStream::new();
        // Tangents, which a continuation that goes forwards hands on.
        for carried in &for_loop.carried {
            let (phi, out) = (self.ident(carried.phi), self.ident(carried.out));
            let (initial, next) = (self.operand(&carried.initial), self.operand(&carried.next));
            before.extend(quote!(let mut #out = #initial;));
            start.extend(quote!(let #phi = #out;));
            end.extend(quote!(#out = #next;));
        }
        let iterations = for_loop.count.map(|iterations| self.ident(iterations));
        let items = match (&for_loop.range, &iterations) {
            (Some(range), None) if for_loop.in_order => self.range(range),
            (Some(range), None) => self.reversed_range(range),
            (Some(range), Some(iterations)) if for_loop.in_order => {
                let range = self.range(range);
                quote!(#range.take(#iterations))
            }
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
                Storage::Bounded { .. } => quote!(#tape.read(&#trace, #count)),
                Storage::Slots(_) | Storage::Tape(_) => quote!(#tape.records(#trace, #count)),
                // Of a linearization, loops are met in order as well.
                Storage::Own { cursor } if self.is_linearization() => {
                    let cursor = self.ident(*cursor);
                    quote!(#trace.segment_in_order(&mut #cursor, #count))
                }
                Storage::Own { cursor } => {
                    let cursor = self.ident(*cursor);
                    quote!(#trace.segment(&mut #cursor, #count))
                }
            };
            head = match (for_loop.range.as_ref().filter(|range| counts_by_one(range)), &iterations) {
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
                if (residual.by_reference && !residual.exchanged) || residual.copied {
                    quote!(ref #ident)
                } else {
                    quote!(#ident)
                }
            });
            let names = grouped(names.collect());
            let record = if recording.optional { quote!(#jac::filled(#slot)) } else { slot.to_token_stream() };
            start.extend(quote!(let &#names = #record;));
            for residual in recording.residuals.iter().filter(|residual| residual.exchanged) {
                let ident = self.ident(residual.var);
                start.extend(quote!(let #ident = #tape.kept(#ident);));
            }
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
            #head { #start #body #end }
        }
    }
}

fn counts_by_one(range: &Range) -> bool {
    range.adaptors.is_empty() && !range.inclusive
}

/// A tuple of any size, of tuples of at most eight.
fn grouped(mut items: Vec<TokenStream>) -> TokenStream {
    while items.len() > 8 {
        items = items.chunks(8).map(|chunk| quote!((#(#chunk,)*))).collect();
    }
    quote!((#(#items,)*))
}
