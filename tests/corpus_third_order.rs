//! Third derivatives of the corpus, at the points of the first ones.

#![allow(clippy::possible_missing_comma, clippy::assign_op_pattern)] // of an expansion

mod harness;

twin::order!(third_derivatives, 3, "algebra", "branches", "loops");
