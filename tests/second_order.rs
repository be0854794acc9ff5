//! Order two by hand: what `tangent(adjoint(f))` should produce, for two functions of `tests/expand`.
//!
//! `__pullback_tangent` is the tangent, for `V` seeds, of `__pullback`, which carries `W` cotangents. It is written as
//! the macro would print it: no local has a type annotation. `runtime` stands in for what the runtime lacks.
//! `docs/second-order.md` draws the conclusions.
#![cfg(feature = "std")]
#![allow(clippy::needless_range_loop)] // iterators are another chapter
#![allow(clippy::let_unit_value, clippy::type_complexity, clippy::unit_arg, unused_variables)] // as generated

use std::array::from_fn;

use counting::{Counting, allocations};
use jac::differentiable;
use num_dual::{DualNum, HyperDual64};
use runtime::{Cotangent, CotangentOf, Lanes, Sweep, Tangent};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The runtime as order two needs it.
mod runtime {
    use std::array::from_fn;
    use std::cell::Cell;
    use std::marker::PhantomData;
    use std::ops::{Add, AddAssign, Mul};

    pub use jac::__private::{Float, Sweep, cos, sin, trip_count};

    /// As it is, and of floats too: lanes are lanes of any vector.
    pub trait Vector: Clone {
        const ZERO: Self;
        fn accumulate(&mut self, other: Self);
    }

    /// A float, or lanes of lanes of floats: what a float can scale.
    pub trait Linear: Vector + Copy {
        type Scalar: Float;
        fn scale(self, factor: Self::Scalar) -> Self;
    }

    macro_rules! float {
        ($($float:ty)*) => {$(
            impl Vector for $float {
                const ZERO: Self = 0.0;
                #[inline(always)]
                fn accumulate(&mut self, other: Self) {
                    *self += other;
                }
            }
            impl Linear for $float {
                type Scalar = $float;
                #[inline(always)]
                fn scale(self, factor: $float) -> $float {
                    self * factor
                }
            }
            impl Space for $float {
                type Tangent<const W: usize> = Lanes<$float, W>;
                type Cotangent<const W: usize> = Cotangent<Lanes<$float, W>>;
            }
            impl Residual for $float {
                const EMPTY: Self = 0.0;
            }
        )*};
    }
    float!(f32 f64);

    /// `W` vectors of one kind. The tangent of lanes is lanes of these lanes: the newest order is the outermost.
    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(transparent)]
    pub struct Lanes<L, const W: usize>(pub [L; W]);

    impl<L: Vector, const W: usize> Vector for Lanes<L, W> {
        const ZERO: Self = Lanes([const { L::ZERO }; W]);
        #[inline(always)]
        fn accumulate(&mut self, other: Self) {
            for (target, value) in self.0.iter_mut().zip(other.0) {
                target.accumulate(value);
            }
        }
    }

    impl<L: Linear, const W: usize> Linear for Lanes<L, W> {
        type Scalar = L::Scalar;
        #[inline(always)]
        fn scale(mut self, factor: L::Scalar) -> Self {
            for lane in &mut self.0 {
                *lane = lane.scale(factor);
            }
            self
        }
    }

    /// One implementation, with a factor that the lanes decide: inference needs no more than it does at order one.
    impl<L: Linear, const W: usize> Mul<L::Scalar> for Lanes<L, W> {
        type Output = Self;
        #[inline(always)]
        fn mul(self, factor: L::Scalar) -> Self {
            self.scale(factor)
        }
    }

    impl<L: Vector, const W: usize> Add for Lanes<L, W> {
        type Output = Self;
        #[inline(always)]
        fn add(mut self, other: Self) -> Self {
            self.accumulate(other);
            self
        }
    }

    impl<L: Vector, const W: usize> AddAssign for Lanes<L, W> {
        #[inline(always)]
        fn add_assign(&mut self, other: Self) {
            self.accumulate(other);
        }
    }

    /// Applies a linear map to each lane: the tangent of the map.
    #[inline(always)]
    pub fn each<A: Copy, B: Vector + Copy, const V: usize>(
        dot: Lanes<A, V>,
        mut map: impl FnMut(A) -> B,
    ) -> Lanes<B, V> {
        let mut result = Lanes::ZERO;
        for lane in 0..V {
            result.0[lane] = map(dot.0[lane]);
        }
        result
    }

    impl<V: Vector, const N: usize> Vector for [V; N] {
        const ZERO: Self = [const { V::ZERO }; N];
        #[inline(always)]
        fn accumulate(&mut self, other: Self) {
            for (target, value) in self.iter_mut().zip(other) {
                target.accumulate(value);
            }
        }
    }

    impl Vector for () {
        const ZERO: Self = ();
        #[inline(always)]
        fn accumulate(&mut self, (): ()) {}
    }

    impl<A: Vector, B: Vector> Vector for (A, B) {
        const ZERO: Self = (A::ZERO, B::ZERO);
        #[inline(always)]
        fn accumulate(&mut self, other: Self) {
            self.0.accumulate(other.0);
            self.1.accumulate(other.1);
        }
    }

    /// Parametrised by what it holds, and not by a float and a number of lanes.
    #[repr(transparent)]
    pub struct Cotangent<L>(Cell<L>);

    pub trait Accumulate {
        type Value: Vector;
        fn new() -> Self;
        fn add(&self, value: Self::Value);
        fn get(&self) -> Self::Value;
        fn take(&self) -> Self::Value;
    }

    impl<L: Vector + Copy> Accumulate for Cotangent<L> {
        type Value = L;
        #[inline(always)]
        fn new() -> Self {
            Cotangent(Cell::new(L::ZERO))
        }
        #[inline(always)]
        fn add(&self, value: L) {
            let mut sum = self.0.get();
            sum.accumulate(value);
            self.0.set(sum);
        }
        #[inline(always)]
        fn get(&self) -> L {
            self.0.get()
        }
        #[inline(always)]
        fn take(&self) -> L {
            self.0.replace(L::ZERO)
        }
    }

    impl<A: Accumulate, const N: usize> Accumulate for [A; N] {
        type Value = [A::Value; N];
        #[inline(always)]
        fn new() -> Self {
            from_fn(|_| A::new())
        }
        #[inline(always)]
        fn add(&self, value: Self::Value) {
            for (target, value) in self.iter().zip(value) {
                target.add(value);
            }
        }
        #[inline(always)]
        fn get(&self) -> Self::Value {
            from_fn(|i| self[i].get())
        }
        #[inline(always)]
        fn take(&self) -> Self::Value {
            from_fn(|i| self[i].take())
        }
    }

    impl Accumulate for () {
        type Value = ();
        #[inline(always)]
        fn new() {}
        #[inline(always)]
        fn add(&self, (): ()) {}
        #[inline(always)]
        fn get(&self) {}
        #[inline(always)]
        fn take(&self) {}
    }

    /// As it is, without shapes; new is that a tangent has a tangent space.
    pub trait Space: Sized {
        type Tangent<const W: usize>: Vector + Space;
        type Cotangent<const W: usize>: Accumulate<Value = Self::Tangent<W>>;
    }

    pub type Tangent<T, const W: usize> = <T as Space>::Tangent<W>;
    pub type CotangentOf<T, const W: usize> = <T as Space>::Cotangent<W>;

    impl<L: Linear, const W: usize> Space for Lanes<L, W> {
        type Tangent<const V: usize> = Lanes<Self, V>;
        type Cotangent<const V: usize> = Cotangent<Lanes<Self, V>>;
    }

    impl<T: Space, const N: usize> Space for [T; N] {
        type Tangent<const W: usize> = [T::Tangent<W>; N];
        type Cotangent<const W: usize> = [T::Cotangent<W>; N];
    }

    impl Space for () {
        type Tangent<const W: usize> = ();
        type Cotangent<const W: usize> = ();
    }

    pub struct SpaceOf<T>(PhantomData<fn() -> T>);

    impl<T: Space> SpaceOf<T> {
        #[inline(always)]
        pub fn zero<const W: usize>(&self) -> T::Tangent<W> {
            Vector::ZERO
        }
        #[inline(always)]
        pub fn cotangent<const W: usize>(&self) -> T::Cotangent<W> {
            Accumulate::new()
        }
        /// New: the space of the tangents.
        #[inline(always)]
        pub fn tangent<const W: usize>(&self) -> SpaceOf<T::Tangent<W>> {
            SpaceOf(PhantomData)
        }
    }

    #[inline(always)]
    pub fn space_of<T: Space>(_: &T) -> SpaceOf<T> {
        SpaceOf(PhantomData)
    }

    #[inline(always)]
    pub fn zero_like<T: Space, const W: usize>(_: &T) -> T::Tangent<W> {
        Vector::ZERO
    }

    #[inline(always)]
    pub fn zero<V: Vector>() -> V {
        V::ZERO
    }

    #[inline(always)]
    pub fn add_to<V: Vector>(target: &mut V, value: V) {
        target.accumulate(value);
    }

    #[inline(always)]
    pub fn accumulate<A: Accumulate>(target: &A, value: A::Value) {
        target.add(value);
    }

    #[inline(always)]
    pub fn get<A: Accumulate>(target: &A) -> A::Value {
        target.get()
    }

    #[inline(always)]
    pub fn take<A: Accumulate>(target: &A) -> A::Value {
        target.take()
    }

    /// As it is; new are tangents among the residuals.
    pub trait Residual: Sized {
        const EMPTY: Self;
    }

    impl<L: Vector, const W: usize> Residual for Lanes<L, W> {
        const EMPTY: Self = Vector::ZERO;
    }

    impl<A: Residual, B: Residual> Residual for (A, B) {
        const EMPTY: Self = (A::EMPTY, B::EMPTY);
    }

    impl<R> Residual for Option<R> {
        const EMPTY: Self = None;
    }

    #[inline(always)]
    pub fn fixed_trace<R: Residual, const N: usize>() -> [R; N] {
        [const { R::EMPTY }; N]
    }

    /// As it is.
    pub struct Trace<R>(Vec<R>);

    impl<R: Residual> Trace<R> {
        pub fn new() -> Self {
            Trace(Vec::new())
        }
        pub fn extend(&mut self, count: usize) -> &mut [R] {
            let start = self.0.len();
            self.0.resize_with(start + count, || R::EMPTY);
            &mut self.0[start..]
        }
        pub fn cursor(&self) -> usize {
            self.0.len()
        }
        pub fn segment(&self, cursor: &mut usize, count: usize) -> &[R] {
            let end = *cursor;
            *cursor = end - count;
            &self.0[*cursor..end]
        }
    }
}

/// Lanes of numbers that do not repeat.
fn spread<const W: usize>(seed: usize) -> Lanes<f64, W> {
    Lanes(from_fn(|lane| ((seed * 7 + lane * 3 + 1) as f64 * 0.618_033_988_75).fract() - 0.4))
}

/// The same, nested.
fn spread_twice<const W: usize, const V: usize>(seed: usize) -> Lanes<Lanes<f64, W>, V> {
    Lanes(from_fn(|lane| spread(seed + 11 * (lane + 1))))
}

/// The unit vector of lane `lane` where `index` is `first + lane`.
fn unit<const V: usize>(index: usize, first: usize) -> Lanes<f64, V> {
    Lanes(from_fn(|lane| if index == first + lane { 1.0 } else { 0.0 }))
}

#[track_caller]
fn assert_close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * (1.0 + expected.abs()), "{found} instead of {expected}");
}

/// A number that moves by `first` along one direction and by `second` along another.
fn hyper(value: f64, first: f64, second: f64) -> HyperDual64 {
    HyperDual64::new(value, first, second, 0.0)
}

// A loop with carried state that writes array elements.

#[differentiable]
fn recurrence(x: &[f64], y: &mut [f64]) {
    let mut state = 1.0;
    for i in 0..x.len() {
        state = state * x[i] + 0.5;
        y[i] = state.sin();
    }
}

impl recurrence {
    #[inline]
    pub fn __pullback_tangent<const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        _: (Sweep<V, DOTS>, Sweep<W, BARS>),
        x: &[f64],
        y: &mut [f64],
        x_dot: Option<&[Tangent<f64, V>]>,
        y_dot: &mut [Tangent<f64, V>],
    ) -> (
        (),
        Tangent<(), V>,
        impl Fn(
            &[f64],
            Option<&[CotangentOf<f64, W>]>,
            &[CotangentOf<f64, W>],
            Tangent<(), W>,
            Option<&[Tangent<f64, V>]>,
            Option<&[CotangentOf<Tangent<f64, W>, V>]>,
            &[CotangentOf<Tangent<f64, W>, V>],
            Tangent<Tangent<(), W>, V>,
        ) -> ((), ())
        + use<V, DOTS, W, BARS>,
    ) {
        use crate::runtime as jac;
        let x_dot = x_dot.unwrap_or_default();
        let mut trace = jac::Trace::new();
        let state = 1.0;
        let value = x.len();
        let mut state_3 = state;
        let mut state_3_dot = jac::zero_like::<_, V>(&state);
        let count = jac::trip_count(&(0..value));
        for (i, slot) in (0..value).zip(trace.extend(count)) {
            let state_1 = state_3;
            let state_1_dot = state_3_dot;
            let element = x[i];
            let state_2 = state_1 * element + 0.5;
            let state_2_dot = (if DOTS & 1 != 0 { state_1_dot * element } else { jac::zero() })
                + (if DOTS & 1 != 0 { x_dot[i] * state_1 } else { jac::zero() });
            y_dot[i] = if DOTS & 1 != 0 { state_2_dot * jac::cos(state_2) } else { jac::zero() };
            y[i] = state_2.sin();
            state_3 = state_2;
            state_3_dot = state_2_dot;
            *slot = (state_1, state_1_dot);
        }
        let state_3_space = jac::space_of(&state_3);
        (
            (),
            (),
            move |x: &[f64],
                  x_bar: Option<&[CotangentOf<f64, W>]>,
                  y_bar: &[CotangentOf<f64, W>],
                  result_bar: Tangent<(), W>,
                  x_dot: Option<&[Tangent<f64, V>]>,
                  x_bar_dot: Option<&[CotangentOf<Tangent<f64, W>, V>]>,
                  y_bar_dot: &[CotangentOf<Tangent<f64, W>, V>],
                  result_bar_dot: Tangent<Tangent<(), W>, V>| {
                let mut cursor = trace.cursor();
                let x_bar = x_bar.unwrap_or_default();
                let x_dot = x_dot.unwrap_or_default();
                let x_bar_dot = x_bar_dot.unwrap_or_default();
                let mut state_3_bar = state_3_space.zero::<W>();
                let mut state_3_bar_dot = state_3_space.tangent::<W>().zero::<V>();
                let count = jac::trip_count(&(0..value));
                for (i, slot) in (0..value).rev().zip(trace.segment(&mut cursor, count).iter().rev()) {
                    let &(state_1, state_1_dot) = slot;
                    let element = x[i];
                    let element_dot = if DOTS & 1 != 0 { x_dot[i] } else { jac::zero() };
                    let state_2 = state_1 * element + 0.5;
                    let state_2_dot = (if DOTS & 1 != 0 { state_1_dot * element } else { jac::zero() })
                        + (if DOTS & 1 != 0 { element_dot * state_1 } else { jac::zero() });
                    let mut state_2_bar = state_3_bar;
                    let mut state_2_bar_dot = state_3_bar_dot;
                    let sin_1_bar = jac::take(&y_bar[i]);
                    let sin_1_bar_dot = jac::take(&y_bar_dot[i]);
                    if BARS & 1 != 0 {
                        let partial = jac::cos(state_2);
                        let partial_dot = if DOTS & 1 != 0 { state_2_dot * -jac::sin(state_2) } else { jac::zero() };
                        jac::add_to(
                            &mut state_2_bar_dot,
                            sin_1_bar_dot * partial + jac::each(partial_dot, |partial| sin_1_bar * partial),
                        );
                        jac::add_to(&mut state_2_bar, sin_1_bar * partial);
                    }
                    let product_bar = state_2_bar;
                    let product_bar_dot = state_2_bar_dot;
                    state_3_bar_dot = if BARS & 1 != 0 {
                        product_bar_dot * element
                            + (if DOTS & 1 != 0 {
                                jac::each(element_dot, |element| product_bar * element)
                            } else {
                                jac::zero()
                            })
                    } else {
                        jac::zero()
                    };
                    state_3_bar = if BARS & 1 != 0 { product_bar * element } else { jac::zero() };
                    let element_bar_dot = if BARS & 1 != 0 {
                        product_bar_dot * state_1
                            + (if DOTS & 1 != 0 {
                                jac::each(state_1_dot, |state_1| product_bar * state_1)
                            } else {
                                jac::zero()
                            })
                    } else {
                        jac::zero()
                    };
                    let element_bar = if BARS & 1 != 0 { product_bar * state_1 } else { jac::zero() };
                    if BARS & 1 != 0 {
                        jac::accumulate(&x_bar_dot[i], element_bar_dot);
                        jac::accumulate(&x_bar[i], element_bar);
                    }
                }
                ((), ())
            },
        )
    }
}

fn recurrence_twin(x: &[HyperDual64]) -> Vec<HyperDual64> {
    let mut state = HyperDual64::from(1.0);
    x.iter()
        .map(|x| {
            state = state * *x + 0.5;
            state.sin()
        })
        .collect()
}

const X: [f64; 5] = [0.9, -1.3, 0.4, 1.7, -0.6];

/// `Σⱼ y_barⱼ yⱼ` with its derivatives along `(x_dot, y_bar_dot)` and along element `i` of `x`.
fn recurrence_reference(x_dot: &[f64], y_bar: &[f64], y_bar_dot: &[f64], i: usize) -> HyperDual64 {
    let x: Vec<_> = (0..5).map(|k| hyper(X[k], x_dot[k], if k == i { 1.0 } else { 0.0 })).collect();
    let y = recurrence_twin(&x);
    (0..5).map(|j| y[j] * hyper(y_bar[j], y_bar_dot[j], 0.0)).sum()
}

/// The cotangent of `x`, and its tangent, by one call of the pullback.
fn recurrence_sweep<const V: usize, const DOTS: u128, const W: usize>(
    x_dot: [Lanes<f64, V>; 5],
    y_bar: [Lanes<f64, W>; 5],
    y_bar_dot: [Lanes<Lanes<f64, W>, V>; 5],
) -> ([f64; 5], [Lanes<f64, V>; 5], [Lanes<f64, W>; 5], [Lanes<Lanes<f64, W>, V>; 5]) {
    use runtime::{Accumulate, Vector, get, zero};
    let (mut y, mut y_dot) = ([0.0; 5], zero::<[_; 5]>());
    let x_dot = (DOTS & 1 != 0).then_some(&x_dot[..]);
    let sweep = (Sweep::<V, DOTS>, Sweep::<W, 3>);
    let ((), (), pullback) = recurrence::__pullback_tangent(sweep, &X, &mut y, x_dot, &mut y_dot);
    let x_bar: [Cotangent<_>; 5] = Accumulate::new();
    let x_bar_dot: [Cotangent<_>; 5] = Accumulate::new();
    let y_cells: [Cotangent<_>; 5] = Accumulate::new();
    let y_cells_dot: [Cotangent<_>; 5] = Accumulate::new();
    y_cells.add(y_bar);
    y_cells_dot.add(y_bar_dot);
    pullback(&X, Some(&x_bar), &y_cells, (), x_dot, Some(&x_bar_dot), &y_cells_dot, ());
    // They were overwritten: nothing flows back to their initial values.
    assert_eq!(get(&y_cells), [Vector::ZERO; 5]);
    assert_eq!(get(&y_cells_dot), [Vector::ZERO; 5]);
    (y, y_dot, get(&x_bar), get(&x_bar_dot))
}

fn recurrence_at<const V: usize, const W: usize>() {
    let x_dot: [Lanes<f64, V>; 5] = from_fn(spread);
    let y_bar: [Lanes<f64, W>; 5] = from_fn(|j| spread(j + 20));
    let y_bar_dot: [Lanes<Lanes<f64, W>, V>; 5] = from_fn(|j| spread_twice(j + 40));
    let (y, y_dot, x_bar, x_bar_dot) = recurrence_sweep::<V, 3, W>(x_dot, y_bar, y_bar_dot);
    for v in 0..V {
        let x_dot = x_dot.map(|lanes| lanes.0[v]);
        let (value, tangent) = recurrence::jvp(&X, &mut [0.0; 5], x_dot, [0.0; 5]);
        assert_eq!((&y[..], &y_dot.map(|lanes| lanes.0[v])[..]), (&value[..], &tangent[..]));
        for w in 0..W {
            let y_bar = y_bar.map(|lanes| lanes.0[w]);
            let y_bar_dot = y_bar_dot.map(|lanes| lanes.0[v].0[w]);
            let gradient = |step: f64| {
                let x: [f64; 5] = from_fn(|k| X[k] + step * x_dot[k]);
                let y_bar: [f64; 5] = from_fn(|j| y_bar[j] + step * y_bar_dot[j]);
                recurrence::vjp(&x, &mut [0.0; 5], y_bar.to_vec()).1.0
            };
            assert_eq!(x_bar.map(|lanes| lanes.0[w])[..], gradient(0.0)[..]);
            let (above, below) = (gradient(1e-5), gradient(-1e-5));
            for i in 0..5 {
                let found = x_bar_dot[i].0[v].0[w];
                assert_close(found, recurrence_reference(&x_dot, &y_bar, &y_bar_dot, i).eps1eps2, 1e-13);
                assert_close(found, (above[i] - below[i]) / 2e-5, 1e-8);
            }
        }
    }
}

#[test]
fn the_tangent_of_a_reversed_loop_is_a_product_with_the_hessian() {
    recurrence_at::<1, 1>();
    recurrence_at::<4, 1>();
    recurrence_at::<2, 3>();
}

/// `V` columns in a sweep, for `W` outputs.
fn recurrence_hessians<const V: usize, const W: usize>() -> [[[f64; 5]; 5]; W] {
    let mut hessians = [[[0.0; 5]; 5]; W];
    let y_bar = from_fn(|j| unit(j, 1));
    for first in (0..5).step_by(V) {
        let (.., x_bar_dot) = recurrence_sweep::<V, 1, W>(from_fn(|k| unit(k, first)), y_bar, runtime::zero());
        for (i, lanes) in x_bar_dot.into_iter().enumerate() {
            for v in 0..V.min(5 - first) {
                for w in 0..W {
                    hessians[w][i][first + v] = lanes.0[v].0[w];
                }
            }
        }
    }
    hessians
}

#[test]
fn hessians_of_a_loop_are_symmetric_and_do_not_depend_on_the_number_of_lanes() {
    let hessians = recurrence_hessians::<2, 3>();
    for hessian in hessians {
        for i in 0..5 {
            for k in 0..5 {
                assert_close(hessian[i][k], hessian[k][i], 1e-14);
            }
        }
    }
    assert_eq!(recurrence_hessians::<1, 1>()[0], hessians[0]);
    assert_eq!(recurrence_hessians::<4, 1>()[0], hessians[0]);
    // The second output does not depend on the later inputs, and is affine in none of the first two.
    assert_eq!(hessians[0][4], [0.0; 5]);
    assert_ne!(hessians[0][0][1], 0.0);
}

#[test]
fn an_input_that_is_held_constant_needs_no_tangent() {
    let y_bar_dot: [Lanes<Lanes<f64, 3>, 2>; 5] = from_fn(spread_twice);
    let (_, y_dot, _, x_bar_dot) = recurrence_sweep::<2, 2, 3>(runtime::zero(), runtime::zero(), y_bar_dot);
    assert_eq!(y_dot, [Lanes([0.0; 2]); 5]);
    for v in 0..2 {
        for w in 0..3 {
            let seed = y_bar_dot.map(|lanes| lanes.0[v].0[w]);
            let (_, (expected, _)) = recurrence::vjp(&X, &mut [0.0; 5], seed.to_vec());
            assert_eq!(x_bar_dot.map(|lanes| lanes.0[v].0[w])[..], expected[..]);
        }
    }
}

// A workspace passed down two calls.

#[differentiable]
fn square_all(x: &[f64; 3], work: &mut [f64; 3]) {
    for i in 0..3 {
        work[i] += x[i] * x[i];
    }
}

#[differentiable]
fn accumulate(x: &[f64; 3], work: &mut [f64; 3]) -> f64 {
    square_all(x, work);
    work[0] * work[1] + work[2]
}

#[differentiable]
fn workspace(x: [f64; 3]) -> f64 {
    let mut work = [1.0; 3];
    let first = accumulate(&x, &mut work);
    first * accumulate(&x, &mut work)
}

impl square_all {
    #[inline]
    pub fn __pullback_tangent<const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        _: (Sweep<V, DOTS>, Sweep<W, BARS>),
        x: &[f64; 3],
        work: &mut [f64; 3],
        x_dot: Option<&Tangent<[f64; 3], V>>,
        work_dot: &mut Tangent<[f64; 3], V>,
    ) -> (
        (),
        Tangent<(), V>,
        impl Fn(
            &[f64; 3],
            Option<&CotangentOf<[f64; 3], W>>,
            &CotangentOf<[f64; 3], W>,
            Tangent<(), W>,
            Option<&Tangent<[f64; 3], V>>,
            Option<&CotangentOf<Tangent<[f64; 3], W>, V>>,
            &CotangentOf<Tangent<[f64; 3], W>, V>,
            Tangent<Tangent<(), W>, V>,
        ) -> ((), ())
        + use<V, DOTS, W, BARS>,
    ) {
        use crate::runtime as jac;
        let x_dot_absent = jac::zero_like::<_, V>(x);
        let x_dot = x_dot.unwrap_or(&x_dot_absent);
        for i in 0..3 {
            let element = x[i];
            let element_1 = x[i];
            work_dot[i] += (if DOTS & 1 != 0 { x_dot[i] * element_1 } else { jac::zero() })
                + (if DOTS & 1 != 0 { x_dot[i] * element } else { jac::zero() });
            work[i] += element * element_1;
        }
        (
            (),
            (),
            move |x: &[f64; 3],
                  x_bar: Option<&CotangentOf<[f64; 3], W>>,
                  work_bar: &CotangentOf<[f64; 3], W>,
                  result_bar: Tangent<(), W>,
                  x_dot: Option<&Tangent<[f64; 3], V>>,
                  x_bar_dot: Option<&CotangentOf<Tangent<[f64; 3], W>, V>>,
                  work_bar_dot: &CotangentOf<Tangent<[f64; 3], W>, V>,
                  result_bar_dot: Tangent<Tangent<(), W>, V>| {
                let x_dot_absent = jac::zero_like::<_, V>(x);
                let x_dot = x_dot.unwrap_or(&x_dot_absent);
                let x_bar_absent = jac::space_of(x).cotangent::<W>();
                let x_bar = x_bar.unwrap_or(&x_bar_absent);
                let x_bar_dot_absent = jac::space_of(x).tangent::<W>().cotangent::<V>();
                let x_bar_dot = x_bar_dot.unwrap_or(&x_bar_dot_absent);
                for i in (0..3).rev() {
                    let product_bar = jac::get(&work_bar[i]);
                    let product_bar_dot = jac::get(&work_bar_dot[i]);
                    let element_bar_dot = if BARS & 1 != 0 {
                        product_bar_dot * x[i]
                            + (if DOTS & 1 != 0 {
                                jac::each(x_dot[i], |element_1| product_bar * element_1)
                            } else {
                                jac::zero()
                            })
                    } else {
                        jac::zero()
                    };
                    let element_bar = if BARS & 1 != 0 { product_bar * x[i] } else { jac::zero() };
                    let element_1_bar_dot = if BARS & 1 != 0 {
                        product_bar_dot * x[i]
                            + (if DOTS & 1 != 0 {
                                jac::each(x_dot[i], |element| product_bar * element)
                            } else {
                                jac::zero()
                            })
                    } else {
                        jac::zero()
                    };
                    let element_1_bar = if BARS & 1 != 0 { product_bar * x[i] } else { jac::zero() };
                    if BARS & 1 != 0 {
                        jac::accumulate(&x_bar_dot[i], element_1_bar_dot);
                        jac::accumulate(&x_bar[i], element_1_bar);
                    }
                    if BARS & 1 != 0 {
                        jac::accumulate(&x_bar_dot[i], element_bar_dot);
                        jac::accumulate(&x_bar[i], element_bar);
                    }
                }
                ((), ())
            },
        )
    }
}

impl accumulate {
    #[inline]
    pub fn __pullback_tangent<const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        _: (Sweep<V, DOTS>, Sweep<W, BARS>),
        x: &[f64; 3],
        work: &mut [f64; 3],
        x_dot: Option<&Tangent<[f64; 3], V>>,
        work_dot: &mut Tangent<[f64; 3], V>,
    ) -> (
        f64,
        Tangent<f64, V>,
        impl Fn(
            &[f64; 3],
            Option<&CotangentOf<[f64; 3], W>>,
            &CotangentOf<[f64; 3], W>,
            Tangent<f64, W>,
            Option<&Tangent<[f64; 3], V>>,
            Option<&CotangentOf<Tangent<[f64; 3], W>, V>>,
            &CotangentOf<Tangent<[f64; 3], W>, V>,
            Tangent<Tangent<f64, W>, V>,
        ) -> ((), ())
        + use<V, DOTS, W, BARS>,
    ) {
        use crate::runtime as jac;
        let x_dot_absent = jac::zero_like::<_, V>(x);
        let x_dot = x_dot.unwrap_or(&x_dot_absent);
        let (square_all_value, square_all_value_dot, square_all_value_pullback) = <square_all>::__pullback_tangent(
            (jac::Sweep::<V, 3>, jac::Sweep::<W, 3>),
            x,
            work,
            if DOTS & 1 != 0 { Some(x_dot) } else { None },
            work_dot,
        );
        let element = work[0];
        let element_dot = work_dot[0];
        let element_1 = work[1];
        let element_1_dot = work_dot[1];
        (
            element * element_1 + work[2],
            element_dot * element_1 + element_1_dot * element + work_dot[2],
            move |x: &[f64; 3],
                  x_bar: Option<&CotangentOf<[f64; 3], W>>,
                  work_bar: &CotangentOf<[f64; 3], W>,
                  result_bar: Tangent<f64, W>,
                  x_dot: Option<&Tangent<[f64; 3], V>>,
                  x_bar_dot: Option<&CotangentOf<Tangent<[f64; 3], W>, V>>,
                  work_bar_dot: &CotangentOf<Tangent<[f64; 3], W>, V>,
                  result_bar_dot: Tangent<Tangent<f64, W>, V>| {
                let x_dot_absent = jac::zero_like::<_, V>(x);
                let x_dot = x_dot.unwrap_or(&x_dot_absent);
                let x_bar_absent = jac::space_of(x).cotangent::<W>();
                let x_bar = x_bar.unwrap_or(&x_bar_absent);
                let x_bar_dot_absent = jac::space_of(x).tangent::<W>().cotangent::<V>();
                let x_bar_dot = x_bar_dot.unwrap_or(&x_bar_dot_absent);
                let sum_bar = result_bar;
                let sum_bar_dot = result_bar_dot;
                let product_bar = sum_bar;
                let product_bar_dot = sum_bar_dot;
                jac::accumulate(&work_bar_dot[2], sum_bar_dot);
                jac::accumulate(&work_bar[2], sum_bar);
                jac::accumulate(
                    &work_bar_dot[1],
                    product_bar_dot * element + jac::each(element_dot, |element| product_bar * element),
                );
                jac::accumulate(&work_bar[1], product_bar * element);
                jac::accumulate(
                    &work_bar_dot[0],
                    product_bar_dot * element_1 + jac::each(element_1_dot, |element_1| product_bar * element_1),
                );
                jac::accumulate(&work_bar[0], product_bar * element_1);
                square_all_value_pullback(
                    x,
                    if BARS & 1 != 0 { Some(x_bar) } else { None },
                    work_bar,
                    jac::zero(),
                    if DOTS & 1 != 0 { Some(x_dot) } else { None },
                    if BARS & 1 != 0 { Some(x_bar_dot) } else { None },
                    work_bar_dot,
                    jac::zero(),
                );
                ((), ())
            },
        )
    }
}

impl workspace {
    #[inline]
    pub fn __pullback_tangent<const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        _: (Sweep<V, DOTS>, Sweep<W, BARS>),
        x: [f64; 3],
        x_dot: Tangent<[f64; 3], V>,
    ) -> (
        f64,
        Tangent<f64, V>,
        impl Fn(
            Tangent<f64, W>,
            Tangent<Tangent<f64, W>, V>,
        ) -> ((Tangent<[f64; 3], W>,), (Tangent<Tangent<[f64; 3], W>, V>,))
        + use<V, DOTS, W, BARS>,
    ) {
        use crate::runtime as jac;
        let x_space = jac::space_of(&x);
        let mut work = [1.0; 3];
        let mut work_dot = jac::zero_like::<_, V>(&work);
        let work_space = jac::space_of(&work);
        let (first, first_dot, first_pullback) = <accumulate>::__pullback_tangent(
            (jac::Sweep::<V, 3>, jac::Sweep::<W, 3>),
            &x,
            &mut work,
            Some(&x_dot),
            &mut work_dot,
        );
        let (accumulate_value_1, accumulate_value_1_dot, accumulate_value_1_pullback) =
            <accumulate>::__pullback_tangent(
                (jac::Sweep::<V, 3>, jac::Sweep::<W, 3>),
                &x,
                &mut work,
                Some(&x_dot),
                &mut work_dot,
            );
        (
            first * accumulate_value_1,
            first_dot * accumulate_value_1 + accumulate_value_1_dot * first,
            move |result_bar: Tangent<f64, W>, result_bar_dot: Tangent<Tangent<f64, W>, V>| {
                let x_bar = x_space.cotangent::<W>();
                let x_bar_dot = x_space.tangent::<W>().cotangent::<V>();
                let work_bar = work_space.cotangent::<W>();
                let work_bar_dot = work_space.tangent::<W>().cotangent::<V>();
                let product_bar = result_bar;
                let product_bar_dot = result_bar_dot;
                let first_bar = product_bar * accumulate_value_1;
                let first_bar_dot = product_bar_dot * accumulate_value_1
                    + jac::each(accumulate_value_1_dot, |accumulate_value_1| product_bar * accumulate_value_1);
                let accumulate_value_1_bar = product_bar * first;
                let accumulate_value_1_bar_dot =
                    product_bar_dot * first + jac::each(first_dot, |first| product_bar * first);
                accumulate_value_1_pullback(
                    &x,
                    Some(&x_bar),
                    &work_bar,
                    accumulate_value_1_bar,
                    Some(&x_dot),
                    Some(&x_bar_dot),
                    &work_bar_dot,
                    accumulate_value_1_bar_dot,
                );
                first_pullback(
                    &x,
                    Some(&x_bar),
                    &work_bar,
                    first_bar,
                    Some(&x_dot),
                    Some(&x_bar_dot),
                    &work_bar_dot,
                    first_bar_dot,
                );
                ((jac::get(&x_bar),), (jac::get(&x_bar_dot),))
            },
        )
    }
}

fn workspace_twin(x: [HyperDual64; 3]) -> HyperDual64 {
    let mut work = [HyperDual64::from(1.0); 3];
    let mut product = HyperDual64::from(1.0);
    for _ in 0..2 {
        for i in 0..3 {
            work[i] += x[i] * x[i];
        }
        product *= work[0] * work[1] + work[2];
    }
    product
}

const Z: [f64; 3] = [0.7, -1.2, 1.9];

fn workspace_at<const V: usize, const W: usize>() {
    let x_dot: [Lanes<f64, V>; 3] = from_fn(spread);
    let (result_bar, result_bar_dot): (Lanes<f64, W>, Lanes<Lanes<f64, W>, V>) = (spread(20), spread_twice(40));
    let sweep = (Sweep::<V, 1>, Sweep::<W, 1>);
    let (value, value_dot, pullback) = workspace::__pullback_tangent(sweep, Z, x_dot);
    let ((x_bar,), (x_bar_dot,)) = pullback(result_bar, result_bar_dot);
    for v in 0..V {
        let x_dot = x_dot.map(|lanes| lanes.0[v]);
        assert_eq!((value, value_dot.0[v]), workspace::jvp(Z, x_dot));
        for w in 0..W {
            let (result_bar, result_bar_dot) = (result_bar.0[w], result_bar_dot.0[v].0[w]);
            let gradient =
                |step: f64| workspace::vjp(from_fn(|k| Z[k] + step * x_dot[k]), result_bar + step * result_bar_dot).1;
            assert_eq!(x_bar.map(|lanes| lanes.0[w]), gradient(0.0));
            let (above, below) = (gradient(1e-5), gradient(-1e-5));
            for i in 0..3 {
                let x = from_fn(|k| hyper(Z[k], x_dot[k], if k == i { 1.0 } else { 0.0 }));
                let expected = workspace_twin(x) * hyper(result_bar, result_bar_dot, 0.0);
                assert_close(x_bar_dot[i].0[v].0[w], expected.eps1eps2, 1e-13);
                assert_close(x_bar_dot[i].0[v].0[w], (above[i] - below[i]) / 2e-5, 1e-8);
            }
        }
    }
}

#[test]
fn pullbacks_of_callees_have_tangents() {
    workspace_at::<1, 1>();
    workspace_at::<4, 1>();
    workspace_at::<2, 3>();
}

#[test]
fn the_hessian_of_a_function_that_calls_is_symmetric() {
    let sweep = (Sweep::<3, 1>, Sweep::<1, 1>);
    let (_, gradient, pullback) = workspace::__pullback_tangent(sweep, Z, from_fn(|k| unit(k, 0)));
    let ((x_bar,), (x_bar_dot,)) = pullback(Lanes([1.0]), runtime::zero());
    for i in 0..3 {
        assert_close(gradient.0[i], x_bar[i].0[0], 1e-14);
        for k in 0..3 {
            assert_close(x_bar_dot[i].0[k].0[0], x_bar_dot[k].0[i].0[0], 1e-14);
        }
    }
}

#[test]
fn order_two_of_a_fixed_size_function_does_not_allocate() {
    let (count, _) = allocations(|| {
        let sweep = (Sweep::<2, 1>, Sweep::<3, 1>);
        let (_, _, pullback) = workspace::__pullback_tangent(sweep, Z, from_fn(spread));
        std::hint::black_box((pullback(spread(5), spread_twice(7)), pullback(spread(6), spread_twice(8))))
    });
    assert_eq!(count, 0);
}

// A loop that calls: pullbacks among the residuals, wrapped in an `Option`.

#[differentiable]
fn twist(x: f64, y: f64) -> f64 {
    x * y.sin()
}

#[differentiable]
fn twists(x: [f64; 2]) -> f64 {
    let mut state = x[0];
    for _ in 0..3 {
        state = twist(x[1], state);
    }
    state
}

impl twist {
    #[inline]
    pub fn __pullback_tangent<const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        _: (Sweep<V, DOTS>, Sweep<W, BARS>),
        x: f64,
        y: f64,
        x_dot: Tangent<f64, V>,
        y_dot: Tangent<f64, V>,
    ) -> (
        f64,
        Tangent<f64, V>,
        impl Fn(
            Tangent<f64, W>,
            Tangent<Tangent<f64, W>, V>,
        ) -> ((Tangent<f64, W>, Tangent<f64, W>), (Tangent<Tangent<f64, W>, V>, Tangent<Tangent<f64, W>, V>))
        + use<V, DOTS, W, BARS>,
    ) {
        use crate::runtime as jac;
        let sin_1 = y.sin();
        let sin_1_dot = if DOTS & 2 != 0 { y_dot * jac::cos(y) } else { jac::zero() };
        (
            x * sin_1,
            (if DOTS & 1 != 0 { x_dot * sin_1 } else { jac::zero() })
                + (if DOTS & 2 != 0 { sin_1_dot * x } else { jac::zero() }),
            move |result_bar: Tangent<f64, W>, result_bar_dot: Tangent<Tangent<f64, W>, V>| {
                let product_bar = result_bar;
                let product_bar_dot = result_bar_dot;
                let x_bar_dot = if BARS & 1 != 0 {
                    product_bar_dot * sin_1
                        + (if DOTS & 2 != 0 { jac::each(sin_1_dot, |sin_1| product_bar * sin_1) } else { jac::zero() })
                } else {
                    jac::zero()
                };
                let x_bar = if BARS & 1 != 0 { product_bar * sin_1 } else { jac::zero() };
                let sin_1_bar_dot = if BARS & 2 != 0 {
                    product_bar_dot * x
                        + (if DOTS & 1 != 0 { jac::each(x_dot, |x| product_bar * x) } else { jac::zero() })
                } else {
                    jac::zero()
                };
                let sin_1_bar = if BARS & 2 != 0 { product_bar * x } else { jac::zero() };
                let partial = jac::cos(y);
                let partial_dot = if DOTS & 2 != 0 { y_dot * -jac::sin(y) } else { jac::zero() };
                let y_bar_dot = if BARS & 2 != 0 {
                    sin_1_bar_dot * partial
                        + (if DOTS & 2 != 0 {
                            jac::each(partial_dot, |partial| sin_1_bar * partial)
                        } else {
                            jac::zero()
                        })
                } else {
                    jac::zero()
                };
                let y_bar = if BARS & 2 != 0 { sin_1_bar * partial } else { jac::zero() };
                ((x_bar, y_bar), (x_bar_dot, y_bar_dot))
            },
        )
    }
}

impl twists {
    #[inline]
    pub fn __pullback_tangent<const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        _: (Sweep<V, DOTS>, Sweep<W, BARS>),
        x: [f64; 2],
        x_dot: Tangent<[f64; 2], V>,
    ) -> (
        f64,
        Tangent<f64, V>,
        impl Fn(
            Tangent<f64, W>,
            Tangent<Tangent<f64, W>, V>,
        ) -> ((Tangent<[f64; 2], W>,), (Tangent<Tangent<[f64; 2], W>, V>,))
        + use<V, DOTS, W, BARS>,
    ) {
        use crate::runtime as jac;
        let x_space = jac::space_of(&x);
        let mut trace = jac::fixed_trace::<_, 3>();
        let state = x[0];
        let state_dot = x_dot[0];
        let mut state_2 = state;
        let mut state_2_dot = state_dot;
        for (_, slot) in (0..3).zip(trace.iter_mut()) {
            let state_1 = state_2;
            let state_1_dot = state_2_dot;
            let element = x[1];
            let element_dot = x_dot[1];
            let (twist_value, twist_value_dot, twist_value_pullback) = <twist>::__pullback_tangent(
                (jac::Sweep::<V, 3>, jac::Sweep::<W, 3>),
                element,
                state_1,
                element_dot,
                state_1_dot,
            );
            state_2 = twist_value;
            state_2_dot = twist_value_dot;
            *slot = Some(twist_value_pullback);
        }
        (state_2, state_2_dot, move |result_bar: Tangent<f64, W>, result_bar_dot: Tangent<Tangent<f64, W>, V>| {
            let x_bar = x_space.cotangent::<W>();
            let x_bar_dot = x_space.tangent::<W>().cotangent::<V>();
            let mut state_2_bar = result_bar;
            let mut state_2_bar_dot = result_bar_dot;
            for (_, slot) in (0..3).rev().zip(trace.iter().rev()) {
                let twist_value_pullback = slot;
                let twist_value_bar = state_2_bar;
                let twist_value_bar_dot = state_2_bar_dot;
                let (
                    (element_contribution, state_1_contribution),
                    (element_contribution_dot, state_1_contribution_dot),
                ) = twist_value_pullback
                    .as_ref()
                    .map_or_else(jac::zero, |pullback| pullback(twist_value_bar, twist_value_bar_dot));
                state_2_bar = state_1_contribution;
                state_2_bar_dot = state_1_contribution_dot;
                jac::accumulate(&x_bar_dot[1], element_contribution_dot);
                jac::accumulate(&x_bar[1], element_contribution);
            }
            jac::accumulate(&x_bar_dot[0], state_2_bar_dot);
            jac::accumulate(&x_bar[0], state_2_bar);
            ((jac::get(&x_bar),), (jac::get(&x_bar_dot),))
        })
    }
}

#[test]
fn pullbacks_that_a_loop_records_have_tangents() {
    let x = [0.8, 1.7];
    let x_dot: [Lanes<f64, 2>; 2] = from_fn(spread);
    let (bar, bar_dot): (Lanes<f64, 3>, Lanes<Lanes<f64, 3>, 2>) = (spread(5), spread_twice(9));
    let sweep = (Sweep::<2, 1>, Sweep::<3, 1>);
    let (value, value_dot, pullback) = twists::__pullback_tangent(sweep, x, x_dot);
    let ((x_bar,), (x_bar_dot,)) = pullback(bar, bar_dot);
    for (v, w) in (0..6).map(|k| (k / 3, k % 3)) {
        assert_eq!((value, value_dot.0[v]), twists::jvp(x, x_dot.map(|lanes| lanes.0[v])));
        assert_eq!(x_bar.map(|lanes| lanes.0[w]), twists::vjp(x, bar.0[w]).1);
        for i in 0..2 {
            let x: [_; 2] = from_fn(|k| hyper(x[k], x_dot[k].0[v], if k == i { 1.0 } else { 0.0 }));
            let expected = (0..3).fold(x[0], |state, _| x[1] * state.sin()) * hyper(bar.0[w], bar_dot.0[v].0[w], 0.0);
            assert_close(x_bar_dot[i].0[v].0[w], expected.eps1eps2, 1e-14);
        }
    }
}

// Order three, of a product and a sine: each new order is one more level of lanes on the outside.

impl twist {
    /// `tangent(tangent(adjoint(f)))`, with `U`, `V` and `W` lanes. `_dash` is the tangent of the third order.
    #[allow(clippy::too_many_arguments)]
    pub fn __pullback_tangent_tangent<const U: usize, const V: usize, const W: usize>(
        _: (Sweep<U, 3>, Sweep<V, 3>, Sweep<W, 3>),
        x: f64,
        y: f64,
        x_dot: Tangent<f64, V>,
        y_dot: Tangent<f64, V>,
        x_dash: Tangent<f64, U>,
        y_dash: Tangent<f64, U>,
        x_dot_dash: Tangent<Tangent<f64, V>, U>,
        y_dot_dash: Tangent<Tangent<f64, V>, U>,
    ) -> (
        f64,
        Tangent<Tangent<f64, V>, U>,
        impl Fn(
            Tangent<f64, W>,
            Tangent<Tangent<f64, W>, V>,
            Tangent<Tangent<f64, W>, U>,
            Tangent<Tangent<Tangent<f64, W>, V>, U>,
        ) -> [Tangent<Tangent<Tangent<f64, W>, V>, U>; 2]
        + use<U, V, W>,
    ) {
        use crate::runtime as jac;
        let sin_1 = y.sin();
        let slope = jac::cos(y);
        let slope_dash = y_dash * -jac::sin(y);
        let sin_1_dash = y_dash * slope;
        let sin_1_dot = y_dot * slope;
        let sin_1_dot_dash = y_dot_dash * slope + jac::each(slope_dash, |slope| y_dot * slope);
        let result_dot_dash = x_dot_dash * sin_1
            + jac::each(sin_1_dash, |sin_1| x_dot * sin_1)
            + sin_1_dot_dash * x
            + jac::each(x_dash, |x| sin_1_dot * x);
        (
            x * sin_1,
            result_dot_dash,
            move |result_bar: Tangent<f64, W>,
                  result_bar_dot: Tangent<Tangent<f64, W>, V>,
                  result_bar_dash: Tangent<Tangent<f64, W>, U>,
                  result_bar_dot_dash: Tangent<Tangent<Tangent<f64, W>, V>, U>| {
                let x_bar_dot_dash = result_bar_dot_dash * sin_1
                    + jac::each(sin_1_dash, |sin_1| result_bar_dot * sin_1)
                    + jac::each(sin_1_dot_dash, |sin_1_dot| jac::each(sin_1_dot, |sin_1| result_bar * sin_1))
                    + jac::each(result_bar_dash, |result_bar| jac::each(sin_1_dot, |sin_1| result_bar * sin_1));
                let sin_1_bar = result_bar * x;
                let sin_1_bar_dash = result_bar_dash * x + jac::each(x_dash, |x| result_bar * x);
                let sin_1_bar_dot = result_bar_dot * x + jac::each(x_dot, |x| result_bar * x);
                let sin_1_bar_dot_dash = result_bar_dot_dash * x
                    + jac::each(x_dash, |x| result_bar_dot * x)
                    + jac::each(x_dot_dash, |x_dot| jac::each(x_dot, |x| result_bar * x))
                    + jac::each(result_bar_dash, |result_bar| jac::each(x_dot, |x| result_bar * x));
                let partial = jac::cos(y);
                let partial_dash = y_dash * -jac::sin(y);
                let slope = -jac::sin(y);
                let slope_dash = y_dash * -jac::cos(y);
                let partial_dot = y_dot * slope;
                let partial_dot_dash = y_dot_dash * slope + jac::each(slope_dash, |slope| y_dot * slope);
                let y_bar_dot_dash = sin_1_bar_dot_dash * partial
                    + jac::each(partial_dash, |partial| sin_1_bar_dot * partial)
                    + jac::each(partial_dot_dash, |partial_dot| jac::each(partial_dot, |partial| sin_1_bar * partial))
                    + jac::each(sin_1_bar_dash, |sin_1_bar| jac::each(partial_dot, |partial| sin_1_bar * partial));
                [x_bar_dot_dash, y_bar_dot_dash]
            },
        )
    }
}

/// As many lanes at each order: types do not tell them apart.
#[test]
fn orders_compose_even_if_their_lanes_are_as_many() {
    let (x, y) = (1.3, 0.8);
    let [x_dot, y_dot, x_dash, y_dash]: [Lanes<f64, 2>; 4] = from_fn(spread);
    let [x_both, y_both, bar_dot, bar_dash]: [Lanes<Lanes<f64, 2>, 2>; 4] = from_fn(|k| spread_twice(k + 20));
    let bar: Lanes<f64, 2> = spread(70);
    let bar_both = Lanes::<Lanes<Lanes<f64, 2>, 2>, 2>(from_fn(|u| spread_twice(u + 80)));
    let sweep = (Sweep::<2, 3>, Sweep::<2, 3>, Sweep::<2, 3>);
    let (_, result, pullback) =
        twist::__pullback_tangent_tangent(sweep, x, y, x_dot, y_dot, x_dash, y_dash, x_both, y_both);
    let found = pullback(bar, bar_dot, bar_dash, bar_both);
    for (u, v, w) in (0..8).map(|k| (k / 4, k / 2 % 2, k % 2)) {
        // x + a·x_dot + b·x_dash + ab·x_both, and so on: the coefficient of ab in the gradient.
        let x = HyperDual64::new(x, x_dot.0[v], x_dash.0[u], x_both.0[u].0[v]);
        let y = HyperDual64::new(y, y_dot.0[v], y_dash.0[u], y_both.0[u].0[v]);
        let bar = HyperDual64::new(bar.0[w], bar_dot.0[v].0[w], bar_dash.0[u].0[w], bar_both.0[u].0[v].0[w]);
        assert_close(result.0[u].0[v], (x * y.sin()).eps1eps2, 1e-14);
        assert_close(found[0].0[u].0[v].0[w], (bar * y.sin()).eps1eps2, 1e-14);
        assert_close(found[1].0[u].0[v].0[w], (bar * x * y.cos()).eps1eps2, 1e-14);
    }
}
