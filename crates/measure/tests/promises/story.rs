//! One whole life: from a third party at the wrong zone to the day the button goes back.

use crate::common::*;
use hoeder_measure::conditions::Answer;
use hoeder_measure::decision::{Procedure, Ruling};
use hoeder_measure::effect::Effect;
use hoeder_measure::ending::EarlyGround;
use hoeder_measure::followup::{AlarmOutcome, Destination};
use hoeder_measure::request::{Origin, Trust};
use hoeder_measure::task::Receipt;
use hoeder_measure::{By, Command, Stage};

/// Plays it and gives all that went out.
pub(crate) fn whole_life() -> Vec<Effect> {
    let mut life = Life::new("2026-01-10");
    let mut out = vec![];
    let today = life.today;
    let mut form = request(today);
    form.origin = Origin::ThirdParty { trust: Trust::NotTrusted, who: text("a colleague") };
    out.extend(life.sends(officer_of(NEXT_DOOR), Command::Request(form)));
    out.extend(life.sends(officer(), Command::ConfirmReceipt { of: Receipt::HandOver(1) }));
    out.extend(life.sends(officer(), Command::Hear(hearing(today))));
    let mut bomb = assessment(today);
    bomb.checklist = Some(checklist(Answer::Yes, Answer::Yes));
    out.extend(life.sends(officer(), Command::Assess(bomb)));
    out.extend(life.sends(officer(), Command::PutBefore { procedure: Procedure::Urgent }));
    out.extend(life.sends(officer(), urgent(heard(Ruling::Grant, today))));
    out.extend(life.sends(magistrate(), Command::GiveAntecedents(antecedents(today))));
    let mut life = life.switched_on();
    let incident = alarm(1, today, AlarmOutcome::RealDanger);
    out.extend(life.sends(By::SYSTEM, Command::ReportIncident(incident)));
    let mut life = life.on(day("2026-02-05"));
    out.extend(life.sends(officer(), Command::RecordRevisit(revisit(life.today))));
    let far = Destination::Zone(FAR);
    out.extend(life.sends(person(), Command::AnnounceTrip(trip(1, day("2026-03-01"), 7, far))));
    out.extend(life.sends(person(), Command::AnnounceMove(moves(day("2026-04-01"), far))));
    out.extend(life.sends(officer_of(FAR), Command::ConfirmReceipt { of: Receipt::HandOver(2) }));
    out.extend(life.sends(magistrate_of(FAR_OFFICE), Command::ConfirmReceipt { of: Receipt::HandOver(3) }));
    let mut life = life.on(day("2027-06-20"));
    let today = life.today;
    out.extend(life.sends(officer_of(FAR), Command::Hear(hearing(today))));
    out.extend(life.sends(officer_of(FAR), Command::Assess(assessment(today))));
    out.extend(life.sends(magistrate_of(FAR_OFFICE), rules(Ruling::Extend, today)));
    assert_eq!(life.ends_on(), day("2028-04-10"));
    out.extend(life.sends(person(), Command::AskToEnd { note: text("I feel safe again") }));
    let early = rules(end_early(EarlyGround::AskedByPerson), today);
    out.extend(life.sends(magistrate_of(FAR_OFFICE), early));
    for step in [switched_off(today), device_back(today), end_pv()] {
        out.extend(life.sends(officer_of(FAR), step));
    }
    assert_eq!(life.stage(), Stage::Ended);
    out
}

#[test]
fn a_whole_life_is_played_to_its_end() {
    assert!(whole_life().len() > 40);
}
