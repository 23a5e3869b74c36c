//! A measure that ran before it was kept here.

use super::Gen;
use hoeder_measure::takeover::TakenOver;
use hoeder_vocab::PersonId;

impl Gen {
    pub(super) fn taken_over(&mut self, person: PersonId) -> TakenOver {
        TakenOver {
            request: self.request(person),
            granted_on: self.day(),
            granted_pv: self.text(),
            decided_by: self.sensitive(),
            agreed_on: self.maybe(Self::day),
            active_since: self.day(),
            device: self.text(),
            incidents: self.list(Self::day),
            extended_on: self.list(Self::day),
            ends_on: self.day(),
            visits: self.list(Self::day),
            ang: self.maybe(Self::text),
            reception_on: self.maybe(Self::day),
        }
    }
}
