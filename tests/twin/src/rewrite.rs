//! The rewriting itself, which the random programs use too.

use std::collections::HashSet;

use quote::quote;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, BinOp, Expr, File, Item, ItemConst, ItemStatic, ItemUse, Macro, Pat, Token, Type, UseTree};

/// Makes the functions of a file compute with dual numbers.
pub fn file(file: &mut File) {
    let mut twin = Twin::default();
    twin.visit_file(file);
    twin.visit_file_mut(file);
}

/// Rewrites functions over floats to functions over dual numbers.
#[derive(Default)]
struct Twin {
    /// The names of constants that hold floats: these stay as they are and are lifted where they are used.
    constants: HashSet<String>,
    /// The same of traits and types.
    associated: HashSet<String>,
}

/// Finds the constants of the file, those of blocks too.
impl Visit<'_> for Twin {
    fn visit_item_const(&mut self, constant: &ItemConst) {
        self.add_constant(&constant.ident, &constant.ty);
    }

    fn visit_item_static(&mut self, constant: &ItemStatic) {
        self.add_constant(&constant.ident, &constant.ty);
    }

    fn visit_trait_item_const(&mut self, constant: &syn::TraitItemConst) {
        if holds_float(&constant.ty) {
            self.associated.insert(constant.ident.to_string());
        }
    }

    fn visit_impl_item_const(&mut self, constant: &syn::ImplItemConst) {
        if holds_float(&constant.ty) {
            self.associated.insert(constant.ident.to_string());
        }
    }

    fn visit_item_use(&mut self, import: &ItemUse) {
        self.find_imported_constants(&import.tree, false);
    }
}

impl Twin {
    fn add_constant(&mut self, ident: &syn::Ident, ty: &Type) {
        if holds_float(ty) {
            self.constants.insert(ident.to_string());
        }
    }

    /// The names imported from `std::f64::consts`.
    fn find_imported_constants(&mut self, tree: &UseTree, inside: bool) {
        match tree {
            UseTree::Path(path) => {
                self.find_imported_constants(&path.tree, inside || path.ident == "consts");
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.find_imported_constants(tree, inside);
                }
            }
            UseTree::Name(name) if inside => {
                self.constants.insert(name.ident.to_string());
            }
            _ => {}
        }
    }
}

fn holds_float(ty: &Type) -> bool {
    let ty = quote!(#ty).to_string();
    ty.contains("f64") || ty.contains("f32")
}

fn is_float(path: &syn::Path) -> bool {
    path.is_ident("f64") || path.is_ident("f32") || is_primitive_float(path.segments.iter())
}

/// `core::primitive::f64`
fn is_primitive_float<'a>(segments: impl Iterator<Item = &'a syn::PathSegment>) -> bool {
    let names: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
    matches!(names.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), [_, "primitive", "f64" | "f32"])
}

fn is_assignment(operator: &BinOp) -> bool {
    use BinOp::{AddAssign, DivAssign, MulAssign, RemAssign, SubAssign};
    matches!(operator, AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | RemAssign(_))
}

fn is_differentiable(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|segment| segment.ident == "differentiable")
}

fn imports_the_attribute(item: &Item) -> bool {
    match item {
        Item::Use(import) => matches!(&import.tree, UseTree::Path(path) if path.ident == "jac"),
        _ => false,
    }
}

impl VisitMut for Twin {
    fn visit_file_mut(&mut self, file: &mut File) {
        file.items.retain(|item| !imports_the_attribute(item));
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            items.retain(|item| !imports_the_attribute(item));
            let prelude = quote!(
                use crate::harness::dual::{CastTo, Dual, Float, libm, lift};
            );
            items.insert(0, Item::Verbatim(prelude));
        }
        visit_mut::visit_item_mod_mut(self, module);
    }

    fn visit_item_const_mut(&mut self, _: &mut ItemConst) {}

    fn visit_trait_item_const_mut(&mut self, _: &mut syn::TraitItemConst) {}

    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}

    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let is_mark = |attribute: &Attribute| ["constant", "varies"].iter().any(|mark| attribute.path().is_ident(mark));
        attributes.retain(|attribute| !is_differentiable(attribute) && !is_mark(attribute));
        for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
            let list = Punctuated::<syn::Path, Token![,]>::parse_terminated;
            let traits = attribute.parse_args_with(list).expect("a list of traits");
            let traits = traits.iter().filter(|path| !path.is_ident("Differentiable"));
            *attribute = syn::parse_quote!(#[derive(#(#traits),*)]);
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.qself.is_none() && is_float(&path.path) => {
                *ty = syn::parse_quote!(Dual);
            }
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            Expr::Lit(literal) => {
                let digits = match &literal.lit {
                    syn::Lit::Float(float) => float.base10_digits(),
                    syn::Lit::Int(int) if matches!(int.suffix(), "f32" | "f64") => int.base10_digits(),
                    _ => return,
                };
                let value: f64 = digits.parse().expect("the digits of a float");
                *expr = syn::parse_quote!(lift(#value));
            }
            Expr::Cast(cast) => {
                let (operand, ty) = (&cast.expr, &cast.ty);
                *expr = syn::parse_quote!(CastTo::<#ty>::cast_to(#operand));
            }
            // Of primitive types, the right side of a compound assignment is evaluated first.
            Expr::Binary(binary) if is_assignment(&binary.op) => {
                let (left, operator, right) = (&binary.left, &binary.op, &binary.right);
                *expr = syn::parse_quote!({
                    let __right = #right;
                    #left #operator __right;
                });
            }
            Expr::Path(path)
                if path.path.segments.len() > 1
                    && path
                        .path
                        .segments
                        .last()
                        .is_some_and(|last| self.associated.contains(&last.ident.to_string())) =>
            {
                *expr = syn::parse_quote!(lift(#path));
            }
            Expr::Path(path) if path.qself.is_none() => {
                let segments = &path.path.segments;
                if segments.iter().any(|segment| segment.ident == "consts") {
                    *expr = syn::parse_quote!(lift(#path));
                } else if let Some(ident) = path.path.get_ident() {
                    if self.constants.contains(&ident.to_string()) {
                        *expr = syn::parse_quote!(lift(#ident));
                    }
                } else if segments[0].ident == "f64" || segments[0].ident == "f32" {
                    let method = &segments[1].ident;
                    *expr = syn::parse_quote!(Dual::#method);
                } else if is_primitive_float(segments.iter().take(3)) {
                    let method = &segments[3].ident;
                    *expr = syn::parse_quote!(Dual::#method);
                }
            }
            _ => {}
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let list = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(mut elements) = mac.parse_body_with(list) {
            elements.iter_mut().for_each(|element| self.visit_expr_mut(element));
            mac.tokens = quote!(#elements);
            return;
        }
        let tokens = mac.tokens.clone();
        if let Ok(Expr::Repeat(mut repeat)) = syn::parse2(quote!([#tokens])) {
            self.visit_expr_mut(&mut repeat.expr);
            let (element, count) = (&repeat.expr, &repeat.len);
            mac.tokens = quote!(#element; #count);
            return;
        }
        // `matches!`: the pattern stays as it is.
        let matches = |input: syn::parse::ParseStream| {
            let expression: Expr = input.parse()?;
            input.parse::<Token![,]>()?;
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            let guard = if input.is_empty() { None } else { Some((input.parse::<Token![if]>()?, input.parse()?)) };
            Ok((expression, pattern, guard))
        };
        if let Ok((mut expression, mut pattern, mut guard)) = mac.parse_body_with(matches) {
            self.visit_expr_mut(&mut expression);
            if let Pat::Guard(guarded) = &mut pattern {
                self.visit_expr_mut(&mut guarded.guard);
            }
            if let Some((_, guard)) = &mut guard {
                self.visit_expr_mut(guard);
            }
            let guard = guard.map(|(token, guard): (_, Expr)| quote!(#token #guard));
            mac.tokens = quote!(#expression, #pattern #guard);
        }
    }
}
