//! The checks of a generated program.
//!
//! What is generated for a program are a few functions that read numbers, call the program or a derivative of it, and write
//! numbers ([`subject`]). All that is compared is compared here, in code that is compiled once: of the programs themselves there
//! are thousands, and the compiler's time is what they cost.
//!
//! Everything is compared with the twin over dual numbers: Jacobians by both modes, directions and cotangents, and the
//! dependence table. Points where rounding decides (near-ties, huge numbers) are left out.

pub mod compare;
#[path = "../../../harness/dual.rs"]
pub mod dual;
pub mod oracle;
pub mod run;
pub mod subject;
pub mod wire;

/// Where the twins of programs expect the dual numbers.
pub use run::main;
