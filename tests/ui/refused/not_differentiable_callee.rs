//! Calls of ordinary functions.
use jac::differentiable;

fn plain(x: f64) -> f64 {
    x * x
}

mod inner {
    pub fn plain(x: &[f64]) -> f64 {
        x[0]
    }
}

#[differentiable]
fn calls(x: [f64; 2]) -> f64 {
    // Without an input that varies there is nothing to differentiate.
    let weight = plain(2.0);
    weight * plain(x[0]) + inner::plain(&x)
}

/// Another function that calls it.
#[differentiable]
fn calls_again(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..3 {
        y = plain(y);
    }
    y
}

struct Pendulum {
    length: f64,
}

impl Pendulum {
    fn energy(&self, angle: f64, speed: f64) -> f64 {
        0.5 * speed * speed * self.length - angle.cos()
    }

    fn unit(x: f64) -> f64 {
        x * x
    }
}

/// Two functions of a module that call the same method: each has the message.
#[differentiable]
fn of_angle(angle: f64) -> f64 {
    let pendulum = Pendulum { length: 2.0 };
    pendulum.energy(angle, 1.0) + Pendulum::unit(angle)
}

#[differentiable]
fn of_speed(speed: f64) -> f64 {
    let pendulum = Pendulum { length: 2.0 };
    pendulum.energy(0.5, speed) + Pendulum::unit(speed)
}

fn main() {
    calls([1.0, 2.0]);
    calls::gradient([1.0, 2.0]);
}
