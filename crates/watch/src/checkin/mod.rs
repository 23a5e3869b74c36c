//! The safety timer of one handset: without a check-in in time, help is called by itself.
//!
//! The cell guards it beside the phone, so that a phone that is broken, taken or empty is an alarm all the same, under
//! the id that the phone gave. Never here: the alarm itself, a place (GN-03).

use hoeder_vocab::handset::{LONGEST_TIMER, TIMER_GRACE, TimerSet};
use hoeder_vocab::{AlarmId, DecidedAt, FixedAt, HandsetId, Sensitive, UtcMillis};
use std::collections::VecDeque;

/// Ends that are remembered, so that a setting that comes late wakes no timer again; the oldest goes first.
pub const MAX_ENDED: usize = 8;

/// How a timer ended without an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimerEnd {
    /// The person checked in.
    CheckedIn,
    /// Another timer took its place.
    Replaced,
    /// The handset was taken out of use.
    Stopped,
}

/// What happened to the safety timer of a handset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckInEvent {
    /// It was set, or moved.
    Set {
        /// The alarm that it becomes.
        alarm: AlarmId,
        /// By the phone's clock.
        set_at: FixedAt,
        /// Until when, by ours.
        until: UtcMillis,
        /// For the control room.
        note: Option<Sensitive<String>>,
    },
    /// It ended.
    Ended {
        /// The alarm that it would have become.
        alarm: AlarmId,
        /// How.
        how: TimerEnd,
    },
    /// Nobody checked in: it is an alarm.
    Missed {
        /// Which.
        alarm: AlarmId,
    },
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckInCommand {
    /// Set or move.
    Set(TimerSet),
    /// The person checked in.
    End {
        /// The alarm that it would have become.
        alarm: AlarmId,
    },
    /// The handset is no longer in use.
    Stop,
    /// Time has passed.
    Tick,
}

/// A timer that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarded {
    /// The alarm that it becomes.
    pub alarm: AlarmId,
    /// By the phone's clock.
    pub set_at: FixedAt,
    /// Until when, by ours.
    pub until: UtcMillis,
    /// For the control room.
    pub note: Option<Sensitive<String>>,
}

/// The safety timer of one handset. At most one runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    handset: HandsetId,
    running: Option<Guarded>,
    ended: VecDeque<AlarmId>,
}

impl CheckIn {
    /// No timer yet.
    #[must_use]
    pub const fn new(handset: HandsetId) -> Self {
        Self { handset, running: None, ended: VecDeque::new() }
    }
    /// Whose.
    #[must_use]
    pub const fn handset(&self) -> HandsetId {
        self.handset
    }
    /// The timer that runs.
    #[must_use]
    pub const fn running(&self) -> Option<&Guarded> {
        self.running.as_ref()
    }
    /// Does the timer of this alarm run?
    #[must_use]
    pub fn guards(&self, alarm: AlarmId) -> bool {
        self.running.as_ref().is_some_and(|guarded| guarded.alarm == alarm)
    }
    /// When `Tick` must be called at the latest.
    #[must_use]
    pub fn next_due(&self) -> Option<UtcMillis> {
        self.running.as_ref().map(|guarded| guarded.until.plus(TIMER_GRACE))
    }

    /// What follows now. Nothing is refused: a setting that is too old, or of a timer that has ended, changes nothing.
    #[must_use]
    pub fn decide(&self, command: &CheckInCommand, now: DecidedAt) -> Vec<CheckInEvent> {
        let ended = |alarm, how| CheckInEvent::Ended { alarm, how };
        match (&self.running, command) {
            (_, CheckInCommand::Set(timer)) => self.decide_set(timer, now.0),
            (_, CheckInCommand::End { alarm }) if self.ended.contains(alarm) => Vec::new(),
            // Also of a timer that was never heard of: its setting may still come.
            (_, CheckInCommand::End { alarm }) => vec![ended(*alarm, TimerEnd::CheckedIn)],
            (Some(guarded), CheckInCommand::Stop) => vec![ended(guarded.alarm, TimerEnd::Stopped)],
            (Some(guarded), CheckInCommand::Tick) if guarded.until.plus(TIMER_GRACE) <= now.0 => {
                vec![CheckInEvent::Missed { alarm: guarded.alarm }]
            }
            (None, CheckInCommand::Stop | CheckInCommand::Tick) | (Some(_), CheckInCommand::Tick) => {
                Vec::new()
            }
        }
    }

    fn decide_set(&self, timer: &TimerSet, now: UtcMillis) -> Vec<CheckInEvent> {
        let stale = self.running.as_ref().is_some_and(|guarded| timer.set_at <= guarded.set_at);
        if stale || self.ended.contains(&timer.alarm) {
            return Vec::new();
        }
        let replaced = self.running.as_ref().filter(|guarded| guarded.alarm != timer.alarm);
        let replaced = replaced.map(|old| CheckInEvent::Ended { alarm: old.alarm, how: TimerEnd::Replaced });
        let set = CheckInEvent::Set {
            alarm: timer.alarm,
            set_at: timer.set_at,
            until: timer.until.min(now.plus(LONGEST_TIMER)),
            note: timer.note.clone(),
        };
        replaced.into_iter().chain([set]).collect()
    }

    /// Changes the timer as the event says.
    pub fn apply(&mut self, event: &CheckInEvent) {
        match event {
            CheckInEvent::Set { alarm, set_at, until, note } => {
                let (alarm, set_at, until, note) = (*alarm, *set_at, *until, note.clone());
                self.running = Some(Guarded { alarm, set_at, until, note });
            }
            CheckInEvent::Ended { alarm, how: _ } | CheckInEvent::Missed { alarm } => {
                self.running.take_if(|guarded| guarded.alarm == *alarm);
                if self.ended.len() >= MAX_ENDED {
                    self.ended.pop_front();
                }
                self.ended.push_back(*alarm);
            }
        }
    }

    /// Forgets the words, when their key is destroyed.
    pub fn forget_words(&mut self) {
        if let Some(guarded) = &mut self.running {
            guarded.note = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: AlarmId = AlarmId::from_u128(1);
    const TWO: AlarmId = AlarmId::from_u128(2);

    fn at(seconds: i64) -> UtcMillis {
        UtcMillis::from_unix_ms(1_795_000_000_000 + seconds * 1_000)
    }
    fn set(alarm: AlarmId, set_at: i64, until: i64) -> CheckInCommand {
        CheckInCommand::Set(TimerSet { alarm, set_at: FixedAt(at(set_at)), until: at(until), note: None })
    }
    fn given(commands: &[(i64, CheckInCommand)]) -> (CheckIn, Vec<CheckInEvent>) {
        let mut timer = CheckIn::new(HandsetId::from_u128(30));
        let mut events = Vec::new();
        for (seconds, command) in commands {
            let decided = timer.decide(command, DecidedAt(at(*seconds)));
            decided.iter().for_each(|event| timer.apply(event));
            events.extend(decided);
        }
        (timer, events)
    }

    #[test]
    fn a_timer_that_nobody_ends_is_an_alarm_once_a_minute_after_its_end() {
        let (timer, events) =
            given(&[(0, set(ONE, 0, 600)), (659, CheckInCommand::Tick), (660, CheckInCommand::Tick)]);
        assert_eq!(events.last(), Some(&CheckInEvent::Missed { alarm: ONE }));
        assert_eq!((events.len(), timer.next_due()), (2, None));
        let (_, events) =
            given(&[(0, set(ONE, 0, 600)), (9_000, CheckInCommand::Tick), (9_001, CheckInCommand::Tick)]);
        assert_eq!(events.len(), 2);
    }

    #[test]
    fn a_setting_that_comes_late_neither_wakes_nor_moves_a_timer() {
        let end = CheckInCommand::End { alarm: ONE };
        for order in [
            vec![(1, end.clone()), (2, set(ONE, 0, 600))],
            vec![(1, set(ONE, 0, 600)), (2, end), (3, set(ONE, 0, 600))],
        ] {
            assert_eq!(given(&order).0.next_due(), None, "{order:?}");
        }
        let (timer, _) = given(&[(0, set(ONE, 5, 900)), (1, set(ONE, 0, 600)), (2, set(TWO, 4, 700))]);
        assert_eq!(timer.running().map(|g| (g.alarm, g.until)), Some((ONE, at(900))));
    }

    #[test]
    fn another_timer_takes_the_place_of_the_one_that_runs() {
        let (timer, events) =
            given(&[(0, set(ONE, 0, 600)), (10, set(TWO, 10, 700)), (11, set(ONE, 0, 600))]);
        assert!(timer.guards(TWO));
        assert!(events.contains(&CheckInEvent::Ended { alarm: ONE, how: TimerEnd::Replaced }));
    }

    #[test]
    fn a_timer_runs_for_a_day_at_most_and_stops_with_its_handset() {
        let (timer, _) = given(&[(0, set(ONE, 0, 1_000_000))]);
        assert_eq!(timer.next_due(), Some(at(86_400 + 60)));
        let (timer, events) =
            given(&[(0, set(ONE, 0, 600)), (1, CheckInCommand::Stop), (2, CheckInCommand::Stop)]);
        assert_eq!((timer.next_due(), events.len()), (None, 2));
    }

    #[test]
    fn only_the_newest_ends_are_remembered() {
        let ends: Vec<_> = (0..20_u8)
            .map(|n| (i64::from(n), CheckInCommand::End { alarm: AlarmId::from_u128(100 + u128::from(n)) }))
            .collect();
        assert_eq!(given(&ends).0.ended.len(), MAX_ENDED);
    }
}
