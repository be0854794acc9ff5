//! Random signatures.

use super::growth::is_grown;
use super::{Generator, is_written};
use crate::syntax::{Len, Param, Passing, Type};

impl Generator<'_> {
    pub fn params(&mut self) -> Vec<Param> {
        let count = self.random.weighted(&[0, 3, 4, 3, 1]);
        let mut params: Vec<Param> = (0..count).map(|index| self.param(index)).collect();
        // A call has one list to lend.
        let lists: Vec<usize> = (0..count).filter(|index| is_grown(&params[*index])).collect();
        for index in lists.into_iter().skip(1) {
            params[index].passing = Passing::Value;
        }
        if !params.iter().any(|param| param.ty.varies()) {
            let ty = self.float_type();
            params.push(plain(format!("x{count}"), ty, Passing::Value));
        }
        if self.generic && !params.iter().any(|param| is_generic(&param.ty)) {
            let ty = Type::Array(Box::new(Type::Double), Len { text: "N".into(), min: 2 });
            params.push(plain(format!("x{}", params.len()), ty, Passing::Shared));
        }
        params
    }

    fn param(&mut self, index: usize) -> Param {
        let name = format!("x{index}");
        let float = self.float_type();
        let slice =
            |element: Type, min: usize| Type::Slice(Box::new(element), Len { text: format!("{name}.len()"), min });
        let min = self.random.range(1, 3);
        let structs = if self.structs.is_empty() { 0 } else { 5 };
        let weights = [24, 12, 4, 10, 10, 9, 8, 3, 2, 5, 3, 10, 3, 2, 2, 2, 2 * structs, structs, structs, 7];
        let (ty, passing) = match self.random.weighted(&weights) {
            0 => (float, Passing::Value),
            1 => (Type::Array(Box::new(float), self.len()), Passing::Value),
            2 => (self.matrix(float), Passing::Value),
            3 => (slice(float, min), Passing::Shared),
            4 => (Type::Array(Box::new(float), self.len()), Passing::Shared),
            5 => (slice(float, min), Passing::Mutable),
            6 => (Type::Array(Box::new(float), self.len()), Passing::Mutable),
            7 => (self.matrix(float), Passing::Mutable),
            8 => (float, Passing::Mutable),
            9 => (self.tuple(), Passing::Value),
            10 => (Type::Vec(Box::new(float), Len { text: format!("{name}.len()"), min }), Passing::Value),
            11 => (Type::Int, Passing::Value),
            12 => (Type::array(Type::Int, self.random.range(1, 4)), Passing::Value),
            13 => (slice(Type::Int, min), Passing::Shared),
            14 => (float, Passing::Shared),
            16 => (self.a_struct(), Passing::Value),
            17 => (self.a_struct(), Passing::Shared),
            18 => (self.a_struct(), Passing::Mutable),
            19 => (Type::Vec(Box::new(Type::Double), Len { text: format!("{name}.len()"), min }), Passing::Mutable),
            _ => (self.matrix(float), Passing::Shared),
        };
        let rebound = passing == Passing::Value && self.random.chance(20);
        Param { rebound, ..plain(name, ty, passing) }
    }

    pub fn matrix(&mut self, float: Type) -> Type {
        let row = Type::Array(Box::new(float), self.len());
        Type::Array(Box::new(row), self.len())
    }

    pub fn tuple(&mut self) -> Type {
        let count = self.random.weighted(&[0, 1, 8, 3]);
        let mut parts: Vec<Type> = (0..count)
            .map(|_| match self.random.weighted(&[10, 4, 2, 1]) {
                0 => self.float_type(),
                1 => Type::array(Type::Double, self.random.range(1, 3)),
                2 => Type::Int,
                _ => Type::Tuple(vec![Type::Double, Type::Double]),
            })
            .collect();
        if !parts.iter().any(Type::varies) {
            parts[0] = Type::Double;
        }
        Type::Tuple(parts)
    }

    /// `wrt` and `out`.
    pub fn choose_options(&mut self, params: &mut [Param]) {
        if self.random.chance(15) {
            for param in params.iter_mut() {
                let simple = match &param.ty {
                    Type::Double => true,
                    Type::Array(element, _) => **element == Type::Double,
                    _ => false,
                };
                if simple && !is_written(param.passing) && self.random.chance(50) {
                    param.excluded = true;
                }
            }
        }
        if self.random.chance(35) {
            for param in params.iter_mut() {
                if is_written(param.passing) && !is_grown(param) && self.random.chance(60) {
                    param.output_only = true;
                }
            }
        }
        if !params.iter().any(Param::is_input) {
            for param in params.iter_mut() {
                param.excluded = false;
                param.output_only = false;
            }
        }
    }

    /// `None`: what is written through `&mut` is all.
    pub fn result_type(&mut self, params: &[Param]) -> Option<Type> {
        let writes = params.iter().any(|param| is_written(param.passing) && param.ty.varies());
        if writes && self.random.chance(45) {
            return None;
        }
        let float = self.float_type();
        let structs = if self.structs.is_empty() { 0 } else { 10 };
        Some(match self.random.weighted(&[50, 18, 4, 12, 6, structs]) {
            0 => float,
            1 => Type::Array(Box::new(float), self.len()),
            2 => self.matrix(float),
            3 => self.tuple(),
            5 => self.a_struct(),
            _ => Type::Vec(Box::new(float), Len { text: "?".into(), min: self.random.range(1, 3) }),
        })
    }
}

/// How deep a function may still call itself.
pub fn depth(index: usize) -> Param {
    plain(format!("x{index}"), Type::Int, Passing::Value)
}

pub fn plain(name: String, ty: Type, passing: Passing) -> Param {
    Param { name, ty, passing, rebound: false, excluded: false, output_only: false, least_after: 0 }
}

fn is_generic(ty: &Type) -> bool {
    match ty {
        Type::Array(element, len) => len.text == "N" || is_generic(element),
        _ => false,
    }
}
