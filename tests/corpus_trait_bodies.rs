//! Functions that have a body in their trait.

mod harness;
mod corpus {
    pub mod trait_bodies;
}
twin::twins!("tests/corpus/trait_bodies.rs");

derivatives! {
    trait_bodies {
        bodies(p, t) { p = [1.3, 0.2], t = 0.4; }
        given(p, t) { p = [1.3, 0.2], t = 0.4; }
        chained(k, t) { k = [1.3, 0.2], t = 0.4; }
    }
}

/// A body replaces that of the trait, whether or not one of the names has `r#` in front.
#[jac::differentiable]
trait Raw {
    fn r#first(&self, x: f64) -> f64 {
        x
    }

    fn second(&self, x: f64) -> f64 {
        x
    }
}

#[derive(Clone, jac::Differentiable)]
struct Square;

#[jac::differentiable]
impl Raw for Square {
    fn first(&self, x: f64) -> f64 {
        x * x
    }

    fn r#second(&self, x: f64) -> f64 {
        2.0 * x * x
    }
}

#[jac::differentiable(wrt(x))]
fn by_raw_names(raw: &impl Raw, x: f64) -> f64 {
    raw.first(x) + raw.r#second(x)
}

#[test]
fn names_are_those_without_the_mark_of_keywords() {
    assert_eq!(by_raw_names::gradient(&Square, 3.0), 18.0);
}
