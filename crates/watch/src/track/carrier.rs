//! One carrier: its order, its last fixes, when it was heard.
//!
//! Never here: rules of pairs and perimeters.

use super::answer::{Absurd, CarrierNow};
use super::dot::millis;
use super::order::CarrierOrder;
use super::recent::Recent;
use super::settings::{FixSettings, Settings};
use super::shared::Alike;
use hoeder_vocab::tracking::{Signs, TrackFix};
use hoeder_vocab::{CarrierId, Percent, ReceivedAt, UtcMillis};

/// No place in a list.
pub(super) const NONE: u32 = u32::MAX;
/// Never happened.
pub(super) const NEVER: i64 = i64::MIN;

/// One carrier, while it is watched.
#[derive(Debug, Clone)]
pub(super) struct Carrier {
    pub(super) id: CarrierId,
    /// Number of its term.
    pub(super) term: u32,
    /// Number of its rhythm.
    pub(super) rhythm: u32,
    /// When the first watch began: silence is counted from there until something is heard.
    pub(super) since: i64,
    pub(super) heard_at: i64,
    pub(super) placed_at: i64,
    /// When the timer looks at it again.
    pub(super) check_at: i64,
    pub(super) recent: Recent,
    pub(super) first_pair: u32,
    pub(super) first_perimeter: u32,
    pub(super) signs: Signs,
    pub(super) battery: Option<Percent>,
    /// Which alerts of supervision are open: a bit a kind.
    pub(super) open: u32,
    /// Reports that may still come, and as of when.
    pub(super) room: u16,
    pub(super) room_at: i64,
    /// Fixes in a row on the very same place while it moves.
    pub(super) frozen: u8,
}

/// How a carrier is to report and how fast it can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rhythm {
    /// Milliseconds.
    pub(super) interval: u32,
    pub(super) silent_after: u32,
    pub(super) lost_after: u32,
    /// Metres a second.
    pub(super) fastest: f32,
}

impl Rhythm {
    pub(super) fn of(order: &CarrierOrder) -> Self {
        let short = |long| u32::try_from(millis(long)).unwrap_or(u32::MAX);
        Self {
            interval: short(order.interval),
            silent_after: short(order.silent_after),
            lost_after: short(order.lost_after),
            fastest: super::pair::narrow(order.fastest_mps),
        }
    }
}

impl Alike for Rhythm {
    type Key = (u32, u32, u32, u32);

    fn key(&self) -> Self::Key {
        (self.interval, self.silent_after, self.lost_after, self.fastest.to_bits())
    }
}

impl Carrier {
    pub(super) fn new(
        order: &CarrierOrder,
        (term, rhythm): (u32, u32),
        now: UtcMillis,
        settings: &Settings,
    ) -> Self {
        Self {
            id: order.carrier,
            term,
            rhythm,
            since: now.unix_ms().max(order.valid.from.unix_ms()),
            heard_at: NEVER,
            placed_at: NEVER,
            check_at: NEVER,
            recent: Recent::new(),
            first_pair: NONE,
            first_perimeter: NONE,
            signs: Signs::NONE,
            battery: None,
            open: 0,
            room: settings.supervision.reports_a_minute,
            room_at: now.unix_ms(),
            frozen: 0,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.recent.more_bytes()
    }

    /// Takes one report off what may come, which grows again with time. `false` when there is no room.
    pub(super) fn admit(&mut self, now: i64, limit: u16) -> bool {
        let earned = (now.saturating_sub(self.room_at)).saturating_mul(i64::from(limit)) / 60_000;
        if earned > 0 {
            let room = i64::from(self.room).saturating_add(earned).min(i64::from(limit));
            self.room = u16::try_from(room).unwrap_or(limit);
            self.room_at = now;
        }
        let admitted = self.room > 0;
        self.room = self.room.saturating_sub(1);
        admitted
    }

    pub(super) fn now(&self) -> CarrierNow {
        CarrierNow {
            fix: self.recent.last().map(|dot| dot.evidence(self.id)),
            heard_at: (self.heard_at != NEVER).then(|| ReceivedAt(UtcMillis::from_unix_ms(self.heard_at))),
            signs: self.signs,
            battery: self.battery,
        }
    }
}

/// What about a fix cannot be, whatever came before.
pub(super) fn absurd(fix: &TrackFix, received_at: ReceivedAt, settings: &FixSettings) -> Option<Absurd> {
    let (fixed, received) = (fix.fixed_at.0.unix_ms(), received_at.0.unix_ms());
    if fixed.saturating_sub(received) > millis(settings.future) {
        Some(Absurd::Future)
    } else if received.saturating_sub(fixed) > millis(settings.ancient) {
        Some(Absurd::Ancient)
    } else if fix.position.lat_e7() == 0 && fix.position.lon_e7() == 0 {
        Some(Absurd::NullIsland)
    } else {
        None
    }
}
