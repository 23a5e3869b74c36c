//! Reading the log into an engine: years of it in seconds, so it is read ahead on one thread and opened on several.
//!
//! Order is that of the log; memory holds a few pages of it at a time. Never here: writing.

use super::seal;
use crate::error::StoreError;
use crate::log::{Log, Snapshot};
use crate::record::Record;
use crate::vault::Keyring;
use hoeder_engine::entry::Entry;
use hoeder_vocab::Seq;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Records of a page.
const PAGE: u32 = 2_000;
/// Pages read ahead.
const AHEAD: usize = 4;
/// Most threads that open one page: more gain nothing beside the one that reads.
const OPENERS_MAX: usize = 4;

type Page = Result<Vec<Record>, StoreError>;

/// Hands the entries of the snapshot and of everything after it to `each`, in order.
pub(super) fn replay(
    log: &mut dyn Log,
    keys: &Keyring,
    each: &mut dyn FnMut(Entry),
) -> Result<(), StoreError> {
    let mut source = Source::of(log.snapshot()?.unwrap_or_default());
    // A short log is not worth a thread.
    loop {
        let Some(page) = source.next(log)? else { return Ok(()) };
        hand_out(&page, keys, 1, each)?;
        if page.len() >= Source::full() {
            break;
        }
    }
    let openers = thread::available_parallelism().map_or(1, usize::from).min(OPENERS_MAX);
    thread::scope(|scope| {
        let (send, pages) = sync_channel(AHEAD);
        thread::Builder::new()
            .spawn_scoped(scope, move || read_ahead(log, source, &send))
            .map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        for page in pages {
            hand_out(&page?, keys, openers, each)?;
        }
        Ok(())
    })
}

/// Until the end, an error, or nobody listens any more.
fn read_ahead(log: &mut dyn Log, mut source: Source, send: &SyncSender<Page>) {
    while let Some(page) = source.next(log).transpose() {
        let failed = page.is_err();
        if send.send(page).is_err() || failed {
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

    /// The next page; `None` at the end.
    fn next(&mut self, log: &mut dyn Log) -> Result<Option<Vec<Record>>, StoreError> {
        let rest = self.live.get(self.taken..).unwrap_or_default();
        if !rest.is_empty() {
            let these = rest.get(..Self::full()).unwrap_or(rest);
            self.taken += these.len();
            let page = log.read_these(these)?;
            if page.len() != these.len() {
                return Err(StoreError::Damaged {
                    place: String::from("snapshots"),
                    what: "the snapshot names records that are not there",
                });
            }
            return Ok(Some(page));
        }
        let page = log.read(self.from, PAGE)?;
        let Some(last) = page.last() else { return Ok(None) };
        self.from = last.seq.next();
        Ok(Some(page))
    }
}

/// Opens a page on so many threads and hands it out in order.
fn hand_out(
    page: &[Record],
    keys: &Keyring,
    openers: usize,
    each: &mut dyn FnMut(Entry),
) -> Result<(), StoreError> {
    let part = page.len().div_ceil(openers).max(1);
    let mut parts = page.chunks(part);
    let own = parts.next_back().unwrap_or_default();
    thread::scope(|scope| {
        let mut others = Vec::with_capacity(openers);
        for part in parts {
            let opener = thread::Builder::new().spawn_scoped(scope, move || opened(part, keys));
            others.push(opener.map_err(|error| StoreError::Unavailable(Box::new(error)))?);
        }
        let own = opened(own, keys);
        for other in others {
            let entries =
                other.join().map_err(|_| StoreError::Unavailable("a thread that opens stopped".into()))?;
            entries?.into_iter().for_each(&mut *each);
        }
        own?.into_iter().for_each(each);
        Ok(())
    })
}

fn opened(records: &[Record], keys: &Keyring) -> Result<Vec<Entry>, StoreError> {
    records.iter().map(|record| checked(keys, record)).collect()
}

/// No engine is built on a record that was altered in the store (GN-02).
fn checked(keys: &Keyring, record: &Record) -> Result<Entry, StoreError> {
    if record.is_intact() {
        seal::entry(keys, record)
    } else {
        Err(StoreError::Damaged {
            place: format!("record {}", record.seq.0),
            what: "its hash is not that of its content",
        })
    }
}
