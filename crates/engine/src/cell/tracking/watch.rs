//! What is watched: derived from the mandates that run, never ordered by anybody (EM-01).
//!
//! At a start, at each change, and at the moments when a mandate begins or ends, what should be watched is compared with what
//! is, and the difference goes out. A carrier is watched under a mandate that runs, with a device that is issued to it; a pair
//! when both of its carriers are; a perimeter with its carrier.

use super::state::{KeptPerimeter, Tracking};
use crate::cell::Cell;
use crate::cell::timers::Timer;
use crate::output::{Directory, Output};
use crate::tracking::TrackingRules;
use crate::tracking::mandate::{Carrier, Mandate, NoticePolicy, Outline, Pair, ScopePart, Watched};
use crate::tracking::tracker::{Capability, Tracker, TrackerLine, TrackerState};
use core::time::Duration;
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{CarrierId, CaseId, MandateId, Metres, PairId, PerimeterId, TrackerId, UtcMillis};
use hoeder_watch::incident::About;
use hoeder_watch::track::{AlcoholLimit, CarrierOrder, Order, PairOrder, PerimeterOrder, Shape, Validity};
use std::collections::{BTreeMap, BTreeSet};

/// What is watched now, by mandate, in the order in which it was ordered.
#[derive(Debug, Default)]
pub(in crate::cell) struct Ordered {
    by_mandate: BTreeMap<MandateId, Wanted>,
    /// When mandates begin or end to run.
    turns: BTreeSet<(UtcMillis, MandateId)>,
    turns_of: BTreeMap<MandateId, Vec<UtcMillis>>,
    /// What the door was last told of each device.
    lines: BTreeMap<TrackerId, TrackerLine>,
}

/// What should be watched under one mandate.
#[derive(Debug, Default, Clone, PartialEq)]
struct Wanted {
    carriers: BTreeMap<CarrierId, CarrierOrder>,
    pairs: BTreeMap<PairId, PairOrder>,
    perimeters: BTreeMap<PerimeterId, PerimeterOrder>,
}

impl Ordered {
    fn set_turns(&mut self, mandate: MandateId, at: Vec<UtcMillis>) {
        for old in self.turns_of.remove(&mandate).into_iter().flatten() {
            self.turns.remove(&(old, mandate));
        }
        self.turns.extend(at.iter().map(|at| (*at, mandate)));
        if !at.is_empty() {
            self.turns_of.insert(mandate, at);
        }
    }
}

impl Tracking {
    /// Is this carrier watched?
    pub(super) fn is_watched(&self, carrier: CarrierId) -> bool {
        let mandate = self.carriers.get(&carrier).map(|carrier| carrier.mandate);
        let wanted = mandate.and_then(|mandate| self.ordered.by_mandate.get(&mandate));
        wanted.is_some_and(|wanted| wanted.carriers.contains_key(&carrier))
    }

    /// Are all carriers of this mandate watched, an offender among them? (EM-11)
    pub(in crate::cell) fn mandate_is_watched(&self, mandate: MandateId) -> bool {
        let mut carriers = self.carriers_of(mandate).peekable();
        let some_offender = self.carriers_of(mandate).any(|carrier| carrier.side == Side::Offender);
        carriers.peek().is_some() && some_offender && carriers.all(|carrier| self.is_watched(carrier.id))
    }

    /// The mandate that carries this reference.
    pub(in crate::cell) fn mandate_called(&self, reference: &str) -> Option<&Mandate> {
        self.mandates.values().find(|mandate| mandate.reference == reference)
    }

    /// Does a mandate of this case run, or is an incident of it open?
    pub(in crate::cell) fn is_unfinished(&self, case: CaseId, now: UtcMillis) -> bool {
        let first = MandateId::from_u128(0);
        let of_case = self.mandates_of_case.range((case, first)..).take_while(|(of, _)| *of == case);
        let running = of_case.filter_map(|(_, id)| self.mandates.get(id)).any(|mandate| mandate.runs(now));
        running || self.open.keys().any(|about| self.mandate_about(*about).is_some_and(|m| m.case == case))
    }

    fn wanted(&self, mandate: &Mandate, now: UtcMillis) -> Wanted {
        let mut wanted = Wanted::default();
        if !mandate.runs(now) {
            return wanted;
        }
        let valid = Validity { from: mandate.from, until: mandate.until };
        for carrier in self.carriers_of(mandate.id) {
            if let Some(tracker) = self.tracker_of(carrier.id) {
                wanted.carriers.insert(carrier.id, carrier_order(carrier, (mandate, tracker), valid));
            }
        }
        if mandate.covers(ScopePart::Distance) {
            let pairs = self.pairs_of_mandate(mandate.id).filter(|pair| pair.state == Watched::Active);
            let both = |pair: &&Pair| {
                wanted.carriers.contains_key(&pair.offender) && wanted.carriers.contains_key(&pair.protected)
            };
            wanted.pairs = pairs.filter(both).map(|pair| (pair.id, pair_order(pair, valid))).collect();
        }
        if mandate.covers(ScopePart::Places) {
            let carriers: Vec<CarrierId> = wanted.carriers.keys().copied().collect();
            let perimeters = carriers.into_iter().flat_map(|carrier| self.perimeters_of(carrier));
            wanted.perimeters = perimeters
                .filter_map(|kept| perimeter_order(kept, valid, now))
                .map(|o| (o.perimeter, o))
                .collect();
        }
        wanted
    }

    fn turns(&self, mandate: &Mandate, now: UtcMillis) -> Vec<UtcMillis> {
        let of_places = self
            .carriers_of(mandate.id)
            .flat_map(|carrier| self.perimeters_of(carrier.id))
            .filter(|kept| kept.deleted.is_none())
            .filter_map(|kept| kept.perimeter.until);
        let at = [Some(mandate.from), mandate.until];
        at.into_iter().flatten().chain(of_places).filter(|at| *at > now).collect()
    }

    /// Is one of its carriers never to be notified (EM-05)?
    fn is_of_silent_carrier(&self, tracker: &Tracker) -> bool {
        let quiet = |carrier: &CarrierId| !self.carriers.get(carrier).is_some_and(Carrier::may_be_notified);
        tracker.carriers.iter().any(quiet)
    }

    /// EM-05: to the device of a carrier who is never to be notified nothing is sent that it could show or sound. Whoever made it
    /// decides what it does with a command; so a command goes to one that can do neither, such as a band, and to no other.
    pub(super) fn must_stay_silent(&self, tracker: &Tracker) -> bool {
        let could_tell = tracker.can(Capability::Notice) || tracker.can(Capability::Vibrate);
        could_tell && self.is_of_silent_carrier(tracker)
    }

    fn line(&self, tracker: &Tracker, rules: &TrackingRules) -> TrackerLine {
        let watched = tracker.carriers.iter().copied().filter(|carrier| self.is_watched(*carrier));
        TrackerLine {
            tracker: tracker.id,
            number: tracker.number.clone(),
            secret_digest: tracker.secret_digest,
            state: tracker.state,
            carriers: watched.collect(),
            person: tracker.carriers.iter().find_map(|carrier| self.person_of(*carrier)),
            interval_s: tracker.interval_s,
            notice: if self.is_of_silent_carrier(tracker) {
                NoticePolicy::Never
            } else {
                NoticePolicy::Allowed
            },
            most_per_minute: rules.most_reports_per_minute,
        }
    }
}

fn carrier_order(
    carrier: &Carrier,
    (mandate, tracker): (&Mandate, &Tracker),
    valid: Validity,
) -> CarrierOrder {
    let measured = carrier.side == Side::Offender
        && mandate.covers(ScopePart::Alcohol)
        && tracker.can(Capability::Alcohol);
    let alcohol = mandate.alcohol.filter(|_| measured).map(|condition| AlcoholLimit {
        milligrams_per_litre: condition.milligrams_per_litre,
        every: Duration::from_secs(u64::from(condition.every_s)),
        then_every: Duration::from_secs(u64::from(condition.then_every_s)),
    });
    CarrierOrder {
        carrier: carrier.id,
        side: carrier.side,
        valid,
        interval: Duration::from_secs(u64::from(tracker.interval_s)),
        silent_after: tracker.class.silent_after(),
        lost_after: tracker.class.lost_after(),
        fastest_mps: f64::from(carrier.fastest_kmh) / 3.6,
        alcohol,
    }
}

fn pair_order(pair: &Pair, valid: Validity) -> PairOrder {
    PairOrder {
        pair: pair.id,
        offender: pair.offender,
        protected: pair.protected,
        valid,
        alarm: Metres(f64::from(pair.alarm_m)),
        warning: Metres(f64::from(pair.warning_m)),
        police: Duration::from_secs(u64::from(pair.police_min) * 60),
    }
}

/// None for a deleted one, one that is over, and one whose outline was erased.
fn perimeter_order(kept: &KeptPerimeter, mandate: Validity, now: UtcMillis) -> Option<PerimeterOrder> {
    let perimeter = &kept.perimeter;
    let from = perimeter.from.map_or(mandate.from, |from| from.max(mandate.from));
    let until = match (perimeter.until, mandate.until) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    if kept.deleted.is_some() || until.is_some_and(|until| until <= now) {
        return None;
    }
    Some(PerimeterOrder {
        perimeter: perimeter.id,
        carrier: perimeter.carrier,
        kind: perimeter.kind,
        shape: shape(perimeter.outline.reveal(hoeder_vocab::Purpose::Transport))?,
        week: perimeter.week.clone(),
        valid: Validity { from, until },
    })
}

/// The area of an outline; none for one that is no area.
pub(super) fn shape(outline: &Outline) -> Option<Shape> {
    Some(match outline {
        Outline::Area(polygons) => Shape::Area(crate::cell::zone_shape(polygons).ok()?),
        Outline::Circle { centre, radius_m } => {
            Shape::Circle { centre: *centre, radius: Metres(f64::from(*radius_m)) }
        }
        Outline::Corridor { line, half_width_m } => {
            Shape::Corridor { line: line.clone(), half_width: Metres(f64::from(*half_width_m)) }
        }
    })
}

impl Cell {
    /// At a start: everything that is watched is ordered anew, and every device told to the door.
    pub(in crate::cell) fn start_tracking(&mut self, now: UtcMillis) {
        self.tracking.ordered = Ordered::default();
        let mandates: Vec<MandateId> = self.tracking.mandates.keys().copied().collect();
        for mandate in mandates {
            self.settle_mandate(mandate, now);
        }
        let trackers: Vec<TrackerId> = self.tracking.trackers.keys().copied().collect();
        for tracker in trackers {
            self.tell_door(tracker);
        }
        self.start_incidents(now);
        self.drop_waiting_commands(now);
        self.tick_door(now);
    }

    pub(in crate::cell) fn turn_mandates(&mut self, now: UtcMillis) {
        let due: BTreeSet<MandateId> =
            self.tracking.ordered.turns.iter().take_while(|(at, _)| *at <= now).map(|(_, id)| *id).collect();
        for mandate in due {
            self.settle_mandate(mandate, now);
        }
        self.schedule_mandates();
    }

    fn schedule_mandates(&mut self) {
        let next = self.tracking.ordered.turns.first().map(|(at, _)| *at);
        self.timers.set(Timer::Mandates, next);
    }

    /// Orders what should be watched under a mandate and is not, or otherwise; and no longer what should not.
    pub(super) fn settle_mandate(&mut self, id: MandateId, now: UtcMillis) {
        let Some(mandate) = self.tracking.mandates.get(&id) else { return };
        let wanted = self.tracking.wanted(mandate, now);
        let turns = self.tracking.turns(mandate, now);
        self.tracking.ordered.set_turns(id, turns);
        self.schedule_mandates();
        let before = self.tracking.ordered.by_mandate.get(&id).cloned().unwrap_or_default();
        if before == wanted {
            return;
        }
        self.order_difference(&before, &wanted);
        if wanted == Wanted::default() {
            self.tracking.ordered.by_mandate.remove(&id);
        } else {
            self.tracking.ordered.by_mandate.insert(id, wanted.clone());
        }
        let touched: BTreeSet<CarrierId> =
            before.carriers.keys().chain(wanted.carriers.keys()).copied().collect();
        let trackers: BTreeSet<TrackerId> =
            touched.iter().filter_map(|carrier| self.tracking.tracker_of.get(carrier)).copied().collect();
        for tracker in trackers {
            self.tell_door(tracker);
        }
        self.clear_unwatched(&before, &wanted, now);
    }

    fn order_difference(&mut self, before: &Wanted, wanted: &Wanted) {
        let mut orders = Vec::new();
        let gone = before.perimeters.keys().filter(|id| !wanted.perimeters.contains_key(id));
        orders.extend(gone.map(|id| Order::PerimeterGone(*id)));
        let gone = before.pairs.keys().filter(|id| !wanted.pairs.contains_key(id));
        orders.extend(gone.map(|id| Order::PairGone(*id)));
        let gone = before.carriers.keys().filter(|id| !wanted.carriers.contains_key(id));
        orders.extend(gone.map(|id| Order::CarrierGone(*id)));
        let new = wanted.carriers.iter().filter(|(id, order)| before.carriers.get(id) != Some(order));
        orders.extend(new.map(|(_, order)| Order::Carrier(order.clone())));
        let new = wanted.pairs.iter().filter(|(id, order)| before.pairs.get(id) != Some(order));
        orders.extend(new.map(|(_, order)| Order::Pair(order.clone())));
        let new = wanted.perimeters.iter().filter(|(id, order)| before.perimeters.get(id) != Some(order));
        orders.extend(new.map(|(_, order)| Order::Perimeter(Box::new(order.clone()))));
        self.rest.extend(orders.into_iter().map(Output::Watch));
    }

    /// What is no longer watched is over; the incident stays for a person (FL-02).
    fn clear_unwatched(&mut self, before: &Wanted, wanted: &Wanted, now: UtcMillis) {
        let gone = |id: &CarrierId| !wanted.carriers.contains_key(id);
        let carriers: Vec<CarrierId> = before.carriers.keys().copied().filter(gone).collect();
        let mut about: BTreeSet<About> = carriers.iter().copied().map(About::Carrier).collect();
        for carrier in &carriers {
            about.extend(self.tracking.pairs_of(*carrier).map(|pair| About::Pair(pair.id)));
        }
        about.extend(
            before.pairs.keys().filter(|id| !wanted.pairs.contains_key(id)).copied().map(About::Pair),
        );
        for about in about {
            self.clear_alerts(
                about,
                |key| match (key.pair, key.perimeter) {
                    (Some(pair), _) => !wanted.pairs.contains_key(&pair),
                    (None, Some(perimeter)) => !wanted.perimeters.contains_key(&perimeter),
                    (None, None) => carriers.contains(&key.carrier),
                },
                now,
            );
        }
        let places = before.perimeters.keys().filter(|id| !wanted.perimeters.contains_key(id));
        let deleted: BTreeSet<PerimeterId> = places.copied().collect();
        let whose: BTreeSet<CarrierId> = deleted
            .iter()
            .filter_map(|id| self.tracking.perimeters.get(id))
            .map(|kept| kept.perimeter.carrier)
            .collect();
        for carrier in whose {
            for about in self.tracking.abouts_of(carrier) {
                let over = |key: &hoeder_watch::track::AlertKey| {
                    key.perimeter.is_some_and(|perimeter| deleted.contains(&perimeter))
                };
                self.clear_alerts(about, over, now);
            }
        }
    }

    /// The door learns how a device is now, if that is news.
    pub(super) fn tell_door(&mut self, id: TrackerId) {
        let Some(tracker) = self.tracking.trackers.get(&id) else { return };
        let line = self.tracking.line(tracker, &self.config.tracking);
        let before = self.tracking.ordered.lines.get(&id);
        if before == Some(&line) {
            return;
        }
        if let Some(old) = before.filter(|old| old.number != line.number).map(|old| old.number.clone()) {
            self.rest.push_back(Output::Directory(Directory::TrackerGone(old)));
        }
        self.rest.push_back(Output::Directory(Directory::Tracker(Box::new(line.clone()))));
        self.tracking.ordered.lines.insert(id, line);
    }

    /// Is this device in use by somebody?
    pub(super) fn is_issued(&self, id: TrackerId) -> bool {
        self.tracking.trackers.get(&id).is_some_and(|tracker| tracker.state == TrackerState::Issued)
    }
}
