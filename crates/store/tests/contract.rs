//! One promise, two homes: every test here runs on SQLite, and on PostgreSQL when `HOEDER_TEST_POSTGRES` holds its URL.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::homes::on_each_home;
use crate::common::{CELL, Story, batch, master, writer};
use hoeder_engine::entry::{Access, Event, StreamId, Subject};
use hoeder_engine::input::{Proof, StoreHealth};
use hoeder_engine::output::Scope;
use hoeder_engine::roster::CaseState;
use hoeder_store::error::{AppendError, StoreError};
use hoeder_store::{
    Bundle, CheckpointKey, FixRow, Hash, KeyRow, Log, MemorySpool, Record, Snapshot, SqliteLog, Writer,
};
use hoeder_vocab::*;
use hoeder_watch::alarm::Home;

fn id(n: u128) -> AlarmId {
    AlarmId::from_u128(n)
}

/// Records of a chain without personal halves.
fn chain(epoch: Epoch, count: u64) -> Vec<Record> {
    chain_after(epoch, count, Seq(0), Hash::ZERO)
}

fn chain_after(epoch: Epoch, count: u64, seq: Seq, hash: Hash) -> Vec<Record> {
    let mut before = hash;
    (seq.0 + 1..=seq.0 + count)
        .map(|number| {
            let mut story = Story::new(number, epoch);
            let account = AccountId::from_u128(1);
            let mut entry = story.entry(StreamId::Cell(CELL), None, Event::SignedIn { account });
            entry.seq = Seq(number);
            entry.version = number;
            let record = hoeder_store::writer::record_of(&entry, CELL, before).unwrap();
            before = record.hash;
            record
        })
        .collect()
}

/// Proves GN-05: acknowledged means durable, for every connection that comes after.
#[test]
fn what_was_appended_is_read_by_every_later_connection() {
    on_each_home(|place| {
        let mut log = place.connect();
        let epoch = log.begin_epoch(CELL).unwrap();
        assert_eq!(epoch, Epoch(1));
        assert_eq!(log.head().unwrap(), (Seq(0), Hash::ZERO));
        let records = chain(epoch, 40);
        log.append(epoch, &records).unwrap();
        drop(log);
        let mut log = place.connect();
        log.use_cell(CELL);
        assert_eq!(log.head().unwrap(), (Seq(40), records[39].hash));
        assert_eq!(log.read(Seq(1), 100).unwrap(), records);
        assert_eq!(log.read(Seq(39), 1).unwrap(), records[38..39]);
        let some = log.read_these(&[Seq(40), Seq(3), Seq(99)]).unwrap();
        assert_eq!(some, vec![records[2].clone(), records[39].clone()]);
        assert_eq!(log.versions().unwrap(), vec![(format!("cell:{CELL}"), 40)]);
        assert_eq!(log.cells().unwrap(), vec![CELL]);
    });
}

#[test]
fn a_newer_writer_fences_an_older_one_off_at_once() {
    on_each_home(|place| {
        let (mut old, mut new) = (place.connect(), place.connect());
        let first = old.begin_epoch(CELL).unwrap();
        let records = chain(first, 2);
        old.append(first, &records[..1]).unwrap();
        let second = new.begin_epoch(CELL).unwrap();
        assert_eq!(second, Epoch(2));
        let refused = old.append(first, &records[1..]).unwrap_err();
        assert!(matches!(refused, AppendError::Fenced { given: Epoch(1), stored: Epoch(2) }), "{refused:?}");
        new.append(second, &records[1..]).unwrap();
        assert_eq!(new.head().unwrap().0, Seq(2));
    });
}

#[test]
fn an_append_is_all_or_nothing_and_says_what_does_not_fit() {
    on_each_home(|place| {
        let mut log = place.connect();
        assert!(matches!(log.append(Epoch(1), &[]), Err(AppendError::NoEpoch)));
        let epoch = log.begin_epoch(CELL).unwrap();
        let records = chain(epoch, 5);

        let gap = [records[0].clone(), records[2].clone()];
        let refused = log.append(epoch, &gap).unwrap_err();
        assert!(matches!(refused, AppendError::Gap { expected: Seq(2), given: Seq(3) }), "{refused:?}");

        let mut altered = records.clone();
        altered[3].open = String::from("{}");
        assert!(matches!(log.append(epoch, &altered), Err(AppendError::Link { seq: Seq(4) })));

        let mut other_version = records[..2].to_vec();
        other_version[1].version = 7;
        other_version[1].hash = other_version[1].computed_hash();
        let refused = log.append(epoch, &other_version).unwrap_err();
        assert!(
            matches!(refused, AppendError::Version { seq: Seq(2), expected: 2, given: 7 }),
            "{refused:?}"
        );

        assert_eq!(log.head().unwrap().0, Seq(0), "nothing of all that is there");
        log.append(epoch, &records).unwrap();
    });
}

#[test]
fn the_same_records_again_change_nothing_and_others_are_a_conflict() {
    on_each_home(|place| {
        let mut log = place.connect();
        let epoch = log.begin_epoch(CELL).unwrap();
        let records = chain(epoch, 6);
        log.append(epoch, &records[..4]).unwrap();
        log.append(epoch, &records[1..]).unwrap();
        log.append(epoch, &records).unwrap();
        assert_eq!(log.read(Seq(1), 100).unwrap(), records);
        let mut other = records[2].clone();
        other.decided_ms += 1;
        other.hash = other.computed_hash();
        let refused = log.append(epoch, &[other]).unwrap_err();
        assert!(matches!(refused, AppendError::Conflict { seq: Seq(3), .. }), "{refused:?}");
    });
}

#[test]
fn cells_in_one_home_do_not_mix() {
    on_each_home(|place| {
        let (mut log, mut other) = (place.connect(), place.connect());
        let epoch = log.begin_epoch(CELL).unwrap();
        log.append(epoch, &chain(epoch, 3)).unwrap();
        let cell = CellId::from_u128(0xCE12);
        assert_eq!(other.begin_epoch(cell).unwrap(), Epoch(1));
        assert_eq!(other.head().unwrap().0, Seq(0));
        assert_eq!(other.cells().unwrap(), vec![CELL, cell]);
        let refused = other.append(Epoch(1), &chain(Epoch(1), 1)).unwrap_err();
        assert!(
            matches!(refused, AppendError::Link { seq: Seq(1) }),
            "a record of another cell: {refused:?}"
        );
    });
}

#[test]
fn keys_proofs_snapshots_and_checkpoints_are_kept() {
    on_each_home(|place| {
        let mut log = place.connect();
        let epoch = log.begin_epoch(CELL).unwrap();
        let subject = Subject::Person(PersonId::from_u128(5));
        let key = |n: u8| KeyRow {
            subject: format!("person:{}", PersonId::from_u128(5)),
            from: Seq(u64::from(n)),
            wrapped: vec![n; 72],
        };
        assert_eq!(log.key(subject).unwrap(), None);
        log.put_key(&key(1)).unwrap();
        log.put_key(&key(2)).unwrap();
        assert_eq!(log.key(subject).unwrap(), Some(key(1)), "the first key stays");
        assert_eq!(log.keys().unwrap(), vec![key(1)]);
        assert_eq!(log.keys_after("", 1).unwrap(), vec![key(1)]);
        assert_eq!(log.keys_after(&key(1).subject, 1).unwrap(), vec![]);
        log.delete_key(subject).unwrap();
        assert_eq!(log.key(subject).unwrap(), None);

        let proof = |handset: u128, at: i64| Proof {
            handset: HandsetId::from_u128(handset),
            heard_at: ReceivedAt(UtcMillis::from_unix_ms(at)),
        };
        log.put_proofs(&[proof(1, 50), proof(2, 10), proof(1, 40)]).unwrap();
        log.put_proofs(&[proof(1, 45), proof(2, 60)]).unwrap();
        assert_eq!(log.proofs().unwrap(), vec![proof(1, 50), proof(2, 60)], "the newest counts");
        assert_eq!(log.drop_proofs(UtcMillis::from_unix_ms(55)).unwrap(), 1);

        assert_eq!(log.snapshot().unwrap(), None);
        for through in [3, 9] {
            let snapshot = Snapshot { through: Seq(through), live: vec![Seq(1), Seq(through)], epoch };
            log.put_snapshot(&snapshot).unwrap();
            assert_eq!(log.snapshot().unwrap(), Some(snapshot));
        }

        let checkpoint = CheckpointKey::from_bytes(&[3; 32]).sign(CELL, Seq(9), Hash([9; 32]));
        log.put_checkpoint(&checkpoint).unwrap();
        log.put_checkpoint(&checkpoint).unwrap();
        assert_eq!(log.checkpoints().unwrap(), vec![checkpoint.clone()]);
        assert!(checkpoint.is_valid(CELL) && !checkpoint.is_valid(CellId::from_u128(1)));
    });
}

fn fix(n: u8, alarm: u128, received_ms: i64) -> FixRow {
    FixRow { person: None, alarm: id(alarm), received_ms, nonce: [n; 24], ciphertext: vec![n; 30] }
}

/// Proves GN-04: positions are dropped by day when their term is over.
#[test]
fn positions_are_kept_by_day_and_dropped_by_day() {
    on_each_home(|place| {
        let mut log = place.connect();
        let epoch = log.begin_epoch(CELL).unwrap();
        let day = hoeder_store::log::DAY_MS;
        let rows = [fix(1, 1, 5), fix(2, 1, day - 1), fix(3, 2, day), fix(4, 1, day), fix(5, 1, -1)];
        log.put_fixes(&rows).unwrap();
        log.commit(epoch, &Bundle { fixes: &rows[..2], ..Bundle::default() }).unwrap();
        assert_eq!(log.fixes_of(id(1)).unwrap().len(), 4, "twice is once");
        let mut seen = Vec::new();
        let mut after = None;
        while let Some(last) = log.fixes_after(after, 2).unwrap().pop() {
            seen.push(last.nonce[0]);
            after = Some((last.received_ms, last.nonce));
        }
        assert_eq!(seen, vec![1, 3, 4], "pages of two in the order of receipt: 5 1, 2 3, 4");
        assert_eq!(log.drop_fix_days(1).unwrap(), 3);
        assert_eq!(log.fixes_of(id(1)).unwrap(), vec![fix(4, 1, day)]);
    });
}

#[test]
fn a_schema_of_a_newer_version_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    drop(SqliteLog::open(folder.path()).unwrap());
    let connection = rusqlite::Connection::open(folder.path().join("hoeder.db")).unwrap();
    connection.execute("UPDATE schema_version SET version = 99", []).unwrap();
    let refused = SqliteLog::open(folder.path()).err().unwrap();
    assert!(matches!(refused, StoreError::SchemaTooNew { found: 99, known: 5 }));
    assert!(refused.to_string().contains("upgrade the program"));
}

/// A store of the version before: its commits wrote the read models too, and kept no note of how far they were.
#[test]
fn a_store_of_the_first_version_is_taken_over_with_its_read_models() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, restored) = writer_over(Box::new(SqliteLog::open(folder.path()).unwrap()));
    let mut story = Story::new(4, restored.epoch);
    lived(&mut writer, &mut story);
    let scope = Scope::Cell(CELL);
    let history = writer.log().alarm_history(scope, None, 100).unwrap();
    let access = writer.log().access_log(scope, None, 1_000).unwrap();
    drop(writer);
    let connection = rusqlite::Connection::open(folder.path().join("hoeder.db")).unwrap();
    connection
        .execute_batch(
            "DROP TABLE read_models; CREATE INDEX fixes_by_day ON fixes (cell, day); UPDATE schema_version SET version = 1;",
        )
        .unwrap();
    drop(connection);

    let mut log = SqliteLog::open(folder.path()).unwrap();
    log.use_cell(CELL);
    assert_eq!(log.alarm_history(scope, None, 100).unwrap(), history);
    assert_eq!(log.access_log(scope, None, 1_000).unwrap(), access);
    let (mut writer, restored) = writer_over(Box::new(log));
    story.resume(&restored);
    writer.submit(batch(vec![story.press(id(44), PersonId::from_u128(2))])).unwrap();
    assert_eq!(writer.log().alarm_history(scope, None, 100).unwrap().rows.len(), history.rows.len() + 1);
}

/// A small life: a case, a person, an alarm from press to close, and somebody who looks.
fn lived(writer: &mut Writer, story: &mut Story) -> (CaseId, ZoneId, AlarmId) {
    let (case, person, alarm) = (CaseId::from_u128(1), PersonId::from_u128(2), id(3));
    let mut put = story.g.case(case);
    put.state = CaseState::Active;
    let zone = put.managing_zone;
    let person_put = story.g.person(person, case);
    let mut events = story.g.alarm_events();
    if let hoeder_watch::alarm::AlarmEvent::Raised { bearer, received_at, .. } = &mut events[0] {
        let handset = HandsetId::from_u128(4);
        *bearer = Some(hoeder_watch::alarm::Bearer { case, person, handset });
        *received_at = ReceivedAt(UtcMillis::from_unix_ms(1_795_000_000_000));
    }
    let mut entries = vec![
        story.entry(StreamId::Case(case), Some(Subject::Case(case)), Event::CasePut(Box::new(put))),
        story.entry(
            StreamId::Case(case),
            Some(Subject::Person(person)),
            Event::PersonPut(Box::new(person_put)),
        ),
    ];
    for event in events {
        let subject = Some(Subject::Person(person));
        entries.push(story.entry(StreamId::Alarm(alarm), subject, Event::Alarm(alarm, event)));
    }
    let looked = Access {
        kind: LogKind::Consultation,
        action: "case.read",
        case: Some(case),
        alarm: None,
        denied: Some("other-territory"),
        recipients: vec![AccountId::from_u128(8), AccountId::from_u128(9)],
    };
    entries.push(story.entry(StreamId::Cell(CELL), None, Event::Accessed(looked)));
    writer.submit(batch(entries)).unwrap();
    (case, zone, alarm)
}

/// Proves GN-02: who looked, when, at what and why is found by case; proves FL-32: a time for every hop of an alarm.
#[test]
fn read_models_follow_the_log_and_can_be_built_again() {
    on_each_home(|place| {
        let (mut writer, restored) = writer_over(place.connect());
        let mut story = Story::new(7, restored.epoch);
        let (case, zone, alarm) = lived(&mut writer, &mut story);
        let log = writer.log();
        let history = log.alarm_history(Scope::Cell(CELL), None, 10).unwrap();
        let row = &history.rows[0];
        assert_eq!((row.alarm, row.case, row.zone, row.presses), (alarm, Some(case), Some(zone), 2));
        assert!(
            row.held_at < row.shown_at && row.shown_at < row.taken_at && row.taken_at < row.dispatched_at
        );
        assert!(row.on_scene_at < row.closed_at && row.outcome.is_some() && row.pv.is_some());

        let of_case = log.access_log(Scope::Case(case), None, 100).unwrap();
        let newest = &of_case.rows[0];
        assert_eq!((newest.action.as_str(), newest.kind), ("case.read", LogKind::Consultation));
        assert_eq!(newest.denied.as_deref(), Some("other-territory"));
        assert_eq!(newest.recipients.len(), 2);
        assert!(
            of_case
                .rows
                .iter()
                .any(|row| row.action == "roster.person-put" && row.kind == LogKind::Alteration)
        );
        assert!(of_case.rows.iter().any(|row| row.action == "alarm.raised" && row.alarm == Some(alarm)));
        assert_eq!(log.access_log(Scope::Zone(zone), None, 100).unwrap(), of_case);
        assert!(log.access_log(Scope::Zone(ZoneId::from_u128(77)), None, 100).unwrap().rows.is_empty());
        assert!(log.access_log(Scope::Case(CaseId::from_u128(77)), None, 100).unwrap().rows.is_empty());

        let mut paged = Vec::new();
        let mut cursor = None;
        loop {
            let page = log.access_log(Scope::Cell(CELL), cursor, 2).unwrap();
            paged.extend(page.rows);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert!(log.catch_up(1).unwrap(), "who asks brings the read models up");
        let whole = log.access_log(Scope::Cell(CELL), None, 1_000).unwrap();
        assert_eq!(paged, whole.rows);
        log.rebuild_read_models().unwrap();
        assert_eq!(log.access_log(Scope::Cell(CELL), None, 1_000).unwrap(), whole);
        assert_eq!(log.alarm_history(Scope::Cell(CELL), None, 10).unwrap(), history);
    });
}

fn writer_over(log: Box<dyn Log>) -> (Writer, hoeder_store::Restored) {
    Writer::open(log, Box::new(MemorySpool::new()), master(), CELL).unwrap()
}

/// Proves GN-04: after erasure the chain verifies, the statistics are whole, and nothing personal can be read.
#[test]
fn erasing_a_person_leaves_chain_and_statistics_whole() {
    on_each_home(|place| {
        let (mut writer, restored) = writer_over(place.connect());
        let mut story = Story::new(8, restored.epoch);
        let (_, _, alarm) = lived(&mut writer, &mut story);
        let person = PersonId::from_u128(2);
        let secret = story.note(alarm, person, "Ann Peeters hides at her sister's");
        let mut with_fix = batch(vec![secret]);
        with_fix.fixes.push(story.stored_fix(alarm, Some(person), 1_795_000_000_000));
        writer.submit(with_fix).unwrap();
        assert_eq!(writer.fixes_of(alarm).unwrap().len(), 1);
        let before = writer.log().alarm_history(Scope::Cell(CELL), None, 10).unwrap();
        let records = writer.log().read(Seq(1), 1_000).unwrap();

        let subject = Subject::Person(person);
        let erased = story.entry(StreamId::Cell(CELL), None, Event::Erased { subject });
        let mut order = batch(vec![erased]);
        order.destroy.push(subject);
        writer.submit(order).unwrap();

        assert_eq!(writer.log().key(subject).unwrap(), None);
        assert_eq!(writer.log().read(Seq(1), 1_000).unwrap()[..records.len()], records, "no record changed");
        assert_eq!(writer.log().alarm_history(Scope::Cell(CELL), None, 10).unwrap(), before);
        assert!(writer.fixes_of(alarm).unwrap().is_empty());
        let later = story.note(alarm, person, "pressed again later");
        writer.submit(batch(vec![later.clone()])).unwrap();
        drop(writer);

        let (_, restored) = writer_over(place.connect());
        let note = &restored.entries[records.len() - 1];
        let Event::Alarm(_, hoeder_watch::alarm::AlarmEvent::Noted { text, .. }) = &note.event else {
            panic!("the note is still a note")
        };
        assert_eq!(text.reveal(Purpose::Test), "[erased]");
        assert!(restored.entries.last() == Some(&later), "what comes after an erasure has a key of its own");
    });
}

#[test]
fn an_engine_is_rebuilt_from_the_snapshot_and_what_came_after() {
    on_each_home(|place| {
        let (mut writer, restored) = writer_over(place.connect());
        let mut story = Story::new(9, restored.epoch);
        let entries: Vec<_> =
            (0..30).map(|n| story.note(id(1), PersonId::from_u128(n), &format!("note {n}"))).collect();
        writer.submit(batch(entries[..20].to_vec())).unwrap();
        writer.snapshot(&[Seq(17), Seq(4), Seq(4)]).unwrap();
        writer.submit(batch(entries[20..].to_vec())).unwrap();
        drop(writer);
        let (_, restored) = writer_over(place.connect());
        let mut expected = vec![entries[3].clone(), entries[16].clone()];
        expected.extend_from_slice(&entries[20..]);
        assert!(restored.entries == expected);
        assert_eq!((restored.next_seq, restored.epoch), (Seq(31), Epoch(2)));
        assert_eq!(restored.versions.get(&StreamId::Alarm(id(1))), Some(&30));
    });
}

/// Proves GN-05: a database that vanishes in the middle loses nothing; the spool holds until it is back.
#[test]
fn a_database_that_vanishes_and_returns_loses_nothing() {
    on_each_home(|place| {
        let spool = MemorySpool::new();
        let (mut writer, restored) = writer(place.connect(), spool.clone());
        let mut story = Story::new(10, restored.epoch);
        let first = story.note(id(1), PersonId::from_u128(1), "before");
        assert_eq!(writer.submit(batch(vec![first.clone()])).unwrap().home, Home::Store);
        if !place.vanish() {
            return;
        }
        let second = story.note(id(1), PersonId::from_u128(2), "while it is gone");
        let done = writer.submit(batch(vec![second.clone()])).unwrap();
        assert_eq!((done.home, done.health, done.through), (Home::Spool, StoreHealth::Spooling, Seq(2)));
        let drained = writer.try_drain(UtcMillis::from_unix_ms(1)).unwrap().unwrap();
        assert_eq!((drained.home, drained.health, drained.records), (Home::Store, StoreHealth::Up, 1));
        assert!(spool.is_empty());
        let third = story.note(id(1), PersonId::from_u128(1), "after");
        assert_eq!(writer.submit(batch(vec![third.clone()])).unwrap().home, Home::Store);
        assert!(writer.read(Seq(1), 10).unwrap() == vec![first, second, third]);
    });
}
