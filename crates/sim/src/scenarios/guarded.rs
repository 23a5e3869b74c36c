//! Hoeder's own guard as a detector of the suite: one pair, ordered as a mandate would.
//!
//! Never here: rules (`hoeder_watch::track`).

use super::detector::{Class, Detector, Said};
use super::play::{Entry, Setup};
use core::time::Duration;
use hoeder_vocab::tracking::{Side, TrackReport};
use hoeder_vocab::{CarrierId, Metres, PairId, ReceivedAt, UtcMillis};
use hoeder_watch::track::{
    AlertKey, AlertKind, CarrierOrder, Change, Guard, Order, PairOrder, Settings, Validity,
};
use std::collections::BTreeMap;

const OFFENDER: CarrierId = CarrierId::from_u128(1);
const PROTECTED: CarrierId = CarrierId::from_u128(2);
const PAIR: PairId = PairId::from_u128(3);

/// What the orders of every scenario say beside the limit.
const POLICE: Duration = Duration::from_secs(600);
const SILENT_AFTER: Duration = Duration::from_secs(300);
/// A car on a motorway.
const FASTEST_MPS: f64 = 40.0;

/// The guard over the pair of one scenario.
#[derive(Debug)]
pub struct Guarded {
    guard: Guard,
    open: BTreeMap<AlertKey, Class>,
}

/// The guard with these settings, by name.
#[must_use]
pub fn guarded(name: &str, settings: Settings) -> Entry {
    Entry {
        name: name.to_owned(),
        make: Box::new(move |setup| Box::new(Guarded::new(setup, settings.clone()))),
    }
}

impl Guarded {
    /// With the orders of a scenario.
    #[must_use]
    pub fn new(setup: &Setup, settings: Settings) -> Self {
        let mut guard = Guard::new(settings);
        let valid = Validity { from: UtcMillis::from_unix_ms(0), until: None };
        let carrier = |carrier, side| CarrierOrder {
            carrier,
            side,
            valid,
            interval: Duration::from_secs_f64(setup.interval_s),
            silent_after: SILENT_AFTER,
            lost_after: SILENT_AFTER,
            fastest_mps: FASTEST_MPS,
            alcohol: None,
        };
        let pair = PairOrder {
            pair: PAIR,
            offender: OFFENDER,
            protected: PROTECTED,
            valid,
            alarm: Metres(setup.limit),
            warning: Metres(setup.limit),
            police: POLICE,
        };
        let orders = [
            Order::Carrier(carrier(OFFENDER, Side::Offender)),
            Order::Carrier(carrier(PROTECTED, Side::Protected)),
            Order::Pair(pair),
        ];
        for order in orders {
            let taken = guard.order(order, setup.base);
            debug_assert!(taken.is_ok(), "orders of a scenario hold: {taken:?}");
        }
        Self { guard, open: BTreeMap::new() }
    }

    fn drain(&mut self, said: &mut Said) {
        while let Some(change) = self.guard.poll() {
            match change {
                Change::Raised(alert) => {
                    // What was found in late fixes never was a live alarm, so it counts from when it was said.
                    let Some(class) = class(alert.kind) else { continue };
                    said.raise(class, alert.decided_at.0);
                    self.open.insert(alert.key(), class);
                }
                Change::Worse(_) | Change::Revised { .. } => {}
                Change::Cleared { key, at } => {
                    let class = self.open.remove(&key);
                    let others = self.open.values().filter(|other| Some(**other) == class).count();
                    if let Some(class) = class.filter(|_| others == 0) {
                        said.clear_all(class, at.0);
                    }
                }
            }
        }
    }
}

/// What an alert is to the suite: it knows alarms about the pair, and 'could be near'.
const fn class(kind: AlertKind) -> Option<Class> {
    match kind {
        AlertKind::Near | AlertKind::Warning | AlertKind::Approaching => Some(Class::Alarm),
        AlertKind::CouldBeNear => Some(Class::Unknown),
        AlertKind::Entered
        | AlertKind::Left
        | AlertKind::InBuffer
        | AlertKind::Silent
        | AlertKind::NoPosition
        | AlertKind::Tampered
        | AlertKind::NotCarried
        | AlertKind::Disturbed
        | AlertKind::Implausible
        | AlertKind::Battery
        | AlertKind::Alcohol
        | AlertKind::AlcoholMissing
        | AlertKind::ManDown => None,
    }
}

impl Detector for Guarded {
    fn hear(&mut self, side: Side, report: &TrackReport, received: ReceivedAt, said: &mut Said) {
        let carrier = match side {
            Side::Offender => OFFENDER,
            Side::Protected => PROTECTED,
        };
        self.guard.take(carrier, report, received);
        self.drain(said);
        if report.fix.is_some()
            && let Some(chance) = self.guard.pair_now(PAIR, received.0).and_then(|now| now.chance)
        {
            said.chances.push((received.0, chance));
        }
    }

    fn pass(&mut self, until: UtcMillis, said: &mut Said) {
        while let Some(due) = self.guard.next_due().filter(|due| *due <= until) {
            self.guard.tick(due);
            self.drain(said);
            // A timer that does not move on would stop time.
            if self.guard.next_due() == Some(due) {
                break;
            }
        }
    }
}
