//! Safety timers, trips, tests by appointment and the conversation of an alarm, from the handset to the desk.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::entry::Event;
use hoeder_engine::input::{AlarmOrder, Claim, PersonOrder, Query, RosterOrder};
use hoeder_engine::output::{Output, Page, Problem, Reply};
use hoeder_engine::view::{CaseView, TaskView};
use hoeder_vocab::handset::{
    Downlink, HandsetSettings, MAX_MESSAGES, MAX_TRIPS, Path, Paths, Press, Said, SupervisionClass, Template,
    TimerSet, Trigger, Trip, Uplink, UplinkRefusal,
};
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmEvent, Outcome, Pv, Refusal};
use hoeder_watch::supervision::AlertKind;
use hoeder_watch::talk::Asks;

const PHONE_SAYS: Claim = Claim::Verified(PHONE);

fn set_timer(world: &mut World, n: u128, minutes: u64) -> Option<Downlink> {
    let timer = TimerSet {
        alarm: alarm(n),
        set_at: FixedAt(world.now),
        until: world.now.plus(seconds(60 * minutes)),
        note: Some(Sensitive::new("Te voet, langs het park".to_owned())),
    };
    world.uplink(PHONE_SAYS, Uplink::TimerSet(timer))
}

fn raised(world: &World) -> usize {
    world.logged(|event| matches!(event, Event::Alarm(_, AlarmEvent::Raised { .. })))
}

fn message(n: u128) -> MessageId {
    MessageId::from_u128(0xE000 + n)
}

fn words(text: &str) -> Said {
    Said::Text(Sensitive::new(text.to_owned()))
}

fn send(n: u128, of: u128, said: Said) -> PersonOrder {
    PersonOrder::SendMessage { alarm: alarm(of), message: message(n), said, asks: Asks::YesOrNo }
}

fn text(n: u128, of: u128, said: Said) -> Uplink {
    Uplink::Text { alarm: alarm(of), message: message(n), said }
}

fn case_of(world: &mut World) -> CaseView {
    match world.ask(WEST_OFFICER, Query::Case(CASE)) {
        Reply::Case(case) => *case,
        other => panic!("{other:?}"),
    }
}

/// Proves GN-03: the phone that dies with a timer running is an alarm, once, under its id, and without a place.
#[test]
fn a_check_in_that_is_missed_raises_the_alarm_that_the_phone_named() {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    assert_eq!(set_timer(&mut world, 1, 30), Some(Downlink::TimerHeld { alarm: alarm(1) }));
    world.pass(seconds(30 * 60 + 59));
    assert_eq!(raised(&world), 0);
    world.pass(seconds(1));
    let seen = world.seen(desk, 1).unwrap();
    assert_eq!((seen.trigger, seen.trail.len()), (Trigger::MissedCheckIn, 0));
    assert_eq!(seen.bearer.as_ref().unwrap().person, ANNA);
    assert_eq!(seen.messages[0].message.said, words("Te voet, langs het park"));
    assert!(world.notified(PHONE).contains(&Downlink::Held { alarm: alarm(1) }));
    world.pass(seconds(3_600));
    assert_eq!(raised(&world), 1);
}

/// Proves GN-05: the timer outlives the cell; one that ran out while nothing ran is raised at the start.
#[test]
fn a_timer_survives_a_restart_of_the_cell() {
    for down_for in [60, 3 * 3_600] {
        let mut world = World::new();
        set_timer(&mut world, 1, 30);
        world.now = world.now.plus(seconds(down_for));
        world.restart();
        world.pass(seconds(31 * 60));
        assert_eq!(raised(&world), 1, "down for {down_for} s");
    }
}

#[test]
fn a_check_in_ends_the_timer_and_only_the_timer() {
    let mut world = World::new();
    set_timer(&mut world, 1, 30);
    world.press(2);
    let ended = world.uplink(PHONE_SAYS, Uplink::TimerEnded { alarm: alarm(1) });
    assert_eq!(ended, Some(Downlink::TimerOver { alarm: alarm(1) }));
    assert_eq!(set_timer(&mut world, 1, 30), Some(Downlink::TimerOver { alarm: alarm(1) }), "no second life");
    world.pass(seconds(3_600));
    assert_eq!(raised(&world), 1);
    assert!(world.cell.poll_timeout().is_some());
}

/// Proves FL-07: once it is an alarm, a check-in ends nothing.
#[test]
fn a_check_in_that_comes_too_late_is_told_of_the_alarm() {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    set_timer(&mut world, 1, 1);
    world.pass(seconds(120));
    let answer = world.uplink(PHONE_SAYS, Uplink::TimerEnded { alarm: alarm(1) });
    assert_eq!(answer, Some(Downlink::Held { alarm: alarm(1) }));
    assert!(world.seen(desk, 1).unwrap().ringing);
}

#[test]
fn the_phone_and_the_cell_that_both_miss_the_check_in_make_one_alarm_with_the_place_of_the_phone() {
    for phone_first in [true, false] {
        let mut world = World::new();
        let desk = world.desk(OPERATOR);
        set_timer(&mut world, 1, 1);
        world.pass(seconds(if phone_first { 110 } else { 130 }));
        let place = fix(50.85, 4.36, 10, world.now);
        let press = Press {
            alarm: alarm(1),
            pressed_at: FixedAt(world.now),
            trigger: Trigger::MissedCheckIn,
            fix: Some(place),
            battery: None,
            repeats: 0,
        };
        assert_eq!(world.uplink(PHONE_SAYS, Uplink::Press(press)), Some(Downlink::Held { alarm: alarm(1) }));
        world.pass(seconds(600));
        assert_eq!(raised(&world), 1, "phone first: {phone_first}");
        let seen = world.seen(desk, 1).unwrap();
        assert_eq!((seen.trail.len(), seen.zones.len(), seen.messages.len()), (1, 1, 1));
    }
}

#[test]
fn a_timer_that_runs_out_during_an_alarm_of_the_handset_is_one_more_press_of_it() {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    set_timer(&mut world, 1, 1);
    world.press(2);
    world.pass(seconds(300));
    assert_eq!((raised(&world), world.seen(desk, 2).unwrap().presses), (1, 2));
}

#[test]
fn the_timer_of_a_handset_that_is_taken_out_of_use_ends() {
    let mut world = World::new();
    set_timer(&mut world, 1, 30);
    assert_eq!(case_of(&mut world).handsets.iter().filter(|h| h.timer_until.is_some()).count(), 1);
    world.done(WEST_OFFICER, RosterOrder::RevokeHandset { handset: PHONE });
    world.pass(seconds(3_600));
    assert_eq!(raised(&world), 0);
}

/// The operator asks in text, the button answers; both are on the timeline, and speaking renews ownership.
#[test]
fn a_question_of_the_desk_is_answered_seen_and_written_down() {
    let (mut world, desk) = World::with_a_press();
    world.done(OPERATOR, AlarmOrder::Take { alarm: alarm(1) });
    let before = world.seen(desk, 1).unwrap().idle_until;
    world.pass(seconds(60));
    let question = Said::Template(Template::IsSuspectThere);
    world.done(OPERATOR, send(1, 1, question.clone()));
    let told = Downlink::Message { alarm: alarm(1), message: message(1), said: question, asks: true };
    assert!(world.notified(PHONE).contains(&told));
    let received = Some(Downlink::TextReceived { alarm: alarm(1), message: message(1) });
    let about = |message: MessageId| Uplink::MessageSeen { alarm: alarm(1), message };
    assert_eq!(world.uplink(PHONE_SAYS, about(message(1))), received);
    for yes in [true, false] {
        let answer = Uplink::Answer { alarm: alarm(1), message: message(1), yes };
        assert_eq!(world.uplink(PHONE_SAYS, answer), received);
    }
    world.uplink(PHONE_SAYS, text(2, 1, words("Hij slaat op de deur")));
    world.uplink(PHONE_SAYS, text(2, 1, words("Hij slaat op de deur")));
    let seen = world.seen(desk, 1).unwrap();
    assert!(seen.idle_until > before);
    assert_eq!(seen.messages.len(), 2);
    assert_eq!(seen.messages[0].message.answer, Some(true), "the first answer counts");
    assert!(seen.messages[0].message.seen_at.is_some() && seen.messages[0].by_name.is_some());
    let said: Vec<(&str, String)> = seen
        .timeline
        .iter()
        .filter(|line| line.what.starts_with("message"))
        .map(|line| (line.what, line.detail.as_ref().unwrap().reveal(Purpose::Test).clone()))
        .collect();
    let expected = [
        ("message_sent", "is_suspect_there".to_owned()),
        ("message_received", "yes".to_owned()),
        ("message_received", "Hij slaat op de deur".to_owned()),
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_handset_that_connects_is_told_again_what_it_has_not_seen() {
    let mut world = World::new();
    world.desk(OPERATOR);
    world.press(1);
    world.done(OPERATOR, send(1, 1, Said::Template(Template::PoliceComing)));
    world.done(OPERATOR, send(2, 1, words("Blijf binnen")));
    world.uplink(PHONE_SAYS, Uplink::MessageSeen { alarm: alarm(1), message: message(1) });
    world.outputs.clear();
    world.uplink(PHONE_SAYS, Uplink::Hello);
    let again: Vec<_> =
        world.notified(PHONE).into_iter().filter(|d| matches!(d, Downlink::Message { .. })).collect();
    assert_eq!(again.len(), 1);
    assert!(matches!(&again[0], Downlink::Message { message: m, .. } if *m == message(2)));
}

/// Proves FL-07: the duress word as a text is duress, and the answer is that of any text.
#[test]
fn a_text_that_is_the_duress_word_is_duress() {
    let (mut world, desk) = World::with_a_press();
    let plain = world.uplink(PHONE_SAYS, text(1, 1, words("alles is goed")));
    assert!(!world.seen(desk, 1).unwrap().duress);
    let word = world.uplink(PHONE_SAYS, text(2, 1, words(" zonnebloem ")));
    assert!(world.seen(desk, 1).unwrap().duress);
    assert_eq!(plain, Some(Downlink::TextReceived { alarm: alarm(1), message: message(1) }));
    assert_eq!(word, Some(Downlink::TextReceived { alarm: alarm(1), message: message(2) }));
}

/// Proves FL-07: after the close nothing more is said, but the duress word is still an alarm of its own.
#[test]
fn after_the_close_texts_are_refused_and_the_duress_word_still_calls() {
    let mut world = World::new();
    world.desk(OPERATOR);
    world.press(1);
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::FalseAlarm, Pv::ToFollow), Reply::Done);
    let refused = Some(Downlink::Refused { code: UplinkRefusal::NoSuchAlarm });
    assert_eq!(world.uplink(PHONE_SAYS, text(1, 1, words("dank u"))), refused);
    let answer = Uplink::Answer { alarm: alarm(1), message: message(9), yes: true };
    assert_eq!(world.uplink(PHONE_SAYS, answer), refused);
    let late = world.order(OPERATOR, send(3, 1, Said::Template(Template::LeaveNow)));
    assert_eq!(late, Reply::Problem(Problem::Rule(Refusal::Closed)));
    assert_eq!(raised(&world), 1);
    assert_eq!(world.uplink(PHONE_SAYS, text(2, 1, words("Zonnebloem"))), refused);
    assert_eq!(raised(&world), 2);
}

#[test]
fn beyond_the_most_messages_a_text_is_refused_and_the_alarm_goes_on() {
    let (mut world, desk) = World::with_a_press();
    for n in 0..MAX_MESSAGES as u128 {
        world.uplink(PHONE_SAYS, text(n, 1, Said::Template(Template::IHide)));
    }
    let more = world.uplink(PHONE_SAYS, text(9_999, 1, words("nog iets")));
    assert_eq!(more, Some(Downlink::Refused { code: UplinkRefusal::TooMany }));
    let desk_too = world.order(OPERATOR, send(8_888, 1, words("begrepen")));
    assert_eq!(desk_too, Reply::Problem(Problem::Conflict("alarm.too_many_messages")));
    assert!(world.seen(desk, 1).unwrap().ringing);
}

#[test]
fn who_may_not_handle_the_alarm_may_not_speak_in_it() {
    let mut world = World::new();
    world.desk(OPERATOR);
    world.press(1);
    for by in [WEST_OFFICER, ADMIN, AUDITOR, MAGISTRATE, WALL] {
        let reply = world.order(by, send(1, 1, Said::Template(Template::LeaveNow)));
        assert!(matches!(reply, Reply::Problem(Problem::Denied(_))), "{reply:?}");
    }
    let theirs = world.order(OPERATOR, send(1, 1, Said::Template(Template::Weapon)));
    assert!(matches!(theirs, Reply::Problem(Problem::Invalid { field: "template", .. })));
    let nobody = world.order(OPERATOR, send(1, 7, Said::Template(Template::LeaveNow)));
    assert_eq!(nobody, Reply::Problem(Problem::NotFound));
}

fn trip(world: &World, n: u128, days: i8) -> Uplink {
    let from = CivilDate::in_belgium(world.now);
    let until = CivilDate::new(2026, 11, 18 + days).unwrap();
    let place = Sensitive::new("Oostende, bij zus".to_owned());
    Uplink::Trip(Trip { trip: TripId::from_u128(n), from, until, place })
}

/// Proves AL-06: a trip is a task of the managing zone until it is read, and stands beside an alarm during it.
#[test]
fn an_announced_trip_is_a_task_of_the_zone_and_shown_with_an_alarm() {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let announced = trip(&world, 1, 2);
    let received = Some(Downlink::TripReceived { trip: TripId::from_u128(1) });
    assert_eq!(world.uplink(PHONE_SAYS, announced.clone()), received);
    assert_eq!(world.uplink(PHONE_SAYS, announced), received);
    let tasks = |world: &mut World, by| match world.ask(by, Query::Tasks) {
        Reply::Tasks(tasks) => {
            tasks.into_iter().filter(|t| matches!(t, TaskView::TripAnnounced { .. })).count()
        }
        other => panic!("{other:?}"),
    };
    let waiting = [WEST_DUTY, WEST_OFFICER, EAST_DUTY, OPERATOR].map(|by| tasks(&mut world, by));
    assert_eq!(waiting, [1, 1, 0, 0]);
    let see = PersonOrder::SeeTrip { trip: TripId::from_u128(1) };
    assert!(matches!(world.order(EAST_DUTY, see.clone()), Reply::Problem(Problem::Denied(_))));
    world.done(WEST_DUTY, see);
    assert_eq!(tasks(&mut world, WEST_DUTY), 0);
    assert!(case_of(&mut world).trips[0].seen_by.is_some());
    world.press(1);
    assert_eq!(world.seen(desk, 1).unwrap().trip.as_ref().unwrap().until.to_string(), "2026-11-20");
    let bare = world.seen(desk, 1).unwrap().bare();
    assert_eq!((bare.trip, bare.messages.len()), (None, 0));
}

#[test]
fn a_trip_ends_when_it_is_said_or_past_and_at_most_eight_are_kept() {
    let mut world = World::new();
    for n in 0..MAX_TRIPS as u128 {
        world.uplink(PHONE_SAYS, trip(&world, n, 1));
    }
    let more = trip(&world, 50, 1);
    let too_many = Some(Downlink::Refused { code: UplinkRefusal::TooMany });
    assert_eq!(world.uplink(PHONE_SAYS, more.clone()), too_many);
    world.uplink(PHONE_SAYS, Uplink::TripEnded { trip: TripId::from_u128(0) });
    assert_ne!(world.uplink(PHONE_SAYS, more), too_many);
    assert_eq!(case_of(&mut world).trips.len(), MAX_TRIPS);
    for _ in 0..3 {
        world.pass(seconds(86_400));
    }
    assert_eq!(case_of(&mut world).trips.len(), 0);
    let live = world.cell.live_records().len();
    world.uplink(PHONE_SAYS, trip(&world, 60, 5));
    assert!(world.cell.live_records().len() < live, "nothing rests on what is past");
}

/// Proves AL-17: a test by appointment is told, answered by a self-test, and missed is an alert; a press in it is an alarm.
#[test]
fn a_planned_test_is_answered_or_an_alert_and_hides_no_press() {
    let mut world = World::new();
    let zone_desk = world.desk(WEST_DUTY);
    let agreed = |world: &mut World| {
        [WEST_DUTY, WEST_OFFICER, EAST_DUTY].map(|by| match world.ask(by, Query::Tasks) {
            Reply::Tasks(tasks) => tasks.iter().filter(|t| matches!(t, TaskView::TestPlanned { .. })).count(),
            other => panic!("{other:?}"),
        })
    };
    let told = |world: &World| {
        world.outputs.iter().any(
            |o| matches!(o, Output::Page { desks, page: Page::TasksChanged, .. } if desks.contains(&zone_desk)),
        )
    };
    let test = TestId::from_u128(5);
    let plan = |world: &World| PersonOrder::PlanTest {
        handset: PHONE,
        test,
        from: world.now.plus(seconds(60)),
        until: world.now.plus(seconds(600)),
    };
    let planned = plan(&world);
    assert!(matches!(world.order(EAST_OFFICER, planned.clone()), Reply::Problem(Problem::Denied(_))));
    world.outputs.clear();
    world.done(OPERATOR, planned);
    assert_eq!((agreed(&mut world), told(&world)), ([1, 1, 0], true), "its zone knows at once");
    assert!(world.notified(PHONE).iter().any(|d| matches!(d, Downlink::TestPlanned { .. })));
    world.pass(seconds(120));
    assert_eq!(world.press(1), Some(Downlink::Held { alarm: alarm(1) }));
    let own = Uplink::SelfTest {
        test: TestId::from_u128(6),
        sent_at: FixedAt(world.now),
        trigger: Trigger::Button,
    };
    world.uplink(PHONE_SAYS, own);
    assert!(world.notified(PHONE).contains(&Downlink::TestPlanOver));
    assert_eq!(agreed(&mut world), [0, 0, 0]);
    let second = plan(&world);
    world.done(WEST_DUTY, second);
    world.outputs.clear();
    world.uplink(PHONE_SAYS, Uplink::Hello);
    assert!(world.notified(PHONE).iter().any(|d| matches!(d, Downlink::TestPlanned { .. })));
    world.pass(seconds(600));
    let alerts: Vec<AlertKind> = case_of(&mut world)
        .handsets
        .into_iter()
        .filter(|h| h.handset.id == PHONE)
        .flat_map(|h| h.alerts)
        .collect();
    assert!(alerts.contains(&AlertKind::TestMissed));
    let bad = PersonOrder::PlanTest { handset: PHONE, test, from: world.now, until: world.now };
    assert_eq!(world.order(OPERATOR, bad), Reply::Problem(Problem::Conflict("watch.test_window")));
}

fn beat(world: &World, path: Path) -> Uplink {
    Uplink::Heartbeat {
        sent_at: FixedAt(world.now),
        path: Some(path),
        battery: None,
        button_battery: None,
        button_linked: None,
    }
}

/// Proves FL-10, T-ARC-3, T-ARC-5: each handset is watched by its own class and paths. With one path cut the fault is
/// known within the class and an alarm passes by the other; when the first returns it makes no second alarm.
#[test]
fn a_handset_is_watched_by_its_class_and_both_its_paths() {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let settings =
        HandsetSettings { class: SupervisionClass::S20, paths: Paths::Two, ..HandsetSettings::default() };
    world.done(WEST_OFFICER, RosterOrder::SetHandset { handset: PHONE, settings });
    let alerts = |world: &mut World| -> Vec<AlertKind> {
        case_of(world).handsets.into_iter().filter(|h| h.handset.id == PHONE).flat_map(|h| h.alerts).collect()
    };
    for n in 0..12 {
        for path in [Path::Wifi, Path::Cellular] {
            if n < 5 || path == Path::Cellular {
                let message = beat(&world, path);
                world.uplink(PHONE_SAYS, message);
            }
        }
        world.pass(seconds(4));
    }
    assert_eq!(alerts(&mut world), [AlertKind::PathLost]);
    // The press came over the second path, and now once more over the first.
    for _ in 0..2 {
        assert_eq!(world.press(1), Some(Downlink::Held { alarm: alarm(1) }));
    }
    assert_eq!((raised(&world), world.seen(desk, 1).unwrap().presses), (1, 1));
    world.pass(seconds(21));
    assert_eq!(alerts(&mut world), [AlertKind::Silent, AlertKind::PathLost]);
}
