//! Functions of fixed size, whose Jacobians are made by elimination: each form that it sees through, and each that it leaves to the sweeps.
#![allow(clippy::all, unused_mut, unused_assignments)]

use jac::differentiable;

pub const SCALE: f64 = -1.5;
pub const WEIGHTS: [f64; 4] = [0.5, -2.0, 0.25, 3.0];
pub const COUNT: usize = 3;

pub type Pair = [f64; 2];
pub type Real = f64;

#[differentiable]
pub fn overwritten(x: [f64; 3]) -> [f64; 3] {
    let mut a = x;
    a[0] = a[1] * a[0];
    a[1] = a[0].sin() + a[2];
    a[0] -= a[1] * x[0];
    a[2] /= 2.0 + a[0] * a[0];
    a.swap(0, 1);
    a
}

#[differentiable]
pub fn shadowed(x: f64, y: f64) -> (f64, f64) {
    let x = x * y;
    let y = x.exp() - y;
    let x = y * x;
    (x, x + y)
}

#[differentiable]
pub fn parameter_overwritten(mut x: [f64; 2], mut k: f64) -> f64 {
    x[0] *= k;
    k = x[0] + x[1];
    x[1] = k * k;
    x[1] - x[0]
}

#[differentiable]
pub fn sorted(x: [f64; 2]) -> [f64; 2] {
    let mut v = x;
    if x[0] > x[1] {
        v[0] = x[1];
        v[1] = x[0];
    }
    [v[0] - 2.0 * v[1], v[0] * v[1]]
}

#[differentiable]
pub fn one_side(x: f64, y: f64) -> f64 {
    let mut z = x * y;
    if x > 1.0 {
        z = z.sin() * x;
    }
    z * y
}

#[differentiable]
pub fn nested_branches(x: [f64; 3]) -> [f64; 2] {
    let c = x[0].cos();
    let (a, b) = if x[1] > 0.0 {
        let s = x[0].sin() * c;
        if x[2] > 0.0 { (s * x[2], x[1]) } else { (s + x[2], 2.0) }
    } else {
        let w = x[0].cos() * x[1];
        (w, if x[2] > w { x[2] } else { w * w })
    };
    [a * b, a + x[0].sin() * b]
}

#[differentiable]
pub fn early_return(x: [f64; 2]) -> f64 {
    let norm = x[0] * x[0] + x[1] * x[1];
    if norm < 1.0 {
        return x[0] * 3.0;
    }
    if x[1] < 0.0 {
        return norm * x[1];
    }
    norm.sqrt()
}

#[differentiable]
pub fn branch_in_loop(x: [f64; 4]) -> f64 {
    let mut sum = 0.0;
    for i in 0..4 {
        if x[i] > 0.0 {
            sum += x[i] * x[i];
        } else if i % 2 == 0 {
            sum *= 1.0 - x[i];
        }
    }
    sum
}

#[differentiable]
pub fn breaks(x: [f64; 4]) -> f64 {
    let mut product = 1.0;
    for i in 0..4 {
        if i == 3 {
            break;
        }
        if i == 1 {
            continue;
        }
        product *= x[i] + 1.0;
    }
    product
}

#[differentiable]
pub fn breaks_on_a_value(x: [f64; 4]) -> f64 {
    let mut sum = 0.0;
    for i in 0..4 {
        sum += x[i] * x[i];
        if sum > 2.0 {
            break;
        }
    }
    sum
}

#[differentiable]
pub fn steps(x: [f64; 6]) -> [f64; 3] {
    let mut y = [0.0; 3];
    for i in (0..6).step_by(2).rev() {
        y[i / 2] = x[i] * x[5 - i] + (i as f64) * x[i];
    }
    let mut j = 0;
    while j < 2 {
        y[j + 1] += y[j] * 0.5;
        j += 1;
    }
    y
}

#[differentiable]
pub fn constants(x: [f64; 4]) -> f64 {
    const LOCAL: f64 = 0.125;
    const TABLE: [f64; 3] = [1.0, -1.0, 2.0];
    let mut sum = SCALE * x[0];
    for i in 0..4 {
        sum += WEIGHTS[i] * x[i] * LOCAL;
    }
    for i in 0..3 {
        sum -= TABLE[i] * x[i];
    }
    sum * (-SCALE) + (SCALE * 2.0) * x[1] - core::f64::consts::PI * x[2] * SCALE.abs()
}

/// How many iterations there are is not in the source.
#[differentiable]
pub fn counted_by_a_constant(x: [f64; 4]) -> f64 {
    let mut sum = 0.0;
    for i in 0..COUNT {
        sum += x[i] * x[i + 1];
    }
    sum
}

#[differentiable]
pub fn named_constants(x: [f64; 3]) -> [f64; 3] {
    [SCALE * x[0], x[1] / SCALE + WEIGHTS[2], (SCALE - WEIGHTS[1]) * x[2] * -WEIGHTS[3]]
}

#[differentiable]
pub fn alias(x: Pair, t: Real) -> Pair {
    let a = 2.0 * x[0] + t;
    [a * x[1], a - x[0] * x[1]]
}

#[differentiable]
pub fn alias_passed_on(x: Pair) -> (f64, Pair) {
    (0.5 * x[0] * x[1], x)
}

#[differentiable]
pub fn tuples(p: ([f64; 2], f64), q: [[f64; 2]; 2]) -> ((f64, f64), [[f64; 2]; 2]) {
    let ([a, b], c) = p;
    let mut m = q;
    m[0][1] = a * c;
    m[1] = [m[0][1] * q[1][0], b];
    ((a * b, q[0][0]), m)
}

#[differentiable]
pub fn by_reference(x: &[f64; 2], y: &f64) -> f64 {
    x[0] * *y + x[1].powf(*y)
}

#[differentiable]
pub fn elementary(x: f64, y: f64) -> [f64; 12] {
    [
        x.hypot(y),
        y.atan2(x),
        x.max(y) * x.min(0.25),
        (x * y).abs(),
        x.clamp(-0.5, 0.5),
        x.tanh() / y.cosh(),
        x.copysign(y),
        x.mul_add(y, x),
        (x * x + 1.0).ln().sqrt(),
        x.exp2() % y,
        x.rem_euclid(y) + x.fract(),
        y.sinh().recip().to_radians(),
    ]
}

#[differentiable]
pub fn sine_and_cosine(x: f64) -> [f64; 4] {
    let (s, c) = (2.0 * x).sin_cos();
    let e = x.exp();
    [s * c, s / e, c - e, e * e]
}

#[differentiable]
pub fn identities(x: [f64; 3]) -> [f64; 6] {
    let zero = 0.0 * x[0];
    let one = 1.0 * x[1];
    [x[0] - x[0], zero + one, -(-x[2]), x[1] / 1.0, x[2] + x[2], (x[0] + zero) * (0.0 + x[2])]
}

#[differentiable]
pub fn outputs_shared(x: [f64; 2]) -> [f64; 5] {
    let a = x[0] * x[1];
    [a, a, x[0], 1.0, a * a]
}

#[differentiable]
pub fn permuted(x: [f64; 3]) -> [f64; 3] {
    let order = [2, 0, 1];
    let mut y = [0.0; 3];
    for i in 0..3 {
        y[order[i]] = x[i] * x[order[i]];
    }
    y
}

#[differentiable]
pub fn viewed(x: [f64; 6]) -> [f64; 2] {
    let head = &x[..3];
    let tail = &x[3..];
    let mut dot = 0.0;
    for i in 0..3 {
        dot += head[i] * tail[2 - i];
    }
    let mut y = [dot, 1.0];
    let last = &mut y[1..];
    last[0] *= tail[0];
    y
}

#[differentiable]
pub fn iterated(x: [f64; 3], w: &[f64; 3]) -> f64 {
    let weighted: f64 = x.iter().zip(w.iter()).map(|(x, w)| x * w).sum();
    let square = x.iter().fold(1.0, |product, x| product * (1.0 + x * x));
    weighted / square
}

#[differentiable]
pub fn checked(x: [f64; 2]) -> f64 {
    assert!(x[0] > -10.0, "out of range: {}", x[0]);
    let [a, b] = x;
    debug_assert!(a.is_finite() && b.is_finite());
    a * b
}

#[differentiable]
pub fn asserted_in_a_branch(x: [f64; 2]) -> f64 {
    if x[0] > 0.0 {
        let y = x[0] * x[1];
        assert!(y.is_finite());
        y * y
    } else {
        -x[1]
    }
}

#[differentiable]
pub fn truncated(x: f64, y: f64) -> f64 {
    let n = x as i32;
    let whole = n as f64;
    (x - whole) * y + x.floor() * y
}

#[differentiable]
pub fn inactive_branch(x: f64, flag: bool, n: usize) -> f64 {
    let mut gain = 1.0;
    if flag {
        gain = 2.0;
    }
    let power = match n {
        0 => 0.5,
        1 => gain,
        _ => -1.0,
    };
    gain * x * x + power * x.exp() * gain.sqrt()
}

#[differentiable]
pub fn matched(x: [f64; 2], n: usize) -> f64 {
    match n {
        0 => x[0],
        1 if x[1] > 0.0 => x[0] * x[1],
        1 => x[1],
        _ => x[0] / x[1],
    }
}

#[differentiable]
pub fn single(x: [f32; 3]) -> [f32; 2] {
    let a = 0.1 * x[0] + x[1];
    [a * x[2].sin(), a / (1.0 + x[2] * x[2])]
}

/// The other float type leaves it to the sweeps.
#[differentiable]
pub fn mixed(x: [f32; 2], y: f64) -> f64 {
    (x[0] * x[1]) as f64 * y
}

#[differentiable]
pub fn generic_length<const N: usize>(x: [f64; N], y: [f64; 2]) -> f64 {
    let mut sum = y[0];
    for i in 0..N {
        sum += x[i] * y[1];
    }
    sum
}

#[differentiable]
pub fn generic_head<const N: usize>(x: [f64; N], y: [f64; 2]) -> [f64; 2] {
    [x[0] * y[1], x[1] - y[0] * x[0]]
}

#[differentiable]
fn inner(x: [f64; 2]) -> f64 {
    x[0] * x[1]
}

/// What a callee does is not seen.
#[differentiable]
pub fn calling(x: [f64; 2]) -> f64 {
    inner(x) + inner([x[1], x[1]])
}

#[differentiable]
pub fn chain(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..40 {
        y = y.sin() * 1.5 + 0.1 * y;
    }
    y
}

#[differentiable]
pub fn dense(x: [f64; 4]) -> [f64; 4] {
    let mut y = x;
    for layer in 0..3 {
        let mut next = [0.0; 4];
        for i in 0..4 {
            for j in 0..4 {
                next[i] += y[j] * (((i + 2 * j + layer) % 5) as f64 - 1.7);
            }
            next[i] = next[i].tanh();
        }
        y = next;
    }
    y
}

#[differentiable]
pub fn integers_overflow(x: [f64; 2]) -> f64 {
    let mut sum = 0.0;
    for i in 0..2u8 {
        sum += x[i as usize] * (i as u32 * 200) as f64 * 50.0;
    }
    sum
}

#[differentiable]
pub fn reset(x: [f64; 2]) -> [f64; 2] {
    let mut state = [x[0] * x[1]; 2];
    for i in 0..3 {
        state = [state[1], state[0] * x[0]];
        if i == 1 {
            state[0] = 0.0;
        }
    }
    state
}

#[differentiable]
pub fn closure(x: [f64; 2]) -> f64 {
    let square = |a: f64| a * a + x[1];
    square(x[0]) * square(x[1])
}

const LENGTHS: [f64; 3] = [0.4, 0.35, 0.3];

/// Constants beside floats that turn out not to vary.
#[differentiable]
pub fn arm(q: [f64; 3]) -> [f64; 2] {
    let mut r = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut p = [0.0; 3];
    for i in 0..3 {
        let (s, c) = q[i].sin_cos();
        for k in 0..3 {
            if i % 2 == 0 {
                (r[k][0], r[k][1]) = (c * r[k][0] + s * r[k][1], c * r[k][1] - s * r[k][0]);
            } else {
                (r[k][0], r[k][2]) = (c * r[k][0] - s * r[k][2], c * r[k][2] + s * r[k][0]);
            }
            p[k] += LENGTHS[i] * r[k][0] + 0.05 * i as f64 * r[k][2];
        }
    }
    [p[0] * p[2], p[1] - p[2]]
}

/// A constant that is named in a branch, and in front of it and behind it.
#[differentiable]
pub fn named_in_branches(x: [f64; 3]) -> [f64; 3] {
    let mut y = x;
    if x[0] > 0.0 {
        y[0] = WEIGHTS[1] * x[0].sin() + WEIGHTS[3] * x[2];
    } else {
        y[1] = WEIGHTS[3] * x[0] * x[1];
    }
    let before = WEIGHTS[3] * y[0] * y[1];
    if x[1] > 0.0 {
        y[2] = WEIGHTS[1] * before * WEIGHTS[0];
    }
    [WEIGHTS[1] * y[2] * SCALE, before * WEIGHTS[0] + SCALE, y[1] * SCALE / WEIGHTS[3]]
}

/// More elements than there are registers stand behind a reference.
#[differentiable]
pub fn applied(a: &[[f64; 5]; 5], x: [f64; 5]) -> [f64; 5] {
    let mut y = [0.0; 5];
    for i in 0..5 {
        for j in 0..5 {
            y[i] += a[i][j] * x[j];
        }
    }
    y
}

/// The same of what varies, and of a part of a tuple.
#[differentiable]
pub fn contracted(a: &([[f64; 3]; 3], f64), b: &[[f64; 3]; 3]) -> f64 {
    let mut sum = a.1 * a.1;
    for i in 0..3 {
        for j in 0..3 {
            sum += a.0[i][j] * b[j][i];
        }
    }
    sum
}
