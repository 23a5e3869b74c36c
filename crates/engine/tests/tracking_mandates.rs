//! Mandates: nothing is watched outside of them, and everything within (EM-01 to EM-03, EM-05 to EM-08, EM-10).
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::panic,
    reason = "a broken promise must stop the test"
)]

use crate::common::tracking::*;
use crate::common::*;
use hoeder_engine::output::{Problem, Reply, TrackingReply};
use hoeder_engine::tracking::mandate::{
    Carrier, Mandate, MandateState, NoticePolicy, Pilot, ScopePart, TargetGroup, Watched,
};
use hoeder_engine::tracking::{TrackingOrder, TrackingQuery};
use hoeder_vocab::*;
use hoeder_watch::track::Order;
use proptest::prelude::*;
use std::time::Duration;

fn carriers_of(orders: &[Order]) -> Vec<CarrierId> {
    let of = |order: &Order| if let Order::Carrier(order) = order { Some(order.carrier) } else { None };
    orders.iter().filter_map(of).collect()
}

/// Proves EM-01: at the moment when the mandate begins, at the moment when it ends, and not a moment besides.
#[test]
fn everything_is_watched_from_the_first_moment_of_a_mandate_to_its_last_and_nothing_outside() {
    let mut world = World::with_a_mandate();
    assert_eq!(world.orders(), vec![], "prepared beforehand, and not watched");
    assert!(world.line(BAND).carriers.is_empty());
    world.pass(DAY - Duration::from_secs(2));
    assert_eq!(world.orders(), vec![]);
    world.pass(Duration::from_secs(2));
    let orders = world.orders();
    assert_eq!(carriers_of(&orders), vec![OFFENDER, ANNA_CARRIES, CHILD_CARRIES]);
    let end = mandate().until;
    assert!(orders.iter().all(|order| match order {
        Order::Carrier(order) => order.valid.until == end,
        Order::Pair(order) => order.pair == PAIR && order.valid.until == end && order.alarm == Metres(500.0),
        Order::Perimeter(order) => order.perimeter == SCHOOL && order.valid.until == end,
        _ => false,
    }));
    assert_eq!(orders.len(), 5);
    assert_eq!(world.line(BAND).carriers, vec![OFFENDER]);
    world.outputs.clear();
    world.pass(DAY * 29);
    let gone = [
        Order::PerimeterGone(SCHOOL),
        Order::PairGone(PAIR),
        Order::CarrierGone(OFFENDER),
        Order::CarrierGone(ANNA_CARRIES),
        Order::CarrierGone(CHILD_CARRIES),
    ];
    assert_eq!(world.orders(), gone);
    assert!(world.line(BAND).carriers.is_empty(), "what comes now is counted and not kept");
}

/// Proves EM-01: an alert about somebody whom no mandate binds is not kept.
#[test]
fn an_alert_from_outside_a_mandate_leaves_no_incident() {
    let mut world = World::with_a_mandate();
    let desk = world.desk(MONITOR);
    world.alert(hoeder_watch::track::AlertKind::Near);
    assert_eq!(world.find_incident(desk), None);
    assert_eq!(world.logged(|event| matches!(event, hoeder_engine::entry::Event::Incident(..))), 0);
}

/// Proves EM-01, EM-07: what is not in the scope is not watched, and cannot be ordered.
#[test]
fn a_mandate_is_watched_as_far_as_its_scope_goes() {
    let (mut world, _) = World::with_a_running_mandate();
    let alcohol = |orders: &[Order]| {
        orders.iter().any(|order| matches!(order, Order::Carrier(order) if order.alcohol.is_some()))
    };
    let narrow = Mandate { scope: vec![ScopePart::Places], alcohol: None, ..mandate() };
    world.done(MONITOR, TrackingOrder::PutMandate(narrow));
    let orders = world.orders();
    assert!(orders.contains(&Order::PairGone(PAIR)) && !alcohol(&orders));
    let refused = world.order(MONITOR, TrackingOrder::PutPair { pair: pair(), reason: why() });
    assert_eq!(refused, Reply::Problem(Problem::Conflict("mandate.not_in_scope")));
    world.outputs.clear();
    world.done(MONITOR, TrackingOrder::PutMandate(mandate()));
    assert!(alcohol(&world.orders()), "the band measures, the mandate asks for it: it is watched");
}

/// Proves EM-03, T-NIJ-10: deleted, it is watched no longer, and what it was is kept with who and why.
#[test]
fn a_perimeter_that_is_deleted_is_watched_no_longer_and_stays_for_evidence() {
    let (mut world, _) = World::with_a_running_mandate();
    world.done(MONITOR, TrackingOrder::DeletePerimeter { perimeter: SCHOOL, reason: why() });
    assert_eq!(world.orders(), vec![Order::PerimeterGone(SCHOOL)]);
    let again =
        world.order(MONITOR, TrackingOrder::PutPerimeter { perimeter: school().into(), reason: why() });
    assert_eq!(again, Reply::Problem(Problem::Conflict("perimeter.deleted")));
    let Ok(TrackingReply::Mandate(view)) = world.asks(MONITOR, TrackingQuery::Mandate(MANDATE)) else {
        panic!("a mandate")
    };
    let (at, by, reason) = view.perimeters[0].deleted.clone().unwrap();
    assert_eq!((at, reason, view.perimeters[0].perimeter.clone()), (world.now, why(), school()));
    assert!(by.is_some());
}

/// Proves EM-05, EM-08: a minor's device cannot be told to notify, and the door is told that it must not.
#[test]
fn the_device_of_a_minor_never_notifies_its_carrier() {
    let mut world = World::with_a_mandate();
    let loud = Carrier { notice: NoticePolicy::Allowed, ..carrier(CHILD_CARRIES) };
    let refused = world.order(MONITOR, TrackingOrder::PutCarrier(loud));
    assert!(matches!(refused, Reply::Problem(Problem::Invalid { field: "notice", .. })));
    assert_eq!(world.line(CHILDS).notice, NoticePolicy::Never);
    assert_eq!(world.line(ANNAS).notice, NoticePolicy::Allowed);
    let silent = Carrier { notice: NoticePolicy::Never, ..carrier(ANNA_CARRIES) };
    world.done(MONITOR, TrackingOrder::PutCarrier(silent));
    assert_eq!(world.line(ANNAS).notice, NoticePolicy::Never, "likewise for whom it is so decided");
}

/// Proves EM-10, EM-06: a pilot bounds for whom, where, when and for how many, and counts what came of it.
#[test]
fn a_pilot_bounds_its_mandates_and_counts_them() {
    let mut world = World::with_a_mandate();
    let id = PilotId::from_u128(0x750);
    let pilot = Pilot {
        id,
        name: "West".into(),
        groups: vec![TargetGroup::PartnerViolence, TargetGroup::ThreatenedWitness],
        zones: vec![WEST],
        from: START,
        until: START.plus(DAY * 100),
        most: 1,
    };
    world.done(ADMIN, TrackingOrder::PutPilot(pilot));
    let within = Mandate { pilot: Some(id), ..mandate() };
    let second =
        |n: u128| Mandate { id: MandateId::from_u128(n), reference: format!("R{n}"), ..within.clone() };
    world.done(MONITOR, TrackingOrder::PutMandate(within.clone()));
    for (mandate, code) in [
        (Mandate { group: TargetGroup::ChildAbuse, ..second(1) }, "pilot.other_group"),
        (Mandate { zone: EAST, ..second(2) }, "pilot.other_area"),
        (Mandate { until: None, ..second(3) }, "pilot.other_time"),
        (second(4), "pilot.full"),
    ] {
        let reply = world.order(MONITOR, TrackingOrder::PutMandate(mandate));
        assert_eq!(reply, Reply::Problem(Problem::Conflict(code)));
    }
    world.pass(DAY);
    let Ok(TrackingReply::Pilots(pilots)) = world.asks(ADMIN, TrackingQuery::Pilots) else {
        panic!("pilots")
    };
    assert_eq!((pilots[0].holding, pilots[0].mandates), (1, 1));
}

/// Proves FL-31: started again, the cell orders the same anew, and goes on where it was.
#[test]
fn after_a_restart_everything_that_is_watched_is_ordered_again() {
    let (mut world, _) = World::with_a_running_mandate();
    world.restart();
    let first = world.orders();
    assert_eq!(first.len(), 5);
    assert_eq!(world.line(BAND).carriers, vec![OFFENDER]);
    world.done(MONITOR, TrackingOrder::PutMandate(Mandate { state: MandateState::Withdrawn, ..mandate() }));
    world.restart();
    assert_eq!(world.orders(), vec![]);
}

#[derive(Debug, Clone)]
enum Act {
    Mandate { state: MandateState, from_days: u64, days: Option<u64> },
    Pair(Watched),
    DeletePerimeter,
    Return(TrackerId),
    Issue(TrackerId, CarrierId),
    Restart,
    Pass(u64),
}

fn any_act() -> impl Strategy<Value = Act> {
    let states =
        vec![MandateState::Draft, MandateState::Granted, MandateState::Granted, MandateState::Withdrawn];
    let device = prop::sample::select(vec![(BAND, OFFENDER), (ANNAS, ANNA_CARRIES)]);
    prop_oneof![
        (prop::sample::select(states), 0_u64..20, prop::option::of(1_u64..20))
            .prop_map(|(state, from_days, days)| Act::Mandate { state, from_days, days }),
        prop::bool::ANY.prop_map(|on| Act::Pair(if on { Watched::Active } else { Watched::Ended })),
        Just(Act::DeletePerimeter),
        device.clone().prop_map(|(tracker, _)| Act::Return(tracker)),
        device.prop_map(|(tracker, carrier)| Act::Issue(tracker, carrier)),
        Just(Act::Restart),
        (1_u64..400_000).prop_map(Act::Pass),
    ]
}

fn act(world: &mut World, act: &Act) {
    // An order that has no place now is refused, and changes nothing.
    match act {
        Act::Mandate { state, from_days, days } => {
            let from = START.plus(DAY * u32::try_from(*from_days).unwrap());
            let until = days.map(|days| from.plus(DAY * u32::try_from(days).unwrap()));
            let put = Mandate { state: *state, from, until, ..mandate() };
            world.done(MONITOR, TrackingOrder::PutMandate(put));
        }
        Act::Pair(state) => {
            let pair = hoeder_engine::tracking::mandate::Pair { state: *state, ..pair() };
            world.done(MONITOR, TrackingOrder::PutPair { pair, reason: why() });
        }
        Act::DeletePerimeter => {
            let _refused =
                world.order(MONITOR, TrackingOrder::DeletePerimeter { perimeter: SCHOOL, reason: why() });
        }
        Act::Return(tracker) => {
            let gone = hoeder_engine::tracking::Gone::ToStock;
            world.done(MONITOR, TrackingOrder::ReturnTracker { tracker: *tracker, gone });
        }
        Act::Issue(tracker, carrier) => {
            let (tracker, carriers) = (*tracker, vec![*carrier]);
            let _refused =
                world.order(MONITOR, TrackingOrder::IssueTracker { tracker, carriers, urgent: None });
        }
        Act::Restart => world.restart(),
        Act::Pass(seconds) => world.pass(Duration::from_secs(*seconds)),
    }
}

/// The mandate as the log last says.
fn mandate_now(world: &World) -> Option<Mandate> {
    use hoeder_engine::entry::Event;
    use hoeder_engine::tracking::TrackingEvent;
    world.log.iter().rev().find_map(|entry| match &entry.event {
        Event::Tracking(event) => match &**event {
            TrackingEvent::MandatePut(mandate) => Some(mandate.clone()),
            _ => None,
        },
        _ => None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    /// Proves EM-01: whatever is ordered and however time passes, no order goes out outside a mandate that runs, and what is
    /// watched is no longer once it does not run.
    #[test]
    fn no_order_is_ever_given_outside_a_mandate(acts in prop::collection::vec(any_act(), 1..25)) {
        let mut world = World::with_a_mandate();
        let mut watched = std::collections::BTreeSet::new();
        for one in &acts {
            world.outputs.clear();
            if matches!(one, Act::Restart) {
                watched.clear();
            }
            act(&mut world, one);
            for order in world.orders() {
                match order {
                    Order::Carrier(order) => {
                        let valid = order.valid;
                        prop_assert!(valid.until.is_none_or(|until| valid.from < until));
                        watched.insert(order.carrier);
                    }
                    Order::CarrierGone(carrier) => {
                        watched.remove(&carrier);
                    }
                    _ => {}
                }
            }
            let runs = mandate_now(&world).is_some_and(|mandate| mandate.runs(world.now));
            prop_assert!(runs || watched.is_empty(), "{one:?}: {watched:?} watched outside of a mandate");
        }
    }
}
