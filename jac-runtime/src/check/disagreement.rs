//! Where derivatives part, and how that reads.

use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use crate::space::Space;

/// One float of an output or an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coordinate {
    /// The name of the output or input.
    pub name: &'static str,
    /// The flat index of the float in it, or `None` if it has one float only.
    pub index: Option<usize>,
}

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.name)?;
        if let Some(index) = self.index {
            write!(f, " (element {index})")?;
        }
        Ok(())
    }
}

/// Every float of a value, in memory order.
pub(super) fn coordinates<S: Space>(
    shape: &S::Shape,
    names: &'static [&'static str],
    unnamed: &'static str,
) -> Vec<Coordinate> {
    let mut members = Vec::new();
    S::members(shape, &mut |dimension| members.push(dimension));
    if members.len() != names.len() {
        // One name for a whole tuple, or names that do not fit.
        members = alloc::vec![S::dimension(shape)];
    }
    let named = members.len() == names.len();
    let mut coordinates = Vec::new();
    for (member, dimension) in members.into_iter().enumerate() {
        let name = if named { names[member] } else { unnamed };
        coordinates.extend((0..dimension).map(|index| Coordinate { name, index: (dimension > 1).then_some(index) }));
    }
    coordinates
}

/// One thing that should be equal and is not.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Disagreement {
    /// The tangent or the adjoint computes another value than the function.
    Value {
        /// The output.
        output: Coordinate,
        /// Its value.
        function: f64,
        /// Its value according to the tangent.
        tangent: f64,
        /// Its value according to the adjoint.
        adjoint: f64,
    },
    /// A derivative is not the same from the tangent, the adjoint and central differences.
    Derivative {
        /// Of this output
        output: Coordinate,
        /// by this input.
        input: Coordinate,
        /// According to the tangent.
        tangent: f64,
        /// According to the adjoint.
        adjoint: f64,
        /// According to central differences.
        differences: f64,
        /// How far they may part.
        tolerance: f64,
    },
    /// `by · (J dx)` and `(byᵀ J) · dx` differ for one `dx` and one `by`: the adjoint is not the transpose of the tangent. If every
    /// single derivative is right, then one of the two is not linear, or goes wrong with one seed.
    Transpose {
        /// `by · (J dx)`, from the tangent.
        tangent: f64,
        /// `(byᵀ J) · dx`, from the adjoint.
        adjoint: f64,
        /// How far they may part.
        tolerance: f64,
    },
    /// Where an input is moved by a step, the output has another number of floats, or as many others: a `Vec` has another length, or there is a value where there is none.
    /// Differences say nothing there.
    Size {
        /// The input.
        input: Coordinate,
        /// The number of floats of the output
        floats: usize,
        /// and that number where the input is moved.
        moved: usize,
    },
    /// The pullback gave another result when called again.
    Repetition {
        /// The input.
        input: Coordinate,
        /// Its cotangent at first.
        first: f64,
        /// Its cotangent when called again.
        again: f64,
    },
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { output, function, tangent, adjoint } => write!(
                f,
                "value of output {output}: the function computes {function}, the tangent {tangent}, the adjoint {adjoint}"
            ),
            Self::Derivative { output, input, tangent, adjoint, differences, tolerance } => write!(
                f,
                "derivative of output {output} by input {input}: tangent {tangent}, adjoint {adjoint}, \
                 central differences {differences} (tolerance {tolerance:.1e})"
            ),
            Self::Transpose { tangent, adjoint, tolerance } => write!(
                f,
                "the adjoint is not the transpose of the tangent: `by · (J dx)` is {tangent}, `(byᵀ J) · dx` is {adjoint} \
                 (tolerance {tolerance:.1e})"
            ),
            Self::Size { input, floats, moved } if floats == moved => write!(
                f,
                "presence in the output: other values are there where input {input} is moved by a step of the central differences; \
                 check at another point, or with a smaller step"
            ),
            Self::Size { input, floats, moved } => write!(
                f,
                "size of the output: {floats} floats, and {moved} where input {input} is moved by a step of the central differences; \
                 check at another point, or with a smaller step"
            ),
            Self::Repetition { input, first, again } => write!(
                f,
                "cotangent of input {input}: {first} from the first call of the pullback, {again} from the second"
            ),
        }
    }
}

/// All disagreements that a check found: at least one. `Debug` prints like `Display`, for the sake of `unwrap`.
#[derive(Clone, PartialEq)]
pub struct Disagreements(pub(super) Vec<Disagreement>);

impl Disagreements {
    /// Each of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Disagreement> {
        self.0.iter()
    }
}

impl fmt::Display for Disagreements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 12;
        f.write_str("derivatives disagree:")?;
        for disagreement in self.0.iter().take(SHOWN) {
            write!(f, "\n  {disagreement}")?;
        }
        if self.0.len() > SHOWN {
            write!(f, "\n  and {} more", self.0.len() - SHOWN)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Disagreements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Disagreements {}
