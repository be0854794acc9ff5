//! Methods that write an array: what they overwrite has no more part in the result, and its cotangent is taken away.

use ndarray::{Array, ArrayRef, Dimension, Zip};

use super::methods::handles;
use super::partial::summed;
use super::{ArrayTangent, Bar, Dot, Element};
use crate::cotangent::Accumulate;
use crate::lanes::Lanes;
use crate::sweep::Sweep;
use crate::tape::Tape;

pub(super) const SHAPED: &str = "the tangent of a variable has its shape";
pub(super) const CHANGED: &str = "what a method changes has a cotangent";

/// Adds the cotangent of what was broadcast to an array.
pub(super) fn add_summed<F: Element, D: Dimension, E: Dimension, const W: usize>(
    bar: &Bar<F, E, W>,
    by: Array<Lanes<F, W>, D>,
) {
    bar.add(ArrayTangent::from(summed(by, &bar.raw_dim())));
}

/// `fill`, under a name that slices do not have.
pub trait Filled<F> {
    /// `fill(value)`
    fn jac_fill(&mut self, value: F);
}

impl<F: Clone, D: Dimension> Filled<F> for ArrayRef<F, D> {
    #[inline]
    fn jac_fill(&mut self, value: F) {
        self.fill(value);
    }
}

impl handles::Assign {
    /// For a linearization.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: Dimension, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        value: &ArrayRef<F, E>,
        _: &mut Tape,
    ) -> ((), impl Fn(&Tape, &mut Dot<F, D, W>, Option<&Dot<F, E, W>>) -> ((),) + use<F, D, E, W, MASK>) {
        target.assign(value);
        let linear = |_: &Tape, target_dot: &mut Dot<F, D, W>, value_dot: Option<&Dot<F, E, W>>| {
            let target_dot = target_dot.0.as_mut().expect(SHAPED);
            match value_dot.and_then(ArrayTangent::array) {
                Some(dot) => target_dot.assign(dot),
                None => target_dot.fill(Lanes::ZERO),
            }
            ((),)
        };
        ((), linear)
    }

    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: Dimension, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        value: &ArrayRef<F, E>,
        target_dot: &mut Dot<F, D, W>,
        value_dot: Option<&Dot<F, E, W>>,
    ) -> ((), ()) {
        target.assign(value);
        let target_dot = target_dot.0.as_mut().expect(SHAPED);
        match value_dot.and_then(ArrayTangent::array) {
            Some(dot) => target_dot.assign(dot),
            None => target_dot.fill(Lanes::ZERO),
        }
        ((), ())
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: Dimension, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        value: &ArrayRef<F, E>,
        _: &mut Tape,
    ) -> (
        (),
        impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, &ArrayRef<F, E>, Option<&Bar<F, E, W>>, ())
        + use<F, D, E, W, MASK>,
    ) {
        target.assign(value);
        let pull = |_: &Tape,
                    _: Option<&ArrayRef<F, D>>,
                    target: Option<&Bar<F, D, W>>,
                    _: &ArrayRef<F, E>,
                    value: Option<&Bar<F, E, W>>,
                    (): ()| {
            let taken = target.expect(CHANGED).take();
            if let (Some(bar), Some(taken)) = (value, taken.0) {
                add_summed(bar, taken);
            }
        };
        ((), pull)
    }
}

impl handles::Fill {
    /// For a linearization.
    #[inline]
    pub fn linearized<F: Element, D: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        value: F,
        _: &mut Tape,
    ) -> ((), impl Fn(&Tape, &mut Dot<F, D, W>, Lanes<F, W>) -> ((),) + use<F, D, W, MASK>) {
        target.fill(value);
        let linear = |_: &Tape, target_dot: &mut Dot<F, D, W>, value_dot: Lanes<F, W>| {
            target_dot.0.as_mut().expect(SHAPED).fill(value_dot);
            ((),)
        };
        ((), linear)
    }

    /// Forward mode.
    #[inline]
    pub fn tangent<F: Element, D: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        value: F,
        target_dot: &mut Dot<F, D, W>,
        value_dot: Lanes<F, W>,
    ) -> ((), ()) {
        target.fill(value);
        target_dot.0.as_mut().expect(SHAPED).fill(value_dot);
        ((), ())
    }

    /// Reverse mode.
    #[inline]
    pub fn pullback<F: Element, D: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        value: F,
        _: &mut Tape,
    ) -> ((), impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, ()) -> (Lanes<F, W>,) + use<F, D, W, MASK>)
    {
        target.fill(value);
        let pull = |_: &Tape, _: Option<&ArrayRef<F, D>>, target: Option<&Bar<F, D, W>>, (): ()| {
            let taken = target.expect(CHANGED).take();
            (taken.array().map_or(Lanes::ZERO, |taken| super::partial::total(taken.view())),)
        };
        ((), pull)
    }
}

impl handles::ScaledAdd {
    /// For a linearization: what the tangent of the factor is multiplied by is kept.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: Dimension, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        factor: F,
        value: &ArrayRef<F, E>,
        _: &mut Tape,
    ) -> ((), impl Fn(&Tape, &mut Dot<F, D, W>, Lanes<F, W>, Option<&Dot<F, E, W>>) -> ((),) + use<F, D, E, W, MASK>)
    {
        target.scaled_add(factor, value);
        let kept = (MASK & 2 != 0).then(|| value.to_owned());
        let linear = move |_: &Tape,
                           target_dot: &mut Dot<F, D, W>,
                           factor_dot: Lanes<F, W>,
                           value_dot: Option<&Dot<F, E, W>>| {
            let target_dot = target_dot.0.as_mut().expect(SHAPED);
            if let Some(dot) = value_dot.and_then(ArrayTangent::array) {
                target_dot.zip_mut_with(dot, |target, dot| *target += *dot * factor);
            }
            if let Some(value) = &kept {
                target_dot.zip_mut_with(value, |target, value| *target += factor_dot * *value);
            }
            ((),)
        };
        ((), linear)
    }

    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: Dimension, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        factor: F,
        value: &ArrayRef<F, E>,
        target_dot: &mut Dot<F, D, W>,
        factor_dot: Lanes<F, W>,
        value_dot: Option<&Dot<F, E, W>>,
    ) -> ((), ()) {
        target.scaled_add(factor, value);
        let target_dot = target_dot.0.as_mut().expect(SHAPED);
        if let Some(dot) = value_dot.and_then(ArrayTangent::array) {
            target_dot.zip_mut_with(dot, |target, dot| *target += *dot * factor);
        }
        if MASK & 2 != 0 {
            target_dot.zip_mut_with(value, |target, value| *target += factor_dot * *value);
        }
        ((), ())
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: Dimension, E: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        target: &mut ArrayRef<F, D>,
        factor: F,
        value: &ArrayRef<F, E>,
        _: &mut Tape,
    ) -> (
        (),
        impl Fn(
            &Tape,
            Option<&ArrayRef<F, D>>,
            Option<&Bar<F, D, W>>,
            &ArrayRef<F, E>,
            Option<&Bar<F, E, W>>,
            (),
        ) -> (Lanes<F, W>,)
        + use<F, D, E, W, MASK>,
    ) {
        target.scaled_add(factor, value);
        let pull = move |_: &Tape,
                         _: Option<&ArrayRef<F, D>>,
                         target: Option<&Bar<F, D, W>>,
                         value: &ArrayRef<F, E>,
                         value_bar: Option<&Bar<F, E, W>>,
                         (): ()| {
            let by = target.expect(CHANGED).get();
            let Some(mut by) = by.0 else { return (Lanes::ZERO,) };
            let mut by_factor = Lanes::ZERO;
            if MASK & 2 != 0 {
                let value = value.broadcast(by.raw_dim()).expect("what was added can be broadcast");
                by_factor = Zip::from(&by).and(&value).fold(Lanes::ZERO, |sum, by, value| sum + *by * *value);
            }
            if let Some(bar) = value_bar {
                by.map_inplace(|by| *by = *by * factor);
                add_summed(bar, by);
            }
            (by_factor,)
        };
        ((), pull)
    }
}
