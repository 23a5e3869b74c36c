//! Letter to the investigating judge (point 7.8.2).
//!
//! Never here: anything of the investigation; the measure is no act of it.

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, row, signed_by, subject_rows, texts};
use crate::layout::block::Block;
use crate::layout::page::Numbering;
use crate::messages::Words;
use crate::parts::{Sender, Signatory, Subject};
use crate::text::Line;

/// Who asked for the alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskedBy {
    /// The investigating judge.
    TheJudge,
    /// Somebody else.
    Another,
}

/// Tells the investigating judge that the measure exists, when the requisition itself did not (MS-20).
#[doc(alias = "brief aan de onderzoeksrechter")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeLetter {
    /// The prosecutor's office.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// The judge, by name and seat.
    pub judge: Line,
    /// Number of the judicial investigation.
    pub investigation: Option<Line>,
    /// The protected person.
    pub person: Subject,
    /// Who asked.
    pub asked_by: AskedBy,
    /// The day of the grant.
    pub granted_on: CivilDate,
    /// Planned end.
    pub ends_on: CivilDate,
    /// Who writes.
    pub magistrate: Signatory,
}

impl Compose for JudgeLetter {
    fn kind(&self) -> Kind {
        Kind::JudgeLetter
    }
    fn audience(&self) -> Audience {
        Audience::InvestigatingJudge
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        "judge-title"
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let intro = match self.asked_by {
            AskedBy::TheJudge => "judge-intro-asked",
            AskedBy::Another => "judge-intro",
        };
        let mut rows = vec![row(words, "label-to", self.judge.show())];
        rows.extend(
            self.investigation.as_ref().map(|number| row(words, "label-investigation", number.show())),
        );
        rows.extend(subject_rows(words, &self.person));
        rows.push(row(words, "label-granted-on", words.date(self.granted_on)));
        rows.push(row(words, "label-ends-on", words.date(self.ends_on)));
        let points = ["judge-protection", "judge-arrest", "judge-silence"];
        vec![
            Block::Text(words.say(intro)),
            Block::Rows(rows),
            Block::Heading(words.say("judge-mind")),
            Block::List(Numbering::Bullets, texts(words, &points)),
            Block::Signatures(vec![signed_by(words, "sign-magistrate", &self.magistrate)]),
        ]
    }
}
