//! Arithmetic of integers in fields, by methods.

use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
pub struct Counter {
    ticks: u32,
    len: usize,
    x: f64,
    v: Vec<f64>,
}
#[differentiable]
impl Counter {
    fn tick(&mut self, y: f64) -> f64 {
        self.ticks = self.ticks.saturating_add(1);
        self.x * y * self.ticks as f64
    }
    fn newest(&self) -> Option<f64> {
        let i = self.len.checked_sub(1)?;
        Some(self.v[i] * self.x)
    }
    fn last2(&self) -> f64 {
        match self.len.checked_sub(1) {
            Some(i) => self.v[i] * self.x,
            None => 0.0,
        }
    }
    fn last3(&self) -> f64 {
        self.v[self.len.checked_sub(1).unwrap_or(0)] * self.x.powi(self.len.pow(2) as i32)
    }
    fn last4(&self) -> f64 {
        if let Some(i) = self.len.checked_sub(1) { self.v[i] } else { 1.0 }
    }
    fn last5(&self) -> Result<f64, String> {
        let i = self.len.checked_sub(1).ok_or("empty".to_string())?;
        Ok(self.v[i] * self.x)
    }
    fn pow2(&self, y: f64) -> f64 {
        let n = self.len.next_power_of_two();
        n as f64 * y
    }
    fn wrap(&self, y: f64) -> f64 {
        let n = self.len.wrapping_add(2) % self.v.len();
        self.v[n] * y
    }
}
#[differentiable]
pub fn counted(x: f64, y: f64) -> f64 {
    let mut s = Counter { ticks: 3, len: 2, x, v: vec![x, y, x * y] };
    let a = s.tick(y);
    a + s.newest().unwrap() * s.last2() + s.last3() + s.pow2(x) * s.wrap(y) + s.last4() * s.last5().unwrap()
}
