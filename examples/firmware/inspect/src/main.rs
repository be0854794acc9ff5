//! Reads the disassembly of an image, as `objdump -d` prints it, and says of functions what they and all that they call take and reach.
//!
//! ```text
//! objdump -d image | inspect forbid generated_ __aeabi_d
//! objdump -d image | inspect table measured above
//! ```
//!
//! `forbid` fails if a function whose name starts with the prefix reaches a symbol that contains one of the words, other than through
//! `libm`. `table` compares functions `generated_*` with those `by_hand_*`: what was measured, one line `name;instructions;stack` each, and what the image
//! says. It fails if a derivative that is generated costs more than the limits allow, except for the stack of those that are named.

mod image;
mod table;

use std::io::{Read, stdin};
use std::process::ExitCode;

use image::Image;

fn main() -> ExitCode {
    let mut text = String::new();
    stdin().read_to_string(&mut text).expect("the disassembly is text");
    let image = Image::parse(&text);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["forbid", prefix, words @ ..] => forbid(&image, prefix, words),
        ["table", measured, above @ ..] => table::print(&image, measured, above),
        _ => {
            eprintln!("usage: inspect forbid PREFIX WORD.. | inspect table MEASURED [ABOVE..]");
            ExitCode::FAILURE
        }
    }
}

fn forbid(image: &Image, prefix: &str, words: &[&str]) -> ExitCode {
    let roots = image.roots(|name| name.starts_with(prefix));
    if roots.is_empty() {
        eprintln!("no function is called {prefix}..: a check of nothing is no check");
        return ExitCode::FAILURE;
    }
    let mut clean = true;
    for root in roots {
        for function in image.reach(root, &|name| name.contains("libm")) {
            let name = &image.functions[&function].name;
            if words.iter().any(|word| name.contains(word)) {
                println!("{} reaches {name}", image.functions[&root].name);
                clean = false;
            }
        }
    }
    if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
