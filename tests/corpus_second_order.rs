//! Second derivatives of the corpus, at the points of the first ones.

#![cfg(not(clippy))] // the functions are linted where they are written
#![allow(clippy::possible_missing_comma, clippy::assign_op_pattern)] // of an expansion

mod harness;

twin::order!(
    second_derivatives,
    2,
    "algebra",
    "aliases",
    "aliasing",
    "arrays",
    "branches",
    "calls",
    "closures",
    "flow",
    except(whole) // integers behind aliases are to be left out by `wrt` above the first order
);
