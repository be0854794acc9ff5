//! What stands beside the function: its namesake type, with the derivatives as associated functions.

mod callable;
mod conversions;
mod custom;
mod derivatives;
mod derived;
mod eliminated;
mod facts;
mod function_trait;
mod generics;
mod handle;
mod hessians;
mod in_place;
mod joint;
mod lifetimes;
mod linear;
mod orders;
mod references;
mod siblings;
mod stubs;
mod wrappers;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Generics, ItemFn, ReturnType, Type};

use crate::analysis::called::Called;
use crate::analysis::dependence::Table;
use crate::emit::{SweepGenerics, one_or_tuple};
use crate::hygiene::Names;
use crate::ir::*;
use crate::options::Options;
use crate::transform::demand::Demand;
use crate::transform::eliminate::Elimination;

pub use callable::without_function_types;
pub use conversions::{Conversion, stub_of_conversion};
pub use derived::{CALLED, CalledDerivative};
pub use generics::{instance_of, of_float, own_arguments};
pub use handle::of_no_bound;
pub use lifetimes::{held_lifetimes, name_held_lifetimes};
pub use orders::Versions;
pub use references::is_slice;
use references::{lent, owned_type, space};
#[cfg(test)]
pub use siblings::in_scope;
pub use siblings::{Method, configured, name_of};
pub use stubs::{stub, stubs_of_siblings};

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

/// What a body calls, of which the macro knows no more than the name.
#[derive(Default)]
pub struct CalledByName {
    /// In method syntax.
    pub methods: Vec<Ident>,
    /// By the path of a type of another block.
    pub functions: Vec<Ident>,
    /// Functions that have not been expanded so far, by the name that stands for what has their derivatives.
    pub unseen: BTreeMap<String, (syn::ExprPath, Ident)>,
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
    /// What its body calls by names that tell the compiler alone what they are of.
    pub called_by_name: &'a CalledByName,
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
        let reports = handle::reports(name, &self.called_by_name.methods);
        let of_bounds = self.reports_of_bounds(derivation);
        let reports_of_functions = handle::reports_of_functions(name, &self.called_by_name.functions);
        let (absent, called) = (self.absent(), self.called_derivatives());
        let unseen = self.unseen();
        let derivatives = quote! {
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
                #absent
                #called
            }
            #generic
        };
        let derivatives = quote!(#derivatives #marks #strict);
        let called = quote!(#reports #reports_of_functions #unseen);
        // In a scope of their own: what another function reports of a callee is no second candidate here.
        let derivatives = match called.is_empty() {
            true => derivatives,
            false => quote! {
                #[allow(non_local_definitions)]
                const _: () = {
                    #called
                    #derivatives
                };
            },
        };
        quote!(#namesake #derivatives #of_bounds)
    }

    /// Names for what has the derivatives of functions that have not been expanded so far.
    fn unseen(&self) -> TokenStream {
        let unseen = self.called_by_name.unseen.values().map(|(path, name)| {
            quote! {
                #[allow(unused_imports)]
                use #path as #name;
            }
        });
        unseen.collect()
    }

    /// For what is called by a bound, if there is such a type parameter.
    fn reports_of_bounds(&self, derivation: &Derivation) -> TokenStream {
        let Derivation::OfBody { derivatives, .. } = derivation else { return TokenStream::new() };
        if derivatives.iter().all(|derivative| derivative.function.known_by_traits.is_empty()) {
            return TokenStream::new();
        }
        let (name, runtime) = (&self.item.sig.ident, self.runtime());
        let CalledByName { methods, functions, .. } = self.called_by_name;
        handle::reports_of_bounds(name, methods, functions, &runtime)
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
