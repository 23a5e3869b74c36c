//! What passing time does to an alarm: the ladder climbs, and a milestone that is late is cried out (FL-06).
//!
//! `overdue` has something to say exactly when `next_due` has come.

use super::event::{AlarmEvent, ClimbReason, Milestone, Rung};
use super::state::{Alarm, Ringing, State, Waiting};
use super::times::AlarmTimes;
use core::time::Duration;
use hoeder_vocab::UtcMillis;

/// A milestone and when it is cried out as late.
type Deadline = (Milestone, UtcMillis);

impl Alarm {
    /// When `Tick` must be called at the latest; `None` when nothing can become late.
    #[must_use]
    pub fn next_due(&self, times: &AlarmTimes) -> Option<UtcMillis> {
        let climb = self.ringing().and_then(|r| next_climb(self.rung(), r, times));
        let ages = self.ages_at(times);
        self.deadlines(times).into_iter().flatten().map(|(_, at)| at).chain(climb).chain(ages).min()
    }

    pub(super) fn overdue(&self, now: UtcMillis, times: &AlarmTimes) -> Vec<AlarmEvent> {
        let climbed = self.ringing().and_then(|ringing| {
            let to = reached_rung(self.rung(), ringing, now, times);
            let why = if ringing.shown { ClimbReason::NotTaken } else { ClimbReason::NotShown };
            (to > self.rung()).then_some(AlarmEvent::Climbed { to, why })
        });
        let late = self
            .deadlines(times)
            .into_iter()
            .flatten()
            .filter(|(_, at)| *at <= now)
            .map(|(milestone, _)| AlarmEvent::Overdue { milestone });
        climbed.into_iter().chain(late).chain(self.aged(now, times)).collect()
    }

    /// When the owner is reminded, or loses the alarm.
    fn ages_at(&self, times: &AlarmTimes) -> Option<UtcMillis> {
        let ownership = self.ownership()?;
        let returns_at = ownership.returns_at(times.owner_returned);
        Some(match ownership.reminded_at {
            None => ownership.acted_at.plus(times.owner_reminded).min(returns_at),
            Some(_) => returns_at,
        })
    }

    /// FL-06: no alarm is owned for ever by somebody who does nothing. Comes last: a late milestone of the state that
    /// ends here was late all the same.
    fn aged(&self, now: UtcMillis, times: &AlarmTimes) -> Option<AlarmEvent> {
        let ownership = self.ownership()?;
        let owner = ownership.owner;
        if ownership.returns_at(times.owner_returned) <= now {
            return Some(AlarmEvent::OwnershipReturned { owner });
        }
        (self.ages_at(times)? <= now).then_some(AlarmEvent::OwnerReminded { owner })
    }

    /// At most one deadline of each kind: the log, somebody who takes it, the next step of the team.
    fn deadlines(&self, times: &AlarmTimes) -> [Option<Deadline>; 3] {
        let taken = self.ringing().and_then(|r| match self.rung() {
            Rung::OwnRoom | Rung::NeighbourRoom | Rung::ZoneDuty => None,
            Rung::Everyone => Some((Milestone::Taken, r.cried_at.unwrap_or(r.climbed_at).plus(times.repage))),
        });
        let next_step = match &self.state {
            State::NotRaised | State::Ringing(_) | State::Closed(_) => None,
            State::Taken { team, .. } => Some((Milestone::Dispatched, again(*team, times.take_to_dispatch))),
            State::Dispatched { team, .. } => {
                Some((Milestone::OnScene, again(*team, times.dispatch_to_scene)))
            }
            State::OnScene { scene, .. } => Some((Milestone::Closed, again(*scene, times.scene_to_close))),
        };
        [self.held_deadline(times), taken, next_step]
    }

    /// Cried out once: more records would not help a log that does not take them.
    fn held_deadline(&self, times: &AlarmTimes) -> Option<Deadline> {
        if !self.is_open() || self.facts.held_cried || self.facts.milestones.held.is_some() {
            return None;
        }
        self.facts.raised_at.map(|at| (Milestone::Held, at.plus(times.held)))
    }
}

fn again(waiting: Waiting, span: Duration) -> UtcMillis {
    waiting.cried_at.unwrap_or(waiting.since).plus(span)
}

fn next_climb(rung: Rung, ringing: &Ringing, times: &AlarmTimes) -> Option<UtcMillis> {
    leaves_at(rung, ringing.climbed_at, ringing, times)
}

/// When the ladder leaves a rung on which it has been since then: by the time since it began to ring, or because nobody saw it.
fn leaves_at(rung: Rung, on_it_since: UtcMillis, ringing: &Ringing, times: &AlarmTimes) -> Option<UtcMillis> {
    let not_taken = ringing.since.plus(times.leaves(rung)?).max(on_it_since);
    if ringing.shown {
        return Some(not_taken);
    }
    Some(not_taken.min(on_it_since.plus(times.not_shown)))
}

/// The rung on which the alarm should be now, however late the question comes.
fn reached_rung(rung: Rung, ringing: &Ringing, now: UtcMillis, times: &AlarmTimes) -> Rung {
    let mut on = rung;
    let mut since = ringing.climbed_at;
    while let (Some(left_at), Some(above)) = (leaves_at(on, since, ringing, times), on.above())
        && left_at <= now
    {
        on = above;
        since = left_at;
    }
    on
}
