//! Each kind of document from a whole file, and the world without an alarm beside the world with one (MS-23).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it does not hold"
)]

use super::*;
use crate::api::dto::document::*;
use crate::places::{PlaceLanguage, Places};
use hoeder_documents::Audience;
use hoeder_engine::measures::{
    MeasureLine, MeasurePerson, MeasureSight, MeasureView, OfficeName, RegistrationView,
};
use hoeder_engine::roster::Language;
use hoeder_engine::view::ZoneName;
use hoeder_measure::conditions::{Answer, Hearing, ToldNoRight};
use hoeder_measure::confidentiality::{ContactSecrecy, Secrecy};
use hoeder_measure::decision::{Agreement, Assent, Decision, Procedure, Ruled, Ruling, TellThirdParty};
use hoeder_measure::duration::{Extension, ExtensionCause, Term};
use hoeder_measure::effect::DocumentKind;
use hoeder_measure::ending::EarlyGround;
use hoeder_measure::followup::{AlarmOutcome, Incident, Revisit};
use hoeder_measure::registration::{OfficeLine, Register, ang_text, office_line};
use hoeder_measure::request::{Honour, Origin, PvKind, PvRef, Relation, Request, Trust};
use hoeder_measure::risk::{Answered, Assessment, Attention, Checklist, ChecklistAnswer, Scope};
use hoeder_measure::state::File;
use hoeder_measure::territory::Offence;
use hoeder_measure::{By, Stage};
use hoeder_vocab::{
    AccountId, Actor, AlarmId, CaseId, DocumentId, MeasureId, OfficeId, PersonId, Role, Sensitive, ZoneId,
};

const NOTE: &str = "keeps a list of her colleagues";

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn pv(number: &str) -> PvRef {
    PvRef { kind: PvKind::Subsequent, number: number.to_owned() }
}

fn ruled(n: u16, ruling: Ruling, on: &str) -> Ruled {
    let by = By { actor: Actor::Account(AccountId::from_u128(5), Role::Magistrate), seat: By::SYSTEM.seat };
    let decision = Decision {
        ruling,
        procedure: Procedure::Ordinary,
        on: day(on),
        said_by: None,
        pv: None,
        reason: words("De toestand is ernstig en nabij."),
    };
    Ruled { n, decision, by, confirmed_on: Some(day(on)), denied_on: None }
}

fn assessment() -> Assessment {
    let answered = || Answered { answer: Answer::Yes, note: words("") };
    Assessment {
        on: day("2026-11-21"),
        eight: core::array::from_fn(|_| answered()),
        checklist: Some(Checklist {
            version: "1".into(),
            answers: [ChecklistAnswer { item: "a".into(), answer: Answer::Yes, note: words(NOTE) }]
                .into_iter()
                .collect(),
        }),
        attention: Attention { opposed_intentions: Answer::No, secret_shelter: Answer::Yes },
        firearms: None,
        scope: Scope { within: Answer::Yes, why: words("familie") },
        subsidiarity: words("een verbod werd niet nageleefd"),
    }
}

fn file() -> File {
    let request = Request {
        case: CaseId::from_u128(1),
        person: PersonId::from_u128(2),
        born: Sensitive::new(day("1985-07-30")),
        origin: Origin::ThirdParty { trust: Trust::Trusted, who: words("Greet Voorbeeld") },
        made_on: day("2026-11-20"),
        pv: pv("GE.53.L5.012344/2026"),
        residence: ZoneId::from_u128(3),
        relation: Relation::ExPartners,
        honour: Honour::NotRelated,
        offence: Offence::None,
        summary: words("gevolgd"),
    };
    let hearing = Hearing {
        on: day("2026-11-20"),
        pv: pv("GE.53.L5.012345/2026"),
        facts: words("Hij stond gisteravond voor de deur."),
        relation: words("Zij waren elf jaar samen."),
        wants_it: Answer::Yes,
        no_contact: Answer::Yes,
        complaints: Answer::Yes,
        agreement: Answer::Yes,
        told_no_right: ToldNoRight::Told,
        able: Answer::Unknown,
        secrecy: ContactSecrecy { address: Secrecy::Kept, contact: Secrecy::Kept },
    };
    let early = Ruling::EndEarly { ground: EarlyGround::AskedByPerson, marginal_note: "K1".into() };
    File {
        request: Some(request),
        zone: Some(ZoneId::from_u128(3)),
        office: Some(OfficeId::from_u128(4)),
        hearings: vec![hearing],
        assessments: vec![assessment()],
        rulings: vec![
            ruled(1, Ruling::Refuse { third_party: TellThirdParty::ByLetter }, "2026-11-21"),
            ruled(2, Ruling::Grant, "2026-11-22"),
            ruled(3, early, "2027-05-02"),
        ],
        agreement: Some(Agreement {
            on: day("2026-11-22"),
            assent: Assent::Signed { document: DocumentId::from_u128(9) },
            version: "1".into(),
            told_end: day("2027-08-22"),
        }),
        incidents: vec![Incident::Alarm {
            alarm: AlarmId::from_u128(6),
            on: day("2027-03-04"),
            outcome: AlarmOutcome::RealDanger,
            pv: None,
        }],
        revisits: vec![Revisit {
            on: day("2026-12-15"),
            pv: pv("GE.53.L5.012399/2026"),
            found: words("Zij slaapt slecht en is alert."),
        }],
        ..File::default()
    }
}

fn registrations() -> Vec<RegistrationView> {
    let (granted, end) = (day("2026-11-22"), day("2028-05-22"));
    vec![
        RegistrationView {
            register: Register::Office,
            text: office_line(OfficeLine::Extended, day("2027-03-05")),
        },
        RegistrationView { register: Register::Ang, text: ang_text(granted, end) },
        RegistrationView { register: Register::Police, text: ang_text(granted, end) },
    ]
}

fn view() -> MeasureView {
    let mut term = Term::granted(day("2026-11-22"));
    term.extensions.push(Extension {
        n: 1,
        on: day("2027-03-05"),
        cause: ExtensionCause::Incident(1),
        from: day("2027-08-22"),
        to: day("2028-05-22"),
    });
    term.ends_on = day("2028-05-22");
    MeasureView {
        line: MeasureLine {
            id: MeasureId::from_u128(7),
            case: CaseId::from_u128(1),
            case_number: "GE-2026-0147".into(),
            person: PersonId::from_u128(2),
            name: Some(words("An Voorbeeld")),
            stage: Stage::Running,
            zone: Some(ZoneName {
                id: ZoneId::from_u128(3),
                code: "5415".into(),
                name: "Politiezone Gent".into(),
            }),
            office: Some(OfficeName {
                id: OfficeId::from_u128(4),
                code: "GE".into(),
                name: "Parket Gent".into(),
            }),
            ends_on: Some(term.ends_on),
            alarm_is_on: true,
            due_on: None,
            next_task: None,
            tasks: 0,
            overdue: 0,
        },
        sight: MeasureSight::Whole,
        events: 20,
        state: None,
        file: file(),
        term: Some(term),
        person: Some(MeasurePerson {
            id: PersonId::from_u128(2),
            name: words("An Voorbeeld"),
            phone: Some(words("+32475123456")),
            language: Language::French,
            born_on: None,
            national_number: Some(words("85073003328")),
            address: Some(words("Verborgenstraat 7, 9050 Gentbrugge")),
            address_secrecy: Secrecy::Kept,
            email: Some(words("an.v@example.org")),
            trusted: None,
        }),
        tasks: Vec::new(),
        due: Vec::new(),
        conditions: Vec::new(),
        missing: Vec::new(),
        misuse: 0,
        tests: Vec::new(),
        timeline: Vec::new(),
        documents: Vec::new(),
        wanted: Vec::new(),
        registrations: registrations(),
        notices: Vec::new(),
    }
}

/// A world in which nobody ever thought of an alarm: the visit and the person, and nothing else.
fn without_an_alarm() -> MeasureView {
    let with = view();
    let file = File {
        revisits: with.file.revisits.clone(),
        zone: with.file.zone,
        office: with.file.office,
        ..File::default()
    };
    let person = with
        .person
        .clone()
        .map(|person| MeasurePerson { born_on: Some(Sensitive::new(day("1985-07-30"))), ..person });
    let line = MeasureLine { stage: Stage::Nothing, ends_on: None, alarm_is_on: false, ..with.line.clone() };
    MeasureView { line, file, person, term: None, events: 0, ..with }
}

fn form(kind: DocumentKind) -> MakeDocument {
    let today = || crate::api::dto::day::Day("2026-11-22".parse().unwrap());
    let button =
        Device { kind: DeviceKind::Button, number: "GE-K-0042".into(), serial: None, condition: None };
    MakeDocument {
        kind: kind.word().to_owned(),
        hearing: Some(HearingWords { common_children: true, interpreter: None }),
        devices: Some(Devices { movement: DeviceMovement::HandOut, on: today(), items: vec![button] }),
        handset: Some(HandsetWords { press_twice: true, vibrates: true, notes_in_front: true }),
        judge: Some(JudgeWords { judge: "Ann Lievens, Gent".into(), investigation: None }),
        revisit: Some(RevisitWords { n: None, place: VisitedAt::Residence, new_fact: None, help: None }),
        ..MakeDocument::default()
    }
}

fn draft(
    kind: DocumentKind,
    form: &MakeDocument,
    view: &MeasureView,
    places: &Places,
) -> Result<Draft, Problem> {
    let by = (words("Pieter Politie"), Role::CaseOfficer);
    let name_of = |_: AccountId| Some((words("Sofie Parket"), Role::Magistrate));
    compose((kind, form), view, places, &Maker { by, name_of: &name_of }, day("2026-11-22"))
}

fn made(
    kind: DocumentKind,
    form: &MakeDocument,
    view: &MeasureView,
    places: &Places,
) -> Result<Pdf, Problem> {
    let draft = draft(kind, form, view, places)?;
    set(&Press::new().unwrap(), draft, day("2026-11-22"))
}

/// Proves MS-24: of all documents the letter to the victim reception service alone holds address and contact data.
#[test]
fn every_kind_is_made_of_the_file_in_its_readers_language() {
    let (view, places) = (view(), Places::default());
    for kind in DocumentKind::ALL.iter().copied() {
        for language in
            [None, Some(PlaceLanguage::Dutch), Some(PlaceLanguage::German), Some(PlaceLanguage::English)]
        {
            let form = MakeDocument { language, ..form(kind) };
            let pdf =
                made(kind, &form, &view, &places).unwrap_or_else(|problem| panic!("{kind:?}: {problem:?}"));
            assert_eq!(pdf.kind.as_str(), kind.word());
            let text = pdf.text.reveal(hoeder_vocab::Purpose::CaseWork);
            let has_contact = text.contains("Verborgenstraat") && text.contains("an.v@example.org");
            assert_eq!(has_contact, kind == DocumentKind::ReceptionSeizure, "{kind:?}");
            if language.is_none() {
                let french = matches!(
                    kind,
                    DocumentKind::UserAgreement
                        | DocumentKind::GrantNotice
                        | DocumentKind::RefusalNotice
                        | DocumentKind::ExtensionNotice
                        | DocumentKind::EndNotice
                        | DocumentKind::DeviceReceipt
                        | DocumentKind::Instructions
                );
                let expected = if french { "fr" } else { "nl" };
                assert_eq!(pdf.language.code(), expected, "{kind:?}");
            }
        }
    }
}

/// Proves MS-23: whatever goes to the criminal file is the same, byte for byte, in a world with the alarm and in one without;
/// and nothing at all goes to the suspect, for whom there is no audience.
#[test]
fn what_the_criminal_file_gets_is_the_same_with_an_alarm_and_without() {
    let (with, without, places) = (view(), without_an_alarm(), Places::default());
    let mut compared = 0;
    for kind in DocumentKind::ALL.iter().copied() {
        let pdf = made(kind, &form(kind), &with, &places).unwrap();
        match pdf.audience {
            Audience::CriminalFile => {
                let other = made(kind, &form(kind), &without, &places).unwrap();
                assert!(pdf.bytes == other.bytes, "{kind:?} tells the two worlds apart");
                assert!(!pdf.not_for_the_file);
                compared += 1;
            }
            Audience::Person
            | Audience::ThirdParty
            | Audience::PoliceFile
            | Audience::ProsecutorsOffice
            | Audience::VictimReception
            | Audience::InvestigatingJudge => assert!(pdf.not_for_the_file, "{kind:?}"),
        }
    }
    assert_eq!(compared, 1, "the annex of a revisit, and nothing else, goes to the criminal file");
}

/// Proves MS-18, MS-39: one line that takes the place of the one before, in the language of the office, and the text for the ANG.
#[test]
fn the_texts_to_register_say_which_line_takes_the_place_of_which() {
    let kind = DocumentKind::RegistrationLines;
    let mut view = view();
    let said = |view: &MeasureView, language| {
        let form = MakeDocument { language, ..form(kind) };
        let pdf = made(kind, &form, view, &Places::default()).unwrap();
        pdf.text.reveal(hoeder_vocab::Purpose::CaseWork).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (language, lines) in [
        (
            None,
            [
                office_line(OfficeLine::Extended, day("2027-03-05")).nl,
                office_line(OfficeLine::Granted, day("2026-11-22")).nl,
            ],
        ),
        (
            Some(PlaceLanguage::French),
            [
                office_line(OfficeLine::Extended, day("2027-03-05")).fr,
                office_line(OfficeLine::Granted, day("2026-11-22")).fr,
            ],
        ),
    ] {
        let text = said(&view, language);
        assert!(lines.iter().all(|line| text.contains(line.as_str())), "{text}");
    }
    assert!(said(&view, None).contains(&ang_text(day("2026-11-22"), day("2028-05-22")).nl));
    view.term = None;
    assert_eq!(
        draft(kind, &form(kind), &view, &Places::default()).map(|_| ()).unwrap_err().code,
        "document.missing"
    );
}

/// Proves MS-11, MS-23, MS-24: what must not leave does not, whoever wrote it where; and what was found is not repeated.
#[test]
fn a_document_with_what_it_must_not_hold_does_not_leave() {
    let places = Places::default();
    let mut view = view();
    view.file.revisits[0].found = words("De alarmknop werkt goed.");
    let refused = |kind, view: &MeasureView| made(kind, &form(kind), view, &places).map(|_| ()).unwrap_err();
    let problem = refused(DocumentKind::RevisitAnnex, &view);
    assert_eq!(problem.code, "document.holds_alarm");
    for (facts, code) in [
        ("Hij wachtte in de Verborgenstraat.", "document.holds_address"),
        ("Hij belde naar 0475 12 34 56.", "document.holds_contact"),
        ("Hij keeps a list of her colleagues.", "document.holds_checklist"),
    ] {
        view.file.hearings[0].facts = words(facts);
        let problem = refused(DocumentKind::HearingAnnex, &view);
        assert_eq!(problem.code, code);
        assert!(
            !problem.detail.contains("Verborgen") && !problem.detail.contains("0475"),
            "{}",
            problem.detail
        );
    }
}

/// MS-24: the zone's own address may be in the confidential street. Its letters go without it then.
#[test]
fn a_zone_in_the_same_street_writes_without_its_address() {
    let text = "[[zone]]\nid = \"00000000-0000-0000-0000-000000000003\"\n\
        letterhead = { address = \"Verborgenstraat 1, 9050 Gentbrugge\", town = \"Gent\" }";
    let places = crate::places::read(text).unwrap();
    let kind = DocumentKind::GrantNotice;
    let pdf = made(kind, &form(kind), &view(), &places).unwrap();
    let printed = pdf.text.reveal(hoeder_vocab::Purpose::CaseWork);
    assert!(!printed.contains("Verborgenstraat") && printed.contains("Gent"));
}

/// Proves MS-09: a child's agreement is explained, not signed.
#[test]
fn whoever_is_younger_than_sixteen_does_not_sign() {
    let mut view = view();
    let kind = DocumentKind::UserAgreement;
    let text = |view: &MeasureView| {
        let pdf = made(kind, &form(kind), view, &Places::default()).unwrap();
        pdf.text.into_revealed(hoeder_vocab::Purpose::CaseWork)
    };
    let grown = text(&view);
    view.file.request.as_mut().unwrap().born = Sensitive::new(day("2012-01-01"));
    assert_ne!(grown, text(&view));
}

#[test]
fn what_the_file_does_not_hold_yet_is_named() {
    let empty = without_an_alarm();
    for kind in [
        DocumentKind::GrantNotice,
        DocumentKind::HearingAnnex,
        DocumentKind::EndNotice,
        DocumentKind::RefusalNotice,
    ] {
        let problem = draft(kind, &form(kind), &empty, &Places::default()).map(|_| ()).unwrap_err();
        assert_eq!(problem.code, "document.missing", "{kind:?}");
    }
    let bare = MakeDocument { kind: String::new(), ..MakeDocument::default() };
    for kind in [
        DocumentKind::DeviceReceipt,
        DocumentKind::Instructions,
        DocumentKind::JudgeLetter,
        DocumentKind::RevisitAnnex,
    ] {
        let problem = draft(kind, &bare, &view(), &Places::default()).map(|_| ()).unwrap_err();
        assert_eq!(problem.code, "invalid", "{kind:?}");
    }
}
