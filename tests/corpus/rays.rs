//! Methods that give options.
use jac::{Differentiable, differentiable};

/// The smaller root of a·x² + b·x + c.
#[differentiable]
pub fn root(a: f64, b: f64, c: f64) -> Option<f64> {
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 { None } else { Some((-b - discriminant.sqrt()) / (2.0 * a)) }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Ray {
    pub origin: Point,
    pub direction: Point,
}

#[differentiable]
impl Ray {
    /// Where it meets the circle around the origin.
    pub fn circle(&self, radius: f64) -> Option<Point> {
        let (o, d) = (self.origin, self.direction);
        let a = d.x * d.x + d.y * d.y;
        let b = 2.0 * (o.x * d.x + o.y * d.y);
        let t = root(a, b, o.x * o.x + o.y * o.y - radius * radius)?;
        if t < 0.0 {
            return None;
        }
        Some(Point { x: o.x + t * d.x, y: o.y + t * d.y })
    }

    pub fn nearest(&self, radii: &[f64]) -> Option<f64> {
        let mut best: Option<f64> = None;
        for radius in radii {
            let Some(hit) = self.circle(*radius) else { continue };
            let distance = (hit.x - self.origin.x).hypot(hit.y - self.origin.y);
            if best.is_none_or(|best| distance < best) {
                best = Some(distance);
            }
        }
        best
    }
}

#[differentiable]
pub fn shot(x: f64, y: f64, radii: &[f64]) -> f64 {
    let ray = Ray { origin: Point { x, y }, direction: Point { x: 1.0, y: 0.3 * y } };
    let hit = ray.circle(1.0).map_or(x * y, |hit| hit.x * hit.y);
    let nearest = ray.nearest(radii).unwrap_or_else(|| x.hypot(y));
    hit * nearest + ray.circle(0.5).unwrap_or_default().y
}
