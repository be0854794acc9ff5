//! The checker finds what is wrong, and nothing else.

#[path = "../../harness/mod.rs"]
#[macro_use]
mod harness;
#[path = "../checker/mod.rs"]
#[allow(dead_code)]
mod checker;
#[path = "planted/function"]
mod corpus {
    pub mod sample;
}
twin::twins!("tests/planted/oracle/sample.rs");

use checker::{Parameter, Shape, check, floats, table};
use jac_runtime::dependence::Dependence;

/// The line about a function at `x = 0.5`, with its own table of dependences or another.
macro_rules! line {
    ($function:ident, $dependence:expr) => {{
        struct Here;
        point!(Here sample $function (x, &y[..]) { x = 0.5, y = checker::pick([vec![2.0, 1.0], vec![1.5, 3.0]]) });
        checker::quiet();
        check("sample", false, 2, &Here, &|| {
            let (x, y) = (0.5, vec![2.0, 1.0]);
            let dependence: Option<&'static [Dependence]> = $dependence;
            let table = table::<corpus::sample::$function, _>(&(x, &y[..]));
            let table = checker::Table { dependence: dependence.unwrap_or(table.dependence), ..table };
            let parameter = |name, floats| Parameter { name, floats, input: true, written: false };
            Shape { parameters: vec![parameter("x", 1), parameter("y", floats(&y))], result: vec![1], table }
        })
    }};
}

#[test]
fn a_right_derivative_passes_at_every_point() {
    assert_eq!(line!(right, None), "ok sample 2");
}

#[test]
fn a_wrong_derivative_is_found() {
    let line = line!(wrong, None);
    assert!(line.starts_with("fail sample 0 forward forward, W = 1: element 0 is"), "{line}");
}

#[test]
fn a_table_that_calls_a_dependence_independent_is_found() {
    use Dependence::{Independent, Nonlinear};
    let line = line!(right, Some(&[Independent, Nonlinear]));
    assert!(line.contains("dependence `result` by `x` is called independent"), "{line}");
}

#[test]
fn a_table_that_calls_a_nonlinear_dependence_affine_is_found() {
    use Dependence::{Affine, Nonlinear};
    let line = line!(right, Some(&[Affine, Nonlinear]));
    assert!(line.contains("dependence `result` by `x` is called affine"), "{line}");
}
