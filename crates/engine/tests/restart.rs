//! A cell that is made anew from its log, or from the records that its state rests on, is the same cell.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::Cell;
use hoeder_engine::entry::{Event, Subject};
use hoeder_engine::input::{AlarmOrder, Claim, PersonOrder, Query, RosterOrder};
use hoeder_engine::output::{Output, Problem, Reply};
use hoeder_engine::roster::{Case, CaseState};
use hoeder_vocab::handset::{Downlink, Said, Template, TimerSet, Trip, Uplink};
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmEvent, Outcome, Pv};
use hoeder_watch::talk::Asks;
use std::collections::BTreeSet;
use std::time::Duration;

fn a_busy_day() -> World {
    let (mut world, _desk) = World::with_a_team_sent();
    assert_eq!(world.close(1, Outcome::FalseAlarm, Pv::ToFollow), Reply::Done);
    world.pass(Duration::from_secs(900));
    world.press(2);
    world.done(OPERATOR, AlarmOrder::Take { alarm: alarm(2) });
    let place = fix(50.85, 4.36, 10, world.now);
    world.press_at(3, CHILD_PHONE, Some(place));
    what_persons_arrange(&mut world);
    world
}

/// A timer that runs and one that ended, a trip that was read, a planned test, words both ways.
fn what_persons_arrange(world: &mut World) {
    let (phone, child) = (Claim::Verified(PHONE), Claim::Verified(CHILD_PHONE));
    for n in [7_u128, 8] {
        let timer = TimerSet {
            alarm: alarm(n),
            set_at: FixedAt(world.now),
            until: world.now.plus(Duration::from_secs(3_600)),
            note: Some(Sensitive::new("langs het park".into())),
        };
        world.uplink(phone, Uplink::TimerSet(timer));
        if n == 7 {
            world.uplink(phone, Uplink::TimerEnded { alarm: alarm(7) });
        }
    }
    let today = CivilDate::in_belgium(world.now);
    let place = Sensitive::new("Oostende".to_owned());
    let trip = TripId::from_u128(0x71);
    world.uplink(child, Uplink::Trip(Trip { trip, from: today, until: today, place }));
    world.done(WEST_DUTY, PersonOrder::SeeTrip { trip });
    let (from, until) = (world.now.plus(Duration::from_secs(60)), world.now.plus(Duration::from_secs(600)));
    let test = TestId::from_u128(0x72);
    world.done(WEST_OFFICER, PersonOrder::PlanTest { handset: CHILD_PHONE, test, from, until });
    let message = MessageId::from_u128(0x73);
    let said = Said::Template(Template::AreYouAlone);
    world.done(OPERATOR, PersonOrder::SendMessage { alarm: alarm(3), message, said, asks: Asks::YesOrNo });
    world.uplink(child, Uplink::Answer { alarm: alarm(3), message, yes: false });
    let text = Said::Text(Sensitive::new("in de kelder".into()));
    let message = MessageId::from_u128(0x74);
    world.uplink(child, Uplink::Text { alarm: alarm(3), message, said: text });
}

fn picture(cell: &mut Cell, now: UtcMillis) -> String {
    use hoeder_engine::input::Input;
    let mut seen = String::new();
    let asked =
        [Query::Alarms, Query::Alarm(alarm(2)), Query::Alarm(alarm(3)), Query::Tasks, Query::Case(CASE)];
    for (n, query) in asked.into_iter().enumerate() {
        let by = if n == 4 || n == 3 { WEST_OFFICER } else { OPERATOR };
        let request = RequestId::from_u128(0xF000 + n as u128);
        cell.handle(Input::Ask { request, by, query }, now);
        while let Some(output) = cell.poll_output() {
            if let Output::Reply { reply, .. } = output {
                seen.push_str(&format!("{reply:?}\n"));
            }
        }
    }
    seen
}

#[test]
fn a_restart_from_the_log_keeps_every_alarm_task_and_card() {
    // Proves GN-05.
    let mut world = a_busy_day();
    let now = world.now;
    let before = picture(&mut world.cell, now);
    world.restart();
    assert_eq!(picture(&mut world.cell, now), before);
}

#[test]
fn a_restart_from_the_records_that_the_state_rests_on_is_the_same_as_from_all_of_them() {
    // Proves GN-05, GN-03: a snapshot is a list of numbers and holds nothing of anybody.
    let mut world = a_busy_day();
    let now = world.now;
    let before = picture(&mut world.cell, now);
    let asked_since: BTreeSet<Seq> = world.cell.live_records().into_iter().collect();
    let mut cell = Cell::new(config(2));
    let mut kept = 0;
    for entry in world.log.iter().filter(|entry| asked_since.contains(&entry.seq)) {
        cell.replay(entry);
        kept += 1;
    }
    assert!(kept < world.log.len());
    cell.start(now);
    while cell.poll_output().is_some() {}
    assert_eq!(picture(&mut cell, now), before);
}

#[test]
fn versions_go_on_without_a_gap_after_a_restart_from_a_snapshot() {
    // Proves FL-31: the store refuses a version that is not the next one.
    let mut world = a_busy_day();
    let live: BTreeSet<Seq> = world.cell.live_records().into_iter().collect();
    let all = world.log.clone();
    world.log.retain(|entry| live.contains(&entry.seq));
    world.restart();
    world.done(OPERATOR, AlarmOrder::Note { alarm: alarm(2), text: Sensitive::new("after".into()) });
    let mut versions = std::collections::BTreeMap::new();
    for entry in all.iter().chain(world.log.iter().filter(|e| e.epoch == Epoch(2))) {
        let last = versions.insert(entry.stream, entry.version).unwrap_or(0);
        assert_eq!(entry.version, last + 1, "{:?}", entry.stream);
    }
}

#[test]
fn a_press_that_was_durable_but_not_yet_held_is_held_by_the_next_life() {
    // Proves GN-05.
    let mut world = World::new();
    world.store_goes_down();
    assert_eq!(world.press(1), None);
    world.restart();
    world.store_comes_back();
    assert_eq!(world.logged(|e| matches!(e, Event::Alarm(_, AlarmEvent::Held { .. }))), 1);
    let again = world.press_message(1, None);
    assert_eq!(world.uplink(Claim::Verified(PHONE), again), Some(Downlink::Held { alarm: alarm(1) }));
}

#[test]
fn the_handset_of_an_open_alarm_hears_all_again_when_it_comes_back() {
    // Proves FL-08.
    let mut world = a_busy_day();
    world.restart();
    world.uplink(Claim::Verified(PHONE), Uplink::Hello);
    let told = world.notified(PHONE);
    assert!(told.contains(&Downlink::Held { alarm: alarm(2) }));
    assert!(told.contains(&Downlink::SomeoneThere { alarm: alarm(2) }));
}

#[test]
fn erasing_leaves_the_counts_and_takes_the_person() {
    // Proves GN-04.
    let (mut world, _desk) = World::with_a_team_sent();
    world.close(1, Outcome::FalseAlarm, Pv::Number("1".into()));
    let erase = RosterOrder::Erase { subject: Subject::Person(ANNA) };
    assert_eq!(
        world.order(WEST_OFFICER, erase.clone()),
        Reply::Problem(Problem::Conflict("case.still_active"))
    );
    world.done(WEST_OFFICER, RosterOrder::PutCase(Case { state: CaseState::Ended, ..case() }));
    world.done(WEST_OFFICER, erase);
    assert!(world.outputs.iter().any(|o| matches!(o, Output::DestroyKey(Subject::Person(ANNA)))));
    match world.ask(WEST_OFFICER, Query::Case(CASE)) {
        Reply::Case(view) => {
            assert_eq!(view.alarms.len(), 1, "that there was an alarm, and how it ended, stays");
            assert_eq!(view.alarms[0].outcome, Some(Outcome::FalseAlarm));
            let anna = view.persons.iter().find(|p| p.id == ANNA).unwrap();
            assert_eq!(anna.name.reveal(Purpose::Test), "");
            assert!(anna.phone.is_none() && anna.born.is_none());
        }
        other => panic!("{other:?}"),
    }
}
