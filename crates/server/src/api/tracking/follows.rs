//! Who follows which pair now. The engine allows it and logs it once; a screen then asks for the next positions every few
//! seconds, and the engine is asked anew each minute, or at once after the incident was closed (GN-03).

use hoeder_engine::tracking::view::TrackAllowed;
use hoeder_vocab::{AccountId, IncidentId, PairId, UtcMillis};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// For how long an answer of the engine holds, milliseconds.
const HOLDS_MS: i64 = 60_000;
/// Most that are kept: beyond it the engine is asked each time.
const MOST: usize = 1_000;

type Key = (AccountId, IncidentId, PairId);

/// What was allowed a moment ago.
#[derive(Default)]
pub struct Follows(Mutex<BTreeMap<Key, (UtcMillis, Arc<TrackAllowed>)>>);

impl Follows {
    /// What the engine said of this, if that still holds.
    #[must_use]
    pub fn known(
        &self,
        by: AccountId,
        incident: IncidentId,
        pair: PairId,
        now: UtcMillis,
    ) -> Option<Arc<TrackAllowed>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, allowed) = kept.get(&(by, incident, pair))?;
        let age = now.unix_ms().saturating_sub(at.unix_ms());
        (0..HOLDS_MS).contains(&age).then(|| Arc::clone(allowed))
    }

    /// Keeps what the engine said, when it said it of this incident.
    pub fn keep(
        &self,
        by: AccountId,
        incident: IncidentId,
        pair: PairId,
        allowed: Arc<TrackAllowed>,
        now: UtcMillis,
    ) {
        if allowed.incident != Some(incident) {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (at, _)| now.unix_ms().saturating_sub(at.unix_ms()) < HOLDS_MS);
        if kept.len() < MOST {
            kept.insert((by, incident, pair), (now, allowed));
        }
    }

    /// The incident is over, or somebody else's: nobody follows it without being asked anew.
    pub fn forget(&self, incident: IncidentId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|(_, of, _), _| *of != incident);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_engine::tracking::TrackUse;

    const fn at(ms: i64) -> UtcMillis {
        UtcMillis::from_unix_ms(ms)
    }

    /// GN-03: an answer holds for a minute, for its own incident, until that is closed.
    #[test]
    fn what_was_allowed_holds_a_minute_and_ends_with_its_incident() {
        let (by, incident, pair) = (AccountId::from_u128(1), IncidentId::from_u128(2), PairId::from_u128(3));
        let allowed = Arc::new(TrackAllowed {
            how: TrackUse::View,
            carriers: Vec::new(),
            pair: Some(pair),
            incident: Some(incident),
            from: at(0),
            until: at(0),
        });
        let follows = Follows::default();
        follows.keep(by, IncidentId::from_u128(9), pair, Arc::clone(&allowed), at(0));
        assert!(follows.known(by, IncidentId::from_u128(9), pair, at(1)).is_none(), "of another incident");
        follows.keep(by, incident, pair, allowed, at(0));
        assert!(follows.known(by, incident, pair, at(59_999)).is_some());
        assert!(follows.known(by, incident, pair, at(60_000)).is_none());
        assert!(follows.known(AccountId::from_u128(8), incident, pair, at(1)).is_none());
        follows.forget(incident);
        assert!(follows.known(by, incident, pair, at(1)).is_none());
    }
}
