//! Linear algebra in place, roots, quadrature, interpolation, transforms.
use jac::differentiable;
#[differentiable]
pub fn cholesky(a: &mut Vec<Vec<f64>>) {
    let n = a.len();
    for j in 0..n {
        for k in 0..j {
            let s = a[j][k];
            a[j][j] -= s * s;
        }
        let d = a[j][j].sqrt();
        a[j][j] = d;
        for i in j + 1..n {
            for k in 0..j {
                let t = a[i][k] * a[j][k];
                a[i][j] -= t;
            }
            a[i][j] /= d;
        }
    }
}
#[differentiable]
pub fn log_det(a: &Vec<Vec<f64>>) -> f64 {
    let mut l = a.clone();
    cholesky(&mut l);
    2.0 * l.iter().enumerate().map(|(i, row)| row[i].ln()).sum::<f64>()
}
#[differentiable]
pub fn solve_gauss<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for col in 0..N {
        let mut pivot = col;
        for r in col + 1..N {
            if a[r][col].abs() > a[pivot][col].abs() {
                pivot = r;
            }
        }
        a.swap(col, pivot);
        b.swap(col, pivot);
        for r in (col + 1)..N {
            let f = a[r][col] / a[col][col];
            for c in col..N {
                a[r][c] -= f * a[col][c];
            }
            b[r] -= f * b[col];
        }
    }
    let mut x = [0.0; N];
    for i in (0..N).rev() {
        let mut s = b[i];
        for j in i + 1..N {
            s -= a[i][j] * x[j];
        }
        x[i] = s / a[i][i];
    }
    x
}
#[differentiable]
pub fn solve3(a: [[f64; 3]; 3], b: [f64; 3]) -> f64 {
    let x = solve_gauss::<3>(a, b);
    x.iter().sum()
}
#[differentiable]
pub fn thomas(a: &[f64], b: &[f64], c: &[f64], d: &[f64]) -> Vec<f64> {
    let n = d.len();
    let mut cp = vec![0.0; n];
    let mut dp = vec![0.0; n];
    cp[0] = c[0] / b[0];
    dp[0] = d[0] / b[0];
    for i in 1..n {
        let m = 1.0 / (b[i] - a[i] * cp[i - 1]);
        cp[i] = c[i] * m;
        dp[i] = (d[i] - a[i] * dp[i - 1]) * m;
    }
    let mut x = dp.clone();
    for i in (0..n - 1).rev() {
        x[i] = dp[i] - cp[i] * x[i + 1];
    }
    x
}
#[differentiable]
pub fn kepler(m: f64, e: f64) -> f64 {
    let mut ea = m;
    for _ in 0..50 {
        let delta = (ea - e * ea.sin() - m) / (1.0 - e * ea.cos());
        ea -= delta;
        if delta.abs() < 1e-14 {
            break;
        }
    }
    ea
}
#[differentiable]
pub fn lerp_table(x: f64, xs: &[f64], ys: &[f64]) -> f64 {
    if x <= xs[0] {
        return ys[0];
    }
    if x >= *xs.last().unwrap() {
        return ys[ys.len() - 1];
    }
    let i = xs.partition_point(|&v| v <= x) - 1;
    let t = (x - xs[i]) / (xs[i + 1] - xs[i]);
    ys[i] * (1.0 - t) + ys[i + 1] * t
}
#[differentiable]
pub fn lerp_windows(x: f64, xs: &[f64], ys: &[f64]) -> f64 {
    for (w, v) in xs.windows(2).zip(ys.windows(2)) {
        if (w[0]..=w[1]).contains(&x) {
            let t = (x - w[0]) / (w[1] - w[0]);
            return v[0] + t * (v[1] - v[0]);
        }
    }
    f64::NAN
}
#[differentiable]
pub fn simpson(a: f64, b: f64, n: usize, k: f64) -> f64 {
    let h = (b - a) / n as f64;
    let f = |x: f64| (-k * x * x).exp();
    let mut s = f(a) + f(b);
    for i in 1..n {
        s += if i % 2 == 1 { 4.0 } else { 2.0 } * f(a + i as f64 * h);
    }
    s * h / 3.0
}
#[differentiable]
pub fn romberg(a: f64, b: f64) -> f64 {
    const M: usize = 6;
    let mut r = [[0.0f64; M]; M];
    let mut h = b - a;
    r[0][0] = 0.5 * h * (a.exp() + b.exp());
    for i in 1..M {
        h *= 0.5;
        let mut sum = 0.0;
        let mut k = 1;
        while k < (1 << i) {
            sum += (a + k as f64 * h).exp();
            k += 2;
        }
        r[i][0] = 0.5 * r[i - 1][0] + sum * h;
        for j in 1..=i {
            r[i][j] = r[i][j - 1] + (r[i][j - 1] - r[i - 1][j - 1]) / ((4u32.pow(j as u32) - 1) as f64);
        }
    }
    r[M - 1][M - 1]
}
#[differentiable]
pub fn adaptive(a: f64, b: f64, fa: f64, fm: f64, fb: f64, whole: f64, depth: u32) -> f64 {
    let m = 0.5 * (a + b);
    let (lm, rm) = (0.5 * (a + m), 0.5 * (m + b));
    let (flm, frm) = (lm.sin() / lm, rm.sin() / rm);
    let left = (m - a) / 6.0 * (fa + 4.0 * flm + fm);
    let right = (b - m) / 6.0 * (fm + 4.0 * frm + fb);
    let delta = left + right - whole;
    if depth == 0 || delta.abs() <= 1e-9 {
        left + right + delta / 15.0
    } else {
        adaptive(a, m, fa, flm, fm, left, depth - 1) + adaptive(m, b, fm, frm, fb, right, depth - 1)
    }
}
#[differentiable]
pub fn bisect(mut lo: f64, mut hi: f64, p: f64) -> f64 {
    while hi - lo > 1e-12 {
        let mid = 0.5 * (lo + hi);
        if mid * mid * mid - p > 0.0 { hi = mid } else { lo = mid }
    }
    let x = 0.5 * (lo + hi);
    x - (x * x * x - p) / (3.0 * x * x)
}
#[differentiable]
pub fn poly_eval(c: &[f64], x: f64) -> f64 {
    c.iter().rev().fold(0.0, |acc, &ci| acc * x + ci)
}
#[differentiable]
pub fn poly_mul(a: &[f64], b: &[f64]) -> Vec<f64> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let mut out = vec![0.0; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            out[i + j] += x * y;
        }
    }
    out
}
#[differentiable]
pub fn chebyshev(c: &[f64], x: f64) -> f64 {
    let (mut d, mut dd) = (0.0, 0.0);
    let y2 = 2.0 * x;
    for j in (1..c.len()).rev() {
        let sv = d;
        d = y2 * d - dd + c[j];
        dd = sv;
    }
    x * d - dd + 0.5 * c[0]
}
#[differentiable]
pub fn neville(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let n = xs.len();
    let mut p = ys.to_vec();
    for k in 1..n {
        for i in 0..n - k {
            p[i] = ((x - xs[i + k]) * p[i] + (xs[i] - x) * p[i + 1]) / (xs[i] - xs[i + k]);
        }
    }
    p[0]
}
#[differentiable]
pub fn qr_ls(a: &[[f64; 2]], b: &[f64]) -> [f64; 2] {
    let mut ata = [[0.0; 2]; 2];
    let mut atb = [0.0; 2];
    for (row, &y) in a.iter().zip(b) {
        for i in 0..2 {
            for j in 0..2 {
                ata[i][j] += row[i] * row[j];
            }
            atb[i] += row[i] * y;
        }
    }
    let det = ata[0][0] * ata[1][1] - ata[0][1] * ata[1][0];
    [(ata[1][1] * atb[0] - ata[0][1] * atb[1]) / det, (ata[0][0] * atb[1] - ata[1][0] * atb[0]) / det]
}
#[differentiable]
pub fn fft_power(re: &mut [f64], im: &mut [f64]) -> f64 {
    let n = re.len();
    let mut j = 0;
    for i in 1..n {
        let mut bit = n >> 1;
        while j & bit != 0 {
            j ^= bit;
            bit >>= 1;
        }
        j ^= bit;
        if i < j {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut len = 2;
    while len <= n {
        let ang = -2.0 * std::f64::consts::PI / len as f64;
        for i in (0..n).step_by(len) {
            for k in 0..len / 2 {
                let (s, c) = (ang * k as f64).sin_cos();
                let (u, v) = (i + k, i + k + len / 2);
                let tr = re[v] * c - im[v] * s;
                let ti = re[v] * s + im[v] * c;
                re[v] = re[u] - tr;
                im[v] = im[u] - ti;
                re[u] += tr;
                im[u] += ti;
            }
        }
        len <<= 1;
    }
    re.iter().zip(im.iter()).map(|(r, i)| r * r + i * i).skip(1).take(n / 2).sum()
}
