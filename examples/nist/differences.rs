//! The gradient by central differences, for comparison: what one does without derivatives.

/// Two evaluations of `model` for each parameter, with the step that balances rounding and truncation:
/// the cube root of the machine epsilon.
#[inline]
pub fn gradient<const N: usize>(model: impl Fn([f64; N], f64) -> f64, mut b: [f64; N], x: f64) -> [f64; N] {
    const RELATIVE_STEP: f64 = 6e-6;
    let mut gradient = [0.0; N];
    for i in 0..N {
        let (centre, step) = (b[i], RELATIVE_STEP * b[i]);
        let (above, below) = (centre + step, centre - step);
        b[i] = above;
        let value_above = model(b, x);
        b[i] = below;
        let value_below = model(b, x);
        b[i] = centre;
        gradient[i] = (value_above - value_below) / (above - below);
    }
    gradient
}
