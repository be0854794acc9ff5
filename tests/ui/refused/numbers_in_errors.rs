//! Outputs that are computed of numbers in errors, which carry no derivative.
use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, Differentiable)]
struct Failed {
    after: usize,
    residual: f64,
}

#[differentiable]
fn root(x: f64) -> Result<f64, Failed> {
    if x > 0.0 { Ok(x.sqrt()) } else { Err(Failed { after: 1, residual: x * x }) }
}

#[differentiable]
fn scaled(x: f64) -> f64 {
    match root(x) {
        Ok(y) => y,
        Err(failed) if failed.residual > 2.0 => failed.after as f64 * x,
        Err(failed) => failed.residual * x,
    }
}

#[differentiable]
fn returned(x: f64) -> f64 {
    match root(x) {
        Ok(y) => y,
        Err(Failed { residual, .. }) => residual,
    }
}

#[differentiable]
fn mended(x: f64) -> Result<f64, f64> {
    let y = root(x).map_err(|failed| failed.residual).unwrap_or_else(|residual| residual);
    Ok(y * x)
}

#[differentiable]
fn one_for_the_other(x: f64) -> f64 {
    let log = if x > 0.0 { Ok(x.ln()) } else { Err(x) };
    match log {
        Ok(y) | Err(y) => y,
    }
}

#[differentiable]
fn badness(failed: &Failed, x: f64) -> f64 {
    failed.residual + x
}

#[differentiable]
fn passed(x: f64) -> f64 {
    match root(x) {
        Ok(y) => y,
        Err(failed) => badness(&failed, x),
    }
}

#[differentiable(wrt(x))]
fn left_out(log: Result<f64, f64>, x: f64) -> f64 {
    match log {
        Ok(y) => y * x,
        Err(y) => y + x,
    }
}

#[differentiable]
fn passed_as_it_is(x: f64) -> f64 {
    left_out(Err(x * x), x)
}

#[differentiable]
fn kept(x: f64) -> f64 {
    let code: Result<usize, f64> = if x > 0.0 { Ok(3) } else { Err(x) };
    let mut sum = [0.0; 2];
    if let Err(y) = code {
        sum[0] = y;
    }
    sum[0] + x
}

#[differentiable]
fn otherwise(x: f64) -> f64 {
    let Err(failed) = root(x) else { return x };
    x * failed.residual
}

#[differentiable]
fn unwrapped(x: f64) -> f64 {
    let code: Result<usize, f64> = Err(x * x);
    code.unwrap_err() * x
}

#[differentiable]
fn captured(x: f64) -> f64 {
    let mut scale = 0.0;
    if let Err(failed) = root(x) {
        scale = failed.residual;
    }
    let scaled = |t: f64| t * scale;
    scaled(x)
}

#[differentiable]
fn written(x: f64, residuals: &mut Vec<f64>) {
    if let (_, Err(failed)) = (x, root(x)) {
        residuals.push(failed.residual);
    }
}

fn main() {}
