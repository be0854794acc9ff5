//! Matrix algorithms and stencils in loops, mostly in place.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// Cholesky's factor of a 3×3 matrix.
#[differentiable]
pub fn cholesky3(a: [[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let mut l = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..=i {
            let mut sum = a[i][j];
            for k in 0..j {
                sum -= l[i][k] * l[j][k];
            }
            if i == j {
                l[i][j] = sum.sqrt();
            } else {
                l[i][j] = sum / l[j][j];
            }
        }
    }
    l
}

/// Forward substitution, in place.
#[differentiable]
pub fn solve_lower<const N: usize>(l: &[[f64; N]; N], x: &mut [f64; N]) {
    for i in 0..N {
        for j in 0..i {
            x[i] -= l[i][j] * x[j];
        }
        x[i] /= l[i][i];
    }
}

/// LU decomposition in place, no pivoting.
#[differentiable]
pub fn lu<const N: usize>(a: &mut [[f64; N]; N]) {
    for k in 0..N {
        for i in k + 1..N {
            a[i][k] /= a[k][k];
            for j in k + 1..N {
                a[i][j] -= a[i][k] * a[k][j];
            }
        }
    }
}

/// A linear system by elimination with partial pivoting: rows are swapped by active comparisons.
#[differentiable]
#[allow(clippy::manual_swap)]
pub fn solve_pivoted(mut a: [[f64; 3]; 3], mut b: [f64; 3]) -> [f64; 3] {
    for k in 0..3 {
        let mut pivot = k;
        for i in k + 1..3 {
            if a[i][k].abs() > a[pivot][k].abs() {
                pivot = i;
            }
        }
        let row = a[k];
        a[k] = a[pivot];
        a[pivot] = row;
        let right = b[k];
        b[k] = b[pivot];
        b[pivot] = right;
        for i in k + 1..3 {
            let factor = a[i][k] / a[k][k];
            for j in k..3 {
                a[i][j] -= factor * a[k][j];
            }
            b[i] -= factor * b[k];
        }
    }
    for i in (0..3).rev() {
        for j in i + 1..3 {
            b[i] -= a[i][j] * b[j];
        }
        b[i] /= a[i][i];
    }
    b
}

/// The determinant through a row-major elimination in a `Vec`.
#[differentiable]
#[allow(clippy::manual_memcpy)]
pub fn determinant(m: &[f64], n: usize) -> f64 {
    let mut a = vec![0.0; n * n];
    for i in 0..n * n {
        a[i] = m[i];
    }
    let mut determinant = 1.0;
    for k in 0..n {
        determinant *= a[k * n + k];
        for i in k + 1..n {
            let factor = a[i * n + k] / a[k * n + k];
            for j in k..n {
                a[i * n + j] -= factor * a[k * n + j];
            }
        }
    }
    determinant
}

/// Thomas' algorithm for tridiagonal systems, in place.
#[differentiable]
pub fn thomas(lower: &[f64], diagonal: &mut [f64], upper: &[f64], right: &mut [f64]) {
    let n = diagonal.len();
    for i in 1..n {
        let w = lower[i - 1] / diagonal[i - 1];
        diagonal[i] -= w * upper[i - 1];
        right[i] -= w * right[i - 1];
    }
    right[n - 1] /= diagonal[n - 1];
    for i in (0..n - 1).rev() {
        right[i] = (right[i] - upper[i] * right[i + 1]) / diagonal[i];
    }
}

/// Gram–Schmidt on the rows of a matrix.
#[differentiable]
pub fn gram_schmidt(m: &mut [[f64; 3]; 3]) {
    for i in 0..3 {
        for j in 0..i {
            let mut projection = 0.0;
            for k in 0..3 {
                projection += m[i][k] * m[j][k];
            }
            for k in 0..3 {
                m[i][k] -= projection * m[j][k];
            }
        }
        let mut norm = 0.0;
        for k in 0..3 {
            norm += m[i][k] * m[i][k];
        }
        let norm = norm.sqrt();
        for k in 0..3 {
            m[i][k] /= norm;
        }
    }
}

/// The power method: a vector is replaced in each step.
#[differentiable]
pub fn power_method<const N: usize>(a: &[[f64; N]; N], steps: usize) -> f64 {
    let mut v = [1.0; N];
    let mut norm = 1.0;
    for _ in 0..steps {
        let mut w = [0.0; N];
        let mut squares = 0.0;
        for i in 0..N {
            for j in 0..N {
                w[i] += a[i][j] * v[j];
            }
            squares += w[i] * w[i];
        }
        norm = squares.sqrt();
        for i in 0..N {
            v[i] = w[i] / norm;
        }
    }
    norm
}

/// A step of the heat equation: reads one array, writes another.
#[differentiable]
pub fn heat(u: &[f64], nu: f64, out: &mut [f64]) {
    let n = u.len();
    out[0] = u[0];
    out[n - 1] = u[n - 1];
    for i in 1..n - 1 {
        out[i] = u[i] + nu * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
    }
}

/// Burgers' equation by upwind differences, several steps in two buffers.
#[differentiable]
pub fn burgers(initial: [f64; 8], ratio: f64, steps: usize) -> [f64; 8] {
    let mut u = initial;
    for _ in 0..steps {
        let old = u;
        for i in 0..8 {
            let left = old[(i + 7) % 8];
            let right = old[(i + 1) % 8];
            let slope = if old[i] > 0.0 { old[i] - left } else { right - old[i] };
            u[i] = old[i] - ratio * old[i] * slope;
        }
    }
    u
}

/// Five-point relaxation in two dimensions, in place, red and black points in turn.
#[differentiable]
pub fn red_black(grid: &mut [[f64; 5]; 4], source: f64, sweeps: usize) {
    for sweep in 0..2 * sweeps {
        for i in 1..3 {
            for j in 1..4 {
                if (i + j + sweep) % 2 == 0 {
                    grid[i][j] = 0.25
                        * (grid[i - 1][j]
                            + grid[i + 1][j]
                            + grid[i][j - 1]
                            + grid[i][j + 1]
                            + source * grid[i][j] * grid[i][j]);
                }
            }
        }
    }
}

/// A convolution with a runtime-sized kernel.
#[differentiable]
pub fn convolve(signal: &[f64], kernel: &[f64]) -> Vec<f64> {
    let n = signal.len() + kernel.len() - 1;
    let mut result = vec![0.0; n];
    for i in 0..signal.len() {
        for j in 0..kernel.len() {
            result[i + j] += signal[i] * kernel[j];
        }
    }
    result
}

/// A cubic spline by de Boor's algorithm: a triangle of interpolations in place.
#[differentiable]
pub fn de_boor(knots: &[f64; 8], control: &[f64; 4], t: f64) -> f64 {
    let mut d = *control;
    for r in 1..4 {
        for j in (r..4).rev() {
            let alpha = (t - knots[j]) / (knots[j + 4 - r] - knots[j]);
            d[j] = (1.0 - alpha) * d[j - 1] + alpha * d[j];
        }
    }
    d[3]
}

/// Jacobi's rotation that annihilates an off-diagonal element.
#[differentiable]
pub fn jacobi_rotation(a: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let theta = 0.5 * (2.0 * a[0][1]).atan2(a[1][1] - a[0][0]);
    let (s, c) = theta.sin_cos();
    let rotation = [[c, s], [-s, c]];
    let mut result = [[0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..2 {
                for l in 0..2 {
                    result[i][j] += rotation[k][i] * a[k][l] * rotation[l][j];
                }
            }
        }
    }
    result
}

/// Floyd and Warshall with soft minima: three loops over one matrix.
#[differentiable]
pub fn soft_distances(d: &mut [[f64; 3]; 3]) {
    for k in 0..3 {
        for i in 0..3 {
            for j in 0..3 {
                let through = d[i][k] + d[k][j];
                d[i][j] = -((-d[i][j]).exp() + (-through).exp()).ln();
            }
        }
    }
}

/// A whole system of differential equations through one Runge–Kutta step, over slices and workspaces.
#[differentiable]
fn chain(x: &[f64], y: &[f64], dy: &mut [f64]) {
    dy[0] = x[0];
    for i in 1..y.len() {
        dy[i] = x[i] * y[i - 1];
    }
}

#[differentiable]
#[allow(clippy::manual_memcpy)]
pub fn chain_rk4(x: &[f64], steps: usize) -> f64 {
    let n = x.len();
    let h = 2.0 / steps as f64;
    let mut y = vec![0.0; n];
    let mut k = vec![0.0; n];
    let mut stage = vec![0.0; n];
    for _ in 0..steps {
        let mut sum = vec![0.0; n];
        for i in 0..n {
            stage[i] = y[i];
        }
        for part in 0..4 {
            chain(x, &stage, &mut k);
            let weight = if part == 0 || part == 3 { h / 6.0 } else { h / 3.0 };
            let reach = if part == 2 { h } else { 0.5 * h };
            for i in 0..n {
                sum[i] += weight * k[i];
                stage[i] = y[i] + reach * k[i];
            }
        }
        for i in 0..n {
            y[i] += sum[i];
        }
    }
    y[n - 1]
}

/// Squares and their sums beside numbers, which take the doubling, and beside what keeps them from it.
#[differentiable]
pub fn energies(p: [f64; 3], weight: f64, steps: usize) -> [f64; 8] {
    let [x, y, z] = p;
    let half = 0.5 * (x * x + y * y);
    let more = (x * x - y * y + 2.0) * 1.5;
    let also = 0.25 * (weight * weight + z * z);
    // Read in another way as well.
    let square = z * z;
    let read = 0.5 * square;
    let kept = square + read;
    // With what is no square, and with what is no number.
    let mixed = 0.5 * (x * x + y);
    let weighted = weight * (y * y + z * z);
    let mut total = 0.0;
    let mut last = x * x;
    for i in 0..steps {
        let step = y * y + x * x * i as f64;
        total += 0.5 * step + 0.5 * (last * last + z * z);
        last = 0.5 * last * last;
    }
    let side = if x > y { 0.5 * x * x } else { 3.0 * (y * y) };
    [half, more, also, kept, mixed, weighted, total + last, side * (0.5 * z) * z]
}
