//! Functions as arguments: parameters that are called, and what is passed for them.
//!
//! A sweep takes a function as its code and what it captures (see `callable.rs` of the runtime). All that it is called with is lent, however the
//! function itself takes it, so that a closure need not know.

use super::*;

/// A parameter that is called.
#[derive(Clone, Debug)]
pub struct CallableParameter {
    /// What it takes and gives, by its bound.
    pub inputs: Vec<Type>,
    pub output: Type,
    /// The names of its code and of the type of that, of what its code captures, and of its pullback.
    pub code: Ident,
    pub code_type: Ident,
    pub environment: Ident,
    pub environment_type: Ident,
    pub pullback_type: Ident,
}

/// A function that is passed.
#[derive(Clone, Debug)]
pub struct Passed {
    pub code: Code,
    pub captures: Vec<Place>,
    /// Which of the closure's captured parameters vary, and which of these may be absent. Made by the transforms.
    pub varied: Mask,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Code {
    /// A parameter of the function that passes it on, which is all that is captured.
    Parameter,
    /// A differentiable function, by its path.
    Named(syn::ExprPath),
    /// A closure.
    Closure(Box<Closure>),
}

/// A closure as a function of its own. Its parameters are those that are written, and then what it captures, all behind `&`.
#[derive(Clone, Debug)]
pub struct Closure {
    pub function: Function,
    /// How many of the parameters are written.
    pub written: usize,
    /// Parameters that the body uses as values, with the copies of these: the reverse sweep makes them again.
    pub copied: Vec<(Var, Var)>,
    /// Parameters that the body names as if they were what they refer to.
    pub lent: Vec<Var>,
    /// Once it is known which of the captured variables vary.
    pub derivatives: Option<Box<ClosureDerivatives>>,
}

#[derive(Clone, Debug)]
pub struct ClosureDerivatives {
    pub tangent: Function,
    pub adjoint: Function,
    pub all: Mask,
}

impl Passed {
    pub fn new(code: Code, captures: Vec<Place>, span: Span) -> Passed {
        Passed { code, captures, varied: 0, span }
    }

    /// Says of each captured variable on what condition it varies.
    pub fn vary(&mut self, vectors: &[Option<(Place, Condition)>], always: Condition) {
        let Code::Closure(closure) = &self.code else { return };
        for (position, vector) in vectors.iter().enumerate() {
            let position = closure.written + position;
            if let Some((_, condition)) = vector {
                self.varied |= 1 << position;
                if *condition != always {
                    self.varied |= perhaps_absent(position);
                }
            }
        }
    }
}

impl Closure {
    /// What it captures.
    pub fn captured(&self) -> &[Parameter] {
        &self.function.parameters[self.written..]
    }
}
