//! A trait in scope has a method of the same name, without derivatives, that takes what it is called on in another way: on a reference, or on a
//! value, it goes before the one that has them. Which of the two a call is of, the attribute does not see, so it must be called by path.

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Vector {
    x: f64,
    y: f64,
}

trait Measured {
    fn norm(&self) -> f64;
    fn dot(self, other: &Vector) -> f64;
    fn scale(self, by: f64);
    fn mean(&mut self) -> f64;
}

impl Measured for Vector {
    fn norm(&self) -> f64 {
        self.x.abs() + self.y.abs()
    }
    fn dot(self, other: &Vector) -> f64 {
        self.x * other.y
    }
    fn scale(self, _by: f64) {}
    fn mean(&mut self) -> f64 {
        self.x
    }
}

#[differentiable]
impl Vector {
    fn norm(self) -> f64 {
        self.x.hypot(self.y)
    }
    fn dot(&self, other: &Vector) -> f64 {
        self.x * other.x + self.y * other.y
    }
    fn scale(&mut self, by: f64) {
        self.x *= by;
        self.y *= by;
    }
    fn mean(&self) -> f64 {
        0.5 * (self.x + self.y)
    }
}

// The trait's, as it takes the reference.
#[differentiable]
fn length(vector: &Vector) -> f64 {
    vector.norm()
}

#[differentiable]
fn longest(vectors: &[Vector]) -> f64 {
    vectors.iter().map(|vector| vector.norm()).fold(0.0, f64::max)
}

// The trait's, as it takes the value.
#[differentiable]
fn projected(vector: Vector, onto: &Vector) -> f64 {
    vector.dot(onto)
}

#[differentiable]
fn scaled(vector: Vector, by: f64) -> f64 {
    let mut vector = vector;
    vector.scale(by);
    vector.x
}

// The trait's, as it takes the `&mut`.
#[differentiable]
fn centre(vector: &mut Vector) -> f64 {
    vector.mean()
}

// Without a word: by path.
#[differentiable]
fn by_path(vector: &Vector) -> f64 {
    Vector::norm(*vector) + Vector::dot(vector, vector)
}

fn main() {}
