//! What is not used: where the function panics, its derivatives do, and they give its value wherever it gives one.
//!
//! Each body is a function of a slice and one of an array, and is called with indices within bounds and beyond, for which it panics or not.
#![allow(unused, clippy::all)]

use std::panic::{AssertUnwindSafe, catch_unwind};

const X: [f64; 8] = [1.0, 2.5, 3.0, 4.5, 5.0, 6.5, 7.0, 8.0];
const DIRECTION: [f64; 8] = [0.3, 0.1, -0.7, 0.2, 0.5, 1.1, -0.4, 0.9];

fn outcome<T>(f: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(f)).ok()
}

fn along(gradient: &[f64]) -> f64 {
    gradient.iter().zip(&DIRECTION).map(|(slope, d)| slope * d).sum()
}

/// The value by the function itself, and value and slope by forward mode, by reverse mode, and by what `gradient` chooses.
fn compare(name: &str, n: usize, plain: impl Fn(&[f64; 8]) -> f64, found: [Option<(f64, f64)>; 3]) {
    let value = outcome(|| plain(&X));
    for (found, by) in found.iter().zip(["jvp", "vjp", "gradient"]) {
        let found_value = found.map(|(value, _)| value.to_bits());
        assert_eq!(found_value, value.map(f64::to_bits), "{by} of {name} at {n}: {found:?} for {value:?}");
    }
    let [Some((_, forward)), Some((_, reverse)), Some((_, chosen))] = found else { return };
    let moved = |step: f64| {
        let mut x = X;
        x.iter_mut().zip(&DIRECTION).for_each(|(x, d)| *x += step * d);
        plain(&x)
    };
    let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
    for slope in [forward, reverse, chosen] {
        assert!(
            (slope - difference).abs() < 1e-6 * (1.0 + difference.abs()),
            "{name} at {n}: {slope} for {difference}"
        );
    }
}

macro_rules! alike {
    ($x:ident, $n:ident: $($name:ident $body:block)*) => {
        alike!(@of slices, [f64], $x, $n: $($name $body)*);
        alike!(@of arrays, [f64; 8], $x, $n: $($name $body)*);
    };
    (@of $kind:ident, $ty:ty, $x:ident, $n:ident: $($name:ident $body:block)*) => {
        mod $kind {
            use super::*;
            $(
                #[jac::differentiable(wrt($x))]
                fn $name($x: &$ty, $n: usize) -> f64 $body
            )*
            #[test]
            fn panic_where_the_function_does() {
                let mut failed = Vec::new();
                $(
                    for n in 0..12 {
                        let found = [
                            outcome(|| $name::jvp(&X, n, &DIRECTION)),
                            outcome(|| $name::vjp(&X, n, 1.0)).map(|(value, slopes)| (value, along(&slopes))),
                            outcome(|| $name::value_and_gradient(&X, n)).map(|(value, slopes)| (value, along(&slopes))),
                        ];
                        let compared = catch_unwind(AssertUnwindSafe(|| compare(stringify!($name), n, |x| $name(x, n), found)));
                        if let Err(reason) = compared {
                            failed.push(reason.downcast::<String>().map_or_else(|_| String::new(), |reason| *reason));
                        }
                    }
                )*
                assert!(failed.is_empty(), "{}", failed.join("\n"));
            }
        }
    };
}

alike! { x, n:
    // Items that are passed by.
    skipped { (n..5).map(|i| x[i - 1]).skip(1).sum::<f64>() }
    skipped_to_the_end { x.iter().map(|v| x[n - 1] * v).skip(9).sum::<f64>() + x[0] }
    skipped_for_none { x.iter().map(|v| x[n - 1] * v).skip(1).take(0).sum::<f64>() + x[0] }
    skipped_all_and_taken { (0..4).map(|i| x[(i * n) % 9]).skip(4).take(2).nth(1).unwrap_or(x[0]) }
    skipped_and_stepped_for_none { x.windows(2).map(|w| w[n] * w[0]).skip(n).step_by(1).take(0).sum::<f64>() + x[0] }
    skipped_by_next { (0..3).map(|i| x[i - n]).skip(1).next().unwrap() }
    skipped_in_a_loop { let mut s = 0.0; for v in (0..3).map(|i| x[i - n]).skip(1) { s += v * v; } s }
    skipped_twice { (0..6).map(|i| x[i - n]).skip(1).map(|v| v * x[n + 2]).skip(2).sum::<f64>() }
    skipped_with_numbers { x.iter().enumerate().map(|(i, v)| x[i - n] * v).skip(1).sum::<f64>() }
    skipped_and_numbered { (0..3).map(|i| x[i - n]).enumerate().skip(1).map(|(k, a)| a * k as f64).sum::<f64>() }
    skipped_in_zip { (0..3).map(|i| x[i - n]).zip(0..3).skip(1).map(|(a, k)| a * k as f64).sum::<f64>() }
    skipped_beside { (1..3).zip((0..3).map(|i| x[i - n]).skip(1)).map(|(k, a)| a * k as f64).sum::<f64>() }
    skipped_beside_nothing { (0..0).zip((0..3).map(|i| x[i - n]).skip(1)).map(|(k, a)| a * k as f64).sum::<f64>() + x[0] }
    beside_stages { (0..2).zip((0..6).filter(|i| *i != 9).map(|i| x[i + n])).map(|(k, a)| a * k as f64).sum::<f64>() }
    beside_stages_that_end { (0..6).zip((0..2).filter(|i| *i != 9).map(|i| x[i + n])).map(|(k, a)| a * k as f64).sum::<f64>() }
    beside_stages_until { (0..6).zip((0..6).filter(|i| *i != 9).map(|i| x[i + n])).take_while(|(k, _)| *k < 2).map(|(k, a)| a * k as f64).sum::<f64>() }
    beside_stages_of_nothing { (0..0).zip((0..6).filter(|i| *i != 9).map(|i| x[i + n])).map(|(k, a)| a * k as f64).sum::<f64>() + x[0] }
    beside_stages_in_turn { let mut count = 0; let s = x[..n.min(3)].iter().zip(x.iter().filter(|v| { count += 1; **v > 2.0 })).map(|(a, b)| a * b).sum::<f64>(); s * count as f64 + x[0] }
    beside_rows { x.chunks(2).zip((1..4).flat_map(|i| x[i + n..].iter())).map(|(w, v)| w[0] * v).sum::<f64>() }
    beside_stages_skipped { x.iter().zip((0..8).filter(|i| i % 2 == 0).map(|i| x[i - n])).skip(1).map(|(a, b)| a * b).sum::<f64>() }
    found_by_a_function { fn large(v: f64) -> Option<f64> { if v > 3.25 { Some(v * v) } else { None } } x[n..].iter().find_map(|v| large(*v)).unwrap_or(x[0]) }
    found_by_the_name_of_one { fn large(v: f64) -> Option<f64> { if v > 6.0 { Some(v * v) } else { None } } x[n..].iter().copied().find_map(large).unwrap() }
    skipped_in_chain { (0..3).map(|i| x[i - n]).chain((0..2).map(|i| x[i])).skip(1).sum::<f64>() }
    skipped_in_second { (0..3).map(|i| x[i]).chain((0..2).map(|i| x[i - n])).skip(4).sum::<f64>() }
    skipped_in_turn { (0..3).map(|i| x[i - n]).cycle().skip(1).take(1).sum::<f64>() }
    skipped_from_the_end { (0..5).map(|i| x[i + n]).rev().skip(1).sum::<f64>() }
    skipped_and_never_reached { (0..5).map(|i| x[i - n]).skip(2).rev().sum::<f64>() }
    skipped_for_the_length { (0..3).map(|i| x[i - n]).skip(1).len() as f64 * x[0] }
    skipped_extreme { (0..4).map(|i| x[i - n]).skip(1).max_by(|a, b| a.total_cmp(b)).unwrap() }
    skipped_references { (0..4).map(|i| &x[i - n]).skip(1).sum::<f64>() }
    skipped_options { (0..4).map(|i| x.get(i - n).copied().unwrap()).skip(1).take(1).sum::<f64>() }
    skipped_parts { x.chunks(4).map(|w| w[n]).rev().skip(1).sum::<f64>() }
    skipped_bounds { x.iter().map(|v| v.clamp(3.25, n as f64 + 0.25)).skip(1).sum::<f64>() }
    left_behind { (0..5).map(|i| x[i + n]).take(3).rev().sum::<f64>() }
    left_behind_for_none { (0..5).map(|i| x[i + n]).take(0).rev().sum::<f64>() + x[0] }
    left_behind_by_zip { (0..6).map(|i| x[i + n]).zip(0..2).rev().map(|(a, k)| a * k as f64).sum::<f64>() }
    taken { (0..5).map(|i| x[i + n]).take(2).last().unwrap() }
    stepped { (0..5).map(|i| x[i + n]).step_by(3).sum::<f64>() }
    stepped_until { (0..5).map(|i| x[i + n]).step_by(3).take(1).sum::<f64>() }
    at_last { (n..5).map(|i| x[i - 1]).last().unwrap() }
    at_last_from_the_end { (0..5).map(|i| x[i + n]).rev().last().unwrap() }
    at_last_of_two { (0..3).map(|i| x[i - n]).chain((0..2).map(|i| x[i])).last().unwrap() }
    at_nth { (n..5).map(|i| x[i - 1]).nth(2).unwrap() }
    at_nth_beyond { x.iter().map(|v| x[n - 1] * v).nth(9).unwrap_or(x[0]) }
    at_nth_from_the_end { (0..5).map(|i| x[i + n]).rev().nth(1).unwrap() }
    at_nth_of_some { (0..5).filter(|i| *i != 9).map(|i| x[i + n]).nth(1).unwrap() }
    at_nth_of_a_variable { let mut it = (0..5).map(|i| x[i - n]); it.nth(1); it.next().unwrap() }
    counted { (0..5).map(|i| x[i - n]).count() as f64 * x[0] }
    counted_references { (0..4).map(|i| &x[i + n]).count() as f64 * x[0] }
    counted_slices { (0..4).map(|i| &x[i + n..]).count() as f64 * x[0] }
    // References.
    element { let _t = &x[n]; x[0] }
    element_in_front { let _t = &x[n - 1]; x[0] }
    element_without_name { let _ = &x[n]; x[0] }
    element_as_statement { &x[n]; x[0] }
    element_in_a_loop { for i in 0..5 { let _t = &x[i + n]; } x[0] }
    element_read_in_a_loop { let (mut s, r) = (x[0], &x[n]); for i in 0..n { s += *r; } s }
    element_in_tuple { let a = (&x[n], &x[0]); *a.1 }
    element_in_option { let _a = Some(&x[n]); x[0] }
    element_of_closure { let f = |i: usize| &x[i]; f(n); x[0] }
    element_for_closure { let f = |_: &f64, w: f64| w * w; f(&x[n], x[0]) }
    element_chosen { let _s = if n > 3 { &x[n] } else { &x[n + 6] }; x[0] }
    element_exchanged { let mut s = &x[0]; s = &x[n]; x[0] }
    element_by_ref { let ref _t = x[n]; x[0] }
    element_matched { match x[n] { ref _t => {} } x[0] }
    element_of_list { let v = vec![1.0, x[1]]; let _w = &v[n]; x[0] }
    element_of_integers { let v: Vec<usize> = vec![1, 2]; let _w = &v[n]; x[0] }
    element_of_queue { let mut q = std::collections::VecDeque::new(); q.push_back(x[0]); let _r = &q[n]; x[0] }
    element_written { let mut a = [1.0, 2.0]; let _b = &mut a[n]; x[0] }
    element_of_slice { let _v = &x[2..][n]; x[0] }
    row { let a = [[x[0], 2.0], [3.0, 4.0]]; let _b = &a[n]; x[0] }
    row_in_loops { let (a, mut s) = ([[x[0], 2.0], [3.0, 4.0]], x[1]); for i in 0..n { let r = &a[i]; for j in 0..2 { s += r[j] * r[j]; } } s }
    row_in_parts { let a = [[x[0], 2.0], [3.0, 4.0]]; let [_, _] = a[n]; x[0] }
    field { let a = vec![(x[0], 2.0), (3.0, 4.0)]; let _t = &a[n].0; x[0] }
    field_by_ref { let a = vec![(x[0], vec![2.0]), (3.0, vec![4.0])]; let (_, ref _t) = a[n]; x[0] }
    slice { let _t = &x[n..]; x[0] }
    slice_in_tuple { let _a = (&x[n..], &x[0]); x[0] }
    halves { let (_a, _b) = x.split_at(n); x[0] }
    halves_written { let mut a = x.to_vec(); let (_b, _c) = a.split_at_mut(n); x[0] }
    length { x[2..n].len() as f64 * x[0] }
    // Values.
    value { let _t = x[n]; x[0] }
    value_without_name { x[n]; x[0] }
    value_in_array { let y = [x[0], x[n]]; y[0] }
    value_times_zero { let _y = x[n] * 0.0; x[0] }
    value_of_closure { let f = |i: usize| x[i]; f(n); x[0] }
    value_compared { if x[n] > 3.0 {} x[0] }
    value_kept_constant { let _y = jac::constant(x[n]); x[0] }
    value_within { let _y = x[0].clamp(n as f64, 5.0); x[0] }
    // Integers.
    difference { let _i = n - 1; x[0] }
    difference_without_name { n - 1; x[0] }
    quotient { let _i = 7 / n; x[0] }
    remainder { let _i = 7 % n; x[0] }
    product { let _i = 7_u8 * n as u8 * 10; x[0] }
    power { let _i = n.pow(40); x[0] }
    shifted { let _i = 1_u32 << (n * 4); x[0] }
    decremented { let mut i = 3; for _ in 0..n { i -= 1_usize; } x[0] }
    summed { let _s: usize = (0..3).map(|i| i - n).sum(); x[0] }
    folded { let _s = (0..3).fold(3, |a: usize, i| a - i * n); x[0] }
    narrowed { let _y = u8::try_from(n * 50).unwrap(); x[0] }
    // Sizes.
    chunks { let _c = x.chunks(n); x[0] }
    chunks_exact { let _c = x.chunks_exact(n); x[0] }
    windows { let _c = x.windows(n); x[0] }
    steps { let _c = x.iter().step_by(n); x[0] }
    no_loop { for _ in x.chunks(n) {} x[0] }
    copied { let mut y = vec![0.0; 4]; y.copy_from_slice(&x[..n.min(8)]); x[0] }
    exchanged { let mut y = x.to_vec(); y.swap(n, n); y[0] }
    rotated { let mut y = x.to_vec(); y.rotate_left(n); x[0] }
    removed { let mut y = x.to_vec(); y.remove(n); x[0] }
    inserted { let mut y = x.to_vec(); y.insert(n, 1.0); x[0] }
    drained { let mut y = x.to_vec(); y.drain(3..n); x[0] }
    cut_off { let mut y = x.to_vec(); y.split_off(n); x[0] }
    moved_within { let mut y = x.to_vec(); y.copy_within(n.., 0); x[0] }
    stored { let mut y = [0.0; 4]; y[n] = x[0]; x[0] }
    // Options, and what fails.
    unwrapped { let _k = x.get(n).unwrap(); x[0] }
    unwrapped_without_name { x.get(n).unwrap(); x[0] }
    expected { let _k = n.checked_sub(3).expect("no"); x[0] }
    unwrapped_result { let k: Result<f64, usize> = if n > 3 { Ok(x[1]) } else { Err(n) }; let _v = k.unwrap(); x[0] }
    unwrapped_array { let _k: &[f64; 3] = x[n.min(8)..].try_into().unwrap(); x[0] }
    found { let _k = x[n.min(8)..].iter().position(|v| *v > 5.0).unwrap(); x[0] }
    reduced { let _k = x[n.min(8)..].iter().copied().reduce(f64::max).unwrap(); x[0] }
    asserted { assert!(x[n] > 0.0); x[0] }
    refused { let _y = match n { 3 => unreachable!(), _ => x[1] }; x[0] }
    left { let Some(_v) = x.get(n) else { panic!() }; x[0] }
}
