//! Orders about mandates and whom they bind: each is held to its rule, checked, written down, and what is watched follows.
//!
//! Never here: what an order must say (`valid`), what is watched (`watch`).

use super::valid::reason as check_reason;
use crate::access::{self, Action, MandateFacts, Resource};
use crate::cell::Cell;
use crate::entry::Event;
use crate::output::Problem;
use crate::tracking::mandate::{Carrier, Mandate, Pair, Perimeter, Pilot};
use crate::tracking::{TrackingEvent, TrackingOrder};
use hoeder_vocab::{AccountId, Actor, CarrierId, MandateId, PerimeterId, Sensitive, UtcMillis};

type Done = Result<(), Problem>;

impl Cell {
    pub(in crate::cell) fn tracking_order(
        &mut self,
        by: AccountId,
        order: TrackingOrder,
        now: UtcMillis,
    ) -> Done {
        match order {
            TrackingOrder::PutPilot(pilot) => self.put_pilot(by, pilot, now),
            TrackingOrder::PutMandate(mandate) => self.put_mandate(by, mandate, now),
            TrackingOrder::PutCarrier(carrier) => self.put_carrier(by, carrier, now),
            TrackingOrder::PutPair { pair, reason } => self.put_pair(by, (pair, reason), now),
            TrackingOrder::PutPerimeter { perimeter, reason } => {
                self.put_perimeter(by, (*perimeter, reason), now)
            }
            TrackingOrder::DeletePerimeter { perimeter, reason } => {
                self.delete_perimeter(by, (perimeter, reason), now)
            }
            TrackingOrder::PutTracker(tracker) => self.put_tracker(by, tracker, now),
            TrackingOrder::ChangeTracker(tracker) => self.change_tracker(by, tracker, now),
            TrackingOrder::IssueTracker { tracker, carriers, urgent } => {
                self.issue_tracker(by, (tracker, carriers), urgent, now)
            }
            TrackingOrder::ReturnTracker { tracker, gone } => self.return_tracker(by, (tracker, gone), now),
            TrackingOrder::CheckCoverage { carrier, places } => {
                self.check_coverage(by, (carrier, places), now)
            }
            TrackingOrder::TestTracker { tracker, result, note } => {
                self.test_tracker(by, tracker, (result, note), now)
            }
            TrackingOrder::Command { tracker, command } => self.command_device(by, (tracker, command), now),
            TrackingOrder::Incident { incident, order } => self.incident_order(by, incident, order, now),
        }
    }

    /// May this account do this under this mandate? A no is written down (GN-02).
    pub(super) fn allowed_mandate(
        &mut self,
        by: AccountId,
        action: Action,
        mandate: MandateId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let known = self.tracking.mandates.get(&mandate).ok_or(Problem::NotFound)?;
        let (facts, case) = (MandateFacts { zone: known.zone, office: known.office }, known.case);
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let verdict = access::decide(account, action, Resource::Mandate(facts));
        self.hold_to(verdict, (actor, action), (Some(case), None), now)
    }

    pub(super) fn allowed_carrier(
        &mut self,
        by: AccountId,
        action: Action,
        carrier: CarrierId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let mandate = self.tracking.carriers.get(&carrier).ok_or(Problem::NotFound)?.mandate;
        self.allowed_mandate(by, action, mandate, now)
    }

    pub(super) fn record_tracking(
        &mut self,
        (actor, action): (Actor, Action),
        now: UtcMillis,
        event: TrackingEvent,
    ) {
        self.record(actor, Self::purpose(action), now, Event::Tracking(Box::new(event)));
    }

    fn put_pilot(&mut self, by: AccountId, pilot: Pilot, now: UtcMillis) -> Done {
        let actor = self.allowed(by, Action::PutPilot, now)?;
        self.check_pilot(&pilot)?;
        self.record_tracking((actor, Action::PutPilot), now, TrackingEvent::PilotPut(pilot));
        Ok(())
    }

    /// Held to the rule as it will be and as it was: nobody takes a mandate out of another's territory.
    fn put_mandate(&mut self, by: AccountId, mandate: Mandate, now: UtcMillis) -> Done {
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let facts = MandateFacts { zone: mandate.zone, office: mandate.office };
        let verdict = access::decide(account, Action::PutMandate, Resource::Mandate(facts));
        self.hold_to(verdict, (actor, Action::PutMandate), (Some(mandate.case), None), now)?;
        let id = mandate.id;
        if self.tracking.mandates.contains_key(&id) {
            self.allowed_mandate(by, Action::PutMandate, id, now)?;
        }
        self.check_mandate(&mandate, now)?;
        self.record_tracking((actor, Action::PutMandate), now, TrackingEvent::MandatePut(mandate));
        self.settle_mandate(id, now);
        self.page_tracking_tasks();
        Ok(())
    }

    fn put_carrier(&mut self, by: AccountId, carrier: Carrier, now: UtcMillis) -> Done {
        let mandate = carrier.mandate;
        let actor = self.allowed_mandate(by, Action::PutCarrier, mandate, now)?;
        self.check_carrier(&carrier)?;
        let tracker = self.tracking.tracker_of.get(&carrier.id).copied();
        self.record_tracking((actor, Action::PutCarrier), now, TrackingEvent::CarrierPut(carrier));
        self.settle_mandate(mandate, now);
        tracker.into_iter().for_each(|tracker| self.tell_door(tracker));
        Ok(())
    }

    fn put_pair(&mut self, by: AccountId, (pair, reason): (Pair, Sensitive<String>), now: UtcMillis) -> Done {
        let mandate = pair.mandate;
        let actor = self.allowed_mandate(by, Action::PutPair, mandate, now)?;
        self.check_pair(&pair)?;
        check_reason(&reason)?;
        self.record_tracking((actor, Action::PutPair), now, TrackingEvent::PairPut { pair, reason });
        self.settle_mandate(mandate, now);
        Ok(())
    }

    fn put_perimeter(
        &mut self,
        by: AccountId,
        (perimeter, reason): (Perimeter, Sensitive<String>),
        now: UtcMillis,
    ) -> Done {
        let actor = self.allowed_carrier(by, Action::PutPerimeter, perimeter.carrier, now)?;
        self.check_perimeter(&perimeter)?;
        check_reason(&reason)?;
        let mandate = self.tracking.mandate_of(perimeter.carrier).ok_or(Problem::NotFound)?.id;
        let event = TrackingEvent::PerimeterPut { perimeter: Box::new(perimeter), reason };
        self.record_tracking((actor, Action::PutPerimeter), now, event);
        self.settle_mandate(mandate, now);
        Ok(())
    }

    /// T-NIJ-10: it is watched no longer; what it was stays in the log and in the view of its mandate.
    fn delete_perimeter(
        &mut self,
        by: AccountId,
        (id, reason): (PerimeterId, Sensitive<String>),
        now: UtcMillis,
    ) -> Done {
        let kept = self.tracking.perimeters.get(&id).ok_or(Problem::NotFound)?;
        let (carrier, deleted) = (kept.perimeter.carrier, kept.deleted.is_some());
        let actor = self.allowed_carrier(by, Action::DeletePerimeter, carrier, now)?;
        check_reason(&reason)?;
        if deleted {
            return Err(Problem::Conflict("perimeter.deleted"));
        }
        let mandate = self.tracking.mandate_of(carrier).ok_or(Problem::NotFound)?.id;
        let event = TrackingEvent::PerimeterDeleted { perimeter: id, carrier, by, reason };
        self.record_tracking((actor, Action::DeletePerimeter), now, event);
        self.settle_mandate(mandate, now);
        Ok(())
    }
}
