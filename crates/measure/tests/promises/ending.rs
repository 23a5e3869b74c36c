//! 7.12: evaluation, end on the date, early end, the three steps, supervision, and the passage to tracking.

use crate::common::*;
use hoeder_measure::conditions::{Answer, Condition};
use hoeder_measure::decision::{Ruling, RulingKind};
use hoeder_measure::due::DueKind;
use hoeder_measure::ending::{Breach, BreachKind, Continuation, EarlyGround, EndKind};
use hoeder_measure::followup::AlarmOutcome;
use hoeder_measure::task::{Receipt, TaskKind, Told};
use hoeder_measure::{By, Change, Command, Refusal, Stage, State};

/// Proves MS-32: not before the month before the end, and not without hearing and assessment of that month.
#[test]
fn the_evaluation_is_held_in_the_month_before_the_end() {
    let mut life = Life::running("2026-01-10").on(day("2026-09-09"));
    for ruling in [Ruling::Extend, Ruling::EndAsPlanned] {
        let refused = life.refuses(magistrate(), rules(ruling, day("2026-09-09")));
        assert_eq!(refused, (Refusal::EvaluationTooEarly { from: day("2026-09-10") }, "7.12.1"));
    }
    assert_eq!(life.task(TaskKind::Evaluate(0)), None);
    let mut life = life.on(day("2026-09-10"));
    assert_eq!(life.task(TaskKind::Evaluate(0)).unwrap().due, Some(day("2026-10-10")));
    let refused = life.refuses(magistrate(), rules(Ruling::Extend, life.today));
    assert_eq!(
        refused,
        (Refusal::ReassessFirst { since: day("2026-09-10"), ruling: RulingKind::Extend }, "7.12.1")
    );
    let mut life = life.reassessed();
    assert!(life.task(TaskKind::RuleOnEnd(0)).is_some());
    life.must(magistrate(), rules(Ruling::Extend, life.today));
    assert_eq!(life.ends_on(), day("2027-07-10"));
    assert!(life.task(TaskKind::TellPerson(Told::Extension(1))).is_some());
    assert_eq!(life.refuses(magistrate(), rules(Ruling::Extend, life.today)).1, "7.12.1");
}

#[test]
fn a_person_who_no_longer_wants_it_is_not_extended() {
    let mut life = Life::running("2026-01-10").on(day("2026-09-10")).reassessed();
    let mut form = hearing(life.today);
    form.wants_it = Answer::No;
    life.must(officer(), Command::Hear(form));
    let refused = life.refuses(magistrate(), rules(Ruling::Extend, life.today));
    assert_eq!(refused, (Refusal::ConditionNotMet(Condition::WantsIt), "7.5.3"));
}

/// Proves MS-32 and MS-38: the planned end, the three steps, and the end of it.
#[test]
fn a_planned_end_goes_through_switch_off_return_and_report() {
    let mut life = Life::running("2026-01-10").on(day("2026-09-15")).reassessed();
    life.must(magistrate(), rules(Ruling::EndAsPlanned, life.today));
    assert_eq!(life.stage(), Stage::Running, "it runs to its last day");
    assert!(life.task(TaskKind::TellPerson(Told::PlannedEnd(2))).is_some());
    let mut life = life.on(day("2026-10-10"));
    assert_eq!(life.must(By::SYSTEM, Command::Tick), []);
    let mut life = life.on(day("2026-10-11"));
    life.must(By::SYSTEM, Command::Tick);
    assert_eq!(life.stage(), Stage::Ending);
    for kind in [TaskKind::SwitchOff, TaskKind::TakeBack] {
        assert!(life.task(kind).unwrap().kind.is_sensitive(), "a moment that may be hard");
    }
    let today = life.today;
    life.must(officer(), switched_off(today));
    assert!(!life.measure.alarm_is_on());
    assert_eq!(life.must(officer(), switched_off(today)), []);
    life.must(officer(), device_back(today));
    life.must(officer(), end_pv());
    let State::Ended { supervised_until, .. } = life.measure.state() else { panic!("{:?}", life.stage()) };
    assert_eq!(*supervised_until, day("2027-01-11"));
}

/// Proves MS-32: a forgotten evaluation leaves nobody unprotected.
#[test]
fn after_the_date_the_alarm_stays_on_until_a_magistrate_ruled() {
    let mut life = Life::running("2026-01-10").on(day("2026-11-20"));
    life.must(By::SYSTEM, Command::Tick);
    assert_eq!(life.stage(), Stage::Ending);
    assert!(life.measure.alarm_is_on());
    let today = life.today;
    assert_eq!(life.refuses(officer(), switched_off(today)), (Refusal::EvaluateFirst, "7.12.1"));
    assert_eq!(life.refuses(officer(), device_back(today)).0, Refusal::EvaluateFirst);
    assert!(life.task(TaskKind::Evaluate(0)).unwrap().due.unwrap() < today);
    let mut extended = life.clone().reassessed();
    extended.must(magistrate(), rules(Ruling::Extend, today));
    assert_eq!((extended.stage(), extended.ends_on()), (Stage::Running, day("2027-07-10")));
    let mut ended = life.clone().reassessed();
    ended.must(magistrate(), rules(Ruling::EndAsPlanned, today));
    ended.must(officer(), switched_off(today));
    let late = ended.refuses(magistrate(), rules(Ruling::Extend, today));
    assert_eq!(late, (Refusal::SwitchedOff, "7.12.2"));
    life.must(By::SYSTEM, Command::ReportIncident(alarm(1, today, AlarmOutcome::RealDanger)));
    assert_eq!(life.stage(), Stage::Running, "an alarm after the date takes the ending back");
}

/// Proves MS-37: each ground with what must be there first.
#[test]
fn an_early_end_asks_for_the_reassessment_first() {
    for ground in [
        EarlyGround::SuspectDied,
        EarlyGround::SuspectAbroad,
        EarlyGround::LongDetention,
        EarlyGround::FewerRisks,
        EarlyGround::MoreProtection,
    ] {
        let mut life = Life::running("2026-01-10").on(day("2026-05-20"));
        let early = rules(end_early(ground), life.today);
        let refused = life.refuses(magistrate(), early);
        assert_eq!(
            refused,
            (Refusal::ReassessFirst { since: day("2026-04-20"), ruling: RulingKind::EndEarly }, "7.12.3")
        );
        let mut life = life.reassessed().ended_early(ground);
        let State::Ending { cause, .. } = life.measure.state() else { panic!() };
        assert_eq!((cause.kind, cause.ground), (EndKind::Early, Some(ground)));
        assert!(life.task(TaskKind::TellReception(Told::EarlyEnd(2))).is_some());
        let today = life.today;
        life.must(officer(), switched_off(today));
    }
}

#[test]
fn the_hearing_before_the_grant_is_no_reassessment() {
    let mut life = Life::running("2026-01-10").on(day("2026-01-12"));
    let early = rules(end_early(EarlyGround::FewerRisks), life.today);
    assert_eq!(
        life.refuses(magistrate(), early).0,
        Refusal::ReassessFirst { since: day("2026-01-11"), ruling: RulingKind::EndEarly }
    );
}

/// Proves MS-37: misuse and breaches must be repeated, and the situation assessed again.
#[test]
fn misuse_ends_it_only_when_repeated() {
    let mut life = Life::running("2026-01-10").on(day("2026-05-20")).reassessed();
    let breach =
        |kind| Command::RecordBreach(Breach { on: day("2026-05-20"), kind, note: text("seen together") });
    life.must(officer(), breach(BreachKind::VoluntaryContact));
    let early = rules(end_early(EarlyGround::RepeatedMisuse), life.today);
    assert_eq!(life.refuses(magistrate(), early), (Refusal::NotRepeated { counted: 1 }, "7.12.3"));
    life.must(officer(), breach(BreachKind::NoComplaint));
    assert_eq!(life.stage(), Stage::Running, "counting ends nothing");
    assert_eq!(life.ended_early(EarlyGround::RepeatedMisuse).stage(), Stage::Ending);
}

/// Proves MS-37: at the person's request; a wish switches nothing off.
#[test]
fn the_person_may_ask_and_a_magistrate_rules() {
    let mut life = Life::running("2026-01-10");
    let early = rules(end_early(EarlyGround::AskedByPerson), life.today);
    assert_eq!(life.refuses(magistrate(), early), (Refusal::NotAsked, "7.12.3"));
    life.must(person(), Command::AskToEnd { note: text("it is enough") });
    assert!(life.measure.alarm_is_on());
    life.confirm(magistrate(), Receipt::AskedToEnd(1));
    assert_eq!(life.ended_early(EarlyGround::AskedByPerson).stage(), Stage::Ending);
}

#[test]
fn an_early_end_is_taken_back_while_the_alarm_is_on() {
    let mut life = Life::running("2026-01-10");
    life.must(person(), Command::AskToEnd { note: text("") });
    let mut life = life.ended_early(EarlyGround::AskedByPerson);
    let today = life.today;
    let mut off = life.clone();
    off.must(officer(), switched_off(today));
    assert_eq!(off.refuses(magistrate(), rules(Ruling::Resume, today)), (Refusal::SwitchedOff, "7.12.2"));
    life.must(magistrate(), rules(Ruling::Resume, today));
    assert_eq!((life.stage(), life.ends_on()), (Stage::Running, day("2026-10-10")));
}

#[test]
fn an_alarm_during_an_early_end_is_told_and_does_not_extend() {
    let mut life = Life::running("2026-01-10");
    life.must(person(), Command::AskToEnd { note: text("") });
    let mut life = life.ended_early(EarlyGround::AskedByPerson);
    life.must(By::SYSTEM, Command::ReportIncident(alarm(1, life.today, AlarmOutcome::RealDanger)));
    assert_eq!((life.stage(), life.ends_on()), (Stage::Ending, day("2026-10-10")));
    assert!(life.task(TaskKind::Confirm(Receipt::Incident(1))).is_some());
}

#[test]
fn a_granted_alarm_that_was_never_on_ends_with_its_report() {
    let mut life = Life::granted("2026-01-10");
    life.must(officer(), Command::AskToEnd { note: text("changed her mind") });
    let mut life = life.ended_early(EarlyGround::AskedByPerson);
    assert!(!life.words().contains(&"switch-off"));
    life.must(officer(), end_pv());
    assert_eq!(life.stage(), Stage::Ended);
}

/// Proves FL-35: protection does not stop on the day that the device goes back.
#[test]
fn a_supervised_period_follows_the_end() {
    let mut life = Life::granted("2026-01-10");
    life.must(officer(), Command::AskToEnd { note: text("") });
    let mut life = life.ended_early(EarlyGround::AskedByPerson);
    life.must(officer(), end_pv());
    assert_eq!(life.task(TaskKind::StayAlert).unwrap().due, Some(day("2026-04-10")));
    let dues = life.measure.next_due(&life.world.terms);
    assert_eq!(dues.iter().map(|due| due.kind).collect::<Vec<_>>(), [DueKind::SupervisionEnds]);
    life.must(officer(), Command::ReportIncident(fact(1, life.today)));
    assert!(life.task(TaskKind::Confirm(Receipt::Incident(1))).is_some(), "a new fact is told all the same");
    assert_eq!(life.on(day("2026-04-11")).task(TaskKind::StayAlert), None);
}

/// Proves EM-11: the alarm stays on until tracking is known to run, and goes back on the same timeline.
#[test]
fn tracking_takes_over_without_a_minute_between() {
    let mut life = Life::running("2026-01-10");
    let early = rules(end_early(EarlyGround::TrackingTookOver), life.today);
    assert_eq!(life.refuses(magistrate(), early.clone()), (Refusal::NoContinuation, "7.12.3"));
    let next = Continuation { mandate: "M-7".to_owned(), runs_from: day("2026-01-12") };
    life.must(magistrate(), Command::Continue(next.clone()));
    assert_eq!(life.must(magistrate(), Command::Continue(next.clone())), []);
    assert_eq!(life.refuses(magistrate(), early).0, Refusal::NoContinuation, "it does not run yet");
    assert!(life.measure.alarm_is_on());
    let mut life = life.on(day("2026-01-12")).ended_early(EarlyGround::TrackingTookOver);
    let today = life.today;
    for step in [switched_off(today), device_back(today), end_pv()] {
        life.must(officer(), step);
    }
    let State::TransferredOut { continuation, .. } = life.measure.state() else { panic!() };
    assert_eq!(*continuation, next);
    let refused = life.refuses(officer(), Command::Hear(hearing(today))).0;
    assert!(matches!(refused, Refusal::NotNow { stage: Stage::TransferredOut, .. }));
}

#[test]
fn every_date_of_a_running_measure_can_be_read() {
    let mut life = Life::running("2026-01-10");
    life.must(officer(), Command::TrackSuspect(ban(life.today, day("2026-10-31"))));
    let dues: Vec<_> = life
        .measure
        .next_due(&life.world.terms)
        .into_iter()
        .map(|due| (due.on.to_string(), due.kind))
        .collect();
    let expected = [
        ("2026-02-09", DueKind::Revisit(1)),
        ("2026-09-10", DueKind::EvaluationOpens),
        ("2026-10-10", DueKind::End),
        ("2026-10-31", DueKind::BanEnds),
    ];
    assert_eq!(dues, expected.map(|(on, kind)| (on.to_owned(), kind)));
    let mut replayed = hoeder_measure::Measure::new(life.measure.id());
    life.log.iter().for_each(|event| replayed.apply(event));
    assert_eq!(replayed.next_due(&life.world.terms), life.measure.next_due(&life.world.terms));
    assert_eq!(replayed, life.measure, "all of it comes back from the log");
    assert!(life.log.iter().any(|event| matches!(event.change, Change::Granted { .. })));
}

#[test]
fn a_ruling_of_before_the_month_of_evaluation_is_none_of_it() {
    let mut life = Life::running("2026-01-10").on(day("2026-09-10")).reassessed();
    for ruling in [Ruling::Extend, Ruling::EndAsPlanned] {
        let refused = life.refuses(magistrate(), rules(ruling, day("2026-09-09")));
        assert_eq!(refused, (Refusal::EvaluationTooEarly { from: day("2026-09-10") }, "7.12.1"));
    }
}
