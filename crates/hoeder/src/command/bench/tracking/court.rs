//! What a court ordered, in the log before the server starts: mandates, carriers with their devices, pairs, perimeters.
//!
//! Never here: measuring.

use super::super::town as desks_of;
use super::desk::{TIMED, WARM_UP};
use super::flow::number;
use super::rules::carrier;
use super::town::{Pair as TownPair, Town};
use crate::config::Settings;
use crate::exit::Outcome;
use crate::offline::{Ask, Offline, now};
use core::time::Duration;
use hoeder_engine::input::Input;
use hoeder_engine::tracking::TrackingOrder;
use hoeder_engine::tracking::mandate::{
    Age, Carrier, Mandate, MandateKind, MandateState, NoticePolicy, Outline, Pair, Perimeter, ScopePart,
    TargetGroup, TrackClass, Watched, Who,
};
use hoeder_engine::tracking::tracker::{Coverage, PlaceChecked, Tracker, TrackerState};
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{MandateId, PairId, PerimeterId, Sensitive, TrackerId};
use hoeder_watch::track::{PerimeterKind, Week, Window};

/// Pairs whose devices make the load, in a town that has so many: two devices each.
const LOAD_PAIRS: u32 = 2_000;
/// Pairs of one mandate of the load; each of those that are timed has its own.
const OF_ONE: u32 = 16;

/// How many cases there must be.
pub(super) struct Court {
    pub(super) presses: usize,
    /// Pairs of the load; those that are timed come after them.
    pub(super) load: u32,
}

impl Court {
    pub(super) fn of(town: &Town, presses: usize) -> Self {
        let pairs = u32::try_from(town.pairs.len()).unwrap_or(u32::MAX);
        Self { presses, load: pairs.saturating_sub(TIMED + WARM_UP).min(LOAD_PAIRS) }
    }

    /// Those of the presses come first.
    pub(super) fn cases(&self) -> usize {
        self.presses + (self.load.div_ceil(OF_ONE) + TIMED + WARM_UP) as usize
    }

    /// Which mandate a pair is under, counted from 0.
    const fn mandate_of(&self, pair: u32) -> u32 {
        if pair < self.load { pair / OF_ONE } else { self.load.div_ceil(OF_ONE) + pair - self.load }
    }
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn mandate(number: u32, case: usize, zone: hoeder_vocab::ZoneId) -> Mandate {
    Mandate {
        id: MandateId::from_u128(1 + u128::from(number)),
        kind: MandateKind::ContactBan,
        state: MandateState::Granted,
        court: "Bench".into(),
        reference: format!("B/{number}"),
        case: desks_of::case(case),
        measure: None,
        zone,
        office: None,
        group: TargetGroup::Stalking,
        scope: vec![ScopePart::Distance, ScopePart::Places],
        from: now(),
        until: Some(now().plus(Duration::from_secs(30 * 86_400))),
        conditions: words("no contact in any form"),
        alcohol: None,
        pilot: None,
    }
}

fn week(n: u8) -> Week {
    let windows = match n {
        0 => Vec::new(),
        1 => (0..5).map(|weekday| Window { weekday, from_minute: 480, to_minute: 1_080 }).collect(),
        _ => (0..7).map(|weekday| Window { weekday, from_minute: 1_320, to_minute: 420 }).collect(),
    };
    Week { windows, except: Vec::new() }
}

/// A carrier with a device.
fn carried((pair, side): (u32, u8), mandate: MandateId, case: usize) -> Outcome<Vec<TrackingOrder>> {
    let (id, of) = (carrier(pair, side), if side == 0 { Side::Offender } else { Side::Protected });
    let who =
        if side == 0 { Who::Named(words("Nobody Invented")) } else { Who::Person(desks_of::person(case)) };
    let tracker = TrackerId::from_u128(id.as_u128() + (1 << 64));
    let place = PlaceChecked { place: words("home"), coverage: Coverage::Good };
    Ok(vec![
        TrackingOrder::PutCarrier(Carrier {
            id,
            mandate,
            side: of,
            who,
            age: Age::Adult,
            notice: NoticePolicy::Allowed,
            fastest_kmh: 130,
        }),
        TrackingOrder::CheckCoverage { carrier: id, places: vec![place] },
        TrackingOrder::PutTracker(Tracker {
            id: tracker,
            number: number(pair, side)?,
            secret_digest: None,
            model: "Bench 1".into(),
            capabilities: Vec::new(),
            interval_s: 1,
            class: TrackClass::Ordinary,
            state: TrackerState::InStock,
            carriers: Vec::new(),
        }),
        TrackingOrder::IssueTracker { tracker, carriers: vec![id], urgent: None },
    ])
}

fn paired(pair: u32, mandate: MandateId, of: &TownPair) -> Vec<TrackingOrder> {
    let mut orders = vec![TrackingOrder::PutPair {
        pair: Pair {
            id: PairId::from_u128(1 + u128::from(pair)),
            mandate,
            offender: carrier(pair, 0),
            protected: carrier(pair, 1),
            alarm_m: 500,
            warning_m: 1_000,
            police_min: 10,
            state: Watched::Active,
        },
        reason: words("ordered"),
    }];
    for (n, ring) in (0_u8..).zip(&of.perimeters) {
        let perimeter = Box::new(Perimeter {
            id: PerimeterId::from_u128((1 + u128::from(pair)) << 8 | u128::from(n)),
            carrier: carrier(pair, 0),
            label: words("home"),
            kind: PerimeterKind::Exclusion,
            outline: Sensitive::new(Outline::Area(vec![vec![ring.clone()]])),
            week: week(n),
            from: None,
            until: None,
        });
        orders.push(TrackingOrder::PutPerimeter { perimeter, reason: words("ordered") });
    }
    orders
}

/// Writes all of it into the log.
pub(super) fn fill(settings: &Settings, town: &Town, court: &Court) -> Outcome<()> {
    let mut offline = Offline::open(settings)?;
    let zone = desks_of::first_zone(&offline)?;
    let mut said = None;
    let mut asks: Vec<Ask> = Vec::new();
    let mut order = |order: TrackingOrder| {
        let by = desks_of::monitor();
        asks.push(Box::new(move |request| Input::Order { request, by, order: order.into() }));
    };
    for (pair, of) in (0_u32..).zip(&town.pairs).take((court.load + TIMED + WARM_UP) as usize) {
        let number = court.mandate_of(pair);
        let id = MandateId::from_u128(1 + u128::from(number));
        let case = court.presses + number as usize;
        if said != Some(number) {
            order(TrackingOrder::PutMandate(mandate(number, case, zone)));
            said = Some(number);
        }
        for side in [0, 1] {
            carried((pair, side), id, case)?.into_iter().for_each(&mut order);
        }
        paired(pair, id, of).into_iter().for_each(&mut order);
    }
    offline.ask(asks)?;
    offline.close()
}
