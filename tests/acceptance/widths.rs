//! Both modes at several widths.

use jac::__private::{Function, Space, Tape};
use jac_runtime::cotangent::Vector;
use jac_runtime::space::Tangent;

/// The values of all sweeps are that of the function, to the bit, and their Jacobians agree.
pub fn agree<F: Function<Args>, Args>(name: &str, args: &Args) {
    let expected = forward::<F, Args, 1>(name, args);
    let close = |way: &str, found: &[f64]| close(&format!("{name}, {way}"), found, &expected);
    close("three tangents", &forward::<F, Args, 3>(name, args));
    close("eight tangents", &forward::<F, Args, 8>(name, args));
    close("one cotangent", &reverse::<F, Args, 1>(name, args));
    close("two cotangents", &reverse::<F, Args, 2>(name, args));
    close("eight cotangents", &reverse::<F, Args, 8>(name, args));
}

fn forward<F: Function<Args>, Args, const W: usize>(name: &str, args: &Args) -> Vec<f64> {
    let value = bits(&F::value(args));
    let shape = F::input_shape(args);
    let columns = F::Input::dimension(&shape);
    let mut rows = 0;
    let mut found: Vec<Vec<f64>> = Vec::new();
    for column in (0..columns).step_by(W) {
        let (output, tangent) = F::tangent::<W>(args, &<F::Input as Space>::seed::<W>(&shape, column));
        assert_eq!(value, bits(&output), "{name}: the value beside {W} tangents");
        let tangent = flat::<F::Output, W>(&output.shape(), tangent);
        rows = tangent.len();
        found.extend((0..W.min(columns - column)).map(|lane| tangent.iter().map(|lanes| lanes[lane]).collect()));
    }
    (0..rows * columns).map(|element| found[element % columns][element / columns]).collect()
}

fn reverse<F: Function<Args>, Args, const W: usize>(name: &str, args: &Args) -> Vec<f64> {
    let value = bits(&F::value(args));
    let shape = F::input_shape(args);
    let (output, pullback) = F::pullback::<W>(args);
    assert_eq!(value, bits(&output), "{name}: the value in front of {W} cotangents");
    let rows = F::Output::dimension(&output.shape());
    let mut found = Vec::new();
    for row in (0..rows).step_by(W) {
        let seed = || <F::Output as Space>::seed::<W>(&output.shape(), row);
        let cotangent = flat::<F::Input, W>(&shape, pullback(seed()));
        if F::JOINT {
            let (of_joint, joint, _) = F::joint::<W>(args, seed(), Tape::default());
            assert_eq!(value, bits(&of_joint), "{name}: the value of a joint sweep");
            let joint = flat::<F::Input, W>(&shape, joint);
            close(&format!("{name}, joint"), joint.as_flattened(), cotangent.as_flattened());
        }
        for lane in 0..W.min(rows - row) {
            found.extend(cotangent.iter().map(|lanes| lanes[lane]));
        }
    }
    found
}

/// The lanes of a tangent in memory order.
fn flat<T: Space, const W: usize>(shape: &T::Shape, tangent: Tangent<T, W>) -> Vec<[f64; W]> {
    let mut full = T::origin::<W>(shape);
    full.accumulate(tangent);
    let mut found = Vec::new();
    T::for_each::<f64, W>(&full, 0, &mut |index, lanes| {
        assert_eq!(index, found.len(), "flat indices are consecutive");
        found.push(lanes.0);
    });
    found
}

fn bits<S: Space>(value: &S) -> Vec<Option<u64>> {
    let mut bits = Vec::new();
    value.for_each_float(&mut |float| bits.push(float.map(f64::to_bits)));
    bits
}

fn close(what: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{what}: number of elements");
    let largest = expected.iter().filter(|x| x.is_finite()).fold(1.0_f64, |largest, x| largest.max(x.abs()));
    for (index, (a, b)) in found.iter().zip(expected).enumerate() {
        let same = a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-10 * largest;
        assert!(same, "{what}: element {index} is {a:e}, expected {b:e}");
    }
}
