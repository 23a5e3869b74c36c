//! What a protected person reads of being followed, on the own page (FL-34).
//!
//! Never here: anything of the other, a position, who looked (the shell reads that from the log).

use crate::cell::Cell;
use crate::measures::MyFollowed;
use crate::tracking::mandate::{Carrier, Mandate, MandateState};
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{CivilDate, PersonId, UtcMillis};

/// Most mandates that a page shows.
const MOST: usize = 16;

impl Cell {
    /// The mandates that protect this person and have not ended, in the order in which they begin.
    pub(in crate::cell) fn followed_of(&self, person: PersonId, now: UtcMillis) -> Vec<MyFollowed> {
        let carriers = self.tracking.carriers_of_person(person);
        let mut found: Vec<(UtcMillis, MyFollowed)> = carriers
            .filter_map(|id| self.tracking.carriers.get(&id))
            .filter(|carrier| carrier.side == Side::Protected)
            .filter_map(|carrier| Some((self.tracking.mandates.get(&carrier.mandate)?, carrier)))
            .filter(|(mandate, _)| mandate.state == MandateState::Granted)
            .filter(|(mandate, _)| mandate.until.is_none_or(|until| now < until))
            .map(|(mandate, carrier)| (mandate.from, self.followed(mandate, carrier)))
            .collect();
        found.sort_by_key(|(from, _)| *from);
        found.truncate(MOST);
        found.into_iter().map(|(_, followed)| followed).collect()
    }

    fn followed(&self, mandate: &Mandate, carrier: &Carrier) -> MyFollowed {
        // A mandate that ends at midnight holds until the day before.
        let last = |until: UtcMillis| {
            CivilDate::in_belgium(UtcMillis::from_unix_ms(until.unix_ms().saturating_sub(1)))
        };
        MyFollowed {
            from: CivilDate::in_belgium(mandate.from),
            until: mandate.until.map(last),
            scope: mandate.scope.clone(),
            device: self.tracking.tracker_of(carrier.id).is_some(),
            may_notify: carrier.may_be_notified(),
        }
    }
}
