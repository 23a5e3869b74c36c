//! Reports to write and read, for the tests of trackers.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "only for tests: what is not as expected must fail loudly"
)]

use hoeder_vocab::tracking::{AlcoholReading, DeviceNumber, Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, Percent, Position, UtcMillis};
use hoeder_wire::tracker::queclink;

pub(crate) fn device(number: &str) -> DeviceNumber {
    DeviceNumber::new(number).unwrap()
}

pub(crate) fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

/// On a whole second, at a place and with an accuracy that every protocol can say.
pub(crate) fn plain_report(second: i64) -> TrackReport {
    let at = FixedAt(UtcMillis::from_unix_ms(1_795_000_000_000 + second * 1_000));
    let offset = i32::try_from(second).unwrap() * 100;
    let fix = TrackFix {
        position: Position::from_e7(508_500_000 + offset, 43_500_000 - offset).unwrap(),
        accuracy: Some(Decimetres(43)),
        fixed_at: at,
        source: FixSource::Gnss,
        speed_cms: Some(500),
        heading_deg: Some(180),
        motion: Motion::Moving,
    };
    TrackReport {
        at,
        fix: Some(fix),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: Percent::new(64),
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

/// With everything that a band can say.
pub(crate) fn full_report(second: i64) -> TrackReport {
    let plain = plain_report(second);
    TrackReport {
        began: Signs::NONE.with(Sign::StrapCut).with(Sign::Charging),
        ended: Signs::NONE.with(Sign::ManDown),
        sos: true,
        alcohol: Some(AlcoholReading { at: plain.at, milligrams_per_litre: 512 }),
        ..plain
    }
}

/// What one Queclink text says.
pub(crate) fn told(text: &str) -> Vec<TrackReport> {
    let Ok(Some((queclink::Piece::Message(message), used))) = queclink::next(text.as_bytes()) else {
        panic!("{text}")
    };
    assert_eq!(used, text.len());
    let mut reports = Vec::new();
    message.reports(&mut reports).unwrap();
    reports
}
