//! Reading the keys and the log into an engine: years of it in seconds, so one thread reads ahead, others check and open whole
//! pages, and the caller takes the entries in.
//!
//! Order is that of the log; memory holds a few pages of it at a time. Never here: writing.

use super::seal;
use crate::error::StoreError;
use crate::log::{KeyRow, Log, Snapshot};
use crate::page::Page;
use crate::vault::{Keyring, Vault};
use hoeder_engine::entry::Entry;
use hoeder_vocab::Seq;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Records of a page: as much as stays in a processor's cache.
const PAGE: u32 = 250;
/// Keys that are read at once.
const KEYS: u32 = 1_000;
/// Pages that lie ready between two threads.
const AHEAD: usize = 3;
/// Pages that go round, for each thread that opens them: few enough to stay in the processors' caches.
const ROUND: usize = 4;
/// Most threads that open pages: more gain nothing beside the one that reads and the one that takes in.
const OPENERS_MAX: usize = 4;

/// A page and what it holds once opened; it goes round from thread to thread, so that no memory is made anew.
#[derive(Default)]
struct Sheet {
    page: Page,
    entries: Vec<Entry>,
}

/// Opens the keys of a home: one thread reads them, the caller opens them.
pub(super) fn open_keys(log: &mut dyn Log, mut vault: Vault) -> Result<Vault, StoreError> {
    let first = log.keys_after("", KEYS)?;
    let mut last = last_of(&first);
    first.iter().try_for_each(|row| vault.learn(row))?;
    // A short list is not worth a thread.
    if last.is_none() {
        return Ok(vault);
    }
    thread::scope(|scope| {
        let (give, rows) = sync_channel(AHEAD);
        let reader = thread::Builder::new().spawn_scoped(scope, move || {
            while let Some(after) = &last {
                let rows = log.keys_after(after, KEYS)?;
                last = last_of(&rows);
                if give.send(rows).is_err() {
                    break;
                }
            }
            Ok(())
        });
        let reader = reader.map_err(no_thread)?;
        for rows in rows {
            rows.iter().try_for_each(|row| vault.learn(row))?;
        }
        reader.join().map_err(|_| stopped())??;
        Ok(vault)
    })
}

/// The last subject of a list that is full; after one that is not there are no more.
fn last_of(rows: &[KeyRow]) -> Option<String> {
    let full = u32::try_from(rows.len()).is_ok_and(|count| count >= KEYS);
    rows.last().filter(|_| full).map(|row| row.subject.clone())
}

type Opened = Result<Sheet, StoreError>;

/// Hands the entries of the snapshot and of everything after it to `each`, in order.
pub(super) fn replay(
    log: &mut dyn Log,
    keys: &Keyring,
    each: &mut dyn FnMut(Entry),
) -> Result<(), StoreError> {
    let mut source = Source::of(log.snapshot()?.unwrap_or_default());
    let mut sheet = Sheet::default();
    // A short log is not worth a thread.
    for _ in 0..AHEAD {
        if !source.next(log, &mut sheet.page)? {
            return Ok(());
        }
        sheet.open(keys)?;
        sheet.entries.drain(..).for_each(&mut *each);
    }
    in_threads(log, source, keys, each)
}

/// Where a thread that opens gets its pages, and where it puts them.
struct Bench {
    pages: Receiver<Sheet>,
    opened: SyncSender<Opened>,
}

fn in_threads(
    log: &mut dyn Log,
    source: Source,
    keys: &Keyring,
    each: &mut dyn FnMut(Entry),
) -> Result<(), StoreError> {
    let openers = thread::available_parallelism().map_or(1, usize::from).min(OPENERS_MAX);
    thread::scope(|scope| {
        let (empty, emptied) = sync_channel(openers.saturating_mul(ROUND));
        while empty.try_send(Sheet::default()).is_ok() {}
        let (mut giving, mut taking) = (Vec::with_capacity(openers), Vec::with_capacity(openers));
        for _ in 0..openers {
            let (give, pages) = sync_channel(AHEAD);
            let (opened, take) = sync_channel(AHEAD);
            let bench = Bench { pages, opened };
            thread::Builder::new()
                .spawn_scoped(scope, move || open_pages(&bench, keys))
                .map_err(no_thread)?;
            giving.push(give);
            taking.push(take);
        }
        let reader = thread::Builder::new()
            .spawn_scoped(scope, move || read_ahead(log, source, &giving, &emptied))
            .map_err(no_thread)?;
        let mut taken = 0_u64;
        // Pages go round from thread to thread, so this is their order.
        for place in (0..openers).cycle() {
            let Some(Ok(sheet)) = taking.get(place).map(Receiver::recv) else { break };
            let mut sheet = sheet?;
            sheet.entries.drain(..).for_each(&mut *each);
            taken = taken.saturating_add(1);
            // At the end of the log nobody wants one any more.
            let _at_the_end = empty.send(sheet);
        }
        drop((taking, empty));
        let read = reader.join().map_err(|_| stopped())??;
        if taken == read { Ok(()) } else { Err(stopped()) }
    })
}

fn no_thread(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

/// Nothing short of all of the log is one to begin with.
fn stopped() -> StoreError {
    StoreError::Unavailable("a thread that reads the log stopped".into())
}

/// Until the end, an error, or nobody listens any more; how many pages there were.
fn read_ahead(
    log: &mut dyn Log,
    mut source: Source,
    giving: &[SyncSender<Sheet>],
    emptied: &Receiver<Sheet>,
) -> Result<u64, StoreError> {
    let mut read = 0_u64;
    for (give, mut sheet) in giving.iter().cycle().zip(emptied) {
        if !source.next(log, &mut sheet.page)? || give.send(sheet).is_err() {
            break;
        }
        read = read.saturating_add(1);
    }
    Ok(read)
}

/// Until there are no more, one cannot be opened, or nobody listens any more.
fn open_pages(bench: &Bench, keys: &Keyring) {
    for mut sheet in &bench.pages {
        let opened = sheet.open(keys).map(|()| sheet);
        let failed = opened.is_err();
        if bench.opened.send(opened).is_err() || failed {
            return;
        }
    }
}

/// What is left to read: the records of a snapshot, then everything after it.
struct Source {
    live: Vec<Seq>,
    taken: usize,
    from: Seq,
}

impl Source {
    fn of(snapshot: Snapshot) -> Self {
        Self { from: snapshot.through.next(), live: snapshot.live, taken: 0 }
    }

    fn full() -> usize {
        usize::try_from(PAGE).unwrap_or(usize::MAX)
    }

    /// Fills an empty page; `false` at the end.
    fn next(&mut self, log: &mut dyn Log, page: &mut Page) -> Result<bool, StoreError> {
        let rest = self.live.get(self.taken..).unwrap_or_default();
        if !rest.is_empty() {
            let these = rest.get(..Self::full()).unwrap_or(rest);
            self.taken += these.len();
            for record in log.read_these(these)? {
                page.push(&record.lent());
            }
            if page.len() != these.len() {
                return Err(StoreError::Damaged {
                    place: String::from("snapshots"),
                    what: "the snapshot names records that are not there",
                });
            }
            return Ok(true);
        }
        log.read_into(self.from, PAGE, page)?;
        let Some(last) = page.last() else { return Ok(false) };
        self.from = last.next();
        Ok(true)
    }
}

impl Sheet {
    /// Makes entries of the page and empties it. No engine is built on a record that was altered in the store (GN-02).
    fn open(&mut self, keys: &Keyring) -> Result<(), StoreError> {
        let Self { page, entries } = self;
        let mut room = Vec::new();
        for place in 0..page.len() {
            if let Some(record) = page.get(place).filter(|record| !record.is_intact_in(&mut room)) {
                return Err(StoreError::Damaged {
                    place: format!("record {}", record.seq.0),
                    what: "its hash is not that of its content",
                });
            }
            match seal::entry_at(keys, page, place, &mut room) {
                Some(entry) => entries.push(entry?),
                None => return Err(stopped()),
            }
        }
        page.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{KEYS, open_keys};
    use crate::format::names::subject_text;
    use crate::log::Log as _;
    use crate::sqlite::SqliteLog;
    use crate::vault::{MasterKey, SeededEntropy, Vault};
    use hoeder_engine::entry::Subject;
    use hoeder_vocab::{CellId, PersonId, Seq};

    #[test]
    fn a_home_with_more_keys_than_are_read_at_once_opens_every_one() {
        let empty = || Vault::new(Box::new(MasterKey::from_bytes([7; 32])), Box::new(SeededEntropy::new(1)));
        for count in [KEYS - 1, KEYS, 2 * KEYS + 1] {
            let mut log = SqliteLog::in_memory().unwrap();
            log.begin_epoch(CellId::from_u128(1)).unwrap();
            let mut vault = empty();
            let subjects: Vec<String> = (1..=count)
                .map(|n| subject_text(Subject::Person(PersonId::from_u128(u128::from(n) << 90))))
                .collect();
            for subject in &subjects {
                log.put_key(&vault.ensure(subject, Seq(3)).unwrap().unwrap()).unwrap();
            }
            let opened = open_keys(&mut log, empty()).unwrap();
            assert!(subjects.iter().all(|subject| opened.since(subject) == Some(Seq(3))), "{count} keys");
            let other = Vault::new(Box::new(MasterKey::from_bytes([8; 32])), Box::new(SeededEntropy::new(1)));
            assert!(open_keys(&mut log, other).is_err(), "another master key opens none");
        }
    }
}
