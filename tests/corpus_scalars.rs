//! Formulas without control flow.

mod harness;
mod corpus {
    pub mod scalars;
}
twin::twins!("tests/corpus/scalars.rs");

derivatives! {
    scalars {
        normal_density(x, mean, deviation) {
            x = 0.3, mean = -0.2, deviation = 1.7;
            x = 4.0, mean = 4.0, deviation = 0.1;
        }
        logistic(x) { x = 0.7; x = -30.0; x = 0.0; }
        planck(frequency, temperature) { frequency = 2.5, temperature = 0.8; }
        kepler(eccentric, eccentricity) { eccentric = 1.1, eccentricity = 0.4; }
        van_der_waals(volume, temperature, a, b) {
            volume = 0.9, temperature = 3.0, a = 1.4, b = 0.03;
        }
        diode_current(voltage, temperature) { voltage = 0.6, temperature = 310.0; }
        haversine(from, to) { from = (52.5, 13.4), to = (-33.9, 151.2); }
        lennard_jones(r, epsilon, sigma) { r = 1.2, epsilon = 0.7, sigma = 1.1; }
        call_option(spot, strike, rate, volatility, years) {
            spot = 1.05, strike = 0.95, rate = 0.02, volatility = 0.3, years = 1.5;
        }
        nozzle_area(mach, gamma) { mach = 2.2, gamma = 1.4; mach = 0.3, gamma = 1.3; }
        dew_point(celsius, humidity) { celsius = 21.0, humidity = 0.55; }
        trigonometry(x) { x = 0.4; x = -1.1; x = 5.0; }
        hyperbolics(x) { x = 0.8; x = -2.0; }
        exponentials(x, base) { x = 0.6, base = 7.0; x = 2.0, base = 1.5; }
        piecewise(x, y) { x = 0.3, y = 0.41; x = -2.7, y = 1.2; x = 1.9, y = -0.33; }
        fused(a, b, c) { a = 1.3, b = -0.4, c = 0.9; }
        paths(x, y) { x = 0.4, y = 1.3; x = 2.0, y = 0.7; }
        rotate_by_sincos(angle, x, y) { angle = 0.7, x = 2.0, y = -1.0; }
        dag(x, y) { x = 1.5, y = -0.8; }
        partial_dependence(x, y) { x = 1.5, y = 3.0; }
        identity(x) { x = -2.5; }
        by_reference(&x, &y) { x = 1.5, y = -0.8; }
        one_expression(x) { x = 0.9; }
        casts(x, n) { x = 2.3, n = 4; x = -1.6, n = 1; }
        literals(x) { x = 0.5; }
    }
}
