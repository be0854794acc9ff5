//! Every program that is one step smaller. Many are no Rust any more: the compiler sorts these out.

use crate::print;
use crate::syntax::{Block, Expr, Function, Passing, Piece, Program, Stmt, Type};

/// A measure that reductions make smaller.
pub fn size(program: &Program) -> usize {
    let text: usize = print::program(program, true).chars().filter(|c| !c.is_whitespace()).count();
    text + 40 * program.stages.iter().map(|stage| stage.points).sum::<usize>()
}

/// The smallest first.
pub fn of(program: &Program) -> Vec<Program> {
    let mut found = Vec::new();
    functions(program, &mut found);
    for index in 0..program.functions.len() {
        blocks(program, index, &mut found);
        expressions(program, index, &mut found);
        parameters(program, index, &mut found);
        options(program, index, &mut found);
    }
    results(program, &mut found);
    points(program, &mut found);
    let before = size(program);
    let mut sized: Vec<(usize, Program)> = found.into_iter().map(|program| (size(&program), program)).collect();
    sized.retain(|(size, program)| *size < before && has_output(program.entry()));
    sized.sort_by_key(|(size, _)| *size);
    sized.into_iter().map(|(_, program)| program).collect()
}

fn has_output(entry: &Function) -> bool {
    let mut written = entry.params.iter().filter(|param| param.passing == Passing::Mutable);
    entry.result.as_ref().is_some_and(Type::varies) || written.any(|param| param.ty.varies())
}

/// Without a function that is not called.
fn functions(program: &Program, found: &mut Vec<Program>) {
    let text = print::program(program, false);
    for (index, function) in program.functions.iter().enumerate().rev().skip(1) {
        if text.matches(&format!("{}(", function.name)).count() <= usize::from(!function.generic) {
            let mut smaller = program.clone();
            smaller.functions.remove(index);
            found.push(smaller);
        }
    }
}

/// Calls `visit` for each block and each expression, in a fixed order.
fn walk(block: &mut Block, visit: &mut dyn FnMut(Node)) {
    visit(Node::Block(block));
    for stmt in &mut block.stmts {
        pieces(&mut stmt.pieces, visit);
    }
    if let Some(tail) = &mut block.tail {
        expression(tail, visit);
    }
}

fn pieces(list: &mut [Piece], visit: &mut dyn FnMut(Node)) {
    for piece in list {
        match piece {
            Piece::Text(_) => {}
            Piece::Expr(expr) | Piece::Operand(expr) => expression(expr, visit),
            Piece::Block(block) => walk(block, visit),
        }
    }
}

fn expression(expr: &mut Expr, visit: &mut dyn FnMut(Node)) {
    visit(Node::Expr(expr));
    pieces(&mut expr.pieces, visit);
}

enum Node<'a> {
    Block(&'a mut Block),
    Expr(&'a mut Expr),
}

/// The program after a change of the `number`th node of a function. False: there is no such node.
fn changed(program: &Program, function: usize, number: usize, change: &mut dyn FnMut(Node)) -> Option<Program> {
    let mut program = program.clone();
    let mut next = 0;
    walk(&mut program.functions[function].body, &mut |node| {
        if next == number {
            change(node);
        }
        next += 1;
    });
    (number < next).then_some(program)
}

fn blocks(program: &Program, function: usize, found: &mut Vec<Program>) {
    let mut shapes: Vec<(usize, Block)> = Vec::new();
    let mut number = 0;
    walk(&mut program.functions[function].body.clone(), &mut |node| {
        if let Node::Block(block) = node {
            shapes.push((number, block.clone()));
        }
        number += 1;
    });
    for (number, block) in shapes {
        let mut replace = |stmts: Vec<Stmt>| {
            let smaller = changed(program, function, number, &mut |node| {
                if let Node::Block(block) = node {
                    block.stmts = stmts.clone();
                }
            });
            found.extend(smaller);
        };
        let count = block.stmts.len();
        let mut length = count;
        while length > 0 {
            for start in (0..count).step_by(length) {
                let mut stmts = block.stmts.clone();
                stmts.drain(start..(start + length).min(count));
                replace(stmts);
            }
            length /= 2;
        }
        for (position, stmt) in block.stmts.iter().enumerate() {
            for other in simpler(stmt) {
                let mut stmts = block.stmts.clone();
                stmts.splice(position..=position, other);
                replace(stmts);
            }
        }
    }
}

/// What can stand for a statement that has blocks.
fn simpler(stmt: &Stmt) -> Vec<Vec<Stmt>> {
    let mut found = Vec::new();
    for piece in &stmt.pieces {
        if let Piece::Block(block) = piece {
            let mut stmts = block.stmts.clone();
            if let Some(index) = stmt.index.as_ref().filter(|index| *index != "_") {
                stmts.insert(0, Stmt::new(vec![Piece::Text(format!("let {index} = 0;"))]));
            }
            found.push(stmts);
        }
    }
    let first = stmt.pieces.iter().position(|piece| matches!(piece, Piece::Block(_)));
    if let Some(first) = first.filter(|first| first + 1 < stmt.pieces.len()) {
        let mut shorter = stmt.clone();
        shorter.pieces.truncate(first + 1);
        found.push(vec![shorter]);
    }
    if let (Some(_), [Piece::Text(head), body]) = (&stmt.index, stmt.pieces.as_slice())
        && let Some((before, _)) = head.split_once(" in ")
    {
        for range in ["0..1", "0..2"] {
            let mut shorter = stmt.clone();
            shorter.pieces = vec![Piece::Text(format!("{before} in {range} ")), body.clone()];
            found.push(vec![shorter]);
        }
    }
    found
}

fn expressions(program: &Program, function: usize, found: &mut Vec<Program>) {
    let mut exprs: Vec<(usize, Expr)> = Vec::new();
    let mut number = 0;
    walk(&mut program.functions[function].body.clone(), &mut |node| {
        if let Node::Expr(expr) = node {
            exprs.push((number, expr.clone()));
        }
        number += 1;
    });
    for (number, expr) in exprs {
        let mut others = Vec::new();
        if !matches!(expr.pieces.as_slice(), [Piece::Text(_)]) {
            others.extend(literals(&expr.ty).into_iter().map(|text| Expr::text(expr.ty.clone(), text)));
        }
        let mut parts = expr.clone();
        let mut inner = Vec::new();
        pieces(&mut parts.pieces, &mut |node| {
            if let Node::Expr(part) = node
                && part.ty == expr.ty
            {
                inner.push(part.clone());
            }
        });
        inner.truncate(6);
        others.extend(inner);
        for other in others {
            found.extend(changed(program, function, number, &mut |node| {
                if let Node::Expr(expr) = node {
                    *expr = other.clone();
                }
            }));
        }
    }
}

fn literals(ty: &Type) -> Vec<String> {
    match ty {
        Type::Double | Type::Single => vec![format!("0.5_{ty}")],
        Type::Int => vec!["0".into(), "1".into()],
        Type::Bool => vec!["true".into(), "false".into()],
        Type::Array(element, len) => {
            literals(element).into_iter().take(1).map(|element| format!("[{element}; {}]", len.text)).collect()
        }
        Type::Vec(element, len) => {
            let length = if len.text == "?" { len.min.to_string() } else { len.text.clone() };
            literals(element).into_iter().take(1).map(|element| format!("vec![{element}; {length}]")).collect()
        }
        Type::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().filter_map(|part| literals(part).into_iter().next()).collect();
            vec![format!("({},)", parts.join(", "))]
        }
        Type::Slice(..) | Type::Borrow => Vec::new(),
    }
}

/// Without a parameter, here and in every call.
fn parameters(program: &Program, function: usize, found: &mut Vec<Program>) {
    for position in 0..program.functions[function].params.len() {
        let mut smaller = program.clone();
        let name = smaller.functions[function].name.clone();
        smaller.functions[function].params.remove(position);
        if !smaller.functions[function].params.iter().any(crate::syntax::Param::is_input) {
            continue;
        }
        if function + 1 == program.functions.len() {
            smaller.stages.iter_mut().for_each(|stage| drop(stage.values.remove(position)));
        }
        for caller in &mut smaller.functions {
            walk(&mut caller.body, &mut |node| {
                if let Node::Expr(call) = node
                    && call.callee.as_ref() == Some(&name)
                {
                    remove_argument(call, position);
                }
            });
        }
        found.push(smaller);
    }
}

fn remove_argument(call: &mut Expr, position: usize) {
    let mut arguments: Vec<Piece> =
        call.pieces.drain(..).filter(|piece| !matches!(piece, Piece::Text(text) if text == ", ")).collect();
    // The name stands in front, the parenthesis behind.
    if position + 2 < arguments.len() {
        arguments.remove(position + 1);
    }
    let last = arguments.len() - 1;
    for (index, argument) in arguments.into_iter().enumerate() {
        if index > 1 && index < last {
            call.pieces.push(Piece::Text(", ".into()));
        }
        call.pieces.push(argument);
    }
}

/// Without `wrt` and `out`, `mut` and `return`.
fn options(program: &Program, function: usize, found: &mut Vec<Program>) {
    let changes: [&dyn Fn(&mut Function); 4] = [
        &|function| function.params.iter_mut().for_each(|param| param.excluded = false),
        &|function| function.params.iter_mut().for_each(|param| param.output_only = false),
        &|function| function.params.iter_mut().for_each(|param| param.rebound = false),
        &|function| function.returns = false,
    ];
    for change in changes {
        let mut smaller = program.clone();
        change(&mut smaller.functions[function]);
        found.push(smaller);
    }
}

/// With a part of the result, or none.
fn results(program: &Program, found: &mut Vec<Program>) {
    let entry = program.entry();
    let (Some(result), Some(tail)) = (&entry.result, &entry.body.tail) else { return };
    let mut replace = |result: Option<Type>, tail: Option<Expr>| {
        let mut smaller = program.clone();
        let last = smaller.functions.len() - 1;
        smaller.functions[last].result = result;
        smaller.functions[last].body.tail = tail.map(Box::new);
        found.push(smaller);
    };
    if entry.params.iter().any(|param| param.passing == Passing::Mutable && param.ty.varies()) {
        replace(None, None);
    }
    let mut parts = (**tail).clone();
    let mut inner = Vec::new();
    pieces(&mut parts.pieces, &mut |node| {
        if let Node::Expr(part) = node
            && part.ty.varies()
            && !matches!(part.ty, Type::Slice(..))
        {
            inner.push(part.clone());
        }
    });
    for part in inner {
        replace(Some(part.ty.clone()), Some(part));
    }
    let selected = |ty: &Type, selector: String| {
        Expr::new(ty.clone(), vec![Piece::Operand((**tail).clone()), Piece::Text(selector)])
    };
    match result {
        Type::Tuple(parts) => {
            for (index, part) in parts.iter().enumerate().filter(|(_, part)| part.varies()) {
                replace(Some(part.clone()), Some(selected(part, format!(".{index}"))));
            }
        }
        Type::Array(element, _) | Type::Vec(element, _) => {
            replace(Some((**element).clone()), Some(selected(element, "[0]".into())));
        }
        _ => {}
    }
}

/// Fewer points.
fn points(program: &Program, found: &mut Vec<Program>) {
    for stage in 0..program.stages.len() {
        if program.stages.len() > 1 {
            let mut smaller = program.clone();
            smaller.stages = vec![program.stages[stage].clone()];
            found.push(smaller);
        }
        let points = program.stages[stage].points;
        for point in 0..points {
            let mut smaller = program.clone();
            let stage = &mut smaller.stages[stage];
            stage.points = 1;
            stage.values.iter_mut().for_each(|values| *values = vec![values[point].clone()]);
            found.push(smaller);
        }
        let mut smaller = program.clone();
        let stage = &mut smaller.stages[stage];
        stage.points = points.min(2);
        stage.values.iter_mut().for_each(|values| values.truncate(2));
        found.push(smaller);
    }
}
