//! The file that a court gets is the one that left, made of what the log names; any other one is found out, and no file hurts.

use super::ogg::write_stretch;
use super::tests::{ALARM, START, begin, key, loaded, packet, pages, record};
use super::*;
use crate::verify::{HandedOut, NamedRecording};
use hoeder_vocab::{AccountId, Actor, Role, Seq};
use hoeder_watch::voice::{HandedFile, RecordingPurpose, Segment};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tempfile::TempDir;

type Log = BTreeMap<AlarmId, NamedRecording>;

/// A recording of three stretches, of which the first has two segments.
fn recorded() -> (TempDir, Vec<Segment>) {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    let mut named = record(&mut recorder, 0..1_700);
    for part in [2_000..2_060, 3_000..3_060] {
        named.extend(recorder.cut().unwrap());
        named.extend(record(&mut recorder, part));
    }
    named.extend(recorder.cut().unwrap());
    assert_eq!(named.len(), 4);
    (folder, named)
}

fn exported(folder: &Path) -> Vec<u8> {
    let mut file = Vec::new();
    export(&loaded(folder), &key(), &mut file).unwrap();
    file
}

/// The log after this file left.
fn log(segments: &[Segment], file: &[u8]) -> Log {
    let handed = HandedOut {
        seq: Seq(70),
        at: START,
        by: Actor::Account(AccountId::from_u128(5), Role::Magistrate),
        why: RecordingPurpose::Court,
        file: HandedFile { sha256: Sha256::digest(file).into(), bytes: file.len() as u64 },
        segments: segments.len(),
    };
    let named = NamedRecording { segments: segments.to_vec(), erased: false, handed_out: vec![handed] };
    BTreeMap::from([(ALARM, named)])
}

fn faults(file: &[u8], log: &Log) -> Vec<SoundFault> {
    compare(&read_sound(file).unwrap(), log).faults
}

const fn one(number: u32) -> Numbers {
    Numbers { from: number, until: number }
}

/// A recording, its export, and the log of it.
static COURT: LazyLock<(Vec<Segment>, Vec<u8>, Log)> = LazyLock::new(|| {
    let (folder, segments) = recorded();
    let file = exported(folder.path());
    let log = log(&segments, &file);
    (segments, file, log)
});

/// Where each stream begins.
fn begins(file: &[u8]) -> Vec<usize> {
    let is_first = |at: &usize| file[*at..].starts_with(b"OggS\0\x02");
    (0..file.len()).filter(is_first).collect()
}

/// Proves FL-31, GN-02 (for sound): the export names each segment as the log does, and is known again by its bytes.
#[test]
fn the_file_that_left_is_known_again_and_each_segment_that_it_names_stands_in_the_log() {
    let (segments, file, log) = &*COURT;
    let sound = read_sound(file.as_slice()).unwrap();
    assert_eq!((sound.damage, sound.bytes), (None, file.len() as u64));
    let chains: Vec<_> = sound.streams.iter().map(|stream| stream.chain.len()).collect();
    assert_eq!(chains, [2, 1, 1]);
    let named: Vec<_> = segments.iter().map(|segment| (segment.number, segment.hash)).collect();
    assert_eq!(sound.streams.iter().flat_map(|stream| stream.chain.clone()).collect::<Vec<_>>(), named);
    let found = compare(&sound, log);
    assert_eq!((found.alarm, found.handed_out.len(), found.stand), (Some(ALARM), 1, 4));
    assert_eq!(found.faults, []);
    assert_eq!(found.handed_out[0].seq, Seq(70));
}

#[test]
fn what_is_named_after_a_file_left_is_not_missing_in_it() {
    let (segments, file, log) = &*COURT;
    let mut later = log.clone();
    later.get_mut(&ALARM).unwrap().segments.push(Segment { number: 5, ..segments[3] });
    assert_eq!(faults(file, &later), []);
    later.get_mut(&ALARM).unwrap().handed_out[0].segments = 5;
    assert_eq!(faults(file, &later), [SoundFault::Missing(one(5))], "named before, and not in it");
}

/// Proves FL-31 (for sound): each way to make another file of it is told by its name.
#[test]
fn a_file_that_was_cut_mixed_or_made_of_another_recording_is_found_out() {
    let (segments, file, log) = &*COURT;
    let begins = begins(file);
    let whole_streams = &file[..begins[2]];
    assert_eq!(faults(whole_streams, log), [SoundFault::OtherBytes, SoundFault::Missing(one(4))]);
    let turned = [&file[begins[1]..], &file[..begins[1]]].concat();
    let order = Numbers { from: 1, until: 2 };
    assert_eq!(faults(&turned, log), [SoundFault::OtherBytes, SoundFault::Order(order)]);
    let none = [&b"RIFF"[..], file].concat();
    for none in [&b""[..], b"Ogg", &[0; 4_000], &none] {
        let at_once = Damage { at: 0, kind: DamageKind::NotOgg };
        assert_eq!(faults(none, log), [SoundFault::Damaged(at_once)]);
    }
    let mut early = log.clone();
    early.get_mut(&ALARM).unwrap().handed_out.clear();
    assert_eq!(faults(file, &early), [SoundFault::NeverHandedOut]);
    early.get_mut(&ALARM).unwrap().segments.truncate(2);
    let later = Numbers { from: 3, until: 4 };
    assert_eq!(faults(file, &early), [SoundFault::NeverHandedOut, SoundFault::NotInLog(later)]);
    assert_eq!(faults(file, &Log::new()), [SoundFault::UnknownAlarm]);
    let mut heard = Vec::new();
    let (folder, _) = recorded();
    let recording = loaded(folder.path());
    export_stretch(&recording, &recording.stretches(&key()).unwrap()[0], &mut heard).unwrap();
    let all = Numbers { from: 1, until: 4 };
    let lacks = [SoundFault::OtherBytes, SoundFault::NoChain, SoundFault::Missing(all)];
    assert_eq!(faults(&heard, log), lacks, "what was heard is no export");
    assert_eq!(segments.len(), 4);
}

/// Proves FL-31 (for sound): who writes other comments, with checksums that fit, is found out by the hash of the file and of the segments.
#[test]
fn comments_that_were_forged_are_found_out_segment_by_segment() {
    let (segments, _, log) = &*COURT;
    let (folder, _) = recorded();
    let recording = loaded(folder.path());
    let stretches = recording.stretches(&key()).unwrap();
    let forged = |chain: &[Segment]| {
        let mut file = Vec::new();
        write_stretch((&recording, &stretches[0]), chain, &mut file).unwrap();
        file
    };
    let chain = [segments[0], Segment { hash: [6; 32], ..segments[1] }, Segment { number: 9, ..segments[2] }];
    let expected = [
        SoundFault::OtherBytes,
        SoundFault::OtherHash(one(2)),
        SoundFault::NotInLog(one(9)),
        SoundFault::Missing(Numbers { from: 3, until: 4 }),
    ];
    assert_eq!(faults(&forged(&chain), log), expected);
    let other = AlarmId::from_u128(0xB2);
    let elsewhere = tempfile::tempdir().unwrap();
    let (mut recorder, _) =
        Recorder::begin(elsewhere.path(), (other, START), &key(), &mut crate::vault::OsEntropy).unwrap();
    record(&mut recorder, 0..60);
    recorder.cut().unwrap();
    let mut theirs = Vec::new();
    export(&Loaded::read(elsewhere.path(), other).unwrap().unwrap(), &key(), &mut theirs).unwrap();
    assert_eq!(faults(&theirs, log), [SoundFault::UnknownAlarm], "a file of another alarm");
    let mixed = [forged(segments), theirs].concat();
    assert_eq!(faults(&mixed, log), [SoundFault::SeveralAlarms]);
    let text = String::from_utf8_lossy(&mixed).replace("HOEDER_ALARM=", "HOEDER_ALARX=");
    let nameless = read_sound(text.as_bytes()).unwrap();
    assert!(compare(&nameless, log).faults.contains(&SoundFault::NoAlarm));
}

/// A day in segments of half a minute: the comments go over many pages, for us and for another reader.
#[test]
fn the_chain_of_a_whole_day_goes_over_several_pages() {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    record(&mut recorder, 0..60);
    recorder.cut().unwrap();
    let recording = loaded(folder.path());
    let stretch = recording.stretches(&key()).unwrap().remove(0);
    // 755 and 756 lie about the end of the first page, 2,880 are a day.
    for count in (0..20).chain(740..775).chain([2_880]) {
        let segment = |number| Segment { number, first_at: START, last_at: START, bytes: 1, hash: [7; 32] };
        let chain: Vec<Segment> = (1..=count).map(segment).collect();
        let mut file = Vec::new();
        write_stretch((&recording, &stretch), &chain, &mut file).unwrap();
        let sound = read_sound(file.as_slice()).unwrap();
        assert_eq!(sound.damage, None, "{count}");
        assert_eq!(sound.streams.len(), 1);
        assert_eq!(sound.streams[0].chain, chain.iter().map(|s| (s.number, s.hash)).collect::<Vec<_>>());
        let packets = pages(&file);
        assert_eq!(packets.len(), 62, "head, comments, packets");
        assert!(packets[1].1.starts_with(b"OpusTags"));
        assert_eq!((packets[1].4, &packets[2].1), (0, &packet(0).opus), "sound begins on a page of its own");
        assert_eq!(packets.last().unwrap().4, 960 * 60);
    }
}

/// A page of 255 full values ends nothing: the packet goes on with one of none.
#[test]
fn comments_of_any_length_about_the_end_of_a_page_are_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut recorder, _) = begin(folder.path(), 1);
    record(&mut recorder, 0..2);
    recorder.cut().unwrap();
    let recording = loaded(folder.path());
    let stretch = recording.stretches(&key()).unwrap().remove(0);
    let mut edges = 0;
    for digits in 0..260_u32 {
        // A number of two digits moves the end of the comments by a byte.
        let number = |n: u32| if n < digits { 10 } else { n % 10 };
        let chain: Vec<Segment> = (0..780)
            .map(|n| Segment { number: number(n), first_at: START, last_at: START, bytes: 1, hash: [7; 32] })
            .collect();
        let mut file = Vec::new();
        write_stretch((&recording, &stretch), &chain, &mut file).unwrap();
        edges += usize::from(pages(&file)[1].1.len() == 255 * 255);
        assert_eq!(read_sound(file.as_slice()).unwrap().streams[0].chain.len(), 780);
    }
    assert_eq!(edges, 1, "one of them ends with the last value of a page");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever one byte of it becomes, wherever it is cut, whatever is added: it is no longer the file that left, and nothing falls over.
    #[test]
    fn a_file_with_one_byte_altered_or_cut_or_more_is_not_the_one_that_left(
        place in any::<prop::sample::Index>(), bit in 0_u8..8, noise in prop::collection::vec(any::<u8>(), 1..300),
    ) {
        let (_, file, log) = &*COURT;
        let at = place.index(file.len());
        let mut altered = file.clone();
        altered[at] ^= 1 << bit;
        let mut damaged = file.clone();
        damaged.iter_mut().skip(at).zip(&noise).for_each(|(to, from)| *to ^= from | 1);
        let longer = [file.as_slice(), &noise].concat();
        let doubled = [&file[..at], file].concat();
        for other in [altered.as_slice(), &damaged, &file[..at], &longer] {
            let sound = read_sound(other).unwrap();
            prop_assert!(sound.damage.is_some() || begins(file).contains(&at), "{at}");
            let found = compare(&sound, log);
            prop_assert!(!found.faults.is_empty() && found.handed_out.is_empty());
            let hash: [u8; 32] = Sha256::digest(other).into();
            prop_assert_eq!((sound.sha256, sound.bytes), (hash, other.len() as u64));
        }
        if at > 0 {
            prop_assert!(!faults(&doubled, log).is_empty());
        }
    }

    /// No bytes, however made, make a reader fall over.
    #[test]
    fn any_bytes_are_read(noise in prop::collection::vec(any::<u8>(), 0..4_000), lacing in any::<u8>()) {
        let mut page = b"OggS\0\x02".to_vec();
        page.extend_from_slice(&noise);
        if let Some(count) = page.get_mut(26) {
            *count = lacing;
        }
        for bytes in [noise.as_slice(), &page] {
            let sound = read_sound(bytes).unwrap();
            prop_assert_eq!(sound.bytes, bytes.len() as u64);
            prop_assert!(sound.damage.is_some());
        }
        let tags = [b"OpusTags".as_slice(), &noise].concat();
        for packet in [noise.as_slice(), &tags] {
            let _said = super::comments::read(packet);
        }
    }
}
