//! What programs are made of beside the statements that are put together freely: enums, functions that may fail, workspaces, loops that carry
//! one number, methods, chains with every adaptor, maps and queues. Each is a template, see [`super::templates`].

use super::Generator;
use super::templates::Names;
use crate::syntax::Stmt;

/// Templates that belong together.
struct Family {
    /// What stands in front of the function.
    items: &'static [&'static str],
    /// It makes what the uses need.
    first: &'static str,
    uses: &'static [&'static str],
    /// How many of the uses there are, at most.
    most: usize,
    weight: usize,
}

const VARYING: Family = Family {
    items: &[
        "#[derive(Clone, Differentiable)]
pub enum $Kind { One(f64), Pair { a: f64, b: f64 }, Many(Vec<f64>), Counted(usize, f64), Nothing }

@attribute
impl $Kind {
    pub fn value(&self, by: f64) -> f64 {
        match self {
            «$Kind::One($v) if <<c &v>> => <<f &v>>,~Self::One($v) if *$v > 0.5 => $v * by,~»
            «$Kind::One($v) | Self::Counted(_, $v) => «<<f &v>>~$v * by»,~$Kind::One($v) => *$v, $Kind::Counted($k, $v) => *$k as f64 * $v,»
            $Kind::Pair { a: $p, b: $q } «=> <<f &p &q>>,~if $p > $q => $p * by, $Kind::Pair { b: $q, .. } => $q.sin(),»
            $Kind::Many($w) => «$w.iter().sum(),~$w.iter().map(|v| v * by).sum(),~<<f &w[1]>>,»
            «_ => «by~0.0~<<f>>»,~$Kind::Nothing => «by * by~1.0»,»
        }
    }
    pub fn grow(&mut self, by: f64) {
        match self {
            «$Kind::One($v) if *$v > 1.0 => *$v -= by,~»
            $Kind::One($v) => «*$v = $v.tanh() + by,~*self = $Kind::Pair { a: *$v, b: by },~*self = Self::Nothing,»
            Self::Pair { a: $p, .. } => «*$p += by,~*$p *= 0.5 * by.tanh(),»
            $Kind::Many($w) => «$w.push(by),~$w[0] = by,~for v in $w.iter_mut() { *v *= 0.5; }»
            $Kind::Counted($k, $v) «=> { *$k += 1; *$v += 0.25 * by; }~=> *$k = (*$k + 1) % 3,~if *$k > 1 => *$v = by,»
            _ => «*self = $Kind::One(by),~{}»
        }
    }
}",
    ],
    first: "let mut $e: $Kind = «@make~if <<c>> { @make } else { @make }~match <<i>> % 3 { 0 => @make, 1 => @make, _ => @make }»;",
    uses: &[
        "let $r: f64 = $e.value(<<s>>); => r",
        "let $r: f64 = $e.value(<<s>>); => r",
        "$e.grow(<<s>>);",
        "for $i in 0..3 { «if <<c i<3>> { continue; }~» $e.grow(«<<s i<3>>~0.5 * $e.value(0.5).sin()»); «if $e.value(0.5) > 3.0 { break; }~» }",
        "let $r: f64 = match &$e {
            $Kind::One($v) => «0.5 * $v~$v.sin()»,
            «$Kind::Pair { a: $p, b: $q } => $p * $q,~$Kind::Pair { b: $q, .. } => $q.cos(),»
            «$Kind::Many($w) if $w.len() > 1 => $w[0] * $w[1],~»
            «$Kind::Counted(0 | 2, $v) => 2.0 * $v, $Kind::Counted($k @ 1..=9, $v) if *$k > 1 => $v / 2.0,~»
            _ => <<f>>,
        }; => r",
        "if let $Kind::Pair { a: $p, «b: $q~..~b: _» } = &$e <<b &p>>« else <<b>>~»",
        "if let $Kind::One($p) | $Kind::Counted(_, $p) = &$e <<b &p>>« else <<b>>~»",
        "if let $Kind::One($p) = &mut $e <<b &mut:p>> else if let $Kind::Many($w) = &mut $e <<b &mut:w[1]>>",
        "match &mut $e {
            $Kind::Many($w) => <<b &mut:w[1]>>
            $Kind::Pair { a: $p, b: $q } «if <<c &p>> ~»=> <<b &mut:p &mut:q>>
            $Kind::Nothing => $e = @make,
            _ => <<b>>
        }",
        "let $Kind::Counted($k, $v) = «$e.clone()~$e.clone()» else <<exit>>; «let _ = $k;~» => v",
        "if «matches!($e, $Kind::One(_) | $Kind::Pair { .. })~matches!(&$e, $Kind::One($v) if *$v > 0.5)~!matches!($e, $Kind::Nothing)» <<b>>« else <<b>>~»",
        "$e = «@make~if <<c>> { @make } else { @make }~if let $Kind::One($v) = $e { $Kind::Pair { a: $v, b: <<f>> } } else { @make }»;",
        "let $es = «vec![@make, $e.clone()]~[@make, $e.clone(), @make]»;
        let «mut ~»$r: f64 = $es.iter().map(|$one| «$one.value(<<s>>)~match $one { $Kind::One($v) => $v * 0.5, $Kind::Many($w) => $w[0], _ => 0.5 }»).sum();
        => r",
        "let $es = «vec![@make, $e.clone()]~[@make, $e.clone(), @make]»;
        let mut $r: f64 = <<s>>;
        for $one in «&$es~$es.iter()~$es.iter().rev()» { match $one { $Kind::One($v) => $r += 0.5 * $v, $Kind::Pair { a: $p, .. } => $r = 0.5 * $r + $p, «$Kind::Nothing => break,~» _ => <<b>> } }
        => mut:r",
        "let $old = std::mem::replace(&mut $e, @make); let $r: f64 = $old.value(<<s>>) * 0.5; => r",
    ],
    most: 3,
    weight: 10,
};

const DATA: Family = Family {
    items: &["#[derive(Clone, Copy, PartialEq, Differentiable)]
pub enum $Mode { Fixed(u32), Free { scale: i8 }, Off }"],
    first: "let «mut~mut» $e = match <<i>> { 0 => $Mode::Fixed(0), 1 => $Mode::Fixed(3), 2 => $Mode::Free { scale: -1 }, _ => $Mode::Off };",
    uses: &[
        "let $r: f64 = match $e {
            $Mode::Fixed(0) => <<f>>,
            «$Mode::Fixed($n @ 1..=3) => <<s>> * $n as f64,~$Mode::Fixed($n) if $n % 2 == 0 => <<f>>,~»
            $Mode::Fixed(_) «=>~| $Mode::Off =>» <<f>>,
            «$Mode::Free { scale: $k } if $k < 0 => $k as f64 * <<s>>,~»
            _ => <<f>>,
        }; => r",
        "if «$e == $Mode::Off~matches!($e, $Mode::Fixed(_) | $Mode::Off)~$e != $Mode::Fixed(3)» <<b>>« else <<b>>~»",
        "if let $Mode::Fixed($n) = $e <<b>> else <<b>>",
        "let $Mode::Fixed($n) = $e else <<exit>>; let $r: f64 = $n as f64 * <<s>>; => r",
        "let mut $r: f64 = <<s>>;
        for $i in 0..4 {
            $e = match $e { $Mode::Off => $Mode::Fixed($i), $Mode::Fixed($n) if $n > 1 => $Mode::Free { scale: 2 }, $Mode::Fixed($n) => $Mode::Fixed($n + 2), $Mode::Free { .. } => $Mode::Off };
            match $e { $Mode::Fixed($n) => $r += <<s>> * $n as f64, $Mode::Free { scale: $k } => $r *= 0.5 * $k as f64, _ => «<<b>>~continue,~{}» }
        }
        => mut:r",
        "for $one in [$Mode::Off, $e, $Mode::Fixed(2)] { if let $Mode::Fixed($n) = $one { «if $n == 0 { break; }~» <<b>> } }",
    ],
    most: 2,
    weight: 4,
};

const FAILING: Family = Family {
    items: &["@attribute
pub fn $fnroot(a: f64, k: usize) -> Option<f64> {
    if «a < -1.0~<<c a>>~a < -1.5 || k > 2» { return None; }
    «if k > 1 { return Some(<<f a>>); }~»
    «Some(<<f a>>)~Some((a * a + 0.5).sqrt())~(k != 1).then(|| a * a)»
}

@attribute
pub fn $fnratio(a: f64, b: f64) -> Result<f64, usize> {
    «if b.abs() < 0.25 { return Err(1); }~if <<c a b>> { return Err(2); }»
    «let c = $fnroot(a, 1).ok_or(3usize)?;~let c = $fnroot(a, 1).unwrap_or(b);~let Some(c) = $fnroot(a, 2) else { return Err(4); };»
    Ok(«<<f a b c>>~(c / (b * b + 0.5)).tanh()»)
}

@attribute
pub fn $fnboth(a: f64, b: f64) -> Option<f64> {
    let p = $fnroot(a, 0)?;
    let mut q = b;
    for i in 0..3 {
        «q = 0.5 * q + 0.5 * $fnroot(q, i)?;~q = $fnratio(q, p).ok()?;~if let Ok(c) = $fnratio(p, q) { q = c; } else { continue; }~match $fnroot(q, i) { Some(c) if c > 0.5 => q = c - 0.5, Some(_) => break, None => return None }»
    }
    «Some(p.tanh() * q)~$fnroot(p, 1).map(|c| c * q)~$fnratio(p, q).ok()~$fnroot(p, 2).and_then(|c| $fnroot(c * q, 0))»
}"],
    first: "",
    uses: &[
        "let $r: f64 = @may«.map(|$v| <<g v>>)~.and_then(|$v| $fnroot(«$v~0.5 * $v», <<i>>))~.filter(|$v| *$v > 0.25)~.or_else(|| $fnroot(0.5, <<i>>))~»«.unwrap_or(<<f>>)~.map_or(<<f>>, |$v| <<g v>>)~.unwrap_or_else(|| 0.25)~.unwrap_or_default()»; => r",
        "let $r: f64 = $fnratio(<<f>>, <<f>>)«.map(|$v| <<g v>>)~.map_err(|e| e + 1)~»«.unwrap_or(<<f>>)~.unwrap_or_else(|e| e as f64 * 0.5)~.ok().unwrap_or(<<f>>)»; => r",
        "let $r: f64 = match @may { Some($v) if <<c v>> => <<f v>>, «Some($v) => $v * 0.5,~Some(_) => 0.5,» None => <<f>> }; => r",
        "let $r: f64 = match $fnratio(<<f>>, <<f>>) { Ok($v) => <<f v>>, Err(1 | 2) => <<f>>, Err($k) => $k as f64 }; => r",
        "if let Some($v) = @may <<b v>>« else <<b>>~»",
        "let Some($v) = @may else <<exit>>; => v",
        "let (Some($v), Ok($u)) = (@may, $fnratio(<<f>>, <<f>>)) else <<exit>>; => v u",
        "let mut $best: Option<f64> = «None~@may»;
        for $i in 0..3 { let $v: f64 = <<f i<3>>; «if $best.is_none_or(|$b| $v > $b) { $best = Some($v); }~$best = match $best { None => Some($v), Some($b) if $b < $v => Some(0.5 * $v), $b => $b };~$best = Some($best.map_or($v, |$b| $b.max($v)));~if let Some($b) = $best.as_mut() { *$b += 0.25 * $v; } else { $best = $fnroot($v, $i); }» }
        let $r: f64 = $best«.unwrap_or(<<f>>)~.map_or(0.0, |$v| $v * $v)»; => r",
        "<<list x 1>>let $all: Option<Vec<f64>> = $x.iter().map(|$v| $fnroot(*$v, <<i>>)).collect();
        let $r: f64 = $all.map_or(<<f>>, |$all| $all[0] * 0.5«~ + $all.iter().sum::<f64>()»); => r",
        "<<list x 1>>let $all: «Result<f64, usize> = $x.iter().map(|$v| $fnratio(*$v, 0.5))~Option<f64> = $x.iter().map(|$v| $fnratio(*$v, 0.5).ok())».sum();
        let $r: f64 = $all.unwrap_or(<<f>>); => r",
        "<<list x 1>>let $r: f64 = $x.iter().«filter_map(|$v| $fnroot(*$v, 0))~map_while(|$v| $fnroot(*$v, 1))»«.sum::<f64>()~.map(|v| v * v).sum::<f64>()~.fold(0.5, |s, v| 0.5 * s + v)»; => r",
        "<<list x 1>>let $r: f64 = $x.iter().try_fold(<<s>>, |$s: f64, $v| Some(0.5 * $s + $fnroot(*$v, 0)?)).unwrap_or(<<f>>); => r",
    ],
    most: 2,
    weight: 9,
};

const WORKSPACES: Family = Family {
    items: &["@attribute
pub fn $fnfill(w: &mut [f64], a: f64, k: usize) {
    «for i in 0..w.len() { if i != k { w[i] = <<f a>>; } }~for (i, v) in w.iter_mut().enumerate() { if i >= k { break; } *v = a * (i as f64 + 0.5); }~w.fill(a.sin()); if k > 0 { w[0] = a; }~for v in w.iter_mut() { *v = <<f a &v>>; }~if a > 0.5 { w.fill(0.0); } w[k % w.len()] = a;~if k == 1 { return; } for v in w { if *v > a { continue; } *v = 0.5 * a + 0.25; }»
}"],
    first: "<<let n 2 4>>let mut $w = «vec![0.0; $n]~[0.0; $n]~vec![<<f>>; $n]~vec![0.0; $n]»;
        let mut $s: f64 = <<s>>; let $a: f64 = <<f>>;",
    uses: &[
        "for $i in 0..3 { @set @also @read }",
        "for $i in 0..3 { @set @read @also }",
        "for $i in 0..2 { @set for $t in 0..2 { @read @set } @read }",
        "let mut $k = 0; while $k < 3 { let $i = $k; $k += 1; @set @also @read «if $s > 2.0 { break; }~if $k == 2 { continue; } @read~» }",
        "<<list x 2>>for $row in $x.«chunks(2)~windows(2)~chunks_exact(2)» { let $i = $row.len(); for ($v, $p) in $w.iter_mut().zip($row) { «*$v = $p * $a;~*$v += $p;~if *$p > 0.25 { *$v = *$p; }» } @read }",
        "let mut $m = vec![vec![0.0; $n]; 2];
        for $i in 0..2 { @set for $j in 0..$n { $m[$i][$j] = «$w[$j] * 0.5~$w[$j].sin()~if $j > 0 { $m[$i][$j - 1] * 0.5 + $w[$j] } else { $s }»; } «$m[1 - $i][0] = $s;~» $s = 0.5 * $s + 0.25 * $m[$i]«[0]~[$n - 1]~.iter().sum::<f64>()»; }
        $s += 0.25 * $m[0][1];",
        "let mut $old = «$w.clone()~$w.to_vec()»;
        for $i in 0..3 { @set for $j in 0..$n { $s = 0.5 * $s + 0.25 * $w[$j] * $old[$j]; } «$old.copy_from_slice(&$w);~$old = «$w.clone()~$w.to_vec()»;~for $j in 0..$n { $old[$j] = 0.5 * $w[$n - 1 - $j]; }» }",
    ],
    most: 2,
    weight: 10,
};

const LISTS: Family = Family {
    items: &[],
    first: "let mut $w: Vec<f64> = «Vec::new()~Vec::with_capacity(4)~vec![<<f>>]~vec![<<f>>, <<f>>, <<f>>]»; let mut $s: f64 = <<s>>;",
    uses: &[
        "for $i in 0..«3~4» { @grow @grow @sum }",
        "for $i in 0..3 { @grow @sum @grow }",
        "for $i in 0..2 { for $j in 0..2 { @grow @sum } @grow }",
    ],
    most: 2,
    weight: 7,
};

const HORNER: Family = Family {
    items: &[],
    first: "let $h: f64 = <<s>>; let mut $p: f64 = «0.0~<<f>>»;",
    uses: &[
        "<<list x 1>>for $c in $x.iter()«.rev()~» { @between $p = «$p * $h + $c~$c + $h * $p~$p.mul_add($h, *$c)~*$c - $p * $h»; @between }",
        "<<list x 1>>for ($i, $c) in $x.iter().enumerate() { @between $p = «$p * $h + $c~$p * 0.5 + $c * $i as f64 * 0.25~if $i % 2 == 0 { $p * $h } else { $p + $c }»; @between }",
        "<<list x 1>>let mut $out = «[0.0; 8]~vec![0.0; 8]»; let mut $k = 0;
        for $c in «$x.iter()~&$x[..1]~$x.iter().take(6)» { «$p = $p * $h + $c;~$p *= $h; $p += $c;~$p += $h * (*$c - $p);» «if $k < 8 { $out[$k] = $p; }~$out[$k % 8] += $p;» «$k += 1;~if $p > 0.0 { $k += 1; }~$k += 2;» @between }
        $p += $out«.iter().sum::<f64>()~[0] * $out[1]~[$k % 8]» * 0.25;",
        "let mut $k = 0; «while $k < 4 {~loop { if $k >= 4 { break; }» $k += 1; @between $p = $p * $h + <<s>>; @between }",
        "for $i in 0..4 { let $c = <<s i<4>>; «let $q = $p; $p = $q * $h + $c;~$p = $h * $p + $c; $p -= 0.25 * $h;~if $c > 0.0 { $p = $p * $h + $c; } else { $p = $p - $c; }~match $i { 0 => $p = $c, 1 | 2 => $p = $p * $h + $c, _ => $p *= $c }» @between }",
        "<<list x 1>>$p = $x.iter().«rev().~»fold($p, |$q, $c| «$q * $h + $c~if *$c > 0.5 { $q * $h } else { $q * 0.5 + $c }»);",
        "<<list x 2>>for $row in $x.«chunks_exact(2)~chunks(2)~windows(2)» { «if $row[0] > 1.5 { continue; }~if $p > 3.0 { break; }~» «$p += 0.5 * $row.iter().sum::<f64>();~for $v in $row { $p += $v * 0.25; }~$p += $row.iter().map(|v| v * v).sum::<f64>() * 0.125;~$p = 0.5 * $p + $row[0] * $h;~$p += $row.iter().zip($x.iter()).map(|(a, b)| a * b).sum::<f64>() * 0.125;~let mut $t = 0.0; for $v in $row { $t = $t * $h + $v; } $p += 0.5 * $t;» }",
    ],
    most: 2,
    weight: 10,
};

const METHODS: Family = Family {
    items: &["#[derive(Clone, Copy, Differentiable)]
pub struct $Point { pub p: f64, pub q: f64 }

@attribute
impl $Point {
    pub fn sqrt(self) -> $Point { let (p, q) = (self.p, self.q); $Point { p: <<f p q>>, q: (q * q + 0.5).sqrt() } }
    pub fn sum(&self) -> f64 { let (p, q) = (self.p, self.q); «p + q~<<f p q>>» }
    pub fn len(&self) -> f64 { self.p.hypot(self.q + 0.5) }
    pub fn map(self, by: f64) -> $Point { let (p, q) = (self.p, self.q); $Point { p: «p * by.tanh()~<<f p q by>>», q: <<f q by>> } }
    pub fn max(&self, other: &$Point) -> f64 { if self.p > other.q { self.p } else { 0.5 * other.q } }
    pub fn swap(&mut self) { «std::mem::swap(&mut self.p, &mut self.q);~let old = self.p; self.p = self.q; self.q = old;~(self.p, self.q) = (0.5 * self.q, self.p);» }
    pub fn push(&mut self, by: f64) { «if by > 0.0 { self.p = 0.5 * self.p + by; }~self.q = by; self.p *= 0.5;~let p = self.p; self.q = <<f p by>>;» }
    pub fn get(&self, k: usize) -> f64 { «if k == 0 { self.p } else { self.q }~[self.p, self.q][k % 2]» }
    pub fn clamp(&self, low: f64) -> f64 { self.sum().max(low) }
}

@attribute
impl core::ops::Add for $Point { type Output = $Point; fn add(self, other: $Point) -> $Point { $Point { p: self.p + other.p, q: self.q + other.q } } }

@attribute
impl core::ops::Sub for $Point { type Output = $Point; fn sub(self, other: $Point) -> $Point { $Point { p: self.p - other.p, q: self.q - other.q } } }

@attribute
impl core::ops::Mul<f64> for $Point { type Output = $Point; fn mul(self, by: f64) -> $Point { $Point { p: self.p * by, q: «self.q * by~self.q~by.sin() * self.q» } } }"],
    first: "let mut $o = $Point { p: <<f>>, q: <<f>> };",
    uses: &[
        "let $r: f64 = «$o.sum()~$o.len()~$o.get(<<i>>)~$o.clamp(<<f>>)~$Point::len(&$o)~$Point::sum(&$o.map(<<s>>))»« * $o.p * 0.25~ + $o.q~»; => r",
        "let $u: $Point = $o.«sqrt()~map(<<s>>)»; let $r: f64 = «$u.p~$u.q * 0.5 + $u.sum()~$u.max(&$o)~$o.max(&$u)»; => r",
        "$o.«swap()~push(<<s>>)»; «$o.p = 0.5 * $o.q;~» let $r: f64 = «$o.sum()~$o.p - $o.q»; => r",
        "for $i in 0..3 { «if <<c i<3>> { continue; }~» «$o.push(<<s i<3>>)~$o.swap()~$o = $o.map(0.5)~$o = $o * 0.5 + $Point { p: <<s i<3>>, q: 0.25 }»; «if $o.p > 1.5 { break; }~» } let $r: f64 = $o.sum() + $o.p; => r",
        "let $u = «$o + $Point { p: <<f>>, q: 0.5 }~$o * <<s>> - $o~$o - $o * 0.5~$o * 0.5 + $o * <<s>>»; let $r: f64 = «$u.p * $u.q * 0.125~$u.p + 0.5 * $u.q»; => r",
        "let $us = «[$o, $o.map(0.5)]~vec![$o, $o.sqrt()]»; let $r: f64 = $us.iter().map(|$u| «$u.sum()~$u.p * 0.5»).sum::<f64>()«~ * 0.25»; => r",
    ],
    most: 3,
    weight: 8,
};

const CHAINS: Family = Family {
    items: &[],
    first: "<<list x 2>><<list y 1>>",
    uses: &[
        "let $r: f64 = $x.iter()«.rev()~.skip(1)~.take(2)~.step_by(2)~.copied()~».scan(«0.0~<<s>>», |$s: &mut f64, $v| { *$s = 0.5 * *$s + $v; «if *$s > 2.0 { return None; }~» Some(«*$s~*$s * $v * 0.25~0.5 * *$s») })«.sum::<f64>()~.fold(0.5, |s: f64, v| 0.5 * s + v)~.last().unwrap_or(0.5)»; => r",
        "let mut $t: f64 = <<s>>; let $r: f64 = $x.iter().inspect(|$v| «$t += 0.5 * **$v~$t = $t * 0.5 + **$v»).map(|$v| $v * «$v~0.5»).sum::<f64>(); let $q: f64 = $r * $t * 0.125; => q t",
        "let $r: f64 = $x.iter().«take_while~skip_while»(|$v| **$v «< 0.5~> -0.5»).«map(|$v| $v * 0.5).sum::<f64>()~fold(0.25, |$s, $v| 0.5 * $s + $v)~copied().map(f64::sin).sum::<f64>()»; => r",
        "let $r: f64 = $x.«chunks(2)~windows(2)~chunks_exact(2)~rchunks(2)».flat_map(|$row| «$row.iter()~$row.iter().map(|v| v * 0.5)~$row.iter().rev()~$row.to_vec()»).«map(|$v| $v * $v).sum::<f64>()~zip($y.iter()).map(|(a, b)| a * b).sum::<f64>()» * 0.125; => r",
        "let $r: f64 = $x.iter().zip($y.iter()).zip($x.iter().«rev()~skip(1)~cycle().skip(1)»).map(|(($a, $b), $c)| «$a * $b * $c * 0.125~0.5 * $a - $b * $c~if $a > $b { *$c } else { $a * 0.5 }»).sum::<f64>(); => r",
        "let ($p, $q) = $x.iter().fold((0.5«f64~», <<s>>), |($a, $b), $v| «($a + 0.5 * $v, 0.5 * $b + $a * 0.25)~if *$v > 0.0 { ($a + $v, $b) } else { ($a, 0.5 * $b - $v) }~($b, 0.5 * $a + $v)»); let $r: f64 = $p * $q * 0.25; => r",
        "let $r: f64 = «*$x.iter().«max_by~min_by»(|a, b| a.«total_cmp(b)~partial_cmp(b).unwrap()»).unwrap()~$x.iter().copied().«max_by~min_by»(f64::total_cmp).unwrap_or(0.5)~$x.iter().map(|v| v * 0.5).max_by(|a, b| a.total_cmp(b)).unwrap()~$x.iter().copied().«reduce(f64::max).unwrap()~fold(f64::INFINITY, f64::min)~fold(f64::NEG_INFINITY, f64::max)»»; => r",
        "let $k = $x.iter().enumerate().«max_by~min_by»(|a, b| a.1.total_cmp(b.1)).map(|(i, _)| i).unwrap_or(0); let $r: f64 = $x[$k] * «0.5~$x[0] * 0.25»; => r",
        "let $r: f64 = match $x.iter().«position~rposition»(|$v| *$v > «0.25~<<g>>») { Some($k) => $x[$k] * 0.5, None => <<f>> }; => r",
        "if $x.iter().«any~all»(|$v| *$v «> 0.5~< 1.0») <<b>>« else <<b>>~»",
        "let mut $count = 0; let mut $t: f64 = 0.0; $x.iter().«rev().~»for_each(|$v| { «$count += 1;~if *$v > 0.0 { $count += 1; }» $t += $v * $count as f64 * 0.25; }); => t",
        "let mut $t: f64 = <<s>>; let mut $g = |$v: f64| { «$t += 0.5 * $v;~$t = 0.5 * $t + $v;~if $v > 0.0 { $t = $v; }» $t * 0.5 }; let $p = $g(<<f !t>>); let $q = $g(«$p~<<f p !t>>»); let $r: f64 = $p * $q * 0.25 + $t; => r",
        "let mut $it = $x.iter()«.peekable()~.copied().peekable()»; let mut $t: f64 = <<s>>; while let Some($v) = $it.next() { «if let Some($n) = $it.peek() { $t = 0.5 * $t + $v * 0.25; let _ = $n; } else { $t -= $v; }~if $it.peek().is_none() { break; } $t += 0.5 * $v;~$t = $t * 0.5 + $v;» } => mut:t",
        "let mut $it = $x.«iter()~iter().rev()»; let $p: f64 = $it.next().«copied().unwrap_or(0.5)~map_or(0.5, |v| v * v)»; let $r: f64 = «$it.map(|v| v * 0.5).sum::<f64>()~$it.next().copied().unwrap_or($p)~$it.fold($p.tanh(), |s, v| 0.5 * s + v)»; => p r",
        "let $w: Vec<f64> = $x.iter()«.map(|$v| $v * 0.5)~.copied().filter(|$v| *$v > 0.0)~.skip(1).copied()~.zip($y.iter()).map(|(a, b)| a * b * 0.5)~.flat_map(|$v| [*$v, 0.5 * $v])».collect(); let $r: f64 = $w.iter().sum::<f64>() + $w.«first()~last()~get(1)».copied().unwrap_or(0.25); => r",
        "let $r: f64 = $x.windows(2).enumerate().«map(|($i, $w)| $w[0] * $w[1] * ($i as f64 + 0.5) * 0.25).sum::<f64>()~fold(0.0, |$s, ($i, $w)| 0.5 * $s + $w[$i % 2])~filter(|($i, $w)| $w[0] < $w[1]).map(|($i, $w)| $w[0] * 0.5 + $i as f64).sum::<f64>()»; => r",
        "let $r: f64 = (0..$x.len()).«rev().~step_by(2).~»map(|$i| $x[$i] * «0.5~$x[$x.len() - 1 - $i] * 0.25~($i as f64 * 0.25)»).sum::<f64>(); => r",
        "let $r: f64 = $x.iter().chain(«$y.iter()~&[0.5, 0.25]»).map(|v| v * 0.25).«sum::<f64>()~fold(1.0, |a, b| 0.5 * a + b)»; => r",
        "let $r: f64 = std::iter::successors(Some(«<<f>>~$x[0]»), |$v| «Some(*$v * 0.5)~if *$v > 0.25 { Some($v * 0.5) } else { None }»).take(«3~4»).sum::<f64>(); => r",
        "let mut $w = $x.to_vec(); $w.«sort_by(|a, b| a.total_cmp(b))~sort_by(|a, b| b.partial_cmp(a).unwrap())~reverse()~rotate_left(1)~sort_unstable_by(f64::total_cmp)~dedup()»; let $r: f64 = $w[0] * 0.5 + «$w[$w.len() - 1]~$w.iter().zip($x.iter()).map(|(a, b)| a * b).sum::<f64>() * 0.125»; => r",
        "let ($low, $high): (Vec<f64>, Vec<f64>) = $x.iter().copied().partition(|$v| *$v > 0.25); let $r: f64 = $low.iter().sum::<f64>() * 0.5 - $high.iter().sum::<f64>(); => r",
        "let $r: f64 = { let «sum~max~abs»: f64 = <<f>>; let len = $x.len(); let min = 0.5 * $x[0]; min.min($x.iter().copied().fold(0.0, f64::max)) + $x.iter().sum::<f64>() * 0.125 + len as f64 }; => r",
    ],
    most: 2,
    weight: 11,
};

const MAPS: Family = Family {
    items: &[],
    first: "",
    uses: &[
        "<<list x 1>>let mut $at = std::collections::«BTreeMap~HashMap~BTreeMap»::new(); let mut $sums: Vec<f64> = Vec::new();
        for ($i, $v) in $x.iter().enumerate() { let $next = $at.len(); let $k = *$at.entry($i % «2~3»).or_insert($next); if $k == $sums.len() { $sums.push(«0.0~0.5 * $v»); } $sums[$k] += «$v * 0.5~$v * $v * 0.25»; }
        let mut $r: f64 = <<s>>; «for $k in 0..$sums.len() { $r = 0.5 * $r + $sums[$k]; }~$r *= $at.get(&1).map_or(0.5, |$k| $sums[*$k]);~if let Some($k) = $at.get(&0) { $r += 0.5 * $sums[*$k]; }~if $at.contains_key(&1) { $r = $sums[$at[&1]]; }» => mut:r",
        "<<list x 1>>let mut $at = std::collections::BTreeMap::from([(1usize, 0usize), (3, 0)]); let mut $r: f64 = 0.0; for ($i, $v) in $x.iter().enumerate() { if $i > 1 { $at.insert($i, 0); } *$at.entry(1).or_insert(0) += 1; $r += $v * «$at.len()~$at[&1]» as f64 * 0.25; } «for ($k, $i) in &$at { $r = 0.5 * $r + ($k + $i) as f64 * $x[0] * 0.125; }~» => r",
        "<<list x 1>>let mut $queue = std::collections::VecDeque::new(); let mut $r: f64 = <<s>>;
        for $v in $x.iter() { $queue.push_back(«*$v~0.5 * $v»); «if $queue.len() > 2 { $queue.pop_front(); }~if let Some($first) = $queue.pop_front() { $r = 0.5 * $r + $first; if $r > 0.5 { $queue.push_back(0.5 * $first); } }~if *$v > 0.0 { $queue.push_front(0.25); }~while $queue.len() > 2 { $r += 0.25 * $queue.pop_front().unwrap_or(0.0); }» $r = 0.5 * $r + $queue.iter().sum::<f64>() * 0.25; } => r",
    ],
    most: 1,
    weight: 4,
};

/// User functions under names that are the library's. A program has them once.
const SHADOWS: Family = Family {
    items: &["@attribute
pub fn max(a: f64, b: f64) -> f64 { «if a > b { 0.5 * a } else { b }~<<f a b>>» }

@attribute
pub fn swap(a: &mut f64, b: &mut f64) { «*a = 0.5 * *b; *b = 0.25;~let c = *a; *a = *b; *b = 0.5 * c;» }

@attribute
pub fn sum(x: &[f64]) -> f64 { let mut s = 0.0; for v in x { s = 0.5 * s + v; } s }"],
    first: "",
    uses: &[
        "let $r: f64 = «max(<<f>>, <<f>>)~max(<<f>>, 0.5).max(0.25)~f64::max(max(0.5, <<f>>), <<f>>)»; => r",
        "let (mut $p, mut $q) = (<<f>>, <<f>>); «swap(&mut $p, &mut $q);~std::mem::swap(&mut $p, &mut $q); swap(&mut $q, &mut $p);~for $i in 0..3 { swap(&mut $p, &mut $q); «if $p > 0.5 { break; }~» $q += 0.5; }» let $r: f64 = $p - 0.5 * $q; => r",
        "<<list x 1>>let $r: f64 = sum(«&$x[..1]~&[0.5, $x[0]]») * «$x.iter().sum::<f64>() * 0.25~0.5»; => r",
    ],
    most: 2,
    weight: 3,
};

const FAMILIES: [&Family; 10] =
    [&VARYING, &DATA, &FAILING, &WORKSPACES, &LISTS, &HORNER, &METHODS, &CHAINS, &MAPS, &SHADOWS];

/// Parts of templates that several have.
const PARTS: [(&str, &str); 8] = [
    (
        "@make",
        "«$Kind::One(<<f>>)~$Kind::Pair { a: <<f>>, b: <<s>> }~$Kind::Many(vec![<<f>>, <<s>>])~$Kind::Counted(<<i>>, <<f>>)~$Kind::Nothing»",
    ),
    ("@may", "«$fnroot(<<f>>, <<i>>)~$fnboth(<<f>>, <<f>>)~$fnratio(<<f>>, <<f>>).ok()»"),
    (
        "@set",
        "«for $j in 0..$n { $w[$j] = <<f s a i<3 j<n>>; }~for $j in 0..$n { if <<c s i<3 j<n>> { $w[$j] = <<f s a>>; } }~for $j in 0..$n { if ($i + $j) % 2 == 0 { continue; } $w[$j] = 0.5 * $s + $a * $j as f64 * 0.25; }~for $v in $w.iter_mut() { *$v = <<f s a i<3>>; }~for ($j, $v) in $w.iter_mut().enumerate() { if $j == $i { *$v = $a; } else { *$v = 0.5 * $s; } }~$fnfill(&mut $w, <<s s a>>, $i);~$fnfill(&mut $w[..1], $s, 0); $fnfill(&mut $w[1..], $a, $i);~$w.fill(0.0); $w[$i % $n] = $s;~if <<c s a>> { for $j in 0..$n { $w[$j] = $a * $s; } }~$w[0] = $s; for $j in 1..$n { $w[$j] = 0.5 * $w[$j - 1] + $a * 0.5; }»",
    ),
    (
        "@also",
        "«if $i == 1 { $w[0] = $a; }~if <<c s a>> { $w[$n - 1] *= 0.5; }~$w.swap(0, 1);~if $w[0] > 1.0 { continue; }~~»",
    ),
    (
        "@read",
        "«for $j in 0..$n { $s = 0.5 * $s + 0.25 * $w[$j]; }~$s = 0.5 * $s + 0.25 * $w.iter().sum::<f64>();~for $v in «&$w~$w.iter()» { if *$v > 0.5 { $s = 0.5 * $s + $v.sin(); } }~for $j in 0..$n { $s = (0.5 * $s + $w[$j] * $w[($j + 1) % $n] * 0.25).sin(); }~$s = (0.5 * $s + $w.iter().map(|v| v * v).sum::<f64>() * 0.125).tanh();~$s = 0.5 * $s + $w[$n - 1] * $w[0] * 0.125;»",
    ),
    (
        "@grow",
        "«$w.push(<<f s>>);~if <<c s>> { $w.push(0.5 * $s); } else { $w.clear(); }~$w.truncate(2);~$w.extend([<<s s>>, 0.5 * $s]);~$w.extend($w.clone().iter().take(1).map(|v| v * 0.5));~$w.extend_from_slice(&[$s, 0.25]);~if let Some($p) = $w.pop() { $s = 0.5 * $s + 0.5 * $p; }~$s += 0.25 * $w.pop().unwrap_or(<<s>>);~$w.insert(0, $s);~if $w.len() > 2 { $w.remove(«0~1»); }~$w.resize(3, $s);~$w.push($s); $w.push(0.5); let $l = $w.len(); $w[$l - 2] *= 0.5;~if $w.len() > 3 { $w.clear(); }~while $w.len() > 2 { $w.pop(); }~if $w.len() > 1 { let $old = $w.swap_remove(0); $s = 0.5 * $s + 0.25 * $old; }~$w.retain(|$v| *$v > 0.0);~for $v in $w.drain(..).take(0) { $s += $v; }~let $t = $w.split_off($w.len() / 2); $s += 0.25 * $t.iter().sum::<f64>();~$w = vec![$s, 0.5];»",
    ),
    (
        "@sum",
        "«$s = 0.5 * $s + 0.25 * $w.iter().sum::<f64>();~$s = ($s + $w.last().copied().unwrap_or(0.5)) * 0.5;~for $v in &$w { $s = 0.5 * $s + 0.25 * $v; }~if let Some($v) = $w.first() { $s = 0.5 * $s * $v.tanh(); }~$s = $w.iter().fold($s, |s, v| 0.5 * s + 0.25 * v);~if !$w.is_empty() { $s = (0.5 * $s + $w[$w.len() - 1]).sin(); }»",
    ),
    (
        "@between",
        "«if $p > 2.0 { $p -= 1.0; }~if $p.abs() > 4.0 { break; }~if $p < -1.0 { continue; }~if <<c p>> { $p = 0.5 * $p; }~~~~»",
    ),
];

impl Generator<'_> {
    /// Statements, and functions and types that they need, of one family.
    pub fn forms(&mut self, stmts: &mut Vec<Stmt>) {
        let weights: Vec<usize> = FAMILIES.iter().map(|family| family.weight).collect();
        let family = FAMILIES[self.random.weighted(&weights)];
        let shadows = family.items.first().is_some_and(|item| item.contains("pub fn max"));
        let is_refused = shadows && (!self.is_entry || self.shadows);
        if is_refused || self.simple > 0 || self.trips > 12 {
            return self.compound(stmts);
        }
        self.shadows |= shadows;
        let mut names = Names::new();
        for item in family.items {
            self.item(&whole(item), &mut names);
        }
        let mut found = Vec::new();
        if !family.first.is_empty() && !self.template(&whole(family.first), &mut names, &mut found) {
            return self.compound(stmts);
        }
        stmts.append(&mut found);
        for _ in 0..self.random.range(1, family.most) {
            let form = *self.random.pick(family.uses);
            // Each use has names of its own, beside those that they share.
            let mut own = names.clone();
            if !self.template(&whole(form), &mut own, stmts) {
                self.compound(stmts);
            }
        }
        // What the family adds to is read from then on.
        for name in ["s", "p"] {
            if let (Some(name), true) = (names.get(name), family.first.contains(&format!("let mut ${name}: f64"))) {
                self.scope.push(super::scope::Var {
                    mutable: true,
                    ..super::scope::Var::new(name, crate::syntax::Type::Double)
                });
            }
        }
    }
}

/// The template with its parts.
fn whole(template: &str) -> String {
    PARTS.iter().fold(template.to_string(), |whole, (name, part)| whole.replace(name, part))
}
