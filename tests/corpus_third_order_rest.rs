//! Third derivatives of the rest of the corpus that has second ones, at the points of the first ones.

#![allow(clippy::possible_missing_comma, clippy::assign_op_pattern)] // of an expansion

mod harness;

twin::order!(
    third_derivatives,
    3,
    "aliasing",
    "calls",
    "closures",
    "flow",
    "fringe",
    "in_place",
    "indices",
    "macros",
    "operators",
    "paths",
    "reborrows",
    "recursion",
    "resized"
);
