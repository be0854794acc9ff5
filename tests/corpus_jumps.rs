//! Jumps in the midst of statements.

mod harness;
mod corpus {
    pub mod jumps;
}
twin::twins!("tests/corpus/jumps.rs");

derivatives! {
    jumps {
        condition(x, limit, &mut out) {
            x = 0.7, limit = None::<usize>, out = [0.3];
            x = 0.7, limit = Some(0usize), out = [0.3];
            x = 0.7, limit = Some(2usize), out = [0.3];
        }
        index(&x[..], at) {
            x = vec![0.7, 0.4], at = Some(1usize);
            x = vec![0.7, 0.4], at = None::<usize>;
            x = Vec::<f64>::new(), at = None::<usize>;
        }
        argument(&x[..], first, second) {
            x = vec![0.7, 0.4], first = Some(2usize), second = Some(1usize);
            x = vec![0.7, 0.4], first = None::<usize>, second = Some(1usize);
            x = vec![0.7, 0.4], first = Some(2usize), second = None::<usize>;
            x = Vec::<f64>::new(), first = None::<usize>, second = None::<usize>;
        }
        assigned(x, factor, &mut out) {
            x = 0.7, factor = Some(3usize), out = [0.3, 0.9];
            x = 2.5, factor = Some(3usize), out = [0.3, 0.9];
            x = 0.7, factor = None::<usize>, out = [0.3, 0.9];
        }
        loops(&x[..], &steps[..]) {
            x = vec![0.7, 0.8], steps = vec![Some(1usize), None, Some(0usize), Some(100usize), Some(7usize)];
            x = vec![0.7, 0.2], steps = vec![None::<usize>];
            x = Vec::<f64>::new(), steps = vec![None::<usize>];
        }
        operands(x, n) { x = 0.4, n = 9usize; x = 0.4, n = 1usize; x = 0.8, n = 2usize; x = 0.1, n = 20usize; }
        others(&x[..], &at[..]) {
            x = vec![0.7, 0.4, 0.9], at = vec![Some(1usize), Some(0usize), None];
            x = vec![0.7, 0.4, 0.9], at = vec![Some(1usize), None, None];
            x = vec![0.7, 0.4, 0.9], at = vec![Some(0usize), Some(1usize), None];
            x = vec![0.2, 0.4, 0.9], at = vec![Some(1usize), Some(0usize), None];
            x = vec![0.2, 0.4, 0.9], at = vec![Some(1usize), Some(0usize), Some(2usize)];
            x = vec![0.2, 0.4, 0.9], at = vec![None, Some(0usize), Some(2usize)];
        }
        halved_until(x, y) { x = 1.3, y = 0.4; x = 0.7, y = 0.4; x = 0.7, y = 0.02; }
        first_of(x, y) { x = 1.3, y = 0.4; x = 0.7, y = 0.4; x = 0.7, y = 0.9; }
        closure(&x[..], &at[..]) {
            x = vec![0.7, 0.4], at = vec![Some(1usize), None, Some(0usize)];
            x = vec![0.7, 0.4], at = Vec::<Option<usize>>::new();
        }
    }
}
