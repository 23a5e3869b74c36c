//! 7.11: revisits, usual places, trips; 7.12.3: breaches and the person's own wish.
//!
//! Never here: the end itself.

use super::{Decision, Given, not_before, not_in_future, room};
use crate::decision::MAX_LISTED;
use crate::ending::{Breach, MAX_BREACHES};
use crate::event::Change;
use crate::followup::{Destination, MAX_REVISITS, MAX_TRIPS, MAX_ZONES, Revisit, SharedPlaces, Trip};
use crate::refusal::Refusal;
use crate::state::{AskedToEnd, Measure};
use crate::text::{fits, number, said};
use hoeder_vocab::{Sensitive, ZoneId};

impl Measure {
    /// 7.11.3 (MS-33).
    pub(super) fn decide_revisit(&self, revisit: &Revisit, given: Given<'_>) -> Decision {
        room(&self.file.revisits, MAX_REVISITS)?;
        not_in_future(revisit.on, given)?;
        number(&revisit.pv.number)?;
        said(&revisit.found)?;
        if let Some(activation) = &self.file.activation {
            not_before(revisit.on, activation.on)?;
        }
        Ok(vec![Change::Revisited(revisit.clone())])
    }

    /// 7.11.1 (MS-35).
    pub(super) fn decide_places(&self, places: &SharedPlaces, given: Given<'_>) -> Decision {
        not_in_future(places.on, given)?;
        room(&places.zones, MAX_ZONES + 1)?;
        for zone in &places.zones {
            known(*zone, given)?;
        }
        if places.zones.is_empty() {
            Err(Refusal::ZoneNeeded)
        } else {
            Ok(vec![Change::PlacesShared(places.clone())])
        }
    }

    /// 7.11.1 (MS-35): a trip that is announced too late is recorded all the same, and said to be late.
    pub(super) fn decide_trip(&self, trip: &Trip, given: Given<'_>) -> Decision {
        said(&trip.place)?;
        not_before(trip.until, trip.from.plus_days(1))?;
        not_before(trip.until, given.now.day)?;
        if let Destination::Zone(zone) = trip.to {
            known(zone, given)?;
        }
        let earlier = self.file.trips.iter().find(|planned| planned.trip.trip == trip.trip);
        match earlier {
            Some(planned) if planned.trip == *trip => return Ok(Vec::new()),
            Some(_) => {}
            None => room(&self.file.trips, MAX_TRIPS)?,
        }
        Ok(vec![Change::TripAnnounced { trip: trip.clone(), notice: trip.notice(given.now.day) }])
    }

    /// 7.12.3 (MS-37): counted and shown; it ends nothing by itself.
    pub(super) fn decide_breach(&self, breach: &Breach, given: Given<'_>) -> Decision {
        room(&self.file.breaches, MAX_BREACHES)?;
        not_in_future(breach.on, given)?;
        said(&breach.note)?;
        Ok(vec![Change::BreachRecorded(breach.clone())])
    }

    /// 7.12.3: the magistrate hears of it and rules; nothing is switched off by a wish. The same words twice on a day are one.
    pub(super) fn decide_asked_to_end(&self, note: &Sensitive<String>, given: Given<'_>) -> Decision {
        fits(note)?;
        let again = |asked: &AskedToEnd| asked.on == given.now.day && asked.note == *note;
        if self.file.asked_to_end.last().is_some_and(again) {
            return Ok(Vec::new());
        }
        room(&self.file.asked_to_end, MAX_LISTED)?;
        Ok(vec![Change::EndAsked { note: note.clone() }])
    }
}

pub(super) fn known(zone: ZoneId, given: Given<'_>) -> Result<(), Refusal> {
    if given.world.zones.contains_key(&zone) { Ok(()) } else { Err(Refusal::UnknownZone(zone)) }
}
