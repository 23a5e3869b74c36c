//! What persons arrange and say, kept naively, by the log alone: safety timers and texts.
//!
//! Written apart from room `watch`, as simply as possible, so that the two can disagree.

use super::model::Model;
use crate::world::{Flow, World, broken};
use hoeder_engine::entry::{Entry, Event};
use hoeder_vocab::handset::TIMER_GRACE;
use hoeder_vocab::{Actor, AlarmId, HandsetId, MessageId, UtcMillis};
use hoeder_watch::alarm::AlarmKind;
use hoeder_watch::checkin::CheckInEvent;
use hoeder_watch::talk::TalkEvent;
use std::collections::{BTreeMap, BTreeSet};

/// A check-in that was missed.
#[derive(Debug, Clone, Copy)]
struct Missed {
    alarm: AlarmId,
    /// Was help called for this handset already?
    called: bool,
}

/// All that the log says of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arranged {
    timers: BTreeMap<HandsetId, (AlarmId, UtcMillis)>,
    ended: BTreeSet<AlarmId>,
    missed: Vec<Missed>,
    said: BTreeSet<MessageId>,
}

impl Arranged {
    /// Did the cell take in this message of a handset?
    pub(crate) fn has_heard(&self, message: MessageId) -> bool {
        self.said.contains(&message)
    }

    /// Is somebody answerable for this timer, or was it ended?
    pub(crate) fn accounts_for(&self, alarm: AlarmId) -> bool {
        self.ended.contains(&alarm)
            || self.timers.values().any(|(of, _)| *of == alarm)
            || self.missed.iter().any(|missed| missed.alarm == alarm)
    }

    fn miss(&mut self, handset: HandsetId, missed: Missed, entry: &Entry) -> Flow {
        let alarm = missed.alarm;
        let Some((running, until)) = self.timers.remove(&handset) else {
            return broken("only a timer that runs is missed", format!("{alarm}"));
        };
        let early = entry.actor == Actor::System && entry.decided_at.0 < until.plus(TIMER_GRACE);
        if running != alarm || early {
            return broken("no timer is missed before its end", format!("{alarm}"));
        }
        self.missed.push(missed);
        Ok(())
    }
}

impl Model {
    /// Takes in a record of what persons arrange and say.
    pub(super) fn take_arranged(&mut self, entry: &Entry) -> Flow {
        if let Event::CheckIn(handset, event) = &entry.event {
            return self.take_check_in(*handset, event, entry);
        }
        if let Event::Talk(_, TalkEvent::Received { message, .. }) = &entry.event {
            self.arranged.said.insert(*message);
        }
        if let Event::Talk(alarm, TalkEvent::Sent { .. }) = &entry.event
            && !self.is_open(*alarm)
        {
            return broken("nothing is said in an alarm that is closed", format!("{alarm}"));
        }
        Ok(())
    }

    fn take_check_in(&mut self, handset: HandsetId, event: &CheckInEvent, entry: &Entry) -> Flow {
        match event {
            CheckInEvent::Set { alarm, until, .. } => {
                self.arranged.timers.insert(handset, (*alarm, *until));
            }
            CheckInEvent::Ended { alarm, .. } => {
                self.arranged.ended.insert(*alarm);
                if self.arranged.timers.get(&handset).is_some_and(|(running, _)| running == alarm) {
                    self.arranged.timers.remove(&handset);
                }
            }
            CheckInEvent::Missed { alarm } => {
                let danger =
                    |case: &super::model::Case| case.claimed == handset && case.kind == AlarmKind::Danger;
                let called = self.open().any(|(_, case)| danger(case));
                return self.arranged.miss(handset, Missed { alarm: *alarm, called }, entry);
            }
        }
        Ok(())
    }

    /// While the engine lives, a timer that nobody ended becomes an alarm in time, also one that ran out before.
    pub(super) fn timers_are_guarded(&self, now: UtcMillis, began: UtcMillis) -> Flow {
        for (alarm, until) in self.arranged.timers.values() {
            if now > until.plus(TIMER_GRACE).max(began).plus(super::LATE) {
                return broken("a safety timer that nobody ended is an alarm in time", format!("{alarm}"));
            }
        }
        Ok(())
    }
}

impl World<'_> {
    /// A missed check-in is an alarm, and a timer that a phone saw held is never forgotten: the phone may be dead.
    pub(super) fn check_ins_were_kept(&self) -> Flow {
        let model = &self.checks.model;
        for missed in &model.arranged.missed {
            let instead = AlarmId::from_u128(missed.alarm.as_u128() ^ 0xC0);
            if !missed.called && !model.is_raised(missed.alarm) && !model.is_raised(instead) {
                return broken("a missed check-in is an alarm (GN-03)", format!("{}", missed.alarm));
            }
        }
        for phone in self.phones.iter().filter(|phone| !phone.revoked) {
            for alarm in &phone.guarded {
                if !model.arranged.accounts_for(*alarm) && !model.is_raised(*alarm) {
                    return broken("a timer that the phone saw held is guarded (GN-05)", format!("{alarm}"));
                }
            }
        }
        Ok(())
    }
}
