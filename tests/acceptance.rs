//! Programs that were written without `jac` in mind, with the attribute and the derive added to them and nothing else: what both modes give at several widths,
//! against one another, against the function itself and against central differences.

#[allow(dead_code, clippy::all, clippy::pedantic)]
mod acceptance {
    pub mod filters;
    pub mod geometry;
    pub mod learning;
    pub mod markets;
    pub mod matrices;
    pub mod methods;
    pub mod motion;
    pub mod numbers;
    pub mod objects;
    pub mod ode;
    pub mod widths;
}

use acceptance::*;

/// Each function at a point: by the checker, and at all widths.
macro_rules! agree {
    ($module:ident: $($function:ident => $args:expr;)*) => {
        agree! { $module, jac::check::Checker::new(); $($function => $args;)* }
    };
    ($module:ident, $checker:expr; $($function:ident => $args:expr;)*) => {$({
        type Checked = $module::$function;
        if let Err(disagreements) = $checker.run::<Checked, _>($args) {
            panic!("{}: {disagreements}", stringify!($function));
        }
        widths::agree::<Checked, _>(stringify!($function), &$args);
    })*};
}

#[test]
fn equations_and_integrators_agree() {
    agree! { ode: hires => &[1.0, 0.1, 0.2, 0.05, 0.3, 0.4, 0.15, 0.0057]; }
    let q: Vec<f64> = (0..28).map(|i| ((i * i) as f64 * 0.7).sin() * 3.0).collect();
    agree! { ode: pleiades => (&q[..], &mut vec![0.0; 28][..]); }
    agree! { ode: robertson => (0.0_f64, &[0.7, 0.1, 0.2][..], &[0.04, 1e2, 3e1]); }
    agree! { ode: brusselator => (&[1.0, 3.1, 1.2, 2.9, 0.8, 3.0][..], 0.02_f64); }
    agree! { ode: van_der_pol => (1.3_f64, 2.0_f64, 1.0_f64, 12_usize); }
    agree! { ode: duffing => (0.3_f64, 0.5_f64, 10_usize); }
    agree! { ode, jac::check::Checker::new().wrt(&[0, 1]); lotka_volterra => (&[1.5, 1.0, 0.75, 3.0], &[1.0, 0.8][..], ode::Tolerances { rtol: 1e-3, atol: 1e-4, max_steps: 100 }); }
    agree! { ode, jac::check::Checker::new().wrt(&[0, 1]); lotka_volterra => (&[1.5, 1.0, 0.75, 3.0], &[1.0, 0.8][..], ode::Tolerances { rtol: 1e-3, atol: 1e-4, max_steps: 2 }); }
    agree! { ode: lotka_volterra_default => (&[1.5, 1.0, 0.75, 3.0], &[1.0, 0.8][..]); }
    agree! { ode: bdf2_robertson => ([0.04, 1e1, 3e1], [0.9, 0.05, 0.05], 0.1_f64, 4_usize); }
    agree! { ode: spring_chain => (&[0.0, 1.1, 2.3, 2.9][..], 2.0_f64, 0.05_f64, 6_usize); }
    agree! { ode: yoshida_pendulum => (0.5_f64, 0.3_f64, 9.81_f64); }
    agree! { ode: lorenz_end => ([1.0, 1.5, 20.0], 28.0_f64); }
    agree! { ode: shooting => (-1.0_f64, 1.0_f64); }
    agree! { ode: adams_bashforth => (-0.7_f64, 1.2_f64, 6_usize); }
}

#[test]
fn matrices_agree() {
    use matrices::*;
    let rows = vec![vec![1.0, 2.0], vec![0.5, -1.0], vec![1.5, 0.3]];
    agree! { matrices: log_det_gram => (&rows[..], 0.1_f64); }
    let x = Matrix::from_rows(&rows);
    agree! { matrices: least_squares => (&x, &[1.0, 2.0, 3.0][..]); }
    agree! { matrices: residual_norm => (&x, &[1.0, 2.0, 3.0][..]); }
    let a = Matrix::from_rows(&[vec![1.0, 2.0], vec![0.5, -1.0]]);
    let b = Matrix::from_rows(&[vec![0.3, 2.3], vec![0.7, -1.4]]);
    agree! { matrices: commutator => (&a, &b); }
    agree! { matrices: householder => &mut rows.clone(); }
    agree! { matrices: householder => &mut vec![vec![1.0, 2.0, 0.3], vec![0.5, -1.0, 0.2], vec![0.4, 0.6, -0.9]]; }
    agree! { matrices: cholesky_flat => (&mut vec![2.0, 0.3, 0.3, 1.5][..], 2_usize); }
    agree! { matrices: cholesky_flat => (&mut vec![2.0, 0.3, 3.3, 1.5][..], 2_usize); }
    agree! { matrices: mvn_logpdf => (&[0.1, 0.2][..], &[0.0, 0.3][..], &[2.0, 0.3, 0.3, 1.5][..]); }
    agree! { matrices: mvn_logpdf => (&[0.1, 0.2][..], &[0.0, 0.3][..], &[2.0, 0.3, 3.3, 1.5][..]); }
    agree! { matrices, jac::check::Checker::new().wrt(&[0]); power_iteration => (&[vec![2.0, 0.3], vec![0.3, 1.5]][..], 1.0e-9_f64); }
    agree! { matrices: eigen3 => [[2.0, 0.3, 0.1], [0.3, 1.0, 0.2], [0.1, 0.2, 3.0]]; }
    agree! { matrices: cg_laplacian => (&[1.0, 0.3, -0.4, 0.8][..], 0.3_f64); }
    agree! { matrices: gram_schmidt => &[[1.0, 0.2, 0.3], [0.3, 0.9, -0.1], [0.0, 0.5, 1.2]][..]; }
    agree! { matrices: gauss_seidel => (&[vec![2.0, 0.3], vec![0.3, 1.5]][..], &[1.0, 0.4][..], &mut vec![0.0, 0.1][..]); }
    agree! { matrices: gauss_seidel_sum => (&[vec![2.0, 0.3], vec![0.3, 1.5]][..], &[1.0, 0.4][..]); }
    agree! { matrices: expm2 => [[0.3, 1.2], [-0.7, 0.4]]; }
}

#[test]
fn filters_and_controllers_agree() {
    agree! { filters: kf_log_likelihood => (0.1_f64, 0.2_f64, &[0.1, 0.3, 0.25, 0.6][..]); }
    agree! { filters: kf_missing => (0.1_f64, &[Some(0.1), None, Some(0.25), Some(0.6)][..]); }
    agree! { filters: ekf_slam_update => ([0.1, 0.2, 3.0], [-3.0, 0.5], (3.0, 0.1), (0.1, 0.05)); }
    agree! { filters: cholesky => &[vec![2.0, 0.3], vec![0.3, 1.0]][..]; }
    agree! { filters: unscented => (&[1.0, 0.5][..], &[vec![0.2, 0.03], vec![0.03, 0.1]][..]); }
    agree! { filters: pid_cost => ([2.0, 0.5, 0.1], 0.4_f64); }
    agree! { filters: butterworth_filter => (&[0.1, 1.0, 0.4, -0.3, 0.2][..], 12.0_f64); }
    agree! { filters: filtfilt => (&[0.1, 1.0, 0.4, -0.3, 0.2][..], 12.0_f64); }
}

#[test]
fn motion_and_cameras_agree() {
    use motion::*;
    agree! { motion: attitude => (&[[0.1, 0.2, -0.1], [0.0, 0.3, 0.1]][..], &[[0.1, 0.2, 9.7], [0.3, 0.1, 9.8]][..], 0.4_f64); }
    let a = Quaternion::from_axis_angle([0.6, 0.8, 0.0], 0.3);
    let b = Quaternion::from_axis_angle([0.0, 0.8, 0.6], 1.3);
    agree! { motion: slerp => (a, b, 0.3_f64); }
    agree! { motion: slerp => (a, Quaternion { w: -b.w, x: -b.x, y: -b.y, z: -b.z }, 0.3_f64); }
    agree! { motion: se3_exp => &[0.1, 0.2, 0.3, 0.4, -0.2, 0.1]; }
    let (r, _) = se3_exp(&[0.1, 0.2, 0.3, 0.4, -0.2, 0.1]);
    agree! { motion: so3_log => &r; }
    let s = [
        ImuSample { accel: [0.1, 0.2, 9.8], gyro: [0.1, -0.2, 0.3], dt: 0.1 },
        ImuSample { accel: [0.3, 0.1, 9.7], gyro: [0.2, -0.1, 0.1], dt: 0.12 },
    ];
    agree! { motion: preintegrate => (&s[..], [0.01, 0.02, 0.03], [0.001, 0.002, -0.01]); }
    agree! { motion: quadrotor_rollout => ([0.1, 0.2, 0.3, 0.0, 0.1, 0.2, 0.05, 0.1, -0.1], &[[10.0, 0.1, 0.2, 0.3], [9.0, -0.1, 0.0, 0.2]][..], 1.1_f64); }
    agree! { motion: forward_kinematics => (&[0.1, 0.4, -0.3][..], &[1.0, 0.8, 0.5][..]); }
    agree! { motion: n_link_acceleration => (&[0.1, 0.4, -0.3][..], &[1.0, 0.8, 0.5][..], 0.7_f64); }
    let c = MpcConfig::new(4).terminal([1.0, 2.0]);
    agree! { motion: mpc_cost => (&c, &[0.1, 0.4, -0.3, 0.5, 0.6][..], (1.0, 0.2)); }
    agree! { motion: mpc_with_builder => (&[0.1, 0.4, -0.3, 0.5, 0.6][..], 0.3_f64); }
    let pts = [[0.1, 0.2, 1.0], [0.3, -0.2, 1.5], [0.3, -0.2, -1.5], [2.0, 3.0, 2.0]];
    let obs = [[0.1, 0.2]; 4];
    let cam = CameraModel::Brown { f: 1.1, k: [0.1, -0.02, 0.003], p: [0.01, 0.02] };
    agree! { motion: reprojection_error => (&cam, &pts[..], &obs[..]); }
    let cam = CameraModel::Fisheye { f: 1.1, k: [0.1, -0.02, 0.003, 0.0001] };
    agree! { motion: reprojection_error => (&cam, &pts[..], &obs[..]); }
    let cam = CameraModel::Pinhole { fx: 1.1, fy: 1.2, cx: 0.1, cy: 0.2 };
    agree! { motion: reprojection_error => (&cam, &pts[..], &obs[..]); }
}

#[test]
fn objects_agree() {
    use objects::*;
    let v = |x: f64, y: f64, z: f64| Vec3 { x, y, z };
    let s = Sphere { center: v(0.1, 0.0, 5.0), radius: 1.0 };
    let p = Plane { normal: v(0.0, 0.1, -1.0), d: -8.0 };
    let ray = Ray { origin: v(0.0, 0.1, 0.0), dir: v(0.05, 0.0, 1.0) };
    agree! { objects: shade_both => (s, p, ray, v(3.0, 2.0, 1.0)); }
    let pts = [v(1.0, 0.0, 0.2), v(0.2, 1.1, 0.1), v(-1.0, 0.3, 0.4)];
    agree! { objects: centroid => &pts[..]; }
    agree! { objects: polygon_area => &pts[..]; }
    agree! { objects: moment => (&[[1.0, 0.0, 0.2], [0.2, 1.1, 0.1]][..], &[1.0, 2.0][..]); }
    agree! { objects: simulate_world => ([1.0, 0.5, 0.8], 0.7_f64, 3_usize); }
}

#[test]
fn numbers_and_kernels_agree() {
    agree! { numbers: power_spectrum => &[0.1, 0.7, -0.3, 0.4][..]; }
    agree! { numbers: escape => (0.4_f64, 0.5_f64); }
    agree! { numbers: escape => (-0.1_f64, 0.5_f64); }
    agree! { numbers: stopping_distance => (numbers::Meters(10.0), numbers::Seconds(2.0), 0.7_f64); }
    agree! { numbers: cubic_root => [-1.0, 0.3, 0.2, 1.0]; }
    agree! { numbers: gp_nll => (0.7_f64, 1.1_f64, 0.1_f64, &[vec![0.1], vec![0.6], vec![1.3]][..], &[0.1, 0.4, -0.3][..]); }
    agree! { numbers: landing => (0.7_f64, 10.0_f64, 0.02_f64); }
}

#[test]
fn markets_and_statistics_agree() {
    use markets::*;
    let m = Market { spot: 100.0, rate: 0.03, dividend: 0.01, vol: 0.25 };
    let c = Contract { strike: 105.0, expiry: 0.7, kind: OptionType::Put };
    agree! { markets: black_scholes => (&m, &c); }
    agree! { markets: implied_vol => (9.0_f64, &m, &c); }
    agree! { markets: american_binomial => (&m, &c, 6_usize); }
    agree! { markets: heston_mc => ([0.04, 1.5, 0.05, 0.3, -0.6], 1.0_f64, 0.95_f64, &[vec![(0.1, 0.5), (-1.1, 0.2)], vec![(0.7, -0.3), (0.4, 1.2)]][..]); }
    agree! { markets: sabr => (0.03_f64, 0.035_f64, 2.0_f64, 0.02_f64, 0.5_f64, -0.3_f64, 0.4_f64); }
    agree! { markets: forward_rate => ([0.02, 0.025, 0.03], 1.6_f64); }
    agree! { markets: hmm_log_likelihood => (&[-0.5, -1.0][..], &[vec![-0.3, -1.2], vec![-0.9, -0.5]][..], &[0.0, 1.0][..], &[0.1, 0.9, 1.2][..]); }
    agree! { markets: viterbi => (&[vec![-0.3, -1.2], vec![-0.9, -0.5]][..], &[vec![-0.3, -1.2], vec![-0.9, -0.5], vec![-0.1, -0.6]][..]); }
    agree! { markets: garch_nll => (&[0.1, 0.2, 0.5], &[0.1, 0.9, -1.2, 0.4][..]); }
    agree! { markets: arma11 => (0.5_f64, 0.3_f64, 0.1_f64, &[0.1, 0.9, -1.2, 0.4][..]); }
}

#[test]
fn learning_agree() {
    use learning::*;
    agree! { learning: logistic_regression => (&[0.1, 0.4][..], 0.2_f64, &[vec![0.3, 0.1], vec![-0.5, 0.7]][..], &[true, false][..], 0.01_f64); }
    let mlp = Mlp {
        layers: vec![
            Dense { w: vec![vec![0.1, 0.2], vec![-0.3, 0.4]], b: vec![0.1, -0.1], act: Act::Gelu },
            Dense { w: vec![vec![0.1, 0.2], vec![-0.3, 0.4]], b: vec![0.1, -0.1], act: Act::LeakyRelu(0.1) },
        ],
    };
    agree! { learning: mlp_loss => (&mlp, &[(vec![0.3, 0.4], 1usize), (vec![-0.3, 0.7], 0)][..]); }
    agree! { learning: attention => (&[vec![0.3, 0.4], vec![0.1, 0.2]][..], &[vec![0.5, 0.4], vec![0.3, -0.2]][..], &[vec![0.1, 0.7], vec![0.4, 0.2]][..], true); }
    agree! { learning: layer_norm => (&[0.3, 0.4, 1.0][..], &[1.0, 1.1, 0.9][..], &[0.1, 0.2, 0.3][..]); }
    agree! { learning: conv2d => (&[vec![vec![0.3, 0.4, 1.0], vec![0.2, 0.1, 0.5], vec![0.9, 0.6, 0.7]]][..], &[vec![vec![vec![0.3, 0.4], vec![0.1, -0.2]]]][..], &[0.1][..], 1_usize); }
    agree! { learning: max_pool1d => (&[0.3, 0.4, 1.0, 0.2, 0.7][..], 2_usize); }
    agree! { learning: gru_sequence => (&GruCell::random(2, 1), &[vec![0.3], vec![0.8]][..]); }
    agree! { learning: pi_like => (0.3_f64, 20_usize); }
    let names = std::collections::HashMap::from([("amplitude".to_string(), 1), ("rate".to_string(), 0)]);
    widths::agree::<named_parameters, _>("named_parameters", &(&[0.3, 0.8][..], &names, 0.4));
    agree! { learning: huber => (&[0.3, 0.8, -2.0][..], 1.1_f64); }
    agree! { learning: quantile => (&[0.3, 0.8, -2.0, 1.2][..], 0.4_f64); }
    agree! { learning: kmeans_inertia => (&[[0.3, 0.8], [0.4, 0.6], [2.0, 1.9]][..], &[[0.2, 0.2], [1.0, 1.0]][..], 2_usize); }
    agree! { learning: ln_gamma => 2.3_f64; }
    agree! { learning: ln_gamma => 0.3_f64; }
    agree! { learning: student_t => (3.0_f64, 0.1_f64, 0.8_f64, &[0.3, -0.5][..]); }
}

#[test]
fn numerical_methods_agree() {
    use methods::Op;
    agree! { methods, jac::check::Checker::new().wrt(&[1]); run => (&[Op::Load(0), Op::Dup, Op::Mul, Op::Load(1), Op::Sin, Op::Swap, Op::Sub, Op::Push(2.0), Op::Add][..], &[0.3, 0.8][..]); }
    agree! { methods, jac::check::Checker::new().wrt(&[1]); run => (&[Op::Load(0), Op::Dup, Op::Mul, Op::Add][..], &[0.3, 0.8][..]); }
    agree! { methods: boxed_error => 0.7_f64; }
    agree! { methods: boxed_error => -0.7_f64; }
    agree! { methods: ackley => &[0.3, 0.8][..]; }
    agree! { methods: griewank => &[0.3, 0.8][..]; }
    agree! { methods: golden => (0.3_f64, -1.0_f64, 2.0_f64); }
    agree! { methods: peng_robinson_z => (300.0_f64, 1.0e6_f64, 369.8_f64, 4.25e6_f64, 0.152_f64); }
    agree! { methods: fresnel_like => (1.3_f64, 0.8_f64); }
    agree! { methods: romberg => (0.1_f64, 1.3_f64, 0.8_f64); }
    agree! { methods: gauss_legendre => (0.1_f64, 1.3_f64, 0.8_f64); }
    agree! { methods: kepler => (0.4_f64, 0.3_f64); }
    agree! { methods: position_at => (&methods::Elements { a: 1.0, e: 0.1, i: 0.3, raan: 0.2, argp: 0.5, m0: 0.7 }, 1.3_f64, 1.1_f64); }
    agree! { methods: lambert_z => (1.0_f64, 1.2_f64, 1.3_f64, 1.5_f64); }
    agree! { methods: clenshaw => (&[0.1, 0.2, 0.3, 0.4][..], 0.3_f64); }
    agree! { methods: legendre => (4_usize, 0.3_f64); }
}

#[test]
fn geometry_and_physics_agree() {
    agree! { geometry: lookup => (&[(0.0, 0.1), (1.0, 0.7), (2.0, 0.3)][..], 1.3_f64); }
    agree! { geometry: lookup => (&[(0.0, 0.1), (1.0, 0.7), (2.0, 0.3)][..], 2.3_f64); }
    agree! { geometry: bilinear => (&[0.0, 1.0, 2.0][..], &[0.0, 1.0][..], &[vec![0.1, 0.2], vec![0.5, 0.7], vec![0.3, 0.2]][..], 1.3_f64, 0.4_f64); }
    agree! { geometry: natural_spline => (&[0.0, 1.0, 2.0, 3.5][..], &[0.0, 1.0, 0.3, 0.8][..], 1.3_f64); }
    agree! { geometry: de_boor => (2_usize, &[0.0, 0.0, 0.0, 1.0, 2.0, 2.0, 2.0][..], &[[0.0, 0.1], [1.0, 0.5], [1.5, -0.5], [2.0, 0.7]][..], 1.3_f64); }
    agree! { geometry: catmull_rom => ([[0.0, 0.1, 0.2], [1.0, 0.5, 0.2], [1.5, -0.5, 0.3], [2.0, 0.7, 0.1]], 0.3_f64); }
    agree! { geometry: bezier_length => (&[[0.0, 0.1], [1.0, 0.5], [1.5, -0.5], [2.0, 0.7]], 4_usize); }
    agree! { geometry: march => ([0.1, 0.2, -3.0], [0.0, 0.0, 1.0], 0.2_f64); }
    agree! { geometry: lennard_jones => (&[[0.1, 0.2, 0.3], [1.2, 0.1, 0.2], [2.9, 2.8, 2.9]][..], 3.0_f64, 1.45_f64); }
    agree! { geometry: morse_chain => (&[0.0, 1.1, 2.3][..], 1.0_f64, 1.2_f64, 1.05_f64); }
    agree! { geometry: debye_huckel => (&[1, -2, 0][..], &[0.1, 0.05, 0.2][..], 300.0_f64); }
    agree! { geometry: heat2d => (&[vec![0.1, 0.2, 0.3, 0.5], vec![0.5, 0.9, 0.1, 0.2], vec![0.4, 0.2, 0.8, 0.1], vec![0.4, 0.2, 0.8, 0.1]][..], 0.1_f64, 2_usize); }
    agree! { geometry: burgers => (&mut [0.1, 0.45, 0.97, 0.4, 0.2][..], 0.3_f64, 2_usize); }
    agree! { geometry: quadratic_roots => (1.0_f64, 0.3_f64, -0.5_f64); }
    agree! { geometry: quadratic_roots => (1.0_f64, 0.3_f64, 0.5_f64); }
    agree! { geometry: moving => (&[0.1, 0.4, 0.2, 0.8, 0.3][..], 3_usize); }
    agree! { geometry: chained => (1.3_f64, Some(0.7)); }
    agree! { geometry: chained => (-1.3_f64, Some(0.7)); }
    agree! { geometry: chained => (-1.3_f64, None::<f64>); }
}
