//! Documents: sealed with the key of their person, kept beside the log, carried by exports, gone with the key.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::homes::on_each_home;
use crate::common::{CELL, Story, batch, master, memory, writer};
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_engine::input::StoreHealth;
use hoeder_engine::output::Scope;
use hoeder_store::error::{FileError, StoreError};
use hoeder_store::export::export;
use hoeder_store::faulty::{Faults, FaultyLog, LogFault};
use hoeder_store::import::import;
use hoeder_store::log::MAX_FILE_BYTES;
use hoeder_store::verify::verify;
use hoeder_store::{Hash, Log, MemorySpool, Record, Sealed, SqliteLog, Writer};
use hoeder_vocab::{AlarmId, DocumentId, Epoch, PersonId, Seq, UtcMillis};

const PERSON: PersonId = PersonId::from_u128(0xA);
const ANN: Subject = Subject::Person(PERSON);
const DOCUMENT: DocumentId = DocumentId::from_u128(0xD);

fn open(log: Box<dyn Log>) -> Writer {
    Writer::open(log, Box::new(MemorySpool::new()), master(), CELL).unwrap().0
}

fn read(writer: &mut Writer, document: DocumentId) -> Option<Vec<u8>> {
    writer.file(document).unwrap().map(|bytes| bytes.to_vec())
}

fn exported(log: &mut dyn Log) -> Vec<u8> {
    let mut file = Vec::new();
    export(log, CELL, &mut file, &mut |_| {}).unwrap();
    file
}

/// Proves GN-05: acknowledged means durable, and what lies in the store says nothing without the key.
#[test]
fn a_document_is_kept_sealed_and_read_by_every_later_connection() {
    on_each_home(|place| {
        let mut writer = open(place.connect());
        writer.put_file(DOCUMENT, ANN, b"%PDF of Ann Peeters").unwrap();
        assert_eq!(read(&mut writer, DocumentId::from_u128(1)), None);
        let row = writer.log().file(DOCUMENT).unwrap().unwrap();
        assert!(row.is_intact(CELL) && !row.ciphertext.windows(7).any(|part| part == b"Peeters"));
        drop(writer);
        let mut later = open(place.connect());
        assert_eq!(read(&mut later, DOCUMENT).unwrap(), b"%PDF of Ann Peeters");
        let mut story = Story::new(1, later.epoch());
        let note = story.note(AlarmId::from_u128(1), PERSON, "the same key");
        later.submit(batch(vec![note.clone()])).unwrap();
        drop(later);
        let (mut writer, restored) = writer_and(place.connect());
        assert!(restored == vec![note]);
        assert_eq!(read(&mut writer, DOCUMENT).unwrap(), b"%PDF of Ann Peeters");
    });
}

fn writer_and(log: Box<dyn Log>) -> (Writer, Vec<hoeder_engine::entry::Entry>) {
    let (writer, restored) = Writer::open(log, Box::new(MemorySpool::new()), master(), CELL).unwrap();
    (writer, restored.entries)
}

#[test]
fn the_same_document_again_changes_nothing_and_another_under_its_id_is_refused() {
    on_each_home(|place| {
        let mut writer = open(place.connect());
        writer.put_file(DOCUMENT, ANN, b"signed").unwrap();
        let row = writer.log().file(DOCUMENT).unwrap().unwrap();
        writer.put_file(DOCUMENT, ANN, b"signed").unwrap();
        let refused = writer.put_file(DOCUMENT, ANN, b"signed otherwise").unwrap_err();
        assert!(matches!(refused, FileError::Exists(DOCUMENT)), "{refused:?}");
        assert_eq!(writer.log().file(DOCUMENT).unwrap().unwrap(), row);
    });
}

#[test]
fn an_empty_document_and_one_above_ten_mebibytes_are_refused_and_one_of_ten_is_carried_everywhere() {
    on_each_home(|place| {
        let mut writer = open(place.connect());
        assert!(matches!(writer.put_file(DOCUMENT, ANN, b""), Err(FileError::Empty)));
        let refused = writer.put_file(DOCUMENT, ANN, &vec![7; MAX_FILE_BYTES + 1]).unwrap_err();
        assert_eq!(refused.to_string(), "the document has 10485761 bytes, at most 10485760 are kept");
        assert_eq!(writer.log().file(DOCUMENT).unwrap(), None, "nothing was kept");
        assert_eq!(writer.log().keys().unwrap(), vec![], "no key was made");
        let largest = vec![7; MAX_FILE_BYTES];
        writer.put_file(DOCUMENT, ANN, &largest).unwrap();
        assert!(read(&mut writer, DOCUMENT).unwrap() == largest);
        let file = exported(writer.log());
        let report = verify(file.as_slice()).unwrap();
        assert!(report.is_valid() && report.files == 1, "{:?}", report.problem);
    });
}

/// Proves GN-04: without its key a document is nothing, in the store and in every export made before.
#[test]
fn erasing_a_person_takes_the_documents_along() {
    on_each_home(|place| {
        let mut writer = open(place.connect());
        let mut story = Story::new(2, writer.epoch());
        let of_ben = Subject::Person(PersonId::from_u128(0xB));
        let other = DocumentId::from_u128(0xE);
        writer.put_file(DOCUMENT, ANN, b"of Ann").unwrap();
        writer.put_file(other, of_ben, b"of Ben").unwrap();
        let before = exported(writer.log());

        let erased = story.entry(StreamId::Cell(CELL), None, Event::Erased { subject: ANN });
        writer.submit(batch(vec![erased])).unwrap();
        assert_eq!(read(&mut writer, DOCUMENT), None);
        assert_eq!(writer.log().file(DOCUMENT).unwrap(), None, "nor do its sealed bytes stay");
        assert_eq!(read(&mut writer, other).unwrap(), b"of Ben");
        let later = DocumentId::from_u128(0xF);
        writer.put_file(later, ANN, b"came back").unwrap();
        drop(writer);
        let mut writer = open(place.connect());
        assert_eq!(read(&mut writer, later).unwrap(), b"came back", "what comes after has a key of its own");

        let mut elsewhere = memory();
        import(elsewhere.as_mut(), before.as_slice(), &mut |_| {}).unwrap();
        assert!(elsewhere.file(DOCUMENT).unwrap().is_some());
        for key in writer.log().keys().unwrap() {
            elsewhere.put_key(&key).unwrap();
        }
        let mut elsewhere = open(elsewhere);
        assert_eq!(read(&mut elsewhere, DOCUMENT), None, "the new key does not open what is older");
        writer.log().delete_key(of_ben).unwrap();
        assert_eq!(writer.log().file(other).unwrap(), None);
    });
}

/// Proves GN-05: a key that may or may not be in the log is in it before anything that it seals.
#[test]
fn a_document_that_the_store_did_not_take_loses_no_key() {
    for fault in [LogFault::BeforeCommit(1), LogFault::AfterCommit(1), LogFault::Down] {
        let faults = Faults::new();
        let log = FaultyLog::new(SqliteLog::in_memory().unwrap(), faults.clone());
        let (mut writer, restored) = writer(Box::new(log.clone()), MemorySpool::new());
        faults.set(fault);
        let refused = writer.put_file(DOCUMENT, ANN, b"one").unwrap_err();
        assert!(matches!(refused, FileError::Store(StoreError::Unavailable(_))), "{refused:?}");
        let mut story = Story::new(3, restored.epoch);
        let note = story.note(AlarmId::from_u128(1), PERSON, "meanwhile");
        writer.submit(batch(vec![note.clone()])).unwrap();
        let refused = writer.put_file(DOCUMENT, ANN, b"one").unwrap_err();
        assert!(matches!(refused, FileError::Store(_)), "{fault:?}: {refused:?}");
        faults.set(LogFault::None);
        while writer.health() != StoreHealth::Up {
            writer.try_drain(UtcMillis::from_unix_ms(5_000)).unwrap();
        }
        writer.put_file(DOCUMENT, ANN, b"one").unwrap();
        drop(writer);
        let (mut writer, entries) = writer_and_seeded(Box::new(log));
        assert!(entries == vec![note], "{fault:?}");
        assert_eq!(read(&mut writer, DOCUMENT).unwrap(), b"one", "{fault:?}");
    }
}

fn writer_and_seeded(log: Box<dyn Log>) -> (Writer, Vec<hoeder_engine::entry::Entry>) {
    let (writer, restored) = writer(log, MemorySpool::new());
    (writer, restored.entries)
}

#[test]
fn a_writer_that_was_fenced_off_keeps_no_document() {
    on_each_home(|place| {
        let mut old = open(place.connect());
        let mut new = open(place.connect());
        assert!(matches!(old.put_file(DOCUMENT, ANN, b"late"), Err(FileError::Fenced(_))));
        assert_eq!(read(&mut new, DOCUMENT), None);
        assert_eq!(new.log().keys().unwrap(), vec![]);
    });
}

/// Proves GN-02: a document that was altered in the store is told, to who reads it and to who verifies an export.
#[test]
fn a_document_that_was_altered_in_the_store_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open(Box::new(SqliteLog::open(folder.path()).unwrap()));
    writer.put_file(DOCUMENT, ANN, b"of Ann").unwrap();
    let database = rusqlite::Connection::open(folder.path().join("hoeder.db")).unwrap();
    let row = writer.log().file(DOCUMENT).unwrap().unwrap();
    let mut bytes = row.ciphertext;
    bytes[0] ^= 1;
    database.execute("UPDATE files SET ciphertext = ?1", [bytes]).unwrap();
    let told = writer.file(DOCUMENT).unwrap_err();
    assert!(matches!(told, StoreError::Damaged { .. }), "{told:?}");
    let report = verify(exported(writer.log()).as_slice()).unwrap();
    assert_eq!(report.problem.unwrap().what, "the hash of the document is not that of its content");
}

/// A record that files a document, as the log has it.
fn filing(seq: u64, before: Hash, document: DocumentId) -> Record {
    let subject = format!("person:{PERSON}");
    let mut record = Record {
        cell: CELL,
        seq: Seq(seq),
        epoch: Epoch(1),
        stream: String::from("measure:00000000-0000-0000-0000-000000000001"),
        version: seq,
        kind: String::from("document.filed"),
        format: 1,
        actor: String::from("system"),
        purpose: String::from("case-work"),
        decided_ms: 0,
        open: format!("{{\"document\":\"{document}\"}}"),
        sealed: Some(Sealed { subject, nonce: [1; 24], ciphertext: vec![1; 20] }),
        prev_hash: before,
        hash: Hash::ZERO,
    };
    record.hash = record.computed_hash();
    record
}

/// Proves FL-30 and FL-31: documents are in the export, byte for byte, and a missing one is told without any key.
#[test]
fn an_export_carries_documents_and_a_missing_one_is_told() {
    let mut log = memory();
    let epoch = log.begin_epoch(CELL).unwrap();
    let ids: Vec<DocumentId> = (1..=9).map(DocumentId::from_u128).collect();
    let mut before = Hash::ZERO;
    for (seq, document) in (1..).zip(&ids) {
        let record = filing(seq, before, *document);
        before = record.hash;
        log.append(epoch, &[record]).unwrap();
    }
    let report = verify(exported(log.as_mut()).as_slice()).unwrap();
    let problem = report.problem.unwrap();
    assert_eq!((problem.what, problem.seq), ("the document that this record files is missing", Some(Seq(1))));
    assert_eq!(report.without_document.len(), 9);
    let mut rescued = memory();
    let imported = import(rescued.as_mut(), exported(log.as_mut()).as_slice(), &mut |_| {}).unwrap();
    assert_eq!((imported.records, imported.missing), (9, 9), "what is there is rescued all the same");
    assert_eq!(rescued.begin_epoch(CELL).unwrap(), Epoch(2));

    let faulty = FaultyLog::new(SqliteLog::in_memory().unwrap(), Faults::new());
    let mut source = open(Box::new(faulty.clone()));
    for (n, document) in ids.iter().enumerate() {
        source.put_file(*document, ANN, format!("document {n}").as_bytes()).unwrap();
    }
    for document in &ids {
        let file = source.log().file(*document).unwrap().unwrap();
        log.put_file(&file).unwrap();
    }
    let file = exported(log.as_mut());
    let report = verify(file.as_slice()).unwrap();
    assert!(report.is_valid(), "{:?}", report.problem);
    assert_eq!(report.files, 9);
    let mut moved = memory();
    let imported = import(moved.as_mut(), file.as_slice(), &mut |_| {}).unwrap();
    assert_eq!((imported.records, imported.files), (9, 9));
    assert!(exported(moved.as_mut()) == file, "byte for byte");

    let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    let files = lines.iter().filter(|line| line.starts_with(b"{\"file\"")).count();
    assert_eq!(files, 9);
    for at in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(at);
        assert!(!verify(without.concat().as_slice()).unwrap().is_valid(), "without line {}", at + 1);
    }
    let mut g = crate::common::Gen::new(5);
    for _ in 0..100 {
        let mut damaged = file.clone();
        let at = usize::try_from(g.below(file.len() as u64)).unwrap();
        damaged[at] ^= 1 << g.below(8);
        assert!(!verify(damaged.as_slice()).unwrap().is_valid(), "byte {at}");
    }
}

#[test]
fn a_document_of_an_erased_person_is_not_missed() {
    let mut log = memory();
    let epoch = log.begin_epoch(CELL).unwrap();
    let filed = filing(1, Hash::ZERO, DOCUMENT);
    let mut erased = filing(2, filed.hash, DOCUMENT);
    erased.kind = String::from("access.erased");
    erased.open = format!("{{\"subject\":\"person:{PERSON}\"}}");
    erased.sealed = None;
    erased.hash = erased.computed_hash();
    log.append(epoch, &[filed, erased]).unwrap();
    let report = verify(exported(log.as_mut()).as_slice()).unwrap();
    assert!(report.is_valid(), "{:?}", report.problem);
}

/// Proves FL-30: a reader from before documents reads an export that has none, and this one reads what that one wrote.
#[test]
fn an_export_without_documents_is_as_it_always_was() {
    let file = exported(memory_with_a_note().as_mut());
    let last = file.split(|byte| *byte == b'\n').rfind(|line| !line.is_empty()).unwrap();
    let end = b"{\"end\":{\"records\":1,\"checkpoints\":0,\"fixes\":0},\"line\":";
    assert!(last.starts_with(end), "{}", String::from_utf8_lossy(last));
    assert!(verify(file.as_slice()).unwrap().is_valid());
}

fn memory_with_a_note() -> Box<dyn Log> {
    let log = FaultyLog::new(SqliteLog::in_memory().unwrap(), Faults::new());
    let (mut writer, restored) = writer(Box::new(log.clone()), MemorySpool::new());
    let note = Story::new(6, restored.epoch).note(AlarmId::from_u128(1), PERSON, "a note");
    writer.submit(batch(vec![note])).unwrap();
    drop(writer);
    let mut log = log;
    log.use_cell(CELL);
    Box::new(log)
}

/// A store from before documents: it has everything but their table.
#[test]
fn a_store_of_the_fourth_version_is_taken_over_and_takes_documents() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open(Box::new(SqliteLog::open(folder.path()).unwrap()));
    let mut story = Story::new(7, writer.epoch());
    let press = story.press(AlarmId::from_u128(4), PERSON);
    writer.submit(batch(vec![press.clone()])).unwrap();
    let access = writer.log().access_log(Scope::Cell(CELL), None, 100).unwrap();
    drop(writer);
    let database = rusqlite::Connection::open(folder.path().join("hoeder.db")).unwrap();
    database.execute_batch("DROP TABLE files; UPDATE schema_version SET version = 4;").unwrap();
    drop(database);

    let (mut writer, entries) = writer_and(Box::new(SqliteLog::open(folder.path()).unwrap()));
    assert!(entries == vec![press]);
    assert_eq!(writer.log().access_log(Scope::Cell(CELL), None, 100).unwrap(), access);
    writer.put_file(DOCUMENT, ANN, b"new").unwrap();
    assert_eq!(read(&mut writer, DOCUMENT).unwrap(), b"new");
}
