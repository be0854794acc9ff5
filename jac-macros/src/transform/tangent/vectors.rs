//! The tangent of what is made of vectors of an older order: it is linear in each of its vectors.

use super::Transform;
use crate::ir::*;

impl Transform<'_> {
    /// The tangent of an operation on vectors, the value of `var`.
    pub(super) fn vector(
        &mut self,
        vector: &VectorOp,
        var: Var,
        statements: &mut Vec<Statement>,
        after: &mut Vec<Statement>,
    ) -> Rvalue {
        let dots = |transform: &mut Self, operand: &Operand| Operand::nested(transform.dot_of(operand));
        Rvalue::Vector(match vector {
            VectorOp::When(condition, value) => {
                let dot = self.rvalue(var, value, statements, after);
                VectorOp::When(*condition, Box::new(dot))
            }
            VectorOp::WhenElseLike { condition, value, .. } => {
                let value = Box::new(self.rvalue(var, value, statements, after));
                VectorOp::WhenElseLike { condition: *condition, value, like: Operand::Var(var), sweep: self.sweep }
            }
            VectorOp::Get(place) if self.activity.is_varied(place.base) => VectorOp::Get(self.dot_place(place)),
            VectorOp::Take(place) if self.activity.is_varied(place.base) => VectorOp::Take(self.dot_place(place)),
            VectorOp::Pop(place) if self.activity.is_varied(place.base) => VectorOp::Pop(self.dot_place(place)),
            VectorOp::Cast(operand, to) if self.varied(operand) => {
                let to = to.as_ref().map(|(ty, sweeps)| (ty.clone(), self.and_this(sweeps)));
                VectorOp::Cast(dots(self, operand), to)
            }
            // The partial is constant nearly everywhere.
            VectorOp::Chosen(vector, partial) if self.varied(vector) => {
                VectorOp::Chosen(dots(self, vector), partial.clone())
            }
            VectorOp::Sum(operand) if self.varied(operand) => VectorOp::Sum(dots(self, operand)),
            VectorOp::Element(operand, projected) if self.varied(operand) => {
                VectorOp::Element(dots(self, operand), projected.clone())
            }
            VectorOp::Without(operand, members) if self.varied(operand) => {
                VectorOp::Without(dots(self, operand), members.clone())
            }
            VectorOp::StructOf { base, fields, zeros, .. } => {
                let base = base.as_ref().filter(|base| self.varied(base)).map(|base| dots(self, base));
                let (fields, more) = self.fields(fields, dots);
                let zeros = zeros.iter().cloned().chain(more).collect();
                VectorOp::StructOf { like: Operand::Var(var), sweep: self.sweep, base, fields, zeros }
            }
            VectorOp::CapacityLike { length, .. } => {
                VectorOp::CapacityLike { like: Operand::Var(var), length: length.clone(), sweep: self.sweep }
            }
            VectorOp::Each { dot, lane, value } => return self.each_of_each(dot, *lane, value, var),
            VectorOp::SpaceZero(space, sweeps) => VectorOp::SpaceZero(*space, self.and_this(sweeps)),
            VectorOp::SpaceCotangent(space, sweeps) => VectorOp::SpaceCotangent(*space, self.and_this(sweeps)),
            VectorOp::CotangentOf(..) | VectorOp::Seeded(_) => unreachable!("there are no tangents of lean sweeps"),
            VectorOp::Operated(_) => unreachable!("there are no tangents of linearizations"),
            VectorOp::Zero
            | VectorOp::ZeroLike(..)
            | VectorOp::SpaceOf(_)
            | VectorOp::SameSpace(_)
            | VectorOp::Get(_)
            | VectorOp::Collect(_)
            | VectorOp::Take(_)
            | VectorOp::Pop(_)
            | VectorOp::SpaceOfTail(..)
            | VectorOp::Cast(..)
            | VectorOp::Chosen(..)
            | VectorOp::Sum(_)
            | VectorOp::Element(..)
            | VectorOp::Without(..) => VectorOp::ZeroLike(Operand::Var(var), self.sweep),
        })
    }

    pub(super) fn and_this(&self, sweeps: &[SweepId]) -> Vec<SweepId> {
        sweeps.iter().copied().chain([self.sweep]).collect()
    }

    /// `jac::each(operand_dot, |operand| value)`: the derivative of what is linear in the operand.
    fn each(&mut self, operand: Var, value: Rvalue) -> Rvalue {
        let dot = Operand::Var(self.dot(operand));
        let each = Rvalue::Vector(VectorOp::Each { dot, lane: operand, value: Box::new(value) });
        self.when(operand, each)
    }

    fn each_of_each(&mut self, dot: &Operand, lane: Var, value: &Rvalue, var: Var) -> Rvalue {
        let whole = || Rvalue::Vector(VectorOp::Each { dot: dot.clone(), lane, value: Box::new(value.clone()) });
        let mut linear: Vec<Var> = dot.var().into_iter().collect();
        rvalue_reads(value, &mut |read| {
            if read != lane && !linear.contains(&read) {
                linear.push(read);
            }
        });
        linear.retain(|operand| self.activity.is_varied(*operand));
        let terms = linear.into_iter().map(|operand| (Op::Add, self.each(operand, whole()))).collect();
        super::sum(terms).unwrap_or_else(|| Rvalue::Vector(VectorOp::ZeroLike(Operand::Var(var), self.sweep)))
    }

    /// The terms of the tangent of `vector * float` or `vector / float`.
    pub(super) fn scaled_vector(
        &mut self,
        op: Op,
        vector: &Operand,
        factor: &Operand,
        result: &Operand,
        after: &mut Vec<Statement>,
    ) -> Vec<(Op, Rvalue)> {
        let mut terms = Vec::new();
        if let Some(var) = vector.var().filter(|var| self.activity.is_varied(*var)) {
            let dot = Operand::Var(self.dot(var));
            let scaled = Rvalue::Binary(op, dot, factor.clone());
            terms.push((Op::Add, self.when(var, scaled)));
        }
        let Some(var) = factor.var().filter(|var| self.activity.is_varied(*var)) else { return terms };
        if op == Op::Mul {
            let product = Rvalue::Binary(Op::Mul, vector.clone(), factor.clone());
            terms.push((Op::Add, self.each(var, product)));
            return terms;
        }
        // (v / x)' = .. − (v / x) (x' / x), linear in the ratio x' / x.
        let span = proc_macro2::Span::call_site();
        let [ratio, lane] = ["ratio", "lane"].map(|stem| {
            let ident = self.names.fresh(stem, span);
            self.function.new_variable(ident, Kind::Value, true)
        });
        self.function.variables[ratio.0].vector = true;
        let dot = Operand::Var(self.dot(var));
        let value = self.when(var, Rvalue::Binary(Op::Div, dot, factor.clone()));
        after.push(Statement::Let { var: ratio, annotation: None, value });
        let product = Rvalue::Binary(Op::Mul, result.clone(), Operand::Var(lane));
        let each = VectorOp::Each { dot: Operand::Var(ratio), lane, value: Box::new(product) };
        let term = self.when(var, Rvalue::Vector(each));
        terms.push((Op::Sub, term));
        terms
    }
}
