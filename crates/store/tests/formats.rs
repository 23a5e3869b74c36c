//! The stored form of every kind of event: round trips, old readers and new writers.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::{CELL, Gen, Story, batch, memory, writer};
use hoeder_engine::entry::{Entry, Event, StreamId};
use hoeder_engine::roster::{Account, Handset, Person, PersonDetails, Zone};
use hoeder_store::error::{FormatError, StoreError};
use hoeder_store::format::{self, KINDS, Opened};
use hoeder_store::{Log, MemorySpool, Record};
use hoeder_vocab::handset::{Microphone, Paths, SupervisionClass};
use hoeder_vocab::{Epoch, Seq};
use hoeder_watch::supervision::SupervisionEvent;
use std::path::PathBuf;

fn fixtures(format: u16) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/v{format}"))
}

fn stored(kind: &str, format: u16) -> Fixture {
    let text = std::fs::read_to_string(fixtures(format).join(format!("{kind}.json")))
        .unwrap_or_else(|error| panic!("the fixture of {kind}, format {format}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn read(fixture: &Fixture) -> Event {
    let stream = format::names::stream_of(&fixture.stream).unwrap();
    let opened = fixture.sealed.as_ref().map_or(Opened::None, |json| Opened::Clear(json.get().as_bytes()));
    format::event(&fixture.kind, fixture.format, stream, fixture.open.get(), opened).unwrap()
}

/// The events from which the fixtures of format 1 were written.
fn specimens() -> Vec<Entry> {
    Story::new(2026, Epoch(1)).all_kinds()
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Fixture {
    kind: String,
    format: u16,
    stream: String,
    open: Box<serde_json::value::RawValue>,
    sealed: Option<Box<serde_json::value::RawValue>>,
}

fn fixture(entry: &Entry) -> Fixture {
    let halves = format::halves(&entry.event).unwrap();
    let raw = |text: String| serde_json::value::RawValue::from_string(text).unwrap();
    Fixture {
        kind: halves.kind.to_owned(),
        format: halves.format,
        stream: format::names::stream_text(entry.stream),
        open: raw(halves.open),
        sealed: halves.sealed.map(|json| raw(String::from_utf8(json.to_vec()).unwrap())),
    }
}

#[test]
fn every_kind_has_a_specimen_and_every_specimen_a_kind() {
    let mut made: Vec<&str> =
        specimens().iter().map(|entry| format::halves(&entry.event).unwrap().kind).collect();
    made.sort_unstable();
    let mut known = KINDS.to_vec();
    known.sort_unstable();
    assert_eq!(made, known);
}

/// Proves FL-30: what was stored is read for ever.
#[test]
fn every_record_ever_written_in_its_newest_format_is_read_by_this_version() {
    for entry in specimens() {
        let halves = format::halves(&entry.event).unwrap();
        let (kind, fixture) = (halves.kind, stored(halves.kind, halves.format));
        assert!(read(&fixture) == entry.event, "{kind} is read as something else");
        let stream = format::names::stream_of(&fixture.stream).unwrap();
        assert!(stream == entry.stream, "{kind} has another stream");
    }
}

/// Proves FL-30: old writer x old and new reader, new writer x new reader, and new writer x a reader that is too old.
#[test]
fn a_handset_of_format_1_keeps_its_settings_and_gets_the_class_that_is_nearest() {
    let Event::HandsetPut(kept) = read(&stored("roster.handset-put", 1)) else { panic!("a handset") };
    let newest = specimens().into_iter().find(|e| matches!(e.event, Event::HandsetPut(_))).unwrap();
    let Event::HandsetPut(newest) = newest.event else { panic!("a handset") };
    let settings = kept.settings;
    assert_eq!((settings.paths, settings.discreet), (Paths::One, false));
    assert!(kept == Handset { settings, ..newest.clone() }, "all but the settings is as it was");
    let old = |heartbeat_ms: u32| {
        let fixture = stored("roster.handset-put", 1);
        let mut open: serde_json::Value = serde_json::from_str(fixture.open.get()).unwrap();
        open["settings"]["heartbeat_ms"] = heartbeat_ms.into();
        let open = serde_json::value::RawValue::from_string(open.to_string()).unwrap();
        let Event::HandsetPut(handset) = read(&Fixture { open, ..fixture }) else { panic!("a handset") };
        handset.settings.class
    };
    let classes = [10_000, 20_000, 60_000, 300_000, 600_000, 86_400_000].map(old);
    use SupervisionClass::{H25, M3, M30, S20, S90};
    assert_eq!(classes, [S20, S90, M3, M30, M30, H25]);
    assert_eq!(stored("roster.handset-put", 2).format, format::format_of("roster.handset-put"));
    let stream = newest_stream(&newest);
    let too_new = format::event("roster.handset-put", 3, stream, "{}", Opened::Erased).unwrap_err();
    assert!(matches!(too_new, FormatError::TooNew { found: 3, known: 2, .. }));
}

/// Proves FL-30: a report of before said only whether the microphone may be used; that is what it says.
#[test]
fn a_daily_report_of_before_is_read_and_what_is_written_now_says_why() {
    let fixture = stored("watch.reported", 1);
    let with = |microphone: &str| {
        let mut open: serde_json::Value = serde_json::from_str(fixture.open.get()).unwrap();
        let fields = open.as_object_mut().unwrap();
        fields.remove("microphone");
        fields.extend(serde_json::from_str::<serde_json::Map<_, _>>(microphone).unwrap());
        let stream = format::names::stream_of(&fixture.stream).unwrap();
        let event = format::event("watch.reported", 1, stream, &open.to_string(), Opened::None).unwrap();
        let Event::Watch(_, SupervisionEvent::Reported(report)) = &event else { panic!("a report") };
        (report.microphone, format::halves(&event).unwrap().open)
    };
    for (stored, read) in [("true", Microphone::Granted), ("false", Microphone::Denied)] {
        assert_eq!(with(&format!("{{\"microphone_permitted\": {stored}}}")).0, Some(read));
    }
    assert_eq!(with("{\"microphone_permitted\": null}").0, None);
    for state in Microphone::ALL {
        let may = state == Microphone::Granted;
        let code = state.code();
        let text = format!("{{\"microphone_permitted\": {may}, \"microphone\": \"{code}\"}}");
        let (read, written) = with(&text);
        let written: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!((read, written["microphone"].as_str()), (Some(state), Some(code)));
        assert_eq!(written["microphone_permitted"].as_bool(), Some(may), "for a reader of before");
    }
}

fn newest_stream(handset: &Handset) -> StreamId {
    StreamId::Handset(handset.id)
}

/// Proves FL-30: a person, a zone and an account from before measures are what they were, and nothing of a measure is known.
#[test]
fn a_person_a_zone_and_an_account_of_format_1_know_nothing_of_measures() {
    let mut read_old = 0;
    for entry in specimens() {
        let old = match entry.event {
            Event::PersonPut(person) => {
                assert_ne!(
                    person.details,
                    PersonDetails::default(),
                    "the newest format has something to lose"
                );
                Event::PersonPut(Box::new(Person { details: PersonDetails::default(), ..*person }))
            }
            Event::ZonePut(zone) => {
                assert!(zone.office.is_some() || zone.in_force_since.is_some());
                Event::ZonePut(Zone { office: None, in_force_since: None, ..zone })
            }
            Event::AccountPut(account) => {
                assert!(account.office.is_some() || account.district.is_some());
                Event::AccountPut(Account { office: None, district: None, ..account })
            }
            _ => continue,
        };
        let kind = format::halves(&old).unwrap().kind;
        assert!(read(&stored(kind, 1)) == old, "{kind}");
        let too_new = format::event(kind, 3, entry.stream, "{}", Opened::Erased).unwrap_err();
        assert!(matches!(too_new, FormatError::TooNew { found: 3, known: 2, .. }));
        read_old += 1;
    }
    assert_eq!(read_old, 3);
}

/// Writes the fixtures of kinds that have none; an existing one is never changed, because stored records are not either.
#[test]
fn the_fixtures_are_complete() {
    for entry in specimens() {
        let fixture = fixture(&entry);
        let path = fixtures(fixture.format).join(format!("{}.json", fixture.kind));
        assert!(path.exists(), "no fixture {}: run the example `fixtures`", path.display());
    }
}

#[test]
fn any_event_survives_the_way_to_the_log_and_back() {
    for seed in 0..60 {
        let (mut writer, restored) = writer(memory(), MemorySpool::new());
        let mut story = Story::new(seed, restored.epoch);
        let entries: Vec<Entry> = story.all_kinds().into_iter().filter(|e| !erases(e)).collect();
        let entries = renumbered(entries);
        writer.submit(batch(entries.clone())).unwrap();
        let read = writer.read(Seq(1), 1_000).unwrap();
        assert_eq!(read.len(), entries.len());
        for (read, entry) in read.iter().zip(&entries) {
            assert!(read == entry, "seed {seed}: {:?} came back as {:?}", entry, read);
        }
    }
}

fn erases(entry: &Entry) -> bool {
    matches!(entry.event, Event::Erased { .. })
}

fn renumbered(entries: Vec<Entry>) -> Vec<Entry> {
    let mut versions = std::collections::BTreeMap::new();
    entries
        .into_iter()
        .zip(1_u64..)
        .map(|(mut entry, seq)| {
            let version = versions.entry(entry.stream).or_insert(0_u64);
            *version += 1;
            entry.seq = Seq(seq);
            entry.version = *version;
            entry
        })
        .collect()
}

#[test]
fn a_record_of_a_newer_writer_asks_for_an_upgrade_and_is_not_lost() {
    let (mut log, record) = one_record();
    let mut newer = record.clone();
    newer.kind = String::from("alarm.teleported");
    assert!(
        matches!(reading(&mut log, newer), FormatError::UnknownKind { kind } if kind == "alarm.teleported")
    );
    let mut newer = record;
    newer.format = 2;
    let error = reading(&mut log, newer);
    assert!(matches!(&error, FormatError::TooNew { found: 2, known: 1, .. }));
    assert!(error.to_string().contains("upgrade the program"));
}

/// A log with one record, and that record as the next one may look.
fn one_record() -> (Box<dyn Log>, Record) {
    let mut log = memory();
    let epoch = log.begin_epoch(CELL).unwrap();
    let mut story = Story::new(1, epoch);
    let mut record =
        hoeder_store::writer::record_of(&story.all_kinds()[0], CELL, hoeder_store::Hash::ZERO).unwrap();
    record.seq = Seq(1);
    record.version = 1;
    (log, record)
}

fn reading(log: &mut Box<dyn Log>, mut record: Record) -> FormatError {
    let (last, hash) = log.head().unwrap();
    let epoch = Epoch(1);
    record.seq = last.next();
    record.version = last.0 + 1;
    record.prev_hash = hash;
    record.hash = record.computed_hash();
    log.append(epoch, std::slice::from_ref(&record)).unwrap();
    assert_eq!(log.read(record.seq, 1).unwrap(), vec![record.clone()], "the record itself is kept whole");
    let stream = format::names::stream_of(&record.stream).unwrap();
    format::event(&record.kind, record.format, stream, &record.open, Opened::None).unwrap_err()
}

#[test]
fn an_engine_does_not_start_over_records_that_it_cannot_read() {
    let (mut log, mut record) = one_record();
    record.format = 9;
    record.hash = record.computed_hash();
    log.append(Epoch(1), &[record]).unwrap();
    let opened = hoeder_store::Writer::open(log, Box::new(MemorySpool::new()), crate::common::master(), CELL);
    assert!(matches!(opened, Err(StoreError::Format { seq: Seq(1), .. })));
}

#[test]
fn fields_that_a_newer_writer_added_are_ignored() {
    for entry in specimens() {
        let halves = format::halves(&entry.event).unwrap();
        let more = |json: &str| {
            let comma = if json.len() > 2 { "," } else { "" };
            format!("{}{comma}\"added_later\":{{\"x\":[1,2]}}}}", &json[..json.len() - 1])
        };
        let sealed = halves.sealed.as_ref().map(|json| more(std::str::from_utf8(json).unwrap()));
        let opened = sealed.as_ref().map_or(Opened::None, |json| Opened::Clear(json.as_bytes()));
        let read =
            format::event(halves.kind, halves.format, entry.stream, &more(&halves.open), opened).unwrap();
        assert!(read == entry.event, "{}", halves.kind);
    }
}

#[test]
fn every_role_is_stored_under_its_own_word() {
    for role in hoeder_vocab::Role::ALL {
        let Some(Entry { event: Event::AccountPut(account), stream, .. }) =
            specimens().into_iter().find(|entry| matches!(entry.event, Event::AccountPut(_)))
        else {
            panic!("an account")
        };
        let put = Event::AccountPut(Account { role, ..account });
        let halves = format::halves(&put).unwrap();
        let opened = halves.sealed.as_ref().map_or(Opened::None, |json| Opened::Clear(json));
        assert!(format::event(halves.kind, halves.format, stream, &halves.open, opened).unwrap() == put);
        let actor = hoeder_vocab::Actor::Account(hoeder_vocab::AccountId::from_u128(1), role);
        assert_eq!(format::names::actor_of(&format::names::actor_text(actor)), Some(actor));
    }
}

/// Proves GN-04: a record whose key is gone is still an event, without a word about the person.
#[test]
fn every_kind_of_record_is_read_after_erasure_and_says_nothing_personal() {
    for entry in specimens() {
        let halves = format::halves(&entry.event).unwrap();
        let opened = if halves.sealed.is_some() { Opened::Erased } else { Opened::None };
        let read = format::event(halves.kind, halves.format, entry.stream, &halves.open, opened).unwrap();
        let again = format::halves(&read).unwrap();
        assert_eq!(again.open, halves.open, "{}: the open half is untouched", halves.kind);
        if let Some(json) = again.sealed {
            let json = String::from_utf8(json.to_vec()).unwrap();
            assert!(!json.contains("Ann") && !json.contains("lat_e7\":1"), "{}", halves.kind);
        }
    }
}

#[test]
fn a_damaged_half_is_an_error_without_its_content() {
    let mut g = Gen::new(5);
    for (stream, _, event) in g.events() {
        let halves = format::halves(&event).unwrap();
        let broken = halves.open.replace('{', "[");
        let error = format::event(halves.kind, halves.format, stream, &broken, Opened::Erased);
        assert!(error.is_err() || halves.open == "{}", "{}", halves.kind);
        if halves.sealed.is_some() {
            let error = format::event(
                halves.kind,
                halves.format,
                stream,
                &halves.open,
                Opened::Clear(b"{\"name\":\"Ann Peeters\""),
            )
            .unwrap_err();
            assert!(!format!("{error} {error:?}").contains("Peeters"));
        }
    }
}
