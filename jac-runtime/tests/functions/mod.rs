//! Functions with hand-written derivatives, as the macro would write them.
#![allow(dead_code, clippy::type_complexity)]

use jac_runtime::cotangent::{Accumulate, Cotangent};
use jac_runtime::dependence::Dependence::{self, Affine, Independent, Nonlinear};
use jac_runtime::function::Function;
use jac_runtime::lanes::Lanes;
use jac_runtime::space::{CotangentOf, Space, Tangent};

/// `[10 (x₁ − x₀²), 1 − x₀]`.
pub enum Rosenbrock {}

impl Function<[f64; 2]> for Rosenbrock {
    type Input = [f64; 2];
    type Output = [f64; 2];
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    #[inline]
    fn input_shape(x: &[f64; 2]) -> [(); 2] {
        x.shape()
    }
    #[inline]
    fn tangent<const W: usize>(x: &[f64; 2], dx: &[Lanes<f64, W>; 2]) -> ([f64; 2], [Lanes<f64, W>; 2]) {
        ([10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]], [(dx[1] - dx[0] * (2.0 * x[0])) * 10.0, -dx[0]])
    }
    #[inline]
    fn pullback<'a, const W: usize>(
        x: &'a [f64; 2],
    ) -> ([f64; 2], impl Fn([Lanes<f64, W>; 2]) -> [Lanes<f64, W>; 2] + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        let value = [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]];
        (value, move |by| {
            let bx = <[f64; 2]>::cotangent::<W>(&[(), ()]);
            bx[0].add(-by[1]);
            let t = by[0] * 10.0;
            bx[1].add(t);
            bx[0].add(-t * x[0]);
            bx[0].add(-t * x[0]);
            bx.get()
        })
    }
}

/// `yᵢ = xᵢ x_{(i+1) mod N} + xᵢ`: every size.
pub enum Ring {}

impl<const N: usize> Function<[f64; N]> for Ring {
    type Input = [f64; N];
    type Output = [f64; N];
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    #[inline]
    fn input_shape(x: &[f64; N]) -> [(); N] {
        x.shape()
    }
    #[inline]
    fn tangent<const W: usize>(x: &[f64; N], dx: &[Lanes<f64, W>; N]) -> ([f64; N], [Lanes<f64, W>; N]) {
        let mut y = [0.0; N];
        let mut dy = [Lanes::ZERO; N];
        for i in 0..N {
            let j = if i + 1 == N { 0 } else { i + 1 };
            y[i] = x[i] * x[j] + x[i];
            dy[i] = dx[i] * (x[j] + 1.0) + dx[j] * x[i];
        }
        (y, dy)
    }
    #[inline]
    fn pullback<'a, const W: usize>(
        x: &'a [f64; N],
    ) -> ([f64; N], impl Fn([Lanes<f64, W>; N]) -> [Lanes<f64, W>; N] + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        let y = core::array::from_fn(|i| x[i] * x[(i + 1) % N] + x[i]);
        (y, move |by| {
            let bx: CotangentOf<[f64; N], W> = [const { Cotangent::ZERO }; N];
            for i in 0..N {
                let j = if i + 1 == N { 0 } else { i + 1 };
                bx[i].add(by[i] * (x[j] + 1.0));
                bx[j].add(by[i] * x[i]);
            }
            bx.get()
        })
    }
}

/// The Jacobian of [`Ring`].
pub fn ring_jacobian<const N: usize>(x: [f64; N]) -> [[f64; N]; N] {
    let mut j = [[0.0; N]; N];
    for i in 0..N {
        let k = (i + 1) % N;
        j[i][i] += x[k] + 1.0;
        j[i][k] += x[i];
    }
    j
}

/// `(a · Σx², [a x₀, x₁ x₂])`, with an integer parameter and an integer result between.
pub enum Pair {}

impl Function<(f64, i32, [f64; 3])> for Pair {
    type Input = (f64, [f64; 3]);
    type Output = (f64, [f64; 2]);
    const INPUTS: &'static [&'static str] = &["a", "x"];
    const OUTPUTS: &'static [&'static str] = &["energy", "pair"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear, Nonlinear, Nonlinear, Nonlinear];

    fn input_shape((a, _, x): &(f64, i32, [f64; 3])) -> ((), [(); 3]) {
        (a.shape(), x.shape())
    }
    fn tangent<const W: usize>(
        &(a, n, x): &(f64, i32, [f64; 3]),
        &(da, dx): &Tangent<Self::Input, W>,
    ) -> (Self::Output, Tangent<Self::Output, W>) {
        let scale = f64::from(n);
        let square = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
        let dsquare = dx[0] * (2.0 * x[0]) + dx[1] * (2.0 * x[1]) + dx[2] * (2.0 * x[2]);
        (
            (scale * a * square, [a * x[0], x[1] * x[2]]),
            (da * (scale * square) + dsquare * (scale * a), [da * x[0] + dx[0] * a, dx[1] * x[2] + dx[2] * x[1]]),
        )
    }
    fn pullback<'a, const W: usize>(
        &(a, n, x): &'a (f64, i32, [f64; 3]),
    ) -> (Self::Output, impl Fn(Tangent<Self::Output, W>) -> Tangent<Self::Input, W> + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        let scale = f64::from(n);
        let square = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
        let value = (scale * a * square, [a * x[0], x[1] * x[2]]);
        (value, move |(benergy, bpair)| {
            (
                benergy * (scale * square) + bpair[0] * x[0],
                [
                    benergy * (scale * a * 2.0 * x[0]) + bpair[0] * a,
                    benergy * (scale * a * 2.0 * x[1]) + bpair[1] * x[2],
                    benergy * (scale * a * 2.0 * x[2]) + bpair[1] * x[1],
                ],
            )
        })
    }
}

/// Of `n` inputs the `m` products `xᵢ xᵢ₊₁`, and the constant 7 at the end: `&[f64]` to `Vec<f64>`.
pub enum Products {}

impl<'x> Function<&'x [f64]> for Products {
    type Input = Vec<f64>;
    type Output = Vec<f64>;
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    fn input_shape(x: &&[f64]) -> Vec<()> {
        vec![(); x.len()]
    }
    fn tangent<const W: usize>(x: &&[f64], dx: &Vec<Lanes<f64, W>>) -> (Vec<f64>, Vec<Lanes<f64, W>>) {
        let mut y: Vec<f64> = x.windows(2).map(|x| x[0] * x[1]).collect();
        let mut dy: Vec<_> = x.windows(2).zip(dx.windows(2)).map(|(x, dx)| dx[0] * x[1] + dx[1] * x[0]).collect();
        y.push(7.0);
        dy.push(Lanes::ZERO);
        (y, dy)
    }
    fn pullback<'a, const W: usize>(
        x: &'a &'x [f64],
    ) -> (Vec<f64>, impl Fn(Vec<Lanes<f64, W>>) -> Vec<Lanes<f64, W>> + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        let mut y: Vec<f64> = x.windows(2).map(|x| x[0] * x[1]).collect();
        y.push(7.0);
        (y, move |by| {
            let mut bx = vec![Lanes::ZERO; x.len()];
            for i in 1..x.len() {
                bx[i - 1] += by[i - 1] * x[i];
                bx[i] += by[i - 1] * x[i - 1];
            }
            bx
        })
    }
}

/// The Jacobian of [`Products`], row-major.
pub fn products_jacobian(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut j = vec![0.0; n.max(1) * n];
    for i in 1..n {
        j[(i - 1) * n + i - 1] = x[i];
        j[(i - 1) * n + i] = x[i - 1];
    }
    j
}

/// `Σ xᵢ²` of a slice.
pub enum Square {}

impl<'x> Function<&'x [f64]> for Square {
    type Input = Vec<f64>;
    type Output = f64;
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    fn input_shape(x: &&[f64]) -> Vec<()> {
        vec![(); x.len()]
    }
    fn tangent<const W: usize>(x: &&[f64], dx: &Vec<Lanes<f64, W>>) -> (f64, Lanes<f64, W>) {
        let mut dy = Lanes::ZERO;
        for (x, dx) in x.iter().zip(dx) {
            dy += *dx * (2.0 * x);
        }
        (x.iter().map(|x| x * x).sum(), dy)
    }
    fn pullback<'a, const W: usize>(x: &'a &'x [f64]) -> (f64, impl Fn(Lanes<f64, W>) -> Vec<Lanes<f64, W>> + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        (x.iter().map(|x| x * x).sum(), move |by| x.iter().map(|x| by * (2.0 * x)).collect())
    }
}

/// `x²` of an `f32`, as an `f64`, and its half: the float types differ.
pub enum Widen {}

impl Function<[f32; 2]> for Widen {
    type Input = [f32; 2];
    type Output = f64;
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    fn input_shape(_: &[f32; 2]) -> [(); 2] {
        [(); 2]
    }
    fn tangent<const W: usize>(x: &[f32; 2], dx: &[Lanes<f32, W>; 2]) -> (f64, Lanes<f64, W>) {
        let [a, b] = x.map(f64::from);
        let [da, db] = dx.map(Lanes::cast::<f64>);
        (a * b / 3.0, da * (b / 3.0) + db * (a / 3.0))
    }
    fn pullback<'a, const W: usize>(x: &'a [f32; 2]) -> (f64, impl Fn(Lanes<f64, W>) -> [Lanes<f32, W>; 2] + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        let [a, b] = x.map(f64::from);
        (a * b / 3.0, move |by| [(by * (b / 3.0)).cast(), (by * (a / 3.0)).cast()])
    }
}

/// `sin x`.
pub enum Sine {}

impl Function<f64> for Sine {
    type Input = f64;
    type Output = f64;
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    fn input_shape(_: &f64) {}
    fn tangent<const W: usize>(x: &f64, dx: &Lanes<f64, W>) -> (f64, Lanes<f64, W>) {
        (x.sin(), *dx * x.cos())
    }
    fn pullback<'a, const W: usize>(x: &'a f64) -> (f64, impl Fn(Lanes<f64, W>) -> Lanes<f64, W> + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        (x.sin(), move |by| by * x.cos())
    }
}

/// `(2a, 5, i)`: independence, a constant output, and an integer.
pub enum Loose {}

impl Function<(f64, f64)> for Loose {
    type Input = (f64, f64);
    type Output = (f64, f64, i32);
    const INPUTS: &'static [&'static str] = &["a", "b"];
    const OUTPUTS: &'static [&'static str] = &["y", "five", "n"];
    const DEPENDENCE: &'static [Dependence] =
        &[Affine, Independent, Independent, Independent, Independent, Independent];

    fn input_shape(_: &(f64, f64)) -> ((), ()) {
        ((), ())
    }
    fn tangent<const W: usize>(
        x: &(f64, f64),
        dx: &Tangent<(f64, f64), W>,
    ) -> (Self::Output, Tangent<Self::Output, W>) {
        ((2.0 * x.0, 5.0, 3), (dx.0 * 2.0, Lanes::ZERO, ()))
    }
    fn pullback<'a, const W: usize>(
        x: &'a (f64, f64),
    ) -> (Self::Output, impl Fn(Tangent<Self::Output, W>) -> Tangent<(f64, f64), W> + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        ((2.0 * x.0, 5.0, 3), move |by| (by.0 * 2.0, Lanes::ZERO))
    }
}

/// The linear map with the matrix `aᵣ꜀ = 100 r + c + 1`, over flat indices, between any two shapes that can be
/// flattened to floats and back: what blocks have to be cut from.
macro_rules! linear {
    ($name:ident: $arg:pat => $args:ty, $input:ty => $output:ty,
     $shape:expr, $rows:expr, $columns:expr,
     |$dx:pat_param| $flatten_input:expr, |$y:ident| $build_output:expr,
     |$dy:pat_param| $flatten_output:expr, |$x:ident| $build_input:expr) => {
        pub enum $name {}

        #[allow(unused_variables)]
        impl Function<$args> for $name {
            type Input = $input;
            type Output = $output;
            const INPUTS: &'static [&'static str] = &["x"];
            const OUTPUTS: &'static [&'static str] = &["result"];
            const DEPENDENCE: &'static [Dependence] = &[Affine];

            fn input_shape($arg: &$args) -> <$input as Space>::Shape {
                $shape
            }
            fn tangent<const W: usize>($arg: &$args, $dx: &Tangent<$input, W>) -> ($output, Tangent<$output, W>) {
                let dx: Vec<Lanes<f64, W>> = $flatten_input;
                let mut zeros = core::iter::repeat(0.0);
                let value = {
                    let $y = &mut || zeros.next().unwrap();
                    $build_output
                };
                let mut rows = (0..).map(|r| {
                    let mut sum = Lanes::ZERO;
                    for (c, dx) in dx.iter().enumerate() {
                        sum += *dx * (100.0 * f64::from(r) + c as f64 + 1.0);
                    }
                    sum
                });
                let $y = &mut || rows.next().unwrap();
                (value, $build_output)
            }
            fn pullback<'a, const W: usize>(
                $arg: &'a $args,
            ) -> ($output, impl Fn(Tangent<$output, W>) -> Tangent<$input, W> + 'a)
            where
                Self::Output: 'a,
                Self::Input: 'a,
            {
                let mut zeros = core::iter::repeat(0.0);
                let $y = &mut || zeros.next().unwrap();
                ($build_output, |$dy| {
                    let by: Vec<Lanes<f64, W>> = $flatten_output;
                    let mut columns = (0..).map(|c| {
                        let mut sum = Lanes::ZERO;
                        for (r, by) in by.iter().enumerate() {
                            sum += *by * (100.0 * r as f64 + f64::from(c) + 1.0);
                        }
                        sum
                    });
                    let $x = &mut || columns.next().unwrap();
                    $build_input
                })
            }
        }
    };
}

use core::array::from_fn;
type Points = [(f64, f64); 2];
linear!(Shapes: _ => ([f64; 5], f64, [[f64; 3]; 4]), ([f64; 5], f64, [[f64; 3]; 4]) => ([f64; 3], [[f64; 2]; 5], f64, Points),
    Default::default(), 18, 18,
    |(a, b, c)| a.iter().copied().chain([*b]).chain(c.iter().flatten().copied()).collect(),
    |y| (from_fn(|_| y()), from_fn(|_| from_fn(|_| y())), y(), from_fn(|_| (y(), y()))),
    |(a, b, c, d)| a.into_iter().chain(b.into_iter().flatten()).chain([c]).chain(d.into_iter().flat_map(|(a, b)| [a, b])).collect(),
    |x| (from_fn(|_| x()), x(), from_fn(|_| from_fn(|_| x()))));

linear!(Lists: (v, _, n) => (Vec<[f64; 3]>, [f64; 2], usize), (Vec<[f64; 3]>, [f64; 2]) => (f64, Vec<f64>, [f64; 2]),
    (v.shape(), [(); 2]), 18, 18,
    |(a, b)| a.iter().flatten().chain(b).copied().collect(),
    |y| (y(), (0..*n).map(|_| y()).collect(), from_fn(|_| y())),
    |(a, b, c)| [a].into_iter().chain(b).chain(c).collect(),
    |x| ((0..v.len()).map(|_| from_fn(|_| x())).collect(), from_fn(|_| x())));

/// [`Rosenbrock`] with a wrong derivative: the tangent misses a factor 2, the adjoint is right.
pub enum Wrong {}

impl Function<[f64; 2]> for Wrong {
    type Input = [f64; 2];
    type Output = [f64; 2];
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    fn input_shape(x: &[f64; 2]) -> [(); 2] {
        x.shape()
    }
    fn tangent<const W: usize>(x: &[f64; 2], dx: &[Lanes<f64, W>; 2]) -> ([f64; 2], [Lanes<f64, W>; 2]) {
        (Rosenbrock::tangent::<W>(x, dx).0, [(dx[1] - dx[0] * x[0]) * 10.0, -dx[0]])
    }
    fn pullback<'a, const W: usize>(
        x: &'a [f64; 2],
    ) -> ([f64; 2], impl Fn([Lanes<f64, W>; 2]) -> [Lanes<f64, W>; 2] + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        Rosenbrock::pullback::<W>(x)
    }
}

/// `Σ p² x²` through `&mut [f64]`, which is an input and an output, with a parameter `p` that is not differentiated.
pub enum InPlace {}

impl<'x> Function<(f64, &'x mut [f64])> for InPlace {
    type Input = Vec<f64>;
    type Output = Vec<f64>;
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["x"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    fn input_shape((_, x): &(f64, &'x mut [f64])) -> Vec<()> {
        vec![(); x.len()]
    }
    fn tangent<const W: usize>(
        (p, x): &(f64, &'x mut [f64]),
        dx: &Vec<Lanes<f64, W>>,
    ) -> (Vec<f64>, Vec<Lanes<f64, W>>) {
        (x.iter().map(|x| p * p * x * x).collect(), x.iter().zip(dx).map(|(x, dx)| *dx * (2.0 * p * p * x)).collect())
    }
    fn pullback<'a, const W: usize>(
        (p, x): &'a (f64, &'x mut [f64]),
    ) -> (Vec<f64>, impl Fn(Vec<Lanes<f64, W>>) -> Vec<Lanes<f64, W>> + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        (x.iter().map(|x| p * p * x * x).collect(), move |by| {
            x.iter().zip(by).map(|(x, by)| by * (2.0 * p * p * x)).collect()
        })
    }
}

/// [`Rosenbrock`] whose derivatives compute another value than the function.
pub enum Shifted {}

impl Function<[f64; 2]> for Shifted {
    type Input = [f64; 2];
    type Output = [f64; 2];
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    fn input_shape(x: &[f64; 2]) -> [(); 2] {
        x.shape()
    }
    fn value(x: &[f64; 2]) -> [f64; 2] {
        let [first, second] = Rosenbrock::value(x);
        [first, second + 0.5]
    }
    fn tangent<const W: usize>(x: &[f64; 2], dx: &[Lanes<f64, W>; 2]) -> ([f64; 2], [Lanes<f64, W>; 2]) {
        Rosenbrock::tangent::<W>(x, dx)
    }
    fn pullback<'a, const W: usize>(
        x: &'a [f64; 2],
    ) -> ([f64; 2], impl Fn([Lanes<f64, W>; 2]) -> [Lanes<f64, W>; 2] + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        Rosenbrock::pullback::<W>(x)
    }
}

/// `[x₀ x₁ if x₀ is positive, x₁²]`.
pub enum Partial {}

impl Function<[f64; 2]> for Partial {
    type Input = [f64; 2];
    type Output = [Option<f64>; 2];
    const INPUTS: &'static [&'static str] = &["x"];
    const OUTPUTS: &'static [&'static str] = &["result"];
    const DEPENDENCE: &'static [Dependence] = &[Nonlinear];

    #[inline]
    fn input_shape(x: &[f64; 2]) -> [(); 2] {
        x.shape()
    }
    #[inline]
    fn tangent<const W: usize>(x: &[f64; 2], dx: &[Lanes<f64, W>; 2]) -> ([Option<f64>; 2], [Lanes<f64, W>; 2]) {
        ([(x[0] > 0.0).then_some(x[0] * x[1]), Some(x[1] * x[1])], [dx[0] * x[1] + dx[1] * x[0], dx[1] * (2.0 * x[1])])
    }
    #[inline]
    fn pullback<'a, const W: usize>(
        x: &'a [f64; 2],
    ) -> ([Option<f64>; 2], impl Fn([Lanes<f64, W>; 2]) -> [Lanes<f64, W>; 2] + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        let is_there = x[0] > 0.0;
        let value = [is_there.then_some(x[0] * x[1]), Some(x[1] * x[1])];
        (value, move |by| {
            let first = if is_there { by[0] } else { Lanes::ZERO };
            [first * x[1], first * x[0] + by[1] * (2.0 * x[1])]
        })
    }
}
