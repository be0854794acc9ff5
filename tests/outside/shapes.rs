//! Traits, closures with state, tables, polygons, series, searches.
use jac::{Differentiable, differentiable};

pub trait Activation {
    fn apply(&self, x: f64) -> f64;
    fn name(&self) -> &'static str {
        "none"
    }
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Soft {
    pub k: f64,
}
#[differentiable]
impl Activation for Soft {
    fn apply(&self, x: f64) -> f64 {
        (self.k * x).exp().ln_1p() / self.k
    }
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Leaky(pub f64);
#[differentiable]
impl Activation for Leaky {
    fn apply(&self, x: f64) -> f64 {
        if x > 0.0 { x } else { self.0 * x }
    }
}
#[differentiable]
pub fn activations(k: f64, xs: &[f64]) -> f64 {
    let soft = Soft { k };
    let leaky = Leaky(k * 0.1);
    xs.iter().map(|&x| soft.apply(x) * leaky.apply(-x)).sum()
}
#[differentiable]
pub fn accumulator(x: f64, n: usize) -> f64 {
    let mut s = 0.0;
    let mut add = |v: f64| {
        s += v * x;
        s
    };
    let mut t = 0.0;
    for k in 0..n {
        t += add(k as f64 * x);
    }
    t + s
}
#[differentiable]
pub fn best_score(x: [f64; 4]) -> f64 {
    let [a, .., d] = x;
    let mut best = f64::MIN;
    let mut arg = 0;
    for (i, v) in x.iter().enumerate() {
        let score = v * a - d * i as f64;
        if score > best {
            best = score;
            arg = i;
        }
    }
    best * x[arg]
}
#[differentiable]
pub fn path_length(x: &[f64], idx: &[usize]) -> f64 {
    idx.iter().map(|&i| x[i]).zip(idx.iter().skip(1).map(|&j| x[j])).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}
#[differentiable]
pub fn sq(x: f64) -> f64 {
    x * x
}
#[differentiable]
pub fn cu(x: f64) -> f64 {
    x.powi(3)
}
#[differentiable]
pub fn determinant(a: &[[f64; 3]; 3]) -> f64 {
    fn minor(a: &[[f64; 3]; 3], r: usize, c: usize) -> f64 {
        let mut m = [0.0; 4];
        let mut k = 0;
        for i in 0..3 {
            for j in 0..3 {
                if i != r && j != c {
                    m[k] = a[i][j];
                    k += 1;
                }
            }
        }
        m[0] * m[3] - m[1] * m[2]
    }
    (0..3).map(|c| a[0][c] * minor(a, 0, c) * if c % 2 == 0 { 1.0 } else { -1.0 }).sum()
}
#[differentiable]
pub fn fast_power(x: f64, n: u32) -> f64 {
    if n == 0 {
        x
    } else if n % 2 == 0 {
        fast_power(x * x, n / 2)
    } else {
        x * fast_power(x.sin(), n - 1)
    }
}
#[differentiable]
pub fn rotate(q: [f64; 4], v: [f64; 3]) -> [f64; 3] {
    let [w, x, y, z] = q;
    let n = (w * w + x * x + y * y + z * z).sqrt();
    let (w, x, y, z) = (w / n, x / n, y / n, z / n);
    let u = [x, y, z];
    let c =
        |a: [f64; 3], b: [f64; 3]| [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    let t = c(u, v).map(|e| 2.0 * e);
    let s = c(u, t);
    core::array::from_fn(|i| v[i] + w * t[i] + s[i])
}
#[differentiable]
pub fn garch(y: &[f64], p: &[f64; 3]) -> f64 {
    let mut ll = 0.0;
    let mut h = y.iter().map(|r| r * r).sum::<f64>() / y.len() as f64;
    for w in y.windows(2) {
        let [prev, cur] = *w else { unreachable!() };
        h = p[0] + p[1] * prev * prev + p[2] * h;
        ll -= 0.5 * (h.ln() + cur * cur / h);
    }
    ll
}
#[differentiable]
pub fn eased(x: &[f64]) -> f64 {
    let (mut lo, mut hi) = (f64::INFINITY, f64::NEG_INFINITY);
    for &v in x {
        lo = lo.min(v);
        hi = hi.max(v);
    }
    let range = hi - lo;
    x.iter()
        .map(|v| {
            let z = (v - lo) / range;
            if z < 0.5 { 2.0 * z * z } else { 1.0 - (-2.0 * z + 2.0).powi(2) / 2.0 }
        })
        .sum()
}
#[differentiable]
pub fn polar_cases(x: f64, y: f64) -> (f64, f64) {
    let r = x.hypot(y);
    let th = y.atan2(x);
    let z = match (x > 0.0, y > 0.0) {
        (true, true) => r,
        (true, false) => r * 2.0,
        (false, _) if y > 1.0 => th,
        _ => r * th,
    };
    (z, (r * th).cos())
}
#[differentiable]
pub fn shoelace(points: &[(f64, f64)]) -> f64 {
    let n = points.len();
    (0..n)
        .map(|i| {
            let (x0, y0) = points[i];
            let (x1, y1) = points[(i + 1) % n];
            x0 * y1 - x1 * y0
        })
        .sum::<f64>()
        .abs()
        / 2.0
}
#[differentiable]
pub fn clenshaw(c: &[f64], x: f64) -> f64 {
    let (mut b1, mut b2) = (0.0, 0.0);
    for &ck in c.iter().skip(1).rev() {
        (b1, b2) = (2.0 * x * b1 - b2 + ck, b1);
    }
    x * b1 - b2 + c[0]
}
#[differentiable]
pub fn eliminated(m: &mut Vec<Vec<f64>>, x: f64) -> f64 {
    let n = m.len();
    for k in 0..n {
        let p = m[k][k];
        for i in k + 1..n {
            let f = m[i][k] / p;
            let (top, bottom) = m.split_at_mut(i);
            for (b, t) in bottom[0].iter_mut().zip(&top[k]) {
                *b -= f * t;
            }
        }
    }
    (0..n).map(|k| m[k][k]).product::<f64>() * x
}
#[differentiable]
pub fn series(x: f64) -> f64 {
    const COEF: [f64; 4] = [1.0, -0.5, 1.0 / 3.0, -0.25];
    static SCALE: f64 = 2.0;
    let y = x * SCALE;
    COEF.iter().enumerate().fold((0.0, y), |(s, p), (_, c)| (s + c * p, p * y)).0
}
#[differentiable]
pub fn two_largest(x: &[f64]) -> f64 {
    let mut heap: Vec<(f64, usize)> = x.iter().copied().enumerate().map(|(i, v)| (v, i)).collect();
    heap.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap());
    heap.iter().take(2).map(|(v, i)| v * (*i as f64 + 1.0)).sum()
}
#[differentiable]
pub fn pendulum_period(x: f64) -> f64 {
    let tol = 1e-12;
    let mut a = 1.0;
    let mut g = x;
    let mut n = 0;
    while (a - g as f64).abs() > tol && n < 50 {
        let t = 0.5 * (a + g);
        g = (a * g).sqrt();
        a = t;
        n += 1;
    }
    std::f64::consts::PI / (2.0 * a)
}
#[differentiable]
pub fn pairs_until(x: [f64; 3]) -> f64 {
    let mut total = 0.0;
    'outer: for i in 0..3 {
        for j in 0..3 {
            if i == j {
                continue;
            }
            if x[i] * x[j] < -0.5 {
                break 'outer;
            }
            total += (x[i] - x[j]).abs().sqrt();
        }
    }
    total
}
