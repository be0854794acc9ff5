//! Structs: derived tangent spaces, as parameters, results and inside of functions.

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lens {
    Plain,
    Wide,
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Camera {
    pub rotation: [f64; 3],
    pub focal: f64,
    pub index: usize,
    #[constant]
    pub lens: Lens,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Point(pub f64, pub f64);

#[derive(Clone, Debug, Differentiable)]
pub struct Trajectory<const N: usize> {
    points: [Point; N],
    weight: f64,
}

const CAMERA: Camera = Camera { rotation: [0.1, -0.2, 0.3], focal: 1.5, index: 2, lens: Lens::Wide };

#[differentiable]
fn project(camera: &Camera, point: Point) -> Point {
    let Camera { rotation, focal, .. } = *camera;
    let scale = if camera.lens == Lens::Wide { 0.5 } else { 1.0 };
    let depth = 2.0 + rotation[camera.index] * point.0;
    Point(focal * point.0 / depth * scale, focal * (point.1 + rotation[0]) / depth)
}

#[differentiable]
fn reprojection(camera: Camera, point: Point, seen: [f64; 2]) -> f64 {
    let projected = project(&camera, point);
    let (dx, dy) = (projected.0 - seen[0], projected.1 - seen[1]);
    dx * dx + dy * dy
}

#[differentiable]
fn zoomed(camera: Camera, by: f64) -> Camera {
    let mut moved = Camera { focal: camera.focal * by, ..camera };
    moved.rotation[1] += by;
    for k in 0..3 {
        moved.rotation[k] *= moved.focal;
    }
    moved
}

#[differentiable]
fn length<const N: usize>(trajectory: &Trajectory<N>) -> f64 {
    let mut total = 0.0;
    for k in 1..N {
        let (a, b) = (trajectory.points[k - 1], trajectory.points[k]);
        total += (b.0 - a.0).hypot(b.1 - a.1);
    }
    total * trajectory.weight
}

fn difference(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-6;
    (f(h) - f(-h)) / (2.0 * h)
}

fn assert_close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-8 * (1.0 + expected.abs()), "{found} instead of {expected}");
}

#[test]
fn a_gradient_has_the_fields_of_the_struct() {
    let (point, seen) = (Point(0.7, -0.4), [0.1, 0.2]);
    let (camera_bar, point_bar, seen_bar) = reprojection::gradient(CAMERA, point, seen);
    let cost = |camera: Camera, point: Point, seen: [f64; 2]| reprojection(camera, point, seen);
    assert_close(camera_bar.focal, difference(|h| cost(Camera { focal: CAMERA.focal + h, ..CAMERA }, point, seen)));
    for k in 0..3 {
        let at = |h: f64| {
            let mut rotation = CAMERA.rotation;
            rotation[k] += h;
            Camera { rotation, ..CAMERA }
        };
        assert_close(camera_bar.rotation[k], difference(|h| cost(at(h), point, seen)));
    }
    let () = camera_bar.index;
    let () = camera_bar.lens;
    assert_close(point_bar.0, difference(|h| cost(CAMERA, Point(point.0 + h, point.1), seen)));
    assert_close(point_bar.1, difference(|h| cost(CAMERA, Point(point.0, point.1 + h), seen)));
    assert_close(seen_bar[1], difference(|h| cost(CAMERA, point, [seen[0], seen[1] + h])));
}

#[test]
fn forward_and_reverse_agree_on_structs() {
    let tangent = CameraTangent { rotation: [0.3, 0.2, -0.5], focal: 0.7, ..Default::default() };
    let (_, dy) = zoomed::jvp(CAMERA, 1.2, tangent, 0.4);
    let by = CameraTangent { rotation: [1.0, -2.0, 0.5], focal: 0.25, ..Default::default() };
    let (value, (camera_bar, by_bar)) = zoomed::vjp(CAMERA, 1.2, by);
    assert_eq!(value.rotation, zoomed(CAMERA, 1.2).rotation);
    let dot = |a: CameraTangent, b: CameraTangent| {
        a.rotation.iter().zip(b.rotation).map(|(a, b)| a * b).sum::<f64>() + a.focal * b.focal
    };
    assert_close(dot(dy, by), dot(camera_bar, tangent) + by_bar * 0.4);
    assert_close(dy.focal, 0.7 * 1.2 + 1.5 * 0.4);
}

#[test]
fn structs_nest_and_take_const_generics() {
    let trajectory = Trajectory { points: [Point(0.0, 0.0), Point(3.0, 4.0), Point(3.0, 5.0)], weight: 2.0 };
    let gradient = length::gradient(&trajectory);
    assert_close(gradient.weight, 6.0);
    assert_close(gradient.points[0].0, -1.2);
    assert_close(gradient.points[1].1, 2.0 * (0.8 - 1.0));
    assert_close(gradient.points[2].1, 2.0);
    let mut row = [0.0; 7];
    length::jacobian_into(&trajectory, &mut row);
    assert_close(row[6], 6.0);
}

#[differentiable]
#[allow(clippy::init_numbered_fields, reason = "the literal's form is what is tested")]
fn evaluated_in_order(x: f64) -> Point {
    let mut y = x;
    Point {
        0: y,
        1: {
            y *= y;
            y
        },
    }
}

#[test]
fn fields_are_evaluated_in_order() {
    let (value, tangent) = evaluated_in_order::jvp(3.0, 1.0);
    assert_eq!((value.0, value.1), (3.0, 9.0));
    assert_eq!((tangent.0, tangent.1), (1.0, 6.0));
}

/// `Vec`s in structs, of lengths that change.
mod with_vectors {
    use super::*;

    #[derive(Clone, Debug, Differentiable)]
    struct Layer {
        weights: Vec<f64>,
        bias: Vec<f64>,
        gain: f64,
    }

    #[derive(Clone, Debug, Differentiable)]
    struct Pair(Vec<f64>, f64);

    #[differentiable]
    fn ones(n: usize) -> Vec<f64> {
        vec![1.0; n]
    }

    /// By literals, with a base, and with fields that do not vary.
    #[differentiable]
    fn made(x: f64, n: usize) -> Layer {
        let base = Layer { weights: vec![x; n], bias: ones(n + 1), gain: x * x };
        Layer { weights: vec![x, x * x], ..base }
    }

    #[differentiable]
    fn read(layer: &Layer) -> f64 {
        let mut sum = 0.0;
        for i in 0..layer.weights.len() {
            sum += layer.weights[i] * layer.weights[i];
        }
        for i in 0..layer.bias.len() {
            sum += layer.gain * layer.bias[i];
        }
        sum
    }

    #[differentiable]
    fn weighed(pair: Pair) -> f64 {
        pair.0[0] * pair.1 + pair.0[1]
    }

    #[differentiable]
    fn overwritten(x: f64) -> f64 {
        let mut layer = made(x, 3);
        let a = read(&layer);
        layer = Layer { weights: vec![a; 4], bias: vec![x], gain: 2.0 };
        layer.bias[0] *= x;
        let b = layer.weights[3] * layer.bias[0];
        layer = made(b, 1);
        read(&layer) + weighed(Pair(ones(2), x)) + weighed(Pair(vec![x, a], 3.0))
    }

    #[test]
    fn both_modes_agree_with_differences() {
        let x = 0.7;
        let expected = difference(|h| overwritten(x + h));
        assert!(expected.abs() > 1.0);
        let found = [overwritten::jvp(x, 1.0).1, overwritten::gradient(x)];
        for found in found {
            assert!((found - expected).abs() <= 1e-7 * expected.abs(), "{found} instead of {expected}");
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Vec3<T> {
    pub x: T,
    pub y: T,
    pub z: T,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Body<T, const N: usize, K>
where
    K: Clone,
{
    pub position: Vec3<T>,
    pub weights: [T; N],
    pub history: Vec<T>,
    pub count: u8,
    #[constant]
    pub kind: K,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Pair<A, B>(pub A, pub B);

#[differentiable]
fn dot(a: Vec3<f64>, b: &Vec3<f64>) -> f64 {
    a.x * b.x + a.y * b.y + a.z * b.z
}

#[differentiable]
fn cross(a: Vec3<f64>, b: Vec3<f64>) -> Vec3<f64> {
    Vec3 { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x }
}

#[differentiable]
fn triple(a: Vec3<f64>, b: Vec3<f64>, c: [f64; 3]) -> f64 {
    let c = Vec3::<f64> { x: c[0], y: c[1], z: c[2] };
    dot(cross(a, b), &c)
}

#[differentiable]
fn moment(body: &Body<f64, 2, Lens>, by: f64) -> f64 {
    let mut moved = Body { position: Vec3 { x: by, ..body.position }, ..body.clone() };
    moved.history[0] *= by;
    let mut total = if body.kind == Lens::Wide { 2.0 } else { 1.0 };
    for (weight, past) in moved.weights.iter().zip(&moved.history) {
        total += weight * past * moved.position.x;
    }
    total * moved.position.z + body.count as f64 * by
}

#[differentiable]
fn pairs(x: f64, y: f32) -> Pair<f64, Pair<f32, [f64; 2]>> {
    Pair(x * x, Pair(y * 2.0, [x, x * f64::from(y)]))
}

#[test]
fn structs_have_type_parameters() {
    let (a, b, c) = (Vec3 { x: 1.0, y: 2.0, z: 3.0 }, Vec3 { x: -1.0, y: 0.5, z: 2.0 }, [0.5, 1.5, -2.0]);
    let (volume, (by_a, by_b, by_c)) = triple::value_and_gradient(a, b, c);
    let normal = cross(a, b);
    assert_eq!(volume, 0.5 * normal.x + 1.5 * normal.y - 2.0 * normal.z);
    assert_eq!(by_c, [normal.x, normal.y, normal.z]);
    let c = Vec3 { x: c[0], y: c[1], z: c[2] };
    let (of_a, of_b) = (cross(b, c), cross(c, a));
    assert_eq!(by_a, Vec3Tangent { x: of_a.x, y: of_a.y, z: of_a.z });
    assert_eq!(by_b, Vec3Tangent { x: of_b.x, y: of_b.y, z: of_b.z });

    let body = Body { position: a, weights: [0.5, -0.25], history: vec![3.0, 4.0], count: 7, kind: Lens::Wide };
    let (value, (by_body, by)) = moment::value_and_gradient(&body, 1.5);
    let inner = 2.0 + (0.5 * 3.0 * 1.5 - 0.25 * 4.0) * 1.5;
    assert_eq!(value, inner * 3.0 + 7.0 * 1.5);
    assert_eq!(by, (0.5 * 3.0 * 1.5 - 1.0 + 0.5 * 3.0 * 1.5) * 3.0 + 7.0);
    assert_eq!(by_body.position, Vec3Tangent { x: 0.0, y: 0.0, z: inner });
    assert_eq!(by_body.weights, [4.5 * 1.5 * 3.0, 4.0 * 1.5 * 3.0]);
    assert_eq!(by_body.history, [0.5 * 1.5 * 1.5 * 3.0, -0.25 * 1.5 * 3.0]);

    let (value, dot) = pairs::jvp(3.0, 0.5, 1.0, 2.0);
    assert_eq!(value, Pair(9.0, Pair(1.0, [3.0, 1.5])));
    assert_eq!(dot, PairTangent(6.0, PairTangent(4.0, [1.0, 0.5 + 6.0])));
}

#[differentiable]
fn squared<T: jac::Float>(a: Vec3<T>) -> T {
    a.x * a.x + a.y * a.y + a.z * a.z
}

#[test]
fn functions_are_generic_over_their_type_parameters() {
    assert_eq!(squared::gradient(Vec3 { x: 1.0_f32, y: 2.0, z: 3.0 }), Vec3Tangent { x: 2.0, y: 4.0, z: 6.0 });
    assert_eq!(squared::gradient(Vec3 { x: 1.0_f64, y: 2.0, z: 3.0 }), Vec3Tangent { x: 2.0, y: 4.0, z: 6.0 });
}

#[test]
fn structs_are_checked() {
    jac::check::check::<length, _>(&Trajectory { points: [Point(0.5, 1.0), Point(2.0, -1.0)], weight: 0.3 }).unwrap();
    jac::check::check::<project, _>((&CAMERA, Point(0.3, -0.7))).unwrap();
    let a = Vec3 { x: 1.0, y: 2.0, z: 3.0 };
    jac::check::check::<cross, _>((a, Vec3 { x: -1.0, y: 0.5, z: 2.0 })).unwrap();
    let body = Body { position: a, weights: [0.5, -0.25], history: vec![3.0, 4.0], count: 7, kind: Lens::Wide };
    jac::check::check::<moment, _>((&body, 1.5_f64)).unwrap();
}

/// Without `Clone`, a struct has derivatives as well.
#[derive(Differentiable)]
pub struct Unique {
    x: f64,
}

#[differentiable]
fn squared_unique(unique: &Unique) -> f64 {
    unique.x * unique.x
}

#[test]
fn structs_need_not_be_cloned() {
    assert_eq!(squared_unique::jvp(&Unique { x: 3.0 }, UniqueTangent { x: 1.0 }), (9.0, 6.0));
}

/// An enum is data.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub enum Activation {
    Tanh,
    Power(i32),
    Leak { tenths: u8 },
}

#[differentiable]
fn activated(kind: Activation, x: f64) -> f64 {
    match kind {
        Activation::Tanh => x.tanh(),
        Activation::Power(n) if n > 2 => x.powi(n),
        Activation::Power(_) => x * x,
        Activation::Leak { tenths } => {
            let slope = f64::from(tenths) / 10.0;
            if x > 0.0 { x } else { slope * x }
        }
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Unit {
    kind: Activation,
    weight: f64,
}

/// In a struct, in a slice, compared, recorded in a loop, and passed on.
#[differentiable]
fn layered(units: &[Unit], x: f64) -> f64 {
    let mut value = x;
    let mut last = Activation::Tanh;
    for unit in units {
        let scaled = if unit.kind == last { 2.0 * value } else { value };
        value = unit.weight * activated(last, scaled) + activated(unit.kind, value);
        last = unit.kind;
    }
    value
}

#[test]
fn enums_are_data() {
    for (kind, x, slope) in [
        (Activation::Tanh, 0.7_f64, 1.0 - 0.7_f64.tanh().powi(2)),
        (Activation::Power(3), 0.7, 3.0 * 0.7 * 0.7),
        (Activation::Power(1), 0.7, 2.0 * 0.7),
        (Activation::Leak { tenths: 2 }, -0.7, 0.2),
    ] {
        let ((), by_x) = activated::gradient(kind, x);
        assert!((by_x - slope).abs() < 1e-15, "{kind:?}: {by_x}, not {slope}");
        jac::check::check::<activated, _>((kind, x)).unwrap();
    }
    let unit = |kind, weight| Unit { kind, weight };
    let units = [
        unit(Activation::Power(3), 0.4),
        unit(Activation::Leak { tenths: 3 }, 1.7),
        unit(Activation::Leak { tenths: 3 }, -0.6),
        unit(Activation::Tanh, 0.9),
    ];
    jac::check::check::<layered, _>((&units[..], 0.8_f64)).unwrap();
    assert_eq!(layered::gradient(&units, 0.8).0[0].kind, ());
}

/// The constructor stands in another block, so that the tables of the operators ask it.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Couple<const N: usize> {
    first: [f64; N],
    second: f64,
}

type Two = Couple<2>;

#[differentiable]
impl Couple<2> {
    fn new(first: [f64; 2], second: f64) -> Self {
        Couple { first, second }
    }
}

#[differentiable]
impl std::ops::Add for Two {
    type Output = Two;
    fn add(self, other: Two) -> Two {
        let first = [self.first[0] + other.first[0], self.first[1] + other.first[1]];
        Two::new(first, self.second + other.second)
    }
}

#[differentiable]
impl<const N: usize> std::ops::Sub<f64> for Couple<N> {
    type Output = Self;
    fn sub(mut self, other: f64) -> Self {
        for (at, v) in self.first.iter_mut().enumerate() {
            *v -= other * at as f64;
        }
        self
    }
}

#[differentiable]
fn moved(a: Two, b: Two, by: f64) -> Two {
    (a + b) - by
}

#[test]
fn sums_by_constructors_are_affine() {
    use jac::{Dependence, Function};
    assert_eq!(<moved as Function<(Two, Two, f64)>>::DEPENDENCE, [Dependence::Affine; 3]);
    let a = Couple { first: [0.3, 1.2], second: -0.4 };
    jac::check::check::<moved, _>((a, a, 0.7_f64)).unwrap();
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Dense {
    rows: usize,
    columns: usize,
    data: Vec<f64>,
}

#[differentiable]
impl std::ops::Index<(usize, usize)> for Dense {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.data[i * self.columns + j]
    }
}

#[differentiable]
impl std::ops::IndexMut<(usize, usize)> for Dense {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.data[i * self.columns + j]
    }
}

#[differentiable]
impl Dense {
    fn zeros(rows: usize, columns: usize) -> Self {
        Dense { rows, columns, data: vec![0.0; rows * columns] }
    }
}

/// The fields of the operands say how far the loops go.
#[differentiable]
impl std::ops::Add<&Dense> for &Dense {
    type Output = Dense;
    fn add(self, other: &Dense) -> Dense {
        let mut sum = Dense::zeros(self.rows, self.columns);
        for i in 0..self.rows {
            for j in 0..self.columns {
                sum[(i, j)] = self[(i, j)] + other[(i, j)];
            }
        }
        sum
    }
}

#[differentiable]
impl std::ops::Sub<&Dense> for &Dense {
    type Output = Dense;
    fn sub(self, other: &Dense) -> Dense {
        let mut difference = self.clone();
        for i in 0..self.rows {
            for j in 0..self.columns {
                difference.data[i * self.columns + j] -= other.data[i * other.columns + j];
            }
        }
        difference
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Grid<const R: usize, const C: usize>([[f64; C]; R]);

/// The length of the array follows from what it is made for.
#[differentiable]
impl<const R: usize, const C: usize> std::ops::Sub for Grid<R, C> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Grid(std::array::from_fn(|i| std::array::from_fn(|j| self.0[i][j] - other.0[i][j])))
    }
}

#[differentiable]
fn combined(a: &Dense, b: &Dense) -> Dense {
    &(a + b) - &(b + b)
}

#[differentiable]
fn apart(a: Grid<2, 3>, b: Grid<2, 3>) -> Grid<2, 3> {
    a - b - b
}

/// The input decides how many rows there are.
#[differentiable]
fn cut(a: &mut Dense, by: f64) -> f64 {
    if by > 0.5 {
        a.rows = 1;
    }
    let mut sum = 0.0;
    for i in 0..a.rows {
        sum += a.data[i * a.columns];
    }
    sum
}

#[test]
fn sums_by_loops_over_what_fields_say_are_affine() {
    use jac::{Dependence, Function};
    assert_eq!(<combined as Function<(&Dense, &Dense)>>::DEPENDENCE, [Dependence::Affine; 2]);
    assert_eq!(<apart as Function<(Grid<2, 3>, Grid<2, 3>)>>::DEPENDENCE, [Dependence::Affine; 2]);
    assert_eq!(<cut as Function<(&mut Dense, f64)>>::DEPENDENCE[0], Dependence::Piecewise);
    let dense = |scale: f64| Dense { rows: 2, columns: 2, data: vec![0.1 * scale, 0.4, -0.7 * scale, 1.1] };
    jac::check::check::<combined, _>((&dense(1.0), &dense(2.0))).unwrap();
    jac::check::check::<cut, _>((&mut dense(1.0), 0.7_f64)).unwrap();
    let grid = |scale: f64| Grid([[0.1, scale, 0.4], [-0.7 * scale, 1.1, 0.2]]);
    jac::check::check::<apart, _>((grid(1.0), grid(2.0))).unwrap();
}

/// Which element stays as it was, the input picks.
#[differentiable]
fn scattered(x: f64, y: &mut [f64; 2]) {
    y[(x.abs() as usize) % 2] = 0.5;
}

#[test]
fn what_an_index_picks_is_not_affine() {
    use jac::{Dependence, Function};
    assert_eq!(<scattered as Function<(f64, &mut [f64; 2])>>::DEPENDENCE[1], Dependence::Piecewise);
    assert_eq!(<scattered_by_call as Function<(f64, &mut [f64; 2])>>::DEPENDENCE[1], Dependence::Piecewise);
}

#[differentiable]
fn halve(x: &mut f64) {
    *x *= 0.5;
}

#[differentiable]
fn scattered_by_call(x: f64, y: &mut [f64; 2]) {
    halve(&mut y[(x.abs() as usize) % 2]);
}

/// Memory that is used again: its type has no Jacobian, for which nobody asks.
#[derive(Clone, Debug, Default, PartialEq, Differentiable)]
struct Scratch {
    squares: Vec<f64>,
    uses: usize,
}

#[differentiable(wrt(x))]
fn with_scratch(x: &[f64], scratch: &mut Scratch) -> f64 {
    scratch.squares.clear();
    for v in x {
        scratch.squares.push(v * v);
    }
    scratch.uses += 1;
    scratch.squares.iter().sum::<f64>() * x[0]
}

#[differentiable(out(scratch))]
fn into_scratch(x: &[f64], scratch: &mut Scratch) -> f64 {
    scratch.squares = vec![x[0] * x[1]; 2];
    scratch.squares[0] + scratch.squares[1]
}

#[differentiable]
fn scratched(x: f64, n: usize) -> f64 {
    let mut scratch = Scratch::default();
    let mut sum = 0.0;
    for i in 0..n {
        sum += with_scratch(&[x * i as f64, x], &mut scratch) * x;
        sum += into_scratch(&[x, sum], &mut scratch);
    }
    sum * scratch.squares[1]
}

#[test]
fn a_struct_behind_a_reference_needs_no_jacobian() {
    jac::check::check::<scratched, _>((0.7_f64, 3_usize)).unwrap();
    let mut scratch = Scratch::default();
    let by = (1.0, ScratchTangent { squares: vec![1.0, 0.0], uses: () });
    assert_eq!(with_scratch::vjp(&[2.0, 1.0], &mut scratch, by).1, [13.0 + 4.0, 4.0]);
    let mut jacobian = [0.0; 6];
    with_scratch::jacobian_into(&[2.0, 1.0], &mut scratch, &mut jacobian);
    assert_eq!(jacobian, [13.0, 4.0, 4.0, 0.0, 0.0, 2.0]);
    assert_eq!(scratch, Scratch { squares: vec![4.0, 1.0], uses: 2 });
}

/// Numbers that are constant are no inputs.
mod constant_numbers {
    use jac::{Differentiable, differentiable};

    #[derive(Clone, Debug, Differentiable)]
    pub struct Pendulum {
        pub length: f64,
        #[constant]
        pub gravity: f64,
        #[constant]
        pub inertia: [[f64; 2]; 2],
        pub damping: [f64; 2],
    }

    #[differentiable(order = 2)]
    pub fn energy(pendulum: &Pendulum, v: [f64; 2]) -> f64 {
        let mut sum = pendulum.length * pendulum.length * pendulum.gravity;
        for i in 0..2 {
            for j in 0..2 {
                sum += pendulum.inertia[i][j] * v[i] * v[j] * pendulum.damping[i];
            }
        }
        sum * pendulum.gravity.sqrt()
    }

    #[differentiable]
    pub fn stretched(pendulum: &Pendulum, by: f64) -> Pendulum {
        Pendulum { length: pendulum.length * by / pendulum.gravity, ..pendulum.clone() }
    }
}

#[test]
fn numbers_that_are_constant_take_part_in_arithmetic_and_are_no_inputs() {
    use constant_numbers::*;
    let pendulum = Pendulum { length: 1.5, gravity: 4.0, inertia: [[1.0, 2.0], [3.0, 4.0]], damping: [0.5, 0.25] };
    let v = [0.5, -1.0];
    jac::check::check::<energy, _>((&pendulum, v)).unwrap();
    jac::check::check::<stretched, _>((&pendulum, 0.5_f64)).unwrap();
    let (by_pendulum, by_v) = energy::gradient(&pendulum, v);
    // 2 (length² gravity + v0² d0 + 2 v0 v1 d0 + 3 v0 v1 d1 + 4 v1² d1)
    let expected =
        PendulumTangent { length: 24.0, gravity: (), inertia: (), damping: [2.0 * (0.25 - 1.0), 2.0 * (-1.5 + 4.0)] };
    assert_eq!(by_pendulum, expected);
    assert_eq!(by_v, [2.0 * (0.5 + -1.0 - 0.75), 2.0 * (0.5 + 0.375 - 2.0)]);
    let mut row = [0.0; 5];
    energy::jacobian_into(&pendulum, v, &mut row);
    assert_eq!(row, [24.0, expected.damping[0], expected.damping[1], by_v[0], by_v[1]]);
    let along = PendulumTangent { length: 1.0, gravity: (), inertia: (), damping: [0.0, 0.0] };
    let (_, (product, _)) = energy::hvp(&pendulum, v, along, [0.0; 2]);
    assert_eq!(product, PendulumTangent { length: 16.0, gravity: (), inertia: (), damping: [0.0, 0.0] });
}
