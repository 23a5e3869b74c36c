//! The writer with its spool: what is acknowledged is durable, whatever fails.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::{CELL, Story, batch, master, memory, writer};
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_engine::input::{Proof, StoreHealth};
use hoeder_store::error::{AppendError, Overfull, SpoolError, SubmitError};
use hoeder_store::faulty::{Faults, FaultyLog, LogFault};
use hoeder_store::retention::{Retention, apply_retention};
use hoeder_store::writer::WAITING_MAX;
use hoeder_store::{
    Batch, CheckpointKey, FileSpool, Log, MasterKey, MemorySpool, OsEntropy, Spool, SqliteLog, StoreError,
    Writer,
};
use hoeder_vocab::*;
use hoeder_watch::alarm::Home;
use std::os::unix::fs::PermissionsExt;

struct Bench {
    log: FaultyLog<SqliteLog>,
    faults: Faults,
    spool: MemorySpool,
    writer: Writer,
    story: Story,
}

fn bench(seed: u64) -> Bench {
    let faults = Faults::new();
    let log = FaultyLog::new(SqliteLog::in_memory().unwrap(), faults.clone());
    let spool = MemorySpool::new();
    let (writer, restored) = writer(Box::new(log.clone()), spool.clone());
    Bench { story: Story::new(seed, restored.epoch), log, faults, spool, writer }
}

fn alarm() -> AlarmId {
    AlarmId::from_u128(1)
}

fn at(seconds: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(seconds * 1_000)
}

impl Bench {
    fn note(&mut self, person: u128) -> Batch {
        batch(vec![self.story.note(alarm(), PersonId::from_u128(person), "a note")])
    }
}

/// Proves GN-05: while the store is down a press is held in the spool, and reaches the log in order when it is back.
#[test]
fn a_store_that_fails_is_replaced_by_the_spool_until_it_is_back() {
    let mut b = bench(1);
    let first = b.note(1);
    assert_eq!(b.writer.submit(first.clone()).unwrap().home, Home::Store);
    b.faults.set(LogFault::Down);
    let mut all = first.entries;
    for person in 2..6 {
        // Each of these persons is new: their keys go along into the spool.
        let mut press = b.note(person);
        press.fixes.push(b.story.stored_fix(alarm(), Some(PersonId::from_u128(person)), 5));
        all.extend(press.entries.clone());
        let done = b.writer.submit(press).unwrap();
        assert_eq!((done.home, done.health), (Home::Spool, StoreHealth::Spooling));
        assert_eq!(done.through, all.last().unwrap().seq);
    }
    let still = b.writer.try_drain(at(1)).unwrap().unwrap();
    assert_eq!((still.health, still.records), (StoreHealth::Spooling, 0));
    assert!(b.writer.take_cause().is_some());
    b.faults.set(LogFault::None);
    assert_eq!(b.writer.try_drain(at(1)).unwrap(), None, "not more often than once a second");
    let drained = b.writer.try_drain(at(3)).unwrap().unwrap();
    assert_eq!((drained.records, drained.health, drained.through), (4, StoreHealth::Up, Seq(5)));
    assert!(b.spool.is_empty());
    assert_eq!(b.writer.fixes_of(alarm()).unwrap().len(), 4);
    assert!(b.writer.read(Seq(1), 10).unwrap() == all);
}

#[test]
fn an_answer_that_was_lost_after_the_commit_makes_nothing_twice() {
    let mut b = bench(2);
    b.faults.set(LogFault::AfterCommit(1));
    let note = b.note(1);
    assert_eq!(b.writer.submit(note.clone()).unwrap().home, Home::Spool);
    let drained = b.writer.try_drain(at(1)).unwrap().unwrap();
    assert_eq!(drained.health, StoreHealth::Up);
    assert!(b.writer.read(Seq(1), 10).unwrap() == note.entries);
}

#[test]
fn what_the_spool_held_when_the_engine_died_is_replayed() {
    let mut b = bench(3);
    let first = b.note(1);
    b.writer.submit(first.clone()).unwrap();
    b.faults.set(LogFault::Down);
    let second = b.note(2);
    b.writer.submit(second.clone()).unwrap();
    drop(b.writer);
    b.faults.set(LogFault::None);
    let (_, restored) = writer(Box::new(b.log), b.spool.clone());
    assert_eq!((restored.drained, restored.next_seq), (1, Seq(3)));
    assert!(restored.entries == [first.entries, second.entries].concat());
    assert!(b.spool.is_empty());
}

/// Proves GN-05: nothing is called durable when nothing is; what waits in memory is kept in order and made durable later.
#[test]
fn when_neither_works_the_caller_is_told_and_nothing_is_lost() {
    let mut b = bench(4);
    b.faults.set(LogFault::Down);
    b.spool.limit(Some(0));
    let mut all = Vec::new();
    for person in 1..4 {
        let note = b.note(person);
        all.extend(note.entries.clone());
        let error = b.writer.submit(note).unwrap_err();
        assert!(
            matches!(&error, SubmitError::Down { waiting, overfull: Overfull::No, source: SpoolError::Full { .. } }
                if *waiting == all.len()),
            "{error:?}"
        );
        assert_eq!((b.writer.health(), b.writer.durable_through()), (StoreHealth::Down, Seq(0)));
    }
    b.spool.limit(None);
    let spooled = b.writer.try_drain(at(1)).unwrap().unwrap();
    assert_eq!((spooled.home, spooled.health, spooled.through), (Home::Spool, StoreHealth::Spooling, Seq(3)));
    b.faults.set(LogFault::None);
    let drained = b.writer.try_drain(at(5)).unwrap().unwrap();
    assert_eq!((drained.home, drained.health, drained.through), (Home::Store, StoreHealth::Up, Seq(3)));
    assert!(b.writer.read(Seq(1), 10).unwrap() == all);
}

#[test]
fn beyond_the_bound_positions_are_let_go_but_no_numbered_entry() {
    let mut b = bench(5);
    b.faults.set(LogFault::Down);
    b.spool.limit(Some(0));
    let person = PersonId::from_u128(1);
    let many: Vec<_> = (0..WAITING_MAX)
        .map(|_| {
            b.story.entry(StreamId::Cell(CELL), None, Event::SignedIn { account: AccountId::from_u128(1) })
        })
        .collect();
    assert!(matches!(b.writer.submit(batch(many)), Err(SubmitError::Down { overfull: Overfull::Yes, .. })));
    let mut press = batch(vec![b.story.press(alarm(), person)]);
    press.fixes.push(b.story.stored_fix(alarm(), Some(person), 5));
    assert!(matches!(
        b.writer.submit(press.clone()),
        Err(SubmitError::Down { waiting, overfull: Overfull::Yes, .. }) if waiting == WAITING_MAX + 1
    ));
    b.faults.set(LogFault::None);
    b.spool.limit(None);
    let drained = b.writer.try_drain(at(1)).unwrap().unwrap();
    assert_eq!(drained.records, WAITING_MAX + 1);
    assert!(b.writer.read(drained.through, 1).unwrap() == press.entries);
    assert!(b.writer.fixes_of(alarm()).unwrap().is_empty());
}

#[test]
fn a_spool_that_does_not_sync_acknowledges_nothing() {
    for keeps in [true, false] {
        let mut b = bench(6);
        b.faults.set(LogFault::Down);
        b.spool.sync_fails_next(1);
        let note = b.note(1);
        assert!(matches!(b.writer.submit(note.clone()), Err(SubmitError::Down { .. })));
        drop(b.writer);
        if keeps {
            b.spool.keep_unsynced_tail()
        } else {
            b.spool.lose_unsynced_tail()
        }
        b.faults.set(LogFault::None);
        let (_, restored) = writer(Box::new(b.log), b.spool);
        assert_eq!(restored.entries.len(), usize::from(keeps));
    }
}

#[test]
fn a_fenced_writer_stops_and_what_only_its_spool_has_is_set_aside_for_people() {
    let mut b = bench(7);
    let first = b.note(1);
    b.writer.submit(first).unwrap();
    b.faults.set(LogFault::Down);
    let stranded = b.note(2);
    b.writer.submit(stranded.clone()).unwrap();
    b.faults.set(LogFault::None);
    let (mut other, restored) = writer(Box::new(b.log.clone()), MemorySpool::new());
    let mut elsewhere = Story::new(70, restored.epoch);
    elsewhere.resume(&restored);
    let taken = elsewhere.note(alarm(), PersonId::from_u128(9), "written by the other engine");
    other.submit(batch(vec![taken])).unwrap();
    assert!(matches!(b.writer.try_drain(at(1)), Err(SubmitError::Fenced(AppendError::Fenced { .. }))));
    drop(b.writer);
    drop(other);
    let (mut writer, restored) = writer(Box::new(b.log), b.spool.clone());
    assert!(restored.stranded == stranded.entries, "acknowledged entries are shown, not forgotten");
    assert_eq!((b.spool.len(), b.spool.aside()), (0, 1));
    let mut story = Story::new(71, restored.epoch);
    story.resume(&restored);
    let next = story.note(alarm(), PersonId::from_u128(2), "goes on");
    assert_eq!(writer.submit(batch(vec![next])).unwrap().home, Home::Store);
}

#[test]
fn entries_that_do_not_fit_are_refused_whole_and_the_next_ones_go_on() {
    let mut b = bench(8);
    let good = b.note(1);
    let mut bad = b.note(2);
    bad.entries[0].seq = Seq(7);
    let both = batch([good.entries.clone(), bad.entries.clone()].concat());
    assert!(matches!(b.writer.submit(both), Err(SubmitError::Rejected(AppendError::Gap { .. }))));
    bad.entries[0].seq = Seq(2);
    bad.entries[0].version = 9;
    let both = batch([good.entries.clone(), bad.entries.clone()].concat());
    assert!(matches!(b.writer.submit(both), Err(SubmitError::Rejected(AppendError::Version { .. }))));
    bad.entries[0].version = 2;
    b.writer.submit(good.clone()).unwrap();
    b.writer.submit(bad.clone()).unwrap();
    assert!(b.writer.read(Seq(1), 10).unwrap() == [good.entries, bad.entries].concat());
}

#[test]
fn proofs_of_life_wait_for_the_store_and_the_newest_counts() {
    let mut b = bench(9);
    let proof = |seconds| Proof { handset: HandsetId::from_u128(1), heard_at: ReceivedAt(at(seconds)) };
    b.faults.set(LogFault::Down);
    for seconds in [10, 30, 20] {
        let done = b.writer.submit(Batch { proofs: vec![proof(seconds)], ..Batch::default() }).unwrap();
        assert_eq!(done.health, StoreHealth::Spooling);
    }
    assert!(b.spool.is_empty(), "they need no spool");
    b.faults.set(LogFault::None);
    b.writer.try_drain(at(1)).unwrap();
    assert_eq!(b.writer.log().proofs().unwrap(), vec![proof(30)]);
}

/// Proves GN-04: an erasure that was ordered while the store was down is done when it is back, and not undone by the spool.
#[test]
fn an_erasure_in_the_spool_destroys_the_key_that_came_with_it() {
    let mut b = bench(10);
    b.faults.set(LogFault::Down);
    let note = b.note(1);
    b.writer.submit(note).unwrap();
    let subject = Subject::Person(PersonId::from_u128(1));
    let erased = b.story.entry(StreamId::Cell(CELL), None, Event::Erased { subject });
    let mut order = batch(vec![erased]);
    order.destroy.push(subject);
    b.writer.submit(order).unwrap();
    drop(b.writer);
    b.faults.set(LogFault::None);
    // The first attempt dies after everything is in the log, before the spool is emptied: it is drained a second time.
    let frames = b.spool.clone().frames().unwrap();
    let (writer1, _) = writer(Box::new(b.log.clone()), b.spool.clone());
    drop(writer1);
    let mut again = b.spool.clone();
    for frame in frames {
        again.append(&frame).unwrap();
    }
    let (mut writer2, restored) = writer(Box::new(b.log), again);
    assert_eq!(restored.entries.len(), 2);
    assert_eq!(writer2.log().key(subject).unwrap(), None);
    assert!(restored.stranded.is_empty());
}

#[test]
fn a_checkpoint_is_signed_every_thousand_records_and_at_close() {
    let mut b = bench(11);
    let key = CheckpointKey::from_bytes(&[1; 32]);
    let public = key.public_key();
    b.writer.sign_with(key);
    for _ in 0..23 {
        let entries = (0..100)
            .map(|_| {
                b.story.entry(
                    StreamId::Cell(CELL),
                    None,
                    Event::SignedOut { account: AccountId::from_u128(1) },
                )
            })
            .collect();
        b.writer.submit(batch(entries)).unwrap();
    }
    b.writer.close(at(1)).unwrap();
    let checkpoints = b.log.checkpoints().unwrap();
    let seqs: Vec<u64> = checkpoints.iter().map(|checkpoint| checkpoint.seq.0).collect();
    assert_eq!(seqs, vec![1_000, 2_000, 2_300]);
    assert!(
        checkpoints.iter().all(|checkpoint| checkpoint.is_valid(CELL) && checkpoint.public_key == public)
    );
}

/// Proves GN-04: each kind of data has its term, applied by the software on its day.
#[test]
fn the_day_after_its_term_each_kind_of_data_is_dropped_or_named() {
    let mut b = bench(12);
    let (case, person) = (CaseId::from_u128(1), PersonId::from_u128(2));
    let mut put = b.story.g.case(case);
    put.state = hoeder_engine::roster::CaseState::Ended;
    let person_put = b.story.g.person(person, case);
    let mut press = batch(vec![
        b.story.entry(StreamId::Case(case), Some(Subject::Case(case)), Event::CasePut(Box::new(put))),
        b.story.entry(
            StreamId::Case(case),
            Some(Subject::Person(person)),
            Event::PersonPut(Box::new(person_put)),
        ),
    ]);
    let ended = press.entries[0].decided_at.0;
    press.fixes.push(b.story.stored_fix(alarm(), Some(person), ended.unix_ms()));
    press.proofs.push(Proof { handset: HandsetId::from_u128(1), heard_at: ReceivedAt(ended) });
    b.writer.submit(press).unwrap();
    let terms = Retention::default();
    let after = |days: u64| ended.plus(std::time::Duration::from_secs(days * 86_400));
    let mut report = |days| apply_retention(b.writer.log(), after(days), &terms).unwrap();
    assert_eq!(report(30), Default::default());
    assert_eq!(report(31).fixes, 1);
    assert_eq!((report(365).proofs, report(364).due), (0, vec![]));
    assert_eq!(report(366).due, vec![Subject::Case(case), Subject::Person(person)]);
    assert_eq!(report(401).proofs, 1);
}

#[test]
fn a_key_file_is_made_once_for_its_owner_only_and_another_key_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    drop(MasterKey::load_or_create(&path, &mut OsEntropy).unwrap());
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes.len(), 32);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    drop(MasterKey::load_or_create(&path, &mut OsEntropy).unwrap());
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the second start reads the same key");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = MasterKey::load_or_create(&path, &mut OsEntropy).unwrap_err();
    assert!(matches!(refused, StoreError::KeyFile { .. }));

    let mut b = bench(13);
    let note = b.note(1);
    b.writer.submit(note).unwrap();
    let other = MasterKey::from_bytes([8; 32]);
    let opened = Writer::open(Box::new(b.log), Box::new(MemorySpool::new()), other, CELL);
    assert!(matches!(opened, Err(StoreError::Seal)));
    assert!(!format!("{:?}", master()).contains('7'));
}

#[test]
fn a_torn_tail_of_the_spool_is_cut_off_and_reported_and_whole_frames_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spool");
    let mut spool = FileSpool::open(&path, 4_096).unwrap();
    spool.append(b"first").unwrap();
    spool.append(b"second").unwrap();
    assert!(matches!(FileSpool::open(&path, 4_096), Err(SpoolError::InUse)), "one engine, one spool");
    assert_eq!(FileSpool::peek(&path).unwrap(), 2, "but others may look");
    drop(spool);
    let whole = std::fs::read(&path).unwrap();
    let used = whole.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    let first_end = 64 + 36 + 5;
    for cut in first_end + 1..used {
        let mut torn = whole.clone();
        torn[cut..].fill(0);
        std::fs::write(&path, torn).unwrap();
        let mut spool = FileSpool::open(&path, 4_096).unwrap();
        assert_eq!(spool.frames().unwrap(), vec![b"first".to_vec()], "cut at {cut}");
        assert!(spool.torn_bytes() > 0 || whole[first_end..cut].iter().all(|byte| *byte == 0));
        spool.append(b"third").unwrap();
        drop(spool);
        let mut spool = FileSpool::open(&path, 4_096).unwrap();
        assert_eq!((spool.frames().unwrap().len(), spool.torn_bytes()), (2, 0));
    }
}

#[test]
fn a_spool_file_is_full_at_its_size_and_wiped_when_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spool");
    let mut spool = FileSpool::open(&path, 1_000).unwrap();
    let mut count = 0;
    while spool.append(&[0xAB; 100]).is_ok() {
        count += 1;
    }
    assert_eq!(count, 6);
    assert!(matches!(spool.append(&[0xAB; 100]), Err(SpoolError::Full { capacity: 1_000, .. })));
    assert_eq!(spool.frames().unwrap().len(), 6);
    spool.reset().unwrap();
    assert!(!std::fs::read(&path).unwrap().contains(&0xAB), "nothing sealed stays behind");
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 1_000);
    drop(spool);
    let mut spool = FileSpool::open(&path, 1_000).unwrap();
    assert!(spool.frames().unwrap().is_empty());
    drop(spool);
    std::fs::write(&path, [b'x'; 200]).unwrap();
    assert!(matches!(FileSpool::open(&path, 1_000), Err(SpoolError::NotASpool)));
    drop(memory());
}

/// Proves GN-02: a record that was altered in the store, or a personal half that was moved to another record, is not believed.
#[test]
fn an_altered_store_is_found_when_an_engine_starts() {
    let mut b = bench(14);
    let (one, two) = (b.note(1), b.note(1));
    b.writer.submit(one).unwrap();
    b.writer.submit(two).unwrap();
    let keys = b.log.keys().unwrap();
    let records = b.log.read(Seq(1), 10).unwrap();
    let mut moved = records.clone();
    moved[0].sealed.clone_from(&records[1].sealed);
    moved[0].hash = moved[0].computed_hash();
    moved[1].prev_hash = moved[0].hash;
    moved[1].hash = moved[1].computed_hash();
    let mut forged = memory();
    forged.begin_restore(CELL).unwrap();
    forged.restore(&moved, &[]).unwrap();
    forged.end_restore().unwrap();
    forged.put_key(&keys[0]).unwrap();
    let opened = Writer::open(forged, Box::new(MemorySpool::new()), master(), CELL);
    assert!(matches!(opened, Err(StoreError::Seal)));

    let folder = tempfile::tempdir().unwrap();
    let (mut writer, restored) =
        writer(Box::new(SqliteLog::open(folder.path()).unwrap()), MemorySpool::new());
    let mut story = Story::new(15, restored.epoch);
    writer.submit(batch(vec![story.press(alarm(), PersonId::from_u128(1))])).unwrap();
    drop(writer);
    let connection = rusqlite::Connection::open(folder.path().join("hoeder.db")).unwrap();
    connection.execute("UPDATE records SET actor = 'stranger', decided_ms = 5", []).unwrap();
    let log = SqliteLog::open(folder.path()).unwrap();
    let opened = Writer::open(Box::new(log), Box::new(MemorySpool::new()), master(), CELL);
    assert!(matches!(opened, Err(StoreError::Damaged { .. })));
}
