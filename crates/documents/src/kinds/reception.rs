//! The letter that seizes the victim reception service (point 7.8.3).
//!
//! Here, and nowhere else in this room, stand the address and contact data of the person (MS-24).

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, row, signed_by, subject_rows};
use crate::language::Language;
use crate::layout::block::Block;
use crate::messages::Words;
use crate::parts::{Sender, Signatory, Subject};
use crate::text::{Line, Prose};

/// How the service reaches the person (points 7.8.3 and 7.8.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Where the person lives, on one line.
    pub address: Option<Line>,
    /// Telephone number.
    pub phone: Option<Line>,
    /// E-mail address.
    pub email: Option<Line>,
    /// The language of the person.
    pub language: Language,
    /// When and how it is safe to make contact.
    pub safe_contact: Option<Prose>,
}

/// What the service is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Offer {
    /// It is seized, and offers the help of a justice assistant.
    First,
    /// It was seized before, and is told of the grant.
    AlreadySeized,
    /// A second offer, as the end comes near and the first had no answer (point 7.12.2).
    Second,
}

/// Seizes the service with what it needs to make its offer (MS-21).
#[doc(alias = "vatting van de dienst slachtofferonthaal")]
#[doc(alias = "saisine du service d’accueil des victimes")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VictimReceptionReferral {
    /// The prosecutor's office.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// The service.
    pub service: Line,
    /// What it is asked.
    pub offer: Offer,
    /// The person.
    pub person: Subject,
    /// How to reach the person.
    pub contact: Contact,
    /// Number of the initial official report, a copy of which goes with the letter.
    pub official_report: Line,
    /// The day of the grant.
    pub granted_on: CivilDate,
    /// Planned end.
    pub ends_on: CivilDate,
    /// Who writes.
    pub magistrate: Signatory,
}

impl Compose for VictimReceptionReferral {
    fn kind(&self) -> Kind {
        Kind::VictimReceptionReferral
    }
    fn audience(&self) -> Audience {
        Audience::VictimReception
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        match self.offer {
            Offer::First => "referral-title",
            Offer::AlreadySeized => "referral-title-told",
            Offer::Second => "referral-title-second",
        }
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let (intro, request) = match self.offer {
            Offer::First => ("referral-intro", "referral-request"),
            Offer::AlreadySeized => ("referral-intro-told", "referral-request-told"),
            Offer::Second => ("referral-intro-second", "referral-request-second"),
        };
        let mut rows = vec![row(words, "label-to", self.service.show())];
        rows.extend(subject_rows(words, &self.person));
        rows.push(row(words, "label-granted-on", words.date(self.granted_on)));
        rows.push(row(words, "label-ends-on", words.date(self.ends_on)));
        rows.push(row(words, "label-initial-report", self.official_report.show()));
        let contact = &self.contact;
        let mut reach = Vec::new();
        let lines = [
            ("label-address", &contact.address),
            ("label-phone", &contact.phone),
            ("label-email", &contact.email),
        ];
        for (label, value) in lines {
            reach.extend(value.as_ref().map(|value| row(words, label, value.show())));
        }
        reach.push(row(words, "label-language", words.say(language_name(contact.language))));
        reach.extend(contact.safe_contact.as_ref().map(|safe| row(words, "label-safe-contact", safe.show())));
        vec![
            Block::Text(words.say(intro)),
            Block::Rows(rows),
            Block::Heading(words.say("referral-contact")),
            Block::Rows(reach),
            Block::Notice(words.say("referral-confidential")),
            Block::Heading(words.say("referral-asked")),
            Block::Text(words.say(request)),
            Block::Text(words.say("referral-later")),
            Block::Signatures(vec![signed_by(words, "sign-magistrate", &self.magistrate)]),
        ]
    }
}

const fn language_name(language: Language) -> &'static str {
    match language {
        Language::Dutch => "language-dutch",
        Language::French => "language-french",
        Language::German => "language-german",
        Language::English => "language-english",
    }
}
