//! What people are shown of measures: made by the engine for a role, after `access` allowed it. JSON is the server's.
//!
//! Never here: what a role may see (`cell::measures_sight`).

use super::document::{DocumentOrigin, MediaType};
use super::notice::{Channel, Delivery};
use crate::roster::{District, Language, Office, TrustedContact};
use crate::tracking::mandate::ScopePart;
use crate::view::ZoneName;
use hoeder_measure::conditions::ConditionCheck;
use hoeder_measure::confidentiality::{Filing, Secrecy};
use hoeder_measure::decision::Part;
use hoeder_measure::due::{Due, DueKind};
use hoeder_measure::duration::Term;
use hoeder_measure::effect::{DocumentKind, Notice, Reader, Recipient};
use hoeder_measure::registration::{Register, RegisterText};
use hoeder_measure::state::File;
use hoeder_measure::task::{Task, TaskKind};
use hoeder_measure::world::PassedTest;
use hoeder_measure::{ChangeKind, Point, Stage, State};
use hoeder_vocab::{
    AccountId, Actor, CaseId, CivilDate, DistrictId, DocumentId, MeasureId, NoticeId, OfficeId, PersonId,
    Sensitive, TestId, UtcMillis,
};

/// A prosecutor's office by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeName {
    /// Id.
    pub id: OfficeId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Offices and districts: public data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficesView {
    /// Offices.
    pub offices: Vec<Office>,
    /// Districts.
    pub districts: Vec<District>,
}

/// A magistrate of an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MagistrateName {
    /// The account.
    pub id: AccountId,
    /// First name and name.
    pub name: Sensitive<String>,
}

/// One measure in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureLine {
    /// Id.
    pub id: MeasureId,
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub case_number: String,
    /// Whose measure.
    pub person: PersonId,
    /// The name.
    pub name: Option<Sensitive<String>>,
    /// How far it is.
    pub stage: Stage,
    /// The zone that manages it.
    pub zone: Option<ZoneName>,
    /// The office that manages it.
    pub office: Option<OfficeName>,
    /// The last day of the term.
    pub ends_on: Option<CivilDate>,
    /// Is the alarm on?
    pub alarm_is_on: bool,
    /// The first day on which something is due: of the tasks of this account and the dates of the measure.
    pub due_on: Option<CivilDate>,
    /// What to do first, of what is for this account.
    pub next_task: Option<Task>,
    /// Open tasks of this account.
    pub tasks: u32,
    /// Of which overdue.
    pub overdue: u32,
}

/// A list of measures, what is due first on top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuresFound {
    /// At most [`super::MAX_LISTED`].
    pub lines: Vec<MeasureLine>,
    /// There are more.
    pub more: bool,
}

/// How much of a measure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasureSight {
    /// Nothing.
    None,
    /// Counts and what is overdue; no names, no file.
    Counts,
    /// To the victim reception service: contact data, what it was told and what it did. `file` holds nothing else.
    Reception,
    /// All of it.
    Whole,
}

/// The person of a measure, as far as this account may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasurePerson {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: Sensitive<String>,
    /// Phone.
    pub phone: Option<Sensitive<String>>,
    /// Language.
    pub language: Language,
    /// Day of birth.
    pub born_on: Option<Sensitive<CivilDate>>,
    /// National register number.
    pub national_number: Option<Sensitive<String>>,
    /// Address.
    pub address: Option<Sensitive<String>>,
    /// Does the address stay out of the reports?
    pub address_secrecy: Secrecy,
    /// E-mail address.
    pub email: Option<Sensitive<String>>,
    /// Whom to turn to.
    pub trusted: Option<Sensitive<TrustedContact>>,
}

/// A line of the timeline of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureHappened {
    /// Its number, from 1: what `expected` counts.
    pub n: u64,
    /// When.
    pub at: UtcMillis,
    /// The civil day of it in Belgium.
    pub day: CivilDate,
    /// By whom.
    pub actor: Actor,
    /// The name of that person, for colleagues.
    pub by: Option<Sensitive<String>>,
    /// What.
    pub what: ChangeKind,
}

/// A document that was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentView {
    /// Id.
    pub id: DocumentId,
    /// Of which measure.
    pub measure: MeasureId,
    /// Of which case.
    pub case: CaseId,
    /// Whose key seals it.
    pub person: PersonId,
    /// What it is.
    pub kind: DocumentKind,
    /// Made or uploaded.
    pub origin: DocumentOrigin,
    /// Its name.
    pub name: Sensitive<String>,
    /// How large.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
    /// What it is made of.
    pub media_type: MediaType,
    /// May it join the criminal file?
    pub filing: Filing,
    /// A magistrate released it for the file (MS-23).
    pub released: bool,
    /// When it was filed.
    pub filed_at: UtcMillis,
}

/// A document that the circular asks for and that was not filed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedDocument {
    /// Which.
    pub kind: DocumentKind,
    /// In whose language.
    pub reader: Reader,
    /// May it join the criminal file?
    pub filing: Filing,
    /// Since when.
    pub since: CivilDate,
}

/// A text to register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationView {
    /// Where.
    pub register: Register,
    /// The text in Dutch and French.
    pub text: RegisterText,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// Id.
    pub id: NoticeId,
    /// About which measure.
    pub measure: MeasureId,
    /// Number of its case: no name in it.
    pub case_number: String,
    /// What.
    pub kind: Notice,
    /// To which place.
    pub to: Recipient,
    /// When.
    pub sent_at: UtcMillis,
    /// Read by, and when.
    pub read: Option<(AccountId, UtcMillis)>,
    /// The name of who read it.
    pub read_by: Option<Sensitive<String>>,
    /// What became of it by the other ways.
    pub deliveries: Vec<(Channel, Option<Delivery>)>,
}

/// One measure, as far as this account may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureView {
    /// As in a list.
    pub line: MeasureLine,
    /// How much is shown: what is not is empty below.
    pub sight: MeasureSight,
    /// How many events it has: give it back as `expected`.
    pub events: u64,
    /// Its state with data.
    pub state: Option<State>,
    /// Its file.
    pub file: File,
    /// Its term.
    pub term: Option<Term>,
    /// The person.
    pub person: Option<MeasurePerson>,
    /// Open tasks: all, with their owners.
    pub tasks: Vec<Task>,
    /// What falls due, by day.
    pub due: Vec<Due>,
    /// The six conditions.
    pub conditions: Vec<ConditionCheck>,
    /// What is missing for the decision.
    pub missing: Vec<Part>,
    /// How often it was misused or the agreement broken (AL-13, MS-37).
    pub misuse: u32,
    /// Tests that the activation may rest on (MS-18).
    pub tests: Vec<(TestId, PassedTest)>,
    /// What happened, oldest first.
    pub timeline: Vec<MeasureHappened>,
    /// Documents that were filed.
    pub documents: Vec<DocumentView>,
    /// Documents still to be made.
    pub wanted: Vec<WantedDocument>,
    /// Texts to register (MS-39).
    pub registrations: Vec<RegistrationView>,
    /// Notices about it.
    pub notices: Vec<NoticeView>,
}

/// Whose overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverviewPlace {
    /// That of an office.
    Office(OfficeName),
    /// That of a district.
    District {
        /// Id.
        id: DistrictId,
        /// Name.
        name: String,
    },
}

/// The counts of one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverviewRow {
    /// Which; `None`: no zone known.
    pub zone: Option<ZoneName>,
    /// How many measures are at each stage, in the order of `Stage::ALL`.
    pub stages: Vec<(Stage, u32)>,
    /// Open tasks.
    pub tasks: u32,
    /// Of which overdue.
    pub overdue: u32,
    /// Measures granted and not active in time (FL-23).
    pub not_active_in_time: u32,
    /// Running measures that end within a month.
    pub ending_soon: u32,
}

/// A missing device that waits for the reference magistrate (MS-26). No name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortageLine {
    /// Of which measure.
    pub measure: MeasureId,
    /// How many events it has: give it back as `expected`.
    pub events: u64,
    /// Number of its case.
    pub case_number: String,
    /// Where.
    pub district: DistrictId,
    /// Since when.
    pub since: CivilDate,
    /// Was it decided? Then the prosecutor-general and the platform are still to be informed.
    pub decided: bool,
}

/// Counts of an office or a district: no names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverviewView {
    /// Whose.
    pub place: OverviewPlace,
    /// On which day.
    pub as_of: CivilDate,
    /// One for each zone that manages a measure.
    pub rows: Vec<OverviewRow>,
    /// Devices that are missing.
    pub shortages: Vec<ShortageLine>,
    /// Free devices of the district, when known.
    pub free_devices: Option<u32>,
}

/// What a line of the calendar is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarWhat {
    /// A task of this account's desk.
    Task(TaskKind),
    /// A date of the measure.
    Due(DueKind),
}

/// A day on which something is due. No names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarLine {
    /// On which day.
    pub on: CivilDate,
    /// Of which measure.
    pub measure: MeasureId,
    /// Number of its case.
    pub case_number: String,
    /// What.
    pub what: CalendarWhat,
    /// Why.
    pub point: Point,
}

/// What a protected person reads on the own page: the measure, and what is followed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyOwn {
    /// Of which case: who looked at it is the person's to know.
    pub case: CaseId,
    /// The measure; `None` when none was granted.
    pub measure: Option<MyMeasure>,
    /// What is followed; nothing of the other is in it (FL-34).
    pub followed: Vec<MyFollowed>,
}

/// What a mandate lets be watched of a protected person, in the person's own sight: no name, no place, no other (FL-34).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyFollowed {
    /// From this day on.
    pub from: CivilDate,
    /// The last day on which it holds; `None` until it is withdrawn.
    pub until: Option<CivilDate>,
    /// What may be watched.
    pub scope: Vec<ScopePart>,
    /// Has the person a device of it now?
    pub device: bool,
    /// May that device show or sound anything? (EM-05)
    pub may_notify: bool,
}

/// What a protected person is shown of the own measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyMeasure {
    /// Which.
    pub measure: MeasureId,
    /// How far it is.
    pub stage: Stage,
    /// Is the alarm on?
    pub alarm_is_on: bool,
    /// The last day.
    pub ends_on: Option<CivilDate>,
    /// The next visit.
    pub next_visit: Option<CivilDate>,
    /// The agreement: version of its text, and when it was explained.
    pub agreement: Option<(String, CivilDate)>,
    /// The person asked to end it.
    pub asked_to_end: bool,
}
