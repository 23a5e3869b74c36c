//! How long an append takes, one by one: `cargo run --release -p hoeder-store --example append [COUNT] [POSTGRES-URL]`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a tool for developers, run by hand"
)]

#[allow(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/common/mod.rs"]
mod common;

use common::{CELL, Story, batch, master};
use hoeder_store::{FileSpool, Log, MemorySpool, PostgresLog, Spool, SqliteLog, Writer};
use hoeder_vocab::{AlarmId, PersonId};
use std::time::{Duration, Instant};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: u128 = arguments.next().map_or(2_000, |text| text.parse().unwrap());
    let folder = tempfile::tempdir_in(".").unwrap();
    print("SQLite, 1 entry", writer(Box::new(SqliteLog::open(folder.path()).unwrap()), count));
    if let Some(url) = arguments.next() {
        print("PostgreSQL, 1 entry", writer(Box::new(PostgresLog::connect(&url).unwrap()), count));
    }
    let mut spool = FileSpool::open(&folder.path().join("spool"), 16 * 1024 * 1024).unwrap();
    let frame = [7; 900];
    let times = (0..count.min(10_000)).map(|_| timed(|| spool.append(&frame).unwrap())).collect();
    print("Spool, 900 bytes", times);
}

fn writer(log: Box<dyn Log>, count: u128) -> Vec<Duration> {
    let (mut writer, restored) = Writer::open(log, Box::new(MemorySpool::new()), master(), CELL).unwrap();
    let mut story = Story::new(1, restored.epoch);
    story.resume(&restored);
    (0..count)
        .map(|n| {
            let press = story
                .press(AlarmId::from_u128(u128::from(restored.next_seq.0) + n), PersonId::from_u128(n % 50));
            timed(|| {
                writer.submit(batch(vec![press])).unwrap();
            })
        })
        .collect()
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_micros();
    println!("{what}: p50 {} us, p99 {} us, of {}", at(50), at(99), times.len());
}
