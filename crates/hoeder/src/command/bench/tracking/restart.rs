//! A start with everything stored: from opening the files to the first alert.
//!
//! Never here: making orders (`rules`).

use super::super::rounded;
use super::cpu::Spent;
use super::flow::{Told, tracking};
use super::rules::{carrier, report};
use super::town::Town;
use crate::exit::{Failure, Outcome};
use crate::offline::now;
use hoeder_server::tracking::Tracking;
use hoeder_store::MasterKey;
use hoeder_store::tracks::{GROUP_BYTES, Group, TrackSettings, TrackWriter, TracksError};
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{ReceivedAt, UtcMillis};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::Arc;

/// Batches of each carrier, and reports of each batch: with 100,000 carriers ten million fixes.
const BATCHES: i64 = 10;
const REPORTS: i64 = 10;

fn unkept(error: TracksError) -> Failure {
    Failure::failed("positions cannot be kept", error)
}

/// Writes what the last quarter of an hour brought.
fn fill(folder: &Path, town: &Town) -> Outcome<u64> {
    let settings = TrackSettings { segment_bytes: 64 << 20, ..TrackSettings::new(folder.join("tracks")) };
    let (mut writer, chores, _) =
        TrackWriter::open(settings, Box::new(MasterKey::from_bytes([7; 32]))).map_err(unkept)?;
    let (mut sealer, mut group) = (writer.sealer(), Group::default());
    let end = now().unix_ms();
    let mut fixes = 0;
    for batch in 0..BATCHES {
        let received = end - (BATCHES - batch) * 60_000;
        for (pair, of) in (0..).zip(&town.pairs) {
            for side in [0_u8, 1] {
                let Some(place) = of.north_of(usize::from(side), 0.0) else { continue };
                let reports: Vec<_> =
                    (0..REPORTS).map(|n| report(received - (REPORTS - n) * 6_000, place)).collect();
                let received = ReceivedAt(UtcMillis::from_unix_ms(received));
                sealer.add(&mut group, carrier(pair, side), &reports, received).map_err(unkept)?;
                fixes += reports.len() as u64;
            }
            if group.bytes() >= GROUP_BYTES {
                writer.append(std::slice::from_ref(&group)).map_err(unkept)?;
                group.clear();
                chores.run_waiting().map_err(unkept)?;
            }
        }
    }
    writer.append(std::slice::from_ref(&group)).map_err(unkept)?;
    chores.run_waiting().map_err(unkept)?;
    // As after a crash: the last segment is open, without an index.
    drop(writer);
    Ok(fixes)
}

pub(super) fn measure(folder: &Path, town: &Town, figures: &mut Map<String, Value>) -> Outcome<()> {
    let mut fixes = 0;
    let mut filled = Ok(());
    let spent = Spent::of(|| {
        filled = fill(folder, town).map(|count| fixes = count);
    });
    filled?;
    let bytes: u64 = std::fs::read_dir(folder.join("tracks"))
        .map_err(|e| Failure::failed("the folder of positions cannot be read", e))?
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|file| file.len())
        .sum();
    figures.insert("stored_fixes".to_owned(), json!(fixes));
    figures.insert("bytes_per_fix".to_owned(), rounded(bytes as f64 / fixes as f64));
    figures.insert(
        "seal_and_keep_us_per_fix".to_owned(),
        rounded(spent.each_us(usize::try_from(fixes).unwrap_or(1))),
    );
    let told = Arc::new(Told::default());
    let begun = Spent::begin();
    let tracking = tracking(folder, town, &told)?;
    first_alert(&tracking, town)?;
    let spent = Spent::since(begun);
    if told.of(carrier(0, 0)).is_none() {
        return Err(Failure::failed("somebody was near after the start and nobody was told", "no alert"));
    }
    figures.insert("restart_s".to_owned(), rounded(spent.wall.as_secs_f64()));
    figures.insert("restart_s_of_processor".to_owned(), rounded(spent.processor.as_secs_f64()));
    if tracking.stop() { Ok(()) } else { Err(Failure::failed("a thread of tracking failed", "see above")) }
}

/// The first offender is where the guard must remember the first protected person.
fn first_alert(tracking: &Tracking, town: &Town) -> Outcome<()> {
    let place = town.pairs.first().and_then(|pair| pair.north_of(1, 0.0));
    let place = place.ok_or_else(|| Failure::failed("the town is empty", "no pair"))?;
    let device = DeviceNumber::new(&format!("35{:012}0", 0))
        .ok_or_else(|| Failure::failed("no device number", "?"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed("no threads can be started", e))?;
    let reports = vec![report(now().unix_ms(), place)];
    let taken = runtime.block_on(tracking.door().take(&device, reports, ReceivedAt(now())));
    taken.map(|_| ()).map_err(|why| Failure::failed("the first fix was not taken", format!("{why:?}")))
}
