//! Annex to the report of a revisit (point 7.11.3, COL 20/2020). It goes to the criminal file, which the suspect may read.
//!
//! Never here: the alarm, its devices, the measure, its reference or its dates; where the visit was, as an address.

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, row, signed_by, subject_rows};
use crate::layout::block::Block;
use crate::messages::Words;
use crate::parts::{Sender, Signatory, Subject};
use crate::text::{Line, Prose};

/// Where the person was spoken to. Never an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitPlace {
    /// Where the person lives.
    Residence,
    /// At the police.
    PoliceStation,
    /// Elsewhere.
    Elsewhere,
    /// By telephone.
    Telephone,
}

/// Whether something new was reported or found. It has an initial report of its own (MS-34).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewFacts {
    /// Nothing new.
    None,
    /// Something, in a report of its own.
    Reported {
        /// The number of that initial official report.
        official_report: Line,
    },
}

/// What was found at a revisit (MS-33). It has no field for the alarm: with one or without, the bytes are the same (MS-23).
#[doc(alias = "herbezoek")]
#[doc(alias = "revisite")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisitAnnex {
    /// The zone that visits.
    pub sender: Sender,
    /// Number of the official report of the revisit.
    pub official_report: Line,
    /// Who was visited, by national register number and no address (MS-24).
    pub person: Subject,
    /// The day.
    pub visited_on: CivilDate,
    /// Where, in kind.
    pub place: VisitPlace,
    /// How the person is and what was said and found.
    pub findings: Prose,
    /// New facts.
    pub new_facts: NewFacts,
    /// Help that was offered, and advice.
    pub help: Option<Prose>,
    /// Who visited.
    pub officer: Signatory,
}

impl Compose for RevisitAnnex {
    fn kind(&self) -> Kind {
        Kind::RevisitAnnex
    }
    fn audience(&self) -> Audience {
        Audience::CriminalFile
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        None
    }
    fn title(&self) -> &'static str {
        "revisit-title"
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let place = match self.place {
            VisitPlace::Residence => "revisit-residence",
            VisitPlace::PoliceStation => "revisit-station",
            VisitPlace::Elsewhere => "revisit-elsewhere",
            VisitPlace::Telephone => "revisit-telephone",
        };
        let mut rows = vec![row(words, "label-official-report", self.official_report.show())];
        rows.extend(subject_rows(words, &self.person));
        rows.push(row(words, "label-visited-on", words.date(self.visited_on)));
        rows.push(row(words, "label-visited-where", words.say(place)));
        let facts = match &self.new_facts {
            NewFacts::None => words.say("revisit-nothing-new"),
            NewFacts::Reported { official_report } => {
                words.say_with("revisit-new-facts", &[("report", official_report.show())])
            }
        };
        let mut blocks = vec![
            Block::Text(words.say("revisit-intro")),
            Block::Rows(rows),
            Block::Heading(words.say("revisit-findings")),
            Block::Quote(self.findings.show().to_owned()),
            Block::Heading(words.say("revisit-facts")),
            Block::Text(facts),
        ];
        if let Some(help) = &self.help {
            blocks.push(Block::Heading(words.say("revisit-help")));
            blocks.push(Block::Quote(help.show().to_owned()));
        }
        blocks.push(Block::Signatures(vec![signed_by(words, "sign-officer", &self.officer)]));
        blocks
    }
}
