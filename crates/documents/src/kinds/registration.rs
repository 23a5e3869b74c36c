//! Lines to register: the comment in the prosecutor's system and the texts for the national police database
//! (points 7.8.1 and 7.13.2).
//!
//! Never here: the wording of a line. It is the law's, and is given.

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, row, subject_rows};
use crate::layout::block::Block;
use crate::messages::Words;
use crate::parts::{Sender, Subject, ZoneContact};
use crate::text::{Line, Prose};

/// The comment in MaCH (application 145, antecedents): one line that is replaced, never only deleted (MS-39).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachLine {
    /// The line as it must stand from now on, such as 'stalkingalarm beslist op 22/11/2026'.
    pub line: Line,
    /// The line that stands there and that it replaces.
    pub replaces: Option<Line>,
}

/// What the administration copies into the registers (MS-18, MS-39).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationLines {
    /// The prosecutor's office, or the zone.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// The protected person.
    pub person: Subject,
    /// The managing zone.
    pub zone: ZoneContact,
    /// Planned end, or the day of the end.
    pub ends_on: CivilDate,
    /// The comment in MaCH.
    pub mach: MachLine,
    /// Texts for the ANG, one for each registration.
    #[doc(alias = "Algemene Nationale Gegevensbank")]
    #[doc(alias = "BNG")]
    pub ang: Vec<Prose>,
}

impl Compose for RegistrationLines {
    fn kind(&self) -> Kind {
        Kind::RegistrationLines
    }
    fn audience(&self) -> Audience {
        Audience::ProsecutorsOffice
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        "registration-title"
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let mut rows = subject_rows(words, &self.person);
        rows.push(row(words, "label-zone", self.zone.name.show()));
        rows.push(row(words, "label-ends-on", words.date(self.ends_on)));
        let mut blocks = vec![
            Block::Rows(rows),
            Block::Heading(words.say("registration-mach")),
            Block::Text(words.say("registration-mach-how")),
            Block::Notice(self.mach.line.show().to_owned()),
        ];
        if let Some(replaced) = &self.mach.replaces {
            blocks.push(Block::Text(words.say("registration-replaces")));
            blocks.push(Block::Quote(replaced.show().to_owned()));
        }
        if !self.ang.is_empty() {
            blocks.push(Block::Heading(words.say("registration-ang")));
            blocks.push(Block::Text(words.say("registration-ang-how")));
            blocks.extend(self.ang.iter().map(|text| Block::Notice(text.show().replace('\n', " "))));
        }
        blocks.push(Block::Text(words.say("registration-reference")));
        blocks
    }
}
