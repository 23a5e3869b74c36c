//! From the file of a measure, and what the form says besides, to a document with what it must not hold.
//!
//! Never here: setting a document, or who may ask for it.

use super::kinds;
use super::words::{colleague, is_magistrate, line, line_if, of_person, of_place, sender, signs};
use crate::api::dto::document::{MakeDocument, PaperRecipient};
use crate::places::Places;
use crate::problem::Problem;
use axum::http::StatusCode;
use hoeder_documents::{
    Document, Forbidden, Language, Line, NationalNumber, Reader, Sender, Signatory, Subject, ZoneContact,
};
use hoeder_engine::measures::{MeasurePerson, MeasureView};
use hoeder_measure::confidentiality::Secrecy;
use hoeder_measure::decision::{Ruled, RulingKind};
use hoeder_measure::duration::Term;
use hoeder_measure::effect::DocumentKind;
use hoeder_measure::request::Request;
use hoeder_vocab::{AccountId, Actor, CivilDate, Purpose, Role, Sensitive};

/// Younger than this, the agreement is explained and not signed (MS-09).
const SIGNS_FROM: u16 = 16;
/// The number of the police, where a zone gave none of its own.
const POLICE: &str = "101";
/// A note this short is a word that stands everywhere: looking for it would hold back every letter.
const TELLING_CHARS: usize = 12;

/// A document that is to be set.
pub(crate) struct Draft {
    pub(crate) document: Document,
    pub(crate) forbidden: Forbidden,
    pub(crate) language: Language,
}

/// Whose name stands under what.
pub(crate) struct Maker<'a> {
    /// Whoever asks for the document.
    pub(crate) by: (Sensitive<String>, Role),
    /// Names of colleagues.
    pub(crate) name_of: &'a dyn Fn(AccountId) -> Option<(Sensitive<String>, Role)>,
}

/// Everything that a kind of document takes from.
pub(super) struct Desk<'a> {
    pub(super) view: &'a MeasureView,
    pub(super) form: &'a MakeDocument,
    pub(super) language: Language,
    pub(super) today: CivilDate,
    person: &'a MeasurePerson,
    places: &'a Places,
    maker: &'a Maker<'a>,
}

/// What the file does not have yet.
pub(super) fn missing(what: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, "document.missing", format!("the file has no {what} yet"))
}

/// Makes a draft.
pub(crate) fn compose(
    (kind, form): (DocumentKind, &MakeDocument),
    view: &MeasureView,
    places: &Places,
    maker: &Maker<'_>,
    today: CivilDate,
) -> Result<Draft, Problem> {
    let person = view.person.as_ref().ok_or_else(|| missing("person"))?;
    let office = view.line.office.as_ref().and_then(|office| places.office(office.id));
    let zone = view.line.zone.as_ref().and_then(|zone| places.zone(zone.id));
    let of_office = of_place(office.map(|office| office.language).unwrap_or_default());
    let of_reader = match (kind, form.recipient) {
        (DocumentKind::HearingAnnex | DocumentKind::RevisitAnnex, _) => {
            of_place(zone.map(|zone| zone.language).unwrap_or_default())
        }
        (
            DocumentKind::MarginalNote
            | DocumentKind::ReceptionSeizure
            | DocumentKind::JudgeLetter
            | DocumentKind::RegistrationLines,
            _,
        )
        | (DocumentKind::ExtensionNotice | DocumentKind::EndNotice, PaperRecipient::VictimReception) => {
            of_office
        }
        (
            DocumentKind::ExtensionNotice | DocumentKind::EndNotice,
            PaperRecipient::Person | PaperRecipient::ThirdParty,
        )
        | (
            DocumentKind::UserAgreement
            | DocumentKind::GrantNotice
            | DocumentKind::RefusalNotice
            | DocumentKind::DeviceReceipt
            | DocumentKind::Instructions,
            _,
        ) => of_person(person.language),
    };
    let language = form.language.map_or(of_reader, of_place);
    let desk = Desk { view, form, language, today, person, places, maker };
    Ok(Draft { document: kinds::document(kind, &desk)?, forbidden: desk.forbidden(kind), language })
}

impl Desk<'_> {
    /// MS-11, MS-24: contact data are kept unless the last hearing says that they are known already.
    fn forbidden(&self, kind: DocumentKind) -> Forbidden {
        let secrecy = self.view.file.hearings.last().map(|hearing| hearing.secrecy);
        let address = secrecy.map_or(Secrecy::Kept, |secrecy| secrecy.address);
        let contact = secrecy.map_or(Secrecy::Kept, |secrecy| secrecy.contact);
        let person = self.person;
        let mut forbidden = Forbidden::new();
        if address == Secrecy::Kept || person.address_secrecy == Secrecy::Kept {
            forbidden = person.address.iter().cloned().fold(forbidden, Forbidden::address);
        }
        if contact == Secrecy::Kept {
            forbidden = person.phone.iter().cloned().fold(forbidden, Forbidden::phone);
            forbidden = person.email.iter().cloned().fold(forbidden, Forbidden::email);
        }
        if let Some(trusted) = &person.trusted {
            let phone = trusted.reveal(Purpose::CaseWork).phone.clone();
            if !phone.is_empty() {
                forbidden = forbidden.phone(Sensitive::new(phone));
            }
        }
        self.risk_notes(kind).into_iter().fold(forbidden, Forbidden::checklist)
    }

    /// Notes of the checklist, and of the eight questions where the police does not write to itself.
    fn risk_notes(&self, kind: DocumentKind) -> Vec<Sensitive<String>> {
        let inside = matches!(kind, DocumentKind::HearingAnnex | DocumentKind::MarginalNote);
        let mut notes = Vec::new();
        for assessment in &self.view.file.assessments {
            let answers = assessment.checklist.iter().flat_map(|list| list.answers.iter());
            notes.extend(answers.map(|answer| answer.note));
            if !inside {
                notes.extend(assessment.eight.iter().map(|answered| answered.note.clone()));
            }
        }
        notes.retain(|note| note.reveal(Purpose::CaseWork).trim().chars().count() >= TELLING_CHARS);
        notes
    }

    pub(super) fn request(&self) -> Result<&Request, Problem> {
        self.view.file.request.as_ref().ok_or_else(|| missing("request"))
    }

    pub(super) fn term(&self) -> Result<&Term, Problem> {
        self.view.term.as_ref().ok_or_else(|| missing("grant"))
    }

    pub(super) fn reference(&self) -> Result<Line, Problem> {
        line("case_number", &self.view.line.case_number)
    }

    pub(super) fn zone_sender(&self) -> Result<Sender, Problem> {
        let zone = self.view.line.zone.as_ref().ok_or_else(|| missing("zone"))?;
        sender(&zone.name, self.places.zone(zone.id).map(|zone| &zone.letterhead))
    }

    pub(super) fn office_sender(&self) -> Result<Sender, Problem> {
        let office = self.view.line.office.as_ref().ok_or_else(|| missing("office"))?;
        sender(&office.name, self.places.office(office.id).map(|office| &office.letterhead))
    }

    /// The zone as the person reaches it: its own number, or that of the police.
    pub(super) fn zone(&self) -> Result<ZoneContact, Problem> {
        let zone = self.view.line.zone.as_ref().ok_or_else(|| missing("zone"))?;
        let phone = self.places.zone(zone.id).and_then(|zone| zone.letterhead.phone.as_deref());
        Ok(ZoneContact { name: line("zone", &zone.name)?, phone: line("phone", phone.unwrap_or(POLICE))? })
    }

    /// The victim reception service by its name, or by that of its office.
    pub(super) fn reception(&self) -> Result<Line, Problem> {
        let office = self.view.line.office.as_ref().ok_or_else(|| missing("office"))?;
        if let Some(name) = self.places.office(office.id).and_then(|office| office.reception.as_deref()) {
            return line("reception", name);
        }
        let service = match self.language {
            Language::Dutch => "Dienst slachtofferonthaal",
            Language::French => "Service d\u{2019}accueil des victimes",
            Language::German => "Opferaufnahmedienst",
            Language::English => "Victim reception service",
        };
        line("reception", &format!("{service}, {}", office.name))
    }

    /// By name, day of birth and register number; never with an address (MS-24).
    pub(super) fn subject(&self) -> Result<Subject, Problem> {
        let number = self.person.national_number.as_ref();
        Ok(Subject {
            name: line("name", self.person.name.reveal(Purpose::CaseWork))?,
            born: self.born(),
            number: number.and_then(|number| NationalNumber::parse(number.reveal(Purpose::CaseWork)).ok()),
        })
    }

    fn born(&self) -> Option<CivilDate> {
        let asked = self.view.file.request.as_ref().map(|request| *request.born.reveal(Purpose::CaseWork));
        asked.or_else(|| self.person.born_on.as_ref().map(|born| *born.reveal(Purpose::CaseWork)))
    }

    /// Address, phone, e-mail: for the letter to the victim reception service only (MS-24).
    pub(super) fn contact(&self) -> Result<[Option<Line>; 3], Problem> {
        let of = |field: &str, text: &Option<Sensitive<String>>| {
            line_if(field, text.as_ref().map(|text| text.reveal(Purpose::CaseWork)))
        };
        let person = self.person;
        Ok([of("address", &person.address)?, of("phone", &person.phone)?, of("email", &person.email)?])
    }

    pub(super) fn language_of_person(&self) -> Language {
        of_person(self.person.language)
    }

    /// MS-09: from sixteen on one signs.
    pub(super) fn reader(&self, on: CivilDate) -> Result<Reader, Problem> {
        let signs = self.born().is_none_or(|born| born.age_on(on) >= SIGNS_FROM);
        if signs {
            return Ok(Reader::Signs);
        }
        let trusted_adult = line_if("trusted_adult", self.form.trusted_adult.as_ref())?;
        Ok(Reader::Under16 { explained_on: on, trusted_adult })
    }

    pub(super) fn officer(&self) -> Result<Signatory, Problem> {
        match &self.form.officer {
            Some(given) => signs("officer", given),
            None if !is_magistrate(self.maker.by.1) => colleague("officer", &self.maker.by, self.language),
            None => Err(Problem::invalid("officer", "the name and capacity of the officer who signs")),
        }
    }

    /// Whoever said it, whoever entered it, or whoever asks for the letter.
    pub(super) fn magistrate(&self, ruled: Option<&Ruled>) -> Result<Signatory, Problem> {
        if let Some(given) = &self.form.magistrate {
            return signs("magistrate", given);
        }
        let entered = |ruled: &Ruled| match ruled.by.actor {
            Actor::Account(account, _) => Some(account),
            Actor::Handset(_) | Actor::Stranger | Actor::System => None,
        };
        let decided = ruled
            .and_then(|ruled| ruled.decision.said_by.or_else(|| entered(ruled)))
            .and_then(|account| (self.maker.name_of)(account))
            .filter(|(_, role)| is_magistrate(*role));
        match decided.or_else(|| Some(self.maker.by.clone()).filter(|by| is_magistrate(by.1))) {
            Some(known) => colleague("magistrate", &known, self.language),
            None => Err(Problem::invalid("magistrate", "the name and capacity of the magistrate who signs")),
        }
    }

    /// The last ruling of a kind that was not denied.
    pub(super) fn ruled(&self, kind: RulingKind) -> Option<&Ruled> {
        let fits = |ruled: &&Ruled| ruled.decision.ruling.kind() == kind && ruled.denied_on.is_none();
        self.view.file.rulings.iter().rev().find(fits)
    }
}
