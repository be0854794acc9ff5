//! Functions from outside: dynamics, physics and robotics.
#![allow(clippy::style, clippy::complexity, reason = "written as their authors write")]

mod harness;
mod corpus {
    pub mod outside_dynamics;
}
twin::twins!("tests/corpus/outside_dynamics.rs");

derivatives! {
    outside_dynamics {
        lorenz(s, sigma, rho, beta) { s = [1.0, 2.0, 3.0], sigma = 10.0, rho = 28.0, beta = 2.5; }
        van_der_pol(t, &y[..], mu, &mut dydt[..]) { t = 0.1, y = vec![2.0, 0.3], mu = 1.5, dydt = vec![0.2, 0.1]; }
        robertson(&y, &k) { y = [1.0, 0.2, 0.3], k = [0.04, 10.0, 3.0]; }
        brusselator(&state[..], a, b, d, &mut out[..]) {
            state = vec![1.0, 1.2, 0.8, 3.0, 2.9, 3.1], a = 1.0, b = 3.0, d = 0.02, out = vec![0.0; 6];
            state = vec![1.0, 3.0], a = 1.0, b = 3.0, d = 0.02, out = vec![0.0; 2];
        }
        n_body(&p[..], &m[..]) { p = vec![[0.0, 0.1, 0.2], [1.0, 0.3, -0.2], [0.4, 1.2, 0.3]], m = vec![1.0, 0.5, 2.0]; }
        potential_energy(&p[..], &m[..]) {
            p = vec![[0.0, 0.1, 0.2], [1.0, 0.3, -0.2], [0.4, 1.2, 0.3]], m = vec![1.0, 0.5, 2.0];
        }
        double_pendulum(s, m, l) { s = [0.3, 0.1, -0.4, 0.2], m = (1.0, 0.5), l = (1.2, 0.8); }
        rk4_step(y, h, length, damping) { y = [0.3, 0.1], h = 0.1, length = 1.2, damping = 0.3; }
        trajectory(y0, length, steps) { y0 = [0.3, 0.1], length = 1.2, steps = 3usize; }
        midpoint(&mut y[..], k, h, steps, &mut work[..]) {
            y = vec![1.0, 0.5, 0.2], k = 0.7, h = 0.1, steps = 3usize, work = vec![0.3; 6];
        }
        euler_until_ground(height, speed, drag) { height = 0.8, speed = 0.7, drag = 0.1; }
        rotated(q, v) { q = [0.7, 0.2, -0.3, 0.4], v = [1.0, 2.0, 3.0]; }
        forward_kinematics(&joints[..], &links[..]) {
            joints = vec![0.3, -0.2, 0.5], links = vec![(0.1, 0.4, 0.2), (0.2, 0.3, -0.5), (0.0, 0.25, 0.1)];
        }
        planar_arm(&angles[..], &lengths[..]) { angles = vec![0.3, -0.2, 0.5], lengths = vec![1.0, 0.8, 0.5]; }
        projected(&camera, &point, &observed) {
            camera = [0.1, -0.2, 0.3, 0.5, 0.2, -4.0, 500.0, 3.0, 2.0, 0.01, 0.001], point = [0.3, 0.4, 1.0], observed = [10.0, 20.0];
            camera = [1e-9, 0.0, 0.0, 0.5, 0.2, -4.0, 500.0, 3.0, 2.0, 0.01, 0.001], point = [0.3, 0.4, 1.0], observed = [10.0, 20.0];
        }
        kalman_step(x, p, z, dt, q, r) {
            x = [0.1, 0.5], p = [[1.0, 0.1], [0.1, 0.8]], z = 0.3, dt = 0.1, q = 0.01, r = 0.2;
        }
        low_pass(&signal[..], alpha) { signal = vec![0.3, 1.2, -0.4], alpha = 0.3; signal = Vec::<f64>::new(), alpha = 0.3; }
        biquad(&mut signal[..], b, a) { signal = vec![0.3, 1.2, -0.4, 0.8], b = [0.2, 0.4, 0.2], a = [-0.5, 0.3]; }
        pid(setpoint, &measured[..], gains, limit) {
            setpoint = 1.0, measured = vec![0.3, 0.5, 0.9, 1.2], gains = (1.0, 0.5, 0.1), limit = 0.1;
        }
        lennard_jones(&coordinates[..], cutoff) {
            coordinates = vec![0.0, 0.1, 0.2, 1.1, 0.3, 0.1, 0.5, 1.2, 0.0, 5.0, 5.0, 5.0], cutoff = 2.5;
        }
        spring_chain(&x[..], stiffness, rest) { x = vec![0.0, 1.1, 2.3, 3.2], stiffness = 20.0, rest = 1.0; }
        heat(&mut u, &conductivity[..], steps) {
            u = vec![1.0, 0.5, 0.2, 0.1], conductivity = vec![0.1, 0.2, 0.3, 0.1], steps = 2usize;
        }
    }
}
