//! The five problems in small: against numbers from elsewhere, and against central differences.

use serde_json::{Value, json};

use crate::protocol::answer;

fn output(module: &str, function: &str, input: &Value) -> Value {
    let message = json!({ "id": 7, "kind": "evaluate", "module": module, "function": function, "input": input });
    let mut answer = answer(&message.to_string());
    assert_eq!((&answer["id"], &answer["success"]), (&json!(7), &json!(true)), "{answer}");
    assert!(answer["timings"][0]["nanoseconds"].is_u64());
    answer["output"].take()
}

/// All numbers of a value, members of objects by name.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(elements) => elements.iter().flat_map(numbers).collect(),
        Value::Object(members) => members.values().flat_map(numbers).collect(),
        number => vec![number.as_f64().unwrap()],
    }
}

fn assert_close(found: &Value, expected: &Value, tolerance: f64) {
    let (found, expected) = (numbers(found), numbers(expected));
    assert_eq!(found.len(), expected.len());
    for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert!((found - expected).abs() <= tolerance * expected.abs().max(1.0), "{found}, not {expected}, at {i}");
    }
}

/// Adds `step` to the `index`th number of a value; true if it has that many.
fn shift(value: &mut Value, index: &mut usize, step: f64) -> bool {
    match value {
        Value::Array(elements) => elements.iter_mut().any(|element| shift(element, index, step)),
        number if *index == 0 => {
            *number = json!(number.as_f64().unwrap() + step);
            true
        }
        _ => {
            *index -= 1;
            false
        }
    }
}

/// The derivatives of `function` by a member of its input: a row of all its outputs for each number of the member.
fn differences(module: &str, function: &str, input: &Value, member: &str) -> Vec<Vec<f64>> {
    let step = 1e-6;
    (0..numbers(&input[member]).len())
        .map(|index| {
            let at = |step: f64| {
                let mut input = input.clone();
                assert!(shift(&mut input[member], &mut { index }, step));
                numbers(&output(module, function, &input))
            };
            at(step).iter().zip(at(-step)).map(|(plus, minus)| (plus - minus) / (2.0 * step)).collect()
        })
        .collect()
}

/// The gradient of the last output.
fn gradient(module: &str, function: &str, input: &Value, member: &str) -> Value {
    json!(differences(module, function, input, member).iter().map(|row| row[row.len() - 1]).collect::<Vec<_>>())
}

/// Numbers without a pattern, between -0.5 and 0.5.
fn arbitrary(first: usize, rows: usize, columns: usize) -> Value {
    let number = |i: usize| (i as f64 * 0.754_877_666 + 0.1).fract() - 0.5;
    json!((0..rows).map(|i| (0..columns).map(|j| number(first + i * columns + j)).collect()).collect::<Vec<Vec<_>>>())
}

#[test]
fn messages_are_answered() {
    let line = |message: Value| answer(&message.to_string());
    assert_eq!(line(json!({ "id": 0, "kind": "start", "eval": "hello" })), json!({ "id": 0, "tool": "jac" }));
    assert_eq!(line(json!({ "id": 1, "kind": "define", "module": "gmm" })), json!({ "id": 1, "success": true }));
    assert_eq!(line(json!({ "id": 2, "kind": "define", "module": "det" })), json!({ "id": 2, "success": false }));
    assert_eq!(line(json!({ "id": 3, "kind": "analysis", "of": 2, "valid": true })), json!({ "id": 3 }));
    for (module, function, input) in
        [("det", "primal", json!(1.0)), ("hello", "cube", json!(1.0)), ("ode", "primal", json!({ "x": 1.0 }))]
    {
        let message = json!({ "id": 4, "kind": "evaluate", "module": module, "function": function, "input": input });
        let answer = line(message);
        assert_eq!((&answer["id"], &answer["success"]), (&json!(4), &json!(false)));
        assert!(answer["error"].is_string());
    }
}

#[test]
fn runs_are_repeated() {
    let input = json!({ "x": [1.0], "s": 1, "min_runs": 5, "min_seconds": 0.0 });
    let message = json!({ "id": 0, "kind": "evaluate", "module": "ode", "function": "primal", "input": input });
    assert_eq!(answer(&message.to_string())["timings"].as_array().unwrap().len(), 5);
}

#[test]
fn hello() {
    assert_eq!(output("hello", "square", &json!(3.0)), json!(9.0));
    assert_eq!(output("hello", "double", &json!(3.0)), json!(6.0));
}

#[test]
fn ode() {
    let input =
        json!({ "x": [0.7218521074240813, 0.9664407992811007, 0.28904906882680115, 0.17134622674002598], "s": 10 });
    let expected = [1.4437042148481627, 1.3952546553233522, 0.2688647059316496, 0.02303447643247742];
    assert_close(&output("ode", "primal", &input), &json!(expected), 1e-14);
    let expected = [0.03191024338028964, 0.023834337757275878, 0.0796905401770373, 0.1344323529658248];
    assert_close(&output("ode", "gradient", &input), &json!(expected), 1e-14);
    assert_close(&gradient("ode", "primal", &input, "x"), &json!(expected), 1e-8);
}

#[test]
fn gmm() {
    for (d, k) in [(3, 2), (1, 3)] {
        let input = json!({
            "d": d, "k": k, "n": 4, "x": arbitrary(0, 4, d), "m": 2, "gamma": 1.3, "alpha": arbitrary(50, 1, k)[0],
            "mu": arbitrary(60, k, d), "q": arbitrary(70, k, d), "l": arbitrary(80, k, d * (d - 1) / 2),
        });
        let found = output("gmm", "jacobian", &input);
        for member in ["alpha", "mu", "q", "l"] {
            assert_close(&found[member], &gradient("gmm", "objective", &input, member), 1e-7);
        }
    }
}

/// One component in one dimension, where the density has a closed form.
#[test]
fn gmm_in_closed_form() {
    let input = json!({
        "d": 1, "k": 1, "n": 1, "x": [[0.5]], "m": 0, "gamma": 2.0, "alpha": [0.3], "mu": [[0.2]], "q": [[0.1]], "l": [[]],
    });
    let precision = 0.1_f64.exp().powi(2);
    let density = -0.5 * (2.0 * std::f64::consts::PI).ln() + 0.1 - 0.5 * precision * 0.09;
    let prior = 2.0 * (2.0 / 2.0_f64.sqrt()).ln() - 2.0 * precision; // Γ(1) = 1
    assert_close(&output("gmm", "objective", &input), &json!(density + prior), 1e-14);
}

#[test]
fn ba() {
    for rotation in [[-0.758453, -1.109613, -0.845551], [0.0, 0.0, 0.0]] {
        let mut camera = rotation.to_vec();
        camera.extend([34.556073, 39.676747, 53.881673, 419.194514, 5.864426, -8.51887, 0.087812, 0.002739]);
        let input = json!({
            "n": 2, "m": 1, "p": 3, "cam": camera, "x": [7.203245, 0.001144, 3.023326], "w": 0.417022, "feat": [271.760969, 834.209256],
        });
        // Columns of the first row: camera 0, point 0, weight 0; of the last: weight 2.
        let found = output("ba", "jacobian", &input);
        let mut columns: Vec<usize> = (0..11).chain(22..26).collect();
        columns.extend_from_within(..);
        columns.push(27);
        assert_eq!(found["cols"], json!(columns));
        assert_eq!(found["rows"], json!([0, 15, 30, 45, 60, 75, 90, 91, 92, 93, 93]));
        let mut rows = [vec![], vec![]];
        for member in ["cam", "x", "w"] {
            for outputs in differences("ba", "objective", &input, member) {
                rows[0].push(outputs[0]);
                rows[1].push(outputs[1]);
            }
        }
        let [mut expected, second] = rows;
        expected.extend(second);
        expected.push(-2.0 * 0.417022);
        assert_close(&found["vals"], &json!(expected), 1e-6);
    }
}

#[test]
fn ba_by_its_numbers() {
    let input = json!({
        "n": 10, "m": 100, "p": 1000, "x": [7.203245, 0.001144, 3.023326], "w": 0.417022, "feat": [271.760969, 834.209256],
        "cam": [-0.758453, -1.109613, -0.845551, 34.556073, 39.676747, 53.881673, 419.194514, 5.864426, -8.51887, 0.087812, 0.002739],
    });
    let expected = json!({
        "reproj_error": { "elements": [0.10133583791450886, -0.06896776592424401], "repeated": 1000 },
        "w_err": { "element": 0.826092651516, "repeated": 1000 },
    });
    assert_close(&output("ba", "objective", &input), &expected, 1e-8);
    let found = output("ba", "jacobian", &input);
    let expected = [-461.4463210015993, 178.8679280144455, -19.423916472206248, -3.0615983420410315, 6.392457556226442];
    assert_close(&json!(found["vals"].as_array().unwrap()[..5]), &json!(expected), 1e-8);
    assert_eq!((&found["rows"][30], &found["cols"][30]), (&json!(31000), &json!(1409)));
}

#[test]
fn lstm() {
    let input = json!({
        "main_params": arbitrary(0, 4, 12), "extra_params": arbitrary(50, 3, 3), "state": arbitrary(70, 4, 3),
        "sequence": [[0, 1, 0], [1, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1]],
    });
    let found = output("lstm", "jacobian", &input);
    let mut expected = numbers(&gradient("lstm", "objective", &input, "main_params"));
    expected.extend(numbers(&gradient("lstm", "objective", &input, "extra_params")));
    assert_close(&found, &json!(expected), 1e-8);
}
