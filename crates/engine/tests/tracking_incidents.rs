//! From an alert to its close: who is told, what is done, who sees what (EM-02, EM-04, FL-01 to FL-04, FL-34, GN-03).
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken promise must stop the test"
)]

use crate::common::tracking::*;
use crate::common::*;
use hoeder_engine::entry::{Event, Subject};
use hoeder_engine::input::Input;
use hoeder_engine::output::{Output, Page, Problem, Reply, TrackingReply};
use hoeder_engine::tracking::mandate::{Carrier, Mandate, MandateState, NoticePolicy, Pair};
use hoeder_engine::tracking::order::TrackUse;
use hoeder_engine::tracking::view::{IncidentEntry, IncidentView, PatternKind};
use hoeder_engine::tracking::{IncidentOrder, TrackingEvent, TrackingOrder, TrackingQuery};
use hoeder_vocab::*;
use hoeder_watch::incident::{
    Channel, Delivery, IncidentEvent, Instruction, Outcome as Ending, Refusal, Stage, Told,
};
use hoeder_watch::track::{AlertKind, Change, Queue};
use std::time::Duration;

const MESSAGE: MessageId = MessageId::from_u128(0x900);

fn stay(channel: Channel) -> IncidentOrder {
    IncidentOrder::Instruct(Told { message: MESSAGE, instruction: Instruction::Stay, channel })
}

fn positions(view: &IncidentView) -> usize {
    view.alerts.iter().flat_map(|alert| alert.facts.evidence).flatten().count()
}

fn pages(world: &World) -> Vec<&Page> {
    fn page(output: &Output) -> Option<&Page> {
        if let Output::Page { page, .. } = output { Some(page) } else { None }
    }
    world.outputs.iter().filter_map(page).collect()
}

/// Proves EM-02, EM-04, FL-02, FL-32: the whole way of one incident, each step on its timeline.
#[test]
fn an_alert_is_taken_handed_to_the_police_and_closed_by_a_person_with_a_reason() {
    let (mut world, desk, id) = World::with_an_incident();
    let view = world.incident(desk);
    assert_eq!((view.queue, view.stage, view.lead), (Queue::Danger, Stage::Open, Some(AlertKind::Near)));
    assert_eq!((view.carriers.len(), positions(&view), view.reference.as_deref()), (2, 2, Some("2026/77")));
    assert_eq!(view.alerts[0].facts.figures.distance_dm, Some(4_313));
    world.did(MONITOR, id, IncidentOrder::Take);
    world.hands_to_police(id);
    world.cleared(AlertKind::Near);
    assert_eq!(
        world.incident(desk).stage,
        Stage::WithPolice,
        "that it is over by the fixes ends nothing (FL-02)"
    );
    world.close_incident(id, Ending::Violation);
    let view = world.incident(desk);
    assert_eq!((view.stage, view.outcome), (Stage::Closed, Some(Ending::Violation)));
    assert!(
        world
            .outputs
            .iter()
            .any(|o| matches!(o, Output::Page { page: Page::IncidentGone(i), .. } if *i == id))
    );
    assert_eq!(view.timeline.len(), 5);
    assert!(view.timeline[1..].iter().filter(|line| line.by.is_some()).count() >= 3, "with who did it");
}

/// Proves FL-02: what late fixes show is a line of the incident, also of one that is closed; it opens, clears and ends nothing.
#[test]
fn an_alert_that_late_fixes_do_not_bear_out_says_so_on_the_timeline_and_stays_for_a_person() {
    let (mut world, desk, id) = World::with_an_incident();
    let since = world.incident(desk).alerts[0].facts.since;
    let later = FixedAt(since.0.plus(Duration::from_secs(20)));
    let revise = |world: &mut World, was, begun| {
        let change = Change::Revised { key: key(AlertKind::Near), was, now: begun, at: DecidedAt(world.now) };
        world.when(Input::TrackChange(Box::new(change)));
    };
    revise(&mut world, since, Some(later));
    let view = world.incident(desk);
    let line = view.timeline.last().unwrap();
    assert_eq!(line.what, IncidentEntry::Revised(AlertKind::Near, since, Some(later)));
    assert_eq!(view.alerts[0].revised.map(|revised| revised.begun), Some(Some(later)));
    assert_eq!((view.stage, view.alerts[0].cleared_at), (Stage::Open, None));
    world.did(MONITOR, id, IncidentOrder::Take);
    world.cleared(AlertKind::Near);
    world.close_incident(id, Ending::Violation);
    revise(&mut world, later, None);
    let revised = world.logged(|event| {
        matches!(event, Event::Incident(of, event)
            if *of == id && matches!(**event, IncidentEvent::AlertRevised { .. }))
    });
    assert_eq!(revised, 2, "also once it is closed");
    assert_eq!(world.incident(desk).stage, Stage::Closed);
}

/// Proves GN-03: where anybody was is on a screen while the incident is open, and not afterwards.
#[test]
fn positions_are_shown_only_while_the_incident_is_open() {
    let (mut world, desk, id) = World::with_an_incident();
    assert_eq!(positions(&world.incident(desk)), 2);
    world.did(MONITOR, id, IncidentOrder::Take);
    world.cleared(AlertKind::Near);
    world.close_incident(id, Ending::Unintended);
    assert_eq!(positions(&world.incident(desk)), 0);
    let Ok(TrackingReply::Incident(view)) = world.asks(MONITOR, TrackingQuery::Incident(id)) else {
        panic!()
    };
    assert_eq!(positions(&view), 0);
    let live = world.asks(MONITOR, TrackingQuery::TrackView { pair: PAIR });
    assert_eq!(live, Err(Problem::Conflict("track.no_incident")));
}

/// Proves EM-04: the police see it from the hand-off on, in the zone that was called and in the control room, and not before.
#[test]
fn the_police_see_an_incident_once_they_were_called() {
    let (mut world, _, id) = World::with_an_incident();
    let [west, east, room] = [WEST_DUTY, EAST_DUTY, OPERATOR].map(|account| world.desk(account));
    assert!([west, east, room].iter().all(|desk| world.find_incident(*desk).is_none()));
    assert_eq!(
        world.asks(WEST_DUTY, TrackingQuery::Incident(id)),
        Err(Problem::Denied("incident.not_called"))
    );
    assert_eq!(world.asks(EAST_DUTY, TrackingQuery::Incident(id)), Err(Problem::Denied("territory")));
    world.did(MONITOR, id, IncidentOrder::Take);
    world.hands_to_police(id);
    for desk in [west, east, room] {
        let told = world.incident(desk).hand_offs[0].1.clone();
        assert_eq!((told.minutes, told.direction_deg), (Some(4), Some(270)));
    }
    let live = world.asks(EAST_DUTY, TrackingQuery::TrackView { pair: PAIR });
    assert!(matches!(live, Ok(TrackingReply::Track(allowed)) if allowed.carriers.len() == 2));
}

/// Proves FL-01, FL-06: danger that nobody at the centre takes reaches the control room by itself.
#[test]
fn danger_that_nobody_takes_is_shown_to_the_control_room() {
    let (mut world, _, id) = World::with_an_incident();
    let room = world.desk(OPERATOR);
    world.pass(Duration::from_secs(50));
    assert_eq!(world.find_incident(room), None);
    world.pass(Duration::from_secs(11));
    assert_eq!(world.incident(room).incident, id);
}

/// Proves FL-10, FL-02: an alert of a device is over when its mandate ends; a person closes it all the same.
#[test]
fn a_dead_device_holds_its_incident_open_until_it_is_heard_or_its_mandate_ends() {
    let (mut world, desk) = World::with_a_running_mandate();
    world.alert(AlertKind::Silent);
    let id = world.incident(desk).incident;
    world.did(MONITOR, id, IncidentOrder::Take);
    let key = key(AlertKind::Silent);
    let aside = world.handles(MONITOR, id, IncidentOrder::SetAside { key, reason: why() });
    assert_eq!(aside, Reply::Problem(Problem::Incident(Refusal::DeviceDead)));
    world.pass(Duration::from_secs(2 * 3_600));
    assert_eq!(world.incident(desk).queue, Queue::Danger, "it has grown");
    let withdrawn = Mandate { state: MandateState::Withdrawn, ..mandate() };
    world.done(MONITOR, TrackingOrder::PutMandate(withdrawn));
    assert!(world.incident(desk).alerts[0].cleared_at.is_some());
    assert_eq!(world.incident(desk).stage, Stage::Open, "and rings for somebody to close it");
}

/// Proves FL-34, EM-05: an instruction goes to the device with no word of the other; to a device that must not notify nothing
/// ever goes, whatever is ordered.
#[test]
fn the_protected_person_is_told_what_to_do_and_a_silent_carrier_is_never_notified() {
    let (mut world, desk, id) = World::with_an_incident();
    world.did(MONITOR, id, IncidentOrder::Take);
    world.did(MONITOR, id, stay(Channel::Device));
    let out = |world: &World| {
        let of = |o: &Output| if let Output::Instruct(out) = o { Some((**out).clone()) } else { None };
        world.outputs.iter().find_map(of)
    };
    let told = out(&world).unwrap();
    assert_eq!((told.tracker, told.instruction, told.message), (ANNAS, Instruction::Stay, MESSAGE));
    world.when(Input::InstructionDone { incident: id, message: MESSAGE, delivery: Delivery::Seen });
    assert_eq!(world.incident(desk).instructions[0].delivery.0, Delivery::Seen);
    let silent = Carrier { notice: NoticePolicy::Never, ..carrier(ANNA_CARRIES) };
    world.done(MONITOR, TrackingOrder::PutCarrier(silent));
    world.outputs.clear();
    let message = MessageId::from_u128(0x901);
    let again = Told { message, instruction: Instruction::AllClear, channel: Channel::Device };
    let refused = world.handles(MONITOR, id, IncidentOrder::Instruct(again.clone()));
    assert_eq!(refused, Reply::Problem(Problem::Conflict("carrier.never_notified")));
    let by_phone = Told { channel: Channel::Call, ..again };
    world.did(MONITOR, id, IncidentOrder::Instruct(by_phone));
    assert_eq!(out(&world), None);
}

/// Proves FL-01: a flood of devices that want care does not hold back danger for a moment, is told at its own pace, and none
/// of it is lost.
#[test]
fn a_flood_in_one_queue_never_delays_another_and_loses_nothing() {
    let (mut world, desk) = World::with_a_running_mandate();
    let many = 300_u128;
    for n in 0..many {
        let (mandate, carrier) = another_mandate(&mut world, n);
        let flat = hoeder_watch::track::Alert { carrier, ..alert(AlertKind::Battery, world.now) };
        world.when(Input::TrackChange(Box::new(Change::Raised(Box::new(flat)))));
        assert!(mandate != MANDATE);
    }
    let told = |world: &World| {
        let of = |page: &&Page| matches!(page, Page::Incident(view) if view.queue == Queue::Technical);
        pages(world).iter().filter(|page| of(page)).count()
    };
    assert!(told(&world) <= 10, "{} at once", told(&world));
    world.outputs.clear();
    world.alert(AlertKind::Near);
    let first = pages(&world)[0];
    assert!(
        matches!(first, Page::Incident(view) if view.queue == Queue::Danger),
        "danger goes first: {first:?}"
    );
    world.pass(Duration::from_secs(90));
    assert!(told(&world) >= 290, "each is told in its turn: {}", told(&world));
    let Ok(TrackingReply::Desk(list)) = world.asks(MONITOR, TrackingQuery::Desk) else { panic!() };
    assert_eq!((list.counts.technical.open, list.counts.danger.open), (300, 1));
    assert_eq!(list.counts.technical.held_back, 0);
    assert_eq!(list.incidents[0].queue, Queue::Danger);
    assert!(world.find_incident(desk).is_some());
}

/// A mandate of its own with one wearer of a band.
fn another_mandate(world: &mut World, n: u128) -> (MandateId, CarrierId) {
    let (mandate_id, carrier_id) = (MandateId::from_u128(0x1_0000 + n), CarrierId::from_u128(0x2_0000 + n));
    let mut other = mandate();
    (other.id, other.reference) = (mandate_id, format!("R{n}"));
    world.done(MONITOR, TrackingOrder::PutMandate(other));
    world.done(
        MONITOR,
        TrackingOrder::PutCarrier(Carrier { id: carrier_id, mandate: mandate_id, ..carrier(OFFENDER) }),
    );
    let tracker_id = TrackerId::from_u128(0x3000 + n);
    world.done(MONITOR, TrackingOrder::PutTracker(tracker(tracker_id)));
    let (carriers, urgent) = (vec![carrier_id], Some(why()));
    world.done(MONITOR, TrackingOrder::IssueTracker { tracker: tracker_id, carriers, urgent });
    (mandate_id, carrier_id)
}

/// Proves FL-04: the ceiling is a record of its own, and alerts along the border again and again are shown as a possible fact.
#[test]
fn the_burden_of_a_person_has_a_ceiling_and_torment_is_shown_as_a_possible_new_fact() {
    let (mut world, desk) = World::with_a_running_mandate();
    for _ in 0..7 {
        world.alert(AlertKind::Warning);
        let id = world.incident(desk).incident;
        world.did(MONITOR, id, IncidentOrder::Take);
        world.cleared(AlertKind::Warning);
        world.close_incident(id, Ending::Harassment);
        world.pass(Duration::from_secs(600));
    }
    let passed = |event: &Event| matches!(event, Event::Tracking(event) if matches!(**event, TrackingEvent::BurdenPassed { .. }));
    assert_eq!(world.logged(passed), 1, "once a day");
    let Ok(TrackingReply::Burden(burden, patterns)) = world.asks(WEST_OFFICER, TrackingQuery::Burden(ANNA))
    else {
        panic!("a burden")
    };
    assert!(burden.over && burden.alerts_day == 7, "{burden:?}");
    let kinds: Vec<PatternKind> = patterns.iter().map(|pattern| pattern.kind).collect();
    assert!(
        kinds.contains(&PatternKind::AtTheBorder) && kinds.contains(&PatternKind::Confirmed),
        "{kinds:?}"
    );
    assert!(patterns.iter().all(|pattern| pattern.incidents.len() == 7));
}

/// Proves T-NIJ-10: each of these leaves exactly one entry, with who, when and why.
#[test]
fn each_act_on_zones_alerts_and_tracks_leaves_exactly_one_entry_with_who_when_and_why() {
    let (mut world, _, id) = World::with_an_incident();
    let mut bigger = school();
    bigger.until = Some(world.now.plus(DAY));
    let past = |how, now: UtcMillis| TrackingQuery::TrackPast {
        how,
        carriers: vec![OFFENDER],
        from: START,
        until: now,
        why: why(),
    };
    let mut entries = |what: &str, act: &mut dyn FnMut(&mut World)| {
        let before = world.log.len();
        act(&mut world);
        let new: Vec<_> = world.log[before..].iter().filter(|entry| entry.actor != Actor::System).collect();
        assert_eq!(new.len(), 1, "{what}: {new:?}");
        assert_eq!(new[0].actor, Actor::Account(MONITOR, Role::Monitor), "{what}");
        assert_eq!(new[0].decided_at.0, world.now, "{what}");
        assert!(new[0].subject.is_some(), "{what}: its words are sealed");
    };
    let mut second = school();
    second.id = PerimeterId::from_u128(0x741);
    entries("create", &mut |world| {
        let perimeter = Box::new(second.clone());
        world.done(MONITOR, TrackingOrder::PutPerimeter { perimeter, reason: why() });
    });
    entries("change", &mut |world| {
        let perimeter = Box::new(bigger.clone());
        world.done(MONITOR, TrackingOrder::PutPerimeter { perimeter, reason: why() });
    });
    entries("delete", &mut |world| {
        world.done(MONITOR, TrackingOrder::DeletePerimeter { perimeter: SCHOOL, reason: why() });
    });
    entries("acknowledge", &mut |world| world.did(MONITOR, id, IncidentOrder::Take));
    entries("override", &mut |world| {
        world.did(MONITOR, id, IncidentOrder::SetAside { key: key(AlertKind::Near), reason: why() });
    });
    entries("view", &mut |world| {
        assert!(world.asks(MONITOR, TrackingQuery::TrackView { pair: PAIR }).is_ok());
    });
    entries("playback", &mut |world| {
        assert!(world.asks(MONITOR, past(TrackUse::Playback, world.now)).is_ok())
    });
    entries("export", &mut |world| assert!(world.asks(MONITOR, past(TrackUse::Export, world.now)).is_ok()));
    let nothing = Sensitive::new(" ".into());
    let unsaid = TrackingOrder::PutPair { pair: Pair { alarm_m: 600, ..pair() }, reason: nothing };
    let refused = world.order(MONITOR, unsaid);
    assert!(matches!(refused, Reply::Problem(Problem::Invalid { field: "reason", .. })), "never without why");
}

/// Proves GN-02, GN-03: magistrates read mandates and never a position; a refusal is written down.
#[test]
fn a_magistrate_reads_mandates_and_follows_nobody() {
    let (mut world, _, id) = World::with_an_incident();
    for query in [
        TrackingQuery::TrackView { pair: PAIR },
        TrackingQuery::Incident(id),
        TrackingQuery::Desk,
        TrackingQuery::TrackPast {
            how: TrackUse::Playback,
            carriers: vec![OFFENDER],
            from: START,
            until: world.now,
            why: why(),
        },
    ] {
        let before = world.log.len();
        assert!(matches!(world.asks(MAGISTRATE, query), Err(Problem::Denied(_))));
        let denied = |entry: &hoeder_engine::entry::Entry| matches!(&entry.event, Event::Accessed(access) if access.denied.is_some());
        assert!(world.log[before..].iter().any(denied));
    }
    assert!(matches!(world.asks(MAGISTRATE, TrackingQuery::Mandates), Ok(TrackingReply::Mandates(_))));
}

/// Proves GN-04: an erased person leaves no place in an incident, and its times and kinds stay.
#[test]
fn what_an_incident_says_of_a_person_is_sealed_with_the_persons_key() {
    let (world, ..) = World::with_an_incident();
    let incidents = world.log.iter().filter(|entry| matches!(entry.event, Event::Incident(..)));
    let subjects: Vec<Option<Subject>> = incidents.map(|entry| entry.subject).collect();
    assert_eq!(subjects, vec![Some(Subject::Person(ANNA)); 2]);
    let opened =
        |event: &Event| matches!(event, Event::Incident(_, e) if matches!(**e, IncidentEvent::Opened { .. }));
    assert_eq!(world.logged(opened), 1);
}

/// Proves FL-31: a restart from the log gives the same incident, on the same screens.
#[test]
fn after_a_restart_an_incident_is_what_it_was() {
    let (mut world, desk, id) = World::with_an_incident();
    world.did(MONITOR, id, IncidentOrder::Take);
    world.hands_to_police(id);
    world.alert(AlertKind::Entered);
    let before = world.incident(desk);
    world.restart();
    let again = world.desk(MONITOR);
    assert_eq!(world.incident(again), before);
    world.alert(AlertKind::Entered);
    assert_eq!(
        world.incident(again).alerts.len(),
        2,
        "the guard, started anew, says what it sees: no second one"
    );
    let live: std::collections::BTreeSet<Seq> = world.cell.live_records().into_iter().collect();
    let (orders, shown) = (world.orders(), world.incident(again));
    world.log.retain(|entry| live.contains(&entry.seq));
    world.restart();
    let snapshot = world.desk(MONITOR);
    assert_eq!(
        (world.orders(), world.incident(snapshot)),
        (orders, shown),
        "also from what it rests on alone"
    );
}

/// Proves FL-22: who is in open danger stands first, with why.
#[test]
fn the_list_for_when_nothing_works_is_ranked_by_risk_and_leaves_a_line() {
    let (mut world, ..) = World::with_an_incident();
    let before = world.log.len();
    let Ok(TrackingReply::Contingency(list)) =
        world.asks(SUPERVISOR, TrackingQuery::Contingency { room: Some(OWN) })
    else {
        panic!("a list")
    };
    assert_eq!((list.made_at, list.lines[0].pair, list.lines[0].rank), (world.now, PAIR, 1));
    assert!(list.lines[0].because.contains(&"open_danger"));
    assert_eq!(world.log.len(), before + 1);
    let far = world.asks(SUPERVISOR, TrackingQuery::Contingency { room: Some(NEIGHBOUR) });
    assert_eq!(far, Err(Problem::Denied("territory")));
    let centre = world.asks(MONITOR, TrackingQuery::Contingency { room: None });
    assert_eq!(centre, Ok(TrackingReply::Contingency(list)), "the monitoring centre has no room");
}
