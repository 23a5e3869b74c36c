//! What the cell says and hears about measures: orders, questions, notices, documents. The law itself is room `measure`.
//!
//! Plain data. Never here: rules of the circular, who may see what (`access`), stored forms, texts of messages.

mod document;
mod notice;
mod view;

pub use document::{DocumentOrigin, Filed, MAX_DOCUMENT_BYTES, MediaType, NewDocument};
pub use notice::{
    Channel, Delivery, DeliveryFailure, MAX_TRIES, NoticeOut, NoticeResult, NoticeSent, PAUSES_S,
};
pub use view::{
    CalendarLine, CalendarWhat, DocumentView, MagistrateName, MeasureHappened, MeasureLine, MeasurePerson,
    MeasureSight, MeasureView, MeasuresFound, MyFollowed, MyMeasure, MyOwn, NoticeView, OfficeName,
    OfficesView, OverviewPlace, OverviewRow, OverviewView, RegistrationView, ShortageLine, WantedDocument,
};

use crate::roster::{Case, Person};
use hoeder_measure::duration::Terms;
use hoeder_measure::risk::Questionnaire;
use hoeder_measure::takeover::TakenOver;
use hoeder_measure::{Command, Stage};
use hoeder_vocab::{CivilDate, DistrictId, MeasureId, NoticeId};
use std::collections::BTreeMap;

/// Most lines of one list of measures.
pub const MAX_LISTED: usize = 500;
/// Most measures of one case: every person of a household may have some, one after the other.
pub const MAX_MEASURES_OF_CASE: usize = 200;

/// What a cell is told once about measures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureRules {
    /// Known versions of the checklist of COL 15/2020, the one in use last (MS-11).
    pub questionnaires: Vec<Questionnaire>,
    /// Terms that the circular leaves open.
    pub terms: Terms,
    /// Free alarm devices for each district (MS-26); no entry: not known. The seam for an inventory (MS-42).
    pub free_devices: BTreeMap<DistrictId, u32>,
    /// By which ways the shell can send notices besides the inbox.
    pub channels: Vec<Channel>,
}

/// A measure that ran before it was kept here, with its case and its person: all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeOver {
    /// The household; one that is there already stays as it is.
    pub case: Case,
    /// The protected person.
    pub person: Person,
    /// On an id that the shell made.
    pub measure: MeasureId,
    /// What the file of the zone says.
    pub taken: TakenOver,
}

/// An order about a measure. Each maps to one rule of `access` and one kind of art. 25.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasureOrder {
    /// Do something with it. A measure begins with `Command::Request` on an id that the shell made.
    Do {
        /// Which.
        measure: MeasureId,
        /// How many events the screen knew; when another came first, nothing is done. `None`: whatever happened.
        expected: Option<u64>,
        /// What.
        command: Box<Command>,
    },
    /// Confirm having read a notice.
    ReadNotice {
        /// Which.
        notice: NoticeId,
    },
    /// A document was made, or a signed copy was uploaded: its bytes are with the shell.
    FileDocument(NewDocument),
}

/// Which measures to list. What is not given does not narrow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MeasureFilter {
    /// How far they are.
    pub stage: Option<Stage>,
    /// Something falls due up to and with this day.
    pub due_until: Option<CivilDate>,
}
