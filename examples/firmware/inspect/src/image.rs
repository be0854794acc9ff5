//! The functions of an image, and what they call.

use std::collections::{BTreeMap, BTreeSet};

pub struct Function {
    pub name: String,
    pub bytes: u64,
    /// What its own instructions take off the stack pointer, all together.
    frame: u64,
    /// It moves the stack pointer by an amount that is not in the instruction, or calls through a register.
    unbounded: bool,
    calls: BTreeSet<u64>,
}

pub struct Image {
    /// By address.
    pub functions: BTreeMap<u64, Function>,
}

impl Image {
    /// Reads lines like `00000400 <main>:` and `     400:  b5d0   push {r4, r6, r7, lr}`, columns parted by tabs.
    pub fn parse(text: &str) -> Image {
        let mut functions = BTreeMap::new();
        let mut branches: Vec<(u64, u64)> = Vec::new();
        let mut current = 0;
        for line in text.lines() {
            if let Some((address, name)) = label(line) {
                current = address;
                let function = Function { name, bytes: 0, frame: 0, unbounded: false, calls: BTreeSet::new() };
                functions.insert(address, function);
                continue;
            }
            let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
            let [address, code, mnemonic, operands @ ..] = columns.as_slice() else { continue };
            let (Some(_), Some(function)) = (hexadecimal(address.trim_end_matches(':')), functions.get_mut(&current))
            else {
                continue;
            };
            function.bytes += code.chars().filter(char::is_ascii_hexdigit).count() as u64 / 2;
            let operands = operands.first().copied().unwrap_or_default();
            match off_the_stack(mnemonic, operands) {
                Some(bytes) => function.frame += bytes,
                None => function.unbounded = true,
            }
            if mnemonic.starts_with('b') || mnemonic.starts_with("cb") {
                let target = operands.rsplit(", ").next().and_then(|last| last.split(' ').next()).and_then(hexadecimal);
                match target {
                    Some(target) => branches.push((current, target)),
                    None => function.unbounded |= mnemonic.starts_with("blx"),
                }
            }
        }
        let mut image = Image { functions };
        for (from, target) in branches {
            let to = image.functions.range(..=target).next_back().map(|(address, _)| *address);
            if let Some(to) = to.filter(|to| *to != from) {
                image.functions.get_mut(&from).expect("it was read").calls.insert(to);
            }
        }
        image
    }

    pub fn roots(&self, wanted: impl Fn(&str) -> bool) -> Vec<u64> {
        self.functions.iter().filter(|(_, function)| wanted(&function.name)).map(|(address, _)| *address).collect()
    }

    /// The function and all that it calls; not what is called by those that `stop`.
    pub fn reach(&self, root: u64, stop: &dyn Fn(&str) -> bool) -> BTreeSet<u64> {
        let mut reached = BTreeSet::from([root]);
        let mut waiting = vec![root];
        while let Some(address) = waiting.pop() {
            let function = &self.functions[&address];
            if !stop(&function.name) {
                waiting.extend(function.calls.iter().filter(|call| reached.insert(**call)));
            }
        }
        reached
    }

    /// A bound of the stack that the function and all that it calls take, without those that are `left_out`. None if there is no bound.
    pub fn stack(&self, root: u64, left_out: &dyn Fn(&str) -> bool) -> Option<u64> {
        self.deepest(root, left_out, &mut Vec::new())
    }

    fn deepest(&self, address: u64, left_out: &dyn Fn(&str) -> bool, callers: &mut Vec<u64>) -> Option<u64> {
        let function = &self.functions[&address];
        if left_out(&function.name) {
            return Some(0);
        }
        if function.unbounded || callers.contains(&address) {
            return None;
        }
        callers.push(address);
        let mut deepest = 0;
        for call in &function.calls {
            deepest = deepest.max(self.deepest(*call, left_out, callers)?);
        }
        callers.pop();
        Some(function.frame + deepest)
    }
}

fn label(line: &str) -> Option<(u64, String)> {
    let (address, name) = line.strip_suffix(">:")?.split_once(" <")?;
    Some((hexadecimal(address)?, name.to_string()))
}

fn hexadecimal(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok()
}

/// The bytes that an instruction takes off the stack pointer; none if that cannot be said.
fn off_the_stack(mnemonic: &str, operands: &str) -> Option<u64> {
    let mnemonic = mnemonic.split('.').next().unwrap_or_default();
    let registers = |size: u64| operands.split_once('{').map(|(_, list)| size * count(list.trim_end_matches('}')));
    match mnemonic {
        "push" => registers(4),
        "stmdb" if operands.starts_with("sp!") => registers(4),
        "vpush" => registers(if operands.contains('d') { 8 } else { 4 }),
        "sub" | "subw" if operands.starts_with("sp,") => {
            operands.rsplit('#').next().filter(|_| operands.contains('#'))?.split(' ').next()?.parse().ok()
        }
        // `str r7, [sp, #-8]!`
        _ if operands.contains("[sp, #-") && operands.contains("]!") => {
            operands.split_once("[sp, #-")?.1.split(']').next()?.parse().ok()
        }
        _ => Some(0),
    }
}

/// The number of registers in a list like `r4, r6-r8, lr`.
fn count(list: &str) -> u64 {
    let number = |register: &str| register.trim_start_matches(char::is_alphabetic).parse::<u64>().unwrap_or_default();
    list.split(',')
        .map(|item| match item.trim().split_once('-') {
            Some((first, last)) => number(last) - number(first) + 1,
            None => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
00000400 <root>:
     400:\te92d 43f0 \tstmdb\tsp!, {r4, r5, r6-r8, lr}
     404:\tb082      \tsub\tsp, #8
     406:\ted2d 8b04 \tvpush\t{d8-d9}
     40a:\td0fe      \tbeq.n\t40a <root+0xa>
     40c:\tf000 f800 \tbl\t420 <libm_sine>
     410:\tf84d 7d08 \tstr.w\tr7, [sp, #-8]!
     414:\tbf00      \tnop

00000420 <libm_sine>:
     420:\tb580      \tpush\t{r7, lr}
     422:\tf000 b800 \tb.w\t430 <__aeabi_dmul>

00000430 <__aeabi_dmul>:
     430:\t4770      \tbx\tlr
     432:\t0000      \t.short\t0x0000

00000440 <indirect>:
     440:\t4780      \tblx\tr0
";

    #[test]
    fn sizes_and_stack_are_those_of_all_that_is_called() {
        let image = Image::parse(TEXT);
        let sizes: Vec<u64> = image.functions.values().map(|function| function.bytes).collect();
        assert_eq!(sizes, [22, 6, 4, 2]);
        assert_eq!(image.stack(0x400, &|_| false), Some(6 * 4 + 8 + 16 + 8 + 8));
        assert_eq!(image.stack(0x400, &|name| name.contains("libm")), Some(6 * 4 + 8 + 16 + 8));
        assert_eq!(image.stack(0x440, &|_| false), None);
    }

    #[test]
    fn what_libm_calls_can_be_left_out() {
        let image = Image::parse(TEXT);
        assert_eq!(image.reach(0x400, &|_| false), BTreeSet::from([0x400, 0x420, 0x430]));
        assert_eq!(image.reach(0x400, &|name| name.contains("libm")), BTreeSet::from([0x400, 0x420]));
    }
}
