//! Macros in a function, and functions from macros.
use jac::differentiable;

macro_rules! twice {
    ($x:expr) => {
        2.0 * $x
    };
}

#[differentiable]
fn calls_macros(x: f64) -> f64 {
    println!(concat!("x = ", "{}"), x);
    assert!(x > 0.0; "positive");
    let y = twice!(x);
    print!("{}", twice!(y));
    dbg!(x);
    if matches!(y, 0.0..1.0) { x } else { y }
}

macro_rules! scaled {
    ($name:ident, $x:ident) => {
        #[differentiable]
        fn $name($x: f64) -> f64 {
            let x = 2.0;
            $x * x
        }
    };
}

scaled!(other_name, y);
scaled!(same_name, x);

fn main() {}
