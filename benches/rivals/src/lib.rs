//! Functions as users of each crate write them, and their derivatives by each.
//!
//! `jac` takes plain Rust. The others want numbers of their own: [`Number`] is what the functions of [`generic`] ask of one, and each crate
//! implements it in the way that costs it least.
#![allow(clippy::needless_range_loop)] // as people write them

pub mod generic;
pub mod numbers;
pub mod plain;
pub mod rivals;

#[cfg(test)]
mod tests {
    use crate::plain;
    use crate::rivals::*;

    fn close(name: &str, one: &[f64], other: &[f64], tolerance: f64) {
        assert_eq!(one.len(), other.len(), "{name}");
        for (one, other) in one.iter().zip(other) {
            assert!((one - other).abs() <= tolerance * one.abs().max(1.0), "{name}: {one} and {other}");
        }
    }

    fn compare<P: Problem<N, M> + 'static, const N: usize, const M: usize>(
        function: impl Fn([f64; N]) -> [f64; M],
        jacobian: impl Fn([f64; N]) -> [[f64; N]; M],
    ) {
        let x: [f64; N] = std::array::from_fn(|i| 0.6 + 0.4 * (1.0 + i as f64).sin());
        let expected = jacobian(x).concat();
        close("num-dual", &expected, num_dual::<P, N, M>(&x).1.transpose().as_slice(), 1e-13);
        close("ad_trait", &expected, &ad_trait_forward::<P, N, M>()(&x).1, 1e-13);
        close("ad_trait, reverse", &expected, &ad_trait_reverse::<P, N, M>()(&x).1, 1e-13);
        close("echidna", &expected, &echidna_forward::<P, N, M>(&x).1.concat(), 1e-13);
        close("differences", &expected, &differences(function, &x).1.concat(), 1e-8);
    }

    #[test]
    fn all_compute_the_same() {
        compare::<Sph3, 3, 3>(plain::sph3, plain::sph3::jacobian);
        compare::<Ekf6, 6, 6>(plain::ekf6, plain::ekf6::jacobian);
        compare::<Arm6, 6, 6>(plain::arm6, plain::arm6::jacobian);
        compare::<Rosen10, 10, 10>(plain::rosen10, plain::rosen10::jacobian);
        compare::<Filter64, 64, 1>(|x| [plain::filter64(x)], |x| [plain::filter64::gradient(x)]);
        let x = [0.3; 64];
        close("echidna, reverse", &plain::filter64::gradient(x), &echidna_reverse::<Filter64, 64>(&x), 1e-13);
    }
}
