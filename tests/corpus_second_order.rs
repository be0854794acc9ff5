//! Second derivatives of the corpus, at the points of the first ones.

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
    "flow"
);
