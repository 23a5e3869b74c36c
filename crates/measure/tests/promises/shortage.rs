//! 7.8.7: too few devices.

use crate::common::*;
use hoeder_measure::decision::Ruling;
use hoeder_measure::effect::{Effect, Notice, Recipient};
use hoeder_measure::shortage::{Consulted, ShortageAnswer, ShortageDecision};
use hoeder_measure::task::TaskKind;
use hoeder_measure::{Command, Refusal};

fn answer(life: &Life) -> Command {
    Command::DecideShortage(ShortageDecision {
        on: life.today,
        answer: ShortageAnswer::DeviceFound,
        consulted: Consulted::Yes,
        reason: text("one comes from the next district"),
    })
}

/// Proves MS-26: an empty stock at the grant is told to the reference magistrate, who decides and informs.
#[test]
fn an_empty_stock_is_told_and_decided_by_the_reference_magistrate() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    life.world.free_devices.insert(DISTRICT, 0);
    let out = life.sends(magistrate(), rules(Ruling::Grant, life.today));
    let told = Effect::Tell { to: Recipient::ReferenceMagistrate(OFFICE), notice: Notice::Shortage };
    assert!(out.contains(&told));
    assert_eq!(life.task(TaskKind::DecideShortage).unwrap().point.as_str(), "7.8.7");
    assert!(matches!(life.refuses(magistrate(), answer(&life)).0, Refusal::WrongHand { .. }));
    let out = life.sends(reference_magistrate(), answer(&life));
    for to in [Recipient::ProsecutorGeneral(OFFICE), Recipient::NationalPlatform, Recipient::Zone(HOME)] {
        assert!(out.contains(&Effect::Tell { to, notice: Notice::ShortageDecided }));
    }
    assert_eq!(life.task(TaskKind::DecideShortage), None);
}

#[test]
fn the_zone_may_report_a_shortage_itself_and_once() {
    let mut life = Life::granted("2026-01-10");
    assert_eq!(life.refuses(reference_magistrate(), answer(&life)), (Refusal::NoShortage, "7.8.7"));
    assert_eq!(life.must(officer(), Command::ReportShortage).len(), 1);
    assert_eq!(life.must(officer(), Command::ReportShortage), []);
    life.must(reference_magistrate(), answer(&life));
    let mut life = life.switched_on();
    let inform = TaskKind::InformOfShortage;
    assert!(life.task(inform).is_some(), "what is owed to the platform does not go away with the device");
    life.settle(reference_magistrate(), inform);
    assert_eq!(life.task(inform), None);
}
