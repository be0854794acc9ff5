mod generate;
mod print;
mod random;
mod syntax;
fn main() {
    let seed: u64 = std::env::args().nth(1).map_or(1, |s| s.parse().unwrap());
    let n: u64 = std::env::args().nth(2).map_or(1, |s| s.parse().unwrap());
    for s in seed..seed + n {
        let p = generate::program(s);
        println!("// {s}\npub mod p{s} {{{}}}", print::program(&p, false));
    }
}
