//! Every rule of the watch over a handset: each command in each state, written out.

use super::command::{WatchCommand, WatchRefusal};
use super::condition::{Evidence, ageing, transitions};
use super::event::{AlertKind, SupervisionEvent};
use super::state::{Alert, Running, Watch, WatchState};
use super::times::WatchTimes;
use crate::text::within;
use core::time::Duration;
use hoeder_vocab::handset::DailyReport;
use hoeder_vocab::{AccountId, DecidedAt, TestId, UtcMillis};

/// Most characters of the reason with which an alert is closed.
pub const MAX_REASON_CHARS: usize = 500;

/// A test by appointment begins at most this long from now.
pub const TEST_AHEAD: Duration = Duration::from_secs(31 * 24 * 3_600);
/// A test by appointment lasts at most this long.
pub const TEST_WINDOW: Duration = Duration::from_secs(24 * 3_600);

type Decision = Result<Vec<SupervisionEvent>, WatchRefusal>;

impl Watch {
    /// What follows from a command now; nothing changes until the events are applied. No events: nothing new.
    ///
    /// # Errors
    /// The rule that says no.
    pub fn decide(&self, command: &WatchCommand, now: DecidedAt, times: &WatchTimes) -> Decision {
        let now = now.0;
        match (&self.state, command) {
            (WatchState::NotStarted | WatchState::Stopped, WatchCommand::Start) => {
                Ok(vec![SupervisionEvent::Started])
            }
            (WatchState::Running(_), WatchCommand::Start)
            | (WatchState::NotStarted | WatchState::Stopped, WatchCommand::Stop | WatchCommand::Tick) => {
                Ok(Vec::new())
            }
            (
                WatchState::NotStarted | WatchState::Stopped,
                WatchCommand::Beat(_)
                | WatchCommand::Report(_)
                | WatchCommand::Test { .. }
                | WatchCommand::Own { .. }
                | WatchCommand::Close { .. }
                | WatchCommand::PlanTest { .. },
            ) => Err(WatchRefusal::NotRunning),
            (WatchState::Running(_), WatchCommand::Stop) => Ok(vec![SupervisionEvent::Stopped]),
            (WatchState::Running(running), WatchCommand::Beat(beat)) => {
                let evidence = Evidence {
                    heard_at: Some(now),
                    observed: self.observed.after(*beat, now),
                    ..self.evidence()
                };
                Ok(transitions(running, &evidence, now, times))
            }
            (WatchState::Running(running), WatchCommand::Report(report)) => {
                Ok(self.decide_report(running, report, now, times))
            }
            (WatchState::Running(running), WatchCommand::Test { test, sent_at, trigger }) => {
                if self.tested.is_some_and(|(known, _)| known == *test) {
                    return Ok(Vec::new());
                }
                let tested = SupervisionEvent::Tested { test: *test, sent_at: *sent_at, trigger: *trigger };
                Ok([vec![tested], self.decide_tested(running, now, times)].concat())
            }
            (WatchState::Running(running), WatchCommand::Own { kind, by }) => {
                if open(running, *kind)?.owner == Some(*by) {
                    return Ok(Vec::new());
                }
                Ok(vec![SupervisionEvent::AlertOwned { kind: *kind, by: *by }])
            }
            (WatchState::Running(running), WatchCommand::Close { kind, by, reason }) => {
                self.decide_close(running, *kind, *by, reason)
            }
            (WatchState::Running(_), WatchCommand::PlanTest { test, from, until }) => {
                decide_plan(*test, (*from, *until), now)
            }
            (WatchState::Running(running), WatchCommand::Tick) => {
                let changed = transitions(running, &self.evidence(), now, times);
                Ok([changed, ageing(running, now, times)].concat())
            }
        }
    }

    /// A test is a proof of life, and the answer to an appointment once that has begun.
    fn decide_tested(&self, running: &Running, now: UtcMillis, times: &WatchTimes) -> Vec<SupervisionEvent> {
        let answered = self.planned.filter(|planned| planned.from <= now);
        let planned = self.planned.filter(|_| answered.is_none());
        let evidence = Evidence { heard_at: Some(now), planned, ..self.evidence() };
        let answered = answered.map(|planned| SupervisionEvent::PlannedTestAnswered { test: planned.test });
        answered.into_iter().chain(transitions(running, &evidence, now, times)).collect()
    }

    /// Open or cleared, a person ends it, in words (FL-02). While the fault lasts it opens anew at the next tick (FL-10);
    /// an appointment that was missed is over with its alert.
    fn decide_close(&self, running: &Running, kind: AlertKind, by: AccountId, reason: &str) -> Decision {
        open(running, kind)?;
        within(reason, MAX_REASON_CHARS).map_err(|max| WatchRefusal::TextLength { max })?;
        let closed = SupervisionEvent::AlertClosed { kind, by, reason: reason.to_owned() };
        let missed = self.planned.filter(|_| {
            kind == AlertKind::TestMissed && open(running, kind).is_ok_and(|a| a.cleared_at.is_none())
        });
        let dropped = missed.map(|planned| SupervisionEvent::PlannedTestDropped { test: planned.test });
        Ok(core::iter::once(closed).chain(dropped).collect())
    }

    /// AL-16: what the report says counts from now on, good or bad.
    fn decide_report(
        &self,
        running: &Running,
        report: &DailyReport,
        now: UtcMillis,
        times: &WatchTimes,
    ) -> Vec<SupervisionEvent> {
        let evidence = self.evidence().with_report(report, now);
        let reported = vec![SupervisionEvent::Reported(report.clone())];
        [reported, transitions(running, &evidence, now, times)].concat()
    }
}

fn open(running: &Running, kind: AlertKind) -> Result<&Alert, WatchRefusal> {
    running.alerts.get(&kind).ok_or(WatchRefusal::NoSuchAlert)
}

fn decide_plan(test: TestId, (from, until): (UtcMillis, UtcMillis), now: UtcMillis) -> Decision {
    let usable =
        until > now && until > from && until <= from.plus(TEST_WINDOW) && from <= now.plus(TEST_AHEAD);
    if usable {
        Ok(vec![SupervisionEvent::TestPlanned { test, from, until }])
    } else {
        Err(WatchRefusal::TestWindow)
    }
}
