//! Functions as people write them, from public formulas, with nothing added but the attribute and the derive: checked against central
//! differences, and one mode against the other.

#[allow(dead_code, clippy::all, clippy::pedantic)]
mod outside {
    pub mod answers;
    pub mod benchmarks;
    pub mod bodies;
    pub mod buffers;
    pub mod chains;
    pub mod classics;
    pub mod complex;
    pub mod conversions;
    pub mod counts;
    pub mod estimation;
    pub mod failing;
    pub mod forms;
    pub mod functions;
    pub mod idioms;
    pub mod lengths;
    pub mod lent_patterns;
    pub mod lists;
    pub mod mixed;
    pub mod names;
    pub mod numerics;
    pub mod objects;
    pub mod ordinary;
    pub mod own_names;
    pub mod parameters;
    pub mod projection;
    pub mod queues;
    pub mod residuals;
    pub mod robotics;
    pub mod shapes;
    pub mod small;
    pub mod solvers;
    pub mod systems;
    pub mod trees;
}

use outside::benchmarks::KfParams;
use outside::bodies::{Integrator, Joint, Mat, Particle, Vec2};
use outside::estimation::{self, Activation, CartPole, Params};
use outside::robotics::{self, Body, Mat3, Vec3};
use outside::small::{self, C64, Circle, Rect, V};
use outside::systems::{Dh, Layer, Network, Pend, Table1d, Workspace};
use outside::{
    answers, benchmarks, bodies, buffers, chains, classics, complex, conversions, counts, failing, forms, functions,
    idioms, lengths, lent_patterns, lists, mixed, names, numerics, objects, ordinary, own_names, parameters,
    projection, queues, residuals, shapes, solvers, systems, trees,
};

macro_rules! check {
    ($($function:path => $args:expr;)*) => {$({
        type Checked = $function;
        if let Err(disagreements) = jac::check::check::<Checked, _>($args) {
            panic!("{}: {disagreements}", stringify!($function));
        }
    })*};
}

/// Numbers between 0.1 and 0.9.
fn numbers(count: usize, pace: f64) -> Vec<f64> {
    (0..count).map(|i| 0.5 + 0.4 * ((i as f64 + 1.0) * pace).sin()).collect()
}

#[test]
fn lists_agree_with_differences() {
    check! {
        lists::recorded => (0.7_f64, 0.4_f64);
        lists::recorded_first => (0.7_f64, 0.4_f64);
        lists::changed => (0.7_f64, 0.4_f64);
        lists::by_path => (0.7_f64, 0.4_f64);
    }
    check! {
        lists::biased => ([0.3_f64, 0.8], None::<f64>);
        lists::biased => ([0.3_f64, 0.8], Some(0.2_f64));
        lists::offset => (None::<[f64; 2]>, 0.4_f64);
        lists::offset => (Some([0.1_f64, 0.9]), 0.4_f64);
        lists::through => (&lists::layer(None), 0.4_f64);
        lists::through => (&lists::layer(Some(0.3)), 0.4_f64);
        lists::energy_of_rows => (&[&[0.5_f64, 1.5][..], &[], &[-0.25]][..], 0.4_f64);
        lists::energy_of_rows => (&[][..] as &[&[f64]], 0.4_f64);
        lists::corner => &[&[0.5_f64, 1.5][..], &[-0.25, 0.75]][..];
    }
    let x = [1.0_f64, 2.0, -1.0, 0.4];
    check! {
        lists::given => &x[..];
        lists::sliced => &x[..];
        lists::owned => &x[..];
        lists::lent => &x[..];
        lists::in_fields => &x[..];
        lists::in_lists => &x[..];
        lists::filled => &x[..];
        lists::in_options => &x[..];
        lists::asked => &x[..];
        lists::turned_round => &x[..];
        lists::pivoted => &x[..];
        lists::with_flags => &x[..];
        lists::list_and_number => 0.7_f64;
        lists::number_and_list => (0.7_f64, 0.4_f64);
        lists::flags_and_number => (0.7_f64, 0.4_f64);
        lists::lists_of_lists => (0.7_f64, 0.4_f64);
        lists::within_option => (0.7_f64, 0.4_f64);
        lists::within_result => (0.7_f64, 0.4_f64);
        lists::taken_apart => (0.7_f64, 0.4_f64);
        lists::taken_and_replaced => (0.7_f64, 0.4_f64);
        lists::taken_in_a_loop => (0.7_f64, 0.4_f64);
        lists::longer_and_replaced => (0.7_f64, 0.4_f64);
        lists::longer_and_replaced => (0.3_f64, 0.4_f64);
        lists::cloned => (0.7_f64, 0.4_f64);
        lists::above_a_half => 0.7_f64;
    }
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "holds other numbers than what it was made of")]
fn clones_that_are_no_copies_are_found() {
    let _ = lists::cloned_afresh::gradient(0.7, 0.4);
}

#[test]
fn outputs_of_another_size_next_to_the_point_are_told() {
    let error = jac::check::check::<lists::above_a_half, _>(0.5_f64).unwrap_err();
    let text = error.to_string();
    let expected = "size of the output: 0 floats, and 1 where input `x` is moved by a step of the central differences";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn what_is_given_is_told_by_what_stands_around_it() {
    let perhaps = |x: f64| if x > 0.0 { Some(x) } else { None };
    for (x, y) in [(0.3_f64, 0.8_f64), (0.8, 0.3), (-0.3, 0.8), (0.3, -0.8), (-0.3, -0.8), (1.3, 0.2)] {
        check! {
            answers::nearest => (x, y);
            answers::smaller => (perhaps(x), perhaps(y), 0.4_f64);
            answers::only_one => (x, y);
            answers::farther => (x, y);
            answers::many_methods => (x, y);
            answers::polar => (x, y);
            answers::perhaps_polar => (x, y);
            answers::sum_of_polar => &[x, y][..];
        }
    }
}

#[test]
fn data_that_holds_others_of_its_kind_is_walked() {
    let x = &[0.3, 0.8][..];
    check! {
        trees::of_expression => x;
        trees::of_expression_by_ref => x;
        trees::of_node => x;
        trees::of_node => &[-0.3, 0.8][..];
        trees::of_node => &[-0.3, -0.8][..];
        trees::of_tree => (x, 2.0_f64);
        trees::of_program => x;
    }
    let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-14);
    assert!(close(&trees::of_expression::gradient(x), &trees::written_out::gradient(x)));
    assert!(close(&trees::of_expression_by_ref::gradient(x), &trees::written_out::gradient(x)));
}

#[test]
fn patterns_look_behind_references() {
    use lent_patterns::{Quote, Tagged};
    let quotes = [
        Quote::Deposit { maturity: 1.5, rate: 0.3 },
        Quote::Deposit { maturity: 0.5, rate: 0.7 },
        Quote::Swap { years: 2, rate: 0.4 },
        Quote::List(vec![0.5, 0.7]),
        Quote::Pair(0.4, Some(0.6)),
        Quote::Pair(0.7, None),
    ];
    for quote in &quotes {
        check! { lent_patterns::guarded => quote; }
    }
    let tagged = |w: f64| Tagged { name: "a".to_string(), w, v: [0.3, 0.9] };
    check! {
        lent_patterns::sum_of_quotes => &quotes[..];
        lent_patterns::mapped => &quotes[..];
        lent_patterns::skipped => &quotes[..];
        lent_patterns::changed => &mut quotes.clone()[..];
        lent_patterns::of_fields => &[tagged(0.4), tagged(-0.6)][..];
        lent_patterns::of_pairs => &[(0.7, vec![0.1]), (0.2, vec![0.8])][..];
    }
    let checker = jac::check::Checker::new().wrt(&[1]);
    checker.run::<lent_patterns::of_data, _>((&quotes[..], 0.3_f64)).unwrap();
}

#[test]
fn agree_with_differences() {
    let v = |x: f64, y: f64, z: f64| Vec3 { x, y, z };
    check! {
        lengths::in_a_branch => 0.7;
        lengths::after_a_return => 0.7;
        lengths::in_loops => 0.7;
        lengths::tables => &[0.7, 1.2, 0.4, 1.6][..];
    }
    let bodies = [
        Body { pos: v(0.1, 0.2, 0.3), vel: v(1.0, -0.5, 0.2), mass: 1.2 },
        Body { pos: v(1.1, -0.2, 0.8), vel: v(0.3, 0.1, 0.6), mass: 0.7 },
        Body { pos: v(-0.9, 1.2, -0.5), vel: v(0.0, 0.4, -0.2), mass: 2.0 },
    ];
    let (x5, x6, x7, x8) = (numbers(5, 0.7), numbers(6, 1.3), numbers(7, 0.4), numbers(8, 2.1));
    let m33 = [[2.0, 0.3, 0.1], [0.2, 1.5, 0.4], [0.1, 0.2, 1.8]];
    let spd = vec![vec![2.0, 0.3, 0.1], vec![0.3, 1.5, 0.4], vec![0.1, 0.4, 1.8]];
    let m4 = solvers::Matrix { rows: 3, cols: 3, data: numbers(9, 0.7) };
    let spdm = solvers::Matrix { rows: 3, cols: 3, data: spd.concat() };
    check! {
        robotics::chain_tip => (&x5[..], &x7[..5]);
        robotics::potential => &bodies[..];
        robotics::energy => &bodies[..];
        robotics::rot_zyx => (0.3_f64, 0.4_f64, 0.5_f64);
        robotics::attitude_error => ([0.3_f64, 0.4_f64, 0.5_f64], &Mat3 { m: m33 });
        numerics::log_det => &spd;
        numerics::solve3 => (m33, [1.0_f64, 2.0_f64, 3.0_f64]);
        numerics::thomas => (&x5[..], &[3.0_f64, 4.0_f64, 3.5_f64, 3.2_f64, 2.8_f64][..], &x6[..5], &x7[..5]);
        numerics::kepler => (1.1_f64, 0.4_f64);
        numerics::lerp_table => (0.45_f64, &[0.0_f64, 0.2_f64, 0.5_f64, 1.0_f64][..], &[1.0_f64, 3.0_f64, 2.0_f64, 5.0_f64][..]);
        numerics::lerp_windows => (0.45_f64, &[0.0_f64, 0.2_f64, 0.5_f64, 1.0_f64][..], &[1.0_f64, 3.0_f64, 2.0_f64, 5.0_f64][..]);
        numerics::simpson => (0.1_f64, 1.3_f64, 10usize, 0.7_f64);
        numerics::romberg => (0.1_f64, 1.3_f64);
        numerics::adaptive => (0.5_f64, 1.5_f64, 0.9_f64, 0.8_f64, 0.6_f64, 0.81_f64, 4u32);
        numerics::bisect => (0.0_f64, 3.0_f64, 2.0_f64);
        numerics::poly_eval => (&x5[..], 0.7_f64);
        numerics::poly_mul => (&x5[..], &x6[..]);
        numerics::chebyshev => (&x5[..], 0.3_f64);
        numerics::neville => (&[0.0_f64, 0.3_f64, 0.7_f64, 1.2_f64][..], &x5[..4], 0.5_f64);
        numerics::qr_ls => (&[[1.0_f64, 0.2_f64], [1.0_f64, 0.5_f64], [1.0_f64, 1.4_f64]][..], &x5[..3]);
        residuals::helical_valley => &[-0.4_f64, 0.5_f64, 0.6_f64];
        residuals::bard => [0.5_f64, 1.2_f64, 0.9_f64];
        residuals::watson => &x6[..];
        residuals::penalty2 => &x5[..];
        residuals::broyden_banded => &x8[..];
        residuals::trigonometric => &x5[..];
        residuals::discrete_integral => &x5[..];
        residuals::chebyquad => &x5[..];
        residuals::brown_almost_linear => &x5[..];
        residuals::ackley => &x5[..];
        residuals::griewank => &x5[..];
        residuals::self_weighted_logit => &x5[..];
        residuals::rand_switch => (0.4_f64, 5i32);
        residuals::mat_dot => (&[[0.1_f64, 0.2_f64, 0.3_f64, 0.4_f64], [0.5_f64, 0.6_f64, 0.7_f64, 0.8_f64], [0.9_f64, 1.0_f64, 1.1_f64, 1.2_f64]], &[[0.3_f64, 0.1_f64], [0.5_f64, 0.2_f64], [0.7_f64, 0.9_f64], [0.4_f64, 0.8_f64]]);
        residuals::mat2num_4 => &spd[..];
        residuals::softmax => &x5[..];
        residuals::cumulative => &x5[..];
        residuals::pairwise => &x5[..];
        residuals::median3 => (0.3_f64, 0.9_f64, 0.5_f64);
        residuals::huber => (&x5[..], 0.6_f64);
        residuals::max_min => &x5[..];
        residuals::convolve => (&x8[..], &x5[..3]);
        residuals::trapz => (&x5[..], &x7[..5]);
        estimation::activate => (Activation::Gelu, 0.4_f64);
        estimation::lotka => (&[0.7_f64, 0.9_f64], &[1.0_f64, 0.5_f64, 0.4_f64, 0.8_f64]);
        estimation::rk4_lotka => ([0.7_f64, 0.9_f64], &[1.0_f64, 0.5_f64, 0.4_f64, 0.8_f64], 20usize);
        estimation::robertson => [0.9_f64, 1e-3, 0.1_f64];
        estimation::brusselator => (&[[1.0_f64, 2.0_f64], [1.2_f64, 1.9_f64], [0.8_f64, 2.2_f64], [1.1_f64, 2.1_f64]][..], 1.0_f64, 3.0_f64);
        estimation::pid => ([1.0_f64, 0.4_f64, 0.1_f64], 1.0_f64, 15usize);
        small::mandel => (C64 { re: 0.1_f64, im: 0.3_f64 }, 10usize);
        small::dft_mag => (&x8[..], 2usize);
        small::total => (Circle { r: 0.6_f64 }, Rect { w: 0.5_f64, h: 0.7_f64 }, 1.3_f64);
        small::reflect3 => (V([0.1_f64, 0.5_f64, 0.9_f64]), V([0.4_f64, -0.3_f64, 0.8_f64]));
        small::logistic_growth => (0.3_f64, 1.5_f64, 0.2_f64);
        small::tuple_struct => ((0.3_f64, 0.5_f64), &(0.7_f64, [0.9_f64, 1.1_f64]));
        small::while_let => &x5[..];
        small::stack_machine => (&x5[..], &b"ppp*+pp+*"[..]);
        small::labelled => &x8[..];
        small::let_else => &x5[..];
        small::mem_ops => (0.4_f64, 0.8_f64);
        small::geometric => &[0.4_f64, 0.8_f64, 1.3_f64, 2.0_f64];
        small::shoelace => &[(0.0_f64, 0.1_f64), (1.0_f64, 0.2_f64), (0.9_f64, 1.1_f64), (0.2_f64, 0.8_f64)][..];
        small::haversine => (10.0_f64, 20.0_f64, 30.0_f64, 45.0_f64);
        small::de_casteljau => (&[[0.0_f64, 0.1_f64], [1.0_f64, 0.2_f64], [0.9_f64, 1.1_f64], [0.2_f64, 0.8_f64]][..], 0.4_f64);
        small::bspline => (0.45_f64, 2usize, 1usize, &[0.0_f64, 0.1_f64, 0.3_f64, 0.6_f64, 0.8_f64, 1.0_f64][..]);
        small::power_iteration => (&m33, 6usize);
        small::jacobi_solve => (&[4.0_f64, 1.0_f64, 0.5_f64, 3.0_f64][..], &[1.0_f64, 2.0_f64][..], 2usize, 5usize);
        small::erf_approx => 0.4_f64;
        solvers::quad => (&m4, &[0.3_f64, 0.7, -0.4][..]);
        solvers::cholesky_logdet => &spdm;
        solvers::lotka_final => (&[1.0_f64, 0.5, 0.4, 0.8], [0.7_f64, 0.9]);
        solvers::cube_root => 2.5_f64;
        solvers::gaussian_area => (0.3_f64, 0.7_f64);
        solvers::compose => 0.6_f64;
        solvers::use_map_vec => &x5[..];
        small::black_scholes => (100.0_f64, 95.0_f64, 0.02_f64, 0.3_f64, 0.7_f64);
    }
}

/// The same, of later ones.
#[test]
fn benchmarks_and_bodies_agree_with_differences() {
    let t: Vec<f64> = (0..12).map(|i| 0.1 * i as f64 + 0.05).collect();
    let x6 = [0.3_f64, 0.9, 0.12, 0.5, 0.7, 0.45];
    let weights: Vec<f64> = (0..48).map(|i| (i as f64).sin()).collect();
    let body = |x, y, u, v, mass| Particle { pos: Vec2 { x, y }, vel: Vec2 { x: u, y: v }, mass, charge: 0.3 };
    let bodies = vec![body(0.1, 0.2, 0.3, -0.1, 1.0), body(1.0, 0.4, -0.3, 0.1, 2.0), body(0.5, 1.2, 0.0, 0.1, 0.5)];
    check! {
        benchmarks::hand => (&t[..], &[-1i32, 0, 1, 1][..]);
        benchmarks::ba => (&[[0.1_f64, 0.2, 0.3, 0.4, 0.5, -2.0, 1.1, 0.1, 0.2, 0.01, 0.02]; 2][..], &[[0.3_f64, 0.2, 1.0], [0.1, 0.4, 2.0]][..], &[0.5_f64, 0.8][..], &[(0usize, 1usize), (1, 0)][..], &[[0.1_f64, 0.2], [0.3, 0.4]][..]);
        benchmarks::gmm => (&[0.1_f64, 0.4][..], &vec![vec![0.1_f64, 0.2], vec![0.4, -0.3]][..], &vec![vec![0.1_f64, 0.2, 0.3], vec![0.2, 0.1, -0.5]][..], &vec![vec![0.3_f64, 0.4], vec![1.0, 2.0]][..], 1.0_f64, 1i32);
        benchmarks::kf_nll => (KfParams { q: 0.1, r: 0.5, dt: 0.1 }, &t[..]);
        benchmarks::lstm_objective => (2usize, 3usize, &weights[..], &t[..3], &mut t[..12].to_vec(), &t[..12]);
        bodies::simulate => (&mut bodies.clone(), Integrator::Euler, 3usize, 0.1_f64);
        bodies::simulate => (&mut bodies.clone(), Integrator::SemiImplicit, 3usize, 0.1_f64);
        bodies::simulate => (&mut bodies.clone(), Integrator::Verlet { substeps: 2 }, 3usize, 0.1_f64);
        bodies::planar_fk => (&[Joint::Revolute, Joint::Prismatic, Joint::Revolute][..], &[2.0_f64, 0.3, 2.5][..], &[1.0_f64, 0.8, 0.5][..]);
        bodies::attitude => (&[[0.1_f64, 0.2, 0.3], [0.3, 0.2, -0.1]][..], [0.0_f64, 0.0, 9.81]);
        bodies::det => Mat([[0.2_f64, 1.0, 0.3], [1.5, 0.4, 0.1], [0.3, 0.9, 2.0]]);
        bodies::prod_det => (Mat([[0.2_f64, 1.0], [1.5, 0.4], [0.3, 0.9]]), Mat([[0.2_f64, 1.0, 0.1], [1.5, 0.4, 0.7]]));
        bodies::tree_sum => (&[0.3_f64, 0.5, 0.9][..], &[1i32, -1, -1][..], &[2i32, -1, -1][..], 0usize);
        bodies::total_energy => &[bodies[0], bodies[1]];
        bodies::sorted_median => &[0.3_f64, 0.9, 0.1, 0.5][..];
        names::wave => (names::Complex { re: 0.3_f64, im: 0.4 }, 0.7_f64);
        names::series => (&names::Series { c: vec![0.3_f64, 0.4, 0.2], order: 3 }, 0.6_f64);
        names::named_again => 0.6_f64;
    }
    check! {
        systems::rollout => (&Pend { g: 9.81_f64, l: 0.7, damping: 0.1 }, [0.3_f64, 0.1], &[0.1_f64, -0.2, 0.3][..], 0.05_f64);
    systems::track => (&[(0.1_f64, 0.05_f64), (0.2, -0.1), (0.0, 0.2), (0.1, 0.1)][..], 2.5_f64);
    systems::fk => (&[Dh { a: 0.4_f64, alpha: 0.3, d: 0.1 }, Dh { a: 0.3, alpha: -0.5, d: 0.2 }][..], &[0.4_f64, 0.9][..]);
    systems::implicit_heat => (&mut [0.1_f64, 0.5, 0.3][..], 0.05_f64, 0.1_f64, 3usize, &mut Workspace { c: vec![0.0; 3], d: vec![0.0; 3] });
    systems::dct_recursive => &x6[..4]; systems::bounce => (1.0_f64, 0.8_f64, 1.7_f64);
    systems::lookup => (&Table1d { xs: vec![0.0_f64, 0.5, 1.2, 2.0], ys: vec![1.0, 0.3, 0.8, 0.2] }, &[0.3_f64, 0.9, -1.0, 4.0][..]);
    systems::resample => (&[0.3_f64, 0.5, 0.2][..], &[1.0_f64, 2.0, 3.0][..], 0.6_f64);
    systems::gram_det => &[[0.3_f64, 0.5, 0.2], [0.9, 0.1, 0.4], [0.6, 0.8, 0.7]];
    systems::spring_energy => (&[[0.3_f64, 0.5], [0.9, 0.1], [0.6, 0.8]][..], &[(0usize, 1usize, 0.5_f64), (1, 2, 0.7)][..], 3.0_f64);
    systems::dtw => (&x6[..3], &x6[2..]); systems::viterbi => (&[0usize, 2, 1][..], &[[0.7_f64, 0.3], [0.4, 0.6]], &[[0.5_f64, 0.3, 0.2], [0.1, 0.6, 0.3]], [0.6_f64, 0.4]);
    systems::nested => (0.3_f64, 0.8_f64); systems::secant => 1.2_f64; systems::ode_events => (&[1.0_f64, 0.5], [1.0_f64, 0.5, 0.7]);
    }
    let network = |p: &[f64]| {
        let first = Layer { weights: vec![vec![p[0], p[1]], vec![p[2], p[3]]], bias: vec![p[4], p[5]] };
        Network { layers: vec![first, Layer { weights: vec![vec![p[6], p[7]]], bias: vec![p[8]] }], scale: p[9] }
    };
    let (start, inputs) = (numbers(10, 0.7), [[0.1, 0.2], [0.5, -0.3]]);
    let (by, _, _) = Network::loss_gradient(&network(&start), &inputs, &[0.4, 0.6]);
    let by_first = [&by.layers[0].weights.concat()[..], &by.layers[0].bias].concat();
    let by = [&by_first[..], &by.layers[1].weights.concat(), &by.layers[1].bias, &[by.scale]].concat();
    compare(&by, &start, |p| network(p).loss(&inputs, &[0.4, 0.6]));
    // A tree by options.
    let by = bodies::tree2::gradient(&[0.3, 0.4], &[Some(1), None], 0);
    compare(&by, &[0.3, 0.4], |x| bodies::tree2(x, &[Some(1), None], 0));
    assert_eq!(names::by_name::gradient(0.5, "twice", &[]), 2.0);
}

/// What the checker does not take: parameters that `wrt` leaves out.
#[test]
fn agree_with_differences_by_some_parameters() {
    let (inputs, theta, measured) = (numbers(5, 0.7), [-1.0, -0.5], numbers(8, 2.1));
    let start = CartPole { x: 0.1, v: 0.2, th: 0.3, w: 0.1 };
    let params = Params { m: 1.0, mp: 0.1, l: 0.5, g: 9.81 };
    let cost = |u: &[f64]| estimation::mpc_cost(start, u, 0.05, &params);
    compare(&estimation::mpc_cost::gradient(start, &inputs, 0.05, &params), &inputs, cost);
    let likelihood = |theta: &[f64]| estimation::neg_log_likelihood([theta[0], theta[1]], &measured, 0.1);
    compare(&estimation::neg_log_likelihood::gradient(theta, &measured, 0.1), &theta, likelihood);
    for (density, table, name) in [(Some(0.7), Some(vec![0.2, 0.9]), Some("sphere")), (None, None, None)] {
        let drag = |x: &[f64]| idioms::drag(x[0], density, &table, name);
        compare(&[idioms::drag::gradient(1.3, density, &table, name)], &[1.3], drag);
    }
    let camera: [f64; 11] = numbers(11, 0.9).try_into().unwrap();
    let (point, feature) = ([0.4, 0.3, 3.5], [0.2, 0.7]);
    let by_hand = |row: usize| {
        move |camera: &[f64]| {
            let mut error = [0.0; 2];
            projection::compute_reproj_error(camera.try_into().unwrap(), &point, &0.8, &feature, &mut error);
            error[row]
        }
    };
    let jacobian = projection::compute_reproj_error::jacobian(&camera, &point, &0.8, &feature, &mut [0.0; 2]);
    compare(&jacobian.0[0], &camera, by_hand(0));
    compare(&jacobian.0[1], &camera, by_hand(1));
}

fn compare(gradient: &[f64], at: &[f64], function: impl Fn(&[f64]) -> f64) {
    for (index, slope) in gradient.iter().enumerate() {
        let moved = |by: f64| {
            let mut moved = at.to_vec();
            moved[index] += by;
            function(&moved)
        };
        let difference = (moved(1e-6) - moved(-1e-6)) / 2e-6;
        assert!((slope - difference).abs() < 1e-6 * slope.abs().max(1.0), "{index}: {slope}, not {difference}");
    }
}

#[test]
fn classics() {
    let body = |x: f64| classics::Body { position: [x, x * x, 0.3 - x], velocity: [0.1, x, -0.2], mass: 1.0 + x };
    let a = [[0.1, 0.8, 0.3, 0.2], [1.2, 0.3, 0.7, 0.1], [0.4, 0.9, 2.0, 0.6], [0.2, 0.5, 0.3, 1.0]];
    let morse = classics::Morse { depth: 1.0, width: 0.8, r0: 1.1 };
    let gas = classics::LennardJones { epsilon: 0.7, sigma: 0.9 };
    check! {
        classics::cascade => ([0.2, 0.3, 0.1], [-0.5, 0.2], &[1.0, -0.5, 0.3, 0.7, -0.2][..]);
        classics::american_put => (36.0_f64, 40.0_f64, 0.06_f64, 0.2_f64, 1.0_f64);
        classics::use_lu => (a, [1.0, 0.5, -0.3, 0.8]);
        classics::least_squares => (&[1.0, 0.1, 1.0, 0.5, 1.0, 0.9, 1.0, 1.7][..], &[0.3, 0.6, 1.1, 1.5][..]);
        classics::energy => &[body(0.1), body(0.7), body(1.9)][..];
        classics::tree_value => (&[(0, 1, '*'), (3, 2, '/'), (4, 3, '+')][..], 5_usize, &[1.2, 0.7, 0.4][..]);
        classics::implied_vol => (10.0_f64, 100.0_f64, 100.0_f64, 1.0_f64);
        classics::spectrum => &numbers(8, 1.3)[..];
        classics::dfs_sum => (&[vec![1, 2], vec![3], vec![], vec![]][..], &[0.3, 0.8, 1.1, -0.4][..]);
        classics::log_likelihood => (&[0.1, 0.3, 0.2, 0.5][..], 0.1_f64, 0.4_f64);
        classics::two => (morse, gas, 1.3_f64);
        classics::thomas => (&[0.3, 0.2, 0.4][..], &[2.0, 2.2, 1.9, 2.5][..], &[0.5, 0.1, 0.3, 0.0][..], &numbers(4, 0.7)[..]);
    }
    let knots = [0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 4.0, 4.0];
    let spline = (2.3_f64, &knots[..], &[0.3, 1.0, -0.4, 0.8, 0.2, 1.1][..], 2_usize);
    jac::check::Checker::new().wrt(&[0, 2]).run::<classics::de_boor, _>(spline).unwrap();
    // The edges of the table are infinite, and forward mode multiplies them by the zeros of the other seeds.
    let (x, y) = ([0.1, 0.5, -0.3], [0.2, 0.4, 0.9, -0.1]);
    let (along_x, along_y, _) = classics::soft_dtw::gradient(&x, &y, 0.5);
    for k in 0..3 {
        let at = |h: f64| {
            let mut x = x;
            x[k] += h;
            classics::soft_dtw(&x, &y, 0.5)
        };
        assert!((along_x[k] - (at(1e-6) - at(-1e-6)) / 2e-6).abs() < 1e-8, "{k}: {along_x:?}");
    }
    // Both move together.
    assert!((along_x.iter().sum::<f64>() + along_y.iter().sum::<f64>()).abs() < 1e-14);
}

#[test]
fn objects() {
    let (w, b) = (vec![vec![0.1, -0.4], vec![0.5, 0.2], vec![0.3, 0.3]], vec![0.1, 0.2, -0.1]);
    let second = objects::Layer { w: vec![vec![0.4, 0.2, -0.6]], b: vec![0.05] };
    let network = objects::Network { layers: vec![objects::Layer { w, b }, second] };
    let (rows, cols) = (vec![0, 2, 5, 7], vec![0, 1, 0, 1, 2, 1, 2]);
    let sparse = objects::Csr { rows, cols, vals: vec![4.0, 1.0, 1.0, 3.0, 0.5, 0.5, 2.0] };
    check! {
        objects::tracking => ([2.0, 0.4, 0.1], 0.9_f64);
        objects::lotka_end => (&[1.1, 0.4, 0.6, 0.3][..], &[2.0, 1.0][..]);
        objects::heat => (&[0.1, 0.9, 0.4, 0.3, 1.0][..], 0.2_f64, 4_usize);
        objects::loss => (&network, &[0.7, -0.3][..], &[0.4][..]);
        objects::smoothed => &[0.3, 0.8, -0.5, 1.2, 0.9][..];
        objects::cg => (&sparse, &[1.0, 2.0, 0.5][..], 2_usize);
        objects::train => ([0.3, 0.8], 0.05_f64);
        objects::apogee => (50.0_f64, 1.5_f64);
        objects::gram => [[0.1, 0.7], [1.1, -0.3], [0.4, 0.8]];
        objects::walk => (0.3_f64, 0.8_f64, 10_usize);
        objects::density => (&[0.1, 0.5, 1.2][..], 0.4_f64, 0.6_f64);
        objects::exchange => ([0.1, 0.5, 1.2], [0.4, -0.6, 0.9]);
    }
}

#[test]
fn shapes() {
    check! {
        shapes::activations => (0.7_f64, &[0.3, 0.8, -0.4, 0.1][..]);
        shapes::accumulator => (0.7_f64, 4_usize);
        shapes::best_score => [0.3, 0.8, 0.4, 0.1];
        shapes::path_length => (&[0.3, 0.8, 0.4, 0.1][..], &[0_usize, 2, 3, 1][..]);
        shapes::determinant => &[[0.3, 0.8, 0.4], [0.1, 1.4, 0.2], [0.9, 0.7, 0.1]];
        shapes::fast_power => (0.7_f64, 5_u32);
        shapes::rotate => ([0.3, 0.8, 0.4, 0.1], [1.0, 2.0, 3.0]);
        shapes::garch => (&[0.3, 0.8, -0.4, 0.1][..], &[0.1, 0.2, 0.5]);
        shapes::eased => &[0.3, 0.8, -0.4, 0.1][..];
        shapes::polar_cases => (0.7_f64, -0.4_f64);
        shapes::shoelace => &[(0.0, 0.1), (1.0, 0.2), (0.8, 1.1)][..];
        shapes::clenshaw => (&[0.3, 0.8, -0.4, 0.1][..], 0.3_f64);
        shapes::series => 0.3_f64;
        shapes::two_largest => &[0.3, 0.8, -0.4, 0.1][..];
        shapes::pendulum_period => 0.5_f64;
        shapes::pairs_until => [0.3, 0.8, -0.4];
    }
    let mut m = vec![vec![2.0, 1.0, 0.5], vec![0.3, 1.5, 0.2], vec![0.1, 0.4, 1.2]];
    let determinant = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    let ((value, _), (_, by_factor)) = shapes::eliminated::vjp(&mut m, 2.0, (1.0, vec![vec![0.0; 3]; 3]));
    assert!((value - 2.0 * determinant).abs() < 1e-12 && (by_factor - determinant).abs() < 1e-12);
}

#[test]
fn failing() {
    check! {
        failing::kepler => (0.7_f64, 0.3_f64);
        failing::kepler => (0.7_f64, 1.3_f64);
        failing::miss => (1.2_f64, 0.3_f64, 2.0_f64);
        failing::miss => (1.2_f64, 1.3_f64, 2.0_f64);
        failing::newton2 => ([1.0, 0.5], 1.7_f64);
        failing::bracketed => (0.3_f64, 3.1_f64, 1.1_f64);
        failing::bracketed => (2.3_f64, 3.1_f64, 1.1_f64);
        failing::ratio => &[0.2, 0.9, 0.4, 1.3][..];
        failing::ratio => &[0.1, 0.2][..];
        failing::cosines => (&[0.3, 0.4][..], &[0.5, 1.0][..]);
        failing::all => &[0.3, 0.4][..];
        failing::all => &[0.3, -0.4][..];
        failing::total => &[0.3, 0.4][..];
        failing::roots => &[0.3, 0.4][..];
        failing::logs => &[0.3, 0.4][..];
    }
    let (xs, ys) = ([0.0_f64, 1.0, 2.0, 3.0], [0.2_f64, 0.9, 0.4, 1.3]);
    for x in [-0.3_f64, 0.3, 1.7, 2.8] {
        check! {
            failing::blended => (&xs[..], &ys[..], x);
            failing::interpolate => (&xs[..], &ys[..], x);
        }
    }
    assert_eq!(failing::kepler::gradient(0.7, 1.3), Err(failing::OrbitError::Parabolic));
    assert_eq!(failing::ratio::gradient(&[0.1, 0.2]), Err("no crossing of 2 values".to_string()));
    assert_eq!(failing::bracketed::jacobian(2.3, 3.1, 1.1), None);
    assert_eq!(failing::total::gradient(&[0.5, 0.25]), Some(vec![2.0, 4.0]));
    assert_eq!(failing::roots::gradient(&[0.3, -0.4]), Err("1".to_string()));
}

#[test]
fn idioms() {
    let theta = [0.1_f64, 0.2, 0.3, -0.4, 0.5, 0.6, 0.2, -0.3, 0.4];
    let base = [[1.0_f64, 2.0, 3.0], [0.5, -1.0, 0.2], [0.3, 0.1, 0.9]];
    let covariance = idioms::Matrix { data: [[1.0_f64, 0.2], [0.2, 2.0]] };
    use idioms::Op::{Add, Dup, Mul, Push, Sin};
    check! {
        idioms::hand => (&theta[..], &[-1, 0, 1][..], &base[..], &[[0.0_f64; 3]; 3][..]);
        idioms::stack_machine => (&[Push(0), Push(1), Mul, Dup, Sin, Add][..], &[0.5_f64, 0.7][..]);
        idioms::riccati_step => (covariance, covariance, 0.3_f64);
        idioms::layered => (&theta[..], &[2_usize, 3][..], &[0.4_f64, 0.6][..]);
        idioms::total => (&[0.7_f64, 0.3, 0.9][..], &theta[..], 1.2_f64);
        idioms::power => &theta[..8];
        idioms::interp => (&[(0.0_f64, 1.0_f64), (1.0, 2.0), (2.0, 0.5)][..], 1.3_f64);
        idioms::secant => (1.0_f64, 1.5_f64);
        idioms::matpow => ([[1.0_f64, 0.2], [0.3, 0.9]], 5_u32);
    }
    for x in [-0.3_f64, 0.3, 1.7, 2.8] {
        check!(idioms::spline => (&[0.0_f64, 1.0, 2.5][..], &theta[..3], x););
    }
}

#[test]
fn chains() {
    for (x, y) in [(0.7_f64, 0.4_f64), (0.3, 1.3)] {
        check! {
            chains::chosen => (x, y);
            chains::chosen_row => (x, y);
            chains::chosen_in_loop => (x, y);
            chains::structs => (x, y);
            chains::flattened => (x, y);
            chains::flattened_arrays => (x, y);
            chains::three => (x, y);
            chains::taken_apart => (x, y);
            chains::swapped => (x, y);
        }
    }
    check! {
        chains::rows => (&[vec![0.3_f64, 0.5], vec![0.7]][..], &vec![vec![0.2_f64, 0.3, 0.4]]);
        chains::taken_apart_single => (0.7_f32, 0.4_f32);
    }
}

#[test]
fn parameters() {
    parameters::images::contrast_of([[0.3, 0.7], [0.2, 0.5], [1.1, 0.4]]).expect("a field of arrays");
    parameters::weighted_of(0.7, 1.3).expect("fields of two types");
    parameters::work_of(0.7, 1.3).expect("operators");
    assert_eq!(parameters::make_of(0.5), [(1.0, 1.0), (0.5_f64.cos(), 1.0)]);
    let a = [[0.1, 2.0, 3.0], [1.0, 0.5, 0.1], [4.0, 0.3, 0.7]];
    check! {
        parameters::generic_operators => (0.7_f64, 1.3_f64);
        parameters::generic_operators_single => (0.7_f32, 1.3_f32);
        complex::of_double => (0.7_f64, 0.4_f64);
        complex::of_single => (0.7_f32, 0.4_f32);
        complex::of_rows => (0.7_f64, 1.3_f64);
        conversions::generic => (0.7_f64, 0.4_f64);
        conversions::converted => (0.7_f64, 0.4_f64);
        conversions::matched => vec![0.7_f64, 0.4];
        conversions::matched => vec![0.7_f64];
        conversions::matched_parts => &vec![0.7_f64];
        conversions::matched_parts => &vec![0.7_f64, 0.2];
        counts::counted => (0.7_f64, 0.3_f64);
        parameters::squares => &[0.7_f64, 1.3][..];
        parameters::squares => &[0.7_f32, 1.3][..];
        parameters::several => (0.7_f64, 1.3_f64);
        parameters::series => (0.7_f64, 1.3_f64);
        parameters::made => (0.7_f64, 1.3_f64);
        parameters::made_generic => (0.7_f64, 1.3_f64);
        parameters::solved => (&a, &[1.0_f64, 2.0, 3.0]);
    }
    for mask in [false, true] {
        check!(parameters::chosen => (&[0.7_f64, 1.3][..], vec![0_usize, 0], &vec![mask], &[vec![0_usize, 1]][..]););
    }
    let (x, mut order, mut seen, mut counts) = ([0.5, 2.0], vec![0, 0], [false], [0, 3]);
    let blocks = parameters::marked::jacrev(&x, &mut order, &mut seen, &mut counts);
    assert_eq!((blocks.0.to_vec(), blocks.1, blocks.2, blocks.3), (vec![2.0, 0.5], (), (), ()));
    assert_eq!((order, seen, counts), (vec![1, 0], [true], [0, 4]));
}

#[test]
fn forms() {
    let theta = [0.5_f64, -0.7, 1.3, 0.4, 0.9];
    for n in 0_usize..2 {
        check!(forms::declared => (0.7_f64, 1.3_f64, n); forms::declared => (1.7_f64, 1.3_f64, n););
    }
    for (x, n) in [(1.5_f64, 0_usize), (1.5, 1), (1.5, 2), (0.5, 2), (2.5, 7), (9.5, 0), (0.2, 1)] {
        check!(forms::chosen => (x, n););
    }
    check! {
        forms::sides => &theta[..];
        forms::longer => (&theta[..], &theta[1..3], 0.7_f64);
        forms::longer => (&theta[1..3], &theta[..], 0.7_f64);
        forms::balance => (&mut forms::Ledger { debit: vec![1.0, 2.0], credit: vec![3.0, 4.0] }, 0.5_f64);
        forms::peeked => &[0.5_f64, 0.7, 1.3, 0.4, 0.9][..];
        forms::left_in_part => &[0.5_f64, 0.7, 0.3, 1.4, 0.9][..];
        forms::left_in_part => &[0.5_f64, 0.7, 0.3, 0.4, 0.9][..];
        forms::tried => &theta[..];
        forms::tried => &[0.5_f64, 0.7, 1.3, 0.4, 0.9][..];
        forms::tried => &[0.5_f64, 0.7, 0.3][..];
        forms::tried_or_failed => &[0.5_f64, 0.7, 0.3][..];
        forms::drained => &theta[..];
        forms::moved_within => [0.5_f64, -0.7, 1.3, 0.4];
        forms::ends => &theta[..];
        forms::successive => 1.3_f64;
        forms::positions => &theta[..];
        forms::spelled => (1.3_f64, "a1b-2", String::from("xy"));
        forms::constants => (1.3_f64, 0_usize);
        forms::constants => (1.3_f64, 1_usize);
        forms::named_like_the_librarys => (forms::Named { x: 0.5, y: 0.7 }, 1.3_f64);
        forms::named_clamp => (forms::Named { x: 0.5, y: 0.7 }, 0.3_f64);
        forms::named_clamp => (forms::Named { x: 0.5, y: 0.7 }, 0.9_f64);
        forms::preset => (1.3_f64, forms::Preset::None);
        forms::preset => (0.7_f64, forms::Preset::Some(1));
        forms::exchanged => &theta[..];
        forms::exchanged => &[0.5_f64, 0.7, 1.3, 0.4, 0.9][..];
        forms::exchanged => &[0.5_f64, 1.7, 0.3, 1.4, 0.9][..];
        forms::written => (1.3_f64, &mut 0.7_f64);
    }
    assert!(forms::tried_or_failed::gradient(&theta).is_err());
    let (x, h) = (0.7_f64, 1e-6);
    let (table, weights) = ([("a", 2.0), ("b", 3.0)], vec![("a".to_owned(), 0.5), ("b".to_owned(), 1.0)]);
    let value = |x| forms::looked_up(x, &table, &weights);
    let slope = (value(x + h) - value(x - h)) / (2.0 * h);
    assert!((forms::looked_up::gradient(x, &table, &weights) - slope).abs() < 1e-8);
    let hessian = forms::real_of_exponential::hessian(0.5, 0.8);
    let slopes = |x, y| forms::real_of_exponential::gradient(x, y);
    let by_x = (slopes(0.5 + h, 0.8).1 - slopes(0.5 - h, 0.8).1) / (2.0 * h);
    assert!((hessian.0.1 - by_x).abs() < 1e-7 && (hessian.1.0 - by_x).abs() < 1e-7);
}

#[test]
fn ordinary_forms() {
    let track = |w: f64| ordinary::Track { points: vec![w + 1.0, w * 2.0 + 0.3], weight: w };
    let tracks = vec![track(0.4), track(0.7), track(0.2)];
    let rows = [vec![1.0_f64, 2.0], vec![0.3], vec![0.5, 0.6, 0.7]];
    check! {
        ordinary::by_value => (tracks.clone(), 0.7_f64);
        ordinary::by_clone => (&tracks[..], 0.7_f64);
        ordinary::by_to_vec => (&tracks[..], 0.7_f64);
        ordinary::kept => (&tracks[..], 0.7_f64);
        ordinary::kept_and_changed => (tracks.clone(), 0.7_f64);
        ordinary::mapped => (tracks.clone(), 0.7_f64);
        ordinary::lists => (vec![vec![1.0_f64, 2.0], vec![0.5, 0.6, 0.7]], 0.7_f64);
        ordinary::lists_kept => (&rows[..], 0.7_f64);
        ordinary::counted => (0.7_f64, &mut [1.5_f64, 0.4][..], 3_usize);
        ordinary::skipped => (&tracks[..], 0.7_f64);
        ordinary::mapped_clone => (&tracks[..], 0.7_f64);
        ordinary::by_value => (Vec::<ordinary::Track>::new(), 0.7_f64);
        ordinary::left_in_a_list => (Some(0.5_f64), 0.7_f64);
        ordinary::left_in_a_list => (Some(0.5_f64), 2.7_f64);
    }
}

#[test]
fn methods_under_names_of_the_librarys() {
    let z = own_names::Complex { re: 0.7, im: 0.4 };
    let a = own_names::Complex { re: 1.7, im: -0.4 };
    check! {
        own_names::modulus => z;
        own_names::fused => (z, a);
        own_names::made => (0.7_f64, 0.4_f64);
        own_names::of_a_square => (0.7_f64, 0.4_f64);
        own_names::of_a_sum => z;
        own_names::annotated => z;
        own_names::in_a_chain => &[z, a][..];
        own_names::in_a_loop => &[z, a][..];
        own_names::of_elements => (&[z, a][..], 0.4_f64);
        own_names::of_bag => &own_names::Bag { items: vec![0.4, 0.6, 0.3], weight: 0.7 };
        own_names::bags => 0.3_f64;
    }
}

#[test]
fn buffers_change_places() {
    let x = [0.5_f64, 0.7, 0.3, 0.9];
    for n in 0_usize..5 {
        let value = buffers::named_behind::value_and_gradient(&x, 0.2, n).0;
        assert_eq!(value.to_bits(), buffers::named_behind(&x, 0.2, n).to_bits());
        check! {
            buffers::two_lists => (&x[..], 0.2_f64, n);
            buffers::named_behind => (&x[..], 0.2_f64, n);
            buffers::two_lets => (&x, 0.2_f64, n);
            buffers::of_caller => (&mut x.to_vec()[..], &mut [0.1_f64; 4][..], 0.2_f64, n);
            buffers::of_caller_moved => (&mut x.to_vec()[..], &mut [0.1_f64; 4][..], 0.2_f64, n);
            buffers::of_caller_reborrowed => (&mut x.to_vec()[..], 0.2_f64, n);
            buffers::three => (&x[..], 0.2_f64, n);
            buffers::solver => (&mut buffers::Solver { a: x.to_vec(), b: vec![0.1; 4], k: 0.2 }, n);
            buffers::early => (&x[..], 0.2_f64, n);
            buffers::early => (&[0.1_f64, 0.2, 0.1, 0.3][..], 0.2_f64, n + 2);
            buffers::through_another => (&x[..], 0.2_f64, n);
            buffers::nested => (&x[..], 0.2_f64, n);
        }
    }
}

#[test]
fn queues_and_lists_in_parts() {
    let x = [0.52_f64, 0.55, 0.7, 0.3, 0.9];
    check! {
        queues::deduped => &x[..];
        queues::deduped => &x[..0];
        queues::deduped => &x[..1];
        queues::deduped_by => &x[..];
        queues::deduped_by_key => &x[..];
        queues::split_in_two => &x[..];
        queues::joined => &[vec![0.3_f64, 0.4], vec![], vec![0.5]][..];
        queues::joined_slices => (&x[..2], &x[1..]);
        queues::queue => &x[..];
        queues::queue => &x[..0];
        queues::window => (&x[..], 0.3_f64);
        queues::filtered => (&x[..], &[0.4_f64, 0.2, 0.7][..]);
    }
    assert_eq!(queues::deduped::gradient(&[0.5, 0.5, 0.7]), [1.0, 0.0, 2.0]);
    assert_eq!(queues::filtered::value_and_gradient(&x, &[0.2, 0.3]).0, queues::filtered(&x, &[0.2, 0.3]));
    assert_eq!(queues::window::jvp(&x, 0.3, vec![0.0; 5], 0.0).0, queues::window(&x, 0.3));
}

#[test]
fn integers_among_what_is_written() {
    let x = [0.7_f64, 1.3];
    check! {
        mixed::counted => (&x[..], &mut 3_usize, &mut 1.5_f64);
        mixed::counted_behind => (&x[..], &mut 1.5_f64, &mut 3_usize);
        mixed::all_kinds => (&x[..], &mut vec![1_usize], &mut 0.5_f64, &mut vec![true], &mut vec![0.4_f64]);
        mixed::of_numbers => (&mut 3_i32, 0.7_f64, &mut 1.5_f64, &mut [true, false]);
        mixed::of_numbers => (&mut 3_i32, 0.7_f64, &mut 1.5_f64, &mut [false, true]);
        mixed::calls_them => (&x[..], 0.4_f64);
    }
    // Whichever stands first: what varies does, in what derivatives give.
    let (mut n, mut best) = (3, 1.5);
    let (value, tangent) = mixed::counted::jvp(&x, &mut n, &mut best, [1.0, 0.0], 2.0);
    assert_eq!((value, tangent, n, best), ((2.55, 4), (2.0 * 1.7 + 1.5, ()), 4, 2.55));
    let (mut n, mut best) = (3, 1.5);
    let same = mixed::counted_behind::jvp(&x, &mut best, &mut n, [1.0, 0.0], 2.0);
    assert_eq!(same, (value, tangent));
    let (mut n, mut best) = (3, 1.5);
    assert_eq!(mixed::counted::vjp(&x, &mut n, &mut best, (1.0, ())).1, (vec![1.5, 0.0], 1.7));
    let (mut n, mut best, mut last) = (0, [2.0, 3.0], [0]);
    let (value, tangent) = mixed::only_written::jvp(&mut n, &x, &mut best, &mut last, [1.0, 0.5]);
    assert_eq!((value.1, value.2), (2, vec![1]));
    assert_eq!((value.0, tangent.0), (vec![0.7 * 4.0, 1.3 * 9.0], vec![4.0 * 0.7, 3.0 * 1.3]));
    let mut state = mixed::State { a: 1.5, k: 2 };
    let (mut n, mut d) = (0, 0.5);
    let by = mixed::StateTangent { a: 1.0, k: () };
    let (value, tangent) = mixed::State::step_jvp(&mut state, &mut n, &x, &mut d, by, [0.0, 0.0], 0.0);
    let close = |a: f64, b: f64| (a - b).abs() < 1e-15;
    assert!(close(value.0, 1.5 * 1.55) && value.3 == 2);
    assert!(close(tangent.0, 1.55 + 1.5 * 0.7) && close(tangent.2, 0.7));
    // The function is `x` where the flag is set.
    let blocks = mixed::of_numbers::jacobian(&mut 0, 0.7, &mut 1.5, &mut [true, false]);
    assert_eq!((blocks.0, blocks.2, blocks.3), ((1.0, 0.0), ((), ()), ((), ())));
    assert!(close(blocks.1.0, 2.0 * 0.7 * 1.5) && close(blocks.1.1, 1.49));
}

#[test]
fn lists_without_names() {
    let x = [0.7_f64, 1.3, 0.4];
    let agents = [(1.5, vec![]), (0.5, vec![1.3])];
    let mut agents = agents.map(|(position, memory)| mixed::Agent { position, memory }).to_vec();
    check! {
        mixed::longer_rows => &x[..];
        mixed::exchanged_rows => &[0.3_f64, 0.5, 0.7, 0.9][..];
        mixed::exchanged_fields => &x[..];
        mixed::optional_items => &x[..];
        mixed::optional_items => &[0.3_f64, 0.5][..];
        mixed::as_list => [0.7_f64, 1.3];
        mixed::of_calls => &x[..];
        mixed::last_square => &x[..];
        mixed::last_square => &x[..1];
        mixed::extents => &agents[1];
        mixed::ends_changed => &x[..];
        mixed::remember => &mut agents;
    }
    for (i, flag) in [(2_usize, true), (1, false)] {
        check!(mixed::indicator => (&x[..], i, flag); mixed::indicator => (&[0.2_f64, 0.6][..], i, flag););
    }
    let p = mixed::Platform { base: vec![[1.0, 2.0, 3.0], [0.4, 0.6, 0.8]], top: vec![[2.0, 0.5, 1.0]; 2] };
    check!(mixed::legs => (&p, &x[..]); mixed::of_data => (&p, &x[..]););
}

#[test]
fn references_in_patterns() {
    let x = [0.7_f64, 1.3, 0.4, 0.2, 0.9];
    check! {
        mixed::rates => &x[..];
        mixed::lent_by_patterns => (0.7_f64, 1.3_f64);
        mixed::whole_and_parts => &[0.7_f64, 1.3, 0.4];
        mixed::slice_that_moves => &x[..];
        mixed::slice_that_moves => &x[..2];

        mixed::parts_from_the_end => &x[..];
        mixed::parts_from_the_end => &x[..1];
        mixed::chosen_parts => &x[..];
        mixed::chosen_parts => &x[1..4];
    }
    let names = std::collections::HashMap::from([("a".to_owned(), 0), ("b".to_owned(), 2)]);
    assert_eq!(mixed::named::gradient(&x, &names, "b"), [0.4, 0.0, 0.7, 0.0, 0.0]);
    assert_eq!(mixed::named::gradient(&x, &names, "c"), [2.0, 0.0, 0.0, 0.0, 0.0]);
    let weights = std::collections::BTreeMap::from([(0, 2.0), (1, 3.0)]);
    let rows = std::collections::BTreeMap::from([(0, [0.5, 1.5]), (2, [2.0, 0.25])]);
    let by_x = mixed::over_tables::gradient(&x, &names, &weights, rows.clone());
    for k in 0..x.len() {
        let at = |d: f64| {
            let mut moved = x;
            moved[k] += d;
            mixed::over_tables(&moved, &names, &weights, rows.clone())
        };
        let slope = (at(1e-6) - at(-1e-6)) / 2e-6;
        assert!((by_x[k] - slope).abs() <= 1e-7 * (1.0 + slope.abs()), "{} for {slope}", by_x[k]);
        let mut dx = [0.0; 5];
        dx[k] = 1.0;
        let (_, slope) = mixed::over_tables::jvp(&x, &names, &weights, rows.clone(), dx.to_vec());
        assert!((by_x[k] - slope).abs() <= 1e-13 * (1.0 + slope.abs()));
    }
}

#[test]
fn functions_that_call_each_other_and_chosen_ones_agree_with_differences() {
    for n in [0_u32, 1, 2, 5] {
        check! {
            functions::local_cycle => (0.7_f64, n);
            functions::through_local => (0.7_f64, n);
            functions::filtered => (1.3_f64, 0.7_f64, n);
            functions::inner_constants => (0.7_f64, n);
            functions::hidden_constants => 0.7_f64 + f64::from(n);
        }
    }
    for (x, y) in [(0.3_f64, 0.7_f64), (0.9, 0.2)] {
        check! {
            functions::picked => (x, y);
            functions::by_trait => (x, y);
            functions::alternating => &[x, y, 0.4, 0.1][..];
        }
        for k in 0..3_usize {
            check! {
                functions::indexed => (x, y, k);
                functions::tabled => (x, y, k);
                functions::matched => (x, y, k);
                functions::behind_references => (x, y, k);
                functions::of_slices => (&[x, y, 0.4][..], k);
            }
        }
        check! { functions::matched => (x, y, 3_usize); }
    }
}

#[test]
#[should_panic(expected = "index out of bounds: the len is 3 but the index is 3")]
fn an_index_of_no_function_panics_as_that_of_the_array() {
    functions::indexed::gradient(0.3, 0.7, 3);
}
