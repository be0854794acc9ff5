use jac::{Differentiable, Float, differentiable};

/// What varies is no constant.
#[differentiable]
fn varied<T: Float>(x: &[T], y: f64) -> T {
    x[0] * T::from_f64(y)
}

#[derive(Clone, Copy, Differentiable)]
struct Celsius(f64);

#[derive(Clone, Copy, Differentiable)]
struct Fahrenheit(f64);

#[differentiable]
impl From<Celsius> for Fahrenheit {
    fn from(c: Celsius) -> Fahrenheit {
        Fahrenheit(c.0 * 1.8 + 32.0)
    }
}

#[differentiable]
fn degrees(f: Fahrenheit) -> f64 {
    f.0
}

/// The argument does not tell what is converted to.
#[differentiable]
fn untold(x: f64) -> f64 {
    degrees(Celsius(x).into())
}

/// The `impl` does not have the attribute.
impl From<(f64, f64)> for Celsius {
    fn from(pair: (f64, f64)) -> Celsius {
        Celsius(pair.0 * pair.1)
    }
}

#[differentiable]
fn by_path(x: f64) -> f64 {
    Celsius::from((x, x)).0
}

#[differentiable]
fn by_type(x: f64) -> f64 {
    let c: Celsius = (x, x).into();
    c.0
}

/// What is refused says so once, of several and where it is called.
#[derive(Clone, Copy, Differentiable)]
struct Kelvin(f64);

#[differentiable]
impl From<Celsius> for Kelvin {
    fn from(c: Celsius) -> Kelvin {
        Kelvin(c.0.to_bits() as f64)
    }
}

#[differentiable]
impl From<Fahrenheit> for Kelvin {
    fn from(f: Fahrenheit) -> Kelvin {
        Kelvin(f.0.to_bits() as f64)
    }
}

#[differentiable]
fn refused(c: Celsius) -> f64 {
    Kelvin::from(c).0
}

fn main() {}
