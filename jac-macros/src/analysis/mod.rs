//! Facts about the IR. Each analysis reads and changes nothing.

pub mod activity;
pub mod dependence;
pub mod layout;
pub mod memory;
pub mod types;
