//! Numeric: which variables are numbers, or arrays of `ndarray` of them, as far as the macro can see.
//!
//! Before: the IR. After: the variables of which products are linear in each factor, for `dependence.rs`. The compiler knows more of them.

use std::collections::HashSet;

use crate::ir::*;

/// The variables that are numbers, or arrays of `ndarray`, whatever is done to them. The compiler knows more of them.
pub fn numeric(function: &Function) -> HashSet<Var> {
    let parameters = function.parameters.iter().filter(|parameter| is_array(&parameter.ty));
    let mut numeric: HashSet<Var> = parameters.map(|parameter| parameter.var).collect();
    let widths = function.variables.iter().enumerate();
    numeric.extend(widths.filter(|(_, variable)| variable.width.is_some()).map(|(index, _)| Var(index)));
    loop {
        let before = numeric.len();
        collect_numeric(&function.body, &mut numeric);
        if numeric.len() == before {
            return numeric;
        }
    }
}

fn collect_numeric(block: &Block, numeric: &mut HashSet<Var>) {
    for statement in &block.statements {
        let (is_numeric, var) = match statement {
            Statement::Let { var, annotation: Some(ty), .. } if is_array(ty) => (true, *var),
            Statement::Let { var, value, .. } => (gives_numbers(value, numeric), *var),
            Statement::Call(call) => (is_of_arrays(call, numeric), call.result),
            Statement::If { then, otherwise, .. } => {
                collect_numeric(then, numeric);
                collect_numeric(otherwise, numeric);
                continue;
            }
            Statement::For(for_loop) => {
                collect_numeric(&for_loop.body, numeric);
                continue;
            }
            _ => continue,
        };
        if is_numeric {
            numeric.insert(var);
        }
    }
}

fn gives_numbers(value: &Rvalue, numeric: &HashSet<Var>) -> bool {
    match value {
        Rvalue::Use(operand) | Rvalue::Negate(operand) => is_number(operand, numeric),
        Rvalue::Load(place) | Rvalue::Clone(place) => numeric.contains(&place.base),
        Rvalue::Array(operands) => operands.iter().all(|operand| is_number(operand, numeric)),
        Rvalue::Binary(..) | Rvalue::Elementary { .. } | Rvalue::Cast(..) | Rvalue::Length(_) => true,
        Rvalue::Operator(operator) => operator.operands().all(|operand| is_numeric(operand, numeric)),
        _ => false,
    }
}

/// A method of an array, or a function of its type.
pub fn is_of_arrays(call: &Call, numeric: &HashSet<Var>) -> bool {
    match &call.callee {
        Callee::Method { name, .. } => {
            let (name, takes_numbers) = (name.to_string(), |argument: &Argument| {
                let mut vars = argument.vars().into_iter().peekable();
                vars.peek().is_some() && vars.all(|var| numeric.contains(&var))
            });
            match call.arguments.split_first() {
                Some((receiver, _)) if name.starts_with("jac_") => takes_numbers(receiver),
                Some(_) => name == "dot" && call.arguments.iter().all(takes_numbers),
                None => false,
            }
        }
        // `Array1::from_elem` and its like are linear.
        Callee::Associated { path, .. } => crate::lower::is_array_type(&path.path),
        _ => false,
    }
}

fn is_array(ty: &syn::Type) -> bool {
    crate::lower::element_of_array(ty).is_some()
}

fn is_number(operand: &Operand, numeric: &HashSet<Var>) -> bool {
    match operand {
        Operand::Var(var) => numeric.contains(var),
        // A path may be that of anything.
        Operand::Constant(tokens) => syn::parse2::<syn::Lit>(tokens.clone()).is_ok(),
        Operand::Nested(_) => false,
    }
}

pub fn is_numeric(operand: &Operated, numeric: &HashSet<Var>) -> bool {
    match operand {
        Operated::Value(operand) | Operated::Referred(operand) => is_number(operand, numeric),
        Operated::Place(place) => numeric.contains(&place.base),
    }
}
