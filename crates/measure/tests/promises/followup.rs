//! 7.11: incidents, revisits, places, trips.

use crate::common::*;
use hoeder_measure::due::DueKind;
use hoeder_measure::effect::{Effect, Notice, Recipient};
use hoeder_measure::followup::{AlarmOutcome, Destination, Incident, Notice as InTime};
use hoeder_measure::request::PvKind;
use hoeder_measure::task::{Receipt, TaskKind, Told};
use hoeder_measure::territory::Offence;
use hoeder_measure::{By, Command, Refusal};

/// Proves AL-11 and AL-19: the magistrate at once with receipt, victim support, and the consultation.
#[test]
fn an_alarm_that_was_not_false_is_told_and_followed_up() {
    let mut life = Life::running("2026-01-10");
    let out = life.sends(By::SYSTEM, report(alarm(1, life.today, AlarmOutcome::SuspectPresent)));
    assert!(out.contains(&Effect::Tell { to: Recipient::Magistrate(OFFICE), notice: Notice::Alarm }));
    for kind in [
        TaskKind::Confirm(Receipt::Incident(1)),
        TaskKind::SupportAfter(1),
        TaskKind::ConsultAfter(1),
        TaskKind::TellPerson(Told::Extension(1)),
        TaskKind::TellReception(Told::Extension(1)),
    ] {
        assert!(life.task(kind).is_some(), "{kind:?}");
    }
    life.confirm(magistrate(), Receipt::Incident(1));
    assert_eq!(life.task(TaskKind::Confirm(Receipt::Incident(1))), None);
}

#[test]
fn a_false_alarm_is_recorded_and_tells_no_magistrate() {
    let mut life = Life::running("2026-01-10");
    for (n, outcome) in
        [AlarmOutcome::FalseAlarm, AlarmOutcome::Test, AlarmOutcome::Technical].iter().enumerate()
    {
        let out = life.sends(By::SYSTEM, report(alarm(n as u128, life.today, *outcome)));
        assert_eq!(out, []);
    }
    assert_eq!(life.measure.file().incidents.len(), 3);
    assert_eq!(life.ends_on(), day("2026-10-10"));
}

/// Proves AL-10: an alarm without its report keeps the task open until the number is given.
#[test]
fn the_report_of_an_alarm_stays_a_task_until_its_number_is_given() {
    let mut life = Life::running("2026-01-10");
    let Incident::Alarm { alarm: id, on, outcome, .. } = alarm(1, life.today, AlarmOutcome::FalseAlarm)
    else {
        panic!()
    };
    life.must(By::SYSTEM, report(Incident::Alarm { alarm: id, on, outcome, pv: None }));
    let open = TaskKind::AlarmPv(1);
    let without = Command::Settle { task: open, reference: None };
    assert_eq!(life.refuses(officer(), without).0, Refusal::ReferenceMissing(open));
    life.settle(officer(), open);
    assert_eq!(life.task(open), None);
}

/// Proves MS-34: a new fact has a new initial report, and the magistrate is told at once.
#[test]
fn a_new_fact_has_a_new_initial_report_and_is_told_at_once() {
    let mut life = Life::running("2026-01-10");
    let Incident::Fact { fact: id, on, mut pv, what } = fact(1, life.today) else { panic!() };
    pv.kind = PvKind::Subsequent;
    let subsequent = Incident::Fact { fact: id, on, pv, what };
    assert_eq!(life.refuses(officer(), report(subsequent)), (Refusal::InitialPvNeeded, "7.11.3"));
    let out = life.sends(officer(), report(fact(1, life.today)));
    assert!(out.contains(&Effect::Tell { to: Recipient::Magistrate(OFFICE), notice: Notice::NewFact }));
    assert_eq!(life.ends_on(), day("2027-07-10"));
}

#[test]
fn what_the_person_tells_of_a_new_fact_is_a_task_until_its_report_is_written() {
    let mut life = Life::running("2026-01-10");
    life.must(person(), Command::AnnounceFact(told_fact(7, life.today)));
    assert_eq!(life.must(person(), Command::AnnounceFact(told_fact(7, life.today))), []);
    assert_eq!(life.ends_on(), day("2026-10-10"));
    assert!(life.words().contains(&"record-fact"));
    life.must(officer(), report(fact(7, life.today)));
    assert!(!life.words().contains(&"record-fact"));
    assert_eq!(life.ends_on(), day("2027-07-10"));
}

/// Proves MS-33: the first term is configured, then every three months from the first visit on.
#[test]
fn revisits_are_due_every_three_months_from_the_first_one() {
    let mut life = Life::running("2026-01-10");
    let next = |life: &Life| life.measure.next_revisit(&life.world.terms);
    assert_eq!(next(&life), Some(day("2026-02-09")));
    life.world.terms.first_revisit_days = 14;
    assert_eq!(next(&life), Some(day("2026-01-24")));
    let mut visited = |on: &str| {
        life.today = day(on);
        life.must(officer(), Command::RecordRevisit(revisit(day(on))));
        next(&life)
    };
    assert_eq!(visited("2026-01-31"), Some(day("2026-04-30")), "three months, to the end of the month");
    assert_eq!(visited("2026-03-20"), Some(day("2026-04-30")), "one between does not stand for the next");
    assert_eq!(visited("2026-04-20"), Some(day("2026-07-31")), "one shortly before does");
    assert_eq!(
        visited("2026-08-20"),
        None,
        "a late one does not shift the others, and the last ends with the measure"
    );
    assert_eq!(life.measure.file().revisits.len(), 4);
}

#[test]
fn a_revisit_is_a_task_two_weeks_ahead() {
    let life = Life::running("2026-01-10");
    let open = |on: &str| life.clone().on(day(on)).task(TaskKind::Revisit(1)).map(|task| task.due);
    assert_eq!(open("2026-01-25"), None);
    assert_eq!(open("2026-01-26"), Some(Some(day("2026-02-09"))));
    assert_eq!(open("2026-05-01"), Some(Some(day("2026-02-09"))), "late, it stays");
}

/// Proves MS-33: the report of a visit goes to the office that handles the facts, when that is another one.
#[test]
fn the_report_of_a_revisit_goes_to_the_office_of_the_facts() {
    let alleged = Offence::Alleged { districts: vec![FAR_DISTRICT], known_to: FAR_OFFICE };
    for (offence, copies) in [(Offence::None, false), (alleged, true)] {
        let mut life = Life::requested_as("2026-01-10", |request| request.offence = offence).prepared();
        life = life.before_magistrate();
        life.must(magistrate(), rules(hoeder_measure::decision::Ruling::Grant, life.today));
        let mut life = life.switched_on();
        life.must(officer(), Command::RecordRevisit(revisit(life.today)));
        assert_eq!(life.task(TaskKind::CopyRevisit(1)).is_some(), copies);
    }
}

/// Proves MS-35: five nights or more are announced seven calendar days ahead; late ones are not turned away.
#[test]
fn a_trip_of_five_nights_is_announced_seven_days_ahead() {
    let mut life = Life::running("2026-01-10");
    for (n, ahead, nights, in_time) in [
        (1, 7, 5, InTime::InTime),
        (2, 6, 5, InTime::Late),
        (3, 0, 30, InTime::Late),
        (4, 0, 4, InTime::NotNeeded),
        (5, 6, 4, InTime::NotNeeded),
    ] {
        let form = trip(n, life.today.plus_days(ahead), nights, Destination::Zone(FAR));
        assert_eq!(form.notice(life.today), in_time, "{ahead} {nights}");
        life.must(person(), Command::AnnounceTrip(form));
    }
    let informs = life.words().into_iter().filter(|word| *word == "inform-trip").count();
    assert_eq!(informs, 3, "a task for each long trip");
}

/// Proves MS-35 and AL-14: the zone concerned and its control room hear of a trip; abroad the person is told.
#[test]
fn a_trip_is_told_to_the_zone_concerned_and_abroad_to_the_person() {
    let mut life = Life::running("2026-01-10");
    let out =
        life.sends(person(), Command::AnnounceTrip(trip(1, day("2026-02-01"), 7, Destination::Zone(FAR))));
    for to in [Recipient::Zone(FAR), Recipient::ControlRoomOf(FAR), Recipient::Zone(HOME)] {
        assert!(out.contains(&Effect::Tell { to, notice: Notice::Trip }));
    }
    let out = life.sends(person(), Command::AnnounceTrip(trip(2, day("2026-02-01"), 7, Destination::Abroad)));
    assert!(out.contains(&Effect::Tell { to: Recipient::Person(PERSON), notice: Notice::TripAbroad }));
    let moved = trip(1, day("2026-02-02"), 7, Destination::Zone(FAR));
    life.must(person(), Command::AnnounceTrip(moved.clone()));
    assert_eq!(life.must(person(), Command::AnnounceTrip(moved)), [], "the same again is nothing new");
    assert_eq!(life.measure.file().trips.len(), 2);
    let dues = life.measure.next_due(&life.world.terms);
    assert!(dues.iter().any(|due| matches!(due.kind, DueKind::TripBegins(_)) && due.on == day("2026-02-02")));
}

#[test]
fn a_trip_that_ends_before_it_begins_is_refused() {
    let mut life = Life::running("2026-01-10");
    let backwards = trip(1, day("2026-02-01"), 0, Destination::Belgium);
    assert!(matches!(life.refuses(person(), Command::AnnounceTrip(backwards)).0, Refusal::TooEarly { .. }));
    let over = trip(1, day("2026-01-01"), 3, Destination::Belgium);
    assert!(matches!(life.refuses(person(), Command::AnnounceTrip(over)).0, Refusal::TooEarly { .. }));
}

/// Proves MS-35: usual places are shared with zones and control rooms.
#[test]
fn usual_places_are_shared_with_zones_and_control_rooms() {
    let mut life = Life::running("2026-01-10");
    assert!(life.words().contains(&"share-places"));
    let out = life.sends(officer(), Command::SharePlaces(places(life.today)));
    for to in [Recipient::Zone(NEXT_DOOR), Recipient::ControlRoomOf(NEXT_DOOR)] {
        assert!(out.contains(&Effect::Tell { to, notice: Notice::UsualPlaces }));
    }
    assert!(!life.words().contains(&"share-places"));
}

/// Proves AL-13: misuse is counted, shown once it is repeated, and decides nothing.
#[test]
fn misuse_is_counted_and_shown_to_the_magistrate_once_repeated() {
    let mut life = Life::running("2026-01-10");
    let repeated = Effect::Tell { to: Recipient::Magistrate(OFFICE), notice: Notice::RepeatedMisuse };
    assert!(!life.sends(By::SYSTEM, report(alarm(1, life.today, AlarmOutcome::Misuse))).contains(&repeated));
    assert!(life.sends(By::SYSTEM, report(alarm(2, life.today, AlarmOutcome::Misuse))).contains(&repeated));
    assert_eq!(life.measure.misuse_count(), 2);
    assert!(life.measure.alarm_is_on());
}

fn report(incident: Incident) -> Command {
    Command::ReportIncident(incident)
}
