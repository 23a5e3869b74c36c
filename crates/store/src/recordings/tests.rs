//! What is recorded is there, in order and sealed; what a crash or a disk takes away is at most a second, and is seen.

use super::*;
use crate::vault::SeededEntropy;
use hoeder_watch::voice::Segment;
use proptest::prelude::*;
use std::fs;
use std::io;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use zeroize::Zeroizing;

pub(super) const ALARM: AlarmId = AlarmId::from_u128(0xA1);
pub(super) const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

pub(super) fn key() -> RecordingKey {
    RecordingKey::from_bytes(Zeroizing::new([9; 32]))
}

/// The packet that comes `n` times 20 ms after the start: CELT, 20 ms, one frame, told apart by its content.
pub(super) fn packet(n: u64) -> Packet {
    let mut opus = vec![31 << 3];
    opus.extend_from_slice(&n.to_be_bytes());
    opus.resize(80, u8::try_from(n % 251).unwrap());
    Packet { received_at: START.plus(Duration::from_millis(20 * n)), clock: 960 * n, opus }
}

pub(super) fn begin(folder: &Path, seed: u64) -> (Recorder, Resumed) {
    Recorder::begin(folder, (ALARM, START), &key(), &mut SeededEntropy::new(seed)).unwrap()
}

/// Records packets, and gives back the segments that ended.
pub(super) fn record(recorder: &mut Recorder, numbers: impl IntoIterator<Item = u64>) -> Vec<Segment> {
    numbers.into_iter().filter_map(|n| recorder.push(packet(n)).unwrap()).collect()
}

pub(super) fn loaded(folder: &Path) -> Loaded {
    Loaded::read(folder, ALARM).unwrap().unwrap()
}

fn heard(folder: &Path) -> Vec<u64> {
    let stretches = loaded(folder).stretches(&key()).unwrap();
    stretches.iter().flat_map(|stretch| stretch.packets.iter().map(|packet| packet.clock / 960)).collect()
}

/// Proves FL-31, FL-32 (for sound): packets as they came, each with the phone's clock and the time of receipt; segments of half
/// a minute, each with the hash of what is before it.
#[test]
fn what_was_recorded_is_there_as_it_came_and_the_log_vouches_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, resumed) = begin(folder.path(), 1);
    assert_eq!(resumed, Resumed::default());
    let mut named = record(&mut recorder, 0..3_200);
    named.extend(recorder.cut().unwrap());
    assert_eq!(named.iter().map(|segment| segment.number).collect::<Vec<_>>(), [1, 2, 3]);
    let long = named[0].last_at.since(named[0].first_at);
    assert!((Duration::from_secs(29)..=Duration::from_secs(31)).contains(&long), "{long:?}");
    let recording = loaded(folder.path());
    assert_eq!(recording.segments(), named);
    assert_eq!(check(&recording, &named), Finding::Intact { segments: 3, more: 0 });
    assert_eq!(check(&recording, &named[..2]), Finding::Intact { segments: 2, more: 1 });
    assert_eq!(heard(folder.path()), (0..3_200).collect::<Vec<_>>());
    let stretches = recording.stretches(&key()).unwrap();
    assert_eq!(stretches.len(), 1, "segments that follow each other are no gap");
    assert_eq!(stretches[0].packets[7], packet(7));
}

#[test]
fn after_a_gap_the_same_recording_goes_on_in_a_new_segment() {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    record(&mut recorder, 0..100);
    let first = recorder.cut().unwrap().unwrap();
    assert_eq!(recorder.cut().unwrap(), None, "there is nothing more to end");
    record(&mut recorder, 400..500);
    drop(recorder);
    let (mut recorder, resumed) = begin(folder.path(), 2);
    assert_eq!((resumed.segments.len(), resumed.segments[0]), (2, first));
    record(&mut recorder, 800..900);
    recorder.cut().unwrap();
    let stretches = loaded(folder.path()).stretches(&key()).unwrap();
    let begins: Vec<_> = stretches.iter().map(|s| (s.segment, s.packets[0].clock / 960)).collect();
    assert_eq!(begins, [(1, 0), (2, 400), (3, 800)]);
    let recording = loaded(folder.path());
    for (span, stretch) in recording.spans().iter().zip(&stretches) {
        let times = (stretch.packets[0].received_at, stretch.packets.last().unwrap().received_at);
        assert_eq!((span.segment, span.from, span.until), (stretch.segment, times.0, times.1));
        assert_eq!(recording.stretch(&key(), span.segment).unwrap().as_ref(), Some(stretch));
    }
    assert_eq!(recording.spans().len(), 3);
    assert_eq!(recording.stretch(&key(), 4).unwrap(), None);
    let length = fs::metadata(sound_file(folder.path(), ALARM)).unwrap().len();
    let named: u64 = recording.segments().iter().map(|segment| segment.bytes).sum();
    assert_eq!(length, HEAD_BYTES + named, "that all is named is seen from the length");
}

/// Proves GN-04 (for sound): without the key nobody hears anything, and the chain still stands.
#[test]
fn with_its_key_destroyed_a_recording_is_noise_and_its_chain_still_verifies() {
    let folder = tempfile::tempdir().unwrap();
    put_key(folder.path(), ALARM, &[5; 72]).unwrap();
    assert_eq!(wrapped_key(folder.path(), ALARM).unwrap(), Some(vec![5; 72]));
    assert!(put_key(folder.path(), ALARM, &[6; 72]).is_err(), "a key is never written over");
    let (mut recorder, _) = begin(folder.path(), 1);
    record(&mut recorder, 0..100);
    let named = recorder.cut().unwrap().unwrap();
    assert!(erase_key(folder.path(), ALARM).unwrap());
    assert!(!erase_key(folder.path(), ALARM).unwrap());
    assert_eq!(wrapped_key(folder.path(), ALARM).unwrap(), None);
    let recording = loaded(folder.path());
    assert_eq!(check(&recording, &[named]), Finding::Intact { segments: 1, more: 0 });
    let other = RecordingKey::from_bytes(Zeroizing::new([8; 32]));
    assert!(matches!(recording.stretches(&other), Err(RecordingError::Altered)));
    let bytes = fs::read(sound_file(folder.path(), ALARM)).unwrap();
    let clear = packet(3).opus;
    assert!(!bytes.windows(20).any(|window| window == &clear[20..40]), "it lies there sealed");
}

/// Proves FL-31 (for sound): cut at every byte, what comes back is whole seconds, at most one is lost, and it goes on.
#[test]
fn a_crash_at_any_byte_loses_at_most_the_second_in_the_making() {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    // Four packets a second keep the file small: every byte of it is tried.
    let few = |n: u64| Packet { opus: vec![31 << 3, u8::try_from(n).unwrap()], ..packet(13 * n) };
    let mut durable = vec![(fs::metadata(sound_file(folder.path(), ALARM)).unwrap().len(), 0)];
    for n in 0..13 {
        recorder.push(few(n)).unwrap();
        let length = fs::metadata(sound_file(folder.path(), ALARM)).unwrap().len();
        if length > durable.last().unwrap().0 {
            durable.push((length, n));
        }
    }
    assert_eq!(durable.len(), 4, "flushed by the second");
    drop(recorder);
    let whole = fs::read(sound_file(folder.path(), ALARM)).unwrap();
    for cut in usize::try_from(durable[0].0).unwrap()..=whole.len() {
        for kind in ["short", "zeros", "noise"] {
            if kind != "short" && cut % 5 != 0 {
                continue;
            }
            let mut bytes = whole.clone();
            match kind {
                "short" => bytes.truncate(cut),
                "zeros" => bytes[cut..].fill(0),
                _ => bytes[cut..].iter_mut().for_each(|byte| *byte ^= 0x5a),
            }
            let crashed = tempfile::tempdir().unwrap();
            fs::write(sound_file(crashed.path(), ALARM), &bytes).unwrap();
            let kept = durable.iter().rev().find(|(length, _)| *length <= cut as u64).unwrap().1;
            let (mut recorder, resumed) = begin(crashed.path(), 2);
            assert_eq!(resumed.segments.len(), usize::from(kept > 0), "{kind} at {cut}");
            recorder.push(few(60)).unwrap();
            recorder.cut().unwrap();
            let mut expected: Vec<u64> = (0..kept).map(|n| 13 * n).collect();
            expected.push(780);
            assert_eq!(heard(crashed.path()), expected, "{kind} at {cut}");
            let after = loaded(crashed.path());
            assert_eq!(after.torn(), 0);
            let finding = check(&after, &resumed.segments);
            assert!(matches!(finding, Finding::Intact { more: 1, .. }), "{kind} at {cut}: {finding:?}");
        }
    }
}

/// Whatever step fails: what was kept before stays, what failed is not there, and the next second is another try.
#[test]
fn a_disk_that_fails_at_any_step_stops_the_recording_for_as_long_as_it_fails_and_damages_nothing() {
    let steps = [
        RecordingStep::BeforeWrite,
        RecordingStep::HalfWritten,
        RecordingStep::BeforeSync,
        RecordingStep::AfterSync,
    ];
    for failing in steps {
        let folder = tempfile::tempdir().unwrap();
        let broken = Arc::new(Mutex::new(false));
        let seen = Arc::clone(&broken);
        let (recorder, _) = begin(folder.path(), 1);
        let mut recorder = recorder.with_steps(Box::new(move |step| {
            let full = step == failing && *seen.lock().unwrap();
            if full { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        }));
        let (mut named, mut stops) = (Vec::new(), 0);
        for n in 0..500 {
            *broken.lock().unwrap() = (200..300).contains(&n);
            match recorder.push(packet(n)) {
                Ok(ended) => named.extend(ended),
                Err(stopped) => {
                    assert!(matches!(stopped.error, RecordingError::Full), "{failing:?}");
                    assert_eq!(stopped.error.fault(), hoeder_watch::voice::RecordingFault::DiskFull);
                    named.extend(stopped.kept.map(|segment| *segment));
                    stops += 1;
                }
            }
        }
        named.extend(recorder.cut().unwrap());
        assert!(stops >= 2, "{failing:?}");
        let recording = loaded(folder.path());
        assert_eq!(check(&recording, &named), Finding::Intact { segments: 2, more: 0 }, "{failing:?}");
        let heard = heard(folder.path());
        assert!(heard.contains(&149) && heard.contains(&499) && !heard.contains(&220), "{failing:?}");
        assert_eq!(recording.stretches(&key()).unwrap().len(), 2, "the gap is seen");
    }
}

#[test]
fn a_segment_that_was_changed_moved_or_taken_away_is_found_without_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    let mut named = Vec::new();
    for part in 0..3 {
        record(&mut recorder, part * 500..part * 500 + 100);
        named.extend(recorder.cut().unwrap());
    }
    let whole = fs::read(sound_file(folder.path(), ALARM)).unwrap();
    let first = 64 + usize::try_from(named[0].bytes).unwrap();
    let shortened = Loaded::from_bytes(whole[..first].to_vec()).unwrap();
    assert_eq!(check(&shortened, &named), Finding::Missing { segment: 2 });
    // Sealed anew by somebody who has the key: sound, and not the one of the log.
    let forged = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(forged.path(), 7);
    for part in 0..3 {
        record(&mut recorder, part * 500..part * 500 + 100);
        recorder.cut().unwrap();
    }
    assert_eq!(check(&loaded(forged.path()), &named), Finding::Altered { segment: 1 });
    assert!(matches!(Loaded::read(forged.path(), AlarmId::from_u128(2)), Ok(None)));
    fs::rename(sound_file(forged.path(), ALARM), sound_file(forged.path(), AlarmId::from_u128(2))).unwrap();
    let other = Loaded::read(forged.path(), AlarmId::from_u128(2));
    assert!(matches!(other, Err(RecordingError::NotOurs)), "a file under another alarm's name");
}

/// Read back by another program's hand: the `ogg` crate.
pub(super) fn pages(bytes: &[u8]) -> Vec<(u32, Vec<u8>, bool, bool, u64)> {
    let mut reader = ::ogg::PacketReader::new(io::Cursor::new(bytes));
    let mut packets = Vec::new();
    while let Some(packet) = reader.read_packet().unwrap() {
        packets.push((
            packet.stream_serial(),
            packet.data.clone(),
            packet.first_in_stream(),
            packet.last_in_stream(),
            packet.absgp_page(),
        ));
    }
    packets
}

/// Proves FL-31 (for sound): the export plays, counts what is missing, and is the same each time it is made.
#[test]
fn the_export_is_ogg_opus_with_each_stretch_as_a_stream_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    record(&mut recorder, (0..100).filter(|n| ![40, 41, 70].contains(n)));
    recorder.cut().unwrap();
    record(&mut recorder, 300..350);
    recorder.cut().unwrap();
    let recording = loaded(folder.path());
    let (mut ogg, mut again) = (Vec::new(), Vec::new());
    assert_eq!(export(&recording, &key(), &mut ogg).unwrap(), (147, 3));
    export(&recording, &key(), &mut again).unwrap();
    assert_eq!(ogg, again);
    let packets = pages(&ogg);
    for (serial, begins, count) in [(1, 0, 100), (2, 300, 50)] {
        let of: Vec<_> = packets.iter().filter(|packet| packet.0 == serial).collect();
        assert_eq!(of.len(), count + 2, "head, comments, packets");
        assert!(of[0].1.starts_with(b"OpusHead\x01\x01") && of[0].2);
        assert!(of[1].1.starts_with(b"OpusTags"));
        let first_ms = format!("HOEDER_FIRST_MS={}", packet(begins).received_at.unix_ms());
        assert!(String::from_utf8_lossy(&of[1].1).contains(&first_ms));
        assert_eq!(of[2].1, packet(begins).opus);
        let last = of.last().unwrap();
        assert!(last.3 && last.4 == 960 * count as u64, "it lasts as long as it lasted");
    }
    let missing = packets.iter().filter(|packet| packet.1 == [31 << 3]).count();
    assert_eq!(missing, 3, "what was lost is written as lost");
}

#[test]
fn packets_that_are_none_are_not_kept_and_late_ones_are_put_in_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    for opus in [Vec::new(), vec![0; MAX_PACKET + 1]] {
        recorder.push(Packet { opus, ..packet(0) }).unwrap();
    }
    record(&mut recorder, [0, 1, 3, 2, 2, 4]);
    recorder.cut().unwrap();
    assert_eq!(heard(folder.path()), [0, 1, 2, 3, 4]);
}

/// Sixty packets, as they lie on disk.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    record(&mut recorder, 0..60);
    recorder.cut().unwrap();
    fs::read(sound_file(folder.path(), ALARM)).unwrap()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// No file, however made, makes a reader fall over.
    #[test]
    fn any_bytes_are_read_or_refused(noise in prop::collection::vec(any::<u8>(), 0..400), at in 0_usize..6_000) {
        let mut bytes = WHOLE.clone();
        let place = at % bytes.len();
        for (to, from) in bytes[place..].iter_mut().zip(&noise) {
            *to = *from;
        }
        for bytes in [bytes, noise] {
            if let Ok(recording) = Loaded::from_bytes(bytes) {
                let _segments = recording.segments();
                if let Ok(stretches) = recording.stretches(&key()) {
                    prop_assert!(stretches.iter().flat_map(|s| &s.packets).all(|p| *p == packet(p.clock / 960)));
                }
                export(&recording, &key(), &mut io::sink()).ok();
            }
        }
    }

    /// No sound, however it comes, makes the export fall over or tell another length than that of its packets.
    #[test]
    fn any_packets_are_exported(sizes in prop::collection::vec((any::<u64>(), prop::collection::vec(any::<u8>(), 1..1_500)), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let (mut recorder, _) = begin(folder.path(), 1);
        for (n, (clock, opus)) in sizes.iter().enumerate() {
            let received_at = START.plus(Duration::from_millis(20 * n as u64));
            recorder.push(Packet { received_at, clock: *clock, opus: opus.clone() }).unwrap();
        }
        recorder.cut().unwrap();
        let mut ogg = Vec::new();
        let (kept, missing) = export(&loaded(folder.path()), &key(), &mut ogg).unwrap();
        prop_assert_eq!(pages(&ogg).len() as u64, kept + missing + 2);
    }
}
