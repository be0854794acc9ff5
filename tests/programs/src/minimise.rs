//! Makes a failing program as small as it goes while it fails in the same way.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use crate::program::Program;
use crate::project::{Depth, Failure, Project, Verdict};
use crate::reductions;

/// Candidates that are compiled together.
const TOGETHER: usize = 40;

pub fn minimise(project: &Project, program: &Program, failure: &Failure) -> io::Result<(Program, Failure)> {
    let mut best = (program.clone(), failure.clone());
    let Some(depth) = shallowest(project, program, failure)? else { return Ok(best) };
    let mut tried: HashSet<u64> = HashSet::new();
    loop {
        let before = best.0.clone();
        for pass in 0..reductions::PASSES {
            one_pass(project, &mut best, depth, pass, &mut tried)?;
        }
        if best.0 == before {
            return Ok(best);
        }
    }
}

/// Tries the steps of a pass in order. After one that can be taken, those that follow it are next.
fn one_pass(
    project: &Project,
    best: &mut (Program, Failure),
    depth: Depth,
    pass: usize,
    tried: &mut HashSet<u64>,
) -> io::Result<()> {
    let mut next = 0;
    loop {
        let Ok(file) = syn::parse_str::<syn::File>(&best.0.text) else { return Ok(()) };
        let changes = reductions::of(&best.0, &file, pass);
        let smallest = reductions::size(&best.0);
        let mut candidates: Vec<(usize, Program)> = Vec::new();
        let mut position = next;
        while position < changes.len() && candidates.len() < TOGETHER {
            let candidate = changes[position](&best.0, &file);
            position += 1;
            if reductions::size(&candidate) < smallest && tried.insert(identity(&candidate)) {
                candidates.push((position - 1, candidate));
            }
        }
        if candidates.is_empty() {
            if position >= changes.len() {
                return Ok(());
            }
            next = position;
            continue;
        }
        match first_alike(project, candidates, depth, &best.1)? {
            Some((at, program, failure)) => {
                *best = (program, failure);
                next = at;
            }
            None => next = position,
        }
    }
}

/// The first candidate that fails in the same way, with its position.
fn first_alike(
    project: &Project,
    mut candidates: Vec<(usize, Program)>,
    depth: Depth,
    failure: &Failure,
) -> io::Result<Option<(usize, Program, Failure)>> {
    if depth == Depth::Macro {
        // Microseconds each: first all that are refused in the same way, then those of them that are Rust.
        let mut kept = Vec::new();
        for (position, candidate) in candidates {
            if alike(&project.check(std::slice::from_ref(&candidate), depth)?, failure).is_some() {
                kept.push((position, candidate));
            }
        }
        candidates = kept;
    }
    let (positions, programs): (Vec<usize>, Vec<Program>) = candidates.into_iter().unzip();
    let all: Vec<usize> = (0..programs.len()).collect();
    let refused = project.refused_without_attributes(&programs, &all)?;
    let left: Vec<usize> = all.into_iter().filter(|index| !refused.contains_key(index)).collect();
    let programs: Vec<Program> = left.iter().map(|index| programs[*index].clone()).collect();
    let verdicts = project.check(&programs, depth)?;
    for ((index, program), verdict) in left.iter().zip(programs).zip(verdicts) {
        if let Some(found) = alike(&[verdict], failure) {
            return Ok(Some((positions[*index], program, found)));
        }
    }
    Ok(None)
}

/// The failure, if it is the same.
fn alike(verdicts: &[Verdict], failure: &Failure) -> Option<Failure> {
    verdicts.iter().find_map(|verdict| match verdict {
        Verdict::Failed(found) if same(found, failure) => Some(found.clone()),
        _ => None,
    })
}

fn identity(program: &Program) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{}{:?}", program.text, program.stages).hash(&mut hasher);
    hasher.finish()
}

/// The cheapest check in which it fails.
fn shallowest(project: &Project, program: &Program, failure: &Failure) -> io::Result<Option<Depth>> {
    for depth in [Depth::Macro, Depth::Types, Depth::Full] {
        let verdict = project.check(std::slice::from_ref(program), depth)?;
        if verdict.iter().any(|verdict| matches!(verdict, Verdict::Failed(found) if same(found, failure))) {
            return Ok(Some(depth));
        }
    }
    Ok(None)
}

fn same(found: &Failure, failure: &Failure) -> bool {
    found.kind == failure.kind && found.signature == failure.signature
}
