//! The cases of PyTorch: values and Jacobians of its functions, against ours in every mode.
//!
//! `golden.json` holds figures measured on PyTorch 2.15.0 (CPU): for each case the inputs, the outputs, the block of every pair of
//! an output and an input, what `strict=True` reports, and what it reports with `create_graph=True`. The functions are in `functions/`, in the
//! form in which one writes them in Rust.
#![cfg(feature = "ndarray")]

mod case;
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

cases! {
    doc_exp_reducer_f32(x: Array2<f32>) at &x;
    doc_exp_reducer_create_graph_f32(x: Array2<f32>) at &x;
    doc_exp_adder_f32(x: Array1<f32>, y: Array1<f32>) at (&x, &y);
    doc_exp_reducer_f64(x: Array2<f64>) at &x;
    doc_exp_adder_f64(x: Array1<f64>, y: Array1<f64>) at (&x, &y);
    doc_linear_model_f64(x: Array2<f64>) at &x;
    up_narrow3(a: [f64; 4]) at a;
    up_two_out_indep(a: [f64; 4], b: [f64; 5]) at (a, b);
    up_add_exp_reducer(x: Array2<f64>, y: Array2<f64>) at (&x, &y);
    up_add_exp_reducer2(x: Array2<f64>, y: Array2<f64>) at (&x, &y);
    up_reducer(x: Array2<f64>) at &x;
    up_expander(x: f64) at x;
    up_simple_3d(x: Array3<f64>) at &x;
    up_multi_input(x: Array2<f64>, y: Array2<f64>) at (&x, &y);
    up_multi_in_multi_out(x: Array2<f64>, y: Array2<f64>) at (&x, &y);
    up_unrelated(x: [f64; 2], y: [f64; 3]) at (x, y);
    up_zero_dim_out(x: Array1<f64>, y: Array1<f64>) at (&x, &y);
    up_zero_dim_in(x: Array0<f64>) at &x;
    up_zero_dim_mixed(x: f64, y: [f64; 1]) at (x, y);
    up_diff_dtype_f32in(x: [f32; 3], y: [f32; 3]) at (x, y);
    scalar_poly(x: f64) at x;
    scalar_compose(x: f64) at x;
    scalar_two_in(x: f64, y: f64) at (x, y);
    scalar_two_in_two_out(r: f64, t: f64) at (r, t);
    one_elem_tuple_in_out(x: [f64; 2]) at x;
    vec_elementwise_square(x: Array1<f64>) at &x;
    vec_identity(x: Array1<f64>) at x.clone();
    vec_rosenbrock_residual(x: [f64; 2]) at x;
    vec_gradient_of_quadratic(x: Array1<f64>) at &x;
    vec_outer(x: Array1<f64>, y: Array1<f64>) at (&x, &y);
    vec_cumsum_cumprod(x: [f64; 4]) at x;
    vec_cross(a: [f64; 3], b: [f64; 3]) at (a, b);
    vec_normalize(x: Array1<f64>) at &x;
    vec_log_softmax(x: [f64; 4]) at x;
    vec_logsumexp(x: [f64; 4]) at x;
    vec_logsumexp_large(x: [f64; 3]) at x;
    elem_exp(x: [f64; 3]) at x;
    elem_expm1(x: [f64; 3]) at x;
    elem_log(x: [f64; 3]) at x;
    elem_log1p(x: [f64; 3]) at x;
    elem_log2_log10(x: [f64; 3]) at x;
    elem_sqrt_rsqrt(x: [f64; 3]) at x;
    elem_invtrig(x: [f64; 3]) at x;
    elem_hyper(x: [f64; 3]) at x;
    elem_invhyper(x: [f64; 3]) at x;
    elem_sigmoid_softplus(x: [f64; 3]) at x;
    elem_erf(x: [f64; 3]) at x;
    elem_gelu_silu_elu(x: [f64; 3]) at x;
    elem_recip_neg(x: [f64; 3]) at x;
    elem_exp2_cbrt(x: [f64; 3]) at x;
    elem_lgamma(x: [f64; 3]) at x;
    elem_pow_scalar_base(x: [f64; 3]) at x;
    elem_pow_neg_base_int(x: [f64; 3]) at x;
    elem_atan2(y: [f64; 4], x: [f64; 4]) at (y, x);
    elem_hypot_div(x: [f64; 2], y: [f64; 2]) at (x, y);
    elem_minmax(x: [f64; 3], y: [f64; 3]) at (x, y);
    elem_remainder_fmod(x: [f64; 3], y: [f64; 3]) at (x, y);
    elem_floor_ceil_round_trunc(x: [f64; 2]) at x;
    elem_frac_nan_to_num(x: [f64; 2]) at x;
    red_sum_mean(x: Array2<f64>) at &x;
    red_prod_two_zeros(x: Array1<f64>) at &x;
    red_max_min(x: [[f64; 3]; 2]) at x;
    red_norms(x: [f64; 4]) at x;
    red_var_std(x: Array1<f64>) at &x;
    red_logsumexp_dim(x: [[f64; 2]; 3]) at x;
    red_median_sort(x: [f64; 5]) at x;
    mat_vec(a: Array2<f64>, x: Array1<f64>) at (&a, &x);
    mat_bmm_3d(a: Array3<f64>, b: Array3<f64>) at (&a, &b);
    mat_solve(a: [[f64; 2]; 2], b: [f64; 2]) at (a, b);
    mat_power(a: Array2<f64>) at &a;
    idx_single(x: [f64; 3]) at x;
    idx_slice_step(x: [f64; 6]) at x;
    idx_gather_repeat(x: [f64; 3]) at x;
    shape_broadcast(x: Array2<f64>, y: Array1<f64>) at (&x, &y);
    shape_broadcast_scalar(s: f64, x: Array2<f64>) at (s, &x);
    shape_permute_3d(x: Array3<f64>) at &x;
    const_second_output(x: [f64; 2]) at x;
    indep_input(x: Array1<f64>, y: Array2<f64>) at (&x, &y);
    indep_cross(x: [f64; 2], y: [f64; 1]) at (x, y);
    indep_const_element(x: [f64; 2]) at x;
    indep_detach(x: [f64; 2]) at x;
    indep_times_zero(x: Array1<f64>) at &x;
    linear_affine(x: Array1<f64>, y: Array1<f64>) at (&x, &y);
    bilinear(x: Array1<f64>, y: Array1<f64>) at (&x, &y);
    quad_plus_linear(x: [f64; 2], y: [f64; 2]) at (x, y);
    two_out_second_linear(x: [f64; 2]) at x;
    dtype_f32_in_f64_out(x: [f32; 2]) at x;
    dtype_two_inputs(x: [f32; 2], y: [f64; 2]) at (x, y);
    dtype_exp_f32(x: [f32; 3]) at x;
    cf_if_pos(x: Array1<f64>) at &x;
    cf_if_neg(x: Array1<f64>) at &x;
    cf_newton_sqrt(a: Array1<f64>) at &a;
    cf_horner(c: [f64; 3], x: Array1<f64>) at (c, &x);
    mut_clone_inplace(x: Array1<f64>) at &x;
    where_two_inputs(x: [f64; 2], y: [f64; 2]) at (x, y);
    app_arm6(q: [f64; 6]) at q;
    app_ekf6(s: [f64; 6]) at s;
    app_mlp(x: Array1<f64>, w1: Array2<f64>, b1: Array1<f64>, w2: Array2<f64>) at (&x, &w1, &b1, &w2);
    hess_rosenbrock(x: [f64; 2]) at x;
    hess_prod_cubes(x: [f64; 2]) at x;
    hess_logsumexp(x: [f64; 3]) at x;
    hess_two_inputs(x: [f64; 2], y: [f64; 2]) at (x, y);
    hess_quadratic_constant(x: [f64; 3]) at x;
    hess_linear_zero(x: [f64; 2]) at x;
    third_prod_cubes(x: [f64; 2]) at x;
    third_scalar_quartic(x: f64) at x;
    nd_abs_at0(x: [f64; 1]) at x;
    nd_leaky_relu_at0(x: [f64; 1]) at x;
    nd_sign_at0(x: [f64; 1]) at x;
    nd_sqrt_at0(x: [f64; 1]) at x;
    nd_pow0_at0(x: [f64; 1]) at x;
    nd_pow_half_at0(x: [f64; 1]) at x;
    nd_pow2_at0(x: [f64; 1]) at x;
    nd_powm1_at0(x: [f64; 1]) at x;
    nd_log_at0(x: [f64; 1]) at x;
    nd_asin_at_1_at0(x: [f64; 1]) at x;
    nd_acos_at_1_at0(x: [f64; 1]) at x;
    nd_softplus_at0(x: [f64; 1]) at x;
    nd_elu_at0(x: [f64; 1]) at x;
    nd_selu_at0(x: [f64; 1]) at x;
    nd_hardtanh_at0(x: [f64; 1]) at x;
    nd_relu6_at6_at0(x: [f64; 1]) at x;
    nd_floor_at0(x: [f64; 1]) at x;
    nd_frac_at0(x: [f64; 1]) at x;
    nd_sinc_at0(x: [f64; 1]) at x;
    nd_x_log_x_at0(x: [f64; 1]) at x;
    nd_clamp_bounds(x: [f64; 5]) at x;
    nd_max_tie_all(x: [f64; 4]) at x;
    nd_amax_tie(x: [f64; 4]) at x;
    nd_median_sort_tie(x: [f64; 3]) at x;
    nd_clamp_tensor_bounds(x: [f64; 3], low: [f64; 3], high: [f64; 3]) at (x, low, high);
    nd_norm2_at0(x: [f64; 2]) at x;
    nd_inf_norm_tie(x: [f64; 3]) at x;
    nd_pow_neg_base(x: [f64; 2], y: [f64; 2]) at (x, y);
    nd_hypot_00(y: [f64; 1], x: [f64; 1]) at (y, x);
    nd_fmod_multiple(x: [f64; 1], y: [f64; 1]) at (x, y);
    nd_var_single(x: Array1<f64>) at &x;
    nd_lse_neg_inf(x: [f64; 2], y: [f64; 2]) at (x, y);
    nd_cumprod_zero(x: [f64; 3]) at x;
    nd_hess_abs_relu(x: [f64; 2]) at x;
    empty_input(x: Array1<f64>) at &x;
    empty_input_mixed(x: Array1<f64>, y: Array1<f64>) at (&x, &y);
    empty_output(x: Vec<f64>) at &x[..];
}

#[test]
fn every_case_is_tested_or_left_out_for_a_reason() {
    assert!(LEFT_OUT.len() <= 8);
    for name in Case::names() {
        let left_out = LEFT_OUT.iter().any(|(left_out, _)| *left_out == name);
        assert!(TESTED.contains(&name.as_str()) != left_out, "{name}");
    }
    assert_eq!(TESTED.len() + LEFT_OUT.len(), 145);
}
