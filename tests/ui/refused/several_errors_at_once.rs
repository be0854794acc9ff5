//! Every mistake of a function is reported, and each once.
use jac::differentiable;

#[differentiable(wrt(z))]
async fn many<T>(x: f64, f: fn(f64) -> f64) -> f64 {
    let y = (x as Real).gamma();
    let (a, ..) = (x, y);
    let c = 'a: { x };
    if let 0 = 1 {
        println!("{x}");
    }
    for k in some_iterator(x) {
        let ref r = y;
    }
    for i in 0.. {
        let y = x?;
    }
    unsafe { a }
}

fn main() {}
