//! Who can hear at a desk: on duty, deaf, gone or off duty, as a register that events change and the ladder asks.
//!
//! A desk is on duty while its sound runs, somebody confirmed hearing it, and it said so lately (console D.3).
//! Never here: how long 'lately' is, and what is said to whom (`cell`).

use core::time::Duration;
use hoeder_vocab::{AccountId, DeskId, Seq, UtcMillis};
use std::collections::BTreeMap;

/// A desk that has not said for so long that it can be heard is deaf, unless the configuration says otherwise.
pub const READY_TIMEOUT: Duration = Duration::from_secs(15);
/// Fewer operators on duty than this in the room is too few, day and night: the class of room that
/// guards people in danger (ARC-01, ARC-02, T-ARC-4).
pub const LEAST_OPERATORS: u32 = 2;

/// What the page itself says about its sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audio {
    /// It would be heard.
    Running,
    /// The browser holds it back until somebody clicks.
    Suspended,
    /// There is none.
    Absent,
}

/// What a screen says of itself every few seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Readiness {
    /// Its sound.
    pub audio: Audio,
    /// Did somebody confirm hearing the check tone, in this life of the page?
    pub heard: bool,
}

impl Readiness {
    /// Would an alarm be heard here?
    #[must_use]
    pub const fn has_ears(self) -> bool {
        match self.audio {
            Audio::Running => self.heard,
            Audio::Suspended | Audio::Absent => false,
        }
    }
}

/// How a desk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeskState {
    /// Somebody hears it.
    OnDuty,
    /// It is connected and nobody hears it any more.
    Deaf,
    /// It was on duty or deaf and its connection ended without a word.
    Gone,
    /// Somebody left it in order, or never went on duty.
    OffDuty,
}

/// A desk that is not off duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Station {
    pub(crate) account: AccountId,
    pub(crate) state: DeskState,
    pub(crate) since: UtcMillis,
    /// The record that says so.
    record: Seq,
    /// The record by which a colleague took notice that it is deaf or gone.
    acknowledged: Option<Seq>,
}

impl Station {
    const fn is_lost(&self) -> bool {
        match self.state {
            DeskState::Deaf | DeskState::Gone => true,
            DeskState::OnDuty | DeskState::OffDuty => false,
        }
    }

    pub(crate) const fn is_acknowledged(&self) -> bool {
        self.acknowledged.is_some()
    }
}

/// Every desk that is not off duty. Made from events alone, so that a restart forgets no deaf desk.
#[derive(Debug, Default)]
pub(crate) struct Roll {
    stations: BTreeMap<DeskId, Station>,
}

impl Roll {
    /// Takes in that a desk changed. One account leaves at most one gone desk behind.
    pub(crate) fn changed(
        &mut self,
        desk: DeskId,
        (account, state): (AccountId, DeskState),
        (since, record): (UtcMillis, Seq),
    ) {
        self.stations.remove(&desk);
        let elsewhere = self.has_ears(account);
        match state {
            DeskState::OffDuty => return,
            DeskState::Gone if elsewhere => return,
            DeskState::OnDuty | DeskState::Gone => {
                self.stations.retain(|_, s| s.account != account || s.state != DeskState::Gone);
            }
            DeskState::Deaf => {}
        }
        self.stations.insert(desk, Station { account, state, since, record, acknowledged: None });
    }

    /// A colleague took notice of what this account's desks are.
    pub(crate) fn acknowledged(&mut self, account: AccountId, record: Seq) {
        for station in self.stations.values_mut().filter(|s| s.account == account && s.is_lost()) {
            station.acknowledged = Some(record);
        }
    }

    pub(crate) fn get(&self, desk: DeskId) -> Option<&Station> {
        self.stations.get(&desk)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (DeskId, &Station)> {
        self.stations.iter().map(|(desk, station)| (*desk, station))
    }

    /// Who can be called by sound, once per person.
    pub(crate) fn on_duty(&self) -> impl Iterator<Item = AccountId> {
        let accounts: std::collections::BTreeSet<AccountId> =
            self.stations.values().filter(|s| s.state == DeskState::OnDuty).map(|s| s.account).collect();
        accounts.into_iter()
    }

    /// Does this person hear at some desk?
    pub(crate) fn has_ears(&self, account: AccountId) -> bool {
        self.stations.values().any(|s| s.account == account && s.state == DeskState::OnDuty)
    }

    /// What calls for a colleague: per person who hears nowhere any more, the desk that was lost last.
    pub(crate) fn alerts(&self) -> Vec<(DeskId, Station)> {
        let mut newest: BTreeMap<AccountId, (DeskId, Station)> = BTreeMap::new();
        for (desk, station) in &self.stations {
            if !station.is_lost() || station.is_acknowledged() || self.has_ears(station.account) {
                continue;
            }
            let known = newest.entry(station.account).or_insert((*desk, *station));
            if known.1.since < station.since {
                *known = (*desk, *station);
            }
        }
        newest.into_values().collect()
    }

    /// The records that the register rests on.
    pub(crate) fn records(&self) -> impl Iterator<Item = Seq> {
        self.stations.values().flat_map(|s| [Some(s.record), s.acknowledged].into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: AccountId = AccountId::from_u128(1);
    const BO: AccountId = AccountId::from_u128(2);

    fn desk(n: u128) -> DeskId {
        DeskId::from_u128(n)
    }

    fn at(n: i64) -> (UtcMillis, Seq) {
        (UtcMillis::from_unix_ms(n), Seq(u64::try_from(n).unwrap_or(0)))
    }

    #[test]
    fn only_running_sound_that_somebody_heard_has_ears() {
        for audio in [Audio::Running, Audio::Suspended, Audio::Absent] {
            for heard in [true, false] {
                let ears = Readiness { audio, heard }.has_ears();
                assert_eq!(ears, audio == Audio::Running && heard);
            }
        }
    }

    #[test]
    fn a_lost_desk_is_an_alert_until_its_person_hears_again_or_a_colleague_takes_notice() {
        let mut roll = Roll::default();
        roll.changed(desk(1), (ANN, DeskState::OnDuty), at(1));
        roll.changed(desk(2), (BO, DeskState::OnDuty), at(2));
        roll.changed(desk(1), (ANN, DeskState::Gone), at(3));
        roll.changed(desk(2), (BO, DeskState::Deaf), at(4));
        assert_eq!(roll.alerts().iter().map(|(d, _)| *d).collect::<Vec<_>>(), [desk(1), desk(2)]);
        roll.changed(desk(3), (ANN, DeskState::OnDuty), at(5));
        roll.acknowledged(BO, Seq(6));
        assert_eq!(roll.alerts(), []);
        assert_eq!(roll.records().collect::<Vec<_>>(), [Seq(4), Seq(6), Seq(5)]);
        roll.changed(desk(2), (BO, DeskState::OnDuty), at(7));
        roll.changed(desk(2), (BO, DeskState::Deaf), at(8));
        assert_eq!(roll.alerts().len(), 1, "deaf once more is news");
    }

    #[test]
    fn a_second_screen_that_closes_is_no_alert_while_its_person_hears() {
        let mut roll = Roll::default();
        roll.changed(desk(1), (ANN, DeskState::OnDuty), at(1));
        roll.changed(desk(2), (ANN, DeskState::OnDuty), at(2));
        roll.changed(desk(1), (ANN, DeskState::Gone), at(3));
        assert_eq!(roll.alerts(), []);
        assert_eq!(roll.on_duty().collect::<Vec<_>>(), [ANN]);
        roll.changed(desk(2), (ANN, DeskState::Gone), at(4));
        assert_eq!(roll.alerts().len(), 1);
        assert_eq!(roll.iter().count(), 1);
    }
}
