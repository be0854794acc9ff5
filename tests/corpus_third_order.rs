//! Third derivatives of functions of the corpus, at the points of the first ones.

#![cfg(not(clippy))] // the functions are linted where they are written
#![allow(clippy::possible_missing_comma, clippy::assign_op_pattern)] // of an expansion

mod harness;

twin::order!(
    third_derivatives,
    3,
    "algebra",
    "branches",
    "loops",
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
    "resized",
    every(4)
);
