//! Writes every kind of document in every language into a folder, to be looked at.
//!
//! `cargo run -p hoeder-documents --example samples -- FOLDER`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for developers, run by hand")]

#[path = "../tests/common/mod.rs"]
mod common;

use hoeder_documents::{Forbidden, Language, Press};

fn main() {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "documents".to_owned()));
    std::fs::create_dir_all(&folder).unwrap();
    let press = Press::new().unwrap();
    let today = common::day("2026-11-22");
    let mut times = Vec::new();
    for (suffix, world) in [("", common::World::default()), ("-crowded", common::crowded())] {
        for (name, document) in world.all() {
            for language in Language::ALL {
                let since = std::time::Instant::now();
                let proof = press.render(&document, language, today).unwrap();
                times.push(since.elapsed());
                let pdf = proof.check(&Forbidden::new()).unwrap();
                let file = folder.join(format!("{name}{suffix}.{}.pdf", language.code()));
                std::fs::write(file, &pdf.bytes).unwrap();
            }
        }
    }
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!("{} documents; half in {:?}, 99 of 100 in {:?}", times.len(), at(50), at(99));
}
