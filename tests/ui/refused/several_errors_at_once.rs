//! Every mistake of a function is reported, and each once.
use jac::differentiable;

type Real = f64;

#[differentiable(wrt(z))]
async fn many<T>(x: f64, f: fn(f64) -> f64) -> f64 {
    let y = x as Real;
    let (a, ..) = (x, y);
    if let 0 = 1 {
        println!("{x} {}", f(a));
    }
    for _ in std::iter::repeat(x) {
        let ref _r = y * 2.0;
    }
    for _ in ..3 {
        let _b = async { x }.await;
    }
    unsafe { a }
}

fn main() {}
