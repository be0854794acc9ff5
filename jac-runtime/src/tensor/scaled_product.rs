//! `general_mat_mul` and `general_mat_vec_mul`, as methods of what they write: `c = α·a·b + β·c`.

use ndarray::linalg::{general_mat_mul, general_mat_vec_mul};
use ndarray::{Array, ArrayRef, Ix1, Ix2, Zip};

use super::dot::DotRule;
use super::methods::handles;
use super::partial::total;
use super::writes::{CHANGED, SHAPED};
use super::{ArrayTangent, Bar, Dot, Element};
use crate::cotangent::Accumulate;
use crate::lanes::Lanes;
use crate::sweep::Sweep;
use crate::tape::Tape;

macro_rules! products {
    ($($(#[$doc:meta])* $trait:ident $method:ident $function:ident $handle:ident $dim:ident;)*) => {$(
        $(#[$doc])*
        pub trait $trait<F> {
            /// `self = factor · left · right + kept · self`
            fn $method(&mut self, factor: F, left: &ArrayRef<F, Ix2>, right: &ArrayRef<F, $dim>, kept: F);
        }

        impl<F: Element> $trait<F> for ArrayRef<F, $dim> {
            #[inline]
            #[track_caller]
            fn $method(&mut self, factor: F, left: &ArrayRef<F, Ix2>, right: &ArrayRef<F, $dim>, kept: F) {
                $function(factor, left, right, kept, self);
            }
        }

        impl handles::$handle {
            /// Forward mode.
            #[inline]
            #[track_caller]
            pub fn tangent<F: Element, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                target: &mut ArrayRef<F, $dim>,
                factor: F,
                left: &ArrayRef<F, Ix2>,
                right: &ArrayRef<F, $dim>,
                kept: F,
                target_dot: &mut Dot<F, $dim, W>,
                factor_dot: Lanes<F, W>,
                left_dot: Option<&Dot<F, Ix2, W>>,
                right_dot: Option<&Dot<F, $dim, W>>,
                kept_dot: Lanes<F, W>,
            ) -> ((), ()) {
                let dot = target_dot.0.as_mut().expect(SHAPED);
                dot.map_inplace(|dot| *dot = *dot * kept);
                if MASK & 16 != 0 {
                    Zip::from(&mut *dot).and(&*target).for_each(|dot, old| *dot += kept_dot * *old);
                }
                if MASK & 2 != 0 {
                    let product = <Ix2 as DotRule<$dim>>::product(left, right);
                    Zip::from(&mut *dot).and(&product).for_each(|dot, product| *dot += factor_dot * *product);
                }
                let by_left = left_dot.and_then(ArrayTangent::array).map(|dot| Ix2::of_left(dot, right));
                let by_right = right_dot.and_then(ArrayTangent::array).map(|dot| Ix2::of_right(left, dot));
                for by in [by_left, by_right].into_iter().flatten().filter_map(|by| by.0) {
                    Zip::from(&mut *dot).and(&by).for_each(|dot, by| *dot += *by * factor);
                }
                target.$method(factor, left, right, kept);
                ((), ())
            }

            /// For a linearization: what the tangents are multiplied by is kept.
            #[inline]
            #[track_caller]
            pub fn linearized<F: Element, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                target: &mut ArrayRef<F, $dim>,
                factor: F,
                left: &ArrayRef<F, Ix2>,
                right: &ArrayRef<F, $dim>,
                kept: F,
                _: &mut Tape,
            ) -> (
                (),
                impl Fn(
                    &Tape,
                    &mut Dot<F, $dim, W>,
                    Lanes<F, W>,
                    Option<&Dot<F, Ix2, W>>,
                    Option<&Dot<F, $dim, W>>,
                    Lanes<F, W>,
                ) -> ((),)
                + use<F, W, MASK>,
            ) {
                const KEPT: &str = "a factor is kept for what varies";
                let old = (MASK & 16 != 0).then(|| target.to_owned());
                let product = (MASK & 2 != 0).then(|| <Ix2 as DotRule<$dim>>::product(left, right));
                let kept_right = (MASK & 4 != 0).then(|| right.to_owned());
                let kept_left = (MASK & 8 != 0).then(|| left.to_owned());
                target.$method(factor, left, right, kept);
                let linear = move |_: &Tape,
                            target_dot: &mut Dot<F, $dim, W>,
                            factor_dot: Lanes<F, W>,
                            left_dot: Option<&Dot<F, Ix2, W>>,
                            right_dot: Option<&Dot<F, $dim, W>>,
                            kept_dot: Lanes<F, W>| {
                    let dot = target_dot.0.as_mut().expect(SHAPED);
                    dot.map_inplace(|dot| *dot = *dot * kept);
                    if let Some(old) = &old {
                        Zip::from(&mut *dot).and(old).for_each(|dot, old| *dot += kept_dot * *old);
                    }
                    if let Some(product) = &product {
                        Zip::from(&mut *dot).and(product).for_each(|dot, product| *dot += factor_dot * *product);
                    }
                    let by_left = left_dot
                        .and_then(ArrayTangent::array)
                        .map(|dot| Ix2::of_left(dot, kept_right.as_ref().expect(KEPT)));
                    let by_right = right_dot
                        .and_then(ArrayTangent::array)
                        .map(|dot| Ix2::of_right(kept_left.as_ref().expect(KEPT), dot));
                    for by in [by_left, by_right].into_iter().flatten().filter_map(|by| by.0) {
                        Zip::from(&mut *dot).and(&by).for_each(|dot, by| *dot += *by * factor);
                    }
                    ((),)
                };
                ((), linear)
            }

            /// Reverse mode.
            #[inline]
            #[track_caller]
            pub fn pullback<F: Element, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                target: &mut ArrayRef<F, $dim>,
                factor: F,
                left: &ArrayRef<F, Ix2>,
                right: &ArrayRef<F, $dim>,
                kept: F,
                _: &mut Tape,
            ) -> (
                (),
                impl Fn(
                    &Tape,
                    Option<&ArrayRef<F, $dim>>,
                    Option<&Bar<F, $dim, W>>,
                    &ArrayRef<F, Ix2>,
                    Option<&Bar<F, Ix2, W>>,
                    &ArrayRef<F, $dim>,
                    Option<&Bar<F, $dim, W>>,
                    (),
                ) -> (Lanes<F, W>, Lanes<F, W>)
                + use<F, W, MASK>,
            ) {
                let old = (MASK & 16 != 0).then(|| target.to_owned());
                let product = (MASK & 2 != 0).then(|| <Ix2 as DotRule<$dim>>::product(left, right));
                target.$method(factor, left, right, kept);
                let pull = move |_: &Tape,
                            _: Option<&ArrayRef<F, $dim>>,
                            target: Option<&Bar<F, $dim, W>>,
                            left: &ArrayRef<F, Ix2>,
                            left_bar: Option<&Bar<F, Ix2, W>>,
                            right: &ArrayRef<F, $dim>,
                            right_bar: Option<&Bar<F, $dim, W>>,
                            (): ()| {
                    let target = target.expect(CHANGED);
                    let Some(by) = target.take().0 else { return (Lanes::ZERO, Lanes::ZERO) };
                    let scaled = |factor: F| ArrayTangent(Some(by.map(|by| *by * factor)));
                    target.add(scaled(kept));
                    let by_product = scaled(factor);
                    if let Some(bar) = left_bar {
                        Ix2::to_left(bar, &by_product, right);
                    }
                    if let Some(bar) = right_bar {
                        Ix2::to_right(bar, &by_product, left);
                    }
                    let summed = |numbers: &Option<Array<F, $dim>>| match numbers {
                        Some(numbers) => {
                            let products = Zip::from(&by).and(numbers).map_collect(|by, number| *by * *number);
                            total(products.view())
                        }
                        None => Lanes::ZERO,
                    };
                    (summed(&product), summed(&old))
                };
                ((), pull)
            }
        }
    )*};
}

products! {
    /// `general_mat_mul(factor, left, right, kept, self)`
    MatrixProduct jac_mat_mul general_mat_mul MatMul Ix2;
    /// `general_mat_vec_mul(factor, left, right, kept, self)`
    VectorProduct jac_mat_vec_mul general_mat_vec_mul MatVecMul Ix1;
}
