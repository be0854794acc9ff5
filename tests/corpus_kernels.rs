//! Kernels of physics, robotics and statistics.

mod harness;
mod corpus {
    pub mod kernels;
}
twin::twins!("tests/corpus/kernels.rs");

derivatives! {
    kernels {
        sph3(p) { p = [1.5, 0.7, -2.1]; }
        ekf6(state) { state = [1.0, 2.0, 0.4, 3.0, -0.2, 0.5]; state = [1.0, 2.0, 0.4, -3.0, -0.2, 0.5]; }
        arm6(q) { q = [0.1, -0.4, 0.7, 0.3, -0.9, 0.5]; }
        rosen10(x) { x = [-1.2, 1.0, 0.3, 0.5, -0.7, 0.9, 1.1, -0.2, 0.4, 0.6]; }
        exp_row_sums(&x) { x = [[0.1, -0.4, 0.7], [0.3, -0.9, 0.5], [1.0, 0.2, -0.6]]; }
        layer(&w, &b, &x) {
            w = [[0.1, -0.4, 0.7], [0.3, -0.9, 0.5]], b = [0.2, -0.1], x = [1.0, 0.5, -0.3];
        }
        mlp(x, &w1, &w2, &b1, &b2) {
            x = [1.0, 0.5, -0.3],
            w1 = [[0.1, -0.4, 0.7], [0.3, -0.9, 0.5], [1.0, 0.2, -0.6], [0.8, 0.4, -0.2]],
            w2 = [[0.5, -0.3, 0.9, 0.2], [-0.7, 0.1, 0.4, 0.6]],
            b1 = [0.1, 0.2, -0.3, 0.4],
            b2 = [0.05, -0.15];
        }
        lorenz_rk4(state, parameters, h, steps) {
            state = [1.0, 2.0, 3.0], parameters = [10.0, 28.0, 2.7], h = 0.02, steps = 5usize;
            state = [1.0, 2.0, 3.0], parameters = [10.0, 28.0, 2.7], h = 0.02, steps = 0usize;
        }
        quaternion_rotate(q, v) { q = [0.5, 0.5, -0.5, 0.5], v = [1.0, -2.0, 0.3]; }
        rodrigues(axis_angle, v) {
            axis_angle = [0.3, -0.7, 0.5], v = [1.0, -2.0, 0.3];
            axis_angle = [3e-8, 2e-8, -1e-8], v = [1.0, -2.0, 0.3];
        }
        project(camera, point) {
            camera = [0.1, -0.2, 0.3, 0.5, -0.4, -6.0, 500.0, -0.01, 0.002], point = [0.7, -0.8, 1.2];
        }
        n_body(&positions[..], &masses[..], &mut accelerations[..]) {
            positions = vec![[0.0, 0.1, 0.2], [1.0, -0.3, 0.4], [-0.7, 0.9, 0.5]],
            masses = vec![1.0, 0.5, 2.0],
            accelerations = vec![[9.0; 3]; 3];
        }
        kalman_update(&mut x, &mut p, h, z, noise) {
            x = [0.5, -1.0, 2.0],
            p = [[2.0, 0.3, 0.1], [0.3, 1.5, -0.2], [0.1, -0.2, 1.0]],
            h = [1.0, 0.5, -0.3],
            z = 0.4,
            noise = 0.2;
        }
        mixture(&samples[..], weights, means, log_scales) {
            samples = vec![0.1, -0.4, 1.7, 2.2],
            weights = [0.2, -0.3, 0.1],
            means = [-0.5, 0.6, 2.0],
            log_scales = [0.1, -0.2, 0.3];
        }
        lstm(&weights, &inputs[..]) {
            weights = [[0.1, -0.4, 0.7], [0.3, -0.9, 0.5], [1.0, 0.2, -0.6], [0.8, 0.4, -0.2]],
            inputs = vec![0.5, -1.0, 0.3, 0.9];
        }
        double_pendulum(state, lengths, masses) {
            state = [0.4, -0.8, 1.1, 0.3], lengths = [1.0, 0.7], masses = [1.2, 0.9];
        }
        geodetic(latitude, longitude, height) { latitude = 47.4, longitude = 8.5, height = 430.0; }
        robertson(t, &y, &mut dy) { t = 0.0, y = [0.9, 3e-5, 0.1], dy = [0.0; 3]; }
        tyre(slip, angle, load) { slip = 0.08, angle = -0.05, load = 4.0; }
    }
}
