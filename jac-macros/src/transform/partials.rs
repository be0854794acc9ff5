//! Partials: the formulas of the rule table as IR.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::quote;
use syn::{BinOp, Expr, UnOp};

use crate::ir::{Op, Operand, Rvalue};
use crate::rules::{CLAMP, CLAMP_BETWEEN, Rule, helper};

/// The partial of an elementary function with respect to one argument, at the arguments and the result.
#[allow(clippy::large_enum_variant)] // short-lived
pub enum Partial {
    Zero,
    One,
    Value(Rvalue),
}

/// A product of a tangent or a cotangent and a partial. One with `1 / x` is a quotient, which is one operation for two, and finite where `1 / x` is not.
pub fn times(vector: Operand, partial: Operand) -> Rvalue {
    match partial {
        Operand::Nested(value) => match *value {
            Rvalue::Binary(Op::Div, one, divisor) if is_one(&one) => Rvalue::Binary(Op::Div, vector, divisor),
            value => Rvalue::Binary(Op::Mul, vector, Operand::nested(value)),
        },
        partial => Rvalue::Binary(Op::Mul, vector, partial),
    }
}

fn is_one(operand: &Operand) -> bool {
    match operand {
        Operand::Constant(tokens) => tokens.to_string() == "1.0",
        Operand::Nested(value) => match &**value {
            Rvalue::Use(operand) => is_one(operand),
            Rvalue::Runtime("like", arguments) => is_one(&arguments[1]),
            _ => false,
        },
        Operand::Var(_) => false,
    }
}

/// The rule to use, given which arguments vary.
pub fn select(rule: &'static Rule, varied: impl Fn(usize) -> bool) -> &'static Rule {
    if std::ptr::eq(rule, &CLAMP_BETWEEN) && !varied(1) && !varied(2) { &CLAMP } else { rule }
}

/// In a function that is generic over its floats, the numbers of the formula take their type from an argument or the result.
pub fn partial(rule: &Rule, index: usize, arguments: &[Operand], result: &Operand, generic: bool) -> Partial {
    match rule.partials[index] {
        "0" | "" => Partial::Zero,
        "1" => Partial::One,
        formula => {
            let formula: Expr = syn::parse_str(formula).expect("the table of rules holds expressions");
            let like = generic.then(|| if mentions(&formula, "z") { result } else { &arguments[0] });
            Partial::Value(Formula { rule, arguments, result, like }.rvalue(&formula))
        }
    }
}

struct Formula<'a> {
    rule: &'a Rule,
    arguments: &'a [Operand],
    result: &'a Operand,
    /// What has the type of all numbers.
    like: Option<&'a Operand>,
}

fn mentions(formula: &Expr, name: &str) -> bool {
    crate::hygiene::identifiers(quote!(#formula)).contains(name)
}

impl Formula<'_> {
    fn operand(&self, expression: &Expr) -> Operand {
        Operand::nested(self.rvalue(expression))
    }

    fn number(&self, number: TokenStream) -> Rvalue {
        let number = Operand::Constant(number);
        match self.like {
            Some(like) => Rvalue::Runtime("like", vec![like.clone(), number]),
            None => Rvalue::Use(number),
        }
    }

    fn rvalue(&self, expression: &Expr) -> Rvalue {
        match expression {
            Expr::Lit(literal) => self.number(quote!(#literal)),
            Expr::Paren(paren) => self.rvalue(&paren.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match &*unary.expr {
                Expr::Lit(_) => self.number(quote!(#unary)),
                inner => Rvalue::Negate(self.operand(inner)),
            },
            Expr::Binary(binary) => {
                let op = match binary.op {
                    BinOp::Add(_) => Op::Add,
                    BinOp::Sub(_) => Op::Sub,
                    BinOp::Mul(_) => Op::Mul,
                    BinOp::Div(_) => Op::Div,
                    _ => unreachable!("the formulas of the rules are arithmetic"),
                };
                let (left, right) = (self.operand(&binary.left), self.operand(&binary.right));
                match (count(&left), count(&right)) {
                    (Some(left), Some(right)) => {
                        let total = Literal::u32_unsuffixed(left + right);
                        Rvalue::Use(Operand::Constant(quote!(#total)))
                    }
                    _ => Rvalue::Binary(op, left, right),
                }
            }
            Expr::Path(path) => {
                let name = path.path.get_ident().expect("the formulas use plain names").to_string();
                self.name(&name)
            }
            Expr::Call(call) => {
                let Expr::Path(path) = &*call.func else { unreachable!("the formulas call functions by name") };
                let name = path.path.get_ident().expect("the formulas use plain names").to_string();
                let rule = helper(&name).expect("the formulas call known functions");
                let operands = call.args.iter().zip(rule.partials).map(|(argument, partial)| match *partial {
                    // A count, and no float.
                    "" => Formula { like: None, ..*self }.operand(argument),
                    _ => self.operand(argument),
                });
                Rvalue::Runtime(rule.name, operands.collect())
            }
            _ => unreachable!("the formulas of the rules are arithmetic"),
        }
    }

    fn name(&self, name: &str) -> Rvalue {
        if name == "z" {
            return Rvalue::Use(self.result.clone());
        }
        if let Some(index) = self.rule.parameters.iter().position(|parameter| *parameter == name) {
            return Rvalue::Use(self.arguments[index].clone());
        }
        self.number(constant(name))
    }
}

/// How often a helper differentiates: formulas add to it.
fn count(operand: &Operand) -> Option<u32> {
    match operand {
        Operand::Constant(tokens) => tokens.to_string().parse().ok(),
        _ => None,
    }
}

/// A formula as it stands in code that has the names of the runtime, and the parameters and the result under their names.
pub fn formula(text: &str) -> TokenStream {
    const CONSTANTS: &[&str] = &["LN_2", "TWO_OVER_SQRT_PI", "LN_10", "DEGREES", "RADIANS"];
    let tokens: TokenStream = text.parse().expect("the table of rules holds expressions");
    fn written(tokens: TokenStream) -> TokenStream {
        tokens
            .into_iter()
            .map(|token| match token {
                TokenTree::Ident(name) if CONSTANTS.contains(&name.to_string().as_str()) => {
                    Group::new(Delimiter::None, constant(&name.to_string())).into()
                }
                TokenTree::Group(group) => Group::new(group.delimiter(), written(group.stream())).into(),
                token => token,
            })
            .collect()
    }
    written(tokens)
}

/// Constants of the formulas, as literals that fit every float type.
fn constant(name: &str) -> TokenStream {
    match name {
        "LN_2" => quote!(0.693_147_180_559_945_3),
        "TWO_OVER_SQRT_PI" => quote!(1.128_379_167_095_512_6),
        "LN_10" => quote!(2.302_585_092_994_046),
        "DEGREES" => quote!(57.295_779_513_082_32),
        "RADIANS" => quote!(0.017_453_292_519_943_295),
        _ => unreachable!("the formulas name known constants"),
    }
}
