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
        capitals(k, t) { k = 2.0, t = 3.5; }
        like_generated_ones(arg_1, arg, arg_0, slot, elements, seed_0) { arg_1 = 0.3, arg = -0.7, arg_0 = 1.1, slot = 0.4, elements = 2.0, seed_0 = -1.3; }
        from_hostile_module(x, y) { x = -1.2, y = 1.0; }
        sizes_compared(&data[..], rows, columns, k) {
            data = [0.5, -0.7, 0.9, 1.3], rows = 1usize, columns = 2usize, k = 2usize;
            data = [0.5, -0.7, 0.9, 1.3], rows = 3usize, columns = 2usize, k = 1usize;
        }
        sizes_in_loops(&data[..], rows, columns, k) {
            data = [0.5, -0.7, 0.9, 1.3], rows = 1usize, columns = 2usize, k = 2usize;
            data = [0.5, -0.7, 0.9, 1.3], rows = 2usize, columns = 1usize, k = 0usize;
        }
        methods_like_those_of_floats(x, y) { x = 0.7, y = -1.1; x = -0.3, y = 0.4; }
        methods_of_a_number(x, y) { x = 0.7, y = 0.2; x = 0.1, y = 0.2; }
        types_like_those_of_the_library(x, y) { x = 0.7, y = -1.1; }
        variants_behind_their_type(x, n) { x = 0.7, n = 3u32; x = 0.7, n = 1u32; }
    }
}
