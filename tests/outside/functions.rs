//! Functions that call each other, functions that are chosen, and methods of traits by their paths.
use jac::{Differentiable, differentiable};

// ---- cycles of calls that are seen as a whole: of local functions, and in one block
#[differentiable]
pub fn local_cycle(x: f64, n: u32) -> f64 {
    fn even(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { odd(x * 1.1, n - 1) + even(x, n - 1) }
    }
    fn odd(x: f64, n: u32) -> f64 {
        if n == 0 { -x } else { third(x.sin(), n - 1) + square(even(x, n - 1)) }
    }
    fn third(x: f64, n: u32) -> f64 {
        if n == 0 { x.cos() } else { odd(x, n - 1) * even(x, n - 1) }
    }
    fn square(x: f64) -> f64 {
        x * x
    }
    even(x, n)
}

#[differentiable]
pub fn through_local(x: f64, n: u32) -> f64 {
    fn inner(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { through_local(x * 1.1, n - 1) }
    }
    if n == 0 { x * x } else { inner(x.sin(), n - 1) }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Filter {
    pub gain: f64,
}

#[differentiable]
impl Filter {
    pub fn up(&self, x: f64, n: u32) -> f64 {
        if n == 0 { x } else { self.down(x * self.gain, n - 1) }
    }
    pub fn down(&self, x: f64, n: u32) -> f64 {
        if n == 0 { -x } else { Self::up(self, x.sin(), n - 1) }
    }
    pub fn raise(&mut self, n: u32) {
        if n > 0 {
            self.gain *= 1.1;
            self.lower(n - 1);
        }
    }
    pub fn lower(&mut self, n: u32) {
        if n > 0 {
            self.gain -= 0.3 * self.gain.sin();
            self.raise(n - 1);
        }
    }
    pub fn first(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { Filter::second(x * x, n - 1) }
    }
    pub fn second(x: f64, n: u32) -> f64 {
        if n == 0 { 2.0 * x } else { Self::first(x.sin(), n - 1) }
    }
}

#[differentiable]
pub fn filtered(gain: f64, x: f64, n: u32) -> f64 {
    let mut filter = Filter { gain };
    filter.raise(n);
    filter.up(x, n) + filter.down(x, n) * Filter::first(x, n)
}

// ---- functions chosen by conditions and by indices
#[differentiable]
pub fn cube(x: f64) -> f64 {
    x * x * x
}

#[differentiable]
pub fn scaled(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * x
}

#[differentiable]
pub fn picked(a: f64, b: f64) -> f64 {
    let pick = if a > b { |u, v| u - v } else { |u: f64, v: f64| v * u };
    pick(a, b) + pick(b, a * a)
}

#[differentiable]
pub fn indexed(x: f64, y: f64, k: usize) -> f64 {
    [f64::sin, f64::exp, |v| v * v][k](x) * y
}

#[differentiable]
pub fn tabled(x: f64, y: f64, k: usize) -> f64 {
    let table: [fn(f64) -> f64; 3] = [f64::sin, cube, |v| v * v];
    let mut sum = 0.0;
    for i in 0..table.len() {
        sum += table[i](x) * table[2 - i](y);
    }
    sum + table[k](y)
}

#[differentiable]
pub fn matched(x: f64, y: f64, k: usize) -> f64 {
    let link: fn(f64) -> f64 = match k {
        0 => f64::sin,
        1 => |v| v * v,
        2 => cube,
        _ => return x * y,
    };
    scaled(link, y) + [x, y].iter().map(|v| link(*v)).sum::<f64>()
}

#[differentiable]
pub fn behind_references(x: f64, y: f64, k: usize) -> f64 {
    let s = x * 2.0;
    let f: &dyn Fn(f64) -> f64 = if k == 0 {
        &|v| v * s
    } else if k == 1 {
        &|v: f64| v.sin() + s * s
    } else {
        &cube
    };
    scaled(f, y) + f(x)
}

#[differentiable]
pub fn alternating(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        let act = if i % 2 == 0 { f64::tanh } else { f64::exp };
        s += act(*v) * act(s);
    }
    s
}

#[differentiable]
pub fn of_slices(x: &[f64], k: usize) -> f64 {
    let p = if k == 0 { |r: &[f64]| r[0] * r[1] } else { |r: &[f64]| r.iter().sum::<f64>() * r[0] };
    p(x) + p(&x[..2])
}

// ---- methods of traits, by the path of the type and the trait
mod models {
    pub trait Model {
        fn rate(&self, y: f64) -> f64;
        fn of(x: f64) -> Self;
    }
    pub trait Named {
        fn rate(&self) -> usize;
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Decay {
    rate: f64,
    name: &'static str,
    unit: String,
}

#[differentiable]
impl models::Model for Decay {
    fn rate(&self, y: f64) -> f64 {
        -self.rate * y * y
    }
    fn of(x: f64) -> Decay {
        Decay { rate: x * x, name: "decay", unit: "1/s".to_string() }
    }
}

#[differentiable]
pub fn by_trait(x: f64, y: f64) -> f64 {
    let model = <Decay as models::Model>::of(x);
    // Text is text without a mark.
    let scale = if model.name == "decay" && model.unit.len() == 3 { 1.5 } else { 1.0 };
    scale * <Decay as models::Model>::rate(&model, y)
}

/// Constants of inner blocks, under one name.
#[differentiable]
pub fn inner_constants(x: f64, n: u32) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        const C: f64 = 0.5;
        const D: f64 = C * 2.0;
        s += C * x + D * f64::from(i);
    }
    let t = match n {
        3 => {
            const C: f64 = 3.0;
            C * x * x
        }
        _ => {
            const K: usize = 2;
            let a = [x; K];
            a[K - 1]
        }
    };
    if n > 1 {
        const C: u32 = 3;
        match n {
            C => s *= 2.0,
            _ => s *= 3.0,
        }
    }
    s * t * OUTER
}

const OUTER: f64 = 7.0;

#[differentiable]
pub fn hidden_constants(x: f64) -> f64 {
    let a = {
        const OUTER: f64 = 2.0;
        OUTER * x + {
            const OUTER: f64 = 5.0;
            OUTER * x * x
        }
    };
    a * OUTER * x
}
