//! Charts as SVG: panels side by side, each with lines over an axis.

use std::fmt::Write as _;

/// One line of a panel: its name, and its points.
pub struct Line {
    pub name: &'static str,
    pub points: Vec<(f64, f64)>,
}

pub struct Panel {
    pub title: &'static str,
    pub across: &'static str,
    pub up: &'static str,
    /// Both axes are logarithmic.
    pub logarithmic: bool,
    pub lines: Vec<Line>,
}

const WIDTH: f64 = 330.0;
const HEIGHT: f64 = 300.0;
/// Left, top, right, bottom of a panel, outside of its axes.
const MARGIN: [f64; 4] = [62.0, 34.0, 14.0, 46.0];
const COLOURS: [&str; 3] = ["#1f5fa8", "#c2571a", "#3a7d44"];

/// From numbers to places on an axis.
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    logarithmic: bool,
}

impl Scale {
    fn new(numbers: impl Iterator<Item = f64>, from: f64, to: f64, logarithmic: bool) -> Scale {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for number in numbers {
            (low, high) = (low.min(number), high.max(number));
        }
        if logarithmic {
            (low, high) = (low.log10().floor(), high.log10().ceil());
        } else {
            low = 0.0;
        }
        Scale { low, high, from, to, logarithmic }
    }

    fn place(&self, number: f64) -> f64 {
        let number = if self.logarithmic { number.log10() } else { number };
        self.from + (number - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Numbers with a mark, and what stands there.
    fn marks(&self) -> Vec<(f64, String)> {
        if self.logarithmic {
            let every = if self.high - self.low > 7.0 { 2 } else { 1 };
            let decades = (self.low as i32..=self.high as i32).step_by(every);
            return decades.map(|decade| (10f64.powi(decade), power(decade))).collect();
        }
        let rough = self.high / 5.0;
        let unit = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * unit).into_iter().find(|step| *step >= rough);
        let step = step.unwrap_or(unit);
        let count = (self.high / step) as usize;
        (0..=count).map(|mark| (mark as f64 * step, format!("{}", mark as f64 * step))).collect()
    }
}

fn power(decade: i32) -> String {
    match decade {
        0 => "1".into(),
        1 => "10".into(),
        2 => "100".into(),
        decade => format!("10<tspan dy=\"-4\" font-size=\"8\">{decade}</tspan>"),
    }
}

/// The panels beside each other.
pub fn svg(panels: &[Panel]) -> String {
    let width = WIDTH * panels.len() as f64;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"{width}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
    );
    for (index, panel) in panels.iter().enumerate() {
        draw(panel, index as f64 * WIDTH, &mut text).expect("text can be written to");
    }
    text + "</svg>\n"
}

fn draw(panel: &Panel, left: f64, text: &mut String) -> std::fmt::Result {
    let [from, top, right, bottom] = MARGIN;
    let (from, to, top, bottom) = (left + from, left + WIDTH - right, top, HEIGHT - bottom);
    let points = || panel.lines.iter().flat_map(|line| &line.points);
    let across = Scale::new(points().map(|point| point.0), from, to, panel.logarithmic);
    let up = Scale::new(points().map(|point| point.1), bottom, top, panel.logarithmic);
    let middle = (from + to) / 2.0;
    writeln!(text, "<text x=\"{middle:.0}\" y=\"18\" text-anchor=\"middle\" font-size=\"12\">{}</text>", panel.title)?;
    for (number, label) in across.marks() {
        let x = across.place(number);
        writeln!(text, "<path d=\"M{x:.1} {top}V{bottom}\" stroke=\"#e4e4e4\"/>")?;
        writeln!(text, "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", bottom + 16.0)?;
    }
    for (number, label) in up.marks() {
        let y = up.place(number);
        writeln!(text, "<path d=\"M{from} {y:.1}H{to}\" stroke=\"#e4e4e4\"/>")?;
        writeln!(text, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>", from - 6.0, y + 4.0)?;
    }
    writeln!(text, "<path d=\"M{from} {top}V{bottom}H{to}\" stroke=\"#444\" fill=\"none\"/>")?;
    writeln!(text, "<text x=\"{middle:.0}\" y=\"{}\" text-anchor=\"middle\">{}</text>", bottom + 34.0, panel.across)?;
    let (x, y) = (left + 14.0, (top + bottom) / 2.0);
    writeln!(text, "<text transform=\"translate({x} {y}) rotate(-90)\" text-anchor=\"middle\">{}</text>", panel.up)?;
    for (index, (line, colour)) in panel.lines.iter().zip(COLOURS).enumerate() {
        let places = line.points.iter().map(|(x, y)| format!("{:.1},{:.1}", across.place(*x), up.place(*y)));
        let places: Vec<String> = places.collect();
        writeln!(text, "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\"/>", places.join(" "))?;
        for place in &places {
            let (x, y) = place.split_once(',').unwrap_or_default();
            writeln!(text, "<circle cx=\"{x}\" cy=\"{y}\" r=\"2\" fill=\"{colour}\"/>")?;
        }
        let y = top + 14.0 + 15.0 * index as f64;
        writeln!(text, "<text x=\"{}\" y=\"{y}\" fill=\"{colour}\">{}</text>", from + 10.0, line.name)?;
    }
    Ok(())
}
