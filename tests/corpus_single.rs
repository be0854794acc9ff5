//! Single precision.

mod harness;
mod corpus {
    pub mod single;
}
twin::twins!("tests/corpus/single.rs");

derivatives! {
    single {
        magnitude(x) { x = [0.5f32, -1.0, 2.0]; }
        complementary_filter(&gyro[..], &accelerometer[..], dt) {
            gyro = vec![0.5f32, -1.0, 2.0], accelerometer = vec![0.1f32, 0.2, 0.3], dt = 0.01f32;
        }
        thermistor(resistance) { resistance = 8200.0f32; }
        mixed_dot(&x[..], &y[..]) { x = vec![0.5f32, -1.0, 2.0], y = vec![1.0f32, 0.3, 0.7]; }
        round_trip(x, y) { x = 1.3, y = 0.7f32; }
        single_paths(x) { x = 0.8f32; }
        leaky_integrator(&mut samples, leak) {
            samples = [0.5f32, -1.0, 2.0, 0.3, 1.2, -0.4], leak = 0.9f32;
        }
        euler_to_quaternion(roll, pitch, yaw) { roll = 0.3f32, pitch = -0.5f32, yaw = 1.9f32; }
    }
}
