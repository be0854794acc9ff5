//! The cases of PyTorch: values and Jacobians of its functions, against ours in every mode.
//!
//! `golden.json` holds figures measured on PyTorch 2.15.0 (CPU): for each case the inputs, the outputs, the block of every pair of
//! an output and an input, what `strict=True` reports, and what it reports with `create_graph=True`. The functions are in `functions/`, in the
//! form in which one writes them in Rust.
#![cfg(feature = "ndarray")]

mod case;
#[macro_use]
mod list;
#[allow(clippy::needless_range_loop, clippy::redundant_closure, clippy::type_complexity)]
mod functions;

use case::{Case, Leaves, report};
use jac::{Jacobian, Strategy};
use ndarray::{Array0, Array1, Array2, Array3};

/// Cases that have no Rust counterpart, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "indep_int_output",
        "an output of an integer type is no output to `jac`: there is nothing to differentiate, which the compiler says",
    ),
    ("hess_inner_no_graph", "a derivative that is silently not differentiated does not exist in `jac`"),
];

macro_rules! cases {
    ($($name:ident ($($input:ident: $type:ty),*) at $args:expr;)*) => {
        /// The names of the cases that are tested.
        const TESTED: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                let case = Case::named(stringify!($name));
                let mut inputs = case.inputs();
                $(let $input: $type = inputs.next();)*
                type Subject = Jacobian<functions::$name>;
                for (strategy, mode) in [(Strategy::Forward, "forward"), (Strategy::Reverse, "reverse"), (Strategy::Auto, "automatic")] {
                    for vectorize in [false, true] {
                        let jacobian = Subject::new().strategy(strategy).vectorize(vectorize);
                        let (value, blocks) = jacobian.value_and_at($args).expect("not strict");
                        case.check_value(&value.leaves());
                        case.check_blocks(&blocks.leaves(), mode);
                    }
                }
                let found = Subject::new().strict(true).at($args).err();
                case.check_strict(found, report::<functions::$name, _>(&$args));
            }
        )*
    };
}

all_cases!(cases);

#[test]
fn every_case_is_tested_or_left_out_for_a_reason() {
    assert!(LEFT_OUT.len() <= 8);
    for name in Case::names() {
        let left_out = LEFT_OUT.iter().any(|(left_out, _)| *left_out == name);
        assert!(TESTED.contains(&name.as_str()) != left_out, "{name}");
    }
    assert_eq!(TESTED.len() + LEFT_OUT.len(), 145);
}
