//! Questions about tracking: each is held to its rule and leaves a line where personal data is read (GN-02).
//!
//! Who follows, plays back or takes away tracks leaves exactly one entry, with why (T-NIJ-10).

use super::valid::reason;
use crate::access::Action;
use crate::cell::Cell;
use crate::cell::valid::invalid;
use crate::output::{Problem, Reply, TrackingReply};
use crate::tracking::view::{BurdenView, Pattern, TrackAllowed};
use crate::tracking::{TrackUse, TrackUsed, TrackingEvent, TrackingQuery};
use core::time::Duration;
use hoeder_vocab::{
    AccountId, CarrierId, CaseId, IncidentId, MandateId, PairId, PersonId, Role, RoomId, Sensitive, UtcMillis,
};
use hoeder_watch::incident::About;
use std::sync::Arc;

/// The longest stretch that one question covers.
const LONGEST: Duration = Duration::from_secs(31 * 86_400);
/// Most carriers of one question.
const MAX_CARRIERS: usize = 16;
/// Live, one sees how it came to this: so long before the incident.
const BEFORE: Duration = Duration::from_secs(3_600);

type Answer = Result<TrackingReply, Problem>;

impl Cell {
    pub(in crate::cell) fn tracking_answer(
        &mut self,
        by: AccountId,
        query: &TrackingQuery,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        self.answer_about_tracking(by, query, now).map(|reply| Reply::Tracking(Box::new(reply)))
    }

    fn answer_about_tracking(&mut self, by: AccountId, query: &TrackingQuery, now: UtcMillis) -> Answer {
        match query {
            TrackingQuery::Desk => {
                self.allowed(by, Action::ReadTrackingDesk, now)?;
                Ok(TrackingReply::Desk(self.tracking_desk(now)))
            }
            TrackingQuery::Incident(incident) => self.read_incident(by, *incident, now),
            TrackingQuery::Mandates => {
                let actor = self.allowed(by, Action::ListMandates, now)?;
                self.log_access((actor, Action::ListMandates), (None, None), None, now);
                Ok(TrackingReply::Mandates(self.mandate_rows(by, now)))
            }
            TrackingQuery::Mandate(mandate) => self.read_mandate(by, *mandate, now),
            TrackingQuery::Trackers => {
                let actor = self.allowed(by, Action::ReadTrackers, now)?;
                self.log_access((actor, Action::ReadTrackers), (None, None), None, now);
                Ok(TrackingReply::Trackers(self.tracker_views()))
            }
            TrackingQuery::DoorNotes => self.read_door_notes(by, now),
            TrackingQuery::Pilots => {
                self.allowed(by, Action::ReadPilots, now)?;
                Ok(TrackingReply::Pilots(self.pilot_views(now)))
            }
            TrackingQuery::TrackView { pair } => self.view_track(by, *pair, now),
            TrackingQuery::TrackPast { how, carriers, from, until, why } => {
                self.past_track(by, (*how, carriers), (*from, *until), why, now)
            }
            TrackingQuery::WhatIf { mandate, why } => self.what_if(by, *mandate, why, now),
            TrackingQuery::Burden(person) => self.read_burden(by, *person, now),
            TrackingQuery::Protection(case) => self.read_protection(by, *case, now),
            TrackingQuery::Contingency { room } => self.read_contingency(by, *room, now),
        }
    }

    fn read_incident(&mut self, by: AccountId, id: IncidentId, now: UtcMillis) -> Answer {
        let actor = self.allowed_incident(by, Action::ReadIncident, id, now)?;
        let about = self.tracking.incidents.get(&id).and_then(|kept| kept.incident.about());
        let case = about.and_then(|about| self.tracking.mandate_about(about)).map(|mandate| mandate.case);
        self.log_access((actor, Action::ReadIncident), (case, None), None, now);
        let view = self.incident_view(id, now).ok_or(Problem::NotFound)?;
        Ok(TrackingReply::Incident(Arc::new(view)))
    }

    fn read_mandate(&mut self, by: AccountId, id: MandateId, now: UtcMillis) -> Answer {
        let actor = self.allowed_mandate(by, Action::ReadMandate, id, now)?;
        let case = self.tracking.mandates.get(&id).map(|mandate| mandate.case);
        self.log_access((actor, Action::ReadMandate), (case, None), None, now);
        let view = self.mandate_view(by, id, now).ok_or(Problem::NotFound)?;
        Ok(TrackingReply::Mandate(Box::new(view)))
    }

    /// GN-03: only while an incident of it is open; the incident says why.
    fn view_track(&mut self, by: AccountId, id: PairId, now: UtcMillis) -> Answer {
        let pair = self.tracking.pairs.get(&id).cloned().ok_or(Problem::NotFound)?;
        let Some(incident) = self.tracking.open.get(&About::Pair(id)).copied() else {
            self.allowed(by, Action::ReadTrackingDesk, now)?;
            return Err(Problem::Conflict("track.no_incident"));
        };
        let actor = self.allowed_incident(by, Action::ViewTrack, incident, now)?;
        let kept = self.tracking.incidents.get(&incident).ok_or(Problem::NotFound)?;
        let opened_at = kept.incident.opened_at().unwrap_or(now);
        let from = UtcMillis::from_unix_ms(opened_at.unix_ms().saturating_sub(ms(BEFORE)));
        let used = TrackUsed {
            how: TrackUse::View,
            carriers: vec![pair.offender, pair.protected],
            pair: Some(id),
            incident: Some(incident),
            from,
            until: now,
            why: Sensitive::new(String::from("incident")),
        };
        let allowed = self.track_allowed(&used);
        self.record_tracking((actor, Action::ViewTrack), now, TrackingEvent::TrackUsed(used));
        Ok(TrackingReply::Track(allowed))
    }

    fn track_allowed(&self, used: &TrackUsed) -> TrackAllowed {
        let side = |carrier: &CarrierId| Some((*carrier, self.tracking.carriers.get(carrier)?.side));
        TrackAllowed {
            how: used.how,
            carriers: used.carriers.iter().filter_map(side).collect(),
            pair: used.pair,
            incident: used.incident,
            from: used.from,
            until: used.until,
        }
    }

    fn past_track(
        &mut self,
        by: AccountId,
        (how, carriers): (TrackUse, &[CarrierId]),
        (from, until): (UtcMillis, UtcMillis),
        why: &Sensitive<String>,
        now: UtcMillis,
    ) -> Answer {
        let action = match how {
            TrackUse::Playback => Action::PlayTrack,
            TrackUse::Export => Action::ExportTrack,
            TrackUse::View => return invalid("how", "playback or export"),
        };
        let first = *carriers.first().ok_or(Problem::Invalid { field: "carriers", expected: "1 to 16" })?;
        if carriers.len() > MAX_CARRIERS {
            return invalid("carriers", "1 to 16");
        }
        let actor = self.allowed_carrier(by, action, first, now)?;
        let mandate = self.tracking.mandate_of(first).map(|mandate| mandate.id);
        let same = |carrier: &CarrierId| self.tracking.mandate_of(*carrier).map(|one| one.id) == mandate;
        if !carriers.iter().all(same) {
            return invalid("carriers", "carriers of one mandate");
        }
        if until <= from || until.since(from) > LONGEST {
            return invalid("until", "after its start, at most 31 days later");
        }
        reason(why)?;
        let used = TrackUsed {
            how,
            carriers: carriers.to_vec(),
            pair: None,
            incident: None,
            from,
            until,
            why: why.clone(),
        };
        let allowed = self.track_allowed(&used);
        self.record_tracking((actor, action), now, TrackingEvent::TrackUsed(used));
        Ok(TrackingReply::Track(allowed))
    }

    /// FL-33: figures leave, no position; that recorded tracks were reckoned with is a line all the same.
    fn what_if(&mut self, by: AccountId, id: MandateId, why: &Sensitive<String>, now: UtcMillis) -> Answer {
        let actor = self.allowed_mandate(by, Action::ReadWhatIf, id, now)?;
        reason(why)?;
        let carriers: Vec<CarrierId> = self.tracking.carriers_of(id).map(|carrier| carrier.id).collect();
        if carriers.is_empty() {
            return Err(Problem::Conflict("mandate.no_carriers"));
        }
        let from = UtcMillis::from_unix_ms(now.unix_ms().saturating_sub(ms(LONGEST)));
        let used = TrackUsed {
            how: TrackUse::Playback,
            carriers,
            pair: None,
            incident: None,
            from,
            until: now,
            why: why.clone(),
        };
        let allowed = self.track_allowed(&used);
        self.record_tracking((actor, Action::ReadWhatIf), now, TrackingEvent::TrackUsed(used));
        Ok(TrackingReply::Track(allowed))
    }

    fn read_burden(&mut self, by: AccountId, person: PersonId, now: UtcMillis) -> Answer {
        let carrier = self.tracking.carriers_of_person(person).last().ok_or(Problem::NotFound)?;
        let actor = self.allowed_carrier(by, Action::ReadBurden, carrier, now)?;
        let case = self.tracking.mandate_of(carrier).map(|mandate| mandate.case);
        self.log_access((actor, Action::ReadBurden), (case, None), None, now);
        let (burden, patterns) = self.burden_of(person, now);
        Ok(TrackingReply::Burden(burden, patterns))
    }

    fn burden_of(&self, person: PersonId, now: UtcMillis) -> (BurdenView, Vec<Pattern>) {
        let carriers = self.tracking.carriers_of_person(person);
        let pairs = carriers.flat_map(|carrier| self.tracking.pairs_of(carrier));
        let patterns = pairs.flat_map(|pair| self.tracking.patterns_of(pair.id, now)).collect();
        (self.burden(person, now), patterns)
    }

    fn read_protection(&mut self, by: AccountId, case: CaseId, now: UtcMillis) -> Answer {
        let actor = self.allowed_case(by, Action::ReadProtection, case, now)?;
        self.log_access((actor, Action::ReadProtection), (Some(case), None), None, now);
        Ok(TrackingReply::Protection(self.protection_of(case)))
    }

    /// A supervisor takes out that of the own room; the cell has one, which is also that of the monitoring centre.
    fn read_contingency(&mut self, by: AccountId, room: Option<RoomId>, now: UtcMillis) -> Answer {
        let actor = self.allowed(by, Action::ReadContingency, now)?;
        let account = self.account(by)?;
        let room = room.or(account.room).unwrap_or(self.config.own_room);
        if account.role == Role::Supervisor && account.room != Some(room) || room != self.config.own_room {
            self.log_access((actor, Action::ReadContingency), (None, None), Some("territory"), now);
            return Err(Problem::Denied("territory"));
        }
        self.log_access((actor, Action::ReadContingency), (None, None), None, now);
        Ok(TrackingReply::Contingency(self.contingency(now)))
    }
}

fn ms(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
