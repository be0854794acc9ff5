//! Types: what the macro can know of the type of each variable.
//!
//! Evidence is what the source says (the signature, annotations, literals, casts), what only one type can be used for (an
//! index of an array, the bounds of a range), and equality: a variable has one type, so that what is assigned to it, what
//! an array or a tuple is made of and what is read from it is known from each other; so have all calls of a closure. Nothing is guessed: what is called
//! discrete certainly does not vary, and what is called a float certainly is one. Whatever contradicts itself is unknown.

use std::collections::{BTreeMap, HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Type;

use super::nodes::{Id, Known, Node, Nodes};
use super::spelled::{
    constant_of_the_language, elementary_type, float_of_path, is_certainly_discrete, literal, vec_element,
};
use crate::ir::*;
use crate::users::Makers;

pub struct Types {
    nodes: Nodes,
    variables: Vec<Id>,
    of_numbers: HashSet<Var>,
    stores_of_numbers: Vec<bool>,
}

impl Types {
    pub fn of(&self, var: Var) -> Known {
        // What the transforms make later is nothing that the source says anything of.
        self.variables.get(var.0).map_or(Known::Nothing, |id| self.nodes.known(*id))
    }

    /// The variable is a tuple, an array or a struct.
    pub fn is_compound(&self, var: Var) -> bool {
        let node = self.variables.get(var.0).map(|id| self.nodes.node(*id));
        matches!(node, Some(Node::Fields { .. } | Node::Sequence(_)))
    }

    /// The place holds a struct: it has fields with names.
    pub fn is_struct(&self, place: &Place) -> bool {
        let is_name = |name: &String| name.starts_with(|first: char| !first.is_ascii_digit());
        matches!(self.held(place), Some(Node::Fields { of, tuple: false }) if of.keys().any(is_name))
    }

    /// The variable is of a type of the user's, by the names of what gives it.
    pub fn is_of_user(&self, var: Var) -> bool {
        let node = self.variables.get(var.0).map(|id| self.nodes.node(*id));
        matches!(node, Some(Node::OfUser)) || self.is_struct(&Place::whole(var))
    }

    /// The place certainly holds an array, a slice or a `Vec`: elements with different indices are different ones. A type of the user's may
    /// have one element for several indices.
    pub fn is_sequence(&self, place: &Place) -> bool {
        matches!(self.held(place), Some(Node::Sequence(_)))
    }

    /// The place certainly holds a number, or lists or tuples of numbers: what has the `clone` of the library.
    pub fn is_of_numbers_at(&self, place: &Place) -> bool {
        self.held(place).is_some_and(|node| self.is_made_of_numbers(node))
    }

    fn is_made_of_numbers(&self, node: &Node) -> bool {
        match node {
            Node::Float(_) | Node::Discrete => true,
            Node::Sequence(element) => self.is_made_of_numbers(self.nodes.node(*element)),
            Node::Fields { of, tuple: true } => of.values().all(|id| self.is_made_of_numbers(self.nodes.node(*id))),
            _ => false,
        }
    }

    /// What is known of what a place holds.
    fn held(&self, place: &Place) -> Option<&Node> {
        let mut id = *self.variables.get(place.base.0)?;
        for projection in &place.projections {
            id = match (projection, self.nodes.node(id)) {
                (Projection::Deref | Projection::Array(_), _) => id,
                (Projection::Slice { .. }, Node::Sequence(_)) => id,
                (Projection::Index(_), Node::Sequence(element)) => *element,
                (Projection::Field(member), Node::Fields { of, .. }) => {
                    *of.get(&member.to_token_stream().to_string())?
                }
                _ => return None,
            };
        }
        Some(self.nodes.node(id))
    }

    /// The variable may be of a type of the user's, as far as can be seen: it is of a type that the source names, or a struct.
    pub fn may_be_of_user(&self, var: Var) -> bool {
        self.variables.get(var.0).is_some_and(|id| self.nodes.may_be_of_user(*id))
    }

    /// The value of the variable is made by an operator of numbers.
    pub fn is_of_numbers(&self, var: Var) -> bool {
        self.of_numbers.contains(&var)
    }

    /// For each compound store, in program order: it is to a number.
    pub fn stores_of_numbers(&self) -> &[bool] {
        &self.stores_of_numbers
    }

    /// Marks the variables that do not vary, whatever is assigned to them, and the floats of a known width, and writes the
    /// types of literals where they are needed.
    pub fn mark(&self, function: &mut Function) {
        for (index, variable) in function.variables.iter_mut().enumerate() {
            let local = !matches!(variable.kind, Kind::Reference { .. });
            let known = self.of(Var(index));
            variable.discrete |= local && known == Known::Discrete;
            variable.compound = self.is_compound(Var(index));
            if let Known::Float(width) = known {
                variable.width = width;
            }
        }
        super::literals::suffix(function, &|var| self.element_width(var));
    }

    /// The width of the floats that an array holds, of whatever depth.
    fn element_width(&self, var: Var) -> Option<Width> {
        let mut node = self.nodes.node(*self.variables.get(var.0)?);
        while let Node::Sequence(element) = node {
            node = self.nodes.node(*element);
        }
        match node {
            Node::Float(width) => *width,
            _ => None,
        }
    }
}

/// The types of a function in single assignment form.
pub fn analyse(function: &Function, signature: &syn::Signature, makers: &Makers) -> Types {
    let mut inference = Inference {
        nodes: Nodes::default(),
        variables: Vec::new(),
        result: None,
        named: HashMap::new(),
        constants: HashMap::new(),
        outputs: HashMap::new(),
        makers,
    };
    // What stands for a float is one.
    for float in &function.floats {
        let id = inference.nodes.add(Node::Float(None));
        inference.named.insert(float.to_string(), id);
    }
    for _ in &function.variables {
        let id = inference.nodes.unknown();
        inference.variables.push(id);
    }
    inference.declarations(function, signature);
    inference.annotations(&function.body);
    // What an annotation says of it, or what it is a copy of, goes before.
    let mut copies = HashSet::new();
    collect_copies(&function.body, &mut copies);
    let discrete = |var: &Var| function.variables[var.0].discrete;
    let (copied, made): (Vec<Var>, Vec<Var>) =
        (0..function.variables.len()).map(Var).filter(discrete).partition(|var| copies.contains(var));
    for discrete in [made, copied] {
        discrete.into_iter().for_each(|var| inference.discrete(var));
        loop {
            inference.nodes.begin_pass();
            inference.block(&function.body);
            if !inference.nodes.changed {
                break;
            }
        }
    }
    let (mut of_numbers, mut stores_of_numbers) = (HashSet::new(), Vec::new());
    inference.numbers(&function.body, &mut of_numbers, &mut stores_of_numbers);
    let Inference { nodes, variables, .. } = inference;
    Types { nodes, variables, of_numbers, stores_of_numbers }
}

/// Variables that hold what another one holds.
fn collect_copies(block: &Block, copies: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, value: Rvalue::Use(_) | Rvalue::Load(_) | Rvalue::Clone(_), .. } => {
                copies.insert(*var);
            }
            Statement::If { then, otherwise, .. } => {
                collect_copies(then, copies);
                collect_copies(otherwise, copies);
            }
            Statement::For(for_loop) => collect_copies(&for_loop.body, copies),
            _ => {}
        }
    }
}

/// A named constant may be a range.
fn selects_one(index: &Operand) -> bool {
    !matches!(index, Operand::Constant(tokens) if literal(tokens).is_none())
}

struct Inference<'a> {
    nodes: Nodes,
    variables: Vec<Id>,
    /// The type of the function's result.
    result: Option<Id>,
    /// The types that are written out, by their tokens.
    named: HashMap<String, Id>,
    /// The constants that are used by name.
    constants: HashMap<String, Id>,
    /// What each parameter that is a function gives.
    outputs: HashMap<Var, Id>,
    makers: &'a Makers,
}

impl Inference<'_> {
    fn declarations(&mut self, function: &Function, signature: &syn::Signature) {
        for parameter in &signature.generics.params {
            if let syn::GenericParam::Const(parameter) = parameter {
                let id = self.of_type(&parameter.ty);
                self.constants.insert(parameter.ident.to_string(), id);
            }
        }
        for item in &function.items {
            if let syn::Item::Const(syn::ItemConst { ident, ty, .. })
            | syn::Item::Static(syn::ItemStatic { ident, ty, .. }) = item
            {
                let id = self.of_type(ty);
                self.constants.insert(ident.to_string(), id);
            }
        }
        for parameter in &function.parameters {
            if let Some(callable) = &parameter.callable {
                let id = self.of_type(&callable.output);
                self.outputs.insert(parameter.var, id);
                continue;
            }
            let id = self.of_type(&parameter.ty);
            self.nodes.unify(self.variables[parameter.var.0], id);
        }
        for (index, variable) in function.variables.iter().enumerate() {
            if let Some(origin) = variable.version_of {
                self.nodes.unify(self.variables[index], self.variables[origin.0]);
            }
        }
        for (left, right) in &function.alike {
            self.nodes.unify(self.variables[left.0], self.variables[right.0]);
        }
        for (var, ty) in &function.typed {
            let id = self.of_type(ty);
            self.nodes.unify(self.variables[var.0], id);
        }
        if let syn::ReturnType::Type(_, ty) = &signature.output {
            let id = self.of_type(ty);
            self.result = Some(id);
            if let Some(Operand::Var(var)) = &function.result {
                self.nodes.unify(self.variables[var.0], id);
            }
        }
    }

    /// A variable that the lowering knows not to vary: a number or a flag, or made of these.
    fn discrete(&mut self, var: Var) {
        let id = self.variables[var.0];
        if let Node::Unknown | Node::Named | Node::OfUser = self.nodes.node(id) {
            self.nodes.set(id, Node::Discrete);
        }
    }

    fn of_type(&mut self, ty: &Type) -> Id {
        let node = match ty {
            Type::Paren(paren) => return self.of_type(&paren.elem),
            Type::Group(group) => return self.of_type(&group.elem),
            Type::Reference(reference) => return self.of_type(&reference.elem),
            Type::Array(array) => Node::Sequence(self.of_type(&array.elem)),
            Type::Slice(slice) => Node::Sequence(self.of_type(&slice.elem)),
            Type::Tuple(tuple) if tuple.elems.is_empty() => Node::Discrete,
            Type::Tuple(tuple) => {
                let elements = tuple.elems.iter().enumerate();
                let of = elements.map(|(index, ty)| (index.to_string(), self.of_type(ty))).collect();
                Node::Fields { of, tuple: true }
            }
            Type::Path(path) => match (&path.qself, elementary_type(&path.path), vec_element(&path.path)) {
                (None, Some(node), _) => node,
                (None, None, Some(element)) => Node::Sequence(self.of_type(element)),
                _ => return self.named(ty),
            },
            _ => Node::Unknown,
        };
        self.nodes.add(node)
    }

    /// Types with the same name are the same, unless inference has to fill in a part of the name.
    fn named(&mut self, ty: &Type) -> Id {
        let name = ty.to_token_stream().to_string();
        if name.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "_") {
            return self.nodes.unknown();
        }
        if let Some(id) = self.named.get(&name) {
            return *id;
        }
        let id = self.nodes.add(Node::Named);
        self.named.insert(name, id);
        id
    }

    fn operand(&mut self, operand: &Operand) -> Option<Id> {
        match operand {
            Operand::Var(var) => Some(self.variables[var.0]),
            Operand::Constant(tokens) => Some(match literal(tokens) {
                Some(Known::Float(width)) => self.nodes.add(Node::Float(width)),
                Some(_) => self.nodes.add(Node::Discrete),
                None => self.constant(tokens),
            }),
            Operand::Nested(_) => None,
        }
    }

    fn constant(&mut self, tokens: &TokenStream) -> Id {
        let name = tokens.to_string();
        if let Some(id) = self.constants.get(&name) {
            return *id;
        }
        let node = match syn::parse2::<syn::Path>(tokens.clone()) {
            Ok(path) => constant_of_the_language(&path),
            Err(_) => Node::Unknown,
        };
        let id = self.nodes.add(node);
        self.constants.insert(name, id);
        id
    }

    fn known(&mut self, operand: &Operand) -> Known {
        self.operand(operand).map_or(Known::Nothing, |id| self.nodes.known(id))
    }

    fn same(&mut self, var: Var, operand: &Operand) {
        if let Some(id) = self.operand(operand) {
            self.nodes.unify(self.variables[var.0], id);
        }
    }

    fn integer(&mut self, operand: &Operand) {
        if let Operand::Var(var) = operand {
            self.nodes.learn(self.variables[var.0], Node::Discrete);
        }
    }

    /// As far as the process has seen.
    fn gives_value_of_user(&self, callee: &Callee) -> bool {
        match callee {
            Callee::Method { name, .. } => self.makers.methods.contains(&name.to_string()),
            Callee::Associated { path: syn::ExprPath { qself: Some(qself), .. }, .. } if callee.may_convert() => {
                let last = match &*qself.ty {
                    syn::Type::Path(path) => path.path.segments.last(),
                    _ => None,
                };
                last.is_some_and(|last| self.makers.is_of_user(&last.ident))
            }
            Callee::Function { path, .. } | Callee::Associated { path, .. } => self.makers.makes(&path.path),
            _ => false,
        }
    }

    /// Of what nothing is known, its methods are found by the compiler.
    fn may_be_of_user(&mut self, id: Id) {
        if let Node::Unknown = self.nodes.node(id) {
            self.nodes.learn(id, Node::Named);
        }
    }

    /// The type of what a place holds. An array or a slice is indexed by integers.
    fn place(&mut self, place: &Place) -> Option<Id> {
        let mut id = self.variables[place.base.0];
        for projection in &place.projections {
            id = match projection {
                Projection::Deref | Projection::Array(_) => id,
                Projection::Inside | Projection::Held(_) => return None,
                Projection::Field(member) => {
                    let name = member.to_token_stream().to_string();
                    let field = self.nodes.field(id, &name)?;
                    if self.makers.fields.contains(&name) {
                        self.nodes.learn(field, Node::OfUser);
                    }
                    field
                }
                Projection::Index(index) => {
                    let Node::Sequence(element) = *self.nodes.node(id) else {
                        // An integer, or of a type by which a type of the user's is indexed; no float, as far as can be seen.
                        if let Operand::Var(var) = index {
                            self.may_be_of_user(self.variables[var.0]);
                        }
                        return None;
                    };
                    if !selects_one(index) {
                        return None;
                    }
                    self.integer(index);
                    element
                }
                Projection::Slice { low, high, .. } => {
                    let Node::Sequence(_) = self.nodes.node(id) else { return None };
                    for bound in [low, high].into_iter().flatten() {
                        self.integer(bound);
                    }
                    id
                }
            };
        }
        Some(id)
    }

    fn annotations(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, annotation: Some(ty), .. } | Statement::Declare { var, annotation: Some(ty) } => {
                    let id = self.of_type(ty);
                    self.nodes.unify(self.variables[var.0], id);
                }
                Statement::If { then, otherwise, .. } => {
                    self.annotations(then);
                    self.annotations(otherwise);
                }
                Statement::For(for_loop) => self.annotations(&for_loop.body),
                _ => {}
            }
        }
    }

    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Let { var, value, .. } => self.value(*var, value),
            Statement::Store { place, op, value } => {
                let place = self.place(place);
                if op.is_none()
                    && let Some(place) = place
                    && let Some(value) = self.operand(value)
                {
                    self.nodes.unify(place, value);
                }
            }
            Statement::Push { place, value } => {
                if let Some(place) = self.place(place) {
                    let element = self.element(place);
                    self.same_as(element, value);
                }
            }
            Statement::Swap { first, second } => {
                if let (Some(first), Some(second)) = (self.place(first), self.place(second)) {
                    self.nodes.unify(first, second);
                }
            }
            Statement::Truncate { place, length } => {
                self.place(place);
                self.integer(length);
            }
            Statement::If { then, otherwise, joins, .. } => {
                self.block(then);
                self.block(otherwise);
                for join in joins {
                    self.same(join.var, &join.then);
                    self.same(join.var, &join.otherwise);
                }
            }
            Statement::For(for_loop) => {
                if let Some(range) = &for_loop.range {
                    self.integer(&range.low);
                    self.integer(&range.high);
                    for adaptor in &range.adaptors {
                        if let Adaptor::StepBy(step) = adaptor {
                            self.integer(step);
                        }
                    }
                }
                if let Some(index) = for_loop.index {
                    self.integer(&Operand::Var(index));
                }
                for carried in &for_loop.carried {
                    self.same(carried.phi, &carried.initial);
                    self.same(carried.phi, &carried.next);
                    self.same(carried.out, &Operand::Var(carried.phi));
                }
                self.block(&for_loop.body);
            }
            Statement::Call(call) => {
                if let (true, Some(result)) = (call.recursive, self.result) {
                    self.nodes.unify(self.variables[call.result.0], result);
                }
                if call.callee.makes_value() {
                    self.nodes.learn(self.variables[call.result.0], Node::Named);
                }
                if self.gives_value_of_user(&call.callee) {
                    self.nodes.learn(self.variables[call.result.0], Node::OfUser);
                }
                for argument in &call.arguments {
                    match argument {
                        Argument::Value(_) => {}
                        Argument::Borrow { place, .. } => {
                            self.place(place);
                        }
                        Argument::Rows(places) => {
                            for place in places {
                                self.place(place);
                            }
                        }
                        Argument::Function(passed) => {
                            for place in &passed.captures {
                                self.place(place);
                            }
                            if let (Callee::Parameter, Some(place)) = (&call.callee, passed.captures.first())
                                && let Some(output) = self.outputs.get(&place.base)
                            {
                                self.nodes.unify(self.variables[call.result.0], *output);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, var: Var, value: &Rvalue) {
        let id = self.variables[var.0];
        match value {
            Rvalue::Use(operand) => self.same(var, operand),
            Rvalue::Load(place) => {
                if let Some(place) = self.place(place) {
                    self.nodes.unify(id, place);
                }
            }
            // A `Vec` is made of a slice, which is no element and no field.
            Rvalue::Clone(place) => {
                let is_part = matches!(place.projections.last(), Some(Projection::Index(_) | Projection::Field(_)));
                if let Some(place) = self.place(place)
                    && (is_part || self.is_primitive(place))
                {
                    self.nodes.unify(id, place);
                }
            }
            Rvalue::Length(place) => {
                if let Some(place) = self.place(place)
                    && let Node::Sequence(_) = self.nodes.node(place)
                {
                    self.nodes.learn(id, Node::Discrete);
                }
            }
            // The operators of floats and integers are those of the language.
            Rvalue::Negate(operand) => {
                if self.known(operand) != Known::Nothing {
                    self.same(var, operand);
                }
            }
            Rvalue::Operator(operator) => self.operator(id, operator),
            Rvalue::Binary(_, left, right) => match (self.known(left), self.known(right)) {
                (Known::Float(_), Known::Float(_)) => {
                    self.same(var, left);
                    self.same(var, right);
                }
                (Known::Discrete, Known::Discrete) => self.nodes.learn(id, Node::Discrete),
                _ => {}
            },
            Rvalue::Elementary { rule, spelling, arguments } => {
                if let Spelling::Path(path) = spelling
                    && let Some(float) = float_of_path(path)
                {
                    self.nodes.learn(id, float);
                    self.same(var, &arguments[0]);
                }
                let known: Vec<Known> = arguments.iter().map(|argument| self.known(argument)).collect();
                let is_wanted = self.nodes.known(id) == Known::Discrete || self.nodes.may_be_of_user(id);
                if known[0] == Known::Nothing
                    && (known.contains(&Known::Discrete) || is_wanted)
                    && OF_INTEGERS.contains(&rule.name)
                    && let Some(receiver) = self.operand(&arguments[0])
                {
                    // As above.
                    self.nodes.learn(receiver, Node::Named);
                }
                if let [Known::Float(_), ..] = known.as_slice() {
                    self.same(var, &arguments[0]);
                } else if OF_INTEGERS.contains(&rule.name) && known.iter().all(|known| *known == Known::Discrete) {
                    self.nodes.learn(id, Node::Discrete);
                } else if self.operand(&arguments[0]).is_some_and(|receiver| self.nodes.may_be_of_user(receiver)) {
                    let is_made = self.makers.methods.contains(rule.name);
                    self.nodes.learn(id, if is_made { Node::OfUser } else { Node::Named });
                }
            }
            Rvalue::Cast(operand, ty, _) => {
                if let Operand::Var(var) = operand {
                    // More often than not an integer.
                    self.may_be_of_user(self.variables[var.0]);
                }
                let ty = self.of_type(ty);
                self.nodes.unify(id, ty);
            }
            Rvalue::Array(elements) | Rvalue::VecLiteral(elements) => {
                let element = self.element(id);
                for operand in elements {
                    self.same_as(element, operand);
                }
            }
            Rvalue::Repeat(operand, _) | Rvalue::VecRepeat(operand, _) => {
                let element = self.element(id);
                self.same_as(element, operand);
            }
            Rvalue::Tuple(operands) => {
                if operands.is_empty() {
                    return self.nodes.learn(id, Node::Discrete);
                }
                if let Node::Unknown | Node::Named | Node::OfUser = self.nodes.node(id) {
                    self.nodes.set(id, Node::Fields { of: BTreeMap::new(), tuple: true });
                }
                for (index, operand) in operands.iter().enumerate() {
                    let field = self.nodes.field(id, &index.to_string());
                    self.same_as(field, operand);
                }
            }
            // Fields of variants have names that other variants have, too.
            Rvalue::Struct(literal) if is_of_variant(&literal.path) => {}
            Rvalue::Struct(literal) => {
                for (member, operand) in &literal.fields {
                    let field = self.nodes.field(id, &member.to_token_stream().to_string());
                    self.same_as(field, operand);
                }
                if let Some(base) = &literal.base {
                    self.same(var, base);
                }
            }
            Rvalue::Opaque(opaque) if is_certainly_discrete(&opaque.expression) => self.nodes.learn(id, Node::Discrete),
            Rvalue::Opaque(_)
            | Rvalue::Wrap(..)
            | Rvalue::Unwrap(_)
            | Rvalue::Path { .. }
            | Rvalue::Within(_)
            | Rvalue::Runtime(..)
            | Rvalue::Kept { .. }
            | Rvalue::Held(_)
            | Rvalue::Vector(_)
            | Rvalue::Slice(_)
            | Rvalue::Runs(_) => {}
        }
    }

    fn operated(&mut self, operand: &Operated) -> Option<Id> {
        match operand {
            Operated::Value(operand) | Operated::Referred(operand) => self.operand(operand),
            Operated::Place(place) => self.place(place),
        }
    }

    /// The operators of numbers are those of the language: all operands are of one type, and so is the result.
    fn operator(&mut self, result: Id, operator: &Operator) {
        let operands: Option<Vec<Id>> = operator.operands().map(|operand| self.operated(operand)).collect();
        let Some(operands) = operands else { return };
        let known: Vec<Known> = operands.iter().map(|id| self.nodes.known(*id)).collect();
        if known.iter().all(|known| matches!(known, Known::Float(_))) {
            operands.into_iter().for_each(|operand| self.nodes.unify(result, operand));
        } else if known.iter().all(|known| *known == Known::Discrete) {
            self.nodes.learn(result, Node::Discrete);
        } else if known.contains(&Known::Discrete) || operands.iter().any(|id| self.nodes.may_be_of_user(*id)) {
            // An integer, or of a type that has an operator with integers; no float.
            self.nodes.learn(result, Node::Named);
        }
    }

    /// Collects the operators of numbers.
    fn numbers(&mut self, block: &Block, variables: &mut HashSet<Var>, stores: &mut Vec<bool>) {
        let is_number = |this: &Self, id: Option<Id>| id.is_some_and(|id| this.nodes.known(id) != Known::Nothing);
        for statement in &block.statements {
            match statement {
                Statement::Let { var, value: Rvalue::Operator(operator), .. } => {
                    let of_numbers = operator.operands().all(|operand| {
                        let id = self.operated(operand);
                        is_number(self, id)
                    });
                    if of_numbers {
                        variables.insert(*var);
                    }
                }
                Statement::Store { place, op: Some(_), .. } => {
                    let id = self.place(place);
                    stores.push(is_number(self, id));
                }
                Statement::If { then, otherwise, .. } => {
                    self.numbers(then, variables, stores);
                    self.numbers(otherwise, variables, stores);
                }
                Statement::For(for_loop) => self.numbers(&for_loop.body, variables, stores),
                _ => {}
            }
        }
    }

    fn is_primitive(&self, id: Id) -> bool {
        matches!(self.nodes.node(id), Node::Float(_) | Node::Discrete | Node::Sequence(_))
    }

    /// The element type of an array.
    fn element(&mut self, array: Id) -> Option<Id> {
        if let Node::Unknown | Node::Named | Node::OfUser = self.nodes.node(array) {
            let element = self.nodes.unknown();
            self.nodes.set(array, Node::Sequence(element));
        }
        match self.nodes.node(array) {
            Node::Sequence(element) => Some(*element),
            _ => None,
        }
    }

    fn same_as(&mut self, id: Option<Id>, operand: &Operand) {
        if let (Some(id), Some(operand)) = (id, self.operand(operand)) {
            self.nodes.unify(id, operand);
        }
    }
}

/// The methods that integers share with floats.
pub const OF_INTEGERS: &[&str] = &["abs", "clamp", "div_euclid", "max", "min", "rem_euclid", "signum"];
