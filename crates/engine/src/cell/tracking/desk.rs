//! The desk of the monitoring centre, mandates, devices and pilots as screens are shown them. No position is in any of it.
//!
//! Never here: who may see it (`access`), incidents (`show`).

use super::incidents::ended;
use crate::access::{self, Action, MandateFacts, Resource, Verdict};
use crate::cell::Cell;
use crate::cell::measures_world::places;
use crate::cell::wall::count;
use crate::measures::MeasureSight;
use crate::roster::Account;
use crate::tracking::mandate::{Mandate, MandateState, Watched};
use crate::tracking::tracker::{FieldTest, Tracker};
use crate::tracking::view::{
    IncidentRow, MandateRow, MandateView, Pattern, PerimeterView, PilotView, TrackerView, TrackingDesk,
    TrackingTask,
};
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{AccountId, MandateId, UtcMillis};
use hoeder_watch::incident::{About, Outcome};
use hoeder_watch::track::Queue;
use std::collections::BTreeSet;

/// Most incidents and most tasks in the list of the desk; the counts say how many there are.
const MOST: usize = 2_000;

impl Cell {
    pub(super) fn tracking_desk(&self, now: UtcMillis) -> TrackingDesk {
        let open = self.tracking.open.values().filter_map(|id| self.tracking.incidents.get(id));
        let mut incidents: Vec<IncidentRow> =
            open.filter_map(|kept| self.incident_row(&kept.incident)).collect();
        incidents.sort_by_key(|row| (row.queue, row.opened_at, row.incident));
        incidents.truncate(MOST);
        let mut tasks: Vec<TrackingTask> =
            self.tracking.mandates.values().flat_map(|mandate| self.tracking_tasks(mandate, now)).collect();
        tasks.extend(self.burden_tasks(now));
        tasks.truncate(MOST);
        TrackingDesk { counts: self.queue_counts(), incidents, tasks, patterns: self.patterns(now) }
    }

    fn burden_tasks(&self, now: UtcMillis) -> impl Iterator<Item = TrackingTask> {
        let passed = self.tracking.burden_passed.iter();
        passed
            .filter(move |(_, at)| now.since(**at) < super::incidents::DAY)
            .map(|(person, _)| TrackingTask::Burden { person: *person })
    }

    fn patterns(&self, now: UtcMillis) -> Vec<Pattern> {
        let pairs = self.tracking.pairs.values().filter(|pair| pair.state == Watched::Active);
        pairs.flat_map(|pair| self.tracking.patterns_of(pair.id, now)).collect()
    }

    /// What is owed under a mandate: a device for each carrier, a check of the usual places, a field test after each swap.
    fn tracking_tasks(&self, mandate: &Mandate, now: UtcMillis) -> Vec<TrackingTask> {
        let mut tasks = Vec::new();
        if mandate.state != MandateState::Granted || mandate.until.is_some_and(|until| until <= now) {
            return tasks;
        }
        let mut seen = BTreeSet::new();
        for carrier in self.tracking.carriers_of(mandate.id) {
            match self.tracking.tracker_of(carrier.id) {
                None if mandate.runs(now) => {
                    tasks.push(TrackingTask::NoDevice { carrier: carrier.id, mandate: mandate.id });
                }
                Some(tracker) if seen.insert(tracker.id) => tasks.extend(self.field_test_owed(tracker)),
                None | Some(_) => {}
            }
            if !self.tracking.coverage.contains_key(&carrier.id) {
                tasks.push(TrackingTask::CoverageCheck { carrier: carrier.id });
            }
        }
        tasks
    }

    /// FL-12.
    fn field_test_owed(&self, tracker: &Tracker) -> Option<TrackingTask> {
        let issued_at = *self.tracking.moved_at.get(&tracker.id)?;
        let tested = self.tracking.tested.get(&tracker.id);
        if tested.is_some_and(|(at, result)| *at >= issued_at && *result == FieldTest::Passed) {
            return None;
        }
        Some(TrackingTask::FieldTest {
            tracker: tracker.id,
            carriers: tracker.carriers.clone(),
            issued_at,
            due_at: issued_at.plus(self.config.tracking.field_test_within),
        })
    }

    /// MS-23: that there is a measure stands in a mandate only for those who may know of the measure.
    fn mandate_row(&self, mandate: &Mandate, account: &Account, now: UtcMillis) -> MandateRow {
        let mut shown = mandate.clone();
        shown.measure = mandate.measure.filter(|measure| {
            self.measures.get(measure).is_some_and(|kept| {
                access::measure_sight(account, places(&kept.measure).facts()) != MeasureSight::None
            })
        });
        let carriers = self.tracking.carriers_of(mandate.id);
        let with_device = carriers.filter(|carrier| self.tracking.tracker_of.contains_key(&carrier.id));
        MandateRow {
            runs: mandate.runs(now),
            zone: self.zones.name(mandate.zone),
            carriers: count(with_device.count()),
            pairs: count(self.tracking.pairs_of_mandate(mandate.id).count()),
            mandate: shown,
        }
    }

    pub(super) fn mandate_rows(&self, by: AccountId, now: UtcMillis) -> Vec<MandateRow> {
        let Some(account) = self.book.accounts.get(&by) else { return Vec::new() };
        let reaches = |mandate: &&Mandate| {
            let facts = MandateFacts { zone: mandate.zone, office: mandate.office };
            let verdict = access::decide(account, Action::ReadMandate, Resource::Mandate(facts));
            matches!(verdict, Verdict::Allowed(_))
        };
        let mut rows: Vec<MandateRow> = self
            .tracking
            .mandates
            .values()
            .filter(reaches)
            .map(|mandate| self.mandate_row(mandate, account, now))
            .collect();
        rows.sort_by_key(|row| (!row.runs, core::cmp::Reverse(row.mandate.from), row.mandate.id));
        rows
    }

    pub(super) fn mandate_view(&self, by: AccountId, id: MandateId, now: UtcMillis) -> Option<MandateView> {
        let (account, mandate) = (self.book.accounts.get(&by)?, self.tracking.mandates.get(&id)?);
        let carriers: Vec<_> = self.tracking.carriers_of(id).cloned().collect();
        let perimeters = carriers.iter().flat_map(|carrier| self.tracking.perimeters_of(carrier.id));
        let mut incidents: Vec<IncidentRow> = self
            .abouts_of_mandate(id)
            .into_iter()
            .flat_map(|about| self.tracking.about.get(&about).into_iter().flatten())
            .filter_map(|incident| self.tracking.incidents.get(incident))
            .filter_map(|kept| self.incident_row(&kept.incident))
            .collect();
        incidents.sort_by_key(|row| core::cmp::Reverse((row.opened_at, row.incident)));
        incidents.truncate(MOST);
        Some(MandateView {
            row: self.mandate_row(mandate, account, now),
            pairs: self.tracking.pairs_of_mandate(id).cloned().collect(),
            perimeters: perimeters
                .map(|kept| PerimeterView {
                    perimeter: kept.perimeter.clone(),
                    deleted: kept
                        .deleted
                        .as_ref()
                        .map(|(at, by, why)| (*at, self.book.account_name(*by), why.clone())),
                })
                .collect(),
            coverage: carriers
                .iter()
                .filter_map(|one| self.tracking.coverage.get(&one.id))
                .cloned()
                .collect(),
            incidents,
            tasks: self.tracking_tasks(mandate, now),
            carriers: carriers
                .into_iter()
                .map(|carrier| {
                    let name = self.carrier_name(&carrier);
                    (carrier, name)
                })
                .collect(),
        })
    }

    pub(super) fn abouts_of_mandate(&self, id: MandateId) -> BTreeSet<About> {
        let carriers = self.tracking.carriers_of(id);
        carriers.flat_map(|carrier| self.tracking.abouts_of(carrier.id)).collect()
    }

    pub(super) fn tracker_views(&self) -> Vec<TrackerView> {
        let view = |tracker: &Tracker| TrackerView {
            tracker: Tracker { secret_digest: None, ..tracker.clone() },
            issued_at: self
                .tracking
                .moved_at
                .get(&tracker.id)
                .copied()
                .filter(|_| self.is_issued(tracker.id)),
            tested: self.tracking.tested.get(&tracker.id).copied(),
            command: self.tracking.commands.get(&tracker.id).copied(),
        };
        self.tracking.trackers.values().map(view).collect()
    }

    /// EM-10: what a pilot bounds, and what came of it.
    pub(super) fn pilot_views(&self, now: UtcMillis) -> Vec<PilotView> {
        let view = |pilot: &crate::tracking::mandate::Pilot| {
            let mut view = PilotView {
                pilot: pilot.clone(),
                holding: 0,
                mandates: 0,
                incidents: [0; 3],
                violations: 0,
                false_alerts: 0,
            };
            for mandate in self.tracking.mandates.values().filter(|one| one.pilot == Some(pilot.id)) {
                view.mandates += 1;
                view.holding += u32::from(mandate.runs(now));
                for about in self.abouts_of_mandate(mandate.id) {
                    self.count_incidents(about, &mut view);
                }
            }
            view
        };
        self.tracking.pilots.values().map(view).collect()
    }

    fn count_incidents(&self, about: About, view: &mut PilotView) {
        let ids = self.tracking.about.get(&about).into_iter().flatten();
        for kept in ids.filter_map(|id| self.tracking.incidents.get(id)) {
            let [danger, tracking, technical] = &mut view.incidents;
            match kept.incident.queue() {
                Queue::Danger => *danger += 1,
                Queue::Tracking => *tracking += 1,
                Queue::Technical => *technical += 1,
            }
            match ended(&kept.incident) {
                Some(Outcome::Violation | Outcome::Harassment) => view.violations += 1,
                Some(Outcome::FalseAlert) => view.false_alerts += 1,
                Some(Outcome::Unintended | Outcome::Device | Outcome::Test) | None => {}
            }
        }
    }

    /// Has this mandate an offender among its carriers?
    pub(super) fn binds_somebody(&self, id: MandateId) -> bool {
        self.tracking.carriers_of(id).any(|carrier| carrier.side == Side::Offender)
    }
}
