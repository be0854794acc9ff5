//! Values and Jacobians, row by row, by each crate.

use ad_trait::AD;
use ad_trait::differentiable_function::{DifferentiableFunctionTrait, ForwardADMulti, ReverseAD};
use ad_trait::forward_ad::adfn::adfn;
use ad_trait::function_engine::FunctionEngine;
use nalgebra::{Const, SMatrix, SVector};
use num_dual::DualSVec64;

use crate::numbers::Number;

/// A function of `N` numbers with `M` results, over any numbers.
pub trait Problem<const N: usize, const M: usize>: Clone {
    fn call<T: Number>(x: [T; N]) -> [T; M];
}

/// By `num-dual`, which carries all `N` tangents at once.
pub fn num_dual<P: Problem<N, M>, const N: usize, const M: usize>(
    x: &[f64; N],
) -> (SVector<f64, M>, SMatrix<f64, M, N>) {
    num_dual::jacobian::<_, f64, Const<M>, Const<N>, _>(
        |x: SVector<DualSVec64<N>, N>| SVector::<_, M>::from(P::call::<DualSVec64<N>>(x.into())),
        &SVector::from(*x),
    )
}

/// By `echidna`, forwards, column by column.
pub fn echidna_forward<P: Problem<N, M>, const N: usize, const M: usize>(x: &[f64; N]) -> (Vec<f64>, Vec<Vec<f64>>) {
    echidna::jacobian(|x| P::call::<echidna::Dual<f64>>(x.try_into().expect("as many")).to_vec(), x)
}

/// By `echidna`, on a tape, of one result.
pub fn echidna_reverse<P: Problem<N, 1>, const N: usize>(x: &[f64; N]) -> Vec<f64> {
    echidna::grad(|x| P::call::<echidna::Reverse<f64>>(x.try_into().expect("as many"))[0], x)
}

#[derive(Clone)]
pub struct OfAdTrait<P, const N: usize, const M: usize>(pub std::marker::PhantomData<P>);

impl<T: AD + Number, P: Problem<N, M>, const N: usize, const M: usize> DifferentiableFunctionTrait<T>
    for OfAdTrait<P, N, M>
{
    const NAME: &'static str = "problem";
    fn call(&self, inputs: &[T], _freeze: bool) -> Vec<T> {
        P::call::<T>(inputs.try_into().expect("as many")).to_vec()
    }
    fn num_inputs(&self) -> usize {
        N
    }
    fn num_outputs(&self) -> usize {
        M
    }
}

impl Number for f64 {
    fn lift(value: f64) -> f64 {
        value
    }
    fn times(self, factor: f64) -> f64 {
        self * factor
    }
    fn sin(self) -> f64 {
        self.sin()
    }
    fn cos(self) -> f64 {
        self.cos()
    }
    fn sin_cos(self) -> (f64, f64) {
        self.sin_cos()
    }
    fn abs(self) -> f64 {
        self.abs()
    }
    fn asin(self) -> f64 {
        self.asin()
    }
    fn atan2(self, other: f64) -> f64 {
        self.atan2(other)
    }
}

/// By `ad_trait`, which carries as many tangents at once as it is told.
pub fn ad_trait_forward<P: Problem<N, M> + 'static, const N: usize, const M: usize>()
-> impl Fn(&[f64; N]) -> (Vec<f64>, Vec<f64>) {
    let function = OfAdTrait::<P, N, M>(std::marker::PhantomData);
    let engine = FunctionEngine::new(function.clone(), function, ForwardADMulti::<adfn<N>>::new());
    move |x| {
        let (value, jacobian) = engine.derivative(x);
        (value, jacobian.transpose().iter().copied().collect())
    }
}

/// By `ad_trait`, on a tape.
pub fn ad_trait_reverse<P: Problem<N, M> + 'static, const N: usize, const M: usize>()
-> impl Fn(&[f64; N]) -> (Vec<f64>, Vec<f64>) {
    let function = OfAdTrait::<P, N, M>(std::marker::PhantomData);
    let engine = FunctionEngine::<_, _, ReverseAD>::new(function.clone(), function, ReverseAD::new());
    move |x| {
        let (value, jacobian) = engine.derivative(x);
        (value, jacobian.transpose().iter().copied().collect::<Vec<f64>>())
    }
}

/// By central differences.
pub fn differences<const N: usize, const M: usize>(
    f: impl Fn([f64; N]) -> [f64; M],
    x: &[f64; N],
) -> ([f64; M], [[f64; N]; M]) {
    let mut jacobian = [[0.0; N]; M];
    for column in 0..N {
        let (mut above, mut below) = (*x, *x);
        let step = 6e-6 * x[column].abs().max(1.0);
        above[column] += step;
        below[column] -= step;
        let (above, below) = (f(above), f(below));
        for row in 0..M {
            jacobian[row][column] = (above[row] - below[row]) / (2.0 * step);
        }
    }
    (f(*x), jacobian)
}

/// The functions of [`generic`](crate::generic).
macro_rules! problems {
    ($($name:ident: $function:ident, $inputs:literal, $outputs:literal;)*) => {$(
        #[derive(Clone)]
        pub struct $name;
        impl Problem<$inputs, $outputs> for $name {
            #[inline]
            fn call<T: Number>(x: [T; $inputs]) -> [T; $outputs] {
                crate::generic::$function(x)
            }
        }
    )*};
}
problems! {
    Sph3: sph3, 3, 3;
    Ekf6: ekf6, 6, 6;
    Arm6: arm6, 6, 6;
    Rosen10: rosen10, 10, 10;
    Filter64: filter64, 64, 1;
}
