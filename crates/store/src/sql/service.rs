//! Rows of the reports (ARC-05, T-ARC-1): what the read models say of a time. No personal data.
//!
//! Never here: shares, percentiles, sums (room `watch`).

use super::rows::{Columns, damaged};
use super::side::within;
use super::{Backend, Row, SqlLog, Value};
use crate::error::StoreError;
use crate::format::codes::Code;
use crate::log::{AnswerRow, Rows, Span};
use hoeder_engine::output::Scope;
use hoeder_vocab::Seq;
use hoeder_watch::alarm::{AlarmKind, Outcome};
use hoeder_watch::service::{AlarmFact, Answered, Count};

fn answer_row(row: Row) -> Result<AnswerRow, StoreError> {
    let mut columns = Columns::of("history", row);
    let seq = Seq(columns.number()?);
    let kind = columns.code(AlarmKind::from_code)?;
    let (case, case_number) = (columns.maybe_parsed()?, columns.maybe_text()?);
    let outcome = match columns.maybe_text()? {
        None => None,
        Some(code) => {
            Some(Outcome::from_code(&code).ok_or_else(|| damaged("history", "an unknown outcome"))?)
        }
    };
    let room = columns.maybe_text()?;
    let answered = Answered {
        pressed_at: columns.time()?,
        received_at: columns.time()?,
        delivered_at: columns.maybe_time()?,
        taken_at: columns.maybe_time()?,
        dispatched_at: columns.maybe_time()?,
    };
    Ok(AnswerRow { seq, fact: AlarmFact { case, case_number, kind, outcome, room, answered } })
}

fn count(row: Row) -> Result<Count, StoreError> {
    let mut columns = Columns::of("occurrences", row);
    Ok(Count {
        what: columns.text()?,
        case: columns.maybe_parsed()?,
        case_number: columns.maybe_text()?,
        count: u32::try_from(columns.number()?).unwrap_or(u32::MAX),
    })
}

impl<B: Backend> SqlLog<B> {
    pub(super) fn answers(
        &mut self,
        scope: Scope,
        span: Span,
        after: Seq,
        limit: u32,
    ) -> Result<Rows<AnswerRow>, StoreError> {
        self.catch_up_wholly()?;
        let (condition, value) = within(scope, "h");
        let sql = format!(
            "SELECT h.seq, h.track, h.case_id, k.number, h.outcome, r.name, h.pressed_ms, h.received_ms, \
             COALESCE(h.delivered_ms, h.shown_ms), h.taken_ms, h.dispatched_ms \
             FROM history h LEFT JOIN cases k ON k.cell = h.cell AND k.case_id = h.case_id \
             LEFT JOIN rooms r ON r.cell = h.cell AND r.room = h.taken_room \
             WHERE h.cell = $1 AND {condition} AND h.received_ms >= $3 AND h.received_ms < $4 AND h.seq > $5 \
             ORDER BY h.seq LIMIT $6"
        );
        let values = [
            self.cell()?,
            value,
            Value::Int(span.from.unix_ms()),
            Value::Int(span.until.unix_ms()),
            Value::number(after.0),
            Value::Int(i64::from(limit)),
        ];
        let rows: Result<Vec<AnswerRow>, StoreError> =
            self.query(&sql, &values)?.into_iter().map(answer_row).collect();
        let rows = rows?;
        let full = u32::try_from(rows.len()).is_ok_and(|count| count >= limit);
        let next = if full { rows.last().map(|row| row.seq) } else { None };
        Ok(Rows { rows, next })
    }

    pub(super) fn counted(&mut self, scope: Scope, span: Span) -> Result<Vec<Count>, StoreError> {
        self.catch_up_wholly()?;
        let (condition, value) = within(scope, "o");
        let sql = format!(
            "SELECT o.what, o.case_id, k.number, COUNT(*) \
             FROM occurrences o LEFT JOIN cases k ON k.cell = o.cell AND k.case_id = o.case_id \
             WHERE o.cell = $1 AND {condition} AND o.at_ms >= $3 AND o.at_ms < $4 \
             GROUP BY o.what, o.case_id, k.number ORDER BY o.what, o.case_id"
        );
        let values = [self.cell()?, value, Value::Int(span.from.unix_ms()), Value::Int(span.until.unix_ms())];
        self.query(&sql, &values)?.into_iter().map(count).collect()
    }
}
