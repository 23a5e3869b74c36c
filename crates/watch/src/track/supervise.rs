//! What devices say of themselves and what their silence means: tamper, not carried, jamming, battery, alcohol, loss
//! (T-NIJ-6, T-NIJ-7).
//!
//! Jamming comes from its own signs only: an ordinary loss of signal never raises it (NIJ-13). Never here: places.

use super::alert::{Alert, AlertKey, AlertKind, Change, Judged};
use super::carrier::NEVER;
use super::dot::{Dot, millis};
use super::guard::{Guard, decided};
use super::order::{AlcoholLimit, CarrierOrder};
use super::said::Say;
use super::series::{Series, Turn};
use hoeder_geo::way;
use hoeder_vocab::tracking::{Motion, Sign, TrackReport};
use hoeder_vocab::{FixedAt, UtcMillis};
use std::collections::BTreeMap;

/// Supervision of all carriers; only those of whom there is something to say take room.
#[derive(Debug, Clone, Default)]
pub(super) struct Supervision {
    series: BTreeMap<(u32, AlertKind), Series>,
    alcohol: BTreeMap<u32, Alcohol>,
}

/// Readings of one carrier who is judged for alcohol (EM-07).
#[derive(Debug, Clone, Copy)]
struct Alcohol {
    limit: AlcoholLimit,
    /// The newest reading; before the first, the begin of the watch.
    last: i64,
    /// The newest was more than allowed.
    positive: bool,
}

/// What the guard itself puts into series: bits above those of the signs.
const LOW: u8 = 16;
const SILENT: u8 = 17;
const LOST: u8 = 18;
const JUMP: u8 = 19;
const FROZEN: u8 = 20;
const OVER: u8 = 21;
const MISSING: u8 = 22;

/// The kind of alert of a sign; `None` for those that are none by themselves.
const fn kind_of(sign: Sign) -> Option<AlertKind> {
    match sign {
        Sign::StrapCut | Sign::StrapStretched | Sign::CaseOpened => Some(AlertKind::Tampered),
        Sign::Shielded | Sign::GnssJammed | Sign::CellJammed | Sign::GnssSpoofed => {
            Some(AlertKind::Disturbed)
        }
        Sign::Separated | Sign::NotCarried => Some(AlertKind::NotCarried),
        Sign::BatteryLow | Sign::BatteryCritical | Sign::PoweredOff => Some(AlertKind::Battery),
        Sign::ManDown => Some(AlertKind::ManDown),
        Sign::AlcoholTampered => Some(AlertKind::AlcoholMissing),
        // On the charger is how it should be at night; without a position becomes an alert when it lasts.
        Sign::Charging | Sign::NoPosition => None,
    }
}

fn number_of(sign: Sign) -> u8 {
    Sign::ALL.iter().position(|other| *other == sign).and_then(|n| u8::try_from(n).ok()).unwrap_or(31)
}

/// The end of what was missing: after its begin, should both be of one millisecond.
const fn ended(bit: u8, now: i64) -> Turn {
    Turn { at: now.saturating_add(1), bit, on: false }
}

impl Guard {
    /// The limit for alcohol of a carrier's order.
    pub(super) fn order_alcohol(&mut self, number: u32, order: &CarrierOrder, now: i64) {
        match order.alcohol {
            None => {
                self.supervision.alcohol.remove(&number);
            }
            Some(limit) => {
                let since = now.max(order.valid.from.unix_ms());
                let fresh = Alcohol { limit, last: since, positive: false };
                self.supervision.alcohol.entry(number).or_insert(fresh).limit = limit;
            }
        }
    }

    pub(super) fn forget_supervision(&mut self, number: u32) {
        self.supervision.alcohol.remove(&number);
        self.supervision.series.retain(|(carrier, _), _| *carrier != number);
    }

    /// Takes the signs, the charge and the reading of a report. Whether any of it is new.
    pub(super) fn take_signs(&mut self, number: u32, report: &TrackReport, now: i64) -> bool {
        self.end_silence(number, now);
        let quiet = report.began.is_empty() && report.ended.is_empty() && report.alcohol.is_none();
        if quiet && report.battery.is_none() {
            return false;
        }
        let at = self.believable(report.at, now);
        let mut new = false;
        let began = report.began.iter().map(|sign| (sign, true));
        for (sign, on) in began.chain(report.ended.iter().map(|sign| (sign, false))) {
            if let Some(carrier) = self.carriers.get_mut(number as usize) {
                carrier.signs = if on { carrier.signs.with(sign) } else { carrier.signs.without(sign) };
            }
            if let Some(kind) = kind_of(sign) {
                new |= self.turn(number, kind, Turn { at, bit: number_of(sign), on }, now);
            }
        }
        if let Some(charge) = report.battery {
            let low = self.settings.supervision.battery_low_pct;
            let was_low = self.holds(number, AlertKind::Battery);
            if charge.get() <= low && !was_low {
                new |= self.turn(number, AlertKind::Battery, Turn { at, bit: LOW, on: true }, now);
            } else if charge.get() > low.saturating_add(5) && was_low {
                self.turn(number, AlertKind::Battery, Turn { at, bit: LOW, on: false }, now);
            }
        }
        if let Some(reading) = report.alcohol {
            let at = self.believable(reading.at, now);
            new |= self.take_reading(number, at, reading.milligrams_per_litre, now);
        }
        new
    }

    /// The time of a sign. One of an absurd time counts as of its arrival: a cut strap is never lost.
    pub(super) fn believable(&self, at: FixedAt, now: i64) -> i64 {
        let at = at.0.unix_ms();
        let fixes = &self.settings.fixes;
        let oldest = now.saturating_sub(millis(fixes.ancient));
        if (oldest..=now.saturating_add(millis(fixes.ahead))).contains(&at) { at } else { now }
    }

    fn take_reading(&mut self, number: u32, at: i64, reading: u16, now: i64) -> bool {
        let Some(alcohol) = self.supervision.alcohol.get_mut(&number) else { return false };
        let over = reading > alcohol.limit.milligrams_per_litre;
        if at >= alcohol.last {
            (alcohol.last, alcohol.positive) = (at, over);
        }
        self.turn(number, AlertKind::AlcoholMissing, ended(MISSING, now), now);
        self.turn(number, AlertKind::Alcohol, Turn { at, bit: OVER, on: over }, now)
    }

    /// Something was heard, perhaps with a position.
    fn end_silence(&mut self, number: u32, now: i64) {
        if self.holds(number, AlertKind::Silent) {
            self.turn(number, AlertKind::Silent, ended(SILENT, now), now);
        }
    }

    /// Looks at the newest fix of a carrier against the one before.
    pub(super) fn look_at_fix(&mut self, number: u32, before: Option<&Dot>, dot: &Dot, now: i64) {
        if self.holds(number, AlertKind::NoPosition) {
            self.turn(number, AlertKind::NoPosition, ended(LOST, now), now);
        }
        let Some(before) = before else { return };
        let limits = &self.settings.supervision;
        let circle = |dot: &Dot| dot.accuracy_m().unwrap_or(self.settings.fixes.unknown_accuracy_m);
        let moves = dot.motion() == Motion::Moving || dot.speed_mps().is_some_and(|speed| speed > 1.5);
        let same = before.position == dot.position;
        let (frozen_fixes, impossible) = (limits.frozen_fixes, limits.impossible_mps);
        let Some(carrier) = self.carriers.get_mut(number as usize) else { return };
        carrier.frozen = if same && moves { carrier.frozen.saturating_add(1) } else { 0 };
        let frozen = carrier.frozen >= frozen_fixes;
        let mut jumped = false;
        if !same {
            let long = super::dot::seconds(before.at, dot.at).max(1.0);
            let jump = way(before.position, dot.position).length() - circle(before) - circle(dot);
            jumped = jump > impossible * long;
        }
        let open = self.holds(number, AlertKind::Implausible);
        for (bit, on) in [(JUMP, jumped), (FROZEN, frozen)] {
            if on || open {
                self.turn(number, AlertKind::Implausible, Turn { at: dot.at, bit, on }, now);
            }
        }
    }

    /// The timer's look at a carrier for what is missing; gives when it wants to look again.
    pub(super) fn look_for_silence(&mut self, number: u32, now: i64) -> i64 {
        let Some(carrier) = self.carriers.get(number as usize) else { return i64::MAX };
        let (term, Some(rhythm)) = (self.term(carrier.term), self.rhythm_of(number)) else { return i64::MAX };
        if !term.covers(now) {
            return if now < term.from { term.from } else { i64::MAX };
        }
        let since = carrier.since.max(term.from);
        let last = |at: i64| if at == NEVER { since } else { at };
        let silent = last(carrier.heard_at).saturating_add(rhythm.silent_after.into());
        let lost = last(carrier.placed_at).saturating_add(rhythm.lost_after.into());
        let mut next = i64::MAX;
        if silent > now {
            next = silent;
        } else if !self.holds(number, AlertKind::Silent) {
            self.turn(number, AlertKind::Silent, Turn { at: silent, bit: SILENT, on: true }, now);
        }
        // Who is not heard at all is silent, not lost.
        if lost > now {
            next = next.min(lost);
        } else if silent > now && !self.holds(number, AlertKind::NoPosition) {
            self.turn(number, AlertKind::NoPosition, Turn { at: lost, bit: LOST, on: true }, now);
        }
        next.min(self.look_for_readings(number, now))
    }

    fn look_for_readings(&mut self, number: u32, now: i64) -> i64 {
        let Some(alcohol) = self.supervision.alcohol.get(&number) else { return i64::MAX };
        let disturbed = self
            .carriers
            .get(number as usize)
            .is_some_and(|carrier| carrier.signs.has(Sign::AlcoholTampered));
        let every =
            if alcohol.positive || disturbed { alcohol.limit.then_every } else { alcohol.limit.every };
        let grace = millis(self.settings.supervision.reading_grace);
        let due = alcohol.last.saturating_add(millis(every)).saturating_add(grace);
        if due > now {
            return due;
        }
        self.turn(number, AlertKind::AlcoholMissing, Turn { at: due, bit: MISSING, on: true }, now);
        i64::MAX
    }

    fn holds(&self, number: u32, kind: AlertKind) -> bool {
        self.carriers.get(number as usize).is_some_and(|carrier| carrier.open & (1 << kind as u32) != 0)
    }

    /// Puts a moment into its series and says what follows. Whether it is new.
    fn turn(&mut self, number: u32, kind: AlertKind, turn: Turn, now: i64) -> bool {
        // An end may come before its begin: only ends of what the guard found by itself are nothing without one.
        let own = turn.bit >= LOW && turn.bit != OVER;
        if own && !turn.on && !self.supervision.series.contains_key(&(number, kind)) {
            return false;
        }
        let series = self.supervision.series.entry((number, kind)).or_default();
        let Some(words) = series.put(kind, turn) else { return false };
        let holds = series.holds();
        let Some(carrier) = self.carriers.get_mut(number as usize) else { return true };
        let bit = 1_u32 << kind as u32;
        carrier.open = if holds { carrier.open | bit } else { carrier.open & !bit };
        let key = AlertKey { kind, pair: None, carrier: carrier.id, perimeter: None };
        let evidence = [carrier.now().fix, None];
        for word in words {
            let change = match word {
                Say::Raised(episode) => Change::Raised(Box::new(Alert {
                    kind,
                    severity: super::alert::Severity::Certain,
                    pair: None,
                    carrier: carrier.id,
                    perimeter: None,
                    since: FixedAt(UtcMillis::from_unix_ms(episode.since)),
                    decided_at: decided(now),
                    late: episode.over,
                    evidence,
                    judged: Judged::default(),
                })),
                Say::Cleared(_) => Change::Cleared { key, at: decided(now) },
                Say::Revised(_, was, begun) => {
                    let time = |ms| FixedAt(UtcMillis::from_unix_ms(ms));
                    Change::Revised { key, was: time(was), now: begun.map(time), at: decided(now) }
                }
            };
            self.out.push_back(change);
        }
        true
    }
}
