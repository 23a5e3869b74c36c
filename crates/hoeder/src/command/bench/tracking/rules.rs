//! The whole guard: filter, probability, schedules, supervision; its cost a fix from a thousand carriers to a million, its memory a pair.
//!
//! Never here: geometry alone, queues, files.

use super::cpu::{Spent, memory};
use super::town::{Pair, Town, Update, area};
use crate::exit::{Failure, Outcome};
use core::time::Duration;
use hoeder_vocab::tracking::{Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{
    CarrierId, Decimetres, FixSource, FixedAt, Metres, PairId, PerimeterId, ReceivedAt, UtcMillis,
};
use hoeder_watch::track::{
    CarrierOrder, Guard, Order, PairOrder, PerimeterKind, PerimeterOrder, Settings, Shape, Validity, Week,
    Window,
};
use serde_json::{Map, Value, json};

/// 2026-11-22T10:00:00Z.
const BEGIN: i64 = 1_795_341_600_000;
/// Between two reports of one carrier.
const INTERVAL_MS: i64 = 10_000;

pub(super) fn carrier(pair: u32, side: u8) -> CarrierId {
    CarrierId::from_u128(u128::from(pair) << 8 | u128::from(side))
}

/// Everything that is ordered for one pair.
pub(super) fn orders(number: u32, pair: &Pair) -> Outcome<Vec<Order>> {
    let valid = Validity { from: UtcMillis::from_unix_ms(0), until: None };
    let mut orders = Vec::new();
    for (n, side) in [(0, Side::Offender), (1, Side::Protected)] {
        orders.push(Order::Carrier(CarrierOrder {
            carrier: carrier(number, n),
            side,
            valid,
            interval: Duration::from_secs(10),
            silent_after: Duration::from_secs(600),
            lost_after: Duration::from_secs(600),
            fastest_mps: 40.0,
            alcohol: None,
        }));
    }
    orders.push(Order::Pair(PairOrder {
        pair: PairId::from_u128(u128::from(number)),
        offender: carrier(number, 0),
        protected: carrier(number, 1),
        valid,
        alarm: Metres(500.0),
        warning: Metres(1_000.0),
        police: Duration::from_secs(600),
    }));
    for (n, ring) in (0_u8..).zip(&pair.perimeters) {
        let area = area(ring).map_err(|e| Failure::failed("a perimeter of the benchmark is none", e))?;
        // The first always, the second on working days, the third in the night.
        let windows = match n {
            0 => Vec::new(),
            1 => (0..5).map(|weekday| Window { weekday, from_minute: 480, to_minute: 1_080 }).collect(),
            _ => (0..7).map(|weekday| Window { weekday, from_minute: 1_320, to_minute: 420 }).collect(),
        };
        orders.push(Order::Perimeter(Box::new(PerimeterOrder {
            perimeter: PerimeterId::from_u128(u128::from(number) << 8 | u128::from(n)),
            carrier: carrier(number, 0),
            kind: PerimeterKind::Exclusion,
            shape: Shape::Area(area),
            week: Week { windows, except: Vec::new() },
            valid,
        })));
    }
    Ok(orders)
}

pub(super) fn report(at: i64, position: hoeder_vocab::Position) -> TrackReport {
    let at = FixedAt(UtcMillis::from_unix_ms(at));
    TrackReport {
        at,
        fix: Some(TrackFix {
            position,
            accuracy: Some(Decimetres(80)),
            fixed_at: at,
            source: FixSource::Gnss,
            speed_cms: None,
            heading_deg: None,
            motion: Motion::Unknown,
        }),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

/// A guard over the first so many pairs of the town.
fn guard(town: &Town, pairs: usize) -> Outcome<Guard> {
    let mut guard = Guard::new(Settings::default());
    for (number, pair) in (0..).zip(&town.pairs).take(pairs) {
        for order in orders(number, pair)? {
            let taken = guard.order(order, UtcMillis::from_unix_ms(BEGIN));
            taken.map_err(|e| Failure::failed("an order of the benchmark is refused", e))?;
        }
    }
    Ok(guard)
}

/// Takes the updates as they come in, with the clock running beside them. What it cost, and how much was said.
fn judge(guard: &mut Guard, updates: &[Update], carriers: u32) -> (Spent, u64) {
    let mut said = 0;
    let mut in_round = 0_u32;
    let spent = Spent::of(|| {
        for update in updates {
            let place = i64::from(update.pair * 2 + u32::from(update.side));
            let fixed =
                BEGIN + i64::from(update.round) * INTERVAL_MS + place * INTERVAL_MS / i64::from(carriers);
            let received = ReceivedAt(UtcMillis::from_unix_ms(fixed + 600));
            guard.take(carrier(update.pair, update.side), &report(fixed, update.position), received);
            in_round += 1;
            if in_round.is_multiple_of(1_000) {
                guard.tick(received.0);
            }
            while guard.poll().is_some() {
                said += 1;
            }
        }
    });
    (spent, said)
}

pub(super) fn measure(town: &Town, updates: &[Update], figures: &mut Map<String, Value>) -> Outcome<()> {
    let before = memory();
    let mut watching = guard(town, town.pairs.len())?;
    let built = memory().saturating_sub(before);
    let carriers = u32::try_from(town.pairs.len() * 2).unwrap_or(u32::MAX);
    let (spent, said) = judge(&mut watching, updates, carriers);
    let after = memory().saturating_sub(before);
    let pairs = town.pairs.len().max(1) as f64;
    figures.insert("full_rules_per_s".to_owned(), spent.rate(updates.len()));
    figures.insert("full_rules_said".to_owned(), json!(said));
    figures.insert("bytes_per_pair".to_owned(), json!((after as f64 / pairs).round()));
    figures.insert("bytes_per_pair_when_ordered".to_owned(), json!((built as f64 / pairs).round()));
    let kept = watching.bytes() as f64 / pairs;
    figures.insert("bytes_per_pair_without_allocator".to_owned(), json!(kept.round()));
    drop(watching);
    Ok(())
}

/// The same work on a thousand carriers and on a million.
pub(super) fn growth(figures: &mut Map<String, Value>) -> Outcome<()> {
    let mut costs = Vec::new();
    for (pairs, name) in [(500_u32, "us_per_fix_1k"), (500_000, "us_per_fix_1m")] {
        let town = Town::new(pairs);
        let mut watching = guard(&town, town.pairs.len())?;
        let updates = town.updates(4 * 2 * 500_000);
        // The first half fills what every carrier has of its own.
        let (first, second) = updates.split_at(updates.len() / 2);
        judge(&mut watching, first, pairs * 2);
        let (spent, _) = judge(&mut watching, second, pairs * 2);
        let cost = spent.each_us(second.len());
        costs.push(cost);
        figures.insert(name.to_owned(), super::super::rounded(cost));
    }
    if let [small, large] = costs[..] {
        figures.insert("growth_ratio_1k_1m".to_owned(), super::super::rounded(large / small));
    }
    Ok(())
}
