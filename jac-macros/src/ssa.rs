//! Static single assignment for variables that are used as a whole.
//!
//! Before: variables are assigned to. After: every `Value` variable is defined once, `If` joins and
//! loops carry versions, and a `Memory` variable is read through `Load` only.

use std::collections::{BTreeSet, HashMap};

use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::renumber;

pub fn construct(function: &mut Function, names: &mut Names) {
    let body = std::mem::take(&mut function.body);
    let result = function.result.take();
    let mut construction = Construction {
        function,
        names,
        versions: HashMap::new(),
        depths: HashMap::new(),
        depth: 0,
        unset: HashMap::new(),
    };
    let parameters: Vec<Var> = construction.function.parameters.iter().map(|parameter| parameter.var).collect();
    for var in parameters {
        construction.depths.insert(var, 0);
    }
    let mut statements = construction.statements(body);
    let result = result.map(|result| construction.operand(result, &mut statements));
    function.body = Block { statements };
    function.result = result;
}

struct Construction<'a> {
    function: &'a mut Function,
    names: &'a mut Names,
    /// The current version of each variable that is not its own.
    versions: HashMap<Var, Var>,
    /// The nesting depth of each variable's declaration.
    depths: HashMap<Var, usize>,
    depth: usize,
    /// Variables declared without a value, with their annotations.
    unset: HashMap<Var, Option<syn::Type>>,
}

impl Construction<'_> {
    fn variable(&mut self, var: Var) -> &mut Variable {
        &mut self.function.variables[var.0]
    }

    fn is_memory(&self, var: Var) -> bool {
        self.function.variables[var.0].kind != Kind::Value
    }

    fn current(&self, var: Var) -> Var {
        self.versions.get(&var).copied().unwrap_or(var)
    }

    fn version_of(&mut self, var: Var) -> Var {
        let Variable { ident, discrete, .. } = self.variable(var).clone();
        let ident = self.names.fresh(&ident.to_string(), ident.span());
        let version = self.function.new_variable(ident, Kind::Value, false);
        self.variable(version).discrete = discrete;
        self.variable(version).version_of = Some(var);
        version
    }

    /// The version of `var`, or what stands for it where it has no value yet: it is not read there.
    fn version_or_placeholder(&self, version: Var, var: Var) -> Operand {
        if version == var && self.unset.contains_key(&var) {
            Operand::nested(Rvalue::Runtime("empty", Vec::new()))
        } else {
            Operand::Var(version)
        }
    }

    fn operand(&mut self, operand: Operand, statements: &mut Vec<Statement>) -> Operand {
        match operand {
            Operand::Var(var) if self.is_memory(var) => {
                let ident = self.variable(var).ident.clone();
                let ident = self.names.fresh(&format!("{ident}_value"), ident.span());
                let copy = self.function.new_variable(ident, Kind::Value, true);
                self.variable(copy).discrete = self.function.variables[var.0].discrete;
                let value = Rvalue::Load(Place::whole(var));
                statements.push(Statement::Let { var: copy, annotation: None, value });
                Operand::Var(copy)
            }
            Operand::Var(var) => Operand::Var(self.current(var)),
            operand => operand,
        }
    }

    fn rvalue(&mut self, mut value: Rvalue, statements: &mut Vec<Statement>) -> Rvalue {
        // A value that is taken apart where it stands, or whose length is asked.
        if let Rvalue::Load(place)
        | Rvalue::Clone(place)
        | Rvalue::Length(place)
        | Rvalue::Within(place)
        | Rvalue::Path { of: place, .. } = &mut value
            && !self.is_memory(place.base)
        {
            place.base = self.current(place.base);
        }
        match &mut value {
            Rvalue::Use(Operand::Var(var)) if self.is_memory(*var) => Rvalue::Load(Place::whole(*var)),
            Rvalue::Operator(operator) => {
                for operand in operator.operands_mut() {
                    // A reference to memory is to the memory itself, and not to a copy.
                    if let Operated::Referred(Operand::Var(var)) = operand
                        && self.is_memory(*var)
                    {
                        *operand = Operated::Place(Place::whole(*var));
                    }
                }
                map_operands(&mut value, &mut |operand| {
                    *operand =
                        self.operand(std::mem::replace(operand, Operand::Constant(Default::default())), statements);
                });
                value
            }
            Rvalue::Opaque(opaque) => {
                renumber(opaque, &|var| self.current(var));
                value
            }
            _ => {
                map_operands(&mut value, &mut |operand| {
                    *operand =
                        self.operand(std::mem::replace(operand, Operand::Constant(Default::default())), statements);
                });
                value
            }
        }
    }

    fn place(&mut self, mut place: Place, statements: &mut Vec<Statement>) -> Place {
        map_place(&mut place, &mut |operand| {
            *operand = self.operand(std::mem::replace(operand, Operand::Constant(Default::default())), statements);
        });
        place
    }

    fn statements(&mut self, block: Block) -> Vec<Statement> {
        let mut statements = Vec::new();
        for statement in block.statements {
            self.statement(statement, &mut statements);
        }
        statements
    }

    fn nested(&mut self, block: Block) -> Vec<Statement> {
        self.depth += 1;
        let statements = self.statements(block);
        self.depth -= 1;
        statements
    }

    fn statement(&mut self, statement: Statement, statements: &mut Vec<Statement>) {
        match statement {
            Statement::Let { var, annotation, value } => {
                self.depths.insert(var, self.depth);
                let value = self.rvalue(value, statements);
                match value {
                    Rvalue::Use(Operand::Var(source)) if annotation.is_none() && !self.is_memory(var) => {
                        self.alias(var, source);
                        self.function.alike.push((var, source));
                        self.versions.insert(var, source);
                    }
                    // Its partials are made of the result, which memory does not keep.
                    value
                        if self.is_memory(var) && matches!(value, Rvalue::Elementary { .. } | Rvalue::Operator(_)) =>
                    {
                        let Variable { ident, discrete, .. } = self.variable(var).clone();
                        let ident = self.names.fresh(&format!("{ident}_value"), ident.span());
                        let result = self.function.new_variable(ident, Kind::Value, true);
                        self.variable(result).discrete = discrete;
                        statements.push(Statement::Let { var: result, annotation: annotation.clone(), value });
                        let value = Rvalue::Use(Operand::Var(result));
                        statements.push(Statement::Let { var, annotation, value });
                    }
                    value => statements.push(Statement::Let { var, annotation, value }),
                }
            }
            Statement::Declare { var, annotation } => {
                self.depths.insert(var, self.depth);
                self.unset.insert(var, annotation.clone());
                if self.is_memory(var) {
                    // Its parts are assigned after the whole: the compiler has seen to that.
                    statements.push(Statement::Declare { var, annotation });
                }
            }
            Statement::Assign { var, value } => {
                let value = self.operand(value, statements);
                if self.is_memory(var) {
                    statements.push(Statement::Store { place: Place::whole(var), op: None, value });
                    return;
                }
                let annotation = self.unset.get(&var).cloned().flatten();
                match value {
                    Operand::Var(source) if annotation.is_none() => {
                        let version_name = self.function.variables[source.0].temporary;
                        if version_name {
                            let Variable { ident, discrete, .. } = self.variable(var).clone();
                            let ident = self.names.fresh(&ident.to_string(), ident.span());
                            let source = self.variable(source);
                            source.ident = ident;
                            source.temporary = false;
                            source.discrete |= discrete;
                        }
                        self.function.alike.push((var, source));
                        self.versions.insert(var, source);
                    }
                    value => {
                        let version = self.version_of(var);
                        self.depths.insert(version, self.depth);
                        statements.push(Statement::Let { var: version, annotation, value: Rvalue::Use(value) });
                        self.versions.insert(var, version);
                    }
                }
            }
            Statement::Store { place, op, value } => {
                let value = self.operand(value, statements);
                let place = self.place(place, statements);
                statements.push(Statement::Store { place, op, value });
            }
            Statement::Push { place, value } => {
                let value = self.operand(value, statements);
                let place = self.place(place, statements);
                statements.push(Statement::Push { place, value });
            }
            Statement::Swap { first, second } => self.swap(first, second, statements),
            Statement::Truncate { place, length } => {
                let length = self.operand(length, statements);
                let place = self.place(place, statements);
                statements.push(Statement::Truncate { place, length });
            }
            Statement::RequireTaken { mut place, taken, span } => {
                if !self.is_memory(place.base) {
                    place.base = self.current(place.base);
                }
                let place = self.place(place, statements);
                statements.push(Statement::RequireTaken { place, taken, span });
            }
            Statement::Evaluate(value) => {
                let value = self.rvalue(value, statements);
                statements.push(Statement::Evaluate(value));
            }
            Statement::Call(mut call) => {
                for argument in &mut call.arguments {
                    match argument {
                        Argument::Value(operand) => {
                            *operand = self.operand(operand.clone(), statements);
                        }
                        Argument::Borrow { place, .. } => {
                            *place = self.place(place.clone(), statements);
                        }
                        Argument::Rows(places) => {
                            for place in places {
                                *place = self.place(place.clone(), statements);
                            }
                        }
                        Argument::Function(passed) => {
                            for place in &mut passed.captures {
                                *place = self.place(place.clone(), statements);
                            }
                        }
                    }
                }
                let mut stored = Vec::new();
                call.result = self.result(call.result, &mut stored);
                self.depths.insert(call.result, self.depth);
                statements.push(Statement::Call(call));
                statements.append(&mut stored);
            }
            Statement::If { condition, then, otherwise, joins } => {
                self.branch(condition, then, otherwise, joins, statements)
            }
            Statement::For(for_loop) => self.for_loop(for_loop, statements),
            made_by_transforms => statements.push(made_by_transforms),
        }
    }

    /// Values exchange their names, and nothing is moved.
    fn swap(&mut self, first: Place, second: Place, statements: &mut Vec<Statement>) {
        let is_value = |this: &Self, place: &Place| place.projections.is_empty() && !this.is_memory(place.base);
        match (is_value(self, &first), is_value(self, &second)) {
            (false, false) => {
                let (first, second) = (self.place(first, statements), self.place(second, statements));
                statements.push(Statement::Swap { first, second });
            }
            (true, true) => {
                let (one, other) = (self.current(first.base), self.current(second.base));
                self.versions.insert(first.base, other);
                self.versions.insert(second.base, one);
            }
            (true, false) => self.swap(second, first, statements),
            (false, true) => {
                let ident = self.variable(second.base).ident.clone();
                let ident = self.names.fresh(&ident.to_string(), ident.span());
                let old = self.function.new_variable(ident, Kind::Value, false);
                let place = self.place(first, statements);
                statements.push(Statement::Let { var: old, annotation: None, value: Rvalue::Load(place.clone()) });
                let value = Operand::Var(self.current(second.base));
                statements.push(Statement::Store { place, op: None, value });
                self.depths.insert(old, self.depth);
                self.versions.insert(second.base, old);
            }
        }
    }

    /// `let var = source;`: `source` takes the name if it has none of its own.
    fn alias(&mut self, var: Var, source: Var) {
        let Variable { ident, discrete, .. } = self.variable(var).clone();
        let source = self.variable(source);
        if source.temporary {
            source.ident = ident;
            source.temporary = false;
            source.discrete |= discrete;
        }
    }

    fn branch(
        &mut self,
        condition: Operand,
        then: Block,
        otherwise: Block,
        joins: Vec<Join>,
        statements: &mut Vec<Statement>,
    ) {
        let condition = self.operand(condition, statements);
        let before = self.versions.clone();
        let mut then = self.nested(then);
        let mut new_joins: Vec<Join> = Vec::new();
        let values: Vec<Operand> = joins.iter().map(|join| self.operand(join.then.clone(), &mut then)).collect();
        let after_then = std::mem::replace(&mut self.versions, before.clone());
        let mut otherwise = self.nested(otherwise);
        let mut stored = Vec::new();
        for (join, then) in joins.into_iter().zip(values) {
            let otherwise = self.operand(join.otherwise, &mut otherwise);
            let var = self.result(join.var, &mut stored);
            self.depths.insert(var, self.depth);
            new_joins.push(Join { var, then, otherwise });
        }
        let after_otherwise = std::mem::replace(&mut self.versions, before);
        let assigned: BTreeSet<Var> = after_then.keys().chain(after_otherwise.keys()).copied().collect();
        for var in assigned {
            let then = after_then.get(&var).copied().unwrap_or(var);
            let otherwise = after_otherwise.get(&var).copied().unwrap_or(var);
            let outer = self.depths.get(&var).is_some_and(|depth| *depth <= self.depth);
            if !outer || then == otherwise {
                if outer {
                    self.versions.insert(var, then);
                }
                continue;
            }
            let version = self.version_of(var);
            self.depths.insert(version, self.depth);
            let [then, otherwise] = [then, otherwise].map(|side| self.version_or_placeholder(side, var));
            new_joins.push(Join { var: version, then, otherwise });
            self.versions.insert(var, version);
        }
        let (then, otherwise) = (Block { statements: then }, Block { statements: otherwise });
        statements.push(Statement::If { condition, then, otherwise, joins: new_joins });
        statements.append(&mut stored);
    }

    /// What a branch or a call gives is a value: if it is used in parts, it is stored behind it.
    fn result(&mut self, var: Var, stored: &mut Vec<Statement>) -> Var {
        if !self.is_memory(var) {
            return var;
        }
        self.depths.insert(var, self.depth);
        let value = self.version_of(var);
        stored.push(Statement::Let { var, annotation: None, value: Rvalue::Use(Operand::Var(value)) });
        value
    }

    fn for_loop(&mut self, mut for_loop: Loop, statements: &mut Vec<Statement>) {
        if let Some(range) = &mut for_loop.range {
            range.low = self.operand(range.low.clone(), statements);
            range.high = self.operand(range.high.clone(), statements);
            for adaptor in &mut range.adaptors {
                if let Adaptor::StepBy(step) = adaptor {
                    *step = self.operand(step.clone(), statements);
                }
            }
        }
        let mut assigned = BTreeSet::new();
        collect_assigned(&for_loop.body, &mut assigned);
        let assigned: Vec<Var> = assigned
            .into_iter()
            .filter(|var| !self.is_memory(*var) && self.depths.get(var).is_some_and(|depth| *depth <= self.depth))
            .collect();
        let mut carried = Vec::new();
        for var in assigned {
            let initial = self.version_or_placeholder(self.current(var), var);
            let phi = self.version_of(var);
            self.depths.insert(phi, self.depth + 1);
            self.versions.insert(var, phi);
            carried.push((var, initial, phi));
        }
        let before = self.versions.clone();
        if let Some(index) = for_loop.index {
            self.depths.insert(index, self.depth + 1);
        }
        let body = self.nested(std::mem::take(&mut for_loop.body));
        let after = std::mem::replace(&mut self.versions, before);
        if let Some(Operand::Var(until)) = &mut for_loop.until {
            *until = after.get(until).copied().unwrap_or(*until);
        }
        for (var, initial, phi) in carried {
            let next = Operand::Var(after.get(&var).copied().unwrap_or(var));
            let out = self.version_of(var);
            self.depths.insert(out, self.depth);
            self.versions.insert(var, out);
            for_loop.carried.push(Carried { phi, initial, next, out });
        }
        for_loop.body = Block { statements: body };
        statements.push(Statement::For(for_loop));
    }
}

fn collect_assigned(block: &Block, assigned: &mut BTreeSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Assign { var, .. } => {
                assigned.insert(*var);
            }
            Statement::Swap { first, second } => {
                let whole = [first, second].into_iter().filter(|place| place.projections.is_empty());
                assigned.extend(whole.map(|place| place.base));
            }
            Statement::If { then, otherwise, .. } => {
                collect_assigned(then, assigned);
                collect_assigned(otherwise, assigned);
            }
            Statement::For(for_loop) => collect_assigned(&for_loop.body, assigned),
            _ => {}
        }
    }
}
