//! The times of every hop of an alarm, kept and shown (FL-32): device, gateway, log, console, person, team.
//!
//! The first of each kind counts; what follows it stands in the log.

use super::event::{Home, Milestone};
use core::time::Duration;
use hoeder_vocab::{AccountId, DeskId, HandsetId, UtcMillis};

/// Who or what reached a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReachedBy {
    /// The handset that the press names.
    Handset(HandsetId),
    /// The gateway, which received it.
    Gateway,
    /// The log, in one of its homes.
    Log(Home),
    /// A screen and who sat there.
    Desk(DeskId, AccountId),
    /// A person.
    Account(AccountId),
}

/// When and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// By our clock, except for `Pressed`: by the phone's.
    pub at: UtcMillis,
    /// By whom.
    pub by: ReachedBy,
}

/// The time between a milestone and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lag {
    /// There is none before it.
    First,
    /// Measured by one clock, ours.
    Measured(Duration),
    /// Between the phone's clock and ours, in milliseconds; negative when the phone's runs ahead. Tells of clocks as much as of the network.
    AcrossClocks(i64),
}

/// A milestone on the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hop {
    /// Which.
    pub milestone: Milestone,
    /// When and by whom.
    pub stamp: Stamp,
    /// Since the one before it in time.
    pub lag: Lag,
}

/// The milestones reached so far; `None` is 'not yet'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Milestones {
    /// Pressed, by the phone's clock.
    pub pressed: Option<Stamp>,
    /// Received by the gateway.
    pub received: Option<Stamp>,
    /// Durable.
    pub held: Option<Stamp>,
    /// First painted on a desk.
    pub shown: Option<Stamp>,
    /// First owned by somebody.
    pub taken: Option<Stamp>,
    /// First team sent.
    pub dispatched: Option<Stamp>,
    /// First team there.
    pub on_scene: Option<Stamp>,
    /// Closed by the police.
    pub closed: Option<Stamp>,
}

impl Milestone {
    /// All, in the order in which they are expected.
    pub const ALL: [Self; 8] = [
        Self::Pressed,
        Self::Received,
        Self::Held,
        Self::Shown,
        Self::Taken,
        Self::Dispatched,
        Self::OnScene,
        Self::Closed,
    ];
}

impl Milestones {
    /// One of them.
    #[must_use]
    pub const fn get(&self, milestone: Milestone) -> Option<Stamp> {
        match milestone {
            Milestone::Pressed => self.pressed,
            Milestone::Received => self.received,
            Milestone::Held => self.held,
            Milestone::Shown => self.shown,
            Milestone::Taken => self.taken,
            Milestone::Dispatched => self.dispatched,
            Milestone::OnScene => self.on_scene,
            Milestone::Closed => self.closed,
        }
    }

    /// Keeps the first stamp of each kind.
    pub(super) fn reach(&mut self, milestone: Milestone, stamp: Stamp) {
        let slot = match milestone {
            Milestone::Pressed => &mut self.pressed,
            Milestone::Received => &mut self.received,
            Milestone::Held => &mut self.held,
            Milestone::Shown => &mut self.shown,
            Milestone::Taken => &mut self.taken,
            Milestone::Dispatched => &mut self.dispatched,
            Milestone::OnScene => &mut self.on_scene,
            Milestone::Closed => &mut self.closed,
        };
        slot.get_or_insert(stamp);
    }

    /// Those reached, with the lag of each: the press first, then in order of our own clock.
    ///
    /// The order of our clock is not always that of the list: an alarm may be shown, and even taken, before the log holds it.
    pub fn iter(&self) -> impl Iterator<Item = Hop> + use<> {
        let mut reached: Vec<(Milestone, Stamp)> =
            Milestone::ALL.into_iter().filter_map(|m| self.get(m).map(|s| (m, s))).collect();
        reached.sort_by_key(|(m, s)| (*m != Milestone::Pressed, s.at, *m));
        let mut before: Option<(Milestone, Stamp)> = None;
        reached.into_iter().map(move |(milestone, stamp)| {
            let lag = match before.replace((milestone, stamp)) {
                None => Lag::First,
                Some((Milestone::Pressed, s)) => {
                    Lag::AcrossClocks(stamp.at.unix_ms().saturating_sub(s.at.unix_ms()))
                }
                Some((
                    Milestone::Received
                    | Milestone::Held
                    | Milestone::Shown
                    | Milestone::Taken
                    | Milestone::Dispatched
                    | Milestone::OnScene
                    | Milestone::Closed,
                    s,
                )) => Lag::Measured(stamp.at.since(s.at)),
            };
            Hop { milestone, stamp, lag }
        })
    }
}
