//! Recursion: what it costs, how deep it may go, and how results depend on inputs.

use std::cell::Cell;

use counting::{Counting, allocations};
use jac::{Dependence, Differentiable, Function, differentiable};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

/// Counts an evaluation of the function that calls it.
fn count() -> f64 {
    CALLS.set(CALLS.get() + 1);
    0.0
}

#[differentiable]
fn chain(x: f64, n: usize) -> f64 {
    let tick = count();
    if n == 0 { x + tick } else { 0.5 * chain(x.sin(), n - 1) + x * 1e-3 }
}

/// A full binary tree over a slice: as many calls as there are elements, twice.
#[differentiable]
fn tree(x: &[f64]) -> f64 {
    let tick = count();
    if x.len() == 1 {
        return x[0] + tick;
    }
    let (left, right) = x.split_at(x.len() / 2);
    tree(left) * 0.7 + tree(right).sin()
}

#[differentiable(recursive)]
fn ping(x: f64, n: usize) -> f64 {
    let tick = count();
    if n == 0 { x + tick } else { pong(x.sin(), n - 1) }
}

#[differentiable]
fn pong(x: f64, n: usize) -> f64 {
    let tick = count();
    if n == 0 { x * x + tick } else { ping(x + 0.5, n - 1) * 1.001 }
}

/// The evaluations and the allocations of `work`.
fn cost<T>(work: impl FnOnce() -> T) -> (usize, usize) {
    CALLS.set(0);
    let (allocations, _) = allocations(work);
    (CALLS.get(), allocations)
}

#[test]
fn every_level_is_evaluated_once_and_kept_in_one_box() {
    for n in [1, 10, 100] {
        assert_eq!(cost(|| chain::gradient(0.3, n)), (n + 1, n + 1));
        assert_eq!(cost(|| chain::jvp(0.3, n, 1.0)), (n + 1, 0));
        // Any number of seeds after one evaluation.
        let (calls, _) = cost(|| {
            let args = (0.3, n);
            let (_, pullback) = <chain as Function<(f64, usize)>>::pullback::<1>(&args);
            (pullback(jac_seed()), pullback(jac_seed()), pullback(jac_seed()))
        });
        assert_eq!(calls, n + 1);
        assert_eq!(cost(|| ping::gradient(0.3, n)).0, n + 1);
    }
    for n in [1, 16, 256, 4096] {
        let x = vec![0.4; n];
        let (calls, allocations) = cost(|| tree::gradient(&x));
        assert_eq!(calls, 2 * n - 1);
        assert!(allocations <= 2 * n + 8, "{allocations} allocations for {n} elements");
    }
}

fn jac_seed() -> jac::Tangent<f64, 1> {
    <f64 as jac::Space>::lift::<1>(&1.0)
}

#[test]
fn ten_thousand_levels_are_not_too_deep() {
    const DEPTH: usize = 10_000;
    let work = || {
        let (value, slope) = chain::jvp(0.3, DEPTH, 1.0);
        assert_eq!(chain::value_and_gradient(0.3, DEPTH), (value, slope));
        let (value, slope) = ping::jvp(0.3, DEPTH, 1.0);
        let (again, gradient) = ping::value_and_gradient(0.3, DEPTH);
        assert_eq!(value, again);
        assert!((slope - gradient).abs() <= 1e-12 * slope.abs(), "{slope} {gradient}");
    };
    // Unoptimised frames are large.
    std::thread::Builder::new().stack_size(64 << 20).spawn(work).unwrap().join().unwrap();
}

/// The result is affine in `y` at any depth, and independent of `z`.
#[differentiable]
fn tables(x: f64, y: f64, _z: f64, n: u32) -> f64 {
    if n == 0 { x * x + y } else { tables(x, 2.0 * y, x, n - 1) + y }
}

/// Exchanged at each level: what holds for one holds for the other.
#[differentiable]
fn exchanged(x: f64, y: f64, n: u32) -> f64 {
    if n == 0 { x } else { exchanged(y, x * x, n - 1) }
}

/// In place: the second buffer is read only.
#[differentiable]
fn in_place(x: &mut [f64], y: &[f64], n: usize) {
    if n > 0 {
        x[n] += y[n] * y[0];
        in_place(x, y, n - 1);
    }
}

/// By way of another function.
#[differentiable(recursive)]
fn unknown(x: f64, y: f64, n: u32) -> f64 {
    if n == 0 { x } else { known(x, y, n - 1) }
}

#[differentiable]
fn known(x: f64, y: f64, n: u32) -> f64 {
    if n == 0 { x } else { unknown(x, 1.0, n - 1) + y }
}

#[differentiable]
fn sum(x: &[f64], n: usize) -> f64 {
    if n == 0 { x[0] } else { x[n] + sum(x, n - 1) }
}

/// `y` stays as it is: `sum` takes it by `&`.
#[differentiable]
fn read_by_name(y: &mut [f64], z: &mut [f64]) {
    z[0] *= sum(y, 1);
}

/// The same of the function itself.
#[differentiable]
fn by_name(x: &[f64], k: f64, n: usize) -> f64 {
    if n == 0 {
        return k * x[0];
    }
    let mut copy = x.to_vec();
    let y = &mut copy[..];
    let inner = by_name(y, 1.0, n - 1);
    inner + y[0]
}

#[test]
fn what_is_passed_by_name_and_not_written_does_not_change() {
    use Dependence::{Affine, Independent, Nonlinear};
    assert_eq!(
        <read_by_name as Function<(&mut [f64], &mut [f64])>>::DEPENDENCE,
        [Affine, Independent, Nonlinear, Nonlinear]
    );
    assert_eq!(<by_name as Function<(&[f64], f64, usize)>>::DEPENDENCE, [Nonlinear, Nonlinear]);
}

#[test]
fn tables_are_those_of_all_depths() {
    use Dependence::{Affine, Independent, Nonlinear};
    assert_eq!(<tables as Function<(f64, f64, f64, u32)>>::DEPENDENCE, [Nonlinear, Affine, Independent]);
    assert_eq!(<exchanged as Function<(f64, f64, u32)>>::DEPENDENCE, [Nonlinear, Nonlinear]);
    assert_eq!(<in_place as Function<(&mut [f64], &[f64], usize)>>::DEPENDENCE, [Affine, Nonlinear]);
    // A function on a cycle of several does not ask for the tables of the others.
    assert_eq!(<unknown as Function<(f64, f64, u32)>>::DEPENDENCE, [Nonlinear, Nonlinear]);
    assert_eq!(<known as Function<(f64, f64, u32)>>::DEPENDENCE, [Nonlinear, Affine]);
}

mod names {
    //! What has the name of the function and is another one.

    use jac::differentiable;

    pub mod other {
        use jac::differentiable;

        #[differentiable]
        pub fn shadowed(x: f64, y: f64) -> f64 {
            x * y
        }

        #[differentiable]
        pub fn helper(x: f64) -> f64 {
            x * x
        }
    }

    /// Not the one that the body below imports.
    #[differentiable]
    pub fn helper(x: f64) -> f64 {
        x + 1.0
    }

    /// No recursion: the body imports another function of this name.
    #[differentiable]
    pub fn shadowed(x: f64, y: f64) -> f64 {
        use other::*;
        let twice = shadowed(x, y);
        twice + helper(x)
    }

    #[differentiable]
    pub fn imported(x: f64) -> f64 {
        use other::helper;
        helper(x)
    }
}

#[test]
fn an_import_of_the_body_is_not_the_function_itself() {
    assert_eq!(names::imported::value_and_gradient(3.0), (9.0, 6.0));
    assert_eq!(<names::imported as Function<f64>>::DEPENDENCE, [Dependence::Nonlinear]);
    assert_eq!(names::shadowed::value_and_gradient(3.0, 2.0), (15.0, (8.0, 3.0)));
    assert_eq!(<names::shadowed as Function<(f64, f64)>>::DEPENDENCE, [Dependence::Nonlinear; 2]);
}

#[derive(Clone, Copy, Differentiable)]
pub struct Pair {
    pub a: f64,
    pub b: f64,
}

pub trait Depth {
    fn deep(&self, n: usize) -> f64;
}

#[differentiable]
impl Depth for Pair {
    fn deep(&self, n: usize) -> f64 {
        if n == 0 {
            return self.a * self.b;
        }
        let half = Pair { a: self.a * 0.5, b: self.b.sin() };
        let same: Pair = *self;
        half.deep(n - 1) + self.a * same.deep(n - 1)
    }
}

#[differentiable]
fn deep(pair: Pair, n: usize) -> f64 {
    pair.deep(n)
}

/// A method calls itself on variables that the function shows to be of its own type.
#[test]
fn of_methods_on_local_variables() {
    let depth = jac::check::check::<deep, _>((Pair { a: 0.3_f64, b: 0.4 }, 3_usize));
    depth.unwrap_or_else(|disagreements| panic!("{disagreements}"));
}
