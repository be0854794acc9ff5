//! The orders of derivatives above the first, for macros: what each adds to that below it.
//!
//! A derivative of order n has 2ⁿ⁻¹ versions of what it takes and gives: the value, its tangent of the second order, and of each further order the
//! tangents of all those before. They are named by the lanes of their tangents, the oldest order first: `[]`, `[V]`, `[U]`, `[V U]`. A version
//! of the order below stands beside its tangent of the new order.

/// The type of a vector of numbers with some lanes: `lanes!(F; V U)` is `Lanes<Lanes<F, V>, U>`.
macro_rules! lanes {
    ($number:ty;) => { $number };
    ($number:ty; $width:ident $($widths:ident)*) => { lanes!($crate::lanes::Lanes<$number, $width>; $($widths)*) };
}

/// `each_order!(macro rest)` calls `macro!(@order { .. } rest)` for the orders two, three and four, with the names of the functions of the order and
/// of the one below, the lanes that are new, the generic parameters, the sweeps, and the versions of values and cotangents: those of the
/// order below with their tangents, and all in order.
macro_rules! each_order {
    ($callback:ident $($rest:tt)*) => {
        $callback!(@order {
            names [pullback_tangent pullback OperatorPullbackTangent OperatorPullback pull_tangent pull __from_elem_pullback_tangent]
            new V
            generics [const V: usize, const DOTS: u128, const W: usize, const BARS: u128] [V, DOTS, W, BARS] [W, BARS] [V, W] [W]
            sweeps [(Sweep<V, DOTS>, Sweep<W, BARS>)] [(_, sweep)] [sweep]
            pairs [
                ((a0 b0 c0 d0 [] [W]) (a1 b1 c1 d1 [V] [W V]))
            ]
            all [
                (a0 b0 c0 d0 [] [W]) (a1 b1 c1 d1 [V] [W V])
            ]
        } $($rest)*);
        $callback!(@order {
            names [
                pullback_tangent_tangent pullback_tangent OperatorPullbackTangentTangent OperatorPullbackTangent
                pull_tangent_tangent pull_tangent __from_elem_pullback_tangent_tangent
            ]
            new U
            generics [const U: usize, const DASHES: u128, const V: usize, const DOTS: u128, const W: usize, const BARS: u128]
                [U, DASHES, V, DOTS, W, BARS] [V, DOTS, W, BARS] [U, V, W] [V, W]
            sweeps [(Sweep<U, DASHES>, Sweep<V, DOTS>, Sweep<W, BARS>)] [(_, second, first)] [(second, first)]
            pairs [
                ((a0 b0 c0 d0 [] [W]) (a2 b2 c2 d2 [U] [W U])) ((a1 b1 c1 d1 [V] [W V]) (a3 b3 c3 d3 [V U] [W V U]))
            ]
            all [
                (a0 b0 c0 d0 [] [W]) (a1 b1 c1 d1 [V] [W V]) (a2 b2 c2 d2 [U] [W U])
                (a3 b3 c3 d3 [V U] [W V U])
            ]
        } $($rest)*);
        $callback!(@order {
            names [
                pullback_tangent_tangent_tangent pullback_tangent_tangent OperatorPullbackTangentTangentTangent
                OperatorPullbackTangentTangent pull_tangent_tangent_tangent pull_tangent_tangent __from_elem_pullback_tangent_tangent_tangent
            ]
            new T
            generics [
                const T: usize, const STROKES: u128, const U: usize, const DASHES: u128, const V: usize, const DOTS: u128, const W: usize,
                const BARS: u128
            ] [T, STROKES, U, DASHES, V, DOTS, W, BARS] [U, DASHES, V, DOTS, W, BARS] [T, U, V, W] [U, V, W]
            sweeps [(Sweep<T, STROKES>, Sweep<U, DASHES>, Sweep<V, DOTS>, Sweep<W, BARS>)] [(_, third, second, first)]
                [(third, second, first)]
            pairs [
                ((a0 b0 c0 d0 [] [W]) (a4 b4 c4 d4 [T] [W T])) ((a1 b1 c1 d1 [V] [W V]) (a5 b5 c5 d5 [V T] [W V T]))
                ((a2 b2 c2 d2 [U] [W U]) (a6 b6 c6 d6 [U T] [W U T])) ((a3 b3 c3 d3 [V U] [W V U]) (a7 b7 c7 d7 [V U T] [W V U T]))
            ]
            all [
                (a0 b0 c0 d0 [] [W]) (a1 b1 c1 d1 [V] [W V]) (a2 b2 c2 d2 [U] [W U])
                (a3 b3 c3 d3 [V U] [W V U]) (a4 b4 c4 d4 [T] [W T]) (a5 b5 c5 d5 [V T] [W V T])
                (a6 b6 c6 d6 [U T] [W U T]) (a7 b7 c7 d7 [V U T] [W V U T])
            ]
        } $($rest)*);
    };
}

pub(super) use {each_order, lanes};
