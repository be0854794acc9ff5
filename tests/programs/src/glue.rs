//! The code that hands a program to the checker: its points, its shapes, its table.

use crate::project::Depth;
use crate::syntax::{Passing, Program, Stage, Type};

/// The module that hands a program to the checker.
pub fn glue_of(index: usize, program: &Program, depth: Depth) -> String {
    let stages: String = program
        .stages
        .iter()
        .enumerate()
        .map(|(number, stage)| stage_of(index, program, stage, number, depth))
        .collect();
    let calls: String = (0..program.stages.len()).map(|number| format!("    stage{number}();\n")).collect();
    format!("{stages}pub fn check() {{\n{calls}}}\n")
}

fn stage_of(index: usize, program: &Program, stage: &Stage, number: usize, depth: Depth) -> String {
    let check = if depth == Depth::Full { "check" } else { "check_narrow" };
    let entry = program.entry();
    let mut bindings = Vec::new();
    let mut arguments = Vec::new();
    let mut parameters = String::new();
    for (param, values) in entry.params.iter().zip(&stage.values) {
        let name = &param.name;
        bindings.push(format!("{name} = crate::checker::pick([{}])", values.join(", ")));
        arguments.push(match (param.passing, &param.ty) {
            (Passing::Value, ty) if ty.has_vec() => format!("{name}.clone()"),
            (Passing::Value, _) => name.clone(),
            (Passing::Shared, Type::Slice(..)) => format!("&{name}[..]"),
            (Passing::Shared, _) => format!("&{name}"),
            (Passing::Mutable, Type::Slice(..)) => format!("&mut {name}[..]"),
            (Passing::Mutable, _) => format!("&mut {name}"),
        });
        parameters.push_str(&format!(
            "            Parameter {{ name: {name:?}, floats: floats(&{name}), input: {}, written: {} }},\n",
            param.is_input(),
            param.passing == Passing::Mutable && param.ty.varies(),
        ));
    }
    let lets: String = bindings.iter().map(|binding| format!("        let mut {binding};\n")).collect();
    let (bindings, arguments) = (bindings.join(", "), arguments.join(", "));
    let result = match &entry.result {
        None => "vec![]".to_string(),
        Some(Type::Tuple(parts)) => {
            let parts: Vec<String> = (0..parts.len()).map(|part| format!("floats(&result.{part})")).collect();
            format!("vec![{}]", parts.join(", "))
        }
        Some(_) => "vec![floats(&result)]".to_string(),
    };
    format!(
        "fn stage{number}() {{
    use crate::checker::{{Parameter, Shape, floats, table}};
    struct Here;
    crate::point!(Here p{index} entry ({arguments}) {{ {bindings} }});
    let line = crate::checker::{check}(\"p{index}\", {}, {}, &Here, &|| {{
{lets}        let result = crate::corpus::p{index}::entry({arguments});
        let result = {result};
        let table = {{
            let arguments = ({arguments});
            table::<crate::corpus::p{index}::entry, _>(&arguments)
        }};
        let parameters = vec![
{parameters}        ];
        Shape {{ parameters, result, table }}
    }});
    println!(\"{{line}}\");
}}

",
        program.single, stage.points,
    )
}
