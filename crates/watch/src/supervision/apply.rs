//! What an event changes in the watch over a handset. Holds no rules and cannot fail.

use super::event::{AlertKind, SupervisionEvent};
use super::state::{Alert, Observed, PlannedTest, Running, Watch, WatchState};
use hoeder_vocab::{DecidedAt, ReceivedAt, UtcMillis};
use std::collections::BTreeMap;

impl Watch {
    /// Changes the watch as the event says. `at` is when it was decided.
    pub fn apply(&mut self, event: &SupervisionEvent, at: DecidedAt) {
        let at = at.0;
        match event {
            SupervisionEvent::Started => {
                self.observed = Observed::default();
                self.bad_since = None;
                self.planned = None;
                self.state = WatchState::Running(Running { since: at, alerts: BTreeMap::new() });
            }
            SupervisionEvent::Stopped => {
                self.planned = None;
                self.state = WatchState::Stopped;
            }
            SupervisionEvent::TestPlanned { test, from, until } => {
                self.planned = Some(PlannedTest { test: *test, from: *from, until: *until });
            }
            SupervisionEvent::PlannedTestAnswered { .. } | SupervisionEvent::PlannedTestDropped { .. } => {
                self.planned = None;
            }
            SupervisionEvent::AlertOpened { kind } => self.open(*kind, at),
            SupervisionEvent::AlertCleared { kind } => self.change(*kind, |a| a.cleared_at = Some(at)),
            SupervisionEvent::AlertReturned { kind } => self.change(*kind, |a| {
                a.cleared_at = None;
                a.wrong_since = at;
            }),
            SupervisionEvent::AlertAged { kind, level } => self.change(*kind, |a| a.level = *level),
            SupervisionEvent::AlertOwned { kind, by } => self.change(*kind, |a| a.owner = Some(*by)),
            SupervisionEvent::AlertClosed { kind, by: _, reason: _ } => {
                if let WatchState::Running(running) = &mut self.state {
                    running.alerts.remove(kind);
                }
            }
            SupervisionEvent::Reported(report) => {
                let evidence = self.evidence().with_report(report, at);
                self.hear(ReceivedAt(at));
                self.reported_at = evidence.reported_at;
                self.bad_since = evidence.bad_since;
                self.report = Some(report.clone());
            }
            SupervisionEvent::Tested { test, sent_at: _, trigger: _ } => {
                self.hear(ReceivedAt(at));
                self.tested = Some((*test, at));
            }
        }
    }

    fn open(&mut self, kind: AlertKind, at: UtcMillis) {
        if let WatchState::Running(running) = &mut self.state {
            let alert =
                Alert { kind, opened_at: at, wrong_since: at, cleared_at: None, owner: None, level: 0 };
            running.alerts.insert(kind, alert);
        }
    }

    fn change(&mut self, kind: AlertKind, change: impl FnOnce(&mut Alert)) {
        if let WatchState::Running(running) = &mut self.state
            && let Some(alert) = running.alerts.get_mut(&kind)
        {
            change(alert);
        }
    }
}
