//! Documents of a measure as they are asked for and told of. Their bytes travel alone.
//!
//! Never here: the words of a document (room `documents`), what it may hold (`papers`).

use super::Time;
use super::day::Day;
use crate::places::PlaceLanguage;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Make a document of what the file of the measure holds. What no file holds is said here: who signs, which devices.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeDocument {
    /// Which, such as `grant-notice`.
    pub kind: String,
    /// Its language; otherwise that of its reader.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "nl")]
    pub language: Option<PlaceLanguage>,
    /// Whom it is for.
    #[serde(default)]
    pub recipient: PaperRecipient,
    /// Who signs for the police; otherwise whoever asks for it, when that is an officer.
    #[serde(default)]
    pub officer: Option<Signs>,
    /// Who signs for the prosecutor's office; otherwise the magistrate who decided.
    #[serde(default)]
    pub magistrate: Option<Signs>,
    /// Number of the official report, where another one is meant than that of the hearing or the request.
    #[serde(default)]
    pub official_report: Option<String>,
    /// The adult whom a child younger than sixteen trusts and who was there.
    #[serde(default)]
    pub trusted_adult: Option<String>,
    /// For the annex of the hearing.
    #[serde(default)]
    pub hearing: Option<HearingWords>,
    /// For the notice of a refusal.
    #[serde(default)]
    pub refusal: Option<RefusalWords>,
    /// For the letter to the victim reception service: when and how it is safe to make contact.
    #[serde(default)]
    pub safe_contact: Option<String>,
    /// For the notice of the end: the appointment for the devices.
    #[serde(default)]
    pub hand_over: Option<Appointment>,
    /// For the receipt of devices.
    #[serde(default)]
    pub devices: Option<Devices>,
    /// For the instructions.
    #[serde(default)]
    pub handset: Option<HandsetWords>,
    /// For the letter to the investigating judge.
    #[serde(default)]
    pub judge: Option<JudgeWords>,
    /// For the annex of a revisit.
    #[serde(default)]
    pub revisit: Option<RevisitWords>,
}

/// Whom a notice is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PaperRecipient {
    /// The protected person.
    #[default]
    Person,
    /// The victim reception service: notices of an extension and of the end.
    VictimReception,
    /// The third party that asked: notice of the refusal.
    ThirdParty,
}

/// Somebody who signs.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signs {
    /// First name and name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Rank or office.
    #[schema(min_length = 1, max_length = 200)]
    pub capacity: String,
}

/// What the file does not hold of a hearing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingWords {
    /// Are there children in common?
    pub common_children: bool,
    /// The interpreter.
    #[serde(default)]
    pub interpreter: Option<String>,
}

/// What the person is told of a refusal.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusalWords {
    /// Reasons in words for the person; none are told otherwise.
    #[serde(default)]
    pub reasons: Option<String>,
    /// Advice for this person.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub advice: Vec<String>,
}

/// When and where.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// The day.
    pub on: Day,
    /// The place and the hour.
    pub place: String,
}

/// Which devices change hands.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Devices {
    /// Which way.
    pub movement: DeviceMovement,
    /// On which day.
    pub on: Day,
    /// 1 to 20 devices.
    #[schema(min_items = 1, max_items = 20)]
    pub items: Vec<Device>,
}

/// Which way devices go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceMovement {
    /// To the person.
    HandOut,
    /// Back.
    Return,
}

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKind {
    /// The button.
    Button,
    /// A phone on loan.
    Phone,
    /// Charger, cord.
    Accessory,
    /// Anything else that is carried.
    Tracker,
}

/// One device.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// What.
    pub kind: DeviceKind,
    /// Its number in the inventory.
    pub number: String,
    /// The serial number on it.
    #[serde(default)]
    pub serial: Option<String>,
    /// Its state.
    #[serde(default)]
    pub condition: Option<String>,
}

/// How the handset was set.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandsetWords {
    /// May the button also be pressed twice?
    pub press_twice: bool,
    /// Does it vibrate?
    pub vibrates: bool,
    /// Does a page of notes stand in front?
    pub notes_in_front: bool,
}

/// The judge.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeWords {
    /// By name and seat.
    pub judge: String,
    /// Number of the investigation.
    #[serde(default)]
    pub investigation: Option<String>,
}

/// Where the person was spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VisitedAt {
    /// Where the person lives.
    Residence,
    /// At the police.
    PoliceStation,
    /// Elsewhere.
    Elsewhere,
    /// By telephone.
    Telephone,
}

/// What the file does not hold of a revisit. Nothing of the alarm: this goes to the criminal file (MS-23).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevisitWords {
    /// Which, from 1; the last one otherwise.
    #[serde(default)]
    pub n: Option<u16>,
    /// Where.
    pub place: VisitedAt,
    /// Number of the initial report of a new fact.
    #[serde(default)]
    pub new_fact: Option<String>,
    /// Help that was offered.
    #[serde(default)]
    pub help: Option<String>,
}

/// A document in the file.
#[derive(Serialize, ToSchema)]
pub struct FiledDocument {
    /// Id: its bytes are at `/api/v1/measures/{measure}/documents/{document}`.
    pub id: Uuid,
    /// What it is.
    pub kind: &'static str,
    /// How large, bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// Must it stay out of the criminal file (MS-23)?
    pub not_for_file: bool,
}

/// The secret of a calendar feed; told once.
#[derive(Serialize, ToSchema)]
pub struct CalendarToken {
    /// Give it as the password of HTTP Basic, with any user name, or as a bearer token.
    pub token: String,
    /// Since when.
    pub made_at: Time,
}
