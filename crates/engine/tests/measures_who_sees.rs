//! Who sees what of a measure (MS-23, MS-24, MS-40), and who is told (FL-36).
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::law::*;
use crate::common::*;
use hoeder_engine::access::receives;
use hoeder_engine::entry::Event;
use hoeder_engine::input::{Input, Query, RosterOrder};
use hoeder_engine::measures::{
    CalendarWhat, Channel, Delivery, DeliveryFailure, DocumentOrigin, MAX_TRIES, MeasureFilter, MeasureOrder,
    MeasureRules, MeasureSight, NewDocument, NoticeOut,
};
use hoeder_engine::output::{Output, Problem, Reply};
use hoeder_engine::roster::{Account, AccountState};
use hoeder_engine::{Cell, CellConfig};
use hoeder_measure::conditions::Answer;
use hoeder_measure::confidentiality::Filing;
use hoeder_measure::decision::{OfferOutcome, Procedure, Ruling, SupportOffer};
use hoeder_measure::effect::{DocumentKind, Notice, Recipient};
use hoeder_measure::shortage::{Consulted, ShortageAnswer, ShortageDecision};
use hoeder_measure::task::TaskKind;
use hoeder_measure::{Command, Stage};
use hoeder_vocab::*;
use hoeder_watch::alarm::{Outcome, Pv};
use std::time::Duration;

const SEIZURE: DocumentId = DocumentId::from_u128(0x902);

/// Proves MS-24: the checklist, the hearing and the reasons are for the police of the zone and the magistrates of the office.
#[test]
fn police_of_the_zone_and_magistrates_of_the_office_see_all_and_nobody_else_does() {
    let mut world = World::with_a_running_measure();
    for by in [WEST_OFFICER, WEST_DUTY, WEST_MAGISTRATE] {
        let view = world.measure(by);
        assert_eq!(view.sight, MeasureSight::Whole);
        assert_eq!(view.file.hearings.len(), 1);
        assert_eq!(view.conditions.iter().filter(|check| check.met == Answer::Yes).count(), 6);
        assert_eq!(view.person.unwrap().address, Some(words(SECRET)));
    }
    for by in [EAST_OFFICER, EAST_DUTY, EAST_MAGISTRATE, EAST_RECEPTION] {
        assert_eq!(world.not_shown(by), "territory");
        assert_eq!(world.listed(by), []);
    }
    // A magistrate without an office, a control room, those who watch over a level, and the rest.
    assert_eq!(world.not_shown(MAGISTRATE), "territory");
    for by in [OPERATOR, SUPERVISOR, EAST_PATROL, ADMIN, AUDITOR, WALL, WEST_REFERENCE, WEST_SPOC] {
        assert_eq!(world.not_shown(by), "role.not_in_rule");
    }
}

/// Proves MS-21, MS-24.
#[test]
fn the_victim_reception_service_sees_contact_data_and_what_it_was_told_and_no_checklist() {
    let mut world = World::with_a_file();
    assert_eq!(world.not_shown(WEST_RECEPTION), "measure.not_granted");
    let grant = world.ruling(Ruling::Grant);
    world.ok(WEST_MAGISTRATE, grant);
    world.activate(WEST_OFFICER);
    world.file(WEST_OFFICER, SEIZURE, DocumentKind::ReceptionSeizure);

    let on = world.today();
    world.ok(WEST_RECEPTION, Command::OfferSupport(SupportOffer { on, outcome: OfferOutcome::Accepted }));
    let view = world.measure(WEST_RECEPTION);
    assert_eq!(view.sight, MeasureSight::Reception);
    let person = view.person.unwrap();
    assert_eq!((person.address, person.national_number), (Some(words(SECRET)), None));
    let file = &view.file;
    assert!(file.request.is_none() && file.hearings.is_empty() && file.assessments.is_empty());
    assert!(file.antecedents.is_none() && file.rulings.is_empty() && file.suspect.is_empty());
    assert_eq!(file.offers.len(), 1);
    assert!(view.state.is_none() && view.conditions.is_empty() && view.registrations.is_empty());
    assert_eq!(view.line.ends_on, Some(on.plus_months(9)));
    let documents: Vec<DocumentKind> = view.documents.iter().map(|one| one.kind).collect();
    assert_eq!(documents, [DocumentKind::ReceptionSeizure]);

    assert!(matches!(world.ask(WEST_RECEPTION, Query::Document(SEIZURE)), Reply::Document(_)));
    let other = world.ask(WEST_RECEPTION, Query::Document(SIGNED));
    assert_eq!(other, Reply::Problem(Problem::Denied("document.not_for_role")));
    let hearing = world.hearing();
    assert_eq!(
        world.does(WEST_RECEPTION, Command::Hear(hearing)),
        Reply::Problem(Problem::Denied("role.not_in_rule"))
    );
}

/// Proves MS-24, AL-06: outside an alarm a control room has no address; during one it has, and afterwards no more.
#[test]
fn a_kept_address_reaches_the_control_room_and_the_team_only_while_an_alarm_is_open() {
    let mut world = World::with_a_running_measure();
    let desk = world.desk(OPERATOR);
    let patrol = world.desk(EAST_PATROL);
    assert!(!format!("{:?}", world.ask(OPERATOR, Query::Alarms)).contains(SECRET));
    world.press(1);
    for desk in [desk, patrol] {
        let view = world.seen(desk, 1).unwrap();
        assert_eq!(view.bearer.as_ref().unwrap().address, Some(words(SECRET)));
    }
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::RealDanger, Pv::ToFollow), Reply::Done);
    let closed = world.seen(desk, 1).unwrap();
    assert_eq!(closed.bearer.as_ref().unwrap().address, None);
}

/// Proves MS-24: a magistrate of another office reads the case as before, without kept contact data.
#[test]
fn the_case_shows_kept_contact_data_to_its_zone_and_its_office_only() {
    let mut world = World::with_a_running_measure();
    for (by, address) in [
        (WEST_OFFICER, Some(words(SECRET))),
        (WEST_MAGISTRATE, Some(words(SECRET))),
        (EAST_MAGISTRATE, None),
        (MAGISTRATE, None),
    ] {
        let Reply::Case(view) = world.ask(by, Query::Case(CASE)) else { panic!("no case for {by}") };
        let anna = view.persons.iter().find(|person| person.id == ANNA).unwrap();
        assert_eq!(anna.details.address, address, "{by}");
    }
}

/// Proves MS-23: a document may join the criminal file only where the circular says so, or once a magistrate released it.
#[test]
fn no_document_is_for_the_file_until_a_magistrate_releases_it() {
    let mut world = World::with_a_running_measure();
    assert_eq!(world.measure(WEST_OFFICER).documents[0].filing, Filing::NotForTheFile);
    let (document, reason) = (SIGNED, words("asked by the court"));
    let officer = world.does(WEST_OFFICER, Command::Release { document, reason: reason.clone() });
    assert_eq!(officer, Reply::Problem(Problem::Denied("role.not_in_rule")));
    let foreign = Command::Release { document: DocumentId::from_u128(0x9FF), reason: reason.clone() };
    assert!(matches!(world.does(WEST_MAGISTRATE, foreign), Reply::Problem(Problem::Invalid { .. })));
    world.ok(WEST_MAGISTRATE, Command::Release { document, reason });
    assert!(world.measure(WEST_OFFICER).documents[0].released);
}

/// Proves MS-23: the suspect is no place; whatever a notice goes to, no account of another level receives it.
#[test]
fn a_notice_is_received_by_the_place_it_goes_to_and_by_no_other() {
    let mut world = World::with_a_running_measure();
    let all: Vec<AccountId> = [WEST_OFFICER, EAST_OFFICER, WEST_MAGISTRATE, EAST_MAGISTRATE, WEST_RECEPTION]
        .into_iter()
        .chain([EAST_RECEPTION, WEST_REFERENCE, WEST_SPOC, OPERATOR, SUPERVISOR])
        .collect();
    for by in all {
        for notice in world.inbox(by) {
            let fits = match notice.to {
                Recipient::Zone(zone) => zone == WEST && by == WEST_OFFICER,
                Recipient::Magistrate(office) => office == WEST_OFFICE && by == WEST_MAGISTRATE,
                Recipient::VictimReception(_) => by == WEST_RECEPTION,
                Recipient::ControlRoomOf(_) => [OPERATOR, SUPERVISOR].contains(&by),
                other => panic!("{other:?}"),
            };
            assert!(fits, "{by} has {notice:?}");
        }
    }
    let outsider = account(AccountId::from_u128(9), Role::Wall, Some(OWN), Some(WEST));
    assert!(!receives(&outsider, Recipient::Zone(WEST), OWN));
    // Reading is written down once, by name, and only what is in one's own inbox can be read.
    let notice = world.inbox(WEST_MAGISTRATE)[0].id;
    let foreign = world.order(EAST_MAGISTRATE, MeasureOrder::ReadNotice { notice });
    assert_eq!(foreign, Reply::Problem(Problem::NotFound));
    world.done(WEST_MAGISTRATE, MeasureOrder::ReadNotice { notice });
    world.done(WEST_MAGISTRATE, MeasureOrder::ReadNotice { notice });
    let read = world.log.iter().filter(|entry| matches!(entry.event, Event::NoticeRead { .. })).count();
    assert_eq!(read, 1);
    assert_eq!(world.inbox(WEST_MAGISTRATE)[0].read.map(|(by, _)| by), Some(WEST_MAGISTRATE));
}

/// Proves MS-40, GN-03: those who watch over a level see counts; lists for elsewhere and calendars hold no name.
#[test]
fn an_overview_and_a_calendar_name_nobody() {
    let mut world = World::with_a_running_measure();
    for by in [WEST_REFERENCE, WEST_SPOC] {
        let Reply::Overview(view) = world.ask(by, Query::Overview) else { panic!("no overview") };
        assert_eq!(view.rows.len(), 1);
        assert!(view.rows[0].stages.contains(&(Stage::Running, 1)));
        assert!(view.rows[0].tasks > 0);
        assert!(!format!("{view:?}").contains("Anna"));
    }
    let Reply::Calendar(lines) = world.ask(WEST_OFFICER, Query::Calendar) else { panic!("no calendar") };
    assert!(lines.iter().any(|line| matches!(line.what, CalendarWhat::Due(_))));
    assert!(lines.iter().any(|line| matches!(line.what, CalendarWhat::Task(_))));
    assert!(lines.iter().all(|line| line.case_number == "2026-0001"));
    assert!(lines.windows(2).all(|pair| pair[0].on <= pair[1].on));
    let refused = world.ask(WEST_OFFICER, Query::Overview);
    assert_eq!(refused, Reply::Problem(Problem::Denied("role.not_in_rule")));
}

/// Proves MS-26: the reference magistrate decides about a missing device from the overview, without reading the file.
#[test]
fn a_missing_device_waits_for_the_reference_magistrate_who_reads_no_file() {
    let mut world = World::with_a_file();
    let grant = world.ruling(Ruling::Grant);
    world.ok(WEST_MAGISTRATE, grant);
    world.ok(WEST_OFFICER, Command::ReportShortage);
    assert!(world.inbox(WEST_REFERENCE).iter().any(|notice| notice.kind == Notice::Shortage));
    let Reply::Overview(view) = world.ask(WEST_REFERENCE, Query::Overview) else { panic!("no overview") };
    let line = view.shortages[0].clone();
    assert_eq!((line.measure, line.decided), (MEASURE, false));
    let decision = ShortageDecision {
        on: world.today(),
        answer: ShortageAnswer::DeviceFound,
        consulted: Consulted::NotNeeded,
        reason: words("one is free in the next zone"),
    };
    let command = Box::new(Command::DecideShortage(decision));
    let order = MeasureOrder::Do { measure: MEASURE, expected: Some(line.events), command };
    assert!(matches!(world.order(WEST_REFERENCE, order), Reply::MeasureDone { .. }));
}

/// Proves GN-02: search finds by number and name within the territory, and leaves a line without what was asked.
#[test]
fn a_search_respects_the_territory_and_is_logged_without_what_was_asked() {
    let mut world = World::with_a_running_measure();
    for asked in ["voorbeeld", "Anna V", "2026-0001", "br.11.l1.000002"] {
        let Reply::Measures(found) = world.ask(WEST_OFFICER, Query::SearchMeasures(words(asked))) else {
            panic!("no answer")
        };
        assert_eq!(found.lines.len(), 1, "{asked}");
        let Reply::Measures(east) = world.ask(EAST_OFFICER, Query::SearchMeasures(words(asked))) else {
            panic!("no answer")
        };
        assert_eq!(east.lines, [], "{asked}");
    }
    let logged: Vec<String> = world
        .log
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Accessed(access) if access.action == "measures.search" => Some(format!("{access:?}")),
            _ => None,
        })
        .collect();
    assert_eq!(logged.len(), 8);
    assert!(logged.iter().all(|line| !line.contains("voorbeeld")));
    for bad in ["", "a", "--"] {
        let refused = world.ask(WEST_OFFICER, Query::SearchMeasures(words(bad)));
        assert!(matches!(refused, Reply::Problem(Problem::Invalid { .. })), "{bad}");
    }
}

/// What is due first stands on top, for each desk its own tasks.
#[test]
fn a_list_shows_what_is_due_first_and_counts_the_tasks_of_its_reader() {
    let mut world = World::with_a_running_measure();
    let officer = world.listed(WEST_OFFICER);
    assert_eq!(officer.len(), 1);
    assert!(officer[0].tasks > 0 && officer[0].due_on.is_some());
    let reception = world.listed(WEST_RECEPTION);
    assert_ne!(reception[0].next_task.map(|task| task.kind), officer[0].next_task.map(|task| task.kind));
    let far = MeasureFilter { stage: Some(Stage::Ended), due_until: None };
    assert!(
        matches!(world.ask(WEST_OFFICER, Query::Measures(far)), Reply::Measures(found) if found.lines.is_empty())
    );
}

#[test]
fn a_decision_that_a_person_waits_for_comes_before_all_else_that_the_magistrate_has_to_do() {
    let mut world = World::with_offices();
    let request = world.request_form(WEST);
    world.ok(WEST_OFFICER, Command::Request(request));
    world.ok(WEST_OFFICER, Command::PutBefore { procedure: Procedure::Urgent });
    let line = world.listed(WEST_MAGISTRATE).remove(0);
    assert_eq!(line.stage, Stage::AwaitingDecision);
    assert!(line.tasks > 1, "the receipt of the request is to be confirmed too");
    assert_eq!(line.next_task.map(|task| task.kind), Some(TaskKind::Decide));
}

fn dispatched(world: &World) -> Vec<NoticeOut> {
    let of = |output: &Output| if let Output::Dispatch(out) = output { Some(*out) } else { None };
    world.outputs.iter().filter_map(of).collect()
}

fn with_mail(world: &mut World) {
    let measures = MeasureRules { channels: vec![Channel::Mail], ..MeasureRules::default() };
    let mut cell = Cell::new(CellConfig { measures, ..config(2) });
    world.log.iter().for_each(|entry| cell.replay(entry));
    cell.start(world.now);
    world.cell = cell;
    world.outputs.clear();
    world.when(Input::Tick);
}

/// Proves FL-36: what leaves for mail or a hook is a place, a channel and a number; it is tried again with growing pauses.
#[test]
fn a_notice_is_tried_again_until_it_arrives_or_is_given_up() {
    let mut world = World::with_a_file();
    with_mail(&mut world);
    let grant = world.ruling(Ruling::Grant);
    world.ok(WEST_MAGISTRATE, grant);
    let first = dispatched(&world);
    assert!(first.iter().any(|out| out.to == Recipient::VictimReception(WEST_OFFICE)));
    assert!(first.iter().all(|out| !matches!(out.to, Recipient::Person(_) | Recipient::ControlRoomOf(_))));

    let (arrives, fails, nowhere) = (first[0], first[1], first[first.len() - 1]);
    let done = |world: &mut World, out: NoticeOut, result| {
        world.when(Input::NoticeDone { notice: out.notice, channel: out.channel, result });
    };
    done(&mut world, arrives, Ok(()));
    done(&mut world, arrives, Err(DeliveryFailure::Refused));
    if nowhere.notice != fails.notice {
        done(&mut world, nowhere, Err(DeliveryFailure::NoAddress));
    }
    for attempt in 1..MAX_TRIES {
        world.outputs.clear();
        done(&mut world, fails, Err(DeliveryFailure::Unreachable));
        done(&mut world, fails, Err(DeliveryFailure::Unreachable));
        world.pass(Duration::from_secs(43_200));
        let again =
            dispatched(&world).into_iter().filter(|out| out.notice == fails.notice).collect::<Vec<_>>();
        assert_eq!(again, [NoticeOut { attempt: attempt + 1, ..fails }]);
    }
    done(&mut world, fails, Err(DeliveryFailure::Unreachable));
    let state = |world: &mut World, out: NoticeOut| {
        let notices = world.measure(WEST_MAGISTRATE).notices;
        notices.iter().find(|notice| notice.id == out.notice).unwrap().deliveries[0].1
    };
    assert_eq!(state(&mut world, arrives), Some(Delivery::Delivered));
    let given_up = Delivery::GivenUp { tries: MAX_TRIES, why: DeliveryFailure::Unreachable };
    assert_eq!(state(&mut world, fails), Some(given_up));
}

/// Proves FL-36, GN-05: a notice that was on its way when the cell stopped goes out again.
#[test]
fn a_notice_that_nobody_answered_for_goes_out_again_after_a_restart() {
    let mut world = World::with_a_file();
    with_mail(&mut world);
    let grant = world.ruling(Ruling::Grant);
    world.ok(WEST_MAGISTRATE, grant);
    let before = dispatched(&world);
    let arrived = before[0];
    world.when(Input::NoticeDone { notice: arrived.notice, channel: Channel::Mail, result: Ok(()) });
    with_mail(&mut world);
    let mut after = dispatched(&world);
    let mut expected: Vec<NoticeOut> = before[1..].to_vec();
    after.sort_by_key(|out| out.notice);
    expected.sort_by_key(|out| out.notice);
    assert_eq!(after, expected);
}

/// Offices and districts are checked before they are made.
#[test]
fn an_office_needs_its_district_and_a_role_of_an_office_needs_that_office() {
    use hoeder_engine::roster::Office;
    let mut world = World::new();
    let office = Office {
        id: WEST_OFFICE,
        code: String::new(),
        name: "Gent".into(),
        district: WEST_DISTRICT,
        reference_magistrate: None,
    };
    let early = world.order(ADMIN, RosterOrder::PutOffice(office));
    assert!(matches!(early, Reply::Problem(Problem::Invalid { field: "district", .. })));
    for (role, field) in [
        (Role::VictimReception, "office"),
        (Role::ReferenceMagistrate, "office"),
        (Role::DistrictSpoc, "district"),
    ] {
        let placeless = account(AccountId::from_u128(0x399), role, None, None);
        let refused = world.order(ADMIN, RosterOrder::PutAccount(placeless));
        assert!(matches!(refused, Reply::Problem(Problem::Invalid { field: f, .. }) if f == field));
    }
}

/// An import of outlines says nothing of the circular: what was known of a zone stays.
#[test]
fn a_zone_with_new_borders_keeps_its_office_and_its_roll_out() {
    let mut world = World::with_a_file();
    let zone = hoeder_engine::roster::Zone {
        id: WEST,
        code: "5400".into(),
        name: "Zone 4.3".into(),
        valid_from: None,
        valid_until: None,
        shape: square_at(4.3),
        office: None,
        in_force_since: None,
    };
    world.done(ADMIN, RosterOrder::PutZone(zone));
    assert_eq!(world.measure(WEST_OFFICER).conditions[0].met, Answer::Yes);
}

/// Each desk makes what goes out under its own head: an order of the magistrate is never written by the police (7.12.3).
#[test]
fn a_document_is_made_by_the_desk_under_whose_head_it_goes_out() {
    let mut world = World::with_a_running_measure();
    let made = |world: &mut World, by, n, kind| {
        let document = NewDocument {
            origin: DocumentOrigin::Made,
            ..world.document(DocumentId::from_u128(0xA00 + n), kind)
        };
        world.order(by, MeasureOrder::FileDocument(document))
    };
    let police = [DocumentKind::GrantNotice, DocumentKind::Instructions, DocumentKind::RevisitAnnex];
    let office = [DocumentKind::MarginalNote, DocumentKind::ReceptionSeizure, DocumentKind::EndNotice];
    for (n, kind) in (0_u128..).zip(police) {
        assert_eq!(made(&mut world, WEST_DUTY, n, kind), Reply::Done, "{kind:?}");
        let no = Reply::Problem(Problem::Denied("document.not_for_role"));
        assert_eq!(made(&mut world, WEST_MAGISTRATE, 10 + n, kind), no, "{kind:?}");
    }
    for (n, kind) in (20_u128..).zip(office) {
        assert_eq!(made(&mut world, WEST_MAGISTRATE, n, kind), Reply::Done, "{kind:?}");
        let no = Reply::Problem(Problem::Denied("document.not_for_role"));
        assert_eq!(made(&mut world, WEST_OFFICER, 10 + n, kind), no, "{kind:?}");
        assert_eq!(made(&mut world, WEST_RECEPTION, 20 + n, kind), no, "{kind:?}");
    }
    for by in [WEST_OFFICER, WEST_MAGISTRATE] {
        let n = 60 + by.as_u128();
        assert_eq!(made(&mut world, by, n, DocumentKind::RefusalNotice), Reply::Done);
    }
}

/// Proves MS-15: whoever enters a ruling that was said by phone names the magistrate; nobody else reads who they are.
#[test]
fn the_magistrates_of_an_office_are_named_to_who_enters_what_one_of_them_said() {
    let mut world = World::with_a_file();
    for by in [WEST_OFFICER, EAST_DUTY, EAST_MAGISTRATE] {
        let Reply::Magistrates(found) = world.ask(by, Query::Magistrates(WEST_OFFICE)) else { panic!() };
        let ids: Vec<AccountId> = found.iter().map(|one| one.id).collect();
        assert_eq!(ids.len(), 2, "{found:?}");
        assert!(ids.contains(&WEST_MAGISTRATE) && ids.contains(&WEST_REFERENCE));
    }
    for by in [OPERATOR, WEST_RECEPTION, WEST_REFERENCE, ADMIN, AUDITOR, WALL] {
        let denied = world.ask(by, Query::Magistrates(WEST_OFFICE));
        assert_eq!(denied, Reply::Problem(Problem::Denied("role.not_in_rule")));
    }
    let nowhere = world.ask(WEST_OFFICER, Query::Magistrates(OfficeId::from_u128(0xBAD)));
    assert_eq!(nowhere, Reply::Problem(Problem::NotFound));
    let gone = Account {
        state: AccountState::Disabled,
        office: Some(WEST_OFFICE),
        ..account(WEST_REFERENCE, Role::ReferenceMagistrate, None, None)
    };
    world.done(ADMIN, RosterOrder::PutAccount(gone));
    let Reply::Magistrates(left) = world.ask(WEST_OFFICER, Query::Magistrates(WEST_OFFICE)) else { panic!() };
    assert_eq!(left.len(), 1);
}
