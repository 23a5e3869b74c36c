//! The share answered within each limit, and percentiles, over all alarms: one that nobody took is a failure (T-ARC-1).

use core::time::Duration;
use hoeder_vocab::UtcMillis;

/// The limits for which a share is told, in seconds (T-ARC-1).
pub const WITHIN_S: [u16; 8] = [10, 15, 20, 30, 40, 60, 90, 180];

/// The moments of one alarm that answer times rest on. Self-tests are no alarms and have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// Button pressed, by the phone's clock.
    pub pressed_at: UtcMillis,
    /// Received, by ours.
    pub received_at: UtcMillis,
    /// First sent to a screen with all its particulars.
    pub delivered_at: Option<UtcMillis>,
    /// First taken by somebody.
    pub taken_at: Option<UtcMillis>,
    /// First team sent.
    pub dispatched_at: Option<UtcMillis>,
}

/// Where a wait begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Start {
    /// At the press, by the phone's clock; a clock that runs ahead counts as the moment of receipt.
    Pressed,
    /// When it was first sent to a screen; where that is not known, at its receipt.
    Delivered,
    /// When somebody took it.
    Taken,
}

/// Where a wait ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finish {
    /// When somebody took it.
    Taken,
    /// When the first team was sent.
    Dispatched,
}

impl Answered {
    /// How long it took; `None` when the end never came.
    #[must_use]
    pub fn wait(&self, start: Start, finish: Finish) -> Option<Duration> {
        let from = match start {
            Start::Pressed => self.pressed_at.min(self.received_at),
            Start::Delivered => self.delivered_at.unwrap_or(self.received_at),
            Start::Taken => self.taken_at?,
        };
        let until = match finish {
            Finish::Taken => self.taken_at,
            Finish::Dispatched => self.dispatched_at,
        };
        until.map(|until| until.since(from))
    }

    /// Is it decided? An alarm that rings is no failure yet while it could still be taken within the longest limit.
    #[must_use]
    pub fn is_decided(&self, now: UtcMillis) -> bool {
        let longest = Duration::from_secs(WITHIN_S.last().copied().map_or(0, u64::from));
        self.taken_at.is_some() || now.since(self.received_at) >= longest
    }
}

/// How many were answered within a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The limit, seconds; exactly so long is within.
    pub within_s: u16,
    /// How many alarms.
    pub count: u32,
}

/// The waits of all alarms of a time.
///
/// Percentiles are by nearest rank: the p-th is the wait at place ceil(p * n) of all n alarms in order of their waits, so
/// it is a wait that somebody really had. Alarms that nobody took stand last, and have no wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerTimes {
    /// All alarms, also those that nobody took.
    pub alarms: u32,
    /// Of which nobody took (or sent a team, where the wait ends there).
    pub never: u32,
    /// The share within each of [`WITHIN_S`].
    pub shares: [Share; 8],
    /// Half of them waited no longer. `None`: it falls on one that never ended, or there is no alarm.
    pub p50: Option<Duration>,
    /// 90 %.
    pub p90: Option<Duration>,
    /// 98.5 %.
    pub p98_5: Option<Duration>,
    /// 99 %.
    pub p99: Option<Duration>,
    /// The longest wait that ended.
    pub max: Option<Duration>,
}

impl AnswerTimes {
    /// Counts.
    #[must_use]
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Answered>, start: Start, finish: Finish) -> Self {
        let mut waits = Vec::new();
        let mut never = 0_u32;
        for row in rows {
            match row.wait(start, finish) {
                Some(wait) => waits.push(wait),
                None => never = never.saturating_add(1),
            }
        }
        waits.sort_unstable();
        let alarms = number(waits.len()).saturating_add(never);
        let rank = |per_mille| nearest_rank(&waits, alarms, per_mille);
        Self {
            alarms,
            never,
            shares: WITHIN_S.map(|within_s| Share {
                within_s,
                count: within(&waits, Duration::from_secs(u64::from(within_s))),
            }),
            p50: rank(500),
            p90: rank(900),
            p98_5: rank(985),
            p99: rank(990),
            max: waits.last().copied(),
        }
    }
}

/// How many of the sorted waits are no longer than the limit.
fn within(sorted: &[Duration], limit: Duration) -> u32 {
    number(sorted.partition_point(|wait| *wait <= limit))
}

fn nearest_rank(sorted: &[Duration], alarms: u32, per_mille: u64) -> Option<Duration> {
    let rank = (u64::from(alarms) * per_mille).div_ceil(1_000);
    let place = usize::try_from(rank.checked_sub(1)?).ok()?;
    sorted.get(place).copied()
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
