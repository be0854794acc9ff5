//! The transforms: from IR to IR.

pub mod adjoint;
pub mod chosen;
pub mod demand;
pub mod eliminate;
pub mod flatten;
pub mod initialise;
pub mod joint;
pub mod lean;
pub mod linear;
pub mod narrowed;
pub mod nest;
pub mod partials;
pub mod record;
pub mod require;
pub mod restore;
pub mod reuse;
pub mod reversed;
pub mod separate;
pub mod spread;
pub mod squares;
pub mod taken;
pub mod tangent;
