//! Expressions. Everything not named here is refused, and so is all that the language will add.
//!
//! The same holds for every syntax tree that the lowering matches on: statements (`block`, `assignment`), patterns (`pattern`, `matching`), types
//! and generic parameters (`signature`), items (`block`), operators (here and in `opaque`), attributes (`fence`).
//! Of syn's expressions, `Async`, `Await`, `Const`, `Infer`, `RawAddr`, `TryBlock`, `Unsafe`,
//! `Verbatim` and `Yield` are refused; `Assign` is a statement only, `Closure` an argument of an iterator's
//! method, `Let` a part of a condition, `Range` an index, a loop's or an iterator's, `Reference` an argument, an operand or a view.

use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Type, UnOp};

use super::Lowering;
use super::item::Item;
use super::loops::breaks;
use super::opaque::placeholder;
use super::signature::is_discrete;
use crate::ir::{
    Conversion, IfVaried, Op, Opaque, Operand, Operated, Operation, Operator, Passing, Place, Rvalue, StructLiteral,
    Var,
};
use crate::rules;

pub const NOT_UNDERSTOOD: &str = "this expression is not supported in a differentiable function";

impl Lowering<'_> {
    /// Lowers an expression to a variable or a constant.
    pub fn operand(&mut self, expression: &Expr) -> Operand {
        let stem = stem(expression);
        let value = self.rvalue(expression);
        self.name(value, stem, expression.span())
    }

    /// The operand of arithmetic: a reference stands for what it refers to.
    pub fn number(&mut self, expression: &Expr) -> Operand {
        self.number_behind(expression).0
    }

    /// The same, and what it stands behind in the source: a reference, by which it may be changed or not, or none.
    pub fn number_behind(&mut self, expression: &Expr) -> (Operand, Passing) {
        let by = |mutable| if mutable { Passing::Mutable } else { Passing::Shared };
        match expression {
            Expr::Reference(reference) if reference.mutability.is_none() => {
                (self.number(&reference.expr), Passing::Shared)
            }
            Expr::Paren(paren) => self.number_behind(&paren.expr),
            Expr::Group(group) => self.number_behind(&group.expr),
            Expr::Path(path) => match self.named_view(expression) {
                Some(view) => {
                    let value = self.load(view.place);
                    (self.name(value, "value", path.span()), by(view.mutable))
                }
                None => {
                    let passing = match self.resolved(expression) {
                        Some(Item::Reference(_)) => Passing::Shared,
                        _ => Passing::Value,
                    };
                    (self.operand(expression), passing)
                }
            },
            Expr::MethodCall(call) if self.gives_number_of_user(call) => (self.element_number(call), Passing::Value),
            _ => match self.structured(expression) {
                Some(item) => {
                    let passing = match &item {
                        Item::View(view) => by(view.mutable),
                        Item::Reference(_) => Passing::Shared,
                        _ => Passing::Value,
                    };
                    (self.item_operand(item, expression), passing)
                }
                None => (self.operand(expression), Passing::Value),
            },
        }
    }

    /// `s.get(i)` where a number is wanted, which an `Option` is not: a method of the user's.
    fn element_number(&mut self, call: &syn::ExprMethodCall) -> Operand {
        let value = self.called_method(call);
        self.name(value, "value", call.method.span())
    }

    pub fn rvalue(&mut self, expression: &Expr) -> Rvalue {
        if let Some(item) = self.structured(expression) {
            return self.item_rvalue(item, expression);
        }
        match expression {
            Expr::Lit(literal) => Rvalue::Use(Operand::Constant(quote!(#literal))),
            Expr::Path(path) => self.path(path),
            Expr::Paren(paren) => self.rvalue(&paren.expr),
            Expr::Group(group) => self.rvalue(&group.expr),
            Expr::Unary(unary) => match unary.op {
                UnOp::Neg(_) => match &*unary.expr {
                    Expr::Lit(_) => Rvalue::Use(Operand::Constant(quote!(#unary))),
                    inner => {
                        let left = self.operated(inner);
                        Rvalue::Operator(Operator {
                            operation: Operation::Negate,
                            left,
                            right: None,
                            span: unary.op.span(),
                        })
                    }
                },
                UnOp::Not(_) if self.contains_lowered(&unary.expr) => Rvalue::Use(self.condition(expression)),
                UnOp::Not(_) => Rvalue::Opaque(self.opaque(expression)),
                UnOp::Deref(_) if self.copy_behind(expression).is_some() => {
                    Rvalue::Use(Operand::Var(self.copy_behind(expression).expect("just seen")))
                }
                UnOp::Deref(_) if self.is_place(expression) => {
                    let place = self.place(expression);
                    self.load(place)
                }
                UnOp::Deref(star) => match self.structured(&unary.expr) {
                    Some(Item::View(view)) => self.load(view.place),
                    Some(Item::Reference(item)) => self.item_rvalue(*item, expression),
                    _ => self.refuse(star, "only a reference can be dereferenced, and only by its name: `*x`"),
                },
                _ => self.refuse(expression, NOT_UNDERSTOOD),
            },
            Expr::Binary(binary) => self.binary(expression, binary),
            Expr::Cast(cast) => {
                if is_discrete(&cast.ty) {
                    return Rvalue::Opaque(self.opaque(expression));
                }
                if !is_float(&cast.ty) {
                    return self.cast_to_alias(cast);
                }
                let operand = self.number(&cast.expr);
                Rvalue::Cast(operand, (*cast.ty).clone(), Conversion::Cast)
            }
            Expr::Index(index) if self.is_place(expression) => {
                if matches!(unparenthesised(&index.index), Expr::Range(_)) {
                    return self.refuse(expression, "a slice can only stand behind `&` or `&mut`");
                }
                Rvalue::Load(self.place(expression))
            }
            Expr::Field(_) if self.is_place(expression) => {
                let place = self.place(expression);
                self.load(place)
            }
            // `TABLE[i]`: nothing of this function is selected.
            Expr::Index(_) | Expr::Field(_) if self.is_constant_place(expression) => {
                Rvalue::Opaque(self.opaque(expression))
            }
            Expr::Index(_) | Expr::Field(_) => self.part_of_value(expression),
            Expr::Array(array) => Rvalue::Array(self.in_order(&array.elems, Self::operand)),
            Expr::Repeat(repeat) => {
                let operand = self.operand(&repeat.expr);
                let length = &repeat.len;
                Rvalue::Repeat(operand, quote!(#length))
            }
            Expr::Struct(literal) => {
                let values = literal.fields.iter().map(|field| &field.expr).chain(literal.rest.as_deref());
                let mut values = self.in_order(values, Self::field);
                let base = literal.rest.as_ref().and_then(|_| values.pop());
                let fields = literal.fields.iter().map(|field| field.member.clone()).zip(values).collect();
                Rvalue::Struct(StructLiteral { path: literal.path.clone(), fields, base })
            }
            Expr::MethodCall(call) => self.method_call(expression, call),
            Expr::Call(call) => self.call_expression(call),
            Expr::Macro(call) => self.macro_call(call),
            Expr::Range(_) => self
                .refuse(expression, "a range can only stand in `for`, in front of `map` and the like, and in an index"),
            Expr::While(expression) => {
                self.conditional_loop(expression.label.as_ref(), Some(&expression.cond), &expression.body, false);
                Rvalue::Use(Operand::Constant(quote!(())))
            }
            Expr::Loop(expression) => {
                let wanted = !breaks(expression).without_value;
                let value = self.conditional_loop(expression.label.as_ref(), None, &expression.body, wanted);
                Rvalue::Use(value.unwrap_or_else(|| Operand::Constant(quote!(()))))
            }
            Expr::Break(_) | Expr::Continue(_) | Expr::Return(_) => {
                self.jump_expression(expression);
                self.may_have_left();
                Rvalue::Use(Operand::Constant(quote!(())))
            }
            Expr::Unsafe(block) => {
                self.refuse(block.unsafe_token, "`unsafe` cannot be differentiated; move it into a function of its own")
            }
            Expr::Async(block) => self.refuse(block.async_token, "asynchronous code cannot be differentiated"),
            Expr::Await(base) => self.refuse(base.await_token, "asynchronous code cannot be differentiated"),
            Expr::Block(block) => {
                let value = self.labelled_block(block, true);
                Rvalue::Use(value.unwrap_or_else(|| Operand::Constant(quote!(()))))
            }
            Expr::Assign(assign) => {
                self.refuse(assign.eq_token, "an assignment has no value; make it a statement of its own")
            }
            _ => self.refuse(expression, NOT_UNDERSTOOD),
        }
    }

    /// A cast to a type of an unknown name, `n as Real`: what is made of a number that does not vary does not, whatever it is.
    fn cast_to_alias(&mut self, cast: &syn::ExprCast) -> Rvalue {
        const BY_THESE_NAMES: &str = "only casts to `f32`, `f64`, integers, `bool` and `char`, by these names, are supported; functions in an array have their type \
             behind its name, `let table: [fn(f64) -> f64; 2] = [f, g];`";
        if !self.may_be_integer(&cast.expr) {
            return self.refuse(&cast.ty, BY_THESE_NAMES);
        }
        let mut reads = Vec::new();
        let number = match self.number(&cast.expr) {
            Operand::Var(var) => {
                reads.push(var);
                placeholder(var, cast.expr.span()).into_token_stream()
            }
            Operand::Constant(tokens) => tokens,
            Operand::Nested(_) => unreachable!("the lowering names all"),
        };
        let ty = &cast.ty;
        let if_varied = IfVaried::Refused(ty.span(), BY_THESE_NAMES.to_string());
        Rvalue::Opaque(Opaque { expression: syn::parse_quote!((#number) as #ty), reads, if_varied })
    }

    fn may_be_integer(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Int(_)),
            Expr::Path(path) => {
                let Some(name) = path.path.get_ident().map(ToString::to_string) else { return false };
                let is_parameter = |var: Var| self.function.parameters.iter().any(|parameter| parameter.var == var);
                match self.lookup(&name) {
                    Some(var) => self.function.variables[var.0].discrete || !is_parameter(var),
                    None => self.is_bound(&name),
                }
            }
            Expr::Cast(cast) => is_discrete(&cast.ty) || self.may_be_integer(&cast.expr),
            Expr::Unary(unary) => self.may_be_integer(&unary.expr),
            Expr::Binary(binary) => self.may_be_integer(&binary.left) && self.may_be_integer(&binary.right),
            Expr::MethodCall(call) => call.args.is_empty() && (call.method == "len" || call.method == "count"),
            _ => false,
        }
    }

    pub fn refuse(&mut self, tokens: impl quote::ToTokens, message: &str) -> Rvalue {
        self.errors.at(tokens, message);
        Rvalue::Use(Operand::Constant(quote!(())))
    }

    fn path(&mut self, path: &syn::ExprPath) -> Rvalue {
        let Some(var) = path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string())) else {
            return Rvalue::Use(Operand::Constant(quote!(#path)));
        };
        Rvalue::Use(Operand::Var(var))
    }

    fn binary(&mut self, expression: &Expr, binary: &syn::ExprBinary) -> Rvalue {
        let op = match binary.op {
            BinOp::Add(_) => Op::Add,
            BinOp::Sub(_) => Op::Sub,
            BinOp::Mul(_) => Op::Mul,
            BinOp::Div(_) => Op::Div,
            BinOp::Rem(_) => Op::Rem,
            BinOp::And(_) | BinOp::Or(_) if self.contains_lowered(&binary.right) => {
                return Rvalue::Use(self.condition(expression));
            }
            _ => return Rvalue::Opaque(self.opaque(expression)),
        };
        let mut left = self.operated(&binary.left);
        let mark = self.statements.len();
        let right = self.operated(&binary.right);
        self.settle_operated(&mut left, mark);
        Rvalue::Operator(Operator {
            operation: Operation::Binary(op),
            left,
            right: Some(right),
            span: binary.op.span(),
        })
    }

    /// The operand of an operator, which may be of any type: a reference stays one.
    pub fn operated(&mut self, expression: &Expr) -> Operated {
        match expression {
            Expr::Paren(paren) => return self.operated(&paren.expr),
            Expr::Group(group) => return self.operated(&group.expr),
            Expr::Reference(reference) if reference.mutability.is_none() => {
                let inner = unparenthesised(&reference.expr);
                if matches!(inner, Expr::Path(_)) && self.resolved(inner).is_none() || !self.is_place(inner) {
                    return Operated::Referred(self.number(inner));
                }
                let place = self.place(inner);
                return self.referred(place);
            }
            _ => {}
        }
        if let Expr::Path(_) = expression
            && let Some(view) = self.named_view(expression)
        {
            return self.referred(view.place);
        }
        if let Expr::MethodCall(call) = expression
            && self.gives_number_of_user(call)
        {
            return Operated::Value(self.element_number(call));
        }
        match self.structured(expression) {
            Some(Item::View(view)) => self.referred(view.place),
            Some(Item::Reference(item)) => Operated::Referred(self.item_operand(*item, expression)),
            Some(item) => Operated::Value(self.item_operand(item, expression)),
            None => Operated::Value(self.operand(expression)),
        }
    }

    /// A constant or a part of one: the base is a path, and nothing of this function.
    pub fn is_constant_place(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Path(path) => path.path.get_ident().is_none_or(|ident| !self.is_bound(&ident.to_string())),
            Expr::Index(index) => self.is_constant_place(&index.expr),
            Expr::Field(field) => self.is_constant_place(&field.base),
            _ => false,
        }
    }

    fn referred(&mut self, place: Place) -> Operated {
        match place.projections.as_slice() {
            [] => Operated::Referred(Operand::Var(place.base)),
            _ => Operated::Place(place),
        }
    }
}

pub fn unparenthesised(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(paren) => unparenthesised(&paren.expr),
        Expr::Group(group) => unparenthesised(&group.expr),
        expression => expression,
    }
}

fn is_float(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("f64") || path.path.is_ident("f32"))
}

/// A name for the temporary that holds the value of an expression.
fn stem(expression: &Expr) -> &'static str {
    match expression {
        Expr::Binary(binary) => match binary.op {
            BinOp::Add(_) => "sum",
            BinOp::Sub(_) => "difference",
            BinOp::Mul(_) => "product",
            BinOp::Div(_) => "quotient",
            BinOp::Rem(_) => "remainder",
            _ => "flag",
        },
        Expr::Unary(_) => "negated",
        Expr::Index(_) => "element",
        Expr::Field(_) => "field",
        Expr::Cast(_) => "cast",
        Expr::Array(_) => "array",
        Expr::Tuple(_) => "tuple",
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            rules::method(&name).map_or("value", |rule| rule.name)
        }
        Expr::Paren(paren) => stem(&paren.expr),
        _ => "value",
    }
}
