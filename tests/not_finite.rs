//! Where values or partials are not finite, one way to a derivative may give NaN where another gives a number, as a zero that is multiplied with an infinite partial is NaN. But no
//! two of them give different numbers; and where the values of the function are finite, it makes no difference which rows or columns share a sweep.
#![allow(clippy::all)]

use jac::differentiable;

const POINTS: [[f64; 3]; 11] = [
    [0.0, 0.0, 0.0],
    [0.0, 1.0, 2.0],
    [1.0, 0.0, 2.0],
    [4.0, 1.0, 0.0],
    [f64::INFINITY, 1.0, 2.0],
    [1.0, f64::INFINITY, 0.0],
    [1.0, 2.0, f64::NEG_INFINITY],
    [800.0, 1.0, 2.0],
    [1.0, 1.0, 2.0],
    [1e200, 1e200, 1.0],
    [-1.0, 2.0, 3.0],
];

fn unit<const N: usize>(at: usize) -> [f64; N] {
    core::array::from_fn(|i| f64::from(i == at))
}

/// The same number, up to rounding.
fn is_close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() < 1e-9 * (1.0 + a.abs())
}

#[differentiable]
fn root(x: f64) -> f64 {
    x.sqrt()
}

macro_rules! agree {
    ($x:ident: $($name:ident $body:block)*) => {
        $(
            #[differentiable]
            fn $name($x: &[f64; 3]) -> [f64; 9] $body
        )*
        #[test]
        fn no_two_ways_give_different_numbers() {
            $(
                for x in &POINTS {
                    let is_finite = $name(x).iter().all(|value| value.is_finite());
                    let columns: [[f64; 9]; 3] = core::array::from_fn(|k| $name::jvp(x, &unit(k)).1);
                    let rows: [[f64; 3]; 9] = core::array::from_fn(|j| $name::vjp(x, unit(j)).1);
                    let (forward, reverse, chosen) = ($name::jacfwd(x), $name::jacrev(x), $name::jacobian(x));
                    for j in 0..9 {
                        for k in 0..3 {
                            let ways = [columns[k][j], forward[j][k], rows[j][k], reverse[j][k], chosen[j][k]];
                            let numbers: Vec<f64> = ways.iter().copied().filter(|slope| !slope.is_nan()).collect();
                            let alike = numbers.windows(2).all(|pair| is_close(pair[0], pair[1]));
                            assert!(alike, "{} at {x:?}, [{j}][{k}]: {ways:?}", stringify!($name));
                            let same = |one: f64, other: f64| one.is_nan() == other.is_nan();
                            assert!(
                                !is_finite || same(ways[0], ways[1]) && same(ways[2], ways[3]),
                                "{} at {x:?}, [{j}][{k}]: {ways:?}",
                                stringify!($name),
                            );
                        }
                    }
                }
            )*
        }
    };
}

agree! { x:
    products { let mut g = [0.0; 9]; for i in 0..3 { for j in 0..3 { g[3 * i + j] = x[i] * x[j]; } } g }
    gram {
        let mut g = [0.0; 9];
        for i in 0..3 {
            for j in 0..3 {
                let mut sum = 0.0;
                for k in 0..3 {
                    sum += x[(i + k) % 3] * x[(j + k) % 3];
                }
                g[3 * i + j] = sum;
            }
        }
        g
    }
    singular { let mut g = [0.0; 9]; for i in 0..3 { g[i] = x[i].sqrt(); g[3 + i] = x[i].exp(); g[6 + i] = 1.0 / x[i]; } g }
    signs { let mut g = [0.0; 9]; for i in 0..3 { let r = (x[i] * x[i]).sqrt(); if r == 0.0 { continue; } g[i] = x[i] / r; } g }
    directions {
        let mut g = [0.0; 9];
        for i in 0..3 {
            for j in 0..3 {
                let d = x[i] - x[j];
                let r = (d * d).sqrt();
                if r > 0.0 {
                    g[3 * i + j] = d / r;
                }
            }
        }
        g
    }
    unit_vector { let mut g = [0.0; 9]; let s: f64 = x.iter().map(|v| v * v).sum(); let r = s.sqrt(); if r == 0.0 { return g; } for i in 0..3 { g[i] = x[i] / r; } g }
    shares { let mut g = [0.0; 9]; let s: f64 = x.iter().map(|v| v.exp()).sum(); for i in 0..3 { g[i] = x[i].exp() / s; } g }
    running { let mut g = [0.0; 9]; let mut p = 1.0; for i in 0..3 { p *= x[i]; g[i] = p; } g }
    means { let mut g = [0.0; 9]; let mut p = x[0]; for i in 0..3 { p = (p * x[i]).sqrt(); g[i] = p; } g }
    chosen { let mut g = [0.0; 9]; for i in 0..3 { g[i] = if x[i] > 1.0 { (x[i] - 1.0).sqrt() } else { x[(i + 1) % 3] }; } g }
    cut_off { let mut g = [0.0; 9]; for i in 0..3 { g[i] = (x[i] - 1.0).max(0.0).sqrt() * x[0]; } g }
    left_early { let mut g = [0.0; 9]; let n = x[0].hypot(x[1]); if n == 0.0 { g[0] = x[2]; return g; } g[0] = x[0] / n; g[1] = n; g }
    of_calls { let mut g = [0.0; 9]; g[0] = root(x[0]); g[1] = root(x[1]) * x[2]; g }
    left_behind_a_call { let mut g = [0.0; 9]; let r = root(x[0]); if r == 0.0 { g[0] = x[1]; return g; } g[0] = r; g[1] = x[1]; g }
    below_the_largest { let mut g = [0.0; 9]; let m = x.iter().copied().fold(f64::NEG_INFINITY, f64::max); for i in 0..3 { g[i] = (x[i] - m).exp(); g[3 + i] = (m - x[i]).sqrt(); } g }
}
