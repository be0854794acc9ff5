//! The code that hands a program to the checks: functions that read arguments, call, and write results.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemStruct;

use crate::entry::{Entry, Param, fields, resolved};
use crate::program::Program;

/// The module `g{index}`. `widths` are the numbers of lanes, of the forward and of the reverse mode.
pub fn glue_of(index: usize, program: &Program, entry: &Entry, widths: [&[usize]; 2]) -> String {
    let mut text = format!(
        "use checker::dual::Dual;\n\
         use checker::subject::{{Parameter, Subject, Table, forward, linear, reverse, table}};\n\
         use checker::wire::{{Flat, Read, Reader, Write, Writer}};\n\
         use super::p{index} as program;\nuse super::t{index} as twin;\n\n"
    );
    for item in &entry.structs {
        text.push_str(&impls(item, &entry.structs));
    }
    for (number, stage) in program.stages.iter().enumerate() {
        text.push_str(&subject(&format!("p{index}.{number}"), number, entry, stage.n, widths));
    }
    text
}

fn subject(name: &str, number: usize, entry: &Entry, n: usize, widths: [&[usize]; 2]) -> String {
    let module = quote!(program);
    let twin_module = quote!(twin);
    let reads = |module: &TokenStream, dual: bool| -> String {
        let read = |param: &Param| {
            let ty = resolved(&param.owned, n, module, &entry.structs, dual);
            format!("    let mut {}: {ty} = reader.read();\n", param.name)
        };
        entry.params.iter().map(read).collect()
    };
    let arguments = |owned: bool| -> Vec<String> {
        let argument = |param: &Param| {
            let name = &param.name;
            let whole = if param.is_slice { "[..]" } else { "" };
            match (param.reference, param.mutable) {
                (true, true) => format!("&mut {name}{whole}"),
                (true, false) => format!("&{name}{whole}"),
                (false, _) if param.cloned && !owned => format!("{name}.clone()"),
                (false, _) => name.clone(),
            }
        };
        entry.params.iter().map(argument).collect()
    };
    let whole = |arguments: &[String]| match arguments {
        [single] => single.clone(),
        several => format!("({})", several.join(", ")),
    };
    let parts: Vec<String> = (0..entry.params.len()).map(|index| format!("a{index}")).collect();
    let counts: String = entry.params.iter().map(|param| format!("    writer.argument(&{});\n", param.name)).collect();
    let results = match entry.members {
        0 => String::new(),
        _ if !entry.splits => "    writer.output(&result);\n".into(),
        members => (0..members).map(|member| format!("    writer.output(&result.{member});\n")).collect(),
    };
    let is_behind = |param: &&Param| param.mutable;
    let behind: String =
        entry.params.iter().filter(is_behind).map(|param| format!("    writer.output(&{});\n", param.name)).collect();
    let twin_behind: String =
        entry.params.iter().filter(is_behind).map(|param| format!("    writer.write(&{});\n", param.name)).collect();
    let parameters: String = entry
        .params
        .iter()
        .map(|param| {
            let Param { name, input, written, .. } = param;
            format!("        Parameter {{ name: {name:?}, input: {input}, written: {written} }},\n")
        })
        .collect();
    let ways = |mode: &str, widths: &[usize]| -> String {
        widths.iter().map(|width| format!("({width}, {mode}{number}::<{width}>), ")).collect()
    };
    let mut text = String::new();
    let _ = write!(
        text,
        "pub static SUBJECT{number}: Subject = Subject {{
    name: {name:?},
    single: {single},
    primal: primal{number},
    twin: twin{number},
    forward: &[{forward}],
    reverse: &[{reverse}],
    linear: &[{linear}],
    parameters: &[
{parameters}    ],
    members: {members},
}};

fn primal{number}(reader: &mut Reader, writer: &mut Writer) -> Table {{
{reads}{counts}    let arguments = {arguments};
    let told = table::<program::entry, _>(&arguments);
    let {parts} = arguments;
    let result = program::entry({call});
{results}{behind}    told
}}

fn twin{number}(reader: &mut Reader, writer: &mut Writer) {{
{twin_reads}    let result = twin::entry({twin_call});
    writer.write(&result);
{twin_behind}}}

",
        single = entry.single,
        forward = ways("forward", widths[0]),
        reverse = ways("reverse", widths[1]),
        linear = ways("linear", if entry.linear { widths[0] } else { &[] }),
        members = entry.members,
        reads = reads(&module, false),
        arguments = whole(&arguments(true)),
        parts = whole(&parts),
        call = parts.join(", "),
        twin_reads = reads(&twin_module, true),
        twin_call = arguments(true).join(", "),
    );
    for mode in ["forward", "reverse"].into_iter().chain(entry.linear.then_some("linear")) {
        let _ = write!(
            text,
            "fn {mode}{number}<const W: usize>(reader: &mut Reader, writer: &mut Writer) {{
{}    {mode}::<program::entry, _, W>(&{}, reader, writer);
}}

",
            reads(&module, false),
            whole(&arguments(true)),
        );
    }
    text
}

/// How a struct of the program is read and written, as it is and over dual numbers.
fn impls(item: &ItemStruct, structs: &[ItemStruct]) -> String {
    let name = &item.ident;
    let mut text = String::new();
    for (module, dual) in [(quote!(program), false), (quote!(twin), true)] {
        let (mut reads, mut writes) = (String::new(), String::new());
        for (member, ty, _) in fields(item) {
            let ty = resolved(&ty, 0, &module, structs, dual);
            let _ = write!(reads, "{member}: <{ty} as Read>::read(reader), ");
            let _ = write!(writes, "self.{member}.write(writer); ");
        }
        let _ = write!(
            text,
            "impl Read for {module}::{name} {{
    fn read(reader: &mut Reader) -> Self {{
        {module}::{name} {{ {reads} }}
    }}
}}

impl Write for {module}::{name} {{
    fn write(&self, writer: &mut Writer) {{
        {writes}
    }}
}}

"
        );
    }
    let module = quote!(program);
    let (mut reads, mut writes) = (String::new(), String::new());
    for (member, ty, constant) in fields(item) {
        if constant {
            let _ = write!(reads, "{member}: (), ");
            continue;
        }
        let ty = resolved(&ty, 0, &module, structs, false);
        let _ = write!(reads, "{member}: <{ty} as Flat>::read_tangent::<W>(&shape.{member}, reader), ");
        let _ = write!(writes, "<{ty} as Flat>::write_tangent::<W>(&shape.{member}, &tangent.{member}, writer); ");
    }
    let _ = write!(
        text,
        "impl Flat for program::{name} {{
    fn read_tangent<const W: usize>(shape: &Self::Shape, reader: &mut Reader) -> Self::Tangent<W> {{
        program::{name}Tangent {{ {reads} }}
    }}
    fn write_tangent<const W: usize>(shape: &Self::Shape, tangent: &Self::Tangent<W>, writer: &mut Writer) {{
        {writes}
    }}
}}

"
    );
    text
}
