//! 7.3: the request and its hand-over.

use crate::common::*;
use hoeder_measure::effect::{Effect, Notice, Recipient};
use hoeder_measure::request::{Origin, Trust};
use hoeder_measure::task::{Receipt, TaskKind};
use hoeder_measure::{By, Command, Refusal, Seat, Stage};
use hoeder_vocab::{Actor, Sensitive};

fn third(trust: Trust) -> Origin {
    Origin::ThirdParty { trust, who: text("a neighbour") }
}

/// Proves MS-01: whoever asks, it is recorded with origin, day and report.
#[test]
fn every_origin_is_recorded_with_its_day_and_report() {
    for origin in [
        Origin::Person,
        Origin::Police(NEXT_DOOR),
        Origin::Office(FAR_OFFICE),
        third(Trust::Trusted),
        third(Trust::NotTrusted),
        Origin::InvestigatingJudge,
        Origin::Tracking { mandate: "M-1".to_owned() },
    ] {
        let life = Life::requested_as("2026-01-10", |request| request.origin = origin.clone());
        let kept = life.measure.file().request.clone().unwrap();
        assert_eq!((kept.origin, kept.made_on), (origin, day("2026-01-10")));
        assert_eq!(life.stage(), Stage::Requested);
    }
}

/// Proves MS-02: the zone of residence is handed the request and works on it once it confirmed.
#[test]
fn a_request_at_another_zone_is_handed_over_and_its_receipt_confirmed_first() {
    let mut life = Life::new("2026-01-10");
    life.must(officer_of(NEXT_DOOR), Command::Request(request(life.today)));
    assert_eq!(life.measure.file().zone, Some(HOME));
    assert_eq!(life.task(TaskKind::Confirm(Receipt::HandOver(1))).unwrap().point.as_str(), "7.3.2");
    let hear = Command::Hear(hearing(life.today));
    assert_eq!(life.refuses(officer(), hear.clone()), (Refusal::HandOverOpen { n: 1 }, "7.3.2"));
    let confirm = Command::ConfirmReceipt { of: Receipt::HandOver(1) };
    assert!(matches!(life.refuses(officer_of(FAR), confirm).0, Refusal::WrongHand { .. }));
    let out = life.sends(officer(), Command::ConfirmReceipt { of: Receipt::HandOver(1) });
    let told = Effect::Tell { to: Recipient::Zone(NEXT_DOOR), notice: Notice::ReceiptConfirmed };
    assert!(out.contains(&told), "the sender hears that it arrived");
    life.must(officer(), hear);
}

/// Proves MS-02: likewise between offices (7.3.3).
#[test]
fn a_request_at_another_office_is_handed_over_to_that_of_residence() {
    let mut life = Life::new("2026-01-10");
    life.must(magistrate_of(FAR_OFFICE), Command::Request(request(life.today)));
    let task = life.task(TaskKind::Confirm(Receipt::HandOver(1))).unwrap();
    assert_eq!((task.owner.seat, task.point.as_str()), (Seat::Office(OFFICE), "7.3.3"));
    life.confirm(magistrate(), Receipt::HandOver(1));
    assert_eq!(life.task(task.kind), None);
}

#[test]
fn a_request_at_the_zone_of_residence_is_not_handed_over() {
    assert_eq!(Life::requested("2026-01-10").measure.file().hand_overs, []);
}

/// Proves MS-03: the warning and the particular attention, by who asks.
#[test]
fn an_untrusted_third_party_brings_a_warning_and_a_trusted_one_attention() {
    for (origin, notice) in [
        (Origin::Person, Notice::Request),
        (third(Trust::NotTrusted), Notice::RequestMaybeUnknown),
        (third(Trust::Trusted), Notice::RequestWithAttention),
        (Origin::InvestigatingJudge, Notice::RequestWithAttention),
    ] {
        let mut life = Life::new("2026-01-10");
        let mut form = request(life.today);
        form.origin = origin;
        let out = life.sends(officer(), Command::Request(form));
        assert!(out.contains(&Effect::Tell { to: Recipient::Zone(HOME), notice }), "{notice:?}");
        assert!(out.contains(&Effect::Tell { to: Recipient::Magistrate(OFFICE), notice }), "{notice:?}");
    }
}

/// Proves MS-06: the magistrate is told of every request at once, and confirms it.
#[test]
fn the_magistrate_confirms_word_of_the_request() {
    let mut life = Life::requested("2026-01-10");
    let task = life.task(TaskKind::Confirm(Receipt::Request)).unwrap();
    assert_eq!((task.point.as_str(), task.due), ("7.3.1", Some(life.today)));
    life.confirm(magistrate(), Receipt::Request);
    assert_eq!(life.task(task.kind), None);
    assert_eq!(life.must(magistrate(), Command::ConfirmReceipt { of: Receipt::Request }), []);
}

#[test]
fn a_request_needs_a_possible_day_a_report_and_words() {
    let mut life = Life::new("2026-01-10");
    let bad: [fn(&mut hoeder_measure::request::Request); 5] = [
        |request| request.made_on = day("2026-01-11"),
        |request| request.born = Sensitive::new(day("2026-02-01")),
        |request| request.pv.number = " ".to_owned(),
        |request| request.pv.number = "9".repeat(41),
        |request| request.summary = text(""),
    ];
    for spoil in bad {
        let mut form = request(life.today);
        spoil(&mut form);
        let (refusal, _) = life.refuses(officer(), Command::Request(form));
        assert!(matches!(refusal, Refusal::InFuture { .. } | Refusal::TextLength { .. }), "{refusal:?}");
    }
}

#[test]
fn only_police_and_offices_record_a_request() {
    let mut life = Life::new("2026-01-10");
    let form = Command::Request(request(life.today));
    for by in [person(), By::SYSTEM, By { actor: Actor::Stranger, seat: Seat::Zone(HOME) }, reception()] {
        assert!(matches!(life.refuses(by, form.clone()).0, Refusal::WrongHand { .. }));
    }
}
