//! 7.6: answers, bombs, antecedents, and that none of them decides.

use crate::common::*;
use hoeder_measure::conditions::Answer;
use hoeder_measure::decision::{Part, Procedure, Ruling};
use hoeder_measure::effect::{Effect, Notice, Recipient};
use hoeder_measure::followup::AlarmOutcome;
use hoeder_measure::request::Relation;
use hoeder_measure::risk::{
    Assessment, ChargeCode, Firearms, Item, PastFile, QuestionnaireError, RiskQuestion, Weight,
};
use hoeder_measure::task::{Receipt, TaskKind};
use hoeder_measure::{Change, Command, Refusal, Seat};
use proptest::prelude::*;

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![Just(Answer::Yes), Just(Answer::No), Just(Answer::Unknown)]
}

fn with_answers(mut form: Assessment, eight: [Answer; 8], rest: [Answer; 5]) -> Assessment {
    form.eight = eight.map(answered);
    let [factor, bomb, opposed, shelter, firearms] = rest;
    form.checklist = Some(checklist(factor, bomb));
    form.attention.opposed_intentions = opposed;
    form.attention.secret_shelter = shelter;
    form.firearms = Some(Firearms { answer: firearms, checked_by: None, note: text("") });
    form
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves MS-10: whatever is answered to the eight questions, the checklist, special attention and firearms, every
    /// ruling is allowed or refused exactly as with no risk at all.
    #[test]
    fn no_answer_to_a_risk_question_decides_anything(
        eight in prop::array::uniform8(any_answer()),
        rest in prop::array::uniform5(any_answer()),
    ) {
        let played = |eight, rest| {
            let mut life = Life::requested("2026-01-10").prepared();
            let form = with_answers(assessment(life.today), eight, rest);
            life.must(officer(), Command::Assess(form));
            life = life.before_magistrate();
            let now = noon(life.today);
            let result = |ruling: Ruling, urgently: bool| {
                let command = rules(ruling, life.today);
                let command = if urgently { urgent(command) } else { command };
                life.measure.decide(&command, &magistrate(), now, &life.world)
            };
            let mut results = vec![];
            for urgently in [false, true] {
                for ruling in [Ruling::Grant, refuse()] {
                    results.push(result(ruling, urgently));
                }
            }
            let mut life = life.clone();
            life.must(magistrate(), rules(Ruling::Grant, life.today));
            let mut life = life.switched_on();
            let extended = life.must(hoeder_measure::By::SYSTEM,
                Command::ReportIncident(alarm(1, life.today, AlarmOutcome::RealDanger)));
            (results, extended, life.ends_on())
        };
        prop_assert_eq!(played(eight, rest), played([Answer::No; 8], [Answer::No; 5]));
    }
}

/// Proves MS-11: one bomb, and the magistrate is told at once.
#[test]
fn one_bomb_is_told_to_the_magistrate_at_once() {
    let mut life = Life::requested("2026-01-10");
    let mut form = assessment(life.today);
    form.checklist = Some(checklist(Answer::No, Answer::Yes));
    let out = life.sends(officer(), Command::Assess(form));
    assert!(out.contains(&Effect::Tell { to: Recipient::Magistrate(OFFICE), notice: Notice::Bomb }));
    let task = life.task(TaskKind::Confirm(Receipt::Bomb(1))).unwrap();
    assert_eq!((task.due, task.point.as_str()), (Some(life.today), "7.6"));
    life.confirm(magistrate(), Receipt::Bomb(1));
    assert_eq!(life.task(task.kind), None);
    let confirm = Command::ConfirmReceipt { of: Receipt::Bomb(2) };
    assert_eq!(life.refuses(magistrate(), confirm).0, Refusal::NothingToConfirm(Receipt::Bomb(2)));
}

#[test]
fn a_factor_that_is_no_bomb_and_a_bomb_not_found_tell_nobody() {
    let mut life = Life::requested("2026-01-10");
    for (factor, bomb) in [(Answer::Yes, Answer::No), (Answer::Yes, Answer::Unknown)] {
        let mut form = assessment(life.today);
        form.checklist = Some(checklist(factor, bomb));
        let changes = life.must(officer(), Command::Assess(form));
        assert!(!changes.iter().any(|change| matches!(change, Change::BombFound { .. })));
    }
}

/// Proves MS-11: the checklist is asked of former partners, in its present version, whole.
#[test]
fn the_checklist_is_asked_of_former_partners_and_answered_whole() {
    let mut life = Life::requested("2026-01-10");
    let mut form = assessment(life.today);
    form.checklist = None;
    life.must(officer(), Command::Assess(form.clone()));
    assert!(life.measure.missing_parts(life.today).contains(&Part::Checklist));
    let mut siblings = Life::requested_as("2026-01-10", |request| request.relation = Relation::Siblings);
    siblings.must(officer(), Command::Assess(form.clone()));
    assert!(!siblings.measure.missing_parts(life.today).contains(&Part::Checklist));
    let mut old = checklist(Answer::No, Answer::No);
    old.version = "test-0".to_owned();
    form.checklist = Some(old);
    assert_eq!(life.refuses(officer(), Command::Assess(form.clone())), (Refusal::ChecklistVersion, "7.6"));
    let mut part = checklist(Answer::No, Answer::No);
    part.answers = part.answers.iter().take(1).collect();
    form.checklist = Some(part);
    let refused = life.refuses(officer(), Command::Assess(form.clone())).0;
    assert_eq!(refused, Refusal::ChecklistItem("bomb".to_owned()));
    let mut twice = checklist(Answer::No, Answer::No);
    let first = twice.answers.iter().next().unwrap();
    twice.answers = [first.clone(), first].into_iter().collect();
    form.checklist = Some(twice);
    let refused = life.refuses(officer(), Command::Assess(form)).0;
    assert_eq!(refused, Refusal::ChecklistItem("factor".to_owned()));
}

/// Proves MS-12: what 7.6 asks particular attention for is kept with the assessment.
#[test]
fn particular_attention_is_kept_and_shown() {
    let mut life = Life::requested("2026-01-10");
    let mut form = assessment(life.today);
    form.attention.opposed_intentions = Answer::Yes;
    form.attention.secret_shelter = Answer::Yes;
    life.must(officer(), Command::Assess(form.clone()));
    assert_eq!(life.measure.file().assessments.last().unwrap().attention, form.attention);
    assert_eq!(RiskQuestion::ALL.len(), 8);
}

#[test]
fn firearms_are_always_answered_and_an_unknown_answer_names_who_checks() {
    let mut life = Life::requested("2026-01-10");
    let mut form = assessment(life.today);
    form.firearms = None;
    life.must(officer(), Command::Assess(form.clone()));
    assert!(life.measure.missing_parts(life.today).contains(&Part::Firearms));
    let by_next_door = Some(Seat::Zone(NEXT_DOOR));
    form.firearms = Some(Firearms { answer: Answer::Unknown, checked_by: by_next_door, note: text("") });
    life.must(officer(), Command::Assess(form));
    assert_eq!(life.task(TaskKind::CheckFirearms).unwrap().owner.seat, Seat::Zone(NEXT_DOOR));
}

/// Proves MS-13: three years back, entered by the office, asked before an ordinary grant.
#[test]
fn antecedents_go_back_three_years_and_come_before_an_ordinary_grant() {
    let mut life = Life::requested("2026-01-10");
    life.must(officer(), Command::Hear(hearing(life.today)));
    life.must(officer(), Command::Assess(assessment(life.today)));
    life.must(officer(), Command::PutBefore { procedure: Procedure::Ordinary });
    let refused = life.refuses(magistrate(), rules(Ruling::Grant, life.today)).0;
    assert_eq!(refused, Refusal::PartsMissing(vec![Part::Antecedents]));
    let mut short = antecedents(life.today);
    short.since = day("2023-01-11");
    let refused = life.refuses(magistrate(), Command::GiveAntecedents(short));
    assert_eq!(refused, (Refusal::AntecedentsTooShort { since: day("2023-01-10") }, "7.4.2"));
    let mut found = antecedents(life.today);
    found.files = ChargeCode::ALL
        .iter()
        .map(|code| PastFile {
            number: text("GE.36.L1.000010/2024"),
            opened_on: day("2024-02-01"),
            code: *code,
            note: text("closed without action"),
        })
        .collect();
    assert!(matches!(
        life.refuses(officer(), Command::GiveAntecedents(found.clone())).0,
        Refusal::WrongHand { .. }
    ));
    life.must(magistrate(), Command::GiveAntecedents(found.clone()));
    assert_eq!(life.measure.file().antecedents, Some(found));
    life.must(magistrate(), rules(Ruling::Grant, life.today));
}

/// Proves MS-19: why other means do not suffice is part of the file.
#[test]
fn subsidiarity_is_said_before_an_ordinary_decision() {
    let mut life = Life::requested("2026-01-10").prepared();
    let mut form = assessment(life.today);
    form.subsidiarity = text("");
    life.must(officer(), Command::Assess(form));
    let refused = life.refuses(officer(), Command::PutBefore { procedure: Procedure::Ordinary }).0;
    assert_eq!(refused, Refusal::PartsMissing(vec![Part::Subsidiarity]));
    assert_eq!(life.task(TaskKind::Complete(Part::Subsidiarity)).unwrap().point.as_str(), "6");
}

#[test]
fn a_list_is_checked_before_it_is_used() {
    assert_eq!(questionnaire().check(), Ok(()));
    let spoiled = |spoil: fn(&mut Vec<Item>)| {
        let mut list = questionnaire();
        spoil(&mut list.items);
        list.check()
    };
    assert_eq!(spoiled(Vec::clear), Err(QuestionnaireError::Count));
    assert_eq!(spoiled(|items| items[0].id = "bomb".into()), Err(QuestionnaireError::Twice("bomb".into())));
    assert_eq!(spoiled(|items| items[0].id = "A B".into()), Err(QuestionnaireError::Id(1)));
    assert_eq!(spoiled(|items| items[1].weight = Weight::Factor), Err(QuestionnaireError::NoBomb));
    assert_eq!(
        spoiled(|items| items[0].text[3] = " ".into()),
        Err(QuestionnaireError::Text("factor".into()))
    );
}
