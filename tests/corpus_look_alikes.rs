//! What has the names of the library's, and is of the user's.

mod harness;
mod corpus {
    pub mod look_alikes;
}
twin::twins!("tests/corpus/look_alikes.rs");

derivatives! {
    look_alikes {
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
        methods_by_names_of_a_proof(x, y) { x = 0.7, y = -1.1; x = 0.2, y = 0.6; }
        variants_behind_their_type(x, n) { x = 0.7, n = 3u32; x = 0.7, n = 1u32; }
    }
}
