//! What is made of the user's own types, as far as the process has seen: what methods and functions give, and what fields hold.
//!
//! Before: structs with the derive, blocks and functions with the attribute, one after another. After: the names of methods, functions and fields that
//! give a value of a type with the derive, and never a number. `a.scale(k).exp()` is a method of the user's then, and no elementary function.
//!
//! Names are all that is known. Where one misleads, the compiler finds the method of a number after all.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use quote::ToTokens;
use syn::{FnArg, ImplItem, ItemFn, ItemImpl, ReturnType, Type};

use crate::derive::has_no_tangent;
use crate::hygiene::identifiers;

/// What something of a name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    OfUser,
    /// A list, a tuple and the like.
    Other,
    MayBeNumber,
}

/// By file.
type Seen = BTreeMap<String, Made>;

/// The fields of each type, unless several have its name.
type Types = Arc<BTreeMap<String, Option<BTreeMap<String, Field>>>>;

#[derive(Clone, PartialEq)]
struct Field {
    ty: String,
    /// It is marked as constant, and has no tangent.
    marked: bool,
}

#[derive(Default)]
pub struct Users {
    types: Types,
    /// The types of which sums have derivatives.
    summed: Arc<BTreeSet<String>>,
    methods: BTreeMap<String, Seen>,
    functions: BTreeMap<String, Seen>,
    /// Of types, without a receiver.
    associated: BTreeMap<String, Seen>,
    fields: BTreeMap<String, Seen>,
    /// The types that have a method of this name, with derivatives.
    owners: BTreeMap<String, BTreeSet<String>>,
    iterators: Arc<Iterators>,
    /// By name, the files of types with the derive.
    files: BTreeMap<String, BTreeSet<String>>,
}

/// The types that are iterators with derivatives, and what gives values of types that have a name alone.
#[derive(Clone, Default)]
struct Iterators {
    types: BTreeSet<String>,
    /// By the name of a function, `walk`, of a function of a type, `Walk::new`, or of a method, `.walk`; none if several give different ones.
    given: BTreeMap<String, Option<String>>,
}

/// Of the names in a function, those that give a value of a type of the user's.
#[derive(Default)]
pub struct Makers {
    pub methods: HashSet<String>,
    functions: HashSet<String>,
    associated: HashSet<String>,
    pub fields: HashSet<String>,
    types: Types,
    summed: Arc<BTreeSet<String>>,
    owners: HashMap<String, BTreeSet<String>>,
    iterators: Arc<Iterators>,
    /// Types with the derive in the same file.
    nearby: HashSet<String>,
}

impl Makers {
    /// A type of this name has the derive.
    pub fn is_of_user(&self, name: &syn::Ident) -> bool {
        self.types.contains_key(&name_of(name))
    }

    /// The same in this file: elsewhere, the name may be that of an alias for something else.
    pub fn is_of_user_nearby(&self, name: &syn::Ident) -> bool {
        self.nearby.contains(&name_of(name))
    }

    /// The type of a field, if one type of this name has the derive, without parameters.
    pub fn field(&self, owner: &syn::Ident, name: &syn::Ident) -> Option<Type> {
        syn::parse_str(&self.found(owner, name)?.ty).ok()
    }

    /// The field is marked as constant, and has no tangent.
    pub fn is_marked(&self, owner: &syn::Ident, name: &syn::Ident) -> bool {
        self.found(owner, name).is_some_and(|field| field.marked)
    }

    /// A type of this name has an `impl` of `Sum` with the attribute.
    pub fn has_sum(&self, owner: &syn::Ident) -> bool {
        self.summed.contains(&name_of(owner))
    }

    /// A type of this name has the method, with derivatives.
    pub fn has_method(&self, owner: &syn::Ident, method: &syn::Ident) -> bool {
        self.owners.get(&name_of(method)).is_some_and(|owners| owners.contains(&name_of(owner)))
    }

    pub fn is_method(&self, method: &syn::Ident) -> bool {
        self.owners.contains_key(&name_of(method))
    }

    /// The function of this path gives a value of a type of the user's: of a type, that is one of these.
    pub fn makes(&self, path: &syn::Path) -> bool {
        let mut segments = path.segments.iter().rev();
        let Some(name) = segments.next().map(|last| name_of(&last.ident)) else { return false };
        match segments.next().filter(|owner| owner.ident.to_string().starts_with(char::is_uppercase)) {
            Some(owner) => (owner.ident == "Self" || self.is_of_user(&owner.ident)) && self.associated.contains(&name),
            None => self.functions.contains(&name),
        }
    }

    /// Any type is an iterator with derivatives.
    pub fn has_iterators(&self) -> bool {
        !self.iterators.types.is_empty()
    }

    /// A type of this name is one, and has nothing but `next` of its own.
    pub fn is_iterator(&self, name: &syn::Ident) -> bool {
        self.iterators.types.contains(&name_of(name))
    }

    /// The type of what the function of this path gives.
    pub fn given_by(&self, path: &syn::Path) -> Option<syn::Path> {
        let mut segments = path.segments.iter().rev();
        let name = name_of(&segments.next()?.ident);
        match segments.next().filter(|owner| owner.ident.to_string().starts_with(char::is_uppercase)) {
            Some(owner) => self.given(&format!("{}::{name}", name_of(&owner.ident))),
            None => self.given(&name),
        }
    }

    /// The type of what a method of this name gives.
    pub fn given_by_method(&self, name: &syn::Ident) -> Option<syn::Path> {
        self.given(&format!(".{}", name_of(name)))
    }

    fn given(&self, key: &str) -> Option<syn::Path> {
        syn::parse_str(self.iterators.given.get(key)?.as_ref()?).ok()
    }

    fn found(&self, owner: &syn::Ident, name: &syn::Ident) -> Option<&Field> {
        self.types.get(&name_of(owner))?.as_ref()?.get(&name_of(name))
    }
}

impl Users {
    /// A struct or an enum with the derive.
    pub fn note_type(&mut self, input: &syn::DeriveInput, file: &str) {
        let named = |field: &syn::Field| {
            let ty = field.ty.to_token_stream().to_string();
            Some((name_of(field.ident.as_ref()?), Field { ty, marked: has_no_tangent(field) }))
        };
        let fields = match &input.data {
            syn::Data::Struct(data) if input.generics.params.is_empty() => {
                data.fields.iter().filter_map(named).collect()
            }
            _ => BTreeMap::new(),
        };
        self.files.entry(name_of(&input.ident)).or_default().insert(file.to_owned());
        let types = Arc::make_mut(&mut self.types);
        match types.get_mut(&name_of(&input.ident)) {
            Some(known) if known.as_ref() != Some(&fields) => *known = None,
            Some(_) => {}
            None => {
                types.insert(name_of(&input.ident), Some(fields));
            }
        }
        let syn::Data::Struct(data) = &input.data else { return };
        for field in &data.fields {
            if let Some(name) = &field.ident {
                let made = self.made(&field.ty, None);
                note(&mut self.fields, name_of(name), file, made);
            }
        }
    }

    pub fn note_block(&mut self, block: &ItemImpl, file: &str) {
        let own = name_of_type(&block.self_ty);
        let functions = || {
            block.items.iter().filter_map(|item| match item {
                ImplItem::Fn(function) => Some(function),
                _ => None,
            })
        };
        let of_trait = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
        let iterators = Arc::make_mut(&mut self.iterators);
        if of_trait.is_some_and(|last| last.ident == "Iterator")
            && functions().all(|function| function.sig.ident == "next")
        {
            iterators.types.extend(own.clone());
        }
        for function in functions() {
            let is_method = matches!(function.sig.inputs.first(), Some(FnArg::Receiver(_)));
            let owner = own.clone().filter(|_| !is_method).map_or_else(String::new, |own| own + ":");
            let separator = if is_method { "." } else { ":" };
            let key = format!("{owner}{separator}{}", name_of(&function.sig.ident));
            iterators.note(key, &function.sig.output, Some(&block.self_ty));
        }
        for item in &block.items {
            if let ImplItem::Fn(function) = item {
                let made = self.of_result(&function.sig.output, Some(&block.self_ty));
                let is_method = matches!(function.sig.inputs.first(), Some(FnArg::Receiver(_)));
                let group = if is_method { &mut self.methods } else { &mut self.associated };
                note(group, name_of(&function.sig.ident), file, made);
                let is_skipped = function.attrs.iter().any(|attribute| {
                    matches!(&attribute.meta, syn::Meta::List(list) if identifiers(list.tokens.clone()).contains("skip"))
                });
                if is_method
                    && !is_skipped
                    && let Some(owner) = name_of_type(&block.self_ty)
                {
                    self.owners.entry(name_of(&function.sig.ident)).or_default().insert(owner);
                }
            }
        }
    }

    /// A type of which sums have derivatives.
    pub fn note_sum(&mut self, own: &Type) {
        if let Some(name) = name_of_type(own) {
            Arc::make_mut(&mut self.summed).insert(name);
        }
    }

    pub fn note_function(&mut self, item: &ItemFn, file: &str) {
        Arc::make_mut(&mut self.iterators).note(name_of(&item.sig.ident), &item.sig.output, None);
        let made = self.of_result(&item.sig.output, None);
        note(&mut self.functions, name_of(&item.sig.ident), file, made);
    }

    /// What has a name in the same file goes before what has it in others.
    pub fn makers(&self, names: &HashSet<String>, file: &str) -> Makers {
        let of = |group: &BTreeMap<String, Seen>| -> HashSet<String> {
            let is_one = |name: &&String| {
                let Some(seen) = group.get(*name) else { return false };
                match seen.get(file) {
                    Some(made) => *made == Made::OfUser,
                    None => seen.values().all(|made| *made == Made::OfUser),
                }
            };
            names.iter().filter(is_one).cloned().collect()
        };
        let owners = |name: &String| Some((name.clone(), self.owners.get(name)?.clone()));
        Makers {
            owners: names.iter().filter_map(owners).collect(),
            methods: of(&self.methods),
            // Of free functions many have one name in a crate.
            functions: of(&self.functions).into_iter().filter(|name| self.functions[name].contains_key(file)).collect(),
            associated: of(&self.associated),
            fields: of(&self.fields),
            types: Arc::clone(&self.types),
            summed: Arc::clone(&self.summed),
            iterators: Arc::clone(&self.iterators),
            nearby: names
                .iter()
                .filter(|name| self.files.get(*name).is_some_and(|files| files.contains(file)))
                .cloned()
                .collect(),
        }
    }

    fn of_result(&self, result: &ReturnType, own: Option<&Type>) -> Made {
        match result {
            ReturnType::Default => Made::Other,
            ReturnType::Type(_, ty) => self.made(ty, own),
        }
    }

    fn made(&self, ty: &Type, own: Option<&Type>) -> Made {
        match ty {
            Type::Paren(paren) => self.made(&paren.elem, own),
            Type::Group(group) => self.made(&group.elem, own),
            Type::Reference(reference) => self.made(&reference.elem, own),
            // Its own type may be a number's: `impl Activation for f64`.
            Type::Path(path) if path.path.is_ident("Self") => own.map_or(Made::MayBeNumber, |own| self.made(own, None)),
            Type::Path(path) if path.qself.is_none() => match path.path.segments.last() {
                Some(last) if self.types.contains_key(&name_of(&last.ident)) => Made::OfUser,
                Some(last) if ["Vec", "Option", "Result"].iter().any(|name| last.ident == name) => Made::Other,
                _ => Made::MayBeNumber,
            },
            Type::Path(_) | Type::Infer(_) | Type::Macro(_) | Type::ImplTrait(_) => Made::MayBeNumber,
            _ => Made::Other,
        }
    }
}

impl Iterators {
    /// Notes what something gives, if that is a type which has a name alone.
    fn note(&mut self, key: String, result: &ReturnType, own: Option<&Type>) {
        let given = match result {
            ReturnType::Type(_, ty) => match (&**ty, own) {
                (Type::Path(path), Some(own)) if path.path.is_ident("Self") => Some(own),
                (ty, _) => Some(ty),
            },
            ReturnType::Default => None,
        };
        let name = given.and_then(|ty| match ty {
            Type::Path(path)
                if path.qself.is_none() && path.path.segments.iter().all(|segment| segment.arguments.is_none()) =>
            {
                Some(path.path.to_token_stream().to_string())
            }
            _ => None,
        });
        let known = self.given.entry(key).or_insert_with(|| name.clone());
        if *known != name {
            *known = None;
        }
    }
}

/// Of several with one name, what may be a number decides, and then what is of the user's.
fn note(group: &mut BTreeMap<String, Seen>, name: String, file: &str, made: Made) {
    let rank = |made: Made| match made {
        Made::Other => 0,
        Made::OfUser => 1,
        Made::MayBeNumber => 2,
    };
    let seen = group.entry(name).or_default().entry(file.to_owned()).or_insert(made);
    if rank(made) > rank(*seen) {
        *seen = made;
    }
}

fn name_of_type(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| name_of(&last.ident)),
        _ => None,
    }
}

fn name_of(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}
