//! Functions of fixed size.

mod harness;
mod corpus {
    pub mod elimination;
}
twin::twins!("tests/corpus/elimination.rs");

derivatives! {
    elimination {
        overwritten(x) { x = [0.4, -1.2, 0.7]; }
        shadowed(x, y) { x = 0.3, y = -0.8; }
        parameter_overwritten(x, k) { x = [0.3, 1.5], k = -0.7; }
        sorted(x) { x = [1.0, 2.0]; x = [3.0, -2.0]; }
        one_side(x, y) { x = 0.5, y = 2.0; x = 1.5, y = 2.0; }
        nested_branches(x) { x = [0.4, 0.3, 0.2]; x = [0.4, 0.3, -0.2]; x = [0.4, -0.3, 0.9]; x = [0.4, -0.3, -0.9]; }
        early_return(x) { x = [0.1, 0.2]; x = [1.5, -0.5]; x = [1.5, 0.5]; }
        branch_in_loop(x) { x = [0.5, -0.3, -0.2, 0.8]; x = [-0.5, 0.3, 0.2, -0.8]; x = [-0.5, -0.3, -0.2, -0.8]; }
        breaks(x) { x = [0.5, -0.3, -0.2, 0.8]; }
        breaks_on_a_value(x) { x = [0.5, -1.3, -1.2, 0.8]; x = [0.1, 0.2, 0.3, 0.4]; }
        steps(x) { x = [0.5, -1.3, -1.2, 0.8, 0.3, 0.9]; }
        constants(x) { x = [0.5, -1.3, -1.2, 0.8]; }
        counted_by_a_constant(x) { x = [0.5, -1.3, -1.2, 0.8]; }
        named_constants(x) { x = [0.5, -1.3, -1.2]; }
        alias(x, t) { x = [0.5, -1.3], t = 0.2; }
        alias_passed_on(x) { x = [0.5, -1.3]; }
        tuples(p, q) { p = ([0.5, -1.3], 0.7), q = [[0.1, 0.2], [0.3, 0.4]]; }
        by_reference(&x, &y) { x = [0.5, 1.3], y = 0.7; }
        elementary(x, y) { x = 0.3, y = 0.8; x = 0.7, y = 0.2; x = -0.2, y = 1.3; }
        sine_and_cosine(x) { x = 0.3; }
        identities(x) { x = [0.5, -1.3, 0.7]; }
        outputs_shared(x) { x = [0.5, -1.3]; }
        permuted(x) { x = [0.5, -1.3, 0.7]; }
        viewed(x) { x = [0.5, -1.3, -1.2, 0.8, 0.3, 0.9]; }
        iterated(x, &w) { x = [0.5, -1.3, 0.7], w = [0.2, 0.4, 0.6]; }
        checked(x) { x = [0.5, -1.3]; }
        asserted_in_a_branch(x) { x = [0.5, -1.3]; x = [-0.5, -1.3]; }
        truncated(x, y) { x = 1.7, y = 0.4; }
        inactive_branch(x, flag, n) {
            x = 0.3, flag = true, n = 0usize;
            x = 0.3, flag = true, n = 1usize;
            x = 0.3, flag = false, n = 2usize;
        }
        matched(x, n) {
            x = [0.5, 1.3], n = 0usize;
            x = [0.5, 1.3], n = 1usize;
            x = [0.5, -1.3], n = 1usize;
            x = [0.5, 1.3], n = 2usize;
        }
        single(x) { x = [0.5f32, -1.3, 0.7]; }
        mixed(x, y) { x = [0.5f32, -1.3], y = 0.7; }
        generic_length(x, y) { x = [0.5, -1.3, 0.7], y = [0.2, 0.4]; }
        generic_head(x, y) { x = [0.5, -1.3, 0.7], y = [0.2, 0.4]; }
        calling(x) { x = [0.5, -1.3]; }
        chain(x) { x = 0.3; }
        dense(x) { x = [0.1, -0.2, 0.3, 0.05]; }
        integers_overflow(x) { x = [0.5, -1.3]; }
        reset(x) { x = [0.5, -1.3]; }
        arm(q) { q = [0.3, -0.5, 0.7]; }
        closure(x) { x = [0.5, -1.3]; }
        named_in_branches(x) {
            x = [0.5, -1.3, 0.7];
            x = [-0.5, 1.3, 0.7];
            x = [0.5, 1.3, -0.7];
        }
        applied(&a, x) {
            a = [[0.1, 0.2, -0.3, 0.4, 0.5], [1.1, -1.2, 1.3, 1.4, 1.5], [2.1, 2.2, 2.3, -2.4, 2.5], [-3.1, 3.2, 3.3, 3.4, 3.5], [4.1, 4.2, -4.3, 4.4, -4.5]],
            x = [0.5, -1.3, 0.7, 0.9, -0.2];
        }
        contracted(&a, &b) {
            a = ([[0.1, 0.2, -0.3], [1.1, -1.2, 1.3], [2.1, 2.2, 2.3]], 0.7),
            b = [[-0.6, 0.2, 0.3], [1.7, 1.2, -1.3], [2.1, -2.8, 2.3]];
        }
    }
}
