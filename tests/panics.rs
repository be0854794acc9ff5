//! Derivatives panic where the function does: also for what is selected and never read.
#![allow(clippy::type_complexity, clippy::toplevel_ref_arg, clippy::needless_range_loop)]
#![allow(clippy::let_underscore_untyped, clippy::no_effect, path_statements, unused_must_use)] // selecting is all that happens

use std::panic::{AssertUnwindSafe, catch_unwind};

use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
struct Table {
    rows: Vec<Vec<f64>>,
    corners: [[f64; 2]; 3],
    pairs: Vec<(f64, f64)>,
    scale: f64,
}

fn table() -> Table {
    Table { rows: vec![vec![0.5, 0.7]; 3], corners: [[1.0, 2.0]; 3], pairs: vec![(0.1, 0.2); 3], scale: 1.5 }
}

fn tangent() -> TableTangent<Vec<Vec<f64>>, [[f64; 2]; 3], Vec<(f64, f64)>, f64> {
    TableTangent { rows: vec![vec![0.0; 2]; 3], corners: [[0.0; 2]; 3], pairs: vec![(0.0, 0.0); 3], scale: 1.0 }
}

#[differentiable]
fn element(t: &Table, n: usize) -> f64 {
    let _row = &t.rows[n];
    t.scale
}

#[differentiable]
fn element_of_element(t: &Table, n: usize) -> f64 {
    let _number = &t.corners[0][n];
    t.scale
}

#[differentiable]
fn field_of_element(t: &Table, n: usize) -> f64 {
    let _number = &t.pairs[n].0;
    t.scale
}

#[differentiable]
fn to_be_written(t: &Table, n: usize) -> f64 {
    let mut copy = t.clone();
    let row = &mut copy.rows[n];
    if n == 1 {
        row[0] = t.scale;
    }
    copy.rows[1][0]
}

#[differentiable]
fn in_a_tuple(t: &Table, n: usize) -> f64 {
    let (_row, scale) = (&t.corners[n], &t.scale);
    *scale
}

#[differentiable]
fn of_a_closure(t: &Table, n: usize) -> f64 {
    let scale = |_row: &[f64; 2]| t.scale;
    scale(&t.corners[n])
}

#[differentiable]
fn slice_of_a_closure(t: &Table, n: usize) -> f64 {
    let scale = |_part: &[f64]| t.scale;
    scale(&t.rows[0][n..])
}

#[differentiable]
fn taken_apart(t: &Table, n: usize) -> f64 {
    let [_, _] = t.corners[n];
    let (_, _) = &t.pairs[n];
    t.scale
}

#[differentiable]
fn by_ref(t: &Table, n: usize) -> f64 {
    let ref _row = t.rows[n];
    match t.pairs[n] {
        (ref first, _) if n > 100 => *first,
        _ => t.scale,
    }
}

#[differentiable]
fn assigned(t: &Table, n: usize) -> f64 {
    let mut row = &t.rows[0];
    if n > 0 {
        row = &t.rows[n];
    }
    if n > 100 { row[0] } else { t.scale }
}

#[differentiable]
fn chosen(t: &Table, n: usize) -> f64 {
    let _row = if n > 1 { &t.rows[n] } else { &t.rows[0] };
    t.scale
}

#[differentiable]
fn in_a_loop(t: &Table, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let row = &t.rows[i];
        if i == 1 {
            sum += row[0] * t.scale;
        }
    }
    sum
}

#[differentiable]
fn perhaps_some(t: &Table, n: usize) -> f64 {
    let row = Some(&t.corners[n]);
    if n > 100 { row.map_or(0.0, |row| row[0]) } else { t.scale }
}

#[differentiable]
fn as_a_slice(t: &Table, n: usize) -> f64 {
    let _row = t.rows[n].as_slice();
    &t.corners[n];
    t.scale
}

#[test]
fn what_is_referred_to_is_within_bounds_whatever_is_read_of_it() {
    macro_rules! alike {
        ($($name:ident)*) => {$(
            for n in 0..6 {
                let t = table();
                let plain = catch_unwind(AssertUnwindSafe(|| $name(&t, n))).ok();
                let forward = catch_unwind(AssertUnwindSafe(|| $name::jvp(&t, n, tangent()).0)).ok();
                let reverse = catch_unwind(AssertUnwindSafe(|| $name::vjp(&t, n, 1.0).0)).ok();
                let both = catch_unwind(AssertUnwindSafe(|| $name::value_and_gradient(&t, n).0)).ok();
                assert_eq!([forward, reverse, both], [plain; 3], "{} at {n}", stringify!($name));
                assert!(plain.is_some() || n > 1, "{} panics at {n}", stringify!($name));
                assert!(plain.is_none() || n < 5, "{} does not panic at {n}", stringify!($name));
            }
        )*};
    }
    alike! {
        element element_of_element field_of_element to_be_written in_a_tuple of_a_closure slice_of_a_closure taken_apart by_ref
        assigned chosen in_a_loop perhaps_some as_a_slice
    }
}

/// Of fixed size: the Jacobian would be eliminated.
#[differentiable]
fn selected(x: [f64; 3]) -> f64 {
    let mut sum = 0.0;
    for i in 0..4 {
        if i < 3 {
            sum += x[i] * x[0];
        } else {
            let _ = x[i];
        }
    }
    sum
}

type Place = [f64; 3];

#[differentiable]
fn selected_of_a_name(x: Place) -> f64 {
    let y = x;
    let mut sum = 0.0;
    for i in 0..4 {
        if i < 3 {
            sum += y[i] * x[0];
        } else {
            let _ = y[i];
        }
    }
    sum
}

#[differentiable]
fn referred_to(x: [[f64; 2]; 3]) -> f64 {
    let mut sum = 0.0;
    for i in 0..4 {
        let row = &x[i];
        if i < 3 {
            sum += row[0] * x[0][1];
        }
    }
    sum
}

#[test]
fn an_eliminated_jacobian_panics_as_well() {
    let x = [0.7, 1.3, 0.4];
    assert!(catch_unwind(|| selected(x)).is_err() && catch_unwind(|| selected::gradient(x)).is_err());
    assert!(catch_unwind(|| selected_of_a_name(x)).is_err());
    assert!(catch_unwind(|| selected_of_a_name::gradient(x)).is_err());
    let x = [[0.7, 1.3]; 3];
    assert!(catch_unwind(|| referred_to(x)).is_err() && catch_unwind(|| referred_to::gradient(x)).is_err());
}
