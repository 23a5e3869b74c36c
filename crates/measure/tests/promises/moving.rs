//! 7.2.3: a move of residence.

use crate::common::*;
use hoeder_measure::ending::EarlyGround;
use hoeder_measure::followup::{Destination, MoveAnswer, MoveCase};
use hoeder_measure::task::{Receipt, TaskKind};
use hoeder_measure::{Command, Refusal, Stage};
use hoeder_vocab::ZoneId;

fn announced(to: Destination) -> Life {
    let mut life = Life::running("2026-01-10");
    life.must(person(), Command::AnnounceMove(moves(day("2026-02-01"), to)));
    life
}

fn answer(answer: MoveAnswer) -> Command {
    Command::AnswerMove { n: 1, answer }
}

/// Proves MS-36: where the alarm is in force, the dossier and the file go over, and pass on receipt.
#[test]
fn a_move_to_where_it_is_in_force_passes_on_confirmed_receipt() {
    let mut life = announced(Destination::Zone(FAR));
    assert_eq!(life.measure.file().moves[0].case, MoveCase::InForce);
    let managers = |life: &Life| (life.measure.file().zone, life.measure.file().office);
    assert_eq!(managers(&life), (Some(HOME), Some(OFFICE)), "whoever sends stays responsible");
    life.confirm(officer_of(FAR), Receipt::HandOver(1));
    assert_eq!(managers(&life), (Some(FAR), Some(OFFICE)));
    life.confirm(magistrate_of(FAR_OFFICE), Receipt::HandOver(2));
    assert_eq!(managers(&life), (Some(FAR), Some(FAR_OFFICE)));
    assert!(life.measure.alarm_is_on());
    let revisit = Command::RecordRevisit(revisit(life.today));
    assert!(matches!(life.refuses(officer(), revisit.clone()).0, Refusal::WrongHand { .. }));
    life.must(officer_of(FAR), revisit);
}

#[test]
fn a_move_within_the_office_hands_over_to_the_new_zone_only() {
    let life = announced(Destination::Zone(NEXT_DOOR));
    assert_eq!(life.measure.file().hand_overs.len(), 1);
    let life = announced(Destination::Zone(HOME));
    assert_eq!(life.measure.file().hand_overs.len(), 0);
}

/// Proves MS-36: a person says where the new home is in words; the zone finds whose it is, and nothing changes until then.
#[test]
fn a_move_that_the_person_tells_is_a_task_for_the_zone_until_it_entered_whose_home_it_is() {
    let mut life = Life::running("2026-01-10");
    let told = Command::AnnounceMove(moves(day("2026-02-01"), Destination::Belgium));
    assert_eq!(life.refuses(officer(), told.clone()), (Refusal::ZoneNeeded, "7.2.3"));
    life.must(person(), told.clone());
    assert!(life.must(person(), told).is_empty(), "a phone that sends again tells it once");
    assert_eq!(life.measure.file().moves[0].case, MoveCase::ZoneNotKnown);
    let find = life.task(TaskKind::FindZone(1)).unwrap();
    assert_eq!((find.owner.role, find.point.as_str()), (hoeder_vocab::Role::CaseOfficer, "7.2.3"));
    assert_eq!(find.kind.form(), Some(hoeder_measure::CommandKind::AnnounceMove));
    assert_eq!(life.measure.file().zone, Some(HOME));
    assert!(life.measure.alarm_is_on());
    life.must(officer(), Command::AnnounceMove(moves(day("2026-02-01"), Destination::Zone(FAR))));
    assert_eq!(life.task(find.kind), None);
    life.confirm(officer_of(FAR), Receipt::HandOver(1));
    assert_eq!(life.measure.file().zone, Some(FAR));
}

/// Words of the person never overtake a file that is on its way: only a place that is known does.
#[test]
fn a_move_in_words_does_not_stop_a_hand_over_that_waits_for_its_receipt() {
    let mut life = announced(Destination::Zone(FAR));
    life.must(person(), Command::AnnounceMove(moves(day("2026-03-01"), Destination::Belgium)));
    assert_eq!(life.measure.open_hand_overs().len(), 2);
    life.confirm(officer_of(FAR), Receipt::HandOver(1));
    let mut life = announced(Destination::Zone(NOT_YET));
    life.must(person(), Command::AnnounceMove(moves(day("2026-03-01"), Destination::Belgium)));
    assert!(life.task(TaskKind::AnswerMove(1)).is_some());
    assert!(life.task(TaskKind::FindZone(2)).is_some());
}

/// Proves MS-36: where it is not in force, the new prosecutor keeps it with the parts written down.
#[test]
fn a_move_to_where_it_is_not_in_force_waits_for_the_new_prosecutor() {
    let mut life = announced(Destination::Zone(NOT_YET));
    let task = life.task(TaskKind::AnswerMove(1)).unwrap();
    assert_eq!(task.point.as_str(), "7.2.3");
    let keep = answer(MoveAnswer::Keep { parts: text("home zone follows up, new zone visits") });
    assert!(matches!(life.refuses(magistrate(), keep.clone()).0, Refusal::WrongHand { .. }));
    life.must(magistrate_of(NOT_YET_OFFICE), keep.clone());
    assert_eq!(life.task(task.kind), None);
    let again = life.refuses(magistrate_of(NOT_YET_OFFICE), keep);
    assert_eq!(again, (Refusal::NoOpenMove { n: 1 }, "7.2.3"));
    let early = rules(end_early(EarlyGround::SettledNotInForce), life.today);
    assert_eq!(life.refuses(magistrate(), early), (Refusal::NotMoved, "7.12.3"));
}

/// Proves MS-36 and MS-37: not kept, it is ended; the alarm stays on until a magistrate ruled.
#[test]
fn a_measure_that_is_not_kept_is_ended_by_a_ruling() {
    let mut life = announced(Destination::Zone(NOT_YET));
    let no = answer(MoveAnswer::DoNotKeep { reason: text("no devices") });
    life.must(magistrate_of(NOT_YET_OFFICE), no);
    assert!(life.measure.alarm_is_on());
    assert_eq!(life.task(TaskKind::EndAfterMove(1)).unwrap().point.as_str(), "7.12.3");
    let life = life.ended_early(EarlyGround::SettledNotInForce);
    assert_eq!(life.stage(), Stage::Ending);
}

/// Proves MS-37: settled abroad - word to the foreign police, and an early end.
#[test]
fn settling_abroad_is_told_to_the_foreign_police_and_ends_it() {
    let mut life = Life::running("2026-01-10");
    let early = rules(end_early(EarlyGround::SettledAbroad), life.today);
    assert_eq!(life.refuses(magistrate(), early), (Refusal::NotMoved, "7.12.3"));
    life.must(person(), Command::AnnounceMove(moves(day("2026-02-01"), Destination::Abroad)));
    assert!(life.task(TaskKind::InformForeignPolice(1)).is_some());
    let mut life = life.ended_early(EarlyGround::SettledAbroad);
    assert!(life.task(TaskKind::InformForeignPolice(1)).is_some(), "the end does not make it forgotten");
    life.settle(officer(), TaskKind::InformForeignPolice(1));
}

#[test]
fn a_move_within_belgium_names_its_zone() {
    let mut life = Life::running("2026-01-10");
    let nowhere = Command::AnnounceMove(moves(life.today, Destination::Belgium));
    assert_eq!(life.refuses(officer(), nowhere), (Refusal::ZoneNeeded, "7.2.3"));
    let unknown = ZoneId::from_u128(99);
    let lost = Command::AnnounceMove(moves(life.today, Destination::Zone(unknown)));
    assert_eq!(life.refuses(person(), lost).0, Refusal::UnknownZone(unknown));
}

#[test]
fn a_rollout_before_the_move_counts() {
    let mut life = Life::running("2026-01-10");
    life.world.zones.get_mut(&NOT_YET).unwrap().in_force_since = Some(day("2026-01-20"));
    let to = Destination::Zone(NOT_YET);
    life.must(officer(), Command::AnnounceMove(moves(day("2026-02-01"), to)));
    assert_eq!(life.measure.file().moves[0].case, MoveCase::InForce);
}

#[test]
fn a_move_that_is_overtaken_by_another_hands_nothing_over() {
    let mut life = announced(Destination::Zone(FAR));
    let back = Command::AnnounceMove(moves(day("2026-02-01"), Destination::Zone(HOME)));
    life.must(person(), back);
    assert!(!life.words().contains(&"confirm-hand-over"));
    let late = Command::ConfirmReceipt { of: Receipt::HandOver(1) };
    let refused = life.refuses(officer_of(FAR), late).0;
    assert_eq!(refused, Refusal::NothingToConfirm(Receipt::HandOver(1)));
    assert_eq!(life.measure.file().zone, Some(HOME));
}
