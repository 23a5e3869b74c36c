//! What was acknowledged is read back, whatever the disk does; what is gone is gone.

mod crash;
mod kept;
mod open_form;

use super::*;
use crate::vault::MasterKey;
use hoeder_vocab::tracking::{AlcoholReading, Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{CarrierId, Decimetres, FixSource, FixedAt, Percent, Position, ReceivedAt, UtcMillis};
use proptest::prelude::*;
use std::path::Path;

/// 2026-11-22T10:00:00Z.
const START: i64 = 1_795_341_600_000;
const DAY: i64 = 86_400_000;

fn at(ms: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(ms)
}

fn carrier(n: u128) -> CarrierId {
    CarrierId::from_u128(n)
}

fn fix_at(ms: i64, lat_e7: i32) -> TrackReport {
    TrackReport {
        at: FixedAt(at(ms)),
        fix: Some(TrackFix {
            position: Position::from_e7(lat_e7, 37_200_000).unwrap(),
            accuracy: Some(Decimetres(83)),
            fixed_at: FixedAt(at(ms)),
            source: FixSource::Gnss,
            speed_cms: Some(140),
            heading_deg: Some(359),
            motion: Motion::Moving,
        }),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: Percent::new(80),
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

fn settings(folder: &Path) -> TrackSettings {
    TrackSettings { segment_bytes: 64 << 10, ..TrackSettings::new(folder.join("tracks")) }
}

fn open(folder: &Path) -> (TrackWriter, Chores, Recovered) {
    TrackWriter::open(settings(folder), Box::new(MasterKey::from_bytes([7; 32]))).unwrap()
}

fn reader(writer: &TrackWriter) -> TrackReader {
    TrackReader::new(writer.folder().to_owned(), writer.keys())
}

/// Writes batches as one group.
fn write(writer: &mut TrackWriter, batches: &[(u128, i64, Vec<TrackReport>)]) -> Result<(), TracksError> {
    let (mut sealer, mut group) = (writer.sealer(), Group::default());
    for (whose, received, reports) in batches {
        sealer.add(&mut group, carrier(*whose), reports, ReceivedAt(at(*received))).unwrap();
    }
    writer.append(std::slice::from_ref(&group))
}

/// Everything of a carrier, as it came.
fn all(reader: &TrackReader, whose: u128) -> Vec<(i64, Vec<TrackReport>)> {
    let mut found = Vec::new();
    let damaged = reader
        .batches(carrier(whose), &(at(i64::MIN)..at(i64::MAX)), &mut |stored| {
            found.push((stored.received_at.0.unix_ms(), stored.reports));
        })
        .unwrap();
    assert_eq!(damaged, 0);
    found
}

fn signs() -> impl Strategy<Value = Signs> {
    proptest::collection::vec(0..Sign::ALL.len(), 0..4)
        .prop_map(|which| which.into_iter().map(|n| Sign::ALL[n]).collect())
}

prop_compose! {
    fn some_fix()(
        lat in -900_000_000..=900_000_000_i32, lon in -1_800_000_000..=1_800_000_000_i32,
        accuracy in proptest::option::of(any::<u32>()), ms in -62_000_000_000_000_i64..250_000_000_000_000,
        source in 0..5_usize, speed: Option<u16>, heading in proptest::option::of(0..360_u16), motion in 0..3_usize,
    ) -> TrackFix {
        use FixSource::{Cell, Fused, Gnss, Unknown, Wifi};
        TrackFix {
            position: Position::from_e7(lat, lon).unwrap(),
            accuracy: accuracy.map(Decimetres),
            fixed_at: FixedAt(at(ms)),
            source: [Gnss, Wifi, Cell, Fused, Unknown][source],
            speed_cms: speed,
            heading_deg: heading,
            motion: [Motion::Still, Motion::Moving, Motion::Unknown][motion],
        }
    }
}

prop_compose! {
    fn some_report()(
        own_time: bool, ms in -62_000_000_000_000_i64..250_000_000_000_000, fix in proptest::option::of(some_fix()),
        began in signs(), ended in signs(), battery in proptest::option::of(0..=100_u8), sos: bool,
        alcohol in proptest::option::of((-62_000_000_000_000_i64..250_000_000_000_000, any::<u16>())), buffered: bool,
    ) -> TrackReport {
        let time = match fix { Some(fix) if !own_time => fix.fixed_at, _ => FixedAt(at(ms)) };
        TrackReport {
            at: time, fix, began, ended, battery: battery.and_then(Percent::new), sos,
            alcohol: alcohol.map(|(ms, milligrams_per_litre)| AlcoholReading { at: FixedAt(at(ms)), milligrams_per_litre }),
            buffered,
        }
    }
}
