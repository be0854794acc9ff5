//! Second derivatives of the rest of the corpus, at the points of the first ones.

#![cfg(not(clippy))] // the functions are linted where they are written
#![allow(clippy::possible_missing_comma, clippy::assign_op_pattern)] // of an expansion

mod harness;

twin::order!(
    second_derivatives,
    2,
    "floats",
    "fringe",
    "generics",
    "growing",
    "in_place",
    "indices",
    "jumps",
    "kernels",
    "loops",
    "macros",
    "names",
    "operators",
    "options",
    "outcomes",
    "paths",
    "reborrows",
    "recursion",
    "resized",
    "scalars",
    "single",
    "tuples",
    "types",
    "vectors",
    "views",
    except(cubed, power)
);
