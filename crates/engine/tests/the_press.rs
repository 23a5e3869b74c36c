//! A press reaches the room, the zone and the patrol, is held only when durable, and is never lost or quietly ended.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::entry::Event;
use hoeder_engine::input::{AlarmOrder, Claim, Input, Query, StoreHealth};
use hoeder_engine::output::{Output, Page, Problem, Reply};
use hoeder_engine::view::{PlaceDoubt, TaskView};
use hoeder_vocab::handset::{Downlink, Uplink};
use hoeder_vocab::*;
use hoeder_watch::alarm::{
    AlarmEvent, AlarmKind, Gravity, Home, Milestone, Outcome, Pv, Refusal, Rung, Stage,
};
use std::time::Duration;

#[test]
fn a_press_is_on_every_screen_of_the_room_before_it_is_written_and_held_when_it_is_durable() {
    // Proves AL-03, AL-06, GN-05.
    let mut world = World::new();
    let (one, two) = (world.desk(OPERATOR), world.desk(COLLEAGUE));
    world.store_goes_down();
    world.outputs.clear();
    assert_eq!(world.press(1), None, "nothing is acknowledged before it is durable");
    let page = world.outputs.iter().position(|o| matches!(o, Output::Page { page: Page::Alarm(_), .. }));
    let append = world.outputs.iter().position(|o| matches!(o, Output::Append(_)));
    assert!(page.unwrap() < append.unwrap(), "the page goes out first");
    for desk in [one, two] {
        let view = world.seen(desk, 1).unwrap();
        assert_eq!((view.kind, view.stage), (AlarmKind::Danger, Stage::Ringing));
        let bearer = view.bearer.as_ref().unwrap();
        let card = bearer.card.reveal(Purpose::Test);
        assert_eq!(card.weapons_note, "hunting rifle");
        assert_eq!(card.instructions, "never ring the bell");
        assert_eq!(bearer.name.reveal(Purpose::Test), "Anna Voorbeeld");
    }
    assert!(world.notified(PHONE).is_empty());
    world.store_comes_back();
    assert!(world.notified(PHONE).contains(&Downlink::Held { alarm: alarm(1) }));
    assert!(world.seen(one, 1).unwrap().reached_at(Milestone::Held).is_some());
}

#[test]
fn the_zone_of_intervention_and_its_patrol_are_told_at_once_whatever_zone_keeps_the_dossier() {
    // Proves AL-07, AL-08: Anna's case is kept by West, she presses in East.
    let mut world = World::new();
    let (_room, east, patrol, west) =
        (world.desk(OPERATOR), world.desk(EAST_DUTY), world.desk(EAST_PATROL), world.desk(WEST_DUTY));
    world.press(1);
    for desk in [east, patrol, west] {
        let view = world.seen(desk, 1).unwrap();
        assert_eq!(view.zones.iter().map(|z| z.id).collect::<Vec<_>>(), vec![EAST]);
        assert_eq!(view.bearer.as_ref().unwrap().managing_zone.as_ref().unwrap().id, WEST);
        assert_eq!(view.bearer.as_ref().unwrap().card.reveal(Purpose::Test).weapons_note, "hunting rifle");
    }
}

#[test]
fn a_circle_over_a_border_tells_both_zones() {
    // Proves AL-07.
    let mut world = World::new();
    let east = world.desk(EAST_DUTY);
    let patrol = world.desk(EAST_PATROL);
    let place = fix(50.85, 4.399, 150, world.now);
    world.press_at(1, PHONE, Some(place));
    let zones: Vec<ZoneId> = world.seen(east, 1).unwrap().zones.iter().map(|z| z.id).collect();
    assert_eq!(zones, vec![WEST, EAST]);
    assert!(world.seen(patrol, 1).is_some());
}

#[test]
fn the_live_position_moves_on_the_screens_and_ends_with_the_alarm() {
    // Proves AL-04, GN-03.
    let (mut world, desk) = World::with_a_team_sent();
    world.pass(Duration::from_secs(2 * 3600 + 60));
    let moved =
        |world: &World| Uplink::Moved { alarm: alarm(1), fix: fix(50.86, 4.36, 8, world.now), battery: None };
    let here = moved(&world);
    assert!(matches!(world.uplink(Claim::Verified(PHONE), here), Some(Downlink::Heard { .. })));
    let told = |o: &Output| matches!(o, Output::Page { desks, page: Page::Moved { .. }, .. } if desks.contains(&desk));
    assert!(world.outputs.iter().any(told), "still live after two hours");
    assert_eq!(world.seen(desk, 1).unwrap().zones.first().unwrap().id, WEST, "the zone follows the person");
    // Nobody did anything with it for two hours: it has rung again long since.
    world.done(OPERATOR, AlarmOrder::Take { alarm: alarm(1) });
    assert_eq!(world.close(1, Outcome::RealDanger, Pv::ToFollow), Reply::Done);
    assert!(world.seen(desk, 1).unwrap().trail.is_empty(), "no position outside an alarm");
    let here = moved(&world);
    assert_eq!(world.uplink(Claim::Verified(PHONE), here), Some(Downlink::Closed { alarm: alarm(1) }));
    assert!(world.notified(PHONE).contains(&Downlink::Closed { alarm: alarm(1) }));
}

#[test]
fn an_alarm_goes_through_whatever_its_place_is_and_says_what_is_doubtful() {
    // Proves AL-14: missing, stale, coarse, abroad, in no zone.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let old = UtcMillis::from_unix_ms(world.now.unix_ms() - 600_000);
    let now = world.now;
    let places = [
        (1, None, vec![PlaceDoubt::Missing]),
        (2, Some(fix(50.85, 4.45, 10, old)), vec![PlaceDoubt::Stale]),
        (3, Some(fix(50.85, 4.45, 900, now)), vec![PlaceDoubt::Coarse]),
        (4, Some(fix(50.63, 3.06, 10, now)), vec![PlaceDoubt::Abroad, PlaceDoubt::NoZone]),
    ];
    for (n, place, doubts) in places {
        assert_eq!(world.press_at(n, PHONE, place), Some(Downlink::Held { alarm: alarm(n) }));
        let view = world.seen(desk, n).unwrap();
        assert_eq!(view.doubts, doubts);
        assert!(!view.zones.is_empty(), "somebody is always told: at least the zone that knows the person");
    }
}

#[test]
fn nobody_takes_it_and_the_ladder_climbs_to_everyone() {
    // Proves FL-06.
    let mut world = World::new();
    let own = world.desk(OPERATOR);
    let (neighbour, duty) = (world.desk(NEIGHBOUR_OPERATOR), world.desk(EAST_DUTY));
    let (officer, wall) = (world.desk(EAST_OFFICER), world.desk(WALL));
    world.press(1);
    world.when(Input::Painted { desk: own, alarm: alarm(1) });
    assert!(world.seen(neighbour, 1).is_none());
    assert_eq!(
        world.order(EAST_DUTY, AlarmOrder::Take { alarm: alarm(1) }),
        Reply::Problem(Problem::Denied("alarm.rung_not_reached"))
    );
    world.pass(Duration::from_secs(10));
    assert_eq!(world.seen(neighbour, 1).unwrap().rung, Rung::NeighbourRoom);
    world.pass(Duration::from_secs(5));
    assert_eq!(world.seen(duty, 1).unwrap().rung, Rung::ZoneDuty);
    assert!(world.seen(officer, 1).is_none());
    world.pass(Duration::from_secs(15));
    let everyone = world.seen(officer, 1).unwrap();
    assert_eq!(everyone.rung, Rung::Everyone);
    assert!(everyone.bearer.is_some(), "whoever may take it sees whom it is about");
    let wall_view = world.seen(wall, 1).unwrap();
    assert!(wall_view.bearer.is_none() && wall_view.trail.is_empty(), "a wall shows nobody");
    assert_eq!(world.order(EAST_OFFICER, AlarmOrder::Take { alarm: alarm(1) }), Reply::Done);
    assert!(world.notified(PHONE).contains(&Downlink::SomeoneThere { alarm: alarm(1) }));
    // Whoever took it when everyone was called can send a team, or hand it over.
    world.done(EAST_OFFICER, AlarmOrder::Dispatch { alarm: alarm(1), unit: "Noord 1".into() });
    world.done(EAST_OFFICER, AlarmOrder::HandOver { alarm: alarm(1), to: OPERATOR });
    let again = world.order(EAST_OFFICER, AlarmOrder::Dispatch { alarm: alarm(1), unit: "Noord 2".into() });
    assert_eq!(again, Reply::Problem(Problem::Denied("alarm.not_owner")));
}

#[test]
fn a_patrol_that_is_only_informed_does_not_stop_the_ladder_when_the_room_is_dark() {
    // Proves FL-06.
    let mut world = World::new();
    let (_dark, patrol) = (world.desk(OPERATOR), world.desk(EAST_PATROL));
    let neighbour = world.desk(NEIGHBOUR_OPERATOR);
    world.press(1);
    world.when(Input::Painted { desk: patrol, alarm: alarm(1) });
    world.pass(Duration::from_secs(3));
    assert_eq!(world.seen(neighbour, 1).unwrap().rung, Rung::NeighbourRoom);
}

#[test]
fn a_rung_without_a_screen_is_skipped_at_once() {
    // Proves FL-06.
    let mut world = World::new();
    let duty = world.desk(EAST_DUTY);
    world.press(1);
    assert_eq!(world.seen(duty, 1).unwrap().rung, Rung::ZoneDuty);
}

#[test]
fn the_first_who_takes_it_owns_it_and_may_hand_it_over() {
    // Proves FL-06, AL-09.
    let mut world = World::new();
    let _desks = (world.desk(OPERATOR), world.desk(COLLEAGUE));
    world.press(1);
    world.done(OPERATOR, AlarmOrder::Take { alarm: alarm(1) });
    world.pass(Duration::from_secs(20));
    let refused = world.order(COLLEAGUE, AlarmOrder::Take { alarm: alarm(1) });
    assert_eq!(refused, Reply::Problem(Problem::Rule(Refusal::OwnedByAnother(OPERATOR))));
    let to_admin = world.order(OPERATOR, AlarmOrder::HandOver { alarm: alarm(1), to: ADMIN });
    assert_eq!(to_admin, Reply::Problem(Problem::Conflict("colleague.may_not_take")));
    world.done(OPERATOR, AlarmOrder::HandOver { alarm: alarm(1), to: COLLEAGUE });
    let refused = world.close(1, Outcome::FalseAlarm, Pv::ToFollow);
    assert_eq!(refused, Reply::Problem(Problem::Rule(Refusal::OwnedByAnother(COLLEAGUE))));
    let note = Sensitive::new("a slip".to_owned());
    let close = AlarmOrder::Close { alarm: alarm(1), outcome: Outcome::FalseAlarm, pv: Pv::ToFollow, note };
    let refused = world.order(COLLEAGUE, close);
    assert_eq!(refused, Reply::Problem(Problem::Rule(Refusal::NoTeamSent)), "a team is always sent first");
}

#[test]
fn an_owner_whose_screen_is_gone_loses_the_alarm_and_it_rings_again() {
    // Proves FL-06.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let other = world.desk(COLLEAGUE);
    world.press(1);
    world.done(OPERATOR, AlarmOrder::Take { alarm: alarm(1) });
    world.when(Input::DeskDown { desk });
    world.pass(Duration::from_secs(20));
    let back = world.desk(OPERATOR);
    world.pass(Duration::from_secs(60));
    assert_eq!(world.seen(other, 1).unwrap().owner, Some(OPERATOR), "a reload is not a loss");
    world.when(Input::DeskDown { desk: back });
    world.pass(Duration::from_secs(31));
    let view = world.seen(other, 1).unwrap();
    assert!(view.ringing && view.owner.is_none());
}

#[test]
fn a_mistake_cancels_nothing_and_a_duress_word_looks_the_same_on_the_phone() {
    // Proves FL-07.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let mut answers = Vec::new();
    for (n, word) in [(1, "sorry"), (2, " zonnebloem ")] {
        world.press(n);
        let word = Sensitive::new(word.to_owned());
        answers.push(world.uplink(Claim::Verified(PHONE), Uplink::Mistake { alarm: alarm(n), word }));
    }
    assert_eq!(
        answers,
        vec![
            Some(Downlink::WordReceived { alarm: alarm(1) }),
            Some(Downlink::WordReceived { alarm: alarm(2) })
        ]
    );
    let (mistake, duress) = (world.seen(desk, 1).unwrap(), world.seen(desk, 2).unwrap());
    assert!(mistake.said_mistake && !mistake.duress && mistake.ringing);
    assert!(duress.duress && duress.ringing);
    assert_eq!(duress.gravity, Gravity::Duress);
}

#[test]
fn the_phone_stops_sending_its_place_only_when_the_close_is_durable() {
    // Proves GN-05: a crash in between opens the alarm again, and then it still has a live position.
    let (mut world, _desk) = World::with_a_team_sent();
    world.store_goes_down();
    let request = world.request();
    let note = Sensitive::new("done".to_owned());
    let order = AlarmOrder::Close { alarm: alarm(1), outcome: Outcome::RealDanger, pv: Pv::ToFollow, note };
    world.when(Input::Order { request, by: OPERATOR, order: order.into() });
    assert!(world.find_reply(request).is_none());
    assert!(!world.notified(PHONE).contains(&Downlink::Closed { alarm: alarm(1) }));
    world.store_comes_back();
    assert_eq!(world.reply_to(request), Reply::Done);
    assert!(world.notified(PHONE).contains(&Downlink::Closed { alarm: alarm(1) }));
}

#[test]
fn a_phone_that_asks_again_hears_of_no_end_that_a_crash_could_undo() {
    // Proves GN-05, AL-01: what was pressed, taken and closed while nothing was kept is still in the phone, and comes again.
    let mut world = World::new();
    world.desk(OPERATOR);
    world.store_goes_down();
    world.press(1);
    world.order_unanswered(OPERATOR, AlarmOrder::Take { alarm: alarm(1) });
    let unit = "Team 1".to_owned();
    world.order_unanswered(OPERATOR, AlarmOrder::Dispatch { alarm: alarm(1), unit });
    let note = Sensitive::new("done".to_owned());
    let close = AlarmOrder::Close { alarm: alarm(1), outcome: Outcome::RealDanger, pv: Pv::ToFollow, note };
    world.order_unanswered(OPERATOR, close);
    let here = Uplink::Moved { alarm: alarm(1), fix: fix(50.86, 4.36, 8, world.now), battery: None };
    let again = Uplink::PressedAgain { alarm: alarm(1), pressed_at: FixedAt(world.now) };
    for message in [here, again, Uplink::Hello] {
        let heard = world.uplink(Claim::Verified(PHONE), message);
        assert_ne!(heard, Some(Downlink::Closed { alarm: alarm(1) }));
    }
    assert_eq!(world.press(1), None, "no answer to the press itself");
    assert!(!world.notified(PHONE).contains(&Downlink::Closed { alarm: alarm(1) }));
    world.store_comes_back();
    assert!(world.notified(PHONE).contains(&Downlink::Closed { alarm: alarm(1) }));
    assert_eq!(world.press(1), Some(Downlink::Closed { alarm: alarm(1) }));
}

#[test]
fn a_duress_word_after_the_close_is_a_new_alarm() {
    // Proves FL-07: whoever was forced to end the call is not left alone with it.
    let (mut world, _desk) = World::with_a_team_sent();
    world.close(1, Outcome::FalseAlarm, Pv::ToFollow);
    for _ in 0..2 {
        let word = Sensitive::new("zonnebloem".to_owned());
        let answer = world.uplink(Claim::Verified(PHONE), Uplink::Mistake { alarm: alarm(1), word });
        assert_eq!(answer, Some(Downlink::WordReceived { alarm: alarm(1) }));
    }
    let raised = |e: &Event| matches!(e, Event::Alarm(id, AlarmEvent::Raised { .. }) if *id != alarm(1));
    assert_eq!(world.logged(raised), 1);
    let held = |e: &Event| matches!(e, Event::Alarm(id, AlarmEvent::Held { .. }) if *id != alarm(1));
    assert_eq!(world.logged(held), 1, "it is held like any other (GN-05)");
}

#[test]
fn a_close_needs_its_report_or_leaves_a_task_until_it_is_given() {
    // Proves AL-10, AL-13, ARC-08: misuse is counted, and the next press rings like the first.
    let (mut world, desk) = World::with_a_team_sent();
    let empty = world.close(1, Outcome::Misuse, Pv::Number(String::new()));
    assert_eq!(empty, Reply::Problem(Problem::Rule(Refusal::PvMissing)));
    assert_eq!(world.close(1, Outcome::Misuse, Pv::ToFollow), Reply::Done);
    let tasks = |world: &mut World| match world.ask(EAST_OFFICER, Query::Tasks) {
        Reply::Tasks(tasks) => tasks.iter().filter(|t| matches!(t, TaskView::PvToFollow { .. })).count(),
        other => panic!("{other:?}"),
    };
    assert_eq!(tasks(&mut world), 1);
    world.done(EAST_OFFICER, AlarmOrder::GivePv { alarm: alarm(1), number: "GE.43.L1.000123/2026".into() });
    assert_eq!(tasks(&mut world), 0);
    world.press(2);
    let record = world.seen(desk, 2).unwrap().bearer.as_ref().unwrap().record;
    assert_eq!((record.alarms, record.misuse), (1, 1), "misuse is counted and shown");
    let first = world.seen(desk, 1).unwrap().bearer.as_ref().unwrap().record;
    assert_eq!(first.alarms, 0, "an alarm is not one of those before itself");
}

#[test]
fn the_magistrate_is_told_at_once_unless_it_was_a_false_alarm_and_the_receipt_is_kept() {
    // Proves AL-11, AL-12.
    let mut world = World::new();
    let (_room, desk) = (world.desk(OPERATOR), world.desk(MAGISTRATE));
    let receipts = |world: &mut World| match world.ask(MAGISTRATE, Query::Tasks) {
        Reply::Tasks(tasks) => {
            tasks.iter().filter(|t| matches!(t, TaskView::ReceiptToConfirm { .. })).count()
        }
        other => panic!("{other:?}"),
    };
    for (n, outcome, told) in [(1, Outcome::FalseAlarm, 0), (2, Outcome::RealDanger, 1)] {
        world.press(n);
        world.take_and_dispatch(n);
        world.outputs.clear();
        world.close(n, outcome, Pv::Number("1".into()));
        assert_eq!(receipts(&mut world), told);
        let page = |o: &Output| matches!(o, Output::Page { desks, page: Page::TasksChanged, .. } if desks.contains(&desk));
        assert!(world.outputs.iter().any(page), "without having to look");
    }
    assert!(matches!(
        world.order(OPERATOR, AlarmOrder::ConfirmReceipt { alarm: alarm(2) }),
        Reply::Problem(Problem::Denied(_))
    ));
    world.done(MAGISTRATE, AlarmOrder::ConfirmReceipt { alarm: alarm(2) });
    assert_eq!(receipts(&mut world), 0);
    let again = world.order(MAGISTRATE, AlarmOrder::ConfirmReceipt { alarm: alarm(2) });
    assert_eq!(again, Reply::Problem(Problem::Conflict("receipt.not_due")));
    assert_eq!(world.logged(|e| matches!(e, Event::MagistrateTold { .. })), 1);
    assert_eq!(world.logged(|e| matches!(e, Event::MagistrateConfirmed { by: MAGISTRATE, .. })), 1);
}

#[test]
fn an_alarm_of_one_of_the_household_shows_the_others() {
    // Proves AL-20.
    let (mut world, desk) = World::with_a_press();
    let place = fix(50.85, 4.36, 10, world.now);
    world.press_at(2, CHILD_PHONE, Some(place));
    let (anna, child) = (world.seen(desk, 1).unwrap(), world.seen(desk, 2).unwrap());
    assert_eq!((anna.linked.as_slice(), child.linked.as_slice()), (&[alarm(2)][..], &[alarm(1)][..]));
    let household = &anna.bearer.as_ref().unwrap().household;
    assert_eq!(household.len(), 1);
    assert_eq!((household[0].alarm, household[0].carries), (Some(alarm(2)), true));
}

#[test]
fn the_same_press_again_is_one_alarm_and_one_page_per_state() {
    // Proves GN-05, AL-01.
    let mut world = World::new();
    let _desk = world.desk(OPERATOR);
    let message = world.press_message(1, None);
    for _ in 0..5 {
        let answer = world.uplink(Claim::Verified(PHONE), message.clone());
        assert_eq!(answer, Some(Downlink::Held { alarm: alarm(1) }));
    }
    assert_eq!(world.logged(|e| matches!(e, Event::Alarm(_, AlarmEvent::Raised { .. }))), 1);
}

#[test]
fn a_second_press_while_it_runs_is_seen_on_the_same_alarm() {
    // Proves AL-09.
    let (mut world, desk) = World::with_a_press();
    world.pass(Duration::from_secs(3));
    let again = Uplink::PressedAgain { alarm: alarm(1), pressed_at: FixedAt(world.now) };
    assert_eq!(world.uplink(Claim::Verified(PHONE), again), Some(Downlink::Held { alarm: alarm(1) }));
    assert_eq!(world.seen(desk, 1).unwrap().presses, 2);
}

#[test]
fn every_hop_keeps_its_time_and_a_wrong_phone_clock_changes_no_order() {
    // Proves FL-32: the phone's clock is six hours behind.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let wrong = UtcMillis::from_unix_ms(world.now.unix_ms() - 6 * 3_600_000);
    let mut message = world.press_message(1, Some(fix(50.85, 4.45, 10, wrong)));
    if let Uplink::Press(press) = &mut message {
        press.pressed_at = FixedAt(wrong);
    }
    world.uplink(Claim::Verified(PHONE), message);
    world.when(Input::Painted { desk, alarm: alarm(1) });
    world.pass(Duration::from_secs(2));
    world.take_and_dispatch(1);
    let view = world.seen(desk, 1).unwrap();
    assert_eq!(view.pressed_at.0, wrong);
    assert_eq!(view.received_at.0, START.plus(Duration::from_secs(1)));
    assert!(view.doubts.is_empty(), "fix and press are of the same clock");
    let hops: Vec<Milestone> = view.reached.iter().map(|hop| hop.milestone).collect();
    assert_eq!(
        hops,
        vec![
            Milestone::Pressed,
            Milestone::Received,
            Milestone::Held,
            Milestone::Shown,
            Milestone::Taken,
            Milestone::Dispatched
        ]
    );
}

#[test]
fn while_the_store_is_down_the_spool_holds_and_the_wall_says_so() {
    // Proves GN-05.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    world.when(Input::Store(StoreHealth::Spooling));
    let told = |o: &Output| match o {
        Output::Page { desks, page: Page::Wall { wall, .. }, .. } => {
            desks.contains(&desk) && wall.store == StoreHealth::Spooling
        }
        _ => false,
    };
    assert!(world.outputs.iter().any(told));
    world.store_goes_down();
    world.press(1);
    world.acknowledge(Home::Spool);
    assert!(world.notified(PHONE).contains(&Downlink::Held { alarm: alarm(1) }));
    let held = |e: &Event| matches!(e, Event::Alarm(_, AlarmEvent::Held { home: Home::Spool }));
    assert_eq!(world.logged(held), 1);
}
