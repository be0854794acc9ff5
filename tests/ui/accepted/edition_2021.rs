//! Code as in earlier editions: `extern crate`, `#[macro_use]`, names that later became keywords.
#[macro_use]
extern crate jac;

#[differentiable]
fn generated(r#gen: f64, r#try: f64) -> f64 {
    let r#async = r#gen * r#try;
    r#async * r#async
}

fn main() {
    assert_eq!(generated::gradient(1.0, 2.0), (8.0, 4.0));
}
