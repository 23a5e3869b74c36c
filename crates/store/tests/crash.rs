//! The process is killed at every step of an append, of the spool and of draining it; the disk is full.
//!
//! Each kill is a real one: this binary runs itself again as a child that aborts at the step.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::{CELL, Story, batch, master};
use hoeder_engine::entry::{Entry, Event, Subject};
use hoeder_engine::input::StoreHealth;
use hoeder_engine::output::Scope;
use hoeder_store::error::{Cause, SubmitError};
use hoeder_store::faulty::{Faults, FaultyLog, LogFault};
use hoeder_store::verify::verify;
use hoeder_store::{FileSpool, Log, SqliteLog, Step, Steps, Writer};
use hoeder_vocab::{AlarmId, DocumentId, Epoch, PersonId, Seq, UtcMillis};
use hoeder_watch::alarm::AlarmEvent;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const FOLDER: &str = "HOEDER_TEST_CRASH_FOLDER";
const STEP: &str = "HOEDER_TEST_CRASH_STEP";
const SPOOL: u64 = 256 * 1024;
/// A child that is being started holds, for a moment, every lock of its parent: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Aborts the process when a step is reached for the given time.
struct Killer {
    step: Step,
    left: Arc<AtomicU32>,
}

impl Steps for Killer {
    fn reached(&mut self, step: Step) -> Result<(), Cause> {
        if step == self.step && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            std::process::abort();
        }
        Ok(())
    }
}

/// The same batches in parent and child: each with a press, the same once more, and a note of persons that come back.
fn batches(epoch: Epoch) -> Vec<Vec<Entry>> {
    let mut story = Story::new(77, epoch);
    (0..12_u128)
        .map(|n| {
            let alarm = AlarmId::from_u128(n % 3);
            vec![
                story.press(AlarmId::from_u128(100 + n), PersonId::from_u128(n % 5)),
                story.press_again(AlarmId::from_u128(100 + n), PersonId::from_u128(n % 5)),
                story.note(alarm, PersonId::from_u128(n % 5), "a note"),
            ]
        })
        .collect()
}

fn append(folder: &Path, name: &str) -> File {
    OpenOptions::new().create(true).append(true).open(folder.join(name)).unwrap()
}

fn acknowledge(folder: &Path, through: Seq) {
    writeln!(append(folder, "acknowledged"), "{}", through.0).unwrap();
}

fn document(n: usize) -> DocumentId {
    DocumentId::from_u128(n as u128)
}

/// One of a person with a key, then one of a person without.
fn subject(n: usize) -> Subject {
    Subject::Person(PersonId::from_u128(n as u128 * 100))
}

fn bytes(n: usize) -> Vec<u8> {
    vec![u8::try_from(n).unwrap() + 1; 9_000]
}

/// Documents are whole or not there, and those acknowledged are there.
fn check_documents(folder: &Path, writer: &mut Writer, what: &str) {
    let kept = std::fs::read_to_string(folder.join("kept")).unwrap_or_default().lines().count();
    for n in 0..4 {
        match writer.file(document(n)).unwrap() {
            Some(file) => assert!(file.as_slice() == bytes(n), "{what}: document {n} is another"),
            None => assert!(n >= kept, "{what}: document {n} was acknowledged and is gone"),
        }
        writer.put_file(document(n), subject(n), &bytes(n)).unwrap();
    }
}

/// Not a promise of its own: the child of the tests below. Without its variables it does nothing.
#[test]
fn child() {
    let (Ok(folder), Ok(step)) = (std::env::var(FOLDER), std::env::var(STEP)) else { return };
    let (step, count) = step.split_once(':').unwrap();
    let step = Step::ALL[step.parse::<usize>().unwrap()];
    let left = Arc::new(AtomicU32::new(count.parse().unwrap()));
    let killer = || Box::new(Killer { step, left: Arc::clone(&left) });
    let folder = Path::new(&folder);

    let faults = Faults::new();
    let log = FaultyLog::new(SqliteLog::open(folder).unwrap().with_steps(killer()), faults.clone());
    let spool = FileSpool::open(&folder.join("spool"), SPOOL).unwrap().with_steps(killer());
    let (mut writer, restored) = Writer::open(Box::new(log), Box::new(spool), master(), CELL).unwrap();
    for (n, entries) in batches(restored.epoch).into_iter().enumerate() {
        match n {
            4 => faults.set(LogFault::Down),
            8 => {
                faults.set(LogFault::None);
                let drained = writer.try_drain(UtcMillis::from_unix_ms(1)).unwrap().unwrap();
                acknowledge(folder, drained.through);
            }
            _ => {}
        }
        acknowledge(folder, writer.submit(batch(entries)).unwrap().through);
        if n < 4 {
            writer.put_file(document(n), subject(n), &bytes(n)).unwrap();
            writeln!(append(folder, "kept"), "{n}").unwrap();
        }
        // The read models follow in transactions of their own, here of one record each.
        if n % 2 == 0 {
            while !writer.settle(1).unwrap() {}
        }
    }
}

/// Runs the child until it kills itself at the step, or to its end; `true` when it was killed.
fn killed(folder: &Path, step: usize, count: u32) -> bool {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(STEP, format!("{step}:{count}"))
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success() || status.signal() == Some(6), "{status}");
    !status.success()
}

fn raised(entry: &Entry) -> bool {
    matches!(entry.event, Event::Alarm(_, AlarmEvent::Raised { .. }))
}

fn acknowledged(folder: &Path) -> usize {
    let text = std::fs::read_to_string(folder.join("acknowledged")).unwrap_or_default();
    text.lines().last().map_or(0, |line| line.parse().unwrap())
}

/// After the kill: opens again, and everything acknowledged is there, once, in order, in a chain that verifies.
fn check(folder: &Path, what: &str) {
    let expected: Vec<Entry> = batches(Epoch(1)).concat();
    let open = || {
        let log = SqliteLog::open(folder).unwrap();
        let spool = FileSpool::open(&folder.join("spool"), SPOOL).unwrap();
        Writer::open(Box::new(log), Box::new(spool), master(), CELL).unwrap()
    };
    let (mut writer, restored) = open();
    let count = restored.entries.len();
    assert!(count >= acknowledged(folder), "{what}: {count} of {}", acknowledged(folder));
    assert!(restored.entries == expected[..count], "{what}: other entries than were submitted");
    assert!(restored.stranded.is_empty(), "{what}");
    assert_eq!(restored.next_seq, Seq(u64::try_from(count).unwrap() + 1));
    check_documents(folder, &mut writer, what);
    let mut file = Vec::new();
    hoeder_store::export::export(writer.log(), CELL, &mut file, &mut |_| {}).unwrap();
    assert!(verify(file.as_slice()).unwrap().is_valid(), "{what}");
    let models = |writer: &mut Writer| {
        let scope = Scope::Cell(CELL);
        (
            writer.log().alarm_history(scope, None, 1_000).unwrap(),
            writer.log().access_log(scope, None, 1_000).unwrap(),
        )
    };
    assert!(writer.settle(1).unwrap(), "{what}: opened with read models that are behind");
    let (history, access) = models(&mut writer);
    assert!(history.rows.iter().all(|row| row.presses <= 2), "{what}: a press was counted twice");
    assert_eq!(history.rows.len(), expected[..count].iter().filter(|entry| raised(entry)).count(), "{what}");
    writer.log().rebuild_read_models().unwrap();
    assert_eq!(models(&mut writer), (history, access), "{what}: the log says otherwise than its read models");

    let mut story = Story::new(5, restored.epoch);
    story.resume(&restored);
    let next = story.note(AlarmId::from_u128(0), PersonId::from_u128(1), "life goes on");
    writer.submit(batch(vec![next.clone()])).unwrap();
    drop(writer);
    let (_, restored) = open();
    assert!(restored.entries.last() == Some(&next) && restored.entries.len() == count + 1, "{what}");
}

/// Proves GN-05: acknowledged means durable, wherever the process is killed.
#[test]
fn whatever_step_the_process_is_killed_at_everything_acknowledged_is_there_once() {
    let _alone = alone();
    for (number, step) in Step::ALL.into_iter().enumerate() {
        let mut kills = 0;
        for count in [1, 2, 3, 5, 7, 9] {
            let folder = tempfile::tempdir().unwrap();
            let what = format!("{step:?}, time {count}");
            if killed(folder.path(), number, count) {
                kills += 1;
            } else {
                assert_eq!(acknowledged(folder.path()), 36, "{what}: the child came to its end");
            }
            check(folder.path(), &what);
        }
        assert!(kills > 0, "the child never reached {step:?}");
    }
}

#[test]
fn a_second_kill_while_the_spool_is_drained_at_the_next_start_changes_nothing() {
    let _alone = alone();
    let into_spool = Step::ALL.iter().position(|step| *step == Step::SpoolAfterSync).unwrap();
    for step in [
        Step::BeforeWrite,
        Step::BeforeCommit,
        Step::AfterCommit,
        Step::SpoolBeforeReset,
        Step::SpoolHalfReset,
    ] {
        let number = Step::ALL.iter().position(|known| *known == step).unwrap();
        let folder = tempfile::tempdir().unwrap();
        assert!(killed(folder.path(), into_spool, 3));
        let before = acknowledged(folder.path());
        // The second child dies while it opens, before it acknowledges anything.
        assert!(killed(folder.path(), number, 1));
        assert_eq!(acknowledged(folder.path()), before);
        check(folder.path(), &format!("{step:?} at the next start"));
    }
}

/// Proves GN-05: on a full disk what was acknowledged stays, nothing more is acknowledged, and it goes on when there is room.
#[test]
fn a_full_disk_takes_nothing_back_and_is_told() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let log = FaultyLog::new(SqliteLog::open(folder.path()).unwrap(), Faults::new());
    let spool = FileSpool::open(&folder.path().join("spool"), 8 * 1024).unwrap();
    let (mut writer, restored) =
        Writer::open(Box::new(log.clone()), Box::new(spool), master(), CELL).unwrap();
    log.steer(|log| log.limit_pages(60)).unwrap();
    let mut story = Story::new(3, restored.epoch);
    let (mut submitted, mut durable) = (Vec::new(), Seq(0));
    let mut healths = vec![StoreHealth::Up];
    while healths.last() != Some(&StoreHealth::Down) {
        let note = story.note(AlarmId::from_u128(1), PersonId::from_u128(1), &"long ".repeat(400));
        submitted.push(note.clone());
        match writer.submit(batch(vec![note])) {
            Ok(done) => durable = done.through,
            Err(SubmitError::Down { waiting, .. }) => assert_eq!(waiting, 1),
            Err(error) => panic!("{error:?}"),
        }
        if healths.last() != Some(&writer.health()) {
            healths.push(writer.health());
        }
    }
    assert_eq!(healths, vec![StoreHealth::Up, StoreHealth::Spooling, StoreHealth::Down]);
    assert_eq!(durable.0 + 1, submitted.last().unwrap().seq.0);
    assert!(submitted.len() > 4, "some went into the store, some into the spool");

    log.steer(|log| log.limit_pages(100_000)).unwrap();
    let drained = writer.try_drain(UtcMillis::from_unix_ms(5_000)).unwrap().unwrap();
    assert_eq!((drained.health, drained.through), (StoreHealth::Up, submitted.last().unwrap().seq));
    assert!(writer.read(Seq(1), 1_000).unwrap() == submitted);
    drop(writer);
    let mut log = log;
    log.use_cell(CELL);
    assert_eq!(log.head().unwrap().0, drained.through);
}
