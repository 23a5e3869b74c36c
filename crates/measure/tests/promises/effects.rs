//! What goes out: who hears what. The suspect is nobody's recipient.

use crate::common::*;
use hoeder_measure::Command;
use hoeder_measure::decision::Ruling;
use hoeder_measure::effect::{DocumentKind, Effect, Notice, Reader, Recipient};
use hoeder_measure::ending::EarlyGround;
use hoeder_measure::registration::{OfficeLine, Register, ang_text, office_line};
use hoeder_measure::task::Told;

fn tells(out: &[Effect], to: Recipient, notice: Notice) -> bool {
    out.contains(&Effect::Tell { to, notice })
}

fn makes(out: &[Effect], wanted: DocumentKind) -> bool {
    out.iter().any(|effect| matches!(effect, Effect::Document { kind, .. } if *kind == wanted))
}

/// Proves MS-18 and MS-21: a grant tells the zone and the victim reception service, and gives texts and documents.
#[test]
fn a_grant_tells_registers_and_documents() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    let out = life.sends(magistrate(), rules(Ruling::Grant, life.today));
    assert!(tells(&out, Recipient::Zone(HOME), Notice::Granted));
    assert!(tells(&out, Recipient::VictimReception(OFFICE), Notice::Granted));
    for kind in [DocumentKind::UserAgreement, DocumentKind::GrantNotice, DocumentKind::ReceptionSeizure] {
        assert!(makes(&out, kind), "{kind:?}");
    }
    let (on, end) = (life.today, life.ends_on());
    for (register, text) in
        [(Register::Ang, ang_text(on, end)), (Register::Office, office_line(OfficeLine::Granted, on))]
    {
        assert!(out.contains(&Effect::Registration { register, text }));
    }
}

/// Proves MS-17: a refusal is made known to the zone, and a notice in the person's language is made.
#[test]
fn a_refusal_gives_its_notice() {
    let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
    let out = life.sends(magistrate(), rules(refuse(), life.today));
    assert!(tells(&out, Recipient::Zone(HOME), Notice::Refused));
    let notice = out.iter().any(|effect| {
        matches!(effect, Effect::Document { kind: DocumentKind::RefusalNotice, reader: Reader::Person, .. })
    });
    assert!(notice);
    assert!(!out.iter().any(|effect| matches!(effect, Effect::Tell { to: Recipient::ThirdParty(_), .. })));
}

/// Proves MS-21 and MS-37: an early end is a marginal note, and the office owes word to both.
#[test]
fn an_early_end_gives_the_marginal_note_and_owes_word() {
    let mut life = Life::running("2026-01-10");
    life.must(person(), Command::AskToEnd { note: text("") });
    let out = life.sends(magistrate(), rules(end_early(EarlyGround::AskedByPerson), life.today));
    assert!(makes(&out, DocumentKind::MarginalNote));
    assert!(out.contains(&Effect::OwesWord { office: OFFICE, of: Told::EarlyEnd(2) }));
    for to in [Recipient::Person(PERSON), Recipient::VictimReception(OFFICE), Recipient::Zone(HOME)] {
        assert!(tells(&out, to, Notice::EndsEarly));
    }
}

/// Proves MS-23: whoever a whole life tells, it is never the suspect: the list of recipients has no such name.
#[test]
fn nobody_who_is_told_is_the_suspect() {
    for effect in crate::story::whole_life() {
        let Effect::Tell { to, .. } = effect else { continue };
        let known = match to {
            Recipient::Zone(_)
            | Recipient::ControlRoomOf(_)
            | Recipient::Magistrate(_)
            | Recipient::ReferenceMagistrate(_)
            | Recipient::VictimReception(_)
            | Recipient::ThirdParty(_)
            | Recipient::Judge(_)
            | Recipient::ProsecutorGeneral(_)
            | Recipient::NationalPlatform
            | Recipient::ForeignPolice(_) => true,
            Recipient::Person(person) => person == PERSON,
        };
        assert!(known);
    }
}
