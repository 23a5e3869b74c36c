//! One timeline of alarm and tracking (EM-11), and the list for when nothing works (FL-22).
//!
//! Never here: rules of a measure (room `measure`).

use crate::cell::Cell;
use crate::output::Problem;
use crate::tracking::mandate::{Age, MandateState, Pair, TargetGroup, Watched};
use crate::tracking::view::{Contingency, ContingencyLine, Protection};
use hoeder_measure::decision::Decision;
use hoeder_measure::ending::{EarlyGround, EndStep};
use hoeder_measure::{Command, Measure, State};
use hoeder_vocab::{CaseId, CivilDate, MandateId, MeasureId, UtcMillis};
use hoeder_watch::incident::About;
use hoeder_watch::track::{AlertKind, Queue};

/// Most lines of the list: what a room can read out.
const MOST: usize = 10_000;

impl Cell {
    /// EM-11: an alarm is not given up for tracking that this cell knows not to run. A mandate that is kept elsewhere is taken
    /// at the magistrate's word, as the circular does.
    pub(in crate::cell) fn check_continuation(
        &self,
        id: MeasureId,
        command: &Command,
    ) -> Result<(), Problem> {
        #[expect(clippy::wildcard_enum_match_arm, reason = "two commands of many give the alarm up")]
        let takes_over = match command {
            Command::Rule(decision) => ends_for_tracking(decision),
            Command::DoEndStep(EndStep::SwitchedOff { .. }) => {
                self.measures.get(&id).is_some_and(|kept| ended_for_tracking(&kept.measure))
            }
            _ => false,
        };
        let continuation = self.measures.get(&id).and_then(|kept| kept.measure.file().continuation.as_ref());
        let mandate = continuation.and_then(|one| self.tracking.mandate_called(&one.mandate));
        match mandate {
            Some(mandate) if takes_over && !self.tracking.mandate_is_watched(mandate.id) => {
                Err(Problem::Conflict("mandate.not_watched"))
            }
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn protection_of(&self, case: CaseId) -> Vec<Protection> {
        let mut spans: Vec<(UtcMillis, Protection)> = Vec::new();
        for id in self.measures.of_case.get(&case).into_iter().flatten() {
            let Some(kept) = self.measures.get(id) else { continue };
            if let Some(on) = kept.measure.file().activation.as_ref().map(|activation| activation.on) {
                let until = switched_off(&kept.measure);
                spans.push((noon(on), Protection::Alarm { measure: *id, from: on, until }));
            }
        }
        let first = MandateId::from_u128(0);
        let of_case = self.tracking.mandates_of_case.range((case, first)..).take_while(|(of, _)| *of == case);
        for mandate in of_case.filter_map(|(_, id)| self.tracking.mandates.get(id)) {
            if mandate.state != MandateState::Draft {
                let span = Protection::Tracking {
                    mandate: mandate.id,
                    reference: mandate.reference.clone(),
                    from: mandate.from,
                    until: mandate.until,
                    watched: self.binds_somebody(mandate.id) && self.tracking.mandate_is_watched(mandate.id),
                };
                spans.push((mandate.from, span));
            }
            spans.extend(self.incidents_of_mandate(mandate.id));
        }
        let presses = self.alarms.values().filter(|one| one.alarm.bearer().is_some_and(|b| b.case == case));
        spans.extend(presses.filter_map(|running| {
            let at = running.alarm.raised_at()?;
            Some((at, Protection::Press { alarm: running.alarm.id(), at }))
        }));
        spans.sort_by_key(|(at, _)| *at);
        spans.into_iter().map(|(_, span)| span).collect()
    }

    fn incidents_of_mandate(&self, id: MandateId) -> Vec<(UtcMillis, Protection)> {
        let abouts = self.abouts_of_mandate(id).into_iter();
        let ids = abouts.flat_map(|about| self.tracking.about.get(&about).into_iter().flatten());
        ids.filter_map(|id| self.tracking.incidents.get(id))
            .filter_map(|kept| {
                let (incident, at) = (&kept.incident, kept.incident.opened_at()?);
                Some((at, Protection::Incident { incident: incident.id(), at, queue: incident.queue() }))
            })
            .collect()
    }

    /// Ranked by risk: an open incident of danger first, then what cannot be watched, then who is threatened most.
    pub(super) fn contingency(&self, now: UtcMillis) -> Contingency {
        let pairs = self.tracking.pairs.values().filter(|pair| pair.state == Watched::Active);
        let mut lines: Vec<ContingencyLine> =
            pairs.filter_map(|pair| self.contingency_line(pair, now)).collect();
        lines.sort_by_key(|line| (core::cmp::Reverse(line.risk), line.pair));
        lines.truncate(MOST);
        for (rank, line) in (1..).zip(&mut lines) {
            line.rank = rank;
        }
        Contingency { made_at: now, lines }
    }

    fn contingency_line(&self, pair: &Pair, now: UtcMillis) -> Option<ContingencyLine> {
        let mandate = self.tracking.mandates.get(&pair.mandate).filter(|mandate| mandate.runs(now))?;
        let offender = self.tracking.carriers.get(&pair.offender)?;
        let protected = self.tracking.carriers.get(&pair.protected)?;
        let open = self.tracking.open.get(&About::Pair(pair.id)).copied();
        let reasons = self.risks(pair, mandate.group, now);
        let minor = protected.age == Age::Minor;
        let because: Vec<(&'static str, u32)> =
            reasons.into_iter().chain(minor.then_some(("minor", 10))).collect();
        Some(ContingencyLine {
            rank: 0,
            risk: because.iter().map(|(_, points)| points).sum(),
            because: because.into_iter().map(|(word, _)| word).collect(),
            pair: pair.id,
            case: mandate.case,
            zone: mandate.zone,
            protected: self.carrier_name(protected),
            offender: self.carrier_name(offender),
            incident: open,
        })
    }

    fn risks(&self, pair: &Pair, group: TargetGroup, now: UtcMillis) -> Vec<(&'static str, u32)> {
        let mut risks = Vec::new();
        let open = self.tracking.open.get(&About::Pair(pair.id));
        if let Some(kept) = open.and_then(|id| self.tracking.incidents.get(id)) {
            risks.push(match kept.incident.queue() {
                Queue::Danger => ("open_danger", 100),
                Queue::Tracking => ("open_tracking", 40),
                Queue::Technical => ("open_technical", 5),
            });
            let dark = kept.incident.alerts().any(|alert| {
                alert.stands() && matches!(alert.facts.kind, AlertKind::Silent | AlertKind::CouldBeNear)
            });
            risks.extend(dark.then_some(("dark", 60)));
        }
        if !self.tracking.is_watched(pair.offender) || !self.tracking.is_watched(pair.protected) {
            risks.push(("not_watched", 50));
        }
        if !self.tracking.patterns_of(pair.id, now).is_empty() {
            risks.push(("pattern", 30));
        }
        risks.extend(match group {
            TargetGroup::ThreatenedWitness => Some(("threatened_witness", 25)),
            TargetGroup::PartnerViolence => Some(("partner_violence", 20)),
            TargetGroup::ChildAbuse | TargetGroup::SexualViolence => Some(("abuse", 20)),
            TargetGroup::Stalking => Some(("stalking", 15)),
        });
        let short = pair.alarm_m < 500;
        risks.extend(short.then_some(("short_distance", 10)));
        risks
    }
}

fn ends_for_tracking(decision: &Decision) -> bool {
    use hoeder_measure::decision::Ruling;
    matches!(decision.ruling, Ruling::EndEarly { ground: EarlyGround::TrackingTookOver, .. })
}

fn ended_for_tracking(measure: &Measure) -> bool {
    match measure.state() {
        State::Ending { cause, .. } | State::Ended { cause, .. } => {
            cause.ground == Some(EarlyGround::TrackingTookOver)
        }
        State::TransferredOut { .. } => true,
        State::Nothing
        | State::Requested { .. }
        | State::AwaitingDecision { .. }
        | State::Refused { .. }
        | State::Granted { .. }
        | State::Running { .. } => false,
    }
}

/// The day on which the alarm was switched off, if it was.
fn switched_off(measure: &Measure) -> Option<CivilDate> {
    match measure.state() {
        State::Ending { steps, .. } => steps.switched_off,
        State::Ended { on, .. } | State::TransferredOut { on, .. } => Some(*on),
        State::Nothing
        | State::Requested { .. }
        | State::AwaitingDecision { .. }
        | State::Refused { .. }
        | State::Granted { .. }
        | State::Running { .. } => None,
    }
}

/// The middle of a day in UTC: days and moments stand in one order.
fn noon(day: CivilDate) -> UtcMillis {
    let epoch = CivilDate::in_belgium(UtcMillis::from_unix_ms(0));
    UtcMillis::from_unix_ms(day.days_since(epoch).saturating_mul(86_400_000).saturating_add(43_200_000))
}
