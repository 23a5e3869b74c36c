//! Which alarms are open, and those of each case: the closed ones stay in memory, and no press looks through them.
//!
//! Never here: whether an alarm is open; that the alarm says.

use hoeder_vocab::{AlarmId, CaseId};
use hoeder_watch::alarm::Alarm;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub(super) struct OpenAlarms {
    all: BTreeSet<AlarmId>,
    of_case: BTreeSet<(CaseId, AlarmId)>,
}

const FIRST: AlarmId = AlarmId::from_u128(0);

impl OpenAlarms {
    /// Takes in how an alarm is now.
    pub(super) fn note(&mut self, alarm: &Alarm) {
        let id = alarm.id();
        let of_case = alarm.bearer().map(|bearer| (bearer.case, id));
        if alarm.is_open() {
            self.all.insert(id);
            self.of_case.extend(of_case);
        } else {
            self.all.remove(&id);
            if let Some(key) = of_case {
                self.of_case.remove(&key);
            }
        }
    }

    /// Ascending.
    pub(super) fn all(&self) -> impl Iterator<Item = AlarmId> {
        self.all.iter().copied()
    }

    /// Those of a case, ascending.
    pub(super) fn of_case(&self, case: CaseId) -> impl Iterator<Item = AlarmId> {
        let range = self.of_case.range((case, FIRST)..).take_while(move |(of, _)| *of == case);
        range.map(|(_, alarm)| *alarm)
    }
}
