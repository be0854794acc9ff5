//! Tables, splines, distances, molecules and fields.

use jac::differentiable;

use std::collections::VecDeque;

/// Piecewise-linear table with binary search.
#[differentiable]
pub fn lookup(table: &[(f64, f64)], x: f64) -> f64 {
    match table.binary_search_by(|probe| probe.0.partial_cmp(&x).unwrap()) {
        Ok(i) => table[i].1,
        Err(0) => table[0].1,
        Err(i) if i == table.len() => table[i - 1].1,
        Err(i) => {
            let ((x0, y0), (x1, y1)) = (table[i - 1], table[i]);
            y0 + (x - x0) / (x1 - x0) * (y1 - y0)
        }
    }
}

#[differentiable]
pub fn bilinear(xs: &[f64], ys: &[f64], z: &[Vec<f64>], x: f64, y: f64) -> f64 {
    let cell = |grid: &[f64], v: f64| grid.partition_point(|&g| g <= v).clamp(1, grid.len() - 1) - 1;
    let (i, j) = (cell(xs, x), cell(ys, y));
    let tx = (x - xs[i]) / (xs[i + 1] - xs[i]);
    let ty = (y - ys[j]) / (ys[j + 1] - ys[j]);
    let lerp = |a: f64, b: f64, t: f64| a + t * (b - a);
    lerp(lerp(z[i][j], z[i + 1][j], tx), lerp(z[i][j + 1], z[i + 1][j + 1], tx), ty)
}

#[differentiable]
pub fn natural_spline(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let n = xs.len();
    let h: Vec<f64> = xs.windows(2).map(|w| w[1] - w[0]).collect();
    let mut m = vec![0.0; n];
    if n > 2 {
        let (mut c, mut d) = (vec![0.0; n - 2], vec![0.0; n - 2]);
        for i in 1..n - 1 {
            let rhs = 6.0 * ((ys[i + 1] - ys[i]) / h[i] - (ys[i] - ys[i - 1]) / h[i - 1]);
            let diag = 2.0 * (h[i - 1] + h[i]);
            let k = i - 1;
            let (pc, pd) = if k == 0 { (0.0, 0.0) } else { (c[k - 1], d[k - 1]) };
            let w = diag - h[i - 1] * pc;
            c[k] = h[i] / w;
            d[k] = (rhs - h[i - 1] * pd) / w;
        }
        for k in (0..n - 2).rev() {
            m[k + 1] = d[k] - c[k] * m[k + 2];
        }
    }
    let i = xs[1..n - 1].iter().take_while(|&&knot| knot <= x).count();
    let (a, b) = (xs[i + 1] - x, x - xs[i]);
    (m[i] * a.powi(3) + m[i + 1] * b.powi(3)) / (6.0 * h[i])
        + (ys[i] / h[i] - m[i] * h[i] / 6.0) * a
        + (ys[i + 1] / h[i] - m[i + 1] * h[i] / 6.0) * b
}

#[differentiable]
pub fn de_boor(degree: usize, knots: &[f64], ctrl: &[[f64; 2]], t: f64) -> [f64; 2] {
    let k = (degree..knots.len() - degree - 1).find(|&i| t < knots[i + 1]).unwrap_or(knots.len() - degree - 2);
    let mut d: Vec<[f64; 2]> = ctrl[k - degree..=k].to_vec();
    for r in 1..=degree {
        for j in (r..=degree).rev() {
            let i = j + k - degree;
            let alpha = (t - knots[i]) / (knots[i + degree + 1 - r] - knots[i]);
            for axis in 0..2 {
                d[j][axis] = (1.0 - alpha) * d[j - 1][axis] + alpha * d[j][axis];
            }
        }
    }
    d[degree]
}

#[differentiable]
pub fn catmull_rom(p: [[f64; 3]; 4], t: f64) -> [f64; 3] {
    let [p0, p1, p2, p3] = p;
    std::array::from_fn(|i| {
        0.5 * (2.0 * p1[i]
            + (p2[i] - p0[i]) * t
            + (2.0 * p0[i] - 5.0 * p1[i] + 4.0 * p2[i] - p3[i]) * t.powi(2)
            + (3.0 * (p1[i] - p2[i]) + p3[i] - p0[i]) * t.powi(3))
    })
}

#[differentiable]
pub fn bezier_length(points: &[[f64; 2]; 4], samples: usize) -> f64 {
    let at = |t: f64| -> [f64; 2] {
        let mut pts = points.to_vec();
        while pts.len() > 1 {
            pts = pts
                .windows(2)
                .map(|w| [w[0][0] * (1.0 - t) + w[1][0] * t, w[0][1] * (1.0 - t) + w[1][1] * t])
                .collect();
        }
        pts[0]
    };
    (0..samples)
        .map(|i| (at(i as f64 / samples as f64), at((i + 1) as f64 / samples as f64)))
        .map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]))
        .sum()
}

/// Signed distances.
pub mod sdf {
    use jac::differentiable;

    #[differentiable]
    pub fn sphere(p: [f64; 3], r: f64) -> f64 {
        (p[0] * p[0] + p[1] * p[1] + p[2] * p[2]).sqrt() - r
    }

    #[differentiable]
    pub fn cuboid(p: [f64; 3], half: [f64; 3]) -> f64 {
        let q: Vec<f64> = p.iter().zip(half).map(|(c, h)| c.abs() - h).collect();
        let outside = q.iter().map(|v| v.max(0.0).powi(2)).sum::<f64>().sqrt();
        let inside = q.into_iter().fold(f64::NEG_INFINITY, f64::max).min(0.0);
        outside + inside
    }

    #[differentiable]
    pub fn smooth_union(a: f64, b: f64, k: f64) -> f64 {
        let h = (0.5 + 0.5 * (b - a) / k).clamp(0.0, 1.0);
        b * (1.0 - h) + a * h - k * h * (1.0 - h)
    }

    pub mod scene {
        use super::differentiable;
        use super::{cuboid, smooth_union, sphere};

        #[differentiable(wrt(p, blend))]
        pub fn distance(p: [f64; 3], blend: f64) -> f64 {
            let a = sphere([p[0] - 0.5, p[1], p[2]], 0.7);
            let b = cuboid(p, [0.4, 0.6, 0.3]);
            smooth_union(a, b, blend)
        }
    }
}

#[differentiable]
pub fn march(origin: [f64; 3], dir: [f64; 3], blend: f64) -> Option<f64> {
    let mut t = 0.0;
    for _ in 0..64 {
        let p = [origin[0] + t * dir[0], origin[1] + t * dir[1], origin[2] + t * dir[2]];
        let d = sdf::scene::distance(p, blend);
        if d < 1e-6 {
            return Some(t);
        }
        t += d;
        if t > 20.0 {
            break;
        }
    }
    None
}

#[differentiable]
pub fn lennard_jones(pos: &[[f64; 3]], box_len: f64, cutoff: f64) -> f64 {
    let mut e = 0.0;
    let rc2 = cutoff * cutoff;
    let shift = 4.0 * (cutoff.powi(-12) - cutoff.powi(-6));
    for (i, a) in pos.iter().enumerate() {
        for b in &pos[..i] {
            let mut r2 = 0.0;
            for k in 0..3 {
                let mut d = a[k] - b[k];
                d -= box_len * (d / box_len).round();
                r2 += d * d;
            }
            if r2 >= rc2 {
                continue;
            }
            let inv6 = 1.0 / (r2 * r2 * r2);
            e += 4.0 * inv6 * (inv6 - 1.0) - shift;
        }
    }
    e
}

#[differentiable]
pub fn morse_chain(x: &[f64], de: f64, a: f64, re: f64) -> f64 {
    x.iter().zip(x.iter().skip(1)).map(|(l, r)| de * (1.0 - (-a * ((r - l) - re)).exp()).powi(2)).sum()
}

#[differentiable]
pub fn debye_huckel(charges: &[i32], molality: &[f64], temp: f64) -> Vec<f64> {
    let ionic: f64 = 0.5 * charges.iter().zip(molality).map(|(&z, m)| f64::from(z * z) * m).sum::<f64>();
    let a = 0.509 * (298.15 / temp).powf(1.5);
    charges
        .iter()
        .map(|&z| if z == 0 { 1.0 } else { 10f64.powf(-a * (z.pow(2) as f64) * ionic.sqrt() / (1.0 + ionic.sqrt())) })
        .collect()
}

/// 2D heat equation, double buffer with swap.
#[differentiable]
pub fn heat2d(u0: &[Vec<f64>], alpha: f64, steps: usize) -> Vec<Vec<f64>> {
    let (h, w) = (u0.len(), u0[0].len());
    let mut cur = u0.to_vec();
    let mut nxt = cur.clone();
    for _ in 0..steps {
        for i in 1..h - 1 {
            for j in 1..w - 1 {
                nxt[i][j] = cur[i][j]
                    + alpha * (cur[i - 1][j] + cur[i + 1][j] + cur[i][j - 1] + cur[i][j + 1] - 4.0 * cur[i][j]);
            }
        }
        std::mem::swap(&mut cur, &mut nxt);
    }
    cur
}

#[differentiable]
fn minmod(a: f64, b: f64) -> f64 {
    if a * b <= 0.0 {
        0.0
    } else if a.abs() < b.abs() {
        a
    } else {
        b
    }
}

#[differentiable]
pub fn burgers(u: &mut [f64], dt_dx: f64, steps: usize) {
    let n = u.len();
    let flux = |l: f64, r: f64| {
        let s = l.abs().max(r.abs());
        0.25 * (l * l + r * r) - 0.5 * s * (r - l)
    };
    for _ in 0..steps {
        let slopes: Vec<f64> = (0..n).map(|i| minmod(u[i] - u[(i + n - 1) % n], u[(i + 1) % n] - u[i])).collect();
        let f: Vec<f64> = (0..n)
            .map(|i| {
                let j = (i + 1) % n;
                flux(u[i] + 0.5 * slopes[i], u[j] - 0.5 * slopes[j])
            })
            .collect();
        for i in 0..n {
            u[i] -= dt_dx * (f[i] - f[(i + n - 1) % n]);
        }
    }
}

#[differentiable]
pub fn quadratic_roots(a: f64, b: f64, c: f64) -> (Option<f64>, Option<f64>) {
    let disc = b.powi(2) - 4.0 * a * c;
    match disc.partial_cmp(&0.0) {
        Some(std::cmp::Ordering::Less) | None => (None, None),
        Some(std::cmp::Ordering::Equal) => (Some(-b / (2.0 * a)), None),
        Some(std::cmp::Ordering::Greater) => {
            let q = -0.5 * (b + b.signum() * disc.sqrt());
            (Some(q / a), Some(c / q))
        }
    }
}

#[differentiable]
pub fn moving(x: &[f64], n: usize) -> Vec<f64> {
    let mut window: VecDeque<f64> = VecDeque::with_capacity(n);
    let mut sum = 0.0;
    let mut out = vec![];
    for &v in x {
        if window.len() == n {
            sum -= window.pop_front().unwrap();
        }
        window.push_back(v);
        sum += v;
        out.push(sum / window.len() as f64);
    }
    out
}

#[differentiable]
pub fn chained(x: f64, y: Option<f64>) -> Option<f64> {
    if let Some(y) = y
        && x > 0.0
        && let z = x.ln() * y
        && z > -1.0
    {
        return Some(z.sqrt());
    }
    y.map(|v| v * x)
}
