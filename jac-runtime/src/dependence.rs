//! `Dependence`: how an output depends on an input, decided by data flow at compile time.

/// How an output depends on an input, whatever the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Dependence {
    /// No data flows from the input to the output.
    Independent = 0,
    /// Affine with constant coefficients: the block of the Jacobian is the same for all inputs.
    Affine = 1,
    /// Affine in pieces: inputs choose among constant blocks, by a comparison, an index or the length of a loop. No data flows from an
    /// input into the block, and its derivative is zero.
    Piecewise = 2,
    /// Anything else.
    Nonlinear = 3,
}

impl Dependence {
    /// The same of a call in which an input picks what is done: by an index, say, or a number of steps.
    pub const fn picked(self) -> Self {
        match self {
            Dependence::Affine => Dependence::Piecewise,
            other => other,
        }
    }
}

/// The row of a parameter that is not passed by `&mut`.
pub const NO_OUTPUT: usize = usize::MAX;

/// How the result (`output` 0) of a function, or what stands behind a parameter after the call (`output` 1 for the first), depends on
/// a parameter. `rows` says where the table has these.
pub const fn depends(table: &[Dependence], columns: usize, rows: &[usize], output: usize, input: usize) -> Dependence {
    match rows[output] {
        // The caller may not know that it stays as it is.
        NO_OUTPUT if output == input + 1 => Dependence::Affine,
        NO_OUTPUT => Dependence::Independent,
        row => table[row * columns + input],
    }
}

/// Data flow from one node of a function to another.
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    /// The node that data comes from.
    pub from: u32,
    /// The node that data goes to.
    pub to: u32,
    /// How the latter depends on the former, on this path alone.
    pub dependence: Dependence,
}

/// The dependence of each of `outputs` on each of `inputs` (row-major) through any path of `flows`.
///
/// Evaluated by the compiler: the flows of a call carry the callee's own table.
pub const fn solve<const SIZE: usize>(
    nodes: usize,
    flows: &[Flow],
    outputs: &[u32],
    inputs: &[u32],
) -> [Dependence; SIZE] {
    solve_with(nodes, flows, &[], &[Dependence::Independent; SIZE], outputs, inputs)
}

/// Data flow through a call of the function whose table is looked for.
#[derive(Clone, Copy, Debug)]
pub struct RecursiveFlow {
    /// The node that data comes from.
    pub from: u32,
    /// The node that data goes to.
    pub to: u32,
    /// The entry of the table that says how.
    pub entry: usize,
}

/// As [`solve`], for a function that calls itself: the least table that follows from itself.
///
/// It starts with a function that returns at once; each turn admits calls that are nested one deeper.
pub const fn solve_recursive<const SIZE: usize>(
    nodes: usize,
    flows: &[Flow],
    recursive: &[RecursiveFlow],
    outputs: &[u32],
    inputs: &[u32],
) -> [Dependence; SIZE] {
    let mut table = [Dependence::Independent; SIZE];
    loop {
        let next = solve_with(nodes, flows, recursive, &table, outputs, inputs);
        let mut same = true;
        let mut entry = 0;
        while entry < SIZE {
            same = same && next[entry] as u8 == table[entry] as u8;
            entry += 1;
        }
        if same {
            return table;
        }
        table = next;
    }
}

const fn solve_with<const SIZE: usize>(
    nodes: usize,
    flows: &[Flow],
    recursive: &[RecursiveFlow],
    known: &[Dependence; SIZE],
    outputs: &[u32],
    inputs: &[u32],
) -> [Dependence; SIZE] {
    const MOST: usize = 4096;
    assert!(nodes <= MOST, "function too large for the dependence analysis");
    let mut table = [Dependence::Independent; SIZE];
    let mut i = 0;
    while i < inputs.len() {
        let mut reached = [Dependence::Independent as u8; MOST];
        reached[inputs[i] as usize] = Dependence::Affine as u8;
        let mut changed = true;
        while changed {
            changed = false;
            let mut k = 0;
            while k < flows.len() + recursive.len() {
                let flow = if k < flows.len() {
                    flows[k]
                } else {
                    let RecursiveFlow { from, to, entry } = recursive[k - flows.len()];
                    Flow { from, to, dependence: known[entry] }
                };
                let from = reached[flow.from as usize];
                let along = flow.dependence as u8;
                // A path is independent if any step is, else what its worst step is.
                if from != 0 && along != 0 {
                    let through = if from > along { from } else { along };
                    if through > reached[flow.to as usize] {
                        reached[flow.to as usize] = through;
                        changed = true;
                    }
                }
                k += 1;
            }
        }
        let mut o = 0;
        while o < outputs.len() {
            table[o * inputs.len() + i] = match reached[outputs[o] as usize] {
                0 => Dependence::Independent,
                1 => Dependence::Affine,
                2 => Dependence::Piecewise,
                _ => Dependence::Nonlinear,
            };
            o += 1;
        }
        i += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::Dependence::{Affine, Independent, Nonlinear};
    use super::*;

    const fn flow(from: u32, to: u32, dependence: Dependence) -> Flow {
        Flow { from, to, dependence }
    }

    #[test]
    fn what_no_data_reaches_is_independent() {
        assert_eq!(solve::<1>(2, &[], &[1], &[0]), [Independent]);
        assert_eq!(solve::<1>(3, &[flow(0, 1, Affine)], &[2], &[0]), [Independent]);
    }

    #[test]
    fn an_output_that_is_an_input_is_affine() {
        assert_eq!(solve::<1>(1, &[], &[0], &[0]), [Affine]);
    }

    #[test]
    fn a_path_is_as_nonlinear_as_its_worst_step() {
        let flows = [flow(0, 1, Affine), flow(1, 2, Affine), flow(2, 3, Nonlinear), flow(3, 4, Affine)];
        assert_eq!(solve::<2>(5, &flows, &[2, 4], &[0]), [Affine, Nonlinear]);
    }

    #[test]
    fn a_step_without_data_cuts_a_path() {
        let flows = [flow(0, 1, Nonlinear), flow(1, 2, Independent), flow(2, 3, Nonlinear)];
        assert_eq!(solve::<2>(4, &flows, &[2, 3], &[0]), [Independent, Independent]);
    }

    #[test]
    fn the_worst_of_several_paths_counts_in_any_order() {
        let affine = [flow(0, 2, Affine), flow(0, 1, Affine)];
        let nonlinear = flow(1, 2, Nonlinear);
        for flows in
            [[affine[0], affine[1], nonlinear], [nonlinear, affine[1], affine[0]], [affine[1], nonlinear, affine[0]]]
        {
            assert_eq!(solve::<1>(3, &flows, &[2], &[0]), [Nonlinear]);
        }
    }

    #[test]
    fn cycles_of_a_loop_come_to_an_end() {
        let flows = [flow(0, 1, Affine), flow(1, 2, Affine), flow(2, 1, Nonlinear), flow(3, 3, Affine)];
        assert_eq!(solve::<4>(4, &flows, &[1, 3], &[0, 3]), [Nonlinear, Independent, Independent, Affine]);
    }

    #[test]
    fn a_function_that_calls_itself_has_the_least_table() {
        // f(x, y) = f(y, x · x) or x: node 2 is the result, 3 and 4 the arguments, 5 the result of the call.
        let flows = [flow(0, 2, Affine), flow(1, 3, Affine), flow(0, 4, Nonlinear), flow(5, 2, Affine)];
        let own = |entry| RecursiveFlow { from: 3 + entry as u32, to: 5, entry };
        assert_eq!(solve_recursive::<2>(6, &flows, &[own(0), own(1)], &[2], &[0, 1]), [Nonlinear; 2]);
        // What no call returns is not there.
        assert_eq!(
            solve_recursive::<1>(3, &[flow(0, 1, Affine)], &[RecursiveFlow { from: 1, to: 2, entry: 0 }], &[2], &[0]),
            [Independent]
        );
    }

    #[test]
    fn the_table_is_row_major_outputs_by_inputs() {
        const TABLE: [Dependence; 6] =
            solve(5, &[flow(0, 3, Affine), flow(1, 3, Nonlinear), flow(2, 4, Affine)], &[3, 4], &[0, 1, 2]);
        assert_eq!(TABLE, [Affine, Nonlinear, Independent, Independent, Independent, Affine]);
    }

    #[test]
    fn without_inputs_or_outputs_the_table_is_empty() {
        assert_eq!(solve::<0>(1, &[], &[], &[0]), []);
        assert_eq!(solve::<0>(1, &[], &[0], &[]), []);
    }
}
