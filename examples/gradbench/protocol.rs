//! From a message to its answer. What a module evaluates is in the module.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::measure::Evaluation;
use crate::{ba, gmm, hello, lstm, ode};

/// What is read of a message. Other members are ignored.
#[derive(Deserialize)]
struct Message {
    id: Value,
    kind: String,
    #[serde(default)]
    module: String,
    #[serde(default)]
    function: String,
    #[serde(default)]
    input: Value,
}

/// The answer to one line.
pub fn answer(line: &str) -> Value {
    let message: Message = match serde_json::from_str(line) {
        Ok(message) => message,
        Err(error) => return json!({ "success": false, "error": error.to_string() }),
    };
    let id = &message.id;
    match message.kind.as_str() {
        "start" => json!({ "id": id, "tool": "jac" }),
        "define" => json!({ "id": id, "success": module(&message.module).is_some() }),
        "evaluate" => match evaluate(&message.module, &message.function, message.input) {
            Ok(Evaluation { output, nanoseconds }) => {
                let timings: Vec<_> =
                    nanoseconds.iter().map(|n| json!({ "name": "evaluate", "nanoseconds": n })).collect();
                json!({ "id": id, "success": true, "output": output, "timings": timings })
            }
            Err(error) => json!({ "id": id, "success": false, "error": error }),
        },
        _ => json!({ "id": id }),
    }
}

/// Evaluates one function of a module; `None` if there is no such function.
type Module = fn(&str, Value) -> Option<Result<Evaluation, serde_json::Error>>;

fn module(name: &str) -> Option<Module> {
    Some(match name {
        "hello" => hello::evaluate,
        "gmm" => gmm::evaluate,
        "ba" => ba::evaluate,
        "lstm" => lstm::evaluate,
        "ode" => ode::evaluate,
        _ => return None,
    })
}

fn evaluate(name: &str, function: &str, input: Value) -> Result<Evaluation, String> {
    let module = module(name).ok_or_else(|| format!("no module `{name}`"))?;
    match module(function, input) {
        Some(result) => result.map_err(|error| error.to_string()),
        None => Err(format!("no function `{function}` in module `{name}`")),
    }
}

/// Reads the input of a function and evaluates it.
pub fn with_input<I: DeserializeOwned>(
    input: Value,
    evaluate: impl FnOnce(I) -> Evaluation,
) -> Option<Result<Evaluation, serde_json::Error>> {
    Some(serde_json::from_value(input).map(evaluate))
}
