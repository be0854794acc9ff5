//! Functions that call themselves, alone and by way of others.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// One call a level.
#[differentiable]
pub fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}

/// By squaring: an intermediate value varies, and is passed on.
#[differentiable]
pub fn power_by_squares(x: f64, n: u32) -> f64 {
    if n == 0 {
        return 1.0;
    }
    let half = power_by_squares(x * x, n / 2);
    if n % 2 == 1 { x * half } else { half }
}

/// Two calls a level, in one expression.
#[differentiable]
pub fn fibonacci(x: f64, y: f64, n: u32) -> f64 {
    if n == 0 {
        x
    } else if n == 1 {
        y.sin()
    } else {
        fibonacci(x, y, n - 1) * 0.5 + fibonacci(y, x, n - 2)
    }
}

/// A tree as indices; what is at its leaves varies.
#[derive(Clone, Copy)]
pub struct Node {
    pub left: usize,
    pub right: usize,
}

pub const TREE: [Node; 4] =
    [Node { left: 1, right: 2 }, Node { left: 5, right: 3 }, Node { left: 4, right: 6 }, Node { left: 7, right: 4 }];

/// Indices beyond the nodes are leaves.
#[differentiable(wrt(x))]
pub fn tree_sum(tree: &[Node], i: usize, x: &[f64]) -> f64 {
    if i >= tree.len() {
        return x[i - tree.len()];
    }
    let node = tree[i];
    let left = tree_sum(tree, node.left, x);
    let right = tree_sum(tree, node.right, x);
    left * right + left.cos()
}

#[differentiable]
pub fn sum_of_tree(x: [f64; 4]) -> f64 {
    tree_sum(&TREE, 0, &x) * x[0]
}

/// A loop of calls in each level.
#[differentiable]
pub fn branches(x: &[f64], depth: usize) -> f64 {
    let mut sum = 1.0;
    if depth > 0 {
        for i in 0..x.len() {
            sum += x[i] * branches(&x[i..], depth - 1);
        }
    }
    sum
}

/// In place, on parts of what was passed: as a sort does, with the order of the values.
#[differentiable]
pub fn sort(x: &mut [f64]) {
    let n = x.len();
    if n < 2 {
        return;
    }
    let pivot = x[n - 1];
    let mut low = 0;
    for i in 0..n - 1 {
        if x[i] < pivot {
            x.swap(i, low);
            low += 1;
        }
    }
    x.swap(low, n - 1);
    sort(&mut x[..low]);
    sort(&mut x[low + 1..]);
}

#[differentiable]
pub fn median(x: [f64; 7]) -> f64 {
    let mut sorted = x;
    sort(&mut sorted);
    sorted[3] * sorted[2] + sorted[0]
}

/// Sums in place, pair by pair, with a result as well.
#[differentiable]
pub fn scan(x: &mut [f64], scale: f64) -> f64 {
    let n = x.len();
    if n == 1 {
        x[0] *= scale;
        return x[0];
    }
    let left = scan(&mut x[..n / 2], scale);
    let right = scan(&mut x[n / 2..], left);
    for i in n / 2..n {
        x[i] += left;
    }
    left + right * scale
}

/// A call whose argument is a call.
#[differentiable]
pub fn nested(m: u32, n: u32, x: f64) -> f64 {
    if m == 0 {
        x + 0.1 * x * x
    } else if n == 0 {
        nested(m - 1, 1, 0.9 * x)
    } else {
        nested(m - 1, 2, nested(m, n - 1, x))
    }
}

/// What varies changes from one level to the next.
#[differentiable]
pub fn alternating(x: f64, y: f64, n: u32) -> f64 {
    if n == 0 { x * x * y } else { alternating(y, 1.5, n - 1) + alternating(x.sin(), x, n - 1) }
}

/// Generic in a length, with `while` around the call.
#[differentiable]
pub fn relaxed<const N: usize>(x: [f64; N], level: usize) -> [f64; N] {
    let mut y = x;
    let mut step = 0;
    while step < level {
        let mut coarse = y;
        for i in 0..N {
            coarse[i] = 0.5 * (y[i] + y[(i + 1) % N] * y[i]);
        }
        y = relaxed::<N>(coarse, level - 1);
        step += 1;
    }
    y
}

/// Two functions that call each other.
#[differentiable]
pub fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { odd(x * 1.1, n - 1) + x }
}

#[differentiable]
pub fn odd(x: f64, n: u32) -> f64 {
    if n == 0 { x * x } else { even(x.sin(), n - 1) * x }
}

/// Three: every cycle has the second in it, which says so. The third calls itself as well. And a caller of all.
#[differentiable]
pub fn first(x: &[f64], n: usize) -> f64 {
    if n == 0 { x[0] } else { second(&x[1..], n - 1, x[0]) }
}

#[differentiable(recursive)]
pub fn second(x: &[f64], n: usize, scale: f64) -> f64 {
    if n == 0 { scale } else { third(x, n - 1) * scale + first(x, n - 1) }
}

#[differentiable]
pub fn third(x: &[f64], n: usize) -> f64 {
    if n == 0 {
        return x[0] * x[0];
    }
    third(x, n - 1) + second(x, n - 1, x[0]) * x[1]
}

#[differentiable]
pub fn all_of_them(x: [f64; 6], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        sum += first(&x, i) * even(x[i], i as u32) + third(&x, i);
    }
    sum
}

/// By way of another module, of a function that is passed, and of a local function.
#[differentiable]
pub fn outward(x: f64, y: &mut [f64], n: usize) -> f64 {
    fn doubled(x: f64, y: &mut [f64], n: usize) -> f64 {
        2.0 * other::inward(x, y, n)
    }
    y[0] += x * y[1];
    if n == 0 { x * y[0] } else { doubled(x.sin(), y, n - 1) }
}

pub mod other {
    use jac::differentiable;

    #[differentiable]
    pub fn inward(x: f64, y: &mut [f64], n: usize) -> f64 {
        y[1] *= x;
        if n == 0 { y[1] } else { super::outward(x + y[0], y, n - 1) * x }
    }
}
