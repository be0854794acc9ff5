//! Functions of traits, found by the path of type and trait.

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Spring {
    pub k: f64,
}

pub trait Stretched {
    fn stiff(k: f64) -> Self;
    fn like(parts: &[f64; 2]) -> Spring;
    fn longer(self, by: f64) -> f64;
    fn each<const N: usize>(&self, x: [f64; N], out: &mut [f64]) -> f64;
    fn scaled<S: Into<f64> + Copy>(&self, by: f64, scale: &S) -> f64;
}

#[differentiable]
impl Stretched for Spring {
    fn stiff(k: f64) -> Self {
        Spring { k: k * k }
    }
    fn like(parts: &[f64; 2]) -> Spring {
        Spring { k: parts[0] * parts[1] }
    }
    fn longer(self, by: f64) -> f64 {
        self.k * by * by
    }
    fn each<const N: usize>(&self, x: [f64; N], out: &mut [f64]) -> f64 {
        out[0] *= self.k;
        self.k * x[0] * x[N - 1]
    }
    #[differentiable(wrt(self, by))]
    fn scaled<S: Into<f64> + Copy>(&self, by: f64, scale: &S) -> f64 {
        let scale: f64 = (*scale).into();
        self.k * by * scale
    }
}

/// Functions of a trait: without a receiver and with one by value, by the path of type and trait; with parameters of their own.
#[differentiable]
pub fn by_the_path_of_the_trait(x: f64, y: f64) -> f64 {
    let spring = <Spring as Stretched>::stiff(x);
    let other = <Spring as Stretched>::like(&[x, y]);
    let mut out = vec![x, y];
    let sum = spring.each([x, y], &mut out) + other.each::<1>([x], &mut out[1..]) + spring.scaled(y, &2.0f32);
    <Spring as Stretched>::longer(spring, y) + other.longer(x) + sum * out[0] + out[1]
}
