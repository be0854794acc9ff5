//! Functions whose body is not read: their derivatives are the user's, or there are none.

use syn::spanned::Spanned;
use syn::{ItemFn, ReturnType};

use super::Lowering;
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::ir::{Function, Passing};
use crate::options::Options;

/// The signature in IR, without a body. Complete only if no error was reported.
pub fn lower_unread(item: &ItemFn, options: &Options, names: &mut Names, errors: &mut Errors) -> Function {
    let mut lowering = Lowering::new(item, options, names, errors);
    lowering.signature(&item.sig, options);
    lowering.check_unread(item, options);
    lowering.function
}

impl Lowering<'_> {
    fn check_unread(&mut self, item: &ItemFn, options: &Options) {
        let has_rule = options.inactive.is_none();
        for parameter in &self.function.parameters {
            if parameter.passing == Passing::Mutable {
                let message = if has_rule {
                    "a function with a rule of its own cannot write through `&mut`; return the value"
                } else {
                    "an `inactive` function cannot write through `&mut`; return the value"
                };
                self.errors.at(&parameter.ty, message);
            }
        }
        if !has_rule {
            return;
        }
        if matches!(item.sig.output, ReturnType::Default) {
            self.errors
                .span(item.sig.ident.span(), "a function with a rule of its own must return what is differentiated");
        }
        if !self.function.parameters.iter().any(|parameter| parameter.differentiable) {
            self.errors.span(
                item.sig.span(),
                "a rule needs an input that varies, and this function has none; remove the rule",
            );
        }
    }
}
