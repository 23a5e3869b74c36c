//! 7.8.1-3, 7.9: agreement, activation, judge, victim reception.

use crate::common::*;
use hoeder_measure::decision::{
    Activation, Assent, Coverage, JudgeInvolved, JudgeTold, OfferOutcome, SupportOffer,
};
use hoeder_measure::decision::{ChainDirection, ChainReferral};
use hoeder_measure::task::TaskKind;
use hoeder_measure::world::PassedTest;
use hoeder_measure::{Command, Refusal, Stage};
use hoeder_vocab::{HandsetId, Sensitive};

/// Proves MS-18: agreement with the computed end date, a passed test, and only then the alarm.
#[test]
fn the_alarm_is_switched_on_after_agreement_and_a_passed_test_only() {
    let mut life = Life::granted("2026-01-10");
    assert_eq!(life.task(TaskKind::Activate).unwrap().due, Some(day("2026-01-11")));
    let activate = Command::Activate(activation(life.today));
    assert_eq!(life.refuses(officer(), activate.clone()), (Refusal::NotAgreed, "7.8.1"));
    let wrong = agreement(life.today, day("2026-10-09"));
    let refused = life.refuses(officer(), Command::Agree(wrong));
    assert_eq!(refused, (Refusal::EndDateWrong { right: day("2026-10-10") }, "7.8.1"));
    life.must(officer(), Command::Agree(agreement(life.today, day("2026-10-10"))));
    assert_eq!(life.refuses(officer(), activate.clone()), (Refusal::TestNotPassed(TEST), "7.8.1"));
    let other = PassedTest { handset: HandsetId::from_u128(99), on: life.today };
    life.world.passed_tests.insert(TEST, other);
    assert_eq!(life.refuses(officer(), activate.clone()).0, Refusal::TestNotPassed(TEST));
    let stale = PassedTest { handset: HANDSET, on: day("2026-01-09") };
    life.world.passed_tests.insert(TEST, stale);
    assert_eq!(life.refuses(officer(), activate.clone()).0, Refusal::TestNotPassed(TEST));
    life.pass_test();
    life.must(officer(), activate);
    assert_eq!(life.stage(), Stage::Running);
    assert!(life.measure.alarm_is_on());
}

/// Proves FL-23: from the ruling to protection is a clock, and an alarm that is granted and not on is a task with a date.
#[test]
fn the_clock_from_decision_to_protection_is_kept() {
    let life = Life::granted("2026-01-10");
    assert_eq!(life.measure.file().active_at, None);
    let life = life.after_days(2);
    let late = life.task(TaskKind::Activate).unwrap();
    assert!(late.due.unwrap() < life.today);
    let life = life.switched_on();
    let file = life.measure.file();
    let waited = file.active_at.unwrap().since(file.granted_at.unwrap());
    assert_eq!(waited.as_secs(), 2 * 86_400);
}

/// Proves MS-09: signed from sixteen on; below, explained and not signed.
#[test]
fn under_sixteen_the_agreement_is_explained_and_from_sixteen_on_signed() {
    for (born, assent, fits) in [
        ("2010-01-10", Assent::Explained, false),
        ("2010-01-11", Assent::Explained, true),
        ("1990-01-01", Assent::Explained, false),
    ] {
        let mut life = Life::requested_as("2026-01-10", |request| request.born = Sensitive::new(day(born)));
        life = life.prepared().before_magistrate();
        life.must(magistrate(), rules(hoeder_measure::decision::Ruling::Grant, life.today));
        let signed = agreement(life.today, life.ends_on());
        let mut explained = signed.clone();
        explained.assent = assent;
        let (good, bad) = if fits { (explained, signed) } else { (signed, explained) };
        assert_eq!(life.refuses(officer(), Command::Agree(bad)), (Refusal::AssentUnfit, "7.5.6"), "{born}");
        life.must(officer(), Command::Agree(good));
    }
}

#[test]
fn the_grant_leaves_its_registrations_and_reports_as_tasks() {
    let mut life = Life::running("2026-01-10");
    let words = life.words();
    for word in ["register-ang", "register-police", "register-office", "seize-reception", "hear-suspect"] {
        assert!(words.contains(&word), "{word} is missing in {words:?}");
    }
    let ang = Command::Settle { task: TaskKind::RegisterAng, reference: None };
    assert_eq!(life.refuses(officer(), ang).0, Refusal::ReferenceMissing(TaskKind::RegisterAng));
    life.settle(officer(), TaskKind::RegisterAng);
    assert!(life.measure.file().settled.iter().any(|settled| settled.reference.as_deref() == Some("R-1")));
    let again = Command::Settle { task: TaskKind::RegisterAng, reference: Some("R-2".to_owned()) };
    assert_eq!(life.must(officer(), again), [], "done is done");
}

#[test]
fn a_task_is_settled_by_its_owner_and_not_in_place_of_its_form() {
    let mut life = Life::running("2026-01-10");
    let settle = |task| Command::Settle { task, reference: Some("R-1".to_owned()) };
    assert!(matches!(life.refuses(officer(), settle(TaskKind::SeizeReception)).0, Refusal::WrongHand { .. }));
    let (refusal, point) = life.refuses(officer(), settle(TaskKind::HearSuspect));
    assert!(matches!(refusal, Refusal::TaskHasForm { .. }));
    assert_eq!(point, "7.8.4");
    let none = TaskKind::AlarmPv(1);
    assert_eq!(life.refuses(officer(), settle(none)).0, Refusal::TaskNotOpen(none));
}

/// Proves MS-20: the judge is always told, by requisition or letter.
#[test]
fn the_investigating_judge_is_told_by_requisition_or_letter() {
    let mut life = Life::running("2026-01-10");
    let involve = |told| Command::InvolveJudge(JudgeInvolved { since: day("2026-01-10"), told });
    life.must(magistrate(), involve(None));
    assert_eq!(life.task(TaskKind::TellJudge).unwrap().point.as_str(), "7.8.2");
    let told = Some((JudgeTold::Letter, day("2026-01-10")));
    life.must(magistrate(), involve(told));
    assert_eq!(life.task(TaskKind::TellJudge), None);
    assert_eq!(life.must(magistrate(), involve(told)), []);
    assert_eq!(life.refuses(magistrate(), involve(None)), (Refusal::JudgeKnown, "7.8.2"));
}

/// Proves MS-21: seized at the grant, a first offer, and a second one when the magistrate asks.
#[test]
fn the_victim_reception_service_offers_and_offers_again_when_asked() {
    let mut life = Life::running("2026-01-10");
    assert!(life.words().contains(&"offer-support"));
    let offer = |on| Command::OfferSupport(SupportOffer { on, outcome: OfferOutcome::NoAnswer });
    assert!(matches!(life.refuses(officer(), offer(life.today)).0, Refusal::WrongHand { .. }));
    life.must(reception(), offer(life.today));
    assert!(!life.words().contains(&"offer-support"));
    let mut life = life.on(day("2026-09-20"));
    life.must(magistrate(), Command::AskSecondOffer);
    assert_eq!(life.must(magistrate(), Command::AskSecondOffer), []);
    assert_eq!(life.task(TaskKind::OfferSupportAgain).unwrap().point.as_str(), "7.12.2");
    life.must(reception(), offer(life.today));
    assert_eq!(life.task(TaskKind::OfferSupportAgain), None);
}

/// Proves MS-25: a referral is recorded both ways and nothing waits for it.
#[test]
fn the_chain_approach_is_recorded_and_the_alarm_does_not_wait() {
    let mut life = Life::requested("2026-01-10");
    for direction in [ChainDirection::ToChain, ChainDirection::FromChain] {
        let referral = ChainReferral { on: life.today, direction, note: text("") };
        life.must(officer(), Command::ReferChain(referral));
    }
    assert_eq!(life.measure.file().chain.len(), 2);
    let mut life = life.prepared().before_magistrate();
    life.must(magistrate(), rules(hoeder_measure::decision::Ruling::Grant, life.today));
}

/// Proves FL-14: coverage is tried before the alarm is switched on, and in urgency the alarm does not wait for it.
#[test]
fn coverage_is_tried_before_the_alarm_is_switched_on_save_in_urgency() {
    let not_tried = |on| Command::Activate(Activation { coverage: Coverage::NotTried, ..activation(on) });
    let ready = |mut life: Life| {
        life.pass_test();
        life.must(officer(), Command::Agree(agreement(life.today, life.ends_on())));
        life
    };
    let mut ordinary = ready(Life::granted("2026-01-10"));
    let refused = ordinary.refuses(officer(), not_tried(ordinary.today));
    assert_eq!(refused, (Refusal::CoverageNotTried, "7.8.1"));
    for coverage in [Coverage::Good, Coverage::Gaps] {
        let mut tried = ordinary.clone();
        tried.must(officer(), Command::Activate(Activation { coverage, ..activation(tried.today) }));
        assert_eq!(tried.measure.file().activation.as_ref().unwrap().coverage, coverage);
    }
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    life.must(magistrate(), urgent(rules(hoeder_measure::decision::Ruling::Grant, life.today)));
    let mut life = ready(life);
    life.must(officer(), not_tried(life.today));
    assert_eq!(life.stage(), Stage::Running);
}

/// Proves MS-20: a judge who asked for the alarm is told too, although nobody entered that there is one.
#[test]
fn a_judge_who_asked_is_told_of_the_grant() {
    let origin = hoeder_measure::request::Origin::InvestigatingJudge;
    let mut life = Life::requested_as("2026-01-10", |request| request.origin = origin).prepared();
    life = life.before_magistrate();
    assert!(!life.words().contains(&"tell-judge"), "there is nothing to tell yet");
    life.must(magistrate(), rules(hoeder_measure::decision::Ruling::Grant, life.today));
    assert!(life.words().contains(&"tell-judge"));
    let told = Some((JudgeTold::Letter, life.today));
    life.must(magistrate(), Command::InvolveJudge(JudgeInvolved { since: life.today, told }));
    assert!(!life.words().contains(&"tell-judge"));
}
