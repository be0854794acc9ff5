//! Functions of lanes: `map_axis`, `fold_axis` and `accumulate_axis_inplace`.
//!
//! Before: a call with a closure, or the name of a function. After: one lane after the other, in logical order.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::{Expr, ExprMethodCall, Pat};

use super::elementwise::is_pure;
use super::written::hidden;
use super::zip::untyped;
use super::{Plain, expression, is_place, unparenthesised};

impl Plain {
    /// `x.map_axis(Axis(0), |column| ..)`, `x.fold_axis(Axis(1), 0.0, |sum, v| ..)`, `y.accumulate_axis_inplace(Axis(0), |&before, v| ..)`
    pub fn lanewise(&self, call: &ExprMethodCall) -> Option<Expr> {
        let span = call.method.span();
        let array = &call.receiver;
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let method = call.method.to_string();
        if !self.is_array(array) || !arguments.iter().all(|argument| is_pure(argument)) {
            return None;
        }
        if !is_place(array) {
            if method == "accumulate_axis_inplace" || !matches!(method.as_str(), "map_axis" | "fold_axis") {
                return None;
            }
            let name = hidden("__jac_array", span);
            let mut call = call.clone();
            let value = std::mem::replace(&mut call.receiver, syn::parse_quote!(#name));
            return expression(quote_spanned!(span=> { let #name = #value; #call }));
        }
        let (index, along) = (hidden("__jac_index", span), hidden("__jac_along", span));
        let lane = quote_spanned!(span=> #array.jac_lane(#along, #index));
        let is_matrix = self.axes(array).and_then(|axes| axes.0) == Some(2);
        let all = |axis: &Expr, made: TokenStream| {
            let shaped = if is_matrix {
                quote_spanned!(span=> __jac_lanes.jac_into_array1())
            } else {
                quote_spanned!(span=> __jac_lanes.jac_into_array1().jac_reshaped(#array.jac_lanes_dim(#along)))
            };
            expression(quote_spanned!(span=> {
                let #along = #axis;
                let mut __jac_lanes = Vec::new();
                for #index in 0..#array.jac_lane_count(#along) {
                    #made
                }
                #shaped
            }))
        };
        match (method.as_str(), arguments.as_slice()) {
            ("map_axis", [axis, function]) => match unparenthesised(function) {
                Expr::Closure(function) => {
                    let (pattern, body) = (untyped(function.inputs.first()?), &function.body);
                    all(axis, quote_spanned!(span=> let #pattern = #lane; __jac_lanes.push(#body);))
                }
                function => all(axis, quote_spanned!(span=> __jac_lanes.push(#function(#lane));)),
            },
            ("fold_axis", [axis, initial, function]) => {
                let Expr::Closure(function) = unparenthesised(function) else { return None };
                let (accumulated, element, body) = (function.inputs.first()?, function.inputs.get(1)?, &function.body);
                let (so_far, elements) = (hidden("__jac_so_far", span), hidden("__jac_elements", span));
                // The accumulator is lent.
                let bound = match untyped(accumulated) {
                    Pat::Reference(reference) => {
                        let pattern = &reference.pat;
                        quote_spanned!(span=> let #pattern = #so_far;)
                    }
                    pattern => quote_spanned!(span=> let #pattern = &#so_far;),
                };
                let element = untyped(element);
                all(
                    axis,
                    quote_spanned! {span=>
                        let #elements = #lane.jac_elements();
                        __jac_lanes.push(#elements.iter().fold(#initial, |#so_far, #element| { #bound #body }));
                    },
                )
            }
            ("accumulate_axis_inplace", [axis, function]) => {
                let Expr::Closure(function) = unparenthesised(function) else { return None };
                let (before, changed) = (untyped(function.inputs.first()?), untyped(function.inputs.get(1)?));
                let body = &function.body;
                let (elements, position) = (hidden("__jac_elements", span), hidden("__jac_position", span));
                let written = hidden("__jac_changed", span);
                expression(quote_spanned!(span=> {
                    let #along = #axis;
                    for #index in 0..#array.jac_lane_count(#along) {
                        let mut #elements = #lane.jac_elements();
                        for #position in 1..#elements.len() {
                            let #before = &#elements[#position - 1];
                            let #changed = &mut #elements[#position];
                            #body;
                        }
                        let #written = #elements.jac_into_array1();
                        #array.jac_set_lane(#along, #index, &#written);
                    }
                }))
            }
            _ => None,
        }
    }
}
