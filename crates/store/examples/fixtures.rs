//! Writes the fixtures of each kind in its newest format for kinds that have none yet. An existing fixture is never changed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a tool for developers, run by hand")]

#[allow(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/common/mod.rs"]
mod common;

use hoeder_store::format;
use hoeder_vocab::Epoch;

fn main() {
    for entry in common::Story::new(2026, Epoch(1)).all_kinds() {
        let halves = format::halves(&entry.event).unwrap();
        let folder = format!("tests/fixtures/v{}", halves.format);
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{}.json", halves.kind));
        if path.exists() {
            continue;
        }
        let sealed =
            halves.sealed.map_or(String::from("null"), |json| String::from_utf8(json.to_vec()).unwrap());
        let text = format!(
            "{{\n\"kind\": \"{}\",\n\"format\": {},\n\"stream\": \"{}\",\n\"open\": {},\n\"sealed\": {sealed}\n}}\n",
            halves.kind,
            halves.format,
            format::names::stream_text(entry.stream),
            halves.open
        );
        std::fs::write(path, text).unwrap();
    }
}
