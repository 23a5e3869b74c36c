//! How far an alarm is, and what can be read from it. Rules are in `decide`, changes in `apply`.

use super::command::Raise;
use super::event::{AlarmKind, Bearer, Outcome, Pv, Rung};
use super::milestones::Milestones;
use super::work::{Finding, StepDone};
use core::cmp::Reverse;
use core::time::Duration;
use hoeder_vocab::{AccountId, AlarmId, FixedAt, HandsetId, UtcMillis};

/// Most teams named in one alarm; more are refused.
pub const MAX_UNITS: usize = 64;
/// Most other alarms linked to one; more are not linked, and ring on their own all the same.
pub const MAX_LINKED: usize = 64;

/// It calls for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ringing {
    /// Since when.
    pub since: UtcMillis,
    /// When it came on its present rung.
    pub climbed_at: UtcMillis,
    /// Did a desk paint it in this ringing?
    pub shown: bool,
    /// When everyone was last called again.
    pub cried_at: Option<UtcMillis>,
}

/// Somebody has it. It ages: who does nothing is reminded, and then it rings again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ownership {
    /// Who.
    pub owner: AccountId,
    /// Since it was taken while it rang, or was handed over; a take-over does not set this back.
    pub since: UtcMillis,
    /// The last act of the owner on this alarm; having come to it counts as one.
    pub acted_at: UtcMillis,
    /// When the owner was reminded, since that act.
    pub reminded_at: Option<UtcMillis>,
}

impl Ownership {
    /// An ownership that begins now.
    pub(super) const fn from(owner: AccountId, at: UtcMillis) -> Self {
        Self { owner, since: at, acted_at: at, reminded_at: None }
    }
    /// Up to this moment a colleague may take over without asking.
    #[must_use]
    pub fn take_over_until(&self, window: Duration) -> UtcMillis {
        self.since.plus(window)
    }
    /// When it rings again, if the owner does nothing.
    #[must_use]
    pub fn returns_at(&self, idle: Duration) -> UtcMillis {
        self.acted_at.plus(idle)
    }
}

/// Who looks after an alarm once a team was sent: exactly one owner, or it rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keeper {
    /// Nobody: it rings again.
    Ringing(Ringing),
    /// Somebody.
    Owner(Ownership),
}

/// A step that waits for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Waiting {
    /// Since when.
    pub since: UtcMillis,
    /// When the missing next step was last cried out.
    pub cried_at: Option<UtcMillis>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// When.
    pub at: UtcMillis,
    /// By whom.
    pub by: AccountId,
    /// How (AL-13).
    pub outcome: Outcome,
    /// Its report (AL-10): `ToFollow` until the number is given.
    pub pv: Pv,
}

/// How far an alarm is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing has happened yet.
    NotRaised,
    /// Nobody has it, no team was sent.
    Ringing(Ringing),
    /// Somebody has it, no team was sent.
    Taken {
        /// Who.
        ownership: Ownership,
        /// Since it was taken while it rang: a hand-over does not set back the time to send a team.
        team: Waiting,
    },
    /// A team is on its way.
    Dispatched {
        /// Who looks after it.
        keeper: Keeper,
        /// Since the first team was sent.
        team: Waiting,
    },
    /// A team is there.
    OnScene {
        /// Who looks after it.
        keeper: Keeper,
        /// Since the first team arrived.
        scene: Waiting,
    },
    /// Ended by the police.
    Closed(Ending),
}

/// [`State`] without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nothing has happened yet.
    NotRaised,
    /// Nobody has it, no team was sent.
    Ringing,
    /// Somebody has it, no team was sent.
    Taken,
    /// A team is on its way. May ring, when the owner was lost.
    Dispatched,
    /// A team is there. May ring, when the owner was lost.
    OnScene,
    /// Ended by the police.
    Closed,
}

/// How grave an alarm is, the gravest last. Sorts a queue and nothing else: no alarm is held back for it (AL-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// Nobody vouches for the device.
    Unidentified,
    /// Acute danger.
    Danger,
    /// The duress word was said: danger, and somebody stands beside the person (FL-07).
    Duress,
}

/// What is known besides the state and only grows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) press: Option<Raise>,
    pub(super) raised_at: Option<UtcMillis>,
    pub(super) rung: Rung,
    pub(super) presses: u16,
    pub(super) last_pressed_at: Option<FixedAt>,
    pub(super) held_cried: bool,
    pub(super) duress: bool,
    pub(super) said_mistake: bool,
    pub(super) linked: Vec<AlarmId>,
    pub(super) units: Vec<String>,
    pub(super) arrived: Vec<String>,
    pub(super) on_the_way: Vec<String>,
    pub(super) findings: Vec<Finding>,
    pub(super) steps: Vec<StepDone>,
    pub(super) milestones: Milestones,
}

/// One alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    pub(super) id: AlarmId,
    pub(super) state: State,
    pub(super) facts: Facts,
}

impl Alarm {
    /// An alarm of which nothing has happened yet.
    #[must_use]
    pub fn new(id: AlarmId) -> Self {
        let facts = Facts {
            press: None,
            raised_at: None,
            rung: Rung::OwnRoom,
            presses: 0,
            last_pressed_at: None,
            held_cried: false,
            duress: false,
            said_mistake: false,
            linked: Vec::new(),
            units: Vec::new(),
            arrived: Vec::new(),
            on_the_way: Vec::new(),
            findings: Vec::new(),
            steps: Vec::new(),
            milestones: Milestones::default(),
        };
        Self { id, state: State::NotRaised, facts }
    }
    /// Which alarm.
    #[must_use]
    pub const fn id(&self) -> AlarmId {
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
            State::NotRaised => Stage::NotRaised,
            State::Ringing(_) => Stage::Ringing,
            State::Taken { .. } => Stage::Taken,
            State::Dispatched { .. } => Stage::Dispatched,
            State::OnScene { .. } => Stage::OnScene,
            State::Closed(_) => Stage::Closed,
        }
    }
    /// The first message: kind, bearer, handset, trigger, times, place and battery.
    #[must_use]
    pub const fn press(&self) -> Option<&Raise> {
        self.facts.press.as_ref()
    }
    /// Which track. Danger until raised: what is not known is taken for the worse.
    #[must_use]
    pub fn kind(&self) -> AlarmKind {
        self.facts.press.as_ref().map_or(AlarmKind::Danger, |p| p.kind)
    }
    /// Whose alarm; `None` for an unidentified press.
    #[must_use]
    pub fn bearer(&self) -> Option<Bearer> {
        self.facts.press.as_ref().and_then(|p| p.bearer)
    }
    /// The handset that the press names, also when nobody vouches for it; `None` until raised.
    #[must_use]
    pub fn claimed(&self) -> Option<HandsetId> {
        self.facts.press.as_ref().map(|p| p.claimed)
    }
    /// When the engine took it in; `None` until raised.
    #[must_use]
    pub const fn raised_at(&self) -> Option<UtcMillis> {
        self.facts.raised_at
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
            State::Taken { ownership, .. }
            | State::Dispatched { keeper: Keeper::Owner(ownership), .. }
            | State::OnScene { keeper: Keeper::Owner(ownership), .. } => Some(ownership),
            State::NotRaised
            | State::Ringing(_)
            | State::Dispatched { keeper: Keeper::Ringing(_), .. }
            | State::OnScene { keeper: Keeper::Ringing(_), .. }
            | State::Closed(_) => None,
        }
    }
    /// The ringing that goes on now, if any.
    #[must_use]
    pub const fn ringing(&self) -> Option<&Ringing> {
        match &self.state {
            State::Ringing(ringing)
            | State::Dispatched { keeper: Keeper::Ringing(ringing), .. }
            | State::OnScene { keeper: Keeper::Ringing(ringing), .. } => Some(ringing),
            State::NotRaised
            | State::Taken { .. }
            | State::Dispatched { keeper: Keeper::Owner(_), .. }
            | State::OnScene { keeper: Keeper::Owner(_), .. }
            | State::Closed(_) => None,
        }
    }
    /// Does it call for somebody?
    #[must_use]
    pub const fn is_ringing(&self) -> bool {
        self.ringing().is_some()
    }
    /// Raised and not closed?
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self.state {
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                true
            }
            State::NotRaised | State::Closed(_) => false,
        }
    }
    /// The highest rung of the present ringing; once taken, how far the last one came.
    #[must_use]
    pub const fn rung(&self) -> Rung {
        self.facts.rung
    }
    /// The times of every hop (FL-32).
    #[must_use]
    pub const fn milestones(&self) -> &Milestones {
        &self.facts.milestones
    }
    /// How often it was pressed, the first time included.
    #[must_use]
    pub const fn presses(&self) -> u16 {
        self.facts.presses
    }
    /// Was the duress word said? Never becomes false again.
    #[must_use]
    pub const fn duress(&self) -> bool {
        self.facts.duress
    }
    /// Did the person say that it was a mistake? Changes nothing (FL-07).
    #[must_use]
    pub const fn said_mistake(&self) -> bool {
        self.facts.said_mistake
    }
    /// Other alarms of the same case, at most [`MAX_LINKED`] (AL-20).
    #[must_use]
    pub fn linked(&self) -> &[AlarmId] {
        &self.facts.linked
    }
    /// Call signs of the teams that were sent, in order, at most [`MAX_UNITS`].
    #[must_use]
    pub fn units(&self) -> &[String] {
        &self.facts.units
    }
    /// Call signs of the teams that arrived, in order, at most [`MAX_UNITS`]. One may have come without being sent.
    #[must_use]
    pub fn arrived(&self) -> &[String] {
        &self.facts.arrived
    }
    /// Call signs of the teams that said that they go, in order, at most [`MAX_UNITS`]; they stay when they arrive.
    #[must_use]
    pub fn on_the_way(&self) -> &[String] {
        &self.facts.on_the_way
    }
    /// What the teams found, in order, at most [`super::MAX_FINDINGS`].
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.facts.findings
    }
    /// Steps of the protocol that no other act shows, in the order in which they were done, at most [`super::MAX_STEPS`].
    #[must_use]
    pub fn steps(&self) -> &[StepDone] {
        &self.facts.steps
    }
    /// How it ended; `None` while open.
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        match &self.state {
            State::Closed(ending) => Some(ending),
            State::NotRaised
            | State::Ringing(_)
            | State::Taken { .. }
            | State::Dispatched { .. }
            | State::OnScene { .. } => None,
        }
    }
    /// The outcome; `None` while open.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.ending().map(|e| e.outcome)
    }
    /// The report; `None` while open.
    #[must_use]
    pub fn pv(&self) -> Option<&Pv> {
        self.ending().map(|e| &e.pv)
    }
    /// Is the number of the report still to be given (AL-10)?
    #[must_use]
    pub fn open_pv_task(&self) -> bool {
        self.pv() == Some(&Pv::ToFollow)
    }
    /// Does it extend the measure by nine months (AL-12)? `None` while open, and for a press of which no case is known.
    #[must_use]
    pub fn extends_measure(&self) -> Option<bool> {
        self.bearer().and(self.outcome()).map(Outcome::extends_measure)
    }
    /// How grave it is.
    #[must_use]
    pub fn gravity(&self) -> Gravity {
        match (self.facts.duress, self.kind()) {
            (true, AlarmKind::Danger | AlarmKind::Unidentified) => Gravity::Duress,
            (false, AlarmKind::Danger) => Gravity::Danger,
            (false, AlarmKind::Unidentified) => Gravity::Unidentified,
        }
    }
    /// Sorts a queue ascending: the gravest first, then the oldest.
    #[must_use]
    pub fn queue_key(&self) -> (Reverse<Gravity>, Option<UtcMillis>, AlarmId) {
        (Reverse(self.gravity()), self.facts.raised_at, self.id)
    }
}

impl Outcome {
    /// Circular 7.10.2 (AL-12): an alarm extends the measure, 'unless it is a false alarm' - the only exception it makes.
    ///
    /// A test and a fault of the system are no call for help and count with the false alarms. Misuse is not excepted
    /// there: 7.12.3 leaves repeated misuse to the magistrate, who may end the measure early with due caution. So the
    /// software extends, counts (AL-13) and shows; it does not judge the person.
    #[must_use]
    pub const fn extends_measure(self) -> bool {
        match self {
            Self::RealDanger | Self::SuspectPresent | Self::Misuse => true,
            Self::FalseAlarm | Self::Test | Self::Technical => false,
        }
    }
}
