//! 7.4.1, 7.5, 7.9: the hearing and the six conditions.

use crate::common::*;
use hoeder_measure::conditions::{Answer, Condition, Hearing, ToldNoRight};
use hoeder_measure::decision::{Part, Procedure, Ruling};
use hoeder_measure::{Command, Refusal, Stage};
use hoeder_vocab::Sensitive;

/// Proves MS-07: no ordinary decision without a hearing in which the person was told that nothing follows of right.
#[test]
fn the_person_is_heard_before_any_ordinary_decision() {
    let mut life = Life::requested("2026-01-10");
    let (refusal, point) = life.refuses(officer(), Command::PutBefore { procedure: Procedure::Ordinary });
    let Refusal::PartsMissing(parts) = refusal else { panic!("{refusal:?}") };
    assert!(parts.contains(&Part::Hearing));
    assert_eq!(point, "7.4");
    let mut not_told = hearing(life.today);
    not_told.told_no_right = ToldNoRight::NotTold;
    life.must(officer(), Command::Hear(not_told));
    assert!(life.measure.missing_parts(life.today).contains(&Part::Hearing));
    life.must(officer(), Command::Hear(hearing(life.today)));
    assert!(!life.measure.missing_parts(life.today).contains(&Part::Hearing));
}

#[test]
fn a_refusal_too_waits_for_the_hearing_unless_it_is_urgent() {
    let mut life = Life::requested("2026-01-10");
    life.must(officer(), Command::PutBefore { procedure: Procedure::Urgent });
    let refused = life.refuses(magistrate(), rules(refuse(), life.today)).0;
    assert_eq!(refused, Refusal::PartsMissing(vec![Part::Hearing]));
    life.must(magistrate(), urgent(rules(refuse(), life.today)));
    assert_eq!(life.stage(), Stage::Refused);
}

/// A condition, its point, and the answer that does not meet it.
type Unmet = (Condition, &'static str, fn(&mut Hearing));

/// Proves MS-08: each condition on its own, and the point of the one that is not met.
#[test]
fn each_condition_that_is_not_met_stands_in_the_way_with_its_point() {
    let spoil: [Unmet; 4] = [
        (Condition::WantsIt, "7.5.3", |hearing| hearing.wants_it = Answer::No),
        (Condition::NoContact, "7.5.4", |hearing| hearing.no_contact = Answer::No),
        (Condition::Complaints, "7.5.5", |hearing| hearing.complaints = Answer::No),
        (Condition::Agreement, "7.5.6", |hearing| hearing.agreement = Answer::No),
    ];
    for (condition, point, spoil) in spoil {
        let mut life = Life::requested("2026-01-10").prepared();
        let mut form = hearing(life.today);
        spoil(&mut form);
        life.must(officer(), Command::Hear(form));
        life = life.before_magistrate();
        for procedure in [rules(Ruling::Grant, life.today), urgent(rules(Ruling::Grant, life.today))] {
            assert_eq!(life.refuses(magistrate(), procedure), (Refusal::ConditionNotMet(condition), point));
        }
        let checks = life.measure.conditions(life.today, &life.world);
        let not_met: Vec<_> = checks.iter().filter(|check| check.met == Answer::No).collect();
        assert_eq!(not_met.len(), 1);
        assert_eq!(not_met[0].condition, condition);
    }
}

/// Proves MS-08: conditions 1 and 2.
#[test]
fn the_zone_must_be_rolled_out_and_the_situation_within_the_scope() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    life.world.zones.get_mut(&HOME).unwrap().in_force_since = Some(day("2026-01-11"));
    let grant = rules(Ruling::Grant, life.today);
    let refused = life.refuses(magistrate(), grant.clone());
    assert_eq!(refused, (Refusal::ConditionNotMet(Condition::RolledOut), "7.5.1"));
    life.world = world();
    let mut outside = assessment(life.today);
    outside.scope.within = Answer::No;
    life.must(officer(), Command::Assess(outside));
    let refused = life.refuses(magistrate(), grant);
    assert_eq!(refused, (Refusal::ConditionNotMet(Condition::WithinScope), "7.5.2"));
}

#[test]
fn a_condition_that_is_not_known_stops_the_ordinary_grant_and_not_the_urgent_one() {
    let mut life = Life::requested("2026-01-10").prepared();
    let mut form = hearing(life.today);
    form.complaints = Answer::Unknown;
    life.must(officer(), Command::Hear(form));
    life = life.before_magistrate();
    let refused = life.refuses(magistrate(), rules(Ruling::Grant, life.today));
    assert_eq!(refused.0, Refusal::ConditionNotMet(Condition::Complaints));
    life.must(magistrate(), urgent(rules(Ruling::Grant, life.today)));
    assert_eq!(life.stage(), Stage::Granted);
}

/// Proves MS-09: a minor may have an alarm when able to use it.
#[test]
fn a_minor_who_is_not_able_gets_no_alarm_and_one_not_asked_is_a_missing_part() {
    let minor =
        || Life::requested_as("2026-01-10", |request| request.born = Sensitive::new(day("2010-01-11")));
    let mut life = minor();
    let mut form = hearing(life.today);
    form.able = Answer::Unknown;
    life.must(officer(), Command::Hear(form.clone()));
    assert!(life.measure.missing_parts(life.today).contains(&Part::MinorAble));
    let mut life = minor().prepared();
    form.able = Answer::No;
    life.must(officer(), Command::Hear(form));
    life = life.before_magistrate();
    assert_eq!(life.refuses(magistrate(), rules(Ruling::Grant, life.today)), (Refusal::MinorNotAble, "7.9"));
    let mut adult = hearing(life.today);
    adult.able = Answer::Unknown;
    let mut life = Life::requested("2026-01-10");
    life.must(officer(), Command::Hear(adult));
    assert!(!life.measure.missing_parts(life.today).contains(&Part::MinorAble));
}

#[test]
fn a_hearing_in_the_future_or_without_words_is_refused() {
    let mut life = Life::requested("2026-01-10");
    let mut late = hearing(day("2026-01-11"));
    assert_eq!(life.refuses(officer(), Command::Hear(late.clone())).0, Refusal::InFuture { day: late.on });
    late.on = life.today;
    late.facts = text("  ");
    assert!(matches!(life.refuses(officer(), Command::Hear(late)).0, Refusal::TextLength { .. }));
}
