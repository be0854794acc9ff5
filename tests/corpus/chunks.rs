//! Slices as arrays: the length is in the type.
use jac::differentiable;

#[differentiable]
fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Views: elements, a call, the length.
#[differentiable]
pub fn views(x: &[f64]) -> f64 {
    let a: &[f64; 3] = x[..3].try_into().unwrap();
    let b: &[f64; 3] = (&x[2..5]).try_into().expect("there are five");
    let c = cross(a, b);
    c[0] * a[1] + c[1] + c[2] * a.len() as f64 + b.iter().map(|b| b * b).sum::<f64>()
}

/// Copies, which stay as they are.
#[differentiable]
pub fn copies(x: &[f64], y: &mut [f64]) {
    let a: [f64; 2] = y[..2].try_into().unwrap();
    y[0] = x[0] * a[1];
    y[1] = x[1] * a[0] + y[0];
    let [p, q] = <[f64; 2]>::try_from(&x[1..3]).unwrap();
    y[2] += p * q + a[0];
}

#[differentiable]
fn normalise(v: &mut [f64; 2]) {
    let norm = (v[0] * v[0] + v[1] * v[1]).sqrt();
    for v in v.iter_mut() {
        *v /= norm;
    }
}

/// Parts that are written, by a callee and as a whole.
#[differentiable]
pub fn written(x: &[f64], y: &mut [f64]) {
    for i in 0..y.len() / 2 {
        let pair: &mut [f64; 2] = (&mut y[2 * i..2 * i + 2]).try_into().unwrap();
        pair[0] += x[i] * pair[1];
        normalise(pair);
    }
    let first: &mut [f64; 2] = (&mut y[..2]).try_into().unwrap();
    *first = [first[1] * x[0], first[0]];
    let last = <&mut [f64; 2]>::try_from(&mut y[2..4]).unwrap();
    last[1] *= x[1];
}

/// Records of a fixed length in one slice.
#[differentiable]
pub fn records(cameras: &[f64], points: &[f64], seen: &[usize]) -> f64 {
    let mut total = 0.0;
    for pair in seen.chunks_exact(2) {
        let camera: &[f64; 4] = cameras[4 * pair[0]..4 * pair[0] + 4].try_into().unwrap();
        let point: &[f64; 3] = points[3 * pair[1]..][..3].try_into().unwrap();
        total += (camera[3] * project(camera, point)).sin();
    }
    total
}

#[differentiable]
fn project(camera: &[f64; 4], point: &[f64; 3]) -> f64 {
    let [fx, fy, c, _] = *camera;
    (fx * point[0] + fy * point[1]) / point[2] + c
}

/// The first elements.
#[differentiable]
pub fn first_chunk(x: &[f64]) -> f64 {
    let head = x.first_chunk::<2>().unwrap();
    let [a, b] = *head;
    a * b + head[1].exp() + cross(x.first_chunk::<3>().unwrap(), &[1.0, a, 2.0])[1]
}

/// By value into a callee, at the end of a function.
#[differentiable]
pub fn at_the_end(x: &[f64]) -> [f64; 3] {
    let a: [f64; 3] = x[1..4].try_into().unwrap();
    let scaled = a.map(|a| a * x[0]);
    cross(&scaled, <&[f64; 3]>::try_from(&x[..3]).unwrap())
}
