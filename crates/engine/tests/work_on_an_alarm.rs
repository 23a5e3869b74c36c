//! Who has an alarm and until when, the steps of its protocol, what the patrols say, and a press that is vouched for later.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::entry::{Event, Subject};
use hoeder_engine::input::{AlarmOrder, Claim, PersonOrder, Query, RosterOrder};
use hoeder_engine::output::{Output, Page, Problem, Reply};
use hoeder_engine::roster::{Case, CaseState};
use hoeder_engine::view::AlarmView;
use hoeder_vocab::handset::{Downlink, Said, Template, Uplink, UplinkRefusal};
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmEvent, AlarmKind, Outcome, Pv, Refusal, Stage};
use hoeder_watch::talk::Asks;
use std::sync::Arc;

fn take() -> AlarmOrder {
    AlarmOrder::Take { alarm: alarm(1) }
}

fn step_done(step: &str) -> AlarmOrder {
    AlarmOrder::DoStep { alarm: alarm(1), step: step.to_owned() }
}

fn names(view: &AlarmView, test: impl Fn(&hoeder_engine::view::StepView) -> bool) -> Vec<String> {
    view.steps.iter().filter(|step| test(step)).map(|step| step.step.id.clone()).collect()
}

fn read(world: &mut World, by: AccountId) -> Arc<AlarmView> {
    match world.ask(by, Query::Alarm(alarm(1))) {
        Reply::Alarm(view) => view,
        other => panic!("{other:?}"),
    }
}

fn whats(view: &AlarmView) -> Vec<&'static str> {
    view.timeline.iter().map(|line| line.what).collect()
}

/// Proves FL-06: two who take at the same moment: one has it, and both see who; afterwards it goes by hand-over.
#[test]
fn a_colleague_takes_over_at_once_and_both_screens_show_who_has_it() {
    let mut world = World::new();
    let (anna, bert) = (world.desk(OPERATOR), world.desk(COLLEAGUE));
    world.press(1);
    world.done(OPERATOR, take());
    let view = world.seen(bert, 1).unwrap();
    assert_eq!(
        (view.owned_since, view.take_over_until),
        (Some(world.now), Some(world.now.plus(seconds(20))))
    );
    world.pass(seconds(19));
    world.done(COLLEAGUE, take());
    for desk in [anna, bert] {
        assert_eq!(world.seen(desk, 1).unwrap().owner, Some(COLLEAGUE));
    }
    assert!(whats(&world.seen(anna, 1).unwrap()).contains(&"taken_over"));
    world.pass(seconds(1));
    let refused = world.order(OPERATOR, take());
    assert_eq!(refused, Reply::Problem(Problem::Rule(Refusal::OwnedByAnother(COLLEAGUE))));
    assert_eq!(read(&mut world, OPERATOR).take_over_until, None);
}

/// Proves FL-06: an owner who does nothing is reminded on the screen, and then the alarm rings again for the room.
#[test]
fn an_ownership_ages_reminds_and_returns_by_itself() {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let _colleague = world.desk(COLLEAGUE);
    world.press(1);
    world.take_and_dispatch(1);
    assert_eq!(world.seen(desk, 1).unwrap().idle_until, Some(world.now.plus(seconds(900))));
    world.pass(seconds(599));
    assert!(!world.seen(desk, 1).unwrap().reminded);
    world.pass(seconds(1));
    let view = world.seen(desk, 1).unwrap();
    assert!(view.reminded && view.owner == Some(OPERATOR));
    world.done(OPERATOR, AlarmOrder::StayOn { alarm: alarm(1) });
    let view = world.seen(desk, 1).unwrap();
    assert_eq!((view.reminded, view.idle_until), (false, Some(world.now.plus(seconds(900)))));
    world.pass(seconds(900));
    let view = world.seen(desk, 1).unwrap();
    assert_eq!((view.owner, view.ringing, view.stage), (None, true, Stage::Dispatched));
    assert_eq!((view.owned_since, view.idle_until, view.units.len()), (None, None, 1));
    let told = whats(&view);
    for what in ["owner_reminded", "still_on_it", "ownership_returned"] {
        assert!(told.contains(&what), "{told:?}");
    }
}

/// Proves GN-05, FL-06: a crash does not make an ownership younger.
#[test]
fn an_ownership_goes_on_ageing_after_a_restart() {
    let mut world = World::new();
    world.desk(OPERATOR);
    world.press(1);
    world.take_and_dispatch(1);
    world.pass(seconds(500));
    world.restart();
    let desk = world.desk(OPERATOR);
    world.pass(seconds(100));
    assert!(world.seen(desk, 1).unwrap().reminded);
    world.pass(seconds(300));
    assert!(world.seen(desk, 1).unwrap().ringing);
}

/// Proves FL-03: the steps of the protocol stand on the screen, each with its time; an act does its own step.
#[test]
fn the_steps_of_the_protocol_follow_what_is_done() {
    let (mut world, desk) = World::with_a_press();
    let view = world.seen(desk, 1).unwrap();
    assert_eq!(view.steps.len(), 6);
    assert_eq!(names(&view, |step| step.due_at.is_some()), ["take"], "the others count from later");
    world.done(OPERATOR, take());
    world.done(OPERATOR, step_done("keep-silent"));
    world.done(OPERATOR, step_done("keep-silent"));
    world.done(OPERATOR, AlarmOrder::Dispatch { alarm: alarm(1), unit: "Noord 1".into() });
    let view = world.seen(desk, 1).unwrap();
    assert_eq!(names(&view, |step| step.done_at.is_some()), ["take", "keep-silent", "send-team"]);
    assert!(view.steps.iter().all(|step| step.done_at.is_some() == step.done_by.is_some()));
    assert_eq!(world.logged(|e| matches!(e, Event::Alarm(_, AlarmEvent::StepDone { .. }))), 1);
    let by_hand = world.order(OPERATOR, step_done("close"));
    assert_eq!(by_hand, Reply::Problem(Problem::Conflict("step.done_by_its_act")));
    assert_eq!(world.order(OPERATOR, step_done("dance")), Reply::Problem(Problem::NotFound));
}

/// Proves FL-03: a question to the person does the step that asks for it, and the ownership is young again.
#[test]
fn a_question_to_the_person_does_its_step() {
    let (mut world, desk) = World::with_a_team_sent();
    world.pass(seconds(600));
    assert!(world.seen(desk, 1).unwrap().reminded);
    let (message, said) = (MessageId::from_u128(0x5A1), Said::Template(Template::AreYouAlone));
    world.done(OPERATOR, PersonOrder::SendMessage { alarm: alarm(1), message, said, asks: Asks::YesOrNo });
    let view = world.seen(desk, 1).unwrap();
    assert!(!view.reminded);
    assert_eq!(names(&view, |step| step.step.id == "ask" && step.done_at == Some(world.now)), ["ask"]);
    assert!(view.steps.iter().any(|step| step.step.id == "ask" && step.done_by.is_some()));
}

/// Proves FL-03: a step that becomes late is told at that moment, without anybody asking.
#[test]
fn a_step_that_becomes_late_is_paged_at_that_moment() {
    let (mut world, desk) = World::with_a_press();
    world.done(OPERATOR, take());
    world.outputs.clear();
    world.pass(seconds(14));
    assert!(world.seen(desk, 1).is_none());
    world.pass(seconds(1));
    let page =
        |o: &Output| matches!(o, Output::Page { desks, page: Page::Alarm(_), .. } if desks.contains(&desk));
    assert_eq!(world.outputs.iter().filter(|o| page(o)).count(), 1);
    assert_eq!(names(&world.seen(desk, 1).unwrap(), |step| step.late), ["keep-silent"]);
    world.done(OPERATOR, step_done("keep-silent"));
    assert!(names(&world.seen(desk, 1).unwrap(), |step| step.late).is_empty());
}

/// Proves FL-07: a patrol says that it goes, that it is there and what it found; the close stays with the owner.
#[test]
fn a_patrol_says_what_it_does_and_finds_and_does_not_close() {
    let mut world = World::new();
    let (desk, patrol) = (world.desk(OPERATOR), world.desk(EAST_PATROL));
    world.press(1);
    world.take_and_dispatch(1);
    let unit = || "Noord 1".to_owned();
    world.done(EAST_PATROL, AlarmOrder::GoOnTheWay { alarm: alarm(1), unit: unit() });
    world.done(EAST_PATROL, AlarmOrder::ArriveOnScene { alarm: alarm(1), unit: unit() });
    let note = Sensitive::new("she is safe, he had gone".to_owned());
    let outcome = Outcome::SuspectPresent;
    world.done(EAST_PATROL, AlarmOrder::ReportFinding { alarm: alarm(1), unit: unit(), outcome, note });
    for screen in [desk, patrol] {
        let view = world.seen(screen, 1).unwrap();
        assert_eq!((view.on_the_way.as_slice(), view.arrived.as_slice()), (&[unit()][..], &[unit()][..]));
        assert_eq!((view.findings[0].outcome, view.stage), (outcome, Stage::OnScene));
        assert!(whats(&view).ends_with(&["on_the_way", "on_scene", "finding"]));
    }
    let note = Sensitive::default();
    let close = AlarmOrder::Close { alarm: alarm(1), outcome, pv: Pv::ToFollow, note };
    assert!(matches!(world.order(EAST_PATROL, close), Reply::Problem(Problem::Denied("alarm.not_owner"))));
    assert_eq!(world.close(1, outcome, Pv::ToFollow), Reply::Done);
}

/// Proves GN-03: what was found tells of a person; a wall does not get it.
#[test]
fn a_wall_is_told_neither_steps_nor_findings() {
    let mut world = World::new();
    let (_desk, wall) = (world.desk(OPERATOR), world.desk(WALL));
    world.press(1);
    world.take_and_dispatch(1);
    let note = Sensitive::new("in the kitchen".to_owned());
    let unit = "Noord 1".to_owned();
    world.done(OPERATOR, AlarmOrder::ReportFinding { alarm: alarm(1), unit, outcome: Outcome::Test, note });
    let view = world.seen(wall, 1).unwrap();
    assert!(view.findings.is_empty() && view.steps.is_empty() && view.bearer.is_none());
}

fn damaged(world: &mut World, handset: HandsetId) {
    let code = if handset == PHONE { UplinkRefusal::WrongSignature } else { UplinkRefusal::UnknownDevice };
    let message = world.press_message(1, None);
    let answer = world.uplink(Claim::Doubtful(handset, code), message);
    assert_eq!(answer, Some(Downlink::Refused { code }));
}

/// Proves AL-09, GN-05: the damaged copy of a press came first; the true one makes it the person's alarm, and the phone
/// hears what any phone hears.
#[test]
fn a_press_that_is_vouched_for_later_becomes_the_persons() {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    damaged(&mut world, PHONE);
    assert_eq!(world.seen(desk, 1).unwrap().kind, AlarmKind::Unidentified);
    world.done(OPERATOR, take());
    assert!(world.notified(PHONE).is_empty(), "nobody vouches for it yet");
    let answer = world.press(1);
    assert_eq!(answer, Some(Downlink::Held { alarm: alarm(1) }));
    let view = world.seen(desk, 1).unwrap();
    assert_eq!((view.kind, view.owner, view.presses), (AlarmKind::Danger, Some(OPERATOR), 1));
    assert_eq!(view.bearer.as_ref().unwrap().person, ANNA);
    assert_eq!((view.trail.len(), view.zones[0].id), (1, EAST), "the place of the true copy");
    assert!(whats(&view).contains(&"vouched"));
    assert_eq!(view.steps.len(), 6, "the protocol of danger");
    assert!(world.notified(PHONE).contains(&Downlink::SomeoneThere { alarm: alarm(1) }));
    world.press(1);
    assert_eq!(world.logged(|e| matches!(e, Event::Alarm(_, AlarmEvent::Vouched { .. }))), 1);
    world.done(OPERATOR, AlarmOrder::Dispatch { alarm: alarm(1), unit: "Noord 1".into() });
    assert_eq!(world.close(1, Outcome::RealDanger, Pv::ToFollow), Reply::Done);
    assert!(world.notified(PHONE).contains(&Downlink::Closed { alarm: alarm(1) }));
}

/// Proves GN-04: words on an alarm go with the person, also those from before it was known whose it was.
#[test]
fn erasing_a_person_erases_what_was_found_and_what_came_before_the_vouching() {
    let mut world = World::new();
    world.desk(OPERATOR);
    let message = world.press_message(1, Some(fix(50.85, 4.45, 10, world.now)));
    world.uplink(Claim::Doubtful(PHONE, UplinkRefusal::WrongSignature), message);
    world.press(1);
    world.take_and_dispatch(1);
    let (unit, note) = ("Noord 1".to_owned(), Sensitive::new("in the kitchen".to_owned()));
    let outcome = Outcome::RealDanger;
    world.done(OPERATOR, AlarmOrder::ReportFinding { alarm: alarm(1), unit, outcome, note });
    assert_eq!(world.close(1, outcome, Pv::Number("1".into())), Reply::Done);
    world.done(WEST_OFFICER, RosterOrder::PutCase(Case { state: CaseState::Ended, ..case() }));
    world.done(WEST_OFFICER, RosterOrder::Erase { subject: Subject::Person(ANNA) });
    let view = read(&mut world, OPERATOR);
    assert_eq!(view.findings[0].note.reveal(Purpose::Test), "");
}

/// Proves AL-09: a message of a stranger about the alarm of somebody vouches for nothing.
#[test]
fn only_the_press_itself_vouches() {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    damaged(&mut world, PHONE);
    let moved = Uplink::Moved { alarm: alarm(1), fix: fix(50.85, 4.45, 10, world.now), battery: None };
    assert!(matches!(world.uplink(Claim::Verified(PHONE), moved), Some(Downlink::Heard { .. })));
    assert_eq!(world.seen(desk, 1).unwrap().kind, AlarmKind::Unidentified);
}

/// Proves GN-04: the press of a phone that nobody knew yet was sealed with a key of its own; that key goes with the person.
#[test]
fn the_key_of_a_press_that_was_nobodys_goes_with_the_person_whose_it_became() {
    let mut world = World::new();
    world.desk(OPERATOR);
    let new_phone = HandsetId::from_u128(0x602);
    damaged(&mut world, new_phone);
    world.pair(ANNA, new_phone);
    let held = world.press_at(1, new_phone, None);
    assert_eq!(held, Some(Downlink::Held { alarm: alarm(1) }));
    let view = read(&mut world, OPERATOR);
    assert_eq!((view.kind, view.bearer.as_ref().unwrap().person), (AlarmKind::Danger, ANNA));
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::FalseAlarm, Pv::Number("1".into())), Reply::Done);
    world.done(WEST_OFFICER, RosterOrder::PutCase(Case { state: CaseState::Ended, ..case() }));
    world.done(WEST_OFFICER, RosterOrder::Erase { subject: Subject::Person(ANNA) });
    let destroyed: Vec<Subject> = world
        .outputs
        .iter()
        .filter_map(|output| if let Output::DestroyKey(subject) = output { Some(*subject) } else { None })
        .collect();
    assert_eq!(destroyed, [Subject::Person(ANNA), Subject::Alarm(alarm(1))]);
}
