//! Measures in lists, one measure whole, its timeline, documents and notices.

use super::event::{due_number, due_word, recipient_word};
use super::field::{
    AccountRef, BirthDay, CalendarDay, CaseRef, DocumentRef, HandsetRef, OfficeRef, PersonRef, Shape,
    TestRef, ZoneRef,
};
use super::hearing::ConditionView;
use super::task::{TaskKey, TaskView};
use super::view::{DueView, FileView, StateView, TermView};
use super::word::{DocumentKind, DocumentReader, FilePart, Filing, MeasureStage, Register, Secrecy};
use crate::api::dto::Time;
use crate::api::dto::alarm::ZoneName;
use crate::api::dto::kinds::{Language, Role};
use hoeder_engine::measures as engine;
use hoeder_engine::measures::{CalendarWhat, Channel, Delivery, MeasureSight};
use hoeder_engine::roster;
use hoeder_measure::effect::Recipient;
use hoeder_vocab::{Actor, Purpose, Sensitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const WHY: Purpose = Purpose::CaseWork;

fn open(text: Option<&Sensitive<String>>) -> Option<String> {
    text.map(|text| text.reveal(WHY).clone())
}

/// A prosecutor's office by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficeName {
    /// Id.
    pub id: OfficeRef,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

impl From<&engine::OfficeName> for OfficeName {
    fn from(office: &engine::OfficeName) -> Self {
        Self { id: Shape::show(&office.id), code: office.code.clone(), name: office.name.clone() }
    }
}

/// One measure in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasureLine {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case: CaseRef,
    /// Its number.
    pub case_number: String,
    /// Whose measure.
    pub person: PersonRef,
    /// The name.
    pub name: Option<String>,
    /// How far it is.
    pub stage: MeasureStage,
    /// The zone that manages it.
    pub zone: Option<ZoneName>,
    /// The office that manages it.
    pub office: Option<OfficeName>,
    /// The last day of the term.
    pub ends_on: Option<CalendarDay>,
    /// Is the alarm on?
    pub alarm_is_on: bool,
    /// The first day on which something is due.
    pub due_on: Option<CalendarDay>,
    /// What to do first, of what is for this account.
    pub next_task: Option<TaskView>,
    /// Open tasks of this account.
    pub tasks: u32,
    /// Of which overdue.
    pub overdue: u32,
}

impl From<&engine::MeasureLine> for MeasureLine {
    fn from(line: &engine::MeasureLine) -> Self {
        Self {
            id: line.id.as_uuid(),
            case: Shape::show(&line.case),
            case_number: line.case_number.clone(),
            person: Shape::show(&line.person),
            name: open(line.name.as_ref()),
            stage: Shape::show(&line.stage),
            zone: line.zone.as_ref().map(ZoneName::from),
            office: line.office.as_ref().map(OfficeName::from),
            ends_on: Shape::show(&line.ends_on),
            alarm_is_on: line.alarm_is_on,
            due_on: Shape::show(&line.due_on),
            next_task: line.next_task.as_ref().map(TaskView::from),
            tasks: line.tasks,
            overdue: line.overdue,
        }
    }
}

/// A list of measures, what is due first on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasureList {
    /// At most 500.
    pub lines: Vec<MeasureLine>,
    /// There are more: narrow the list.
    pub more: bool,
}

impl From<&engine::MeasuresFound> for MeasureList {
    fn from(found: &engine::MeasuresFound) -> Self {
        Self { lines: found.lines.iter().map(MeasureLine::from).collect(), more: found.more }
    }
}

/// How much of a measure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sight {
    /// Nothing.
    None,
    /// Counts and what is overdue; no names, no file.
    Counts,
    /// To the victim reception service: contact data, what it was told and what it did.
    Reception,
    /// All of it.
    Whole,
}

impl From<MeasureSight> for Sight {
    fn from(sight: MeasureSight) -> Self {
        match sight {
            MeasureSight::None => Self::None,
            MeasureSight::Counts => Self::Counts,
            MeasureSight::Reception => Self::Reception,
            MeasureSight::Whole => Self::Whole,
        }
    }
}

/// Whom to turn to when the person is not reached.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustedContact {
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Phone number, E.164.
    #[schema(max_length = 20)]
    pub phone: String,
}

/// The person of a measure, as far as this account may know.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasurePerson {
    /// Id.
    pub id: PersonRef,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: Option<String>,
    /// Language.
    pub language: Language,
    /// Day of birth.
    pub born_on: Option<BirthDay>,
    /// National register number: eleven digits.
    pub national_number: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Does the address stay out of the reports?
    pub address_secrecy: Secrecy,
    /// E-mail address.
    pub email: Option<String>,
    /// Whom to turn to.
    pub trusted: Option<TrustedContact>,
}

impl From<&engine::MeasurePerson> for MeasurePerson {
    fn from(person: &engine::MeasurePerson) -> Self {
        Self {
            id: Shape::show(&person.id),
            name: person.name.reveal(WHY).clone(),
            phone: open(person.phone.as_ref()),
            language: person.language.into(),
            born_on: Shape::show(&person.born_on),
            national_number: open(person.national_number.as_ref()),
            address: open(person.address.as_ref()),
            address_secrecy: Shape::show(&person.address_secrecy),
            email: open(person.email.as_ref()),
            trusted: person.trusted.as_ref().map(|contact| TrustedContact::from(contact.reveal(WHY))),
        }
    }
}

impl From<&roster::TrustedContact> for TrustedContact {
    fn from(contact: &roster::TrustedContact) -> Self {
        Self { name: contact.name.clone(), phone: contact.phone.clone() }
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DoneBy {
    /// Somebody at a desk.
    Account {
        /// Who.
        account: AccountRef,
        /// In which role.
        role: Role,
    },
    /// The protected person, by the own phone.
    Person,
    /// The system, by a rule or a date.
    System,
}

/// A line of the timeline of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasureHappened {
    /// Its number, from 1.
    pub n: u64,
    /// When.
    pub at: Time,
    /// The civil day of it in Belgium.
    pub day: CalendarDay,
    /// By whom.
    pub actor: DoneBy,
    /// The name of that person, for colleagues.
    pub by: Option<String>,
    /// What: a stable word in the past tense.
    pub what: &'static str,
}

impl From<&engine::MeasureHappened> for MeasureHappened {
    fn from(happened: &engine::MeasureHappened) -> Self {
        let actor = match happened.actor {
            Actor::Account(account, role) => {
                DoneBy::Account { account: Shape::show(&account), role: role.into() }
            }
            Actor::Handset(_) | Actor::Stranger => DoneBy::Person,
            Actor::System => DoneBy::System,
        };
        Self {
            n: happened.n,
            at: happened.at.into(),
            day: Shape::show(&happened.day),
            actor,
            by: open(happened.by.as_ref()),
            what: happened.what.word(),
        }
    }
}

/// A document that was filed.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasureDocument {
    /// Id.
    pub id: DocumentRef,
    /// What it is.
    pub kind: DocumentKind,
    /// `made` by Hoeder or `uploaded`.
    pub origin: &'static str,
    /// Its name.
    pub name: String,
    /// How large.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// What it is made of.
    pub media_type: &'static str,
    /// May it join the criminal file?
    pub filing: Filing,
    /// A magistrate released it for the file.
    pub released: bool,
    /// When it was filed.
    pub filed_at: Time,
}

impl From<&engine::DocumentView> for MeasureDocument {
    fn from(document: &engine::DocumentView) -> Self {
        Self {
            id: Shape::show(&document.id),
            kind: Shape::show(&document.kind),
            origin: document.origin.word(),
            name: document.name.reveal(WHY).clone(),
            bytes: document.bytes,
            sha256: document.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
            media_type: document.media_type.word(),
            filing: Shape::show(&document.filing),
            released: document.released,
            filed_at: document.filed_at.into(),
        }
    }
}

/// A document that is still to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WantedDocument {
    /// Which.
    pub kind: DocumentKind,
    /// In whose language.
    pub reader: DocumentReader,
    /// May it join the criminal file?
    pub filing: Filing,
    /// Since when.
    pub since: CalendarDay,
}

impl From<&engine::WantedDocument> for WantedDocument {
    fn from(wanted: &engine::WantedDocument) -> Self {
        Self {
            kind: Shape::show(&wanted.kind),
            reader: Shape::show(&wanted.reader),
            filing: Shape::show(&wanted.filing),
            since: Shape::show(&wanted.since),
        }
    }
}

/// A text to register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationText {
    /// Where.
    pub register: Register,
    /// The text, in the two languages of the registers.
    pub text: RegisterTexts,
}

/// A text in the two languages of the registers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterTexts {
    /// In Dutch.
    pub nl: String,
    /// In French.
    pub fr: String,
}

impl From<&engine::RegistrationView> for RegistrationText {
    fn from(one: &engine::RegistrationView) -> Self {
        let text = RegisterTexts { nl: one.text.nl.clone(), fr: one.text.fr.clone() };
        Self { register: Shape::show(&one.register), text }
    }
}

/// To which place a notice went. There is no suspect among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeTo {
    /// What kind of place: a stable word.
    pub kind: &'static str,
    /// The zone.
    pub zone: Option<ZoneRef>,
    /// The office.
    pub office: Option<OfficeRef>,
}

impl From<Recipient> for NoticeTo {
    fn from(to: Recipient) -> Self {
        let (zone, office) = match to {
            Recipient::Zone(zone)
            | Recipient::ControlRoomOf(zone)
            | Recipient::ThirdParty(zone)
            | Recipient::ForeignPolice(zone) => (Some(zone), None),
            Recipient::Magistrate(office)
            | Recipient::ReferenceMagistrate(office)
            | Recipient::VictimReception(office)
            | Recipient::Judge(office)
            | Recipient::ProsecutorGeneral(office) => (None, Some(office)),
            Recipient::Person(_) | Recipient::NationalPlatform => (None, None),
        };
        Self { kind: recipient_word(to), zone: Shape::show(&zone), office: Shape::show(&office) }
    }
}

/// What became of a notice by another way than the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeDelivery {
    /// `mail` or `hook`.
    pub channel: &'static str,
    /// `waiting`, `delivered`, `failed` or `given-up`.
    pub state: &'static str,
    /// How often it was tried without success.
    pub tries: u16,
    /// Why the last try failed.
    pub why: Option<&'static str>,
}

impl From<&(Channel, Option<Delivery>)> for NoticeDelivery {
    fn from((channel, delivery): &(Channel, Option<Delivery>)) -> Self {
        let (state, tries, why) = match delivery {
            None => ("waiting", 0, None),
            Some(Delivery::Delivered) => ("delivered", 0, None),
            Some(Delivery::Failed { tries, why }) => ("failed", *tries, Some(why.word())),
            Some(Delivery::GivenUp { tries, why }) => ("given-up", *tries, Some(why.word())),
        };
        Self { channel: channel.word(), state, tries, why }
    }
}

/// A notice was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeRead {
    /// The name of who read it.
    pub by: Option<String>,
    /// When.
    pub at: Time,
}

/// A notice in an inbox. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxLine {
    /// Id.
    pub id: Uuid,
    /// About which measure.
    pub measure: Uuid,
    /// Number of its case.
    pub case_number: String,
    /// What: a stable word.
    pub kind: &'static str,
    /// To which place.
    pub to: NoticeTo,
    /// When.
    pub sent_at: Time,
    /// Who read it, and when.
    pub read: Option<NoticeRead>,
    /// What became of it by the other ways.
    pub deliveries: Vec<NoticeDelivery>,
}

impl From<&engine::NoticeView> for InboxLine {
    fn from(notice: &engine::NoticeView) -> Self {
        Self {
            id: notice.id.as_uuid(),
            measure: notice.measure.as_uuid(),
            case_number: notice.case_number.clone(),
            kind: notice.kind.word(),
            to: NoticeTo::from(notice.to),
            sent_at: notice.sent_at.into(),
            read: notice.read.map(|(_, at)| NoticeRead { by: open(notice.read_by.as_ref()), at: at.into() }),
            deliveries: notice.deliveries.iter().map(NoticeDelivery::from).collect(),
        }
    }
}

/// A test that the activation may rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PassedTestView {
    /// Which.
    pub test: TestRef,
    /// Of which phone.
    pub handset: HandsetRef,
    /// On which day.
    pub on: CalendarDay,
}

/// One measure, as far as this account may know.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasureWhole {
    /// As in a list.
    pub line: MeasureLine,
    /// How much is shown: what is not is empty below.
    pub sight: Sight,
    /// How many events it has: give it back as `expected`.
    pub events: u64,
    /// How far it is.
    pub state: Option<StateView>,
    /// Its file.
    pub file: FileView,
    /// How long it runs.
    pub term: Option<TermView>,
    /// The person.
    pub person: Option<MeasurePerson>,
    /// Open tasks: all, with their owners.
    pub tasks: Vec<TaskView>,
    /// What falls due, by day.
    pub due: Vec<DueView>,
    /// The six conditions.
    pub conditions: Vec<ConditionView>,
    /// What is missing for the decision.
    pub missing: Vec<FilePart>,
    /// How often it was misused or the agreement not kept.
    pub misuse: u32,
    /// Tests that the activation may rest on.
    pub tests: Vec<PassedTestView>,
    /// What happened, oldest first.
    pub timeline: Vec<MeasureHappened>,
    /// Documents that were filed.
    pub documents: Vec<MeasureDocument>,
    /// Documents still to be made.
    pub wanted: Vec<WantedDocument>,
    /// Texts to register.
    pub registrations: Vec<RegistrationText>,
    /// Notices about it.
    pub notices: Vec<InboxLine>,
}

impl From<&engine::MeasureView> for MeasureWhole {
    fn from(view: &engine::MeasureView) -> Self {
        Self {
            line: MeasureLine::from(&view.line),
            sight: view.sight.into(),
            events: view.events,
            state: view.state.as_ref().map(|state| StateView::of(view.line.stage, state)),
            file: FileView::from(&view.file),
            term: view.term.as_ref().map(TermView::from),
            person: view.person.as_ref().map(MeasurePerson::from),
            tasks: view.tasks.iter().map(TaskView::from).collect(),
            due: view.due.iter().map(DueView::from).collect(),
            conditions: Shape::show(&view.conditions),
            missing: Shape::show(&view.missing),
            misuse: view.misuse,
            tests: view
                .tests
                .iter()
                .map(|(test, passed)| PassedTestView {
                    test: Shape::show(test),
                    handset: Shape::show(&passed.handset),
                    on: Shape::show(&passed.on),
                })
                .collect(),
            timeline: view.timeline.iter().map(MeasureHappened::from).collect(),
            documents: view.documents.iter().map(MeasureDocument::from).collect(),
            wanted: view.wanted.iter().map(WantedDocument::from).collect(),
            registrations: view.registrations.iter().map(RegistrationText::from).collect(),
            notices: view.notices.iter().map(InboxLine::from).collect(),
        }
    }
}

/// One line of a calendar: no names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// A stable word, with a number where there are several.
    pub what: String,
}

impl From<&CalendarWhat> for CalendarEntry {
    fn from(what: &CalendarWhat) -> Self {
        let what = match what {
            CalendarWhat::Task(kind) => TaskKey::show(kind).0,
            CalendarWhat::Due(kind) => match due_number(*kind) {
                Some(n) => format!("{}:{n}", due_word(*kind)),
                None => due_word(*kind).to_owned(),
            },
        };
        Self { what }
    }
}
