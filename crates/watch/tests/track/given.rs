//! Given: a guard with a pair, and fixes in metres east and north of a place.

use core::time::Duration;
use hoeder_geo::offset;
use hoeder_vocab::tracking::{Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{
    CarrierId, Decimetres, FixSource, FixedAt, Metres, PairId, Position, ReceivedAt, UtcMillis,
};
use hoeder_watch::track::{CarrierOrder, Change, Guard, Order, PairOrder, Settings, Taken, Validity};

pub(crate) const OFFENDER: CarrierId = CarrierId::from_u128(1);
pub(crate) const PROTECTED: CarrierId = CarrierId::from_u128(2);
pub(crate) const PAIR: PairId = PairId::from_u128(3);
/// 2026-11-18T11:06:40Z.
pub(crate) const START: i64 = 1_795_000_000_000;

/// So many seconds after the start.
pub(crate) fn at(seconds: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(START + seconds * 1_000)
}

/// So many metres east and north of the market of Ghent.
pub(crate) fn place(east: f64, north: f64) -> Position {
    let market = Position::from_degrees(51.0543, 3.7250).unwrap();
    offset(offset(market, 90.0, Metres(east)), 0.0, Metres(north))
}

pub(crate) fn always() -> Validity {
    Validity { from: at(-86_400), until: None }
}

pub(crate) fn carrier(id: CarrierId, side: Side) -> CarrierOrder {
    CarrierOrder {
        carrier: id,
        side,
        valid: always(),
        interval: Duration::from_secs(30),
        silent_after: Duration::from_secs(86_400),
        lost_after: Duration::from_secs(86_400),
        fastest_mps: 40.0,
        alcohol: None,
    }
}

pub(crate) fn pair(alarm: f64, warning: f64) -> PairOrder {
    PairOrder {
        pair: PAIR,
        offender: OFFENDER,
        protected: PROTECTED,
        valid: always(),
        alarm: Metres(alarm),
        warning: Metres(warning),
        police: Duration::from_secs(600),
    }
}

/// Watches one pair.
pub(crate) fn guard_of(pair: PairOrder) -> Guard {
    let mut guard = Guard::new(Settings::default());
    guard.order(Order::Carrier(carrier(OFFENDER, Side::Offender)), at(0)).unwrap();
    guard.order(Order::Carrier(carrier(PROTECTED, Side::Protected)), at(0)).unwrap();
    guard.order(Order::Pair(pair), at(0)).unwrap();
    guard
}

/// A satellite fix of 5 m that does not say whether its device moves.
pub(crate) fn fix(seconds: i64, position: Position) -> TrackFix {
    TrackFix {
        position,
        accuracy: Some(Decimetres(50)),
        fixed_at: FixedAt(at(seconds)),
        source: FixSource::Gnss,
        speed_cms: None,
        heading_deg: None,
        motion: Motion::Unknown,
    }
}

pub(crate) fn report(fix: TrackFix) -> TrackReport {
    TrackReport {
        at: fix.fixed_at,
        fix: Some(fix),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

/// The guard takes a fix two seconds after it was made; what it says.
pub(crate) fn takes(guard: &mut Guard, carrier: CarrierId, fix: TrackFix) -> Vec<Change> {
    takes_at(guard, carrier, fix, fix.fixed_at.0.plus(Duration::from_secs(2))).1
}

pub(crate) fn takes_at(
    guard: &mut Guard,
    carrier: CarrierId,
    fix: TrackFix,
    received: UtcMillis,
) -> (Taken, Vec<Change>) {
    guard.tick(received);
    let taken = guard.take(carrier, &report(fix), ReceivedAt(received));
    (taken, said(guard))
}

/// All that there is to say.
pub(crate) fn said(guard: &mut Guard) -> Vec<Change> {
    core::iter::from_fn(|| guard.poll()).collect()
}
