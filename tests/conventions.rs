//! The tables of `docs/conventions.md` are what this test measures: each row is a function, the points where it has no derivative, and its slope there,
//! by reverse mode and by forward mode. `BLESS=1 cargo test --test conventions` writes the tables anew.

#![allow(clippy::needless_range_loop)] // loops as people write them

use jac::{Function, Space, Tangent, differentiable};

/// A gradient as numbers.
trait Slopes {
    fn slopes(&self) -> Vec<f64>;
}

impl Slopes for f64 {
    fn slopes(&self) -> Vec<f64> {
        vec![*self]
    }
}

impl Slopes for (f64, f64) {
    fn slopes(&self) -> Vec<f64> {
        vec![self.0, self.1]
    }
}

impl Slopes for (f64, f64, f64) {
    fn slopes(&self) -> Vec<f64> {
        vec![self.0, self.1, self.2]
    }
}

impl<const N: usize> Slopes for [f64; N] {
    fn slopes(&self) -> Vec<f64> {
        self.to_vec()
    }
}

/// What is measured at one point.
struct Measured {
    reverse: Vec<f64>,
    forward: Vec<f64>,
    eliminated: Vec<f64>,
}

fn number(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    let size = value.abs();
    match () {
        () if value.is_nan() => "NaN".into(),
        () if size == f64::INFINITY => format!("{sign}∞"),
        () if size == 0.5 => format!("{sign}½"),
        () => format!("{sign}{}", size),
    }
}

fn list(slopes: &[f64]) -> String {
    slopes.iter().map(|slope| number(*slope)).collect::<Vec<_>>().join(", ")
}

/// One row of a table. At all of its points the slope is one.
fn row(function: &str, place: &str, torch: &str, points: &[Measured]) -> String {
    let slope = list(&points[0].reverse);
    for Measured { reverse, forward, eliminated } in points {
        assert_eq!(list(reverse), slope, "{function} at {place}: reverse mode");
        assert_eq!(list(eliminated), slope, "{function} at {place}: `gradient`");
        // In forward mode the seeds that are zero meet the infinite slopes of other arguments.
        if reverse.len() == 1 || reverse.iter().all(|slope| slope.is_finite()) {
            assert_eq!(list(forward), slope, "{function} at {place}: forward mode");
        }
    }
    format!("| {function} | {place} | {slope} | {torch} |\n")
}

macro_rules! table {
    ($($function:literal |$($x:ident: $type:ty),+| $value:expr, $place:literal: $($point:tt)|+ => $torch:literal;)*) => {{
        let mut table = String::from("| function | where | slope | PyTorch |\n|---|---|---|---|\n");
        $({
            #[differentiable]
            fn f($($x: $type),+) -> f64 {
                $value
            }
            let measured = |point: ($($type,)+)| {
                let ($($x,)+) = point;
                Measured {
                    reverse: f::vjp($($x),+, 1.0).1.slopes(),
                    forward: f::jacfwd($($x),+).slopes(),
                    eliminated: f::gradient($($x),+).slopes(),
                }
            };
            let points = [$(measured($point)),+];
            table.push_str(&row($function, $place, $torch, &points));
        })*
        table
    }};
}

fn kinks() -> String {
    table! {
        "`abs(x)`" |x: f64| x.abs(), "0, −0": (0.0,) | (-0.0,) => "=";
        "`x.max(y)`" |x: f64, y: f64| x.max(y), "x = y": (1.0, 1.0) | (0.0, -0.0) | (f64::INFINITY, f64::INFINITY) => "= (`maximum`)";
        "`x.min(y)`" |x: f64, y: f64| x.min(y), "x = y": (1.0, 1.0) | (-0.0, 0.0) => "= (`minimum`)";
        "`x.max(0.0)`, a constant" |x: f64| x.max(0.0), "0": (0.0,) | (-0.0,) => "= (`maximum`); `relu` and `clamp(min=0)` give 0";
        "`x.min(1.0)`, a constant" |x: f64| x.min(1.0), "1": (1.0,) => "= (`minimum`)";
        "`x.max(x)`" |x: f64| x.max(x), "anywhere": (1.0,) | (-2.0,) => "=";
        "`x.max(y)`" |x: f64, y: f64| x.max(y), "x NaN, y a number": (f64::NAN, 1.0) => "= `fmax`; `maximum` gives 1, 1";
        "`x.max(y)`" |x: f64, y: f64| x.max(y), "x a number, y NaN": (1.0, f64::NAN) => "= `fmax`";
        "`x.clamp(-1.0, 1.0)`" |x: f64| x.clamp(-1.0, 1.0), "at a bound, beyond it, at NaN": (-1.0,) | (1.0,) | (2.0,) | (f64::NAN,) => "=";
        "`x.clamp(l, h)`" |x: f64, l: f64, h: f64| x.clamp(l, h), "x = l < h": (1.0, 1.0, 2.0) => "=";
        "" |x: f64, l: f64, h: f64| x.clamp(l, h), "x = h > l": (2.0, 1.0, 2.0) => "=";
        "" |x: f64, l: f64, h: f64| x.clamp(l, h), "x = l = h": (2.0, 2.0, 2.0) => "=";
        "" |x: f64, l: f64, h: f64| x.clamp(l, h), "x < l": (0.0, 1.0, 2.0) => "=";
        "" |x: f64, l: f64, h: f64| x.clamp(l, h), "x > h": (3.0, 1.0, 2.0) => "=";
        "`(1.0 - x * x).max(0.0).sqrt()`" |x: f64| (1.0 - x * x).max(0.0).sqrt(), "beyond ±1": (2.0,) | (-2.0,) => "=; forward mode gives NaN";
        "`x.clamp(0.0, 4.0).powf(0.5)`" |x: f64| x.clamp(0.0, 4.0).powf(0.5), "below 0": (-1.0,) => "=; forward mode gives NaN";
        "`(if x > 1.0 { x - 1.0 } else { 0.0 }).sqrt()`" |x: f64| (if x > 1.0 { x - 1.0 } else { 0.0 }).sqrt(), "below 1": (0.5,) => "`where` gives NaN";
        "`x.copysign(y)`" |x: f64, y: f64| x.copysign(y), "x = 0": (0.0, 1.0) | (0.0, -1.0) => "=";
        "`x.signum()`" |x: f64| x.signum(), "0, −0": (0.0,) | (-0.0,) => "=";
        "`x.floor()`, `x.ceil()`" |x: f64| x.floor() + x.ceil(), "whole numbers": (2.0,) | (0.0,) | (-2.0,) => "=";
        "`x.round()`, `x.round_ties_even()`" |x: f64| x.round() + x.round_ties_even(), "½, −½": (0.5,) | (-0.5,) => "=";
        "`x.trunc()`" |x: f64| x.trunc(), "0, 1": (0.0,) | (1.0,) => "=";
        "`x.fract()`" |x: f64| x.fract(), "whole numbers": (2.0,) | (0.0,) => "=";
        "`x % y`" |x: f64, y: f64| x % y, "(4, 2)": (4.0, 2.0) => "= (`fmod`)";
        "" |x: f64, y: f64| x % y, "(−1, 3)": (-1.0, 3.0) => "= (`fmod`)";
        "`x.rem_euclid(y)`" |x: f64, y: f64| x.rem_euclid(y), "(4, 2)": (4.0, 2.0) => "= (`remainder`)";
        "" |x: f64, y: f64| x.rem_euclid(y), "(−1, 3)": (-1.0, 3.0) => "= (`remainder`)";
        "`x.div_euclid(y)`" |x: f64, y: f64| x.div_euclid(y), "(4, 2)": (4.0, 2.0) => "=";
        "`if x > 0.0 { x } else { 0.1 * x }`" |x: f64| if x > 0.0 { x } else { 0.1 * x }, "0": (0.0,) => "= (`leaky_relu`)";
        "`if x > 0.0 { x.sqrt() } else { 0.0 }`" |x: f64| if x > 0.0 { x.sqrt() } else { 0.0 }, "0": (0.0,) => "`where` gives NaN";
        "the largest of `[a, b, c]`, by `max` in a loop" |x: [f64; 3]| x.iter().fold(x[0], |most, x| most.max(*x)), "two are equal": ([2.0, 1.0, 2.0],) | ([2.0, 1.0, 2.0],) => "= (`amax`)";
        "" |x: [f64; 3]| x[0].max(x[1]).max(x[2]), "three are equal": ([2.0, 2.0, 2.0],) => "`amax` gives ⅓ to each";
        "`a * b * c`" |x: [f64; 3]| x[0] * x[1] * x[2], "(2, 0, 3)": ([2.0, 0.0, 3.0],) => "= (`prod`)";
        "" |x: [f64; 3]| x[0] * x[1] * x[2], "(2, 0, 0)": ([2.0, 0.0, 0.0],) => "= (`prod`)";
    }
}

fn poles() -> String {
    table! {
        "`x.sqrt()`" |x: f64| x.sqrt(), "0": (0.0,) => "=";
        "" |x: f64| x.sqrt(), "below 0": (-1.0,) => "=";
        "`1.0 / x.sqrt()`" |x: f64| 1.0 / x.sqrt(), "0": (0.0,) => "= (`rsqrt`)";
        "`(x * x).sqrt()`" |x: f64| (x * x).sqrt(), "0": (0.0,) => "=";
        "`x.cbrt()`" |x: f64| x.cbrt(), "0, −0": (0.0,) | (-0.0,) => "has none";
        "`1.0 / x`, `x.recip()`" |x: f64| 1.0 / x + x.recip(), "0": (0.0,) => "=";
        "`x / y`" |x: f64, y: f64| x / y, "(0, 0)": (0.0, 0.0) => "=";
        "" |x: f64, y: f64| x / y, "(1, 0)": (1.0, 0.0) => "=";
        "`x.ln()`" |x: f64| x.ln(), "0": (0.0,) => "=";
        "" |x: f64| x.ln(), "−1": (-1.0,) => "=";
        "`x.ln_1p()`" |x: f64| x.ln_1p(), "−1": (-1.0,) => "=";
        "`x.log2()`, `x.log10()`" |x: f64| x.log2() + x.log10(), "0": (0.0,) => "=";
        "`x * x.ln()`" |x: f64| x * x.ln(), "0": (0.0,) => "=";
        "`x.asin()`" |x: f64| x.asin(), "±1": (1.0,) | (-1.0,) => "=";
        "" |x: f64| x.asin(), "beyond": (2.0,) | (-2.0,) => "=";
        "`x.acos()`" |x: f64| x.acos(), "±1": (1.0,) | (-1.0,) => "=";
        "`x.acosh()`" |x: f64| x.acosh(), "1": (1.0,) => "=";
        "" |x: f64| x.acosh(), "between −1 and 1": (0.5,) => "=";
        "`x.atanh()`" |x: f64| x.atanh(), "±1": (1.0,) | (-1.0,) => "=";
        "`x.exp()`" |x: f64| x.exp(), "800": (800.0,) => "=";
        "`x.powi(0)`, `x.powf(0.0)`" |x: f64| x.powi(0) + x.powf(0.0), "0": (0.0,) => "=";
        "`x.powi(1)`" |x: f64| x.powi(1), "0": (0.0,) => "=";
        "`x.powi(2)`, `x.powf(2.0)`" |x: f64| x.powi(2) + x.powf(2.0), "0": (0.0,) => "=";
        "`x.powi(-1)`" |x: f64| x.powi(-1), "0": (0.0,) => "=";
        "`x.powf(0.5)`" |x: f64| x.powf(0.5), "0": (0.0,) => "=";
        "" |x: f64| x.powf(0.5), "below 0": (-1.0,) => "=";
        "`x.powf(1.5)`" |x: f64| x.powf(1.5), "0": (0.0,) => "=";
        "`x.powf(y)`" |x: f64, y: f64| x.powf(y), "(0, −1)": (0.0, -1.0) => "=";
        "" |x: f64, y: f64| x.powf(y), "(0, 0), (0, 2)": (0.0, 0.0) | (0.0, 2.0) => "=";
        "" |x: f64, y: f64| x.powf(y), "(0, ½)": (0.0, 0.5) => "=";
        "" |x: f64, y: f64| x.powf(y), "(0, 1)": (0.0, 1.0) => "=";
        "" |x: f64, y: f64| x.powf(y), "(−2, 3)": (-2.0, 3.0) => "=";
        "`y.atan2(x)`" |y: f64, x: f64| y.atan2(x), "(0, 0)": (0.0, 0.0) => "=";
        "" |y: f64, x: f64| y.atan2(x), "(0, −1), (−0, −1)": (0.0, -1.0) | (-0.0, -1.0) => "=";
        "`x.hypot(y)`" |x: f64, y: f64| x.hypot(y), "(0, 0)": (0.0, 0.0) => "=";
    }
}

#[test]
fn the_tables_are_those_of_the_document() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/conventions.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut written = text.clone();
    for (name, table) in [("kinks", kinks()), ("poles", poles())] {
        let marks = [format!("<!-- measured: {name} -->\n"), "<!-- end -->\n".into()];
        let start = written.find(&marks[0]).expect("the table has its mark") + marks[0].len();
        let end = start + written[start..].find(&marks[1]).expect("and its end");
        written.replace_range(start..end, &format!("\n{table}\n"));
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, written).unwrap();
    } else {
        assert!(text == written, "docs/conventions.md is not what is measured; `BLESS=1` writes it anew:\n{written}");
    }
}

/// What is computed in front of a branch, and used on one side of it: where the other side is taken, its partials may be infinite.
mod in_front_of_branches {
    use jac::{Differentiable, differentiable};

    #[differentiable]
    fn sinc(w: &[f64; 2]) -> f64 {
        let square = w[0] * w[0] + w[1] * w[1];
        let angle = square.sqrt();
        if angle < 1e-3 { 1.0 - square / 6.0 } else { angle.sin() / angle }
    }

    #[differentiable]
    fn cosine(x: f64, y: f64) -> f64 {
        let norm = x.hypot(y);
        if norm == 0.0 {
            return x + 2.0 * y;
        }
        x / norm
    }

    #[differentiable]
    fn quotient(x: f64, y: f64) -> f64 {
        let quotient = x / y;
        let scaled = quotient * 2.0 + 1.0;
        if y == 0.0 { 3.0 * x } else { scaled * x }
    }

    #[differentiable]
    fn softplus(x: f64) -> f64 {
        let power = x.exp();
        if x > 500.0 { x } else { (1.0 + power).ln() }
    }

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    struct Vector {
        x: f64,
        y: f64,
    }

    #[differentiable]
    impl Vector {
        fn norm(&self) -> f64 {
            (self.x * self.x + self.y * self.y).sqrt()
        }
        fn unit(&self) -> Option<Vector> {
            let norm = self.norm();
            if norm < 1e-9 {
                return None;
            }
            Some(Vector { x: self.x / norm, y: self.y / norm })
        }
    }

    /// The root is in a callee.
    #[differentiable]
    fn damped(v: Vector) -> f64 {
        let norm = v.norm();
        let factor = if norm < 1e-9 { 1.0 } else { norm.sin() / norm };
        factor * v.x
    }

    #[differentiable]
    fn along(v: Vector) -> f64 {
        v.unit().map_or(v.x * 3.0, |unit| unit.x * v.y)
    }

    #[differentiable]
    fn roots(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for v in x {
            let root = v.sqrt();
            if *v == 0.0 {
                continue;
            }
            sum += root * v;
        }
        sum + x[0]
    }

    /// Through several values, and several uses.
    #[differentiable]
    fn guarded(x: [f64; 2]) -> f64 {
        let r = (x[0] * x[0] + x[1] * x[1]).sqrt();
        let inverse = 1.0 / r;
        if r > 1e-6 { x[0] * inverse + r.ln() } else { 3.0 * x[1] }
    }

    #[differentiable]
    fn roots_of(x: [f64; 2]) -> f64 {
        let discriminant = x[1] * x[1] - 4.0 * x[0];
        let q = discriminant.sqrt();
        let (one, other) = (-x[1] + q, -x[1] - q);
        if discriminant < 0.0 {
            x[0]
        } else if one > 0.0 {
            one
        } else {
            other
        }
    }

    /// In front of a loop, with the branch inside of it; and in a loop, in front of `continue`.
    #[differentiable]
    fn in_loops(x: [f64; 2]) -> f64 {
        let root = x[0].sqrt();
        let mut sum = 0.0;
        for k in 0..3 {
            let inverse = 1.0 / x[0];
            let growth = (x[1] * inverse).exp();
            if x[0] == 0.0 {
                sum += x[1];
                continue;
            }
            sum += growth * k as f64 + root;
        }
        sum
    }

    /// In two branches.
    #[differentiable]
    fn twice(x: [f64; 2]) -> f64 {
        let root = x[0].abs().sqrt();
        let first = if x[0] == 0.0 { x[1] } else { root };
        let mut product = first;
        if x[0] != 0.0 {
            product *= root;
        }
        product
    }

    /// Of which each side of a branch makes one.
    #[differentiable]
    fn of_either_side(x: [f64; 2]) -> f64 {
        let root = if x[0] >= 0.0 { x[0].sqrt() } else { 1.0 - (-x[0]).sqrt() };
        if x[0] * x[0] > 0.01 { root * x[1] } else { 3.0 * x[1] }
    }

    /// Two ways out.
    #[differentiable]
    fn summed(x: f64, n: usize) -> f64 {
        let logarithm = (x - 1.0).ln();
        if n == 0 {
            return x;
        }
        if x < 1.1 {
            return x * x;
        }
        summed(x - 0.5, n - 1) + logarithm
    }

    #[differentiable]
    fn of_summed(x: [f64; 2]) -> f64 {
        summed(x[0], 3) * x[1]
    }

    /// What loops make, in front of a branch.
    #[differentiable]
    fn of_a_loop(x: [f64; 2]) -> f64 {
        let mut sum = 0.0;
        for v in x {
            sum += v.abs().sqrt();
        }
        if x[0] == 0.0 { x[1] * 3.0 } else { sum * x[1] }
    }

    #[differentiable]
    fn of_a_chain(x: [f64; 2]) -> f64 {
        let roots: f64 = x.iter().map(|v| v.abs().sqrt()).sum();
        let inverse = 1.0 / (roots - 1.0);
        if x[0] * x[1] == 0.0 {
            return 2.0 * x[0] + x[1];
        }
        inverse * x[1]
    }

    #[differentiable]
    fn of_two_carried(x: [f64; 2]) -> f64 {
        let (mut product, mut last) = (1.0, x[0].abs().sqrt());
        let mut k = 0;
        while k < 3 && product < 10.0 {
            product *= last + x[1] * x[1];
            last = (last * product).sqrt();
            k += 1;
        }
        if x[0] == 0.0 { x[1] } else { product + last }
    }

    #[differentiable]
    fn in_another_loop(x: [f64; 2]) -> f64 {
        let mut total = 0.0;
        for k in 0..3 {
            let mut sum = 0.0;
            for v in x {
                let root = (v * k as f64).abs().sqrt();
                sum += root * x[1];
            }
            if k == 0 || x[0] == 0.0 {
                total += x[1];
                continue;
            }
            total += sum * x[0];
        }
        total
    }

    /// Such a loop is reversed on either side, if it changes more than the number that one side uses.
    #[differentiable]
    fn changing_lists(x: [f64; 2]) -> f64 {
        let (mut left, mut right) = ([1.0; 3], vec![]);
        let mut sum = 0.0;
        for k in 0..3 {
            sum += x[0].sqrt() * k as f64;
            left[k] *= x[1];
            right.push(x[0] * x[1]);
            left.swap(0, 1);
            std::mem::swap(&mut left[1], &mut right[0]);
        }
        let one_side = if x[1] > 0.0 { sum } else { 0.0 };
        one_side + left[0] * left[1] + left[2] * right[1] * right[0]
    }

    #[differentiable]
    fn changing_numbers(x: [f64; 2]) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        for k in 0..3 {
            sum += x[0].sqrt() * k as f64;
            total += sum * x[1];
        }
        let one_side = if x[1] > 0.0 { sum } else { 0.0 };
        one_side + total
    }

    #[test]
    fn loops_that_change_more_are_reversed_on_either_side() {
        for x in [[1.0, -1.0], [1.0, 2.0]] {
            jac::check::check::<changing_lists, _>(x).unwrap();
            jac::check::check::<changing_numbers, _>(x).unwrap();
        }
        assert_eq!(changing_lists::jacrev([1.0, -1.0]), [2.0, -3.0]);
        assert_eq!(changing_numbers::jacrev([1.0, -1.0]), [-2.0, 4.0]);
    }

    #[test]
    fn neither_have_values_that_are_made_of_what_is_not_used() {
        macro_rules! slopes {
            ($($function:ident at $point:expr => $slopes:expr;)*) => {$(
                assert_eq!($function::gradient($point), $slopes, stringify!($function));
                assert_eq!($function::jacrev($point), $slopes, stringify!($function));
                assert_eq!($function::jacfwd($point), $slopes, stringify!($function));
                for point in [[0.3, 0.9], [1.7, 2.5], [0.6, -0.8]] {
                    jac::check::check::<$function, _>(point).unwrap();
                }
            )*};
        }
        slopes! {
            guarded at [0.0, 0.0] => [0.0, 3.0];
            roots_of at [1.0, 0.5] => [1.0, 0.0];
            in_loops at [0.0, 1.0] => [0.0, 3.0];
            twice at [0.0, 1.0] => [0.0, 1.0];
            of_either_side at [0.0, 1.0] => [0.0, 3.0];
            of_summed at [1.0, 1.0] => [2.0, 1.0];
            of_a_loop at [0.0, 1.0] => [0.0, 3.0];
            of_a_chain at [0.0, 1.0] => [2.0, 1.0];
            of_two_carried at [0.0, 1.0] => [0.0, 1.0];
            in_another_loop at [0.0, 1.0] => [0.0, 3.0];
        }
    }

    #[test]
    fn what_is_not_used_has_no_part_in_a_derivative() {
        assert_eq!(sinc::gradient(&[0.0, 0.0]), [0.0, 0.0]);
        assert_eq!(sinc::jacrev(&[0.0, 0.0]), [0.0, 0.0]);
        assert_eq!(sinc::jacfwd(&[0.0, 0.0]), [0.0, 0.0]);
        assert_eq!(cosine::gradient(0.0, 0.0), (1.0, 2.0));
        assert_eq!(cosine::jacrev(0.0, 0.0), (1.0, 2.0));
        assert_eq!(quotient::gradient(0.5, 0.0), (3.0, 0.0));
        assert_eq!(quotient::jacrev(0.5, 0.0), (3.0, 0.0));
        assert_eq!((softplus::gradient(800.0), softplus::jacrev(800.0)), (1.0, 1.0));
        let zero = Vector { x: 0.0, y: 0.0 };
        let gradient = damped::gradient(zero);
        assert_eq!((gradient.x, gradient.y), (1.0, 0.0));
        let gradient = along::gradient(zero);
        assert_eq!((gradient.x, gradient.y), (3.0, 0.0));
        let gradient = roots::gradient(&[0.0, 0.25]);
        assert_eq!(gradient, [1.0, 0.75]);
    }

    /// Elsewhere nothing has changed.
    #[test]
    fn the_other_side_has_its_derivative() {
        jac::check::check::<sinc, _>(&[0.3_f64, 0.4]).unwrap();
        jac::check::check::<cosine, _>((0.3_f64, 0.4_f64)).unwrap();
        jac::check::check::<quotient, _>((0.3_f64, 0.4_f64)).unwrap();
        jac::check::check::<softplus, _>(0.3_f64).unwrap();
        jac::check::check::<damped, _>(Vector { x: 0.3, y: 0.4 }).unwrap();
        jac::check::check::<along, _>(Vector { x: 0.3, y: 0.4 }).unwrap();
        jac::check::check::<roots, _>(&[0.3_f64, 0.0, 0.7][..1]).unwrap();
    }
}

/// What `max`, `min` and `clamp` do not choose has no part in what follows, and no infinite partial of that gets to it.
mod not_chosen {
    use jac::differentiable;

    /// The half chord of a circle, in the form that people write against rounding.
    #[differentiable]
    fn chord(r: f64, x: f64) -> f64 {
        (r * r - x * x).max(0.0).sqrt()
    }

    #[differentiable]
    fn chords(r: &[f64], x: f64) -> f64 {
        r.iter().map(|r| (r * r - x * x).max(0.0).sqrt()).sum()
    }

    #[differentiable]
    fn logarithms(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for x in x {
            sum += x.clamp(0.0, 2.0).ln().max(-50.0) + x.max(0.0).powf(0.5);
        }
        sum
    }

    #[differentiable]
    fn root_of_largest(x: &[f64]) -> f64 {
        1.0 / x.iter().copied().fold(0.0, f64::max)
    }

    #[differentiable(order = 2)]
    fn second(x: f64, y: f64) -> f64 {
        (x * y).max(0.0).sqrt() + y * y * x
    }

    #[test]
    fn has_a_slope_of_zero_in_reverse_and_by_elimination() {
        assert_eq!(chord::gradient(1.0, 2.0), (0.0, 0.0));
        assert_eq!(chord::vjp(1.0, 2.0, 3.0), (0.0, (0.0, 0.0)));
        assert_eq!(chord::gradient(5.0, 3.0), (1.25, -0.75));
        let (by_r, by_x) = chords::gradient(&[1.0, 5.0], 3.0);
        assert_eq!((by_r.as_slice(), by_x), (&[0.0, 1.25][..], -0.75));
        assert_eq!(logarithms::gradient(&[-1.0, -3.0]), [0.0, 0.0]);
        let infinite = root_of_largest::gradient(&[-1.0, -2.0]);
        assert_eq!(infinite, [0.0, 0.0]);
    }

    #[test]
    fn has_one_of_second_order_too() {
        let hessian = second::hessian(1.0, -2.0);
        assert_eq!(hessian, ((0.0, -4.0), (-4.0, 2.0)));
    }
}

/// The Jacobian by sweeps of `W` rows.
fn by_rows<F: Function<[f64; 3], Input = [f64; 3], Output = [f64; 3]>, const W: usize>(x: [f64; 3]) -> [[f64; 3]; 3] {
    let (_, pullback) = F::pullback::<W>(&x);
    let mut jacobian = [[0.0; 3]; 3];
    for first in (0..3).step_by(W) {
        let mut seeds: Tangent<[f64; 3], W> = <[f64; 3]>::origin(&x.shape());
        for lane in 0..W.min(3 - first) {
            seeds[first + lane][lane] = 1.0;
        }
        let cotangents = pullback(seeds);
        for lane in 0..W.min(3 - first) {
            for column in 0..3 {
                jacobian[first + lane][column] = cotangents[column][lane];
            }
        }
    }
    jacobian
}

/// What one row asks for is nothing to another.
#[differentiable]
fn used_by_one_row(x: [f64; 3]) -> [f64; 3] {
    let ratio = x[0] / x[1];
    let kept = if x[2] > 0.0 { 2.0 * ratio } else { ratio };
    [x[1], kept, x[2] * x[2]]
}

/// The cotangent of a sum, which a loop spreads.
#[differentiable]
fn sum_of_roots(x: [f64; 3]) -> [f64; 3] {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i].sqrt();
    }
    [sum, x[1] * x[1], x[1] * x[2]]
}

/// The largest so far, which starts as a constant.
#[differentiable(wrt(x))]
fn root_of_the_largest(x: &[f64], scale: f64) -> f64 {
    let mut largest = 0.0_f64;
    for value in x {
        largest = largest.max(*value);
    }
    (scale * (largest / 4.0)).sqrt()
}

#[test]
fn zeros_do_not_depend_on_the_rows_that_share_a_sweep() {
    let text = |jacobian: [[f64; 3]; 3]| jacobian.map(|row| list(&row));
    let one = text(by_rows::<used_by_one_row, 1>([1.0, 0.0, 1.0]));
    assert_eq!(one, ["0, 1, 0", "∞, −∞, 0", "0, 0, 2"]);
    assert_eq!(text(by_rows::<used_by_one_row, 2>([1.0, 0.0, 1.0])), one);
    assert_eq!(text(by_rows::<used_by_one_row, 4>([1.0, 0.0, 1.0])), one);
    let one = text(by_rows::<sum_of_roots, 1>([0.0, 1.0, 4.0]));
    assert_eq!(one, ["∞, ½, 0.25", "NaN, 2, 0", "NaN, 4, 1"]);
    assert_eq!(text(by_rows::<sum_of_roots, 2>([0.0, 1.0, 4.0])), one);
    assert_eq!(text(by_rows::<sum_of_roots, 4>([0.0, 1.0, 4.0])), one);
}

/// In forward mode the root is given a tangent of zero, which comes of the choice.
#[test]
fn what_is_not_chosen_has_no_tangent() {
    for (x, scale) in [([-1.0, -2.0], 1.0), ([4.0, 1.0], 1.0), ([16.0, -1.0], 2.0)] {
        let (_, by_x) = root_of_the_largest::vjp(&x, scale, 1.0);
        for column in 0..2 {
            let mut seed = [0.0; 2];
            seed[column] = 1.0;
            assert_eq!(root_of_the_largest::jvp(&x, scale, seed).1, by_x[column], "{x:?}");
        }
    }
}
