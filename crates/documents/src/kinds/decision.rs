//! Notices of the decision: grant (point 7.8.1) and refusal (point 7.7).
//!
//! Never here: how the risk was judged.

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, row, signed_by, subject_rows, texts, zone_rows};
use crate::layout::block::Block;
use crate::layout::page::Numbering;
use crate::messages::Words;
use crate::parts::{Sender, Signatory, Subject, ZoneContact};
use crate::text::{Line, Prose};

/// Tells the person that the alarm is granted and until when (MS-18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantNotice {
    /// Who tells it: the managing zone, or the office.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// The person.
    pub person: Subject,
    /// The day of the decision.
    pub decided_on: CivilDate,
    /// Who decided.
    pub magistrate: Signatory,
    /// Planned end.
    pub ends_on: CivilDate,
    /// The managing zone as the person reaches it.
    pub zone: ZoneContact,
}

impl Compose for GrantNotice {
    fn kind(&self) -> Kind {
        Kind::GrantNotice
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
        "grant-title"
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let mut rows = subject_rows(words, &self.person);
        rows.push(row(words, "label-decided-on", words.date(self.decided_on)));
        rows.push(row(words, "label-ends-on", words.date(self.ends_on)));
        rows.extend(zone_rows(words, &self.zone));
        let next = ["grant-next-activate", "grant-next-agreement", "grant-next-support", "grant-next-visit"];
        let know =
            ["grant-know-belgium", "grant-know-extension", "grant-know-evaluation", "grant-know-silence"];
        vec![
            Block::Text(words.say("grant-intro")),
            Block::Rows(rows),
            Block::Heading(words.say("grant-next")),
            Block::List(Numbering::Bullets, texts(words, &next)),
            Block::Heading(words.say("grant-know")),
            Block::List(Numbering::Bullets, texts(words, &know)),
            Block::Notice(words.say("emergency-always")),
            Block::Signatures(vec![signed_by(words, "sign-magistrate", &self.magistrate)]),
        ]
    }
}

/// Who is told of a refusal. A third party learns the outcome and nothing of the person or of the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusalAddressee {
    /// The person who wanted an alarm.
    Person {
        /// The person.
        person: Subject,
        /// The reasons, in words for the person, if the magistrate gives them.
        reasons: Option<Prose>,
        /// Advice for this person, beside what everybody is reminded of.
        advice: Vec<Prose>,
    },
    /// The third party who asked, when the magistrate chose to tell (point 7.7).
    ThirdParty {
        /// Name of the third party.
        name: Line,
    },
}

/// Tells that the alarm is not granted for now, and what can be done (MS-17).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalNotice {
    /// Who tells it: the zone of residence, or the office.
    pub sender: Sender,
    /// Reference of the request.
    pub reference: Line,
    /// Whom it is for.
    pub addressee: RefusalAddressee,
    /// The day of the decision.
    pub decided_on: CivilDate,
    /// Who decided.
    pub magistrate: Signatory,
    /// The zone to turn to.
    pub zone: ZoneContact,
}

impl Compose for RefusalNotice {
    fn kind(&self) -> Kind {
        Kind::RefusalNotice
    }
    fn audience(&self) -> Audience {
        match self.addressee {
            RefusalAddressee::Person { .. } => Audience::Person,
            RefusalAddressee::ThirdParty { .. } => Audience::ThirdParty,
        }
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        "refusal-title"
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let decided = row(words, "label-decided-on", words.date(self.decided_on));
        let mut blocks = match &self.addressee {
            RefusalAddressee::Person { person, reasons, advice } => {
                let mut rows = subject_rows(words, person);
                rows.push(decided);
                rows.extend(zone_rows(words, &self.zone));
                refusal_to_person(words, rows, reasons.as_ref(), advice)
            }
            RefusalAddressee::ThirdParty { name } => {
                let mut rows = vec![row(words, "label-for", name.show()), decided];
                rows.extend(zone_rows(words, &self.zone));
                vec![
                    Block::Rows(rows),
                    Block::Text(words.say("refusal-third-party")),
                    Block::Text(words.say("refusal-third-party-new")),
                ]
            }
        };
        blocks.push(Block::Notice(words.say("emergency-danger")));
        blocks.push(Block::Signatures(vec![signed_by(words, "sign-magistrate", &self.magistrate)]));
        blocks
    }
}

fn refusal_to_person(
    words: &Words<'_>,
    rows: Vec<(String, String)>,
    reasons: Option<&Prose>,
    advice: &[Prose],
) -> Vec<Block> {
    let mut blocks = vec![Block::Text(words.say("refusal-intro")), Block::Rows(rows)];
    if let Some(reasons) = reasons {
        blocks.push(Block::Heading(words.say("refusal-reasons")));
        blocks.push(Block::Quote(reasons.show().to_owned()));
    }
    blocks.push(Block::Heading(words.say("refusal-provisional")));
    blocks.push(Block::Text(words.say("refusal-provisional-text")));
    blocks.push(Block::Heading(words.say("refusal-prevention")));
    let reminders =
        ["prevention-report", "prevention-keep", "prevention-trust", "prevention-phone", "prevention-help"];
    let own = advice.iter().map(|advice| advice.show().replace('\n', " "));
    blocks.push(Block::List(Numbering::Bullets, texts(words, &reminders).into_iter().chain(own).collect()));
    blocks
}
