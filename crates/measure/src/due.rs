//! Every date on which something of a measure falls due, computed from the state: so it is the same after a replay.
//!
//! Never here: timers.

use crate::confidentiality::SuspectMeasure;
use crate::decide::number_at;
use crate::duration::{REVISIT_MONTHS, Terms};
use crate::point::Point;
use crate::state::{Measure, State};
use hoeder_vocab::{CivilDate, TripId};

/// Most dates of revisits that are looked at: three hundred years.
const MAX_DATES: i32 = 1200;

/// What falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// Receipt of a hand-over, by its number.
    HandOver(u16),
    /// The alarm should be active (FL-23).
    Activation,
    /// A revisit, by its number.
    Revisit(u16),
    /// A trip begins.
    TripBegins(TripId),
    /// The person is back from a trip.
    TripEnds(TripId),
    /// A move of residence takes place, by its number.
    Move(u16),
    /// The month of the evaluation begins.
    EvaluationOpens,
    /// The measure ends.
    End,
    /// The contact ban ends.
    BanEnds,
    /// The supervised period after the end is over.
    SupervisionEnds,
}

/// A date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// On which day.
    pub on: CivilDate,
    /// What.
    pub kind: DueKind,
    /// Why.
    pub point: Point,
}

impl Measure {
    /// Every date, the first one first. A date that has passed stays until what it stands for was done.
    #[must_use]
    pub fn next_due(&self, terms: &Terms) -> Vec<Due> {
        let mut dues = Vec::new();
        let mut add = |on, kind, point| dues.push(Due { on, kind, point: Point::new(point) });
        for (n, one) in self.open_hand_overs() {
            add(one.on.plus_days(terms.confirm_days), DueKind::HandOver(n), "7.3.2");
        }
        if let Some(on) = self.next_revisit(terms) {
            add(on, DueKind::Revisit(number_at(self.file.revisits.len())), "7.11.3");
        }
        match &self.state {
            State::Granted { term, .. } | State::Running { term, .. } => {
                if matches!(self.state, State::Granted { .. }) {
                    add(term.granted_on.plus_days(terms.activate_days), DueKind::Activation, "7.8.1");
                }
                add(term.evaluation_from(), DueKind::EvaluationOpens, "7.12.1");
                add(term.ends_on, DueKind::End, "7.12.1");
                if let Some(until) = self.ban_until() {
                    add(until, DueKind::BanEnds, "7.8.4");
                }
                for planned in &self.file.trips {
                    add(planned.trip.from, DueKind::TripBegins(planned.trip.trip), "7.11.1");
                    add(planned.trip.until, DueKind::TripEnds(planned.trip.trip), "7.11.1");
                }
                for moved in &self.file.moves {
                    add(moved.what.on, DueKind::Move(moved.n), "7.2.3");
                }
            }
            State::Ended { supervised_until, .. } => {
                add(*supervised_until, DueKind::SupervisionEnds, "7.12.2");
            }
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Ending { .. }
            | State::TransferredOut { .. } => {}
        }
        dues.sort();
        dues
    }

    /// 7.11.3 (MS-33): the day of the next revisit while the measure runs. The first one some days after the activation, as
    /// COL 20/2020 sets it; then every three months counted from the first one, so that a late visit does not shift the
    /// others. A visit shortly before such a day stands for it.
    #[must_use]
    pub fn next_revisit(&self, terms: &Terms) -> Option<CivilDate> {
        let State::Running { term, .. } = &self.state else { return None };
        let active_on = self.file.activation.as_ref()?.on;
        let on = |revisit: &crate::followup::Revisit| revisit.on;
        let Some(first) = self.file.revisits.iter().map(on).min() else {
            return Some(active_on.plus_days(terms.first_revisit_days));
        };
        let last = self.file.revisits.iter().map(on).max().unwrap_or(first);
        let covered = last.plus_days(terms.revisit_early_days);
        (1..=MAX_DATES)
            .map(|n: i32| first.plus_months(n.saturating_mul(REVISIT_MONTHS)))
            .find(|due| *due > covered || *due > term.ends_on)
            .filter(|due| *due <= term.ends_on)
    }

    /// The last day of the longest contact ban (7.8.4).
    pub(crate) fn ban_until(&self) -> Option<CivilDate> {
        let until = |measure: &SuspectMeasure| match measure {
            SuspectMeasure::ContactBan { until, .. } => Some(*until),
            SuspectMeasure::Heard { .. }
            | SuspectMeasure::Arrested { .. }
            | SuspectMeasure::Signalled { .. }
            | SuspectMeasure::HomeBan { .. } => None,
        };
        self.file.suspect.iter().filter_map(until).max()
    }
}
