//! The append: one transaction that checks epoch, numbers, versions and links, and writes all of a bundle or nothing (GN-05).
//!
//! Never here: reading for people.

use super::rows::{Columns, RECORD_COLUMNS, record, record_values};
use super::{Backend, LentValue, SqlLog, Value};
use crate::error::{AppendError, Cause, StoreError};
use crate::format::names::subject_text;
use crate::log::{Bundle, FixRow, KeyRow, Step};
use crate::readmodel;
use crate::record::{Hash, Record};
use hoeder_engine::entry::Subject;
use hoeder_engine::input::Proof;
use hoeder_vocab::{CellId, Epoch, Seq};
use std::collections::{BTreeMap, HashMap};

/// Head of a cell.
pub(super) struct CellRow {
    pub(super) epoch: Epoch,
    pub(super) seq: Seq,
    pub(super) hash: Hash,
    pub(super) restoring: bool,
}

/// Newest versions of streams, as far as this connection wrote them, and up to which record they hold.
#[derive(Default)]
pub(super) struct Newest {
    head: Seq,
    versions: HashMap<String, u64>,
}

/// More are forgotten: then the table is asked.
const NEWEST_MAX: usize = 10_000;

impl Newest {
    /// What somebody else may have written since is not known.
    fn at(&mut self, head: Seq) {
        if self.head != head {
            self.versions.clear();
            self.head = head;
        }
    }
    fn learn(&mut self, records: &[Record]) {
        let Some(last) = records.last().filter(|last| last.seq > self.head) else { return };
        if self.versions.len() >= NEWEST_MAX {
            self.versions.clear();
        }
        self.versions.extend(records.iter().map(|record| (record.stream.clone(), record.version)));
        self.head = last.seq;
    }
}

fn unavailable(error: StoreError) -> AppendError {
    match error {
        StoreError::Unavailable(cause) => AppendError::Unavailable(cause),
        StoreError::Append(error) => error,
        other @ (StoreError::SchemaTooNew { .. }
        | StoreError::Format { .. }
        | StoreError::Damaged { .. }
        | StoreError::ImportUnfinished(_)
        | StoreError::NotEmpty(_)
        | StoreError::KeyFile { .. }
        | StoreError::Seal
        | StoreError::Spool(_)
        | StoreError::NoRandomness) => AppendError::Unavailable(Box::new(other)),
    }
}

impl<B: Backend> SqlLog<B> {
    pub(super) fn cell_row(&mut self, cell: &Value, lock: &str) -> Result<Option<CellRow>, StoreError> {
        let sql = format!("SELECT epoch, seq, hash, restoring FROM cells WHERE cell = $1{lock}");
        let Some(row) = self.query(&sql, std::slice::from_ref(cell))?.pop() else { return Ok(None) };
        let mut columns = Columns::of("cells", row);
        Ok(Some(CellRow {
            epoch: Epoch(columns.number()?),
            seq: Seq(columns.number()?),
            hash: columns.hash()?,
            restoring: columns.int()? != 0,
        }))
    }

    pub(super) fn next_epoch(&mut self, cell: CellId) -> Result<Epoch, StoreError> {
        self.cell = Some(cell);
        let key = Value::text(cell);
        self.execute(
            "INSERT INTO cells (cell, epoch, seq, hash, restoring) VALUES ($1, 0, 0, $2, 0) ON CONFLICT DO NOTHING",
            &[key.clone(), Value::Bytes(Hash::ZERO.0.to_vec())],
        )?;
        if self.cell_row(&key, "")?.is_some_and(|row| row.restoring) {
            return Err(StoreError::ImportUnfinished(cell));
        }
        let rows = self.transact(|backend| {
            backend
                .execute("UPDATE cells SET epoch = epoch + 1 WHERE cell = $1", std::slice::from_ref(&key))?;
            backend.query("SELECT epoch FROM cells WHERE cell = $1", std::slice::from_ref(&key))
        })?;
        match rows.into_iter().next() {
            Some(row) => Ok(Epoch(Columns::of("cells", row).number()?)),
            None => Err(super::rows::damaged("cells", "the row of the cell vanished")),
        }
    }

    pub(super) fn commit_bundle(&mut self, epoch: Epoch, bundle: &Bundle<'_>) -> Result<(), AppendError> {
        let cell = self.cell.ok_or(AppendError::NoEpoch)?;
        self.step(Step::BeforeWrite).map_err(AppendError::Unavailable)?;
        self.backend.begin().map_err(AppendError::Unavailable)?;
        let written = self.write(cell, Some(epoch), bundle).and_then(|()| {
            self.step(Step::BeforeCommit).map_err(AppendError::Unavailable)?;
            self.backend.commit().map_err(AppendError::Unavailable)
        });
        if let Err(error) = written {
            self.backend.rollback();
            return Err(error);
        }
        self.newest.learn(bundle.records);
        let erased =
            !bundle.destroy.is_empty() || bundle.records.iter().any(|r| r.kind == readmodel::ERASED_KIND);
        if erased {
            self.backend.scrub().map_err(AppendError::Unavailable)?;
        }
        self.step(Step::AfterCommit).map_err(AppendError::Unavailable)
    }

    /// Writes inside a transaction that the caller began. Without an epoch it is an import.
    pub(super) fn write(
        &mut self,
        cell: CellId,
        epoch: Option<Epoch>,
        bundle: &Bundle<'_>,
    ) -> Result<(), AppendError> {
        let key = Value::text(cell);
        let head = self.cell_row(&key, B::FOR_UPDATE).map_err(unavailable)?.ok_or(AppendError::NoEpoch)?;
        if let Some(given) = epoch
            && (given != head.epoch || head.restoring)
        {
            return Err(AppendError::Fenced { given, stored: head.epoch });
        }
        let fresh = self.pass_over_stored(cell, head.seq, bundle.records)?;
        self.newest.at(head.seq);
        check_links(cell, &head, fresh)?;
        self.check_versions(&key, fresh)?;
        // Erasing comes first, so that a key made after it in the same bundle stays; and it is done again for records that
        // were stored before, so that an old key that comes along a second time does not survive.
        for record in bundle.records {
            readmodel::erase(&mut self.backend, record).map_err(AppendError::Unavailable)?;
        }
        for subject in bundle.destroy {
            self.destroy_key(&key, *subject).map_err(AppendError::Unavailable)?;
        }
        self.insert(&key, fresh, bundle).map_err(AppendError::Unavailable)?;
        if let Some(last) = fresh.last() {
            self.backend
                .execute(
                    "UPDATE cells SET seq = $1, hash = $2 WHERE cell = $3",
                    &[Value::number(last.seq.0), Value::Bytes(last.hash.0.to_vec()), key],
                )
                .map_err(AppendError::Unavailable)?;
        }
        Ok(())
    }

    /// The part of the records that is not stored yet; the part that is must be the same.
    fn pass_over_stored<'r>(
        &mut self,
        cell: CellId,
        head: Seq,
        records: &'r [Record],
    ) -> Result<&'r [Record], AppendError> {
        let stored = records.iter().take_while(|record| record.seq <= head).count();
        let (old, fresh) = records.split_at_checked(stored).unwrap_or((records, &[]));
        for given in old {
            let sql = format!("SELECT {RECORD_COLUMNS} FROM records WHERE cell = $1 AND seq = $2");
            let values = [Value::text(cell), Value::number(given.seq.0)];
            let row = self.backend.query(&sql, &values).map_err(AppendError::Unavailable)?.pop();
            let cells: Option<Vec<LentValue<'_>>> =
                row.as_ref().map(|row| row.iter().map(Value::lent).collect());
            match cells.map(|cells| record(cell, &cells).map(|known| known.kept())) {
                Some(Ok(known)) if known == *given => {}
                Some(Ok(known)) => {
                    return Err(AppendError::Conflict { seq: given.seq, stored: known.hash });
                }
                Some(Err(error)) => return Err(unavailable(error)),
                None => return Err(AppendError::Gap { expected: head.next(), given: given.seq }),
            }
        }
        Ok(fresh)
    }

    fn check_versions(&mut self, cell: &Value, records: &[Record]) -> Result<(), AppendError> {
        let mut newest: BTreeMap<&str, u64> = BTreeMap::new();
        for record in records {
            let known = match newest.get(record.stream.as_str()) {
                Some(known) => *known,
                None => match self.newest.versions.get(&record.stream) {
                    Some(known) => *known,
                    None => self.newest_version(cell, &record.stream)?,
                },
            };
            let expected = known.saturating_add(1);
            if record.version != expected {
                return Err(AppendError::Version { seq: record.seq, expected, given: record.version });
            }
            newest.insert(&record.stream, expected);
        }
        Ok(())
    }

    fn newest_version(&mut self, cell: &Value, stream: &str) -> Result<u64, AppendError> {
        let rows = self
            .backend
            .query(
                "SELECT COALESCE(MAX(version), 0) FROM records WHERE cell = $1 AND stream = $2",
                &[cell.clone(), Value::text(stream)],
            )
            .map_err(AppendError::Unavailable)?;
        match rows.into_iter().next() {
            Some(row) => Columns::of("records", row).number().map_err(unavailable),
            None => Ok(0),
        }
    }

    fn insert(&mut self, cell: &Value, records: &[Record], bundle: &Bundle<'_>) -> Result<(), Cause> {
        insert_many(&mut self.backend, RECORDS, records, |record| record_values(cell, record).to_vec())?;
        insert_many(&mut self.backend, KEYS, bundle.keys, |key| key_values(cell, key))?;
        insert_many(&mut self.backend, FIXES, bundle.fixes, |fix| fix_values(cell, fix))?;
        for file in bundle.files {
            self.insert_file(cell, file)?;
        }
        insert_many(&mut self.backend, PROOFS, &newest_of_each(bundle.proofs), |proof| {
            vec![cell.clone(), Value::text(proof.handset), Value::Int(proof.heard_at.0.unix_ms())]
        })
    }

    pub(super) fn destroy_key(&mut self, cell: &Value, subject: Subject) -> Result<(), Cause> {
        let values = [cell.clone(), Value::Text(subject_text(subject))];
        self.backend.execute("DELETE FROM keys WHERE cell = $1 AND subject = $2", &values)?;
        self.backend.execute("DELETE FROM files WHERE cell = $1 AND subject = $2", &values).map(|_| ())
    }
}

/// PostgreSQL lets a statement touch a row only once.
fn newest_of_each(proofs: &[Proof]) -> Vec<Proof> {
    let mut newest = BTreeMap::new();
    for proof in proofs {
        let known = newest.entry(proof.handset).or_insert(*proof);
        if proof.heard_at > known.heard_at {
            *known = *proof;
        }
    }
    newest.into_values().collect()
}

fn check_links(cell: CellId, head: &CellRow, records: &[Record]) -> Result<(), AppendError> {
    let (mut expected, mut before) = (head.seq.next(), head.hash);
    for record in records {
        if record.seq != expected {
            return Err(AppendError::Gap { expected, given: record.seq });
        }
        if record.cell != cell || record.prev_hash != before || !record.is_intact() {
            return Err(AppendError::Link { seq: record.seq });
        }
        expected = expected.next();
        before = record.hash;
    }
    Ok(())
}

/// Text before the rows, number of columns, text after the rows.
pub(super) type Insert = (&'static str, usize, &'static str);

const RECORDS: Insert = (
    "INSERT INTO records (cell, seq, epoch, stream, version, kind, format, actor, purpose, decided_ms, open, \
     subject, nonce, ciphertext, prev_hash, hash) VALUES ",
    16,
    "",
);
const KEYS: Insert =
    ("INSERT INTO keys (cell, subject, from_seq, wrapped) VALUES ", 4, " ON CONFLICT DO NOTHING");
pub(super) const FIXES: Insert = (
    "INSERT INTO fixes (cell, nonce, day, received_ms, person, alarm, ciphertext) VALUES ",
    7,
    " ON CONFLICT DO NOTHING",
);
const PROOFS: Insert = (
    "INSERT INTO proofs (cell, handset, heard_ms) VALUES ",
    3,
    " ON CONFLICT (cell, handset) DO UPDATE SET heard_ms = excluded.heard_ms WHERE excluded.heard_ms > proofs.heard_ms",
);

/// Rows in one statement: full batches of this size, then one by one, so that few different statements are prepared.
const ROWS_AT_ONCE: usize = 16;

pub(super) fn insert_many<B: Backend, T>(
    backend: &mut B,
    (before, columns, after): Insert,
    items: &[T],
    values: impl Fn(&T) -> Vec<Value>,
) -> Result<(), Cause> {
    let full = items.len() - items.len() % ROWS_AT_ONCE;
    let (batches, rest) = items.split_at_checked(full).unwrap_or((&[], items));
    for (rows, part) in batches
        .chunks(ROWS_AT_ONCE)
        .map(|part| (ROWS_AT_ONCE, part))
        .chain(rest.chunks(1).map(|part| (1, part)))
    {
        let places: Vec<String> = (0..rows)
            .map(|row| {
                let row: Vec<String> =
                    (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
                format!("({})", row.join(", "))
            })
            .collect();
        let sql = format!("{before}{}{after}", places.join(", "));
        let parameters: Vec<Value> = part.iter().flat_map(&values).collect();
        backend.execute(&sql, &parameters)?;
    }
    Ok(())
}

pub(super) fn key_values(cell: &Value, key: &KeyRow) -> Vec<Value> {
    vec![
        cell.clone(),
        Value::text(&key.subject),
        Value::number(key.from.0),
        Value::Bytes(key.wrapped.clone()),
    ]
}

pub(super) fn fix_values(cell: &Value, fix: &FixRow) -> Vec<Value> {
    vec![
        cell.clone(),
        Value::Bytes(fix.nonce.to_vec()),
        Value::Int(fix.day()),
        Value::Int(fix.received_ms),
        Value::maybe_text(fix.person),
        Value::text(fix.alarm),
        Value::Bytes(fix.ciphertext.clone()),
    ]
}
