//! Four jobs of firmware that need derivatives: an extended Kalman filter, an arm controlled through its Jacobian, a least-squares
//! calibration, and the identification of a heater. All of it is `no_std`, of fixed size, and in single precision.
#![no_std]
// Indices are the notation of linear algebra.
#![allow(clippy::needless_range_loop)]

pub mod arm;
pub mod attitude;
pub mod calibration;
pub mod heater;
pub mod jobs;
pub mod kernels;
pub mod matrix;
