//! A case: what PyTorch found, and how what `jac` finds is compared with it.

use jac::{Dependence, Function, IndependenceError};
use ndarray::{Array, Dimension};
use serde_json::Value;

/// A tensor: a scalar, an array, or one of `ndarray`.
#[derive(Debug)]
pub struct Leaf {
    single: bool,
    shape: Vec<usize>,
    values: Vec<f64>,
}

pub struct Case {
    name: String,
    value: Value,
}

fn golden() -> Vec<Value> {
    serde_json::from_str(include_str!("golden.json")).expect("the figures parse")
}

fn leaf(value: &Value) -> Leaf {
    let numbers = |value: &Value| value.as_array().expect("a list").clone();
    let number = |value: &Value| match value.as_str() {
        Some(text) => text.parse().expect("a number that is not finite"),
        None => value.as_f64().expect("a number"),
    };
    Leaf {
        single: value[0] == 1,
        shape: numbers(&value[1]).iter().map(|length| length.as_u64().expect("a length") as usize).collect(),
        values: numbers(&value[2]).iter().map(number).collect(),
    }
}

/// The tensors of an input, one after the other.
pub struct Inputs(std::vec::IntoIter<Leaf>);

impl Inputs {
    pub fn next<T: FromLeaf>(&mut self) -> T {
        T::from_leaf(&self.0.next().expect("one more input"))
    }
}

/// Independence, as strict mode finds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// Nothing.
    None,
    /// An output that depends on no input.
    Unvarying(usize),
    /// A pair.
    Independent(usize, usize),
    /// A block that is constant, of that output: with `create_graph` only.
    Constant(usize),
}

impl Report {
    fn of(value: &Value) -> Report {
        let index = |position: usize| value[position].as_u64().expect("an index") as usize;
        match value[0].as_str() {
            None => Report::None,
            Some("unvarying") => Report::Unvarying(index(1)),
            Some("independent") => Report::Independent(index(1), index(2)),
            Some("constant") => Report::Constant(index(1)),
            Some(other) => panic!("`{other}` is not known"),
        }
    }

    fn of_error(error: Option<IndependenceError>) -> Report {
        match error {
            None => Report::None,
            Some(IndependenceError { derivative: Some(_), output, .. }) => Report::Constant(output.index),
            Some(IndependenceError { output, input: Some(input), .. }) => {
                Report::Independent(output.index, input.index)
            }
            Some(error) => Report::Unvarying(error.output.index),
        }
    }
}

/// What strict mode reports of the Jacobian of `F`, from the table: independence first, then the first block that is constant.
pub fn report<F: Function<Args>, Args>(_: &Args) -> Report {
    if F::INDEPENDENCE.is_some() {
        return Report::of_error(F::INDEPENDENCE);
    }
    let constant = F::DEPENDENCE.iter().position(|dependence| *dependence != Dependence::Nonlinear);
    constant.map_or(Report::None, |entry| Report::Constant(entry / F::INPUTS.len()))
}

/// Blocks that are constant in PyTorch's graph of one execution, of which the table says nothing: it holds for every execution, and the other
/// branch of the first is nonlinear; it has no class for quadratic functions; and of what stands in `constant(..)` it does not know the type.
const CONSERVATIVE: &[&str] = &["cf_if_neg", "hess_quadratic_constant", "indep_detach"];

/// Blocks that are constant by the table: inputs choose among constants, by comparisons. So it is with `relu` and `clamp` in PyTorch; the
/// derivatives of these functions keep the input in the graph, and are zero.
const KEPT_IN_GRAPH: &[&str] = &["nd_hardtanh_at0", "nd_leaky_relu_at0", "nd_relu6_at6_at0"];

/// Independence that PyTorch reports behind a constant block, as it goes output by output.
const PAIRS_FIRST: &[&str] = &["up_unrelated", "up_zero_dim_out", "dtype_two_inputs"];

impl Case {
    pub fn named(name: &str) -> Case {
        let value = golden().into_iter().find(|case| case["name"] == name).expect("the case exists");
        Case { name: name.to_string(), value }
    }

    pub fn names() -> Vec<String> {
        golden().iter().map(|case| case["name"].as_str().expect("a name").to_string()).collect()
    }

    fn leaves(&self, field: &str) -> Vec<Leaf> {
        self.value[field].as_array().expect("a list").iter().map(leaf).collect()
    }

    pub fn inputs(&self) -> Inputs {
        Inputs(self.leaves("in").into_iter())
    }

    pub fn check_value(&self, found: &[Leaf]) {
        let difference = self.difference(found, &self.leaves("out"), false);
        assert_eq!(difference, None, "{}: the value", self.name);
    }

    /// Where infinite partials meet seeds that are zero, PyTorch's modes differ, and so do ours: each is held to the same
    /// mode of PyTorch, reverse mode to the vectorised one if that differs, and the automatic choice to either.
    pub fn check_blocks(&self, found: &[Leaf], mode: &str) {
        let fields: &[&str] = match mode {
            "forward" => &["fwd"],
            "reverse" => &["vec"],
            _ => &["jac", "fwd", "vec"],
        };
        let measured: Vec<&str> = fields.iter().copied().filter(|field| self.value.get(field).is_some()).collect();
        let measured = if measured.is_empty() { vec!["jac"] } else { measured };
        let differences: Vec<String> = measured
            .iter()
            .map_while(|field| {
                let rows = self.value[field].as_array().expect("rows of blocks").iter();
                let blocks: Vec<Leaf> = rows.flat_map(|row| row.as_array().expect("a row").iter().map(leaf)).collect();
                // By elimination, what is zero by structure is zero, and no product with an infinite partial.
                self.difference(found, &blocks, mode == "automatic")
            })
            .collect();
        assert!(differences.len() < measured.len(), "{}, {mode}: {differences:?}", self.name);
    }

    fn difference(&self, found: &[Leaf], expected: &[Leaf], structural: bool) -> Option<String> {
        if found.len() != expected.len() {
            return Some(format!("{} tensors instead of {}", found.len(), expected.len()));
        }
        for (found, expected) in found.iter().zip(expected) {
            if (found.single, &found.shape) != (expected.single, &expected.shape) {
                return Some(format!("{found:?} instead of {expected:?}"));
            }
            let scale = expected.values.iter().filter(|value| value.is_finite()).fold(0.0, |a: f64, b| a.max(b.abs()));
            let tolerance = if expected.single { 4.0 * f64::from(f32::EPSILON) } else { 1e-12 };
            for (one, other) in found.values.iter().zip(&expected.values) {
                let close = (one - other).abs() <= tolerance * scale.max(other.abs())
                    || one == other
                    || (one.is_nan() && other.is_nan())
                    || (structural && other.is_nan() && *one == 0.0);
                if !close {
                    return Some(format!("{one} instead of {other} in {found:?}"));
                }
            }
        }
        None
    }

    pub fn check_strict(&self, found: Option<IndependenceError>, of_jacobian: Report) {
        let name = &self.name;
        let (expected, graph) = (Report::of(&self.value["strict"]), Report::of(&self.value["graph"]));
        // That the derivative of a derivative is constant is what PyTorch says of an output that depends on nothing.
        let found = match (Report::of_error(found), &expected) {
            (Report::Constant(output), Report::Unvarying(_)) => Report::Unvarying(output),
            (found, _) => found,
        };
        assert_eq!(found, expected, "{name}: strict");
        if CONSERVATIVE.contains(&name.as_str()) {
            assert!(matches!(graph, Report::Constant(_)), "{name}: PyTorch reports {graph:?}");
            assert_eq!(of_jacobian, Report::None, "{name}: is exact now");
        } else if KEPT_IN_GRAPH.contains(&name.as_str()) {
            assert_eq!((of_jacobian, graph), (Report::Constant(0), Report::None), "{name}");
        } else if PAIRS_FIRST.contains(&name.as_str()) {
            assert_eq!(of_jacobian, expected, "{name}: strict with `create_graph`");
        } else {
            let of_jacobian = match (of_jacobian, &graph) {
                (Report::Constant(output), Report::Unvarying(_)) => Report::Unvarying(output),
                (report, _) => report,
            };
            assert_eq!(of_jacobian, graph, "{name}: strict with `create_graph`");
        }
    }
}

/// What an input is made of.
pub trait FromLeaf {
    fn from_leaf(leaf: &Leaf) -> Self;
}

impl FromLeaf for Vec<f64> {
    fn from_leaf(leaf: &Leaf) -> Self {
        leaf.values.clone()
    }
}

impl<T: FromLeaf, const N: usize> FromLeaf for [T; N] {
    fn from_leaf(leaf: &Leaf) -> Self {
        assert_eq!(leaf.shape[0], N);
        let parts = leaf.values.len() / N;
        std::array::from_fn(|i| {
            let values = leaf.values[i * parts..][..parts].to_vec();
            T::from_leaf(&Leaf { single: leaf.single, shape: leaf.shape[1..].to_vec(), values })
        })
    }
}

/// The tensors that a value or a Jacobian consists of, in order.
pub trait Leaves {
    fn add_leaves(&self, leaves: &mut Vec<Leaf>);
    fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.add_leaves(&mut leaves);
        leaves
    }
}

macro_rules! float {
    ($($float:ident $single:literal)*) => {$(
        impl FromLeaf for $float {
            fn from_leaf(leaf: &Leaf) -> Self {
                assert_eq!((leaf.single, leaf.shape.as_slice()), ($single, [].as_slice()));
                leaf.values[0] as $float
            }
        }

        impl Leaves for $float {
            fn add_leaves(&self, leaves: &mut Vec<Leaf>) {
                leaves.push(Leaf { single: $single, shape: Vec::new(), values: vec![f64::from(*self)] });
            }
        }

        impl<D: Dimension> FromLeaf for Array<$float, D> {
            fn from_leaf(leaf: &Leaf) -> Self {
                assert_eq!(leaf.single, $single);
                let values = leaf.values.iter().map(|value| *value as $float).collect();
                let array = Array::from_shape_vec(leaf.shape.clone(), values).expect("one value for each element");
                array.into_dimensionality().expect("the number of axes")
            }
        }

        impl<D: Dimension> Leaves for Array<$float, D> {
            fn add_leaves(&self, leaves: &mut Vec<Leaf>) {
                let values = self.iter().map(|value| f64::from(*value)).collect();
                leaves.push(Leaf { single: $single, shape: self.shape().to_vec(), values });
            }
        }

        impl Leaves for Vec<$float> {
            fn add_leaves(&self, leaves: &mut Vec<Leaf>) {
                let values = self.iter().map(|value| f64::from(*value)).collect();
                leaves.push(Leaf { single: $single, shape: vec![self.len()], values });
            }
        }
    )*};
}
float!(f32 true f64 false);

impl<T: Leaves, const N: usize> Leaves for [T; N] {
    fn add_leaves(&self, leaves: &mut Vec<Leaf>) {
        let parts: Vec<Leaf> = self.iter().flat_map(T::leaves).collect();
        assert_eq!(parts.len(), N, "elements are tensors");
        let mut shape = vec![N];
        shape.extend(&parts[0].shape);
        let values = parts.iter().flat_map(|part| part.values.clone()).collect();
        leaves.push(Leaf { single: parts[0].single, shape, values });
    }
}

macro_rules! tuple {
    ($($T:ident)*) => {
        impl<$($T: Leaves),*> Leaves for ($($T,)*) {
            #[allow(non_snake_case)]
            fn add_leaves(&self, leaves: &mut Vec<Leaf>) {
                let ($($T,)*) = self;
                $($T.add_leaves(leaves);)*
            }
        }
    };
}
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
