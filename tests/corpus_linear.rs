//! Linearizations of the corpus, at the points of the derivatives.

#![cfg(not(clippy))] // the functions are linted where they are written
#![allow(clippy::possible_missing_comma, clippy::assign_op_pattern)] // of an expansion

mod harness;

twin::order!(
    linear_parts,
    linearize,
    "algebra",
    "aliases",
    "aliasing",
    "arrays",
    "branches",
    "calls",
    "casts",
    "chunks",
    "closures",
    "copies",
    "cotangents",
    "flow",
    "loops",
    "methods",
    "scalars",
);
