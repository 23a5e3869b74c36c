//! How far an incident is, and what can be read from it. Rules are in `decide`, changes in `apply`.

use super::alert::{About, Standing};
use super::event::{Call, HandOff, Instructed, Note, Outcome};
use crate::track::{AlertKey, Queue, Severity};
use hoeder_vocab::{AccountId, IncidentId, UtcMillis};
use std::collections::BTreeMap;

/// It calls for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ringing {
    /// Since when.
    pub since: UtcMillis,
    /// When it was last cried out that nobody takes it.
    pub cried_at: Option<UtcMillis>,
}

/// Somebody has it. It ages like that of an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ownership {
    /// Who.
    pub owner: AccountId,
    /// Since when.
    pub since: UtcMillis,
    /// The last act of the owner.
    pub acted_at: UtcMillis,
    /// When the owner was reminded, since that act.
    pub reminded_at: Option<UtcMillis>,
}

/// Who looks after it: exactly one owner, or it rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keeper {
    /// Nobody.
    Ringing(Ringing),
    /// Somebody.
    Owner(Ownership),
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// When.
    pub at: UtcMillis,
    /// By whom.
    pub by: AccountId,
    /// How.
    pub outcome: Outcome,
}

/// How far an incident is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing has happened yet.
    NotOpened,
    /// Nobody has it.
    Open(Ringing),
    /// Somebody has it.
    Owned(Ownership),
    /// The police were told; the monitoring centre keeps it until it is closed.
    WithPolice {
        /// Who looks after it.
        keeper: Keeper,
        /// Since the first hand-off.
        since: UtcMillis,
    },
    /// Ended by a person.
    Closed(Ending),
}

/// [`State`] without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nothing has happened yet.
    NotOpened,
    /// Nobody has it.
    Open,
    /// Somebody has it.
    Owned,
    /// The police were told.
    WithPolice,
    /// Ended.
    Closed,
}

/// Something that was done once: when and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Done {
    /// When.
    pub at: UtcMillis,
    /// By whom.
    pub by: AccountId,
}

/// What is known besides the state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Facts {
    pub(super) about: Option<About>,
    pub(super) opened_at: Option<UtcMillis>,
    pub(super) alerts: BTreeMap<AlertKey, Standing>,
    /// Alerts beyond the most that are kept.
    pub(super) more: u32,
    /// The gravest queue that it ever stood in: it never goes back by itself.
    pub(super) rose_to: Option<Queue>,
    pub(super) taken: Option<Done>,
    pub(super) steps: Vec<(String, Done)>,
    pub(super) calls: Vec<(Done, Call)>,
    pub(super) notes: Vec<Note>,
    pub(super) hand_offs: Vec<(Done, HandOff)>,
    pub(super) instructions: Vec<Instructed>,
}

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub(super) id: IncidentId,
    pub(super) state: State,
    pub(super) facts: Facts,
}

impl Incident {
    /// An incident of which nothing has happened yet.
    #[must_use]
    pub fn new(id: IncidentId) -> Self {
        Self { id, state: State::NotOpened, facts: Facts::default() }
    }
    /// Which.
    #[must_use]
    pub const fn id(&self) -> IncidentId {
        self.id
    }
    /// How far it is, with the data of that state.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }
    /// How far it is.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self.state {
            State::NotOpened => Stage::NotOpened,
            State::Open(_) => Stage::Open,
            State::Owned(_) => Stage::Owned,
            State::WithPolice { .. } => Stage::WithPolice,
            State::Closed(_) => Stage::Closed,
        }
    }
    /// Opened and not closed?
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self.state {
            State::Open(_) | State::Owned(_) | State::WithPolice { .. } => true,
            State::NotOpened | State::Closed(_) => false,
        }
    }
    /// About whom; `None` until opened.
    #[must_use]
    pub const fn about(&self) -> Option<About> {
        self.facts.about
    }
    /// When it was opened.
    #[must_use]
    pub const fn opened_at(&self) -> Option<UtcMillis> {
        self.facts.opened_at
    }
    /// Its alerts, also those that are over.
    pub fn alerts(&self) -> impl Iterator<Item = &Standing> {
        self.facts.alerts.values()
    }
    /// One of them.
    #[must_use]
    pub fn alert(&self, key: &AlertKey) -> Option<&Standing> {
        self.facts.alerts.get(key)
    }
    /// How many more there were than are kept.
    #[must_use]
    pub const fn more_alerts(&self) -> u32 {
        self.facts.more
    }
    /// The alert whose protocol is followed: in the gravest queue, standing, the surest.
    #[must_use]
    pub fn lead(&self) -> Option<&Standing> {
        self.facts.alerts.values().min_by_key(|alert| {
            let sure = match alert.facts.severity {
                Severity::Certain => 0,
                Severity::Possible => 1,
            };
            (alert.queue(), alert.cleared_at.is_some(), sure, alert.facts.key())
        })
    }
    /// In which queue it stands: that of its gravest alert, and never back to a lesser one by itself.
    #[must_use]
    pub fn queue(&self) -> Queue {
        self.facts.rose_to.unwrap_or(Queue::Technical)
    }
    /// The queue that its alerts ask for now.
    pub(super) fn asked_queue(&self) -> Option<Queue> {
        self.facts.alerts.values().map(Standing::queue).min()
    }
    /// Who owns it now.
    #[must_use]
    pub fn owner(&self) -> Option<AccountId> {
        self.ownership().map(|ownership| ownership.owner)
    }
    /// Who owns it now, since when, and when that owner last did something.
    #[must_use]
    pub const fn ownership(&self) -> Option<&Ownership> {
        match &self.state {
            State::Owned(ownership) | State::WithPolice { keeper: Keeper::Owner(ownership), .. } => {
                Some(ownership)
            }
            State::NotOpened
            | State::Open(_)
            | State::WithPolice { keeper: Keeper::Ringing(_), .. }
            | State::Closed(_) => None,
        }
    }
    /// The ringing that goes on now, if any.
    #[must_use]
    pub const fn ringing(&self) -> Option<&Ringing> {
        match &self.state {
            State::Open(ringing) | State::WithPolice { keeper: Keeper::Ringing(ringing), .. } => {
                Some(ringing)
            }
            State::NotOpened
            | State::Owned(_)
            | State::WithPolice { keeper: Keeper::Owner(_), .. }
            | State::Closed(_) => None,
        }
    }
    /// Who first took it.
    #[must_use]
    pub const fn first_taken(&self) -> Option<Done> {
        self.facts.taken
    }
    /// Steps of protocols that were done, in order, by id.
    #[must_use]
    pub fn steps(&self) -> &[(String, Done)] {
        &self.facts.steps
    }
    /// The log of calls.
    #[must_use]
    pub fn calls(&self) -> &[(Done, Call)] {
        &self.facts.calls
    }
    /// Notes.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.facts.notes
    }
    /// What the police were told, in order.
    #[must_use]
    pub fn hand_offs(&self) -> &[(Done, HandOff)] {
        &self.facts.hand_offs
    }
    /// What the protected person was told, in order.
    #[must_use]
    pub fn instructions(&self) -> &[Instructed] {
        &self.facts.instructions
    }
    /// How it ended.
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        match &self.state {
            State::Closed(ending) => Some(ending),
            State::NotOpened | State::Open(_) | State::Owned(_) | State::WithPolice { .. } => None,
        }
    }
}
