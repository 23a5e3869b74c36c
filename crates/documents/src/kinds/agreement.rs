//! User agreement (annex 1 of the circular; points 7.5, 7.8.1 and 7.9), with its variant for whoever is younger than 16.
//!
//! Never here: what the device can do in detail; that is in the instructions.

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, row, signatures, subject_rows, texts, zone_rows};
use crate::layout::block::Block;
use crate::layout::page::Numbering;
use crate::messages::Words;
use crate::parts::{Reader, Sender, Signatory, Subject, ZoneContact};
use crate::text::Line;

/// What the person and the police promise each other. Signed, or explained to whoever is younger than 16 (MS-09, MS-18).
#[doc(alias = "gebruikersovereenkomst")]
#[doc(alias = "convention d’utilisation")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserAgreement {
    /// The managing zone.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// The person.
    pub person: Subject,
    /// Whether the person signs.
    pub reader: Reader,
    /// Planned end of the measure.
    pub ends_on: CivilDate,
    /// The managing zone as the person reaches it.
    pub zone: ZoneContact,
    /// Who explains it.
    pub officer: Signatory,
}

const EXPECT: [&str; 5] = [
    "agreement-expect-team",
    "agreement-expect-listen",
    "agreement-expect-position",
    "agreement-expect-silence",
    "agreement-expect-stop",
];
const PROMISE: [&str; 10] = [
    "agreement-promise-contact",
    "agreement-promise-complaint",
    "agreement-promise-carry",
    "agreement-promise-use",
    "agreement-promise-test",
    "agreement-promise-belgium",
    "agreement-promise-travel",
    "agreement-promise-move",
    "agreement-promise-loss",
    "agreement-promise-return",
];
const CHILD: [&str; 8] = [
    "child-press",
    "child-listen",
    "child-carry",
    "child-contact",
    "child-tell",
    "child-secret",
    "child-mistake",
    "child-away",
];

impl Compose for UserAgreement {
    fn kind(&self) -> Kind {
        Kind::UserAgreement
    }
    fn audience(&self) -> Audience {
        Audience::Person
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        match self.reader {
            Reader::Signs => "agreement-title",
            Reader::Under16 { .. } => "agreement-title-under-16",
        }
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let person = match self.reader {
            Reader::Signs => self.person.clone(),
            // On one page, with what a child needs.
            Reader::Under16 { .. } => Subject { born: None, ..self.person.clone() },
        };
        let mut rows = subject_rows(words, &person);
        rows.extend(zone_rows(words, &self.zone));
        rows.push(row(words, "label-ends-on", words.date(self.ends_on)));
        let mut blocks = vec![Block::Rows(rows)];
        match &self.reader {
            Reader::Signs => blocks.extend(self.for_whoever_signs(words)),
            Reader::Under16 { explained_on, trusted_adult } => {
                blocks.extend(self.for_a_child(words, *explained_on, trusted_adult.as_ref()));
            }
        }
        blocks.push(signatures(words, &self.person, &self.reader, &self.officer));
        blocks
    }
}

impl UserAgreement {
    fn for_whoever_signs(&self, words: &Words<'_>) -> Vec<Block> {
        let end = words.date(self.ends_on);
        vec![
            Block::Text(words.say("agreement-intro")),
            Block::Heading(words.say("agreement-expect")),
            Block::List(Numbering::Bullets, texts(words, &EXPECT)),
            Block::Heading(words.say("agreement-promise")),
            Block::List(Numbering::Numbers, texts(words, &PROMISE)),
            Block::Heading(words.say("agreement-duration")),
            Block::Text(words.say_with("agreement-duration-text", &[("end", &end)])),
            Block::Text(words.say("agreement-misuse")),
            Block::Notice(words.say("emergency-always")),
            Block::Text(words.say("agreement-signed")),
        ]
    }

    fn for_a_child(
        &self,
        words: &Words<'_>,
        explained_on: CivilDate,
        trusted_adult: Option<&Line>,
    ) -> Vec<Block> {
        let day = words.date(explained_on);
        let explained = match trusted_adult {
            Some(adult) => words.say_with("child-explained-with", &[("date", &day), ("adult", adult.show())]),
            None => words.say_with("child-explained", &[("date", &day)]),
        };
        vec![
            Block::Text(words.say("child-intro")),
            Block::List(Numbering::Numbers, texts(words, &CHILD)),
            Block::Notice(words.say("child-emergency")),
            Block::Text(words.say("child-voluntary")),
            Block::Text(explained),
            Block::Text(words.say("child-no-signature")),
        ]
    }
}
