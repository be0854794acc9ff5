//! Shadowing and hostile names.

mod harness;
mod corpus {
    pub mod names;
}
twin::twins!("tests/corpus/names.rs");

derivatives! {
    names {
        shadowed(x) { x = 0.7; }
        shadowed_in_scopes(x, n) { x = 0.7, n = 3usize; x = -0.7, n = 0usize; }
        usual_suspects(x, x_dot, x_bar, w) { x = 0.7, x_dot = -1.1, x_bar = 2.0, w = 1.3; }
        numbered(x, y) { x = 0.7, y = -1.1; }
        crates_and_functions(x, y, z) { x = 0.7, y = -1.1, z = 2.0; }
        named_like_functions(x) { x = 0.7; }
        raw_identifiers(x, y) { x = 0.7, y = -1.1; }
        raw_integers(x, n) { x = 0.7, n = 2usize; x = 0.3, n = 4usize; }
        greek(x, y) { x = 0.7, y = -1.1; }
        barely_annotated(x, n) { x = 0.7, n = 5usize; }
        constants_in_formats(x, y) { x = 0.7, y = -1.1; }
        capitals(k, t) { k = 2.0, t = 3.5; }
        like_generated_ones(arg_1, arg, arg_0, slot, elements, seed_0) { arg_1 = 0.3, arg = -0.7, arg_0 = 1.1, slot = 0.4, elements = 2.0, seed_0 = -1.3; }
        from_hostile_module(x, y) { x = -1.2, y = 1.0; }
    }
}
