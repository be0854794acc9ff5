//! Variants that hold what varies.

mod harness;
mod corpus {
    pub mod variants;
}
twin::twins!("tests/corpus/variants.rs");

derivatives! {
    variants {
        volume(x, k) { x = 0.7, k = 0usize; x = 0.7, k = 1usize; x = 0.7, k = 2usize; x = 0.7, k = 3usize; }
        grown(x, k, n) {
            x = 0.7, k = 0usize, n = 3usize;
            x = 0.7, k = 1usize, n = 3usize;
            x = 0.7, k = 2usize, n = 2usize;
            x = 0.7, k = 3usize, n = 1usize;
        }
        scene(x, y, n) { x = 0.7, y = 1.2, n = 7usize; x = 0.7, y = 1.2, n = 1usize; x = 0.7, y = 1.2, n = 0usize; }
        changed(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 1usize; x = 0.7, n = 5usize; }
        alternatives(x, k) { x = 0.7, k = 0usize; x = 0.7, k = 1usize; x = 0.7, k = 2usize; x = 0.7, k = 3usize; }
        lent(x, k) { x = 0.7, k = 0usize; x = 0.7, k = 1usize; x = 0.7, k = 2usize; x = 0.7, k = 3usize; }
        lists(x, k) { x = 0.7, k = 1usize; x = 0.7, k = 2usize; x = 0.7, k = 4usize; x = 0.7, k = 5usize; }
        counted(&x[..], up) { x = vec![0.7, 0.4, 0.9], up = 0u32; x = vec![0.7, 0.4, 0.9], up = 2u32; }
    }
}

/// A constant takes the place of what holds a list: the cotangent has the length that the list had, in front of that.
mod emptied {
    use jac::{Differentiable, differentiable};

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub enum Held {
        List(f64, Vec<f64>),
        Nothing,
    }

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub struct Kept {
        pub held: Held,
        pub list: Vec<f64>,
        pub perhaps: Option<Vec<f64>>,
    }

    const EMPTY: Vec<f64> = Vec::new();

    #[differentiable]
    pub fn whole(held: &mut Held, k: f64) -> f64 {
        let mut sum = k;
        if let Held::List(scale, list) = held {
            list[0] *= k;
            list.push(*scale * k);
            sum += list[0] * list[list.len() - 1];
        }
        *held = Held::Nothing;
        sum
    }

    #[differentiable]
    pub fn parts(kept: &mut Kept, k: f64) -> f64 {
        let mut sum = whole(&mut kept.held, k);
        kept.held = Held::List(sum, vec![k, sum]);
        for i in 0..2 {
            if let Held::List(_, list) = &mut kept.held {
                list[1] *= k;
                sum += list[0] * list[1];
            }
            if i == 0 {
                kept.held = Held::Nothing;
            }
        }
        kept.list[1] *= k;
        sum += kept.list[1] * kept.list[0];
        kept.list = EMPTY;
        if let Some(list) = &mut kept.perhaps {
            list[0] *= k;
            sum += list[0];
        }
        kept.perhaps = None;
        sum
    }

    #[differentiable]
    pub fn of_a_local(kept: &Kept, k: f64) -> f64 {
        let mut kept = kept.clone();
        let mut sum = k;
        for i in 0..3 {
            if let Held::List(scale, list) = &mut kept.held {
                list[0] *= k;
                sum += list[0] * *scale;
            }
            if i == 1 {
                kept.held = Held::Nothing;
            }
        }
        sum * kept.list[0]
    }
}

#[test]
fn what_a_constant_takes_the_place_of_has_its_derivative() {
    use emptied::{Held, HeldTangent, Kept, of_a_local, parts, whole};
    let list = || Held::List(0.7, vec![0.2, 0.4]);
    let kept = || Kept { held: list(), list: vec![0.3, 0.5], perhaps: Some(vec![0.4, 0.8]) };
    // What was in the list flows into the result, though nothing is left of it: k + (k · first) · (k · scale).
    let k = 0.6;
    let nothing = HeldTangent { list_0: 0.0, list_1: Vec::new() };
    let (value, (by_held, by_k)) = whole::vjp(&mut list(), k, (1.0, nothing));
    assert_eq!(value, (k + 0.2 * k * (0.7 * k), Held::Nothing));
    assert!((by_k - (1.0 + 2.0 * 0.2 * 0.7 * k)).abs() < 1e-15);
    assert!((by_held.list_0 - 0.2 * k * k).abs() < 1e-15);
    assert_eq!(by_held.list_1.len(), 2);
    assert!((by_held.list_1[0] - 0.7 * k * k).abs() < 1e-15);
    for mut held in [list(), Held::Nothing] {
        jac::check::check::<whole, _>((&mut held, 0.6_f64)).unwrap();
    }
    jac::check::check::<parts, _>((&mut kept(), 0.6_f64)).unwrap();
    jac::check::check::<parts, _>((&mut Kept { perhaps: None, held: Held::Nothing, ..kept() }, 0.6_f64)).unwrap();
    jac::check::check::<of_a_local, _>((&kept(), 0.6_f64)).unwrap();
}

/// Elements and numbers of the same value go to the end of a list in a variant or in an `Option`, and to its elements.
mod put_behind {
    use jac::{Differentiable, differentiable};

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub enum Held {
        List(f64, Vec<f64>),
        Nothing,
    }

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub struct Kept {
        pub perhaps: Option<Vec<f64>>,
        pub scale: f64,
    }

    #[differentiable]
    pub fn in_a_variant(held: &mut Held, k: f64) -> f64 {
        if let Held::List(scale, list) = held {
            list.push(*scale);
            list.push(list[0] * k);
            list[0] = *scale;
            *scale *= list[1];
        }
        let mut local = Held::List(k, vec![k]);
        if let Held::List(scale, list) = &mut local {
            list.push(*scale);
            list.push(list[0] * k);
        }
        match &local {
            Held::List(scale, list) => *scale * list[2],
            Held::Nothing => k,
        }
    }

    #[differentiable]
    pub fn in_an_option(kept: &mut Kept, k: f64) -> f64 {
        if let Some(list) = &mut kept.perhaps {
            list.push(list[0]);
            list.push(kept.scale * k);
            list[1] = kept.scale;
            kept.scale = list[0];
        }
        kept.scale * k
    }
}

#[test]
fn what_is_put_behind_may_come_from_the_same_value() {
    use put_behind::{Held, Kept, in_a_variant, in_an_option};
    for mut held in [Held::List(0.7, vec![0.3, 0.8]), Held::Nothing] {
        jac::check::check::<in_a_variant, _>((&mut held, 0.6_f64)).unwrap();
    }
    for perhaps in [Some(vec![0.3, 0.8]), None] {
        jac::check::check::<in_an_option, _>((&mut Kept { perhaps, scale: 0.5 }, 0.6_f64)).unwrap();
    }
}
