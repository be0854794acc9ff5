//! What varies where a function calls its parameters. A caller asks, to know what varies in what it passes.

use proc_macro2::TokenStream;

use super::activity::Activity;
use crate::ir::*;

/// The uses of a parameter that is a function.
pub struct Called {
    pub position: usize,
    pub uses: Vec<Use>,
}

pub enum Use {
    /// What each argument depends on.
    Called(Vec<Source>),
    /// It is passed on, in this position of a call in which these arguments vary. A function that is passed to itself may be called with anything.
    PassedTo { namesake: Option<TokenStream>, position: usize, mask: Mask },
}

/// The inputs that an argument depends on.
pub struct Source {
    pub mask: Mask,
    /// Its tangent may be absent where these vary.
    pub may_be_absent: bool,
}

pub fn analyse(function: &Function, activity: &Activity) -> Vec<Called> {
    let positions = function.parameters.iter().enumerate();
    let callables = positions.filter(|(_, parameter)| parameter.callable.is_some());
    let mut called: Vec<(Var, Called)> =
        callables.map(|(position, parameter)| (parameter.var, Called { position, uses: Vec::new() })).collect();
    if !called.is_empty() {
        block(&function.body, function, activity, &mut called);
    }
    called.into_iter().map(|(_, called)| called).collect()
}

fn block(block: &Block, function: &Function, activity: &Activity, called: &mut [(Var, Called)]) {
    for statement in &block.statements {
        match statement {
            Statement::Call(call) => uses(call, function, activity, called),
            Statement::If { then, otherwise, .. } => {
                self::block(then, function, activity, called);
                self::block(otherwise, function, activity, called);
            }
            Statement::For(for_loop) => self::block(&for_loop.body, function, activity, called),
            _ => {}
        }
    }
}

fn uses(call: &Call, function: &Function, activity: &Activity, called: &mut [(Var, Called)]) {
    let mask_of = |var: Var| if function.variables[var.0].discrete { 0 } else { activity.dependences[var.0] };
    let is_parameter = matches!(call.callee, Callee::Parameter);
    for (position, argument) in call.arguments.iter().enumerate() {
        let Argument::Function(passed) = argument else { continue };
        if let Code::Closure(_) = passed.code {
            // With what a closure calls it, is not asked.
            for place in &passed.captures {
                if let Some((_, called)) = called.iter_mut().find(|(var, _)| *var == place.base) {
                    called.uses.push(Use::PassedTo { namesake: None, position, mask: 0 });
                }
            }
        }
        let Code::Parameter = passed.code else { continue };
        let Some((_, called)) = called.iter_mut().find(|(var, _)| *var == passed.captures[0].base) else { continue };
        if is_parameter {
            let sources = call.arguments[1..].iter().map(|argument| {
                let vars = argument.vars();
                let mask = vars.iter().fold(0, |mask, var| mask | mask_of(*var));
                let is_slice = |var: &Var| function.may_be_absent(*var);
                let may_be_absent = vars.iter().any(is_slice) || function.slice_alone_in(mask).is_some();
                Source { mask, may_be_absent }
            });
            called.uses.push(Use::Called(sources.collect()));
            continue;
        }
        let mask = call.arguments.iter().enumerate().fold(0, |mask, (position, argument)| {
            let varies = argument.vars().iter().any(|var| mask_of(*var) != 0);
            if varies { mask | 1 << position | perhaps_absent(position) } else { mask }
        });
        let namesake = if call.recursive { None } else { call.callee.namesake() };
        called.uses.push(Use::PassedTo { namesake, position, mask });
    }
}
