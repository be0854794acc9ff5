//! Counted loops with carried state.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::{Differentiable, differentiable};

#[differentiable]
pub fn horner(coefficients: &[f64], x: f64) -> f64 {
    let mut value = 0.0;
    for i in (0..coefficients.len()).rev() {
        value = value * x + coefficients[i];
    }
    value
}

/// A reduction carries nothing nonlinear.
#[differentiable]
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * y[i];
    }
    sum
}

/// The product of all elements.
#[differentiable]
pub fn product(x: &[f64]) -> f64 {
    let mut product = 1.0;
    for i in 0..x.len() {
        product *= x[i];
    }
    product
}

#[differentiable]
pub fn log_sum_exp(x: &[f64]) -> f64 {
    let mut largest = x[0];
    for i in 1..x.len() {
        largest = largest.max(x[i]);
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (x[i] - largest).exp();
    }
    largest + sum.ln()
}

/// Newton's square root: a fixed number of steps, each overwriting the last.
#[differentiable]
pub fn newton_sqrt(a: f64) -> f64 {
    let mut x = 0.5 * (1.0 + a);
    for _ in 0..6 {
        x = 0.5 * (x + a / x);
    }
    x
}

/// Taylor's series of the sine: several carried values.
#[differentiable]
pub fn sine_series(x: f64, terms: usize) -> f64 {
    let mut term = x;
    let mut sum = x;
    for k in 1..terms {
        let n = (2 * k * (2 * k + 1)) as f64;
        term *= -x * x / n;
        sum += term;
    }
    sum
}

/// The logistic map: chaotic, nonlinear in the carried state, and a loop that may not run at all.
#[differentiable]
pub fn logistic_map(x0: f64, r: f64, steps: usize) -> f64 {
    let mut x = x0;
    for _ in 0..steps {
        x = r * x * (1.0 - x);
    }
    x
}

/// Fibonacci with floats: two variables exchange their roles.
#[differentiable]
pub fn fibonacci(a: f64, b: f64, n: u32) -> f64 {
    let mut previous = a;
    let mut current = b;
    for _ in 0..n {
        let next = current + previous;
        previous = current;
        current = next;
    }
    current
}

/// Chebyshev polynomials by their recurrence, inclusive range.
#[differentiable]
pub fn chebyshev(n: usize, x: f64) -> f64 {
    let (mut before, mut now) = (1.0, x);
    for _ in 2..=n {
        let next = 2.0 * x * now - before;
        before = now;
        now = next;
    }
    if n == 0 { before } else { now }
}

/// Legendre's polynomials: the counter enters the arithmetic.
#[differentiable]
pub fn legendre(n: usize, x: f64) -> f64 {
    let mut p0 = 1.0;
    let mut p1 = x;
    for k in 1..n {
        let k = k as f64;
        let p2 = ((2.0 * k + 1.0) * x * p1 - k * p0) / (k + 1.0);
        p0 = p1;
        p1 = p2;
    }
    p1
}

/// The arithmetic-geometric mean: two values carried, both nonlinear.
#[differentiable]
pub fn arithmetic_geometric_mean(a: f64, g: f64) -> f64 {
    let (mut a, mut g) = (a, g);
    for _ in 0..5 {
        let mean = (a + g) / 2.0;
        g = (a * g).sqrt();
        a = mean;
    }
    a
}

/// A continued fraction, evaluated backwards.
#[differentiable]
pub fn continued_fraction(x: f64, depth: i32) -> f64 {
    let mut value = 1.0;
    for i in (1..=depth).rev() {
        value = i as f64 + x / value;
    }
    value
}

/// Composite Simpson's rule with a step of two.
#[differentiable]
pub fn simpson(a: f64, b: f64, frequency: f64) -> f64 {
    const PANELS: usize = 8;
    let h = (b - a) / PANELS as f64;
    let mut sum = 0.0;
    for i in (0..PANELS).step_by(2) {
        let left = a + i as f64 * h;
        let middle = left + h;
        let right = middle + h;
        sum += (frequency * left).sin() + 4.0 * (frequency * middle).sin() + (frequency * right).sin();
    }
    sum * h / 3.0
}

/// Descending with a step, in one range expression.
#[differentiable]
pub fn every_third_backwards(x: &[f64]) -> f64 {
    let mut value = 0.5;
    for i in (0..x.len()).rev().step_by(3) {
        value = (value + x[i]).sin() * x[i];
    }
    value
}

/// The step before the reversal.
#[differentiable]
pub fn reversed_steps(x: &[f64]) -> f64 {
    let mut value = 1.0;
    for i in (0..x.len()).step_by(2).rev() {
        value = value * x[i] + 0.1;
    }
    value
}

/// An exponential filter with branches inside.
#[differentiable]
pub fn envelope(signal: &[f64], attack: f64, release: f64) -> f64 {
    let mut level = 0.0;
    for i in 0..signal.len() {
        let magnitude = signal[i].abs();
        let rate = if magnitude > level { attack } else { release };
        level += rate * (magnitude - level);
    }
    level
}

/// Nested conditions in a loop, with carried state in each arm.
#[differentiable]
pub fn hysteresis(input: &[f64], threshold: f64) -> (f64, f64) {
    let mut state = 0.0;
    let mut energy = 0.0;
    let mut high = false;
    for i in 0..input.len() {
        if high {
            if input[i] < -threshold {
                high = false;
                energy += (input[i] + threshold).powi(2);
                state *= 0.5;
            }
        } else if input[i] > threshold {
            high = true;
            energy += input[i] * state;
            state = input[i] - threshold;
        }
        state = 0.9 * state + if high { 0.1 * input[i] } else { 0.0 };
    }
    (state, energy)
}

/// Three loops deep, with a value carried through all of them.
#[differentiable]
pub fn deep_nest(x: f64, n: usize) -> f64 {
    let mut value = x;
    for i in 0..n {
        let outer = value;
        for j in 0..=i {
            value = 0.5 * value + 0.1 * (j as f64) * outer.sin();
            for k in 0..j {
                value += 0.01 * (k as f64 + x) * value * value;
            }
        }
        value -= 0.3 * outer;
    }
    value
}

/// Loops one after another over the same variable.
#[differentiable]
pub fn successive(x: f64) -> f64 {
    let mut y = x;
    for i in 0..3 {
        y += y * y * i as f64 * 0.1;
    }
    let z = y;
    for _ in 0..3 {
        y = (y + z).cos();
    }
    for i in 1..4 {
        y *= z / i as f64;
    }
    y
}

/// The bounds of the inner loop depend on the outer, and the loop variable is shadowed.
#[differentiable]
pub fn triangular_sum(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in i + 1..x.len() {
            let i = x[i];
            let j = x[j];
            sum += (i - j).powi(2) * i;
        }
    }
    sum
}

/// Welford's running variance.
#[differentiable]
pub fn variance(samples: &[f64]) -> (f64, f64) {
    let mut mean = 0.0;
    let mut squares = 0.0;
    for i in 0..samples.len() {
        let delta = samples[i] - mean;
        mean += delta / (i + 1) as f64;
        squares += delta * (samples[i] - mean);
    }
    (mean, squares / (samples.len() - 1) as f64)
}

/// A range over signed integers, negative bounds included.
#[differentiable]
pub fn fourier_series(x: f64) -> f64 {
    let mut sum = 0.0;
    for k in -3i32..=3 {
        let k = k as f64;
        sum += (k * x).cos() / (1.0 + k * k);
    }
    sum
}

/// A counter that a loop carries itself, besides the loop's own.
#[differentiable]
#[allow(clippy::explicit_counter_loop)]
pub fn own_counter(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut count = 1;
    let mut sign = 1.0;
    for i in 0..x.len() {
        sum += sign * x[i].powi(count);
        count += 1;
        sign = -sign;
    }
    sum
}

/// Ranges held in a variable's bounds that change after they are read.
#[differentiable]
#[allow(clippy::mut_range_bound)]
pub fn bounds_change(x: f64) -> f64 {
    let mut n = 3;
    let mut value = x;
    for i in 0..n {
        n = 10 - i;
        value = value * x + n as f64;
    }
    value + n as f64 * x
}

/// Trip counts that are known at run time, and capped in the source.
#[differentiable]
pub fn capped(x: f64, n: usize) -> f64 {
    const MOST: usize = 6;
    let mut a = x;
    for i in 0..n.min(5) {
        a = a * a * 0.3 + i as f64 * x;
    }
    let count = n.min(MOST);
    for i in 0..count {
        a = (a + i as f64).sin() * x;
        for _ in i..count.min(3) {
            a *= a;
        }
    }
    a
}

/// What has a length that may be negative.
struct Span(i32);

impl Span {
    #[allow(clippy::len_without_is_empty)]
    fn len(&self) -> i32 {
        self.0
    }
}

/// No bound of these loops stands in the source: they run from a number below zero.
#[differentiable]
pub fn below_zero(x: f64, from: i32) -> f64 {
    let span = jac::constant(Span(from));
    let mut a = x;
    for i in span.len()..3 {
        a = (a + f64::from(i)).sin() * x;
    }
    a
}

#[differentiable]
fn from_generic<const FROM: i32>(x: f64) -> f64 {
    let mut a = x;
    for i in FROM..3 {
        a = (a + f64::from(i)).sin() * x;
    }
    a
}

/// The same of a constant.
#[differentiable]
pub fn below_a_constant(x: f64) -> f64 {
    from_generic::<-4>(x) * from_generic::<1>(x)
}

/// What an iteration hands on is read by its reverse, as well as what it started with: one of the two is recorded.
#[differentiable]
pub fn handed_on(x: f64, data: &[f64; 5], n: usize) -> f64 {
    let [a, b] = [x, 0.5 * x];
    let mut state = 0.1;
    let mut sum = 0.0;
    for k in 0..n.min(5) {
        state += 0.2 * (a * data[k] - b * state * state);
        let difference = state - data[k].abs();
        sum += difference * difference;
    }
    sum * state
}

/// The same until something is reached, in loops whose trip count is known at run time, and around each other.
#[differentiable]
pub fn handed_on_until(x: f64, n: usize, limit: f64) -> f64 {
    let mut outer = x;
    let mut sum = 0.0;
    for i in 0..n {
        let mut inner = outer * 0.9;
        for _ in 0..=i {
            inner = inner * inner * 0.8 + x;
            sum += inner * inner;
            if inner > limit {
                break;
            }
        }
        outer = 0.5 * outer * inner;
        sum -= outer * outer * outer;
        if sum > 100.0 {
            break;
        }
    }
    sum * outer
}

/// Two values that change places, and one that follows another.
#[differentiable]
pub fn handed_across(x: f64, y: f64, n: usize) -> f64 {
    let (mut a, mut b, mut behind) = (x, y, x * y);
    let mut sum = 0.0;
    for _ in 0..n {
        sum += a * a * b + behind * behind;
        behind = a * a;
        sum += behind * behind * b;
        (a, b) = (b, a);
        b *= 0.9;
    }
    sum + behind * a
}

#[derive(Clone, Copy, Differentiable)]
pub struct Reading {
    pub at: f64,
    pub value: f64,
}

/// Taken apart where they stand: elements of an array, and what a reference stands for.
#[differentiable]
pub fn taken_apart(pairs: &[(f64, [f64; 2])], coefficients: &[f64; 2]) -> f64 {
    let [scale, mut shift] = *coefficients;
    let readings = [Reading { at: scale, value: shift }, Reading { at: shift, value: scale * shift }];
    let mut sum = 0.0;
    for k in 0..pairs.len() {
        let (weight, [low, high]) = pairs[k];
        let Reading { at, value } = readings[k % 2];
        shift += weight * low * at;
        sum += (scale * high - shift * value).sin();
    }
    sum
}

/// The largest element, by comparison.
#[differentiable]
pub fn smooth_largest(x: &[f64], start: f64) -> f64 {
    let mut largest = start;
    for &x in x {
        if x > largest {
            largest = x;
        }
    }
    let mut sum = (start - largest).exp();
    for x in x {
        sum += (x - largest).exp();
    }
    largest + 2.0 * sum.ln()
}

/// What is chosen is computed, and where it was found matters as well.
#[differentiable]
pub fn nearest(x: &[f64], y: &[f64], at: f64) -> f64 {
    let mut best = 10.0 * at;
    let mut weight = 1.0;
    let mut found = 0;
    for i in 0..x.len() {
        let distance = (x[i] - at).sin();
        let square = distance * distance;
        if square >= best {
        } else {
            best = square;
            weight = y[i] * square;
            found = i + 1;
        }
    }
    best * weight + found as f64 * at
}

/// What is chosen is read by more than conditions.
#[differentiable]
pub fn running_largest(x: &[f64], start: f64) -> f64 {
    let mut largest = start;
    let mut sum = 0.0;
    for i in 0..x.len() {
        if x[i] * start > largest {
            largest = x[i] * start;
        }
        sum += largest * x[i];
    }
    sum * largest
}

/// A choice for each row, with two ways to be chosen.
#[differentiable]
pub fn row_largest(x: &[[f64; 3]], scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let mut largest = scale * x[i][0];
        let (mut low, mut high) = (x[i][1], x[i][1]);
        for j in 1..x[i].len() {
            if scale * x[i][j] > largest {
                largest = scale * x[i][j];
            }
            if x[i][j] > high {
                high = x[i][j];
            } else if x[i][j] < low {
                low = x[i][j];
            }
        }
        sum += largest * largest * (high - low).exp();
    }
    sum
}

/// What is chosen stands in memory that the loop changes.
#[differentiable]
pub fn chosen_and_changed(x: &mut [f64], start: f64) -> f64 {
    let mut largest = start;
    for i in 0..x.len() {
        if x[i] > largest {
            largest = x[i];
        }
        x[i] *= x[i];
    }
    largest * largest
}

/// Whether an index is even decides, and constants are read at it.
#[differentiable]
pub fn alternating(x: [f64; 2], n: usize) -> f64 {
    const WEIGHTS: [f64; 5] = [0.3, -0.4, 0.5, 0.7, -0.2];
    let [mut a, mut b] = x;
    for i in 0..n {
        for j in 0..3 {
            if (i + j) % 2 == 0 {
                let (s, c) = a.sin_cos();
                (a, b) = (c * a - s * b, b.cos() * WEIGHTS[i % 5]);
            } else {
                b = b * a.cos() + WEIGHTS[j] * a * a;
            }
        }
    }
    a * b
}
