//! 7.2: who is competent.

use crate::common::*;
use hoeder_measure::request::HandOverWhy;
use hoeder_measure::task::{Receipt, TaskKind};
use hoeder_measure::territory::{CompetenceCase, Offence, competence};
use hoeder_measure::{Change, Command, Refusal};
use hoeder_vocab::ZoneId;

fn offence_far() -> Offence {
    Offence::Alleged { districts: vec![FAR_DISTRICT], known_to: FAR_OFFICE }
}

/// Proves MS-04 and MS-05: the zone and the office of residence, in the three cases of 7.2.1.
#[test]
fn the_office_and_the_zone_of_residence_are_competent_and_the_case_is_named() {
    let here = Offence::Alleged { districts: vec![FAR_DISTRICT, DISTRICT], known_to: FAR_OFFICE };
    for (offence, case, contact) in [
        (Offence::None, CompetenceCase::NoOffence, None),
        (here, CompetenceCase::OffenceHere, None),
        (offence_far(), CompetenceCase::OffenceElsewhere, Some(FAR_OFFICE)),
    ] {
        let found = competence(HOME, &offence, &world()).unwrap();
        assert_eq!((found.zone, found.office, found.case, found.contact_from), (HOME, OFFICE, case, contact));
    }
    assert_eq!(competence(ZoneId::from_u128(99), &Offence::None, &world()), None);
}

/// Proves MS-04: in the third case the office that learned of the offence contacts that of residence at once.
#[test]
fn an_offence_elsewhere_makes_the_other_office_contact_that_of_residence() {
    let mut life = Life::requested_as("2026-01-10", |request| request.offence = offence_far());
    let task = life.task(TaskKind::ContactOffice).unwrap();
    assert_eq!(task.point.as_str(), "7.2.1");
    assert_eq!(task.owner.seat, hoeder_measure::Seat::Office(FAR_OFFICE));
    let (refusal, _) = life.refuses(magistrate(), settle(TaskKind::ContactOffice));
    assert!(matches!(refusal, Refusal::WrongHand { .. }), "another office cannot say that it was done");
    life.settle(magistrate_of(FAR_OFFICE), TaskKind::ContactOffice);
    assert_eq!(life.task(TaskKind::ContactOffice), None);
}

/// Proves MS-04: the exceptional agreement; until the other office confirms, that of residence stays competent.
#[test]
fn both_offices_may_agree_that_the_one_of_the_offence_takes_the_measure() {
    let mut life = Life::requested_as("2026-01-10", |request| request.offence = offence_far());
    let agree = |office| Command::AgreeOffice { office, reason: text("its magistrate knows the file") };
    assert_eq!(life.refuses(magistrate(), agree(NOT_YET_OFFICE)).1, "7.2.1");
    life.must(magistrate(), agree(FAR_OFFICE));
    assert_eq!(life.measure.file().office, Some(OFFICE));
    assert_eq!(life.measure.file().hand_overs[0].why, HandOverWhy::OfficeAgreement);
    life.confirm(magistrate_of(FAR_OFFICE), Receipt::HandOver(1));
    assert_eq!((life.measure.file().office, life.measure.file().zone), (Some(FAR_OFFICE), Some(HOME)));
    let mut home = Life::requested("2026-01-10");
    assert_eq!(home.refuses(magistrate(), agree(FAR_OFFICE)).0, Refusal::OfficeNotCompetent(FAR_OFFICE));
}

#[test]
fn a_residence_that_nobody_knows_is_refused_with_its_point() {
    let mut life = Life::new("2026-01-10");
    let mut form = request(life.today);
    form.residence = ZoneId::from_u128(99);
    let (refusal, point) = life.refuses(officer(), Command::Request(form));
    assert_eq!((refusal, point), (Refusal::UnknownZone(ZoneId::from_u128(99)), "7.2"));
}

fn settle(task: TaskKind) -> Command {
    Command::Settle { task, reference: None }
}

#[test]
fn the_agreement_of_offices_hands_over_and_changes_nothing_before_receipt() {
    let mut life = Life::requested_as("2026-01-10", |request| request.offence = offence_far());
    let command = Command::AgreeOffice { office: FAR_OFFICE, reason: text("quicker") };
    let changes = life.must(magistrate(), command);
    assert!(matches!(changes[..], [Change::HandedOver(_)]));
    assert!(life.words().contains(&"confirm-hand-over"));
}
