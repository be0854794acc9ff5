//! Facts about the IR. Each analysis reads, and changes nothing but marks of variables and the spelling of literals.

pub mod activity;
pub mod called;
pub mod changing;
pub mod dependence;
pub mod diagonal;
pub mod failures;
pub mod layout;
pub mod lengths;
pub mod literals;
pub mod memory;
pub mod nodes;
pub mod numeric;
pub mod private;
pub mod resized;
pub mod spelled;
pub mod types;
