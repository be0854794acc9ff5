//! Every program that is one step smaller. Many are no Rust any more: the compiler sorts these out.
//!
//! Nothing is known here of what a program means: statements and arguments are left out, expressions become their parts or
//! literals. So whatever the generator learns can be reduced at once.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, FnArg, Item, ItemFn, Pat, ReturnType, Stmt, Type};

use crate::program::{Datum, Program, Stage};

/// One step, applied on demand: there are thousands for a large program.
pub type Change = Box<dyn Fn(&Program, &syn::File) -> Program>;

/// The steps of a pass, those that take most away first. There are [`PASSES`].
pub fn of(program: &Program, file: &syn::File, pass: usize) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    let mut add = |change: FileChange| {
        found.push(Box::new(move |program, file| {
            let mut file = file.clone();
            change(&mut file);
            Program { text: prettyplease::unparse(&file), ..program.clone() }
        }));
    };
    match pass {
        0 => points(program, &mut found, false),
        1 => items(file, &mut add),
        2 => blocks(file, &mut add),
        3 => results(file, &mut add),
        4 => parameters(file, &mut found),
        5 => expressions(file, &mut add),
        6 => options(file, &mut add),
        _ => points(program, &mut found, true),
    }
    found
}

pub const PASSES: usize = 8;

type FileChange = Box<dyn Fn(&mut syn::File)>;
type PointChange = Box<dyn Fn(&mut Vec<Stage>)>;

/// A measure that reductions make smaller.
pub fn size(program: &Program) -> usize {
    let text: usize = program.text.chars().filter(|c| !c.is_whitespace()).count();
    let points = program.stages.iter().flat_map(|stage| &stage.points);
    text + points.map(|point| 40 + point.iter().map(weight).sum::<usize>()).sum::<usize>()
}

/// Numbers that are not simple count twice.
fn weight(datum: &Datum) -> usize {
    match datum {
        Datum::Float(value) if *value == 1.0 => 1,
        Datum::Float(value) if *value == 0.5 => 2,
        Datum::Integer(0) | Datum::Flag(_) => 1,
        Datum::Float(_) | Datum::Integer(_) => 3,
        Datum::Parts(parts) | Datum::List(parts) => 1 + parts.iter().map(weight).sum::<usize>(),
    }
}

/// Without a function, a struct or a constant.
fn items(file: &syn::File, add: &mut dyn FnMut(FileChange)) {
    for index in 0..file.items.len() {
        if !matches!(&file.items[index], Item::Fn(function) if function.sig.ident == "entry") {
            add(Box::new(move |file| drop(file.items.remove(index))));
        }
    }
}

/// Calls back with each block and each expression, the outer before the inner ones, and their numbers.
struct Numbered<'a> {
    next: usize,
    block: &'a mut dyn FnMut(usize, &mut Block),
    expr: &'a mut dyn FnMut(usize, &mut Expr),
}

impl VisitMut for Numbered<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.next += 1;
        (self.block)(self.next, block);
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        self.next += 1;
        (self.expr)(self.next, expr);
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
}

fn numbered(file: &mut syn::File, block: &mut dyn FnMut(usize, &mut Block), expr: &mut dyn FnMut(usize, &mut Expr)) {
    Numbered { next: 0, block, expr }.visit_file_mut(file);
}

/// All blocks and expressions with their numbers.
struct Nodes {
    blocks: Vec<(usize, Block)>,
    exprs: Vec<(usize, Expr)>,
}

fn nodes(file: &syn::File) -> Nodes {
    let mut blocks = Vec::new();
    let mut exprs = Vec::new();
    numbered(&mut file.clone(), &mut |number, block| blocks.push((number, block.clone())), &mut |number, expr| {
        exprs.push((number, expr.clone()))
    });
    Nodes { blocks, exprs }
}

/// Without statements, or with what stands inside of them.
fn blocks(file: &syn::File, add: &mut dyn FnMut(FileChange)) {
    for (number, block) in nodes(file).blocks {
        let count = block.stmts.len();
        let mut replace = |range: std::ops::Range<usize>, by: Vec<Stmt>| {
            add(Box::new(move |file| {
                let mut change = |found: usize, block: &mut Block| {
                    if found == number && range.end <= block.stmts.len() {
                        block.stmts.splice(range.clone(), by.clone());
                    }
                };
                numbered(file, &mut change, &mut |_, _| {});
            }));
        };
        let mut length = count;
        while length > 0 {
            for start in (0..count).step_by(length) {
                replace(start..(start + length).min(count), Vec::new());
            }
            length /= 2;
        }
        for (position, stmt) in block.stmts.iter().enumerate() {
            for other in inside(stmt) {
                replace(position..position + 1, other);
            }
        }
    }
}

/// What can stand for a statement that has blocks.
fn inside(stmt: &Stmt) -> Vec<Vec<Stmt>> {
    let expr = match stmt {
        Stmt::Expr(expr, _) => expr,
        Stmt::Local(local) => match &local.init {
            Some(init) => &init.expr,
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    match expr {
        Expr::If(choice) => {
            found.push(choice.then_branch.stmts.clone());
            if let Some((_, otherwise)) = &choice.else_branch {
                found.push(match &**otherwise {
                    Expr::Block(block) => block.block.stmts.clone(),
                    other => vec![Stmt::Expr(other.clone(), None)],
                });
            }
        }
        Expr::ForLoop(for_loop) => {
            found.push(for_loop.body.stmts.clone());
            let pat = &for_loop.pat;
            for value in [quote!(0), quote!(0.5)] {
                let mut stmts: Vec<Stmt> = vec![syn::parse_quote!(let #pat = #value;)];
                stmts.extend(for_loop.body.stmts.clone());
                found.push(stmts);
            }
        }
        Expr::While(while_loop) => found.push(while_loop.body.stmts.clone()),
        Expr::Loop(endless) => found.push(endless.body.stmts.clone()),
        Expr::Block(block) => found.push(block.block.stmts.clone()),
        Expr::Match(choice) => {
            for arm in &choice.arms {
                found.push(vec![Stmt::Expr((*arm.body).clone(), Some(Default::default()))]);
            }
        }
        _ => {}
    }
    found
}

/// Parts and literals for expressions.
fn expressions(file: &syn::File, add: &mut dyn FnMut(FileChange)) {
    for (number, expr) in nodes(file).exprs {
        let mut others = literals(&expr);
        others.extend(parts(&expr));
        let length = |expr: &Expr| expr.to_token_stream().to_string().len();
        let own = length(&expr);
        others.retain(|other| length(other) < own);
        others.sort_by_key(length);
        for other in others {
            add(Box::new(move |file| {
                let mut change = |found: usize, expr: &mut Expr| {
                    if found == number {
                        *expr = other.clone();
                    }
                };
                numbered(file, &mut |_, _| {}, &mut change);
            }));
        }
    }
}

fn literals(expr: &Expr) -> Vec<Expr> {
    let text = expr.to_token_stream().to_string();
    if matches!(expr, Expr::Lit(_) | Expr::Block(_) | Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) | Expr::Path(_))
    {
        return Vec::new();
    }
    let mut found: Vec<Expr> = vec![syn::parse_quote!(0.5), syn::parse_quote!(0), syn::parse_quote!(1)];
    if text.len() > 8 {
        found.push(syn::parse_quote!(0.5_f64));
    }
    if matches!(expr, Expr::Binary(_) | Expr::Unary(_)) {
        found.push(syn::parse_quote!(true));
        found.push(syn::parse_quote!(false));
    }
    if matches!(expr, Expr::Range(_)) {
        found.push(syn::parse_quote!(0..1));
        found.push(syn::parse_quote!(0..2));
    }
    found
}

/// The expressions directly inside of one, and the expression without one of several parts.
fn parts(expr: &Expr) -> Vec<Expr> {
    struct Children(usize, Vec<Expr>);
    impl VisitMut for Children {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            if self.0 > 0 {
                self.1.push(expr.clone());
            }
            // Two levels: `(a + b)` in parentheses, the condition of an `if`.
            if self.0 < 2 {
                self.0 += 1;
                visit_mut::visit_expr_mut(self, expr);
                self.0 -= 1;
            }
        }
        fn visit_block_mut(&mut self, block: &mut Block) {
            if let Some(Stmt::Expr(tail, None)) = block.stmts.last() {
                self.1.push(tail.clone());
            }
        }
    }
    let mut children = Children(0, Vec::new());
    children.visit_expr_mut(&mut expr.clone());
    let mut found = children.1;
    found.truncate(10);
    match expr {
        Expr::If(choice) if choice.else_branch.is_some() => {
            let mut shorter = choice.clone();
            shorter.else_branch = None;
            found.push(Expr::If(shorter));
        }
        Expr::Match(choice) => {
            for index in 0..choice.arms.len() {
                let mut shorter = choice.clone();
                shorter.arms.remove(index);
                found.push(Expr::Match(shorter));
                if let Pat::Guard(guarded) = &choice.arms[index].pat {
                    let mut shorter = choice.clone();
                    shorter.arms[index].pat = (*guarded.pat).clone();
                    found.push(Expr::Match(shorter));
                }
            }
        }
        Expr::While(while_loop) => {
            if let Expr::Binary(both) = &*while_loop.cond {
                for side in [&both.left, &both.right] {
                    let mut shorter = while_loop.clone();
                    shorter.cond = side.clone();
                    found.push(Expr::While(shorter));
                }
            }
        }
        _ => {}
    }
    found
}

/// Without `wrt` and `out`, `mut` and `return`.
fn options(file: &syn::File, add: &mut dyn FnMut(FileChange)) {
    for index in 0..file.items.len() {
        let changes: [fn(&mut ItemFn); 3] = [without_options, without_mut, without_return];
        for change in changes {
            add(Box::new(move |file| {
                if let Item::Fn(function) = &mut file.items[index] {
                    change(function);
                }
            }));
        }
    }
}

fn without_options(function: &mut ItemFn) {
    for attribute in &mut function.attrs {
        if attribute.path().is_ident("differentiable") {
            *attribute = syn::parse_quote!(#[differentiable]);
        }
    }
}

fn without_mut(function: &mut ItemFn) {
    for input in &mut function.sig.inputs {
        if let FnArg::Typed(argument) = input
            && let Pat::Ident(name) = &mut *argument.pat
        {
            name.mutability = Default::default();
        }
    }
}

fn without_return(function: &mut ItemFn) {
    if let Some(Stmt::Expr(Expr::Return(last), _)) = function.block.stmts.last() {
        let value = last.expr.clone();
        function.block.stmts.pop();
        function.block.stmts.extend(value.map(|value| Stmt::Expr(*value, None)));
    }
}

/// With a part of the result, or none.
fn results(file: &syn::File, add: &mut dyn FnMut(FileChange)) {
    for index in 0..file.items.len() {
        let Item::Fn(function) = &file.items[index] else { continue };
        let ReturnType::Type(arrow, ty) = &function.sig.output else { continue };
        let mut replace = |ty: Option<Type>, selector: TokenStream| {
            let mut smaller = function.clone();
            smaller.sig.output = match ty {
                Some(ty) => ReturnType::Type(*arrow, Box::new(ty)),
                None => ReturnType::Default,
            };
            if let Some(Stmt::Expr(tail, None)) = smaller.block.stmts.pop() {
                if matches!(smaller.sig.output, ReturnType::Default) {
                    smaller.block.stmts.push(syn::parse_quote!(#tail;));
                } else {
                    let tail: Expr = syn::parse_quote!((#tail) #selector);
                    smaller.block.stmts.push(Stmt::Expr(tail, None));
                }
            }
            add(Box::new(move |file| file.items[index] = Item::Fn(smaller.clone())));
        };
        match &**ty {
            Type::Tuple(tuple) => {
                for (member, ty) in tuple.elems.iter().enumerate() {
                    let member = syn::Index::from(member);
                    replace(Some(ty.clone()), quote!(.#member));
                }
            }
            Type::Array(array) => replace(Some((*array.elem).clone()), quote!([0])),
            Type::Path(path) if path.to_token_stream().to_string().starts_with("Vec") => {
                replace(Some(syn::parse_quote!(f64)), quote!([0]));
            }
            _ => {}
        }
        replace(None, TokenStream::new());
    }
}

/// Without a parameter, here and in every call.
fn parameters(file: &syn::File, found: &mut Vec<Change>) {
    for (index, item) in file.items.iter().enumerate() {
        let Item::Fn(function) = item else { continue };
        let name = function.sig.ident.to_string();
        for position in 0..function.sig.inputs.len() {
            let name = name.clone();
            found.push(Box::new(move |program, file| without_parameter(program, file, index, &name, position)));
        }
    }
}

fn without_parameter(program: &Program, file: &syn::File, item: usize, name: &str, position: usize) -> Program {
    struct Calls<'a> {
        name: &'a str,
        position: usize,
    }
    impl VisitMut for Calls<'_> {
        fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
            visit_mut::visit_expr_call_mut(self, call);
            if matches!(&*call.func, Expr::Path(path) if path.path.is_ident(self.name)) {
                let arguments = std::mem::take(&mut call.args);
                let kept = arguments.into_iter().enumerate().filter(|(index, _)| *index != self.position);
                call.args = kept.map(|(_, argument)| argument).collect();
            }
        }
    }
    let mut smaller = program.clone();
    let mut file = file.clone();
    if let Some(Item::Fn(function)) = file.items.get_mut(item) {
        let inputs = std::mem::take(&mut function.sig.inputs);
        let kept = inputs.into_iter().enumerate().filter(|(index, _)| *index != position);
        function.sig.inputs = kept.map(|(_, input)| input).collect();
    }
    Calls { name, position }.visit_file_mut(&mut file);
    smaller.text = prettyplease::unparse(&file);
    if name == "entry" {
        for point in smaller.stages.iter_mut().flat_map(|stage| &mut stage.points) {
            if position < point.len() {
                point.remove(position);
            }
        }
    }
    smaller
}

/// Fewer points, or simpler and shorter ones.
fn points(program: &Program, found: &mut Vec<Change>, simplified: bool) {
    let mut add = |change: PointChange| {
        found.push(Box::new(move |program, _| {
            let mut program = program.clone();
            change(&mut program.stages);
            program
        }));
    };
    for stage in 0..program.stages.len() {
        if !simplified && program.stages.len() > 1 {
            add(Box::new(move |stages| *stages = vec![stages[stage].clone()]));
        }
        let points = &program.stages[stage].points;
        for (point, values) in points.iter().enumerate() {
            if !simplified {
                add(Box::new(move |stages| stages[stage].points = vec![stages[stage].points[point].clone()]));
                add(Box::new(move |stages| drop(stages[stage].points.remove(point))));
                continue;
            }
            for (position, value) in values.iter().enumerate() {
                for simpler in simpler(value) {
                    add(Box::new(move |stages| stages[stage].points[point][position] = simpler.clone()));
                }
            }
        }
    }
}

fn simpler(datum: &Datum) -> Vec<Datum> {
    match datum {
        Datum::Float(_) => vec![Datum::Float(1.0), Datum::Float(0.5)],
        Datum::Integer(_) => vec![Datum::Integer(0)],
        Datum::Flag(_) => Vec::new(),
        Datum::Parts(parts) | Datum::List(parts) => {
            let mut found = Vec::new();
            let list = matches!(datum, Datum::List(_));
            let whole = |parts: Vec<Datum>| if list { Datum::List(parts) } else { Datum::Parts(parts) };
            for index in 0..parts.len() {
                if list {
                    let mut shorter = parts.clone();
                    shorter.remove(index);
                    found.push(whole(shorter));
                }
                for part in simpler(&parts[index]) {
                    let mut other = parts.clone();
                    other[index] = part;
                    found.push(whole(other));
                }
            }
            found
        }
    }
}
