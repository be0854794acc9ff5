//! Variants that hold what varies: made, matched by value and by reference, changed where they are, and replaced by others.
use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
pub enum Shape {
    Sphere { r: f64 },
    Cuboid(f64, f64, f64),
    Polygon(Vec<f64>, usize),
    Empty,
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub enum Kind {
    Fixed,
    Up(u32),
    Down(u32),
}

#[derive(Clone, Debug, Differentiable)]
#[varies]
pub enum Item {
    At(Point),
    Pair([Point; 2], Kind),
    Of(Shape),
    Maybe(Option<f64>),
    Named {
        #[allow(dead_code)]
        #[constant]
        after: std::time::Duration,
        name: String,
        at: Point,
    },
}

#[differentiable]
impl Shape {
    fn of(x: f64, k: usize) -> Shape {
        match k {
            0 => Self::Sphere { r: x * x },
            1 => Shape::Cuboid(x, 2.0, x.sin()),
            2 => Shape::Polygon(vec![x, x * x, 3.0], 1),
            _ => Shape::Empty,
        }
    }

    fn size(&self) -> f64 {
        match self {
            Shape::Sphere { r } if *r > 2.0 => r * r,
            Self::Sphere { r } => r.sqrt(),
            Shape::Cuboid(a, b, c) => a * b / c,
            Shape::Polygon(sides, n) => sides.iter().sum::<f64>() * sides[*n],
            Shape::Empty => 3.0,
        }
    }

    fn grow(&mut self, by: f64) {
        match self {
            Shape::Sphere { r } => *r *= by,
            Shape::Cuboid(a, _, c) => {
                *a += *c * by;
                *c = by;
            }
            Shape::Polygon(sides, n) => {
                sides[*n] *= by;
                sides.push(by * by);
                *n += 1;
            }
            Shape::Empty => *self = Shape::Polygon(vec![by], 0),
        }
    }
}

#[differentiable]
pub fn volume(x: f64, k: usize) -> f64 {
    let shape = Shape::of(x, k);
    let size = shape.size();
    let inner = match shape {
        Shape::Sphere { mut r } => {
            r *= x;
            r
        }
        Shape::Cuboid(_, b, c) => b * c,
        Shape::Polygon(sides, _) => sides[0] * size,
        Shape::Empty => x,
    };
    size * inner
}

#[differentiable]
pub fn grown(x: f64, k: usize, n: usize) -> f64 {
    let mut shape = Shape::of(x, k);
    for i in 0..n {
        shape.grow(x + i as f64);
    }
    let size = shape.size();
    shape = Shape::Sphere { r: size * x };
    shape.grow(size);
    size + shape.size()
}

#[differentiable]
impl Item {
    fn of(x: f64, y: f64, k: usize) -> Item {
        match k {
            0 => Item::At(Point { x, y }),
            1 => Item::Pair([Point { x: y, y: x }, Point { x: 1.0, y: x * y }], Kind::Up(2)),
            2 => Item::Of(Shape::of(x * y, 0)),
            3 => Item::Maybe(Some(x + y)),
            4 => Item::Of(Shape::of(x, 2)),
            5 => Item::Maybe(None),
            _ => Item::Named { after: std::time::Duration::ZERO, name: "named".into(), at: Point { x, y: x * y } },
        }
    }

    fn weight(&self, by: f64) -> f64 {
        match self {
            Item::At(Point { x, y }) => x * y,
            Item::Pair([first, second], Kind::Up(n)) => first.x * second.y * *n as f64,
            Item::Pair(both, _) => both[0].y * by,
            Item::Of(Shape::Sphere { r }) => r * by,
            Item::Of(shape) => shape.size(),
            Item::Maybe(Some(v)) => v * v,
            Item::Maybe(None) => by,
            Item::Named { name, at, .. } => at.x * at.y * name.len() as f64,
        }
    }

    fn shift(&mut self, by: f64) {
        if let Item::At(point) = self {
            point.x += by * point.y;
        }
        match self {
            Item::Pair(both, Kind::Up(n)) if *n > 1 => {
                for point in both.iter_mut() {
                    point.y *= by;
                }
                *n -= 1;
            }
            Item::Pair(both, kind) => {
                both[1].x = by;
                *kind = Kind::Fixed;
            }
            Item::Of(shape) => shape.grow(by),
            Item::Maybe(value) => {
                if let Some(v) = value {
                    *v *= by;
                }
            }
            Item::Named { at, .. } => at.y = by * by,
            Item::At(_) => {}
        }
    }
}

#[differentiable]
pub fn scene(x: f64, y: f64, n: usize) -> f64 {
    let mut items = Vec::new();
    for k in 0..n {
        items.push(Item::of(x, y, k));
    }
    let mut sum = 0.0;
    for item in &mut items {
        item.shift(x);
        sum += item.weight(y);
    }
    for item in items {
        let Item::Pair(both, kind) = item else { continue };
        if let Kind::Up(n) | Kind::Down(n) = kind {
            sum += both[1].y * n as f64;
        }
    }
    sum
}

#[differentiable]
pub fn changed(x: f64, n: usize) -> f64 {
    let mut shape = Shape::Empty;
    let mut sum = 0.0;
    for i in 0..n {
        match &shape {
            Shape::Sphere { r } => shape = Shape::Cuboid(r * x, *r, 2.0),
            Shape::Cuboid(a, b, _) => shape = Shape::Sphere { r: a * b + x },
            _ => shape = Shape::Cuboid(x, x * x, 1.0),
        }
        if matches!(&shape, Shape::Cuboid(a, ..) if *a > 0.5) {
            sum += x;
        }
        let old = std::mem::replace(&mut shape, Shape::Sphere { r: x + i as f64 });
        sum += old.size() * shape.size();
        let mut next = Shape::of(sum, i);
        std::mem::swap(&mut shape, &mut next);
        if sum > 50.0 {
            break;
        }
    }
    sum * shape.size()
}

#[differentiable]
pub fn alternatives(x: f64, k: usize) -> f64 {
    let shape = Shape::of(x, k);
    let first = match &shape {
        Shape::Sphere { r: a } | Shape::Cuboid(a, ..) => a * a,
        whole @ Shape::Polygon(..) => whole.size(),
        _ => x,
    };
    let other = if x > 0.5 { Shape::of(first, 1) } else { shape.clone() };
    match (shape, other) {
        (Shape::Sphere { r }, Shape::Cuboid(a, b, _)) => r * a * b,
        (Shape::Polygon(mut sides, n), other) => {
            sides[n] *= other.size();
            sides.iter().product()
        }
        (one, other) => one.size() * other.size() * first,
    }
}

/// Of one that holds nothing that varies.
#[differentiable]
pub fn counted(x: &[f64], up: u32) -> f64 {
    let mut kind = Kind::Up(up);
    let mut sum = 0.0;
    for i in 0..4 {
        kind = match kind {
            Kind::Up(n) => Kind::Down(n + i),
            Kind::Down(n) if n > 3 => Kind::Fixed,
            Kind::Down(n) => Kind::Up(n),
            Kind::Fixed => Kind::Up(1),
        };
        if let Kind::Up(n) = &mut kind {
            *n += 1;
        }
        match &kind {
            Kind::Up(n) => sum += x[*n as usize % x.len()] * *n as f64,
            Kind::Down(n) => {
                for _ in 0..*n {
                    sum *= x[0];
                }
            }
            Kind::Fixed => sum += x[0] * x[1],
        }
    }
    sum
}

/// What is in a variant is lent by the pattern.
#[allow(clippy::single_match)] // a pattern of a `match` lends as well
#[differentiable]
pub fn lent(x: f64, k: usize) -> f64 {
    let mut shape = Shape::of(x, k);
    if let Shape::Polygon(ref mut sides, _) = shape {
        sides[0] *= x;
        sides.push(x.sin());
    }
    match shape {
        Shape::Sphere { ref mut r } => *r *= x,
        Shape::Cuboid(ref a, ref mut b, _) => *b *= *a,
        _ => {}
    }
    let mut pair = (shape, Item::At(Point { x, y: 2.0 }));
    if let (Shape::Sphere { ref mut r }, Item::At(ref mut point)) = pair {
        point.x *= *r;
        *r += point.x;
    }
    match pair.1 {
        Item::At(Point { ref mut y, .. }) => *y *= x,
        _ => {}
    }
    pair.0.size() * pair.1.weight(x)
}

/// Lists in variants get longer and shorter, and change places.
#[differentiable]
pub fn lists(x: f64, k: usize) -> f64 {
    let mut shapes = (Shape::of(x, 2), Shape::Polygon(vec![x.cos(); 3], 1));
    for i in 0..k {
        match &mut shapes {
            (Shape::Polygon(sides, n), Shape::Polygon(others, _)) => {
                std::mem::swap(sides, others);
                sides.pop();
                others.extend(sides.iter().map(|side| side * x));
                others.truncate(4);
                *n = i % 2;
                if sides.is_empty() {
                    shapes.0 = Shape::Sphere { r: others[0] };
                }
            }
            (Shape::Sphere { r }, Shape::Cuboid(a, ..)) => std::mem::swap(r, a),
            (Shape::Sphere { r }, other) => *other = Shape::Cuboid(*r, x, 1.0),
            _ => {}
        }
    }
    shapes.0.size() * shapes.1.size()
}
