//! Each kind of document from the file. One function a kind.
//!
//! Never here: what is common to them (`compose`).

use super::compose::{Desk, missing};
use super::words::{kept, line, line_if, prose};
use crate::api::dto::document::{
    DeviceKind, DeviceMovement, HandsetWords, PaperRecipient, RevisitWords, VisitedAt,
};
use crate::problem::Problem;
use hoeder_documents::*;
use hoeder_measure::conditions::{Answer as Said, ToldNoRight};
use hoeder_measure::confidentiality::Secrecy;
use hoeder_measure::decision::{Ruling, RulingKind};
use hoeder_measure::duration::ExtensionCause;
use hoeder_measure::effect::DocumentKind;
use hoeder_measure::ending::EarlyGround;
use hoeder_measure::followup::Incident;
use hoeder_measure::registration::{OfficeLine, Register, RegisterText, office_line};
use hoeder_measure::request::Origin;
use hoeder_measure::state::State;
use hoeder_vocab::{CivilDate, Purpose};

/// Most devices of one receipt, and most pieces of advice.
const MOST_ITEMS: usize = 20;

/// The document of a kind.
pub(super) fn document(kind: DocumentKind, desk: &Desk<'_>) -> Result<Document, Problem> {
    match kind {
        DocumentKind::HearingAnnex => hearing(desk).map(Document::HearingAnnex),
        DocumentKind::UserAgreement => agreement(desk).map(Document::UserAgreement),
        DocumentKind::GrantNotice => grant(desk).map(Document::GrantNotice),
        DocumentKind::RefusalNotice => refusal(desk).map(Document::RefusalNotice),
        DocumentKind::MarginalNote => marginal(desk).map(Document::MarginalNote),
        DocumentKind::ReceptionSeizure => reception(desk).map(Document::VictimReceptionReferral),
        DocumentKind::ExtensionNotice => extension(desk).map(Document::ExtensionNotice),
        DocumentKind::EndNotice => end(desk).map(Document::EndNotice),
        DocumentKind::DeviceReceipt => receipt(desk).map(Document::DeviceReceipt),
        DocumentKind::Instructions => instructions(desk).map(Document::Instructions),
        DocumentKind::JudgeLetter => judge(desk).map(Document::JudgeLetter),
        DocumentKind::RevisitAnnex => revisit(desk).map(Document::RevisitAnnex),
        DocumentKind::RegistrationLines => registration(desk).map(Document::RegistrationLines),
    }
}

/// The head of any document.
pub(super) fn sender(document: &mut Document) -> &mut Sender {
    match document {
        Document::HearingAnnex(one) => &mut one.sender,
        Document::UserAgreement(one) => &mut one.sender,
        Document::GrantNotice(one) => &mut one.sender,
        Document::RefusalNotice(one) => &mut one.sender,
        Document::MarginalNote(one) => &mut one.sender,
        Document::VictimReceptionReferral(one) => &mut one.sender,
        Document::ExtensionNotice(one) => &mut one.sender,
        Document::EndNotice(one) => &mut one.sender,
        Document::DeviceReceipt(one) => &mut one.sender,
        Document::Instructions(one) => &mut one.sender,
        Document::RegistrationLines(one) => &mut one.sender,
        Document::RevisitAnnex(one) => &mut one.sender,
        Document::JudgeLetter(one) => &mut one.sender,
    }
}

/// A document says yes or no; what is not known must be asked first.
fn answer(said: Said) -> Result<Answer, Problem> {
    match said {
        Said::Yes => Ok(Answer::Yes),
        Said::No => Ok(Answer::No),
        Said::Unknown => Err(missing("answer to one of the questions of the hearing")),
    }
}

fn hearing(desk: &Desk<'_>) -> Result<HearingAnnex, Problem> {
    let heard = desk.view.file.hearings.last().ok_or_else(|| missing("hearing"))?;
    let words = desk.form.hearing.as_ref();
    let words = words.ok_or_else(|| Problem::invalid("hearing", "whether there are children in common"))?;
    let confidential = match (heard.secrecy.address, heard.secrecy.contact) {
        (Secrecy::Open, Secrecy::Open) => Answer::No,
        (Secrecy::Kept, _) | (_, Secrecy::Kept) => Answer::Yes,
    };
    let told_no_right = match heard.told_no_right {
        ToldNoRight::Told => Answer::Yes,
        ToldNoRight::NotTold => Answer::No,
    };
    Ok(HearingAnnex {
        sender: desk.zone_sender()?,
        reference: desk.reference()?,
        official_report: line("pv", &heard.pv.number)?,
        heard: desk.subject()?,
        heard_on: heard.on,
        officer: desk.officer()?,
        interpreter: line_if("interpreter", words.interpreter.as_ref())?,
        facts: kept("facts", &heard.facts)?,
        relation: kept("relation", &heard.relation)?,
        common_children: if words.common_children { CommonChildren::Yes } else { CommonChildren::No },
        wishes: answer(heard.wants_it)?,
        no_contact: answer(heard.no_contact)?,
        complaints: answer(heard.complaints)?,
        agreement: answer(heard.agreement)?,
        told_no_right,
        confidential,
        reader: desk.reader(heard.on)?,
    })
}

fn agreement(desk: &Desk<'_>) -> Result<UserAgreement, Problem> {
    Ok(UserAgreement {
        sender: desk.zone_sender()?,
        reference: desk.reference()?,
        person: desk.subject()?,
        reader: desk.reader(desk.today)?,
        ends_on: desk.term()?.ends_on,
        zone: desk.zone()?,
        officer: desk.officer()?,
    })
}

fn grant(desk: &Desk<'_>) -> Result<GrantNotice, Problem> {
    let term = desk.term()?;
    Ok(GrantNotice {
        sender: desk.zone_sender()?,
        reference: desk.reference()?,
        person: desk.subject()?,
        decided_on: term.granted_on,
        magistrate: desk.magistrate(desk.ruled(RulingKind::Grant))?,
        ends_on: term.ends_on,
        zone: desk.zone()?,
    })
}

fn refusal(desk: &Desk<'_>) -> Result<RefusalNotice, Problem> {
    let ruled = desk.ruled(RulingKind::Refuse).ok_or_else(|| missing("refusal"))?;
    let addressee = match desk.form.recipient {
        PaperRecipient::ThirdParty => {
            let Origin::ThirdParty { who, .. } = &desk.request()?.origin else {
                return Err(missing("third party"));
            };
            RefusalAddressee::ThirdParty { name: line("who", who.reveal(Purpose::CaseWork))? }
        }
        PaperRecipient::Person => {
            let words = desk.form.refusal.as_ref();
            let advice = words.map_or(&[][..], |words| words.advice.as_slice());
            if advice.len() > MOST_ITEMS {
                return Err(Problem::invalid("refusal.advice", "at most 20"));
            }
            let reasons = words.and_then(|words| words.reasons.as_ref());
            RefusalAddressee::Person {
                person: desk.subject()?,
                reasons: reasons.map(|reasons| prose("refusal.reasons", reasons)).transpose()?,
                advice: advice.iter().map(|one| prose("refusal.advice", one)).collect::<Result<_, _>>()?,
            }
        }
        PaperRecipient::VictimReception => return Err(not_for("recipient")),
    };
    Ok(RefusalNotice {
        sender: desk.zone_sender()?,
        reference: desk.reference()?,
        addressee,
        decided_on: ruled.decision.on,
        magistrate: desk.magistrate(Some(ruled))?,
        zone: desk.zone()?,
    })
}

fn not_for(field: &str) -> Problem {
    Problem::invalid(field, "this document is not for them")
}

/// The grounds of 7.12.3 as a letter names them. The passage to judicial tracking is no early end of it (EM-11).
fn ground(ground: EarlyGround) -> Result<EarlyEndGround, Problem> {
    match ground {
        EarlyGround::SuspectDied
        | EarlyGround::SuspectAbroad
        | EarlyGround::LongDetention
        | EarlyGround::FewerRisks
        | EarlyGround::MoreProtection => Ok(EarlyEndGround::NoLongerSerious),
        EarlyGround::RepeatedMisuse => Ok(EarlyEndGround::MisuseOrBreach),
        EarlyGround::AskedByPerson => Ok(EarlyEndGround::PersonsRequest),
        EarlyGround::SettledAbroad => Ok(EarlyEndGround::SettledAbroad),
        EarlyGround::SettledNotInForce => Ok(EarlyEndGround::SettledWhereNotInForce),
        EarlyGround::TrackingTookOver => Err(missing("letter for a passage to judicial tracking")),
    }
}

fn marginal(desk: &Desk<'_>) -> Result<MarginalNote, Problem> {
    let ruled = desk.ruled(RulingKind::EndEarly).ok_or_else(|| missing("early end"))?;
    let Ruling::EndEarly { ground: why, .. } = &ruled.decision.ruling else {
        return Err(missing("early end"));
    };
    let report = desk.form.official_report.as_ref();
    let report = report.or_else(|| desk.view.file.hearings.last().map(|hearing| &hearing.pv.number));
    let on = ruled.decision.on;
    let reassessed = desk.view.file.assessments.iter().rev().find(|one| one.on <= on).map(|one| one.on);
    Ok(MarginalNote {
        sender: desk.office_sender()?,
        reference: desk.reference()?,
        zone: desk.zone()?.name,
        person: desk.subject()?,
        official_report: line_if("official_report", report)?,
        ground: ground(*why)?,
        reassessed_on: reassessed,
        motivation: kept("reason", &ruled.decision.reason)?,
        ends_on: on,
        magistrate: desk.magistrate(Some(ruled))?,
    })
}

fn reception(desk: &Desk<'_>) -> Result<VictimReceptionReferral, Problem> {
    let term = desk.term()?;
    let [address, phone, email] = desk.contact()?;
    let safe = desk.form.safe_contact.as_ref();
    let offer = match (desk.view.file.second_offer_asked, desk.view.file.offers.is_empty()) {
        (Some(_), _) => Offer::Second,
        (None, false) => Offer::AlreadySeized,
        (None, true) => Offer::First,
    };
    let report = desk.form.official_report.as_ref().unwrap_or(&desk.request()?.pv.number);
    Ok(VictimReceptionReferral {
        sender: desk.office_sender()?,
        reference: desk.reference()?,
        service: desk.reception()?,
        offer,
        person: desk.subject()?,
        contact: Contact {
            address,
            phone,
            email,
            language: desk.language_of_person(),
            safe_contact: safe.map(|safe| prose("safe_contact", safe)).transpose()?,
        },
        official_report: line("official_report", report)?,
        granted_on: term.granted_on,
        ends_on: term.ends_on,
        magistrate: desk.magistrate(desk.ruled(RulingKind::Grant))?,
    })
}

fn recipient(desk: &Desk<'_>) -> Result<Recipient, Problem> {
    match desk.form.recipient {
        PaperRecipient::Person => Ok(Recipient::Person),
        PaperRecipient::VictimReception => Ok(Recipient::VictimReception(desk.reception()?)),
        PaperRecipient::ThirdParty => Err(not_for("recipient")),
    }
}

fn extension(desk: &Desk<'_>) -> Result<ExtensionNotice, Problem> {
    let last = desk.term()?.extensions.last().ok_or_else(|| missing("extension"))?;
    let incident = |n: u16| usize::from(n).checked_sub(1).and_then(|at| desk.view.file.incidents.get(at));
    let (reason, on, ruled) = match last.cause {
        ExtensionCause::Incident(n) => match incident(n).ok_or_else(|| missing("incident"))? {
            Incident::Alarm { on, .. } => (ExtensionReason::Alarm, *on, None),
            Incident::Fact { on, .. } => (ExtensionReason::NewFact, *on, None),
        },
        ExtensionCause::Evaluation(n) => {
            let ruled = desk.view.file.rulings.iter().find(|ruled| ruled.n == n);
            (ExtensionReason::Evaluation, last.on, ruled)
        }
    };
    Ok(ExtensionNotice {
        sender: desk.office_sender()?,
        reference: desk.reference()?,
        recipient: recipient(desk)?,
        person: desk.subject()?,
        reason,
        on,
        previous_end: last.from,
        new_end: last.to,
        zone: desk.zone()?,
        magistrate: desk.magistrate(ruled.or_else(|| desk.ruled(RulingKind::Grant)))?,
    })
}

fn end(desk: &Desk<'_>) -> Result<EndNotice, Problem> {
    let (ended, ends_on, ruled) =
        match (desk.ruled(RulingKind::EndEarly), desk.ruled(RulingKind::EndAsPlanned)) {
            (Some(early), planned) if planned.is_none_or(|planned| planned.n < early.n) => {
                let Ruling::EndEarly { ground: why, .. } = &early.decision.ruling else {
                    return Err(missing("early end"));
                };
                (Ending::Early(ground(*why)?), early.decision.on, early)
            }
            (_, Some(planned)) => (Ending::Planned, desk.term()?.ends_on, planned),
            (_, None) => return Err(missing("ruling on its end")),
        };
    let supervised_until = match &desk.view.state {
        Some(State::Ended { supervised_until, .. }) => Some(*supervised_until),
        Some(
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Granted { .. }
            | State::Running { .. }
            | State::Ending { .. }
            | State::TransferredOut { .. },
        )
        | None => None,
    };
    let appointment = desk.form.hand_over.as_ref();
    let handover = appointment.map(|one| {
        Ok::<_, Problem>(Handover {
            on: civil("hand_over.on", one.on)?,
            place: line("hand_over.place", &one.place)?,
        })
    });
    Ok(EndNotice {
        sender: desk.office_sender()?,
        reference: desk.reference()?,
        recipient: recipient(desk)?,
        person: desk.subject()?,
        ending: ended,
        ends_on,
        handover: handover.transpose()?,
        supervised_until,
        zone: desk.zone()?,
        magistrate: desk.magistrate(Some(ruled))?,
    })
}

fn civil(field: &str, day: crate::api::dto::day::Day) -> Result<CivilDate, Problem> {
    CivilDate::parse(&day.0.to_string()).map_err(|_| Problem::invalid(field, "a day such as 2026-11-22"))
}

fn receipt(desk: &Desk<'_>) -> Result<DeviceReceipt, Problem> {
    let devices = desk.form.devices.as_ref();
    let devices = devices.ok_or_else(|| Problem::invalid("devices", "which devices change hands"))?;
    if !(1..=MOST_ITEMS).contains(&devices.items.len()) {
        return Err(Problem::invalid("devices.items", "1 to 20 devices"));
    }
    let item = |device: &crate::api::dto::document::Device| {
        Ok::<_, Problem>(Item {
            kind: match device.kind {
                DeviceKind::Button => ItemKind::Button,
                DeviceKind::Phone => ItemKind::Phone,
                DeviceKind::Accessory => ItemKind::Accessory,
                DeviceKind::Tracker => ItemKind::Tracker,
            },
            number: line("devices.items.number", &device.number)?,
            serial: line_if("devices.items.serial", device.serial.as_ref())?,
            condition: line_if("devices.items.condition", device.condition.as_ref())?,
        })
    };
    let on = civil("devices.on", devices.on)?;
    Ok(DeviceReceipt {
        sender: desk.zone_sender()?,
        reference: desk.reference()?,
        person: desk.subject()?,
        movement: match devices.movement {
            DeviceMovement::HandOut => Movement::HandOut,
            DeviceMovement::Return => Movement::Return,
        },
        on,
        items: devices.items.iter().map(item).collect::<Result<_, _>>()?,
        reader: desk.reader(on)?,
        officer: desk.officer()?,
    })
}

fn instructions(desk: &Desk<'_>) -> Result<Instructions, Problem> {
    let HandsetWords { press_twice, vibrates, notes_in_front } = desk.form.handset.ok_or_else(|| {
        Problem::invalid("handset", "how it is pressed, whether it vibrates, what stands in front")
    })?;
    Ok(Instructions {
        sender: desk.zone_sender()?,
        zone: desk.zone()?,
        gesture: if press_twice { PressGesture::HoldOrTwice } else { PressGesture::Hold },
        vibrations: if vibrates { Vibrations::On } else { Vibrations::Off },
        discretion: if notes_in_front { Discretion::NotesInFront } else { Discretion::Plain },
    })
}

fn judge(desk: &Desk<'_>) -> Result<JudgeLetter, Problem> {
    let term = desk.term()?;
    let words = desk.form.judge.as_ref();
    let words = words.ok_or_else(|| Problem::invalid("judge", "the judge by name and seat"))?;
    let asked = matches!(desk.request()?.origin, Origin::InvestigatingJudge);
    Ok(JudgeLetter {
        sender: desk.office_sender()?,
        reference: desk.reference()?,
        judge: line("judge.judge", &words.judge)?,
        investigation: line_if("judge.investigation", words.investigation.as_ref())?,
        person: desk.subject()?,
        asked_by: if asked { AskedBy::TheJudge } else { AskedBy::Another },
        granted_on: term.granted_on,
        ends_on: term.ends_on,
        magistrate: desk.magistrate(desk.ruled(RulingKind::Grant))?,
    })
}

/// MS-23: of the file only the visit itself; no reference, no term, no incident. So the world without an alarm gives the
/// same bytes.
fn revisit(desk: &Desk<'_>) -> Result<RevisitAnnex, Problem> {
    let words: &RevisitWords = desk
        .form
        .revisit
        .as_ref()
        .ok_or_else(|| Problem::invalid("revisit", "where the person was spoken to"))?;
    let visits = &desk.view.file.revisits;
    let visit = match words.n {
        Some(n) => usize::from(n).checked_sub(1).and_then(|at| visits.get(at)),
        None => visits.last(),
    };
    let visit = visit.ok_or_else(|| missing("such revisit"))?;
    let new_facts = match &words.new_fact {
        Some(number) => NewFacts::Reported { official_report: line("revisit.new_fact", number)? },
        None => NewFacts::None,
    };
    Ok(RevisitAnnex {
        sender: desk.zone_sender()?,
        official_report: line("pv", &visit.pv.number)?,
        person: desk.subject()?,
        visited_on: visit.on,
        place: match words.place {
            VisitedAt::Residence => VisitPlace::Residence,
            VisitedAt::PoliceStation => VisitPlace::PoliceStation,
            VisitedAt::Elsewhere => VisitPlace::Elsewhere,
            VisitedAt::Telephone => VisitPlace::Telephone,
        },
        findings: kept("found", &visit.found)?,
        new_facts,
        help: words.help.as_ref().map(|help| prose("revisit.help", help)).transpose()?,
        officer: desk.officer()?,
    })
}

/// MS-39: the line of the prosecutor's system as it should stand now, the one that it replaces, and the text for the ANG.
fn registration(desk: &Desk<'_>) -> Result<RegistrationLines, Problem> {
    let term = desk.view.term.as_ref().ok_or_else(|| missing("grant"))?;
    let text = |wanted: Register| {
        let found = desk.view.registrations.iter().find(|one| one.register == wanted);
        found.map(|one| in_language(&one.text, desk.language)).ok_or_else(|| missing("text to register"))
    };
    let ended = if let Some(State::Ended { on, .. } | State::TransferredOut { on, .. }) = &desk.view.state {
        Some(*on)
    } else {
        None
    };
    let mut before: Vec<RegisterText> = vec![office_line(OfficeLine::Granted, term.granted_on)];
    before.extend(term.extensions.iter().map(|one| office_line(OfficeLine::Extended, one.on)));
    if ended.is_none() {
        before.pop();
    }
    let replaces = before.last().map(|one| line("mach", in_language(one, desk.language))).transpose()?;
    Ok(RegistrationLines {
        sender: desk.office_sender()?,
        reference: desk.reference()?,
        person: desk.subject()?,
        zone: desk.zone()?,
        ends_on: ended.unwrap_or(term.ends_on),
        mach: MachLine { line: line("mach", text(Register::Office)?)?, replaces },
        ang: vec![prose("ang", text(Register::Ang)?)?],
    })
}

const fn in_language(text: &RegisterText, language: Language) -> &str {
    match language {
        Language::French => text.fr.as_str(),
        Language::Dutch | Language::German | Language::English => text.nl.as_str(),
    }
}
