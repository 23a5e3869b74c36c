//! Marginal note of the magistrate for an early end (point 7.12.3).
//!
//! Never here: the decision itself; this is how it reaches the managing zone.

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, row, signed_by, subject_rows, texts};
use crate::layout::block::Block;
use crate::layout::page::Numbering;
use crate::messages::Words;
use crate::parts::{Sender, Signatory, Subject};
use crate::text::{Line, Prose};

/// Why a measure ends before its day: the grounds of point 7.12.3, in its order (MS-37).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EarlyEndGround {
    /// A new assessment found it not serious enough any more.
    NoLongerSerious,
    /// Repeated misuse, or the agreement was repeatedly not kept.
    MisuseOrBreach,
    /// At the person's request.
    PersonsRequest,
    /// The person settled outside Belgium.
    SettledAbroad,
    /// The person settled where the system is not in force, and the measure is not kept there.
    SettledWhereNotInForce,
}

impl EarlyEndGround {
    /// All grounds, in the order of the circular.
    pub const ALL: [Self; 5] = [
        Self::NoLongerSerious,
        Self::MisuseOrBreach,
        Self::PersonsRequest,
        Self::SettledAbroad,
        Self::SettledWhereNotInForce,
    ];

    /// The ground in the words of an order.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::NoLongerSerious => "ground-no-longer-serious",
            Self::MisuseOrBreach => "ground-misuse",
            Self::PersonsRequest => "ground-request",
            Self::SettledAbroad => "ground-abroad",
            Self::SettledWhereNotInForce => "ground-not-in-force",
        }
    }
}

/// The magistrate's written order to the managing zone to end the measure early (MS-37, MS-38).
#[doc(alias = "kantschrift")]
#[doc(alias = "apostille")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarginalNote {
    /// The prosecutor's office.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// The managing zone.
    pub zone: Line,
    /// The person.
    pub person: Subject,
    /// Number of the official report that the note answers.
    pub official_report: Option<Line>,
    /// The ground.
    pub ground: EarlyEndGround,
    /// The day on which the person was heard again and the situation judged anew.
    pub reassessed_on: Option<CivilDate>,
    /// Why, in the magistrate's words.
    pub motivation: Prose,
    /// The day on which the measure ends.
    pub ends_on: CivilDate,
    /// Who decides.
    pub magistrate: Signatory,
}

impl Compose for MarginalNote {
    fn kind(&self) -> Kind {
        Kind::MarginalNote
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
        "marginal-title"
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let mut rows = vec![row(words, "label-to", self.zone.show())];
        rows.extend(subject_rows(words, &self.person));
        rows.extend(
            self.official_report.as_ref().map(|report| row(words, "label-official-report", report.show())),
        );
        rows.push(row(words, "label-end-decided", words.date(self.ends_on)));
        rows.push(row(words, "label-ground", words.say(self.ground.key())));
        rows.extend(self.reassessed_on.map(|day| row(words, "label-reassessed-on", words.date(day))));
        let mut tasks = vec![
            "marginal-task-tell",
            "marginal-task-switch-off",
            "marginal-task-return",
            "marginal-task-report",
            "marginal-task-register",
        ];
        match self.ground {
            EarlyEndGround::SettledAbroad => tasks.push("marginal-task-abroad"),
            EarlyEndGround::SettledWhereNotInForce => tasks.push("marginal-task-alert"),
            EarlyEndGround::NoLongerSerious
            | EarlyEndGround::MisuseOrBreach
            | EarlyEndGround::PersonsRequest => {}
        }
        vec![
            Block::Rows(rows),
            Block::Text(words.say("marginal-intro")),
            Block::Heading(words.say("marginal-motivation")),
            Block::Quote(self.motivation.show().to_owned()),
            Block::Heading(words.say("marginal-tasks")),
            Block::List(Numbering::Numbers, texts(words, &tasks)),
            Block::Text(words.say("marginal-told")),
            Block::Signatures(vec![signed_by(words, "sign-magistrate", &self.magistrate)]),
        ]
    }
}
