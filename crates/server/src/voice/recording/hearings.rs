//! Who hears which recording now: begun with a purpose, which is a record, and good for a while for that account only.
//!
//! In memory; after a restart one asks again. Never here: whether one may.

use core::time::Duration;
use hoeder_vocab::{AccountId, AlarmId, UtcMillis};
use hoeder_watch::voice::Gap;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// Without use it ends.
const IDLE: Duration = Duration::from_secs(15 * 60);
/// Then it ends in any case: the purpose is asked again, and the right.
const LONGEST: Duration = Duration::from_secs(4 * 3_600);
/// Of one account at once; with a further one the oldest ends.
const MOST_OF_ONE: usize = 8;
/// In all; with a further one the oldest ends.
const MOST: usize = 1_024;

/// A hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hearing {
    pub(crate) account: AccountId,
    pub(crate) alarm: AlarmId,
    /// What the log said was missing when it began.
    pub(crate) gaps: Vec<Gap>,
}

struct Kept {
    hearing: Hearing,
    begun: UtcMillis,
    used: UtcMillis,
}

/// All hearings.
#[derive(Default)]
pub(crate) struct Hearings(Mutex<BTreeMap<Uuid, Kept>>);

impl Hearings {
    pub(crate) fn begin(&self, id: Uuid, hearing: Hearing, now: UtcMillis) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, kept| kept.lives(now));
        let own = |kept: &Kept| kept.hearing.account == hearing.account;
        if kept.values().filter(|kept| own(kept)).count() >= MOST_OF_ONE {
            drop_oldest(&mut kept, own);
        }
        if kept.len() >= MOST {
            drop_oldest(&mut kept, |_| true);
        }
        kept.insert(id, Kept { hearing, begun: now, used: now });
    }

    /// That hearing, if it is of this account and of this alarm and has not ended; it goes on from now.
    pub(crate) fn go_on(
        &self,
        id: Uuid,
        (account, alarm): (AccountId, AlarmId),
        now: UtcMillis,
    ) -> Option<Hearing> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get_mut(&id).filter(|kept| kept.lives(now))?;
        let fits = kept.hearing.account == account && kept.hearing.alarm == alarm;
        fits.then(|| {
            kept.used = now;
            kept.hearing.clone()
        })
    }
}

impl Kept {
    fn lives(&self, now: UtcMillis) -> bool {
        now.since(self.used) < IDLE && now.since(self.begun) < LONGEST
    }
}

fn drop_oldest(kept: &mut BTreeMap<Uuid, Kept>, among: impl Fn(&Kept) -> bool) {
    let oldest = kept.iter().filter(|(_, kept)| among(kept)).min_by_key(|(_, kept)| kept.used);
    if let Some(id) = oldest.map(|(id, _)| *id) {
        kept.remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);
    const ALARM: AlarmId = AlarmId::from_u128(0xA1);
    const JAN: AccountId = AccountId::from_u128(1);
    const ANS: AccountId = AccountId::from_u128(2);

    fn minutes(n: u64) -> UtcMillis {
        NOW.plus(Duration::from_secs(60 * n))
    }

    fn begin(hearings: &Hearings, id: u128, account: AccountId, now: UtcMillis) {
        hearings.begin(Uuid::from_u128(id), Hearing { account, alarm: ALARM, gaps: Vec::new() }, now);
    }

    fn goes_on(hearings: &Hearings, id: u128, account: AccountId, now: UtcMillis) -> bool {
        hearings.go_on(Uuid::from_u128(id), (account, ALARM), now).is_some()
    }

    /// Proves GN-02: a hearing is for the one who said why, of that alarm, and for a while.
    #[test]
    fn a_hearing_is_for_its_account_and_alarm_and_ends_fifteen_minutes_after_its_last_use() {
        let hearings = Hearings::default();
        begin(&hearings, 1, JAN, NOW);
        assert!(goes_on(&hearings, 1, JAN, minutes(14)));
        assert!(!goes_on(&hearings, 1, ANS, minutes(14)));
        let other = (JAN, AlarmId::from_u128(0xA2));
        assert_eq!(hearings.go_on(Uuid::from_u128(1), other, minutes(14)), None);
        assert!(goes_on(&hearings, 1, JAN, minutes(28)), "it was used at 14");
        assert!(!goes_on(&hearings, 1, JAN, minutes(43)));
    }

    #[test]
    fn after_four_hours_one_says_again_why() {
        let hearings = Hearings::default();
        begin(&hearings, 1, JAN, NOW);
        let lasted = (1..40).take_while(|n| goes_on(&hearings, 1, JAN, minutes(10 * n))).count();
        assert_eq!(lasted, 23);
    }

    #[test]
    fn more_hearings_than_eight_end_the_one_that_was_not_used_for_longest() {
        let hearings = Hearings::default();
        begin(&hearings, 100, ANS, NOW);
        (0..8).for_each(|n| begin(&hearings, n, JAN, minutes(1)));
        assert!(goes_on(&hearings, 0, JAN, minutes(2)));
        begin(&hearings, 8, JAN, minutes(3));
        let left: Vec<u128> = (0..9).filter(|n| goes_on(&hearings, *n, JAN, minutes(4))).collect();
        assert_eq!(left, [0, 2, 3, 4, 5, 6, 7, 8]);
        assert!(goes_on(&hearings, 100, ANS, minutes(4)), "nobody ends another's");
    }
}
