//! The watch over one handset: what was heard, and the alerts that are open.

use super::command::Beat;
use super::condition::Condition;
use super::event::AlertKind;
use super::report::{BATTERY_LOW, BATTERY_RIGHT};
use core::time::Duration;
use hoeder_vocab::handset::{DailyReport, Path, Paths};
use hoeder_vocab::{AccountId, HandsetId, Percent, ReceivedAt, TestId, UtcMillis};
use std::collections::BTreeMap;

/// Something wrong with a handset, open until a person closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alert {
    /// What.
    pub kind: AlertKind,
    /// Since when it is open: its age counts from here, cleared or not, owned or not.
    pub opened_at: UtcMillis,
    /// When it opened or last returned.
    pub wrong_since: UtcMillis,
    /// When it went right by itself; `None` while it is wrong.
    pub cleared_at: Option<UtcMillis>,
    /// Who takes care of it; `None` is the managing zone.
    pub owner: Option<AccountId>,
    /// The step of ageing that it reached, 0 at first.
    pub level: u8,
}

/// A test by appointment that was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlannedTest {
    /// Which appointment.
    pub test: TestId,
    /// From when.
    pub from: UtcMillis,
    /// Until when.
    pub until: UtcMillis,
}

/// A watch that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Since when: a handset that was never heard is silent counted from here.
    pub since: UtcMillis,
    pub(super) alerts: BTreeMap<AlertKind, Alert>,
}

/// How a watch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchState {
    /// It never began.
    NotStarted,
    /// It runs.
    Running(Running),
    /// It ended, and its alerts with it.
    Stopped,
}

/// What the newest heartbeats said. In memory only: after a restart it is unknown until the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Observed {
    linked: Option<bool>,
    unlinked_since: Option<UtcMillis>,
    phone_low: Option<bool>,
    button_low: Option<bool>,
    low_since: Option<UtcMillis>,
    /// When the first heartbeat was heard: before it nothing is known of paths.
    first_at: Option<UtcMillis>,
    /// The newest heartbeat of each path, in the order of [`Path::ALL`].
    heard_on: [Option<UtcMillis>; 3],
}

impl Observed {
    /// What is known after one more heartbeat. What it does not say stays as it was.
    #[must_use]
    pub(super) fn after(self, beat: Beat, at: UtcMillis) -> Self {
        let linked = beat.button_linked.or(self.linked);
        let phone_low = still_low(self.phone_low, beat.battery);
        let button_low = still_low(self.button_low, beat.button_battery);
        let any_low = phone_low == Some(true) || button_low == Some(true);
        Self {
            linked,
            unlinked_since: (linked == Some(false)).then(|| self.unlinked_since.unwrap_or(at)),
            phone_low,
            button_low,
            low_since: any_low.then(|| self.low_since.unwrap_or(at)),
            first_at: self.first_at.or(Some(at)),
            heard_on: heard_on(self.heard_on, beat.path, at),
        }
    }
    /// Is the button off the air, and since when without a break?
    pub(super) fn unlinked(&self, grace: Duration) -> Condition {
        Condition::since(self.unlinked_since, grace).unwrap_or(Condition::right_if_known(self.linked))
    }
    /// Is fewer than two paths heard, since so long (T-ARC-5)? Counted from when two were first wanted and heard of.
    pub(super) fn path_lost(&self, paths: (Paths, UtcMillis), within: Duration) -> Condition {
        let (Paths::Two, since) = paths else { return Condition::right_if_known(self.first_at) };
        let Some(first) = self.first_at else { return Condition::Unknown };
        let mut newest = self.heard_on;
        newest.sort_unstable();
        let [_, second, _] = newest;
        Condition::WrongFrom(second.unwrap_or(first).max(since).plus(within))
    }
    /// Is a battery low, and since when?
    pub(super) fn low(&self) -> Condition {
        Condition::since(self.low_since, Duration::ZERO)
            .unwrap_or(Condition::right_if_known(self.phone_low.or(self.button_low)))
    }
}

fn heard_on(before: [Option<UtcMillis>; 3], path: Option<Path>, at: UtcMillis) -> [Option<UtcMillis>; 3] {
    let [wifi, cellular, internet] = before;
    match path {
        Some(Path::Wifi) => [wifi.max(Some(at)), cellular, internet],
        Some(Path::Cellular) => [wifi, cellular.max(Some(at)), internet],
        Some(Path::Internet) => [wifi, cellular, internet.max(Some(at))],
        None => before,
    }
}

/// A battery that is low stays so until it is clearly charged, so that a charge around the limit is one alert.
const fn still_low(before: Option<bool>, charge: Option<Percent>) -> Option<bool> {
    match charge {
        Some(c) if c.get() <= BATTERY_LOW => Some(true),
        Some(c) if c.get() >= BATTERY_RIGHT => Some(false),
        Some(_) | None => before,
    }
}

/// The watch over one handset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    pub(super) handset: HandsetId,
    pub(super) state: WatchState,
    pub(super) heard_at: Option<UtcMillis>,
    pub(super) reported_at: Option<UtcMillis>,
    pub(super) report: Option<DailyReport>,
    pub(super) bad_since: Option<UtcMillis>,
    pub(super) tested: Option<(TestId, UtcMillis)>,
    pub(super) observed: Observed,
    pub(super) planned: Option<PlannedTest>,
    /// Over how many paths it should be heard, and since when.
    pub(super) paths: (Paths, UtcMillis),
}

impl Watch {
    /// A watch that has not begun.
    #[must_use]
    pub fn new(handset: HandsetId) -> Self {
        Self {
            handset,
            state: WatchState::NotStarted,
            heard_at: None,
            reported_at: None,
            report: None,
            bad_since: None,
            tested: None,
            observed: Observed::default(),
            planned: None,
            paths: (Paths::One, UtcMillis::default()),
        }
    }
    /// Keeps over how many paths the handset should be heard from now on: part of its settings.
    pub fn expect_paths(&mut self, paths: Paths, at: UtcMillis) {
        if self.paths.0 != paths {
            self.paths = (paths, at);
        }
    }
    /// The test by appointment that was not answered yet.
    #[must_use]
    pub const fn planned_test(&self) -> Option<PlannedTest> {
        self.planned
    }
    /// Keeps that the handset was heard. Only the newest counts; also used to bring proofs back after a restart.
    pub fn hear(&mut self, at: ReceivedAt) {
        self.heard_at = self.heard_at.max(Some(at.0));
    }
    /// Keeps what a heartbeat says, and that it was heard.
    pub fn observe(&mut self, beat: Beat, at: ReceivedAt) {
        self.hear(at);
        self.observed = self.observed.after(beat, at.0);
    }
    /// Which handset.
    #[must_use]
    pub const fn handset(&self) -> HandsetId {
        self.handset
    }
    /// How the watch is, with the data of that state.
    #[must_use]
    pub const fn state(&self) -> &WatchState {
        &self.state
    }
    /// Is the handset watched?
    #[must_use]
    pub const fn is_running(&self) -> bool {
        match self.state {
            WatchState::Running(_) => true,
            WatchState::NotStarted | WatchState::Stopped => false,
        }
    }
    /// The newest proof of life (FL-10); `None` if there never was one.
    #[must_use]
    pub const fn last_heard(&self) -> Option<UtcMillis> {
        self.heard_at
    }
    /// When the newest daily report came in.
    #[must_use]
    pub const fn last_report(&self) -> Option<UtcMillis> {
        self.reported_at
    }
    /// The newest daily report.
    #[must_use]
    pub const fn report(&self) -> Option<&DailyReport> {
        self.report.as_ref()
    }
    /// The newest self-test that was answered, and when.
    #[must_use]
    pub const fn tested(&self) -> Option<(TestId, UtcMillis)> {
        self.tested
    }

    /// When the newest self-test was answered.
    #[must_use]
    pub fn last_test(&self) -> Option<UtcMillis> {
        self.tested.map(|(_, at)| at)
    }
    /// The open alerts, cleared ones included, in order of their kind.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.running().into_iter().flat_map(|r| r.alerts.values())
    }
    /// The open alert of a kind.
    #[must_use]
    pub fn alert(&self, kind: AlertKind) -> Option<&Alert> {
        self.running().and_then(|r| r.alerts.get(&kind))
    }
    pub(super) const fn running(&self) -> Option<&Running> {
        match &self.state {
            WatchState::Running(running) => Some(running),
            WatchState::NotStarted | WatchState::Stopped => None,
        }
    }
}
