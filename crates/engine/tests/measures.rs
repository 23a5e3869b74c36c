//! Measures in the cell: a whole life, who decides first, what an alarm does to them, and what is left after a restart.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::law::*;
use crate::common::*;
use hoeder_engine::entry::{Event, Subject};
use hoeder_engine::input::{AlarmOrder, Claim, Input, Query, RosterOrder};
use hoeder_engine::measures::{DocumentOrigin, MeasureOrder, NewDocument};
use hoeder_engine::output::{Output, Page, Problem, Reply};
use hoeder_engine::roster::CaseState;
use hoeder_measure::decision::Ruling;
use hoeder_measure::effect::{DocumentKind, Notice};
use hoeder_measure::followup::{Destination, Trip};
use hoeder_measure::task::{Receipt, TaskKind, Told};
use hoeder_measure::{Command, Stage};
use hoeder_vocab::*;
use hoeder_watch::alarm::{Outcome, Pv};
use std::time::Duration;

fn case_of(world: &mut World, by: AccountId) -> hoeder_engine::roster::Case {
    match world.ask(by, Query::Case(CASE)) {
        Reply::Case(view) => view.case,
        other => panic!("no case: {other:?}"),
    }
}

fn kinds(world: &mut World, by: AccountId) -> Vec<TaskKind> {
    world.measure(by).tasks.iter().map(|task| task.kind).collect()
}

/// Proves MS-01, MS-02, MS-06.
#[test]
fn a_request_at_the_wrong_zone_is_handed_over_and_the_case_follows_once_its_receipt_is_confirmed() {
    let mut world = World::with_offices();
    let request = world.request_form(EAST);
    world.ok(WEST_OFFICER, Command::Request(request));

    assert!(world.inbox(EAST_MAGISTRATE).iter().any(|notice| notice.kind == Notice::Request));
    assert!(world.inbox(EAST_OFFICER).iter().any(|notice| notice.kind == Notice::HandOver));
    assert_eq!(case_of(&mut world, WEST_OFFICER).managing_zone, WEST, "whoever sent keeps the case");
    let hearing = world.hearing();
    let too_soon = world.does(EAST_OFFICER, Command::Hear(hearing));
    assert!(
        matches!(too_soon, Reply::Problem(Problem::Refused(refusal)) if refusal.code() == "measure.hand_over_open")
    );

    world.ok(EAST_OFFICER, Command::ConfirmReceipt { of: Receipt::HandOver(1) });
    assert_eq!(case_of(&mut world, EAST_OFFICER).managing_zone, EAST);
    assert_eq!(world.not_shown(WEST_OFFICER), "territory", "the sender has no more to do with it");
    assert!(world.inbox(WEST_OFFICER).iter().any(|notice| notice.kind == Notice::ReceiptConfirmed));
    world.prepare(EAST_OFFICER, EAST_MAGISTRATE);
    assert_eq!(world.measure(EAST_MAGISTRATE).line.stage, Stage::AwaitingDecision);
}

/// Proves MS-15, MS-18, MS-21, MS-30, MS-38, FL-35.
#[test]
fn a_measure_lives_from_the_request_to_the_day_the_button_goes_back() {
    let mut world = World::with_offices();
    let mut ended = case();
    ended.state = CaseState::Ended;
    world.done(WEST_OFFICER, RosterOrder::PutCase(ended));
    let request = world.request_form(WEST);
    world.ok(WEST_OFFICER, Command::Request(request));
    world.prepare(WEST_OFFICER, WEST_MAGISTRATE);
    let grant = world.ruling(Ruling::Grant);
    world.ok(WEST_MAGISTRATE, grant);
    assert_eq!(case_of(&mut world, WEST_OFFICER).state, CaseState::Active, "so that a handset can be tried");
    let wanted: Vec<DocumentKind> = world.measure(WEST_OFFICER).wanted.iter().map(|one| one.kind).collect();
    assert!(
        wanted.contains(&DocumentKind::UserAgreement) && wanted.contains(&DocumentKind::ReceptionSeizure)
    );
    world.activate(WEST_OFFICER);

    let view = world.measure(WEST_OFFICER);
    assert_eq!(view.line.stage, Stage::Running);
    assert_eq!(view.line.ends_on, Some(world.today().plus_months(9)));
    assert!(view.line.alarm_is_on);
    assert!(world.inbox(WEST_RECEPTION).iter().any(|notice| notice.kind == Notice::Granted));
    assert!(world.inbox(OPERATOR).iter().any(|notice| notice.kind == Notice::Activated));

    world.end_early();
    assert_eq!(world.measure(WEST_OFFICER).line.stage, Stage::Ended);
    assert_eq!(case_of(&mut world, WEST_OFFICER).state, CaseState::Ended, "no alarm of it is on");
    world.press(1);
    assert!(world.notified(PHONE).contains(&hoeder_vocab::handset::Downlink::Held { alarm: alarm(1) }));
}

/// Proves MS-18: without an answered test of this very handset nothing is switched on.
#[test]
fn an_alarm_is_not_switched_on_without_a_test_that_the_cell_itself_answered() {
    let mut world = World::with_a_file();
    let grant = world.ruling(Ruling::Grant);
    world.ok(WEST_MAGISTRATE, grant);
    let on = world.today();
    let agreement = hoeder_measure::decision::Agreement {
        on,
        assent: hoeder_measure::decision::Assent::Signed { document: SIGNED },
        version: "1".into(),
        told_end: on.plus_months(9),
    };
    let unsigned = world.does(WEST_OFFICER, Command::Agree(agreement.clone()));
    assert!(matches!(unsigned, Reply::Problem(Problem::Invalid { field: "assent.document", .. })));
    // Another paper does not stand for it, nor does the agreement that nobody signed yet.
    let (other, printed) = (DocumentId::from_u128(0x9A0), DocumentId::from_u128(0x9A1));
    world.file(WEST_OFFICER, other, DocumentKind::HearingAnnex);
    let made =
        NewDocument { origin: DocumentOrigin::Made, ..world.document(printed, DocumentKind::UserAgreement) };
    world.done(WEST_OFFICER, MeasureOrder::FileDocument(made));
    for document in [other, printed] {
        let assent = hoeder_measure::decision::Assent::Signed { document };
        let not_it = world.does(
            WEST_OFFICER,
            Command::Agree(hoeder_measure::decision::Agreement { assent, ..agreement.clone() }),
        );
        assert!(matches!(not_it, Reply::Problem(Problem::Invalid { field: "assent.document", .. })));
    }
    world.file(WEST_OFFICER, SIGNED, DocumentKind::UserAgreement);
    world.ok(WEST_OFFICER, Command::Agree(agreement));
    let activation = hoeder_measure::decision::Activation {
        on,
        test: TEST,
        handset: PHONE,
        button: None,
        device_safety: hoeder_measure::decision::DeviceSafety::Checked,
        coverage: hoeder_measure::decision::Coverage::Good,
        pv: None,
    };
    let refused = world.does(WEST_OFFICER, Command::Activate(activation));
    assert!(
        matches!(refused, Reply::Problem(Problem::Refused(no)) if no.code() == "measure.test_not_passed")
    );
}

/// Proves MS-15: two decide at once; the first wins, and the second is shown what happened.
#[test]
fn of_two_who_decide_at_once_the_first_wins_and_the_second_is_told_to_look() {
    let mut world = World::with_a_file();
    let expected = Some(world.measure(WEST_MAGISTRATE).events);
    let grant = Box::new(world.ruling(Ruling::Grant));
    let third_party = hoeder_measure::decision::TellThirdParty::NoThirdParty;
    let refuse = Box::new(world.ruling(Ruling::Refuse { third_party }));
    let first = world.order(WEST_MAGISTRATE, MeasureOrder::Do { measure: MEASURE, expected, command: grant });
    assert!(matches!(first, Reply::MeasureDone { .. }));
    let log = world.log.len();
    let second =
        world.order(WEST_MAGISTRATE, MeasureOrder::Do { measure: MEASURE, expected, command: refuse });
    assert_eq!(second, Reply::Problem(Problem::Conflict("measure.changed")));
    assert_eq!(world.log.len(), log, "nothing half-done");
    assert_eq!(world.measure(WEST_MAGISTRATE).line.stage, Stage::Granted);
}

/// Proves AL-11, AL-12, AL-19, MS-31.
#[test]
fn a_closed_alarm_that_was_not_false_extends_the_measure_and_makes_its_tasks() {
    let mut world = World::with_a_running_measure();
    let before = world.measure(WEST_OFFICER).line.ends_on.unwrap();
    world.desk(OPERATOR);
    world.press(1);
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::RealDanger, Pv::ToFollow), Reply::Done);

    let after = world.measure(WEST_OFFICER);
    assert_eq!(after.line.ends_on, Some(before.plus_months(9)));
    let open = kinds(&mut world, WEST_OFFICER);
    for task in [
        TaskKind::AlarmPv(1),
        TaskKind::SupportAfter(1),
        TaskKind::ConsultAfter(1),
        TaskKind::Confirm(Receipt::Incident(1)),
        TaskKind::TellPerson(Told::Extension(1)),
    ] {
        assert!(open.contains(&task), "{task:?} of {open:?}");
    }
    assert!(world.inbox(WEST_MAGISTRATE).iter().any(|notice| notice.kind == Notice::Alarm));
    assert!(world.inbox(WEST_RECEPTION).iter().any(|notice| notice.kind == Notice::SupportAfterAlarm));

    let number = "BR.11.L1.000004/2026".to_owned();
    world.done(OPERATOR, AlarmOrder::GivePv { alarm: alarm(1), number });
    assert!(!kinds(&mut world, WEST_OFFICER).contains(&TaskKind::AlarmPv(1)), "given once, on the alarm");
    world.done(WEST_MAGISTRATE, AlarmOrder::ConfirmReceipt { alarm: alarm(1) });
    assert!(!kinds(&mut world, WEST_OFFICER).contains(&TaskKind::Confirm(Receipt::Incident(1))));
}

/// Proves AL-12, AL-13.
#[test]
fn a_false_alarm_is_recorded_and_adds_no_day() {
    let mut world = World::with_a_running_measure();
    let before = world.measure(WEST_OFFICER).line.ends_on;
    world.desk(OPERATOR);
    world.press(1);
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::FalseAlarm, Pv::Number("PV-1".into())), Reply::Done);
    let after = world.measure(WEST_OFFICER);
    assert_eq!((after.line.ends_on, after.file.incidents.len()), (before, 1));
}

/// Proves AL-12, GN-05: a crash between the close and what follows from it loses nothing and doubles nothing.
#[test]
fn a_close_without_what_follows_reaches_the_measure_after_a_restart_and_only_once() {
    let mut world = World::with_a_running_measure();
    world.desk(OPERATOR);
    world.press(1);
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::RealDanger, Pv::ToFollow), Reply::Done);
    let ends_on = world.measure(WEST_OFFICER).line.ends_on;
    let close = world
        .log
        .iter()
        .position(|entry| {
            matches!(entry.event, Event::Alarm(_, hoeder_watch::alarm::AlarmEvent::Closed { .. }))
        })
        .unwrap();
    world.log.truncate(close + 1);
    world.restart();
    assert_eq!(world.measure(WEST_OFFICER).line.ends_on, ends_on);
    world.restart();
    assert_eq!(world.measure(WEST_OFFICER).file.incidents.len(), 1);
}

/// Proves AL-12: found by the simulation. An alarm that ended before the grant is none of the measure, also on the same day.
#[test]
fn an_alarm_that_ended_before_the_grant_adds_nothing_at_a_restart_either() {
    let mut world = World::with_a_file();
    world.desk(OPERATOR);
    world.press(1);
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::RealDanger, Pv::ToFollow), Reply::Done);
    world.pass(Duration::from_secs(60));
    let grant = world.ruling(Ruling::Grant);
    world.ok(WEST_MAGISTRATE, grant);
    let before = world.measure(WEST_MAGISTRATE).events;
    world.restart();
    assert_eq!(world.measure(WEST_MAGISTRATE).events, before);
}

/// Proves MS-32, MS-33, FL-23: what falls due is told at the beginning of its day in Belgium.
#[test]
fn at_the_midnight_of_a_date_the_screens_ask_anew_and_an_end_that_passed_begins() {
    let mut world = World::with_a_running_measure();
    let visit = world.measure(WEST_OFFICER).due.iter().map(|due| due.on).min().unwrap();
    while world.today() < visit.plus_days(-1) {
        world.pass(Duration::from_secs(86_400));
    }
    let desk = world.deaf_desk(WEST_OFFICER);
    let told = |world: &World| {
        world.outputs.iter().any(|output| {
            matches!(output, Output::Page { desks, page: Page::TasksChanged, .. } if desks.contains(&desk))
        })
    };
    world.outputs.clear();
    while world.today() < visit {
        assert!(!told(&world));
        world.pass(Duration::from_secs(1_800));
    }
    assert!(told(&world), "as soon as the day begins");
    assert!(kinds(&mut world, WEST_OFFICER).contains(&TaskKind::Revisit(1)));
}

/// Proves MS-35: what the person announces on the phone is known to the zone and the control room.
#[test]
fn a_person_announces_a_trip_a_fact_and_the_wish_to_end_and_nothing_else() {
    let mut world = World::with_a_running_measure();
    let from = world.today().plus_days(3);
    let trip = Trip {
        trip: TripId::from_u128(7),
        from,
        until: from.plus_days(6),
        to: Destination::Abroad,
        place: words("a hotel in Calais"),
    };
    let says = |world: &mut World, claim: Claim, command: Command| {
        let request = world.request();
        world.when(Input::Person { request, claim, command: Box::new(command) });
        world.reply_to(request)
    };
    let announced = says(&mut world, Claim::Verified(PHONE), Command::AnnounceTrip(trip));
    assert!(matches!(announced, Reply::MeasureDone { .. }));
    assert!(world.inbox(WEST_OFFICER).iter().any(|notice| notice.kind == Notice::LateTrip));
    let wish = says(&mut world, Claim::Verified(PHONE), Command::AskToEnd { note: words("") });
    assert!(matches!(wish, Reply::MeasureDone { .. }));
    assert!(world.inbox(WEST_MAGISTRATE).iter().any(|notice| notice.kind == Notice::EndAsked));
    let tick = says(&mut world, Claim::Verified(PHONE), Command::Tick);
    assert_eq!(tick, Reply::Problem(Problem::Denied("role.not_in_rule")));
    let child = says(&mut world, Claim::Verified(CHILD_PHONE), Command::AskToEnd { note: words("") });
    assert_eq!(child, Reply::Problem(Problem::NotFound), "the child has no measure of its own");

    let request = world.request();
    world.when(Input::MyMeasure { request, claim: Claim::Verified(PHONE) });
    let Reply::MyMeasure(Some(own)) = world.reply_to(request) else { panic!("nothing of one's own") };
    let mine = own.measure.unwrap();
    assert_eq!(own.followed, [], "nothing is followed without a mandate");
    assert!(mine.alarm_is_on && mine.asked_to_end && mine.next_visit.is_some());
}

/// Proves MS-02, MS-09: bad input is refused by name, and nothing is half-done.
#[test]
fn a_second_request_a_foreign_person_a_wrong_number_and_a_path_are_refused() {
    let mut world = World::with_a_running_measure();
    let again = Command::Request(world.request_form(WEST));
    let other = MeasureId::from_u128(0x801);
    let log = world.log.len();
    let second = world
        .order(WEST_OFFICER, MeasureOrder::Do { measure: other, expected: None, command: Box::new(again) });
    assert_eq!(second, Reply::Problem(Problem::Conflict("measure.person_has_one")));
    let mut stranger = world.request_form(WEST);
    stranger.person = PersonId::from_u128(0x5FF);
    let command = Box::new(Command::Request(stranger));
    let unknown = world.order(WEST_OFFICER, MeasureOrder::Do { measure: other, expected: None, command });
    assert_eq!(unknown, Reply::Problem(Problem::NotFound));
    for (name, bytes) in [("../../etc/passwd", 10), ("a.pdf", 0), ("a.pdf", 20_000_000), ("", 10)] {
        let mut document = world.document(DocumentId::from_u128(0x901), DocumentKind::UserAgreement);
        (document.name, document.bytes) = (words(name), bytes);
        let refused = world.order(WEST_OFFICER, MeasureOrder::FileDocument(document));
        assert!(matches!(refused, Reply::Problem(Problem::Invalid { .. })), "{name} {bytes}");
    }
    for wrong in ["60040200164", "6004020016", "60.04.02-001.63"] {
        let mut anna = anna();
        anna.details.national_number = Some(words(wrong));
        let refused = world.order(WEST_OFFICER, RosterOrder::PutPerson(anna));
        assert!(
            matches!(refused, Reply::Problem(Problem::Invalid { field: "national_number", .. })),
            "{wrong}"
        );
    }
    assert_eq!(world.log.len(), log);
}

/// Everything that can be read of the measure, by everybody.
fn everything(world: &mut World) -> String {
    let mut seen = String::new();
    for by in [WEST_OFFICER, WEST_MAGISTRATE, WEST_RECEPTION, WEST_REFERENCE, WEST_SPOC, OPERATOR] {
        for query in [
            Query::Measure(MEASURE),
            Query::Measures(Default::default()),
            Query::MeasuresOf(CASE),
            Query::SearchMeasures(words("anna")),
            Query::Inbox,
            Query::Overview,
            Query::Calendar,
            Query::Document(SIGNED),
        ] {
            let reply = world.ask(by, query);
            seen.push_str(&format!("{reply:?}\n"));
        }
    }
    seen
}

fn a_busy_measure() -> World {
    let mut world = World::with_a_running_measure();
    world.desk(OPERATOR);
    world.press(1);
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::SuspectPresent, Pv::ToFollow), Reply::Done);
    world
}

/// Proves GN-05: from the whole log, and from the records that the state rests on.
#[test]
fn a_measure_is_the_same_after_a_replay_of_the_log_and_of_the_records_it_rests_on() {
    let mut world = a_busy_measure();
    let notice = world.inbox(WEST_MAGISTRATE)[0].id;
    world.done(WEST_MAGISTRATE, MeasureOrder::ReadNotice { notice });
    let before = everything(&mut world);
    world.restart();
    assert_eq!(everything(&mut world), before);

    let live = world.cell.live_records();
    world.log.retain(|entry| live.binary_search(&entry.seq).is_ok());
    world.restart();
    assert_eq!(everything(&mut world), before);
}

/// Proves GN-04: ids, dates and counts stay; words do not, in memory or after a replay without the key.
#[test]
fn an_erased_person_leaves_no_words_in_the_measure() {
    let mut world = World::with_a_running_measure();
    let subject = Subject::Person(ANNA);
    let running = world.order(WEST_OFFICER, RosterOrder::Erase { subject });
    assert!(matches!(
        running,
        Reply::Problem(Problem::Conflict("case.still_active" | "case.measure_unfinished"))
    ));
    world.end_early();
    world.done(WEST_OFFICER, RosterOrder::Erase { subject });
    let view = world.measure(WEST_MAGISTRATE);
    assert_eq!(view.line.stage, Stage::Ended);
    let shown = format!("{:?}{:?}", view.file, view.documents);
    let hidden = |text: &Sensitive<String>| text.reveal(Purpose::CaseWork).is_empty();
    assert!(hidden(&view.file.hearings[0].facts) && hidden(&view.file.request.as_ref().unwrap().summary));
    assert!(hidden(&view.documents[0].name) && hidden(&view.file.rulings[0].decision.reason));
    assert!(shown.contains("BR.11.L1.000002/2026"), "numbers of reports name nobody");
    world.restart();
    let again = world.measure(WEST_MAGISTRATE);
    assert!(hidden(&again.file.hearings[0].facts), "the erasing comes after what it erases");
    assert_eq!(again.file, view.file);
}
