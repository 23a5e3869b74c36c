//! Everything of the contract besides the append: reading, positions, proofs, keys, snapshots, checkpoints, read models, import.
//!
//! Never here: checks of an append.

use super::rows::{Columns, RECORD_COLUMNS, damaged, record};
use super::{Backend, Row, SqlLog, Value};
use crate::checkpoint::Checkpoint;
use crate::error::{AppendError, StoreError};
use crate::format::codes::Code;
use crate::format::names::{actor_of, subject_of, subject_text};
use crate::log::{
    AccessRow, AnswerRow, Bundle, DAY_MS, FileRow, FixRow, HistoryRow, KeyRow, Log, Rows, Snapshot, Span,
    Steps,
};
use crate::page::Page;
use crate::record::{Hash, Record};
use hoeder_engine::entry::Subject;
use hoeder_engine::input::Proof;
use hoeder_engine::output::Scope;
use hoeder_vocab::{
    AccountId, AlarmId, CellId, DocumentId, Epoch, LogKind, Purpose, ReceivedAt, Seq, UtcMillis,
};
use hoeder_watch::service::Count;

/// Numbers asked for in one statement.
const NUMBERS_AT_ONCE: usize = 100;

fn records_from() -> String {
    format!("SELECT {RECORD_COLUMNS} FROM records WHERE cell = $1 AND seq >= $2 ORDER BY seq LIMIT $3")
}

fn fix(row: Row) -> Result<FixRow, StoreError> {
    let mut columns = Columns::of("fixes", row);
    Ok(FixRow {
        person: columns.maybe_parsed()?,
        alarm: columns.parsed()?,
        received_ms: columns.int()?,
        nonce: columns.array()?,
        ciphertext: columns.bytes()?,
    })
}

fn key_row(row: Row) -> Result<KeyRow, StoreError> {
    let mut columns = Columns::of("keys", row);
    Ok(KeyRow { subject: columns.text()?, from: Seq(columns.number()?), wrapped: columns.bytes()? })
}

/// Ids with spaces between them.
fn recipients(text: &str) -> Option<Vec<AccountId>> {
    text.split_ascii_whitespace().map(|id| id.parse().ok()).collect()
}

fn access_row(row: Row) -> Result<AccessRow, StoreError> {
    let mut columns = Columns::of("access_log", row);
    Ok(AccessRow {
        seq: Seq(columns.number()?),
        at: columns.time()?,
        actor: columns.code(actor_of)?,
        purpose: columns.code(Purpose::from_code)?,
        kind: columns.code(LogKind::from_code)?,
        action: columns.text()?,
        case: columns.maybe_parsed()?,
        alarm: columns.maybe_parsed()?,
        denied: columns.maybe_text()?,
        recipients: columns.code(recipients)?,
    })
}

fn history_row(row: Row) -> Result<HistoryRow, StoreError> {
    let mut columns = Columns::of("history", row);
    Ok(HistoryRow {
        alarm: columns.parsed()?,
        seq: Seq(columns.number()?),
        track: columns.text()?,
        case: columns.maybe_parsed()?,
        zone: columns.maybe_parsed()?,
        pressed_at: columns.time()?,
        received_at: columns.time()?,
        held_at: columns.maybe_time()?,
        shown_at: columns.maybe_time()?,
        taken_at: columns.maybe_time()?,
        dispatched_at: columns.maybe_time()?,
        on_scene_at: columns.maybe_time()?,
        closed_at: columns.maybe_time()?,
        outcome: columns.maybe_text()?,
        pv: columns.maybe_text()?,
        presses: u32::try_from(columns.int()?).map_err(|_| damaged("history", "a count is negative"))?,
    })
}

/// The condition of a scope on `alias`, with its value, which comes as the second parameter.
pub(super) fn within(scope: Scope, alias: &str) -> (String, Value) {
    match scope {
        Scope::Cell(cell) => (format!("{alias}.cell = $2"), Value::text(cell)),
        Scope::Case(case) => (format!("{alias}.case_id = $2"), Value::text(case)),
        Scope::Zone(zone) => (
            format!(
                "{alias}.case_id IN (SELECT c.case_id FROM cases c WHERE c.cell = {alias}.cell AND c.zone = $2)"
            ),
            Value::text(zone),
        ),
    }
}

fn page<T>(rows: Vec<T>, limit: u32, seq: impl Fn(&T) -> Seq) -> Rows<T> {
    let full = u32::try_from(rows.len()).is_ok_and(|count| count >= limit);
    let next = if full { rows.last().map(seq) } else { None };
    Rows { rows, next }
}

impl<B: Backend> SqlLog<B> {
    pub(super) fn bound(&self) -> Result<CellId, StoreError> {
        self.cell.ok_or(StoreError::Append(AppendError::NoEpoch))
    }

    /// With an observer of every step of a commit, for tests and simulations.
    #[must_use]
    pub fn with_steps(mut self, steps: Box<dyn Steps>) -> Self {
        self.set_steps(steps);
        self
    }

    pub(super) fn in_transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.backend.begin().map_err(StoreError::Unavailable)?;
        let done =
            work(self).and_then(|done| self.backend.commit().map(|()| done).map_err(StoreError::Unavailable));
        if done.is_err() {
            self.backend.rollback();
        }
        done
    }

    fn paged(
        &mut self,
        sql: &str,
        scope: Value,
        cursor: Option<Seq>,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        let before = cursor.map_or(Value::Int(i64::MAX), |seq| Value::number(seq.0));
        let values = [self.cell()?, scope, before, Value::Int(i64::from(limit))];
        self.query(sql, &values)
    }
}

impl<B: Backend> Log for SqlLog<B> {
    fn use_cell(&mut self, cell: CellId) {
        self.cell = Some(cell);
    }

    fn cells(&mut self) -> Result<Vec<CellId>, StoreError> {
        let rows = self.query("SELECT cell FROM cells ORDER BY cell", &[])?;
        rows.into_iter().map(|row| Columns::of("cells", row).parsed()).collect()
    }

    fn begin_epoch(&mut self, cell: CellId) -> Result<Epoch, StoreError> {
        self.next_epoch(cell)
    }

    fn commit(&mut self, epoch: Epoch, bundle: &Bundle<'_>) -> Result<(), AppendError> {
        self.commit_bundle(epoch, bundle)
    }

    fn revive(&mut self) -> Result<(), StoreError> {
        self.backend.revive().map_err(StoreError::Unavailable)
    }

    fn head(&mut self) -> Result<(Seq, Hash), StoreError> {
        let cell = self.cell()?;
        Ok(self.cell_row(&cell, "")?.map_or((Seq(0), Hash::ZERO), |row| (row.seq, row.hash)))
    }

    fn read(&mut self, from: Seq, limit: u32) -> Result<Vec<Record>, StoreError> {
        let cell = self.bound()?;
        let values = [Value::text(cell), Value::number(from.0), Value::Int(i64::from(limit))];
        let mut found = Vec::new();
        self.backend.each(&records_from(), &values, &mut |row| {
            found.push(record(cell, row)?.kept());
            Ok(())
        })?;
        Ok(found)
    }

    fn read_into(&mut self, from: Seq, limit: u32, page: &mut Page) -> Result<(), StoreError> {
        let cell = self.bound()?;
        let values = [Value::text(cell), Value::number(from.0), Value::Int(i64::from(limit))];
        self.backend.each(&records_from(), &values, &mut |row| {
            page.push(&record(cell, row)?);
            Ok(())
        })
    }

    fn read_these(&mut self, these: &[Seq]) -> Result<Vec<Record>, StoreError> {
        let cell = self.bound()?;
        let mut found = Vec::with_capacity(these.len());
        for part in these.chunks(NUMBERS_AT_ONCE) {
            // A short part is filled up with number 0, which no record has: one statement for all lengths.
            let places: Vec<String> = (0..NUMBERS_AT_ONCE).map(|place| format!("${}", place + 2)).collect();
            let sql = format!(
                "SELECT {RECORD_COLUMNS} FROM records WHERE cell = $1 AND seq IN ({})",
                places.join(", ")
            );
            let mut values = vec![Value::text(cell)];
            values.extend(part.iter().map(|seq| Value::number(seq.0)));
            values.resize(NUMBERS_AT_ONCE + 1, Value::Int(0));
            self.backend.each(&sql, &values, &mut |row| {
                found.push(record(cell, row)?.kept());
                Ok(())
            })?;
        }
        found.sort_by_key(|record| record.seq);
        Ok(found)
    }

    fn versions(&mut self) -> Result<Vec<(String, u64)>, StoreError> {
        let cell = self.cell()?;
        let rows = self.query(
            "SELECT stream, MAX(version) FROM records WHERE cell = $1 GROUP BY stream ORDER BY stream",
            &[cell],
        )?;
        rows.into_iter()
            .map(|row| {
                let mut columns = Columns::of("records", row);
                Ok((columns.text()?, columns.number()?))
            })
            .collect()
    }

    fn put_fixes(&mut self, fixes: &[FixRow]) -> Result<(), StoreError> {
        let cell = self.cell()?;
        self.transact(|backend| {
            super::append::insert_many(backend, super::append::FIXES, fixes, |fix| {
                super::append::fix_values(&cell, fix)
            })
        })
    }

    fn fixes_of(&mut self, alarm: AlarmId) -> Result<Vec<FixRow>, StoreError> {
        let values = [self.cell()?, Value::text(alarm)];
        let rows = self.query(
            "SELECT person, alarm, received_ms, nonce, ciphertext FROM fixes WHERE cell = $1 AND alarm = $2 \
             ORDER BY received_ms, nonce",
            &values,
        )?;
        rows.into_iter().map(fix).collect()
    }

    fn fixes_after(&mut self, after: Option<(i64, [u8; 24])>, limit: u32) -> Result<Vec<FixRow>, StoreError> {
        let (time, nonce) = after.map_or((i64::MIN, Vec::new()), |(time, nonce)| (time, nonce.to_vec()));
        let values = [self.cell()?, Value::Int(time), Value::Bytes(nonce), Value::Int(i64::from(limit))];
        let rows = self.query(
            "SELECT person, alarm, received_ms, nonce, ciphertext FROM fixes WHERE cell = $1 \
             AND (received_ms > $2 OR (received_ms = $2 AND nonce > $3)) ORDER BY received_ms, nonce LIMIT $4",
            &values,
        )?;
        rows.into_iter().map(fix).collect()
    }

    fn drop_fix_days(&mut self, before_day: i64) -> Result<u64, StoreError> {
        let before = before_day.saturating_mul(DAY_MS);
        let values = [self.cell()?, Value::Int(before)];
        let dropped = self.execute("DELETE FROM fixes WHERE cell = $1 AND received_ms < $2", &values)?;
        if dropped > 0 {
            self.backend.scrub().map_err(StoreError::Unavailable)?;
        }
        Ok(dropped)
    }

    fn put_file(&mut self, file: &FileRow) -> Result<(), StoreError> {
        let cell = self.cell()?;
        self.insert_file(&cell, file).map_err(StoreError::Unavailable)
    }

    fn file(&mut self, document: DocumentId) -> Result<Option<FileRow>, StoreError> {
        self.one_file(document)
    }

    fn files_after(&mut self, after: Option<DocumentId>, limit: u32) -> Result<Vec<FileRow>, StoreError> {
        self.files_from(after, limit)
    }

    fn put_proofs(&mut self, proofs: &[Proof]) -> Result<(), StoreError> {
        let cell = self.bound()?;
        let epoch = self.cell_row(&Value::text(cell), "")?.map_or(Epoch(0), |row| row.epoch);
        self.commit_bundle(epoch, &Bundle { proofs, ..Bundle::default() }).map_err(StoreError::Append)
    }

    fn proofs(&mut self) -> Result<Vec<Proof>, StoreError> {
        let cell = self.cell()?;
        let rows =
            self.query("SELECT handset, heard_ms FROM proofs WHERE cell = $1 ORDER BY handset", &[cell])?;
        rows.into_iter()
            .map(|row| {
                let mut columns = Columns::of("proofs", row);
                Ok(Proof { handset: columns.parsed()?, heard_at: ReceivedAt(columns.time()?) })
            })
            .collect()
    }

    fn drop_proofs(&mut self, before: UtcMillis) -> Result<u64, StoreError> {
        let values = [self.cell()?, Value::Int(before.unix_ms())];
        self.execute("DELETE FROM proofs WHERE cell = $1 AND heard_ms < $2", &values)
    }

    fn put_key(&mut self, key: &KeyRow) -> Result<(), StoreError> {
        let values = super::append::key_values(&self.cell()?, key);
        self.execute(
            "INSERT INTO keys (cell, subject, from_seq, wrapped) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            &values,
        )
        .map(|_| ())
    }

    fn key(&mut self, subject: Subject) -> Result<Option<KeyRow>, StoreError> {
        let values = [self.cell()?, Value::Text(subject_text(subject))];
        let mut rows = self
            .query("SELECT subject, from_seq, wrapped FROM keys WHERE cell = $1 AND subject = $2", &values)?;
        rows.pop().map(key_row).transpose()
    }

    fn keys(&mut self) -> Result<Vec<KeyRow>, StoreError> {
        let cell = self.cell()?;
        let rows = self
            .query("SELECT subject, from_seq, wrapped FROM keys WHERE cell = $1 ORDER BY subject", &[cell])?;
        rows.into_iter().map(key_row).collect()
    }

    fn keys_after(&mut self, after: &str, limit: u32) -> Result<Vec<KeyRow>, StoreError> {
        let values = [self.cell()?, Value::text(after), Value::Int(i64::from(limit))];
        let mut found = Vec::new();
        self.backend.each(
            "SELECT subject, from_seq, wrapped FROM keys WHERE cell = $1 AND subject > $2 ORDER BY subject LIMIT $3",
            &values,
            &mut |row| {
                found.push(super::rows::key(row)?);
                Ok(())
            },
        )?;
        Ok(found)
    }

    fn delete_key(&mut self, subject: Subject) -> Result<(), StoreError> {
        let cell = self.cell()?;
        self.destroy_key(&cell, subject).and_then(|()| self.backend.scrub()).map_err(StoreError::Unavailable)
    }

    fn put_snapshot(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        let live: Vec<u8> = snapshot.live.iter().flat_map(|seq| seq.0.to_be_bytes()).collect();
        let values = [
            self.cell()?,
            Value::number(snapshot.through.0),
            Value::number(snapshot.epoch.0),
            Value::Bytes(live),
        ];
        self.execute(
            "INSERT INTO snapshots (cell, through, epoch, live) VALUES ($1, $2, $3, $4) ON CONFLICT (cell) DO UPDATE \
             SET through = excluded.through, epoch = excluded.epoch, live = excluded.live",
            &values,
        )
        .map(|_| ())
    }

    fn snapshot(&mut self) -> Result<Option<Snapshot>, StoreError> {
        let cell = self.cell()?;
        let rows = self.query("SELECT through, epoch, live FROM snapshots WHERE cell = $1", &[cell])?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let mut columns = Columns::of("snapshots", row);
        let (through, epoch, live) = (Seq(columns.number()?), Epoch(columns.number()?), columns.bytes()?);
        let numbers = live.chunks(8).map(|part| {
            let bytes = part.try_into().map_err(|_| damaged("snapshots", "the list is cut off"))?;
            Ok(Seq(u64::from_be_bytes(bytes)))
        });
        Ok(Some(Snapshot { through, live: numbers.collect::<Result<_, StoreError>>()?, epoch }))
    }

    fn put_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        let values = [
            self.cell()?,
            Value::number(checkpoint.seq.0),
            Value::Bytes(checkpoint.hash.0.to_vec()),
            Value::Bytes(checkpoint.public_key.to_vec()),
            Value::Bytes(checkpoint.signature.to_vec()),
        ];
        self.execute(
            "INSERT INTO checkpoints (cell, seq, hash, public_key, signature) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
            &values,
        )
        .map(|_| ())
    }

    fn checkpoints(&mut self) -> Result<Vec<Checkpoint>, StoreError> {
        let cell = self.cell()?;
        let rows = self.query(
            "SELECT seq, hash, public_key, signature FROM checkpoints WHERE cell = $1 ORDER BY seq",
            &[cell],
        )?;
        rows.into_iter()
            .map(|row| {
                let mut columns = Columns::of("checkpoints", row);
                Ok(Checkpoint {
                    seq: Seq(columns.number()?),
                    hash: columns.hash()?,
                    public_key: columns.array()?,
                    signature: columns.array()?,
                })
            })
            .collect()
    }

    fn catch_up(&mut self, at_most: u32) -> Result<bool, StoreError> {
        self.catch_up_by(at_most)
    }

    fn rebuild_read_models(&mut self) -> Result<(), StoreError> {
        self.rebuild()
    }

    fn access_log(
        &mut self,
        scope: Scope,
        cursor: Option<Seq>,
        limit: u32,
    ) -> Result<Rows<AccessRow>, StoreError> {
        self.catch_up_wholly()?;
        let (condition, value) = within(scope, "a");
        let sql = format!(
            "SELECT a.seq, a.at_ms, a.actor, a.purpose, a.log_kind, a.action, a.case_id, a.alarm, a.denied, a.recipients \
             FROM access_log a WHERE a.cell = $1 AND {condition} AND a.seq < $3 ORDER BY a.seq DESC LIMIT $4"
        );
        let rows = self.paged(&sql, value, cursor, limit)?;
        let rows: Result<Vec<AccessRow>, StoreError> = rows.into_iter().map(access_row).collect();
        Ok(page(rows?, limit, |row| row.seq))
    }

    fn alarm_history(
        &mut self,
        scope: Scope,
        cursor: Option<Seq>,
        limit: u32,
    ) -> Result<Rows<HistoryRow>, StoreError> {
        self.catch_up_wholly()?;
        let (condition, value) = within(scope, "h");
        let sql = format!(
            "SELECT h.alarm, h.seq, h.track, h.case_id, k.zone, h.pressed_ms, h.received_ms, h.held_ms, h.shown_ms, \
             h.taken_ms, h.dispatched_ms, h.on_scene_ms, h.closed_ms, h.outcome, h.pv, h.presses \
             FROM history h LEFT JOIN cases k ON k.cell = h.cell AND k.case_id = h.case_id \
             WHERE h.cell = $1 AND {condition} AND h.seq < $3 ORDER BY h.seq DESC LIMIT $4"
        );
        let rows = self.paged(&sql, value, cursor, limit)?;
        let rows: Result<Vec<HistoryRow>, StoreError> = rows.into_iter().map(history_row).collect();
        Ok(page(rows?, limit, |row| row.seq))
    }

    fn subjects_due(&mut self, ended_before: UtcMillis) -> Result<Vec<Subject>, StoreError> {
        self.catch_up_wholly()?;
        let values = [self.cell()?, Value::Int(ended_before.unix_ms())];
        let rows = self.query(
            "SELECT k.subject FROM keys k WHERE k.cell = $1 AND (\
             k.subject IN (SELECT 'case:' || c.case_id FROM cases c WHERE c.cell = k.cell AND c.ended_ms < $2) OR \
             k.subject IN (SELECT l.thing FROM links l JOIN cases c ON c.cell = l.cell AND c.case_id = l.case_id \
             WHERE l.cell = k.cell AND c.ended_ms < $2) OR \
             k.subject IN (SELECT 'alarm:' || h.alarm FROM history h WHERE h.cell = k.cell AND h.case_id IS NULL \
             AND h.closed_ms < $2) OR \
             k.subject IN (SELECT 'hotspot:' || s.hotspot FROM hotspots s WHERE s.cell = k.cell AND s.ended_ms < $2)) \
             ORDER BY k.subject",
            &values,
        )?;
        rows.into_iter().map(|row| Columns::of("keys", row).code(subject_of)).collect()
    }

    fn answer_times(
        &mut self,
        scope: Scope,
        span: Span,
        after: Seq,
        limit: u32,
    ) -> Result<Rows<AnswerRow>, StoreError> {
        self.answers(scope, span, after, limit)
    }

    fn occurrences(&mut self, scope: Scope, span: Span) -> Result<Vec<Count>, StoreError> {
        self.counted(scope, span)
    }

    fn begin_restore(&mut self, cell: CellId) -> Result<(), StoreError> {
        self.cell = Some(cell);
        if self.cell_row(&Value::text(cell), "")?.is_some() {
            return Err(StoreError::NotEmpty(cell));
        }
        let values = [Value::text(cell), Value::Bytes(Hash::ZERO.0.to_vec())];
        self.execute(
            "INSERT INTO cells (cell, epoch, seq, hash, restoring) VALUES ($1, 0, 0, $2, 1)",
            &values,
        )
        .map(|_| ())
    }

    fn restore(&mut self, records: &[Record], fixes: &[FixRow]) -> Result<(), StoreError> {
        let cell = self.bound()?;
        self.in_transaction(|log| {
            let bundle = Bundle { records, fixes, ..Bundle::default() };
            log.write(cell, None, &bundle).map_err(StoreError::Append)
        })
    }

    fn end_restore(&mut self) -> Result<(), StoreError> {
        let cell = self.cell()?;
        self.execute(
            "UPDATE cells SET restoring = 0, epoch = COALESCE((SELECT MAX(r.epoch) FROM records r \
             WHERE r.cell = cells.cell), 0) WHERE cell = $1",
            &[cell],
        )
        .map(|_| ())
    }
}
