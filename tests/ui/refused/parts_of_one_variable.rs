use jac::differentiable;

#[differentiable]
fn add(to: &mut [f64], from: &[f64]) {
    to[0] += from[0];
}

#[differentiable]
fn overlapping(x: &mut [f64]) {
    let (low, high) = x.split_at_mut(2);
    let (first, second) = high.split_at_mut(1);
    add(&mut low[..1], &low[1..]);
    add(&mut first[..1], &second[..1]);
    let views = [0, 1];
    for i in views {
        let (a, b) = x.split_at_mut(1 + i);
        add(&mut a[i..], &a[..]);
        add(b, &*a);
    }
}

fn main() {}
