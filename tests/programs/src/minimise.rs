//! Makes a failing program as small as it goes while it fails in the same way.

use std::collections::HashSet;
use std::io;

use crate::print;
use crate::project::{Depth, Failure, Project, Verdict};
use crate::reductions;
use crate::syntax::Program;

/// Candidates that are compiled together.
const TOGETHER: usize = 48;

pub fn minimise(project: &Project, program: &Program, failure: &Failure) -> io::Result<(Program, Failure)> {
    let mut best = (program.clone(), failure.clone());
    let Some(depth) = shallowest(project, program, failure)? else { return Ok(best) };
    let mut tried: HashSet<String> = HashSet::new();
    'rounds: loop {
        let mut candidates = reductions::of(&best.0);
        candidates.retain(|candidate| tried.insert(identity(candidate)));
        for candidates in candidates.chunks(TOGETHER) {
            let verdicts = project.check(candidates, candidates.len().div_ceil(2), depth)?;
            for (candidate, verdict) in candidates.iter().zip(verdicts) {
                if let Verdict::Failed(found) = verdict
                    && same(&found, failure)
                {
                    best = (candidate.clone(), found);
                    continue 'rounds;
                }
            }
        }
        return Ok(best);
    }
}

/// The cheapest check in which it fails.
fn shallowest(project: &Project, program: &Program, failure: &Failure) -> io::Result<Option<Depth>> {
    for depth in [Depth::Types, Depth::Narrow, Depth::Full] {
        let verdict = project.check(std::slice::from_ref(program), 1, depth)?;
        if verdict.iter().any(|verdict| matches!(verdict, Verdict::Failed(found) if same(found, failure))) {
            return Ok(Some(depth));
        }
    }
    Ok(None)
}

fn same(found: &Failure, failure: &Failure) -> bool {
    found.kind == failure.kind && found.signature == failure.signature
}

fn identity(program: &Program) -> String {
    format!("{}{:?}", print::program(program, true), program.stages)
}
