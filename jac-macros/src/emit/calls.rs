//! Emission of calls: of functions and methods, of their derivatives, and of the pullbacks that these leave.
//!
//! The derivatives of a function or of a method that is called by path are named. Those of a method in method syntax are found by the
//! compiler: `arm.__reach_method()` gives a value of a type that has them (see `surface::handle`).

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use super::callable::{takes_function, without_function_types};
use super::{Emitter, derivative_name, one_or_tuple, order_mark};
use crate::ir::*;
use crate::lower::reads_array;
use crate::surface::of_no_bound;

impl Emitter<'_> {
    pub(super) fn call(&self, call: &Call) -> TokenStream {
        let result = self.ident(call.result);
        match (&call.callee, call.arguments.split_first()) {
            (Callee::Parameter, _) => self.call_of_parameter(call),
            _ if takes_function(call) => self.unvaried_call(call),
            (Callee::Method { name, turbofish }, Some((receiver, rest))) => {
                let shared = matches!(receiver, Argument::Borrow { lending: Lending::Shared, .. })
                    && reads_array(&name.to_string());
                let mut receiver = self.receiver(receiver);
                if shared {
                    // A proof that the method does not write.
                    receiver = quote!((&#receiver));
                }
                let rest = self.arguments(rest);
                quote!(let #result = #receiver.#name #turbofish(#(#rest),*);)
            }
            (Callee::Function { path, .. } | Callee::Associated { path, .. } | Callee::Derived { path, .. }, _) => {
                let arguments = self.arguments(&call.arguments);
                quote!(let #result = #path(#(#arguments),*);)
            }
            (Callee::Method { .. }, None) => unreachable!("a method is called on something"),
        }
    }

    /// The call of a derivative, after the proof that the callee differentiates what varies here.
    pub(super) fn derived(&self, derived: &Derived) -> TokenStream {
        let Derived { call, dots, pullback, masks, tangents, is_linear } = derived;
        let jac = &self.jac;
        let order = masks.len();
        let accepted = Literal::u128_unsuffixed(masks[0]);
        // Of other callees, the types of the tangents tell. Once is enough, and an item is evaluated also where nothing is instantiated.
        let is_first = pullback.is_none() && order == 1;
        let assertion = call.callee.namesake().map(|namesake| match &call.callee {
            Callee::Function { .. } | Callee::Derived { .. } => {
                // The message is about the call; the names stay where they are.
                let at_call = |mut token: TokenTree| {
                    if let TokenTree::Punct(punct) = &mut token {
                        punct.set_span(call.span);
                    }
                    token
                };
                let namesake: TokenStream = namesake.into_iter().map(at_call).collect();
                is_first.then(|| quote_spanned!(call.span=> const _: () = #namesake::__accepts(#accepted);))
            }
            _ => Some(quote_spanned!(call.span=> const { #namesake::__accepts(#accepted); })),
        });
        let assertion = assertion.flatten();
        let unambiguous = match &call.callee {
            // The methods that stand for those of arrays have names of their own.
            Callee::Method { name, .. } if is_first && !name.to_string().starts_with("jac_") => {
                let of_trait = self.is_of_trait_in_scope(name, call);
                let unambiguous = self.is_unambiguous(name, &call.arguments[0]);
                Some(quote!(#unambiguous #of_trait))
            }
            Callee::Associated { path, namesake: None, named_trait: Some(named), .. } if is_first => {
                Some(self.is_of_named_trait(path, named, call))
            }
            // By path, what is lent first may be what it is called on. Of a trait, other functions than those that take `&self` or `&mut self` have no
            // derivatives by this path.
            Callee::Associated { path, namesake: None, .. }
                if is_first && !call.converts() && matches!(call.arguments.first(), Some(Argument::Borrow { .. })) =>
            {
                let name = &path.path.segments.last().expect("a path has a last segment").ident;
                Some(self.is_of_trait(name, call))
            }
            _ => None,
        };
        let results = [call.result].into_iter().chain(dots.iter().copied()).chain(*pullback);
        let results = results.map(|var| self.ident(var));
        if let Callee::Parameter = call.callee {
            return self.derived_of_parameter(derived);
        }
        if let Callee::Derived { derivative, .. } = &call.callee
            && order > derivative.orders_of_callers()
        {
            let (name, most) = (derivative.name, derivative.orders_of_callers());
            let message = format!(
                "`{name}` of what varies is called in functions up to `order = {most}`; lower the order of this function"
            );
            return quote_spanned!(call.span=> let (#(#results),*) = ::core::compile_error!(#message););
        }
        let name = if *is_linear { "__linearized".to_owned() } else { derivative_name(pullback.is_some(), order) };
        let function = self.derivative(call, &name, order);
        let generics = call.callee.generic_arguments().map(|arguments| {
            let passed = call.arguments.iter().filter(|argument| matches!(argument, Argument::Function(_))).count();
            let arguments = without_function_types(arguments, passed);
            let more = if pullback.is_some() { 3 } else { 2 };
            let inferred = (0..2 * order + more * passed).map(|_| quote!(_));
            quote!(::<#(#arguments,)* #(#inferred),*>)
        });
        let sweeps = masks.iter().zip(&self.sweeps).rev().map(|(mask, sweep)| {
            let (mask, width) = (Literal::u128_unsuffixed(*mask), &sweep.width);
            quote!(#jac::Sweep::<#width, #mask>)
        });
        let sweeps = one_or_tuple(&sweeps.collect::<Vec<_>>());
        // What a function captures stands in front: the type of its code is known from that.
        let mut arguments = if pullback.is_some() { self.environments(call, masks[0]) } else { Vec::new() };
        let first = arguments.len();
        arguments.extend(self.passed_arguments(call, masks[0], pullback.is_some()));
        let tangents = tangents.iter().enumerate();
        arguments.extend(tangents.map(|(position, companion)| match companion {
            Companion::Environment { passed, vectors, .. } => {
                let mask = self.mask_of_calls(call, position, masks[0]);
                self.environment_and_tangents(passed, vectors, &mask)
            }
            companion => self.companion(companion),
        }));
        if call.callee.is_method() {
            // What the method takes otherwise than it is passed is an error there.
            let of_receiver = arguments.iter_mut().skip(first).step_by(call.arguments.len()).enumerate();
            of_receiver.for_each(|(version, argument)| {
                if version > 0 {
                    *argument = quote!(#jac::tangent_of_receiver(#argument));
                }
                *argument = respanned(argument.clone(), call.span);
            });
        }
        if pullback.is_some() {
            arguments.push(self.tape.to_token_stream());
        }
        let call_of_derivative = quote!(#function #generics(#sweeps, #(#arguments),*));
        if *is_linear {
            let report = self.report_of_linearization(call, 1 + arguments.len());
            return quote!(#assertion let (#(#results),*) = { #report #call_of_derivative };);
        }
        let report =
            self.report_of_bound(call, 1 + arguments.len()).or_else(|| of_no_order(call, &name, 1 + arguments.len()));
        let call_of_derivative = match report {
            Some(report) => quote!({ #report #call_of_derivative }),
            None => call_of_derivative,
        };
        quote!(#assertion #unambiguous let (#(#results),*) = #call_of_derivative;)
    }

    /// A trait by which the compiler finds what linearizes the callee if nothing else has it, and says what is missing.
    fn report_of_linearization(&self, call: &Call, arguments: usize) -> TokenStream {
        // Those of arrays stand in a trait of the runtime, and would be ambiguous.
        let of_arrays = |path: &syn::ExprPath| {
            let last = path.path.segments.last();
            last.is_some_and(|last| crate::lower::ARRAY_CONSTRUCTORS.contains(&last.ident.to_string().as_str()))
        };
        let (shown, name) = match &call.callee {
            Callee::Associated { path, .. } if of_arrays(path) => return TokenStream::new(),
            // What stands in the place of methods of arrays has names of its own.
            Callee::Method { name, .. } => {
                let name = name.to_string();
                (name.trim_start_matches("jac_").to_owned(), Ident::new("linearized", call.span))
            }
            Callee::Associated { .. } if call.converts() => ("from".to_owned(), Ident::new("linearized", call.span)),
            Callee::Associated { path, .. } => {
                let method = &path.path.segments.last().expect("a path has a last segment").ident;
                let stem = call.callee.stem().unwrap_or_else(|| method.clone());
                (method.to_string(), sibling(&stem, "__linearized", call.span))
            }
            Callee::Function { path, .. } | Callee::Derived { path, .. } => {
                let shown = without_arguments(path).to_token_stream().to_string().replace(' ', "");
                (shown, Ident::new("__linearized", call.span))
            }
            Callee::Parameter => unreachable!("it is refused"),
        };
        let message = format!("`{shown}` has no linearization");
        let types: Vec<Ident> = (0..arguments).map(|position| quote::format_ident!("Argument{}", position)).collect();
        let receiver = (call.callee.is_method() || call.converts()).then(|| quote!(self,));
        let signature = quote! {
            fn #name<#(#types),*>(#receiver #(_: #types),*) -> (<Self as __Linearizes>::Value, <Self as __Linearizes>::Linear)
            where
                Self: __Linearizes
        };
        quote! {
            #[diagnostic::on_unimplemented(
                message = #message,
                label = "`linearize` does not go through this call",
                note = "put the option on the function, or on its `impl` block: `#[differentiable(linearize)]`",
                note = "if there is no linearization of it, remove `linearize` here, and take several tangents at once: \
                        `jacfwd`, or `Function::tangent::<W>`"
            )]
            trait __Linearizes {
                type Value;
                type Linear;
            }
            trait __Linearized: ::core::marker::Sized {
                #signature;
            }
            impl<Callee> __Linearized for Callee {
                #signature {
                    ::core::unreachable!()
                }
            }
        }
    }

    /// What says that the trait of a bound has no derivatives, where a function is called by the path of a type parameter. What the bounds have goes before it. One function has
    /// the message, and those that stand for derivatives have none, so that it is said once.
    fn report_of_bound(&self, call: &Call, arguments: usize) -> Option<TokenStream> {
        let (Callee::Associated { .. }, Some(owner)) = (&call.callee, call.known_by_traits(self.function)) else {
            return None;
        };
        if call.converts() {
            return None;
        }
        let stem = call.callee.stem().filter(|_| call.callee.generic_arguments().is_none())?;
        let finder = sibling(&stem, OF_BOUND, call.span);
        let types: Vec<Ident> = (0..arguments).map(|position| quote::format_ident!("Argument{}", position)).collect();
        let sweeps = ["__tangent", "__pullback", "__pullback_tangent"].map(|sweep| {
            let name = sibling(&stem, sweep, call.span);
            quote!(fn #name<#(#types,)* Found>(#(_: #types),*) -> Found { ::core::unreachable!() })
        });
        let (of_function, of_sweeps) =
            (of_no_bound(&self.namesake, &stem, true), Ident::new("__OfNoBound", Span::call_site()));
        let mut owner = owner;
        owner.set_span(call.span);
        let finder = quote_spanned!(call.span=> #owner::#finder(););
        Some(quote! {
            use #of_function as _;
            trait #of_sweeps {
                #(#sweeps)*
            }
            impl<Callee: ?::core::marker::Sized> #of_sweeps for Callee {}
            #finder
        })
    }

    /// One of the callee's derivatives, `__tangent` and so on, without generic arguments.
    pub(super) fn derivative(&self, call: &Call, name: &str, order: usize) -> TokenStream {
        match &call.callee {
            Callee::Function { namesake, .. } => self.of_namesake(namesake, Ident::new(name, call.span), order),
            Callee::Derived { function, derivative, .. } => {
                let name = sibling(&Ident::new(derivative.name, call.span), name, call.span);
                self.of_namesake(function, name, order + derivative.levels)
            }
            Callee::Associated { path, .. } if call.converts() => {
                let found = self.conversion(path, &call.arguments[0], call.span);
                let name = Ident::new(name.trim_start_matches('_'), call.span);
                quote!(#found.#name)
            }
            Callee::Associated { path, .. } => {
                let mut path = without_arguments(path);
                if let (Some(last), Some(stem)) = (path.path.segments.last_mut(), call.callee.stem()) {
                    last.ident = sibling(&stem, name, call.span);
                }
                quote!(#path)
            }
            Callee::Method { name: method, .. } => {
                let handle = self.handle(method, &call.arguments[0]);
                let name = Ident::new(name.trim_start_matches('_'), call.span);
                quote!(#handle.#name)
            }
            Callee::Parameter => unreachable!("it has no name"),
        }
    }

    /// What has the derivatives of a conversion: found by the type, and by what is converted.
    fn conversion(&self, path: &syn::ExprPath, argument: &Argument, span: Span) -> TokenStream {
        let (jac, argument) = (&self.jac, self.argument(argument));
        let converted = Ident::new("converted", Span::mixed_site());
        if let Some(owner) = path.qself.as_ref().filter(|qself| qself.as_token.is_some()).map(|qself| &qself.ty) {
            let of_trait = path.path.segments.iter().rev().nth(1).map(|of_trait| &of_trait.arguments);
            let from = match of_trait {
                Some(syn::PathArguments::AngleBracketed(arguments)) => arguments.args.first().to_token_stream(),
                _ => quote!(_),
            };
            return quote_spanned!(span=> { let #converted = #jac::converted(&#argument); #jac::conversion::<#owner, #from>(#converted) });
        }
        let mut finder = without_arguments(path);
        if let Some(last) = finder.path.segments.last_mut() {
            last.ident = Ident::new("__from_derivatives", span);
        }
        quote_spanned!(span=> { use #jac::ConvertsByPath as _; let #converted = #jac::converted(&#argument); #finder(#converted) })
    }

    /// A function of the namesake. Above the first order it is named by way of a trait, which says what is missing.
    fn of_namesake(&self, path: &syn::ExprPath, name: Ident, order: usize) -> TokenStream {
        let (jac, namesake) = (&self.jac, without_arguments(path));
        match order_mark(order) {
            Some(mark) => {
                let mark = Ident::new(mark, name.span());
                quote_spanned!(name.span()=> <#namesake as #jac::#mark>::Sweeps::#name)
            }
            None => quote!(<#namesake>::#name),
        }
    }

    /// What has the derivatives of a method: found by the compiler as the method itself is.
    fn handle(&self, method: &Ident, receiver: &Argument) -> TokenStream {
        let of_bound = self.function.known_by_traits(receiver).is_some();
        let (receiver, finder) = (self.receiver(receiver), sibling(method, "__method", method.span()));
        if !of_bound {
            return quote!(#receiver.#finder());
        }
        // What the bounds have goes before this, which says that they have nothing.
        let report = of_no_bound(&self.namesake, method, false);
        quote!({ use #report as _; #receiver.#finder() })
    }

    /// A proof that no trait in scope has a method of this name that goes before the one that has the derivatives (see `receiver.rs` of the
    /// runtime).
    fn is_unambiguous(&self, name: &Ident, receiver: &Argument) -> TokenStream {
        let (handle, receiver) = (self.handle(name, receiver), self.receiver(receiver));
        let known_by_traits = &self.function.known_by_traits;
        quote_spanned! {name.span()=>
            if false {
                // NothingElseTakesThis else takes it: among the traits of a bound, another method of the name would go before this one.
                struct NothingElseTakesThis;
                trait CallItByPathAsThereAreTwoOfThisName: ::core::marker::Sized {
                    fn #name(self, _: NothingElseTakesThis) {}
                }
                impl<T> CallItByPathAsThereAreTwoOfThisName for T {}
                // Behind the parameter, whatever its traits have by this name is the same.
                #(let _ = <#known_by_traits>::#name;)*
                let taken = #handle.taken(&#receiver);
                taken.__one().#name(NothingElseTakesThis);
                taken.__other().#name(NothingElseTakesThis);
            }
        }
    }

    /// A proof that the trait is in scope that the method with the derivatives is of: no other has the method then, or the call would be ambiguous (see
    /// `OfNoTrait` in `receiver.rs` of the runtime).
    fn is_of_trait_in_scope(&self, name: &Ident, call: &Call) -> TokenStream {
        let handle = self.handle(name, &call.arguments[0]);
        let proof = self.has_method(quote_spanned!(name.span()=> #handle.of_trait()), name, call);
        quote_spanned!(name.span()=> if false { #proof })
    }

    /// The same for a call by path, if it is of a method.
    fn is_of_trait(&self, name: &Ident, call: &Call) -> TokenStream {
        let (jac, span) = (&self.jac, name.span());
        let (receiver, finder) = (self.receiver(&call.arguments[0]), sibling(name, "__of_trait", span));
        let proof = self.has_method(quote_spanned!(span=> #receiver.#finder()), name, call);
        quote_spanned! {span=>
            if false {
                trait ByPath {
                    fn #finder(&self) -> (#jac::OfNoTrait, #jac::ByType) {
                        (#jac::OfNoTrait, #jac::ByType)
                    }
                }
                impl<T: ?::core::marker::Sized> ByPath for T {}
                #proof
            }
        }
    }

    /// A proof that the function with the derivatives is of the trait that the call names.
    fn is_of_named_trait(&self, path: &syn::ExprPath, named: &syn::Path, call: &Call) -> TokenStream {
        let (span, mut finder) = (call.span, without_arguments(path));
        if let (Some(last), Some(stem)) = (finder.path.segments.last_mut(), call.callee.stem()) {
            last.ident = sibling(&stem, "__stand_in", span);
        }
        quote_spanned! {span=>
            if false {
                trait Named: ::core::marker::Sized {
                    fn is_of_the_named_trait(self) {}
                }
                impl<T: #named> Named for T {}
                #finder().is_of_the_named_trait();
            }
        }
    }

    /// Calls the method on a value of the opaque type of which the trait with the derivatives is known, or of that which stands for none.
    fn has_method(&self, of_trait: TokenStream, name: &Ident, call: &Call) -> TokenStream {
        // What is written between `::<` and `>` is not known to be types.
        if call.callee.generic_arguments().is_some() {
            return TokenStream::new();
        }
        let (jac, span) = (&self.jac, name.span());
        let others = call.arguments.iter().skip(1);
        let like = Ident::new("like", Span::mixed_site());
        let values: Vec<TokenStream> = others
            .map(|argument| match argument {
                Argument::Function(_) => quote!(loop {}),
                argument => {
                    let argument = self.argument(argument);
                    quote!(#like.like(&#argument))
                }
            })
            .collect();
        let numbered = |stem: &str| -> Vec<Ident> {
            (0..values.len())
                .map(|index| quote::format_ident!("{}{}", stem, index, span = Span::mixed_site()))
                .collect()
        };
        let (arguments, types) = (numbered("argument"), numbered("Argument"));
        let stand_in = Ident::new("stand_in", Span::mixed_site());
        quote_spanned! {span=>
            trait OfNoTrait: ::core::marker::Sized {
                fn #name<#(#types),*>(self, #(_: #types),*) {}
            }
            impl OfNoTrait for #jac::OfNoTrait {}
            let (mut #stand_in, #like) = #of_trait;
            #(let #arguments = #values;)*
            #stand_in.#name(#(#arguments),*);
        }
    }

    fn receiver(&self, receiver: &Argument) -> TokenStream {
        match receiver {
            Argument::Borrow { place, .. } => self.place(place),
            Argument::Value(operand) => self.operand(operand),
            Argument::Rows(places) => self.rows(places),
            Argument::Function(_) => unreachable!("a method is not called on a function"),
        }
    }

    fn rows(&self, places: &[Place]) -> TokenStream {
        let places = places.iter().map(|place| self.place(place));
        quote!(&[#(&#places),*])
    }

    /// The vector beside a row: a zero of its own where the row does not vary.
    fn row_vector(&self, row: &RowVector, are_cotangents: bool) -> TokenStream {
        let jac = &self.jac;
        let primal = self.place(&row.primal);
        let method = if are_cotangents { "cotangent" } else { "zero" };
        let zero = self.of_space(quote!(#jac::row_space(&#primal)), method, &row.sweeps);
        let Some((place, wanted)) = &row.vector else { return quote!(&#zero) };
        let place = self.place(place);
        if wanted.mask == self.all[wanted.sweep] && wanted.present.is_none() {
            return quote!(&#place);
        }
        let lent = self.if_wanted(*wanted, quote!(::core::option::Option::Some(&#place)));
        quote!(&*#jac::row_beside(#lent, || #zero))
    }

    /// A copy of what a method is called on, if its reverse needs that.
    pub(super) fn kept(&self, method: &Ident, receiver: &Place, copied: &Place) -> TokenStream {
        let handle = self.handle(method, &Argument::Borrow { lending: Lending::Shared, place: receiver.clone() });
        let is_vector = self.function.variables[copied.base.0].vector;
        let copied = self.place(copied);
        if is_vector { quote!(#handle.kept_vector(&#copied)) } else { quote!(#handle.kept(&#copied)) }
    }

    /// Whether the reverse of a callee reads a copy, evaluated by the compiler; none if that cannot be said.
    pub(super) fn is_read(&self, copy: Var) -> Option<TokenStream> {
        let readers = self.function.readers.get(&copy)?.iter();
        let reads = readers.map(|reader| {
            let Reader { namesake, mask, position } = reader.as_ref()?;
            let (mask, bit) = (Literal::u128_unsuffixed(*mask), Literal::u128_unsuffixed(1 << position));
            Some(quote!(#namesake::__reads(#mask) & #bit != 0))
        });
        let reads: Vec<TokenStream> = reads.collect::<Option<_>>()?;
        Some(quote!(const { #(#reads)||* }))
    }

    /// A call of the pullback that a forward sweep left.
    pub(super) fn pull_call(
        &self,
        pullback: Var,
        results: &[Vec<Option<Var>>],
        arguments: &[Companion],
    ) -> TokenStream {
        let jac = &self.jac;
        let arguments = arguments.iter().map(|companion| match companion {
            Companion::Environment { passed, vectors, .. } => self.lent_and_cotangents(passed, vectors),
            companion => self.companion(companion),
        });
        let arguments: Vec<TokenStream> = arguments.collect();
        let (name, tape) = (self.ident(pullback), &self.tape);
        let call = if self.is_wrapped(pullback) {
            quote!(#name.as_ref().map_or_else(#jac::zero, |pullback| pullback(#tape, #(#arguments),*)))
        } else {
            quote!(#name(#tape, #(#arguments),*))
        };
        if results.iter().all(|results| results.is_empty()) {
            return quote!(#call;);
        }
        let name = |result: &Option<Var>| result.map_or_else(|| quote!(_), |var| self.ident(var).into_token_stream());
        let results = results.iter().map(|results| {
            let results = results.iter().map(name);
            quote!((#(#results,)*))
        });
        let results = one_or_tuple(&results.collect::<Vec<_>>());
        quote!(let #results = #call;)
    }

    fn arguments(&self, arguments: &[Argument]) -> Vec<TokenStream> {
        arguments.iter().map(|argument| self.argument(argument)).collect()
    }

    pub(super) fn argument(&self, argument: &Argument) -> TokenStream {
        match argument {
            Argument::Value(operand) => self.operand(operand),
            Argument::Borrow { lending, place } => {
                if lending.may_write() {
                    let place = self.written(place);
                    quote!(&mut #place)
                } else {
                    let place = self.place(place);
                    quote!(&#place)
                }
            }
            Argument::Rows(places) => self.rows(places),
            Argument::Function(_) => unreachable!("a function is passed to what is called by its name"),
        }
    }

    pub(super) fn companion(&self, companion: &Companion) -> TokenStream {
        let jac = &self.jac;
        match companion {
            Companion::Value(value) => self.rvalue(value),
            Companion::Absent => quote!(::core::option::Option::None),
            Companion::AbsentReceiver => quote!(#jac::Absent),
            Companion::Receiver(companion) => {
                let tangent = self.companion(companion);
                quote!(#jac::tangent_of_receiver(#tangent))
            }
            Companion::Unasked => quote!(()),
            Companion::NotHeld => quote!(#jac::TakesNone::NONE),
            Companion::Either(place) => {
                let place = self.written(place);
                quote!(#jac::taken_tangent(&mut #place))
            }
            Companion::EitherCotangent(place) => {
                let place = self.written(place);
                quote!(#jac::taken_cotangent(&mut #place))
            }
            Companion::Held(place) => {
                let copy = self.ident(place.base);
                let part = self.projected(copy.to_token_stream(), place);
                let part = if place.projections.is_empty() { quote!(|#copy| #copy) } else { quote!(|#copy| &#part) };
                if self.function.variables[place.base.0].kind == Kind::Kept {
                    let tape = &self.tape;
                    quote!(#tape.held(#copy, #part))
                } else {
                    let copy = self.place(&Place::whole(place.base));
                    quote!(#jac::held(&#copy, #part))
                }
            }
            Companion::Primal(place) => {
                let place = self.place(place);
                quote!(&#place)
            }
            Companion::Again(place) => {
                let place = self.place(place);
                quote!(::core::option::Option::Some(&#place))
            }
            Companion::Kept(var) => {
                let kept = self.ident(*var);
                quote!(#kept.as_ref())
            }
            Companion::Shared(place, wanted) | Companion::Cotangent(place, wanted) => {
                let place = self.place(place);
                self.if_wanted(*wanted, quote!(::core::option::Option::Some(&#place)))
            }
            Companion::ReceiverCotangent(place, wanted, Lending::Shared) => {
                let place = self.place(place);
                self.if_wanted(*wanted, quote!(#jac::cotangent_of_receiver(&#place)))
            }
            Companion::ReceiverCotangent(place, wanted, _) => {
                let place = self.written(place);
                self.if_wanted(*wanted, quote!(#jac::cotangent_of_receiver_mut(&mut #place)))
            }
            Companion::Environment { .. } => unreachable!("it stands beside a function, which says more"),
            Companion::PrimalRows(places) => self.rows(places),
            Companion::Rows { rows, are_cotangents } => {
                let vectors = rows.iter().map(|row| self.row_vector(row, *are_cotangents));
                let wanted = rows_condition(companion);
                if wanted.mask == self.all[wanted.sweep] && wanted.present.is_none() {
                    return quote!(::core::option::Option::Some(&[#(#vectors),*]));
                }
                // In a branch, zeros would not live long enough.
                let condition = self.condition(wanted);
                quote!(#jac::rows_if(#condition, &[#(#vectors),*]))
            }
            Companion::Mutable(place) => {
                let place = self.written(place);
                quote!(&mut #place)
            }
            Companion::Accumulated(place) => {
                let place = self.written(place);
                quote!(&mut #place)
            }
        }
    }

    /// The `Option`, or none where nothing of the kind varies.
    pub(super) fn if_wanted(&self, wanted: Condition, some: TokenStream) -> TokenStream {
        if wanted.mask == self.all[wanted.sweep] && wanted.present.is_none() {
            return some;
        }
        let condition = self.condition(wanted);
        quote!(if #condition { #some } else { ::core::option::Option::None })
    }
}

/// Where a derivative of a function is called that was not asked for, an error says so. This stands for what there would be, of which the compiler would say that it
/// is not there.
fn of_no_order(call: &Call, derivative: &str, arguments: usize) -> Option<TokenStream> {
    let Callee::Derived { derivative: called, .. } = &call.callee else { return None };
    let name = sibling(&Ident::new(called.name, call.span), derivative, call.span);
    let types: Vec<Ident> = (0..arguments).map(|position| quote::format_ident!("Argument{}", position)).collect();
    Some(quote! {
        trait __OfNoOrder {
            fn #name<#(#types,)* Found>(#(_: #types),*) -> Found {
                ::core::unreachable!()
            }
        }
        impl<Callee: ?::core::marker::Sized> __OfNoOrder for Callee {}
    })
}

/// The tokens of an expression, with the error about the whole of it at a place of the user.
pub(super) fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let tokens = tokens.into_iter().map(|mut token| {
        token.set_span(span.resolved_at(token.span()));
        token
    });
    tokens.collect()
}
