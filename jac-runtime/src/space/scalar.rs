//! Floats: their tangents are lanes. And lanes: their tangents are lanes of lanes.

use super::Space;
use crate::cotangent::Cotangent;
use crate::float::{Float, Number};
use crate::lanes::{Lanes, Linear};
use crate::layout::Layout;
use crate::reinterpret::as_lanes;
use crate::rule::Pairwise;

macro_rules! scalar {
    ($($float:ident)*) => {$(
        impl Space for $float {
            type Tangent<const W: usize> = Lanes<$float, W>;
            type Cotangent<const W: usize> = Cotangent<Lanes<$float, W>>;
            type Shape = ();
            type Plain = $float;
            type WithFloat<F: Float> = F;
            const DIMENSION: Option<usize> = Some(1);
            const EPSILON: f64 = $float::EPSILON as f64;
            const LAYOUT: &'static Layout = &Layout::Float($float::EPSILON as f64);

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn shape(&self) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn origin<const W: usize>(_: &()) -> Lanes<$float, W> {
                Lanes::ZERO
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn cotangent<const W: usize>(_: &()) -> Cotangent<Lanes<$float, W>> {
                Cotangent::ZERO
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn cotangent_of<const W: usize>(_: &(), first: Lanes<$float, W>) -> Cotangent<Lanes<$float, W>> {
                Cotangent::new(first)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent_shape<const W: usize>(_: &()) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn dimension(_: &()) -> usize {
                1
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn seed<const W: usize>(_: &(), offset: usize) -> Lanes<$float, W> {
                // `offset + l == 0` has a solution only for lanes at or below zero.
                Lanes::unit(0usize.wrapping_sub(offset))
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lift<const W: usize>(value: &$float) -> Lanes<$float, W> {
                Lanes([*value; W])
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn plain<const W: usize>(tangent: &Lanes<$float, W>, lane: usize) -> $float {
                tangent.0[lane]
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangents_in_place(seeds: &[$float]) -> Option<&[Lanes<$float, 1>]> {
                Some(as_lanes(seeds))
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_float<F: Float>(plain: &mut $float, _: usize, value: F) {
                *plain = Float::from_float(value);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lane<F: Float, const W: usize>(tangent: &Lanes<$float, W>, lane: usize) -> F {
                F::from_float(tangent.0[lane])
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn for_each<F: Float, const W: usize>(
                tangent: &Lanes<$float, W>,
                first: usize,
                visit: &mut impl FnMut(usize, Lanes<F, W>),
            ) {
                visit(first, tangent.cast());
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
                visit(Some(self.to_f64()));
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn write_seed<const W: usize>(_: &[()], tangents: &mut [Lanes<$float, W>], offset: usize, unit: bool) {
                let value = if unit { 1.0 } else { 0.0 };
                // Element `offset + l` has its unit in lane `l`; an offset below zero starts at a later lane.
                if let Some(tangents) = tangents.get_mut(offset..) {
                    for (lane, tangent) in tangents.iter_mut().take(W).enumerate() {
                        tangent.0[lane] = value;
                    }
                } else {
                    for (lane, tangent) in (0usize.wrapping_sub(offset)..W).zip(tangents) {
                        tangent.0[lane] = value;
                    }
                }
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pairwise<const W: usize>(tangent: &mut Lanes<$float, W>, plain: &$float, visit: &mut impl Pairwise<W>) {
                visit.pair(tangent, *plain);
            }
        }
    )*};
}
scalar!(f32 f64);

impl<L: Linear, const U: usize> Space for Lanes<L, U> {
    type Tangent<const W: usize> = Lanes<Self, W>;
    type Cotangent<const W: usize> = Cotangent<Lanes<Self, W>>;
    type Shape = ();
    type Plain = Self;
    type WithFloat<F: Float> = Lanes<L::With<F>, U>;
    const DIMENSION: Option<usize> = Some(Self::COUNT);
    const EPSILON: f64 = L::EPSILON;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shape(&self) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn origin<const W: usize>(_: &()) -> Lanes<Self, W> {
        Lanes::ZERO
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cotangent<const W: usize>(_: &()) -> Cotangent<Lanes<Self, W>> {
        Cotangent::ZERO
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_shape<const W: usize>(_: &()) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn dimension(_: &()) -> usize {
        Self::COUNT
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn seed<const W: usize>(_: &(), offset: usize) -> Lanes<Self, W> {
        Lanes(core::array::from_fn(|lane| {
            let mut seed = Self::ZERO;
            let index = offset.wrapping_add(lane);
            if index < Self::COUNT {
                *seed.component_mut(index) = Number::ONE;
            }
            seed
        }))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lift<const W: usize>(value: &Self) -> Lanes<Self, W> {
        Lanes([*value; W])
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn plain<const W: usize>(tangent: &Lanes<Self, W>, lane: usize) -> Self {
        tangent.0[lane]
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lane<F: Float, const W: usize>(tangent: &Lanes<Self, W>, lane: usize) -> Lanes<L::With<F>, U> {
        tangent.0[lane].cast()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn for_each<F: Float, const W: usize>(
        tangent: &Lanes<Self, W>,
        first: usize,
        visit: &mut impl FnMut(usize, Lanes<F, W>),
    ) {
        for index in 0..Self::COUNT {
            let lanes = tangent.0.map(|lanes| F::from_float(lanes.component(index)));
            visit(first + index, Lanes(lanes));
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
        for index in 0..Self::COUNT {
            visit(Some(self.component(index).to_f64()));
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pairwise<const W: usize>(tangent: &mut Lanes<Self, W>, plain: &Self, visit: &mut impl Pairwise<W>) {
        for index in 0..Self::COUNT {
            let mut lanes = Lanes(tangent.0.map(|lanes| lanes.component(index)));
            visit.pair(&mut lanes, plain.component(index));
            for (target, lane) in tangent.0.iter_mut().zip(lanes.0) {
                *target.component_mut(index) = lane;
            }
        }
    }
}
