//! Functions that `macro_rules` make, with expressions, types and names of the caller.
use jac::differentiable;

macro_rules! model {
    ($(#[$attribute:meta])* $vis:vis $name:ident($x:ident: $ty:ty, $n:ident) -> $result:ty = $start:expr, $range:expr, $literal:literal) => {
        $(#[$attribute])*
        #[differentiable]
        $vis fn $name($x: $ty, $n: usize) -> $result {
            let _ = $n;
            let mut total = $start * $x;
            for i in $range {
                total = total * $x - $start + $literal * i as $ty;
                if !($start > total) {
                    total = -$start - total;
                }
            }
            total * -$literal
        }
    };
}

model!(
    /// With an operator of low precedence in the place of an expression.
    pub sums(x: f64, n) -> f64 = 1.0 + 2.0, 0..3 + 1, 2.0
);

macro_rules! powers {
    ($($name:ident = $power:literal),*) => {
        $(#[differentiable] fn $name(x: f64) -> f64 { x.powi($power) })*
    };
}

powers!(square = 2, cube = 3);

fn by_hand(x: f64) -> f64 {
    let mut total = (1.0 + 2.0) * x;
    for i in 0..4 {
        total = total * x - (1.0 + 2.0) + 2.0 * i as f64;
        if !((1.0 + 2.0) > total) {
            total = -(1.0 + 2.0) - total;
        }
    }
    total * -2.0
}

fn main() {
    assert_eq!(sums(0.3, 2), by_hand(0.3));
    assert_eq!(sums::value_and_gradient(0.3, 2).0, by_hand(0.3));
    jac::check::check::<sums, _>((0.3_f64, 2_usize)).unwrap();
    assert_eq!((square::gradient(3.0), cube::gradient(3.0)), (6.0, 27.0));
}
