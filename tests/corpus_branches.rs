//! Conditions: both arms of each.

mod harness;
mod corpus {
    pub mod branches;
}
twin::twins!("tests/corpus/branches.rs");

derivatives! {
    branches {
        huber(residual, delta) {
            residual = 0.3, delta = 1.0;
            residual = -2.5, delta = 1.5;
        }
        softplus(x) { x = 0.5; x = -0.5; x = 40.0; x = -40.0; }
        sphere_drag(reynolds) { reynolds = 0.4; reynolds = 80.0; reynolds = 5e3; reynolds = 4e5; }
        reflect_at_wall(position, velocity, restitution) {
            position = 1.0, velocity = -2.0, restitution = 0.8;
            position = 0.1, velocity = -2.0, restitution = 0.8;
        }
        branch_with_several_assignments(x, y) { x = 1.0, y = 2.0; x = 2.0, y = -1.0; }
        gated(x, gain, enabled, mode) {
            x = 0.7, gain = 2.0, enabled = true, mode = 0;
            x = -0.7, gain = 2.0, enabled = true, mode = 2;
            x = -0.7, gain = 2.0, enabled = false, mode = 1;
            x = 0.7, gain = -2.0, enabled = true, mode = 0;
        }
        blocks(x) { x = 0.2; x = 1.2; }
        minmod_limiter(left, centre, right) {
            left = 1.0, centre = 1.4, right = 2.0;
            left = 1.0, centre = 3.0, right = 4.5;
            left = 0.0, centre = 4.0, right = 9.0;
            left = 1.0, centre = 3.0, right = 2.0;
        }
        ordered(x, y) { x = 1.0, y = 3.0; x = 2.0, y = -0.5; }
        householder_sign(x) { x = [0.6, -0.8]; x = [-1.5, 0.4]; }
        angle_by_quadrant(y, x) {
            y = 0.5, x = 1.0;
            y = 1.5, x = 1.0;
            y = -1.5, x = -1.0;
            y = -0.5, x = -1.0;
            y = 0.5, x = -1.0;
        }
        idle_branches(x) { x = 0.4; x = -1.9; }
        dead_zone(x, width) { x = 0.9, width = 0.5; x = 0.1, width = 0.5; x = -3.0, width = 0.5; }
    }
}
