//! A function: its variables, parameters and body, and what the transforms add to it.

use super::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    Value,
    Shared,
    Mutable,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub var: Var,
    pub name: Ident,
    /// What the user calls it: `self`, where it was the receiver of a method.
    pub label: String,
    pub ty: Type,
    /// The type that users give, if it is a view of an array: sweeps take the array.
    pub view: Option<Type>,
    pub passing: Passing,
    /// It has a tangent: its type varies, and the options do not leave it out.
    pub differentiable: bool,
    /// Only written: `out(y)`.
    pub output_only: bool,
    /// It is a function.
    pub callable: Option<CallableParameter>,
    /// What stands behind `&mut` is lent on, or may come out with another shape: the cotangent is taken by `&mut`.
    pub exclusive: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Function {
    pub variables: Vec<Variable>,
    pub parameters: Vec<Parameter>,
    pub body: Block,
    /// The result, if the function has one.
    pub result: Option<Operand>,
    /// `const` and `use` items of the body.
    pub items: Vec<syn::Item>,
    /// Statements that compile if what is taken for the library's is that, each once.
    pub proofs: Vec<TokenStream>,
    /// It leaves loops or itself early: flags stand for the jumps.
    pub jumps: bool,
    /// The type parameters that stand for floats.
    pub floats: Vec<Ident>,
    /// Those that stand for types of which nothing is known but their traits.
    pub known_by_traits: Vec<Ident>,
    /// Above the first order, its operators are those of arrays and numbers, which have rules of their own there.
    pub of_arrays: bool,
    /// Pairs of variables of one type, which no data flow shows: those of two calls of a closure, and a variable of the user
    /// with what stands for it.
    pub alike: Vec<(Var, Var)>,
    /// Variables of a type that the source writes where they have no declaration: results of closures, parts of tuples.
    pub typed: Vec<(Var, Type)>,
    /// It calls itself, so that its pullback holds others of the same kind.
    pub recursive: bool,
    /// Made by `paths`: for each index of a user's type, what it asks of what is indexed. Companions are indexed by both.
    pub index_paths: HashMap<Var, Var>,
    /// Made by the adjoint: what follows the body once cotangents are known.
    pub reverse: Option<Reverse>,
    /// Made by the tangents, the oldest first.
    pub tangents: Vec<Companions>,
    /// For each tangent or cotangent of a slice behind `&`, the variable that says whether it is there.
    pub presences: HashMap<Var, Var>,
    /// Made by the adjoint: for each slice of an array that was taken out of a loop, the array.
    pub slices: HashMap<Var, Var>,
    /// Made by the adjoint: for each copy on the tape, the callees whose reverse may read it.
    pub readers: HashMap<Var, Vec<Option<Reader>>>,
}

/// The tangents that one transform adds.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// The tangent of each variable that has one: of every parameter, and of what varies.
    pub dots: HashMap<Var, Var>,
    /// The tangents of the results that there were.
    pub results: Vec<Operand>,
}

/// The reverse sweep: a continuation of the function, with parameters of its own. It names values of the body freely.
#[derive(Clone, Debug)]
pub struct Reverse {
    /// The cotangents of the parameters passed by reference, by parameter.
    pub cotangents: HashMap<Var, Var>,
    /// The cotangent of the result.
    pub seed: Var,
    pub body: Block,
    /// The cotangents of the parameters passed by value, in order; then, for each tangent, those of all before.
    pub results: Vec<Vec<Operand>>,
    /// The traces that are the function's own, with the variable that holds the cursor.
    pub own_traces: Vec<(Var, Var)>,
    /// Pullbacks that were recorded, and so are wrapped in an `Option`.
    pub wrapped: HashSet<Var>,
    /// What each cotangent is the cotangent of.
    pub primals: HashMap<Var, Var>,
    /// The parameters of which it asks whether their cotangents are zero at the start (see [`starts_at_zero`]).
    pub starting_at_zero: Mask,
    /// Made by `linear`: the tangents of the parameters, which the continuation takes in place of cotangents. It walks the function
    /// forwards, and gives the tangent of the result.
    pub dots: Option<HashMap<Var, Var>>,
}

impl Function {
    pub fn new_variable(&mut self, ident: Ident, kind: Kind, temporary: bool) -> Var {
        let (discrete, compound, width, version_of, vector) = (false, false, None, None, false);
        self.variables.push(Variable { ident, kind, temporary, discrete, compound, width, version_of, vector });
        Var(self.variables.len() - 1)
    }
}

impl Function {
    /// The type parameter that an argument is of, where bounds are all that is known of that: it is a parameter of the function, what that refers to, or an
    /// element.
    pub fn known_by_traits(&self, argument: &Argument) -> Option<&Ident> {
        let Argument::Borrow { place, .. } = argument else { return None };
        let parameter = self.parameters.iter().find(|parameter| parameter.var == place.base)?;
        let mut ty = crate::lower::passing(&parameter.ty).1;
        for projection in &place.projections {
            ty = match (projection, ty) {
                (Projection::Deref, ty) => ty,
                (Projection::Index(_), Type::Array(array)) => &array.elem,
                (Projection::Index(_), Type::Slice(slice)) => &slice.elem,
                _ => return None,
            };
        }
        let Type::Path(path) = ty else { return None };
        self.known_by_traits.iter().find(|name| path.path.is_ident(*name))
    }

    /// The variable is a parameter whose cotangent is taken by `&mut`.
    pub fn is_exclusive(&self, var: Var) -> bool {
        self.parameters.iter().any(|parameter| parameter.var == var && parameter.exclusive)
    }

    /// The variable is a slice behind `&`, or a tangent of one: its own tangents and cotangents may be absent.
    pub fn may_be_absent(&self, var: Var) -> bool {
        self.parameters.iter().any(|parameter| {
            let (_, behind) = crate::lower::passing(&parameter.ty);
            parameter.passing == Passing::Shared
                && (crate::surface::is_slice(behind) || matches!(behind, Type::Infer(_)))
                && self.versions(parameter.var).iter().any(|(version, _)| *version == var)
        })
    }

    /// The tangent or cotangent that a variable says is there.
    pub fn present_companion(&self, present: Var) -> Option<Var> {
        self.presences.iter().find(|(_, var)| **var == present).map(|(companion, _)| *companion)
    }

    /// The slice behind `&` that is the one input in a mask.
    pub fn slice_alone_in(&self, mask: Mask) -> Option<Var> {
        let position = mask.is_power_of_two().then(|| mask.trailing_zeros() as usize)?;
        let var = self.parameters.get(position)?.var;
        self.may_be_absent(var).then_some(var)
    }

    /// How the same part of a companion is selected.
    pub fn in_companion(&self, projections: &[Projection]) -> Vec<Projection> {
        let selected = |projection: &Projection| match projection {
            Projection::Index(Operand::Var(index)) if self.index_paths.contains_key(index) => {
                let operands = vec![Operand::Var(*index), Operand::Var(self.index_paths[index])];
                Projection::Index(Operand::nested(Rvalue::Runtime("lead", operands)))
            }
            projection => projection.clone(),
        };
        let parts = projections.iter().filter(|projection| !matches!(projection, Projection::Inside));
        parts.map(selected).collect()
    }

    /// The number of sweeps of this derivative: none for the function itself.
    pub fn sweeps(&self) -> usize {
        usize::from(self.reverse.is_some()) + self.tangents.len()
    }

    /// The sweep of a tangent.
    pub fn tangent_sweep(&self, tangent: usize) -> SweepId {
        usize::from(self.reverse.is_some()) + tangent
    }

    /// The variable, its tangent, the tangents of both, and so on, each with the sweeps of the tangents, the oldest first.
    pub fn versions(&self, var: Var) -> Vec<(Var, Vec<SweepId>)> {
        let mut versions = vec![(var, Vec::new())];
        for (tangent, companions) in self.tangents.iter().enumerate() {
            let sweep = self.tangent_sweep(tangent);
            for index in 0..versions.len() {
                let (var, mut sweeps) = versions[index].clone();
                sweeps.push(sweep);
                versions.push((companions.dots[&var], sweeps));
            }
        }
        versions
    }

    /// The sweeps of the result, of its tangent, and so on.
    pub fn versions_of_result(&self) -> Vec<Vec<SweepId>> {
        let mut versions = vec![Vec::new()];
        for tangent in 0..self.tangents.len() {
            for index in 0..versions.len() {
                let mut sweeps: Vec<SweepId> = versions[index].clone();
                sweeps.push(self.tangent_sweep(tangent));
                versions.push(sweeps);
            }
        }
        versions
    }

    /// The operand is made of vectors of a tangent space.
    pub fn is_vector(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Var(var) => self.variables[var.0].vector,
            Operand::Constant(_) => false,
            Operand::Nested(value) => self.makes_vector(value),
        }
    }

    /// The result is made of vectors of a tangent space.
    pub fn makes_vector(&self, value: &Rvalue) -> bool {
        match value {
            Rvalue::Vector(_) => true,
            Rvalue::Use(operand) | Rvalue::Negate(operand) | Rvalue::Binary(_, operand, _) => self.is_vector(operand),
            Rvalue::Load(place) | Rvalue::Clone(place) | Rvalue::Held(place) => self.variables[place.base.0].vector,
            _ => false,
        }
    }
}
