//! The cases of PyTorch with `create_graph=True`: their Jacobians are functions, whose tangents and adjoints agree with differences, and with each
//! other.
#![cfg(feature = "ndarray")]

#[path = "torch/case.rs"]
#[allow(dead_code)]
mod case;
#[macro_use]
#[path = "torch/list.rs"]
mod list;
#[path = "torch/functions/orders.rs"]
#[allow(dead_code)]
mod orders;

#[allow(clippy::needless_range_loop, clippy::redundant_closure, clippy::type_complexity)]
mod functions {
    macro_rules! twice {
        ($($module:ident $path:literal)*) => {
            $(mod $module {
                twin::of_order!(2, $path);
            })*
            $(pub use $module::*;)*
        };
    }
    twice! {
        arrays "tests/torch/functions/arrays.rs"
        documented "tests/torch/functions/documented.rs"
        elementary "tests/torch/functions/elementary.rs"
        kinks "tests/torch/functions/kinks.rs"
        structure "tests/torch/functions/structure.rs"
        vectors "tests/torch/functions/vectors.rs"
    }
    // The cases are the derivatives of these.
    pub use crate::orders::{
        abs_and_relu as nd_hess_abs_relu, linear as hess_linear_zero, logsumexp as hess_logsumexp,
        product_of_cubes as hess_prod_cubes, product_of_cubes as third_prod_cubes, quartic as third_scalar_quartic,
        rosenbrock as hess_rosenbrock, square as hess_quadratic_constant, two_inputs as hess_two_inputs,
    };
}

use case::Case;
use jac::Jacobian;
use ndarray::{Array0, Array1, Array2, Array3};

/// Where there is no second derivative to compare with: at kinks and poles, in single precision, and where the case stops differentiation.
fn is_smooth(name: &str) -> bool {
    let kinks = ["nd_", "indep_detach", "empty_output", "elem_minmax", "red_max_min", "red_median_sort"];
    !kinks.iter().any(|kind| name.starts_with(kind)) && !name.contains("f32") && !name.contains("dtype")
}

macro_rules! cases {
    ($($name:ident ($($input:ident: $type:ty),*) at $args:expr;)*) => {$(
        #[test]
        fn $name() {
            let mut inputs = Case::named(stringify!($name)).inputs();
            $(let $input: $type = inputs.next();)*
            let found = jac::check::check::<Jacobian<functions::$name>, _>($args);
            if let (Err(disagreement), true) = (found, is_smooth(stringify!($name))) {
                panic!("{disagreement}");
            }
        }
    )*};
}
all_cases!(cases);
