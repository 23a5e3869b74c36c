//! The promise: the sound of an alarm lies beside the log, under the key of its person, and the log vouches for it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken promise must stop the test"
)]

use crate::common::{CELL, Story, batch, memory, writer};
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_store::recordings::{
    Finding, Loaded, Packet, Recorder, RecordingKey, SoundFault, check, compare, export, put_key, read_sound,
    sound_file, wrapped_key,
};
use hoeder_store::{MemorySpool, OsEntropy, Writer, export as log_export, verify};
use hoeder_vocab::{AccountId, Actor, AlarmId, PersonId, Role, UtcMillis};
use hoeder_watch::voice::{HandedFile, RecordingPurpose, Segment, VoiceEvent};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::time::Duration;

const ALARM: AlarmId = AlarmId::from_u128(0xA1);
const ANNA: PersonId = PersonId::from_u128(0xBE);
const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

fn record(folder: &Path, key: &RecordingKey) -> Segment {
    let (mut recorder, _) = Recorder::begin(folder, (ALARM, START), key, &mut OsEntropy).unwrap();
    for n in 0..120_u64 {
        let received_at = START.plus(Duration::from_millis(20 * n));
        recorder.push(Packet { received_at, clock: 960 * n, opus: vec![31 << 3, 1, 2, 3] }).unwrap();
    }
    recorder.cut().unwrap().unwrap()
}

/// An alarm of Anna whose sound was recorded and named in the log.
fn recorded(folder: &Path) -> (Writer, Story, Segment) {
    let (mut writer, restored) = writer(memory(), MemorySpool::new());
    let mut story = Story::new(11, restored.epoch);
    let press = story.press(ALARM, ANNA);
    writer.submit(batch(vec![press])).unwrap();
    let (key, wrapped) = writer.make_recording_key(ALARM, Subject::Person(ANNA)).unwrap();
    put_key(folder, ALARM, &wrapped).unwrap();
    let segment = record(folder, &key);
    let event = Event::Voice(ALARM, VoiceEvent::SegmentKept(segment));
    let entry = story.entry(StreamId::Alarm(ALARM), Some(Subject::Person(ANNA)), event);
    writer.submit(batch(vec![entry])).unwrap();
    (writer, story, segment)
}

fn report(writer: &mut Writer) -> verify::Report {
    let mut out = Vec::new();
    log_export::export(writer.log(), CELL, &mut out, &mut |_| ()).unwrap();
    verify::verify(out.as_slice()).unwrap()
}

fn opened(writer: &Writer, folder: &Path) -> Option<RecordingKey> {
    let wrapped = wrapped_key(folder, ALARM).unwrap().unwrap();
    writer.recording_key(ALARM, Subject::Person(ANNA), &wrapped)
}

/// Proves FL-31 (for sound): an export of the log and the file alone show that nothing was changed.
#[test]
fn the_export_of_a_log_names_each_segment_and_the_file_is_checked_against_it_without_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, _, segment) = recorded(folder.path());
    let named = report(&mut writer).recordings.remove(&ALARM).unwrap();
    assert_eq!((named.segments.as_slice(), named.erased), ([segment].as_slice(), false));
    let recording = Loaded::read(folder.path(), ALARM).unwrap().unwrap();
    assert_eq!(check(&recording, &named.segments), Finding::Intact { segments: 1, more: 0 });
    let mut ogg = Vec::new();
    let key = opened(&writer, folder.path()).unwrap();
    assert_eq!(export(&recording, &key, &mut ogg).unwrap(), (120, 0));
    let mut bytes = std::fs::read(sound_file(folder.path(), ALARM)).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let altered = Loaded::from_bytes(bytes).unwrap();
    assert_ne!(check(&altered, &named.segments), Finding::Intact { segments: 1, more: 0 });
}

/// Proves GN-04 (for sound): with a person the sound goes, from every copy of the files, and the chain stays whole.
#[test]
fn when_a_person_is_erased_nobody_hears_the_recording_and_it_still_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, mut story, _) = recorded(folder.path());
    let subject = Subject::Person(ANNA);
    let mut erasure = batch(vec![story.entry(StreamId::Cell(CELL), None, Event::Erased { subject })]);
    erasure.destroy.push(subject);
    writer.submit(erasure).unwrap();
    assert!(opened(&writer, folder.path()).is_none());
    assert!(writer.make_recording_key(ALARM, subject).is_err(), "and nothing new is sealed for nobody");
    let named = report(&mut writer).recordings.remove(&ALARM).unwrap();
    let recording = Loaded::read(folder.path(), ALARM).unwrap().unwrap();
    assert_eq!(check(&recording, &named.segments), Finding::Intact { segments: 1, more: 0 });
}

#[test]
fn a_key_of_one_alarm_opens_no_other_and_that_of_an_unknown_press_opens_after_it_is_vouched_for() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, mut story, _) = recorded(folder.path());
    let wrapped = wrapped_key(folder.path(), ALARM).unwrap().unwrap();
    let other = AlarmId::from_u128(2);
    assert!(writer.recording_key(other, Subject::Person(ANNA), &wrapped).is_none());
    let mut unknown = story.press(other, ANNA);
    unknown.subject = Some(Subject::Alarm(other));
    writer.submit(batch(vec![unknown])).unwrap();
    let (_, wrapped) = writer.make_recording_key(other, Subject::Alarm(other)).unwrap();
    assert!(writer.recording_key(other, Subject::Person(ANNA), &wrapped).is_some());
}

/// Proves FL-31, GN-02 (for sound): the log, checked without a key, says who took which bytes out, and a log that ends before says so.
#[test]
fn the_export_of_a_log_says_who_took_a_file_out_and_knows_its_bytes_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, mut story, segment) = recorded(folder.path());
    let recording = Loaded::read(folder.path(), ALARM).unwrap().unwrap();
    let mut ogg = Vec::new();
    export(&recording, &opened(&writer, folder.path()).unwrap(), &mut ogg).unwrap();
    let sound = read_sound(ogg.as_slice()).unwrap();
    let before = report(&mut writer);
    assert_eq!(compare(&sound, &before.recordings).faults, [SoundFault::NeverHandedOut]);
    let by = AccountId::from_u128(5);
    let file = HandedFile { sha256: Sha256::digest(&ogg).into(), bytes: ogg.len() as u64 };
    let handed = VoiceEvent::RecordingHandedOut { by, why: RecordingPurpose::Court, file };
    let subject = Some(Subject::Person(ANNA));
    let mut entry = story.entry(StreamId::Alarm(ALARM), subject, Event::Voice(ALARM, handed));
    entry.actor = Actor::Account(by, Role::Magistrate);
    let at = entry.decided_at.0;
    writer.submit(batch(vec![entry])).unwrap();
    let after = report(&mut writer);
    let found = compare(&sound, &after.recordings);
    assert_eq!((found.faults.as_slice(), found.stand), (&[][..], 1));
    let told = found.handed_out[0];
    assert_eq!((told.by, told.why), (Actor::Account(by, Role::Magistrate), RecordingPurpose::Court));
    assert_eq!((told.at, after.last_at, told.segments), (at, Some(at), 1));
    assert_eq!(sound.streams[0].chain, [(segment.number, segment.hash)]);
}
