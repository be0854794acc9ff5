//! Loops over fields of what `wrt` leaves out: they must be slices or the like.
use jac::differentiable;
use std::collections::BTreeSet;

struct Data {
    set: BTreeSet<usize>,
}

#[differentiable(wrt(w))]
fn sum(data: &Data, w: f64) -> f64 {
    let mut sum = w;
    for x in data.set.iter() {
        sum += w * *x as f64;
    }
    sum
}

fn main() {}
