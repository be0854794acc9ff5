//! Programs as text.

use std::fmt::Write;

use std::rc::Rc;

use crate::syntax::{Block, Expr, Failing, Function, Passing, Piece, Struct, Trait};

/// The module of a program, whose functions have linearizations if it is `linear`.
pub fn program(structs: &[Rc<Struct>], items: &[String], functions: &[Function], linear: bool) -> String {
    let derives = items.iter().any(|item| item.contains("Differentiable"));
    let derive = if structs.is_empty() && !derives { "" } else { "Differentiable, " };
    let mut text = format!("use jac::{{{derive}differentiable}};\n");
    for item in structs {
        text.push_str(&declaration(item));
    }
    for item in items {
        let _ = write!(text, "\n{item}\n");
    }
    for function in functions {
        text.push('\n');
        match &function.owner {
            Some(owner) if function.of_trait.is_some() => text.push_str(&of_trait(function, &owner.name, linear)),
            Some(owner) => {
                let (block, function) = (attribute(&[], linear), self::function(function, false));
                let _ = write!(text, "{block}\nimpl {} {{\n{function}}}\n", owner.name);
            }
            None => text.push_str(&self::function(function, linear)),
        }
    }
    text
}

/// The block of a function that belongs to a trait, and the trait, if it is the program's own.
fn of_trait(function: &Function, owner: &str, linear: bool) -> String {
    let (block, body) = (attribute(&[], linear), self::function(function, false).replacen("pub fn", "fn", 1));
    match &function.of_trait {
        Some(Trait::Operator(name, _)) => {
            let right = &function.params[1].ty;
            let output = match &function.result {
                Some(result) => format!("type Output = {result};\n"),
                None => String::new(),
            };
            format!("{block}\nimpl core::ops::{name}<{right}> for {owner} {{\n{output}{body}}}\n")
        }
        Some(Trait::Own(name)) => {
            let signature = &body[body.find("fn").unwrap_or(0)..body.find(" {").unwrap_or(body.len())];
            // What is bound mutably is no part of a signature.
            let signature = signature.replace("(mut ", "(").replace(", mut ", ", ");
            format!("pub trait {name} {{\n    {signature};\n}}\n\n{block}\nimpl {name} for {owner} {{\n{body}}}\n")
        }
        None => body,
    }
}

fn declaration(item: &Struct) -> String {
    let fields: Vec<String> = item
        .fields
        .iter()
        .map(|(name, ty)| if item.is_tuple { format!("pub {ty}") } else { format!("pub {name}: {ty}") })
        .collect();
    let fields = fields.join(", ");
    let body = if item.is_tuple { format!("({fields});") } else { format!(" {{ {fields} }}") };
    format!("\n#[derive(Clone, Copy, Differentiable)]\npub struct {}{body}\n", item.name)
}

/// An expression on its own.
pub fn expression(expr: &Expr) -> String {
    let mut printer = Printer { text: String::new(), indent: 0 };
    printer.pieces(&expr.pieces);
    printer.text
}

fn function(function: &Function, linear: bool) -> String {
    let mut printer = Printer { text: String::new(), indent: 0 };
    let attribute = attribute_of(function, linear);
    if function.owner.is_none() || attribute.contains('(') {
        let _ = writeln!(printer.text, "{attribute}");
    }
    let params: Vec<String> = function
        .params
        .iter()
        .map(|param| {
            let rebound = if param.rebound { "mut " } else { "" };
            match (param.name.as_str(), param.passing) {
                ("self", Passing::Value) => format!("{rebound}self"),
                ("self", Passing::Shared) => "&self".into(),
                ("self", Passing::Mutable) => "&mut self".into(),
                (name, _) => format!("{rebound}{name}: {}", param.written_type()),
            }
        })
        .collect();
    let generics = if function.generic { "<const N: usize>" } else { "" };
    let _ = write!(printer.text, "pub fn {}{generics}({})", function.name, params.join(", "));
    if let Some(result) = &function.result {
        let _ = match function.fails {
            None => write!(printer.text, " -> {result}"),
            Some(Failing::Option) => write!(printer.text, " -> Option<{result}>"),
            Some(Failing::Result) => write!(printer.text, " -> Result<{result}, usize>"),
        };
    }
    printer.text.push(' ');
    printer.body(&function.body, function.returns, function.fails);
    printer.text.push('\n');
    printer.text
}

fn attribute_of(function: &Function, linear: bool) -> String {
    let mut options = Vec::new();
    if function.params.iter().any(|param| param.excluded) {
        let inputs = function.params.iter().filter(|param| param.is_input());
        let inputs: Vec<&str> = inputs.map(|param| param.name.as_str()).collect();
        options.push(format!("wrt({})", inputs.join(", ")));
    }
    let outputs: Vec<&str> =
        function.params.iter().filter(|param| param.output_only).map(|param| param.name.as_str()).collect();
    if !outputs.is_empty() {
        options.push(format!("out({})", outputs.join(", ")));
    }
    attribute(&options, linear)
}

pub fn attribute(options: &[String], linear: bool) -> String {
    let linearize = linear.then(|| "linearize".to_string());
    let options: Vec<String> = options.iter().cloned().chain(linearize).collect();
    if options.is_empty() { "#[differentiable]".into() } else { format!("#[differentiable({})]", options.join(", ")) }
}

struct Printer {
    text: String,
    indent: usize,
}

impl Printer {
    fn line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&"    ".repeat(self.indent));
    }

    fn block(&mut self, block: &Block) {
        self.body(block, false, None);
    }

    fn body(&mut self, block: &Block, returns: bool, fails: Option<Failing>) {
        if block.stmts.is_empty() && block.tail.is_none() {
            self.text.push_str("{}");
            return;
        }
        self.text.push('{');
        self.indent += 1;
        for stmt in &block.stmts {
            self.line();
            self.pieces(&stmt.pieces);
        }
        if let Some(tail) = &block.tail {
            self.line();
            if returns {
                self.text.push_str("return ");
            }
            if let Some(fails) = fails {
                let _ = write!(self.text, "{}(", fails.present());
            }
            self.pieces(&tail.pieces);
            if fails.is_some() {
                self.text.push(')');
            }
            if returns {
                self.text.push(';');
            }
        }
        self.indent -= 1;
        self.line();
        self.text.push('}');
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.text.push_str(text),
                Piece::Expr(expr) => self.pieces(&expr.pieces),
                Piece::Operand(expr) if expr.atomic => self.pieces(&expr.pieces),
                Piece::Operand(expr) => {
                    self.text.push('(');
                    self.pieces(&expr.pieces);
                    self.text.push(')');
                }
                Piece::Block(block) => self.block(block),
            }
        }
    }
}
