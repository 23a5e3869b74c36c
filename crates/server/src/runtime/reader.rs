//! Read models, read on a connection of their own, so that a long list never holds up an append.

use crate::api::dto::Time;
use crate::api::dto::alarm::Pv;
use crate::api::dto::kinds::{AlarmKind, Outcome};
use crate::api::dto::log::{AccessRow, HistoryRow};
use crate::problem::Problem;
use hoeder_engine::output::Scope;
use hoeder_store::{Log, Span};
use hoeder_vocab::{AccountId, Actor, Purpose, Sensitive, Seq};
use hoeder_watch::service::{AlarmFact, Count};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Questions that wait for the one connection; more are told to come back.
const WAITING: usize = 64;

/// Alarms of a report that are read at once.
const ANSWERS_AT_ONCE: u32 = 5_000;
/// Alarms of one report; more is no room that this program was made for.
const MOST_ANSWERS: usize = 2_000_000;

/// Reads the read models.
#[derive(Clone)]
pub struct Reader {
    log: Arc<Mutex<Box<dyn Log>>>,
    queue: Arc<Semaphore>,
}

impl Reader {
    /// Over a connection that is bound to the cell.
    pub(crate) fn new(log: Box<dyn Log>) -> Self {
        Self { log: Arc::new(Mutex::new(log)), queue: Arc::new(Semaphore::new(WAITING)) }
    }
    /// The access log, newest first, with the names of who did it.
    pub(crate) async fn access_log(
        &self,
        scope: Scope,
        names: &BTreeMap<AccountId, Sensitive<String>>,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<AccessRow>, Problem> {
        let rows = self.read(move |log| log.access_log(scope, before.map(Seq), limit)).await?;
        Ok(rows.rows.into_iter().map(|row| access_row(row, names)).collect())
    }
    /// The history of alarms, newest first.
    pub(crate) async fn history(
        &self,
        scope: Scope,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryRow>, Problem> {
        let rows = self.read(move |log| log.alarm_history(scope, before.map(Seq), limit)).await?;
        Ok(rows.rows.into_iter().map(history_row).collect())
    }
    /// All alarms received within a time, in parts: between them another question may come in (T-ARC-1).
    pub(crate) async fn answer_times(&self, scope: Scope, span: Span) -> Result<Vec<AlarmFact>, Problem> {
        let (mut facts, mut after) = (Vec::new(), Seq(0));
        loop {
            let page = self.read(move |log| log.answer_times(scope, span, after, ANSWERS_AT_ONCE)).await?;
            facts.extend(page.rows.into_iter().map(|row| row.fact));
            if facts.len() > MOST_ANSWERS {
                return Err(Problem::new(
                    axum::http::StatusCode::SERVICE_UNAVAILABLE,
                    "report.too_large",
                    "there are more alarms in this time than one report takes: export the log",
                ));
            }
            match page.next {
                Some(next) => after = next,
                None => return Ok(facts),
            }
        }
    }
    /// How often each thing besides alarms happened within a time.
    pub(crate) async fn occurrences(&self, scope: Scope, span: Span) -> Result<Vec<Count>, Problem> {
        self.read(move |log| log.occurrences(scope, span)).await
    }
    async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut dyn Log) -> Result<T, hoeder_store::StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        let _waiting = self.queue.try_acquire().map_err(|_| Problem::busy())?;
        let log = Arc::clone(&self.log);
        let answer = tokio::task::spawn_blocking(move || {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            log.revive()?;
            question(log.as_mut())
        })
        .await;
        match answer {
            Ok(Ok(rows)) => Ok(rows),
            Ok(Err(error)) => {
                tracing::warn!(error = %chain(&error), "a read model cannot be read");
                Err(Problem::new(
                    axum::http::StatusCode::SERVICE_UNAVAILABLE,
                    "store.unavailable",
                    "the store cannot be read now; alarms go on: look at the wall",
                )
                .retry_after(5))
            }
            Err(_) => Err(Problem::internal()),
        }
    }
}

/// An error with all its causes, for one line of the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

fn access_row(row: hoeder_store::AccessRow, names: &BTreeMap<AccountId, Sensitive<String>>) -> AccessRow {
    let by_name = match &row.actor {
        Actor::Account(account, _) => names.get(account).map(|name| name.reveal(Purpose::Audit).clone()),
        Actor::Handset(_) | Actor::Stranger | Actor::System => None,
    };
    AccessRow {
        seq: row.seq.0,
        at: Time(row.at),
        by_name,
        by: row.actor.into(),
        kind: row.kind.into(),
        action: row.action,
        case: row.case.map(|c| c.as_uuid()),
        alarm: row.alarm.map(|a| a.as_uuid()),
        denied: row.denied,
    }
}

fn history_row(row: hoeder_store::HistoryRow) -> HistoryRow {
    let kind = if row.track == "danger" { AlarmKind::Danger } else { AlarmKind::Unidentified };
    let pv = match (row.closed_at, row.pv) {
        (_, Some(number)) => Some(Pv::Number { number }),
        (Some(_), None) => Some(Pv::ToFollow),
        (None, None) => None,
    };
    HistoryRow {
        seq: row.seq.0,
        alarm: row.alarm.as_uuid(),
        kind,
        case: row.case.map(|c| c.as_uuid()),
        pressed_at: Time(row.pressed_at),
        received_at: Time(row.received_at),
        held_at: row.held_at.map(Time),
        shown_at: row.shown_at.map(Time),
        taken_at: row.taken_at.map(Time),
        dispatched_at: row.dispatched_at.map(Time),
        on_scene_at: row.on_scene_at.map(Time),
        closed_at: row.closed_at.map(Time),
        outcome: row.outcome.as_deref().and_then(outcome),
        pv,
    }
}

/// The store's code of an outcome.
fn outcome(code: &str) -> Option<Outcome> {
    match code {
        "real-danger" => Some(Outcome::RealDanger),
        "suspect-present" => Some(Outcome::SuspectPresent),
        "false-alarm" => Some(Outcome::FalseAlarm),
        "misuse" => Some(Outcome::Misuse),
        "test" => Some(Outcome::Test),
        "technical" => Some(Outcome::Technical),
        _ => None,
    }
}
