//! The speed of the press once it is warm: `cargo run --release -p hoeder-documents --example speed -- [--json]`.
//!
//! Every kind in every language, of the usual length and crowded, from its data to checked bytes.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for developers, run by hand or by a task"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use hoeder_documents::{Forbidden, Language, Press};
use std::time::{Duration, Instant};

/// Rounds over all documents; the first makes it warm.
const ROUNDS: usize = 4;

fn main() {
    let press = Press::new().unwrap();
    let today = common::day("2026-11-22");
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        for (_, document) in [common::World::default(), common::crowded()].iter().flat_map(common::World::all)
        {
            for language in Language::ALL {
                let begun = Instant::now();
                let proof = press.render(&document, language, today).unwrap();
                proof.check(&Forbidden::new()).unwrap();
                if round > 0 {
                    times.push(begun.elapsed());
                }
            }
        }
    }
    times.sort_unstable();
    let at =
        |share: usize| times.get(times.len() * share / 100).map_or(f64::NAN, Duration::as_secs_f64) * 1e3;
    let (half, most) = (at(50), at(99));
    if std::env::args().any(|argument| argument == "--json") {
        println!("{{\"pdf_ms_p50\":{half:.2},\"pdf_ms_p99\":{most:.2}}}");
    } else {
        println!("{} documents; half in {half:.2} ms, 99 of 100 in {most:.2} ms", times.len());
    }
}
