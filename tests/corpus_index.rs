//! Indices of users' types.

mod harness;
mod corpus {
    pub mod index;
}
twin::twins!("tests/corpus/index.rs");

use jac::{Differentiable, differentiable};

derivatives! {
    index {
        read(rows, &v) { rows = [[0.3, -1.2, 0.5], [0.7, 0.2, 1.1]], v = [0.4, -0.6, 0.9]; }
        product(a, b) { a = [[0.3, -1.2], [0.7, 0.2], [0.4, 0.9]], b = [[0.3, -1.2, 0.5], [0.7, 0.2, 1.1]]; }
        passed(rows, k) { rows = [[0.3, 1.2], [0.7, 0.2]], k = 0.8; }
        axes(x, y, z) { x = 0.3, y = -1.2, z = 0.5; }
        dot(&a, b) { a = [0.3, -1.2, 0.5], b = [0.7, 0.2, 1.1]; }
        in_two_words(x) { x = [0.7, 1.3, -0.4]; }
        packed(x.clone(), n) { x = vec![0.3, -1.2, 0.5, 0.7, 0.2, 1.1], n = 3usize; }
    }
}

/// A state of which parts are chosen by number.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct State {
    parts: [f64; 3],
}

#[differentiable]
impl core::ops::Index<usize> for State {
    type Output = f64;
    fn index(&self, part: usize) -> &f64 {
        &self.parts[part]
    }
}

#[differentiable]
impl core::ops::IndexMut<usize> for State {
    fn index_mut(&mut self, part: usize) -> &mut f64 {
        &mut self.parts[part]
    }
}

#[differentiable(order = 2)]
fn energy(s: &State, k: f64) -> f64 {
    let mut t = *s;
    for i in 1..3 {
        t[i] *= s[i - 1] * k;
    }
    t[0] * t[1] * t[2]
}

#[differentiable]
fn advance(s: &mut State, step: f64) {
    let speed = s[1];
    s[0] += step * speed;
    s[1] -= step * s[0] * s[2];
}

#[differentiable]
fn one_held(s: State, fixed: [f64; 3]) -> f64 {
    let mut held = State { parts: fixed };
    advance(&mut held, 0.5);
    let mut sum = 0.0;
    for i in 0..3 {
        sum += s[i] * held[i];
    }
    sum
}

#[test]
fn second_derivatives_and_inputs_held_constant() {
    // s₀² s₁² s₂ k²
    let s = State { parts: [2.0, 3.0, 5.0] };
    let (_, (product, mixed)) = energy::hvp(&s, 2.0, StateTangent { parts: [1.0, 0.0, 0.0] }, 0.0);
    assert_eq!(product.parts, [2.0 * 9.0 * 5.0 * 4.0, 2.0 * 2.0 * 6.0 * 5.0 * 4.0, 2.0 * 2.0 * 9.0 * 4.0]);
    assert_eq!(mixed, 2.0 * 2.0 * 9.0 * 5.0 * 2.0 * 2.0);
    assert_eq!(jac::check::check::<one_held, _>((s, [0.3, 0.4, 0.5])), Ok(()));
    assert_eq!(jac::check::check::<energy, _>((&s, 2.0f64)), Ok(()));
}
