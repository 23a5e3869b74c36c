//! Annex to the hearing of the person: wish, commitments, what was explained (points 7.4.1 and 7.5).
//!
//! Never here: answers about risk, the checklist; they stay inside (point 7.4.1).

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, answered, row, signatures, subject_rows};
use crate::layout::block::Block;
use crate::messages::Words;
use crate::parts::{Answer, Reader, Sender, Signatory, Subject};
use crate::text::{Line, Prose};

/// Whether the person has children with the suspect, about whom contact stays possible (condition 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommonChildren {
    /// There are.
    Yes,
    /// There are none.
    No,
}

/// What the person said on the alarm when heard, apart from the report itself, so that the report can go to the criminal
/// file without it (MS-07, MS-23).
#[doc(alias = "bijlage bij het verhoor")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HearingAnnex {
    /// The managing zone.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// Number of the official report of the hearing.
    pub official_report: Line,
    /// Who was heard.
    pub heard: Subject,
    /// The day.
    pub heard_on: CivilDate,
    /// Who heard.
    pub officer: Signatory,
    /// The interpreter, if there was one.
    pub interpreter: Option<Line>,
    /// The facts on which the request rests, as told.
    pub facts: Prose,
    /// The context of the relation with the suspect, as told.
    pub relation: Prose,
    /// Children in common.
    pub common_children: CommonChildren,
    /// Wants to use the alarm (condition 3).
    pub wishes: Answer,
    /// No voluntary contact any more (condition 4).
    pub no_contact: Answer,
    /// A complaint for the facts and for each new one (condition 5).
    pub complaints: Answer,
    /// Signs and keeps the user agreement, or had it explained (condition 6).
    pub agreement: Answer,
    /// Was told that this gives no automatic right to an alarm.
    pub told_no_right: Answer,
    /// Asks that address and contact data stay confidential (point 7.8.5).
    pub confidential: Answer,
    /// Whether the person signs.
    pub reader: Reader,
}

impl Compose for HearingAnnex {
    fn kind(&self) -> Kind {
        Kind::HearingAnnex
    }
    fn audience(&self) -> Audience {
        Audience::PoliceFile
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        "hearing-title"
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let mut rows = vec![row(words, "label-official-report", self.official_report.show())];
        rows.extend(subject_rows(words, &self.heard));
        rows.push(row(words, "label-heard-on", words.date(self.heard_on)));
        rows.extend(self.interpreter.as_ref().map(|name| row(words, "label-interpreter", name.show())));
        let contact = match self.common_children {
            CommonChildren::Yes => "hearing-no-contact-children",
            CommonChildren::No => "hearing-no-contact",
        };
        let agreement = match self.reader {
            Reader::Signs => "hearing-agreement",
            Reader::Under16 { .. } => "hearing-agreement-under-16",
        };
        vec![
            Block::Rows(rows),
            Block::Heading(words.say("hearing-facts")),
            Block::Quote(self.facts.show().to_owned()),
            Block::Heading(words.say("hearing-relation")),
            Block::Quote(self.relation.show().to_owned()),
            Block::Heading(words.say("hearing-commitments")),
            Block::Answers(vec![
                answered(words, "hearing-wishes", self.wishes),
                answered(words, contact, self.no_contact),
                answered(words, "hearing-complaints", self.complaints),
                answered(words, agreement, self.agreement),
                answered(words, "hearing-told-no-right", self.told_no_right),
                answered(words, "hearing-confidential", self.confidential),
            ]),
            Block::Text(words.say("hearing-read-over")),
            signatures(words, &self.heard, &self.reader, &self.officer),
        ]
    }
}
