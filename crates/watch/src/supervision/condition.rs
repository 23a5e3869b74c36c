//! What is wrong with a handset at a moment, judged from what was heard; and what that changes in its alerts.

use super::event::{AlertKind, SupervisionEvent};
use super::report::report_faults;
use super::state::{Alert, Observed, PlannedTest, Running, Watch};
use super::times::{LAST_LEVEL, WatchTimes};
use core::time::Duration;
use hoeder_vocab::UtcMillis;
use hoeder_vocab::handset::{DailyReport, Paths};

/// One kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// Nothing was heard about it.
    Unknown,
    /// All is well.
    Right,
    /// Wrong from then on, which may lie ahead, unless something new is heard.
    WrongFrom(UtcMillis),
}

impl Condition {
    /// Wrong a while after something began, if it did.
    pub(super) fn since(began: Option<UtcMillis>, grace: Duration) -> Option<Self> {
        began.map(|at| Self::WrongFrom(at.plus(grace)))
    }
    /// Right, if anything is known.
    pub(super) fn right_if_known<T>(known: Option<T>) -> Self {
        known.map_or(Self::Unknown, |_| Self::Right)
    }
}

/// All that was heard of a handset while it is watched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub(super) heard_at: Option<UtcMillis>,
    pub(super) reported_at: Option<UtcMillis>,
    /// Since when every report was bad.
    pub(super) bad_since: Option<UtcMillis>,
    pub(super) observed: Observed,
    pub(super) planned: Option<PlannedTest>,
    pub(super) paths: (Paths, UtcMillis),
}

impl Evidence {
    /// The same with one more daily report.
    pub(super) fn with_report(self, report: &DailyReport, at: UtcMillis) -> Self {
        let bad_since = (!report_faults(report).is_empty()).then(|| self.bad_since.unwrap_or(at));
        Self { heard_at: Some(at), reported_at: Some(at), bad_since, ..self }
    }

    fn condition(&self, kind: AlertKind, since: UtcMillis, times: &WatchTimes) -> Condition {
        match kind {
            AlertKind::Silent => {
                Condition::WrongFrom(self.heard_at.map_or(since, |at| at.max(since)).plus(times.dead_man))
            }
            AlertKind::ReportMissing => Condition::WrongFrom(
                self.reported_at.map_or(since, |at| at.max(since)).plus(times.daily_report),
            ),
            AlertKind::ReportBad => Condition::since(self.bad_since, Duration::ZERO)
                .unwrap_or(Condition::right_if_known(self.reported_at)),
            AlertKind::ButtonUnlinked => self.observed.unlinked(times.unlink_grace),
            AlertKind::BatteryLow => self.observed.low(),
            AlertKind::PathLost => self.observed.path_lost(self.paths, times.dead_man),
            AlertKind::TestMissed => {
                self.planned.map_or(Condition::Right, |planned| Condition::WrongFrom(planned.until))
            }
        }
    }
}

/// What a condition changes in the alert of its kind.
fn changes(
    kind: AlertKind,
    alert: Option<&Alert>,
    condition: Condition,
    now: UtcMillis,
) -> Vec<SupervisionEvent> {
    let opened = || vec![SupervisionEvent::AlertOpened { kind }];
    let cleared = || vec![SupervisionEvent::AlertCleared { kind }];
    let returned = || vec![SupervisionEvent::AlertReturned { kind }];
    let active = alert.filter(|a| a.cleared_at.is_none());
    match condition {
        Condition::WrongFrom(from) if from <= now => match (alert, active) {
            (None, _) => opened(),
            (Some(_), None) => returned(),
            // It went right and wrong again between two looks: both are on record.
            (Some(_), Some(a)) if from > a.wrong_since => [cleared(), returned()].concat(),
            (Some(_), Some(_)) => Vec::new(),
        },
        Condition::WrongFrom(_) | Condition::Right => {
            if active.is_some() {
                cleared()
            } else {
                Vec::new()
            }
        }
        Condition::Unknown => Vec::new(),
    }
}

/// When `changes` will have something to say.
fn change_due(alert: Option<&Alert>, condition: Condition) -> Option<UtcMillis> {
    let active = alert.filter(|a| a.cleared_at.is_none());
    match (active, condition) {
        (None, Condition::WrongFrom(from)) => Some(from),
        (Some(a), Condition::WrongFrom(from)) => (from > a.wrong_since).then_some(a.wrong_since),
        (Some(a), Condition::Right) => Some(a.wrong_since),
        (None, Condition::Right) | (None | Some(_), Condition::Unknown) => None,
    }
}

impl Watch {
    pub(super) const fn evidence(&self) -> Evidence {
        Evidence {
            heard_at: self.heard_at,
            reported_at: self.reported_at,
            bad_since: self.bad_since,
            observed: self.observed,
            planned: self.planned,
            paths: self.paths,
        }
    }

    /// When `Tick` must be called at the latest; `None` when the watch does not run.
    #[must_use]
    pub fn next_due(&self, times: &WatchTimes) -> Option<UtcMillis> {
        let running = self.running()?;
        let evidence = self.evidence();
        let changing = AlertKind::ALL.into_iter().filter_map(|kind| {
            change_due(running.alerts.get(&kind), evidence.condition(kind, running.since, times))
        });
        let ageing = running
            .alerts
            .values()
            .filter(|a| a.level < LAST_LEVEL)
            .map(|a| a.opened_at.plus(times.age_of(a.level.saturating_add(1))));
        changing.chain(ageing).min()
    }
}

/// Alerts that open, clear or return with this evidence.
pub(super) fn transitions(
    running: &Running,
    evidence: &Evidence,
    now: UtcMillis,
    times: &WatchTimes,
) -> Vec<SupervisionEvent> {
    AlertKind::ALL
        .into_iter()
        .flat_map(|kind| {
            let condition = evidence.condition(kind, running.since, times);
            changes(kind, running.alerts.get(&kind), condition, now)
        })
        .collect()
}

/// Alerts that grow older. Neither an owner nor a fault that cleared itself stops that (FL-02).
pub(super) fn ageing(running: &Running, now: UtcMillis, times: &WatchTimes) -> Vec<SupervisionEvent> {
    running
        .alerts
        .values()
        .filter_map(|alert| {
            let level = times.level(alert.opened_at, now);
            (level > alert.level).then_some(SupervisionEvent::AlertAged { kind: alert.kind, level })
        })
        .collect()
}
