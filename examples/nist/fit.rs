//! Least squares by Levenberg–Marquardt: the residuals of a model over a data set, and their Jacobian, whose
//! rows are the gradients that the caller passes.
//!
//! The settings are the crate's, with tolerances of 30 machine epsilons, but for the bound of the first step:
//! it may be as long as the starting point (scaled), not 100 times as long. BoxBOD's first step from its far
//! start would lead to where the model no longer depends on `b[1]`, and the fit would stop there, with the
//! Jacobian by hand too.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::storage::Owned;
use nalgebra::{Const, DVector, Dyn, OMatrix, SVector};

use crate::data::DataSet;

/// Where a fit ended.
pub struct Fit<const N: usize> {
    /// The result of Levenberg–Marquardt.
    pub parameters: [f64; N],
    /// How often it evaluated the residuals.
    pub evaluations: usize,
    /// The result after polishing.
    pub polished: [f64; N],
    pub residual_sum_of_squares: f64,
}

/// Fits `model` to `data` from `start`.
pub fn fit<const N: usize, const M: usize>(
    data: &DataSet<N, M>,
    start: [f64; N],
    model: impl Fn([f64; N], f64) -> f64,
    gradient: impl Fn([f64; N], f64) -> [f64; N],
) -> Fit<N> {
    let residuals = Residuals { data, model, gradient, b: start };
    let settings = LevenbergMarquardt::new().with_stepbound(1.0);
    let (mut residuals, report) = settings.minimize(residuals);
    let parameters = residuals.b;
    residuals.polish();
    Fit {
        parameters,
        evaluations: report.number_of_evaluations,
        polished: residuals.b,
        residual_sum_of_squares: residuals.at_parameters().norm_squared(),
    }
}

struct Residuals<'a, const N: usize, const M: usize, F, G> {
    data: &'a DataSet<N, M>,
    model: F,
    gradient: G,
    b: [f64; N],
}

impl<const N: usize, const M: usize, F, G> Residuals<'_, N, M, F, G>
where
    F: Fn([f64; N], f64) -> f64,
    G: Fn([f64; N], f64) -> [f64; N],
{
    fn at_parameters(&self) -> DVector<f64> {
        DVector::from_fn(M, |i, _| (self.model)(self.b, self.data.x[i]) - self.data.y[i])
    }

    fn jacobian_at_parameters(&self) -> OMatrix<f64, Dyn, Const<N>> {
        let mut jacobian = OMatrix::<f64, Dyn, Const<N>>::zeros(M);
        for (mut row, &x) in jacobian.row_iter_mut().zip(&self.data.x) {
            row.copy_from_slice(&(self.gradient)(self.b, x));
        }
        jacobian
    }

    /// Takes Gauss–Newton steps until they vanish, if there is a minimum near.
    ///
    /// Levenberg–Marquardt accepts a step when the sum of squares falls; near the minimum, rounding hides
    /// that for half of the digits. The derivative still sees them. The slowest of these problems (MGH09)
    /// gains a digit in five steps.
    fn polish(&mut self) {
        const NEAR: f64 = 1e-4;
        const VANISHED: f64 = 1e-14;
        for _ in 0..60 {
            let Some(step) = self.gauss_newton_step() else {
                return;
            };
            let b = SVector::from(self.b);
            let size = step.component_div(&b).amax();
            if !(VANISHED..NEAR).contains(&size) {
                return;
            }
            self.b = (b - step).into();
        }
    }

    fn gauss_newton_step(&self) -> Option<SVector<f64, N>> {
        let qr = self.jacobian_at_parameters().qr();
        let mut residuals = self.at_parameters();
        qr.q_tr_mul(&mut residuals);
        let r = qr.unpack_r();
        r.fixed_view::<N, N>(0, 0).solve_upper_triangular(&residuals.fixed_rows::<N>(0))
    }
}

impl<const N: usize, const M: usize, F, G> LeastSquaresProblem<f64, Dyn, Const<N>> for Residuals<'_, N, M, F, G>
where
    F: Fn([f64; N], f64) -> f64,
    G: Fn([f64; N], f64) -> [f64; N],
{
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Const<N>>;
    type ParameterStorage = Owned<f64, Const<N>>;

    fn set_params(&mut self, parameters: &SVector<f64, N>) {
        self.b = (*parameters).into();
    }

    fn params(&self) -> SVector<f64, N> {
        self.b.into()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some(self.at_parameters())
    }

    fn jacobian(&self) -> Option<OMatrix<f64, Dyn, Const<N>>> {
        Some(self.jacobian_at_parameters())
    }
}
