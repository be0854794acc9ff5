//! What chains start with.

use super::{Chain, Chains, Item};

impl Chains<'_> {
    pub(super) fn source(&mut self) -> Chain {
        match self.random.weighted(&[40, 12, 18, 14, 16]) {
            0 => self.plain_source(&Item::Float(1)),
            1 => self.plain_source(&Item::Float(0)),
            2 => self.plain_source(&Item::Integer(0)),
            3 => self.plain_source(&Item::List(1)),
            _ => {
                let one = self.plain_source(&Item::Float(1));
                let other = self.plain_source(&Item::Float(1));
                Chain::new(format!("{}.zip({})", one.text, other.text), Item::pair(Item::Float(1), Item::Float(1)))
            }
        }
    }

    /// A source without closures.
    pub(super) fn plain_source(&mut self, item: &Item) -> Chain {
        match item {
            Item::Float(1) => {
                let texts =
                    ["x.iter()", "x.iter()", "y.iter()", "a.iter()", "x[1..].iter()", "x[n..].iter()", "x[..2].iter()"];
                let wild = if self.risky == 0 { 4 } else { texts.len() };
                Chain::new(*self.random.pick(&texts[..wild]), item.clone())
            }
            Item::Float(_) => {
                let texts = [
                    "x.iter().copied()",
                    "a.into_iter()",
                    "x.to_vec().into_iter()",
                    "[k, 0.5, 2.0 * k].into_iter()",
                    "vec![k, 1.25].into_iter()",
                    "std::iter::once(k)",
                    "std::iter::repeat_n(k, n)",
                    "std::iter::repeat(k).take(3)",
                    "std::iter::successors(Some(k), |v| if *v < 1.5 { Some(v * 0.5 + 1.0) } else { None }).take(4)",
                ];
                let which = self.random.below(texts.len());
                let [exact, double] = [which < 7, which < 7];
                Chain { exact, double, ..Chain::new(texts[which], Item::Float(0)) }
            }
            Item::Integer(_) => {
                let texts = ["0..n", "0..x.len()", "1..x.len()", "0..3", "n..4", "0..=n", "1..=2"];
                let which = self.random.below(texts.len());
                let text = format!("({})", texts[which]);
                Chain { exact: which < 5, ..Chain::new(text, Item::Integer(0)) }
            }
            Item::List(_) => {
                let (text, least) = *self.random.pick(&[
                    ("x.windows(2)", 2),
                    ("x.chunks(2)", 1),
                    ("x.chunks_exact(2)", 2),
                    ("x.rchunks(2)", 1),
                    ("m.iter()", 2),
                    ("m.iter()", 2),
                    ("rows.iter()", 0),
                    ("rows.iter()", 0),
                    ("x.chunks(n)", 1),
                    ("x.windows(n)", 1),
                ]);
                Chain::new(text, Item::List(least))
            }
            Item::Pair(left, right) => {
                let left = self.plain_source(left);
                let right = self.plain_source(right);
                let item = Item::pair(left.item, right.item);
                let [exact, double] = [left.exact && right.exact, left.double && right.double];
                Chain { exact, double, ..Chain::new(format!("{}.zip({})", left.text, right.text), item) }
            }
        }
    }
}
