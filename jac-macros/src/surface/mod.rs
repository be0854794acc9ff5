//! What stands beside the function: its namesake type, with the derivatives as associated functions.

mod callable;
mod custom;
mod derivatives;
mod derived;
mod eliminated;
mod facts;
mod generics;
mod handle;
mod hessians;
mod in_place;
mod joint;
mod linear;
mod orders;
mod references;
mod siblings;
mod wrappers;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, Generics, ItemFn, Lifetime, ReturnType, Type};

use crate::analysis::called::Called;
use crate::analysis::dependence::Table;
use crate::emit::{SweepGenerics, one_or_tuple};
use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::passing;
use crate::options::Options;
use crate::transform::demand::Demand;
use crate::transform::eliminate::Elimination;

pub use callable::without_function_types;
pub use derived::{CALLED, CalledDerivative};
pub use generics::{instance_of, of_float, own_arguments};
pub use handle::of_no_bound;
pub use orders::Versions;
pub use references::is_slice;
use references::{lent, owned_type, space};
pub use siblings::{Method, configured, name_of};

/// Where the derivatives come from.
pub enum Derivation {
    /// The transforms of the body.
    OfBody {
        derivatives: Vec<Derivative>,
        /// What the reverse sweep reads of each parameter.
        demands: Vec<Demand>,
        elimination: Option<Box<Elimination>>,
        /// Each element of the output is made of one of the input.
        is_diagonal: bool,
        joint: Option<Box<Derivative>>,
        linear: Option<Box<Derivative>>,
        /// What its parameters that are functions are called with.
        called: Vec<Called>,
    },
    /// The user, who says in the options what they are.
    OfRules,
}

impl Derivation {
    /// What the adjoint asks of the cotangents that it is given.
    pub fn starting_at_zero(&self) -> Mask {
        let derivatives = match self {
            Derivation::OfBody { derivatives, .. } => derivatives.as_slice(),
            Derivation::OfRules => &[],
        };
        let reverses = derivatives.iter().filter_map(|derivative| derivative.function.reverse.as_ref());
        reverses.fold(0, |asked, reverse| asked | reverse.starting_at_zero)
    }
}

/// What has the derivatives: a function, or a method.
pub struct Subject {
    /// In messages and documentation: `f`, `Arm::reach`.
    pub name: String,
    /// A link to it.
    pub link: String,
    /// How it is called, with its generic arguments.
    pub path: TokenStream,
    /// Calls of it do not name the type that has its derivatives.
    pub is_method: bool,
    /// Of an associated function without a receiver.
    pub owner: Option<Owner>,
}

/// The type of which something is an associated function.
#[derive(Clone)]
pub struct Owner {
    pub ty: Type,
    /// Those of the block.
    pub generics: Generics,
}

impl Subject {
    pub fn function(item: &ItemFn) -> Subject {
        let name = &item.sig.ident;
        let generics = own_arguments(&item.sig.generics);
        Subject {
            name: name.to_string(),
            link: format!("the function [`{name}`](fn@{name})"),
            path: quote!(#name::<#(#generics),*>),
            is_method: false,
            owner: None,
        }
    }
}

pub struct Surface<'a> {
    pub subject: Subject,
    /// A free function: for a method, one that takes the receiver as its first parameter.
    pub item: &'a ItemFn,
    pub options: &'a Options,
    pub parameters: &'a [Parameter],
    pub all: Mask,
    /// What the adjoint asks of the cotangents that it is given (see [`crate::ir::starts_at_zero`]).
    pub starting_at_zero: Mask,
    pub table: &'a Table,
    /// The type of its pullback would be infinite: it stands behind a `Box`.
    pub recursive: bool,
    /// The type parameters that stand for floats.
    pub floats: &'a [Ident],
    /// Those that stand for other types, some of which varies.
    pub varying: &'a [Ident],
    /// The generic parameters as they are written.
    pub written: &'a Generics,
    /// The methods that its body calls in method syntax.
    pub methods: &'a [Ident],
    /// The names of functions of types in other blocks that are called by path.
    pub functions: &'a [Ident],
    /// What its parameters that are functions are called with.
    pub called: &'a [Called],
    /// The generic arguments of the function: its own, or those of an instance.
    pub arguments: Vec<TokenStream>,
    /// The names of the generated functions' own generics: for each order, the number of lanes and the inputs that vary.
    pub sweeps: Vec<SweepGenerics>,
    /// The name of the runtime in their bodies.
    pub jac: Ident,
    /// The name of the tape in their bodies.
    pub tape: Ident,
}

/// A function that the transforms made: the tangent, or the adjoint and its tangents.
pub struct Derivative {
    pub function: Function,
    /// What may vary in each sweep.
    pub all: Vec<Mask>,
}

/// Gives names to the lifetimes of types that have none.
struct Named {
    prefix: &'static str,
    lifetimes: Vec<Lifetime>,
}

impl Named {
    fn name(&mut self) -> Lifetime {
        let lifetime = Lifetime::new(&format!("'{}_{}", self.prefix, self.lifetimes.len()), Span::call_site());
        self.lifetimes.push(lifetime.clone());
        lifetime
    }

    fn named(&mut self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        self.visit_type_mut(&mut ty);
        ty
    }

    fn declare(self, generics: &mut Generics) {
        for lifetime in self.lifetimes {
            let declared: syn::LifetimeParam = syn::parse_quote!(#lifetime);
            generics.params.insert(0, GenericParam::Lifetime(declared));
        }
    }
}

/// Data that is passed by value is held by pullbacks: its lifetimes get names.
pub fn name_held_lifetimes(item: &mut ItemFn, parameters: &mut [Parameter]) {
    let mut named = Named { prefix: "jac_held", lifetimes: Vec::new() };
    for parameter in parameters.iter_mut().filter(|parameter| is_held(parameter)) {
        parameter.ty = named.named(&parameter.ty);
    }
    named.declare(&mut item.sig.generics);
}

/// Data that is passed by value, and may have a lifetime.
fn is_held(parameter: &Parameter) -> bool {
    !parameter.differentiable && parameter.passing == Passing::Value && parameter.callable.is_none()
}

/// The lifetimes in the types of such data, each once.
pub fn held_lifetimes(parameters: &[Parameter]) -> Vec<Lifetime> {
    struct Lifetimes(Vec<Lifetime>);
    impl<'ast> syn::visit::Visit<'ast> for Lifetimes {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            if lifetime.ident != "static" && !self.0.contains(lifetime) {
                self.0.push(lifetime.clone());
            }
        }
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {}
    }
    let mut lifetimes = Lifetimes(Vec::new());
    parameters
        .iter()
        .filter(|parameter| is_held(parameter))
        .for_each(|parameter| syn::visit::Visit::visit_type(&mut lifetimes, &parameter.ty));
    lifetimes.0
}

impl VisitMut for Named {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(self.name());
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.name();
        }
    }

    // Their lifetimes are their own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}

impl Surface<'_> {
    /// The path of everything that generated code names.
    fn runtime(&self) -> TokenStream {
        self.options.facade.runtime()
    }

    /// Everything but the function itself.
    pub fn expand(&self, derivation: &Derivation, names: &mut Names) -> TokenStream {
        let name = &self.item.sig.ident;
        let namesake = self.namesake(names);
        let proof = self.proof_of_floats(self.written);
        let accepts = self.accepts();
        let reads = self.reads(derivation);
        let calls = self.calls();
        let as_passed = self.as_passed();
        let dependence = self.dependence();
        let strict = self.strict();
        let derivatives = match derivation {
            Derivation::OfBody { derivatives, .. } => {
                let slot = names.fresh("slot", Span::call_site());
                let count = names.fresh("count", Span::call_site());
                let derivatives = derivatives.iter().map(|derivative| self.derivative(derivative, &slot, &count));
                quote!(#(#derivatives)*)
            }
            Derivation::OfRules => {
                let (tangent, pullback) = self.custom_sweeps(names);
                quote!(#tangent #pullback)
            }
        };
        let eliminated = match derivation {
            Derivation::OfBody { elimination: Some(elimination), .. } => self.eliminated(elimination, names),
            _ => TokenStream::new(),
        };
        let joint = match derivation {
            Derivation::OfBody { joint: Some(joint), .. } => self.joint(joint, names),
            _ => TokenStream::new(),
        };
        let diagonal = match derivation {
            Derivation::OfBody { is_diagonal: true, .. } => quote!(
                const DIAGONAL: bool = true;
            ),
            _ => TokenStream::new(),
        };
        let linear = match derivation {
            Derivation::OfBody { linear: Some(linear), .. } => self.linearized(linear, names),
            Derivation::OfRules if self.options.linearize.is_some() => self.custom_linearized(names),
            _ => TokenStream::new(),
        };
        let members = quote!(#eliminated #diagonal #joint);
        let instances = self.instances();
        let generic = instances.iter().map(|instance| self.of_instance(instance)).map(|surface| {
            let (first, higher) = (surface.function_trait(&members), surface.higher_orders());
            let linearize = surface.linearize_trait();
            quote!(#first #higher #linearize)
        });
        let generic: TokenStream = generic.collect();
        let marks = self.order_marks();
        let wrappers = self.wrappers(names);
        let reports = handle::reports(name, self.methods);
        let of_bounds = self.reports_of_bounds(derivation);
        let reports_of_functions = handle::reports_of_functions(name, self.functions);
        let called = self.called_derivatives();
        quote! {
            #namesake

            #[allow(dead_code, unused, unused_comparisons, non_snake_case, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
            #[automatically_derived]
            impl #name {
                #proof
                #accepts
                #reads
                #calls
                #dependence
                #derivatives
                #linear
                #as_passed
                #wrappers
                #called
            }
            #generic
            #marks
            #strict
            #reports
            #reports_of_functions
            #of_bounds
        }
    }

    /// For what is called by a bound, if there is such a type parameter.
    fn reports_of_bounds(&self, derivation: &Derivation) -> TokenStream {
        let Derivation::OfBody { derivatives, .. } = derivation else { return TokenStream::new() };
        if derivatives.iter().all(|derivative| derivative.function.known_by_traits.is_empty()) {
            return TokenStream::new();
        }
        let (name, runtime) = (&self.item.sig.ident, self.runtime());
        handle::reports_of_bounds(name, self.methods, self.functions, &runtime)
    }

    /// The type that has the derivatives. Types that are associated with it must be as public as it is, which the result of a function without
    /// a receiver may not be, if it is the type that the function belongs to: the namesake is then an instance for that type, and no more
    /// public than it.
    fn namesake(&self, names: &mut Names) -> TokenStream {
        let (name, vis) = (&self.item.sig.ident, &self.item.vis);
        let doc = format!("The derivatives of {}.", self.subject.link);
        let allowed = quote!(#[allow(non_camel_case_types, dead_code, clippy::all, clippy::pedantic, clippy::nursery)]);
        let owner = match vis {
            syn::Visibility::Inherited => None,
            _ => self.instance_of_owner(),
        };
        let Some(owner) = owner else {
            return quote! {
                #[doc = #doc]
                #allowed
                #vis enum #name {}
            };
        };
        let generic = names.fresh(&format!("__{name}"), name.span());
        quote! {
            #[doc(hidden)]
            #allowed
            #vis struct #generic<Owner>(::core::marker::PhantomData<Owner>);

            #[doc = #doc]
            #[allow(private_interfaces)]
            #allowed
            #vis type #name = #generic<#owner>;
        }
    }

    /// The type parameters of the generated functions: those of the user, and then `more`.
    fn generics(&self, more: &[TokenStream]) -> TokenStream {
        let own = self.item.sig.generics.params.iter();
        let (lifetimes, rest): (Vec<_>, Vec<_>) =
            own.partition(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
        quote!(<#(#lifetimes,)* #(#rest,)* #(#more),*>)
    }

    fn tangent_type(&self, ty: &Type) -> TokenStream {
        self.vector_type(ty, &[0], false)
    }

    fn cotangent_type(&self, ty: &Type) -> TokenStream {
        self.vector_type(ty, &[0], true)
    }

    fn sweep_generics(&self) -> TokenStream {
        let SweepGenerics { width, mask } = &self.sweeps[0];
        self.generics(&[quote!(const #width: usize), quote!(const #mask: u128)])
    }

    fn result_type(&self) -> TokenStream {
        match &self.item.sig.output {
            ReturnType::Default => quote!(()),
            ReturnType::Type(_, ty) => quote!(#ty),
        }
    }

    /// A parameter that the options leave out: it may have any type.
    fn is_excluded(&self, parameter: &Parameter) -> bool {
        !parameter.differentiable && parameter.passing != Passing::Mutable && !crate::lower::is_discrete(&parameter.ty)
    }

    /// The type of the tangent or cotangent of a parameter that the options leave out, which would be `vector`. Calls of a function are
    /// held to `__accepts`, so that a number may have the type that it would have; of others, the type tells.
    fn left_out(&self, ty: &Type, vector: TokenStream) -> TokenStream {
        let runtime = self.runtime();
        if !self.subject.is_method && holds_numbers(ty) { vector } else { quote!(#runtime::LeftOutOfWrt) }
    }

    /// The inputs that have a block: differentiable, and not only written.
    fn inputs(&self) -> Vec<&Parameter> {
        self.parameters.iter().filter(|parameter| parameter.differentiable && !parameter.output_only).collect()
    }

    /// The `&mut` parameters, whose final values are outputs: first those that vary.
    fn written(&self) -> Vec<&Parameter> {
        let mut written: Vec<&Parameter> =
            self.parameters.iter().filter(|parameter| parameter.passing == Passing::Mutable).collect();
        written.sort_by_key(|parameter| crate::lower::is_discrete(&parameter.ty));
        written
    }

    /// The inputs in their owned form: one as it is, several as a tuple.
    fn input_type(&self) -> TokenStream {
        let jac = self.runtime();
        let types: Vec<TokenStream> = self.inputs().iter().map(|parameter| owned_type(&parameter.ty, &jac)).collect();
        one_or_tuple(&types)
    }

    /// The outputs in their owned form: the result, then what is written through `&mut`.
    fn output_type(&self) -> TokenStream {
        let mut types: Vec<TokenStream> = Vec::new();
        if self.has_result() {
            types.push(self.result_type());
        }
        let jac = self.runtime();
        types.extend(self.written().iter().map(|parameter| owned_type(&parameter.ty, &jac)));
        one_or_tuple(&types)
    }

    /// Every generic parameter stands in the type of a parameter, so that the parameters determine it.
    fn is_determined(&self) -> bool {
        let types: TokenStream = self.parameters.iter().map(|parameter| &parameter.ty).map(|ty| quote!(#ty)).collect();
        let names = crate::hygiene::identifiers(types);
        self.item.sig.generics.params.iter().all(|parameter| match parameter {
            GenericParam::Const(parameter) => names.contains(&parameter.ident.to_string()),
            GenericParam::Type(parameter) => names.contains(&parameter.ident.to_string()),
            GenericParam::Lifetime(_) => true,
        })
    }

    /// There is something to differentiate, and something to differentiate by.
    fn has_derivative(&self) -> bool {
        let varies = |parameter: &&Parameter| !crate::lower::is_discrete(&parameter.ty);
        let inactive = self.options.inactive.is_some();
        !inactive
            && !self.takes_functions()
            && !self.inputs().is_empty()
            && (self.has_result() || self.written().iter().any(varies))
            && self.is_determined()
    }

    fn has_result(&self) -> bool {
        !matches!(self.item.sig.output, ReturnType::Default)
    }

    /// Every parameter's type, with a name for each lifetime, and the generics that declare them.
    fn named_types(&self) -> (Generics, Vec<Type>) {
        let mut named = Named { prefix: "jac", lifetimes: Vec::new() };
        let types = self.parameters.iter().map(|parameter| {
            named.named(if self.lends_view(parameter) { passing(&parameter.ty).1 } else { &parameter.ty })
        });
        let types = types.collect();
        let mut generics = self.item.sig.generics.clone();
        named.declare(&mut generics);
        (generics, types)
    }

    /// The same of the types that users give: views of arrays are views.
    fn given_types(&self) -> (Generics, Vec<Type>) {
        let (mut generics, types) = self.named_types();
        let mut named = Named { prefix: "jac_view", lifetimes: Vec::new() };
        let given = self.parameters.iter().zip(types).map(|(parameter, ty)| match &parameter.view {
            Some(view) => named.named(view),
            None => ty,
        });
        let given = given.collect();
        named.declare(&mut generics);
        (generics, given)
    }

    /// What is given for the parameter is a view behind `&`. The arguments of `Function` have an array in its place, as for a view.
    fn lends_view(&self, parameter: &Parameter) -> bool {
        parameter.view.is_some() && parameter.passing == Passing::Shared
    }

    /// What stands behind a parameter's reference, where `arg` is a reference to the argument.
    fn behind(&self, parameter: &Parameter, arg: &Ident) -> TokenStream {
        if self.lends_view(parameter) { quote!(#arg) } else { quote!(&**#arg) }
    }

    /// A copy of an argument that is passed by value, of which `arg` is a reference.
    fn copied(&self, parameter: &Parameter, arg: &Ident) -> TokenStream {
        if !wrappers::is_foreign(&parameter.ty) {
            return quote!(::core::clone::Clone::clone(#arg));
        }
        let (jac, at) = (self.runtime(), parameter.ty.span());
        let arg = Ident::new(&arg.to_string(), arg.span().located_at(at));
        quote_spanned!(at=> #jac::copied_argument(#arg))
    }

    /// The parameters as one value, in which views are arrays.
    fn pack(&self) -> TokenStream {
        let values = self.parameters.iter().map(|parameter| {
            let name = &parameter.name;
            match (&parameter.view, parameter.passing) {
                (None, _) => quote!(#name),
                (Some(_), Passing::Value | Passing::Shared) => quote!(#name.view().into_owned()),
                (Some(_), Passing::Mutable) => quote!(&mut #name.view().into_owned()),
            }
        });
        one_or_tuple(&values.collect::<Vec<_>>())
    }

    /// The user's generics with every lifetime named, and then `more`.
    fn with_named_lifetimes(&self, more: &[TokenStream]) -> TokenStream {
        lifetimes_first(&self.named_types().0, more)
    }

    /// The same for the types that users give.
    fn with_given_lifetimes(&self, more: &[TokenStream]) -> TokenStream {
        lifetimes_first(&self.given_types().0, more)
    }

    /// `eliminated` are the members that only some functions have.
    fn function_trait(&self, eliminated: &TokenStream) -> TokenStream {
        let inputs = self.inputs();
        if !self.has_derivative() {
            return TokenStream::new();
        }
        let jac = self.runtime();
        let name = &self.item.sig.ident;
        let width = &self.sweeps[0].width;
        let (generics, types) = self.named_types();
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let args = one_or_tuple(&types);
        let (input, output) = (self.input_type(), self.output_type());
        let written = self.written();
        let input_names = inputs.iter().map(|parameter| &parameter.label);
        let output_names = &self.table.outputs;
        let (rows, columns): (Vec<usize>, Vec<usize>) = (
            (0..self.table.outputs.len()).map(|row| self.table.public_row(row)).collect(),
            self.parameters
                .iter()
                .enumerate()
                .filter(|(_, parameter)| parameter.differentiable && !parameter.output_only)
                .map(|(position, _)| position)
                .collect(),
        );
        let pairs = rows.iter().flat_map(|row| columns.iter().map(move |column| row * self.table.columns + column));
        let pairs = pairs.map(Literal::usize_unsuffixed);

        let arg_names: Vec<Ident> =
            self.parameters.iter().map(|parameter| format_ident!("arg_{}", parameter.var.0)).collect();
        let arg_pattern = one_or_pattern(&arg_names);
        let seed_names: Vec<Ident> = inputs.iter().map(|parameter| format_ident!("seed_{}", parameter.var.0)).collect();
        let seed_pattern = one_or_pattern(&seed_names);
        let all = Literal::u128_unsuffixed(self.all);
        let owned: Vec<Ident> =
            self.parameters.iter().map(|parameter| format_ident!("owned_{}", parameter.var.0)).collect();

        let mut shapes = Vec::new();
        let mut owned_lets = TokenStream::new();
        let mut dot_lets = TokenStream::new();
        let mut primals = Vec::new();
        let mut dots = Vec::new();
        for (position, parameter) in self.parameters.iter().enumerate() {
            let arg = &arg_names[position];
            let owned = &owned[position];
            let seed = format_ident!("seed_{}", parameter.var.0);
            let dot = format_ident!("dot_{}", parameter.var.0);
            let (_, behind) = passing(&parameter.ty);
            let slice = is_slice(behind);
            let is_input = parameter.differentiable && !parameter.output_only;
            let whole = if slice { quote!([..]) } else { quote!() };
            let behind_arg = self.behind(parameter, arg);
            let space_value = match parameter.passing {
                Passing::Value => quote!(#jac::space_of(#arg)),
                _ => space(behind, &behind_arg, &jac),
            };
            if is_input {
                shapes.push(quote!(#space_value.into_shape()));
            }
            match parameter.passing {
                Passing::Value => {
                    primals.push(self.copied(parameter, arg));
                    dots.push(if is_input { quote!(::core::clone::Clone::clone(#seed)) } else { quote!(#jac::zero()) });
                }
                Passing::Shared => {
                    primals.push(behind_arg);
                    dots.push(if is_input {
                        let lent = lent(behind, &seed, &jac);
                        quote!(::core::option::Option::Some(#lent))
                    } else {
                        quote!(::core::option::Option::None)
                    });
                }
                Passing::Mutable => {
                    owned_lets.extend(quote!(let mut #owned = #jac::snapshot(&**#arg);));
                    primals.push(quote!(&mut #owned #whole));
                    dot_lets.extend(if is_input {
                        quote!(let mut #dot = ::core::clone::Clone::clone(#seed);)
                    } else {
                        quote!(let mut #dot = #jac::zero_like::<_, #width>(&#owned);)
                    });
                    dots.push(quote!(&mut #dot #whole));
                }
            }
        }
        let shapes = one_or_tuple(&shapes);
        let (function, arguments) = (&self.subject.path, &self.arguments);
        let mut outputs = Vec::new();
        let mut output_dots = Vec::new();
        if self.has_result() {
            outputs.push(quote!(result));
            output_dots.push(quote!(result_dot));
        }
        for parameter in &written {
            let index = parameter.var.0;
            let (owned, dot) = (format_ident!("owned_{index}"), format_ident!("dot_{index}"));
            outputs.push(quote!(#owned));
            output_dots.push(quote!(#dot));
        }
        let outputs = one_or_tuple(&outputs);
        let output_dots = one_or_tuple(&output_dots);
        let pullback = self.pullback_method(&args, 0);
        let given = self.parameters.iter().zip(&arg_names).zip(&primals).map(|((parameter, arg), primal)| {
            let owned = format_ident!("owned_{}", parameter.var.0);
            match (&parameter.view, parameter.passing) {
                (None, _) => primal.clone(),
                (Some(_), Passing::Value) => quote!(#arg.view()),
                (Some(_), Passing::Shared) => quote!(&#arg.view()),
                (Some(Type::Reference(_)), Passing::Mutable) => quote!(&mut #owned.view_mut()),
                (Some(_), Passing::Mutable) => quote!(#owned.view_mut()),
            }
        });
        let given: Vec<TokenStream> = given.collect();
        quote! {
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
            #[automatically_derived]
            impl #impl_generics #jac::Function<#args> for #name #where_clause {
                type Input = #input;
                type Output = #output;
                const INPUTS: &'static [&'static str] = &[#(#input_names),*];
                const OUTPUTS: &'static [&'static str] = &[#(#output_names),*];
                const DEPENDENCE: &'static [#jac::Dependence] = &[#(Self::__DEPENDENCE[#pairs]),*];
                #eliminated

                #[inline]
                fn input_shape(args: &#args) -> <Self::Input as #jac::Space>::Shape {
                    let #arg_pattern = args;
                    #shapes
                }

                #[inline]
                fn value(args: &#args) -> Self::Output {
                    let #arg_pattern = args;
                    #owned_lets
                    let result = #function(#(#given),*);
                    #outputs
                }

                #[inline]
                fn tangent<const #width: usize>(
                    args: &#args,
                    seed: &#jac::Tangent<Self::Input, #width>,
                ) -> (Self::Output, #jac::Tangent<Self::Output, #width>) {
                    let #arg_pattern = args;
                    let #seed_pattern = seed;
                    #owned_lets
                    #dot_lets
                    let (result, result_dot) =
                        <#name>::__tangent::<#(#arguments,)* #width, #all>(#jac::Sweep, #(#primals,)* #(#dots,)*);
                    (#outputs, #output_dots)
                }

                #pullback
            }
        }
    }
}

fn lifetimes_first(generics: &Generics, more: &[TokenStream]) -> TokenStream {
    let (lifetimes, rest): (Vec<_>, Vec<_>) =
        generics.params.iter().partition(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
    quote!(<#(#lifetimes,)* #(#rest,)* #(#more),*>)
}

/// An item that fails to compile if the path is not that of `jac::constant`.
pub fn proof_of_constant(path: &syn::Path, jac: &TokenStream) -> syn::Item {
    let mut path = path.clone();
    if let Some(last) = path.segments.last_mut() {
        last.arguments = syn::PathArguments::None;
    }
    let proof = quote_spanned!(path.span()=> const _: () = #jac::is_constant::<#path>(););
    syn::parse_quote!(#proof)
}

fn one_or_pattern(idents: &[Ident]) -> TokenStream {
    one_or_tuple(idents)
}

/// Floats, and arrays, tuples and slices of them.
fn holds_numbers(ty: &Type) -> bool {
    match ty {
        Type::Paren(paren) => holds_numbers(&paren.elem),
        Type::Group(group) => holds_numbers(&group.elem),
        Type::Array(array) => holds_numbers(&array.elem),
        Type::Slice(slice) => holds_numbers(&slice.elem),
        Type::Tuple(tuple) => !tuple.elems.is_empty() && tuple.elems.iter().all(holds_numbers),
        Type::Path(path) => path.path.is_ident("f64") || path.path.is_ident("f32"),
        _ => false,
    }
}

/// What stands beside a function with errors, and reports them: a type whose length is the erroneous
/// constant. The compiler says no more about a type with an error in it, whatever is called on it.
pub fn stub(name: &Ident, vis: &syn::Visibility, errors: &TokenStream) -> TokenStream {
    quote! {
        #[allow(non_camel_case_types, dead_code)]
        #[doc(hidden)]
        #vis type #name = [(); { #errors 0 }];
    }
}

/// What is asked for where a method is called of which there is but a stub: of that type.
pub fn stubs_of_siblings(
    signature: &syn::Signature,
    namesake: &Ident,
    vis: &syn::Visibility,
    configured: &[&syn::Attribute],
) -> TokenStream {
    const ASKED: &[&str] = &["__tangent", "__pullback", "__linearized", "__depends"];
    let name = &signature.ident;
    let finder = signature.receiver().map(|_| {
        let finder = sibling(name, "__method", name.span());
        quote! {
            #(#configured)*
            #[doc(hidden)]
            #vis const fn #finder(&self) -> #namesake {
                loop {}
            }
        }
    });
    let asked = ASKED.iter().map(|asked| {
        let asked = sibling(name, asked, name.span());
        quote! {
            #(#configured)*
            #[doc(hidden)]
            #vis const #asked: #namesake = loop {};
        }
    });
    quote!(#finder #(#asked)*)
}
