//! Small matrices of fixed size.

pub type Matrix<const ROWS: usize, const COLUMNS: usize> = [[f32; COLUMNS]; ROWS];

/// a·b
pub fn product<const M: usize, const K: usize, const N: usize>(a: &Matrix<M, K>, b: &Matrix<K, N>) -> Matrix<M, N> {
    let mut product = [[0.0; N]; M];
    for i in 0..M {
        for k in 0..K {
            for j in 0..N {
                product[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    product
}

/// c ← c + a·bᵀ
pub fn add_product_with_transpose<const M: usize, const K: usize, const N: usize>(
    c: &mut Matrix<M, N>,
    a: &Matrix<M, K>,
    b: &Matrix<N, K>,
) {
    for i in 0..M {
        for j in 0..N {
            for k in 0..K {
                c[i][j] += a[i][k] * b[j][k];
            }
        }
    }
}

/// a ← (a + aᵀ)/2
pub fn symmetrise<const N: usize>(a: &mut Matrix<N, N>) {
    for i in 0..N {
        for j in 0..i {
            let mean = 0.5 * (a[i][j] + a[j][i]);
            a[i][j] = mean;
            a[j][i] = mean;
        }
    }
}

/// The solution of a·x = b for a symmetric positive definite `a`, by its factors L·D·Lᵀ.
pub fn solve<const N: usize>(a: &Matrix<N, N>, b: &[f32; N]) -> Option<[f32; N]> {
    let mut l = *a;
    let mut x = *b;
    for j in 0..N {
        for k in 0..j {
            l[j][j] -= l[j][k] * l[j][k] * l[k][k];
        }
        if l[j][j].is_nan() || l[j][j] <= 0.0 {
            return None;
        }
        for i in j + 1..N {
            for k in 0..j {
                l[i][j] -= l[i][k] * l[j][k] * l[k][k];
            }
            l[i][j] /= l[j][j];
        }
    }
    for i in 0..N {
        for k in 0..i {
            x[i] -= l[i][k] * x[k];
        }
    }
    for i in 0..N {
        x[i] /= l[i][i];
    }
    for i in (0..N).rev() {
        for k in i + 1..N {
            x[i] -= l[k][i] * x[k];
        }
    }
    Some(x)
}

/// The inverse of a symmetric positive definite matrix.
pub fn inverse<const N: usize>(a: &Matrix<N, N>) -> Option<Matrix<N, N>> {
    let mut inverse = [[0.0; N]; N];
    for i in 0..N {
        let mut unit = [0.0; N];
        unit[i] = 1.0;
        inverse[i] = solve(a, &unit)?;
    }
    Some(inverse)
}
