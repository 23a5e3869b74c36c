//! Hotspots: registered, found while a call comes in, shown with an alarm at their place, and gone when their time is over.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::entry::{Event, Subject};
use hoeder_engine::hotspot::*;
use hoeder_engine::input::{Order, Query};
use hoeder_engine::output::{Output, Problem, Reply};
use hoeder_vocab::*;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

fn id(n: u128) -> HotspotId {
    HotspotId::from_u128(0xB000 + n)
}

/// On the place of the press in the zone East, for a day.
fn hotspot(n: u128) -> Hotspot {
    Hotspot {
        id: id(n),
        kind: HotspotKind::Address,
        address: Some(Sensitive::new("Kerkstraat 12, Ename".into())),
        number: Some(Sensitive::new("+32470123456".into())),
        position: Some(Sensitive::new(Position::from_degrees(50.85, 4.4502).unwrap())),
        radius_m: 50,
        instructions: Sensitive::new("he has a rifle".into()),
        expires_at: START.plus(DAY),
        zone: EAST,
        created_by: AccountId::from_u128(0),
    }
}

fn put(world: &mut World, by: AccountId, hotspot: Hotspot) -> Reply {
    world.order(by, Order::from(HotspotOrder::Put(hotspot)))
}

fn look_up(world: &mut World, by: AccountId, look_up: LookUp) -> Vec<HotspotView> {
    match world.ask(by, Query::HotspotLookUp(look_up)) {
        Reply::HotspotsFound(found) => found.hotspots,
        other => panic!("not found but {other:?}"),
    }
}

fn by_number() -> LookUp {
    LookUp { number: Some(Sensitive::new("+32470123456".into())), ..LookUp::default() }
}

fn by_text() -> LookUp {
    LookUp { text: Some(Sensitive::new("kerkstr".into())), ..LookUp::default() }
}

fn by_place() -> LookUp {
    let place = Position::from_degrees(50.85, 4.4502).unwrap();
    LookUp { position: Some(Sensitive::new(place)), ..LookUp::default() }
}

/// Proves AL-21: registered with an end date and instructions, and found by number, by words and by place.
#[test]
fn a_hotspot_is_found_by_number_by_words_and_by_place() {
    let mut world = World::new();
    assert_eq!(put(&mut world, EAST_DUTY, hotspot(1)), Reply::Done);
    for by in [OPERATOR, SUPERVISOR, EAST_DUTY, EAST_PATROL] {
        for asked in [by_number(), by_text(), by_place()] {
            let found = look_up(&mut world, by, asked);
            assert_eq!(found.len(), 1);
            let view = &found[0];
            assert_eq!((view.hotspot.id, view.state), (id(1), HotspotState::Active));
            assert_eq!(view.hotspot.created_by, EAST_DUTY, "who registered it is filled in");
            assert_eq!(view.created_by_name, Some(Sensitive::new("Name 304".into())));
        }
    }
    let all = LookUp { number: by_number().number, text: by_text().text, position: by_place().position };
    assert_eq!(look_up(&mut world, OPERATOR, all).len(), 1, "found three times is one");
}

/// Proves GN-02: each look-up is a consultation on record with what was found, not with what was asked.
#[test]
fn every_look_up_is_on_record_with_what_was_found() {
    let mut world = World::new();
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Done);
    look_up(&mut world, OPERATOR, by_number());
    let nothing = LookUp { text: Some(Sensitive::new("nowhere".into())), ..LookUp::default() };
    look_up(&mut world, OPERATOR, nothing);
    let found: Vec<_> = world
        .log
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::HotspotsLookedUp { found } => Some((entry.actor, found.clone())),
            _ => None,
        })
        .collect();
    let actor = Actor::Account(OPERATOR, Role::Operator);
    assert_eq!(found, [(actor, vec![id(1)]), (actor, vec![])]);
}

/// Proves GN-03: a zone finds and keeps what lies in it; who has no business with hotspots is refused, on record.
#[test]
fn a_zone_reaches_its_own_hotspots_only() {
    let mut world = World::new();
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Done);
    assert!(look_up(&mut world, WEST_DUTY, by_number()).is_empty());
    assert_eq!(put(&mut world, WEST_DUTY, hotspot(1)), Reply::Problem(Problem::Denied("territory")));
    let moved = Hotspot { zone: WEST, ..hotspot(1) };
    assert_eq!(put(&mut world, EAST_DUTY, moved), Reply::Problem(Problem::Denied("territory")));
    let listed = |world: &mut World, by| match world.ask(by, Query::Hotspots) {
        Reply::Hotspots(views) => views.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!((listed(&mut world, EAST_DUTY), listed(&mut world, WEST_OFFICER)), (1, 0));
    for by in [MAGISTRATE, ADMIN, AUDITOR, WALL] {
        let refused = world.ask(by, Query::HotspotLookUp(by_number()));
        assert_eq!(refused, Reply::Problem(Problem::Denied("role.not_in_rule")));
    }
    let denied =
        |e: &Event| matches!(e, Event::Accessed(a) if a.action == "hotspots.look_up" && a.denied.is_some());
    assert_eq!(world.logged(denied), 4);
}

/// Proves AL-21: after its last day it is never found, and its end is an event.
#[test]
fn an_expired_hotspot_is_never_found_and_its_end_is_an_event() {
    let mut world = World::new();
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Done);
    let ended = |e: &Event| matches!(e, Event::HotspotEnded { why: HotspotEnd::Expired, .. });
    let end = START.plus(DAY);
    let left = end.since(world.now);
    world.pass(left - Duration::from_millis(1));
    assert_eq!(look_up(&mut world, OPERATOR, by_number()).len(), 1, "to its very last moment");
    assert_eq!(world.logged(ended), 0);
    // The look-up comes first, before any timer had its turn.
    world.now = end;
    assert!(look_up(&mut world, OPERATOR, by_number()).is_empty());
    world.pass(Duration::from_secs(2));
    assert_eq!(world.logged(ended), 1);
    for asked in [by_number(), by_text(), by_place()] {
        assert!(look_up(&mut world, OPERATOR, asked).is_empty());
    }
    let Reply::Hotspots(views) = world.ask(OPERATOR, Query::Hotspots) else { panic!("a list") };
    assert_eq!(views[0].state, HotspotState::Ended);
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Problem(Problem::Conflict("hotspot.ended")));
}

#[test]
fn one_that_expired_while_the_server_was_down_ends_at_the_start() {
    let mut world = World::new();
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Done);
    world.now = START.plus(3 * DAY);
    world.restart();
    world.pass(Duration::from_secs(2));
    assert_eq!(world.logged(|e| matches!(e, Event::HotspotEnded { why: HotspotEnd::Expired, .. })), 1);
}

#[test]
fn a_hotspot_ends_by_hand_with_a_reason_and_is_then_erased() {
    let mut world = World::new();
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Done);
    let end = |reason: &str| {
        Order::from(HotspotOrder::End { hotspot: id(1), reason: Sensitive::new(reason.to_owned()) })
    };
    let erase = || Order::from(HotspotOrder::Erase { hotspot: id(1) });
    assert_eq!(world.order(SUPERVISOR, erase()), Reply::Problem(Problem::Conflict("hotspot.still_active")));
    let no_reason = world.order(OPERATOR, end(" "));
    assert!(matches!(no_reason, Reply::Problem(Problem::Invalid { field: "reason", .. })));
    assert_eq!(world.order(OPERATOR, end("moved away")), Reply::Done);
    assert!(look_up(&mut world, OPERATOR, by_number()).is_empty());
    assert_eq!(world.order(OPERATOR, end("again")), Reply::Problem(Problem::Conflict("hotspot.ended")));
    assert_eq!(world.order(OPERATOR, erase()), Reply::Problem(Problem::Denied("role.not_in_rule")));
    assert_eq!(world.order(SUPERVISOR, erase()), Reply::Done);
    let destroyed = |o: &Output| matches!(o, Output::DestroyKey(Subject::Hotspot(h)) if *h == id(1));
    assert!(world.outputs.iter().any(destroyed));
    let Reply::Hotspots(views) = world.ask(OPERATOR, Query::Hotspots) else { panic!("a list") };
    assert_eq!((&views[0].hotspot.address, &views[0].hotspot.number), (&None, &None));
}

/// Proves AL-21: an alarm shows the hotspots at its newest position, with what to do, and only while it is open.
#[test]
fn an_alarm_shows_the_hotspots_at_its_newest_position() {
    let mut world = World::new();
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Done);
    let desk = world.desk(OPERATOR);
    let wall = world.desk(WALL);
    world.press(1);
    let near = world.seen(desk, 1).unwrap().hotspots.clone();
    assert_eq!(near.len(), 1);
    assert_eq!((near[0].id, near[0].distance_m), (id(1), 14));
    assert_eq!(near[0].instructions, Sensitive::new("he has a rifle".to_owned()));
    assert!(world.seen(wall, 1).unwrap().hotspots.is_empty(), "nothing of anybody on a wall");

    // Registered, moved away from and ended while the alarm runs.
    let second = Hotspot { address: Some(Sensitive::new("Dorp 3".into())), ..hotspot(2) };
    assert_eq!(put(&mut world, EAST_DUTY, second), Reply::Done);
    assert_eq!(world.seen(desk, 1).unwrap().hotspots.len(), 2);
    let end = HotspotOrder::End { hotspot: id(2), reason: Sensitive::new("wrong house".to_owned()) };
    assert_eq!(world.order(OPERATOR, Order::from(end)), Reply::Done);
    assert_eq!(world.seen(desk, 1).unwrap().hotspots.len(), 1);
    let far = fix(50.86, 4.45, 10, world.now);
    let claim = hoeder_engine::input::Claim::Verified(PHONE);
    let moved = hoeder_vocab::handset::Uplink::Moved { alarm: alarm(1), fix: far, battery: None };
    world.uplink(claim, moved);
    assert!(world.seen(desk, 1).unwrap().hotspots.is_empty());
}

#[test]
fn a_closed_alarm_says_nothing_of_the_place_any_more() {
    let mut world = World::new();
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Done);
    let desk = world.desk(OPERATOR);
    world.press(1);
    world.take_and_dispatch(1);
    assert_eq!(world.seen(desk, 1).unwrap().hotspots.len(), 1);
    let outcome = hoeder_watch::alarm::Outcome::RealDanger;
    assert_eq!(world.close(1, outcome, hoeder_watch::alarm::Pv::ToFollow), Reply::Done);
    assert!(world.seen(desk, 1).unwrap().hotspots.is_empty());
}

/// Proves GN-05: what was registered is there after a restart, and so is what ended.
#[test]
fn hotspots_survive_a_restart() {
    let mut world = World::new();
    assert_eq!(put(&mut world, OPERATOR, hotspot(1)), Reply::Done);
    assert_eq!(put(&mut world, OPERATOR, hotspot(2)), Reply::Done);
    let end = HotspotOrder::End { hotspot: id(2), reason: Sensitive::new("wrong house".to_owned()) };
    assert_eq!(world.order(OPERATOR, Order::from(end)), Reply::Done);
    world.restart();
    let found = look_up(&mut world, OPERATOR, by_number());
    assert_eq!(found.iter().map(|view| view.hotspot.id).collect::<Vec<_>>(), [id(1)]);
}

#[test]
fn bad_data_names_its_field_and_nothing_of_it_is_kept() {
    let mut world = World::new();
    let before = world.log.len();
    let bad = [
        (Hotspot { address: None, ..hotspot(1) }, "address"),
        (Hotspot { kind: HotspotKind::Number, number: None, ..hotspot(1) }, "number"),
        (Hotspot { number: Some(Sensitive::new("0470123456".into())), ..hotspot(1) }, "number"),
        (Hotspot { address: Some(Sensitive::new("  ".into())), ..hotspot(1) }, "address"),
        (Hotspot { instructions: Sensitive::new(String::new()), ..hotspot(1) }, "instructions"),
        (Hotspot { radius_m: 0, ..hotspot(1) }, "radius_m"),
        (Hotspot { radius_m: 1_001, ..hotspot(1) }, "radius_m"),
        (Hotspot { expires_at: world.now, ..hotspot(1) }, "until"),
        (Hotspot { expires_at: world.now.plus(734 * DAY), ..hotspot(1) }, "until"),
        (Hotspot { zone: ZoneId::from_u128(99), ..hotspot(1) }, "zone"),
    ];
    for (hotspot, field) in bad {
        match put(&mut world, OPERATOR, hotspot) {
            Reply::Problem(Problem::Invalid { field: named, .. }) => assert_eq!(named, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    assert_eq!(world.log.len(), before);
    let asked = [
        (LookUp::default(), "number"),
        (LookUp { text: Some(Sensitive::new("k 1".into())), ..LookUp::default() }, "text"),
        (LookUp { number: Some(Sensitive::new("112".into())), ..LookUp::default() }, "number"),
    ];
    for (look_up, field) in asked {
        match world.ask(OPERATOR, Query::HotspotLookUp(look_up)) {
            Reply::Problem(Problem::Invalid { field: named, .. }) => assert_eq!(named, field),
            other => panic!("{field}: {other:?}"),
        }
    }
}
