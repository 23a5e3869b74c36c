//! Announced trips: during one the usual places of the card do not hold. The managing zone is told and confirms (MS-35).
//!
//! Never here: where anybody is.

use super::Cell;
use crate::access::Action;
use crate::entry::Event;
use crate::input::Claim;
use crate::output::{Problem, Reply};
use crate::view::{TaskView, TripNow, TripView};
use hoeder_vocab::handset::{Downlink, MAX_TRIPS, Trip, UplinkRefusal};
use hoeder_vocab::{
    AccountId, Actor, CaseId, CivilDate, HandsetId, PersonId, Purpose, RequestId, TripId, UtcMillis,
};

/// A trip as the cell keeps it.
#[derive(Debug, Clone)]
pub(super) struct KeptTrip {
    pub(super) trip: Trip,
    pub(super) handset: HandsetId,
    pub(super) person: PersonId,
    pub(super) announced_at: UtcMillis,
    pub(super) seen_by: Option<AccountId>,
}

impl Cell {
    pub(super) fn on_trip(&mut self, (request, claim): (RequestId, Claim), trip: Trip, now: UtcMillis) {
        let Some(handset) = self.vouched(request, claim, now) else { return };
        self.forget_past_trips(now);
        let id = trip.trip;
        let received = Reply::Downlink(Downlink::TripReceived { trip: id });
        let past = trip.until < CivilDate::in_belgium(now);
        let Some(person) = self.book.handsets.get(&handset).map(|h| h.person) else { return };
        if self.book.trips.contains_key(&id) || past {
            self.reply_when_durable(request, received);
            return;
        }
        if self.book.trips.values().filter(|kept| kept.handset == handset).count() >= MAX_TRIPS {
            let code = UplinkRefusal::TooMany;
            self.reply(request, Reply::Downlink(Downlink::Refused { code }));
            return;
        }
        let announced = Event::TripAnnounced { handset, person, trip: trip.clone() };
        self.record(Actor::Handset(handset), Purpose::Supervision, now, announced);
        self.trip_reaches_measure(handset, &trip, now);
        self.page_tasks_changed();
        self.reply_when_durable(request, received);
    }

    pub(super) fn on_trip_ended(
        &mut self,
        (request, claim): (RequestId, Claim),
        trip: TripId,
        now: UtcMillis,
    ) {
        let Some(handset) = self.vouched(request, claim, now) else { return };
        if self.book.trips.get(&trip).is_some_and(|kept| kept.handset == handset) {
            let ended = Event::TripEnded { handset, trip };
            self.record(Actor::Handset(handset), Purpose::Supervision, now, ended);
            self.page_tasks_changed();
        }
        self.reply_when_durable(request, Reply::Downlink(Downlink::TripReceived { trip }));
    }

    /// Somebody of the managing zone has read it.
    pub(super) fn see_trip(&mut self, by: AccountId, trip: TripId, now: UtcMillis) -> Result<(), Problem> {
        let kept = self.book.trips.get(&trip).ok_or(Problem::NotFound)?;
        let (handset, seen) = (kept.handset, kept.seen_by.is_some());
        let case = self.book.persons.get(&kept.person).ok_or(Problem::NotFound)?.case;
        let actor = self.allowed_case(by, Action::SeeTrip, case, now)?;
        if !seen {
            self.record(actor, Purpose::Supervision, now, Event::TripSeen { handset, trip, by });
            self.page_tasks_changed();
        }
        Ok(())
    }

    /// What is past is nobody's business any more.
    pub(super) fn forget_past_trips(&mut self, now: UtcMillis) {
        let today = CivilDate::in_belgium(now);
        let past: Vec<TripId> =
            self.book.trips.iter().filter(|(_, kept)| kept.trip.until < today).map(|(id, _)| *id).collect();
        for trip in past {
            self.book.trips.remove(&trip);
            self.ledger.forget_trip(trip);
        }
    }

    /// Where the person said to be on the day of an alarm.
    pub(super) fn trip_on(&self, person: PersonId, at: UtcMillis) -> Option<TripNow> {
        let day = CivilDate::in_belgium(at);
        let lasts = |trip: &Trip| trip.from <= day && day <= trip.until;
        self.book
            .trips
            .values()
            .find(|kept| kept.person == person && lasts(&kept.trip))
            .map(|kept| TripNow { until: kept.trip.until, place: kept.trip.place.clone() })
    }

    pub(super) fn trips_of_case(&self, case: CaseId, now: UtcMillis) -> Vec<TripView> {
        let today = CivilDate::in_belgium(now);
        let of_case = |person: PersonId| self.book.persons.get(&person).is_some_and(|p| p.case == case);
        self.book
            .trips
            .values()
            .filter(|kept| kept.trip.until >= today && of_case(kept.person))
            .map(|kept| TripView {
                trip: kept.trip.clone(),
                person: kept.person,
                seen_by: kept.seen_by.and_then(|account| self.book.account_name(account)),
            })
            .collect()
    }

    /// Trips that nobody of the managing zone has read.
    pub(super) fn trips_to_see(&self, by: AccountId, now: UtcMillis) -> Vec<TaskView> {
        let today = CivilDate::in_belgium(now);
        let reads = |kept: &&KeptTrip| kept.seen_by.is_none() && kept.trip.until >= today;
        self.book
            .trips
            .values()
            .filter(reads)
            .filter_map(|kept| {
                let case = self.book.case_of_handset(kept.handset)?;
                self.reaches_case(by, case).then(|| TaskView::TripAnnounced {
                    trip: kept.trip.clone(),
                    case: case.id,
                    case_number: case.number.clone(),
                    announced_at: kept.announced_at,
                    zone: self.zones.name(case.managing_zone),
                })
            })
            .collect()
    }
}
