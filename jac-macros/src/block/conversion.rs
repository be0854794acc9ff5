//! Conversions: `impl From<Fahrenheit> for Celsius`.
//!
//! Before: a block with the attribute. After: what it converts from, if it is one of `From`. Such a block may be of any type, and a type may have several: their
//! derivatives are found by what is converted (`surface::conversions`).

use syn::{GenericArgument, ImplItemFn, ItemImpl, PathArguments, Type};

use crate::surface::Conversion;

/// What a block of `From` converts from.
pub fn converted(block: &ItemImpl) -> Option<&Type> {
    let last = block.trait_.as_ref()?.0.segments.last().filter(|last| last.ident == "From")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(ty) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}

/// Whether a function of the block is a conversion, and of which kind.
pub fn conversion<'a>(block: &'a ItemImpl, function: &ImplItemFn) -> Option<Conversion<'a>> {
    let is_one = function.sig.ident == "from" && function.sig.inputs.len() == 1 && function.sig.receiver().is_none();
    match converted(block) {
        Some(ty) => is_one.then_some(Conversion::OfTrait(ty)),
        None => (is_one && block.trait_.is_none()).then_some(Conversion::OfType),
    }
}

/// The words of a type, for names.
pub fn words(ty: &Type) -> String {
    let text = quote::quote!(#ty).to_string();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let kind = match ty {
        Type::Reference(_) => "ref_",
        Type::Slice(_) => "slice_",
        Type::Array(_) => "array_",
        Type::Tuple(_) => "tuple_",
        _ => "",
    };
    format!("{kind}{}", words.join("_"))
}
