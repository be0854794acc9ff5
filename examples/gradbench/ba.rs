//! Bundle adjustment: how far the projections of points are from where cameras see them, and the sparse Jacobian of that.

use jac::differentiable;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::measure::{Evaluation, Repeat};
use crate::protocol::with_input;
use crate::sparse::SparseRows;

/// Rotation (angle times axis), centre, focal length, principal point, radial distortion.
pub type Camera = [f64; 11];

/// Rodrigues' formula.
#[differentiable]
fn rotate(rotation: [f64; 3], v: [f64; 3]) -> [f64; 3] {
    let [x, y, z] = rotation;
    let square = x * x + y * y + z * z;
    if square == 0.0 {
        let c = cross(rotation, v);
        return [v[0] + c[0], v[1] + c[1], v[2] + c[2]];
    }
    let angle = square.sqrt();
    let (sine, cosine) = angle.sin_cos();
    let axis = [x / angle, y / angle, z / angle];
    let c = cross(axis, v);
    let along = (axis[0] * v[0] + axis[1] * v[1] + axis[2] * v[2]) * (1.0 - cosine);
    [
        v[0] * cosine + c[0] * sine + axis[0] * along,
        v[1] * cosine + c[1] * sine + axis[1] * along,
        v[2] * cosine + c[2] * sine + axis[2] * along,
    ]
}

#[differentiable]
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Where a camera sees a point.
#[differentiable]
fn project(camera: &Camera, point: &[f64; 3]) -> [f64; 2] {
    let [r0, r1, r2, c0, c1, c2, focal, u0, u1, k0, k1] = *camera;
    let [x, y, z] = rotate([r0, r1, r2], [point[0] - c0, point[1] - c1, point[2] - c2]);
    let (x, y) = (x / z, y / z);
    let square = x * x + y * y;
    let distortion = 1.0 + k0 * square + k1 * square * square;
    [focal * distortion * x + u0, focal * distortion * y + u1]
}

/// The weighted error of one observation.
#[differentiable(wrt(camera, point, weight))]
pub fn reprojection_error(camera: &Camera, point: &[f64; 3], weight: f64, feature: [f64; 2]) -> [f64; 2] {
    let [x, y] = project(camera, point);
    [weight * (x - feature[0]), weight * (y - feature[1])]
}

/// The residual that keeps a weight from vanishing.
#[differentiable]
pub fn weight_error(weight: f64) -> f64 {
    1.0 - weight * weight
}

/// A point seen by a camera.
pub struct Observation {
    camera: usize,
    point: usize,
    feature: [f64; 2],
}

/// All cameras, points and observations, and a weight for each of these.
pub struct Scene {
    cameras: Vec<Camera>,
    points: Vec<[f64; 3]>,
    weights: Vec<f64>,
    observations: Vec<Observation>,
}

impl Scene {
    /// The errors of all observations, and those of their weights.
    pub fn residuals(&self) -> (Vec<[f64; 2]>, Vec<f64>) {
        let seen = self.observations.iter().zip(&self.weights).map(|(seen, &weight)| {
            reprojection_error(&self.cameras[seen.camera], &self.points[seen.point], weight, seen.feature)
        });
        (seen.collect(), self.weights.iter().map(|&weight| weight_error(weight)).collect())
    }

    /// Rows as in `residuals`; columns by cameras, then points, then weights.
    pub fn jacobian(&self, matrix: &mut SparseRows) {
        matrix.clear();
        let (cameras, points) = (self.cameras.len(), self.points.len());
        let first_weight = 11 * cameras + 3 * points;
        for (i, (seen, &weight)) in self.observations.iter().zip(&self.weights).enumerate() {
            let (camera, point) = (&self.cameras[seen.camera], &self.points[seen.point]);
            let (by_camera, by_point, by_weight) = reprojection_error::jacobian(camera, point, weight, seen.feature);
            for row in 0..2 {
                matrix.block(11 * seen.camera, &by_camera[row]);
                matrix.block(11 * cameras + 3 * seen.point, &by_point[row]);
                matrix.block(first_weight + i, &[by_weight[row]]);
                matrix.end_row();
            }
        }
        for (i, &weight) in self.weights.iter().enumerate() {
            matrix.block(first_weight + i, &[weight_error::gradient(weight)]);
            matrix.end_row();
        }
    }
}

/// One camera, point, weight and feature, to be repeated.
#[derive(Deserialize)]
struct Input {
    n: usize,
    m: usize,
    p: usize,
    cam: Camera,
    x: [f64; 3],
    w: f64,
    feat: [f64; 2],
    #[serde(flatten)]
    repeat: Repeat,
}

impl Input {
    fn scene(&self) -> Scene {
        let seen = |i| Observation { camera: i % self.n, point: i % self.m, feature: self.feat };
        Scene {
            cameras: vec![self.cam; self.n],
            points: vec![self.x; self.m],
            weights: vec![self.w; self.p],
            observations: (0..self.p).map(seen).collect(),
        }
    }
}

/// The first thirty elements and the last.
fn shortened<T: Copy>(all: &[T]) -> Vec<T> {
    all.iter().take(30).chain(all.last()).copied().collect()
}

pub fn evaluate(function: &str, input: Value) -> Option<Result<Evaluation, serde_json::Error>> {
    match function {
        "objective" => with_input(input, |input: Input| {
            let scene = input.scene();
            input.repeat.run(
                || scene.residuals(),
                |(errors, weights)| {
                    json!({
                        "reproj_error": { "elements": errors[0], "repeated": errors.len() },
                        "w_err": { "element": weights[0], "repeated": weights.len() },
                    })
                },
            )
        }),
        "jacobian" => with_input(input, |input: Input| {
            let scene = input.scene();
            let mut matrix = SparseRows::new();
            let Evaluation { nanoseconds, .. } = input.repeat.run(|| scene.jacobian(&mut matrix), |()| Value::Null);
            let SparseRows { rows, columns, values } = matrix;
            let output = json!({ "rows": shortened(&rows), "cols": shortened(&columns), "vals": shortened(&values) });
            Evaluation { output, nanoseconds }
        }),
        _ => None,
    }
}
