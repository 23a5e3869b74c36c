//! An export is whole, byte-equal after an import, and one flipped byte anywhere is found and located.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::{CELL, Gen, Story, batch, memory, writer};
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_store::export::{export, export_keys};
use hoeder_store::format::KINDS;
use hoeder_store::import::{ImportError, import, import_keys};
use hoeder_store::verify::{Report, verify, verify_with_key};
use hoeder_store::{CheckpointKey, Log, MemorySpool, Record, StoreError};
use hoeder_vocab::{AlarmId, Epoch, PersonId, Seq, UtcMillis};
use sha2::{Digest, Sha256};

fn key() -> CheckpointKey {
    CheckpointKey::from_bytes(&[5; 32])
}

/// A log with one record of every kind and some positions, and a second checkpoint over a shorter tail.
fn filled(seed: u64, rounds: u64) -> Box<dyn Log> {
    let log = hoeder_store::faulty::FaultyLog::new(
        hoeder_store::SqliteLog::in_memory().unwrap(),
        Default::default(),
    );
    let (mut writer, restored) = writer(Box::new(log.clone()), MemorySpool::new());
    writer.sign_with(key());
    let mut story = Story::new(seed, restored.epoch);
    for round in 0..rounds {
        let mut all = batch(story.all_kinds());
        for entry in &all.entries {
            if let Event::DocumentFiled { filed, person } = &entry.event {
                let bytes = format!("document {round}");
                writer.put_file(filed.document.document, Subject::Person(*person), bytes.as_bytes()).unwrap();
            }
        }
        let alarm = AlarmId::from_u128(u128::from(round));
        all.fixes.push(story.stored_fix(alarm, None, 1_795_000_000_000));
        all.fixes.push(story.stored_fix(alarm, Some(PersonId::from_u128(1)), 1_795_000_000_000));
        writer.submit(all).unwrap();
        if round == 0 {
            writer.checkpoint().unwrap();
        }
    }
    writer.close(UtcMillis::from_unix_ms(0)).unwrap();
    Box::new(log)
}

fn exported(log: &mut dyn Log) -> Vec<u8> {
    let mut file = Vec::new();
    let done = export(log, CELL, &mut file, &mut |_| {}).unwrap();
    assert_eq!(done.digest.to_string().as_bytes(), &file[file.len() - 67..file.len() - 3]);
    file
}

fn checked(file: &[u8]) -> Report {
    verify(file).unwrap()
}

/// Proves FL-30: a full export and its import into an empty store; the export of that is byte for byte the same.
#[test]
fn an_export_imported_and_exported_again_is_byte_equal() {
    let mut old = filled(1, 3);
    let file = exported(old.as_mut());
    let mut new = memory();
    let imported = import(new.as_mut(), file.as_slice(), &mut |_| {}).unwrap();
    let records = 3 * u64::try_from(KINDS.len()).unwrap();
    assert_eq!(
        (imported.cell, imported.records, imported.checkpoints, imported.fixes, imported.files),
        (CELL, records, 2, 6, 3)
    );
    assert_eq!(imported.missing, 0);
    assert!(exported(new.as_mut()) == file);
    let scope = hoeder_engine::output::Scope::Cell(CELL);
    assert_eq!(new.alarm_history(scope, None, 50).unwrap(), old.alarm_history(scope, None, 50).unwrap());
    assert_eq!(new.access_log(scope, None, 500).unwrap(), old.access_log(scope, None, 500).unwrap());
    assert_eq!(new.begin_epoch(CELL).unwrap(), Epoch(2), "the imported log goes on");
}

#[test]
fn keys_go_apart_and_open_the_imported_log() {
    let mut old = filled(2, 1);
    let file = exported(old.as_mut());
    let mut keys = Vec::new();
    let count = export_keys(old.as_mut(), CELL, &mut keys).unwrap();
    assert!(count > 0);
    for key in old.keys().unwrap() {
        let wrapped = hoeder_vocab_base64(&key.wrapped);
        assert!(!file.windows(wrapped.len()).any(|part| part == wrapped.as_bytes()), "no key in an export");
    }
    let mut new = memory();
    import(new.as_mut(), file.as_slice(), &mut |_| {}).unwrap();
    assert_eq!(import_keys(new.as_mut(), CELL, keys.as_slice()).unwrap(), count);
    let (mut of_new, _) = writer(new, MemorySpool::new());
    let (mut of_old, _) = writer(old, MemorySpool::new());
    assert!(of_new.read(Seq(1), 100).unwrap() == of_old.read(Seq(1), 100).unwrap());
}

fn hoeder_vocab_base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn an_import_goes_only_into_an_empty_cell_and_half_of_one_starts_no_engine() {
    let mut old = filled(3, 1);
    let file = exported(old.as_mut());
    assert!(matches!(
        import(old.as_mut(), file.as_slice(), &mut |_| {}),
        Err(ImportError::Store(StoreError::NotEmpty(CELL)))
    ));
    let mut new = memory();
    let cut = &file[..file.len() / 2];
    assert!(matches!(import(new.as_mut(), cut, &mut |_| {}), Err(ImportError::Problem(_))));
    assert!(matches!(new.begin_epoch(CELL), Err(StoreError::ImportUnfinished(CELL))));
}

/// Proves FL-31: whoever has the file can check it, with no server and no key; it says up to where it is signed.
#[test]
fn a_whole_export_verifies_without_server_and_keys() {
    let file = exported(filled(4, 2).as_mut());
    let report = checked(&file);
    assert!(report.is_valid(), "{:?}", report.problem);
    let records = 2 * u64::try_from(KINDS.len()).unwrap();
    assert_eq!((report.records, report.checkpoints, report.fixes, report.files), (records, 2, 4, 2));
    assert_eq!((report.signed_through, report.cell), (Seq(records), Some(CELL)));
    assert!(verify_with_key(file.as_slice(), &key().public_key()).unwrap().is_valid());
    let other = CheckpointKey::from_bytes(&[6; 32]).public_key();
    assert!(!verify_with_key(file.as_slice(), &other).unwrap().is_valid());
}

/// Proves GN-02: the log shows tampering. Every single byte of a small export is flipped in turn.
#[test]
fn one_flipped_byte_anywhere_is_found_and_located() {
    let file = small();
    assert!(checked(&file).is_valid());
    let mut line = 1_u64;
    for at in 0..file.len() {
        for bit in [0x01_u8, 0x20] {
            let mut damaged = file.clone();
            damaged[at] ^= bit;
            let problem = checked(&damaged).problem.unwrap_or_else(|| panic!("byte {at} of {}", file.len()));
            let near = problem.line == line || (file[at] == b'\n' && problem.line == line + 1);
            assert!(near, "byte {at} is in line {line}, but line {} is named: {problem}", problem.line);
            // Line 2 holds record 1, and so on; a checkpoint and the end follow.
            let seq = problem.seq.map(|seq| seq.0);
            if (2..=4).contains(&problem.line) && file[at] != b'\n' {
                assert_eq!(seq, Some(line - 1), "byte {at}: {problem}");
            }
        }
        if file[at] == b'\n' {
            line += 1;
        }
    }
}

fn small() -> Vec<u8> {
    let log = hoeder_store::faulty::FaultyLog::new(
        hoeder_store::SqliteLog::in_memory().unwrap(),
        Default::default(),
    );
    let (mut writer, restored) = writer(Box::new(log.clone()), MemorySpool::new());
    writer.sign_with(key());
    let mut story = Story::new(11, restored.epoch);
    let (alarm, person) = (AlarmId::from_u128(1), PersonId::from_u128(2));
    let mut press = batch(vec![story.press(alarm, person), story.note(alarm, person, "é")]);
    press.fixes.push(story.stored_fix(alarm, Some(person), 1_795_000_000_000));
    writer.submit(press).unwrap();
    let account = hoeder_vocab::AccountId::from_u128(3);
    let entry = story.entry(StreamId::Cell(CELL), None, Event::SignedIn { account });
    writer.submit(batch(vec![entry])).unwrap();
    writer.close(UtcMillis::from_unix_ms(0)).unwrap();
    let mut log = log;
    exported(&mut log)
}

#[test]
fn random_damage_to_a_larger_export_is_found() {
    let file = exported(filled(12, 4).as_mut());
    let mut g = Gen::new(99);
    for _ in 0..150 {
        let mut damaged = file.clone();
        let at = usize::try_from(g.below(file.len() as u64)).unwrap();
        match g.below(3) {
            0 => damaged[at] = damaged[at].wrapping_add(1 + u8::try_from(g.below(255)).unwrap()),
            1 => drop(damaged.remove(at)),
            _ => damaged.insert(at, u8::try_from(g.below(256)).unwrap()),
        }
        assert!(damaged == file || !checked(&damaged).is_valid(), "byte {at}");
    }
}

#[test]
fn lines_that_are_missing_twice_there_or_out_of_order_are_found() {
    let file = exported(filled(13, 1).as_mut());
    let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    for at in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(at);
        assert!(!checked(&without.concat()).is_valid(), "without line {}", at + 1);
        let mut twice = lines.clone();
        twice.insert(at, lines[at]);
        assert!(!checked(&twice.concat()).is_valid(), "line {} twice", at + 1);
        if at > 0 {
            let mut swapped = lines.clone();
            swapped.swap(at, at - 1);
            assert!(!checked(&swapped.concat()).is_valid(), "lines {} and {} swapped", at, at + 1);
        }
    }
    let mut longer = file.clone();
    longer.extend_from_slice(b"\n");
    assert!(!checked(&longer).is_valid());
    assert!(!checked(b"").is_valid());
}

/// Proves GN-02: somebody who rewrites a record and makes every hash fit again is caught by the signature.
#[test]
fn a_forger_who_recomputes_all_hashes_is_caught_by_the_checkpoint() {
    let mut honest = filled(14, 1);
    let (last, _) = honest.head().unwrap();
    let mut records = honest.read(Seq(1), 1_000).unwrap();
    records[4].actor = String::from("handset:00000000-0000-0000-0000-000000000001");
    let mut before = hoeder_store::Hash::ZERO;
    for record in &mut records {
        record.prev_hash = before;
        record.hash = record.computed_hash();
        before = record.hash;
    }
    let mut forged = memory();
    forged.begin_restore(CELL).unwrap();
    forged.restore(&records, &[]).unwrap();
    let mut checkpoint = honest.checkpoints().unwrap().remove(0);
    assert_eq!(checkpoint.seq, last);
    checkpoint.hash = before;
    forged.put_checkpoint(&checkpoint).unwrap();
    forged.end_restore().unwrap();
    let report = checked(&exported(forged.as_mut()));
    let problem = report.problem.unwrap();
    assert_eq!((problem.what, problem.seq), ("the signature of the checkpoint is wrong", Some(last)));
}

/// The page `docs/export-format.md` explains the hash of a record; this follows its words and nothing else.
#[test]
fn a_stranger_can_compute_the_hash_of_a_record_from_the_documentation() {
    let mut log = filled(15, 1);
    for record in log.read(Seq(1), 1_000).unwrap() {
        assert_eq!(stranger(&record), record.hash.0);
    }
}

fn stranger(record: &Record) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    field(b"hoeder-record-1");
    field(&record.cell.as_u128().to_be_bytes());
    field(&record.seq.0.to_be_bytes());
    field(&record.epoch.0.to_be_bytes());
    field(record.stream.as_bytes());
    field(&record.version.to_be_bytes());
    field(record.kind.as_bytes());
    field(&u64::from(record.format).to_be_bytes());
    field(record.actor.as_bytes());
    field(record.purpose.as_bytes());
    field(&record.decided_ms.to_be_bytes());
    field(record.open.as_bytes());
    match &record.sealed {
        Some(sealed) => {
            field(b"sealed");
            field(sealed.subject.as_bytes());
            field(&sealed.nonce);
            field(&sealed.ciphertext);
        }
        None => {
            field(b"none");
            field(b"");
            field(b"");
            field(b"");
        }
    }
    field(&record.prev_hash.0);
    hasher.finalize().into()
}

/// Proves GN-04: an erasure reaches exports that were made before it.
#[test]
fn an_old_export_does_not_undo_an_erasure() {
    let (mut writer, restored) = writer(memory(), MemorySpool::new());
    let mut story = Story::new(16, restored.epoch);
    let person = PersonId::from_u128(1);
    let note = story.note(AlarmId::from_u128(1), person, "Ann Peeters");
    writer.submit(batch(vec![note])).unwrap();
    let before = exported(writer.log());
    let mut old_keys = Vec::new();
    export_keys(writer.log(), CELL, &mut old_keys).unwrap();
    assert!(!before.windows(7).any(|part| part == b"Peeters"));
    let subject = Subject::Person(person);
    let erased = story.entry(StreamId::Cell(CELL), None, Event::Erased { subject });
    writer.submit(batch(vec![erased])).unwrap();
    let mut keys = Vec::new();
    export_keys(writer.log(), CELL, &mut keys).unwrap();
    assert_eq!(keys, b"", "no key is left that could open it");
    let after = exported(writer.log());
    let mut moved = memory();
    import(moved.as_mut(), after.as_slice(), &mut |_| {}).unwrap();
    assert_eq!(
        import_keys(moved.as_mut(), CELL, old_keys.as_slice()).unwrap(),
        0,
        "nor does an old key file"
    );
    let mut elsewhere = memory();
    import(elsewhere.as_mut(), before.as_slice(), &mut |_| {}).unwrap();
    let (_, restored) = crate::common::writer(elsewhere, MemorySpool::new());
    let Event::Alarm(_, hoeder_watch::alarm::AlarmEvent::Noted { text, .. }) = &restored.entries[0].event
    else {
        panic!("still a note")
    };
    assert_eq!(text.reveal(hoeder_vocab::Purpose::Test), "[erased]");
}
