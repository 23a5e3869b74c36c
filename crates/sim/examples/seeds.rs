//! Plays seeds and times them: `cargo run --profile sim -p hoeder-sim --example seeds -- FIRST SEEDS`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool for developers that times itself"
)]

use hoeder_sim::{Options, Twice, run};
use std::time::Instant;

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let (first_seed, seeds) =
        (numbers.first().copied().unwrap_or(1), numbers.get(1).copied().unwrap_or(1_000));
    let began = Instant::now();
    let summary = run(&Options { first_seed, seeds, twice: Twice::OneInTen }, &mut |_| {});
    println!("{summary}");
    println!("{:.1} s", began.elapsed().as_secs_f64());
}
