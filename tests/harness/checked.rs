//! Functions of arrays in all modes, at all widths.

use jac::__private::{Function, Space};

/// The checker, and all modes and widths of the Jacobian.
macro_rules! checked {
    ($name:ident at $args:expr) => {{
        jac::check::check::<$name, _>($args).unwrap();
        crate::checked::values::<$name, _>(&$args);
        let blocks: Vec<String> = [jac::Strategy::Forward, jac::Strategy::Reverse, jac::Strategy::Auto]
            .into_iter()
            .flat_map(|strategy| [true, false].map(|vectorize| (strategy, vectorize)))
            .map(|(strategy, vectorize)| {
                let j = jac::Jacobian::<$name>::new().strategy(strategy).vectorize(vectorize).at($args).unwrap();
                crate::checked::rounded(&format!("{j:?}"))
            })
            .chain([crate::checked::rounded(&format!(
                "{:?}",
                jac::Jacobian::<$name>::new().lanes::<3>().at($args).unwrap()
            ))])
            .chain([crate::checked::rounded(&format!(
                "{:?}",
                jac::Jacobian::<$name>::new().lanes::<8>().at($args).unwrap()
            ))])
            .collect();
        assert!(blocks.iter().all(|block| *block == blocks[0]), "{}: {blocks:#?}", stringify!($name));
    }};
}

/// The text with every number to ten digits.
pub fn rounded(text: &str) -> String {
    let number = |part: &str| part.parse::<f64>().map_or(part.to_string(), |value| format!("{:.9}", value + 0.0));
    let number = |part: &str| number(part).replace("-0.000000000", "0.000000000");
    text.split_inclusive([',', '[', ']', '(', ')', ' '])
        .map(|part| {
            let end = part.trim_end_matches([',', '[', ']', '(', ')', ' ']);
            format!("{}{}", number(end), &part[end.len()..])
        })
        .collect()
}

/// The values that both sweeps compute are those of the function as written, to the bit.
pub fn values<F: Function<Args>, Args>(args: &Args) {
    let bits = |value: &F::Output| {
        let mut bits = Vec::new();
        value.for_each_float(&mut |float| bits.push(float.map(f64::to_bits)));
        bits
    };
    let zero = <F::Input as Space>::origin::<1>(&F::input_shape(args));
    let value = bits(&F::value(args));
    assert_eq!(value, bits(&F::tangent::<1>(args, &zero).0));
    assert_eq!(value, bits(&F::pullback::<1>(args).0));
}
