//! The checks find what is wrong, and nothing else.

use checker::dual::Dual;
use checker::run::outcomes;
use checker::subject::{Parameter, Subject, Table};
use checker::wire::{Reader, Writer};
use jac_runtime::dependence::Dependence::{self, Affine, Independent, Nonlinear};

/// `x ↦ (sin x · y, y)`, as the glue of a program would have it.
fn subject() -> Subject {
    Subject {
        name: "planted",
        single: false,
        primal: |reader, writer| primal(reader, writer, &[Nonlinear, Nonlinear, Independent, Affine]),
        twin: |reader, writer| {
            let (x, y): (Dual, Dual) = (reader.read(), reader.read());
            writer.write(&(x.sin() * y));
            writer.write(&y);
        },
        forward: &[(1, |reader, writer| forward(reader, writer, 0.0))],
        reverse: &[(1, |reader, writer| reverse(reader, writer, [0.0; 3]))],
        linear: &[],
        parameters: &[
            Parameter { name: "x", input: true, written: false },
            Parameter { name: "y", input: true, written: false },
        ],
        members: 2,
    }
}

fn primal(reader: &mut Reader, writer: &mut Writer, dependence: &'static [Dependence]) -> Table {
    let (x, y): (f64, f64) = (reader.read(), reader.read());
    writer.argument(&x);
    writer.argument(&y);
    writer.output(&(x.sin() * y));
    writer.output(&y);
    Table { dependence, inputs: &["x", "y"], outputs: &["result.0", "result.1"] }
}

fn forward(reader: &mut Reader, writer: &mut Writer, error: f64) {
    let (x, y, dx, dy): (f64, f64, f64, f64) = (reader.read(), reader.read(), reader.read(), reader.read());
    writer.write(&(x.sin() * y));
    writer.write(&y);
    writer.lanes.extend([x.cos() * y * dx + x.sin() * dy, dy + error * dx]);
}

/// With an error in each of the three rounds.
fn reverse(reader: &mut Reader, writer: &mut Writer, errors: [f64; 3]) {
    let (x, y): (f64, f64) = (reader.read(), reader.read());
    writer.write(&(x.sin() * y));
    writer.write(&y);
    let mut seeds: Vec<(f64, f64)> = Vec::new();
    while !reader.is_empty() {
        seeds.push((reader.read(), reader.read()));
    }
    for error in errors {
        for (b, by) in &seeds {
            writer.lanes.extend([x.cos() * y * b + error, x.sin() * b + by]);
        }
    }
}

fn lines(subject: &Subject) -> String {
    outcomes(subject, &[vec![0.5, 2.0], vec![1.5, -1.0]]).join("; ")
}

#[test]
fn a_right_derivative_passes_at_every_point() {
    assert_eq!(lines(&subject()), "ok; ok");
}

#[test]
fn a_wrong_tangent_is_found() {
    let subject = Subject { forward: &[(1, |reader, writer| forward(reader, writer, 1e-6))], ..subject() };
    assert!(lines(&subject).starts_with("fail forward planted: W = 1: element 2 is"), "{}", lines(&subject));
}

#[test]
fn a_sweep_that_finds_something_in_used_memory_is_found() {
    let subject = Subject { reverse: &[(1, |reader, writer| reverse(reader, writer, [0.0, 0.0, 1e-12]))], ..subject() };
    let lines = lines(&subject);
    assert!(lines.starts_with("fail reverse planted: a sweep gives"), "{lines}");
}

#[test]
fn a_wrong_pullback_is_found() {
    let subject = Subject { reverse: &[(1, |reader, writer| reverse(reader, writer, [1e-6; 3]))], ..subject() };
    assert!(lines(&subject).starts_with("fail reverse planted: W = 1: element 0 is"), "{}", lines(&subject));
}

#[test]
fn another_value_is_found() {
    fn swapped(reader: &mut Reader, writer: &mut Writer) {
        forward(reader, writer, 0.0);
        writer.values.swap(0, 1);
    }
    let subject = Subject { forward: &[(1, swapped)], ..subject() };
    assert!(lines(&subject).starts_with("fail value"), "{}", lines(&subject));
}

#[test]
fn a_wrong_twin_is_found_by_differences() {
    let twin = |reader: &mut Reader, writer: &mut Writer| {
        let (x, y): (Dual, Dual) = (reader.read(), reader.read());
        writer.write(&Dual { slope: 0.0, ..x.sin() * y });
        writer.write(&y);
    };
    let subject = Subject { twin, ..subject() };
    assert!(lines(&subject).starts_with("fail differences"), "{}", lines(&subject));
}

#[test]
fn a_table_that_calls_a_dependence_independent_is_found() {
    let primal = |reader: &mut Reader, writer: &mut Writer| {
        primal(reader, writer, &[Independent, Nonlinear, Independent, Affine])
    };
    let subject = Subject { primal, ..subject() };
    assert!(lines(&subject).contains("dependence planted: `result.0` by `x` is called independent"));
}

#[test]
fn a_table_that_calls_a_nonlinear_dependence_affine_is_found() {
    let primal =
        |reader: &mut Reader, writer: &mut Writer| primal(reader, writer, &[Affine, Nonlinear, Independent, Affine]);
    let subject = Subject { primal, ..subject() };
    assert!(lines(&subject).contains("dependence planted: `result.0` by `x` is called affine"));
}

#[test]
fn at_a_point_where_the_twin_says_nothing_modes_are_compared() {
    // At an infinite argument there is no slope; the modes agree that there is none.
    assert_eq!(outcomes(&subject(), &[vec![f64::INFINITY, 2.0]]), ["skip large"]);
    let subject = Subject {
        reverse: &[(1, |reader, writer| reverse(reader, writer, [1.0; 3]))],
        twin: |reader, writer| {
            let (x, y): (Dual, Dual) = (reader.read(), reader.read());
            let tied = if x > Dual::constant(0.5) { x } else { x.sin() };
            writer.write(&(tied * y));
            writer.write(&y);
        },
        ..subject()
    };
    assert!(outcomes(&subject, &[vec![0.5, 2.0]])[0].starts_with("fail modes"));
}
