//! Flatten: every intermediate value gets a name.
//!
//! Before: what a transform made, with nested expressions. After: A-normal form, as the next transform wants it: operands are
//! variables, constants, or placeholders; what is added, stored or passed is an operand, or is read from a cotangent.

use crate::hygiene::Names;
use crate::ir::*;

pub fn flatten(function: &mut Function, names: &mut Names) {
    let mut body = std::mem::take(&mut function.body);
    let mut reverse = function.reverse.take();
    let mut results: Vec<Operand> = function.result.take().into_iter().collect();
    let mut tangents = std::mem::take(&mut function.tangents);
    let mut flat = Flat { function, names };
    flat.block(&mut body, tangents.iter_mut().flat_map(|tangent| &mut tangent.results).chain(&mut results).collect());
    if let Some(reverse) = &mut reverse {
        flat.block(&mut reverse.body, reverse.results.iter_mut().flatten().collect());
    }
    function.body = body;
    function.reverse = reverse;
    function.result = results.pop();
    function.tangents = tangents;
}

/// Has no type of its own, so that it cannot have a name.
pub fn is_placeholder(value: &Rvalue) -> bool {
    matches!(value, Rvalue::Vector(VectorOp::Zero) | Rvalue::Runtime("empty" | "Some", _))
}

struct Flat<'a> {
    function: &'a mut Function,
    names: &'a mut Names,
}

impl Flat<'_> {
    /// Flattens the block, and what is evaluated at its end.
    fn block(&mut self, block: &mut Block, tail: Vec<&mut Operand>) {
        let mut out = Vec::new();
        for mut statement in std::mem::take(&mut block.statements) {
            self.statement(&mut statement, &mut out);
            out.push(statement);
        }
        for operand in tail {
            self.operand(operand, &mut out);
        }
        block.statements = out;
    }

    fn operand(&mut self, operand: &mut Operand, out: &mut Vec<Statement>) {
        if let Operand::Nested(value) = operand
            && !is_placeholder(value)
        {
            let value = std::mem::replace(&mut **value, Rvalue::Tuple(Vec::new()));
            *operand = self.name(value, out);
        }
    }

    fn name(&mut self, mut value: Rvalue, out: &mut Vec<Statement>) -> Operand {
        self.rvalue(&mut value, out);
        let vector = self.function.makes_vector(&value);
        let ident = self.names.fresh(if vector { "term" } else { "factor" }, proc_macro2::Span::call_site());
        let var = self.function.new_variable(ident, Kind::Value, true);
        self.function.variables[var.0].vector = vector;
        out.push(Statement::Let { var, annotation: None, value });
        Operand::Var(var)
    }

    fn rvalue(&mut self, value: &mut Rvalue, out: &mut Vec<Statement>) {
        let Rvalue::Vector(vector) = value else {
            return map_operands(value, &mut |operand| self.operand(operand, out));
        };
        match vector {
            VectorOp::When(_, value) | VectorOp::WhenElseLike { value, .. } => self.rvalue(value, out),
            VectorOp::CotangentOf(..) => unreachable!("there are no tangents of lean sweeps"),
            VectorOp::Operated(_) => unreachable!("there are no tangents of linearizations"),
            VectorOp::ZeroLike(operand, _)
            | VectorOp::Each { dot: operand, .. }
            | VectorOp::Cast(operand, _)
            | VectorOp::Sum(operand)
            | VectorOp::Element(operand, _)
            | VectorOp::Without(operand, _) => self.operand(operand, out),
            VectorOp::Chosen(vector, partial) => {
                self.operand(vector, out);
                self.operand(partial, out);
            }
            VectorOp::StructOf { base, fields, .. } => {
                for operand in base.iter_mut().chain(fields.iter_mut().map(|(_, operand)| operand)) {
                    self.operand(operand, out);
                }
            }
            VectorOp::Zero
            | VectorOp::CapacityLike { .. }
            | VectorOp::Get(_)
            | VectorOp::Collect(_)
            | VectorOp::Take(_)
            | VectorOp::Pop(_)
            | VectorOp::Seeded(_)
            | VectorOp::SpaceOf(_)
            | VectorOp::SpaceOfTail(..)
            | VectorOp::SameSpace(_)
            | VectorOp::SpaceZero(..)
            | VectorOp::SpaceCotangent(..) => {}
        }
    }

    /// A value that a statement without a result of its own uses.
    fn used(&mut self, value: &mut Rvalue, out: &mut Vec<Statement>) {
        let simple = matches!(value, Rvalue::Use(Operand::Var(_) | Operand::Constant(_)))
            || matches!(value, Rvalue::Vector(VectorOp::Take(_) | VectorOp::Pop(_) | VectorOp::Get(_)))
            || matches!(value, Rvalue::Vector(VectorOp::SpaceOf(_) | VectorOp::SpaceOfTail(..)))
            || matches!(value, Rvalue::Vector(VectorOp::SpaceZero(..) | VectorOp::SpaceCotangent(..)))
            || is_placeholder(value);
        if !simple {
            let taken = std::mem::replace(value, Rvalue::Tuple(Vec::new()));
            *value = Rvalue::Use(self.name(taken, out));
        }
    }

    fn companions(&mut self, companions: &mut [Companion], out: &mut Vec<Statement>) {
        for companion in companions {
            if let Companion::Value(value) = companion {
                self.used(value, out);
            }
        }
    }

    fn statement(&mut self, statement: &mut Statement, out: &mut Vec<Statement>) {
        match statement {
            Statement::Let { value, .. } | Statement::Mutable { value, .. } => self.rvalue(value, out),
            Statement::Update { value, .. }
            | Statement::AddTo { value, .. }
            | Statement::Accumulate { value, .. }
            | Statement::Append { value, .. }
            | Statement::Reshape { value, .. }
            | Statement::Initialise { value, .. } => self.used(value, out),
            Statement::Store { value, .. }
            | Statement::Replace { value, .. }
            | Statement::Assign { value, .. }
            | Statement::Push { value, .. }
            | Statement::Truncate { length: value, .. } => self.operand(value, out),
            Statement::Resize { change, .. } => match change {
                Resizing::Longer(operand) | Resizing::Shorter(operand) => self.operand(operand, out),
                Resizing::Exchanged(_) | Resizing::Measured(_) => {}
            },
            Statement::If { condition, then, otherwise, joins } => {
                self.operand(condition, out);
                let (mut then_tail, mut otherwise_tail) = (Vec::new(), Vec::new());
                for join in joins {
                    then_tail.push(&mut join.then);
                    otherwise_tail.push(&mut join.otherwise);
                }
                self.block(then, then_tail);
                self.block(otherwise, otherwise_tail);
            }
            Statement::For(for_loop) => {
                for carried in &mut for_loop.carried {
                    self.operand(&mut carried.initial, out);
                }
                let next = for_loop.carried.iter_mut().map(|carried| &mut carried.next);
                let tail = next.chain(&mut for_loop.until).collect();
                self.block(&mut for_loop.body, tail);
            }
            Statement::Guard(_, block) => self.block(block, Vec::new()),
            Statement::Derived(derived) => self.companions(&mut derived.tangents, out),
            Statement::PullCall { arguments, .. } => self.companions(arguments, out),
            Statement::Operate(operate) => self.companions(&mut operate.tangents, out),
            Statement::Pull(pull) => {
                self.operand(&mut pull.bar, out);
                for tangent in &mut pull.tangents {
                    self.companions(&mut tangent.again, out);
                    self.used(&mut tangent.bar, out);
                }
            }
            Statement::Split { .. } => {}
            // What it evaluates it evaluates for its effect.
            Statement::Evaluate(_) | Statement::Declare { .. } | Statement::Call(_) => {}
            Statement::Swap { .. } | Statement::RequireAlike { .. } => {}
            Statement::Require { .. } | Statement::RequireTaken { .. } => {}
        }
    }
}
