//! 7.4, 7.7: who rules, by word of mouth first, in two procedures; the refusal and its reopening.

use crate::common::*;
use hoeder_measure::decision::{Confirmation, Decision, Part, Procedure, Ruling, TellThirdParty};
use hoeder_measure::ending::EarlyGround;
use hoeder_measure::refusal::Hand;
use hoeder_measure::request::{Origin, Trust};
use hoeder_measure::task::TaskKind;
use hoeder_measure::territory::Offence;
use hoeder_measure::{Command, Refusal, Seat, Stage};

/// Proves MS-14: an urgent grant goes on with what is there, and what is missing stays open as tasks.
#[test]
fn an_urgent_grant_leaves_the_missing_parts_as_tasks() {
    let mut life = Life::requested("2026-01-10");
    let put = Command::PutBefore { procedure: Procedure::Urgent };
    life.must(officer(), put);
    life.must(magistrate(), urgent(rules(Ruling::Grant, life.today)));
    assert_eq!(life.stage(), Stage::Granted);
    let all =
        [Part::Hearing, Part::Risk, Part::Checklist, Part::Firearms, Part::Subsidiarity, Part::Antecedents];
    for part in all {
        assert!(life.task(TaskKind::Complete(part)).is_some(), "{part:?}");
    }
    let mut life = life.prepared();
    assert_eq!(life.measure.missing_parts(life.today), []);
    assert!(!life.words().iter().any(|word| word.starts_with("complete")));
    life.world = world();
}

#[test]
fn an_ordinary_grant_waits_for_every_part() {
    let mut life = Life::requested("2026-01-10");
    life.must(officer(), Command::PutBefore { procedure: Procedure::Urgent });
    let (refusal, point) = life.refuses(magistrate(), rules(Ruling::Grant, life.today));
    assert!(matches!(refusal, Refusal::PartsMissing(_)));
    assert_eq!(point, "7.4");
}

/// Proves MS-15: only a magistrate of the competent office rules, or the officer who heard it says so.
#[test]
fn nobody_but_a_magistrate_of_the_competent_office_rules() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    let grant = rules(Ruling::Grant, life.today);
    for by in [magistrate_of(FAR_OFFICE), officer_of(NEXT_DOOR), person(), reception()] {
        let (refusal, point) = life.refuses(by, grant.clone());
        assert!(matches!(refusal, Refusal::WrongHand { needed: Hand::OfficerOrMagistrate, .. }));
        assert_eq!(point, "7.4");
    }
    assert_eq!(life.refuses(officer(), grant.clone()), (Refusal::OralNeedsSource, "7.8.1"));
    life.must(reference_magistrate(), grant);
    assert_eq!(life.stage(), Stage::Granted);
}

/// Proves MS-15: oral first, entered with who and in which report, then confirmed.
#[test]
fn an_oral_ruling_holds_at_once_and_the_magistrate_confirms_it() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    life.must(officer(), heard(Ruling::Grant, life.today));
    assert_eq!(life.stage(), Stage::Granted);
    let task = life.task(TaskKind::ConfirmRuling(1)).unwrap();
    assert_eq!((task.owner.seat, task.due), (Seat::Office(OFFICE), Some(day("2026-01-11"))));
    let confirm = |n| Command::ConfirmRuling { n, how: Confirmation::AsRecorded };
    assert!(matches!(life.refuses(officer(), confirm(1)).0, Refusal::WrongHand { .. }));
    life.must(magistrate(), confirm(1));
    assert_eq!(life.task(task.kind), None);
    assert_eq!(life.refuses(magistrate(), confirm(1)), (Refusal::RulingNotOpen { n: 1 }, "7.8.1"));
    assert_eq!(life.refuses(magistrate(), confirm(2)).0, Refusal::RulingNotOpen { n: 2 });
}

#[test]
fn a_ruling_that_was_not_so_goes_back_but_takes_no_alarm_away() {
    let deny = Command::ConfirmRuling { n: 1, how: Confirmation::NotAsRecorded };
    let heard_grant = || {
        let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
        life.must(officer(), heard(Ruling::Grant, life.today));
        life
    };
    let mut granted = heard_grant();
    granted.must(magistrate(), deny.clone());
    assert_eq!(granted.stage(), Stage::AwaitingDecision);
    let mut on = heard_grant().switched_on();
    on.must(magistrate(), deny.clone());
    assert!(on.measure.alarm_is_on());
    let mut refused = Life::requested("2026-01-10").prepared().before_magistrate();
    refused.must(officer(), heard(refuse(), refused.today));
    refused.must(magistrate(), deny);
    assert_eq!(refused.stage(), Stage::AwaitingDecision);
}

/// Proves MS-15: two who decide at once - the first wins, the second is shown what happened.
#[test]
fn the_second_of_two_rulings_is_shown_the_first() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    life.must(magistrate(), rules(Ruling::Grant, life.today));
    let on = life.today;
    for ruling in [Ruling::Grant, refuse()] {
        let second = life.refuses(reference_magistrate(), rules(ruling, on));
        assert_eq!(second, (Refusal::AlreadyGranted { on }, "7.8.1"));
    }
}

/// Proves MS-16: whether the facts are an offence changes nothing in the ruling.
#[test]
fn an_offence_or_none_gives_the_same_ruling() {
    let granted = |offence: Offence| {
        let mut life = Life::requested_as("2026-01-10", |request| request.offence = offence).prepared();
        life = life.before_magistrate();
        life.must(magistrate(), rules(Ruling::Grant, life.today))
    };
    let alleged = Offence::Alleged { districts: vec![FAR_DISTRICT], known_to: FAR_OFFICE };
    assert_eq!(granted(Offence::None), granted(alleged));
}

#[test]
fn the_magistrate_may_ask_for_more_instead_of_ruling() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    assert!(life.words().contains(&"decide"));
    life.must(magistrate(), Command::AskMore { question: text("was there a weapon?") });
    assert_eq!(life.stage(), Stage::Requested);
    assert_eq!(life.words(), ["confirm-request", "put-before"]);
    assert_eq!(life.before_magistrate().stage(), Stage::AwaitingDecision);
}

/// Proves MS-17: recorded, explained, provisional, opened again in one step.
#[test]
fn a_refusal_is_explained_and_opened_again_on_new_elements() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    life.must(magistrate(), rules(refuse(), life.today));
    let task = life.task(TaskKind::ExplainRefusal(1)).unwrap();
    assert!(task.kind.is_sensitive());
    assert_eq!(task.point.as_str(), "7.7");
    let without = Command::Settle { task: task.kind, reference: None };
    assert_eq!(life.refuses(officer(), without).0, Refusal::ReferenceMissing(task.kind));
    life.settle(officer(), task.kind);
    assert_eq!(life.words(), [""; 0]);
    let hear = Command::Hear(hearing(life.today));
    assert!(matches!(life.refuses(officer(), hear).0, Refusal::NotNow { stage: Stage::Refused, .. }));
    life.must(officer(), Command::Reopen { new_elements: text("he bought a gun") });
    assert_eq!(life.stage(), Stage::Requested);
    life = life.before_magistrate();
    life.must(magistrate(), rules(Ruling::Grant, life.today));
    assert_eq!(life.stage(), Stage::Granted);
    assert_eq!(life.measure.file().rulings.len(), 2);
}

/// Proves MS-17: for a third party the magistrate chooses whether and how to tell.
#[test]
fn the_magistrate_says_whether_a_third_party_is_told() {
    let asked_by_third = |third_party| {
        let origin = Origin::ThirdParty { trust: Trust::Trusted, who: text("a sister") };
        let mut life = Life::requested_as("2026-01-10", |request| request.origin = origin).prepared();
        life = life.before_magistrate();
        let ruled = life.does(magistrate(), rules(Ruling::Refuse { third_party }, life.today));
        ruled.map(|_| life.task(TaskKind::TellThirdParty(1)).map(|task| task.owner.seat))
    };
    assert_eq!(asked_by_third(TellThirdParty::NoThirdParty), Err(Refusal::ThirdPartyAnswer));
    assert_eq!(asked_by_third(TellThirdParty::ByPolice), Ok(Some(Seat::Zone(HOME))));
    assert_eq!(asked_by_third(TellThirdParty::ByLetter), Ok(Some(Seat::Office(OFFICE))));
    assert_eq!(asked_by_third(TellThirdParty::NotTold), Ok(None));
    let mut by_person = Life::requested("2026-01-10").prepared().before_magistrate();
    let told = rules(Ruling::Refuse { third_party: TellThirdParty::ByPolice }, by_person.today);
    assert_eq!(by_person.refuses(magistrate(), told), (Refusal::ThirdPartyAnswer, "7.7"));
}

#[test]
fn a_ruling_needs_a_possible_day_and_a_reason() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    let future = day("2026-01-11");
    assert_eq!(life.refuses(magistrate(), rules(Ruling::Grant, future)).0, Refusal::InFuture { day: future });
    let before = day("2026-01-09");
    let refused = life.refuses(magistrate(), rules(Ruling::Grant, before)).0;
    assert_eq!(refused, Refusal::TooEarly { day: before, not_before: life.today });
    let Command::Rule(form) = rules(Ruling::Grant, life.today) else { panic!() };
    let silent = Command::Rule(Decision { reason: text(""), ..form });
    assert!(matches!(life.refuses(magistrate(), silent).0, Refusal::TextLength { .. }));
}

#[test]
fn an_early_end_is_never_entered_by_hearsay() {
    let mut life = Life::running("2026-01-10");
    life.must(person(), Command::AskToEnd { note: text("") });
    let spoken = heard(end_early(EarlyGround::AskedByPerson), life.today);
    let (refusal, point) = life.refuses(officer(), spoken);
    assert!(matches!(refusal, Refusal::OnlyInWriting(_)));
    assert_eq!(point, "7.12.3");
}
