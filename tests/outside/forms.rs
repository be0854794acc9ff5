//! Forms of the language that are common, and that were refused once.
use jac::{Differentiable, differentiable};

// ---- declared first, set later
#[differentiable]
pub fn declared(x: f64, y: f64, n: usize) -> f64 {
    let (mut a, mut b);
    match n {
        0 => {
            a = x;
            b = y
        }
        _ => {
            a = x * y;
            b = x.sin();
        }
    }
    let (low, high): (f64, f64);
    if x > y {
        (low, high) = (y, x)
    } else {
        (low, high) = (x, y)
    }
    for _ in 0..3 {
        a += b * low;
        b *= x;
    }
    a * b * high
}

// ---- references chosen among variables
#[differentiable]
pub fn chosen(x: f64, n: usize) -> f64 {
    let mut a = [x, 2.0 * x];
    let mut b = x * x;
    let mut c = x.sin();
    if x > 100.0 {
        return x;
    }
    let r = match n {
        0 => &mut a[1],
        1 => &mut b,
        7 => return x * x,
        _ => {
            if x > 1.0 {
                &mut c
            } else {
                &mut b
            }
        }
    };
    *r += x;
    let k = *r * x;
    let s = if k > 2.0 { &mut a } else { return k };
    for i in 0..2 {
        s[i] *= k;
        if s[i] > 50.0 {
            return b;
        }
    }
    a[0] * a[1] * b + c
}

#[differentiable]
pub fn sides(x: &[f64]) -> f64 {
    let (mut up, mut down) = (0.0, 1.0);
    for (i, v) in x.iter().enumerate() {
        let side = if *v > 0.0 { &mut up } else { &mut down };
        *side += v * v;
        if i == 2 {
            break;
        }
        *side *= 2.0;
    }
    up * down
}

#[differentiable]
pub fn longer(x: &[f64], y: &[f64], k: f64) -> f64 {
    let (long, short) = if x.len() > y.len() { (x, y) } else { (y, x) };
    long.iter().zip(short).map(|(a, b)| a * b * b).sum::<f64>() * k * long[0]
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Ledger {
    pub debit: Vec<f64>,
    pub credit: Vec<f64>,
}

#[differentiable]
impl Ledger {
    pub fn enter(&mut self, amount: f64, is_debit: bool) {
        let side = if is_debit { &mut self.debit } else { &mut self.credit };
        side[0] += amount;
        side[1] *= amount;
    }
    pub fn total(&self, is_debit: bool) -> f64 {
        let side = if is_debit { &self.debit } else { &self.credit };
        side.iter().map(|v| v * v).sum()
    }
}

#[differentiable]
pub fn balance(ledger: &mut Ledger, x: f64) -> f64 {
    ledger.enter(x, true);
    ledger.enter(x * x, false);
    ledger.total(true) * ledger.total(false)
}

// ---- iterators that are looked at, and left in part
#[differentiable]
pub fn peeked(x: &[f64]) -> f64 {
    let mut it = x.iter().peekable();
    let mut sum = 0.0;
    while let Some(v) = it.next() {
        if let Some(next) = it.peek() {
            sum += v * **next;
        } else {
            sum += v.sin();
        }
    }
    let mut it = x.iter().copied().peekable();
    while let Some(&v) = it.peek() {
        if v > 1.0 {
            break;
        }
        sum *= v * v + 1.0;
        it.next();
    }
    let taken = it.next_if(|v| *v > 1.0).unwrap_or(2.0);
    sum * taken + it.sum::<f64>()
}

#[differentiable]
pub fn left_in_part(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let head: f64 = it.by_ref().take(2).map(|v| v * v).sum();
    let found = it.find(|v| **v > 1.0).copied().unwrap_or(head);
    let mut chunks = x.chunks_exact(2);
    let mut sum = 0.0;
    for pair in chunks.by_ref() {
        sum += pair[0] * pair[1];
    }
    for rest in chunks.remainder() {
        sum *= rest;
    }
    let rest = x.chunks_exact(3).remainder();
    head * found + it.map(|v| v * head).sum::<f64>() + sum * rest.len() as f64 + rest[0]
}

// ---- folds that end early
#[differentiable]
pub fn root(v: f64) -> Option<f64> {
    if v > 0.0 { Some(v.sqrt()) } else { None }
}

#[differentiable]
pub fn tried(x: &[f64]) -> f64 {
    let roots: Option<f64> = x.iter().try_fold(0.0, |sum, v| Some(sum * 0.5 + root(*v)?));
    let pair = x.iter().enumerate().try_fold(
        (0.0, 1.0),
        |(sum, product), (i, v)| {
            if i < 9 { Some((sum + v, product * v)) } else { None }
        },
    );
    let mut squares = 0.0;
    let all = x.iter().try_for_each(|v| {
        squares += v * v;
        if squares > 2.0 { None } else { Some(()) }
    });
    let (sum, product) = pair.unwrap_or((x[0], x[1]));
    let Some(roots) = roots else { return squares * sum * product };
    if all.is_some() { roots * roots * sum } else { roots * squares * product }
}

#[differentiable]
pub fn tried_or_failed(x: &[f64]) -> Result<f64, String> {
    x.iter().try_for_each(|v| if *v > 100.0 { Err(format!("too large")) } else { Ok(()) })?;
    x.iter().try_fold(0.0, |sum, v| {
        if *v < 0.0 {
            return Err("negative".to_owned());
        }
        Ok(sum * v + v)
    })
}

// ---- what takes parts out of lists, and what moves them
#[differentiable]
pub fn drained(x: &[f64]) -> f64 {
    let mut v: Vec<f64> = x.iter().map(|a| a * a).collect();
    let middle: Vec<f64> = v.drain(1..3).map(|a| a * 2.0).collect();
    let head: f64 = v.drain(..=0).sum();
    let mut stack = vec![x[0], x[1]];
    let mut sum = 0.0;
    for _ in 0..3 {
        for s in stack.drain(..).rev() {
            sum = sum * s + s * s;
            v.push(sum);
        }
        if v.len() > 7 {
            break;
        }
        stack.extend(v.drain(2..));
    }
    middle[0] * middle[1] + head * sum + v[0]
}

#[differentiable]
pub fn moved_within(x: [f64; 4]) -> f64 {
    let mut v = x;
    v[0] *= v[1];
    v.copy_within(0..2, 2);
    v.copy_within(1.., 0);
    v[0] * v[1] + v[2] * v[3]
}

#[differentiable]
pub fn ends(x: &[f64]) -> f64 {
    let Some((first, rest)) = x.split_first() else { return 0.0 };
    let mut y = rest.to_vec();
    if let Some((head, tail)) = y.split_first_mut() {
        *head *= *first;
        tail[0] += *head;
    }
    if let Some((last, before)) = y.split_last_mut() {
        *last *= before[1];
    }
    match y.split_last() {
        Some((last, before)) => last * before[0],
        None => 0.0,
    }
}

// ---- items of which each is made of the one before
#[differentiable]
pub fn successive(x: f64) -> f64 {
    let sum: f64 = std::iter::successors(Some(x), |v| Some(v * 0.5 + 1.0)).take(5).sum();
    let logs: f64 = std::iter::successors(Some(x), |&v| if v < 100.0 { Some(v * v) } else { None }).map(f64::ln).sum();
    let mut last = x;
    for (i, v) in std::iter::successors(root(x), |v| root(*v - 0.9)).enumerate() {
        last *= v + i as f64;
    }
    sum * logs + last
}

#[differentiable]
pub fn positions(x: &[f64]) -> f64 {
    let last = x.iter().rposition(|v| *v > 0.6).unwrap_or(0);
    let none = x.iter().rposition(|v| *v > 100.0).map_or(0, |k| k + 1);
    let (at, most) = x.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
    x[last] * x[none] + most * at as f64
}

// ---- text and tables
#[differentiable]
pub fn spelled(x: f64, text: &str, name: String) -> f64 {
    let mut sum = x;
    for (i, c) in text.chars().enumerate() {
        match c {
            'a'..='f' => sum *= x,
            '0'..='9' => sum += f64::from(c.to_digit(10).unwrap_or(0)) * x,
            _ => sum += i as f64 * x,
        }
    }
    for b in name.bytes().rev() {
        sum = sum * x + f64::from(b) / 100.0;
    }
    let digits = text.chars().filter(|c| c.is_ascii_digit()).count();
    let powers: f64 = text.chars().map(|c| if c == 'a' { x } else { x * x }).sum();
    for (i, c) in text.char_indices() {
        if c == '1' {
            sum += x * i as f64;
        }
    }
    sum * digits as f64 + powers
}

#[differentiable(wrt(x))]
pub fn looked_up(x: f64, table: &[(&str, f64)], weights: &Vec<(String, f64)>) -> f64 {
    let mut sum = x;
    for (name, weight) in table {
        if *name == "a" { sum += x * weight } else { sum *= x }
    }
    for (name, weight) in weights {
        if name == "a" { sum += x * x * weight } else { sum *= x }
    }
    sum
}

const ROWS: [[f64; 3]; 2] = [[1.0, 2.0, 3.0], [0.5, 0.7, 0.9]];
static TOP: [f64; 3] = [1.0, 2.0, 3.0];
const LIST: &[f64] = &[3.0, 2.0, 1.0];

#[differentiable]
pub fn constants(x: f64, i: usize) -> f64 {
    let mut sum = 0.0;
    for (c, d) in ROWS[i][1..].iter().zip(ROWS[0][..2].iter().rev()) {
        sum = sum * x + c * d;
    }
    for row in ROWS[..1].iter() {
        sum += row[1] * x;
    }
    for w in ROWS[i][..].windows(2) {
        sum += w[0] * w[1] * x;
    }
    for c in &LIST[1..] {
        sum = sum * x + c;
    }
    sum + TOP[1..].iter().map(|c| c * x).sum::<f64>() * x + ROWS[i][1..].first().copied().unwrap_or(0.0) * x
}

// ---- methods of users' types with names of the library's
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Named {
    pub x: f64,
    pub y: f64,
}

#[differentiable]
impl Named {
    pub fn len(&self) -> f64 {
        self.x.hypot(self.y)
    }
    pub fn fill(&mut self, by: f64) {
        self.x = by;
        self.y *= by * by;
    }
    pub fn push(&mut self, by: f64) {
        self.x += by * by;
    }
    pub fn to_vec(&self) -> Vec<f64> {
        vec![self.x, self.y * self.x]
    }
    pub fn mul_add(self, by: f64, other: Named) -> Named {
        Named { x: self.x * by + other.x, y: self.y * by - other.y }
    }
    pub fn map(&self, by: f64) -> Named {
        Named { x: self.x * by, y: self.y + by }
    }
    pub fn clamp(self, low: f64, high: f64) -> Named {
        Named { x: self.x.clamp(low, high), y: self.y * high }
    }
    pub fn sum(&self) -> f64 {
        self.x * self.x + self.y
    }
    pub fn reverse(&mut self) {
        let x = self.x;
        self.x = self.y * 2.0;
        self.y = x;
    }
}

#[differentiable]
pub fn named_like_the_librarys(v: Named, k: f64) -> f64 {
    let mut w = v;
    w.push(k);
    w.fill(w.y);
    w.reverse();
    let list = v.to_vec();
    let u = v.mul_add(k, w);
    let s = u.map(k);
    let t = s.clamp(0.0, 1.5);
    v.len() * w.len() * w.x + list[0] * list[1] + u.y + t.x * t.y + t.sum() * v.x
}

#[differentiable]
pub fn named_clamp(v: Named, k: f64) -> f64 {
    let w = v.clamp(0.0, k);
    w.x * w.y
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub enum Preset {
    None,
    Some(usize),
}

#[differentiable]
pub fn preset(x: f64, given: Preset) -> f64 {
    let y = if given == Preset::None { x } else { x * x };
    let next = if x > 1.0 { Preset::Some(2) } else { Preset::None };
    match next {
        Preset::None => y,
        Preset::Some(k) => y * x.powi(k as i32),
    }
}

// ---- options that are exchanged, and what closures write
#[differentiable]
pub fn exchanged(x: &[f64]) -> f64 {
    let mut low: Option<f64> = None;
    let mut high = None;
    for &v in x {
        if low.is_none() {
            low = Some(v * v);
        } else {
            std::mem::swap(&mut low, &mut high);
            if v > 1.0 {
                low = None;
            }
        }
        if let Some(high) = &mut high {
            *high *= v;
        }
    }
    low.unwrap_or(x[0]) * high.unwrap_or(x[1])
}

#[differentiable]
fn once(f: impl Fn(&mut f64, f64), y: &mut f64, x: f64) {
    f(y, x);
}

#[differentiable]
fn twice<F: Fn(&mut f64, f64)>(f: F, y: &mut f64, x: f64) {
    once(&f, y, x);
    let mut z = x;
    f(&mut z, *y);
    *y *= z;
}

#[differentiable]
pub fn written(x: f64, y: &mut f64) -> f64 {
    twice(|y, x| *y *= x, y, x);
    twice(
        |y, x| {
            *y *= x;
            *y += x;
        },
        y,
        x,
    );
    *y * x
}

// ---- at the second order
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

#[differentiable(order = 2)]
impl Complex {
    pub fn exp(self) -> Complex {
        let r = self.re.exp();
        Complex { re: r * self.im.cos(), im: r * self.im.sin() }
    }
}

#[differentiable(order = 2)]
pub fn real_of_exponential(x: f64, y: f64) -> f64 {
    let z = Complex { re: x * y, im: y };
    let w = z.exp();
    w.re * w.re
}
